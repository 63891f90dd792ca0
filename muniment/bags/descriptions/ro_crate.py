"""An RO-Crate of the whole bag, which is a Process Run Crate too where runs made or read its files.

The crate follows RO-Crate 1.3. Process Run Crate 0.5 builds on RO-Crate 1.1, whose rules the crate keeps as
well, so that its metadata conform to both versions and say so.

Source: https://w3id.org/ro/crate/1.3, https://w3id.org/ro/wfrun/process/0.5
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TextIO
from urllib.parse import quote

from muniment.bags import layout
from muniment.bags.descriptions import croissant, data_package, datacite, prov
from muniment.bags.descriptions.facts import AssetFile, Facts, Run, TableFile, Use
from muniment.bags.descriptions.json_stream import encode, lines, long_object, without_nothing, write_pieces
from muniment.bags.writer import Written

PATH = "ro-crate-metadata.json"

_CONTEXT = "https://w3id.org/ro/crate/1.3/context"
_CONFORMS = [{"@id": "https://w3id.org/ro/crate/1.3"}, {"@id": "https://w3id.org/ro/crate/1.1"}]
_PROCESS_RUN = "https://w3id.org/ro/wfrun/process/0.5"
_UNKNOWN_SOFTWARE = "#unknown-software"
_NO_LICENCE = "No licence has been stated"
_ASK = "Ask those who made the dataset what may be done with it."

_COMPLETED = frozenset({"Stopped", "Pending_Upload", "Uploaded"})
_FAILED = frozenset({"Failed", "Aborted"})

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
    stream.write(f'{{"@context":"{_CONTEXT}","@graph":[\n')
    write_pieces(stream, lines(_graph(facts, written)))
    stream.write("\n]}\n")


def _graph(facts: Facts, written: Mapping[str, Written]) -> Iterator[str | Iterator[str]]:
    yield encode(
        {
            "@id": PATH,
            "@type": "CreativeWork",
            "name": "What this crate holds",
            "about": {"@id": "./"},
            "conformsTo": _CONFORMS,
        }
    )
    yield encode(_root(facts))
    yield from map(encode, _named(facts))
    yield from map(encode, _forms(written))
    yield from map(encode, _tables(facts))
    if facts.files:
        yield _folder_of_assets(facts.files)
        yield from map(_file, facts.files)
    yield from map(encode, _software(facts))
    yield from map(encode, _other_datasets(facts))
    yield from _actions(facts)


def _refer(identifiers: Iterable[str]) -> Any:
    return _compact([{"@id": identifier} for identifier in identifiers])


def _compact(values: Sequence[Any]) -> Any:
    """Give a single value as such, as RO-Crate wants it."""
    return values[0] if len(values) == 1 else values


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
            "@id": "./",
            "@type": "Dataset",
            "name": facts.title,
            "description": facts.description,
            "datePublished": facts.version.created.date().isoformat(),
            "license": {"@id": _licence_id(owed.licence)},
            "identifier": {"@id": "#identifier"},
            "version": str(facts.version.dataset_version),
            "keywords": _compact(facts.types),
            "author": _refer(map(_person_id, owed.creators)),
            "publisher": {"@id": "#publisher"} if owed.publisher else None,
            "conformsTo": {"@id": _PROCESS_RUN} if facts.runs else None,
            "hasPart": _refer(["data/", *_FORMS]),
            "mentions": _refer(map(facts.uri, facts.runs)),
        }
    )


def _licence_id(licence: str | None) -> str:
    return licence if licence and _is_url(licence) else "#licence"


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://"))


def _person_id(name: str) -> str:
    return f"#person-{quote(name, safe='')}"


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
    for name in sorted({*owed.creators, *facts.people}):
        yield {"@id": _person_id(name), "@type": "Person", "name": name}
    if owed.publisher:
        yield {"@id": "#publisher", "@type": "Organization", "name": owed.publisher}
    yield {
        "@id": _licence_id(owed.licence),
        "@type": "CreativeWork",
        "name": owed.licence or _NO_LICENCE,
        "description": "What may be done with the dataset." if owed.licence else _ASK,
    }
    if facts.runs:
        name, version = "Process Run Crate", _PROCESS_RUN.rpartition("/")[2]
        profile = ["CreativeWork", "Profile"]
        yield {"@id": _PROCESS_RUN, "@type": profile, "name": name, "version": version}


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
        "hasPart": _refer([*paths, *folders]),
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


def _software(facts: Facts) -> Iterator[dict[str, Any]]:
    for software in facts.software.values():
        identifier = facts.uri(software.rid)
        yield without_nothing(
            {
                "@id": identifier,
                "@type": "SoftwareApplication",
                "name": software.name or software.rid,
                "description": software.description,
                "url": software.url or identifier,
                "version": software.version or "unknown",
            }
        )
    if any(run.software is None for run in facts.runs.values()):
        yield {
            "@id": _UNKNOWN_SOFTWARE,
            "@type": "SoftwareApplication",
            "name": "Software that nobody noted",
            "url": facts.identifier,
            "version": "unknown",
        }


def _actions(facts: Facts) -> Iterator[Iterator[str]]:
    reads, makes = _datasets_read(facts), _datasets_made(facts)
    uses = _Groups(facts.uses)
    for run in facts.runs.values():
        lists = {"object": reads.get(run.rid, ()), "result": makes.get(run.rid, ())}
        yield long_object(_action(facts, run), uses.lists_of(run.rid, lists))


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


def _action(facts: Facts, run: Run) -> dict[str, Any]:
    is_failed = run.status in _FAILED
    said = run.description or run.detail
    software = facts.software.get(run.software or "")
    return without_nothing(
        {
            "@id": facts.uri(run.rid),
            "@type": "CreateAction",
            "name": f"{software.name if software else 'Execution'} {run.rid}",
            "description": said or f"Execution {run.rid}",
            "instrument": {"@id": facts.uri(software.rid) if software else _UNKNOWN_SOFTWARE},
            "agent": {"@id": _person_id(run.person)} if run.person else None,
            "startTime": _moment(run.start),
            "endTime": _moment(run.stop),
            "actionStatus": _status(run.status),
            "error": run.detail if is_failed else None,
        }
    )


def _moment(time: datetime | None) -> str | None:
    """Write a time as Process Run Crate wants it: with no more than milliseconds."""
    return None if time is None else time.astimezone(UTC).isoformat(timespec="milliseconds")


def _status(status: str | None) -> str | None:
    """Say how a run ended; nothing of one that had not ended."""
    if status in _FAILED:
        return "http://schema.org/FailedActionStatus"
    return "http://schema.org/CompletedActionStatus" if status in _COMPLETED else None


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
    return "./" if rid == facts.version.version_rid else facts.uri(rid)


def _other_datasets(facts: Facts) -> Iterator[dict[str, Any]]:
    """Give the versions of datasets that runs read or made, and that are not what the crate holds."""
    runs = [*_datasets_read(facts).values(), *_datasets_made(facts).values()]
    named = {identifier for identifiers in runs for identifier in identifiers}
    names = {one.rid: f"Version {one.version} of dataset {one.dataset}" for one in facts.versions}
    for rid in [*facts.datasets, *names]:
        if facts.uri(rid) in named:
            yield {"@id": facts.uri(rid), "@type": "CreativeWork", "name": names.get(rid, f"Dataset {rid}")}
