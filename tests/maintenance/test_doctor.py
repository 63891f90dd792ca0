"""The check of a catalog."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from muniment import Checkup, Muniment
from muniment.cli import main
from muniment.storage import open_storage

Sql = Callable[..., list[Any]]
ObjectFile = Callable[[bytes], Path]


def found(checkup: Checkup) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.code) for finding in checkup]


def test_nothing_is_found_in_a_healthy_catalog(ml: Muniment) -> None:
    """A catalog with tables, terms, files, references, datasets and dropped tables and columns is in order."""
    checkup = ml.doctor(deep=True)
    assert found(checkup) == []
    assert checkup.ok
    assert checkup.checked["assets"] == 6
    assert checkup.checked["files elsewhere"] == 1
    assert checkup.checked["objects read"] == checkup.checked["objects"] == 6
    assert checkup.checked["bytes read"] == 4 * len(b"image 0") + len(b"gone" + b"weights")


def test_nothing_is_found_in_a_new_catalog(tmp_path: Path) -> None:
    """A catalog that has just been made gives no finding, and checking makes no working directory."""
    with Muniment(tmp_path / "new", create=True) as ml:
        assert found(ml.doctor(deep=True)) == []
    assert not (tmp_path / "new" / "work").exists()


IMAGE = "(SELECT RID FROM Image WHERE Filename = '0.png')"
SCHEMA = "UPDATE sqlite_master SET sql = replace(sql, {}, {}) WHERE name = '{}'"
DAMAGES = {
    "table-missing": ("error", "DROP TABLE Directory_Dataset"),
    "table-unknown": ("warning", "CREATE TABLE Notes (Text TEXT)"),
    "column-missing": ("error", "ALTER TABLE Subject DROP COLUMN Name"),
    "history-not-kept": ("error", "DROP TRIGGER muniment_update_Subject"),
    "column-unknown": ("warning", "ALTER TABLE Subject ADD COLUMN Mood TEXT"),
    "column-type": ("error", SCHEMA.format("'\"Width\" INTEGER'", "'\"Width\" INT8'", "Image")),
    "column-required": ("warning", SCHEMA.format("'\"Name\" TEXT NOT NULL'", "'\"Name\" TEXT'", "Subject")),
    "primary-key": (
        "error",
        SCHEMA.format("'CONSTRAINT \"Subject_pkey\" PRIMARY KEY'", "'UNIQUE'", "Subject"),
    ),
    "foreign-key-missing": (
        "error",
        SCHEMA.format(
            '\'CONSTRAINT "Image_Subject_fkey" FOREIGN KEY("Subject") REFERENCES "Subject" ("RID")\'',
            "'CHECK (1)'",
            "Image",
        ),
    ),
    "index-missing": ("warning", 'DROP INDEX "Image_SHA256_idx"'),
    "index-unknown": ("info", 'CREATE INDEX mine ON Image ("Width", "Filename")'),
    "reference-broken": ("error", f"UPDATE Image SET Subject = '1-ZZZZ' WHERE RID = {IMAGE}"),
    "asset-malformed": ("error", f"UPDATE Image SET MD5 = upper(MD5) WHERE RID = {IMAGE}"),
    "counter-behind": ("error", 'UPDATE Muniment_RID SET "Next" = 1048577'),
    "object-length": ("error", f"UPDATE Image SET Length = 1 WHERE RID = {IMAGE}"),
}


_ASIDE = {"object-unreferenced", "history-not-kept"}


@pytest.mark.parametrize("code", DAMAGES)
def test_damage_is_found_and_named(lab: Path, sql: Sql, code: str) -> None:
    """Each kind of damage to a database gives its own finding, with what was found and what to do."""
    severity, damage = DAMAGES[code]
    sql("PRAGMA writable_schema = ON", damage)
    with Muniment(lab) as ml:
        checkup = ml.doctor()
    [finding] = [each for each in checkup if each.code not in _ASIDE - {code}][:1]
    assert (finding.severity.value, finding.code) == (severity, code)
    assert finding.table
    assert finding.table in finding.message
    assert finding.remedy
    assert checkup.ok is (severity == "info")


@pytest.mark.parametrize(
    ("column", "value"),
    [("URL", "/objects/00/00"), ("SHA256", "abc"), ("Length", -1), ("MD5", "none")],
)
def test_what_a_row_cannot_say_of_its_file_is_named(
    ml: Muniment, sql: Sql, column: str, value: object
) -> None:
    """A value that no upload writes is told with its table, RID and column."""
    sql(f"UPDATE Image SET {column} = {value!r} WHERE RID = {IMAGE}")
    finding = ml.doctor()[0]
    [image] = ml.find_assets("Image", Width=0)
    assert (finding.code, finding.table, finding.rid, finding.key) == (
        "asset-malformed",
        "Image",
        image.rid,
        column,
    )


def test_a_missing_object_names_its_asset(ml: Muniment, object_file: ObjectFile) -> None:
    """An object that is not in the store is named with the table, the RID and the file of its asset."""
    file = object_file(b"image 2")
    file.unlink()
    [finding] = ml.doctor()
    assert (finding.code, finding.table, finding.key) == ("object-missing", "Image", file.name)
    assert finding.rid == ml.find_assets("Image", Width=2)[0].rid
    assert "2.png" in finding.message


def test_objects_of_dropped_tables_are_missed_too(ml: Muniment, object_file: ObjectFile) -> None:
    """A dropped table is kept, and so are its files: one that is missing is found."""
    object_file(b"gone").unlink()
    [finding] = ml.doctor()
    assert (finding.code, str(finding.table)[:6]) == ("object-missing", "Gone__")


def test_an_object_that_was_cut_short_is_found(ml: Muniment, object_file: ObjectFile) -> None:
    """A truncated object is found by its length alone."""
    file = object_file(b"image 2")
    file.chmod(0o644)
    file.write_bytes(b"ima")
    assert found(ml.doctor()) == [("error", "object-length")]


def test_an_altered_object_is_found_by_reading_it(ml: Muniment, object_file: ObjectFile) -> None:
    """An object with other bytes of the same length is found by reading all objects, with its asset."""
    file = object_file(b"image 2")
    file.chmod(0o644)
    file.write_bytes(b"imagE 2")
    assert found(ml.doctor()) == []
    [finding] = ml.doctor(deep=True)
    assert (finding.code, finding.table, finding.key) == ("object-altered", "Image", file.name)
    assert finding.rid == ml.find_assets("Image", Width=2)[0].rid


def test_a_wrong_md5_is_found_by_reading(ml: Muniment, sql: Sql) -> None:
    """An MD5 that is not that of the bytes is found by reading all objects."""
    sql(f"UPDATE Image SET MD5 = '{'0' * 32}' WHERE RID = {IMAGE}")
    assert found(ml.doctor()) == []
    [finding] = ml.doctor(deep=True)
    assert (finding.code, finding.rid) == ("md5-wrong", ml.find_assets("Image", Width=0)[0].rid)


def test_what_is_spare_is_told_for_information(ml: Muniment, lab: Path) -> None:
    """Objects that no row refers to, as a killed upload leaves them, are told, and are no reason to worry."""
    open_storage(lab / "objects").put_bytes(b"spare")
    checkup = ml.doctor()
    assert found(checkup) == [("info", "object-unreferenced")]
    assert "1 object of 5 bytes" in checkup[0].message
    assert checkup.ok


def test_staged_files_are_told_for_information(ml: Muniment) -> None:
    """A run that nobody has uploaded is told, with how to take it up."""
    exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
    exe.asset_file_path("Image", "new.png").write_bytes(b"new")
    checkup = ml.doctor()
    assert [(finding.code, finding.rid) for finding in checkup] == [("not-uploaded", exe.execution_rid)]
    assert checkup.ok


def test_a_damaged_database_is_told(lab: Path, sql: Sql) -> None:
    """A database file with a damaged page gives findings, and no traceback."""
    [(page,)] = sql("SELECT rootpage FROM sqlite_master WHERE name = 'Image_Filename_idx'")
    [(size,)] = sql("PRAGMA page_size")
    sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with (lab / "catalog.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)
    with Muniment(lab) as ml:
        codes = {finding.code for finding in ml.doctor()}
    assert codes & {"database-damaged", "unreadable"}


def test_of_many_findings_a_hundred_are_kept(ml: Muniment, sql: Sql) -> None:
    """A store that is out of place gives a count, and the first hundred findings."""
    sql(
        f'UPDATE Muniment_RID SET "Next" = {32**9}',
        "INSERT INTO File (RID, RCT, RMT, RVS, URL, Length, MD5) "
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 249) "
        "SELECT '9-0' || i, RCT, RMT, 1, '/objects/00/' || printf('%064d', i), 1, MD5 "
        "FROM n, (SELECT * FROM Image LIMIT 1)",
    )
    checkup = ml.doctor()
    assert checkup.counts == {"object-missing": 150}
    assert len(checkup) == 100
    assert checkup.to_dataframe()["code"].tolist() == ["object-missing"] * 100
    assert "object-missing" in checkup._repr_html_()


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False)


def test_the_command_tells_by_its_exit_code(ml: Muniment, lab: Path, object_file: ObjectFile) -> None:
    """`muniment doctor` exits with 0 if there is nothing to do, and else with 1 and the findings."""
    healthy = command("doctor", "--deep", "-c", lab)
    assert (healthy.exit_code, healthy.stdout) == (0, "nothing found\n"), healthy.stderr
    assert "6 objects read" in healthy.stderr
    object_file(b"image 2").unlink()
    damaged = command("doctor", "-c", lab)
    assert damaged.exit_code == 1
    assert damaged.stdout.startswith("error: object-missing: Image")
    told = json.loads(command("doctor", "-c", lab, "--json").stdout)
    assert (told["ok"], told["counts"]) == (False, {"object-missing": 1})
    assert told["findings"][0]["severity"] == "error"


def test_a_hundred_thousand_files_are_compared_in_seconds(ml: Muniment, sql: Sql) -> None:
    """The store is listed once, and rows and objects are compared without asking for each."""
    sql(
        f'UPDATE Muniment_RID SET "Next" = {32**9}',
        "INSERT INTO File (RID, RCT, RMT, RVS, URL, Length, MD5, SHA256) "
        "WITH RECURSIVE n(i) AS (SELECT 100000 UNION ALL SELECT i + 1 FROM n WHERE i < 199999) "
        "SELECT '9-0' || i, RCT, RMT, 1, URL, Length, MD5, SHA256 FROM n, (SELECT * FROM Image LIMIT 1)",
    )
    begun = time.monotonic()
    checkup = ml.doctor(deep=True)
    assert time.monotonic() - begun < 20
    assert found(checkup) == []
    assert checkup.checked["assets"] == 100_006
    assert checkup.checked["objects read"] == 6


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_an_upgraded_catalog_is_in_order(tmp_path: Path, revision: str) -> None:
    """Nothing is found in a catalog that an older version made and that was upgraded."""
    frozen = Path(__file__).parent.parent / "catalog" / "frozen" / revision
    shutil.copytree(frozen / "objects", tmp_path / "objects")
    with closing(sqlite3.connect(tmp_path / "catalog.db")) as connection:
        connection.executescript((frozen / "catalog.sql").read_text())
    Muniment.upgrade(tmp_path)
    with Muniment(tmp_path) as ml:
        assert list(ml.doctor(deep=True)) == []
