"""What commands print, and the options that all of them share."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from muniment.config import read_settings
from muniment.ml.muniment import Muniment

Command = TypeVar("Command", bound=Callable[..., Any])
_OPTIONS = "muniment.options"


def open_catalog(context: click.Context, _: click.Parameter, address: str | None) -> Muniment:
    """Open the catalog that a command is for, and close it when the command ends."""
    if address is None and read_settings().catalog is None:
        address = "."
    ml = Muniment(address, **context.meta.get(_OPTIONS, {}))
    context.call_on_close(ml.close)
    return ml


def keep_option(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    """Keep an option until the catalog is opened."""
    context.meta.setdefault(_OPTIONS, {})[parameter.name] = value


def catalog_option(command: Command) -> Command:
    """Give a command the options that name its catalog and the working directory on this machine."""
    for name, metavar, text in (
        ("--working-dir", "FOLDER", "Where runs stage their files on this machine, if not where they would."),
        ("--domain-schema", "NAME", "Which catalog of a database, if it holds several."),
    ):
        option = click.option(
            name, is_eager=True, expose_value=False, metavar=metavar, callback=keep_option, help=text
        )
        command = option(command)
    return click.option(
        "--catalog",
        "-c",
        "ml",
        metavar="ADDRESS",
        callback=open_catalog,
        help="Folder or database of the catalog. Else what MUNIMENT_CATALOG or muniment.toml names, or here.",
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
