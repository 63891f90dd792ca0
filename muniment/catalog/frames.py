"""What a query gives back: rows that are read as dicts one by one, or as a DataFrame all at once.

Values stay as the driver gave them until somebody looks. A DataFrame is made column by column, so that
100,000 rows take a fraction of a second, with the right dtypes: nullable integers and booleans, times in
UTC, and categories for columns that hold terms.
"""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast, overload

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

from muniment.catalog.bulk import without_collector
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import TRAITS, Builtin, BuiltinTypes

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 20


@dataclass(frozen=True)
class Field:
    """A column of a result: its name, type, and the reader of the values that the driver gives."""

    name: str
    type: BuiltinTypes | None
    read: Callable[[Any], Any] | None = field(default=None, compare=False)
    is_term: bool = False


@dataclass(frozen=True)
class Rows(Sequence[dict[str, Any]]):
    """The rows of a result: a sequence of dicts, and a DataFrame when asked for.

    Example:
        >>> rows = ml.list_rows("Asset_Role", columns=["Name"])
        >>> rows[0]
        {'Name': 'Input'}
        >>> list(rows.to_dataframe()["Name"])
        ['Input', 'Output']
    """

    fields: tuple[Field, ...]
    tuples: Sequence[Sequence[Any]]

    def __len__(self) -> int:
        return len(self.tuples)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows": ...
    def __getitem__(self, index: int | slice) -> "dict[str, Any] | Rows":
        if isinstance(index, slice):
            return Rows(self.fields, self.tuples[index])
        return self._dict(self.tuples[index])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._dict, self.tuples)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Rows: {len(self)} × ({', '.join(f.name for f in self.fields)})>"

    def _dict(self, values: Sequence[Any]) -> dict[str, Any]:
        return {
            f.name: value if f.read is None or value is None else f.read(value)
            for f, value in zip(self.fields, values, strict=True)
        }

    def to_dataframe(self) -> "pd.DataFrame":
        """Give all rows as a DataFrame."""
        import pandas as pd

        with without_collector():
            columns = zip(*self.tuples, strict=True) if self.tuples else ((),) * len(self.fields)
            made = {f.name: to_series(f, values) for f, values in zip(self.fields, columns, strict=True)}
            return pd.DataFrame(made, columns=[f.name for f in self.fields])

    def _repr_html_(self) -> str:
        return html_table([f.name for f in self.fields], self)


def to_series(f: Field, values: Sequence[Any]) -> "pd.Series[Any]":
    """Make one column of a DataFrame from what the driver gave."""
    import pandas as pd

    if f.is_term:
        return pd.Series(pd.Categorical(values))
    if f.type is None:
        return pd.Series(values)
    dtype = TRAITS[f.type].dtype
    if dtype in {"object", "boolean"}:
        read = f.read or (lambda value: value)
        return pd.Series([None if v is None else read(v) for v in values], dtype=dtype)
    if dtype.startswith("datetime64"):
        times = pd.to_datetime(pd.Series(values, dtype=object), format="ISO8601", utc="UTC" in dtype)
        return times.astype(cast(Any, dtype))
    return pd.Series(values, dtype=dtype)


def html_table(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> str:
    """Draw the first rows as an HTML table, for a notebook."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(_cell(row.get(name)))}</td>" for name in names) + "</tr>"
        for row in rows[:_SHOWN]
    )
    more = f"<p>{len(rows):,} rows, the first {_SHOWN} shown</p>" if len(rows) > _SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"


def fetch(connection: Connection, query: sa.Select[Any], terms: Mapping[str, Any] | None = None) -> Rows:
    """Run a query and keep what the driver gives, with what is needed to read it.

    Args:
        connection: Where to read.
        query: What to read; columns of our types are known by themselves.
        terms: Names of columns that hold terms.
    """
    columns = list(query.selected_columns)
    raw = query.with_only_columns(*map(_raw, columns), maintain_column_froms=True)
    fields = tuple(_field(column, connection.dialect, column.name in (terms or ())) for column in columns)
    return Rows(fields, fetch_tuples(connection, raw))


def fetch_tuples(connection: Connection, query: sa.Select[Any]) -> Sequence[tuple[Any, ...]]:
    """Run a query and give the tuples of the driver, which SQLAlchemy's own rows would only wrap."""
    with connection.execute(query) as found, without_collector():
        return cast("Sequence[tuple[Any, ...]]", found.cursor.fetchall())


def fetch_portions(
    connection: Connection, query: sa.Select[Any], fields: tuple[Field, ...], size: int
) -> Iterator[Rows]:
    """Run a query and give its rows a portion at a time, so that they are never all in memory."""
    with connection.execute(query, execution_options={"yield_per": size}) as found:
        for portion in found.partitions():
            yield Rows(fields, portion)


def _raw(column: Any) -> sa.ColumnElement[Any]:
    """Ask for a value as the driver gives it: it is read only when somebody looks at it."""
    return as_driven(column).label(column.name)


def as_driven(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Ask for a value as the driver gives it."""
    return sa.type_coerce(column, sa.types.NullType())


def _field(column: Any, dialect: Dialect, is_term: bool) -> Field:
    return make_field(column.name, column.type, dialect, is_term)


def make_field(name: str, kind: Any, dialect: Dialect, is_term: bool = False) -> Field:
    """Tell how the values of a column are read that the driver gives."""
    read = kind.dialect_impl(dialect).result_processor(dialect, None)
    return Field(name, kind.builtin if isinstance(kind, Builtin) else None, read, is_term)


def fetch_table(
    connection: Connection, model: Model, table: str, columns: Sequence[str] | None = None
) -> Rows:
    """Read a whole table, or some columns of it, by RID.

    Raises:
        TableNotFound: There is no such table.
        ColumnNotFound: The table has no such column.
    """
    definition = model.definition(table)
    names = list(columns) if columns else [name for name in definition.columns if name != "RVS"]
    source = model.table(table)
    query = sa.select(*(source.c[definition.column(name).name] for name in names))
    return fetch(connection, query.order_by(*rid_order(source.c.RID)), model.term_columns(table))


def rid_order(column: sa.ColumnElement[Any]) -> tuple[sa.ColumnElement[Any], ...]:
    """Order by RID as a number: shorter ones first."""
    return sa.func.length(column), column
