"""Split datasets of few and many members in several ways: seconds, and whether memory grows with the members.

.venv/bin/python benchmarks/splits.py --members 1000000
.venv/bin/python benchmarks/splits.py --postgresql            # on the PostgreSQL of the tests (extra `test`)
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import machine
from measuring import Run, empty_folder, job

sys.path.insert(0, str(Path(__file__).parent.parent))

FEW = 10_000
WAYS = {
    "at random": {},
    "stratified by a column": {"stratify_by_column": "Stage"},
    "grouped by a reference": {"group_by_column": "Subject"},
    "grouped, and stratified by a column of another table": {
        "group_by_column": "Subject",
        "stratify_by_column": "Subject.Sex",
    },
}


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true", help="in place of SQLite")
    parser.add_argument("--folder", type=Path, default=machine.scratch_parent(), help="where to work")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="splits-", dir=asked.folder) as scratch:
        if asked.postgresql:
            from tests import servers

            servers.open_folder()
            try:
                url = servers.shared("postgresql", servers.start_postgresql)["url"]
                measure(asked, Path(scratch), url)
            finally:
                servers.close_folder()
        else:
            measure(asked, Path(scratch), None)


def measure(asked: argparse.Namespace, scratch: Path, server: str | None) -> None:
    """Split a small and a large dataset in all ways, and print what each took."""
    found: dict[tuple[int, str], list[Run]] = {}
    for members in (FEW, asked.members):
        address = make_address(scratch, server, members)
        store = str(scratch / f"objects-{members}")
        filled = job(sys.executable, "splits.py", "fill", address=address, store=store, members=members)(
            scratch
        )
        print(f"{members:,} members made in {filled.seconds:.1f} s", flush=True)
        for _ in range(asked.rounds):
            for name, options in WAYS.items():
                with empty_folder(scratch) as folder:
                    run = job(
                        sys.executable,
                        "splits.py",
                        "split",
                        address=address,
                        dataset=filled.found["dataset"],
                        options=options,
                    )(folder)
                found.setdefault((members, name), []).append(run)
                print(f"{members:,} {name}: {run.seconds:.2f} s, {run.peak_mib:.0f} MiB", flush=True)
    for name in WAYS:
        few, many = found[FEW, name], found[asked.members, name]
        seconds, peak = statistics.median(run.seconds for run in many), max(run.peak_mib for run in many)
        growth = (peak - max(run.peak_mib for run in few)) * 2**20 / max(asked.members - FEW, 1)
        sizes = ", ".join(f"{size:,}" for size in many[0].found["sizes"])
        print(f"{name}: {seconds:.1f} s, {peak:.0f} MiB, {growth:.0f} bytes for a member more; parts {sizes}")


def make_address(scratch: Path, server: str | None, members: int) -> str:
    """Name a new catalog: a folder, or a database of its own."""
    if server is None:
        return str(scratch / f"lab-{members}")
    from tests import servers

    servers.administer(server, f'CREATE DATABASE "splits_{members}"')
    return f"{server}/splits_{members}"


if __name__ == "__main__":
    main()
