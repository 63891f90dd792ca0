"""What a store in S3 does when the server, the network or the credentials fail. The server is a real one."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from faulty_server import Answer, FaultyServer, error, faulty_server

from muniment.errors import ChecksumMismatch, StorageError, StorageNotWritable
from muniment.storage import S3Storage
from muniment.storage.s3_uploads import PART

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def between(s3_server: Any) -> Iterator[FaultyServer]:
    with faulty_server(s3_server.endpoint) as server:
        yield server


@pytest.fixture
def storage(
    between: FaultyServer, s3_environment: dict[str, str], s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[S3Storage]:
    monkeypatch.setenv("AWS_ENDPOINT_URL", between.endpoint)
    storage = S3Storage(s3_url)
    yield storage
    storage.client.close()


def unfinished(storage: S3Storage) -> list[Any]:
    answer = storage.client.list_multipart_uploads(Bucket=storage.bucket, Prefix=storage.prefix)
    return answer.get("Uploads", [])


def parts_sent(between: FaultyServer) -> list[str]:
    return [path for method, path, _ in between.asked if method == "PUT" and "partNumber=" in path]


def test_a_broken_download_goes_on_where_it_broke(
    storage: S3Storage, between: FaultyServer, tmp_path: Path
) -> None:
    """A download whose connections break again and again goes on at the byte that did not come."""
    data = os.urandom(3 * PART + 5)
    (tmp_path / "large").write_bytes(data)
    key = storage.ingest(tmp_path / "large").sha256
    left = [2_000_000] * 8
    between.asked.clear()

    def spoil(answer: Answer) -> None:
        if answer.method == "GET" and left:
            answer.cut = left.pop()

    between.spoil = spoil
    storage.download(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == data
    starts = [headers.get("range", "") for method, _, headers in between.asked if method == "GET"]
    assert left == []
    assert len(set(starts)) > 4


@pytest.mark.parametrize("length", [100, 2 * PART])
def test_bytes_that_are_altered_on_the_way_are_refused(
    storage: S3Storage, between: FaultyServer, tmp_path: Path, length: int
) -> None:
    """A download of which a byte is altered on the way fails, and leaves nothing."""
    (tmp_path / "scan").write_bytes(os.urandom(length))
    key = storage.ingest(tmp_path / "scan").sha256

    def spoil(answer: Answer) -> None:
        if answer.method == "GET":
            answer.body = bytes([answer.body[0] ^ 1]) + answer.body[1:]

    between.spoil = spoil
    with pytest.raises(ChecksumMismatch, match=key):
        storage.download(key, tmp_path / "back")
    assert [path.name for path in tmp_path.iterdir()] == ["scan"]


@pytest.mark.parametrize("length", [100, 2 * PART])
def test_two_writers_at_the_same_moment_both_succeed(
    storage: S3Storage, between: FaultyServer, tmp_path: Path, length: int
) -> None:
    """A server that reports a conflict with another writer is asked again, and the object is stored."""
    (tmp_path / "scan").write_bytes(os.urandom(length))
    left = [1] * 3

    def refuse(method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes] | None:
        if "if-none-match" in headers and left:
            left.pop()
            return 409, error("ConditionalRequestConflict")
        return None

    between.refuse = refuse
    key = storage.ingest(tmp_path / "scan").sha256
    assert left == []
    storage.download(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (tmp_path / "scan").read_bytes()
    assert unfinished(storage) == []


@pytest.mark.parametrize("length", [100, 2 * PART])
def test_a_server_without_conditions_will_do(
    storage: S3Storage, between: FaultyServer, tmp_path: Path, length: int
) -> None:
    """A server that cannot put under a condition is used without: the same bytes take their own place."""
    (tmp_path / "scan").write_bytes(os.urandom(length))

    def refuse(method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes] | None:
        return (501, error("NotImplemented")) if "if-none-match" in headers else None

    between.refuse = refuse
    key = storage.ingest(tmp_path / "scan").sha256
    storage.download(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == (tmp_path / "scan").read_bytes()


@pytest.mark.parametrize(
    ("status", "code", "message"),
    [
        (400, "ExpiredToken", "finds the credentials expired .*aws sso login"),
        (403, "RequestTimeTooSkewed", "finds the clock of this machine wrong"),
        (403, "AccessDenied", "refuses access .*s3:PutObject"),
        (400, "AuthorizationHeaderMalformed", "another region or .*AWS_REGION"),
        (400, "XAmzContentSHA256Mismatch", "received other bytes than were sent"),
        (507, "InsufficientStorage", "has no room"),
        (418, "Teapot", "answered Teapot to PutObject"),
    ],
)
def test_what_a_server_complains_of_is_explained(
    storage: S3Storage,
    between: FaultyServer,
    status: int,
    code: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Expired credentials, a wrong clock, missing rights and the like are told apart, with what to do."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    between.refuse = lambda method, *_: (status, error(code)) if method == "PUT" else None
    with pytest.raises(StorageNotWritable, match=message) as caught:
        storage.put_bytes(b"scan")
    shown = str(caught.value) + str(caught.value.__cause__)
    assert os.environ["AWS_SECRET_ACCESS_KEY"] not in shown
    assert not storage.exists(hashlib.sha256(b"scan").hexdigest())


@pytest.mark.parametrize("status", [200, 404])
def test_what_is_no_s3_is_said_to_be_none(
    storage: S3Storage, between: FaultyServer, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An endpoint where another kind of server answers is named as the likely cause."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    between.refuse = lambda *_: (status, b"<html><body>Welcome to the router</body></html")
    with pytest.raises(StorageError, match="AWS_ENDPOINT_URL"):
        list(storage.keys())


def test_a_lost_server_is_not_asked_for_every_file(
    storage: S3Storage, between: FaultyServer, tmp_path: Path
) -> None:
    """Of many files, none is tried any more once the server refuses access; each gets the error."""
    for number in range(300):
        (tmp_path / str(number)).write_bytes(str(number).encode())
    between.refuse = lambda *_: (403, error("AccessDenied"))
    outcomes = list(storage.ingest_many((tmp_path / str(number), False) for number in range(300)))
    assert len(outcomes) == 300
    assert all("refuses access" in str(outcome) for outcome in outcomes)
    assert len(between.asked) < 100


def test_a_server_that_stays_unwell_is_waited_for_once(
    storage: S3Storage, between: FaultyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many files, only those that are on their way wait for a server that answers errors; all get theirs."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.setattr("muniment.storage.s3._PAUSES", (0.1, 0.2, 0.4))
    for number in range(300):
        (tmp_path / str(number)).write_bytes(str(number).encode())
    puts: list[str] = []

    def refuse(method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes] | None:
        puts.extend([path] if method == "PUT" else [])
        return (503, error("ServiceUnavailable")) if len(puts) > 20 else None

    between.refuse = refuse
    outcomes = list(storage.ingest_many((tmp_path / str(number), False) for number in range(300)))
    faults = [outcome for outcome in outcomes if isinstance(outcome, StorageError)]
    assert len(outcomes) == 300
    assert 270 < len(faults) < 300
    assert all("answered 503" in str(fault) or "ServiceUnavailable" in str(fault) for fault in faults)
    assert len(between.asked) < 2 * 300


INGEST = """
import sys
from muniment.storage import open_storage

print(open_storage(sys.argv[1]).ingest(sys.argv[2]).sha256)
"""


def test_a_killed_upload_goes_on_where_it_stopped(
    storage: S3Storage, between: FaultyServer, tmp_path: Path
) -> None:
    """After a kill in the middle of a large upload, the next one sends only the parts that were missing."""
    source = tmp_path / "large"
    source.write_bytes(os.urandom(10 * PART))
    slow = threading.Event()

    def refuse(method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes] | None:
        if len(parts_sent(between)) > 4:
            slow.wait(30)
            return 500, b""
        return None

    between.refuse = refuse
    with subprocess.Popen([sys.executable, "-c", INGEST, storage.url, source], cwd=ROOT) as process:
        deadline = time.monotonic() + 30
        while len(parts_sent(between)) <= 4 and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
    between.refuse = lambda *_: None
    slow.set()
    time.sleep(0.3)
    assert list(storage.keys()) == []
    between.asked.clear()
    key = storage.ingest(source).sha256
    assert 0 < len(parts_sent(between)) < 8
    storage.download(key, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == source.read_bytes()
    assert unfinished(storage) == []


def test_a_resumed_upload_trusts_no_part_of_other_bytes(storage: S3Storage, tmp_path: Path) -> None:
    """Parts that were left by whoever sent something else under this key are sent again."""
    source = tmp_path / "large"
    source.write_bytes(os.urandom(2 * PART))
    key = hashlib.sha256(source.read_bytes()).hexdigest()
    name = f"{storage.prefix}/{key[:2]}/{key}"
    upload = storage.client.create_multipart_upload(Bucket=storage.bucket, Key=name)["UploadId"]
    storage.client.upload_part(
        Bucket=storage.bucket, Key=name, UploadId=upload, PartNumber=1, Body=os.urandom(PART)
    )
    assert storage.ingest(source).sha256 == key
    storage.verify(key)


def test_a_sweep_breaks_off_old_uploads(storage: S3Storage) -> None:
    """Uploads that nobody goes on with are swept up once they are old enough, and others' are left alone."""
    key = "ab" * 32
    for name in (f"{storage.prefix}/ab/{key}", f"{storage.prefix}/notes.txt"):
        storage.client.create_multipart_upload(Bucket=storage.bucket, Key=name)
    assert storage.sweep(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert storage.sweep(datetime.now(UTC) + timedelta(hours=1), dry_run=True) == 1
    assert storage.sweep(datetime.now(UTC) + timedelta(hours=1)) == 1
    left = storage.client.list_multipart_uploads(Bucket=storage.bucket, Prefix=storage.prefix)["Uploads"]
    assert [upload["Key"] for upload in left] == [f"{storage.prefix}/notes.txt"]


def test_an_old_object_that_is_stored_again_is_young(
    storage: S3Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that come again make their object as young as a new one, so that no clean-up takes it."""
    storage.put_bytes(b"scan")
    [before] = storage.objects()
    monkeypatch.setattr("muniment.storage.s3.FRESH", timedelta(0))
    time.sleep(1.1)
    storage.put_bytes(b"scan")
    [after] = storage.objects()
    assert after.stored > before.stored
    storage.verify(after.sha256)


def test_a_forked_process_reads_on(storage: S3Storage) -> None:
    """A process that is forked from one that uses the store, as loaders of batches are, can read it too."""
    key = storage.put_bytes(b"scan").sha256
    program = f"""
import os, sys
from muniment.storage import open_storage
storage = open_storage({storage.url!r})
storage.put_bytes(b"scan")
process = os.fork()
if not process:
    with storage.open({key!r}) as file:
        good = file.read() == b"scan" and storage.exists({key!r})
    os._exit(0 if good else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, cwd=ROOT, timeout=60)


def test_a_server_that_is_killed_loses_nothing(
    mortal_server: Any, s3_environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the server killed in the middle of an upload and of a download, both end well once it is back."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", mortal_server.endpoint)
    storage = S3Storage("s3://lab-objects/muniment")
    sources = [tmp_path / f"{number}.bin" for number in range(400)]
    for number, path in enumerate(sources):
        path.write_bytes(os.urandom(3 * PART if number % 100 == 50 else 4096))
    outcomes: list[Any] = []
    revival = threading.Thread(target=mortal_server.start)
    for outcome in storage.ingest_many((path, False) for path in sources):
        outcomes.append(outcome)
        if len(outcomes) == 60:
            mortal_server.close()
            revival.start()
    revival.join()
    assert [outcome for outcome in outcomes if isinstance(outcome, StorageError)] == []
    keys = [outcome.sha256 for outcome in outcomes]
    assert set(storage.keys()) == set(keys) == storage.find(keys)
    revival = threading.Thread(target=mortal_server.start)
    wanted = [(key, tmp_path / "back" / key) for key in keys]
    for number, outcome in enumerate(storage.download_many(wanted)):
        assert outcome is None, outcome
        if number == 30:
            mortal_server.close()
            revival.start()
    revival.join()
    assert [path.read_bytes() for _, path in wanted] == [path.read_bytes() for path in sources]
    storage.client.close()
