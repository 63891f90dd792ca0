"""Lineage, from the command line."""

import json

import pytest
from click.testing import CliRunner

from muniment.cli import main

pytestmark = pytest.mark.of_folders("one call of the library")


@pytest.fixture
def cli(ml):
    """Run the command on the catalog, and give how it ended and what it said."""

    def run(*arguments):
        result = CliRunner().invoke(main, ["lineage", *arguments, "--catalog", str(ml.address)])
        return result.exit_code, result.output

    return run


def test_a_lineage_is_printed_in_each_form(ml, workflow, cli):
    """The command prints the tree, or what the library gives in other forms."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("File", "scan.png").write_bytes(b"scan")
    exe.upload_execution_outputs()
    [scan] = ml.list_assets("File")
    lineage = ml.lookup_lineage(scan.asset_rid)
    assert cli(scan.asset_rid) == (0, f"{lineage}\n")
    assert cli(scan.asset_rid, "--format", "mermaid") == (0, lineage.to_mermaid())
    assert cli(scan.asset_rid, "--format", "svg") == (0, f"{lineage.to_svg()}\n")
    documents = {"json": lineage.to_dict(), "prov": lineage.to_prov(), "ro-crate": lineage.to_ro_crate()}
    for form, document in documents.items():
        code, said = cli(scan.asset_rid, "--format", form)
        assert (code, json.loads(said)) == (0, document)
    code, said = cli(exe.execution_rid, "--forward", "--depth", "0", "--format", "json")
    assert {node["rid"] for node in json.loads(said)["nodes"]} == {exe.execution_rid, scan.asset_rid}


def test_what_has_no_lineage_is_one_sentence(ml, workflow, cli):
    """A workflow ends the command with one sentence that says what to ask about."""
    code, said = cli(workflow.rid)
    assert (code, "data goes through its executions" in said) == (1, True)
