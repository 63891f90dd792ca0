"""Catalogs copied to another place."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from muniment import (
    CatalogExists,
    CatalogNotFound,
    ConfigurationError,
    ConstraintViolation,
    Muniment,
    StorageError,
)
from muniment.cli import main
from muniment.storage import open_storage
from tests.storage.conftest import S3Server

Sql = Callable[..., list[Any]]


def content(ml: Muniment) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that users see."""
    return {table.name: list(ml.get_table_as_dict(table.name)) for table in ml.list_tables()}


def test_a_copy_is_the_same_catalog(ml: Muniment, tmp_path: Path) -> None:
    """Rows, identifiers, times, authors, tables, changes, files and bags are the same in a copy."""
    report = ml.copy(tmp_path / "copy")
    assert report.objects == 6
    assert report.bytes == 4 * len(b"image 0") + len(b"gone" + b"weights")
    with Muniment(tmp_path / "copy", actor="bob") as copy:
        assert content(copy) == content(ml)
        assert any(row["RCB"] == "ada" for row in copy.list_rows("Subject"))
        assert copy.list_tables() == ml.list_tables()
        assert copy.list_changes()[:-1] == ml.list_changes()
        assert copy.list_changes()[-1].details["source"] == str(ml.path)
        assert (copy.catalog_id, copy.domain_schema) == (ml.catalog_id, ml.domain_schema)
        assert list(copy.doctor(deep=True)) == []
        [dataset], [copied] = ml.find_datasets(), copy.find_datasets()
        assert copied.dataset_history() == dataset.dataset_history()


def test_a_copy_can_be_worked_with(ml: Muniment, tmp_path: Path) -> None:
    """A copy goes on counting where the source was, and dropped columns can be restored in it."""
    ml.copy(tmp_path / "copy")
    before = {rid for rows in content(ml).values() for row in rows if (rid := row.get("RID"))}
    with Muniment(tmp_path / "copy") as copy:
        new = copy.insert_rows("Subject", [{"Name": str(number)} for number in range(100)])
        assert not before & set(new)
        copy.restore_column("Subject", "Mood")
        numbers = [change.number for change in copy.list_changes()]
        assert numbers == sorted(set(numbers))
        copy.add_files(__file__)
        assert copy.doctor(deep=True).ok


def test_each_table_is_compared(ml: Muniment, tmp_path: Path) -> None:
    """The report has the number of rows and a checksum for each table, dropped ones too; they tell content."""
    report = ml.copy(tmp_path / "copy")
    first = {table.table: table for table in report.tables}
    assert first["Image"].rows == 5
    assert sum(name.startswith("Gone__") for name in first) == 2  # the table, and its past
    assert report.rows == sum(table.rows for table in report.tables)
    ml.update_rows("Subject", [{"RID": ml.list_rows("Subject")[0]["RID"], "Name": "Eve"}])
    second = {table.table: table for table in ml.copy(tmp_path / "second").tables}
    assert {name for name in first if first[name] != second[name]} == {
        "Subject",
        "Subject__history",
        "Muniment_Transaction",
    }


def test_a_catalog_is_not_overwritten(ml: Muniment, tmp_path: Path) -> None:
    """A place that has a catalog, or the database of another program, is refused and stays as it is."""
    ml.copy(tmp_path / "copy")
    for place in (tmp_path / "copy", ml.path):
        with pytest.raises(CatalogExists, match="already"):
            ml.copy(place)
    (tmp_path / "other").mkdir()
    shutil.copy(ml.path / "work" / "journal.db", tmp_path / "other" / "catalog.db")
    with pytest.raises(ConfigurationError, match="another program"):
        ml.copy(tmp_path / "other")


def test_a_lost_object_is_told_and_the_copy_goes_on_when_it_is_back(
    ml: Muniment, tmp_path: Path, object_file: Callable[[bytes], Path]
) -> None:
    """A copy lacks nothing: if an object is missing it ends, nobody can open it, and it can be gone on with."""
    file = object_file(b"image 2")
    file.rename(tmp_path / "lost")
    with pytest.raises(StorageError, match="1 object could not be copied") as refusal:
        ml.copy(tmp_path / "copy")
    assert file.name in str(refusal.value)
    for create in (False, True):
        with pytest.raises(ConfigurationError, match=f"muniment copy {ml.path} {tmp_path / 'copy'}"):
            Muniment(tmp_path / "copy", create=create)
    (tmp_path / "lost").rename(file)
    ml.copy(tmp_path / "copy")
    with Muniment(tmp_path / "copy") as copy:
        assert copy.doctor(deep=True).ok


def test_a_damaged_object_is_not_copied(
    ml: Muniment, tmp_path: Path, object_file: Callable[[bytes], Path]
) -> None:
    """An object whose bytes are not those of its SHA-256 is found while it is copied."""
    file = object_file(b"image 2")
    file.chmod(0o644)
    file.write_bytes(b"imagE 2")
    with pytest.raises(StorageError, match=f"{file.name} has other bytes"):
        ml.copy(tmp_path / "copy")


def test_rows_that_break_a_rule_are_not_copied(ml: Muniment, tmp_path: Path, sql: Sql) -> None:
    """A row of the source that refers to none ends the copy with the way to find it; mended, it goes on."""
    [(good,)] = sql("SELECT Subject FROM Image WHERE Filename = '0.png'")
    sql("UPDATE Image SET Subject = '1-ZZZZ' WHERE Filename = '0.png'")
    with pytest.raises(ConstraintViolation, match="muniment doctor"):
        ml.copy(tmp_path / "copy")
    assert ml.doctor()[0].code == "reference-broken"
    sql(f"UPDATE Image SET Subject = '{good}' WHERE Filename = '0.png'")
    ml.copy(tmp_path / "copy")
    with Muniment(tmp_path / "copy") as copy:
        assert content(copy) == content(ml)


def test_a_copy_under_way_is_of_one_catalog(
    ml: Muniment, tmp_path: Path, object_file: Callable[[bytes], Path]
) -> None:
    """A copy that was broken off is not gone on with from another catalog, nor with another store."""
    object_file(b"image 2").unlink()
    with pytest.raises(StorageError):
        ml.copy(tmp_path / "copy")
    with Muniment(tmp_path / "new", create=True) as other, pytest.raises(CatalogExists, match=str(ml.path)):
        other.copy(tmp_path / "copy")
    with pytest.raises(CatalogExists, match="its own folder"):
        ml.copy(tmp_path / "copy", str(tmp_path / "elsewhere"))


COPIES = """
import sys
from muniment import Muniment

print("ready", flush=True)
Muniment(sys.argv[1]).copy(sys.argv[2])
"""


def test_a_copy_that_is_killed_anywhere_goes_on(
    ml: Muniment, lab: Path, tmp_path: Path, start: Callable[..., "subprocess.Popen[str]"]
) -> None:
    """A copy that is killed again and again comes to its end, and is whole then; before, nobody can open it."""
    (tmp_path / "files").mkdir()
    for number in range(200):
        (tmp_path / "files" / str(number)).write_bytes(b"%d" % number)
    ml.add_files(tmp_path / "files")
    killed, is_whole, target = 0, False, tmp_path / "copy"
    while not is_whole:
        process = start(COPIES, lab, target)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(killed * 0.05)
        process.kill()
        process.wait()
        killed += 1
        try:
            Muniment(target).close()
        except ConfigurationError as refusal:  # that it is under way, or that there is nothing yet
            assert isinstance(refusal, CatalogNotFound) or "muniment copy" in str(refusal)  # noqa: PT017
        else:
            is_whole = True
    assert killed > 3
    with Muniment(target) as copy:
        assert content(copy) == content(ml)
        assert copy.doctor(deep=True).ok


def test_a_copy_goes_to_a_bucket_and_back(
    ml: Muniment, tmp_path: Path, s3_environment: dict[str, str], s3_url: str, s3_server: S3Server
) -> None:
    """A catalog is copied from a folder to S3, from there to another prefix, and back to a folder."""
    ml.copy(tmp_path / "second", s3_url)
    with Muniment(tmp_path / "second") as second:
        assert list(second.doctor(deep=True)) == []
        second.copy(tmp_path / "third", f"{s3_url}-other")
    with Muniment(tmp_path / "third") as third:
        third.copy(tmp_path / "fourth")
    with Muniment(tmp_path / "fourth") as fourth:
        assert content(fourth) == content(ml)
        assert list(fourth.doctor(deep=True)) == []
        [model] = fourth.list_assets("Execution_Asset")
        with model.open() as file:
            assert file.read() == b"weights"


def test_a_copy_may_share_the_store_and_is_not_cleaned_up_then(
    ml: Muniment, lab: Path, tmp_path: Path
) -> None:
    """A copy with the store of its source copies no object; neither removes what the other may refer to."""
    ml.copy(tmp_path / "copy", str(lab / "objects"))
    with Muniment(tmp_path / "copy") as copy:
        assert copy.doctor(deep=True).ok
        for catalog in (ml, copy):
            with pytest.raises(StorageError, match="another catalog"):
                catalog.gc()
    own, of_copy = sorted(open_storage(lab / "objects").users(), key=len)
    assert own == ml.catalog_id
    assert of_copy.startswith(f"{ml.catalog_id}-")


def test_the_command_prints_the_comparison(lab: Path, tmp_path: Path) -> None:
    """`muniment copy` prints each table with its rows and checksum, and what is the same."""
    told = CliRunner().invoke(main, ["copy", str(lab), str(tmp_path / "copy")], catch_exceptions=False)
    assert told.exit_code == 0, told.stderr
    assert told.stdout.splitlines()[0].split() == ["table", "rows", "checksum"]
    assert "6 objects of" in told.stderr
    again = CliRunner().invoke(main, ["copy", str(lab), str(tmp_path / "other"), "--json"])
    lines = [line.split() for line in told.stdout.splitlines()[1:]]
    assert [[str(value) for value in table.values()] for table in json.loads(again.stdout)] == lines
