"""What a dataset can be asked, be it in a catalog or in a bag."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Unpack, runtime_checkable

from muniment.catalog.agreement import Annotator, FeatureAgreement, Weights
from muniment.catalog.feature_records import Feature, FeatureRecord, Selector
from muniment.catalog.frames import Rows
from muniment.catalog.versions import DatasetHistory, DatasetVersion
from muniment.catalog.vocabularies import VocabularyTerm
from muniment.catalog.wide.request import WideOptions
from muniment.catalog.wide.table import WideTable

if TYPE_CHECKING:
    import pandas as pd


@runtime_checkable
class DatasetLike(Protocol):
    """A dataset in a catalog, in a snapshot of one, or in a bag: code that only reads need not know which.

    `Dataset` and `DatasetBag` have all of this, with the same names, parameters and results. What a bag does
    not hold it does not tell of: `list_tables`, `list_dataset_element_types` and `list_dataset_parents` name
    what is in the bag.

    Example:
        >>> def count(dataset: DatasetLike) -> int:
        ...     return sum(map(len, dataset.list_dataset_members().values()))
        >>> dataset = ml.create_dataset(["Training"])
        >>> count(dataset), count(dataset.download_dataset_bag())
        (0, 0)
        >>> isinstance(dataset, DatasetLike)
        True
    """

    dataset_rid: str

    @property
    def rid(self) -> str:
        """Its RID."""

    @property
    def description(self) -> str | None:
        """What it is."""

    @property
    def dataset_types(self) -> list[str]:
        """Its types."""

    @property
    def current_version(self) -> DatasetVersion:
        """Its version."""

    @property
    def producer(self) -> str | None:
        """RID of the execution that made its version; None if none did."""

    def dataset_history(self) -> list[DatasetHistory]:
        """Give all its versions, the oldest first."""

    def list_executions(self) -> list[str]:
        """Give the RIDs of the executions that read it."""

    def list_dataset_members(self, recurse: bool = False, limit: int | None = None) -> dict[str, Rows]:
        """Give the members by table; with `recurse` those of the datasets inside it too."""

    def list_members(self, table: str) -> list[str]:
        """Give the RIDs of the members of one table."""

    def list_dataset_element_types(self) -> list[str]:
        """Name the tables whose rows can be members."""

    def list_dataset_children(self, recurse: bool = False) -> "Sequence[DatasetLike]":
        """Give the datasets inside it, and with `recurse` those inside these."""

    def list_dataset_parents(self, recurse: bool = False) -> "Sequence[DatasetLike]":
        """Give the datasets around it, and with `recurse` those around these."""

    def list_tables(self) -> list[str]:
        """Name all tables."""

    def get_table_as_dataframe(self, table: str) -> "pd.DataFrame":
        """Give the rows of a table that belong to the dataset."""

    def get_table_as_dict(self, table: str) -> Iterator[dict[str, Any]]:
        """Give the rows of a table that belong to the dataset, one dict after the other."""

    def list_asset_tables(self) -> list[str]:
        """Name the tables that describe files."""

    def list_assets(self, table: str) -> Rows:
        """Give the assets of a table that belong to the dataset, each with its types in `Asset_Type`."""

    def lookup_term(self, vocabulary: str, name: str) -> VocabularyTerm:
        """Find a term by its name or one of its synonyms."""

    def find_features(self, table: str | None = None) -> list[Feature]:
        """Give the features of a table, or all there are."""

    def lookup_feature(self, table: str, name: str) -> Feature:
        """Give a feature."""

    def feature_values(
        self,
        table: str,
        name: str,
        selector: Selector | None = None,
        materialize_limit: int | None = None,
        execution_rids: Collection[str] | None = None,
    ) -> Iterator[FeatureRecord]:
        """Give the values of a feature that belong to the dataset."""

    def feature_agreement(
        self,
        table: str,
        name: str,
        column: str | None = None,
        *,
        annotator: Annotator = "person",
        weights: Weights | None = None,
        order: Sequence[Any] | None = None,
        execution_rids: Collection[str] | None = None,
    ) -> FeatureAgreement:
        """Compute how far those who gave values to rows of the dataset agree, beyond chance."""

    def list_workflow_executions(self, workflow: str) -> list[str]:
        """Give the RIDs of the executions of a workflow, or of all workflows of a type."""

    def list_vocabulary_terms(self, vocabulary: str) -> list[VocabularyTerm]:
        """Give all terms of a vocabulary, by name."""

    def wide_table(self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]) -> WideTable:
        """Give the rows of one table that belong to the dataset, each with what belongs to it in others."""

    def get_denormalized_as_dataframe(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> "pd.DataFrame":
        """Read a wide table as a DataFrame."""

    def get_denormalized_as_dict(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> Iterator[dict[str, Any]]:
        """Read a wide table as dicts, one after the other."""

    def describe_denormalized(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> dict[str, Any]:
        """Tell how a wide table would be made, and how many rows it would have; it never raises."""

    def list_denormalized_columns(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> list[tuple[str, str]]:
        """Give the columns of a wide table, each with its type."""

    def list_schema_paths(self, tables: Sequence[str] | None = None) -> dict[str, Any]:
        """Tell which tables a wide table can have, and along which ways."""
