import pytest
import sqlalchemy as sa

from muniment import (
    ColumnDefinition,
    InvalidValue,
    MLVocab,
    TableDefinition,
    TableNotFound,
    TermExists,
    TermInUse,
    TermNotFound,
    WrongTableKind,
)
from muniment.catalog.schema.definitions import ForeignKeyDefinition

SEEDED = {
    "Asset_Role": {"Input", "Output"},
    "Asset_Type": {
        "Execution_Config",
        "Runtime_Env",
        "Hydra_Config",
        "Deriva_Config",
        "Metrics_File",
        "Execution_Metadata",
        "Execution_Asset",
        "File",
        "Input_File",
        "Output_File",
        "Model_File",
        "Notebook_Output",
    },
    "Dataset_Type": {
        "Complete",
        "File",
        "Directory",
        "Training",
        "Testing",
        "Validation",
        "Split",
        "Labeled",
        "Unlabeled",
    },
    "Execution_Status": {
        "Created",
        "Running",
        "Stopped",
        "Failed",
        "Pending_Upload",
        "Uploaded",
        "Aborted",
    },
    "Feature_Name": set(),
    "Workflow_Type": {
        "Training",
        "Testing",
        "Prediction",
        "Feature_Creation",
        "Visualization",
        "Analysis",
        "Ingest",
        "Data_Cleaning",
        "Dataset_Management",
    },
}


def names(ml, vocabulary):
    return [term.name for term in ml.list_vocabulary_terms(vocabulary)]


@pytest.mark.parametrize("vocabulary", SEEDED)
def test_a_new_catalog_has_the_terms_of_derivaml(ml, vocabulary):
    """A new catalog has DerivaML's vocabularies with the terms that scripts written for it ask for, and its own."""
    own = {"Execution_Log", "Uncommitted_Code", "Figure"} if vocabulary == "Asset_Type" else set()
    assert set(names(ml, vocabulary)) == SEEDED[vocabulary] | own


def test_vocabularies_are_listed(ml):
    """The vocabularies are those of the catalog and those that users made."""
    ml.create_vocabulary("Stain")
    assert [table.name for table in ml.list_vocabularies()] == sorted([*SEEDED, "Stain"])
    assert set(SEEDED) == set(MLVocab)


def test_every_term_says_what_it_means(ml):
    """Each seeded term has a description, and identifiers that no other term has."""
    terms = [term for vocabulary in SEEDED for term in ml.list_vocabulary_terms(vocabulary)]
    assert all(term.description for term in terms)
    assert len(
        {term.rid for term in terms} | {term.id for term in terms} | {term.uri for term in terms}
    ) == 3 * len(terms)


def test_terms_are_listed_by_name(ml):
    """Terms come in the order of their names, however they were added."""
    ml.create_vocabulary("Stain")
    for name in ("PAS", "Eosin", "Azan"):
        ml.add_term("Stain", name, "A stain")
    assert names(ml, "Stain") == ["Azan", "Eosin", "PAS"]


def test_a_term_is_added_and_found(ml):
    """A term is found by its name with all that was said of it."""
    added = ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])
    assert added == ml.lookup_term("Asset_Type", "Mask")
    assert (added.name, added.description, added.synonyms) == ("Mask", "Where the tissue is", ("Overlay",))
    assert ml.resolve_rid(added.rid) == "Asset_Type"


def test_a_term_is_found_by_each_synonym(ml):
    """A term is found by any of its synonyms."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay", "Outline"])
    assert {ml.lookup_term("Asset_Type", name).name for name in ("Overlay", "Outline")} == {"Mask"}


def test_one_synonym_may_be_given_as_text(ml):
    """A single synonym given as text is one synonym, and not one for each letter."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms="Overlay")
    assert ml.lookup_term("Asset_Type", "Overlay").synonyms == ("Overlay",)
    assert ml.update_term("Asset_Type", "Mask", synonyms="Outline").synonyms == ("Outline",)


def test_a_term_that_is_there_is_given_back(ml):
    """Adding a term again gives the one there is, as it is."""
    first = ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    assert ml.add_term("Asset_Type", "Mask", "Something else") == first
    assert names(ml, "Asset_Type").count("Mask") == 1


def test_a_term_that_is_there_can_be_refused(ml):
    """With exists_ok=False, adding a term again is an error that tells what the term means."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    with pytest.raises(TermExists, match="Where the tissue is"):
        ml.add_term("Asset_Type", "Mask", "Something else", exists_ok=False)


@pytest.mark.parametrize(
    ("name", "synonyms"), [("Overlay", []), ("Outline", ["Mask"]), ("Outline", ["Overlay"])]
)
def test_no_two_terms_share_a_spelling(ml, name, synonyms):
    """A name or synonym that already means another term is refused, for a look-up could not tell them apart."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])
    before = names(ml, "Asset_Type")
    with pytest.raises(TermExists, match="could not tell them apart"):
        ml.add_term("Asset_Type", name, "Another", synonyms=synonyms)
    assert names(ml, "Asset_Type") == before


def test_an_unknown_term_is_named_with_the_nearest_and_the_way_to_add_it(ml):
    """An unknown term is an error that names what was asked, the nearest there is, and the call to create it."""
    ml.add_term("Asset_Type", "Segmentation_Mask", "Where the tissue is")
    with pytest.raises(TermNotFound) as error:
        ml.lookup_term("Asset_Type", "Segmentation_Mak")
    assert "'Segmentation_Mak' in Asset_Type" in str(error.value)
    assert "Did you mean 'Segmentation_Mask'?" in str(error.value)
    assert "ml.add_term('Asset_Type', 'Segmentation_Mak', description=...)" in str(error.value)


def test_names_of_terms_are_told_apart_by_case(ml):
    """Mask and mask are two terms."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    with pytest.raises(TermNotFound, match="Did you mean 'Mask'"):
        ml.lookup_term("Asset_Type", "mask")


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_a_term_needs_a_name(ml, name):
    """A term without a name is refused."""
    with pytest.raises(InvalidValue, match="needs a name"):
        ml.add_term("Asset_Type", name, "Nothing")


def test_a_term_can_have_any_other_name(ml):
    """Names of terms may have any letters, quotes and signs."""
    name = "Ki-67 (≥ 20 %), 'hot spot'; DROP TABLE \"Asset_Type\" --"
    ml.add_term("Asset_Type", name, "Größe 数")
    assert ml.lookup_term("Asset_Type", name).description == "Größe 数"


def test_a_term_needs_a_description(ml):
    """A term without a description is refused."""
    with pytest.raises(Exception, match=r"Asset_Type\.Description is required"):
        ml.add_term("Asset_Type", "Mask", None)
    assert "Mask" not in names(ml, "Asset_Type")


def test_a_term_can_be_described_anew(ml):
    """Description and synonyms of a term can be changed, each without the other."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])
    assert ml.update_term("Asset_Type", "Overlay", description="Tissue").synonyms == ("Overlay",)
    assert ml.update_term("Asset_Type", "Mask", synonyms=["Outline"]).description == "Tissue"
    assert ml.lookup_term("Asset_Type", "Outline").description == "Tissue"
    with pytest.raises(TermNotFound):
        ml.lookup_term("Asset_Type", "Overlay")


def test_synonyms_can_be_taken_away(ml):
    """An empty list of synonyms takes them all away."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])
    assert ml.update_term("Asset_Type", "Mask", synonyms=[]).synonyms == ()


def test_a_synonym_that_means_another_term_is_refused(ml):
    """A term cannot be given a synonym by which another is found."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is")
    ml.add_term("Asset_Type", "Scan", "From the microscope", synonyms=["Picture"])
    with pytest.raises(TermExists, match="'Scan'"):
        ml.update_term("Asset_Type", "Mask", synonyms=["Picture"])
    assert ml.lookup_term("Asset_Type", "Mask").synonyms == ()


def test_a_term_that_nothing_refers_to_can_be_deleted(ml):
    """A term that no row uses can be deleted, by a synonym too."""
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])
    ml.delete_term("Asset_Type", "Overlay")
    assert "Mask" not in names(ml, "Asset_Type")


def test_a_term_in_use_is_not_deleted(ml):
    """A term that rows refer to is not deleted, and the error says where they are and how many."""
    ml.create_vocabulary("Stain")
    ml.add_term("Stain", "PAS", "Periodic acid")
    ml.create_table(
        TableDefinition(
            "Slide",
            [ColumnDefinition("Stain")],
            fkey_defs=[ForeignKeyDefinition("Stain", "Stain", "Name")],
        )
    )
    ml.insert_rows("Slide", [{"Stain": "PAS"}, {"Stain": "PAS"}])
    with pytest.raises(TermInUse, match="2 in Slide"):
        ml.delete_term("Stain", "PAS")
    assert names(ml, "Stain") == ["PAS"]


def define_slides(ml, columns=("Stain", "Counterstain")):
    ml.create_vocabulary("Stain")
    ml.add_term("Stain", "PAS", "Periodic acid", synonyms=["pas", "Schiff"])
    ml.add_term("Stain", "Eosin", "Red", synonyms=["eosin"])
    fkeys = [ForeignKeyDefinition(column, "Stain", "Name") for column in columns]
    ml.create_table(TableDefinition("Slide", [*map(ColumnDefinition, columns)], fkey_defs=fkeys))


def test_rows_name_terms_by_synonyms_too(ml):
    """Rows that are written may name a term by a synonym, and hold its name."""
    define_slides(ml)
    slide = ml.pathBuilder().domain.Slide
    rows = [{"Stain": "pas", "Counterstain": "eosin"}, {"Stain": "PAS"}, {"Stain": "Schiff"}]
    rids = ml.insert_rows("Slide", rows)
    slide.insert({"Stain": "eosin"})
    assert [row["Stain"] for row in ml.list_rows("Slide")] == ["PAS", "PAS", "PAS", "Eosin"]
    assert ml.list_rows("Slide")[0]["Counterstain"] == "Eosin"
    ml.update_rows("Slide", [{"RID": rids[0], "Stain": "eosin"}, {"RID": rids[1], "Counterstain": None}])
    slide.update({"RID": rids[2], "Stain": "eosin"})
    assert {row["Stain"] for row in ml.list_rows("Slide")} == {"PAS", "Eosin"}
    assert ml.lookup_row("Slide", rids[2])["Stain"] == "Eosin"


@pytest.mark.parametrize("act", ["insert_rows", "update_rows"])
def test_a_row_with_no_term_is_refused(ml, act):
    """A value that is neither a term nor a synonym is named with the nearest, and nothing is written."""
    define_slides(ml)
    [rid] = ml.insert_rows("Slide", {"Stain": "PAS"})
    with pytest.raises(TermNotFound, match=r"Slide\.Stain: no term 'Schif' in Stain\. Did you mean 'Schiff'"):
        getattr(ml, act)("Slide", {"Stain": "Schif", **({"RID": rid} if act == "update_rows" else {})})
    assert [row["Stain"] for row in ml.list_rows("Slide")] == ["PAS"]


def test_synonyms_are_looked_up_together(ml):
    """However many rows name synonyms, their terms are looked up by two queries for each column."""
    define_slides(ml)
    asked = []

    @sa.event.listens_for(ml._catalog.database.engine, "before_cursor_execute")
    def note(*event):
        asked.append(event[2])

    ml.insert_rows("Slide", [{"Stain": "pas"}, {"Stain": "eosin"}] * 500)
    assert len([statement for statement in asked if '"Stain"' in statement and "SELECT" in statement]) == 2


def test_assets_are_found_by_synonyms_too(ml, workflow):
    """Assets are found by the synonym of a term that they hold; what is no term is said to be none."""
    define_slides(ml)
    ml.create_asset("Image", referenced_tables=["Stain"])
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "a", Stain="pas").write_bytes(b"a")
        exe.asset_file_path("Image", "b").write_bytes(b"b")
    for name in ("PAS", "Schiff"):
        assert [asset.filename for asset in ml.find_assets("Image", Stain=name)] == ["a"]
        assert [asset.filename for asset in ml.find_assets(Stain=name)] == ["a"]
    assert [asset.filename for asset in ml.find_assets("Image", Stain=None)] == ["b"]
    assert len(ml.find_assets("Image", Stain="eosin")) == 0
    with pytest.raises(TermNotFound, match="No term 'Schif' in Stain. Did you mean 'Schiff'"):
        ml.find_assets("Image", Stain="Schif")


def test_a_vocabulary_of_ones_own_works_like_the_others(ml):
    """A vocabulary that a user made takes terms, and columns can refer to them by name."""
    ml.create_vocabulary("Stain", comment="How slides are dyed")
    ml.add_term("Stain", "PAS", "Periodic acid")
    assert ml.table("Stain").comment == "How slides are dyed"
    ml.create_asset("Slide", referenced_tables=["Stain"])
    assert ml.table("Slide").fkey_defs[0].pk_colnames == ("Name",)


@pytest.mark.parametrize(
    "act", ["list_vocabulary_terms", "lookup_term", "add_term", "update_term", "delete_term"]
)
def test_a_table_that_is_no_vocabulary_has_no_terms(ml, act):
    """Asking a plain table for terms is an error that names the vocabularies there are."""
    arguments = {"list_vocabulary_terms": (), "add_term": ("A", "B")}.get(act, ("A",))
    with pytest.raises(WrongTableKind, match="Asset_Role, Asset_Type"):
        getattr(ml, act)("Dataset", *arguments)


def test_an_unknown_vocabulary_is_named_with_the_nearest(ml):
    """A vocabulary that is not there is an error that names the nearest."""
    with pytest.raises(TableNotFound, match="Did you mean 'Asset_Type'"):
        ml.list_vocabulary_terms("Aset_Type")


def test_a_term_that_another_process_adds_is_found(ml, run):
    """Terms are read anew at each look-up, so those of other processes are found at once."""
    ml.list_vocabulary_terms("Asset_Type")
    run(
        "import sys, muniment; muniment.Muniment(sys.argv[1]).add_term('Asset_Type', 'Mask', 'Tissue')",
        ml.address,
    )
    assert ml.lookup_term("Asset_Type", "Mask").description == "Tissue"
    ml.update_term("Asset_Type", "Mask", synonyms=["Overlay"])
    assert ml.lookup_term("Asset_Type", "Overlay").name == "Mask"


def test_a_term_shows_itself_in_a_notebook(ml):
    """In a notebook a term shows its name and meaning, with HTML in them made harmless."""
    term = ml.add_term("Asset_Type", "<b>", "a & b")
    assert term._repr_html_() == "<b>&lt;b&gt;</b>: a &amp; b"
