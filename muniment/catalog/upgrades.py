"""Catalogs of an older revision, brought to that of this code: rehearsed, backed up, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import changes
from muniment.catalog.database import Database
from muniment.catalog.schema import history, registry
from muniment.catalog.schema import upgrade as schema
from muniment.catalog.schema.upgrade import Migration
from muniment.errors import CatalogNotFound

Progress = Callable[[int, int], None]
"""Called with how much is done by now, and of how much."""


def _untold(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class UpgradeReport:
    """What an upgrade did, or a rehearsal would have done.

    Attributes:
        catalog: The folder or database of the catalog, without a password.
        before: The revision that the catalog had.
        after: The revision that it has now, or would have.
        migrations: The changes between the two, with what each does.
        backup: Where the catalog is as it was before; None if there was nothing to do or none was wanted.
        statements: The SQL of a rehearsal.
    """

    catalog: str
    before: str
    after: str
    migrations: tuple[Migration, ...] = ()
    backup: Path | None = None
    statements: tuple[str, ...] = ()


def upgrade(
    database: Database,
    place: object,
    *,
    backup: bool = True,
    backing_up: Progress = _untold,
    migrating: Progress = _untold,
) -> UpgradeReport:
    """Bring a catalog to the revision of this code: a backup first, then all migrations in one transaction.

    One that has it already gets what keeps the past of its tables anew, in case somebody took it away.

    The catalog is locked meanwhile: others go on reading it as it was, and wait if they write.

    Raises:
        CatalogNotFound: The database has no catalog.
        CatalogVersionMismatch: A newer Muniment made it.
        ConfigurationError: The backup needs a program that is not installed.
        StorageNotWritable: The backup or the catalog cannot be written. Nothing was changed.
    """
    with database.define() as connection:
        database.backend.settle(connection)
        before, missing = _look(connection, place)
        if not missing:
            tables = registry.stored_tables(connection)
            if not history.has_begun(connection) or history.find_unkept(connection, tables):
                history.install(connection, tables)
            return UpgradeReport(str(place), before, before)
        kept = database.backend.back_up(before, backing_up) if backup else None
        _migrate(database, connection, before, missing, migrating)
        return UpgradeReport(str(place), before, schema.HEAD, tuple(missing), kept)


def rehearse(database: Database, place: object) -> UpgradeReport:
    """Do all that an upgrade does to the catalog, tell its SQL, and take it back.

    Raises:
        CatalogNotFound: The database has no catalog.
        CatalogVersionMismatch: A newer Muniment made it.
    """
    statements: list[str] = []
    with database.define() as connection:
        database.backend.settle(connection)
        before, missing = _look(connection, place)
        if not missing:
            return UpgradeReport(str(place), before, before)
        sa.event.listen(connection, "before_cursor_execute", _recorder(statements))
        try:
            _migrate(database, connection, before, missing, _untold)
        finally:
            connection.rollback()
    return UpgradeReport(str(place), before, schema.HEAD, tuple(missing), statements=tuple(statements))


def _look(connection: Connection, place: object) -> tuple[str, list[Migration]]:
    revision = schema.current_revision(connection)
    if revision is None:
        raise CatalogNotFound(f"There is no catalog in {place}: its database has none of the tables.")
    missing = schema.missing_migrations(revision)
    if missing is None:
        schema.check_revision(revision, place)
    return revision, missing or []


def _migrate(
    database: Database, connection: Connection, before: str, missing: list[Migration], progress: Progress
) -> None:
    schema.upgrade(connection, lambda done: progress(done, len(missing)))
    with database.within(connection) as tx:
        changes.record(tx, "upgrade", None, before=before, after=schema.HEAD)


def _recorder(statements: list[str]) -> Callable[..., None]:
    def record(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA")):
            given = f"  -- with {parameters}" if parameters else ""
            statements.append(f"{statement.strip()};{given}")

    return record
