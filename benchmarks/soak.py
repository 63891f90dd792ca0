"""Let many write to one catalog at once for a while, and look afterwards whether anything is missing.

50 processes write to one catalog in a folder, then 200 connections to one in PostgreSQL: executions with an
upload, terms, members of datasets, rows and tables. Afterwards what each of them was told is compared with
what the catalog has. The PostgreSQL is that of the tests (extra `test`), or any that `--url` names.

    .venv/bin/python benchmarks/soak.py --seconds 60
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import muniment
from muniment import ColumnDefinition, Muniment, TableDefinition, TableExists
from tests import servers

DATASETS = 5


@dataclass
class Told:
    """What a writer was told by the catalog."""

    rids: list[str] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)
    members: int = 0
    uploaded: int = 0
    tables: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """One of those who write, with a name of its own."""

    ml: Muniment
    name: str
    workflow: Any
    datasets: list[Any]
    told: Told = field(default_factory=Told)
    count: int = 0

    def work_until(self, end: float) -> Told:
        """Do one thing after another."""
        chance = random.Random(self.name)
        kinds: list[Callable[[], None]] = [self.rows, self.term, self.member, self.execution, self.table]
        while time.time() < end:
            [act] = chance.choices(kinds, weights=[8, 4, 6, 4, 0.2])
            self.count += 1
            begun = time.perf_counter()
            try:
                act()
            except Exception as error:  # noqa: BLE001 (any is one too many)
                self.told.errors.append(f"{act.__name__}: {type(error).__name__}: {error}"[:300])
            self.told.seconds.setdefault(act.__name__, []).append(time.perf_counter() - begun)
        return self.told

    def rows(self) -> None:
        """Insert rows."""
        named = [{"Name": f"{self.name}-{self.count}-{number}"} for number in range(5)]
        self.told.rids += self.ml.insert_rows("Subject", named)

    def term(self) -> None:
        """Add a term that others add too."""
        name = f"Kind {self.count % 50}"
        self.told.terms[name] = self.ml.add_term("Asset_Type", name, "Added by whoever came first").rid

    def member(self) -> None:
        """Put a row into a dataset that others change too."""
        [rid] = self.ml.insert_rows("Subject", {"Name": f"{self.name}-{self.count}"})
        self.told.rids.append(rid)
        random.choice(self.datasets).add_dataset_members([rid])
        self.told.members += 1

    def execution(self) -> None:
        """Run something that leaves a file, and upload it."""
        with self.ml.create_execution(workflow=self.workflow) as exe:
            exe.asset_file_path("Image", f"{self.name}-{self.count}.bin").write_bytes(os.urandom(64))
        exe.upload_execution_outputs()
        self.told.uploaded += 1
        self.told.rids.append(exe.execution_rid)

    def table(self) -> None:
        """Make a table that others make too."""
        name = f"Table {self.count // 20}"
        try:
            self.ml.create_table(TableDefinition(name, [ColumnDefinition("Name")]))
            self.told.tables.append(name)
        except TableExists:
            self.ml.table(name)


def begin(address: str, number: int, threads: int, work: str, end: float, queue: Any) -> None:
    """Write with some threads in a process of its own."""
    ml = Muniment(address, working_dir=work)
    workflow = ml.create_workflow("Soak", "Ingest")
    found = ml.find_datasets()
    writers = [Writer(ml, f"{number}.{thread}", workflow, found) for thread in range(threads)]
    running = [threading.Thread(target=writer.work_until, args=(end,)) for writer in writers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    ml.close()
    queue.put([vars(writer.told) for writer in writers])


def soak(address: str, store: str | None, processes: int, threads: int, seconds: float, work: Path) -> None:
    """Let them write, and print what came of it."""
    ml = Muniment(address, create=True, store=store, working_dir=work / "0")
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    ml.create_asset("Image")
    ml.add_dataset_element_type("Subject")
    for number in range(DATASETS):
        ml.create_dataset(description=f"Number {number}")
    ml.create_workflow("Soak", "Ingest")
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    end = time.time() + seconds + processes * 0.05
    started = [
        context.Process(target=begin, args=(address, n, threads, str(work / str(n % 4)), end, queue))
        for n in range(processes)
    ]
    for process in started:
        process.start()
    told = [Told(**each) for _ in started for each in queue.get(timeout=seconds + 300)]
    for process in started:
        process.join()
    report(ml, told, f"{ml.address}: {processes} processes × {threads}, {seconds:.0f} s")
    ml.close()


def report(ml: Muniment, told: list[Told], title: str) -> None:
    """Compare what writers were told with what there is, and print it."""
    rids = [rid for each in told for rid in each.rids]
    there = {row["RID"] for table in ("Subject", "Execution") for row in ml.list_rows(table, columns=["RID"])}
    terms = {term.name: term.rid for term in ml.list_vocabulary_terms("Asset_Type")}
    made = Counter(name for each in told for name in each.tables)
    members = sum(len(d.list_dataset_members().get("Subject", ())) for d in ml.find_datasets())
    checks = {
        "rows told and there": set(rids) <= there,
        "no RID twice": len(set(rids)) == len(rids),
        "terms are one each": all(terms[n] == rid for each in told for n, rid in each.terms.items()),
        "members": members == sum(each.members for each in told),
        "files uploaded": len(ml.list_assets("Image")) == sum(each.uploaded for each in told),
        "tables made once": set(made.values()) <= {1} and {t.name for t in ml.list_tables()} >= set(made),
    }
    errors = [error for each in told for error in each.errors]
    times: dict[str, list[float]] = {}
    for each in told:
        for kind, seconds in each.seconds.items():
            times.setdefault(kind, []).extend(seconds)
    print(title)
    for kind, seconds in sorted(times.items()):
        ordered = sorted(seconds)
        p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
        longest = ordered[-1]
        print(f"  {kind:10} {len(ordered):7,} × p50 {p50:.3f} s, p99 {p99:.3f} s, longest {longest:.3f} s")
    print(f"  errors: {len(errors)} {json.dumps(Counter(errors).most_common(5), indent=2) if errors else ''}")
    for name, is_right in checks.items():
        print(f"  {name}: {'yes' if is_right else 'NO'}")
    if errors or not all(checks.values()):
        sys.exit(1)


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--url", help="an empty database of PostgreSQL; else one of the tests is started")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--processes", type=int, default=50, help="that write to SQLite")
    parser.add_argument("--connections", type=int, default=200, help="to PostgreSQL, 25 for each process")
    asked = parser.parse_args()
    os.environ.setdefault("MUNIMENT_WORKFLOW_FILE", muniment.__file__)
    work = Path(tempfile.mkdtemp(prefix="soak-"))
    servers.open_folder()
    try:
        if asked.only != "postgresql":
            soak(str(work / "lab"), None, asked.processes, 1, asked.seconds, work / "work")
        if asked.only != "sqlite":
            url = asked.url or servers.shared("postgresql", servers.start_postgresql)["url"] + "/postgres"
            processes = -(-asked.connections // 25)
            soak(url, str(work / "objects"), processes, 25, asked.seconds, work / "work-2")
    finally:
        servers.close_folder()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
