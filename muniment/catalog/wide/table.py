"""A wide table as a user holds it: read as often as one likes, in the form that one likes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import arrow, frames
from muniment.catalog.catalog import Catalog
from muniment.catalog.frames import Field, Rows
from muniment.catalog.schema.types import Builtin
from muniment.catalog.wide.members import Scope, count_members
from muniment.catalog.wide.plan import Plan, make_plan, make_ways
from muniment.catalog.wide.request import Request, WideOptions, read_request
from muniment.catalog.wide.statements import Statements
from muniment.errors import UnrelatedAnchor

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_AT_ONCE = 2_000
_BATCH = 10_000


@dataclass(frozen=True)
class WideTable:
    """The rows of one table, each with what belongs to it in others: read when it is asked for.

    Columns are named ``Table.Column``. Each reading is of one moment, and begins anew.

    Example:
        >>> [_] = ml.insert_rows("Subject", [{"Name": "S-11", "Age": 30}])
        >>> wide = ml.wide_table(["Subject"])
        >>> wide
        <WideTable: a row per Subject, with Subject>
        >>> [row["Subject.Age"] for row in wide if row["Subject.Name"] == "S-11"]
        [30]
    """

    catalog: Catalog
    request: Request
    scope: Scope | None = None

    @cached_property
    def plan(self) -> Plan:
        """How it is made, by the tables that there were when it was first asked for."""
        return make_plan(self.catalog.model, self.request)

    def __repr__(self) -> str:
        return f"<WideTable: a row per {self.plan.row_per}, with {', '.join(self.request.tables)}>"

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns, each with the name of its type."""
        return [(out.name, out.column.type.value) for out in self.plan.outputs]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Read the rows as dicts, in portions: they are never all in memory."""
        for rows in self._portions(_AT_ONCE):
            yield from rows

    def to_dataframe(self) -> "pd.DataFrame":
        """Read all rows as a DataFrame."""
        with self._opened() as (connection, fields, queries):
            tuples = [row for query in queries for row in frames.fetch_tuples(connection, query)]
        return Rows(fields, tuples).to_dataframe()

    def to_batches(self, size: int = _BATCH) -> "pa.RecordBatchReader":
        """Read the rows as Arrow's batches, one at a time: they are never all in memory.

        Args:
            size: How many rows a batch has at most.

        Raises:
            ImportError: PyArrow is not installed.
        """
        pa = arrow.load_arrow()
        schema = arrow.make_schema((out.name, out.column.type, True) for out in self.plan.outputs)
        kinds = [out.column.type for out in self.plan.outputs]
        batches = (arrow.make_batch(schema, kinds, _columns(rows)) for rows in self._portions(size))
        return pa.RecordBatchReader.from_batches(schema, batches)

    def to_arrow(self) -> "pa.Table":
        """Read all rows as an Arrow table.

        Raises:
            ImportError: PyArrow is not installed.
        """
        return self.to_batches().read_all()

    def to_polars(self) -> "pl.DataFrame":
        """Read all rows as a DataFrame of polars.

        Raises:
            ImportError: Polars or PyArrow is not installed.
        """
        try:
            import polars as pl
        except ImportError as error:
            raise ImportError(
                "This needs polars, which is not installed: pip install 'muniment[polars]'."
            ) from error
        return pl.DataFrame(self.to_arrow())

    def _portions(self, size: int) -> Iterator[Rows]:
        with self._opened() as (connection, fields, queries):
            for query in queries:
                yield from frames.fetch_portions(connection, query, fields, size)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Connection, tuple[Field, ...], Iterable[sa.Select[Any]]]]:
        """Open a transaction, and give what asks for the rows in it."""
        with self.catalog.read() as connection:
            plan = make_plan(self.catalog.model_in(connection), self.request)
            scope = self.scope
            members = {} if scope is None else count_members(connection, plan.model, scope.dataset)
            check_related(plan, members)
            statements = Statements.prepare(connection, plan, scope)
            yield connection, _fields(plan, connection), _queries(statements, members)


def open_table(catalog: Catalog, tables: Any, options: WideOptions, scope: Scope | None = None) -> WideTable:
    """Give a wide table, whose rows are read when they are asked for.

    Raises:
        DenormalizeError: The tables do not make one as they were asked for; the message says what would.
        TableNotFound: There is no table and no feature of a name.
        InvalidValue: An option is none, or says nothing about these tables.
    """
    table = WideTable(catalog, read_request(catalog.refresh(), tables, options), scope)
    _ = table.plan
    return table


def check_related(plan: Plan, members: Iterable[str]) -> None:
    """Refuse members that have nothing to do with the tables.

    Raises:
        UnrelatedAnchor: There are some, and they are not to be left out.
    """
    asked = {*plan.request.tables, *plan.joined_tables}
    ways = make_ways(plan.model, plan.request)
    strange = [table for table in members if ways.connected(table).isdisjoint(asked)]
    if strange and not plan.request.ignore_unrelated:
        raise UnrelatedAnchor(
            f"The dataset has members of {', '.join(strange)}, from which no foreign keys lead to "
            f"{', '.join(plan.request.tables)}. Name {', '.join(strange)} among the tables, or leave these "
            "members out with ignore_unrelated_anchors=True.",
            strange,
        )


def _queries(statements: Statements, members: Iterable[str]) -> Iterator[sa.Select[Any]]:
    yield statements.rows()
    if statements.scope is not None:
        wanted = set(members).intersection(statements.member_tables)
        yield from (statements.lonely(table, statements.scope.dataset) for table in sorted(wanted))


def _fields(plan: Plan, connection: Connection) -> tuple[Field, ...]:
    terms = {table: plan.model.term_columns(table) for table in plan.request.tables}
    return tuple(
        frames.make_field(
            out.name, Builtin(out.column.type), connection.dialect, out.column.name in terms[out.table]
        )
        for out in plan.outputs
    )


def _columns(rows: Rows) -> Iterator[list[Any]]:
    for field, values in zip(rows.fields, zip(*rows.tuples, strict=True), strict=True):
        read = field.read
        yield list(values) if read is None else [None if v is None else read(v) for v in values]
