"""Which columns come from which: followed through the definitions of tables, without asking the database."""

from collections import deque
from collections.abc import Iterable

from muniment.catalog.lineage.graph import ColumnEdge
from muniment.catalog.schema.definitions import split_source
from muniment.catalog.schema.tables import Model


def find_columns(model: Model, columns: Iterable[str], *, forward: bool) -> tuple[ColumnEdge, ...]:
    """Follow columns, each ``Table.Column``, to all that they come from, or to all that comes from them.

    What a column that was dropped came from is told where another comes from it.
    """
    following: dict[str, list[ColumnEdge]] = {}
    for edge in _edges(model):
        following.setdefault(edge.source if forward else edge.target, []).append(edge)
    found: dict[ColumnEdge, None] = {}
    waiting = deque(columns)
    seen = set(waiting)
    while waiting:
        for edge in following.get(waiting.popleft(), ()):
            found[edge] = None
            far = edge.target if forward else edge.source
            if far not in seen:
                seen.add(far)
                waiting.append(far)
    return tuple(found)


def columns_of(model: Model, tables: Iterable[str]) -> list[str]:
    """Name the columns of tables."""
    return [f"{table}.{column}" for table in tables for column in model.definition(table).columns]


def _edges(model: Model) -> Iterable[ColumnEdge]:
    columns = (c for d in model.definitions.values() for c in (*d.column_defs, *(h.column for h in d.hidden)))
    named = {source for column in columns for source in column.sources}
    there = set(
        columns_of(model, {table for table, _ in map(split_source, named)} & model.definitions.keys())
    )
    for name, definition in model.definitions.items():
        shown = ((column.name, column, False) for column in definition.column_defs)
        hidden = ((h.hidden_name, h.column, True) for h in definition.hidden)
        kept = (each for each in hidden if f"{name}.{each[0]}" in named)
        for column, told, is_hidden in (*shown, *kept):
            for source in told.sources:
                yield ColumnEdge(source, f"{name}.{column}", is_hidden or source not in there)
