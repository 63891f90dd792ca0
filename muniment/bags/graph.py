"""The tables of a catalog as a graph along foreign keys: which ways lead on from a dataset.

The rules are those of DerivaML's bags. Foreign keys are followed in both directions, with these exceptions:
executions and workflows lead only to what they refer to, not to everything else they made; a vocabulary leads
nowhere; and no way leads back to datasets, which are given.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue

DATASET = "Dataset"
TERMINAL = frozenset({"Execution", "Workflow"})
_NEEDED = ("Dataset", "Dataset_Dataset", "Dataset_Dataset_Type", "Dataset_Type", "Dataset_Version")


@dataclass(frozen=True)
class Link:
    """One step: rows of `near` lead to the rows of `far` that have the same values in these columns."""

    near: str
    near_columns: tuple[str, ...]
    far: str
    far_columns: tuple[str, ...]


def outward(table: str, fkey: ForeignKeyDefinition) -> Link:
    """Give the step from rows to those that they refer to."""
    return Link(table, fkey.colnames, fkey.pk_tname, fkey.pk_colnames)


def inward(table: str, fkey: ForeignKeyDefinition) -> Link:
    """Give the step from rows to those that refer to them."""
    return Link(fkey.pk_tname, fkey.pk_colnames, table, fkey.colnames)


@dataclass
class Graph:
    """The steps that lead on from each table, and the vocabularies that its rows refer to."""

    links: dict[str, list[Link]]
    vocabularies: dict[str, set[str]]
    _known: dict[tuple[str, frozenset[str]], frozenset[str]] = field(default_factory=dict)

    def reachable(self, table: str, within: frozenset[str]) -> frozenset[str]:
        """Give the tables to which ways lead from a table, through no others than those given."""
        if (table, within) not in self._known:
            self._known[table, within] = self._search(table, within - {table})
        return self._known[table, within]

    def _search(self, table: str, within: frozenset[str]) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [table]
        while waiting:
            new = {link.far for link in self.links.get(waiting.pop(), ()) if link.far in within} - seen
            seen |= new
            waiting += sorted(new)
        return frozenset(seen)


def build_graph(model: Model, left_out: Collection[str]) -> Graph:
    """Make the graph of all tables but those left out."""
    graph = Graph({}, {})
    for definition, fkey in _foreign_keys(model, left_out):
        if _kind(model, fkey.pk_tname) is TableKind.vocabulary:
            graph.vocabularies.setdefault(definition.name, set()).add(fkey.pk_tname)
            continue
        steps = [outward(definition.name, fkey)]
        if fkey.pk_tname not in TERMINAL:
            steps.append(inward(definition.name, fkey))
        for step in steps:
            graph.links.setdefault(step.near, []).append(step)
    return graph


def _foreign_keys(
    model: Model, left_out: Collection[str]
) -> Iterator[tuple[TableDefinition, ForeignKeyDefinition]]:
    """Give the foreign keys that ways go along."""
    for name in sorted(set(model.definitions) - set(left_out)):
        definition = model.definitions[name]
        if definition.kind is not TableKind.vocabulary:
            yield from ((definition, fkey) for fkey in definition.fkey_defs if fkey.pk_tname not in left_out)


def _kind(model: Model, table: str) -> TableKind:
    return model.definition(table).kind


def excluded_tables(model: Model, asked: Collection[str]) -> frozenset[str]:
    """Give the tables to leave out: those asked for, and the associations that nothing would remain of.

    Raises:
        TableNotFound: There is no table of one of these names.
        InvalidValue: No bag can do without one of these tables.
    """
    names = {model.definition(name).name for name in asked}
    if not names.isdisjoint(_NEEDED):
        needed = ", ".join(sorted(names.intersection(_NEEDED)))
        raise InvalidValue(f"No bag can do without {needed}. Take it out of exclude_tables.")
    associations = model.of_kind(TableKind.association)
    return frozenset(names | {a.name for a in associations if _refers(a, names)})


def _refers(definition: TableDefinition, names: Collection[str]) -> bool:
    return any(fkey.pk_tname in names for fkey in definition.fkey_defs)


def schema_tables(model: Model, found: Collection[str], left_out: Collection[str]) -> frozenset[str]:
    """Give the tables that a bag describes: those found, the core tables, and all that these refer to."""
    core = {name for name, definition in model.definitions.items() if definition.schema_name == ML_SCHEMA}
    waiting = (core | set(found)) - set(left_out)
    tables: set[str] = set()
    while waiting:
        tables |= waiting
        targets = {fkey.pk_tname for name in waiting for fkey in model.definitions[name].fkey_defs}
        waiting = targets - tables - set(left_out)
    return frozenset(tables)
