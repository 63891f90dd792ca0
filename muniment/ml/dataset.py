"""Datasets as a user holds them."""

import html
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from muniment.bags import cached_bags, reach, selection
from muniment.bags.attribution import Attribution
from muniment.bags.cache import download_bag, find_bag
from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.dataset_like import DatasetLike
from muniment.bags.differences import Version, VersionDifference, compare
from muniment.bags.export import ExportedBag, estimate_bag, export_bag
from muniment.catalog import agreement, assets, datasets, features, snapshots, vocabularies
from muniment.catalog.agreement import Annotator, FeatureAgreement, Weights
from muniment.catalog.catalog import Catalog
from muniment.catalog.datasets import DatasetRecord, Members
from muniment.catalog.feature_records import Feature, FeatureRecord, Selector
from muniment.catalog.frames import Rows
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.together import ReadTogether
from muniment.catalog.versions import DatasetHistory, DatasetVersion
from muniment.catalog.vocabularies import VocabularyTerm
from muniment.catalog.wide.description import describe, list_paths
from muniment.catalog.wide.request import WideOptions
from muniment.catalog.wide.table import WideTable, open_table
from muniment.executions import directories
from muniment.ml.table_name import TableLike, table_name, table_names
from muniment.progress import progress_bar

if TYPE_CHECKING:
    import pandas as pd

AnyVersion = str | DatasetVersion | None


class DatasetWideOptions(WideOptions, total=False):
    """How a wide table of a dataset is made.

    Attributes:
        version: A version, to read rows as they were when it was released; now if left out.
    """

    version: AnyVersion


class Dataset:
    """A named, typed, versioned set of rows of any tables.

    Example:
        >>> dataset = ml.create_dataset(["Training"], description="Scans to train on")
        >>> element = ml.add_dataset_element_type("Image")
        >>> dataset.add_dataset_members([image["RID"] for image in ml.list_assets("Image")])
        2
        >>> [image["Filename"] for image in dataset.list_dataset_members()["Image"]]
        ['scan-1.png', 'scan-2.png']
        >>> str(dataset.release("minor", "First scans"))
        '0.2.0'
    """

    def __init__(
        self,
        catalog: Catalog,
        dataset_rid: str,
        cache_dir: Path,
        listing: ReadTogether[DatasetRecord] | None = None,
    ) -> None:
        """Hold a dataset that exists, and the listing it was found in."""
        self._catalog, self.dataset_rid, self._cache_dir = catalog, dataset_rid, cache_dir
        self._listing = listing or _listing(catalog, [dataset_rid])

    @classmethod
    def of(cls, catalog: Catalog, rids: Sequence[str], cache_dir: Path) -> list["Dataset"]:
        """Hold datasets that exist: what each says of itself is read for all of them together."""
        listing = _listing(catalog, rids)
        return [cls(catalog, rid, cache_dir, listing) for rid in rids]

    def _record(self, purpose: str) -> DatasetRecord:
        found = self._listing.take(self.dataset_rid, purpose)
        return found or datasets.lookup(self._catalog, self.dataset_rid, deleted=True)

    def __repr__(self) -> str:
        record = self._record("repr")
        return f"<Dataset {self.dataset_rid} {record.version}: {record.description or 'no description'}>"

    def _repr_html_(self) -> str:
        members = {table: len(found) for table, found in self.list_dataset_members().items() if len(found)}
        counted = ", ".join(f"{count:,} × {html.escape(table)}" for table, count in members.items())
        return (
            f"<b>Dataset {self.dataset_rid}</b> version {self.current_version} "
            f"({html.escape(', '.join(self.dataset_types) or 'no type')})<br>"
            f"{html.escape(self.description or '')}<br>Members: {counted or 'none'}"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dataset) and self.dataset_rid == other.dataset_rid

    def __hash__(self) -> int:
        return hash(self.dataset_rid)

    @property
    def rid(self) -> str:
        """Its RID."""
        return self.dataset_rid

    @property
    def description(self) -> str | None:
        """What it is; setting it writes to the catalog."""
        return self._record("description").description

    @description.setter
    def description(self, text: str) -> None:
        datasets.describe(self._catalog, self.dataset_rid, text)

    @property
    def dataset_types(self) -> list[str]:
        """Its types, as they are in the catalog now."""
        return list(self._record("types").types)

    def add_dataset_type(self, dataset_type: str) -> None:
        """Give it a type; one that it has already is no error.

        Raises:
            TermNotFound: There is no such dataset type.
        """
        self.add_dataset_types([dataset_type])

    def add_dataset_types(self, dataset_types: str | Iterable[str]) -> None:
        """Give it types; those that it has already are no error.

        Raises:
            TermNotFound: There is no such dataset type.
        """
        datasets.change_types(self._catalog, self.dataset_rid, add=dataset_types)

    def remove_dataset_type(self, dataset_type: str) -> None:
        """Take a type from it; one that it has not is no error.

        Raises:
            TermNotFound: There is no such dataset type.
        """
        datasets.change_types(self._catalog, self.dataset_rid, remove=[dataset_type])

    @property
    def source_directory(self) -> str | None:
        """The directory that it stands for, as a path that begins with the outermost one's name, or None."""
        return directories.directory_of(self._catalog, self.dataset_rid)

    @property
    def is_directory(self) -> bool:
        """Whether it stands for a directory."""
        return self.source_directory is not None

    @property
    def is_source_root(self) -> bool:
        """Whether it stands for a directory, and is in no other that was added with it."""
        return directories.is_outermost(self._catalog, self.dataset_rid)

    # Members

    def add_dataset_members(
        self,
        members: Members,
        validate: bool = True,  # noqa: ARG002 (scripts written for DerivaML give it)
        description: str = "",
        execution_rid: str | None = None,
    ) -> int:
        """Add members, all or none, and give how many are new. A change makes a draft version.

        Args:
            members: RIDs, or table → RIDs.
            validate: Kept for scripts written for DerivaML; members are always checked.
            description: What the change is, for the draft version.
            execution_rid: The execution that makes the change.

        Raises:
            RIDNotFound: Some are in no table.
            DatasetNotFound: The dataset, or one among the members, was deleted.
            NotAnElementType: Rows of their table cannot be members yet.
            DatasetCycle: A dataset would contain itself.
        """
        return datasets.add_members(self._catalog, self.dataset_rid, members, description, execution_rid)

    def delete_dataset_members(self, members: Members, description: str = "") -> int:
        """Take members out, and give how many there were; the rows themselves stay.

        Raises:
            RIDNotFound: Some are in no table.
            NotAnElementType: Rows of their table cannot be members.
        """
        return datasets.delete_members(self._catalog, self.dataset_rid, members, description)

    def list_dataset_members(
        self, recurse: bool = False, limit: int | None = None, version: AnyVersion = None
    ) -> dict[str, Rows]:
        """Give the members by table; with `recurse` those of the datasets inside it too.

        Args:
            recurse: Whether members of members count.
            limit: How many rows to give of each table at most.
            version: A version, to read members and rows as they were when it was released; now if left out.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return datasets.list_members(self._at(version), self.dataset_rid, recurse, limit)

    def list_members(self, table: TableLike, version: AnyVersion = None) -> list[str]:
        """Give the RIDs of the members of one table, now or of a version.

        Raises:
            TableNotFound: There is no such table.
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        catalog = self._at(version)
        name = catalog.definition(table_name(table)).name
        return [row["RID"] for row in datasets.list_members(catalog, self.dataset_rid).get(name, ())]

    def list_dataset_children(self, recurse: bool = False, version: AnyVersion = None) -> list["Dataset"]:
        """Give the datasets inside it, and with `recurse` those inside these, now or of a version.

        Those of a version are as they were then.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return self._related("children", recurse, version)

    def list_dataset_parents(self, recurse: bool = False, version: AnyVersion = None) -> list["Dataset"]:
        """Give the datasets around it, and with `recurse` those around these, now or of a version.

        Raises:
            VersionNotFound: There is no such version, or what was then is not kept.
        """
        return self._related("parents", recurse, version)

    def _related(self, direction: str, recurse: bool, version: AnyVersion) -> list["Dataset"]:
        catalog = self._at(version)
        found = datasets.related(catalog, self.dataset_rid, direction, recurse)
        return Dataset.of(catalog, found, self._cache_dir)

    def list_dataset_element_types(self) -> list[str]:
        """Name the tables whose rows can be members."""
        return list(datasets.element_types(self._catalog))

    def get_table_as_dataframe(self, table: TableLike, version: AnyVersion = None) -> "pd.DataFrame":
        """Give the rows of a table that belong to the dataset, as a bag of it has them.

        Args:
            table: The table.
            version: A version, to read rows as they were when it was released; now if left out.

        Raises:
            TableNotFound: There is no such table; the message names the nearest.
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return self._read_table(table, version).to_dataframe()

    def get_table_as_dict(self, table: TableLike, version: AnyVersion = None) -> Iterator[dict[str, Any]]:
        """Give the rows of a table that belong to the dataset, one dict after the other.

        Raises:
            TableNotFound: There is no such table; the message names the nearest.
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return iter(self._read_table(table, version))

    def list_tables(self) -> list[str]:
        """Name all tables."""
        return sorted(self._catalog.refresh().definitions)

    def list_asset_tables(self) -> list[str]:
        """Name the tables that describe files."""
        return [definition.name for definition in self._catalog.refresh().of_kind(TableKind.asset)]

    def list_assets(self, table: TableLike, version: AnyVersion = None) -> Rows:
        """Give the assets of a table that belong to the dataset, each with its types in `Asset_Type`.

        Args:
            table: The asset table.
            version: A version, to read them as they were when it was released; now if left out.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: The table is no asset table.
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        catalog, name = self._at(version), table_name(table)
        own = [row["RID"] for row in reach.read_table(catalog, self.dataset_rid, name)]
        return assets.list_assets(catalog, name, rids=own)

    def find_features(self, table: TableLike | None = None) -> list[Feature]:
        """Give the features of a table, or all there are, by table and name.

        Raises:
            TableNotFound: There is no such table.
        """
        return features.find(self._catalog, None if table is None else table_name(table))

    def lookup_feature(self, table: TableLike, name: str) -> Feature:
        """Give a feature.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature; the message names the nearest.
        """
        return features.lookup(self._catalog, table_name(table), name)

    def feature_values(
        self,
        table: TableLike,
        name: str,
        selector: Selector | None = None,
        materialize_limit: int | None = None,
        execution_rids: Collection[str] | None = None,
        version: AnyVersion = None,
    ) -> Iterator[FeatureRecord]:
        """Give the values of a feature that belong to the dataset, by their row and then by time.

        Args:
            table: The table whose rows have values.
            name: Name of the feature.
            selector: Chooses one of all records of a row, as `FeatureRecord.select_newest` does.
            materialize_limit: How many values may be read at most.
            execution_rids: Of which executions; all if left out.
            version: A version, to read values as they were when it was released; now if left out.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature.
            MaterializeLimitExceeded: There are more values than the limit.
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return features.values(
            self._at(version),
            table_name(table),
            name,
            selector=selector,
            materialize_limit=materialize_limit,
            execution_rids=execution_rids,
            scope=reach.within(self.dataset_rid),
        )

    def feature_agreement(
        self,
        table: TableLike,
        name: str,
        column: str | None = None,
        *,
        annotator: Annotator = "person",
        weights: Weights | None = None,
        order: Sequence[Any] | None = None,
        execution_rids: Collection[str] | None = None,
        version: AnyVersion = None,
    ) -> FeatureAgreement:
        """Compute how far those who gave values to rows of the dataset agree, beyond what chance would do.

        Of two annotators it is Cohen's kappa on the rows that both have given a value; of more, Fleiss' kappa
        on the rows with as many values as most have, or with weights the mean of Cohen's kappa of every two.
        What rows are left out stands in the result. If an annotator has given a row several values, the
        newest counts.

        Args:
            table: The table whose rows have values.
            name: Name of the feature.
            column: The column to compare; the feature's only term, or only column, if left out.
            annotator: What counts as one annotator: the ``"person"`` who wrote the values (RCB), each
                ``"execution"``, or each ``"workflow"``.
            weights: ``"linear"`` or ``"quadratic"``, to count by how many steps of `order` two values differ.
            order: The values from the least to the most.
            execution_rids: Of which executions; all if left out.
            version: A version, to read values as they were when it was released; now if left out.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature.
            InvalidValue: There is no such column, nothing to compare, weights without an order, or an order
                that lacks a value.
            VersionNotFound: There is no such version, or what it held is not kept.
            ImportError: statsmodels is not installed; it is in the extra ``agreement``.
        """
        return agreement.measure(
            self._at(version),
            table_name(table),
            name,
            column,
            annotator=annotator,
            weights=weights,
            order=order,
            execution_rids=execution_rids,
            scope=reach.within(self.dataset_rid),
        )

    def list_workflow_executions(self, workflow: str) -> list[str]:
        """Give the RIDs of the executions of a workflow, or of all workflows of a type, the oldest first.

        Raises:
            WorkflowNotFound: There is no such workflow, and no such type.
        """
        return features.executions_of_workflow(self._catalog, getattr(workflow, "rid", workflow))

    def lookup_term(self, vocabulary: TableLike, name: str) -> VocabularyTerm:
        """Find a term by its name or one of its synonyms.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: The table is no vocabulary.
            TermNotFound: There is no such term; the message names the nearest.
        """
        return vocabularies.lookup_term(self._catalog, table_name(vocabulary), name)

    def list_vocabulary_terms(self, vocabulary: TableLike) -> list[VocabularyTerm]:
        """Give all terms of a vocabulary, by name.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: The table is no vocabulary.
        """
        return vocabularies.list_terms(self._catalog, table_name(vocabulary))

    # Wide tables

    def wide_table(
        self, include_tables: Sequence[TableLike] | TableLike, **options: Unpack[DatasetWideOptions]
    ) -> WideTable:
        """Give the rows of one table that belong to the dataset, each with what belongs to it in others.

        A row is a row of the table that refers to all others; what it refers to is repeated on each row. Of
        other tables, members that are on no row come last, on rows of their own. Columns are named
        ``Table.Column``. The rows are read when they are asked for, as a DataFrame, dicts, Arrow or polars.

        Args:
            include_tables: The tables whose columns it has, and features, by their names.
            options: What `WideOptions` tells and `version`.

        Raises:
            DenormalizeError: The tables do not make one as they were asked for; the message says what would.
            TableNotFound: There is no table and no feature of a name; the message names the nearest.
            InvalidValue: An option is none, or says nothing about these tables.
            VersionNotFound: There is no such version, or what it held is not kept.

        Example:
            >>> dataset = ml.create_dataset(["Training"])
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
            >>> dataset.wide_table(["Image", "Subject"])
            <WideTable: a row per Image, with Image, Subject>
        """
        catalog = self._at(options.pop("version", None))
        return open_table(catalog, include_tables, options, reach.wide_scope(self.dataset_rid))

    def get_denormalized_as_dataframe(
        self, include_tables: Sequence[TableLike] | TableLike, **options: Unpack[DatasetWideOptions]
    ) -> "pd.DataFrame":
        """Read a wide table as a DataFrame; see `wide_table`, which also tells what is raised."""
        return self.wide_table(include_tables, **options).to_dataframe()

    def get_denormalized_as_dict(
        self, include_tables: Sequence[TableLike] | TableLike, **options: Unpack[DatasetWideOptions]
    ) -> Iterator[dict[str, Any]]:
        """Read a wide table as dicts, one after the other: they are never all in memory. See `wide_table`."""
        return iter(self.wide_table(include_tables, **options))

    denormalize_as_dataframe = get_denormalized_as_dataframe  # the names of DerivaML 1.17
    denormalize_as_dict = get_denormalized_as_dict

    def list_denormalized_columns(
        self, include_tables: Sequence[TableLike] | TableLike, **options: Unpack[DatasetWideOptions]
    ) -> list[tuple[str, str]]:
        """Give the columns of a wide table, each with its type; see `wide_table`."""
        return self.wide_table(include_tables, **options).columns

    def describe_denormalized(
        self, include_tables: Sequence[TableLike] | TableLike, **options: Unpack[DatasetWideOptions]
    ) -> dict[str, Any]:
        """Tell how a wide table would be made, and how many rows it would have; it never raises.

        Returns:
            ``row_per``, ``row_per_source`` (``explicit`` or ``auto-inferred``), ``row_per_candidates``,
            ``columns``, ``include_tables``, ``via``, ``join_path``, ``transparent_intermediates``,
            ``ambiguities``, ``estimated_row_count``, ``anchors``, ``source`` and ``warnings``.
        """
        version = options.pop("version", None)
        scope = reach.wide_scope(self.dataset_rid)
        return describe(lambda: self._at(version), include_tables, options, scope)

    def list_schema_paths(
        self, tables: Sequence[TableLike] | None = None, version: AnyVersion = None
    ) -> dict[str, Any]:
        """Tell which tables a wide table can have, and along which ways.

        Args:
            tables: Only ways from or to these; all from the tables of members if left out.
            version: A version, to look at the tables and members of then; now if left out.

        Returns:
            ``member_types``, ``anchor_types``, ``reachable_tables``, ``association_tables``,
            ``feature_tables`` and ``schema_paths``: (from, to) → ways, each with ``path`` and whether it is
            ``direct``.

        Raises:
            TableNotFound: There is no such table.
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return list_paths(self._at(version), tables, reach.wide_scope(self.dataset_rid))

    def _read_table(self, table: TableLike, version: AnyVersion) -> Rows:
        return reach.read_table(self._at(version), self.dataset_rid, table_name(table))

    def _at(self, version: AnyVersion) -> Catalog:
        """Give the catalog as it was at a version; as it is for None."""
        if version is None:
            return self._catalog
        return snapshots.open_version(self._catalog, self._find(version))

    def _find(self, version: AnyVersion) -> DatasetHistory:
        return snapshots.find_version(self._catalog, self.dataset_rid, version)

    @property
    def producer(self) -> str | None:
        """RID of the execution that made its version; None if none did."""
        return self._find(None).execution_rid

    def list_executions(self) -> list[str]:
        """Give the RIDs of the executions that read it."""
        return datasets.readers(self._catalog, self.dataset_rid)

    # Versions

    @property
    def current_version(self) -> DatasetVersion:
        """The version it has now."""
        return self._record("version").version

    def dataset_history(self) -> list[DatasetHistory]:
        """Give all its versions, the oldest first."""
        return datasets.history(self._catalog, self.dataset_rid)

    def release(self, bump: str, description: str = "", execution: str | None = None) -> DatasetVersion:
        """Release what has changed since the last release.

        Args:
            bump: ``major``, ``minor`` or ``patch``.
            description: What is new.
            execution: RID of the execution that releases it.

        Raises:
            DatasetNotFound: It was deleted.
            VersionNotFound: Nothing has changed since the last release.
        """
        return datasets.release(self._catalog, self.dataset_rid, str(bump), description, execution)

    def mark_dev(self, description: str = "", execution: str | None = None) -> DatasetVersion:
        """Note that what the dataset refers to has changed, so that it can be released anew."""
        return datasets.mark_draft(self._catalog, self.dataset_rid, description, execution)

    def increment_dataset_version(self, component: str, description: str = "") -> DatasetVersion:
        """Release the dataset as it is; the older name of `mark_dev` and `release` together."""
        return datasets.release_as_is(self._catalog, self.dataset_rid, str(component), description)

    def is_dirty(self) -> bool:
        """Say whether it is a draft, or rows that belong to it have changed since it was released.

        Terms that are new since then do not count: what uses one has changed itself.
        """
        if self.current_version.is_draft:
            return True
        found = self.release_diff()
        of_terms = {definition.name for definition in self._catalog.refresh().of_kind(TableKind.vocabulary)}
        return bool(found.changed or found.removed or found.added.keys() - of_terms)

    def release_diff(self) -> VersionDifference:
        """Give what has changed since the last release: members, and all rows that belong to the dataset.

        Rows that were deleted or taken out count too; who read the dataset does not.
        """
        released = [entry for entry in self.dataset_history() if entry.snapshot is not None]
        return self.compare_versions(released[-1].dataset_version)

    def compare_versions(self, before: AnyVersion, after: AnyVersion = None) -> VersionDifference:
        """Give which rows were added, changed and removed from one version to another.

        Args:
            before: A version.
            after: Another; as it is now if left out.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        return compare(self.dataset_rid, self._version(before), self._version(after))

    def _version(self, version: AnyVersion) -> Version:
        return Version(self._find(version).dataset_version, self._at(version))

    def download_dataset_bag(
        self,
        version: str | DatasetVersion | None = None,
        materialize: bool = True,
        exclude_tables: Iterable[TableLike] | TableLike | None = None,
        attribution: Attribution | None = None,
        *,
        asset_types: Iterable[str] | str | None = None,
        fetch_concurrency: int = 8,
        timeout: float | None = None,
    ) -> DatasetBag:
        """Download the dataset as a BagIt bag, or reuse the one that was downloaded before.

        A download that was killed, or failed, goes on where it stopped.

        Args:
            version: The version, as it was when it was released; the current one if it is left out. A draft
                is downloaded as it is, and its bag says so.
            materialize: Whether the bag holds the files, or leaves them to ``fetch.txt``.
            exclude_tables: Tables to leave out.
            attribution: Who made the dataset, who publishes it, and under which licence, for the bag to say.
            asset_types: Bring in only files that have one of these types; ``bag.materialize()`` or another
                download brings in the others.
            fetch_concurrency: How many files are fetched from web servers at a time.
            timeout: After how many seconds of silence a web server is given up; None is a minute.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
            TermNotFound: There is no such type of assets.
            ChecksumMismatch: The store has other bytes than the catalog recorded; they are not kept.
        """
        with progress_bar("Downloading the bag") as progress:
            return download_bag(
                self._catalog,
                self.dataset_rid,
                None if version is None else str(version),
                self._cache_dir,
                materialize=materialize,
                exclude_tables=frozenset(table_names(exclude_tables)),
                asset_types=None if asset_types is None else selection.listed(asset_types),
                fetch_concurrency=fetch_concurrency,
                timeout=timeout,
                attribution=attribution,
                progress=progress,
            )

    def estimate_bag_size(
        self,
        version: str | DatasetVersion | None = None,
        exclude_tables: Iterable[TableLike] | TableLike | None = None,
    ) -> dict[str, Any]:
        """Tell how large a bag of the dataset would be, without making it.

        Args:
            version: The version; the current one if it is left out.
            exclude_tables: Tables to leave out.

        Returns:
            ``tables``: for each table ``row_count``, ``is_asset``, ``asset_bytes`` and ``csv_bytes``; then
            ``total_rows``, ``total_asset_bytes``, ``total_csv_bytes``, ``total_estimated_bytes``; and
            ``total_asset_size`` and ``total_estimated_size`` for people to read.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.

        Example:
            >>> dataset = ml.create_dataset(["Training"], description="Scans to train on")
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image["RID"] for image in ml.list_assets("Image")])
            >>> size = dataset.estimate_bag_size()
            >>> size["tables"]["Image"]["row_count"], size["total_asset_bytes"]
            (2, 21)
        """
        excluded = frozenset(table_names(exclude_tables))
        return estimate_bag(self._as_released(version), self.dataset_rid, exclude_tables=excluded)

    def bag_info(
        self,
        version: str | DatasetVersion | None = None,
        exclude_tables: Iterable[TableLike] | TableLike | None = None,
    ) -> dict[str, Any]:
        """Tell what `estimate_bag_size` tells, and what of the bag has been downloaded.

        ``cache_status`` is ``not_cached``, ``cached_holey`` or ``cached_materialized``; ``cache_path`` is
        where the bag is, or None.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        wanted = None if version is None else str(version)
        excluded = frozenset(table_names(exclude_tables))
        path = find_bag(self._catalog, self.dataset_rid, wanted, self._cache_dir, excluded)
        status = cached_bags.status_of(path)
        found = {"cache_status": status, "cache_path": None if status == "not_cached" else path}
        return {**self.estimate_bag_size(version, excluded), **found}

    def cache(self, version: str | DatasetVersion | None = None) -> dict[str, Any]:
        """Download the bag with its files for later, and tell what `bag_info` tells.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
        """
        self.download_dataset_bag(version)
        return self.bag_info(version)

    def export_bag(
        self,
        path: str | PathLike[str],
        format: str = "folder",  # noqa: A002 (what users call it)
        *,
        version: str | DatasetVersion | None = None,
        materialize: bool = True,
        exclude_tables: Iterable[TableLike] | TableLike | None = None,
        attribution: Attribution | None = None,
        info: Mapping[str, str] | None = None,
        presigned: int | None = None,
        link: bool = False,
    ) -> ExportedBag:
        """Write the dataset as a BagIt bag ``Dataset_<RID>``, to be handed on, and tell where it is.

        Whenever and wherever it is written, the same version is the same to the byte.

        Args:
            path: The folder that the bag goes into; it is made if need be.
            format: ``folder``, or ``zip``, ``tar`` or ``tgz`` for one file.
            version: The version; the current one if it is left out.
            materialize: Whether the bag holds the files, or leaves them to ``fetch.txt``.
            exclude_tables: Tables to leave out.
            attribution: Who made the dataset, who publishes it, and under which licence, for the bag to say.
            info: What else ``bag-info.txt`` is to say, as ``{"Contact-Email": "ada@example.org"}``.
            presigned: Have ``fetch.txt`` give addresses by which anybody can read the files, for so many
                seconds; a store in S3 can.
            link: Have the files of a folder be hard links to the objects of a store on the same file system:
                no copies, and no bytes are read. They are read-only; whoever changes one all the same changes
                the catalog's own object.

        Raises:
            VersionNotFound: There is no such version, or what it held is not kept.
            InvalidValue: There is no such format, a name in ``info`` is none or one that Muniment gives, or
                ``link`` is asked for where no files are written into a folder.
            StorageError: The store can have no links in this folder.
            BagError: There is something at the place already.
            ObjectNotFound: The store has lost the bytes of a file. No bag is left behind.
            ChecksumMismatch: The store has other bytes than the catalog recorded. No bag is left behind.

        Example:
            >>> dataset = ml.create_dataset(["Training"], description="Scans to train on")
            >>> dataset.export_bag("out", "zip").path.name == f"Dataset_{dataset.rid}.zip"
            True
        """
        with progress_bar("Writing the bag") as progress:
            return export_bag(
                self._as_released(version),
                self.dataset_rid,
                Path(path),
                form=format,
                materialize=materialize,
                exclude_tables=frozenset(table_names(exclude_tables)),
                attribution=attribution,
                info=info,
                presigned=presigned,
                link=link,
                progress=progress,
            )

    def _as_released(self, version: AnyVersion) -> Catalog:
        """Give the catalog as the bag of a version shows it: a release as it was then, a draft as it is."""
        now = snapshots.open_snapshot(self._catalog, snapshots.find_mark(self._catalog, None))
        return snapshots.open_version(now, snapshots.find_version(now, self.dataset_rid, version))


if TYPE_CHECKING:
    _is_like: type[DatasetLike] = Dataset


def _listing(catalog: Catalog, rids: Sequence[str]) -> ReadTogether[DatasetRecord]:
    def read(asked: Sequence[str]) -> dict[str, DatasetRecord]:
        return {record.rid: record for record in datasets.find(catalog, deleted=True, rids=asked)}

    return ReadTogether(catalog, lambda: rids, read)
