import json
import re
import shutil
from pathlib import Path

import pytest

from muniment import ColumnDefinition, ForeignKeyDefinition, Muniment, TableDefinition
from tests.catalog.killed_definition import DEFINITIONS, look

pytestmark = pytest.mark.of_folders(
    "copies the folder before each kill; test_postgresql.py kills on a server"
)


@pytest.fixture
def place(ml, tmp_path):
    """A folder with a catalog that has a table and an asset table."""
    columns = [ColumnDefinition("Name", nullok=False), ColumnDefinition("Number"), ColumnDefinition("Old")]
    ml.create_table(TableDefinition("Subject", columns))
    [rid, _] = ml.insert_rows("Subject", [{"Name": "Ada", "Number": "7", "Old": "x"}, {"Name": "Bob"}])
    reference = ForeignKeyDefinition("Subject", "Subject", on_delete="CASCADE")
    ml.create_table(TableDefinition("Visit", [ColumnDefinition("Subject")], fkey_defs=[reference]))
    ml.insert_rows("Visit", {"Subject": rid})
    ml.drop_column("Subject", "Old")
    ml.create_asset("Scan")
    ml.close()
    shutil.copytree(ml.path, tmp_path / "killed" / "before")
    return tmp_path / "killed"


def without_numbers(state):
    """What a catalog holds, whatever the number of the transaction that a dropped table is named for."""
    return json.loads(re.sub(r"__\d+", "__n", json.dumps(state)))


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_definition_that_is_killed_leaves_all_of_it_or_nothing(place, run, definition):
    """A process that is killed anywhere in a definition leaves the catalog as it was before or is after.

    The catalog can be opened, and the same definition can be made in it.
    """
    told = json.loads(run(Path(__file__).with_name("killed_definition.py"), place, definition))
    before, after = told["before"], told["after"]
    assert before != after
    assert len(told["kills"]) >= 5
    for number, kill in enumerate(told["kills"], start=1):
        assert kill["killed"], number
        assert kill["seen"] in (before, after), number
        assert without_numbers(kill["end"]) == without_numbers(after), number
        assert kill["seen"]["whole"] == [["ok"]], number
        assert kill["seen"]["writer"] == [[None, None]], number
    assert told["kills"][0]["seen"] == before


def test_an_asset_table_comes_with_all_that_belongs_to_it(place):
    """What a kill leaves or does not leave of an asset table: both link tables, indexes, registry rows and the term."""
    before = look(place / "before")
    with Muniment(place / "before") as ml:
        DEFINITIONS["create_asset"](ml)
    after = look(place / "before")
    new = {name for _, name, _ in after["made"]} - {name for _, name, _ in before["made"]}
    assert {"Image", "Image_Asset_Type", "Image_Execution", "Image_SHA256_idx", "Image_Subject_idx"} < new
    names = {name for name, _, _ in after["registry"]} - {name for name, _, _ in before["registry"]}
    assert names == {"Image", "Image_Asset_Type", "Image_Execution"}
    assert set(after["terms"]) - set(before["terms"]) == {"Image"}
