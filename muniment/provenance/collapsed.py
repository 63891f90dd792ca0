"""A lineage that is small enough to be looked at: nodes that stand in the same place are one.

Nodes stand in the same place if they are of the same table, for executions of the same workflow, and if
what is nearer to the root leads to them in the same ways. A thousand runs that each made one of a thousand
files that were read together become two nodes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from muniment.catalog.lineage.graph import Edge, Graph, Kind, Node, Relation


@dataclass(frozen=True)
class Group:
    """Nodes that stand in the same place.

    Attributes:
        number: Its place in the order of groups; the root is 0.
        nodes: The nodes.
        level: How many edges lie between it and the root.
    """

    number: int
    nodes: tuple[Node, ...]
    level: int

    @property
    def kind(self) -> Kind:
        """What its nodes are."""
        return self.nodes[0].kind

    @property
    def is_deleted(self) -> bool:
        """Whether its nodes were deleted; all of them were, or none."""
        return self.nodes[0].is_deleted

    @property
    def title(self) -> str:
        """What a reader calls it."""
        first = self.nodes[0]
        if len(self.nodes) == 1:
            return first.label
        count = f"{len(self.nodes):,}"
        if self.kind is Kind.execution:
            workflow = first.details.get("workflow") or {}
            return f"{count} runs of {workflow.get('Name') or 'no known workflow'}"
        if self.kind is Kind.dataset:
            return f"{count} versions of datasets"
        return f"{count} × {first.table}"


@dataclass(frozen=True)
class Step:
    """That one group leads to another.

    Attributes:
        near: The number of the group that is nearer to the root, or was found first.
        far: The number of the other.
        relation: In which way data went between them.
        is_deleted: Whether all rows that say so were deleted.
        count: For how many nodes an edge stands, if it stands for more than it shows.
    """

    near: int
    far: int
    relation: Relation
    is_deleted: bool
    count: int


@dataclass(frozen=True)
class Collapsed:
    """Groups of nodes, the root first, and how they lead to each other, outward from the root."""

    groups: tuple[Group, ...]
    steps: tuple[Step, ...]

    def steps_from(self) -> dict[int, list[Step]]:
        """Give the steps by the group that they lead from."""
        found: dict[int, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.near, []).append(step)
        return found


def collapse(graph: Graph) -> Collapsed:
    """Put nodes that stand in the same place into groups."""
    leading: dict[str, list[tuple[str, Edge]]] = {}
    reached: dict[str, list[tuple[str, Edge]]] = {}
    for edge in graph.edges:
        near, far = ends(graph, edge)
        leading.setdefault(near, []).append((far, edge))
        reached.setdefault(far, []).append((near, edge))
    levels = dict(_levels(graph.root, leading))
    numbers: dict[Any, int] = {}
    group_of: dict[str, int] = {}
    members: list[list[Node]] = []
    for rid, level in levels.items():
        node = graph.nodes[rid]
        ways = frozenset(
            (group_of[near], edge.relation) for near, edge in reached.get(rid, ()) if levels[near] < level
        )
        number = numbers.setdefault((*_sort(node), ways), len(members))
        if number == len(members):
            members.append([])
        members[number].append(node)
        group_of[rid] = number
    groups = (Group(n, tuple(nodes), levels[nodes[0].rid]) for n, nodes in enumerate(members))
    return Collapsed(tuple(groups), tuple(_steps(graph, group_of)))


def ends(graph: Graph, edge: Edge) -> tuple[str, str]:
    """Give the end of an edge that lies toward the root, and the other."""
    pair = (edge.source, edge.target)
    return pair if graph.direction == "forward" else (edge.target, edge.source)


def _levels(root: str, leading: Mapping[str, list[tuple[str, Edge]]]) -> Iterator[tuple[str, int]]:
    """Give nodes in the order of their distance from the root."""
    seen, level, waiting = {root}, 0, [root]
    while waiting:
        yield from ((rid, level) for rid in waiting)
        following = []
        for rid in waiting:
            for far, _ in leading.get(rid, ()):
                if far not in seen:
                    seen.add(far)
                    following.append(far)
        waiting, level = following, level + 1


def _sort(node: Node) -> tuple[Any, ...]:
    """Give what nodes of a group have in common; datasets are few, and stay themselves."""
    if node.kind is Kind.execution:
        return node.table, node.details.get("Workflow"), node.details.get("Status"), node.is_deleted
    own = node.rid if node.kind is Kind.dataset else None
    return node.table, own, node.is_known, node.is_deleted


def _steps(graph: Graph, group_of: Mapping[str, int]) -> Iterator[Step]:
    found: dict[tuple[int, int, Relation], list[Edge]] = {}
    for edge in graph.edges:
        near, far = ends(graph, edge)
        found.setdefault((group_of[near], group_of[far], edge.relation), []).append(edge)
    for (near_group, far_group, relation), edges in found.items():
        gone = all(edge.is_deleted for edge in edges)
        yield Step(near_group, far_group, relation, gone, sum(edge.count for edge in edges))
