"""Values sorted into bins of equal width, to group rows by: `Bin`."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from muniment.catalog.queries.columns import NUMBERS, Column
from muniment.catalog.schema.types import TRAITS, Builtin, BuiltinTypes
from muniment.errors import InvalidValue

_MOST = 1000


@dataclass(frozen=True, eq=False, repr=False)
class BinnedColumn(Column):
    """A column whose values are sorted into bins; bounds that are None are found when rows are grouped."""

    nbins: int
    minval: float | None
    maxval: float | None

    def within(self, smallest: float | None, largest: float | None) -> "BinnedColumn":
        """Give the same bins between these bounds, where no others were given."""
        low, high = smallest or 0.0, largest or 0.0  # without any value, whatever they are
        if self.minval is not None:
            low, high = self.minval, max(high, self.minval)
        if self.maxval is not None:
            low, high = min(low, self.maxval), self.maxval
        return replace(self, minval=_check_bound(low), maxval=_check_bound(high))

    @property
    def edges(self) -> tuple[float, ...]:
        """The lower bound of the first bin, and the upper bounds of all."""
        low, high = self.minval or 0.0, self.maxval or 0.0
        between = (low + (high - low) * (number / self.nbins) for number in range(self.nbins))
        return (*between, high)

    @property
    def element(self) -> sa.ColumnElement[Any]:
        """The number of the bin in SQL."""
        value, kind = super().element, BinOf(self.edges)
        # Not parameters: PostgreSQL would not see that what is selected is what is grouped by.
        upper = [sa.bindparam(None, edge, sa.Float(), literal_execute=True) for edge in self.edges]
        numbers = [sa.literal_column(str(number), sa.Integer()) for number in range(self.nbins + 2)]
        whens = [(value < edge, number) for edge, number in zip(upper, numbers, strict=False)]
        found = sa.case((value.is_(None), sa.null()), *whens, else_=numbers[-1])
        return sa.type_coerce(found, kind)

    def __repr__(self) -> str:
        return f"Bin({super().__repr__()}, {self.nbins}, {self.minval}, {self.maxval})"


def Bin(  # noqa: N802 (the name that ERMrest and DerivaML give it)
    column: Any, nbins: Any, minval: float | None = None, maxval: float | None = None
) -> BinnedColumn:
    """Sort the values of a column of numbers into bins of equal width, to group rows by.

    In a result a bin is a list of its number, from 1, its lower bound, which belongs to it, and its upper
    bound, which does not. What is below the first bin is in bin 0, and what is at or above the last bound in
    one more, as with ERMrest; a missing value is in none.

    Args:
        column: The column.
        nbins: How many bins there are.
        minval: Where the first begins; the smallest value if left out.
        maxval: Where the last ends; the largest value if left out.

    Raises:
        InvalidValue: It is no column of numbers, or there are no such bins.

    Example:
        >>> from muniment import Bin, Cnt
        >>> image = ml.pathBuilder().domain.Image
        >>> wide = image.groupby(Bin(image.Width, 2, 0, 200).alias("bin")).attributes(Cnt(image).alias("n"))
        >>> [(row["bin"], row["n"]) for row in wide]
        [([1, 0.0, 100.0], 1), ([2, 100.0, 200.0], 1)]
    """
    if not isinstance(column, Column) or column.type not in NUMBERS:
        raise InvalidValue(f"Bin takes a column of numbers, and {column!r:.80} is none.")
    if isinstance(nbins, bool) or not isinstance(nbins, int) or not 1 <= nbins <= _MOST:
        raise InvalidValue(f"There can be 1 to {_MOST} bins, and not {nbins!r:.80}.")
    low, high = (None if bound is None else _check_bound(bound) for bound in (minval, maxval))
    if low is not None and high is not None and low >= high:
        raise InvalidValue(f"Bins go up, and not from {low} to {high}.")
    label = f"Bin({column.label})"
    return BinnedColumn(column.instance, column.definition, label, nbins, low, high)


def _check_bound(bound: float) -> float:
    try:
        found = float(TRAITS[BuiltinTypes.float8].check(bound))
    except (ValueError, TypeError) as error:
        raise InvalidValue(f"A bound of bins is a number, and {bound!r:.80} {error}.") from error
    if not math.isfinite(found):
        raise InvalidValue(f"A bound of bins is a finite number, and not {found}.")
    return found


class BinOf(Builtin):
    """The type of a bin: a number in the database, and a list of the number and the bounds for users."""

    cache_ok = True

    def __init__(self, edges: tuple[float, ...]) -> None:
        super().__init__(BuiltinTypes.jsonb)
        self.edges = edges

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give the database's own type."""
        return dialect.type_descriptor(sa.Integer())

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:  # noqa: ARG002
        """Give what reads a bin."""
        bounds = [None, *self.edges, None]
        return lambda number: None if number is None else [number, bounds[number], bounds[number + 1]]
