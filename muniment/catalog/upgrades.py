"""Catalogs of an older revision, brought to that of this code: rehearsed, backed up, all or nothing."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import changes
from muniment.catalog.database import Database
from muniment.catalog.schema import upgrade as schema
from muniment.catalog.schema.upgrade import Migration
from muniment.errors import CatalogNotFound, StorageNotWritable

Progress = Callable[[int, int], None]
"""Called with how much is done by now, and of how much."""


def _untold(_done: int, _total: int) -> None:
    """Tell nobody."""


_PAGES = 4096
_PART = ".part"


@dataclass(frozen=True)
class UpgradeReport:
    """What an upgrade did, or a rehearsal would have done.

    Attributes:
        before: The revision that the catalog had.
        after: The revision that it has now, or would have.
        migrations: The changes between the two, with what each does.
        backup: Where the catalog is as it was before; None if there was nothing to do or none was wanted.
        statements: The SQL of a rehearsal.
    """

    before: str
    after: str
    migrations: tuple[Migration, ...] = ()
    backup: Path | None = None
    statements: tuple[str, ...] = ()


def upgrade(
    database: Database,
    place: Path,
    *,
    backup: bool = True,
    backing_up: Progress = _untold,
    migrating: Progress = _untold,
) -> UpgradeReport:
    """Bring a catalog to the revision of this code: a backup first, then all migrations in one transaction.

    The catalog is locked meanwhile: others go on reading it as it was, and wait if they write.

    Raises:
        CatalogNotFound: The database has no catalog.
        CatalogVersionMismatch: A newer Muniment made it.
        StorageNotWritable: The backup or the catalog cannot be written. Nothing was changed.
    """
    with database.define() as connection:
        before, missing = _look(connection, place)
        if not missing:
            return UpgradeReport(before, before)
        kept = _back_up(Path(str(database.url.database)), before, backing_up) if backup else None
        _migrate(database, connection, before, missing, migrating)
        return UpgradeReport(before, schema.HEAD, tuple(missing), kept)


def rehearse(database: Database, place: Path) -> UpgradeReport:
    """Do all that an upgrade does to the catalog, tell its SQL, and take it back.

    Raises:
        CatalogNotFound: The database has no catalog.
        CatalogVersionMismatch: A newer Muniment made it.
    """
    statements: list[str] = []
    with database.define() as connection:
        before, missing = _look(connection, place)
        if not missing:
            return UpgradeReport(before, before)
        sa.event.listen(connection, "before_cursor_execute", _recorder(statements))
        try:
            _migrate(database, connection, before, missing, _untold)
        finally:
            connection.rollback()
    return UpgradeReport(before, schema.HEAD, tuple(missing), statements=tuple(statements))


def _look(connection: Connection, place: Path) -> tuple[str, list[Migration]]:
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


def _back_up(file: Path, revision: str, progress: Progress) -> Path:
    """Copy a SQLite database that is locked for writing; what is there under the name is whole."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    target = file.with_name(f"{file.stem}-{revision}-{moment}{file.suffix}")
    part = target.with_name(target.name + _PART)
    for left in file.parent.glob(f"{file.stem}-*{file.suffix}{_PART}"):
        left.unlink(missing_ok=True)  # of an upgrade that was killed: the lock is ours now
    try:
        _copy_database(file, part, progress)
        part.replace(target)
        _sync_folder(target.parent)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StorageNotWritable(
            f"The backup {target} cannot be written: {error}. Free space or make the folder writable, then "
            "run again; the catalog was not changed."
        ) from error
    return target


def _copy_database(file: Path, target: Path, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=_PAGES, progress=tell)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
