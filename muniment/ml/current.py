"""The execution whose block is running, for code that was not handed it."""

import os
import threading
from contextvars import ContextVar
from typing import TYPE_CHECKING

from muniment.errors import ExecutionError

if TYPE_CHECKING:
    from muniment.ml.execution import Execution

_blocks: ContextVar[tuple["Execution", ...]] = ContextVar("muniment.blocks", default=())
_by_thread: dict[int, list["Execution"]] = {}
_derived: set[int] = set()
"""Threads that began their first block while another thread had one open."""
_lock = threading.RLock()
if hasattr(os, "register_at_fork"):  # a child goes on in the block, and never waits for its parent's threads
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def current_execution() -> "Execution | None":
    """Give the execution whose block is running, the innermost if they are nested; None outside of any.

    A thread that was begun in a block, by whatever library, gets the execution of that block, as long as no
    other thread has a block of its own open.

    Raises:
        ExecutionError: Several threads run executions, and this one does not say which is meant.

    Example:
        >>> from muniment import current_execution
        >>> def save(name, text):  # somewhere deep inside
        ...     current_execution().asset_file_path("Image", name).write_text(text)
        >>> with ml.create_execution(workflow=ml.create_workflow("Draw", "Visualization")) as exe:
        ...     _ = save("figure.svg", "<svg/>")
        >>> exe.pending
        1
        >>> current_execution() is None
        True
    """
    open_blocks = _open_blocks()
    if mine := _own(open_blocks):
        return mine
    if not open_blocks or threading.get_ident() in open_blocks:
        return None
    if len(open_blocks) > 1:
        rids = ", ".join(entered[-1].execution_rid for entered in open_blocks.values())
        raise ExecutionError(
            f"The executions {rids} are running in threads of this process, and nothing tells which of them "
            "began this thread. Hand the execution over to it, or begin it by contextvars.copy_context().run."
        )
    return next(iter(open_blocks.values()))[-1]


def enclosing_execution() -> "Execution | None":
    """Give the execution that one which is about to begin is nested in, as far as that can be told.

    In a thread without a block of its own it is the one of the thread that began the first block, though
    other threads run what is nested in that as well.
    """
    open_blocks = _open_blocks()
    if mine := _own(open_blocks):
        return mine
    first = {thread: entered for thread, entered in open_blocks.items() if thread not in _derived}
    if len(first) != 1 or threading.get_ident() in open_blocks:
        return None
    return next(iter(first.values()))[-1]


def _open_blocks() -> dict[int, list["Execution"]]:
    with _lock:
        return {thread: list(entered) for thread, entered in _by_thread.items()}


def _own(open_blocks: dict[int, list["Execution"]]) -> "Execution | None":
    """Give the innermost block of this context that is still open."""
    still = {id(execution) for entered in open_blocks.values() for execution in entered}
    return next((each for each in reversed(_blocks.get()) if id(each) in still), None)


def enter(execution: "Execution") -> None:
    """Note that the block of an execution begins."""
    is_derived = _own(_open_blocks()) is None and enclosing_execution() is not None
    _blocks.set((*_blocks.get(), execution))
    with _lock:
        me = threading.get_ident()
        if is_derived:
            _derived.add(me)
        _by_thread.setdefault(me, []).append(execution)


def leave(execution: "Execution") -> None:
    """Note that the block of an execution ends, in whatever thread."""
    _blocks.set(tuple(each for each in _blocks.get() if each is not execution))
    with _lock:
        for thread, entered in list(_by_thread.items()):
            left = [each for each in entered if each is not execution]
            if left:
                _by_thread[thread] = left
            else:
                del _by_thread[thread]
                _derived.discard(thread)
