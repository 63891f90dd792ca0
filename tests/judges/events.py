"""Judge events of OpenLineage in the judges' own environment: a file of them as JSON → what its classes read, as JSON."""

import json
import sys
from pathlib import Path
from typing import Any

from openlineage.client import serde
from openlineage.client.event_v2 import InputDataset, Job, JobEvent, OutputDataset, Run, RunEvent, RunState


def read(event: dict[str, Any]) -> RunEvent | JobEvent:
    """Make the library's own objects of an event; they refuse what the standard does not allow."""
    common = {
        "eventTime": event["eventTime"],
        "producer": event["producer"],
        "job": Job(**event["job"]),
        "inputs": [InputDataset(**each) for each in event["inputs"]],
        "outputs": [OutputDataset(**each) for each in event["outputs"]],
    }
    if "run" not in event:
        return JobEvent(**common)
    return RunEvent(run=Run(**event["run"]), eventType=RunState(event["eventType"]), **common)


if __name__ == "__main__":
    events = [read(event) for event in json.loads(Path(sys.argv[1]).read_text())]
    print(json.dumps([json.loads(serde.Serde.to_json(event)) for event in events]))
