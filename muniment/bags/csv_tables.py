"""Tables as CSV files, written and read a row at a time.

RFC 4180 in UTF-8, with PostgreSQL's conventions: no value is an empty field, an empty text is ``""``,
booleans are ``t`` and ``f``, and arrays are array literals. Times are ISO 8601 with their offset. Python's
`csv` module cannot tell ``""`` from nothing when it reads, nor make the difference when it writes.

Source: RFC 4180; https://www.postgresql.org/docs/current/sql-copy.html
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TextIO

from muniment.catalog.schema.types import BuiltinTypes, canonical, to_date, write_time
from muniment.errors import BagInvalid

_END = "\r\n"
_AT_ONCE = 2000
_TRUE = frozenset({"t", "true", "y", "yes", "1"})
_FALSE = frozenset({"f", "false", "n", "no", "0"})

Converter = Callable[[Any], Any]


# Writing


def write_rows(
    stream: TextIO, names: Sequence[str], encoders: Sequence[Converter | None], rows: Iterable[Sequence[Any]]
) -> int:
    r"""Write a header and rows, some thousand at once, and give how many rows there were.

    Args:
        stream: Where to; it must not translate line ends.
        names: Names of the columns.
        encoders: What turns the values of each column into text, where `str` would not do.
        rows: The rows.

    Example:
        >>> import io
        >>> stream = io.StringIO()
        >>> write_rows(stream, ["RID", "Note"], [None, None], [("1-0001", ""), ("1-0002", None)])
        2
        >>> stream.getvalue()
        'RID,Note\r\n1-0001,""\r\n1-0002,\r\n'
    """
    stream.write(",".join(map(_field, names)) + _END)
    waiting, count = iter(rows), 0
    while portion := list(islice(waiting, _AT_ONCE)):
        columns = [
            _fields(values if encode is None else _encode(values, encode))
            for values, encode in zip(zip(*portion, strict=True), encoders, strict=True)
        ]
        stream.write(_END.join([*map(",".join, zip(*columns, strict=True)), ""]))
        count += len(portion)
    return count


def _encode(values: Sequence[Any], encode: Converter) -> list[Any]:
    """Encode the values of a column; of times, which many rows have in common, each only once."""
    if encode not in _TIMES.values():
        return [None if value is None else encode(value) for value in values]
    known = {value: encode(value) for value in set(values) if value is not None}
    return [known.get(value) for value in values]


def _fields(values: Sequence[Any]) -> Iterable[str]:
    """Write the values of a column; most columns are plain texts, which are looked through together."""
    kinds = set(map(type, values))
    if kinds == {int}:
        return map(str, values)
    if kinds == {str} and "" not in values and not _SPECIAL.search("".join(values)):
        return values
    return map(_field, values)


def _field(value: Any) -> str:
    if value is None:
        return ""
    text = repr(value + 0.0) if isinstance(value, float) else str(value)  # SQLite has no -0.0
    return text if text and not _SPECIAL.search(text) else '"' + text.replace('"', '""') + '"'


_SPECIAL = re.compile(r'[,"\r\n]')


def write_json(value: Any) -> str:
    """Write a value as JSON in one form only, so that equal values are equal texts.

    Example:
        >>> write_json({"b": [1.0, None], "a": "é"})
        '{"a":"é","b":[1,null]}'
    """
    return json.dumps(canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_array(items: Sequence[str | None]) -> str:
    r"""Write a list of texts as PostgreSQL's array literal.

    Example:
        >>> print(write_array(["left", "a b", 'say "hi"', "", None]))
        {left,"a b","say \"hi\"","",NULL}
    """
    return "{" + ",".join(map(_array_item, items)) + "}"


def _array_item(item: str | None) -> str:
    if item is None:
        return "NULL"
    if item and item.upper() != "NULL" and not _ARRAY_SPECIAL.search(item):
        return item
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


_ARRAY_SPECIAL = re.compile(r'[{},"\\\s]')


def _moment(value: Any) -> str:
    is_canonical = type(value) is str and value[_ZONE_AT:] == "+00:00"
    return str(value) if is_canonical else write_time(value)


def _wall_time(value: Any) -> str:
    return write_time(value, zone=False)


def _date(value: Any) -> str:
    return to_date(value).isoformat()


_ZONE_AT = len("2026-01-02T03:04:05.000006")
_TIMES: dict[BuiltinTypes, Converter] = {
    BuiltinTypes.date: _date,
    BuiltinTypes.timestamp: _wall_time,
    BuiltinTypes.timestamptz: _moment,
    BuiltinTypes.ermrest_rct: _moment,
    BuiltinTypes.ermrest_rmt: _moment,
}

ENCODERS: dict[BuiltinTypes, Converter] = {
    BuiltinTypes.boolean: lambda value: "t" if value else "f",
    BuiltinTypes.json: write_json,
    BuiltinTypes.jsonb: write_json,
    BuiltinTypes.text_array: write_array,
    **_TIMES,
}
"""How values of types that need it become text; all others become text by `str`."""


# Reading


def read_rows(lines: Iterable[str]) -> Iterator[list[str | None]]:
    r"""Read the rows of a CSV file, the header first; no value is None.

    Args:
        lines: The file's lines with their ends, as a file opened with ``newline=""`` gives them.

    Raises:
        BagInvalid: A quoted field does not end, or text follows it.

    Example:
        >>> list(read_rows(['RID,Note\r\n', '1-0001,""\r\n', '1-0002,\r\n']))
        [['RID', 'Note'], ['1-0001', ''], ['1-0002', None]]
    """
    waiting: list[str] = []
    is_open = False
    for line in lines:
        if '"' not in line and not waiting:
            if record := line.rstrip(_END):
                yield [text or None for text in record.split(",")]
            continue
        waiting.append(line)
        is_open ^= line.count('"') % 2 == 1
        if not is_open:
            yield _split("".join(waiting).rstrip(_END))
            waiting = []
    if waiting:
        raise BagInvalid("The last quoted field does not end: the file has been cut off.")


_FIELD = re.compile(r'"([^"]*(?:""[^"]*)*)"|([^",]*)')


def _split(record: str) -> list[str | None]:
    fields: list[str | None] = []
    position = -1
    while position < len(record):
        found = _FIELD.match(record, position + 1)
        position = found.end() if found else len(record)
        if found is None or record[position : position + 1] not in {"", ","}:
            raise BagInvalid(f"Text stands around a quoted field: {record[:80]!r}.")
        quoted, plain = found.groups()
        fields.append(plain or None if quoted is None else quoted.replace('""', '"'))
    return fields


def read_boolean(text: str) -> int:
    """Read a truth value as SQLite keeps it.

    Example:
        >>> read_boolean("t"), read_boolean("false")
        (1, 0)
    """
    lowered = text.lower()
    if lowered in _TRUE or lowered in _FALSE:
        return int(lowered in _TRUE)
    raise ValueError(f"{text!r} is no boolean")


def read_array(text: str) -> list[str | None]:
    r"""Read PostgreSQL's array literal.

    Example:
        >>> read_array(r'{left,"a b","say \"hi\"","",NULL}')
        ['left', 'a b', 'say "hi"', '', None]
    """
    if not (text.startswith("{") and text.endswith("}")):
        raise ValueError(f"{text!r:.40} is no array")
    return [
        None if plain.upper() == "NULL" else plain or re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL)
        for quoted, plain in _ITEM.findall(text[1:-1])
    ]


_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^,"]+)', re.DOTALL)


_INTEGERS = [name for name in BuiltinTypes if name.startswith(("int", "serial"))]

DECODERS: dict[BuiltinTypes, Converter] = {
    **dict.fromkeys(_INTEGERS, int),
    **dict.fromkeys((BuiltinTypes.float4, BuiltinTypes.float8), float),
    BuiltinTypes.boolean: read_boolean,
    BuiltinTypes.json: lambda text: json.dumps(json.loads(text)),
    BuiltinTypes.jsonb: lambda text: json.dumps(json.loads(text)),
    BuiltinTypes.text_array: lambda text: json.dumps(read_array(text)),
    **_TIMES,
}
"""How texts become what SQLite keeps of values of each type; all others stay texts."""
