"""Columns that name the columns they come from, and their lineage."""

import json
import subprocess

import pandas as pd
import pytest
from click.testing import CliRunner

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ColumnNotFound,
    DefinitionError,
    InvalidValue,
    Muniment,
    TableDefinition,
    TableNotFound,
)
from muniment.catalog.lineage.graph import ColumnEdge
from muniment.cli.main import main
from tests.judges import HERE, judge


def fill(ml):
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Age", BuiltinTypes.int4)]))
    sides = [ColumnDefinition(name, BuiltinTypes.int4) for name in ("Width", "Height")]
    area = ColumnDefinition("Area", BuiltinTypes.int8, sources=["Image.Width", "Image.Height"])
    ml.create_asset("Image", [*sides, area], referenced_tables=["Subject"])
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "Good", "Can be read")
    ml.create_feature("Image", "Quality", terms=["Grade"], sources={"Grade": ["Image.Area", "Subject.Age"]})


@pytest.fixture
def lab(stack):
    """The address of a catalog with a chain of columns: sides of an image, its area, and a grade."""
    return stack.filled(fill)


GRADE = "Execution_Image_Quality.Grade"
CHAIN = [
    ColumnEdge("Image.Area", GRADE),
    ColumnEdge("Subject.Age", GRADE),
    ColumnEdge("Image.Width", "Image.Area"),
    ColumnEdge("Image.Height", "Image.Area"),
]


def test_a_column_tells_what_it_comes_from(ml):
    """Sources are followed from column to column, and the nearest are told first."""
    assert ml.lookup_column_lineage(GRADE) == CHAIN
    assert ml.lookup_column_lineage("Image.Width") == []
    found = pd.DataFrame(ml.lookup_column_lineage(GRADE))
    assert list(found.columns) == ["source", "target", "is_deleted"]


def test_a_column_tells_what_comes_from_it(ml):
    """Forward, all columns are told that would be wrong if this one were."""
    assert ml.lookup_column_lineage("Image.Width", direction="forward") == [
        ColumnEdge("Image.Width", "Image.Area"),
        ColumnEdge("Image.Area", GRADE),
    ]


def test_a_cycle_of_columns_comes_to_an_end(ml):
    """Columns that are computed from one another, as in an iteration, are each told once."""
    ml.set_column_sources("Image", "Width", "Image.Area")
    assert ml.lookup_column_lineage("Image.Width") == [
        ColumnEdge("Image.Area", "Image.Width"),
        ColumnEdge("Image.Width", "Image.Area"),
        ColumnEdge("Image.Height", "Image.Area"),
    ]


def test_sources_follow_columns_that_are_renamed(ml):
    """A source is the column, whatever its name is later."""
    ml.rename_column("Image", "Width", "Pixels")
    ml.rename_column("Subject", "Age", "Years")
    assert ml.table("Image").column("Area").sources == ("Image.Pixels", "Image.Height")
    assert ml.lookup_column_lineage(GRADE)[1].source == "Subject.Years"


def test_sources_follow_tables_that_are_renamed(ml):
    """A table takes its features along, and all that names them as sources follows."""
    ml.add_column("Subject", ColumnDefinition("Best", sources=GRADE))
    ml.add_column("Subject", ColumnDefinition("Of", sources="Execution_Image_Quality.Image"))
    ml.rename_table("Image", "Photo")
    assert ml.table("Subject").column("Best").sources == ("Execution_Photo_Quality.Grade",)
    assert ml.table("Subject").column("Of").sources == ("Execution_Photo_Quality.Photo",)
    assert {edge.source for edge in ml.lookup_column_lineage("Subject.Best")} == {
        "Execution_Photo_Quality.Grade",
        *("Photo.Area", "Photo.Width", "Photo.Height", "Subject.Age"),
    }


def test_a_source_that_was_dropped_is_still_told(ml):
    """It has the name under which it is kept, so that a new column of its old name is not taken for it."""
    ml.drop_column("Image", "Area")
    ml.add_column("Image", ColumnDefinition("Area", BuiltinTypes.int8))
    edges = ml.lookup_column_lineage(GRADE)
    [kept] = [edge.source for edge in edges if edge.source.startswith("Image.Area__")]
    assert set(edges) == {
        ColumnEdge(kept, GRADE, is_deleted=True),
        ColumnEdge("Subject.Age", GRADE),
        ColumnEdge("Image.Width", kept, is_deleted=True),
        ColumnEdge("Image.Height", kept, is_deleted=True),
    }
    ml.restore_column("Image", "Area", "Old_Area")
    assert ml.lookup_column_lineage(GRADE)[0] == ColumnEdge("Image.Old_Area", GRADE)


def test_a_source_of_a_table_that_was_dropped_is_still_told(ml):
    """A new table of the same name is another one."""
    ml.create_table(TableDefinition("Scanner", [ColumnDefinition("Gain")]))
    ml.set_column_sources("Subject", "Age", "Scanner.Gain")
    ml.drop_table("Scanner")
    ml.create_table(TableDefinition("Scanner", [ColumnDefinition("Gain")]))
    [edge] = ml.lookup_column_lineage("Subject.Age")
    assert edge.source.startswith("Scanner__")
    assert edge.is_deleted


def test_a_column_that_was_retyped_keeps_its_sources(ml):
    """Its values are another kind of number, and come from where they came."""
    ml.retype_column("Image", "Area", "float8")
    assert ml.lookup_column_lineage(GRADE) == CHAIN


def test_sources_can_be_said_later_and_taken_back(ml, stack):
    """What is said last holds, in other processes too, and the log of the catalog tells who said it."""
    assert ml.set_column_sources("Image", "Height", ["Subject.Age"]).column("Height").sources == (
        "Subject.Age",
    )
    assert ml.lookup_column_lineage("Image.Height") == [ColumnEdge("Subject.Age", "Image.Height")]
    ml.set_column_sources("Execution_Image_Quality", "Grade", ())
    assert ml.lookup_column_lineage(GRADE) == []
    assert "from Subject.Age" in str(ml.table("Image"))
    assert "from Subject.Age" in ml.table("Image")._repr_html_()


def test_a_snapshot_has_the_sources_of_then(ml):
    """What is said later does not change what was."""
    ml.mark("before")
    ml.set_column_sources("Image", "Area", "Subject.Age")
    assert ml.snapshot("before").lookup_column_lineage("Image.Area") == CHAIN[2:]


def test_a_source_that_was_dropped_stands_in_no_way(ml):
    """Other columns come and get sources as before, and the dropped one can be named again as it is kept."""
    ml.drop_column("Image", "Area")
    [kept] = [edge.source for edge in ml.lookup_column_lineage(GRADE) if "Area" in edge.source]
    ml.add_column("Image", ColumnDefinition("Depth", sources="Image.Width"))
    ml.set_column_sources("Execution_Image_Quality", "Grade", [kept, "Subject.Age"])
    assert {edge.source for edge in ml.lookup_column_lineage(GRADE)} >= {kept, "Image.Width"}
    ml.set_column_sources("Subject", "Age", "Image.Height")
    ml.drop_table("Execution_Image_Quality")
    ml.drop_column("Image", "Height")
    ml.add_column("Subject", ColumnDefinition("Size"))
    ml.set_column_sources("Subject", "Age", ())
    assert ml.lookup_column_lineage("Subject.Age") == []


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        ("Width", DefinitionError, "'Table.Column', and not 'Width'"),
        (".Width", DefinitionError, "'Table.Column'"),
        ("Imag.Width", TableNotFound, "Image"),
        ("Image.Widht", ColumnNotFound, "Width"),
        ("Subject.Size", DefinitionError, "source of itself"),
    ],
)
def test_a_source_that_cannot_be_is_refused(ml, source, error, words):
    """At each of the calls that take one, with nothing changed."""
    ml.add_column("Subject", ColumnDefinition("Size"))
    before = ml.table("Subject")
    with pytest.raises(error, match=words):
        ml.set_column_sources("Subject", "Size", [source])
    if "itself" not in words:
        with pytest.raises(error, match=words):
            ml.add_column("Subject", ColumnDefinition("New", sources=source))
        with pytest.raises(error, match=words):
            ml.create_table(TableDefinition("Site", [ColumnDefinition("New", sources=[source])]))
        with pytest.raises(error, match=words):
            ml.create_asset("Mask", [ColumnDefinition("New", sources=[source])])
        with pytest.raises(error, match=words):
            ml.create_feature("Image", "Sharp", terms=["Grade"], sources={"Grade": source})
    assert ml.table("Subject") == before
    assert not {"Site", "Mask", "Execution_Image_Sharp"} & {table.name for table in ml.list_tables()}


def test_questions_about_columns_that_are_not_there_are_refused(ml):
    """The message names the nearest."""
    with pytest.raises(ColumnNotFound, match="Width"):
        ml.lookup_column_lineage("Image.Widht")
    with pytest.raises(TableNotFound, match="Image"):
        ml.lookup_column_lineage("Imag.Width")
    with pytest.raises(DefinitionError, match=r"Table\.Column"):
        ml.lookup_column_lineage("Width")
    with pytest.raises(InvalidValue, match="backward"):
        ml.lookup_column_lineage("Image.Width", direction="up")
    with pytest.raises(ColumnNotFound, match="Grade"):
        ml.create_feature("Image", "Sharp", terms=["Grade"], sources={"Grad": "Image.Width"})
    with pytest.raises(DefinitionError, match="value of Sharp"):
        ml.create_feature("Image", "Sharp", terms=["Grade"], sources={"Execution": "Image.Width"})
    with pytest.raises(DefinitionError, match="and not 5"):
        ml.set_column_sources("Image", "Area", 5)
    with pytest.raises(DefinitionError, match=r"Table\.Column"):
        ml.lookup_column_lineage(None)
    for table, column in (("Execution", "Description"), ("Image_Execution", "Image"), ("Image", "RID")):
        with pytest.raises(DefinitionError):
            ml.set_column_sources(table, column, "Image.Width")


@pytest.fixture
def graded(ml, workflow):
    """The RID of a grade of an image, and of the image."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", "scan.png", metadata={"Width": 4, "Height": 5, "Area": 20}).write_bytes(
            b"x"
        )
    exe.upload_execution_outputs()
    [image] = ml.list_assets("Image")
    with ml.create_execution(workflow=workflow) as exe:
        exe.add_features([ml.feature_record_class("Image", "Quality")(Image=image.asset_rid, Grade="Good")])
    exe.upload_execution_outputs()
    [value] = ml.list_rows("Execution_Image_Quality")
    return value["RID"], image.asset_rid


def test_the_lineage_of_a_row_tells_that_of_its_columns(ml, graded):
    """Backward as far as columns go, forward too; as an object, a DataFrame, JSON and on a terminal."""
    value, image = graded
    lineage = ml.lookup_lineage(value)
    assert set(lineage.columns) == set(CHAIN)
    assert set(lineage.to_dataframe(of="columns")["Source"]) == {edge.source for edge in CHAIN}
    assert len(lineage.to_dict()["columns"]) == 4
    assert f"{GRADE} comes from Image.Area and Subject.Age" in str(lineage)
    assert "Image.Area comes from Image.Width and Image.Height" in str(lineage)
    assert ColumnEdge("Image.Area", GRADE) in ml.impact(image).columns
    assert ColumnEdge("Subject.Age", GRADE) not in ml.impact(image).columns


def test_openlineage_reads_where_columns_come_from(ml, graded, tmp_path):
    """Its own classes take the facets; of rows that a value is about, each is named, of others the table."""
    value, image = graded
    file = tmp_path / "events.json"
    file.write_text(json.dumps(ml.lookup_lineage(value).to_openlineage()))
    done = subprocess.run(
        [judge("events"), HERE / "events.py", file], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    outputs = {each["name"]: each for event in json.loads(done.stdout) for each in event["outputs"]}
    facet = outputs[value]["facets"]["columnLineage"]
    assert facet["_schemaURL"] == facet["judged"]
    named = {
        (column, source["name"], source["field"])
        for column, field in facet["fields"].items()
        for source in field["inputFields"]
    }
    assert named == {("Grade", image, "Area"), ("Grade", "Subject", "Age")}
    own = outputs[image]["facets"]["columnLineage"]["fields"]["Area"]["inputFields"]
    assert [(source["name"], source["field"]) for source in own] == [(image, "Width"), (image, "Height")]


def test_prov_reads_where_columns_come_from(ml, graded, tmp_path):
    """The library for PROV reads each source as a derivation."""
    (tmp_path / "metadata").mkdir()
    (tmp_path / "metadata" / "prov.json").write_text(json.dumps(ml.lookup_lineage(graded[0]).to_prov()))
    command = [judge("descriptions"), HERE / "descriptions.py", tmp_path, "prov"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["prov"]
    assert told["faults"] == []
    for edge in CHAIN:
        [_] = [
            each
            for each in told["records"]
            if each.startswith("wasDerivedFrom(") and f"column:{edge.target}, column:{edge.source}" in each
        ]


def test_bags_take_sources_along(ml, graded, tmp_path):
    """A catalog that loads a bag knows where its columns come from, though a table of one is not in it."""
    ml.create_table(TableDefinition("Scanner", [ColumnDefinition("Gain")]))
    ml.set_column_sources("Image", "Width", "Scanner.Gain")
    ml.add_dataset_element_type("Image")
    dataset = ml.create_dataset(description="One image")
    dataset.add_dataset_members([graded[1]])
    dataset.release("minor")
    bag = dataset.export_bag(tmp_path / "bag")
    with Muniment(tmp_path / "other", create=True) as other:
        other.load_bag(bag.path)
        assert other.lookup_column_lineage(GRADE) == [
            *CHAIN,
            ColumnEdge("Scanner.Gain", "Image.Width", is_deleted=True),
        ]


def test_the_command_line_says_and_tells_sources(ml, lab):
    """`muniment table sources` states them, `muniment lineage Table.Column` follows them."""

    def run(*words):
        return CliRunner().invoke(main, [*words, "--catalog", str(ml.address)])

    assert run("table", "sources", "Image", "Width", "Subject.Age").exit_code == 0
    assert json.loads(run("lineage", "Image.Area", "--format", "json").output) == [
        {"source": "Image.Width", "target": "Image.Area", "is_deleted": False},
        {"source": "Image.Height", "target": "Image.Area", "is_deleted": False},
        {"source": "Subject.Age", "target": "Image.Width", "is_deleted": False},
    ]
    assert GRADE in run("lineage", "Image.Area", "--forward").output
    assert "Subject.Age" in run("table", "show", "Image").output
    assert run("table", "sources", "Image", "Width").exit_code == 0
    assert ml.table("Image").column("Width").sources == ()
    refused = run("lineage", "Image.Area", "--format", "svg")
    assert (refused.exit_code, "table or as JSON" in refused.output) == (2, True)
