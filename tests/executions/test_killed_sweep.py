"""A run with fifty outputs, values of a feature and a nested run, killed anywhere, on both stacks."""

import json
import os
from pathlib import Path

from muniment import BuiltinTypes, ColumnDefinition, TableDefinition

KILLED_SWEEP = Path(__file__).with_name("killed_sweep.py")
KILLS = int(os.environ.get("MUNIMENT_TEST_KILLS", "12"))
"""How many points of the run to kill it at; with 200, it takes minutes."""


def test_a_run_with_a_nested_one_is_finished_by_running_it_again(ml, workflow, start, tmp_path, lab):
    """Wherever its process is killed, a run that is resumed ends as one that was not disturbed, row by row.

    In between others see of each run, the outer and the nested one, all that it made or nothing.
    """
    ml.create_workflow("Sweep", "Training")
    ml.create_asset("Image", [ColumnDefinition("Width", BuiltinTypes.int4)])
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    ml.create_table(TableDefinition("Subject"))
    ml.create_vocabulary("Grade")
    for grade in ("good", "bad"):
        ml.add_term("Grade", grade, f"It is {grade}")
    score = ColumnDefinition("Score", BuiltinTypes.int4)
    ml.create_feature(
        "Subject", "Look", terms=["Grade"], assets=["Image"], metadata=[score], optional=["Image"]
    )
    ml.insert_rows("Subject", [{} for _ in range(10)])
    process = start(KILLED_SWEEP, lab, tmp_path / "places", KILLS)
    said, complaints = process.communicate(timeout=100 + 15 * KILLS)
    assert process.returncode == 0, complaints
    told = json.loads(said.splitlines()[-1])
    whole = told["whole"]
    outer, nested = whole["runs"]
    assert (outer["status"], len(outer["assets"]), len(outer["values"])) == ("Uploaded", 50, 10)
    assert (nested["status"], len(nested["assets"]), len(nested["values"])) == ("Uploaded", 1, 10)
    assert whole["waiting"] == 0
    assert len(told["kills"]) == KILLS
    assert sum(kill["killed"] for kill in told["kills"]) >= KILLS - 2
    for kill in told["kills"]:
        for seen, end in zip(kill["seen"]["runs"], whole["runs"], strict=False):
            done = seen["status"] == "Uploaded"
            assert seen["assets"] == (end["assets"] if done else []), kill["event"]
            assert seen["values"] == (end["values"] if done else []), kill["event"]
        assert kill["end"] == whole, kill["event"]
