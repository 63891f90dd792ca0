"""A Frictionless Data Package: the tables with their types, keys, and what refers to what.

Table Schema describes tables; files that are no tables are rows of asset tables, and their checksums stand
there. Two things of a CSV file of PostgreSQL it cannot say: a text that is empty and one that is missing are
the same to it where both are allowed, and arrays are texts.

Source: https://datapackage.org/standard/data-package/, https://datapackage.org/standard/table-schema/
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from muniment.bags.descriptions.facts import Facts, TableFile
from muniment.bags.descriptions.json_stream import without_nothing
from muniment.bags.schema_document import UNSEEN
from muniment.catalog.schema.definitions import ColumnDefinition
from muniment.catalog.schema.types import BuiltinTypes

PATH = "datapackage.json"

_INTEGER = {"type": "integer"}
_NUMBER = {"type": "number"}
_MOMENT = {"type": "datetime"}
_TYPES: Mapping[BuiltinTypes, Mapping[str, Any]] = {
    **{name: _INTEGER for name in BuiltinTypes if name.startswith(("int", "serial"))},
    BuiltinTypes.float4: _NUMBER,
    BuiltinTypes.float8: _NUMBER,
    BuiltinTypes.boolean: {"type": "boolean", "trueValues": ["t"], "falseValues": ["f"]},
    BuiltinTypes.date: {"type": "date"},
    BuiltinTypes.timestamp: _MOMENT,
    BuiltinTypes.timestamptz: _MOMENT,
    BuiltinTypes.ermrest_rct: _MOMENT,
    BuiltinTypes.ermrest_rmt: _MOMENT,
    BuiltinTypes.json: {"type": "any"},
    BuiltinTypes.jsonb: {"type": "any"},
}
_TEXT = {"type": "string"}
_HINTS = {
    BuiltinTypes.json: "A JSON value of any kind.",
    BuiltinTypes.jsonb: "A JSON value of any kind.",
    BuiltinTypes.text_array: "A list of texts, as PostgreSQL writes arrays: {one,two}.",
}


def describe(facts: Facts) -> dict[str, Any]:
    """Describe the tables of a bag as a Data Package."""
    names = resource_names(facts.tables)
    return without_nothing(
        {
            "name": f"dataset-{facts.dataset.rid.lower()}",
            "id": facts.identifier,
            "title": facts.title,
            "description": facts.description,
            "version": str(facts.version.dataset_version),
            "created": facts.version.created.isoformat(timespec="seconds"),
            "keywords": list(facts.types),
            "licenses": _licences(facts.attribution.licence),
            "contributors": _contributors(facts),
            "resources": [_resource(table, names) for table in facts.tables],
        }
    )


def resource_names(tables: Sequence[TableFile]) -> dict[str, str]:
    """Name the resource of each table: a name in small letters, and no two alike."""
    names: dict[str, str] = {}
    for table in sorted(table.name for table in tables):
        name = re.sub(r"[^a-z0-9_]", lambda found: _spelled(found[0]), table.lower())
        while name in names.values():
            name += "-2"
        names[table] = name
    return names


def _spelled(character: str) -> str:
    return "-" if character in " -" else f"{ord(character):x}"


def _licences(licence: str | None) -> list[dict[str, str]]:
    if licence is None:
        return []
    if licence.startswith(("http://", "https://")):
        return [{"path": licence}]
    return [{"name": re.sub(r"[^A-Za-z0-9._-]+", "-", licence).strip("-") or "licence", "title": licence}]


def _contributors(facts: Facts) -> list[dict[str, str]]:
    found = [{"title": name, "role": "author"} for name in facts.attribution.creators]
    publisher = facts.attribution.publisher
    return [*found, {"title": publisher, "role": "publisher"}] if publisher else found


def _resource(table: TableFile, names: Mapping[str, str]) -> dict[str, Any]:
    columns = [column for name, column in table.definition.columns.items() if name != UNSEEN]
    return without_nothing(
        {
            "name": names[table.name],
            "type": "table",
            "title": table.name,
            "description": table.definition.comment,
            "path": table.path,
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": table.written.length,
            "hash": f"sha256:{table.written.sha256}",
            "schema": {
                "fields": [_field(column) for column in columns],
                "missingValues": [""],
                "primaryKey": ["RID"],
                "foreignKeys": [
                    {
                        "fields": list(fkey.colnames),
                        "reference": {"resource": names[fkey.pk_tname], "fields": list(fkey.pk_colnames)},
                    }
                    for fkey in table.definition.fkey_defs
                    if fkey.pk_tname in names
                ],
            },
        }
    )


def _field(column: ColumnDefinition) -> dict[str, Any]:
    told = _TYPES.get(column.type, _TEXT)
    said = " ".join(filter(None, (column.comment, _HINTS.get(column.type))))
    field = without_nothing({"name": column.name, **told, "description": said})
    if not column.nullok:
        field["constraints"] = {"required": True}
        if told is _TEXT:
            field["missingValues"] = []  # an empty text is a value here
    return field
