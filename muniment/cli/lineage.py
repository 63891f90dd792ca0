"""The command about lineage."""

import json
from dataclasses import asdict

import click

from muniment.cli.output import catalog_option, show
from muniment.ml.muniment import Muniment


@click.command()
@click.argument("rid")
@click.option("--forward", is_flag=True, help="What was made from it, instead of what it was made from.")
@click.option(
    "--depth", type=click.IntRange(min=0), help="Generations beyond the nearest runs; all if left out."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["tree", "mermaid", "svg", "json", "prov", "openlineage", "ro-crate"]),
    default="tree",
    show_default=True,
    help="How it is printed.",
)
@catalog_option
def lineage(rid: str, forward: bool, depth: int | None, form: str, ml: Muniment) -> None:
    """Tell what the asset, dataset, execution or feature value RID was made from.

    RID@1.2.0 is a version of a dataset. Table.Column is a column: its lineage is a table of columns.

    Example: muniment lineage 1-4K7Q --forward --catalog ./lab
    """
    if "." in rid.partition("@")[0]:
        if depth is not None or form not in {"tree", "json"}:
            raise click.UsageError("The lineage of a column has no depth, and comes as a table or as JSON.")
        edges = ml.lookup_column_lineage(rid, direction="forward" if forward else "backward")
        show([asdict(edge) for edge in edges], form == "json")
        return
    found = ml.lookup_lineage(rid, direction="forward" if forward else "backward", depth=depth)
    texts = {"tree": found.__str__, "mermaid": found.to_mermaid, "svg": found.to_svg}
    documents = {"json": found.to_dict, "prov": found.to_prov, "openlineage": found.to_openlineage}
    documents |= {"ro-crate": found.to_ro_crate}
    if form in texts:
        click.echo(texts[form]().rstrip("\n"))
    else:
        click.echo(json.dumps(documents[form](), indent=2, ensure_ascii=False))
