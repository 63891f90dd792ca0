from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ColumnNotFound,
    ConstraintViolation,
    ForeignKeyDefinition,
    InvalidValue,
    KeyDefinition,
    Muniment,
    RIDNotFound,
    TableDefinition,
    TableInUse,
    TermNotFound,
)
from muniment.catalog.schema import ddl

MANY = 1200  # more than SQLite once took as parameters of one statement


def fill(ml):
    columns = [ColumnDefinition("Name", nullok=False), ColumnDefinition("Age", BuiltinTypes.int2)]
    ml.create_table(TableDefinition("Subject", columns, [KeyDefinition("Name")]))


@pytest.fixture
def lab(stack):
    """The address of a catalog with a table Subject."""
    return stack.filled(fill)


def contents(ml, *columns):
    return [tuple(row[column] for column in columns) for row in ml.list_rows("Subject")]


# --- insert --------------------------------------------------------------------------------------------


def test_rows_get_rids_in_order(ml):
    """The RIDs that come back belong to the rows in the order in which they were given."""
    rids = ml.insert_rows("Subject", [{"Name": name} for name in "abc"])
    assert [ml.lookup_row("Subject", rid)["Name"] for rid in rids] == ["a", "b", "c"]
    assert contents(ml, "RID", "Name") == list(zip(rids, "abc", strict=True))


def test_one_row_may_be_given_alone(ml):
    """A single row needs no list around it."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    assert ml.lookup_row("Subject", rid)["Name"] == "Ada"


def test_rows_may_be_a_dataframe(ml):
    """The rows of a DataFrame are inserted, with its missing values as none at all."""
    frame = pd.DataFrame({"Name": ["a", "b", "c"], "Age": [1.0, None, 3.0]})
    ml.insert_rows("Subject", frame)
    ml.insert_rows("Subject", frame.assign(Name=["d", "e", "f"]).astype({"Age": "Int64"}))
    assert contents(ml, "Name", "Age") == [("a", 1), ("b", None), ("c", 3), ("d", 1), ("e", None), ("f", 3)]


def test_rows_may_come_one_by_one(ml):
    """A generator of rows is taken like a list of them."""
    assert len(ml.insert_rows("Subject", ({"Name": str(n)} for n in range(3)))) == 3


def test_rows_need_not_have_the_same_columns(ml):
    """Rows of one call may leave out different columns."""
    ml.insert_rows("Subject", [{"Name": "a", "Age": 1}, {"Name": "b"}, {"Age": 3, "Name": "c"}])
    assert contents(ml, "Name", "Age") == [("a", 1), ("b", None), ("c", 3)]


@pytest.mark.parametrize("nothing", [[], (), pd.DataFrame(), pd.DataFrame({"Name": []})])
def test_no_rows_are_no_error(ml, nothing):
    """Inserting nothing inserts nothing."""
    assert ml.insert_rows("Subject", nothing) == []
    assert contents(ml, "Name") == []


def test_a_row_may_be_empty(ml):
    """A row without any value is a row if no column is required."""
    ml.create_table(TableDefinition("Event", [ColumnDefinition("Note")]))
    [rid] = ml.insert_rows("Event", {})
    assert ml.lookup_row("Event", rid)["Note"] is None


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"Name": None}, ConstraintViolation),
        ({"Age": 3}, ConstraintViolation),
        ({"Name": "z", "Age": "3"}, InvalidValue),
        ({"Name": "a"}, ConstraintViolation),
        ({"Name": "z", "Wrong": 1}, ColumnNotFound),
        ({"Name": "z", "RID": "1-0000"}, ColumnNotFound),
        ({"Name": "z", "RCT": datetime.now(UTC)}, ColumnNotFound),
    ],
)
def test_rows_are_inserted_all_or_none(ml, wrong, error):
    """If one row is refused, none is inserted, and the catalog is as it was."""
    ml.insert_rows("Subject", {"Name": "there"})
    with pytest.raises(error):
        ml.insert_rows("Subject", [{"Name": "a"}, wrong, {"Name": "b"}])
    assert contents(ml, "Name") == [("there",)]


def test_an_unknown_column_is_named_with_the_nearest(ml):
    """A column that the table has not is named, with the nearest that it has."""
    with pytest.raises(ColumnNotFound, match=r"no column 'Nmae'\. Did you mean 'Name'"):
        ml.insert_rows("Subject", {"Nmae": "Ada"})


def test_a_refused_value_is_shown_with_its_place(ml):
    """A value that does not fit is shown with its row, column and type."""
    with pytest.raises(InvalidValue, match=r"Subject\.Age holds int2, but row 1 has 'three', which is str"):
        ml.insert_rows("Subject", [{"Name": "a", "Age": 3}, {"Name": "b", "Age": "three"}])


def test_a_long_value_is_cut_in_the_message(ml):
    """A message shows the beginning of a long value and not all of it."""
    with pytest.raises(InvalidValue) as error:
        ml.insert_rows("Subject", {"Name": "a", "Age": "x" * 10_000})
    assert len(str(error.value)) < 300


def test_many_rows_are_inserted_at_once(ml):
    """Thousands of rows are one transaction with one number."""
    rids = ml.insert_rows("Subject", [{"Name": str(n), "Age": n % 100} for n in range(MANY)])
    assert len(set(rids)) == MANY
    assert {ml.lookup_row("Subject", rid)["RVS"] for rid in (rids[0], rids[-1])} == {
        ml.lookup_row("Subject", rids[7])["RVS"]
    }


# --- system columns ------------------------------------------------------------------------------------


def test_a_row_knows_when_and_by_whom_it_was_written(ml):
    """A row has the time at which it was written, in UTC, and who wrote it."""
    before = datetime.now(UTC)
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    row = ml.lookup_row("Subject", rid)
    assert before - timedelta(seconds=1) < row["RCT"] <= datetime.now(UTC)
    assert (row["RCT"].tzinfo, row["RMT"]) == (UTC, row["RCT"])
    assert (row["RCB"], row["RMB"]) == ("ada", "ada")


def test_a_change_is_credited_to_who_made_it(ml):
    """A change sets the time and author of the last modification and leaves those of the creation."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    before = ml.lookup_row("Subject", rid)
    other = Muniment(ml.address, actor="bob")
    other.update_rows("Subject", {"RID": rid, "Age": 36})
    other.close()
    after = ml.lookup_row("Subject", rid)
    assert (after["RCB"], after["RMB"]) == ("ada", "bob")
    assert after["RCT"] == before["RCT"]
    assert after["RMT"] >= before["RMT"]
    assert after["RVS"] > before["RVS"]


def test_transactions_are_numbered_in_order(ml):
    """Each transaction has a higher number than those before it, so that order never depends on a clock."""
    numbers = []
    for name in "abcd":
        [rid] = ml.insert_rows("Subject", {"Name": name})
        numbers.append(ml.lookup_row("Subject", rid)["RVS"])
    assert numbers == sorted(set(numbers))


def test_who_writes_is_told_by_the_environment(ml, monkeypatch):
    """MUNIMENT_ACTOR says who writes where no actor is given."""
    monkeypatch.setenv("MUNIMENT_ACTOR", "ci-robot")
    robot = Muniment(ml.address)
    [rid] = robot.insert_rows("Subject", {"Name": "Ada"})
    robot.close()
    assert ml.lookup_row("Subject", rid)["RCB"] == "ci-robot"


def test_rids_are_unique_in_the_whole_catalog(ml):
    """No two rows of any tables have the same RID."""
    ml.create_table(TableDefinition("Event", [ColumnDefinition("Note")]))
    for n in range(40):
        ml.insert_rows("Subject", [{"Name": f"{n}-{i}"} for i in range(n % 3)])
        ml.insert_rows("Event", [{}] * (n % 4))
    rids = [row["RID"] for table in ml.list_tables() for row in ml.list_rows(table.name)]
    assert len(rids) == len(set(rids))


def test_a_refused_insert_gives_no_rid_away_twice(ml):
    """RIDs of rows that were refused are not in the way of those that follow."""
    for n in range(5):
        with pytest.raises(ConstraintViolation):
            ml.insert_rows("Subject", [{"Name": f"x{n}"}, {"Name": f"x{n}"}])
        ml.insert_rows("Subject", [{"Name": f"y{n}"}, {"Name": f"z{n}"}])
    assert len(contents(ml, "RID")) == len(set(contents(ml, "RID"))) == 10


# --- update --------------------------------------------------------------------------------------------


def test_rows_are_updated_by_rid(ml):
    """Each row that is given changes the row of its RID, and only in the columns it has."""
    a, b, c = ml.insert_rows("Subject", [{"Name": name, "Age": 1} for name in "abc"])
    assert ml.update_rows("Subject", [{"RID": a, "Age": 2}, {"RID": b, "Name": "B"}]) == 2
    assert contents(ml, "RID", "Name", "Age") == [(a, "a", 2), (b, "B", 1), (c, "c", 1)]


def test_a_value_can_be_taken_away(ml):
    """None in an update takes the value away; a column with a default does not get it back."""
    ml.add_column("Subject", ColumnDefinition("Visits", BuiltinTypes.int4, default=1))
    [rid] = ml.insert_rows("Subject", {"Name": "Ada", "Age": 3})
    ml.update_rows("Subject", {"RID": rid, "Age": None, "Visits": None})
    assert contents(ml, "Age", "Visits") == [(None, None)]


def test_a_dataframe_that_was_read_can_be_written_back(ml):
    """Rows that were changed in a DataFrame are written back with their RIDs."""
    ml.insert_rows("Subject", [{"Name": "a", "Age": 1}, {"Name": "b"}])
    frame = ml.list_rows("Subject", columns=["RID", "Age"]).to_dataframe()
    frame["Age"] = frame["Age"] + 10
    assert ml.update_rows("Subject", frame) == 2
    assert contents(ml, "Name", "Age") == [("a", 11), ("b", None)]


def test_a_rid_may_be_typed_in_lower_case(ml):
    """A RID is recognised however it was typed: lower case, with letters for digits, and spaces around it."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    typed = f" {rid.lower().replace('0', 'o').replace('1', 'l')} "
    assert ml.lookup_row("Subject", typed)["RID"] == rid
    assert ml.resolve_rids([typed]) == {rid: "Subject"}
    assert ml.update_rows("Subject", {"RID": typed, "Age": 7}) == 1
    assert ml.delete_rows("Subject", typed) == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"Age": 3}, RIDNotFound),
        ({"RID": "1-ZZZZ", "Age": 3}, RIDNotFound),
        ({"RID": None, "Age": 3}, RIDNotFound),
        ({"RID": "nonsense!", "Age": 3}, InvalidValue),
        ({"Age": "three"}, InvalidValue),
        ({"Name": None}, ConstraintViolation),
        ({"Name": "a"}, ConstraintViolation),
        ({"Wrong": 1}, ColumnNotFound),
        ({"RCB": "me"}, ColumnNotFound),
        ({"RVS": 1}, ColumnNotFound),
    ],
)
def test_rows_are_updated_all_or_none(ml, wrong, error):
    """If one change is refused, none is made."""
    a, b = ml.insert_rows("Subject", [{"Name": "a", "Age": 1}, {"Name": "b", "Age": 1}])
    if error is not RIDNotFound and "RID" not in wrong:
        wrong = {"RID": b, **wrong}
    with pytest.raises(error):
        ml.update_rows("Subject", [{"RID": a, "Age": 2}, wrong])
    assert contents(ml, "Name", "Age") == [("a", 1), ("b", 1)]


def test_a_reference_cannot_be_changed_to_nothing(ml):
    """A change to a row or term that is not there is refused with its name."""
    ml.create_vocabulary("Stain")
    fkeys = [ForeignKeyDefinition("Subject", "Subject"), ForeignKeyDefinition("Stain", "Stain", "Name")]
    columns = [ColumnDefinition("Subject"), ColumnDefinition("Stain")]
    ml.create_table(TableDefinition("Slide", columns, fkey_defs=fkeys))
    [rid] = ml.insert_rows("Slide", {})
    with pytest.raises(RIDNotFound, match=r"Slide\.Subject: Subject has no row 1-ZZZZ"):
        ml.update_rows("Slide", {"RID": rid, "Subject": "1-ZZZZ"})
    with pytest.raises(TermNotFound, match=r"Slide\.Stain: no term 'PAS' in Stain"):
        ml.update_rows("Slide", {"RID": rid, "Stain": "PAS"})


def test_nothing_to_update_is_no_error(ml):
    """Updating no rows, or a row with nothing but its RID, changes nothing."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    assert ml.update_rows("Subject", []) == 0
    assert ml.update_rows("Subject", {"RID": rid}) == 1
    assert contents(ml, "Name") == [("Ada",)]


def test_many_rows_are_updated_and_deleted_at_once(ml):
    """Thousands of rows can be changed and deleted in one call."""
    rids = ml.insert_rows("Subject", [{"Name": str(n)} for n in range(MANY)])
    assert ml.update_rows("Subject", [{"RID": rid, "Age": 1} for rid in rids]) == MANY
    assert ml.delete_rows("Subject", rids[1:]) == MANY - 1
    assert contents(ml, "RID", "Age") == [(rids[0], 1)]


# --- delete --------------------------------------------------------------------------------------------


def test_rows_are_deleted_by_rid(ml):
    """Deleted rows are gone, and others stay."""
    a, b, c = ml.insert_rows("Subject", [{"Name": name} for name in "abc"])
    assert ml.delete_rows("Subject", [a, c]) == 2
    assert contents(ml, "RID") == [(b,)]


def test_rows_are_deleted_all_or_none(ml):
    """If one of the rows to be deleted is not there, none is deleted."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    with pytest.raises(RIDNotFound, match="Subject has no row 1-ZZZZ"):
        ml.delete_rows("Subject", [rid, "1-ZZZZ"])
    assert contents(ml, "RID") == [(rid,)]


def test_a_row_of_another_table_is_not_deleted(ml):
    """A RID of another table is not there, as far as this table is concerned."""
    [term] = [term for term in ml.list_vocabulary_terms("Asset_Role") if term.name == "Input"]
    with pytest.raises(RIDNotFound):
        ml.delete_rows("Subject", term.rid)
    assert ml.lookup_term("Asset_Role", "Input") == term


def test_a_row_that_others_refer_to_is_not_deleted(ml):
    """A row that rows of another table refer to is not deleted, and the error names the table."""
    fkeys = [ForeignKeyDefinition("Subject", "Subject")]
    ml.create_table(TableDefinition("Visit", [ColumnDefinition("Subject")], fkey_defs=fkeys))
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    ml.insert_rows("Visit", {"Subject": rid})
    with pytest.raises(ConstraintViolation, match="rows of Visit refer to them"):
        ml.delete_rows("Subject", rid)


# --- look up -------------------------------------------------------------------------------------------


def test_an_unknown_row_is_an_error(ml):
    """A row that is not there is an error that names the table and the RID."""
    with pytest.raises(RIDNotFound, match="Subject has no row 1-ZZZZ"):
        ml.lookup_row("Subject", "1-zzzz")


def test_any_rid_gives_its_table(ml):
    """The table of any RID can be asked for, of one or of many at once, in the order of the question."""
    [subject] = ml.insert_rows("Subject", {"Name": "Ada"})
    dataset = ml.create_dataset("Training").rid
    term = ml.lookup_term("Asset_Role", "Input").rid
    assert ml.resolve_rid(subject) == "Subject"
    assert list(ml.resolve_rids([term, subject, dataset, subject]).items()) == [
        (term, "Asset_Role"),
        (subject, "Subject"),
        (dataset, "Dataset"),
    ]


def test_unknown_rids_are_named(ml):
    """RIDs that are in no table are named, the first of them, and the rest counted."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada"})
    with pytest.raises(RIDNotFound, match=r"1-ZZZ0, 1-ZZZ1, .* and 3 more"):
        ml.resolve_rids([rid, *(f"1-ZZZ{n}" for n in range(8))])
    with pytest.raises(InvalidValue, match="looks like 1-4K7Q"):
        ml.resolve_rid("what?")


def test_no_rids_resolve_to_nothing(ml):
    """No RIDs have no tables."""
    assert ml.resolve_rids([]) == {}


@pytest.mark.of_folders("PostgreSQL asks any number of tables in one query")
def test_rids_are_found_in_any_number_of_tables(ml):
    """The table of a RID is found among more tables than SQLite can ask in one query."""
    made = [TableDefinition(f"T{n}", [ColumnDefinition("A")]) for n in range(510)]
    ml._catalog.define(lambda tx, model: ddl.create_tables(tx.connection, model, made, tx.number))
    first, last = ml.insert_rows("T0", {}) + ml.insert_rows("T509", {})
    assert ml.resolve_rids([last, first]) == {last: "T509", first: "T0"}


def test_a_table_can_be_read_as_dicts_one_by_one(ml):
    """A table can be gone through one row after the other."""
    ml.insert_rows("Subject", [{"Name": "a"}, {"Name": "b"}])
    rows = ml.get_table_as_dict("Subject")
    assert next(rows)["Name"] == "a"
    assert [row["Name"] for row in rows] == ["b"]


LAST_SHORT_RIDS = {
    "sqlite": f'UPDATE "Muniment_RID" SET "Next" = {32**8 - 2}',
    "postgresql": f"SELECT setval('\"Muniment_RID_Block\"', {32**7 - 1}, false)",
}


def test_rows_come_in_the_order_of_creation(ml, sql):
    """Rows are listed in the order in which they were made, across the lengths of RIDs too."""
    with sql.begin() as connection:
        connection.exec_driver_sql(LAST_SHORT_RIDS[sql.dialect.name])
    fresh, names = Muniment(ml.address), [f"{number:02}" for number in range(40)]
    for name in names:
        fresh.insert_rows("Subject", {"Name": name})
    fresh.close()
    assert contents(ml, "Name") == [(name,) for name in names]
    assert len({len(rid) for (rid,) in contents(ml, "RID")}) == 2


def test_chosen_columns_are_read_alone(ml):
    """Columns can be chosen, in any order, the number of the transaction among them."""
    [rid] = ml.insert_rows("Subject", {"Name": "Ada", "Age": 36})
    [row] = ml.list_rows("Subject", columns=["Age", "RID", "RVS"])
    assert list(row) == ["Age", "RID", "RVS"]
    assert (row["Age"], row["RID"]) == (36, rid)
    with pytest.raises(ColumnNotFound, match="Did you mean 'Age'"):
        ml.list_rows("Subject", columns=["Aeg"])


def test_text_is_never_taken_for_sql(ml):
    """Whatever a text holds, it is kept as text."""
    name = 'Robert\'); DROP TABLE "Subject";-- :x %s ? {}'
    [rid] = ml.insert_rows("Subject", {"Name": name})
    ml.update_rows("Subject", {"RID": rid, "Name": name + name})
    assert contents(ml, "Name") == [(name + name,)]


def test_messages_agree_with_how_many_there_are(ml):
    """Messages about one row, or one table, speak of one, and those about several of several."""
    ml.create_table(TableDefinition("Site", [ColumnDefinition("Name")]))
    with pytest.raises(RIDNotFound, match="has no row 1-ZZZZ"):
        ml.delete_rows("Site", ["1-ZZZZ"])
    with pytest.raises(RIDNotFound, match="has no rows 1-ZZZY, 1-ZZZZ"):
        ml.delete_rows("Site", ["1-ZZZZ", "1-ZZZY"])
    with pytest.raises(RIDNotFound, match="has the RID 1-ZZZZ"):
        ml.resolve_rids(["1-ZZZZ"])
    with pytest.raises(RIDNotFound, match="has one of the RIDs 1-ZZZY, 1-ZZZZ"):
        ml.resolve_rids(["1-ZZZZ", "1-ZZZY"])
    for name, message in (
        ("Visit", "Visit refers to it. Drop it first"),
        ("Stay", "Stay, Visit refer to it"),
    ):
        ml.create_table(
            TableDefinition(
                name, [ColumnDefinition("Site")], fkey_defs=[ForeignKeyDefinition(["Site"], "Site")]
            )
        )
        with pytest.raises(TableInUse, match=message):
            ml.drop_table("Site")
