"""The objects of a store and the rows that refer to them, side by side."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, Self

from muniment.catalog.objects import AssetRow
from muniment.storage import StoredObject

_PORTION = 5000
_SCHEMA = """
CREATE TABLE object (sha256 TEXT PRIMARY KEY, length INTEGER, stored REAL) WITHOUT ROWID;
CREATE TABLE reference (
    sha256 TEXT, "table" TEXT, rid TEXT, filename TEXT, length INTEGER, md5 TEXT,
    PRIMARY KEY (sha256, "table", rid)
) WITHOUT ROWID;
PRAGMA cache_size = -64000;
PRAGMA synchronous = OFF;
"""


class Reference(NamedTuple):
    """A row that refers to an object.

    Attributes:
        stored: The length that the object has in the store; None if it is not there.
    """

    key: str
    table: str
    rid: str
    filename: str | None
    length: int
    md5: str
    stored: int | None


class Inventory:
    """A temporary database of what is in the store and what is in the catalog.

    It is a file that the system removes by itself, so that memory stays flat with a million objects, and
    neither the store nor the catalog has to give anything in an order.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def add_objects(self, objects: Iterable[StoredObject]) -> int:
        """Write down what the store lists, and tell how many there are."""
        rows = ((o.sha256, o.length, o.stored.timestamp()) for o in objects)
        return self._insert("INSERT OR REPLACE INTO object VALUES (?, ?, ?)", rows)

    def add_references(self, rows: Iterable[AssetRow]) -> None:
        """Write down which objects rows refer to."""
        values = ((row.key, row.table, row.rid, row.filename, row.length, row.md5) for row in rows)
        self._insert("INSERT OR REPLACE INTO reference VALUES (?, ?, ?, ?, ?, ?)", values)

    def add_keys(self, keys: Iterable[str], owner: str) -> None:
        """Write down objects that something else than a row refers to."""
        values = ((key, owner, "", None, 0, "") for key in keys)
        self._insert("INSERT OR REPLACE INTO reference VALUES (?, ?, ?, ?, ?, ?)", values)

    def _insert(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> int:
        count, left = 0, iter(rows)
        self._connection.execute("BEGIN")
        while portion := list(islice(left, _PORTION)):
            self._connection.executemany(statement, portion)
            count += len(portion)
        self._connection.execute("COMMIT")
        return count

    def mismatched(self) -> Iterator[Reference]:
        """Give the rows whose object is not in the store, or has another length there."""
        return map(Reference._make, self._connection.execute(_MISMATCHED))

    def missing(self) -> Iterator[tuple[str, int]]:
        """Give the objects that rows refer to and that are not there as they say: key and length."""
        return iter(self._connection.execute(_MISSING))

    def missing_count(self) -> int:
        """Tell how many objects `missing` gives."""
        return int(self._connection.execute(f"SELECT count(*) FROM ({_MISSING})").fetchone()[0])

    def counted(self) -> tuple[int, int]:
        """Count the objects that rows refer to, and their bytes."""
        count, size = self._connection.execute(_COUNTED).fetchone()
        return count, size

    def references_to(self, key: str) -> Iterator[Reference]:
        """Give the rows that refer to an object."""
        return map(Reference._make, self._connection.execute(_REFERENCES_TO, (key,)))

    def sound(self) -> Iterator[tuple[str, int]]:
        """Give the objects that are there as rows say: key and length."""
        return iter(self._connection.execute(_SOUND))

    def sound_bytes(self) -> int:
        """Tell how many bytes the objects of `sound` have."""
        return int(self._connection.execute(f"SELECT coalesce(sum(length), 0) FROM ({_SOUND})").fetchone()[0])

    def spare(self, before: float) -> tuple[int, int]:
        """Count the objects that nothing refers to and that were stored before a time, and their bytes."""
        query = f"SELECT count(*), coalesce(sum(length), 0) FROM ({_SPARE})"
        count, size = self._connection.execute(query, (before,)).fetchone()
        return count, size

    def spare_objects(self, before: float) -> Iterator[tuple[str, int]]:
        """Give the objects of `spare`: key and length."""
        return iter(self._connection.execute(_SPARE, (before,)))


# ruff: noqa: S608 (the queries are named here)
_REFERENCE = 'r.sha256, r."table", r.rid, r.filename, r.length, r.md5, o.length'
_MISMATCHED = f"""
SELECT {_REFERENCE} FROM reference r LEFT JOIN object o ON o.sha256 = r.sha256
WHERE o.length IS NOT r.length ORDER BY r."table", length(r.rid), r.rid
"""
_REFERENCES_TO = f"""
SELECT {_REFERENCE} FROM reference r LEFT JOIN object o ON o.sha256 = r.sha256 WHERE r.sha256 = ?
"""
_SOUND = """
SELECT o.sha256, o.length FROM object o
WHERE EXISTS (SELECT 1 FROM reference r WHERE r.sha256 = o.sha256 AND r.length = o.length)
"""
_MISSING = """
SELECT r.sha256, max(r.length) FROM reference r LEFT JOIN object o ON o.sha256 = r.sha256
WHERE o.length IS NOT r.length GROUP BY r.sha256
"""
_COUNTED = """
SELECT count(*), coalesce(sum(length), 0) FROM (SELECT max(length) AS length FROM reference GROUP BY sha256)
"""
_SPARE = """
SELECT o.sha256, o.length FROM object o
WHERE o.stored < ? AND NOT EXISTS (SELECT 1 FROM reference r WHERE r.sha256 = o.sha256)
"""
