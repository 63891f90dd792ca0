"""Bags brought into another catalog."""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from muniment.bags.cache import download_bag
from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.load import load_bag
from muniment.catalog import creation, datasets, frames, rows, snapshots, tables, versions, vocabularies
from muniment.catalog.catalog import Catalog
from muniment.catalog.files import unknown_provenance
from muniment.catalog.schema.definitions import ColumnDefinition, TableDefinition
from muniment.errors import BagConflict, BagInvalid, DefinitionError, ReadOnlySnapshot, VersionNotFound
from tests.bags.conftest import Clinic, make_clinic
from tests.stacks import Address, FolderStack, Stack

pytestmark = pytest.mark.preloaded


def make_bare(address: Address, store: str | None) -> None:
    creation.create(address, store=store, actor="grace").database.close()


@pytest.fixture
def lab(templates: Path, tmp_path: Path) -> Address:
    """The address of the catalog where bags come from: always in a folder."""
    return FolderStack(tmp_path / "source", templates).copy("clinic", make_clinic)


@pytest.fixture
def address(stack: Stack) -> Address:
    """The address of an empty catalog that bags are loaded into, on either stack."""
    return stack.copy("bare", make_bare)


@pytest.fixture
def target(address: Address) -> Iterator[Catalog]:
    """An empty catalog that bags are loaded into."""
    catalog = creation.open_catalog(address, actor="grace")
    yield catalog
    catalog.database.close()


@pytest.fixture
def study(clinic: Clinic) -> str:
    """A dataset with a dataset inside it, images of a class, subjects that refer to each other, and an execution."""
    mother = clinic.insert("Subject", Name="Eve")
    child = clinic.insert("Subject", Name="", Age=7, Mother=mother)
    run = clinic.execution()
    images = clinic.images(
        [("a.png", b"first"), ('b, "ü".png', b"second")], Subject=child, Image_Class="Cat", execution=run
    )
    inner = clinic.dataset([mother, child], ["Testing"], "Inside")
    return clinic.dataset([*images, inner], ["Training", "Labeled"], "A study")


def count_far_on(catalog: Catalog) -> None:
    """Let a catalog give out RIDs from now on that no other has."""
    catalog.database.lease_rids(5000)


def read(catalog: Catalog, table: str) -> list[dict]:
    with catalog.read() as connection:
        return list(frames.fetch_table(connection, catalog.model_in(connection), table))


def read_bag(catalog: Catalog, dataset: str, folder: Path, version: str | None = None) -> DatasetBag:
    return download_bag(catalog, dataset, version, folder)


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def table_of(bag: DatasetBag, table: str) -> list[dict[str, str]]:
    return read_csv(next(bag.path.rglob(f"{table}.csv")))


def rebag(folder: Path) -> None:
    """Write the manifests of a bag anew, as whoever made it did."""
    for old in [*folder.glob("*manifest-*.txt"), folder / "fetch.txt"]:
        old.unlink(missing_ok=True)
    lines = [
        f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted((folder / "data").rglob("*"))
        if file.is_file()
    ]
    (folder / "manifest-md5.txt").write_text("".join(lines))
    info = (folder / "bag-info.txt").read_text()
    (folder / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: .*\n", "", info))


def change_csv(folder: Path, table: str, change) -> None:
    """Rewrite a table of a bag; `change` gets its rows and gives those to write."""
    [file] = folder.rglob(f"{table}.csv")
    found = change(read_csv(file))
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(found[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(found)


def test_what_a_bag_holds_is_there_after_it_is_loaded(clinic, study, target):
    """Rows come with their RIDs, times and authors, and files with their bytes, into a database and store of any kind."""
    bag = clinic.bag(study)
    report = load_bag(target, bag.path)
    assert report.rows["Image"] == 2
    assert report.files == 2
    assert report.present == {}
    assert {"Image", "Subject", "Image_Class", "Dataset_Image", "Image_Asset_Type"} <= set(report.tables)
    for table in ("Subject", "Dataset_Image", "Image_Execution", "Dataset_Dataset"):
        assert read(target, table) == read(clinic.catalog, table)
    mine, theirs = (
        [row for row in read(catalog, "Execution") if row["RCB"] == "ada"]
        for catalog in (target, clinic.catalog)
    )
    own = unknown_provenance(clinic.catalog)
    assert mine == [row for row in theirs if row["RID"] != own] != []
    for mine, theirs in zip(read(target, "Image"), read(clinic.catalog, "Image"), strict=True):
        assert mine == theirs
        with target.store.open(mine["SHA256"]) as file:
            assert file.read() in {b"first", b"second"}
    assert datasets.lookup(target, study).types == datasets.lookup(clinic.catalog, study).types
    assert datasets.related(target, study, "children") == datasets.related(clinic.catalog, study, "children")


def test_a_bag_of_what_was_loaded_has_the_same_tables_and_files(clinic, study, target, tmp_path):
    """From there it makes a bag that differs in terms all catalogs have, and in whose moments its releases are."""
    first = clinic.download(study)
    load_bag(target, first.path)
    again = read_bag(target, study, tmp_path / "again", "0.2.0")
    again.validate()
    names = {file.relative_to(first.path) for file in first.path.rglob("*") if file.is_file()}
    assert names == {file.relative_to(again.path) for file in again.path.rglob("*") if file.is_file()}
    differing = {
        name.stem
        for name in names
        if name.parts[0] == "data" and (first.path / name).read_bytes() != (again.path / name).read_bytes()
    }
    seeded = {"Asset_Role", "Asset_Type", "Dataset_Type", "Execution_Status"}
    assert differing <= {*seeded, "schema", "Dataset_Version"}
    for table in seeded:
        names = [{row["Name"] for row in table_of(bag, table)} for bag in (first, again)]
        assert names[0] == names[1]
    mine, theirs = (
        [{**row, "Snapshot": ""} for row in table_of(b, "Dataset_Version")] for b in (first, again)
    )
    assert mine == theirs


def test_twice_is_once(clinic, study, target):
    """A bag that is loaded again changes nothing, not even the count of transactions that wrote."""
    bag = clinic.bag(study)
    first = load_bag(target, bag.path)
    before = {table: read(target, table) for table in sorted(target.refresh().definitions)}
    second = load_bag(target, bag.path)
    assert (second.rows, second.files, second.tables) == ({}, 0, ())
    assert sum(second.present.values()) == sum(n for t, n in first.rows.items() if t in second.present)
    assert {table: read(target, table) for table in sorted(target.refresh().definitions)} == before
    assert second.readable


def test_a_bag_loaded_where_it_was_made_changes_nothing(clinic, study):
    """The catalog that made a bag has all of it, and its releases stay moments of its own."""
    before = read(clinic.catalog, "Dataset_Version")
    report = load_bag(clinic.catalog, clinic.bag(study).path)
    assert (report.rows, report.readable) == ({}, True)
    assert read(clinic.catalog, "Dataset_Version") == before


def test_rids_of_a_bag_are_never_given_out_again(clinic, study, target):
    """After a bag is loaded, new rows get RIDs that no row of it has, those leased before too."""
    target.database.lease_rids(1)  # which leaves some for the next
    load_bag(target, clinic.bag(study).path)
    used = {row["RID"] for table in target.refresh().definitions for row in read(target, table)}
    leased = target.database.lease_rids(2000)
    with target.write() as tx:
        leased += rows.insert(tx, target.model, "Subject", [{"Name": str(n)} for n in range(100)])
    assert not used.intersection(leased)
    assert len(set(leased)) == 2100


@pytest.mark.of_folders("test_catalogs_begin_their_rids_apart holds it on both databases")
def test_a_catalog_with_rows_of_its_own_takes_a_bag(clinic, study, tmp_path):
    """Two catalogs that were filled on their own have no RIDs in common."""
    busy = creation.create(tmp_path / "busy", actor="grace")
    tables.create_table(busy, TableDefinition(name="Plain"))
    with busy.write() as tx:
        own = rows.insert(tx, busy.model, "Plain", [{} for _ in range(500)])
    report = load_bag(busy, clinic.bag(study).path)
    assert report.readable
    with busy.write() as tx:
        own += rows.insert(tx, busy.model, "Plain", [{} for _ in range(500)])
    assert len(read(busy, "Plain")) == len(set(own)) == 1000
    busy.database.close()


def test_what_a_catalog_makes_after_a_load_is_in_nobodys_way(clinic, target):
    """New rows have RIDs that the catalog of the bag will not come to, so later bags of it can be loaded too."""
    load_bag(target, clinic.bag(clinic.dataset([clinic.insert("Device", Maker="Acme")]), "one").path)
    with target.write() as tx:
        own = rows.insert(tx, target.model, "Device", [{"Maker": str(n)} for n in range(50)])
    new = [clinic.insert("Device", Maker=f"new {n}") for n in range(50)]
    report = load_bag(target, clinic.bag(clinic.dataset(new), "two").path)
    assert report.rows["Device"] == 50
    assert set(own) | set(new) < {row["RID"] for row in read(target, "Device")}


@pytest.mark.parametrize("order", ["earlier first", "later first"])
def test_versions_of_a_dataset_are_loaded_in_any_order(clinic, target, order):
    """Rows of a later version come in, and it is the current one; an earlier one after it does not change that."""
    first, second = clinic.insert("Device", Maker="Acme"), clinic.insert("Device", Maker="Other")
    dataset = clinic.dataset([first])
    earlier = clinic.bag(dataset, "earlier")
    datasets.add_members(clinic.catalog, dataset, [second])
    clinic.release(dataset)
    later = clinic.bag(dataset, "later")
    bags = [earlier, later] if order == "earlier first" else [later, earlier]
    reports = [load_bag(target, bag.path) for bag in bags]
    with target.read() as connection:
        now = versions.current(connection, target.model, dataset)
    assert str(now.dataset_version) == "0.3.0"
    assert len(datasets.list_members(target, dataset)["Device"]) == 2
    assert [report.readable for report in reports] == [True, order == "earlier first"]
    if order == "earlier first":
        then = snapshots.open_version(target, snapshots.find_version(target, dataset, "0.2.0"))
        assert [row["RID"] for row in datasets.list_members(then, dataset)["Device"]] == [first]
    assert load_bag(target, bags[0].path).rows == {}


@pytest.fixture
def two_versions(clinic):
    """A dataset of two devices, and its bags: of 0.2.0 with the first, and of 0.3.0 with the second."""
    first, second = clinic.insert("Device", Maker="Acme"), clinic.insert("Device", Maker="Other")
    dataset = clinic.dataset([first])
    earlier = clinic.bag(dataset, "earlier")
    datasets.delete_members(clinic.catalog, dataset, [first])
    datasets.add_members(clinic.catalog, dataset, [second])
    clinic.release(dataset)
    return dataset, earlier, clinic.bag(dataset, "later")


def devices(catalog, dataset):
    return [row["Maker"] for row in datasets.list_members(catalog, dataset).get("Device", [])]


def test_a_later_version_takes_members_out(target, two_versions):
    """What a later version has no more is out of the dataset, and in the earlier version as before."""
    dataset, earlier, later = two_versions
    load_bag(target, earlier.path)
    report = load_bag(target, later.path)
    assert (report.removed, report.readable) == ({"Dataset_Device": 1}, True)
    assert devices(target, dataset) == ["Other"]
    then = snapshots.open_version(target, snapshots.find_version(target, dataset, "0.2.0"))
    assert devices(then, dataset) == ["Acme"]
    assert load_bag(target, later.path).removed == {}


def test_an_earlier_version_puts_nothing_back(target, two_versions):
    """Members that a later version has no more do not come back with an earlier one: that is refused."""
    dataset, earlier, later = two_versions
    load_bag(target, later.path)
    before = read(target, "Device")
    with pytest.raises(BagConflict, match=f"Dataset {dataset} is of a later version here.*Load earlier"):
        load_bag(target, earlier.path)
    assert read(target, "Device") == before
    assert devices(target, dataset) == ["Other"]


@pytest.mark.parametrize("act", ["draft", "release"])
def test_versions_that_went_on_in_both_places_are_a_conflict(clinic, target, two_versions, act):
    """A dataset that was changed here after it was loaded is not overwritten by what was changed elsewhere."""
    dataset, earlier, later = two_versions
    load_bag(target, earlier.path)
    datasets.mark_draft(target, dataset, "mine")
    if act == "release":
        datasets.release(target, dataset, "minor")
    with pytest.raises(BagConflict, match=f"Dataset {dataset} went on in both places: it is .* here, which"):
        load_bag(target, later.path)
    assert devices(target, dataset) == ["Acme"]
    assert load_bag(target, earlier.path).rows == {}


def test_a_dataset_inside_another_goes_on_with_it(clinic, target):
    """A later version of a dataset takes those inside it on to theirs."""
    first, second = clinic.insert("Device", Maker="Acme"), clinic.insert("Device", Maker="Other")
    inner = clinic.dataset([first])
    outer = clinic.dataset([inner])
    load_bag(target, clinic.bag(outer, "earlier").path)
    datasets.delete_members(clinic.catalog, inner, [first])
    datasets.add_members(clinic.catalog, inner, [second])
    clinic.release(inner)
    datasets.mark_draft(clinic.catalog, outer, "inner has changed")
    clinic.release(outer)
    report = load_bag(target, clinic.bag(outer, "later").path)
    assert (report.removed, report.readable) == ({"Dataset_Device": 1}, True)
    assert devices(target, inner) == ["Other"]


def test_rows_follow_those_that_they_came_from(clinic, target):
    """What was changed where rows come from is changed with a later bag, not by an earlier one, and both can be read."""
    device = clinic.insert("Device", Maker="Acme")
    dataset = clinic.dataset([device])
    earlier = clinic.bag(dataset, "earlier")
    with clinic.catalog.write() as tx:
        rows.update(tx, clinic.catalog.model, "Device", [{"RID": device, "Maker": "Acme Ltd"}])
    datasets.mark_draft(clinic.catalog, dataset, "its maker has another name")
    clinic.release(dataset)
    later = clinic.bag(dataset, "later")
    load_bag(target, earlier.path)
    report = load_bag(target, later.path)
    assert (report.updated, report.readable) == ({"Device": 1}, True)
    [row] = read(target, "Device")
    assert row == read(clinic.catalog, "Device")[0]
    assert (row["Maker"], row["RMB"]) == ("Acme Ltd", "ada")
    assert load_bag(target, earlier.path).updated == load_bag(target, later.path).updated == {}
    assert devices(target, dataset) == ["Acme Ltd"]
    then = snapshots.open_version(target, snapshots.find_version(target, dataset, "0.2.0"))
    assert devices(then, dataset) == ["Acme"]


def test_rows_that_were_changed_here_stay(clinic, target):
    """A row that was changed here since it was loaded is not overwritten, however new that in the bag is."""
    device = clinic.insert("Device", Maker="Acme")
    dataset = clinic.dataset([device])
    load_bag(target, clinic.bag(dataset, "earlier").path)
    for catalog, maker in ((target, "Acme Inc."), (clinic.catalog, "Acme Ltd")):
        with catalog.write() as tx:
            rows.update(tx, catalog.model, "Device", [{"RID": device, "Maker": maker}])
    datasets.mark_draft(clinic.catalog, dataset, "its maker has another name")
    clinic.release(dataset)
    with pytest.raises(BagConflict, match="Maker is 'Acme Inc.' here, and 'Acme Ltd' in the bag"):
        load_bag(target, clinic.bag(dataset, "later").path)


def test_the_version_of_the_bag_reads_back_as_it_was(clinic, study, target):
    """The loaded release stays what it was when rows are changed here, and what has changed is told."""
    load_bag(target, clinic.bag(study).path)
    images = [row["RID"] for row in read(target, "Image")]
    datasets.delete_members(target, study, [images[0]])
    with target.write() as tx:
        rows.update(tx, target.model, "Image", [{"RID": images[1], "Filename": "new.png"}])
    release = snapshots.find_version(target, study, "0.2.0")
    then = snapshots.open_version(target, release)
    assert [row["Filename"] for row in datasets.list_members(then, study)["Image"]] == ["a.png", 'b, "ü".png']
    assert snapshots.find_mark(target, f"{study}@0.2.0").actor == "grace"
    assert str(datasets.release(target, study, "minor")) == "0.3.0"


def test_other_releases_of_a_loaded_dataset_say_where_they_are(clinic, study, target):
    """Of an older version only its bag tells what it held, and the message says so; its number is no moment here."""
    load_bag(target, clinic.bag(study).path)
    older = snapshots.find_version(target, study, "0.1.0")
    assert older.snapshot.endswith(f"@{clinic.catalog.id}")
    with pytest.raises(
        VersionNotFound, match=f"released in another catalog, at .*{clinic.catalog.id}.* has not been"
    ):
        snapshots.open_version(target, older)


def test_an_inner_dataset_is_readable_once_its_own_bag_is_loaded(clinic, study, target):
    """The release of a dataset inside another is certain only from its own bag, which adds nothing but that."""
    [inner] = datasets.related(clinic.catalog, study, "children")
    load_bag(target, clinic.bag(study).path)
    version = snapshots.find_version(target, inner)
    with pytest.raises(VersionNotFound):
        snapshots.open_version(target, version)
    report = load_bag(target, clinic.bag(inner).path)
    assert (report.rows, report.readable) == ({}, True)
    assert datasets.list_members(snapshots.open_version(target, version), inner)["Subject"]


def test_a_release_is_not_claimed_for_other_rows(clinic, target):
    """If rows are here that the release did not hold, its version is not taken for what the catalog has."""
    subject = clinic.insert("Subject", Name="Eve")
    early = clinic.bag(clinic.dataset([subject]), "early")
    clinic.insert("Observation", Subject=subject, Note="later")
    load_bag(target, clinic.bag(clinic.dataset([subject]), "late").path)
    assert not load_bag(target, early.path).readable


def test_a_draft_stays_a_draft(clinic, target):
    """The bag of a draft brings a draft, which can be released here."""
    dataset = clinic.dataset([clinic.image()], release=False)
    report = load_bag(target, clinic.bag(dataset).path)
    assert (report.version, report.readable) == ("0.1.0.post1.dev1", False)
    assert str(datasets.release(target, dataset, "minor")) == "0.2.0"


def test_terms_are_known_by_name(clinic, study, target):
    """A term that is there keeps its RID and description and gains synonyms; rows follow a name that is a synonym here."""
    count_far_on(target)
    tables.create_vocabulary(target, "Image_Class", "What an image shows")
    felid = vocabularies.add_term(target, "Image_Class", "Felid", "Any cat", ["Cat"])
    dog = vocabularies.add_term(target, "Image_Class", "Dog", "Here already", ["Hound"])
    load_bag(target, clinic.bag(study).path)
    terms = {term.name: term for term in vocabularies.list_terms(target, "Image_Class")}
    assert sorted(terms) == ["Dog", "Felid"]
    assert (terms["Dog"].rid, terms["Dog"].description) == (dog.rid, "Here already")
    assert terms["Felid"].rid == felid.rid
    assert {row["Image_Class"] for row in read(target, "Image")} == {"Felid"}
    assert load_bag(target, clinic.bag(study, "again").path).rows == {}


def test_a_synonym_that_the_catalog_lacks_is_added(clinic, study, target):
    """Synonyms of the bag come to the term that is there."""
    count_far_on(target)
    tables.create_vocabulary(target, "Image_Class", "What an image shows")
    vocabularies.add_term(target, "Image_Class", "Cat", "A cat", ["Felis"])
    load_bag(target, clinic.bag(study).path)
    assert vocabularies.lookup_term(target, "Image_Class", "Kitty").synonyms == ("Felis", "Kitty")


def test_a_new_term_gets_another_rid_if_its_own_is_taken(clinic, study, target):
    """Nothing refers to terms by RID, so one whose RID another row has here is given a new one."""
    [cat] = [t for t in vocabularies.list_terms(clinic.catalog, "Image_Class") if t.name == "Cat"]
    tables.create_table(target, TableDefinition(name="Plain"))
    with target.write() as tx:
        rows.insert(tx, target.model, "Plain", [{}], [cat.rid])
    load_bag(target, clinic.bag(study).path)
    assert vocabularies.lookup_term(target, "Image_Class", "Cat").rid != cat.rid


def test_rows_with_other_values_are_named_and_nothing_is_written(clinic, study, target):
    """A row that is another here is named with both values; no row, table or object of the bag is left behind."""
    bag = clinic.bag(study)
    load_bag(target, bag.path)
    [eve] = [row["RID"] for row in read(target, "Subject") if row["Name"] == "Eve"]
    with target.write() as tx:
        rows.update(tx, target.model, "Subject", [{"RID": eve, "Name": "Eva"}])
    device = clinic.insert("Device", Maker="Acme")
    other = clinic.bag(clinic.dataset([device, eve]), "other")
    with pytest.raises(
        BagConflict, match=f"Subject {eve}: Name is 'Eva' here, and 'Eve' in the bag"
    ) as refused:
        load_bag(target, other.path)
    assert len(refused.value.conflicts) == 1
    assert "Device" not in target.refresh().definitions
    assert len(datasets.find(target)) == 2


def test_a_rid_of_another_table_is_a_conflict(clinic, target):
    """A RID is a row's own in the whole catalog: the same one in another table is named."""
    device = clinic.insert("Device", Maker="Acme")
    tables.create_table(target, TableDefinition(name="Plain"))
    with target.write() as tx:
        rows.insert(tx, target.model, "Plain", [{}], [device])
    with pytest.raises(BagConflict, match=f"{device} is a row of Device in the bag, and of Plain here"):
        load_bag(target, clinic.bag(clinic.dataset([device])).path)


@pytest.mark.parametrize("rid", ["1-OOPS", "nonsense", "1-01"])
def test_a_rid_that_nobody_could_look_up_is_refused(clinic, target, rid):
    """RIDs are taken as they are, so they have to be some."""
    bag = clinic.bag(clinic.dataset([clinic.insert("Device", Maker="Acme")]))
    change_csv(bag.path, "Device", lambda found: [{**row, "RID": rid} for row in found])
    rebag(bag.path)
    with pytest.raises(BagInvalid, match=f"Device of the bag has a row whose RID '{rid}'"):
        load_bag(target, bag.path)


def test_a_table_with_other_columns_is_a_conflict(clinic, target):
    """Columns that are missing here, of another type, or required here and not in the bag, are all named."""
    required = ColumnDefinition(name="Serial", nullok=False)
    tables.create_table(
        target, TableDefinition(name="Subject", column_defs=(ColumnDefinition(name="Age"), required))
    )
    bag = clinic.bag(clinic.dataset([clinic.insert("Subject", Name="Eve")]))
    with pytest.raises(BagConflict) as refused:
        load_bag(target, bag.path)
    assert refused.value.conflicts == (
        "Subject.Name (text) is in the bag, and not here",
        "Subject.Age is text here, and int4 in the bag",
        "Subject.Mother (text) is in the bag, and not here",
        "Subject.Serial is required here, and not in the bag",
    )


def test_more_columns_here_stay_empty(clinic, target):
    """A table that has columns beside those of the bag takes its rows."""
    wanted = clinic.catalog.model.definition("Device")
    more = ColumnDefinition(name="Colour", default="grey")
    tables.create_table(target, wanted.model_copy(update={"column_defs": (*wanted.column_defs, more)}))
    load_bag(target, clinic.bag(clinic.dataset([clinic.insert("Device", Maker="Acme")])).path)
    assert [(row["Maker"], row["Colour"]) for row in read(target, "Device")] == [("Acme", "grey")]


def test_tables_that_were_made_are_as_if_made_here(clinic, study, target):
    """What belongs to datasets and assets is what the catalog itself would have made, and goes on working."""
    load_bag(target, clinic.bag(study).path)
    for table in ("Subject", "Image", "Image_Class", "Image_Asset_Type", "Image_Execution", "Dataset_Image"):
        assert target.definition(table) == clinic.catalog.definition(table)
    datasets.add_element_type(target, "Image")


@pytest.mark.parametrize("change", ["damage", "remove", "add"])
def test_a_bag_that_is_not_whole_is_refused(clinic, study, target, change):
    """A changed, missing or extra file is named, and nothing is written."""
    bag = clinic.bag(study)
    [scan] = bag.path.rglob("a.png")
    {
        "damage": lambda: scan.write_bytes(b"other"),
        "remove": scan.unlink,
        "add": lambda: shutil.copy(scan, scan.with_name("c.png")),
    }[change]()
    with pytest.raises(BagInvalid, match=r"\.png"):
        load_bag(target, bag.path)
    assert "Image" not in target.refresh().definitions


def test_a_row_whose_file_is_another_is_refused(clinic, study, target):
    """Manifests that agree with the files do not help if the rows say otherwise: the file is hashed again."""
    bag = clinic.bag(study)
    [scan] = bag.path.rglob("a.png")
    scan.write_bytes(b"forged")
    rebag(bag.path)
    with pytest.raises(BagInvalid, match="the Length of its file is 6, and its row says 5"):
        load_bag(target, bag.path)
    assert datasets.find(target) == []


def test_files_that_a_bag_lacks_are_brought_in_first(clinic, study, target):
    """A bag without files is completed from where fetch.txt says they are; if that fails, nothing is loaded."""
    bag = clinic.bag(study, materialize=False)
    report = load_bag(target, bag.path)
    assert (report.files, bag.is_materialized) == (2, True)
    lost = clinic.bag(clinic.dataset([clinic.image("lost.png", b"lost")]), "lost", materialize=False)
    for file in (clinic.folder / "source").rglob("*"):
        if len(file.name) == 64 and file.read_bytes() == b"lost":
            file.unlink()
    with pytest.raises(BagInvalid, match="lacks 1 files that cannot be brought in"):
        load_bag(target, lost.path)


def test_a_load_that_is_killed_leaves_nothing_to_see(clinic, study, target, address, start):
    """Killed in its transaction, a load leaves no row and no table, and the next one is whole."""
    bag = clinic.bag(study)
    killed = start(
        "import os, sys\n"
        "from muniment import Muniment\n"
        "from muniment.bags import load\n"
        "load.changes.record = lambda *_, **__: os.kill(os.getpid(), 9)\n"
        "Muniment(sys.argv[1]).load_bag(sys.argv[2])\n",
        address,
        bag.path,
    )
    assert killed.wait(60) == -9, killed.stderr.read()
    assert "Image" not in target.refresh().definitions
    assert datasets.find(target) == []
    assert load_bag(target, bag.path).rows["Image"] == 2


def test_a_snapshot_takes_no_bag(clinic, study, target):
    """The past cannot be loaded into."""
    then = snapshots.open_snapshot(target, snapshots.find_mark(target, None))
    with pytest.raises(ReadOnlySnapshot):
        load_bag(then, clinic.bag(study).path)


# Bags that DerivaML made


def as_derivaml_does(folder: Path) -> None:
    """Give a bag the older layout of DerivaML: several partial tables, no SHA-256, paths of Hatrac."""
    for column in ("SHA256",):
        for file in folder.rglob("*.csv"):
            found = read_csv(file)
            if found and column in found[0]:
                kept = [
                    {**{k: v for k, v in row.items() if k != column}, "URL": f"/hatrac/{row['RID']}"}
                    for row in found
                ]
                change_csv(folder, file.stem, lambda _, kept=kept: kept)
    for file in list((folder / "data" / "domain").glob("*.csv")):
        lines = file.read_bytes().split(b"\r\n")
        for number, part in enumerate((lines[1:2] + lines[2:3], lines[2:])):
            place = folder / "data" / "domain" / f"Dataset_{number}" / file.name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(b"\r\n".join([lines[0], *filter(None, part), b""]))
        file.unlink()
    for file in list((folder / "data" / "asset").glob("*/*/*")):
        place = folder / "data" / "asset" / file.parts[-2] / file.parts[-3] / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        file.rename(place)
    info = folder / "bag-info.txt"
    info.write_text(
        "".join(line for line in info.read_text().splitlines(True) if "muniment" not in line.lower())
    )
    rebag(folder)


def test_a_bag_in_derivamls_older_layout_is_loaded(clinic, study, target):
    """Partial tables, rows without SHA-256, Hatrac's paths and the other order of folders all come to the same rows."""
    bag = clinic.bag(study)
    as_derivaml_does(bag.path)
    report = load_bag(target, bag.path)
    assert (report.rows["Image"], report.files, report.readable) == (2, 2, True)
    for mine, theirs in zip(read(target, "Image"), read(clinic.catalog, "Image"), strict=True):
        assert mine == theirs
    assert load_bag(target, bag.path).rows == {}
    assert all(not str(row["Snapshot"]).isdecimal() for row in read(target, "Dataset_Version"))


def test_what_is_of_unknown_provenance_stays_so(clinic, target):
    """Every catalog has a run of its own that stands for unknown provenance: assets of one are of the other's then."""
    image = clinic.image()
    report = load_bag(target, clinic.bag(clinic.dataset([image])).path)
    assert "Execution" not in report.rows
    assert report.readable
    [link] = read(target, "Image_Execution")
    assert link["Execution"] == unknown_provenance(target)


def test_a_reference_to_nothing_is_told_of(clinic, study, target):
    """DerivaML leaves executions out at times: an optional column is empty then and the report says so."""
    bag = clinic.bag(study)
    with clinic.catalog.read() as connection:
        row = versions.current(connection, clinic.catalog.model, study).version_rid
    change_csv(
        bag.path,
        "Dataset_Version",
        lambda found: [{**r, "Execution": "9-ZZZZ" if r["RID"] == row else ""} for r in found],
    )
    rebag(bag.path)
    report = load_bag(target, bag.path)
    assert report.emptied == {"Dataset_Version.Execution": 1}
    assert load_bag(target, bag.path).rows == {}


def test_a_required_reference_to_nothing_is_refused(clinic, study, target):
    """A link to a row that neither the bag nor the catalog has cannot be kept."""
    bag = clinic.bag(study)
    change_csv(bag.path, "Dataset_Image", lambda found: [{**row, "Image": "9-ZZZZ"} for row in found[:1]])
    rebag(bag.path)
    with pytest.raises(BagInvalid, match="Dataset_Image.Image: Image has no 9-ZZZZ"):
        load_bag(target, bag.path)


def test_a_table_whose_name_leads_out_of_the_bag_is_refused(clinic, study, target):
    """The names of tables in a bag are not trusted: they name folders too."""
    bag = clinic.bag(study)
    schema = bag.path / "data" / "schema.json"
    schema.write_text(schema.read_text().replace('"Image"', '"../../../Image"'))
    rebag(bag.path)
    with pytest.raises(DefinitionError, match=r"'\.\./\.\./\.\./Image' cannot be the name of a table"):
        load_bag(target, bag.path)


def test_what_no_catalog_of_ours_has_is_told_of(clinic, study, target):
    """A column of a core table that other versions of DerivaML have is left out, and the report names it."""
    bag = clinic.bag(study)
    schema = bag.path / "data" / "schema.json"
    document = json.loads(schema.read_text())
    workflow = document["schemas"]["deriva-ml"]["tables"]["Workflow"]
    workflow["column_definitions"].append({"name": "Workflow_Kind", "type": {"typename": "text"}})
    schema.write_text(json.dumps(document))
    change_csv(bag.path, "Workflow", lambda found: [{**row, "Workflow_Kind": "x"} for row in found])
    rebag(bag.path)
    assert load_bag(target, bag.path).left_out == {"Workflow": ["Workflow_Kind"]}


@pytest.mark.of_servers("folders have no other sessions")
def test_a_load_leaves_no_temporary_table(clinic, study, target):
    """A session that goes on after a load has nothing left of it."""
    load_bag(target, clinic.bag(study).path)
    with target.read() as connection:
        assert not connection.execute(
            sa.text("SELECT relname FROM pg_class WHERE relpersistence = 't'")
        ).all()
