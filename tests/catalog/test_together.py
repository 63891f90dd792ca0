"""What is asked of one thing of a listing after the other is read for all of them together."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from muniment import Muniment


@pytest.fixture
def statements(ml):
    """Count the statements that a block of code sends to the database."""

    @contextmanager
    def counting():
        sent = []

        def note(_connection, _cursor, statement, *_):
            sent.append(statement)

        sa.event.listen(ml._catalog.database.engine, "before_cursor_execute", note)
        yield sent
        sa.event.remove(ml._catalog.database.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def add_images(ml, workflow):
    """Add images to the catalog, all made by one execution."""
    ml.create_asset("Image")

    def add_images(count):
        exe = ml.create_execution(workflow=workflow)
        for number in range(count):
            exe.asset_file_path("Image", f"{exe.execution_rid}-{number}").write_bytes(b"x")
        exe.upload_execution_outputs()
        return exe.execution_rid

    return add_images


def look_at_assets(ml):
    for asset in ml.list_assets("Image"):
        assert asset.asset_types == ["Image"]
        assert asset.execution_rid is not None
        repr(asset)
        asset._repr_html_()


def look_at_found_assets(ml):
    found = ml.find_assets(asset_type="Image")
    assert {found[number].execution_rid for number in range(len(found))}
    assert {kind for asset in found[:] for kind in asset.asset_types} == {"Image"}


def look_at_datasets(ml):
    for dataset in ml.find_datasets():
        assert str(dataset.current_version) in repr(dataset)
        assert (dataset.description, dataset.dataset_types) == ("One of many", ["Training"])


def look_at_nested_datasets(ml):
    outer = ml.find_datasets()[0]
    repr(outer.list_dataset_children())
    repr([parent for child in outer.list_dataset_children()[:1] for parent in child.list_dataset_parents()])


def look_at_executions(ml):
    for record in ml.find_executions():
        assert not record.inputs
        assert not record.input_datasets
        assert set(record.outputs) <= {"Image"}
        repr(record)


def test_executions_of_a_listing_are_read_together(ml, workflow, add_images, statements):
    """Looking at what 40 executions have read and made takes as many statements as at 3."""
    for _ in range(3):
        add_images(1)
    look_at_executions(ml)
    with statements() as few:
        look_at_executions(ml)
    for _ in range(37):
        ml.create_execution(workflow=workflow)
    with statements() as many:
        look_at_executions(ml)
    assert len(many) == len(few)


def test_an_execution_tells_what_it_has_read_and_made(ml, workflow, add_images):
    """The record of an execution names the assets it has read and made, by table, and the datasets it has read."""
    maker = add_images(2)
    first, second = [asset.rid for asset in ml.list_assets("Image")]
    dataset = ml.create_dataset("Training")
    exe = ml.create_execution(workflow=workflow, assets=[first], datasets=[dataset.rid])
    [made] = [record for record in ml.find_executions() if record.execution_rid == maker]
    assert (made.inputs, made.outputs, made.input_datasets) == ({}, {"Image": (first, second)}, ())
    reader = exe.execution_record
    assert (reader.inputs, reader.outputs) == ({"Image": (first,)}, {})
    assert reader.input_datasets == ((dataset.rid, "0.1.0"),)
    exe.download_asset(second)
    assert reader.inputs == {"Image": (first, second)}


@pytest.mark.parametrize("look", [look_at_assets, look_at_found_assets])
def test_assets_of_a_listing_are_read_together(ml, add_images, statements, look):
    """Looking at the types and makers of 300 assets takes as many statements as of 3."""
    add_images(3)
    look(ml)
    with statements() as few:
        look(ml)
    add_images(297)
    with statements() as many:
        look(ml)
    assert len(many) == len(few)


@pytest.mark.parametrize("look", [look_at_datasets, look_at_nested_datasets])
def test_datasets_of_a_listing_are_read_together(ml, statements, look):
    """Looking at many datasets takes as many statements as at three."""
    outer = ml.create_dataset("Training", "One of many")

    def add_datasets(count):
        made = [ml.create_dataset("Training", "One of many").rid for _ in range(count)]
        outer.add_dataset_members({"Dataset": made})

    add_datasets(3)
    look(ml)
    with statements() as few:
        look(ml)
    add_datasets(40)
    with statements() as many:
        look(ml)
    assert len(many) == len(few)


def test_an_asset_of_a_listing_shows_what_was_written_meanwhile(ml, add_images):
    """Types that were given to an asset of a listing are seen, whether another asset was looked at before or not."""
    add_images(3)
    first, second, third = ml.list_assets("Image")
    assert first.asset_types == ["Image"]
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    ml.lookup_asset(second.rid).add_asset_type("Mask")
    assert (first.asset_types, second.asset_types, third.asset_types) == (
        ["Image"],
        ["Image", "Mask"],
        ["Image"],
    )


def test_an_asset_that_is_asked_again_shows_what_others_wrote(ml, add_images):
    """Types that another process gives to an asset are seen when it is asked again."""
    add_images(3)
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    listed = ml.list_assets("Image")
    asset = listed[1]
    assert asset.asset_types == ["Image"]
    with Muniment(ml.address) as other:
        other.lookup_asset(asset.rid).add_asset_type("Mask")
    assert asset.asset_types == listed[1].asset_types == ["Image", "Mask"]


def test_a_dataset_of_a_listing_shows_what_was_written_meanwhile(ml):
    """The version of a dataset of a listing is the one it has, whether another was looked at before or not."""
    for _ in range(3):
        ml.create_dataset("Training")
    first, second, third = ml.find_datasets()
    assert str(first.current_version) == "0.1.0"
    ml.lookup_dataset(second.rid).mark_dev("Changed")
    versions = [str(dataset.current_version) for dataset in (first, second, third)]
    assert versions == ["0.1.0", "0.1.0.post1.dev1", "0.1.0"]
    assert "0.1.0.post1.dev1" in repr(second)
