"""Executions as the catalog knows them: their rows, states, times and inputs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import assets, datasets, frames, rows, versions
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.files import unknown_provenance
from muniment.catalog.schema.tables import Model
from muniment.catalog.together import ReadTogether
from muniment.catalog.versions import DatasetHistory
from muniment.errors import ExecutionNotFound, VersionNotFound
from muniment.executions import local_files, nesting, sessions
from muniment.executions.configuration import AssetSpec, DatasetSpec, ExecutionConfiguration, LocalFile
from muniment.executions.local_files import LocalInput
from muniment.executions.sessions import Session
from muniment.executions.states import ExecutionStatus, check_move, parse_status


@dataclass(frozen=True)
class Uses:
    """The RIDs of the assets that an execution read and made, by table, and of the datasets it read."""

    inputs: dict[str, tuple[str, ...]]
    outputs: dict[str, tuple[str, ...]]
    datasets: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class ExecutionRecord:
    """What the catalog says of an execution.

    Attributes:
        execution_rid: Its RID.
        workflow_rid: RID of its workflow.
        status: Where it stands.
        error: Why its code or its upload failed, or None; it stays when the outputs are uploaded after all.
        start_time: When its code began, in UTC.
        stop_time: When its code ended, in UTC.
        configuration: Its declared inputs, parameters, command line and code, as JSON.

    Example:
        >>> [record.outputs for record in ml.find_executions()]
        [...]
    """

    execution_rid: str
    workflow_rid: str | None
    description: str
    status: ExecutionStatus
    error: str | None
    start_time: datetime | None
    stop_time: datetime | None
    configuration: Mapping[str, Any]
    listing: ReadTogether[Uses] | None = field(default=None, repr=False, compare=False)
    ran: ReadTogether[tuple[Session, ...]] | None = field(default=None, repr=False, compare=False)
    catalog: Catalog | None = field(default=None, repr=False, compare=False)

    @property
    def inputs(self) -> dict[str, tuple[str, ...]]:
        """The RIDs of the assets that it has read, by table; those of a listing are read together."""
        return self._uses("inputs").inputs

    @property
    def outputs(self) -> dict[str, tuple[str, ...]]:
        """The RIDs of the assets that it has made, by table; those of a listing are read together."""
        return self._uses("outputs").outputs

    @property
    def input_datasets(self) -> tuple[tuple[str, str | None], ...]:
        """The RIDs of the datasets that it has read, each with the version."""
        return self._uses("datasets").datasets

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The processes that have run it, in order; those of a listing are read together."""
        return (self.ran and self.ran.take(self.execution_rid)) or ()

    @property
    def environment(self) -> Mapping[str, Any]:
        """What its code ran in last: ``python``, ``packages``, ``system``, ``machine``; empty if unknown."""
        return self.sessions[-1].environment if self.sessions else {}

    @property
    def message(self) -> str | None:
        """How far it is, by its own words; see `Execution.update_status`."""
        return self.sessions[-1].message if self.sessions else None

    @property
    def traceback(self) -> str | None:
        """The traceback of the error that ended its code, if one did."""
        how = self.sessions[-1].exit if self.sessions else None
        return how if how and "Traceback (most recent call last)" in how else None

    def list_execution_children(self, recurse: bool = False) -> "list[ExecutionRecord]":
        """Give the executions that are nested in it, by their sequence; those without a number come last.

        Args:
            recurse: Whether each is followed by those nested in it.
        """
        return self._related("children", recurse)

    def list_execution_parents(self, recurse: bool = False) -> "list[ExecutionRecord]":
        """Give the executions that it is nested in.

        Args:
            recurse: Whether each is followed by those that it is nested in.
        """
        return self._related("parents", recurse)

    def is_parent(self) -> bool:
        """Say whether executions are nested in it."""
        return bool(self._related_rids("children"))

    def is_nested(self) -> bool:
        """Say whether it is nested in another."""
        return bool(self._related_rids("parents"))

    def _related(self, direction: str, recurse: bool) -> "list[ExecutionRecord]":
        rids = self._related_rids(direction, recurse)
        if self.catalog is None:
            return []
        known = {record.execution_rid: record for record in find_some(self.catalog, rids)}
        return [known[rid] for rid in rids if rid in known]

    def _related_rids(self, direction: str, recurse: bool = False) -> list[str]:
        if self.catalog is None:
            return []
        return nesting.related(self.catalog, self.execution_rid, direction, recurse)

    def _uses(self, purpose: str) -> Uses:
        found = self.listing and self.listing.take(self.execution_rid, purpose)
        return found or Uses({}, {}, ())


@dataclass(frozen=True)
class Plan:
    """An execution that was not made yet, whose declared inputs are there.

    Attributes:
        row: The row it will have.
        datasets: The versions of the datasets it reads.
        assets: The assets it reads, each with its table.
        files: The files of this machine that it reads.
    """

    row: Mapping[str, Any]
    datasets: Sequence[DatasetHistory]
    assets: Sequence[tuple[str, str]]
    files: Sequence[LocalInput] = ()


def plan(
    catalog: Catalog, configuration: ExecutionConfiguration, workflow: str, source: Mapping[str, Any]
) -> Plan:
    """Look up all that an execution is to read. Nothing is written.

    Raises:
        DatasetNotFound: A declared dataset is not there.
        VersionNotFound: A declared dataset has no such version.
        AssetNotFound: A declared asset is not there.
        StagingError: A declared file of this machine is not there, or cannot be read.
        InvalidValue: The parameters cannot be written as JSON, or the description is no text.
    """
    inputs = [input_version(catalog, spec) for spec in configuration.datasets]
    pinned = [str(entry.dataset_version) for entry in inputs]
    specs = [spec for spec in configuration.assets if isinstance(spec, AssetSpec)]
    tables = assets.locate_assets(catalog, [spec.rid for spec in specs])
    files = {spec: local_files.read(spec) for spec in configuration.assets if isinstance(spec, LocalFile)}
    told = [
        local_files.declared(files[spec], spec) if isinstance(spec, LocalFile) else spec.model_dump()
        for spec in configuration.assets
    ]
    row = {
        "Workflow": workflow,
        "Description": configuration.description,
        "Status": ExecutionStatus.Created.value,
        "Configuration": {**configuration.record(pinned, told), "source": dict(source)},
    }
    columns = catalog.definition("Execution").columns
    checked = {name: rows.check_value("Execution", columns[name], value) for name, value in row.items()}
    return Plan(checked, inputs, [(table, rid) for rid, table in tables.items()], list(files.values()))


def create(catalog: Catalog, planned: Plan, parent: str | None = None, sequence: int | None = None) -> str:
    """Make an execution with its declared inputs, and give its RID.

    Args:
        catalog: Where to make it.
        planned: What `plan` gave.
        parent: The execution that it is nested in.
        sequence: Which one of those it is; the next if left out.

    Raises:
        ExecutionNotFound: There is no such parent.
        InvalidValue: The sequence is no number.
    """
    owner = unknown_provenance(catalog) if planned.files else ""

    def write(tx: Transaction) -> str:
        row, files = dict(planned.row), local_files.add(tx, catalog.model, planned.files, owner)
        row["Configuration"] = local_files.with_rids(row["Configuration"], files)
        [rid] = rows.insert(tx, catalog.model, "Execution", [row])
        if read := list(files.values()):
            assets.link_assets(tx, catalog.model, local_files.TABLE, read, rid, assets.INPUT)
        for entry in planned.datasets:
            add_input_dataset(tx, catalog.model, rid, entry)
        for table, asset in planned.assets:
            assets.link_assets(tx, catalog.model, table, [asset], rid, assets.INPUT)
        if parent is not None:
            nesting.nest_new(tx, catalog.model, parent, rid, sequence)
        return rid

    return catalog.transact(write)


def claim(tx: Transaction, execution: str) -> None:
    """Let no other transaction change the state or the inputs of an execution until this one ends."""
    tx.claim("execution", execution)


def input_version(catalog: Catalog, spec: DatasetSpec) -> DatasetHistory:
    """Give the version of a dataset that a spec means; one that was released is there though it was deleted.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It has no such version.
    """
    dataset = datasets.lookup(catalog, spec.rid, deleted=spec.version is not None).rid
    with catalog.read() as connection:
        if spec.version is None:
            return versions.current(connection, catalog.model, dataset)
        known = versions.history(connection, catalog.model, dataset)
    for entry in known:
        if entry.dataset_version == spec.version:
            return entry
    names = ", ".join(str(entry.dataset_version) for entry in known)
    raise VersionNotFound(f"Dataset {dataset} has no version {spec.version}. It has {names}.")


def add_input_dataset(tx: Transaction, model: Model, execution: str, entry: DatasetHistory) -> None:
    """Record that an execution reads a version of a dataset; once is enough."""
    claim(tx, execution)
    link = model.table("Dataset_Execution")
    there = sa.select(link.c.RID).where(
        link.c.Dataset == entry.dataset_rid,
        link.c.Execution == execution,
        link.c.Dataset_Version == entry.version_rid,
    )
    if tx.connection.execute(there).first() is None:
        columns = ("Dataset", "Execution", "Dataset_Version")
        rows.insert_checked(tx, link, columns, [(entry.dataset_rid, execution, entry.version_rid)])


def note_input_dataset(catalog: Catalog, execution: str, entry: DatasetHistory) -> None:
    """Record in a transaction of its own that an execution reads a version of a dataset."""
    catalog.transact(lambda tx: add_input_dataset(tx, catalog.model, execution, entry), execution)


def note_input_asset(catalog: Catalog, execution: str, table: str, asset: str) -> None:
    """Record that an execution reads an asset; once is enough."""

    def write(tx: Transaction) -> None:
        assets.link_assets(tx, catalog.model, table, [asset], execution, assets.INPUT)

    catalog.transact(write, execution)


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


def is_aborted(catalog: Catalog, rid: str) -> bool:
    """Say whether an execution was given up; a dry run, which has no row, was not."""
    found = _select(catalog, catalog.model.table("Execution").c.RID == rid)
    return bool(found) and found[0].status is ExecutionStatus.Aborted


def find(catalog: Catalog, workflow: str | None = None, status: str | None = None) -> list[ExecutionRecord]:
    """Give executions by RID, those of a workflow or in a state if asked."""
    table = catalog.model.table("Execution")
    conditions: list[sa.ColumnElement[bool]] = [sa.true()]
    conditions += [table.c.Workflow == workflow] if workflow else []
    conditions += [table.c.Status == parse_status(status).value] if status else []
    return _select(catalog, sa.and_(*conditions))


def find_some(catalog: Catalog, rids: Sequence[str]) -> list[ExecutionRecord]:
    """Give those of some executions that are there, by RID."""
    table = catalog.model.table("Execution")
    with catalog.read() as connection:
        condition = table.c.RID.in_(listed(connection, rids))
    return _select(catalog, condition) if rids else []


def _select(catalog: Catalog, condition: sa.ColumnElement[bool]) -> list[ExecutionRecord]:
    table = catalog.model.table("Execution")
    query = sa.select(table).where(condition).order_by(*frames.rid_order(table.c.RID))
    with catalog.read() as connection:
        found = connection.execute(query).mappings().all()
    rids = [row["RID"] for row in found]
    listing = ReadTogether(catalog, lambda: rids, partial(uses, catalog))
    ran = ReadTogether(catalog, lambda: rids, partial(sessions.find, catalog))
    return [_record(catalog, row, listing, ran) for row in found]


def uses(catalog: Catalog, executions: Sequence[str]) -> dict[str, Uses]:
    """Give what each of some executions has read and made."""
    linked: dict[tuple[str, str], dict[str, list[str]]] = {}
    for execution, role, table, rid in assets.used_by(catalog, executions):
        linked.setdefault((execution, role), {}).setdefault(table, []).append(rid)
    read = input_datasets(catalog, executions)
    return {
        each: Uses(
            inputs=_frozen(linked.get((each, assets.INPUT), {})),
            outputs=_frozen(linked.get((each, assets.OUTPUT), {})),
            datasets=tuple(read.get(each, ())),
        )
        for each in executions
    }


def _frozen(tables: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {table: tuple(rids) for table, rids in tables.items()}


def _record(
    catalog: Catalog,
    row: Mapping[Any, Any],
    listing: ReadTogether[Uses],
    ran: ReadTogether[tuple[Session, ...]],
) -> ExecutionRecord:
    status = ExecutionStatus(row["Status"])
    return ExecutionRecord(
        execution_rid=row["RID"],
        workflow_rid=row["Workflow"],
        description=row["Description"] or "",
        status=status,
        error=row["Status_Detail"],
        start_time=row["Start_Time"],
        stop_time=row["Stop_Time"],
        configuration=row["Configuration"] or {},
        listing=listing,
        ran=ran,
        catalog=catalog,
    )


def move(
    catalog: Catalog,
    execution: str,
    target: ExecutionStatus,
    detail: str | None = None,
    *,
    again: bool = False,
    how: str | None = None,
    also: Callable[[Transaction], None] = lambda _: None,
) -> None:
    """Bring an execution to another state; its times are kept along.

    Args:
        catalog: Where it is.
        execution: Its RID.
        target: The state that it is to have.
        detail: Why it failed.
        again: Whether it may be in that state already, as one whose process died.
        how: How its code ended, if it has and that state says so.
        also: What else is written in the same transaction.

    Raises:
        InvalidTransition: It cannot go there from where it is.
    """

    def write(tx: Transaction) -> None:
        claim(tx, execution)
        now = _state(tx.connection, catalog.model, execution)
        also(tx)
        if target in _ENDED and how is not None:
            sessions.end(tx, execution, how)
        if now == target and (again or target is ExecutionStatus.Pending_Upload):
            return  # an upload that was killed goes on, and so does a run
        check_move(execution, now, target)
        rows.update(tx, catalog.model, "Execution", [_change(tx, catalog.model, execution, target, detail)])

    catalog.transact(write, execution)


def _state(connection: Connection, model: Model, execution: str) -> str:
    return str(rows.lookup(connection, model, "Execution", execution)["Status"])


_ENDS = frozenset(ExecutionStatus) - {
    ExecutionStatus.Created,
    ExecutionStatus.Running,
    ExecutionStatus.Uploaded,
}
_ENDED = frozenset({ExecutionStatus.Stopped, ExecutionStatus.Failed, ExecutionStatus.Aborted})
"""The states in which no process runs its code any more."""
_UPLOAD_FAILED = "Upload failed: "


def _change(
    tx: Transaction, model: Model, execution: str, target: ExecutionStatus, detail: str | None
) -> dict[str, Any]:
    """Give what changes in a row; the reason of a failure stays whatever comes after it."""
    change: dict[str, Any] = {"RID": execution, "Status": target.value}
    change |= {} if detail is None else {"Status_Detail": detail}
    known = rows.lookup(tx.connection, model, "Execution", execution)
    if target is ExecutionStatus.Running:
        change["Start_Time"] = tx.time
    elif target in _ENDS and not known["Stop_Time"]:
        change |= _end(tx, known)
    return change


def _end(tx: Transaction, known: Mapping[str, Any]) -> dict[str, Any]:
    if not known["Start_Time"]:
        return {}
    seconds = (tx.time - known["Start_Time"]).total_seconds()
    return {"Stop_Time": tx.time, "Execution_Duration": _duration(seconds)}


def note_end(catalog: Catalog, execution: str, how: str) -> None:
    """Note when, and how, the code of an execution has ended that was uploaded before it ended."""

    def write(tx: Transaction) -> None:
        claim(tx, execution)
        sessions.end(tx, execution, how)
        known = rows.lookup(tx.connection, catalog.model, "Execution", execution)
        rows.update(tx, catalog.model, "Execution", [{"RID": execution, **_end(tx, known)}])

    catalog.transact(write, execution)


def note_failed_upload(catalog: Catalog, execution: str, reason: str) -> None:
    """Note that an upload has failed, beside the reason why the code failed if it has."""
    before = lookup(catalog, execution).error
    told = [*([_own_reason(before)] if _own_reason(before) else []), f"{_UPLOAD_FAILED}{reason}"]
    move(catalog, execution, ExecutionStatus.Failed, "\n".join(map(str, told)))


def _own_reason(detail: str | None) -> str | None:
    """Give why the code failed, without why an upload failed."""
    return (detail or "").partition(_UPLOAD_FAILED)[0].strip() or None


def finish_upload(tx: Transaction, model: Model, execution: str, seconds: float) -> None:
    """Note in the transaction of an upload that it is through; why the code failed stays."""
    claim(tx, execution)
    known = rows.lookup(tx.connection, model, "Execution", execution)
    change = {
        "RID": execution,
        "Status": ExecutionStatus.Uploaded.value,
        "Status_Detail": _own_reason(known["Status_Detail"]),
        "Upload_Duration": _duration(seconds),
    }
    rows.update(tx, model, "Execution", [change])


def note_download(catalog: Catalog, execution: str, seconds: float) -> None:
    """Note how long the last download of an input took."""
    change = {"RID": execution, "Download_Duration": _duration(seconds)}
    catalog.transact(lambda tx: rows.update(tx, catalog.model, "Execution", [change]), execution)


def _duration(seconds: float) -> str:
    """Write a duration as DerivaML does.

    Example:
        >>> _duration(3725.5)
        '1H 2min 5.5sec'
    """
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{int(hours)}H {int(minutes)}min {round(seconds, 4)}sec"


def input_datasets(catalog: Catalog, executions: Sequence[str]) -> dict[str, list[tuple[str, str | None]]]:
    """Give the datasets that each of some executions has read, with the version."""
    link, version = catalog.model.table("Dataset_Execution"), catalog.model.table("Dataset_Version")
    query = (
        sa.select(link.c.Execution, link.c.Dataset, version.c.Version)
        .join(version, link.c.Dataset_Version == version.c.RID, isouter=True)
        .order_by(*frames.rid_order(link.c.RID))
    )
    found: dict[str, list[tuple[str, str | None]]] = {}
    with catalog.read() as connection:
        wanted = link.c.Execution.in_(listed(connection, executions))
        for execution, dataset, number in connection.execute(query.where(wanted)):
            found.setdefault(execution, []).append((dataset, number))
    return found
