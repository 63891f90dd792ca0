"""The command that runs a script in an execution."""

import os
import signal
import sys
import traceback
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType

import click

import muniment
from muniment.cli.output import catalog_option
from muniment.cli.quiet import say
from muniment.ml.muniment import Muniment
from muniment.ml.scripts import ScriptRun

_OURS = str(Path(muniment.__file__).parent)


@click.command(context_settings={"allow_interspersed_args": False})
@click.option("-m", "--module", is_flag=True, help="SCRIPT is a module, as for python -m.")
@click.option("--workflow-name", metavar="NAME", help="What the workflow is called; else as the script is.")
@click.option("--workflow-type", metavar="TERM", default="Analysis", show_default=True, help="What it does.")
@click.option("--description", metavar="TEXT", default="", help="What this run is for.")
@click.option(
    "--dataset", "datasets", metavar="RID[@VERSION]", multiple=True, help="A dataset that it reads."
)
@click.option("--asset", "assets", metavar="RID", multiple=True, help="An asset that it reads.")
@click.option("--file", "files", metavar="PATH", multiple=True, help="A file of this machine that it reads.")
@click.option(
    "-o",
    "--output",
    "outputs",
    metavar="GLOB[=TABLE]",
    multiple=True,
    help="Files that it writes, and their asset table; Execution_Asset if left out. ** means any folders.",
)
@click.option("--parent", metavar="RID", help="The execution that this one is nested in.")
@click.option("--dry-run", is_flag=True, help="Write nothing in the catalog.")
@click.argument("script")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@catalog_option
def run(
    module: bool,
    workflow_name: str | None,
    workflow_type: str,
    description: str,
    datasets: tuple[str, ...],
    assets: tuple[str, ...],
    files: tuple[str, ...],
    outputs: tuple[str, ...],
    parent: str | None,
    dry_run: bool,
    script: str,
    arguments: tuple[str, ...],
    ml: Muniment,
) -> None:
    """Run SCRIPT with its ARGUMENTS in an execution, and upload the files that it writes.

    The script need not know of Muniment. What follows its name is its own. Its exit code is passed on; if it
    fails, so has the execution, and its files stay where they are.

    Example: muniment run -c ./lab -o 'out/*.pt=Model' train.py -- --epochs 10
    """
    signal.signal(signal.SIGTERM, partial(_end, os.getpid()))
    done = ml.run_script(
        script,
        arguments[1:] if arguments[:1] == ("--",) else arguments,
        module=module,
        workflow_name=workflow_name,
        workflow_type=workflow_type,
        description=description,
        datasets=datasets,
        assets=[*assets, *map(Path, files)],
        outputs=outputs,
        parent=parent,
        dry_run=dry_run,
    )
    _tell(done)
    sys.exit(done.exit_code)


class Terminated(SystemExit):
    """The run was told to end by SIGTERM, as batch systems tell it some seconds before they kill it."""

    def __init__(self) -> None:
        """Take the exit code that shells give for it."""
        super().__init__(128 + signal.SIGTERM)

    def __str__(self) -> str:
        return "told to end by SIGTERM"


def _end(process: int, number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)  # a second one ends it at once
    if os.getpid() == process:
        raise Terminated
    os.kill(os.getpid(), number)  # a child that the script has forked ends as it would by itself


def _tell(done: ScriptRun) -> None:
    error, execution = done.error, done.execution
    if isinstance(error, SystemExit):
        if not isinstance(error.code, int):
            click.echo(str(error.code), err=True)
    elif error is not None:
        traceback.print_exception(type(error), error, _of_script(error.__traceback__))
    said = f"execution {execution.execution_rid} is {execution.status.value}"
    say(f"{said}: {execution.error}" if error is not None else f"{said}, {done.uploaded} files uploaded")


def _of_script(trace: TracebackType | None) -> TracebackType | None:
    """Leave out the frames that lead to the script."""
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith((_OURS, "<frozen runpy>")):
        trace = trace.tb_next
    return trace
