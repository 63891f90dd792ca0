"""Small objects through `obstore`, which needs a fraction of the processor time that boto3 does for each.

It is a shortcut: whatever it does not manage is done again by boto3, whose errors say why.
"""

import os
import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from muniment.checksums import Digests
from muniment.storage.s3_address import S3Address

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_s3 import S3Client
    from obstore.store import S3Store

_PLAIN = re.compile(r"[\w!.*'()-]+(/[\w!.*'()-]+)*|", re.ASCII)
_REST = 10.0
_UNSIGNED = "anonymous"
T = TypeVar("T")


class FastLane:
    """Gets and puts of single objects; None stands for what has to be done the other way.

    Args:
        store: The bucket, as obstore reaches it.
        tags: Tags of every object.
        storage_class: Storage class of every object, None for the bucket's own.
    """

    def __init__(self, store: "S3Store", tags: dict[str, str], storage_class: str | None = None) -> None:
        self._store = store
        self._tags = tags or None
        self._attributes = {} if storage_class is None else {"Storage-Class": storage_class}
        # The threads of obstore do not live on in a forked process.
        self._process = os.getpid()
        self._resting_until = 0.0

    def put(self, key: str, data: bytes, digests: Digests) -> bool | None:
        """Put an object unless it is there; tell whether it was put."""
        import obstore
        from obstore.exceptions import AlreadyExistsError

        def put() -> bool:
            try:
                obstore.put(
                    self._store,
                    key,
                    data,
                    attributes={**self._attributes, "sha256": digests.sha256},
                    tags=self._tags,
                    mode="create",
                    use_multipart=False,
                )
            except AlreadyExistsError:
                return False
            return True

        return self._try(put)

    def get(self, key: str, limit: int) -> Any:
        """Give the bytes of an object that is no longer than the limit; False if it is not there."""
        import obstore

        def get() -> Any:
            try:
                found = obstore.get(self._store, key)
            except FileNotFoundError:
                return False
            return found.bytes() if found.meta["size"] <= limit else None

        return self._try(get)

    def find_size(self, key: str) -> int | None:
        """Give the length of an object, -1 if it is not there."""
        import obstore

        def head() -> int:
            try:
                return obstore.head(self._store, key)["size"]
            except FileNotFoundError:
                return -1

        return self._try(head)

    def _try(self, call: Callable[[], T]) -> T | None:
        from obstore.exceptions import BaseError

        if os.getpid() != self._process or time.monotonic() < self._resting_until:
            return None
        try:
            return call()
        except (BaseError, OSError, ValueError):
            self._resting_until = time.monotonic() + _REST
            return None


def open_fast_lane(session: "Session", client: "S3Client", address: S3Address) -> FastLane | None:
    """Give the way through obstore, None where it is not to be had."""
    try:
        from obstore.auth.boto3 import Boto3CredentialProvider
        from obstore.store import S3Store
    except ImportError:
        return None
    endpoint = client.meta.endpoint_url
    if not _PLAIN.fullmatch(address.prefix) or os.getpid() != started_in():
        return None
    options = address.options
    config: dict[str, Any] = {"checksum_algorithm": "SHA256"}
    if "sse" in options:
        config["server_side_encryption"] = options["sse"]
    if "kms_key" in options:
        config["sse_kms_key_id"] = options["kms_key"]
    if options.get(_UNSIGNED) == "true":
        config["skip_signature"] = True
    elif session.get_credentials() is None:
        return None  # boto3 says how to set them
    else:
        config["credential_provider"] = Boto3CredentialProvider(session, ttl=timedelta(minutes=5))
    store = S3Store(
        address.bucket,
        endpoint=endpoint,
        region=client.meta.region_name or "us-east-1",
        virtual_hosted_style_request=False,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=10),
            "timeout": timedelta(seconds=60),
        },
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        **config,
    )
    return FastLane(store, dict(address.tags), options.get("storage_class"))


_FIRST: list[int] = []


def started_in() -> int:
    """Give the process that the threads of obstore belong to: the first that used it."""
    if not _FIRST:
        _FIRST.append(os.getpid())
    return _FIRST[0]
