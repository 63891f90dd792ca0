"""Values of every type: what goes in comes out, as dicts and as DataFrames."""

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    DefinitionError,
    InvalidValue,
    Muniment,
    TableDefinition,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
ZONES = st.integers(min_value=-12 * 60, max_value=14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001 (zones come)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
).filter(lambda value: not isinstance(value, int) or -(2**63) <= value < 2**63)


def integers(bits):
    return st.integers(min_value=-(2 ** (bits - 1)), max_value=2 ** (bits - 1) - 1)


VALUES = {
    **dict.fromkeys(BuiltinTypes, TEXT),
    BuiltinTypes.int2: integers(16),
    BuiltinTypes.int4: integers(32),
    BuiltinTypes.int8: integers(64),
    BuiltinTypes.serial2: integers(16),
    BuiltinTypes.serial4: integers(32),
    BuiltinTypes.serial8: integers(64),
    BuiltinTypes.float4: st.floats(width=32, allow_nan=False),
    BuiltinTypes.float8: st.floats(allow_nan=False),
    BuiltinTypes.boolean: st.booleans(),
    BuiltinTypes.date: st.dates(),
    BuiltinTypes.timestamp: st.datetimes(),
    BuiltinTypes.timestamptz: MOMENTS,
    BuiltinTypes.ermrest_rct: MOMENTS,
    BuiltinTypes.ermrest_rmt: MOMENTS,
    BuiltinTypes.json: JSON,
    BuiltinTypes.jsonb: JSON,
    BuiltinTypes.text_array: st.lists(TEXT, max_size=4),
}
SERIAL = {BuiltinTypes.serial2, BuiltinTypes.serial4, BuiltinTypes.serial8}
DTYPES = {
    **dict.fromkeys(BuiltinTypes, "str"),
    BuiltinTypes.int2: "Int16",
    BuiltinTypes.int4: "Int32",
    BuiltinTypes.int8: "Int64",
    BuiltinTypes.serial2: "Int16",
    BuiltinTypes.serial4: "Int32",
    BuiltinTypes.serial8: "Int64",
    BuiltinTypes.float4: "float32",
    BuiltinTypes.float8: "float64",
    BuiltinTypes.boolean: "boolean",
    BuiltinTypes.date: "datetime64[s]",
    BuiltinTypes.timestamp: "datetime64[us]",
    BuiltinTypes.timestamptz: "datetime64[us, UTC]",
    BuiltinTypes.ermrest_rct: "datetime64[us, UTC]",
    BuiltinTypes.ermrest_rmt: "datetime64[us, UTC]",
    BuiltinTypes.json: "object",
    BuiltinTypes.jsonb: "object",
    BuiltinTypes.text_array: "object",
}
WRONG = {
    BuiltinTypes.text: [1, 1.5, b"bytes", True, ["a"], "a\x00b", "\ud800"],
    BuiltinTypes.int2: [2**15, -(2**15) - 1, 1.5, "1", True, b"1", math.inf, [1]],
    BuiltinTypes.int4: [2**31, -(2**31) - 1],
    BuiltinTypes.int8: [2**63, -(2**63) - 1, 1e30],
    BuiltinTypes.float4: ["1.5", True, [1.5], b"1"],
    BuiltinTypes.float8: ["1.5", False, 10**400, {}],
    BuiltinTypes.boolean: [1, 0, "true", "", []],
    BuiltinTypes.date: ["yesterday", "2026-02-30", 20260101, datetime(2026, 1, 1, 12, tzinfo=UTC), ""],
    BuiltinTypes.timestamp: ["noon", 1.5, "2026-13-01T00:00:00", ""],
    BuiltinTypes.timestamptz: ["noon", 1767225600, "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"],
    BuiltinTypes.json: [
        *(math.inf, {1, 2}, b"bytes", {"a": math.nan}, object()),
        *("a\x00b", {"a": ["\x00"]}, {"\ud800": 1}, 2**64 + 1, -(10**400)),
    ],
    BuiltinTypes.text_array: ["text", [1], ["a", None], 7, ["\x00"]],
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    """A catalog with a table that has a column of every type; its rows come and go."""
    ml = Muniment(tmp_path_factory.mktemp("types") / "lab", create=True)
    columns = [ColumnDefinition(f"a {name.name}", name) for name in BuiltinTypes]
    ml.create_table(TableDefinition("Bench", columns))
    yield ml
    ml.close()


def rows_of(strategies):
    columns = {f"a {kind.name}": st.none() | values for kind, values in strategies.items()}
    return st.lists(st.fixed_dictionaries(columns), min_size=1, max_size=3)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(rows=rows_of(VALUES))
def test_values_of_every_type_come_back_as_they_were(bench, rows):
    """A row gives back what was put in, of every type, at the bounds of each, and where there was no value."""
    rids = bench.insert_rows("Bench", rows)
    for rid, given_ in zip(rids, rows, strict=True):
        found = bench.lookup_row("Bench", rid)
        for name, value in given_.items():
            if value is None and "serial" in name:
                assert isinstance(found[name], int)
            else:
                assert found[name] == value
    bench.delete_rows("Bench", rids)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(rows=rows_of({kind: values for kind, values in VALUES.items() if kind not in SERIAL}))
def test_a_dataframe_has_the_same_values_as_the_dicts(bench, rows):
    """The DataFrame of a table has the values that its dicts have, and a missing value where these have None."""
    rids = bench.insert_rows("Bench", rows)
    found = bench.list_rows("Bench")
    frame = found.to_dataframe()
    bench.delete_rows("Bench", rids)
    for kind in VALUES:
        column = frame[f"a {kind.name}"]
        assert str(column.dtype) == DTYPES[kind]
        for row, value in zip(found, column, strict=True):
            expected = row[f"a {kind.name}"]
            if expected is None:
                assert value is None or pd.isna(value)
            else:
                assert value == (pd.Timestamp(expected) if kind is BuiltinTypes.date else expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [(kind, value) for kind, values in WRONG.items() for value in values],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_a_value_of_another_type_is_refused(bench, kind, value):
    """A value that does not fit is refused with its column, type and row, and nothing is written."""
    column = f"a {kind.name}"
    with pytest.raises(InvalidValue, match=re.escape(f"Bench.{column} holds {kind.value}, but row 1 has ")):
        bench.insert_rows("Bench", [{column: None}, {column: value}])
    assert len(bench.list_rows("Bench")) == 0


@pytest.mark.parametrize("missing", [None, math.nan, float("nan"), np.nan, pd.NA, pd.NaT])
@pytest.mark.parametrize("kind", sorted(set(BuiltinTypes) - SERIAL))
def test_what_means_no_value_is_kept_as_none(bench, kind, missing):
    """None, NaN and pandas' own marks all mean that there is no value, and never become text."""
    [rid] = bench.insert_rows("Bench", {f"a {kind.name}": missing})
    assert bench.lookup_row("Bench", rid)[f"a {kind.name}"] is None
    bench.delete_rows("Bench", rid)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("int4", np.int64(7), 7),
        ("int4", 7.0, 7),
        ("int8", np.float64(2.0**40), 2**40),
        ("float8", np.float32(0.5), 0.5),
        ("float8", 3, 3.0),
        ("boolean", np.True_, True),
        ("text", np.str_("a"), "a"),
        ("date", "2026-01-31", date(2026, 1, 31)),
        ("timestamptz", "2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("timestamptz", "2026-01-31 12:00", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("timestamptz", datetime(2026, 1, 31), datetime(2026, 1, 31, tzinfo=UTC)),  # noqa: DTZ001
        ("timestamptz", pd.Timestamp("2026-01-31", tz="Asia/Tokyo"), datetime(2026, 1, 30, 15, tzinfo=UTC)),
        ("timestamp", "2026-01-31T12:00:00+02:00", datetime(2026, 1, 31, 10)),  # noqa: DTZ001
        ("text_array", ("a", "b"), ["a", "b"]),
        ("jsonb", {"a": (1, 2)}, {"a": [1, 2]}),
    ],
)
def test_values_that_say_the_same_are_taken(bench, kind, value, kept):
    """Numbers of numpy and pandas, integral floats, ISO 8601 text and times of other zones are taken for what they say."""
    [rid] = bench.insert_rows("Bench", {f"a {kind}": value})
    assert bench.lookup_row("Bench", rid)[f"a {kind}"] == kept
    assert type(bench.lookup_row("Bench", rid)[f"a {kind}"]) is type(kept)
    bench.delete_rows("Bench", rid)


def test_times_are_given_in_utc(bench):
    """A moment is given back in UTC, whatever zone it was written in."""
    noon = datetime(2026, 6, 1, 12, tzinfo=timezone(timedelta(hours=9)))
    [rid] = bench.insert_rows("Bench", {"a timestamptz": noon})
    found = bench.lookup_row("Bench", rid)["a timestamptz"]
    assert (found, found.tzinfo) == (noon, UTC)
    bench.delete_rows("Bench", rid)


def test_serial_columns_number_the_rows(bench):
    """A serial column that is left out counts on from the highest number there is."""
    rids = bench.insert_rows("Bench", [{}, {"a serial4": 40}, {}])
    assert [bench.lookup_row("Bench", rid)["a serial4"] for rid in rids] == [1, 40, 2]
    [last] = bench.insert_rows("Bench", {})
    assert bench.lookup_row("Bench", last)["a serial4"] == 41
    bench.delete_rows("Bench", [*rids, last])


DEFAULTS = {
    "text": 'it\'s "quoted"; -- 数',
    "markdown": "*a*",
    "longtext": "",
    "gene_sequence": "ACGT",
    "color_rgb_hex": "#ff0000",
    "int2": -(2**15),
    "int4": 0,
    "int8": 2**63 - 1,
    "float4": 0.5,
    "float8": -1e300,
    "boolean": False,
    "date": date(2026, 1, 31),
    "timestamp": datetime(2026, 1, 31, 12, 30, 0, 5),  # noqa: DTZ001
    "timestamptz": datetime(2026, 1, 31, 12, 30, tzinfo=UTC),
    "json": {"a": [1, None, "it's"]},
    "jsonb": [],
    "text_array": ["a", "b'c"],
    "ermrest_uri": "https://example.org/?a=%20:b",
}


@pytest.mark.parametrize("kind", DEFAULTS)
def test_a_column_of_any_type_can_have_a_default(ml, kind):
    """A row that leaves a column out takes its default, whatever its type, also after the catalog was opened anew."""
    value = DEFAULTS[kind]
    column = ColumnDefinition("Value", BuiltinTypes[kind], nullok=False, default=value)
    ml.create_table(TableDefinition("Sample", [ColumnDefinition("Name"), column]))
    [first] = ml.insert_rows("Sample", {"Name": "a"})
    [second] = Muniment(ml.address).insert_rows("Sample", {"Name": "b"})
    assert ml.lookup_row("Sample", first)["Value"] == value
    assert ml.lookup_row("Sample", second)["Value"] == value


@pytest.mark.parametrize("kind", DEFAULTS)
def test_the_database_knows_the_default(ml, sql, kind):
    """A default stands in the database itself, so that rows written with any SQL tool have it too."""
    value = DEFAULTS[kind]
    ml.create_table(TableDefinition("Sample", [ColumnDefinition("Value", BuiltinTypes[kind], default=value)]))
    now = datetime.now(UTC).isoformat()
    with sql.begin() as connection:
        insert = 'INSERT INTO "Sample" ("RID", "RCT", "RMT") VALUES (\'1-ZZZZ\', :now, :now)'
        connection.execute(sa.text(insert), {"now": now})
    [row] = ml.list_rows("Sample", columns=["Value"])
    assert row["Value"] == value


@pytest.mark.parametrize(
    ("kind", "default"),
    [("int2", 2**15), ("int4", "1"), ("date", "soon"), ("boolean", 1), ("float8", math.inf)],
)
def test_a_default_has_to_fit_its_column(ml, kind, default):
    """A default that the column could not hold is refused when the table is made."""
    column = ColumnDefinition("Value", BuiltinTypes[kind], default=default)
    with pytest.raises(DefinitionError, match=rf"Sample\.Value holds {kind}, but its default"):
        ml.create_table(TableDefinition("Sample", [column]))


@pytest.mark.parametrize("missing", [math.nan, None])
def test_a_default_that_is_no_value_is_none(ml, missing):
    """NaN as a default means that there is none."""
    ml.create_table(
        TableDefinition("Sample", [ColumnDefinition("Value", BuiltinTypes.float8, default=missing)])
    )
    [rid] = ml.insert_rows("Sample", {})
    assert ml.lookup_row("Sample", rid)["Value"] is None


def test_none_that_is_given_is_not_replaced_by_the_default(ml):
    """A row that says None for a column with a default gets no value there."""
    ml.create_table(TableDefinition("Sample", [ColumnDefinition("Value", BuiltinTypes.int4, default=7)]))
    rids = ml.insert_rows("Sample", [{"Value": None}, {}])
    assert [ml.lookup_row("Sample", rid)["Value"] for rid in rids] == [None, 7]


def test_an_unknown_type_is_refused():
    """A type that the catalog has not is refused, with those it has."""
    with pytest.raises(DefinitionError, match="'int2'"):
        ColumnDefinition("Value", "int3")


@pytest.mark.parametrize("kind", BuiltinTypes)
def test_a_type_may_be_given_by_its_name(kind):
    """Each type is known by the name that ERMrest gives it."""
    assert ColumnDefinition("Value", kind.value).type is kind
