"""A store in an S3 bucket: the object ``abcd...`` is the key ``prefix/ab/abcd...``."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from threading import Event, RLock
from typing import TYPE_CHECKING, BinaryIO, TypeVar
from urllib.parse import quote

from muniment.checksums import Digests, hash_bytes
from muniment.errors import StorageError, StorageNotWritable
from muniment.storage import arrivals
from muniment.storage.keys import is_key, missing, object_name
from muniment.storage.ordered import in_order
from muniment.storage.protocol import FRESH, Storage, StoredObject
from muniment.storage.s3_address import parse
from muniment.storage.s3_client import connect, is_away, is_general, open_session, translated
from muniment.storage.s3_downloads import RANGE, Source
from muniment.storage.s3_fast import FastLane, open_fast_lane
from muniment.storage.s3_reader import ObjectReader
from muniment.storage.s3_uploads import PART, Bucket, put_bytes, put_file, sweep
from muniment.storage.sources import hash_source, read_source, without_traceback

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_s3 import S3Client

_READ_AHEAD = 1 << 20
_RANGES = 4
_SEND_UNASKED = 64 << 10
_MOST_DELETED = 1000
_PAUSES = (0.5, 1, 2, 4, 8)  # seconds, while a server starts anew
_WEEK = 7 * 24 * 3600
T = TypeVar("T")
R = TypeVar("R")


class S3Storage(Storage):
    """A store in a bucket of S3, or of a server that speaks S3.

    Credentials, region and endpoint are found as every AWS tool finds them: ``AWS_ACCESS_KEY_ID``,
    ``AWS_PROFILE``, ``AWS_ENDPOINT_URL`` and so on. Nothing is asked of the server before the first use.

    Args:
        url: ``s3://bucket`` or ``s3://bucket/prefix``, with options as ``?endpoint=...&profile=...``: see
            `muniment.storage.s3_address`. The bucket must exist.
        client: A boto3 client, instead of one from the environment. All is done by it then.
        threads: How many objects are stored or fetched at a time.

    Raises:
        ConfigurationError: The URL names no bucket, has an unknown option, or holds credentials.

    Example:
        >>> S3Storage("s3://lab-objects/muniment").address("ab" * 32)[:33]
        's3://lab-objects/muniment/ab/abab'
    """

    def __init__(self, url: str, *, client: "S3Client | None" = None, threads: int = 8) -> None:
        self._address = parse(url)
        self.bucket, self.prefix = self._address.bucket, self._address.prefix
        self.url = self._address.url
        self.threads = threads
        self._folder = f"{self.prefix}/" if self.prefix else ""
        self._client = client
        self._session: Session | None = None
        self._lane: FastLane | None = None
        self._lane_is_known = client is not None
        self._written: Bucket | None = None
        self._lock = RLock()

    @property
    def client(self) -> "S3Client":
        """The boto3 client, made when it is first wanted: that takes longer than opening a catalog."""
        with self._lock:
            if self._client is None:
                with translated(self.url):
                    self._session = open_session(self._address)
                    self._client = connect(self._session, self._address, (_RANGES + 1) * self.threads)
            return self._client

    @property
    def _fast_lane(self) -> FastLane | None:
        """The shorter way for small objects, if there is one."""
        with self._lock:
            if not self._lane_is_known:
                client = self.client
                if self._session is not None:
                    self._lane = open_fast_lane(self._session, client, self._address)
                self._lane_is_known = True
            return self._lane

    @property
    def _bucket(self) -> Bucket:
        with self._lock:
            if self._written is None:
                self._written = Bucket(self.client, self.bucket, self._address.put_options())
            return self._written

    def ingest(self, source: str | Path, *, link: bool = False) -> Digests:  # noqa: ARG002
        """Store a copy of a file; a bucket cannot link."""
        return self._ingest(os.fspath(source), ahead=self.threads)

    def ingest_many(self, sources: Iterable[tuple[str | Path, bool]]) -> Iterator[Digests | StorageError]:
        """Store copies of many files in threads."""
        paths = (os.fspath(source) for source, _ in sources)
        return self._in_threads(partial(self._ingest, ahead=2), paths)

    def put_bytes(self, data: bytes) -> Digests:
        """Store bytes."""
        digests = hash_bytes(data)
        with translated(self.url, writing=True):
            self._put(data, digests)
        return digests

    def exists(self, sha256: str) -> bool:
        """Say whether there is such an object."""
        if not is_key(sha256):
            return False
        with translated(self.url):
            return self._find_size(sha256) is not None

    def find(self, keys: Iterable[str]) -> set[str]:
        """Give those of many keys that there is an object of."""

        def found(sha256: str) -> str:
            return sha256 if self.exists(sha256) else ""

        there = set()
        for outcome in self._in_threads(found, keys):
            if isinstance(outcome, StorageError):
                raise outcome
            there.add(outcome)
        return there - {""}

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

    def download(self, sha256: str, target: str | Path) -> None:
        """Write an object to a file, several ranges of it at a time."""
        self._download(sha256, target, ahead=_RANGES)

    def download_many(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Write many objects to files, in threads."""

        def download(entry: tuple[str, str | Path]) -> None:
            self._download(*entry, ahead=1)

        return self._in_threads(download, wanted)

    def presigned_url(self, sha256: str, expires: int = 3600, filename: str | None = None) -> str:
        """Give a URL by which anybody can read an object for some time: a week at most."""
        if not 0 < expires <= _WEEK:
            raise StorageError(
                f"A URL cannot expire after {expires} seconds: between a second and a week it can."
            )
        asked = {"Bucket": self.bucket, "Key": self._key(sha256)}
        if filename is not None:
            asked["ResponseContentDisposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        with translated(self.url, sha256):
            return self.client.generate_presigned_url("get_object", Params=asked, ExpiresIn=expires)

    def delete(self, sha256: str) -> None:
        """Remove an object, if it is there."""
        key = self._key(sha256)
        with translated(self.url, writing=True):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove many objects, a thousand with each request."""
        names = iter([self._key(sha256) for sha256 in keys])
        with translated(self.url, writing=True):
            while portion := list(islice(names, _MOST_DELETED)):
                asked = {"Objects": [{"Key": name} for name in portion], "Quiet": True}
                answer = self.client.delete_objects(Bucket=self.bucket, Delete=asked)  # type: ignore[arg-type]
                if failed := answer.get("Errors"):
                    raise StorageNotWritable(
                        f"{self.url} did not remove {len(failed)} of {len(portion)} objects: "
                        f"{failed[0].get('Code')}. Check that the credentials allow s3:DeleteObject."
                    )

    def objects(self) -> Iterator[StoredObject]:
        """Give every object."""
        with translated(self.url):
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self._folder):
                for entry in page.get("Contents", []):
                    name = entry["Key"]
                    if self._is_object(name):
                        yield StoredObject(name[-64:], entry["Size"], entry["LastModified"].astimezone(UTC))

    def sweep(self, before: datetime, *, dry_run: bool = False) -> int:
        """Break off uploads in parts that were begun before a time: their parts cost room."""

        def is_ours(name: str, begun: datetime) -> bool:
            return self._is_object(name) and begun < before

        with translated(self.url, writing=True):
            return sweep(self._bucket, self._folder, is_ours, dry_run=dry_run)

    def add_user(self, name: str) -> None:
        """Write down that somebody relies on its objects, as the empty object ``users/name``."""
        key = f"{self._folder}users/{name}"
        with translated(self.url, writing=True):
            self.client.put_object(Bucket=self.bucket, Key=key, Body=b"", **self._bucket.options)

    def users(self) -> dict[str, str]:
        """Give who relies on its objects."""
        folder = f"{self._folder}users/"
        with translated(self.url):
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=folder)
            names = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        return {name.removeprefix(folder): f"s3://{self.bucket}/{name}" for name in names}

    def address(self, sha256: str) -> str:
        """Give the URL of an object, without the options of the store."""
        return f"s3://{self.bucket}/{quote(self._key(sha256))}"

    def _ingest(self, path: str, ahead: int) -> Digests:
        _, data = read_source(path, limit=PART)
        if data is not None:
            return self.put_bytes(data)
        digests = hash_source(path)
        with translated(self.url, writing=True):
            if not self._holds(digests):
                put_file(self._bucket, self._key(digests.sha256), path, digests, ahead=ahead)
        return digests

    def _put(self, data: bytes, digests: Digests) -> None:
        # To send a few bytes that are there already costs less than to ask whether they are.
        if len(data) > _SEND_UNASKED and self._holds(digests):
            return
        key, lane = self._key(digests.sha256), self._fast_lane
        if lane is not None and lane.put(key, data, digests):
            return
        if not self._holds(digests):
            put_bytes(self._bucket, key, data, digests)

    def _holds(self, digests: Digests) -> bool:
        """Say whether an object is there and whole; one of another length is damaged, and makes room."""
        key = self._key(digests.sha256)
        found = self._bucket.look(key)
        if found is None:
            return False
        if found["ContentLength"] != digests.length:
            self.client.delete_object(Bucket=self.bucket, Key=key)
            return False
        if datetime.now(UTC) - found["LastModified"] > FRESH:
            self._bucket.renew(key, digests)
        return True

    def _find_size(self, sha256: str) -> int | None:
        key, lane = self._key(sha256), self._fast_lane
        size = lane.find_size(key) if lane is not None else None
        if size is None:
            return self._bucket.find_size(key)
        return None if size < 0 else size

    def _fetch(self, sha256: str, start: int, end: int) -> bytes:
        with translated(self.url, sha256):
            return b"".join(Source(self.client, self.bucket, self._key(sha256)).range(start, end))

    def _download(self, sha256: str, target: str | Path, ahead: int) -> None:
        with closing(self._blocks(sha256, ahead)) as blocks:
            first = next(blocks, b"")  # asks for the object before the folder of the target is made
            arrivals.receive(chain([first], blocks), sha256, target, self.url)

    def _blocks(self, sha256: str, ahead: int) -> Generator[bytes]:
        key, lane = self._key(sha256), self._fast_lane
        with translated(self.url, sha256):
            data = lane.get(key, limit=RANGE) if lane is not None else None
            if data is not None and data is not False:
                yield data
            else:
                yield from Source(self.client, self.bucket, key).blocks(ahead)

    def _in_threads(self, work: Callable[[T], R], given: Iterable[T]) -> Generator[R | StorageError]:
        """Do work in threads, and give what came of it in order.

        A server that has answered and answers no more is waited for, as it may be starting anew; if in vain,
        not again before it has answered. Once it is lost, no work is begun.
        """
        lost: list[StorageError] = []
        has_answered, is_over = Event(), Event()

        def outcome(entry: T) -> R | StorageError:
            for pause in (*_PAUSES, None):
                if lost:
                    break
                try:
                    result = work(entry)
                except StorageError as error:
                    if has_answered.is_set() and is_away(error):
                        if pause is not None and not is_over.wait(pause):
                            continue
                        has_answered.clear()
                    if is_general(error):
                        lost.append(error)
                    return without_traceback(error)
                has_answered.set()
                return result
            return lost[0]

        pool = ThreadPoolExecutor(self.threads, "store")
        try:
            started: Iterator[Future[R | StorageError]] = (pool.submit(outcome, entry) for entry in given)
            outcomes: Iterator[R | StorageError] = in_order(started, ahead=4 * self.threads)
            yield from outcomes
        finally:
            is_over.set()
            pool.shutdown(cancel_futures=True)

    def _is_object(self, name: str) -> bool:
        return is_key(name[-64:]) and name == self._key(name[-64:])

    def _key(self, sha256: str) -> str:
        return self._folder + object_name(sha256)
