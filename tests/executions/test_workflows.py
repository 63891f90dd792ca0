import subprocess
import warnings

import pytest

from muniment import DirtyWorkflow, InvalidValue, TermNotFound, WorkflowNotFound


@pytest.fixture
def code(tmp_path, monkeypatch):
    """A script in a repository of its own, which the test may change."""
    folder = tmp_path / "code"
    folder.mkdir()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def git(*arguments):
        user = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        subprocess.run(["git", "-C", folder, *user, *arguments], check=True, capture_output=True)

    git("init", "--quiet")
    git("remote", "add", "origin", "https://github.com/lab/eyes.git")

    def write(text, commit=True):
        (folder / "train.py").write_text(text)
        if commit:
            git("add", "--all")
            git("commit", "--quiet", "--message", "Change")

    write("print(1)\n")
    monkeypatch.setenv("MUNIMENT_WORKFLOW_FILE", str(folder / "train.py"))
    return write


def test_a_workflow_knows_its_code(ml, code):
    """A workflow has the name and types it is given, and the address, commit and checksum of its code."""
    workflow = ml.create_workflow("Train", "Training", "Trains a net")
    assert (workflow.name, workflow.workflow_type, workflow.description) == (
        "Train",
        ("Training",),
        "Trains a net",
    )
    assert workflow.url.startswith("https://github.com/lab/eyes/blob/")
    assert workflow.url.endswith("/train.py")
    assert len(workflow.checksum) == 40
    assert workflow.rid == workflow.workflow_rid
    assert ml.resolve_rid(workflow.rid) == "Workflow"


def test_an_identical_workflow_is_found_again(ml, code, run):
    """The same name, types and content give the same workflow, in another process and at a later commit too."""
    first = ml.create_workflow("Train", ["Training", "Testing"])
    script = "import sys, muniment; print(muniment.Muniment(sys.argv[1]).create_workflow('Train', ['Testing', 'Training']).rid)"
    assert run(script, ml.address).strip() == first.rid
    code("print(2)\n")
    code("print(1)\n")
    assert ml.create_workflow("Train", ["Testing", "Training"]).rid == first.rid
    assert len([workflow for workflow in ml.find_workflows() if workflow.name == "Train"]) == 1


def test_another_workflow_is_another(ml, code):
    """Another name, another type or changed code makes another workflow."""
    rids = {ml.create_workflow("Train", "Training").rid, ml.create_workflow("Test", "Training").rid}
    rids |= {
        ml.create_workflow("Train", "Testing").rid,
        ml.create_workflow("Train", ["Testing", "Training"]).rid,
    }
    code("print(2)\n")
    rids.add(ml.create_workflow("Train", "Training").rid)
    assert len(rids) == 5


def test_processes_that_create_one_workflow_get_one(ml, provenance, start):
    """Processes that create the same workflow at once get the same one."""
    script = """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(ml.create_workflow("Train", "Training").rid)
"""
    processes = [start(script, ml.address) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    assert len({process.communicate()[0] for process in processes}) == 1


def test_an_unknown_type_is_refused(ml, provenance):
    """A type that is no term is refused with the nearest, and no workflow is made."""
    before = ml.find_workflows()
    with pytest.raises(TermNotFound, match="Did you mean 'Training'"):
        ml.create_workflow("Train", "Trainig")
    with pytest.raises(TermNotFound):
        ml.create_workflow("Train", ["Training", "Nonsense"])
    assert ml.find_workflows() == before


@pytest.mark.parametrize("types", [[], ()])
def test_a_workflow_may_have_no_type(ml, provenance, types):
    """A workflow without a type is one as well."""
    assert ml.create_workflow("Train", types).workflow_type == ()


def test_a_type_may_be_named_by_a_synonym(ml, provenance):
    """A synonym of a workflow type stands for it."""
    ml.add_term("Workflow_Type", "Labelling", "People label", synonyms=["Annotation"])
    assert ml.create_workflow("Label", "Annotation").workflow_type == ("Labelling",)


def test_a_workflow_needs_a_name(ml, provenance):
    """A workflow without a name is refused."""
    for name in ("", None):
        with pytest.raises(InvalidValue, match="name"):
            ml.create_workflow(name, "Training")


def test_uncommitted_changes_are_recorded_with_a_warning(ml, workflow, code):
    """Uncommitted changes give a warning that names the files, and are recorded with each run."""
    code("print(2)\n", commit=False)
    with pytest.warns(UserWarning, match="Uncommitted changes in: train.py") as seen:
        workflow = ml.create_workflow("Train", "Training")
    assert seen[0].filename == __file__
    exe = ml.create_execution(workflow=workflow)
    assert exe.configuration["source"]["changes"] == ["train.py"]


def test_uncommitted_changes_can_be_refused(ml, code):
    """With allow_dirty=False uncommitted changes are refused, with the files; committed code is taken."""
    ml.create_workflow("Train", "Training", allow_dirty=False)
    code("print(2)\n", commit=False)
    before = ml.find_workflows()
    with pytest.raises(DirtyWorkflow, match="train.py"):
        ml.create_workflow("Train", "Training", allow_dirty=False)
    assert ml.find_workflows() == before


def test_code_outside_of_git_is_recorded_with_a_warning(ml, tmp_path, monkeypatch):
    """Code in no repository is known by its checksum, with a warning that says so."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "loose.py").write_text("print(1)\n")
    monkeypatch.setenv("MUNIMENT_WORKFLOW_FILE", str(tmp_path / "loose.py"))
    with pytest.warns(UserWarning, match="Not in a git repository"):
        workflow = ml.create_workflow("Train", "Training")
    assert workflow.checksum
    assert workflow.url == f"file://localhost{tmp_path}/loose.py"


def test_a_clean_workflow_warns_of_nothing(ml, code):
    """Committed code in a repository with a remote gives no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ml.create_workflow("Train", "Training")


def test_workflows_are_listed_and_looked_up(ml, code):
    """Workflows are listed in the order of creation, and looked up by RID, URL or checksum, the newest first."""
    first = ml.create_workflow("Train", "Training")
    second = ml.create_workflow("Train more", "Training")
    assert [workflow.rid for workflow in ml.find_workflows()][-2:] == [first.rid, second.rid]
    found = ml.lookup_workflow(first.rid.lower())
    assert (found.name, found.checksum, found.source) == ("Train", first.checksum, None)
    for asked in (first.url, first.checksum):
        assert ml.lookup_workflow_by_url(asked).rid == second.rid


def test_an_unknown_workflow_is_an_error(ml):
    """A workflow that is not there is an error that names what was asked."""
    with pytest.raises(WorkflowNotFound, match="no workflow 1-ZZZZ"):
        ml.lookup_workflow("1-ZZZZ")
    with pytest.raises(WorkflowNotFound, match="'https://example"):
        ml.lookup_workflow_by_url("https://example.org/nothing")


def test_a_run_can_take_a_workflow_that_was_looked_up(ml, workflow):
    """An execution takes a workflow as it was made, looked up, or by its RID."""
    runs = [
        ml.create_execution(workflow=given)
        for given in (workflow, ml.lookup_workflow(workflow.rid), workflow.rid)
    ]
    assert {exe.workflow_rid for exe in runs} == {workflow.rid}
