"""Results: what of a path is asked for, in which order, and the rows that come of it.

Nothing is read before somebody looks, and then by one statement.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, overload

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import frames
from muniment.catalog.frames import Rows, rid_order
from muniment.catalog.queries.aggregates import Aggregate
from muniment.catalog.queries.columns import Column, Descending
from muniment.catalog.queries.routes import Route
from muniment.catalog.schema.types import TRAITS, BuiltinTypes
from muniment.errors import ColumnNotFound, InvalidValue, nearest

if TYPE_CHECKING:
    import pandas as pd

Value = Column | Aggregate


@dataclass(frozen=True)
class Output:
    """A column of a result."""

    name: str
    value: Value

    def label(self, connection: Connection) -> sa.Label[Any]:
        """Give the column in SQL, under its name."""
        value = self.value.element if isinstance(self.value, Column) else self.value.element(connection)
        return value.label(self.name)


def name_outputs(values: Iterable[Value]) -> tuple[Output, ...]:
    """Give each value its name; columns of one name are told apart by that of their table: ``Image.RID``.

    Raises:
        InvalidValue: Two of them would have the same name.
    """
    wanted = list({repr(value) + value.label: value for value in values}.values())
    counts = Counter(value.label for value in wanted)
    outputs = [Output(_name(value, counts), value) for value in wanted]
    [(name, count)] = Counter(output.name for output in outputs).most_common(1) or [("", 0)]
    if count > 1:
        raise InvalidValue(
            f"Two columns of the result would be named {name!r}. Name one of them by .alias(...)."
        )
    return tuple(outputs)


def _name(value: Value, counts: Mapping[str, int]) -> str:
    unique = counts[value.label] == 1 or value.label != value.name
    return value.label if unique else repr(value)


Statement = tuple[sa.Select[Any], Sequence[sa.ColumnElement[Any]]]
"""What is read, and the order that makes it the same every time."""


def select_entities(route: Route, outputs: Sequence[Output], connection: Connection) -> Statement:
    """Select the rows of the path's context, each once, however many rows of other tables it is linked to."""
    rid = route.context.source.c.RID
    if not route.links:
        statement = route.narrow(sa.select(*(output.label(connection) for output in outputs)), connection)
        return statement, rid_order(rid)
    rows = route.context.table.alias()
    found = route.narrow(sa.select(rid), connection)
    statement = sa.select(*(rows.c[output.name] for output in outputs)).where(rows.c.RID.in_(found))
    return statement, rid_order(rows.c.RID)


def select_attributes(route: Route, outputs: Sequence[Output], connection: Connection) -> Statement:
    """Select columns of all tables, one row for each row of the context.

    Where it is linked to several rows of another table, the first by RID stands for them. Where an outer link
    leaves the context empty, there is one row for each row of the other tables.
    """
    if not route.links:
        return select_entities(route, outputs, connection)
    rids = [instance.source.c.RID for instance in (route.context, *route.others)]
    each = [rids[0], *(sa.case((rids[0].is_(None), rid)) for rid in rids[1:])]
    number = sa.func.row_number().over(partition_by=each, order_by=_in_order(rids)).label(None)
    kept = [rid.label(None) for rid in rids]
    labels = [output.label(connection) for output in outputs]
    joined = route.narrow(sa.select(*labels, *kept, number), connection).subquery()
    statement = sa.select(*(joined.c[output.name] for output in outputs))
    position, *order = (_column_of(joined, label) for label in (number, *kept))
    return statement.where(position == 1), _in_order(order)


def _column_of(subquery: sa.Subquery, label: sa.Label[Any]) -> Any:
    return subquery.corresponding_column(label)


def _in_order(rids: Iterable[Any]) -> list[sa.ColumnElement[Any]]:
    return [key.nulls_last() for rid in rids for key in rid_order(rid)]


def select_groups(route: Route, outputs: Sequence[Output], connection: Connection) -> Statement:
    """Select functions of all joined rows, once for each combination of the columns beside them."""
    columns = [output.value.element for output in outputs if isinstance(output.value, Column)]
    labels = [output.label(connection) for output in outputs]
    statement = route.narrow(sa.select(*labels), connection)
    return statement.group_by(*columns), [column.nulls_last() for column in columns]


@dataclass(eq=False)
class ResultSet(Sequence[dict[str, Any]]):
    """The rows that come of a path: read when somebody looks, or by `fetch`, and then kept.

    `sort` and `limit` give a new result set and leave this one as it is.

    Example:
        >>> image = ml.pathBuilder().domain.Image
        >>> image.attributes(image.Filename, image.Width).sort(image.Width.desc).fetch(limit=1)[0]
        {'Filename': 'scan-1.png', 'Width': 120}
    """

    route: Route
    outputs: tuple[Output, ...]
    select: Callable[[Route, Sequence[Output], Connection], Statement]
    keys: tuple[tuple[str, bool], ...] = ()
    size: int | None = None
    _rows: Rows | None = field(default=None, init=False)

    def sort(self, *keys: Any) -> "ResultSet":
        """Order the rows by columns of the result, or their names; missing values come last.

        Raises:
            ColumnNotFound: The result has no such column.
        """
        return replace(self, keys=tuple(self._key(key) for key in keys))

    def _key(self, key: Any) -> tuple[str, bool]:
        if isinstance(key, Descending):
            return self._key(key.key)[0], True
        if isinstance(key, Column):
            return self._output_of(key).name, False
        name = key if isinstance(key, str) else getattr(key, "label", None)
        if not any(output.name == name for output in self.outputs):
            raise self._no_output(name or key)
        return str(name), False

    def _output_of(self, column: Column) -> Output:
        instance = self.route.scope.find(column.instance)
        for output in self.outputs:
            value = output.value
            if isinstance(value, Column) and value.instance is instance and value.name == column.name:
                return output
        raise self._no_output(column)

    def _no_output(self, asked: object) -> ColumnNotFound:
        names = [output.name for output in self.outputs]
        hint = nearest(str(asked), names)
        return ColumnNotFound(f"The result has no column {asked!r}.{hint} It has {', '.join(names)}.")

    def limit(self, n: int | None) -> "ResultSet":
        """Take the first `n` rows, or all of them if it is None."""
        return replace(self, size=None if n is None else _checked_limit(n))

    def fetch(self, limit: int | None = None, sort: Any = None) -> Rows:
        """Read the rows, of one moment, in one statement; the result set keeps what was read last."""
        asked = self if limit is None else self.limit(limit)
        if sort is not None:
            asked = asked.sort(*(sort if isinstance(sort, (list, tuple)) else [sort]))
        terms = self._terms()
        with self.route.catalog.read() as connection:
            self._rows = frames.fetch(connection, asked.statement(connection), terms)
        return self._rows

    def read(self, connection: Connection) -> Rows:
        """Read the rows in a transaction that is open already."""
        return frames.fetch(connection, self.statement(connection), self._terms())

    def statement(self, connection: Connection) -> sa.Select[Any]:
        """Give the whole statement in SQL."""
        statement, order = self.select(self.route, self.outputs, connection)
        columns = statement.selected_columns
        keys = [columns[name].desc() if down else columns[name].asc() for name, down in self.keys]
        return statement.order_by(*(key.nulls_last() for key in keys), *order).limit(self.size)

    def _terms(self) -> dict[str, Any]:
        """Name the columns that hold terms, which become categories of a DataFrame."""
        model = self.route.catalog.model
        return {
            output.name: None
            for output in self.outputs
            if isinstance(output.value, Column)
            and output.value.name in model.term_columns(output.value.instance.definition.name)
        }

    @property
    def rows(self) -> Rows:
        """The rows that were read last, or now."""
        return self.fetch() if self._rows is None else self._rows

    def to_dataframe(self) -> "pd.DataFrame":
        """Give the rows as a DataFrame."""
        return self.rows.to_dataframe()

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> Rows: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | Rows:
        return self.rows[index]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        read = "not read yet" if self._rows is None else f"{len(self._rows)} rows"
        return f"<ResultSet: {read} × ({', '.join(output.name for output in self.outputs)})>"

    def _repr_html_(self) -> str:
        return self.rows._repr_html_()


def _checked_limit(n: int) -> int:
    try:
        count = TRAITS[BuiltinTypes.int8].check(n)
    except ValueError as error:
        raise InvalidValue(f"A limit is a number of rows, and {n!r:.80} {error}.") from error
    if count < 0:
        raise InvalidValue(f"A limit is a number of rows, and {n} is below 0. Leave it out for all rows.")
    return int(count)
