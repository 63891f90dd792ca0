import pytest

from muniment.errors import BagInvalid


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
    """A bag without its declaration, or with a manifest that leads out of it, is no bag."""
    (bag.path / "manifest-md5.txt").write_text("0" * 32 + "  ../../secret\n")
    with pytest.raises(BagInvalid, match="is no bag"):
        bag.validate()
    (bag.path / "bagit.txt").unlink()
    with pytest.raises(BagInvalid, match=r"bagit\.txt"):
        bag.validate()
