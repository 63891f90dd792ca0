"""The catalog as a user holds it: the `ml` of every example."""

import copy as copying
import html
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack, overload

from muniment import ids
from muniment.bags import cached_bags
from muniment.bags.load import LoadedBag, load_bag
from muniment.catalog import (
    agreement,
    assets,
    changes,
    column_sources,
    creation,
    datasets,
    evolution,
    features,
    files,
    frames,
    past,
    queries,
    references,
    rows,
    snapshots,
    tables,
    upgrades,
    vocabularies,
)
from muniment.catalog.agreement import Annotator, FeatureAgreement, Weights
from muniment.catalog.changes import Change
from muniment.catalog.feature_records import Feature, FeatureRecord, Selector
from muniment.catalog.files import Paths
from muniment.catalog.frames import Rows
from muniment.catalog.lineage.graph import ColumnEdge
from muniment.catalog.lineage.walk import find_column_lineage, find_lineage
from muniment.catalog.past import PruneReport, RowHistory
from muniment.catalog.places import find_place
from muniment.catalog.queries import PathBuilder
from muniment.catalog.references import Verified
from muniment.catalog.rows import Row
from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import (
    ColumnDefinition,
    ForeignKeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.types import BuiltinTypes
from muniment.catalog.snapshots import At, Mark, SnapshotCatalog
from muniment.catalog.upgrades import UpgradeReport
from muniment.catalog.versions import DatasetVersion
from muniment.catalog.vocabularies import VocabularyTerm
from muniment.catalog.wide.description import describe
from muniment.catalog.wide.table import WideTable, open_table
from muniment.config import Settings, read_settings
from muniment.errors import (
    ConfigurationError,
    DefinitionError,
    InvalidValue,
    MunimentError,
    ReadOnlySnapshot,
)
from muniment.executions import (
    cached_assets,
    commit,
    directories,
    feature_values,
    leaks,
    metrics,
    pending,
    recording,
    records,
    source,
    workflows,
)
from muniment.executions.cached_assets import CachedAsset
from muniment.executions.commit import UploadReport
from muniment.executions.configuration import (
    AssetSpec,
    DatasetSpec,
    ExecutionConfiguration,
    LocalFile,
    read_dataset_spec,
)
from muniment.executions.directories import Given
from muniment.executions.leaks import Leak
from muniment.executions.pending import LocalExecution, PendingSummary
from muniment.executions.records import ExecutionRecord
from muniment.executions.scripts import Outputs, Program, read_patterns
from muniment.executions.splits import FoldsResult, SplitResult, SubsampleResult
from muniment.executions.states import parse_status
from muniment.executions.workflows import Workflow
from muniment.maintenance import copy, doctor, gc, origins
from muniment.maintenance.copy import CopyReport
from muniment.maintenance.findings import Checkup
from muniment.maintenance.gc import GRACE, Cleanup
from muniment.ml import scripts, splits, unfinished
from muniment.ml.asset import Asset, AssetList
from muniment.ml.current import enclosing_execution
from muniment.ml.dataset import Dataset, DatasetWideOptions
from muniment.ml.dry_run import DryRun
from muniment.ml.execution import Execution, make_execution
from muniment.ml.planning import code_of, plan_execution
from muniment.ml.reopening import Handle
from muniment.ml.scripts import ScriptRun
from muniment.ml.splits import CombineOptions, DatasetLike, FoldOptions, SplitOptions, SubsampleOptions
from muniment.ml.table_name import TableLike, table_name, table_names
from muniment.ml.tracked import Once, Parameters, Result, TrackedOptions, name_of, track
from muniment.ml.workspace import Workspace, find_folder
from muniment.progress import progress_bar
from muniment.provenance.lineage import Lineage

if TYPE_CHECKING:
    import pandas as pd

    from muniment.bags.cached_bags import CachedBag
    from muniment.bags.dataset_bag import DatasetBag
    from muniment.bags.export import ExportedBag


def _choose(
    settings: Settings, path: str | PathLike[str] | None, domain_schema: str | None, store: str | None
) -> tuple[str | PathLike[str], str | None, str | None]:
    """Give which catalog is meant: the one that was named, or the settings' with what they say of it."""
    if path is not None:
        return path, domain_schema, store
    if settings.catalog is None:
        raise ConfigurationError(
            "Nothing says which catalog to open. Name it: Muniment('./lab') or "
            "Muniment('postgresql://user@host/db'), or set MUNIMENT_CATALOG."
        )
    return settings.catalog, domain_schema or settings.domain_schema, store or settings.store


class Muniment:
    """A catalog: its tables, vocabularies, assets, datasets and executions.

    A catalog is a folder with ``catalog.db`` (SQLite) and ``objects/`` (the bytes, by their SHA-256), or two
    schemas of a PostgreSQL database, with the bytes in S3 or in a folder.

    Attributes:
        path: The folder of the catalog; None if it is in a database of PostgreSQL.
        address: What opens the catalog again: its folder, or its database without the password.
        catalog_id: The identifier that the catalog got when it was made.
        ml_schema: Name of the schema of the core tables.
        domain_schema: Name of the schema of the tables that users make.

    Example:
        >>> from muniment import Muniment
        >>> ml = Muniment("./lab", create=True)
        >>> ml.create_asset("Image", comment="Scans").name
        'Image'
    """

    def __init__(
        self,
        path: str | PathLike[str] | None = None,
        *,
        create: bool = False,
        domain_schema: str | None = None,
        store: str | None = None,
        working_dir: str | PathLike[str] | None = None,
        actor: str | None = None,
        record: Iterable[str] | str | None = None,
    ) -> None:
        """Open a catalog, or make one.

        What is left out is taken from the settings: ``MUNIMENT_*`` in the environment, ``muniment.toml`` and
        ``.env``. Those of `store` and `domain_schema` hold only for the catalog that the settings name.

        Args:
            path: The folder of the catalog, or its database, such as ``postgresql://user@host/db``.
            create: Whether to make a catalog if there is none.
            domain_schema: Name of the schema for the tables of users. A database may hold several catalogs,
                and this is what tells them apart; it is needed only then, or to give a new one its name.
            store: Where the bytes are: a folder or ``s3://bucket/prefix``; in a folder, ``objects/`` if left
                out. A catalog that is there knows it; then only options of the URL may differ, as
                ``?profile=...``.
            working_dir: Where runs stage their files on this machine; ``work/`` in the folder if left out, or
                a folder of the user's if the catalog is in a database.
            actor: Who writes; MUNIMENT_ACTOR or the login name if left out.
            record: What runs record by themselves: some of ``environment``, ``code`` (what no commit holds)
                and ``output`` (what they print), or ``nothing``; all if left out.

        Raises:
            CatalogNotFound: There is no catalog, and none was to be made.
            CatalogUnavailable: The database cannot be reached.
            CatalogVersionMismatch: It has an older revision, and can be upgraded, or a newer one.
            ConfigurationError: Nothing says which catalog is meant.
            StorageNotWritable: The folder cannot be made or written.
        """
        settings = read_settings()
        path, domain_schema, store = _choose(settings, path, domain_schema, store)
        open_or_make = creation.create if create else creation.open_catalog
        self._catalog = open_or_make(
            path, domain_schema=domain_schema, store=store, actor=actor or settings.actor
        )
        self.path = self._catalog.root
        folder = find_folder(working_dir or settings.working_dir, self._catalog)
        self._workspace = Workspace(folder, self._catalog.id)
        self._record = recording.parse_kinds(settings.record if record is None else record)
        unfinished.tell_dead(self._catalog, folder)

    def __getstate__(self) -> Handle:
        """Travel to another process, which opens the catalog itself."""
        return Handle.of(self._catalog, self._workspace)

    def __setstate__(self, handle: Handle) -> None:
        self._catalog, self._workspace = handle.open()
        self.path = self._catalog.root

    def __copy__(self) -> "Muniment":
        """Share what is open, which a copy that travelled would open again."""
        twin = Muniment.__new__(Muniment)
        twin.__dict__.update(self.__dict__)
        return twin

    @classmethod
    def upgrade(
        cls,
        path: str | PathLike[str] | None = None,
        *,
        domain_schema: str | None = None,
        dry_run: bool = False,
        backup: bool = True,
        actor: str | None = None,
    ) -> UpgradeReport:
        """Bring a catalog that an older version made to the revision of this one.

        A backup is made first: a copy beside ``catalog.db``, or for PostgreSQL a file of pg_dump in the
        current folder. All changes are one transaction: if the upgrade is killed, the catalog has its old
        revision or the new one.

        Args:
            path: The folder of the catalog, or its database; the one that the settings name if left out.
            domain_schema: Which catalog, if the database holds several.
            dry_run: Whether to make the changes only to tell their SQL, and to take them back.
            backup: Whether to make a backup.
            actor: Who upgrades; MUNIMENT_ACTOR or the login name if left out.

        Raises:
            CatalogNotFound: There is no catalog.
            CatalogVersionMismatch: A newer Muniment made it.
            ConfigurationError: The backup needs a program that is not installed.
            StorageNotWritable: The backup or the catalog cannot be written. Nothing was changed.

        Example:
            >>> Muniment.upgrade(ml.path).migrations  # of this version already
            ()
        """
        path, domain_schema, _ = _choose(read_settings(), path, domain_schema, None)
        place = find_place(path)
        with creation.open_database(place, domain_schema, actor) as database:
            if dry_run:
                return upgrades.rehearse(database, place)
            with (
                progress_bar("Backing up", "page") as backing_up,
                progress_bar("Upgrading", "step") as migrating,
            ):
                return upgrades.upgrade(
                    database, place, backup=backup, backing_up=backing_up, migrating=migrating
                )

    def __repr__(self) -> str:
        if isinstance(self._catalog, SnapshotCatalog):
            return f"Muniment({self.address!r}).snapshot({self._catalog.mark.name!r})"
        return f"Muniment({self.address!r})"

    def _repr_html_(self) -> str:
        kinds = [TableKind.asset, TableKind.table, TableKind.vocabulary]
        listed = [
            (kind.value, ", ".join(d.name for d in self._user_tables(kind)) or "none") for kind in kinds
        ]
        lines = "".join(f"<tr><td>{kind}</td><td>{names}</td></tr>" for kind, names in listed)
        return f"<b>Catalog {html.escape(self.address)}</b><table>{lines}</table>"

    def _user_tables(self, kind: TableKind) -> list[TableDefinition]:
        return [d for d in tables.list_tables(self._catalog, kind) if d.schema_name != ML_SCHEMA]

    @property
    def address(self) -> str:
        """What opens the catalog again: its folder, or its database without the password."""
        return self._catalog.address

    @property
    def catalog_id(self) -> str:
        """The identifier that the catalog got when it was made."""
        return self._catalog.id

    @property
    def ml_schema(self) -> str:
        """Name of the schema of the core tables."""
        return ML_SCHEMA

    @property
    def domain_schema(self) -> str:
        """Name of the schema of the tables that users make."""
        return self._catalog.domain_schema

    default_schema = domain_schema

    @property
    def working_dir(self) -> Path:
        """Where runs stage their files on this machine."""
        return self._workspace.folder

    def __enter__(self) -> "Muniment":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the database; ``with Muniment(...) as ml`` does so by itself."""
        if self.is_snapshot:  # they are the catalog's
            return
        self._catalog.database.close()
        self._workspace.close()

    # Tables

    def create_table(self, table: TableDefinition, schema: str | None = None) -> TableDefinition:
        """Make a table of your own, such as Subject.

        Raises:
            DefinitionError: A name, column, key or foreign key cannot be made.
            TableExists: A table of this name is there already.
            TableNotFound: A foreign key, or a source of a column, refers to a table that is not there.
            ColumnNotFound: A source of a column is not there.

        Example:
            >>> ml.create_table(TableDefinition("Site", [ColumnDefinition("City")])).name
            'Site'
        """
        self._check_schema(schema or table.schema_name)
        return tables.create_table(self._catalog, table)

    def create_asset(
        self,
        asset_name: str,
        column_defs: Iterable[ColumnDefinition] | None = None,
        fkey_defs: Iterable[ForeignKeyDefinition] | None = None,
        referenced_tables: Iterable[TableLike] | TableLike | None = None,
        comment: str | None = "",
        schema: str | None = None,
    ) -> TableDefinition:
        """Make an asset table: one for each kind of file, with columns of your own.

        Args:
            asset_name: Name of the table.
            column_defs: Your own columns, beside URL, Filename, Length, MD5, SHA256 and Description.
            fkey_defs: References made of your own columns.
            referenced_tables: Tables to refer to: each gives a column of its name.
            comment: What the files are.
            schema: Kept for scripts written for DerivaML; tables go to the domain schema.

        Raises:
            DefinitionError: A name, column, key or foreign key cannot be made.
            TableExists: A table of one of the names is there already.
            TableNotFound: A referenced table, or the table of a source of a column, is not there.
            ColumnNotFound: A source of a column is not there.

        Example:
            >>> mask = ml.create_asset("Mask", [ColumnDefinition("Area", BuiltinTypes.int4)])
            >>> list(mask.columns)[-2:]
            ['SHA256', 'Area']
        """
        self._check_schema(schema)
        names = table_names(referenced_tables)
        return tables.create_asset_table(
            self._catalog, asset_name, column_defs or (), fkey_defs or (), names, comment
        )

    def create_asset_table(
        self,
        asset_name: str,
        additional_columns: Sequence[ColumnDefinition] = (),
        comment: str | None = None,
        schema: str | None = None,
    ) -> TableDefinition:
        """Make an asset table: DerivaML's newer name of `create_asset`, with fewer arguments."""
        return self.create_asset(asset_name, additional_columns, comment=comment, schema=schema)

    def create_vocabulary(
        self, vocab_name: str, comment: str | None = "", schema: str | None = None
    ) -> TableDefinition:
        """Make a vocabulary, to whose terms columns can refer.

        Raises:
            DefinitionError: The name cannot be taken.
            TableExists: A table of this name is there already.
        """
        self._check_schema(schema)
        return tables.create_vocabulary(self._catalog, vocab_name, comment)

    def _check_schema(self, schema: str | None) -> None:
        if schema not in {None, self.domain_schema}:
            raise DefinitionError(
                f"Tables cannot be made in the schema {schema!r}: they go to {self.domain_schema!r}."
            )

    def add_column(self, table: TableLike, column: ColumnDefinition) -> TableDefinition:
        """Add a column to a table of your own; the rows there are take its default.

        Raises:
            DefinitionError: The name is taken or not possible, or a required column has no default.
            TableNotFound: There is no such table, or not that of a source.
            ColumnNotFound: A source is not there.
        """
        return tables.add_column(self._catalog, table_name(table), column)

    def set_column_sources(
        self, table: TableLike, column: str, sources: str | Iterable[str]
    ) -> TableDefinition:
        """Say from which columns the values of a column are computed or copied; none takes it back.

        Lineage tells it: `lookup_column_lineage` of a column, and `Lineage.columns` beside the rows. A new
        column can come with its sources: ``ColumnDefinition("Area", sources=["Image.Width"])``.

        Args:
            table: A table of your own, or that of a feature.
            column: The column.
            sources: The columns that it comes from, each ``Table.Column``.

        Raises:
            TableNotFound: There is no such table.
            ColumnNotFound: There is no such column.
            DefinitionError: A source is not written ``Table.Column``, or is the column itself; or the table
                is a core table, or links others.

        Example:
            >>> area = ml.add_column("Image", ColumnDefinition("Area", BuiltinTypes.int8))
            >>> print(ml.set_column_sources("Image", "Area", "Image.Width").column("Area").sources)
            ('Image.Width',)
        """
        return column_sources.set_sources(self._catalog, table_name(table), column, sources)

    def rename_table(self, table: TableLike, new_name: str) -> TableDefinition:
        """Give a table of your own another name, with its tables of types, executions and memberships.

        Foreign keys and sources of all tables follow; columns of other tables keep their names.

        Raises:
            TableExists: A table of one of the new names is there already.
            DefinitionError: The name cannot be taken, or it is a core table.
            TableNotFound: There is no such table.
        """
        return evolution.rename_table(self._catalog, table_name(table), new_name)

    def rename_column(self, table: TableLike, column: str, new_name: str) -> TableDefinition:
        """Give a column of your own another name; foreign keys and sources that refer to it follow.

        Raises:
            DefinitionError: The name cannot be taken, or every table of the kind has the column.
            ColumnNotFound: There is no such column.

        Example:
            >>> "Pixels" in ml.rename_column("Image", "Width", "Pixels").columns
            True
        """
        return evolution.rename_column(self._catalog, table_name(table), column, new_name)

    def drop_column(self, table: TableLike, column: str) -> TableDefinition:
        """Drop a column of your own. Its values stay in the database, hidden; `restore_column` takes it back.

        Raises:
            TableInUse: Foreign keys refer to it.
            DefinitionError: Every table of the kind has the column.
            ColumnNotFound: There is no such column.
        """
        return evolution.drop_column(self._catalog, table_name(table), column)

    def restore_column(self, table: TableLike, column: str, new_name: str | None = None) -> TableDefinition:
        """Take back a column that was dropped or retyped last, under its name or another.

        Rows that came since have its default, or no value; in that case it is not required any more.

        Raises:
            ColumnNotFound: No column of this name was dropped.
            DefinitionError: Another column has the name now.
            ConstraintViolation: Its values break one of its keys, or refer to rows that are gone.
            TableNotFound: It refers to a table that was dropped.
        """
        return evolution.restore_column(self._catalog, table_name(table), column, new_name)

    def retype_column(self, table: TableLike, column: str, new_type: BuiltinTypes | str) -> TableDefinition:
        """Give a column of your own another type; all values are converted exactly, or nothing is changed.

        The old values stay in the database, hidden.

        Raises:
            InvalidValue: Values cannot be converted; the message lists them with their RIDs.
            DefinitionError: The column refers to another table, or every table of the kind has it.
            TableInUse: Foreign keys refer to it.
            ConstraintViolation: Values that were different are the same now, and a key forbids it.

        Example:
            >>> ml.retype_column("Subject", "Age", "float8").columns["Age"].type.value
            'float8'
        """
        return evolution.retype_column(self._catalog, table_name(table), column, new_type)

    def require_column(self, table: TableLike, column: str, default: Any = None) -> TableDefinition:
        """Make a column required; rows without a value take the default, as new rows do.

        Raises:
            ConstraintViolation: Rows have no value, and there is no default; the message names them.
            DefinitionError: The default does not fit, or every table of the kind has the column.
        """
        return evolution.require_column(self._catalog, table_name(table), column, default)

    def relax_column(self, table: TableLike, column: str) -> TableDefinition:
        """Let rows be without a value for a column that was required; its default goes too.

        Raises:
            DefinitionError: Every table of the kind has the column.
        """
        return evolution.relax_column(self._catalog, table_name(table), column)

    def drop_table(self, table: TableLike) -> None:
        """Drop a table of your own. Its rows stay in the database, hidden.

        Raises:
            TableInUse: Other tables refer to it, or rows of it are members of datasets.
            DefinitionError: It is a core table, or one that goes with another.
            TableNotFound: There is no such table.
        """
        tables.drop_table(self._catalog, table_name(table))

    def table(self, name: TableLike) -> TableDefinition:
        """Give the definition of a table.

        Raises:
            TableNotFound: There is none of this name; the message names the nearest.
        """
        return self._catalog.definition(table_name(name))

    def list_tables(self) -> list[TableDefinition]:
        """Give the definitions of all tables, by name."""
        return tables.list_tables(self._catalog)

    def list_asset_tables(self) -> list[TableDefinition]:
        """Give the definitions of all asset tables, by name."""
        return tables.list_tables(self._catalog, TableKind.asset)

    def list_vocabularies(self) -> list[TableDefinition]:
        """Give the definitions of all vocabularies, by name."""
        return tables.list_tables(self._catalog, TableKind.vocabulary)

    def list_changes(self, table: str | None = None) -> list[Change]:
        """Give what was changed about tables, in order: what, when, by whom.

        Args:
            table: Only changes of this table, under all names it has had.

        Example:
            >>> [change.action for change in ml.list_changes("Image")]
            ['create_asset']
        """
        return changes.list_changes(self._catalog, table)

    # The past

    def mark(self, name: str, description: str = "") -> Mark:
        """Give this moment a name, to come back to it with `snapshot`.

        All that has been written by now belongs to it, and nothing that is written later, by whomever.

        Args:
            name: What to call it; without ``@``, by which releases of datasets are named.
            description: What for.

        Raises:
            DataError: There is a mark of this name, which never moves.
            InvalidValue: It is no name for a mark.

        Example:
            >>> ml.mark("before the clean-up").name
            'before the clean-up'
        """
        return snapshots.set_mark(self._catalog, name, description)

    def list_marks(self) -> list[Mark]:
        """Give all marks in order; each release of a dataset is one, named ``RID@version``."""
        return snapshots.list_marks(self._catalog)

    def snapshot(self, at: "At | DatasetSpec | Dataset" = None) -> "Muniment":
        """Give the whole catalog as it was at a moment, to read it in all ways that a catalog can be read.

        Tables and columns have their names of then, those that were dropped since are there, and rows are as
        they were. What the past is kept for is certain at marks: a time stands for the last mark before it.

        Args:
            at: The name of a mark; a release, as ``"1-001A@1.2.0"``, a `DatasetSpec`, or a dataset at the
                version that it has; a time; or None for now, which does not change while others write.

        Raises:
            MomentNotFound: There is no such mark, or what was then is not kept.
            VersionNotFound: There is no such release.
            InvalidValue: It names no moment.

        Example:
            >>> [rid] = ml.insert_rows("Subject", [{"Name": "S-11", "Age": 30}])
            >>> _ = ml.mark("first visit")
            >>> _ = ml.update_rows("Subject", {"RID": rid, "Age": 31})
            >>> ml.snapshot("first visit").lookup_row("Subject", rid)["Age"]
            30
        """
        if isinstance(at, DatasetSpec | Dataset):
            version = at.version if isinstance(at, DatasetSpec) else None
            at = f"{at.rid}@{version or self.lookup_dataset(at.rid, deleted=True).current_version}"
        twin = copying.copy(self)
        mark = snapshots.find_mark(self._catalog, at)
        twin._catalog = snapshots.open_snapshot(self._catalog, mark)  # noqa: SLF001 (its own)
        return twin

    @property
    def is_snapshot(self) -> bool:
        """Whether this is a catalog as it was at a moment, and so cannot be changed."""
        return isinstance(self._catalog, SnapshotCatalog)

    def _require_live(self, done: str) -> None:
        if self.is_snapshot:
            raise ReadOnlySnapshot(f"{self!r} cannot be {done}: that is done to the catalog itself.")

    def history(self, rid: str) -> RowHistory:
        """Give all that happened to a row, be it there or deleted: when, by whom, in which execution.

        Raises:
            RIDNotFound: There is no such row, and never was since the past is kept.

        Example:
            >>> [rid] = ml.insert_rows("Subject", [{"Name": "S-12", "Age": 30}])
            >>> _ = ml.update_rows("Subject", {"RID": rid, "Age": 31})
            >>> [(event.action, event.changed) for event in ml.history(rid)][1]
            ('updated', ('Age',))
        """
        return past.row_history(self._catalog, rid)

    def changes(
        self, since: At = None, until: At = None, tables: Iterable[TableLike] | TableLike | None = None
    ) -> Rows:
        """Give what happened to rows, in order: the audit log of the catalog.

        Args:
            since: The moment after which: a mark, a release or a time; all of the past if left out.
            until: The moment up to which; now if left out.
            tables: Only of these tables.

        Returns:
            One row for each event, with Number, Time, Actor, Execution, Action, Table and RID; `history` of
            a RID tells what was changed.

        Raises:
            MomentNotFound: There is no such mark.
            TableNotFound: There is no table of one of these names.

        Example:
            >>> _ = ml.mark("monday")
            >>> _ = ml.insert_rows("Subject", [{"Name": "S-13"}])
            >>> [(event["Action"], event["Table"]) for event in ml.changes(since="monday")]
            [('inserted', 'Subject')]
        """
        names = None if tables is None else table_names(tables)
        return past.list_changes(self._catalog, since, until, names)

    # Lineage

    def lookup_lineage(
        self,
        rid: str,
        *,
        version: str | DatasetVersion | None = None,
        direction: str = "backward",
        depth: int | None = None,
    ) -> Lineage:
        """Tell what something was made from, all the way back, or forward what was made from it.

        Data goes along inputs and outputs of executions, the versions of datasets that they read and made,
        the members of these versions, and feature values. That one execution started another is told, and not
        followed. What was deleted since is told, too, and marked.

        Args:
            rid: An asset, a dataset, an execution, a feature value, or a row that such values are about.
                ``RID@1.2.0`` is a version of a dataset.
            version: The version of the dataset; if left out, backward the current one, forward all of them.
            direction: ``backward`` or ``forward``.
            depth: How many generations of executions to go beyond the nearest; None is all. With 0, an asset
                has the execution that made it, with what that has read.

        Raises:
            RIDNotFound: There is no such row, and never was.
            VersionNotFound: The dataset has no such version.
            InvalidValue: No data goes through rows like this one, as through a workflow: ask about its
                executions.

        Example:
            >>> image = ml.list_assets("Image")[0].asset_rid
            >>> blur = ml.create_workflow("Blur", "Training")
            >>> config = ExecutionConfiguration(workflow=blur, assets=[image])
            >>> with ml.create_execution(config) as exe:
            ...     _ = exe.asset_file_path("Image", "blurred.png").write_bytes(b"blurred scan")
            >>> _ = exe.upload_execution_outputs()
            >>> [blurred] = ml.find_assets("Image", Filename="blurred.png")
            >>> print(ml.lookup_lineage(blurred.asset_rid))
            Image blurred.png (...)
            └─ made by Blur ...
               └─ read Image scan-1.png (...)
                  └─ made by Ingest ...
        """
        found = find_lineage(self._catalog, rid, version=version, direction=direction, depth=depth)
        return Lineage.of(found, self.catalog_id)

    def lookup_column_lineage(self, column: str, *, direction: str = "backward") -> list[ColumnEdge]:
        """Tell which columns a column comes from, all the way back, or forward which come from it.

        It is known as far as columns name their sources: see `set_column_sources`.

        Args:
            column: The column, as ``Table.Column``.
            direction: ``backward`` or ``forward``.

        Returns:
            From column to column, the nearest first. ``pandas.DataFrame`` takes the list as it is.

        Raises:
            TableNotFound: There is no such table.
            ColumnNotFound: There is no such column.
            DefinitionError: It is not written ``Table.Column``.
            InvalidValue: The direction is none.

        Example:
            >>> added = ml.add_column("Image", ColumnDefinition("Area", sources="Image.Width"))
            >>> ml.lookup_column_lineage("Image.Width", direction="forward")
            [ColumnEdge(source='Image.Width', target='Image.Area', is_deleted=False)]
        """
        return find_column_lineage(self._catalog, column, direction=direction)

    def impact(self, rid: str, *, version: str | DatasetVersion | None = None) -> Lineage:
        """Tell all that was made from something, and would be tainted if it were wrong.

        `lookup_lineage` with ``direction="forward"`` is the same, and takes a depth.

        Raises:
            RIDNotFound: There is no such row, and never was.
            VersionNotFound: The dataset has no such version.
            InvalidValue: No data goes through rows like this one.

        Example:
            >>> [ingest] = ml.lookup_lineage(ml.list_assets("Image")[0].asset_rid).executions
            >>> [node.label for node in ml.impact(ingest.rid).assets]
            ['Image scan-1.png', 'Image scan-2.png']
        """
        return self.lookup_lineage(rid, version=version, direction="forward")

    def undelete(self, rids: str | Iterable[str]) -> int:
        """Take back rows that were deleted, with the links that went with them, and give how many rows.

        Rows come back under their RIDs, as created when they were. Of a dataset, it takes the mark away that
        `delete_dataset` has set.

        Raises:
            RIDNotFound: Some were never there, or are there. Nothing is changed then.
            ConstraintViolation: What they refer to is not there any more, or another row has their key now.

        Example:
            >>> [rid] = ml.insert_rows("Subject", [{"Name": "S-14"}])
            >>> ml.delete_rows("Subject", [rid]), ml.undelete(rid)
            (1, 1)
        """
        return past.undelete(self._catalog, [rids] if isinstance(rids, str) else list(rids))

    def prune_history(self, before: At, *, dry_run: bool = False) -> PruneReport:
        """Forget versions of rows that ended before a moment, except what marks and releases pin.

        It frees room in the database; `gc` then removes the objects that nothing refers to any more.

        Args:
            before: The moment: a mark, a release or a time.
            dry_run: Whether only to count.

        Raises:
            MomentNotFound: There is no such mark.

        Example:
            >>> import datetime
            >>> ml.prune_history(datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=365))
            <PruneReport: before transaction 0: nothing>
        """
        return past.prune(self._catalog, before, dry_run=dry_run)

    # Rows

    def insert_rows(self, table: TableLike, rows_: "Iterable[Row] | pd.DataFrame | Row") -> list[str]:
        """Insert rows, all or none, and give their RIDs.

        Raises:
            TableNotFound: There is no such table.
            ColumnNotFound: A row has a column that the table has not.
            InvalidValue: A value does not fit its column; the message names row, column and value.
            TermNotFound: A value is no term of the column's vocabulary; synonyms are taken.
            ConstraintViolation: A required value is missing, or a rule of the table refuses a row.
            DataError: The table takes no rows by hand, as one of assets; the message says what to call.

        Example:
            >>> ml.insert_rows("Subject", [{"Name": "S-07", "Age": 41}, {"Name": "S-08"}])
            ['...-...', '...-...']
        """
        definition = self._catalog.definition(table_name(table))
        rows.protect_new(definition)
        new = rows.records(rows_)  # before the transaction: a generator may do anything
        return self._catalog.transact(lambda tx: rows.insert(tx, self._catalog.model, definition.name, new))

    def update_rows(self, table: TableLike, rows_: "Iterable[Row] | pd.DataFrame | Row") -> int:
        """Change rows, each named by its RID, all or none, and give how many there were.

        Raises:
            RIDNotFound: Rows are not there.
            ColumnNotFound: A row has a column that the table has not.
            InvalidValue: A value does not fit its column.
            TermNotFound: A value is no term of the column's vocabulary; synonyms are taken.
            ConstraintViolation: A rule of the table refuses the change.
        """
        definition, changes = self._catalog.definition(table_name(table)), rows.records(rows_)
        rows.protect_changes(definition, changes)
        return self._catalog.transact(
            lambda tx: rows.update(tx, self._catalog.model, definition.name, changes)
        )

    def delete_rows(self, table: TableLike, rids: str | Iterable[str]) -> int:
        """Delete rows, all or none, and give how many there were.

        Raises:
            RIDNotFound: Rows are not there.
            ConstraintViolation: Other rows refer to them, or executions have read them.
        """
        definition = self._catalog.definition(table_name(table))
        rows.protect(definition)
        doomed = [rids] if isinstance(rids, str) else list(rids)
        return self._catalog.transact(
            lambda tx: rows.delete(tx, self._catalog.model, definition.name, doomed)
        )

    def lookup_row(self, table: TableLike, rid: str) -> dict[str, Any]:
        """Give one row.

        Raises:
            RIDNotFound: The table has no such row.
        """
        name = self._catalog.definition(table_name(table)).name
        with self._catalog.read() as connection:
            return rows.lookup(connection, self._catalog.model, name, rid)

    def list_rows(self, table: TableLike, columns: Sequence[str] | None = None) -> Rows:
        """Give the rows of a table by RID: dicts, and a DataFrame when asked for.

        Raises:
            TableNotFound: There is no such table.
            ColumnNotFound: The table has no such column.
        """
        name = self._catalog.definition(table_name(table)).name
        with self._catalog.read() as connection:
            return frames.fetch_table(connection, self._catalog.model, name, columns)

    def get_table_as_dataframe(self, table: TableLike) -> "pd.DataFrame":
        """Give a whole table as a DataFrame with the right dtypes."""
        return self.list_rows(table).to_dataframe()

    def get_table_as_dict(self, table: TableLike) -> Iterator[dict[str, Any]]:
        """Give the rows of a table, one dict after the other."""
        return iter(self.list_rows(table))

    def resolve_rid(self, rid: str) -> str:
        """Give the table that a RID is in.

        Raises:
            RIDNotFound: It is in none.
        """
        return next(iter(self.resolve_rids([rid]).values()))

    def resolve_rids(self, rids: Iterable[str]) -> dict[str, str]:
        """Give the table of each RID.

        Raises:
            RIDNotFound: Some are in no table; the message names them.
        """
        asked = list(rids)
        with self._catalog.read() as connection:
            return rows.resolve(connection, self._catalog.refresh(), asked)

    def pathBuilder(self) -> PathBuilder:  # noqa: N802 (the name that ERMrest and DerivaML give it)
        """Start a query over tables and their links, in the idiom of ERMrest's data paths.

        Example:
            >>> image = ml.pathBuilder().schemas[ml.domain_schema].Image
            >>> image.filter(image.Width > 100).entities().fetch().to_dataframe()["Filename"].tolist()
            ['scan-1.png']
        """
        return queries.path_builder(self._catalog)

    # Vocabularies

    def add_term(
        self,
        table: TableLike,
        term_name: str,
        description: str,
        synonyms: Iterable[str] | None = None,
        exists_ok: bool = True,
    ) -> VocabularyTerm:
        """Add a term to a vocabulary, or give the one that is there.

        Raises:
            TermExists: It is there and `exists_ok` is false, or its name is a synonym of another.

        Example:
            >>> ml.add_term("Asset_Type", "Thumbnail", "Small picture", synonyms=["Preview"]).name
            'Thumbnail'
            >>> ml.lookup_term("Asset_Type", "Preview").name
            'Thumbnail'
        """
        name = table_name(table)
        return vocabularies.add_term(self._catalog, name, term_name, description, synonyms, exists_ok)

    def lookup_term(self, table: TableLike, term_name: str) -> VocabularyTerm:
        """Find a term by its name or a synonym.

        Raises:
            TermNotFound: There is none; the message names the nearest.
        """
        return vocabularies.lookup_term(self._catalog, table_name(table), term_name)

    def list_vocabulary_terms(self, table: TableLike) -> list[VocabularyTerm]:
        """Give all terms of a vocabulary, by name.

        Raises:
            WrongTableKind: The table is no vocabulary.
        """
        return vocabularies.list_terms(self._catalog, table_name(table))

    def update_term(
        self,
        table: TableLike,
        term_name: str,
        description: str | None = None,
        synonyms: Iterable[str] | None = None,
    ) -> VocabularyTerm:
        """Change the description or the synonyms of a term.

        Raises:
            TermNotFound: There is no such term.
            TermExists: A synonym is a name of another term.
        """
        return vocabularies.update_term(self._catalog, table_name(table), term_name, description, synonyms)

    def delete_term(self, table: TableLike, term_name: str) -> None:
        """Delete a term that no row refers to.

        Raises:
            TermInUse: Rows refer to it.
        """
        vocabularies.delete_term(self._catalog, table_name(table), term_name)

    # Assets

    def list_assets(self, asset_table: TableLike) -> AssetList:
        """Give all assets of a table, each with its types, by RID.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: It is no asset table.
        """
        return self._assets([self._catalog.definition(table_name(asset_table), TableKind.asset).name])

    def find_assets(
        self,
        asset_table: TableLike | None = None,
        asset_type: str | None = None,
        *,
        execution: str | Execution | None = None,
        role: str | None = None,
        **columns: Any,
    ) -> AssetList:
        """Give the assets that match all that is asked for.

        Args:
            asset_table: Only this table; all asset tables if left out.
            asset_type: Only assets of this type.
            execution: Only assets that this execution made or read.
            role: Only what an execution made (``Output``) or read (``Input``).
            **columns: Only assets with these values; None for those without a value.

        Raises:
            TermNotFound: There is no such asset type or role, or no such term in the vocabulary of a column.
            ColumnNotFound: The table, or any asset table, has no such column.
            ExecutionNotFound: There is no such execution.

        Example:
            >>> [image.filename for image in ml.find_assets("Image", Width=120)]
            ['scan-1.png']
        """
        names = [table_name(asset_table)] if asset_table else assets.tables_with(self._catalog, columns)
        rid = self._execution_rid(execution)
        return self._assets(names, where=columns, asset_type=asset_type, execution=rid, role=role)

    def _execution_rid(self, execution: str | Execution | None) -> str | None:
        if execution is None:
            return None
        rid = execution if isinstance(execution, str) else execution.execution_rid
        return self.lookup_execution(rid).execution_rid  # a dry run has none

    def _assets(self, names: Iterable[str], **conditions: Any) -> AssetList:
        found = [(name, assets.list_assets(self._catalog, name, **conditions)) for name in names]
        return AssetList(self._catalog, found)

    def lookup_asset(self, asset_rid: str) -> Asset:
        """Give one asset.

        Raises:
            AssetNotFound: No row has this RID.
            WrongTableKind: The row is no asset.
        """
        table = assets.locate_asset(self._catalog, asset_rid)
        return self._assets([table], rids=[asset_rid])[0]

    def add_files(
        self,
        files_: Paths,
        *,
        asset_table: TableLike = "File",
        asset_types: Iterable[str] | str | None = None,
        description: str | None = None,
        execution: str | Execution | None = None,
    ) -> AssetList:
        """Store files, or all files of directories, as they are.

        `add_directory` makes datasets of them as well, nested as the directories are.

        Args:
            files_: Files or directories.
            asset_table: The asset table that their rows go to.
            asset_types: Their types; the name of the table if left out.
            description: Their description; the path inside the directory if left out.
            execution: The execution that made them; the one of unknown provenance if left out.

        Raises:
            StagingError: A path does not exist, there is no file, or names are not UTF-8.
            UploadError: The store refused files. No row was added.
            ExecutionNotFound: There is no such execution.
        """
        table = table_name(asset_table)
        with progress_bar("Adding files") as progress:
            rids = files.add_files(
                self._catalog,
                files_,
                table=table,
                types=asset_types,
                description=description,
                execution=self._execution_rid(execution),
                progress=progress,
            )
        return self._assets([table], rids=rids)

    def add_directory(
        self,
        files_: Given,
        dataset_types: Sequence[str] | str | None = None,
        description: str = "",
        *,
        root_name: str | None = None,
        asset_table: TableLike = "File",
        asset_types: Iterable[str] | str | None = None,
    ) -> Dataset:
        """Store files that are there already, as datasets that are nested as their directories are.

        An execution is made for it, of the script that calls this; see `Execution.add_files`.

        Args:
            files_: Files, directories whose files are added, or `FileSpec`.
            dataset_types: More types of the datasets, beside Directory and File.
            description: What the outermost dataset is.
            root_name: What the outermost directory is called, if not as on this machine.
            asset_table: The asset table that their rows go to.
            asset_types: Their types; the name of the table if left out.

        Raises:
            StagingError: A path does not exist, there is no file, or names are not UTF-8.
            UploadError: The store refused files. Nothing was added.

        Example:
            >>> for day in ("monday", "tuesday"):
            ...     Path("scans", day).mkdir(parents=True)
            ...     _ = Path("scans", day, "1.png").write_bytes(b"scan")
            >>> scans = ml.add_directory("scans")
            >>> [day.source_directory for day in scans.list_dataset_children()]
            ['scans/monday', 'scans/tuesday']
        """
        given = splits.parameters(
            dataset_types=dataset_types, description=description, root_name=root_name, table=asset_table
        )
        begin = partial(self._running, "Add files", given)
        with progress_bar("Adding files") as progress:
            rid = directories.add_files(
                self._catalog,
                begin,
                files_,
                table=table_name(asset_table),
                types=asset_types,
                dataset_types=splits.listed(dataset_types),
                description=description,
                root_name=root_name,
                progress=progress,
            )
        return self._dataset(rid)

    def add_reference(
        self,
        asset_table: str,
        url: str,
        *,
        length: int | None = None,
        md5: str | None = None,
        sha256: str | None = None,
        filename: str | None = None,
        asset_types: Iterable[str] | str | None = None,
        description: str | None = None,
        execution: str | Execution | None = None,
        **columns: Any,
    ) -> Asset:
        """Add an asset whose bytes stay at a URL; nothing is copied.

        The length is asked of whoever keeps the file. Checksums that are given are compared when the bytes
        are first fetched; those that are not are recorded then.

        Args:
            asset_table: The asset table that its row goes to.
            url: ``https://``, ``http://`` or ``file://``, without a password or signature in it.
            length: Its bytes, for a server that does not tell or is out of reach.
            md5: Its MD5 in hexadecimal, if known.
            sha256: Its SHA-256 in hexadecimal, if known.
            filename: Its name; the last part of the URL if left out.
            asset_types: Its types; the name of the table if left out.
            description: What it is.
            execution: The execution that made it; the one of unknown provenance if left out.
            **columns: Values of the table's own columns.

        Raises:
            InvalidValue: The URL, a checksum or a value cannot be, or the server does not tell the length.
            ObjectNotFound: There is nothing at the URL.
            StorageError: The URL is out of reach, and no length was given.
            ColumnNotFound: The table has no such column.
            ExecutionNotFound: There is no such execution.

        Example:
            >>> _ = Path("atlas.nii").write_bytes(b"atlas")
            >>> atlas = ml.add_reference("Image", Path("atlas.nii").absolute().as_uri(), Width=64)
            >>> with atlas.open() as file:
            ...     atlas.length, file.read()
            (5, b'atlas')
        """
        rid = references.add_reference(
            self._catalog,
            asset_table,
            url,
            length=length,
            md5=md5,
            sha256=sha256,
            filename=filename,
            types=asset_types,
            description=description,
            metadata=columns,
            execution=self._execution_rid(execution),
        )
        return self._assets([asset_table], rids=[rid])[0]

    def verify_references(self, asset_table: str) -> Verified:
        """Read all references of a table, compare their checksums, and record those that were not known.

        A bag needs the checksums of all its files, so this comes before a dataset with new references is
        handed on. The bytes are read and not kept.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: It is no asset table.

        Example:
            >>> ml.verify_references("Image").failed
            {}
        """
        with progress_bar("Reading references") as progress:
            return references.verify(self._catalog, asset_table, progress)

    # Workflows and executions

    def create_workflow(
        self,
        name: str,
        workflow_type: str | Iterable[str],
        description: str = "",
        *,
        allow_dirty: bool = True,
    ) -> Workflow:
        """Give the workflow of the script or notebook that calls this.

        Its git address, commit, uncommitted changes and content are found by themselves. The same name, types
        and content give the same workflow again.

        Args:
            name: What to call it.
            workflow_type: What it does: terms of Workflow_Type.
            description: What it is for.
            allow_dirty: Whether code with uncommitted changes is taken, with a warning.

        Raises:
            TermNotFound: There is no such workflow type.
            DirtyWorkflow: The code has uncommitted changes, and `allow_dirty` is false.
        """
        found = source.find_source()
        return workflows.create(
            self._catalog, found, name, workflow_type, description, allow_dirty=allow_dirty
        )

    def run_script(
        self,
        script: str | PathLike[str],
        arguments: Iterable[object] = (),
        *,
        module: bool = False,
        outputs: Mapping[str, str] | Iterable[str] = (),
        workflow_name: str | None = None,
        workflow_type: str | Iterable[str] = "Analysis",
        description: str = "",
        datasets: Iterable[DatasetSpec | str] = (),
        assets: Iterable[AssetSpec | LocalFile | Path | str] = (),
        parent: Execution | str | None = None,
        dry_run: bool = False,
    ) -> ScriptRun:
        """Run a script that knows nothing of Muniment, in an execution, and upload the files that it writes.

        It runs in this process as ``__main__``, with its own arguments. The workflow is the script. Files
        that match `outputs`, and are new or written to when it ends well, are uploaded. If it fails, they
        stay where they are, and the execution has failed with the reason.

        Args:
            script: Path of the script, or name of the module.
            arguments: What it finds in ``sys.argv``.
            module: Whether it is a module, run as by ``python -m``.
            outputs: Pattern → asset table, or texts ``GLOB=TABLE``; ``**`` in a pattern means any folders.
            workflow_name: What to call the workflow; as the script is called if left out.
            workflow_type: What it does: terms of Workflow_Type.
            description: What this run is for.
            datasets: The datasets it reads.
            assets: The assets it reads, and files of this machine.
            parent: The execution that this one is nested in.
            dry_run: Whether to write nothing in the catalog.

        Returns:
            The execution, the exit code of the script, and what it raised.

        Raises:
            ConfigurationError: There is no such script. Nothing was run.
            NotFound: A table, type or input is not there. Nothing was run.
            MunimentError: The script has ended well, and its files cannot be uploaded.

        Example:
            >>> _ = Path("blur.py").write_text("from pathlib import Path; Path('blur.png').write_text('')")
            >>> done = ml.run_script("blur.py", outputs={"*.png": "Image"})
            >>> done.exit_code, [asset.filename for asset in done.execution.uploaded_assets["Image"]]
            (0, ['blur.png'])
        """
        patterns = read_patterns(outputs)
        for name in set(patterns.values()):
            self._catalog.definition(name, TableKind.asset)
        program = Program.find(script, arguments, is_module=module)
        own = [self._workspace.folder, self._workspace.downloads, *([self.path] if self.path else [])]

        def create() -> Execution:
            code = workflows.create(
                self._catalog, program.describe(), workflow_name or program.title, workflow_type
            )
            return self.create_execution(
                workflow=code,
                datasets=datasets,
                assets=assets,
                description=description,
                parent=parent,
                dry_run=dry_run,
            )

        return scripts.run(program, Outputs.watch(patterns, own), create)

    @overload
    def tracked(self, function: Callable[Parameters, Result], /) -> Callable[Parameters, Result]: ...
    @overload
    def tracked(
        self, **options: Unpack[TrackedOptions]
    ) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]: ...
    def tracked(  # type: ignore[misc]  # mypy does not find that the second form is taken
        self, function: Callable[..., Any] | None = None, /, **options: Unpack[TrackedOptions]
    ) -> Any:
        """Make each call of a function an execution: a decorator, with or without options.

        Its arguments are the parameters: what JSON can hold; of the rest the type, and of passwords nothing.
        What it stages, by `current_execution`, is uploaded when it returns. A tracked function that another
        one calls, in its threads too, runs nested in that.

        Args:
            function: The function.
            **options: What `TrackedOptions` lists.

        Raises:
            ConfigurationError: The function is a generator.

        Example:
            >>> from muniment import current_execution
            >>> @ml.tracked(workflow_type="Training")
            ... def train(rate, epochs=10):
            ...     current_execution().asset_file_path("Image", "curve.svg").write_text("<svg/>")
            ...     return rate * epochs
            >>> train(0.5)
            5.0
            >>> [made] = ml.find_executions(status="Uploaded")[1:]
            >>> made.configuration["parameters"], ml.lookup_workflow(made.workflow_rid).name
            ({'rate': 0.5, 'epochs': 10}, 'train')
        """
        return partial(self._tracked, options) if function is None else self._tracked(options, function)

    def _tracked(self, options: TrackedOptions, function: Callable[..., Any]) -> Callable[..., Any]:
        name, types = options.get("name") or name_of(function), options.get("workflow_type", "Analysis")
        others: dict[str, Any] = {k: v for k, v in options.items() if k not in {"name", "workflow_type"}}
        code = Once(lambda: workflows.create(self._catalog, source.describe_function(function), name, types))

        def begin(parameters: dict[str, Any]) -> Execution:
            outer = enclosing_execution()
            return self.create_execution(
                workflow=code(),
                parameters=parameters,
                upload_on_exit=True,
                parent=outer if outer is not None and outer.catalog_id == self.catalog_id else None,
                **others,
            )

        return track(function, begin)

    def lookup_workflow(self, rid: str) -> Workflow:
        """Give one workflow.

        Raises:
            WorkflowNotFound: There is none of this RID.
        """
        return workflows.lookup(self._catalog, rid)

    def lookup_workflow_by_url(self, url_or_checksum: str) -> Workflow:
        """Give the newest workflow of a URL or checksum.

        Raises:
            WorkflowNotFound: There is none.
        """
        return workflows.lookup_by_url(self._catalog, url_or_checksum)

    def find_workflows(self) -> list[Workflow]:
        """Give all workflows by RID."""
        return workflows.find(self._catalog)

    def create_execution(
        self,
        configuration: ExecutionConfiguration | None = None,
        *,
        datasets: Iterable[DatasetSpec | str] = (),
        assets: Iterable[AssetSpec | LocalFile | Path | str] = (),
        workflow: Workflow | str | None = None,
        description: str = "",
        parameters: Mapping[str, Any] | None = None,
        upload_on_exit: bool = False,
        dry_run: bool = False,
        parent: Execution | str | None = None,
        sequence: int | None = None,
    ) -> Execution:
        """Make an execution, to be used as a context manager.

        Leaving the block without an error does not upload anything, as in DerivaML: call
        `upload_execution_outputs` after it, or give `upload_on_exit`.

        Args:
            configuration: What the execution is to do; or give the parts of it by the arguments that follow.
            datasets: The datasets it reads.
            assets: The assets it reads, and files of this machine: `LocalFile`, or `Path`.
            workflow: The code it runs.
            description: What it is for.
            parameters: Its settings.
            upload_on_exit: Whether leaving the block without an error uploads what is staged.
            dry_run: Whether to try the code out: it reads and stages as ever, and the execution writes
                nothing in the catalog. See `DryRun`.
            parent: The execution that it is nested in, as of a sweep, by its RID if another process runs it.
                It runs the code of that one if no workflow is given. See `Execution.create_execution`.
            sequence: Which of those nested in the parent it is; the next if left out.

        Raises:
            ConfigurationError: There is no workflow.
            WorkflowNotFound: There is no such workflow.
            ExecutionNotFound: There is no such parent.
            DatasetNotFound: A declared dataset is not there; no execution is made then.
            AssetNotFound: A declared asset is not there; no execution is made then.
            StagingError: A declared file of this machine is not there; no execution is made then.
        """
        parts: dict[str, Any] = {
            "datasets": datasets,
            "assets": assets,
            "workflow": workflow,
            "description": description,
            "parameters": parameters,
        }
        if sequence is not None and parent is None:
            raise ConfigurationError("A sequence is the number of a nested execution: give parent=... too.")
        outer = self._outer(parent)
        if outer is not None and not dry_run:
            return outer.create_execution(
                configuration, sequence=sequence, upload_on_exit=upload_on_exit, **parts
            )
        code = None if outer is None else code_of(outer.execution_record)
        planned = plan_execution(self._catalog, configuration, parts, code)
        if dry_run:
            workspace = self._workspace.for_dry_run()
            return DryRun(self._catalog, workspace, planned, upload_on_exit=upload_on_exit)
        return make_execution(
            self._catalog, self._workspace, planned, self._record, upload_on_exit=upload_on_exit
        )

    def _outer(self, parent: Execution | str | None) -> Execution | None:
        if parent is None or isinstance(parent, Execution):
            return parent
        rid = self.lookup_execution(parent).execution_rid
        return Execution(self._catalog, self._workspace, rid, record=self._record)

    def lookup_execution(self, execution_rid: str) -> ExecutionRecord:
        """Give what the catalog says of an execution.

        Raises:
            ExecutionNotFound: There is none of this RID.
        """
        return records.lookup(self._catalog, execution_rid)

    def find_executions(
        self, workflow: Workflow | str | None = None, status: str | None = None
    ) -> list[ExecutionRecord]:
        """Give the executions by RID: those of a workflow, or in a state, if asked."""
        return records.find(
            self._catalog, workflow.rid if isinstance(workflow, Workflow) else workflow, status
        )

    def resume_execution(self, execution_rid: str) -> Execution:
        """Take up an execution that was begun on this machine, to upload what it has staged.

        One whose process died while it was running can be entered again with ``with``. If other code does so
        than it was made by, its session tells that: ``record.sessions[-1].details["source"]``.

        Raises:
            ExecutionNotFound: There is none of this RID.
        """
        record = records.lookup(self._catalog, execution_rid)
        commit.settle(self._catalog, self._workspace.journal, record.execution_rid)
        unfinished.watch(record.execution_rid, self._catalog, self._workspace.journal)
        return Execution(
            self._catalog, self._workspace, record.execution_rid, record=self._record, is_resumed=True
        )

    def find_unfinished_executions(self) -> dict[str, int]:
        """Give the executions of this machine that hold staged files and feature values, with their number.

        Those that were given up are left out.
        """
        if not self._workspace.has_journal:
            return {}
        journal = self._workspace.journal
        for rid in journal.unfinished():
            commit.settle(self._catalog, journal, rid)
        found = journal.unfinished()
        aborted = {each.execution_rid for each in self.find_executions(status="Aborted")} if found else set()
        return {rid: sum(waiting) for rid, waiting in found.items() if rid not in aborted}

    find_incomplete_executions = find_unfinished_executions  # DerivaML's name

    def list_executions(self, status: str | None = None) -> list[LocalExecution]:
        """Give the executions that were begun in this working directory, by RID, with what they have staged.

        Args:
            status: Only those in this state.

        Raises:
            InvalidValue: There is no such state.

        Example:
            >>> with ml.create_execution(workflow=ml.create_workflow("Fit", "Training")) as exe:
            ...     _ = exe.asset_file_path("Image", "mask.png").write_bytes(b"mask")
            >>> ml.list_executions("Stopped")
            [<...: Stopped, 1 staged file not uploaded>]
        """
        wanted = None if status is None else parse_status(status)
        found = pending.list_local(self._catalog, self._workspace.folder, self._workspace.journal_if_any)
        return [each for each in found if wanted in {None, each.status}]

    def pending_summary(self) -> PendingSummary:
        """Count what waits on this machine to be uploaded, by execution and table.

        Example:
            >>> ml.pending_summary()
            Nothing waits to be uploaded.
        """
        waiting = self.find_unfinished_executions()
        return pending.summarize(self._workspace.journal_if_any, list(waiting))

    def commit_pending_executions(
        self, execution_rids: Iterable[str] | None = None, clean_folder: bool = True
    ) -> UploadReport:
        """Upload what executions have staged on this machine; one that fails does not stop the others.

        A run that goes on in another process is left alone, and told among the errors. One whose process died
        is uploaded as it is, and told in ``died``: give `execution_rids` to choose.

        Args:
            execution_rids: The executions; all that have something staged if left out.
            clean_folder: Whether the staged files are removed of those that are through.

        Returns:
            What was uploaded, in ``reports`` of each execution, with the reason for each that was not in
            ``errors``.

        Example:
            >>> with ml.create_execution(workflow=ml.create_workflow("Fit", "Training")) as exe:
            ...     _ = exe.asset_file_path("Image", "mask.png").write_bytes(b"mask")
            >>> report = ml.commit_pending_executions()
            >>> report.per_table, report.errors
            ({'Image': 1}, {})
        """
        reports, errors = [], {}
        found = pending.find_dead(self._catalog, self._workspace.folder)
        died = {record.execution_rid for record in found}
        asked = self.find_unfinished_executions() if execution_rids is None else execution_rids
        for rid in asked:
            try:
                reports.append(self.resume_execution(rid).upload_execution_outputs(clean_folder))
            except MunimentError as error:
                errors[rid] = str(error)
        return commit.joined(reports, errors, died)

    def get_metrics_as_dataframe(
        self,
        executions: Iterable[Execution | ExecutionRecord | str] | None = None,
        workflow: Workflow | str | None = None,
    ) -> "pd.DataFrame":
        """Give the metrics that runs have logged: Execution, step, time, and a column for each metric.

        Those that are logged on this machine and not uploaded yet are among them: a run can be watched.

        Args:
            executions: The runs; all if left out.
            workflow: Only runs of this workflow.

        Raises:
            DataError: A file of metrics is no JSON, one record to a line.
        """
        rids: list[str] | None = None
        if executions is not None:
            rids = [ids.normalize(str(getattr(each, "execution_rid", each))) for each in executions]
        if workflow is not None:
            ran = {record.execution_rid: None for record in self.find_executions(workflow)}
            rids = [rid for rid in (ran if rids is None else rids) if rid in ran]
        return metrics.read_metrics(self._catalog, self._workspace.journal_if_any, rids)

    # Features

    def create_feature(
        self,
        target_table: TableLike,
        feature_name: str,
        terms: Iterable[TableLike] | None = None,
        assets: Iterable[TableLike] | None = None,
        metadata: Iterable[ColumnDefinition | TableLike] | None = None,
        optional: Iterable[str] | None = None,
        comment: str = "",
        qualifiers: Iterable[str] | None = None,
        sources: Mapping[str, str | Iterable[str]] | None = None,
    ) -> type[FeatureRecord]:
        """Make a feature of the rows of a table, and give the class of its records.

        Its values are rows of a table ``Execution_<Table>_<Feature>``, which other tools can read.

        Args:
            target_table: The table whose rows will have values.
            feature_name: Its name, which becomes a term of Feature_Name.
            terms: Vocabularies; the column of each has its name.
            assets: Asset tables; the column of each has its name.
            metadata: Further columns, or tables to refer to.
            optional: The columns that a value may lack; the others are required.
            comment: What a value says.
            qualifiers: Columns that refer to terms, assets or rows, and say which of several values of a row
                one is: a run gives a row one value for each, and selectors choose among those of each.
            sources: By column, the columns ``Table.Column`` from which its values are computed or copied.

        Raises:
            TableNotFound: There is no such table, or not that of a source.
            ColumnNotFound: There is no such source, or no such column of the feature to have sources.
            WrongTableKind: One of `terms` is no vocabulary, or one of `assets` no asset table.
            TableExists: The table has such a feature already.
            DefinitionError: A name or column cannot be taken, or there is no column to be optional.

        Example:
            >>> grade = ml.create_vocabulary("Grade")
            >>> good = ml.add_term("Grade", "Good", description="Can be read")
            >>> Quality = ml.create_feature("Image", "Quality", terms=["Grade"])
            >>> Quality(Image="1-4K7Q", Grade="Good")
            Execution_Image_Quality(Execution=None, Feature_Name='Quality', Image='1-4K7Q', Grade='Good')
        """
        feature = features.create(
            self._catalog,
            table_name(target_table),
            feature_name,
            terms=map(table_name, terms or ()),
            assets=map(table_name, assets or ()),
            metadata=[m if isinstance(m, ColumnDefinition) else table_name(m) for m in metadata or ()],
            optional=optional or (),
            comment=comment,
            qualifiers=qualifiers or (),
            sources=sources,
        )
        return feature.feature_record_class()

    def find_features(self, table: TableLike | None = None) -> list[Feature]:
        """Give the features of a table, or all there are, by table and name.

        Raises:
            TableNotFound: There is no such table.
        """
        return features.find(self._catalog, None if table is None else table_name(table))

    def lookup_feature(self, table: TableLike, feature_name: str) -> Feature:
        """Give a feature.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature; the message names the nearest.
        """
        return features.lookup(self._catalog, table_name(table), feature_name)

    def feature_record_class(self, table: TableLike, feature_name: str) -> type[FeatureRecord]:
        """Give the class of the records of a feature.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature; the message names the nearest.
        """
        return self.lookup_feature(table, feature_name).feature_record_class()

    def delete_feature(self, table: TableLike, feature_name: str) -> bool:
        """Put a feature away, and tell whether there was one; its values stay in the database, hidden.

        What releases hold of it can be read as before.

        Raises:
            TableNotFound: There is no such table.
        """
        return features.delete(self._catalog, table_name(table), feature_name)

    def feature_values(
        self,
        table: TableLike,
        feature_name: str,
        selector: Selector | None = None,
        materialize_limit: int | None = None,
        execution_rids: Collection[str] | None = None,
    ) -> Iterator[FeatureRecord]:
        """Give the values of a feature, by the RID of their row and then by time.

        Args:
            table: The table whose rows have values.
            feature_name: Name of the feature.
            selector: Chooses one of all records of a row, or none of them to leave it out. There are
                `FeatureRecord.select_newest`, `select_first`, `select_by_execution`, `select_by_workflow` and
                `select_majority_vote`; any function of a list of records will do.
            materialize_limit: How many values may be read at most.
            execution_rids: Of which executions; all if left out.

        Raises:
            TableNotFound: There is no such table.
            FeatureNotFound: The table has no such feature.
            MaterializeLimitExceeded: There are more values than the limit.
        """
        return features.values(
            self._catalog,
            table_name(table),
            feature_name,
            selector=selector,
            materialize_limit=materialize_limit,
            execution_rids=execution_rids,
        )

    def feature_agreement(
        self,
        table: TableLike,
        feature_name: str,
        column: str | None = None,
        *,
        annotator: Annotator = "person",
        weights: Weights | None = None,
        order: Sequence[Any] | None = None,
        execution_rids: Collection[str] | None = None,
    ) -> FeatureAgreement:
        """Compute how far those who gave values of a feature agree, beyond what chance would do.

        Of two annotators it is Cohen's kappa on the rows that both have given a value; of more, Fleiss' kappa
        on the rows with as many values as most have, or with weights the mean of Cohen's kappa of every two.
        What rows are left out stands in the result. If an annotator has given a row several values, the
        newest counts.

        Args:
            table: The table whose rows have values.
            feature_name: Name of the feature.
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

        Example:
            >>> grade = ml.create_vocabulary("Grade")
            >>> terms = [ml.add_term("Grade", name, description=name) for name in ("Good", "Bad")]
            >>> Quality = ml.create_feature("Image", "Quality", terms=["Grade"])
            >>> first, second = (image.rid for image in ml.list_assets("Image"))
            >>> runs = [
            ...     ml.label("Image", "Quality", {first: "Good", second: "Bad"}, "Ada, by eye"),
            ...     ml.label("Image", "Quality", {first: "Good", second: "Good"}, "Ben, by eye"),
            ... ]
            >>> ml.feature_agreement("Image", "Quality", annotator="execution")
            <FeatureAgreement on Grade of Quality: Cohen's kappa 0.000, 2 rows, 2 annotators>
        """
        return agreement.measure(
            self._catalog,
            table_name(table),
            feature_name,
            column,
            annotator=annotator,
            weights=weights,
            order=order,
            execution_rids=execution_rids,
        )

    def list_workflow_executions(self, workflow: Workflow | str) -> list[str]:
        """Give the RIDs of the executions of a workflow, or of all workflows of a type, the oldest first.

        Raises:
            WorkflowNotFound: There is no such workflow, and no such type.
        """
        return features.executions_of_workflow(self._catalog, getattr(workflow, "rid", str(workflow)))

    def label(
        self, table: TableLike, feature_name: str, values: Mapping[str, Any], description: str = ""
    ) -> Execution:
        """Give rows values of a feature by hand: in an execution of its own, which is uploaded at once.

        Args:
            table: The table whose rows get values.
            feature_name: Name of the feature.
            values: RID → the value of the feature's only column, or a dict of column → value; of a feature
                with qualifiers, a list of them.
            description: Who gave them, and how.

        Returns:
            The execution.

        Raises:
            InvalidValue: The feature has several columns, and a value does not say which is meant.
            FeatureNotFound: There is no such feature.
            TermNotFound: A value is no term of its vocabulary; synonyms are taken.
            RIDNotFound: There is no such row. Nothing is written then.

        Example:
            >>> grade = ml.create_vocabulary("Grade")
            >>> good = ml.add_term("Grade", "Good", description="Can be read", synonyms=["ok"])
            >>> Quality = ml.create_feature("Image", "Quality", terms=["Grade"])
            >>> first, second = (image.rid for image in ml.list_assets("Image"))
            >>> labelled = ml.label("Image", "Quality", {first: "Good", second: "ok"}, "Ada, by eye")
            >>> [value.Grade for value in ml.feature_values("Image", "Quality")]
            ['Good', 'Good']
        """
        feature = self.lookup_feature(table, feature_name)
        lines = feature_values.read_labels(feature, values)
        planned = self.create_workflow(
            f"{feature_name} of {feature.target_table} by hand", "Feature_Creation"
        )
        feature_values.check_values(self._catalog, feature, lines)
        with self.create_execution(workflow=planned, description=description, upload_on_exit=True) as exe:
            exe.add_features(lines, feature.target_table, feature_name)
        return exe

    # Datasets

    def create_dataset(
        self, dataset_types: Iterable[str] | str | None = None, description: str = "", version: str = "0.1.0"
    ) -> Dataset:
        """Make a dataset outside of any execution.

        Raises:
            TermNotFound: There is no such dataset type.
        """
        rid = datasets.create(self._catalog, dataset_types or (), description, str(version))
        return self._dataset(rid)

    def _dataset(self, rid: str) -> Dataset:
        return Dataset(self._catalog, rid, self._workspace.bags)

    def lookup_dataset(self, dataset: str | DatasetSpec, deleted: bool = False) -> Dataset:
        """Give one dataset.

        Args:
            dataset: Its RID, or a spec; one with a version means what was released, even if the dataset was
                deleted since.
            deleted: Whether a deleted one is meant too.

        Raises:
            DatasetNotFound: There is none of this RID.
        """
        if not isinstance(dataset, DatasetSpec):
            return self._dataset(datasets.lookup(self._catalog, dataset, deleted).rid)
        pinned = dataset.version is not None
        return self._dataset(datasets.lookup(self._catalog, dataset.rid, deleted or pinned).rid)

    def find_datasets(self, deleted: bool = False) -> list[Dataset]:
        """Give all datasets by RID; deleted ones only if asked for."""
        found = [record.rid for record in datasets.find(self._catalog, deleted)]
        return Dataset.of(self._catalog, found, self._workspace.bags)

    def delete_dataset(self, dataset: Dataset | str, recurse: bool = False) -> None:
        """Mark a dataset as deleted, and with `recurse` those inside it. Nothing is removed.

        Raises:
            DatasetNotFound: There is none of this RID.
            DataError: It is a member of another dataset.
        """
        rid = dataset.dataset_rid if isinstance(dataset, Dataset) else dataset
        datasets.delete(self._catalog, rid, recurse)

    def add_dataset_element_type(self, element: TableLike) -> TableDefinition:
        """Let rows of a table be members of datasets.

        Raises:
            TableNotFound: There is no such table.
        """
        return datasets.add_element_type(self._catalog, table_name(element))

    def list_dataset_element_types(self) -> list[TableDefinition]:
        """Give the definitions of the tables whose rows can be members of datasets."""
        names = datasets.element_types(self._catalog)
        return [self._catalog.definition(name) for name in names]

    def download_dataset_bag(self, dataset: DatasetSpec | Dataset | str) -> "DatasetBag":
        """Download a dataset as a BagIt bag, outside of any execution.

        Raises:
            DatasetNotFound: There is none of this RID.
            VersionNotFound: It has no such version, or what it held is not kept.
        """
        spec: DatasetSpec = read_dataset_spec(dataset)
        return self.lookup_dataset(spec).download_dataset_bag(
            spec.version,
            spec.materialize,
            spec.exclude_tables,
            asset_types=spec.asset_types,
            fetch_concurrency=spec.fetch_concurrency,
            timeout=spec.timeout,
        )

    # Wide tables

    def wide_table(
        self,
        tables: Sequence[TableLike] | TableLike,
        dataset: DatasetSpec | Dataset | str | None = None,
        **options: Unpack[DatasetWideOptions],
    ) -> WideTable:
        """Give the rows of one table, each with what belongs to it in others.

        A row is a row of the table that refers to all others; what it refers to is repeated on each row.
        Columns are named ``Table.Column``. The rows are read when they are asked for, as a DataFrame, dicts,
        Arrow or polars.

        Args:
            tables: The tables whose columns it has, and features, by their names.
            dataset: Only what belongs to this dataset, as `Dataset.wide_table` gives it; ``RID@version`` is
                its version. All rows if left out.
            options: What `WideOptions` tells, and `version`, one of the dataset.

        Raises:
            DenormalizeError: The tables do not make one as they were asked for; the message says what would.
            TableNotFound: There is no table and no feature of a name; the message names the nearest.
            InvalidValue: An option is none, or says nothing about these tables.
            DatasetNotFound: There is no such dataset.
            VersionNotFound: It has no such version, or what it held is not kept.

        Example:
            >>> [subject] = ml.insert_rows("Subject", [{"Name": "S-11", "Age": 30}])
            >>> first, second = (image.rid for image in ml.list_assets("Image"))
            >>> _ = ml.update_rows("Image", {"RID": first, "Subject": subject})
            >>> wide = ml.wide_table(["Image", "Subject"])
            >>> [(row["Image.Filename"], row["Subject.Age"]) for row in wide]
            [('scan-1.png', 30), ('scan-2.png', None)]
        """
        if dataset is not None:
            spec = read_dataset_spec(dataset)
            options.setdefault("version", spec.version)
            return self.lookup_dataset(spec).wide_table(tables, **options)
        if options.pop("version", None) is not None:
            raise InvalidValue(
                "version= is one of a dataset: say which by dataset=. ml.snapshot(at) has a past."
            )
        return open_table(self._catalog, tables, options)

    def denormalize_as_dataframe(
        self,
        tables: Sequence[TableLike] | TableLike,
        dataset: DatasetSpec | Dataset | str | None = None,
        **options: Unpack[DatasetWideOptions],
    ) -> "pd.DataFrame":
        """Read a wide table as a DataFrame; see `wide_table`, which also tells what is raised."""
        return self.wide_table(tables, dataset, **options).to_dataframe()

    def denormalize_as_dict(
        self,
        tables: Sequence[TableLike] | TableLike,
        dataset: DatasetSpec | Dataset | str | None = None,
        **options: Unpack[DatasetWideOptions],
    ) -> Iterator[dict[str, Any]]:
        """Read a wide table as dicts, one after the other: they are never all in memory. See `wide_table`."""
        return iter(self.wide_table(tables, dataset, **options))

    def describe_denormalized(
        self,
        tables: Sequence[TableLike] | TableLike,
        dataset: DatasetSpec | Dataset | str | None = None,
        **options: Unpack[DatasetWideOptions],
    ) -> dict[str, Any]:
        """Tell how a wide table would be made, and how many rows it would have; see `Dataset`'s.

        Raises:
            DatasetNotFound: There is no such dataset. About the tables it never raises.
        """
        if dataset is not None:
            spec = read_dataset_spec(dataset)
            options.setdefault("version", spec.version)
            return self.lookup_dataset(spec).describe_denormalized(tables, **options)
        return describe(lambda: self._catalog, tables, options)

    # Datasets of datasets

    def split_dataset(self, source: DatasetLike, **options: Unpack[SplitOptions]) -> SplitResult:
        """Split the members of a dataset into training, testing and maybe validation.

        An execution is made for it, of the script that calls this. See the function `split_dataset`.

        Args:
            source: The dataset.
            **options: What `SplitOptions` lists.

        Raises:
            InvalidValue: Sizes, columns or members do not allow it; the message says why.
            DataLeak: What belongs together would be in different parts.

        Example:
            >>> dataset = ml.create_dataset("Complete")
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
            >>> ml.split_dataset(dataset, test_size=1, dry_run=True).training.count
            1
        """
        begin = partial(self._running, "Split a dataset", splits.parameters(source=source, **options))
        return splits.split(self._catalog, begin, source, options)

    def split_into_folds(
        self, source: DatasetLike, n_splits: int = 5, **options: Unpack[FoldOptions]
    ) -> FoldsResult:
        """Split the members of a dataset into folds for cross-validation.

        A dataset of the type Split is made with one more Split for each fold: its testing part is the fold,
        its training part all others. An execution is made for it, of the script that calls this.

        Args:
            source: The dataset.
            n_splits: How many folds.
            **options: What `FoldOptions` lists.

        Raises:
            InvalidValue: Their number, columns or members do not allow it; the message says why.

        Example:
            >>> dataset = ml.create_dataset("Complete")
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
            >>> [fold.testing.count for fold in ml.split_into_folds(dataset, 2).folds]
            [1, 1]
        """
        given = splits.parameters(source=source, n_splits=n_splits, **options)
        begin = partial(self._running, "Split a dataset into folds", given)
        return splits.split_folds(self._catalog, begin, source, n_splits, options)

    def subsample(
        self, source: DatasetLike, size: float, **options: Unpack[SubsampleOptions]
    ) -> SubsampleResult:
        """Make a dataset of some members of another.

        An execution is made for it, of the script that calls this. See the function `subsample`.

        Args:
            source: The dataset.
            size: A fraction below 1, or a number of members.
            **options: What `SubsampleOptions` lists.

        Raises:
            InvalidValue: There are not as many members, or columns do not allow it.
        """
        given = splits.parameters(source=source, size=size, **options)
        begin = partial(self._running, "Subsample a dataset", given)
        return splits.take_sample(self._catalog, begin, source, size, options)

    def combine_datasets(
        self, operation: str, sources: Sequence[DatasetLike], **options: Unpack[CombineOptions]
    ) -> Dataset:
        """Make a dataset of the members of others: their union, intersection or difference.

        The others are recorded as inputs, at their versions, of an execution that is made for it.

        Args:
            operation: ``union``, ``intersection``, or ``difference``: what only the first has.
            sources: The other datasets.
            **options: What `CombineOptions` lists.

        Raises:
            InvalidValue: There is no such operation, or there are not two datasets.

        Example:
            >>> first, second = ml.create_dataset("Training"), ml.create_dataset("Testing")
            >>> element = ml.add_dataset_element_type("Image")
            >>> images = [image.rid for image in ml.list_assets("Image")]
            >>> first.add_dataset_members(images), second.add_dataset_members(images[:1])
            (2, 1)
            >>> ml.combine_datasets("difference", [first, second]).list_members("Image") == images[1:]
            True
        """
        given = splits.parameters(operation=operation, sources=list(sources), **options)
        begin = partial(self._running, "Combine datasets", given)
        return self._dataset(splits.combine(self._catalog, begin, operation, sources, options))

    def find_leaks(
        self, datasets_: Sequence[DatasetLike] | DatasetLike, group_by_column: str | None = None
    ) -> list[Leak]:
        """Look which rows, files of the same bytes, and groups are members of several datasets.

        Args:
            datasets_: The datasets, or one whose members are compared, such as a Split.
            group_by_column: The column whose values tell which members belong together, as ``Subject``.

        Raises:
            DatasetNotFound: One of them is not there.
            InvalidValue: There are not two to compare.
            ColumnNotFound: No table of members has the column.

        Example:
            >>> dataset = ml.create_dataset("Complete")
            >>> element = ml.add_dataset_element_type("Image")
            >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
            >>> ml.find_leaks(ml.split_dataset(dataset, test_size=1).split.rid)
            []
        """
        given = [datasets_] if isinstance(datasets_, str | Dataset | DatasetSpec) else datasets_
        parts = [read_dataset_spec(each) for each in given]
        return leaks.find_leaks(self._catalog, parts, group_by_column)

    @contextmanager
    def _running(self, title: str, parameters: dict[str, Any]) -> Iterator[str]:
        """Run an execution of a call that needs one, and give its RID."""
        workflow = self.create_workflow(title, "Dataset_Management")
        with self.create_execution(
            workflow=workflow, description=title, parameters=parameters, upload_on_exit=True
        ) as exe:
            yield exe.execution_rid

    def export_bag(
        self,
        dataset: DatasetSpec | Dataset | str,
        path: str | PathLike[str],
        format: str = "folder",  # noqa: A002 (what users call it)
    ) -> "ExportedBag":
        """Write a dataset as a BagIt bag, to be handed on, and tell where it is.

        Args:
            dataset: The dataset; a `DatasetSpec` says which version, and what is left out.
            path: The folder that the bag goes into; it is made if need be.
            format: ``folder``, or ``zip``, ``tar`` or ``tgz`` for one file.

        Raises:
            DatasetNotFound: There is none of this RID.
            VersionNotFound: It has no such version, or what it held is not kept.
            InvalidValue: There is no such format.
            BagError: There is something at the place already.
        """
        spec: DatasetSpec = read_dataset_spec(dataset)
        return self.lookup_dataset(spec).export_bag(
            path,
            format,
            version=spec.version,
            materialize=spec.materialize,
            exclude_tables=spec.exclude_tables,
        )

    def estimate_bag_size(self, dataset: DatasetSpec | Dataset | str) -> dict[str, Any]:
        """Tell how large a bag of a dataset would be; see `Dataset.estimate_bag_size`.

        Raises:
            DatasetNotFound: There is none of this RID.
            VersionNotFound: It has no such version, or what it held is not kept.
        """
        spec: DatasetSpec = read_dataset_spec(dataset)
        return self.lookup_dataset(spec).estimate_bag_size(spec.version, spec.exclude_tables)

    def bag_info(self, dataset: DatasetSpec | Dataset | str) -> dict[str, Any]:
        """Tell how large a bag would be, and what of it has been downloaded; see `Dataset.bag_info`.

        Raises:
            DatasetNotFound: There is none of this RID.
            VersionNotFound: It has no such version, or what it held is not kept.
        """
        spec: DatasetSpec = read_dataset_spec(dataset)
        return self.lookup_dataset(spec).bag_info(spec.version, spec.exclude_tables)

    # What was downloaded

    def list_cached_bags(self, dataset_rid: str | None = None) -> list["CachedBag"]:
        """Give the bags that were downloaded, the one used last first; the disk says what there is of each.

        Args:
            dataset_rid: Only those of this dataset.

        Example:
            >>> dataset = ml.create_dataset(["Training"], description="Scans to train on")
            >>> bag = dataset.download_dataset_bag()
            >>> [(found.dataset_rid == dataset.rid, found.status) for found in ml.list_cached_bags()]
            [(True, 'cached_materialized')]
            >>> ml.delete_cached_bag(dataset.rid)
            1
        """
        rid = None if dataset_rid is None else ids.normalize(dataset_rid)
        return cached_bags.find_cached(self._workspace.bags, rid)

    def delete_cached_bag(self, dataset_rid: str, version: str | DatasetVersion | None = None) -> int:
        """Remove downloaded bags of a dataset, and give how many there were. The catalog stays as it is.

        Args:
            dataset_rid: RID of the dataset.
            version: Only bags of this version.

        Raises:
            StorageNotWritable: A bag cannot be removed.
        """
        wanted = None if version is None else str(version)
        found = cached_bags.find_cached(self._workspace.bags, ids.normalize(dataset_rid), wanted)
        return cached_bags.remove_cached(found)

    def get_cache_size(self) -> dict[str, float]:
        """Tell how much was downloaded, bags and files.

        It is a dict of ``total_bytes``, ``total_mb``, ``file_count``, ``bag_count`` and ``asset_count``.
        """
        workspace = self._workspace
        size = cached_bags.measure_cache([workspace.bags, workspace.cached_assets])
        return {**size, "asset_count": len(cached_assets.find_cached(workspace.cached_assets))}

    def list_cached_assets(self, asset_rid: str | None = None) -> list[CachedAsset]:
        """Give the files that executions keep on this machine (``cache=True``), the one used last first.

        Args:
            asset_rid: Only those of this asset.

        Example:
            >>> image = ml.list_assets("Image")[0]
            >>> exe = ml.create_execution(
            ...     workflow=ml.create_workflow("Look", "Analysis"),
            ...     assets=[AssetSpec(image.rid, cache=True)],
            ... )
            >>> exe.asset_paths["Image"][0].read_bytes()
            b'first scan'
            >>> [(kept.path.name, kept.bytes) for kept in ml.list_cached_assets()]
            [('scan-1.png', 10)]
            >>> ml.delete_cached_asset(image.rid)
            1
        """
        rid = None if asset_rid is None else ids.normalize(asset_rid)
        return cached_assets.find_cached(self._workspace.cached_assets, rid)

    def delete_cached_asset(self, asset_rid: str, md5: str | None = None) -> int:
        """Remove kept files of an asset, and give how many there were. The catalog stays as it is.

        Args:
            asset_rid: RID of the asset.
            md5: Only the file of these bytes.

        Raises:
            StorageNotWritable: A file cannot be removed.
        """
        kept = cached_assets.find_cached(self._workspace.cached_assets, ids.normalize(asset_rid), md5)
        return cached_assets.remove_cached(kept)

    def clear_cache(self, older_than_days: float | None = None) -> dict[str, int]:
        """Remove downloaded bags and files, and tell how many: they can be downloaded again.

        Args:
            older_than_days: Only what has not been used for so many days.

        Raises:
            StorageNotWritable: Something cannot be removed.
        """
        removed = Counter(cached_bags.clear(self._workspace.bags, older_than_days))
        removed.update(cached_assets.clear(self._workspace.cached_assets, older_than_days))
        return dict(removed)

    def load_bag(self, path: str | PathLike[str]) -> LoadedBag:
        """Bring a bag into this catalog: its tables, rows and files, all of it or nothing.

        Rows keep their RIDs, times and authors; terms are known by their names. What is there already, the
        same, stays, so that a bag that is loaded twice is there once. Bags that DerivaML made are taken too.

        Args:
            path: The folder of the bag. Files that it lacks are brought into it first.

        Raises:
            BagInvalid: It is no whole and unchanged bag of a dataset.
            BagConflict: The catalog has other rows under the same RIDs, or other columns; the message names
                them. Nothing was written.

        Example:
            >>> bag = ml.create_dataset(description="All scans").download_dataset_bag()
            >>> elsewhere = Muniment("elsewhere", create=True)
            >>> elsewhere.load_bag(bag.path).readable
            True
            >>> elsewhere.find_datasets()
            [<Dataset ... 0.1.0: All scans>]
        """
        with progress_bar("Loading files") as progress:
            return load_bag(self._catalog, path, progress)

    # Upkeep

    def doctor(self, deep: bool = False) -> Checkup:
        """Check the catalog from end to end, and say what to do about each thing that is not right.

        Tables, foreign keys, assets, the presence and length of all objects, and what is staged on this
        machine are looked at; nothing is changed.

        Args:
            deep: Whether all objects are read again, to find those whose bytes are not what they were.

        Example:
            >>> ml.doctor(deep=True)
            <Checkup: nothing found>
        """
        with progress_bar("Reading objects", "B", scale=True) as progress:
            return doctor.examine(self._catalog, self._workspace.journal_if_any, deep=deep, progress=progress)

    def audit_provenance(self) -> Checkup:
        """Look whether every asset says what made it; nothing is changed.

        A warning is an asset that no execution has made, as another tool may have written it. Assets of
        unknown provenance, and versions of datasets that were made by hand, are counted for information.

        Example:
            >>> ml.audit_provenance()
            <Checkup: nothing found>
        """
        return origins.audit(self._catalog)

    def backfill_provenance(self, dry_run: bool = True) -> dict[str, int]:
        """Give assets that no execution has made to that of unknown provenance; tell how many, by table.

        Args:
            dry_run: Whether to count them only.
        """
        if not dry_run:
            self._require_live("changed")
        return origins.backfill(self._catalog, dry_run=dry_run)

    def copy(self, target: str | PathLike[str], store: str | None = None) -> CopyReport:
        """Copy the catalog with all its objects to another place, and compare the two.

        Identifiers, times and authors stay, and so do dropped tables and the log of changes. A copy that was
        broken off goes on when it is asked for again; until it is whole, nobody can open it. What is staged
        and not uploaded stays where it is.

        Args:
            target: The folder of the copy, or its database; its domain schema is called as that of this one.
            store: Where its objects go: a folder or ``s3://bucket/prefix``; in a folder, ``objects/`` if left
                out.

        Raises:
            CatalogExists: There is a catalog already.
            StorageError: Objects are missing or damaged; the message names some. The rest is copied.
            StorageNotWritable: The target cannot be written.

        Example:
            >>> ml.copy("./elsewhere")
            <CopyReport: ... tables with ... rows, ... objects of ... bytes>
        """
        place = find_place(target)
        self._require_live("copied")
        with progress_bar("Copying objects", "object") as objects, progress_bar("Copying", "row") as rows_:
            return copy.copy(self._catalog, place, store, copying=objects, writing=rows_)

    def gc(self, dry_run: bool = True, grace: timedelta = GRACE) -> Cleanup:
        """Remove the objects that nothing refers to; by default, tell only what would be removed.

        Others can upload meanwhile. Tables that were dropped keep their objects, and so do runs on this
        machine whose upload was broken off.

        Args:
            dry_run: Whether to count only.
            grace: How long objects are spared after they were last stored.

        Raises:
            StorageError: Another catalog keeps its objects in the same store, or another clean-up has begun.

        Example:
            >>> ml.gc(dry_run=False)
            <Cleanup: 0 objects of 0 bytes and 0 leftovers removed>
        """
        self._require_live("cleaned up")
        with progress_bar("Removing objects", "object") as progress:
            return gc.collect(
                self._catalog,
                self._workspace.journal_if_any,
                dry_run=dry_run,
                grace=grace,
                progress=progress,
            )
