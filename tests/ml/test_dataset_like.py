"""What a dataset is asked: the same of a catalog, a snapshot and a bag."""

import inspect

import pandas as pd
import pytest

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    Dataset,
    DatasetBag,
    DatasetLike,
    DatasetSpec,
    ExecutionConfiguration,
    ForeignKeyDefinition,
    TableDefinition,
)

ASKED = sorted(name for name in vars(DatasetLike) if not name.startswith("_"))


def fill(ml):
    ml.create_vocabulary("Side")
    ml.add_term("Side", "Left", description="Of the patient", synonyms=["L"])
    age = ColumnDefinition("Age", BuiltinTypes.int4)
    ml.create_table(
        TableDefinition(
            "Subject",
            [age, ColumnDefinition("Mother")],
            fkey_defs=[ForeignKeyDefinition("Mother", "Subject")],
        )
    )
    ml.create_asset("Image", referenced_tables=["Subject", "Side"])
    for element in ("Subject", "Image"):
        ml.add_dataset_element_type(element)


@pytest.fixture
def lab(stack):
    """The address of a catalog of images of subjects and of sides."""
    return stack.filled(fill)


@pytest.fixture
def study(ml, workflow):
    """A released dataset with another inside it, made by one run and read by another."""
    [subject] = ml.insert_rows("Subject", [{"Age": 7}])
    with ml.create_execution(ExecutionConfiguration(workflow=workflow), upload_on_exit=True) as run:
        run.asset_file_path("Image", "a.png", Subject=subject, Side="Left").write_bytes(b"a")
    inner = ml.create_dataset(["Testing"], description="Inside")
    inner.add_dataset_members([subject])
    dataset = run.create_dataset(["Training", "Labeled"], description="A study")
    dataset.add_dataset_members([*(image.rid for image in ml.list_assets("Image")), inner.rid])
    dataset.release("minor", "First", execution=run.execution_rid)
    with ml.create_execution(ExecutionConfiguration(workflow=workflow)) as reader:
        reader.download_dataset_bag(DatasetSpec(rid=dataset.rid, version="0.2.0"))
    dataset.mark_dev("Read by others")
    dataset.release("patch", "Second", execution=run.execution_rid)
    return dataset


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("kind", [Dataset, DatasetBag])
def test_a_method_has_the_same_parameters_everywhere(kind, name):
    """Each parameter of the protocol is there with its name, kind and default; others can be left out."""
    asked, found = getattr(DatasetLike, name), getattr(kind, name)
    assert isinstance(asked, property) == isinstance(found, property)
    if isinstance(asked, property):
        return
    wanted, given = (inspect.signature(each).parameters for each in (asked, found))
    for parameter in wanted.values():
        same = given[parameter.name]
        assert (same.kind, same.default) == (parameter.kind, parameter.default)
    assert list(given)[: len(wanted)] == list(wanted)
    assert all(given[name].default is not inspect.Parameter.empty for name in given.keys() - wanted.keys())


def test_both_are_like_datasets(study):
    """A program can ask whether it was given a dataset of either kind."""
    assert isinstance(study, DatasetLike)
    assert isinstance(study.download_dataset_bag(), DatasetLike)
    assert not isinstance("1-0001", DatasetLike)


def answers(dataset):
    """Give what a dataset says of itself and what it leads to, leaving out what is empty."""
    members = dataset.list_dataset_members(recurse=True)
    return {
        "rid": (dataset.rid, dataset.dataset_rid),
        "description": dataset.description,
        "types": sorted(dataset.dataset_types),
        "version": dataset.current_version,
        "producer": dataset.producer,
        "history": dataset.dataset_history(),
        "executions": dataset.list_executions(),
        "members": {table: list(rows) for table, rows in dataset.list_dataset_members().items() if rows},
        "few": {table: list(rows) for table, rows in dataset.list_dataset_members(limit=1).items() if rows},
        "all members": {table: list(rows) for table, rows in members.items() if rows},
        "images": dataset.list_members("Image"),
        "children": [child.rid for child in dataset.list_dataset_children(recurse=True)],
        "parents": [parent.rid for parent in dataset.list_dataset_parents()],
        "parents of children": [
            p.rid for c in dataset.list_dataset_children() for p in c.list_dataset_parents()
        ],
        "assets": list(dataset.list_assets("Image")),
        "term": dataset.lookup_term("Side", "L"),
        "terms": dataset.list_vocabulary_terms("Side"),
        "subjects": list(dataset.get_table_as_dict("Subject")),
    }


@pytest.mark.parametrize("which", ["now", "snapshot"])
def test_the_same_version_gives_the_same_answers(ml, study, which):
    """A bag answers as the dataset does that it was made of, and as the snapshot of its release when that has changed."""
    bag = study.download_dataset_bag("0.2.1")
    live = study
    if which == "snapshot":
        study.delete_dataset_members(study.list_members("Image"))
        live = ml.snapshot(f"{study.rid}@0.2.1").lookup_dataset(study.rid)
    assert answers(bag) == answers(live)
    assert bag.producer is not None
    assert len(bag.list_executions()) == 1
    assert set(bag.list_tables()) <= set(live.list_tables())
    assert set(bag.list_asset_tables()) <= set(live.list_asset_tables())
    assert set(bag.list_dataset_element_types()) <= set(live.list_dataset_element_types())
    for table in bag.list_tables():
        pd.testing.assert_frame_equal(bag.get_table_as_dataframe(table), live.get_table_as_dataframe(table))
    [inner], [same] = bag.list_dataset_children(), live.list_dataset_children()
    for table in ("Subject", "Image", "Dataset"):
        pd.testing.assert_frame_equal(inner.get_table_as_dataframe(table), same.get_table_as_dataframe(table))


def test_assets_of_a_version_are_those_of_then(ml, study):
    """A live dataset gives the assets of any version too."""
    [image] = ml.list_assets("Image")
    image.description = "Blurred"
    assert [row["Description"] for row in study.list_assets("Image")] == ["Blurred"]
    assert [row["Description"] for row in study.list_assets("Image", version="0.2.1")] == [None]
