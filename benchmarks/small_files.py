"""Many small files, each with two columns of its own, staged and uploaded."""

from pathlib import Path

from inputs import make_small_files
from measuring import Contender, Result, empty_folder, job, take_turns
from report import Goal, Table, make_table
from settings import Settings

LOOP, LINK, COPY = "Plain loop", "Muniment, linked", "Muniment, copied"
WRITING_LOOP, WRITTEN = "Plain loop, writing", "Muniment, written"
ONE_BY_ONE, IN_BULK = 300, 1000


def measure(settings: Settings) -> Table:
    """Run all contenders on the same files, and compare them with the loop."""
    with empty_folder(settings.scratch) as folder:
        source = make_small_files(folder / "source", settings.files, settings.size)
        contenders = [*_plain(settings, source), *_muniment(settings, source), *_peers(settings, source)]
        results = take_turns(contenders, settings.rounds, settings.scratch)
    columns = {
        "files": lambda result: f"{result.contender.items:,}",
        "files/s": lambda result: f"{result.contender.items / result.seconds:,.0f}",
        "× loop": lambda result: f"{result.times(_loop_of(result, results)):.3g}",
        "staging + upload": _parts,
    }
    title = f"{settings.files:,} files of {settings.size:,} bytes, with two columns each"
    return make_table("small_files", title, results, columns, list(_goals(results)))


def _plain(settings: Settings, source: Path) -> list[Contender]:
    count, size = settings.files, settings.size
    known = {"source": str(source), "count": count}
    return [
        Contender(
            LOOP,
            job(settings.python, "plain.py", "small_files", **known),
            count,
            remark="read, MD5, SHA-256, copy, three rows a file in one transaction; a kill loses all of it",
        ),
        Contender(
            WRITING_LOOP,
            job(settings.python, "plain.py", "written_files", count=count, size=size),
            count,
            remark="the same, with files that it writes itself and then moves instead of copying",
        ),
    ]


def _muniment(settings: Settings, source: Path) -> list[Contender]:
    count, size = settings.files, settings.size
    known = {"source": str(source), "count": count}
    return [
        Contender(LINK, job(settings.python, "with_muniment.py", "small_files", **known), count),
        Contender(
            COPY,
            job(settings.python, "with_muniment.py", "small_files", copy_file=True, **known),
            count,
            remark="copy_file=True: the files are free to change as soon as they are staged",
        ),
        Contender(
            WRITTEN,
            job(settings.python, "with_muniment.py", "written_files", count=count, size=size),
            count,
            remark="files written to the paths that staging gives; the time of writing is in it",
        ),
    ]


def _peers(settings: Settings, source: Path) -> list[Contender]:
    peers, count = settings.peers, settings.files
    contenders = []
    if "dvc" in peers:
        run = job(peers["dvc"], "with_dvc.py", "small_files", source=str(source))
        contenders += [Contender("DVC, add", run, count, 0, "MD5 only; no columns, no run, no catalog", True)]
    if "lamindb" in peers:
        few, some = min(ONE_BY_ONE, count), min(IN_BULK, count)
        where = (peers["lamindb"], "with_lamindb.py")
        one_by_one = job(*where, "small_files", source=str(source), count=few)
        in_bulk = job(*where, "small_files_in_bulk", source=str(source), count=some)
        contenders += [
            Contender("LaminDB, one by one", one_by_one, few, 0, "one checksum; as its manual shows", True),
            Contender(
                "LaminDB, in bulk", in_bulk, some, 0, "one checksum; links by hand, not by its calls", True
            ),
        ]
    if "mlflow" in peers:
        run = job(peers["mlflow"], "with_mlflow.py", "small_files", source=str(source))
        remark = "copies only: no checksum, no row and no columns a file"
        contenders += [Contender("MLflow, log_artifacts", run, count, 0, remark, True)]
    return contenders


def _loop_of(result: Result, results: dict[str, Result]) -> Result:
    return results[WRITING_LOOP if result.contender.name in {WRITTEN, WRITING_LOOP} else LOOP]


def _parts(result: Result) -> str:
    if "staging" not in result.runs[0].parts:
        return ""
    return f"{result.part('staging'):.3g} + {result.part('upload'):.3g}"


def _goals(results: dict[str, Result]) -> list[Goal]:
    return [
        Goal(f"{name} ÷ {_loop_of(results[name], results).contender.name}", ratio, at_most=2.0)
        for name in (LINK, COPY, WRITTEN)
        for ratio in [results[name].times(_loop_of(results[name], results))]
    ]
