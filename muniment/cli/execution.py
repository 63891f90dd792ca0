"""Commands about executions."""

import sys

import click

from muniment.cli.output import catalog_option, json_option, show
from muniment.errors import MunimentError
from muniment.ml.muniment import Muniment


@click.group()
def execution() -> None:
    """Runs of workflows, and what they have staged."""


@execution.command("list")
@click.option("--status", help="Only executions in this state.")
@catalog_option
@json_option
def list_executions(status: str | None, ml: Muniment, as_json: bool) -> None:
    """List all executions, how far they are, and how many files are staged on this machine and not uploaded.

    A run of this machine whose process is gone, though it is Running, is shown as died.

    Example: muniment execution list --status Failed --catalog ./lab
    """
    staged = ml.find_unfinished_executions()
    died = {each.execution_rid for each in ml.list_executions() if each.has_died}
    rows = [
        {
            "RID": each.execution_rid,
            "status": "died" if each.execution_rid in died else each.status.value,
            "workflow": each.workflow_rid,
            "started": each.start_time,
            "staged": staged.get(each.execution_rid, 0),
            "message": each.message,
            "description": each.description,
        }
        for each in ml.find_executions(status=status)
    ]
    show(rows, as_json)


@execution.command()
@click.argument("rids", nargs=-1)
@click.option("--keep", is_flag=True, help="Leave the staged files where they are.")
@catalog_option
@json_option
def upload(rids: tuple[str, ...], keep: bool, ml: Muniment, as_json: bool) -> None:
    """Upload what the executions RIDS have staged on this machine; all that have, if none is named.

    One that cannot be uploaded does not keep the others from it; the exit code is 1 then.

    Example: muniment execution upload 1-4K7Q --catalog ./lab
    """
    rows, failed = [], False
    for rid in rids or ml.find_unfinished_executions():
        try:
            report = ml.resume_execution(rid).upload_execution_outputs(clean_folder=not keep)
        except MunimentError as error:
            click.echo(f"muniment: {error}", err=True)
            failed = True
        else:
            rows.append({"RID": rid, "uploaded": report.total_uploaded, "bytes": report.total_bytes})
    show(rows, as_json)
    if failed:
        sys.exit(1)
