"""The tables as the database has them, and as they should be, in the same terms, so that both compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Dialect

from muniment.catalog.schema import registry
from muniment.catalog.schema.core import COUNTERS, METADATA
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition
from muniment.catalog.schema.history.names import UNTIL, history_name
from muniment.catalog.schema.tables import Model, build_table

REVISION_TABLE = "alembic_version"

Columns = tuple[str, ...]
Reference = tuple[Columns, str, Columns]


@dataclass(frozen=True)
class Shape:
    """What a table is made of.

    Attributes:
        columns: Each column with the name of its type in the database, and whether it is required.
        primary_key: The columns of the primary key.
        keys: The columns of each other key.
        references: The columns of each foreign key, the table it points to, and the columns there.
        indexes: The columns of each index that is no key.
    """

    columns: Mapping[str, tuple[str, bool]]
    primary_key: Columns = ()
    keys: frozenset[Columns] = frozenset()
    references: frozenset[Reference] = frozenset()
    indexes: frozenset[Columns] = field(default=frozenset())


def actual_shapes(connection: Connection) -> dict[str, Shape]:
    """Look at all tables of the database."""
    shapes: dict[str, Shape] = {}
    for schema in _schemas(connection):
        shapes |= _shapes_of(connection, schema)
    return shapes


def _schemas(connection: Connection) -> list[str | None]:
    """Name the schemas that the catalog is in; SQLite's has no name."""
    if connection.dialect.name == "sqlite":
        return [None]
    return list(connection.execute(sa.text("SELECT unnest(current_schemas(false))::text")).scalars())


def _shapes_of(connection: Connection, schema: str | None) -> dict[str, Shape]:
    inspector = sa.inspect(connection)
    columns = inspector.get_multi_columns(schema)
    primary = inspector.get_multi_pk_constraint(schema)
    keys = inspector.get_multi_unique_constraints(schema)
    references = inspector.get_multi_foreign_keys(schema)
    indexes = inspector.get_multi_indexes(schema)
    types = _declared_types(connection)
    shapes = {}
    for place, found in columns.items():
        name = place[1]
        unique = frozenset(tuple(key["column_names"]) for key in keys.get(place, ()))
        shapes[name] = Shape(
            columns={
                c["name"]: (
                    types.get((name, c["name"])) or _spell(c["type"], connection.dialect),
                    not c["nullable"],
                )
                for c in found
            },
            primary_key=tuple(primary[place]["constrained_columns"]),
            keys=unique,
            references=frozenset(
                (tuple(f["constrained_columns"]), f["referred_table"], tuple(f["referred_columns"]))
                for f in references.get(place, ())
            ),
            indexes=frozenset(tuple(map(str, i["column_names"])) for i in indexes.get(place, ())) - unique,
        )
    return shapes


def _declared_types(connection: Connection) -> dict[tuple[str, str], str]:
    """Give the types as they stand in the DDL of SQLite, whose reflection knows only its own."""
    if connection.dialect.name != "sqlite":
        return {}
    query = (
        "SELECT m.name, p.name, p.type FROM sqlite_master m JOIN pragma_table_info(m.name) p "
        "WHERE m.type = 'table'"
    )
    return {(table, column): kind for table, column, kind in connection.exec_driver_sql(query)}


def _spell(kind: Any, dialect: Dialect) -> str:
    spelt = str(kind.compile(dialect=dialect))
    return "DOUBLE PRECISION" if spelt == "FLOAT" and dialect.name == "postgresql" else spelt


def expected_shapes(connection: Connection, model: Model) -> dict[str, Shape]:
    """Say what the tables should be: the core tables, and those that the registry knows."""
    left_out = COUNTERS if connection.dialect.name == "postgresql" else frozenset()
    core = {name: table for name, table in METADATA.tables.items() if name not in left_out}
    shapes = {name: _shape(table, connection.dialect) for name, table in core.items()}
    for name, definition in model.definitions.items():
        if name not in shapes:
            shapes[name] = _shape(build_table(definition), connection.dialect)
    shapes |= dict(_dropped_shapes(connection))
    users = (name for name in shapes if not name.startswith("Muniment_"))
    return shapes | {history_name(name): _history_shape(shapes[name]) for name in list(users)}


def _history_shape(shape: Shape) -> Shape:
    columns = {name: (kind, False) for name, (kind, _) in shape.columns.items()}
    references = {columns for columns, _, keys in shape.references if keys == ("RID",)}
    return Shape(
        columns={UNTIL: ("BIGINT", True), **columns},
        indexes=frozenset({("RID", "RVS"), (UNTIL, "RID"), *references}),
    )


def _dropped_shapes(connection: Connection) -> Iterable[tuple[str, Shape]]:
    """Say what tables that were dropped should be: as they were, without indexes."""
    for name, definition in dropped_definitions(connection):
        yield name, replace(_shape(build_table(definition), connection.dialect), indexes=frozenset())


def dropped_definitions(connection: Connection) -> list[tuple[str, TableDefinition]]:
    """Give the tables that were dropped: the names under which they are kept, and what they are.

    What they refer to may have got another name since, or was dropped as well: only the database knows.
    """
    inspector = sa.inspect(connection)
    found = []
    for name, definition in registry.load_dropped(connection).items():
        known = inspector.get_foreign_keys(name) if inspector.has_table(name) else []
        actual = {tuple(fkey["constrained_columns"]): fkey for fkey in known}
        fkeys = tuple(_retarget(fkey, actual.get(fkey.colnames)) for fkey in definition.fkey_defs)
        found.append((name, definition.model_copy(update={"fkey_defs": fkeys})))
    return found


def _retarget(fkey: ForeignKeyDefinition, actual: Any) -> ForeignKeyDefinition:
    if actual is None:
        return fkey
    target = {"pk_tname": actual["referred_table"], "pk_colnames": tuple(actual["referred_columns"])}
    return fkey.model_copy(update=target)


def dropped_tables(connection: Connection) -> list[sa.Table]:
    """Give the tables that were dropped, as they stand in the database: without indexes."""
    tables = []
    for name, definition in dropped_definitions(connection):
        table = build_table(definition.model_copy(update={"name": name}))
        table.indexes.clear()
        tables.append(table)
    return tables


def _shape(table: sa.Table, dialect: Dialect) -> Shape:
    unique = frozenset(
        tuple(column.name for column in key.columns)
        for key in table.constraints
        if isinstance(key, sa.UniqueConstraint)
    )
    # As text: the tables that a definition refers to are no part of its own metadata.
    references = frozenset(
        (
            tuple(element.parent.name for element in fkey.elements),
            fkey.elements[0].target_fullname.rpartition(".")[0],
            tuple(element.target_fullname.rpartition(".")[2] for element in fkey.elements),
        )
        for fkey in table.foreign_key_constraints
    )
    return Shape(
        columns={c.name: (_spell(c.type, dialect), not c.nullable) for c in table.columns},
        primary_key=tuple(column.name for column in table.primary_key.columns),
        keys=unique,
        references=references,
        indexes=frozenset(tuple(c.name for c in index.columns) for index in table.indexes) - unique,
    )
