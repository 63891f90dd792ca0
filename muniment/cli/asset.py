"""Commands about assets."""

import click

from muniment.cli.output import catalog_option, json_option, show, written
from muniment.ml.muniment import Muniment


@click.group()
def asset() -> None:
    """Files in the catalog."""


@asset.command("list")
@click.argument("table", required=False)
@click.option("--type", "asset_type", help="Only assets of this type.")
@click.option("--execution", help="Only assets that this execution made or read.")
@catalog_option
@json_option
def list_assets(
    table: str | None, asset_type: str | None, execution: str | None, ml: Muniment, as_json: bool
) -> None:
    """List the assets of TABLE, or of all asset tables.

    Example: muniment asset list Image --type Thumbnail --catalog ./lab
    """
    found = ml.find_assets(table, asset_type, execution=execution)
    rows = [{"Asset_Table": each.asset_table, **each} for each in found]
    show(rows, as_json, ("RID", "Asset_Table", "Filename", "Length", "MD5", "Asset_Type"))


@asset.command("show")
@click.argument("rid")
@catalog_option
@json_option
def show_asset(rid: str, ml: Muniment, as_json: bool) -> None:
    """Show all that is known of the asset RID, and the executions that made and read it.

    Example: muniment asset show 1-4K7Q --catalog ./lab
    """
    found = ml.lookup_asset(rid)
    known = {
        "Asset_Table": found.asset_table,
        **found,
        "Made_By": found.list_executions("Output"),
        "Read_By": found.list_executions("Input"),
    }
    show([known] if as_json else [{"": name, " ": value} for name, value in known.items()], as_json)


@asset.command()
@click.argument("rid")
@click.argument("folder", default=".")
@catalog_option
def download(rid: str, folder: str, ml: Muniment) -> None:
    """Write the file of the asset RID into FOLDER.

    Example: muniment asset download 1-4K7Q ./out --catalog ./lab
    """
    written(ml.lookup_asset(rid).download(folder))


@asset.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--table", default="File", show_default=True, help="The asset table.")
@click.option("--type", "asset_types", multiple=True, help="A type; may be given several times.")
@catalog_option
@json_option
def add(
    paths: tuple[str, ...], table: str, asset_types: tuple[str, ...], ml: Muniment, as_json: bool
) -> None:
    """Add the files PATHS, or all files of the directories among them.

    Example: muniment asset add scans/ notes.txt --catalog ./lab
    """
    found = ml.add_files(paths, asset_table=table, asset_types=asset_types or None)
    show(found, as_json, ("RID", "Filename", "Length", "MD5"))
