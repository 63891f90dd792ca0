"""The past, from the command line."""

import json

import pytest
from click.testing import CliRunner

from muniment import BuiltinTypes, ColumnDefinition, TableDefinition
from muniment.cli import main


@pytest.fixture
def cli(ml):
    """Run the command on the catalog, and give what it says."""

    def run(*arguments):
        options = [] if arguments[0] in ("mark", "undelete") else ["--json"]
        result = CliRunner().invoke(main, ["history", *arguments, "--catalog", str(ml.address), *options])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if options else result.output

    return run


@pytest.mark.of_folders("one call of the library each")
def test_the_past_can_be_read_and_brought_back(ml, cli):
    """Marks are set and listed, changes told, rows taken back, and what is old forgotten."""
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Age", BuiltinTypes.int4)]))
    [rid] = ml.insert_rows("Subject", {"Age": 7})
    number = int(cli("mark", "first", "--description", "why"))
    ml.update_rows("Subject", {"RID": rid, "Age": 8})
    ml.delete_rows("Subject", [rid])
    assert [(m["name"], m["number"], m["description"]) for m in cli("marks")] == [("first", number, "why")]
    assert [event["Action"] for event in cli("changes", "--since", "first", "--table", "Subject")] == [
        "updated",
        "deleted",
    ]
    assert cli("changes", "--until", "2001-01-01") == []
    assert [event["changed"] for event in cli("show", rid)] == [
        {"RID": rid, "Age": 7} | cli("show", rid)[0]["changed"],
        {"Age": 8},
        {},
    ]
    assert "1 row is there again" in cli("undelete", rid)
    ml.mark("last")
    assert cli("prune", "last") == cli("prune", "last", "--delete") == [{"table": "Subject", "rows": 1}]
    assert cli("prune", "last") == []


@pytest.mark.of_folders("one call of the library each")
def test_an_unknown_mark_is_one_sentence(ml):
    """A mark that is not there ends the command with one sentence that names the nearest."""
    ml.mark("first")
    result = CliRunner().invoke(
        main, ["history", "changes", "--since", "frist", "--catalog", str(ml.address)]
    )
    assert (result.exit_code, "Did you mean 'first'" in result.output) == (1, True)
