"""Commands that keep a catalog in order."""

import json
import sys
from dataclasses import asdict
from datetime import timedelta

import click

from muniment.cli.output import catalog_option, json_option, show
from muniment.cli.quiet import say
from muniment.errors import plural
from muniment.maintenance.findings import Checkup
from muniment.maintenance.gc import GRACE
from muniment.ml.muniment import Muniment


@click.command()
@click.option("--deep", is_flag=True, help="Read all objects again, and compare their checksums.")
@catalog_option
@json_option
def doctor(deep: bool, ml: Muniment, as_json: bool) -> None:
    """Check a catalog from end to end, and say what to do; the exit code is 1 if there is something to do.

    Example: muniment doctor --deep --catalog ./lab
    """
    checkup = ml.doctor(deep=deep)
    if as_json:
        click.echo(json.dumps(_as_dict(checkup), indent=2, ensure_ascii=False))
    else:
        _print(checkup)
    sys.exit(0 if checkup.ok else 1)


def _as_dict(checkup: Checkup) -> dict[str, object]:
    return {
        "ok": checkup.ok,
        "counts": checkup.counts,
        "checked": checkup.checked,
        "seconds": round(checkup.seconds, 3),
        "findings": checkup.records(),
    }


def _print(checkup: Checkup) -> None:
    for finding in checkup:
        click.echo(f"{finding.severity.value}: {finding.code}: {finding.message}\n    {finding.remedy}")
    for code, count in checkup.counts.items():
        shown = sum(finding.code == code for finding in checkup)
        if count > shown:
            click.echo(f"… and {count - shown} more of {code}")
    if not checkup.counts:
        click.echo("nothing found")
    what = ", ".join(f"{count:,} {name}" for name, count in checkup.checked.items())
    say(f"checked {what or 'nothing'} in {checkup.seconds:.1f} s")


@click.command()
@click.option("--delete", is_flag=True, help="Remove what is found; else it is only counted.")
@click.option(
    "--grace",
    type=click.FloatRange(min=0),
    default=GRACE / timedelta(hours=1),
    show_default=True,
    metavar="HOURS",
    help="How long objects are spared after they were last stored.",
)
@catalog_option
@json_option
def gc(delete: bool, grace: float, ml: Muniment, as_json: bool) -> None:
    """Count the objects in the store that nothing refers to, or remove them with --delete.

    Others can upload meanwhile.

    Example: muniment gc --delete --catalog ./lab
    """
    cleanup = ml.gc(dry_run=not delete, grace=timedelta(hours=grace))
    if as_json:
        click.echo(json.dumps(asdict(cleanup), indent=2))
        return
    done = "would be removed" if cleanup.dry_run else "removed"
    objects = plural(cleanup.objects, "1 object", "{} objects")
    leftovers = plural(cleanup.leftovers, "1 leftover", "{} leftovers")
    click.echo(f"{objects} of {cleanup.bytes} bytes and {leftovers} {done}")
    if cleanup.dry_run and (cleanup.objects or cleanup.leftovers):
        say("Nothing was removed; --delete does it.")


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--store", help="Where the objects of the copy go: a folder or s3://bucket/prefix.")
@click.option("--domain-schema", metavar="NAME", help="Which catalog of SOURCE, if it holds several.")
@json_option
def copy(source: str, target: str, store: str | None, domain_schema: str | None, as_json: bool) -> None:
    """Copy the catalog SOURCE with all its objects to TARGET, and compare each table.

    One that was broken off goes on where it stopped, by the same command.

    Example: muniment copy ./lab ./elsewhere --store s3://lab-objects/elsewhere
    """
    with Muniment(source, domain_schema=domain_schema) as ml:
        report = ml.copy(target, store)
        copied = ml.address
    show([asdict(table) for table in report.tables], as_json)
    say(
        f"{len(report.tables)} tables with {report.rows} rows, and {report.objects} objects of "
        f"{report.bytes} bytes, are the same in {copied} and {report.target}."
    )
