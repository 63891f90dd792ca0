"""The parts of an RO-Crate that tell of runs: a Process Run Crate, of a bag or of a lineage.

The metadata follow RO-Crate 1.3. Process Run Crate 0.5 builds on RO-Crate 1.1, whose rules they keep as well,
so that they conform to both versions and say so.

Source: https://w3id.org/ro/crate/1.3, https://w3id.org/ro/wfrun/process/0.5
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from muniment.bags.descriptions.facts import Run
from muniment.bags.descriptions.json_stream import without_nothing
from muniment.bags.descriptions.told import Told

PATH = "ro-crate-metadata.json"
CONTEXT = "https://w3id.org/ro/crate/1.3/context"
ROOT = "./"
PROCESS_RUN = "https://w3id.org/ro/wfrun/process/0.5"

_CONFORMS = [{"@id": "https://w3id.org/ro/crate/1.3"}, {"@id": "https://w3id.org/ro/crate/1.1"}]
_UNKNOWN_SOFTWARE = "#unknown-software"
_NO_LICENCE = "No licence has been stated"

_COMPLETED = frozenset({"Stopped", "Pending_Upload", "Uploaded"})
_FAILED = frozenset({"Failed", "Aborted"})


def refer(identifiers: Iterable[str]) -> Any:
    """Refer to entities."""
    return compact([{"@id": identifier} for identifier in identifiers])


def compact(values: Sequence[Any]) -> Any:
    """Give a single value as such, as RO-Crate wants it."""
    return values[0] if len(values) == 1 else values


def descriptor() -> dict[str, Any]:
    """Give the entity of the metadata themselves."""
    return {
        "@id": PATH,
        "@type": "CreativeWork",
        "name": "What this crate holds",
        "about": {"@id": ROOT},
        "conformsTo": _CONFORMS,
    }


def profile() -> dict[str, Any]:
    """Give the entity of the profile, which crates with runs have to name."""
    name, version = "Process Run Crate", PROCESS_RUN.rpartition("/")[2]
    return {"@id": PROCESS_RUN, "@type": ["CreativeWork", "Profile"], "name": name, "version": version}


def licence_id(licence: str | None = None) -> str:
    """Name the entity of a licence, or of there being none."""
    return licence if licence and licence.startswith(("http://", "https://")) else "#licence"


def licence_entity(description: str, licence: str | None = None) -> dict[str, Any]:
    """Give the entity of a licence, or of there being none."""
    return {
        "@id": licence_id(licence),
        "@type": "CreativeWork",
        "name": licence or _NO_LICENCE,
        "description": description,
    }


def person_id(name: str) -> str:
    """Name the entity of a person."""
    return f"#person-{quote(name, safe='')}"


def people(names: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Give the entities of people."""
    for name in sorted(set(names)):
        yield {"@id": person_id(name), "@type": "Person", "name": name}


def software(facts: Told) -> Iterator[dict[str, Any]]:
    """Give the workflows of runs, and what stands for those that nobody noted."""
    for one in facts.software.values():
        identifier = facts.uri(one.rid)
        yield without_nothing(
            {
                "@id": identifier,
                "@type": "SoftwareApplication",
                "name": one.name or one.rid,
                "description": one.description,
                "url": one.url or identifier,
                "version": one.version or "unknown",
            }
        )
    if any(run.software is None for run in facts.runs.values()):
        yield {
            "@id": _UNKNOWN_SOFTWARE,
            "@type": "SoftwareApplication",
            "name": "Software that nobody noted",
            "url": facts.identifier,
            "version": "unknown",
        }


def action(facts: Told, run: Run) -> dict[str, Any]:
    """Give the entity of a run, without what it read and made."""
    is_failed = run.status in _FAILED
    said = run.description or run.detail
    workflow = facts.software.get(run.software or "")
    name = (workflow and workflow.name) or "Execution"
    return without_nothing(
        {
            "@id": facts.uri(run.rid),
            "@type": "CreateAction",
            "name": f"{name} {run.rid}",
            "description": said or f"Execution {run.rid}",
            "instrument": {"@id": facts.uri(workflow.rid) if workflow else _UNKNOWN_SOFTWARE},
            "agent": {"@id": person_id(run.person)} if run.person else None,
            "startTime": moment(run.start),
            "endTime": moment(run.stop),
            "actionStatus": _status(run.status),
            "error": run.detail if is_failed else None,
        }
    )


def moment(time: datetime | None) -> str | None:
    """Write a time as Process Run Crate wants it: with no more than milliseconds."""
    return None if time is None else time.astimezone(UTC).isoformat(timespec="milliseconds")


def _status(status: str | None) -> str | None:
    """Say how a run ended; nothing of one that had not ended."""
    if status in _FAILED:
        return "http://schema.org/FailedActionStatus"
    return "http://schema.org/CompletedActionStatus" if status in _COMPLETED else None
