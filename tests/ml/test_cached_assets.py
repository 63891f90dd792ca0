"""Files that several executions read, kept on this machine."""

import pytest

from muniment import AssetSpec, ConfigurationError, DatasetSpec, Muniment


@pytest.fixture
def notes(ml, tmp_path):
    """A file in the catalog."""
    (tmp_path / "notes.txt").write_text("notes")
    return ml.add_files(tmp_path / "notes.txt")[0]


def test_a_cached_file_is_downloaded_once(ml, workflow, notes):
    """With cache=True later executions, dry runs too, get a link to the same file, and each records that it read it."""
    runs = [
        ml.create_execution(workflow=workflow, assets=[AssetSpec(rid=notes.rid, cache=True)], dry_run=dry_run)
        for dry_run in (False, False, True)
    ]
    paths = [path for exe in runs for path in exe.asset_paths["File"]]
    assert len(set(paths)) == 3
    assert len({path.resolve() for path in paths}) == 1
    assert [path.read_text() for path in paths] == ["notes"] * 3
    assert all([asset.rid for asset in exe.list_assets("Input")] == [notes.rid] for exe in runs)


def test_a_file_that_is_not_cached_is_its_run_s_own(ml, workflow, notes):
    """Without cache each execution has a copy of its own, which it may change."""
    runs = [ml.create_execution(workflow=workflow, assets=[notes.rid]) for _ in range(2)]
    first, second = (exe.asset_paths["File"][0] for exe in runs)
    first.write_text("changed")
    assert second.read_text() == "notes"


def test_a_cached_file_that_was_changed_is_downloaded_again(ml, workflow, notes):
    """A cached file is compared with the catalog's checksum before it is given out again."""
    exe = ml.create_execution(workflow=workflow)
    exe.download_asset(notes.rid, use_cache=True).write_text("changed")
    with pytest.warns(UserWarning, match="held other bytes"):
        again = exe.download_asset(notes.rid, use_cache=True)
    assert again.read_text() == "notes"


def test_a_cached_file_does_not_take_the_place_of_another(ml, workflow, notes, tmp_path):
    """A file of the user that is in the way is replaced with a warning, as without a cache."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    exe = ml.create_execution(workflow=workflow)
    with pytest.warns(UserWarning, match="held other bytes"):
        path = exe.download_asset(notes.rid, tmp_path / "out", use_cache=True)
    assert path.read_text() == "notes"


def test_how_a_dataset_is_downloaded_can_be_said_as_in_derivaml(ml):
    """Settings of downloads are taken in DerivaML's forms; what cannot be is refused."""
    spec = DatasetSpec(rid="1-4K7Q", timeout=(10, 600), fetch_concurrency=4, reachability_concurrency=4)
    assert (spec.timeout, spec.fetch_concurrency) == (600.0, 4)
    assert DatasetSpec(rid="1-4K7Q", asset_types="Image").asset_types == ("Image",)
    with pytest.raises(ConfigurationError, match="fetch_concurrency"):
        DatasetSpec(rid="1-4K7Q", fetch_concurrency=0)


def test_an_execution_reads_only_the_files_it_asked_for(ml, workflow, tmp_path):
    """A run that declares types of assets gets a bag with the files of these, and fetches the others on demand."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    ml.add_term("Asset_Type", "Mask", "Where something is")
    [mask] = ml.add_files(tmp_path / "a.txt", asset_types=["Mask"])
    [other] = ml.add_files(tmp_path / "b.txt")
    dataset = ml.create_dataset()
    dataset.add_dataset_members([mask.rid, other.rid])
    spec = DatasetSpec(rid=dataset.rid, version=dataset.release("minor"), asset_types=["Mask"])
    with ml.create_execution(workflow=workflow, datasets=[spec]) as exe:
        bag = exe.datasets[dataset.rid]
        assert bag.asset_path(mask.rid).read_text() == "a.txt"
        assert not bag.is_materialized
        bag.materialize()
        assert bag.asset_path(other.rid).read_text() == "b.txt"


def test_what_a_dataset_is_read_for_is_kept(ml, workflow, lab):
    """The description of a DatasetSpec stands in the configuration of the execution."""
    dataset = ml.create_dataset()
    made = ml.create_execution(
        workflow=workflow, datasets=[DatasetSpec(rid=dataset.rid, description="To train")]
    )
    with Muniment(lab) as other:
        [spec] = other.lookup_execution(made.execution_rid).configuration["datasets"]
    assert spec["description"] == "To train"
