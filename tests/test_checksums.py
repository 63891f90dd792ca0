"""Checksums of files and bytes."""

import hashlib
import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.checksums import SMALL, Digests, hash_and_copy, hash_bytes, hash_file, write_all

ROOT = Path(__file__).parent.parent
LENGTHS = [0, 1, 4096, SMALL, SMALL + 1, 20 * SMALL + 7]


def expected(data: bytes) -> Digests:
    return Digests(len(data), hashlib.md5(data).hexdigest(), hashlib.sha256(data).hexdigest())


@pytest.fixture(params=LENGTHS)
def data(request: pytest.FixtureRequest) -> bytes:
    return os.urandom(request.param)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large"
    path.write_bytes(os.urandom(12 * SMALL))
    return path


@given(data=st.binary(max_size=5000))
def test_any_bytes_have_the_checksums_that_hashlib_computes(data: bytes) -> None:
    """The checksums of any bytes are those that every other tool computes."""
    assert hash_bytes(data) == expected(data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=5000))
def test_any_file_is_copied_as_it_was_hashed(tmp_path: Path, data: bytes) -> None:
    """A copy holds the bytes of the file, and the checksums are of those bytes."""
    (tmp_path / "file").write_bytes(data)
    copy = io.BytesIO()
    assert hash_and_copy(tmp_path / "file", copy) == expected(data)
    assert copy.getvalue() == data


def test_files_of_every_length_are_hashed(tmp_path: Path, data: bytes) -> None:
    """A file has the same checksums as its bytes, be it empty, small or large."""
    path = tmp_path / "file"
    path.write_bytes(data)
    assert hash_file(path) == hash_file(str(path)) == expected(data)


def test_files_of_every_length_are_copied_to_a_descriptor(tmp_path: Path, data: bytes) -> None:
    """A copy may be written to an open file descriptor."""
    (tmp_path / "file").write_bytes(data)
    descriptor = os.open(tmp_path / "copy", os.O_WRONLY | os.O_CREAT)
    try:
        assert hash_and_copy(tmp_path / "file", descriptor) == expected(data)
    finally:
        os.close(descriptor)
    assert (tmp_path / "copy").read_bytes() == data


def test_files_of_every_length_are_copied_to_a_file(tmp_path: Path, data: bytes) -> None:
    """A copy may be written to an open file, buffered or not."""
    (tmp_path / "file").write_bytes(data)
    for buffering in (0, -1):
        with (tmp_path / "copy").open("wb", buffering=buffering) as copy:
            assert hash_and_copy(tmp_path / "file", copy) == expected(data)
        assert (tmp_path / "copy").read_bytes() == data


class SlowWriter(io.RawIOBase):
    """A file that takes a little at a time, as pipes and network drives do."""

    def __init__(self) -> None:
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, block: memoryview) -> int:
        part = bytes(block[:100_003])
        self.taken += part
        return len(part)


def test_a_file_that_takes_a_little_at_a_time_gets_everything(large: Path) -> None:
    """A target that takes only the first part of what it is given still gets all of it."""
    writer = SlowWriter()
    assert hash_and_copy(large, writer) == expected(bytes(writer.taken))
    assert writer.taken == large.read_bytes()


def test_a_pipe_that_takes_a_little_at_a_time_gets_everything() -> None:
    """A pipe that is nearly full gets all of the bytes."""
    reader, writer = os.pipe()
    got: list[bytes] = []
    data = os.urandom(1 << 18)

    def read() -> None:
        while block := os.read(reader, 1000):
            got.append(block)

    thread = threading.Thread(target=read)
    thread.start()
    write_all(writer, data)
    os.close(writer)
    thread.join()
    os.close(reader)
    assert b"".join(got) == data


def test_a_file_whose_length_is_not_known_beforehand_is_hashed() -> None:
    """A file that says it is empty and is not is hashed as it reads."""
    path = Path("/proc/self/cmdline")
    if not path.exists():
        pytest.skip("only Linux has such files")
    assert hash_file(path) == expected(path.read_bytes())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The error of a file that is missing names it."""
    with pytest.raises(FileNotFoundError) as caught:
        hash_file(tmp_path / "missing")
    assert caught.value.filename == str(tmp_path / "missing")


def test_a_folder_is_named(tmp_path: Path) -> None:
    """The error of what cannot be read names it."""
    with pytest.raises(IsADirectoryError) as caught:
        hash_file(tmp_path)
    assert caught.value.filename == str(tmp_path)


class FullDisk(io.RawIOBase):
    """A file with room for three megabytes."""

    room = 3 << 20

    def writable(self) -> bool:
        return True

    def write(self, block: memoryview) -> int:
        self.room -= len(block)
        if self.room < 0:
            raise OSError(28, "No space left on device")
        return len(block)


def test_a_failing_write_leaves_no_thread_behind(large: Path) -> None:
    """When a copy cannot be written, its error comes out, and the thread that hashed along ends."""
    before = threading.active_count()
    with pytest.raises(OSError, match="No space left on device"):
        hash_and_copy(large, FullDisk())
    assert threading.active_count() == before


def test_memory_stays_flat(tmp_path: Path) -> None:
    """A large file is hashed in less than 32 MiB of memory."""
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(256 << 20)
    script = (
        "import resource, sys\n"
        "from muniment.checksums import hash_bytes, hash_file\n"
        "hash_bytes(b'')\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert hash_file(sys.argv[1]).length == 256 << 20\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    command = [sys.executable, "-c", script, path]
    grown = int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    unit = 1 if sys.platform == "darwin" else 1024
    assert grown * unit < 32 << 20
