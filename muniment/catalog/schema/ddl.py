"""Tables made, changed and put away, by Alembic's operations, inside the caller's transaction.

Nothing here uses Alembic's batch mode: on SQLite it drops and copies the table, which with foreign keys on
deletes the rows of other tables. A dropped table is renamed and hidden, because the past is kept.
"""

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.schema import history, registry
from muniment.catalog.schema.core import METADATA, ML_SCHEMA
from muniment.catalog.schema.definitions import (
    SYSTEM_COLUMNS,
    ColumnDefinition,
    TableDefinition,
    TableKind,
    check_name,
    short_name,
)
from muniment.catalog.schema.hidden import follow_source
from muniment.catalog.schema.raw_sql import quote, run
from muniment.catalog.schema.shapes import owning_calls
from muniment.catalog.schema.tables import Model, build_column, build_table
from muniment.catalog.schema.types import TRAITS, is_missing
from muniment.errors import ColumnNotFound, DefinitionError, TableExists, TableInUse, plural

if TYPE_CHECKING:
    from alembic.operations import Operations


def create_tables(
    connection: Connection, model: Model, definitions: Iterable[TableDefinition], number: int
) -> Model:
    """Make tables with their indexes and registry rows, and give the model that has them.

    Raises:
        DefinitionError: A name, column, key or foreign key cannot be made.
        TableExists: A table of one of the names is there already.
    """
    made = []
    for definition in definitions:
        check_definition(model, definition)
        definition = with_checked_defaults(definition)
        table = build_table(definition)
        _check_index_names(connection, definition.name, _names_of_indexes(connection, table))
        create_table(connection, table)
        registry.record(connection, definition, number)
        model = Model({**model.definitions, definition.name: definition})
        made.append(definition.name)
    history.keep(connection, made)
    return model


def check_index_names(connection: Connection, definition: TableDefinition, before: TableDefinition) -> None:
    """Refuse a change by which an index of a table would have the name of another's, or of a table."""
    own, old = (_names_of_indexes(connection, build_table(each)) for each in (definition, before))
    _check_index_names(connection, definition.name, own - old)


def _check_index_names(connection: Connection, table: str, names: set[str]) -> None:
    """Refuse a table if one of the names that its indexes would have is taken."""
    query = _NAMES_ON_POSTGRESQL if connection.dialect.name == "postgresql" else _NAMES_ON_SQLITE
    taken = connection.execute(query, {"names": json.dumps(sorted(names))}).scalars().all()
    if taken:
        raise TableExists(
            f"{table} cannot be made: its index {taken[0]!r} would have a name that is taken. "
            "Give the table or the column another name."
        )


def _names_of_indexes(connection: Connection, table: sa.Table) -> set[str]:
    """Give the names of the indexes of a table, on PostgreSQL with those that it makes for keys."""
    is_server = connection.dialect.name == "postgresql"
    keys = (sa.PrimaryKeyConstraint, sa.UniqueConstraint) if is_server else ()
    made = [*table.indexes, *(c for c in table.constraints if isinstance(c, keys))]
    return {str(each.name) for each in made}


_NAMES_ON_SQLITE = sa.text(
    "SELECT name FROM sqlite_master WHERE name IN (SELECT value FROM json_each(:names))"
)
_NAMES_ON_POSTGRESQL = sa.text(
    "SELECT relname FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace "
    "AND relname IN (SELECT jsonb_array_elements_text(CAST(:names AS jsonb)))"
)


def create_table(connection: Connection, table: sa.Table) -> None:
    """Make a table with its indexes, whatever is known of it."""
    from alembic.operations.ops import CreateIndexOp, CreateTableOp

    operations = _operations(connection)
    operations.invoke(CreateTableOp.from_table(table))
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        operations.invoke(CreateIndexOp.from_index(index))


def _operations(connection: Connection) -> "Operations":
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    return Operations(MigrationContext.configure(connection))


def check_definition(model: Model, definition: TableDefinition) -> None:
    """Make sure that a table can be made on both databases.

    Raises:
        DefinitionError: A name, column, key or foreign key cannot be made; the message says which.
        TableExists: A table of this name is there already.
    """
    check_table_name(model, definition.name)
    check_columns(definition)
    _check_keys(definition)
    check_fkeys(model, definition)


def check_table_name(model: Model, name: str) -> None:
    """Make sure that a table can have this name.

    Raises:
        DefinitionError: The name cannot be taken.
        TableExists: A table of this name is there already.
    """
    check_name(name)
    if name.lower().endswith(history.SUFFIX):
        raise DefinitionError(
            f"{name!r} cannot be the name of a table: {history.SUFFIX} keeps the past of one."
        )
    taken = {name.lower(): name for name in (*model.definitions, *METADATA.tables)}
    there = taken.get(name.lower())
    if there is not None:
        raise TableExists(
            f"A table {there!r} exists already. Take another name than {name!r}, or use the table there is: "
            f"ml.table({there!r})."
        )


def check_columns(definition: TableDefinition) -> None:
    """Make sure that a table can have its columns.

    Raises:
        DefinitionError: A name or default cannot be taken; the message says which.
    """
    seen = {name.lower(): "is a system column" for name in SYSTEM_COLUMNS}
    seen |= {hidden.hidden_name.lower(): "keeps a dropped one" for hidden in definition.hidden}
    if definition.kind is TableKind.asset:
        seen["asset_type"] = "is where the types of an asset are read"
    for column in definition.column_defs:
        check_name(column.name, "column")
        if column.name.lower() in seen:
            reason = seen[column.name.lower()]
            raise DefinitionError(
                f"{definition.name} cannot have a column {column.name!r}: that name {reason}."
            )
        seen[column.name.lower()] = "stands there twice"
        check_default(definition.name, column)


def check_default(table: str, column: ColumnDefinition) -> None:
    """Make sure that the default of a column fits its type.

    Raises:
        DefinitionError: It does not.
    """
    if is_missing(column.default):
        return
    try:
        _require_finite(TRAITS[column.type].check(column.default))
    except (ValueError, UnicodeError) as error:
        raise DefinitionError(
            f"{table}.{column.name} holds {column.type.value}, but its default {column.default!r} {error}."
        ) from error


def _require_finite(default: Any) -> None:
    if isinstance(default, float) and math.isinf(default):
        raise ValueError("is infinite")


def with_checked_defaults(definition: TableDefinition) -> TableDefinition:
    """Give a definition whose defaults are as they will be stored, so that the registry can keep them."""
    columns = [
        column
        if is_missing(column.default)
        else column.model_copy(update={"default": TRAITS[column.type].check(column.default)})
        for column in definition.column_defs
    ]
    return definition.model_copy(update={"column_defs": tuple(columns)})


def _check_keys(definition: TableDefinition) -> None:
    for key in definition.key_defs:
        for name in key.colnames:
            _own_column(definition, name, "key")


def check_fkeys(model: Model, definition: TableDefinition) -> None:
    """Make sure that all foreign keys of a table can be.

    Raises:
        DefinitionError: One is of no columns of the table, or refers to no key; the message says which.
        TableNotFound: One refers to a table that is not there.
    """
    for fkey in definition.fkey_defs:
        for name in fkey.colnames:
            _own_column(definition, name, "foreign key")
        itself = fkey.pk_tname == definition.name
        target = definition if itself else model.definition(fkey.pk_tname)
        _check_target(definition.name, target, fkey.pk_colnames, len(fkey.colnames))


def _own_column(definition: TableDefinition, name: str, what: str) -> None:
    try:
        definition.column(name)
    except ColumnNotFound as error:
        raise DefinitionError(f"A {what} of {definition.name} cannot be made: {error}") from error


def _check_target(table: str, target: TableDefinition, columns: tuple[str, ...], width: int) -> None:
    keys = [{"RID"}, *({*key.colnames} for key in target.key_defs)]
    if len(columns) != width or set(columns) not in keys:
        unique = " or ".join("+".join(sorted(key)) for key in keys)
        raise DefinitionError(
            f"{table} cannot refer to {target.name} by {'+'.join(columns)}: its keys are {unique}."
        )


def add_column(
    connection: Connection, model: Model, table: str, column: ColumnDefinition, number: int
) -> TableDefinition:
    """Add a column; the rows there are take its default.

    Raises:
        DefinitionError: The name is taken or not possible, or a required column has no default.
    """
    definition = model.definition(table)
    if definition.schema_name == ML_SCHEMA:
        raise DefinitionError(f"{table} is a core table, whose columns are the same in every catalog.")
    if owning_calls(definition):
        raise DefinitionError(
            f"{table} links rows of other tables, and is made with them: it takes no columns."
        )
    changed = definition.model_copy(update={"column_defs": (*definition.column_defs, column)})
    check_columns(changed)
    changed = with_checked_defaults(changed)
    if not column.nullok and is_missing(column.default):
        raise DefinitionError(
            f"{table}.{column.name} is required, but the rows there are would have no value for it: "
            "give the column a default, or leave it nullable."
        )
    add_to_table(connection, table, column)
    registry.replace(connection, changed, number)
    return changed


def add_to_table(connection: Connection, table: str, column: ColumnDefinition) -> None:
    """Add a column to a table of the database, whatever is known of it, and to its history."""
    _operations(connection).add_column(table, build_column(column))
    history.keep(connection, [table])


def rename_table(connection: Connection, old: str, new: str) -> None:
    """Give a table of the database another name, and so its history; foreign keys of others follow."""
    history.rename(connection, old, new)
    _operations(connection).rename_table(old, new)
    history.keep(connection, [new])


def rename_column(connection: Connection, table: str, old: str, new: str) -> None:
    """Give a column of the database another name; keys, indexes and foreign keys of others follow."""
    history.pause(connection, [table])
    run(connection, f"ALTER TABLE {quote(table)} RENAME COLUMN {quote(old)} TO {quote(new)}")
    history.rename_column(connection, table, old, new)
    history.keep(connection, [table])


def change_indexes(connection: Connection, before: TableDefinition, after: TableDefinition) -> None:
    """Drop the indexes that a table of SQLite has no more, or under another name, and make what it lacks."""
    from alembic.operations.ops import CreateIndexOp

    operations = _operations(connection)
    old = {str(index.name) for index in build_table(before).indexes}
    new = {str(index.name): index for index in build_table(after).indexes}
    for name in sorted(old - set(new)):
        operations.drop_index(name, table_name=after.name)
    for name in sorted(set(new) - old):
        operations.invoke(CreateIndexOp.from_index(new[name]))


def drop_table(connection: Connection, model: Model, table: str, number: int) -> None:
    """Put a table away, with the tables that belong to it: renamed and hidden, the rows kept.

    Raises:
        TableInUse: Other tables refer to it, or rows of it are members of datasets; the message names them.
        DefinitionError: It is a core table, or one that belongs to another.
    """
    definition = model.definition(table)
    if definition.schema_name == ML_SCHEMA:
        raise DefinitionError(f"{table} is a core table: every catalog has it.")
    if definition.kind is not TableKind.feature and owning_calls(definition):
        ends = (model.definition(fkey.pk_tname) for fkey in definition.fkey_defs)
        owners = sorted(end.name for end in ends if end.schema_name != ML_SCHEMA)
        raise DefinitionError(
            f"{table} is not dropped by itself: it goes with {' and '.join(owners)}, to which it belongs."
        )
    companions = companion_names(model, definition)
    _check_no_members(connection, model, definition, companions)
    others = {d.name for d, _ in model.referrers(table)} - {table, *companions}
    if others:
        raise TableInUse(
            f"{table} cannot be dropped: {', '.join(sorted(others))} "
            + plural(len(others), "refers to it. Drop it first.", "refer to it. Drop these first.")
        )
    put_away = {name: short_name(f"{name}__{number}") for name in (*companions, table)}
    for name, kept_as in put_away.items():
        _put_away(connection, build_table(model.definition(name)), kept_as, number)

    def follow(other: TableDefinition) -> TableDefinition:
        for name, kept_as in put_away.items():
            other = follow_source(other, name, kept_as)
        return other

    rest = [other for name, other in model.definitions.items() if name not in put_away]
    registry.replace_all(connection, rest, follow, number)


def companion_names(model: Model, definition: TableDefinition) -> list[str]:
    """Name the tables that go with a table: those of its memberships, its types and its executions."""
    names = (f"Dataset_{definition.name}", f"{definition.name}_Asset_Type", f"{definition.name}_Execution")
    found = (model.definitions[name] for name in names if name in model.definitions)
    return [d.name for d in found if d.kind is TableKind.association and any(d.references(definition.name))]


def _check_no_members(
    connection: Connection, model: Model, definition: TableDefinition, companions: Iterable[str]
) -> None:
    if f"Dataset_{definition.name}" not in companions:
        return
    query = sa.select(model.table(f"Dataset_{definition.name}").c.Dataset).distinct().limit(_SHOWN + 1)
    found = connection.execute(query).scalars().all()
    if found:
        more = " and others" if len(found) > _SHOWN else ""
        raise TableInUse(
            f"{definition.name} cannot be dropped: rows of it are members of "
            f"{plural(len(found), 'dataset', 'datasets')} {', '.join(sorted(found[:_SHOWN]))}{more}. "
            "Take them out first with delete_dataset_members."
        )


_SHOWN = 5


def _put_away(connection: Connection, table: sa.Table, hidden_name: str, number: int) -> None:
    operations = _operations(connection)
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        operations.drop_index(str(index.name), table_name=table.name, if_exists=True)
    rename_table(connection, table.name, hidden_name)
    if connection.dialect.name == "postgresql":
        _free_key_names(connection, hidden_name, number)
    registry.hide(connection, table.name, hidden_name, number)


def _free_key_names(connection: Connection, table: str, number: int) -> None:
    """Rename the keys of a table that was put away: no other table could have keys of these names."""
    found = connection.execute(_KEYS_ON_POSTGRESQL, {"table": table}).scalars()
    for name in found.all():
        hidden = short_name(f"{name}__{number}")
        run(connection, f"ALTER TABLE {quote(table)} RENAME CONSTRAINT {quote(name)} TO {quote(hidden)}")


_KEYS_ON_POSTGRESQL = sa.text(
    "SELECT k.conname FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid "
    "WHERE t.relnamespace = quote_ident(current_schema())::regnamespace AND t.relname = :table "
    "AND k.contype IN ('p', 'u')"
)
