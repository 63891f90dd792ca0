"""Muniment keeps the files of research groups and ML teams as evidence.

Every file is a row in an asset table with its checksum, every row knows the execution that made it and those
that read it, and every dataset can be handed on as a BagIt bag that anyone can check.

Example:
    >>> from muniment import Muniment
    >>> ml = Muniment("./lab", create=True)
"""

import importlib
from typing import TYPE_CHECKING, Any

from muniment import errors
from muniment.catalog.bulk import without_collector
from muniment.errors import *  # noqa: F403 (all exceptions are public)

if TYPE_CHECKING:  # each name twice, so that type checkers see that it is meant for others
    from muniment.bags.attribution import Attribution as Attribution
    from muniment.bags.dataset_bag import DatasetBag as DatasetBag
    from muniment.bags.dataset_like import DatasetLike as DatasetLike
    from muniment.bags.differences import VersionDifference as VersionDifference
    from muniment.bags.load import LoadedBag as LoadedBag
    from muniment.catalog.agreement import FeatureAgreement as FeatureAgreement
    from muniment.catalog.changes import Change as Change
    from muniment.catalog.feature_records import Feature as Feature
    from muniment.catalog.feature_records import FeatureRecord as FeatureRecord
    from muniment.catalog.past import PruneReport as PruneReport
    from muniment.catalog.past import RowEvent as RowEvent
    from muniment.catalog.past import RowHistory as RowHistory
    from muniment.catalog.queries.aggregates import Array as Array
    from muniment.catalog.queries.aggregates import ArrayD as ArrayD
    from muniment.catalog.queries.aggregates import Avg as Avg
    from muniment.catalog.queries.aggregates import Cnt as Cnt
    from muniment.catalog.queries.aggregates import CntD as CntD
    from muniment.catalog.queries.aggregates import Max as Max
    from muniment.catalog.queries.aggregates import Min as Min
    from muniment.catalog.queries.aggregates import Sum as Sum
    from muniment.catalog.queries.bins import Bin as Bin
    from muniment.catalog.schema.definitions import ColumnDefinition as ColumnDefinition
    from muniment.catalog.schema.definitions import ForeignKeyDefinition as ForeignKeyDefinition
    from muniment.catalog.schema.definitions import KeyDefinition as KeyDefinition
    from muniment.catalog.schema.definitions import TableDefinition as TableDefinition
    from muniment.catalog.schema.definitions import TableKind as TableKind
    from muniment.catalog.schema.names import MLAsset as MLAsset
    from muniment.catalog.schema.names import MLTable as MLTable
    from muniment.catalog.schema.names import MLVocab as MLVocab
    from muniment.catalog.schema.types import BuiltinTypes as BuiltinTypes
    from muniment.catalog.snapshots import Mark as Mark
    from muniment.catalog.upgrades import UpgradeReport as UpgradeReport
    from muniment.catalog.versions import DatasetVersion as DatasetVersion
    from muniment.catalog.versions import VersionPart as VersionPart
    from muniment.catalog.vocabularies import VocabularyTerm as VocabularyTerm
    from muniment.catalog.wide.request import WideOptions as WideOptions
    from muniment.catalog.wide.table import WideTable as WideTable
    from muniment.executions.cached_assets import CachedAsset as CachedAsset
    from muniment.executions.commit import UploadReport as UploadReport
    from muniment.executions.configuration import AssetSpec as AssetSpec
    from muniment.executions.configuration import DatasetSpec as DatasetSpec
    from muniment.executions.configuration import ExecutionConfiguration as ExecutionConfiguration
    from muniment.executions.configuration import LocalFile as LocalFile
    from muniment.executions.directories import FileSpec as FileSpec
    from muniment.executions.leaks import Leak as Leak
    from muniment.executions.pending import LocalExecution as LocalExecution
    from muniment.executions.pending import PendingSummary as PendingSummary
    from muniment.executions.records import ExecutionRecord as ExecutionRecord
    from muniment.executions.sessions import Session as Session
    from muniment.executions.splits import Fold as Fold
    from muniment.executions.splits import FoldsResult as FoldsResult
    from muniment.executions.splits import PartitionInfo as PartitionInfo
    from muniment.executions.splits import SplitResult as SplitResult
    from muniment.executions.splits import SubsampleResult as SubsampleResult
    from muniment.executions.states import ExecutionStatus as ExecutionStatus
    from muniment.executions.workflows import Workflow as Workflow
    from muniment.maintenance.copy import CopyReport as CopyReport
    from muniment.maintenance.findings import Checkup as Checkup
    from muniment.maintenance.findings import Finding as Finding
    from muniment.maintenance.gc import Cleanup as Cleanup
    from muniment.ml.asset import Asset as Asset
    from muniment.ml.current import current_execution as current_execution
    from muniment.ml.dataset import Dataset as Dataset
    from muniment.ml.dry_run import DryRun as DryRun
    from muniment.ml.execution import Execution as Execution
    from muniment.ml.muniment import Muniment as Muniment
    from muniment.ml.planning import NestedOptions as NestedOptions
    from muniment.ml.scripts import ScriptRun as ScriptRun
    from muniment.ml.splits import CombineOptions as CombineOptions
    from muniment.ml.splits import FoldOptions as FoldOptions
    from muniment.ml.splits import SampleOptions as SampleOptions
    from muniment.ml.splits import SplitOptions as SplitOptions
    from muniment.ml.splits import SubsampleOptions as SubsampleOptions
    from muniment.ml.splits import split_dataset as split_dataset
    from muniment.ml.splits import subsample as subsample
    from muniment.ml.tracked import TrackedOptions as TrackedOptions
    from muniment.provenance.lineage import Lineage as Lineage

__version__ = "0.1.0"

# Names are loaded when they are first used, so that importing the package costs nothing to a program that
# only catches its errors or asks for its version (PEP 562).
_WHERE = {
    "Array": "muniment.catalog.queries.aggregates",
    "ArrayD": "muniment.catalog.queries.aggregates",
    "Asset": "muniment.ml.asset",
    "AssetSpec": "muniment.executions.configuration",
    "Attribution": "muniment.bags.attribution",
    "Avg": "muniment.catalog.queries.aggregates",
    "Bin": "muniment.catalog.queries.bins",
    "BuiltinTypes": "muniment.catalog.schema.types",
    "CachedAsset": "muniment.executions.cached_assets",
    "Change": "muniment.catalog.changes",
    "Checkup": "muniment.maintenance.findings",
    "Cleanup": "muniment.maintenance.gc",
    "Cnt": "muniment.catalog.queries.aggregates",
    "CntD": "muniment.catalog.queries.aggregates",
    "ColumnDefinition": "muniment.catalog.schema.definitions",
    "CombineOptions": "muniment.ml.splits",
    "CopyReport": "muniment.maintenance.copy",
    "Dataset": "muniment.ml.dataset",
    "DatasetBag": "muniment.bags.dataset_bag",
    "DatasetLike": "muniment.bags.dataset_like",
    "DatasetSpec": "muniment.executions.configuration",
    "DatasetVersion": "muniment.catalog.versions",
    "DryRun": "muniment.ml.dry_run",
    "Execution": "muniment.ml.execution",
    "ExecutionConfiguration": "muniment.executions.configuration",
    "ExecutionStatus": "muniment.executions.states",
    "FileSpec": "muniment.executions.directories",
    "Feature": "muniment.catalog.feature_records",
    "FeatureAgreement": "muniment.catalog.agreement",
    "FeatureRecord": "muniment.catalog.feature_records",
    "Finding": "muniment.maintenance.findings",
    "Fold": "muniment.executions.splits",
    "FoldOptions": "muniment.ml.splits",
    "FoldsResult": "muniment.executions.splits",
    "ForeignKeyDefinition": "muniment.catalog.schema.definitions",
    "KeyDefinition": "muniment.catalog.schema.definitions",
    "ExecutionRecord": "muniment.executions.records",
    "Leak": "muniment.executions.leaks",
    "LocalExecution": "muniment.executions.pending",
    "PendingSummary": "muniment.executions.pending",
    "Session": "muniment.executions.sessions",
    "Lineage": "muniment.provenance.lineage",
    "LocalFile": "muniment.executions.configuration",
    "LoadedBag": "muniment.bags.load",
    "MLAsset": "muniment.catalog.schema.names",
    "MLTable": "muniment.catalog.schema.names",
    "MLVocab": "muniment.catalog.schema.names",
    "Mark": "muniment.catalog.snapshots",
    "PruneReport": "muniment.catalog.past",
    "RowEvent": "muniment.catalog.past",
    "RowHistory": "muniment.catalog.past",
    "Max": "muniment.catalog.queries.aggregates",
    "Min": "muniment.catalog.queries.aggregates",
    "Muniment": "muniment.ml.muniment",
    "NestedOptions": "muniment.ml.planning",
    "PartitionInfo": "muniment.executions.splits",
    "SampleOptions": "muniment.ml.splits",
    "ScriptRun": "muniment.ml.scripts",
    "SplitOptions": "muniment.ml.splits",
    "SplitResult": "muniment.executions.splits",
    "SubsampleOptions": "muniment.ml.splits",
    "SubsampleResult": "muniment.executions.splits",
    "Sum": "muniment.catalog.queries.aggregates",
    "TableDefinition": "muniment.catalog.schema.definitions",
    "TableKind": "muniment.catalog.schema.definitions",
    "TrackedOptions": "muniment.ml.tracked",
    "UpgradeReport": "muniment.catalog.upgrades",
    "UploadReport": "muniment.executions.commit",
    "VersionDifference": "muniment.bags.differences",
    "VersionPart": "muniment.catalog.versions",
    "VocabularyTerm": "muniment.catalog.vocabularies",
    "WideOptions": "muniment.catalog.wide.request",
    "WideTable": "muniment.catalog.wide.table",
    "Workflow": "muniment.executions.workflows",
    "current_execution": "muniment.ml.current",
    "split_dataset": "muniment.ml.splits",
    "subsample": "muniment.ml.splits",
}

__all__ = [*_WHERE, *errors.__all__]  # noqa: PLE0604 (they are strings)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'muniment' has no attribute {name!r}")
    with without_collector():
        value = getattr(importlib.import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
