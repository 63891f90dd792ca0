"""The past of every table: a table beside it, filled by triggers of the database, whoever writes.

A row that is updated or deleted is first copied, with all its columns, to ``<Table>__history``, together with
the number of the transaction that ended it, ``Muniment_Until``. So the rows of a moment are those whose RVS
is not above its number, and that no transaction up to it has ended. Inserting copies nothing.

The triggers see to the order too: RVS of a row is the number of the transaction that wrote it, even if that
is not the library's own, and no row changes its RID. Tables, columns and triggers of the history follow those
of the table whenever `keep` is called, which every change of a table ends with.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.schema.history import on_postgresql, on_sqlite
from muniment.catalog.schema.history.names import SUFFIX, UNTIL, history_name
from muniment.catalog.schema.raw_sql import quote, run
from muniment.catalog.schema.types import write_time

__all__ = [
    "SUFFIX",
    "UNTIL",
    "find_unkept",
    "has_begun",
    "history_name",
    "install",
    "keep",
    "last_number",
    "pause",
    "remove",
    "rename",
    "rename_column",
]


class _Keeper(Protocol):
    """What each of the two modules does for its database."""

    def prepare(self, connection: Connection) -> None: ...
    def keep(self, connection: Connection, tables: Sequence[str]) -> None: ...
    def last_number(self, connection: Connection) -> int: ...
    def find_unkept(self, connection: Connection, tables: Sequence[str]) -> list[str]: ...
    def pause(self, connection: Connection, tables: Sequence[str]) -> None: ...
    def rename(self, connection: Connection, old: str, new: str) -> None: ...
    def remove(self, connection: Connection, tables: Sequence[str]) -> None: ...


def _of(connection: Connection) -> _Keeper:
    return on_postgresql if connection.dialect.name == "postgresql" else on_sqlite


def install(connection: Connection, tables: Iterable[str]) -> None:
    """Keep the past of all tables of a catalog, which may have been made without, from now on."""
    _of(connection).prepare(connection)
    keep(connection, tables)
    _begin(connection)


def keep(connection: Connection, tables: Iterable[str]) -> None:
    """Keep the past of tables from now on, or go on with it after they have changed.

    Raises:
        DefinitionError: A table of the name of a history is there, and is none.
    """
    _of(connection).keep(connection, list(tables))


def last_number(connection: Connection) -> int:
    """Give the number of the transaction that began last; 0 if there was none."""
    return _of(connection).last_number(connection)


def _begin(connection: Connection) -> None:
    """Write down from which transaction on the past is kept, in a catalog that was made without."""
    number = last_number(connection)
    if number and not has_begun(connection):
        row = {"number": number, "time": write_time(datetime.now(UTC))}
        connection.execute(_BEGIN, row)


_BEGIN = sa.text(
    'INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") VALUES (:number, :time, \'upgrade\')'
)


def has_begun(connection: Connection) -> bool:
    """Say whether the past is kept."""
    return connection.execute(sa.text('SELECT 1 FROM "Muniment_Transaction" LIMIT 1')).first() is not None


def find_unkept(connection: Connection, tables: Iterable[str]) -> list[str]:
    """Name those of some tables whose past is not kept any more, or not wholly, as triggers are missing."""
    return _of(connection).find_unkept(connection, list(tables))


def pause(connection: Connection, tables: Iterable[str]) -> None:
    """Let tables be written without a trace until `keep` is called, in the same transaction."""
    _of(connection).pause(connection, list(tables))


def remove(connection: Connection, tables: Iterable[str]) -> None:
    """Take all that keeps the past away, with the past itself."""
    _of(connection).remove(connection, list(tables))


def rename(connection: Connection, old: str, new: str) -> None:
    """Let the history of a table follow its new name; `keep` has to be called then."""
    _of(connection).rename(connection, old, new)


def rename_column(connection: Connection, table: str, old: str, new: str) -> None:
    """Let the history of a table follow the new name of a column; `keep` has to be called then."""
    run(connection, f"ALTER TABLE {quote(history_name(table))} RENAME COLUMN {quote(old)} TO {quote(new)}")
