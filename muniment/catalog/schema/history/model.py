"""The tables as they were at a moment, with their rows of then, for the functions that read a catalog.

A table of then may have another name now, its columns too, or both may have been dropped: the registry keeps
each definition that there was, and from one to the next it can be told what became of a column.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.definitions import ColumnDefinition, TableDefinition
from muniment.catalog.schema.hidden import follow_columns
from muniment.catalog.schema.history.names import UNTIL, history_name
from muniment.catalog.schema.tables import Model, core_definitions
from muniment.catalog.schema.types import Builtin

_NOW = METADATA.tables["Muniment_Table"]
_BEFORE = METADATA.tables[history_name("Muniment_Table")]


class _Place(NamedTuple):
    """Where a table of then is now: its name, and the names of its columns by those of then."""

    name: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class PastModel(Model):
    """The tables of a catalog at a moment: what is read of them are their rows of then.

    Attributes:
        number: The transaction with whose end the moment is.
    """

    number: int = 0
    _places: Mapping[str, _Place] = field(default_factory=dict, repr=False)

    def table(self, name: str) -> sa.Table:
        """Give what stands for a table in a query.

        Raises:
            TableNotFound: There was none of this name.
        """
        if name not in self._tables:
            columns = self.definition(name).columns
            place = self._places.get(name, _Place(name, {}))
            # A query is no table that could be written; for all who read, it is as good as one.
            self._tables[name] = cast("sa.Table", _rows_of_then(name, columns, place, self.number))
        return self._tables[name]

    def ended(self, name: str) -> sa.Subquery:
        """Give the versions of rows of a table that had ended by then, each with the transaction that did it.

        Raises:
            TableNotFound: There was none of this name.
        """
        columns = self.definition(name).columns
        past, query = _source(columns, self._places.get(name, _Place(name, {})), history_name, UNTIL)
        until = past.c[UNTIL]
        moment = sa.literal(self.number, sa.BigInteger())
        return query.add_columns(until).where(until <= moment).subquery(f"{name}_ended")

    def place(self, name: str) -> str:
        """Give the name that a table of then has in the database now."""
        return self._places[name].name if name in self._places else super().place(name)


def _rows_of_then(
    name: str, columns: Mapping[str, ColumnDefinition], place: _Place, number: int
) -> sa.Subquery:
    moment = sa.literal(number, sa.BigInteger())
    live, still = _source(columns, place, str)
    past, ended = _source(columns, place, history_name, UNTIL)
    return sa.union_all(
        still.where(_number(live) <= moment), ended.where(_number(past) <= moment, past.c[UNTIL] > moment)
    ).subquery(name)


def _source(
    columns: Mapping[str, ColumnDefinition], place: _Place, naming: Callable[[str], str], *extra: str
) -> tuple[sa.TableClause, sa.Select[Any]]:
    """Give where rows are now, and what asks for them by the names of then."""
    kinds = {column: Builtin(definition.type) for column, definition in columns.items()}
    names = {column: place.columns.get(column, column) for column in columns}
    parts = (sa.column(names[column], kinds[column]) for column in columns)
    source = sa.table(naming(place.name), *parts, *(sa.column(name, sa.BigInteger()) for name in extra))
    return source, sa.select(*(source.c[names[column]].label(column) for column in columns))


def _number(source: sa.TableClause) -> sa.ColumnElement[int]:
    return sa.type_coerce(source.c.RVS, sa.BigInteger())


class _Entry(NamedTuple):
    """What the registry said of a table from a transaction on."""

    number: int
    name: str
    dropped: str | None
    definition: TableDefinition


def load_past_model(connection: Connection, number: int) -> PastModel:
    """Read what tables there were at a moment, and where they are now."""
    definitions = dict(core_definitions())
    places: dict[str, _Place] = {}
    for entries in _load_entries(connection):
        known = [entry for entry in entries if entry.number <= number]
        if known and known[-1].dropped is None:
            definition = known[-1].definition
            definitions[definition.name] = definition
            places[definition.name] = _find(entries[len(known) - 1 :])
    return PastModel(definitions, number=number, _places=places)


def _load_entries(connection: Connection) -> list[list[_Entry]]:
    """Give all that the registry has said, in order, table by table."""
    query = sa.union_all(*(sa.select(*_entry(source)) for source in (_NOW, _BEFORE))).subquery()
    tables: dict[int, list[_Entry]] = {}
    for row in connection.execute(sa.select(query).order_by(query.c.RVS, query.c.ID)):
        definition = TableDefinition.model_validate(row.Definition)
        tables.setdefault(row.ID, []).append(_Entry(row.RVS, row.Name, row.Dropped, definition))
    return list(tables.values())


def _entry(source: sa.Table) -> list[sa.Column[Any]]:
    return [source.c[name] for name in ("ID", "RVS", "Name", "Dropped", "Definition")]


def _find(entries: Sequence[_Entry]) -> _Place:
    """Follow a table, and its columns, from the first entry to the last."""
    columns = {name: name for name in entries[0].definition.columns}
    for before, after in pairwise(entries):
        moved = follow_columns(before.definition, after.definition)
        columns = {name: moved.get(now, now) for name, now in columns.items()}
    return _Place(entries[-1].name, columns)
