"""What the tests share: a catalog, a workflow with nothing to warn of, and real processes."""

import gc
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from muniment import Muniment, Workflow
from muniment.ml import unfinished
from tests import servers
from tests.preloaded import Preloaded, Program
from tests.stacks import Address, FolderStack, Objects, ServerStack, Stack, make_empty

pytest.register_assert_rewrite("muniment.storage.testing")

ROOT = Path(__file__).parent.parent


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "of_folders(reason): about the files of a catalog in a folder")
    config.addinivalue_line("markers", "of_servers(reason): about what only a server can do")
    config.addinivalue_line("markers", "preloaded: its programs need not begin with importing the library")
    servers.open_folder()
    # Tests start some thousand programs, none of which is to compile the library anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # In memory, if there is room: tests make files by the ten thousand, which disks do slowly.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", os.environ[servers.FOLDER])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the run on servers, or in folders, of tests that are about the other."""
    left_out = [
        item
        for item in items
        if (item.get_closest_marker("of_folders") and _runs_on(item, ServerStack))
        or (item.get_closest_marker("of_servers") and _runs_on(item, FolderStack))
    ]
    config.hook.pytest_deselected(items=left_out)
    chosen = set(left_out)
    items[:] = [item for item in items if item not in chosen]


def pytest_collection_finish() -> None:
    """Have the collector leave alone what all tests share: it took a tenth of their time to look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _runs_on(item: pytest.Item, stack: type[Stack]) -> bool:
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return parameters.get("stack") is stack


def pytest_unconfigure() -> None:
    servers.close_folder()


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
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where catalogs in folders are kept to be copied."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(params=[FolderStack, ServerStack], ids=["folder", "server"])
def stack(
    request: pytest.FixtureRequest, templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stack]:
    """What a test runs on: SQLite and a folder, or PostgreSQL and S3. Every test runs on both."""
    stack = request.param(tmp_path, templates)
    for name in [name for name in os.environ if stack.environment and name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    yield stack
    stack.remove()


@pytest.fixture
def empty_catalog(templates: Path, tmp_path: Path) -> Path:
    """The folder of a new catalog, to be copied: Alembic needs longer to make one than most tests run."""
    return FolderStack(tmp_path, templates).template("empty", make_empty)


@pytest.fixture
def lab(stack: Stack) -> Address:
    """The address of a new catalog."""
    return stack.copy("empty", make_empty)


@pytest.fixture
def ml(lab: Address, provenance: Path) -> Iterator[Muniment]:
    """A new catalog."""
    with_nothing_in_it = Muniment(lab, actor="ada")
    yield with_nothing_in_it
    with_nothing_in_it.close()
    unfinished._watched.clear()


@pytest.fixture
def sql(stack: Stack, lab: Address) -> sa.Engine:
    """The database of the catalog, as another tool opens it."""
    return stack.engine(lab)


@pytest.fixture
def objects(stack: Stack, lab: Address) -> Objects:
    """The objects of the catalog's store, as its owner finds them."""
    return stack.objects(lab)


@pytest.fixture
def workflow(ml: Muniment) -> Workflow:
    """A workflow of the catalog."""
    return ml.create_workflow("Train", "Training")


@pytest.fixture
def md5() -> Callable[[bytes], str]:
    """Compute what stands in the column MD5."""
    return lambda content: hashlib.md5(content, usedforsecurity=False).hexdigest()


@pytest.fixture(scope="session")
def preloaded() -> Iterator[Preloaded]:
    """What starts programs that find the library imported."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    server = Preloaded({**os.environ, "PYTHONPATH": path})
    yield server
    server.close()


@pytest.fixture
def start(
    tmp_path: Path, provenance: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., "Program | subprocess.Popen[str]"]]:
    """Start Python in a process of its own, on a file or on code."""
    begun: list[Program | subprocess.Popen[str]] = []
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    is_preloaded = request.node.get_closest_marker("preloaded") is not None

    def start(code: str | Path, *arguments: object, **environment: str) -> "Program | subprocess.Popen[str]":
        if is_preloaded:
            server = request.getfixturevalue("preloaded")
            environment = {**os.environ, "PYTHONPATH": path, **environment}
            begun.append(server.start(code, [*map(str, arguments)], tmp_path, environment))
            return begun[-1]
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
