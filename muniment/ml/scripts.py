"""Scripts that are run in an execution, as they stand."""

from collections.abc import Callable
from dataclasses import dataclass

from muniment.executions.scripts import Outputs, Program
from muniment.ml.execution import Execution


@dataclass(frozen=True)
class ScriptRun:
    """What came of running a script.

    Attributes:
        execution: The execution that it ran in.
        exit_code: What it would have told the shell: 0 is a good end.
        error: What it raised, or None.
        uploaded: How many files were uploaded at its end.
    """

    execution: Execution
    exit_code: int
    error: BaseException | None = None
    uploaded: int = 0


def run(program: Program, outputs: Outputs, create: Callable[[], Execution]) -> ScriptRun:
    """Run a program in an execution, and upload the files it has written if it ends well.

    Raises:
        MunimentError: The execution cannot be made; or, after a good end, the files cannot be uploaded.
    """
    with program.as_started():
        execution = create()
        try:
            with execution:
                program.run()
        except BaseException as error:  # noqa: BLE001 (the caller is told, whatever it is)
            return ScriptRun(execution, _exit_code(error), error)
    stage_outputs(execution, outputs)
    return ScriptRun(execution, 0, None, execution.upload_execution_outputs().total_uploaded)


def stage_outputs(execution: Execution, outputs: Outputs) -> None:
    """Stage the files that are new or were written to; those that the program has staged itself stay so."""
    known = execution.staged_sources()
    changed = [(path, table) for path, table in outputs.changed() if path not in known]
    for (path, table), name in zip(changed, outputs.name(changed), strict=True):
        execution.asset_file_path(table, path, rename_file=name, description=outputs.place(path))


def _exit_code(error: BaseException) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    return 130 if isinstance(error, KeyboardInterrupt) else 1
