"""What a store in S3 does beyond what every store does. The server is a real one."""

import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from muniment.errors import ConfigurationError, StorageError, StorageNotWritable
from muniment.storage import S3Storage, open_storage
from muniment.storage.s3_uploads import PART

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def storage(s3_server: Any, s3_url: str) -> S3Storage:
    return S3Storage(s3_url, client=s3_server.client)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(os.urandom(3 * PART + 1))
    return path


def head(storage: S3Storage, key: str) -> Any:
    return storage.client.head_object(Bucket=storage.bucket, Key=f"{storage.prefix}/{key[:2]}/{key}")


def unfinished(storage: S3Storage) -> list[Any]:
    answer = storage.client.list_multipart_uploads(Bucket=storage.bucket, Prefix=storage.prefix)
    return answer.get("Uploads", [])


def test_a_store_is_reached_by_what_every_aws_tool_reads(
    s3_environment: dict[str, str], s3_url: str, tmp_path: Path
) -> None:
    """With the variables that every AWS tool reads, a URL is all that is needed."""
    storage = open_storage(s3_url)
    (tmp_path / "scan.png").write_bytes(b"scan")
    key = storage.ingest(tmp_path / "scan.png").sha256
    storage.download(key, tmp_path / "back.png")
    assert (tmp_path / "back.png").read_bytes() == b"scan"
    assert storage.local_path(key) is None
    storage.client.close()


def test_objects_carry_their_checksum(storage: S3Storage, large: Path, tmp_path: Path) -> None:
    """Every object tells its SHA-256 to whoever looks at it with other tools."""
    (tmp_path / "small").write_bytes(b"scan")
    for path in (tmp_path / "small", large):
        key = storage.ingest(path).sha256
        assert head(storage, key)["Metadata"] == {"sha256": key}


def test_an_object_that_is_there_is_not_sent_again(storage: S3Storage, large: Path) -> None:
    """Storing bytes again sends nothing: the object keeps its time."""
    keys = [storage.ingest(large).sha256, storage.put_bytes(b"scan").sha256]
    before = [head(storage, key)["LastModified"] for key in keys]
    time.sleep(1.1)
    storage.ingest(large)
    storage.put_bytes(b"scan")
    assert [head(storage, key)["LastModified"] for key in keys] == before


def test_a_large_file_is_sent_in_parts(storage: S3Storage, large: Path, tmp_path: Path) -> None:
    """A large file arrives in parts and comes back whole."""
    key = storage.ingest(large).sha256
    assert head(storage, key)["ETag"].endswith('-4"')
    storage.download(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == large.read_bytes()
    assert unfinished(storage) == []


def test_writers_of_one_large_file_leave_no_parts(storage: S3Storage, large: Path) -> None:
    """Of several that send the same large file at a time one succeeds, none fails, and no parts stay."""
    errors: list[StorageError] = []

    def ingest() -> None:
        try:
            storage.ingest(large)
        except StorageError as error:
            errors.append(error)

    threads = [threading.Thread(target=ingest) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == unfinished(storage) == []
    assert list(storage.keys()) == [hashlib.sha256(large.read_bytes()).hexdigest()]


def test_a_file_that_changes_while_it_is_sent_is_not_stored(storage: S3Storage, tmp_path: Path) -> None:
    """A large file that somebody writes to while it is stored is refused, and no part of it stays."""
    source = tmp_path / "growing"
    source.write_bytes(os.urandom(4 * PART))
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.001):
            with source.open("r+b") as file:
                file.seek(-8, os.SEEK_END)
                file.write(os.urandom(8))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        with pytest.raises(StorageError, match=f"{source} changed while it was read"):
            storage.ingest(source)
    finally:
        stop.set()
        thread.join()
    assert list(storage.keys()) == unfinished(storage) == []


INGEST = """
import sys
from muniment.storage import open_storage

open_storage(sys.argv[1]).ingest(sys.argv[2])
"""


def test_a_killed_ingest_leaves_no_object(
    storage: S3Storage, s3_environment: dict[str, str], tmp_path: Path
) -> None:
    """A process that is killed while it sends a large file leaves no object; the next one stores it."""
    source = tmp_path / "large"
    with source.open("wb") as file:
        file.truncate(40 * PART)
    command = [sys.executable, "-c", INGEST, storage.url, source]
    with subprocess.Popen(command, cwd=ROOT) as process:
        while not unfinished(storage):
            time.sleep(0.01)
        process.kill()
    assert list(storage.keys()) == []
    os.truncate(source, 2 * PART)
    digests = storage.ingest(source)
    assert list(storage.keys()) == [digests.sha256]


def test_only_what_is_read_is_fetched(storage: S3Storage, large: Path) -> None:
    """The end of a large object is read without fetching the rest, even when the rest is gone meanwhile."""
    key = storage.ingest(large).sha256
    with storage.open(key) as file:
        file.seek(-1000, os.SEEK_END)
        assert file.read(1000) == large.read_bytes()[-1000:]
        storage.delete(key)
        assert file.read() == b""
        file.seek(0)
        with pytest.raises(StorageError, match=key):
            file.read(1)


def test_a_store_without_prefix_is_the_whole_bucket(s3_server: Any) -> None:
    """A store may be a whole bucket; what others keep there are no objects."""
    s3_server.client.create_bucket(Bucket="whole-bucket")
    s3_server.client.put_object(Bucket="whole-bucket", Key="notes.txt", Body=b"notes")
    storage = S3Storage("s3://whole-bucket", client=s3_server.client)
    key = storage.put_bytes(b"scan").sha256
    assert list(storage.keys()) == [key]
    assert storage.address(key) == f"s3://whole-bucket/{key[:2]}/{key}"


def test_a_missing_bucket_is_named(s3_server: Any, large: Path) -> None:
    """The error of a bucket that does not exist says so."""
    storage = S3Storage("s3://no-such-bucket/muniment", client=s3_server.client)
    with pytest.raises(StorageNotWritable, match="no bucket for s3://no-such-bucket/muniment"):
        storage.put_bytes(b"scan")
    with pytest.raises(StorageNotWritable, match="no bucket"):
        storage.ingest(large)
    with pytest.raises(StorageError, match="no bucket"):
        list(storage.keys())


def test_a_wrong_secret_is_not_shown(
    s3_environment: dict[str, str], s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error of credentials that are refused names the store and what they must allow, and no secret."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wr0ng-secret")
    storage = S3Storage(s3_url)
    with pytest.raises(StorageNotWritable, match=rf"{s3_url} refuses access .*s3:PutObject") as caught:
        storage.put_bytes(b"scan")
    with pytest.raises(StorageError, match="refuses access"):
        storage.exists("ab" * 32)
    assert "wr0ng-secret" not in str(caught.value) + str(caught.value.__cause__)
    storage.client.close()


def test_missing_credentials_are_explained(
    s3_environment: dict[str, str], s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without credentials, the error says how to set them."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    storage = S3Storage(s3_url)
    with pytest.raises(StorageNotWritable, match=r"no credentials for .* AWS_ACCESS_KEY_ID"):
        storage.put_bytes(b"scan")
    storage.client.close()


def test_a_server_that_does_not_answer_is_out_of_reach(
    s3_environment: dict[str, str], s3_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When nobody answers, each file gives an error that names the store and what to check."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        (tmp_path / "scan.png").write_bytes(b"scan")
        storage = S3Storage(s3_url)
        [outcome] = storage.ingest_many([(tmp_path / "scan.png", False)])
        assert isinstance(outcome, StorageNotWritable)
        assert f"{s3_url} is out of reach" in str(outcome)
        with pytest.raises(StorageError, match="out of reach"):
            storage.download("ab" * 32, tmp_path / "target")
        storage.client.close()


def test_an_endpoint_that_is_no_url_is_explained(
    s3_environment: dict[str, str], s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endpoint that is no URL is a mistake of configuration."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "s3.example.org")
    with pytest.raises(ConfigurationError, match="AWS_ENDPOINT_URL"):
        S3Storage(s3_url).put_bytes(b"scan")


def test_addresses_are_urls(s3_server: Any) -> None:
    """The address of an object is a URL whatever characters the prefix has."""
    storage = S3Storage("s3://lab-objects/größe 1", client=s3_server.client)
    key = storage.put_bytes(b"scan").sha256
    assert storage.address(key) == f"s3://lab-objects/gr%C3%B6%C3%9Fe%201/{key[:2]}/{key}"
    assert list(storage.keys()) == [key]
