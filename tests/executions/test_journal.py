import os
import shutil
from pathlib import Path

import pytest

from muniment import (
    Muniment,
    MunimentError,
    StagingError,
    StorageNotWritable,
    TableDefinition,
    UploadError,
    WorkspaceMismatch,
)
from muniment.executions.journal import Journal

FULL = """
import resource, signal, sys
from muniment import Muniment, MunimentError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
ml = Muniment(sys.argv[1])
exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
print(exe.execution_rid)
"""

pytestmark = [
    pytest.mark.of_folders("the journal is on this machine, whatever the catalog is in"),
    pytest.mark.preloaded,
]


@pytest.fixture
def exe(ml, workflow):
    """An execution."""
    return ml.create_execution(workflow=workflow)


def test_what_was_staged_is_written_down_before_the_path_is_given(ml, exe, lab, run):
    """When asset_file_path returns, another process finds the file in the journal with all that was said of it."""
    path = exe.asset_file_path("File", "a", asset_types=["Model_File"], description="First")
    said = run(
        """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
print(ml.find_unfinished_executions())
[staged] = ml._workspace.journal.pending(sys.argv[2])
print(staged.asset_table, staged.filename, staged.path, *staged.types, staged.description, sep="|")
""",
        lab,
        exe.execution_rid,
    )
    unfinished, staged = said.splitlines()
    assert unfinished == str({exe.execution_rid: 1})
    assert staged == f"File|a|{path}|Model_File|First"


def test_the_journal_is_forgotten_with_the_files(ml, exe):
    """After an upload that cleans up, the journal has nothing of the execution; without cleaning it has."""
    exe.asset_file_path("File", "a").touch()
    exe.upload_execution_outputs(clean_folder=False)
    staged = ml._workspace.journal.find(exe.execution_rid, "File", "a")
    assert staged.uploaded
    assert staged.rid == ml.list_assets("File")[0].rid
    exe.upload_execution_outputs()
    assert ml._workspace.journal.find(exe.execution_rid, "File", "a") is None


def test_a_working_directory_belongs_to_one_catalog(ml, exe, tmp_path, provenance):
    """A working directory that another catalog uses is refused, with what to do; nothing in it is touched."""
    exe.asset_file_path("File", "a").write_bytes(b"a")
    other = Muniment(tmp_path / "other", create=True, working_dir=ml.working_dir)
    workflow = other.create_workflow("Train", "Training")
    before = other.find_executions()
    for act in (
        lambda: other.create_execution(workflow=workflow),
        lambda: other.resume_execution(before[0].execution_rid),
        other.find_unfinished_executions,
    ):
        with pytest.raises(WorkspaceMismatch, match=rf"belongs to another catalog \({ml.catalog_id}\)"):
            act()
    assert other.find_executions() == before
    other.close()
    exe.upload_execution_outputs()
    assert len(ml.list_assets("File")) == 1


def test_a_catalog_may_have_several_working_directories(ml, exe, lab, tmp_path, provenance):
    """The same catalog can be used with another working directory, which holds other runs."""
    exe.asset_file_path("File", "a").touch()
    other = Muniment(lab, working_dir=tmp_path / "elsewhere")
    assert other.find_unfinished_executions() == {}
    assert ml.find_unfinished_executions() == {exe.execution_rid: 1}
    other.close()


@pytest.mark.of_folders("moves the folder of a catalog")
def test_a_moved_catalog_keeps_its_working_directory(ml, exe):
    """A catalog that was moved with its staged files finds them again, and uploads those that were moved along."""
    exe.asset_file_path("File", "a").write_bytes(b"a")
    rid = exe.execution_rid
    ml.close()
    moved = Path(shutil.move(ml.path, ml.path.parent / "moved"))
    again = Muniment(moved)
    assert again.find_unfinished_executions() == {rid: 1}
    again.resume_execution(rid).upload_execution_outputs()
    assert [asset.filename for asset in again.list_assets("File")] == ["a"]
    again.close()


def test_a_journal_of_a_newer_version_is_left_alone(ml, exe, lab):
    """A journal that a newer version wrote is refused, and not changed."""
    ml._workspace.journal._write("UPDATE workspace SET format = ?", [(99,)])
    other = Muniment(lab)
    with pytest.raises(WorkspaceMismatch, match="newer Muniment"):
        other.find_unfinished_executions()
    other.close()


def test_a_journal_from_before_features_is_taken_up(ml, exe, lab):
    """What it holds is uploaded, and values of features can be added; an older version leaves it alone then."""
    exe.asset_file_path("File", "notes.txt").write_bytes(b"notes")
    journal = ml._workspace.journal
    journal._write("UPDATE workspace SET format = ?", [(1,)])
    journal._write("DROP TABLE feature_values", [()])
    journal.close()
    with Muniment(lab) as other:
        other.create_table(TableDefinition("Subject"))
        other.create_feature("Subject", "Seen")
        [subject] = other.insert_rows("Subject", [{}])
        run = other.resume_execution(exe.execution_rid)
        run.add_features([{"Subject": subject}], "Subject", "Seen")
        assert other._workspace.journal._select("SELECT format FROM workspace", ()) == [(2,)]
        report = run.upload_execution_outputs()
    assert (report.per_table, report.features) == ({"File": 1}, {"Execution_Subject_Seen": 1})


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_journal_that_is_no_database_is_refused(lab, tmp_path, content):
    """A journal that is damaged is an error that names the file, which is left as it is."""
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "journal.db").write_bytes(content)
    ml = Muniment(lab, working_dir=tmp_path / "work")
    with pytest.raises(StorageNotWritable, match=r"journal\.db cannot be opened"):
        ml.find_unfinished_executions()
    assert (tmp_path / "work" / "journal.db").read_bytes() == content
    ml.close()


# --- folders that cannot be written --------------------------------------------------------------------


def test_a_working_directory_that_cannot_be_made_is_told(lab, tmp_path, provenance):
    """If the working directory cannot be made, the run is not begun, and the error names it."""
    (tmp_path / "file").write_text("no folder")
    ml = Muniment(lab, working_dir=tmp_path / "file" / "work")
    workflow = ml.create_workflow("Train", "Training")
    before = ml.find_executions()
    with pytest.raises(StorageNotWritable, match="cannot be opened"):
        ml.create_execution(workflow=workflow)
    assert ml.find_executions() == before
    ml.close()


def test_a_staging_folder_that_cannot_be_made_is_told(ml, exe):
    """If something is in the way of the staging folder, nothing is staged; once it is gone, the same call works."""
    blocked = exe.working_dir / "assets"
    blocked.write_text("in the way")
    with pytest.raises(StagingError, match=r"cannot be made: .* Make its parent writable"):
        exe.asset_file_path("File", "a")
    assert exe.pending == 0
    blocked.unlink()
    exe.asset_file_path("File", "a").touch()
    exe.upload_execution_outputs()
    assert len(ml.list_assets("File")) == 1


def test_something_in_the_place_of_a_file_is_told(ml, exe, tmp_path):
    """If a directory stands where a file is to be staged, that is told, and nothing is staged."""
    (tmp_path / "a").write_bytes(b"a")
    (exe.working_dir / "assets" / "File" / "a").mkdir(parents=True)
    for copy in (False, True):
        with pytest.raises(StagingError):
            exe.asset_file_path("File", tmp_path / "a", copy_file=copy)
    assert exe.pending == 0


def test_a_working_directory_that_vanished_is_told(ml, exe):
    """If the working directory is deleted during a run, its files are told to be gone, and nothing is uploaded."""
    exe.asset_file_path("File", "a").touch()
    shutil.rmtree(exe.working_dir)
    with pytest.raises(MunimentError, match="File/a was never written"):
        exe.upload_execution_outputs()
    assert len(ml.list_assets("File")) == 0


def test_a_read_only_working_directory_is_told(lab, tmp_path, provenance):
    """A working directory that cannot be written is an error of ours, and no execution is made."""
    if os.geteuid() == 0:
        folder = Path("/proc/self/work")  # where nobody can make a folder, not even root
    else:
        folder = tmp_path / "readonly"
        folder.mkdir(mode=0o555)
    ml = Muniment(lab, working_dir=folder)
    workflow = ml.create_workflow("Train", "Training")
    with pytest.raises(StorageNotWritable, match="cannot be opened"):
        ml.create_execution(workflow=workflow)
    ml.close()


@pytest.mark.parametrize("copy", [True, False])
def test_a_full_disk_while_staging_is_told(lab, run, tmp_path, copy):
    """If the disk is full while a file is copied or written down, that is told, and nothing of it is staged."""
    (tmp_path / "large").write_bytes(b"x" * 300_000)
    said = run(
        FULL
        + f"""
limit = 200_000 if {copy} else 30_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    for number in range(2000):
        exe.asset_file_path("File", sys.argv[2], copy_file={copy}, rename_file=str(number), description="x" * 300)
except MunimentError as error:
    print(type(error).__name__, "on", error)
print(exe.pending, len(list((exe.working_dir / "assets" / "File").iterdir())) - exe.pending <= 1)
""",
        lab,
        tmp_path / "large",
    )
    rid, told, state = said.splitlines()
    assert told.startswith("StagingError on ")
    assert state.split()[1] == "True"
    ml = Muniment(lab)
    assert ml.find_unfinished_executions().get(rid, 0) == int(state.split()[0])
    ml.resume_execution(rid).upload_execution_outputs()
    assert len(ml.list_assets("File")) == int(state.split()[0])
    ml.close()


@pytest.mark.of_folders("the store of a server needs no room on this disk")
def test_a_full_disk_while_storing_is_told(lab, run):
    """If the disk is full while files are stored, that is told and nothing is catalogued; later it goes through."""
    said = run(
        FULL
        + """
from muniment import UploadError
exe.execution_start()
for number in range(5):
    exe.asset_file_path("File", str(number)).write_bytes(bytes([number]) * 400_000)
import pathlib
source = pathlib.Path(sys.argv[1]).parent / "mine"
source.write_bytes(b"y" * 500_000)
exe.asset_file_path("File", source)
resource.setrlimit(resource.RLIMIT_FSIZE, (450_000, resource.RLIM_INFINITY))
try:
    exe.upload_execution_outputs()
except UploadError as error:
    print(error)
""",
        lab,
    )
    rid, *told = said.splitlines()
    assert "1 file could not be stored" in told[0]
    ml = Muniment(lab)
    assert (len(ml.list_assets("File")), ml.lookup_execution(rid).status) == (0, "Failed")
    ml.resume_execution(rid).upload_execution_outputs()
    assert len(ml.list_assets("File")) == 6
    ml.close()


def test_a_full_disk_while_cataloguing_is_told(lab, run):
    """If the disk is full while the rows are written, that is told, none of them is there, and later it goes through."""
    said = run(
        FULL
        + """
exe.execution_start()
for number in range(1500):
    exe.asset_file_path("File", str(number), description="x" * 1000).write_bytes(b"x")
resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, resource.RLIM_INFINITY))
try:
    exe.upload_execution_outputs()
except MunimentError as error:
    print(type(error).__name__)
""",
        lab,
    )
    rid, told = said.splitlines()
    assert told == "StorageNotWritable"
    ml = Muniment(lab)
    assert len(ml.list_assets("File")) == 0
    assert ml.resume_execution(rid).upload_execution_outputs().total_uploaded == 1500
    ml.close()


def test_an_upload_of_what_another_program_took_away_is_told(ml, exe):
    """A staged file that vanishes between the look at it and its storing is an error of ours."""
    for number in range(3):
        exe.asset_file_path("File", str(number)).write_bytes(b"x%d" % number)
    taken = exe.working_dir / "assets" / "File" / "1"
    portions = ml._workspace.journal.portions

    class Portions:
        def __init__(self, *arguments):
            self.given, self.times = list(portions(*arguments)), 0

        def __iter__(self):
            self.times += 1
            if self.times == 2:
                taken.unlink(missing_ok=True)
            return iter(self.given)

    ml._workspace.journal.portions = Portions
    with pytest.raises(UploadError, match="File/1"):
        exe.upload_execution_outputs()
    assert len(ml.list_assets("File")) == 0


def test_the_journal_serves_threads_and_processes(tmp_path):
    """Several processes can open one journal, and each sees what the others have written down."""
    first, second = (Journal(tmp_path / "work" / "journal.db", "catalog") for _ in range(2))
    assert first.unfinished() == second.unfinished() == {}
    with pytest.raises(WorkspaceMismatch):
        Journal(tmp_path / "work" / "journal.db", "another")
    for journal in (first, second):
        journal.close()
