"""A catalog with all that a catalog has: tables, files, runs, datasets, bags, and a dropped table."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from muniment import BuiltinTypes, ColumnDefinition, ForeignKeyDefinition, Muniment, TableDefinition
from muniment.ml import unfinished
from muniment.storage import Storage, open_storage
from tests.storage.conftest import s3_environment, s3_server, s3_url

__all__ = ["s3_environment", "s3_server", "s3_url"]


def fill(ml: Muniment) -> None:
    ml.create_vocabulary("Digit", "What a digit shows")
    ml.add_term("Digit", "1", "The digit one", synonyms=["one"])
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name", nullok=False)]))
    subjects = ml.insert_rows("Subject", [{"Name": "Ada"}, {"Name": "Bob"}])
    ml.create_asset(
        "Image", [ColumnDefinition("Width", BuiltinTypes.int4)], referenced_tables=["Digit", "Subject"]
    )
    ml.create_table(TableDefinition("Site", [ColumnDefinition("Name")]))
    ml.create_asset("Gone", referenced_tables=["Site"])
    workflow = ml.create_workflow("Train", "Training")
    with ml.create_execution(workflow=workflow) as exe:
        for number in range(4):
            path = exe.asset_file_path("Image", f"{number}.png", Width=number, Subject=subjects[0], Digit="1")
            path.write_bytes(b"image %d" % number)
        exe.asset_file_path("Gone", "gone.txt").write_bytes(b"gone")
    exe.upload_execution_outputs()
    ml.add_dataset_element_type("Image")
    with ml.create_execution(workflow=workflow) as exe:
        dataset = exe.create_dataset("Complete", description="All")
        dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
        dataset.release("major", "First")
        exe.asset_file_path("Execution_Asset", "model.pt").write_bytes(b"weights")
    exe.upload_execution_outputs()
    dataset.download_dataset_bag()
    dataset.mark_dev("next")
    ml.add_column("Subject", ColumnDefinition("Mood"))
    ml.drop_column("Subject", "Mood")
    ml.rename_column("Subject", "Name", "Title")
    ml.rename_column("Subject", "Title", "Name")
    ml.add_reference("Image", "https://example.org/scan.png", length=3)
    ml.drop_table("Gone")
    ml.rename_table("Site", "Place")  # what was dropped refers to it still
    ml.rename_column("Place", "Name", "Title")
    visit = [ColumnDefinition("Place"), ColumnDefinition("Before")]
    to_place, to_visit = ForeignKeyDefinition("Place", "Place"), ForeignKeyDefinition("Before", "Visit")
    ml.create_table(TableDefinition("Visit", visit, fkey_defs=[to_place, to_visit]))
    [place] = ml.insert_rows("Place", [{"Title": "Rome"}])
    first, second = ml.insert_rows("Visit", [{"Place": place}, {"Place": place}])
    ml.update_rows("Visit", [{"RID": first, "Before": second}, {"RID": second, "Before": first}])
    ml.drop_table("Visit")
    ml.drop_table("Place")
    ml.create_table(TableDefinition("Place"))


@pytest.fixture(scope="session")
def filled_catalog(tmp_path_factory: pytest.TempPathFactory, script: Path) -> Path:
    """The folder of a catalog with all that a catalog has, to be copied."""
    folder = tmp_path_factory.mktemp("filled") / "lab"
    with pytest.MonkeyPatch.context() as patch, Muniment(folder, create=True, actor="ada") as ml:
        patch.setenv("MUNIMENT_WORKFLOW_FILE", str(script))
        fill(ml)
    unfinished._watched.clear()
    return folder


@pytest.fixture
def lab(filled_catalog: Path, tmp_path: Path) -> Path:
    """The folder of a catalog with all that a catalog has."""
    return Path(shutil.copytree(filled_catalog, tmp_path / "lab"))


@pytest.fixture
def ml(lab: Path, provenance: Path) -> Iterator[Muniment]:
    """A catalog with all that a catalog has."""
    with Muniment(lab, actor="ada") as opened:
        yield opened
    unfinished._watched.clear()


@pytest.fixture
def sql(lab: Path) -> Callable[..., list[Any]]:
    """Change the database by hand, as somebody with a SQL tool does: nothing is checked there."""

    def execute(*statements: str) -> list[Any]:
        with closing(sqlite3.connect(lab / "catalog.db", isolation_level=None)) as connection:
            for statement in statements[:-1]:
                connection.execute(statement)
            return connection.execute(statements[-1]).fetchall()

    return execute


@pytest.fixture
def store(lab: Path) -> Storage:
    """The store of the catalog."""
    return open_storage(lab / "objects")


@pytest.fixture
def object_file(lab: Path) -> Callable[[bytes], Path]:
    """Find the file of an object in the store by its bytes."""

    def find(content: bytes) -> Path:
        return next(path for path in (lab / "objects").glob("??/*") if path.read_bytes() == content)

    return find
