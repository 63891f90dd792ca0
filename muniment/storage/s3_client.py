"""How S3 is reached, and how its errors become ours."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from muniment.errors import ConfigurationError, StorageError, StorageNotWritable
from muniment.storage.keys import missing
from muniment.storage.s3_address import S3Address

if TYPE_CHECKING:
    from boto3.session import Session
    from botocore.exceptions import ClientError
    from botocore.loaders import Loader
    from mypy_boto3_s3 import S3Client

ABSENT = {"404", "NotFound", "NoSuchKey"}
"""What servers call an object that is not there."""

_UNWELL = {500, 502, 503, 504}
_RIGHTS = (
    "Check the credentials, and that they allow s3:ListBucket on the bucket and s3:GetObject, s3:PutObject "
    "and s3:DeleteObject on its objects."
)
_CAUSES = {
    "refuses access": (
        {"401", "403", "AccessDenied", "AllAccessDisabled", "Forbidden", "InvalidAccessKeyId", "InvalidToken"}
        | {"SignatureDoesNotMatch", "AccountProblem", "KMS.AccessDeniedException"},
        _RIGHTS,
    ),
    "finds the credentials expired": (
        {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"},
        "Renew them, as with `aws sso login` or a new AWS_SESSION_TOKEN, and do it again.",
    ),
    "finds the clock of this machine wrong": (
        {"RequestTimeTooSkewed", "RequestInTheFuture"},
        "Set the clock, or let it be set by NTP, and do it again.",
    ),
    "is in another region or behind another endpoint": (
        {"301", "307", "400", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}
        | {"PermanentRedirect", "TemporaryRedirect", "MethodNotAllowed", "405"},
        "Check AWS_REGION and AWS_ENDPOINT_URL, or the options region and endpoint of the URL.",
    ),
    "received other bytes than were sent": (
        {"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"},
        "Nothing was stored. Do it again; if it stays so, something on the way alters the data.",
    ),
    "has no room": (
        {"507", "InsufficientStorage", "QuotaExceeded", "XMinioStorageFull"},
        "Free space there, or ask who runs the server.",
    ),
    "keeps the object in an archive": (
        {"InvalidObjectState"},
        "Restore it there first (s3:RestoreObject), or choose a storage class that can be read at once.",
    ),
}


def open_session(address: S3Address) -> "Session":
    """Give what every AWS tool reads: environment, profiles, roles.

    Raises:
        ConfigurationError: There is no such profile.
    """
    import boto3
    import botocore.session
    from botocore.exceptions import ProfileNotFound

    profile, region = address.options.get("profile"), address.options.get("region")
    core = botocore.session.get_session()
    try:
        session = boto3.session.Session(profile_name=profile, region_name=region, botocore_session=core)
        folders = core.get_config_variable("data_path")
    except ProfileNotFound as error:
        raise ConfigurationError(
            f"{address.place} cannot be reached: {error}. Add it with `aws configure --profile`, or correct "
            f"AWS_PROFILE or the option profile of the URL."
        ) from error
    core.register_component("data_loader", _share_loader(folders))
    return session


@lru_cache(4)
def _share_loader(folders: str | None) -> "Loader":
    """Give what reads the description of S3, which takes ten times as long as making a client of it."""
    from botocore.loaders import create_loader

    return create_loader(folders)


def connect(session: "Session", address: S3Address, connections: int) -> "S3Client":
    """Make a client.

    Raises:
        ConfigurationError: The endpoint is no URL.
    """
    from botocore import UNSIGNED
    from botocore.config import Config

    asked = address.options.get("endpoint")
    is_ours = asked or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    # Few servers but Amazon's answer to bucket.host.
    addressing = address.options.get("addressing", "path" if is_ours else "auto")
    config = Config(
        connect_timeout=10,
        max_pool_connections=connections,
        # What is sent carries its SHA-256, and what is received is verified by us: once is enough.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": addressing},  # type: ignore[arg-type]
        # The older signatures of presigned URLs are refused in newer regions and for encrypted objects.
        signature_version=UNSIGNED if address.options.get("anonymous") == "true" else "s3v4",
    )
    try:
        return session.client("s3", endpoint_url=asked, config=config)
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
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.parsers import ResponseParserError

    kind = StorageNotWritable if writing else StorageError
    try:
        yield
    except ClientError as error:
        raise _refusal(error, kind, url, sha256) from error
    except BotoCoreError as error:
        raise kind(f"{url} {_failure(error)}") from error
    except ResponseParserError as error:
        raise kind(
            f"What answers for {url} does not speak S3. Check AWS_ENDPOINT_URL or the option endpoint."
        ) from error


def error_code(error: "ClientError") -> str:
    """Give the name of what the server complains of, as ``NoSuchKey``, or the HTTP status."""
    return str(error.response.get("Error", {}).get("Code", "an error"))


def is_general(error: StorageError) -> bool:
    """Say whether other objects of the store would fare the same, so that trying them is in vain."""
    from botocore.exceptions import BotoCoreError, ClientError

    cause = error.__cause__
    if isinstance(cause, ClientError):
        return error_code(cause) == "NoSuchBucket" or _cause(error_code(cause)) in _GENERAL
    return isinstance(cause, BotoCoreError)


def is_away(error: StorageError) -> bool:
    """Say whether the server is away or unwell, as one that is starting anew is for a while."""
    from botocore import exceptions

    cause = error.__cause__
    if isinstance(cause, exceptions.ClientError):
        return int(cause.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) in _UNWELL
    return isinstance(
        cause, exceptions.ConnectionError | exceptions.HTTPClientError | exceptions.IncompleteReadError
    )


_GENERAL = {
    "refuses access",
    "finds the credentials expired",
    "finds the clock of this machine wrong",
    "is in another region or behind another endpoint",
    "has no room",
}


def _cause(code: str) -> str:
    return next((cause for cause, (codes, _) in _CAUSES.items() if code in codes), "")


def _refusal(error: "ClientError", kind: type[StorageError], url: str, sha256: str) -> StorageError:
    code = error_code(error)
    if code in ABSENT and sha256:
        return missing(url, sha256)
    if code == "NoSuchBucket":
        return kind(f"There is no bucket for {url}. Create it, or correct the URL.")
    if cause := _cause(code):
        return kind(f"{url} {cause} ({code}). {_CAUSES[cause][1]}")
    if code.isdecimal():  # an answer in the words of S3 would name the error
        return kind(
            f"{url} answered {code} to {error.operation_name}, as something that is no S3 might. Check "
            f"AWS_ENDPOINT_URL or the option endpoint of the URL, or try again."
        )
    return kind(f"{url} answered {code} to {error.operation_name}. Try again, or ask who runs the server.")


def _failure(error: Exception) -> str:
    """Say what is wrong with the way to a server; the error itself may hold secrets."""
    from botocore import exceptions

    name = type(error).__name__
    match error:
        case exceptions.NoCredentialsError() | exceptions.PartialCredentialsError():
            return (
                "cannot be reached: there are no credentials for it. Set AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
            )
        case exceptions.SSOError() | exceptions.CredentialRetrievalError() | exceptions.TokenRetrievalError():
            return (
                f"cannot be reached: the credentials cannot be renewed ({name}). Log in again, as with "
                f"`aws sso login`."
            )
        case exceptions.NoRegionError():
            return "has no region. Set AWS_REGION, or the option region of the URL."
        case exceptions.ParamValidationError():
            return "names no bucket that S3 could have. Correct the URL."
        case _:
            return (
                f"is out of reach ({name}). Check the network, AWS_ENDPOINT_URL and AWS_REGION, or the "
                f"options endpoint and region of the URL."
            )
