"""The past of rows is kept by the database itself, whoever writes and however."""

import re
import sqlite3
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ConstraintViolation,
    DefinitionError,
    ForeignKeyDefinition,
    KeyDefinition,
    Muniment,
    RIDNotFound,
    TableDefinition,
    TransactionInterrupted,
)
from muniment.catalog import postgresql
from muniment.catalog.schema import history
from tests import servers
from tests.stacks import open_engine

pytestmark = pytest.mark.preloaded


def fill(ml):
    ml.create_table(
        TableDefinition(
            "Subject",
            [ColumnDefinition("Name"), ColumnDefinition("Age", BuiltinTypes.int4)],
            [KeyDefinition("Name")],
        )
    )
    ml.create_table(
        TableDefinition(
            "Visit",
            [ColumnDefinition("Subject"), ColumnDefinition("Whom"), ColumnDefinition("Note")],
            fkey_defs=[
                ForeignKeyDefinition("Subject", "Subject", on_delete="CASCADE"),
                ForeignKeyDefinition("Whom", "Subject", "Name", on_delete="SET NULL", on_update="CASCADE"),
            ],
        )
    )


@pytest.fixture
def lab(stack):
    """The address of a catalog with subjects with a key, and visits that refer to them in different ways."""
    return stack.filled(fill)


@pytest.fixture
def rids(ml):
    """Two subjects: Ada, 36, and Bob, 7."""
    return ml.insert_rows("Subject", [{"Name": "Ada", "Age": 36}, {"Name": "Bob", "Age": 7}])


def run(sql, *statements, **parameters):
    """Let somebody write with another tool, in one transaction."""
    with sql.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement), parameters)


def past(sql, table, *columns):
    """Give what a history holds, the oldest first."""
    wanted = ", ".join(f'"{column}"' for column in columns)
    with sql.connect() as connection:
        query = f'SELECT {wanted} FROM "{table}__history" ORDER BY "Muniment_Until", "RID"'
        return [tuple(row) for row in connection.execute(sa.text(query))]


def told(ml, rid):
    return [(event.action, event.actor, event.changed) for event in ml.history(rid)]


def raw(ml):
    return "db:muniment" if ml.path is None else "raw SQL"


# What other tools write


def test_an_update_by_another_tool_is_recorded(ml, sql, rids):
    """What other tools update is kept with who did it, and the row says by whom and when it was modified."""
    before = ml.lookup_row("Subject", rids[0])
    run(sql, """UPDATE "Subject" SET "Age" = 37 WHERE "Name" = 'Ada'""")
    assert past(sql, "Subject", "Name", "Age") == [("Ada", 36)]
    assert told(ml, rids[0])[1:] == [("updated", raw(ml), ("Age",))]
    after = ml.lookup_row("Subject", rids[0])
    assert (after["RMB"], after["RCB"], after["RCT"]) == (raw(ml), "ada", before["RCT"])
    assert after["RMT"] > before["RMT"]
    assert after["RVS"] > before["RVS"]


@pytest.mark.parametrize("condition", ["", """ WHERE "Age" = 7"""])
def test_deletions_by_another_tool_are_recorded(ml, sql, rids, condition):
    """What other tools delete is kept, also if they delete all there is."""
    run(sql, f'DELETE FROM "Subject"{condition}')
    gone = [("Ada", 36), ("Bob", 7)][1 if condition else 0 :]
    assert sorted(past(sql, "Subject", "Name", "Age")) == gone
    assert told(ml, rids[1])[-1] == ("deleted", raw(ml), ())


def test_an_insertion_by_another_tool_is_numbered(ml, sql, rids):
    """A row that another tool inserts gets its number from the catalog, whatever it says."""
    columns = '"RID", "RCT", "RMT", "Name"'
    values = """"RCT", "RMT", 'New' FROM "Subject" WHERE "Name" = 'Ada'"""
    mark = ml.mark("before")
    run(sql, f"""INSERT INTO "Subject" ({columns}) SELECT 'X-0001', {values}""")
    found = ml.lookup_row("Subject", "X-0001")
    assert found["RVS"] > mark.number
    assert [row["Name"] for row in ml.snapshot(mark).list_rows("Subject")] == ["Ada", "Bob"]


def test_numbers_cannot_be_forged(ml, sql, rids):
    """A row that is inserted with an old number is as new as it is, and the number of one that is there stays."""
    mark = ml.mark("before")
    run(
        sql,
        """INSERT INTO "Subject" ("RID", "RCT", "RMT", "RVS", "Name") """
        """SELECT 'X-0001', "RCT", "RMT", 1, 'Forged' FROM "Subject" WHERE "Name" = 'Ada'""",
    )
    assert len(ml.snapshot(mark).list_rows("Subject")) == 2
    try:
        run(sql, """UPDATE "Subject" SET "RVS" = 1 WHERE "RID" = 'X-0001'""")
    except sa.exc.IntegrityError as refused:
        assert "are set by the catalog" in str(refused)  # noqa: PT017 (SQLite refuses, PostgreSQL mends)
    assert len(ml.snapshot(mark).list_rows("Subject")) == 2


def test_a_row_keeps_its_rid(ml, sql, rids):
    """Nobody gives a row another RID."""
    with pytest.raises(sa.exc.DBAPIError, match="RID"):
        run(sql, """UPDATE "Subject" SET "RID" = 'X-0001' WHERE "Name" = 'Ada'""")


def test_an_upsert_is_recorded(ml, sql, rids):
    """What an INSERT updates because the key is there already is recorded."""
    statement = (
        'INSERT INTO "Subject" ("RID", "RCT", "RMT", "Name", "Age") '
        """SELECT 'X-0001', "RCT", "RMT", 'Ada', 40 FROM "Subject" WHERE "Name" = 'Bob' """
        'ON CONFLICT ("Name") DO UPDATE SET "Age" = excluded."Age"'
    )
    prepare = [] if ml.path is None else ["PRAGMA recursive_triggers=ON"]
    run(sql, *prepare, statement)
    assert past(sql, "Subject", "Name", "Age") == [("Ada", 36)]
    assert ml.lookup_row("Subject", rids[0])["Age"] == 40


def test_what_goes_along_is_recorded(ml, sql, rids):
    """Rows that are deleted or changed because those they refer to are, leave their past too."""
    ml.insert_rows(
        "Visit", [{"Subject": rids[0], "Note": "a"}, {"Subject": rids[1], "Whom": "Ada", "Note": "b"}]
    )
    run(sql, """UPDATE "Subject" SET "Name" = 'Eve' WHERE "Name" = 'Ada'""")
    assert past(sql, "Visit", "Note", "Whom") == [("b", "Ada")]
    run(sql, """DELETE FROM "Subject" WHERE "Name" = 'Eve'""")
    assert sorted(past(sql, "Visit", "Note", "Whom"), key=str) == [("a", None), ("b", "Ada"), ("b", "Eve")]
    assert [(v["Note"], v["Whom"]) for v in ml.list_rows("Visit")] == [("b", None)]


def test_one_transaction_leaves_one_version(ml, sql, rids):
    """Of a row that is changed twice in a transaction, what was there before it is kept, and no step in between."""
    ml.pathBuilder()  # opens what it needs
    with ml._catalog.write() as tx:
        table = ml._catalog.model.table("Subject")
        for age in (50, 51):
            tx.connection.execute(sa.update(table).where(table.c.Name == "Ada").values(Age=age))
        tx.connection.execute(sa.delete(table).where(table.c.Name == "Bob"))
    assert sorted(past(sql, "Subject", "Name", "Age")) == [("Ada", 36), ("Bob", 7)]
    assert len(ml.history(rids[0])) == 2


def test_what_is_inserted_and_deleted_in_one_transaction_was_never_there(ml, sql):
    """A row that comes and goes in one transaction has no past."""
    with ml._catalog.write() as tx:
        from muniment.catalog import rows

        [rid] = rows.insert(tx, ml._catalog.model, "Subject", [{"Name": "Cy"}])
        rows.update(tx, ml._catalog.model, "Subject", [{"RID": rid, "Age": 1}])
        rows.delete(tx, ml._catalog.model, "Subject", [rid])
    assert past(sql, "Subject", "Name") == []


def test_what_is_rolled_back_leaves_no_past(ml, sql, rids):
    """What is taken back, with its transaction or a part of it, is not recorded."""
    with sql.connect() as connection:
        connection.execute(sa.text("""UPDATE "Subject" SET "Age" = 1"""))
        connection.rollback()
        with connection.begin():
            connection.execute(sa.text("SAVEPOINT s"))
            connection.execute(sa.text("""DELETE FROM "Subject" WHERE "Name" = 'Ada'"""))
            connection.execute(sa.text("ROLLBACK TO SAVEPOINT s"))
            connection.execute(sa.text("""DELETE FROM "Subject" WHERE "Name" = 'Bob'"""))
    assert past(sql, "Subject", "Name") == [("Bob",)]
    assert [row["Name"] for row in ml.list_rows("Subject")] == ["Ada"]


def test_every_value_is_kept_as_it_was(ml, sql):
    """The past has values of all types exactly as they were."""
    values = {
        "A": (BuiltinTypes.float8, 0.1 + 0.2),
        "B": (BuiltinTypes.int8, 2**53 + 1),
        "C": (BuiltinTypes.jsonb, {"b": [1.0000000000000002, None], "a": "é"}),
        "D": (BuiltinTypes.text_array, ["", "a b", 'say "hi"']),
        "E": (BuiltinTypes.boolean, False),
        "F": (BuiltinTypes.timestamptz, "2026-01-02T03:04:05.000006+00:00"),
        "G": (BuiltinTypes.date, "1999-12-31"),
        "H": (BuiltinTypes.text, "line\nbreak\u2028 50%"),
        "I": (BuiltinTypes.int4, None),
    }
    ml.create_table(
        TableDefinition("Any", [ColumnDefinition(name, kind) for name, (kind, _) in values.items()])
    )
    [rid] = ml.insert_rows("Any", [{name: value for name, (_, value) in values.items()}])
    before = ml.lookup_row("Any", rid)
    mark = ml.mark("before")
    ml.update_rows("Any", {"RID": rid, **dict.fromkeys("ABCDEFGH"), "I": 1})
    assert ml.snapshot(mark).lookup_row("Any", rid) == before
    ml.delete_rows("Any", [rid])
    assert ml.snapshot(mark).lookup_row("Any", rid) == before


# SQLite


REPLACING = {
    "by RID": """INSERT OR REPLACE INTO "Subject" ("RID", "RCT", "RMT", "Name", "Age")
        SELECT "RID", "RCT", "RMT", 'Eve', 1 FROM "Subject" WHERE "Name" = 'Ada'""",
    "by a key": """INSERT OR REPLACE INTO "Subject" ("RID", "RCT", "RMT", "Name", "Age")
        SELECT 'X-0001', "RCT", "RMT", 'Ada', 1 FROM "Subject" WHERE "Name" = 'Ada'""",
    "REPLACE INTO": """REPLACE INTO "Subject" ("RID", "RCT", "RMT", "Name", "Age")
        SELECT 'X-0001', "RCT", "RMT", 'Ada', 1 FROM "Subject" WHERE "Name" = 'Ada'""",
    "by an update": """UPDATE OR REPLACE "Subject" SET "Name" = 'Ada' WHERE "Name" = 'Bob'""",
}


@pytest.mark.of_folders("only SQLite can replace rows")
@pytest.mark.parametrize("how", REPLACING)
def test_nothing_is_replaced_without_a_trace(ml, sql, rids, how):
    """SQLite does not tell triggers what REPLACE deletes, so it is refused, and done if they may be told."""
    with pytest.raises(sa.exc.IntegrityError, match="PRAGMA recursive_triggers=ON"):
        run(sql, REPLACING[how])
    assert past(sql, "Subject", "Name") == []
    run(sql, "PRAGMA recursive_triggers=ON", REPLACING[how])
    kept = past(sql, "Subject", "Name", "Age")
    assert ("Ada", 36) in kept
    assert ("Bob", 7) in kept or how != "by an update"


@pytest.mark.of_folders("only SQLite can replace rows")
def test_every_key_is_guarded(ml, sql, rids):
    """Rows that would be replaced by a key of several columns, or an index that another tool made, are guarded."""
    run(
        sql,
        'CREATE UNIQUE INDEX mine ON "Subject" ("Age", "Name")',
        'CREATE UNIQUE INDEX age ON "Subject" ("Age")',
    )
    ml.add_column("Subject", ColumnDefinition("Note"))
    with pytest.raises(sa.exc.IntegrityError, match="recursive_triggers"):
        run(
            sql,
            """INSERT OR REPLACE INTO "Subject" ("RID", "RCT", "RMT", "Age") """
            """SELECT 'X-0001', "RCT", "RMT", 36 FROM "Subject" WHERE "Name" = 'Ada'""",
        )


@pytest.mark.of_folders("of SQLite's own dump")
def test_a_dump_of_sqlite_goes_on_keeping(ml, sql, rids, tmp_path):
    """A catalog that was dumped as SQL and read again has its past, and goes on keeping it."""
    ml.update_rows("Subject", {"RID": rids[0], "Age": 37})
    ml.close()
    restored = tmp_path / "restored"
    restored.mkdir()
    (restored / "objects").mkdir()
    source, target = (sqlite3.connect(f / "catalog.db") for f in (ml.path, restored))
    target.executescript("\n".join(source.iterdump()))
    source.close()
    target.close()
    with Muniment(restored, actor="bob") as again:
        again.update_rows("Subject", {"RID": rids[0], "Age": 38})
        assert [e.values["Age"] for e in again.history(rids[0])] == [36, 37, 38]
        assert [e.actor for e in again.history(rids[0])] == ["ada", "ada", "bob"]
        assert again.doctor().ok


@pytest.mark.of_folders("only SQLite goes on with the next row")
@pytest.mark.parametrize("way", ["IGNORE", "FAIL"])
def test_a_row_that_was_left_out_has_no_past(ml, sql, rids, way):
    """An update that leaves rows out, or ends at one, records those that it has changed and no other."""
    with suppress(sa.exc.IntegrityError), sql.connect() as connection:
        connection.exec_driver_sql(f"""UPDATE OR {way} "Subject" SET "Name" = 'Bob' WHERE "Name" = 'Ada'""")
        connection.commit()
    assert past(sql, "Subject", "Name") == []
    ml.update_rows("Subject", {"RID": rids[0], "Age": 37})
    assert past(sql, "Subject", "Name", "Age") == [("Ada", 36)]


# PostgreSQL


@pytest.mark.of_servers("settings of a session")
def test_a_number_cannot_be_given_by_a_setting(ml, sql, rids):
    """Who sets the setting that has the number of a transaction to an old one leaves a past all the same."""
    mark = ml.mark("before")
    with sql.begin() as connection:
        body = connection.execute(
            sa.text("SELECT pg_get_functiondef('domain_ml.muniment_stamp'::regproc)")
        ).scalar_one()
        setting = re.search(r"muniment\.stamp_\w+", body)[0]
        forge = f"SELECT set_config('{setting}', pg_current_xact_id()::text || '|1', true)"
        connection.execute(sa.text(forge))
        connection.execute(sa.text('UPDATE "Subject" SET "Age" = 99'))
        connection.execute(sa.text(forge))
        connection.execute(sa.text("""DELETE FROM "Subject" WHERE "Name" = 'Bob'"""))
    assert [(r["Name"], r["Age"]) for r in ml.snapshot(mark).list_rows("Subject")] == [
        ("Ada", 36),
        ("Bob", 7),
    ]
    assert [event.action for event in ml.history(rids[1])] == ["inserted", "updated", "deleted"]


@pytest.mark.of_servers("of PostgreSQL's own dump")
def test_a_dump_of_postgresql_goes_on_keeping(ml, stack, lab, sql, rids, tmp_path):
    """A catalog that was dumped and restored in another database has its past, and goes on keeping it."""
    ml.update_rows("Subject", {"RID": rids[0], "Age": 37})
    programs = Path(servers.shared("postgresql", servers.start_postgresql)["programs"])
    dump, again = tmp_path / "catalog.dump", stack.create_database()
    subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", lab], check=True)
    subprocess.run([programs / "pg_restore", f"--dbname={again}", dump], check=True)
    with Muniment(again, actor="bob") as restored:
        restored.update_rows("Subject", {"RID": rids[0], "Age": 38})
        run(open_engine(again), 'UPDATE "Subject" SET "Age" = 39')
        assert [e.values["Age"] for e in restored.history(rids[0])] == [36, 37, 38, 39]
        assert [e.actor for e in restored.history(rids[0])] == ["ada", "ada", "bob", raw(restored)]
        assert restored.doctor().ok
    assert [e.values["Age"] for e in ml.history(rids[0])] == [36, 37]


@pytest.mark.of_servers("SQLite has no TRUNCATE")
def test_truncating_is_recorded(ml, sql, rids):
    """TRUNCATE keeps what was there, of tables too that go along."""
    ml.insert_rows("Visit", [{"Subject": rids[0], "Note": "a"}])
    run(sql, 'TRUNCATE "Subject" CASCADE')
    assert sorted(past(sql, "Subject", "Name")) == [("Ada",), ("Bob",)]
    assert past(sql, "Visit", "Note") == [("a",)]
    assert told(ml, rids[0])[-1] == ("deleted", raw(ml), ())


@pytest.mark.of_servers("SQLite has none of these")
def test_copy_merge_and_writing_queries_are_recorded(ml, sql, rids):
    """COPY, MERGE and a query that writes are recorded and numbered like all other statements."""
    mark = ml.mark("before")
    with sql.connect() as connection:
        driver = connection.connection.driver_connection
        with driver.cursor() as cursor:
            with cursor.copy('COPY "Subject" ("RID", "RCT", "RMT", "RVS", "Name") FROM STDIN') as stream:
                stream.write_row(("X-0001", "2026-01-01 00:00+00", "2026-01-01 00:00+00", 1, "Copied"))
            cursor.execute(
                """MERGE INTO "Subject" s USING (VALUES ('Ada', 50)) v(n, a) ON s."Name" = v.n
                WHEN MATCHED THEN UPDATE SET "Age" = v.a"""
            )
            cursor.execute(
                """WITH gone AS (DELETE FROM "Subject" WHERE "Name" = 'Bob' RETURNING 1) TABLE gone"""
            )
        driver.commit()
    assert sorted(past(sql, "Subject", "Name", "Age")) == [("Ada", 36), ("Bob", 7)]
    assert [row["Name"] for row in ml.snapshot(mark).list_rows("Subject")] == ["Ada", "Bob"]
    assert ml.lookup_row("Subject", "X-0001")["RVS"] > mark.number


@pytest.mark.of_servers("a file has one catalog")
def test_catalogs_of_one_database_do_not_mix(ml, sql, rids, tmp_path):
    """Two catalogs in one database number and record for themselves, even in one transaction of another tool."""
    with Muniment(
        ml.address, create=True, domain_schema="other", store=str(tmp_path / "o"), actor="eve"
    ) as other:
        other.create_table(
            TableDefinition("Subject", [ColumnDefinition("Name"), ColumnDefinition("Age", BuiltinTypes.int4)])
        )
        [theirs] = other.insert_rows("Subject", [{"Name": "Zoe", "Age": 1}])
        for _ in range(5):
            other.update_rows("Subject", {"RID": theirs, "Age": 2})
        run(
            sql,
            'UPDATE domain."Subject" SET "Age" = 90',
            'UPDATE other."Subject" SET "Age" = 91',
            'UPDATE domain."Subject" SET "Age" = 92',
        )
        assert other.lookup_row("Subject", theirs)["Age"] == 91
        assert len(other.history(theirs)) == 3 + 4
    assert [event.values["Age"] for event in ml.history(rids[0])] == [36, 92]
    with sql.connect() as connection:
        mine, its = (
            connection.execute(sa.text(f'SELECT max("RVS") FROM {s}."Subject"')).scalar()
            for s in ("domain", "other")
        )
        last = [
            connection.execute(sa.text(f'SELECT max("RVS") FROM {s}_ml."Muniment_Transaction"')).scalar()
            for s in ("domain", "other")
        ]
    assert [mine, its] == last


@pytest.mark.of_servers("a file has no roles")
def test_who_may_write_rows_need_not_be_allowed_to_write_their_past(ml, sql, rids):
    """A user with rights to a table alone writes it, leaves its past, and cannot change that."""
    with sql.begin() as connection:
        connection.execute(sa.text("DROP ROLE IF EXISTS clerk"))
        connection.execute(sa.text("CREATE ROLE clerk"))
        for schema in ("domain", "domain_ml"):
            connection.execute(sa.text(f"GRANT USAGE ON SCHEMA {schema} TO clerk"))
        connection.execute(sa.text('GRANT SELECT, INSERT, UPDATE, DELETE ON domain."Subject" TO clerk'))
        connection.execute(sa.text("SET LOCAL ROLE clerk"))
        own = "SELECT has_function_privilege('domain_ml.muniment_deleted()', 'EXECUTE')"
        assert not connection.execute(sa.text(own)).scalar_one()  # so no trigger of his own writes elsewhere
        connection.execute(sa.text('UPDATE "Subject" SET "Age" = 1'))
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), connection.begin_nested():
            connection.execute(sa.text('DELETE FROM "Subject__history"'))
        connection.execute(sa.text("RESET ROLE"))
        for schema in ("domain", "domain_ml"):
            connection.execute(sa.text(f"REVOKE ALL ON SCHEMA {schema} FROM clerk"))
        connection.execute(sa.text('REVOKE ALL ON domain."Subject" FROM clerk'))
        connection.execute(sa.text("DROP ROLE clerk"))
    assert sorted(past(sql, "Subject", "Age")) == [(7,), (36,)]


# Tables that change


def test_the_past_follows_a_table_as_it_changes(ml, sql, rids):
    """Whatever is changed about a table, what is written afterwards is recorded, with all its columns."""
    ml.rename_column("Subject", "Age", "Years")
    ml.add_column("Subject", ColumnDefinition("Note", default="n"))
    ml.retype_column("Subject", "Years", "text")
    ml.drop_column("Subject", "Note")
    ml.rename_table("Subject", "Person")
    ml.update_rows("Person", {"RID": rids[0], "Years": "40"})
    run(sql, """UPDATE "Person" SET "Years" = '41' WHERE "Name" = 'Bob'""")
    assert sorted(past(sql, "Person", "Name", "Years")) == [("Ada", "36"), ("Bob", "7")]
    assert ml.doctor().ok


def test_changing_a_table_changes_no_row(ml, rids):
    """Rows of a column that gets another type are as old as before."""
    before = ml.lookup_row("Subject", rids[0])
    ml.retype_column("Subject", "Age", "text")
    after = ml.lookup_row("Subject", rids[0])
    assert {**after, "Age": 36} == before
    assert len(ml.history(rids[0])) == 1


def test_the_name_of_a_past_is_reserved(ml):
    """No table can have the name that a history has."""
    with pytest.raises(DefinitionError, match="keeps the past of one"):
        ml.create_table(TableDefinition("Image__History"))


def test_a_missing_trigger_is_found(ml, sql, rids):
    """Doctor tells if somebody took away what keeps the past of a table."""
    with sql.begin() as connection:
        history.pause(connection, ["Subject"])
    found = ml.doctor()
    assert [(finding.code, finding.table) for finding in found] == [("history-not-kept", "Subject")]


AFTER_DELETE = (
    'DROP TRIGGER muniment_2_deleted ON "Subject"; CREATE TRIGGER muniment_2_deleted AFTER DELETE ON "Subject" '
    "REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml."
)
NOTHING = "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
LAMED = {
    "function": f"CREATE OR REPLACE FUNCTION domain_ml.muniment_deleted{NOTHING}",
    "trigger": f"{AFTER_DELETE}muniment_lock()",
    "argument": f"{AFTER_DELETE}muniment_deleted('domain.elsewhere')",
    "condition": (
        'DROP TRIGGER muniment_1_update ON "Subject"; CREATE TRIGGER muniment_1_update BEFORE UPDATE ON '
        '"Subject" FOR EACH ROW WHEN (false) EXECUTE FUNCTION domain_ml.muniment_update()'
    ),
    "off": 'ALTER TABLE "Subject" DISABLE TRIGGER muniment_1_update',
}


@pytest.mark.of_servers(
    "SQLite has no functions; test_a_missing_trigger_is_found compares whole triggers there"
)
@pytest.mark.parametrize("lamed", LAMED)
def test_a_changed_trigger_is_found_and_mended(ml, lab, sql, rids, lamed):
    """Doctor tells if what keeps the past was replaced by something that does not; an upgrade makes it anew."""
    with sql.begin() as connection:
        connection.exec_driver_sql(LAMED[lamed])
    found = {finding.table for finding in ml.doctor() if finding.code == "history-not-kept"}
    assert "Subject" in found
    assert ("Dataset" in found) == (lamed == "function")
    Muniment.upgrade(lab)
    assert [finding for finding in ml.doctor() if finding.code == "history-not-kept"] == []
    ml.delete_rows("Subject", [rids[0]])
    assert [event.action for event in ml.history(rids[0])] == ["inserted", "deleted"]


def test_what_was_deleted_comes_back_with_what_came_since(ml, rids):
    """A row that is taken back has the default of a required column that it never had."""
    ml.delete_rows("Subject", [rids[0]])
    ml.add_column("Subject", ColumnDefinition("Grade", BuiltinTypes.int4, nullok=False, default=5))
    assert ml.undelete([rids[0]]) == 1
    assert {row["Name"]: (row["Age"], row["Grade"]) for row in ml.list_rows("Subject")} == {
        "Ada": (36, 5),
        "Bob": (7, 5),
    }


def test_what_was_deleted_comes_back_in_columns_of_another_type(ml, rids):
    """A row that was deleted before a column was retyped has its value, as the column is now, if it can be."""
    ml.delete_rows("Subject", rids)
    ml.retype_column("Subject", "Age", "text")
    assert ml.undelete(rids[0]) == 1
    assert ml.lookup_row("Subject", rids[0])["Age"] == "36"
    assert ml.undelete(rids[1]) == 1
    assert ml.lookup_row("Subject", rids[1])["Age"] == "7"


def test_what_cannot_come_back_stays_deleted(ml, rids):
    """A row is not taken back if another has its key now, or what it refers to is not there; nothing is changed."""
    [visit] = ml.insert_rows("Visit", {"Subject": rids[0]})
    ml.delete_rows("Subject", [rids[0]])
    with pytest.raises(RIDNotFound, match=f"{rids[1]} cannot be taken back: not deleted"):
        ml.undelete(rids)
    with pytest.raises(ConstraintViolation, match="what they refer to is not there any more"):
        ml.undelete([visit])
    ml.insert_rows("Subject", {"Name": "Ada"})
    with pytest.raises(ConstraintViolation, match="another row has the same key now"):
        ml.undelete([rids[0]])
    assert len(ml.list_rows("Visit")) == 0


def test_an_asset_comes_back_with_its_types_and_runs(ml, workflow):
    """An asset that was deleted and is taken back has its types and the execution that made it, and its bytes."""
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Execution_Asset", "a.txt", ["Model_File"]).write_text("a")
    [asset] = ml.list_assets("Execution_Asset")
    before = (asset.asset_types, asset.execution_rid)
    ml.delete_rows("Execution_Asset", [asset.rid])
    assert ml.undelete(asset.rid) == 1
    [again] = ml.list_assets("Execution_Asset")
    assert (again.asset_types, again.execution_rid) == before
    assert again.download(ml.working_dir / "back").read_text() == "a"


# Many at once


def transfer(ml, rids, stop, done, pause):
    """Move an amount from one row to another, again and again; the sum is the same after each transaction."""
    catalog = ml._catalog
    table = catalog.model.table("Subject")
    count = 0
    while not stop.is_set():
        count += 1

        def move(tx, count=count):
            for rid, amount in ((rids[0], -count), (rids[1], count)):
                change = sa.update(table).where(table.c.RID == rid)
                age = sa.type_coerce(table.c.Age, sa.Integer) + amount
                tx.connection.execute(change.values(Age=age, RVS=tx.number))
                time.sleep(pause)

        catalog.transact(move)
    done.append(count)


def sums_at_marks(ml, lab, rids, marks, pause=0.002):
    """Set marks while others write, and give what was there at each: when it was set, and in the end."""
    rids = rids + ml.insert_rows("Subject", [{"Name": f"S{n}", "Age": 0} for n in range(4)])
    stop, done = threading.Event(), []
    writers = [Muniment(lab, actor=f"writer {n}") for n in range(3)]
    threads = [
        threading.Thread(target=transfer, args=(writer, rids[2 * n : 2 * n + 2], stop, done, pause))
        for n, writer in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    at_once = []
    try:
        for number in range(marks):
            mark = ml.mark(f"mark {number}")
            at_once.append([(row["RID"], row["Age"]) for row in ml.snapshot(mark).list_rows("Subject")])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        for writer in writers:
            writer.close()
    later = [
        [(row["RID"], row["Age"]) for row in ml.snapshot(f"mark {number}").list_rows("Subject")]
        for number in range(marks)
    ]
    assert sum(done) > marks / 10
    return at_once, later


def test_a_mark_is_exact_while_others_write(ml, lab, rids):
    """What was there at a mark never changes, and no transaction is in it by half, though others write all the time."""
    at_once, later = sums_at_marks(ml, lab, rids, 20 if ml.path else 60)
    assert at_once == later
    assert {sum(age for _, age in rows) for rows in later} == {36 + 7}


@pytest.mark.of_servers("on SQLite whoever writes waits, and is told which file is locked")
def test_who_keeps_a_mark_waiting_is_named(ml, sql, rids, monkeypatch):
    """A mark does not wait for ever for somebody who wrote and does not end, and says who it is."""
    monkeypatch.setattr(postgresql, "_PATIENCE", 0.3)
    with sql.connect() as idle:
        idle.execute(sa.text('UPDATE "Subject" SET "Age" = 1'))
        [pid] = idle.execute(sa.text("SELECT pg_backend_pid()")).scalars()
        with pytest.raises(
            TransactionInterrupted, match=rf"process {pid} \(muniment.*\), idle in transaction"
        ):
            ml.mark("waiting")
        idle.rollback()
    assert ml.mark("later").name == "later"


@pytest.mark.of_servers("SQLite has one writer at a time")
def test_without_the_lock_marks_would_be_wrong(ml, lab, rids, sql):
    """The test above would fail if writers did not share a lock that a mark takes for itself."""
    with sql.begin() as connection:
        body = connection.execute(
            sa.text("SELECT pg_get_functiondef('domain_ml.muniment_stamp'::regproc)")
        ).scalar_one()
        assert "pg_advisory_xact_lock_shared" in body
        slow = body.replace("PERFORM pg_advisory_xact_lock_shared", "-- ")
        connection.exec_driver_sql(slow.replace("%", "%%"))
    # Writers take so long that some have begun before a mark, and go on after it was read.
    at_once, later = sums_at_marks(ml, lab, rids, 60, pause=0.02)
    assert at_once != later or {sum(age for _, age in rows) for rows in later} != {36 + 7}


def indexed_columns(ml, table):
    """Give the first column of each index of the history of a table."""
    name = history.history_name(table)
    with ml._catalog.read() as connection:
        if connection.dialect.name == "sqlite":
            query = "SELECT c.name FROM pragma_index_list(:name) i JOIN pragma_index_info(i.name) c WHERE c.seqno = 0"
        else:
            query = (
                "SELECT a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace "
                "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
                "WHERE c.relname = :name AND n.nspname = ANY(current_schemas(false))"
            )
        return sorted(connection.execute(sa.text(query), {"name": name}).scalars())


def test_what_deleted_rows_referred_to_is_found_by_an_index(ml):
    """A history has an index for each column that refers to rows, once, whatever is renamed."""
    ml.create_table(TableDefinition("Clinic"))
    ml.create_table(
        TableDefinition(
            "Stay",
            [ColumnDefinition("Clinic"), ColumnDefinition("Note")],
            fkey_defs=[ForeignKeyDefinition("Clinic", "Clinic")],
        )
    )
    assert indexed_columns(ml, "Stay") == ["Clinic", "Muniment_Until", "RID"]
    ml.rename_column("Stay", "Clinic", "Hospital")
    ml.rename_table("Stay", "Visit_Made")
    ml.add_column("Visit_Made", ColumnDefinition("Ward"))
    assert indexed_columns(ml, "Visit_Made") == ["Hospital", "Muniment_Until", "RID"]
    assert indexed_columns(ml, "Dataset_Execution") == [
        "Dataset",
        "Dataset_Version",
        "Execution",
        "Muniment_Until",
        "RID",
    ]
