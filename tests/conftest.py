"""What the tests share: a catalog, a workflow with nothing to warn of, and real processes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from muniment import Muniment, Workflow
from muniment.ml import unfinished

pytest.register_assert_rewrite("muniment.storage.testing")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that is committed in a repository with a remote, so that no workflow of it warns of anything."""
    folder = tmp_path_factory.mktemp("repository")
    file = folder / "train.py"
    file.write_text("print('train')\n")
    user = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for arguments in (
        ("init", "--quiet"),
        ("remote", "add", "origin", "https://github.com/lab/scans.git"),
        ("add", "--all"),
        (*user, "commit", "--quiet", "--message", "Train"),
    ):
        subprocess.run(["git", "-C", folder, *arguments], check=True, env=environment)
    return file


@pytest.fixture
def provenance(script: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Workflows of this test, and of the processes it starts, are of the committed script."""
    monkeypatch.setenv("MUNIMENT_WORKFLOW_FILE", str(script))
    return script


@pytest.fixture(scope="session")
def empty_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a new catalog, to be copied: Alembic needs longer to make one than most tests run."""
    folder = tmp_path_factory.mktemp("new") / "lab"
    Muniment(folder, create=True, actor="ada").close()
    return folder


@pytest.fixture
def lab(empty_catalog: Path, tmp_path: Path) -> Path:
    """The folder of a new catalog."""
    return Path(shutil.copytree(empty_catalog, tmp_path / "lab"))


@pytest.fixture
def ml(lab: Path, provenance: Path) -> Iterator[Muniment]:
    """A new catalog."""
    with_nothing_in_it = Muniment(lab, actor="ada")
    yield with_nothing_in_it
    with_nothing_in_it.close()
    unfinished._watched.clear()


@pytest.fixture
def workflow(ml: Muniment) -> Workflow:
    """A workflow of the catalog."""
    return ml.create_workflow("Train", "Training")


@pytest.fixture
def md5() -> Callable[[bytes], str]:
    """Compute what stands in the column MD5."""
    return lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest()


@pytest.fixture
def start(tmp_path: Path, provenance: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start Python in a process of its own, on a file or on code."""
    begun: list[subprocess.Popen[str]] = []
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))

    def start(code: str | Path, *arguments: object, **environment: str) -> "subprocess.Popen[str]":
        program = [str(code)] if isinstance(code, Path) else ["-c", code]
        process = subprocess.Popen(
            [sys.executable, "-W", "error", *program, *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def run(start: Callable[..., "subprocess.Popen[str]"]) -> Callable[..., str]:
    """Run Python in a process of its own to its end, and give what it printed."""

    def run(code: str | Path, *arguments: object, **environment: str) -> str:
        process = start(code, *arguments, **environment)
        said, complaints = process.communicate(timeout=100)
        assert process.returncode == 0, complaints
        return said

    return run
