"""Tables of users as they change: columns dropped and restored.

Each change is one transaction with what the catalog knows of the table, and is written down in the log.
Nothing is lost by any: a column that is dropped is renamed and hidden.
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import changes
from muniment.catalog.alteration import (
    SHOWN,
    check_references,
    check_unique,
    check_unreferenced,
    keep,
    own_column,
    own_table,
)
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema import ddl, hidden
from muniment.catalog.schema.definitions import (
    ColumnDefinition,
    HiddenColumn,
    TableDefinition,
)
from muniment.catalog.schema.tables import build_column
from muniment.catalog.schema.types import Builtin, BuiltinTypes
from muniment.errors import (
    ColumnNotFound,
    nearest,
)


def drop_column(catalog: Catalog, table: str, column: str) -> TableDefinition:
    """Hide a column with its keys and foreign keys; its values stay in the database.

    Raises:
        TableInUse: Foreign keys of other tables refer to it.
        DefinitionError: The column is not the user's to change.
        ColumnNotFound: There is no such column.
    """
    with catalog.defining(rebuilding=True) as (tx, model):
        before = own_column(model, table, column)
        check_unreferenced(model, table, column)
        after, kept = hidden.hide_column(before, column, tx.number)
        ddl.rename_column(tx.connection, table, column, kept.hidden_name)
        keep(tx, before, after, anew=_is_bound(kept))
        changes.record(tx, "drop_column", table, column=column, kept_as=kept.hidden_name)
        return after


def restore_column(catalog: Catalog, table: str, column: str, new_name: str | None = None) -> TableDefinition:
    """Take back a column that was dropped last, with its keys and foreign keys.

    Rows that came since have its default, or no value; in that case it is not required any more.

    Raises:
        ColumnNotFound: No column of this name was dropped.
        DefinitionError: Another column has its name now.
        ConstraintViolation: Its values break one of its keys, or refer to rows that are not there any more.
        TableNotFound: It refers to a table that was dropped.
    """
    with catalog.defining(rebuilding=True) as (tx, model):
        before = own_table(model, table)
        kept = _find_hidden(before, column)
        name = new_name or column
        after = hidden.restore_column(before, kept, name)
        ddl.check_columns(after)
        ddl.rename_column(tx.connection, table, kept.hidden_name, name)
        if not kept.column.nullok and _rows_without(tx.connection, table, after.column(name)):
            after = _with_column(after, after.column(name).model_copy(update={"nullok": True}))
        ddl.check_fkeys(model, after)
        for key in after.key_defs:
            check_unique(tx.connection, after, key)
        check_references(tx.connection, after)
        keep(tx, before, after, anew=_is_bound(kept))
        changes.record(tx, "restore_column", table, column=column, new_name=name)
        return after


def _find_hidden(definition: TableDefinition, column: str) -> HiddenColumn:
    for kept in reversed(definition.hidden):
        if kept.column.name == column:
            return kept
    names = {kept.column.name for kept in definition.hidden}
    raise ColumnNotFound(
        f"No column {column!r} of {definition.name} was dropped.{nearest(column, names)} "
        f"Dropped ones: {', '.join(sorted(names)) or 'none'}."
    )


def _is_bound(kept: HiddenColumn) -> bool:
    """Say whether a column has rules that are not to hold while it is hidden."""
    return bool(kept.key_defs or kept.fkey_defs) or not kept.column.nullok


def _with_column(definition: TableDefinition, new: ColumnDefinition) -> TableDefinition:
    columns = tuple(new if column.name == new.name else column for column in definition.column_defs)
    return definition.model_copy(update={"column_defs": columns})


# Rows


def _column(table: str, definition: ColumnDefinition) -> sa.TableClause:
    return sa.table(table, *(sa.column(n, Builtin(t)) for n, t in _STAMPS), build_column(definition))


_STAMPS = (
    ("RID", BuiltinTypes.ermrest_rid),
    ("RMT", BuiltinTypes.ermrest_rmt),
    ("RMB", BuiltinTypes.ermrest_rmb),
    ("RVS", BuiltinTypes.int8),
)


def _rows_without(connection: Connection, table: str, column: ColumnDefinition) -> list[str]:
    """Name rows that have no value for a column: one more than are shown at most."""
    source = _column(table, column)
    query = sa.select(source.c.RID).where(source.c[column.name].is_(None)).order_by(source.c.RID)
    return list(connection.execute(query.limit(SHOWN + 1)).scalars())
