"""What is different between two versions of a dataset: rows that were added, changed and removed.

A row of a version is what its bag would hold. Of each version, the RIDs of its rows and the numbers of the
transactions that wrote them go to one temporary table, and the database compares the two. A row is changed if
another transaction has written it, be it with the same values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.bags import reach
from muniment.bags.graph import TERMINAL
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import Builtin, BuiltinTypes
from muniment.catalog.versions import DatasetVersion
from muniment.errors import InvalidValue, TableNotFound, nearest

Kind = Literal["added", "changed", "removed"]

_COMPARED = sa.Table(
    "muniment_compared",
    sa.MetaData(),
    sa.Column("Side", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("Part", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("RID", Builtin(BuiltinTypes.ermrest_rid), primary_key=True),
    sa.Column("RVS", sa.BigInteger),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
_KINDS: tuple[Kind, ...] = ("added", "changed", "removed")
_OWN_WAYS = frozenset({"Dataset", "Dataset_Version", *TERMINAL})
"""Tables that change with each version, or go on by themselves: who read what, and where runs stand."""


@dataclass(frozen=True)
class Version:
    """A version of a dataset, and the catalog as it was then, or is."""

    version: DatasetVersion
    catalog: Catalog


@dataclass(frozen=True)
class VersionDifference(Mapping[str, int]):
    """How two versions of a dataset differ: table → how many of its rows do.

    Attributes:
        before: The one version.
        after: The other.
        added: How many rows of each table only the second has.
        changed: How many rows of each table were written in between.
        removed: How many rows of each table only the first has.

    Example:
        >>> dataset = ml.create_dataset(["Training"])
        >>> _ = ml.add_dataset_element_type("Image")
        >>> _ = dataset.add_dataset_members([image["RID"] for image in ml.list_assets("Image")])
        >>> difference = dataset.release_diff()
        >>> difference.added["Image"], list(difference.rids("Image", "added"))[0]
        (2, '1-...')
    """

    before: DatasetVersion
    after: DatasetVersion
    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    _dataset: str = field(repr=False, default="")
    _sides: tuple[Version, Version] | None = field(repr=False, default=None)

    def __getitem__(self, table: str) -> int:
        counts = [getattr(self, kind).get(table, 0) for kind in _KINDS]
        if not any(counts):
            raise KeyError(table)
        return sum(counts)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self.added, *self.changed, *self.removed}))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __repr__(self) -> str:
        told = [
            f"{table}: {', '.join(f'{n} {k}' for k in _KINDS if (n := getattr(self, k).get(table)))}"
            for table in self
        ]
        return f"<{self.before} → {self.after}: {'; '.join(told) or 'no difference'}>"

    def rids(self, table: str, kind: Kind) -> Iterator[str]:
        """Give the RIDs of the rows of a table that were ``added``, ``changed`` or ``removed``, in order.

        Raises:
            InvalidValue: It is another word than these.
            TableNotFound: Neither version has such a table.
        """
        if kind not in _KINDS:
            raise InvalidValue(f"{kind!r} is none of {', '.join(_KINDS)}.")
        if self._sides is None:
            return iter(())
        return _rids(self._dataset, self._sides, table, kind)


def compare(dataset: str, before: Version, after: Version) -> VersionDifference:
    """Compare two versions of a dataset.

    Raises:
        DatasetNotFound: There is no such dataset.
    """
    counts: dict[Kind, dict[str, int]] = {kind: {} for kind in _KINDS}
    with after.catalog.read() as connection:
        names = _gather(connection, dataset, (before, after))
        for kind in _KINDS:
            query = sa.select(_COMPARED.c.Part, sa.func.count()).where(*_differing(kind))
            for part, count in connection.execute(query.group_by(_COMPARED.c.Part)):
                counts[kind][names[part]] = count
    return VersionDifference(
        before.version, after.version, **counts, _dataset=dataset, _sides=(before, after)
    )


def _gather(connection: Connection, dataset: str, sides: tuple[Version, Version]) -> dict[int, str]:
    """Write down the rows of both versions, and give the names of the tables by number."""
    _COMPARED.create(connection)
    numbers: dict[str, int] = {}
    names: dict[int, str] = {}
    for side, version in enumerate(sides):
        model = version.catalog.model_in(connection)
        found = reach.find_rows(connection, model, dataset)
        for name in sorted(found.counts):
            if not _is_left_out(model, name):
                part = numbers.setdefault(model.place(name), len(numbers))
                names[part] = name
                _write_down(connection, side, part, model.table(name), found)
        reach.forget(connection)
    return names


def _is_left_out(model: Model, name: str) -> bool:
    references = {fkey.pk_tname for fkey in model.definition(name).fkey_defs}
    return name in _OWN_WAYS or bool(references & TERMINAL)


def _write_down(connection: Connection, side: int, part: int, table: sa.Table, found: reach.Reach) -> None:
    number = sa.type_coerce(table.c.RVS, sa.BigInteger())
    rows = sa.select(sa.literal(side), sa.literal(part), table.c.RID, number).where(found.condition(table))
    connection.execute(sa.insert(_COMPARED).from_select(["Side", "Part", "RID", "RVS"], rows))


def _differing(kind: Kind) -> list[sa.ColumnElement[bool]]:
    """Give the conditions for rows of the side that is counted."""
    other = _COMPARED.alias("other")
    mine = 0 if kind == "removed" else 1
    pair = (other.c.Side == 1 - mine, other.c.Part == _COMPARED.c.Part, other.c.RID == _COMPARED.c.RID)
    if kind == "changed":
        return [_COMPARED.c.Side == mine, sa.exists().where(*pair, other.c.RVS != _COMPARED.c.RVS)]
    return [_COMPARED.c.Side == mine, ~sa.exists().where(*pair)]


_PORTION = 5000


def _rids(dataset: str, sides: tuple[Version, Version], table: str, kind: Kind) -> Iterator[str]:
    with sides[1].catalog.read() as connection:
        names = _gather(connection, dataset, sides)
        parts = [part for part, name in names.items() if name == table]
        if not parts and not any(table in side.catalog.model_in(connection).definitions for side in sides):
            raise TableNotFound(f"Neither version has a table {table!r}.{nearest(table, names.values())}")
        rid: sa.ColumnElement[Any] = _COMPARED.c.RID
        query = sa.select(rid).where(_COMPARED.c.Part.in_(parts), *_differing(kind))
        query = query.order_by(sa.func.length(rid), rid)
        with connection.execute(query, execution_options={"yield_per": _PORTION}) as found:
            yield from found.scalars()
