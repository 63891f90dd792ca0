import re
import shlex
import subprocess
import sys

import pytest

from muniment import Muniment

BEGIN = """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1], **eval(sys.argv[2]))
"""
STAGE = """
with ml.create_execution(workflow=ml.create_workflow("Train", "Training")) as exe:
    for name in {names}:
        exe.asset_file_path("File", name).write_bytes(name.encode())
"""


@pytest.fixture
def say(start, lab, tmp_path):
    """Run a program to its end, and give what it said on stderr."""

    def say(code, options=None, returncode=0):
        process = start(BEGIN + code, lab, repr(options or {}))
        _, complaints = process.communicate(timeout=100)
        assert process.returncode == returncode, complaints
        return complaints

    return say


def assets(lab):
    ml = Muniment(lab)
    found = [asset.filename for asset in ml.list_assets("File")]
    ml.close()
    return found


def python_command(said):
    """The Python expression of a reminder."""
    return said.partition("in Python: ")[2].splitlines()[0]


def shell_command(said):
    """The shell command of a reminder, run by this interpreter."""
    words = shlex.split(said.partition("or in a shell: ")[2].splitlines()[0])
    assert words[0] == "muniment"
    return [sys.executable, "-c", "from muniment.cli import main; main()", *words[1:]]


def test_a_run_that_was_not_uploaded_is_told_at_the_exit(say, lab):
    """When the interpreter ends, it says which runs hold how many files, and how to upload them."""
    said = say(STAGE.format(names=["a", "b"]) + "print(exe.execution_rid)")
    assert re.match("muniment: execution [0-9A-Z-]+ holds 2 staged files that are not uploaded", said)
    assert assets(lab) == []


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_one_file_is_told_as_one(say):
    """One file is spoken of as one."""
    assert "holds 1 staged file that is not uploaded" in say(STAGE.format(names=["a"]))


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_every_such_run_is_told(say):
    """Each run of the program that holds files has its reminder, in the order in which they were begun."""
    said = say(STAGE.format(names=["a"]) + STAGE.format(names=["b", "c"]))
    assert [line for line in ("holds 1 staged file ", "holds 2 staged files ") if line in said] == [
        "holds 1 staged file ",
        "holds 2 staged files ",
    ]


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
@pytest.mark.parametrize(
    "code",
    [
        "",
        STAGE.format(names=[]),
        STAGE.format(names=["a"]) + "exe.upload_execution_outputs()",
        STAGE.format(names=["a"]) + "exe.upload_execution_outputs(clean_folder=False)",
        STAGE.format(names=["a"]) + "exe.abort()",
        STAGE.format(names=["a"]) + "import shutil; shutil.rmtree(ml.working_dir)",
        STAGE.format(names=["a"]) + "import shutil; shutil.rmtree(ml.path)",
    ],
)
def test_nothing_is_said_where_nothing_is_to_be_uploaded(say, code):
    """A program without runs, whose runs staged nothing, are uploaded, given up or gone, ends in silence."""
    assert say(code) == ""


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
@pytest.mark.parametrize(
    ("end", "returncode"),
    [("raise SystemExit(3)", 3), ("1 / 0", 1), ("ml.close()", 0), ("import threading; ml = exe = None", 0)],
)
def test_it_is_told_however_the_program_ends(say, end, returncode):
    """The reminder comes also when the program fails, leaves early, or has closed the catalog."""
    said = say(STAGE.format(names=["a"]) + end, returncode=returncode)
    assert "holds 1 staged file that is not uploaded" in said


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_a_run_whose_block_failed_is_told(say):
    """A run whose block raised an error holds its files, and that is told."""
    said = say(STAGE.format(names=["a"]) + "    raise ValueError('too dark')", returncode=1)
    assert "ValueError: too dark" in said
    assert "holds 1 staged file that is not uploaded" in said


@pytest.mark.parametrize("way", ["python", "shell"])
@pytest.mark.parametrize("options", [{}, {"working_dir": "scratch 'dir'"}])
def test_the_command_that_is_told_uploads(say, lab, tmp_path, provenance, way, options):
    """What the reminder says to do works as it stands, in Python and in a shell, wherever the files are."""
    if options:
        options = {"working_dir": str(tmp_path / options["working_dir"])}
    said = say(STAGE.format(names=["a", "b"]), options)
    if way == "python":
        command = [
            sys.executable,
            "-W",
            "error",
            "-c",
            "from muniment import Muniment; " + python_command(said),
        ]
    else:
        command = shell_command(said)
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert assets(lab) == ["a", "b"]


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_the_command_works_for_a_run_without_a_block(say, lab):
    """The reminder's command works for a run that staged files without a block, too."""
    said = say(
        'exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))\n'
        'exe.asset_file_path("File", "a").touch()'
    )
    done = subprocess.run(shell_command(said), check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert assets(lab) == ["a"]


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_a_killed_run_is_found_by_the_command(start, lab, run):
    """A process that was killed says nothing, but its files are listed and uploaded by the next one."""
    code = STAGE.format(names=["a", "b"]) + "    import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    process = start(BEGIN + code, lab, "{}")
    process.communicate(timeout=100)
    assert process.returncode == -9
    ml = Muniment(lab)
    [(rid, count)] = ml.find_unfinished_executions().items()
    assert (count, ml.lookup_execution(rid).status) == (2, "Running")
    ml.close()
    upload = (
        "import sys; from muniment.cli import main; main(['execution', 'upload', '--catalog', sys.argv[1]])"
    )
    run(upload, lab)
    assert assets(lab) == ["a", "b"]


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_a_child_that_is_forked_does_not_repeat_it(say):
    """A child process that is forked off says nothing of its parent's runs."""
    fork = """
import os
child = os.fork()
if child == 0:
    raise SystemExit(0)
os.waitpid(child, 0)
"""
    assert say(STAGE.format(names=["a"]) + fork).count("holds 1 staged file") == 1


@pytest.mark.of_folders("the same journal tells it, whatever the catalog is in")
def test_a_run_that_was_given_up_is_not_listed(ml, workflow):
    """An execution that was given up is not among those to be uploaded."""
    exe = ml.create_execution(workflow=workflow)
    exe.asset_file_path("File", "a").touch()
    assert ml.find_unfinished_executions() == {exe.execution_rid: 1}
    exe.abort()
    assert ml.find_unfinished_executions() == {}


def test_runs_of_two_catalogs_are_told_apart(say, lab, tmp_path):
    """Two catalogs number their executions alike; each run that holds files is told of."""
    said = say(
        STAGE.format(names=["a"])
        + f"ml = Muniment({str(tmp_path / 'other')!r}, create=True)"
        + STAGE.format(names=["b", "c"])
    )
    assert "holds 1 staged file that is not uploaded" in said
    assert "holds 2 staged files that are not uploaded" in said


def test_a_run_that_was_taken_up_is_told_at_the_exit_too(say, lab):
    """Files that are staged for a resumed run are told of like those of a new one."""
    say(STAGE.format(names=["a"]))
    said = say(
        """
[rid] = ml.find_unfinished_executions()
ml.resume_execution(rid).asset_file_path("File", "b").touch()
"""
    )
    assert "holds 2 staged files that are not uploaded" in said
