"""The journal of a workspace: what was staged, files and values of features, before anybody is told so.

A SQLite file beside the working directories, with an inbox in which staged files are written down one by one;
every other call takes them in first. A process killed at any moment leaves a journal that names every file
whose path it handed out.
"""

import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from pydantic_core import from_json, to_json

from muniment import forks
from muniment.catalog.sqlite import keep_write_ahead_log
from muniment.errors import StagingError, StorageNotWritable, WorkspaceMismatch, plural
from muniment.executions.inbox import Inbox

_FORMAT = 2
# Without a row number, what is staged touches one page instead of two.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS workspace (catalog TEXT NOT NULL, format INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS staged (
    execution TEXT NOT NULL,
    asset_table TEXT NOT NULL,
    filename TEXT NOT NULL,
    path TEXT NOT NULL,
    mode TEXT NOT NULL,
    source TEXT,
    size INTEGER,
    mtime_ns INTEGER,
    types TEXT NOT NULL,
    metadata TEXT NOT NULL,
    description TEXT,
    md5 TEXT,
    sha256 TEXT,
    rid TEXT,
    uploaded INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (execution, asset_table, filename)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feature_values (
    execution TEXT NOT NULL,
    feature_table TEXT NOT NULL,
    target TEXT NOT NULL,
    value TEXT NOT NULL,
    rid TEXT,
    uploaded INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (execution, feature_table, target)
) WITHOUT ROWID;
"""

Mode = Literal["new", "link", "copy"]

_PORTION = 20_000
_LARGEST_INBOX = 1 << 22
"""In bytes: some 15,000 staged files, which are taken in within a tenth of a second."""


@dataclass(slots=True)
class Staged:
    """A staged file.

    Attributes:
        execution: RID of the execution that makes it.
        asset_table: The asset table it goes to.
        filename: The name it will have in the catalog.
        path: Where it is, or will be, in the staging folder.
        mode: Whether the user writes it there, or it is a link to, or a copy of, a file of the user.
        source: That file of the user.
        size: Its size in bytes when it was staged, or of the file itself when it was stored.
        mtime_ns: When it was last changed at that time, in nanoseconds.
        types_json: Its asset types, as JSON.
        metadata_json: Its values for the table's own columns, as JSON.
        description: Its description.
        md5: MD5 of its bytes, once they are stored.
        sha256: SHA-256 of its bytes, once they are stored.
        rid: The RID that its row will have, once its bytes are stored.
        uploaded: Whether it is in the catalog.
    """

    execution: str
    asset_table: str
    filename: str
    path: str
    mode: Mode = "new"
    source: str | None = None
    size: int | None = None
    mtime_ns: int | None = None
    types_json: str = "[]"
    metadata_json: str = "{}"
    description: str | None = None
    md5: str | None = None
    sha256: str | None = None
    rid: str | None = None
    uploaded: int = 0

    @property
    def name(self) -> str:
        """Its table and name, for messages."""
        return f"{self.asset_table}/{self.filename}"

    @property
    def types(self) -> tuple[str, ...]:
        """Its asset types."""
        return _read_types(self.types_json)

    @property
    def metadata(self) -> dict[str, Any]:
        """Its values for the table's own columns, as JSON keeps them."""
        return cast("dict[str, Any]", from_json(self.metadata_json))


class StagedValue(NamedTuple):
    """A staged value of a feature.

    Attributes:
        feature_table: The table it goes to.
        target: RID of the row that it is about, and of a feature with qualifiers, a space and those.
        value_json: Its columns, as JSON.
        rid: The RID that it will have, once an upload has begun.
    """

    feature_table: str
    target: str
    value_json: str
    rid: str | None


class Waiting(NamedTuple):
    """How much of an execution is not uploaded.

    Attributes:
        files: Number of files.
        values: Number of values of features.
    """

    files: int
    values: int

    def __str__(self) -> str:
        files = [plural(self.files, "1 staged file", "{} staged files")] if self.files else []
        values = [plural(self.values, "1 feature value", "{} feature values")] if self.values else []
        return " and ".join(files + values) or "nothing"


@lru_cache(maxsize=256)
def _read_types(text: str) -> tuple[str, ...]:
    return tuple(from_json(text))


def read_metadata(files: Sequence[Staged]) -> list[dict[str, Any]]:
    """Give the values of many files for the columns of their table, by one call."""
    joined = ",".join([staged.metadata_json for staged in files])
    return cast("list[dict[str, Any]]", from_json(f"[{joined}]"))


def write_json(value: Any) -> str:
    """Write types or metadata as the journal keeps them; times and paths become text.

    Example:
        >>> write_json({"Width": 12})
        '{"Width":12}'
    """
    return to_json(value).decode()


class Journal:
    """The journal of one workspace."""

    def __init__(self, file: Path, catalog: str) -> None:
        """Open the journal, or begin one.

        Raises:
            WorkspaceMismatch: It belongs to another catalog, or a newer Muniment wrote it.
            StorageNotWritable: It cannot be opened or written.
        """
        self.file, self._root = file, f"{file.parent}/"
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._closing: weakref.finalize[..., Journal] | None = None
        self._is_closed = True
        self._inbox = Inbox(file.with_name(f"{file.name}-inbox"))
        forks.remember(self)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._claim(catalog)
        except (OSError, sqlite3.Error) as error:
            raise StorageNotWritable(f"The journal {file} cannot be opened: {error}.") from error
        except WorkspaceMismatch:
            self.close()
            raise

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            self._opened = _connect(self.file)
            self._closing = weakref.finalize(self, self._opened.close)
        return self._opened

    def _claim(self, catalog: str) -> None:
        with self._transaction() as connection:
            row = connection.execute("SELECT catalog, format FROM workspace").fetchone()
            if row is None:
                connection.execute("INSERT INTO workspace VALUES (?, ?)", (catalog, _FORMAT))
                return
            if row == (catalog, 1):  # before there were values of features
                connection.execute("UPDATE workspace SET format = ?", (_FORMAT,))
        if row[0] != catalog:
            raise WorkspaceMismatch(
                f"The working directory {self.file.parent} belongs to another catalog ({row[0]}) and not to "
                f"this one ({catalog}). Give another with Muniment(..., working_dir=...)."
            )
        if row[1] > _FORMAT:
            raise WorkspaceMismatch(
                f"The journal {self.file} was written by a newer Muniment. Upgrade to use it."
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a writing transaction, with all that is staged in it; nobody stages anything meanwhile."""
        with self._lock, self._inbox.emptied() as staged:
            connection = self._connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany(_ADD, staged)
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def add(self, staged: Staged) -> None:
        """Write down a staged file; one of the same table and name is replaced.

        Raises:
            StagingError: The journal cannot be written.
        """
        values = (
            staged.execution,
            staged.asset_table,
            staged.filename,
            staged.path.removeprefix(self._root),  # so that the folder can be moved
            staged.mode,
            staged.source,
            staged.size,
            staged.mtime_ns,
            staged.types_json,
            staged.metadata_json,
            staged.description,
        )
        try:
            with self._lock:
                waiting = self._inbox.append(values)
            if waiting > _LARGEST_INBOX:
                with suppress(sqlite3.Error), self._transaction():
                    pass  # it is written down, whether there is room to take it in or not
        except ValueError as error:
            raise StagingError(
                f"{staged.source or staged.path!r} cannot be staged: its name or folder is not UTF-8, "
                "which no catalog can keep. Rename it first."
            ) from error
        except OSError as error:
            raise StagingError(
                f"{staged.path} cannot be written down beside {self.file}: {error.strerror}."
            ) from error

    def change(self, staged: Staged) -> bool:
        """Write down other types, metadata or description of a staged file; False if it is uploaded."""
        values = (staged.types_json, staged.metadata_json, staged.description)
        with self._translated(), self._transaction() as connection:
            where = (staged.execution, staged.asset_table, staged.filename)
            return bool(connection.execute(_CHANGE, (*values, *where)).rowcount)

    def find(self, execution: str, table: str, filename: str) -> Staged | None:
        """Give one staged file."""
        found = self._select(_FIND, (self._root, execution, table, filename))
        return Staged(*found[0]) if found else None

    def pending(self, execution: str, after: tuple[str, str] = ("", ""), limit: int = -1) -> list[Staged]:
        """Give the files of an execution that are not uploaded, by table and name, from after one of them."""
        found = self._select(_PENDING, (self._root, execution, *after, limit))
        return [Staged(*row) for row in found]

    def portions(self, execution: str, size: int = _PORTION) -> "Portions":
        """Give the files that are not uploaded in portions, so that memory stays flat."""
        return Portions(self, execution, size)

    def waiting(self, execution: str) -> Waiting:
        """Count the files and values of an execution that are not uploaded."""
        return Waiting(*self._select(_WAITING, (execution, execution))[0])

    def unfinished(self) -> dict[str, Waiting]:
        """Count the files and values that are not uploaded, for each execution that has any."""
        return {rid: Waiting(files, values) for rid, files, values in self._select(_UNFINISHED, ())}

    def pending_tables(self) -> dict[str, dict[str, int]]:
        """Count what is not uploaded by execution and table, of assets or of a feature."""
        found: dict[str, dict[str, int]] = {}
        for execution, table, count in self._select(_PENDING_TABLES, ()):
            found.setdefault(execution, {})[table] = count
        return found

    def assigned(self, execution: str) -> dict[str, list[str]]:
        """Give the RIDs of files that an earlier upload was about to bring into the catalog, by table."""
        return self._by_table(_ASSIGNED, execution)

    def assigned_values(self, execution: str) -> dict[str, list[str]]:
        """Give the RIDs of values that an earlier upload was about to bring into the catalog, by table."""
        return self._by_table(_ASSIGNED_VALUES, execution)

    def _by_table(self, query: str, execution: str) -> dict[str, list[str]]:
        tables: dict[str, list[str]] = {}
        for table, rid in self._select(query, (execution,)):
            tables.setdefault(table, []).append(rid)
        return tables

    def places(self, execution: str) -> Iterator[tuple[str, str | None, str, str, str | None]]:
        """Give path, source, table, name and RID of all files that an execution has staged."""
        yield from self._select(_PLACES, (self._root, execution))

    def add_values(self, execution: str, feature_table: str, values: Iterable[tuple[str, str]]) -> None:
        """Write down values of a feature, each with what it is about; one about the same is replaced."""
        self._write(_ADD_VALUE, [(execution, feature_table, target, value) for target, value in values])

    def values(
        self, execution: str, size: int = _PORTION, containing: str = ""
    ) -> Iterator[list[StagedValue]]:
        """Give the values that are not uploaded and contain a text, in portions of one feature each."""
        after = ("", "")
        while found := self._select(_PENDING_VALUES, (execution, *after, containing, size)):
            after = found[-1][:2]
            portion = list(map(StagedValue._make, found))
            for _, group in groupby(portion, attrgetter("feature_table")):
                yield list(group)

    def tables_of_values(self, execution: str) -> list[str]:
        """Name the tables of features that an execution has values for which are not uploaded."""
        return [table for (table,) in self._select(_TABLES_OF_VALUES, (execution,))]

    def assign_values(self, execution: str, lease: Callable[[int], Iterable[str]]) -> None:
        """Write down the RIDs that values will have, which `lease` gives, before they go into the catalog."""
        keys = self._select(_WITHOUT_RID, (execution,))
        if keys:
            given = zip(lease(len(keys)), keys, strict=True)
            self._write(_ASSIGN_VALUE, [(rid, execution, *key) for rid, key in given])

    def note_uploaded_values(self, execution: str, rids: Sequence[str] | None = None) -> None:
        """Write down that values are in the catalog: all that have RIDs, or these."""
        self._note_uploaded("feature_values", execution, rids)

    def discard_values(self, execution: str, feature_table: str, targets: Sequence[str] | None) -> int:
        """Take values that are not uploaded out of the journal, all of a feature or those of some rows."""
        staged = [target for (target,) in self._select(_DISCARDABLE, (execution, feature_table))]
        asked = None if targets is None else set(targets)
        chosen = [target for target in staged if asked is None or target.partition(" ")[0] in asked]
        self._write(_DISCARD, [(execution, feature_table, target) for target in chosen])
        return len(chosen)

    def uploaded(self, execution: str) -> dict[str, tuple[int, int]]:
        """Give the uploaded files of an execution that are not removed: path → size, and time of change."""
        found = self._select(f"SELECT ? || path, size, mtime_ns {_UPLOADED}", (self._root, execution))
        return {path: (size, changed) for path, size, changed in found}

    def note_stored(self, stored: Iterable[Staged]) -> None:
        """Write down the checksums of files that are in the store now, and the RIDs their rows will have."""
        found = attrgetter("md5", "sha256", "size", "mtime_ns", "rid", "execution", "asset_table", "filename")
        self._write(_STORED, list(map(found, stored)))

    def note_uploaded(self, execution: str, rids: Sequence[str] | None = None) -> None:
        """Write down that files are in the catalog: all that were stored for an execution, or these RIDs."""
        self._note_uploaded("staged", execution, rids)

    def _note_uploaded(self, table: str, execution: str, rids: Sequence[str] | None) -> None:
        change = f"UPDATE {table} SET uploaded = 1 WHERE execution = ? AND uploaded = 0"
        if rids is None:
            self._write(f"{change} AND rid IS NOT NULL", [(execution,)])
        else:
            self._write(f"{change} AND rid = ?", [(execution, rid) for rid in rids])

    def remove(self, staged: Staged) -> None:
        """Take one file out of the journal."""
        key = (staged.execution, staged.asset_table, staged.filename)
        self._write("DELETE FROM staged WHERE execution = ? AND asset_table = ? AND filename = ?", [key])

    def forget(self, execution: str, remove: Callable[[Iterable[str]], None]) -> None:
        """Take the uploaded files and values of an execution out of the journal, and remove the files.

        Meanwhile nothing is staged, so that no file is removed whose path somebody has just been given.
        """
        with self._translated(), self._transaction() as connection:
            found = connection.execute(f"SELECT path {_UPLOADED}", (execution,))
            remove(self._root + path for (path,) in found)
            connection.execute(f"DELETE {_UPLOADED}", (execution,))
            connection.execute(
                "DELETE FROM feature_values WHERE execution = ? AND uploaded = 1", (execution,)
            )

    def _select(self, query: str, parameters: Sequence[Any]) -> list[Any]:
        with self._translated():
            if self._inbox.is_empty():
                with self._lock:
                    return self._connection.execute(query, parameters).fetchall()
            found = None
            try:
                with self._transaction() as connection:
                    found = connection.execute(query, parameters).fetchall()
            except sqlite3.Error:
                if found is None:
                    raise
                # On a full disk what is staged stays in the inbox, and can be told all the same.
            return found

    def _write(self, statement: str, values: Sequence[Sequence[Any]]) -> None:
        with self._translated(), self._transaction() as connection:
            connection.executemany(statement, values)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise StorageNotWritable(f"The journal {self.file} cannot be used: {error}.") from error

    def before_fork(self, seconds: float) -> bool:
        """Close the connection, once no thread uses it; see `muniment.forks`."""
        self._is_closed = self._lock.acquire(timeout=seconds)
        if self._is_closed:
            self._close()
        return self._is_closed

    def after_fork(self) -> None:
        """Go on in the parent."""
        if self._is_closed:
            self._lock.release()

    def after_fork_in_child(self) -> None:
        """Go on in the child."""
        if not self._is_closed and self._closing is not None:
            forks.abandon(self._opened)
            self._closing.detach()
            self._closing, self._opened = None, None
        self._inbox.close()  # a lock is of the opened file, which parent and child would share
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connection, as happens too when nobody holds the journal; the next call opens another."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        self._inbox.close()
        if self._closing is not None:
            self._closing()
        self._closing, self._opened = None, None


class Portions:
    """The files of an execution that are not uploaded, in portions that can be gone through more than once.

    What fits into one portion is read once and kept, with what is found out about the files on the way.
    """

    def __init__(self, journal: Journal, execution: str, size: int) -> None:
        """Take where to read; nothing is read yet."""
        self._journal, self._execution, self._size = journal, execution, size
        self._only: list[Staged] | None = None

    def __iter__(self) -> Iterator[list[Staged]]:
        if self._only is not None:
            yield self._only
            return
        portion = self._journal.pending(self._execution, limit=self._size)
        if len(portion) < self._size:
            self._only = portion
        while portion:
            yield portion
            last = (portion[-1].asset_table, portion[-1].filename)
            portion = self._journal.pending(self._execution, last, self._size)


_COLUMNS = """
execution, asset_table, filename, ? || path, mode, source, size, mtime_ns, types, metadata, description, md5,
sha256, rid, uploaded
"""
# ruff: noqa: S608 (the columns are named here)
_FIND = f"SELECT {_COLUMNS} FROM staged WHERE execution = ? AND asset_table = ? AND filename = ?"
_CHANGE = """
UPDATE staged SET types = ?, metadata = ?, description = ?
WHERE execution = ? AND asset_table = ? AND filename = ? AND uploaded = 0
"""
_STORED = """
UPDATE staged SET md5 = ?, sha256 = ?, size = ?, mtime_ns = ?, rid = ?
WHERE execution = ? AND asset_table = ? AND filename = ?
"""
_PENDING = f"""
SELECT {_COLUMNS} FROM staged WHERE execution = ? AND (asset_table, filename) > (?, ?) AND uploaded = 0
ORDER BY asset_table, filename LIMIT ?
"""
_UNFINISHED = """
SELECT execution, sum(files), sum("values") FROM (
    SELECT execution, count(*) AS files, 0 AS "values" FROM staged WHERE uploaded = 0 GROUP BY execution
    UNION ALL
    SELECT execution, 0, count(*) FROM feature_values WHERE uploaded = 0 GROUP BY execution
) GROUP BY execution ORDER BY execution
"""
_PENDING_TABLES = """
SELECT execution, asset_table, count(*) FROM staged WHERE uploaded = 0 GROUP BY 1, 2
UNION ALL
SELECT execution, feature_table, count(*) FROM feature_values WHERE uploaded = 0 GROUP BY 1, 2 ORDER BY 1, 2
"""
_WAITING = """
SELECT (SELECT count(*) FROM staged WHERE execution = ? AND uploaded = 0),
    (SELECT count(*) FROM feature_values WHERE execution = ? AND uploaded = 0)
"""
_PLACES = "SELECT ? || path, source, asset_table, filename, rid FROM staged WHERE execution = ?"
_ADD_VALUE = """
INSERT INTO feature_values (execution, feature_table, target, value) VALUES (?, ?, ?, ?)
ON CONFLICT (execution, feature_table, target) DO UPDATE SET value = excluded.value, rid = NULL, uploaded = 0
"""
_PENDING_VALUES = """
SELECT feature_table, target, value, rid FROM feature_values
WHERE execution = ? AND (feature_table, target) > (?, ?) AND uploaded = 0
    AND instr(value, ?)
ORDER BY feature_table, target LIMIT ?
"""
_TABLES_OF_VALUES = """
SELECT DISTINCT feature_table FROM feature_values WHERE execution = ? AND uploaded = 0
"""
_WITHOUT_RID = """
SELECT feature_table, target FROM feature_values WHERE execution = ? AND uploaded = 0 AND rid IS NULL
"""
_ASSIGN_VALUE = """
UPDATE feature_values SET rid = ? WHERE execution = ? AND feature_table = ? AND target = ? AND rid IS NULL
"""
_ASSIGNED_VALUES = """
SELECT feature_table, rid FROM feature_values WHERE execution = ? AND uploaded = 0 AND rid IS NOT NULL
"""
_DISCARDABLE = """
SELECT target FROM feature_values WHERE execution = ? AND feature_table = ? AND uploaded = 0
"""
_DISCARD = (
    "DELETE FROM feature_values WHERE execution = ? AND feature_table = ? AND target = ? AND uploaded = 0"
)
_UPLOADED = "FROM staged WHERE execution = ? AND uploaded = 1"
_ASSIGNED = """
SELECT asset_table, rid FROM staged WHERE execution = ? AND uploaded = 0 AND rid IS NOT NULL
"""
_ADD = """
INSERT INTO staged
    (execution, asset_table, filename, path, mode, source, size, mtime_ns, types, metadata, description)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (execution, asset_table, filename) DO UPDATE SET path = excluded.path, mode = excluded.mode,
    source = excluded.source, size = excluded.size, mtime_ns = excluded.mtime_ns, types = excluded.types,
    metadata = excluded.metadata, description = excluded.description,
    md5 = NULL, sha256 = NULL, rid = NULL, uploaded = 0
"""


def _connect(file: Path) -> sqlite3.Connection:
    forks.check()
    connection = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
    try:
        keep_write_ahead_log(connection)
        for pragma in ("busy_timeout=30000", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}").close()
        for statement in _SCHEMA.split(";\n"):
            connection.execute(statement)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
