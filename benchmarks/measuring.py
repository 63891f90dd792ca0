"""Contenders run in turns, each time in a process and a folder of their own.

On a machine that others use as well, two measurements made one after the other differ by what else went on.
So all contenders run once in each round, and are compared within the round; medians are taken at the end.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class JobFailed(Exception):
    """A process did not end well; the message is the end of what it said."""


@dataclass(frozen=True)
class Run:
    """What one process took.

    Attributes:
        seconds: What the clock of the job showed, or for a whole program, the time from its start to its end.
        cpu_seconds: Processor time of the same.
        peak_mib: The most memory that the process had at any time.
        parts: Seconds by part of the job.
        found: What the job reports of its result.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    parts: Mapping[str, float] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Contender:
    """One way to do a job.

    Attributes:
        name: What the tables call it.
        run: Runs it once, with a folder to work in.
        items: How many files or rows it handles.
        size: How many bytes it handles.
        remark: What it does not do, or does in another way.
        is_peer: Whether the others go on without it if it fails.
    """

    name: str
    run: Callable[[Path], Run]
    items: int = 1
    size: int = 0
    remark: str = ""
    is_peer: bool = False


@dataclass(frozen=True)
class Result:
    """What a contender took in all rounds."""

    contender: Contender
    runs: Sequence[Run]

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def cpu_seconds(self) -> float:
        """The median of the processor time."""
        return statistics.median(run.cpu_seconds for run in self.runs)

    @property
    def range(self) -> tuple[float, float]:
        """The fastest and the slowest round."""
        return min(run.seconds for run in self.runs), max(run.seconds for run in self.runs)

    @property
    def peak_mib(self) -> float:
        """The highest of all rounds."""
        return max(run.peak_mib for run in self.runs)

    def part(self, name: str) -> float:
        """Give the median of one part of the job."""
        return statistics.median(run.parts[name] for run in self.runs)

    def times(self, other: "Result") -> float:
        """Give how many times as long as another it takes for an item: the median over the rounds."""
        items = self.contender.items / other.contender.items
        pairs = zip(self.runs, other.runs, strict=True)
        return statistics.median(mine.seconds / theirs.seconds / items for mine, theirs in pairs)


def take_turns(contenders: Sequence[Contender], rounds: int, scratch: Path) -> dict[str, Result]:
    """Run all contenders in each round; a peer that fails is left out, and standard error says so."""
    runs: dict[str, list[Run]] = {contender.name: [] for contender in contenders}
    for number in range(1, rounds + 1):
        for contender in contenders:
            if contender.name in runs:
                _say(f"round {number} of {rounds}: {contender.name}")
                try:
                    with empty_folder(scratch) as folder:
                        runs[contender.name].append(contender.run(folder))
                except JobFailed as failure:
                    if not contender.is_peer:
                        raise
                    del runs[contender.name]
                    print(f"\n{contender.name} failed and is left out:\n{failure}", file=sys.stderr)
    _say("")
    return {c.name: Result(c, runs[c.name]) for c in contenders if c.name in runs}


def _say(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


@contextmanager
def empty_folder(scratch: Path) -> Iterator[Path]:
    """Give a new folder for the time of a block."""
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def job(python: Path | str, script: str, name: str, **arguments: Any) -> Callable[[Path], Run]:
    """Make what runs a job of a script in `jobs/`, and reads the clock that the job keeps."""

    def run(folder: Path) -> Run:
        asked = json.dumps({"folder": str(folder), **arguments})
        whole, said = _run_process([str(python), str(HERE / "jobs" / script), name, asked], folder)
        report = json.loads(said.splitlines()[-1])
        parts = report["parts"]
        return Run(sum(parts.values()), report["cpu_seconds"], whole.peak_mib, parts, report["found"])

    return run


def program(*commands: Sequence[Path | str]) -> Callable[[Path], Run]:
    """Make what runs whole processes one after the other, and times them from start to end."""

    def run(folder: Path) -> Run:
        runs = [_run_process([str(word) for word in command], folder)[0] for command in commands]
        return Run(
            sum(run.seconds for run in runs),
            sum(run.cpu_seconds for run in runs),
            max(run.peak_mib for run in runs),
        )

    return run


def _run_process(command: Sequence[str], folder: Path) -> tuple[Run, str]:
    """Run a process to its end.

    Its peak memory is what the kernel says. Linux hands the peak of the parent down to a child, so the parent
    has to stay small: it loads nothing beyond the standard library.
    """
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=errors, env=_environment(folder))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        errors.seek(0)
        if process.returncode:
            what = (errors.read() or said.read())[-2000:]
            raise JobFailed(f"{' '.join(command[1:])} ended with {process.returncode}\n{what}")
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # macOS counts bytes, Linux KiB
        run = Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)
        return run, said.read()


def _environment(folder: Path) -> dict[str, str]:
    """Give the environment of a job: nothing is sent anywhere, or remembered from another round."""
    # A shell that forbids Python to keep what it has compiled would have Muniment compiled in each round.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "DO_NOT_TRACK": "1",
        "DVC_NO_ANALYTICS": "1",
        "DVC_SITE_CACHE_DIR": str(folder / "dvc"),
        "LAMIN_SETTINGS_DIR": str(folder),
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
