"""Definitions to SQLAlchemy tables and back.

A `Model` is what a catalog has at one moment: the core tables, which come with the code, and the tables of
users, which come from the registry. It holds no connection.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.util import LRUCache

from muniment.catalog.schema.core import KINDS, METADATA, ML_SCHEMA, NAMING, core_tables
from muniment.catalog.schema.definitions import (
    SYSTEM_COLUMNS,
    Action,
    ColumnDefinition,
    ForeignKeyDefinition,
    KeyDefinition,
    TableDefinition,
    TableKind,
    short_name,
)
from muniment.catalog.schema.history.names import UNTIL, history_name
from muniment.catalog.schema.types import Builtin, BuiltinTypes, is_missing
from muniment.errors import TableNotFound, WrongTableKind, nearest

Derived = TypeVar("Derived")


def define_core_table(table: sa.Table) -> TableDefinition:
    """Describe a core table in the terms in which users describe theirs."""
    return TableDefinition(
        name=table.name,
        column_defs=tuple(_define_column(c) for c in table.columns if c.name not in SYSTEM_COLUMNS),
        key_defs=tuple(KeyDefinition(colnames=key) for key in _unique_columns(table)),
        fkey_defs=tuple(_define_fkey(fkey) for fkey in _sorted_fkeys(table)),
        comment=table.comment,
        schema_name=ML_SCHEMA,
        kind=KINDS[table.name],
    )


def _define_column(column: sa.Column[Any]) -> ColumnDefinition:
    return ColumnDefinition(
        name=column.name,
        type=column.type.builtin if isinstance(column.type, Builtin) else BuiltinTypes.text,
        nullok=bool(column.nullable),
        comment=column.comment,
    )


def _unique_columns(table: sa.Table) -> list[tuple[str, ...]]:
    keys = [c for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    return sorted(tuple(column.name for column in key.columns) for key in keys)


def _sorted_fkeys(table: sa.Table) -> list[sa.ForeignKey]:
    position = {name: index for index, name in enumerate(table.columns.keys())}
    return sorted(table.foreign_keys, key=lambda fkey: position[fkey.parent.name])


def _define_fkey(fkey: sa.ForeignKey) -> ForeignKeyDefinition:
    table, column = fkey.target_fullname.split(".")
    return ForeignKeyDefinition(
        colnames=(fkey.parent.name,),
        pk_tname=table,
        pk_colnames=(column,),
        pk_sname=ML_SCHEMA,
        on_delete=cast(Action, fkey.ondelete or "NO ACTION"),
    )


def build_table(definition: TableDefinition) -> sa.Table:
    """Make the SQLAlchemy table of a definition with all that its DDL says; it refers to others by name."""
    definition = definition.stored
    metadata = sa.MetaData(naming_convention=NAMING)
    parts: list[sa.schema.SchemaItem] = [build_column(column) for column in definition.columns.values()]
    parts += [sa.UniqueConstraint(*key.colnames) for key in definition.key_defs]
    parts += [_build_fkey(fkey) for fkey in definition.fkey_defs]
    table = sa.Table(definition.name, metadata, *parts, comment=definition.comment or None)
    for columns in _indexed(definition):
        sa.Index(None, *(table.c[name] for name in columns))
    named: list[sa.Constraint | sa.Index] = [*table.constraints, *table.indexes]
    for part in named:
        part.name = sa.schema.conv(short_name(str(part.name)))
    return table


def table_of(definition: TableDefinition) -> sa.Table:
    """Give a table to read and write: keys, references and indexes are the database's own business.

    Definitions that are alike have one table, never to be changed, so that what was compiled of it is found
    again, by another catalog too.
    """
    written = definition.model_dump_json()
    table = _TABLES.get(written)
    if table is None:
        columns = map(build_column, definition.columns.values())
        _TABLES[written] = table = sa.Table(definition.name, sa.MetaData(), *columns)
    return table


_KEPT = 500
_TABLES: LRUCache[str, sa.Table] = LRUCache(_KEPT)


@lru_cache(_KEPT)
def history_table(table: sa.Table) -> sa.Table:
    """Give the table of the history of a table, never to be changed."""
    columns = (sa.Column(column.name, column.type) for column in table.columns)
    until = sa.Column(UNTIL, sa.BigInteger, nullable=False)
    return sa.Table(history_name(table.name), sa.MetaData(), until, *columns)


def build_column(column: ColumnDefinition) -> sa.Column[Any]:
    """Make the SQLAlchemy column of a definition."""
    kind = Builtin(column.type)
    default = None if is_missing(column.default) else sa.literal(kind.traits.check(column.default), kind)
    return sa.Column(
        column.name,
        kind,
        primary_key=column.name == "RID",
        nullable=column.nullok,
        server_default=default,
        comment=column.comment,
    )


def _build_fkey(fkey: ForeignKeyDefinition) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        fkey.colnames,
        [f"{fkey.pk_tname}.{column}" for column in fkey.pk_colnames],
        ondelete=None if fkey.on_delete == "NO ACTION" else fkey.on_delete,
        onupdate=None if fkey.on_update == "NO ACTION" else fkey.on_update,
    )


def _indexed(definition: TableDefinition) -> Iterable[tuple[str, ...]]:
    """Give what is joined on or searched by, where no key's index serves already."""
    served = {key.colnames[: len(f.colnames)] for key in definition.key_defs for f in definition.fkey_defs}
    wanted = [fkey.colnames for fkey in definition.fkey_defs if fkey.colnames not in served]
    if definition.kind is TableKind.asset:
        wanted += [("SHA256",), ("Filename",)]
    return dict.fromkeys(wanted)


@cache
def core_definitions() -> Mapping[str, TableDefinition]:
    """Define the core tables in the terms in which users define theirs."""
    return {table.name: define_core_table(table) for table in core_tables()}


@dataclass(frozen=True)
class Model:
    """The tables of a catalog at one moment.

    Attributes:
        definitions: All tables by name.
    """

    definitions: Mapping[str, TableDefinition]
    _tables: dict[str, sa.Table] = field(default_factory=dict, repr=False)
    _derived: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, users: Iterable[TableDefinition]) -> "Model":
        """Make the model of the core tables and those of users."""
        return cls({**core_definitions(), **{definition.name: definition for definition in users}})

    def definition(self, name: str) -> TableDefinition:
        """Give the definition of a table.

        Raises:
            TableNotFound: There is none of this name; the message names the nearest.
        """
        try:
            return self.definitions[name]
        except KeyError:
            raise TableNotFound(
                f"There is no table {name!r}.{nearest(name, self.definitions)} ml.create_table(...), "
                "ml.create_asset(...) or ml.create_vocabulary(...) would make one."
            ) from None

    def table(self, name: str) -> sa.Table:
        """Give the SQLAlchemy table of a name; it is made when it is first asked for.

        Raises:
            TableNotFound: There is none of this name.
        """
        if name not in self._tables:
            definition = self.definition(name)
            core = METADATA.tables.get(name)
            self._tables[name] = table_of(definition) if core is None else core
        return self._tables[name]

    def derive(self, make: "Callable[[Model], Derived]") -> "Derived":
        """Give what a function makes of these tables alone: it is called once, and its result kept."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("Derived", self._derived[make])

    def place(self, name: str) -> str:
        """Give the name that a table has in the database."""
        return self.definition(name).name

    def of_kind(self, kind: TableKind) -> list[TableDefinition]:
        """Give all tables of a kind, by name."""
        found = (d for d in self.definitions.values() if d.kind is kind)
        return sorted(found, key=lambda definition: definition.name)

    def require(self, name: str, kind: TableKind) -> TableDefinition:
        """Give the definition of a table of a certain kind.

        Raises:
            TableNotFound: There is none of this name.
            WrongTableKind: It is of another kind; the message names those there are.
        """
        definition = self.definition(name)
        if definition.kind is not kind:
            names = ", ".join(d.name for d in self.of_kind(kind)) or "none yet"
            raise WrongTableKind(
                f"{name} is no {_SPOKEN[kind]} but a plain {definition.kind.value}. "
                f"Tables of that kind: {names}."
            )
        return definition

    def referrers(self, name: str) -> list[tuple[TableDefinition, ForeignKeyDefinition]]:
        """Give the foreign keys of all tables that point to this one."""
        return [(d, fkey) for d in self.definitions.values() for fkey in d.references(name)]

    def term_columns(self, name: str) -> dict[str, str]:
        """Give the columns of a table that hold terms, with the vocabulary of each."""
        return {
            fkey.colnames[0]: fkey.pk_tname
            for fkey in self.definition(name).fkey_defs
            if fkey.pk_colnames == ("Name",) and self.definitions[fkey.pk_tname].kind is TableKind.vocabulary
        }


_SPOKEN = {
    TableKind.table: "plain table",
    TableKind.asset: "asset table",
    TableKind.vocabulary: "vocabulary",
    TableKind.association: "association table",
    TableKind.feature: "feature table",
}
