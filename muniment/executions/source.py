"""Find the code that is calling us, and describe it honestly.

An execution is evidence only if one can tell which code ran. `find_source` looks at the running
program, `describe_file` at a file; both give a `SourceCode`: which file at which commit, what was not
committed, and in plain sentences what stands between the record and a repeatable run. Nothing here
raises because of git.

Which file it is, in this order: what `MUNIMENT_WORKFLOW_FILE` names; the notebook of the running kernel;
the program's main file; and where that belongs to a tool (pytest, a console script, a debugger), the
outermost calling file that does not.
"""

import inspect
import json
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import FrameType
from typing import Any

from muniment.executions import git, uncommitted

WORKFLOW_FILE = "MUNIMENT_WORKFLOW_FILE"
MOST_CHANGES = 1000

# Files of editors that start the user's code inside the same process.
_EDITORS = ("/.vscode", "/ms-python.", "/helpers/pydev/", "/helpers/pycharm/", "/debugpy/", "/pydevd")
_STDLIB = os.path.dirname(os.path.realpath(os.__file__)) + os.sep
_OURS = os.path.dirname(os.path.dirname(os.path.realpath(__file__))) + os.sep


@dataclass(frozen=True)
class SourceCode:
    """The code behind an execution, and what is wrong with it as evidence.

    Attributes:
        kind: "script", "notebook", "module" (`python -m`), "interactive" (a prompt, `python -c`, standard
            input) or "unknown".
        path: From the root of the repository, with `/`; absolute outside of one; None if there is no file.
        url: Where a browser finds the file at its commit; `file://localhost/...` if it is only here.
        checksum: SHA-1 of the file's bytes as a git blob (`git hash-object --no-filters`). Of a notebook
            only what was typed into it counts, so that running it changes nothing: the type, tags, source
            and attachments of each cell.
        commit: The commit that is checked out; None too if git could not compare the files with it.
        branch: None if HEAD is detached.
        version: As `git describe --tags --always --dirty` says it.
        changes: Paths from the root of the repository that differ from the commit: staged, unstaged,
            untracked, renamed (the new name), deleted; the first 1,000. A folder with nothing tracked in it
            is one path with a `/` at its end. Not among them are a notebook of which only outputs changed,
            `__pycache__` and `.ipynb_checkpoints`.
        is_committed: Whether the file is in the commit, and nothing differs from it.
        problems: What a reader of the record should know, one sentence or two each.
        root: The folder of the repository, or of the file outside of one; it is not recorded.
        untracked: Those of the changes that git does not know, all of them; they are not recorded twice.
    """

    kind: str
    path: str | None = None
    url: str | None = None
    checksum: str | None = None
    commit: str | None = None
    branch: str | None = None
    version: str | None = None
    changes: tuple[str, ...] = ()
    is_committed: bool = False
    problems: tuple[str, ...] = ()
    root: str | None = field(default=None, repr=False)
    untracked: tuple[str, ...] = field(default=(), repr=False)

    @cached_property
    def patch(self) -> bytes | None:
        """What makes this code from its commit, as a patch; None if that is nothing. See `uncommitted`."""
        if self.root is None or self.is_committed:
            return None
        return uncommitted.read_patch(self.root, self.path, self.commit, self.untracked)

    def record(self) -> dict[str, Any]:
        """Give what the catalog keeps of it, as JSON."""
        return {name: value for name, value in vars(self).items() if name not in _NOT_RECORDED}


_NOT_RECORDED = ("root", "untracked", "patch")


def find_source(start: FrameType | None = None) -> SourceCode:
    """Describe the outermost script, module or notebook of the user that is running now.

    Args:
        start: Where to begin to look outward; the caller if not given. It matters only where the main
            program is a tool.

    Example:
        >>> find_source().kind in ("script", "notebook", "module", "interactive")
        True
    """
    if named := os.environ.get(WORKFLOW_FILE):
        return describe_file(named)
    if shell := _kernel_shell():
        return _describe_notebook(shell.user_ns)
    kind, file = _find_main() or _find_calling(list(_outward(start or inspect.currentframe())))
    return _describe(file, kind) if file else SourceCode(kind, problems=(_NO_FILE[kind],))


def describe_file(path: str | os.PathLike[str]) -> SourceCode:
    """Describe a file as the source of an execution, whether or not it is the one that runs.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     script = Path(folder, "train.py")
        ...     _ = script.write_text("print('hello')")
        ...     describe_file(script).checksum
        'ed0f110e2e61eec18680b264e0f9917ec1c2720b'
    """
    file = Path(path).expanduser()
    return _describe(str(file), "notebook" if file.suffix == ".ipynb" else "script")


def describe_function(function: Callable[..., object]) -> SourceCode:
    """Describe the file that a function stands in, as the source of an execution of it.

    Of one that was typed, or stands in a notebook, what is running is described, as by `find_source`.

    Example:
        >>> describe_function(json.dumps).kind in ("script", "notebook", "module", "interactive")
        True
    """
    if not os.environ.get(WORKFLOW_FILE) and _kernel_shell() is None:
        try:
            file = inspect.getsourcefile(inspect.unwrap(function))
        except TypeError:
            file = None  # an object that can be called
        if file and os.path.isfile(file) and _place(file) == "user":
            return _describe(file, "script")
    return find_source()


_NO_FILE = {
    "interactive": "The code was typed at a prompt or given to python as text: there is no file to record. "
    f"Run it from a file, or name the file in the environment variable {WORKFLOW_FILE}.",
    "notebook": "The file of this notebook could not be found. Name it in the first cell: "
    f"import os; os.environ['{WORKFLOW_FILE}'] = 'analysis.ipynb'.",
    "unknown": f"The calling file could not be found. Name it in the environment variable {WORKFLOW_FILE}.",
}


def _find_main() -> tuple[str, str] | None:
    """Find the main file of the program, unless it belongs to a tool.

    `__main__` is asked before the stack, because threads and the children of multiprocessing begin with a
    stack of their own, and know the main module all the same.
    """
    main = sys.modules.get("__main__")
    file = getattr(main, "__file__", None)
    # Where the program comes from standard input, the name is "<stdin>".
    if isinstance(file, str) and not file.startswith("<") and _place(file) == "user":
        return _kind(vars(main)), file
    return None


def _find_calling(frames: Sequence[FrameType]) -> tuple[str, str | None]:
    """Find the outermost frame that is the user's own; `frames` begins with the outermost."""
    places = [_place_of_frame(frame) for frame in frames]
    own = [f for f, place in zip(frames, places, strict=True) if place == "user"]
    typed = places.index("typed") if "typed" in places else len(places)
    if own and (places.index("user") < typed or _hands_over(frames[typed], places[typed:])):
        return _kind(own[0].f_globals), own[0].f_code.co_filename
    if "typed" in places:
        return "interactive", None
    return _find_installed([f for f, place in zip(frames, places, strict=True) if place == "installed"])


def _find_installed(frames: Sequence[FrameType]) -> tuple[str, str | None]:
    """Find the outermost frame of the installed package that calls us, else the script that was started."""
    if frames:
        package = _package(frames[-1])
        outermost = next(frame for frame in frames if _package(frame) == package)
        return _kind(outermost.f_globals), outermost.f_code.co_filename
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    return ("script", main) if main and _place(main) == "starter" else ("unknown", None)


def _hands_over(frame: FrameType, inward: Sequence[str]) -> bool:
    """Tell whether typed code is the `python -c` by which a tool (multiprocessing, xdist) starts a worker."""
    called = next((place for place in inward if place != "typed"), "")
    return frame.f_code.co_filename == "<string>" and called in ("stdlib", "installed")


def _outward(frame: FrameType | None) -> Iterator[FrameType]:
    """Give the frames of the stack, the outermost first."""
    frames = []
    while frame:
        frames.append(frame)
        frame = frame.f_back
    return reversed(frames)


def _place_of_frame(frame: FrameType) -> str:
    """Tell whose code a frame runs: as `_place`, or `"typed"` for code that is in no file."""
    name = frame.f_code.co_filename
    if not name.startswith("<") and not re.search(r"[/\\]ipykernel_\d+[/\\]", name):
        return _place(name)
    if name.startswith("<doctest") or frame.f_globals.get("__name__") == "__main__":
        return "typed"
    return "stdlib"  # "<frozen runpy>", and functions that libraries write and compile


def _place(file: str) -> str:
    """Tell whose a file is: "user", "installed", "stdlib", "starter" (console script), "editor", "ours"."""
    real = os.path.realpath(file)
    parts = Path(real).parts
    if real.startswith(_OURS):
        return "ours"
    if "site-packages" in parts or "dist-packages" in parts:
        return "installed"
    if real.startswith(_STDLIB):
        return "stdlib"
    if any(mark in real.replace("\\", "/") for mark in _EDITORS):
        return "editor"
    return "starter" if os.path.dirname(real) in _script_folders() else "user"


def _script_folders() -> set[str]:
    """Give the folders into which pip writes console scripts."""
    user = sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user"))
    folders = (os.path.dirname(sys.executable or ""), sysconfig.get_path("scripts"), user)
    return {os.path.realpath(folder) for folder in folders if folder}


def _package(frame: FrameType) -> str:
    """Give the name of the folder or file below site-packages that holds a frame's code."""
    parts = Path(os.path.realpath(frame.f_code.co_filename)).parts
    last = max(index for index, part in enumerate(parts) if part in ("site-packages", "dist-packages"))
    return parts[last + 1]


def _kind(namespace: Mapping[str, Any]) -> str:
    """Tell `python -m package.module`, which has a spec of that name, from a script or folder."""
    spec = namespace.get("__spec__")
    is_main = namespace.get("__name__") in ("__main__", "__mp_main__")
    return "module" if is_main and spec is not None and spec.name != "__main__" else "script"


def _kernel_shell() -> Any:
    """Give IPython's shell if this process is a Jupyter kernel; IPython is never imported for it."""
    get_ipython = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_ipython() if get_ipython else None
    return shell if getattr(shell, "kernel", None) is not None else None


def _describe_notebook(namespace: Mapping[str, Any]) -> SourceCode:
    """Describe the notebook of this kernel, or if none is known the script that `%run` or an editor runs."""
    if file := _find_notebook(namespace):
        return _describe(file, "notebook")
    if main := _find_main():
        return _describe(main[1], main[0])
    return SourceCode("notebook", problems=(_NO_FILE["notebook"],))


def _find_notebook(namespace: Mapping[str, Any]) -> str | None:
    """Ask the three that know: VSCode, papermill (with `--inject-paths`) and the Jupyter server.

    The server's variable comes last because kernels started from a notebook inherit it. It may hold the
    notebook's former name, or no file's name at all (JupyterLab begins some sessions with a UUID), and then
    it is not believed.
    """
    told = [namespace.get(name) for name in ("__vsc_ipynb_file__", "PAPERMILL_INPUT_PATH")]
    told.append(os.environ.get("JPY_SESSION_NAME"))
    return next((path for path in told if isinstance(path, str) and os.path.isfile(path)), None)


def _typed_content(notebook: bytes) -> bytes:
    """Reduce a notebook to what was typed into it, as JSON with sorted keys and no spaces.

    Example:
        >>> _typed_content(b'{"cells": [{"cell_type": "code", "outputs": [2], "source": ["1 +", "1"]}]}')
        b'{"cells":[{"cell_type":"code","source":"1 +1"}]}'
        >>> _typed_content(b"not a notebook")
        b'not a notebook'
    """
    try:
        cells = [_typed_cell(cell) for cell in json.loads(notebook)["cells"]]
    except (ValueError, LookupError, TypeError, AttributeError):
        return notebook
    kept = [cell for cell in cells if "injected-parameters" not in cell.get("tags", ())]
    return json.dumps({"cells": kept}, sort_keys=True, separators=(",", ":")).encode()


def _typed_cell(cell: dict[str, Any]) -> dict[str, Any]:
    typed: dict[str, Any] = {key: cell[key] for key in ("cell_type", "attachments") if key in cell}
    typed["source"] = "".join(cell["source"])
    if tags := cell.get("metadata", {}).get("tags"):
        typed["tags"] = tags
    return typed


def _describe(path: str, kind: str) -> SourceCode:
    """Describe a file: first what needs no git, then, if git answers, the rest."""
    file = _real(path)
    content, problems = _read(file)
    checksum = None if content is None else _checksum(file, content)
    known = SourceCode(
        kind, git.readable(str(file)), _local_url(file), checksum, problems=problems, root=str(file.parent)
    )
    try:
        return _describe_in_repository(known, file, content)
    except git.GitError as error:
        return replace(known, problems=(*problems, str(error)))


def _describe_in_repository(known: SourceCode, file: Path, content: bytes | None) -> SourceCode:
    folder, root, path, blob = git.locate(file)
    status = git.read_status(folder)
    if content and blob and path in status.tracked and _same_notebook(folder, path, blob, content):
        status = replace(status, tracked=tuple(changed for changed in status.tracked if changed != path))
    web, remote_problem = git.choose_remote(git.ask(folder, "remote", "-v"))
    url = git.web_url(web, status.commit, path) if web and status.commit and blob else known.url
    problems = (*known.problems, remote_problem, *_list_problems(status, path, blob))
    changes = (*status.tracked, *status.untracked)[:MOST_CHANGES]
    known = replace(known, path=path, url=url, commit=status.commit, branch=status.branch, changes=changes)
    known = replace(known, is_committed=bool(blob) and not changes, root=root, untracked=status.untracked)
    return replace(known, version=git.read_version(folder, status), problems=tuple(filter(None, problems)))


def _list_problems(status: git.Status, path: str, blob: str | None) -> Iterator[str]:
    """Give the sentences about commits; the one about changes is the last, because it is the longest."""
    if not status.commit:
        yield "The repository has no commits yet. Commit the code, so that the record can name it."
    elif not blob:
        yield f"Not committed: {path} is new, or ignored by git, so its URL names a local file."
    if status.ahead:
        lacks = f"{status.upstream} lacks {status.ahead} of the commits"
        yield f"Not pushed: {lacks}, so others cannot read this one before a git push."
    if changes := (*status.tracked, *status.untracked):
        more = f" (and {len(changes) - 3} more)" if changes[3:] else ""
        yield f"Uncommitted changes in: {', '.join(changes[:3])}{more}"


def _real(path: str) -> Path:
    """Follow symbolic links to the code itself; of a file inside an archive (a zipapp), give the archive."""
    file = Path(os.path.realpath(path))
    if file.exists():
        return file
    return next((parent for parent in file.parents if parent.is_file()), file)


def _read(file: Path) -> tuple[bytes | None, tuple[str, ...]]:
    try:
        return file.read_bytes(), ()
    except OSError as error:
        why = f"{git.readable(str(file))} ({error.strerror})"
        return None, (f"The file cannot be read: {why}. Its checksum is not recorded.",)


def _checksum(file: Path, content: bytes) -> str:
    return git.blob_checksum(_typed_content(content) if file.suffix == ".ipynb" else content)


def _local_url(file: Path) -> str:
    return "file://localhost" + file.as_uri().removeprefix("file://")


def _same_notebook(folder: str, path: str, blob: str, content: bytes) -> bool:
    """Tell whether a notebook was only run since its commit, which changes its file but not its code."""
    if not path.endswith(".ipynb"):
        return False
    return _typed_content(git.ask(folder, "cat-file", "blob", blob).encode()) == _typed_content(content)
