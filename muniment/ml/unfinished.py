"""What is said at the interpreter's exit of runs that still hold staged files."""

import atexit
import shlex
import sqlite3
import sys
from pathlib import Path

from muniment.executions.journal import Journal

_watched: dict[str, tuple[Journal, Path]] = {}


def watch(execution: str, journal: Journal, catalog: Path) -> None:
    """Remember an execution that was begun in this process."""
    if not _watched:
        atexit.register(_tell)
    _watched[execution] = (journal, catalog)


def reminders() -> list[str]:
    """Give a sentence for each execution of this process that holds files which are not uploaded."""
    sentences = []
    for execution, (journal, catalog) in _watched.items():
        count = _count(journal, execution)
        if count:
            sentences.append(
                f"muniment: execution {execution} holds {count} staged file{'s' if count > 1 else ''} that "
                f"{'are' if count > 1 else 'is'} not uploaded. To upload, in Python: "
                f"Muniment({str(catalog)!r}).resume_execution({execution!r}).upload_execution_outputs()\n"
                f"or in a shell: muniment execution upload {execution} --catalog {shlex.quote(str(catalog))}"
            )
    return sentences


def _count(journal: Journal, execution: str) -> int:
    try:
        return journal.count(execution) if journal.file.exists() else 0
    except (OSError, sqlite3.Error):  # the folder is gone, and with it what could be uploaded
        return 0


def _tell() -> None:
    for sentence in reminders():
        sys.stderr.write(f"{sentence}\n")
