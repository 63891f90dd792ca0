"""The same jobs with no product: what Python, hashlib, SQLite and pandas take when nothing is around them."""

# A Path costs as much as the work on a small file, and this is to be the least there is.
# ruff: noqa: PTH103, PTH104, PTH112, PTH119, PTH123

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from frames import fingerprint
from stopwatch import Stopwatch, run_job

BLOCK = 1 << 20
SYSTEM = "RID TEXT PRIMARY KEY, RCT TEXT NOT NULL, RMT TEXT NOT NULL, RCB TEXT, RMB TEXT, RVS INTEGER"
TABLES = f"""
CREATE TABLE Asset_Type (Name TEXT PRIMARY KEY);
CREATE TABLE Execution ({SYSTEM});
CREATE TABLE Image ({SYSTEM}, URL TEXT NOT NULL, Filename TEXT NOT NULL, Description TEXT,
    Length INTEGER NOT NULL, MD5 TEXT NOT NULL, SHA256 TEXT NOT NULL, Width INTEGER, Height INTEGER);
CREATE TABLE Image_Asset_Type ({SYSTEM}, Image TEXT NOT NULL REFERENCES Image (RID),
    Asset_Type TEXT NOT NULL REFERENCES Asset_Type (Name), UNIQUE (Image, Asset_Type));
CREATE TABLE Image_Execution ({SYSTEM}, Image TEXT NOT NULL REFERENCES Image (RID),
    Execution TEXT NOT NULL REFERENCES Execution (RID), Asset_Role TEXT,
    UNIQUE (Image, Execution, Asset_Role));
INSERT INTO Asset_Type VALUES ('Image');
INSERT INTO Execution VALUES ('1-0000', '', '', NULL, NULL, 1);
"""


def small_files(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Copy each file to the place of its SHA-256, then insert all rows in one transaction."""
    connection = _open_tables(f"{folder}/catalog.db")
    with watch.part("files"):
        known = [keep(f"{source}/{number:06}.bin", f"{folder}/objects") for number in range(count)]
    with watch.part("rows"):
        _insert(connection, known)
    _require(connection, count)


def written_files(watch: Stopwatch, folder: str, count: int, size: int) -> None:
    """Write each file, read it again, move it to the place of its SHA-256, then insert all rows."""
    connection = _open_tables(f"{folder}/catalog.db")
    content = os.urandom(size - 8)
    outputs = Path(folder, "outputs")
    outputs.mkdir()
    with watch.part("writing"):
        for number in range(count):
            Path(outputs, f"{number:06}.bin").write_bytes(number.to_bytes(8) + content)
    with watch.part("files"):
        known = [_move(str(path), f"{folder}/objects") for path in sorted(outputs.iterdir())]
    with watch.part("rows"):
        _insert(connection, known)
    _require(connection, count)


def keep(path: str, store: str) -> tuple[str, int, str, str]:
    """Copy a file to the place of its SHA-256; give its name, its size and both checksums."""
    data, md5, sha256 = _read(path)
    target = _place(store, sha256)
    temporary = f"{target}.{os.getpid()}"
    with open(temporary, "wb") as file:
        file.write(data)
    os.rename(temporary, target)
    return os.path.basename(path), len(data), md5, sha256


def _move(path: str, store: str) -> tuple[str, int, str, str]:
    data, md5, sha256 = _read(path)
    os.rename(path, _place(store, sha256))
    return os.path.basename(path), len(data), md5, sha256


def _read(path: str) -> tuple[bytes, str, str]:
    with open(path, "rb") as file:
        data = file.read()
    return data, hashlib.md5(data).hexdigest(), hashlib.sha256(data).hexdigest()


def _place(store: str, sha256: str) -> str:
    folder = f"{store}/{sha256[:2]}"
    if not os.path.isdir(folder):
        os.makedirs(folder)
    return f"{folder}/{sha256}"


def _open_tables(file: str) -> sqlite3.Connection:
    """Make the tables in a database that keeps its word as the one of a catalog does."""
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(TABLES)
    return connection


def _insert(connection: sqlite3.Connection, known: list[tuple[str, int, str, str]]) -> None:
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    system = (now, now, "plain", "plain", 2)
    rids = [f"1-{number:06}" for number in range(1, len(known) + 1)]
    assets = [
        (rid, *system, f"/objects/{sha256[:2]}/{sha256}", name, None, length, md5, sha256, number, number)
        for number, (rid, (name, length, md5, sha256)) in enumerate(zip(rids, known, strict=True))
    ]
    types = [(f"2-{rid}", *system, rid, "Image") for rid in rids]
    links = [(f"3-{rid}", *system, rid, "1-0000", "Output") for rid in rids]
    connection.execute("BEGIN IMMEDIATE")
    for table, rows in (("Image", assets), ("Image_Asset_Type", types), ("Image_Execution", links)):
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    connection.execute("COMMIT")


def _require(connection: sqlite3.Connection, count: int) -> None:
    for table in ("Image", "Image_Asset_Type", "Image_Execution"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,)


def md5_alone(watch: Stopwatch, folder: str, source: str) -> None:
    """Compute the MD5 of a file and nothing else."""
    del folder
    with watch.part("md5"):
        _hash(source, "md5")


def one_after_the_other(watch: Stopwatch, folder: str, source: str) -> None:
    """Compute MD5, then SHA-256, then copy the file."""
    with watch.part("md5"):
        _hash(source, "md5")
    with watch.part("sha256"):
        _hash(source, "sha256")
    with watch.part("copy"):
        shutil.copyfile(source, f"{folder}/copy")


def _hash(path: str, algorithm: str) -> str:
    digest = hashlib.new(algorithm)
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _blocks(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            yield block


def list_assets(watch: Stopwatch, folder: str, catalog: str) -> dict[str, Any]:
    """Read the rows and types of Muniment's own database into the DataFrame that Muniment gives."""
    import pandas as pd

    del folder
    names = ["RID", "RCT", "RMT", "RCB", "RMB", "URL", "Filename", "Description", "Length", "MD5", "SHA256"]
    names += ["Width", "Height"]
    dtypes = {"Description": "str", "Length": "Int64", "Width": "Int32", "Height": "Int32"}
    connection = sqlite3.connect(f"file:{catalog}/catalog.db?mode=ro", uri=True)
    with watch.part("listing"):
        rows = connection.execute(
            f"SELECT {', '.join(names)} FROM Image ORDER BY length(RID), RID"
        ).fetchall()
        types: dict[str, list[str]] = {}
        for rid, name in connection.execute("SELECT Image, Asset_Type FROM Image_Asset_Type"):
            types.setdefault(rid, []).append(name)
        frame = pd.DataFrame(rows, columns=names).astype(dtypes)
        for name in ("RCT", "RMT"):
            frame[name] = pd.to_datetime(frame[name], format="ISO8601", utc=True)
        frame["Asset_Type"] = [types.get(rid, []) for rid in frame["RID"]]
    return fingerprint(frame)


if __name__ == "__main__":
    run_job(small_files, written_files, md5_alone, one_after_the_other, list_assets)
