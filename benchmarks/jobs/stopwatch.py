"""What all jobs share: the clock, and the line of JSON in which they report what it showed.

Jobs run in the interpreter of the product that they measure, so this module is plain Python 3.11.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Stopwatch:
    """Seconds of wall clock and of processor time, by part of the job; what is in no part does not count."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.parts: dict[str, float] = {}
        self.cpu_seconds = 0.0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count the time of a block."""
        started, cpu = time.perf_counter(), _cpu_seconds()
        yield
        self.parts[name] = self.parts.get(name, 0.0) + time.perf_counter() - started
        self.cpu_seconds += _cpu_seconds() - cpu


def _cpu_seconds() -> float:
    """Give the processor time of this process, its threads, and the children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def run_job(*jobs: Callable[..., dict[str, Any] | None]) -> None:
    """Run the job that the command line names, and print what it took and found."""
    name, arguments = sys.argv[1:]
    [job] = [job for job in jobs if job.__name__ == name]
    watch = Stopwatch()
    found = job(watch, **json.loads(arguments))
    sys.stdout.flush()
    report = {"parts": watch.parts, "cpu_seconds": watch.cpu_seconds, "found": found or {}}
    print("\n" + json.dumps(report), flush=True)
