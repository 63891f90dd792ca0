"""What every store can do."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from muniment.checksums import Digests
from muniment.errors import StorageError


class Storage(Protocol):
    """A place for objects: bytes that are found by their SHA-256 and never change.

    The same bytes are stored once. An object is there as a whole or not at all, whatever happens while it is
    written. A store knows nothing of assets, datasets or catalogs. Processes may share one.

    Attributes:
        url: Where the store is, absolute and without secrets. `open_storage` opens the same store from it.
    """

    url: str

    def ingest(self, source: str | Path, *, link: bool = False) -> Digests:
        """Store a file, and tell its checksums.

        Args:
            source: A file that nobody writes to meanwhile.
            link: Let a local store take the file itself instead of a copy, where the file system allows it.
                The file is read-only from then on.

        Raises:
            StorageError: The source is missing, cannot be read, or changed while it was read.
            StorageNotWritable: The store is full, read-only or out of reach.
        """
        ...

    def ingest_many(self, sources: Iterable[tuple[str | Path, bool]]) -> Iterator[Digests | StorageError]:
        """Store many files, and give the checksums of each, or its error, in the order of the sources.

        Only when the iterator is exhausted or closed are all the objects sure to survive a power failure.

        Args:
            sources: Paths, each with ``link`` as in `ingest`.
        """
        ...

    def put_bytes(self, data: bytes) -> Digests:
        """Store bytes, and tell their checksums.

        Raises:
            StorageNotWritable: The store is full, read-only or out of reach.
        """
        ...

    def exists(self, sha256: str) -> bool:
        """Say whether the store has an object."""
        ...

    def size(self, sha256: str) -> int:
        """Tell the length of an object in bytes.

        Raises:
            ObjectNotFound: The store has no such object.
        """
        ...

    def open(self, sha256: str) -> BinaryIO:
        """Open an object for reading; the file can seek. What is read is not verified.

        Raises:
            ObjectNotFound: The store has no such object.
        """
        ...

    def download(self, sha256: str, target: Path, *, link: bool = False) -> None:
        """Write an object to a file, which appears, or is replaced, only once its SHA-256 agrees.

        Args:
            sha256: The object.
            target: The file; folders that are missing are made.
            link: Let a local store give the object itself instead of a copy, where the file system allows it.
                The file is then read-only, and is not read to be verified.

        Raises:
            ObjectNotFound: The store has no such object.
            ChecksumMismatch: The store gave other bytes. Nothing is left behind.
            StorageError: The target cannot be written.
        """
        ...

    def local_path(self, sha256: str) -> Path | None:
        """Give the path of an object if it is a file on this machine, else None. Do not change the file.

        Raises:
            ObjectNotFound: The store is local and has no such object.
        """
        ...

    def delete(self, sha256: str) -> None:
        """Remove an object; that it is not there is no error, so that a clean-up can be repeated.

        Raises:
            StorageNotWritable: The store is read-only or out of reach.
        """
        ...

    def keys(self) -> Iterator[str]:
        """Give the SHA-256 of every object, in no order that can be relied on."""
        ...

    def address(self, sha256: str) -> str:
        """Give the URL of an object for the ``fetch.txt`` of a bag. The object need not exist."""
        ...
