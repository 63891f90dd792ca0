"""What only a catalog on PostgreSQL has: addresses, schemas, rights, and connections that are lost."""

import itertools
import socket
import threading
import time
import uuid
from contextlib import suppress

import pytest
import sqlalchemy as sa

from muniment import (
    CatalogNotFound,
    CatalogUnavailable,
    ColumnDefinition,
    ConfigurationError,
    DefinitionError,
    InvalidValue,
    KeyDefinition,
    Muniment,
    OutcomeUnknown,
    TableDefinition,
    TableExists,
)
from muniment.catalog import postgresql, rows
from tests import servers
from tests.conftest import ROOT
from tests.stacks import ServerStack

pytestmark = pytest.mark.preloaded


@pytest.fixture
def stack(tmp_path, templates, monkeypatch):
    """PostgreSQL and S3."""
    stack = ServerStack(tmp_path, templates)
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    yield stack
    stack.remove()


@pytest.fixture
def empty(stack):
    """The address of a database without a catalog."""
    return stack.create_database()


@pytest.fixture
def subjects(ml):
    """A catalog with a table whose rows have names of their own."""
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")], [KeyDefinition("Name")]))
    return ml


def names(ml):
    return [row["Name"] for row in ml.list_rows("Subject")]


def store_of(tmp_path):
    return str(tmp_path / "objects")


# --- addresses -----------------------------------------------------------------------------------------


def test_a_wrong_password_is_told_without_it(lab):
    """A password that the server refuses is an error that names the user and what to mend, and no password."""
    wrong = lab.replace(servers.PASSWORD, "sesame-opens-nothing")
    with pytest.raises(ConfigurationError, match="refuses the user 'muniment'") as error:
        Muniment(wrong)
    assert "sesame" not in str(error.value)
    assert "PGPASSWORD" in str(error.value)


def test_a_database_that_is_not_there_is_told(lab):
    """A database that the server does not have is an error that says so."""
    with pytest.raises(ConfigurationError, match='database "nowhere" does not exist'):
        Muniment(f"{lab.rpartition('/')[0]}/nowhere")


def test_a_server_that_is_not_there_is_told():
    """A server that nobody can reach is an error that names it, and shows no password."""
    [port] = servers.free_ports(1)
    with pytest.raises(CatalogUnavailable, match=f"127.0.0.1:{port}/db cannot be reached") as error:
        Muniment(f"postgresql://ada:sesame@127.0.0.1:{port}/db")
    assert "sesame" not in str(error.value)


def test_a_database_of_another_encoding_is_refused(stack, tmp_path):
    """A database that could not keep every text is refused, with what makes one that can."""
    address = stack.create_database()
    url, _, name = address.rpartition("/")
    servers.query(f"{url}/postgres", f'DROP DATABASE "{name}"')
    servers.query(
        f"{url}/postgres",
        f"CREATE DATABASE \"{name}\" ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
    )
    with pytest.raises(ConfigurationError, match="SQL_ASCII, and a catalog needs UTF8"):
        Muniment(address, create=True, store=store_of(tmp_path))


def test_the_environment_names_the_catalog(lab, monkeypatch):
    """Without an address, DATABASE_URL says which catalog is opened."""
    monkeypatch.setenv("DATABASE_URL", lab)
    with Muniment() as ml:
        assert ml.address == lab.replace(f":{servers.PASSWORD}", "")


# --- schemas -------------------------------------------------------------------------------------------


def test_a_new_catalog_needs_a_store(empty):
    """A catalog in a database has no folder of its own, so its store must be named; nothing is made without."""
    with pytest.raises(ConfigurationError, match="needs a place for its bytes"):
        Muniment(empty, create=True)
    assert servers.query(empty, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'domain%%'") == []


def test_a_database_without_a_catalog_is_told(empty):
    """A database in which no catalog was made is told, with the call that makes one."""
    with pytest.raises(CatalogNotFound, match="create=True"):
        Muniment(empty)


def test_core_and_domain_are_two_schemas(subjects, lab):
    """The tables of users are in the schema of their domain, those that every catalog has in another."""
    found = sorted(
        servers.query(lab, "SELECT schemaname, tablename FROM pg_tables WHERE schemaname LIKE 'domain%%'")
    )
    assert ("domain", "Subject") in found
    assert ("domain_ml", "Execution") in found
    assert [name for schema, name in found if schema == "domain"] == ["Subject", "Subject__history"]


def test_several_catalogs_share_a_database(lab, tmp_path):
    """Catalogs of other domain schemas live in the same database and know nothing of each other."""
    first = Muniment(lab)
    second = Muniment(lab, create=True, domain_schema="Zoo", store=store_of(tmp_path))
    for ml in (first, second):
        ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
        ml.insert_rows("Subject", {"Name": ml.domain_schema})
    assert (names(first), names(second)) == (["domain"], ["Zoo"])
    assert first.catalog_id != second.catalog_id
    with pytest.raises(ConfigurationError, match="several catalogs, of the domain schemas Zoo, domain"):
        Muniment(lab)
    with pytest.raises(CatalogNotFound, match=r"'Farm'.*There are those of Zoo, domain"):
        Muniment(lab, domain_schema="Farm")
    with Muniment(lab, domain_schema="Zoo") as again:
        assert again.catalog_id == second.catalog_id
    first.close(), second.close()


def test_tables_of_others_are_left_alone(empty, tmp_path):
    """Schemas of other programs in the database stay as they are; one with tables is not taken for a catalog."""
    servers.query(empty, 'CREATE SCHEMA lab_ml; CREATE TABLE lab_ml."Songs" (title text)')
    with pytest.raises(ConfigurationError, match="another program, with the table 'Songs'"):
        Muniment(empty, create=True, domain_schema="lab", store=store_of(tmp_path))
    Muniment(empty, create=True, store=store_of(tmp_path)).close()
    assert servers.query(empty, "SELECT tablename FROM pg_tables WHERE schemaname = 'lab_ml'") == [("Songs",)]


def test_processes_that_make_one_catalog_make_one(empty, start, tmp_path):
    """Of processes that make a catalog at once, one makes it and the others open it."""
    code = """
import sys
from muniment import Muniment
print("ready", flush=True)
sys.stdin.readline()
print(Muniment(sys.argv[1], create=True, store=sys.argv[2]).catalog_id)
"""
    processes = [start(code, empty, store_of(tmp_path)) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    ended = [process.communicate("\n", timeout=100) for process in processes]
    assert len({said for said, _ in ended}) == 1, ended
    assert [process.returncode for process in processes] == [0, 0, 0], ended


# --- rights --------------------------------------------------------------------------------------------


@pytest.fixture
def reader(stack, lab):
    """The address of the catalog for a user who may only read."""
    name = f"reader_{lab[-8:]}"
    servers.query(lab, f"CREATE ROLE {name} LOGIN PASSWORD 'only-reads'")
    for schema in ("domain", "domain_ml"):
        servers.query(lab, f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        servers.query(lab, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}")
    yield lab.replace(f"muniment:{servers.PASSWORD}", f"{name}:only-reads")
    for statement in (f"DROP OWNED BY {name}", f"DROP ROLE {name}"):
        servers.query(lab, statement)


def test_a_user_who_may_only_read_can_read(subjects, lab, reader):
    """A user with the right to read sees the catalog; what needs more is an error that names user and right."""
    subjects.insert_rows("Subject", {"Name": "Ada"})
    name = sa.make_url(reader).username
    servers.query(lab, f'GRANT SELECT ON domain."Subject" TO {name}')
    with Muniment(reader) as ml:
        assert names(ml) == ["Ada"]
        with pytest.raises(ConfigurationError, match="'reader_.*' lacks a right"):
            ml.insert_rows("Subject", {"Name": "Bob"})
        with pytest.raises(ConfigurationError, match="lacks a right"):
            ml.create_vocabulary("Stain")
        assert names(ml) == ["Ada"]


# --- connections that are lost -------------------------------------------------------------------------


def end_connections(lab, application="muniment"):
    """End all connections of the catalog, as a server does that is restarted."""
    return servers.query(
        lab,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = %s AND datname = current_database()",
        application,
    )


def test_a_connection_that_was_lost_in_between_is_made_anew(subjects, lab):
    """A catalog goes on after the server has ended its connections while nobody used them."""
    subjects.insert_rows("Subject", {"Name": "Ada"})
    assert len(end_connections(lab)) > 0
    subjects.insert_rows("Subject", {"Name": "Bob"})
    assert len(end_connections(lab)) > 0
    assert names(subjects) == ["Ada", "Bob"]


def test_a_transaction_that_lost_its_connection_is_repeated(subjects, lab):
    """A transaction whose connection is ended in the middle is run again, and its rows are there once."""
    attempts = itertools.count(1)

    def write(tx):
        tx.connection.exec_driver_sql(
            'INSERT INTO "Subject" ("RID", "RCT", "RMT", "Name") VALUES (\'1-ZZZZ\', now(), now(), \'Ada\')'
        )
        if next(attempts) == 1:
            end_connections(lab)
        return tx.number

    subjects._catalog.transact(write)
    assert next(attempts) == 3
    assert names(subjects) == ["Ada"]


def test_rows_whose_connection_was_lost_are_inserted_again(subjects, lab):
    """Rows that are streamed into a connection that has ended are inserted by another, once."""
    attempts = itertools.count(1)
    assert subjects.table("Subject").name == "Subject"

    def write(tx):
        if next(attempts) == 1:
            end_connections(lab)
        return rows.insert(tx, subjects._catalog.model, "Subject", [{"Name": f"{n}"} for n in range(3)])

    assert len(subjects._catalog.transact(write)) == 3
    assert next(attempts) == 3
    assert names(subjects) == ["0", "1", "2"]


def test_a_transaction_that_loses_every_connection_is_told(subjects, lab, monkeypatch):
    """If the connection is lost each time, that is told, and nothing was written."""
    monkeypatch.setattr("muniment.catalog.database._WAITS", (0.01, 0.01))
    attempts = itertools.count(1)

    def write(tx):
        next(attempts)
        end_connections(lab)
        tx.connection.exec_driver_sql("SELECT 1")

    with pytest.raises(CatalogUnavailable, match="Nothing was written"):
        subjects._catalog.transact(write)
    assert next(attempts) == 4
    assert names(subjects) == []


class Proxy:
    """A way to the server that can be cut at a COMMIT: before it arrives, or before its answer does."""

    def __init__(self, port):
        self.port, self.cut, self.cuts, self.is_open = port, None, 0, True
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                if not self.is_open:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self.port))
                threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _carry(self, source, target, is_client):
        with suppress(OSError):
            while data := source.recv(65536):
                if is_client and self.cut and b"COMMIT\x00" in data:
                    self._end(source, target, data)
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _end(self, client, server, data):
        moment, self.cut = self.cut, None
        self.cuts += 1
        client.shutdown(socket.SHUT_RDWR)
        if moment == "after":
            server.sendall(data)
        server.shutdown(socket.SHUT_WR)  # it answers nobody, and ends


@pytest.fixture
def proxy(lab):
    """A way to the server that can be cut."""
    proxy = Proxy(sa.make_url(lab).port)
    yield proxy
    proxy.listener.close()


@pytest.fixture
def far(proxy, subjects, lab):
    """The catalog, opened through the proxy."""
    [port] = {sa.make_url(lab).port}
    ml = Muniment(lab.replace(f":{port}/", f":{proxy.listener.getsockname()[1]}/"))
    yield ml
    ml.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_connection_that_is_lost_at_the_end_is_asked_for(far, proxy, moment):
    """If the connection is lost at COMMIT, the server is asked what became of it: rows are there once, whatever it was."""
    far.insert_rows("Subject", {"Name": "Ada"})
    proxy.cut = moment
    far.insert_rows("Subject", {"Name": "Bob"})
    assert proxy.cuts == 1
    assert names(far) == ["Ada", "Bob"]


def test_an_outcome_that_cannot_be_found_out_is_told(far, proxy, subjects, monkeypatch):
    """If the server cannot be reached after a connection was lost at COMMIT, nothing is repeated, and that is told."""
    monkeypatch.setattr(postgresql, "_PATIENCE", 0.5)
    far.insert_rows("Subject", {"Name": "Ada"})
    proxy.cut, proxy.is_open = "after", False
    with pytest.raises(OutcomeUnknown, match="cannot be found out"):
        far.insert_rows("Subject", {"Name": "Bob"})
    assert names(subjects) == ["Ada", "Bob"]


def test_transactions_that_wait_for_each_other_both_end(subjects):
    """Of two transactions that wait for each other the server ends one, which is run again."""
    barrier = threading.Barrier(2)
    subjects.insert_rows("Subject", [{"Name": "a"}, {"Name": "b"}])
    runs = itertools.count()

    def change(first, second):
        def write(tx):
            next(runs)
            update = 'UPDATE "Subject" SET "RMB" = \'x\' WHERE "Name" = \'{}\''
            tx.connection.exec_driver_sql(update.format(first))
            with suppress(threading.BrokenBarrierError):
                barrier.wait(timeout=5)
            tx.connection.exec_driver_sql(update.format(second))

        subjects._catalog.transact(write)

    threads = [threading.Thread(target=change, args=pair) for pair in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    barrier_broken = threading.Timer(6, barrier.abort)
    barrier_broken.start()
    for thread in threads:
        thread.join()
    barrier_broken.cancel()
    assert next(runs) >= 3


# --- killed --------------------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
import sqlalchemy as sa
from muniment import Muniment
ml = Muniment(sys.argv[1])
left = int(sys.argv[2])

def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(sa.engine.Engine, "after_cursor_execute", count)
sa.event.listen(sa.engine.Engine, "commit", count)
ml.create_asset("Image", referenced_tables=["Subject"])
print(int(sys.argv[2]) - left)
"""


def test_a_definition_that_is_killed_leaves_all_of_it_or_nothing(subjects, lab, start, run):
    """A process that is killed while it makes an asset table leaves nothing of it, and it can be made then."""
    for number in (3, 8, 12):
        process = start(KILLED, lab, number)
        process.communicate(timeout=100)
        assert process.returncode == -9
        assert [table.name for table in subjects.list_asset_tables()] == [
            "Execution_Asset",
            "Execution_Metadata",
            "File",
        ]
        assert "Image" not in [term.name for term in subjects.list_vocabulary_terms("Asset_Type")]
    assert int(run(KILLED, lab, 10**9)) > 12
    assert subjects.table("Image_Execution").name == "Image_Execution"
    with pytest.raises(TableExists):
        subjects.create_asset("Image")


def test_what_is_closed_leaves_no_connection(subjects, lab):
    """A catalog that is closed has no connection to the server any more."""
    subjects.list_tables()
    subjects.close()
    query = (
        "SELECT pid FROM pg_stat_activity "
        "WHERE application_name = 'muniment' AND datname = current_database()"
    )
    for _ in range(50):  # a server process ends a moment after its client has gone
        if not (left := servers.query(lab, query)):
            break
        time.sleep(0.1)
    assert left == []


def test_a_server_that_is_too_old_is_told(lab, monkeypatch):
    """A server of a version before those that have what a catalog needs is an error with both versions."""
    monkeypatch.setattr(postgresql, "_OLDEST", 990000)
    with pytest.raises(ConfigurationError, match=r"is PostgreSQL 1\d, and Muniment needs 99 or later"):
        Muniment(lab)


def test_other_programs_may_share_the_database(empty, tmp_path):
    """Tables of other programs are left alone; only where they stand in a catalog's own schemas it is refused."""
    servers.query(empty, "CREATE TABLE songs (title text)")
    with Muniment(empty, create=True, store=store_of(tmp_path)) as ml:
        assert ml.doctor().ok
    servers.query(empty, "CREATE SCHEMA zoo")
    servers.query(empty, "CREATE TABLE zoo.animals (name text)")
    with pytest.raises(ConfigurationError, match="'animals'"):
        Muniment(empty, create=True, domain_schema="zoo", store=store_of(tmp_path))
    assert servers.query(empty, "SELECT count(*) FROM pg_namespace WHERE nspname = 'zoo_ml'") == [(0,)]


# --- what others may do --------------------------------------------------------------------------------


def test_a_table_of_another_program_does_not_stand_in_for_a_core_table(lab, ml, tmp_path):
    """A table in the domain schema that is called like a core table hides nothing of it."""
    (tmp_path / "a.txt").write_text("a")
    ml.add_files(tmp_path / "a.txt")
    servers.query(lab, 'CREATE TABLE domain."File" (LIKE domain_ml."File" INCLUDING ALL)')
    with Muniment(lab) as other:
        assert [asset.filename for asset in other.list_assets("File")] == ["a.txt"]
        other.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    assert servers.query(lab, "SELECT schemaname FROM pg_tables WHERE tablename = 'Subject'") == [("domain",)]


def test_a_schema_that_would_be_anothers_core_is_refused(empty, tmp_path):
    """A domain schema that ends as schemas of core tables do is refused, before anything is made."""
    with pytest.raises(DefinitionError, match="'lab_ml' ends as the schemas of core tables do"):
        Muniment(empty, create=True, domain_schema="lab_ml", store=store_of(tmp_path))
    with pytest.raises(DefinitionError):
        Muniment(empty, create=True, domain_schema="", store=store_of(tmp_path))


def test_numbers_of_a_row_only_rise(lab, subjects):
    """A transaction that waited for another to change a row takes a number above that of the other."""
    [rid] = subjects.insert_rows("Subject", {"Name": "a"})
    catalog = subjects._catalog
    with Muniment(lab) as other, catalog.write() as first:
        other.update_rows("Subject", {"RID": rid, "Name": "second"})
        rows.update(first, catalog.model, "Subject", [{"RID": rid, "Name": "first"}])
        [(second,)] = servers.query(lab, 'SELECT "RVS" FROM domain."Subject"')
    [(number,)] = servers.query(lab, 'SELECT "RVS" FROM domain."Subject"')
    assert number > second
    assert names(subjects) == ["first"]


def test_a_reader_with_the_rights_of_the_manual_reads(lab, subjects, tmp_path):
    """Whoever has the rights that the manual names for readers can list, download bags and copy."""
    subjects.add_dataset_element_type("Subject")
    dataset = subjects.create_dataset()
    dataset.add_dataset_members(subjects.insert_rows("Subject", {"Name": "a"}))
    dataset.release("minor", "First")
    name = f"reader_{uuid.uuid4().hex}"
    page = (ROOT / "docs" / "how-to" / "team.md").read_text()
    grants = page.partition("```sql\n")[2].partition("```")[0].replace("reader", name)
    servers.query(lab, f"CREATE ROLE {name} LOGIN PASSWORD '{servers.PASSWORD}'")
    try:
        servers.query(lab, grants)
        with Muniment(lab.replace("muniment:", f"{name}:"), working_dir=tmp_path / "work") as reader:
            assert names(reader) == ["a"]
            bag = reader.lookup_dataset(dataset.dataset_rid).download_dataset_bag()
            assert len(bag.list_dataset_members()["Subject"]) == 1
            reader.copy(tmp_path / "copy")
            with pytest.raises(ConfigurationError, match="lacks a right"):
                reader.insert_rows("Subject", {"Name": "b"})
    finally:
        servers.query(lab, f"DROP OWNED BY {name}")
        servers.query(lab, f"DROP ROLE {name}")


def test_an_address_that_lacks_slashes_is_told_without_its_password():
    """An address that would be taken for a folder is refused, and its password is not shown."""
    with pytest.raises(ConfigurationError, match="begins with postgresql://") as error:
        Muniment("postgresql:/ada:sesame@db/lab", create=True)
    assert "sesame" not in str(error.value)


def test_a_text_that_the_database_cannot_keep_is_told(ml):
    """A text with a NUL is an error about the value, and not about the server."""
    with pytest.raises(InvalidValue, match="NUL"):
        ml.create_workflow("a\0b", "Training")
