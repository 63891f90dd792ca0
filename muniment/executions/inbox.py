"""A file that processes append records to, until one of them takes in all of them at once.

Appending is one system call in the page cache, several times faster than a transaction of a database, and as
safe from a process being killed: a record is whole, or its writer was not told that it is written.
"""

import errno
import fcntl
import os
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from pydantic_core import from_json, to_json

Record = Sequence[str | int | None]


class Inbox:
    """Records on their way, in the order in which they came from any process of this machine.

    A thread at a time may use it; processes wait for each other.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     inbox = Inbox(Path(folder, "inbox"))
        ...     _ = inbox.append(["scan.png", 12])
        ...     with inbox.emptied() as records:
        ...         print(records)
        ...     inbox.is_empty()
        [['scan.png', 12]]
        True
    """

    def __init__(self, file: Path) -> None:
        """Take where the records are; the file is made with the first one."""
        self.file = file
        self._descriptor: int | None = None
        self._closing: weakref.finalize[..., Inbox] | None = None

    def append(self, record: Record) -> int:
        """Write a record down, and give the length in bytes of all that wait.

        Raises:
            ValueError: A text is not Unicode.
            OSError: It cannot be written; nothing of it is.
        """
        # What another writer left unfinished as it was killed ends where the next record begins.
        line = b"\n" + to_json(record)
        descriptor = self._open()
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # given back by the system if the process dies
        try:
            written = os.write(descriptor, line)
            length = os.lseek(descriptor, 0, os.SEEK_CUR)
            if written < len(line):
                os.ftruncate(descriptor, length - written)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return length
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)

    @contextmanager
    def emptied(self) -> Iterator[list[Record]]:
        """Give all records, and drop them if the block ends well; nobody can append meanwhile.

        A process that is killed in the block, or right after it, leaves the records to the next.
        """
        descriptor = self._open()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            length = os.fstat(descriptor).st_size
            yield _read(descriptor, length) if length else []
            if length:
                os.ftruncate(descriptor, 0)
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)

    def is_empty(self) -> bool:
        """Say whether no records wait."""
        try:
            return not os.stat(self.file).st_size  # noqa: PTH116 (Path.stat takes twice the time)
        except FileNotFoundError:
            return True

    def close(self) -> None:
        """Close the file, as happens too when nobody holds the inbox; the next call opens it again."""
        if self._closing is not None:
            self._closing()
        self._descriptor, self._closing = None, None

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
            self._closing = weakref.finalize(self, os.close, self._descriptor)
        return self._descriptor


def _read(descriptor: int, length: int) -> list[Record]:
    lines = os.pread(descriptor, length, 0).strip(b"\n").split(b"\n")
    try:
        return cast("list[Record]", from_json(b"[" + b",".join(lines) + b"]"))
    except ValueError:
        return list(_whole(lines))


def _whole(lines: Sequence[bytes]) -> Iterator[Record]:
    """Give the records that are whole: their writers were told so."""
    for line in lines:
        with suppress(ValueError):
            yield cast("list[Any]", from_json(line))
