import hashlib
import logging
import shutil
from pathlib import Path

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment.bags.layout import FetchLine
from muniment.bags.validation import validate
from muniment.bags.writer import BagWriter
from muniment.errors import BagInvalid

pytestmark = pytest.mark.of_folders(
    "a bag is the same to the byte, whatever its catalog is in: test_packing.py"
)


@pytest.fixture
def bag(clinic):
    images = clinic.images([(f"scan-{number}.png", f"bytes {number}".encode()) for number in range(3)])
    bag = clinic.bag(clinic.dataset(images))
    for image in images:  # links to the store become files that a test may spoil
        path = bag.asset_path(image)
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    return bag


def test_a_whole_bag_is_valid(bag):
    """A bag that nobody has touched is valid, by a full reading and by a count."""
    bag.validate()
    bag.validate(fast=True)


def test_changed_missing_and_extra_files_are_named(bag):
    """All files that differ are named in one error, each as what it is."""
    first, second, third = sorted(bag.path.glob("data/asset/*/*/*"))
    first.write_bytes(b"BYTES 0")
    second.unlink()
    third.with_name("extra.png").write_bytes(b"")
    with pytest.raises(BagInvalid) as refusal:
        bag.validate()
    for what, path in (
        ("changed", first),
        ("missing", second),
        ("not in the manifests", third.with_name("extra.png")),
    ):
        assert f"Files {what}: {path.relative_to(bag.path)}." in str(refusal.value)


def test_one_changed_byte_is_found(bag):
    """A byte that changed in a file of the same length is found by reading, and named."""
    file = bag.path / "data/domain/Image.csv"
    content = file.read_bytes()
    file.write_bytes(content[:-3] + b"X" + content[-2:])
    bag.validate(fast=True)
    with pytest.raises(BagInvalid, match=r"is not valid. Files changed: data/domain/Image.csv\.$"):
        bag.validate()


def test_a_changed_length_is_found_by_counting(bag):
    """A file that grew is named by the fast check too."""
    with (bag.path / "data/schema.json").open("a") as stream:
        stream.write(" ")
    with pytest.raises(BagInvalid, match=r"Files changed: data/schema.json"):
        bag.validate(fast=True)


@pytest.mark.parametrize("name", ["bag-info.txt", "manifest-sha256.txt", "bagit.txt"])
def test_tag_files_are_checked_too(bag, name):
    """What a bag says of itself cannot be changed unnoticed."""
    with (bag.path / name).open("a") as stream:
        stream.write("\n")
    with pytest.raises(BagInvalid, match=f"Files changed: {name}"):
        bag.validate()


def test_many_files_are_summed_up(bag):
    """A long list of files is cut, and the number of the others told."""
    for number in range(15):
        (bag.path / f"data/extra-{number:02}").touch()
    with pytest.raises(BagInvalid, match=r"extra-09 and 5 more\."):
        bag.validate()


def test_a_folder_that_is_no_bag_is_refused(bag):
    """A bag without its declaration, or without a manifest, is no bag."""
    for manifest in bag.path.glob("manifest-*.txt"):
        manifest.unlink()
    with pytest.raises(BagInvalid, match="there is no manifest in it"):
        bag.validate()
    (bag.path / "bagit.txt").unlink()
    with pytest.raises(BagInvalid, match=r"bagit\.txt"):
        bag.validate()


def edit(file: Path, change) -> None:
    file.write_bytes(change(file.read_bytes()))


def first_line(content: bytes) -> bytes:
    return content.splitlines(keepends=True)[0]


def renamed(path: bytes):
    """Change the path in the first line of a manifest."""
    return lambda content: content.replace(first_line(content), first_line(content).split()[0] + b"  " + path)


SPOILED = {
    "climbs": ("manifest-md5.txt", renamed(b"data/../../secret\n"), "leads out of the bag"),
    "absolute": ("manifest-md5.txt", renamed(b"/etc/passwd\n"), "leads out of the bag"),
    "encoded": ("manifest-sha256.txt", renamed(b"data/%2e%2e/%2E%2E/secret\n"), "leads out of the bag"),
    "tag climbs": ("tagmanifest-md5.txt", renamed(b"../secret\n"), "leads out of the bag"),
    "home": ("tagmanifest-md5.txt", renamed(b"~/secret\n"), "leads out of the bag"),
    "backslash": ("manifest-md5.txt", renamed(b"data\\..\\..\\secret\n"), "leads out of the bag"),
    "no payload": ("manifest-md5.txt", renamed(b"bagit.txt\n"), "is no line of it"),
    "no path": ("manifest-md5.txt", renamed(b"\n"), "is no line of it"),
    "twice": ("manifest-md5.txt", lambda content: content + first_line(content), "twice"),
    "case": (
        "manifest-md5.txt",
        lambda content: (
            content
            + first_line(content).replace(b"data/", b"data/X/")
            + first_line(content).replace(b"data/", b"data/x/")
        ),
        "are one file on some disks",
    ),
    "short": (
        "manifest-md5.txt",
        lambda content: content.replace(first_line(content), b""),
        "not in all manifests: data/",
    ),
    "swapped": (
        "manifest-md5.txt",
        lambda content: content.replace(content[:32], b"0" * 32),
        "Files changed: data/",
    ),
    "oxum": (
        "bag-info.txt",
        lambda content: content.replace(b"Payload-Oxum: ", b"Payload-Oxum: 1"),
        "Files changed: bag-info.txt",
    ),
    "no oxum": (
        "bag-info.txt",
        lambda content: content.replace(b"Payload-Oxum: ", b"Payload-Oxum: x"),
        "should be like",
    ),
    "bom": ("bagit.txt", lambda content: b"\xef\xbb\xbf" + content, "byte-order mark"),
    "version": ("bagit.txt", lambda content: content.replace(b"1.0", b"7.0"), "BagIt 7.0"),
    "encoding": ("bagit.txt", lambda content: content.replace(b"UTF-8", b"UTF-99"), "unknown encoding"),
    "letters": ("manifest-md5.txt", lambda content: content + b"\xff\xff  data/x\n", "is no bag"),
    "no address": (
        "fetch.txt",
        lambda content: b"nowhere" + content[content.index(b"\t") :],
        "is no address",
    ),
    "fetched twice": ("fetch.txt", lambda content: content + first_line(content), "twice"),
    "fetched only": (
        "fetch.txt",
        lambda content: content + b"https://example.org/x\t1\tdata/x\n",
        "no manifest has",
    ),
    "fetched away": (
        "fetch.txt",
        lambda content: content + b"https://example.org/x\t1\t../x\n",
        "leads out of",
    ),
}


@pytest.mark.parametrize(("name", "change", "reason"), SPOILED.values(), ids=SPOILED)
def test_what_a_bag_says_of_itself_is_checked(bag, name, change, reason):
    """A manifest, fetch.txt, Oxum or declaration that cannot be right is refused with the reason."""
    edit(bag.path / name, change)
    with pytest.raises(BagInvalid, match=reason):
        bag.validate()


def test_a_manifest_of_unknown_checksums_is_refused(bag):
    """Checksums that nobody can compute prove nothing, so that a bag with them is not called valid."""
    shutil.copy(bag.path / "manifest-md5.txt", bag.path / "manifest-crc7.txt")
    with pytest.raises(BagInvalid, match=r"manifest-crc7.txt has checksums that cannot be computed here"):
        bag.validate()


def test_other_checksums_are_checked_too(bag):
    """A manifest of any algorithm that Python knows is checked, and in one pass with the others."""
    paths = [line.split("  ")[1] for line in (bag.path / "manifest-md5.txt").read_text().splitlines()]
    digests = {path: hashlib.sha512((bag.path / path).read_bytes()).hexdigest() for path in paths}
    manifest = bag.path / "manifest-sha512.txt"
    manifest.write_text("".join(f"{digest.upper()} *{path}\n" for path, digest in digests.items()))
    bag.validate()
    edit(manifest, lambda content: content.replace(content[:8], b"00000000"))
    with pytest.raises(BagInvalid, match=f"Files changed: {paths[0]}"):
        bag.validate()


def test_large_files_are_checked_in_threads(clinic):
    """One byte is found that changed in a large file among others."""
    bag = clinic.bag(clinic.dataset(clinic.images([(f"{n}.png", bytes([n]) * 3_000_000) for n in range(5)])))
    told: list[tuple[int, int]] = []
    bag.validate(progress=lambda done, total: told.append((done, total)))
    [(done, total)] = told
    assert done == total > 10
    file = sorted(bag.path.glob("data/asset/*/*/*"))[3]
    edit(file, lambda content: content[:2_000_000] + b"x" + content[2_000_001:])
    with pytest.raises(BagInvalid, match=f"Files changed: {file.relative_to(bag.path)}"):
        bag.validate()


@pytest.mark.parametrize("place", ["data/asset/link", "data/domain/Image.csv", "link.txt"])
def test_links_in_a_bag_are_refused(bag, place):
    """A symbolic link may be another file elsewhere, so that a bag with one is not valid, even if it fits."""
    target = bag.path.parent / "Image.csv"
    shutil.copy(bag.path / "data/domain/Image.csv", target)
    (bag.path / place).unlink(missing_ok=True)
    (bag.path / place).symlink_to(target)
    for fast in (True, False):
        with pytest.raises(BagInvalid, match=f"{place} in .* is a link"):
            bag.validate(fast=fast)


def test_a_file_whose_letters_a_disk_has_written_otherwise_is_found(bag):
    """Some disks write an accent as a letter of its own: the file is the same."""
    (bag.path / "data/cafe\u0301").write_bytes(b"x")
    for algorithm in ("md5", "sha256"):
        digest = hashlib.new(algorithm, b"x").hexdigest()
        edit(
            bag.path / f"manifest-{algorithm}.txt",
            lambda content, d=digest: content + f"{d}  data/caf\u00e9\n".encode(),
        )
    with pytest.raises(BagInvalid, match=r"Files changed: manifest-md5.txt, manifest-sha256.txt\.$"):
        bag.validate()


FILES = [
    "bagit.txt",
    "bag-info.txt",
    "fetch.txt",
    "manifest-md5.txt",
    "manifest-sha256.txt",
    "tagmanifest-md5.txt",
    "data/a",
    "data/b/c",
]
PIECES = [b"", b" ", b"\n", b"data/a", b"data/b/c", b"../x", b"%0A", b"*", b"0" * 32, b"Payload-Oxum: 1.1\n"]


def make_small_bag(folder: Path) -> None:
    with BagWriter(folder) as writer:
        for path in ("data/a", "data/b/c"):
            with writer.payload_file(path) as stream:
                stream.write(path)
            writer.add_fetch(FetchLine(f"https://example.org/{path}", len(path), path))
        writer.finish({})


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 80), st.sampled_from(PIECES)),
        max_size=3,
    ),
    gone=st.sets(st.sampled_from(FILES), max_size=1),
    new=st.sampled_from(
        ["", "", "data/new", "data/b/new", "manifest-sha512.txt", "tagmanifest-sha1.txt", "new"]
    ),
    resealed=st.booleans(),
)
def test_what_others_refuse_is_refused(tmp_path_factory, edits, gone, new, resealed):
    """Whatever is done to a bag, it is not called valid if `bagit` does not call it so."""
    folder = tmp_path_factory.mktemp("bag")
    make_small_bag(folder)
    for name, place, length, piece in edits:
        content = (folder / name).read_bytes()
        start = int(place * len(content))
        (folder / name).write_bytes(content[:start] + piece + content[start + length :])
    for name in gone:
        (folder / name).unlink()
    if new:
        (folder / new).write_bytes(b"")
    if resealed:
        for seal in folder.glob("tagmanifest-*"):
            seal.unlink()
    try:
        theirs = bagit.Bag(str(folder)).validate()
    except (bagit.BagError, OSError, ValueError, KeyError):
        theirs = False
    try:
        validate(folder)
    except BagInvalid:
        return
    assert theirs


@pytest.fixture(autouse=True)
def _quiet_judge():
    """The judge logs what it finds."""
    logging.getLogger("bagit").setLevel(logging.CRITICAL)
