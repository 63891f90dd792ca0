"""Which rows belong to a dataset: those that its members lead to along foreign keys.

A walk starts at the dataset and the datasets inside it and visits no table twice: a member image brings its
subject along, but not the subject's other images; a member subject brings its images. What is kept of a way
is the table it has come to and the tables where it may still go. Rows that came there before with at least as
much freedom are not followed again, so the work grows with the ways that find something new.

All of it is a few set operations in the database for each step, on one temporary table of RIDs.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.bags.graph import (
    DATASET,
    Graph,
    Link,
    build_graph,
    excluded_tables,
    outward,
    schema_tables,
)
from muniment.catalog import frames
from muniment.catalog.catalog import Catalog
from muniment.catalog.features import Scope
from muniment.catalog.frames import Rows
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import Builtin, BuiltinTypes
from muniment.catalog.wide.members import Scope as WideScope

_FOUND = sa.table(
    "muniment_found", sa.column("Part", sa.Integer), sa.column("RID", Builtin(BuiltinTypes.ermrest_rid))
)
_NOTHING = -1
_MANY = 500

Condition = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Reach:
    """The rows that belong to a dataset, for as long as the transaction that found them lasts.

    Attributes:
        tables: All tables that belong to the dataset: those without rows and all core tables are among them.
        excluded: Tables that were left out on request.
        counts: How many rows of each table belong to it; only tables with rows.
        following: The number of the first set of RIDs that is free for others.
    """

    tables: frozenset[str]
    excluded: frozenset[str]
    counts: Mapping[str, int]
    _parts: Mapping[str, int]
    following: int = 0

    def rids(self, table: str) -> sa.Select[Any]:
        """Ask for the RIDs of the rows of a table that belong to the dataset."""
        return _rids(self._parts.get(table, _NOTHING))

    def condition(self, table: sa.Table) -> Condition:
        """Give the condition for the rows of a table that belong to the dataset."""
        return table.c.RID.in_(_rids(self._parts.get(table.name, _NOTHING)))


def find_rows(
    connection: Connection,
    model: Model,
    dataset: str,
    *,
    moment: int | None = None,
    exclude: Collection[str] = (),
    beside: "Reach | None" = None,
) -> Reach:
    """Find the rows that belong to a dataset.

    Args:
        connection: Where to read.
        model: The tables there are.
        dataset: RID of the dataset.
        moment: Number of a transaction: rows made after it do not count, unless others refer to them.
        exclude: Tables to leave out.
        beside: What was found before in the same transaction, and is still needed.

    Raises:
        TableNotFound: There is no table of one of these names.
        InvalidValue: No bag can do without one of these tables.
    """
    left_out = excluded_tables(model, exclude)
    if beside is None:
        _create_table(connection)
    walk = _Walk(connection, model, moment, 0 if beside is None else beside.following)
    walk.start(dataset)
    graph = build_graph(model, left_out | _empty_memberships(walk))
    _explore(walk, graph)
    known = {DATASET, *graph.reachable(DATASET, frozenset(model.definitions))}
    terms = {name for table in known for name in graph.vocabularies.get(table, ())}
    _gather(walk, terms)
    _close(walk, left_out)
    tables = schema_tables(model, known | terms | set(walk.parts), left_out)
    counts = {table: walk.sizes[part] for table, part in walk.parts.items() if walk.sizes[part]}
    return Reach(tables, left_out, counts, walk.parts, walk.first + len(walk.sizes))


def _create_table(connection: Connection) -> None:
    """Make the temporary table of RIDs.

    On PostgreSQL a key costs more than all else, and hashing does without: it is enough to find the part of
    the table where a set stands.
    """
    create = f"CREATE TEMPORARY TABLE {_FOUND.name}"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f'{create} ("Part" INTEGER, "RID" TEXT, PRIMARY KEY ("Part", "RID")) WITHOUT ROWID'
        )
    else:
        connection.exec_driver_sql(f'{create} ("Part" INTEGER NOT NULL, "RID" TEXT NOT NULL)')
        connection.exec_driver_sql(f'CREATE INDEX {_FOUND.name}_parts ON {_FOUND.name} USING brin ("Part")')


def read_table(catalog: Catalog, dataset: str | None, name: str) -> Rows:
    """Read the rows of a table that belong to a dataset; all rows if it is None.

    Raises:
        TableNotFound: There is no such table.
    """
    definition = catalog.definition(name)
    with catalog.read() as connection:
        model = catalog.model_in(connection)
        table = model.table(definition.name)
        columns = [table.c[name] for name in definition.columns if name != "RVS"]
        query = sa.select(*columns).order_by(*frames.rid_order(table.c.RID))
        if dataset is not None:
            query = query.where(find_rows(connection, model, dataset).condition(table))
        return frames.fetch(connection, query, model.term_columns(definition.name))


def within(dataset: str | None) -> Scope | None:
    """Give the condition for the values of features that belong to a dataset; None if it is None."""
    if dataset is None:
        return None
    return lambda connection, model, table: find_rows(connection, model, dataset).condition(table)


def wide_scope(dataset: str, *, is_whole: bool = False) -> WideScope:
    """Give what a wide table of a dataset is made of.

    Args:
        dataset: RID of the dataset.
        is_whole: Whether all rows there are belong to it, as in a bag of its own.
    """
    if is_whole:
        return WideScope(dataset)
    return WideScope(dataset, lambda connection, model: find_rows(connection, model, dataset).rids)


@dataclass
class _Walk:
    """Sets of RIDs, each a numbered part of the temporary table, and what they are."""

    connection: Connection
    model: Model
    moment: int | None
    first: int = 0
    sizes: dict[int, int] = field(default_factory=dict)
    explored: dict[str, list[tuple[frozenset[str], int]]] = field(default_factory=dict)
    parts: dict[str, int] = field(default_factory=dict)

    def start(self, dataset: str) -> None:
        """Begin with the dataset and those inside it, however deep."""
        link, owner = self.model.table("Dataset_Dataset"), self.model.table(DATASET)
        inside = sa.select(owner.c.RID.label("rid")).where(owner.c.RID == dataset).cte(recursive=True)
        nested = sa.select(link.c.Nested_Dataset).join(inside, link.c.Dataset == inside.c.rid)
        inside = inside.union(nested.where(*self.timely(link)))
        self.add(self.new_part(), sa.select(inside.c.rid))

    def new_part(self) -> int:
        """Number a new, empty set."""
        part = self.first + len(self.sizes)
        self.sizes[part] = 0
        return part

    def add(self, part: int, rids: sa.Select[Any]) -> int:
        """Add RIDs, each given once, that are not yet in a set, and tell how many they were."""
        asked = rids.subquery()
        [column] = asked.c
        new = sa.select(sa.literal(part), column)
        adding = sa.insert(_FOUND)
        if self.connection.dialect.name == "sqlite":
            adding = adding.prefix_with("OR IGNORE")
        elif self.sizes[part]:
            new = new.where(_is_missing(part, column))
        adding = adding.from_select(["Part", "RID"], new)
        added = self.connection.execute(adding.execution_options(preserve_rowcount=True)).rowcount
        if added < 0:  # Python's driver does not count what begins with WITH
            added = self.connection.exec_driver_sql("SELECT changes()").scalar_one()
        self.sizes[part] += added
        if added > _MANY and self.connection.dialect.name == "postgresql":
            # Of a temporary table PostgreSQL finds out nothing by itself, and would look up row by row.
            self.connection.exec_driver_sql(f"SELECT brin_summarize_new_values('{_FOUND.name}_parts')")
            self.connection.exec_driver_sql(f"ANALYZE {_FOUND.name}")
        return added

    def subtract(self, part: int, other: int) -> None:
        """Take the RIDs of another set from a set."""
        gone = sa.delete(_FOUND).where(_FOUND.c.Part == part, _FOUND.c.RID.in_(_rids(other)))
        self.sizes[part] -= self.connection.execute(gone).rowcount

    def timely(self, table: sa.Table) -> list[Condition]:
        """Give the condition for rows that were there at the moment.

        A row that was written later but made earlier has a modification time of its own.
        """
        if self.moment is None:
            return []
        return [sa.or_(table.c.RVS.is_(None), table.c.RVS <= self.moment, table.c.RCT != table.c.RMT)]

    def allowed(self, name: str) -> list[Condition]:
        """Give the conditions for rows that ways may come to: none that speak of other datasets."""
        table = self.model.table(name)
        owners = [table.c[fkey.colnames[0]] for fkey in self.model.definition(name).references(DATASET)]
        return [
            *self.timely(table),
            *(sa.or_(owner.is_(None), owner.in_(_rids(self.first))) for owner in owners),
        ]

    def follow(self, link: Link, part: int) -> sa.Select[Any]:
        """Ask for the rows to which the rows of a set lead in one step."""
        far, near = self.model.table(link.far), self.model.table(link.near)
        wanted = _rids(part)
        if link.near_columns != ("RID",):
            wanted = sa.select(*(near.c[name] for name in link.near_columns)).where(near.c.RID.in_(wanted))
        columns = [far.c[name] for name in link.far_columns]
        matched = columns[0] if len(columns) == 1 else sa.tuple_(*columns)
        return sa.select(far.c.RID).where(matched.in_(wanted))

    def lacking(self, link: Link, part: int) -> sa.Select[Any]:
        """Ask for the rows that the rows of a set refer to, and that have not been found."""
        far, near = self.model.table(link.far), self.model.table(link.near)
        if link.far_columns != ("RID",):
            return self.follow(link, part).where(_is_missing(self.parts[link.far], far.c.RID))
        # Most often there are none, which the references alone show.
        [name] = link.near_columns
        asked = sa.select(near.c[name]).where(near.c.RID.in_(_rids(part)), near.c[name].is_not(None))
        unknown = asked.where(_is_missing(self.parts[link.far], near.c[name]))
        return sa.select(far.c.RID).where(far.c.RID.in_(unknown))


def _rids(part: int) -> sa.Select[Any]:
    return sa.select(_FOUND.c.RID).where(_FOUND.c.Part == part)


def _is_missing(part: int, rid: sa.ColumnElement[Any]) -> Condition:
    """Ask whether a RID is not in a set; ``NOT IN`` would have PostgreSQL go through a large one for each."""
    return ~sa.exists().where(_FOUND.c.Part == part, _FOUND.c.RID == rid)


def _empty_memberships(walk: _Walk) -> frozenset[str]:
    """Give the associations that hold nothing of these datasets, and no terms that a bag should explain."""
    found = (d for d in walk.model.of_kind(TableKind.association) if any(d.references(DATASET)))
    return frozenset(
        definition.name
        for definition in found
        if not any(_is_vocabulary(walk, fkey.pk_tname) for fkey in definition.fkey_defs)
        and not _any_row(walk, definition.name)
    )


def _any_row(walk: _Walk, name: str) -> bool:
    query = sa.select(walk.model.table(name).c.RID).where(*walk.allowed(name)).limit(1)
    return walk.connection.execute(query).first() is not None


def _explore(walk: _Walk, graph: Graph) -> None:
    """Follow all ways from the datasets, one step of all of them at a time."""
    free = graph.reachable(DATASET, frozenset(walk.model.definitions))
    level = {(DATASET, free): walk.first}
    while level:
        level = _step(walk, graph, level)


_Level = dict[tuple[str, frozenset[str]], int]


def _step(walk: _Walk, graph: Graph, level: _Level) -> _Level:
    following: _Level = {}
    for (table, free), part in sorted(level.items(), key=_freest_first):
        for known, other in walk.explored.get(table, ()):
            if free <= known and walk.sizes[part]:
                walk.subtract(part, other)
        walk.explored.setdefault(table, []).append((free, part))
        if walk.sizes[part]:
            _leave(walk, graph, table, free, part, following)
    return {way: part for way, part in following.items() if walk.sizes[part]}


def _freest_first(entry: tuple[tuple[str, frozenset[str]], int]) -> tuple[int, str, list[str]]:
    (table, free), _ = entry
    return -len(free), table, sorted(free)


def _leave(walk: _Walk, graph: Graph, table: str, free: frozenset[str], part: int, following: _Level) -> None:
    for link in graph.links.get(table, ()):
        if link.far in free:
            way = (link.far, graph.reachable(link.far, free - {link.far}))
            if way not in following:
                following[way] = walk.new_part()
            walk.add(following[way], walk.follow(link, part).where(*walk.allowed(link.far)))


def _gather(walk: _Walk, terms: Iterable[str]) -> None:
    """Unite what was found of each table, and take vocabularies as a whole."""
    for table, found in sorted(walk.explored.items()):
        numbers = [part for _, part in found if walk.sizes[part]]
        if len(numbers) == 1:
            [walk.parts[table]] = numbers
            continue
        walk.parts[table] = walk.new_part()
        found_once = sa.select(_FOUND.c.RID).where(_FOUND.c.Part.in_(numbers)).distinct()
        walk.add(walk.parts[table], found_once)
    for table in sorted(terms):
        _take_whole(walk, table)


def _take_whole(walk: _Walk, name: str) -> None:
    table = walk.model.table(name)
    walk.parts[name] = walk.new_part()
    walk.add(walk.parts[name], sa.select(table.c.RID).where(*walk.timely(table)))


def _close(walk: _Walk, left_out: Collection[str]) -> None:
    """Add every row that a row refers to, and those that these refer to, until nothing is missing."""
    waiting = sorted(walk.parts.items())
    while waiting:
        table, part = waiting.pop()
        for fkey in walk.model.definition(table).fkey_defs:
            if fkey.pk_tname not in left_out:
                waiting += _complete(walk, outward(table, fkey), part)


def _complete(walk: _Walk, link: Link, part: int) -> list[tuple[str, int]]:
    """Add what rows refer to in one table, and give what was new of it."""
    new: list[tuple[str, int]] = []
    if link.far not in walk.parts:
        _take_whole(walk, link.far) if _is_vocabulary(walk, link.far) else _take_none(walk, link.far)
        new = [(link.far, walk.parts[link.far])]
    missing = walk.new_part()
    if walk.add(missing, walk.lacking(link, part)):
        walk.add(walk.parts[link.far], _rids(missing))
        new.append((link.far, missing))
    return new


def _is_vocabulary(walk: _Walk, name: str) -> bool:
    return walk.model.definition(name).kind is TableKind.vocabulary


def _take_none(walk: _Walk, name: str) -> None:
    walk.parts[name] = walk.new_part()
