"""A lineage as events of OpenLineage, which Marquez, DataHub and others take.

Executions are runs, workflows are jobs, and all else is datasets. Where data went without a run, as into a
dataset by membership, there is the event of a job that has no runs.

Source: https://openlineage.io/docs/spec/object-model
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from muniment.catalog.lineage.graph import Edge, Graph, Kind, Node
from muniment.catalog.schema.types import write_time
from muniment.provenance.facts import LineageFacts

_PRODUCER = "muniment://software"
_SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json"
_FACETS = "https://openlineage.io/spec/facets"

_ENDS = {"Failed": "FAIL", "Aborted": "ABORT", "Stopped": "COMPLETE", "Pending_Upload": "COMPLETE"}
_ENDS |= {"Uploaded": "COMPLETE"}

Event = dict[str, Any]


def describe(graph: Graph, catalog_id: str) -> list[Event]:
    """Give a lineage as events: of each run its start and how it ended, then those of what had no run."""
    facts = LineageFacts(graph, catalog_id)
    inputs: dict[str, list[Edge]] = {}
    outputs: dict[str, list[Edge]] = {}
    without_run: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        if graph.nodes[edge.source].kind is Kind.execution:
            outputs.setdefault(edge.source, []).append(edge)
        elif graph.nodes[edge.target].kind is Kind.execution:
            inputs.setdefault(edge.target, []).append(edge)
        else:
            without_run.setdefault(edge.target, []).append(edge)
    starters = {inner: graph.nodes[outer] for outer, inner in facts.nested_runs}
    events = [
        event
        for node in graph.executions
        for event in _run(
            facts, node, inputs.get(node.rid, ()), outputs.get(node.rid, ()), starters.get(node.rid)
        )
    ]
    return events + [_job(facts, rid, edges) for rid, edges in without_run.items()]


def _run(
    facts: LineageFacts, node: Node, inputs: Iterable[Edge], outputs: Iterable[Edge], starter: Node | None
) -> Iterator[Event]:
    told = node.details
    read = [_dataset(facts, edge.source, edge) for edge in inputs]
    made = [_with_columns(facts, edge.target, _dataset(facts, edge.target, edge)) for edge in outputs]
    common = {
        "producer": _PRODUCER,
        "schemaURL": f"{_SPEC}#/$defs/RunEvent",
        "run": {**_run_id(facts, node), "facets": _run_facets(facts, node, starter)},
        "job": {**_job_name(facts, node), "facets": _job_facets(told.get("workflow") or {})},
    }
    began, ended = told.get("Start_Time"), told.get("Stop_Time")
    if began is not None:
        yield {"eventType": "START", "eventTime": write_time(began), **common, "inputs": read, "outputs": []}
    state = _ENDS.get(str(told.get("Status")), "OTHER")
    time = _time(ended or began or told.get("RCT"))
    yield {"eventType": state, "eventTime": time, **common, "inputs": read, "outputs": made}


def _run_id(facts: LineageFacts, node: Node) -> dict[str, str]:
    return {"runId": str(uuid5(NAMESPACE_URL, facts.uri(node.rid)))}


def _job_name(facts: LineageFacts, node: Node) -> dict[str, str]:
    workflow = node.details.get("workflow") or {}
    name = workflow.get("Name") or node.details.get("Workflow") or "unknown"
    return {"namespace": _namespace(facts), "name": name}


def _job(facts: LineageFacts, rid: str, edges: Iterable[Edge]) -> Event:
    node = facts.graph.nodes[rid]
    return {
        "eventTime": _time(node.details.get("RCT")),
        "producer": _PRODUCER,
        "schemaURL": f"{_SPEC}#/$defs/JobEvent",
        "job": {"namespace": _namespace(facts), "name": f"make {node.label}", "facets": {}},
        "inputs": [_dataset(facts, edge.source, edge) for edge in edges],
        "outputs": [_with_columns(facts, rid, _dataset(facts, rid))],
    }


def _namespace(facts: LineageFacts) -> str:
    return f"muniment://{facts.catalog_id}"


def _time(time: datetime | None) -> str:
    """Write a time; an event has to have one, also of what nobody knows any more."""
    return write_time(time) if time is not None else "1970-01-01T00:00:00+00:00"


def _dataset(facts: LineageFacts, rid: str, edge: Edge | None = None) -> dict[str, Any]:
    node = facts.graph.nodes[rid]
    facets: dict[str, Any] = {"muniment_row": _facet("", {"table": node.table, "label": node.label})}
    if edge is not None:
        facets["muniment_row"] |= {"relation": edge.relation.value, "count": edge.count}
    if node.table == "Dataset_Version" and node.is_known:
        version = {"datasetVersion": node.details["Version"]}
        facets["version"] = _facet("1-0-1/DatasetVersionDatasetFacet", version)
    if node.is_deleted:
        state = {"lifecycleStateChange": "DROP"}
        facets["lifecycleStateChange"] = _facet("1-0-1/LifecycleStateChangeDatasetFacet", state)
    return {"namespace": _namespace(facts), "name": rid, "facets": facets}


def _with_columns(facts: LineageFacts, rid: str, dataset: dict[str, Any]) -> dict[str, Any]:
    """Add to what was made, of which columns its own are, as far as they name their sources.

    A source is a column of the row itself, of the rows that it is about or refers to, or else of a table:
    which of many rows a run has taken a value from nobody notes.
    """
    sources = facts.column_sources.get(facts.graph.nodes[rid].table)
    if not sources or facts.graph.direction == "forward":  # which tells only some of the sources of a column
        return dataset
    near = {rid, *facts.rows_near.get(rid, ())}
    fields = {}
    for column, named in sources.items():
        found = []
        for table, field in named:
            names = sorted(each for each in near if facts.graph.nodes[each].table == table)
            told = {"namespace": _namespace(facts), "field": field}
            found += [{**told, "name": name} for name in names or [table]]
        fields[column] = {"inputFields": found}
    facet = _facet("1-2-0/ColumnLineageDatasetFacet", {"fields": fields})
    return {**dataset, "facets": {**dataset["facets"], "columnLineage": facet}}


def _facet(schema: str, said: Mapping[str, Any]) -> dict[str, Any]:
    path, _, name = schema.partition("/")
    url = f"{_FACETS}/{path}/{name}.json#/$defs/{name}" if schema else f"{_SPEC}#/$defs/BaseFacet"
    return {"_producer": _PRODUCER, "_schemaURL": url, **said}


def _run_facets(facts: LineageFacts, node: Node, starter: Node | None) -> dict[str, Any]:
    told = {"rid": node.rid, "status": node.details.get("Status"), "deleted": node.is_deleted}
    facets = {"muniment_execution": _facet("", {**told, "uri": facts.uri(node.rid)})}
    if starter is not None:
        outer = {"run": _run_id(facts, starter), "job": _job_name(facts, starter)}
        facets["parent"] = _facet("1-0-1/ParentRunFacet", outer)
    return facets


def _job_facets(workflow: Mapping[str, Any]) -> dict[str, Any]:
    if not workflow.get("URL"):
        return {}
    where = {"type": "git", "url": workflow["URL"]}
    if workflow.get("Version"):
        where["version"] = workflow["Version"]
    return {"sourceCodeLocation": _facet("1-0-1/SourceCodeLocationJobFacet", where)}
