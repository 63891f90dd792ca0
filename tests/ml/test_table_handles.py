import pytest

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ConfigurationError,
    DatasetSpec,
    ExecutionConfiguration,
    InvalidValue,
    MunimentError,
    StagingError,
    TableDefinition,
    TableNotFound,
)


@pytest.fixture
def subject(ml):
    return ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name", nullok=False)]))


@pytest.fixture
def image(ml):
    width = ColumnDefinition("Width", BuiltinTypes.int4, comment="in pixels")
    return ml.create_asset("Image", [width], comment="Scans")


def test_rows_are_asked_of_the_table_itself(ml, subject):
    """What create_table gave stands for the table wherever rows are written or read."""
    [rid] = ml.insert_rows(subject, {"Name": "Ada"})
    ml.update_rows(subject, {"RID": rid, "Name": "Eve"})
    assert ml.lookup_row(subject, rid)["Name"] == "Eve"
    assert [row["Name"] for row in ml.list_rows(subject)] == ["Eve"]
    assert [row["Name"] for row in ml.get_table_as_dict(subject)] == ["Eve"]
    assert list(ml.get_table_as_dataframe(subject)["Name"]) == ["Eve"]
    ml.add_dataset_element_type(subject)
    dataset = ml.create_dataset()
    dataset.add_dataset_members([rid])
    assert dataset.list_members(subject) == [rid]
    dataset.delete_dataset_members([rid])
    assert ml.delete_rows(subject, rid) == 1
    ml.add_column(subject, ColumnDefinition("Age"))
    assert "Age" in ml.table(subject).columns
    ml.drop_table(subject)
    assert "Subject" not in {table.name for table in ml.list_tables()}


def test_terms_are_asked_of_the_vocabulary_itself(ml):
    """What create_vocabulary gave stands for the vocabulary."""
    stain = ml.create_vocabulary("Stain")
    ml.add_term(stain, "PAS", "Periodic acid")
    ml.update_term(stain, "PAS", synonyms=["pas"])
    assert ml.lookup_term(stain, "pas") == ml.list_vocabulary_terms(stain)[0]
    ml.delete_term(stain, "PAS")
    assert ml.list_vocabulary_terms(stain) == []


def test_files_go_to_the_table_itself(ml, image, workflow, tmp_path):
    """What create_asset gave stands for the asset table where files are staged, added and found."""
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        for name in "ab":
            exe.asset_file_path(image, name, Width=3).write_bytes(b"scan")
        exe.unstage(image, "b")
    (tmp_path / "c").write_bytes(b"scan")
    ml.add_files(tmp_path / "c", asset_table=image)
    assert [asset.filename for asset in ml.list_assets(image)] == ["a", "c"]
    assert [asset.filename for asset in ml.find_assets(image, Width=3)] == ["a"]


@pytest.mark.parametrize("table", [None, 5, ["Image"], b"Image"])
@pytest.mark.parametrize(
    "act",
    [
        lambda ml, exe, table: ml.table(table),
        lambda ml, exe, table: ml.list_rows(table),
        lambda ml, exe, table: ml.insert_rows(table, {}),
        lambda ml, exe, table: ml.add_term(table, "a", "b"),
        lambda ml, exe, table: ml.list_assets(table),
        lambda ml, exe, table: exe.asset_file_path(table, "a"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(ml, workflow, act, table):
    """What is neither a name nor a definition is an error that says what to give."""
    exe = ml.create_execution(workflow=workflow)
    with pytest.raises(TableNotFound, match="is no table: give the name of one"):
        act(ml, exe, table)


@pytest.mark.parametrize("rows", [["x"], [1], None, 5, "x"])
@pytest.mark.parametrize("act", ["insert_rows", "update_rows"])
def test_what_are_no_rows_is_said_to_be_none(ml, subject, rows, act):
    """What are no dicts are an error of Muniment's own, and nothing is written."""
    with pytest.raises(InvalidValue, match=r"no rows?: "):
        getattr(ml, act)("Subject", rows)
    assert len(ml.list_rows("Subject")) == 0


@pytest.mark.parametrize("name", [None, 5, b"a", ["a"]])
def test_what_is_no_file_is_said_to_be_none(ml, image, workflow, name):
    """What is no path is not staged, and the error says what to give."""
    exe = ml.create_execution(workflow=workflow)
    with pytest.raises(StagingError, match="is no file: give a name or a path"):
        exe.asset_file_path("Image", name)
    assert exe.pending == 0


@pytest.mark.parametrize("metadata", [[1], "Width", 5])
@pytest.mark.parametrize("more", [{}, {"Width": 3}])
def test_metadata_are_columns_with_values(ml, image, workflow, metadata, more):
    """Metadata that name no columns are an error of Muniment's own."""
    exe = ml.create_execution(workflow=workflow)
    with pytest.raises(InvalidValue, match="metadata is a dict"):
        exe.asset_file_path("Image", "a", metadata=metadata, **more)
    assert exe.pending == 0


@pytest.mark.parametrize("given", [{"datasets": [5]}, {"datasets": [None]}, {"assets": [5]}, {"datasets": 5}])
def test_what_is_no_input_is_said_to_be_none(given):
    """An input that is no dataset or asset is an error of Muniment's own."""
    with pytest.raises(MunimentError) as problem:
        ExecutionConfiguration(**given)
    assert isinstance(problem.value, ConfigurationError)


def test_a_table_prints_its_columns(ml, image):
    """A table that is printed shows what it is for and its columns with their types."""
    lines = str(image).splitlines()
    assert lines[0] == "Image (asset)  # Scans"
    assert lines[1].startswith("  URL: text, required  # Where the bytes are")
    assert lines[-1] == "  Width: int4  # in pixels"
    assert "\n" not in repr(image)


def test_one_name_stands_for_a_list_of_one(ml, subject, image, workflow):
    """Where several tables, types or RIDs may be named, one may, and a table by what ml.table gives."""
    ml.add_dataset_element_type(image)
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "a.png").write_bytes(b"scan")
    dataset = ml.create_dataset()
    dataset.add_dataset_members([asset.rid for asset in ml.list_assets("Image")])
    for execution in ("Execution", ml.table("Execution")):
        assert "Execution" not in dataset.estimate_bag_size(exclude_tables=execution)["tables"]
    spec = DatasetSpec(rid=dataset.rid, exclude_tables="Workflow", materialize=False)
    bag = ml.download_dataset_bag(spec)
    assert (
        bag.materialize(tables="Image", asset_types="Image", rids=bag.list_members("Image")[0]).fetched == 1
    )
    assert dataset.download_dataset_bag(asset_types="Image").is_materialized
    [rid] = ml.insert_rows(subject, {"Name": "Ada"})
    assert [event["RID"] for event in ml.changes(tables="Subject")] == [rid]
    assert len(ml.changes(tables=subject)) == 1
