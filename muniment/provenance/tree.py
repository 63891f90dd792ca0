"""A lineage as a tree of text, for a terminal."""

from collections.abc import Iterator

from muniment.catalog.lineage.graph import Graph, Kind, Relation
from muniment.errors import plural
from muniment.provenance.collapsed import Collapsed, Group, Step, collapse

_LINES = 400
"""Lines that are shown: more than that nobody reads, and `to_dataframe` has all."""

BACKWARD = {
    Relation.output: "made by",
    Relation.input: "read",
    Relation.made: "made by",
    Relation.member: "holds",
    Relation.feature: "holds",
    Relation.about: "about",
    Relation.value: "refers to",
    Relation.version: "version of",
}
FORWARD = {
    Relation.output: "made",
    Relation.input: "read by",
    Relation.made: "made",
    Relation.member: "member of",
    Relation.feature: "held by",
    Relation.about: "described by",
    Relation.value: "part of",
    Relation.version: "version",
}


def draw(graph: Graph) -> str:
    """Draw a lineage as a tree: what stands in several places is drawn in the first."""
    collapsed = collapse(graph)
    lines = [describe(collapsed.groups[0])]
    for line in _branches(graph, collapsed):
        if len(lines) == _LINES:
            lines.append(f"… more: {len(graph):,} nodes in all")
            break
        lines.append(line)
    return "\n".join([*lines, *_columns(graph), *remarks(graph)])


def _columns(graph: Graph) -> Iterator[str]:
    """Say which columns come from which, a line for each column."""
    sources: dict[str, list[str]] = {}
    for edge in graph.columns[:_LINES]:
        dropped = " (dropped)" if edge.is_deleted else ""
        sources.setdefault(edge.target, []).append(f"{edge.source}{dropped}")
    for target, named in sources.items():
        yield f"{target} comes from {' and '.join(named)}"
    if len(graph.columns) > _LINES:
        yield f"… more: {len(graph.columns):,} sources of columns in all"


def _branches(graph: Graph, collapsed: Collapsed) -> Iterator[str]:
    steps, words = collapsed.steps_from(), phrases(graph)
    drawn = {0}
    # A stack instead of recursion: a chain of runs may be longer than Python's own stack.
    waiting = [_below(steps, 0, "")]
    while waiting:
        try:
            step, branch, indent = next(waiting[-1])
        except StopIteration:
            waiting.pop()
            continue
        group = collapsed.groups[step.far]
        line = f"{branch}{words[step.relation]} {_counted(step, group)}{describe(group)}"
        if group.number in drawn:
            yield f"{line}, see above" if step.far in steps else line
            continue
        drawn.add(group.number)
        yield line
        waiting.append(_below(steps, group.number, indent))


def _below(steps: dict[int, list[Step]], number: int, indent: str) -> Iterator[tuple[Step, str, str]]:
    mine = steps.get(number, [])
    for index, step in enumerate(mine, 1):
        last = index == len(mine)
        yield step, f"{indent}{'└─ ' if last else '├─ '}", f"{indent}{'   ' if last else '│  '}"


def _counted(step: Step, group: Group) -> str:
    """Say for how many members, or values about them, an execution stands."""
    if group.kind is not Kind.execution:
        return ""
    of = {Relation.member: "", Relation.feature: plural(step.count, "value ", "values ")}
    return f"{step.count:,} {of[step.relation]}made by " if step.relation in of else ""


def phrases(graph: Graph) -> dict[Relation, str]:
    """Give the words for what leads from a node to the next."""
    return FORWARD if graph.direction == "forward" else BACKWARD


def describe(group: Group) -> str:
    """Say what a group is, on one line."""
    node = group.nodes[0]
    said = [group.title]
    if len(group.nodes) == 1 and node.rid not in group.title:
        said[0] += f" ({node.rid})"
    if group.kind is Kind.execution and node.is_known and node.details["Status"] != "Uploaded":
        said.append(str(node.details["Status"]))
    if not node.is_known:
        said.append("not known any more")
    elif node.is_deleted:
        said.append("deleted")
    return ", ".join(said)


def remarks(graph: Graph) -> list[str]:
    """Say what is not told."""
    said = []
    if graph.is_depth_capped:
        said.append(f"There is more beyond depth {graph.depth}.")
    if graph.is_past_forgotten:
        said.append("A part of the past was forgotten: of what was deleted before, nothing is told.")
    if graph.is_table_dropped:
        said.append("A table or feature was dropped: of its rows nothing is told.")
    return said
