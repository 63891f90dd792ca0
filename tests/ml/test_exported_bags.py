import json

import pytest
from click.testing import CliRunner

from muniment import ColumnDefinition, DatasetBag, DatasetSpec, TableDefinition, VersionNotFound
from muniment.cli.main import main


@pytest.fixture
def dataset(ml, workflow):
    """A released dataset of two files."""
    ml.create_asset("Image")
    ml.add_dataset_element_type("Image")
    with ml.create_execution(workflow=workflow) as exe:
        for number in range(2):
            exe.asset_file_path("Image", f"{number}.png").write_bytes(b"scan %d" % number)
    exe.upload_execution_outputs()
    dataset = ml.create_dataset("Complete", description="All")
    dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
    dataset.release("minor", "First")
    return dataset


def test_a_dataset_is_exported_in_every_form(ml, dataset, tmp_path):
    """A dataset, its RID or a specification is written as a folder or an archive, which opens again."""
    folder = dataset.export_bag(tmp_path / "out").path
    assert DatasetBag.open(folder).list_members("Image") == dataset.list_members("Image")
    archive = ml.export_bag(dataset.rid, tmp_path / "out", "zip").path
    assert archive == folder.with_name(f"{folder.name}.zip")
    light = ml.export_bag(DatasetSpec(rid=dataset.rid, materialize=False), tmp_path / "light", "tgz").path
    assert not DatasetBag.open(light).is_materialized
    assert dataset.export_bag(tmp_path / "old", version="0.1.0").rows.get("Image") is None
    with pytest.raises(VersionNotFound):
        dataset.export_bag(tmp_path / "new", version="7.0.0")


def test_a_release_is_exported_as_it_was(ml, dataset, tmp_path):
    """Whatever is changed afterwards, a release is exported, and measured, as it was when it was released."""
    first = dataset.export_bag(tmp_path / "first", "zip", version="0.2.0").path.read_bytes()
    size = dataset.estimate_bag_size()
    image = dataset.list_members("Image")[0]
    ml.update_rows("Image", [{"RID": image, "Description": "changed"}])
    assert dataset.export_bag(tmp_path / "second", "zip").path.read_bytes() == first
    dataset.delete_dataset_members([image])
    assert dataset.export_bag(tmp_path / "third", "zip", version="0.2.0").path.read_bytes() == first
    assert dataset.export_bag(tmp_path / "draft", "zip").path.read_bytes() != first
    assert dataset.estimate_bag_size("0.2.0") == size
    assert dataset.bag_info("0.2.0")["cache_status"] == "not_cached"


def test_the_command_exports(lab, dataset, tmp_path):
    """`muniment dataset export` writes an archive and prints where it is."""
    line = ["dataset", "export", dataset.rid, str(tmp_path / "out"), "--format", "tar", "--catalog", str(lab)]
    ended = CliRunner().invoke(main, line, catch_exceptions=False)
    assert ended.output.strip() == str(tmp_path / "out" / f"Dataset_{dataset.rid}.tar")
    DatasetBag.open(ended.output.strip()).validate()


def test_the_commands_check_and_complete_bags(dataset, tmp_path):
    """`muniment bag materialize` brings files in and says which cannot be had; `validate` takes archives too."""
    light = dataset.export_bag(tmp_path / "light", materialize=False).path
    first = dataset.list_members("Image")[0]
    done = CliRunner().invoke(main, ["bag", "materialize", str(light), "--rid", first, "--json"])
    assert json.loads(done.stdout) == [{"fetched": 1, "reused": 0, "bytes": 6}]
    assert CliRunner().invoke(main, ["bag", "validate", str(light)]).exit_code == 1
    fetch = light / "fetch.txt"
    whole = fetch.read_text()
    fetch.write_text(
        "".join(f"ftp://example.org/x\t{line.split(maxsplit=1)[1]}" for line in whole.splitlines(True))
    )
    failed = CliRunner().invoke(main, ["bag", "materialize", str(light)])
    assert failed.exit_code == 1
    assert "1 file cannot be had" in str(failed.exception) + failed.output
    fetch.write_text(whole)
    assert CliRunner().invoke(main, ["bag", "materialize", str(light), "--table", "Image"]).exit_code == 0
    archive = dataset.export_bag(tmp_path / "packed", "tgz").path
    for bag in (light, archive):
        assert CliRunner().invoke(main, ["bag", "validate", str(bag)]).output.strip().endswith("is valid")
    assert list(archive.parent.iterdir()) == [archive]


def test_the_size_of_a_bag_is_known_beforehand(ml, dataset, tmp_path):
    """The estimate counts the rows and files that the bag then has, and leaves out what the bag leaves out."""
    size = dataset.estimate_bag_size()
    exported = dataset.export_bag(tmp_path)
    rows = {name: found["row_count"] for name, found in size["tables"].items()}
    assert rows == exported.rows
    tables = {path.stem: path.stat().st_size for path in exported.path.glob("data/*/*.csv")}
    assert {name: found["csv_bytes"] for name, found in size["tables"].items()} == tables
    assert size["total_asset_bytes"] == size["tables"]["Image"]["asset_bytes"] == 12
    assert size["total_estimated_bytes"] == 12 + sum(tables.values())
    assert size["total_asset_size"] == "12 B"
    assert "Execution" not in dataset.estimate_bag_size(exclude_tables=["Execution"])["tables"]
    assert ml.estimate_bag_size(dataset.rid) == size


def test_the_length_of_long_tables_is_reckoned(ml, dataset, tmp_path):
    """Of a long table only some rows are read to tell how long it will be."""
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    ml.add_dataset_element_type("Subject")
    dataset.add_dataset_members(ml.insert_rows("Subject", [{"Name": f"{n:04}"} for n in range(1000)]))
    found = dataset.estimate_bag_size()["tables"]["Subject"]
    real = (dataset.export_bag(tmp_path).path / "data/domain/Subject.csv").stat().st_size
    assert found["row_count"] == 1000
    assert found["csv_bytes"] == pytest.approx(real, rel=0.05)


def test_the_cache_says_what_it_holds(ml, dataset):
    """Whether a bag is there, with its files or without, is told, and bags are removed from the cache."""
    assert dataset.bag_info()["cache_status"] == "not_cached"
    assert dataset.bag_info()["cache_path"] is None
    light = dataset.download_dataset_bag(materialize=False)
    assert dataset.bag_info()["cache_status"] == "cached_holey"
    found = dataset.cache()
    assert (found["cache_status"], found["cache_path"]) == ("cached_materialized", light.path)
    assert ml.bag_info(dataset.rid) == found
    [bag] = ml.list_cached_bags(dataset.rid.lower())
    assert (bag.version, bag.path) == ("0.2.0", light.path)
    assert ml.get_cache_size()["bag_count"] == 1
    assert ml.delete_cached_bag(dataset.rid, "0.1.0") == 0
    assert ml.delete_cached_bag(dataset.rid, "0.2.0") == 1
    assert dataset.bag_info()["cache_status"] == "not_cached"
    dataset.cache("0.2.0")
    assert ml.clear_cache(older_than_days=1)["bags_removed"] == 0
    assert ml.clear_cache()["bags_removed"] == 1
    assert ml.get_cache_size()["total_bytes"] == 0
