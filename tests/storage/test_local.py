"""What a store in a folder does beyond what every store does."""

import hashlib
import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.checksums import SMALL, hash_bytes
from muniment.errors import StorageError, StorageNotWritable
from muniment.storage import LocalStorage, open_storage

ROOT = Path(__file__).parent.parent.parent
DAY = 24 * 3600


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "store")


@pytest.fixture(params=[4096, SMALL + 1], ids=["small", "large"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(os.urandom(request.param))
    return path


def left_behind(storage: LocalStorage) -> list[Path]:
    return list((storage.root / "tmp").glob("*"))


def test_an_object_is_a_read_only_file_named_by_its_checksum(storage: LocalStorage, source: Path) -> None:
    """An object is the file ab/abcd... below the folder of the store, and nobody may write to it."""
    key = storage.ingest(source).sha256
    path = storage.root / key[:2] / key
    assert storage.local_path(key) == path
    assert path.read_bytes() == source.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) & 0o222 == 0
    assert left_behind(storage) == []


def test_a_copy_leaves_the_source_alone(storage: LocalStorage, source: Path) -> None:
    """A source that is copied stays writable, and changing it does not change the object."""
    key = storage.ingest(source).sha256
    before = source.read_bytes()
    with source.open("ab") as file:
        file.write(b"more")
    assert (storage.root / key[:2] / key).read_bytes() == before


def test_a_linked_source_is_the_object(storage: LocalStorage, source: Path) -> None:
    """A source that is linked is the object itself, costs no space, and is read-only from then on."""
    key = storage.ingest(source, link=True).sha256
    assert source.samefile(storage.root / key[:2] / key)
    assert stat.S_IMODE(source.stat().st_mode) == 0o444
    assert left_behind(storage) == []


def test_one_source_may_be_linked_twice_at_a_time(storage: LocalStorage, tmp_path: Path) -> None:
    """Files that are names of one file already are linked side by side, and nothing is left behind."""
    for number in range(12):
        path = tmp_path / str(number)
        path.write_bytes(os.urandom(SMALL + 1 + number))
        (tmp_path / f"{number}-again").hardlink_to(path)
    sources = [(tmp_path / f"{number}{name}", True) for number in range(12) for name in ("", "-again")]
    outcomes = list(storage.ingest_many(sources))
    assert outcomes[::2] == outcomes[1::2]
    assert len(list(storage.keys())) == 12
    assert left_behind(storage) == []


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than that of the tests."""
    for place in map(Path, ("/dev/shm", "/tmp", "/var/tmp", ".")):
        if os.access(place, os.W_OK) and place.stat().st_dev != tmp_path.stat().st_dev:
            with tempfile.TemporaryDirectory(dir=place) as folder:
                yield Path(folder)
            return
    pytest.skip("needs a second file system")


def test_a_source_on_another_file_system_is_copied(source: Path, tmp_path: Path, elsewhere: Path) -> None:
    """Where a link is not possible, a copy is made instead."""
    storage = LocalStorage(tmp_path / "store")
    other = elsewhere / "source"
    other.write_bytes(source.read_bytes())
    key = storage.ingest(other, link=True).sha256
    assert other.stat().st_nlink == 1
    assert (storage.root / key[:2] / key).read_bytes() == source.read_bytes()


def test_a_download_is_a_file_of_its_own(storage: LocalStorage, source: Path, tmp_path: Path) -> None:
    """Who writes to a file that was downloaded does not change the object."""
    key, before = storage.ingest(source).sha256, source.read_bytes()
    storage.download(key, tmp_path / "bag" / "scan.png")
    (tmp_path / "bag" / "scan.png").write_bytes(b"other")
    assert storage.local_path(key).read_bytes() == before


def test_a_file_with_another_name_is_copied(storage: LocalStorage, source: Path, tmp_path: Path) -> None:
    """A file that somebody has under another name too is never the object, and stays writable."""
    before = source.read_bytes()
    (tmp_path / "mine").hardlink_to(source)
    key = storage.ingest(source, link=True).sha256
    with (tmp_path / "mine").open("r+b") as file:
        file.write(b"changed")
    assert storage.local_path(key).read_bytes() == before


def test_a_damaged_object_is_mended_by_its_bytes(storage: LocalStorage, source: Path) -> None:
    """Bytes that are stored again take the place of an object of the same length that holds other bytes."""
    key = storage.ingest(source).sha256
    path = storage.local_path(key)
    for link in (False, True):
        path.chmod(0o644)
        path.write_bytes(os.urandom(source.stat().st_size))
        assert storage.ingest(source, link=link).sha256 == key
        assert hashlib.sha256(path.read_bytes()).hexdigest() == key


def test_an_object_that_is_there_is_not_written_again(storage: LocalStorage, source: Path) -> None:
    """Storing bytes again writes nothing: the object keeps its inode and its times."""
    key = storage.ingest(source).sha256
    before = (storage.root / key[:2] / key).stat()
    storage.ingest(source)
    storage.ingest(source, link=True)
    storage.put_bytes(source.read_bytes())
    after = (storage.root / key[:2] / key).stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def ingest_again_and_again(storage: LocalStorage, source: Path, link: bool) -> None:
    # A small file is read within a tick of some clocks, so that the first tries may succeed.
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        storage.ingest(source, link=link)
        storage.delete(next(storage.keys()))


WRITE = """
import os, sys

descriptor = os.open(sys.argv[1], os.O_WRONLY)
print("ready", flush=True)
while True:
    os.pwrite(descriptor, os.urandom(8), 0)
"""


@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize("length", [SMALL, 16 * SMALL])
def test_a_source_that_changes_while_it_is_read_is_not_stored(
    storage: LocalStorage, tmp_path: Path, length: int, link: bool
) -> None:
    """A file that somebody writes to while it is stored is refused, named, and not stored."""
    source = tmp_path / "growing"
    source.write_bytes(os.urandom(length))
    with subprocess.Popen([sys.executable, "-c", WRITE, source], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            with pytest.raises(StorageError, match=f"{source} changed while it was read"):
                ingest_again_and_again(storage, source, link)
        finally:
            writer.kill()
    assert list(storage.keys()) == left_behind(storage) == []


def test_a_source_that_vanishes_is_named(storage: LocalStorage, tmp_path: Path) -> None:
    """A large file that is removed just before it is copied gives the error of a missing file."""
    (tmp_path / "source").touch()
    state = (tmp_path / "source").stat()
    (tmp_path / "source").unlink()
    with pytest.raises(StorageError, match=f"There is no file {tmp_path}/source"):
        storage._ingest_large(str(tmp_path / "source"), False, state)
    assert left_behind(storage) == []


@pytest.mark.parametrize("link", [False, True])
def test_a_store_that_cannot_be_written_is_named(tmp_path: Path, source: Path, link: bool) -> None:
    """The error of a store that cannot be written names its folder, and the source stays as it was."""
    (tmp_path / "store").write_text("a file where the folder should be")
    storage = LocalStorage(tmp_path / "store")
    mode = source.stat().st_mode
    with pytest.raises(StorageNotWritable, match=f"{tmp_path}/store: Not a directory"):
        storage.ingest(source, link=link)
    [outcome] = storage.ingest_many([(source, link)])
    assert isinstance(outcome, StorageNotWritable)
    with pytest.raises(StorageNotWritable):
        storage.put_bytes(b"scan")
    assert source.stat().st_mode == mode
    assert list(storage.keys()) == []
    assert not storage.exists("ab" * 32)


def test_a_folder_that_cannot_be_made_is_no_object(storage: LocalStorage, source: Path) -> None:
    """A file in the place of a folder of objects stops the put, and nothing is left behind."""
    key = hash_bytes(source.read_bytes()).sha256
    storage.put_bytes(b"scan")
    (storage.root / key[:2]).touch()
    for link in (False, True):
        with pytest.raises(StorageNotWritable, match=str(storage.root)):
            storage.ingest(source, link=link)
    assert left_behind(storage) == []
    assert not storage.exists(key)


FULL_DISK = """
import resource, sys
from muniment.errors import StorageNotWritable
from muniment.storage import LocalStorage

resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    LocalStorage(sys.argv[1]).ingest(sys.argv[2])
except StorageNotWritable as error:
    print(error)
"""


def test_a_full_disk_leaves_no_object(storage: LocalStorage, source: Path) -> None:
    """When the disk takes no more, the error says which folder is full, and no part of the file stays."""
    command = [sys.executable, "-c", FULL_DISK, storage.root, source]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"Nothing can be stored in the folder {storage.root}: File too large" in done.stdout
    assert list(storage.keys()) == left_behind(storage) == []


INGEST = """
import sys
from muniment.storage import open_storage

print("ready", flush=True)
open_storage(sys.argv[1]).ingest(sys.argv[2])
"""


def test_a_killed_ingest_leaves_no_object(storage: LocalStorage, tmp_path: Path) -> None:
    """A process that is killed while it stores a large file leaves no object; the next one stores it."""
    source = tmp_path / "large"
    with source.open("wb") as file:
        file.truncate(1 << 30)
    command = [sys.executable, "-c", INGEST, storage.url, source]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        while not any(path.stat().st_size > SMALL for path in left_behind(storage)):
            time.sleep(0.001)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert list(storage.keys()) == []
    os.truncate(source, 64 << 20)
    digests = open_storage(storage.url).ingest(source)
    assert list(storage.keys()) == [digests.sha256]
    assert storage.size(digests.sha256) == 64 << 20


def test_what_a_killed_process_left_is_removed_a_day_later(
    storage: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What processes that died have left behind goes when a store is opened a day later, and not before."""
    storage.put_bytes(b"scan")
    (storage.root / "tmp" / "left").touch()
    os.utime(storage.root / "tmp" / "left", (0, 0))
    LocalStorage(storage.root)
    assert len(left_behind(storage)) == 1
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + DAY + 1)
    LocalStorage(storage.root)
    assert left_behind(storage) == []


def test_foreign_files_are_no_objects(storage: LocalStorage) -> None:
    """Files that others put into the folder of a store are not taken for objects."""
    key = storage.put_bytes(b"scan").sha256
    (storage.root / "README").touch()
    (storage.root / key[:2] / "notes.txt").touch()
    (storage.root / "zz").mkdir()
    (storage.root / "zz" / ("zz" * 32)).touch()
    assert list(storage.keys()) == [key]


def test_opening_makes_nothing(storage: LocalStorage) -> None:
    """Opening or asking a store that is empty makes no folder."""
    assert list(storage.keys()) == []
    assert not storage.exists("ab" * 32)
    assert not storage.root.exists()


def test_an_address_is_a_file_url(tmp_path: Path) -> None:
    """The address of an object is a file URL on localhost, with blanks and accents as URLs write them."""
    storage = LocalStorage("/lab/größe 1")
    assert storage.address("ab" * 32) == f"file://localhost/lab/gr%C3%B6%C3%9Fe%201/ab/{'ab' * 32}"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_is_named(storage: LocalStorage, source: Path) -> None:
    """The error of a store that the user may not write to names its folder."""
    storage.root.mkdir(mode=0o555)
    with pytest.raises(StorageNotWritable, match=f"{storage.root}: Permission denied"):
        storage.ingest(source)


def test_many_large_files_fit_into_few_descriptors(storage: LocalStorage, tmp_path: Path) -> None:
    """However many files are stored, only a few are open at a time."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for number in range(60):
        (tmp_path / str(number)).write_bytes(os.urandom(SMALL + 1 if number % 3 == 0 else 100))
    opened = len(list(Path("/dev/fd").iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (opened + 20, hard))
    try:
        outcomes = list(storage.ingest_many((tmp_path / str(number), False) for number in range(60)))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert [outcome for outcome in outcomes if isinstance(outcome, StorageError)] == []


def test_links_to_another_file_system_are_refused(storage: LocalStorage, elsewhere: Path) -> None:
    """A folder on another file system can have no links, which is said before anything is written there."""
    key = storage.put_bytes(b"evidence").sha256
    with pytest.raises(StorageError, match="on another file system"):
        storage.check_links(elsewhere)
    [outcome] = storage.link_many([(key, elsewhere / "file")])
    assert "cannot be a link" in str(outcome)
    assert not any(elsewhere.iterdir())
