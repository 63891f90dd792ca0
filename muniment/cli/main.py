"""The `muniment` command."""

import sys
import warnings

import click

import muniment
from muniment.cli.asset import asset
from muniment.cli.bag import bag
from muniment.cli.dataset import dataset
from muniment.cli.execution import execution
from muniment.cli.history import history
from muniment.cli.lineage import lineage
from muniment.cli.quiet import add_quiet_option, say
from muniment.cli.run import run
from muniment.cli.table import table
from muniment.cli.upkeep import copy, doctor, gc
from muniment.errors import MunimentError
from muniment.ml.muniment import Muniment


class _Group(click.Group):
    """A group that ends with one sentence and exit code 1 when the library refuses."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            with warnings.catch_warnings():
                # The script that started us is no code of the user, and the command line is recorded.
                warnings.filterwarnings("ignore", message="Provenance of this workflow")
                return super().invoke(ctx)
        except MunimentError as error:
            click.echo(f"muniment: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(muniment.__version__, prog_name="muniment")
def main() -> None:
    """Keep files as evidence: assets, executions, datasets and bags.

    Example: muniment asset list Image --catalog ./lab
    """


@main.command()
@click.argument("address", required=False)
@click.option("--domain-schema", metavar="NAME", help="Name of the schema for your own tables.")
@click.option("--store", help="Where the bytes go: a folder or s3://bucket/prefix.")
def init(address: str | None, domain_schema: str | None, store: str | None) -> None:
    """Make a catalog at ADDRESS, a folder or a database; one that is there already stays as it is.

    Example: muniment init ./lab
    """
    ml = Muniment(address, create=True, domain_schema=domain_schema, store=store)
    click.echo(ml.address)
    ml.close()


@main.command()
@click.argument("address", required=False)
@click.option("--domain-schema", metavar="NAME", help="Which catalog, if the database holds several.")
@click.option("--dry-run", is_flag=True, help="Print the SQL, and change nothing.")
@click.option("--no-backup", is_flag=True, help="Make no backup, because there is one.")
def upgrade(address: str | None, domain_schema: str | None, dry_run: bool, no_backup: bool) -> None:
    """Bring the catalog at ADDRESS, which an older Muniment made, to the revision of this one.

    The backup that is made first is named on the output. All changes are one transaction.

    Example: muniment upgrade ./lab --dry-run
    """
    report = Muniment.upgrade(address, domain_schema=domain_schema, dry_run=dry_run, backup=not no_backup)
    if not report.migrations:
        say(f"{report.catalog} has revision {report.after} already: there is nothing to do.")
        return
    for statement in report.statements:
        click.echo(statement)
    if report.backup:
        click.echo(str(report.backup))
    done = "would go" if dry_run else "went"
    say(f"{report.catalog} {done} from revision {report.before} to {report.after}:")
    for migration in report.migrations:
        say(f"  {migration.revision}  {migration.title}")


for command in (asset, bag, copy, dataset, doctor, execution, gc, history, lineage, run, table):
    main.add_command(command)

add_quiet_option(main)
