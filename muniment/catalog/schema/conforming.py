"""The rules of a table brought to its definition, on PostgreSQL: keys, references, indexes, defaults.

What the database has is read and compared with what the definition wants. A rule that has only another name
is renamed, so that a renamed table or column costs nothing; rules and indexes that others made stay.

Source: https://www.postgresql.org/docs/current/sql-altertable.html
"""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.schema import AddConstraint, CreateIndex, SetTableComment

from muniment.catalog.schema.definitions import TableDefinition
from muniment.catalog.schema.tables import build_table

Rule = tuple[Any, ...]
"""What tells a rule from others, whatever its name."""


def conform(connection: Connection, before: TableDefinition, after: TableDefinition) -> None:
    """Bring the rules of a table to its definition; it has all columns, and its name, already.

    Raises:
        ConstraintViolation: Its rows do not keep to a rule.
    """
    table = _whole(after)
    wanted = {_rule(part): part for part in _parts(table)}
    ours = {str(part.name) for part in _parts(build_table(before))}
    found = dict(_find(connection, table.name))
    for rule, name in found.items():
        if rule in wanted and name != wanted[rule].name:
            _rename(connection, table, name, wanted[rule])
        elif rule not in wanted and name in ours:
            _drop(connection, table, name, is_index=rule[0] == "index")
    _change_columns(connection, table)
    for rule, part in wanted.items():
        if rule not in found:
            _add(connection, part)
    if before.comment != after.comment:
        connection.execute(SetTableComment(table))


_Part = sa.PrimaryKeyConstraint | sa.UniqueConstraint | sa.ForeignKeyConstraint | sa.Index


def _whole(definition: TableDefinition) -> sa.Table:
    """Make a table with what its foreign keys refer to."""
    from alembic.operations.ops import CreateTableOp

    built = build_table(definition)
    table = CreateTableOp.from_table(built).to_table()
    for index in built.indexes:
        sa.Index(index.name, *(table.c[column.name] for column in index.columns))
    return table


def _parts(table: sa.Table) -> Iterator[_Part]:
    """Give the rules and indexes of a table: keys before references, as these may need them."""
    yield table.primary_key
    for kind in (sa.UniqueConstraint, sa.ForeignKeyConstraint):
        found = [c for c in table.constraints if isinstance(c, kind)]
        yield from sorted(found, key=lambda part: str(part.name))
    yield from sorted(table.indexes, key=lambda index: str(index.name))


def _rule(part: _Part) -> Rule:
    columns = tuple(column.name for column in part.columns)
    if isinstance(part, sa.Index):
        return "index", columns
    if isinstance(part, sa.ForeignKeyConstraint):
        target = tuple(element.column.name for element in part.elements)
        actions = (part.ondelete or "NO ACTION", part.onupdate or "NO ACTION")
        return "reference", columns, part.referred_table.name, target, *actions
    return "primary" if isinstance(part, sa.PrimaryKeyConstraint) else "unique", columns


def _find(connection: Connection, table: str) -> Iterable[tuple[Rule, str]]:
    """Give the rules and indexes that a table has, with their names."""
    inspector = sa.inspect(connection)
    primary = inspector.get_pk_constraint(table)
    yield ("primary", tuple(primary["constrained_columns"])), str(primary["name"])
    for key in inspector.get_unique_constraints(table):
        yield ("unique", tuple(key["column_names"])), str(key["name"])
    for fkey in inspector.get_foreign_keys(table):
        options = fkey.get("options", {})
        actions = (options.get("ondelete", "NO ACTION"), options.get("onupdate", "NO ACTION"))
        ends = tuple(fkey["constrained_columns"]), fkey["referred_table"], tuple(fkey["referred_columns"])
        yield ("reference", *ends, *actions), str(fkey["name"])
    for index in inspector.get_indexes(table):
        if "duplicates_constraint" not in index and not index["unique"]:
            yield ("index", tuple(index["column_names"])), str(index["name"])


def _rename(connection: Connection, table: sa.Table, name: str, part: _Part) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    old, new = quote(name), quote(str(part.name))
    if isinstance(part, sa.Index):
        connection.exec_driver_sql(f"ALTER INDEX {old} RENAME TO {new}")
    else:
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} RENAME CONSTRAINT {old} TO {new}")


def _drop(connection: Connection, table: sa.Table, name: str, *, is_index: bool) -> None:
    quote = connection.dialect.identifier_preparer.quote_identifier
    if is_index:
        connection.exec_driver_sql(f"DROP INDEX {quote(name)}")
    else:
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} DROP CONSTRAINT {quote(name)}")


def _add(connection: Connection, part: _Part) -> None:
    connection.execute(CreateIndex(part) if isinstance(part, sa.Index) else AddConstraint(part))


def _change_columns(connection: Connection, table: sa.Table) -> None:
    """Make columns required, or not, and give them the defaults of the definition."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    compiler = connection.dialect.ddl_compiler(connection.dialect, None)  # type: ignore[arg-type]
    changes = []
    for column in sa.inspect(connection).get_columns(table.name):
        wanted = table.c.get(column["name"])
        if wanted is None:
            continue
        target = f"ALTER COLUMN {quote(column['name'])}"
        if bool(column["nullable"]) != bool(wanted.nullable):
            changes.append(f"{target} {'DROP' if wanted.nullable else 'SET'} NOT NULL")
        default = compiler.get_column_default_string(wanted)
        if default is not None:
            changes.append(f"{target} SET DEFAULT {default}")
        elif column["default"] is not None:
            changes.append(f"{target} DROP DEFAULT")
    if changes:
        connection.exec_driver_sql(f"ALTER TABLE {quote(table.name)} {', '.join(changes)}")
