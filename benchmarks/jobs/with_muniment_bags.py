"""Bags with Muniment: prepared, exported, validated and completed."""

import shutil
import warnings
from pathlib import Path

from stopwatch import Stopwatch, run_job

from muniment import DatasetBag, Muniment

TABLE = "Image"


def prepare(watch: Stopwatch, folder: str, source: str, catalog: str) -> None:
    """Make a catalog of files and a dataset of all of them, and its bag with and without the files."""
    del folder
    ml = Muniment(catalog, create=True)
    ml.create_asset(TABLE)
    ml.add_dataset_element_type(TABLE)
    with warnings.catch_warnings(action="ignore"):  # that these scripts may have changes is no news here
        workflow = ml.create_workflow("Benchmark", "Ingest")
    with watch.part("preparing"), ml.create_execution(workflow=workflow) as exe:
        for path in sorted(Path(source).iterdir()):
            exe.asset_file_path(TABLE, path, copy_file=True)
    exe.upload_execution_outputs()
    dataset = exe.create_dataset("Complete", description="All files")
    dataset.add_dataset_members({TABLE: [asset["RID"] for asset in ml.list_assets(TABLE)]})
    dataset.release("minor", "First")
    dataset.export_bag(f"{catalog}/whole")
    dataset.export_bag(f"{catalog}/light", materialize=False)


def export(
    watch: Stopwatch, folder: str, catalog: str, form: str, materialize: bool = True, link: bool = False
) -> None:
    """Export the dataset."""
    ml = Muniment(catalog)
    [dataset] = ml.find_datasets()
    with watch.part("export"):
        dataset.export_bag(f"{folder}/out", form, materialize=materialize, link=link)


def validate(watch: Stopwatch, folder: str, bag: str) -> None:
    """Validate a bag in full."""
    del folder
    opened = DatasetBag.open(bag)
    with watch.part("validation"):
        opened.validate()


def materialize(watch: Stopwatch, folder: str, bag: str) -> None:
    """Complete a bag by the addresses in its fetch.txt."""
    opened = DatasetBag.open(shutil.copytree(bag, f"{folder}/{Path(bag).name}"))
    with watch.part("materialization"):
        done = opened.materialize()
    assert not done.failed, done.failed


if __name__ == "__main__":
    run_job(prepare, export, validate, materialize)
