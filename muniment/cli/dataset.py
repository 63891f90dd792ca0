"""Commands about datasets."""

import sys
from typing import Any

import click

from muniment.bags.packing import FORMS
from muniment.cli.output import Command, catalog_option, json_option, show, written
from muniment.executions.splits import PartitionInfo
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


@dataset.command("show")
@click.argument("rid")
@catalog_option
@json_option
def show_dataset(rid: str, ml: Muniment, as_json: bool) -> None:
    """Show what the dataset RID is: its types, versions, members, and the datasets inside and around it.

    Example: muniment dataset show 1-4K7Q --catalog ./lab
    """
    found = ml.lookup_dataset(rid)
    known = {
        "RID": found.rid,
        "description": found.description,
        "types": found.dataset_types,
        "versions": [str(entry.dataset_version) for entry in found.dataset_history()],
        "members": [
            f"{len(rows)} {table}" for table, rows in found.list_dataset_members().items() if len(rows)
        ],
        "children": [child.rid for child in found.list_dataset_children()],
        "parents": [parent.rid for parent in found.list_dataset_parents()],
        "directory": found.source_directory,
        "made_by": found.dataset_history()[0].execution_rid,
        "read_by": found.list_executions(),
    }
    show([known] if as_json else [{"": name, " ": value} for name, value in known.items()], as_json)


@dataset.command()
@click.argument("rid")
@click.argument("part", type=click.Choice(["major", "minor", "patch"]))
@click.argument("description", default="")
@catalog_option
def release(rid: str, part: str, description: str, ml: Muniment) -> None:
    """Release what has changed in the dataset RID, counting up PART of its version, and print the version.

    Example: muniment dataset release 1-4K7Q minor "More scans" --catalog ./lab
    """
    click.echo(str(ml.lookup_dataset(rid).release(part, description)))


def sampling_options(command: Command) -> Command:
    """Give a command the options that tell how members are chosen."""
    for option in (
        click.option("--dry-run", is_flag=True, help="Tell only what would be made."),
        click.option("--element-table", metavar="TABLE", help="The members meant, if they are of several."),
        click.option(
            "--stratify-missing",
            type=click.Choice(["error", "drop", "include"]),
            default="error",
            show_default=True,
            help="What becomes of members without a value to stratify by.",
        ),
        click.option("--stratify-by-column", metavar="COLUMN", help="Keep the shares of its values."),
        click.option(
            "--no-shuffle",
            "shuffle",
            flag_value=False,
            default=True,
            help="Take members in the order of their RIDs.",
        ),
        click.option("--seed", type=int, default=42, show_default=True, help="What the choice depends on."),
    ):
        command = option(command)
    return command


def _size(_: click.Context, parameter: click.Parameter, text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no number.", param=parameter) from None


@dataset.command()
@click.argument("rid")
@click.option("--test-size", metavar="SIZE", callback=_size, default="0.2", show_default=True)
@click.option("--train-size", metavar="SIZE", callback=_size, help="All others if left out.")
@click.option("--val-size", metavar="SIZE", callback=_size, help="No validation part if left out.")
@click.option("--folds", type=int, metavar="COUNT", help="Make folds for cross-validation instead.")
@click.option("--group-by-column", metavar="COLUMN", help="Keep members with one value of it together.")
@click.option(
    "--group-missing",
    type=click.Choice(["error", "drop", "include"]),
    default="error",
    show_default=True,
    help="What becomes of members without a value to group by.",
)
@click.option(
    "--same-content",
    type=click.Choice(["together", "refuse", "ignore"]),
    default="together",
    show_default=True,
    help="What becomes of files with the same bytes.",
)
@click.option("--description", "split_description", default="", help="What the split is for.")
@click.option("--training-type", "training_types", multiple=True, help="One more type of the training part.")
@click.option("--testing-type", "testing_types", multiple=True, help="One more type of the testing part.")
@click.option("--validation-type", "validation_types", multiple=True, help="… of the validation part.")
@sampling_options
@catalog_option
@json_option
def split(ml: Muniment, rid: str, folds: int | None, as_json: bool, **options: Any) -> None:
    """Split the dataset RID into training, testing and validation, and print what was made.

    A SIZE below 1 is a fraction, any other a number of members. COLUMN is one of the members' table, or like
    Subject.Sex one of a table that it refers to.

    Example: muniment dataset split 1-4K7Q --test-size 0.2 --group-by-column Subject --catalog ./lab
    """
    if folds is None:
        made = ml.split_dataset(rid, **options)
        parts = {"Split": made.split, "Training": made.training}
        parts |= {"Validation": made.validation} if made.validation else {}
        show(_rows({**parts, "Testing": made.testing}), as_json)
        return
    for name in ("test_size", "train_size", "val_size", "validation_types"):
        options.pop(name)
    result = ml.split_into_folds(rid, folds, **options)
    named: dict[str, PartitionInfo] = {"Split": result.split}
    for number, fold in enumerate(result.folds, start=1):
        named |= {f"{number} {name}": info for name, info in vars(fold).items()}
    show(_rows(named), as_json)


@dataset.command()
@click.argument("rid")
@click.argument("size", callback=_size)
@click.option("--description", default="", help="What it is.")
@click.option("--type", "dataset_types", multiple=True, help="One more type of the sample.")
@sampling_options
@catalog_option
@json_option
def subsample(ml: Muniment, rid: str, size: float, as_json: bool, **options: Any) -> None:
    """Make a dataset of SIZE members of the dataset RID, and print what was made.

    A SIZE below 1 is a fraction, any other a number of members.

    Example: muniment dataset subsample 1-4K7Q 100 --catalog ./lab
    """
    made = ml.subsample(rid, size, **options)
    show(_rows({"Subsample": made.subsample}), as_json)


def _rows(parts: dict[str, PartitionInfo]) -> list[dict[str, Any]]:
    return [
        {"part": name, "RID": info.rid, "version": info.version, "count": info.count}
        for name, info in parts.items()
    ]


@dataset.command()
@click.argument("rids", nargs=-1, required=True)
@click.option("--group-by-column", metavar="COLUMN", help="Look for its values on two sides, too.")
@catalog_option
@json_option
def leaks(rids: tuple[str, ...], group_by_column: str | None, ml: Muniment, as_json: bool) -> None:
    """List the rows, bytes and groups that several of the datasets RIDS have; of one, its member datasets.

    The exit code is 1 if there are any.

    Example: muniment dataset leaks 1-4K7Q --group-by-column Subject --catalog ./lab
    """
    found = ml.find_leaks(rids, group_by_column)
    show([vars(leak) for leak in found], as_json)
    if found:
        sys.exit(1)


@dataset.command()
@click.argument("rid")
@click.argument("folder", default=".")
@click.option("--format", "form", type=click.Choice(FORMS), default="folder", help="A folder, or one file.")
@click.option("--version", help="The version; the current one if left out.")
@click.option("--no-files", is_flag=True, help="Leave the files to fetch.txt.")
@click.option("--link", is_flag=True, help="Link to the store's objects, which nobody may then change.")
@catalog_option
def export(
    rid: str, folder: str, form: str, version: str | None, no_files: bool, link: bool, ml: Muniment
) -> None:
    """Write the dataset RID as a BagIt bag into FOLDER, and print where it is.

    Example: muniment dataset export 1-4K7Q . --format zip --catalog ./lab
    """
    dataset = ml.lookup_dataset(rid)
    bag = dataset.export_bag(folder, form, version=version, materialize=not no_files, link=link)
    written(bag.path)
