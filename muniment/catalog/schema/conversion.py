"""Values of one column type as values of another: exactly, or not at all."""

import json
import math
from datetime import date, datetime, time
from typing import Any

from muniment.catalog.schema.types import TRAITS, BuiltinTypes, to_text

_TRUTHS = {
    "true": True,
    "t": True,
    "yes": True,
    "1": True,
    "false": False,
    "f": False,
    "no": False,
    "0": False,
}
_INTEGERS = frozenset(name for name in BuiltinTypes if name.startswith(("int", "serial")))
_FLOATS = frozenset({BuiltinTypes.float4, BuiltinTypes.float8})
_JSON = frozenset({BuiltinTypes.json, BuiltinTypes.jsonb, BuiltinTypes.text_array})
_TIMES = frozenset({BuiltinTypes.timestamp, BuiltinTypes.timestamptz})


def convert(value: Any, kind: BuiltinTypes) -> Any:
    """Give a value, as it was read, as one of another type.

    Raises:
        ValueError: It cannot be one; the message says why.

    Example:
        >>> convert("41", BuiltinTypes.int2), convert("no", BuiltinTypes.boolean)
        (41, False)
    """
    if TRAITS[kind].check is to_text:
        return to_text(_write(value))
    bridged = _read(value, kind) if isinstance(value, str) else _bridge(value, kind)
    return TRAITS[kind].check(bridged)


def _write(value: Any) -> str:
    if isinstance(value, (bool, list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(text: str, kind: BuiltinTypes) -> Any:
    """Read a text as one would write a value of the type."""
    text = text.strip()
    if kind in _INTEGERS:
        return _parse(int, text, "an integer")
    if kind in _FLOATS:
        number = _parse(float, text, "a number")
        if math.isnan(number):
            raise ValueError("is not a number")
        return number
    if kind is BuiltinTypes.boolean:
        return _parse(lambda word: _TRUTHS[word.lower()], text, "true or false")
    return _parse(json.loads, text, "JSON") if kind in _JSON else text


def _parse(parse: Any, text: str, what: str) -> Any:
    try:
        return parse(text)
    except (ValueError, KeyError):
        raise ValueError(f"is not {what}") from None


def _bridge(value: Any, kind: BuiltinTypes) -> Any:
    if isinstance(value, bool):
        return int(value) if kind in _INTEGERS | _FLOATS else value
    if isinstance(value, (int, float)) and kind is BuiltinTypes.boolean and value in {0, 1}:
        return bool(value)
    if isinstance(value, date) and not isinstance(value, datetime) and kind in _TIMES:
        return datetime.combine(value, time.min)
    return value
