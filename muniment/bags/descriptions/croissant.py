"""A Croissant description: files, and the tables as sets of typed records that refer to each other.

The files that an asset table describes are one set, by a pattern: their checksums are in the table, and the
description stays small whatever the number of files.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from muniment.bags import layout
from muniment.bags.descriptions.facts import Facts, TableFile
from muniment.bags.descriptions.json_stream import without_nothing
from muniment.bags.schema_document import UNSEEN
from muniment.catalog.schema.definitions import ColumnDefinition
from muniment.catalog.schema.types import BuiltinTypes

PATH = "croissant.json"

_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_NUMBER = re.compile(r"\s*[-+]?(\d[\d_]*\.?\d*|\.\d+|inf|infinity)(e[-+]?\d+)?\s*", re.IGNORECASE)
_NO_WORDS = frozenset(
    {"", "true", "false", "nan", "-nan", "na", "<na>", "n/a", "#n/a", "#na", "null", "none"}
)

_MOMENT = "sc:DateTime"
_TYPES = {
    **{name: "sc:Integer" for name in BuiltinTypes if name.startswith(("int", "serial"))},
    BuiltinTypes.float4: "sc:Float",
    BuiltinTypes.float8: "sc:Float",
    BuiltinTypes.boolean: "sc:Boolean",
    BuiltinTypes.date: "sc:Date",
    BuiltinTypes.timestamp: _MOMENT,
    BuiltinTypes.timestamptz: _MOMENT,
    BuiltinTypes.ermrest_rct: _MOMENT,
    BuiltinTypes.ermrest_rmt: _MOMENT,
}
_TRUTH = [{"regex": "^(?:f()|(t))$"}]
"""Makes an empty text, which is false, of ``f``: a reader that takes every text for true would be wrong."""


def describe(facts: Facts) -> dict[str, Any]:
    """Describe the files and tables of a bag as Croissant does."""
    references = _references(facts)
    return without_nothing(
        {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            "name": facts.title,
            "description": facts.description,
            "identifier": facts.identifier,
            "url": facts.identifier,
            "version": str(facts.version.dataset_version),
            "datePublished": facts.version.created.date().isoformat(),
            "license": facts.attribution.licence,
            "keywords": list(facts.types),
            "creator": [{"@type": "sc:Person", "name": name} for name in facts.attribution.creators],
            "publisher": _publisher(facts.attribution.publisher),
            "distribution": [*map(_file_object, facts.tables), *_file_sets(facts)],
            "recordSet": [_record_set(table, references) for table in facts.tables],
        }
    )


def _publisher(name: str | None) -> dict[str, str] | None:
    return {"@type": "sc:Organization", "name": name} if name else None


def _id(name: str) -> str:
    """Make an identifier of a name, which may have blanks but never a plus."""
    return name.replace(" ", "+")


def _file_object(table: TableFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": _id(table.path),
        "name": f"{table.name}.csv",
        "contentUrl": table.path,
        "contentSize": f"{table.written.length} B",
        "encodingFormat": "text/csv",
        "sha256": table.written.sha256,
    }


def _file_sets(facts: Facts) -> Iterator[dict[str, Any]]:
    for table, types in facts.media_types.items():
        yield {
            "@type": "cr:FileSet",
            "@id": _id(f"{layout.ASSETS}/{table}"),
            "name": f"{table} files",
            "description": f"The files of {table}; the folder of each is named for the RID of its row.",
            "encodingFormat": list(types),
            "includes": f"{layout.ASSETS}/*/{table}/*",
        }


def _references(facts: Facts) -> dict[tuple[str, str], str]:
    """Give the fields that refer to others, by table and column, with the field that each refers to.

    Readers follow references and cannot walk in circles: of foreign keys that make one, those stay that rows
    cannot be without. A foreign key of several columns has no form here.
    """
    tables = facts.tables
    names = {table.name for table in tables}
    found: dict[tuple[str, str], str] = {}
    known: dict[str, set[str]] = {}
    fkeys = [(table.definition, fkey) for table in tables for fkey in table.definition.fkey_defs]
    single = [(d, fkey) for d, fkey in fkeys if len(fkey.colnames) == 1 and fkey.pk_tname in names]
    for definition, fkey in sorted(single, key=lambda one: one[0].columns[one[1].colnames[0]].nullok):
        column = definition.name, fkey.colnames[0]
        if _can_be_joined(facts, column) and not _leads(known, fkey.pk_tname, definition.name):
            known.setdefault(definition.name, set()).add(fkey.pk_tname)
            found[column] = f"{fkey.pk_tname}/{fkey.pk_colnames[0]}"
    return found


def _can_be_joined(facts: Facts, column: tuple[str, str]) -> bool:
    """Say whether readers will take the values of a column for texts, as those that they refer to are.

    pandas reads a column without values, or with nothing but numbers or truth values, as something else, and
    then cannot join it. Words sort after all of these.
    """
    greatest = facts.greatest.get(column, "a number")
    return greatest is not None and greatest.lower() not in _NO_WORDS and not _NUMBER.fullmatch(greatest)


def _leads(known: Mapping[str, set[str]], start: str, end: str) -> bool:
    """Say whether references lead from a table to another, or are at it."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        table = waiting.pop()
        if table not in seen:
            seen.add(table)
            waiting += known.get(table, ())
    return end in seen


def _record_set(table: TableFile, references: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    columns = [column for name, column in table.definition.columns.items() if name != UNSEEN]
    return without_nothing(
        {
            "@type": "cr:RecordSet",
            "@id": _id(table.name),
            "name": table.name,
            "description": table.definition.comment,
            "key": {"@id": _id(f"{table.name}/RID")},
            "field": [_field(table, column, references.get((table.name, column.name))) for column in columns],
        }
    )


def _field(table: TableFile, column: ColumnDefinition, reference: str | None) -> dict[str, Any]:
    source: dict[str, Any] = {"fileObject": {"@id": _id(table.path)}, "extract": {"column": column.name}}
    if column.type is BuiltinTypes.boolean:
        source["transform"] = _TRUTH
    return without_nothing(
        {
            "@type": "cr:Field",
            "@id": _id(f"{table.name}/{column.name}"),
            "name": column.name,
            "description": column.comment,
            "dataType": _TYPES.get(column.type, "sc:Text"),
            "source": source,
            "references": {"field": {"@id": _id(reference)}} if reference else None,
        }
    )
