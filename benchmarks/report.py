"""What was measured: on the screen, in Markdown for README.md, and in JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from measuring import Result


@dataclass(frozen=True)
class Goal:
    """What a figure has to be at most, or at least."""

    what: str
    value: float
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the figure is as it has to be."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    def __str__(self) -> str:
        limit = f"at most {self.at_most:g}" if self.at_least is None else f"at least {self.at_least:g}"
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.what}: {self.value:.3g}{unit}, {limit}{unit}: {'met' if self.is_met else 'MISSED'}"


@dataclass(frozen=True)
class Table:
    """The figures of one scenario.

    Attributes:
        name: Name of its module.
        title: What was done.
        rows: A row for each contender: column → text. The first column is its name, the last a remark.
        goals: What Muniment has to reach.
        runs: What each contender took in each round.
    """

    name: str
    title: str
    rows: Sequence[Mapping[str, str]]
    goals: Sequence[Goal] = ()
    runs: Mapping[str, Any] = field(default_factory=dict)


def make_table(
    name: str, title: str, results: Mapping[str, Result], columns: Mapping[str, Any], goals: Sequence[Goal]
) -> Table:
    """Make a table of results.

    Args:
        name: Name of the scenario's module.
        title: What was done.
        results: What was measured.
        columns: Column → function that gives the text of a result.
        goals: What Muniment has to reach.
    """
    rows = [
        {
            "": result.contender.name,
            "seconds": seconds(result),
            **{column: text(result) for column, text in columns.items()},
            "CPU s": f"{result.cpu_seconds:.3g}",
            "peak MiB": f"{result.peak_mib:,.0f}",
            "remark": result.contender.remark,
        }
        for result in results.values()
    ]
    runs = {name: [asdict(run) for run in result.runs] for name, result in results.items()}
    return Table(name, title, rows, goals, runs)


def seconds(result: Result) -> str:
    """Write the median and the range of all rounds."""
    low, high = result.range
    return f"{result.seconds:.3g} ({low:.3g}–{high:.3g})"


def to_markdown(tables: Sequence[Table], machine: Mapping[str, str]) -> str:
    """Write all tables and the machine as README.md has them."""
    about = "; ".join(f"{name}: {text}" for name, text in machine.items())
    return "\n".join([about, *(line for table in tables for line in _markdown(table))])


def _markdown(table: Table) -> list[str]:
    columns = list(table.rows[0])
    lines = [
        "",
        f"### {table.title}",
        "",
        _line(columns),
        _line(["---", *["---:"] * (len(columns) - 2), "---"]),
    ]
    lines += [_line(row.values()) for row in table.rows]
    return [*lines, "", *(f"- {goal}" for goal in table.goals)]


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def to_screen(table: Table) -> str:
    """Write a table for a terminal: remarks on lines of their own."""
    columns = [name for name in table.rows[0] if name != "remark"]
    widths = {name: max(len(name), *(len(row[name]) for row in table.rows)) for name in columns}
    lines = ["", table.title, _columns(dict.fromkeys(columns, ""), widths, header=True)]
    for row in table.rows:
        lines.append(_columns(row, widths))
        lines += [f"    {row['remark']}"] if row["remark"] else []
    return "\n".join([*lines, *(f"  {goal}" for goal in table.goals)])


def _columns(row: Mapping[str, str], widths: Mapping[str, int], *, header: bool = False) -> str:
    first, *others = widths
    cells = [f"{first if header else row[first]:<{widths[first]}}"]
    cells += [f"{name if header else row[name]:>{widths[name]}}" for name in others]
    return "  " + "  ".join(cells)


def save(path: Path, tables: Sequence[Table], about: Mapping[str, Any]) -> None:
    """Write all that was measured."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({**about, "tables": [asdict(table) for table in tables]}, indent=1))


def load(path: Path) -> tuple[list[Table], dict[str, str]]:
    """Read the tables and the machine of an earlier run."""
    saved = json.loads(path.read_text())
    tables = [Table(**table) for table in saved["tables"]]
    goals = [[Goal(**goal) for goal in table.goals] for table in tables]
    return [replace(t, goals=g) for t, g in zip(tables, goals, strict=True)], saved["machine"]
