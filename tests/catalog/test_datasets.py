import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from muniment import (
    ColumnDefinition,
    DataError,
    DatasetCycle,
    DatasetNotFound,
    DatasetSpec,
    DatasetVersion,
    InvalidValue,
    Muniment,
    NotAnElementType,
    RIDNotFound,
    TableDefinition,
    TableExists,
    TableNotFound,
    TermNotFound,
    VersionNotFound,
    WrongTableKind,
)

pytestmark = pytest.mark.preloaded


def fill(ml):
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    ml.add_dataset_element_type("Subject")


@pytest.fixture
def lab(stack):
    """The address of a catalog with a table Subject whose rows can be members."""
    return stack.filled(fill)


@pytest.fixture
def subjects(ml):
    """Four rows of Subject."""
    return ml.insert_rows("Subject", [{"Name": name} for name in "abcd"])


@pytest.fixture
def sql_of(ml):
    """Count the statements of a call."""

    def sql_of(call):
        statements = []
        engine = ml._catalog.database.engine

        def note(*arguments):
            statements.append(arguments[2])

        sa.event.listen(engine, "before_cursor_execute", note)
        call()
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    return sql_of


def make(ml, *names):
    """Make datasets that are described by their names."""
    return [ml.create_dataset("Training", name) for name in names]


def members(dataset, recurse=False):
    return {
        table: [row["RID"] for row in rows]
        for table, rows in dataset.list_dataset_members(recurse).items()
        if rows
    }


# --- making and finding --------------------------------------------------------------------------------


def test_a_dataset_is_made_with_types_and_a_version(ml):
    """A new dataset has its types and description, no members, and a released first version."""
    dataset = ml.create_dataset(["Training", "Labeled"], "Scans to train on")
    assert (dataset.dataset_types, dataset.description) == (["Training", "Labeled"], "Scans to train on")
    assert (str(dataset.current_version), dataset.current_version.is_draft) == ("0.1.0", False)
    assert members(dataset) == {}
    assert ml.resolve_rid(dataset.dataset_rid) == "Dataset"


@pytest.mark.parametrize(("given", "types"), [(None, []), ("Training", ["Training"]), ([], [])])
def test_types_of_a_dataset_may_be_one_or_none(ml, given, types):
    """A dataset may be made with one type as text, or without any."""
    assert ml.create_dataset(given).dataset_types == types


def test_an_unknown_dataset_type_is_refused(ml):
    """A type that is no term is refused with the nearest, and no dataset is made."""
    with pytest.raises(TermNotFound, match="Did you mean 'Training'"):
        ml.create_dataset(["Trainig"])
    assert ml.find_datasets() == []


@pytest.mark.parametrize(
    "version",
    [
        *("1.0.0.dev1", "1.0.0a1", "1.0.0.post1", "1!2.0.0", "1.0.0.1", "1.0.0+lab", "not a version", ""),
    ],
)
def test_the_first_version_is_a_release(ml, version):
    """A dataset begins with three numbers: not with a draft, with what no release can follow, or with no version."""
    with pytest.raises(InvalidValue):
        ml.create_dataset("Training", version=version)
    assert ml.find_datasets() == []


@pytest.mark.parametrize(("asked", "version"), [("1.2.3", "1.2.3"), ("2", "2.0.0"), ("v1.5", "1.5.0")])
def test_the_first_version_can_be_chosen(ml, asked, version):
    """A dataset may begin with another release than 0.1.0, which has three numbers however it is written."""
    assert str(ml.create_dataset("Training", version=asked).current_version) == version


def test_a_dataset_is_looked_up(ml):
    """A dataset is found by its RID, however it was typed, or by a specification."""
    [dataset] = make(ml, "a")
    for asked in (dataset.rid, dataset.rid.lower(), DatasetSpec(rid=dataset.rid, version="0.1.0")):
        assert ml.lookup_dataset(asked) == dataset


def test_an_unknown_dataset_is_an_error(ml, subjects):
    """A RID that is none, or that is of another table, is an error that says which."""
    with pytest.raises(DatasetNotFound, match="no dataset 1-ZZZZ"):
        ml.lookup_dataset("1-ZZZZ")
    with pytest.raises(DatasetNotFound, match="it is a row of Subject"):
        ml.lookup_dataset(subjects[0])


def test_datasets_are_found_in_order(ml):
    """Datasets are listed in the order in which they were made."""
    made = make(ml, *"abcde")
    assert ml.find_datasets() == made


def test_a_dataset_can_be_described_anew(ml):
    """Setting the description of a dataset writes it to the catalog."""
    [dataset] = make(ml, "a")
    dataset.description = "b"
    assert ml.lookup_dataset(dataset.rid).description == "b"


def test_types_are_added_and_removed(ml):
    """Types can be given to a dataset and taken away; each change makes a draft."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_types(["Labeled", "Complete"])
    dataset.remove_dataset_type("Training")
    assert dataset.dataset_types == ["Labeled", "Complete"]
    assert str(dataset.current_version) == "0.1.0.post1.dev2"


def test_a_type_that_changes_nothing_makes_no_draft(ml):
    """Adding a type that is there, or removing one that is not, changes neither types nor version."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_type("Training")
    dataset.remove_dataset_type("Labeled")
    assert (dataset.dataset_types, str(dataset.current_version)) == (["Training"], "0.1.0")
    with pytest.raises(TermNotFound):
        dataset.add_dataset_type("Trainig")


def test_a_dataset_belongs_to_the_execution_that_made_it(ml, workflow):
    """A dataset that an execution makes names it as the maker of its version, and not as a reader."""
    exe = ml.create_execution(workflow=workflow)
    dataset = exe.create_dataset("Training", description="Made")
    [version] = dataset.dataset_history()
    assert version.execution_rid == exe.execution_rid
    assert dataset.list_executions() == []
    assert exe.list_input_datasets() == []


def test_a_dataset_shows_itself(ml, subjects):
    """A dataset says what it is and of which version; a notebook shows its members, as harmless HTML."""
    dataset = ml.create_dataset("Training", "<b>bold</b>")
    dataset.add_dataset_members(subjects)
    assert repr(dataset) == f"<Dataset {dataset.rid} 0.1.0.post1.dev1: <b>bold</b>>"
    shown = dataset._repr_html_()
    assert "4 × Subject" in shown
    assert "&lt;b&gt;bold" in shown


# --- members -------------------------------------------------------------------------------------------


def test_members_are_added_as_a_list_of_rids(ml, subjects):
    """Members can be RIDs of any element tables, mixed, each counted once."""
    inner, outer = make(ml, "inner", "outer")
    assert outer.add_dataset_members([subjects[1], inner.rid, subjects[0], subjects[1]]) == 3
    assert members(outer) == {"Dataset": [inner.rid], "Subject": subjects[:2]}


def test_members_are_added_by_table(ml, subjects):
    """Members can be given as table → RIDs."""
    inner, outer = make(ml, "inner", "outer")
    given = {"Subject": [subjects[1], subjects[0], subjects[1]], "Dataset": [inner.rid]}
    assert outer.add_dataset_members(given) == 3
    assert members(outer) == {"Dataset": [inner.rid], "Subject": subjects[:2]}


@pytest.mark.parametrize("form", [list, lambda rids: {"Subject": rids}])
def test_members_that_are_there_are_not_added_again(ml, subjects, form):
    """Adding members again, in either form, adds only those that are new, and without any makes no draft."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(form(subjects[:2]))
    before = dataset.current_version
    assert dataset.add_dataset_members(form(subjects[:2])) == 0
    assert dataset.current_version == before
    assert dataset.add_dataset_members(form(subjects)) == 2
    assert members(dataset) == {"Subject": subjects}


def test_a_rid_of_a_member_may_be_typed(ml, subjects):
    """RIDs of members are recognised in lower case, and one may be given as text."""
    [dataset] = make(ml, "a")
    assert dataset.add_dataset_members(subjects[0].lower()) == 1
    assert dataset.add_dataset_members({"Subject": [subjects[1].lower()]}) == 1
    assert dataset.add_dataset_members({"Subject": subjects[2].lower()}) == 1
    assert members(dataset) == {"Subject": subjects[:3]}


@pytest.mark.parametrize("nothing", [[], {}, {"Subject": []}])
def test_no_members_change_nothing(ml, nothing):
    """Adding or removing no members is no error and makes no draft."""
    [dataset] = make(ml, "a")
    assert dataset.add_dataset_members(nothing) == 0
    assert dataset.delete_dataset_members(nothing) == 0
    assert str(dataset.current_version) == "0.1.0"


def test_members_are_of_element_types_only(ml, workflow):
    """A row of a table that is no element type is refused in either form, and the error says how to allow it."""
    ml.create_table(TableDefinition("Site", [ColumnDefinition("City")]))
    [site] = ml.insert_rows("Site", {"City": "Ulm"})
    [dataset] = make(ml, "a")
    for form in ([site], {"Site": [site]}):
        with pytest.raises(NotAnElementType, match=r"ml\.add_dataset_element_type\('Site'\) allows it"):
            dataset.add_dataset_members(form)
    assert str(dataset.current_version) == "0.1.0"
    ml.add_dataset_element_type("Site")
    assert dataset.add_dataset_members([site]) == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (["1-ZZZZ"], RIDNotFound),
        ({"Subject": ["1-ZZZZ"]}, RIDNotFound),
        ({"Subjekt": []}, TableNotFound),
        ({"Asset_Role": ["1-ZZZZ"]}, RIDNotFound),
        (["nonsense!"], InvalidValue),
    ],
)
def test_members_are_added_all_or_none(ml, subjects, wrong, error):
    """If one member cannot be added, none is, and there is no draft."""
    [dataset] = make(ml, "a")
    given = subjects + wrong if isinstance(wrong, list) else {"Subject": subjects} | wrong
    with pytest.raises(error):
        dataset.add_dataset_members(given)
    assert (members(dataset), str(dataset.current_version)) == ({}, "0.1.0")


def test_a_member_stands_in_its_own_table(ml, subjects):
    """A RID given under another table than its own is refused."""
    inner, outer = make(ml, "inner", "outer")
    with pytest.raises(RIDNotFound, match=f"Subject has no row {inner.rid}"):
        outer.add_dataset_members({"Subject": [inner.rid]})


def test_members_can_be_taken_out(ml, subjects):
    """Members are taken out in either form, their rows stay, and each change makes a draft."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(subjects)
    assert dataset.delete_dataset_members([subjects[0], subjects[3]]) == 2
    assert dataset.delete_dataset_members({"Subject": [subjects[1], subjects[0]]}) == 1
    assert dataset.delete_dataset_members([subjects[1]]) == 0
    assert members(dataset) == {"Subject": [subjects[2]]}
    assert len(ml.list_rows("Subject")) == 4
    assert str(dataset.current_version) == "0.1.0.post1.dev3"


def test_a_member_that_does_not_exist_cannot_be_taken_out(ml):
    """Taking out a RID of no row is an error."""
    [dataset] = make(ml, "a")
    with pytest.raises(RIDNotFound):
        dataset.delete_dataset_members(["1-ZZZZ"])


def test_the_rows_of_members_are_read(ml, subjects):
    """Members come by table as rows with all columns, as dicts and as DataFrames, in the order of creation."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(list(reversed(subjects)))
    found = dataset.list_dataset_members()["Subject"]
    assert [row["Name"] for row in found] == list("abcd")
    assert found.to_dataframe()["Name"].tolist() == list("abcd")
    assert dataset.list_members("Subject") == subjects
    assert [row["Name"] for row in dataset.list_dataset_members(limit=2)["Subject"]] == ["a", "b"]
    with pytest.raises(TableNotFound):
        dataset.list_members("Subjekt")


def test_every_element_type_has_its_list(ml):
    """Each table that can have members is in the result, also without any."""
    [dataset] = make(ml, "a")
    assert set(dataset.list_dataset_members()) == {"Dataset", "File", "Subject"}


def test_a_row_can_be_in_many_datasets(ml, subjects):
    """A row may be a member of several datasets; a row that is a member is not deleted."""
    first, second = make(ml, "a", "b")
    assert [dataset.add_dataset_members(subjects) for dataset in (first, second)] == [4, 4]
    with pytest.raises(DataError, match="Dataset_Subject"):
        ml.delete_rows("Subject", subjects[0])


def test_thousands_of_members_are_added_at_once(ml):
    """Ten thousand members are added in one call."""
    rids = ml.insert_rows("Subject", [{"Name": str(n)} for n in range(10_000)])
    [dataset] = make(ml, "a")
    assert dataset.add_dataset_members(rids) == 10_000
    assert dataset.list_members("Subject") == rids


def test_a_change_can_be_credited_and_described(ml, subjects, workflow):
    """What a change of members is for, and which execution makes it, stands in the draft."""
    [dataset] = make(ml, "a")
    exe = ml.create_execution(workflow=workflow)
    dataset.add_dataset_members(subjects, description="All of them", execution_rid=exe.execution_rid)
    draft = dataset.dataset_history()[-1]
    assert (draft.description, draft.execution_rid) == ("All of them", exe.execution_rid)
    with pytest.raises(RIDNotFound, match="Execution has no row 1-ZZZZ"):
        make(ml, "b")[0].add_dataset_members(subjects, execution_rid="1-ZZZZ")


# --- element types -------------------------------------------------------------------------------------


def test_element_types_are_listed(ml):
    """The tables whose rows can be members: datasets and files always, others when they are added."""
    names = [table.name for table in ml.list_dataset_element_types()]
    assert names == ["Dataset", "File", "Subject"] == make(ml, "a")[0].list_dataset_element_types()


@pytest.mark.parametrize("name", ["Subject", "File", "Dataset"])
def test_an_element_type_is_added_once(ml, name):
    """A table that is an element type already is given back."""
    before = [table.name for table in ml.list_tables()]
    assert ml.add_dataset_element_type(name).name == name
    assert [table.name for table in ml.list_tables()] == before


def test_asset_tables_can_be_element_types(ml, workflow):
    """Assets can be members, whatever their table is called; a definition serves as name."""
    image = ml.create_asset("Eye Side-Image")
    assert ml.add_dataset_element_type(image) == image
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Eye Side-Image", "a").write_bytes(b"a")
    asset = ml.list_assets("Eye Side-Image")[0]
    [dataset] = make(ml, "a")
    dataset.add_dataset_members([asset.rid])
    assert members(dataset) == {"Eye Side-Image": [asset.rid]}


@pytest.mark.parametrize("table", ["Workflow", "Execution_Metadata", "Image_Asset_Type"])
def test_rows_of_any_other_table_can_be_members(ml, workflow, table):
    """Rows of core tables, of files about runs, and of links can be members as well as those of one's own tables."""
    ml.create_asset("Image")
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Execution_Metadata", "notes.txt").write_text("notes")
        exe.asset_file_path("Image", "scan.png").write_bytes(b"scan")
    ml.add_dataset_element_type(table)
    rids = [row["RID"] for row in ml.list_rows(table)]
    [dataset] = make(ml, "a")
    assert dataset.add_dataset_members(rids) == len(rids) > 0
    assert members(dataset) == {table: rids}


@pytest.mark.parametrize("table", ["Dataset_Type", "Asset_Type", "Stain"])
def test_a_vocabulary_is_no_element_type(ml, table):
    """Terms are referred to by name, so that a vocabulary is refused as an element type."""
    ml.create_vocabulary("Stain")
    with pytest.raises(WrongTableKind, match=f"{table} is a vocabulary"):
        ml.add_dataset_element_type(table)


@pytest.mark.parametrize("table", ["Execution", "Version"])
def test_an_element_type_needs_a_free_name_for_its_memberships(ml, table):
    """A table whose memberships would stand in a table that holds something else is refused."""
    if table == "Version":
        ml.create_table(TableDefinition("Version", [ColumnDefinition("Name")]))
    with pytest.raises(TableExists, match=f"Dataset_{table}"):
        ml.add_dataset_element_type(table)


def test_an_element_type_of_another_process_is_known(ml, subjects, run):
    """An element type that another process adds can be used at once."""
    [dataset] = make(ml, "a")
    ml.create_table(TableDefinition("Site", [ColumnDefinition("City")]))
    [site] = ml.insert_rows("Site", {"City": "Ulm"})
    run("import sys, muniment; muniment.Muniment(sys.argv[1]).add_dataset_element_type('Site')", ml.address)
    assert dataset.add_dataset_members([site]) == 1
    assert members(dataset) == {"Site": [site]}


# --- nesting -------------------------------------------------------------------------------------------


def test_datasets_contain_datasets(ml):
    """Datasets are listed with those inside and around them, one level or all, each once."""
    a, b, c, d = make(ml, *"abcd")
    a.add_dataset_members([b.rid, c.rid])
    b.add_dataset_members([d.rid])
    c.add_dataset_members([d.rid])
    assert a.list_dataset_children() == [b, c]
    assert a.list_dataset_children(recurse=True) == [b, c, d]
    assert d.list_dataset_parents() == [b, c]
    assert d.list_dataset_parents(recurse=True) == [a, b, c]
    assert (d.list_dataset_children(), a.list_dataset_parents()) == ([], [])


def test_members_of_members_are_listed_if_asked_for(ml, subjects):
    """With recurse, the members of the datasets inside count too, each once."""
    outer, middle, inner = make(ml, "outer", "middle", "inner")
    outer.add_dataset_members([subjects[0], middle.rid])
    middle.add_dataset_members([subjects[1], subjects[0], inner.rid])
    inner.add_dataset_members([subjects[2]])
    assert members(outer) == {"Dataset": [middle.rid], "Subject": subjects[:1]}
    assert members(outer, recurse=True) == {"Dataset": [middle.rid, inner.rid], "Subject": subjects[:3]}


@pytest.mark.parametrize("form", [lambda rids: rids, lambda rids: {"Dataset": rids}])
@pytest.mark.parametrize("chain", [1, 2, 4])
def test_a_dataset_never_contains_itself(ml, chain, form):
    """A dataset is refused as a member of itself, or of any dataset inside it, in either form of the call."""
    datasets = make(ml, *map(str, range(chain)))
    for outer, inner in itertools.pairwise(datasets):
        outer.add_dataset_members([inner.rid])
    before = [(members(dataset), dataset.current_version) for dataset in datasets]
    with pytest.raises(DatasetCycle, match=datasets[0].rid):
        datasets[-1].add_dataset_members(form([datasets[0].rid]))
    assert [(members(dataset), dataset.current_version) for dataset in datasets] == before


@pytest.mark.parametrize(
    "form",
    [
        lambda handle: handle,
        lambda handle: [handle],
        lambda handle: {"Dataset": [handle]},
        lambda handle: {"Dataset": handle},
        lambda handle: {"Dataset": handle.rid.lower()},
        lambda handle: {"Subject": [], "Dataset": (handle.rid,)},
        lambda handle: handle.rid,
        lambda handle: (handle.rid, handle.rid),
    ],
)
def test_a_cycle_is_refused_however_members_are_given(ml, form):
    """A handle, a RID in any spelling, a list, a tuple, or a dict of these: a dataset does not come into itself."""
    outer, middle, inner = make(ml, "outer", "middle", "inner")
    outer.add_dataset_members(form(middle))
    middle.add_dataset_members(form(inner))
    for above in (outer, middle, inner):
        with pytest.raises(DatasetCycle):
            inner.add_dataset_members(form(above))
    assert members(inner) == {}
    assert outer.list_dataset_children(recurse=True) == [middle, inner]


def test_a_cycle_is_found_among_other_members(ml, subjects):
    """One member that would close a cycle keeps all others of the call out."""
    a, b, c = make(ml, *"abc")
    a.add_dataset_members([b.rid])
    with pytest.raises(DatasetCycle):
        b.add_dataset_members([subjects[0], c.rid, a.rid])
    assert members(b) == {}


def test_a_diamond_is_no_cycle(ml):
    """A dataset may be reached in two ways, as long as none leads back."""
    top, left, right, bottom = make(ml, "top", "left", "right", "bottom")
    top.add_dataset_members([left.rid, right.rid])
    left.add_dataset_members([bottom.rid])
    right.add_dataset_members([bottom.rid])
    assert top.list_dataset_children(recurse=True) == [left, right, bottom]


def test_two_processes_cannot_close_a_cycle_together(ml, start):
    """Of two processes that put two datasets into each other at once, one is refused."""
    for _ in range(3):
        a, b = make(ml, "a", "b")
        code = """
import sys
from muniment import DatasetCycle, Muniment
dataset = Muniment(sys.argv[1]).lookup_dataset(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    dataset.add_dataset_members({"Dataset": [sys.argv[3]]})
    print("added")
except DatasetCycle:
    print("refused")
"""
        both = [start(code, ml.address, a.rid, b.rid), start(code, ml.address, b.rid, a.rid)]
        for process in both:
            assert process.stdout.readline() == "ready\n"
        for process in both:
            process.stdin.write("\n")
            process.stdin.flush()
        assert sorted(process.communicate()[0] for process in both) == ["added\n", "refused\n"]


def test_three_threads_cannot_close_a_ring_together(ml):
    """Of three threads that each put one dataset into the next of a ring, one at least is refused, and no ring is there."""
    ring = make(ml, *"abc")
    barrier = threading.Barrier(3)

    def add(number):
        barrier.wait()
        try:
            ring[number].add_dataset_members({"Dataset": [ring[(number + 1) % 3].rid]})
        except DatasetCycle:
            return "refused"
        return "added"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(add, range(3))) == ["added", "added", "refused"]
    for dataset in ring:
        assert dataset not in dataset.list_dataset_children(recurse=True)


def test_many_datasets_are_added_in_a_few_queries(ml, sql_of):
    """Datasets inside are looked up together, so that a hundred of them take hardly more queries than two."""
    outer, other = make(ml, "outer", "other")
    inside = make(ml, *map(str, range(100)))
    few = sql_of(lambda: other.add_dataset_members(inside[:2]))
    assert sql_of(lambda: outer.add_dataset_members(inside)) <= few + 1  # which takes RIDs


# --- versions ------------------------------------------------------------------------------------------


def test_a_change_makes_one_draft(ml, subjects):
    """The first change after a release makes a draft, and each further one counts it up."""
    [dataset] = make(ml, "a")
    for number, subject in enumerate(subjects, start=1):
        dataset.add_dataset_members([subject])
        assert str(dataset.current_version) == f"0.1.0.post1.dev{number}"
    assert [str(entry.dataset_version) for entry in dataset.dataset_history()] == [
        "0.1.0",
        "0.1.0.post1.dev4",
    ]


@pytest.mark.parametrize(("part", "version"), [("major", "1.0.0"), ("minor", "0.2.0"), ("patch", "0.1.1")])
def test_a_draft_is_released(ml, subjects, part, version):
    """A release takes the place of the draft, counts up the part that was named, and pins a transaction."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(subjects)
    draft = dataset.dataset_history()[-1]
    assert draft.snapshot is None
    assert str(dataset.release(part, "More subjects")) == version
    released = dataset.dataset_history()[-1]
    assert (str(released.dataset_version), released.version_rid) == (version, draft.version_rid)
    assert (released.description, int(released.snapshot) > 0) == ("More subjects", True)
    assert str(dataset.current_version) == version


def test_a_release_without_a_draft_is_refused(ml):
    """If nothing has changed there is nothing to release, and the error says how to make a draft."""
    [dataset] = make(ml, "a")
    with pytest.raises(VersionNotFound, match="mark_dev"):
        dataset.release("minor")
    assert str(dataset.mark_dev("The images were mended")) == "0.1.0.post1.dev1"
    assert str(dataset.release("patch")) == "0.1.1"
    assert dataset.dataset_history()[-1].description == "The images were mended"


def test_an_unknown_part_of_a_version_is_refused(ml, subjects):
    """A release counts up major, minor or patch, and nothing else."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(subjects)
    with pytest.raises(InvalidValue, match="'major', 'minor' or 'patch'"):
        dataset.release("huge")
    assert str(dataset.current_version) == "0.1.0.post1.dev1"


def test_the_older_name_releases_at_once(ml):
    """increment_dataset_version, the older name, makes a draft and releases it."""
    [dataset] = make(ml, "a")
    assert str(dataset.increment_dataset_version("minor", "Anew")) == "0.2.0"


def test_the_history_is_in_order(ml, subjects):
    """The history of a dataset begins with its first version."""
    [dataset] = make(ml, "a")
    for part, subject in zip(("patch", "minor", "patch", "major"), subjects, strict=True):
        dataset.add_dataset_members([subject])
        dataset.release(part)
    dataset.mark_dev()
    versions = [str(entry.dataset_version) for entry in dataset.dataset_history()]
    assert versions == ["0.1.0", "0.1.1", "0.2.0", "0.2.1", "1.0.0", "1.0.0.post1.dev1"]
    snapshots = [int(entry.snapshot) for entry in dataset.dataset_history()[:-1]]
    assert snapshots == sorted(set(snapshots))


def test_versions_compare_as_they_are_released():
    """Drafts come after the release they follow and before any other."""
    order = ["0.4.0", "0.4.0.post1.dev1", "0.4.0.post1.dev2", "0.4.0.post1.dev10", "0.4.1", "0.10.0", "1.0.0"]
    assert sorted(map(DatasetVersion, reversed(order))) == list(map(DatasetVersion, order))
    version = DatasetVersion("1.2.3")
    assert (version.major, version.minor, version.patch) == (1, 2, 3)


def test_the_members_of_an_inner_dataset_do_not_change_the_outer(ml, subjects):
    """A change of a dataset makes a draft of that dataset, and of no other."""
    outer, inner = make(ml, "outer", "inner")
    outer.add_dataset_members([inner.rid])
    outer.release("minor")
    inner.add_dataset_members(subjects)
    assert (str(outer.current_version), inner.current_version.is_draft) == ("0.2.0", True)


# --- deleting ------------------------------------------------------------------------------------------


def test_a_deleted_dataset_is_found_only_if_asked_for(ml, subjects):
    """A deleted dataset is not listed or looked up unless that is asked for, and keeps its members."""
    a, b = make(ml, "a", "b")
    a.add_dataset_members(subjects)
    ml.delete_dataset(a)
    assert ml.find_datasets() == [b]
    assert ml.find_datasets(deleted=True) == [a, b]
    with pytest.raises(DatasetNotFound, match=r"deleted=True"):
        ml.lookup_dataset(a.rid)
    assert members(ml.lookup_dataset(a.rid, deleted=True)) == {"Subject": subjects}


def test_deleting_with_those_inside_leaves_others(ml):
    """With recurse, a dataset is deleted with those inside it; others stay."""
    parent, child, grandchild, other = make(ml, "parent", "child", "grandchild", "other")
    parent.add_dataset_members([child.rid])
    child.add_dataset_members([grandchild.rid])
    ml.delete_dataset(parent.rid, recurse=True)
    assert ml.find_datasets() == [other]


def test_deleting_alone_leaves_those_inside(ml):
    """Without recurse, only the dataset itself is deleted; what was inside it can be deleted afterwards."""
    parent, child = make(ml, "parent", "child")
    parent.add_dataset_members([child.rid])
    ml.delete_dataset(parent)
    assert ml.find_datasets() == [child]
    ml.delete_dataset(child)
    assert ml.find_datasets() == []


def test_a_dataset_inside_another_is_not_deleted(ml):
    """A dataset that another one contains is not deleted, and the error says where it is and what to do."""
    parent, child = make(ml, "parent", "child")
    parent.add_dataset_members([child.rid])
    with pytest.raises(DataError, match=rf"member of {parent.rid}\. .*delete_dataset_members"):
        ml.delete_dataset(child)
    parent.delete_dataset_members([child.rid])
    ml.delete_dataset(child)
    assert ml.find_datasets() == [parent]


def test_a_dataset_that_others_contain_too_is_not_deleted_along(ml):
    """With recurse, a dataset inside that another dataset contains as well keeps all from being deleted."""
    parent, child, other = make(ml, "parent", "child", "other")
    for outer in (parent, other):
        outer.add_dataset_members([child.rid])
    with pytest.raises(DataError, match=rf"{child.rid}.* member of {other.rid}"):
        ml.delete_dataset(parent, recurse=True)
    assert ml.find_datasets() == [parent, child, other]


def test_a_deleted_dataset_cannot_be_deleted_again(ml):
    """Deleting what is not there, or not any more, is an error."""
    [dataset] = make(ml, "a")
    ml.delete_dataset(dataset)
    for gone in (dataset, "1-ZZZZ"):
        with pytest.raises(DatasetNotFound):
            ml.delete_dataset(gone)


@pytest.mark.parametrize(
    "act",
    [
        lambda dataset, rid: dataset.add_dataset_members([rid]),
        lambda dataset, rid: dataset.release("minor"),
        lambda dataset, rid: dataset.increment_dataset_version("minor"),
        lambda dataset, rid: dataset.mark_dev(),
    ],
)
def test_a_deleted_dataset_stays_as_it_was(ml, subjects, act):
    """A deleted dataset takes no members and releases no version, by whatever handle; the error says so."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(subjects[:1])
    ml.delete_dataset(dataset)
    version = dataset.current_version
    for handle in (dataset, ml.lookup_dataset(dataset.rid, deleted=True)):
        with pytest.raises(DatasetNotFound, match=f"Dataset {dataset.rid} was deleted: it takes no members"):
            act(handle, subjects[1])
    assert members(dataset) == {"Subject": subjects[:1]}
    assert dataset.current_version == version


def test_members_can_be_taken_out_of_a_deleted_dataset(ml, subjects):
    """The members of a deleted dataset can be taken out, which is what lets their rows be deleted."""
    [dataset] = make(ml, "a")
    dataset.add_dataset_members(subjects)
    ml.delete_dataset(dataset)
    dataset.delete_dataset_members(subjects)
    assert ml.delete_rows("Subject", subjects) == 4


def test_a_deleted_dataset_does_not_become_a_member(ml):
    """A deleted dataset cannot be put into another."""
    gone, outer = make(ml, "gone", "outer")
    ml.delete_dataset(gone)
    with pytest.raises(DatasetNotFound, match="was deleted"):
        outer.add_dataset_members([gone.rid])


# --- inputs --------------------------------------------------------------------------------------------


def test_an_execution_declares_the_datasets_it_reads(ml, workflow):
    """A declared dataset is an input of the execution, at the version it had or the one that was named."""
    a, b = make(ml, "a", "b")
    b.mark_dev()
    b.release("minor")
    exe = ml.create_execution(workflow=workflow, datasets=[a.rid, f"{b.rid}@0.1.0"])
    assert exe.list_input_datasets() == [a, b]
    assert a.list_executions() == [exe.execution_rid]
    versions = {
        entry.version_rid: str(entry.dataset_version) for d in (a, b) for entry in d.dataset_history()
    }
    links = {row["Dataset"]: versions[row["Dataset_Version"]] for row in ml.list_rows("Dataset_Execution")}
    assert links == {a.rid: "0.1.0", b.rid: "0.1.0"}


def test_an_input_is_recorded_once(ml, workflow):
    """Recording an input again adds nothing; another version of it does."""
    [dataset] = make(ml, "a")
    exe = ml.create_execution(workflow=workflow, datasets=[dataset.rid])
    exe.add_input_dataset(dataset.rid)
    exe.add_input_dataset(dataset.rid.lower(), "0.1.0")
    assert len(ml.list_rows("Dataset_Execution")) == 1
    dataset.mark_dev()
    dataset.release("minor")
    exe.add_input_dataset(dataset.rid)
    assert len(ml.list_rows("Dataset_Execution")) == 2


@pytest.mark.parametrize(
    ("spec", "error"),
    [("1-ZZZZ", DatasetNotFound), ("{rid}@9.9.9", VersionNotFound), ("{deleted}", DatasetNotFound)],
)
def test_an_input_that_is_not_there_stops_the_execution_from_being_made(ml, workflow, spec, error):
    """A declared dataset or version that is not there is an error, and no execution is made."""
    a, gone = make(ml, "a", "gone")
    ml.delete_dataset(gone)
    before = ml.find_executions()
    with pytest.raises(error):
        ml.create_execution(workflow=workflow, datasets=[spec.format(rid=a.rid, deleted=gone.rid)])
    assert ml.find_executions() == before


def test_an_unknown_version_is_named_with_those_there_are(ml, workflow):
    """A version that a dataset has not is an error that lists those it has."""
    [dataset] = make(ml, "a")
    dataset.mark_dev()
    with pytest.raises(VersionNotFound, match=r"no version 9\.9\.9\. It has 0\.1\.0, 0\.1\.0\.post1\.dev1"):
        ml.create_execution(workflow=workflow, datasets=[f"{dataset.rid}@9.9.9"])


def test_what_another_process_changed_is_seen(ml, subjects, run):
    """Members, types and versions are read anew, so what another process changed is seen at once."""
    [dataset] = make(ml, "a")
    run(
        """
import sys
from muniment import Muniment
dataset = Muniment(sys.argv[1]).lookup_dataset(sys.argv[2])
dataset.add_dataset_members(sys.argv[3:])
dataset.add_dataset_type("Labeled")
dataset.release("minor")
""",
        ml.address,
        dataset.rid,
        *subjects,
    )
    assert members(dataset) == {"Subject": subjects}
    assert (dataset.dataset_types, str(dataset.current_version)) == (["Training", "Labeled"], "0.2.0")


def test_reading_members_does_not_wait_for_a_writer(ml, subjects):
    """Members can be read while another process is writing; what is not finished is not seen."""
    [dataset] = make(ml, "a")
    other = Muniment(ml.address)
    with other._catalog.write() as tx:
        tx.connection.exec_driver_sql('UPDATE "Dataset" SET "Deleted" = TRUE')
        assert members(dataset) == {}
        assert ml.find_datasets() == [dataset]
    other.close()
