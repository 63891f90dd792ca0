"""Bags as they are written: payload files that are hashed on the way, manifests, and tag files.

A bag comes into being under a temporary name beside its place and is moved there when it is complete, so that
a bag that exists is whole. Nothing in it depends on when or where it was written.

Source: RFC 8493
"""

import hashlib
import io
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from muniment.bags.layout import ALGORITHMS, FETCH, FetchLine
from muniment.errors import BagError, StorageNotWritable

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LEFTOVER = ".partial"
_PORTION = 1 << 18  # characters
_LINES = 2000
_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_DAY = 24 * 60 * 60


@contextmanager
def new_folder(place: Path) -> Iterator[Path]:
    """Give a temporary folder that becomes the one at `place` if all goes well, and goes away if not.

    Raises:
        BagError: There is something at this place already.
        StorageNotWritable: The disk is full or read-only.
    """
    with _beside(place) as temporary:
        yield temporary
        _move(temporary, place)


@contextmanager
def new_file(place: Path) -> Iterator[Path]:
    """Give a temporary path whose file goes to `place` if all goes well. Its folder goes away in the end.

    Raises:
        BagError: There is something at this place already.
        StorageNotWritable: The disk is full or read-only.
    """
    with _beside(place) as temporary:
        yield temporary / place.name
        _require_free(place)
        (temporary / place.name).rename(place)


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    _require_free(place)
    temporary = place.with_name(f".{place.name}.{secrets.token_hex(8)}{_LEFTOVER}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        temporary.mkdir()
    except OSError as error:
        raise StorageNotWritable(f"No bag can be written in {place.parent}: {error.strerror}.") from error
    try:
        yield temporary
    except OSError as error:
        raise StorageNotWritable(f"The bag {place} cannot be written: {error}. Nothing was kept.") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _require_free(place: Path) -> None:
    if os.path.lexists(place):
        raise _taken(place)


def _move(temporary: Path, place: Path) -> None:
    try:
        temporary.rename(place)
    except OSError as error:
        if place.exists():
            raise _taken(place) from error
        raise


def _taken(place: Path) -> BagError:
    return BagError(f"There is something at {place} already. Take another place, or remove it.")


def _sweep(place: Path) -> None:
    """Remove what writers of the same bag left when they were killed, once nobody can be writing it."""
    for leftover in place.parent.glob(f".{place.name}.*{_LEFTOVER}"):
        with suppress(FileNotFoundError):  # its writer may just have finished
            if time.time() - leftover.stat().st_mtime > _DAY:
                shutil.rmtree(leftover, ignore_errors=True)


class _HashedFile:
    """A binary file that is hashed while it is written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hashes = [hashlib.new(name, usedforsecurity=False) for name in ALGORITHMS]
        self.length = 0

    def write(self, data: bytes) -> None:
        """Write bytes and hash them."""
        for digest in self._hashes:
            digest.update(data)
        self.length += self._file.write(data)

    def digests(self) -> list[str]:
        """Give the checksums of all that was written, in the order of `ALGORITHMS`."""
        return [digest.hexdigest() for digest in self._hashes]


class _HashedText(io.StringIO):
    """Text that is passed on to a hashed file in portions."""

    def __init__(self, file: _HashedFile) -> None:
        super().__init__(newline="")
        self._hashed = file

    def write(self, text: str) -> int:
        """Write text; what has gathered is passed on once it is much."""
        count = super().write(text)
        if self.tell() > _PORTION:
            self.pass_on()
        return count

    def pass_on(self) -> None:
        """Pass on what has gathered."""
        self._hashed.write(self.getvalue().encode())
        self.seek(0)
        self.truncate()


@dataclass(frozen=True)
class Written:
    """A file that was written, by its length in bytes and its checksums."""

    length: int
    md5: str
    sha256: str


class BagWriter:
    """A bag that is being written into a folder.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> with BagWriter(folder) as bag:
        ...     with bag.payload_file("data/hello.txt") as stream:
        ...         _ = stream.write("hello")
        ...     bag.finish({"Source-Organization": "Example"})
        >>> print((folder / "bag-info.txt").read_text(), end="")
        Bag-Size: 5 B
        Payload-Oxum: 5.1
        Source-Organization: Example
    """

    def __init__(self, folder: Path) -> None:
        """Begin a bag in an empty folder."""
        self.folder = folder
        self.length = 0
        self.files = 0
        self.written: dict[str, Written] = {}
        self._open: dict[str, tuple[BinaryIO, _HashedFile]] = {}
        self._waiting: dict[str, list[str]] = {}
        self._tags: dict[str, list[str]] = {}

    def __enter__(self) -> "BagWriter":
        return self

    def __exit__(self, *_: object) -> None:
        for file, _hashed in self._open.values():
            file.close()

    @contextmanager
    def payload_file(self, path: str) -> Iterator[TextIO]:
        """Write a text file of the payload; its checksums go into the manifests."""
        with self._text_file(path) as stream:
            yield stream
        done = self.written[path]
        self.add(path, done.length, done.md5, done.sha256)

    @contextmanager
    def tag_file(self, path: str) -> Iterator[TextIO]:
        """Write a text file about the payload; its checksums go into the manifests of the tag files."""
        with self._text_file(path) as stream:
            yield stream
        self._tags[path] = [self.written[path].md5, self.written[path].sha256]

    @contextmanager
    def _text_file(self, path: str) -> Iterator[TextIO]:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as raw:
            hashed = _HashedFile(raw)
            stream = _HashedText(hashed)
            yield stream
            stream.pass_on()
        self.written[path] = Written(hashed.length, *hashed.digests())

    def add(self, path: str, length: int, md5: str, sha256: str) -> None:
        """Note a file of the payload whose checksums are known."""
        self.length += length
        self.files += 1
        self._append("manifest-md5.txt", f"{md5}  {path}\n")
        self._append("manifest-sha256.txt", f"{sha256}  {path}\n")

    def add_fetch(self, line: FetchLine) -> None:
        """Note where the bytes of a file of the payload are."""
        self._append(FETCH, str(line))

    def _append(self, name: str, line: str) -> None:
        waiting = self._waiting.setdefault(name, [])
        waiting.append(line)
        if len(waiting) >= _LINES:
            self._pass_on(name)

    def _pass_on(self, name: str) -> None:
        """Write the lines that have gathered."""
        if name not in self._open:
            file = (self.folder / name).open("wb")
            self._open[name] = (file, _HashedFile(file))
        self._open[name][1].write("".join(self._waiting.pop(name)).encode())

    def finish(self, info: Mapping[str, str]) -> None:
        """Write the tag files that say what the bag is, and the manifests of the tag files."""
        measured = {"Bag-Size": readable_size(self.length), "Payload-Oxum": f"{self.length}.{self.files}"}
        known = {**info, **measured}
        self._append("bagit.txt", _DECLARATION)
        for name, value in sorted(known.items()):
            self._append("bag-info.txt", f"{name}: {one_line(value)}\n")
        for name in list(self._waiting):
            self._pass_on(name)
        for name, (file, hashed) in self._open.items():
            file.flush()
            self._tags[name] = hashed.digests()
        for index, algorithm in enumerate(ALGORITHMS):
            lines = (f"{digests[index]}  {name}\n" for name, digests in sorted(self._tags.items()))
            (self.folder / f"tagmanifest-{algorithm}.txt").write_text("".join(lines), encoding="utf-8")


def readable_size(length: int) -> str:
    """Write a number of bytes for people.

    Example:
        >>> readable_size(999), readable_size(4_260_000_000)
        ('999 B', '4.3 GB')
    """
    power = min((len(str(length)) - 1) // 3, len(_UNITS) - 1)
    return f"{length} B" if power == 0 else f"{length / 1000**power:.1f} {_UNITS[power]}"


def one_line(text: str) -> str:
    r"""Make a value for ``bag-info.txt`` of a text: white space of all kinds becomes single blanks.

    Example:
        >>> one_line("two\nlines ")
        'two lines'
    """
    return re.sub(r"\s+", " ", text).strip()
