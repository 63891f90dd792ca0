"""What a wide table takes: images with what four tables and two features say of them, on both databases.

Beside it stands the same table asked for by hand-written SQL and read by pandas, round by round in turn. The
rows are written in bulk. The PostgreSQL is that of the tests (extra `test`).

    .venv/bin/python benchmarks/wide.py --images 100000
"""

import argparse
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import catalogs
import pandas as pd
import sqlalchemy as sa

from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition
from muniment.catalog import rows

TABLES = ("Image", "Visit", "Subject", "Hospital", "Device")
FEATURES = ("Quality", "Size")
NEWEST = """
SELECT * FROM (
    SELECT *, row_number() OVER (
        PARTITION BY "Image" ORDER BY "RCT" DESC, length("RID") DESC, "RID" DESC
    ) AS rank
    FROM "Execution_Image_{}" {}
) AS ranked WHERE rank = 1
"""
BY_HAND = """
SELECT {columns} FROM "Image" AS image
LEFT JOIN "Visit" AS visit ON visit."RID" = image."Visit"
LEFT JOIN "Subject" AS subject ON subject."RID" = visit."Subject"
LEFT JOIN "Hospital" AS hospital ON hospital."RID" = subject."Hospital"
LEFT JOIN "Device" AS device ON device."RID" = image."Device"
LEFT JOIN ({quality}) AS quality ON quality."Image" = image."RID"
LEFT JOIN ({size}) AS size ON size."Image" = image."RID"
{where}
"""
MEMBERS = 'SELECT "Image" FROM "Dataset_Image" WHERE "Dataset" = \'{}\''


def main() -> None:
    """Do what the command line asks."""
    parser = catalogs.parser(__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    for database, ml in catalogs.each_catalog(asked.only):
        measure(database, ml, asked)


def measure(database: str, ml: Muniment, asked: argparse.Namespace) -> None:
    """Measure one database and print what was found."""
    print(f"{database}, {asked.images:,} images", flush=True)
    define(ml)
    images = fill(ml, asked.images)
    ml.add_dataset_element_type("Image")
    dataset = ml.create_dataset()
    dataset.add_dataset_members({"Image": images})
    dataset.release("minor")
    catalogs.analyze(ml)
    everything = partial(ml.denormalize_as_dataframe, TABLES, features=FEATURES)
    members = partial(everything, dataset=dataset)
    columns = list(everything().columns)
    compare("all images", everything, partial(by_hand, ml, columns), asked.rounds)
    compare("a dataset", members, partial(by_hand, ml, columns, dataset.rid), asked.rounds)
    version = partial(members, version="0.2.0")
    compare("a version", version, partial(by_hand, ml, columns, dataset.rid), asked.rounds)
    by_function = ml.wide_table(TABLES, features=dict.fromkeys(FEATURES, lambda records: records[-1]))
    report("a function of Python as selector", by_function.to_dataframe, asked.rounds)
    dicts = ml.wide_table(TABLES, features=FEATURES)
    report("dicts", lambda: sum(1 for _ in dicts), asked.rounds)
    print(f"    {peak(dicts):.0f} MiB of Python's objects at most", flush=True)


def define(ml: Muniment) -> None:
    """Make images of visits of subjects of hospitals, by devices, with two features."""
    number = ColumnDefinition("Number", BuiltinTypes.int4)
    for table in ("Hospital", "Device"):
        ml.create_table(TableDefinition(table, [ColumnDefinition("Name"), number]))
    for table, refers in (("Subject", "Hospital"), ("Visit", "Subject")):
        reference = {"colnames": [refers], "pk_tname": refers}
        columns = [ColumnDefinition("Name"), number, ColumnDefinition(refers)]
        ml.create_table(TableDefinition(table, columns, fkey_defs=[reference]))
    ml.create_asset("Image", referenced_tables=["Visit", "Device"])
    ml.create_vocabulary("Grade")
    for name in ("Good", "Bad"):
        ml.add_term("Grade", name, description=name)
    ml.create_feature("Image", "Quality", ["Grade"])
    ml.create_feature("Image", "Size", metadata=[ColumnDefinition("Pixels", BuiltinTypes.int8)])


def fill(ml: Muniment, count: int) -> list[str]:
    """Write the rows: a subject has ten images, and an image two grades and a size."""
    catalog, model = ml._catalog, ml._catalog.refresh()  # noqa: SLF001
    workflow = ml.create_workflow("Grade", "Training").rid
    chance = random.Random(7)

    def insert(table: str, columns: Sequence[str], values: list[tuple[Any, ...]]) -> list[str]:
        rids = catalog.database.lease_rids(len(values))
        with catalog.write() as tx:
            rows.insert_checked(tx, model.table(table), columns, values, rids)
        return rids

    def named(table: str, size: int, refers: str = "", to: Sequence[str] = ()) -> list[str]:
        names = ("Name", "Number", *([refers] if refers else []))
        values = [(f"{table} {n}", n, *([to[n % len(to)]] if to else [])) for n in range(size)]
        return insert(table, names, values)

    hospitals, devices = named("Hospital", 50), named("Device", 20)
    subjects = named("Subject", max(count // 10, 1), "Hospital", hospitals)
    visits = named("Visit", max(count // 5, 1), "Subject", subjects)
    files = [
        (f"/objects/{n}", f"scan-{n}.png", n, f"{n:032x}", chance.choice(visits), chance.choice(devices))
        for n in range(count)
    ]
    images = insert("Image", ("URL", "Filename", "Length", "MD5", "Visit", "Device"), files)
    runs = insert("Execution", ("Workflow", "Status"), [(workflow, "Uploaded")] * 2)
    for run in runs:
        grades = [(run, "Quality", image, chance.choice(["Good", "Bad"])) for image in images]
        insert("Execution_Image_Quality", ("Execution", "Feature_Name", "Image", "Grade"), grades)
    sizes = [(runs[0], "Size", image, chance.randrange(10**6)) for image in images]
    insert("Execution_Image_Size", ("Execution", "Feature_Name", "Image", "Pixels"), sizes)
    return images


def by_hand(ml: Muniment, columns: Sequence[str], dataset: str | None = None) -> pd.DataFrame:
    """Ask with SQL that knows the tables, and have pandas read it."""
    members = MEMBERS.format(dataset)
    chosen = "" if dataset is None else f' WHERE "Image" IN ({members})'
    alias = {name: name.rpartition("_")[2].lower() for name in {c.partition(".")[0] for c in columns}}
    split = [(name, *name.split(".")) for name in columns]
    statement = BY_HAND.format(
        columns=", ".join(f'{alias[table]}."{column}" AS "{name}"' for name, table, column in split),
        quality=NEWEST.format("Quality", chosen),
        size=NEWEST.format("Size", chosen),
        where="" if dataset is None else f'WHERE image."RID" IN ({members})',
    )
    with ml._catalog.read() as connection:  # noqa: SLF001
        return pd.read_sql(sa.text(statement), connection)


def compare(
    title: str, ours: Callable[[], pd.DataFrame], by_hand: Callable[[], pd.DataFrame], rounds: int
) -> None:
    """Time both in turn, and print the medians and their ratio."""
    taken: dict[str, list[float]] = {"ours": [], "by hand": []}
    for _ in range(rounds + 1):
        frames = [timed(ours, taken["ours"]), timed(by_hand, taken["by hand"])]
        assert frames[0].shape == frames[1].shape, (frames[0].shape, frames[1].shape)
    mine, theirs = (statistics.median(times[1:]) for times in taken.values())
    told = f"{mine:.2f} s, by hand {theirs:.2f} s, ratio {mine / theirs:.2f}, {frames[0].shape[1]} columns"
    print(f"  {title}: {told}", flush=True)


def timed(act: Callable[[], pd.DataFrame], taken: list[float]) -> pd.DataFrame:
    """Do something, and note how long it took."""
    begun = time.perf_counter()
    made = act()
    taken.append(time.perf_counter() - begun)
    return made


def report(title: str, act: Callable[[], Any], rounds: int) -> None:
    """Time something, and print the median."""
    taken: list[float] = []
    for _ in range(rounds):
        timed(act, taken)
    print(f"  {title}: {statistics.median(taken):.2f} s", flush=True)


def peak(rows: Iterable[Any]) -> float:
    """Go through rows, and give how much memory Python's objects took at most, in MiB."""
    tracemalloc.start()
    for _ in rows:
        pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found / 2**20


if __name__ == "__main__":
    main()
