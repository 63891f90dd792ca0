"""A store in an S3 bucket: the object ``abcd...`` is the key ``prefix/ab/abcd...``."""

import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from io import BufferedReader
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from muniment.checksums import Digests, hash_bytes
from muniment.errors import StorageError
from muniment.storage import arrivals
from muniment.storage.keys import is_key, missing, object_name
from muniment.storage.ordered import in_order
from muniment.storage.s3_client import ABSENT, connect, error_code, parse, translated
from muniment.storage.s3_reader import ObjectReader
from muniment.storage.s3_uploads import PART, put_bytes, put_file
from muniment.storage.sources import hash_source, read_source, without_traceback

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_BLOCK = 1 << 18
_READ_AHEAD = 1 << 20


class S3Storage:
    """A store in a bucket of S3, or of a server that speaks S3.

    Credentials, region and endpoint are found as every AWS tool finds them: ``AWS_ACCESS_KEY_ID``,
    ``AWS_PROFILE``, ``AWS_ENDPOINT_URL`` and so on. Nothing is asked of the server before the first use.

    Args:
        url: ``s3://bucket`` or ``s3://bucket/prefix``. The bucket must exist.
        client: A boto3 client, instead of one from the environment.
        threads: How many files `ingest_many` stores at a time.

    Raises:
        ConfigurationError: The URL names no bucket, or holds credentials.

    Example:
        >>> S3Storage("s3://lab-objects/muniment").address("ab" * 32)[:33]
        's3://lab-objects/muniment/ab/abab'
    """

    def __init__(self, url: str, *, client: "S3Client | None" = None, threads: int = 8) -> None:
        self.bucket, self.prefix = parse(url)
        self.url = f"s3://{self.bucket}/{self.prefix}".rstrip("/")
        self.threads = threads
        self._folder = f"{self.prefix}/" if self.prefix else ""
        self._client = client
        self._lock = Lock()

    @property
    def client(self) -> "S3Client":
        """The boto3 client, made when it is first wanted: that takes longer than opening a catalog."""
        with self._lock:
            if self._client is None:
                with translated(self.url):
                    self._client = connect(2 * self.threads)
            return self._client

    def ingest(self, source: str | Path, *, link: bool = False) -> Digests:  # noqa: ARG002
        """Store a copy of a file; a bucket cannot link."""
        return self._ingest(os.fspath(source), ahead=self.threads)

    def ingest_many(self, sources: Iterable[tuple[str | Path, bool]]) -> Iterator[Digests | StorageError]:
        """Store copies of many files in threads."""
        pool = ThreadPoolExecutor(self.threads, "ingest")
        try:
            started = (pool.submit(self._outcome, os.fspath(source)) for source, _ in sources)
            outcomes: Iterator[Digests | StorageError] = in_order(started, ahead=4 * self.threads)
            yield from outcomes
        finally:
            pool.shutdown(cancel_futures=True)

    def put_bytes(self, data: bytes) -> Digests:
        """Store bytes."""
        digests = hash_bytes(data)
        with translated(self.url, writing=True):
            if not self._holds(digests):
                put_bytes(self.client, self.bucket, self._key(digests.sha256), data, digests)
        return digests

    def exists(self, sha256: str) -> bool:
        """Say whether there is such an object."""
        if not is_key(sha256):
            return False
        with translated(self.url):
            return self._find_size(sha256) is not None

    def size(self, sha256: str) -> int:
        """Tell the length of an object in bytes."""
        with translated(self.url):
            size = self._find_size(sha256)
        if size is None:
            raise missing(self.url, sha256)
        return size

    def open(self, sha256: str) -> BinaryIO:
        """Open an object for reading; only what is read is fetched, a MiB or more at a time."""
        reader = ObjectReader(partial(self._fetch, sha256), self.size(sha256))
        return BufferedReader(reader, buffer_size=_READ_AHEAD)

    def download(self, sha256: str, target: Path, *, link: bool = False) -> None:  # noqa: ARG002
        """Write an object to a file; a bucket cannot link."""
        with closing(self._blocks(sha256)) as blocks:
            first = next(blocks, b"")  # asks for the object before the folder of the target is made
            arrivals.receive(chain([first], blocks), sha256, target, self.url)

    def local_path(self, sha256: str) -> Path | None:  # noqa: ARG002
        """Give None: objects are not files here."""
        return None

    def delete(self, sha256: str) -> None:
        """Remove an object, if it is there."""
        key = self._key(sha256)
        with translated(self.url, writing=True):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def keys(self) -> Iterator[str]:
        """Give the SHA-256 of every object."""
        with translated(self.url):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self._folder):
                names = (entry["Key"] for entry in page.get("Contents", []))
                yield from (name[-64:] for name in names if self._is_object(name))

    def address(self, sha256: str) -> str:
        """Give the URL of an object."""
        return f"s3://{self.bucket}/{quote(self._key(sha256))}"

    def _ingest(self, path: str, ahead: int) -> Digests:
        _, data = read_source(path, limit=PART)
        if data is not None:
            return self.put_bytes(data)
        digests = hash_source(path)
        with translated(self.url, writing=True):
            if not self._holds(digests):
                put_file(self.client, self.bucket, self._key(digests.sha256), path, digests, ahead=ahead)
        return digests

    def _outcome(self, path: str) -> Digests | StorageError:
        try:
            return self._ingest(path, ahead=2)
        except StorageError as error:
            return without_traceback(error)

    def _holds(self, digests: Digests) -> bool:
        """Say whether an object is there and whole; one of another length is damaged, and makes room."""
        size = self._find_size(digests.sha256)
        if size not in (None, digests.length):
            self.client.delete_object(Bucket=self.bucket, Key=self._key(digests.sha256))
        return size == digests.length

    def _find_size(self, sha256: str) -> int | None:
        from botocore.exceptions import ClientError

        key = self._key(sha256)
        try:
            return self.client.head_object(Bucket=self.bucket, Key=key)["ContentLength"]
        except ClientError as error:
            if error_code(error) in ABSENT:
                return None
            raise

    def _fetch(self, sha256: str, start: int, end: int) -> bytes:
        with translated(self.url, sha256):
            answer = self.client.get_object(
                Bucket=self.bucket, Key=self._key(sha256), Range=f"bytes={start}-{end - 1}"
            )
            with closing(answer["Body"]) as body:
                return body.read()

    def _blocks(self, sha256: str) -> Generator[bytes]:
        key = self._key(sha256)
        with (
            translated(self.url, sha256),
            closing(self.client.get_object(Bucket=self.bucket, Key=key)["Body"]) as body,
        ):
            yield from body.iter_chunks(_BLOCK)

    def _is_object(self, name: str) -> bool:
        return is_key(name[-64:]) and name == self._key(name[-64:])

    def _key(self, sha256: str) -> str:
        return self._folder + object_name(sha256)
