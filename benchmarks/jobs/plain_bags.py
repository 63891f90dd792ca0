"""What a bag costs without a product: its files copied or linked, and its rows read and written.

The loops know beforehand what goes where, and neither check nor describe anything beyond the SHA-256.
"""

# pathlib costs as much as the calls that are measured.
# ruff: noqa: PTH102, PTH103, PTH120, PTH123

import csv
import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from stopwatch import Stopwatch, run_job


def files(watch: Stopwatch, folder: str, catalog: str, bag: str, link: bool = False) -> None:
    """Make the folders and files of a bag, by a copy that is checked or by a link."""
    objects = f"{catalog}/objects"
    lines = Path(bag, "manifest-sha256.txt").read_text(encoding="utf-8").splitlines()
    listed = (line.split("  ", 1) for line in lines)
    wanted = [(key, f"{folder}/{path}") for key, path in listed if path.startswith("data/asset/")]
    with watch.part("files"):
        os.makedirs(f"{folder}/data/asset")
        for key, target in wanted:
            parent = os.path.dirname(target)
            os.mkdir(os.path.dirname(parent))
            os.mkdir(parent)
            place(key, f"{objects}/{key[:2]}/{key}", target, link)


def place(key: str, source: str, target: str, link: bool) -> None:
    """Link a file, or copy it and check its SHA-256."""
    if link:
        os.link(source, target)
        return
    with open(source, "rb", buffering=0) as reader, open(target, "xb", buffering=0) as writer:
        data = reader.read()
        assert hashlib.sha256(data).hexdigest() == key
        writer.write(data)


def rows(watch: Stopwatch, folder: str, catalog: str, bag: str) -> None:
    """Read all rows of the tables of a bag in the order of their RIDs, and write them as CSV."""
    tables = [path.stem for path in Path(bag, "data").glob("*/*.csv")]
    with watch.part("rows"), closing(sqlite3.connect(f"{catalog}/catalog.db")) as connection:
        for table in tables:
            with open(f"{folder}/{table}.csv", "x", newline="", encoding="utf-8") as stream:
                found = connection.execute(f'SELECT * FROM "{table}" ORDER BY length(RID), RID')
                csv.writer(stream).writerows(found)


if __name__ == "__main__":
    run_job(files, rows)
