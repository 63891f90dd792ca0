"""The description of a bag's tables: ``data/schema.json``, in the form that ERMrest gives its ``/schema``.

DerivaML's readers rely on this form, down to the types and annotations by which they know an asset table or a
vocabulary. Written here from definitions, and read back into definitions, whoever wrote it.

Source: ERMrest's model documents, https://docs.derivacloud.org/ermrest/
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import (
    SYSTEM_COLUMNS,
    VOCABULARY_COLUMNS,
    ColumnDefinition,
    ForeignKeyDefinition,
    KeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import BagInvalid, DefinitionError

ASSET_ANNOTATION = "tag:isrd.isi.edu,2017:asset"
SOURCES_ANNOTATION = "muniment:column-sources"
"""Lists the columns, each ``Table.Column``, from which the values of a column are computed or copied."""
UNSEEN = "RVS"
"""The column that stays in the catalog: numbers of its transactions mean nothing outside of it."""

_ASSET_SIGNS = {"URL", "Filename", "Description", "Length", "MD5"}
_DOMAINS = {
    **{name: "text" for name in BuiltinTypes if name.startswith("ermrest")},
    BuiltinTypes.ermrest_rct: "timestamptz",
    BuiltinTypes.ermrest_rmt: "timestamptz",
    BuiltinTypes.markdown: "text",
    BuiltinTypes.longtext: "text",
    BuiltinTypes.gene_sequence: "text",
    BuiltinTypes.color_rgb_hex: "text",
}


def schema_of(definition: TableDefinition, domain_schema: str) -> str:
    """Name the schema that a table stands in."""
    return ML_SCHEMA if definition.schema_name == ML_SCHEMA else domain_schema


def write_schema(model: Model, tables: Collection[str], domain_schema: str, snaptime: str) -> str:
    """Describe tables; a foreign key to a table that is not among them is left out."""
    # DerivaML 1.17 looks for a schema WWW and fails without one.
    schemas: dict[str, dict[str, Any]] = {name: {} for name in (ML_SCHEMA, domain_schema, "WWW")}
    for name in sorted(tables):
        definition = model.definition(name)
        schema = schema_of(definition, domain_schema)
        schemas[schema][name] = _table(model, definition, schema, domain_schema, tables)
    document = {
        "snaptime": snaptime,
        "comment": None,
        "acls": {},
        "annotations": {},
        "features": {},
        "rights": {},
        "schemas": {
            name: {"schema_name": name, "comment": None, "acls": {}, "annotations": {}, "tables": found}
            for name, found in schemas.items()
        },
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _table(
    model: Model, definition: TableDefinition, schema: str, domain_schema: str, tables: Collection[str]
) -> dict[str, Any]:
    fkeys = [fkey for fkey in definition.fkey_defs if fkey.pk_tname in tables]
    names = _constraint_names(definition.name, "fkey", [fkey.colnames for fkey in fkeys])
    return {
        "schema_name": schema,
        "table_name": definition.name,
        "kind": "table",
        "comment": definition.comment or None,
        "acls": {},
        "acl_bindings": {},
        "annotations": {},
        "column_definitions": [
            _column(definition, column) for name, column in definition.columns.items() if name != UNSEEN
        ],
        "keys": list(_keys(definition, schema)),
        "foreign_keys": [
            _fkey(definition, fkey, schema, schema_of(model.definition(fkey.pk_tname), domain_schema), name)
            for fkey, name in zip(fkeys, names, strict=True)
        ],
    }


def _column(definition: TableDefinition, column: ColumnDefinition) -> dict[str, Any]:
    is_url = definition.kind is TableKind.asset and column.name == "URL"
    notes: dict[str, Any] = {ASSET_ANNOTATION: _ASSET_NOTE} if is_url else {}
    if column.sources:
        notes[SOURCES_ANNOTATION] = list(column.sources)
    return {
        "name": column.name,
        "type": _type(column.type),
        "nullok": column.nullok,
        "default": column.default if column.name == _FEATURE_NAME else None,
        "comment": column.comment,
        "acls": {},
        "acl_bindings": {},
        "annotations": notes,
    }


_ASSET_NOTE = {"filename_column": "Filename", "byte_count_column": "Length", "md5": "MD5"}


def _type(builtin: BuiltinTypes) -> dict[str, Any]:
    if builtin is BuiltinTypes.text_array:
        return {"typename": "text[]", "is_array": True, "base_type": {"typename": "text"}}
    if builtin in _DOMAINS:
        base = {"typename": _DOMAINS[builtin]}
        return {"typename": builtin.value, "is_domain": True, "base_type": base}
    return {"typename": builtin.value}


def _keys(definition: TableDefinition, schema: str) -> Iterator[dict[str, Any]]:
    columns = [("RID",), *(key.colnames for key in definition.key_defs)]
    for key, name in zip(columns, _constraint_names(definition.name, "key", columns), strict=True):
        yield {"unique_columns": list(key), "names": [[schema, name]], "comment": None, "annotations": {}}


def _constraint_names(table: str, suffix: str, groups: Iterable[tuple[str, ...]]) -> list[str]:
    """Name constraints by their columns; further ones over the same columns get a number."""
    names: list[str] = []
    for columns in groups:
        name = "_".join((table, *columns, suffix))
        again = sum(1 for other in names if other == name or other.startswith(f"{name}_"))
        names.append(f"{name}_{again + 1}" if again else name)
    return names


def _fkey(
    definition: TableDefinition, fkey: ForeignKeyDefinition, schema: str, target_schema: str, name: str
) -> dict[str, Any]:
    return {
        "foreign_key_columns": [
            {"schema_name": schema, "table_name": definition.name, "column_name": column}
            for column in fkey.colnames
        ],
        "referenced_columns": [
            {"schema_name": target_schema, "table_name": fkey.pk_tname, "column_name": column}
            for column in fkey.pk_colnames
        ],
        "names": [[schema, name]],
        "on_delete": fkey.on_delete,
        "on_update": fkey.on_update,
        "comment": fkey.comment,
        "acls": {},
        "acl_bindings": {},
        "annotations": {},
    }


def read_schema(text: str) -> dict[str, TableDefinition]:
    """Read the definitions of tables from a schema document.

    Raises:
        BagInvalid: It is no such document.
    """
    try:
        found = [
            (schema, table)
            for schema, content in json.loads(text)["schemas"].items()
            for table in content["tables"].values()
            if not _is_of_the_server(schema, table["table_name"])
        ]
        names = {table["table_name"] for _, table in found}
        definitions = [_read_table(schema, table, names) for schema, table in found]
    except (ValueError, KeyError, TypeError, AttributeError, DefinitionError) as error:
        raise BagInvalid(f"data/schema.json cannot be read as a description of tables: {error!r}.") from error
    return {definition.name: definition for definition in definitions}


def _is_of_the_server(schema: str, table: str) -> bool:
    """Tell whether a table is about ERMrest itself: its users and pages, of which bags hold no rows."""
    return schema in {"WWW", "_acl_admin"} or (schema == "public" and table.startswith("ERMrest_"))


def _read_table(schema: str, table: Mapping[str, Any], names: Collection[str]) -> TableDefinition:
    definition = TableDefinition(
        name=table["table_name"],
        column_defs=tuple(
            _read_column(c) for c in table["column_definitions"] if c["name"] not in SYSTEM_COLUMNS
        ),
        key_defs=tuple(
            KeyDefinition(colnames=tuple(key["unique_columns"]))
            for key in table["keys"]
            if key["unique_columns"] != ["RID"]
        ),
        fkey_defs=tuple(fkey for fkey in map(_read_fkey, table["foreign_keys"]) if fkey.pk_tname in names),
        comment=table.get("comment"),
        schema_name=schema,
    )
    kind = _kind(definition)
    columns = definition.column_defs
    if kind is TableKind.feature:  # only the default says which feature it is
        names = {c["name"]: c.get("default") for c in table["column_definitions"]}
        columns = tuple(
            c.model_copy(update={"default": names[c.name]}) if c.name == _FEATURE_NAME else c for c in columns
        )
    return definition.model_copy(update={"kind": kind, "column_defs": columns})


def _read_column(column: Mapping[str, Any]) -> ColumnDefinition:
    typename = column["type"]["typename"]
    known = typename in set(BuiltinTypes)
    return ColumnDefinition(
        name=column["name"],
        type=BuiltinTypes(typename) if known else BuiltinTypes.text,
        nullok=column.get("nullok", True),
        comment=column.get("comment"),
        sources=tuple(column.get("annotations", {}).get(SOURCES_ANNOTATION, ())),
    )


def _read_fkey(fkey: Mapping[str, Any]) -> ForeignKeyDefinition:
    referenced = fkey["referenced_columns"]
    return ForeignKeyDefinition(
        colnames=tuple(column["column_name"] for column in fkey["foreign_key_columns"]),
        pk_tname=referenced[0]["table_name"],
        pk_colnames=tuple(column["column_name"] for column in referenced),
        pk_sname=referenced[0]["schema_name"],
        on_delete=fkey.get("on_delete") or "NO ACTION",
        on_update=fkey.get("on_update") or "NO ACTION",
    )


def _kind(definition: TableDefinition) -> TableKind:
    """Tell what a table is for by its columns and keys, as DerivaML's readers do."""
    columns = set(definition.columns)
    if columns >= _ASSET_SIGNS:
        return TableKind.asset
    if columns >= set(VOCABULARY_COLUMNS):
        return TableKind.vocabulary
    targets = {column: fkey.pk_tname for fkey in definition.fkey_defs for column in fkey.colnames}
    for key in definition.key_defs:
        if len(key.colnames) > 1 and targets.keys() >= set(key.colnames):
            return TableKind.feature if _FEATURE_SIGNS <= set(targets.values()) else TableKind.association
    return TableKind.table


_FEATURE_NAME = "Feature_Name"
_FEATURE_SIGNS = {"Execution", _FEATURE_NAME}
