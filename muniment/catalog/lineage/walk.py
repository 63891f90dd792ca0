"""Walk from one row to all that it was made from, or to all that was made from it.

With no limit of depth, what lies between two datasets is found by one recursive statement; its edges, and
what deleted rows and memberships add, by a few more, and so on from there. With a limit it goes a step at a
time. Neither asks for a single node.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import changes, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import listed
from muniment.catalog.lineage import details, memberships
from muniment.catalog.lineage.columns import columns_of, find_columns
from muniment.catalog.lineage.graph import ColumnEdge, Edge, Graph, Kind, Relation, count_generations
from muniment.catalog.lineage.links import (
    DATASET,
    EXECUTION,
    VERSION,
    Found,
    Links,
    ended,
    kind_of,
)
from muniment.catalog.schema import registry
from muniment.catalog.schema.definitions import TableKind, split_source
from muniment.catalog.schema.history.model import PastModel
from muniment.catalog.schema.history.names import history_name
from muniment.catalog.schema.tables import Model
from muniment.catalog.snapshots import PRUNED, find_version
from muniment.errors import DefinitionError, InvalidValue, RIDNotFound

DIRECTIONS = ("backward", "forward")


def find_lineage(
    catalog: Catalog,
    rid: str,
    *,
    version: object = None,
    direction: str = "backward",
    depth: int | None = None,
) -> Graph:
    """Find what a row was made from, or what was made from it.

    Args:
        catalog: Where to look; a snapshot is asked the same way.
        rid: An asset, a dataset, a version of one, an execution, a feature value, or a row that feature
            values are about. ``RID@1.2.0`` is a version of a dataset.
        version: The version of the dataset; backward the current one if left out, forward all of them.
        direction: ``backward`` or ``forward``.
        depth: How many generations of executions to go beyond the nearest; None is all.

    Raises:
        RIDNotFound: There is no such row, and never was.
        VersionNotFound: The dataset has no such version.
        InvalidValue: No data goes through rows like this one, or what is asked is not one of the choices.
    """
    _check(direction, depth)
    rid, _, named = rid.partition("@")
    version = named or version
    wanted = ids.normalize(rid)
    forward = direction == "forward"
    if version is not None:
        wanted = find_version(catalog, wanted, version).version_rid
    with catalog.read() as connection:
        model = catalog.refresh_in(connection)
        links = Links.of(connection, model, forward=forward)
        table = _locate(links, wanted)
        walk = _Walk(links, *_begin(links, wanted, table), depth)
        walk.go()
        return replace(
            walk.tell(),
            is_past_forgotten=_has_forgotten(connection),
            is_table_dropped=_has_dropped(connection, model),
        )


def find_column_lineage(catalog: Catalog, column: str, *, direction: str = "backward") -> list[ColumnEdge]:
    """Find what a column, ``Table.Column``, comes from, or what comes from it, the nearest first.

    Raises:
        DefinitionError: It is not written as a column of a table.
        TableNotFound: There is no such table.
        ColumnNotFound: There is no such column.
        InvalidValue: The direction is none.
    """
    _check_direction(direction)
    model = catalog.refresh()
    table, name = split_source(str(column))
    if not table:
        raise DefinitionError(f"A column is written 'Table.Column', and not {column!r:.80}.")
    model.definition(table).column(name)
    return list(find_columns(model, [column], forward=direction == "forward"))


def _check_direction(direction: object) -> None:
    if direction not in DIRECTIONS:
        raise InvalidValue(f"A lineage goes 'backward' or 'forward', and not {direction!r:.80}.")


def _check(direction: object, depth: object) -> None:
    _check_direction(direction)
    if depth is not None and (not isinstance(depth, int) or isinstance(depth, bool) or depth < 0):
        raise InvalidValue(
            f"A depth is a number of generations, 0 or more, or None for all; not {depth!r:.80}."
        )


def _has_forgotten(connection: Connection) -> bool:
    return next(iter(changes.load_all(connection, PRUNED)), None) is not None


def _has_dropped(connection: Connection, model: Model) -> bool:
    """Tell whether a table was dropped that may have led further; a model of the past has those of then."""
    if isinstance(model, PastModel):
        return False
    kept = registry.dropped_tables(connection, (TableKind.asset, TableKind.feature))
    sources = (sa.table(name) for kept_as in kept for name in (kept_as, history_name(kept_as)))
    return any(connection.execute(sa.select(sa.literal(1)).select_from(s).limit(1)).first() for s in sources)


# Where it begins


def _locate(links: Links, rid: str) -> str:
    """Find the table of the row that was asked about, be it there or deleted.

    Raises:
        RIDNotFound: There is no such row, and never was.
        InvalidValue: No data goes through rows like it.
    """
    model = links.model
    usual = [definition.name for definition in model.of_kind(TableKind.asset)]
    usual += [EXECUTION, VERSION, DATASET]
    others = [name for name in model.definitions if name not in usual]
    for names in (usual, others):
        if table := links.locate(rid, names):
            return _require_data(model, table, rid)
    past = [(name, ended(model, name)) for name in [*usual, *others]]
    if found := rows.locate(links.connection, past, [rid]):
        return _require_data(model, found[rid], rid)
    raise RIDNotFound(f"No row of any table that is there has, or had, the RID {rid}.")


def _require_data(model: Model, table: str, rid: str) -> str:
    definition = model.definition(table)
    if table == "Workflow":
        raise InvalidValue(
            f"{rid} is a workflow, and data goes through its executions: ask about one of those that "
            f"ml.find_executions(workflow={rid!r}) gives."
        )
    if definition.kind is TableKind.vocabulary:
        raise InvalidValue(
            f"{rid} is a term of {table}: no data goes through it. Ask about an asset, a dataset, "
            "an execution or a feature value."
        )
    if definition.kind is TableKind.association:
        raise InvalidValue(
            f"{rid} is a row of {table}, which links others: ask about one of the rows that it "
            f"links, which ml.lookup_row({table!r}, {rid!r}) names."
        )
    return table


def _begin(links: Links, rid: str, table: str) -> tuple[str, str]:
    """Give where to begin: backward from a dataset, at the version that it has now."""
    if table == DATASET and not links.forward:
        source = links.model.table(DATASET)
        query = sa.select(source.c.Version).where(source.c.RID == rid)
        if current := links.connection.execute(query).scalar():
            return current, VERSION
    return rid, table


# The walk


@dataclass
class _Walk:
    """What was found so far."""

    links: Links
    root: str
    table: str
    depth: int | None
    tables: dict[str, str] = field(default_factory=dict)
    edges: dict[Edge, Edge] = field(default_factory=dict)
    is_capped: bool = False

    def go(self) -> None:
        """Go on until nothing new is found."""
        self.tables[self.root] = self.table
        frontier = {self.table: [self.root]}
        if self.table == DATASET and self.links.forward:
            frontier = merge(frontier, self.add(self._versions_of(self.root)))
        if self.depth is None:
            self._go_all_the_way(frontier)
        else:
            self._go_by_generation(frontier, self.depth)

    def _versions_of(self, dataset: str) -> list[Found]:
        table = self.links.model.table(VERSION)
        query = sa.select(table.c.RID).where(table.c.Dataset == dataset)
        found = self.links.connection.execute(query).scalars()
        return [Found(dataset, rid, VERSION, Relation.version) for rid in found]

    def add(self, found: Iterable[Found]) -> dict[str, list[str]]:
        """Take edges, and give the rows that were not known yet, by table."""
        new: dict[str, list[str]] = {}
        for each in found:
            ends = (each.near, each.far) if self.links.forward else (each.far, each.near)
            edge = Edge(*ends, each.relation, each.is_deleted, each.count)
            if edge not in self.edges or self.edges[edge].is_deleted:
                self.edges[edge] = edge
            if each.far not in self.tables:
                self.tables[each.far] = each.far_table
                new.setdefault(each.far_table, []).append(each.far)
        return new

    def _members(self, frontier: Mapping[str, Sequence[str]]) -> list[Found]:
        if self.links.forward:
            return memberships.find_holders(self.links, frontier)
        versions = frontier.get(VERSION)
        return memberships.find_makers(self.links, versions) if versions else []

    def _go_all_the_way(self, frontier: dict[str, list[str]]) -> None:
        reached = self.links.reach(frontier)
        found = self.add(self.links.follow(reached))
        # What only deleted rows lead to was not reached: from there it goes on a step at a time.
        known = {rid for rids in reached.values() for rid in rids}
        followed = {table: [rid for rid in rids if rid in known] for table, rids in found.items()}
        beyond = {table: [rid for rid in rids if rid not in known] for table, rids in found.items()}
        frontier = merge(beyond, self.add(self._members(merge(frontier, followed))))
        while frontier:
            frontier = self.add([*self.links.follow(frontier), *self._members(frontier)])

    def _go_by_generation(self, frontier: dict[str, list[str]], depth: int) -> None:
        last = depth + (self.table != EXECUTION)
        for generation in range(last + 1):
            later: list[Found] = []
            while frontier:
                found = [*self.links.follow(frontier), *self._members(frontier)]
                later += (each for each in found if each.far_table == EXECUTION)
                frontier = self.add(each for each in found if each.far_table != EXECUTION)
            if generation == last:
                self._cap(later)
            else:
                frontier = self.add(later)

    def _cap(self, later: Iterable[Found]) -> None:
        """Keep the edges of executions that are known, and note whether there were others."""
        for each in later:
            if each.far in self.tables:
                self.add([each])
            else:
                self.is_capped = True

    def tell(self) -> Graph:
        """Read what is told of the nodes, and give the answer."""
        model = self.links.model
        kinds = {table: kind_of(model, table) for table in set(self.tables.values())}
        executions = frozenset(rid for rid, table in self.tables.items() if table == EXECUTION)
        generations = count_generations(self.root, self.edges, executions, forward=self.links.forward)
        told = details.read_nodes(self.links, self.tables, generations, kinds)
        return Graph(
            self.root,
            DIRECTIONS[self.links.forward],
            told,
            tuple(self.edges.values()),
            self.depth,
            self.is_capped,
            nested=_nested(self.links, sorted(executions)) if Kind.execution in kinds.values() else (),
            columns=find_columns(model, columns_of(model, kinds), forward=self.links.forward),
        )


def merge(*parts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Unite rows that are given by table, and leave out tables without any.

    Example:
        >>> merge({"Image": ["1-1"], "Model": []}, {"Image": ["1-2"]})
        {'Image': ['1-1', '1-2']}
    """
    united: dict[str, list[str]] = {}
    for part in parts:
        for table, rids in part.items():
            if rids:
                united.setdefault(table, []).extend(rids)
    return united


def _nested(links: Links, executions: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Find what executions were started by."""
    link = links.model.table("Execution_Execution")
    query = sa.select(link.c.Execution, link.c.Nested_Execution)
    asked = link.c.Nested_Execution.in_(listed(links.connection, executions))
    return tuple(sorted((outer, inner) for outer, inner in links.connection.execute(query.where(asked))))
