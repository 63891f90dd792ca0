import json
import os
import shutil
from pathlib import Path

import pytest

from muniment import BuiltinTypes, ColumnDefinition, TableDefinition

KILLED_RUN = Path(__file__).with_name("killed_run.py")
KILLS = int(os.environ.get("MUNIMENT_TEST_KILLS", "8"))
PARTS = {
    "staging": ["executions/staging.py", "ml/execution.py"],
    "journal": ["executions/journal.py"],
    "storage": ["storage/local.py", "storage/arrivals.py", "storage/ordered.py", "checksums.py"],
    "upload": ["executions/commit.py", "executions/records.py"],
    "features": ["executions/feature_values.py", "executions/journal.py"],
    "transaction": ["catalog/database.py", "catalog/rows.py", "catalog/assets.py"],
}


pytestmark = pytest.mark.of_folders("copies the folder before each kill")


@pytest.fixture
def place(ml, workflow, tmp_path):
    """A folder with a catalog, an execution that is about to run, and files of the user."""
    ml.create_asset("Image", [ColumnDefinition("Width", BuiltinTypes.int4)])
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    ml.create_table(TableDefinition("Subject"))
    score = ColumnDefinition("Score", BuiltinTypes.int4)
    ml.create_feature("Subject", "Look", assets=["Image"], metadata=[score], optional=["Image"])
    subjects = ml.insert_rows("Subject", [{}, {}])
    rid = ml.create_execution(workflow=workflow).execution_rid
    ml._workspace.journal.close()
    ml.close()
    before = tmp_path / "killed" / "before"
    (before / "mine").mkdir(parents=True)
    (before / "subjects").write_text(" ".join(subjects))
    for name in ("link", "copy"):
        (before / "mine" / f"{name}.png").write_text(name)
    shutil.copytree(ml.path, before / "lab")
    return before.parent, rid


def without_rids(state):
    """What a run came to, whatever numbers its rows got."""
    names = {asset["RID"]: asset["Filename"] for asset in state["assets"]}
    assets = [{**asset, "RID": None} for asset in state["assets"]]
    return {**state, "assets": assets, "links": sorted((names[rid], *link) for rid, *link in state["links"])}


@pytest.mark.parametrize("part", PARTS)
def test_a_run_that_is_killed_anywhere_is_finished_by_resuming(place, start, part):
    """A run that is killed at any line of staging, storing, cataloguing and cleaning is finished by resuming it.

    Rows, types, links and bytes are then those of an undisturbed run, however often it was killed. In between,
    nobody sees a part of it, and the journal names every file whose path was handed out.
    """
    folder, rid = place
    process = start(KILLED_RUN, folder, rid, KILLS, *PARTS[part])
    said, complaints = process.communicate(timeout=100 + 15 * KILLS)
    assert process.returncode == 0, complaints
    told = json.loads(said)
    whole = without_rids(told["whole"])
    assert [asset["Filename"] for asset in whole["assets"]] == [
        "copy.png",
        "link.png",
        "new.png",
        "renamed.png",
        "same.png",
        "notes.txt",
    ]
    assert [value[1:] for value in whole["values"]] == [[1, "same.png"], [2, None]]
    assert (whole["status"], whole["pending"], whole["staged"]) == ("Uploaded", 0, [])
    assert len(told["kills"]) == KILLS
    assert sum(kill["killed"] for kill in told["kills"]) >= KILLS - 2
    for kill in told["kills"]:
        check_seen(kill["seen"], whole, kill["line"])
        assert without_rids(kill["end"]) == whole, kill["line"]
    assert told["often"]["attempts"] > 0
    assert without_rids(told["often"]["end"]) == whole


def check_seen(seen, whole, line):
    """Nothing is in the catalog, or everything is; and what was handed out is known as long as it is not."""
    done = seen["status"] == "Uploaded"
    assert without_rids(seen)["assets"] == (whole["assets"] if done else []), line
    assert seen["values"] == (whole["values"] if done else []), line
    assert len(seen["links"]) == (len(whole["links"]) if done else 0), line
    assert (seen["damaged"], seen["faults"]) == ([], []), line
    assert seen["mine"] == whole["mine"], line
    assert done or seen["forgotten"] == [], line
