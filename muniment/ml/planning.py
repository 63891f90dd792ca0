"""Executions that are to be made: their inputs and code, looked up before anything is written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from muniment.catalog.catalog import Catalog
from muniment.errors import ConfigurationError
from muniment.executions import records, workflows
from muniment.executions.configuration import (
    AssetSpec,
    DatasetSpec,
    ExecutionConfiguration,
    LocalFile,
)
from muniment.executions.records import ExecutionRecord, Plan
from muniment.executions.source import SourceCode, find_source
from muniment.executions.workflows import Workflow


class NestedOptions(TypedDict, total=False):
    """What an execution that is nested in another is to do.

    Attributes:
        datasets: The datasets it reads.
        assets: The assets it reads, and files of this machine.
        workflow: The code it runs; that of the outer one if left out.
        description: What it is for.
        parameters: Its settings.
        upload_on_exit: Whether leaving the block without an error uploads what is staged.
    """

    datasets: Iterable[DatasetSpec | str]
    assets: Iterable[AssetSpec | LocalFile | Path | str]
    workflow: Workflow | str | None
    description: str
    parameters: Mapping[str, Any] | None
    upload_on_exit: bool


@dataclass(frozen=True)
class Code:
    """What an execution runs.

    Attributes:
        workflow: RID of the workflow.
        source: What was found of its code, as JSON.
        found: What was found of it in this process; None if an outer execution tells it.
    """

    workflow: str
    source: Mapping[str, Any]
    found: SourceCode | None = None

    @classmethod
    def of(cls, workflow: str, found: SourceCode) -> "Code":
        """Take what was found in this process."""
        return cls(workflow, found.record(), found)


@dataclass(frozen=True)
class Planned:
    """An execution that can be made.

    Attributes:
        plan: Its row and its inputs.
        code: What it runs.
        parameters: Its settings as they were given, and as JSON has them: lists, not tuples.
    """

    plan: Plan
    code: Code
    parameters: Mapping[str, Any]


def code_of(record: ExecutionRecord) -> Code | None:
    """Give what an execution runs, for those that are nested in it."""
    if record.workflow_rid is None:
        return None
    return Code(record.workflow_rid, record.configuration.get("source") or {})


def plan_execution(
    catalog: Catalog,
    configuration: ExecutionConfiguration | None,
    parts: Mapping[str, Any],
    code: Code | None = None,
) -> Planned:
    """Look up all that an execution is to read and run. Nothing is written.

    Args:
        catalog: Where it is to be.
        configuration: What it is to do; or the parts of it.
        parts: The parts, by the names that the configuration has for them.
        code: What it runs if neither says so.

    Raises:
        TypeError: There are a configuration and parts.
        ConfigurationError: There is no workflow.
        NotFound: The workflow, or something that it reads, is not there.
    """
    given = {name: _plain(part) for name, part in parts.items() if part is not None}
    if configuration is None:
        configuration = ExecutionConfiguration(**given)
    elif any(given.values()):
        raise TypeError("create_execution takes a configuration or its parts, and cannot mix them.")
    runs = code if configuration.workflow is None else _find_code(catalog, configuration.workflow)
    if runs is None:
        raise ConfigurationError(
            'An execution needs a workflow: workflow=ml.create_workflow("My training", "Training").'
        )
    plan = records.plan(catalog, configuration, runs.workflow, runs.source)
    return Planned(plan, runs, json.loads(json.dumps(configuration.parameters)))


def _plain(part: Any) -> Any:
    """Give what can be asked for twice, and kept: iterators as lists, mappings as dicts."""
    if isinstance(part, Mapping):
        return dict(part)
    return list(part) if isinstance(part, Iterable) and not isinstance(part, str) else part


def _find_code(catalog: Catalog, workflow: Workflow | str) -> Code:
    named = workflow if isinstance(workflow, Workflow) else workflows.lookup(catalog, workflow)
    return Code.of(named.rid, named.source or find_source())  # a workflow that was looked up tells no code
