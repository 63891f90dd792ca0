"""Tables as CSV files, written and read a row at a time.

RFC 4180 in UTF-8, with PostgreSQL's conventions: no value is an empty field, an empty text is ``""``,
booleans are ``t`` and ``f``, and arrays are array literals. Times are ISO 8601 with their offset. Python's
`csv` module cannot tell ``""`` from nothing when it reads, nor make the difference when it writes.

Source: RFC 4180; https://www.postgresql.org/docs/current/sql-copy.html
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TextIO

from muniment.catalog.schema.types import BuiltinTypes, to_date, write_time
from muniment.errors import BagInvalid

_END = "\r\n"
_TRUE = frozenset({"t", "true", "y", "yes", "1"})
_FALSE = frozenset({"f", "false", "n", "no", "0"})

Converter = Callable[[Any], Any]


# Writing


def write_rows(
    stream: TextIO, names: Sequence[str], encoders: Sequence[Converter | None], rows: Iterable[Sequence[Any]]
) -> int:
    r"""Write a header and rows, and give how many rows there were.

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
    writer = csv.writer(stream, lineterminator=_END)
    writer.writerow(names)
    busy = [(index, encode) for index, encode in enumerate(encoders) if encode]
    count = 0
    for row in rows:
        count += 1
        values = list(row)
        for index, encode in busy:
            if values[index] is not None:
                values[index] = encode(values[index])
        if "" in values:
            stream.write(",".join(map(_quoted, values)) + _END)
        else:
            writer.writerow(values)
    return count


def _quoted(value: Any) -> str:
    if value is None:
        return ""
    text = repr(value) if isinstance(value, float) else str(value)
    special = not text or any(character in text for character in ',"\r\n')
    return '"' + text.replace('"', '""') + '"' if special else text


def write_json(value: Any) -> str:
    """Write a value as JSON in one form only, so that equal values are equal texts.

    Example:
        >>> write_json({"b": [1, None], "a": "é"})
        '{"a":"é","b":[1,null]}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


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
