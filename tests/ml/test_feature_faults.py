"""What goes wrong with values of features: a clear error, nothing lost, and a retry that works."""

import pytest

from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition
from muniment.errors import (
    FeatureNotFound,
    InvalidValue,
    RIDNotFound,
    StagingError,
    TermInUse,
    TermNotFound,
)


@pytest.fixture
def clinic(ml):
    """A catalog with patients, grades and masks, and a feature made of a grade, a mask and numbers."""
    ml.create_table(TableDefinition("Patient", [ColumnDefinition("Number", BuiltinTypes.int4)]))
    ml.create_table(TableDefinition("Visit", [ColumnDefinition("Number", BuiltinTypes.int4)]))
    ml.create_asset("Mask")
    for vocabulary, term in (("Grade", "Good"), ("Colour", "Red")):
        ml.create_vocabulary(vocabulary)
        ml.add_term(vocabulary, term, description=term)
    ml.add_term("Grade", "Bad", description="Bad")
    own = [
        ColumnDefinition("Score", BuiltinTypes.float8),
        ColumnDefinition("Count", BuiltinTypes.int4),
        ColumnDefinition("Sure", BuiltinTypes.boolean),
        ColumnDefinition("Seen", BuiltinTypes.date),
    ]
    optional = ["Mask", *(column.name for column in own)]
    ml.create_feature("Patient", "Quality", ["Grade"], ["Mask"], own, optional)
    return ml


@pytest.fixture
def patients(clinic):
    """The RIDs of three patients."""
    return clinic.insert_rows("Patient", [{"Number": number} for number in range(3)])


def told(container):
    return [(value.Patient, value.Grade) for value in container.feature_values("Patient", "Quality")]


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"Grade": "Red"}, TermNotFound, "no term 'Red' in Grade"),
        ({"Grade": 7}, InvalidValue, "Grade"),
        ({"Grade": ["Good"]}, InvalidValue, "Grade"),
        ({"Score": "much"}, InvalidValue, "Score holds float8"),
        ({"Count": 1.5}, InvalidValue, "Count holds int4"),
        ({"Count": 2**40}, InvalidValue, "Count"),
        ({"Sure": "perhaps"}, InvalidValue, "Sure holds boolean"),
        ({"Seen": "yesterday"}, InvalidValue, "Seen holds date"),
        ({"Patient": None}, InvalidValue, "needs Patient"),
        ({"Patient": "not a RID"}, (InvalidValue, RIDNotFound), "not a RID"),
        ({"Mask": "not a RID"}, (InvalidValue, RIDNotFound), "not a RID"),
        ({"Mask": 5}, InvalidValue, "Mask"),
    ],
)
def test_a_wrong_value_leaves_what_was_staged(clinic, workflow, patients, wrong, error, message):
    """The values staged before stay, none of the call is added, and the same call mended is uploaded."""
    a, b, c = patients
    exe = clinic.create_execution(workflow=workflow)
    exe.add_features([{"Patient": a, "Grade": "Good"}], "Patient", "Quality")
    good = [{"Patient": b, "Grade": "Bad"}, {"Patient": c, "Grade": "Bad"}]
    with pytest.raises(error, match=message):
        exe.add_features([good[0], {**good[1], **wrong}], "Patient", "Quality")
    assert exe.pending == 1
    exe.add_features(good, "Patient", "Quality")
    exe.upload_execution_outputs()
    assert told(clinic) == [(a, "Good"), (b, "Bad"), (c, "Bad")]


def test_a_row_of_another_table_is_none_of_the_feature(clinic, workflow, patients):
    """Neither as the row that has the value, nor as the asset that it refers to."""
    [visit] = clinic.insert_rows("Visit", [{"Number": 1}])
    exe = clinic.create_execution(workflow=workflow)
    with pytest.raises(RIDNotFound, match=f"Patient has no row {visit}"):
        exe.add_features([{"Patient": visit, "Grade": "Good"}], "Patient", "Quality")
    with pytest.raises(RIDNotFound, match=f"Mask has no row {visit}"):
        exe.add_features([{"Patient": patients[0], "Grade": "Good", "Mask": visit}], "Patient", "Quality")
    assert exe.pending == 0


def test_an_asset_that_is_gone_stops_the_upload(clinic, workflow, patients):
    """A value refers to an asset that somebody deletes meanwhile: nothing is uploaded until it is mended."""
    a, b, _ = patients
    with clinic.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Mask", "old.png").write_bytes(b"old")
    [mask] = clinic.list_assets("Mask")
    exe = clinic.create_execution(workflow=workflow)
    exe.asset_file_path("Mask", "new.png").write_bytes(b"new")
    lines = [{"Patient": a, "Grade": "Good", "Mask": mask.rid}, {"Patient": b, "Grade": "Bad"}]
    exe.add_features(lines, "Patient", "Quality")
    clinic.delete_rows("Mask", [mask.rid])
    with pytest.raises(RIDNotFound, match=f"Mask has no row {mask.rid}"):
        exe.upload_execution_outputs()
    assert (told(clinic), len(clinic.list_assets("Mask")), exe.pending) == ([], 0, 3)
    exe.add_features([{"Patient": a, "Grade": "Good"}], "Patient", "Quality")
    report = exe.upload_execution_outputs()
    assert (report.total_uploaded, report.features) == (1, {"Execution_Patient_Quality": 2})
    assert clinic.doctor().ok


def test_a_term_of_a_staged_value_that_is_gone_stops_the_upload(clinic, workflow, patients):
    """It can be added again, and the upload repeated."""
    exe = clinic.create_execution(workflow=workflow)
    exe.add_features([{"Patient": patients[0], "Grade": "Bad"}], "Patient", "Quality")
    clinic.delete_term("Grade", "Bad")
    with pytest.raises(TermNotFound, match="no term 'Bad' in Grade"):
        exe.upload_execution_outputs()
    assert (told(clinic), exe.pending) == ([], 1)
    clinic.add_term("Grade", "Bad", description="Bad again")
    exe.upload_execution_outputs()
    assert told(clinic) == [(patients[0], "Bad")]
    with pytest.raises(TermInUse):
        clinic.delete_term("Grade", "Bad")


def test_a_feature_that_is_gone_stops_the_upload(clinic, workflow, patients):
    """Values of a feature that somebody has deleted meanwhile are named, and nothing else is uploaded."""
    exe = clinic.create_execution(workflow=workflow)
    exe.asset_file_path("Mask", "new.png").write_bytes(b"new")
    exe.add_features([{"Patient": patients[0], "Grade": "Bad"}], "Patient", "Quality")
    clinic.delete_feature("Patient", "Quality")
    with pytest.raises(
        StagingError, match=r"values are staged for Execution_Patient_Quality.*discard_features"
    ):
        exe.upload_execution_outputs()
    assert (len(clinic.list_assets("Mask")), exe.pending) == (0, 2)
    with pytest.raises(FeatureNotFound):
        exe.discard_features("Patient", "Qualities")
    assert exe.discard_features("Patient", "Quality") == 1
    assert exe.upload_execution_outputs().total_uploaded == 1
    with pytest.raises(FeatureNotFound):
        exe.discard_features("Patient", "Quality")


def test_an_error_of_a_selector_comes_through(clinic, patients):
    """It ends the reading with the error as it is, and the catalog can be read and written at once."""
    clinic.label("Patient", "Quality", {rid: {"Grade": "Good"} for rid in patients})

    def choose(records):
        if records[0].Patient == patients[1]:
            raise ZeroDivisionError("of my own")
        return records[0]

    with pytest.raises(InvalidValue, match="selector='newest' is no function"):
        clinic.feature_values("Patient", "Quality", "newest")
    found = clinic.feature_values("Patient", "Quality", choose)
    assert next(found).Patient == patients[0]
    with pytest.raises(ZeroDivisionError, match="of my own"):
        next(found)
    clinic.label("Patient", "Quality", {patients[0]: {"Grade": "Bad"}})
    assert len(told(clinic)) == 4


def test_numbers_without_bounds_come_back(clinic, workflow, patients):
    """What is infinite is staged and uploaded as such; what is not a number is none."""
    exe = clinic.create_execution(workflow=workflow)
    scores = [float("inf"), float("-inf"), float("nan")]
    lines = [{"Patient": p, "Grade": "Bad", "Score": s} for p, s in zip(patients, scores, strict=True)]
    exe.add_features(lines, "Patient", "Quality")
    exe.upload_execution_outputs()
    found = clinic.feature_values("Patient", "Quality")
    assert [value.Score for value in found] == [float("inf"), float("-inf"), None]


def test_reading_that_is_given_up_blocks_nobody(clinic, patients, lab):
    """Values that nobody reads to the end keep no transaction open that a writer would wait for."""
    clinic.label("Patient", "Quality", {rid: {"Grade": "Good"} for rid in patients})
    begun = clinic.feature_values("Patient", "Quality")
    next(begun)
    with Muniment(lab, actor="ben") as other:
        other.label("Patient", "Quality", {patients[0]: {"Grade": "Bad"}})
    assert len(list(begun)) == 2
