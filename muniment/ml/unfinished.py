"""What is said of runs that were left: at the exit if they hold staged files, at the opening if they died."""

import atexit
import os
import shlex
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

from muniment.catalog.catalog import Catalog
from muniment.errors import MunimentError
from muniment.executions import pending, records
from muniment.executions.journal import Journal, Waiting
from muniment.executions.states import ExecutionStatus
from muniment.ml.workspace import find_folder
from muniment.progress import is_quiet

_TOLD = 3
_watched: dict[tuple[Path, str], tuple[Catalog, Journal]] = {}
"""By working directory and execution: executions of two catalogs may have one RID."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_watched.clear)  # the parent tells of its own runs


def watch(execution: str, catalog: Catalog, journal: Journal) -> None:
    """Remember an execution that was begun, or taken up, in this process."""
    if not _watched:
        atexit.register(_tell)
    _watched[journal.file, execution] = (catalog, journal)


def reminders() -> list[str]:
    """Give a sentence for each execution of this process that holds what is not uploaded."""
    return [
        _remind(execution, waiting, catalog, journal.file.parent)
        for (_, execution), (catalog, journal) in _watched.items()
        if (waiting := _count(execution, catalog, journal))
    ]


def _remind(execution: str, waiting: Waiting, catalog: Catalog, workspace: Path) -> str:
    where, option = repr(catalog.address), f" --catalog {shlex.quote(catalog.address)}"
    if catalog.root is None:
        where += f", domain_schema={catalog.domain_schema!r}"
        option += f" --domain-schema {shlex.quote(catalog.domain_schema)}"
    if workspace != find_folder(None, catalog):
        where += f", working_dir={str(workspace)!r}"
        option += f" --working-dir {shlex.quote(str(workspace))}"
    return (
        f"muniment: execution {execution} holds {waiting} that "
        f"{'are' if sum(waiting) > 1 else 'is'} not uploaded. To upload, in Python: "
        f"Muniment({where}).resume_execution({execution!r}).upload_execution_outputs()\n"
        f"or in a shell: muniment execution upload {execution}{option}"
    )


def _count(execution: str, catalog: Catalog, journal: Journal) -> Waiting | None:
    """Count what can still be uploaded of an execution; None if its folder is gone, or it was given up."""
    try:
        waiting = journal.waiting(execution) if journal.file.exists() else Waiting(0, 0)
        if any(waiting) and records.lookup(catalog, execution).status is not ExecutionStatus.Aborted:
            return waiting
    except (OSError, sqlite3.Error, MunimentError):
        return None
    return None


def tell_dead(catalog: Catalog, folder: Path) -> None:
    """Say which executions were begun in a working directory, and lost their process while running."""
    if is_quiet():
        return
    with suppress(MunimentError, OSError):
        found = pending.find_dead(catalog, folder)
        for record in found[:_TOLD]:
            sys.stderr.write(f"muniment: {pending.describe_dead(record)}\n")
        if found[_TOLD:]:
            sys.stderr.write(
                f"muniment: {len(found) - _TOLD} more have died: ml.list_executions('Running')\n"
            )


def _tell() -> None:
    for sentence in reminders():
        sys.stderr.write(f"{sentence}\n")
