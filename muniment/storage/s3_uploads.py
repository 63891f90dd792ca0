"""Puts into S3 that leave an object only if all of its bytes are those that were hashed."""

import base64
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.checksums import Digests
from muniment.storage.ordered import in_order
from muniment.storage.s3_client import error_code
from muniment.storage.sources import changed, unreadable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

PART = 8 << 20
"""Files of up to this many bytes are put at once, larger ones in parts of at least this length."""

_MOST_PARTS = 10_000


def put_bytes(client: "S3Client", bucket: str, key: str, data: bytes, digests: Digests) -> None:
    """Put an object that is not there yet; the server refuses bytes that are not what was hashed."""
    _unless_there(
        lambda: client.put_object(
            Bucket=bucket,
            Key=key,
            Body=data,
            ChecksumSHA256=_base64(bytes.fromhex(digests.sha256)),
            IfNoneMatch="*",
            Metadata={"sha256": digests.sha256},
        )
    )


def put_file(client: "S3Client", bucket: str, key: str, path: str, digests: Digests, *, ahead: int) -> None:
    """Put a large file in parts; the object is there once all parts are, if they are what was hashed.

    Of the parts, ``ahead`` are sent at a time, and one more is in memory.

    Raises:
        StorageError: The file cannot be read, or changed since it was hashed. Nothing is stored.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    upload = client.create_multipart_upload(
        Bucket=bucket, Key=key, ChecksumAlgorithm="SHA256", Metadata={"sha256": digests.sha256}
    )["UploadId"]
    complete = False
    try:
        parts = _send(client, bucket, key, upload, _blocks(path, digests), ahead)
        complete = _unless_there(
            lambda: client.complete_multipart_upload(
                Bucket=bucket, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
            )
        )
    finally:
        if not complete:
            with suppress(BotoCoreError, ClientError):
                client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload)


def _send(
    client: "S3Client", bucket: str, key: str, upload: str, blocks: Iterator[bytes], ahead: int
) -> "list[CompletedPartTypeDef]":
    def send(number: int, block: bytes) -> "CompletedPartTypeDef":
        checksum = _base64(hashlib.sha256(block).digest())
        answer = client.upload_part(
            Bucket=bucket, Key=key, UploadId=upload, PartNumber=number, Body=block, ChecksumSHA256=checksum
        )
        return {"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum}

    with ThreadPoolExecutor(ahead, "part") as pool:
        started = (pool.submit(send, number, block) for number, block in enumerate(blocks, start=1))
        parts: Iterator[CompletedPartTypeDef] = in_order(started, ahead=ahead)
        return list(parts)


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


def _unless_there(put: Callable[[], object]) -> bool:
    """Make a conditional put; False if another writer has put the object meanwhile: no harm done."""
    from botocore.exceptions import ClientError

    try:
        put()
    except ClientError as error:
        if error_code(error) != "PreconditionFailed":
            raise
        return False
    return True


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
