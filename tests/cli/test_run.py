"""Scripts that are run from the command line in an execution."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from muniment.executions.source import describe_file

ROOT = Path(__file__).parent.parent.parent

TRAIN = """
import sys
from pathlib import Path
import helper
Path("out/fold").mkdir(parents=True)
Path("out/model.pt").write_text(" ".join(sys.argv))
Path("out/fold/model.pt").write_text(helper.WORD)
Path("out/log.txt").write_text("log")
Path("kept.txt").write_text("written to")
print("trained", __name__)
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a script that knows nothing of Muniment, a module beside it, and files from before."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "train.py").write_text(TRAIN)
    (tmp_path / "code" / "helper.py").write_text("WORD = 'fold'")
    (tmp_path / "kept.txt").write_text("from before")
    (tmp_path / "old.txt").write_text("old")
    return tmp_path


@pytest.fixture
def ml(ml):
    """A catalog with an asset table."""
    ml.create_asset("Model")
    return ml


@pytest.fixture
def begin(ml, folder, monkeypatch):
    """Start the command in the folder."""
    monkeypatch.delenv("MUNIMENT_WORKFLOW_FILE")
    begun = []

    def begin(*arguments):
        line = [sys.executable, "-c", "from muniment.cli import main; main()", "run", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "MUNIMENT_CATALOG": ml.address}
        process = subprocess.Popen(
            line, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def command(begin):
    """Run the command in the folder to its end; give what was printed, and what it complained of."""

    def command(*arguments, returncode=0):
        process = begin(*arguments)
        said, complaints = process.communicate(timeout=100)
        assert process.returncode == returncode, complaints
        return said, complaints

    return command


def test_a_script_that_knows_nothing_is_recorded(ml, command, folder, md5):
    """A script runs with its own arguments; what it has written is uploaded, and the workflow is the script itself."""
    (folder / "subjects.csv").write_text("Ada")
    [atlas] = ml.add_files(folder / "old.txt")
    dataset = ml.create_dataset()
    said, told = command(
        *("--workflow-type", "Training", "--description", "First try", "--file", "subjects.csv"),
        *("--asset", atlas.rid, "--dataset", f"{dataset.rid}@0.1.0"),
        *("-o", "out/**/*.pt=Model", "-o", "*.txt", "code/train.py", "--", "--rate", "0.1"),
    )
    assert said == "trained __main__\n"
    [exe] = ml.find_executions(status="Uploaded")
    assert told.splitlines()[-1] == f"execution {exe.execution_rid} is Uploaded, 3 files uploaded"
    models = {asset.filename: asset for asset in ml.list_assets("Model")}
    assert {name: asset.md5 for name, asset in models.items()} == {
        "out_model.pt": md5(b"code/train.py --rate 0.1"),
        "out_fold_model.pt": md5(b"fold"),
    }
    assert models["out_fold_model.pt"].description == "out/fold/model.pt"
    assert [asset.filename for asset in ml.list_assets("Execution_Asset")] == ["kept.txt"]
    assert exe.configuration["argv"] == ["code/train.py", "--rate", "0.1"]
    assert (exe.description, exe.input_datasets) == ("First try", ((dataset.rid, "0.1.0"),))
    read = {ml.lookup_asset(rid).filename for rid in exe.inputs["File"]}
    assert read == {"old.txt", "subjects.csv"}
    workflow = ml.lookup_workflow(exe.workflow_rid)
    assert (workflow.name, workflow.workflow_type) == ("train", ("Training",))
    assert workflow.checksum == describe_file(folder / "code" / "train.py").checksum
    assert exe.configuration["source"]["path"].endswith("train.py")


def test_a_module_is_run_as_python_would(ml, command, folder):
    """With -m a module of the current folder is run, and is the workflow."""
    (folder / "lungs").mkdir()
    (folder / "lungs" / "__main__.py").write_text("import sys; print(sys.argv[1:], __package__)")
    said, _ = command("--workflow-name", "Try", "-m", "lungs", "-o", "x")
    assert said == "['-o', 'x'] lungs\n"
    [exe] = ml.find_executions(status="Uploaded")
    assert ml.lookup_workflow(exe.workflow_rid).name == "Try"
    assert exe.configuration["source"]["kind"] == "module"
    assert exe.configuration["source"]["path"].endswith("lungs/__main__.py")


def test_a_script_can_ask_for_its_execution(ml, command, folder):
    """A script that does know can stage files by the running execution, and what it has staged is not taken twice."""
    (folder / "ask.py").write_text(
        """
from pathlib import Path
from muniment import current_execution
Path("a.txt").write_text("a")
current_execution().asset_file_path("Model", Path("a.txt").absolute(), description="mine")
"""
    )
    command("-o", "*.txt=Model", "ask.py")
    [asset] = ml.list_assets("Model")
    assert (asset.filename, asset.description) == ("a.txt", "mine")


@pytest.mark.parametrize(
    ("code", "returncode", "told"),
    [
        ("sys.exit(3)", 3, "SystemExit: 3"),
        ("sys.exit('no data')", 1, "no data"),
        ("1 / 0", 1, "ZeroDivisionError: division by zero"),
        ("os._exit(5)", 5, None),
    ],
)
def test_a_script_that_fails_passes_its_exit_code_on(ml, command, folder, code, returncode, told):
    """The exit code of a script is passed on, its execution has failed with the reason, and its files are not uploaded."""
    (folder / "fail.py").write_text(f"import os, sys\nopen('a.txt', 'w').write('half')\n{code}\n")
    _, complaints = command("-o", "*.txt=Model", "fail.py", returncode=returncode)
    [exe] = [each for each in ml.find_executions() if each.description == "" and each.configuration]
    assert list(ml.list_assets("Model")) == []
    assert (folder / "a.txt").read_text() == "half"
    if told is None:
        assert exe.status == "Running"
        return
    assert (exe.status, told in exe.error, told in complaints) == ("Failed", True, True)
    assert ("Traceback" in complaints, "muniment/" in complaints) == (code == "1 / 0", False)


@pytest.mark.parametrize(
    ("number", "code", "reason"),
    [(signal.SIGINT, 130, "KeyboardInterrupt"), (signal.SIGTERM, 143, "Terminated: told to end by SIGTERM")],
)
def test_a_script_that_is_interrupted_has_failed(ml, begin, folder, number, code, reason):
    """Ctrl-C, or the end of a batch job, leaves a failed execution, with the exit code that shells give."""
    # Programs that were begun in the background ignore the signal, and so do those that they begin.
    interruptible = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    (folder / "wait.py").write_text(
        f"{interruptible}import time\nopen('ready', 'w').close()\ntime.sleep(60)\n"
    )
    process = begin("wait.py")
    while not (folder / "ready").exists():
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == code
    [exe] = ml.find_executions(status="Failed")
    assert exe.error.endswith(reason)


def test_a_good_end_by_exit_is_one(ml, command, folder):
    """A script that ends by sys.exit(0) has ended well, and its files are uploaded."""
    (folder / "end.py").write_text("import sys\nopen('a.txt', 'w').write('a')\nsys.exit(0)\n")
    command("-o", "*.txt=Model", "end.py")
    assert [asset.filename for asset in ml.list_assets("Model")] == ["a.txt"]


def test_a_dry_run_of_a_script_writes_nothing(ml, command, folder):
    """With --dry-run the script runs, its files are checked, and the catalog has no execution and no files of it."""
    count = len(ml.find_executions())
    said, told = command("--dry-run", "-o", "out/*.pt=Model", "code/train.py")
    assert (said, "0000 is Stopped" in told) == ("trained __main__\n", True)
    assert len(ml.find_executions()) == count
    assert list(ml.list_assets("Model")) == []


def test_runs_of_a_script_are_nested_by_rid(ml, command, workflow):
    """With --parent the run of a script is nested in a sweep."""
    sweep = ml.create_execution(workflow=workflow)
    command("--parent", sweep.execution_rid, "code/train.py")
    [child] = sweep.list_execution_children()
    assert (child.status, child.workflow_rid == workflow.rid) == ("Uploaded", False)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["nowhere.py"], "There is no script 'nowhere.py'"),
        (["-m", "nowhere.at.all"], "There is no module 'nowhere.at.all'"),
        (["-o", "*.pt=Modle", "code/train.py"], "Did you mean 'Model'?"),
        (["-o", "=Model", "code/train.py"], "GLOB=TABLE"),
        (["--asset", "1-ZZZZ", "code/train.py"], "There is no asset 1-ZZZZ"),
        (["--file", "nowhere.csv", "code/train.py"], "nowhere.csv"),
        (["--workflow-type", "Trainning", "code/train.py"], "Did you mean 'Training'?"),
    ],
)
def test_what_cannot_be_run_is_told_before(ml, command, folder, line, told):
    """A script, table, input or type that is not there is told in a sentence, and nothing is run."""
    count = len(ml.find_executions())
    _, complaints = command(*line, returncode=1)
    assert told in complaints
    assert (complaints.count("Traceback"), (folder / "out").exists()) == (0, False)
    assert len(ml.find_executions()) == count


def test_files_of_the_catalog_are_no_outputs(ml, command, folder):
    """A pattern that means everything takes no files of the catalog's own folder, or of the working directory."""
    (folder / "note.py").write_text("open('note.md', 'w').write('note')")
    command("-o", "**=Model", "note.py")
    assert {asset.filename for asset in ml.list_assets("Model")} <= {"note.md", "note.cpython-311.pyc"}
    assert "note.md" in {asset.filename for asset in ml.list_assets("Model")}
