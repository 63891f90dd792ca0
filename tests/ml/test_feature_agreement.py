"""Agreement between annotators: kappa of the values that they have given."""

import math

import pandas as pd
import pytest

from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition
from muniment.errors import FeatureNotFound, InvalidValue, VersionNotFound

# Fleiss's example of 1971: how many of six psychiatrists gave each of thirty patients which of five diagnoses.
FLEISS = [
    tuple(map(int, counts))
    for counts in (
        "00060",
        "03003",
        "01401",
        "00006",
        "03030",
        "20400",
        "00402",
        "20310",
        "20040",
        "00006",
        "10050",
        "11040",
        "03300",
        "10050",
        "02031",
        "00501",
        "30012",
        "51000",
        "02040",
        "10203",
        "00006",
        "01050",
        "02013",
        "20040",
        "10041",
        "05010",
        "40002",
        "02040",
        "10500",
        "00006",
    )
]

# Cohen's example of 1960: 200 patients, and the diagnoses that two judges give them.
COHEN = {
    ("Personality", "Personality"): 88,
    ("Personality", "Neurosis"): 14,
    ("Personality", "Psychosis"): 18,
    ("Neurosis", "Personality"): 10,
    ("Neurosis", "Neurosis"): 40,
    ("Neurosis", "Psychosis"): 10,
    ("Psychosis", "Personality"): 2,
    ("Psychosis", "Neurosis"): 6,
    ("Psychosis", "Psychosis"): 12,
}


@pytest.fixture
def patients(ml):
    """A catalog with patients, and a feature of theirs that is a term; gives a function that makes them."""
    ml.create_table(TableDefinition("Patient", [ColumnDefinition("Number", BuiltinTypes.int4)]))
    ml.create_vocabulary("Diagnosis")
    ml.create_feature("Patient", "Finding", terms=["Diagnosis"])

    def make(count, *terms):
        for term in terms:
            ml.add_term("Diagnosis", term, description=term)
        return ml.insert_rows("Patient", [{"Number": number} for number in range(count)])

    return make


@pytest.fixture
def annotate(ml, workflow, patients):
    """Gives a function that has each of several runs give rows values: RID → term."""

    def annotate(*given, table="Patient", name="Finding", column="Diagnosis"):
        runs = []
        for values in given:
            with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
                lines = [{table: rid, column: value} for rid, value in values.items()]
                exe.add_features(lines, table, name)
            runs.append(exe.execution_rid)
        return runs

    return annotate


def by_run(container, **options):
    return container.feature_agreement("Patient", "Finding", **{"annotator": "execution", **options})


def test_fleiss_kappa_of_many_raters_is_that_of_the_literature(ml, patients, annotate):
    """Of more than two annotators, agreement is Fleiss' kappa; that of Fleiss's example is 0.430."""
    terms = ["D1", "D2", "D3", "D4", "D5"]
    rids = patients(len(FLEISS), *terms)
    given = [[] for _ in range(6)]
    for rid, counts in zip(rids, FLEISS, strict=True):
        chosen = [term for term, count in zip(terms, counts, strict=True) for _ in range(count)]
        for rater, term in enumerate(chosen):
            given[rater].append((rid, term))
    runs = annotate(*map(dict, given))
    found = by_run(ml)
    assert found.statistic == "Fleiss' kappa"
    assert found.kappa == pytest.approx(0.430, abs=0.0005)
    assert (found.rows, set(found.annotators), found.left_out, found.repeated) == (30, set(runs), {}, 0)
    assert found.table.loc[rids, terms].to_numpy().tolist() == [list(counts) for counts in FLEISS]
    assert len(found.pairs) == 6 * 5 / 2
    assert set(found.pairs["rows"]) == {30}


def test_cohens_kappa_of_two_is_that_of_the_literature(ml, patients, annotate):
    """Of two annotators, agreement is Cohen's kappa; that of his example is 0.492."""
    rids = iter(patients(200, "Personality", "Neurosis", "Psychosis"))
    first, second = {}, {}
    for (one, other), count in COHEN.items():
        for _ in range(count):
            rid = next(rids)
            first[rid], second[rid] = one, other
    two = annotate(first, second)
    found = by_run(ml)
    assert (found.statistic, found.rows, found.annotators) == ("Cohen's kappa", 200, tuple(sorted(two)))
    assert found.kappa == pytest.approx(0.492, abs=0.0005)
    assert found.table.loc["Personality", "Psychosis"] == 18
    assert found.table.loc["Psychosis", "Personality"] == 2
    assert found.table.to_numpy().sum() == 200
    assert found.pairs["kappa"].tolist() == [found.kappa]


def test_agreement_is_that_of_another_library(ml, patients, annotate):
    """Cohen's kappa, plain and weighted, is what scikit-learn computes."""
    from sklearn.metrics import cohen_kappa_score

    rids = patients(12, "None", "Mild", "Severe")
    order = ["None", "Mild", "Severe"]
    first = [order[number % 3] for number in range(12)]
    second = [order[number * number % 3] if number < 9 else order[2] for number in range(12)]
    annotate(dict(zip(rids, first, strict=True)), dict(zip(rids, second, strict=True)))
    for weights in (None, "linear", "quadratic"):
        expected = cohen_kappa_score(first, second, labels=order, weights=weights)
        assert by_run(ml, weights=weights, order=order).kappa == pytest.approx(expected)
    assert by_run(ml, order=order).table.index.tolist() == order


def test_rows_with_too_few_values_are_told(ml, patients, annotate):
    """Rows that fewer or more annotators have rated than most are left out, and the result says how many."""
    a, b, c, d, e, f = patients(6, "Yes", "No")
    annotate(
        {a: "Yes", b: "No", c: "Yes", d: "Yes", f: "No"},
        {a: "Yes", b: "No", c: "No", d: "Yes"},
        {a: "Yes", b: "No", c: "Yes", e: "No"},
    )
    found = by_run(ml)
    assert (found.rows, found.left_out) == (3, {1: 2, 2: 1})
    assert set(found.table.index) == {a, b, c}
    counted = found.pairs.set_index(["first", "second"])["rows"]
    assert sorted(counted) == [3, 3, 4]
    shown = found._repr_html_()
    assert "2 rows with 1 value, 1 row with 2 values" in shown
    assert "Fleiss' kappa" in repr(found)


def test_raters_may_differ_from_row_to_row(ml, patients, annotate):
    """Fleiss' kappa wants as many values of each row, and not of the same annotators."""
    a, b, c = patients(3, "Yes", "No")
    annotate({a: "Yes", b: "No"}, {b: "No", c: "Yes"}, {c: "Yes", a: "Yes"})
    found = by_run(ml)
    assert (found.rows, found.kappa, len(found.annotators)) == (3, 1.0, 3)
    assert found.pairs["rows"].tolist() == [1, 1, 1]


def test_weights_of_more_than_two_are_the_mean_of_pairs(ml, patients, annotate):
    """With weights, agreement of more than two is Light's kappa: the mean of those of every two."""
    a, b, c, d = patients(4, "None", "Mild", "Severe")
    annotate(
        {a: "None", b: "Mild", c: "Severe", d: "None"},
        {a: "None", b: "Severe", c: "Severe", d: "Mild"},
        {a: "Mild", b: "Mild", c: "Severe"},
    )
    found = by_run(ml, weights="quadratic", order=["None", "Mild", "Severe"])
    assert (found.statistic, found.rows, found.left_out) == ("Light's kappa", 4, {})
    assert found.kappa == pytest.approx(found.pairs["kappa"].mean())
    assert found.pairs["rows"].sum() == 4 + 3 + 3


def test_a_person_is_one_annotator_over_all_runs(ml, patients, lab):
    """By default an annotator is who wrote the values, in however many runs, and the newest of each counts."""
    a, b, c = patients(3, "Yes", "No")
    ml.label("Patient", "Finding", {a: "Yes", b: "No"})
    ml.label("Patient", "Finding", {b: "Yes", c: "No"})
    with pytest.raises(InvalidValue, match=r"4 values by 1 annotator\. annotator='execution'"):
        ml.feature_agreement("Patient", "Finding")
    with Muniment(lab, actor="ben") as of_ben:
        of_ben.label("Patient", "Finding", {a: "Yes", b: "Yes", c: "Yes"})
    found = ml.feature_agreement("Patient", "Finding")
    assert (found.statistic, found.rows, found.repeated) == ("Cohen's kappa", 3, 1)
    assert "ben" in found.annotators
    ben = found.table if found.table.columns.name == "ben" else found.table.T
    assert (ben.loc["No", "Yes"], ben.loc["Yes", "Yes"]) == (1, 2)
    assert "1 values given anew since" in found._repr_html_()


def test_a_workflow_is_one_annotator(ml, patients, annotate, workflow):
    """Two models are compared by their workflows, however often each was run."""
    a, b = patients(2, "Yes", "No")
    runs = annotate({a: "Yes"}, {b: "No"})
    ml.label("Patient", "Finding", {a: "Yes", b: "No"})
    found = ml.feature_agreement("Patient", "Finding", annotator="workflow")
    assert (found.rows, found.kappa, len(found.annotators)) == (2, 1.0, 2)
    with pytest.raises(InvalidValue, match="nothing to compare"):
        ml.feature_agreement("Patient", "Finding", annotator="workflow", execution_rids=runs)


def test_chance_alone_gives_no_number(ml, patients, annotate):
    """Where all have given all rows the same value, kappa is not a number, without a warning."""
    a, b = patients(2, "Yes")
    annotate({a: "Yes", b: "Yes"}, {a: "Yes", b: "Yes"})
    assert math.isnan(by_run(ml).kappa)
    assert math.isnan(by_run(ml, weights="linear", order=["No", "Yes"]).kappa)
    annotate({a: "Yes", b: "Yes"})
    assert math.isnan(by_run(ml).kappa)
    assert math.isnan(by_run(ml, weights="linear", order=["No", "Yes"]).kappa)


def test_columns_that_are_no_terms_are_compared(ml, patients, annotate):
    """Numbers and truth values are compared as terms are; files, lists and JSON are not."""
    a, b, c = patients(3)
    columns = [ColumnDefinition("Stage", BuiltinTypes.int4), ColumnDefinition("More", BuiltinTypes.jsonb)]
    ml.create_feature("Patient", "Staging", metadata=columns, optional=["More", "Stage"])
    annotate({a: 1, b: 2, c: 3}, {a: 1, b: 2, c: 2}, name="Staging", column="Stage")
    found = ml.feature_agreement("Patient", "Staging", "Stage", annotator="execution")
    assert found.table.index.tolist() == [1, 2, 3]
    assert found.kappa == pytest.approx(0.5)
    with pytest.raises(InvalidValue, match="no values to agree on, and More holds"):
        ml.feature_agreement("Patient", "Staging", "More")


def test_a_dataset_its_versions_its_bag_and_a_snapshot_agree_alike(ml, patients, annotate, tmp_path):
    """What holds for a release is computed from a version, its bag, and a snapshot; later values are not in it."""
    rids = patients(4, "Yes", "No")
    ml.add_dataset_element_type("Patient")
    dataset = ml.create_dataset()
    dataset.add_dataset_members(rids[:3])
    annotate(dict.fromkeys(rids, "Yes"), {**dict.fromkeys(rids, "Yes"), rids[0]: "No"})
    annotate({rids[0]: "No", rids[1]: "Yes"})
    version = dataset.release("minor")
    mark = ml.mark("then")
    annotate(dict.fromkeys(rids, "No"))
    bag = dataset.download_dataset_bag(version)
    released = by_run(dataset, version=version)
    assert (released.rows, released.left_out) == (2, {2: 1})
    for other in (by_run(bag), by_run(dataset.download_dataset_bag(version))):
        assert other.kappa == released.kappa
        pd.testing.assert_frame_equal(other.table, released.table)
        pd.testing.assert_frame_equal(other.pairs, released.pairs)
    assert by_run(dataset).kappa != released.kappa
    assert by_run(ml.snapshot(mark.name)).annotators == released.annotators
    assert len(by_run(ml).annotators) == 4
    with pytest.raises(VersionNotFound):
        by_run(dataset, version="9.9.9")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"annotator": "machine"}, "none of person, execution, workflow"),
        ({"weights": "cubic", "order": ["Yes", "No"]}, "none of linear, quadratic"),
        ({"weights": "linear"}, r"needs order=\[...\]"),
        ({"order": ["Yes"]}, "lacks 'No'"),
        ({"order": ["Yes", "No", "Yes"]}, "twice"),
        ({"column": "Diagnosys"}, "Did you mean 'Diagnosis'"),
        ({"execution_rids": []}, "nothing to compare"),
    ],
)
def test_what_cannot_be_computed_says_why(ml, patients, annotate, options, message):
    """A wrong option is an error that says what is missing."""
    a, b = patients(2, "Yes", "No")
    annotate({a: "Yes", b: "No"}, {a: "Yes", b: "Yes"})
    with pytest.raises(InvalidValue, match=message):
        by_run(ml, **options)
    with pytest.raises(FeatureNotFound, match="Did you mean 'Finding'"):
        ml.feature_agreement("Patient", "Findings")
