"""A dataset version in the hand: a bag that is read without its catalog."""

import html
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from muniment import ids
from muniment.bags import columnar, layout, payload, reach, restructuring, selection, validation
from muniment.bags.bag_catalog import BagCatalog, open_bag_catalog
from muniment.bags.dataset_like import DatasetLike
from muniment.bags.elements import Elements, SampleLoader, to_torch
from muniment.bags.payload import Materialized
from muniment.bags.restructuring import FileTransformer, TypeSelector
from muniment.bags.selection import Choice
from muniment.bags.targets import Targets, read_targets
from muniment.bags.unpacking import unpack
from muniment.catalog import agreement, assets, datasets, features, versions, vocabularies
from muniment.catalog.agreement import Annotator, FeatureAgreement, Weights
from muniment.catalog.feature_records import Feature, FeatureRecord, Selector
from muniment.catalog.frames import Rows
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.versions import DatasetHistory, DatasetVersion
from muniment.catalog.vocabularies import VocabularyTerm
from muniment.catalog.wide.description import describe, list_paths
from muniment.catalog.wide.members import Scope
from muniment.catalog.wide.request import WideOptions
from muniment.catalog.wide.table import WideTable, open_table
from muniment.errors import BagError, BagInvalid, BagNotFound, DatasetNotFound
from muniment.progress import progress_bar
from muniment.storage import Storage

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa
    from torch.utils.data import Dataset as TorchDataset


class DatasetBag:
    """A dataset version as files: its rows, its assets, and how all of it is checked.

    The reading methods are those of a live dataset, with the same names and the same results. A dataset
    inside the bag's dataset is given as a bag too: in the same folder, with its own rows only.

    Other tools read the bag by what it says of itself, in its folder ``path``: ``ro-crate-metadata.json``,
    ``croissant.json``, ``datapackage.json``, ``metadata/prov.json`` and ``metadata/datacite.json``.

    Example:
        >>> dataset = ml.create_dataset(["Training"], description="Scans to train on")
        >>> element = ml.add_dataset_element_type("Image")
        >>> added = dataset.add_dataset_members([image["RID"] for image in ml.list_assets("Image")])
        >>> bag = dataset.download_dataset_bag()
        >>> [image["Filename"] for image in bag.list_dataset_members()["Image"]]
        ['scan-1.png', 'scan-2.png']
        >>> bag.asset_path(bag.list_assets("Image")[0]).read_bytes()
        b'first scan'
        >>> bag.validate()
    """

    def __init__(self, path: Path, dataset_rid: str, root_rid: str, catalog: BagCatalog) -> None:
        """Hold a dataset of a bag; `DatasetBag.open` opens one."""
        self.path, self.dataset_rid, self._root_rid, self._catalog = path, dataset_rid, root_rid, catalog

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        dataset_rid: str | None = None,
        *,
        unpack_to: str | os.PathLike[str] | None = None,
        max_bytes: int | None = None,
    ) -> "DatasetBag":
        """Open a bag, one that DerivaML made as well.

        Args:
            path: Its folder, or a zip or tar of it, which is unpacked first. It is not validated.
            dataset_rid: The dataset in it, if it is another than the bag was made for.
            unpack_to: The folder that an archive is unpacked into; its own if this is left out. A bag that
                has been unpacked there before is used again.
            max_bytes: How much an archive may take when it is unpacked; a hundred times what it takes packed,
                and at least 1 GiB, if it is left out.

        Raises:
            BagNotFound: There is no such folder or file.
            BagInvalid: It is no bag of a dataset, or an archive that is damaged or not safe to unpack.
            BagError: There is something else where an archive would be unpacked.
            DatasetNotFound: There is no such dataset in the bag.
        """
        place = Path(path)
        if place.is_file():
            place = unpack(place, Path(unpack_to or place.parent), max_bytes)
        folder = _checked_folder(place)
        catalog = open_bag_catalog(folder)
        root = _root_dataset(folder, catalog)
        chosen = root if dataset_rid is None else datasets.lookup(catalog, dataset_rid, deleted=True).rid
        return cls(folder, chosen, root, catalog)

    def __repr__(self) -> str:
        return f"<DatasetBag {self.dataset_rid} {self.current_version}: {self.path}>"

    def _repr_html_(self) -> str:
        members = {table: len(found) for table, found in self.list_dataset_members().items() if len(found)}
        counted = ", ".join(f"{count:,} × {html.escape(table)}" for table, count in members.items())
        return (
            f"<b>Bag of dataset {self.dataset_rid}</b> version {self.current_version} "
            f"({html.escape(', '.join(self.dataset_types) or 'no type')})<br>"
            f"{html.escape(self.description or '')}<br>Members: {counted or 'none'}<br>"
            f"<code>{html.escape(str(self.path))}</code>"
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DatasetBag) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.path, self.dataset_rid))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a path, which opens the bag there."""
        return DatasetBag.open, (self.path, self.dataset_rid)

    @property
    def catalog(self) -> BagCatalog:
        """The tables of the bag, for the functions that read a catalog."""
        return self._catalog

    # The dataset

    @property
    def rid(self) -> str:
        """RID of the dataset."""
        return self.dataset_rid

    @property
    def description(self) -> str | None:
        """What the dataset is."""
        return datasets.lookup(self._catalog, self.dataset_rid, deleted=True).description

    @property
    def dataset_types(self) -> list[str]:
        """Its types."""
        return list(datasets.lookup(self._catalog, self.dataset_rid, deleted=True).types)

    @property
    def current_version(self) -> DatasetVersion:
        """The version of the dataset that the bag holds."""
        with self._catalog.read() as connection:
            return versions.current(connection, self._catalog.model, self.dataset_rid).dataset_version

    def dataset_history(self) -> list[DatasetHistory]:
        """Give the versions that the dataset had, the oldest first."""
        with self._catalog.read() as connection:
            return versions.history(connection, self._catalog.model, self.dataset_rid)

    @property
    def producer(self) -> str | None:
        """RID of the execution that made the version of the bag; None if none did."""
        with self._catalog.read() as connection:
            return versions.current(connection, self._catalog.model, self.dataset_rid).execution_rid

    def list_executions(self) -> list[str]:
        """Give the RIDs of the executions that had read the dataset by then."""
        return datasets.readers(self._catalog, self.dataset_rid)

    @property
    def info(self) -> dict[str, str]:
        """What ``bag-info.txt`` says of the bag."""
        return layout.read_info(self.path)

    # Members

    def list_dataset_members(self, recurse: bool = False, limit: int | None = None) -> dict[str, Rows]:
        """Give the members by table; with `recurse` those of the datasets inside it too.

        Args:
            recurse: Whether members of members count.
            limit: How many rows to give of each table at most.
        """
        return datasets.list_members(self._catalog, self.dataset_rid, recurse, limit)

    def list_members(self, table: str) -> list[str]:
        """Give the RIDs of the members of one table.

        Raises:
            TableNotFound: There is no such table.
        """
        name = self._catalog.definition(table).name
        return [row["RID"] for row in self.list_dataset_members().get(name, ())]

    def list_dataset_element_types(self) -> list[str]:
        """Name the tables whose rows can be members."""
        return list(datasets.element_types(self._catalog))

    def list_dataset_children(self, recurse: bool = False) -> list["DatasetBag"]:
        """Give the datasets inside it, and with `recurse` those inside these."""
        return self._related("children", recurse)

    def list_dataset_parents(self, recurse: bool = False) -> list["DatasetBag"]:
        """Give the datasets of the bag around it, and with `recurse` those around these."""
        return self._related("parents", recurse)

    def _related(self, direction: str, recurse: bool) -> list["DatasetBag"]:
        found = datasets.related(self._catalog, self.dataset_rid, direction, recurse)
        return [DatasetBag(self.path, rid, self._root_rid, self._catalog) for rid in found]

    # Tables

    def list_tables(self) -> list[str]:
        """Name all tables."""
        return sorted(self._catalog.model.definitions)

    def get_table_as_dataframe(self, table: str) -> "pd.DataFrame":
        """Give the rows of a table that belong to the dataset, with the dtypes that the catalog gives.

        Raises:
            TableNotFound: There is no such table; the message names the nearest.
        """
        return self._read_table(table).to_dataframe()

    def get_table_as_dict(self, table: str) -> Iterator[dict[str, Any]]:
        """Give the rows of a table that belong to the dataset, one dict after the other.

        Raises:
            TableNotFound: There is no such table; the message names the nearest.
        """
        return iter(self._read_table(table))

    def _read_table(self, name: str) -> Rows:
        return reach.read_table(self._catalog, None if self.is_root else self.dataset_rid, name)

    @property
    def is_root(self) -> bool:
        """Whether the bag was made for this dataset: all its rows belong to it."""
        return self.dataset_rid == self._root_rid

    def lookup_term(self, vocabulary: str, name: str) -> VocabularyTerm:
        """Find a term by its name or one of its synonyms.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: The table is no vocabulary.
            TermNotFound: There is no such term; the message names the nearest.
        """
        return vocabularies.lookup_term(self._catalog, vocabulary, name)

    def list_vocabulary_terms(self, vocabulary: str) -> list[VocabularyTerm]:
        """Give all terms of a vocabulary, by name.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: The table is no vocabulary.
        """
        return vocabularies.list_terms(self._catalog, vocabulary)

    # Features

    def find_features(self, table: str | None = None) -> list[Feature]:
        """Give the features of a table, or all there are, by table and name.

        Raises:
            TableNotFound: There is no such table.
        """
        return features.find(self._catalog, table)

    def lookup_feature(self, table: str, name: str) -> Feature:
        """Give a feature.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature; the message names the nearest.
        """
        return features.lookup(self._catalog, table, name)

    def feature_values(
        self,
        table: str,
        name: str,
        selector: Selector | None = None,
        materialize_limit: int | None = None,
        execution_rids: Collection[str] | None = None,
    ) -> Iterator[FeatureRecord]:
        """Give the values of a feature that belong to the dataset, by their row and then by time.

        Args:
            table: The table whose rows have values.
            name: Name of the feature.
            selector: Chooses one of all records of a row, as `FeatureRecord.select_newest` does.
            materialize_limit: How many values may be read at most.
            execution_rids: Of which executions; all if left out.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature.
            MaterializeLimitExceeded: There are more values than the limit.
        """
        return features.values(
            self._catalog,
            table,
            name,
            selector=selector,
            materialize_limit=materialize_limit,
            execution_rids=execution_rids,
            scope=reach.within(None if self.is_root else self.dataset_rid),
        )

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

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature.
            InvalidValue: There is no such column, nothing to compare, weights without an order, or an order
                that lacks a value.
            ImportError: statsmodels is not installed; it is in the extra ``agreement``.
        """
        return agreement.measure(
            self._catalog,
            table,
            name,
            column,
            annotator=annotator,
            weights=weights,
            order=order,
            execution_rids=execution_rids,
            scope=reach.within(None if self.is_root else self.dataset_rid),
        )

    def list_workflow_executions(self, workflow: str) -> list[str]:
        """Give the RIDs of the executions of a workflow, or of all workflows of a type, the oldest first.

        Raises:
            WorkflowNotFound: There is no such workflow, and no such type.
        """
        return features.executions_of_workflow(self._catalog, workflow)

    # Wide tables

    def wide_table(self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]) -> WideTable:
        """Give the rows of one table that belong to the dataset, each with what belongs to it in others.

        A row is a row of the table that refers to all others; what it refers to is repeated on each row. Of
        other tables, members that are on no row come last, on rows of their own. Columns are named
        ``Table.Column``. The rows are read when they are asked for, as a DataFrame, dicts, Arrow or polars.

        Args:
            include_tables: The tables whose columns it has, and features, by their names.
            options: What `WideOptions` tells.

        Raises:
            DenormalizeError: The tables do not make one as they were asked for; the message says what would.
            TableNotFound: There is no table and no feature of a name; the message names the nearest.
            InvalidValue: An option is none, or says nothing about these tables.

        Example:
            >>> dataset = ml.create_dataset(["Training"])
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
            >>> dataset.download_dataset_bag().wide_table(["Image", "Subject"])
            <WideTable: a row per Image, with Image, Subject>
        """
        return open_table(self._catalog, include_tables, options, self._scope)

    @property
    def _scope(self) -> Scope:
        return reach.wide_scope(self.dataset_rid, is_whole=self.is_root)

    def get_denormalized_as_dataframe(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> "pd.DataFrame":
        """Read a wide table as a DataFrame; see `wide_table`, which also tells what is raised."""
        return self.wide_table(include_tables, **options).to_dataframe()

    def get_denormalized_as_dict(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> Iterator[dict[str, Any]]:
        """Read a wide table as dicts, one after the other: they are never all in memory. See `wide_table`."""
        return iter(self.wide_table(include_tables, **options))

    denormalize_as_dataframe = get_denormalized_as_dataframe  # the names of DerivaML 1.17
    denormalize_as_dict = get_denormalized_as_dict

    def list_denormalized_columns(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> list[tuple[str, str]]:
        """Give the columns of a wide table, each with its type; see `wide_table`."""
        return self.wide_table(include_tables, **options).columns

    def describe_denormalized(
        self, include_tables: Sequence[str] | str, **options: Unpack[WideOptions]
    ) -> dict[str, Any]:
        """Tell how a wide table would be made, and how many rows it would have; it never raises.

        Returns:
            ``row_per``, ``row_per_source`` (``explicit`` or ``auto-inferred``), ``row_per_candidates``,
            ``columns``, ``include_tables``, ``via``, ``join_path``, ``transparent_intermediates``,
            ``ambiguities``, ``estimated_row_count``, ``anchors``, ``source`` and ``warnings``.
        """
        return describe(lambda: self._catalog, include_tables, options, self._scope, "bag")

    def list_schema_paths(self, tables: Sequence[str] | None = None) -> dict[str, Any]:
        """Tell which tables a wide table can have, and along which ways.

        Args:
            tables: Only ways from or to these; all from the tables of members if left out.

        Returns:
            ``member_types``, ``anchor_types``, ``reachable_tables``, ``association_tables``,
            ``feature_tables`` and ``schema_paths``: (from, to) → ways, each with ``path`` and whether it is
            ``direct``.

        Raises:
            TableNotFound: There is no such table.
        """
        return list_paths(self._catalog, tables, self._scope)

    # Assets

    def list_asset_tables(self) -> list[str]:
        """Name the tables that describe files."""
        return [definition.name for definition in self._catalog.model.of_kind(TableKind.asset)]

    def list_assets(self, table: str) -> Rows:
        """Give the assets of a table that belong to the dataset, each with its types in `Asset_Type`.

        The file of one is at ``bag.asset_path(asset)``.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: The table is no asset table.
        """
        own = None if self.is_root else [row["RID"] for row in self._read_table(table)]
        return assets.list_assets(self._catalog, table, rids=own)

    def asset_path(self, asset: str | Mapping[str, Any]) -> Path:
        """Give the path of an asset's file in the bag.

        Args:
            asset: Its RID, or its row as `list_assets`, `list_dataset_members` or a table give it.

        Raises:
            AssetNotFound: The bag has no such asset.
            BagError: Its file is not in the bag; the message says what to do.
        """
        rid = ids.normalize(asset if isinstance(asset, str) else asset["RID"])
        folder = self.path / layout.ASSETS / rid
        files = sorted(folder.glob("*/*")) if folder.is_dir() else []
        if len(files) == 1:
            return files[0]
        table = assets.locate_asset(self._catalog, rid)
        raise BagError(
            f"The file of {table} {rid} is not in the bag {self.path}. bag.materialize() brings in the files "
            "that fetch.txt lists."
        )

    @property
    def is_materialized(self) -> bool:
        """Whether all files that ``fetch.txt`` lists are in the bag."""
        return next(payload.missing_files(self.path), None) is None

    def materialize(
        self,
        progress: Callable[[int, int], None] | None = None,
        *,
        tables: Iterable[str] | str | None = None,
        asset_types: Iterable[str] | str | None = None,
        rids: Iterable[str] | str | None = None,
        fetch_concurrency: int = 8,
        timeout: float | None = None,
    ) -> Materialized:
        """Bring in the files that are missing, from the addresses in ``fetch.txt``, each checked on the way.

        Files that cannot be brought in are told of in the result; the others are brought in all the same.
        What is there stays as it is, so that a call that was killed is made again. Only files that meet all
        that is asked for are brought in.

        Args:
            progress: Called with the number of files that are there by now, and of all that are meant. A bar
                is shown on a terminal if it is left out.
            tables: Only files of these asset tables.
            asset_types: Only files of assets that have one of these types.
            rids: Only the files of these assets.
            fetch_concurrency: How many files are fetched at a time.
            timeout: After how many seconds of silence a web server is given up; None is a minute.

        Raises:
            TableNotFound: There is no such table.
            TermNotFound: There is no such type of assets.
            AssetNotFound: The bag has no such asset.
            BagInvalid: ``fetch.txt`` cannot be read, or a path in it leads out of the bag.
            StorageNotWritable: The disk is full or read-only.
        """
        choice = self.choose(tables, asset_types, rids)
        with progress_bar("Fetching files") as bar:
            return payload.materialize(
                self.path,
                progress or bar,
                choice,
                workers=fetch_concurrency,
                timeout=timeout,
                store=self._catalog.store,
            )

    def connect(self, store: Storage) -> None:
        """Say where files come from whose addresses in ``fetch.txt`` mean the store of their catalog."""
        self._catalog.store = store

    def choose(
        self,
        tables: Iterable[str] | str | None = None,
        asset_types: Iterable[str] | str | None = None,
        rids: Iterable[str] | str | None = None,
    ) -> Choice | None:
        """Give what tells which files of the bag are meant by tables, types or RIDs; None if all are.

        Raises what `materialize` raises.
        """
        return selection.choose(self._catalog, tables, asset_types, rids)

    def validate(self, fast: bool = False, progress: Callable[[int, int], None] | None = None) -> None:
        """Make sure that the bag is complete and unchanged.

        Args:
            fast: Only count files and bytes, and do not read them.
            progress: Called with the number of files that are checked by now, and of all files.

        Raises:
            BagInvalid: It is not; the message names the changed, missing and extra files.
        """
        validation.validate(self.path, fast=fast, progress=progress)

    # For training and analysis

    def restructure_assets(
        self,
        output_dir: str | os.PathLike[str],
        *,
        asset_table: str | None = None,
        targets: Targets = None,
        target_transform: Callable[[Any], str] | None = None,
        missing: str = "unknown",
        use_symlinks: bool = True,
        type_selector: TypeSelector | None = None,
        type_to_dir_map: Mapping[str, str] | None = None,
        enforce_vocabulary: bool = True,  # noqa: ARG002 (of features, which scripts written for DerivaML name)
        file_transformer: FileTransformer | None = None,
    ) -> dict[Path, Path]:
        """Put the files into folders by type and class, as torchvision's ``ImageFolder`` reads them.

        A file goes to ``<type>/<target>/.../<filename>``: the type is that of the innermost dataset that it
        belongs to, so that the parts of a split come apart. Files of the same name in a folder are told apart
        by their RIDs.

        Args:
            output_dir: Where to; it is made if need be, and what is there already stays.
            asset_table: The table of the files, if the bag has files of several.
            targets: What the folders below the type are named for: columns of the table, ``Table.Column`` of
                one that it refers to, a feature, or ``Feature.Column``. Of several values of a feature the
                newest is taken, or what a selector chooses, as in ``{"Quality.Grade": select}``.
            target_transform: Names the folder from the value of the target; from target → value if several.
            missing: What becomes of a file without a value: ``unknown`` puts it into ``Unknown``, ``skip``
                leaves it out, ``error`` refuses.
            use_symlinks: Whether to link, where the disk can, or to copy.
            type_selector: Chooses one of the types of a dataset; if left out it is Training, Validation or
                Testing, else the first.
            type_to_dir_map: Names the folders of types; a dataset without a type is for testing.
            enforce_vocabulary: Has no effect on columns.
            file_transformer: Writes each file instead, given where it is and where it should go, and gives
                the path that it has written.

        Returns:
            Where each file has gone.

        Raises:
            ColumnNotFound: There is no such target.
            InvalidValue: Several tables have files, a file belongs to datasets of different types, two
                classes would share a folder, or a value is missing.
            BagError: A file is not in the bag, or another file is at its place. Nothing was written of it.

        Example:
            >>> dataset = ml.create_dataset(["Training"])
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
            >>> placed = dataset.download_dataset_bag().restructure_assets("images", asset_table="Image")
            >>> sorted(str(path) for path in placed.values())
            ['images/training/scan-1.png', 'images/training/scan-2.png']
        """
        return restructuring.restructure(
            self,
            Path(output_dir),
            asset_table=asset_table,
            targets=targets,
            target_transform=target_transform,
            missing=missing,
            use_symlinks=use_symlinks,
            type_selector=type_selector,
            type_to_dir_map=type_to_dir_map,
            file_transformer=file_transformer,
        )

    def as_torch_dataset(
        self,
        element_type: str,
        *,
        sample_loader: SampleLoader | None = None,
        transform: Callable[[Any], Any] | None = None,
        targets: Targets = None,
        target_transform: Callable[[Any], Any] | None = None,
        missing: str = "error",
        reachable: bool = True,
    ) -> "TorchDataset[tuple[Any, ...]]":
        """Give the rows of a table as a dataset of PyTorch, which reads files when they are asked for.

        An element is ``(sample, rid)``, or ``(sample, target, rid)``; several targets are a dict.

        Args:
            element_type: The table.
            sample_loader: Makes a sample of the path of a file, None if the table has none, and its row; if
                left out, a sample is the bytes of the file, or the row.
            transform: Changes a sample.
            targets: Columns of the table, ``Table.Column`` of one that it refers to, a feature, whose target
                is a record, or ``Feature.Column``; in a mapping, each with a selector for features.
            target_transform: Changes a target.
            missing: What becomes of a row without a value: ``error`` refuses, ``skip`` leaves it out,
                ``unknown`` calls it Unknown.
            reachable: Whether all rows that belong to the dataset count, or its members only.

        Raises:
            ImportError: PyTorch is not installed.
            ColumnNotFound: There is no such target.
            InvalidValue: A value is missing.
        """
        elements = Elements(
            self,
            element_type,
            sample_loader=sample_loader,
            transform=transform,
            targets=targets,
            target_transform=target_transform,
            missing=missing,
            reachable=reachable,
        )
        return to_torch(elements)

    def as_hf_dataset(self, table: str, targets: Sequence[str] = ()) -> Any:
        """Give the rows of a table as a `datasets.Dataset` of Hugging Face.

        Assets have their file in the column ``path``, and targets columns of their names.

        Args:
            table: The table.
            targets: ``Table.Column`` of tables that it refers to, or ``Feature.Column``.

        Raises:
            ImportError: The library is not installed.
            TableNotFound: There is no such table.
            BagError: A file is not in the bag.
        """
        found = read_targets(self._catalog, table, targets)
        return columnar.read_for_hugging_face(self, table, found, targets)

    def to_arrow(self, table: str) -> "pa.Table":
        """Give the rows of a table that belong to the dataset as an Arrow table, with their types.

        Raises:
            ImportError: PyArrow is not installed.
            TableNotFound: There is no such table.
        """
        return columnar.read_arrow(self, table)

    def to_parquet(
        self, output_dir: str | os.PathLike[str], tables: Iterable[str] | None = None
    ) -> dict[str, Path]:
        """Write the tables as Parquet files, ``<Table>.parquet``, and give the file of each.

        Args:
            output_dir: The folder; it is made if need be.
            tables: Those to write; all if left out.

        Raises:
            ImportError: PyArrow is not installed.
            TableNotFound: There is no such table.
            StorageNotWritable: The folder cannot be written.
        """
        return columnar.write_parquet(self, Path(output_dir), self._tables(tables))

    def to_duckdb(
        self, database: str | os.PathLike[str] = ":memory:", tables: Iterable[str] | None = None
    ) -> "duckdb.DuckDBPyConnection":
        """Give a DuckDB database with the tables in it, to be asked in SQL.

        Args:
            database: Its file; it is in memory if left out.
            tables: Those to take; all if left out.

        Raises:
            ImportError: DuckDB or PyArrow is not installed.
            TableNotFound: There is no such table.
            BagError: The database has tables of these names.
        """
        return columnar.open_duckdb(self, database, self._tables(tables))

    def _tables(self, asked: Iterable[str] | None) -> list[str]:
        names = self.list_tables() if asked is None else list(asked)
        return [self._catalog.definition(name).name for name in names]


if TYPE_CHECKING:
    _is_like: type[DatasetLike] = DatasetBag


def _checked_folder(path: Path) -> Path:
    """Give the folder of a bag.

    Raises:
        BagNotFound: There is no such folder.
        BagInvalid: The folder is no bag of a dataset.
    """
    if not path.is_dir():
        raise BagNotFound(f"There is no bag at {path}. A bag is a folder named Dataset_<RID>.")
    for name in ("bagit.txt", layout.SCHEMA):
        if not (path / name).is_file():
            raise BagInvalid(f"{path} is no bag of a dataset: there is no {name} in it.")
    return path.absolute()


_OF_DATASETS = {"Dataset", "Dataset_Dataset", "Dataset_Dataset_Type", "Dataset_Version"}


def _root_dataset(folder: Path, catalog: BagCatalog) -> str:
    """Find out which dataset a bag was made for: the one it is named for, says of itself, or has alone."""
    named = folder.name.removeprefix("Dataset_")
    said = layout.read_info(folder).get("Dataset-RID", "")
    if lacking := sorted(_OF_DATASETS - catalog.model.definitions.keys()):
        raise BagInvalid(
            f"{folder} is no bag of a dataset: its {layout.SCHEMA} does not describe {', '.join(lacking)}."
        )
    known = [record.rid for record in datasets.find(catalog, deleted=True)]
    inside = {rid for parent in known for rid in datasets.related(catalog, parent, "children")}
    for candidate in (named, said, *(rid for rid in known if rid not in inside)):
        if candidate in known:
            return candidate
    raise DatasetNotFound(f"There is no dataset in {folder}: the table Dataset has {len(known)} rows.")
