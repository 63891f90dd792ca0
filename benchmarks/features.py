"""A run that makes many small files, and as many values of a feature that refer to them."""

import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from inputs import make_small_files
from measuring import Contender, Result, empty_folder, job, take_turns
from report import Table, make_table
from settings import Settings

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests import servers

BY_HAND, OURS = "By hand, {}", "Muniment, {}"
ONE_BY_ONE, IN_BULK = 200, 1000
REMARKS = {
    "SQLite": "read, MD5, SHA-256, copy; four rows a file with sqlite3, in one transaction; no history",
    "PostgreSQL": "read, MD5, SHA-256, copy; four rows a file by COPY, in one transaction; no history",
}


def measure(settings: Settings) -> Table:
    """Run all contenders on the same files, and compare ours with the same by hand."""
    with empty_folder(settings.scratch) as folder, _postgresql() as url:
        source = make_small_files(folder / "source", settings.files, settings.size)
        known = {"source": str(source), "count": settings.files}
        contenders = [
            Contender(
                name.format(database),
                job(settings.python, script, "features", url=where, **known),
                settings.files,
                remark=remark,
            )
            for database, where in (("SQLite", None), ("PostgreSQL", url))
            for name, script, remark in (
                (BY_HAND, "plain_features.py", REMARKS[database]),
                (OURS, "with_muniment_features.py", ""),
            )
        ]
        results = take_turns([*contenders, *_peers(settings, source)], settings.rounds, settings.scratch)
    columns: dict[str, Callable[[Result], str]] = {
        "values": lambda result: f"{result.contender.items:,}",
        "rows/s": lambda result: f"{2 * result.contender.items / result.seconds:,.0f}",
        "× by hand": lambda result: f"{result.times(_by_hand(result, results)):.3g}",
        "CPU × by hand": lambda result: _cpu_times(result, results),
        "files + values + upload": _parts,
    }
    title = f"{settings.files:,} files of {settings.size:,} bytes and {settings.files:,} values of a feature"
    return make_table("features", title, results, columns, [])


@contextmanager
def _postgresql() -> Iterator[str]:
    servers.open_folder()
    try:
        yield servers.shared("postgresql", servers.start_postgresql)["url"]
    finally:
        servers.close_folder()


def _peers(settings: Settings, source: Path) -> list[Contender]:
    peers, count = settings.peers, settings.files
    contenders = []
    if "lamindb" in peers:
        few, some = min(ONE_BY_ONE, count), min(IN_BULK, count)
        where = (peers["lamindb"], "with_lamindb.py")
        one_by_one = job(*where, "features", source=str(source), count=few)
        in_bulk = job(*where, "features_in_bulk", source=str(source), count=some)
        contenders += [
            Contender("LaminDB, one by one", one_by_one, few, 0, "as its manual shows; one checksum", True),
            Contender("LaminDB, in bulk", in_bulk, some, 0, "links by its tables; one checksum", True),
        ]
    if "mlflow" in peers:
        run = job(peers["mlflow"], "with_mlflow.py", "features", source=str(source), count=count)
        remark = "a metric and a param of the run for each; refers to no row; no checksum"
        contenders += [Contender("MLflow", run, count, 0, remark, True)]
    return contenders


def _by_hand(result: Result, results: dict[str, Result]) -> Result:
    database = "PostgreSQL" if "PostgreSQL" in result.contender.name else "SQLite"
    return results[BY_HAND.format(database)]


def _cpu_times(result: Result, results: dict[str, Result]) -> str:
    """Compare processor time, in which that of a server is not."""
    hand = _by_hand(result, results)
    pairs = zip(result.runs, hand.runs, strict=True)
    items = result.contender.items / hand.contender.items
    return f"{statistics.median(mine.cpu_seconds / its.cpu_seconds for mine, its in pairs) / items:.3g}"


def _parts(result: Result) -> str:
    names = ("files", "values", "upload")
    parts = [f"{result.part(name):.3g}" for name in names if name in result.runs[0].parts]
    return " + ".join(parts) if len(parts) == len(names) else ""
