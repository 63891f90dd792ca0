"""The code of a run that no commit holds, as a patch.

What differs from the commit is taken as git tells it. Of the files that git does not know, only those are
taken that are code of this run: its main file, and the modules that are loaded. Others may be data or
secrets.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from muniment import redaction
from muniment.executions import git

FILENAME = "uncommitted.patch"
KIND = "Uncommitted_Code"
LIMIT = 32 << 20
"""How many bytes a patch may have."""


def read_patch(root: str, main: str | None, commit: str | None, untracked: Sequence[str]) -> bytes | None:
    """Give a patch that makes the code of a run from its commit, or from an empty folder if there is none.

    Keys and passwords in it are hidden. None if there is nothing to tell, or git cannot, or it is too long.

    Args:
        root: The folder that paths in the patch begin at.
        main: The main file, from there.
        commit: The commit that is checked out.
        untracked: What git does not know there: files, and folders with a ``/`` at their end.
    """
    try:
        tracked = git.read_patch(root) if commit else b""
    except git.GitError:
        return None
    unknown = tuple(untracked) if commit else ("",)
    new = [_as_patch(path, content) for path, content in _new_files(Path(root), main, unknown)]
    patch = b"".join([tracked, *new])
    if not patch or len(patch) > LIMIT:
        return None
    text = patch.decode("utf-8", "surrogateescape")
    return redaction.hide(text, redaction.secret_values()).encode("utf-8", "surrogateescape")


def _new_files(root: Path, main: str | None, unknown: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Give the files of this run that git does not know, each with its path from the root."""
    loaded = {Path(name) for module in tuple(sys.modules.values()) if (name := _file_of(module))}
    for file in sorted(loaded | ({root / main} if main else set())):
        path = _inside(root, file)
        if path is not None and _is_under(path, unknown):
            with suppress(OSError):
                yield path, file.read_bytes()


def _file_of(module: object) -> str | None:
    file = getattr(module, "__file__", None)
    return file if isinstance(file, str) and file.endswith(".py") else None


def _inside(root: Path, file: Path) -> str | None:
    """Give the path of a file from the root; None if it is elsewhere, or belongs to an environment."""
    try:
        path = file.resolve().relative_to(root)
    except (OSError, ValueError):
        return None
    return None if {"site-packages", "dist-packages"} & set(path.parts) else path.as_posix()


def _is_under(path: str, unknown: Iterable[str]) -> bool:
    return any(path == each or not each or (each.endswith("/") and path.startswith(each)) for each in unknown)


def _as_patch(path: str, content: bytes) -> bytes:
    r"""Write a new file as a patch.

    Example:
        >>> print(_as_patch("train.py", b"import torch\nfit()").decode())
        diff --git a/train.py b/train.py
        new file mode 100644
        index 0000000000000000000000000000000000000000..222637bfa0544729b70f3869db2de8965bbd5c12
        --- /dev/null
        +++ b/train.py
        @@ -0,0 +1,2 @@
        +import torch
        +fit()
        \ No newline at end of file
        <BLANKLINE>
    """
    name = path.encode("utf-8", "surrogateescape")
    lines = content.split(b"\n")
    is_closed = lines[-1] == b""
    lines = lines[:-1] if is_closed else lines
    blob = git.blob_checksum(content)
    head = b"diff --git a/%b b/%b\nnew file mode 100644\n" % (name, name)
    head += b"index %b..%b\n" % (b"0" * len(blob), blob.encode())
    if not lines:
        return head
    body = b"".join(b"+%b\n" % line for line in lines)
    end = b"" if is_closed else b"\\ No newline at end of file\n"
    return head + b"--- /dev/null\n+++ b/%b\n@@ -0,0 +1,%d @@\n" % (name, len(lines)) + body + end
