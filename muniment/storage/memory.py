"""A store in memory, for tests and notebooks: it ends with the process."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from muniment.checksums import Digests, hash_bytes
from muniment.storage import arrivals
from muniment.storage.keys import missing, object_name
from muniment.storage.protocol import Storage, StoredObject
from muniment.storage.sources import read_whole


class MemoryStorage(Storage):
    """A store in memory; every instance is a store of its own.

    Example:
        >>> store = MemoryStorage()
        >>> store.open(store.put_bytes(b"abc").sha256).read()
        b'abc'
    """

    url = "memory://"

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}
        self._times: dict[str, datetime] = {}
        self._users: set[str] = set()

    def ingest(self, source: str | Path, *, link: bool = False) -> Digests:  # noqa: ARG002
        """Store a copy of a file; memory cannot link."""
        return self.put_bytes(read_whole(os.fspath(source)))

    def put_bytes(self, data: bytes) -> Digests:
        """Store bytes."""
        digests = hash_bytes(data)
        self._times[digests.sha256] = datetime.now(UTC)
        self._objects[digests.sha256] = bytes(data)
        return digests

    def exists(self, sha256: str) -> bool:
        """Say whether there is such an object."""
        return sha256 in self._objects

    def size(self, sha256: str) -> int:
        """Tell the length of an object in bytes."""
        return len(self._bytes(sha256))

    def open(self, sha256: str) -> BinaryIO:
        """Open an object for reading."""
        return io.BytesIO(self._bytes(sha256))

    def download(self, sha256: str, target: str | Path) -> None:
        """Write an object to a file."""
        arrivals.receive([self._bytes(sha256)], sha256, target, self.url)

    def delete(self, sha256: str) -> None:
        """Remove an object, if it is there."""
        object_name(sha256)
        self._objects.pop(sha256, None)

    def objects(self) -> Iterator[StoredObject]:
        """Give every object."""
        for sha256, data in list(self._objects.items()):
            yield StoredObject(sha256, len(data), self._times[sha256])

    def add_user(self, name: str) -> None:
        """Write down that somebody relies on its objects."""
        self._users.add(name)

    def users(self) -> dict[str, str]:
        """Give who relies on its objects."""
        return dict.fromkeys(self._users, self.url)

    def address(self, sha256: str) -> str:
        """Give the URL of an object, which nobody else can open."""
        return f"memory://localhost/{object_name(sha256)}"

    def _bytes(self, sha256: str) -> bytes:
        object_name(sha256)
        if sha256 not in self._objects:
            raise missing(self.url, sha256)
        return self._objects[sha256]
