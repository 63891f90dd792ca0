"""A lineage as W3C PROV-JSON, in the words of the provenance of bags.

What bags do not have is added: feature values and rows as entities, whom the members of a dataset are owed
to, and what was deleted since.

Source: https://www.w3.org/Submission/prov-json/, https://www.w3.org/TR/prov-dm/
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from muniment.bags.descriptions import prov
from muniment.catalog.lineage.graph import Graph, Kind, Relation
from muniment.provenance.facts import LineageFacts

_NAMESPACE = "muniment://terms/"
_COUNTED = {Relation.member: "muniment:members", Relation.feature: "muniment:values"}


def describe(graph: Graph, catalog_id: str) -> dict[str, Any]:
    """Give a lineage as a document of PROV-JSON."""
    facts = LineageFacts(graph, catalog_id)
    told: dict[str, Any] = json.loads("".join(prov.document(facts)))
    told["prefix"]["muniment"] = _NAMESPACE
    entities = told.setdefault("entity", {})
    for node in graph:
        if node.kind in {Kind.feature, Kind.row} or (node.kind is Kind.dataset and not node.is_known):
            entities[f"row:{node.rid}"] = {"rdfs:label": node.label}
        said = told.get("activity", {}) if node.kind is Kind.execution else entities
        if node.is_deleted:
            said[f"row:{node.rid}"]["muniment:deleted"] = True
    if graph.columns:
        told["prefix"]["column"] = f"muniment://{catalog_id}/column/"
    for column in sorted({column for edge in graph.columns for column in (edge.source, edge.target)}):
        what = {"$": "muniment:Column", "type": "prov:QUALIFIED_NAME"}
        entities[_column(column)] = {"prov:type": what, "rdfs:label": column}
    for said in entities.values():
        if said.get("schema:sha256") == "":
            del said["schema:sha256"]
    for number, (kind, statement) in enumerate(_more(facts), 1):
        told.setdefault(kind, {})[f"_:l{number}"] = statement
    return told


def _column(name: str) -> str:
    """Name a column, whose name may have spaces, as what a prefix can stand before."""
    return f"column:{quote(name, safe='')}"


def _more(facts: LineageFacts) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the relations that bags do not have."""
    for source, target, edge in facts.edges(*Relation):
        came, made = f"row:{source.rid}", f"row:{target.rid}"
        if edge.relation is Relation.made and target.kind is Kind.feature:
            yield "wasGeneratedBy", {"prov:entity": made, "prov:activity": came}
        elif edge.relation in {Relation.about, Relation.value}:
            yield "wasDerivedFrom", {"prov:generatedEntity": made, "prov:usedEntity": came}
        elif edge.relation in _COUNTED and source.kind is Kind.execution:
            said = {"prov:influencee": made, "prov:influencer": came, _COUNTED[edge.relation]: edge.count}
            yield "wasInfluencedBy", said
        elif edge.relation in _COUNTED:
            yield "hadMember", {"prov:collection": made, "prov:entity": came}
    for column in facts.graph.columns:
        came, made = _column(column.source), _column(column.target)
        yield "wasDerivedFrom", {"prov:generatedEntity": made, "prov:usedEntity": came}
