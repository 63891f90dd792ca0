"""The arguments of a call, as parameters of an execution: what JSON can hold, and what the rest was."""

import dataclasses
import json
import math
from collections.abc import Collection, Mapping
from datetime import date
from enum import Enum
from pathlib import PurePath
from typing import Any, cast

_LONGEST = 10_000
_DEEPEST = 20


def describe(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Give arguments as parameters: values of other types by the names of these.

    Example:
        >>> describe({"rate": 0.1, "model": object(), "folder": PurePath("out")})
        {'rate': 0.1, 'model': '<object>', 'folder': 'out'}
    """
    return {name: _short(value) for name, value in arguments.items()}


def _short(value: Any) -> Any:
    plain = _plain(value, _DEEPEST)
    length = len(json.dumps(plain))
    return plain if length <= _LONGEST else f"<{type(value).__name__}, {length:,} characters as JSON>"


def _plain(value: Any, depth: int) -> Any:
    parts = _parts(value) if depth else None
    if isinstance(parts, Mapping):
        return {storable(str(key)): _plain(each, depth - 1) for key, each in parts.items()}
    if parts is not None:
        return [_plain(each, depth - 1) for each in parts]
    return _single(value)


def _parts(value: Any) -> Mapping[Any, Any] | Collection[Any] | None:
    """Give what a value is made of; None if it is single, or can be gone through only once."""
    if isinstance(value, (Mapping, list, tuple, set, frozenset)):
        return value
    if isinstance(value, type):
        return None
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):  # pydantic's
        return cast("dict[str, Any]", value.model_dump())
    return None


def _single(value: Any) -> Any:
    if isinstance(value, Enum):
        return _single(value.value)
    if hasattr(value, "dtype") and hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        value = value.item()  # a number of numpy's, or a tensor of one
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (str, PurePath)):
        return storable(str(value))
    return value.isoformat() if isinstance(value, date) else f"<{type(value).__name__}>"


def storable(text: str) -> str:
    r"""Give a text that any database keeps: without null characters and half characters.

    Example:
        >>> print(storable("a\0b\ud800"))
        a\0b\ud800
    """
    return text.replace("\0", "\\0").encode(errors="backslashreplace").decode()
