"""Catalogs that older versions made, frozen with what they held, and brought to the revision of this one."""

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from muniment import (
    CatalogNotFound,
    CatalogVersionMismatch,
    ExecutionConfiguration,
    Muniment,
    VersionNotFound,
)
from muniment.catalog.schema import upgrade
from muniment.catalog.schema.core import METADATA
from muniment.cli import main

pytestmark = pytest.mark.preloaded

ROOT = Path(__file__).parent.parent.parent
FROZEN = Path(__file__).with_name("frozen")
REVISIONS = sorted(place.name for place in FROZEN.iterdir())
OLD = [revision for revision in REVISIONS if revision != upgrade.HEAD]
KILLED_UPGRADE = Path(__file__).with_name("killed_upgrade.py")

BOOKS = {"alembic_version", "Muniment_Clock", "Muniment_Change", "Muniment_Transaction"}
"""Tables that an upgrade writes to."""


def thaw(revision, folder):
    """Make a catalog as a version of this revision left it."""
    shutil.copytree(FROZEN / revision / "objects", folder / "objects")
    connection = sqlite3.connect(folder / "catalog.db")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript((FROZEN / revision / "catalog.sql").read_text())
    connection.close()
    return folder


@pytest.fixture
def lab(empty_catalog, tmp_path):
    """The folder of a new catalog."""
    return Path(shutil.copytree(empty_catalog, tmp_path / "lab"))


@pytest.fixture(params=OLD)
def old(request, tmp_path):
    """The folder of a catalog of each older revision."""
    return thaw(request.param, tmp_path / "old")


def rows_of(file):
    """All rows of all tables of a database."""
    connection = sqlite3.connect(file)
    connection.row_factory = sqlite3.Row
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: sorted(map(dict, connection.execute(f'SELECT * FROM "{name}"')), key=str) for name in names
    }
    connection.close()
    return found


def dump(file):
    """All that a database holds, as SQL."""
    connection = sqlite3.connect(file)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def cli(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_every_released_revision_is_frozen():
    """Each revision that a catalog can have has a frozen catalog, with rows in its tables, that is upgraded here."""
    known = {migration.revision for migration in upgrade.missing_migrations("0001")} | {"0001"}
    assert set(REVISIONS) == known
    for revision in REVISIONS:
        assert (FROZEN / revision / "catalog.sql").read_text().count("INSERT INTO") > 100


def test_an_older_catalog_says_what_an_upgrade_will_do(old):
    """Opening an older catalog names its revision, the command and each change, and touches nothing."""
    before = (old / "catalog.db").read_bytes()
    for create in (False, True):
        with pytest.raises(CatalogVersionMismatch) as refused:
            Muniment(old, create=create)
        for part in (
            f"revision {dump_revision(old)}",
            f"muniment upgrade {old}",
            "0004  Record what executions ran in",
            "backup",
        ):
            assert part in str(refused.value)
    assert (old / "catalog.db").read_bytes() == before
    assert cli("table", "list", "--catalog", old).exit_code == 1


def dump_revision(folder):
    connection = sqlite3.connect(folder / "catalog.db")
    [revision] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return revision


def test_an_upgrade_keeps_every_row(old):
    """After an upgrade each row of each table is there with the values it had, and columns that came are extra."""
    before = rows_of(old / "catalog.db")
    report = Muniment.upgrade(old)
    after = rows_of(old / "catalog.db")
    assert set(before) <= set(after)
    for table, rows in before.items():
        if table not in BOOKS:
            kept = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else after[table]
            assert kept == rows, table
    assert dump_revision(old) == report.after == upgrade.HEAD
    assert report.migrations[-1].revision == upgrade.HEAD


def test_an_upgraded_catalog_works(old, provenance):
    """With an upgraded catalog one can go on: read assets and their bytes, run executions, hand datasets on."""
    Muniment.upgrade(old)
    with Muniment(old, actor="ada") as ml:
        images = ml.list_assets("Image")
        assert [image["Site"] for image in images] == ["Basel"] * 3
        assert images[2].download(old / "copy").read_bytes() == b"scan 1"
        [inner] = [dataset for dataset in ml.find_datasets() if dataset.description == "inner"]
        assert (
            len(inner.download_dataset_bag(str(inner.current_version)).list_dataset_members()["Image"]) == 3
        )
        configuration = ExecutionConfiguration(workflow=ml.create_workflow("Scan", "Ingest"))
        with ml.create_execution(configuration, upload_on_exit=True) as run:
            run.asset_file_path("Image", "new.png", Width=7).write_bytes(b"new")
        assert len(ml.find_assets("Image", Width=7)) == 1


@pytest.mark.parametrize("revision", [revision for revision in OLD if revision < "0003"])
def test_the_past_is_kept_from_the_upgrade_on(revision, tmp_path):
    """An upgraded catalog keeps what is changed from then on, and its releases of before, if they were the current ones."""
    place = thaw(revision, tmp_path / "old")
    Muniment.upgrade(place)
    with Muniment(place, actor="ada") as ml:
        [inner] = [dataset for dataset in ml.find_datasets() if dataset.description == "inner"]
        images, version = inner.list_members("Image"), inner.current_version
        upgraded = ml.snapshot()
        subjects = list(ml.list_rows("Subject"))
        assert list(upgraded.list_rows("Subject")) == subjects
        inner.delete_dataset_members(images[:1])
        ml.update_rows("Subject", {"RID": subjects[0]["RID"], "Name": "Changed"})
        assert inner.list_members("Image", version=version) == images
        assert list(upgraded.list_rows("Subject")) == subjects
        assert [event.action for event in ml.history(subjects[0]["RID"])] == ["inserted", "updated"]
        with pytest.raises(VersionNotFound, match=f"older than the history of this catalog.*{inner.rid}"):
            inner.list_members("Image", version="0.1.0")
        assert ml.doctor().ok


@pytest.mark.parametrize("revision", [revision for revision in OLD if revision < "0003"])
def test_a_release_that_may_differ_says_so(revision, tmp_path):
    """If rows were changed between a release and the upgrade that began the history, reading the release warns."""
    place = thaw(revision, tmp_path / "old")
    connection = sqlite3.connect(place / "catalog.db")
    connection.execute(
        """UPDATE Subject SET Age = 99, RVS = (SELECT Seq FROM Muniment_Clock), RMT = '2026-12-01T00:00:00.000000+00:00'"""
    )
    connection.commit()
    connection.close()
    Muniment.upgrade(place)
    with Muniment(place) as ml:
        [inner] = [dataset for dataset in ml.find_datasets() if dataset.description == "inner"]
        with pytest.warns(UserWarning, match="Rows of Subject were changed in between"):
            assert len(inner.list_members("Image", version=inner.current_version)) == 3


@pytest.mark.parametrize("revision", [revision for revision in REVISIONS if revision > "0001"])
def test_what_was_changed_about_tables_survives_upgrades(revision, tmp_path):
    """A table that an older version renamed and retyped is as it was, and what was dropped of it can be restored."""
    place = thaw(revision, tmp_path / "old")
    Muniment.upgrade(place)
    with Muniment(place) as ml:
        assert [(row["Count"], row["Remark"]) for row in ml.list_rows("Sample")] == [(7, "-"), (0, "second")]
        ml.restore_column("Sample", "Gone")
        assert [row["Gone"] for row in ml.list_rows("Sample")] == ["was here", None]
        assert [change.action for change in ml.list_changes("Sample")] == [
            "create_table",
            "rename_table",
            "rename_column",
            "retype_column",
            "require_column",
            "drop_column",
            "restore_column",
        ]


@pytest.mark.parametrize("revision", [revision for revision in REVISIONS if revision > "0002"])
def test_marks_survive_upgrades(revision, tmp_path):
    """What an older version kept of the past is read as it was."""
    place = thaw(revision, tmp_path / "old")
    Muniment.upgrade(place)
    with Muniment(place) as ml:
        assert {row["Name"]: row["Age"] for row in ml.list_rows("Subject")}["Ada"] == 37
        then = ml.snapshot("before")
        assert {row["Name"]: row["Age"] for row in then.list_rows("Subject")}["Ada"] == 36
        assert [(row["Count"], row["Remark"]) for row in then.list_rows("Sample")][-1] == (1, "short-lived")
        assert [row["A"] for row in then.list_rows("Moved")] == ["a"]


def test_an_upgraded_catalog_is_as_one_made_anew(old, ml):
    """The core tables of an upgraded catalog are those of a new one, index by index."""
    Muniment.upgrade(old)

    def core(file):
        connection = sqlite3.connect(file)
        found = connection.execute("SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2").fetchall()
        columns = {
            t: connection.execute(f'PRAGMA table_info("{t}")').fetchall() for t in sorted(METADATA.tables)
        }
        connection.close()
        return [made for made in found if made[2] in METADATA.tables], columns

    assert core(old / "catalog.db") == core(ml.path / "catalog.db")


def test_a_backup_is_made_first(old):
    """Beside the database lies a copy of it as it was, whose name says revision and time; it can be put back."""
    before = dump(old / "catalog.db")
    report = Muniment.upgrade(old)
    assert report.backup.parent == old
    assert report.backup.name.startswith(f"catalog-{report.before}-20")
    assert dump(report.backup) == before
    (old / "catalog.db").unlink()
    report.backup.rename(old / "catalog.db")
    assert Muniment.upgrade(old).before == report.before


def test_a_backup_can_be_left_out(old):
    """Who has a backup can upgrade without another."""
    assert Muniment.upgrade(old, backup=False).backup is None
    assert list(old.glob("catalog-*")) == []


def test_a_backup_has_what_others_committed_last(old):
    """What another program wrote right before is in the backup, though it is still in the write-ahead log."""
    connection = sqlite3.connect(old / "catalog.db")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("""UPDATE "Subject" SET "Age" = 99""")
    connection.commit()
    report = Muniment.upgrade(old)
    assert {row["Age"] for row in rows_of(report.backup)["Subject"]} == {99}
    assert {row["Age"] for row in rows_of(old / "catalog.db")["Subject"]} == {99}
    connection.close()


def test_a_rehearsal_tells_the_sql_and_changes_nothing(old):
    """A dry run gives the statements of the upgrade, and leaves catalog and folder as they were."""
    before, files = dump(old / "catalog.db"), sorted(old.iterdir())
    report = Muniment.upgrade(old, dry_run=True)
    told = "\n".join(report.statements)
    assert 'CREATE TABLE "Muniment_Session"' in told
    assert "UPDATE alembic_version SET version_num='0004'" in told
    assert dump(old / "catalog.db") == before
    assert [file for file in sorted(old.iterdir()) if file.suffix not in {".db-wal", ".db-shm"}] == files


def test_an_upgrade_is_written_down(old):
    """The log of changes says which upgrade was made, when and by whom."""
    Muniment.upgrade(old, actor="grace")
    with Muniment(old) as ml:
        change = ml.list_changes()[-1]
    assert (change.action, change.actor, change.table) == ("upgrade", "grace", None)
    assert change.details == {"before": old_revision(old), "after": upgrade.HEAD}


def old_revision(folder):
    [backup] = folder.glob("catalog-*.db")
    return backup.name.split("-")[1]


def test_a_catalog_of_this_revision_is_left_as_it_is(ml):
    """Upgrading a catalog that needs none changes nothing and makes no backup."""
    before = dump(ml.path / "catalog.db")
    for dry_run in (False, True):
        report = Muniment.upgrade(ml.path, dry_run=dry_run)
        assert (report.before, report.after, report.migrations, report.backup) == (
            upgrade.HEAD,
            upgrade.HEAD,
            (),
            None,
        )
    assert dump(ml.path / "catalog.db") == before
    assert list(ml.path.glob("catalog-*")) == []


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_newer_catalog_is_not_upgraded(ml, dry_run):
    """A catalog of a revision that this version does not know is left alone, and the error says what to install."""
    connection = sqlite3.connect(ml.path / "catalog.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    before = list(connection.iterdump())
    with pytest.raises(CatalogVersionMismatch, match="revision 9999.*install that version or a later one"):
        Muniment.upgrade(ml.path, dry_run=dry_run)
    assert list(connection.iterdump()) == before
    connection.close()


def test_what_is_no_catalog_is_not_upgraded(tmp_path):
    """A folder without a catalog, or with the database of another program, is refused and left as it is."""
    with pytest.raises(CatalogNotFound, match="does not exist"):
        Muniment.upgrade(tmp_path)
    connection = sqlite3.connect(tmp_path / "catalog.db")
    connection.execute("CREATE TABLE songs (title)")
    connection.commit()
    with pytest.raises(CatalogNotFound, match="none of the tables"):
        Muniment.upgrade(tmp_path)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    connection.close()


def test_processes_that_upgrade_at_once_do_it_once(old, start):
    """Of several processes that upgrade one catalog at the same moment, one does, and the others find it done."""
    code = "import sys; from muniment import Muniment; print(len(Muniment.upgrade(sys.argv[1]).migrations))"
    processes = [start(code, old) for _ in range(4)]
    said = [process.communicate(timeout=100) for process in processes]
    assert sorted(int(out) for out, _ in said) == [
        0,
        0,
        0,
        len(upgrade.missing_migrations(old_revision(old))),
    ], said
    assert len(list(old.glob("catalog-*.db"))) == 1


def test_others_read_on_while_a_catalog_is_upgraded(old, monkeypatch):
    """Meanwhile readers see the old catalog as it was, and nobody else can write."""
    seen = []

    def look(*_):
        connection = sqlite3.connect(old / "catalog.db", timeout=0)
        seen.append(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            connection.execute("""UPDATE "Subject" SET "Age" = 1""")
        connection.close()

    made = upgrade.upgrade
    monkeypatch.setattr(upgrade, "upgrade", lambda *arguments: (made(*arguments), look()))
    report = Muniment.upgrade(old)
    assert seen == [report.before]


def test_a_backup_that_does_not_fit_stops_the_upgrade(old, run):
    """If there is no room for the backup, the error says so, and the catalog keeps its revision."""
    said = run(
        """
import resource, signal, sys
import alembic.command
from muniment import Muniment, StorageNotWritable
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    Muniment.upgrade(sys.argv[1])
except StorageNotWritable as error:
    print(error)
""",
        old,
    )
    assert "the catalog was not changed" in said
    assert list(old.glob("catalog-*")) == []
    with pytest.raises(CatalogVersionMismatch):
        Muniment(old)


def test_an_upgrade_that_is_killed_leaves_the_old_revision_or_the_new(old, run):
    """A process that is killed anywhere in an upgrade leaves the catalog as it was or upgraded.

    A backup that is there is whole, and the upgrade can be repeated.
    """
    shutil.copytree(old, old.parent / "killed" / "before")
    told = json.loads(run(KILLED_UPGRADE, old.parent / "killed"))
    before = told["before"]["catalog"]
    assert (before[0], told["after"]["catalog"][0]) == (dump_revision(old), upgrade.HEAD)
    assert len(told["kills"]) >= 15
    revisions = []
    for number, kill in enumerate(told["kills"], start=1):
        seen, end = kill["seen"], kill["end"]
        assert kill["killed"], number
        revision, whole, _ = seen["catalog"]
        assert whole, number
        assert seen["catalog"] == before or revision == upgrade.HEAD, number
        assert all(backup == before for backup in seen["backups"] + end["backups"]), number
        assert seen["backups"] or revision != upgrade.HEAD, number
        assert end["catalog"][:2] == [upgrade.HEAD, True], number
        assert end["parts"] == 0 or revision == upgrade.HEAD, number
        revisions.append(revision)
    assert set(revisions) == {before[0], upgrade.HEAD}
    assert any(kill["seen"]["parts"] for kill in told["kills"])


# --- the command line ----------------------------------------------------------------------------------


def test_the_command_upgrades(old):
    """`muniment upgrade` prints the path of the backup, and says on stderr what it did."""
    done = cli("upgrade", old)
    [backup] = old.glob("catalog-*.db")
    assert (done.exit_code, done.stdout) == (0, f"{backup}\n")
    assert f"went from revision {old_revision(old)} to {upgrade.HEAD}" in done.stderr
    assert "Record what executions ran in" in done.stderr
    again = cli("upgrade", old)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "nothing to do" in again.stderr


def test_the_command_can_be_quiet(old):
    """With --quiet, `muniment upgrade` prints the path of the backup and nothing else."""
    done = cli("upgrade", old, "--quiet")
    assert (done.stdout, done.stderr) == (f"{next(old.glob('catalog-*.db'))}\n", "")
    assert cli("--quiet", "upgrade", old).stderr == ""


def test_the_command_rehearses(old):
    """With --dry-run it prints the SQL, and the catalog keeps its revision; without backup it makes none."""
    before = dump(old / "catalog.db")
    done = cli("upgrade", old, "--dry-run")
    assert (done.exit_code, 'CREATE TABLE "Muniment_Session"' in done.stdout) == (0, True)
    assert "would go from" in done.stderr
    assert dump(old / "catalog.db") == before
    assert cli("upgrade", old, "--no-backup").stdout == ""


def alembic(*arguments):
    command = [sys.executable, "-W", "error", "-m", "alembic", "-c", ROOT / "alembic.ini", *arguments]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)


def test_alembics_command_line_upgrades(old):
    """Alembic's own command line tells the SQL of an upgrade, and makes it, but no backup."""
    url, revision = f"url=sqlite:///{old}/catalog.db", dump_revision(old)
    before = rows_of(old / "catalog.db")
    told = alembic("-x", url, "upgrade", f"{revision}:head", "--sql")
    assert (told.returncode, 'CREATE TABLE "Muniment_Session"' in told.stdout) == (0, True), told.stderr
    assert told.stdout.split()[0] == "BEGIN;"
    assert rows_of(old / "catalog.db") == before
    assert alembic("-x", url, "upgrade", "head").returncode == 0
    assert dump_revision(old) == upgrade.HEAD
    assert rows_of(old / "catalog.db")["Subject"] == before["Subject"]
    with Muniment(old) as ml:
        assert len(ml.list_assets("Image")) == 3


def test_the_sql_of_alembic_can_be_run_by_sqlite(old):
    """What Alembic's command line prints can be run by SQLite itself; what only code can make is told as missing."""
    revision = dump_revision(old)
    told = alembic("-x", f"url={old}", "upgrade", f"{revision}:head", "--sql").stdout
    connection = sqlite3.connect(old / "catalog.db")
    connection.executescript(told)
    connection.close()
    if revision < "0003":
        with pytest.raises(CatalogVersionMismatch, match="keeps no history yet. `muniment upgrade"):
            Muniment(old)
        Muniment.upgrade(old)
    with Muniment(old) as ml:
        assert len(ml.list_assets("Image")) == 3
        assert {finding.code for finding in ml.doctor()} <= {"index-missing"}


def test_alembic_prints_a_whole_catalog(tmp_path):
    """Without a database, Alembic prints the SQL of the core tables of a new catalog."""
    told = alembic("-x", f"url={tmp_path}", "upgrade", "head", "--sql")
    connection = sqlite3.connect(tmp_path / "catalog.db")
    connection.executescript(told.stdout)
    connection.close()
    assert dump_revision(tmp_path) == upgrade.HEAD
