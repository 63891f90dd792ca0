import pytest

from muniment.bags import cache
from muniment.catalog import datasets
from muniment.errors import BagError, DatasetNotFound, ObjectNotFound, TableNotFound, VersionNotFound


def test_a_release_is_downloaded_once(clinic, monkeypatch):
    """A second download gives the bag that is there, with no further export."""
    dataset = clinic.dataset([clinic.image()])
    first = clinic.download(dataset)
    monkeypatch.setattr(cache, "export_bag", None)
    assert clinic.download(dataset) == first
    assert clinic.download(dataset, "0.2.0") == first
    assert str(first.current_version) == "0.2.0"


def test_a_draft_is_never_stale(clinic):
    """A draft is downloaded anew once anything has been written to the catalog."""
    dataset = clinic.dataset([clinic.image()], release=False)
    first = clinic.download(dataset)
    assert clinic.download(dataset).path == first.path
    datasets.add_members(clinic.catalog, dataset, [clinic.image()])
    second = clinic.download(dataset)
    assert (len(first.list_members("Image")), len(second.list_members("Image"))) == (1, 2)
    assert second.info["Dataset-Snapshot"].endswith("(a draft)")


def test_a_version_that_does_not_exist_is_named(clinic):
    """An unknown version is refused with those there are."""
    dataset = clinic.dataset([clinic.image()])
    with pytest.raises(VersionNotFound, match=r"has no version 7.0.0. It has 0.1.0, 0.2.0."):
        clinic.download(dataset, "7.0.0")


def test_an_older_version_is_given_as_it_was(clinic):
    """Once a dataset has changed, its older versions can be had all the same, be they in the cache or not."""
    dataset = clinic.dataset([clinic.image()])
    kept = clinic.download(dataset)
    datasets.add_members(clinic.catalog, dataset, [clinic.image()])
    assert clinic.download(dataset, "0.2.0") == kept
    first = clinic.download(dataset, "0.1.0")
    assert (str(first.current_version), any(first.list_dataset_members().values())) == ("0.1.0", False)


def test_what_was_left_out_makes_another_bag(clinic):
    """Bags with and without a table stand side by side; an unknown table is refused."""
    dataset = clinic.dataset([clinic.image(Subject=clinic.insert("Subject"))])
    whole, without = clinic.download(dataset), clinic.download(dataset, exclude_tables={"Subject"})
    assert whole.path != without.path
    assert "Subject" in whole.list_tables()
    assert "Subject" not in without.list_tables()
    assert without.info["Left-Out-Tables"] == "Dataset_Subject, Subject"
    with pytest.raises(TableNotFound):
        clinic.download(dataset, exclude_tables={"Subjects"})


def test_a_bag_without_files_is_completed_in_place(clinic):
    """A bag downloaded without its assets gets them when they are asked for, and is valid then."""
    image = clinic.image("scan.png", b"bytes")
    dataset = clinic.dataset([image])
    holey = clinic.download(dataset, materialize=False)
    assert not holey.is_materialized
    with pytest.raises(BagError, match=r"bag.materialize\(\) brings in"):
        holey.asset_path(image)
    full = clinic.download(dataset)
    assert full == holey
    assert full.is_materialized
    assert full.asset_path(image).read_bytes() == b"bytes"
    full.validate()
    assert clinic.download(dataset, materialize=False).is_materialized


def test_a_file_that_was_deleted_is_brought_back(clinic):
    """A file that somebody took from a downloaded bag is there again after the next download."""
    image = clinic.image("scan.png", b"bytes")
    dataset = clinic.dataset([image])
    clinic.download(dataset).asset_path(image).unlink()
    clinic.download(dataset).validate()


def test_a_failed_download_leaves_nothing(clinic, objects):
    """When the store has lost its objects, there is no bag, and the next download begins anew."""
    dataset = clinic.dataset([clinic.image()])
    [(digest, content)] = objects.items()
    del objects[digest]
    with pytest.raises(ObjectNotFound):
        clinic.download(dataset)
    assert not list((clinic.folder / "cache").rglob("bagit.txt"))
    clinic.catalog.store.put_bytes(content)
    clinic.download(dataset).validate()


def test_a_deleted_dataset_can_be_downloaded_still(clinic):
    """What was deleted in the catalog is evidence still; what never was there is named."""
    dataset = clinic.dataset([clinic.image()])
    datasets.delete(clinic.catalog, dataset)
    assert clinic.download(dataset).dataset_rid == dataset
    with pytest.raises(DatasetNotFound):
        clinic.download("9-9999")


DOWNLOAD = """
import sys
from pathlib import Path
from muniment.bags.cache import download_bag
from muniment.catalog import creation
catalog = creation.open_catalog(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
print(download_bag(catalog, sys.argv[2], None, Path(sys.argv[3])).path)
catalog.database.close()
"""


def test_processes_that_download_at_once_end_with_one_bag(clinic, start):
    """Three processes download the same version at a time: all get the same bag, which is valid."""
    dataset = clinic.dataset(clinic.images([("scan.png", None)] * 30))
    folder = clinic.folder / "cache"
    processes = [start(DOWNLOAD, clinic.catalog.address, dataset, folder) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in processes]
    [path] = {output for output, _ in said}
    assert [complaints for _, complaints in said] == ["", "", ""]
    bag = clinic.download(dataset)
    assert str(bag.path) == path.strip()
    assert not list(folder.rglob("*.partial"))
    bag.validate()


def test_a_release_whose_inner_dataset_has_changed_is_as_it_was(clinic):
    """A release has the content that it had, also if a dataset inside it has changed since."""
    first, second = clinic.image(), clinic.image()
    inner = clinic.dataset([first, second])
    outer = clinic.dataset([inner])
    datasets.delete_members(clinic.catalog, inner, [second])
    bag = clinic.download(outer, "0.2.0")
    assert [row["RID"] for row in bag.list_dataset_members(recurse=True)["Image"]] == [first, second]
