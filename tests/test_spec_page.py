"""The page that the first users of asset tables know, "File Assets" of DerivaML, runs as it stands.

Each function holds one snippet of the page, to the letter but for what its comment says. What the page leaves
to its reader (`dataset_rid`, `train_model`, `torch`, an image that exists) is given by the fixtures.
"""

import pickle
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    DatasetBag,
    DatasetSpec,
    ExecutionConfiguration,
    Muniment,
    TableDefinition,
)

torch = SimpleNamespace(save=lambda state, path: Path(path).write_bytes(pickle.dumps(state)))
data = [1.0, 2.0]


def train_model(rows: list[float]) -> Any:
    """What stands for the reader's own training."""
    return SimpleNamespace(state_dict=lambda: {"mean": sum(rows) / len(rows)})


@pytest.fixture
def ml(lab: Path, provenance: Path) -> Iterator[Muniment]:
    """A catalog with the tables of the page."""
    with Muniment(lab) as catalog:
        catalog.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
        catalog.create_asset("Model", comment="Trained ML model files")
        yield catalog


@pytest.fixture
def images(ml: Muniment) -> Muniment:
    """The catalog with images, and the types that the page applies."""
    ml.create_asset("Image", comment="Training and evaluation images")
    ml.add_term("Asset_Type", "Segmentation_Mask", "Binary mask images for segmentation tasks")
    ml.add_term("Asset_Type", "Derived", "Computed from other files")
    return ml


@pytest.fixture
def dataset_rid(images: Muniment) -> str:
    """A dataset with one image."""
    images.add_dataset_element_type("Image")
    [rid] = [asset.rid for asset in images.add_files(__file__, asset_table="Image")]
    dataset = images.create_dataset("Training", description="Images to train on")
    dataset.add_dataset_members([rid])
    return dataset.dataset_rid


@pytest.fixture
def config(images: Muniment) -> ExecutionConfiguration:
    """A configuration without inputs."""
    return ExecutionConfiguration(workflow=images.create_workflow("Training", "Training"))


def test_asset_types(ml: Muniment, capsys: pytest.CaptureFixture[str]) -> None:
    """The snippet of "Asset Types" lists the types there are, and adds one."""
    # List available asset types
    types = ml.list_vocabulary_terms("Asset_Type")
    for t in types:
        print(f"{t.name}: {t.description}")

    # Add a new asset type
    ml.add_term(
        table="Asset_Type",
        term_name="Segmentation_Mask",
        description="Binary mask images for segmentation tasks",
    )

    assert "Model_File: Trained model" in capsys.readouterr().out
    assert ml.lookup_term("Asset_Type", "Segmentation_Mask").description.startswith("Binary mask")


def test_basic_asset_table(lab: Path) -> None:
    """The snippet of "Basic Asset Table" makes a table; its import and connection are ours."""
    from muniment import Muniment

    ml = Muniment(lab)  # ml = DerivaML(hostname, catalog_id)

    # Create a simple asset table
    ml.create_asset(asset_name="Model", comment="Trained ML model files")

    columns = ml.table("Model").columns
    assert {"URL", "Filename", "Length", "MD5", "Description"} < set(columns)
    assert ml.table("Model").comment == "Trained ML model files"
    ml.close()


def test_asset_table_with_metadata_columns(ml: Muniment) -> None:
    """The snippet of "Asset Table with Metadata Columns" makes a table with columns and comments."""
    # Create an image asset table with additional metadata
    ml.create_asset(
        asset_name="Image",
        column_defs=[
            ColumnDefinition(name="Width", type=BuiltinTypes.int4, comment="Image width in pixels"),
            ColumnDefinition(name="Height", type=BuiltinTypes.int4, comment="Image height in pixels"),
            ColumnDefinition(name="Format", type=BuiltinTypes.text, comment="Image format (PNG, JPEG, etc.)"),
        ],
        comment="Training and evaluation images",
    )

    format_ = ml.table("Image").column("Format")
    assert (format_.type, format_.comment) == (BuiltinTypes.text, "Image format (PNG, JPEG, etc.)")


def test_asset_table_with_references(ml: Muniment) -> None:
    """The snippet of "Asset Table with References" makes a column that refers to a subject."""
    # Create image asset that references Subject
    ml.create_asset(
        asset_name="Image",
        referenced_tables=["Subject"],  # Creates foreign key to Subject table
        comment="Medical images linked to subjects",
    )

    [fkey] = ml.table("Image").references("Subject")
    assert (fkey.colnames, fkey.pk_colnames) == (("Subject",), ("RID",))


def test_basic_upload_pattern(images: Muniment, dataset_rid: str) -> None:
    """The snippet of "Basic Upload Pattern" uploads a model that is linked to its run, and the run to its data."""
    ml = images
    config = ExecutionConfiguration(
        workflow=ml.create_workflow("Training", "Training"),
        datasets=[DatasetSpec(rid=dataset_rid)],
    )

    with ml.create_execution(config) as exe:
        # Train your model...
        model = train_model(data)

        # Register the model file for upload
        model_path = exe.asset_file_path(
            asset_name="Model",  # Target asset table
            file_name="best_model.pt",  # Filename to use
        )

        # Save the model to the registered path
        torch.save(model.state_dict(), model_path)

    # Upload all registered assets to the catalog
    exe.upload_execution_outputs()

    [asset] = ml.list_assets("Model")
    assert (asset.filename, asset.execution_rid) == ("best_model.pt", exe.execution_rid)
    with asset.open() as kept:
        assert pickle.load(kept) == {"mean": 1.5}
    assert [dataset.dataset_rid for dataset in exe.list_input_datasets()] == [dataset_rid]


def test_registering_existing_files(images: Muniment, config: Any, tmp_path: Path) -> None:
    """The snippet of "Registering Existing Files" copies a file and renames it; its path is one that exists."""
    ml = images
    (tmp_path / "image.png").write_bytes(b"image")
    with ml.create_execution(config) as exe:
        # Stage an existing file for upload
        exe.asset_file_path(
            asset_name="Image",
            file_name=str(tmp_path / "image.png"),  # Source file path
            copy_file=True,  # Copy instead of symlink
            rename_file="processed_image.png",  # Optional: rename during upload
        )

    exe.upload_execution_outputs()

    assert [image.filename for image in ml.list_assets("Image")] == ["processed_image.png"]
    assert (tmp_path / "image.png").read_bytes() == b"image"


def test_applying_asset_types(images: Muniment, config: Any) -> None:
    """The snippet of "Applying Asset Types" gives a file two types; the reader writes the file."""
    ml = images
    with ml.create_execution(config) as exe:
        # Register with specific asset types
        path = exe.asset_file_path(
            asset_name="Image",
            file_name="mask.png",
            asset_types=["Segmentation_Mask", "Derived"],  # Multiple types
        )
        path.write_bytes(b"mask")

    exe.upload_execution_outputs()

    assert ml.list_assets("Image")[0]["Asset_Type"] == ["Segmentation_Mask", "Derived"]


def test_listing_assets(images: Muniment, dataset_rid: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The snippet of "Listing Assets" prints what is known of each file."""
    ml = images
    # List all assets in a table
    assets = ml.list_assets("Image")
    for asset in assets:
        print(f"RID: {asset['RID']}")
        print(f"  Filename: {asset['Filename']}")
        print(f"  URL: {asset['URL']}")
        print(f"  Size: {asset['Length']} bytes")
        print(f"  MD5: {asset['MD5']}")
        print(f"  Types: {asset.get('Asset_Type', [])}")

    said = capsys.readouterr().out
    assert f"Filename: {Path(__file__).name}" in said
    assert "Types: ['Image']" in said


def test_assets_and_provenance(images: Muniment, config: Any) -> None:
    """The snippet of "Assets and Provenance" finds what a run made, in the schema where the page looks for it."""
    ml = images
    with ml.create_execution(config, upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "mask.png").write_bytes(b"mask")
    execution_rid = exe.execution_rid

    # Query assets produced by an execution
    pb = ml.pathBuilder()
    asset_execution = pb.schemas[ml.ml_schema].Image_Execution
    results = (
        asset_execution.filter(asset_execution.Execution == execution_rid)
        .filter(asset_execution.Asset_Role == "Output")
        .entities()
        .fetch()
    )

    assert [row["Image"] for row in results] == [image.rid for image in ml.list_assets("Image")]


def test_assets_in_datasets(images: Muniment, config: Any) -> None:
    """The snippets of "Assets in Datasets" add images to a dataset, and download it with and without files."""
    ml = images
    image_rids = [image["RID"] for image in ml.add_files(__file__, asset_table="Image")]
    dataset_rid = ml.create_dataset("Training").dataset_rid

    # Enable Image table as dataset element type
    ml.add_dataset_element_type("Image")

    # Add images to a dataset
    dataset = ml.lookup_dataset(dataset_rid)
    dataset.add_dataset_members(image_rids)

    with ml.create_execution(config) as exe:
        # Download metadata only (faster, smaller); the page does so second, when the files are there already
        bag = exe.download_dataset_bag(DatasetSpec(rid=dataset_rid, materialize=False))
        assert isinstance(bag, DatasetBag)
        assert not bag.is_materialized
        assert Path(__file__).name in (bag.path / "fetch.txt").read_text()

        # Download with all asset files
        bag = exe.download_dataset_bag(DatasetSpec(rid=dataset_rid, materialize=True))
        [image] = bag.list_dataset_members()["Image"]
        assert bag.asset_path(image).read_bytes() == Path(__file__).read_bytes()


def test_working_directory(images: Muniment, config: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """The snippet of "Working Directory" names it; what is staged is in it, and gone after the upload."""
    ml = images
    with ml.create_execution(config) as exe:
        # Get the working directory path
        work_dir = exe.working_dir
        print(f"Working directory: {work_dir}")

        # Files registered with asset_file_path are staged here
        # They're uploaded when upload_execution_outputs() is called
        path = exe.asset_file_path("Image", "mask.png")
        path.write_bytes(b"mask")

    assert f"Working directory: {work_dir}" in capsys.readouterr().out
    assert path.is_relative_to(work_dir)
    exe.upload_execution_outputs()
    assert not path.exists()
