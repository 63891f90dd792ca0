"""One value of a feature for each row that has any, or for each of its qualifiers.

The newest and the first value, and the newest of some executions, are asked for in SQL. What another function
chooses is written into a temporary table, portion by portion, to be joined like any other. It may be a record
that the function has changed.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import features, frames, rows
from muniment.catalog.database import listed
from muniment.catalog.feature_records import Feature, FeatureRecord, NewestOf, Selector
from muniment.catalog.schema.definitions import SYSTEM_COLUMNS
from muniment.catalog.schema.tables import Model
from muniment.catalog.wide.members import Rids

_AT_ONCE = 5_000


_Order = Callable[[Any], list[sa.ColumnElement[Any]]]


def _first(table: Any) -> list[sa.ColumnElement[Any]]:
    return [table.c.RCT.asc().nulls_first(), *frames.rid_order(table.c.RID)]


def _order_of(selector: Selector) -> _Order | None:
    """Give the order whose first value is what a selector chooses; None if only the selector knows."""
    if selector is FeatureRecord.select_newest or isinstance(selector, NewestOf):
        return features.newest_first
    return _first if selector is FeatureRecord.select_first else None


def choose_values(
    connection: Connection,
    model: Model,
    feature: Feature,
    selector: Selector,
    rids: Rids | None,
    *,
    also: Collection[str] = (),
    number: int = 0,
) -> sa.FromClause:
    """Give what stands for the table of a feature, with one value for each row at most.

    Args:
        connection: A transaction that is open, for as long as the values are read.
        model: The tables there are.
        feature: The feature.
        selector: What chooses among the values of a row.
        rids: Asks for the values to choose from; all if it is None.
        also: System columns that are wanted besides.
        number: Tells the temporary tables of several features apart.

    Raises:
        InvalidValue: What the selector gives is no value of the row.
    """
    table = model.table(feature.feature_table)
    order = _order_of(selector)
    if order is None:
        kept = _choose_by_function(connection, table, feature, selector, rids, number)
        others = [table.c[name] for name in sorted(also) if name not in kept.c]
        joined = sa.outerjoin(kept, table, kept.c.RID == table.c.RID)
        return sa.select(*kept.c, *others).select_from(joined).subquery() if others else kept
    wanted = [c.name for c in table.c if c.name not in SYSTEM_COLUMNS or c.name in {"RID", *also}]
    where = _conditions(connection, table, selector, rids)
    ranked = features.first_of_each(table, feature, wanted, order(table), where)
    if connection.dialect.name == "postgresql":
        return ranked.subquery()
    # SQLite takes what is left of a ranking for a few rows, and would go through all of them for each row.
    kept = _keep(connection, table, feature, wanted, number)
    connection.execute(sa.insert(kept).from_select(wanted, ranked))
    return kept


def _conditions(
    connection: Connection, table: Any, selector: Selector, rids: Rids | None
) -> list[sa.ColumnElement[bool]]:
    """Say which values there are to choose from."""
    where = [] if rids is None else [table.c.RID.in_(rids(table.name))]
    if isinstance(selector, NewestOf):
        where.append(table.c.Execution.in_(listed(connection, sorted(selector.executions))))
    return where


def _keep(
    connection: Connection, table: Any, feature: Feature, names: Sequence[str], number: int
) -> sa.Table:
    """Make a temporary table for one value of each row."""
    columns: list[sa.Column[Any]] = [
        sa.Column(name, table.c[name].type, index=name == feature.target_table) for name in names
    ]
    kept = sa.Table(f"muniment_chosen_{number}", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    kept.create(connection, checkfirst=False)
    return kept


def _choose_by_function(
    connection: Connection, table: Any, feature: Feature, selector: Selector, rids: Rids | None, number: int
) -> sa.Table:
    names = feature.record_columns
    kept = _keep(connection, table, feature, names, number)
    query = features.select_records(table, feature)
    if rids is not None:
        query = query.where(table.c.RID.in_(rids(feature.feature_table)))
    with closing(features.read_records(connection, feature, query)) as records:
        selected = features.choose(records, feature, selector)
        while portion := list(islice(selected, _AT_ONCE)):
            rows.copy_in(connection, kept, ([getattr(each, name) for name in names] for each in portion))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {kept.name}")  # or it would look up row by row
    return kept
