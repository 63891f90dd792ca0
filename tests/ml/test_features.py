"""Features: values that executions give to rows, live, in snapshots and in bags."""

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    FeatureRecord,
    Muniment,
    TableDefinition,
)
from muniment.bags.elements import Elements
from muniment.errors import (
    ColumnNotFound,
    DataError,
    DefinitionError,
    ExecutionError,
    FeatureNotFound,
    InvalidValue,
    MaterializeLimitExceeded,
    RIDNotFound,
    StagingError,
    TableExists,
    TableInUse,
    TableNotFound,
    TermInUse,
    TermNotFound,
    WorkflowNotFound,
    WrongTableKind,
)


def fill(ml):
    ml.create_asset("Image")
    ml.create_asset("Mask")
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "Good", description="Can be read", synonyms=["ok"])
    ml.add_term("Grade", "Bad", description="Cannot be read")


@pytest.fixture
def lab(stack):
    """The address of a catalog with tables of images and masks, and a vocabulary of grades."""
    return stack.filled(fill)


@pytest.fixture
def clinic(ml, workflow):
    """A catalog with three images, masks, and a vocabulary of grades."""
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        for name in ("a", "b", "c"):
            exe.asset_file_path("Image", f"{name}.png").write_text(name)
    return ml


@pytest.fixture
def images(clinic):
    """The RIDs of the images."""
    return [image.rid for image in clinic.list_assets("Image")]


@pytest.fixture
def quality(clinic):
    """The class of records of a feature that is made of a term, a mask and a number."""
    return clinic.create_feature(
        "Image",
        "Quality",
        terms=["Grade"],
        assets=["Mask"],
        metadata=[ColumnDefinition("Score", BuiltinTypes.float8)],
        optional=["Mask", "Score"],
        comment="How well it can be read",
    )


def grades(container, selector=None, **options):
    return [value.Grade for value in container.feature_values("Image", "Quality", selector, **options)]


# Definitions


def test_a_feature_is_a_table_that_any_tool_can_read(clinic, quality, sql):
    """It is Execution_<Table>_<Feature>, with a column for each part of a value, and its name as a default."""
    feature = clinic.lookup_feature("Image", "Quality")
    assert feature.feature_table == "Execution_Image_Quality"
    assert (feature.target_table, feature.feature_name) == ("Image", "Quality")
    told = [[column.name for column in columns] for columns in parts(feature)]
    assert told == [["Mask", "Grade", "Score"], ["Grade"], ["Mask"], ["Score"]]
    definition = clinic.table("Execution_Image_Quality")
    assert definition.columns["Feature_Name"].default == "Quality"
    assert [name for name, c in definition.columns.items() if c.nullok and not name.startswith("R")] == [
        "Mask",
        "Score",
    ]
    with sql.connect() as connection:
        assert connection.exec_driver_sql('SELECT count(*) FROM "Execution_Image_Quality"').scalar() == 0
    assert clinic.lookup_term("Feature_Name", "Quality").description == "How well it can be read"


def parts(feature):
    return feature.feature_columns, feature.term_columns, feature.asset_columns, feature.value_columns


def test_features_are_found_by_their_table(clinic, quality):
    """All of them, those of a table, or one; the nearest is named if there is none of a name."""
    clinic.create_feature("Mask", "Size", metadata=[ColumnDefinition("Pixels", BuiltinTypes.int8)])
    clinic.create_feature("Image", "Quality of colour", terms=["Grade"])
    told = [(feature.target_table, feature.feature_name) for feature in clinic.find_features()]
    assert told == [("Image", "Quality"), ("Image", "Quality of colour"), ("Mask", "Size")]
    assert [feature.feature_name for feature in clinic.find_features("Mask")] == ["Size"]
    assert clinic.find_features("Grade") == []
    with pytest.raises(TableNotFound):
        clinic.find_features("Imgae")
    with pytest.raises(FeatureNotFound, match=r"Did you mean 'Quality'\?.*create_feature\('Image', 'Qualty'"):
        clinic.lookup_feature("Image", "Qualty")
    assert repr(clinic.lookup_feature("Mask", "Size")) == "<Feature Size of Mask: Pixels>"


def test_one_name_can_be_a_feature_of_several_tables(clinic, quality):
    """The name is one term, which stays as it is."""
    clinic.create_feature("Mask", "Quality", terms=["Grade"], comment="Another")
    assert len(clinic.find_features()) == 2
    assert clinic.lookup_term("Feature_Name", "Quality").description == "How well it can be read"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"terms": ["Image"]}, WrongTableKind, "Image is no vocabulary"),
        ({"assets": ["Grade"]}, WrongTableKind, "Grade is no asset table"),
        ({"terms": ["Grades"]}, TableNotFound, "Did you mean 'Grade'"),
        ({"terms": ["Grade"], "optional": ["Score"]}, DefinitionError, "no column 'Score'.*only Grade"),
        ({"metadata": [ColumnDefinition("_x")]}, DefinitionError, "'_x'"),
        ({"metadata": [ColumnDefinition("model_dump")]}, DefinitionError, "'model_dump'"),
        ({"metadata": [ColumnDefinition("RID")]}, DefinitionError, "RID"),
        ({"terms": ["Grade", "Grade"]}, DefinitionError, "Grade"),
    ],
)
def test_what_cannot_be_a_feature_is_refused(clinic, options, error, message):
    """The message names the table or column; nothing is made, not even the term."""
    with pytest.raises(error, match=message):
        clinic.create_feature("Image", "Quality", **options)
    assert clinic.find_features() == []
    with pytest.raises(TermNotFound):
        clinic.lookup_term("Feature_Name", "Quality")


def test_a_feature_is_made_once(clinic, quality):
    """A second of the same name and table is refused, and so is one of rows that link others."""
    with pytest.raises(TableExists):
        clinic.create_feature("Image", "Quality")
    for table in ("Execution", "Execution_Image_Quality", "Image_Execution"):
        with pytest.raises(WrongTableKind, match=table):
            clinic.create_feature(table, "Quality")


def test_a_feature_can_refer_to_rows_of_any_table(clinic, images):
    """A name of a table among the metadata is a column that refers to it."""
    clinic.create_table(TableDefinition("Scanner"))
    [scanner] = clinic.insert_rows("Scanner", [{}])
    Source = clinic.create_feature("Image", "Source", metadata=[clinic.table("Scanner")])  # noqa: N806
    clinic.label("Image", "Source", {images[0]: scanner})
    assert [value.Scanner for value in clinic.feature_values("Image", "Source")] == [scanner]
    assert [column.name for column in Source.value_columns()] == ["Scanner"]
    with pytest.raises(RIDNotFound, match="Scanner has no row 1-ZZZZ"):
        clinic.label("Image", "Source", {images[1]: "1-ZZZZ"})


def test_a_deleted_feature_is_gone_and_its_releases_are_not(clinic, quality, images):
    """False if there is none. What a release holds of it is read as before."""
    clinic.label("Image", "Quality", {images[0]: {"Grade": "Good"}})
    dataset = released(clinic, images)
    with pytest.raises(TableInUse, match="Execution_Image_Quality"):
        clinic.drop_table("Grade")
    assert clinic.delete_feature("Image", "Quality") is True
    assert clinic.delete_feature("Image", "Quality") is False
    assert clinic.find_features() == []
    assert grades(clinic.snapshot(at=dataset_version(dataset))) == ["Good"]
    assert grades(dataset, version="0.2.0") == ["Good"]
    assert clinic.doctor().ok


def test_a_snapshot_that_is_open_stays_what_it_was(clinic, quality, images):
    """A feature that is deleted meanwhile, or a table that is renamed, is in it as it was."""
    clinic.label("Image", "Quality", {images[0]: {"Grade": "Good"}})
    snapshot = clinic.snapshot()
    assert grades(snapshot) == ["Good"]
    clinic.delete_feature("Image", "Quality")
    clinic.rename_table("Image", "Picture")
    assert grades(snapshot) == ["Good"]
    assert {row["RID"] for row in snapshot.list_rows("Image")} == set(images)
    assert len(snapshot.lookup_lineage(images[0]).nodes) >= 1


def test_a_feature_follows_its_table(clinic, quality, images, sql):
    """When that is renamed, so are the feature's table and column; a release has them as they were."""
    clinic.label("Image", "Quality", {images[0]: {"Grade": "Good"}})
    dataset = released(clinic, images)
    clinic.rename_table("Image", "Scan")
    clinic.rename_table("Grade", "Mark")
    assert [repr(feature) for feature in clinic.find_features()] == [
        "<Feature Quality of Scan: Mask, Grade, Score>"
    ]
    assert clinic.lookup_feature("Scan", "Quality").terms == {"Grade": "Mark"}
    clinic.label("Scan", "Quality", {images[0]: {"Grade": "Bad"}})
    assert [v.Grade for v in clinic.feature_values("Scan", "Quality") if v.Scan == images[0]] == [
        "Good",
        "Bad",
    ]
    assert grades(dataset, version="0.2.0") == ["Good"]
    with sql.connect() as connection:
        assert connection.exec_driver_sql('SELECT count("Scan") FROM "Execution_Scan_Quality"').scalar() == 2
    with pytest.raises(DefinitionError, match="Execution_Scan_Quality has a column"):
        clinic.rename_table("Scan", "Score")


def test_the_name_of_a_feature_stays(clinic, quality):
    """Its term cannot be deleted, be there values or not."""
    with pytest.raises(TermInUse, match="default of Execution_Image_Quality"):
        clinic.delete_term("Feature_Name", "Quality")


def released(ml, rids):
    ml.add_dataset_element_type("Image")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members(rids)
    dataset.release("minor")
    return dataset


def dataset_version(dataset):
    return f"{dataset.rid}@0.2.0"


# Records


def test_a_record_checks_its_values(quality, images):
    """Its fields are those of the feature, with their types; synonyms and RIDs are looked at when it is added."""
    record = quality(Image=images[0], Grade="ok", Score=1)
    assert (record.Feature_Name, record.Execution, record.Score) == ("Quality", None, 1.0)
    assert repr(record) == (
        f"Execution_Image_Quality(Execution=None, Feature_Name='Quality', Image='{images[0]}', Mask=None, "
        "Grade='ok', Score=1.0)"
    )
    for values, message in (
        ({"Grade": "ok"}, "Image: Field required"),
        ({"Image": images[0]}, "Grade: Field required"),
        ({"Image": images[0], "Grade": "ok", "Score": "much"}, "Score: .*number"),
        ({"Image": images[0], "Grade": "ok", "Mask": 7}, "Mask: .*a path, an asset"),
        ({"Image": images[0], "Grade": "ok", "Colour": "red"}, "Colour: Extra inputs"),
    ):
        with pytest.raises(InvalidValue, match=message):
            quality(**values)


def test_records_of_several_features_are_not_mixed(clinic, workflow, quality, images):
    """Nor are records and dicts; none at all are no values either. Nothing is staged."""
    Colour = clinic.create_feature("Image", "Colour", metadata=[ColumnDefinition("Name")])  # noqa: N806
    exe = clinic.create_execution(workflow=workflow)
    with pytest.raises(InvalidValue, match="one feature at a time"):
        exe.add_features([quality(Image=images[0], Grade="ok"), Colour(Image=images[0], Name="red")])
    with pytest.raises(InvalidValue, match="and some are not"):
        exe.add_features([quality(Image=images[0], Grade="ok"), {"Image": images[1]}])
    for nothing in ([], pd.DataFrame()):
        with pytest.raises(InvalidValue, match="no values"):
            exe.add_features(nothing, "Image", "Quality")
    with pytest.raises(InvalidValue, match="table=.* and name="):
        exe.add_features([{"Image": images[0], "Grade": "ok"}])
    assert exe.pending == 0


# Values


def test_values_are_uploaded_with_their_run(clinic, workflow, quality, images):
    """With the files that they refer to, in one transaction; the report tells how many."""
    with clinic.create_execution(workflow=workflow) as exe:
        mask = exe.asset_file_path("Mask", "m.png")
        mask.write_bytes(b"mask")
        assert exe.add_features(quality(Image=image, Grade="ok", Mask=mask) for image in images) == 3
        assert exe.pending == 4
        assert grades(clinic) == []
    assert clinic.find_unfinished_executions() == {exe.execution_rid: 4}
    report = exe.upload_execution_outputs()
    assert (report.per_table, report.features) == ({"Mask": 1}, {"Execution_Image_Quality": 3})
    found = list(clinic.feature_values("Image", "Quality"))
    assert [value.Image for value in found] == images
    assert {value.Execution for value in found} == {exe.execution_rid}
    assert {value.Grade for value in found} == {"Good"}
    assert {clinic.lookup_asset(value.Mask).filename for value in found} == {"m.png"}
    assert all(datetime.now(UTC) - value.RCT < timedelta(minutes=5) for value in found)
    assert clinic.resolve_rid(found[0].RID) == "Execution_Image_Quality"
    assert exe.upload_execution_outputs().features == {}
    assert len(grades(clinic)) == 3


def test_values_come_as_a_dataframe(clinic, workflow, quality, images):
    """Missing ones are left out, whatever pandas calls them."""
    frame = pd.DataFrame({"Image": images, "Grade": ["ok", "Bad", "Good"], "Score": [1, float("nan"), 3]})
    with clinic.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        assert exe.add_features(frame, "Image", "Quality") == 3
    assert [(value.Grade, value.Score) for value in clinic.feature_values("Image", "Quality")] == [
        ("Good", 1.0),
        ("Bad", None),
        ("Good", 3.0),
    ]


def test_values_of_all_types_come_back_as_they_were(clinic, workflow, images):
    """From the journal, the database and the bag."""
    values = {
        "int8": 2**62,
        "float8": 0.1,
        "boolean": True,
        "date": date(2026, 1, 2),
        "timestamptz": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
        "jsonb": {"muniment": [1, None, "é"]},
        "text[]": ["a", 'b"'],
        "text": "line\nline",
        "markdown": "*x*",
    }
    columns = [ColumnDefinition(f"a {kind}".replace("[]", "s"), BuiltinTypes(kind)) for kind in values]
    Everything = clinic.create_feature("Image", "Everything", metadata=columns)  # noqa: N806
    given = {column.name: value for column, value in zip(columns, values.values(), strict=True)}
    with clinic.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.add_features([Everything(Image=images[0], **given)])
    dataset = released(clinic, images)
    for container in (clinic, dataset, dataset.download_dataset_bag()):
        [value] = container.feature_values("Image", "Everything")
        assert {name: getattr(value, name) for name in given} == given


def test_a_value_is_replaced_until_it_is_uploaded(clinic, workflow, quality, images):
    """A notebook's cell can be run again. What is in the catalog stays; another execution can say otherwise."""
    exe = clinic.create_execution(workflow=workflow)
    exe.execution_start()
    exe.add_features([quality(Image=image, Grade="Bad") for image in images])
    exe.add_features([quality(Image=images[0], Grade="Good")])
    assert exe.pending == 3
    assert exe.discard_features("Image", "Quality", [images[1].lower()]) == 1
    exe.execution_stop()
    exe.upload_execution_outputs()
    assert grades(clinic) == ["Good", "Bad"]
    with pytest.raises(StagingError, match=f"has given Image .*{images[0]}.* already"):
        exe.add_features([quality(Image=images[0], Grade="Bad")])
    exe.add_features([quality(Image=images[1], Grade="Bad")])
    assert exe.upload_execution_outputs().features == {"Execution_Image_Quality": 1}
    assert grades(clinic) == ["Good", "Bad", "Bad"]
    assert exe.discard_features("Image", "Quality") == 0


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"Grade": "okay"}, TermNotFound, "no term 'okay' in Grade. Did you mean"),
        ({"Image": "1-ZZZZ"}, RIDNotFound, "Image has no row 1-ZZZZ"),
        ({"Mask": "1-ZZZZ"}, RIDNotFound, "Mask has no row 1-ZZZZ"),
        ({"Execution": "1-ZZZZ"}, InvalidValue, "another was to add it"),
        ({"Feature_Name": "Colour"}, InvalidValue, "of the feature 'Colour'"),
    ],
)
def test_a_wrong_value_is_refused_when_it_is_added(clinic, workflow, quality, images, wrong, error, message):
    """Not hours later, when the run is uploaded; none of those added with it is staged."""
    exe = clinic.create_execution(workflow=workflow)
    good = {"Image": images[0], "Grade": "Good"}
    with pytest.raises(error, match=message):
        exe.add_features([quality(Image=images[1], Grade="Bad"), quality(**{**good, **wrong})])
    assert exe.pending == 0


def test_rows_of_dicts_are_checked_like_records(clinic, workflow, quality, images):
    """Columns, required values and types; a row gets one value at a time."""
    exe = clinic.create_execution(workflow=workflow)
    for rows, error, message in (
        ([{"Image": images[0]}], InvalidValue, "needs Grade, and record 0 has no value"),
        ([{"Grade": "ok"}], InvalidValue, "needs Image"),
        ([{"Image": images[0], "Grade": "ok", "Scor": 1}], ColumnNotFound, "Did you mean 'Score'"),
        ([{"Image": images[0], "Grade": "ok", "RMB": "me"}], InvalidValue, "takes no value for 'RMB'"),
        ([{"Image": images[0], "Grade": "ok", "Score": "much"}], InvalidValue, "Score holds float8"),
        ([{"Image": images[0], "Grade": "ok"}] * 2, InvalidValue, "two values of Quality at once"),
    ):
        with pytest.raises(error, match=message):
            exe.add_features(rows, "Image", "Quality")
    assert exe.pending == 0


def test_a_path_stands_for_a_staged_file(clinic, workflow, quality, images, tmp_path):
    """The path that was given out, or that of the file of yours which was linked; no other."""
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"mine")
    exe = clinic.create_execution(workflow=workflow)
    for given in (mine, str(mine)):
        with pytest.raises(StagingError, match=r"mine.png is not staged.*asset_file_path\('Mask'"):
            exe.add_features([quality(Image=images[0], Grade="ok", Mask=given)])
    staged = exe.asset_file_path("Mask", mine)
    for given in (mine, str(staged), str(mine)):
        exe.add_features([quality(Image=images[0], Grade="ok", Mask=given)])
    other = exe.asset_file_path("Image", "other.png")
    with pytest.raises(InvalidValue, match="staged for Image, and the column is for Mask"):
        exe.add_features([quality(Image=images[1], Grade="ok", Mask=other)])
    exe.unstage("Image", "other.png")
    exe.unstage("Mask", "mine.png")
    with pytest.raises(StagingError, match=r"refers to the file 'mine.png' of Mask.*discard_features"):
        exe.upload_execution_outputs()
    exe.asset_file_path("Mask", mine)
    exe.upload_execution_outputs()
    [value] = clinic.feature_values("Image", "Quality")
    assert clinic.lookup_asset(value.Mask).filename == "mine.png"
    with clinic.create_execution(workflow=workflow, upload_on_exit=True) as later:
        later.add_features([quality(Image=images[1], Grade="ok", Mask=clinic.lookup_asset(value.Mask))])
    assert [v.Mask for v in clinic.feature_values("Image", "Quality")] == [value.Mask, value.Mask]


def test_a_row_that_is_gone_stops_the_upload(clinic, workflow, quality):
    """Nothing is in the catalog then; the value can be taken back."""
    clinic.create_table(TableDefinition("Subject"))
    first, second = clinic.insert_rows("Subject", [{}, {}])
    Look = clinic.create_feature("Subject", "Look", terms=["Grade"])  # noqa: N806
    with clinic.create_execution(workflow=workflow) as exe:
        exe.add_features([Look(Subject=first, Grade="ok"), Look(Subject=second, Grade="ok")])
    clinic.delete_rows("Subject", [second])
    with pytest.raises(RIDNotFound, match=f"Subject has no row {second}"):
        exe.upload_execution_outputs()
    assert list(clinic.feature_values("Subject", "Look")) == []
    exe.discard_features("Subject", "Look", [second])
    assert exe.upload_execution_outputs().features == {"Execution_Subject_Look": 1}


def test_a_value_goes_with_its_row_and_stays_in_the_past(clinic, workflow, quality):
    """Deleting a row takes its values along; the history has them."""
    clinic.create_table(TableDefinition("Subject"))
    [subject] = clinic.insert_rows("Subject", [{}])
    clinic.create_feature("Subject", "Look", terms=["Grade"])
    clinic.label("Subject", "Look", {subject: "ok"})
    [value] = clinic.feature_values("Subject", "Look")
    mark = clinic.mark("before")
    clinic.delete_rows("Subject", [subject])
    assert list(clinic.feature_values("Subject", "Look")) == []
    assert [v.RID for v in clinic.snapshot(at=mark.name).feature_values("Subject", "Look")] == [value.RID]


def test_values_are_written_by_executions_only(clinic, quality, images):
    """Rows of the table are not inserted, changed or deleted by hand, and an aborted run takes none."""
    clinic.label("Image", "Quality", {images[0]: {"Grade": "ok"}})
    [value] = clinic.feature_values("Image", "Quality")
    for call in (
        lambda: clinic.insert_rows("Execution_Image_Quality", [{"Image": images[1], "Grade": "Good"}]),
        lambda: clinic.update_rows("Execution_Image_Quality", [{"RID": value.RID, "Grade": "Bad"}]),
        lambda: clinic.delete_rows("Execution_Image_Quality", [value.RID]),
    ):
        with pytest.raises(DataError, match="exe.add_features and ml.label"):
            call()
    aborted = clinic.create_execution(workflow=clinic.create_workflow("Train", "Training"))
    aborted.abort()
    with pytest.raises(ExecutionError, match="aborted"):
        aborted.add_features([quality(Image=images[1], Grade="ok")])


def test_a_dry_run_checks_values_and_writes_none(clinic, workflow, quality, images):
    """As it does with files."""
    with clinic.create_execution(workflow=workflow, dry_run=True) as exe:
        assert exe.add_features([quality(Image=images[0], Grade="ok")]) == 1
        with pytest.raises(TermNotFound):
            exe.add_features([quality(Image=images[0], Grade="okay")])
    assert exe.upload_execution_outputs().features == {}
    assert grades(clinic) == []


def test_another_process_uploads_what_was_staged(clinic, workflow, quality, images, run, lab):
    """A run that was left is taken up with its values, as with its files."""
    with clinic.create_execution(workflow=workflow) as exe:
        exe.add_features([quality(Image=images[0], Grade="ok")])
    assert f"{exe.execution_rid}: 1" in run(
        "import sys; from muniment import Muniment; ml = Muniment(sys.argv[1]); "
        "print(ml.find_unfinished_executions()); "
        "ml.resume_execution(sys.argv[2]).upload_execution_outputs()",
        lab,
        exe.execution_rid,
    ).replace("'", "")
    assert grades(clinic) == ["Good"]


# Selectors


@pytest.fixture
def labelled(clinic, quality, images):
    """Three people have looked at the first image, one at the second, nobody at the third."""
    for grade in ("Good", "Bad", "Good"):
        clinic.label("Image", "Quality", {images[0]: {"Grade": grade}}, description=grade)
    clinic.label("Image", "Quality", {images[1]: {"Grade": "Bad"}})
    return clinic


def test_a_selector_chooses_one_value_for_each_row(labelled, images):
    """The newest, the first, that of an execution or workflow, that of the majority, or what a function says."""
    assert grades(labelled) == ["Good", "Bad", "Good", "Bad"]
    executions = [value.Execution for value in labelled.feature_values("Image", "Quality")]
    workflow = labelled.lookup_execution(executions[0]).workflow_rid
    of_workflow = FeatureRecord.select_by_workflow(workflow, container=labelled)
    of_type = FeatureRecord.select_by_workflow("Feature_Creation", container=labelled)
    for selector, wanted in (
        (FeatureRecord.select_newest, ["Good", "Bad"]),
        (FeatureRecord.select_latest, ["Good", "Bad"]),
        (FeatureRecord.select_first, ["Good", "Bad"]),
        (FeatureRecord.select_by_execution(executions[1]), ["Bad"]),
        (of_workflow, ["Good", "Bad"]),
        (of_type, ["Good", "Bad"]),
        (FeatureRecord.select_majority_vote("Grade"), ["Good", "Bad"]),
        (FeatureRecord.select_majority_vote(), ["Good", "Bad"]),
        (lambda records: records[1] if len(records) > 1 else None, ["Bad"]),
    ):
        assert grades(labelled, selector) == wanted
    assert grades(labelled, execution_rids=executions[1:2]) == ["Bad"]
    assert grades(labelled, execution_rids=[]) == []


def test_a_tie_goes_to_the_newest(labelled, images):
    """Of values with as many votes, that of the newest record is taken."""
    labelled.label("Image", "Quality", {images[0]: {"Grade": "Bad"}})
    assert grades(labelled, FeatureRecord.select_majority_vote())[0] == "Bad"


def test_records_without_a_time_are_the_oldest(quality):
    """As those that are not in the catalog yet."""
    new = quality(Image="1-0001", Grade="Bad")
    old = quality(Image="1-0001", Grade="Good", RCT=datetime(2020, 1, 1, tzinfo=UTC))
    assert FeatureRecord.select_newest([old, new]) is old
    assert FeatureRecord.select_first([old, new]) is new


def test_a_wrong_selector_says_so(labelled, quality):
    """A workflow or column that is not there, when it is made; what a function raises, as it is."""
    with pytest.raises(WorkflowNotFound, match="'Grading'"):
        FeatureRecord.select_by_workflow("Grading", container=labelled)
    with pytest.raises(InvalidValue, match="no column 'Colour' to vote on"):
        quality.select_majority_vote("Colour")
    two = [ColumnDefinition("X"), ColumnDefinition("Y")]
    Place = labelled.create_feature("Image", "Place", metadata=two)  # noqa: N806
    with pytest.raises(InvalidValue, match="several columns"):
        Place.select_majority_vote()

    with pytest.raises(InvalidValue, match="no column 'Colour' to vote on"):
        grades(labelled, FeatureRecord.select_majority_vote("Colour"))
    with pytest.raises(InvalidValue, match="A selector of Quality gave 'abc' for Image"):
        grades(labelled, lambda _: "abc")

    def choose(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        grades(labelled, choose)
    assert "chose among the values that" in caught.value.__notes__[0]


def test_a_limit_keeps_from_reading_too_many(labelled):
    """The error tells how many there are, before any is read."""
    with pytest.raises(MaterializeLimitExceeded, match="has 4 values, and materialize_limit is 3") as caught:
        labelled.feature_values("Image", "Quality", materialize_limit=3)
    assert (caught.value.limit, caught.value.actual_count) == (3, 4)
    assert len(grades(labelled, materialize_limit=4)) == 4


# By hand


def test_a_person_labels_by_hand(clinic, images):
    """One call makes an honest execution of its own: which code it was called from, and who says so."""
    clinic.create_feature("Image", "Sharpness", terms=["Grade"])
    exe = clinic.label("Image", "Sharpness", {images[0]: "ok", images[2]: "Bad"}, description="Ada, by eye")
    assert [value.Grade for value in clinic.feature_values("Image", "Sharpness")] == ["Good", "Bad"]
    record = clinic.lookup_execution(exe.execution_rid)
    assert (record.status, record.description) == ("Uploaded", "Ada, by eye")
    workflow = clinic.lookup_workflow(record.workflow_rid)
    assert (workflow.name, workflow.workflow_type) == ("Sharpness of Image by hand", ("Feature_Creation",))


def test_a_wrong_label_leaves_no_execution(clinic, quality, images):
    """It is looked at first."""
    before = len(clinic.find_executions())
    for labels, error in (
        ({images[0]: "Good"}, InvalidValue),
        ({images[0]: {"Grade": "okay"}}, TermNotFound),
        ({"1-ZZZZ": {"Grade": "ok"}}, RIDNotFound),
        ([images[0]], InvalidValue),
        ({}, InvalidValue),
    ):
        with pytest.raises(error):
            clinic.label("Image", "Quality", labels)
    assert len(clinic.find_executions()) == before


# Datasets and bags


def test_a_dataset_has_the_values_of_its_rows(labelled, images):
    """Live, of a release, in a snapshot and in a bag alike; those of other rows are left out."""
    dataset = released(labelled, images[:1])
    told = [value.model_dump() for value in dataset.feature_values("Image", "Quality")]
    assert [value["Image"] for value in told] == images[:1] * 3
    labelled.label("Image", "Quality", {images[0]: {"Grade": "Bad"}})
    bag = dataset.download_dataset_bag(version="0.2.0")
    for container, options in (
        (dataset, {"version": "0.2.0"}),
        (labelled.snapshot(at=dataset_version(dataset)).lookup_dataset(dataset.rid), {}),
        (bag, {}),
    ):
        found = container.feature_values("Image", "Quality", **options)
        assert [value.model_dump() for value in found] == told
    assert len(grades(dataset)) == 4
    assert [repr(f) for f in bag.find_features()] == [repr(f) for f in labelled.find_features()]
    assert bag.lookup_feature("Image", "Quality").definition.name == "Execution_Image_Quality"
    assert grades(bag, FeatureRecord.select_majority_vote()) == ["Good"]
    workflow = labelled.lookup_execution(told[0]["Execution"]).workflow_rid
    assert grades(bag, FeatureRecord.select_by_workflow(workflow, container=bag)) == ["Good"]


def test_a_label_changes_a_dataset(labelled, images):
    """What is known of its rows is other than it was released: it is told as added, and the dataset is dirty."""
    dataset = released(labelled, images[:1])
    assert not dataset.is_dirty()
    labelled.label("Image", "Quality", {images[1]: {"Grade": "Good"}})  # of another dataset
    assert not dataset.is_dirty()
    labelled.label("Image", "Quality", {images[0]: {"Grade": "Good"}})
    assert dataset.is_dirty()
    assert dataset.release_diff().added == {"Execution_Image_Quality": 1}
    dataset.mark_dev("Labelled")
    dataset.release("minor")
    assert dataset.compare_versions("0.2.0", "0.3.0").added == {"Execution_Image_Quality": 1}


def test_a_bag_brings_features_into_another_catalog(labelled, images, stack, tmp_path):
    """The table is made if need be, with all that makes it a feature; values keep their RIDs."""
    bag = released(labelled, images).download_dataset_bag()
    told = [value.model_dump() for value in labelled.feature_values("Image", "Quality")]
    with Muniment(tmp_path / "other", create=True, actor="bob") as other:
        other.load_bag(bag.path)
        assert [value.model_dump() for value in other.feature_values("Image", "Quality")] == told
        image = images[2]
        other.label("Image", "Quality", {image: {"Grade": "ok"}})
        assert grades(other)[-1] == "Good"


# Training


@pytest.fixture
def graded(clinic, quality, workflow):
    """A dataset of twelve images, a third of which are bad; one of them was called good before."""
    with clinic.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        for number in range(9):
            exe.asset_file_path("Image", f"{number}.png").write_text(str(number))
    rids = [image.rid for image in clinic.list_assets("Image")]
    clinic.label("Image", "Quality", {rids[0]: {"Grade": "Good"}})
    told = {rid: {"Grade": "Good" if n % 3 else "Bad", "Score": float(n)} for n, rid in enumerate(rids)}
    clinic.label("Image", "Quality", told)
    return released(clinic, rids)


@pytest.mark.parametrize("column", ["Quality", "Quality.Grade"])
def test_a_split_is_stratified_by_a_feature(clinic, graded, column):
    """By the newest value of each member: the only term, or a column of it."""
    split = clinic.split_dataset(graded, test_size=0.25, stratify_by_column=column)
    newest = {
        value.Image: value.Grade
        for value in clinic.feature_values("Image", "Quality", FeatureRecord.select_newest)
    }
    shares = [
        sorted(newest[rid] for rid in clinic.lookup_dataset(part.rid).list_members("Image"))
        for part in (split.training, split.testing)
    ]
    assert shares == [["Bad"] * 3 + ["Good"] * 6, ["Bad"] + ["Good"] * 2]


def test_files_go_into_folders_by_a_feature(graded, images, tmp_path):
    """The newest value of a file names its folder, or the one that a selector chooses."""
    bag = graded.download_dataset_bag()
    for number, (targets, transform, folder) in enumerate(
        [
            ("Quality", None, "Bad"),
            ("Quality.Grade", None, "Bad"),
            ({"Quality.Grade": FeatureRecord.select_first}, None, "Good"),
            ("Quality", lambda record: f"{record.Grade}-{record.Score:g}", "Bad-0"),
        ]
    ):
        placed = bag.restructure_assets(
            tmp_path / str(number), asset_table="Image", targets=targets, target_transform=transform
        )
        assert placed[bag.asset_path(images[0])].parent.name == folder


def test_what_is_no_feature_is_no_target(graded, tmp_path):
    """The nearest is named; a row without a value is told as for columns."""
    bag = graded.download_dataset_bag()
    for targets, error, message in (
        ("Qualiti", ColumnNotFound, "no column and no feature 'Qualiti'"),
        ("Quality.Grad", ColumnNotFound, "Did you mean 'Grade'"),
        ("Quality.Mask", InvalidValue, "has no value for Quality.Mask"),
    ):
        with pytest.raises(error, match=message):
            bag.restructure_assets(tmp_path / "x", asset_table="Image", targets=targets, missing="error")


def test_elements_have_records_as_targets(graded, images):
    """A feature gives its record, a column of it its value; several targets are a dict."""
    bag = graded.download_dataset_bag()
    [(_, record, rid), *_] = Elements(bag, "Image", targets="Quality")
    assert (rid, record.Grade, record.Score) == (images[0], "Bad", 0.0)
    both = Elements(bag, "Image", targets=["Quality.Grade", "Filename"])
    assert both[0][1] == {"Quality.Grade": "Bad", "Filename": "a.png"}
    assert both.classes["Quality.Grade"] == ["Bad", "Good"]
