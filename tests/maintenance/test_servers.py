"""Check, clean-up and copy of catalogs in PostgreSQL and S3, and copies from there and to there."""

import json
import shutil
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from muniment import (
    BuiltinTypes,
    CatalogExists,
    ColumnDefinition,
    ConfigurationError,
    DataError,
    Muniment,
    StorageError,
    TableDefinition,
)
from muniment.catalog import copies
from muniment.cli import main
from tests import servers
from tests.catalog import freeze
from tests.stacks import FolderStack, ServerStack

BOOKS = {"Muniment_Change", "Muniment_Transaction"}
"""Tables that making a copy writes to."""


@pytest.fixture
def stack(tmp_path, tmp_path_factory, monkeypatch):
    """PostgreSQL and S3."""
    stack = ServerStack(tmp_path, tmp_path_factory.getbasetemp())
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    yield stack
    stack.remove()


def bucket(address):
    return f"s3://{servers.BUCKET}/{address.rpartition('/')[2]}"


def make_full(address, store):
    """Make a catalog with all that a catalog has."""
    with Muniment(address, create=True, store=store, actor="ada") as ml:
        freeze.fill(ml)


@pytest.fixture
def lab(stack, provenance):
    """The address of a catalog with all that a catalog has; other tests use its objects too."""
    address = stack.copy("full", make_full)
    store = f"s3://{servers.BUCKET}/full"
    servers.query(address, 'UPDATE domain_ml."Muniment_Catalog" SET "Store" = %s', store)
    return address


@pytest.fixture
def own_lab(stack, provenance):
    """The address of a catalog with all that a catalog has, and objects of its own."""
    address = stack.create_database()
    make_full(address, bucket(address))
    return address


@pytest.fixture
def ml(lab):
    """A catalog with all that a catalog has, in PostgreSQL and S3."""
    with Muniment(lab, actor="ada") as ml:
        yield ml


@pytest.fixture
def folder_lab(tmp_path, templates, provenance):
    """A catalog with all that a catalog has, in a folder."""
    with Muniment(FolderStack(tmp_path, templates).copy("full", make_full), actor="ada") as ml:
        yield ml


def content(ml):
    """All rows of all tables that users see."""
    return {table.name: list(ml.get_table_as_dict(table.name)) for table in ml.list_tables()}


def found(checkup):
    return [(finding.severity.value, finding.code, finding.message) for finding in checkup]


# --- the check -----------------------------------------------------------------------------------------


def test_nothing_is_found_in_a_healthy_catalog(ml):
    """A catalog with all types, files, datasets, and what was dropped, renamed and retyped, is in order."""
    checkup = ml.doctor(deep=True)
    assert found(checkup) == []
    assert checkup.checked["objects read"] == checkup.checked["objects"] > 3


DAMAGES = {
    "table-missing": ("error", 'DROP TABLE domain_ml."Directory_Dataset"'),
    "table-unknown": ("warning", "CREATE TABLE domain.notes (text text)"),
    "column-missing": ("error", 'ALTER TABLE domain."Visit" DROP COLUMN "Note"'),
    "column-unknown": ("warning", 'ALTER TABLE domain."Subject" ADD COLUMN "Mood" text'),
    "column-type": ("error", 'ALTER TABLE domain."Image" ALTER "Width" TYPE bigint'),
    "column-required": ("warning", 'ALTER TABLE domain."Subject" ALTER "Name" DROP NOT NULL'),
    "foreign-key-missing": ("error", 'ALTER TABLE domain."Image" DROP CONSTRAINT "Image_Subject_fkey"'),
    "key-missing": ("error", 'ALTER TABLE domain."Subject" DROP CONSTRAINT "Subject_Name_key"'),
    "index-missing": ("warning", 'DROP INDEX domain."Image_SHA256_idx"'),
    "index-unknown": ("info", 'CREATE INDEX mine ON domain."Image" ("Width", "Filename")'),
    "asset-malformed": ("error", 'UPDATE domain."Image" SET "MD5" = upper("MD5") WHERE "Width" = 0'),
    "counter-behind": ("error", """SELECT setval('domain_ml."Muniment_Number"', 1)"""),
    "object-length": ("error", 'UPDATE domain."Image" SET "Length" = 1 WHERE "Width" = 2'),
}


@pytest.mark.parametrize("code", DAMAGES)
def test_damage_is_found_and_named(lab, code):
    """Each kind of damage to a database gives its own finding, with what was found and what to do."""
    severity, damage = DAMAGES[code]
    servers.query(lab, damage)
    with Muniment(lab) as ml:
        checkup = ml.doctor()
    finding = checkup[0]
    assert (finding.severity.value, finding.code) == (severity, code)
    assert finding.table in finding.message
    assert finding.remedy
    assert checkup.ok is (severity == "info")


def test_lost_and_altered_objects_are_found(stack, own_lab):
    """An object that is not in the bucket, or has other bytes there, is named with the row that refers to it."""
    with Muniment(own_lab, actor="ada") as ml:
        lost, altered = (image.sha256 for image in ml.list_assets("Image")[1:])
        objects = stack.objects(own_lab)
        del objects[lost]
        objects[altered] = b"SCAN 1"
        checkup = ml.doctor(deep=True)
        assert {finding.code for finding in checkup} == {"object-missing", "object-altered"}


# --- the clean-up --------------------------------------------------------------------------------------


def test_only_what_nothing_refers_to_is_removed(stack, own_lab, tmp_path):
    """A clean-up removes objects that neither rows nor the past refer to, and keeps all others.

    A dry run removes nothing.
    """
    with Muniment(own_lab, actor="ada") as ml:
        (tmp_path / "spare.txt").write_bytes(b"spare")
        [asset] = ml.add_files(tmp_path / "spare.txt")
        before = dict(stack.objects(own_lab))
        ml.delete_rows("File", asset.rid)
        assert ml.gc(grace=timedelta(0)).objects == 0
        ml.prune_history(datetime.now(UTC))
        assert ml.gc(grace=timedelta(0)).objects == 1
        assert dict(stack.objects(own_lab)) == before
        assert ml.gc(dry_run=False, grace=timedelta(0)).objects == 1
        left = dict(stack.objects(own_lab))
        assert set(before.values()) - set(left.values()) == {b"spare"}
        assert found(ml.doctor(deep=True)) == []


def test_uploads_lose_nothing_to_clean_ups(own_lab, tmp_path):
    """While others upload the same bytes again and again and delete their rows, clean-ups remove no object in use."""
    end = time.monotonic() + 6
    failures = []

    def upload(name):
        with Muniment(own_lab, working_dir=tmp_path / name) as ml:
            for number in range(10**6):
                if time.monotonic() > end:
                    break
                file = tmp_path / f"{name}.txt"
                file.write_bytes(b"%d" % (number % 2))
                try:
                    [asset] = ml.add_files(file)
                    asset.download(tmp_path / f"{name}-{number}")
                    if number % 3:
                        ml.delete_rows("File", asset.rid)
                except Exception as error:  # noqa: BLE001 (any is one too many)
                    failures.append(error)

    threads = [threading.Thread(target=upload, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    with Muniment(own_lab) as ml:
        while any(thread.is_alive() for thread in threads):
            ml.gc(dry_run=False, grace=timedelta(0))
        for thread in threads:
            thread.join()
        assert failures == []
        assert found(ml.doctor(deep=True)) == []


# --- copies --------------------------------------------------------------------------------------------


def same(copy, ml):
    """The copy has all that the other has, is in order, and goes on counting where that is."""
    assert content(copy) == content(ml)
    assert copy.list_tables() == ml.list_tables()
    assert copy.list_changes()[:-1] == ml.list_changes()
    assert copy.catalog_id == ml.catalog_id
    assert found(copy.doctor(deep=True)) == []
    before = {rid for rows in content(ml).values() for row in rows if (rid := row.get("RID"))}
    assert not before & set(copy.insert_rows("Subject", [{"Name": str(number)} for number in range(100)]))
    copy.restore_column("Sample", "Gone")
    numbers = [change.number for change in copy.list_changes()]
    assert numbers == sorted(set(numbers))
    copy.add_files(__file__)
    assert copy.doctor(deep=True).ok


def test_a_folder_is_copied_to_servers(stack, folder_lab):
    """A catalog in a folder is the same in PostgreSQL and S3: rows of every type, log, objects."""
    target = stack.create_database()
    report = folder_lab.copy(target, bucket(target))
    assert servers.PASSWORD not in report.target
    with Muniment(target, actor="bob") as copy:
        same(copy, folder_lab)


def test_servers_are_copied_to_a_folder(ml, tmp_path):
    """A catalog in PostgreSQL and S3 is the same in a folder."""
    ml.copy(tmp_path / "copy")
    with Muniment(tmp_path / "copy", actor="bob") as copy:
        same(copy, ml)


def test_servers_are_copied_to_servers(stack, ml):
    """A catalog in PostgreSQL is the same in another database, and there and back it has the same checksums."""
    target = stack.create_database()
    there = ml.copy(target, bucket(target))
    with Muniment(target, actor="bob") as copy:
        again = copy.copy(stack.create_database(), bucket("x/y"))
        assert {table for table in there.tables if table.table not in BOOKS} == {
            table for table in again.tables if table.table not in BOOKS
        }
        same(copy, ml)


def test_both_databases_give_the_same_checksums(stack, folder_lab, tmp_path):
    """The checksum of a table is the same, whichever database the rows are in."""
    target = stack.create_database()
    there = {table.table: table for table in folder_lab.copy(target, bucket(target)).tables}
    with Muniment(target) as copy:
        back = {table.table: table for table in copy.copy(tmp_path / "back").tables}
    assert {name for name in there if there[name] != back[name]} == BOOKS


def test_a_copy_needs_a_store_and_a_free_place(stack, lab, ml):
    """A database has no place for bytes, so the store must be named; a catalog that is there is not overwritten."""
    target = stack.create_database()
    with pytest.raises(ConfigurationError, match="needs a place for its bytes"):
        ml.copy(target)
    with pytest.raises(CatalogExists) as refused:
        ml.copy(lab, bucket(lab))
    assert servers.PASSWORD not in str(refused.value)


@pytest.mark.parametrize("moment", [0.1, 0.4, 0.8])
def test_a_copy_that_is_killed_goes_on(stack, folder_lab, start, moment):
    """Until a copy is whole, it is refused with the command that goes on, which brings it to its end."""
    target = stack.create_database()
    process = start(
        """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
print("ready", flush=True)
ml.copy(sys.argv[2], sys.argv[3])
print("done", flush=True)
""",
        folder_lab.address,
        target,
        bucket(target),
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(moment)
    process.kill()
    said, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL
    if "done" not in said:
        with pytest.raises((ConfigurationError, LookupError), match=r"muniment copy .* --store|create=True"):
            Muniment(target)
        folder_lab.copy(target, bucket(target))
    with Muniment(target) as copy:
        assert content(copy) == content(folder_lab)
        assert found(copy.doctor(deep=True)) == []


def test_the_command_copies(stack, lab, tmp_path):
    """`muniment copy` takes addresses, and shows no password."""
    target = stack.create_database()
    done = CliRunner().invoke(main, ["copy", lab, target, "--store", bucket(target), "--json"])
    assert done.exit_code == 0, done.output
    assert any(table["table"] == "Image" for table in json.loads(done.stdout))
    assert servers.PASSWORD not in done.output


def test_tables_that_change_while_they_are_copied_are_noticed(stack, ml, tmp_path, monkeypatch):
    """If tables are changed in the middle of a copy, it is not called whole, and can be repeated."""
    changes = iter([lambda: ml.retype_column("Subject", "Age", "int8")])

    def change(*arguments):
        for act in changes:
            act()
        return written(*arguments)

    written = copies.write
    monkeypatch.setattr(copies, "write", change)
    with pytest.raises(DataError, match="changed while it was copied"):
        ml.copy(tmp_path / "copy")
    ml.copy(tmp_path / "copy")
    with Muniment(tmp_path / "copy", actor="bob") as copy:
        assert content(copy) == content(ml)


def test_numbers_are_the_same_on_both_databases(stack, folder_lab, tmp_path):
    """Numbers that one database writes in another way than the other are no difference."""
    columns = [ColumnDefinition("F", BuiltinTypes.float8), ColumnDefinition("J", BuiltinTypes.jsonb)]
    folder_lab.create_table(TableDefinition("Number", columns))
    numbers = [-0.0, 0.0, 1.0, 1e22, 0.1, 2**60]
    folder_lab.insert_rows("Number", [{"F": float(n), "J": n} for n in numbers])
    folder_lab.insert_rows("Number", {"J": {"a": [1.0, -0.0]}})
    target = stack.create_database()
    folder_lab.copy(target, bucket(target))
    with Muniment(target) as copy:
        copy.copy(tmp_path / "back")


def test_copies_in_one_store_are_told_apart(ml, tmp_path):
    """Of several copies whose objects are in one store, none frees what another refers to."""
    store = str(tmp_path / "objects")
    ml.copy(tmp_path / "first", store)
    (tmp_path / "new.txt").write_text("new")
    ml.add_files(tmp_path / "new.txt")
    ml.copy(tmp_path / "second", store)
    with Muniment(tmp_path / "first") as first, pytest.raises(StorageError, match="another catalog as well"):
        first.gc(dry_run=False, grace=timedelta(0))
    with Muniment(tmp_path / "second") as second:
        assert second.doctor(deep=True).ok
    ml.copy(tmp_path / "alone")
    with Muniment(tmp_path / "alone") as alone:
        assert alone.gc(dry_run=False, grace=timedelta(0)).objects == 0


def test_a_store_that_is_not_there_binds_no_copy(ml, tmp_path):
    """A copy whose bucket does not exist is refused before the place is taken for it."""
    with pytest.raises(StorageError, match="no bucket"):
        ml.copy(tmp_path / "copy", "s3://no-such-bucket/x")
    ml.copy(tmp_path / "copy")


@pytest.mark.parametrize("begins", ["folder", "server"])
def test_a_bag_is_the_same_wherever_its_numbers_went(stack, empty_catalog, tmp_path, begins):
    """Numbers that the databases keep in different ways make the same bag, there and in a copy elsewhere."""
    address = (
        shutil.copytree(empty_catalog, tmp_path / "begins") if begins == "folder" else stack.create_database()
    )
    elsewhere = stack.create_database() if begins == "folder" else tmp_path / "copy"
    store = None if begins == "folder" else bucket(str(address))
    kinds = (BuiltinTypes.jsonb, BuiltinTypes.float8, BuiltinTypes.float4)
    numbers = [6.022e23, 1e16, 1e22, -0.0, 1.0, 0.1, 1e-300, 2**53 + 1]
    with Muniment(address, create=begins == "server", store=store) as ml:
        ml.create_table(TableDefinition("Run", [ColumnDefinition(kind.name, kind) for kind in kinds]))
        ml.add_dataset_element_type("Run")
        rids = ml.insert_rows("Run", [{"jsonb": each} for each in [*numbers, numbers, {"a": [1e300]}]])
        rids += ml.insert_rows("Run", [{"float8": -0.0, "float4": -0.0}])
        dataset = ml.create_dataset("Complete")
        dataset.add_dataset_members(rids)
        dataset.release("minor")
        first = dataset.export_bag(tmp_path / "here").path
        ml.copy(elsewhere, store=bucket(str(elsewhere)) if begins == "folder" else None)
        bag = dataset.export_bag(tmp_path / "here", "zip").path.read_bytes()
    with Muniment(elsewhere) as copy:
        copied = copy.lookup_dataset(dataset.rid)
        assert copied.export_bag(tmp_path / "there", "zip").path.read_bytes() == bag
    with Muniment(stack.create_database(), create=True, store=bucket(str(elsewhere))) as third:
        assert third.load_bag(first).rows["Run"] == len(rids)
        assert not third.load_bag(first).rows
