"""What many rows come to: `Min`, `Max`, `Sum`, `Avg`, `Cnt`, `CntD`, `Array` and `ArrayD`.

As in SQL, missing values count for nothing; only arrays keep them, as None.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import TypeEngine

from muniment.catalog.frames import rid_order
from muniment.catalog.queries.columns import COMPOSITE, NUMBERS, Column, Descending
from muniment.catalog.queries.instances import Scope
from muniment.catalog.schema.types import Builtin, BuiltinTypes
from muniment.errors import InvalidValue

_ANY = frozenset(BuiltinTypes)
_PLAIN = _ANY - COMPOSITE
_ORDERED = _PLAIN - {BuiltinTypes.boolean}
_FLOATS = frozenset({BuiltinTypes.float4, BuiltinTypes.float8})


class Aggregate(ABC):
    """A function of all values of a column, under a name that `alias` gives it.

    Example:
        >>> from muniment import Array, Cnt
        >>> image = ml.pathBuilder().domain.Image
        >>> image.aggregates(Cnt(image).alias("images"), Array(image.Width).alias("widths"))[0]
        {'images': 2, 'widths': [120, 60]}
    """

    takes: ClassVar[frozenset[BuiltinTypes]] = _ANY

    def __init__(self, column: Any, label: str = "") -> None:
        self.column = self._check(column)
        self.label = label or self.name

    def _check(self, column: Any) -> Column:
        if not isinstance(column, Column):
            raise InvalidValue(f"{type(self).__name__} takes a column, and {column!r:.80} is none.")
        if column.type not in self.takes:
            raise InvalidValue(
                f"There is no {type(self).__name__} of {column!r}, which holds {column.type.value}."
            )
        return column

    @property
    def name(self) -> str:
        """The name that the function has in a result without another one: ``Min(Width)``."""
        return f"{type(self).__name__}({self.column.name})"

    def alias(self, name: str) -> Self:
        """Give the function under another name, for a result."""
        return type(self)(self.column, name)

    @property
    def desc(self) -> Descending:
        """The function as a key to sort by, the largest value first."""
        return Descending(self)

    def bind(self, scope: Scope) -> Self:
        """Give the same function of a column of a path."""
        return type(self)(self.column.bind(scope), self.label)

    @abstractmethod
    def element(self, connection: Connection) -> sa.ColumnElement[Any]:
        """Give the function in SQL."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.column!r})"


class Min(Aggregate):
    """The smallest value."""

    takes = _ORDERED

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:  # noqa: ARG002
        """Give the function in SQL."""
        return sa.func.min(self.column.element)


class Max(Aggregate):
    """The largest value."""

    takes = _ORDERED

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:  # noqa: ARG002
        """Give the function in SQL."""
        return sa.func.max(self.column.element)


class Sum(Aggregate):
    """The sum of the values, None if there are none: an int8 of integers, else a float8."""

    takes = NUMBERS

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:  # noqa: ARG002
        """Give the function in SQL."""
        kind = BuiltinTypes.float8 if self.column.type in _FLOATS else BuiltinTypes.int8
        return sa.cast(sa.func.sum(self.column.element), Builtin(kind))


class Avg(Aggregate):
    """The mean of the values, None if there are none."""

    takes = NUMBERS

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:  # noqa: ARG002
        """Give the function in SQL."""
        return sa.cast(sa.func.avg(self.column.element), Builtin(BuiltinTypes.float8))


class Cnt(Aggregate):
    """How many values there are; of a table, how many rows."""

    def _check(self, column: Any) -> Column:
        return super()._check(column if isinstance(column, Column) else _rid_of(column))

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:  # noqa: ARG002
        """Give the function in SQL."""
        return sa.type_coerce(sa.func.count(self.column.element), Builtin(BuiltinTypes.int8))


class CntD(Cnt):
    """How many different values there are; of a table, how many different rows."""

    takes = _PLAIN

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:  # noqa: ARG002
        """Give the function in SQL."""
        counted = sa.func.count(sa.distinct(self.column.element))
        return sa.type_coerce(counted, Builtin(BuiltinTypes.int8))


def _rid_of(table: Any) -> Any:
    """Give the RID column of a table, or what was given if it is none."""
    return table.column_definitions["RID"] if hasattr(table, "column_definitions") else table


class Array(Aggregate):
    """A list of all values, missing ones too, in the order of their rows' RIDs."""

    takes = _PLAIN
    different: ClassVar[bool] = False

    def element(self, connection: Connection) -> sa.ColumnElement[Any]:
        """Give the function in SQL; rows that an outer link did not find have no part in it."""
        kind = ArrayOf(self.column.type, self.different)
        rid = self.column.instance.source.c.RID
        if connection.dialect.name == "postgresql":
            found = sa.func.array_agg(self._postgresql_values(rid), type_=kind).filter(rid.is_not(None))
            return sa.func.coalesce(found, sa.literal([], kind), type_=kind)
        listed = sa.func.json_group_array(self._sqlite_values(rid)).filter(rid.is_not(None))
        return sa.type_coerce(listed, kind)

    def _postgresql_values(self, rid: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        from sqlalchemy.dialects import postgresql  # it loads drivers, which only PostgreSQL needs

        return postgresql.aggregate_order_by(self.column.element, *rid_order(rid))

    def _sqlite_values(self, rid: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.func.json_array(rid, _json_value(self.column))


class ArrayD(Array):
    """A list of the different values, the smallest first, None last if a value is missing."""

    different = True

    def _postgresql_values(self, rid: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:  # noqa: ARG002
        return sa.distinct(self.column.element)

    def _sqlite_values(self, rid: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:  # noqa: ARG002
        return sa.distinct(_json_value(self.column))


def _json_value(column: Column) -> sa.ColumnElement[Any]:
    """Give a value as it can stand in SQLite's JSON, which rounds floats to 15 digits: 17 keep them."""
    if column.type not in _FLOATS:
        return column.element
    return sa.case((column.element.is_not(None), sa.func.printf("%!.17g", column.element)))


class ArrayOf(Builtin):
    """The type of an array of values of a built-in type.

    SQLite gives an array as JSON of what it stores: pairs of RID and value, to be put in order here, because
    its aggregates have no order before version 3.44; or values alone, if they are to be `different`.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, item: str, different: bool) -> None:
        super().__init__(BuiltinTypes.jsonb)
        self.item = BuiltinTypes(item)
        self.different = different

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give the database's own type."""
        listed = sa.ARRAY(Builtin(self.item))
        return dialect.type_descriptor(listed if dialect.name == "postgresql" else sa.Text())

    def bind_processor(self, dialect: Dialect) -> Any:
        """Give what writes an array, which only the empty one of PostgreSQL is."""
        return self.load_dialect_impl(dialect).bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Any:
        """Give what reads an array."""
        read: Any = self.load_dialect_impl(dialect).result_processor(dialect, coltype) or list
        if dialect.name != "postgresql":
            read = partial(_read_json, pairs=not self.different, read=self._item_reader(dialect))
        return (lambda value: sorted(read(value), key=_none_last)) if self.different else read

    def _item_reader(self, dialect: Dialect) -> Callable[[Any], Any]:
        known = Builtin(self.item).result_processor(dialect, None)
        return float if self.item in _FLOATS else known or (lambda value: value)


def _read_json(text: str, *, pairs: bool, read: Callable[[Any], Any]) -> list[Any]:
    values = json.loads(text)
    if pairs:
        values = [value for _, value in sorted(values, key=_rid_first)]
    return [None if value is None else read(value) for value in values]


def _rid_first(pair: list[Any]) -> tuple[int, str]:
    return len(pair[0]), pair[0]


def _none_last(value: Any) -> tuple[bool, Any]:
    return value is None, 0 if value is None else value
