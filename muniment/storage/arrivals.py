"""Files that appear whole or not at all: written under a temporary name, and named once they are complete."""

# pathlib costs as much as writing a small file does.
# ruff: noqa: PTH102, PTH104, PTH108, PTH112, PTH120

import hashlib
import itertools
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from muniment.checksums import write_all
from muniment.errors import ChecksumMismatch, StorageError
from muniment.storage import reflinks

TEMPORARY = ".muniment-"
"""How the names begin of files that are not complete yet, beside the place that they will have."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_TOKEN = secrets.token_hex(8)
_NUMBERS = itertools.count()


def unique_name() -> str:
    """Give a file name that no other process, thread or machine gives."""
    return f"{os.getpid()}-{_TOKEN}-{next(_NUMBERS)}"


class Arrival:
    """A new file under a temporary name, open for writing; gone when the block ends, unless it got its name.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with Arrival(f"{folder}/{unique_name()}") as arrival:
        ...         write_all(arrival.descriptor, b"abc")
        ...         arrival.name(f"{folder}/scan.txt")
        ...     os.listdir(folder)
        ['scan.txt']
    """

    __slots__ = ("descriptor", "is_named", "path")

    def __init__(self, path: str, mode: int = 0o666) -> None:
        self.path = path
        self.descriptor = os.open(path, _NEW, mode)
        self.is_named = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            os.close(self.descriptor)
        finally:
            if not self.is_named:
                with suppress(FileNotFoundError):
                    os.unlink(self.path)

    def name(self, path: str) -> None:
        """Give the file its real name, in place of a file that has it."""
        os.rename(self.path, path)
        self.is_named = True


def receive(blocks: Iterable[bytes], sha256: str, target: str | Path, url: str) -> None:
    """Write blocks to a file, which gets its name once the SHA-256 agrees.

    Errors of the blocks are `StorageError`s already; ``url`` is the store that they come from, for messages.

    Raises:
        ChecksumMismatch: The blocks are other bytes. Nothing is left behind.
        StorageError: The target cannot be written.
    """
    write(_checked(blocks, sha256, url), target)


def write(blocks: Iterable[bytes], target: str | Path) -> None:
    """Write blocks to a file, which gets its name once they have come to their end without an error.

    Raises:
        StorageError: The target cannot be written.
    """
    folder, _ = os.path.split(target)
    try:
        with Arrival(_temporary(folder)) as arrival:
            for block in blocks:
                write_all(arrival.descriptor, block)
            arrival.name(os.fspath(target))
    except OSError as error:
        raise _unwritable(target, error) from error


def place(data: bytes, sha256: str, target: str | Path, url: str) -> None:
    """Write a small file under its name at once, in a folder that nobody else knows of yet.

    Raises:
        ChecksumMismatch: These are other bytes. Nothing was written.
        StorageError: The target cannot be written.
    """
    _check(hashlib.sha256(data).hexdigest(), sha256, url)
    try:
        descriptor = os.open(target, _NEW, 0o666)
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _unwritable(target, error) from error


def link(source: str, target: str | Path) -> None:
    """Give a file another name, in a folder that is there.

    Raises:
        StorageError: The two are on different file systems, or the system allows no such link.
    """
    try:
        os.link(source, target)
    except OSError as error:
        raise StorageError(
            f"{target} cannot be a link to {source}: {error.strerror}. Leave link out, and it is a copy."
        ) from error


def _checked(blocks: Iterable[bytes], sha256: str, url: str) -> Iterator[bytes]:
    found = hashlib.sha256()
    for block in blocks:
        found.update(block)
        yield block
    _check(found.hexdigest(), sha256, url)


def clone(source: str, sha256: str, target: str | Path, url: str) -> bool:
    """Make the target a copy that shares the blocks of a local file; False if that is not possible here.

    Raises:
        ChecksumMismatch: The file holds other bytes. Nothing is left behind.
        StorageError: The target cannot be written.
    """
    folder, _ = os.path.split(target)
    try:
        with Arrival(_temporary(folder)) as arrival:
            if not reflinks.clone(source, arrival.descriptor):
                return False
            with Path(arrival.path).open("rb") as file:
                _check(hashlib.file_digest(file, "sha256").hexdigest(), sha256, url)
            arrival.name(os.fspath(target))
    except OSError as error:
        raise _unwritable(target, error) from error
    return True


def _temporary(folder: str) -> str:
    """Give a temporary name in a folder, which is made if it is missing."""
    if folder and not os.path.isdir(folder):
        _make_folder(folder)
    return f"{folder}/{TEMPORARY}{unique_name()}" if folder else f"{TEMPORARY}{unique_name()}"


def _make_folder(folder: str) -> None:
    """Make a folder and those above it; most often all above it but one are there, so that is tried first."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise
    except FileNotFoundError:
        _make_folder(os.path.dirname(folder) or os.curdir)
        with suppress(FileExistsError):
            os.mkdir(folder)


def _check(found: str, sha256: str, url: str) -> None:
    if found != sha256:
        raise ChecksumMismatch(
            f"{url} gave other bytes for the object {sha256}: their SHA-256 is {found}. Nothing was written. "
            f"The object is damaged: restore it from another copy."
        )


def _unwritable(target: str | Path, error: OSError) -> StorageError:
    return StorageError(f"{target} cannot be written: {error.strerror}. Free space, or name another place.")
