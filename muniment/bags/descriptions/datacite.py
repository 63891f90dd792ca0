"""DataCite metadata: what a registry of DOIs wants to know of a dataset version.

There is no DOI until somebody registers one. The record is complete but for it: add ``doi`` and ``url``, and
it can be sent. Until then the dataset is known by its ``muniment://`` identifier.

Source: DataCite Metadata Schema 4.5, https://doi.org/10.14454/g8e5-6293, with its codes for what is not known
"""

from typing import Any

from muniment.bags.descriptions.facts import Facts
from muniment.bags.descriptions.json_stream import without_nothing

PATH = "metadata/datacite.json"
_UNKNOWN = ":unav"


def describe(facts: Facts, payload_bytes: int, payload_files: int) -> dict[str, Any]:
    """Describe a dataset version as DataCite does.

    Args:
        facts: What is told.
        payload_bytes: Size of the payload.
        payload_files: Number of its files.
    """
    created = facts.version.created
    return without_nothing(
        {
            "schemaVersion": "http://datacite.org/schema/kernel-4",
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": ", ".join(facts.types) or "Dataset"},
            "titles": [{"title": facts.title}],
            "creators": [{"name": name} for name in facts.attribution.creators or (_UNKNOWN,)],
            "publisher": {"name": facts.attribution.publisher or _UNKNOWN},
            "publicationYear": str(created.year),
            "dates": [{"date": created.date().isoformat(), "dateType": "Created"}],
            "version": str(facts.version.dataset_version),
            "subjects": [{"subject": term, "subjectScheme": "Dataset_Type"} for term in facts.types],
            "descriptions": [{"description": facts.description, "descriptionType": "Abstract"}],
            "alternateIdentifiers": [
                {"alternateIdentifier": facts.identifier, "alternateIdentifierType": "Muniment"},
                {"alternateIdentifier": facts.dataset.rid, "alternateIdentifierType": "RID"},
            ],
            "rightsList": _rights(facts.attribution.licence),
            "sizes": [f"{payload_bytes} bytes", f"{payload_files} files"],
            "formats": sorted({"text/csv", *(t for types in facts.media_types.values() for t in types)}),
        }
    )


def _rights(licence: str | None) -> list[dict[str, str]]:
    if licence is None:
        return []
    if licence.startswith(("http://", "https://")):
        return [{"rights": licence, "rightsUri": licence}]
    return [{"rights": licence}]
