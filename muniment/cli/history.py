"""Commands about the past of a catalog."""

import json
from datetime import datetime

import click

from muniment.catalog.snapshots import At
from muniment.cli.output import catalog_option, json_option, show
from muniment.cli.quiet import say
from muniment.errors import plural
from muniment.ml.muniment import Muniment


class _Moment(click.ParamType[At]):
    """A mark or release by its name, or a time as ISO 8601 has it."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> At:  # noqa: ARG002
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)


_MOMENT = _Moment()


@click.group()
def history() -> None:
    """What rows were, who changed them, and marks to come back to."""


@history.command("show")
@click.argument("rid")
@catalog_option
@json_option
def show_row(rid: str, ml: Muniment, as_json: bool) -> None:
    """Show all that happened to the row RID, be it there or deleted.

    Example: muniment history show 1-001A --catalog ./lab
    """
    found = ml.history(rid)
    listed = [
        {
            "time": event.time,
            "action": event.action,
            "actor": event.actor,
            "execution": event.execution,
            "changed": {name: event.values[name] for name in event.changed if name in event.values},
        }
        for event in found
    ]
    if not as_json:
        for line in listed:
            line["changed"] = json.dumps(line["changed"], default=str, ensure_ascii=False)
    show(listed, as_json)


@history.command()
@click.option("--since", type=_MOMENT, help="The mark, release or time after which.")
@click.option("--until", type=_MOMENT, help="The mark, release or time up to which.")
@click.option("--table", "tables", multiple=True, help="Only of this table; may be given more than once.")
@catalog_option
@json_option
def changes(since: At, until: At, tables: tuple[str, ...], ml: Muniment, as_json: bool) -> None:
    """List what happened to which rows, in order.

    Example: muniment history changes --since 2026-11-01 --table Image --catalog ./lab
    """
    show(ml.changes(since, until, tables or None), as_json)


@history.command()
@click.argument("name")
@click.option("--description", default="", help="What the mark is for.")
@catalog_option
def mark(name: str, description: str, ml: Muniment) -> None:
    """Give this moment the name NAME, to come back to it.

    Example: muniment history mark "before the clean-up" --catalog ./lab
    """
    click.echo(ml.mark(name, description).number)


@history.command()
@catalog_option
@json_option
def marks(ml: Muniment, as_json: bool) -> None:
    """List all marks, releases of datasets among them.

    Example: muniment history marks --catalog ./lab
    """
    show(({**vars(found)} for found in ml.list_marks()), as_json)


@history.command()
@click.argument("rids", nargs=-1, required=True)
@catalog_option
def undelete(rids: tuple[str, ...], ml: Muniment) -> None:
    """Take back the rows RIDS that were deleted, with the links that went with them.

    Example: muniment history undelete 1-001A --catalog ./lab
    """
    say(f"{plural(ml.undelete(rids), '1 row is', '{} rows are')} there again")


@history.command()
@click.argument("before", type=_MOMENT)
@click.option("--delete", is_flag=True, help="Forget what is found; else it is only counted.")
@catalog_option
@json_option
def prune(before: At, delete: bool, ml: Muniment, as_json: bool) -> None:
    """Count the versions of rows that ended BEFORE a moment and that no mark or release pins, or forget them.

    Example: muniment history prune 2025-01-01 --delete --catalog ./lab
    """
    report = ml.prune_history(before, dry_run=not delete)
    show(({"table": table, "rows": count} for table, count in report.rows.items()), as_json)
    if not delete and report.rows:
        say("nothing was forgotten: --delete does so")
