"""What a lineage has of the facts that bags tell of themselves, so that both are told in the same words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from muniment.bags.descriptions.facts import AssetFile, Member, Run, Software, Use, Version
from muniment.catalog.lineage.graph import Edge, Graph, Kind, Node, Relation
from muniment.catalog.schema.definitions import split_source


@dataclass(frozen=True)
class LineageFacts:
    """A lineage as facts.

    Attributes:
        graph: The lineage.
        catalog_id: Which catalog it is of.
    """

    graph: Graph
    catalog_id: str

    collection: None = None
    nested: tuple[()] = ()

    def uri(self, rid: str) -> str:
        """Give the identifier of a row, wherever its catalog is."""
        return f"muniment://{self.catalog_id}/id/{rid}"

    @property
    def identifier(self) -> str:
        """The identifier of what the lineage is of."""
        return self.uri(self.graph.root)

    def edges(self, *relations: Relation) -> Iterator[tuple[Node, Node, Edge]]:
        """Give the edges of some kinds, with both nodes."""
        nodes = self.graph.nodes
        return ((nodes[e.source], nodes[e.target], e) for e in self.graph.edges if e.relation in relations)

    @cached_property
    def datasets(self) -> Mapping[str, Member]:
        """The datasets, by RID."""
        found: dict[str, Member] = {}
        for node in self.graph.datasets:
            told = node.details
            rid = told.get("Dataset", node.rid)
            owner = told.get("dataset") or told
            found[rid] = Member(rid, owner.get("Description"), owner.get("Version"), owner.get("RCB"))
        return found

    @cached_property
    def versions(self) -> Sequence[Version]:
        """The versions of datasets, each with the execution that made it, if that is a node."""
        return [
            Version(
                node.rid,
                node.details["Dataset"],
                node.details["Version"],
                node.details["Description"],
                node.details["Execution"] if node.details["Execution"] in self.graph else None,
                node.details["RCT"],
                node.details["RCB"],
            )
            for node in self.graph.datasets
            if "Dataset" in node.details
        ]

    @cached_property
    def files(self) -> Sequence[AssetFile]:
        """The assets."""
        return [
            AssetFile(
                node.rid,
                node.table,
                f"{node.rid}/{node.details.get('Filename') or node.rid}",
                node.details.get("Length") or 0,
                node.details.get("SHA256") or "",
                "",
            )
            for node in self.graph.assets
        ]

    @cached_property
    def software(self) -> Mapping[str, Software]:
        """The workflows of the executions, by RID."""
        found: dict[str, Software] = {}
        for node in self.graph.executions:
            if rid := node.details.get("Workflow"):
                told: Mapping[str, Any] = node.details["workflow"] or {}
                columns = ("Name", "Description", "URL", "Version")
                found[rid] = Software(rid, *(told.get(column) for column in columns))
        return found

    @cached_property
    def runs(self) -> Mapping[str, Run]:
        """The executions, by RID."""
        columns = ("Workflow", "Description", "Status", "Status_Detail", "Start_Time", "Stop_Time", "RCB")
        return {
            node.rid: Run(node.rid, *(node.details.get(column) for column in columns))
            for node in self.graph.executions
        }

    @property
    def nested_runs(self) -> Sequence[tuple[str, str]]:
        """Execution, and the execution that it started, where both are nodes."""
        return [pair for pair in self.graph.nested if set(pair) <= self.runs.keys()]

    @property
    def uses(self) -> Sequence[Use]:
        """Which assets runs made and read."""
        found = []
        for source, target, edge in self.edges(Relation.input, Relation.output):
            run, used = (source, target) if edge.relation is Relation.output else (target, source)
            if used.kind is Kind.asset:
                found.append(Use(run.rid, edge.relation is Relation.output, used.rid, used.label))
        return found

    @property
    def reads(self) -> Sequence[tuple[str, str, str | None]]:
        """Execution, the dataset that it read, and the RID of the version."""
        return [
            (target.rid, source.details.get("Dataset", source.rid), source.rid)
            for source, target, _ in self.edges(Relation.input)
            if source.kind is Kind.dataset
        ]

    @cached_property
    def column_sources(self) -> Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]:
        """By table and column, the columns that it comes from, each with its table."""
        found: dict[str, dict[str, list[tuple[str, str]]]] = {}
        for edge in self.graph.columns:
            table, column = split_source(edge.target)
            found.setdefault(table, {}).setdefault(column, []).append(split_source(edge.source))
        return found

    @cached_property
    def rows_near(self) -> Mapping[str, Sequence[str]]:
        """By feature value, the rows that it is about or refers to."""
        found: dict[str, list[str]] = {}
        for source, target, _ in self.edges(Relation.about, Relation.value):
            found.setdefault(target.rid, []).append(source.rid)
        return found

    @property
    def people(self) -> Sequence[str]:
        """Those who made the datasets, their versions and the runs."""
        made = (
            *(dataset.person for dataset in self.datasets.values()),
            *(version.person for version in self.versions),
            *(run.person for run in self.runs.values()),
        )
        return sorted({person for person in made if person})
