"""Whether memory stays flat: a small and a large number of files, staged and uploaded."""

from measuring import Contender, Result, job, take_turns
from report import Goal, Table, make_table
from settings import Settings

FEW, SIZE, ROUNDS = 2000, 16, 3


def measure(settings: Settings) -> Table:
    """Upload few and many files that hold next to nothing, and compare the peaks."""
    contenders = [_contender(settings, min(FEW, settings.many)), _contender(settings, settings.many)]
    results = take_turns(contenders, min(ROUNDS, settings.rounds), settings.scratch)
    few, many = results.values()
    columns = {
        "files/s": lambda result: f"{result.contender.items / result.seconds:,.0f}",
        "KiB for a file more": lambda result: _growth(few, result),
    }
    goals = [Goal(f"Peak memory of {many.contender.name}", many.peak_mib, at_most=200, unit="MiB")]
    return make_table("memory", f"Files of {SIZE} bytes: peak memory", results, columns, goals)


def _contender(settings: Settings, count: int) -> Contender:
    run = job(settings.python, "with_muniment.py", "written_files", count=count, size=SIZE)
    return Contender(f"Muniment, {count:,} files", run, count)


def _growth(few: Result, many: Result) -> str:
    """Write how many KiB each file beyond the first ones has cost."""
    more = many.contender.items - few.contender.items
    return f"{(many.peak_mib - few.peak_mib) * 1024 / more:.2f}" if more else ""
