"""The connection to the database: transactions, their numbers, and leases of RIDs.

On SQLite the recipe is: driver in autocommit, our own ``BEGIN IMMEDIATE`` for writers and plain ``BEGIN`` for
readers, write-ahead log, foreign keys and recursive triggers on. With the driver's defaults DDL would commit
by itself, and a kill in the middle of a definition would leave half of it.

Source: https://www.sqlite.org/lang_transaction.html and https://docs.sqlalchemy.org/en/21/dialects/sqlite.html
"""

import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from muniment import forks, ids
from muniment.errors import (
    CatalogNotFound,
    ConfigurationError,
    ConstraintViolation,
    MunimentError,
    StorageNotWritable,
)

_PRAGMAS = (
    "PRAGMA busy_timeout=30000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-32000",
)
_OLDEST_SQLITE = (3, 35, 0)  # UPDATE ... RETURNING
_READER = "muniment_reader"
_LEASE = 32
_PATIENCE = 30.0
"""Seconds to wait for other processes."""


@dataclass
class Transaction:
    """A write transaction: where to write, its number, its time, and who writes."""

    connection: Connection
    database: "Database"
    number: int
    time: datetime
    actor: str
    execution: str | None = None

    def rids(self, count: int) -> list[str]:
        """Take new RIDs; if this transaction is rolled back, others may get them."""
        spare = self.database.take_spare_rids(count)
        return spare + _take(self.connection, count - len(spare))


class Database:
    """One database with a catalog in it; safe to share between threads, and it survives a fork.

    Its connections are closed by `close`, or when nobody holds it any more.

    Attributes:
        writes: How many transactions have written through it: what was read before may be out of date.
    """

    def __init__(self, url: str | URL, actor: str) -> None:
        """Prepare the connection; nothing is opened yet."""
        self.url = make_url(url)
        self.actor = actor
        self.writes = 0
        file = Path(self.url.database or "")
        self.is_read_only = file.is_file() and not is_writable(file)
        self.engine = _make_engine(self.url, self.is_read_only)
        self._reader = self.engine.execution_options(**{_READER: True})
        self._spare: list[str] = []
        self._lock = threading.Lock()
        self.gate = forks.Gate()
        self._is_empty = True
        weakref.finalize(self, self.engine.dispose)
        forks.remember(self)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction: all that is read in it is of one moment."""
        with self.gate.inside(), _translated(self.url), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self, execution: str | None = None, *, rebuilding: bool = False) -> Iterator[Transaction]:
        """Open a writing transaction: all of it is kept, or nothing.

        Args:
            execution: Whom its rows are credited to.
            rebuilding: Whether a table may be made anew in it; see `define`.
        """
        try:
            with self.define(rebuilding=rebuilding) as connection, self.within(connection, execution) as tx:
                yield tx
        finally:
            self.writes += 1

    @contextmanager
    def define(self, *, rebuilding: bool = False) -> Iterator[Connection]:
        """Open a writing transaction on a database that may have no tables yet, and so no numbers.

        Args:
            rebuilding: Whether a table is to be made anew while others refer to it. Foreign keys are off
                then: SQLite would delete the rows that refer to a table when it is dropped.

        Raises:
            StorageNotWritable: The file, or its folder, is read-only.
        """
        if self.is_read_only:
            raise StorageNotWritable(
                f"{self.url.database} was opened for reading only, as it or its folder cannot be written. "
                "Make both writable and open it again; nothing was written."
            )
        with self.gate.inside(), _translated(self.url), self.engine.connect() as connection:
            if rebuilding:
                _ignore_foreign_keys(connection)
            with connection.begin():
                yield connection

    @contextmanager
    def within(self, connection: Connection, execution: str | None = None) -> Iterator[Transaction]:
        """Number a transaction that is open already, and say who writes in it until it ends."""
        parameters = {"actor": self.actor, "execution": execution}
        number = int(connection.execute(_ENTER, parameters).scalar_one())
        yield Transaction(connection, self, number, datetime.now(UTC), self.actor, execution)
        connection.execute(_LEAVE)

    def take_spare_rids(self, count: int) -> list[str]:
        """Take RIDs from those leased before, as many as there are."""
        with self._lock:
            taken, self._spare = self._spare[:count], self._spare[count:]
            return taken

    def lease_rids(self, count: int) -> list[str]:
        """Take new RIDs in a short transaction of its own, so that no writer waits for another.

        Never call this inside a writing transaction: SQLite has one writer at a time.
        """
        taken = self.take_spare_rids(count)
        missing = count - len(taken)
        if not missing:
            return taken
        with self.define() as connection:
            leased = _take(connection, missing + _LEASE)
        with self._lock:
            self._spare += leased[missing:]
        return taken + leased[:missing]

    def before_fork(self, seconds: float) -> bool:
        """Close all connections, once no thread uses one; see `muniment.forks`."""
        self._is_empty = self.gate.shut(seconds)
        if self._is_empty:
            self.engine.dispose()
        return self._is_empty

    def after_fork(self) -> None:
        """Go on in the parent."""
        self.gate.open()

    def after_fork_in_child(self) -> None:
        """Leave what was leased to the parent."""
        if not self._is_empty:
            forks.abandon(self.engine.pool)
            self.engine.dispose(close=False)
        self.gate = forks.Gate()
        self._spare = []
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        with self.gate.inside():
            self.engine.dispose()


_ENTER = sa.text(
    'UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1, "Actor" = :actor, "Execution" = :execution '
    'RETURNING "Seq"'
)
_LEAVE = sa.text('UPDATE "Muniment_Clock" SET "Actor" = NULL, "Execution" = NULL')
_TAKE = sa.text('UPDATE "Muniment_RID" SET "Next" = "Next" + :count RETURNING "Next"')


def _take(connection: Connection, count: int) -> list[str]:
    if not count:
        return []
    end = int(connection.execute(_TAKE, {"count": count}).scalar_one())
    return ids.encode_range(end - count, count)


def is_writable(file: Path) -> bool:
    """Say whether SQLite can write a file that is there: it needs to write in its folder too."""
    effective = os.access in os.supports_effective_ids
    paths = (file, file.absolute().parent)
    return all(os.access(path, os.W_OK, effective_ids=effective) for path in paths)


def _make_engine(url: URL, is_read_only: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        raise ConfigurationError(
            f"{url.render_as_string()} cannot be opened: this version keeps its catalog in SQLite. "
            'Give a folder instead: Muniment("./lab").'
        )
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ConfigurationError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or later is needed.")
    if is_read_only:
        engine = sa.create_engine(url, creator=lambda: _open_read_only(url), poolclass=sa.NullPool)
    else:
        engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 30})
        sa.event.listen(engine, "connect", _on_connect)
    sa.event.listen(engine, "begin", _on_begin)
    return engine


def _open_read_only(url: URL) -> sqlite3.Connection:
    """Open a database that cannot be written, for one reading.

    SQLite reads a write-ahead log only with the index beside it, which whoever writes has made. Without a log
    nobody writes, and the file can be taken for one that does not change.

    Raises:
        StorageNotWritable: There is a log without its index.
    """
    forks.check()
    file = Path(url.database or "").absolute()
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


def _on_begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READER)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _ignore_foreign_keys(connection: Connection) -> None:
    """Turn foreign keys off on a connection that is used once; it is possible between transactions only."""
    connection.detach()
    connection.connection.cursor().execute("PRAGMA foreign_keys=OFF").close()


def sqlite_url(file: Path) -> URL:
    """Give the address of a SQLite file."""
    return URL.create("sqlite", database=str(file))


@contextmanager
def _translated(url: URL) -> Iterator[None]:
    """Translate the database's errors into ours, at this one place."""
    try:
        yield
    except MunimentError:
        raise
    except sa.exc.IntegrityError as error:
        raise ConstraintViolation(f"The catalog refuses this: {error.orig}. Nothing was written.") from error
    except sa.exc.DatabaseError as error:
        raise _failure(url, str(error.orig)) from error
    except sqlite3.Error as error:
        raise _failure(url, str(error)) from error


def _failure(url: URL, found: str) -> MunimentError:
    if "unable to open" in found:
        return CatalogNotFound(f"{url.database} cannot be opened: {found}.")
    if "not a database" in found or "malformed" in found:
        return ConfigurationError(f"{url.database} is no catalog, or is damaged: {found}.")
    if any(sign in found for sign in ("readonly", "disk is full", "disk I/O")):
        return StorageNotWritable(
            f"{url.database} cannot be written: {found}. Free space or make it writable, then run again; "
            "nothing was written."
        )
    if "locked" in found:
        return StorageNotWritable(f"{url.database} has been locked by another process for 30 s: {found}.")
    return ConfigurationError(f"The database {url.database} says: {found}.")


def listed(connection: Connection, values: Iterable[Any]) -> sa.Select[Any]:
    """Give a list of values as a subquery for ``IN``: one parameter, however many values there are."""
    if connection.dialect.name == "postgresql":
        return sa.select(sa.func.unnest(sa.literal(list(values), sa.ARRAY(sa.Text()))))
    each = sa.func.json_each(sa.literal(list(values), sa.JSON())).table_valued("value")
    return sa.select(each.c.value)
