"""Files fetched into a bag from the addresses in its ``fetch.txt``, each checked before it gets its name."""

import hashlib
import os
import secrets
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, suppress
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import unquote

from muniment.bags.layout import FetchLine, decode_path
from muniment.checksums import hash_bytes_by, write_all
from muniment.errors import BagInvalid, ChecksumMismatch, ObjectNotFound, StorageNotWritable
from muniment.storage import Storage, open_storage
from muniment.storage.http_fast import get_small
from muniment.storage.http_file import shown
from muniment.storage.remote import is_remote, open_remote

PART = ".part"
"""How the names end of files in the folder of a bag that are not complete yet."""

_SMALL = 1 << 20
_BLOCK = 1 << 20


class Fetcher:
    """What fetches the files of a bag, from several threads.

    Args:
        bag: Its folder.
        expected: Path in the bag → algorithm → checksum.
        timeout: After how many seconds of silence a web server is given up; None is a minute.
    """

    def __init__(
        self, bag: Path, expected: Mapping[str, Mapping[str, str]], timeout: float | None = None
    ) -> None:
        self._bag = os.fspath(bag)
        self._expected, self._timeout = expected, timeout
        self._folders = {self._bag}

    def fetch(self, line: FetchLine) -> int:
        """Fetch a file, and give its length.

        Raises:
            BagInvalid: No manifest has a checksum for it, or a link stands on its path.
            ObjectNotFound: There is nothing at its address, or that is of a kind that cannot be fetched.
            ChecksumMismatch: There are other bytes. Nothing is left behind.
            StorageNotWritable: The disk is full or read-only.
        """
        path = decode_path(line.path)
        expected = self._expected.get(path)
        if not expected:
            raise BagInvalid("no manifest has a checksum for it")
        temporary = f"{self._bag}/.{secrets.token_hex(8)}{PART}"
        try:
            self._make_folder(f"{self._bag}/{path}".rpartition("/")[0])
            length = self._fetch(line, expected, temporary)
            os.rename(temporary, f"{self._bag}/{path}")  # noqa: PTH104 (a Path costs as much as this)
        except OSError as error:
            raise StorageNotWritable(f"The bag {self._bag} cannot be written: {error.strerror}.") from error
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            raise
        return length

    def _make_folder(self, folder: str) -> None:
        """Make a folder; one that is there must be no link, which might lead out of the bag."""
        if folder in self._folders:
            return
        self._make_folder(folder.rpartition("/")[0])
        try:
            os.mkdir(folder)  # noqa: PTH102
        except FileExistsError:
            if os.path.islink(folder):  # noqa: PTH114
                raise BagInvalid("a link on its path leads out of the bag") from None
        self._folders.add(folder)

    def _fetch(self, line: FetchLine, expected: Mapping[str, str], temporary: str) -> int:
        data = self._read_small(line, expected)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            if data is not None:
                write_all(descriptor, data)
                return len(data)
            with closing(_read(line.url, expected, self._timeout)) as blocks:
                return _write(checked_blocks(blocks, line.url, line.length, expected), descriptor)
        finally:
            os.close(descriptor)

    def _read_small(self, line: FetchLine, expected: Mapping[str, str]) -> bytes | None:
        """Give the bytes of a small file by the shorter way, if that gives the right ones."""
        if line.length is None or line.length > _SMALL or not line.url.startswith("http"):
            return None
        data = get_small(line.url, line.length, self._timeout)
        return data if data is not None and hash_bytes_by(data, expected) == expected else None


def checked_blocks(
    blocks: Iterable[bytes], url: str, length: int | None, expected: Mapping[str, str]
) -> Generator[bytes]:
    """Pass blocks on, and fail at their end if they are not what the manifests record.

    Args:
        blocks: The bytes.
        url: Where they come from, for messages.
        length: How many there must be, None if that is not known.
        expected: Algorithm → checksum.

    Raises:
        ChecksumMismatch: There are other bytes. Of a file that is too long, no more is read than that shows.
    """
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in expected}
    passed = 0
    for block in blocks:
        passed += len(block)
        if length is not None and passed > length:
            break
        for digest in hashes.values():
            digest.update(block)
        yield block
    if length is not None and passed != length:
        more = "more" if passed > length else str(passed)
        raise ChecksumMismatch(f"{shown(url)} has {more} bytes where {length} are recorded")
    if {name: digest.hexdigest() for name, digest in hashes.items()} != dict(expected):
        raise ChecksumMismatch(f"{shown(url)} has other bytes than the manifests record")


def _write(blocks: Iterable[bytes], descriptor: int) -> int:
    length = 0
    for block in blocks:
        write_all(descriptor, block)
        length += len(block)
    return length


def _read(url: str, expected: Mapping[str, str], timeout: float | None) -> Generator[bytes]:
    """Give the bytes at an address of a file.

    Raises:
        ObjectNotFound: There is nothing, or it is an address of a kind that cannot be fetched.
    """
    if url.startswith("muniment://"):
        raise ObjectNotFound(f"{url} is in the store of its catalog: download the bag from there again")
    key = expected.get("sha256", "")
    store, found, _ = url.partition(f"/{key[:2]}/{key}")
    if key and found and not is_remote(url):
        with _open_store(unquote(store)).open(key) as source:
            yield from iter(partial(source.read, _BLOCK), b"")
    else:
        yield from open_remote(url, timeout).blocks()


@lru_cache(maxsize=8)
def _open_store(address: str) -> Storage:
    return open_storage(address)
