"""Commands about bags; they need no catalog."""

import click

from muniment.bags.dataset_bag import DatasetBag
from muniment.cli.output import json_option, show


@click.group()
def bag() -> None:
    """Bags of datasets, read and checked without a catalog."""


@bag.command()
@click.argument("folder")
@click.option("--fast", is_flag=True, help="Count files and bytes only.")
def validate(folder: str, fast: bool) -> None:
    """Check the bag in FOLDER against its checksums.

    Example: muniment bag validate ./Dataset_1-4K7Q
    """
    DatasetBag.open(folder).validate(fast=fast)
    click.echo(f"{folder} is valid")


@bag.command("tables")
@click.argument("folder")
@json_option
def list_tables(folder: str, as_json: bool) -> None:
    """List the tables of the bag in FOLDER, with their numbers of rows.

    Example: muniment bag tables ./Dataset_1-4K7Q
    """
    found = DatasetBag.open(folder)
    rows = [{"table": name, "rows": len(found.get_table_as_dataframe(name))} for name in found.list_tables()]
    show(rows, as_json)
