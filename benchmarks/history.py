"""What it costs to keep the past, and to read it: each act with and without history, on both databases.

Writes go to two tables alike, one of which keeps its past; the past is then read beside the present. A
dataset of as many members is released, changed, compared and listed. The PostgreSQL is that of the tests
(extra `test`).

    .venv/bin/python benchmarks/history.py --rows 1000000
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import catalogs

from muniment import BuiltinTypes, ColumnDefinition, Dataset, Muniment, TableDefinition
from muniment.catalog.schema import history

COLUMNS = [
    ColumnDefinition("Name"),
    ColumnDefinition("Age", BuiltinTypes.int4),
    ColumnDefinition("Weight", BuiltinTypes.float8),
    ColumnDefinition("Seen", BuiltinTypes.timestamptz),
    ColumnDefinition("Note"),
]


def main() -> None:
    """Do what the command line asks."""
    parser = catalogs.parser(__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    for database, ml in catalogs.each_catalog(asked.only):
        measure(database, ml, asked.rows, asked.rounds)


def measure(database: str, ml: Muniment, count: int, rounds: int) -> None:
    """Measure one database and print what was found."""
    print(f"{database}, {count:,} rows", flush=True)
    measure_writes(ml, count // 5, rounds)
    measure_reads(ml, count, rounds)


def rows(count: int) -> list[dict[str, object]]:
    """Make rows."""
    return [
        {"Name": f"S-{n}", "Age": n % 90, "Weight": n / 7, "Seen": "2026-01-02T03:04:05Z", "Note": "seen"}
        for n in range(count)
    ]


def measure_writes(ml: Muniment, count: int, rounds: int) -> None:
    """Write to a table that keeps its past and to one that does not, in turns."""
    new = rows(count)
    ratios: dict[str, list[float]] = {}
    for number in range(rounds):
        taken = {}
        for kind in ("without", "with"):
            table = f"{kind}_{number}"
            ml.create_table(TableDefinition(table, COLUMNS))
            if kind == "without":
                with ml._catalog.database.define(core=False) as connection:  # noqa: SLF001
                    history.pause(connection, [table])
            taken[kind] = write(ml, table, new)
        for act, seconds in taken["with"].items():
            ratios.setdefault(act, []).append(seconds / taken["without"][act])
        for act in taken["with"]:
            bare, kept = (taken[kind][act] for kind in ("without", "with"))
            print(f"  {act}: {bare:.3f} s without, {kept:.3f} s with history", flush=True)
    for act, found in ratios.items():
        print(f"  {act}: median ratio {statistics.median(found):.2f}", flush=True)


def write(ml: Muniment, table: str, new: list[dict[str, object]]) -> dict[str, float]:
    """Write, and give the seconds of each act."""
    rids: list[str] = []
    half = len(new) // 2
    taken = {f"insert {len(new):,}": timed(lambda: rids.extend(ml.insert_rows(table, new)))}
    changes = [{"RID": rid, "Age": 5} for rid in rids[:half]]
    taken[f"update {half:,}"] = timed(lambda: ml.update_rows(table, changes))
    single = [{"RID": rid, "Age": 6} for rid in rids[:300]]
    taken["300 updates of one row"] = timed(lambda: [ml.update_rows(table, change) for change in single])
    taken[f"delete {half:,}"] = timed(lambda: ml.delete_rows(table, rids[half:]))
    return taken


def timed(act: Callable[[], object]) -> float:
    """Time one call."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure_reads(ml: Muniment, count: int, rounds: int) -> None:
    """Read a table as it is and as it was, and a dataset with all its rows as members."""
    ml.create_table(TableDefinition("Subject", COLUMNS))
    ml.add_dataset_element_type("Subject")
    rids = ml.insert_rows("Subject", rows(count))
    dataset = ml.create_dataset()
    print(f"  add {count:,} members: {timed(lambda: dataset.add_dataset_members({'Subject': rids})):.2f} s")
    print(f"  release: {timed(lambda: dataset.release('minor')):.2f} s", flush=True)
    ml.mark("before")
    ml.update_rows("Subject", [{"RID": rid, "Age": 7} for rid in rids[: count // 10]])
    dataset.delete_dataset_members({"Subject": rids[-count // 100 :]})
    catalogs.analyze(ml)
    then = ml.snapshot("before")
    ratios = []
    for _ in range(rounds):
        live, past = (timed(lambda m=m: m.list_rows("Subject")) for m in (ml, then))
        ratios.append(past / live)
        print(f"  read all: {live:.2f} s as it is, {past:.2f} s as it was", flush=True)
    print(f"  read all: median ratio {statistics.median(ratios):.2f}", flush=True)
    measure_dataset(dataset)


def measure_dataset(dataset: Dataset) -> None:
    """Compare and list versions of a dataset."""
    before = peak()
    found = []
    print(f"  compare with the release: {timed(lambda: found.append(dataset.release_diff())):.2f} s")
    print(f"  {found[0]}; memory grew by {peak() - before:.0f} MiB", flush=True)
    print(f"  list its members: {timed(dataset.list_dataset_members):.2f} s")
    listed = timed(lambda: dataset.list_dataset_members(version="0.2.0"))
    print(f"  list the members of the release: {listed:.2f} s", flush=True)


def peak() -> float:
    """Give the most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
