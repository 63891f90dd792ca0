"""JSON that is written piece by piece, a line each, so that a long list needs no memory."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TextIO

_AT_ONCE = 4000

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes a value on one line; members stand in the order in which they were given."""


def without_nothing(told: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known.

    Example:
        >>> without_nothing({"name": "scan.png", "license": None, "keywords": [], "contentSize": 0})
        {'name': 'scan.png', 'contentSize': 0}
    """
    return {name: value for name, value in told.items() if value is not None and value not in ("", [], {})}


def write_document(stream: TextIO, document: Mapping[str, Any]) -> None:
    """Write a document that is small, to be read by people too."""
    stream.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def write_pieces(stream: TextIO, pieces: Iterable[str]) -> None:
    """Write many small pieces of text, some thousand of them at once, which is several times faster."""
    waiting = iter(pieces)
    while portion := "".join(islice(waiting, _AT_ONCE)):
        stream.write(portion)


def lines(items: Iterable[str | Iterator[str]]) -> Iterator[str]:
    r"""Give encoded items in pieces, a line each, with commas between them; a long item is in pieces itself.

    Example:
        >>> "".join(lines(['{"a":1}', iter(['{"b":', "2}"])]))
        '{"a":1},\n{"b":2}'
    """
    separator = ""
    for item in items:
        yield separator
        if isinstance(item, str):
            yield item
        else:
            yield from item
        separator = ",\n"


def long_object(head: Mapping[str, Any], lists: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """Give an object in pieces: some members, then lists of encoded items.

    A list of one item is that item, and a list of none is left out: so JSON-LD is best read.

    Example:
        >>> "".join(long_object({"name": "Train"}, [("agent", []), ("object", "1"), ("result", "23")]))
        '{"name":"Train","object":1,"result":[2,3]}'
    """
    yield encode(head)[:-1]
    for name, items in lists:
        waiting = iter(items)
        first = next(waiting, None)
        second = next(waiting, None)
        if second is not None:
            yield f',"{name}":[{first},{second}'
            yield from (f",{item}" for item in waiting)
            yield "]"
        elif first is not None:
            yield f',"{name}":{first}'
    yield "}"
