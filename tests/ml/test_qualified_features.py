"""Features with qualifiers: several values of a row by one run, told apart by a term, a file or a row."""

import pytest

from muniment import BuiltinTypes, ColumnDefinition, FeatureRecord, Muniment
from muniment.errors import ColumnNotFound, DefinitionError, InvalidValue, StagingError, TermNotFound

CONFIDENCE = ColumnDefinition("Confidence", BuiltinTypes.float8)


@pytest.fixture
def clinic(ml, workflow):
    """A catalog with two images, findings, sides and masks."""
    ml.create_asset("Image")
    ml.create_asset("Mask")
    for vocabulary, terms in {"Finding": ("Nodule", "Mass", "Cyst"), "Side": ("Left", "Right")}.items():
        ml.create_vocabulary(vocabulary)
        for term in terms:
            ml.add_term(vocabulary, term, description=term, synonyms=[term.lower()])
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        for name in ("a", "b"):
            exe.asset_file_path("Image", f"{name}.png").write_text(name)
    return ml


@pytest.fixture
def images(clinic):
    """The RIDs of the images."""
    return [image.rid for image in clinic.list_assets("Image")]


@pytest.fixture
def findings(clinic):
    """The class of records of a feature that a row has once for each finding."""
    return clinic.create_feature(
        "Image",
        "Findings",
        terms=["Finding"],
        metadata=[CONFIDENCE],
        optional=["Confidence"],
        qualifiers=["Finding"],
    )


def told(container, selector=None):
    found = container.feature_values("Image", "Findings", selector)
    return [(value.Image, value.Finding, value.Confidence) for value in found]


def test_one_run_gives_a_row_several_labels(clinic, workflow, findings, images):
    """A term that is a qualifier makes a feature of many labels: each a value of its own, with its columns."""
    a, b = images
    with clinic.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        labels = [findings(Image=a, Finding="nodule", Confidence=0.9), findings(Image=a, Finding="Mass")]
        exe.add_features([*labels, findings(Image=b, Finding="Cyst", Confidence=0.1)])
    assert sorted(told(clinic)) == [(a, "Mass", None), (a, "Nodule", 0.9), (b, "Cyst", 0.1)]
    feature = clinic.lookup_feature("Image", "Findings")
    assert (feature.target_table, feature.qualifiers) == ("Image", ("Finding",))
    assert [column.name for column in feature.term_columns] == ["Finding"]
    assert clinic.doctor().ok


def test_a_selector_chooses_for_each_qualifier(clinic, findings, images):
    """Of several runs, each finding of a row has its newest, first or most frequent value."""
    a, _ = images
    clinic.label("Image", "Findings", {a: [{"Finding": "Nodule", "Confidence": 0.1}, {"Finding": "Mass"}]})
    clinic.label("Image", "Findings", {a: [{"Finding": "Nodule", "Confidence": 0.2}, {"Finding": "Cyst"}]})
    newest = told(clinic, FeatureRecord.select_newest)
    assert sorted(newest) == [(a, "Cyst", None), (a, "Mass", None), (a, "Nodule", 0.2)]
    first = told(clinic, FeatureRecord.select_first)
    assert (a, "Nodule", 0.1) in first
    only = told(clinic, lambda records: records[0] if len(records) == 2 else None)
    assert only == [(a, "Nodule", 0.1)]


def test_a_value_is_replaced_for_its_qualifier_alone(clinic, workflow, findings, images):
    """A value that is staged again replaces that of the same finding; taking a row back takes all of its."""
    a, b = images
    with clinic.create_execution(workflow=workflow) as exe:
        exe.add_features([findings(Image=a, Finding="Nodule"), findings(Image=a, Finding="Mass")])
        exe.add_features([findings(Image=a, Finding="nodule", Confidence=0.5)])
        exe.add_features([findings(Image=b, Finding="Mass"), findings(Image=b, Finding="Cyst")])
        assert exe.discard_features("Image", "Findings", [b]) == 2
        with pytest.raises(InvalidValue, match=r"one value for each Finding\. Nothing was staged"):
            exe.add_features([findings(Image=b, Finding="Cyst"), findings(Image=b, Finding="cyst")])
    exe.upload_execution_outputs()
    assert sorted(told(clinic)) == [(a, "Mass", None), (a, "Nodule", 0.5)]
    exe.add_features([findings(Image=a, Finding="Cyst")])
    with pytest.raises(StagingError, match=r'"Nodule".* already'):
        exe.add_features([findings(Image=a, Finding="Nodule")])
    exe.upload_execution_outputs()
    assert len(told(clinic)) == 3


def test_files_can_tell_values_apart(clinic, workflow, images):
    """An asset as qualifier keeps many masks of one row by one run, staged or known before."""
    a, _ = images
    region = clinic.create_feature("Image", "Region", terms=["Finding"], assets=["Mask"], qualifiers=["Mask"])
    with clinic.create_execution(workflow=workflow) as exe:
        paths = [exe.asset_file_path("Mask", f"{number}.png") for number in range(3)]
        for path in paths:
            path.write_text(path.name)
        exe.add_features([region(Image=a, Finding="Nodule", Mask=path) for path in paths])
    exe.upload_execution_outputs()
    masks = {mask.rid for mask in clinic.list_assets("Mask")}
    assert {value.Mask for value in clinic.feature_values("Image", "Region")} == masks
    assert len(masks) == 3
    assert clinic.lookup_feature("Image", "Region").target_table == "Image"
    assert clinic.find_features("Mask") == []


def test_a_side_is_a_qualifier_beside_a_label(clinic, images):
    """What is meant by the feature's value, as in a vote, is the column that is no qualifier."""
    a, b = images
    eye = clinic.create_feature("Image", "Eye", terms=["Finding", "Side"], qualifiers=["Side"])
    for left in ("Mass", "Cyst", "Mass"):
        eyes = [{"Side": "Left", "Finding": left}, {"Side": "Right", "Finding": "Nodule"}]
        clinic.label("Image", "Eye", {a: eyes, b: {"Side": "Left", "Finding": "Cyst"}})
    voted = clinic.feature_values("Image", "Eye", eye.select_majority_vote())
    assert [(value.Image, value.Side, value.Finding) for value in voted] == [
        (a, "Left", "Mass"),
        (a, "Right", "Nodule"),
        (b, "Left", "Cyst"),
    ]
    agreement = clinic.feature_agreement("Image", "Eye", annotator="execution")
    assert (agreement.rows, agreement.table.loc[f"{a} Left", "Mass"]) == (3, 2)
    with pytest.raises(InvalidValue, match="annotators cannot differ on it"):
        clinic.feature_agreement("Image", "Eye", "Side")


def test_several_values_are_no_class(clinic, findings, images):
    """A row with a value for each finding has no class, so that it cannot be split or sorted by it."""
    clinic.label("Image", "Findings", {rid: [{"Finding": "Nodule"}, {"Finding": "Mass"}] for rid in images})
    clinic.add_dataset_element_type("Image")
    dataset = clinic.create_dataset()
    dataset.add_dataset_members(images)
    with pytest.raises(InvalidValue, match="one for each Finding"):
        clinic.split_dataset(dataset, test_size=0.5, stratify_by_column="Findings.Finding")
    dataset.release("minor")
    bag = dataset.download_dataset_bag()
    with pytest.raises(InvalidValue, match="one for each Finding"):
        bag.restructure_assets(bag.path.parent / "sorted", asset_table="Image", targets="Findings")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"qualifiers": ["Sides"]}, r"each has to be one of its columns, once\. It has Finding, Confidence"),
        ({"qualifiers": ["Finding", "Finding"]}, "once"),
        ({"qualifiers": ["Confidence"]}, "has to be a term, an asset or a reference"),
        ({"qualifiers": ["Finding"], "optional": ["Finding"]}, "cannot be optional"),
    ],
)
def test_what_cannot_be_a_qualifier_is_refused(clinic, options, message):
    """A qualifier is a required column that refers to something, since DerivaML finds no other."""
    with pytest.raises(DefinitionError, match=message):
        clinic.create_feature("Image", "Findings", terms=["Finding"], metadata=[CONFIDENCE], **options)
    assert clinic.find_features() == []


def test_a_qualifier_is_checked_like_any_column(clinic, findings, images):
    """A finding that is no term, or none at all, is an error before anything is staged."""
    with pytest.raises(TermNotFound, match="Did you mean 'Nodule'"):
        clinic.label("Image", "Findings", {images[0]: [{"Finding": "Nodul"}]})
    with pytest.raises(InvalidValue, match="needs Finding"):
        clinic.label("Image", "Findings", {images[0]: [{"Confidence": 0.5}]})
    with pytest.raises(InvalidValue, match="no values to add"):
        clinic.label("Image", "Findings", {images[0]: []})
    with pytest.raises(ColumnNotFound):
        clinic.label("Image", "Findings", {images[0]: [{"Finding": "Mass", "Confidnce": 1.0}]})
    assert told(clinic) == []


def test_a_bag_brings_qualifiers_along(clinic, findings, images, tmp_path):
    """A bag answers as its catalog does, and so does another catalog that has loaded it."""
    a, b = images
    clinic.create_feature("Image", "Region", assets=["Mask"], terms=["Side"], qualifiers=["Mask", "Side"])
    clinic.label(
        "Image", "Findings", {a: [{"Finding": "Nodule"}, {"Finding": "Mass"}], b: [{"Finding": "Cyst"}]}
    )
    clinic.add_dataset_element_type("Image")
    dataset = clinic.create_dataset()
    dataset.add_dataset_members(images)
    dataset.release("minor")
    bag = dataset.download_dataset_bag()
    assert told(bag) == told(clinic)
    assert bag.lookup_feature("Image", "Findings").qualifiers == ("Finding",)
    with Muniment(tmp_path / "other", create=True, actor="bob") as other:
        other.load_bag(bag.path)
        assert told(other) == told(clinic)
        assert {f.feature_name: set(f.qualifiers) for f in other.find_features("Image")} == {
            "Findings": {"Finding"},
            "Region": {"Mask", "Side"},
        }
        other.label("Image", "Findings", {b: [{"Finding": "Mass"}, {"Finding": "Nodule"}]})
        assert len(told(other)) == 5
