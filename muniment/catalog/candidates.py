"""The members of a dataset as a split sees them: which there are, of which class, group and content.

A column may be one of the members' own table, or of a table that it refers to: ``Subject.Sex`` is the column
Sex of the row of Subject that a member refers to. Or it is of a feature: ``Quality.Grade`` is the column
Grade of a member's newest value of Quality. Values are read in portions and kept as numbers, so that a
million members need some tens of megabytes.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import features, frames
from muniment.catalog.database import listed
from muniment.catalog.feature_records import Feature, only_column, require_one_value
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue, NotFound, nearest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

_PORTION = 20_000
_MISSING = "(no value)"


# Columns


@dataclass(frozen=True)
class ElementColumn:
    """A column of a table, of one that it refers to, or of one of its features.

    Attributes:
        steps: The foreign keys that lead to its table.
        table: The table that has the column.
        name: Its name.
        feature: The feature whose newest value is meant.
    """

    steps: tuple[ForeignKeyDefinition, ...]
    table: str
    name: str
    feature: Feature | None = None


def find_column(model: Model, element: str, asked: str) -> ElementColumn:
    """Find the column that is meant by its name, or by tables or references and its name with dots between.

    Raises:
        ColumnNotFound: The table has no such column; the message names the nearest.
        NotFound: The table refers to no such table.
        InvalidValue: There are several ways to the table; the message names them.
    """
    if (column := _of_feature(model, element, str(asked))) is not None:
        return column
    *before, name = str(asked).split(".")
    table, steps = element, tuple[ForeignKeyDefinition, ...]()
    for position, step in enumerate(before):
        if position == 0 and step == element and not _references(model, table, step):
            continue
        for fkey in _references(model, table, step) or _way(model, table, step):
            steps, table = (*steps, fkey), fkey.pk_tname
    return ElementColumn(steps, table, model.definition(table).column(name).name)


def _of_feature(model: Model, element: str, asked: str) -> ElementColumn | None:
    """Take ``Feature`` or ``Feature.Column`` for what it is, if the table has nothing else of that name."""
    first, dot, name = asked.partition(".")
    definition = model.definition(element)
    others = {*definition.columns, *(fkey.pk_tname for fkey in definition.fkey_defs), element}
    feature = None if first in others else features.find_in(model, element, first)
    if feature is None:
        return None
    require_one_value(feature)
    column = feature.definition.column(name).name if dot else only_column(feature)
    return ElementColumn((), feature.feature_table, column, feature)


def _references(model: Model, table: str, column: str) -> list[ForeignKeyDefinition]:
    """Give the foreign key that a column is, if it is one."""
    return [fkey for fkey in model.definition(table).fkey_defs if fkey.colnames == (column,)][:1]


def _way(model: Model, start: str, end: str) -> tuple[ForeignKeyDefinition, ...]:
    """Give the one way along foreign keys from a table to another."""
    ways = list(_ways(model, start, end, (start,)))
    if not ways:
        near = {fkey.pk_tname for fkey in model.definition(start).fkey_defs}
        raise NotFound(
            f"{start} does not refer to a table {end!r}.{nearest(end, near)} "
            f"It refers to {', '.join(sorted(near)) or 'none'}."
        )
    if len(ways) > 1:
        told = " or ".join(sorted(".".join("+".join(f.colnames) for f in way) for way in ways))
        raise InvalidValue(
            f"{start} refers to {end} in {len(ways)} ways. Say which by columns, in place of {end}: {told}."
        )
    return ways[0]


def _ways(
    model: Model, start: str, end: str, passed: tuple[str, ...]
) -> Iterator[tuple[ForeignKeyDefinition, ...]]:
    for fkey in model.definition(start).fkey_defs:
        if fkey.pk_tname == end:
            yield (fkey,)
        elif fkey.pk_tname not in passed and fkey.pk_tname in model.definitions:
            for rest in _ways(model, fkey.pk_tname, end, (*passed, fkey.pk_tname)):
                yield (fkey, *rest)


# Members


def owners(model: Model, datasets: Sequence[str], connection: Connection, recurse: bool) -> sa.Select[Any]:
    """Give the RIDs of datasets, and with `recurse` those of the datasets inside them, as a subquery."""
    table, link = model.table("Dataset"), model.table("Dataset_Dataset")
    start = sa.select(table.c.RID.label("rid")).where(table.c.RID.in_(listed(connection, datasets)))
    if not recurse:
        return start
    inside = start.cte(recursive=True)
    inside = inside.union(sa.select(link.c.Nested_Dataset).join(inside, link.c.Dataset == inside.c.rid))
    return sa.select(inside.c.rid)


def count_members(
    connection: Connection, model: Model, links: dict[str, str], inside: sa.Select[Any]
) -> dict[str, int]:
    """Count the members of datasets by table, each once; tables without any are left out."""
    counts = [
        sa.select(
            sa.literal(element).label("element"), sa.func.count(sa.distinct(model.table(link).c[element]))
        ).where(model.table(link).c.Dataset.in_(inside))
        for element, link in links.items()
        if element != "Dataset"
    ]
    return {name: count for name, count in connection.execute(sa.union_all(*counts)) if count}


def read_rids(connection: Connection, query: Any) -> "NDArray[np.bytes_]":
    """Read RIDs in their order; they take a few bytes each."""
    import numpy as np

    with connection.execute(query, execution_options={"yield_per": _PORTION}) as found:
        read = [np.array([rid for (rid,) in portion], dtype=np.bytes_) for portion in found.partitions()]
    return in_order(np.concatenate(read)) if read else np.empty(0, dtype="S1")


def in_order(rids: "NDArray[np.bytes_]") -> "NDArray[np.bytes_]":
    """Sort RIDs as numbers: shorter ones first."""
    import numpy as np

    return rids[np.lexsort((rids, np.char.str_len(rids)))]


@dataclass(frozen=True)
class Members:
    """The members of a dataset, in the order of their RIDs.

    Attributes:
        rids: Their RIDs. (rows,) bytes
        strata: The class of each, by number; -1 for those without a value. (rows,) int64
        labels: What the classes are called, by number.
        groups: A number that stands for the group of each. (rows,) uint64
        ungrouped: Whether each has no value to group by. (rows,) bool
        contents: A number that stands for the bytes of each, if they are files. (rows,) uint64
    """

    rids: "NDArray[np.bytes_]"
    strata: "NDArray[np.int64] | None" = None
    labels: Sequence[str] = ()
    groups: "NDArray[np.uint64] | None" = None
    ungrouped: "NDArray[np.bool_] | None" = None
    contents: "NDArray[np.uint64] | None" = None

    def __len__(self) -> int:
        return len(self.rids)

    def only(self, kept: "NDArray[np.bool_]") -> "Members":
        """Give some of them."""
        return Members(
            self.rids[kept],
            None if self.strata is None else self.strata[kept],
            self.labels,
            None if self.groups is None else self.groups[kept],
            None if self.ungrouped is None else self.ungrouped[kept],
            None if self.contents is None else self.contents[kept],
        )

    def with_class_of_missing(self) -> "Members":
        """Make those without a class a class of their own."""
        import numpy as np

        if self.strata is None or not (self.strata < 0).any():
            return self
        strata = np.where(self.strata < 0, len(self.labels), self.strata)
        return replace(self, strata=strata, labels=[*self.labels, _MISSING])


def read_members(
    connection: Connection,
    model: Model,
    inside: sa.Select[Any],
    element: str,
    *,
    stratify: ElementColumn | None = None,
    group: ElementColumn | None = None,
    contents: bool = False,
) -> Members:
    """Read the members of datasets that are rows of one table, each once.

    Args:
        connection: Where to read.
        model: The tables there are.
        inside: The datasets.
        element: The table.
        stratify: The column that says of which class each is.
        group: The column that says which belong together.
        contents: Whether to look which have the same bytes; only files have.
    """
    has_bytes = contents and model.definition(element).kind is TableKind.asset
    asked = [column for column in (stratify, group) if column is not None]
    query, values = _select(model, inside, element, asked)
    if has_bytes:
        source = model.table(element)
        values += [source.c.SHA256, source.c.URL]
    read = _Reading(stratify is not None, group is not None, has_bytes)
    with connection.execute(
        query.with_only_columns(model.table(element).c.RID, *values, maintain_column_froms=True),
        execution_options={"yield_per": _PORTION},
    ) as found:
        for portion in found.partitions():
            read.take(portion)
    return read.members()


def read_frame(
    connection: Connection, model: Model, inside: sa.Select[Any], element: str, tables: Sequence[str]
) -> "pd.DataFrame":
    """Read the members of datasets that are rows of one table as a DataFrame, in the order of their RIDs.

    Its columns are called ``Table.Column``: those of the table and of the others, which it refers to.
    """
    shown = [(element, ()), *((name, _way(model, element, name)) for name in tables if name != element)]
    asked = [
        ElementColumn(tuple(way), name, column)
        for name, way in shown
        for column in model.definition(name).columns
        if column != "RVS"
    ]
    query, values = _select(model, inside, element, asked)
    labelled = [value.label(f"{c.table}.{c.name}") for c, value in zip(asked, values, strict=True)]
    query = query.with_only_columns(*labelled, maintain_column_froms=True)
    return frames.fetch(
        connection, query.order_by(*frames.rid_order(model.table(element).c.RID))
    ).to_dataframe()


def _select(
    model: Model, inside: sa.Select[Any], element: str, columns: Sequence[ElementColumn]
) -> tuple[sa.Select[Any], list[sa.ColumnElement[Any]]]:
    """Give a query of members, and the columns in it; tables that several columns are in are joined once."""
    source = model.table(element)
    link = model.table(f"Dataset_{element}")
    joined: sa.FromClause = source
    reached: dict[tuple[ForeignKeyDefinition, ...], sa.FromClause] = {(): source}
    newest: dict[str, sa.FromClause] = {}
    for column in columns:
        if column.feature is not None and column.table not in newest:
            newest[column.table] = values = features.newest(model, column.feature)
            joined = joined.outerjoin(values, values.c[element] == source.c.RID)
        for length in range(1, len(column.steps) + 1):
            way = column.steps[:length]
            if way not in reached:
                fkey, here = way[-1], reached[way[:-1]]
                there = model.table(fkey.pk_tname).alias(f"via_{len(reached)}")
                pairs = zip(fkey.colnames, fkey.pk_colnames, strict=True)
                same = sa.and_(*(here.c[mine] == there.c[its] for mine, its in pairs))
                joined, reached[way] = joined.outerjoin(there, same), there
    members = sa.select(link.c[element]).where(link.c.Dataset.in_(inside))
    query = sa.select(source.c.RID).select_from(joined).where(source.c.RID.in_(members))
    return query, [(newest[c.table] if c.feature else reached[c.steps]).c[c.name] for c in columns]


class _Reading:
    """Members that are read portion by portion."""

    def __init__(self, has_class: bool, has_group: bool, has_bytes: bool) -> None:
        """Take what comes beside the RIDs: class, group, SHA-256 and URL, in this order."""
        self._rids: list[NDArray[np.bytes_]] = []
        self._strata = array("q") if has_class else None
        self._labels: dict[str | None, int] = {None: -1}
        self._groups = array("Q") if has_group else None
        self._ungrouped = bytearray()
        self._contents = array("Q") if has_bytes else None

    def take(self, portion: Sequence[Any]) -> None:
        """Keep what counts of a portion of rows."""
        import numpy as np

        rids, *values = zip(*portion, strict=True)
        self._rids.append(np.array(rids, dtype=np.bytes_))
        columns = iter(values)
        if self._strata is not None:
            names = map(_text, next(columns))
            self._strata.extend(self._labels.setdefault(name, len(self._labels) - 1) for name in names)
        if self._groups is not None:
            texts = list(map(_text, next(columns)))
            self._ungrouped.extend(text is None for text in texts)
            named = (f"\0{rid}" if text is None else text for text, rid in zip(texts, rids, strict=True))
            self._groups.extend(map(_number, named))
        if self._contents is not None:
            self._contents.extend(
                int(digest[:16], 16) if digest else _number(url)
                for digest, url in zip(next(columns), next(columns), strict=True)
            )

    def members(self) -> Members:
        """Give all of them in the order of their RIDs."""
        import numpy as np

        rids = np.concatenate(self._rids) if self._rids else np.empty(0, dtype="S1")
        order = np.lexsort((rids, np.char.str_len(rids)))
        labels = [_MISSING if name is None else name for name in self._labels][1:]
        strata = None
        if self._strata is not None:
            strata, labels = _sorted_classes(np.array(self._strata, dtype=np.int64), labels)
        return Members(
            rids[order],
            None if strata is None else strata[order],
            labels,
            None if self._groups is None else np.array(self._groups, dtype=np.uint64)[order],
            None if self._groups is None else np.array(self._ungrouped, dtype=np.bool_)[order],
            None if self._contents is None else np.array(self._contents, dtype=np.uint64)[order],
        )


def _sorted_classes(
    strata: "NDArray[np.int64]", labels: Sequence[str]
) -> "tuple[NDArray[np.int64], list[str]]":
    """Number classes by their names, which do not depend on the order of reading."""
    import numpy as np

    names = sorted(labels)
    numbers = np.array([*(names.index(name) for name in labels), -1], dtype=np.int64)
    return numbers[strata], names  # the last stands for those without a value


def _text(value: Any) -> str | None:
    """Write a value as a text that is the same for equal values, whatever database they come from."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else str(value)


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest())
