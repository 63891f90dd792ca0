"""What a run prints: a copy of all that goes to standard output and error while its block is open.

The method ``write`` of the two streams is taken over, so that what prints, warns or logs through them is
seen, whoever holds them since when. Output of other processes and of compiled code, which does not pass
through them, is not.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

LIMIT = 64 << 20
"""How many characters of output are kept of a run."""

_LONG = 8192  # characters of a line that goes on and on, as a progress bar does


class OutputLog:
    r"""A file that gets what the process prints between `start` and `stop`, line by line.

    Example:
        >>> import tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> log = OutputLog(Path(folder.name, "output.log"))
        >>> log.start()
        >>> print("epoch 1")
        epoch 1
        >>> log.stop()
        >>> Path(folder.name, "output.log").read_text()
        'epoch 1\n'
        >>> folder.cleanup()
    """

    def __init__(self, file: Path) -> None:
        """Take the file; it is made when something is printed."""
        self.file = file
        self._descriptor: int | None = None
        self._line = ""  # what was printed of a line that goes on
        self._left = LIMIT
        self._lock = threading.RLock()

    def start(self) -> None:
        """Begin to listen."""
        _listeners.add(self)

    def stop(self) -> None:
        """Listen no more."""
        _listeners.remove(self)
        with self._lock:
            if self._descriptor is not None:
                with suppress(OSError):
                    _write(self._descriptor, self._line)
                os.close(self._descriptor)
                self._descriptor, self._line = None, ""

    def write(self, text: str) -> None:
        """Write down what was printed; a disk that is full is no reason to disturb a run."""
        with self._lock, suppress(OSError, ValueError):
            if self._left <= 0 or not text:
                return
            if self._descriptor is None:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self._descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
            self._left -= len(text)
            self._line += text
            if self._left <= 0:
                self._line += f"\n… more than {LIMIT} characters: what came after is not kept.\n"
            # Whole lines, so that those of processes that were forked do not mix.
            end = self._line.rfind("\n") + 1 or (len(self._line) if len(self._line) > _LONG else 0)
            if end:
                whole, self._line = self._line[:end], self._line[end:]
                _write(self._descriptor, whole)

    def begin_in_child(self) -> None:
        """Go on in a child that was forked: the thread that held the lock, and its line, stay behind."""
        self._lock = threading.RLock()
        self._line = ""


def _write(descriptor: int, text: str) -> None:
    """Write a text past all buffers, so that it is in the file once, however the process dies or forks."""
    left = memoryview(text.encode(errors="backslashreplace"))
    while left:
        left = left[os.write(descriptor, left) :]


class _Listeners:
    """The logs of this process, and the streams that they listen to."""

    def __init__(self) -> None:
        self._logs: list[OutputLog] = []
        self._taken: list[tuple[Any, Callable[[str], int], Callable[[str], int]]] = []
        self._lock = threading.Lock()

    def add(self, log: OutputLog) -> None:
        """Let a log listen too."""
        with self._lock:
            if not self._logs:
                self._take_over()
            self._logs.append(log)

    def begin_in_child(self) -> None:
        """Go on in a child that was forked, whose prints are of the run too."""
        self._lock = threading.Lock()
        for log in self._logs:
            log.begin_in_child()

    def remove(self, log: OutputLog) -> None:
        """Let a log listen no more."""
        with self._lock:
            if log in self._logs:
                self._logs.remove(log)
            if not self._logs:
                self._give_back()

    def _take_over(self) -> None:
        streams = {id(stream): stream for stream in (sys.stdout, sys.stderr) if stream is not None}
        for stream in streams.values():
            original = stream.write
            listened = self._listened(original)
            with suppress(AttributeError):  # of a stream whose methods cannot be replaced
                stream.write = listened  # type: ignore[method-assign]
                self._taken.append((stream, original, listened))

    def _listened(self, original: Callable[[str], int]) -> Callable[[str], int]:
        def write(text: str) -> int:
            written = original(text)
            for log in tuple(self._logs):
                log.write(text)
            return written

        return write

    def _give_back(self) -> None:
        for stream, original, listened in self._taken:
            if stream.write is listened:  # others who took it over since go on with ours, which does nothing
                del stream.write
                if stream.write != original:
                    stream.write = original
        self._taken.clear()


_listeners = _Listeners()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_listeners.begin_in_child)


def shown(file: Path) -> Iterator[str]:
    r"""Give the lines of a log as a terminal would show them: of what was overwritten only the last.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     log = Path(folder, "output.log")
        ...     _ = log.write_bytes(b"\r10%\r50%\r100%\ndone\r\n")
        ...     list(shown(log))
        ['100%\n', 'done\n']
    """
    with file.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for line in lines:
            text = line.rstrip("\r\n")
            yield text.rpartition("\r")[2] + ("\n" if line.endswith("\n") else "")
