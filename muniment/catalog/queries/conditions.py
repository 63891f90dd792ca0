"""Conditions: comparisons of columns, joined by ``&``, ``|`` and ``~``, and what they are in SQL.

A condition is first written about the tables of a catalog, then *bound* to those of a path, and becomes SQL
when it is run. It is true, false or, where a value is missing, neither, as in SQL: rows are found where it is
true, so ``~(Width > 5)`` does not find the rows that have no Width.
"""

import operator
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NoReturn, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.database import listed
from muniment.catalog.queries.instances import Instance, Scope
from muniment.catalog.schema.definitions import ColumnDefinition
from muniment.catalog.schema.types import TRAITS, BuiltinTypes, to_text

TEXTS = frozenset(kind for kind in BuiltinTypes if TRAITS[kind].check is to_text)


@dataclass(frozen=True, eq=False, repr=False)
class Operand:
    """A column of a table, under a name for results."""

    instance: Instance
    definition: ColumnDefinition
    label: str

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.definition.name

    @property
    def type(self) -> BuiltinTypes:
        """The type of the column."""
        return self.definition.type

    @property
    def element(self) -> sa.ColumnElement[Any]:
        """The column in SQL."""
        return self.instance.source.c[self.name]

    def bind(self, scope: Scope) -> Self:
        """Give the same column of a table of a path.

        Raises:
            ColumnNotFound: The table is not in the path, or more than once.
        """
        return replace(self, instance=scope.find(self.instance))

    def __repr__(self) -> str:
        return f"{self.instance.name}.{self.name}"

    def __str__(self) -> str:
        return self.name


class Condition(ABC):
    """What is true of some rows: columns compared, and joined by ``&`` (and), ``|`` (or) and ``~`` (not)."""

    @abstractmethod
    def bind(self, scope: Scope) -> "Condition":
        """Give the same condition about the tables of a path."""

    @abstractmethod
    def clause(self, connection: Connection) -> sa.ColumnElement[bool]:
        """Give the condition in SQL."""

    @abstractmethod
    def columns(self) -> Iterator[Operand]:
        """Give the columns that it is about."""

    def and_(self, other: "Condition") -> "Condition":
        """Make a condition that is true where both are."""
        return Junction("&", (*_parts("&", self), *_parts("&", other)))

    def or_(self, other: "Condition") -> "Condition":
        """Make a condition that is true where one of both is."""
        return Junction("|", (*_parts("|", self), *_parts("|", other)))

    def negate(self) -> "Condition":
        """Make a condition that is true where this one is false."""
        return Negation(self)

    __and__ = and_
    __or__ = or_
    __invert__ = negate

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"{self!r} is not true or false by itself: it is asked of every row. Join conditions by & (and), "
            "| (or) and ~ (not) instead, each in brackets: (image.Width > 5) & (image.Width < 9)."
        )


def _parts(sign: str, condition: object) -> tuple[Condition, ...]:
    """Take a junction of the same kind apart, so that a thousand of them are not nested a thousand deep."""
    if not isinstance(condition, Condition):
        raise no_condition(condition)
    if isinstance(condition, Junction) and condition.sign == sign:
        return condition.parts
    return (condition,)


def no_condition(value: object) -> TypeError:
    """Make the error for a value that stands where a condition should."""
    return TypeError(
        f"{value!r:.80} is no condition. A condition compares a column, and & and | join conditions if each "
        "is in brackets: (image.Width > 5) & (image.Format == 'PNG')."
    )


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Condition):
    """A column compared with a value, several values, a pattern, or another column."""

    column: Operand
    verb: str
    value: Any

    def bind(self, scope: Scope) -> Condition:
        """Give the same condition about the tables of a path."""
        column = self.column.bind(scope)
        if not isinstance(self.value, Operand):
            return replace(self, column=column)
        right = scope.find_right(self.value.instance, column.instance)
        return replace(self, column=column, value=replace(self.value, instance=right))

    def columns(self) -> Iterator[Operand]:
        """Give the columns that it is about."""
        yield from (side for side in (self.column, self.value) if isinstance(side, Operand))

    def clause(self, connection: Connection) -> sa.ColumnElement[bool]:
        """Give the condition in SQL."""
        left = self.column.element
        if self.verb in _VERBS:
            return _VERBS[self.verb](self.column, self.value, connection)
        if self.value is None:
            return left.is_(None)
        right = self.value.element if isinstance(self.value, Operand) else sa.literal(self.value, left.type)
        made: sa.ColumnElement[bool] = _SIGNS[self.verb](left, right)
        return made

    def __repr__(self) -> str:
        if self.verb in _VERBS:
            return f"{self.column!r}.{self.verb}({self.value!r:.80})"
        return f"{self.column!r} {self.verb} {self.value!r}"


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _in(column: Operand, values: list[Any], connection: Connection) -> sa.ColumnElement[bool]:
    """Ask for one of many; texts, such as RIDs, may be more than a statement can have parameters."""
    return column.element.in_(listed(connection, values) if column.type in TEXTS else values)


def _like(column: Operand, pattern: str, connection: Connection) -> sa.ColumnElement[bool]:
    """Ask for texts like a pattern: to SQLite's LIKE an A is like an a, to its GLOB it is not."""
    if connection.dialect.name == "postgresql":
        return column.element.like(pattern, escape="\\")
    return column.element.bool_op("GLOB")(to_glob(pattern))


def to_glob(pattern: str) -> str:
    r"""Write a pattern of LIKE as one of GLOB.

    Example:
        >>> to_glob(r"scan_%.[0] 100\%")
        'scan?*.[[]0] 100%'
    """
    return re.sub(r"\\(.)|(.)", _glob_character, pattern, flags=re.DOTALL)


def _glob_character(found: re.Match[str]) -> str:
    wild = {"%": "*", "_": "?"}.get(found[2])
    literal = found[1] or found[2]
    return wild or (f"[{literal}]" if literal in "*?[" else literal)


def _regexp(column: Operand, pattern: str, _: Connection) -> sa.ColumnElement[bool]:
    return column.element.regexp_match(pattern)


def _ciregexp(column: Operand, pattern: str, connection: Connection) -> sa.ColumnElement[bool]:
    if connection.dialect.name == "postgresql":
        return column.element.regexp_match(pattern, flags="i")
    return column.element.regexp_match(f"(?i:{pattern})")


_VERBS: dict[str, Callable[[Operand, Any, Connection], sa.ColumnElement[bool]]] = {
    "in_": _in,
    "like": _like,
    "regexp": _regexp,
    "ciregexp": _ciregexp,
}


@dataclass(frozen=True, eq=False, repr=False)
class Junction(Condition):
    """Conditions that are joined by and, or by or."""

    sign: str
    parts: tuple[Condition, ...]

    def bind(self, scope: Scope) -> Condition:
        """Give the same condition about the tables of a path."""
        return replace(self, parts=tuple(part.bind(scope) for part in self.parts))

    def columns(self) -> Iterator[Operand]:
        """Give the columns of all parts."""
        return (column for part in self.parts for column in part.columns())

    def clause(self, connection: Connection) -> sa.ColumnElement[bool]:
        """Give the condition in SQL."""
        join = sa.and_ if self.sign == "&" else sa.or_
        return join(*(part.clause(connection) for part in self.parts))

    def __repr__(self) -> str:
        return f" {self.sign} ".join(repr(p) if isinstance(p, Negation) else f"({p!r})" for p in self.parts)


@dataclass(frozen=True, eq=False, repr=False)
class Negation(Condition):
    """A condition that is to be false."""

    part: Condition

    def bind(self, scope: Scope) -> Condition:
        """Give the same condition about the tables of a path."""
        return Negation(self.part.bind(scope))

    def columns(self) -> Iterator[Operand]:
        """Give the columns of the part."""
        return self.part.columns()

    def clause(self, connection: Connection) -> sa.ColumnElement[bool]:
        """Give the condition in SQL."""
        return sa.not_(self.part.clause(connection))

    def __repr__(self) -> str:
        return f"~({self.part!r})"
