"""Files that are kept elsewhere, read where they are. The web server is a real one."""

import io
import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_server import FileServer, file_server

from muniment.checksums import hash_bytes
from muniment.errors import ChecksumMismatch, InvalidValue, ObjectNotFound, StorageError
from muniment.storage import remote
from muniment.storage.remote import Expected

DATA = os.urandom(3_000_000)


@pytest.fixture
def web() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


@pytest.fixture(params=["http", "file"])
def place(request: pytest.FixtureRequest, web: FileServer, tmp_path: Path) -> str:
    """The URL of a file, of each kind; its name has a blank."""
    if request.param == "http":
        return web.put("/scan%201.bin", DATA)
    (tmp_path / "scan 1.bin").write_bytes(DATA)
    return (tmp_path / "scan 1.bin").as_uri()


def test_a_file_elsewhere_is_downloaded(place: str, tmp_path: Path) -> None:
    """A file of each kind of address is written to a file of this machine, and its checksums are told."""
    found = remote.download(place, tmp_path / "out" / "back", Expected(len(DATA)))
    assert found == hash_bytes(DATA) == remote.read(place, Expected(sha256=found.sha256, md5=found.md5))
    assert (tmp_path / "out" / "back").read_bytes() == DATA


def test_a_file_elsewhere_tells_its_length(place: str) -> None:
    """The length of a file is known without reading it."""
    assert remote.open_remote(place).measure() == len(DATA)


def test_a_file_elsewhere_can_seek(place: str) -> None:
    """A file is opened and read in any order."""
    with remote.open_remote(place).open() as file:
        file.seek(-5, io.SEEK_END)
        assert file.read() == DATA[-5:]
        file.seek(1000)
        assert file.read(10) == DATA[1000:1010]


@pytest.mark.parametrize(
    "wrong",
    [Expected(len(DATA) - 1), Expected(len(DATA) + 1), Expected(md5="0" * 32), Expected(sha256="0" * 64)],
)
def test_other_bytes_are_refused(place: str, tmp_path: Path, wrong: Expected) -> None:
    """A file that is not what was recorded is named, and nothing is written."""
    with pytest.raises(ChecksumMismatch, match=r"scan%201.bin.* has other bytes than were recorded"):
        remote.download(place, tmp_path / "out" / "back", wrong)
    assert list((tmp_path / "out").iterdir()) == []


def test_nothing_at_an_address_is_told(web: FileServer, tmp_path: Path) -> None:
    """An address with nothing behind it is named, whether it is measured, read or opened."""
    for url in (f"{web.url}/gone", (tmp_path / "gone").as_uri()):
        file = remote.open_remote(url)
        for ask in (file.measure, file.open, lambda file=file: list(file.blocks())):
            with pytest.raises(ObjectNotFound, match="gone"):
                ask()


def test_only_what_is_read_is_fetched(web: FileServer) -> None:
    """A member of an archive on the web is read without the rest of the archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("other", os.urandom(20_000_000))
        archive.writestr("name", "evidence")
    url = web.put("/scans.zip", buffer.getvalue())
    with remote.open_remote(url).open() as file, zipfile.ZipFile(file) as archive:
        assert archive.read("name") == b"evidence"
    asked = [headers["range"].removeprefix("bytes=").split("-") for _, headers in web.asked]
    assert sum(int(end) - int(start) for start, end in asked) < 4_000_000


def test_a_broken_connection_goes_on_where_it_broke(web: FileServer, tmp_path: Path) -> None:
    """When connections break, only the bytes that did not come are asked for, and only of the same file."""
    url = web.put("/scan.bin", DATA)
    web.cuts = [1_000_000, 500_000, 0, 300_000]
    remote.download(url, tmp_path / "back", Expected())
    assert (tmp_path / "back").read_bytes() == DATA
    later = [headers for _, headers in web.asked if "range" in headers]
    assert len(later) == 4
    assert later[0]["range"] == "bytes=1000000-"
    assert all(headers["if-range"].startswith('"') for headers in later)


def test_a_file_that_changes_meanwhile_is_not_mixed(web: FileServer, tmp_path: Path) -> None:
    """A file that is replaced while it is read is refused, even if no checksum is known."""
    url = web.put("/scan.bin", DATA)
    blocks = remote.open_remote(url).blocks()
    web.cuts = [1_000_000]
    next(blocks)
    web.put("/scan.bin", b"x" + DATA)
    with pytest.raises(ChecksumMismatch, match="changed while it was read"):
        list(blocks)


def test_a_server_without_ranges_is_read_from_the_beginning_again(web: FileServer, tmp_path: Path) -> None:
    """Where a server gives only whole files, what has come already is passed over."""
    url = web.put("/scan.bin", DATA)
    web.has_ranges, web.cuts = False, [1_000_000]
    remote.download(url, tmp_path / "back", Expected())
    assert (tmp_path / "back").read_bytes() == DATA


@pytest.mark.parametrize("tells_length", [True, False])
def test_a_server_without_ranges_is_asked_once_for_all(web: FileServer, tells_length: bool) -> None:
    """Where a server gives only whole files, one is opened by a copy, however it is read."""
    url = web.put("/scan.bin", DATA)
    web.has_ranges, web.tells_length = False, tells_length
    assert remote.open_remote(url).measure() == (len(DATA) if tells_length else None)
    web.asked.clear()
    with remote.open_remote(url).open() as file:
        for start in (2_000_000, 5, 1_000_000):
            file.seek(start)
            assert file.read(5) == DATA[start : start + 5]
    assert len(web.asked) == 2


def test_an_empty_file_will_do(web: FileServer, tmp_path: Path) -> None:
    """A file without a byte is measured, read and opened, though it has no first byte to ask for."""
    url = web.put("/empty.bin", b"")
    assert remote.open_remote(url).measure() == 0
    assert remote.download(url, tmp_path / "back", Expected(0)) == hash_bytes(b"")
    with remote.open_remote(url).open() as file:
        assert file.read() == b""


def test_moved_files_are_followed_and_busy_servers_asked_again(web: FileServer) -> None:
    """A redirect is followed, and a server that is busy for a moment is asked again."""
    web.moved["/old.bin"] = web.put("/new.bin", DATA)
    web.busy = 2
    assert remote.read(f"{web.url}/old.bin", Expected()) == hash_bytes(DATA)


@pytest.mark.parametrize(
    ("status", "message"),
    [(401, "refuses access"), (403, "refuses access"), (410, "There is nothing"), (418, "answered 418")],
)
def test_what_a_web_server_answers_is_explained(web: FileServer, status: int, message: str) -> None:
    """Each refusal of a web server says what it means."""
    url = web.put("/scan.bin", DATA)
    web.status = status
    with pytest.raises(StorageError, match=message):
        remote.read(url, Expected())


def test_nobody_at_an_address_is_told() -> None:
    """A server that cannot be reached is named, with what to check."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/scan.bin"
        with pytest.raises(StorageError, match=r"scan.bin is out of reach .*HTTPS_PROXY"):
            remote.open_remote(url).measure()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org/scan.bin", "cannot be referred to"),
        ("/data/scan.bin", "file:///data/scan.png for a file of this machine"),
        ("https://ada:s3cret@example.org/scan.bin", "holds a password"),
        ("https://lab.s3.amazonaws.com/scan.bin?X-Amz-Signature=s3cret", "is signed"),
        ("https://example.org/scan 1.bin", "Write %20"),
        ("file://server/scan.bin", "cannot be referred to"),
        ("http:///scan.bin?key=s3cret", "cannot be referred to"),
        ("http://[s3cret", "cannot be read"),
    ],
)
def test_an_address_that_no_catalog_can_keep_is_refused(url: str, message: str) -> None:
    """An address that is of another kind, or holds a secret, is refused and the secret not repeated."""
    with pytest.raises(InvalidValue, match=message) as caught:
        remote.check_url(url)
    assert "s3cret" not in str(caught.value)
