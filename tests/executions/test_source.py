import json
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from muniment.executions import git as git_module
from muniment.executions import source
from muniment.executions.source import describe_file, find_source

ROOT = Path(source.__file__).parents[2]
SAY = """
import dataclasses, json
from muniment.executions.source import find_source
print(json.dumps(dataclasses.asdict(find_source())))
"""


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    """A folder to import Muniment from without its `__init__`, which would cost each program here 0.4 s."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "muniment").mkdir()
    (folder / "muniment" / "__init__.py").write_text(f"__path__ = [{str(ROOT / 'muniment')!r}]\n")
    return str(folder)


@pytest.fixture(autouse=True)
def plain_environment(tmp_path, monkeypatch, library):
    """No setting of this computer's git, and no repository around the temporary folder, reaches a test."""
    for name in ("MUNIMENT_WORKFLOW_FILE", "JPY_SESSION_NAME", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", library)


def git(folder, *arguments):
    settings = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always"]
    command = ["git", "-C", str(folder), *settings, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder, message="work"):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def make_repository(folder, remote="https://github.com/lab/scans.git", **files):
    """Make a repository with one commit: a `train.py`, or what is given as `name=text` (`.py` is added)."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, text in (files or {"train": "print('train')\n"}).items():
        (folder / f"{name}.py").write_text(text)
    if remote:
        git(folder, "remote", "add", "origin", remote)
    commit(folder)
    return folder


@pytest.fixture
def repository(tmp_path):
    return make_repository(tmp_path / "scans")


def run(*arguments, cwd, text="", path=(), **environment):
    """Run Python, with more folders to import from, and give what the program says about its own source."""
    environment["PYTHONPATH"] = os.pathsep.join([*map(str, path), os.environ["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-W", "error", *map(str, arguments)],
        check=False,
        cwd=cwd,
        input=text,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(next(line[line.index("{") :] for line in done.stdout.splitlines() if '{"kind"' in line))


# --- a file and its repository -----------------------------------------------------------------------


def test_a_committed_script_is_known_by_its_web_address(repository):
    """A committed file in a repository with a remote is described completely, and without a problem."""
    head = git(repository, "rev-parse", "HEAD")
    found = describe_file(repository / "train.py")
    assert (found.kind, found.path, found.commit, found.branch) == ("script", "train.py", head, "main")
    assert found.url == f"https://github.com/lab/scans/blob/{head}/train.py"
    assert (found.changes, found.problems) == ((), ())


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        ("git@github.com:lab/scans.git", "https://github.com/lab/scans/blob/{}/train.py"),
        ("ssh://git@ssh.github.com:443/lab/scans", "https://github.com/lab/scans/blob/{}/train.py"),
        ("git@github.com-work:lab/scans.git", "https://github.com/lab/scans/blob/{}/train.py"),
        ("https://ada:s3cret@github.com/lab/scans.git/", "https://github.com/lab/scans/blob/{}/train.py"),
        ("git@gitlab.com:lab/mri/scans.git", "https://gitlab.com/lab/mri/scans/-/blob/{}/train.py"),
        ("https://gitlab.uni.edu:8443/lab/scans", "https://gitlab.uni.edu:8443/lab/scans/-/blob/{}/train.py"),
        ("https://s3cret@bitbucket.org/lab/scans.git", "https://bitbucket.org/lab/scans/src/{}/train.py"),
        ("git@codeberg.org:lab/scans.git", "https://codeberg.org/lab/scans/src/commit/{}/train.py"),
        ("git@hf.co:datasets/lab/scans", "https://hf.co/datasets/lab/scans/blob/{}/train.py"),
        ("git@git.sr.ht:~ada/scans", "https://git.sr.ht/~ada/scans/tree/{}/item/train.py"),
    ],
)
def test_a_remote_becomes_the_page_of_the_file(tmp_path, remote, page):
    """Whichever way the remote is written, the URL is the forge's page of the file, without credentials."""
    repository = make_repository(tmp_path / "scans", remote=remote)
    assert describe_file(repository / "train.py").url == page.format(git(repository, "rev-parse", "HEAD"))


@pytest.mark.parametrize("remote", ["ftp://ada:s3cret@old.org/scans", "/srv/scans.git", "work:lab/scans"])
def test_a_remote_without_a_web_address_is_a_problem(tmp_path, remote):
    """Where no browser can follow the remote, the URL is the local file's and a problem says why."""
    found = describe_file(make_repository(tmp_path / "scans", remote=remote) / "train.py")
    assert found.url == f"file://localhost{tmp_path}/scans/train.py"
    assert "origin has no web address" in found.problems[0]
    assert "s3cret" not in str(found)


def test_a_name_is_quoted_in_the_url_only(tmp_path):
    """A file whose name needs quoting keeps it in `path`, and has a URL that works."""
    repository = make_repository(tmp_path / "scans", **{"a b é#": "pass\n"})
    found = describe_file(repository / "a b é#.py")
    assert found.path == "a b é#.py"
    assert found.url.endswith("/a%20b%20%C3%A9%23.py")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always text")
def test_a_name_that_is_no_text_is_recorded_as_far_as_it_can_be(repository):
    """Bytes of a name that are not UTF-8 are replaced, so that every part of the record can be stored."""
    script = Path(os.fsdecode(bytes(repository) + b"/caf\xe9/caf\xe9.py"))
    script.parent.mkdir()
    script.touch()
    commit(repository)
    found = describe_file(script)
    assert (found.path, found.problems) == ("caf\ufffd/caf\ufffd.py", ())
    assert str(found).encode()


def test_a_repository_without_remote_is_a_problem(tmp_path):
    """Without a remote the commit is recorded, and the record says that only this computer has the code."""
    found = describe_file(make_repository(tmp_path / "scans", remote=None) / "train.py")
    assert found.commit
    assert found.url == f"file://localhost{tmp_path}/scans/train.py"
    assert "has no remote" in found.problems[0]


def test_the_only_remote_is_taken_whatever_its_name(tmp_path):
    """One remote needs no name; among several without an `origin` none is chosen."""
    repository = make_repository(tmp_path / "scans", remote=None)
    git(repository, "remote", "add", "lab", "https://github.com/lab/scans")
    assert describe_file(repository / "train.py").url.startswith("https://github.com/lab/scans/blob/")
    git(repository, "remote", "add", "ada", "https://github.com/ada/scans")
    found = describe_file(repository / "train.py")
    assert found.url.startswith("file://localhost/")
    assert "called origin: ada, lab" in found.problems[0]


def test_every_kind_of_change_is_listed(tmp_path):
    """Unstaged, staged, renamed, deleted and untracked files are changes, whatever the file that runs."""
    repository = make_repository(tmp_path / "scans", a="a", b="b", d="d", e="e", **{"? c": "c" * 99})
    (repository / "a.py").write_text("changed")
    (repository / "b.py").write_text("staged")
    git(repository, "add", "b.py")
    git(repository, "mv", "? c.py", "new name.py")
    (repository / "d.py").unlink()
    (repository / "notes.txt").write_text("untracked")
    found = describe_file(repository / "e.py")
    assert found.changes == ("a.py", "b.py", "d.py", "new name.py", "notes.txt")
    assert found.problems == ("Uncommitted changes in: a.py, b.py, d.py (and 2 more)",)


@pytest.mark.parametrize("folder", ["__pycache__", ".ipynb_checkpoints"])
def test_what_running_the_code_writes_is_no_change(repository, folder):
    """Compiled modules and a notebook's checkpoints do not make the repository dirty."""
    (repository / folder).mkdir()
    (repository / folder / "train.cpython-311.pyc").write_bytes(b"compiled")
    assert describe_file(repository / "train.py").changes == ()


def test_files_in_conflict_are_changes(repository):
    """In the middle of a merge, the files in conflict are listed."""
    git(repository, "checkout", "--quiet", "-b", "other")
    (repository / "train.py").write_text("theirs")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    (repository / "train.py").write_text("ours")
    commit(repository)
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "other")
    assert describe_file(repository / "train.py").changes == ("train.py",)


def test_very_many_untracked_files_stay_bounded(repository):
    """Thousands of untracked files give 1,000 paths and one short sentence; a folder of them is one path."""
    for number in range(3000):
        (repository / f"{number:04}.txt").touch()
    (repository / "0 lab").mkdir()
    (repository / "0 lab" / "1.txt").touch()
    (repository / "0 lab" / "2.txt").touch()
    found = describe_file(repository / "train.py")
    assert len(found.changes) == 1000
    assert found.problems == ("Uncommitted changes in: 0 lab/, 0000.txt, 0001.txt (and 2998 more)",)


def test_the_version_counts_from_the_nearest_tag(repository):
    """The version is the tag, then the distance from it, and says dirty as git does: not for new files."""
    git(repository, "tag", "v1.2")
    (repository / "new.py").touch()
    assert describe_file(repository / "train.py").version == "v1.2"
    commit(repository)
    (repository / "new.py").write_text("changed")
    version = describe_file(repository / "train.py").version
    assert version == git(repository, "describe", "--tags", "--always", "--dirty")


def test_a_detached_head_has_no_branch(repository):
    """A commit that was checked out by its name is recorded without a branch, which is no problem."""
    git(repository, "checkout", "--quiet", "--detach")
    found = describe_file(repository / "train.py")
    assert (found.branch, found.problems) == (None, ())
    assert found.commit in found.url


def test_a_repository_without_commits_is_a_problem(tmp_path):
    """Before the first commit there is a path and a branch, but no commit, version or web address."""
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "train.py").touch()
    found = describe_file(tmp_path / "train.py")
    assert (found.path, found.branch, found.commit, found.version) == ("train.py", "main", None, None)
    assert any(problem.startswith("The repository has no commits yet") for problem in found.problems)


def test_unpushed_commits_are_a_problem(repository, tmp_path):
    """A commit that the remote branch does not have yet is told, because its URL does not open."""
    git(tmp_path, "clone", "--quiet", str(repository), "clone")
    git(tmp_path / "clone", "remote", "set-url", "origin", "https://github.com/lab/scans")
    (tmp_path / "clone" / "train.py").write_text("better")
    commit(tmp_path / "clone")
    [problem] = describe_file(tmp_path / "clone" / "train.py").problems
    assert problem.startswith("Not pushed: origin/main lacks 1 of the commits")


def test_a_shallow_clone_is_described_like_any_other(repository, tmp_path):
    """A clone of depth 1, as continuous integration makes it, gives the commit and the URL."""
    (repository / "train.py").write_text("second")
    head = commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository}", "clone")
    git(tmp_path / "clone", "remote", "set-url", "origin", "git@github.com:lab/scans.git")
    found = describe_file(tmp_path / "clone" / "train.py")
    assert found.url == f"https://github.com/lab/scans/blob/{head}/train.py"
    assert found.problems == ()


def test_a_submodule_is_its_own_repository(repository, tmp_path):
    """A file in a submodule has the commit, the remote and the path of the submodule."""
    models = make_repository(tmp_path / "models", net="net")
    git(repository, "submodule", "--quiet", "add", str(models), "vendor/models")
    commit(repository)
    git(repository / "vendor/models", "remote", "set-url", "origin", "https://github.com/lab/models")
    found = describe_file(repository / "vendor/models/net.py")
    assert found.url == f"https://github.com/lab/models/blob/{git(models, 'rev-parse', 'HEAD')}/net.py"


def test_a_worktree_has_its_own_branch(repository, tmp_path):
    """A file in a second worktree is described with the branch and the changes of that worktree."""
    git(repository, "worktree", "add", "--quiet", "-b", "trial", str(tmp_path / "trial"))
    (repository / "train.py").write_text("changed in the first worktree")
    found = describe_file(tmp_path / "trial" / "train.py")
    assert (found.branch, found.path, found.changes) == ("trial", "train.py", ())


def test_a_file_outside_of_any_repository_is_known_by_its_checksum(repository, tmp_path, monkeypatch):
    """The file's folder decides, not the working directory: outside of a repository there is no commit."""
    monkeypatch.chdir(repository)
    (tmp_path / "loose.py").write_text("print()\n")
    found = describe_file(tmp_path / "loose.py")
    assert (found.path, found.url) == (f"{tmp_path}/loose.py", f"file://localhost{tmp_path}/loose.py")
    assert (found.commit, found.checksum) == (None, git(tmp_path, "hash-object", "loose.py"))
    assert found.problems[0].startswith(f"Not in a git repository: {tmp_path}")


def test_a_file_of_another_repository_is_described_by_that_one(repository, tmp_path, monkeypatch):
    """A script in one repository that is started from another is recorded with its own commit."""
    other = make_repository(tmp_path / "other", other="other")
    monkeypatch.chdir(repository)
    assert describe_file("../other/other.py").commit == git(other, "rev-parse", "HEAD")


def test_a_git_hook_does_not_change_the_answer(repository, tmp_path, monkeypatch):
    """Inside a hook, where git points every command at the hook's repository, the file's own still counts."""
    other = make_repository(tmp_path / "other", other="other")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git/index"))
    assert describe_file(other / "other.py").problems == ()


def test_an_ignored_file_is_not_committed(repository):
    """A file that git ignores is no change, but the record says that the commit does not hold it."""
    (repository / ".gitignore").write_text("local.py\n")
    head = commit(repository)
    (repository / "local.py").write_text("print()")
    found = describe_file(repository / "local.py")
    assert (found.commit, found.changes) == (head, ())
    assert found.url.startswith("file://localhost/")
    assert found.problems[0].startswith("Not committed: local.py is new, or ignored by git")


def test_a_deleted_file_is_described_as_far_as_possible(repository):
    """A script that was deleted while it ran has its path and commit, no checksum, and a problem."""
    (repository / "train.py").unlink()
    found = describe_file(repository / "train.py")
    assert (found.path, found.checksum, found.changes) == ("train.py", None, ("train.py",))
    assert found.problems[0].startswith(f"The file cannot be read: {repository}/train.py (No such file")


def test_a_symbolic_link_leads_to_the_code(repository, tmp_path):
    """A link to a script is described as the script."""
    (tmp_path / "start").symlink_to(repository / "train.py")
    assert describe_file(tmp_path / "start") == describe_file(repository / "train.py")


def test_describing_writes_nothing(repository):
    """Git is asked to read only: not even its index is brought up to date."""
    os.utime(repository / "train.py", (1, 1))
    before = (repository / ".git" / "index").read_bytes()
    assert describe_file(repository / "train.py").problems == ()
    assert (repository / ".git" / "index").read_bytes() == before


def test_a_repository_of_another_user_is_a_problem(repository, monkeypatch):
    """Where git refuses a repository of another owner, the record has no commit and says how to allow it."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = describe_file(repository / "train.py")
    assert (found.commit, found.path) == (None, f"{repository}/train.py")
    assert found.problems[0].endswith(f"git config --global --add safe.directory {repository}")


def test_a_damaged_repository_is_a_problem(repository):
    """Whatever git complains about becomes a sentence, never an exception."""
    (repository / ".git" / "config").write_text("[remote \n")
    found = describe_file(repository / "train.py")
    assert found.commit is None
    assert "so no commit is recorded: fatal: bad config" in found.problems[0]


def test_without_git_the_checksum_is_that_of_git(repository, tmp_path, monkeypatch):
    """On a computer without git the checksum is still the blob's, and a problem says what is missing."""
    expected = git(repository, "rev-parse", "HEAD:train.py")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = describe_file(repository / "train.py")
    assert (found.checksum, found.commit) == (expected, None)
    assert found.problems == ("git is not installed: the code is known by its checksum only.",)


def test_a_git_that_hangs_is_given_up(repository, tmp_path, monkeypatch):
    """A git that does not answer in time costs that time once, and is a problem."""
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 9\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent), prepend=os.pathsep)
    monkeypatch.setattr(git_module, "GIT_SECONDS", 0.1)
    [problem] = describe_file(repository / "train.py").problems
    assert problem == f"git rev-parse took more than 0.1 s in {repository}, so no commit is recorded."


# --- notebooks ---------------------------------------------------------------------------------------


def write_notebook(path, *sources, ran=0, minor=4):
    """Write a notebook as nbformat 4 has it; `ran` is how often it was executed."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": ran or None,
            "metadata": {"execution": {"iopub.status.busy": f"{ran} o'clock"}} if ran else {},
            "outputs": [{"output_type": "stream", "name": "stdout", "text": [f"{ran}\n"]}] if ran else [],
            "source": text.splitlines(keepends=True),
        }
        for text in sources
    ]
    metadata = {"language_info": {"name": "python", "version": "3.11.7"}} if ran else {}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}
    path.write_text(json.dumps(whole, indent=1))
    return path


def test_running_a_notebook_does_not_change_its_checksum(tmp_path):
    """Outputs, counts and times do not count; the source of a cell does."""
    notebook = write_notebook(tmp_path / "eda.ipynb", "x = 1\nx", "plot(x)")
    before = describe_file(notebook)
    assert before.kind == "notebook"
    assert describe_file(write_notebook(notebook, "x = 1\nx", "plot(x)", ran=7)).checksum == before.checksum
    assert describe_file(write_notebook(notebook, "x = 2\nx", "plot(x)")).checksum != before.checksum


def test_the_parameters_of_papermill_do_not_change_the_checksum(tmp_path):
    """The executed copy that papermill writes, with its cell of parameters, is the same code."""
    original = write_notebook(tmp_path / "eda.ipynb", "x = 1")
    executed = write_notebook(tmp_path / "out.ipynb", "x = 2", "x = 1", ran=1)
    content = json.loads(executed.read_text())
    content["cells"][0]["metadata"]["tags"] = ["injected-parameters"]
    executed.write_text(json.dumps(content))
    assert describe_file(executed).checksum == describe_file(original).checksum


def test_a_notebook_that_was_only_run_is_not_a_change(repository):
    """A committed notebook whose outputs were saved is clean; one whose code was edited is not."""
    notebook = write_notebook(repository / "eda.ipynb", "x = 1")
    commit(repository)
    write_notebook(notebook, "x = 1", ran=3)
    ran = describe_file(notebook)
    assert (ran.changes, ran.problems, ran.version) == ((), (), git(repository, "describe", "--always"))
    assert describe_file(repository / "train.py").changes == ("eda.ipynb",)
    assert describe_file(write_notebook(notebook, "x = 2")).changes == ("eda.ipynb",)


def test_a_broken_notebook_has_the_checksum_of_its_bytes(tmp_path):
    """A notebook that is not valid is hashed as it is."""
    broken = tmp_path / "eda.ipynb"
    broken.write_text('{"cells": [{"cell_type": "code"}]')
    assert describe_file(broken).checksum == git(tmp_path, "hash-object", "eda.ipynb")


KERNEL = """
import __main__
class shell:
    kernel, user_ns = object(), vars(__main__)
def get_ipython():
    return shell
"""


def run_kernel(folder, text, **environment):
    """Run code as a cell, in a process that looks like a Jupyter kernel to those who ask IPython."""
    (folder / "IPython.py").write_text(KERNEL)
    return run("-c", f"import IPython\n{text}\n{SAY}", cwd=folder, path=[folder], **environment)


def test_the_notebook_of_a_jupyter_server_is_found(repository):
    """JupyterLab and Notebook tell the kernel the path of the notebook, and that is what is recorded."""
    notebook = write_notebook(repository / "eda.ipynb", "x = 1")
    found = run_kernel(repository, "", JPY_SESSION_NAME=str(notebook))
    assert (found["kind"], found["path"]) == ("notebook", "eda.ipynb")
    assert found["checksum"] == describe_file(notebook).checksum


@pytest.mark.parametrize("name", ["__vsc_ipynb_file__", "PAPERMILL_INPUT_PATH"])
def test_the_notebook_of_vscode_and_papermill_is_found(repository, name):
    """VSCode and papermill put the path among the notebook's variables, and it precedes the server's."""
    notebook = write_notebook(repository / "eda.ipynb", "x = 1")
    parent = write_notebook(repository / "parent.ipynb", "y = 1")
    found = run_kernel(repository, f"{name} = {str(notebook)!r}", JPY_SESSION_NAME=str(parent))
    assert (found["kind"], found["path"]) == ("notebook", "eda.ipynb")


def test_a_notebook_that_cannot_be_found_says_how_to_name_it(tmp_path):
    """A session name that is no file is not believed: the kind is known, the path is not."""
    found = run_kernel(tmp_path, "", JPY_SESSION_NAME=str(tmp_path / "8f14e45f"))
    assert (found["kind"], found["path"], found["checksum"]) == ("notebook", None, None)
    assert "os.environ['MUNIMENT_WORKFLOW_FILE'] = 'analysis.ipynb'" in found["problems"][0]


def test_a_process_that_a_notebook_starts_is_not_the_notebook(repository):
    """A script that inherits the variables of a notebook's kernel is recorded as the script."""
    notebook = write_notebook(repository / "eda.ipynb", "!python train.py")
    (repository / "train.py").write_text(SAY)
    found = run("train.py", cwd=repository, JPY_SESSION_NAME=str(notebook))
    assert (found["kind"], found["path"]) == ("script", "train.py")


# --- the code that is running ------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path):
    """A repository with a package `lab` whose function `lab.work.main` says who is calling."""
    folder = make_repository(tmp_path / "project", train="from lab.work import main\nmain()\n")
    (folder / "lab").mkdir()
    (folder / "lab" / "__init__.py").touch()
    (folder / "lab" / "work.py").write_text(f"def main():\n{SAY.replace(chr(10), chr(10) + '    ')}\n")
    (folder / "lab" / "__main__.py").write_text("from lab.work import main\nmain()\n")
    commit(folder)
    return folder


def test_a_script_is_found_from_its_helpers(project):
    """The script that was started is the source, not the module of it that made the call."""
    found = run(project / "train.py", cwd=project.parent)
    assert (found["kind"], found["path"]) == ("script", "train.py")
    assert found["url"].startswith("https://github.com/lab/scans/blob/")


@pytest.mark.parametrize(("module", "path"), [("lab", "lab/__main__.py"), ("train", "train.py")])
def test_a_module_run_with_m_is_a_module(project, module, path):
    """`python -m package.module` is told from a script, and recorded as the file of that module."""
    found = run("-m", module, cwd=project)
    assert (found["kind"], found["path"]) == ("module", path)


def test_a_folder_that_is_run_is_a_script(project):
    """`python folder` runs the folder's `__main__.py`, and that is the source."""
    found = run("lab", cwd=project, path=[project])
    assert (found["kind"], found["path"]) == ("script", "lab/__main__.py")


def write_console_script(base):
    """Write what pip installs for an entry point, where pip puts it for a user."""
    script = base / "bin" / "lab-work"
    script.parent.mkdir(parents=True)
    script.write_text("import sys\nfrom lab.work import main\nsys.exit(main())\n")
    return script


def test_a_console_script_leads_to_the_package_behind_it(project, tmp_path):
    """The few lines that pip writes for an entry point are nobody's code: the module that they call is."""
    script = write_console_script(tmp_path / "base")
    found = run(script, cwd=tmp_path, path=[project], PYTHONUSERBASE=str(tmp_path / "base"))
    assert (found["kind"], found["path"]) == ("script", "lab/work.py")


def test_a_script_among_console_scripts_may_do_the_work_itself(tmp_path):
    """A script in a folder of console scripts that calls nobody else's code is the source."""
    script = write_console_script(tmp_path / "base")
    script.write_text(SAY)
    found = run(script, cwd=tmp_path, PYTHONUSERBASE=str(tmp_path / "base"))
    assert (found["kind"], found["path"]) == ("script", str(script))


def test_an_archive_is_described_as_one_file(repository):
    """Code that runs from a zip archive is known by the archive."""
    with zipfile.ZipFile(repository / "app.pyz", "w") as archive:
        archive.writestr("__main__.py", SAY)
    found = run("app.pyz", cwd=repository)
    assert (found["kind"], found["path"]) == ("script", "app.pyz")
    assert found["checksum"] == git(repository, "hash-object", "app.pyz")


def test_an_installed_package_is_the_source_if_nothing_else_is(project, tmp_path):
    """Code that runs from site-packages alone is described too, though no repository holds it."""
    script = write_console_script(tmp_path / "base")
    installed = tmp_path / "base" / "site-packages"
    installed.mkdir()
    (project / "lab").rename(installed / "lab")
    (installed / "runner.py").write_text("def start(main):\n    main()\n")
    script.write_text("from lab.work import main\nfrom runner import start\nstart(main)\n")
    found = run(script, cwd=tmp_path, path=[installed], PYTHONUSERBASE=str(tmp_path / "base"))
    assert (found["kind"], found["path"]) == ("script", str(installed / "lab" / "work.py"))
    assert found["problems"][0].startswith("Not in a git repository")


def test_under_pytest_the_test_file_is_the_source():
    """A test that uses Muniment is the source, not pytest."""
    found = find_source()
    assert found.kind == "script"
    assert found.path.endswith("executions/test_source.py")


def test_in_a_thread_under_pytest_the_function_of_the_user_is_the_source():
    """A thread has a stack of its own; the user's file in it is found all the same."""
    found = []
    thread = threading.Thread(target=lambda: found.append(find_source()))
    thread.start()
    thread.join()
    assert found[0].path.endswith("executions/test_source.py")


def test_a_frame_can_be_given_to_look_from():
    """Whoever was called from elsewhere can hand in the frame that the search begins with."""
    assert find_source(sys._getframe()) == find_source()


@pytest.mark.parametrize("method", ["spawn", "forkserver", "fork"])
def test_a_child_of_multiprocessing_has_its_parents_source(project, method):
    """A worker process gives the script that started it, whichever way it was started."""
    (project / "train.py").write_text(
        "import multiprocessing, lab.work\n"
        "if __name__ == '__main__':\n"
        f"    child = multiprocessing.get_context({method!r}).Process(target=lab.work.main)\n"
        "    child.start(), child.join()\n"
    )
    found = run("train.py", cwd=project)
    assert (found["kind"], found["path"], found["changes"]) == ("script", "train.py", ["train.py"])


def test_a_worker_without_a_script_has_the_file_of_its_function(project):
    """The `python -c` with which a tool starts a worker is not the user's: the function that it calls is."""
    start = "m.set_start_method('spawn'); child = m.Process(target=main); child.start(); child.join()"
    found = run("-c", f"import multiprocessing as m; from lab.work import main; {start}", cwd=project)
    assert (found["kind"], found["path"]) == ("script", "lab/work.py")


def test_a_profiled_script_is_the_source(project):
    """A script under a profiler or debugger is recorded as if it ran alone."""
    found = run("-m", "cProfile", "train.py", cwd=project)
    assert (found["kind"], found["path"]) == ("script", "train.py")


CALL = "from lab.work import main; main()"


@pytest.mark.parametrize("arguments", [("-c", SAY), ("-c", CALL), ("-",), ("-i",)])
def test_typed_code_is_interactive(project, arguments):
    """Code from a prompt, `python -c` or standard input has no file, even where it calls a file."""
    found = run(*arguments, cwd=project, text="" if "-c" in arguments else SAY)
    assert found["kind"] == "interactive"
    assert (found["path"], found["url"], found["checksum"], found["commit"]) == (None, None, None, None)
    assert found["problems"][0].startswith("The code was typed at a prompt")


def test_the_environment_variable_names_the_source(project):
    """MUNIMENT_WORKFLOW_FILE overrides every other way to find the source, from the working directory on."""
    named = run("-c", SAY, cwd=project, MUNIMENT_WORKFLOW_FILE="train.py")
    assert (named["kind"], named["path"]) == ("script", "train.py")
    write_notebook(project / "eda.ipynb", "x = 1")
    named = run("train.py", cwd=project, MUNIMENT_WORKFLOW_FILE="eda.ipynb")
    assert (named["kind"], named["path"]) == ("notebook", "eda.ipynb")


def test_a_named_file_that_does_not_exist_is_a_problem(tmp_path, monkeypatch):
    """A wrong name in MUNIMENT_WORKFLOW_FILE is recorded as a problem, and nothing else is guessed."""
    monkeypatch.setenv("MUNIMENT_WORKFLOW_FILE", str(tmp_path / "gone" / "train.py"))
    found = find_source()
    assert (found.path, found.checksum) == (str(tmp_path / "gone" / "train.py"), None)
    assert found.problems[0].startswith("The file cannot be read")
