"""What every store does, whatever it keeps its objects in."""

import hashlib
import io
import os
import threading
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.checksums import SMALL, Digests
from muniment.errors import ChecksumMismatch, ConfigurationError, ObjectNotFound, StorageError
from muniment.storage import LocalStorage, MemoryStorage, S3Storage, Storage, open_storage
from muniment.storage.s3_uploads import PART

ABSENT = hashlib.sha256(b"never stored").hexdigest()
LENGTHS = [0, 1, 4096, SMALL, SMALL + 1, PART + 1]


def digests(data: bytes) -> Digests:
    return Digests(len(data), hashlib.md5(data).hexdigest(), hashlib.sha256(data).hexdigest())


def read(storage: Storage, sha256: str) -> bytes:
    with storage.open(sha256) as file:
        return file.read()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "scan.png"
    path.write_bytes(b"scan")
    return path


class StorageTests:
    """Sentences that hold for every store; a subclass gives the fixture ``storage``, an empty one."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(data=st.binary(max_size=3000))
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
        storage.download(digests(data).sha256, target, link=link)
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
        outcomes.close()
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
        for link in (False, True):
            with pytest.raises(ObjectNotFound, match=ABSENT):
                storage.download(ABSENT, tmp_path / "target", link=link)
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

    @pytest.mark.parametrize("link", [False, True])
    def test_a_download_replaces_what_was_there(self, storage: Storage, tmp_path: Path, link: bool) -> None:
        """A download takes the place of an older file, even of its own, and leaves nothing beside it."""
        target = tmp_path / "out" / "scan.png"
        target.parent.mkdir()
        target.write_bytes(b"older")
        key = storage.put_bytes(b"scan").sha256
        for _ in range(2):
            storage.download(key, target, link=link)
        assert target.read_bytes() == b"scan"
        assert list(target.parent.iterdir()) == [target]

    def test_a_download_into_a_file_is_refused(self, storage: Storage, tmp_path: Path) -> None:
        """A target that cannot be written is named, and nothing is left behind."""
        key = storage.put_bytes(b"scan").sha256
        (tmp_path / "file").touch()
        (tmp_path / "folder").mkdir()
        for target in (tmp_path / "file" / "scan.png", tmp_path / "folder"):
            for link in (False, True):
                with pytest.raises(StorageError, match=f"{target} cannot be written"):
                    storage.download(key, target, link=link)
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

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        raise NotImplementedError


class TestLocalStorage(StorageTests):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> LocalStorage:
        return LocalStorage(tmp_path / "store" / "objects of the lab")

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        path = storage.local_path(key)
        assert path is not None
        path.unlink()
        path.write_bytes(data)


class TestMemoryStorage(StorageTests):
    @pytest.fixture
    def storage(self) -> MemoryStorage:
        return MemoryStorage()

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        assert isinstance(storage, MemoryStorage)
        storage._objects[key] = data


class TestS3Storage(StorageTests):
    @pytest.fixture
    def storage(self, s3_server, s3_url: str) -> S3Storage:
        return S3Storage(s3_url, client=s3_server.client)

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        assert isinstance(storage, S3Storage)
        name = f"{storage.prefix}/{key[:2]}/{key}"
        storage.client.put_object(Bucket=storage.bucket, Key=name, Body=data)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("lab/objects", LocalStorage),
        (Path("lab/objects"), LocalStorage),
        ("file:///lab/objects", LocalStorage),
        ("file://localhost/lab/objects", LocalStorage),
        ("FILE:///lab/objects", LocalStorage),
        ("s3://lab-objects", S3Storage),
        ("s3://lab-objects/muniment", S3Storage),
        ("memory://", MemoryStorage),
    ],
)
def test_a_store_is_opened_by_its_url(url: str | Path, kind: type) -> None:
    """A path, file://, s3:// and memory:// each open their kind of store, as does the URL of the store."""
    storage = open_storage(url)
    assert type(storage) is type(open_storage(storage.url)) is kind
    assert open_storage(storage.url).url == storage.url


def test_a_folder_is_found_from_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL of a store in a folder is absolute, whatever characters the path has."""
    monkeypatch.chdir(tmp_path)
    name = "50 % of the läb #1?"
    key = open_storage(name).put_bytes(b"scan").sha256
    url = open_storage(f"elsewhere/../{name}").url
    monkeypatch.chdir("/")
    assert open_storage(url).exists(key)
    assert (tmp_path / name / key[:2] / key).is_file()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (
            "mem://",
            r"No store is known for mem://, only for file://, memory://, s3:// .* Did you mean 'memory'",
        ),
        ("ftp://lab/objects", "entry point of the group 'muniment.storage'"),
        ("file://server/objects", "no folder of this machine"),
        ("file://", "no folder of this machine"),
        ("s3://", "names no bucket"),
        ("s3:///prefix", "names no bucket"),
        ("s3://bucket/prefix?endpoint=http://x", "names no bucket"),
    ],
)
def test_a_url_that_cannot_be_opened_is_explained(url: str, message: str) -> None:
    """The error of a URL that names no store tells what URLs there are."""
    with pytest.raises(ConfigurationError, match=message):
        open_storage(url)


def test_a_url_with_a_password_is_refused_without_repeating_it() -> None:
    """Credentials in a URL are refused, because catalogs keep URLs, and the error does not show them."""
    with pytest.raises(ConfigurationError, match="AWS_SECRET_ACCESS_KEY") as caught:
        open_storage("s3://key:s3cret@bucket/prefix")
    assert "s3cret" not in str(caught.value)


def test_another_package_can_add_a_kind_of_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is installed beside Muniment adds a kind of store by an entry point."""
    info = tmp_path / "shelf-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[muniment.storage]\nshelf = shelf:open_shelf\n")
    (tmp_path / "shelf.py").write_text(
        "from muniment.storage import MemoryStorage\n"
        "def open_shelf(url):\n"
        "    storage = MemoryStorage()\n"
        "    storage.url = url\n"
        "    return storage\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert open_storage("shelf://third/left").url == "shelf://third/left"
    with pytest.raises(ConfigurationError, match="shelf://"):
        open_storage("table://")
