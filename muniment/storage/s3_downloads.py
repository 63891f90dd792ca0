"""Gets from S3: large objects in ranges, several at a time, each read on where its connection broke."""

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from muniment.storage.ordered import in_order
from muniment.storage.resuming import read_on
from muniment.storage.s3_client import error_code

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

RANGE = 8 << 20
"""Objects of up to this many bytes are read at once, larger ones in ranges of this length."""

_BLOCK = 1 << 18


class Source:
    """An object in a bucket, to be read from any position.

    Args:
        client: The boto3 client.
        bucket: Name of the bucket.
        key: Key of the object.
        etag: Read nothing but this state of the object.
    """

    def __init__(self, client: "S3Client", bucket: str, key: str, etag: str | None = None) -> None:
        self._client = client
        self._asked: dict[str, Any] = {"Bucket": bucket, "Key": key}
        if etag is not None:
            self._asked["IfMatch"] = etag

    def blocks(self, ahead: int) -> Generator[bytes]:
        """Give the whole object in order; ``ahead`` ranges are fetched at a time."""
        from botocore.exceptions import ClientError

        try:
            answer = self._client.get_object(**self._asked, Range=f"bytes=0-{RANGE - 1}")
        except ClientError as error:
            if error_code(error) not in {"416", "InvalidRange"}:
                raise
            yield from self.range(0, None)  # an empty object has no first byte
            return
        length = answer["ContentLength"]
        _, _, size = answer.get("ContentRange", "").rpartition("/")
        opened: list[Any] = [answer["Body"]]
        yield from self._read_on(0, length, opened)
        if size.isdecimal() and int(size) > length:
            yield from self._ranges(length, int(size), ahead)

    def range(self, start: int, end: int | None) -> Iterator[bytes]:
        """Give the bytes from one position up to, and without, another, or to the end."""
        return self._read_on(start, end, [])

    def _ranges(self, start: int, size: int, ahead: int) -> Iterator[bytes]:
        def fetch(first: int) -> bytes:
            return b"".join(self.range(first, min(first + RANGE, size)))

        if ahead <= 1:
            yield from self.range(start, size)
            return
        with ThreadPoolExecutor(ahead, "range") as pool:
            futures: Iterator[Future[bytes]] = (
                pool.submit(fetch, first) for first in range(start, size, RANGE)
            )
            try:
                results: Iterator[bytes] = in_order(futures, ahead=ahead)
                yield from results
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _read_on(self, start: int, end: int | None, opened: list[Any]) -> Iterator[bytes]:
        from botocore.exceptions import HTTPClientError, IncompleteReadError

        return read_on(partial(self._open, end, opened), (HTTPClientError, IncompleteReadError), start=start)

    def _open(self, end: int | None, opened: list[Any], position: int) -> Generator[bytes]:
        if end is not None and 0 < end <= position:
            return
        with closing(opened.pop() if opened else self._get(position, end)) as body:
            yield from body.iter_chunks(_BLOCK)

    def _get(self, start: int, end: int | None) -> Any:
        asked = dict(self._asked)
        if start or end is not None:
            asked["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
        return self._client.get_object(**asked)["Body"]
