"""Which columns of which tables say where data went, and how to ask for it along them.

A link is two columns of a table, the source and the target of data, so it can be followed in both directions.
Each query looks rows up by an index. Of rows that were deleted the history tells; histories have no index but
by RID, so they are asked only where they hold anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import assets, features
from muniment.catalog.datasets import memberships
from muniment.catalog.lineage.graph import Kind, Relation
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition, TableKind
from muniment.catalog.schema.history.model import PastModel
from muniment.catalog.schema.tables import Model, history_table

EXECUTION, DATASET, VERSION, METADATA = "Execution", "Dataset", "Dataset_Version", "Execution_Metadata"

_TOLD = ("Execution_Log", "Uncommitted_Code")
"""Types of files that tell of the run that they are of."""

_AT_ONCE = 100  # queries: SQLite joins at most 500 in one

Item = TypeVar("Item")


@dataclass(frozen=True)
class Link:
    """Two columns of a table whose rows say that data went from a row of one table to that of another.

    Attributes:
        table: The table.
        source: The column that names where data came from.
        source_table: The table of those rows.
        target: The column that names where it went.
        target_table: The table of those rows.
        relation: In which way.
        role: Of a link of assets and executions, whether it holds of outputs or of all else.
        unless: A column that has to be empty for the link to hold.
    """

    table: str
    source: str
    source_table: str
    target: str
    target_table: str
    relation: Relation
    role: str | None = None
    unless: str | None = None

    def near(self, forward: bool) -> tuple[str, str]:
        """Give the column, and the table, that the link is followed from."""
        return (self.source, self.source_table) if forward else (self.target, self.target_table)

    def far(self, forward: bool) -> tuple[str, str]:
        """Give the column, and the table, that it leads to."""
        return self.near(not forward)

    def conditions(self, source: Any) -> Iterator[sa.ColumnElement[bool]]:
        """Give the conditions for the rows of the table that the link is of."""
        if self.role:
            role = played(source)
            yield role == assets.OUTPUT if self.role == assets.OUTPUT else role != assets.OUTPUT
        if self.unless:
            yield source.c[self.unless].is_(None)


def played(source: Any) -> sa.ColumnElement[str]:
    """Give the role of an asset in an execution, so that no database looks rows up by one of two values."""
    return sa.func.coalesce(source.c.Asset_Role, "")


@dataclass(frozen=True)
class Found:
    """An edge as a query gave it: the node that was asked about, and the one that it leads to."""

    near: str
    far: str
    far_table: str
    relation: Relation
    is_deleted: bool = False
    count: int = 1


@dataclass(frozen=True)
class Plan:
    """All links of a model, and the statements that follow them: to make these takes longer than to run them.

    Attributes:
        model: The tables there are.
        links: All links.
        histories: What tables were, for those that links and memberships are in.
    """

    model: Model
    links: Sequence[Link]
    histories: Mapping[str, Any]
    _statements: dict[Any, sa.Executable] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, model: Model) -> "Plan":
        """Find all links of a model."""
        links = tuple(find_links(model))
        names = {link.table for link in links} | set(memberships(model).values()) | {DATASET}
        return cls(model, links, {name: ended(model, name) for name in sorted(names)})

    def statement(self, key: Any, make: Callable[[], sa.Executable]) -> sa.Executable:
        """Give the statement of a key, which is made when it is first asked for."""
        if key not in self._statements:
            self._statements[key] = make()
        return self._statements[key]


@dataclass(frozen=True)
class Links:
    """All links of a catalog, to be followed in one direction.

    Attributes:
        connection: Where to read.
        plan: The links, and the statements that follow them.
        forward: Whether they are followed the way the data went.
        live: The tables of links that have rows: the others are not asked.
        past: The tables with rows that were changed or deleted.
    """

    connection: Connection
    plan: Plan
    forward: bool
    live: frozenset[str]
    past: frozenset[str]

    @classmethod
    def of(cls, connection: Connection, model: Model, *, forward: bool) -> "Links":
        """Prepare to follow the links of a model."""
        plan = model.derive(Plan.of)
        found: set[tuple[str, int]] = set()
        for names in portions(list(plan.histories), _AT_ONCE // 2):
            query = plan.statement(("filled", *names), partial(_having_rows, plan, names))
            found.update((name, is_past) for name, is_past in connection.execute(query))
        live, past = (frozenset(n for n, is_past in found if is_past == number) for number in (0, 1))
        return cls(connection, plan, forward, live, past)

    @property
    def model(self) -> Model:
        """The tables there are."""
        return self.plan.model

    def has_past(self, table: str) -> bool:
        """Tell whether any row of a table was changed or deleted."""
        return table in self.past

    def locate(self, rid: str, tables: Sequence[str]) -> str | None:
        """Find in which of some tables a row is."""
        for names in portions(tables):
            query = self.plan.statement(("locate", *names), partial(self._locating, names))
            if found := self.connection.execute(query, {"rid": rid}).scalar():
                return str(found)
        return None

    def _locating(self, names: Sequence[str]) -> sa.Executable:
        sources = [(name, self.model.table(name)) for name in names]
        rid = sa.bindparam("rid", type_=sa.Text())
        return sa.union_all(*(sa.select(sa.literal(name)).where(t.c.RID == rid) for name, t in sources))

    def reach(self, frontier: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Find all that rows lead to along links that are there, however far, in one statement; by table."""
        dialect = self.connection.dialect.name
        key = ("reach", self.forward, dialect, self.live)
        query = self.plan.statement(key, partial(self._reaching, dialect))
        found = {table: dict.fromkeys(rids) for table, rids in frontier.items()}
        given = {"rids": [rid for rids in frontier.values() for rid in rids]}
        for rid, number in self.connection.execute(query, given):
            if number >= 0:
                found.setdefault(self.plan.links[number].far(self.forward)[1], {})[rid] = None
        return {table: list(rids) for table, rids in found.items()}

    def _reaching(self, dialect: str) -> sa.Executable:
        start = _given(dialect, "rids").subquery()
        rid = start.c[0] if dialect == "sqlite" else sa.collate(start.c[0], "C")  # as that of RIDs
        began: sa.ColumnElement[int] = sa.literal_column("-1")
        reached = sa.select(rid.label("rid"), began.label("link")).cte("reached", recursive=True)
        numbers = [n for n, link in enumerate(self.plan.links) if link.table in self.live]
        steps = [self._step(number, reached) for number in numbers or (0,)]
        if dialect == "sqlite":
            reached = reached.union(*steps)
        else:
            # One recursive part is all that PostgreSQL takes; for each row it looks into all tables by index.
            step = sa.union_all(*(each.correlate(reached) for each in steps)).lateral("step")
            far = sa.select(sa.cast(step.c.far, sa.Text), step.c.link)
            reached = reached.union(far.select_from(reached.join(step, sa.true())))
        return sa.select(reached.c.rid, reached.c.link)

    def _step(self, number: int, reached: sa.CTE) -> sa.Select[Any]:
        link = self.plan.links[number]
        source = self.model.table(link.table)
        near, far = (source.c[end[0]] for end in (link.near(self.forward), link.far(self.forward)))
        # The first link to a table stands for all of them, so that a row is not gone on from twice.
        first = min(n for n, other in enumerate(self.plan.links) if self._same_far(link, other))
        index: sa.ColumnElement[int] = sa.literal_column(str(first))
        asked = (near == reached.c.rid, far.is_not(None), *self._conditions(link, source))
        return sa.select(far.label("far"), index.label("link")).where(*asked)

    def _conditions(self, link: Link, source: Any) -> Iterator[sa.ColumnElement[bool]]:
        """Give the conditions for the rows of a link; what a run tells of itself is no data that it made."""
        yield from link.conditions(source)
        if self.forward and link.role == assets.OUTPUT and link.target_table == METADATA:
            types = self.model.table(f"{METADATA}_Asset_Type")
            told = sa.exists().where(types.c[METADATA] == source.c[METADATA], types.c.Asset_Type.in_(_TOLD))
            yield ~told

    def _same_far(self, one: Link, other: Link) -> bool:
        return one.far(self.forward)[1] == other.far(self.forward)[1]

    def follow(self, frontier: Mapping[str, Sequence[str]]) -> list[Found]:
        """Give the edges of some rows, which are given by table, those that were deleted too."""
        links = self.plan.links
        filled = self.live | self.past
        asked = [n for n, link in enumerate(links) if link.table in filled]
        chosen = [n for n in asked if frontier.get(links[n].near(self.forward)[1])]
        tables = sorted({links[n].near(self.forward)[1] for n in chosen})
        places = {table: f"rids_{place}" for place, table in enumerate(tables)}
        found: list[Found] = []
        for some in portions(chosen):
            key = ("follow", self.forward, self.live, self.past, *some, self.connection.dialect.name)
            query = self.plan.statement(key, partial(self._following, some, places))
            used = {links[n].near(self.forward)[1] for n in some}
            given = {places[table]: list(frontier[table]) for table in used}
            for near, far, n, gone in self.connection.execute(query, given):
                far_table = links[n].far(self.forward)[1]
                found.append(Found(near, far, far_table, links[n].relation, bool(gone)))
        return found

    def _following(self, chosen: Sequence[int], places: Mapping[str, str]) -> sa.Executable:
        return sa.union_all(*(part for number in chosen for part in self._parts(number, places)))

    def _parts(self, number: int, places: Mapping[str, str]) -> Iterator[sa.Select[Any]]:
        link = self.plan.links[number]
        table = self.model.table(link.table)
        sources: list[tuple[Any, bool]] = [(table, False)] if link.table in self.live else []
        if self.has_past(link.table):
            sources.append((self.plan.histories[link.table], True))
        for source, is_deleted in sources:
            near, far = (source.c[end[0]] for end in (link.near(self.forward), link.far(self.forward)))
            index: sa.ColumnElement[int] = sa.literal_column(str(number))
            gone: sa.ColumnElement[int] = sa.literal_column(str(int(is_deleted)))
            part = sa.select(near.label("near"), far.label("far"), index.label("link"), gone.label("gone"))
            asked = _among(near, self.connection.dialect.name, places[link.near(self.forward)[1]])
            part = part.where(asked, far.is_not(None), *self._conditions(link, source))
            yield part.where(is_gone(source, table)) if is_deleted else part


def portions(items: Sequence[Item], count: int = _AT_ONCE) -> Iterator[Sequence[Item]]:
    """Give some items at a time, since databases join so many queries in one and no more."""
    return (items[start : start + count] for start in range(0, len(items), count))


def _given(dialect: str, name: str) -> sa.Select[Any]:
    """Give a list of RIDs as a subquery for ``IN``: one parameter of this name, however many there are."""
    if dialect == "postgresql":
        return sa.select(sa.func.unnest(sa.bindparam(name, type_=sa.ARRAY(sa.Text()))))
    each = sa.func.json_each(sa.bindparam(name, type_=sa.JSON())).table_valued("value")
    return sa.select(each.c.value)


def _among(column: Any, dialect: str, name: str) -> sa.ColumnElement[bool]:
    """Give the condition for a list of RIDs, as each database finds few of them soonest."""
    if dialect == "postgresql":
        condition: sa.ColumnElement[bool] = column == sa.any_(sa.bindparam(name, type_=sa.ARRAY(sa.Text())))
        return condition
    return cast("sa.ColumnElement[bool]", column.in_(_given(dialect, name)))


def _having_rows(plan: Plan, names: Sequence[str]) -> sa.Executable:
    """Ask which tables have rows, and which of them rows with a past."""
    parts = []
    for name in names:
        for number, source in enumerate((plan.model.table(name), plan.histories[name])):
            is_past: sa.ColumnElement[int] = sa.literal_column(str(number))
            part = sa.select(sa.literal(name).label("name"), is_past.label("is_past"))
            parts.append(part.where(sa.exists(sa.select(1).select_from(source))))
    return sa.union_all(*parts)


def is_gone(past: Any, live: Any) -> sa.ColumnElement[bool]:
    """Give the condition for rows of a history that are not there any more."""
    there = live.alias()
    return ~sa.exists().where(there.c.RID == past.c.RID)


def ended(model: Model, table: str) -> Any:
    """Give the versions of rows of a table that have ended: its history, or what it was at the moment."""
    return model.ended(table) if isinstance(model, PastModel) else history_table(model.table(table))


# Which there are


def find_links(model: Model) -> Iterator[Link]:
    """Find the links of all tables."""
    made, read = Relation.made, Relation.input
    yield Link("Dataset_Execution", "Dataset_Version", VERSION, EXECUTION, EXECUTION, read)
    yield Link("Dataset_Execution", "Dataset", DATASET, EXECUTION, EXECUTION, read, unless="Dataset_Version")
    yield Link(VERSION, EXECUTION, EXECUTION, "RID", VERSION, made)
    for definition in model.definitions.values():
        if definition.kind is TableKind.feature:
            yield from _feature_links(model, definition)
        elif asset := asset_of(model, definition):
            name, [column] = definition.name, asset.colnames
            table = asset.pk_tname
            yield Link(name, EXECUTION, EXECUTION, column, table, Relation.output, assets.OUTPUT)
            yield Link(name, column, table, EXECUTION, EXECUTION, read, assets.INPUT)


def _feature_links(model: Model, definition: TableDefinition) -> Iterator[Link]:
    name, target = definition.name, features.target_column(definition)
    for fkey in definition.fkey_defs:
        if model.definition(fkey.pk_tname).kind is TableKind.vocabulary or fkey.pk_colnames != ("RID",):
            continue
        column, table = fkey.colnames[0], fkey.pk_tname
        relation = Relation.about if column == target else Relation.value
        relation = Relation.made if table == EXECUTION and column == EXECUTION else relation
        yield Link(name, column, table, "RID", name, relation)


def asset_of(model: Model, definition: TableDefinition) -> ForeignKeyDefinition | None:
    """Give the reference to the asset, if a table holds which executions made and read the assets of one."""
    references = {fkey.pk_tname: fkey for fkey in definition.fkey_defs}
    if definition.kind is not TableKind.association or not {EXECUTION, "Asset_Role"} <= references.keys():
        return None
    found = (fkey for name, fkey in references.items() if model.definition(name).kind is TableKind.asset)
    return next(found, None)


def kind_of(model: Model, table: str) -> Kind:
    """Tell what a row of a table is in a lineage."""
    if table == EXECUTION:
        return Kind.execution
    if table in {DATASET, VERSION}:
        return Kind.dataset
    definition = model.definition(table)
    if definition.kind is TableKind.asset:
        return Kind.asset
    return Kind.feature if definition.kind is TableKind.feature else Kind.row
