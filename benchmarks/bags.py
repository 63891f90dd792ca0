"""Bags exported, validated and completed over HTTP, beside `bagit` and `bdbag`, in turns and in the same run.

All contenders have the same files, MD5 and SHA-256. What bagit and bdbag make of them holds the files alone;
Muniment's bag also has the tables of the catalog, and a folder of its own for each file.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import machine
from inputs import make_small_files
from measuring import HERE, Contender, Result, job, take_turns

OURS, THEIRS, PLAIN = "with_muniment_bags.py", "with_bagit.py", "plain_bags.py"
HEADS = "| job | contender | s (fastest to slowest) | files/s | MB/s | CPU s | MiB | times as fast as |"


def main() -> None:
    """Do what the command line asks, and print the figures as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000, help="number of small files (%(default)s)")
    parser.add_argument("--gib", type=float, default=2, help="size of 8 large files together (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each contender runs (%(default)s)")
    parser.add_argument("--folder", type=Path, default=machine.scratch_parent(), help="where (%(default)s)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bags-", dir=asked.folder) as scratch:
        for name, text in machine.describe(Path(scratch)).items():
            print(f"{name}: {text}")
        print(f"\n{HEADS}\n|{' --- |' * 8}")
        small = Input(Path(scratch) / "small", asked.files, 4096)
        measure(f"{asked.files:,} × 4 KiB", small, asked.rounds)
        small.remove()
        large = Input(Path(scratch) / "large", 8, int(asked.gib * 2**27))
        measure(f"8 × {asked.gib / 8:g} GiB", large, asked.rounds, over_http=False)


class Input:
    """Files, a catalog that has them, and the bags of that."""

    def __init__(self, folder: Path, count: int, size: int) -> None:
        """Make them."""
        folder.mkdir()
        self.folder, self.count, self.bytes = folder, count, count * size
        self.source = make_small_files(folder / "source", count, size)
        self.catalog = folder / "lab"
        known = {"source": str(self.source), "catalog": str(self.catalog)}
        job(sys.executable, OURS, "prepare", **known)(folder)

    def bag(self, kind: str) -> Path:
        """Give the bag, whole or light."""
        [found] = (self.catalog / kind).glob("Dataset_*")
        return found

    def remove(self) -> None:
        """Make room for others."""
        shutil.rmtree(self.folder)


def measure(what: str, given: Input, rounds: int, over_http: bool = True) -> None:
    """Run the jobs on an input."""
    source, catalog = {"source": str(given.source)}, {"catalog": str(given.catalog)}
    whole = {"bag": str(given.bag("whole"))}
    show(
        f"export, {what}",
        run(
            given,
            rounds,
            ("bagit, copies", THEIRS, "make_bag", source),
            ("bagit, copies, 2 processes", THEIRS, "make_bag", {**source, "processes": 2}),
            ("bagit, links", THEIRS, "make_bag", {**source, "link": True}),
            ("bdbag, copies", THEIRS, "make_bdbag", source),
            ("Muniment, folder", OURS, "export", {**catalog, "form": "folder"}),
            ("Muniment, links", OURS, "export", {**catalog, "form": "folder", "link": True}),
            ("Muniment, zip", OURS, "export", {**catalog, "form": "zip"}),
            ("Muniment, tables only", OURS, "export", {**catalog, "form": "folder", "materialize": False}),
            ("no product, files copied", PLAIN, "files", {**catalog, **whole}),
            ("no product, files linked", PLAIN, "files", {**catalog, **whole, "link": True}),
            ("no product, rows", PLAIN, "rows", {**catalog, **whole}),
        ),
    )
    show(
        f"validation, {what}",
        run(
            given,
            rounds,
            ("bagit", THEIRS, "validate", whole),
            ("bagit, 2 processes", THEIRS, "validate", {**whole, "processes": 2}),
            ("bdbag", THEIRS, "validate_bdbag", whole),
            ("Muniment", OURS, "validate", whole),
        ),
    )
    if over_http:
        with web_server(given.catalog) as url:
            light = given.bag("light")
            fetch = light / "fetch.txt"
            fetch.write_text(fetch.read_text().replace(f"file://localhost{given.catalog}", url))
            show(
                f"materialization over HTTP, {what}",
                run(
                    given,
                    rounds,
                    ("bdbag", THEIRS, "materialize", {"bag": str(light)}),
                    ("Muniment", OURS, "materialize", {"bag": str(light)}),
                ),
            )


def run(given: Input, rounds: int, *jobs: tuple[str, str, str, dict[str, object]]) -> dict[str, Result]:
    """Let contenders take turns."""
    contenders = [
        Contender(name, job(sys.executable, script, do, **known), given.count, given.bytes)
        for name, script, do, known in jobs
    ]
    return take_turns(contenders, rounds, given.folder)


def show(what: str, results: dict[str, Result]) -> None:
    """Print the lines of a table; the last column compares with the first contender of another make."""
    first = next(iter(results.values()))
    for name, result in results.items():
        fastest, slowest = result.range
        ratio = "" if result is first else f"{1 / result.times(first):.2g} × {first.contender.name}"
        cells = [
            what,
            name,
            f"{result.seconds:.3g} ({fastest:.3g} to {slowest:.3g})",
            f"{result.contender.items / result.seconds:,.0f}",
            f"{result.contender.size / result.seconds / 1e6:,.0f}",
            f"{result.cpu_seconds:.3g}",
            f"{result.peak_mib:.0f}",
            ratio,
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


@contextmanager
def web_server(folder: Path) -> Iterator[str]:
    """Serve the files of a folder, and give the URL."""
    command = [sys.executable, str(HERE / "jobs" / "file_server.py"), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.terminate()


if __name__ == "__main__":
    main()
