"""What this machine has of executions: which it has begun, what waits to be uploaded, and which have died."""

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from muniment.catalog.catalog import Catalog
from muniment.executions import records
from muniment.executions.journal import Journal, Waiting
from muniment.executions.records import ExecutionRecord
from muniment.executions.run_lock import RunLock
from muniment.executions.states import ExecutionStatus

FOLDER = "executions"
LOCK = "run.lock"


@dataclass(frozen=True)
class LocalExecution:
    """An execution that was begun in this working directory.

    Attributes:
        record: What the catalog says of it.
        waiting: How many files and feature values wait to be uploaded.
        has_died: Whether the process is gone that ran it, though it is Running.
        folder: Where its files are.
    """

    record: ExecutionRecord
    waiting: Waiting
    has_died: bool
    folder: Path

    @property
    def execution_rid(self) -> str:
        """Its RID."""
        return self.record.execution_rid

    @property
    def status(self) -> ExecutionStatus:
        """Where it stands."""
        return self.record.status

    @property
    def start_time(self) -> datetime | None:
        """When its code began, in UTC."""
        return self.record.start_time

    def __repr__(self) -> str:
        state = f"{self.status.value}, its process died" if self.has_died else self.status.value
        waits = f", {self.waiting} not uploaded" if any(self.waiting) else ""
        return f"<{self.execution_rid}: {state}{waits}>"


@dataclass(frozen=True)
class PendingSummary:
    """What waits to be uploaded.

    Attributes:
        tables: For each execution, the number of files or values by table.
    """

    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def has_pending(self) -> bool:
        """Whether anything waits."""
        return bool(self.total)

    @property
    def total(self) -> int:
        """Number of files and values."""
        return sum(sum(tables.values()) for tables in self.tables.values())

    def render(self) -> str:
        """Write it as text, a line for each execution.

        Example:
            >>> print(PendingSummary({"1-4K7Q": {"Image": 2, "Execution_Image_Quality": 10}}).render())
            1-4K7Q: 2 of Image, 10 of Execution_Image_Quality
        """
        lines = [
            f"{rid}: {', '.join(f'{count} of {table}' for table, count in tables.items())}"
            for rid, tables in self.tables.items()
        ]
        return "\n".join(lines) or "Nothing waits to be uploaded."

    __repr__ = render

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.render())}</pre>"


def list_local(catalog: Catalog, folder: Path, journal: Journal | None) -> Iterator[LocalExecution]:
    """Give the executions that were begun in a working directory, by RID."""
    waiting = journal.unfinished() if journal else {}
    rids = [each.name for each in (folder / FOLDER).glob("*") if each.is_dir()]
    found = records.find_some(catalog, sorted({*rids, *waiting}))
    dead = {record.execution_rid for record in _dead(catalog, folder, found)}
    for record in found:
        rid = record.execution_rid
        yield LocalExecution(record, waiting.get(rid, Waiting(0, 0)), rid in dead, folder / FOLDER / rid)


def find_dead(catalog: Catalog, folder: Path) -> Sequence[ExecutionRecord]:
    """Give the executions that are Running, were begun in a working directory, and whose process is gone."""
    if not (folder / FOLDER).is_dir():
        return []
    return _dead(catalog, folder, records.find(catalog, status=ExecutionStatus.Running))


def _dead(catalog: Catalog, folder: Path, found: Iterable[ExecutionRecord]) -> Sequence[ExecutionRecord]:
    """Give those that are Running though no process has the lock; one may just have ended."""
    free = [
        record.execution_rid
        for record in found
        if record.status is ExecutionStatus.Running
        and _is_free(folder / FOLDER / record.execution_rid / LOCK)
    ]
    again = records.find_some(catalog, free) if free else []
    return [record for record in again if record.status is ExecutionStatus.Running]


def _is_free(lock_file: Path) -> bool:
    """Say whether the lock of a run is there, and no process has it."""
    return lock_file.exists() and RunLock(lock_file).is_free()


def describe_dead(record: ExecutionRecord) -> str:
    """Say that the process of a run died, how far it was, and what to do.

    Example:
        >>> [record] = ml.find_executions()[:1]
        >>> describe_dead(record).partition(". ")[0]
        'Execution ... is Running, but its process is gone'
    """
    how_far = f" Its last words: {record.message!r}." if record.message else ""
    rid = record.execution_rid
    return (
        f"Execution {rid} is Running, but its process is gone.{how_far} ml.resume_execution({rid!r}) takes "
        "it up: enter it again with `with`, upload what it has staged, or give it up with abort()."
    )


def summarize(journal: Journal | None, executions: Sequence[str] | None = None) -> PendingSummary:
    """Count what waits to be uploaded, by execution and table."""
    found = journal.pending_tables() if journal else {}
    return PendingSummary({rid: found[rid] for rid in found if executions is None or rid in executions})
