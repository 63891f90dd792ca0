from datetime import UTC, date, datetime

import pandas as pd
import pytest

from muniment import BuiltinTypes, ColumnDefinition, ForeignKeyDefinition, TableDefinition


def fill(ml):
    ml.create_vocabulary("Stain")
    for name in ("PAS", "Eosin", "Azan"):
        ml.add_term("Stain", name, "A stain")
    columns = [
        ColumnDefinition("Name"),
        ColumnDefinition("Count", BuiltinTypes.int4),
        ColumnDefinition("Area", BuiltinTypes.float8),
        ColumnDefinition("Good", BuiltinTypes.boolean),
        ColumnDefinition("Day", BuiltinTypes.date),
        ColumnDefinition("Time", BuiltinTypes.timestamptz),
        ColumnDefinition("Clock", BuiltinTypes.timestamp),
        ColumnDefinition("Notes", BuiltinTypes.jsonb),
        ColumnDefinition("Tags", BuiltinTypes.text_array),
        ColumnDefinition("Stain"),
    ]
    fkeys = [ForeignKeyDefinition("Stain", "Stain", "Name")]
    ml.create_table(TableDefinition("Slide", columns, fkey_defs=fkeys))


@pytest.fixture
def lab(stack):
    """The address of a catalog with a table of columns of many types, one of them a term."""
    return stack.filled(fill)


FULL = {
    "Name": "a",
    "Count": 3,
    "Area": 0.5,
    "Good": True,
    "Day": date(2026, 1, 31),
    "Time": datetime(2026, 1, 31, 12, 30, 0, 1, tzinfo=UTC),
    "Clock": datetime(2026, 1, 31, 12, 30),  # noqa: DTZ001 (a wall clock has no zone)
    "Notes": {"a": [1]},
    "Tags": ["x", "y"],
    "Stain": "PAS",
}
DTYPES = {
    "RID": "str",
    "RCT": "datetime64[us, UTC]",
    "RMT": "datetime64[us, UTC]",
    "RCB": "str",
    "RMB": "str",
    "Name": "str",
    "Count": "Int32",
    "Area": "float64",
    "Good": "boolean",
    "Day": "datetime64[s]",
    "Time": "datetime64[us, UTC]",
    "Clock": "datetime64[us]",
    "Notes": "object",
    "Tags": "object",
    "Stain": "category",
}


def dtypes(frame):
    return {name: str(dtype) for name, dtype in frame.dtypes.items()}


def test_the_columns_of_a_frame_have_the_right_types(ml):
    """A DataFrame has nullable integers and booleans, times in UTC, and categories for terms."""
    ml.insert_rows("Slide", [FULL, {}])
    assert dtypes(ml.get_table_as_dataframe("Slide")) == DTYPES


@pytest.mark.parametrize("rows", [[], [{}], [{}, {}]])
def test_a_frame_without_values_has_the_same_types(ml, rows):
    """A DataFrame of no rows, or of rows without values, has the columns and types it would have with values."""
    ml.insert_rows("Slide", rows)
    frame = ml.get_table_as_dataframe("Slide")
    expected = DTYPES if rows else {**DTYPES, "RCB": "str", "RMB": "str"}
    assert (len(frame), dtypes(frame)) == (len(rows), expected)


def test_a_frame_has_the_values_of_the_rows(ml):
    """The values of a DataFrame are those of the dicts."""
    ml.insert_rows("Slide", FULL)
    [row] = ml.get_table_as_dataframe("Slide").to_dict("records")
    assert {name: row[name] for name in FULL} == {**FULL, "Day": pd.Timestamp("2026-01-31")}


def test_missing_values_are_missing_in_a_frame(ml):
    """What has no value is missing in the DataFrame, and not the text None."""
    ml.insert_rows("Slide", [FULL, {}])
    frame = ml.get_table_as_dataframe("Slide")
    assert frame.iloc[1][list(FULL)].isna().all()
    assert not frame.iloc[0][list(FULL)].drop(["Notes", "Tags"]).isna().any()


def test_times_are_utc_in_a_frame(ml):
    """A moment stands in a DataFrame in UTC, to the microsecond."""
    ml.insert_rows("Slide", [{"Time": "2026-06-01T12:00:00.000001+09:00"}, {"Time": None}])
    [time, missing] = ml.get_table_as_dataframe("Slide")["Time"]
    assert time == pd.Timestamp("2026-06-01T03:00:00.000001Z")
    assert missing is pd.NaT


def test_terms_are_categories(ml):
    """A column of terms is a category, whose categories are the terms that occur."""
    ml.insert_rows("Slide", [{"Stain": name} for name in ("PAS", "Eosin", None, "PAS")])
    column = ml.get_table_as_dataframe("Slide")["Stain"]
    assert set(column.cat.categories) == {"Eosin", "PAS"}
    assert column.value_counts()["PAS"] == 2


def test_the_transaction_number_stays_out_of_frames(ml):
    """RVS is not in a DataFrame unless it is asked for."""
    ml.insert_rows("Slide", FULL)
    assert "RVS" not in ml.get_table_as_dataframe("Slide")
    assert str(ml.list_rows("Slide", columns=["RVS"]).to_dataframe()["RVS"].dtype) == "Int64"


def test_a_vocabulary_is_a_frame_too(ml):
    """The terms of a vocabulary can be read as a DataFrame, with their synonyms as lists."""
    ml.add_term("Stain", "HE", "Both", synonyms=["H&E"])
    frame = ml.get_table_as_dataframe("Stain").set_index("Name")
    assert frame.loc["HE", "Synonyms"] == ["H&E"]


def test_rows_are_a_sequence_of_dicts(ml):
    """Rows can be counted, indexed, sliced, compared and gone through like a list of dicts."""
    ml.insert_rows("Slide", [{"Name": name} for name in "abc"])
    rows = ml.list_rows("Slide", columns=["Name"])
    assert (len(rows), rows[0], rows[-1]) == (3, {"Name": "a"}, {"Name": "c"})
    assert rows[1:] == [{"Name": "b"}, {"Name": "c"}]
    assert list(rows) == rows == [{"Name": name} for name in "abc"]
    assert rows[1:].to_dataframe()["Name"].tolist() == ["b", "c"]
    with pytest.raises(IndexError):
        rows[3]


def test_rows_stay_as_they_were_read(ml):
    """Rows that were read do not change when the catalog does, and a dict that is changed changes no other."""
    [rid] = ml.insert_rows("Slide", FULL)
    rows = ml.list_rows("Slide")
    rows[0]["Name"] = "changed"
    ml.update_rows("Slide", {"RID": rid, "Name": "b"})
    assert rows[0]["Name"] == rows.to_dataframe()["Name"][0] == "a"


def test_rows_show_themselves(ml):
    """Rows say how many they are and of what columns; a notebook shows the first of them, as harmless HTML."""
    ml.insert_rows("Slide", [{"Name": "<b>", "Tags": ["x", "y"], "Notes": {"long": "z" * 200}}] * 30)
    rows = ml.list_rows("Slide", columns=["Name", "Tags", "Notes", "Count"])
    assert repr(rows) == "<Rows: 30 × (Name, Tags, Notes, Count)>"
    shown = rows._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<td>x, y</td>" in shown
    assert "30 rows, the first 20 shown" in shown
    assert "z" * 100 not in shown


def test_a_large_frame_is_made_quickly_enough_to_wait_for(ml):
    """Ten thousand rows come as a DataFrame whose columns are whole, in the order of creation."""
    ml.insert_rows("Slide", [{"Name": str(n), "Count": n, "Stain": "PAS"} for n in range(10_000)])
    frame = ml.get_table_as_dataframe("Slide")
    assert frame["Count"].tolist() == list(range(10_000))
    assert frame["Name"].tolist() == [str(n) for n in range(10_000)]
