"""One big file, staged as a link and uploaded."""

from pathlib import Path

from inputs import make_big_file
from measuring import Contender, empty_folder, job, take_turns
from report import Goal, Table, make_table
from settings import Settings

MD5, SERIAL, MUNIMENT = "MD5 alone", "MD5, SHA-256, copy in turn", "Muniment"


def measure(settings: Settings) -> Table:
    """Run all contenders on the same file, and compare them with MD5 alone."""
    with empty_folder(settings.scratch) as folder:
        source = make_big_file(folder / "big.bin", settings.gib)
        results = take_turns(_contenders(settings, source), settings.rounds, settings.scratch)
    columns = {
        "MB/s": lambda result: f"{result.contender.size / result.seconds / 1e6:,.0f}",
        "speed ÷ MD5": lambda result: f"{1 / result.times(results[MD5]):.3g}",
    }
    speed = 1 / results[MUNIMENT].times(results[MD5])
    goals = [
        Goal("Speed of Muniment ÷ MD5 alone", speed, at_least=0.85),
        Goal("Peak memory of Muniment", results[MUNIMENT].peak_mib, at_most=200, unit="MiB"),
    ]
    return make_table("big_file", f"One file of {settings.gib:g} GiB", results, columns, goals)


def _contenders(settings: Settings, source: Path) -> list[Contender]:
    python, peers, size = settings.python, settings.peers, source.stat().st_size
    where = {"source": str(source)}
    contenders = [
        Contender(MD5, job(python, "plain.py", "md5_alone", **where), 1, size, "in blocks of 1 MiB; no copy"),
        Contender(SERIAL, job(python, "plain.py", "one_after_the_other", **where), 1, size),
        Contender(MUNIMENT, job(python, "with_muniment.py", "big_file", **where), 1, size),
    ]
    if "dvc" in peers:
        run = job(peers["dvc"], "with_dvc.py", "big_file", **where)
        contenders += [Contender("DVC, add", run, 1, size, "MD5 only", True)]
    if "mlflow" in peers:
        run = job(peers["mlflow"], "with_mlflow.py", "big_file", **where)
        contenders += [Contender("MLflow, log_artifact", run, 1, size, "copies only: no checksum", True)]
    return contenders
