"""What is SQLite's own: how transactions are opened, numbered and ended, and what its errors mean.

The driver is in autocommit, with our own ``BEGIN IMMEDIATE`` for writers and plain ``BEGIN`` for readers,
write-ahead log, foreign keys and recursive triggers on. With the driver's defaults DDL would commit by
itself, and a kill in the middle of a definition would leave half of it.

Source: https://www.sqlite.org/lang_transaction.html and https://docs.sqlalchemy.org/en/21/dialects/sqlite.html
"""

import itertools
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine

from muniment import forks, ids
from muniment.catalog import compiled
from muniment.catalog.schema.types import write_time
from muniment.errors import CatalogNotFound, ConfigurationError, MunimentError, StorageNotWritable

_PATIENCE = 60.0
"""Seconds to wait for other processes."""

_PRAGMAS = (
    f"PRAGMA busy_timeout={_PATIENCE * 1000:.0f}",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-32000",
)
_OLDEST = (3, 35, 0)  # UPDATE ... RETURNING


class SQLite:
    """A file of SQLite: one writer at a time, so writers need no other locks."""

    errors: tuple[type[Exception], ...] = (sqlite3.Error,)
    at_once = 15

    def __init__(self, url: URL) -> None:
        """Take the address of the file, and see whether it can be written."""
        self.url = url
        file = Path(url.database or "")
        self._is_read_only = file.is_file() and not is_writable(file)

    def make_engine(self) -> Engine:
        """Prepare the connections."""
        if sqlite3.sqlite_version_info < _OLDEST:
            raise ConfigurationError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or later is needed.")
        if self._is_read_only:
            creator = partial(_open_read_only, Path(self.url.database or "").absolute())
            return sa.create_engine(
                self.url, creator=creator, poolclass=sa.NullPool, execution_options=compiled.SHARED
            )
        engine = sa.create_engine(
            self.url,
            connect_args={"check_same_thread": False, "timeout": _PATIENCE},
            max_overflow=-1,
            execution_options=compiled.SHARED,
        )
        sa.event.listen(engine, "connect", _on_connect)
        return engine

    def choose_schema(self, domain_schema: str) -> None:
        """Do nothing: a file has one catalog."""

    def check_writable(self) -> None:
        """Make sure that there is something to write in.

        Raises:
            StorageNotWritable: The file, or its folder, is read-only.
        """
        if self._is_read_only:
            raise StorageNotWritable(
                f"{self.url.database} was opened for reading only, as it or its folder cannot be written. "
                "Make both writable and open it again; nothing was written."
            )

    def begin(self, connection: Connection, *, reads: bool, defines: bool) -> None:  # noqa: ARG002
        """Open a transaction; a writer waits here for others."""
        if reads:
            connection.exec_driver_sql("BEGIN")
        else:
            _wait_for_turn(cast(sqlite3.Connection, connection.connection.dbapi_connection))

    def loosen(self, connection: Connection) -> None:
        """Turn foreign keys off on a connection that is used once; only between transactions can it be."""
        connection.detach()
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF").close()

    def prepare(self, connection: Connection) -> None:
        """Do nothing before the tables of a catalog are made."""

    def find_others(self, connection: Connection) -> list[str]:
        """Name the tables that there are."""
        return sa.inspect(connection).get_table_names()

    def begin_counting(self, connection: Connection) -> None:
        """Number transactions from 1 and RIDs from a random place, in tables that have just been made."""
        connection.exec_driver_sql('INSERT INTO "Muniment_Clock" ("ID", "Seq") VALUES (1, 0)')
        connection.execute(_BEGIN_RIDS, {"first": ids.choose_start()})

    def count_on(self, connection: Connection, number: int, rids: int) -> None:
        """Number transactions and RIDs from after these on."""
        connection.execute(_COUNT_NUMBERS_ON, {"number": number})
        connection.execute(_COUNT_RIDS_ON, {"next": rids + 1})

    def counted(self, connection: Connection) -> tuple[int, int]:
        """Give the last number of a transaction, and the number of the last RID, that may be in use."""
        number, following = connection.execute(_COUNTED).one()
        return int(number), int(following) - 1

    @contextmanager
    def without_references(self, connection: Connection) -> Iterator[None]:
        """Let rows come before those that they refer to; the end of the transaction checks references."""
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield

    def enter(
        self,
        connection: Connection,
        actor: str,
        execution: str | None,
        moment: datetime,
        *,
        mark: bool,  # noqa: ARG002
    ) -> tuple[int, str]:
        """Number a transaction, and write down who writes in it."""
        who = {"actor": actor, "execution": execution}
        number = connection.execute(_ENTER, who).scalar_one()
        connection.execute(_WRITE_DOWN, {**who, "number": number, "time": write_time(moment)})
        return int(number), ""

    def leave(self, connection: Connection) -> None:
        """Say that nobody writes any more."""
        connection.execute(_LEAVE)

    def claim(self, connection: Connection, what: str) -> None:
        """Do nothing: no other writer is there."""

    def renumber(self, connection: Connection, number: int) -> int:  # noqa: ARG002
        """Give the number it has: it has waited for nobody since."""
        return number

    def settle(self, connection: Connection) -> None:
        """Do nothing: transactions end in the order of their numbers."""

    def take_rids(self, connection: Connection, count: int) -> list[str]:
        """Take new RIDs; others get them if the transaction is rolled back."""
        end = int(connection.execute(_TAKE, {"count": count}).scalar_one())
        return ids.encode_range(end - count, count)

    def was_committed(self, transaction: str) -> bool | None:  # noqa: ARG002
        """Say that nothing was written: SQLite's connections are not lost."""
        return False

    def back_up(self, label: str, progress: Callable[[int, int], None]) -> Path:
        """Copy the database, which is locked for writing; what is there under the name is whole.

        Raises:
            StorageNotWritable: It cannot be written.
        """
        file = Path(self.url.database or "")
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        target = file.with_name(f"{file.stem}-{label}-{moment}{file.suffix}")
        part = target.with_name(target.name + _PART)
        for left in file.parent.glob(f"{file.stem}-*{file.suffix}{_PART}"):
            left.unlink(missing_ok=True)  # of one that was killed: the lock is ours now
        try:
            _copy(file, part, progress)
            part.replace(target)
            _sync_folder(target.parent)
        except (sqlite3.Error, OSError) as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise StorageNotWritable(
                f"The backup {target} cannot be written: {error}. Free space or make the folder writable, "
                "then run again; the catalog was not changed."
            ) from error
        return target

    def translate(self, error: BaseException) -> MunimentError:
        """Say what an error means to the user."""
        found = str(error)
        file = self.url.database
        if "unable to open" in found:
            return CatalogNotFound(f"{file} cannot be opened: {found}.")
        if "not a database" in found or "malformed" in found:
            return ConfigurationError(f"{file} is no catalog, or is damaged: {found}.")
        if any(sign in found for sign in ("readonly", "disk is full", "disk I/O")):
            return StorageNotWritable(
                f"{file} cannot be written: {found}. Free space or make it writable, then run again; "
                "nothing was written."
            )
        if "locked" in found:
            return StorageNotWritable(
                f"{file} has been locked by another process for {_PATIENCE:.0f} s: {found}."
            )
        return ConfigurationError(f"The database {file} says: {found}.")


def _wait_for_turn(connection: sqlite3.Connection) -> None:
    """Begin to write, and ask the more often the longer others have been in the way.

    SQLite's own waiting asks the less often, so that of many writers some wait for ever.
    """
    begun = time.monotonic()
    connection.execute("PRAGMA busy_timeout=0").close()
    try:
        for attempt in itertools.count():
            waited = time.monotonic() - begun
            try:
                connection.execute("BEGIN IMMEDIATE").close()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or waited > _PATIENCE:
                    raise
            else:
                return
            longest = max(_SHORTEST_WAIT, _LONGEST_WAIT / (1 + waited))
            time.sleep(random.uniform(_SHORTEST_WAIT, min(longest, _SHORTEST_WAIT * (attempt + 1))))  # noqa: S311
    finally:
        connection.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000:.0f}").close()


_SHORTEST_WAIT = 0.001
_LONGEST_WAIT = 0.05
"""Seconds between one attempt to write and the next."""

_ENTER = sa.text(
    'UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1, "Actor" = :actor, "Execution" = :execution '
    'RETURNING "Seq"'
)
_WRITE_DOWN = sa.text(
    'INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor", "Execution") '
    "VALUES (:number, :time, :actor, :execution)"
)
_LEAVE = sa.text('UPDATE "Muniment_Clock" SET "Actor" = NULL, "Execution" = NULL')
_COUNTED = sa.text('SELECT "Seq", "Next" FROM "Muniment_Clock", "Muniment_RID"')
_COUNT_NUMBERS_ON = sa.text('UPDATE "Muniment_Clock" SET "Seq" = :number')
_COUNT_RIDS_ON = sa.text('UPDATE "Muniment_RID" SET "Next" = :next')
_BEGIN_RIDS = sa.text('INSERT INTO "Muniment_RID" ("ID", "Next") VALUES (1, :first)')
_TAKE = sa.text('UPDATE "Muniment_RID" SET "Next" = "Next" + :count RETURNING "Next"')


_PAGES = 4096
_PART = ".part"


def _copy(file: Path, target: Path, progress: Callable[[int, int], None]) -> None:
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


def is_writable(file: Path) -> bool:
    """Say whether SQLite can write a file that is there: it needs to write in its folder too."""
    effective = os.access in os.supports_effective_ids
    paths = (file, file.absolute().parent)
    return all(os.access(path, os.W_OK, effective_ids=effective) for path in paths)


def _open_read_only(file: Path) -> sqlite3.Connection:
    """Open a database that cannot be written, for one reading.

    SQLite reads a write-ahead log only with the index beside it, which whoever writes has made. Without a log
    nobody writes, and the file can be taken for one that does not change.

    Raises:
        StorageNotWritable: There is a log without its index.
    """
    forks.check()
    log, index = (file.with_name(f"{file.name}-{part}") for part in ("wal", "shm"))
    is_logged = log.exists() and log.stat().st_size > 0
    if is_logged and not index.exists():
        raise StorageNotWritable(
            f"{file} has changes that stand in {log} only, as whoever wrote them was killed. Open it once "
            "where it can be written, or copy its folder to such a place."
        )
    how = "mode=ro" if is_logged else "immutable=1"
    connection = sqlite3.connect(
        f"{file.as_uri()}?{how}", uri=True, check_same_thread=False, timeout=_PATIENCE, isolation_level=None
    )
    connection.execute("PRAGMA cache_size=-32000").close()
    return connection


def _on_connect(connection: sqlite3.Connection, _: Any) -> None:
    forks.check()
    connection.isolation_level = None
    keep_write_ahead_log(connection)
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def keep_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log, for which SQLite itself does not wait if others do so at the moment."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def describe_refusal(found: str) -> str:
    """Say which rule of a table refused rows."""
    columns = found.rpartition(": ")[2]
    if "FOREIGN KEY" in found:
        return "a value refers to a row or term that does not exist (foreign key)"
    if "UNIQUE" in found:
        return f"another row has the same value already ({columns})"
    if "NOT NULL" in found:
        return f"{columns} is required, and a row has no value for it"
    return found
