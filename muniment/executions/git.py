"""What git says of a file and its repository, asked by as few commands as answer the question.

Nothing is changed, nothing is fetched, and a git that is slow, missing or refuses becomes a `GitError` whose
message is a sentence for the user.
"""

import hashlib
import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

GIT_SECONDS = 10.0

# Where a forge shows a file; the key is looked for in the host's name. All other hosts get GitHub's form.
FORGES = {
    "gitlab": "{web}/-/blob/{commit}/{path}",
    "bitbucket": "{web}/src/{commit}/{path}",
    "codeberg": "{web}/src/commit/{commit}/{path}",
    "gitea": "{web}/src/commit/{commit}/{path}",
    "forgejo": "{web}/src/commit/{commit}/{path}",
    "sr.ht": "{web}/tree/{commit}/item/{path}",
}

# Folders that running the code makes, so that a run does not make its own repository dirty.
_WRITTEN_BY_RUNNING = ("__pycache__/", ".ipynb_checkpoints/")

_ELSEWHERE = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE"}
_QUIET = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}


class GitError(Exception):
    """Git gave no answer; the message is the sentence for the user."""


@dataclass(frozen=True)
class Status:
    """What `git status` says of a repository."""

    commit: str | None
    branch: str | None
    upstream: str
    ahead: int
    tracked: tuple[str, ...]
    untracked: tuple[str, ...]


def ask(folder: str, *arguments: str) -> str:
    """Run one git command that only reads."""
    return _text(_ask(folder, *arguments))


def _ask(folder: str, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode:
        raise GitError(_explain(folder, _text(done.stderr)))
    return done.stdout


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace")


def _run(folder: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    command = ["git", "-C", folder, *arguments]
    try:
        return subprocess.run(
            command,
            check=False,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=GIT_SECONDS,
        )
    except FileNotFoundError:
        raise GitError("git is not installed: the code is known by its checksum only.") from None
    except subprocess.TimeoutExpired:
        late = f"git {arguments[0]} took more than {GIT_SECONDS:g} s in {readable(folder)}"
        raise GitError(f"{late}, so no commit is recorded.") from None
    except OSError as error:
        raise GitError(f"git could not be started: {error.strerror}. No commit is recorded.") from None


def _environment() -> dict[str, str]:
    """Let the file's folder decide, inside a git hook too, and let git neither write, ask nor download."""
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {**kept, **_QUIET}


def _explain(folder: str, message: str) -> str:
    """Turn what git complains about into a sentence with a way out."""
    if "not a git repository" in message:
        where = f"Not in a git repository: {readable(folder)}"
        return f"{where}. The code is known by its checksum only; git init and a commit would keep it."
    if "dubious ownership" in message:
        at = re.search(r"repository at '(.*)'", message)
        root = at[1] if at else readable(folder)
        return (
            f"git does not read {root}, because another user owns it: no commit is recorded. "
            f"If you trust it: git config --global --add safe.directory {root}"
        )
    first = message.strip().splitlines()[:1]
    return (
        f"git could not describe {readable(folder)}, so no commit is recorded: {_hide_user(' '.join(first))}"
    )


def locate(file: Path) -> tuple[str, str, str, str | None]:
    """Find the folder to ask git in, the root, the file's path from it, and its blob at HEAD if any."""
    folder = next((parent for parent in file.parents if parent.is_dir()), file)
    name = file.relative_to(folder).as_posix()
    done = _run(str(folder), "rev-parse", "--show-toplevel", "--show-prefix", f"HEAD:./{name}")
    # A file that is not in HEAD fails too, but only after the first answers.
    if done.returncode and not done.stdout:
        raise GitError(_explain(str(folder), _text(done.stderr)))
    root, prefix, blob, *_ = f"{_text(done.stdout)}\n\n".split("\n")
    return str(folder), root, prefix + readable(name), None if done.returncode else blob


def read_patch(root: str) -> bytes:
    """Give all that differs from the commit, in the files that git knows, as a patch."""
    return _ask(root, "diff", "HEAD", *_AS_PATCH)


_AS_PATCH = (
    "--binary",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--submodule=diff",
    "--src-prefix=a/",
    "--dst-prefix=b/",
)


def read_status(folder: str) -> Status:
    """Ask what is checked out, and what differs from it."""
    how = ("--porcelain=v2", "--branch", "--untracked-files=normal", "-z")
    return _parse_status(ask(folder, "status", *how))


def _parse_status(output: str) -> Status:
    """Read `git status --porcelain=v2 --branch -z`.

    Source: git-status(1), "Porcelain Format Version 2": before the path stand the mark and 7 fields (1),
    8 (2, and the old path follows), 9 (u) or none (?).
    """
    head, tracked, untracked = {}, [], []
    entries = iter(output.split("\0"))
    for entry in entries:
        mark, _, rest = entry.partition(" ")
        if mark == "#":
            key, _, value = rest.partition(" ")
            head[key] = value
        elif mark == "?" and not rest.endswith(_WRITTEN_BY_RUNNING):
            untracked.append(rest)
        elif mark in ("1", "2", "u"):
            tracked.append(rest.split(" ", {"1": 7, "2": 8, "u": 9}[mark])[-1])
            if mark == "2":
                next(entries, None)
    return _make_status(head, tuple(tracked), tuple(untracked))


def _make_status(head: Mapping[str, str], tracked: tuple[str, ...], untracked: tuple[str, ...]) -> Status:
    commit, branch = head.get("branch.oid"), head.get("branch.head")
    ahead = int(head.get("branch.ab", "+0 -0").split()[0])
    return Status(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        upstream=head.get("branch.upstream", ""),
        ahead=ahead,
        tracked=tracked,
        untracked=untracked,
    )


def read_version(folder: str, status: Status) -> str | None:
    """Name the commit by its nearest tag; git's own `--dirty` would compare all files a second time."""
    if not status.commit:
        return None
    name = ask(folder, "describe", "--tags", "--always").strip()
    return f"{name}-dirty" if status.tracked else name


def blob_checksum(content: bytes) -> str:
    """Compute what `git hash-object --stdin` would.

    Example:
        >>> blob_checksum(b"")
        'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def web_url(web: str, commit: str, path: str) -> str:
    """Give the page that shows a file at a commit.

    Example:
        >>> web_url("https://gitlab.com/lab/scans", "1f2e3d", "src/train.py")
        'https://gitlab.com/lab/scans/-/blob/1f2e3d/src/train.py'
    """
    host = urlsplit(web).hostname or ""
    form = next((form for mark, form in FORGES.items() if mark in host), "{web}/blob/{commit}/{path}")
    return form.format(web=web, commit=commit, path=quote(path))


def choose_remote(listing: str) -> tuple[str | None, str]:
    """Give the web address of `origin`, or of the only remote; else None and a sentence that says why.

    Args:
        listing: What `git remote -v` prints.
    """
    remotes = dict(re.findall(r"^(\S+)\t(.*) \(fetch\)", listing, re.MULTILINE))
    if not remotes:
        return None, "The repository has no remote: the code is only here. Add one with git remote add."
    if "origin" not in remotes and len(remotes) > 1:
        return None, f"None of the remotes is called origin: {', '.join(remotes)}. The URL is a local file's."
    name = "origin" if "origin" in remotes else next(iter(remotes))
    web = _web_address(remotes[name])
    return web, "" if web else f"The remote {name} has no web address: {_hide_user(remotes[name])}"


def _web_address(remote: str) -> str | None:
    """Give the address a browser opens for a remote, without user, password and `.git`.

    Example:
        >>> _web_address("git@github.com:lab/scans.git")
        'https://github.com/lab/scans'
        >>> _web_address("https://robot:secret@gitlab.com/lab/scans.git")
        'https://gitlab.com/lab/scans'
        >>> _web_address("/srv/git/scans.git") is None
        True
    """
    # The host has two letters or more, because C:\repository is a folder.
    short = re.fullmatch(r"(?:[^@/\s]+@)?([^@/:\s]{2,}):(?!//)/?(.+)", remote)
    try:
        parts = urlsplit(f"ssh://{short[1]}/{short[2]}" if short else remote)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    path = parts.path.rstrip("/").removesuffix(".git")
    if parts.scheme in ("http", "https") and host:
        return f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}"
    # A host without a dot is an alias of ~/.ssh/config, and of no use to a browser.
    is_server = parts.scheme in ("ssh", "git", "git+ssh") and "." in host
    return f"https://{_web_host(host)}{path}" if is_server else None


def _web_host(host: str) -> str:
    """Give the web server of an ssh server: some forges have two names for it, and users have aliases."""
    host = host.removeprefix("altssh.").removeprefix("ssh.")
    return re.sub(r"^(github\.com|gitlab\.com|bitbucket\.org)-.*", r"\1", host)


def _hide_user(text: str) -> str:
    return re.sub(r"//[^/\s]*@", "//", text)


def readable(path: str) -> str:
    """Replace bytes of a name that are not UTF-8, which no catalog could keep."""
    return os.fsencode(path).decode("utf-8", "replace")
