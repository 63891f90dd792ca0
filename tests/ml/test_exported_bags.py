import pytest
from click.testing import CliRunner

from muniment import DatasetBag, DatasetSpec, VersionNotFound
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
    with pytest.raises(VersionNotFound):
        dataset.export_bag(tmp_path / "old", version="0.1.0")


def test_the_command_exports(lab, dataset, tmp_path):
    """`muniment dataset export` writes an archive and prints where it is."""
    line = ["dataset", "export", dataset.rid, str(tmp_path / "out"), "--format", "tar", "--catalog", str(lab)]
    ended = CliRunner().invoke(main, line, catch_exceptions=False)
    assert ended.output.strip() == str(tmp_path / "out" / f"Dataset_{dataset.rid}.tar")
    DatasetBag.open(ended.output.strip()).validate()
