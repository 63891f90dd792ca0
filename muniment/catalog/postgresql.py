"""What is PostgreSQL's own: schemas, how transactions are opened and numbered, and what its errors mean.

A catalog is two schemas: ``<domain>`` with the tables of users, and ``<domain>_ml`` with the core tables.
Both are in the search path of every transaction, so that statements need not name them; it is set with
``BEGIN``, in one round trip, and ends with the transaction, so a pooler may stand between.

A transaction takes its number from a sequence after a lock that all writers share, so no writer waits for
another. Who takes that lock for himself, for a moment, knows that all lower numbers have ended.

Source: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import EMPTY_DICT

from muniment import ids
from muniment.catalog import compiled
from muniment.catalog.schema.history.on_postgresql import lock_key, writers_key
from muniment.catalog.schema.raw_sql import quote, run
from muniment.errors import (
    CatalogUnavailable,
    ConfigurationError,
    InvalidValue,
    MunimentError,
    StorageNotWritable,
    TransactionInterrupted,
)

if TYPE_CHECKING:
    import psycopg

CORE_SUFFIX = "_ml"
SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_OLDEST = 130000  # pg_current_xact_id
_BLOCK = 32
"""RIDs that one number of their sequence stands for, which begins at the block of the first."""
_PATIENCE = 30.0


def core_schema(domain_schema: str) -> str:
    """Name the schema of the core tables that belongs to a domain schema."""
    return f"{domain_schema}{CORE_SUFFIX}"


class PostgreSQL:
    """A database of a PostgreSQL server, and the two schemas of one catalog in it."""

    errors: tuple[type[Exception], ...] = ()
    at_once = 25

    def __init__(self, url: URL, domain_schema: str | None) -> None:
        """Take the address, and the schema if it is known yet."""
        self.url = url.set(drivername="postgresql+psycopg")
        self._shown = shown(url)
        self._schemas: list[str] = []
        if domain_schema is not None:
            self.choose_schema(domain_schema)

    def choose_schema(self, domain_schema: str) -> None:
        """Say which of the catalogs in the database is meant."""
        self._schemas = [domain_schema, core_schema(domain_schema)]

    def make_engine(self) -> Engine:
        """Prepare the connections."""
        try:
            import psycopg
        except ImportError as error:
            raise ConfigurationError(
                f"{self._shown} cannot be opened without psycopg. Install it: "
                "pip install 'muniment[postgresql]'."
            ) from error
        self.errors = (psycopg.Error,)
        options = {"application_name": "muniment", "connect_timeout": 10, "prepare_threshold": None}
        options = {name: value for name, value in options.items() if name not in self.url.query}
        engine = sa.create_engine(
            self.url,
            connect_args=options,
            pool_size=self.at_once,
            max_overflow=-1,
            use_native_hstore=False,  # no column is one, and looking for it takes a round trip
            execution_options=compiled.SHARED,
        )
        # Before SQLAlchemy's own first questions, which fail in another encoding.
        sa.event.listen(engine, "connect", self._on_connect, insert=True)
        return engine

    def _on_connect(self, connection: "psycopg.Connection[Any]", _: Any) -> None:
        connection.autocommit = True  # BEGIN is ours
        if connection.info.server_version < _OLDEST:
            version = connection.info.server_version // 10000
            connection.close()
            raise ConfigurationError(
                f"{self._shown} is PostgreSQL {version}, and Muniment needs {_OLDEST // 10000} or later."
            )
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            connection.close()
            raise ConfigurationError(
                f"{self._shown} keeps its texts in {encoding}, and a catalog needs UTF8: "
                "CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0 makes such a database."
            )

    def begin(self, connection: Connection, *, reads: bool, defines: bool) -> None:
        """Open a transaction; what a reader sees is of one moment.

        The core's schema comes first, so that no other table can stand in for one of the core; only where
        tables of users are made, theirs does.
        """
        isolation = "REPEATABLE READ" if reads else "READ COMMITTED"
        schemas = self._schemas if defines else self._schemas[::-1]
        quoted = ", ".join(map(quote, schemas)) or "pg_catalog"
        run(
            connection,
            f"BEGIN ISOLATION LEVEL {isolation}; SET LOCAL TimeZone TO 'UTC'; "
            f"SET LOCAL search_path TO {quoted}",
        )

    def loosen(self, connection: Connection) -> None:
        """Do nothing: no table is made anew, as all about one can be changed."""

    def check_writable(self) -> None:
        """Do nothing: the server knows what may be written."""

    def prepare(self, connection: Connection) -> None:
        """Make the schemas of a catalog that are not there; one process at a time does so."""
        connection.execute(_CLAIM, {"key": int.from_bytes(b"muniment", signed=True)})
        there = set(connection.execute(sa.text("SELECT nspname FROM pg_namespace")).scalars())
        for schema in self._schemas:
            if schema not in there:
                run(connection, f"CREATE SCHEMA {quote(schema)}")

    def find_others(self, connection: Connection) -> list[str]:
        """Name the tables in the two schemas."""
        inspector = sa.inspect(connection)
        return [name for schema in self._schemas for name in inspector.get_table_names(schema)]

    def begin_counting(self, connection: Connection) -> None:
        """Number RIDs from a random place; the sequence of transactions is made with its beginning."""
        connection.execute(_BEGIN_RIDS, {"block": ids.choose_start() // _BLOCK})

    def count_on(self, connection: Connection, number: int, rids: int) -> None:
        """Number transactions and RIDs from after these on, even if this transaction is rolled back."""
        connection.execute(_COUNT_ON, {"number": number, "block": rids // _BLOCK + 1})

    def counted(self, connection: Connection) -> tuple[int, int]:
        """Give the last number of a transaction, and the number of the last RID, that may be in use."""
        number, block = connection.execute(_COUNTED).one()
        return int(number), (int(block) + 1) * _BLOCK - 1

    @contextmanager
    def without_references(self, connection: Connection) -> Iterator[None]:
        """Take all foreign keys away, and make them again at the end, which checks all rows at once."""
        found = connection.execute(_REFERENCES, {"schemas": self._schemas}).all()
        for table, name, _ in found:
            run(connection, f"ALTER TABLE {table} DROP CONSTRAINT {quote(name)}")
        yield
        for table, name, definition in found:
            run(connection, f"ALTER TABLE {table} ADD CONSTRAINT {quote(name)} {definition}")

    def enter(
        self, connection: Connection, actor: str, execution: str | None, moment: datetime, *, mark: bool
    ) -> tuple[int, str]:
        """Number a transaction, and write down who writes in it; a mark waits until all others have ended."""
        if mark:
            # It waits for others and, when objects are removed, for the store.
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout TO 0")
            self._wait_for_writers(connection)
        who = {"actor": actor, "execution": execution or "", "moment": moment.isoformat()}
        number, transaction = connection.execute(_ENTER, who).one()
        return int(number), str(transaction)

    def _wait_for_writers(self, connection: Connection) -> None:
        """Take the lock that writers share.

        Who stands in the queue for it stops new ones, so the place is given up now and then.

        Raises:
            TransactionInterrupted: Somebody who wrote does not end; the message says who.
        """
        key = {"key": writers_key(self._schemas[1])}
        deadline = time.monotonic() + _PATIENCE
        connection.exec_driver_sql(f"SET LOCAL lock_timeout TO {_TURN}")
        while True:
            try:
                with connection.begin_nested():
                    connection.execute(_CLAIM, key)
            except sa.exc.OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != _NOT_AVAILABLE:
                    raise
                if time.monotonic() > deadline:
                    writers = "; ".join(connection.execute(_WRITERS, key).scalars())
                    raise TransactionInterrupted(
                        f"Others have been writing in {self._shown} for {_PATIENCE:.0f} s, and do not end: "
                        f"{writers}. Let them end, or end them "
                        "with pg_terminate_backend; then run again. Nothing was written."
                    ) from error
                time.sleep(random.uniform(0.02, 0.1))  # noqa: S311
            else:
                connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")
                return

    def leave(self, connection: Connection) -> None:
        """Do nothing: who writes is forgotten with the transaction."""

    def claim(self, connection: Connection, what: str) -> None:
        """Wait until no other transaction has claimed the same, and keep it until this one ends."""
        connection.execute(_CLAIM, {"key": self._key(what)})

    def renumber(self, connection: Connection, number: int) -> int:
        """Give a transaction a number above those of all that it has waited for."""
        return int(connection.execute(_RENUMBER, {"number": number}).scalar_one())

    def settle(self, connection: Connection) -> None:
        """Wait until all who write have ended, and keep others waiting until the transaction ends."""
        self._wait_for_writers(connection)

    def _key(self, what: str) -> int:
        return lock_key(*self._schemas, what)

    def take_rids(self, connection: Connection, count: int) -> list[str]:
        """Take new RIDs, some more than asked for; they stay taken whatever becomes of the transaction."""
        blocks = connection.execute(_TAKE, {"blocks": -(-count // _BLOCK)}).scalars()
        return [rid for block in blocks for rid in ids.encode_range(block * _BLOCK, _BLOCK)]

    def was_committed(self, transaction: str) -> bool | None:
        """Ask for the outcome of a transaction whose connection was lost at the end.

        None means that it cannot be known.
        """
        engine = sa.create_engine(self.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                with engine.connect() as connection:
                    outcome = connection.execute(_OUTCOME, {"transaction": transaction}).scalar()
                if outcome != "in progress":
                    return None if outcome is None else outcome == "committed"
            except sa.exc.OperationalError:
                pass
            time.sleep(0.2)
        return None

    def back_up(self, label: str, progress: Callable[[int, int], None]) -> Path:  # noqa: ARG002
        """Write the two schemas of the catalog to a file in the current folder, as pg_dump does.

        Raises:
            ConfigurationError: There is no pg_dump.
            StorageNotWritable: It says no; the message is its own.
        """
        program = shutil.which("pg_dump")
        if program is None:
            raise ConfigurationError(
                f"A backup of {self._shown} needs pg_dump, which is not on the PATH. Install the client "
                "programs of PostgreSQL, or make a backup in your own way and upgrade without one "
                "(--no-backup). The catalog was not changed."
            )
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        target = Path(f"{self.url.database}-{self._schemas[0]}-{label}-{moment}.dump").absolute()
        part = target.with_name(f"{target.name}.part")
        password = self.url.password or self.url.query.get("password")
        bare = self.url.difference_update_query(["password"])._replace(drivername="postgresql", password=None)
        command = [
            program,
            "--format=custom",
            "--no-password",
            f"--file={part}",
            f"--dbname={bare.render_as_string()}",
        ]
        command += [f"--schema={quote(schema)}" for schema in self._schemas]
        secret = {"PGPASSWORD": str(password)} if password else {}  # other users may read command lines
        found = subprocess.run(
            command,
            env={**os.environ, **secret},
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if found.returncode:
            part.unlink(missing_ok=True)
            raise StorageNotWritable(
                f"The backup {target} cannot be written: {self._plain(RuntimeError(found.stderr))}. "
                "The catalog was not changed."
            )
        part.replace(target)
        return target

    def translate(self, error: BaseException) -> MunimentError:
        """Say what an error means to the user."""
        state = getattr(error, "sqlstate", None) or ""
        found = self._plain(error)
        if state in _REPEATABLE or _is_lost(error):
            return TransactionInterrupted(
                f"{self._shown} ended the transaction: {found}. Nothing was written; run it again."
            )
        if state == "42501":
            return ConfigurationError(
                f"The user {self.url.username!r} lacks a right in {self._shown}: {found}. "
                "Its owner can GRANT it; nothing was written."
            )
        if state in _FULL:
            return StorageNotWritable(
                f"{self._shown} cannot be written: {found}. Free space or make it writable, then run again; "
                "nothing was written."
            )
        if not state and "OperationalError" in {kind.__name__ for kind in type(error).__mro__}:
            return self._unreachable(found)
        if not state:  # of the driver, before anything was sent
            return InvalidValue(f"{self._shown} cannot take this: {found}. Nothing was written.")
        return ConfigurationError(f"The database {self._shown} says: {found}.")

    def _plain(self, error: BaseException) -> str:
        """Give the message of an error in one line, without the password."""
        message = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
        line = " ".join(message.split()).rstrip(".?")
        secrets = (self.url.password, *(self.url.query.get(name) for name in ("password", "sslpassword")))
        for secret in filter(None, secrets):
            line = line.replace(str(secret), "***")
        return line

    def _unreachable(self, found: str) -> MunimentError:
        found = re.sub(r"^.*?FATAL: +", "", found)
        if "authentication failed" in found or "no password supplied" in found:
            return ConfigurationError(
                f"{self._shown} refuses the user {self.url.username!r}: {found}. Mend the password in the "
                "address, in PGPASSWORD or in ~/.pgpass."
            )
        if re.search("database .* does not exist", found):
            return ConfigurationError(
                f"{self._shown} is not there: {found}. Its server's createdb would make it."
            )
        return CatalogUnavailable(f"{self._shown} cannot be reached: {found}.")


_NOT_AVAILABLE = "55P03"
_TURN = 100
"""Milliseconds to stand in the queue for a lock."""

_REPEATABLE = frozenset({"40001", "40P01", _NOT_AVAILABLE})
"""Serialization failure, deadlock, lock not available."""

_FULL = frozenset({"53100", "25006"})
"""Disk full, read-only transaction."""

_ENDED = frozenset({"25P03", "25P04", "57P01", "57P02", "57P05", "08000", "08003", "08006"})
"""The session was idle too long, the server was shut down or crashed, or the connection is gone."""


def _is_lost(error: BaseException) -> bool:
    connection = getattr(error, "pgconn", None)
    return (
        getattr(error, "sqlstate", None) in _ENDED
        or "connection is lost" in str(error)
        or (connection is None and "closed the connection unexpectedly" in str(error))
    )


_ENTER = sa.text("SELECT muniment_enter(:actor, :execution, :moment), pg_current_xact_id()::text")
_RENUMBER = sa.text("SELECT muniment_stamp(:number + 1)")
_WRITERS = sa.text(
    "SELECT concat('process ', a.pid, ' (', concat_ws(', ', a.usename, nullif(a.application_name, ''), "
    "host(a.client_addr)), '), ', coalesce(a.state, 'of another user'), ', begun ', "
    "date_trunc('second', a.xact_start)) "
    "FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = :key "
    "ORDER BY a.xact_start LIMIT 5"
)
_CLAIM = sa.text("SELECT pg_advisory_xact_lock(:key)")
_COUNTED = sa.text(
    'SELECT (SELECT last_value FROM "Muniment_Number"), (SELECT last_value FROM "Muniment_RID_Block")'
)
_BEGIN_RIDS = sa.text("""SELECT setval('"Muniment_RID_Block"', :block, false)""")
_COUNT_ON = sa.text(
    """SELECT setval('"Muniment_Number"', :number), setval('"Muniment_RID_Block"', :block, false)"""
)
_REFERENCES = sa.text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE contype = 'f' AND connamespace IN "
    "(SELECT oid FROM pg_namespace WHERE nspname = ANY(:schemas)) ORDER BY 1, 2"
)
_TAKE = sa.text("""SELECT nextval('"Muniment_RID_Block"') FROM generate_series(1, :blocks)""")
_OUTCOME = sa.text("SELECT pg_xact_status(CAST(:transaction AS xid8))")


def shown(url: URL, scheme: str = "postgresql") -> str:
    """Write an address for messages: without password and options."""
    return url._replace(drivername=scheme, password=None, query=EMPTY_DICT).render_as_string()


def list_domains(connection: Connection) -> list[str]:
    """Give the domain schemas of the catalogs in a database that this user may see."""
    return list(connection.execute(_DOMAINS, {"suffix": CORE_SUFFIX}).scalars())


_DOMAINS = sa.text(
    "SELECT left(n.nspname, -length(:suffix)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relname = 'Muniment_Catalog' AND right(n.nspname, length(:suffix)) = :suffix "
    "AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 1"
)


def copy(cursor: Any, table: str, names: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Insert rows as they are made, in one stream."""
    columns = ", ".join(map(quote, names))
    with cursor.copy(f"COPY {quote(table)} ({columns}) FROM STDIN") as stream:
        for line in lines:
            stream.write_row(line)


def describe_refusal(error: Any) -> str:
    """Say which rule of a table refused rows."""
    diagnosis = error.diag
    table, found = diagnosis.table_name, diagnosis.message_detail or diagnosis.message_primary or ""
    key = re.match(r"Key \((.*?)\)=", found)
    if error.sqlstate == "23503":
        return "a value refers to a row or term that does not exist (foreign key)"
    if error.sqlstate == "23505" and key:
        columns = ", ".join(f"{table}.{name.strip().strip(chr(34))}" for name in key[1].split(","))
        return f"another row has the same value already ({columns})"
    if error.sqlstate == "23502":
        return f"{table}.{diagnosis.column_name} is required, and a row has no value for it"
    return str(diagnosis.message_primary)
