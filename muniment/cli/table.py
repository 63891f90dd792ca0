"""Commands about tables."""

import click

from muniment.cli.output import catalog_option, json_option, show
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
        {"column": c.name, "type": c.type.value, "required": not c.nullok, "comment": c.comment}
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
