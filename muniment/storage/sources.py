"""Files on their way into a store: they are read once, and must not change meanwhile."""

# pathlib costs as much as reading a small file does.
# ruff: noqa: PTH116

import errno
import fcntl
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.checksums import SMALL, Digests, hash_file
from muniment.errors import StorageError

# Without O_NONBLOCK, opening a named pipe would wait for somebody who writes to it.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK


def read_source(path: str, limit: int = SMALL) -> tuple[os.stat_result, bytes | None]:
    """Read a file at once; of one longer than the limit, give the state only.

    Raises:
        StorageError: The file is missing, cannot be read, is no regular file, or changed while it was read.
    """
    try:
        descriptor = os.open(path, _FLAGS)
        try:
            before = os.fstat(descriptor)
            if before.st_size > limit or not stat.S_ISREG(before.st_mode):
                _check_regular(path, before)
                return before, None
            data = os.read(descriptor, before.st_size + 1)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) != before.st_size or after.st_mtime_ns != before.st_mtime_ns:
        raise changed(path)
    return before, data


def _check_regular(path: str, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise StorageError(f"{path} cannot be stored: it is not a regular file. Name the files one by one.")


def read_whole(path: str) -> bytes:
    """Read a file of any length.

    Raises:
        StorageError: As `read_source`.
    """
    state, data = read_source(path)
    if data is not None:
        return data
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    check_unchanged(path, state)
    return data


@contextmanager
def without_writers(path: str) -> Iterator[int]:
    """Open a file that nobody has open for writing, in this process or another, and keep it so.

    A file that is still being written must not become an object: what is flushed later would change it.

    Raises:
        OSError: Somebody has it open for writing, or the system cannot tell.

    Source: fcntl(2), "Leases".
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        raise OSError(errno.ENOTSUP, "this system has no leases", path)
    descriptor = os.open(path, _FLAGS | os.O_NOFOLLOW)
    try:
        # The signal of a lease that somebody wants broken would otherwise end the process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        yield descriptor
    finally:
        os.close(descriptor)


def hash_source(path: str) -> Digests:
    """Compute the checksums of a file.

    Raises:
        StorageError: It cannot be read.
    """
    try:
        return hash_file(path)
    except OSError as error:
        raise unreadable(path, error) from error


def check_unchanged(path: str, state: os.stat_result) -> None:
    """Check that a file is still what it was.

    Raises:
        StorageError: It has changed or is gone.
    """
    try:
        now = os.stat(path)
    except OSError as error:
        raise unreadable(path, error) from error
    if not unchanged(state, now):
        raise changed(path)


def unchanged(before: os.stat_result, after: os.stat_result) -> bool:
    """Say whether two states are of the same file with the same content."""
    return (before.st_mtime_ns, before.st_size, before.st_ino, before.st_dev) == (
        after.st_mtime_ns,
        after.st_size,
        after.st_ino,
        after.st_dev,
    )


def changed(path: str) -> StorageError:
    """Give the error of a file that was written to while it was read."""
    return StorageError(
        f"{path} changed while it was read, so nothing of it was stored. "
        f"Store it again once nobody writes to it."
    )


def unreadable(path: str, error: OSError) -> StorageError:
    """Give the error of a file that is missing or cannot be read."""
    if isinstance(error, FileNotFoundError):
        return StorageError(f"There is no file {path}, so nothing was stored. Check the path.")
    return StorageError(f"{path} cannot be read, so nothing was stored: {error.strerror}.")


def without_traceback(error: StorageError) -> StorageError:
    """Give an error that is kept as data: its traceback would keep the bytes of the file in memory."""
    found: BaseException | None = error
    while found is not None:
        found.__traceback__ = None
        found = found.__cause__ or found.__context__
    return error
