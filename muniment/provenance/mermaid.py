"""A lineage as a flowchart in Mermaid, which GitHub, GitLab, Jupyter and many a wiki draw.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from collections.abc import Iterator

from muniment.catalog.lineage.graph import Graph, Kind
from muniment.provenance.collapsed import Group, collapse

_SHAPES = {
    Kind.asset: ("[", "]"),
    Kind.execution: ("([", "])"),
    Kind.dataset: ("[(", ")]"),
    Kind.feature: (">", "]"),
    Kind.row: ("[", "]"),
}


def draw(graph: Graph) -> str:
    """Write a lineage as a flowchart, from what came first to what came of it."""
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: Graph) -> Iterator[str]:
    collapsed = collapse(graph)
    yield "flowchart LR"
    for group in collapsed.groups:
        opening, closing = _SHAPES[group.kind]
        yield f'  n{group.number}{opening}"{_text(group)}"{closing}'
    for step in collapsed.steps:
        near, far = f"n{step.near}", f"n{step.far}"
        source, target = (near, far) if graph.direction == "forward" else (far, near)
        yield f"  {source} {'-.->' if step.is_deleted else '-->'}|{step.relation}| {target}"
    yield "  style n0 stroke-width:3px"
    if gone := [f"n{group.number}" for group in collapsed.groups if group.is_deleted]:
        yield "  classDef deleted stroke-dasharray:4,opacity:0.6"
        yield f"  class {','.join(gone)} deleted"


def _text(group: Group) -> str:
    """Write a title as Mermaid takes it between quotes, where only entities are special."""
    node = group.nodes[0]
    title = group.title if len(group.nodes) > 1 or node.rid in group.title else f"{group.title} {node.rid}"
    return "".join(c if c.isalnum() or c in " .,:/-_×()" else f"#{ord(c)};" for c in title)
