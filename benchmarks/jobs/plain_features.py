"""Files and values that refer to them with no product: Python, hashlib, and rows in one transaction."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from databases import fresh
from plain import keep
from stopwatch import Stopwatch, run_job

Rows = dict[str, list[tuple[Any, ...]]]

TERMS = """
CREATE TABLE Asset_Type (Name TEXT PRIMARY KEY);
CREATE TABLE Feature_Name (Name TEXT PRIMARY KEY);
CREATE TABLE Grade (Name TEXT PRIMARY KEY);
INSERT INTO Asset_Type VALUES ('Mask');
INSERT INTO Feature_Name VALUES ('Quality');
INSERT INTO Grade VALUES ('Good'), ('Bad');
"""
TABLES = """
CREATE TABLE Execution ({system});
CREATE TABLE Scan ({system}, Number INTEGER);
CREATE TABLE Mask ({system}, URL TEXT NOT NULL, Filename TEXT NOT NULL, Description TEXT,
    Length BIGINT NOT NULL, MD5 TEXT NOT NULL, SHA256 TEXT NOT NULL);
CREATE TABLE Mask_Asset_Type ({system}, Mask TEXT NOT NULL REFERENCES Mask (RID),
    Asset_Type TEXT NOT NULL REFERENCES Asset_Type (Name), UNIQUE (Mask, Asset_Type));
CREATE TABLE Mask_Execution ({system}, Mask TEXT NOT NULL REFERENCES Mask (RID),
    Execution TEXT NOT NULL REFERENCES Execution (RID), Asset_Role TEXT,
    UNIQUE (Mask, Execution, Asset_Role));
CREATE TABLE Quality ({system}, Execution TEXT NOT NULL REFERENCES Execution (RID),
    Scan TEXT NOT NULL REFERENCES Scan (RID), Feature_Name TEXT NOT NULL REFERENCES Feature_Name (Name),
    Grade TEXT NOT NULL REFERENCES Grade (Name), Mask TEXT NOT NULL REFERENCES Mask (RID),
    Score DOUBLE PRECISION NOT NULL, UNIQUE (Execution, Scan, Feature_Name));
"""
SYSTEM = "RID TEXT PRIMARY KEY, RCT {time} NOT NULL, RMT {time} NOT NULL, RCB TEXT, RMB TEXT, RVS BIGINT"
EXECUTION = "1-0000"


def features(watch: Stopwatch, folder: str, url: str | None, source: str, count: int) -> None:
    """Copy each file to the place of its SHA-256, then insert all rows in one transaction."""
    store = _Sqlite(f"{folder}/catalog.db") if url is None else _PostgreSQL(fresh(url, folder))
    now = datetime.now(UTC)
    system = (
        now.isoformat() if url is None else now,
        now.isoformat() if url is None else now,
        "ada",
        "ada",
        1,
    )
    scans = [f"0-{number:06}" for number in range(count)]
    existing: Rows = {"Execution": [(EXECUTION, *system)]}
    existing["Scan"] = [(scan, *system, number) for number, scan in enumerate(scans)]
    store.insert(existing)
    with watch.part("files"):
        known = [keep(f"{source}/{number:06}.bin", f"{folder}/objects") for number in range(count)]
    with watch.part("rows"):
        store.insert(_rows(known, scans, system))
    for table in ("Mask", "Mask_Asset_Type", "Mask_Execution", "Quality"):
        assert store.count(table) == count


def _rows(known: list[tuple[str, int, str, str]], scans: list[str], system: tuple[Any, ...]) -> Rows:
    rids = [f"1-{number:06}" for number in range(1, len(known) + 1)]
    return {
        "Mask": [
            (rid, *system, f"/objects/{sha256[:2]}/{sha256}", name, None, length, md5, sha256)
            for rid, (name, length, md5, sha256) in zip(rids, known, strict=True)
        ],
        "Mask_Asset_Type": [(f"2-{rid}", *system, rid, "Mask") for rid in rids],
        "Mask_Execution": [(f"3-{rid}", *system, rid, EXECUTION, "Output") for rid in rids],
        "Quality": [
            (f"4-{rid}", *system, EXECUTION, scan, "Quality", grade, rid, number / len(rids))
            for number, (rid, scan) in enumerate(zip(rids, scans, strict=True))
            for grade in ("Good" if number % 3 else "Bad",)
        ],
    }


class _Sqlite:
    """A database that keeps its word as the one of a catalog does."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.executescript(TERMS + TABLES.format(system=SYSTEM.format(time="TEXT")))

    def insert(self, rows: Rows) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for table, lines in rows.items():
            places = ", ".join("?" * len(lines[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({places})", lines)
        self._connection.execute("COMMIT")

    def count(self, table: str) -> Any:
        return self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


class _PostgreSQL:
    """A database to which rows are sent as its own bulk load takes them."""

    def __init__(self, address: str) -> None:
        import psycopg

        self._connection = psycopg.connect(address)
        self._connection.execute((TERMS + TABLES.format(system=SYSTEM.format(time="TIMESTAMPTZ"))).encode())
        self._connection.commit()

    def insert(self, rows: Rows) -> None:
        with self._connection.transaction(), self._connection.cursor() as cursor:
            for table, lines in rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN".encode()) as stream:
                    for line in lines:
                        stream.write_row(line)

    def count(self, table: str) -> Any:
        return self._connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()[0]


if __name__ == "__main__":
    run_job(features)
