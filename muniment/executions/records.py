"""Executions as the catalog knows them: their rows, states, times and inputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import assets, datasets, frames, rows, versions
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.schema.tables import Model
from muniment.errors import ExecutionNotFound, VersionNotFound
from muniment.executions.configuration import DatasetSpec, ExecutionConfiguration
from muniment.executions.states import ExecutionStatus, check_move


@dataclass(frozen=True)
class ExecutionRecord:
    """What the catalog says of an execution.

    Attributes:
        execution_rid: Its RID.
        workflow_rid: RID of its workflow.
        status: Where it stands.
        error: Why it failed, or None.
        start_time: When its code began, in UTC.
        stop_time: When its code ended, in UTC.
        configuration: Its inputs, parameters, command line and code, as JSON.
    """

    execution_rid: str
    workflow_rid: str | None
    description: str
    status: ExecutionStatus
    error: str | None
    start_time: datetime | None
    stop_time: datetime | None
    configuration: Mapping[str, Any]


def create(
    catalog: Catalog, configuration: ExecutionConfiguration, workflow: str, source: Mapping[str, Any]
) -> str:
    """Make an execution with its declared inputs, and give its RID.

    Raises:
        DatasetNotFound: A declared dataset is not there. No execution is made then.
        VersionNotFound: A declared dataset has no such version.
        AssetNotFound: A declared asset is not there.
        InvalidValue: The parameters cannot be written as JSON.
    """
    inputs = [input_version(catalog, spec) for spec in configuration.datasets]
    tables = [(assets.locate_asset(catalog, spec.rid), spec.rid) for spec in configuration.assets]
    row = {
        "Workflow": workflow,
        "Description": configuration.description,
        "Status": ExecutionStatus.Created.value,
        "Configuration": {**configuration.record(), "source": dict(source)},
    }
    with catalog.write() as tx:
        [rid] = rows.insert(tx, catalog.model, "Execution", [row])
        for dataset, version in inputs:
            add_input_dataset(tx, catalog.model, rid, dataset, version)
        for table, asset in tables:
            assets.link_assets(tx, catalog.model, table, [asset], rid, assets.INPUT)
    return rid


def input_version(catalog: Catalog, spec: DatasetSpec) -> tuple[str, str]:
    """Give the RIDs of the dataset and of the version that a spec means.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It has no such version.
    """
    dataset = datasets.lookup(catalog, spec.rid).rid
    with catalog.read() as connection:
        if spec.version is None:
            return dataset, versions.current(connection, catalog.model, dataset).version_rid
        known = versions.history(connection, catalog.model, dataset)
    for entry in known:
        if entry.dataset_version == spec.version:
            return dataset, entry.version_rid
    names = ", ".join(str(entry.dataset_version) for entry in known)
    raise VersionNotFound(f"Dataset {dataset} has no version {spec.version}. It has {names}.")


def add_input_dataset(tx: Transaction, model: Model, execution: str, dataset: str, version: str) -> None:
    """Record that an execution reads a version of a dataset; once is enough."""
    link = model.table("Dataset_Execution")
    there = sa.select(link.c.RID).where(
        link.c.Dataset == dataset, link.c.Execution == execution, link.c.Dataset_Version == version
    )
    if tx.connection.execute(there).first() is None:
        columns = ("Dataset", "Execution", "Dataset_Version")
        rows.insert_checked(tx, link, columns, [(dataset, execution, version)])


def lookup(catalog: Catalog, rid: str) -> ExecutionRecord:
    """Give one execution.

    Raises:
        ExecutionNotFound: There is none of this RID.
    """
    wanted = ids.normalize(rid)
    found = _select(catalog, catalog.model.table("Execution").c.RID == wanted)
    if not found:
        raise ExecutionNotFound(
            f"There is no execution {wanted}. ml.find_executions() gives those there are."
        )
    return found[0]


def find(catalog: Catalog, workflow: str | None = None, status: str | None = None) -> list[ExecutionRecord]:
    """Give executions by RID, those of a workflow or in a state if asked."""
    table = catalog.model.table("Execution")
    conditions: list[sa.ColumnElement[bool]] = [sa.true()]
    conditions += [table.c.Workflow == workflow] if workflow else []
    conditions += [table.c.Status == str(ExecutionStatus(status))] if status else []
    return _select(catalog, sa.and_(*conditions))


def _select(catalog: Catalog, condition: sa.ColumnElement[bool]) -> list[ExecutionRecord]:
    table = catalog.model.table("Execution")
    query = sa.select(table).where(condition).order_by(*frames.rid_order(table.c.RID))
    with catalog.read() as connection:
        return [_record(row) for row in connection.execute(query).mappings()]


def _record(row: Mapping[Any, Any]) -> ExecutionRecord:
    status = ExecutionStatus(row["Status"])
    return ExecutionRecord(
        execution_rid=row["RID"],
        workflow_rid=row["Workflow"],
        description=row["Description"] or "",
        status=status,
        error=row["Status_Detail"] if status is ExecutionStatus.Failed else None,
        start_time=row["Start_Time"],
        stop_time=row["Stop_Time"],
        configuration=row["Configuration"] or {},
    )


def move(catalog: Catalog, execution: str, target: ExecutionStatus, detail: str | None = None) -> None:
    """Bring an execution to another state; its times are kept along.

    Raises:
        InvalidTransition: It cannot go there from where it is.
    """
    with catalog.write(execution) as tx:
        now = _state(tx.connection, catalog.model, execution)
        if now == target and target is ExecutionStatus.Pending_Upload:
            return  # an upload that was killed goes on
        check_move(execution, now, target)
        rows.update(tx, catalog.model, "Execution", [_change(tx, catalog.model, execution, target, detail)])


def _state(connection: Connection, model: Model, execution: str) -> str:
    return str(rows.lookup(connection, model, "Execution", execution)["Status"])


def _change(
    tx: Transaction, model: Model, execution: str, target: ExecutionStatus, detail: str | None
) -> dict[str, Any]:
    change: dict[str, Any] = {"RID": execution, "Status": target.value, "Status_Detail": detail}
    begun = rows.lookup(tx.connection, model, "Execution", execution)
    if target is ExecutionStatus.Running:
        change["Start_Time"] = tx.time
    elif begun["Start_Time"] and not begun["Stop_Time"]:
        change["Stop_Time"] = tx.time
        change["Execution_Duration"] = _duration((tx.time - begun["Start_Time"]).total_seconds())
    return change


def finish_upload(tx: Transaction, model: Model, execution: str, seconds: float) -> None:
    """Note in the transaction of an upload that it is through."""
    change = {
        "RID": execution,
        "Status": ExecutionStatus.Uploaded.value,
        "Status_Detail": None,
        "Upload_Duration": _duration(seconds),
    }
    rows.update(tx, model, "Execution", [change])


def note_download(catalog: Catalog, execution: str, seconds: float) -> None:
    """Note how long the last download of an input took."""
    with catalog.write(execution) as tx:
        change = {"RID": execution, "Download_Duration": _duration(seconds)}
        rows.update(tx, catalog.model, "Execution", [change])


def _duration(seconds: float) -> str:
    """Write a duration as DerivaML does.

    Example:
        >>> _duration(3725.5)
        '1H 2min 5.5sec'
    """
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{int(hours)}H {int(minutes)}min {round(seconds, 4)}sec"


def input_datasets(catalog: Catalog, execution: str) -> list[tuple[str, str | None]]:
    """Give the datasets that an execution read, each with the version."""
    link, version = catalog.model.table("Dataset_Execution"), catalog.model.table("Dataset_Version")
    query = (
        sa.select(link.c.Dataset, version.c.Version)
        .join(version, link.c.Dataset_Version == version.c.RID, isouter=True)
        .where(link.c.Execution == execution)
        .order_by(*frames.rid_order(link.c.RID))
    )
    with catalog.read() as connection:
        return [(row.Dataset, row.Version) for row in connection.execute(query)]
