"""Catalogs in PostgreSQL that older versions made, frozen with what they held, and upgraded."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from muniment import (
    CatalogVersionMismatch,
    ConfigurationError,
    ExecutionConfiguration,
    Muniment,
    StorageNotWritable,
)
from muniment.catalog.schema import upgrade
from muniment.cli import main
from tests import servers
from tests.stacks import ServerStack

pytestmark = pytest.mark.preloaded

ROOT = Path(__file__).parent.parent.parent
FROZEN = Path(__file__).with_name("frozen")
REVISIONS = sorted(place.name for place in FROZEN.iterdir())
OLD = [revision for revision in REVISIONS if revision != upgrade.HEAD]

BOOKS = {"alembic_version", "Muniment_Change", "Muniment_Transaction"}
"""Tables that an upgrade writes to."""


@pytest.fixture
def server(tmp_path, tmp_path_factory, monkeypatch):
    """A PostgreSQL, whose programs are at hand; what is written to the current folder is seen."""
    stack = ServerStack(tmp_path, tmp_path_factory.getbasetemp())
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    programs = servers.shared("postgresql", servers.start_postgresql)["programs"]
    monkeypatch.setenv("PATH", programs, prepend=os.pathsep)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    yield stack
    stack.remove()


def thaw(server, revision):
    """Make a catalog as a version of this revision left it, and give its address."""
    place, address = FROZEN / revision / "postgresql", server.create_database()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute((place / "catalog.sql").read_text())
        store = f"file://{place / 'objects'}"
        connection.execute('UPDATE domain_ml."Muniment_Catalog" SET "Store" = %s', (store,))
    return address


@pytest.fixture(params=OLD)
def old(request, server):
    """The address of a catalog of each older revision."""
    return thaw(server, request.param)


def rows_of(address):
    """All rows of all tables of a database."""
    with psycopg.connect(address, row_factory=psycopg.rows.dict_row) as connection:
        tables = connection.execute(
            "SELECT table_schema AS schema, table_name AS name FROM information_schema.tables "
            "WHERE table_schema IN ('domain', 'domain_ml')"
        ).fetchall()
        return {
            table["name"]: sorted(
                connection.execute(f'SELECT * FROM {table["schema"]}."{table["name"]}"').fetchall(), key=str
            )
            for table in tables
        }


def revision_of(address):
    [[revision]] = servers.query(address, "SELECT version_num FROM domain_ml.alembic_version")
    return revision


def cli(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_every_released_revision_is_frozen():
    """Each revision that a catalog in PostgreSQL can have has a frozen catalog, with rows in its tables."""
    for revision in REVISIONS:
        statements = (FROZEN / revision / "postgresql" / "catalog.sql").read_text()
        assert statements.count("INSERT INTO") > 100


def test_an_older_catalog_says_what_an_upgrade_will_do(old):
    """Opening an older catalog names its revision, the command and each change, no password, and touches nothing."""
    before = rows_of(old)
    with pytest.raises(CatalogVersionMismatch) as refused:
        Muniment(old)
    for part in (
        f"revision {revision_of(old)}",
        "muniment upgrade postgresql://muniment@",
        "0004  Record what executions ran in",
    ):
        assert part in str(refused.value)
    assert servers.PASSWORD not in str(refused.value)
    assert rows_of(old) == before


def test_an_upgrade_keeps_every_row(old):
    """After an upgrade each row of each table is there with the values it had; the log says who made it."""
    before, revision = rows_of(old), revision_of(old)
    report = Muniment.upgrade(old, actor="grace")
    after = rows_of(old)
    assert set(before) <= set(after)
    for table, rows in before.items():
        if table not in BOOKS:
            kept = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else after[table]
            assert kept == rows, table
    assert (report.before, revision_of(old)) == (revision, upgrade.HEAD)
    with Muniment(old) as ml:
        change = ml.list_changes()[-1]
    assert (change.action, change.actor, change.details["before"]) == ("upgrade", "grace", revision)


def test_an_upgraded_catalog_works(old, server, provenance):
    """With an upgraded catalog one can go on: read assets and their bytes, run executions, hand datasets on."""
    Muniment.upgrade(old)
    store = Path("bytes").absolute()
    with Muniment(old) as ml:
        images = ml.list_assets("Image")
        assert [image["Site"] for image in images] == ["Basel"] * 3
        assert images[2].download(Path("copy")).read_bytes() == b"scan 1"
        [inner] = [dataset for dataset in ml.find_datasets() if dataset.description == "inner"]
        bag = inner.download_dataset_bag(str(inner.current_version))
        assert len(bag.list_dataset_members()["Image"]) == 3
    servers.query(old, 'UPDATE domain_ml."Muniment_Catalog" SET "Store" = %s', store.as_uri())
    with Muniment(old, actor="ada") as ml:
        configuration = ExecutionConfiguration(workflow=ml.create_workflow("Scan", "Ingest"))
        with ml.create_execution(configuration, upload_on_exit=True) as run:
            run.asset_file_path("Image", "new.png", Width=7).write_bytes(b"new")
        assert len(ml.find_assets("Image", Width=7)) == 1


@pytest.mark.parametrize("revision", [revision for revision in REVISIONS if revision > "0001"])
def test_what_was_changed_about_tables_survives_upgrades(revision, server):
    """A table that an older version renamed and retyped is as it was, and what was dropped of it can be restored."""
    address = thaw(server, revision)
    Muniment.upgrade(address)
    with Muniment(address) as ml:
        assert [(row["Count"], row["Remark"]) for row in ml.list_rows("Sample")] == [(7, "-"), (0, "second")]
        ml.restore_column("Sample", "Gone")
        assert [row["Gone"] for row in ml.list_rows("Sample")] == ["was here", None]


def test_a_backup_can_be_restored(old, server):
    """The backup is a file of pg_dump in the current folder; pg_restore makes the old catalog of it again."""
    before = rows_of(old)
    report = Muniment.upgrade(old)
    assert list(Path.cwd().iterdir()) == [report.backup]
    assert f"-domain-{report.before}-20" in report.backup.name
    again = server.create_database()
    subprocess.run(["pg_restore", f"--dbname={again}", report.backup], check=True)
    assert rows_of(again) == before
    assert Muniment.upgrade(again, backup=False).backup is None
    assert revision_of(again) == upgrade.HEAD


def test_a_backup_of_one_catalog_leaves_others_out(old, server):
    """If a database holds several catalogs, the backup has the one that is upgraded, and the others stay."""
    Muniment(old, create=True, domain_schema="Other Lab", store="bytes").close()
    with pytest.raises(ConfigurationError, match="domain, Other Lab|Other Lab, domain"):
        Muniment.upgrade(old)
    report = Muniment.upgrade(old, domain_schema="domain")
    listed = subprocess.run(
        ["pg_restore", "--list", report.backup], check=True, capture_output=True, text=True
    )
    assert "domain_ml" in listed.stdout
    assert "Other Lab" not in listed.stdout


def test_without_pg_dump_there_is_no_upgrade(old, monkeypatch):
    """Where pg_dump is missing the error says how to go on without it, and the catalog keeps its revision."""
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ConfigurationError, match="pg_dump.*--no-backup"):
        Muniment.upgrade(old)
    assert revision_of(old) in OLD
    assert Muniment.upgrade(old, backup=False).after == upgrade.HEAD


def test_a_backup_that_cannot_be_written_stops_the_upgrade(old, tmp_path, monkeypatch):
    """If pg_dump fails, the error has its words and no password, nothing is left of the file, and nothing changes."""
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pg_dump").write_text("#!/bin/sh\necho 'server version: 99; aborting' >&2\nexit 1\n")
    (broken / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", str(broken), prepend=os.pathsep)
    with pytest.raises(StorageNotWritable, match="server version: 99; aborting") as refused:
        Muniment.upgrade(old)
    assert servers.PASSWORD not in str(refused.value)
    assert list(Path.cwd().iterdir()) == []
    assert revision_of(old) in OLD


def test_a_rehearsal_tells_the_sql_and_changes_nothing(old):
    """A dry run gives the statements of the upgrade, and leaves the catalog as it was."""
    before = rows_of(old)
    report = Muniment.upgrade(old, dry_run=True)
    told = "\n".join(report.statements)
    assert 'CREATE TABLE "Muniment_Session"' in told
    assert "UPDATE alembic_version SET version_num='0004'" in told
    assert rows_of(old) == before
    assert list(Path.cwd().iterdir()) == []


def test_processes_that_upgrade_at_once_do_it_once(old, start):
    """Of several processes that upgrade one catalog at the same moment, one does, and the others find it done."""
    code = "import sys; from muniment import Muniment; print(len(Muniment.upgrade(sys.argv[1]).migrations))"
    missing = len(upgrade.missing_migrations(revision_of(old)))
    processes = [start(code, old) for _ in range(3)]
    said = [process.communicate(timeout=100) for process in processes]
    assert sorted(int(out or -1) for out, _ in said) == [0, 0, missing], said


@pytest.mark.parametrize("statements", [1, 2, 3, 5, 6])
def test_an_upgrade_that_is_killed_changes_nothing(old, start, statements):
    """A process that is killed in the middle of the migrations leaves the catalog as it was, to be upgraded again."""
    before = rows_of(old)
    process = start(
        """
import os, signal, sys
import sqlalchemy as sa
from muniment import Muniment
from muniment.catalog.schema import upgrade

def count(connection, cursor, statement, *_):
    global left
    if statement.lstrip().startswith(("CREATE", "UPDATE alembic", "COMMENT", "INSERT")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

left = int(sys.argv[2])
sa.event.listen(sa.engine.Engine, "after_cursor_execute", count)
Muniment.upgrade(sys.argv[1], backup=False)
""",
        old,
        statements,
    )
    _, complaints = process.communicate(timeout=100)
    assert process.returncode == -signal.SIGKILL, complaints
    assert rows_of(old) == before
    Muniment.upgrade(old, backup=False)
    assert revision_of(old) == upgrade.HEAD


def test_a_newer_catalog_is_not_upgraded(server):
    """A catalog of a revision that this version does not know is left alone, and the error says what to install."""
    address = thaw(server, upgrade.HEAD)
    servers.query(address, "UPDATE domain_ml.alembic_version SET version_num = '9999'")
    before = rows_of(address)
    for act in (Muniment, Muniment.upgrade):
        with pytest.raises(
            CatalogVersionMismatch, match="revision 9999.*install that version or a later one"
        ):
            act(address)
    assert rows_of(address) == before


def test_the_command_upgrades(old):
    """`muniment upgrade` prints the path of the backup, and says on stderr what it did, without a password."""
    done = cli("upgrade", old)
    [backup] = Path.cwd().iterdir()
    assert (done.exit_code, done.stdout) == (0, f"{backup}\n")
    assert "went from revision" in done.stderr
    assert servers.PASSWORD not in done.stderr
    assert "nothing to do" in cli("upgrade", old).stderr


def test_alembics_command_line_upgrades(old):
    """Alembic's own command line makes the upgrade, and no backup."""
    command = [sys.executable, "-W", "error", "-m", "alembic", "-c", ROOT / "alembic.ini"]
    done = subprocess.run(
        [*command, "-x", f"url={old}", "upgrade", "head"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert revision_of(old) == upgrade.HEAD
