"""Tables of users as they change, with rows in them: nothing is lost, whoever looks."""

import datetime as dt

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ColumnNotFound,
    ConstraintViolation,
    DefinitionError,
    ExecutionConfiguration,
    ForeignKeyDefinition,
    InvalidValue,
    KeyDefinition,
    Muniment,
    MunimentError,
    TableDefinition,
    TableExists,
    TableInUse,
    TableNotFound,
)
from muniment.catalog.schema.tables import build_table
from muniment.cli import main
from tests.stacks import open_engine

pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.preloaded,
]


def fill(ml):
    ml.create_vocabulary("Site")
    ml.add_term("Site", "Basel", "On the Rhine", synonyms=["Bâle"])
    ml.create_table(
        TableDefinition(
            "Subject",
            [
                ColumnDefinition("Name", nullok=False),
                ColumnDefinition("Age"),
                ColumnDefinition("Code", nullok=False, default="x"),
            ],
            [KeyDefinition("Name"), KeyDefinition(["Age", "Code"])],
        )
    )
    ml.create_table(
        TableDefinition(
            "Visit",
            [ColumnDefinition("Subject", nullok=False), ColumnDefinition("Whom"), ColumnDefinition("Note")],
            fkey_defs=[
                ForeignKeyDefinition("Subject", "Subject", on_delete="CASCADE"),
                ForeignKeyDefinition("Whom", "Subject", "Name"),
            ],
        )
    )
    rids = ml.insert_rows(
        "Subject", [{"Name": "Ada", "Age": "36"}, {"Name": "Bob", "Age": " 7 "}, {"Name": "Cy"}]
    )
    ml.insert_rows("Visit", [{"Subject": rid, "Whom": "Ada", "Note": str(n)} for n, rid in enumerate(rids)])
    for statement in MADE_BY_OTHERS[ml._catalog.database.engine.dialect.name]:
        sql(ml, statement)


@pytest.fixture
def lab(stack):
    """The address of a catalog whose tables have rows that refer to each other, and things that other programs made."""
    return stack.filled(fill)


MADE_BY_OTHERS = {
    "sqlite": [
        "CREATE TABLE log (said TEXT)",
        """CREATE TRIGGER subject_changed AFTER UPDATE ON "Subject"
        BEGIN INSERT INTO log VALUES (new."Name" || new."Age"); END""",
        'CREATE TRIGGER visit_made AFTER INSERT ON "Visit" BEGIN UPDATE "Subject" SET "Age" = "Age"; END',
        'CREATE INDEX by_lower_name ON "Subject" (lower("Name"))',
    ],
    "postgresql": [
        "CREATE TABLE log (said TEXT)",
        """CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO log VALUES (new::text); RETURN new; END $$""",
        'CREATE TRIGGER subject_changed AFTER UPDATE ON "Subject" FOR EACH ROW EXECUTE FUNCTION note()',
        'CREATE TRIGGER visit_made AFTER INSERT ON "Visit" FOR EACH ROW EXECUTE FUNCTION note()',
        'CREATE INDEX by_lower_name ON "Subject" (lower("Name"))',
    ],
}


def sql(ml, statement):
    """Run SQL as any other program can."""
    with open_engine(ml.address).begin() as connection:
        found = connection.exec_driver_sql(statement)
        return found.all() if found.returns_rows else []


def everything(ml):
    """All that the database holds."""
    with open_engine(ml.address).connect() as connection:
        inspector = sa.inspect(connection)
        return {
            (schema, name): (
                described(inspector.get_columns(name, schema)),
                described(inspector.get_unique_constraints(name, schema)),
                described(inspector.get_foreign_keys(name, schema)),
                described(inspector.get_indexes(name, schema)),
                described(connection.execute(sa.text(f'SELECT * FROM {schema or "main"}."{name}"'))),
            )
            for schema in schemas(ml)
            for name in inspector.get_table_names(schema)
        }


def described(parts):
    return sorted(map(str, parts))


def schemas(ml):
    return ["domain", "domain_ml"] if "://" in ml.address else [None]


def counts(ml):
    """The number of rows of every table of the database."""
    kept = {name: rows for (_, name), (*_, rows) in everything(ml).items()}
    logs = ("Muniment_Change", "Muniment_Transaction", "Muniment_Table__history")
    return {name: len(rows) for name, rows in kept.items() if name not in (*logs, "Asset_Type")}


def values(ml, table, *columns):
    return [tuple(row.values()) for row in ml.list_rows(table, columns)]


def rules(ml):
    """What other programs made: triggers and indexes that are not ours."""
    queries = (
        [
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname NOT LIKE 'muniment_%%'",
            "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'by_%%'",
        ]
        if "://" in ml.address
        else [
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'muniment_%' OR name LIKE 'by_%'"
        ]
    )
    return {name for query in queries for (name,) in sql(ml, query)}


def index_names(inspector, table):
    return {index["name"] for index in inspector.get_indexes(table)}


@pytest.fixture(autouse=True)
def whole(ml):
    """After every test the database is whole, and has what its definitions say."""
    yield
    if "://" not in ml.address:
        assert sql(ml, "PRAGMA integrity_check") == [("ok",)]
        assert sql(ml, "PRAGMA foreign_key_check") == []
    ml._catalog.refresh()
    with open_engine(ml.address).connect() as connection:
        inspector = sa.inspect(connection)
        for definition in ml.list_tables():
            has_what_it_says(inspector, definition)
    assert rules(ml) == {"subject_changed", "visit_made", "by_lower_name"}


def has_what_it_says(inspector, definition):
    """A table has the columns, keys, references and indexes of its definition, by their names."""
    found = {column["name"]: column["nullable"] for column in inspector.get_columns(definition.name)}
    assert found == {c.name: c.nullok for c in definition.stored.columns.values()}, definition.name
    made = {
        (own, fkey["referred_table"], other, fkey["options"].get("ondelete", "NO ACTION"))
        for fkey in inspector.get_foreign_keys(definition.name)
        for own, other in zip(fkey["constrained_columns"], fkey["referred_columns"], strict=True)
    }
    wanted = {
        (own, fkey.pk_tname, other, fkey.on_delete)
        for fkey in definition.stored.fkey_defs
        for own, other in zip(fkey.colnames, fkey.pk_colnames, strict=True)
    }
    assert made == wanted, definition.name
    keys = {tuple(key["column_names"]) for key in inspector.get_unique_constraints(definition.name)}
    assert keys == {key.colnames for key in definition.stored.key_defs}, definition.name
    if definition.schema_name == "deriva-ml":  # made by migrations, and never changed here
        return
    built = build_table(definition)
    assert {str(index.name) for index in built.indexes} <= index_names(inspector, definition.name)
    if inspector.dialect.name == "postgresql":  # where they could stand in the way of another table
        rules = [inspector.get_pk_constraint(definition.name)]
        rules += inspector.get_unique_constraints(definition.name)
        rules += inspector.get_foreign_keys(definition.name)
        assert {rule["name"] for rule in rules} == {str(rule.name) for rule in built.constraints}


# --- columns renamed -----------------------------------------------------------------------------------


def test_a_column_can_be_renamed(ml):
    """A renamed column keeps its values, place, keys and rules; foreign keys that refer to it follow."""
    before = counts(ml)
    changed = ml.rename_column("Subject", "Name", "Full Name")
    assert [column.name for column in changed.column_defs] == ["Full Name", "Age", "Code"]
    assert ml.table("Subject") == changed
    assert values(ml, "Subject", "Full Name") == [("Ada",), ("Bob",), ("Cy",)]
    assert ml.table("Visit").fkey_defs[1].pk_colnames == ("Full Name",)
    assert counts(ml) == before
    with pytest.raises(ConstraintViolation, match="Full Name"):
        ml.insert_rows("Subject", {"Full Name": "Ada"})
    with pytest.raises(ColumnNotFound):
        ml.insert_rows("Subject", {"Name": "Dan"})
    assert ml.rename_column("Subject", "Full Name", "Name").columns == ml.table("Subject").columns
    ml.insert_rows("Visit", {"Subject": ml.list_rows("Subject")[0]["RID"], "Whom": "Bob"})


def test_the_index_of_a_renamed_column_is_named_for_it(ml):
    """After a column with an index was renamed, the old name of the index is free for another."""
    ml.rename_column("Visit", "Whom", "Who")
    with open_engine(ml.address).connect() as connection:
        made = index_names(sa.inspect(connection), "Visit")
    assert "Visit_Who_idx" in made
    assert "Visit_Whom_idx" not in made


@pytest.mark.parametrize(
    ("table", "column", "name", "error"),
    [
        ("Subject", "Name", "age", DefinitionError),
        ("Subject", "Name", "RID", DefinitionError),
        ("Subject", "Name", "a.b", DefinitionError),
        ("Subject", "Nome", "X", ColumnNotFound),
        ("Subject", "RCT", "X", DefinitionError),
        ("Site", "Name", "X", DefinitionError),
        ("Dataset", "Description", "X", DefinitionError),
        ("Dataset_Dataset", "Dataset", "X", DefinitionError),
        ("Nobody", "Name", "X", TableNotFound),
    ],
)
def test_a_column_that_cannot_be_renamed_stays(ml, table, column, name, error):
    """A name that is taken or cannot be, and a column that the catalog itself relies on, are refused; nothing changes."""
    before = everything(ml)
    with pytest.raises(error):
        ml.rename_column(table, column, name)
    assert everything(ml) == before


def test_a_column_of_files_cannot_be_changed(ml):
    """What the catalog fills of a file is the same in every asset table, so it is neither renamed, dropped nor retyped."""
    ml.create_asset("Image")
    for act in (
        lambda: ml.rename_column("Image", "MD5", "X"),
        lambda: ml.drop_column("Image", "Filename"),
        lambda: ml.retype_column("Image", "Length", "text"),
        lambda: ml.require_column("Image", "Description", "x"),
        lambda: ml.relax_column("Image", "URL"),
    ):
        with pytest.raises(DefinitionError, match="every asset table has this column"):
            act()


# --- columns dropped and restored ----------------------------------------------------------------------


@pytest.mark.parametrize("column", ["Note", "Subject", "Whom"])
def test_a_dropped_column_is_hidden_and_comes_back(ml, column):
    """A dropped column is not there for anybody, but its values are in the database; restored, it is as it was."""
    before, rows = ml.table("Visit"), values(ml, "Visit", "RID", "Subject", "Whom", "Note")
    changed = ml.drop_column("Visit", column)
    assert column not in changed.columns
    assert column not in dict(ml.list_rows("Visit")[0])
    with pytest.raises(ColumnNotFound):
        ml.list_rows("Visit", [column])
    [kept] = changed.hidden
    assert len(sql(ml, f'SELECT "{kept.hidden_name}" FROM "Visit"')) == 3
    restored = ml.restore_column("Visit", column)
    assert (restored.columns, set(restored.fkey_defs)) == (before.columns, set(before.fkey_defs))
    assert restored.hidden == ()
    assert values(ml, "Visit", "RID", "Subject", "Whom", "Note") == rows


def test_rows_can_be_written_without_a_dropped_column(ml):
    """After a required column was dropped, rows come without it; restored, it may be empty for these."""
    ml.drop_column("Visit", "Whom")
    ml.drop_column("Subject", "Name")
    ml.insert_rows("Subject", [{"Age": "1"}, {"Age": "2"}])
    restored = ml.restore_column("Subject", "Name")
    assert restored.columns["Name"].nullok
    assert KeyDefinition("Name") in restored.key_defs
    assert values(ml, "Subject", "Name") == [("Ada",), ("Bob",), ("Cy",), (None,), (None,)]


def test_a_key_goes_and_comes_back_with_its_column(ml):
    """A key of several columns goes with the first of them that is dropped, and is back when all are."""
    before = ml.table("Subject")
    ml.drop_column("Subject", "Code")
    ml.drop_column("Subject", "Age")
    assert ml.table("Subject").key_defs == (KeyDefinition("Name"),)
    ml.insert_rows("Subject", {"Name": "Dan"})
    assert ml.restore_column("Subject", "Code").key_defs == (KeyDefinition("Name"),)
    restored = ml.restore_column("Subject", "Age")
    assert restored.hidden == ()
    assert set(restored.key_defs) == set(before.key_defs)
    with pytest.raises(ConstraintViolation):
        ml.insert_rows("Subject", {"Name": "Eve", "Age": "36", "Code": "x"})


def test_a_key_that_rows_break_now_stops_the_restoring(ml):
    """If rows came that a key of the dropped column forbids, restoring names their values, and changes nothing."""
    ml.drop_column("Subject", "Code")
    ml.insert_rows("Subject", {"Name": "Dan", "Age": "36"})
    before = everything(ml)
    with pytest.raises(
        ConstraintViolation, match=r"Age\+Code cannot be a key of Subject.*\n  '36', 'x': 2 rows"
    ):
        ml.restore_column("Subject", "Code")
    assert everything(ml) == before


def test_a_dropped_reference_binds_nobody(ml):
    """After a reference was dropped, rows it refers to can go; then it cannot be restored, and the error names them."""
    ml.drop_column("Visit", "Subject")
    ml.drop_column("Visit", "Whom")
    second = ml.list_rows("Subject")[1]
    ml.delete_rows("Subject", second["RID"])
    assert len(ml.list_rows("Visit")) == 3
    ml.restore_column("Visit", "Whom")
    before = everything(ml)
    with pytest.raises(ConstraintViolation, match=f"cannot refer to Subject(.|\n)*{second['RID']}"):
        ml.restore_column("Visit", "Subject")
    assert everything(ml) == before
    ml.drop_column("Visit", "Whom")
    ml.drop_table("Subject")
    with pytest.raises(TableNotFound):
        ml.restore_column("Visit", "Whom")
    ml.insert_rows("Visit", {"Note": "new"})


def test_the_name_of_a_dropped_column_can_be_used_again(ml):
    """After a column was dropped, another of its name can be made, and the old one comes back under a new name."""
    ml.drop_column("Visit", "Note")
    ml.add_column("Visit", ColumnDefinition("Note", BuiltinTypes.int4, default=5))
    with pytest.raises(DefinitionError, match="'Note'"):
        ml.restore_column("Visit", "Note")
    ml.restore_column("Visit", "Note", "Old Note")
    assert values(ml, "Visit", "Note", "Old Note") == [(5, "0"), (5, "1"), (5, "2")]


def test_only_what_was_dropped_can_be_restored(ml):
    """A column that was never dropped is an error that names those that were."""
    ml.drop_column("Visit", "Note")
    with pytest.raises(ColumnNotFound, match="Did you mean 'Note'"):
        ml.restore_column("Visit", "Notes")


def test_a_column_that_others_refer_to_is_not_dropped(ml):
    """A column to which a foreign key refers is neither dropped nor retyped; the error says which."""
    before = everything(ml)
    for act in (
        lambda: ml.drop_column("Subject", "Name"),
        lambda: ml.retype_column("Subject", "Name", "json"),
    ):
        with pytest.raises(TableInUse, match="Visit.Whom refers to it"):
            act()
    assert everything(ml) == before


def test_a_column_can_be_dropped_again_and_again(ml):
    """Columns of one name that were dropped one after the other come back in turn, each with its values."""
    for number in range(3):
        ml.add_column("Subject", ColumnDefinition("Try", BuiltinTypes.int4, default=number))
        ml.drop_column("Subject", "Try")
    for number in (2, 1, 0):
        ml.restore_column("Subject", "Try", f"Try {number}")
        assert values(ml, "Subject", f"Try {number}") == [(number,)] * 3


# --- columns retyped -----------------------------------------------------------------------------------


def test_a_column_can_be_retyped(ml):
    """Values of a retyped column are converted; keys stay, and the old values are kept."""
    before = counts(ml)
    changed = ml.retype_column("Subject", "Age", BuiltinTypes.int2)
    assert [column.name for column in changed.column_defs] == ["Name", "Age", "Code"]
    assert values(ml, "Subject", "Age") == [(36,), (7,), (None,)]
    assert changed.key_defs == (KeyDefinition("Name"), KeyDefinition(["Age", "Code"]))
    assert str(ml.list_rows("Subject").to_dataframe()["Age"].dtype) == "Int16"
    with pytest.raises(ConstraintViolation):
        ml.insert_rows("Subject", {"Name": "Dan", "Age": 36})
    assert {name: count for name, count in counts(ml).items() if name != "log"} == {
        name: count for name, count in before.items() if name != "log"
    }
    ml.rename_column("Subject", "Age", "Years")
    ml.restore_column("Subject", "Age")
    assert values(ml, "Subject", "Age", "Years") == [("36", 36), (" 7 ", 7), (None, None)]


def test_a_required_column_with_a_default_can_be_retyped(ml):
    """A required column stays required when it is retyped, and its default is converted too."""
    ml.add_column("Subject", ColumnDefinition("Agent", nullok=False, default="007"))
    ml.update_rows("Subject", {"RID": ml.list_rows("Subject")[0]["RID"], "Agent": "1"})
    changed = ml.retype_column("Subject", "Agent", "int4")
    assert (changed.columns["Agent"].nullok, changed.columns["Agent"].default) == (False, 7)
    ml.insert_rows("Subject", {"Name": "Dan"})
    assert values(ml, "Subject", "Agent") == [(1,), (7,), (7,), (7,)]


def test_a_default_stays_as_it_is_when_other_columns_change(ml):
    """A default with signs that databases and drivers take for their own is the same after any change."""
    ml.add_column("Subject", ColumnDefinition("Share", default="50% of it's :all %s"))
    ml.rename_column("Subject", "Age", "Years")
    ml.retype_column("Subject", "Years", "int4")
    ml.insert_rows("Subject", {"Name": "Dan"})
    with open_engine(ml.address).begin() as connection:
        connection.execute(
            sa.text(
                'INSERT INTO "Subject" ("RID", "RCT", "RMT", "Name", "Code") '
                "SELECT 'X-0001', \"RCT\", \"RMT\", 'Eve', 'y' FROM \"Subject\" WHERE \"Name\" = 'Dan'"
            )
        )
    assert set(values(ml, "Subject", "Share")) == {("50% of it's :all %s",)}


def test_values_that_cannot_be_converted_are_listed(ml):
    """If one value cannot be converted, all such are named with their RIDs, and nothing is changed."""
    rids = ml.insert_rows("Subject", [{"Name": "Dan", "Age": "old"}, {"Name": "Eve", "Age": "7.5"}])
    before = everything(ml)
    with pytest.raises(InvalidValue) as refused:
        ml.retype_column("Subject", "Age", "int4")
    assert f"{rids[0]}: 'old' is not an integer" in str(refused.value)
    assert f"{rids[1]}: '7.5' is not an integer" in str(refused.value)
    assert everything(ml) == before


def test_many_values_are_converted_in_portions(ml):
    """All of many rows are converted, whatever the size of the portions in which they are read."""
    ml.create_table(TableDefinition("Number", [ColumnDefinition("Value")]))
    ml.insert_rows("Number", [{"Value": str(n)} for n in range(12_000)])
    ml.retype_column("Number", "Value", "int8")
    assert [value for (value,) in values(ml, "Number", "Value")] == list(range(12_000))
    ml.insert_rows("Number", [{"Value": 2**60}] * 100)
    with pytest.raises(InvalidValue, match="100 of its values cannot(.|\n)*and 80 more"):
        ml.retype_column("Number", "Value", "int4")


NOON = dt.datetime(2026, 1, 2, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("old", "value", "new", "converted"),
    [
        ("text", " 41 ", "int2", 41),
        ("text", "1e3", "float8", 1000.0),
        ("text", "Yes", "boolean", True),
        ("text", "2026-01-02", "date", dt.date(2026, 1, 2)),
        ("text", "2026-01-02T12:00:00Z", "timestamptz", NOON),
        ("text", '{"a": [1]}', "jsonb", {"a": [1]}),
        ("text", '["a", "b"]', "text[]", ["a", "b"]),
        ("text", "word", "markdown", "word"),
        ("int4", 7, "text", "7"),
        ("int4", 1, "boolean", True),
        ("int4", 7, "float4", 7.0),
        ("float8", 7.0, "int2", 7),
        ("float8", 0.1, "text", "0.1"),
        ("boolean", True, "int2", 1),
        ("boolean", False, "text", "false"),
        ("date", "2026-01-02", "text", "2026-01-02"),
        ("date", "2026-01-02", "timestamptz", dt.datetime(2026, 1, 2, tzinfo=dt.UTC)),
        ("timestamptz", NOON, "timestamp", NOON.replace(tzinfo=None)),
        ("json", {"a": "é"}, "text", '{"a": "é"}'),
        ("text[]", ["a"], "json", ["a"]),
    ],
)
def test_values_become_what_they_mean(ml, old, value, new, converted):
    """A value of one type becomes the same value of another."""
    ml.create_table(TableDefinition("Thing", [ColumnDefinition("V", old)]))
    ml.insert_rows("Thing", [{"V": value}, {"V": None}])
    ml.retype_column("Thing", "V", new)
    assert values(ml, "Thing", "V") == [(converted,), (None,)]
    assert type(values(ml, "Thing", "V")[0][0]) is type(converted)


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("float8", 7.5, "int4"),
        ("int8", 2**40, "int4"),
        ("int4", 2, "boolean"),
        ("text", "maybe", "boolean"),
        ("text", "nan", "float8"),
        ("text", "{", "json"),
        ("text", "a", "text[]"),
        ("text", "tomorrow", "date"),
        ("timestamptz", NOON, "date"),
        ("json", {"a": 1}, "text[]"),
        ("boolean", True, "date"),
    ],
)
def test_values_that_would_lose_something_are_refused(ml, old, value, new):
    """A value that the new type cannot hold exactly is not converted."""
    ml.create_table(TableDefinition("Thing", [ColumnDefinition("V", old)]))
    ml.insert_rows("Thing", {"V": value})
    with pytest.raises(InvalidValue, match="1 of its values cannot"):
        ml.retype_column("Thing", "V", new)


def test_values_that_become_the_same_break_a_key(ml):
    """If different values become the same one and a key forbids that, they are named, and nothing is changed."""
    ml.insert_rows("Subject", {"Name": "Dan", "Age": "036"})
    before = everything(ml)
    with pytest.raises(ConstraintViolation, match="36, 'x': 2 rows"):
        ml.retype_column("Subject", "Age", "int4")
    assert everything(ml) == before


def test_a_type_that_is_none_is_named_with_the_nearest(ml):
    """A type that is not there, a reference, and a default that does not fit are refused."""
    with pytest.raises(DefinitionError, match="Did you mean 'int4'"):
        ml.retype_column("Subject", "Age", "int44")
    with pytest.raises(DefinitionError, match="it refers to another table"):
        ml.retype_column("Visit", "Subject", "int4")
    with pytest.raises(DefinitionError, match="its default 'x' is not an integer"):
        ml.retype_column("Subject", "Code", "int4")


# --- columns required ----------------------------------------------------------------------------------


def test_a_column_can_be_required_with_a_default(ml):
    """Rows without a value take the default, and so do new ones; the rows that refer to the table stay."""
    before = counts(ml)
    changed = ml.require_column("Subject", "Age", default="0")
    assert not changed.columns["Age"].nullok
    assert values(ml, "Subject", "Age") == [("36",), (" 7 ",), ("0",)]
    ml.insert_rows("Subject", {"Name": "Dan", "Code": "y"})
    assert values(ml, "Subject", "Age")[-1] == ("0",)
    assert counts(ml) == {**before, "Subject": 4, "Subject__history": 1, "log": before["log"] + 1}
    with pytest.raises(sa.exc.IntegrityError):
        sql(ml, 'UPDATE "Subject" SET "Age" = NULL')
    assert ml.list_changes("Subject")[-1].details == {"column": "Age", "default": "0", "filled": 1}


def test_a_column_that_rows_lack_is_not_required(ml):
    """Without a default, a column cannot be required that rows have no value for; the error names them."""
    rid = ml.list_rows("Subject")[2]["RID"]
    before = everything(ml)
    with pytest.raises(ConstraintViolation, match=rid):
        ml.require_column("Subject", "Age")
    with pytest.raises(DefinitionError, match="its default 3 is int, not text"):
        ml.require_column("Subject", "Age", default=3)
    assert everything(ml) == before
    ml.update_rows("Subject", {"RID": rid, "Age": "1"})
    ml.require_column("Subject", "Age")
    with pytest.raises(ConstraintViolation, match="Age is required"):
        ml.insert_rows("Subject", {"Name": "Dan"})


def test_a_reference_can_be_required_with_a_row_that_is_there(ml):
    """The default of a required reference must be a row that is there."""
    ml.update_rows("Visit", {"RID": ml.list_rows("Visit")[0]["RID"], "Whom": None})
    before = everything(ml)
    with pytest.raises(ConstraintViolation, match="Visit.Whom cannot refer to Subject(.|\n)*'Zoe'"):
        ml.require_column("Visit", "Whom", default="Zoe")
    assert everything(ml) == before
    ml.require_column("Visit", "Whom", default="Cy")
    assert values(ml, "Visit", "Whom") == [("Cy",), ("Ada",), ("Ada",)]


def test_a_required_column_can_be_relaxed(ml):
    """A column that was required may be empty again, and has no default then."""
    ml.relax_column("Subject", "Code")
    ml.insert_rows("Subject", {"Name": "Dan"})
    assert values(ml, "Subject", "Code") == [("x",), ("x",), ("x",), (None,)]


# --- tables renamed ------------------------------------------------------------------------------------


def test_a_table_can_be_renamed(ml):
    """A renamed table keeps its rows; foreign keys of all tables and memberships in datasets follow."""
    rids = [row["RID"] for row in ml.list_rows("Subject")]
    ml.add_dataset_element_type("Subject")
    dataset = ml.create_dataset()
    dataset.add_dataset_members(rids)
    before = counts(ml)
    ml.rename_table("Subject", "Person")
    assert [row["RID"] for row in ml.list_rows("Person")] == rids
    assert {fkey.pk_tname for fkey in ml.table("Visit").fkey_defs} == {"Person"}
    assert [row["RID"] for row in dataset.list_dataset_members()["Person"]] == rids
    with pytest.raises(TableNotFound, match="Subject"):
        ml.list_rows("Subject")
    renamed = {name.replace("Subject", "Person"): count for name, count in before.items()}
    assert counts(ml) == renamed
    dataset.add_dataset_members(ml.insert_rows("Person", {"Name": "Dan"}))
    assert len(dataset.list_dataset_members()["Person"]) == 4
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    ml.drop_table("Subject")
    ml.rename_table("Person", "Subject")
    assert len(dataset.list_dataset_members()["Subject"]) == 4


def test_an_asset_table_can_be_renamed(ml, workflow):
    """A renamed asset table keeps its files with their types and executions, and takes new ones."""
    ml.create_asset("Image", referenced_tables=["Subject"])
    configuration = ExecutionConfiguration(workflow=workflow)
    with ml.create_execution(configuration, upload_on_exit=True) as run:
        run.asset_file_path("Image", "a.png").write_bytes(b"a")
    ml.rename_table("Image", "Picture")
    [picture] = ml.find_assets("Picture", asset_type="Image", execution=run, role="Output")
    assert (picture.filename, picture.list_executions()) == ("a.png", [run.execution_rid])
    with ml.create_execution(configuration, upload_on_exit=True) as second:
        second.asset_file_path("Picture", "b.png").write_bytes(b"b")
    assert [asset.filename for asset in ml.find_assets(asset_type="Picture")] == ["b.png"]
    names = {d.name for d in ml.list_tables()}
    assert {"Picture", "Picture_Asset_Type", "Picture_Execution"} < names
    assert not any("Image" in name for name in names)
    assert ml.table("Picture_Execution").comment == "The executions that made or read each Picture"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Visit", TableExists),
        ("visit", TableExists),
        ("Dataset", TableExists),
        ("a.b", DefinitionError),
        ("", DefinitionError),
    ],
)
def test_a_table_name_that_cannot_be_is_refused(ml, name, error):
    """A name that is taken or cannot be is refused, and nothing changes."""
    before = everything(ml)
    with pytest.raises(error):
        ml.rename_table("Subject", name)
    assert everything(ml) == before


def test_a_name_that_a_companion_would_take_is_refused(ml):
    """An asset table cannot be renamed so that one of its link tables would have a name that is taken."""
    ml.create_asset("Image")
    ml.create_table(TableDefinition("Picture_Execution", [ColumnDefinition("Name")]))
    before = everything(ml)
    with pytest.raises(TableExists, match="Picture_Execution"):
        ml.rename_table("Image", "Picture")
    for table in ("Dataset", "File", "Asset_Type", "Image_Execution"):
        with pytest.raises(DefinitionError):
            ml.rename_table(table, "X")
    assert everything(ml) == before


def test_a_table_that_refers_to_itself_can_change(ml):
    """Foreign keys of a table to itself follow its names, and hold when it is made anew."""
    ml.create_table(
        TableDefinition(
            "Part",
            [ColumnDefinition("Name", nullok=False), ColumnDefinition("Of")],
            [KeyDefinition("Name")],
            [ForeignKeyDefinition("Of", "Part", "Name", on_delete="CASCADE")],
        )
    )
    ml.insert_rows("Part", [{"Name": "car"}])
    ml.insert_rows("Part", [{"Name": "wheel", "Of": "car"}])
    ml.rename_column("Part", "Name", "Title")
    ml.rename_table("Part", "Piece")
    ml.add_column("Piece", ColumnDefinition("Size", nullok=False, default="S"))
    ml.drop_column("Piece", "Size")
    assert ml.table("Piece").fkey_defs == (ForeignKeyDefinition("Of", "Piece", "Title", on_delete="CASCADE"),)
    ml.delete_rows("Piece", ml.list_rows("Piece")[0]["RID"])
    assert len(ml.list_rows("Piece")) == 0


# --- the log, other processes, runs --------------------------------------------------------------------


def test_every_change_is_written_down(ml):
    """The log tells what was changed, when, by whom, and follows a table through its names."""
    ml.rename_column("Subject", "Age", "Years")
    ml.rename_table("Subject", "Person")
    with Muniment(ml.address, actor="grace") as other:
        other.drop_column("Person", "Years")
    found = ml.list_changes("Person")
    assert [(change.action, change.table, change.actor) for change in found] == [
        ("create_table", "Subject", "ada"),
        ("rename_column", "Subject", "ada"),
        ("rename_table", "Subject", "ada"),
        ("drop_column", "Person", "grace"),
    ]
    assert found[1].details == {"column": "Age", "new_name": "Years"}
    assert dt.datetime.now(dt.UTC) - found[-1].time < dt.timedelta(minutes=5)
    assert [change.number for change in found] == sorted(change.number for change in found)
    assert {change.table for change in ml.list_changes()} >= {"Visit", "Site"}


def test_other_processes_see_the_change(ml, run):
    """A process that has had the catalog open sees a renamed column and table, and writes to them."""
    assert len(ml.list_rows("Subject")) == 3
    run(
        """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
ml.rename_column("Subject", "Name", "Full Name")
ml.retype_column("Subject", "Age", "int4")
ml.drop_column("Visit", "Note")
ml.rename_table("Subject", "Person")
""",
        ml.address,
    )
    ml.insert_rows("Person", {"Full Name": "Dan", "Age": 5})
    assert values(ml, "Person", "Full Name", "Age")[-1] == ("Dan", 5)
    assert "Note" not in ml.table("Visit").columns


@pytest.fixture
def exe(ml, workflow):
    """A run of a catalog with an asset table."""
    ml.create_asset("Image", [ColumnDefinition("Place"), ColumnDefinition("Width", BuiltinTypes.int4)])
    exe = ml.create_execution(workflow=workflow)
    exe.execution_start()
    return exe


@pytest.mark.parametrize(
    ("act", "undo", "message"),
    [
        (
            lambda ml: ml.rename_column("Image", "Place", "Site"),
            lambda ml: ml.rename_column("Image", "Site", "Place"),
            "cannot have a value for 'Place'. Columns of its own: Site, Width",
        ),
        (
            lambda ml: ml.drop_column("Image", "Place"),
            lambda ml: ml.restore_column("Image", "Place"),
            "cannot have a value for 'Place'. Columns of its own: Width",
        ),
        (
            lambda ml: ml.rename_table("Image", "Picture"),
            lambda ml: ml.rename_table("Picture", "Image"),
            "There is no table 'Image'",
        ),
        (
            lambda ml: ml.retype_column("Image", "Place", "int4"),
            lambda ml: ml.retype_column("Image", "Place", "text"),
            "Image.Place holds int4",
        ),
        (
            lambda ml: ml.require_column("Image", "Width"),
            lambda ml: ml.relax_column("Image", "Width"),
            "a.png has no value for Width, which is required",
        ),
    ],
)
def test_a_staged_file_whose_table_was_changed_is_kept(ml, exe, act, undo, message):
    """A staged file that the changed table cannot take stops the upload; after taking the change back it goes on."""
    exe.asset_file_path("Image", "a.png", metadata={"Place": "Basel"}).write_bytes(b"a")
    act(ml)
    with pytest.raises(MunimentError, match=message):
        exe.upload_execution_outputs()
    assert exe.pending == 1
    undo(ml)
    assert exe.upload_execution_outputs().total_uploaded == 1
    assert [image["Place"] for image in ml.list_assets("Image")] == ["Basel"]


def test_a_staged_file_can_be_given_its_values_anew(ml, exe):
    """After a column was renamed, a staged file can be given its value under the new name, and is uploaded."""
    path = exe.asset_file_path("Image", "a.png", metadata={"Place": "Basel"})
    path.write_bytes(b"a")
    ml.rename_column("Image", "Place", "Site")
    path.metadata = {"Site": "Basel"}
    exe.upload_execution_outputs()
    assert [image["Site"] for image in ml.list_assets("Image")] == ["Basel"]


# --- the command line ----------------------------------------------------------------------------------


def test_tables_can_be_changed_from_the_command_line(ml):
    """Each change of a table is a command of its own, and the log can be listed."""

    def cli(*arguments):
        done = CliRunner().invoke(
            main, ["table", *arguments, "--catalog", str(ml.address)], catch_exceptions=False
        )
        assert done.exit_code == 0, done.stderr
        return done.stdout

    cli("rename-column", "Subject", "Name", "Full Name")
    cli("drop-column", "Visit", "Note")
    cli("restore-column", "Visit", "Note", "--as", "Remark")
    cli("retype-column", "Subject", "Age", "int4")
    cli("require-column", "Subject", "Age", "--default", "0")
    cli("relax-column", "Subject", "Code")
    cli("add-column", "Subject", "Site", "text", "--comment", "Where")
    cli("rename", "Subject", "Person")
    person = ml.table("Person")
    assert person.columns["Site"].comment == "Where"
    assert [c.name for c in person.column_defs] == ["Full Name", "Age", "Code", "Site"]
    assert (person.columns["Age"].default, person.columns["Code"].nullok) == (0, True)
    assert "rename-column" not in cli("changes", "Person")
    assert "rename_column" in cli("changes", "Person")
    refused = CliRunner().invoke(
        main, ["table", "drop-column", "Person", "RID", "--catalog", str(ml.address)]
    )
    assert (refused.exit_code, "every table has this column" in refused.stderr) == (1, True)
