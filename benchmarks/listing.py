"""All assets of a table with their types, as a DataFrame."""

from pathlib import Path

from measuring import Contender, Result, empty_folder, job, take_turns
from report import Goal, Table, make_table
from settings import Settings

PLAIN, MUNIMENT = "sqlite3 and pandas", "Muniment"


def measure(settings: Settings) -> Table:
    """Fill one catalog, and list it with all contenders."""
    with empty_folder(settings.scratch) as folder:
        job(settings.python, "with_muniment.py", "fill_catalog", rows=settings.rows)(folder)
        results = take_turns(_contenders(settings, folder / "lab"), settings.rounds, settings.scratch)
    _require_same(results)
    columns = {
        "rows": lambda result: f"{result.contender.items:,}",
        "rows/s": lambda result: f"{result.contender.items / result.seconds:,.0f}",
        "× plain": lambda result: f"{result.times(results[PLAIN]):.3g}",
    }
    goals = [Goal("Seconds of Muniment", results[MUNIMENT].seconds, at_most=1.0)]
    title = f"{settings.rows:,} assets with a type each into a DataFrame"
    return make_table("listing", title, results, columns, goals)


def _contenders(settings: Settings, catalog: Path) -> list[Contender]:
    python, rows = settings.python, settings.rows
    plain = job(python, "plain.py", "list_assets", catalog=str(catalog))
    muniment = job(python, "with_muniment.py", "list_assets", catalog=str(catalog))
    contenders = [
        Contender(PLAIN, plain, rows, remark="the same database read into an equal DataFrame, by hand"),
        Contender(MUNIMENT, muniment, rows, remark="opening the catalog is not in it, nor importing pandas"),
    ]
    if "lamindb" in settings.peers:
        run = job(settings.peers["lamindb"], "with_lamindb.py", "list_assets", rows=rows)
        remark = "8 columns to 14, no columns of one's own; filled by SQL"
        contenders.append(Contender("LaminDB", run, rows, remark=remark, is_peer=True))
    return contenders


def _require_same(results: dict[str, Result]) -> None:
    """Make sure that both DataFrames had the same rows and dtypes."""
    plain, muniment = (results[name].runs[0].found for name in (PLAIN, MUNIMENT))
    if plain != muniment:
        raise AssertionError(f"The DataFrames differ:\n{plain}\n{muniment}")
