"""What a process closes before it forks, so that parent and child can both go on using it.

SQLite cannot be open across a fork. What it remembers of its locks is wrong in the child, who waits for a
lock that nobody holds, or takes itself for the holder of one and loses rows; a mutex that another thread held
at that moment stays locked in the child for ever. So whoever holds a connection is asked to close it before
the fork, once no thread uses it, and opens another when it is next wanted, in the parent as in the child.

Source: https://www.sqlite.org/howtocorrupt.html, section 2.6, and https://www.sqlite.org/faq.html.
"""

import os
import threading
import time
import weakref
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from muniment.errors import ConfigurationError

PATIENCE = 30.0
"""Seconds that a fork waits for other threads to end what they are doing."""


class Forkable(Protocol):
    """What holds a connection that must not be carried across a fork."""

    def before_fork(self, seconds: float) -> bool:
        """Close the connection, and let no thread open another; False if one was in use for too long."""

    def after_fork(self) -> None:
        """Let threads open connections again: the process has forked, and this is the parent."""

    def after_fork_in_child(self) -> None:
        """Begin anew: this is the child, in which no other thread lives."""


class Gate:
    """Lets threads in to use a connection, and keeps them out while the process forks.

    Example:
        >>> gate = Gate()
        >>> with gate.inside(), gate.inside():  # who is inside may enter again
        ...     gate.shut(seconds=0)
        False
        >>> gate.shut(seconds=0)
        True
        >>> gate.open()
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: Counter[int] = Counter()
        self._is_shut = False

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Stay inside for a block of code."""
        me = threading.get_ident()
        with self._changed:
            # A thread that is inside already would wait for itself.
            self._changed.wait_for(lambda: not self._is_shut or me in self._inside)
            self._inside[me] += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[me] -= 1
                if not self._inside[me]:
                    del self._inside[me]
                    self._changed.notify_all()

    def shut(self, seconds: float) -> bool:
        """Let nobody in, and wait until all are out; False if that is not so in time."""
        with self._changed:
            self._is_shut = True
            if threading.get_ident() in self._inside:
                return False
            return self._changed.wait_for(lambda: not self._inside, seconds)

    def open(self) -> None:
        """Let threads in again."""
        with self._changed:
            self._is_shut = False
            self._changed.notify_all()


class _Fork:
    """The fork that is under way, one at a time, and what this process brought along from its own."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: weakref.WeakSet[Any] = weakref.WeakSet()
        self.held: list[Forkable] = []
        self.all_closed = True
        self.is_torn = False

    def before(self) -> None:
        self.lock.acquire()
        self.all_closed = False
        deadline = time.monotonic() + PATIENCE
        self.held = list(self.known)
        closed = [each.before_fork(max(0.0, deadline - time.monotonic())) for each in self.held]
        self.all_closed = all(closed)

    def after(self) -> None:
        held, self.held = self.held, []
        self.lock.release()
        for each in held:
            each.after_fork()

    def after_in_child(self) -> None:
        held, self.held = self.held, []
        self.lock = threading.Lock()
        self.is_torn = self.is_torn or not self.all_closed
        for each in held:
            each.after_fork_in_child()


_fork = _Fork()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_fork.before, after_in_parent=_fork.after, after_in_child=_fork.after_in_child)


def remember(holder: Forkable) -> None:
    """Have the methods of a holder called whenever this process forks, as long as the holder lives."""
    with _fork.lock:
        _fork.known.add(holder)


def check() -> None:
    """Make sure that this process can open SQLite.

    Raises:
        ConfigurationError: It was forked while SQLite was in use, and no waiting helped.
    """
    if _fork.is_torn:
        raise ConfigurationError(
            "This process was forked in the middle of a transaction of its parent, so it cannot use a "
            "catalog safely. Fork before the transaction begins, or start processes with "
            'multiprocessing.get_context("spawn").'
        )


def abandon(inherited: object) -> None:
    """Keep what a torn child has inherited from ever being closed, as SQLite would write then."""
    import ctypes

    ctypes.pythonapi.Py_IncRef(ctypes.py_object(inherited))
