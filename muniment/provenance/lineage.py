"""The answer to a question of lineage, as users hold it."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from muniment.catalog.lineage.graph import Graph
from muniment.errors import InvalidValue
from muniment.provenance import mermaid, openlineage, prov, ro_crate, svg, tree

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Lineage(Graph):
    """What something was made from, or what was made from it.

    It has all nodes and edges; `print` and notebooks draw runs of the same workflow in the same place as one.

    Attributes:
        catalog_id: Which catalog it is of.

    Example:
        >>> image = ml.list_assets("Image")[0]
        >>> lineage = ml.lookup_lineage(image.asset_rid)
        >>> print(lineage)
        Image scan-1.png (...)
        └─ made by Ingest ...
        >>> [(node.kind.value, node.label) for node in lineage]
        [('asset', 'Image scan-1.png'), ('execution', 'Ingest ...')]
        >>> lineage.is_complete, lineage.has_cycle
        (True, False)
    """

    catalog_id: str = ""

    @classmethod
    def of(cls, graph: Graph, catalog_id: str) -> "Lineage":
        """Take what a walk has found."""
        return cls(**vars(graph), catalog_id=catalog_id)

    def __repr__(self) -> str:
        counts = Counter(node.kind.value for node in self)
        listing = ", ".join(f"{count:,} {kind}{'s' * (count > 1)}" for kind, count in counts.items())
        return f"<Lineage of {self.root}, {self.direction}: {listing}>"

    def __str__(self) -> str:
        return tree.draw(self)

    def _repr_html_(self) -> str:
        return svg.draw_page(self)

    def show(self) -> None:
        """Write the lineage to the terminal as a tree."""
        sys.stdout.write(f"{self}\n")

    def to_mermaid(self) -> str:
        """Give the lineage as a flowchart in Mermaid."""
        return mermaid.draw(self)

    def to_svg(self) -> str:
        """Give the lineage as a drawing in SVG."""
        return svg.draw(self)

    def to_dataframe(self, of: Literal["nodes", "edges", "columns"] = "nodes") -> "pd.DataFrame":
        """Give one row for each node, for each edge, or for each column that came of another.

        Raises:
            InvalidValue: It was asked for something else.

        Example:
            >>> lineage = ml.lookup_lineage(ml.list_assets("Image")[0].asset_rid)
            >>> lineage.to_dataframe()[["Kind", "Generation"]].values.tolist()
            [['asset', 0], ['execution', 1]]
            >>> lineage.to_dataframe(of="edges")["Relation"].tolist()
            ['output']
        """
        import pandas as pd

        known = {"nodes": _NODE, "edges": _EDGE, "columns": _COLUMN}
        if of not in known:
            raise InvalidValue(f"A lineage has 'nodes', 'edges' and 'columns', and not {of!r:.80}.")
        told, names = self.to_dict()[of], known[of]
        return pd.DataFrame(
            [{name: each[key] for key, name in names.items()} for each in told], columns=[*names.values()]
        )

    def to_prov(self) -> dict[str, Any]:
        """Give the lineage as a document of W3C PROV-JSON, to be written by `json.dump`.

        Example:
            >>> lineage = ml.lookup_lineage(ml.list_assets("Image")[0].asset_rid)
            >>> [made] = lineage.to_prov()["wasGeneratedBy"].values()
            >>> made["prov:entity"] == f"row:{lineage.root}"
            True
        """
        return prov.describe(self, self.catalog_id)

    def to_openlineage(self) -> list[dict[str, Any]]:
        """Give the lineage as events of OpenLineage, each to be written by `json.dump`.

        Example:
            >>> lineage = ml.lookup_lineage(ml.list_assets("Image")[0].asset_rid)
            >>> [(event["eventType"], event["job"]["name"]) for event in lineage.to_openlineage()]
            [('START', 'Ingest'), ('COMPLETE', 'Ingest')]
        """
        return openlineage.describe(self, self.catalog_id)

    def to_ro_crate(self) -> dict[str, Any]:
        """Give the lineage as the metadata document of a detached RO-Crate, to be written by `json.dump`.

        The crate is a Process Run Crate: executions are actions with their software, times and people. A file
        with it is best named ``something-ro-crate-metadata.json``.

        Example:
            >>> lineage = ml.lookup_lineage(ml.list_assets("Image")[0].asset_rid)
            >>> [made] = [one for one in lineage.to_ro_crate()["@graph"] if one["@type"] == "CreateAction"]
            >>> made["result"]["@id"].endswith(lineage.root), made["actionStatus"]
            (True, 'http://schema.org/CompletedActionStatus')
        """
        return ro_crate.describe(self, self.catalog_id)

    def to_dict(self) -> dict[str, Any]:
        """Give the lineage as values that can be written as JSON."""
        return {
            "root": self.root,
            "direction": self.direction,
            "depth": self.depth,
            "is_complete": self.is_complete,
            "is_depth_capped": self.is_depth_capped,
            "is_past_forgotten": self.is_past_forgotten,
            "is_table_dropped": self.is_table_dropped,
            "has_cycle": self.has_cycle,
            "nodes": [
                {
                    "rid": node.rid,
                    "table": node.table,
                    "kind": node.kind.value,
                    "label": node.label,
                    "generation": node.generation,
                    "is_deleted": node.is_deleted,
                    "is_known": node.is_known,
                    "workflow": node.details.get("Workflow") if node.table == "Execution" else None,
                    "details": _plain(node.details),
                }
                for node in self
            ],
            "edges": [
                {
                    "source": edge.source,
                    "target": edge.target,
                    "relation": edge.relation.value,
                    "is_deleted": edge.is_deleted,
                    "count": edge.count,
                }
                for edge in self.edges
            ],
            "nested": [list(pair) for pair in self.nested],
            "columns": [asdict(edge) for edge in self.columns],
        }


_NODE = {
    "rid": "RID",
    "table": "Table",
    "kind": "Kind",
    "label": "Label",
    "generation": "Generation",
    "workflow": "Workflow",
    "is_deleted": "Deleted",
    "is_known": "Known",
}
_EDGE = {
    "source": "Source",
    "target": "Target",
    "relation": "Relation",
    "count": "Count",
    "is_deleted": "Deleted",
}
_COLUMN = {"source": "Source", "target": "Target", "is_deleted": "Deleted"}


def _plain(details: Mapping[str, Any]) -> Any:
    """Give what a row says as JSON has it."""
    return json.loads(json.dumps(dict(details), default=str))
