"""The address of a store in S3: where it is, and how it is reached and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from muniment.errors import ConfigurationError, nearest

_CHOICES = {
    "addressing": ("auto", "path", "virtual"),
    "anonymous": ("false", "true"),
    "sse": ("AES256", "aws:kms", "aws:kms:dsse"),
}
OPTIONS = ("addressing", "anonymous", "endpoint", "kms_key", "profile", "region", "sse", "storage_class")
_TAG = "tag."
_SECRET = ("secret", "token", "password", "access_key", "credential")
_INSTEAD = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"


@dataclass(frozen=True)
class S3Address:
    """A bucket, a prefix in it, and the options of the store.

    Attributes:
        bucket: Name of the bucket.
        prefix: What the keys of its objects begin with; empty if the store is the whole bucket.
        options: Those of `OPTIONS` that are given.
        tags: Tags of every object that is stored.
    """

    bucket: str
    prefix: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The URL without options: two stores of one place have the same objects."""
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    @property
    def url(self) -> str:
        """The URL with its options, in an order of their own."""
        given = [*sorted(self.options.items()), *sorted((_TAG + name, v) for name, v in self.tags.items())]
        return f"{self.place}?{urlencode(given, safe=':/')}" if given else self.place

    def put_options(self) -> dict[str, str]:
        """Give the options as arguments of the calls of boto3 that make an object."""
        named = {"sse": "ServerSideEncryption", "kms_key": "SSEKMSKeyId", "storage_class": "StorageClass"}
        found = {argument: self.options[name] for name, argument in named.items() if name in self.options}
        return {**found, "Tagging": urlencode(self.tags)} if self.tags else found


def parse(url: str) -> S3Address:
    """Read the address of a store.

    Raises:
        ConfigurationError: It names no bucket, has an option that is unknown, or holds credentials.

    Example:
        >>> parse("s3://lab-objects/muniment/?endpoint=http://localhost:8333&tag.project=lungs").url
        's3://lab-objects/muniment?endpoint=http://localhost:8333&tag.project=lungs'
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise _secret("The s3:// URL")
    if parts.scheme != "s3" or not parts.netloc or parts.fragment:
        raise ConfigurationError(
            f"{_bare(url)!r} names no bucket. A store in S3 is s3://bucket or s3://bucket/prefix."
        )
    options, tags = _options(parts.query)
    return S3Address(parts.netloc, parts.path.strip("/"), options, tags)


def _options(query: str) -> tuple[dict[str, str], dict[str, str]]:
    options, tags = {}, {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name.startswith(_TAG) and len(name) > len(_TAG):
            tags[name.removeprefix(_TAG)] = value
            continue
        _check(name, value)
        options[name] = value
    if "kms_key" in options and not options.get("sse", "").startswith("aws:kms"):
        raise ConfigurationError("The option kms_key of an s3:// URL needs sse=aws:kms beside it.")
    return options, tags


def _check(name: str, value: str) -> None:
    if name not in OPTIONS:
        if any(word in name.lower() for word in _SECRET):
            raise _secret(f"The option {name} of the s3:// URL")
        raise ConfigurationError(
            f"An s3:// URL has no option {name!r}.{nearest(name, OPTIONS)} "
            f"There are {', '.join(OPTIONS)} and tag.NAME."
        )
    if value not in _CHOICES.get(name, (value,)) or not value:
        choices = " or ".join(_CHOICES.get(name, ("a text",)))
        raise ConfigurationError(f"The option {name} of an s3:// URL is {value!r}, and must be {choices}.")
    if name == "endpoint":
        _check_endpoint(value)


def _check_endpoint(value: str) -> None:
    parts = urlsplit(value)
    if "@" in parts.netloc:
        raise _secret("The endpoint of the s3:// URL")
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ConfigurationError(
            f"The endpoint {value!r} of an s3:// URL is no URL. Write one like https://s3.example.org."
        )


def _secret(what: str) -> ConfigurationError:
    return ConfigurationError(
        f"{what} holds credentials, which would be kept in the catalog for all to read. "
        f"Leave them out, and {_INSTEAD}."
    )


def _bare(url: str) -> str:
    return url.partition("?")[0]
