"""Files of this machine as inputs of executions."""

import os
from pathlib import Path

import pytest

from muniment import (
    AssetSpec,
    ChecksumMismatch,
    ConfigurationError,
    ExecutionConfiguration,
    LocalFile,
    StagingError,
)


@pytest.fixture
def notes(tmp_path):
    """A file of this machine that is in no catalog."""
    path = tmp_path / "my notes.txt"
    path.write_text("notes")
    return path


def test_a_file_of_this_machine_is_an_input(ml, workflow, notes, md5, objects):
    """A declared file is catalogued where it is, with its checksums, linked as an input, and nothing is copied."""
    with ml.create_execution(workflow=workflow, assets=[LocalFile(notes)]) as exe:
        assert exe.asset_paths == {"File": [notes]}
    [read] = exe.list_assets("Input")
    assert (read.asset_table, read.filename, read.length, read.md5) == ("File", notes.name, 5, md5(b"notes"))
    assert (read.url, len(read.sha256), read.asset_types) == (notes.as_uri(), 64, ["File"])
    assert ml.lookup_execution(read.execution_rid).status == "Aborted"
    assert (list(exe.list_assets("Output")), list(objects)) == ([], [])
    [kept] = exe.configuration["assets"]
    assert (kept["rid"], kept["path"]) == (read.rid, str(notes))


def test_the_same_file_is_the_same_row(ml, workflow, notes, monkeypatch):
    """A file that is declared again, in any spelling of its path, is the same row; with other bytes it is another."""
    monkeypatch.chdir(notes.parent)
    for spec in (LocalFile(notes), LocalFile(path=f"./{notes.name}"), notes, {"path": str(notes)}):
        ml.create_execution(workflow=workflow, assets=[spec])
    exe = ml.create_execution(workflow=workflow, assets=[notes, Path(notes.name)])
    [first] = ml.list_assets("File")
    assert exe.asset_paths == {"File": [notes, notes]}
    notes.write_text("other notes")
    other = ml.create_execution(workflow=workflow, assets=[notes])
    assert len(ml.list_assets("File")) == 2
    assert [asset.rid for asset in exe.list_assets("Input")] == [first.rid]
    assert other.list_assets("Input")[0].length == 11


def test_processes_that_declare_a_file_at_once_share_its_row(ml, start, notes):
    """Of processes that declare the same new file at once, all get the one row."""
    code = """
import sys
from pathlib import Path
from muniment import Muniment
with Muniment(sys.argv[1]) as ml:
    workflow = ml.create_workflow("Train", "Training")
    for _ in range(4):
        ml.create_execution(workflow=workflow, assets=[Path(sys.argv[2])])
"""
    processes = [start(code, ml.address, notes) for _ in range(3)]
    for process in processes:
        assert process.communicate(timeout=100)[1] == ""
    [row] = ml.list_assets("File")
    assert len(row.list_executions("Input")) == 12


def test_files_and_assets_come_in_the_order_they_were_declared(ml, workflow, notes, tmp_path):
    """Files of this machine stand among declared assets in their order."""
    (tmp_path / "a.txt").write_text("a")
    [asset] = ml.add_files(tmp_path / "a.txt")
    exe = ml.create_execution(workflow=workflow, assets=[notes, AssetSpec(asset.rid), {"rid": asset.rid}])
    assert [path.read_text() for path in exe.asset_paths["File"]] == ["notes", "a", "a"]


def test_a_copy_of_a_file_is_read_if_asked(ml, workflow, notes):
    """With cache=True the run reads a copy that is kept read only, so that what it reads is what was declared."""
    exe = ml.create_execution(workflow=workflow, assets=[LocalFile(notes, cache=True)])
    [path] = exe.asset_paths["File"]
    notes.write_text("later")
    assert path.read_text() == "notes"
    assert path.resolve().stat().st_mode & 0o222 == 0
    assert [kept.path.name for kept in ml.list_cached_assets()] == [notes.name]


def test_a_file_that_was_changed_since_is_refused(ml, workflow, notes):
    """A file with other bytes than when it was declared is no input any more; one that was only touched is."""
    runs = [ml.create_execution(workflow=workflow, assets=[notes]) for _ in range(3)]
    os.utime(notes, (0, 0))
    assert runs[0].asset_paths["File"] == [notes]
    notes.write_text("later")
    with pytest.raises(ChecksumMismatch, match="when it was declared"):
        runs[1].asset_paths  # noqa: B018 (it looks at the files)
    notes.unlink()
    with pytest.raises(StagingError, match="not here any more"):
        runs[2].asset_paths  # noqa: B018


def test_what_is_no_file_is_refused(ml, workflow, tmp_path):
    """A path that leads nowhere, to a directory or to a pipe is refused by name, and no execution is made."""
    count = len(ml.find_executions())
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "nowhere.txt", tmp_path, tmp_path / "pipe"):
        with pytest.raises(StagingError, match=path.name):
            ml.create_execution(workflow=workflow, assets=[LocalFile(path)])
    with pytest.raises(ConfigurationError, match="path"):
        LocalFile(path=5)
    with pytest.raises(ConfigurationError, match="cash"):
        ExecutionConfiguration(assets=[{"path": "notes.txt", "cash": True}])
    assert len(ml.find_executions()) == count


def test_a_text_is_always_a_rid(ml, workflow, notes):
    """A text among the assets is never taken for a path, though there is such a file."""
    with pytest.raises(ConfigurationError):
        ml.create_execution(workflow=workflow, assets=[str(notes)])


def test_a_dry_run_reads_a_file_and_adds_none(ml, workflow, notes):
    """A dry run checks and reads a declared file, and the catalog stays as it is."""
    for spec in (LocalFile(notes), LocalFile(notes, cache=True)):
        with ml.create_execution(workflow=workflow, assets=[spec], dry_run=True) as exe:
            assert exe.asset_paths == {"File": [notes]}
    assert list(ml.list_assets("File")) == []


def test_the_lineage_of_a_result_leads_to_the_file(ml, workflow, notes):
    """What a run made of a declared file leads back to that."""
    ml.create_asset("Report")
    with ml.create_execution(workflow=workflow, assets=[notes], upload_on_exit=True) as exe:
        exe.asset_file_path("Report", "report.txt").write_text("report")
    [read], [made] = exe.list_assets("Input"), exe.list_assets("Output")
    assert {made.rid, exe.execution_rid, read.rid} <= {node.rid for node in ml.lookup_lineage(made.rid)}
