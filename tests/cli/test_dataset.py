"""Datasets from the command line."""

import json

import pytest

from muniment import ColumnDefinition, TableDefinition

pytestmark = pytest.mark.preloaded


@pytest.fixture
def visits(ml):
    """A dataset of twelve visits of four subjects."""
    columns = [ColumnDefinition("Subject"), ColumnDefinition("Stage")]
    ml.create_table(TableDefinition("Visit", columns))
    ml.add_dataset_element_type("Visit")
    rows = [{"Subject": f"S{n % 4}", "Stage": "early" if n % 2 else "late"} for n in range(12)]
    dataset = ml.create_dataset("Complete", "All visits")
    dataset.add_dataset_members(ml.insert_rows("Visit", rows))
    return dataset


@pytest.fixture
def command(ml, lab, start):
    """Run a command about datasets; give what it printed, and what it complained of."""

    def command(*arguments, returncode=0):
        code = "from muniment.cli import main; main()"
        process = start(code, "dataset", *arguments, MUNIMENT_CATALOG=str(lab))
        printed, complaint = process.communicate(timeout=60)
        assert process.returncode == returncode, complaint
        return printed if returncode == 0 else printed + complaint

    return command


def test_a_dataset_is_shown_and_released(ml, visits, command):
    """A dataset is shown with its types, versions and members, and what has changed in it is released."""
    assert command("release", visits.rid, "minor", "All there is") == "0.2.0\n"
    [shown] = json.loads(command("show", visits.rid, "--json"))
    assert (shown["types"], shown["versions"]) == (["Complete"], ["0.1.0", "0.2.0"])
    assert (shown["members"], shown["children"], shown["parents"]) == (["12 Visit"], [], [])
    assert "All visits" in command("show", visits.rid)
    assert "no draft to release" in command("release", visits.rid, "minor", returncode=1)


def test_a_dataset_is_split(ml, visits, command):
    """A split from the command line is that of the library, in an execution that has its command line."""
    line = ["split", visits.rid, "--test-size", "0.25", "--val-size", "3", "--group-by-column", "Subject"]
    planned = json.loads(command(*line, "--dry-run", "--json"))
    assert [(part["part"], part["RID"], part["count"]) for part in planned] == [
        ("Split", None, 3),
        ("Training", None, 6),
        ("Validation", None, 3),
        ("Testing", None, 3),
    ]
    made = json.loads(command(*line, "--training-type", "Labeled", "--json"))
    parts = {part["part"]: ml.lookup_dataset(part["RID"]) for part in made}
    assert parts["Training"].dataset_types == ["Training", "Split_Partition", "Labeled"]
    assert [len(parts[name].list_members("Visit")) for name in ("Training", "Testing")] == [6, 3]
    [execution] = ml.find_executions()[-1:]
    assert execution.input_datasets == ((visits.rid, "0.1.0.post1.dev1"),)
    assert execution.configuration["argv"][-len(line) - 3 :][: len(line)] == line
    assert command("leaks", made[0]["RID"], "--group-by-column", "Subject") == ""
    assert "group" in command("leaks", made[0]["RID"], "--group-by-column", "Stage", returncode=1)


def test_folds_and_samples_are_made(ml, visits, command):
    """Folds and samples are made from the command line as well."""
    folds = json.loads(command("split", visits.rid, "--folds", "3", "--no-shuffle", "--json"))
    assert [part["count"] for part in folds] == [3, *[2, 8, 4] * 3]
    members = visits.list_members("Visit")
    first = next(part for part in folds if part["part"] == "1 testing")
    assert ml.lookup_dataset(first["RID"]).list_members("Visit") == members[:4]
    [sample] = json.loads(
        command("subsample", visits.rid, "0.5", "--type", "Labeled", "--description", "Half", "--json")
    )
    found = ml.lookup_dataset(sample["RID"])
    assert (found.dataset_types, found.description) == (["Subsample", "Labeled"], "Half")
    assert len(found.list_members("Visit")) == 6


@pytest.mark.parametrize(
    ("line", "returncode", "told"),
    [
        (["split", "1-ZZZZ"], 1, "muniment: There is no dataset 1-ZZZZ"),
        (["split", "{rid}", "--test-size", "0"], 1, "0.0 is no size for Testing"),
        (["split", "{rid}", "--test-size", "much"], 2, "'much' is no number"),
        (["subsample", "{rid}", "13"], 1, "A sample of 13 rows was asked for, and there are 12"),
    ],
)
def test_what_cannot_be_is_one_sentence(visits, command, line, returncode, told):
    """What cannot be done is told in a sentence, with the exit code that says whose fault it is."""
    assert told in command(*[word.format(rid=visits.rid) for word in line], returncode=returncode)
