"""Many small objects, some of 8 MiB and a large one, to an S3 server on this machine and back."""

import statistics
from collections.abc import Callable
from pathlib import Path

from inputs import make_big_file, make_small_files
from measuring import Contender, Result, Run, empty_folder, job, take_turns
from report import Table, make_table
from s3_server import running_server
from settings import Settings

PUT, GET = "to S3", "from S3"
MEDIUM, MEDIUM_SIZE = 100, 8 << 20
SCRIPTS = {"boto3": "with_boto3.py", "obstore": "with_obstore.py", "Muniment": "with_muniment_s3.py"}
REMARKS = {
    "boto3": "8 threads; a large object in parts by its transfer manager",
    "obstore": "8 threads; a large object in parts; no checksum",
    "Muniment": "MD5 and SHA-256 of what goes, SHA-256 of what comes, no object twice, no half files",
}


def measure(settings: Settings) -> Table:
    """Run all contenders on the same files, each with a new server, and compare them with boto3."""
    with empty_folder(settings.scratch) as folder:
        small = make_small_files(folder / "small", settings.objects, settings.size)
        medium = make_small_files(folder / "medium", MEDIUM, MEDIUM_SIZE)
        large = make_big_file(folder / "large.bin", settings.gib)
        contenders = [
            *_many(settings, "small", small, settings.objects, settings.size),
            *_many(settings, "medium", medium, MEDIUM, MEDIUM_SIZE),
            *_large(settings, large),
        ]
        results = take_turns(contenders, settings.rounds, settings.scratch)
    columns: dict[str, Callable[[Result], str]] = {}
    for part in (PUT, GET):
        columns[part] = lambda result, part=part: _speed(result, part)
        columns[f"{part} ÷ boto3"] = lambda result, part=part: f"{_ratio(result, results, part):.3g}"
    title = (
        f"{settings.objects:,} objects of {settings.size:,} bytes, {MEDIUM} of 8 MiB, and one of "
        f"{settings.gib:g} GiB"
    )
    return make_table("s3", title, results, columns, [])


def _many(settings: Settings, kind: str, source: Path, count: int, size: int) -> list[Contender]:
    known = {"source": str(source), "count": count}
    return [
        Contender(
            f"{name}, {kind}",
            _with_server(job(settings.python, script, "many_objects", **known)),
            count,
            count * size,
            REMARKS[name],
        )
        for name, script in SCRIPTS.items()
    ]


def _large(settings: Settings, source: Path) -> list[Contender]:
    size = source.stat().st_size
    return [
        Contender(
            f"{name}, large",
            _with_server(job(settings.python, script, "big_object", source=str(source))),
            1,
            size,
            REMARKS[name],
        )
        for name, script in SCRIPTS.items()
    ]


def _with_server(run: Callable[[Path], Run]) -> Callable[[Path], Run]:
    def run_with_server(folder: Path) -> Run:
        with running_server(folder / "server"):
            return run(folder)

    return run_with_server


def _speed(result: Result, part: str) -> str:
    seconds, contender = result.part(part), result.contender
    if contender.items > MEDIUM:
        return f"{contender.items / seconds:,.0f}/s"
    return f"{contender.size / seconds / 1e6:,.0f} MB/s"


def _ratio(result: Result, results: dict[str, Result], part: str) -> float:
    """Give how many times as fast as boto3 it is: the median over the rounds."""
    plain = results[f"boto3, {result.contender.name.rpartition(', ')[2]}"]
    pairs = zip(result.runs, plain.runs, strict=True)
    return statistics.median(theirs.parts[part] / mine.parts[part] for mine, theirs in pairs)
