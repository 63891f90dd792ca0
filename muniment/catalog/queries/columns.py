"""Columns, and what can be asked of them: each comparison checks its value before anything is run."""

import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from muniment.catalog.queries.conditions import TEXTS, Comparison, Condition, Operand, no_condition
from muniment.catalog.schema.types import TRAITS, BuiltinTypes, is_missing, to_json, to_texts
from muniment.errors import InvalidValue

NUMBERS = frozenset(kind for kind in BuiltinTypes if TRAITS[kind].dtype.lower().startswith(("int", "float")))
COMPOSITE = frozenset(kind for kind in BuiltinTypes if TRAITS[kind].check in {to_json, to_texts})
"""Lists and JSON, of which there is no order, and equality not on every database."""


@dataclass(frozen=True, eq=False, repr=False)
class Column(Operand):
    """A column of a table, to be compared, projected under a name (`alias`), or sorted by (`desc`).

    Example:
        >>> image = ml.pathBuilder().domain.Image
        >>> (image.Width >= 100) | ~image.Filename.ciregexp("^scan")
        (Image.Width >= 100) | ~(Image.Filename.ciregexp('^scan'))
    """

    @property
    def desc(self) -> "Descending":
        """The column as a key to sort by, the largest value first."""
        return Descending(self)

    def alias(self, name: str) -> "Column":
        """Give the column under another name, for a result."""
        return replace(self, label=name)

    def __eq__(self, other: object) -> Condition:  # type: ignore[override]
        return self.is_null() if is_missing(other) else _compare(self, "==", other)

    def __ne__(self, other: object) -> Condition:  # type: ignore[override]
        return self.is_null().negate() if is_missing(other) else _compare(self, "!=", other)

    def __lt__(self, other: object) -> Condition:
        return _compare(self, "<", other)

    def __le__(self, other: object) -> Condition:
        return _compare(self, "<=", other)

    def __gt__(self, other: object) -> Condition:
        return _compare(self, ">", other)

    def __ge__(self, other: object) -> Condition:
        return _compare(self, ">=", other)

    eq, ne, lt, le, gt, ge = __eq__, __ne__, __lt__, __le__, __gt__, __ge__
    __hash__ = object.__hash__

    def is_null(self) -> Condition:
        """Ask for rows without a value."""
        return Comparison(self, "==", None)

    isnull = is_null

    def in_(self, values: Iterable[object]) -> Condition:
        """Ask for one of many values."""
        if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
            raise InvalidValue(f"{self!r}.in_(...) takes a list of values, and {values!r:.80} is none.")
        return Comparison(self, "in_", [_checked(self, value) for value in values])

    def like(self, pattern: str) -> Condition:
        r"""Ask for texts like a pattern, upper and lower case apart: ``%`` is any text, ``_`` any character.

        A backslash before them takes their meaning away: ``100\%``.
        """
        if (len(_checked_text(self, pattern)) - len(pattern.rstrip("\\"))) % 2:
            raise InvalidValue(f"The pattern {pattern!r} ends in half an escape: double the last backslash.")
        return Comparison(self, "like", pattern)

    def regexp(self, pattern: str) -> Condition:
        """Ask for texts in which a regular expression is found: one that Python's `re` reads."""
        return Comparison(self, "regexp", _checked_pattern(self, pattern))

    def ciregexp(self, pattern: str) -> Condition:
        """Ask for texts in which a regular expression is found, upper and lower case alike."""
        return Comparison(self, "ciregexp", _checked_pattern(self, pattern))

    def _refuse(self, *_: object) -> NoReturn:
        raise no_condition(self)

    __bool__ = __and__ = __rand__ = __or__ = __ror__ = __invert__ = _refuse


@dataclass(frozen=True)
class Descending:
    """What is sorted by, the largest value first."""

    key: Any


def _compare(column: Column, verb: str, other: object) -> Condition:
    if not isinstance(other, Column):
        return Comparison(column, verb, _checked(column, other))
    alike = TRAITS[column.type].check is TRAITS[other.type].check or {column.type, other.type} <= NUMBERS
    if not alike or column.type in COMPOSITE:
        kinds = f"{column!r} holds {column.type.value}, {other!r} {other.type.value}"
        raise InvalidValue(f"{kinds}: they cannot be compared.")
    return Comparison(column, verb, other)


def _checked(column: Column, value: object) -> Any:
    """Give a value as the column would hold it."""
    if column.type in COMPOSITE:
        raise InvalidValue(f"{column!r} holds {column.type.value}, which can only be compared with None.")
    if is_missing(value):
        raise InvalidValue(
            f"{column!r} cannot be compared with a missing value. {column!r}.is_null() finds these rows."
        )
    try:
        return TRAITS[column.type].check(value)
    except (ValueError, TypeError) as error:
        raise InvalidValue(
            f"{column!r} holds {column.type.value} and cannot be compared with {value!r:.80}, which {error}."
        ) from error


def _checked_text(column: Column, pattern: str) -> str:
    if column.type not in TEXTS:
        raise InvalidValue(f"{column!r} holds {column.type.value}, and only text can be like a pattern.")
    return str(_checked(column, pattern))


def _checked_pattern(column: Column, pattern: str) -> str:
    text = _checked_text(column, pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # [[:alpha:]], which means two things
            re.compile(text)
            re.compile(f"(?i:{text})")
    except (re.error, FutureWarning) as error:
        raise InvalidValue(f"{text!r} is no regular expression that can be used here: {error}.") from error
    return text
