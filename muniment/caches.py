"""Folders of this machine that keep copies: each is removed as a whole, and nobody finds half of one."""

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from muniment.errors import StorageNotWritable

GOING = ".removed-"
"""How the names of folders begin that are being removed."""

_DAY = 24 * 60 * 60


def note_use(folder: Path) -> None:
    """Remember that what is in a folder has just been used.

    The system's own time of a change is that of its last tick, in which several files can be used.
    """
    now = time.time_ns()
    with suppress(OSError):
        os.utime(folder, ns=(now, now))


def remove(folder: Path, what: str) -> bool:
    """Remove a folder, which gets another name first, and say whether it was there.

    Raises:
        StorageNotWritable: It cannot be removed; `what` says in the message what it is.
    """
    going = folder.with_name(f"{GOING}{secrets.token_hex(8)}")
    try:
        folder.rename(going)
        shutil.rmtree(going)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageNotWritable(f"{what} cannot be removed: {error}.") from error
    return True


def remove_leftovers(parent: Path) -> None:
    """Remove what a removal that was killed has left in a folder."""
    for leftover in parent.glob(f"{GOING}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def days_ago(days: float | None) -> float:
    """Give the time, in seconds since 1970, that was some days ago; without a number, one that never comes.

    Example:
        >>> days_ago(None)
        inf
        >>> days_ago(1) < days_ago(0.5)
        True
    """
    return float("inf") if days is None else time.time() - days * _DAY
