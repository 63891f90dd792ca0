"""Checksums of files and bytes: length, MD5 and SHA-256, found in one pass.

SHA-256 is the identity of an asset. MD5 is kept beside it because bags, older catalogs and object stores
speak it. MD5 is the slower of the two by far, so for a large file it runs in a thread of its own while the
reading thread computes SHA-256 and writes the copy: both cost little more than MD5 alone.
"""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from typing import BinaryIO, NamedTuple

SMALL = 1 << 20
"""Files of up to this many bytes are read at once and hashed without a thread."""

_BLOCK = 1 << 19
_BUFFERS = 16
_Busy = tuple[bytearray, Future[None]]


class Digests(NamedTuple):
    """What is known of some bytes: their length, and their checksums in lower-case hexadecimal."""

    length: int
    md5: str
    sha256: str


def hash_bytes(data: bytes) -> Digests:
    """Compute the checksums of bytes in memory.

    Example:
        >>> hash_bytes(b"abc").md5
        '900150983cd24fb0d6963f7d28e17f72'
    """
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return Digests(len(data), md5, hashlib.sha256(data).hexdigest())


def hash_file(path: str | os.PathLike[str]) -> Digests:
    """Compute the checksums of a file.

    Raises:
        OSError: The file cannot be read; ``filename`` is its path.

    Example:
        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "scan.txt")
        ...     _ = path.write_bytes(b"abc")
        ...     hash_file(path).length
        3
    """
    data = _read_small(path)
    return _hash_large(path) if data is None else hash_bytes(data)


def hash_and_copy(source: str | os.PathLike[str], target: BinaryIO | int) -> Digests:
    """Copy a file and compute the checksums of exactly the bytes that were written, in one pass.

    Args:
        source: The file to copy.
        target: A binary file or a file descriptor, open for writing. It is neither flushed nor closed.

    Raises:
        OSError: ``filename`` is the path of the source if reading failed, and not if writing failed.

    Example:
        >>> import io, pathlib, tempfile
        >>> copy = io.BytesIO()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder, "scan.txt")
        ...     _ = path.write_bytes(b"abc")
        ...     hash_and_copy(path, copy) == hash_bytes(b"abc"), copy.getvalue()
        (True, b'abc')
    """
    write = _writer(target)
    data = _read_small(source)
    if data is None:
        return _hash_large(source, write)
    write(memoryview(data))
    return hash_bytes(data)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write all of the bytes; a plain ``os.write`` may write only the first part of them.

    Example:
        >>> reader, writer = os.pipe()
        >>> write_all(writer, b"abc")
        >>> os.read(reader, 10)
        b'abc'
        >>> os.close(reader); os.close(writer)
    """
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def _read_small(path: str | os.PathLike[str]) -> bytes | None:
    """Read a small file at once; None if it is large, or if its size is not known beforehand."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        size = os.fstat(descriptor).st_size
        if size > SMALL:
            return None
        data = os.read(descriptor, size + 1)
    except OSError as error:
        error.filename = os.fspath(path)
        raise
    finally:
        os.close(descriptor)
    return data if len(data) == size else None


def _hash_large(path: str | os.PathLike[str], write: Callable[[memoryview], None] | None = None) -> Digests:
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    length = _update(path, sha256, [md5], write)
    return Digests(length, md5.hexdigest(), sha256.hexdigest())


def _update(
    path: str | os.PathLike[str],
    here: "hashlib._Hash",
    elsewhere: Sequence["hashlib._Hash"],
    write: Callable[[memoryview], None] | None = None,
) -> int:
    """Hash a file, one checksum in this thread and the others in another, and tell its length."""
    length = 0
    busy: deque[_Busy] = deque()
    with FileIO(path) as reader, ThreadPoolExecutor(1, "hash") as thread:
        while block := _fill(buffer := _free_buffer(busy), reader, path):
            busy.append((buffer, thread.submit(_update_each, elsewhere, block)))
            here.update(block)
            if write is not None:
                write(block)
            length += len(block)
        for _, hashed in busy:
            hashed.result()
    return length


def _update_each(hashes: Sequence["hashlib._Hash"], block: memoryview) -> None:
    for digest in hashes:
        digest.update(block)


def _free_buffer(busy: deque[_Busy]) -> bytearray:
    """Give a new buffer, or the oldest once it is hashed, so that memory stays flat."""
    if len(busy) < _BUFFERS:
        return bytearray(_BLOCK)
    buffer, hashed = busy.popleft()
    hashed.result()
    return buffer


def _fill(buffer: bytearray, reader: FileIO, path: str | os.PathLike[str]) -> memoryview:
    try:
        return memoryview(buffer)[: reader.readinto(buffer)]
    except OSError as error:
        error.filename = os.fspath(path)
        raise


def _writer(target: BinaryIO | int) -> Callable[[memoryview], None]:
    """Give a function that writes a whole block to the target."""
    if isinstance(target, int):
        return lambda block: write_all(target, block)

    def write(block: memoryview) -> None:
        # An unbuffered file may take only the first part of a block.
        while block := block[target.write(block) :]:
            pass

    return write


ALGORITHMS = frozenset(hashlib.algorithms_guaranteed) - {"shake_128", "shake_256"}
"""The names of the checksums that can be computed everywhere, and have one length."""


def hash_bytes_by(data: bytes, algorithms: Iterable[str]) -> dict[str, str]:
    """Compute the checksums of some names, all in `ALGORITHMS`, of bytes in memory.

    Example:
        >>> hash_bytes_by(b"abc", ["md5"])
        {'md5': '900150983cd24fb0d6963f7d28e17f72'}
    """
    # hashlib.new takes three times as long to begin.
    return {name: getattr(hashlib, name)(data, usedforsecurity=False).hexdigest() for name in algorithms}


def hash_file_by(path: str | os.PathLike[str], algorithms: Iterable[str]) -> tuple[int, dict[str, str]]:
    """Compute the checksums of some names of a file in one pass, and its length.

    Raises:
        OSError: The file cannot be read; ``filename`` is its path.
    """
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    first, *others = hashes.values()
    length = _update(path, first, others)
    return length, {name: digest.hexdigest() for name, digest in hashes.items()}
