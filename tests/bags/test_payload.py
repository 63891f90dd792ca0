import re
import socket

import pytest

from muniment.bags import fetching
from muniment.bags.dataset_bag import DatasetBag
from muniment.errors import AssetNotFound, BagInvalid, TableNotFound, TermNotFound, WrongTableKind
from muniment.storage import MemoryStorage, open_storage
from tests.storage.file_server import file_server


@pytest.fixture
def holey(clinic):
    """A bag of three images that are left to fetch.txt."""
    images = clinic.images([(f"scan {number}.png", f"bytes {number}".encode()) for number in range(3)])
    return clinic.bag(clinic.dataset(images), materialize=False)


def edit_fetch(bag, old, new) -> None:
    file = bag.path / "fetch.txt"
    file.write_text(file.read_text().replace(old, new))


def test_a_bag_without_its_assets_reads_and_is_completed_later(holey):
    """Rows are read before the files are there; then the bag is valid, and a second time does nothing."""
    assert len(holey.list_assets("Image")) == 3
    with pytest.raises(
        BagInvalid, match=r"fetch.txt says where 3 of the missing files are: bag.materialize\(\)"
    ):
        holey.validate()
    told: list[tuple[int, int]] = []
    done = holey.materialize(lambda *numbers: told.append(numbers))
    assert (done.fetched, done.reused, done.bytes, done.failed) == (3, 0, 21, {})
    assert told[-1] == (3, 3)
    holey.validate()
    assert holey.materialize().reused == 3


def test_some_of_the_files_are_brought_in(holey):
    """Files are brought in by table, by type and by RID; a second call fetches only what is missing still."""
    first, second, third = (image["RID"] for image in holey.list_assets("Image"))
    inodes = lambda: {path.parts[-3]: path.stat().st_ino for path in holey.path.glob("data/asset/*/*/*")}  # noqa: E731
    assert holey.materialize(rids=[second]).fetched == 1
    before = inodes()
    assert list(before) == [second]
    assert holey.materialize(tables=["File"]).fetched == 0
    assert holey.materialize(tables=["Image"], asset_types=["Image"], rids=[first, second]).fetched == 1
    done = holey.materialize(asset_types=["Image"], fetch_concurrency=1, timeout=5)
    assert (done.fetched, done.reused) == (1, 2)
    assert inodes().keys() == {first, second, third}
    assert before.items() <= inodes().items()
    holey.validate()


def test_what_is_no_file_of_the_bag_cannot_be_brought_in(holey):
    """An unknown table, type or RID is named."""
    with pytest.raises(TableNotFound):
        holey.materialize(tables=["Imge"])
    with pytest.raises(WrongTableKind):
        holey.materialize(tables=["Subject"])
    with pytest.raises(TermNotFound):
        holey.materialize(asset_types=["Imge"])
    with pytest.raises(AssetNotFound):
        holey.materialize(rids=["9-9999"])
    assert not list(holey.path.glob("data/asset/*/*/*"))


def test_what_a_killed_process_left_is_removed(holey):
    """Half files of a process that died are no part of the bag once it is completed."""
    folder = (holey.path / (holey.path / "fetch.txt").read_text().split("\t")[2].splitlines()[0]).parent
    folder.mkdir(parents=True)
    (folder / ".muniment-1-2-3").write_bytes(b"half")
    (holey.path / ".0123.part").write_bytes(b"half")
    assert holey.materialize().fetched == 3
    assert [path.name for path in holey.path.rglob(".*")] == []
    holey.validate()


@pytest.fixture
def web():
    with file_server() as server:
        yield server


def refer(holey, url: str, length: str) -> str:
    """Have the first line of fetch.txt give another address and length, and give the path of its file."""
    file = holey.path / "fetch.txt"
    first, *rest = file.read_text().splitlines(keepends=True)
    path = first.rstrip("\n").split("\t")[2]
    file.write_text(f"{url}\t{length}\t{path}\n" + "".join(rest))
    return path


def test_a_dead_address_is_told_of(holey, web):
    """An address where nobody answers, or nothing is, is a reason; the other files come all the same."""
    path = refer(holey, web.url + "/gone", "7")
    done = holey.materialize()
    assert (done.fetched, list(done.failed)) == (2, [path])
    assert "There is nothing at" in done.failed[path]
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        refer(holey, f"http://127.0.0.1:{unused.getsockname()[1]}/x", "7")
        assert "is out of reach" in holey.materialize(timeout=1).failed[path]
    assert not (holey.path / path).exists()


def test_no_more_is_read_than_a_file_should_have(holey, web):
    """A file that has become longer, or shorter, than fetch.txt says is not taken."""
    path = refer(holey, web.put("/long", bytes(50_000_000)), "7")
    assert "has more bytes where 7 are recorded" in holey.materialize().failed[path]
    refer(holey, web.put("/short", b"bytes"), "7")
    assert "has 5 bytes where 7 are recorded" in holey.materialize().failed[path]
    refer(holey, web.put("/right", b"bytes 0"), "-")
    assert holey.materialize().failed == {}
    assert holey.is_materialized


def test_files_that_are_linked_elsewhere_are_not_written_to(clinic, holey):
    """Files of a bag that have another name elsewhere stay as they are there."""
    image = holey.list_assets("Image")[0]["RID"]
    holey.materialize()
    path = holey.asset_path(image)
    (clinic.folder / "other").hardlink_to(path)
    path.unlink()
    holey.materialize()
    path.write_bytes(b"changed")
    assert (clinic.folder / "other").read_bytes() == b"bytes 0"


def test_a_store_in_a_folder_with_an_odd_name_is_found(clinic):
    """Addresses of files are encoded, so a folder may have blanks and other letters."""
    clinic.catalog.store = open_storage(clinic.folder / "my objekte ä%")
    bag = clinic.bag(clinic.dataset([clinic.image()]), materialize=False)
    assert bag.materialize().failed == {}
    bag.validate()


def test_files_that_cannot_be_had_are_told_of(holey, objects):
    """A lost object and a damaged one fail with a reason each; the others are brought in."""
    lost, damaged, _ = holey.list_assets("Image")
    del objects[lost["SHA256"]]
    objects[damaged["SHA256"]] = b"BYTES 1"
    done = holey.materialize()
    assert done.fetched == 1
    reasons = list(done.failed.values())
    assert re.search("cannot be read: No such file|There is no object", reasons[0])
    assert "has other bytes than the manifests record" in reasons[1]
    assert not list(holey.path.glob(".*.part"))
    assert len(list(holey.path.glob("data/asset/*/*/*"))) == 1


def test_objects_of_a_store_elsewhere_are_fetched(clinic, monkeypatch):
    """An address in a bucket is opened as the store that it is in."""
    bucket = MemoryStorage()
    opened: list[str] = []
    monkeypatch.setattr(bucket, "address", lambda key: f"s3://lab/my%20prefix/{key[:2]}/{key}")
    monkeypatch.setattr(fetching, "open_storage", lambda url: opened.append(url) or bucket)
    fetching._open_store.cache_clear()
    clinic.catalog.store = bucket
    bag = clinic.bag(clinic.dataset(clinic.images([("a.png", b"a"), ("b.png", b"b")])), materialize=False)
    assert bag.materialize().fetched == 2
    assert opened == ["s3://lab/my prefix"]
    bag.validate()
    fetching._open_store.cache_clear()


def test_a_store_without_files_is_exported_by_copies(clinic):
    """Where nothing can be linked, the bytes are copied and checked."""
    clinic.catalog.store = MemoryStorage()
    bag = clinic.bag(clinic.dataset(clinic.images([(f"{n}.png", None) for n in range(20)])))
    bag.validate()


@pytest.mark.parametrize(
    "address",
    [
        "http://ada:s3cr3t@127.0.0.1:9/scan.png",
        "http://127.0.0.1:9/scan.png?X-Amz-Signature=s3cr3t",
        "ftp://ada:s3cr3t@example.org/scan.png",
        "nothing?token=s3cr3t",
    ],
)
def test_no_reason_gives_a_secret_away(holey, address):
    """What is told of an address has no password and no signature in it."""
    refer(holey, address, "7")
    told = str(holey.materialize(timeout=1).failed)
    with pytest.raises(BagInvalid) as caught:
        holey.validate()
    assert "s3cr3t" not in told + str(caught.value)
    assert "scan.png" in told + str(caught.value) or "nothing" in told


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/scan.png", "an address of a kind that this version cannot fetch"),
        ("muniment://catalog/objects/ab/cd", "download the bag from there again"),
    ],
)
def test_addresses_of_other_kinds_are_told_of(holey, address, reason):
    """An address that cannot be fetched is a reason, not a crash."""
    url = (holey.path / "fetch.txt").read_text().split("\t")[0]
    edit_fetch(holey, url, address)
    [found] = holey.materialize().failed.values()
    assert reason in found


@pytest.mark.parametrize(
    "path", ["../../escaped", "/tmp/escaped", "data/../../escaped", "data/%2e%2e/%2e%2e/x", "x"]
)
def test_paths_that_lead_out_of_the_bag_are_refused(clinic, holey, path):
    """Nothing is written when a path in fetch.txt leaves the payload, in whatever spelling."""
    inside = (holey.path / "fetch.txt").read_text().splitlines()[1].split("\t")[2]
    edit_fetch(holey, inside, path)
    with pytest.raises(BagInvalid, match="leads out of the bag's payload"):
        holey.materialize()
    assert not list(clinic.folder.rglob("escaped"))
    assert not list(holey.path.glob("data/asset/*/*/*"))


def test_links_that_lead_out_of_the_bag_are_not_followed(clinic, holey):
    """A link in the place of a folder of the payload does not lead what is written elsewhere."""
    outside = clinic.folder / "outside"
    outside.mkdir()
    (holey.path / "data/asset").symlink_to(outside)
    failed = holey.materialize().failed
    assert set(failed.values()) == {"a link on its path leads out of the bag"}
    assert list(outside.iterdir()) == []


def test_files_without_a_checksum_are_not_taken(holey):
    """A file that no manifest lists cannot be checked, so it is not brought in."""
    inside = (holey.path / "fetch.txt").read_text().splitlines()[0].split("\t")[2]
    edit_fetch(holey, inside, "data/asset/other.png")
    assert holey.materialize().failed == {"data/asset/other.png": "no manifest has a checksum for it"}


def test_a_line_that_cannot_be_read_is_named(holey):
    """A damaged fetch.txt is refused with the number of the line."""
    (holey.path / "fetch.txt").write_text("nonsense\n")
    with pytest.raises(BagInvalid, match=r"Line 1 of fetch.txt"):
        DatasetBag.open(holey.path).materialize()
