"""Tables as a user defines them: columns, keys, foreign keys, and what kind of table it is.

The same classes describe a table that exists: what was given to `create_table` is what the registry keeps
and what `ml.table(name)` gives back. Each field has the name that DerivaML 1.17 gives it; the names of later
versions (``columns``, ``keys``, ``foreign_keys``, ``referenced_table`` …) are taken as well.
"""

import hashlib
import html
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import ColumnNotFound, DefinitionError, nearest

SYSTEM_COLUMNS = ("RID", "RCT", "RMT", "RCB", "RMB", "RVS")
"""Identifier, created, modified, created by, modified by, number of the transaction that wrote the row."""

ASSET_COLUMNS = ("URL", "Filename", "Description", "Length", "MD5", "SHA256")
VOCABULARY_COLUMNS = ("ID", "URI", "Name", "Description", "Synonyms")

LONGEST_NAME = 63
"""In bytes of UTF-8: PostgreSQL cuts longer names off, silently."""

_NAME = re.compile(r"[^\W\d](?:[\w -]*\w)?")
_RESERVED = ("sqlite_", "pg_", "muniment_", "alembic_")

Action = Literal["NO ACTION", "CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"]


class TableKind(StrEnum):
    """What a table is for."""

    table = "table"
    asset = "asset"
    vocabulary = "vocabulary"
    association = "association"
    feature = "feature"


def check_name(name: str, what: str = "table", longest: int = LONGEST_NAME) -> str:
    """Give a name back if tables or columns can have it on both databases and as a file name.

    Raises:
        DefinitionError: The name is empty, too long, reserved, or has characters that cannot be taken.

    Example:
        >>> check_name("Eye Side")
        'Eye Side'
    """
    size = len(str(name).encode(errors="replace"))
    if not _NAME.fullmatch(str(name)):
        raise DefinitionError(
            f"{name!r} cannot be the name of a {what}: a name starts with a letter or underscore and goes on "
            "with letters, digits, underscores, spaces and hyphens."
        )
    if size > longest:
        raise DefinitionError(
            f"{name!r} cannot be the name of a {what}: it has {size} bytes, and {longest} are the limit."
        )
    if name.lower().startswith(_RESERVED):
        raise DefinitionError(f"{name!r} cannot be the name of a {what}: names like this are reserved.")
    return str(name)


def short_name(name: str) -> str:
    """Shorten a name that was made of others to what PostgreSQL takes; two that differ still do then.

    Example:
        >>> short_name("Image_pkey")
        'Image_pkey'
        >>> len(short_name("Image" * 20))
        63
    """
    written = name.encode()
    if len(written) <= LONGEST_NAME:
        return name
    told = hashlib.sha256(written).hexdigest()[:8]
    return f"{written[: LONGEST_NAME - 9].decode(errors='ignore')}_{told}"


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _check_sources(sources: tuple[str, ...]) -> tuple[str, ...]:
    for source in sources:
        if not all(split_source(source)):
            raise ValueError(f"a source is a column, written 'Table.Column', and not {source!r}")
    return tuple(dict.fromkeys(sources))


def split_source(source: str) -> tuple[str, str]:
    """Give the table and the column of a source.

    Example:
        >>> split_source("Image.Width")
        ('Image', 'Width')
    """
    table, _, column = source.rpartition(".")
    return table, column


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Sources = Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_check_sources)]


class _Definition(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    if not TYPE_CHECKING:  # type checkers see pydantic's own, which knows the fields

        def __init__(self, *args: Any, **data: Any) -> None:
            try:
                super().__init__(**dict(zip(type(self).model_fields, args, strict=False)), **data)
            except ValidationError as error:
                raise DefinitionError(_describe(type(self).__name__, error)) from error


def _describe(what: str, error: ValidationError) -> str:
    faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    return f"This {what} cannot be made: " + "; ".join(faults)


class ColumnDefinition(_Definition):
    """A column of a table.

    Its sources are the columns, of any tables, from which its values are computed or copied, each written
    ``Table.Column``; lineage tells them.

    Example:
        >>> ColumnDefinition(name="Width", type=BuiltinTypes.int4, comment="pixels").type
        <BuiltinTypes.int4: 'int4'>
        >>> ColumnDefinition("Area", BuiltinTypes.int4, sources=["Image.Width", "Image.Height"]).sources
        ('Image.Width', 'Image.Height')
    """

    name: str
    type: BuiltinTypes = BuiltinTypes.text
    nullok: bool = True
    default: Any = None
    comment: str | None = None
    sources: Sources = ()


class KeyDefinition(_Definition):
    """Columns whose values together are unique.

    Example:
        >>> KeyDefinition(colnames=["Subject", "Visit"]).colnames
        ('Subject', 'Visit')
    """

    colnames: Names = Field(validation_alias=AliasChoices("colnames", "columns", "unique_columns"))
    constraint_names: Any = None
    comment: str | None = None


class ForeignKeyDefinition(_Definition):
    """Columns that refer to a row of another table, by its RID unless other columns are named.

    Example:
        >>> ForeignKeyDefinition(colnames=["Subject"], pk_tname="Subject").pk_colnames
        ('RID',)
    """

    colnames: Names = Field(validation_alias=AliasChoices("colnames", "columns", "foreign_key_columns"))
    pk_tname: str = Field(validation_alias=AliasChoices("pk_tname", "referenced_table"))
    pk_colnames: Names = Field(
        default=("RID",), validation_alias=AliasChoices("pk_colnames", "referenced_columns")
    )
    pk_sname: str | None = Field(default=None, validation_alias=AliasChoices("pk_sname", "referenced_schema"))
    on_delete: Action = "NO ACTION"
    on_update: Action = "NO ACTION"
    constraint_names: Any = None
    comment: str | None = None


class HiddenColumn(_Definition):
    """A column that was dropped or retyped: its values are kept under another name, and it can be restored.

    Keys and foreign keys that went with it name the columns as the database does.
    """

    hidden_name: str
    column: ColumnDefinition
    key_defs: tuple[KeyDefinition, ...] = ()
    fkey_defs: tuple[ForeignKeyDefinition, ...] = ()


class TableDefinition(_Definition):
    """A table: its name, columns, keys and foreign keys. System columns come by themselves.

    Example:
        >>> subject = TableDefinition(
        ...     name="Subject",
        ...     column_defs=[ColumnDefinition(name="Age", type=BuiltinTypes.int2)],
        ... )
        >>> subject.columns["Age"].type.value
        'int2'
    """

    name: str = Field(validation_alias=AliasChoices("name", "table_name"))
    column_defs: tuple[ColumnDefinition, ...] = Field(
        default=(), validation_alias=AliasChoices("column_defs", "columns")
    )
    key_defs: tuple[KeyDefinition, ...] = Field(default=(), validation_alias=AliasChoices("key_defs", "keys"))
    fkey_defs: tuple[ForeignKeyDefinition, ...] = Field(
        default=(), validation_alias=AliasChoices("fkey_defs", "foreign_keys")
    )
    comment: str | None = ""
    schema_name: str | None = None
    kind: TableKind = TableKind.table
    hidden: tuple[HiddenColumn, ...] = ()

    @property
    def stored(self) -> "TableDefinition":
        """The table as the database has it: with the columns that were dropped, which follow no rules."""
        columns = [
            h.column.model_copy(update={"name": h.hidden_name, "nullok": True, "comment": None})
            for h in self.hidden
        ]
        return self.model_copy(update={"column_defs": (*self.column_defs, *columns), "hidden": ()})

    @property
    def columns(self) -> dict[str, ColumnDefinition]:
        """All columns by name, system columns first."""
        return {column.name: column for column in (*_SYSTEM, *self.column_defs)}

    def column(self, name: str) -> ColumnDefinition:
        """Give one column.

        Raises:
            ColumnNotFound: The table has no such column; the message names the nearest.
        """
        try:
            return self.columns[name]
        except KeyError:
            raise ColumnNotFound(
                f"Table {self.name} has no column {name!r}.{nearest(name, self.columns)} "
                f"It has {', '.join(self.columns)}."
            ) from None

    def references(self, table: str) -> Iterator[ForeignKeyDefinition]:
        """Give the foreign keys that point to a table."""
        return (fkey for fkey in self.fkey_defs if fkey.pk_tname == table)

    def __repr__(self) -> str:
        return f"<{self.name}: {self.kind.value} with {', '.join(c.name for c in self.column_defs)}>"

    def __str__(self) -> str:
        """Give one line for the table and one for each column of its own."""
        needs = {True: "", False: ", required"}
        lines = [
            f"  {c.name}: {c.type.value}{needs[c.nullok]}{_from(c)}{_said(c.comment)}"
            for c in self.column_defs
        ]
        return "\n".join([f"{self.name} ({self.kind.value}){_said(self.comment)}", *lines])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(c.name)}</td><td>{c.type.value}</td>"
            f"<td>{'' if c.nullok else 'required'}{_from(c)}</td><td>{html.escape(c.comment or '')}</td></tr>"
            for c in self.column_defs
        )
        return (
            f"<b>{html.escape(self.name)}</b> ({self.kind.value}) {html.escape(self.comment or '')}"
            f"<table><tr><th>column</th><th>type</th><th></th><th>comment</th></tr>{rows}</table>"
        )


def _from(column: ColumnDefinition) -> str:
    return f", from {' and '.join(column.sources)}" if column.sources else ""


def _said(comment: str | None) -> str:
    return f"  # {comment}" if comment else ""


_SYSTEM = (
    ColumnDefinition(
        name="RID", type=BuiltinTypes.ermrest_rid, nullok=False, comment="Identifier of the row"
    ),
    ColumnDefinition(
        name="RCT", type=BuiltinTypes.ermrest_rct, nullok=False, comment="When the row was created"
    ),
    ColumnDefinition(
        name="RMT", type=BuiltinTypes.ermrest_rmt, nullok=False, comment="When the row was last modified"
    ),
    ColumnDefinition(name="RCB", type=BuiltinTypes.ermrest_rcb, comment="Who created the row"),
    ColumnDefinition(name="RMB", type=BuiltinTypes.ermrest_rmb, comment="Who last modified the row"),
    ColumnDefinition(
        name="RVS", type=BuiltinTypes.int8, comment="Number of the transaction that wrote the row"
    ),
)
