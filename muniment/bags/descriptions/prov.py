"""The provenance of a bag's content as W3C PROV-JSON: what was made by which run, of what, by whom.

Entities are datasets, their versions and the files; activities are executions; agents are people and the
workflows. The dataset version of the bag is a collection of the files in it.

Source: https://www.w3.org/Submission/prov-json/, https://www.w3.org/TR/prov-dm/
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, pairwise
from typing import Any, TextIO
from urllib.parse import quote

from packaging.version import Version as Number

from muniment.bags.descriptions.facts import Version
from muniment.bags.descriptions.json_stream import encode, long_object, without_nothing, write_pieces
from muniment.bags.descriptions.told import Told
from muniment.catalog.schema.types import write_time

PATH = "metadata/prov.json"

_FILE = '{{"prov:type":{},"rdfs:label":{},"prov:location":{},"schema:sha256":"{}"}}'

Record = tuple[str, str | Iterator[str]]
"""The name of a statement, and what it says, encoded; a long one comes in pieces."""


def write(stream: TextIO, facts: Told) -> None:
    """Write all statements, those of a kind together."""
    write_pieces(stream, document(facts))


def document(facts: Told) -> Iterator[str]:
    """Give all statements in pieces of text."""
    yield f'{{"prefix":{encode(_prefixes(facts))}'
    for kind, records in _statements(facts):
        opening = separator = f',\n"{kind}":{{\n'
        for name, said in records:
            yield f'{separator}"{name}":'
            if isinstance(said, str):
                yield said
            else:
                yield from said
            separator = ",\n"
        if separator != opening:
            yield "}"
    yield "\n}\n"


def _prefixes(facts: Told) -> dict[str, str]:
    return {
        "row": facts.uri(""),
        "person": f"muniment://{facts.catalog_id}/person/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
    }


def _statements(facts: Told) -> Iterator[tuple[str, Iterable[Record]]]:
    yield "entity", _entities(facts)
    yield "activity", _activities(facts)
    yield "agent", _agents(facts)
    yield "used", _numbered("u", _used(facts))
    yield "wasGeneratedBy", _numbered("g", _generated(facts))
    yield "wasAssociatedWith", _numbered("a", _associated(facts))
    yield "wasAttributedTo", _numbered("t", _attributed(facts))
    yield "wasDerivedFrom", _numbered("d", _derived(facts))
    yield "specializationOf", _numbered("s", _specialized(facts))
    yield "wasStartedBy", _numbered("b", _started(facts))
    yield "hadMember", _numbered("m", _members(facts))


def _numbered(letter: str, said: Iterable[str | Iterator[str]]) -> Iterator[Record]:
    """Name relations, which have no names of their own."""
    return ((f"_:{letter}{number}", one) for number, one in zip(count(1), said, strict=False))


def _type(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _row(rid: str) -> str:
    return f"row:{rid}"


def _person(name: str) -> str:
    return f"person:{quote(name, safe='')}"


# Things, runs, and people


def _entities(facts: Told) -> Iterator[Record]:
    for dataset in facts.datasets.values():
        said = {"prov:type": _type("schema:Dataset"), "rdfs:label": f"Dataset {dataset.rid}"}
        yield _row(dataset.rid), encode(said | without_nothing({"schema:description": dataset.description}))
    for version in facts.versions:
        yield _row(version.rid), encode(_version(version))
    kind = encode(_type("schema:MediaObject"))
    for file in facts.files:
        label = encode(file.path.rpartition("/")[2])
        yield _row(file.rid), _FILE.format(kind, label, encode(file.path), file.sha256)


def _version(version: Version) -> Mapping[str, Any]:
    return without_nothing(
        {
            "prov:type": _type("prov:Collection"),
            "rdfs:label": f"Version {version.version} of dataset {version.dataset}",
            "schema:version": version.version,
            "schema:description": version.description,
            "schema:dateCreated": {"$": write_time(version.created), "type": "xsd:dateTime"},
        }
    )


def _activities(facts: Told) -> Iterator[Record]:
    for run in facts.runs.values():
        said = {
            "prov:startTime": write_time(run.start) if run.start else None,
            "prov:endTime": write_time(run.stop) if run.stop else None,
            "rdfs:label": f"Execution {run.rid}",
            "schema:description": run.description,
            "schema:actionStatus": run.status,
        }
        yield _row(run.rid), encode(without_nothing(said))


def _agents(facts: Told) -> Iterator[Record]:
    for name in facts.people:
        yield _person(name), encode({"prov:type": _type("prov:Person"), "rdfs:label": name})
    for software in facts.software.values():
        said = {
            "prov:type": _type("prov:SoftwareAgent"),
            "rdfs:label": software.name or software.rid,
            "schema:description": software.description,
            "schema:url": software.url,
            "schema:version": software.version,
        }
        yield _row(software.rid), encode(without_nothing(said))


# What they have to do with each other


def _used(facts: Told) -> Iterator[str]:
    for run, dataset, version in facts.reads:
        yield encode({"prov:activity": _row(run), "prov:entity": _row(version or dataset)})
    for use in facts.uses:
        if not use.is_output:
            yield f'{{"prov:activity":"row:{use.run}","prov:entity":"row:{use.rid}"}}'


def _generated(facts: Told) -> Iterator[str]:
    for version in facts.versions:
        if version.run:
            yield encode({"prov:entity": _row(version.rid), "prov:activity": _row(version.run)})
    for use in facts.uses:
        if use.is_output:
            yield f'{{"prov:entity":"row:{use.rid}","prov:activity":"row:{use.run}"}}'


def _associated(facts: Told) -> Iterator[str]:
    for run in facts.runs.values():
        if run.person:
            yield encode({"prov:activity": _row(run.rid), "prov:agent": _person(run.person)})
        if run.software:
            yield encode({"prov:activity": _row(run.rid), "prov:agent": _row(run.software)})


def _attributed(facts: Told) -> Iterator[str]:
    for version in facts.versions:
        if version.person:
            yield encode({"prov:entity": _row(version.rid), "prov:agent": _person(version.person)})


def _derived(facts: Told) -> Iterator[str]:
    """Give the version that each version follows."""
    ordered = sorted(facts.versions, key=lambda one: (one.dataset, Number(one.version)))
    for before, after in pairwise(ordered):
        if before.dataset == after.dataset:
            ends = {"prov:generatedEntity": _row(after.rid), "prov:usedEntity": _row(before.rid)}
            yield encode({**ends, "prov:type": _type("prov:Revision")})


def _specialized(facts: Told) -> Iterator[str]:
    for version in facts.versions:
        ends = {"prov:specificEntity": _row(version.rid), "prov:generalEntity": _row(version.dataset)}
        yield encode(ends)


def _started(facts: Told) -> Iterator[str]:
    for run, nested in facts.nested_runs:
        yield encode({"prov:activity": _row(nested), "prov:starter": _row(run)})


def _members(facts: Told) -> Iterator[str | Iterator[str]]:
    """Give what the collections hold: the bag's version all files, and each dataset those inside it."""
    if facts.collection and facts.files:
        held = (f'"row:{file.rid}"' for file in facts.files)
        yield long_object({"prov:collection": _row(facts.collection)}, [("prov:entity", held)])
    at = {dataset.rid: dataset.version or dataset.rid for dataset in facts.datasets.values()}
    for outer, inner in facts.nested:
        yield encode({"prov:collection": _row(at[outer]), "prov:entity": _row(at[inner])})
