"""Bags packed into one file: zip, tar or tgz, the same to the byte whenever and wherever they are packed.

Assets pass from the store into the archive, each read once and checked on the way; no copy of them is made
beside it. What stands in a folder already, tables and tag files, comes first.

A zip is not compressed: images and the like hardly become smaller, and what compression makes of bytes
depends on the library that does it. A tgz is.
"""

import gzip
import io
import tarfile
import time
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from muniment.bags.fetching import checked_blocks
from muniment.bags.layout import FetchLine, count_fetch, decode_path, read_fetch
from muniment.bags.payload import not_brought, with_keys
from muniment.errors import InvalidValue, ObjectNotFound, StorageError
from muniment.storage import Storage
from muniment.storage.ordered import in_order
from muniment.storage.remote import is_remote, open_remote

FORMS = ("folder", "zip", "tar", "tgz")

_MODE = 0o644
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier time
_EARLIEST_SECONDS = 315_532_800
_ZIP64 = 1 << 31  # half of what the older form holds, as every reader counts it
_SMALL = 1 << 20
_AHEAD = 32  # small assets that are read before it is their turn
_THREADS = 8
_TRIALS = 16
_SLOW = 0.0005
"""In seconds: if small assets take longer on average, they are read ahead."""
_BLOCK = 1 << 20
_AT_ONCE = 100
_LEVEL = 6

Progress = Callable[[int, int], None]
_Asset = tuple[FetchLine, str]  # and its SHA-256


def check_form(asked: str) -> str:
    """Give the name of a form that a bag can be written in.

    Raises:
        InvalidValue: There is none of this name.
    """
    if asked not in FORMS:
        raise InvalidValue(f"A bag cannot be written as {asked!r}, only as {', '.join(FORMS)}.")
    return asked


def pack(
    folder: Path, target: Path, form: str, store: Storage | None, progress: Progress | None = None
) -> None:
    """Pack a bag that is without its assets into a new file, with them.

    Args:
        folder: The bag; its folder in the archive has the same name.
        target: The new file.
        form: ``zip``, ``tar`` or ``tgz``.
        store: Where the assets come from; references, which it has not, come from where they are. None leaves
            the assets to ``fetch.txt``.
        progress: Called with the number of assets that are packed by now, and of all assets.

    Raises:
        ObjectNotFound: The store has lost the bytes of an asset, or there is nothing at a reference.
        ChecksumMismatch: There are other bytes than the catalog recorded.
        OSError: The target cannot be written.
    """
    with _OPENERS[form](target) as archive:
        for path in _files(folder):
            with path.open("rb") as stream:
                inside = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                archive.add(inside, path.stat().st_size, iter(partial(stream.read, _BLOCK), b""))
        if store is not None:
            _pack_assets(folder, archive, store, progress)


def _pack_assets(folder: Path, archive: "_Archive", store: Storage, progress: Progress | None) -> None:
    total = count_fetch(folder) if progress is not None else 0
    assets = with_keys(folder, read_fetch(folder))
    for done, (line, blocks) in enumerate(_read_assets(assets, store), start=1):
        with closing(blocks):
            archive.add(f"{folder.name}/{decode_path(line.path)}", line.length or 0, blocks)
        if progress is not None and (done % _AT_ONCE == 0 or done == total):
            progress(done, total)


def _files(folder: Path) -> list[Path]:
    """Give the files of a folder: those that say what the bag is before its payload."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        found, key=lambda path: (path.is_relative_to(folder / "data"), path.relative_to(folder).parts)
    )


# Where the bytes come from


def _read_assets(assets: Iterable[_Asset], store: Storage) -> Iterator[tuple[FetchLine, Generator[bytes]]]:
    """Give the bytes of each asset in turn; small ones are read ahead, in threads, where they take long."""
    with ThreadPoolExecutor(_THREADS, "pack") as threads:
        try:
            yield from in_order(_start(assets, store, threads), ahead=_AHEAD)
        finally:
            threads.shutdown(cancel_futures=True)


_Ready = tuple[FetchLine, Generator[bytes]]


def _start(
    assets: Iterable[_Asset], store: Storage, threads: ThreadPoolExecutor
) -> Iterator["_Ready | Future[_Ready]"]:
    allowed = _TRIALS * _SLOW
    for line, sha256 in assets:
        if line.length is None or line.length > _SMALL:
            yield line, _read(line, sha256, store)
        elif allowed < 0:
            yield threads.submit(_read_whole, line, sha256, store)
        else:  # a thread costs more than it takes to read a small file that is in memory
            begun = time.perf_counter()
            ready = _read_whole(line, sha256, store)
            allowed += _SLOW - (time.perf_counter() - begun)
            yield ready


def _read_whole(line: FetchLine, sha256: str, store: Storage) -> _Ready:
    found = list(_read(line, sha256, store))
    return line, (block for block in found)


def _read(line: FetchLine, sha256: str, store: Storage) -> Generator[bytes]:
    """Give the bytes of an asset, and raise at their end if they are others than the catalog recorded."""
    try:
        yield from checked_blocks(_blocks(line, sha256, store), line.url, line.length, {"sha256": sha256})
    except StorageError as error:
        raise not_brought(line, error) from error


def _blocks(line: FetchLine, sha256: str, store: Storage) -> Generator[bytes]:
    try:
        source = store.open(sha256)
    except ObjectNotFound:
        if not is_remote(line.url):
            raise
        with closing(open_remote(line.url).blocks()) as blocks:
            yield from blocks
        return
    with source:
        yield from iter(partial(source.read, _BLOCK), b"")


# The archives


class _Archive(Protocol):
    def add(self, name: str, length: int, blocks: Iterator[bytes]) -> None:
        """Add a file, whose length is known before its bytes are read."""


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, length: int, blocks: Iterator[bytes]) -> None:
        info = zipfile.ZipInfo(name, date_time=_EARLIEST)
        info.create_system = 3  # Unix, on whatever system this runs
        info.external_attr = (0o100000 | _MODE) << 16
        info.file_size = length
        with self._archive.open(info, "w", force_zip64=length >= _ZIP64) as stream:
            for block in blocks:
                stream.write(block)


class _Tar:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, length: int, blocks: Iterator[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = length, _MODE, _EARLIEST_SECONDS
        self._archive.addfile(info, cast("BinaryIO", _Passing(blocks)))
        for _ in blocks:  # the end, where it shows whether the bytes were the right ones
            pass


class _Passing(io.RawIOBase):
    """Blocks as a file to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Give bytes, fewer than asked for only at the end."""
        found = [self._rest]
        length = len(self._rest)
        for block in self._blocks if length < size else ():
            found.append(block)
            length += len(block)
            if length >= size:
                break
        data = b"".join(found)
        self._rest = data[size:]
        return data[:size]


@contextmanager
def _open_zip(target: Path) -> Generator[_Archive]:
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED) as archive:
        yield _Zip(archive)


@contextmanager
def _open_tar(target: Path) -> Generator[_Archive]:
    with target.open("xb") as stream, _tar(stream) as archive:
        yield archive


@contextmanager
def _open_tgz(target: Path) -> Generator[_Archive]:
    with (
        target.open("xb") as raw,
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as stream,
        _tar(cast("BinaryIO", stream)) as archive,
    ):
        yield archive


@contextmanager
def _tar(stream: BinaryIO) -> Generator[_Archive]:
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        packed = _Tar(archive)
        yield packed


_OPENERS = {"zip": _open_zip, "tar": _open_tar, "tgz": _open_tgz}
