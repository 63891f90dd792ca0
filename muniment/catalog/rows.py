"""Rows: checked, inserted, updated, deleted and looked up, always many at a time."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

from muniment import ids
from muniment.catalog import postgresql
from muniment.catalog.database import Transaction, describe_refusal, listed
from muniment.catalog.filenames import fault_of_name, shortened
from muniment.catalog.schema.definitions import (
    SYSTEM_COLUMNS,
    ColumnDefinition,
    ForeignKeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.shapes import owning_calls
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import SERIAL, TRAITS, check_values, is_missing
from muniment.errors import (
    ColumnNotFound,
    ConstraintViolation,
    DataError,
    InvalidValue,
    RIDNotFound,
    TermNotFound,
    nearest,
    plural,
)

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]


def records(rows: "Iterable[Row] | pd.DataFrame | Row") -> list[dict[str, Any]]:
    """Give rows as dicts, whether they come as dicts, as one dict, or as a DataFrame.

    Raises:
        InvalidValue: They are something else.
    """
    if isinstance(rows, Mapping):
        return [dict(rows)]
    if hasattr(rows, "to_dict"):
        return cast("list[dict[str, Any]]", cast(Any, rows).astype(object).to_dict("records"))
    if not isinstance(rows, Iterable):
        raise InvalidValue(f"{rows!r:.80} are no rows: give dicts, or a DataFrame.")
    return [_record(row) for row in rows]


def _record(row: Any) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise InvalidValue(f"{row!r:.80} is no row: a row is a dict of column → value.")
    return dict(row)


def protect(definition: TableDefinition) -> None:
    """Refuse to let a user write by hand what only the library's own calls keep consistent.

    Raises:
        DataError: It is a table of the library's own; the message names the calls to use.
    """
    if calls := owning_calls(definition):
        raise DataError(
            f"Rows of {definition.name} are not written or deleted by hand, so that what belongs together "
            f"stays together. Use {calls}."
        )


def protect_new(definition: TableDefinition) -> None:
    """Refuse to let a user insert rows that stand for bytes nobody has stored.

    Raises:
        DataError: It is a table of the library's own, or an asset table.
    """
    protect(definition)
    if definition.kind is TableKind.asset:
        raise DataError(
            f"Rows of {definition.name} are files, and are not inserted by hand. Stage files with "
            f"exe.asset_file_path({definition.name!r}, ...) and upload them, or call "
            f"ml.add_files(paths, asset_table={definition.name!r})."
        )


def protect_changes(definition: TableDefinition, changes: Iterable[Row]) -> None:
    """Refuse to let a user change what only the library's own calls keep consistent.

    Raises:
        DataError: It is a table of the library's own, or a column that tells what the bytes are.
        InvalidValue: A file would get a name that no file can have.
    """
    protect(definition)
    if definition.kind is not TableKind.asset:
        return
    for row in changes:
        if told := _OF_BYTES.intersection(row):
            raise DataError(
                f"{definition.name}.{min(told)} tells what the bytes of an asset are, and they never change. "
                "Upload the other file as an asset of its own."
            )
        if "Filename" in row:
            _check_filename(definition.name, row["Filename"])


def _check_filename(table: str, name: Any) -> None:
    if fault := fault_of_name(name) if isinstance(name, str) else "a file has a name":
        raise InvalidValue(f"{table}.Filename cannot be {shortened(name)}: {fault}. Nothing was written.")


_OF_BYTES = frozenset({"URL", "Length", "MD5", "SHA256"})


def insert(
    tx: Transaction, model: Model, table: str, rows: Sequence[Row], rids: Sequence[str] | None = None
) -> list[str]:
    """Insert rows in one statement and give their RIDs, in order.

    Args:
        tx: The transaction to write in.
        model: The tables there are.
        table: Name of the table.
        rows: What the rows hold. A column that is left out takes its default.
        rids: RIDs leased before, if the rows must have them.

    Raises:
        ColumnNotFound: A row has a column that the table has not.
        InvalidValue: A value does not fit its column; the message names row, column and value.
        TermNotFound: A value is no term of the column's vocabulary; synonyms are taken.
        ConstraintViolation: A required value is missing, or a key or foreign key refuses a row.
    """
    definition = model.definition(table)
    columns = _given_columns(definition, rows)
    checked = _checked(definition, columns, rows)
    number_serials(tx, model.table(table), columns, checked)
    name_terms(tx.connection, model, table, columns, checked)
    names = [column.name for column in columns]
    return insert_explained(tx, model, definition, names, _lines(checked, len(rows)), rids)


def insert_checked(
    tx: Transaction,
    table: sa.Table,
    columns: Sequence[str],
    values: Iterable[Sequence[Any]],
    rids: Sequence[str] | None = None,
) -> list[str]:
    """Insert rows whose values are known to fit: the fast way, for what the library itself makes.

    If their RIDs are given, rows can be made while they are inserted, so that they are never all in memory.
    """
    if rids is None:
        values = list(values)
        rids = tx.rids(len(values))
    taken = list(rids)
    if taken:
        names = (*SYSTEM_COLUMNS, *columns)
        statement, writers, order = _insert_statement(table, names, tx.connection.dialect)
        moment = writers[1](tx.time) if writers[1] else tx.time
        system = (moment, moment, tx.actor, tx.actor, tx.number)
        rows = _written(values, writers[len(SYSTEM_COLUMNS) :])
        lines: Iterable[Any] = ((rid, *system, *row) for rid, row in zip(taken, rows, strict=True))
        if order is not None:
            lines = map(itemgetter(*order), lines)
        _execute_many(tx.connection, table, names, statement, lines)
    return taken


def copy_in(connection: Connection, table: sa.Table, values: Iterable[Sequence[Any]]) -> None:
    """Insert whole rows of another catalog, with all their columns as they are there."""
    names = tuple(table.columns.keys())
    statement, writers, order = _insert_statement(table, names, connection.dialect)
    lines: Iterable[Any] = _written(values, writers)
    if order is not None:
        lines = map(itemgetter(*order), lines)
    _execute_many(connection, table, names, statement, lines)


def _execute_many(
    connection: Connection, table: sa.Table, names: Sequence[str], statement: str, lines: Iterable[Any]
) -> None:
    """Hand rows to the driver one by one as they are made, so that they are never all in memory."""
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            postgresql.copy(cast(Any, cursor), table.name, names, lines)
        else:
            cursor.executemany(statement, cast(Any, lines))
    except connection.dialect.loaded_dbapi.IntegrityError as error:
        raise _refusal(table.name, error) from error
    finally:
        cursor.close()


def insert_explained(
    tx: Transaction,
    model: Model,
    definition: TableDefinition,
    columns: Sequence[str],
    values: Sequence[Sequence[Any]],
    rids: Sequence[str] | None = None,
) -> list[str]:
    """Insert rows whose values fit their columns, and say which one refers to nothing if one does.

    Raises:
        RIDNotFound: A value is no RID of the table that the column refers to.
        ConstraintViolation: A key refuses a row.
    """
    try:
        with tx.attempt():
            return insert_checked(tx, model.table(definition.name), columns, values, rids)
    except ConstraintViolation:
        explain(tx.connection, model, definition, columns, values)
        raise


@lru_cache(maxsize=512)
def _insert_statement(
    table: sa.Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[Any, ...], list[int] | None]:
    """Compile an INSERT, the writers of its values, and the order it wants them in if it is another."""
    statement = sa.insert(table).values({name: sa.bindparam(name) for name in names})
    compiled = statement.compile(dialect=dialect)
    order = [names.index(name) for name in getattr(compiled, "positiontup", None) or names]
    writers = tuple(_writer(table.c[name], dialect) for name in names)
    return str(compiled), writers, None if order == sorted(order) else order


def _writer(column: sa.Column[Any], dialect: Dialect) -> Any:
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _written(values: Iterable[Sequence[Any]], writers: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Turn values into what the driver takes, touching only the columns that need it."""
    busy = [(index, writer) for index, writer in enumerate(writers) if writer]
    if not busy:
        yield from values
        return
    for row in values:
        out = list(row)
        for index, writer in busy:
            out[index] = writer(out[index])
        yield out


def _given_columns(definition: TableDefinition, rows: Sequence[Row]) -> list[ColumnDefinition]:
    """Give the columns to write: those that a row names and those with a default, in the table's order."""
    asked = {name for row in rows for name in row}
    for name in sorted(asked):
        if name in SYSTEM_COLUMNS:
            raise ColumnNotFound(f"{definition.name}.{name} is set by the catalog. Leave it out of the rows.")
        definition.column(name)
    return [
        column
        for column in definition.column_defs
        if column.name in asked or column.default is not None or column.type in SERIAL or not column.nullok
    ]


def _checked(
    definition: TableDefinition, columns: Sequence[ColumnDefinition], rows: Sequence[Row]
) -> list[Sequence[Any]]:
    """Give the values of each column as they will be stored."""
    return [_checked_column(definition.name, column, rows) for column in columns]


def _lines(columns: Sequence[Sequence[Any]], count: int) -> list[tuple[Any, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * count


def _checked_column(table: str, column: ColumnDefinition, rows: Sequence[Row]) -> Sequence[Any]:
    name, default = column.name, column.default
    values = [row.get(name, default) for row in rows]
    checked = check_values(column.type, values)
    if checked is None or (None in checked and not column.nullok):
        return [_check(table, column, value, number) for number, value in enumerate(values)]
    return checked


def _check(table: str, column: ColumnDefinition, value: Any, number: int) -> Any:
    if is_missing(value):
        if column.nullok or column.type in SERIAL:
            return None
        raise ConstraintViolation(
            f"{table}.{column.name} is required, and row {number} has no value for it. Nothing was written."
        )
    try:
        return TRAITS[column.type].check(value)
    except (ValueError, UnicodeError) as error:
        raise InvalidValue(
            f"{table}.{column.name} holds {column.type.value}, but row {number} has {value!r:.80}, "
            f"which {error}. Nothing was written."
        ) from error


def check_column(table: str, column: ColumnDefinition, values: Sequence[Any]) -> Sequence[Any]:
    """Check the values of a column, and give them as they will be stored.

    Raises:
        InvalidValue: A value does not fit its column.
    """
    checked = check_values(column.type, values)
    return [check_value(table, column, value) for value in values] if checked is None else checked


def check_value(table: str, column: ColumnDefinition, value: Any) -> Any:
    """Check one value, and give it as it will be stored; a missing one is None, required or not.

    Raises:
        InvalidValue: The value does not fit its column.
    """
    if is_missing(value):
        return None
    try:
        return TRAITS[column.type].check(value)
    except (ValueError, UnicodeError) as error:
        raise InvalidValue(
            f"{table}.{column.name} holds {column.type.value}, and {value!r:.80} {error}."
        ) from error


def number_serials(
    tx: Transaction, table: sa.Table, columns: Sequence[ColumnDefinition], values: list[Sequence[Any]]
) -> None:
    """Count on where a serial column has no value.

    Args:
        tx: The transaction in which the values will be inserted.
        table: The table they go to.
        columns: Its columns that are written.
        values: The values of each of them; those of serial columns are replaced.
    """
    for position, column in enumerate(columns):
        if column.type in SERIAL and None in values[position]:
            tx.claim("serial", table.name)
            highest = tx.connection.execute(sa.select(sa.func.max(table.c[column.name]))).scalar() or 0
            numbers = itertools.count(highest + 1)
            values[position] = [next(numbers) if v is None else v for v in values[position]]


def name_terms(
    connection: Connection,
    model: Model,
    table: str,
    columns: Sequence[ColumnDefinition],
    values: list[Sequence[Any]],
    files: Sequence[str] | None = None,
) -> None:
    """Replace synonyms of terms by the names by which rows refer to them.

    Args:
        connection: Where to look.
        model: The tables there are.
        table: The table that the values go to.
        columns: Its columns that are written.
        values: The values of each of them; those of columns that refer to terms are replaced.
        files: The file of each row, to be named in the message.

    Raises:
        TermNotFound: A value is no term of the column's vocabulary.
    """
    vocabularies = model.term_columns(table)
    for position, column in enumerate(columns):
        if vocabulary := vocabularies.get(column.name):
            where = f"{table}.{column.name}"
            values[position] = _named(connection, model, where, vocabulary, values[position], files)


def _named(
    connection: Connection,
    model: Model,
    column: str,
    vocabulary: str,
    values: Sequence[Any],
    files: Sequence[str] | None,
) -> Sequence[Any]:
    terms = model.table(vocabulary)
    given = set(values) - {None}
    query = sa.select(terms.c.Name).where(terms.c.Name.in_(listed(connection, given)))
    if not given or not (unknown := given.difference(connection.execute(query).scalars())):
        return values
    found = connection.execute(sa.select(terms.c.Name, terms.c.Synonyms).order_by(terms.c.Name)).all()
    names: dict[str, str] = {}
    for name, synonyms in found:
        for synonym in synonyms or ():
            names.setdefault(synonym, name)
    if missing := unknown - names.keys():
        asked = min(missing)
        users = [] if files is None else [f for f, v in zip(files, values, strict=True) if v == asked]
        raise TermNotFound(
            f"{column}{_of(users)}: no term {asked!r} in {vocabulary}."
            f"{nearest(asked, [*names, *(name for name, _ in found)])} "
            f"ml.add_term({vocabulary!r}, {asked!r}, description=...) would create it. Nothing was written."
        )
    return [names[value] if value in unknown else value for value in values]


def _of(files: Sequence[str]) -> str:
    return f" of {some(files)}" if files else ""


def explain(
    connection: Connection,
    model: Model,
    definition: TableDefinition,
    names: Sequence[str],
    values: Iterable[Sequence[Any]],
) -> None:
    """Say which value of which column refers to nothing, after the database has refused rows."""
    values = list(values)
    for fkey in definition.fkey_defs:
        if len(fkey.colnames) == 1 and fkey.colnames[0] in names:
            position = names.index(fkey.colnames[0])
            given = {row[position] for row in values} - {None}
            _explain_reference(connection, model, definition.name, fkey, given)


def _explain_reference(
    connection: Connection, model: Model, table: str, fkey: ForeignKeyDefinition, given: set[Any]
) -> None:
    column = model.table(fkey.pk_tname).c[fkey.pk_colnames[0]]
    known = set(connection.execute(sa.select(column)).scalars()) if given else set()
    missing = sorted(map(str, given - known))
    if missing:
        raise RIDNotFound(
            f"{table}.{fkey.colnames[0]}: {fkey.pk_tname} has no {_rows(missing)}. Nothing was written."
        )


def update(tx: Transaction, model: Model, table: str, rows: Sequence[Row]) -> int:
    """Change rows, each named by its RID, and give how many there were.

    Raises:
        RIDNotFound: Rows to be changed are not there. Nothing is changed then.
        ColumnNotFound: A row has a column that the table has not.
        InvalidValue: A value does not fit its column.
        TermNotFound: A value is no term of the column's vocabulary; synonyms are taken.
        ConstraintViolation: A rule of the table refuses the change.
    """
    definition = model.definition(table)
    by_columns: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if "RID" not in row:
            raise RIDNotFound(f"A row to update in {table} has no RID, so it is not known which is meant.")
        changed = tuple(sorted(name for name in row if name != "RID"))
        by_columns.setdefault(changed, []).append(row)
    lock(tx, model, table, [ids.normalize(row["RID"]) for row in rows])
    for names, group in by_columns.items():
        _update_group(tx, model, definition, names, group)
    return len(rows)


def _update_group(
    tx: Transaction, model: Model, definition: TableDefinition, names: Sequence[str], rows: Sequence[Row]
) -> None:
    table = model.table(definition.name)
    asked = _updatable(definition, names)
    checked = _checked(definition, asked, rows)
    name_terms(tx.connection, model, definition.name, asked, checked)
    values = _lines(checked, len(rows))
    lines = [(ids.normalize(row["RID"]), *line) for row, line in zip(rows, values, strict=True)]
    try:
        with tx.attempt():
            _write_changes(tx, table, [column.name for column in asked], lines)
    except sa.exc.IntegrityError as error:
        explain(tx.connection, model, definition, [c.name for c in asked], values)
        raise _refusal(table.name, error.orig) from error


def _write_changes(
    tx: Transaction, table: sa.Table, names: Sequence[str], lines: Sequence[Sequence[Any]]
) -> None:
    """Write new values, each line of them after the RID of a row."""
    change = sa.update(table).values(RMT=tx.time, RMB=tx.actor, RVS=tx.number)
    if tx.connection.dialect.name == "postgresql" and len(lines) > _FEW:
        _write_at_once(tx.connection, table, names, lines, change)
        return
    places: dict[str, Any] = {name: sa.bindparam(f"_{name}") for name in names}
    each = change.where(sa.bindparam("_rid") == table.c.RID).values(places)
    parameters = ["_rid", *(f"_{name}" for name in names)]
    tx.connection.execute(each, [dict(zip(parameters, line, strict=True)) for line in lines])


_FEW = 20


def _write_at_once(
    connection: Connection,
    table: sa.Table,
    names: Sequence[str],
    lines: Iterable[Sequence[Any]],
    change: sa.Update,
) -> None:
    """Change rows by one statement, for which PostgreSQL runs the triggers of the table once."""
    columns = (sa.Column(name, table.c[name].type) for name in ("RID", *names))
    given = sa.Table("muniment_given", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    given.create(connection)
    copy_in(connection, given, lines)
    connection.execute(change.values({n: given.c[n] for n in names}).where(table.c.RID == given.c.RID))
    given.drop(connection)


def _updatable(definition: TableDefinition, names: Sequence[str]) -> list[ColumnDefinition]:
    for name in names:
        if name in SYSTEM_COLUMNS:
            raise ColumnNotFound(f"{definition.name}.{name} is set by the catalog and cannot be changed.")
    return [definition.column(name) for name in names]


def delete(tx: Transaction, model: Model, table: str, rids: Iterable[str]) -> int:
    """Delete rows by RID and give how many there were.

    Raises:
        RIDNotFound: Some are not there. Nothing is deleted then.
        ConstraintViolation: Other rows refer to them, or executions have read them.
    """
    wanted = [ids.normalize(rid) for rid in rids]
    lock(tx, model, table, wanted, for_deletion=True)
    _require_unread(tx.connection, model, table, wanted)
    target = model.table(table)
    try:
        with tx.attempt():
            tx.connection.execute(sa.delete(target).where(target.c.RID.in_(listed(tx.connection, wanted))))
    except sa.exc.IntegrityError as error:
        referrers = " and ".join(_referrers(tx.connection, model, table, wanted)) or "dropped tables"
        raise ConstraintViolation(
            f"Rows of {table} cannot be deleted: rows of {referrers} refer to them. Nothing was deleted."
        ) from error
    return len(wanted)


def _require_unread(connection: Connection, model: Model, table: str, rids: Sequence[str]) -> None:
    """Refuse to delete assets that executions have read: what they made could not be explained any more."""
    if model.definition(table).kind is not TableKind.asset:
        return
    link = model.table(f"{table}_Execution")
    query = sa.select(link.c[table], link.c.Execution).where(
        link.c[table].in_(listed(connection, rids)), link.c.Asset_Role == "Input"
    )
    found = connection.execute(query).all()
    if found:
        read, readers = ({row[i] for row in found} for i in (0, 1))
        raise ConstraintViolation(
            f"{table} {some(read)} cannot be deleted: "
            f"{plural(len(readers), 'execution', 'executions')} {some(readers)} read "
            f"{plural(len(read), 'it', 'them')}. Nothing was deleted."
        )


def _referrers(connection: Connection, model: Model, table: str, rids: Sequence[str]) -> list[str]:
    """Name the tables that have rows which refer to some rows, and do not go with them."""
    target = model.table(table)
    found = []
    for definition, fkey in model.referrers(table):
        source = model.table(definition.name).alias()
        pairs = zip(fkey.colnames, fkey.pk_colnames, strict=True)
        query = sa.select(source.c.RID).where(*(source.c[mine] == target.c[its] for mine, its in pairs))
        query = query.where(target.c.RID.in_(listed(connection, rids))).limit(1)
        if fkey.on_delete in _HOLDING and connection.execute(query).first():
            found.append(definition.name)
    return sorted(set(found))


_HOLDING = frozenset({"NO ACTION", "RESTRICT", "SET DEFAULT"})


def require(connection: Connection, model: Model, table: str, rids: Sequence[str]) -> None:
    """Make sure that a table has all these rows.

    Raises:
        RIDNotFound: Some are missing; the message names them.
    """
    target = model.table(table)
    query = sa.select(target.c.RID).where(target.c.RID.in_(listed(connection, rids)))
    _require(table, rids, connection.execute(query).scalars())


def lock(
    tx: Transaction, model: Model, table: str, rids: Sequence[str], *, for_deletion: bool = False
) -> None:
    """Make sure that a table has all these rows, and that no other transaction changes them until the end.

    Raises:
        RIDNotFound: Some are missing; the message names them.
    """
    target = model.table(table)
    chosen = sa.select(target.c.RID, target.c.RVS).where(target.c.RID.in_(listed(tx.connection, rids)))
    # In one order, as two that lock each other's rows would wait for each other.
    query = chosen.order_by(target.c.RID).with_for_update(key_share=not for_deletion)
    found = tx.connection.execute(query).all()
    _require(table, rids, (row.RID for row in found))
    if any((row.RVS or 0) > tx.number for row in found):
        tx.renumber()  # another has changed them while this one waited, and numbers of a row only rise


def _require(table: str, wanted: Sequence[str], found: Iterable[str]) -> None:
    missing = set(wanted) - set(found)
    if missing:
        raise RIDNotFound(f"{table} has no {_rows(missing)}.")


def _rows(missing: Collection[str]) -> str:
    return f"{plural(len(missing), 'row', 'rows')} {some(missing)}"


def some(names: Iterable[str], shown: int = 5) -> str:
    """Give the first of some names, and how many more there are."""
    ordered = sorted(names)
    more = f" and {len(ordered) - shown} more" if len(ordered) > shown else ""
    return ", ".join(ordered[:shown]) + more


def lookup(connection: Connection, model: Model, table: str, rid: str) -> dict[str, Any]:
    """Give one row as a dict.

    Raises:
        RIDNotFound: The table has no such row.
    """
    target = model.table(table)
    wanted = ids.normalize(rid)
    row = connection.execute(sa.select(target).where(target.c.RID == wanted)).mappings().one_or_none()
    if row is None:
        raise RIDNotFound(f"{table} has no row {wanted}.")
    return dict(row)


def resolve(connection: Connection, model: Model, rids: Iterable[str]) -> dict[str, str]:
    """Find the table of each RID, with one statement for many tables.

    Raises:
        RIDNotFound: Some are in no table; the message names them.
    """
    wanted = dict.fromkeys(ids.normalize(rid) for rid in rids)
    found = locate(connection, [(name, model.table(name)) for name in model.definitions], wanted)
    if len(found) < len(wanted):
        missing = [rid for rid in wanted if rid not in found]
        one_of = plural(len(missing), "the RID", "one of the RIDs")
        raise RIDNotFound(f"No row of any table has {one_of} {some(missing)}.")
    return {rid: found[rid] for rid in wanted}


def locate(
    connection: Connection, sources: Sequence[tuple[str, sa.Table]], rids: Iterable[str]
) -> dict[str, str]:
    """Find in which of some tables each RID is, with one statement for many of them; by the names given."""
    found: dict[str, str] = {}
    missing = list(rids)
    for start in range(0, len(sources), _TABLES_AT_ONCE):
        if not missing:
            break
        wanted = listed(connection, missing)
        parts = [
            sa.select(sa.literal(name).label("name"), table.c.RID).where(table.c.RID.in_(wanted))
            for name, table in sources[start : start + _TABLES_AT_ONCE]
        ]
        found.update((row.RID, row.name) for row in connection.execute(sa.union_all(*parts)))
        missing = [rid for rid in missing if rid not in found]
    return found


_TABLES_AT_ONCE = 100  # SQLite joins at most 500 queries in one


def _refusal(table: str, error: BaseException | None) -> ConstraintViolation:
    return ConstraintViolation(f"{table} refuses the rows: {describe_refusal(error)}. Nothing was written.")
