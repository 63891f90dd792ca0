"""The patch that makes the code of a run from its commit, in repositories of all kinds."""

import os
import subprocess

import pytest

from muniment.executions import uncommitted
from muniment.executions.source import describe_file

ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_ALLOW_PROTOCOL": "file"}
USER = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "protocol.file.allow=always")


def git(folder, *arguments):
    command = ["git", "-C", folder, *USER, *arguments]
    done = subprocess.run(command, env={**os.environ, **ENVIRONMENT}, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make(folder, **files):
    """Make a repository with files that are committed."""
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.py").write_bytes(content)
    git(folder, "init", "--quiet")
    if files:
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "First")
    return folder


def apply(patch, folder):
    """Apply a patch, and give the files that are there then."""
    file = folder.with_suffix(".patch")
    file.write_bytes(patch)
    git(folder, "apply", "--binary", str(file))
    return content(folder)


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


@pytest.fixture
def repository(tmp_path):
    return make(tmp_path / "repository", train=b"import model\n", model=b"LAYERS = 2\n")


@pytest.fixture
def copy(repository, tmp_path):
    """The repository as somebody else has it, at the commit of the run."""
    git(tmp_path, "clone", "--quiet", str(repository), "copy")
    return tmp_path / "copy"


def test_changes_of_all_kinds_are_kept(repository, copy):
    """Changed, added, deleted, renamed, binary and oddly named files are made anew by git from the patch."""
    (repository / "model.py").write_bytes(b"LAYERS = '\xff\xfe'\r\n")
    (repository / "train.py").rename(repository / "fit it \u00fc.py")
    (repository / "weights.bin").write_bytes(bytes(range(256)))
    git(repository, "add", "--all")
    (repository / "weights.bin").write_bytes(bytes(range(255, -1, -1)))
    patch = describe_file(repository / "fit it \u00fc.py").patch
    assert apply(patch, copy) == content(repository)


@pytest.mark.parametrize(
    "config",
    [("diff.noprefix", "true"), ("diff.external", "false"), ("color.diff", "always")],
    ids=lambda c: c[0],
)
def test_what_the_user_has_set_of_git_does_not_matter(repository, copy, config):
    """Settings of `git diff` for people do not spoil the patch."""
    git(repository, "config", *config)
    (repository / "model.py").write_text("LAYERS = 3\n")
    assert apply(describe_file(repository / "train.py").patch, copy) == content(repository)


def test_a_repository_without_commits_has_all_in_the_patch(tmp_path):
    """Where nothing is committed yet, the patch makes the script from an empty folder."""
    folder = make(tmp_path / "new")
    (folder / "train.py").write_text("print(1)\n")
    (folder / "data.csv").write_text("private\n")
    empty = make(tmp_path / "empty")
    assert apply(describe_file(folder / "train.py").patch, empty) == {"train.py": b"print(1)\n"}


def test_a_detached_commit_is_one_too(repository, copy):
    """Without a branch, the patch is against the commit that is checked out."""
    git(repository, "checkout", "--quiet", "--detach")
    (repository / "model.py").write_text("LAYERS = 4\n")
    source = describe_file(repository / "train.py")
    assert source.branch is None
    assert apply(source.patch, copy) == content(repository)


def test_a_shallow_clone_is_enough(repository, copy, tmp_path):
    """Of a repository without its past the patch is the same."""
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    (tmp_path / "shallow" / "model.py").write_text("LAYERS = 5\n")
    assert apply(describe_file(tmp_path / "shallow" / "train.py").patch, copy)["model.py"] == b"LAYERS = 5\n"


def test_changes_inside_a_submodule_are_in_the_patch(repository, tmp_path):
    """What was changed in a submodule is told line by line."""
    make(tmp_path / "library", helper=b"RATE = 1\n")
    git(repository, "submodule", "--quiet", "add", str(tmp_path / "library"), "library")
    git(repository, "commit", "--quiet", "--message", "Library")
    (repository / "library" / "helper.py").write_text("RATE = 2\n")
    patch = describe_file(repository / "train.py").patch
    assert b"+++ b/library/helper.py" in patch
    assert b"+RATE = 2" in patch


def test_a_script_that_was_deleted_while_it_ran_is_no_error(repository, copy):
    """A script that is gone is told as deleted."""
    (repository / "train.py").unlink()
    assert apply(describe_file(repository / "train.py").patch, copy) == {"model.py": b"LAYERS = 2\n"}


def test_committed_code_has_no_patch(repository):
    """Code that is as it was committed needs none."""
    assert describe_file(repository / "train.py").patch is None


def test_a_patch_that_is_too_long_is_left_out(repository, monkeypatch):
    """Data under version control that was changed does not go into the catalog as code."""
    monkeypatch.setattr(uncommitted, "LIMIT", 1000)
    (repository / "model.py").write_bytes(os.urandom(2000))
    assert describe_file(repository / "train.py").patch is None


def test_keys_in_code_are_hidden(repository, monkeypatch):
    """A key that is written in a changed file, or that a variable has, is not in the patch."""
    monkeypatch.setenv("LAB_API_KEY", "correct-horse-battery")
    (repository / "model.py").write_text(
        "KEY = 'correct-horse-battery'\nURL = 'https://ada:pw@example.org/'\n"
    )
    patch = describe_file(repository / "train.py").patch
    assert b"+KEY = '***'" in patch
    assert b"https://***@example.org/" in patch
