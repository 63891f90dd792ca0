"""What commands print, and the options that all of them share."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from muniment.ml.muniment import Muniment

Command = TypeVar("Command", bound=Callable[..., Any])
_WORKING_DIR = "muniment.working_dir"


def open_catalog(context: click.Context, _: click.Parameter, folder: str) -> Muniment:
    """Open the catalog that a command is for, and close it when the command ends."""
    ml = Muniment(folder, working_dir=context.meta.get(_WORKING_DIR))
    context.call_on_close(ml.close)
    return ml


def keep_working_dir(context: click.Context, _: click.Parameter, folder: str | None) -> None:
    """Keep the name of the working directory until the catalog is opened."""
    context.meta[_WORKING_DIR] = folder


def catalog_option(command: Command) -> Command:
    """Give a command the options that name its catalog and the working directory on this machine."""
    command = click.option(
        "--working-dir",
        is_eager=True,
        expose_value=False,
        metavar="FOLDER",
        callback=keep_working_dir,
        help="Where runs stage their files on this machine, if not in the catalog's folder.",
    )(command)
    return click.option(
        "--catalog",
        "-c",
        "ml",
        envvar="MUNIMENT_CATALOG",
        default=".",
        show_default=True,
        metavar="FOLDER",
        callback=open_catalog,
        help="Folder of the catalog; MUNIMENT_CATALOG names it as well.",
    )(command)


def json_option(command: Command) -> Command:
    """Give a command the option that makes it print JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def show(rows: Iterable[Mapping[str, Any]], as_json: bool, columns: Iterable[str] | None = None) -> None:
    """Print rows as a table, or as JSON."""
    listed = [dict(row) for row in rows]
    if as_json:
        click.echo(json.dumps(listed, default=_plain, indent=2, ensure_ascii=False))
        return
    names = list(columns or (listed[0] if listed else ()))
    cells = [[_cell(row.get(name)) for name in names] for row in listed]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    for line in [names, *cells] if names else []:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if not isinstance(value, (tuple, set)) else list(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def written(path: Path) -> None:
    """Print where something was written."""
    click.echo(str(path))
