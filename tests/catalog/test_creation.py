import gc
import os
import sqlite3
from pathlib import Path

import pytest

from muniment import (
    CatalogExists,
    CatalogNotFound,
    CatalogVersionMismatch,
    ColumnDefinition,
    ConfigurationError,
    DefinitionError,
    Muniment,
    MunimentError,
    StorageNotWritable,
    TableDefinition,
)
from muniment.ids import decode
from tests import servers
from tests.stacks import ServerStack

pytestmark = pytest.mark.preloaded

TOGETHER = """
import sys
from muniment import ColumnDefinition, Muniment, TableDefinition
print("ready", flush=True)
sys.stdin.readline()
ml = Muniment(sys.argv[1], create=True)
print(ml.catalog_id)
"""


def begin_together(processes):
    """Let processes that have said that they are ready go on at the same moment; give what each printed."""
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=100) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), ended
    return [said for said, _ in ended]


def test_a_catalog_is_a_folder(tmp_path):
    """A new catalog is a folder with a database and a place for objects, and can be opened again."""
    ml = Muniment(tmp_path / "deep" / "lab", create=True)
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    ml.add_files(__file__)
    ml.close()
    assert {path.name for path in (tmp_path / "deep" / "lab").iterdir()} >= {"catalog.db", "objects"}
    again = Muniment(tmp_path / "deep" / "lab")
    assert again.table("Subject").name == "Subject"
    assert (again.catalog_id, again.path) == (ml.catalog_id, ml.path)
    again.close()


def test_a_catalog_is_known_by_an_identifier(tmp_path):
    """Each new catalog has an identifier of its own, which it keeps when its folder is moved."""
    one, two = (Muniment(tmp_path / name, create=True) for name in ("one", "two"))
    assert one.catalog_id != two.catalog_id
    for ml in (one, two):
        ml.close()
    (tmp_path / "one").rename(tmp_path / "moved")
    moved = Muniment(tmp_path / "moved")
    assert moved.catalog_id == one.catalog_id
    moved.close()


def test_files_are_found_after_the_folder_was_moved(tmp_path):
    """A catalog can be moved with its objects: nothing in it knows where it stands."""
    ml = Muniment(tmp_path / "lab", create=True)
    ml.add_files(__file__)
    ml.close()
    (tmp_path / "lab").rename(tmp_path / "moved")
    moved = Muniment(tmp_path / "moved")
    [asset] = moved.list_assets("File")
    with open(__file__, "rb") as original, asset.open() as kept:
        assert kept.read() == original.read()
    moved.close()


def test_a_folder_may_be_given_in_any_form(tmp_path, monkeypatch):
    """A catalog is opened by a relative path, by one with ~, and by names with spaces and signs of URLs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    for given, folder in (("./a lab?x=1#2%20é", "a lab?x=1#2%20é"), ("~/home lab", "home lab")):
        ml = Muniment(given, create=True)
        assert ml.path == tmp_path / folder
        assert (tmp_path / folder / "catalog.db").is_file()
        ml.close()


@pytest.mark.parametrize("there", ["", "empty", "file.txt"])
def test_no_catalog_is_an_error_that_says_how_to_make_one(tmp_path, there):
    """Where there is no catalog, the error says so, and how to make one; nothing is made."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("text")
    folder = tmp_path / there / "lab" if there == "" else tmp_path / there
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CatalogNotFound, match=r"There is no catalog in .*create=True\) would make one"):
        Muniment(folder)
    assert sorted(tmp_path.rglob("*")) == before


def test_creating_where_a_catalog_stands_opens_it(ml):
    """create=True on a catalog opens it, with all that is in it."""
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    again = Muniment(ml.address, create=True)
    assert (again.catalog_id, again.table("Subject").name) == (ml.catalog_id, "Subject")
    again.close()


def test_the_domain_schema_is_chosen_once(tmp_path):
    """The name of the domain schema is chosen when the catalog is made; asking for another later is an error."""
    Muniment(tmp_path / "lab", create=True, domain_schema="eyes").close()
    for again in (Muniment(tmp_path / "lab"), Muniment(tmp_path / "lab", create=True, domain_schema="eyes")):
        assert (again.domain_schema, again.default_schema, again.ml_schema) == ("eyes", "eyes", "deriva-ml")
        again.close()
    with pytest.raises(CatalogExists, match="'eyes' and not 'ears'"):
        Muniment(tmp_path / "lab", create=True, domain_schema="ears")


@pytest.mark.parametrize("name", ["", "a/b", "1st", "x" * 64])
def test_a_domain_schema_that_cannot_be_is_refused(tmp_path, name):
    """A name that no schema can have is refused, and no catalog is made."""
    with pytest.raises(DefinitionError, match="cannot be the name of a schema"):
        Muniment(tmp_path / "lab", create=True, domain_schema=name)
    with pytest.raises(CatalogNotFound):
        Muniment(tmp_path / "lab")
    Muniment(tmp_path / "lab", create=True).close()


@pytest.mark.parametrize("address", ["mysql://host/lab", "sqlite:///lab.db", "https://example.org/lab"])
def test_what_is_no_folder_is_refused(address):
    """An address is refused with what can be given instead."""
    with pytest.raises(ConfigurationError, match="a catalog is a folder"):
        Muniment(address)


# --- what stands in the way ----------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database_is_refused(tmp_path, content, create):
    """A catalog.db that is no database is an error that says so, and it is left as it is."""
    (tmp_path / "catalog.db").write_bytes(content)
    with pytest.raises(ConfigurationError, match="is no catalog, or is damaged"):
        Muniment(tmp_path, create=create)
    assert (tmp_path / "catalog.db").read_bytes() == content


@pytest.mark.parametrize("create", [False, True])
def test_another_programs_database_is_left_alone(tmp_path, create):
    """A catalog.db that another program made is refused, and gets no tables of ours."""
    connection = sqlite3.connect(tmp_path / "catalog.db")
    connection.execute("CREATE TABLE songs (title)")
    connection.commit()
    with pytest.raises(ConfigurationError):
        Muniment(tmp_path, create=create)
    assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    connection.close()


def test_a_catalog_of_a_newer_version_is_left_alone(ml, sql):
    """A catalog of a revision that this version does not know is refused, and nothing in it is changed."""
    with sql.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for create in (False, True):
        with pytest.raises(CatalogVersionMismatch, match="revision 9999"):
            Muniment(ml.address, create=create)
    with sql.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").all() == [("9999",)]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    """A folder below a file cannot be made, and the error says so."""
    (tmp_path / "file.txt").write_text("text")
    with pytest.raises(StorageNotWritable, match="cannot be made"):
        Muniment(tmp_path / "file.txt" / "lab", create=True)


def test_a_database_that_cannot_be_made_is_refused(tmp_path):
    """A folder in which the database cannot be made is an error of ours."""
    (tmp_path / "lab" / "catalog.db").mkdir(parents=True)
    for create in (False, True):
        with pytest.raises(MunimentError, match=r"catalog\.db"):
            Muniment(tmp_path / "lab", create=create)


LIMITED = """
import resource, signal, sys
from muniment import Muniment, StorageNotWritable
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
{prepare}
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, resource.RLIM_INFINITY))
try:
    {act}
except StorageNotWritable as error:
    print(error)
"""


def test_a_full_disk_stops_the_creation(tmp_path, run):
    """A disk that is full while a catalog is made is an error of ours; with space, the same call makes it."""
    act = "Muniment(sys.argv[1], create=True)"
    said = run(LIMITED.format(prepare="import alembic", limit=20_000, act=act), tmp_path / "lab")
    assert "Free space" in said
    Muniment(tmp_path / "lab", create=True).close()


@pytest.mark.of_folders("a limit of this process is none of a server's")
def test_a_full_disk_stops_a_write(ml, run):
    """A disk that is full while rows are written is an error of ours, and none of the rows is there."""
    ml.create_table(TableDefinition("Note", [ColumnDefinition("Text")]))
    said = run(
        LIMITED.format(
            prepare="ml = Muniment(sys.argv[1])",
            limit=1_000_000,
            act="ml.insert_rows('Note', [{'Text': 'x' * 1000}] * 5000)",
        ),
        ml.address,
    )
    assert "nothing was written" in said
    assert len(ml.list_rows("Note")) == 0
    ml.insert_rows("Note", {"Text": "x"})


def test_catalogs_begin_their_rids_apart(tmp_path, stack):
    """Each new catalog has a beginning of its own for RIDs, so that rows of one can be brought into another."""
    firsts = []
    for number in range(2):
        place, store = tmp_path / str(number), None
        if isinstance(stack, ServerStack):
            place, store = stack.create_database(), f"s3://{servers.BUCKET}/{tmp_path.name}{number}"
        with Muniment(place, create=True, store=store) as ml:
            firsts.append(min(decode(term.rid) for term in ml.list_vocabulary_terms("Asset_Type")))
    assert abs(firsts[0] - firsts[1]) > 900_000


# --- killed while it is made ---------------------------------------------------------------------------

KILLED = """
import os, signal, sys
import sqlalchemy as sa
from muniment import Muniment
left = int(sys.argv[2])

def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(sa.engine.Engine, "after_cursor_execute", count)
Muniment(sys.argv[1], create=True)
print(int(sys.argv[2]) - left)
"""


def test_a_creation_that_was_killed_can_be_repeated(tmp_path, start, run):
    """A process that is killed at any moment of making a catalog leaves nothing that is in the way of making it."""
    statements = int(run(KILLED, tmp_path / "whole", 10**9))
    for number in sorted(
        {1, 2, 3, 4, statements // 3, statements // 2, statements - 3, statements - 1, statements}
    ):
        folder = tmp_path / f"killed{number}"
        process = start(KILLED, folder, number)
        process.communicate(timeout=100)
        assert process.returncode == -9
        ml = Muniment(folder, create=True)
        assert len(ml.list_vocabulary_terms("Asset_Type")) == 15
        ml.close()


# --- several processes ---------------------------------------------------------------------------------


def test_processes_that_create_at_once_get_one_catalog(tmp_path, start):
    """Processes that make a catalog in one folder at the same moment all get the same one."""
    for attempt in range(2):
        processes = [start(TOGETHER, tmp_path / f"lab{attempt}") for _ in range(5)]
        assert len(set(begin_together(processes))) == 1


def test_the_database_is_an_ordinary_one(ml, sql):
    """Anyone can read a catalog with any tool of its database: its tables have the names that users see."""
    ml.create_asset("Image")
    ml.add_files(__file__, asset_table="Image")
    with sql.connect() as connection:
        assert connection.exec_driver_sql('SELECT "Filename" FROM "Image"').all() == [
            (os.path.basename(__file__),)
        ]


@pytest.mark.of_folders("asks SQLite")
def test_the_file_of_a_catalog_is_whole(ml, sql):
    """SQLite finds nothing to complain of in the file of a catalog, and keeps a write-ahead log."""
    ml.create_asset("Image")
    ml.add_files(__file__, asset_table="Image")
    with sql.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert connection.exec_driver_sql("PRAGMA journal_mode").all() == [("wal",)]


def test_a_catalog_shows_itself(ml):
    """A catalog says where it is; a notebook shows its tables."""
    ml.create_asset("Image")
    assert repr(ml) == f"Muniment({ml.address!r})"
    assert servers.PASSWORD not in repr(ml)
    assert "Image" in ml._repr_html_()


@pytest.mark.of_folders("looks for the open files of a folder")
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list open files there")
def test_a_catalog_that_nobody_holds_is_closed(ml):
    """Connections end with the object that opened them, so that a loop over catalogs leaves no open files."""

    def opened():
        links = [os.path.realpath(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd")]
        return sorted(file for file in links if file.startswith(str(ml.path)))

    ml.find_unfinished_executions()
    ml.close()
    assert opened() == []
    for _ in range(3):
        again = Muniment(ml.address)
        again.list_tables(), again.find_unfinished_executions()
    assert len(opened()) > 0
    del again
    gc.collect()
    assert opened() == []
