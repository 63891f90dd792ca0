"""Commands about datasets."""

import click

from muniment.bags.packing import FORMS
from muniment.cli.output import catalog_option, json_option, show, written
from muniment.ml.muniment import Muniment


@click.group()
def dataset() -> None:
    """Datasets, their versions and their bags."""


@dataset.command("list")
@catalog_option
@json_option
def list_datasets(ml: Muniment, as_json: bool) -> None:
    """List all datasets.

    Example: muniment dataset list --catalog ./lab
    """
    rows = [
        {
            "RID": each.rid,
            "version": str(each.current_version),
            "types": each.dataset_types,
            "description": each.description,
        }
        for each in ml.find_datasets()
    ]
    show(rows, as_json)


@dataset.command()
@click.argument("rid")
@click.option("--version", help="The version; the current one if left out.")
@click.option("--no-files", is_flag=True, help="Leave the files to fetch.txt.")
@catalog_option
def download(rid: str, version: str | None, no_files: bool, ml: Muniment) -> None:
    """Download the dataset RID as a BagIt bag, and print where it is.

    Example: muniment dataset download 1-4K7Q --catalog ./lab
    """
    bag = ml.lookup_dataset(rid).download_dataset_bag(version, materialize=not no_files)
    written(bag.path)


@dataset.command()
@click.argument("rid")
@click.argument("folder", default=".")
@click.option("--format", "form", type=click.Choice(FORMS), default="folder", help="A folder, or one file.")
@click.option("--version", help="The version; the current one if left out.")
@click.option("--no-files", is_flag=True, help="Leave the files to fetch.txt.")
@catalog_option
def export(rid: str, folder: str, form: str, version: str | None, no_files: bool, ml: Muniment) -> None:
    """Write the dataset RID as a BagIt bag into FOLDER, and print where it is.

    Example: muniment dataset export 1-4K7Q . --format zip --catalog ./lab
    """
    bag = ml.lookup_dataset(rid).export_bag(folder, form, version=version, materialize=not no_files)
    written(bag.path)
