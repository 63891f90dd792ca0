"""Files that are kept elsewhere, read where they are: ``http(s)://`` and ``file://``."""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from muniment.checksums import Digests
from muniment.errors import ChecksumMismatch, InvalidValue, ObjectNotFound
from muniment.storage import arrivals
from muniment.storage.http_file import HTTPFile, shown

_SCHEMES = {"file", "http", "https"}
_SIGNED = {"sig", "signature", "x-amz-signature", "x-goog-signature"}
_BLOCK = 1 << 18


@dataclass(frozen=True)
class Expected:
    """What is known of the bytes at an address: checksums in hexadecimal; empty or None is unknown."""

    length: int | None = None
    md5: str = ""
    sha256: str = ""

    def check(self, url: str, found: Digests) -> None:
        """Compare with what was read.

        Raises:
            ChecksumMismatch: The bytes are others.
        """
        pairs = {
            "length": (self.length, found.length),
            "SHA-256": (self.sha256 or None, found.sha256),
            "MD5": (self.md5 or None, found.md5),
        }
        for name, (wanted, got) in pairs.items():
            if wanted is not None and wanted != got:
                raise ChecksumMismatch(
                    f"{shown(url)} has other bytes than were recorded: their {name} is {got} and was "
                    f"{wanted}. Nothing was kept. Ask whoever keeps the file for the old one, or add the "
                    f"new one as another asset."
                )


class RemoteFile(Protocol):
    """A file at an address."""

    def measure(self) -> int | None:
        """Ask for the length in bytes; None if it cannot be known without reading.

        Raises:
            ObjectNotFound: There is no such file.
            StorageError: It is out of reach.
        """
        ...

    def blocks(self) -> Generator[bytes]:
        """Give all the bytes, and raise what `measure` raises."""
        ...

    def open(self) -> BinaryIO:
        """Open the file for reading; it can seek. What is read is not verified."""
        ...


class LocalFile:
    """A file of this machine, by its ``file://`` address."""

    def __init__(self, path: str) -> None:
        self._path = path

    def measure(self) -> int | None:
        """Tell the length in bytes."""
        with self.open() as file:
            return file.seek(0, 2)

    def blocks(self) -> Generator[bytes]:
        """Give all the bytes."""
        with self.open() as file:
            try:
                while block := file.read(_BLOCK):
                    yield block
            except OSError as error:
                raise self._unreadable(error) from error

    def open(self) -> BinaryIO:
        """Open the file for reading."""
        try:
            return Path(self._path).open("rb")
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> ObjectNotFound:
        return ObjectNotFound(f"{self._path} cannot be read: {error.strerror}")


def is_remote(url: str) -> bool:
    """Say whether an address is of a kind that can be read where it is.

    Example:
        >>> is_remote("https://example.org/scan.png"), is_remote("/objects/ab/abcd")
        (True, False)
    """
    return url.partition("://")[0] in _SCHEMES


def check_url(url: str) -> str:
    """Give an address back if a catalog may keep it.

    Raises:
        InvalidValue: It is of another kind, names no file, holds a secret, or will expire.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # whose message may hold a password
        raise InvalidValue("The URL cannot be read. Write it like https://example.org/scan.png.") from None
    if "@" in parts.netloc:
        raise InvalidValue(
            "The URL holds a password, which would be kept in the catalog for all to read. Leave it out; "
            "files that need one are stored as a copy with ml.add_files."
        )
    if _SIGNED & {name.lower() for name, _ in parse_qsl(parts.query)}:
        raise InvalidValue(
            f"{shown(url)} is signed: it holds a secret, and will expire. Give the lasting URL."
        )
    if any(character.isspace() for character in url):
        raise InvalidValue(f"{shown(url)!r} holds white space. Write %20 for a blank.")
    if _find(url) is None:
        raise InvalidValue(
            f"{shown(url)!r} cannot be referred to. A reference is a URL like https://example.org/scan.png, "
            f"or file:///data/scan.png for a file of this machine."
        )
    return url


def open_remote(url: str, timeout: float | None = None) -> RemoteFile:
    """Give the file at an address; nothing is asked of anybody yet.

    Args:
        url: The address.
        timeout: After how many seconds of silence a web server is given up; None is a minute.

    Raises:
        ObjectNotFound: The address is of a kind that cannot be read.
    """
    found = _find(url, timeout)
    if found is None:
        raise ObjectNotFound(f"{shown(url)} is an address of a kind that this version cannot fetch")
    return found


def _find(url: str, timeout: float | None = None) -> RemoteFile | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"} and parts.hostname:
        return HTTPFile(url, timeout)
    if parts.scheme == "file" and parts.netloc in {"", "localhost"} and parts.path.startswith("/"):
        return LocalFile(unquote(parts.path))
    return None


def download(url: str, target: Path, expected: Expected) -> Digests:
    """Write the file at an address to one of this machine, which appears only once its checksums agree.

    Raises:
        ObjectNotFound: There is nothing at the address.
        ChecksumMismatch: The bytes are others than expected. Nothing is left behind.
        StorageError: The address is out of reach, or the target cannot be written.
    """
    with closing(open_remote(url).blocks()) as blocks:
        passing = _Passing(url, blocks, expected)
        arrivals.write(passing, target)
    return passing.digests()


def read(url: str, expected: Expected) -> Digests:
    """Read the file at an address for its checksums only.

    Raises:
        ObjectNotFound: There is nothing at the address.
        ChecksumMismatch: The bytes are others than expected.
        StorageError: The address is out of reach.
    """
    with closing(open_remote(url).blocks()) as blocks:
        passing = _Passing(url, blocks, expected)
        for _ in passing:
            pass
    return passing.digests()


class _Passing:
    """Blocks that pass, and fail at their end if they are not what was expected."""

    def __init__(self, url: str, blocks: Iterable[bytes], expected: Expected) -> None:
        self._url, self._blocks, self._expected = url, blocks, expected
        self._md5, self._sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
        self._length = 0

    def __iter__(self) -> Iterator[bytes]:
        longest = self._expected.length
        for block in self._blocks:
            self._md5.update(block)
            self._sha256.update(block)
            self._length += len(block)
            if longest is not None and self._length > longest:
                break  # of a file that has become endless, no more than that is read
            yield block
        self._expected.check(self._url, self.digests())

    def digests(self) -> Digests:
        """Give the checksums of what has passed."""
        return Digests(self._length, self._md5.hexdigest(), self._sha256.hexdigest())
