"""What every store does, whatever it keeps its objects in: the tests are in `muniment.storage.testing`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.errors import ConfigurationError
from muniment.storage import LocalStorage, MemoryStorage, S3Storage, Storage, open_storage
from muniment.storage.testing import StorageTests, digests, read


class OurStorageTests(StorageTests):
    """What third parties need not install a generator of examples for."""

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(data=st.binary(max_size=3000))
    def test_whatever_the_bytes_they_come_back(self, storage: Storage, tmp_path: Path, data: bytes) -> None:
        """Whatever bytes are stored come back, under the checksums that every tool computes of them."""
        (tmp_path / "source").write_bytes(data)
        assert storage.put_bytes(data) == storage.ingest(tmp_path / "source") == digests(data)
        assert read(storage, digests(data).sha256) == data
        assert storage.size(digests(data).sha256) == len(data)


class TestLocalStorage(OurStorageTests):
    @pytest.fixture
    def storage(self, tmp_path: Path) -> LocalStorage:
        return LocalStorage(tmp_path / "store" / "objects of the lab")

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        path = storage.local_path(key)
        assert path is not None
        path.unlink()
        path.write_bytes(data)


class TestMemoryStorage(OurStorageTests):
    @pytest.fixture
    def storage(self) -> MemoryStorage:
        return MemoryStorage()

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        assert isinstance(storage, MemoryStorage)
        storage._objects[key] = data


class TestS3Storage(OurStorageTests):
    @pytest.fixture
    def storage(self, s3_environment: dict[str, str], s3_url: str) -> Iterator[S3Storage]:
        storage = S3Storage(s3_url)
        yield storage
        storage.client.close()

    def damage(self, storage: Storage, key: str, data: bytes) -> None:
        assert isinstance(storage, S3Storage)
        name = f"{storage.prefix}/{key[:2]}/{key}"
        storage.client.put_object(Bucket=storage.bucket, Key=name, Body=data)


class TestS3StorageByBoto3Alone(TestS3Storage):
    @pytest.fixture
    def storage(self, s3_server: Any, s3_url: str) -> S3Storage:
        return S3Storage(s3_url, client=s3_server.client)


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
        ("s3://bucket/prefix#part", "names no bucket"),
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
