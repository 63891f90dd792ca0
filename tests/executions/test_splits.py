"""Datasets that are split, sampled and combined, with nothing on two sides that belongs together."""

import itertools
import json
from collections import Counter

import pytest

import muniment
from muniment import (
    ColumnDefinition,
    ColumnNotFound,
    DataLeak,
    DatasetNotFound,
    DatasetSpec,
    ExecutionError,
    ForeignKeyDefinition,
    InvalidValue,
    NotAnElementType,
    NotFound,
    ReadOnlySnapshot,
    RIDNotFound,
    TableDefinition,
    TermNotFound,
    VersionNotFound,
)


def fill(ml):
    ml.create_vocabulary("Sex")
    for term in ("female", "male"):
        ml.add_term("Sex", term, f"{term} sex")
    ml.create_table(TableDefinition("Site", [ColumnDefinition("City")]))
    sex = ForeignKeyDefinition(["Sex"], "Sex", ["Name"])
    ml.create_table(
        TableDefinition(
            "Subject",
            [ColumnDefinition("Name"), ColumnDefinition("Sex"), ColumnDefinition("Site")],
            fkey_defs=[sex, ForeignKeyDefinition(["Site"], "Site")],
        )
    )
    ml.create_table(
        TableDefinition(
            "Visit",
            [ColumnDefinition(name) for name in ("Name", "Subject", "Escort", "Stage")],
            fkey_defs=[
                ForeignKeyDefinition(["Subject"], "Subject"),
                ForeignKeyDefinition(["Escort"], "Subject"),
            ],
        )
    )
    ml.add_dataset_element_type("Visit")


@pytest.fixture
def lab(stack):
    """The address of a catalog of visits of subjects, who live at sites; a visit names the subject twice over."""
    return stack.filled(fill)


@pytest.fixture
def visits(ml):
    """A released dataset of 60 visits of 20 subjects, who are of two sexes and live at two sites."""
    sites = ml.insert_rows("Site", [{"City": "Ulm"}, {"City": "Bonn"}])
    subjects = ml.insert_rows(
        "Subject",
        [
            {"Name": f"S{n}", "Sex": "female" if n % 4 == 0 else "male", "Site": sites[n % 2]}
            for n in range(20)
        ],
    )
    rids = ml.insert_rows(
        "Visit",
        [
            {"Name": f"V{n}", "Subject": subjects[n % 20], "Stage": "late" if n % 6 == 0 else "early"}
            for n in range(60)
        ],
    )
    dataset = ml.create_dataset("Complete", "All visits")
    dataset.add_dataset_members(rids)
    dataset.release("minor", "First")
    return dataset


@pytest.fixture
def exe(ml):
    """An execution that is running."""
    with ml.create_execution(workflow=ml.create_workflow("Split", "Dataset_Management")) as exe:
        yield exe


@pytest.fixture
def scans(ml, tmp_path):
    """A dataset of ten scans, of which the last four have the bytes of the first."""
    ml.create_asset("Scan")
    ml.add_dataset_element_type("Scan")
    folder = tmp_path / "scans"
    folder.mkdir()
    for n in range(10):
        (folder / f"{n}.png").write_bytes(b"%d" % (0 if n > 5 else n))
    dataset = ml.create_dataset("Complete")
    dataset.add_dataset_members([scan.rid for scan in ml.add_files(folder, asset_table="Scan")])
    return dataset


def rids(ml, info, table="Visit"):
    return ml.lookup_dataset(info.rid).list_members(table)


def parts(ml, result, table="Visit"):
    return [rids(ml, info, table) for info in (result.training, result.validation, result.testing) if info]


def values(ml, members, column, table="Visit"):
    known = {row["RID"]: row[column] for row in ml.list_rows(table)}
    return [known[rid] for rid in members]


def counts(ml):
    """How many rows there are of all that a split writes."""
    return {
        table: len(ml.list_rows(table))
        for table in ("Dataset", "Dataset_Execution", "Execution", "Execution_Metadata", "Dataset_Type")
    }


def config_of(ml, execution, filename):
    [asset] = ml.find_assets("Execution_Metadata", execution=execution, Filename=filename)
    with asset.open() as file:
        return json.load(file)


# --- what is made --------------------------------------------------------------------------------------


def test_a_split_has_its_parts_as_members(ml, visits, exe):
    """A split is a dataset whose members are the parts, each typed and released, that have all members between them."""
    result = exe.split_dataset(visits.rid, test_size=0.2, val_size=6)
    split = ml.lookup_dataset(result.split.rid)
    assert split.dataset_types == ["Split"]
    assert [child.rid for child in split.list_dataset_children()] == [
        result.training.rid,
        result.validation.rid,
        result.testing.rid,
    ]
    assert [child.dataset_types for child in split.list_dataset_children()] == [
        ["Training", "Split_Partition"],
        ["Validation", "Split_Partition"],
        ["Testing", "Split_Partition"],
    ]
    assert [len(part) for part in parts(ml, result)] == [42, 6, 12]
    assert sorted(itertools.chain(*parts(ml, result))) == sorted(visits.list_members("Visit"))
    for dataset in (split, *split.list_dataset_children()):
        [version] = dataset.dataset_history()
        assert (str(version.dataset_version), version.execution_rid) == ("0.1.0", exe.execution_rid)
        assert version.snapshot is not None


def test_the_result_tells_what_was_made(ml, visits, exe):
    """The result names the datasets with version and size, the source with its version, and the way of choosing."""
    result = muniment.split_dataset(ml, visits.rid, exe, test_size=15)
    assert (result.source, result.source_version) == (visits.rid, "0.2.0")
    assert (result.training.version, result.training.count, result.testing.count) == ("0.1.0", 45, 15)
    assert (result.validation, result.strategy, result.element_table) == (None, "random", "Visit")
    assert (result.seed, result.dry_run) == (42, False)


def test_the_source_is_an_input_of_the_execution(ml, visits, exe):
    """What was split is recorded as read by the execution, at its version, and the parts as made by it."""
    exe.split_dataset(visits)
    assert exe.execution_record.input_datasets == ((visits.rid, "0.2.0"),)
    assert visits.list_executions() == [exe.execution_rid]
    assert (str(visits.current_version), visits.list_dataset_parents()) == ("0.2.0", [])


def test_a_split_writes_down_how_it_chose(ml, visits, exe):
    """A file of the execution holds what was asked for and what came of it."""
    result = exe.split_dataset(visits, test_size=0.25, stratify_by_column="Subject.Sex", seed=7)
    told = config_of(ml, exe, "split_config.json")
    assert told["datasets"] == {
        "Split": result.split.rid,
        "Training": result.training.rid,
        "Testing": result.testing.rid,
    }
    asked = ("source", "source_version", "test_size", "seed", "stratify_by_column", "sizes")
    assert [told[name] for name in asked] == [
        visits.rid,
        "0.2.0",
        0.25,
        7,
        "Subject.Sex",
        {"Training": 45, "Testing": 15},
    ]
    assert told["classes"] == result.classes


def test_two_splits_of_one_execution_are_both_explained(ml, visits, exe, tmp_path):
    """An execution may split several times, and each split has its file."""
    made = [exe.split_dataset(visits, seed=seed).split.rid for seed in (1, 2)]
    found = ml.find_assets("Execution_Metadata", execution=exe, Filename="split_config.json")
    files = [asset.download(tmp_path / str(n)) for n, asset in enumerate(found)]
    assert [json.loads(path.read_text())["datasets"]["Split"] for path in files] == made


def test_parts_can_have_more_types(ml, visits, exe):
    """Types of one's own are given to the parts beside those they have anyway; unknown ones are refused at once."""
    result = exe.split_dataset(visits, training_types=["Labeled"], testing_types="Unlabeled")
    types = [ml.lookup_dataset(info.rid).dataset_types for info in (result.training, result.testing)]
    assert types == [["Training", "Split_Partition", "Labeled"], ["Testing", "Split_Partition", "Unlabeled"]]
    before = counts(ml)
    with pytest.raises(TermNotFound, match="Did you mean 'Labeled'"):
        exe.split_dataset(visits, training_types=["Labelled"])
    assert counts(ml) == before


def test_a_split_without_an_execution_makes_one(ml, visits):
    """Called on the catalog, a split makes an execution of the script that calls it, and ends it."""
    result = ml.split_dataset(visits, test_size=10, split_description="For the paper")
    [made] = ml.find_executions()[-1:]
    assert (made.status, made.description) == ("Uploaded", "Split a dataset")
    assert made.input_datasets == ((visits.rid, "0.2.0"),)
    assert made.configuration["parameters"] == {
        "source": visits.rid,
        "test_size": 10,
        "split_description": "For the paper",
    }
    workflow = ml.lookup_workflow(made.workflow_rid)
    assert (workflow.workflow_type, workflow.checksum is not None) == (("Dataset_Management",), True)
    split = ml.lookup_dataset(result.split.rid)
    assert (split.description, split.dataset_history()[0].execution_rid) == (
        "For the paper",
        made.execution_rid,
    )
    assert config_of(ml, made.execution_rid, "split_config.json")["sizes"]["Testing"] == 10


def test_a_split_that_is_refused_leaves_nothing(ml, visits):
    """If a split cannot be, no execution, dataset or term is made for it."""
    before = counts(ml)
    for wrong in ({"test_size": 0}, {"stratify_by_column": "Nothing"}, {"element_table": "Subject"}):
        with pytest.raises(muniment.MunimentError):
            ml.split_dataset(visits, **wrong)
    assert counts(ml) == before


def test_members_of_datasets_inside_are_split_too(ml, visits, exe):
    """The members of datasets inside the source count as its own, each once."""
    outer = ml.create_dataset("Complete")
    outer.add_dataset_members([visits.rid, *visits.list_members("Visit")[:5]])
    result = exe.split_dataset(outer, test_size=0.5)
    assert sorted(itertools.chain(*parts(ml, result))) == sorted(visits.list_members("Visit"))


def test_a_draft_can_be_split(ml, visits, exe):
    """A draft is split as it is, and the record names the draft."""
    visits.delete_dataset_members(visits.list_members("Visit")[:10])
    result = exe.split_dataset(visits)
    assert (result.source_version, result.training.count) == ("0.2.0.post1.dev1", 40)


def test_a_release_is_split_as_it_was(ml, visits, exe):
    """A release is split as it was, whatever its members and their rows have become since, and is the input."""
    options = {"stratify_by_column": "Stage", "test_size": 0.2}
    before = exe.split_dataset(visits, **options)
    members = visits.list_members("Visit")
    ml.update_rows("Visit", [{"RID": rid, "Stage": "early"} for rid in members[::6]])
    for source in (visits, f"{visits.rid}@0.2.0"):
        again = exe.split_dataset(source, **options)
        assert (again.source_version, again.classes) == ("0.2.0", before.classes)
        assert parts(ml, again) == parts(ml, before)
    visits.delete_dataset_members(members[:30])
    assert parts(ml, exe.split_dataset(f"{visits.rid}@0.2.0", **options)) == parts(ml, before)
    assert exe.subsample(DatasetSpec(visits.rid, "0.2.0"), 60).subsample.count == 60
    assert exe.split_dataset(visits).training.count == 24
    versions = {version for _, version in exe.execution_record.input_datasets}
    assert versions == {"0.2.0", "0.2.0.post1.dev1"}
    with pytest.raises(VersionNotFound, match=r"no version 9\.9\.9"):
        exe.split_dataset(f"{visits.rid}@9.9.9")


def test_a_member_that_is_gone_is_told(ml, visits, exe):
    """A release whose members have been deleted since cannot be split into datasets of them; nothing is made then."""
    members = visits.list_members("Visit")
    visits.delete_dataset_members(members[:1])
    ml.delete_rows("Visit", members[:1])
    before = counts(ml)
    with pytest.raises(RIDNotFound, match=f"Visit has no row {members[0]}"):
        exe.split_dataset(f"{visits.rid}@0.2.0")
    assert counts(ml) == before | {"Dataset_Type": before["Dataset_Type"] + 1}


# --- dry runs ------------------------------------------------------------------------------------------


def test_a_dry_run_tells_what_would_be_made(ml, visits, exe):
    """With dry_run, sizes and classes are told, and nothing is written: no dataset, input, file or term."""
    before = counts(ml)
    for maker in (ml, exe):
        result = maker.split_dataset(visits, stratify_by_column="Stage", dry_run=True)
        assert (result.dry_run, result.training.rid, result.training.count) == (True, None, 48)
        assert result.classes["late"] == {"Training": 8, "Testing": 2}
        assert maker.subsample(visits, 5, dry_run=True).subsample.count == 5
        assert maker.split_into_folds(visits, 3, dry_run=True).folds[0].testing.count == 20
    assert counts(ml) == before


def test_an_execution_that_is_a_dry_run_writes_nothing(ml, visits):
    """In an execution that is a dry run, splits only tell, and combinations are refused."""
    before = counts(ml)
    workflow = ml.create_workflow("Split", "Dataset_Management")
    with ml.create_execution(workflow=workflow, dry_run=True) as exe:
        assert exe.split_dataset(visits).dry_run
        assert exe.subsample(visits, 5).dry_run
        with pytest.raises(ExecutionError, match="dry run makes no dataset"):
            exe.combine_datasets("union", [visits, visits])
    assert counts(ml) == before


def test_an_aborted_execution_splits_nothing(ml, visits):
    """An execution that was given up makes no datasets any more."""
    exe = ml.create_execution(workflow=ml.create_workflow("Split", "Dataset_Management"))
    exe.abort()
    before = counts(ml)["Dataset"]
    with pytest.raises(ExecutionError, match="aborted"):
        exe.split_dataset(visits)
    assert counts(ml)["Dataset"] == before


# --- choosing ------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_parts(ml, visits, exe):
    """The same seed gives the same parts again, and another seed gives others."""
    for options in ({}, {"stratify_by_column": "Stage"}, {"group_by_column": "Subject"}):
        first, second, other = (
            parts(ml, exe.split_dataset(visits, seed=seed, val_size=0.2, **options)) for seed in (1, 1, 2)
        )
        assert first == second
        assert first != other


def test_parts_are_the_same_on_every_database(ml, visits, tmp_path):
    """A copy of the catalog in a folder gives the same parts for the same seed, as it has the same RIDs."""
    ml.copy(tmp_path / "copy")
    options = {"seed": 3, "group_by_column": "Subject", "stratify_by_column": "Subject.Site.City"}
    with muniment.Muniment(tmp_path / "copy") as other:
        expected = parts(other, other.split_dataset(visits.rid, **options))
    assert parts(ml, ml.split_dataset(visits.rid, **options)) == expected


def test_classes_have_the_same_shares_in_all_parts(ml, visits, exe):
    """A split that is stratified by a column of the members, or of what they refer to, keeps the shares of its values."""
    for column, shares in (
        ("Stage", {"early": [30, 10, 10], "late": [6, 2, 2]}),
        ("Visit.Stage", {"early": [30, 10, 10], "late": [6, 2, 2]}),
        ("Subject.Sex", {"female": [9, 3, 3], "male": [27, 9, 9]}),
    ):
        result = exe.split_dataset(visits, test_size=0.2, val_size=0.2, stratify_by_column=column)
        assert {name: list(count.values()) for name, count in result.classes.items()} == shares
    cities = exe.split_dataset(visits, stratify_by_column="Subject.Site.City").classes
    assert cities == {"Bonn": {"Training": 24, "Testing": 6}, "Ulm": {"Training": 24, "Testing": 6}}


def test_groups_are_not_parted(ml, visits, exe):
    """With a column to group by, all members with one value of it are in one part."""
    for column in ("Subject", "Subject.Name", "Subject.RID"):
        result = exe.split_dataset(visits, test_size=0.2, val_size=0.2, group_by_column=column)
        subjects = [set(values(ml, part, "Subject")) for part in parts(ml, result)]
        assert [len(each) for each in subjects] == [12, 4, 4]
        assert set.union(*subjects) == set(values(ml, visits.list_members("Visit"), "Subject"))
        assert ml.find_leaks(result.split.rid, column) == []


def test_groups_and_classes_go_together(ml, visits, exe):
    """Grouped and stratified at once, no group is parted and the shares are kept as well as the groups allow."""
    result = exe.split_dataset(
        visits, test_size=0.4, group_by_column="Subject", stratify_by_column="Subject.Sex"
    )
    assert result.classes == {
        "female": {"Training": 9, "Testing": 6},
        "male": {"Training": 27, "Testing": 18},
    }
    training, testing = (set(values(ml, part, "Subject")) for part in parts(ml, result))
    assert not training & testing


def test_unshuffled_parts_follow_the_rids(ml, visits, exe):
    """Without shuffling, the first members by RID are for training and the last for testing; groups stay together."""
    members = visits.list_members("Visit")
    result = exe.split_dataset(visits, shuffle=False, test_size=10, val_size=5)
    assert parts(ml, result) == [members[:45], members[45:50], members[50:]]
    by_stage = exe.split_dataset(visits, shuffle=False, test_size=0.5, group_by_column="Stage")
    assert [set(values(ml, part, "Stage")) for part in parts(ml, by_stage)] == [{"late"}, {"early"}]
    with pytest.raises(InvalidValue, match="not shuffled cannot be stratified"):
        exe.split_dataset(visits, shuffle=False, stratify_by_column="Stage")


def test_a_part_of_the_members_can_be_taken(ml, visits, exe):
    """If sizes leave members over, these are in no part."""
    result = exe.split_dataset(visits, test_size=5, train_size=10)
    assert [len(part) for part in parts(ml, result)] == [10, 5]
    grouped = exe.split_dataset(visits, test_size=6, train_size=12, group_by_column="Subject")
    assert [len(part) for part in parts(ml, grouped)] == [12, 6]


@pytest.mark.parametrize(
    ("column", "error", "told"),
    [
        ("Stagge", ColumnNotFound, "Did you mean 'Stage'"),
        ("Subject.Sexx", ColumnNotFound, "Did you mean 'Sex'"),
        ("Dataset.Version", NotFound, "Visit does not refer to a table 'Dataset'"),
        ("Site.City", InvalidValue, "refers to Site in 2 ways.*Escort.Site or Subject.Site"),
        ("Name", InvalidValue, r"these have fewer rows: V0 \(1\), .* and 55 more"),
        ("Escort", InvalidValue, r"60 members have no value in Visit.Escort, 100.0% of 60"),
    ],
)
def test_a_column_that_cannot_be_used_is_told(ml, visits, column, error, told):
    """A column that is not there, can be reached in two ways, or has too few rows of a value is an error that says so."""
    with pytest.raises(error, match=told):
        ml.split_dataset(visits, stratify_by_column=column)


def test_a_reference_says_which_way(ml, visits, exe):
    """Where two columns refer to one table, naming the column says which is meant."""
    rids = visits.list_members("Visit")
    escorts = ml.insert_rows("Subject", [{"Name": "E", "Sex": "male"}, {"Name": "F", "Sex": "female"}])
    ml.update_rows("Visit", [{"RID": rid, "Escort": escorts[n % 2]} for n, rid in enumerate(rids)])
    visits.mark_dev("With escorts")
    result = exe.split_dataset(visits, test_size=0.5, stratify_by_column="Escort.Sex")
    assert result.classes == {name: {"Training": 15, "Testing": 15} for name in ("female", "male")}


@pytest.mark.parametrize("form", ["stratify", "group"])
def test_members_without_a_value_are_told_or_left_out(ml, visits, exe, form):
    """Members without a value to stratify or group by are refused with their number, left out, or taken in."""
    rids = visits.list_members("Visit")
    ml.update_rows("Visit", [{"RID": rid, "Stage": None} for rid in rids[:8]])
    visits.mark_dev("Without some stages")
    column = {f"{form}_by_column": "Stage", "test_size": 0.25}
    with pytest.raises(InvalidValue, match=f"8 members have no value in Visit.Stage.*{form}_missing='drop'"):
        exe.split_dataset(visits, **column)
    left = exe.split_dataset(visits, **column, **{f"{form}_missing": "drop"})
    assert left.dropped == 8
    assert not set(rids[:8]) & set(itertools.chain(*parts(ml, left)))
    taken = exe.split_dataset(visits, **column, **{f"{form}_missing": "include"})
    assert taken.training.count + taken.testing.count == 60
    if form == "stratify":
        assert taken.classes["(no value)"] == {"Training": 6, "Testing": 2}
    with pytest.raises(InvalidValue, match="one of 'error', 'drop', 'include'"):
        exe.split_dataset(visits, **column, **{f"{form}_missing": "omit"})


def test_members_of_several_tables_are_split_by_one(ml, visits, exe):
    """If members are of several tables, the one to split has to be named."""
    ml.add_dataset_element_type("Subject")
    visits.add_dataset_members([row["RID"] for row in ml.list_rows("Subject")])
    with pytest.raises(InvalidValue, match="say which with element_table.*20 of Subject, 60 of Visit"):
        exe.split_dataset(visits)
    result = exe.split_dataset(visits, element_table=ml.table("Subject"))
    assert (result.element_table, result.training.count) == ("Subject", 16)
    with pytest.raises(NotAnElementType):
        exe.split_dataset(visits, element_table="Site")
    with pytest.raises(InvalidValue, match="no members of File"):
        exe.split_dataset(visits, element_table="File")


def test_a_dataset_without_members_is_not_split(ml):
    """A dataset without members, or that is not there, cannot be split or sampled."""
    empty = ml.create_dataset()
    for act in (ml.split_dataset, lambda dataset: ml.subsample(dataset, 1)):
        with pytest.raises(InvalidValue, match="has no members"):
            act(empty)
        with pytest.raises(DatasetNotFound):
            act("1-ZZZZ")


@pytest.mark.parametrize(
    "sizes",
    [
        {"test_size": 0},
        {"test_size": -1},
        {"test_size": 1.5},
        {"test_size": True},
        {"test_size": "many"},
        {"test_size": float("nan")},
        {"test_size": 60},
        {"test_size": 0.5, "val_size": 0.5},
        {"test_size": 0.6, "train_size": 0.6},
        {"test_size": 40, "train_size": 21},
        {"val_size": 0},
    ],
)
def test_sizes_that_cannot_be_are_refused(ml, visits, sizes):
    """Sizes of nothing, of parts of members, or of more members than there are, are refused."""
    with pytest.raises(InvalidValue) as refused:
        ml.split_dataset(visits, **sizes)
    assert isinstance(refused.value, ValueError)


def test_sizes_are_fractions_or_numbers(ml, visits):
    """A size below 1 is a fraction and any other a number of members, be it written as 12 or 12.0."""
    for size in (0.2, 12, 12.0):
        assert ml.split_dataset(visits, test_size=size, dry_run=True).testing.count == 12
    thirds = ml.split_dataset(visits, test_size=0.1, val_size=0.2, train_size=0.7, dry_run=True)
    assert (thirds.training.count, thirds.validation.count, thirds.testing.count) == (42, 12, 6)


# --- the same bytes ------------------------------------------------------------------------------------


def test_files_of_the_same_bytes_are_on_one_side(ml, scans, exe):
    """Files with the same bytes go to one part, whatever the seed."""
    for seed in range(5):
        result = exe.split_dataset(scans, test_size=0.5, seed=seed)
        digests = [set(values(ml, part, "SHA256", "Scan")) for part in parts(ml, result, "Scan")]
        assert not digests[0] & digests[1]
        assert [info.count for info in (result.training, result.testing)] == [5, 5]


def test_files_of_the_same_bytes_may_be_refused_or_ignored(ml, scans, exe):
    """On request, a split that would part files with the same bytes is refused, or made all the same."""
    with pytest.raises(DataLeak, match="have the same bytes.*same_content='together'"):
        exe.split_dataset(scans, test_size=0.5, same_content="refuse")
    result = exe.split_dataset(scans, test_size=0.5, same_content="ignore")
    [leak] = ml.find_leaks(result.split.rid)
    assert (leak.kind, leak.element_table, len(leak.rids)) == ("content", "Scan", 5)


def test_bytes_and_groups_are_tied_together(ml, tmp_path, exe):
    """Groups that share a file with the same bytes stay together, and so do those they share another with."""
    ml.create_asset("Scan", [ColumnDefinition("Patient")])
    ml.add_dataset_element_type("Scan")
    with ml.create_execution(workflow=ml.create_workflow("Scan", "Ingest"), upload_on_exit=True) as scanning:
        for n in range(12):  # patients 0, 1 and 2 are linked by the bytes 'a' and 'b'
            content = {0: b"a", 3: b"a", 4: b"b", 6: b"b"}.get(n, b"%d" % n)
            scanning.asset_file_path("Scan", f"{n}.png", Patient=f"P{n // 3}").write_bytes(content)
    dataset = ml.create_dataset()
    dataset.add_dataset_members([scan.rid for scan in ml.list_assets("Scan")])
    result = exe.split_dataset(dataset, test_size=3, group_by_column="Patient")
    patients = [set(values(ml, part, "Patient", "Scan")) for part in parts(ml, result, "Scan")]
    assert patients == [{"P0", "P1", "P2"}, {"P3"}]
    with pytest.raises(InvalidValue, match="are 2 groups.*too few for 3 parts"):
        exe.split_dataset(dataset, test_size=3, val_size=3, group_by_column="Patient")


def test_leaks_between_datasets_are_found(ml, visits, scans):
    """Rows, bytes and groups that several datasets have are found, by whatever they were made."""
    rids = visits.list_members("Visit")
    first, second = ml.create_dataset(), ml.create_dataset()
    first.add_dataset_members(rids[:3])
    second.add_dataset_members([rids[2], rids[21]])  # the subject of rids[21] is that of rids[1]
    found = {leak.kind: leak for leak in ml.find_leaks([first, second], "Subject") if leak.kind == "row"}
    assert found["row"].rids == (rids[2],)
    assert found["row"].datasets == (first.rid, second.rid)
    groups = [leak.rids for leak in ml.find_leaks([first, second], "Subject") if leak.kind == "group"]
    assert sorted(groups) == sorted([(rids[2],), (rids[1], rids[21])])
    assert [leak.kind for leak in ml.find_leaks([first, second])] == ["row"]
    files = scans.list_members("Scan")
    third = ml.create_dataset()
    third.add_dataset_members(files[6:7])
    fourth = ml.create_dataset()
    fourth.add_dataset_members(files[:1])
    [leak] = ml.find_leaks([third, fourth])
    assert (leak.kind, set(leak.rids)) == ("content", {files[0], files[6]})
    for lonely in ([first], [], ml.create_dataset()):
        with pytest.raises(InvalidValue, match="no two datasets"):
            ml.find_leaks(lonely)
    both = ml.create_dataset()
    both.add_dataset_members([first.rid, second.rid])
    with pytest.raises(InvalidValue, match=f"{both.rid} is named twice"):
        ml.find_leaks([both, f"{both.rid}@0.1.0"])
    with pytest.raises(NotFound):
        ml.find_leaks([first, second], "Patient")


def test_leaks_of_the_past_are_found(ml, visits):
    """In the catalog as it was at a mark, leaks of then are found, splits are told, and none is made."""
    members = visits.list_members("Visit")
    first, second = ml.create_dataset(), ml.create_dataset()
    for dataset in (first, second):
        dataset.add_dataset_members(members[:1])
    ml.mark("with a leak")
    second.delete_dataset_members(members[:1])
    then = ml.snapshot("with a leak")
    assert [leak.kind for leak in then.find_leaks([first, second])] == ["row"]
    assert ml.find_leaks([first, second]) == []
    assert then.subsample(second, 1, dry_run=True).subsample.count == 1
    with pytest.raises(ReadOnlySnapshot):
        then.subsample(second, 1)


# --- choosing oneself ----------------------------------------------------------------------------------


def test_a_function_may_choose(ml, visits, exe):
    """A function gets the members as a DataFrame, with the tables it asked for, and chooses by position."""
    seen = {}

    def by_city(frame, sizes, seed):
        seen.update(columns=set(frame.columns), sizes=sizes, seed=seed)
        in_ulm = frame["Site.City"] == "Ulm"
        return {"Training": frame.index[in_ulm][:20], "Testing": list(frame.index[~in_ulm])[:10]}

    ml.drop_column("Visit", "Escort")
    visits.mark_dev("Without escorts")
    result = exe.split_dataset(visits, test_size=10, selection_fn=by_city, include_tables=["Subject", "Site"])
    assert {"Visit.RID", "Visit.Stage", "Subject.Sex", "Site.City"} < seen["columns"]
    assert (seen["sizes"], seen["seed"]) == ({"Training": 50, "Testing": 10}, 42)
    assert (result.training.count, result.testing.count) == (20, 10)
    assert result.strategy == "custom selection function"
    subjects = {row["RID"]: row["Site"] for row in ml.list_rows("Subject")}
    sites = [{subjects[s] for s in values(ml, part, "Subject")} for part in parts(ml, result)]
    assert [len(each) for each in sites] == [1, 1]
    assert config_of(ml, exe, "split_config.json")["selection_fn"].endswith("by_city")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"Training": [0, 1], "Testing": [1, 2]}, "twice"),
        ({"Training": [0], "Testing": [60]}, "not in 0 to 59"),
        ({"Training": [0], "Testing": [-1]}, "not in 0 to 59"),
        ({"Training": [0], "Testing": []}, "for Testing no positions"),
        ({"Training": [0], "Testing": ["a"]}, "for Testing no positions"),
        ({"Training": [0]}, "gives a dict of Training, Testing"),
        (None, "gives a dict of Training, Testing"),
    ],
)
def test_what_a_function_chooses_is_looked_at(ml, visits, given, told):
    """A choice that has rows twice, or none, or that are not there, is refused."""
    with pytest.raises(InvalidValue, match=told):
        ml.split_dataset(visits, selection_fn=lambda *_: given)


def test_a_function_cannot_part_a_group(ml, visits, exe):
    """A function that puts one group into two parts is refused, and the rows are named."""
    with pytest.raises(DataLeak, match="are of one group, by Subject, and would be in different parts"):
        exe.split_dataset(
            visits,
            selection_fn=lambda *_: {"Training": range(20), "Testing": range(20, 40)},
            group_by_column="Subject",
        )
    with pytest.raises(InvalidValue, match="leave stratify_by_column out"):
        exe.split_dataset(visits, selection_fn=print, stratify_by_column="Stage")


def test_arguments_of_derivaml_that_mean_nothing_here_are_refused(ml, visits):
    """What scripts written for DerivaML may say of rows is taken where it is so, and refused where it is not."""
    assert ml.split_dataset(visits, partition_by="element", row_per=None, dry_run=True).dry_run
    with pytest.raises(InvalidValue, match="partition_by"):
        ml.split_dataset(visits, partition_by="row")
    with pytest.raises(InvalidValue, match="row_per"):
        ml.split_dataset(visits, row_per="Subject")
    with pytest.raises(InvalidValue, match="seed"):
        ml.split_dataset(visits, seed="now")


def test_an_option_that_there_is_not_is_named(ml, visits):
    """An option that is misspelt is an error of the call, which names the nearest."""
    with pytest.raises(TypeError, match="'stratify_by_colum'.* Did you mean 'stratify_by_column'"):
        ml.split_dataset(visits, stratify_by_colum="Stage")


# --- folds ---------------------------------------------------------------------------------------------


def test_folds_test_each_member_once(ml, visits, exe):
    """Of k folds, each member is in the testing part of one and in the training part of all others."""
    result = exe.split_into_folds(visits, 4, stratify_by_column="Stage", testing_types=["Labeled"])
    members = sorted(visits.list_members("Visit"))
    tested = [rids(ml, fold.testing) for fold in result.folds]
    assert sorted(itertools.chain(*tested)) == members
    for fold, testing in zip(result.folds, tested, strict=True):
        assert sorted([*rids(ml, fold.training), *testing]) == members
        assert Counter(values(ml, testing, "Stage"))["late"] in (2, 3)
    outer = ml.lookup_dataset(result.split.rid)
    folds = outer.list_dataset_children()
    assert [fold.rid for fold in folds] == [fold.split.rid for fold in result.folds]
    assert [fold.dataset_types for fold in (outer, *folds)] == [["Split"]] * 5
    types = [child.dataset_types for child in folds[0].list_dataset_children()]
    assert types == [["Training", "Split_Partition"], ["Testing", "Split_Partition", "Labeled"]]
    told = config_of(ml, exe, "split_config.json")
    assert (told["folds"], told["datasets"]["folds"][3]["Testing"]) == (4, result.folds[3].testing.rid)


def test_folds_keep_groups_together(ml, visits, exe):
    """Folds that are grouped part no group."""
    result = exe.split_into_folds(visits, 5, group_by_column="Subject", shuffle=False)
    subjects = [set(values(ml, rids(ml, fold.testing), "Subject")) for fold in result.folds]
    assert [len(each) for each in subjects] == [4] * 5
    assert len(set.union(*subjects)) == 20


@pytest.mark.parametrize("count", [0, 1, 61, 2.0, True, "three"])
def test_a_number_of_folds_that_cannot_be_is_refused(ml, visits, count):
    """There are two folds or more, and a member for each."""
    with pytest.raises(InvalidValue, match="fold"):
        ml.split_into_folds(visits, count)


# --- samples -------------------------------------------------------------------------------------------


def test_a_sample_is_a_dataset(ml, visits, exe):
    """A sample has the type Subsample and none of its source, which stays as it is and is an input."""
    result = exe.subsample(visits, 15)
    sample = ml.lookup_dataset(result.subsample.rid)
    assert (sample.dataset_types, str(sample.current_version)) == (["Subsample"], "0.1.0")
    members = sample.list_members("Visit")
    assert len(set(members) & set(visits.list_members("Visit"))) == 15
    assert exe.execution_record.input_datasets == ((visits.rid, "0.2.0"),)
    assert (str(visits.current_version), visits.dataset_types) == ("0.2.0", ["Complete"])
    told = config_of(ml, exe, "subsample_config.json")
    assert (told["size"], told["datasets"]) == (15, {"Subsample": sample.rid})


def test_a_sample_may_be_a_fraction_with_types_and_classes(ml, visits):
    """A sample may be a fraction, have types and a description, and keep the shares of classes; a seed fixes it."""
    options = {"dataset_types": "Labeled", "description": "Half", "stratify_by_column": "Subject.Sex"}
    first, second = (muniment.subsample(ml, visits.rid, size=0.5, **options) for _ in range(2))
    sample = ml.lookup_dataset(first.subsample.rid)
    assert (sample.dataset_types, sample.description) == (["Subsample", "Labeled"], "Half")
    assert rids(ml, first.subsample) == rids(ml, second.subsample)
    subjects = {row["RID"]: row["Sex"] for row in ml.list_rows("Subject")}
    sexes = Counter(subjects[s] for s in values(ml, sample.list_members("Visit"), "Subject"))
    assert sexes["female"] in (7, 8)
    assert sexes.total() == 30


@pytest.mark.parametrize("size", [100, 0, -1, 0.0, 1.5, None])
def test_a_sample_that_cannot_be_is_refused(ml, visits, size):
    """A sample of more members than there are, or of none, is refused."""
    with pytest.raises(InvalidValue, match="sample"):
        ml.subsample(visits, size)


# --- sets ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "expected"), [("union", range(8)), ("intersection", [4]), ("difference", [0, 1])]
)
def test_datasets_are_combined_as_sets(ml, visits, exe, operation, expected):
    """The union, intersection or difference of datasets is a new one, and all of them are its inputs."""
    rids = visits.list_members("Visit")
    sources = [ml.create_dataset("Complete") for _ in range(3)]
    for source, members in zip(sources, ([0, 1, 2, 4], [2, 3, 4, 5], [4, 6, 7]), strict=True):
        source.add_dataset_members([rids[n] for n in members])
    made = exe.combine_datasets(operation, sources, dataset_types=["Labeled"], description="Made")
    assert made.list_members("Visit") == [rids[n] for n in expected]
    assert (made.dataset_types, made.description, str(made.current_version)) == (["Labeled"], "Made", "0.1.0")
    assert [rid for rid, _ in exe.execution_record.input_datasets] == [source.rid for source in sources]
    assert config_of(ml, exe, "combine_config.json")["operation"] == operation


def test_datasets_inside_are_members_like_others(ml, visits):
    """Datasets inside are combined as members, or with recurse their members in their place."""
    rids = visits.list_members("Visit")
    inner, one, other = (ml.create_dataset() for _ in range(3))
    inner.add_dataset_members(rids[:2])
    one.add_dataset_members([inner.rid, rids[2]])
    other.add_dataset_members(rids[1:3])
    plain = ml.combine_datasets("union", [one, other.rid])
    assert [child.rid for child in plain.list_dataset_children()] == [inner.rid]
    assert plain.list_members("Visit") == rids[1:3]
    deep = ml.combine_datasets("difference", [one, other], recurse=True)
    assert (deep.list_dataset_children(), deep.list_members("Visit")) == ([], rids[:1])


def test_versions_are_combined(ml, visits, exe):
    """Versions of one dataset can be combined: what a release had and the draft has not."""
    members = visits.list_members("Visit")
    visits.delete_dataset_members(members[:3])
    gone = exe.combine_datasets("difference", [f"{visits.rid}@0.2.0", visits])
    assert gone.list_members("Visit") == members[:3]
    assert exe.execution_record.input_datasets == (
        (visits.rid, "0.2.0"),
        (visits.rid, "0.2.0.post1.dev1"),
    )


def test_a_combination_may_be_empty(ml, visits):
    """Datasets with nothing in common have an intersection without members."""
    made = ml.combine_datasets("intersection", [visits, ml.create_dataset()])
    assert not any(map(len, made.list_dataset_members().values()))
    assert str(made.current_version) == "0.1.0"


@pytest.mark.parametrize(
    ("operation", "sources", "told"),
    [
        ("xor", ["{0}", "{0}"], "take one of 'union'"),
        ("union", ["{0}"], "two datasets or more"),
        ("union", "{0}", "list"),
    ],
)
def test_a_combination_that_cannot_be_is_refused(ml, visits, operation, sources, told):
    """An operation that there is not, or of fewer than two datasets, is refused."""
    given = (
        sources.format(visits.rid) if isinstance(sources, str) else [s.format(visits.rid) for s in sources]
    )
    with pytest.raises(InvalidValue, match=told):
        ml.combine_datasets(operation, given)
