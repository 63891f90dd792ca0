"""Assets whose bytes stay where they are."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_server import FileServer, file_server

from muniment import BuiltinTypes, ColumnDefinition, DatasetBag, Muniment
from muniment.errors import (
    BagError,
    ChecksumMismatch,
    ColumnNotFound,
    InvalidValue,
    ObjectNotFound,
    StorageError,
)

SCAN = b"a scan of somebody else"


@pytest.fixture
def web() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


@pytest.fixture
def ml(tmp_path: Path) -> Iterator[Muniment]:
    with Muniment(tmp_path / "lab", create=True) as ml:
        ml.create_asset("Image", [ColumnDefinition("Width", BuiltinTypes.int4)])
        yield ml


def sums(data: bytes) -> dict[str, str]:
    return {"md5": hashlib.md5(data).hexdigest(), "sha256": hashlib.sha256(data).hexdigest()}


def test_a_reference_is_an_asset_without_a_copy(ml: Muniment, web: FileServer, tmp_path: Path) -> None:
    """A file on the web becomes an asset with its length, types and columns, and is not copied."""
    url = web.put("/public/scan%201.png", SCAN)
    image = ml.add_reference("Image", url, Width=64, description="From the atlas")
    assert (image.url, image.filename, image.length) == (url, "scan 1.png", len(SCAN))
    assert (image["Width"], image.description, image.asset_types) == (64, "From the atlas", ["Image"])
    assert (image.md5, image.sha256) == ("", "")
    assert not list((tmp_path / "lab" / "objects").glob("??/*"))
    assert ml.lookup_asset(image.rid).url == url
    assert image.presigned_url() == url
    with image.open() as file:
        assert file.read() == SCAN


def test_what_is_first_fetched_is_recorded(ml: Muniment, web: FileServer, tmp_path: Path) -> None:
    """Checksums that were unknown are recorded when the bytes are first fetched, and hold from then on."""
    url = web.put("/scan.png", SCAN)
    image = ml.add_reference("Image", url)
    assert image.download(tmp_path / "out").read_bytes() == SCAN
    assert {"md5": image.md5, "sha256": image.sha256} == sums(SCAN)
    assert ml.lookup_asset(image.rid).sha256 == image.sha256
    web.put("/scan.png", SCAN.upper())
    with pytest.raises(ChecksumMismatch, match=r"scan.png has other bytes than were recorded: their SHA-256"):
        image.download(tmp_path / "again")


def test_checksums_that_are_known_hold_from_the_beginning(
    ml: Muniment, web: FileServer, tmp_path: Path
) -> None:
    """A checksum that was given is compared with the first bytes that come; no row is changed by others."""
    url = web.put("/scan.png", SCAN)
    good = ml.add_reference("Image", url, md5=sums(SCAN)["md5"].upper())
    assert good.download(tmp_path / "good").read_bytes() == SCAN
    assert good.sha256 == sums(SCAN)["sha256"]
    wrong = ml.add_reference("Image", url, sha256="0" * 64)
    with pytest.raises(ChecksumMismatch):
        wrong.download(tmp_path / "wrong")
    assert ml.lookup_asset(wrong.rid).sha256 == "0" * 64


def test_references_are_verified_in_bulk(ml: Muniment, web: FileServer) -> None:
    """All references of a table are read at once: unknown checksums are recorded, others compared."""
    images = [ml.add_reference("Image", web.put(f"/{n}.png", b"scan %d" % n)) for n in range(5)]
    ml.add_files(Path(__file__), asset_table="Image")
    found = ml.verify_references("Image")
    assert (found.verified, sorted(found.completed), found.failed) == (5, [i.rid for i in images], {})
    web.put("/3.png", b"nacs 3")
    del web.files["/4.png"]
    again = ml.verify_references("Image")
    assert (again.verified, again.completed) == (3, ())
    assert list(again.failed) == [images[3].rid, images[4].rid]
    assert "other bytes" in again.failed[images[3].rid]


def test_a_server_out_of_reach_needs_a_length(ml: Muniment, web: FileServer) -> None:
    """A reference may be added while its server is away, if the length is given."""
    web.status = 500
    with pytest.raises(StorageError, match="answered 500"):
        ml.add_reference("Image", f"{web.url}/scan.png")
    assert ml.add_reference("Image", f"{web.url}/scan.png", length=5).length == 5
    web.status, web.tells_length, web.has_ranges = 200, False, False
    with pytest.raises(InvalidValue, match=r"Give it: length="):
        ml.add_reference("Image", web.put("/scan.png", SCAN))


def test_a_reference_that_cannot_be_is_refused(ml: Muniment, web: FileServer) -> None:
    """A wrong address, checksum, length, name or column is refused, and no row is added."""
    url = web.put("/scan.png", SCAN)
    with pytest.raises(ObjectNotFound, match="There is nothing at"):
        ml.add_reference("Image", f"{web.url}/other.png")
    with pytest.raises(InvalidValue, match="is no MD5"):
        ml.add_reference("Image", url, md5="abc")
    with pytest.raises(InvalidValue, match="filename="):
        ml.add_reference("Image", web.put("/", SCAN))
    with pytest.raises(InvalidValue, match="holds a password"):
        ml.add_reference("Image", "https://ada:s3cret@example.org/scan.png", length=1, filename="scan.png")
    with pytest.raises(InvalidValue, match="Filename holds text"):
        ml.add_reference("Image", f"{web.url}/scan%00.png", length=1)
    with pytest.raises(InvalidValue, match="cannot have -1 bytes"):
        ml.add_reference("Image", url, length=-1)
    with pytest.raises(ColumnNotFound, match="Widht"):
        ml.add_reference("Image", url, Widht=3)
    with pytest.raises(InvalidValue, match="Length holds int8"):
        ml.add_reference("Image", url, length="long")  # type: ignore[arg-type]
    assert len(ml.list_assets("Image")) == 0


def test_a_bag_brings_references_in(ml: Muniment, web: FileServer, tmp_path: Path) -> None:
    """A bag holds the bytes of references and files alike, and tells where the references come from."""
    (tmp_path / "own.png").write_bytes(b"own")
    ml.add_dataset_element_type("Image")
    url = web.put("/scan.png", SCAN)
    members = [ml.add_reference("Image", url).rid]
    members += [image.rid for image in ml.add_files(tmp_path / "own.png", asset_table="Image")]
    dataset = ml.create_dataset(description="Scans")
    dataset.add_dataset_members(members)
    with pytest.raises(BagError, match=r"nobody has read.*ml.verify_references\('Image'\)"):
        dataset.download_dataset_bag()
    ml.verify_references("Image")
    bag = dataset.download_dataset_bag()
    bag.validate()
    assert {path.read_bytes() for path in bag.path.glob("data/asset/*/Image/*")} == {SCAN, b"own"}
    assert url in (bag.path / "fetch.txt").read_text()


def test_a_bag_without_bytes_fetches_references_later(ml: Muniment, web: FileServer, tmp_path: Path) -> None:
    """A bag that leaves its files to fetch.txt gets a reference from where it is, and refuses other bytes."""
    ml.add_dataset_element_type("Image")
    url = web.put("/scan.png", SCAN)
    dataset = ml.create_dataset(description="Scans")
    dataset.add_dataset_members([ml.add_reference("Image", url, **sums(SCAN)).rid])
    path = dataset.download_dataset_bag(materialize=False).path
    web.put("/scan.png", SCAN[::-1])
    [reason] = DatasetBag.open(path).materialize().failed.values()
    assert "other bytes" in reason
    web.put("/scan.png", SCAN)
    bag = DatasetBag.open(path)
    assert bag.materialize().fetched == 1
    bag.validate()


def test_a_folder_has_no_urls_to_lend(ml: Muniment, tmp_path: Path) -> None:
    """A file in a folder cannot be given out by a URL, and the error says what can be done."""
    (tmp_path / "own.png").write_bytes(b"own")
    [image] = ml.add_files(tmp_path / "own.png", asset_table="Image")
    with pytest.raises(StorageError, match="Download the file instead"):
        image.presigned_url()
