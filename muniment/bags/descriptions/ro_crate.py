"""An RO-Crate of the whole bag, which is a Process Run Crate too where runs made or read its files.

Source: https://w3id.org/ro/crate/1.3, https://w3id.org/ro/wfrun/process/0.5
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, TextIO
from urllib.parse import quote

from muniment.bags import layout
from muniment.bags.descriptions import croissant, data_package, datacite, prov, run_crate
from muniment.bags.descriptions.facts import AssetFile, Facts, TableFile, Use
from muniment.bags.descriptions.json_stream import encode, lines, long_object, without_nothing, write_pieces
from muniment.bags.writer import Written

PATH = run_crate.PATH

_ASK = "Ask those who made the dataset what may be done with it."

_FORMS = {
    croissant.PATH: ("Croissant description", "The tables and files, for programs that train with them."),
    data_package.PATH: ("Frictionless Data Package", "The tables with their types and keys."),
    prov.PATH: ("Provenance", "Who and what made the content, as W3C PROV-JSON."),
    datacite.PATH: ("DataCite metadata", "What a registry of DOIs wants to know."),
}

_PLAIN = re.compile(r"[\w./-]+")

_FILE = '{{"@id":"{}","@type":"File","name":{},"contentSize":"{}","encodingFormat":"{}","sha256":"{}"}}'
"""The entity of a file: of these there are many, and a template is several times faster than a dict."""


def write(stream: TextIO, facts: Facts, written: Mapping[str, Written]) -> None:
    """Write the crate's metadata.

    Args:
        stream: Where to.
        facts: What is told.
        written: The files of the other forms, by path.
    """
    stream.write(f'{{"@context":"{run_crate.CONTEXT}","@graph":[\n')
    write_pieces(stream, lines(_graph(facts, written)))
    stream.write("\n]}\n")


def _graph(facts: Facts, written: Mapping[str, Written]) -> Iterator[str | Iterator[str]]:
    yield encode(run_crate.descriptor())
    yield encode(_root(facts))
    yield from map(encode, _named(facts))
    yield from map(encode, _forms(written))
    yield from map(encode, _tables(facts))
    if facts.files:
        yield _folder_of_assets(facts.files)
        yield from map(_file, facts.files)
    yield from map(encode, run_crate.software(facts))
    yield from map(encode, _other_datasets(facts))
    yield from _actions(facts)


def _path_id(path: str) -> str:
    """Make an identifier of a path: letters of all languages stay as they are."""
    if _PLAIN.fullmatch(path):
        return path
    return "".join(quote(character) if character.isascii() else character for character in path)


# The crate


def _root(facts: Facts) -> dict[str, Any]:
    owed = facts.attribution
    return without_nothing(
        {
            "@id": run_crate.ROOT,
            "@type": "Dataset",
            "name": facts.title,
            "description": facts.description,
            "datePublished": facts.version.created.date().isoformat(),
            "license": {"@id": run_crate.licence_id(owed.licence)},
            "identifier": {"@id": "#identifier"},
            "version": str(facts.version.dataset_version),
            "keywords": run_crate.compact(facts.types),
            "author": run_crate.refer(map(run_crate.person_id, owed.creators)),
            "publisher": {"@id": "#publisher"} if owed.publisher else None,
            "conformsTo": {"@id": run_crate.PROCESS_RUN} if facts.runs else None,
            "hasPart": run_crate.refer(["data/", *_FORMS]),
            "mentions": run_crate.refer(map(facts.uri, facts.runs)),
        }
    )


def _named(facts: Facts) -> Iterator[dict[str, Any]]:
    """Give what the crate refers to and what is no file."""
    owed = facts.attribution
    yield {
        "@id": "#identifier",
        "@type": "PropertyValue",
        "name": "Identifier of the dataset in its catalog",
        "propertyID": "muniment",
        "value": facts.identifier,
    }
    yield from run_crate.people([*owed.creators, *facts.people])
    if owed.publisher:
        yield {"@id": "#publisher", "@type": "Organization", "name": owed.publisher}
    said = "What may be done with the dataset." if owed.licence else _ASK
    yield run_crate.licence_entity(said, owed.licence)
    if facts.runs:
        yield run_crate.profile()


def _forms(written: Mapping[str, Written]) -> Iterator[dict[str, Any]]:
    for path, (name, description) in _FORMS.items():
        yield {
            "@id": path,
            "@type": "File",
            "name": name,
            "description": description,
            "contentSize": str(written[path].length),
            "encodingFormat": "application/json",
            "sha256": written[path].sha256,
        }


def _tables(facts: Facts) -> Iterator[dict[str, Any]]:
    folders = [f"{layout.ASSETS}/"] if facts.files else []
    paths = [layout.SCHEMA, *(_path_id(table.path) for table in facts.tables)]
    yield {
        "@id": "data/",
        "@type": "Dataset",
        "name": "Tables and files",
        "description": "The rows that belong to the dataset, a CSV file for each table, and the files.",
        "hasPart": run_crate.refer([*paths, *folders]),
    }
    yield {
        "@id": layout.SCHEMA,
        "@type": "File",
        "name": "Schema",
        "description": "The tables with their columns, keys and foreign keys.",
        "contentSize": str(facts.schema.length),
        "encodingFormat": "application/json",
        "sha256": facts.schema.sha256,
    }
    yield from map(_table, facts.tables)


def _table(table: TableFile) -> dict[str, Any]:
    return {
        "@id": _path_id(table.path),
        "@type": "File",
        "name": table.name,
        "description": table.definition.comment or f"The rows of {table.name}",
        "contentSize": str(table.written.length),
        "encodingFormat": "text/csv",
        "sha256": table.written.sha256,
    }


# Files


def _folder_of_assets(files: Iterable[AssetFile]) -> Iterator[str]:
    head = {
        "@id": f"{layout.ASSETS}/",
        "@type": "Dataset",
        "name": "Files",
        "description": "The files of asset tables; the folder of each is named for the RID of its row.",
    }
    return long_object(head, [("hasPart", (_reference(file.path) for file in files))])


def _reference(path: str) -> str:
    return f'{{"@id":"{_path_id(path)}"}}'


def _file(file: AssetFile) -> str:
    name = file.path.rpartition("/")[2]
    return _FILE.format(_path_id(file.path), encode(name), file.length, file.media_type, file.sha256)


# Runs


def _actions(facts: Facts) -> Iterator[Iterator[str]]:
    reads, makes = _datasets_read(facts), _datasets_made(facts)
    uses = _Groups(facts.uses)
    for run in facts.runs.values():
        lists = {"object": reads.get(run.rid, ()), "result": makes.get(run.rid, ())}
        yield long_object(run_crate.action(facts, run), uses.lists_of(run.rid, lists))


class _Groups:
    """What runs did with files, handed out run by run, in the order that they stand in."""

    def __init__(self, uses: Iterable[Use]) -> None:
        self._groups = groupby(uses, key=lambda use: (use.run, "result" if use.is_output else "object"))
        self._next = next(self._groups, None)

    def lists_of(self, run: str, others: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, Iterator[str]]]:
        """Give the lists of a run, each with what else belongs to it."""
        for name, identifiers in others.items():
            yield name, self._take((run, name), identifiers)

    def _take(self, key: tuple[str, str], identifiers: Iterable[str]) -> Iterator[str]:
        yield from (encode({"@id": identifier}) for identifier in identifiers)
        if self._next is not None and self._next[0] == key:
            yield from (_reference(use.path) for use in self._next[1])
            self._next = next(self._groups, None)


# Datasets that runs read and made


def _datasets_read(facts: Facts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for run, dataset, version in facts.reads:
        found.setdefault(run, []).append(_dataset_id(facts, version or dataset))
    return found


def _datasets_made(facts: Facts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for version in facts.versions:
        if version.run:
            found.setdefault(version.run, []).append(_dataset_id(facts, version.rid))
    return found


def _dataset_id(facts: Facts, rid: str) -> str:
    return run_crate.ROOT if rid == facts.version.version_rid else facts.uri(rid)


def _other_datasets(facts: Facts) -> Iterator[dict[str, Any]]:
    """Give the versions of datasets that runs read or made, and that are not what the crate holds."""
    runs = [*_datasets_read(facts).values(), *_datasets_made(facts).values()]
    named = {identifier for identifiers in runs for identifier in identifiers}
    names = {one.rid: f"Version {one.version} of dataset {one.dataset}" for one in facts.versions}
    for rid in [*facts.datasets, *names]:
        if facts.uri(rid) in named:
            yield {"@id": facts.uri(rid), "@type": "CreativeWork", "name": names.get(rid, f"Dataset {rid}")}
