"""Judge events of OpenLineage in the judges' own environment: a file of them as JSON → what its classes read, as JSON."""

import json
import sys
from pathlib import Path
from typing import Any


def read(event: dict[str, Any]) -> Any:
    """Make the library's own objects of an event; they refuse what the standard does not allow."""
    from openlineage.client.event_v2 import (
        InputDataset,
        Job,
        JobEvent,
        OutputDataset,
        Run,
        RunEvent,
        RunState,
    )

    common = {
        "eventTime": event["eventTime"],
        "producer": event["producer"],
        "job": Job(**event["job"]),
        "inputs": [InputDataset(**each) for each in event["inputs"]],
        "outputs": [OutputDataset(**with_columns(each)) for each in event["outputs"]],
    }
    if "run" not in event:
        return JobEvent(**common)
    return RunEvent(run=Run(**event["run"]), eventType=RunState(event["eventType"]), **common)


def with_columns(dataset: dict[str, Any]) -> dict[str, Any]:
    """Let the library's own class read which columns come from which, and tell the schema that it has for them."""
    from openlineage.client.facet_v2 import column_lineage_dataset as columns

    facets = dataset["facets"]
    if "columnLineage" not in facets:
        return dataset
    fields = {
        name: columns.Fields(
            **{**field, "inputFields": [columns.InputField(**each) for each in field["inputFields"]]}
        )
        for name, field in facets["columnLineage"]["fields"].items()
    }
    read = columns.ColumnLineageDatasetFacet(fields=fields, producer=facets["columnLineage"]["_producer"])
    said = {**facets["columnLineage"], "fields": read.fields, "judged": read._schemaURL}
    return {**dataset, "facets": {**facets, "columnLineage": said}}


def main() -> None:
    """Do what the docstring of this module says."""
    from openlineage.client import serde

    events = [read(event) for event in json.loads(Path(sys.argv[1]).read_text())]
    print(json.dumps([json.loads(serde.Serde.to_json(event)) for event in events]))


if __name__ == "__main__":
    main()
