"""A lineage as a detached RO-Crate, in the words of the crates of bags.

Executions are actions, assets are files, datasets and their versions are datasets, and feature values and
rows are other works. Members of a dataset are its parts. Where an execution stands for all members that it
made, these are one part that the execution made: a dataset whose identifier is of this crate only, which is
how a crate tells of files that it does not list.

All other files and datasets have absolute identifiers, as those of detached crates must. There is no clock:
the crate is of the day on which the newest of what it tells was made.

Source: https://w3id.org/ro/crate/1.3, https://w3id.org/ro/wfrun/process/0.5
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from muniment.bags.descriptions import run_crate
from muniment.bags.descriptions.json_stream import without_nothing
from muniment.bags.descriptions.media_types import media_type
from muniment.catalog.lineage.graph import Edge, Graph, Kind, Node, Relation
from muniment.provenance.facts import LineageFacts

_ASK = "Ask those who made it what may be done with it."
_FORGOTTEN = "The catalog does not hold any more what it was."

_TYPES = {Kind.asset: "File", Kind.dataset: "Dataset", Kind.feature: "CreativeWork", Kind.row: "CreativeWork"}

_TO_SOURCE = {
    Relation.input: "object",
    Relation.member: "hasPart",
    Relation.feature: "hasPart",
    Relation.about: "about",
    Relation.value: "isBasedOn",
    Relation.version: "exampleOfWork",
}
"""By which property the target of an edge refers to its source."""

_COUNTED = {Relation.member: "Members", Relation.feature: "Values"}
"""What executions stand for that lead to a version of a dataset."""

References = dict[str, dict[str, list[str]]]
"""What entities refer to, by RID and property."""


def describe(graph: Graph, catalog_id: str) -> dict[str, Any]:
    """Give a lineage as the metadata document of a crate."""
    facts = LineageFacts(graph, catalog_id)
    return {"@context": run_crate.CONTEXT, "@graph": list(_entities(facts))}


def _entities(facts: LineageFacts) -> Iterator[dict[str, Any]]:
    yield run_crate.descriptor()
    yield _root(facts)
    yield run_crate.licence_entity(_ASK)
    if facts.runs:
        yield run_crate.profile()
    yield from run_crate.people(filter(None, (node.details.get("RCB") for node in facts.graph)))
    yield from run_crate.software(facts)
    references = _references(facts)
    for node in facts.graph:
        found = {name: run_crate.refer(each) for name, each in references.get(node.rid, {}).items()}
        yield _entity(facts, node) | found
    for source, target, edge in facts.edges(*_COUNTED):
        if source.kind is Kind.execution:
            yield _members(source, target, edge)


def _root(facts: LineageFacts) -> dict[str, Any]:
    graph = facts.graph
    whole = "All that" if graph.is_complete else "A part of what"
    said = "was made from it" if graph.direction == "forward" else "it was made from"
    return without_nothing(
        {
            "@id": run_crate.ROOT,
            "@type": "Dataset",
            "name": f"Lineage of {graph.nodes[graph.root].label}",
            "description": f"{whole} {said}, as a catalog tells it.",
            "datePublished": _newest(graph).date().isoformat(),
            "license": {"@id": run_crate.licence_id()},
            "about": {"@id": facts.identifier},
            "conformsTo": {"@id": run_crate.PROCESS_RUN} if facts.runs else None,
            "hasPart": run_crate.refer(facts.uri(node.rid) for node in [*graph.assets, *graph.datasets]),
            "mentions": run_crate.refer(map(facts.uri, facts.runs)),
        }
    )


def _newest(graph: Graph) -> datetime:
    """Give the last time that is told of; that of the root at least is known."""
    found = (node.details.get(name) for node in graph for name in ("RCT", "Stop_Time"))
    times: list[datetime] = [time for time in found if time is not None]
    return max(times).astimezone(UTC)


def _references(facts: LineageFacts) -> References:
    """Give each edge as a reference, or as two if it is by way of members that are not listed."""
    found: References = {}

    def refer(rid: str, name: str, identifier: str) -> None:
        found.setdefault(rid, {}).setdefault(name, []).append(identifier)

    for source, target, edge in facts.edges(*Relation):
        if edge.relation in {Relation.output, Relation.made}:
            refer(source.rid, "result", facts.uri(target.rid))
        elif edge.relation in _COUNTED and source.kind is Kind.execution:
            refer(source.rid, "result", _members_id(edge))
            refer(target.rid, "hasPart", _members_id(edge))
        else:
            refer(target.rid, _TO_SOURCE[edge.relation], facts.uri(source.rid))
    return found


def _entity(facts: LineageFacts, node: Node) -> dict[str, Any]:
    if node.kind is Kind.execution:
        told = run_crate.action(facts, facts.runs[node.rid])
    else:
        told = _work(facts, node)
    return told | ({"creativeWorkStatus": "Deleted"} if node.is_deleted else {})


def _work(facts: LineageFacts, node: Node) -> dict[str, Any]:
    """Give the entity of what is no execution."""
    told = node.details
    length, person, filename = told.get("Length"), told.get("RCB"), told.get("Filename")
    is_asset = node.kind is Kind.asset
    return without_nothing(
        {
            "@id": facts.uri(node.rid),
            "@type": _TYPES[node.kind],
            "name": node.label,
            "description": told.get("Description") if node.is_known else _FORGOTTEN,
            "version": told.get("Version") if node.table == "Dataset_Version" else None,
            "dateCreated": run_crate.moment(told.get("RCT")),
            "creator": {"@id": run_crate.person_id(person)} if person else None,
            "contentSize": str(length) if is_asset and length is not None else None,
            "encodingFormat": media_type(filename) if is_asset and filename else None,
            "sha256": told.get("SHA256") if is_asset else None,
        }
    )


def _members_id(edge: Edge) -> str:
    return f"#{_COUNTED[edge.relation].lower()}-of-{edge.target}-by-{edge.source}"


def _members(run: Node, dataset: Node, edge: Edge) -> dict[str, Any]:
    """Give what stands for all members of a version, or values about these, that an execution made."""
    return {
        "@id": _members_id(edge),
        "@type": "Dataset",
        "name": f"{_COUNTED[edge.relation]} of {dataset.label} made by {run.label}",
        "description": f"{edge.count} of them, which are not listed here.",
        "size": str(edge.count),
    }
