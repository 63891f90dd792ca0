import io
import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.bags import csv_tables
from muniment.bags.layout import safe_name
from muniment.catalog.schema.types import BuiltinTypes, canonical
from muniment.errors import BagInvalid

texts = st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]))
odd = texts | st.text(st.sampled_from('",\r\n\\{} aé\u2028\x85\x0b'))
cells = st.none() | odd


def write(names, rows, encoders=None) -> str:
    stream = io.StringIO(newline="")
    count = csv_tables.write_rows(stream, names, encoders or [None] * len(names), rows)
    assert count == len(rows)
    return stream.getvalue()


def read(text: str):
    return list(csv_tables.read_rows(io.StringIO(text, newline="")))


@given(st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width))))
def test_texts_come_back_as_they_were(rows):
    """Every text comes back, and nothing and an empty text are told apart."""
    names = [f"c{index}" for index in range(len(rows[0]) if rows else 2)]
    assert read(write(names, rows)) == [names, *rows]


def test_a_long_table_is_written_as_a_short_one():
    """However many rows there are, each is written as if it were alone."""
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    odd_ones = {
        1999: ["", None, None],
        2000: ['say "hi"', -1, moment],
        4100: ["a,b", 2, "2026-01-02T00:00+00:00"],
    }
    rows = [odd_ones.get(number, [f"plain {number}", number, moment]) for number in range(5000)]
    encoders = [None, None, csv_tables.ENCODERS[BuiltinTypes.timestamptz]]
    header, *lines = write(["a", "b", "c"], rows, encoders).splitlines(keepends=True)
    alone = [write(["a", "b", "c"], [row], encoders).removeprefix(header) for row in rows]
    assert lines == alone
    assert [lines[number] for number in odd_ones] == [
        '"",,\r\n',
        '"say ""hi""",-1,2026-01-02T00:00:00.000000+00:00\r\n',
        '"a,b",2,2026-01-02T00:00:00.000000+00:00\r\n',
    ]


@given(st.lists(odd | st.none()))
def test_arrays_come_back_as_they_were(items):
    """A list of any texts comes back from PostgreSQL's literal form."""
    assert csv_tables.read_array(csv_tables.write_array(items)) == items


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | odd,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd, inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_json_comes_back_as_it_was(value):
    """A JSON value comes back as the same value, and values that are the same are written alike."""
    text = csv_tables.write_json(value)
    assert canonical(json.loads(text)) == canonical(value)
    assert csv_tables.write_json(json.loads(text)) == text


@pytest.mark.parametrize(
    ("builtin", "value", "text", "kept"),
    [
        ("boolean", True, "t", 1),
        ("boolean", False, "f", 0),
        ("int8", -(2**63), str(-(2**63)), -(2**63)),
        ("float8", 0.1, "0.1", 0.1),
        ("float8", float("inf"), "inf", float("inf")),
        ("date", date(2026, 2, 3), "2026-02-03", "2026-02-03"),
        ("date", "2026-02-03", "2026-02-03", "2026-02-03"),
        (
            "timestamptz",
            datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
            "2026-02-03T04:05:06.000000+00:00",
            "2026-02-03T04:05:06.000000+00:00",
        ),
        ("timestamp", "2026-02-03T04:05:06", "2026-02-03T04:05:06.000000", "2026-02-03T04:05:06.000000"),
        ("text[]", ["a b", ""], '{"a b",""}', '["a b", ""]'),
        ("float8", -0.0, "0.0", 0.0),
        ("jsonb", {"b": 1, "a": None}, '{"a":null,"b":1}', '{"a": null, "b": 1}'),
        (
            "jsonb",
            [1e22, 1.0, -0.0, 0.5],
            "[10000000000000000000000,1,0,0.5]",
            "[10000000000000000000000, 1, 0, 0.5]",
        ),
    ],
)
def test_values_of_each_type_are_written_as_postgresql_writes_them(builtin, value, text, kept):
    """Each type has one form in a CSV file, and is read into what SQLite keeps of it."""
    kind = BuiltinTypes(builtin)
    [_, row] = read(write(["RID", "V"], [("1", value)], [None, csv_tables.ENCODERS.get(kind)]))
    assert row == ["1", text]
    assert csv_tables.DECODERS[kind](text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-02-03 04:05:06.5+00", "2026-02-03T04:05:06.500000+00:00"),
        ("2026-02-03T04:05:06+02:00", "2026-02-03T02:05:06.000000+00:00"),
    ],
)
def test_moments_of_other_writers_are_understood(text, kept):
    """Moments as PostgreSQL and ERMrest write them are read too."""
    assert csv_tables.DECODERS[BuiltinTypes.timestamptz](text) == kept


def test_lines_of_other_writers_are_understood():
    """Lines may end in any way, and empty ones are no rows."""
    assert read('RID,Note\n1,"a\nb"\r\n\n2,\n') == [["RID", "Note"], ["1", "a\nb"], ["2", None]]


@pytest.mark.parametrize("text", ['RID,Note\r\n1,"cut', 'RID,Note\r\n1,"a"b\r\n', 'RID,Note\r\n1,a"b"\r\n'])
def test_damaged_lines_are_refused(text):
    """A quoted field that does not end, or has text around it, is no row."""
    with pytest.raises(BagInvalid):
        read(text)


@given(texts | st.text(st.sampled_from("./\\% \n\ta~é")))
def test_every_text_makes_a_safe_file_name(text):
    """A file name stays in its folder, fits the file system, and reads back from a manifest as it is."""
    name = safe_name(text)
    assert "/" not in name
    assert name not in {".", ".."}
    assert len(name.encode()) <= 255
    assert name == name.strip("\r\n").rstrip()
    assert "%" not in name
    assert len(name.splitlines()) <= 1
    assert safe_name(name) == name


def test_long_names_keep_their_suffix():
    """A name that is too long for a file system loses its middle, not its suffix."""
    assert safe_name("é" * 300 + ".png").endswith("é.png")
