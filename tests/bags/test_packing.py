import os
import shutil
import subprocess
import tarfile
import time
import tracemalloc
import zipfile
from contextlib import closing
from pathlib import Path

import bagit
import pytest
from bdbag import bdbag_api

from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.export import export_bag
from muniment.catalog import assets, creation
from muniment.catalog.places import find_place
from muniment.errors import BagError, ChecksumMismatch, InvalidValue, ObjectNotFound, StorageNotWritable
from muniment.maintenance.copy import copy
from muniment.storage import MemoryStorage
from tests import servers
from tests.stacks import ServerStack

FORMS = ["zip", "tar", "tgz"]


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_addresses(files: dict[str, bytes]) -> dict[str, bytes]:
    """Leave out what says where the assets are now, and the checksum of that."""
    return {
        name: content
        for name, content in files.items()
        if not name.endswith(("fetch.txt", "tagmanifest-md5.txt", "tagmanifest-sha256.txt"))
    }


def export_all(catalog, dataset: str, folder: Path) -> dict[str, bytes]:
    """Write a bag in all forms, and give every file that there is then."""
    for form in ("folder", *FORMS):
        export_bag(catalog, dataset, folder, form=form)
    return files_of(folder)


@pytest.fixture
def dataset(clinic):
    """A dataset of a large image, an empty one, and others with odd names."""
    ann = clinic.insert("Subject", Name="Ann")
    names = ["\u65e5\u672c" + "x" * 200 + ".png", "a%b.png", "-rf", "two\nlines"]
    files = [(name, name.encode()) for name in names]
    return clinic.dataset(clinic.images([("big.png", os.urandom(3_000_001)), *files], Subject=ann))


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_holds_the_bag_that_a_folder_would(clinic, dataset, form):
    """Unpacked by other programs, an archive is the bag that is written as a folder, and others find it valid."""
    folder = clinic.export(dataset).path
    exported = clinic.export(dataset, form=form)
    assert exported.path.name == f"Dataset_{dataset}.{form}"
    assert sorted(exported.path.parent.iterdir()) == [folder, exported.path]
    back = clinic.folder / "back"
    back.mkdir()
    if form == "zip":
        shutil.unpack_archive(exported.path, back)
    else:
        subprocess.run(["tar", "-xf", exported.path, "-C", back], check=True)
    assert files_of(back / folder.name) == files_of(folder)
    bagit.Bag(str(back / folder.name)).validate()
    assert bdbag_api.extract_bag(str(exported.path), str(clinic.folder / "theirs")).endswith(folder.name)
    bdbag_api.validate_bag(str(clinic.folder / "theirs" / folder.name), fast=False)


def test_a_bag_is_the_same_to_the_byte_wherever_its_catalog_is(clinic, dataset, stack, tmp_path, monkeypatch):
    """Written twice, and from copies in the other database and store and back, a bag is the same in all forms."""
    first = export_all(clinic.catalog, dataset, tmp_path / "first")
    assert len([name for name in first if "/" not in name]) == len(FORMS)
    time.sleep(2.1)  # a zip tells times two seconds apart
    assert export_all(clinic.catalog, dataset, tmp_path / "second") == first
    with closing(_Elsewhere(stack, tmp_path, monkeypatch)) as elsewhere:
        copy(clinic.catalog, find_place(elsewhere.place[0]), elsewhere.place[1])
        there = creation.open_catalog(elsewhere.place[0])
        assert export_all(there, dataset, tmp_path / "third") == first
        copy(there, find_place(tmp_path / "back"), None)
        there.database.close()
    back = creation.open_catalog(tmp_path / "back")
    assert export_all(back, dataset, tmp_path / "fourth") == first
    holey = [
        export_bag(each, dataset, tmp_path / name, materialize=False).path
        for each, name in ((clinic.catalog, "here"), (back, "there"))
    ]
    back.database.close()
    assert without_addresses(files_of(holey[0])) == without_addresses(files_of(holey[1]))


class _Elsewhere:
    """A place for a copy on the other stack."""

    def __init__(self, stack, tmp_path: Path, monkeypatch) -> None:
        self._made = None
        self.place: tuple[Path | str, str | None] = (tmp_path / "elsewhere", None)
        if not isinstance(stack, ServerStack):
            self._made = ServerStack(tmp_path, tmp_path)
            for name, value in self._made.environment.items():
                monkeypatch.setenv(name, value)
            address = self._made.create_database()
            self.place = (address, f"s3://{servers.BUCKET}/{address.rpartition('/')[2]}")

    def close(self) -> None:
        if self._made is not None:
            self._made.remove()


@pytest.mark.parametrize("form", FORMS)
def test_archives_say_nothing_of_who_packed_them(clinic, form, monkeypatch):
    """Owners, times and modes in an archive are fixed, whatever the user and the umask are."""
    before = os.umask(0o077)
    try:
        path = clinic.export(clinic.dataset([clinic.image()]), form=form).path
    finally:
        os.umask(before)
    if form == "zip":
        with zipfile.ZipFile(path) as archive:
            found = {(info.date_time, info.external_attr >> 16) for info in archive.infolist()}
        assert found == {((1980, 1, 1, 0, 0, 0), 0o100644)}
        return
    with tarfile.open(path) as archive:
        found = {(info.mtime, info.mode, info.uid, info.gid, info.uname, info.gname) for info in archive}
    assert found == {(315532800, 0o644, 0, 0, "", "")}
    if form == "tgz":
        assert path.read_bytes()[3:8] == bytes(5)  # no name and no time


def test_no_copy_of_the_files_is_made_beside_an_archive(clinic, monkeypatch):
    """While an archive is written, the folder beside it holds tables only, and memory stays flat."""
    clinic.catalog.store = MemoryStorage()
    images = clinic.images([(f"{number}.png", bytes([number]) * 20_000_000) for number in range(4)])
    dataset = clinic.dataset(images)
    beside: list[int] = []

    def look(done: int, total: int) -> None:
        [scratch] = (clinic.folder / "out").iterdir()
        found = (path for path in scratch.rglob("*") if path.is_file() and path.suffix != ".zip")
        beside.append(sum(path.stat().st_size for path in found))

    tracemalloc.start()
    clinic.export(dataset, form="zip", progress=look)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert beside
    assert max(beside) < 1_000_000
    assert peak < 15_000_000


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_without_files_leaves_them_to_fetch_txt(clinic, dataset, form):
    """An archive may leave its files out, and they are brought in once it is unpacked."""
    bag = DatasetBag.open(clinic.export(dataset, form=form, materialize=False).path)
    assert bag.materialize().fetched == 5
    bag.validate()


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_left_of_an_archive_when_bytes_are_lost_or_wrong(clinic, objects, form):
    """A lost or altered object ends the export with its path in the bag, and leaves no half archive."""
    small, large = clinic.image("small.png", b"bytes"), clinic.image("large.png", bytes(2_000_000))
    found = {asset["RID"]: asset["SHA256"] for asset in assets.list_assets(clinic.catalog, "Image")}
    for image, damage in ((small, b"BYTES"), (large, bytes(1_999_999)), (large, bytes(2_000_001))):
        kept = objects[found[image]]
        objects[found[image]] = damage
        with pytest.raises(ChecksumMismatch, match=f"data/asset/{image}/.* cannot be brought into the bag"):
            clinic.export(clinic.dataset([image]), form=form)
        objects[found[image]] = kept
    del objects[found[small]]
    with pytest.raises(ObjectNotFound, match=r"small\.png cannot be brought into the bag"):
        clinic.export(clinic.dataset([small]), form=form)
    assert list((clinic.folder / "out").iterdir()) == []


def test_an_archive_is_not_written_over_anything(clinic, dataset):
    """A second archive at the same place is refused, and the first stays as it was."""
    before = clinic.export(dataset, form="zip").path.read_bytes()
    with pytest.raises(BagError, match="There is something at"):
        clinic.export(dataset, form="zip")
    assert (clinic.folder / "out" / f"Dataset_{dataset}.zip").read_bytes() == before
    with pytest.raises(InvalidValue, match="'rar', only as folder, zip, tar, tgz"):
        clinic.export(dataset, form="rar")
    (clinic.folder / "file").write_text("")
    with pytest.raises(StorageNotWritable, match="No bag can be written in"):
        clinic.export(dataset, "file", form="zip")


def test_an_archive_opens_as_the_folder_does(clinic, dataset):
    """An archive is unpacked beside itself, or where one says, and used again when it is opened again."""
    archive = clinic.export(dataset, form="tgz").path
    bag = DatasetBag.open(archive)
    assert bag.path == archive.with_name(f"Dataset_{dataset}")
    bag.validate()
    assert len(bag.list_assets("Image")) == 5
    kept = bag.path / "kept"
    kept.touch()
    assert DatasetBag.open(archive) == bag
    assert kept.exists()
    elsewhere = DatasetBag.open(archive, unpack_to=clinic.folder / "elsewhere")
    assert elsewhere.path.parent == clinic.folder / "elsewhere"
    (bag.path / "tagmanifest-md5.txt").write_text("")
    with pytest.raises(BagError, match="There is something at"):
        DatasetBag.open(archive)
