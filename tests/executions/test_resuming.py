"""Runs whose process died, taken up by another."""

import pytest

from muniment import ExecutionError, InvalidTransition, Muniment, StagingError

pytestmark = pytest.mark.preloaded

KILLED_IN_THE_BLOCK = """
import os, signal, sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.resume_execution(sys.argv[2]) as exe:
    exe.asset_file_path("Image", "a").write_text("before")
    os.kill(os.getpid(), signal.SIGKILL)
"""

KILLED_AFTER_THE_COMMIT = """
import os, signal, sys
from muniment import Muniment
from muniment.executions.journal import Journal
ml = Muniment(sys.argv[1])
exe = ml.resume_execution(sys.argv[2])
exe.asset_file_path("Image", "a").write_text("before")
Journal.note_uploaded = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
exe.upload_execution_outputs()
"""


def fill(ml):
    ml.create_asset("Image")


@pytest.fixture
def lab(stack):
    """The address of a catalog with an asset table Image."""
    return stack.filled(fill)


@pytest.fixture
def rid(ml, workflow):
    """The RID of an execution that was made and not begun."""
    return ml.create_execution(workflow=workflow).execution_rid


@pytest.fixture
def kill(start, ml, rid):
    """Run code on the execution in a process that kills itself."""

    def kill(code):
        process = start(code, ml.address, rid)
        complaints = process.communicate(timeout=100)[1]
        assert process.returncode == -9, complaints

    return kill


def test_a_block_whose_process_died_is_entered_again(ml, rid, kill):
    """A run that was killed inside its block is run again from its block, with what it had staged, and uploads it all."""
    kill(KILLED_IN_THE_BLOCK)
    exe = ml.resume_execution(rid)
    begun = exe.start_time
    assert (exe.status, exe.pending) == ("Running", 1)
    with exe:
        assert exe.asset_file_path("Image", "a").read_text() == "before"
        exe.asset_file_path("Image", "b").write_text("after")
    assert (exe.status, exe.start_time) == ("Stopped", begun)
    exe.upload_execution_outputs()
    assert sorted(asset.filename for asset in ml.list_assets("Image")) == ["a", "b"]


def test_a_block_is_not_entered_while_another_process_is_in_it(ml, rid, start):
    """While the process of a run lives, nobody else enters its block; when it has died, they can."""
    process = start(
        """
import sys
from muniment import Muniment
with Muniment(sys.argv[1]).resume_execution(sys.argv[2]):
    print("inside", flush=True)
    sys.stdin.readline()
""",
        ml.address,
        rid,
    )
    assert process.stdout.readline() == "inside\n"
    exe = ml.resume_execution(rid)
    with pytest.raises(InvalidTransition, match="running already"), exe:
        pytest.fail("the block was entered")
    process.kill()
    process.wait()
    with exe:
        assert exe.status == "Running"


def test_a_block_is_not_entered_twice_at_once(ml, rid):
    """A block cannot be entered inside itself, through the same object or another."""
    exe = ml.resume_execution(rid)
    with exe:
        for other in (exe, ml.resume_execution(rid)):
            with pytest.raises(InvalidTransition, match="running already"):
                other.execution_start()
        assert exe.status == "Running"
    assert exe.status == "Stopped"


def test_a_run_that_has_ended_is_not_run_again(ml, rid):
    """A run whose block has ended cannot be entered again: what it made would be of two runs."""
    exe = ml.resume_execution(rid)
    with exe:
        pass
    with pytest.raises(InvalidTransition, match="Stopped and cannot become Running"), exe:
        pytest.fail("the block was entered")


def test_a_block_is_not_entered_where_it_was_not_begun(ml, rid, kill, tmp_path):
    """A run that is Running and was begun in another working directory is not entered again, however often one tries."""
    kill(KILLED_IN_THE_BLOCK)
    with Muniment(ml.address, working_dir=tmp_path / "elsewhere") as elsewhere:
        for _ in range(2):
            with pytest.raises(InvalidTransition, match="not begun in .*elsewhere"):
                elsewhere.resume_execution(rid).execution_start()
    ml.resume_execution(rid).execution_start()


def test_a_start_that_fails_does_not_hold_the_run(ml, rid):
    """A run that cannot be entered in its state can still be uploaded."""
    exe = ml.resume_execution(rid)
    with exe:
        exe.asset_file_path("Image", "a").write_text("x")
    with pytest.raises(InvalidTransition) as refusal:
        exe.execution_start()
    assert "Stopped" in str(refusal.value)
    assert ml.resume_execution(rid).upload_execution_outputs().total_uploaded == 1


def test_a_run_that_goes_on_is_not_uploaded_by_others(ml, rid):
    """What a run stages is not uploaded from elsewhere while its block goes on: files may be half written."""
    exe, other = ml.resume_execution(rid), ml.resume_execution(rid)
    with exe:
        exe.asset_file_path("Image", "a").write_text("half")
        with pytest.raises(ExecutionError, match="still in its block"):
            other.upload_execution_outputs()
        exe.asset_file_path("Image", "a").write_text("whole")
    assert other.upload_execution_outputs().total_bytes == 5


def test_a_run_that_was_only_started_is_uploaded_by_others(ml, rid):
    """A run begun without a block has no end that one could wait for: others upload it, and do not run it."""
    exe, other = ml.resume_execution(rid), ml.resume_execution(rid)
    exe.execution_start()
    exe.asset_file_path("Image", "a").write_text("x")
    with pytest.raises(InvalidTransition, match="running already"):
        other.execution_start()
    assert other.upload_execution_outputs().total_uploaded == 1


def test_a_run_uploads_inside_its_block(ml, rid):
    """A run can upload inside its own block, and go on."""
    exe = ml.resume_execution(rid)
    with exe:
        exe.asset_file_path("Image", "a").write_text("x")
        assert exe.upload_execution_outputs().total_uploaded == 1
        with pytest.raises(InvalidTransition, match="running already"):
            ml.resume_execution(rid).execution_start()


def test_a_child_that_outlives_the_block_does_not_hold_it(ml, rid, start):
    """A forked child that lives on after the block has ended does not keep the run from being uploaded."""
    process = start(
        """
import os, sys, warnings
from muniment import Muniment
warnings.simplefilter("ignore", DeprecationWarning)
exe = Muniment(sys.argv[1]).resume_execution(sys.argv[2])
exe.execution_start()
exe.asset_file_path("Image", "a").write_text("x")
if os.fork() == 0:
    sys.stdin.readline()
    os._exit(0)
exe.execution_stop()
print(Muniment(sys.argv[1]).resume_execution(sys.argv[2]).upload_execution_outputs().total_uploaded, flush=True)
os._exit(0)
""",
        ml.address,
        rid,
    )
    assert process.stdout.readline() == "1\n"
    process.communicate("\n")


def test_an_upload_killed_after_its_commit_is_known_when_resumed(ml, rid, kill):
    """An upload that was killed right after its commit counts as through when the run is resumed: nothing is pending."""
    kill(KILLED_AFTER_THE_COMMIT)
    exe = ml.resume_execution(rid)
    assert (exe.status, exe.pending) == ("Uploaded", 0)
    assert exe.upload_execution_outputs().total_uploaded == 0
    assert len(ml.list_assets("Image")) == 1


def test_an_upload_killed_after_its_commit_is_not_unfinished(ml, rid, kill):
    """An upload that was killed right after its commit is not among the unfinished runs."""
    kill(KILLED_AFTER_THE_COMMIT)
    assert ml.find_unfinished_executions() == {}


def test_a_name_is_free_after_an_upload_killed_after_its_commit(ml, rid, kill):
    """After an upload killed right after its commit, a name that is staged anew is a new file, as after any upload."""
    kill(KILLED_AFTER_THE_COMMIT)
    exe = ml.resume_execution(rid)
    path = exe.asset_file_path("Image", "a")
    assert not path.exists()
    path.write_text("anew")
    assert exe.upload_execution_outputs().total_uploaded == 1
    contents = []
    for asset in ml.list_assets("Image"):
        with asset.open() as file:
            contents.append(file.read())
    assert sorted(contents) == [b"anew", b"before"]


def test_an_aborted_run_takes_no_files(ml, rid):
    """No file can be staged for a run that was given up, by this object or another; the error says so."""
    exe = ml.resume_execution(rid)
    exe.asset_file_path("Image", "a")
    exe.abort()
    for each in (exe, ml.resume_execution(rid)):
        with pytest.raises(ExecutionError, match=f"{rid} was aborted"):
            each.asset_file_path("Image", "b")
    assert exe.pending == 1


def test_what_was_written_after_the_upload_stays(ml, rid):
    """A file kept after its upload and written to since is not thrown away when its name is staged again."""
    exe = ml.resume_execution(rid)
    path = exe.asset_file_path("Image", "log")
    path.write_text("one\n")
    exe.upload_execution_outputs(clean_folder=False)
    path.write_text("one\ntwo\n")
    exe.asset_file_path("Image", "log")
    exe.upload_execution_outputs()
    assert [asset.length for asset in ml.list_assets("Image")] == [4, 8]


def test_what_was_written_after_the_upload_is_not_replaced(ml, rid, tmp_path):
    """A file of the user does not take the place of one that was written to since its upload."""
    exe = ml.resume_execution(rid)
    path = exe.asset_file_path("Image", "log")
    path.write_text("one\n")
    exe.upload_execution_outputs(clean_folder=False)
    path.write_text("one\ntwo\n")
    (tmp_path / "log").write_text("mine")
    with pytest.raises(StagingError, match="written to since"):
        exe.asset_file_path("Image", tmp_path / "log")
    assert path.read_text() == "one\ntwo\n"


def test_the_command_goes_on_after_a_run_that_fails(ml, workflow, start):
    """`muniment execution upload` uploads what can be uploaded, tells of what cannot, and ends with 1."""
    runs = [ml.create_execution(workflow=workflow) for _ in range(3)]
    for exe in runs:
        exe.asset_file_path("Image", exe.execution_rid).write_text("x")
    runs[1].asset_file_path("Image", "never")
    process = start(
        "import sys; from muniment.cli import main; main(['execution', 'upload', '--catalog', sys.argv[1]])",
        ml.address,
    )
    said, complaints = process.communicate(timeout=100)
    assert process.returncode == 1
    assert "Image/never was never written" in complaints
    assert [exe.status for exe in runs] == ["Uploaded", "Running", "Uploaded"]
    assert runs[0].execution_rid in said
    assert ml.find_unfinished_executions() == {runs[1].execution_rid: 2}
