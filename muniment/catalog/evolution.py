"""Tables of users as they change: renamed; columns renamed, dropped, restored, retyped, required.

Each change is one transaction with what the catalog knows of the table, and is written down in the log.
Nothing is lost by any: a column that is dropped or retyped is renamed and hidden.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import changes, features, tables
from muniment.catalog.alteration import (
    SHOWN,
    check_references,
    check_unique,
    check_unreferenced,
    keep,
    listed_lines,
    own_column,
    own_table,
)
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.schema import ddl, hidden, history, registry
from muniment.catalog.schema.conversion import convert
from muniment.catalog.schema.definitions import (
    ColumnDefinition,
    HiddenColumn,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.tables import Model, build_column
from muniment.catalog.schema.types import TRAITS, Builtin, BuiltinTypes, is_missing
from muniment.errors import (
    ColumnNotFound,
    ConstraintViolation,
    DefinitionError,
    InvalidValue,
    nearest,
)

_PORTION = 5000


def rename_table(catalog: Catalog, table: str, new_name: str) -> TableDefinition:
    """Give a table another name, and so those of its types, executions, features and memberships in datasets.

    Foreign keys and sources of all tables follow; columns of other tables keep their names. Files keep their
    types, and the new name is a type as well.

    Raises:
        TableExists: A table of one of the new names is there already.
        DefinitionError: The name cannot be taken, or the table is not the user's to change.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        own_table(model, table)
        family = {old.name: new for old, new in _family(model, table, new_name)}

        def follow(definition: TableDefinition) -> TableDefinition:
            for name, new in family.items():
                definition = hidden.follow_table(definition, name, new.name)
                if name != table:
                    definition = hidden.follow_column(definition, new.name, table, new_name)
            return definition

        for new in family.values():
            ddl.check_table_name(model, new.name)
        for name, new in family.items():
            before, after = model.definition(name), follow(new)
            ddl.rename_table(tx.connection, name, after.name)
            if name != table:
                ddl.rename_column(tx.connection, after.name, table, new_name)
            keep(tx, before, after)
        rest = Model({name: d for name, d in model.definitions.items() if name not in family})
        _follow(tx, rest, new_name, follow)
        after = follow(family[table])
        if after.kind is TableKind.asset:
            tables.add_type_term(tx, model, after)
        changes.record(tx, "rename_table", table, new_name=new_name)
        return after

    return catalog.define(change)


def _family(model: Model, table: str, new_name: str) -> Iterator[tuple[TableDefinition, TableDefinition]]:
    """Give a table, and those that are named for it, as they are and as they will be."""
    definition = model.definition(table)
    yield definition, definition.model_copy(update={"name": new_name})
    for name in ddl.companion_names(model, definition):
        link = model.definition(name)
        renamed = hidden.rename_column(link, table, new_name)
        start, end = name.split(table, 1) if name.startswith(table) else ("Dataset_", "")
        update = {
            "name": f"{start}{new_name}{end}",
            "comment": (link.comment or "").replace(table, new_name),
        }
        yield link, renamed.model_copy(update=update)
    for feature in features.of_table(model, table):
        if new_name in feature.definition.columns:
            raise DefinitionError(
                f"{table} cannot be called {new_name}: {feature.feature_table} has a column of that name."
            )
        renamed = hidden.rename_column(feature.definition, table, new_name)
        yield (
            feature.definition,
            renamed.model_copy(update={"name": f"Execution_{new_name}_{feature.feature_name}"}),
        )


def rename_column(catalog: Catalog, table: str, column: str, new_name: str) -> TableDefinition:
    """Give a column another name; foreign keys and sources that refer to it follow.

    Raises:
        DefinitionError: The name is taken or not possible, or the column is not the user's to change.
        ColumnNotFound: There is no such column.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = own_column(model, table, column)
        after = hidden.rename_column(before, column, new_name)
        after = hidden.follow_column(after, table, column, new_name)
        ddl.check_columns(after)
        ddl.rename_column(tx.connection, table, column, new_name)
        keep(tx, before, after)
        _follow(tx, model, table, lambda d: hidden.follow_column(d, table, column, new_name))
        changes.record(tx, "rename_column", table, column=column, new_name=new_name)
        return after

    return catalog.define(change)


def drop_column(catalog: Catalog, table: str, column: str) -> TableDefinition:
    """Hide a column with its keys and foreign keys; its values stay in the database.

    Raises:
        TableInUse: Foreign keys of other tables refer to it.
        DefinitionError: The column is not the user's to change.
        ColumnNotFound: There is no such column.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = own_column(model, table, column)
        check_unreferenced(model, table, column)
        after, kept = hidden.hide_column(before, column, tx.number)
        sources = f"{table}.{column}", f"{table}.{kept.hidden_name}"
        after = hidden.follow_source(after, *sources)
        ddl.rename_column(tx.connection, table, column, kept.hidden_name)
        keep(tx, before, after, anew=_is_bound(kept))
        _follow(tx, model, table, lambda d: hidden.follow_source(d, *sources))
        changes.record(tx, "drop_column", table, column=column, kept_as=kept.hidden_name)
        return after

    return catalog.define(change, rebuilding=True)


def restore_column(catalog: Catalog, table: str, column: str, new_name: str | None = None) -> TableDefinition:
    """Take back a column that was dropped or retyped last, with its keys and foreign keys.

    Rows that came since have its default, or no value; in that case it is not required any more.

    Raises:
        ColumnNotFound: No column of this name was dropped.
        DefinitionError: Another column has its name now.
        ConstraintViolation: Its values break one of its keys, or refer to rows that are not there any more.
        TableNotFound: It refers to a table that was dropped.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = own_table(model, table)
        kept = _find_hidden(before, column)
        name = new_name or column
        after = hidden.restore_column(before, kept, name)
        sources = f"{table}.{kept.hidden_name}", f"{table}.{name}"
        after = hidden.follow_source(after, *sources)
        ddl.check_columns(after)
        ddl.rename_column(tx.connection, table, kept.hidden_name, name)
        if not kept.column.nullok and _rows_without(tx.connection, table, after.column(name)):
            after = _with_column(after, after.column(name).model_copy(update={"nullok": True}))
        ddl.check_fkeys(model, after)
        for key in after.key_defs:
            check_unique(tx.connection, after, key)
        check_references(tx.connection, after)
        keep(tx, before, after, anew=_is_bound(kept))
        _follow(tx, model, table, lambda d: hidden.follow_source(d, *sources))
        changes.record(tx, "restore_column", table, column=column, new_name=name)
        return after

    return catalog.define(change, rebuilding=True)


def retype_column(catalog: Catalog, table: str, column: str, new_type: BuiltinTypes | str) -> TableDefinition:
    """Give a column another type; each value is converted exactly, and the old ones stay, hidden.

    Raises:
        InvalidValue: Values cannot be converted; the message lists them with their RIDs. Nothing is changed.
        DefinitionError: The column refers to another table, or is not the user's to change.
        TableInUse: Foreign keys of other tables refer to it.
        ConstraintViolation: Values that were different are the same now, and a key forbids it.
    """
    kind = _type_named(new_type)

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = own_column(model, table, column)
        old = before.column(column)
        check_unreferenced(model, table, column)
        if any(column in fkey.colnames for fkey in before.fkey_defs):
            raise DefinitionError(
                f"{table}.{column} cannot be retyped: it refers to another table, whose key has this type."
            )
        new = old.model_copy(update={"type": kind, "default": _converted_default(table, old, kind)})
        _, kept = hidden.hide_column(before, column, tx.number)
        kept = kept.model_copy(update={"key_defs": ()})
        after = _with_column(before, new).model_copy(update={"hidden": (*before.hidden, kept)})
        after = ddl.with_checked_defaults(after)
        ddl.rename_column(tx.connection, table, column, kept.hidden_name)
        _add_empty(tx.connection, table, new)
        history.pause(tx.connection, [table])  # rows are as they were: before, they had the other column
        _convert(tx, table, old.model_copy(update={"name": kept.hidden_name}), new)
        history.keep(tx.connection, [table])
        keys = [key for key in after.key_defs if column in key.colnames]
        for key in keys:
            check_unique(tx.connection, after, key)
        keep(tx, before, after, anew=bool(keys) or not old.nullok or not is_missing(new.default))
        changes.record(
            tx, "retype_column", table, column=column, before=old.type.value, after=kind.value,
            kept_as=kept.hidden_name,
        )  # fmt: skip
        return after

    return catalog.define(change, rebuilding=True)


def require_column(catalog: Catalog, table: str, column: str, default: Any = None) -> TableDefinition:
    """Make a column required; rows that have no value take the default, which new rows take too.

    Raises:
        ConstraintViolation: Rows have no value, and no default was given; the message names them.
        DefinitionError: The default does not fit, or the column is not the user's to change.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = own_column(model, table, column)
        new = before.column(column).model_copy(update={"nullok": False})
        if not is_missing(default):
            new = new.model_copy(update={"default": default})
        ddl.check_default(table, new)
        after = ddl.with_checked_defaults(_with_column(before, new))
        new = after.column(column)
        filled = 0 if is_missing(new.default) else _fill(tx, after, new)
        lacking = _rows_without(tx.connection, table, new)
        if lacking:
            raise ConstraintViolation(
                f"{table}.{column} cannot be required: rows have no value for it ({_listed(lacking)}). Give "
                f"them one, or give a default: ml.require_column({table!r}, {column!r}, default=...). "
                "Nothing was changed."
            )
        check_references(tx.connection, after)
        keep(tx, before, after, anew=True)
        changes.record(tx, "require_column", table, column=column, default=new.default, filled=filled)
        return after

    return catalog.define(change, rebuilding=True)


def relax_column(catalog: Catalog, table: str, column: str) -> TableDefinition:
    """Let rows be without a value for a column that is required; its default goes too.

    Raises:
        DefinitionError: The column is not the user's to change.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = own_column(model, table, column)
        new = before.column(column).model_copy(update={"nullok": True, "default": None})
        after = _with_column(before, new)
        keep(tx, before, after, anew=True)
        changes.record(tx, "relax_column", table, column=column)
        return after

    return catalog.define(change, rebuilding=True)


def _find_hidden(definition: TableDefinition, column: str) -> HiddenColumn:
    for kept in reversed(definition.hidden):
        if kept.column.name == column:
            return kept
    names = {kept.column.name for kept in definition.hidden}
    raise ColumnNotFound(
        f"No column {column!r} of {definition.name} was dropped.{nearest(column, names)} "
        f"Dropped ones: {', '.join(sorted(names)) or 'none'}."
    )


def _type_named(name: BuiltinTypes | str) -> BuiltinTypes:
    known = [kind.value for kind in BuiltinTypes]
    try:
        return BuiltinTypes(name)
    except ValueError:
        raise DefinitionError(
            f"There is no type {name!r}.{nearest(str(name), known)} Types: {', '.join(known)}."
        ) from None


def _is_bound(kept: HiddenColumn) -> bool:
    """Say whether a column has rules that are not to hold while it is hidden."""
    return bool(kept.key_defs or kept.fkey_defs) or not kept.column.nullok


def _with_column(definition: TableDefinition, new: ColumnDefinition) -> TableDefinition:
    columns = tuple(new if column.name == new.name else column for column in definition.column_defs)
    return definition.model_copy(update={"column_defs": columns})


def _add_empty(connection: Connection, table: str, column: ColumnDefinition) -> None:
    ddl.add_to_table(connection, table, column.model_copy(update={"nullok": True, "default": None}))


def _follow(
    tx: Transaction, model: Model, changed: str, follow: Callable[[TableDefinition], TableDefinition]
) -> None:
    """Write down that other tables refer to something by its new name; the database knows by itself."""
    registry.replace_all(
        tx.connection, (d for d in model.definitions.values() if d.name != changed), follow, tx.number
    )


# Rows


def _column(table: str, definition: ColumnDefinition) -> sa.TableClause:
    return sa.table(table, *(sa.column(n, Builtin(t)) for n, t in _STAMPS), build_column(definition))


_STAMPS = (
    ("RID", BuiltinTypes.ermrest_rid),
    ("RMT", BuiltinTypes.ermrest_rmt),
    ("RMB", BuiltinTypes.ermrest_rmb),
    ("RVS", BuiltinTypes.int8),
)


def _fill(tx: Transaction, definition: TableDefinition, column: ColumnDefinition) -> int:
    target = _column(definition.name, column)
    change = sa.update(target).where(target.c[column.name].is_(None))
    stamps = {"RMT": tx.time, "RMB": tx.actor, "RVS": tx.number}
    try:
        return tx.connection.execute(change.values(**{column.name: column.default}, **stamps)).rowcount
    except sa.exc.IntegrityError as error:  # SQLite looks for what it refers to later
        others = [fkey.pk_tname for fkey in definition.fkey_defs if column.name in fkey.colnames]
        raise ConstraintViolation(
            f"{definition.name}.{column.name} cannot refer to {' and '.join(others)}: the default "
            f"{column.default!r} is not there. Nothing was changed."
        ) from error


def _rows_without(connection: Connection, table: str, column: ColumnDefinition) -> list[str]:
    """Name rows that have no value for a column: one more than are shown at most."""
    source = _column(table, column)
    query = sa.select(source.c.RID).where(source.c[column.name].is_(None)).order_by(source.c.RID)
    return list(connection.execute(query.limit(SHOWN + 1)).scalars())


def _convert(tx: Transaction, table: str, old: ColumnDefinition, new: ColumnDefinition) -> None:
    """Fill a new column with the values of an old one, in portions."""
    source, target = _column(table, old), _column(table, new)
    value, last = source.c[old.name], ""
    change = (
        sa.update(target)
        .where(target.c.RID == sa.bindparam("_rid"))
        .values({new.name: sa.bindparam("_value")})
    )
    faults: list[str] = []
    while True:
        query = sa.select(source.c.RID, value).where(source.c.RID > last, value.is_not(None))
        found = tx.connection.execute(query.order_by(source.c.RID).limit(_PORTION)).all()
        if not found:
            break
        last = found[-1][0]
        made = _convert_portion(found, new.type, faults)
        if made and not faults:
            tx.connection.execute(change, made)
    if faults:
        raise InvalidValue(
            f"{table}.{new.name} cannot become {new.type.value}: {len(faults)} of its values cannot. Change "
            f"them first; nothing was changed.\n{listed_lines(faults)}"
        )


def _convert_portion(found: Sequence[Any], kind: BuiltinTypes, faults: list[str]) -> list[dict[str, Any]]:
    made = []
    for rid, value in found:
        try:
            made.append({"_rid": rid, "_value": convert(value, kind)})
        except ValueError as error:
            faults.append(f"  {rid}: {value!r:.80} {error}")
    return made


def _converted_default(table: str, old: ColumnDefinition, kind: BuiltinTypes) -> Any:
    if is_missing(old.default):
        return None
    try:
        return convert(TRAITS[old.type].check(old.default), kind)
    except ValueError as error:
        raise DefinitionError(
            f"{table}.{old.name} cannot become {kind.value}: its default {old.default!r} {error}. "
            f"ml.relax_column({table!r}, {old.name!r}) takes the default away."
        ) from None


def _listed(rids: Sequence[str]) -> str:
    return ", ".join(rids[:SHOWN]) + (" and more" if len(rids) > SHOWN else "")
