"""How the address of a store in S3 says where it is and how it is reached."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment.errors import ConfigurationError, ObjectNotFound, StorageError
from muniment.storage import S3Storage, open_storage


@pytest.fixture
def away(s3_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment without the endpoint of the server."""
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.delenv("AWS_REGION")
    return s3_environment


def test_an_address_names_the_server(away: dict[str, str], s3_url: str, tmp_path: Path) -> None:
    """With endpoint, region and way of addressing in its address, a store needs nothing but credentials."""
    url = f"{s3_url}?addressing=path&endpoint={away['AWS_ENDPOINT_URL']}&region=eu-central-1"
    storage = open_storage(url)
    assert storage.url == url
    key = storage.put_bytes(b"scan").sha256
    storage.download(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b"scan"
    assert storage.address(key) == f"{s3_url}/{key[:2]}/{key}"
    assert isinstance(storage, S3Storage)
    storage.client.close()


def test_an_address_names_a_profile(
    away: dict[str, str], s3_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Credentials and endpoint may stand in a profile of the configuration that every AWS tool reads."""
    config = tmp_path / "config"
    config.write_text(
        f"[profile lab]\nregion = us-east-1\nendpoint_url = {away['AWS_ENDPOINT_URL']}\n"
        f"aws_access_key_id = {away['AWS_ACCESS_KEY_ID']}\n"
        f"aws_secret_access_key = {away['AWS_SECRET_ACCESS_KEY']}\n"
        "s3 =\n  addressing_style = path\n"
    )
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    storage = S3Storage(f"{s3_url}?profile=lab")
    assert storage.exists(storage.put_bytes(b"scan").sha256)
    storage.client.close()
    with pytest.raises(ConfigurationError, match=r"lung.* could not be found.*aws configure"):
        S3Storage(f"{s3_url}?profile=lung").put_bytes(b"scan")


@pytest.fixture(params=["obstore", "boto3"])
def tagged(
    request: pytest.FixtureRequest, s3_server: Any, s3_environment: dict[str, str], s3_url: str
) -> Iterator[S3Storage]:
    url = f"{s3_url}?sse=AES256&storage_class=STANDARD_IA&tag.project=lungs+%26+hearts&tag.owner=Ada"
    storage = S3Storage(url, client=s3_server.client if request.param == "boto3" else None)
    yield storage
    if request.param != "boto3":
        storage.client.close()


@pytest.mark.parametrize("length", [4, 9 << 20])
def test_objects_get_encryption_class_and_tags(tagged: S3Storage, tmp_path: Path, length: int) -> None:
    """Objects small and large are encrypted, and get the storage class and the tags that the address names."""
    (tmp_path / "scan").write_bytes(bytes(length))
    key = tagged.ingest(tmp_path / "scan").sha256
    name = f"{tagged.prefix}/{key[:2]}/{key}"
    head = tagged.client.head_object(Bucket=tagged.bucket, Key=name)
    tags = tagged.client.get_object_tagging(Bucket=tagged.bucket, Key=name)["TagSet"]
    assert head["StorageClass"] == "STANDARD_IA"
    assert head["ServerSideEncryption"] == "AES256"
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"project": "lungs & hearts", "owner": "Ada"}
    tagged.verify(key)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("endpont=http://x", r"no option 'endpont'. Did you mean 'endpoint'"),
        ("endpoint=s3.example.org", "is no URL. Write one like https://"),
        ("endpoint=http://me:s3cret@host", "holds credentials"),
        ("secret_access_key=s3cret", "holds credentials"),
        ("aws_session_token=s3cret", "holds credentials"),
        ("addressing=host", "must be auto or path or virtual"),
        ("sse=des", "must be AES256 or aws:kms"),
        ("kms_key=1234", "needs sse=aws:kms"),
        ("profile=", "must be a text"),
    ],
)
def test_a_wrong_option_is_explained(query: str, message: str) -> None:
    """An option that is unknown, cannot be, or would keep a secret in the catalog is refused, and not repeated."""
    with pytest.raises(ConfigurationError, match=message) as caught:
        open_storage(f"s3://lab-objects/muniment?{query}")
    assert "s3cret" not in str(caught.value)


def test_a_key_of_encryption_is_handed_to_the_server() -> None:
    """An object is encrypted by a key of the key management service if the address names one."""
    storage = S3Storage("s3://lab-objects?sse=aws:kms&kms_key=arn:aws:kms:eu-central-1:1:key/2")
    assert storage._address.put_options() == {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": "arn:aws:kms:eu-central-1:1:key/2",
    }


def test_a_presigned_url_needs_no_credentials(
    s3_environment: dict[str, str], s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A presigned URL gives out one object, under the name it is to be saved by, and nothing else."""
    storage = S3Storage(s3_url)
    key, other = storage.put_bytes(b"scan").sha256, storage.put_bytes(b"other").sha256
    url = storage.presigned_url(key, 60, filename="Größe 1.png")
    assert s3_environment["AWS_SECRET_ACCESS_KEY"] not in url
    with urllib.request.urlopen(url) as answer:
        assert answer.read() == b"scan"
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.png"
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(url.replace(key, other))
    refused.value.close()
    with pytest.raises(ObjectNotFound, match="No object has the key"):
        storage.presigned_url("scan.png")
    with pytest.raises(StorageError, match="between a second and a week"):
        storage.presigned_url(key, 8 * 24 * 3600)
    storage.client.close()
