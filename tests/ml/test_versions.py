"""Versions of datasets as their user reads them: each is what it was when it was released."""

import hashlib
import itertools
import threading
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    DatasetNotFound,
    DatasetSpec,
    ForeignKeyDefinition,
    InvalidValue,
    KeyDefinition,
    MomentNotFound,
    Muniment,
    ReadOnlySnapshot,
    RIDNotFound,
    TableDefinition,
    VersionNotFound,
)

EAST = timezone(timedelta(hours=8))


def fill(ml):
    ml.create_vocabulary("Site")
    ml.add_term("Site", "Basel", "On the Rhine")
    ml.create_table(
        TableDefinition(
            "Subject",
            [ColumnDefinition("Name"), ColumnDefinition("Age", BuiltinTypes.int4), ColumnDefinition("Site")],
            [KeyDefinition("Name")],
            [ForeignKeyDefinition("Site", "Site", "Name")],
        )
    )
    ml.create_asset("Image", [ColumnDefinition("Note")], referenced_tables=["Subject"])
    ml.add_dataset_element_type("Image")
    ml.add_dataset_element_type("Subject")


@pytest.fixture
def lab(stack):
    """The address of a catalog with images of subjects, with sites, and two images on file."""
    return stack.filled(fill)


@pytest.fixture
def add_image(ml, tmp_path):
    """Add an image of a subject, and give its RID."""
    counter = iter(range(1000))

    def add(subject=None, content=None):
        number = next(counter)
        file = tmp_path / f"scan-{number}.png"
        file.write_text(content or f"scan {number}")
        [asset] = ml.add_files([file], asset_table="Image")
        ml.update_rows("Image", {"RID": asset.rid, "Subject": subject})
        return asset.rid

    return add


def subjects(ml, *names):
    return ml.insert_rows("Subject", [{"Name": name, "Age": 30, "Site": "Basel"} for name in names])


def test_members_are_read_as_they_were(ml):
    """Members and their rows are those of the release that is asked for, whatever happened since."""
    a, b, c = subjects(ml, "Ada", "Bob", "Cy")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a, b])
    dataset.release("minor")
    dataset.add_dataset_members([c])
    dataset.delete_dataset_members([a])
    ml.update_rows("Subject", {"RID": b, "Age": 31})
    dataset.release("minor")
    ml.delete_rows("Subject", [a])

    def read(version=None):
        return [(row["Name"], row["Age"]) for row in dataset.list_dataset_members(version=version)["Subject"]]

    assert read("0.1.0") == []
    assert read("0.2.0") == [("Ada", 30), ("Bob", 30)]
    assert read("0.3.0") == read() == [("Bob", 31), ("Cy", 30)]
    assert dataset.list_members("Subject", version="0.2.0") == [a, b]
    with pytest.raises(VersionNotFound, match=r"no version 0.9.0. It has 0.1.0, 0.2.0, 0.3.0"):
        read("0.9.0")


def test_nested_datasets_are_read_as_they_were(ml):
    """Datasets inside a release are those it had, and have the members that they had then."""
    a, b = subjects(ml, "Ada", "Bob")
    inner, outer = ml.create_dataset(["Training"]), ml.create_dataset(["Complete"])
    inner.add_dataset_members([a])
    outer.add_dataset_members([inner.rid])
    outer.release("minor")
    inner.add_dataset_members([b])
    outer.delete_dataset_members([inner.rid])
    assert outer.list_dataset_children() == []
    [then] = outer.list_dataset_children(version="0.2.0")
    assert then.list_members("Subject") == [a]
    assert outer.list_dataset_members(recurse=True, version="0.2.0")["Subject"][0]["Name"] == "Ada"
    assert [d.rid for d in inner.list_dataset_parents(version="0.1.0")] == []


def test_tables_of_a_version_have_their_columns_of_then(ml):
    """A table of a release has the names, columns and values that it had, though they have changed or gone since."""
    [a] = subjects(ml, "Ada")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a])
    dataset.release("minor")
    before = dataset.get_table_as_dataframe("Subject")
    ml.rename_column("Subject", "Age", "Years")
    ml.retype_column("Subject", "Years", "text")
    ml.drop_column("Subject", "Name")
    ml.rename_table("Subject", "Person")
    ml.update_rows("Person", {"RID": a, "Years": "forty"})
    after = dataset.get_table_as_dataframe("Subject", version="0.2.0")
    assert after.equals(before)
    assert [row["Years"] for row in dataset.get_table_as_dict("Person")] == ["forty"]


def test_a_bag_of_an_old_version_is_the_same_to_the_byte(ml, add_image, tmp_path):
    """A release that is downloaded for the first time long after it is byte for byte what it would have been."""
    a, b = subjects(ml, "Ada", "Bob")
    images = [add_image(a), add_image(b)]
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members(images)
    dataset.release("minor", "First")
    first = fingerprint(dataset.download_dataset_bag("0.2.0").path)
    dataset.delete_dataset_members([images[0]])
    ml.delete_rows("Image", [images[0]])
    ml.update_rows("Subject", {"RID": b, "Age": 99})
    ml.rename_column("Subject", "Age", "Years")
    ml.add_term("Site", "Bern", "On the Aare")
    ml.add_column("Image", ColumnDefinition("Grade", default="A"))
    dataset.add_dataset_members([add_image(a)])
    dataset.release("major")
    ml.gc(dry_run=False, grace=timedelta(0))
    dataset._cache_dir = tmp_path / "another cache"
    assert fingerprint(dataset.download_dataset_bag("0.2.0").path) == first
    assert "Grade" in dataset.download_dataset_bag("1.0.0").get_table_as_dataframe("Image")


def fingerprint(bag: Path):
    """Give the SHA-256 of each file of a bag."""
    files = (file for file in bag.rglob("*") if file.is_file() and not file.name.endswith(".db"))
    return {str(f.relative_to(bag)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def test_a_difference_names_what_was_added_changed_and_removed(ml, add_image):
    """Two versions are compared row by row, in both directions, rows that other rows lead to among them."""
    a, b, c = subjects(ml, "Ada", "Bob", "Cy")
    image = add_image(a)
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([image, b])
    dataset.release("minor")
    assert not dataset.is_dirty()
    dataset.delete_dataset_members([b])
    dataset.add_dataset_members([c])
    ml.update_rows("Subject", {"RID": a, "Age": 31})
    assert dataset.is_dirty()
    found = dataset.release_diff()
    assert dict(found) == {"Subject": 3, "Dataset_Subject": 2}
    assert {kind: list(found.rids("Subject", kind)) for kind in ("added", "changed", "removed")} == {
        "added": [c],
        "changed": [a],
        "removed": [b],
    }
    dataset.release("minor")
    forth, back = dataset.compare_versions("0.2.0", "0.3.0"), dataset.compare_versions("0.3.0", "0.2.0")
    assert (forth.added, forth.changed, forth.removed) == (back.removed, back.changed, back.added)
    assert dict(forth) == dict(found)
    assert dict(dataset.compare_versions("0.3.0", "0.3.0")) == {}
    assert (
        repr(forth)
        == "<0.2.0 → 0.3.0: Dataset_Subject: 1 added, 1 removed; Subject: 1 added, 1 changed, 1 removed>"
    )


def test_deletions_make_a_dataset_dirty(ml):
    """A row that a member refers to can be changed or its member deleted: the dataset is not what was released."""
    [a] = subjects(ml, "Ada")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a])
    dataset.release("minor")
    ml.update_rows("Subject", {"RID": a, "Age": 31})
    assert (dataset.is_dirty(), dict(dataset.release_diff())) == (True, {"Subject": 1})
    assert dataset.current_version == dataset.dataset_history()[-1].dataset_version


def test_who_reads_a_dataset_does_not_make_it_dirty(ml, workflow):
    """An execution that reads a dataset changes nothing about it."""
    from muniment import DatasetSpec, ExecutionConfiguration

    [a] = subjects(ml, "Ada")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a])
    dataset.release("minor")
    with ml.create_execution(
        ExecutionConfiguration(workflow=workflow, datasets=[DatasetSpec(dataset.rid, "0.2.0")])
    ):
        pass
    assert not dataset.is_dirty()


def test_a_deleted_dataset_keeps_its_releases(ml):
    """A dataset that was deleted is read at its releases as before."""
    [a] = subjects(ml, "Ada")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a])
    dataset.release("minor")
    ml.delete_dataset(dataset)
    ml.prune_history(ml.mark("now"))
    assert dataset.list_members("Subject", version="0.2.0") == [a]
    assert dataset.download_dataset_bag("0.2.0").list_members("Subject") == [a]
    assert ml.undelete(dataset.rid) == 1
    assert [found.rid for found in ml.find_datasets()] == [dataset.rid]


def test_a_pin_holds_though_the_dataset_was_deleted(ml, workflow, tmp_path):
    """A script that names a version gets it; one that means the dataset as it is is told that it was deleted."""
    [a] = subjects(ml, "Ada")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a])
    dataset.release("minor")
    ml.delete_dataset(dataset)
    pin = DatasetSpec(dataset.rid, "0.2.0")
    assert ml.download_dataset_bag(pin).list_members("Subject") == [a]
    assert ml.export_bag(pin, tmp_path / "out").version == "0.2.0"
    with ml.create_execution(datasets=[pin], workflow=workflow) as exe:
        assert exe.download_dataset_bag(pin).list_members("Subject") == [a]
    for unpinned in (DatasetSpec(dataset.rid), dataset.rid):
        with pytest.raises(DatasetNotFound, match="deleted=True"):
            ml.download_dataset_bag(unpinned)


def test_what_is_forgotten_cannot_be_read(ml):
    """What the past holds between marks goes when it is pruned; what marks and releases pin stays for good."""
    [a] = subjects(ml, "Ada")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([a])
    dataset.release("minor")
    ml.update_rows("Subject", {"RID": a, "Age": 31})
    between = ml.snapshot()
    ml.update_rows("Subject", {"RID": a, "Age": 32})
    pinned = ml.mark("pinned")
    ml.update_rows("Subject", {"RID": a, "Age": 33})
    report = ml.prune_history(ml.mark("end"), dry_run=True)
    assert report.rows["Subject"] == 1
    ml.prune_history("end")
    assert dataset.get_table_as_dataframe("Subject", version="0.2.0")["Age"].tolist() == [30]
    assert ml.snapshot("pinned").lookup_row("Subject", a)["Age"] == 32
    with pytest.raises(MomentNotFound, match="only what marks and releases pin was kept"):
        between.list_rows("Subject")  # it was open while the past was forgotten
    ml.prune_history("pinned")  # a moment before: what is forgotten stays so
    with pytest.raises(MomentNotFound, match="only what marks and releases pin was kept"):
        ml.snapshot(type(pinned)("earlier", between._catalog.number, pinned.time))


def test_what_is_left_of_the_past_is_not_taken_for_all_of_it(ml):
    """After pruning, nothing tells or takes back what it cannot know any more."""
    [a] = subjects(ml, "Ada")
    ml.mark("first")
    ml.update_rows("Subject", {"RID": a, "Age": 31})
    ml.delete_rows("Subject", [a])
    ml.prune_history(ml.mark("end"))
    assert [event.action for event in ml.history(a)] == ["inserted", "forgotten"]
    assert len(ml.changes(tables=["Subject"])) == 0
    with pytest.raises(RIDNotFound, match=f"What {a} was in the end is not kept any more"):
        ml.undelete(a)


def test_a_new_term_makes_no_dataset_dirty(ml, tmp_path):
    """A term that is added concerns no dataset that has been released; one that is changed does."""
    (tmp_path / "a.txt").write_text("a")
    ml.add_dataset_element_type("File")
    dataset = ml.create_dataset()
    dataset.add_dataset_members(ml.add_files(tmp_path / "a.txt"))
    dataset.release("minor")
    ml.add_term("Asset_Type", "Radiograph", "A picture of bones")
    assert "Asset_Type" in dataset.release_diff().added
    assert not dataset.is_dirty()
    ml.update_term("Asset_Type", "File", description="Any file")
    assert dataset.is_dirty()


def test_a_snapshot_is_for_reading(ml, tmp_path):
    """Nothing is done to a catalog through a snapshot of it."""
    then = ml.snapshot(ml.mark("then"))
    for act in (lambda: then.copy(tmp_path / "copy"), then.gc, lambda: then.undelete("1-0001"), then.close):
        if act == then.close:
            act()
        else:
            with pytest.raises(ReadOnlySnapshot):
                act()
    assert ml.list_marks()[-1].name == "then"


# Others who write


def keep_changing(lab, dataset, rids, stop, done):
    """Change rows, and take members out and in again, until told to stop."""
    with Muniment(lab, actor="other") as ml:
        mine = ml.lookup_dataset(dataset.rid)
        for count in itertools.count():
            if stop.is_set():
                break
            ml.update_rows("Subject", [{"RID": rid, "Age": count % 100} for rid in rids])
            mine.delete_dataset_members(rids)
            mine.add_dataset_members(rids)
        done.append(count)


def test_a_release_is_exact_while_others_write(ml, lab):
    """A release that is made while others change rows and members is one moment, and stays so."""
    rids = subjects(ml, *"ABCDEF")
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members(rids)
    stop, done = threading.Event(), []
    parts = (rids[:2], rids[2:4], rids[4:])
    threads = [
        threading.Thread(target=keep_changing, args=(lab, dataset, part, stop, done)) for part in parts
    ]
    for thread in threads:
        thread.start()
    seen = {}
    try:
        for number in range(12):
            dataset.mark_dev(f"for release {number}")
            version = dataset.release("minor")
            seen[version] = dataset.list_dataset_members(version=version)["Subject"][:]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert len(done) == 3
    assert sum(done) > 0
    for version, found in seen.items():
        assert dataset.list_dataset_members(version=version)["Subject"] == found
        there = {row["RID"]: row["Age"] for row in found}
        for part in parts:  # each transaction is in it as a whole, or not at all
            assert len({there.get(rid) for rid in part}) == 1
    version, found = next(item for item in seen.items() if item[1])  # all were out for a moment in others
    bag = dataset.download_dataset_bag(version)
    assert bag.list_members("Subject") == [row["RID"] for row in found]


# Any sequence of changes

NAMES = st.sampled_from(["Ada", "Bob", "Cy", "Di"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), NAMES),
        st.tuples(st.just("update"), NAMES, st.integers(0, 99)),
        st.tuples(st.just("delete"), NAMES),
        st.tuples(st.just("member"), NAMES),
        st.tuples(st.just("leave"), NAMES),
        st.tuples(st.sampled_from(["rename_column", "retype", "drop_column", "add_column", "rename_table"])),
        st.tuples(st.sampled_from(["release", "mark", "undelete", "prune"])),
    ),
    min_size=3,
    max_size=14,
)


class Sequence:
    """A table and a dataset that go through changes, and what they were at each release and mark."""

    def __init__(self, ml, number):
        self.ml, self.table, self.columns, self.count = ml, f"T{number}", ["Value"], 0
        ml.create_table(
            TableDefinition(
                self.table, [ColumnDefinition("Name"), ColumnDefinition("Value", BuiltinTypes.int4)]
            )
        )
        ml.add_dataset_element_type(self.table)
        self.dataset = ml.create_dataset()
        self.rids, self.gone, self.seen = {}, {}, []

    def read(self, ml, version=None):
        dataset = ml.lookup_dataset(self.dataset.rid) if version is None else self.dataset
        return (
            self.table,
            [dict(row) for row in ml.list_rows(self.table)],
            dataset.list_dataset_members(version=version),
        )

    def run(self, action, name=None, value=None):
        ml, table = self.ml, self.table
        self.count += 1
        rid = self.rids.get(name)
        if action == "insert" and rid is None:
            [self.rids[name]] = ml.insert_rows(table, [{"Name": name}])
        elif action == "update" and rid and self.columns:
            ml.update_rows(table, {"RID": rid, self.columns[0]: value})
        elif action == "delete" and rid:
            self.dataset.delete_dataset_members([rid])
            ml.delete_rows(table, [rid])
            self.gone[name] = self.rids.pop(name)
        elif action == "member" and rid:
            self.dataset.add_dataset_members([rid])
        elif action == "leave" and rid:
            self.dataset.delete_dataset_members([rid])
        elif action == "undelete" and self.gone:
            name, rid = self.gone.popitem()
            ml.undelete(rid)
            if name in self.rids:
                ml.delete_rows(table, [rid])
            else:
                self.rids[name] = rid
        elif action == "prune":
            ml.prune_history(ml.mark(f"prune {self.table} {self.count}"))
            self.gone.clear()  # it cannot be taken back any more
        else:
            self.change(action)

    def change(self, action):
        ml, table = self.ml, self.table
        if action == "rename_table":
            self.table = f"{table}x"
            ml.rename_table(table, self.table)
        elif action == "add_column":
            self.columns.append(f"C{self.count}")
            ml.add_column(table, ColumnDefinition(self.columns[-1], BuiltinTypes.int4, default=5))
        elif action == "rename_column" and self.columns:
            new = f"R{self.count}"
            ml.rename_column(table, self.columns[0], new)
            self.columns[0] = new
        elif action == "retype" and self.columns:
            ml.retype_column(table, self.columns[0], "int8")
        elif action == "drop_column" and self.columns:
            ml.drop_column(table, self.columns.pop(0))
        elif action == "mark":
            self.seen.append((ml.mark(f"{self.table} {self.count}"), None, *self.read(ml)))
        elif action == "release" and self.dataset.current_version.is_draft:
            version = self.dataset.release("minor")
            self.seen.append((f"{self.dataset.rid}@{version}", version, *self.read(ml)))

    def check(self):
        for at, version, table, rows, members in self.seen:
            then = self.ml.snapshot(at)
            assert [dict(row) for row in then.list_rows(table)] == rows
            assert then.lookup_dataset(self.dataset.rid).list_dataset_members() == members
            if version is not None:
                assert self.dataset.list_dataset_members(version=version) == members


COUNTER = iter(range(10**6))


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_every_release_and_mark_reads_back_as_it_was(ml, steps):
    """Whatever is done to rows, members, columns and tables: each release and mark reads back exactly as it was."""
    sequence = Sequence(ml, next(COUNTER))
    for step in [*steps, ("mark",)]:
        sequence.run(*step)
    sequence.check()


def test_a_dataset_names_the_moment_of_its_release(ml):
    """The catalog is given as it was at the version that a dataset has now; a draft has no such moment."""
    [ada] = subjects(ml, "Ada")
    dataset = ml.create_dataset()
    dataset.add_dataset_members([ada])
    dataset.release("minor")
    ml.update_rows("Subject", {"RID": ada, "Age": 31})
    for at in (dataset, DatasetSpec(rid=dataset.rid), DatasetSpec(rid=dataset.rid, version="0.2.0")):
        assert ml.snapshot(at).lookup_row("Subject", ada)["Age"] == 30
    dataset.mark_dev()
    with pytest.raises(VersionNotFound, match="A draft has no moment of its own"):
        ml.snapshot(dataset)


@pytest.mark.parametrize("at", [5, date(2026, 1, 1), b"now", datetime.min.replace(tzinfo=EAST)])
def test_what_names_no_moment_is_said_to_be_none(ml, at):
    """A moment of a wrong kind, or one that no clock shows, is an error, wherever one is asked for."""
    for ask in (ml.snapshot, ml.changes, ml.prune_history):
        with pytest.raises(InvalidValue, match="names no moment|is no time in UTC"):
            ask(at)


@pytest.mark.parametrize("name", [None, 5, "", "  ", "a@b", "a\x00b", "\ud800"])
def test_what_is_no_name_of_a_mark_is_refused(ml, name):
    """A mark is named by a text that both databases keep, without the sign that releases are named by."""
    with pytest.raises(InvalidValue, match="is no name for a mark"):
        ml.mark(name)


def test_less_than_no_members_are_not_given(ml):
    """A limit below 0 is an error on every database."""
    with pytest.raises(InvalidValue, match="limit is a number from 0 on"):
        ml.create_dataset().list_dataset_members(limit=-1)
