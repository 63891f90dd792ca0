"""Programs in processes of their own that find the library imported, which takes longer than most of them run.

One process, started when it is first wanted, imports it and nothing else: it opens no catalog and has one
thread. For each program it forks, and tells when the fork has ended and how. A program has its own arguments,
environment, folder, input and output, ends as Python ends, and can be killed.
"""

import importlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

_NUMBER = struct.Struct("i")


class Program:
    """A program that runs, for its parent: like `subprocess.Popen`, of text.

    Attributes:
        pid: The number of its process.
        returncode: How it ended, once that is known; the number of the signal below zero if it was killed.
    """

    def __init__(self, pid: int, pipes: Sequence[int], ended: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdin, self.stdout, self.stderr = map(os.fdopen, pipes, ("w", "r", "r"))
        self._ended = os.fdopen(ended, "rb", buffering=0)

    def poll(self) -> int | None:
        """Give how it ended, None if it runs."""
        return self._look(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        found = self._look(timeout)
        if found is None:
            raise subprocess.TimeoutExpired("a preloaded program", timeout or 0)
        return found

    def _look(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._ended], [], [], timeout)[0]:
            [self.returncode] = _NUMBER.unpack(self._ended.read())
            self._ended.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, if it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it, if it runs."""
        self.send_signal(signal.SIGKILL)

    def communicate(self, said: str | None = None, timeout: float | None = None) -> tuple[str, str]:
        """Write to it, read all that it writes, and wait for its end."""
        deadline = None if timeout is None else time.monotonic() + timeout
        with ThreadPoolExecutor(3) as pool:
            feeding = pool.submit(self._feed, said or "")
            reading = [pool.submit(_read_all, pipe) for pipe in (self.stdout, self.stderr)]
            try:
                told, complained = (each.result(_left(deadline)) for each in reading)
                feeding.result(_left(deadline))
            except TimeoutError:
                self.kill()
                raise subprocess.TimeoutExpired("a preloaded program", timeout or 0) from None
        self.wait(_left(deadline))
        return told, complained

    def _feed(self, said: str) -> None:
        if not self.stdin.closed:
            try:
                self.stdin.write(said)
                self.stdin.close()
            except BrokenPipeError:
                pass


def _read_all(pipe: IO[str]) -> str:
    if pipe.closed:
        return ""
    with pipe:
        return pipe.read()


def _left(deadline: float | None) -> float | None:
    return None if deadline is None else max(0.0, deadline - time.monotonic())


class Preloaded:
    """The process that has imported the library, for its parent."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "error", __file__, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def start(
        self, code: str | Path, arguments: Sequence[str], folder: Path, environment: dict[str, str]
    ) -> Program:
        """Start a program: a file, or code."""
        kind = "file" if isinstance(code, Path) else "code"
        wanted = {kind: str(code), "arguments": arguments, "folder": str(folder), "environment": environment}
        (stdin, to), (told, stdout), (complained, stderr), (ended, ending) = (os.pipe() for _ in range(4))
        theirs = [stdin, stdout, stderr, ending]
        message = json.dumps(wanted).encode()
        socket.send_fds(self._control, [_NUMBER.pack(len(message))], theirs)
        self._control.sendall(message)
        for each in theirs:
            os.close(each)
        [pid] = _NUMBER.unpack(os.read(ended, _NUMBER.size))
        return Program(pid, (to, told, complained), ended)

    def close(self) -> None:
        """End it."""
        self._control.close()
        self._process.wait()


# In the process that has imported the library, and in those that are forked from it


def _programs(control: socket.socket) -> Iterator[dict[str, Any]]:
    """Fork for each program that is wanted: only the forked processes are given anything, each its program."""
    running: dict[int, int] = {}
    awake, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([control, awake], [], [])
        if awake in ready:
            os.read(awake, 1000)
            _tell_ends(running)
        if control not in ready:
            continue
        size, given, _, _ = socket.recv_fds(control, _NUMBER.size, 4)
        if not size:
            control.close()
            return
        message = control.recv(*_NUMBER.unpack(size), socket.MSG_WAITALL)
        pid = os.fork()
        if not pid:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for number, descriptor in enumerate(given[:3]):
                os.dup2(descriptor, number)
            for descriptor in (awake, wake, control.detach(), *given, *running.values()):
                os.close(descriptor)
            yield json.loads(message)
            return
        for descriptor in given[:3]:
            os.close(descriptor)
        running[pid] = given[3]
        os.write(given[3], _NUMBER.pack(pid))


def _tell_ends(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        descriptor = running.pop(pid)
        os.write(descriptor, _NUMBER.pack(os.waitstatus_to_exitcode(status)))
        os.close(descriptor)


def _run(program: dict[str, Any]) -> None:
    """Make this process one that has just been started, and run the program."""
    os.chdir(program["folder"])
    os.environ.clear()
    os.environ.update(program["environment"])
    time.tzset()
    name = program.get("file", "-c")
    sys.argv = [name, *program["arguments"]]
    sys.path[0] = str(Path(name).parent) if "file" in program else ""
    for number, stream, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        file = open(number, mode, 1 if number == 2 else -1, closefd=False)  # noqa: SIM115
        setattr(sys, stream, file)
        setattr(sys, f"__{stream}__", file)
    code = Path(name).read_text() if "file" in program else program["code"]
    compiled = compile(code, name if "file" in program else "<string>", "exec")
    main = sys.modules["__main__"].__dict__
    for mine in [each for each in main if not each.startswith("__")]:
        del main[mine]
    del main["__file__"]
    if "file" in program:
        main["__file__"] = name
    exec(compiled, main)


if __name__ == "__main__":
    for _name in (
        "alembic.operations.ops",
        "sqlalchemy.dialects.postgresql.psycopg",
        "sqlalchemy.dialects.sqlite",
    ):
        importlib.import_module(_name)
    _library = importlib.import_module("muniment")
    for _name in _library.__all__:
        getattr(_library, _name)
    for _program in _programs(socket.socket(fileno=int(sys.argv[1]))):
        _run(_program)
