"""How a wide table is made: what a row is, which tables are joined, and along which references.

The rules are DerivaML's: a row is a row of the table that refers to all others; what it refers to is repeated
on each row; nothing is aggregated; and where something else could be meant, that is an error that says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from muniment.catalog.schema.definitions import ColumnDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.catalog.wide.paths import Path, Step, Ways, choose, is_link, is_on, tables_of
from muniment.catalog.wide.request import PROVENANCE, Request
from muniment.errors import DownstreamLeaf, InvalidValue, MultiLeaf, NoSink

_SUGGESTED = 5


class Output(NamedTuple):
    """A column of the result: its name, and whose column it is."""

    name: str
    table: str
    column: ColumnDefinition


@dataclass(frozen=True)
class Plan:
    """How a wide table is made.

    Attributes:
        model: The tables there are.
        request: What was asked for.
        row_per: The table whose rows become rows.
        paths: The way from it to each other table that was asked for.
    """

    model: Model
    request: Request
    row_per: str
    paths: dict[str, Path]

    @property
    def joins(self) -> list[Path]:
        """All steps in the order in which tables are joined, each as the way that ends in it."""
        return list(dict.fromkeys(path[: n + 1] for path in self.paths.values() for n in range(len(path))))

    @property
    def joined_tables(self) -> list[str]:
        """Name the tables that are joined, the one of the rows first."""
        return [self.row_per, *(path[-1].far for path in self.joins)]

    @property
    def bridges(self) -> list[Step]:
        """The steps by which a row can become several rows."""
        return [path[-1] for path in self.joins if path[-1].is_inward]

    @property
    def outputs(self) -> list[Output]:
        """The columns of the result."""
        kept = {"RID", *self.request.system_columns}
        return [
            Output(f"{table}.{name}", table, column)
            for table in self.request.tables
            for name, column in self.model.definition(table).columns.items()
            if name in kept or name not in PROVENANCE
        ]


def make_plan(model: Model, request: Request) -> Plan:
    """Decide how a wide table is made.

    Raises:
        MultiLeaf: The rows of several tables could be meant.
        NoSink: The tables refer to one another in a circle.
        DownstreamLeaf: A table has several rows for each row of `row_per`.
        AmbiguousPath: Several ways lead to a table.
        NoPath: None does.
        InvalidValue: An entry of `via` is on no way.
    """
    ways = make_ways(model, request)
    row_per = find_rows(ways, request)
    paths = _choose_paths(ways, request, row_per)
    if idle := [said for said in request.via if not any(is_on(path, said) for path in paths.values())]:
        told = "; ".join(" → ".join(tables_of(path)) for path in paths.values()) or row_per
        raise InvalidValue(f"via={idle[0]!r} is on no way between the tables. They are joined by {told}.")
    return Plan(model, request, row_per, paths)


def _choose_paths(ways: Ways, request: Request, row_per: str) -> dict[str, Path]:
    """Choose the ways, the nearest tables first, since ways to others may go through these."""
    others = [table for table in request.tables if table != row_per]
    near = {table: min(map(len, ways.find(row_per, table)), default=0) for table in others}
    known: dict[str, Path | None] = dict.fromkeys(others)
    chosen: dict[str, Path] = {}
    for table in sorted(others, key=lambda name: near[name]):
        known[table] = chosen[table] = choose(ways, row_per, table, request.via, known)
    return {table: chosen[table] for table in others}


def make_ways(model: Model, request: Request) -> Ways:
    """Give the ways through the tables, for what was asked for."""
    chosen = {
        table: feature.target_table
        for table, (feature, _) in request.chosen.items()
        # Where a row is a value, or has several for its qualifiers, values refer to their rows as ever.
        if table != request.row_per and not feature.qualifiers
    }
    return Ways(model, chosen, frozenset(said.partition(".")[0] for said in request.via))


def find_rows(ways: Ways, request: Request) -> str:
    """Find the table whose rows become rows.

    Raises:
        MultiLeaf: There are several.
        NoSink: There is none.
        DownstreamLeaf: The one that was named is referred to by another.
    """
    if request.row_per is not None:
        _check_downstream(ways, request, request.row_per)
        return request.row_per
    leaves = find_leaves(ways, request.tables)
    if not leaves:
        named = ", ".join(request.tables)
        raise NoSink(f"{named} refer to one another in a circle. row_per= says whose rows are meant.")
    if len(leaves) > 1:
        raise _several(ways, leaves)
    return leaves[0]


def find_leaves(ways: Ways, tables: Iterable[str]) -> list[str]:
    """Name the tables that no other of them refers to."""
    asked = list(tables)
    above = {table: ways.upstream(table) for table in asked}
    return [table for table in asked if not any(table in above[other] for other in asked if other != table)]


def _check_downstream(ways: Ways, request: Request, row_per: str) -> None:
    above = ways.upstream(row_per)
    below = [t for t in request.tables if t not in {row_per, *above} and row_per in ways.upstream(t)]
    if not below:
        return
    named = ", ".join(below)
    values = [table for table in _features(ways, below) if table not in request.chosen]
    hint = f" features={values!r} would give it the newest value of each feature." if values else ""
    raise DownstreamLeaf(
        f"row_per={row_per!r}: {named} may have several rows for each row of {row_per}, and nothing is "
        f"aggregated. Leave row_per out to have a row for each of {named}, or take {named} out.{hint}",
        row_per,
        below,
    )


def _several(ways: Ways, leaves: list[str]) -> MultiLeaf:
    suggestions = _connecting(ways, leaves)
    told = f"A row could be a row of {' or of '.join(leaves)}, which do not refer to each other."
    hints = [f"row_per= says which it is: {' or '.join(map(repr, leaves))}."]
    if suggestions:
        hints.append(f"Or name {' or '.join(suggestions)} as well, which refers to them.")
    if values := _features(ways, leaves):
        hints.append(f"features={values!r} would make values columns, one of each row.")
    return MultiLeaf(" ".join([told, *hints]), leaves, suggestions)


def _features(ways: Ways, tables: Iterable[str]) -> list[str]:
    return [table for table in tables if ways.model.definition(table).kind is TableKind.feature]


def _connecting(ways: Ways, leaves: list[str]) -> list[str]:
    """Name the nearest tables that refer to all leaves."""
    above = {name: ways.upstream(name) for name in sorted(ways.model.definitions) if name not in leaves}
    found = [name for name in above if above[name].issuperset(leaves)]
    nearest = [name for name in found if not any(other in above[name] for other in found if other != name)]
    return sorted(nearest, key=lambda name: (is_link(ways.model.definition(name)), name))[:_SUGGESTED]
