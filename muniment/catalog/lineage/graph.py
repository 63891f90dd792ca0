"""The answer to a question of lineage: nodes, and the edges along which data went."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any


class Kind(StrEnum):
    """What a node is."""

    asset = "asset"
    execution = "execution"
    dataset = "dataset"
    feature = "feature"
    row = "row"


class Relation(StrEnum):
    """What an edge says: in which way data went from one node to the other."""

    output = "output"
    """An execution made an asset."""
    input = "input"
    """An execution read an asset, or a dataset."""
    made = "made"
    """An execution made a version of a dataset, or a feature value."""
    member = "member"
    """An asset, a row, or another dataset is a member of a version of a dataset; seen from the version, the
    executions that made its members stand for them."""
    feature = "feature"
    """A feature value is about a member of a version of a dataset, and is read with it; seen from the
    version, the executions that made these values stand for them."""
    about = "about"
    """A feature value is about this row or asset."""
    value = "value"
    """A feature value refers to this asset or row."""
    version = "version"
    """A dataset, and one of its versions."""


@dataclass(frozen=True)
class Node:
    """Something that data went through.

    Attributes:
        rid: The RID of its row; for a version of a dataset, that of the version.
        table: The table of the row.
        kind: What it is.
        label: What a reader calls it.
        generation: How many executions lie between it and the root.
        is_deleted: Whether the row was deleted since; it is told as it was in the end.
        is_known: False if only others speak of it: it is not there, and the past does not hold it any more.
        details: What else its row says: of an asset its file, of an execution its workflow, status and times.
    """

    rid: str
    table: str
    kind: Kind
    label: str
    generation: int
    is_deleted: bool = False
    is_known: bool = True
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True)
class Edge:
    """Data went from one node to another.

    Attributes:
        source: The RID of the node that came first.
        target: The RID of the one that came of it.
        relation: In which way.
        is_deleted: Whether the row that says so was deleted since.
        count: For how many it stands: of an execution that made members of a dataset, or feature values about
            these, how many.
    """

    source: str
    target: str
    relation: Relation
    is_deleted: bool = field(default=False, compare=False)
    count: int = field(default=1, compare=False)


@dataclass(frozen=True)
class ColumnEdge:
    """The values of one column are computed or copied from those of another, as its definition says.

    Attributes:
        source: The column that came first, as ``Table.Column``.
        target: The one that came of it.
        is_deleted: Whether one of the two was dropped since; it has then the name under which it is kept.
    """

    source: str
    target: str
    is_deleted: bool = False


@dataclass(frozen=True)
class Graph:
    """What something was made from, or what was made from it.

    Attributes:
        root: The RID that was asked about; of a dataset that was asked about backward, its version.
        direction: ``backward`` or ``forward``.
        nodes: All nodes by RID, the nearest generation first.
        edges: All edges; each goes the way the data went, in either direction.
        depth: How many generations of executions before or after the nearest were asked for; None for all.
        is_depth_capped: Whether there is more, beyond that depth.
        is_past_forgotten: Whether `prune_history` has forgotten a part of the past: of what was deleted
            before, nothing is told.
        is_table_dropped: Whether an asset table or a feature with rows was dropped: of these nothing is told.
        nested: Executions among the nodes and those that they were started by, each pair outer and inner:
            no data goes along this.
        columns: What the columns of its tables come from, or what comes from them, as far as columns name
            their sources.
    """

    root: str
    direction: str
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    depth: int | None = None
    is_depth_capped: bool = False
    is_past_forgotten: bool = False
    is_table_dropped: bool = False
    nested: tuple[tuple[str, str], ...] = ()
    columns: tuple[ColumnEdge, ...] = ()

    def __len__(self) -> int:
        return len(self.nodes)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes.values())

    def __contains__(self, rid: object) -> bool:
        return rid in self.nodes

    def of_kind(self, kind: Kind) -> list[Node]:
        """Give the nodes of a kind, the nearest generation first."""
        return [node for node in self if node.kind is kind]

    @property
    def executions(self) -> list[Node]:
        """The executions, the nearest first."""
        return self.of_kind(Kind.execution)

    @property
    def assets(self) -> list[Node]:
        """The assets, the nearest first."""
        return self.of_kind(Kind.asset)

    @property
    def datasets(self) -> list[Node]:
        """The versions of datasets, the nearest first."""
        return self.of_kind(Kind.dataset)

    @property
    def features(self) -> list[Node]:
        """The feature values, the nearest first."""
        return self.of_kind(Kind.feature)

    @property
    def is_complete(self) -> bool:
        """Whether all is told that there is: no depth cut it, and nothing was forgotten or dropped."""
        is_cut = self.is_depth_capped or self.is_past_forgotten or self.is_table_dropped
        return not (is_cut or any(not node.is_known for node in self))

    @cached_property
    def has_cycle(self) -> bool:
        """Whether something was made from itself, as where a run reads what it wrote."""
        waits = dict.fromkeys(self.nodes, 0)
        following: dict[str, list[str]] = {}
        for edge in self.edges:
            waits[edge.target] += 1
            following.setdefault(edge.source, []).append(edge.target)
        ready = deque(rid for rid, count in waits.items() if not count)
        done = 0
        while ready:
            done += 1
            for target in following.get(ready.popleft(), ()):
                waits[target] -= 1
                if not waits[target]:
                    ready.append(target)
        return done < len(waits)


def count_generations(
    root: str, edges: Iterable[Edge], executions: frozenset[str], *, forward: bool
) -> dict[str, int]:
    """Tell how many executions lie on the shortest way from the root to each node, itself among them.

    The order is that of generations.

    Example:
        >>> edges = [Edge("run", "model", Relation.output), Edge("data", "run", Relation.input)]
        >>> count_generations("model", edges, frozenset({"run"}), forward=False)
        {'model': 0, 'run': 1, 'data': 1}
    """
    following: dict[str, list[str]] = {}
    for edge in edges:
        near, far = (edge.source, edge.target) if forward else (edge.target, edge.source)
        following.setdefault(near, []).append(far)
    found = {root: 0}
    waiting, later = deque([root]), deque[str]()
    while waiting or later:
        if not waiting:
            waiting, later = later, waiting
        near = waiting.popleft()
        for far in following.get(near, ()):
            step = far in executions
            if far not in found:
                found[far] = found[near] + step
                (later if step else waiting).append(far)
    return found
