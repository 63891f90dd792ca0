"""What every store can do."""

import hashlib
from abc import abstractmethod
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from muniment.checksums import Digests
from muniment.errors import ChecksumMismatch, StorageError
from muniment.storage.sources import without_traceback

FRESH = timedelta(hours=12)
"""An object that is stored again counts as new, unless it was stored less than this ago."""

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object as its store lists it.

    Attributes:
        sha256: Its key.
        length: Its bytes.
        stored: When it was last stored, in UTC, by the clock of the store, or up to `FRESH` earlier if its
            bytes came several times. A clean-up that waits longer than that takes nothing from a writer.
    """

    sha256: str
    length: int
    stored: datetime


class Storage(Protocol):
    """A place for objects: bytes that are found by their SHA-256 and never change.

    The same bytes are stored once. An object is there as a whole or not at all, whatever happens while it is
    written. A store knows nothing of assets, datasets or catalogs. Processes and threads may share one.

    A new kind of store inherits from this class and writes the abstract methods; those for many objects at a
    time do them in turn unless it knows better. `muniment.storage.testing` has the tests that it must pass.

    Attributes:
        url: Where the store is, absolute and without secrets. `open_storage` opens the same store from it.
    """

    url: str

    @abstractmethod
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
        for source, link in sources:
            try:
                yield self.ingest(source, link=link)
            except StorageError as error:
                yield without_traceback(error)

    @abstractmethod
    def put_bytes(self, data: bytes) -> Digests:
        """Store bytes, and tell their checksums.

        Raises:
            StorageNotWritable: The store is full, read-only or out of reach.
        """
        ...

    @abstractmethod
    def exists(self, sha256: str) -> bool:
        """Say whether the store has an object; False also for what is no key."""
        ...

    def find(self, keys: Iterable[str]) -> set[str]:
        """Give those of many keys that the store has an object of.

        Raises:
            StorageError: The store is out of reach.
        """
        return {sha256 for sha256 in keys if self.exists(sha256)}

    @abstractmethod
    def size(self, sha256: str) -> int:
        """Tell the length of an object in bytes.

        Raises:
            ObjectNotFound: The store has no such object.
        """
        ...

    @abstractmethod
    def open(self, sha256: str) -> BinaryIO:
        """Open an object for reading; the file can seek. What is read is not verified.

        Raises:
            ObjectNotFound: The store has no such object.
        """
        ...

    @abstractmethod
    def download(self, sha256: str, target: str | Path) -> None:
        """Write an object to a file, which appears, or is replaced, only once its SHA-256 agrees.

        Args:
            sha256: The object.
            target: The file; folders that are missing are made.

        Raises:
            ObjectNotFound: The store has no such object.
            ChecksumMismatch: The store gave other bytes. Nothing is left behind.
            StorageError: The target cannot be written.
        """
        ...

    def download_many(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Write many objects to files, and give None or the error of each, in the order that was asked for.

        No target is written to any more once the generator is closed.

        Args:
            wanted: Objects, each with its target, as in `download`.
        """
        for sha256, target in wanted:
            try:
                self.download(sha256, target)
            except StorageError as error:
                yield without_traceback(error)
            else:
                yield None

    def download_new(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Write many objects as `download_many` does, into a folder that nobody else knows of yet.

        The folder becomes known only if all of them arrive, and is removed if not. So a store may write files
        under their names at once.

        Args:
            wanted: Objects, each with its target, which is not there; the folder of the target is.
        """
        return self.download_many(wanted)

    def link_many(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Make many objects appear as files too without copying them, by hard links; else as `download_many`.

        Whoever changes such a file changes the object. Its bytes are not read.

        Args:
            wanted: Objects, each with its target, which is not there; the folder of the target is, and
                `check_links` had no objection to it.
        """
        return self.download_many(wanted)

    def check_links(self, folder: Path) -> None:
        """Make sure that `link_many` can link objects into a folder.

        Raises:
            StorageError: The objects are no files on this machine, or are on another file system.
        """
        raise StorageError(
            f"No file in {folder} can be a link to an object of {self.url}: only a store in a folder can do "
            f"without copies. Leave link out."
        )

    def verify(self, sha256: str) -> None:
        """Read an object, and check that its bytes are still those that were stored.

        Raises:
            ObjectNotFound: The store has no such object.
            ChecksumMismatch: It has other bytes.
        """
        found = hashlib.sha256()
        with self.open(sha256) as file:
            while block := file.read(_BLOCK):
                found.update(block)
        if found.hexdigest() != sha256:
            raise ChecksumMismatch(
                f"The object {sha256} in {self.url} is damaged: the SHA-256 of its bytes is "
                f"{found.hexdigest()}. Restore it from another copy."
            )

    def local_path(self, sha256: str) -> Path | None:  # noqa: ARG002
        """Give the path of an object if it is a file on this machine, else None. Do not change the file.

        Raises:
            ObjectNotFound: The store is local and has no such object.
        """
        return None

    def presigned_url(self, sha256: str, expires: int = 3600, filename: str | None = None) -> str:  # noqa: ARG002
        """Give a URL by which anybody can read an object for some time, without credentials.

        Args:
            sha256: The object.
            expires: After how many seconds the URL stops working.
            filename: The name that a browser saves it under.

        Raises:
            ObjectNotFound: The text is no key. Whether the object is there is not asked.
            StorageError: The store has no server that could give it out.
        """
        raise StorageError(
            f"The store {self.url} has no server that gives out objects by a URL. Download the file instead; "
            f"a store in S3 can."
        )

    @abstractmethod
    def delete(self, sha256: str) -> None:
        """Remove an object; that it is not there is no error, so that a clean-up can be repeated.

        Raises:
            StorageNotWritable: The store is read-only or out of reach.
        """
        ...

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove many objects, as `delete` does.

        Raises:
            StorageNotWritable: The store is read-only or out of reach; some may be gone.
        """
        for sha256 in keys:
            self.delete(sha256)

    @abstractmethod
    def objects(self) -> Iterator[StoredObject]:
        """Give every object, in no order that can be relied on."""
        ...

    def keys(self) -> Iterator[str]:
        """Give the SHA-256 of every object, in no order that can be relied on."""
        return (found.sha256 for found in self.objects())

    def sweep(self, before: datetime, *, dry_run: bool = False) -> int:  # noqa: ARG002
        """Remove what writers that died have left behind, and tell how many leftovers there were.

        Args:
            before: Only what was begun before this time, with a time zone: younger ones may have a writer.
            dry_run: Only count them.

        Raises:
            StorageNotWritable: The store is read-only or out of reach.
        """
        return 0

    @abstractmethod
    def add_user(self, name: str) -> None:
        """Write down in the store that somebody relies on its objects; once for each name.

        Who removes objects looks first whether others rely on them.

        Args:
            name: Letters, digits and hyphens, unique in the world.

        Raises:
            StorageNotWritable: The store is read-only or out of reach.
        """
        ...

    @abstractmethod
    def users(self) -> dict[str, str]:
        """Give the names that `add_user` wrote down, each with where it stands, for messages.

        Raises:
            StorageError: The store is out of reach.
        """
        ...

    @abstractmethod
    def address(self, sha256: str) -> str:
        """Give the URL of an object for the ``fetch.txt`` of a bag. The object need not exist."""
        ...
