"""The tests that every store passes, for packages that add a kind of store.

Only pytest is needed. A test module of the package inherits them:

```python
import pytest

from muniment.storage.testing import StorageTests
from shelf import ShelfStorage


class TestShelfStorage(StorageTests):
    @pytest.fixture
    def storage(self, tmp_path):
        return ShelfStorage(f"shelf://{tmp_path}/store")

    def damage(self, storage, key, data):
        storage.path(key).write_bytes(data)
```
"""

import hashlib
import io
import os
import re
import threading
import time
import urllib.request
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from muniment.checksums import SMALL, Digests
from muniment.errors import ChecksumMismatch, ObjectNotFound, StorageError
from muniment.storage.protocol import Storage
from muniment.storage.s3_uploads import PART

__all__ = ["ABSENT", "StorageTests", "digests", "read"]

ABSENT = hashlib.sha256(b"never stored").hexdigest()
"""The key of an object that no test stores."""

_SAMPLES = [b"", b"\x00", b"scan", b"\r\n" * 700, bytes(range(256)) * 11]
LENGTHS = [0, 1, 4096, SMALL, SMALL + 1, PART + 1]


def digests(data: bytes) -> Digests:
    """Give the checksums that a store must tell of bytes."""
    return Digests(len(data), hashlib.md5(data).hexdigest(), hashlib.sha256(data).hexdigest())


def read(storage: Storage, sha256: str) -> bytes:
    """Read an object by opening it."""
    with storage.open(sha256) as file:
        return file.read()


class StorageTests:
    """Sentences that hold for every store; a subclass gives the fixture `storage` and the method `damage`."""

    @pytest.fixture
    def storage(self) -> Storage:
        """Give a store without objects."""
        raise NotImplementedError

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        """Give a small file."""
        path = tmp_path / "scan.png"
        path.write_bytes(b"scan")
        return path

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        """Put other bytes in the place of an object, as a failing disk or a forger would."""
        raise NotImplementedError

    @pytest.mark.parametrize("data", _SAMPLES, ids=list(map(str, map(len, _SAMPLES))))
    def test_any_bytes_come_back(self, storage: Storage, tmp_path: Path, data: bytes) -> None:
        """Any bytes that are stored come back, under the checksums that every tool computes of them."""
        (tmp_path / "source").write_bytes(data)
        assert storage.put_bytes(data) == storage.ingest(tmp_path / "source") == digests(data)
        assert read(storage, digests(data).sha256) == data
        assert storage.size(digests(data).sha256) == len(data)

    @pytest.mark.parametrize("length", LENGTHS)
    @pytest.mark.parametrize("link", [False, True])
    def test_files_of_every_length_come_back(
        self, storage: Storage, tmp_path: Path, length: int, link: bool
    ) -> None:
        """A file comes back as it was stored, be it empty, small or large."""
        data = os.urandom(length)
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(data)
        assert storage.ingest(str(source), link=link) == digests(data)
        storage.download(digests(data).sha256, target)
        assert target.read_bytes() == read(storage, digests(data).sha256) == source.read_bytes() == data

    def test_the_same_bytes_are_stored_once(self, storage: Storage, source: Path) -> None:
        """Bytes that are stored again, from whatever they come, are one object."""
        storage.put_bytes(b"scan")
        storage.ingest(source)
        list(storage.ingest_many([(source, False), (str(source), True)]))
        assert list(storage.keys()) == [digests(b"scan").sha256]

    def test_many_files_come_out_in_order(self, storage: Storage, tmp_path: Path) -> None:
        """Many files are stored at once, and their checksums come in the order of the files."""
        contents = [os.urandom(SMALL + 1 if number % 7 == 3 else number) for number in range(40)]
        for number, data in enumerate(contents):
            (tmp_path / str(number)).write_bytes(data)
        sources = [(tmp_path / str(number), bool(number % 2)) for number in range(40)]
        assert list(storage.ingest_many(sources)) == [digests(data) for data in contents]
        assert set(storage.keys()) == {digests(data).sha256 for data in contents}

    def test_one_bad_file_does_not_stop_the_others(self, storage: Storage, tmp_path: Path) -> None:
        """Of many files, one that cannot be stored gives its error in its place; the others are stored."""
        (tmp_path / "first").write_bytes(b"first")
        (tmp_path / "last").write_bytes(b"last")
        sources = [(tmp_path / name, False) for name in ("first", "missing", "last")]
        first, missing, last = storage.ingest_many(sources)
        assert (first, last) == (digests(b"first"), digests(b"last"))
        assert isinstance(missing, StorageError)
        assert str(tmp_path / "missing") in str(missing)

    def test_many_may_be_none(self, storage: Storage) -> None:
        """No files to store is nothing to do."""
        assert list(storage.ingest_many([])) == []

    def test_storing_many_may_be_broken_off(self, storage: Storage, tmp_path: Path) -> None:
        """Who stops in the middle of many files leaves no thread behind, and every object is whole."""
        for number in range(20):
            (tmp_path / str(number)).write_bytes(os.urandom(SMALL + 1 + number))
        before = threading.active_count()
        outcomes = storage.ingest_many((tmp_path / str(number), False) for number in range(20))
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]
        assert threading.active_count() == before
        assert all(hashlib.sha256(read(storage, key)).hexdigest() == key for key in list(storage.keys()))

    def test_writers_of_the_same_bytes_do_not_harm_each_other(self, storage: Storage, tmp_path: Path) -> None:
        """Eight writers of the same bytes all succeed, and leave one object."""
        (tmp_path / "source").write_bytes(os.urandom(SMALL + 1))
        with_error: list[BaseException] = []

        def ingest() -> None:
            try:
                storage.ingest(tmp_path / "source")
            except BaseException as error:  # noqa: BLE001 (a thread cannot raise into the test)
                with_error.append(error)

        threads = [threading.Thread(target=ingest) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert with_error == []
        [key] = storage.keys()
        assert read(storage, key) == (tmp_path / "source").read_bytes()

    def test_a_missing_file_is_named(self, storage: Storage, tmp_path: Path) -> None:
        """A file that is not there is not stored, and the error names it."""
        with pytest.raises(StorageError, match=r"There is no file .*missing"):
            storage.ingest(tmp_path / "missing")

    @pytest.mark.parametrize("link", [False, True])
    def test_only_regular_files_are_stored(self, storage: Storage, tmp_path: Path, link: bool) -> None:
        """A folder or a named pipe is not stored, and nobody waits for what the pipe might bring."""
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path, tmp_path / "pipe"):
            with pytest.raises(StorageError, match="not a regular file"):
                storage.ingest(path, link=link)
        assert list(storage.keys()) == []

    @pytest.mark.parametrize("link", [False, True])
    @pytest.mark.parametrize("length", [4096, SMALL + 1, PART + 1])
    def test_a_file_behind_a_symbolic_link_is_stored(
        self, storage: Storage, tmp_path: Path, link: bool, length: int
    ) -> None:
        """Of a symbolic link, the file that it leads to is stored, and stays when the link is gone."""
        data = os.urandom(length)
        (tmp_path / "file").write_bytes(data)
        (tmp_path / "link").symlink_to("file")
        key = storage.ingest(tmp_path / "link", link=link).sha256
        (tmp_path / "link").unlink()
        (tmp_path / "file").unlink()
        assert read(storage, key) == data

    def test_an_object_that_is_not_there_is_named(self, storage: Storage, tmp_path: Path) -> None:
        """Whoever asks for an object that the store lacks is told so, and nothing is written."""
        assert not storage.exists(ABSENT)
        with pytest.raises(ObjectNotFound, match=ABSENT):
            storage.download(ABSENT, tmp_path / "target")
        with pytest.raises(ObjectNotFound, match=ABSENT):
            storage.size(ABSENT)
        with pytest.raises(ObjectNotFound, match=ABSENT):
            storage.open(ABSENT)
        assert list(tmp_path.glob("*target*")) == []

    @pytest.mark.parametrize("key", ["", "../../etc/passwd", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
    def test_what_is_no_checksum_is_no_key(self, storage: Storage, tmp_path: Path, key: str) -> None:
        """No object has a key that is not a SHA-256, and a path in its place leads nowhere."""
        assert not storage.exists(key)
        for ask in (storage.size, storage.open, storage.delete, storage.address):
            with pytest.raises(ObjectNotFound, match="No object has the key"):
                ask(key)
        with pytest.raises(ObjectNotFound, match="No object has the key"):
            storage.download(key, tmp_path / "target")

    def test_an_object_can_be_removed(self, storage: Storage) -> None:
        """An object that is removed is gone, and may be removed and stored again."""
        key = storage.put_bytes(b"scan").sha256
        storage.delete(key)
        storage.delete(key)
        assert not storage.exists(key)
        assert list(storage.keys()) == []
        storage.put_bytes(b"scan")
        assert storage.exists(key)

    def test_a_file_can_seek(self, storage: Storage) -> None:
        """An object is opened as a file that can seek, so that an archive is read without unpacking it."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("noise", os.urandom(3 << 20))
            archive.writestr("name", "evidence")
        key = storage.put_bytes(buffer.getvalue()).sha256
        with storage.open(key) as file, zipfile.ZipFile(file) as archive:
            assert archive.read("name") == b"evidence"
        with storage.open(key) as file:
            file.seek(-10, io.SEEK_END)
            assert (file.read(4), file.tell()) == (buffer.getvalue()[-10:-6], len(buffer.getvalue()) - 6)
            assert file.read() + file.read() == buffer.getvalue()[-6:]

    def test_a_download_makes_its_folder(self, storage: Storage, tmp_path: Path) -> None:
        """An object is written into folders that did not exist."""
        key = storage.put_bytes(b"scan").sha256
        storage.download(key, tmp_path / "data" / "asset" / "scan.png")
        assert (tmp_path / "data" / "asset" / "scan.png").read_bytes() == b"scan"

    def test_a_download_can_be_changed(self, storage: Storage, tmp_path: Path) -> None:
        """A copy belongs to the user: changing it does not change the object."""
        key = storage.put_bytes(b"scan").sha256
        storage.download(key, tmp_path / "scan.png")
        with (tmp_path / "scan.png").open("ab") as file:
            file.write(b"ned")
        assert read(storage, key) == b"scan"

    def test_a_download_replaces_what_was_there(self, storage: Storage, tmp_path: Path) -> None:
        """A download takes the place of an older file, even of its own, and leaves nothing beside it."""
        target = tmp_path / "out" / "scan.png"
        target.parent.mkdir()
        target.write_bytes(b"older")
        key = storage.put_bytes(b"scan").sha256
        for _ in range(2):
            storage.download(key, target)
        assert target.read_bytes() == b"scan"
        assert list(target.parent.iterdir()) == [target]

    def test_a_download_into_a_file_is_refused(self, storage: Storage, tmp_path: Path) -> None:
        """A target that cannot be written is named, and nothing is left behind."""
        key = storage.put_bytes(b"scan").sha256
        (tmp_path / "file").touch()
        (tmp_path / "folder").mkdir()
        for target in (tmp_path / "file" / "scan.png", tmp_path / "folder"):
            with pytest.raises(StorageError, match=f"{re.escape(str(target))} cannot be written"):
                storage.download(key, target)
        assert {path.name for path in tmp_path.iterdir()} - {"store"} == {"file", "folder"}

    def test_a_damaged_object_is_not_given_out(self, storage: Storage, tmp_path: Path) -> None:
        """Bytes that are not those of the key are noticed, and no file appears."""
        key = storage.put_bytes(b"evidence").sha256
        self.damage(storage, key, b"forgery!")
        with pytest.raises(ChecksumMismatch, match=key):
            storage.download(key, tmp_path / "target")
        assert list(tmp_path.glob("*target*")) == list(tmp_path.glob(".muniment*")) == []

    def test_an_object_that_was_cut_short_is_mended(self, storage: Storage, tmp_path: Path) -> None:
        """Storing the bytes again mends an object that a failing disk has cut short."""
        key = storage.put_bytes(b"evidence").sha256
        self.damage(storage, key, b"evid")
        storage.put_bytes(b"evidence")
        storage.download(key, tmp_path / "target")
        assert (tmp_path / "target").read_bytes() == b"evidence"

    def test_an_address_is_a_url_with_a_host(self, storage: Storage) -> None:
        """The address of an object is a URL that readers of bags accept: it has a scheme and a host."""
        address = storage.address(ABSENT)
        assert urlsplit(address).scheme
        assert urlsplit(address).netloc
        assert address.endswith(f"/{ABSENT[:2]}/{ABSENT}")
        assert not any(character.isspace() for character in address)

    def test_objects_tell_their_length_and_age(self, storage: Storage) -> None:
        """A store lists its objects with their length, and with a time that tells a clean-up their age."""
        begin = datetime.now(UTC) - timedelta(seconds=5)
        expected = {storage.put_bytes(data).sha256: len(data) for data in (b"", b"scan", b"evidence")}
        found = list(storage.objects())
        assert {each.sha256: each.length for each in found} == expected
        assert all(begin < each.stored < datetime.now(UTC) + timedelta(seconds=5) for each in found)

    def test_many_objects_are_found_at_once(self, storage: Storage) -> None:
        """Of many keys, those of objects are found; what is no key is no object."""
        keys = {storage.put_bytes(str(number).encode()).sha256 for number in range(30)}
        assert storage.find([*keys, ABSENT, "../../etc/passwd"]) == keys
        assert storage.find([]) == set()

    def test_many_objects_are_downloaded_at_once(self, storage: Storage, tmp_path: Path) -> None:
        """Many objects are written to files; what cannot be gives its error in its place, the others come."""
        contents = [os.urandom(SMALL + 1 if number % 9 == 4 else number) for number in range(30)]
        keys = [storage.put_bytes(data).sha256 for data in contents]
        lost, forged = storage.put_bytes(b"to be lost").sha256, storage.put_bytes(b"evidence").sha256
        storage.delete(lost)
        wanted = [(key, tmp_path / "out" / f"{number}.bin") for number, key in enumerate(keys)]
        outcomes = list(storage.download_many([(lost, tmp_path / "lost"), *wanted]))
        assert isinstance(outcomes[0], ObjectNotFound)
        assert lost in str(outcomes[0])
        assert outcomes[1:] == [None] * 30
        assert [path.read_bytes() for _, path in wanted] == contents
        self.damage(storage, forged, b"forgery!")
        [outcome] = storage.download_many([(forged, tmp_path / "forged")])
        assert isinstance(outcome, ChecksumMismatch)
        assert not (tmp_path / "lost").exists()
        assert not (tmp_path / "forged").exists()
        assert list(storage.download_many([])) == []

    def test_many_objects_are_written_into_a_new_folder(self, storage: Storage, tmp_path: Path) -> None:
        """Many objects are written into a new folder; what is lost or damaged gives its error."""
        contents = [os.urandom(SMALL + 1 if number == 4 else number) for number in range(8)]
        keys = [storage.put_bytes(data).sha256 for data in contents]
        lost, forged = storage.put_bytes(b"to be lost").sha256, storage.put_bytes(b"evidence").sha256
        storage.delete(lost)
        self.damage(storage, forged, b"forgery!")
        targets = [tmp_path / str(number) for number in range(10)]
        outcomes = list(storage.download_new(zip([*keys, lost, forged], targets, strict=True)))
        assert outcomes[:8] == [None] * 8
        assert isinstance(outcomes[8], ObjectNotFound)
        assert isinstance(outcomes[9], ChecksumMismatch)
        assert [target.read_bytes() for target in targets[:8]] == contents

    def test_objects_become_links_or_the_store_refuses(self, storage: Storage, tmp_path: Path) -> None:
        """A store says that it can have no links in a folder, or links many objects to files there."""
        key, lost = storage.put_bytes(b"evidence").sha256, storage.put_bytes(b"to be lost").sha256
        storage.delete(lost)
        with suppress(StorageError):
            storage.check_links(tmp_path)
            outcomes = list(storage.link_many([(key, tmp_path / "there"), (lost, tmp_path / "lost")]))
            assert outcomes[0] is None
            assert isinstance(outcomes[1], ObjectNotFound)
            assert (tmp_path / "there").read_bytes() == b"evidence"

    def test_a_download_of_many_that_is_broken_off_writes_no_more(
        self, storage: Storage, tmp_path: Path
    ) -> None:
        """Once the generator is closed, no file appears any more."""
        keys = [storage.put_bytes(os.urandom(SMALL)).sha256 for _ in range(40)]
        outcomes = storage.download_many((key, tmp_path / key[:2] / key) for key in keys)
        assert next(outcomes) is None
        outcomes.close()
        written = sorted(tmp_path.rglob("*"))
        time.sleep(0.3)
        assert sorted(tmp_path.rglob("*")) == written

    def test_many_objects_are_removed_at_once(self, storage: Storage) -> None:
        """Many objects are removed, be they there or not."""
        keys = [storage.put_bytes(str(number).encode()).sha256 for number in range(30)]
        storage.delete_many([*keys[:29], ABSENT])
        assert list(storage.keys()) == keys[29:]
        storage.delete_many([])

    def test_a_damaged_object_is_found_out(self, storage: Storage) -> None:
        """An object is read again to verify it: one that is whole passes, others are named."""
        key = storage.put_bytes(b"evidence").sha256
        storage.verify(key)
        self.damage(storage, key, b"forgery!")
        with pytest.raises(ChecksumMismatch, match=key):
            storage.verify(key)
        with pytest.raises(ObjectNotFound, match=ABSENT):
            storage.verify(ABSENT)

    def test_a_sweep_leaves_objects_alone(self, storage: Storage) -> None:
        """Sweeping up after writers that died removes no object."""
        key = storage.put_bytes(b"scan").sha256
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        assert storage.sweep(tomorrow, dry_run=True) == storage.sweep(tomorrow) == 0
        assert list(storage.keys()) == [key]

    def test_who_relies_on_a_store_is_written_down(self, storage: Storage) -> None:
        """Names are kept, each once, with where they stand, and are no objects."""
        assert storage.users() == {}
        for name in ("lab-1", "lab-2", "lab-1"):
            storage.add_user(name)
        assert set(storage.users()) == {"lab-1", "lab-2"}
        assert all(storage.users().values())
        assert list(storage.objects()) == []

    def test_an_object_is_lent_by_a_url_or_not_at_all(self, storage: Storage) -> None:
        """A store gives a URL that works without credentials, or says that it cannot."""
        key = storage.put_bytes(b"scan").sha256
        try:
            url = storage.presigned_url(key, 60)
        except StorageError as error:
            assert storage.url in str(error)  # noqa: PT017 (either is right)
        else:
            with urllib.request.urlopen(url) as answer:
                assert answer.read() == b"scan"
