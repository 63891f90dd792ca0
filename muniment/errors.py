"""Everything that Muniment raises on purpose.

```
MunimentError
├── ConfigurationError       a setting, path or address that cannot be used
│   ├── CatalogNotFound
│   ├── CatalogExists
│   ├── CatalogVersionMismatch
│   └── WorkspaceMismatch    a working directory that belongs to another catalog
├── CatalogUnavailable       the database cannot be reached
│   ├── TransactionInterrupted  it ended a transaction; nothing was written
│   └── OutcomeUnknown       the connection was lost at the end of a transaction
├── NotFound                 what was asked for is not in the catalog
│   ├── TableNotFound
│   ├── ColumnNotFound
│   ├── TermNotFound
│   ├── RIDNotFound
│   │   ├── AssetNotFound
│   │   ├── DatasetNotFound
│   │   ├── ExecutionNotFound
│   │   └── WorkflowNotFound
│   └── VersionNotFound
├── DefinitionError          a table, column or name that cannot be made
│   ├── TableExists
│   └── TableInUse
├── DataError                rows that the catalog refuses
│   ├── InvalidValue
│   ├── ConstraintViolation
│   ├── TermExists
│   ├── TermInUse
│   ├── DatasetCycle
│   ├── DataLeak             rows that belong together on both sides of a split
│   ├── NotAnElementType
│   └── WrongTableKind       an asset table, vocabulary or plain table was expected
├── ExecutionError
│   ├── InvalidTransition
│   ├── ExecutionCycle       an execution that would be nested in itself
│   ├── StagingError         a staged file that is missing, changed or cannot be staged
│   ├── UploadError
│   └── DirtyWorkflow
├── DenormalizeError         tables that do not make one wide table as they were asked for
│   ├── MultiLeaf            several tables whose rows could each be a row
│   ├── NoSink               tables that refer to one another in a circle
│   ├── DownstreamLeaf       a table that has several rows for each row
│   ├── AmbiguousPath        several ways from one table to another
│   ├── NoPath               no way at all
│   └── UnrelatedAnchor      members that have nothing to do with the tables
├── StorageError             bytes that cannot be kept or given back
│   ├── ObjectNotFound
│   ├── ChecksumMismatch
│   └── StorageNotWritable
└── BagError
    ├── BagConflict          rows or tables that are others in the catalog
    ├── BagNotFound
    └── BagInvalid
```

A message says what was asked, what was found, and what to do about it.
"""

import difflib
from collections.abc import Iterable

__all__ = [
    "AmbiguousPath",
    "AssetNotFound",
    "BagConflict",
    "BagError",
    "BagInvalid",
    "BagNotFound",
    "CatalogExists",
    "CatalogNotFound",
    "CatalogUnavailable",
    "CatalogVersionMismatch",
    "ChecksumMismatch",
    "ColumnNotFound",
    "ConfigurationError",
    "ConstraintViolation",
    "DataError",
    "DataLeak",
    "DatasetCycle",
    "DatasetNotFound",
    "DefinitionError",
    "DenormalizeError",
    "DirtyWorkflow",
    "DownstreamLeaf",
    "ExecutionCycle",
    "ExecutionError",
    "ExecutionNotFound",
    "FeatureNotFound",
    "InvalidTransition",
    "InvalidValue",
    "MaterializeLimitExceeded",
    "MomentNotFound",
    "MultiLeaf",
    "MunimentError",
    "NoPath",
    "NoSink",
    "NotAnElementType",
    "NotFound",
    "ObjectNotFound",
    "OutcomeUnknown",
    "RIDNotFound",
    "ReadOnlySnapshot",
    "StagingError",
    "StorageError",
    "StorageNotWritable",
    "TableExists",
    "TableInUse",
    "TableNotFound",
    "TermExists",
    "TermInUse",
    "TermNotFound",
    "TransactionInterrupted",
    "UnrelatedAnchor",
    "UploadError",
    "VersionNotFound",
    "WorkflowNotFound",
    "WorkspaceMismatch",
    "WrongTableKind",
]


class MunimentError(Exception):
    """Base class of all errors that Muniment raises on purpose."""


class ConfigurationError(MunimentError):
    """A setting, path or address cannot be used."""


class CatalogNotFound(ConfigurationError):
    """There is no catalog at the given place."""


class CatalogExists(ConfigurationError):
    """A catalog was to be created where something stands already."""


class CatalogVersionMismatch(ConfigurationError):
    """The catalog was made by a version of Muniment that this one cannot use as it is."""


class WorkspaceMismatch(ConfigurationError):
    """The working directory belongs to another catalog."""


class ReadOnlySnapshot(MunimentError):
    """A snapshot of a catalog was to be changed."""


class CatalogUnavailable(MunimentError):
    """The database cannot be reached."""


class TransactionInterrupted(CatalogUnavailable):
    """The database ended a transaction, for a deadlock or because it stopped; nothing of it was written."""


class OutcomeUnknown(CatalogUnavailable):
    """The connection was lost at the end of a transaction, and it is not known whether it was written."""


class NotFound(MunimentError, LookupError):
    """What was asked for is not in the catalog."""


class TableNotFound(NotFound):
    """No table has this name."""


class ColumnNotFound(NotFound):
    """The table has no column of this name."""


class TermNotFound(NotFound):
    """The vocabulary has no term of this name or synonym."""


class RIDNotFound(NotFound):
    """No row has this RID."""


class AssetNotFound(RIDNotFound):
    """No asset has this RID."""


class DatasetNotFound(RIDNotFound):
    """No dataset has this RID."""


class ExecutionNotFound(RIDNotFound):
    """No execution has this RID."""


class WorkflowNotFound(RIDNotFound):
    """No workflow has this RID, URL or checksum."""


class VersionNotFound(NotFound):
    """The dataset has no such version."""


class FeatureNotFound(NotFound):
    """The table has no feature of this name."""


class MomentNotFound(NotFound):
    """There is no such mark, or what was then is not kept."""


class DefinitionError(MunimentError):
    """A table, column or name cannot be made."""


class TableExists(DefinitionError):
    """A table of this name exists already."""


class TableInUse(DefinitionError):
    """Other tables or rows still refer to the table."""


class DataError(MunimentError):
    """The catalog refuses these rows."""


class InvalidValue(DataError, ValueError):
    """A value does not fit its column."""


class ConstraintViolation(DataError):
    """A key, foreign key or NOT NULL rule of the table refuses the rows."""


class MaterializeLimitExceeded(DataError):
    """There are more values than were to be read.

    Attributes:
        limit: How many were to be read at most.
        actual_count: How many there are.
    """

    def __init__(self, message: str = "", limit: int = 0, actual_count: int = 0) -> None:
        """Take the message and both numbers."""
        super().__init__(message)
        self.limit, self.actual_count = limit, actual_count


class TermExists(DataError):
    """The vocabulary already has a term of this name or synonym."""


class TermInUse(DataError):
    """Rows still refer to the term."""


class DatasetCycle(DataError):
    """A dataset would contain itself."""


class DataLeak(DataError):
    """Rows that belong together, by their group or their bytes, are on both sides of a split."""


class NotAnElementType(DataError):
    """Rows of this table cannot be members of datasets yet."""


class WrongTableKind(DataError):
    """An asset table, a vocabulary or a plain table was expected."""


class ExecutionError(MunimentError):
    """An execution cannot do what was asked."""


class InvalidTransition(ExecutionError):
    """An execution cannot go from its state to the one asked for."""


class ExecutionCycle(ExecutionError):
    """An execution would be nested in itself."""


class StagingError(ExecutionError):
    """A staged file is missing, has changed, or cannot be staged."""


class UploadError(ExecutionError):
    """Staged files could not be uploaded."""


class DirtyWorkflow(ExecutionError):
    """The workflow's code has changes that are not committed, and that was to be refused."""


class DenormalizeError(MunimentError):
    """Tables cannot be made one wide table as they were asked for."""


class MultiLeaf(DenormalizeError):
    """The rows of several tables could each be a row of the wide table.

    Attributes:
        candidates: These tables.
        suggestions: Tables that would connect them.
    """

    def __init__(
        self, message: str = "", candidates: Iterable[str] = (), suggestions: Iterable[str] = ()
    ) -> None:
        """Take the message and what it speaks of."""
        super().__init__(message)
        self.candidates, self.suggestions = list(candidates), list(suggestions)


class NoSink(DenormalizeError):
    """The tables refer to one another in a circle, and none says what a row is."""


class DownstreamLeaf(DenormalizeError):
    """A table has several rows for each row of the wide table.

    Attributes:
        row_per: The table that gives the rows.
        tables: Those that have several rows for each.
    """

    def __init__(self, message: str = "", row_per: str = "", tables: Iterable[str] = ()) -> None:
        """Take the message and what it speaks of."""
        super().__init__(message)
        self.row_per, self.tables = row_per, list(tables)


class AmbiguousPath(DenormalizeError):
    """Several ways lead from one table to another, and give other rows.

    Attributes:
        from_table: Where they begin.
        to_table: Where they end.
        paths: The tables of each way.
        suggestions: What to give as ``via=`` to choose each of them.
    """

    def __init__(
        self,
        message: str = "",
        from_table: str = "",
        to_table: str = "",
        paths: Iterable[Iterable[str]] = (),
        suggestions: Iterable[Iterable[str]] = (),
    ) -> None:
        """Take the message and what it speaks of."""
        super().__init__(message)
        self.from_table, self.to_table = from_table, to_table
        self.paths, self.suggestions = [*map(list, paths)], [*map(list, suggestions)]


class NoPath(DenormalizeError):
    """No way leads from one table to another."""


class UnrelatedAnchor(DenormalizeError):
    """Members of the dataset have nothing to do with the tables.

    Attributes:
        tables: The tables of these members.
    """

    def __init__(self, message: str = "", tables: Iterable[str] = ()) -> None:
        """Take the message and what it speaks of."""
        super().__init__(message)
        self.tables = list(tables)


class StorageError(MunimentError):
    """Bytes cannot be kept or given back."""


class ObjectNotFound(StorageError):
    """The store has no object of this key."""


class ChecksumMismatch(StorageError):
    """Bytes are not those that were recorded."""


class StorageNotWritable(StorageError):
    """The store is full, read-only or out of reach."""


class BagError(MunimentError):
    """A bag cannot be made or read."""


class BagConflict(BagError):
    """A bag contradicts the catalog that it was to be loaded into.

    Attributes:
        conflicts: What differs, one line for each row or column; the first of them if they are many.
    """

    def __init__(self, message: str, conflicts: tuple[str, ...] = ()) -> None:
        """Take the message and what differs."""
        super().__init__(message)
        self.conflicts = conflicts

    def __reduce__(self) -> "tuple[type[BagConflict], tuple[str, tuple[str, ...]]]":
        """Travel to another process with what differs."""
        return BagConflict, (str(self), self.conflicts)


class BagNotFound(BagError):
    """There is no bag at the given place."""


class BagInvalid(BagError):
    """A bag has changed, missing or extra files, or was never complete."""


def nearest(asked: str, names: Iterable[str]) -> str:
    """Give the end of an error message that names what the user may have meant.

    Example:
        >>> nearest("Imgae", ["Image", "Subject"])
        " Did you mean 'Image'?"
        >>> nearest("zzz", ["Image"])
        ''
    """
    lowered = {name.lower(): name for name in names}
    found = difflib.get_close_matches(asked.lower(), lowered, n=1, cutoff=0.6)
    return f" Did you mean {lowered[found[0]]!r}?" if found else ""


def plural(count: int, one: str, many: str) -> str:
    """Give the words of an error message that agree with a number.

    Example:
        >>> plural(1, "1 file", "{} files"), plural(3, "1 file", "{} files")
        ('1 file', '3 files')
    """
    return one if count == 1 else many.format(count)
