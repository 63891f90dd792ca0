"""Functions each call of which is an execution."""

import functools
import inspect
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypedDict, TypeVar, cast

from muniment.errors import ConfigurationError
from muniment.executions import arguments
from muniment.executions.configuration import AssetSpec, DatasetSpec, LocalFile
from muniment.executions.workflows import Workflow
from muniment.ml.execution import Execution

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Begin = Callable[[dict[str, Any]], Execution]
"""Makes the execution of a call, given its parameters."""


class TrackedOptions(TypedDict, total=False):
    """What the executions of a tracked function are.

    Attributes:
        name: What to call the workflow; as the function is called if left out.
        workflow_type: What it does: terms of Workflow_Type; Analysis if left out.
        description: What the executions are for.
        datasets: The datasets that each call reads.
        assets: The assets that each call reads, and files of this machine.
        dry_run: Whether to write nothing in the catalog.
    """

    name: str | None
    workflow_type: str | Iterable[str]
    description: str
    datasets: Sequence[DatasetSpec | str]
    assets: Sequence[AssetSpec | LocalFile | Path | str]
    dry_run: bool


def track(function: Callable[Parameters, Result], begin: Begin) -> Callable[Parameters, Result]:
    """Give a function like another, each call of which runs in an execution.

    Raises:
        ConfigurationError: It is a generator, whose end may never come.
    """
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise ConfigurationError(
            f"{name_of(function)} gives its values one by one, so that nothing tells when a run of it ends. "
            "Track the function that uses them."
        )
    signature = inspect.signature(function)
    kinds = {parameter.kind: name for name, parameter in signature.parameters.items()}
    others = kinds.get(inspect.Parameter.VAR_KEYWORD, "")

    def parameters(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        given = {name: each for name, each in bound.arguments.items() if name not in {"self", others}}
        return arguments.describe({**given, **bound.arguments.get(others, {})})

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def run_later(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
            with begin(parameters(args, kwargs)):
                return await function(*args, **kwargs)

        return cast("Callable[Parameters, Result]", run_later)

    @functools.wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with begin(parameters(args, kwargs)):
            return function(*args, **kwargs)

    return run


def name_of(function: Callable[..., object]) -> str:
    """Give the name that a function has in its module."""
    name: str = getattr(function, "__qualname__", type(function).__name__)
    return name.rpartition("<locals>.")[2]


class Once:
    """A workflow that is looked up when a function is first called, and known from then on."""

    def __init__(self, find: Callable[[], Workflow]) -> None:
        """Take how to find it."""
        self._find, self._lock = find, threading.Lock()
        self._found: Workflow | None = None

    def __call__(self) -> Workflow:
        """Give the workflow."""
        with self._lock:
            if self._found is None:
                self._found = self._find()
            return self._found
