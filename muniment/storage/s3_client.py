"""How S3 is reached, and how its errors become ours."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from muniment.errors import ConfigurationError, StorageError, StorageNotWritable
from muniment.storage.keys import missing

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_s3 import S3Client

ABSENT = {"404", "NotFound", "NoSuchKey"}
_REFUSED = {
    "401",
    "403",
    "AccessDenied",
    "ExpiredToken",
    "Forbidden",
    "InvalidAccessKeyId",
    "InvalidToken",
    "SignatureDoesNotMatch",
}


def parse(url: str) -> tuple[str, str]:
    """Give the bucket and the prefix that a URL names.

    Raises:
        ConfigurationError: It names no bucket, or holds more than a bucket and a prefix.

    Example:
        >>> parse("s3://lab-objects/muniment/")
        ('lab-objects', 'muniment')
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise ConfigurationError(
            "The s3:// URL holds credentials, which would be kept in the catalog for all to read. "
            "Leave them out, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        )
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise ConfigurationError(
            f"{url!r} names no bucket. A store in S3 is s3://bucket or s3://bucket/prefix."
        )
    return parts.netloc, parts.path.strip("/")


def connect(connections: int) -> "S3Client":
    """Make a client from what every AWS tool reads: environment, profiles, roles.

    Raises:
        ConfigurationError: The endpoint is no URL.
    """
    import boto3
    from botocore.config import Config

    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    config = Config(
        connect_timeout=10,
        max_pool_connections=connections,
        # What is sent carries its SHA-256, and what is received is verified by us: once is enough.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # Few servers but Amazon's answer to bucket.host.
        s3={"addressing_style": "path" if endpoint else "auto"},
    )
    try:
        return boto3.session.Session().client("s3", config=config)
    except ValueError as error:
        raise ConfigurationError(
            "The endpoint of S3 is no URL. Set AWS_ENDPOINT_URL to one like https://s3.example.org."
        ) from error


@contextmanager
def translated(url: str, sha256: str = "", *, writing: bool = False) -> Iterator[None]:
    """Turn the errors of botocore into ours, without the secrets that they may hold.

    Args:
        url: The store.
        sha256: The object that is read, if one is.
        writing: Whether the store was to be written to.
    """
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    kind = StorageNotWritable if writing else StorageError
    try:
        yield
    except ClientError as error:
        raise _refusal(error, kind, url, sha256) from error
    except NoCredentialsError as error:
        raise kind(
            f"There are no credentials for {url}. "
            f"Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        ) from error
    except BotoCoreError as error:
        raise kind(
            f"{url} is out of reach ({type(error).__name__}). "
            f"Check the network, AWS_ENDPOINT_URL and AWS_REGION."
        ) from error


def error_code(error: "ClientError") -> str:
    """Give the name of what the server complains of, as ``NoSuchKey``, or the HTTP status."""
    return str(error.response.get("Error", {}).get("Code", "an error"))


def _refusal(error: "ClientError", kind: type[StorageError], url: str, sha256: str) -> StorageError:
    code = error_code(error)
    if code in ABSENT and sha256:
        return missing(url, sha256)
    if code == "NoSuchBucket":
        return kind(f"There is no bucket for {url}. Create it, or correct the URL.")
    if code in _REFUSED:
        return kind(
            f"{url} refuses access ({code}). Check the credentials, and that they allow s3:ListBucket on the "
            f"bucket and s3:GetObject, s3:PutObject and s3:DeleteObject on its objects."
        )
    return kind(f"{url} answered {code} to {error.operation_name}. Try again, or ask who runs the server.")
