"""The option by which any command prints its results and errors only."""

import warnings

import click

from muniment.progress import without_progress_bars

_IS_QUIET = "muniment.is_quiet"


def add_quiet_option(command: click.Command) -> None:
    """Give a command the option, and all commands below it, so that it can stand anywhere on the line."""
    command.params.append(
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            is_eager=True,  # opening the catalog is to be quiet too
            expose_value=False,
            callback=_be_quiet,
            help="Print results and errors only: no messages, no progress bars, no warnings.",
        )
    )
    if isinstance(command, click.Group):
        for below in command.commands.values():
            add_quiet_option(below)


def say(message: str) -> None:
    """Print what is no result on stderr, unless the command is to be quiet."""
    if not click.get_current_context().meta.get(_IS_QUIET):
        click.echo(message, err=True)


def _be_quiet(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if not is_asked or context.meta.get(_IS_QUIET):
        return
    context.meta[_IS_QUIET] = True
    root = context.find_root()
    root.with_resource(without_progress_bars())
    root.with_resource(warnings.catch_warnings())
    warnings.simplefilter("ignore")
