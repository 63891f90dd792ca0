"""Bags unpacked from a zip or tar, made by whomever: nothing is written outside of the bag's folder.

All that an archive may hold is a folder with files in it. What else there are, as links, devices, names that
lead elsewhere or that some disk cannot tell apart, is refused, and so is an archive that would fill the disk.
"""

import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from muniment.bags.names import Names
from muniment.bags.writer import new_folder
from muniment.errors import BagInvalid

_BLOCK = 1 << 20
_FILE = 4096
"""What a file takes on a disk, however small it is."""

_LEAST = 1 << 30
_RATIO = 100
_LONGEST_HEADER = 4 << 20
_LONGEST_SEAL = 16 << 20
_DAMAGES = (
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the readers of archives raise for archives that are damaged."""

_SEALS = ("tagmanifest-sha256.txt", "tagmanifest-md5.txt")

T = TypeVar("T")


@dataclass(frozen=True)
class _Entry:
    """A file in an archive; its length is what the archive says."""

    name: str
    length: int
    blocks: Iterator[bytes]


def unpack(archive: Path, into: Path, max_bytes: int | None = None) -> Path:
    """Unpack the bag in an archive into a folder, and give the folder of the bag.

    One that has been unpacked there before is used again, if it has the same tag manifest.

    Args:
        archive: A zip, or a tar that is compressed in any way.
        into: Where the folder of the bag goes.
        max_bytes: How much it may take on the disk, where each file takes 4 KiB at least. By default a
            hundred times what the archive takes, and at least 1 GiB.

    Raises:
        BagInvalid: The archive is damaged, or holds something else than one folder with files, or more than
            it may. Nothing is kept of it.
        BagError: There is something else at the place of the bag.
        StorageNotWritable: The disk is full or read-only.
    """
    limit = max(_LEAST, _RATIO * archive.stat().st_size) if max_bytes is None else max_bytes
    name, seal = _find_seal(archive)
    place = into / name
    if seal is not None and _holds(place, seal):
        return place
    with new_folder(place) as folder, _reading(archive) as entries:
        room = limit
        for path, entry in _inside(archive, entries):
            room -= max(entry.length, _FILE)
            if room < 0:
                raise BagInvalid(_too_much(archive, limit))
            _write(folder, path, entry, archive)
    return place


def _too_much(archive: Path, limit: int) -> str:
    return (
        f"{archive} would take more than {limit:,} bytes when it is unpacked, as a bomb does. Nothing was "
        "kept. If you trust it and there is room, allow more: "
        f"DatasetBag.open({archive.name!r}, max_bytes=...)."
    )


def _find_seal(archive: Path) -> tuple[str, tuple[str, bytes] | None]:
    """Give the name of the bag, and its tag manifest if it has one near the beginning."""
    with _reading(archive) as entries:
        name = ""
        for path, entry in _inside(archive, entries):
            name = entry.name.split("/")[0]
            if path in _SEALS and entry.length <= _LONGEST_SEAL:
                return name, (path, b"".join(entry.blocks))
            if path.startswith("data/"):
                return name, None
    if not name:
        raise BagInvalid(f"{archive} is empty. Get the bag again from where it came.")
    return name, None


def _holds(place: Path, seal: tuple[str, bytes]) -> bool:
    name, content = seal
    try:
        return not place.is_symlink() and (place / name).read_bytes() == content
    except OSError:
        return False


def _inside(archive: Path, entries: Iterable[_Entry]) -> Iterator[tuple[str, _Entry]]:
    """Give the files in the one folder of an archive, each with its path in that."""
    names = Names(str(archive))
    top = ""
    for entry in entries:
        names.add(entry.name)
        first, _, path = entry.name.partition("/")
        if not path or (top and first != top):
            raise BagInvalid(f"{archive} is no bag: it holds {entry.name!r} beside the folder of the bag.")
        top = first
        yield path, entry


def _write(folder: Path, path: str, entry: _Entry, archive: Path) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with target.open("xb") as stream:
        for block in entry.blocks:
            written += stream.write(block)
            if written > entry.length:
                break
    if written != entry.length:
        raise BagInvalid(f"{entry.name} in {archive} is not as long as the archive says. Nothing was kept.")


# Archives


@contextmanager
def _reading(archive: Path) -> Generator[Iterator[_Entry]]:
    """Read an archive; what is wrong with it becomes an error of ours."""
    with archive.open("rb") as stream, closing(_read(stream)) as entries:
        yield (
            _Entry(entry.name, entry.length, _guarded(archive, entry.blocks))
            for entry in _guarded(archive, entries)
        )


def _guarded(archive: Path, steps: Iterator[T]) -> Iterator[T]:
    while True:
        try:
            step = next(steps)
        except StopIteration:
            return
        except _DAMAGES as error:
            raise BagInvalid(
                f"{archive} cannot be unpacked: {error}. It was cut off or changed, or is no zip or tar. "
                "Get it again from where it came."
            ) from error
        yield step


def _read(stream: BinaryIO) -> Generator[_Entry]:
    return _read_zip(stream) if zipfile.is_zipfile(stream) else _read_tar(stream)


def _read_zip(stream: BinaryIO) -> Generator[_Entry]:
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            kind = info.external_attr >> 16 & 0o170000
            if info.is_dir():
                continue
            if kind not in (0, 0o100000):
                raise _no_file(info.filename)
            if info.flag_bits & 1:
                raise BagInvalid(f"{info.filename} is encrypted. Unpack the archive with another program.")
            with _opened(archive, info) as file:
                yield _Entry(info.filename, info.file_size, iter(partial(file.read, _BLOCK), b""))


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", archive.open(info))
    except NotImplementedError as error:
        raise BagInvalid(f"{info.filename}: {error}. Unpack the archive with another program.") from error


def _read_tar(stream: BinaryIO) -> Generator[_Entry]:
    with _decompressed(stream) as plain:
        metered = _Metered(plain)
        with tarfile.open(fileobj=metered, mode="r|") as archive:
            while (info := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined] # of a million files, it would keep them all
                if info.isdir():
                    metered.allow(0)
                    continue
                if not info.isreg() or info.issparse():
                    raise _no_file(info.name)
                file = cast("BinaryIO", archive.extractfile(info))
                metered.allow(info.size)
                yield _Entry(info.name, info.size, iter(partial(file.read, _BLOCK), b""))
                metered.allow(info.size)


def _no_file(name: str) -> BagInvalid:
    return BagInvalid(
        f"{name!r} in the archive is a link or no regular file, which a bag has not. Nothing was kept."
    )


@contextmanager
def _decompressed(stream: BinaryIO) -> Generator[BinaryIO]:
    stream.seek(0)
    start = stream.read(6)
    stream.seek(0)
    if start.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=stream) as plain:
            yield cast("BinaryIO", plain)
    elif start.startswith(b"\xfd7zXZ"):
        with lzma.LZMAFile(stream) as plain:
            yield cast("BinaryIO", plain)
    else:
        yield stream


class _Metered(io.RawIOBase):
    """A tar as it is read, with a limit to what may come before the next file: headers are kept in memory."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._left = _LONGEST_HEADER

    def allow(self, length: int) -> None:
        """Allow as much to be read as a file has, and the header of the next."""
        self._left = length + _LONGEST_HEADER

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise BagInvalid("A header in the archive is too long for what a bag has. Nothing was kept.")
        return data
