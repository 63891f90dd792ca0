"""Datasets that executions derive from others: made, explained and credited in one transaction.

What is written is the datasets, that the execution has read their sources at which version, and how they came
about as a JSON file in Execution_Metadata. All of it is there afterwards, or nothing.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from muniment.catalog import assets, dataset_trees, datasets, removals, snapshots, vocabularies
from muniment.catalog.assets import NewAsset
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.dataset_trees import NewDataset
from muniment.catalog.removals import Removals
from muniment.catalog.snapshots import SnapshotCatalog
from muniment.catalog.versions import DatasetHistory
from muniment.errors import ExecutionError
from muniment.executions import records
from muniment.executions.configuration import DatasetSpec

TERMS = {
    "Split_Partition": "A part of a split",
    "Subsample": "A sample of the members of another dataset",
}
"""Dataset types that are made when they are first needed."""

Begin = Callable[[], AbstractContextManager[str]]
"""Begins the execution that writes, once it is known that there is something to write, and gives its RID."""

_METADATA = "Execution_Metadata"


@dataclass(frozen=True)
class Derived:
    """What is to be written.

    Attributes:
        sources: The datasets that were read, at their versions.
        root: The dataset to be made, with those inside it.
        filename: Name of the file that tells how it came about.
        configuration: What that file holds.
    """

    sources: Sequence[DatasetHistory]
    root: NewDataset
    filename: str
    configuration: Mapping[str, Any]


def open_source(catalog: Catalog, spec: DatasetSpec) -> tuple[Catalog, DatasetHistory]:
    """Give a version of a dataset, and the catalog as it was when that was released, to read it from.

    A draft is read as it is now; either way, nothing changes while it is read.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It has no such version, or what that held is not kept.
    """
    rid = datasets.lookup(catalog, spec.rid).rid
    is_past = isinstance(catalog, SnapshotCatalog)
    now = catalog if is_past else snapshots.open_snapshot(catalog, snapshots.find_mark(catalog, None))
    version = snapshots.find_version(now, rid, spec.version)
    return snapshots.open_version(now, version), version


def resolve_types(catalog: Catalog, types: Iterable[str], *, dry_run: bool = False) -> list[str]:
    """Give the names of dataset types, each once; those that splits and samples have are made if missing.

    Raises:
        TermNotFound: There is no such dataset type.
    """
    wanted = list(types)
    known = {term.name for term in vocabularies.list_terms(catalog, "Dataset_Type")}
    missing = {name: text for name, text in TERMS.items() if name in wanted and name not in known}
    if dry_run:
        wanted = [name for name in wanted if name not in missing]
    else:
        for name, text in missing.items():
            vocabularies.add_term(catalog, "Dataset_Type", name, text)
    return vocabularies.resolve_terms(catalog, "Dataset_Type", wanted)


def write(catalog: Catalog, execution: str, derived: Derived) -> None:
    """Write what an execution has derived.

    Raises:
        ExecutionError: The execution was given up.
        StorageError: The file cannot be stored. Nothing was written.
        RIDNotFound: Members are not there any more; the message names them. Nothing was written.
    """
    if records.is_aborted(catalog, execution):
        raise ExecutionError(f"Execution {execution} was aborted: it makes no datasets any more.")
    links = datasets.element_types(catalog)
    text = json.dumps(derived.configuration, indent=2, ensure_ascii=False, default=str)
    [rid] = catalog.database.lease_rids(1)

    def bring_in(before: Removals) -> None:
        stored = catalog.store.put_bytes(f"{text}\n".encode())
        terms = vocabularies.resolve_terms(catalog, "Asset_Type", [_METADATA, "Execution_Config"])
        told = NewAsset(
            rid, derived.filename, stored.length, stored.md5, stored.sha256, derived.root.description, terms
        )

        def insert(tx: Transaction) -> None:
            for source in derived.sources:
                records.add_input_dataset(tx, catalog.model, execution, source)
            dataset_trees.insert(tx, catalog.model, derived.root, links, execution)
            definition = catalog.model.definition(_METADATA)
            assets.insert_assets(tx, catalog.model, definition, [told], execution)
            removals.require_present(tx, catalog, [stored.sha256], before)

        catalog.transact(insert, execution, mark=True)

    removals.outlast(catalog, bring_in)
