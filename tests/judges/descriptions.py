"""Judge the descriptions in a bag, in the judges' own environment: a bag and names of judges → verdicts as JSON.

A verdict has `faults`, which is empty if all is well, and what the judge has read, for the test to compare.
"""

import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Verdict = dict[str, Any]

CONTEXT = "https://w3id.org/ro/crate/1.3/context"


def ro_crate(crate: Path, profile: str) -> Verdict:
    """Validate a crate; the profiles that a profile builds on count as well."""
    from rocrate_validator import services
    from rocrate_validator.models import Severity, ValidationSettings

    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        _keep_context(cache)
        settings = ValidationSettings(
            rocrate_uri=str(crate),
            profile_identifier=profile,
            requirement_severity=Severity.REQUIRED,
            offline=True,
            cache_path=cache,
        )
        result = services.validate(settings)
    return {
        "faults": [issue.message for issue in result.get_issues(Severity.REQUIRED)],
        "checks": len(result.statistics.passed_checks),
    }


def _keep_context(cache: Path) -> None:
    """Keep the context of RO-Crate where the validator looks for it, so that no network is needed."""
    import rocrate
    from requests import Request, Response
    from requests_cache import CachedSession
    from urllib3.response import HTTPResponse

    body = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
    headers = {"Content-Type": "application/ld+json"}
    with CachedSession(str(cache)) as session:
        for accepted in ("application/ld+json, application/json", "application/ld+json"):
            response = Response()
            response.status_code, response.url, response._content = 200, CONTEXT, body
            response.headers.update(headers)
            response.raw = HTTPResponse(io.BytesIO(body), headers, status=200, preload_content=False)
            response.request = session.prepare_request(Request("GET", CONTEXT, {"Accept": accepted}))
            session.cache.save_response(response)


def _detached(folder: Path) -> Path:
    """Find the crate that is a file of its own, whatever else is in its folder."""
    [found] = folder.glob("*-ro-crate-metadata.json")
    return found


def ro_crate_library(bag: Path) -> Verdict:
    """Read the crate with the library for RO-Crates."""
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(bag))
    return {
        "faults": [],
        "version": crate.version,
        "name": crate.name,
        "data": len(crate.data_entities),
        "references": list(_references(crate)),
    }


def _references(crate: Any) -> Iterator[tuple[str, str, str]]:
    """Give what the library takes for references: of which entity, by which property, to which entity."""
    from rocrate.model.entity import Entity

    for entity in crate.get_entities():
        for name, value in entity.items():
            found = value if isinstance(value, list) else [value]
            yield from ((entity.id, name, other.id) for other in found if isinstance(other, Entity))


def croissant(bag: Path) -> Verdict:
    """Validate the description, and read all rows of all sets of records."""
    import mlcroissant

    file = str(bag / "croissant.json")
    try:
        names = [records.id for records in mlcroissant.Dataset(file).metadata.record_sets]
        # One description gives one set of records: of the second it gives other rows.
        rows = {name: list(mlcroissant.Dataset(file).records(name)) for name in names}
    except Exception as error:  # noqa: BLE001 (whatever the judge minds)
        return {"faults": [f"{type(error).__name__}: {error}"]}
    return {"faults": [], "rows": {name: list(map(_plain, found)) for name, found in rows.items()}}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    def read(value: Any) -> Any:
        if isinstance(value, bytes):
            return value.decode()
        return value if value is None or isinstance(value, bool | int | float) else str(value)

    return {name: read(value) for name, value in row.items()}


def frictionless(bag: Path) -> Verdict:
    """Validate the tables against their schemas, and read all rows."""
    from frictionless import Package, validate

    os.chdir(bag)  # paths stand in the folder of the description
    report = validate("datapackage.json")
    faults = [error.message for task in report.tasks for error in task.errors]
    rows = {}
    if report.valid:
        for resource in Package("datapackage.json").resources:
            rows[resource.title] = [_plain(row.to_dict()) for row in resource.read_rows()]
    return {"faults": faults + [error.message for error in report.errors], "rows": rows}


def prov(bag: Path) -> Verdict:
    """Read the document, and again what the library writes of it."""
    from prov.model import ProvDocument

    try:
        document = ProvDocument.deserialize(str(bag / "metadata" / "prov.json"), format="json")
        again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    except Exception as error:  # noqa: BLE001 (whatever the judge minds)
        return {"faults": [f"{type(error).__name__}: {error}"]}
    faults = [] if document == again else ["It is another document when it is written and read again."]
    return {"faults": faults, "records": [record.get_provn() for record in document.records]}


def datacite(bag: Path) -> Verdict:
    """Validate the metadata against the schema."""
    from datacite import schema45

    told = json.loads((bag / "metadata" / "datacite.json").read_text())
    return {"faults": [error.message for error in schema45.validator.iter_errors(told)]}


JUDGES: dict[str, Callable[[Path], Verdict]] = {
    "ro-crate": lambda bag: ro_crate(bag, "ro-crate-1.3"),
    "process-run-crate": lambda bag: ro_crate(bag, "process-run-crate-0.5"),
    "detached-ro-crate": lambda folder: ro_crate(_detached(folder), "ro-crate-1.3"),
    "ro-crate-library": ro_crate_library,
    "croissant": croissant,
    "prov": prov,
    "datacite": datacite,
    "frictionless": frictionless,
}


def _verdicts(bag: Path, names: list[str]) -> Iterator[tuple[str, Verdict]]:
    logging.disable()
    for name, judge in JUDGES.items():
        if name in names:
            yield name, judge(bag)


if __name__ == "__main__":
    told = sys.stdout
    sys.stdout = sys.stderr  # judges that talk
    verdicts = dict(_verdicts(Path(sys.argv[1]).absolute(), sys.argv[2:]))
    json.dump(verdicts, told)
