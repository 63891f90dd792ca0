"""Commands about bags; all but `load` need no catalog."""

import json
import tempfile
from dataclasses import asdict

import click

from muniment.bags.dataset_bag import DatasetBag
from muniment.cli.output import catalog_option, json_option, show
from muniment.cli.quiet import say
from muniment.errors import StorageError, plural
from muniment.ml.muniment import Muniment
from muniment.progress import progress_bar


@click.group()
def bag() -> None:
    """Bags of datasets, read and checked without a catalog, or loaded into one."""


@bag.command()
@click.argument("folder")
@click.option("--fast", is_flag=True, help="Count files and bytes only.")
def validate(folder: str, fast: bool) -> None:
    """Check the bag in FOLDER, or in a zip or tar, against its checksums.

    An archive is unpacked for a while, into the folder that TMPDIR names.

    Example: muniment bag validate ./Dataset_1-4K7Q
    """
    with (
        tempfile.TemporaryDirectory(prefix="muniment-bag-") as aside,
        progress_bar("Checking the bag") as progress,
    ):
        DatasetBag.open(folder, unpack_to=aside).validate(fast=fast, progress=progress)
    click.echo(f"{folder} is valid")


@bag.command()
@click.argument("folder")
@click.option(
    "--table", "tables", multiple=True, help="Only files of this table; can be given several times."
)
@click.option(
    "--type", "asset_types", multiple=True, help="Only files of this type; can be given several times."
)
@click.option("--rid", "rids", multiple=True, help="Only this file; can be given several times.")
@json_option
def materialize(
    folder: str, tables: tuple[str, ...], asset_types: tuple[str, ...], rids: tuple[str, ...], as_json: bool
) -> None:
    """Bring the files that the bag in FOLDER lacks in, from where its fetch.txt says they are.

    What is there stays; so the command can be repeated.

    Example: muniment bag materialize ./Dataset_1-4K7Q --table Image
    """
    done = DatasetBag.open(folder).materialize(
        tables=tables or None, asset_types=asset_types or None, rids=rids or None
    )
    show([{"fetched": done.fetched, "reused": done.reused, "bytes": done.bytes}], as_json)
    if done.failed:
        path, reason = min(done.failed.items())
        lost = plural(len(done.failed), "1 file", "{} files")
        raise StorageError(f"{lost} cannot be had, as {path}: {reason}")


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


@bag.command()
@click.argument("folder")
@catalog_option
@json_option
def load(folder: str, ml: Muniment, as_json: bool) -> None:
    """Bring the bag in FOLDER into a catalog: its tables, rows and files, all of it or nothing.

    Example: muniment bag load ./Dataset_1-4K7Q --catalog ./lab
    """
    report = ml.load_bag(folder)
    if as_json:
        click.echo(json.dumps(asdict(report), indent=2))
        return
    show([{"table": name, "new": count} for name, count in sorted(report.rows.items())], as_json)
    there = plural(sum(report.present.values()), "1 row", "{} rows")
    stored = plural(report.files, "1 file", "{} files")
    what = f"Dataset {report.dataset_rid} {report.version}"
    say(f"{what}: {stored} of {report.bytes} bytes stored, {there} were there.")
    for verb, counts in (("changed", report.updated), ("taken out of datasets", report.removed)):
        if counts:
            say(f"{plural(sum(counts.values()), '1 row was', '{} rows were')} {verb}.")
    for table, columns in report.left_out.items():
        say(f"{table}: no catalog has {', '.join(columns)}, so what the bag says there was left out.")
    for column, count in report.emptied.items():
        say(f"{column} is empty in some rows: {plural(count, '1 value', '{} values')} referred to nothing.")
    if not report.readable:
        say(f"What version {report.version} held cannot be told apart from what the catalog has now.")
