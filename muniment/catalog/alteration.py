"""What changes of tables share: what may be changed, whether rows keep to rules, how the change is kept."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.database import Transaction
from muniment.catalog.schema import ddl, registry
from muniment.catalog.schema.conforming import conform
from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import (
    ASSET_COLUMNS,
    SYSTEM_COLUMNS,
    VOCABULARY_COLUMNS,
    KeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.rebuild import rebuild
from muniment.catalog.schema.tables import Model, build_column
from muniment.errors import ConstraintViolation, DefinitionError, TableInUse

SHOWN = 20
"""How many rows or values a message names."""


def own_table(model: Model, table: str) -> TableDefinition:
    """Give the definition of a table that its user may change.

    Raises:
        TableNotFound: There is no such table.
        DefinitionError: It is a core table, or comes and goes with others.
    """
    definition = model.definition(table)
    if definition.schema_name == ML_SCHEMA:
        raise DefinitionError(f"{table} is a core table, which is the same in every catalog.")
    if definition.kind in {TableKind.association, TableKind.feature}:
        raise DefinitionError(f"{table} links rows of other tables: it is made, and changes, with them.")
    return definition


def own_column(model: Model, table: str, column: str) -> TableDefinition:
    """Give the definition of a table of which its user may change a column.

    Raises:
        ColumnNotFound: There is no such column.
        DefinitionError: All tables of the kind have the column.
    """
    definition = own_table(model, table)
    definition.column(column)
    refuse_system(table, column)
    given = {TableKind.asset: ASSET_COLUMNS, TableKind.vocabulary: VOCABULARY_COLUMNS}
    if column in given.get(definition.kind, ()):
        raise DefinitionError(
            f"{table}.{column} cannot be changed: every {definition.kind.value} table has this column."
        )
    return definition


def refuse_system(table: str, column: str) -> None:
    """Refuse to change a system column.

    Raises:
        DefinitionError: It is one.
    """
    if column in SYSTEM_COLUMNS:
        raise DefinitionError(f"{table}.{column} cannot be changed: every table has this column.")


def check_unreferenced(model: Model, table: str, column: str) -> None:
    """Make sure that no foreign key refers to a column.

    Raises:
        TableInUse: One does; the message names it.
    """
    for definition, fkey in model.referrers(table):
        if column in fkey.pk_colnames:
            raise TableInUse(
                f"{table}.{column} cannot be dropped or retyped: {definition.name}."
                f"{'+'.join(fkey.colnames)} refers to it."
            )


def keep(tx: Transaction, before: TableDefinition, after: TableDefinition, *, anew: bool = False) -> None:
    """Bring the rules and indexes of a table to its new definition, and write that down."""
    ddl.check_index_names(tx.connection, after, before)
    if tx.connection.dialect.name == "postgresql":
        conform(tx.connection, before, after)
    elif anew:
        rebuild(tx.connection, before, after)
    else:
        ddl.change_indexes(tx.connection, before, after)
    registry.rename(tx.connection, before.name, after, tx.number)


def check_unique(connection: Connection, definition: TableDefinition, key: KeyDefinition) -> None:
    """Make sure that no two rows have the same values of a key.

    Raises:
        ConstraintViolation: Some have; the message names the values.
    """
    names = key.colnames
    source = sa.table(definition.name, *(build_column(definition.column(name)) for name in names))
    columns = [source.c[name] for name in names]
    query = sa.select(*columns, sa.func.count()).where(*(c.is_not(None) for c in columns))
    twice = connection.execute(query.group_by(*columns).having(sa.func.count() > 1).limit(SHOWN + 1)).all()
    if twice:
        found = [f"  {', '.join(map(repr, values))}: {count} rows" for *values, count in twice]
        raise ConstraintViolation(
            f"{'+'.join(names)} cannot be a key of {definition.name}: rows have the same values. Nothing was "
            f"changed.\n{listed_lines(found)}"
        )


def check_references(connection: Connection, definition: TableDefinition) -> None:
    """Make sure that all values of foreign keys refer to rows that are there.

    Raises:
        ConstraintViolation: Some do not; the message names rows and values.
    """
    for fkey in definition.fkey_defs:
        wanted = [build_column(definition.column(name)) for name in fkey.colnames]
        source = sa.table(definition.name, sa.column("RID"), *wanted)
        target = sa.table(fkey.pk_tname, *map(sa.column, fkey.pk_colnames)).alias("referred")
        pairs = [source.c[a] == target.c[b] for a, b in zip(fkey.colnames, fkey.pk_colnames, strict=True)]
        present = [source.c[name].is_not(None) for name in fkey.colnames]
        known = sa.select(sa.literal(1)).where(*pairs).correlate(source).exists()
        query = sa.select(source.c.RID, *(source.c[n] for n in fkey.colnames)).where(*present, ~known)
        lost = connection.execute(query.limit(SHOWN + 1)).all()
        if lost:
            found = [f"  {rid}: {', '.join(map(repr, values))}" for rid, *values in lost]
            raise ConstraintViolation(
                f"{definition.name}.{'+'.join(fkey.colnames)} cannot refer to {fkey.pk_tname}: values are "
                f"not there. Nothing was changed.\n{listed_lines(found)}"
            )


def listed_lines(faults: Sequence[str]) -> str:
    """Give the first faults, one a line, and how many more there are."""
    more = f"\n  … and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
    return "\n".join(faults[:SHOWN]) + more
