"""Commands about tables."""

import json
from typing import Any

import click

from muniment.catalog.schema.conversion import convert
from muniment.catalog.schema.definitions import ColumnDefinition
from muniment.catalog.schema.types import BuiltinTypes
from muniment.cli.output import catalog_option, json_option, show
from muniment.errors import InvalidValue
from muniment.ml.muniment import Muniment


@click.group()
def table() -> None:
    """Tables, vocabularies and their columns."""


@table.command("list")
@catalog_option
@json_option
def list_tables(ml: Muniment, as_json: bool) -> None:
    """List all tables.

    Example: muniment table list --catalog ./lab
    """
    found = [
        {
            "table": d.name,
            "kind": d.kind.value,
            "schema": d.schema_name or ml.domain_schema,
            "comment": d.comment,
        }
        for d in ml.list_tables()
    ]
    show(found, as_json)


@table.command("show")
@click.argument("name")
@catalog_option
@json_option
def show_table(name: str, ml: Muniment, as_json: bool) -> None:
    """Show the columns of the table NAME.

    Example: muniment table show Image --catalog ./lab
    """
    columns = ml.table(name).columns.values()
    rows = [
        {
            "column": c.name,
            "type": c.type.value,
            "required": not c.nullok,
            "sources": ", ".join(c.sources),
            "comment": c.comment,
        }
        for c in columns
    ]
    show(rows, as_json)


@table.command("rows")
@click.argument("name")
@catalog_option
@json_option
def list_rows(name: str, ml: Muniment, as_json: bool) -> None:
    """Print the rows of the table NAME.

    Example: muniment table rows Subject --json --catalog ./lab
    """
    show(ml.list_rows(name), as_json)


@table.command("add-column")
@click.argument("name")
@click.argument("column")
@click.argument("type_", metavar="TYPE", type=click.Choice(list(BuiltinTypes)), default=BuiltinTypes.text)
@click.option("--default", help="What the rows there are take, and new rows without a value.")
@click.option("--required", is_flag=True, help="Whether rows must have a value.")
@click.option("--comment", help="What it holds.")
@catalog_option
def add_column(
    name: str,
    column: str,
    type_: str,
    default: str | None,
    required: bool,
    comment: str | None,
    ml: Muniment,
) -> None:
    """Add COLUMN of TYPE (text if left out) to the table NAME.

    Example: muniment table add-column Image Width int4 --comment pixels --catalog ./lab
    """
    kind = BuiltinTypes(type_)
    definition = ColumnDefinition(
        name=column, type=kind, nullok=not required, default=_read(default, kind), comment=comment
    )
    ml.add_column(name, definition)


@table.command("sources")
@click.argument("name")
@click.argument("column")
@click.argument("sources", nargs=-1)
@catalog_option
def set_sources(name: str, column: str, sources: tuple[str, ...], ml: Muniment) -> None:
    """Say from which columns the values of COLUMN of the table NAME come; none takes it back.

    Example: muniment table sources Image Area Image.Width Image.Height --catalog ./lab
    """
    ml.set_column_sources(name, column, sources)


@table.command("rename")
@click.argument("name")
@click.argument("new_name")
@catalog_option
def rename_table(name: str, new_name: str, ml: Muniment) -> None:
    """Give the table NAME another name, and with it the tables that are named for it.

    Example: muniment table rename Subject Person --catalog ./lab
    """
    ml.rename_table(name, new_name)


@table.command("rename-column")
@click.argument("name")
@click.argument("column")
@click.argument("new_name")
@catalog_option
def rename_column(name: str, column: str, new_name: str, ml: Muniment) -> None:
    """Give COLUMN of the table NAME another name.

    Example: muniment table rename-column Image Width Pixels --catalog ./lab
    """
    ml.rename_column(name, column, new_name)


@table.command("drop-column")
@click.argument("name")
@click.argument("column")
@catalog_option
def drop_column(name: str, column: str, ml: Muniment) -> None:
    """Hide COLUMN of the table NAME; restore-column takes it back.

    Example: muniment table drop-column Image Width --catalog ./lab
    """
    ml.drop_column(name, column)


@table.command("restore-column")
@click.argument("name")
@click.argument("column")
@click.option("--as", "new_name", help="Name that it is to have, if its own is taken.")
@catalog_option
def restore_column(name: str, column: str, new_name: str | None, ml: Muniment) -> None:
    """Take back COLUMN of the table NAME, which was dropped or retyped last.

    Example: muniment table restore-column Image Width --catalog ./lab
    """
    ml.restore_column(name, column, new_name)


@table.command("retype-column")
@click.argument("name")
@click.argument("column")
@click.argument("type_", metavar="TYPE")
@catalog_option
def retype_column(name: str, column: str, type_: str, ml: Muniment) -> None:
    """Give COLUMN of the table NAME another TYPE; values that cannot be converted are listed.

    Example: muniment table retype-column Subject Age int2 --catalog ./lab
    """
    ml.retype_column(name, column, type_)


@table.command("require-column")
@click.argument("name")
@click.argument("column")
@click.option("--default", help="What rows without a value take, those there are and new ones.")
@catalog_option
def require_column(name: str, column: str, default: str | None, ml: Muniment) -> None:
    """Make COLUMN of the table NAME required.

    Example: muniment table require-column Subject Age --default 0 --catalog ./lab
    """
    ml.require_column(name, column, _read(default, ml.table(name).column(column).type))


@table.command("relax-column")
@click.argument("name")
@click.argument("column")
@catalog_option
def relax_column(name: str, column: str, ml: Muniment) -> None:
    """Let rows of the table NAME be without a value for COLUMN.

    Example: muniment table relax-column Subject Age --catalog ./lab
    """
    ml.relax_column(name, column)


@table.command("changes")
@click.argument("name", required=False)
@catalog_option
@json_option
def list_changes(name: str | None, ml: Muniment, as_json: bool) -> None:
    """List what was changed about all tables, or about the table NAME under all names it has had.

    Example: muniment table changes Subject --catalog ./lab
    """
    found = [
        {
            "time": change.time,
            "actor": change.actor,
            "action": change.action,
            "table": change.table,
            "details": change.details if as_json else json.dumps(dict(change.details), ensure_ascii=False),
        }
        for change in ml.list_changes(name)
    ]
    show(found, as_json)


def _read(text: str | None, kind: BuiltinTypes) -> Any:
    """Read a default as one writes it on a command line."""
    try:
        return None if text is None else convert(text, kind)
    except ValueError as error:
        raise InvalidValue(f"The default {text!r} cannot be {kind.value}: it {error}.") from None
