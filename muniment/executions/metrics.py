"""Metrics of runs: written line by line to a file that the run uploads, and read back as one table.

Each line is a JSON object: ``step``, ``time`` and the values. Numbers that JSON does not know are texts, as
``"NaN"``, ``"Infinity"`` and ``"-Infinity"``, which the JSON mapping of Protocol Buffers has too.
"""

import errno
import json
import math
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.catalog import assets
from muniment.catalog.catalog import Catalog
from muniment.errors import DataError, InvalidValue, StorageNotWritable
from muniment.executions.attachments import TABLE
from muniment.executions.journal import Journal

if TYPE_CHECKING:
    import pandas as pd

FILENAME = "metrics.jsonl"
KIND = "Metrics_File"
_OWN = ("Execution", "step", "time")
_ODD = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


class MetricsWriter:
    """What appends the metrics of a run to its file.

    One thread of one process at a time: who calls it sees to that, and to no upload being under way.
    """

    def __init__(self, stage: Callable[[], Path]) -> None:
        """Take what stages the file, which is asked for when there is none, and after each upload."""
        self._stage = stage
        self._file: Path | None = None
        self._next = 0
        self._read = 0  # bytes of the file whose steps are known

    def forget(self) -> None:
        """Ask for the file anew next time: after an upload it is an object of the store."""
        self._file = None

    def write(self, metrics: Mapping[str, Any], step: int | None) -> int:
        """Append values, and give their step: the one after the last if left out.

        Each call is one write to the end of the file, so that what was logged outlives the process.

        Raises:
            InvalidValue: There are none, one is no number, or has a name that stands for something else.
            StorageNotWritable: The disk is full; nothing of it is written then.
        """
        if step is not None and (isinstance(step, bool) or not isinstance(step, int)):
            raise InvalidValue(f"The step of metrics is a whole number, and {step!r} is none.")
        values = dict(_checked(metrics))
        file = self._place()
        number = self._next if step is None else step
        self._next = number + 1
        record = {"step": number, "time": datetime.now(UTC).isoformat(), **values}
        line = json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        _append(file, line)
        self._read += len(line)
        return number

    def _place(self) -> Path:
        """Give the file; if another process has written to it, count on from its last step."""
        if self._file is None or not _is_only_here(self._file):
            self._file, self._read = self._stage(), 0
        if self._file.exists() and self._file.stat().st_size != self._read:
            with self._file.open("rb") as lines:
                lines.seek(self._read)
                found = list(_parse(lines, str(self._file)))
                self._read = lines.tell()
            steps = (line["step"] for line in found if isinstance(line.get("step"), int))
            self._next = max((step + 1 for step in steps), default=self._next)
        return self._file


def _append(file: Path, line: bytes) -> None:
    """Write a line to the end of a file by one call: all of it, or nothing."""
    try:
        opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            written = os.write(opened, line)
            if written < len(line):
                os.ftruncate(opened, os.fstat(opened).st_size - written)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(opened)
    except OSError as error:
        raise StorageNotWritable(f"Metrics cannot be written to {file}: {error.strerror}.") from error


def _is_only_here(file: Path) -> bool:
    """Say whether a file is there, and no object of the store too, as a killed upload leaves it."""
    try:
        return file.stat().st_nlink == 1
    except OSError:
        return False


def _checked(metrics: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(metrics, Mapping) or not metrics:
        raise InvalidValue(
            f"Metrics are names with numbers, as {{'loss': 0.3}}, and {metrics!r:.80} are none."
        )
    for name, value in metrics.items():
        if not isinstance(name, str) or name in _OWN or not name:
            raise InvalidValue(f"{name!r} cannot be the name of a metric.")
        yield name, _number(name, value)


def _number(name: str, value: Any) -> Any:
    """Take a number, or an array or tensor of one, as NumPy, PyTorch and JAX have them."""
    if not isinstance(value, (bool, int, float)):
        item = getattr(value, "item", None)
        try:
            value = item() if callable(item) else value
        except (ValueError, RuntimeError, TypeError) as error:
            raise InvalidValue(f"The metric {name!r} is not one number: {error}.") from error
    if not isinstance(value, (bool, int, float)):
        raise InvalidValue(f"The metric {name!r} is to be a number, and {value!r:.80} is none.")
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def read_metrics(
    catalog: Catalog, journal: Journal | None, executions: Sequence[str] | None = None
) -> "pd.DataFrame":
    """Give the metrics of runs as one table: Execution, step, time, and a column for each metric.

    Args:
        catalog: Where their files are.
        journal: What was staged on this machine, of which not all may be uploaded.
        executions: The runs; all if left out.

    Raises:
        DataError: A file is no JSON, one record to a line.
    """
    import pandas as pd

    lines = dict.fromkeys(_lines(catalog, journal, executions))
    records = [{"Execution": execution, **_restored(json.loads(text))} for execution, text in lines]
    frame = pd.DataFrame(records)
    names = [*_OWN, *(name for name in frame.columns if name not in _OWN)]
    frame = frame.reindex(columns=names)
    return frame.assign(time=pd.to_datetime(frame["time"], utc=True, format="ISO8601"))


def _lines(
    catalog: Catalog, journal: Journal | None, executions: Sequence[str] | None
) -> Iterator[tuple[str, str]]:
    """Give the lines of all files, each with the run; what was uploaded twice is the same line twice."""
    for execution, name, sha256 in assets.made_of_type(catalog, TABLE, KIND, executions):
        if name.endswith(".jsonl"):
            with catalog.store.open(sha256) as file:
                yield from ((execution, json.dumps(line)) for line in _parse(file, f"{name} of {execution}"))
    waiting = journal.unfinished() if journal else {}
    for execution in waiting if executions is None else [each for each in executions if each in waiting]:
        for staged in journal.pending(execution) if journal else ():
            if staged.asset_table == TABLE and KIND in staged.types and staged.filename.endswith(".jsonl"):
                yield from ((execution, json.dumps(line)) for line in _of_staged(Path(staged.path)))


def _of_staged(file: Path) -> Iterator[dict[str, Any]]:
    try:
        with file.open("rb") as lines:
            yield from _parse(lines, str(file))
    except FileNotFoundError:
        return


def _parse(lines: Iterable[bytes], name: str) -> Iterator[dict[str, Any]]:
    """Read records; a last line that is cut off is that of a process that was killed."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            if not line.endswith(b"\n"):
                return
            raise DataError(f"{name}, line {number}, is no JSON: {error}.") from error
        if not isinstance(record, dict):
            raise DataError(f"{name}, line {number}, is no record of metrics: {line[:80]!r}.")
        yield record


def _restored(record: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _ODD.get(value, value) if isinstance(value, str) else value for name, value in record.items()
    }
