import os
import shutil

import pytest

from muniment.bags import cache, cached_bags
from muniment.bags.cache import find_bag
from muniment.bags.dataset_bag import DatasetBag
from muniment.catalog import assets, datasets, vocabularies
from muniment.errors import (
    BagError,
    DatasetNotFound,
    ObjectNotFound,
    TableNotFound,
    TermNotFound,
    VersionNotFound,
)

pytestmark = pytest.mark.preloaded


def test_a_release_is_downloaded_once(clinic, monkeypatch):
    """A second download gives the bag that is there, with no further export."""
    dataset = clinic.dataset([clinic.image()])
    first = clinic.download(dataset)
    monkeypatch.setattr(cache, "export_without_assets", None)
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
    """Once a dataset has changed, each older version has a bag of its own, with what it held."""
    first, second = clinic.image(), clinic.image()
    dataset = clinic.dataset([first])
    kept = clinic.download(dataset)
    datasets.add_members(clinic.catalog, dataset, [second])
    assert clinic.download(dataset, "0.2.0") == kept
    assert "Image" not in clinic.download(dataset, "0.1.0").list_dataset_members()
    assert clinic.download(dataset).list_members("Image") == [first, second]


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


def identities(bag) -> dict[str, tuple[int, int]]:
    """Tell which files a bag has, so that one that was written again is another."""
    found = (path for path in bag.path.glob("data/asset/*/*/*"))
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def test_a_failed_download_goes_on_where_it_stopped(clinic, objects):
    """When the store has lost an object, the files that are there stay, and the next download adds the rest."""
    dataset = clinic.dataset(clinic.images([(f"{number}.png", bytes([number])) for number in range(5)]))
    last = assets.list_assets(clinic.catalog, "Image")[4]["SHA256"]
    content = objects[last]
    del objects[last]
    with pytest.raises(ObjectNotFound):
        clinic.download(dataset)
    before = identities(clinic.download(dataset, materialize=False))
    assert sorted(before) == ["0.png", "1.png", "2.png", "3.png"]
    clinic.catalog.store.put_bytes(content)
    bag = clinic.download(dataset)
    assert before.items() <= identities(bag).items()
    bag.validate()


KILLED = """
import sys
import time
from pathlib import Path
from muniment.bags.cache import download_bag
from muniment.bags.dataset_bag import DatasetBag
from muniment.catalog import creation
from muniment.storage import arrivals

named = arrivals.Arrival.name
done = []

def stop_in_the_middle(arrival, path):
    done.append(path)
    if len(done) == 13:
        print("half", flush=True)
    if len(done) > 12:
        time.sleep(60)
    named(arrival, path)

arrivals.Arrival.name = stop_in_the_middle
catalog = creation.open_catalog(sys.argv[1])
download_bag(catalog, sys.argv[2], None, Path(sys.argv[3]))
"""


def test_a_download_that_was_killed_goes_on(clinic, start):
    """A process killed in the middle leaves whole files, which are not fetched again; then the bag is valid."""
    dataset = clinic.dataset(clinic.images([(f"{number}.png", None) for number in range(40)]))
    process = start(KILLED, clinic.catalog.address, dataset, clinic.folder / "cache")
    assert process.stdout.readline() == "half\n"
    process.kill()
    process.wait()
    [found] = cached_bags.find_cached(clinic.folder / "cache")
    assert (found.dataset_rid, found.version, found.status) == (dataset, "0.2.0", "cached_holey")
    before = {
        name: kept for name, kept in identities(DatasetBag.open(found.path)).items() if name.endswith("png")
    }
    assert 4 <= len(before) <= 12  # other threads may be about to name theirs
    bag = clinic.download(dataset)
    assert bag.path == found.path
    assert before.items() <= identities(bag).items()
    assert len(identities(bag)) == 40
    bag.validate()


def test_some_types_of_files_can_be_downloaded_alone(clinic):
    """Files of some types come alone; others come when they are asked for, and the bag is the same."""
    first, second = clinic.images([("a.png", b"a"), ("b.png", b"b")])
    vocabularies.add_term(clinic.catalog, "Asset_Type", "Mask", "Where something is")
    clinic.insert("Image_Asset_Type", Image=second, Asset_Type="Mask")
    dataset = clinic.dataset([first, second])
    bag = clinic.download(dataset, asset_types=["Mask"])
    assert sorted(identities(bag)) == ["b.png"]
    with pytest.raises(TermNotFound):
        clinic.download(dataset, asset_types=["Msk"])
    assert clinic.download(dataset) == bag
    bag.validate()


def test_cached_bags_are_listed_by_what_is_on_the_disk(clinic):
    """What is listed, and its status, follow the disk: a file or a folder that somebody removed is noticed."""
    folder = clinic.folder / "cache"
    image = clinic.image()
    full, light = clinic.dataset([image]), clinic.dataset([image], description="another")
    bag = clinic.download(full)
    clinic.download(light, materialize=False)
    assert {found.dataset_rid: found.status for found in cached_bags.find_cached(folder)} == {
        full: "cached_materialized",
        light: "cached_holey",
    }
    [found] = cached_bags.find_cached(folder, full, "0.2.0")
    assert found.bytes >= sum(file.stat().st_size for file in bag.path.rglob("*") if file.is_file())
    assert cached_bags.find_cached(folder, full, "0.1.0") == []
    bag.asset_path(image).unlink()
    assert cached_bags.find_cached(folder, full)[0].status == "cached_holey"
    shutil.rmtree(bag.path)
    assert cached_bags.find_cached(folder, full) == []
    path = find_bag(clinic.catalog, full, None, folder)
    assert (path, cached_bags.status_of(path)) == (bag.path, "not_cached")
    assert clinic.download(full).is_materialized


def test_cached_bags_are_removed_by_age(clinic):
    """What has not been used for some days is removed, and a download counts as use."""
    folder = clinic.folder / "cache"
    image = clinic.image()
    old, new = clinic.dataset([image]), clinic.dataset([image], description="another")
    for dataset in (old, new):
        bag = clinic.download(dataset)
        os.utime(bag.path.parent, (0, 0))
    clinic.download(new)
    size = cached_bags.measure_cache([folder])
    assert size["bag_count"] == 2
    removed = cached_bags.clear(folder, older_than_days=1)
    assert removed["bags_removed"] == 1
    assert [found.dataset_rid for found in cached_bags.find_cached(folder)] == [new]
    left = cached_bags.measure_cache([folder])
    assert left["total_bytes"] == size["total_bytes"] - removed["bytes_freed"]
    assert left["file_count"] == size["file_count"] - removed["files_removed"]
    cached_bags.clear(folder)
    assert cached_bags.measure_cache([folder]) == {
        "total_bytes": 0,
        "total_mb": 0,
        "file_count": 0,
        "bag_count": 0,
    }
    assert list(folder.iterdir()) == []
    assert cached_bags.remove_cached(cached_bags.find_cached(folder)) == 0


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


@pytest.mark.of_folders("the cache is a folder, whatever the catalog is in")
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


def test_a_release_whose_inner_dataset_has_changed_is_given_as_it_was(clinic):
    """A release is never given with other content than it had, not when a dataset inside it has changed."""
    first, second = clinic.image(), clinic.image()
    inner = clinic.dataset([first, second])
    outer = clinic.dataset([inner])
    datasets.delete_members(clinic.catalog, inner, [second])
    [held] = clinic.download(outer).list_dataset_children()
    assert held.list_members("Image") == [first, second]
