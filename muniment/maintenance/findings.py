"""What a check of a catalog found: each finding with what to do about it."""

import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_KEPT = 100
"""Findings of one code that are kept; a store that is out of place would give one for each object."""


class Severity(StrEnum):
    """How bad a finding is."""

    error = "error"
    warning = "warning"
    info = "info"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        severity: ``error`` if something is lost or damaged, ``warning`` if something is to be done, ``info``
            if nothing needs to be.
        code: What it is, for programs.
        message: What was found.
        remedy: What to do.
        table: The table that it is in.
        rid: The row that it is about.
        key: The object, column, key or file that it is about.
    """

    severity: Severity
    code: str
    message: str
    remedy: str
    table: str | None = None
    rid: str | None = None
    key: str | None = None


@dataclass(frozen=True)
class Checkup(Sequence[Finding]):
    """The findings of a check, the worst first; of one code, the first hundred.

    Attributes:
        findings: The findings.
        counts: How many findings of each code there were.
        checked: What was looked at, and how much of it.
        seconds: How long it took.

    Example:
        >>> checkup = ml.doctor()
        >>> checkup.ok, len(checkup), checkup.checked["assets"]
        (True, 0, 2)
    """

    findings: tuple[Finding, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    checked: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether there is nothing to do: no finding, or none but for information."""
        return all(finding.severity is Severity.info for finding in self.findings)

    @property
    def codes(self) -> set[str]:
        """The codes of all findings."""
        return set(self.counts)

    def __len__(self) -> int:
        return len(self.findings)

    def __getitem__(self, index: Any) -> Any:
        return self.findings[index]

    def __repr__(self) -> str:
        if not self.counts:
            return "<Checkup: nothing found>"
        return f"<Checkup: {', '.join(f'{count} × {code}' for code, count in self.counts.items())}>"

    def records(self) -> list[dict[str, Any]]:
        """Give the findings as dicts."""
        return [asdict(finding) | {"severity": finding.severity.value} for finding in self.findings]

    def to_dataframe(self) -> "pd.DataFrame":
        """Give the findings as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(self.records(), columns=list(Finding.__dataclass_fields__))

    def _repr_html_(self) -> str:
        if not self.findings:
            return f"Nothing found in {', '.join(f'{n:,} {what}' for what, n in self.checked.items())}."
        lines = "".join(
            f"<tr><td>{finding.severity.value}</td><td>{finding.code}</td>"
            f"<td>{html.escape(finding.message)}</td><td>{html.escape(finding.remedy)}</td></tr>"
            for finding in self.findings
        )
        return f"<table><tr><th></th><th>code</th><th>found</th><th>to do</th></tr>{lines}</table>"


class Findings:
    """Findings as they come in."""

    def __init__(self) -> None:
        """Begin with none."""
        self.counts: Counter[str] = Counter()
        self.checked: Counter[str] = Counter()
        self._kept: list[Finding] = []

    def error(self, code: str, message: str, remedy: str, **where: str | None) -> None:
        """Note that something is lost or damaged."""
        self._add(Finding(Severity.error, code, message, remedy, **where))

    def warning(self, code: str, message: str, remedy: str, **where: str | None) -> None:
        """Note that something is to be done."""
        self._add(Finding(Severity.warning, code, message, remedy, **where))

    def info(self, code: str, message: str, remedy: str, **where: str | None) -> None:
        """Note something that is worth knowing."""
        self._add(Finding(Severity.info, code, message, remedy, **where))

    def _add(self, finding: Finding) -> None:
        self.counts[finding.code] += 1
        if self.counts[finding.code] <= _KEPT:
            self._kept.append(finding)

    def close(self, seconds: float) -> Checkup:
        """Give what was found, the worst first."""
        order = list(Severity)
        kept = sorted(self._kept, key=lambda finding: order.index(finding.severity))
        return Checkup(tuple(kept), dict(self.counts), dict(self.checked), seconds)
