"""What is different between two versions of a dataset: rows that were added, changed and removed.

A row of a version is what its bag would hold. The RIDs of the rows of both go to one temporary table, and the
database compares them. A row of both is changed if it was written after the earlier one, be it with the same
values.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.bags import reach
from muniment.bags.graph import TERMINAL
from muniment.catalog import frames
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.history.model import PastModel
from muniment.catalog.schema.tables import Model
from muniment.catalog.versions import DatasetVersion
from muniment.errors import InvalidValue, TableNotFound, nearest

Kind = Literal["added", "changed", "removed"]

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
        (2, '...-...')
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
        for pair in _pairs(connection, dataset, before, after):
            for kind in _KINDS:
                query = sa.select(sa.func.count()).select_from(pair.differing(kind).subquery())
                if count := connection.execute(query).scalar_one():
                    counts[kind][pair.name] = counts[kind].get(pair.name, 0) + count
    sides = before, after
    return VersionDifference(before.version, after.version, **counts, _dataset=dataset, _sides=sides)


@dataclass(frozen=True)
class _Side:
    """A table in one of two versions; None if the version has no rows of it."""

    rids: sa.Select[Any]
    table: sa.Table | None
    number: int | None


@dataclass(frozen=True)
class _Pair:
    """A table in both versions, by the name that it has in the later one."""

    name: str
    before: _Side
    after: _Side

    def differing(self, kind: Kind) -> sa.Select[Any]:
        """Ask for the RIDs of rows that differ."""
        if kind == "changed":
            return self._changed()
        mine, other = (self.before, self.after) if kind == "removed" else (self.after, self.before)
        ours, theirs = mine.rids.subquery("ours"), other.rids.subquery("theirs")
        return sa.select(ours.c.RID).where(~sa.exists().where(theirs.c.RID == ours.c.RID))

    def _changed(self) -> sa.Select[Any]:
        """Ask for rows of both that were written after the moment of the earlier version."""
        later = max(self.before, self.after, key=lambda side: _number(side.number))
        earlier = self.before if later is self.after else self.after
        rid = later.rids.subquery("ours").c.RID
        if later.table is None or earlier.table is None or earlier.number is None:
            return sa.select(rid).where(sa.false())
        written = sa.type_coerce(later.table.c.RVS, sa.BigInteger()) > earlier.number
        return sa.select(later.table.c.RID).where(
            written, later.table.c.RID.in_(later.rids), later.table.c.RID.in_(earlier.rids)
        )


def _number(number: int | None) -> float:
    return math.inf if number is None else number


def _pairs(connection: Connection, dataset: str, before: Version, after: Version) -> list[_Pair]:
    """Find the rows of both versions, and pair their tables, whatever these were called."""
    found: list[dict[str, tuple[str, _Side]]] = []
    rows: reach.Reach | None = None
    for version in (before, after):
        model = version.catalog.model_in(connection)
        rows = reach.find_rows(connection, model, dataset, beside=rows)
        number = model.number if isinstance(model, PastModel) else None
        found.append(
            {
                model.place(name): (name, _Side(rows.rids(name), model.table(name), number))
                for name in rows.counts
                if not _is_left_out(model, name)
            }
        )
    old, new = found
    empty = _Side(_NO_RIDS, None, None)
    return [
        _Pair(
            (new.get(place) or old[place])[0], old.get(place, ("", empty))[1], new.get(place, ("", empty))[1]
        )
        for place in sorted({*old, *new})
    ]


_NO_RIDS = sa.select(sa.literal("").label("RID")).where(sa.false())


def _is_left_out(model: Model, name: str) -> bool:
    """Tell whether a table says who did what; the values of features say what is known of rows."""
    definition = model.definition(name)
    references = {fkey.pk_tname for fkey in definition.fkey_defs}
    is_of_runs = definition.kind is not TableKind.feature and bool(references & TERMINAL)
    return name in _OWN_WAYS or is_of_runs


_PORTION = 5000


def _rids(dataset: str, sides: tuple[Version, Version], table: str, kind: Kind) -> Iterator[str]:
    with sides[1].catalog.read() as connection:
        pairs = _pairs(connection, dataset, *sides)
        named = [pair for pair in pairs if pair.name == table]  # two, if the name was used again
        if not named:
            if not any(table in side.catalog.model_in(connection).definitions for side in sides):
                names = {pair.name for pair in pairs}
                raise TableNotFound(f"Neither version has a table {table!r}.{nearest(table, names)}")
            return
        chosen = sa.union_all(*(pair.differing(kind) for pair in named)).subquery()
        query = sa.select(chosen.c.RID).order_by(*frames.rid_order(chosen.c.RID))
        with connection.execute(query, execution_options={"yield_per": _PORTION}) as found:
            yield from found.scalars()
