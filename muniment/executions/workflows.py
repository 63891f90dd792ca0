"""Workflows: the code of executions, found again by its content and never added twice."""

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import frames, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.schema.tables import Model
from muniment.catalog.vocabularies import resolve_terms
from muniment.errors import DirtyWorkflow, InvalidValue, WorkflowNotFound
from muniment.executions.source import SourceCode


@dataclass(frozen=True)
class Workflow:
    """Code that can be executed.

    Attributes:
        rid: RID of its row.
        name: What its author calls it.
        workflow_type: What it does; terms of Workflow_Type.
        description: What it is for.
        url: Where its code is, at the commit it had when it was first seen.
        checksum: Checksum of its code, as git counts it.
        version: What ``git describe`` said of it.
        source: What was found of the code in this run; None if the workflow was looked up.
    """

    rid: str
    name: str
    workflow_type: tuple[str, ...]
    description: str
    url: str | None
    checksum: str | None
    version: str | None
    source: SourceCode | None = None

    @property
    def workflow_rid(self) -> str:
        """RID of its row."""
        return self.rid


def create(
    catalog: Catalog,
    source: SourceCode,
    name: str,
    workflow_type: str | Iterable[str],
    description: str = "",
    *,
    allow_dirty: bool = True,
) -> Workflow:
    """Give the workflow of some code: the one there is of this name and content, or a new one.

    Args:
        catalog: Where it is kept.
        source: The code.
        name: What to call it.
        workflow_type: Terms of Workflow_Type.
        description: What it is for.
        allow_dirty: Whether code with uncommitted changes is taken, with a warning.

    Raises:
        InvalidValue: There is no name.
        TermNotFound: There is no such workflow type.
        DirtyWorkflow: The code has uncommitted changes, and these are not allowed.
    """
    if not str(name or "").strip():
        raise InvalidValue(f"A workflow needs a name, and {name!r} is none.")
    types = resolve_terms(catalog, "Workflow_Type", workflow_type)
    _report(source, allow_dirty)

    def write(tx: Transaction) -> Workflow:
        tx.claim("workflow", name)
        there = _identical(tx.connection, catalog.model, name, source.checksum, types)
        if there is None:
            row = {
                "Name": name,
                "Description": description,
                "URL": source.url,
                "Checksum": source.checksum,
                "Version": source.version,
            }
            [there] = rows.insert(tx, catalog.model, "Workflow", [row])
            links = [(there, term) for term in types]
            link = catalog.model.table("Workflow_Workflow_Type")
            rows.insert_checked(tx, link, ("Workflow", "Workflow_Type"), links)
        [found] = _read(tx.connection, catalog.model, catalog.model.table("Workflow").c.RID == there)
        return found

    return Workflow(**{**vars(catalog.transact(write)), "source": source})


def _report(source: SourceCode, allow_dirty: bool) -> None:
    if not allow_dirty and not source.is_committed:
        raise DirtyWorkflow(
            f"The code is not committed as it is. {' '.join(source.problems)} Commit it, or leave "
            "allow_dirty=False out to run all the same and have it recorded."
        )
    for problem in source.problems:
        warnings.warn(f"Provenance of this workflow: {problem}", stacklevel=4)


def _identical(
    connection: Connection, model: Model, name: str, checksum: str | None, types: list[str]
) -> str | None:
    """Find the workflow that is the same in name, content and types."""
    table = model.table("Workflow")
    content = table.c.Checksum.is_(None) if checksum is None else table.c.Checksum == checksum
    candidates = _read(connection, model, sa.and_(table.c.Name == name, content))
    return next((w.rid for w in candidates if set(w.workflow_type) == set(types)), None)


def _read(connection: Connection, model: Model, condition: sa.ColumnElement[bool]) -> list[Workflow]:
    table, link = model.table("Workflow"), model.table("Workflow_Workflow_Type")
    types: dict[str, list[str]] = {}
    chosen = sa.select(table.c.RID).where(condition)
    for rid, name in connection.execute(
        sa.select(link.c.Workflow, link.c.Workflow_Type).where(link.c.Workflow.in_(chosen))
    ):
        types.setdefault(rid, []).append(name)
    query = sa.select(table).where(condition).order_by(*frames.rid_order(table.c.RID))
    return [_workflow(row, types.get(row["RID"], [])) for row in connection.execute(query).mappings()]


def _workflow(row: Mapping[Any, Any], types: Iterable[str]) -> Workflow:
    return Workflow(
        rid=row["RID"],
        name=row["Name"],
        workflow_type=tuple(sorted(types)),
        description=row["Description"] or "",
        url=row["URL"],
        checksum=row["Checksum"],
        version=row["Version"],
    )


def find(catalog: Catalog) -> list[Workflow]:
    """Give all workflows by RID."""
    with catalog.read() as connection:
        return _read(connection, catalog.model, sa.true())


def lookup(catalog: Catalog, rid: str) -> Workflow:
    """Give one workflow by its RID.

    Raises:
        WorkflowNotFound: There is none.
    """
    wanted = ids.normalize(rid)
    with catalog.read() as connection:
        found = _read(connection, catalog.model, catalog.model.table("Workflow").c.RID == wanted)
    if not found:
        raise WorkflowNotFound(f"There is no workflow {wanted}. ml.find_workflows() gives those there are.")
    return found[0]


def lookup_by_url(catalog: Catalog, url_or_checksum: str) -> Workflow:
    """Give the newest workflow of this URL or checksum.

    Raises:
        WorkflowNotFound: There is none.
    """
    table = catalog.model.table("Workflow")
    with catalog.read() as connection:
        condition = sa.or_(table.c.URL == url_or_checksum, table.c.Checksum == url_or_checksum)
        newest = sa.select(table.c.RID).where(condition).order_by(table.c.RCT.desc(), table.c.RVS.desc())
        found = _read(connection, catalog.model, table.c.RID.in_(newest.limit(1)))
    if not found:
        raise WorkflowNotFound(f"No workflow has the URL or checksum {url_or_checksum!r}.")
    return found[0]
