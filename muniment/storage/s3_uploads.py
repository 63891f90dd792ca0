"""Puts into S3 that leave an object only if all of its bytes are those that were hashed."""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.checksums import Digests
from muniment.errors import StorageError
from muniment.storage.ordered import in_order
from muniment.storage.s3_client import ABSENT, error_code
from muniment.storage.sources import changed, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART = 8 << 20
"""Files of up to this many bytes are put at once, larger ones in parts of at least this length."""

_MOST_PARTS = 10_000
_ATTEMPTS = 5
_THERE = {"412", "PreconditionFailed"}
_CONFLICT = {"409", "ConditionalRequestConflict", "OperationAborted"}
_UNKNOWN = {"501", "NotImplemented"}
_GONE = {"404", "NoSuchUpload"}


@dataclass
class Bucket:
    """A bucket that is written to.

    Attributes:
        client: The boto3 client.
        name: Name of the bucket.
        options: Arguments of the calls that make an object: encryption, storage class, tags.
        is_conditional: Whether the server can refuse to replace an object; found out by asking it.
    """

    client: "S3Client"
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    is_conditional: bool = True

    def find_size(self, key: str) -> int | None:
        """Give the length of an object, None if there is none."""
        found = self.look(key)
        return None if found is None else found["ContentLength"]

    def look(self, key: str) -> Any:
        """Give what the server says of an object, None if there is none."""
        from botocore.exceptions import ClientError

        try:
            return self.client.head_object(Bucket=self.name, Key=key)
        except ClientError as error:
            if error_code(error) in ABSENT:
                return None
            raise

    def renew(self, key: str, digests: Digests) -> None:
        """Make an object as young as if it were stored now, so that no clean-up takes it for forgotten."""
        from botocore.exceptions import ClientError

        # A server may be unable to copy an object onto itself; Amazon's does none above 5 GB.
        with suppress(ClientError):
            self.client.copy_object(
                Bucket=self.name,
                Key=key,
                CopySource={"Bucket": self.name, "Key": key},
                Metadata={"sha256": digests.sha256},
                MetadataDirective="REPLACE",
                **self.options,
            )


class _Conflict(Exception):
    """Another writer was at the same object at the same moment, and has not put it."""


def put_bytes(bucket: Bucket, key: str, data: bytes, digests: Digests) -> None:
    """Put an object that is not there yet; the server refuses bytes that are not what was hashed."""

    def put(**condition: Any) -> None:
        bucket.client.put_object(
            Bucket=bucket.name,
            Key=key,
            Body=data,
            ChecksumSHA256=_base64(bytes.fromhex(digests.sha256)),
            Metadata={"sha256": digests.sha256},
            **bucket.options,
            **condition,
        )

    for attempt in range(_ATTEMPTS):
        with suppress(_Conflict):
            _unless_there(bucket, key, digests, put)
            return
        time.sleep(0.1 * 2**attempt)
    raise _busy(bucket)


def put_file(bucket: Bucket, key: str, path: str, digests: Digests, *, ahead: int) -> None:
    """Put a large file in parts; the object is there once all parts are, if they are what was hashed.

    An upload of the same file that was broken off goes on where it stopped. Of the parts, ``ahead`` are sent
    at a time, and one more is in memory.

    Raises:
        StorageError: The file cannot be read, or changed since it was hashed. Nothing is stored.
    """
    for attempt in range(_ATTEMPTS):
        others = _unfinished(bucket, key)
        upload = _Upload(
            bucket, key, others.pop() if others and not attempt else _begin(bucket, key, digests)
        )
        with suppress(_Conflict):
            upload.run(path, digests, ahead)
            for other in others:  # there is nothing left to do for them
                _Upload(bucket, key, other).abort()
            return
    raise _busy(bucket)


def sweep(bucket: Bucket, prefix: str, is_ours: Callable[[str, Any], bool], *, dry_run: bool) -> int:
    """Break off unfinished uploads, and tell how many.

    Args:
        bucket: Where to look.
        prefix: What their keys begin with.
        is_ours: Whether one of this key and this time of its beginning is to go.
        dry_run: Only count them.
    """
    pages = bucket.client.get_paginator("list_multipart_uploads")
    found = [
        _Upload(bucket, upload["Key"], upload["UploadId"])
        for page in pages.paginate(Bucket=bucket.name, Prefix=prefix)
        for upload in page.get("Uploads", [])
        if is_ours(upload["Key"], upload["Initiated"])
    ]
    for upload in found if not dry_run else ():
        upload.abort()
    return len(found)


class _Upload:
    """An upload in parts. Several processes may send the parts of one: they send the same bytes."""

    def __init__(self, bucket: Bucket, key: str, identifier: str) -> None:
        self._bucket, self._key = bucket, key
        self._client = bucket.client
        self._named: dict[str, Any] = {"Bucket": bucket.name, "Key": key, "UploadId": identifier}

    def run(self, path: str, digests: Digests, ahead: int) -> None:
        """Send what is missing, and make the object.

        Raises:
            _Conflict: Another process has broken this upload off, or was at the same object.
        """
        from botocore.exceptions import ClientError

        try:
            parts = self._send(path, digests, ahead)
            if not _unless_there(self._bucket, self._key, digests, self._completion(parts)):
                self.abort()
        except StorageError:  # the file has changed: these parts belong to no object
            self.abort()
            raise
        except ClientError as error:
            if error_code(error) not in _GONE:
                raise
            # Another process has completed the same upload, or broken it off.
            if self._bucket.find_size(self._key) != digests.length:
                raise _Conflict from error
        except _Conflict:
            self.abort()
            raise

    def abort(self) -> None:
        """Give the parts up; that the upload is gone already is no error."""
        from botocore.exceptions import BotoCoreError, ClientError

        with suppress(BotoCoreError, ClientError):
            self._client.abort_multipart_upload(**self._named)

    def _completion(self, parts: "list[CompletedPartTypeDef]") -> Callable[..., Any]:
        def complete(**condition: Any) -> None:
            self._client.complete_multipart_upload(
                **self._named, MultipartUpload={"Parts": parts}, **condition
            )

        return complete

    def _send(self, path: str, digests: Digests, ahead: int) -> "list[CompletedPartTypeDef]":
        there = self._parts()

        def send(number: int, block: bytes) -> "CompletedPartTypeDef":
            checksum = _base64(hashlib.sha256(block).digest())
            if _is_same(there.get(number), block, checksum):
                tag = there[number]["ETag"]
            else:
                answer = self._client.upload_part(
                    **self._named, PartNumber=number, Body=block, ChecksumSHA256=checksum
                )
                tag = answer["ETag"]
            return {"PartNumber": number, "ETag": tag, "ChecksumSHA256": checksum}

        with ThreadPoolExecutor(ahead, "part") as pool:
            started = (
                pool.submit(send, number, block)
                for number, block in enumerate(_blocks(path, digests), start=1)
            )
            parts: Iterator[CompletedPartTypeDef] = in_order(started, ahead=ahead)
            try:
                return list(parts)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _parts(self) -> dict[int, Any]:
        """Give the parts that have arrived, by number."""
        pages = self._client.get_paginator("list_parts").paginate(**self._named)
        return {part["PartNumber"]: part for page in pages for part in page.get("Parts", [])}


def _is_same(part: Any, block: bytes, checksum: str) -> bool:
    """Say whether a part that has arrived is surely this block."""
    if part is None or part.get("Size") != len(block):
        return False
    if "ChecksumSHA256" in part:
        return bool(part["ChecksumSHA256"] == checksum)
    return bool(part["ETag"].strip('"') == hashlib.md5(block, usedforsecurity=False).hexdigest())


def _begin(bucket: Bucket, key: str, digests: Digests) -> str:
    return bucket.client.create_multipart_upload(
        Bucket=bucket.name,
        Key=key,
        ChecksumAlgorithm="SHA256",
        Metadata={"sha256": digests.sha256},
        **bucket.options,
    )["UploadId"]


def _unfinished(bucket: Bucket, key: str) -> list[str]:
    """Give the uploads of an object that were begun and not ended, if the server lets them be seen."""
    from botocore.exceptions import ClientError

    try:
        answer = bucket.client.list_multipart_uploads(Bucket=bucket.name, Prefix=key)
    except ClientError as error:
        if error_code(error) == "NoSuchBucket":
            raise
        return []
    return [upload["UploadId"] for upload in answer.get("Uploads", []) if upload["Key"] == key]


def _blocks(path: str, digests: Digests) -> Iterator[bytes]:
    """Read a file part by part, and fail at its end if it is not what was hashed."""
    found = hashlib.sha256()
    size = max(PART, -(-digests.length // _MOST_PARTS))
    try:
        with Path(path).open("rb", buffering=0) as source:
            while block := source.read(size):
                found.update(block)
                yield block
    except OSError as error:
        raise unreadable(path, error) from error
    if found.hexdigest() != digests.sha256:
        raise changed(path)


def _unless_there(bucket: Bucket, key: str, digests: Digests, put: Callable[..., Any]) -> bool:
    """Make a conditional put; False if another writer has put the object meanwhile: no harm done.

    Raises:
        _Conflict: Another writer is at it, and has not put the object yet.
    """
    from botocore.exceptions import ClientError

    try:
        put(**({"IfNoneMatch": "*"} if bucket.is_conditional else {}))
    except ClientError as error:
        code = error_code(error)
        if code in _UNKNOWN and bucket.is_conditional:
            # To replace an object by the same bytes is as good, only dearer.
            bucket.is_conditional = False
            put()
            return True
        if code in _CONFLICT and bucket.find_size(key) != digests.length:
            raise _Conflict from error
        if code not in _THERE | _CONFLICT:
            raise
        return False
    return True


def _busy(bucket: Bucket) -> StorageError:
    return StorageError(
        f"The bucket {bucket.name} did not take an object because others were storing it at the same time, "
        f"{_ATTEMPTS} times. Try again."
    )


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
