"""Column types: how each of DerivaML's types is stored, checked and shown as a pandas dtype.

One table, `TRAITS`, holds what there is to know about a type. Everything else asks it.
"""

import json
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType


class BuiltinTypes(StrEnum):
    """The types that a column can have, by the names that ERMrest and DerivaML give them.

    Source: ERMrest's built-in types, https://docs.derivacloud.org/ermrest/
    """

    text = "text"
    markdown = "markdown"
    longtext = "longtext"
    gene_sequence = "gene_sequence"
    color_rgb_hex = "color_rgb_hex"
    int2 = "int2"
    int4 = "int4"
    int8 = "int8"
    serial2 = "serial2"
    serial4 = "serial4"
    serial8 = "serial8"
    float4 = "float4"
    float8 = "float8"
    boolean = "boolean"
    date = "date"
    timestamp = "timestamp"
    timestamptz = "timestamptz"
    json = "json"
    jsonb = "jsonb"
    text_array = "text[]"
    ermrest_rid = "ermrest_rid"
    ermrest_rct = "ermrest_rct"
    ermrest_rmt = "ermrest_rmt"
    ermrest_rcb = "ermrest_rcb"
    ermrest_rmb = "ermrest_rmb"
    ermrest_curie = "ermrest_curie"
    ermrest_uri = "ermrest_uri"


class Timestamptz(UserDefinedType[str]):
    """A moment on SQLite: ISO 8601 text in UTC, whose order as text is its order in time."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """Give the type's name in DDL."""
        return "TIMESTAMPTZ"


class Timestamp(Timestamptz):
    """A wall-clock time on SQLite: ISO 8601 text without a zone."""

    def get_col_spec(self, **_: Any) -> str:
        """Give the type's name in DDL."""
        return "TIMESTAMP"


def to_text(value: Any) -> str:
    """Check a text: a str that both databases can keep.

    Raises:
        ValueError: It is no str, has a NUL, or has a lone surrogate.
    """
    if not isinstance(value, str):
        raise ValueError(f"is {type(value).__name__}, not text")
    if "\x00" in value:
        raise ValueError("has a NUL character")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError("has bytes that are no character, as file names that are not UTF-8") from error
    return str(value)


def to_integer(bits: int) -> Callable[[Any], int]:
    """Make the check of an integer of so many bits; integral floats, as pandas makes them, are taken.

    Example:
        >>> to_integer(16)(7.0)
        7
    """
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1

    def check(value: Any) -> int:
        if type(value) is int and low <= value <= high:
            return value
        if isinstance(value, bool):
            raise ValueError("is a boolean, not an integer")
        if hasattr(value, "is_integer") and value.is_integer():
            value = int(value)
        try:
            number = operator.index(value)
        except TypeError:
            raise ValueError(f"is {type(value).__name__}, not an integer") from None
        if not low <= number <= high:
            raise ValueError(f"is out of range: {low} to {high}")
        return number

    return check


def to_float(value: Any) -> float:
    """Check a number. NaN is caught before: it means that there is no value."""
    if isinstance(value, (bool, str, bytes)):
        raise ValueError(f"is {type(value).__name__}, not a number")
    try:
        return float(value)
    except TypeError:
        raise ValueError(f"is {type(value).__name__}, not a number") from None
    except OverflowError:
        raise ValueError("is out of range") from None


def to_single(value: Any) -> float:
    """Check a number that is to be kept in 32 bits."""
    number = to_float(value)
    if _LARGEST_SINGLE < abs(number) < math.inf:
        raise ValueError(f"is out of range: -{_LARGEST_SINGLE} to {_LARGEST_SINGLE}")
    return number


_LARGEST_SINGLE = 3.4028234663852886e38


def to_boolean(value: Any) -> bool:
    """Check a truth value: True, False, or numpy's."""
    if isinstance(value, bool) or type(value).__name__ in {"bool_", "bool"}:
        return bool(value)
    raise ValueError(f"is {type(value).__name__}, not a boolean")


def to_date(value: Any) -> date:
    """Check a date: a date, a midnight, or ISO 8601 text."""
    if isinstance(value, datetime):
        if value.time() != time.min:
            raise ValueError("is a datetime, not a date")
        return value.date()  # the days of a DataFrame are midnights
    return value if isinstance(value, date) else date.fromisoformat(to_text(value))


def to_moment(value: Any) -> datetime:
    """Check a moment: a datetime or ISO 8601 text. One without a zone is taken to be UTC."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(to_text(value))
    if type(moment) is not datetime:
        moment = moment.to_pydatetime(warn=False) if hasattr(moment, "to_pydatetime") else moment
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range: years 1 to 9999, in UTC") from None


def to_wall_time(value: Any) -> datetime:
    """Check a time without a zone: a datetime or ISO 8601 text. One with a zone is given in UTC."""
    return to_moment(value).replace(tzinfo=None)


def to_json(value: Any) -> Any:
    """Check that both databases can keep a value as JSON (RFC 8259, so neither NaN nor infinity).

    SQLite keeps a number that stands alone as one of its own, and would round a large integer.
    """
    try:
        text = json.dumps(value, allow_nan=False)
    except TypeError as error:
        raise ValueError(f"cannot be written as JSON: {error}") from None
    if "\\u0000" in text or "\\ud" in text:
        _check_texts(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return _to_large(value)
    return value


def _to_large(value: int) -> float:
    """Give the float that is written by the digits of an integer."""
    with suppress(OverflowError):
        if canonical(number := float(value)) == value:
            return number
    raise ValueError("has more than 64 bits, and SQLite keeps no such integer that stands alone: give a text")


def _check_texts(value: Any) -> None:
    """Make sure that both databases can keep all texts in a JSON value."""
    if isinstance(value, str):
        to_text(value)
    elif isinstance(value, Mapping):
        _check_texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for part in value:
            _check_texts(part)


def canonical(value: Any) -> Any:
    """Give a value as it is the same in both databases: one may write 1.0 as 1, 1e+22 in full, -0.0 as 0.

    Example:
        >>> canonical({"mol": 6.022e23, "share": 0.5, "z": [-0.0]})
        {'mol': 602200000000000000000000, 'share': 0.5, 'z': [0]}
    """
    if isinstance(value, float):
        return int(Decimal(repr(value))) if value.is_integer() else value
    if isinstance(value, dict):
        return {name: canonical(part) for name, part in value.items()}
    return list(map(canonical, value)) if isinstance(value, list) else value


def to_texts(value: Any) -> list[str]:
    """Check a list of texts."""
    if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__iter__"):
        raise ValueError(f"is {type(value).__name__}, not a list of texts")
    return [to_text(item) for item in value]


def are_texts(values: Sequence[str]) -> bool:
    """Say whether both databases can keep all these texts."""
    joined = "".join(values)
    try:
        return "\x00" not in joined and (joined.isascii() or bool(joined.encode()))
    except UnicodeEncodeError:
        return False


def are_integers(bits: int) -> Callable[[Sequence[int]], bool]:
    """Make the question whether integers have no more than so many bits.

    Example:
        >>> are_integers(16)([1, 40000])
        False
    """
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return lambda values: low <= min(values) and max(values) <= high


def are_finite(values: Sequence[float]) -> bool:
    """Say whether floats are neither missing nor infinite."""
    return all(map(math.isfinite, values))


@dataclass(frozen=True)
class Traits:
    """What there is to know about a type.

    Attributes:
        sqlite: How SQLite keeps it.
        postgresql: How PostgreSQL keeps it.
        check: Gives a value as it is stored; raises ValueError if it does not fit.
        dtype: Its pandas dtype.
        plain: The type of Python whose values are stored as they are, if they pass `are_plain`.
        are_plain: Whether all of some values of that type are stored as they are.
    """

    sqlite: TypeEngine[Any]
    postgresql: TypeEngine[Any]
    check: Callable[[Any], Any]
    dtype: str
    plain: type | None = None
    are_plain: Callable[[Any], bool] = bool


_SORTED_TEXT = sa.Text(collation="C")
"""Sorted by its characters' numbers, as SQLite does, whatever the language of the database."""

_TEXT = Traits(sa.Text(), _SORTED_TEXT, to_text, "str", str, are_texts)
_MOMENT = Traits(Timestamptz(), sa.TIMESTAMP(timezone=True), to_moment, "datetime64[us, UTC]")
_JSON = Traits(sa.JSON(none_as_null=True), sa.JSON(none_as_null=True), to_json, "object")
_INT2 = Traits(sa.SmallInteger(), sa.SmallInteger(), to_integer(16), "Int16", int, are_integers(16))
_INT4 = Traits(sa.Integer(), sa.Integer(), to_integer(32), "Int32", int, are_integers(32))
_INT8 = Traits(sa.BigInteger(), sa.BigInteger(), to_integer(64), "Int64", int, are_integers(64))

TRAITS: dict[BuiltinTypes, Traits] = {
    **{name: _TEXT for name in BuiltinTypes if name.startswith(("text", "ermrest"))},
    BuiltinTypes.markdown: _TEXT,
    BuiltinTypes.longtext: _TEXT,
    BuiltinTypes.gene_sequence: _TEXT,
    BuiltinTypes.color_rgb_hex: _TEXT,
    BuiltinTypes.int2: _INT2,
    BuiltinTypes.int4: _INT4,
    BuiltinTypes.int8: _INT8,
    BuiltinTypes.serial2: _INT2,
    BuiltinTypes.serial4: _INT4,
    BuiltinTypes.serial8: _INT8,
    BuiltinTypes.float4: Traits(sa.REAL(), sa.REAL(), to_single, "float32"),
    BuiltinTypes.float8: Traits(sa.Float(53), sa.Double(), to_float, "float64", float, are_finite),
    BuiltinTypes.boolean: Traits(sa.Boolean(), sa.Boolean(), to_boolean, "boolean", bool),
    BuiltinTypes.date: Traits(sa.Date(), sa.Date(), to_date, "datetime64[s]"),
    BuiltinTypes.timestamp: Traits(Timestamp(), sa.TIMESTAMP(), to_wall_time, "datetime64[us]"),
    BuiltinTypes.timestamptz: _MOMENT,
    BuiltinTypes.ermrest_rct: _MOMENT,
    BuiltinTypes.ermrest_rmt: _MOMENT,
    BuiltinTypes.json: _JSON,
    BuiltinTypes.jsonb: _JSON,
    BuiltinTypes.text_array: Traits(sa.JSON(none_as_null=True), sa.ARRAY(_SORTED_TEXT), to_texts, "object"),
}

SERIAL = frozenset({BuiltinTypes.serial2, BuiltinTypes.serial4, BuiltinTypes.serial8})
_MOMENTS = frozenset({BuiltinTypes.timestamptz, BuiltinTypes.ermrest_rct, BuiltinTypes.ermrest_rmt})
_ISO_TEXT = _MOMENTS | {BuiltinTypes.timestamp}


class Builtin(TypeDecorator[Any]):
    """The SQLAlchemy type of a column of a built-in type, on either database."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, builtin: str) -> None:
        """Take the type by its name."""
        super().__init__()
        self.builtin = BuiltinTypes(builtin)

    @property
    def traits(self) -> Traits:
        """What there is to know about the type."""
        return TRAITS[self.builtin]

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give the database's own type."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(self.traits.sqlite)
        if self.traits is _JSON:
            # Only here, as it loads the drivers of PostgreSQL, which takes as long as opening a catalog.
            from sqlalchemy.dialects.postgresql import JSONB

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(self.traits.postgresql)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Give what writes a value; None if the driver takes it as it is."""
        if self.builtin in _ISO_TEXT and dialect.name != "postgresql":
            zone = self.builtin in _MOMENTS
            return lambda value: None if value is None else write_time(value, zone=zone)
        return self.load_dialect_impl(dialect).bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """Give what reads a value; None if it is as the driver gives it, as psycopg's always is."""
        if dialect.name == "postgresql":
            return None
        if self.builtin in _ISO_TEXT:
            return lambda value: None if value is None else datetime.fromisoformat(value)
        return self.load_dialect_impl(dialect).result_processor(dialect, coltype)

    def literal_processor(self, dialect: Dialect) -> Any:
        """Give what writes a value into DDL, as the default of a column."""
        if dialect.name == "postgresql":
            if self.traits is _JSON:
                text: Any = sa.Text()
                write_text = text.literal_processor(dialect)
                return lambda value: write_text(json.dumps(value))
            return self.load_dialect_impl(dialect).literal_processor(dialect)
        write = self.bind_processor(dialect) or (lambda value: value)
        return lambda value: _write_literal(write(value))

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        """Compare with values of the same type."""
        return self.traits.sqlite.coerce_compared_value(op, value) if self.traits is _JSON else self


def _write_literal(value: Any) -> str:
    """Write what SQLite's driver would be given as SQL."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


def check_values(kind: BuiltinTypes, values: Sequence[Any]) -> Sequence[Any] | None:
    """Check a column of values together, which is many times faster; None if each has to be looked at.

    Example:
        >>> check_values(BuiltinTypes.int2, [1, None, 3])
        [1, None, 3]
        >>> check_values(BuiltinTypes.int2, [1, "2"]) is None
        True
    """
    traits, kinds = TRAITS[kind], set(map(type, values))
    given = values
    if NoneType in kinds:
        kinds.discard(NoneType)
        given = [value for value in values if value is not None]
    fits = not given or (kinds == {traits.plain} and traits.are_plain(given))
    return values if fits else None


def write_time(value: Any, *, zone: bool = True) -> str:
    """Write a time as ISO 8601 with microseconds, in UTC.

    Example:
        >>> write_time(datetime(2026, 1, 2, tzinfo=UTC))
        '2026-01-02T00:00:00.000000+00:00'
    """
    return (to_moment(value) if zone else to_wall_time(value)).isoformat(timespec="microseconds")


_NEVER_MISSING = frozenset({int, str, bool, bytes, list, dict})


def is_missing(value: Any) -> bool:
    """Say whether a value means that there is none: None, NaN, pandas' NA and NaT.

    Example:
        >>> is_missing(float("nan")), is_missing("")
        (True, False)
    """
    if value is None:
        return True
    kind = type(value)
    if kind in _NEVER_MISSING:
        return False
    if isinstance(value, float):
        return math.isnan(value)
    if kind.__module__ == "numpy" and getattr(value, "ndim", None) == 0:
        return bool(value != value)  # noqa: PLR0124 (only what is missing differs from itself)
    return kind.__name__ in {"NAType", "NaTType"}
