"""The `muniment` command."""

import sys

import click

import muniment
from muniment.cli.asset import asset
from muniment.cli.bag import bag
from muniment.cli.dataset import dataset
from muniment.cli.execution import execution
from muniment.cli.quiet import add_quiet_option
from muniment.cli.table import table
from muniment.errors import MunimentError
from muniment.ml.muniment import Muniment


class _Group(click.Group):
    """A group that ends with one sentence and exit code 1 when the library refuses."""

    def invoke(self, ctx: click.Context) -> object:
        try:
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
@click.argument("folder")
@click.option("--domain-schema", help="Name of the schema for your own tables.")
@click.option("--store", help="Where the bytes go: a folder or s3://bucket/prefix.")
def init(folder: str, domain_schema: str | None, store: str | None) -> None:
    """Make a catalog in FOLDER; one that is there already stays as it is.

    Example: muniment init ./lab
    """
    ml = Muniment(folder, create=True, domain_schema=domain_schema, store=store)
    click.echo(str(ml.path))
    ml.close()


for command in (asset, bag, dataset, execution, table):
    main.add_command(command)

add_quiet_option(main)
