"""Wide tables: the rows of one table, each with what belongs to it in others, by DerivaML's rules."""

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    FeatureRecord,
    ForeignKeyDefinition,
    KeyDefinition,
    TableDefinition,
)
from muniment.errors import (
    AmbiguousPath,
    DownstreamLeaf,
    InvalidValue,
    MultiLeaf,
    NoPath,
    NoSink,
    TableNotFound,
    UnrelatedAnchor,
    VersionNotFound,
)


def define(ml, name, *columns, **references):
    """Make a table of texts and references: column → table."""
    return ml.create_table(
        TableDefinition(
            name,
            [ColumnDefinition(column) for column in (*columns, *references)],
            fkey_defs=[ForeignKeyDefinition(column, table) for column, table in references.items()],
        )
    )


@pytest.fixture
def clinic(ml, workflow):
    """Hospitals have subjects, subjects have visits, and images are of visits and of subjects."""
    define(ml, "Hospital", "Town")
    define(ml, "Subject", "Name", Hospital="Hospital")
    define(ml, "Visit", "Day", Subject="Subject")
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "Good", description="Can be read")
    ml.add_term("Grade", "Bad", description="Cannot be read")
    ml.create_asset("Image", referenced_tables=["Subject", "Visit"])
    for element in ("Image", "Subject", "Hospital"):
        ml.add_dataset_element_type(element)
    [hospital] = ml.insert_rows("Hospital", [{"Town": "Ulm"}])
    ann, bob, _ = ml.insert_rows(
        "Subject",
        [{"Name": "Ann", "Hospital": hospital}, {"Name": "Bob"}, {"Name": "Eve", "Hospital": hospital}],
    )
    [visit] = ml.insert_rows("Visit", [{"Day": "Monday", "Subject": ann}])
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "a.png", Subject=ann, Visit=visit).write_text("a")
        exe.asset_file_path("Image", "b.png", Subject=bob).write_text("b")
        exe.asset_file_path("Image", "c.png").write_text("c")
    return ml


def rids(ml, table, column):
    """Give the RIDs of the rows of a table by the values of a column."""
    return {row[column]: row["RID"] for row in ml.list_rows(table)}


def shown(table, *columns):
    """Give columns of a wide table, row by row."""
    return [tuple(row[column] for column in columns) for row in table]


# What a row is, and what is on it


def test_a_row_is_one_of_the_table_that_refers_to_the_others(clinic):
    """Each image comes once, with its subject and hospital; where a reference is empty, so are their columns."""
    wide = clinic.wide_table(["Hospital", "Image", "Subject"], via=["Image.Subject"])
    assert shown(wide, "Image.Filename", "Subject.Name", "Hospital.Town") == [
        ("a.png", "Ann", "Ulm"),
        ("b.png", "Bob", None),
        ("c.png", None, None),
    ]
    assert repr(wide) == "<WideTable: a row per Image, with Hospital, Image, Subject>"
    only = clinic.denormalize_as_dataframe("Subject")
    assert list(only["Subject.Name"]) == ["Ann", "Bob", "Eve"]


def test_columns_are_named_for_their_tables(clinic):
    """They come in the order of the tables, without system columns but the RID, unless these are asked for."""
    names = [name for name, _ in clinic.wide_table(["Subject", "Hospital"]).columns]
    assert names == [
        "Subject.RID",
        "Subject.Name",
        "Subject.Hospital",
        "Hospital.RID",
        "Hospital.Town",
    ]
    more = clinic.wide_table(["Hospital"], system_columns=["RCT", "RVS"])
    assert more.columns == [
        ("Hospital.RID", "ermrest_rid"),
        ("Hospital.RCT", "ermrest_rct"),
        ("Hospital.RVS", "int8"),
        ("Hospital.Town", "text"),
    ]
    assert next(iter(more))["Hospital.RCT"].tzinfo is not None
    with pytest.raises(InvalidValue, match="'URL' is no system column. There are RCT, RMT, RCB, RMB, RVS"):
        clinic.wide_table(["Image"], system_columns=["URL"])


def test_a_dataframe_has_the_dtypes_of_the_catalog(clinic):
    """Integers stay integers where others are missing, times are in UTC, and terms are categories."""
    score = ColumnDefinition("Score", BuiltinTypes.int2)
    quality = clinic.create_feature("Image", "Quality", ["Grade"], metadata=[score])
    images = rids(clinic, "Image", "Filename")
    clinic.label("Image", "Quality", {images["b.png"]: {"Grade": "Bad", "Score": 7}})
    found = clinic.denormalize_as_dataframe(clinic.table("Image"), features=[quality], system_columns=["RCT"])
    assert found["Execution_Image_Quality.Score"].dtype == "Int16"
    assert found["Execution_Image_Quality.Grade"].dtype == "category"
    assert found["Image.RCT"].dtype == "datetime64[us, UTC]"
    assert found["Execution_Image_Quality.Score"].tolist() == [pd.NA, 7, pd.NA]
    full = clinic.denormalize_as_dataframe(["Visit", "Subject"])
    clinic.delete_rows("Image", list(images.values()))
    clinic.delete_rows("Visit", list(full["Visit.RID"]))
    empty = clinic.denormalize_as_dataframe(["Visit", "Subject"])
    assert (len(empty), list(empty.dtypes)) == (0, list(full.dtypes))


def test_tables_that_only_link_others_are_passed_through(clinic):
    """An association brings a row for each link; a row without any comes all the same."""
    define(clinic, "Treatment", "Name")
    clinic.create_table(
        TableDefinition(
            "Image_Treatment",
            [ColumnDefinition("Image"), ColumnDefinition("Treatment"), ColumnDefinition("Dose")],
            [KeyDefinition(["Image", "Treatment"])],
            [ForeignKeyDefinition("Image", "Image"), ForeignKeyDefinition("Treatment", "Treatment")],
        )
    )
    rest, pill = clinic.insert_rows("Treatment", [{"Name": "Rest"}, {"Name": "Pill"}])
    image = rids(clinic, "Image", "Filename")["a.png"]
    clinic.insert_rows("Image_Treatment", [{"Image": image, "Treatment": each} for each in (rest, pill)])
    wide = clinic.wide_table(["Image", "Treatment"], row_per="Image")
    linked = [("a.png", "Rest"), ("a.png", "Pill"), ("b.png", None), ("c.png", None)]
    assert shown(wide, "Image.Filename", "Treatment.Name") == linked
    assert clinic.describe_denormalized(["Image", "Treatment"], row_per="Image")["warnings"] == [
        "A row of Image becomes several rows if several rows of Image_Treatment refer to it."
    ]
    named = clinic.wide_table(["Image", "Treatment", "Image_Treatment"])
    assert shown(named, "Image.Filename", "Treatment.Name", "Image_Treatment.Dose") == [
        ("a.png", "Rest", None),
        ("a.png", "Pill", None),
    ]
    beside = clinic.wide_table(["Image", "Image_Treatment", "Asset_Type"], row_per="Image_Treatment")
    assert shown(beside, "Image.Filename", "Asset_Type.Name") == [("a.png", "Image"), ("a.png", "Image")]
    types = clinic.wide_table(["Image", "Asset_Type"], row_per="Image")
    assert shown(types, "Image.Filename", "Asset_Type.Name")[0] == ("a.png", "Image")


def test_all_columns_of_a_composite_key_are_compared(ml):
    """A row is joined to the one row that has the same values in all of them."""
    ml.create_table(
        TableDefinition(
            "Slot",
            [ColumnDefinition("Room"), ColumnDefinition("Hour", BuiltinTypes.int4), ColumnDefinition("Who")],
            [KeyDefinition(["Room", "Hour"])],
        )
    )
    ml.create_table(
        TableDefinition(
            "Scan",
            [ColumnDefinition("Room"), ColumnDefinition("Hour", BuiltinTypes.int4)],
            fkey_defs=[ForeignKeyDefinition(["Room", "Hour"], "Slot", ["Room", "Hour"])],
        )
    )
    slots = [{"Room": room, "Hour": hour, "Who": f"{room}{hour}"} for room in "AB" for hour in (1, 2)]
    ml.insert_rows("Slot", slots)
    ml.insert_rows("Scan", [{"Room": "A", "Hour": 2}, {"Room": "B", "Hour": 1}, {"Room": "B", "Hour": None}])
    assert shown(ml.wide_table(["Scan", "Slot"]), "Slot.Who") == [("A2",), ("B1",), (None,)]
    assert len(ml.denormalize_as_dataframe(["Scan", "Slot"], via="Scan.Room+Hour")) == 3


def test_a_table_that_refers_to_itself_is_read_once(ml):
    """Its own column says to which row; what that row has is not joined."""
    define(ml, "Person", "Name", Mother="Person")
    [ann] = ml.insert_rows("Person", [{"Name": "Ann"}])
    ml.insert_rows("Person", [{"Name": "Bob", "Mother": ann}])
    assert shown(ml.wide_table("Person"), "Person.Name", "Person.Mother") == [("Ann", None), ("Bob", ann)]


def test_long_names_stay_whole(ml):
    """Names of columns can be longer than a database's, where the tables' own are as long as can be."""
    table, column = "T" * 60, "C" * 60
    define(ml, table, column)
    ml.insert_rows(table, [{column: "x"}])
    assert next(iter(ml.denormalize_as_dict(table)))[f"{table}.{column}"] == "x"


LINK = st.none() | st.integers(0, 3)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(st.lists(LINK, max_size=4), st.lists(st.tuples(LINK, LINK), max_size=6), st.data())
def test_a_wide_table_is_what_merging_the_tables_gives(ml, subjects, images, data):
    """Whatever rows refer to whatever rows, or to none, pandas' left merges of the tables give the same."""
    if "Scan" not in {table.name for table in ml.list_tables()}:
        define(ml, "Hospital", "Town")
        define(ml, "Subject", "Name", Hospital="Hospital")
        define(ml, "Device", "Name")
        define(ml, "Scan", "Name", Subject="Subject", Device="Device")
        define(ml, "Tag", "Name")
        columns = [ColumnDefinition("Scan"), ColumnDefinition("Tag")]
        ends = [ForeignKeyDefinition("Scan", "Scan"), ForeignKeyDefinition("Tag", "Tag")]
        ml.create_table(TableDefinition("Scan_Tag", columns, [KeyDefinition(["Scan", "Tag"])], ends))
    for table in ("Scan_Tag", "Scan", "Subject", "Hospital", "Device", "Tag"):
        ml.delete_rows(table, [row["RID"] for row in ml.list_rows(table)])
    hospitals, devices, tags = (
        ml.insert_rows(table, [{column: f"{table} {n}"} for n in range(4)])
        for table, column in (("Hospital", "Town"), ("Device", "Name"), ("Tag", "Name"))
    )
    people = ml.insert_rows(
        "Subject",
        [
            {"Name": str(n), "Hospital": None if to is None else hospitals[to]}
            for n, to in enumerate(subjects)
        ],
    )
    scans = [
        {
            "Name": str(n),
            "Subject": people[subject] if subject is not None and subject < len(people) else None,
            "Device": None if device is None else devices[device],
        }
        for n, (subject, device) in enumerate(images)
    ]
    made = ml.insert_rows("Scan", scans)
    pairs = (
        data.draw(st.sets(st.tuples(st.sampled_from(made), st.sampled_from(tags)), max_size=8))
        if made
        else ()
    )
    ml.insert_rows("Scan_Tag", [{"Scan": scan, "Tag": tag} for scan, tag in sorted(pairs)])

    def read(table):
        columns = ["RID", *(column.name for column in ml.table(table).column_defs)]
        return ml.get_table_as_dataframe(table)[columns].astype(object).add_prefix(f"{table}.")

    merged = read("Scan")
    for table, near in (("Subject", "Scan"), ("Hospital", "Subject"), ("Device", "Scan")):
        merged = merged.merge(read(table), "left", left_on=f"{near}.{table}", right_on=f"{table}.RID")
    merged = merged.merge(read("Scan_Tag"), "left", left_on="Scan.RID", right_on="Scan_Tag.Scan")
    merged = merged.merge(read("Tag"), "left", left_on="Scan_Tag.Tag", right_on="Tag.RID")
    found = ml.denormalize_as_dataframe(["Scan", "Subject", "Hospital", "Device", "Tag"], row_per="Scan")
    wanted = merged[list(found.columns)]
    assert as_texts(found) == as_texts(wanted)


def as_texts(frame):
    return sorted(
        map(str, frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))
    )


# What could be meant otherwise


def test_several_ways_are_asked_about(clinic):
    """Each way is named with what chooses it; a table on the way that is asked for chooses it too."""
    with pytest.raises(AmbiguousPath) as refused:
        clinic.wide_table(["Image", "Subject"])
    assert str(refused.value).splitlines()[:3] == [
        "2 ways lead from Image to Subject, and give different rows. Say which is meant:",
        "  Image → Subject: via=['Image.Subject']",
        "  Image → Visit → Subject: via=['Visit']",
    ]
    assert refused.value.paths == [["Image", "Subject"], ["Image", "Visit", "Subject"]]
    for via, names in ((["Image.Subject"], ["Ann", "Bob", None]), (["Visit"], ["Ann", None, None])):
        assert via in refused.value.suggestions
        wide = clinic.wide_table(["Image", "Subject"], via=via)
        assert [row["Subject.Name"] for row in wide] == names
        assert not any(name.startswith("Visit.") for name, _ in wide.columns)
    through = clinic.wide_table(["Image", "Visit", "Subject"])
    assert shown(through, "Visit.Day", "Subject.Name") == [("Monday", "Ann"), (None, None), (None, None)]
    further = clinic.wide_table(["Hospital", "Image", "Subject", "Visit"])
    assert [row["Hospital.Town"] for row in further] == ["Ulm", None, None]
    assert further.plan.joined_tables == ["Image", "Visit", "Subject", "Hospital"]


def test_two_references_to_one_table_are_asked_about(ml):
    """The reference that is meant is named by its column."""
    define(ml, "Reader", "Name")
    define(ml, "Report", First="Reader", Second="Reader")
    ann, bob = ml.insert_rows("Reader", [{"Name": "Ann"}, {"Name": "Bob"}])
    ml.insert_rows("Report", [{"First": ann, "Second": bob}])
    with pytest.raises(AmbiguousPath, match=r"via=\['Report.First'\]\n.*via=\['Report.Second'\]"):
        ml.wide_table(["Report", "Reader"])
    assert shown(ml.wide_table(["Report", "Reader"], via="Report.Second"), "Reader.Name") == [("Bob",)]


def test_what_a_row_could_be_is_asked_about(clinic):
    """Tables that do not refer to each other are named, and what would connect them."""
    with pytest.raises(MultiLeaf, match="row_per= says which it is: 'Grade' or 'Hospital'") as refused:
        clinic.wide_table(["Grade", "Hospital"])
    assert (refused.value.candidates, refused.value.suggestions) == (["Grade", "Hospital"], [])
    with pytest.raises(NoPath, match="No way leads from Grade to Hospital"):
        clinic.wide_table(["Grade", "Hospital"], row_per="Grade")
    define(clinic, "Doctor", "Name")
    define(clinic, "Consultation", "Day", Doctor="Doctor", Subject="Subject")
    with pytest.raises(MultiLeaf, match="Or name Consultation as well") as refused:
        clinic.wide_table(["Doctor", "Subject"])
    assert refused.value.suggestions == ["Consultation"]
    with pytest.raises(NoPath, match=r"via=\['Consultation'\] would go over Consultation"):
        clinic.wide_table(["Doctor", "Subject"], row_per="Doctor")
    over = clinic.wide_table(["Doctor", "Subject"], row_per="Doctor", via="Consultation")
    assert over.plan.joined_tables == ["Doctor", "Consultation", "Subject"]
    assert len(clinic.wide_table(["Doctor", "Subject", "Consultation"]).plan.paths) == 2


def test_a_table_with_several_rows_for_each_row_is_refused(clinic):
    """Nothing is aggregated: the error says which table it is, and what would give it columns."""
    with pytest.raises(DownstreamLeaf, match="Leave row_per out to have a row for each of Image") as refused:
        clinic.wide_table(["Subject", "Image"], row_per="Subject")
    assert (refused.value.row_per, refused.value.tables) == ("Subject", ["Image"])
    clinic.create_feature("Image", "Quality", ["Grade"])
    with pytest.raises(
        DownstreamLeaf, match=r"features=\['Execution_Image_Quality'\] would give it the newest"
    ):
        clinic.wide_table(["Image", "Quality"], row_per="Image")


def test_a_circle_of_references_wants_to_know_whose_rows_are_meant(ml):
    """A dataset refers to its version, which refers to it; with row_per they are joined in either direction."""
    dataset = ml.create_dataset(["Training"])
    with pytest.raises(NoSink, match="Dataset, Dataset_Version refer to one another in a circle"):
        ml.wide_table(["Dataset", "Dataset_Version"])
    [row] = ml.wide_table(["Dataset", "Dataset_Version"], row_per="Dataset")
    assert (row["Dataset.RID"], row["Dataset_Version.Version"]) == (dataset.rid, "0.1.0")
    assert len(list(ml.wide_table(["Dataset", "Dataset_Version"], row_per="Dataset_Version"))) == 1


def test_what_says_nothing_is_refused(clinic):
    """Names that are none, options that are none, and a via that is on no way."""
    clinic.create_feature("Image", "Quality", ["Grade"])
    with pytest.raises(
        TableNotFound, match="There is no table and no feature 'Qualty'. Did you mean 'Quality'"
    ):
        clinic.wide_table(["Image", "Qualty"])
    for options, why in (
        ({"row_per": "Visit"}, "row_per='Visit' is not among the tables, which are Image"),
        ({"via": ["Hospital"]}, "via='Hospital' is on no way between the tables. They are joined by Image"),
        (
            {"via": ["Image.Filename"]},
            "'Image.Filename' is no reference. Image has Image.Subject, Image.Visit",
        ),
        ({"rowper": "Image"}, "A wide table takes no rowper=. Did you mean 'row_per'"),
        ({"selector": "newest"}, "selector= takes a function of a list of records, and 'newest' is none"),
        ({"selector": FeatureRecord.select_newest}, "no feature is among the tables"),
        ({"features": ["Subject"]}, "Subject is no feature. Name it among the tables"),
        ({"version": "0.1.0"}, "version= is one of a dataset"),
        ({"features": {"Quality": "newest"}}, "'newest' cannot choose values of Execution_Image_Quality"),
    ):
        with pytest.raises(InvalidValue, match=why):
            clinic.wide_table(["Image"], **options)
    for nothing in ([], None, 7):
        with pytest.raises(InvalidValue):
            clinic.wide_table(nothing)


# Datasets


@pytest.fixture
def study(clinic):
    """A dataset with an image in it, a subject of another image, and a dataset with a subject of none."""
    subjects, images = rids(clinic, "Subject", "Name"), rids(clinic, "Image", "Filename")
    inner = clinic.create_dataset(["Testing"])
    inner.add_dataset_members([subjects["Eve"]])
    dataset = clinic.create_dataset(["Training"])
    dataset.add_dataset_members([images["c.png"], subjects["Bob"], inner.rid])
    dataset.release("minor", "First")
    return dataset


WAYS = {"via": ["Image.Subject"]}


def test_a_dataset_gives_the_rows_that_belong_to_it(clinic, study):
    """Images that are members, those of members, and last the members that no image has, on rows of their own."""
    expected = [("b.png", "Bob", None), ("c.png", None, None), (None, "Eve", "Ulm")]
    columns = ("Image.Filename", "Subject.Name", "Hospital.Town")
    tables = ["Image", "Subject", "Hospital"]
    bag = study.download_dataset_bag()
    for held in (study, bag):
        assert shown(held.wide_table(tables, **WAYS), *columns) == expected
    assert shown(clinic.wide_table(tables, study, **WAYS), *columns) == expected
    assert shown(clinic.snapshot().wide_table(tables, study.rid, **WAYS), *columns) == expected
    alone = shown(study.wide_table("Subject"), "Subject.Name")
    assert alone == [("Bob",), ("Eve",)]
    inner = study.list_dataset_children()[0]
    assert shown(inner.wide_table(tables, **WAYS), *columns) == [(None, "Eve", "Ulm")]
    [same] = bag.list_dataset_children()
    assert shown(same.wide_table(tables, **WAYS), *columns) == [(None, "Eve", "Ulm")]


def test_a_version_gives_the_rows_of_then(clinic, study):
    """Members, values and references are those of the release, whatever was changed or deleted since."""
    subjects, images = rids(clinic, "Subject", "Name"), rids(clinic, "Image", "Filename")
    before = study.get_denormalized_as_dataframe(["Image", "Subject"], **WAYS)
    clinic.update_rows("Subject", {"RID": subjects["Bob"], "Name": "Robert"})
    clinic.update_rows("Image", {"RID": images["c.png"], "Subject": subjects["Ann"]})
    study.delete_dataset_members([subjects["Bob"]])
    assert shown(study.wide_table(["Image", "Subject"], **WAYS), "Image.Filename", "Subject.Name") == [
        ("c.png", "Ann"),
        (None, "Eve"),
    ]
    for then in (
        study.get_denormalized_as_dataframe(["Image", "Subject"], version="0.2.0", **WAYS),
        clinic.denormalize_as_dataframe(["Image", "Subject"], f"{study.rid}@0.2.0", **WAYS),
        study.download_dataset_bag("0.2.0").denormalize_as_dataframe(["Image", "Subject"], **WAYS),
    ):
        pd.testing.assert_frame_equal(then, before)
    with pytest.raises(VersionNotFound):
        study.wide_table(["Image"], version="9.0.0")


def test_members_that_have_nothing_to_do_with_the_tables_are_asked_about(clinic, study):
    """They are an error, unless they are to be left out."""
    define(clinic, "Device", "Name")
    clinic.add_dataset_element_type("Device")
    study.add_dataset_members(clinic.insert_rows("Device", [{"Name": "MRI"}]))
    wide = study.wide_table(["Image"])
    with pytest.raises(
        UnrelatedAnchor, match="members of Device, from which no foreign keys lead"
    ) as refused:
        wide.to_dataframe()
    assert refused.value.tables == ["Device"]
    left = study.wide_table(["Image"], ignore_unrelated_anchors=True)
    assert shown(left, "Image.Filename") == [("b.png",), ("c.png",)]
    assert len(study.get_denormalized_as_dataframe(["Device"], ignore_unrelated_anchors=True)) == 1
    told = study.describe_denormalized(["Image"])
    assert told["warnings"][0].startswith("UnrelatedAnchor: ")


# Features


@pytest.fixture
def labelled(clinic):
    """Three images, two of which have grades by two runs each, and sizes."""
    clinic.create_feature("Image", "Quality", ["Grade"])
    clinic.create_feature("Image", "Size", metadata=[ColumnDefinition("Pixels", BuiltinTypes.int4)])
    images = rids(clinic, "Image", "Filename")
    clinic.label("Image", "Quality", {images["a.png"]: "Good", images["b.png"]: "Good"})
    clinic.label("Image", "Quality", {images["a.png"]: "Bad", images["c.png"]: "Bad"})
    clinic.label("Image", "Size", {images["a.png"]: 10, images["b.png"]: 20})
    return clinic


GRADE, PIXELS = "Execution_Image_Quality.Grade", "Execution_Image_Size.Pixels"


def test_each_value_of_a_feature_is_a_row(labelled):
    """A feature is a table by its name: a row is a value, and the image is repeated on each."""
    wide = labelled.wide_table(["Image", "Quality"])
    assert repr(wide) == "<WideTable: a row per Execution_Image_Quality, with Image, Execution_Image_Quality>"
    assert sorted(shown(wide, "Image.Filename", GRADE)) == [
        ("a.png", "Bad"),
        ("a.png", "Good"),
        ("b.png", "Good"),
        ("c.png", "Bad"),
    ]
    with pytest.raises(MultiLeaf, match="would make values columns, one of each row"):
        labelled.wide_table(["Image", "Quality", "Size"])


def test_features_are_columns_by_a_selector(labelled):
    """Each image comes once with one value of each feature, or none; there can be several features."""
    newest = [("a.png", "Bad", 10), ("b.png", "Good", 20), ("c.png", "Bad", None)]
    columns = ("Image.Filename", GRADE, PIXELS)
    assert shown(labelled.wide_table("Image", features=["Quality", "Size"]), *columns) == newest
    told = labelled.wide_table(["Image", "Quality", "Size"], selector=FeatureRecord.select_newest)
    assert shown(told, *columns) == newest
    assert repr(told).startswith("<WideTable: a row per Image")
    mixed = labelled.wide_table("Image", features={"Quality": FeatureRecord.select_first, "Size": None})
    assert [row[GRADE] for row in mixed] == ["Good", "Good", "Bad"]
    both = labelled.wide_table(
        ["Image", "Quality", "Subject"],
        row_per="Quality",
        via=["Image.Subject"],
        selector=FeatureRecord.select_first,
    )
    assert shown(both, GRADE, "Subject.Name") == [("Good", "Ann"), ("Good", "Bob"), ("Bad", None)]


def of_several(records):
    return records[-1] if len(records) > 1 else None


def test_any_selector_chooses(labelled):
    """By execution, by workflow, by majority, or a function, which may change the record or choose none."""
    first = next(iter(labelled.feature_values("Image", "Quality"))).Execution
    by_hand = "Feature_Creation"

    def grades(selector):
        return [row[GRADE] for row in labelled.wide_table("Image", features={"Quality": selector})]

    assert grades(FeatureRecord.select_by_execution(first)) == ["Good", "Good", None]
    assert grades(FeatureRecord.select_by_workflow(by_hand, container=labelled)) == ["Bad", "Good", "Bad"]
    assert grades(FeatureRecord.select_majority_vote("Grade")) == ["Bad", "Good", "Bad"]
    assert grades(FeatureRecord.select_latest) == ["Bad", "Good", "Bad"]
    assert grades(of_several) == ["Bad", None, None]

    def largest(records):
        return records[0].model_copy(update={"Pixels": max(r.Pixels for r in records) + 1})

    wide = labelled.wide_table(["Image", "Size"], selector=largest, system_columns=["RCB", "RVS"])
    assert [row[PIXELS] for row in wide] == [11, 21, None]
    assert [row["Execution_Image_Size.RCB"] for row in wide] == ["ada", "ada", None]


def test_a_selector_that_gives_nonsense_is_refused(labelled):
    """It gives a record of the row that it was asked about, with values that fit; its own errors say where."""
    kept = []

    def another(records):
        kept.extend(records)
        return kept[0]

    def misfit(records):
        return records[0].model_copy(update={"Pixels": "many"})

    def broken(records):
        raise KeyError("broken")

    for selector in (lambda records: "Good", another, misfit):
        with pytest.raises(InvalidValue):
            list(labelled.wide_table("Image", features={"Size": selector}))
    with pytest.raises(KeyError) as raised:
        list(labelled.wide_table("Image", features={"Size": broken}))
    assert "chose among the values that" in raised.value.__notes__[0]
    assert len(list(labelled.wide_table("Image", features="Size"))) == 3


def test_one_value_is_chosen_for_each_qualifier(labelled):
    """An image with several findings at once has a row for each, by any selector; so it can be no column."""
    labelled.create_vocabulary("Finding")
    for name in ("Cyst", "Scar"):
        labelled.add_term("Finding", name, description=name)
    labelled.create_feature("Image", "Seen", terms=["Finding", "Grade"], qualifiers=["Finding"])
    image = rids(labelled, "Image", "Filename")["a.png"]
    for finding, grade in (("Cyst", "Bad"), ("Scar", "Bad"), ("Cyst", "Good")):
        labelled.label("Image", "Seen", {image: {"Finding": finding, "Grade": grade}})
    for selector in (FeatureRecord.select_newest, lambda records: records[-1]):
        wide = labelled.wide_table("Image", features={"Seen": selector, "Size": selector})
        columns = ("Execution_Image_Seen.Finding", "Execution_Image_Seen.Grade", PIXELS)
        assert sorted(shown(wide, *columns)) == [("Cyst", "Good", 10), ("Scar", "Bad", 10)]
    with pytest.raises(DownstreamLeaf):
        labelled.wide_table("Image", features="Seen", row_per="Image")


def test_features_of_what_a_row_refers_to_are_hoisted(labelled):
    """A feature of subjects is repeated on each image of the subject; a vocabulary can be joined to a value."""
    labelled.create_feature("Subject", "Quality", ["Grade"])
    subjects = rids(labelled, "Subject", "Name")
    labelled.label("Subject", "Quality", {subjects["Ann"]: "Good"})
    each = labelled.wide_table(["Image", "Execution_Subject_Quality"], row_per="Image", **WAYS)
    assert shown(each, "Image.Filename", "Execution_Subject_Quality.Grade")[0] == ("a.png", "Good")
    assert len(list(each)) == 3
    with pytest.raises(InvalidValue, match="Execution_Image_Quality, Execution_Subject_Quality"):
        labelled.wide_table(["Image"], features="Quality")
    wide = labelled.wide_table(["Image", "Subject", "Grade"], features="Execution_Subject_Quality", **WAYS)
    assert shown(wide, "Image.Filename", "Execution_Subject_Quality.Grade", "Grade.Description") == [
        ("a.png", "Good", "Can be read"),
        ("b.png", None, None),
        ("c.png", None, None),
    ]


def test_a_feature_is_a_bridge_to_its_terms(labelled):
    """A vocabulary that only values lead to is joined over them; with two such features that is asked about."""
    wide = labelled.wide_table(["Image", "Grade"], row_per="Image")
    assert sorted(shown(wide, "Image.Filename", "Grade.Name")) == [
        ("a.png", "Bad"),
        ("a.png", "Good"),
        ("b.png", "Good"),
        ("c.png", "Bad"),
    ]
    labelled.create_feature("Image", "Noise", ["Grade"])
    with pytest.raises(AmbiguousPath, match=r"via=\['Execution_Image_Noise'\]"):
        labelled.wide_table(["Image", "Grade"], row_per="Image")
    chosen = labelled.wide_table(["Image", "Grade"], row_per="Image", via="Quality")
    assert len(list(chosen)) == 4


def test_values_are_those_of_the_dataset(labelled, study):
    """A dataset, a version of it and its bag give the same values, chosen in SQL or by a function."""
    images = rids(labelled, "Image", "Filename")
    study.mark_dev("Labelled")
    study.release("minor", "Labelled")
    labelled.label("Image", "Quality", {images["c.png"]: "Good"})
    bag = study.download_dataset_bag("0.3.0")
    for selector in (FeatureRecord.select_newest, FeatureRecord.select_majority_vote()):
        options = {"features": {"Quality": selector}}
        live = study.wide_table("Image", ignore_unrelated_anchors=True, **options)
        assert shown(live, "Image.Filename", GRADE)[:2] == [("b.png", "Good"), ("c.png", "Good")]
        for then in (
            study.wide_table("Image", version="0.3.0", **options),
            bag.wide_table("Image", **options),
        ):
            assert shown(then, "Image.Filename", GRADE) == [("b.png", "Good"), ("c.png", "Bad")]


# Describing


def test_a_description_tells_what_would_come(clinic, study):
    """What a row is, the columns, the tables that are joined, and how many rows there would be."""
    tables = ["Image", "Subject", "Hospital"]
    told = study.describe_denormalized(tables, **WAYS)
    wide = study.wide_table(tables, **WAYS)
    assert told == {
        "row_per": "Image",
        "row_per_source": "auto-inferred",
        "row_per_candidates": ["Image"],
        "columns": wide.columns,
        "include_tables": tables,
        "via": ["Image.Subject"],
        "join_path": ["Image", "Subject", "Hospital"],
        "transparent_intermediates": [],
        "ambiguities": [],
        "estimated_row_count": {"in_scope_row_per_rows": 2, "orphan_rows": 1, "total": 3},
        "anchors": {"total": 3, "by_type": {"Image": 1, "Subject": 2}},
        "source": "catalog",
        "warnings": [],
    }
    assert study.list_denormalized_columns(tables, **WAYS) == wide.columns
    sources = (
        study.describe_denormalized(tables, version="0.2.0", **WAYS),
        clinic.snapshot().describe_denormalized(tables, **WAYS),
    )
    assert [each["source"] for each in sources] == ["snapshot", "snapshot"]
    assert study.download_dataset_bag().describe_denormalized(tables, **WAYS)["source"] == "bag"
    hidden = study.describe_denormalized(["Image", "Hospital"], row_per="Image", via=["Visit"])
    assert hidden["transparent_intermediates"] == ["Visit", "Subject"]
    assert hidden["row_per_source"] == "explicit"


@pytest.mark.parametrize(
    ("tables", "options", "why"),
    [
        (["Image", "Subject"], {}, "AmbiguousPath"),
        (["Subject", "Grade"], {}, "MultiLeaf"),
        (["Subject", "Image"], {"row_per": "Subject"}, "DownstreamLeaf"),
        (["Imgae"], {}, "TableNotFound"),
        ([], {}, "InvalidValue"),
        (None, {}, "InvalidValue"),
        ("Image", {"version": "7.0.0"}, "VersionNotFound"),
        ("Image", {"row": 7}, "InvalidValue"),
    ],
)
def test_a_description_never_raises(study, tables, options, why):
    """What is wrong stands in its warnings, and what could be meant in its ambiguities."""
    told = study.describe_denormalized(tables, **options)
    assert told["warnings"][-1].startswith(why)
    assert len(told) == 13
    assert [each["type"] for each in told["ambiguities"]] == {
        "AmbiguousPath": ["multiple_paths"],
        "MultiLeaf": ["multiple_leaves"],
    }.get(why, [])


def test_the_ways_from_table_to_table_are_told(clinic, study):
    """From the tables of members, or of those that are asked for, to all that can be on a row."""
    told = study.list_schema_paths()
    assert (told["member_types"], told["anchor_types"]) == (
        ["File", "Hospital", "Image", "Subject"],
        ["Image", "Subject"],
    )
    assert told["schema_paths"]["Image", "Subject"] == [
        {"path": ["Image", "Subject"], "direct": True},
        {"path": ["Image", "Visit", "Subject"], "direct": False},
    ]
    assert "Hospital" in told["reachable_tables"]["Subject"]
    assert "Image_Execution" in told["association_tables"]
    only = study.download_dataset_bag().list_schema_paths(["Visit"])["schema_paths"]
    assert all("Visit" in pair for pair in only)
    assert ("Visit", "Hospital") in only
    with pytest.raises(TableNotFound):
        study.list_schema_paths(["Vsit"])


# Forms


def test_arrow_and_polars_hold_the_same(labelled, study):
    """Batches come one at a time; tables and polars' DataFrames have the types of the catalog."""
    pa = pytest.importorskip("pyarrow")
    wide = study.wide_table("Image", features=["Quality", "Size"], system_columns=["RCT"])
    rows = list(wide)
    reader = wide.to_batches(size=1)
    assert [batch.num_rows for batch in reader] == [1] * len(rows)
    table = wide.to_arrow()
    assert table.to_pylist() == rows
    assert table.schema.field(PIXELS).type == pa.int32()
    assert table.schema.field("Image.RCT").type == pa.timestamp("us", tz="UTC")
    assert study.wide_table("Hospital", ignore_unrelated_anchors=True).to_arrow().num_rows == 1
    pl = pytest.importorskip("polars")
    frame = wide.to_polars()
    assert frame.rows(named=True) == rows
    assert frame.schema[PIXELS] == pl.Int32


def count_statements(ml, read):
    """Count the statements of a reading."""
    counted = []
    engine = ml._catalog.database.engine

    def note(*_):
        counted.append(1)

    sa.event.listen(engine, "before_cursor_execute", note)
    read()
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(counted)


def test_more_rows_take_no_more_statements(labelled, study):
    """Nothing is asked for row by row: it is one statement for the rows, and one for the members of each table."""
    tables = ["Image", "Subject", "Hospital"]

    def read():
        assert list(study.wide_table(tables, features=["Quality", "Size"], **WAYS))

    before = count_statements(labelled, read)
    subjects = labelled.insert_rows("Subject", [{"Name": f"S-{n}"} for n in range(50)])
    study.add_dataset_members(subjects)
    image = rids(labelled, "Image", "Filename")["b.png"]
    labelled.update_rows("Image", {"RID": image, "Subject": subjects[0]})
    read()  # which looks at new memberships
    assert count_statements(labelled, read) == before
    everything = labelled.wide_table(tables, **WAYS)
    assert count_statements(labelled, everything.to_dataframe) == 3  # two of them ask what tables there are


def test_rows_are_read_in_portions(clinic):
    """However many there are, dicts are read a portion at a time, and the reading can be left early."""
    clinic.insert_rows("Hospital", [{"Town": f"Town {n}"} for n in range(25_000)])
    rows = clinic.denormalize_as_dict(["Hospital"])
    assert next(rows)["Hospital.Town"] == "Ulm"
    rows.close()
    assert sum(1 for _ in clinic.denormalize_as_dict(["Hospital"])) == 25_001
