import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.unpacking import unpack
from muniment.errors import BagInvalid


def make_zip(path: Path, files: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return path


def make_tar(path: Path, files: list[tuple[str, bytes]]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".tgz" else "w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def make(path: Path, files: list[tuple[str, bytes]]) -> Path:
    return (make_zip if path.suffix == ".zip" else make_tar)(path, files)


def refused(archive: Path, match: str, **options) -> None:
    """Expect an archive to be refused, and nothing to be kept of it."""
    before = set(archive.parent.parent.rglob("*"))
    with pytest.raises(BagInvalid, match=match):
        DatasetBag.open(archive, unpack_to=archive.parent / "into", **options)
    after = set(archive.parent.parent.rglob("*")) - before
    assert after <= {archive.parent / "into"}


FORMS = pytest.mark.parametrize("form", ["zip", "tar", "tgz"])


@FORMS
@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "Bag/../../escaped",
        "/tmp/escaped",
        "Bag/data/..\\..\\escaped",
        "C:/escaped",
        "Bag/data/%2e%2e/%2e%2e/%2e%2e/escaped",
        "Bag/data/%2E./%2e./../escaped",
        "~/escaped",
        "Bag//escaped",
        "Bag/./escaped",
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path, form, name):
    """An archive with a name that climbs out, is absolute or hides that is refused, whatever the spelling."""
    archive = make(tmp_path / f"bag.{form}", [("Bag/bagit.txt", b""), (name, b"x")])
    if form == "zip":  # whose reader takes what stands after a first slash for part of a name
        assert any(name in each for each in zipfile.ZipFile(archive).namelist())
    refused(archive, "leads out of the bag")


@FORMS
@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Bag/data/scan.png", "Bag/data/scan.png", "is twice in"),
        ("Bag/data/scan.png", "Bag/data/SCAN.png", "are one file on some disks"),
        ("Bag/data/a/x", "Bag/data/A/y", "are one file on some disks"),
        ("Bag/data/stra\u00dfe", "Bag/data/STRASSE", "are one file on some disks"),
        ("Bag/data/caf\u00e9", "Bag/data/cafe\u0301", "are one file on some disks"),
        ("Bag/data/x", "Bag/data/x/y", "is twice in"),
        ("Bag/bagit.txt", "Other/bagit.txt", "beside the folder of the bag"),
        ("Bag/bagit.txt", "bagit.txt", "beside the folder of the bag"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_that_some_disk_cannot_tell_apart_are_refused(tmp_path, form, first, second, reason):
    """Two names that are one file on some disk, or another folder, are refused with both names."""
    refused(make(tmp_path / f"bag.{form}", [(first, b"1"), (second, b"2")]), reason)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(tmp_path, kind):
    """A link in a tar is no file of a bag, wherever it leads."""
    archive = tmp_path / "bag.tar"
    with tarfile.open(archive, "w") as tar:
        tar.addfile(tarfile.TarInfo("Bag/bagit.txt"))
        info = tarfile.TarInfo("Bag/data")
        info.type, info.linkname = kind, "Bag/bagit.txt"
        tar.addfile(info)
    refused(archive, "is a link or no regular file")


def test_links_in_a_zip_are_refused(tmp_path):
    """A symbolic link in a zip is refused as well."""
    info = zipfile.ZipInfo("Bag/data")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "bag.zip", "w") as archive:
        archive.writestr(info, "/etc")
    refused(tmp_path / "bag.zip", "is a link or no regular file")


@FORMS
def test_a_bomb_is_refused(tmp_path, form):
    """What becomes a thousand times as large is refused with what to do, unless more is allowed."""
    files = [("Bag/bagit.txt", b""), *((f"Bag/data/{n}", bytes(3_000_000)) for n in range(3))]
    archive = make(tmp_path / f"bag.{form}", files)
    refused(archive, r"would take more than 8,000,000 bytes .* max_bytes=\.\.\.", max_bytes=8_000_000)
    assert unpack(archive, tmp_path, max_bytes=10_000_000) == tmp_path / "Bag"


def test_many_empty_files_are_a_bomb_too(tmp_path):
    """Files without bytes take room on a disk, and count for it."""
    archive = make_zip(tmp_path / "bag.zip", [(f"Bag/data/{number}", b"") for number in range(1000)])
    refused(archive, "would take more than", max_bytes=1_000_000)


def test_by_itself_the_limit_follows_the_archive(tmp_path):
    """Without a limit an archive may become a hundred times as large, and a GiB in any case."""
    archive = tmp_path / "bag.tar"
    with gzip.open(archive, "wb") as stream:
        for number in range(3):
            info = tarfile.TarInfo(f"Bag/data/{number}")
            info.size = 1 << 29
            stream.write(info.tobuf(tarfile.PAX_FORMAT))
            if number < 2:
                for _ in range(1 << 5):
                    stream.write(bytes(1 << 24))
    refused(archive, "would take more than 1,073,741,824 bytes")


def test_a_header_that_fills_the_memory_is_refused(tmp_path):
    """A tar whose header is endless is refused before it is in memory."""
    archive = tmp_path / "bag.tgz"
    info = tarfile.TarInfo("././@PaxHeader")
    info.type, info.size = tarfile.XHDTYPE, 1 << 30
    with gzip.open(archive, "wb") as stream:
        stream.write(info.tobuf(tarfile.USTAR_FORMAT))
        for _ in range(8):
            stream.write(bytes(1 << 20))
    refused(archive, "header in the archive is too long")


@pytest.fixture(scope="module")
def bag_files() -> list[tuple[str, bytes]]:
    return [
        ("Bag/bagit.txt", b"bagit"),
        ("Bag/data/noise", os.urandom(2000)),
        ("Bag/data/text", b"x" * 2000),
    ]


@FORMS
def test_an_archive_that_was_cut_is_refused(tmp_path, form, bag_files):
    """An archive whose end is missing is refused, wherever it was cut."""
    archive = make(tmp_path / f"bag.{form}", bag_files)
    whole = archive.read_bytes()
    for length in (0, 10, 600, len(whole) // 3, len(whole) // 2):
        archive.write_bytes(whole[:length])
        refused(archive, "cannot be unpacked|is empty")


def test_what_is_no_archive_is_refused(tmp_path):
    """A file that is no archive, or one with a password, is refused with what it is."""
    (tmp_path / "bag.zip").write_bytes(b"no archive" * 1000)
    refused(tmp_path / "bag.zip", "is no zip or tar")
    make_zip(tmp_path / "bag.zip", [("Bag/bagit.txt", b"x")])
    content = (tmp_path / "bag.zip").read_bytes()
    flag = content.rindex(b"PK\x01\x02") + 8
    (tmp_path / "bag.zip").write_bytes(content[:flag] + b"\x01" + content[flag + 1 :])
    refused(tmp_path / "bag.zip", "is encrypted")


@pytest.mark.parametrize("form", ["zip", "tar", "tgz"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.integers(-400, 1500) | st.integers(0, 10**6), st.integers(0, 255)), max_size=5
    )
)
def test_damage_of_any_kind_stays_in_the_folder(tmp_path_factory, bag_files, form, edits):
    """Whatever bytes of an archive change, it is unpacked or refused, and nothing is written elsewhere."""
    folder = tmp_path_factory.mktemp("damage")
    archive = make(folder / f"bag.{form}", bag_files)
    content = bytearray(archive.read_bytes())
    for place, value in edits:
        content[place % len(content)] = value
    archive.write_bytes(content)
    (folder / "into").mkdir()
    try:
        unpack(archive, folder / "into", max_bytes=10_000_000)
    except BagInvalid:
        assert list((folder / "into").iterdir()) == []
    assert len(list((folder / "into").iterdir())) <= 1
    assert sorted(path.name for path in folder.iterdir()) == [f"bag.{form}", "into"]
