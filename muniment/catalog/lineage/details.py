"""What is told of the nodes of a lineage, read with one statement for each table and its history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from muniment.catalog.database import listed
from muniment.catalog.lineage.graph import Kind, Node
from muniment.catalog.lineage.links import DATASET, EXECUTION, VERSION, Links, ended
from muniment.catalog.schema.definitions import SYSTEM_COLUMNS

_ASSET = ("Filename", "Description", "Length", "MD5", "SHA256", "URL", "RCT", "RCB")
_EXECUTION = (
    *("Workflow", "Description", "Status", "Status_Detail", "Start_Time", "Stop_Time", "RCT", "RCB"),
)
_VERSION = ("Dataset", "Version", "Description", "Execution", "Snapshot", "RCT", "RCB")
_DATASET = ("Description", "Deleted", "Version", "RCT", "RCB")
_WORKFLOW = ("Name", "Description", "URL", "Version", "Checksum")


def read_nodes(
    links: Links, tables: Mapping[str, str], generations: Mapping[str, int], kinds: Mapping[str, Kind]
) -> dict[str, Node]:
    """Read what is told of nodes, given with their tables, and give them in the order of generations."""
    by_table: dict[str, list[str]] = {}
    for rid, table in tables.items():
        by_table.setdefault(table, []).append(rid)
    told: dict[str, tuple[dict[str, Any], bool]] = {}
    for table, rids in by_table.items():
        told.update(_read(links, table, _columns(links, table, kinds[table]), rids))
    _add_workflows(links, [told[rid][0] for rid in by_table.get(EXECUTION, ()) if rid in told])
    _add_datasets(links, told, [rid for rid in by_table.get(VERSION, ()) if rid in told])
    return {
        rid: _node(rid, tables[rid], kinds[tables[rid]], generation, told.get(rid))
        for rid, generation in generations.items()
    }


def _columns(links: Links, table: str, kind: Kind) -> Sequence[str]:
    known = {EXECUTION: _EXECUTION, VERSION: _VERSION, DATASET: _DATASET}.get(table)
    if known is None and kind is Kind.asset:
        known = _ASSET
    own = links.model.definition(table).columns
    return known or [name for name in own if name not in SYSTEM_COLUMNS] + ["RCT", "RCB"]


def _read(
    links: Links, table: str, columns: Sequence[str], rids: Sequence[str]
) -> Iterator[tuple[str, tuple[dict[str, Any], bool]]]:
    """Read rows, and what those that are not there any more were in the end."""
    missing = dict.fromkeys(rids)
    for rid, row in _rows(links, links.model.table(table), columns, rids):
        del missing[rid]
        yield rid, (row, False)
    if missing:
        last = dict(_rows(links, ended(links.model, table), columns, list(missing)))
        yield from ((rid, (row, True)) for rid, row in last.items())


def _rows(
    links: Links, source: Any, columns: Sequence[str], rids: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    query = sa.select(source.c.RID, *(source.c[name] for name in columns)).order_by(source.c.RVS)
    query = query.where(source.c.RID.in_(listed(links.connection, rids)))
    for rid, *values in links.connection.execute(query):
        yield rid, dict(zip(columns, values, strict=True))


def _add_workflows(links: Links, executions: Sequence[dict[str, Any]]) -> None:
    """Add to what is told of executions what is known of their workflows."""
    rids = sorted({each["Workflow"] for each in executions if each["Workflow"]})
    known = {rid: row for rid, (row, _) in _read(links, "Workflow", _WORKFLOW, rids)} if rids else {}
    for each in executions:
        each["workflow"] = known.get(each["Workflow"])


def _add_datasets(
    links: Links, told: Mapping[str, tuple[dict[str, Any], bool]], versions: Sequence[str]
) -> None:
    """Add to what is told of versions what their datasets say of themselves."""
    rids = sorted({told[rid][0]["Dataset"] for rid in versions})
    known = {rid: row for rid, (row, _) in _read(links, DATASET, _DATASET, rids)} if rids else {}
    for rid in versions:
        each = told[rid][0]
        each["dataset"] = known.get(each["Dataset"])


def _node(
    rid: str, table: str, kind: Kind, generation: int, told: tuple[dict[str, Any], bool] | None
) -> Node:
    if told is None:
        return Node(rid, table, kind, f"{table} {rid}", generation, is_deleted=True, is_known=False)
    row, is_deleted = told
    owner = row.get("dataset") or row
    is_deleted = is_deleted or (kind is Kind.dataset and bool(owner.get("Deleted")))
    return Node(rid, table, kind, _label(rid, table, kind, row), generation, is_deleted, True, row)


def _label(rid: str, table: str, kind: Kind, row: Mapping[str, Any]) -> str:
    if kind is Kind.execution:
        workflow = row["workflow"] or {}
        return f"{workflow.get('Name') or EXECUTION} {rid}"
    if table == VERSION:
        return f"Dataset {row['Dataset']} {row['Version']}"
    if kind is Kind.asset:
        return f"{table} {row['Filename'] or rid}"
    if kind is Kind.feature:
        return f"{row.get('Feature_Name') or table} {rid}"
    return f"{table} {rid}"
