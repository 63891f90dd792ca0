"""The connection to the database: transactions, their numbers, and leases of RIDs.

What differs between the databases is in the modules `sqlite` and `postgresql`; here is what they share.
"""

import random
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from muniment import forks
from muniment.catalog import postgresql, sqlite
from muniment.catalog.postgresql import PostgreSQL
from muniment.catalog.schema import history
from muniment.catalog.sqlite import SQLite
from muniment.errors import (
    CatalogUnavailable,
    ConstraintViolation,
    MunimentError,
    OutcomeUnknown,
)

_READER = "muniment_reader"
_DEFINER = "muniment_definer"
_LEASE = 32

Result = TypeVar("Result")


class Backend(Protocol):
    """What differs between the databases."""

    url: URL
    errors: tuple[type[Exception], ...]
    at_once: int
    """How many threads of a process are let in at a time."""

    def make_engine(self) -> Engine:
        """Prepare the connections."""

    def choose_schema(self, domain_schema: str) -> None:
        """Say which of the catalogs in the database is meant."""

    def begin(self, connection: Connection, *, reads: bool, defines: bool) -> None:
        """Open a transaction: one that only reads, one that makes tables of users, or any other."""

    def loosen(self, connection: Connection) -> None:
        """Let a table be made anew in the next transaction while others refer to it."""

    def check_writable(self) -> None:
        """Make sure that there is something to write in."""

    def prepare(self, connection: Connection) -> None:
        """Make what has to be there before the tables of a catalog."""

    def find_others(self, connection: Connection) -> list[str]:
        """Name tables that stand where those of a catalog would be made."""

    def begin_counting(self, connection: Connection) -> None:
        """Number transactions from 1 and RIDs from a random place, in tables that have just been made."""

    def count_on(self, connection: Connection, number: int, rids: int) -> None:
        """Number transactions and RIDs from after these on."""

    def counted(self, connection: Connection) -> tuple[int, int]:
        """Give the last number of a transaction, and the number of the last RID, that may be in use."""

    def without_references(self, connection: Connection) -> AbstractContextManager[None]:
        """Let rows come before those that they refer to, and check all references at the end."""

    def enter(
        self, connection: Connection, actor: str, execution: str | None, moment: datetime, *, mark: bool
    ) -> tuple[int, str]:
        """Number a transaction, write down who writes in it, and give the number and the database's own."""

    def leave(self, connection: Connection) -> None:
        """Say that nobody writes any more."""

    def claim(self, connection: Connection, what: str) -> None:
        """Wait until no other transaction has claimed the same, and keep it until this one ends."""

    def renumber(self, connection: Connection, number: int) -> int:
        """Give a transaction a number above those of all that it has waited for."""

    def settle(self, connection: Connection) -> None:
        """Wait until all who write have ended, and keep others waiting until the transaction ends."""

    def take_rids(self, connection: Connection, count: int) -> list[str]:
        """Take new RIDs, as many as asked for or some more."""

    def was_committed(self, transaction: str) -> bool | None:
        """Ask for the outcome of a transaction by the database's own number; None if it cannot be known."""

    def back_up(self, label: str, progress: Callable[[int, int], None]) -> Path:
        """Copy the catalog, whose writers wait, to a file of a new name with the label in it."""

    def translate(self, error: BaseException) -> MunimentError:
        """Say what an error means to the user."""


@dataclass
class Transaction:
    """A write transaction: where to write, its number, its time, and who writes."""

    connection: Connection
    database: "Database"
    number: int
    time: datetime
    actor: str
    execution: str | None = None
    id: str = ""

    def rids(self, count: int) -> list[str]:
        """Take new RIDs; if this transaction is rolled back, others may get them."""
        return self.database.take_rids(self.connection, count)

    def claim(self, *what: str) -> None:
        """Let no other transaction that claims the same go on until this one ends.

        What is looked at after the claim and then written is not written by another in between.
        """
        self.database.backend.claim(self.connection, "\0".join(what))

    def renumber(self) -> None:
        """Take a number above those of all transactions that this one has waited for."""
        self.number = self.database.backend.renumber(self.connection, self.number)

    def attempt(self) -> AbstractContextManager[Any]:
        """Let the transaction go on after statements in this block were refused."""
        return attempt(self.connection)


def attempt(connection: Connection) -> AbstractContextManager[Any]:
    """Let a transaction go on after statements in this block were refused, which on SQLite it does anyway."""
    return nullcontext() if connection.dialect.name == "sqlite" else connection.begin_nested()


class Database:
    """One database with a catalog in it; safe to share between threads, and it survives a fork.

    Its connections are closed by `close`, or when nobody holds it any more.

    Attributes:
        writes: How many transactions have written through it: what was read before may be out of date.
    """

    def __init__(self, url: str | URL, actor: str, domain_schema: str | None = None) -> None:
        """Prepare the connection; nothing is opened yet."""
        self.url = make_url(url)
        self.actor = actor
        self.writes = 0
        self.backend = _choose_backend(self.url, domain_schema)
        self.engine = self.backend.make_engine()
        sa.event.listen(self.engine, "begin", _opener(self.backend))
        self._reader = self.engine.execution_options(**{_READER: True})
        self._definer = self.engine.execution_options(**{_DEFINER: True})
        self._begin_afresh()
        self._is_empty = True
        self._was_reached = False
        weakref.finalize(self, self.engine.dispose)
        forks.remember(self)

    def _begin_afresh(self) -> None:
        self._spare: list[str] = []
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(self.backend.at_once)
        self._held = threading.local()
        self.gate = forks.Gate()

    def choose_schema(self, domain_schema: str) -> None:
        """Say which of the catalogs in the database is meant, before its tables are looked at."""
        self.backend.choose_schema(domain_schema)

    def transact(
        self,
        act: Callable[[Transaction], Result],
        execution: str | None = None,
        *,
        mark: bool = False,
        defining: bool = False,
        rebuilding: bool = False,
    ) -> Result:
        """Run a function in a writing transaction, again if the database ended it before its end.

        So it must do nothing that a roll-back does not undo, and not use up an iterator. The other arguments
        are those of `write`.

        Raises:
            OutcomeUnknown: The connection was lost at the end, and what became of it cannot be found out.
            CatalogUnavailable: The database ended it time and again, or cannot be reached.
        """

        def attempt() -> Result:
            with self.write(execution, mark=mark, defining=defining, rebuilding=rebuilding) as tx:
                return act(tx)

        return repeat(attempt)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction: all that is read in it is of one moment."""
        with self._opened(self._reader) as connection:
            yield connection

    @contextmanager
    def write(
        self,
        execution: str | None = None,
        *,
        mark: bool = False,
        defining: bool = False,
        rebuilding: bool = False,
    ) -> Iterator[Transaction]:
        """Open a writing transaction: all of it is kept, or nothing.

        Args:
            execution: Whom its rows are credited to.
            mark: Whether all transactions with lower numbers have to end before it gets its own.
            defining: Whether tables that are made in it are those of users.
            rebuilding: Whether a table may be made anew in it while others refer to it. Foreign keys are off
                then on SQLite, which would delete the rows that refer to a table when it is dropped.
        """
        try:
            engine = self._definer if defining else self.engine
            with self._writable(engine, rebuilding=rebuilding) as connection:
                with self.within(connection, execution, mark=mark) as tx:
                    yield tx
                self._commit(tx)
        finally:
            self.writes += 1

    def _commit(self, tx: Transaction) -> None:
        """End a transaction; if the connection is lost while doing so, find out what became of it."""
        try:
            tx.connection.commit()
        except sa.exc.DBAPIError as error:
            if not error.connection_invalidated:
                raise
            outcome = self.backend.was_committed(tx.id)
            if outcome is None:
                raise OutcomeUnknown(
                    f"The connection to {self.name} was lost at the end of a transaction, and whether its "
                    "rows were written cannot be found out. Look for them before running it again."
                ) from error
            if not outcome:
                raise

    @contextmanager
    def define(self, *, core: bool = True) -> Iterator[Connection]:
        """Open a writing transaction on a database that may have no tables yet, and so no numbers.

        Args:
            core: Whether the tables that are made in it are core tables, and not tables of users.

        Raises:
            StorageNotWritable: The file, or its folder, is read-only.
        """
        with self._writable(self.engine if core else self._definer) as connection:
            yield connection
            try:
                connection.commit()
            except sa.exc.DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                raise OutcomeUnknown(
                    f"The connection to {self.name} was lost at the end of a transaction, and whether its "
                    "changes were made cannot be found out. Open the catalog to see before doing it again."
                ) from error

    @contextmanager
    def within(
        self, connection: Connection, execution: str | None = None, *, mark: bool = False
    ) -> Iterator[Transaction]:
        """Number a transaction that is open already, and say who writes in it until it ends."""
        moment = datetime.now(UTC)
        number, identity = self.backend.enter(connection, self.actor, execution, moment, mark=mark)
        yield Transaction(connection, self, number, moment, self.actor, execution, identity)
        self.backend.leave(connection)

    def settled(self) -> int:
        """Give a number up to which all transactions have ended: what was read before it will not change."""

        def settle() -> int:
            with self._opened(self._reader) as connection:
                self.backend.settle(connection)
                return history.last_number(connection)

        return repeat(settle)

    def take_rids(self, connection: Connection, count: int) -> list[str]:
        """Take new RIDs in an open transaction, first those that were leased before."""
        taken = self._take_spare(count)
        missing = count - len(taken)
        return (
            taken + self._keep_spare(self.backend.take_rids(connection, missing), missing)
            if missing
            else taken
        )

    def lease_rids(self, count: int) -> list[str]:
        """Take new RIDs in a short transaction of its own, so that no writer waits for another.

        Never call this inside a writing transaction: SQLite has one writer at a time.
        """
        taken = self._take_spare(count)
        missing = count - len(taken)
        if not missing:
            return taken
        return taken + self._keep_spare(repeat(lambda: self._lease(missing + _LEASE)), missing)

    def _lease(self, count: int) -> list[str]:
        with self._writable() as connection:
            leased = self.backend.take_rids(connection, count)
            connection.commit()
        return leased

    def _take_spare(self, count: int) -> list[str]:
        with self._lock:
            taken, self._spare = self._spare[:count], self._spare[count:]
            return taken

    def _keep_spare(self, leased: list[str], wanted: int) -> list[str]:
        """Keep what was leased beyond what is wanted for the next who asks."""
        with self._lock:
            self._spare += leased[wanted:]
        return leased[:wanted]

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
        self._begin_afresh()

    def close(self) -> None:
        """Close all connections."""
        with self.gate.inside():
            self.engine.dispose()

    @property
    def name(self) -> str:
        """What the database is called in messages: never with a password."""
        return (
            self.url.database or "" if self.url.get_backend_name() == "sqlite" else postgresql.shown(self.url)
        )

    def _writable(
        self, engine: Engine | None = None, *, rebuilding: bool = False
    ) -> AbstractContextManager[Connection]:
        """Open a writing transaction; it is rolled back if it is not committed.

        Raises:
            StorageNotWritable: The file, or its folder, is read-only.
        """
        self.backend.check_writable()
        return self._opened(engine or self.engine, self.backend.loosen if rebuilding else None)

    @contextmanager
    def _opened(
        self, engine: Engine, prepare: Callable[[Connection], None] | None = None
    ) -> Iterator[Connection]:
        with self.gate.inside(), self._turn(), self._translated(), self._begun(engine, prepare) as connection:
            yield connection

    def _begun(self, engine: Engine, prepare: Callable[[Connection], None] | None) -> Connection:
        """Begin on a connection; one that was lost while nobody used it is made anew.

        A server that was there before, and is being started again, is waited for.
        """
        waits = iter(_WAITS if self._was_reached and isinstance(self.backend, PostgreSQL) else ())
        while True:
            try:
                connection = _begun(engine, prepare)
            except sa.exc.DBAPIError as error:
                wait = next(waits, None)
                if wait is None or not isinstance(error, sa.exc.OperationalError):
                    raise
                time.sleep(0 if error.connection_invalidated else wait)
            else:
                self._was_reached = True
                return connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let a thread wait while too many others hold connections.

        One that holds a connection gets another at once: two that waited for each other would do so for ever.
        """
        held = getattr(self._held, "count", 0)
        if not held:
            self._turns.acquire()
        self._held.count = held + 1
        try:
            yield
        finally:
            self._held.count -= 1
            if not held:
                self._turns.release()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Translate the database's errors into ours, at this one place."""
        try:
            yield
        except MunimentError:
            raise
        except sa.exc.IntegrityError as error:
            found = describe_refusal(error.orig)
            raise ConstraintViolation(f"The catalog refuses this: {found}. Nothing was written.") from error
        except sa.exc.DBAPIError as error:
            raise self.backend.translate(error.orig or error) from error
        except self.backend.errors as error:
            raise self.backend.translate(error) from error


def _choose_backend(url: URL, domain_schema: str | None) -> Backend:
    is_file = url.get_backend_name() == "sqlite"
    return SQLite(url) if is_file else PostgreSQL(url, domain_schema)


def _opener(backend: Backend) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        backend.begin(connection, reads=_READER in options, defines=_DEFINER in options)

    return begin


def _begun(engine: Engine, prepare: Callable[[Connection], None] | None) -> Connection:
    connection = engine.connect()
    try:
        if prepare is not None:
            prepare(connection)
        connection.begin()
    except BaseException:
        connection.close()
        raise
    return connection


def repeat(act: Callable[[], Result]) -> Result:
    """Run a function of one transaction, again if the database ended it: a deadlock, or a lost connection."""
    for wait in _WAITS:
        try:
            return act()
        except OutcomeUnknown:
            raise
        except CatalogUnavailable:
            time.sleep(random.uniform(wait / 2, wait))  # noqa: S311 (so that two do not meet again)
    return act()


_WAITS = (0.02, 0.1, 0.5, 1.0, 2.0)
"""Seconds between attempts: a server that restarts is back after the last."""


def describe_refusal(error: BaseException | None) -> str:
    """Say which rule of a table refused rows, in the same words for both databases."""
    if hasattr(error, "diag"):
        return postgresql.describe_refusal(error)
    return sqlite.describe_refusal(str(error))


def sqlite_url(file: Path) -> URL:
    """Give the address of a SQLite file."""
    return URL.create("sqlite", database=str(file))


def listed(connection: Connection, values: Iterable[Any]) -> sa.Select[Any]:
    """Give a list of values as a subquery for ``IN``: one parameter, however many values there are."""
    if connection.dialect.name == "postgresql":
        return sa.select(sa.func.unnest(sa.literal(list(values), sa.ARRAY(sa.Text()))))
    each = sa.func.json_each(sa.literal(list(values), sa.JSON())).table_valued("value")
    return sa.select(each.c.value)


def numbers(connection: Connection, values: Iterable[int]) -> sa.Select[tuple[int]]:
    """Give a list of numbers as a subquery, as `listed` does for texts."""
    if connection.dialect.name == "postgresql":
        return sa.select(sa.func.unnest(sa.literal(list(values), sa.ARRAY(sa.BigInteger()))).label("value"))
    each = sa.func.json_each(sa.literal(list(values), sa.JSON())).table_valued(
        sa.column("value", sa.BigInteger())
    )
    return sa.select(each.c.value)
