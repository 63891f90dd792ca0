"""Features and their values as records, and what chooses one of several records."""

import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Optional, Protocol

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from muniment.catalog.schema.definitions import SYSTEM_COLUMNS, ColumnDefinition, TableDefinition
from muniment.catalog.schema.types import TRAITS, BuiltinTypes
from muniment.errors import InvalidValue

Selector = Callable[[list[Any]], "FeatureRecord | None"]
"""Chooses one of the records that a row has, or none of them."""

EXECUTION, NAME = "Execution", "Feature_Name"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class FeatureRecord(BaseModel):
    """One value of a feature: who gave it to which row, and what it is.

    Each feature has a class of its own, which `Muniment.feature_record_class` gives: with a field for the
    row, by the name of its table, and one for each column of the feature.

    Attributes:
        Execution: RID of the execution that gave the value; the one that adds the record if left out.
        Feature_Name: Name of the feature.
        RID: RID of the value, once it is in the catalog.
        RCT: When it was brought into the catalog.
        feature: The feature.

    Example:
        >>> Quality = ml.create_feature("Image", "Quality", metadata=[ColumnDefinition(name="Score")])
        >>> Quality(Image="1-4K7Q", Score="high").Score
        'high'
    """

    model_config = ConfigDict(extra="forbid", protected_namespaces=(), arbitrary_types_allowed=True)
    feature: ClassVar[Optional["Feature"]] = None

    Execution: str | None = None
    Feature_Name: str
    RID: str | None = Field(default=None, repr=False)
    RCT: datetime | None = Field(default=None, repr=False)

    if not TYPE_CHECKING:  # type checkers see pydantic's own, which knows the fields

        def __init__(self, **values: Any) -> None:
            try:
                super().__init__(**values)
            except ValidationError as error:
                faults = [f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors()]
                name = type(self).__name__
                raise InvalidValue(f"This {name} cannot be made: {'; '.join(faults)}.") from error

    @classmethod
    def feature_columns(cls) -> tuple[ColumnDefinition, ...]:
        """Give the columns of the feature."""
        return _feature_of(cls).feature_columns

    @classmethod
    def term_columns(cls) -> tuple[ColumnDefinition, ...]:
        """Give the columns that hold terms."""
        return _feature_of(cls).term_columns

    @classmethod
    def asset_columns(cls) -> tuple[ColumnDefinition, ...]:
        """Give the columns that refer to assets."""
        return _feature_of(cls).asset_columns

    @classmethod
    def value_columns(cls) -> tuple[ColumnDefinition, ...]:
        """Give the columns that hold neither terms nor assets."""
        return _feature_of(cls).value_columns

    # Selectors

    @staticmethod
    def select_newest(records: "Sequence[FeatureRecord]") -> "FeatureRecord":
        """Choose the record that was made last; of several made at once, the last of them."""
        return max(enumerate(records), key=_made)[1]

    select_latest = select_newest

    @staticmethod
    def select_first(records: "Sequence[FeatureRecord]") -> "FeatureRecord":
        """Choose the record that was made first; of several made at once, the first of them."""
        return min(enumerate(records), key=_made)[1]

    @staticmethod
    def select_by_execution(execution_rid: str) -> Selector:
        """Make what chooses the newest record of an execution."""
        return NewestOf(frozenset({str(getattr(execution_rid, "execution_rid", execution_rid))}))

    @staticmethod
    def select_by_workflow(workflow: str, *, container: "KnowsWorkflows") -> Selector:
        """Make what chooses the newest record of the executions of a workflow.

        Args:
            workflow: A workflow, its RID, or a type of workflows.
            container: Where the records are read: a catalog, a snapshot, or a bag.

        Raises:
            WorkflowNotFound: There is no such workflow or type there.
        """
        return NewestOf(frozenset(container.list_workflow_executions(workflow)))

    @classmethod
    def select_majority_vote(cls, column: str | None = None) -> Selector:
        """Make what chooses a record with the value that most records have; of these the newest.

        Of values that as many records have, that of the newest record wins.

        Args:
            column: The column to vote on; the feature's only term, or only column, if left out.

        Raises:
            InvalidValue: The feature has no such column, or several that could be meant.
        """
        if column is not None and cls.feature is not None and column not in _names(cls.feature_columns()):
            raise InvalidValue(
                f"{cls.__name__} has no column {column!r} to vote on, only "
                f"{', '.join(_names(cls.feature_columns())) or 'none'}."
            )

        def select(records: Sequence[FeatureRecord]) -> FeatureRecord:
            name = column or only_column(type(records[0]))
            if name not in type(records[0]).model_fields:
                raise InvalidValue(f"{type(records[0]).__name__} has no column {name!r} to vote on.")
            votes = Counter(_hashable(getattr(record, name)) for record in records)
            most = max(votes.values())
            winners = [record for record in records if votes[_hashable(getattr(record, name))] == most]
            return FeatureRecord.select_newest(winners)

        if column is None and cls.feature is not None:
            only_column(cls)
        return select


class KnowsWorkflows(Protocol):
    """What can tell the executions of a workflow: a catalog, a snapshot, or a bag."""

    def list_workflow_executions(self, workflow: str) -> list[str]:
        """Give the RIDs of the executions of a workflow, or of all workflows of a type."""


def _made(entry: tuple[int, FeatureRecord]) -> tuple[datetime, int]:
    number, record = entry
    return record.RCT or _LONG_AGO, number


@dataclass(frozen=True)
class NewestOf:
    """Chooses the newest record of some executions."""

    executions: frozenset[str]

    def __call__(self, records: Sequence[FeatureRecord]) -> FeatureRecord | None:
        """Choose it, or none if there is none of these executions."""
        own = [record for record in records if record.Execution in self.executions]
        return FeatureRecord.select_newest(own) if own else None


def _names(columns: Sequence[ColumnDefinition]) -> list[str]:
    return [column.name for column in columns]


def _feature_of(kind: type[FeatureRecord]) -> "Feature":
    if kind.feature is None:
        raise InvalidValue("FeatureRecord is of no feature: ask the class of one for its columns.")
    return kind.feature


def only_column(kind: "type[FeatureRecord] | Feature") -> str:
    """Name the column that is meant if none is said: the only term of a feature, or its only column.

    Qualifiers are meant only if there is nothing else.

    Raises:
        InvalidValue: There are several.
    """
    feature = _feature_of(kind) if isinstance(kind, type) else kind
    own = [column for column in feature.feature_columns if column.name not in feature.qualifiers]
    terms = [column for column in own if column.name in feature.terms]
    for columns in (terms, own, feature.feature_columns):
        if len(columns) == 1:
            return columns[0].name
    raise InvalidValue(
        f"{feature.feature_name} of {feature.target_table} has several columns, or none: say which is meant. "
        f"It has {', '.join(_names(feature.feature_columns)) or 'none'}."
    )


def require_one_value(feature: "Feature") -> None:
    """Make sure that a row has one value of a feature at a time, so that it can be the class of the row.

    Raises:
        InvalidValue: It has one for each qualifier.
    """
    if feature.qualifiers:
        raise InvalidValue(
            f"A row has several values of {feature.feature_name} at once, one for each "
            f"{' and '.join(feature.qualifiers)}, so that none of them is the one of the row. Read them with "
            f"feature_values({feature.target_table!r}, {feature.feature_name!r}), and choose."
        )


def plain(value: Any) -> Any:
    """Give the value of the only column of a record; anything else as it is.

    Raises:
        InvalidValue: The feature has several columns.
    """
    return getattr(value, only_column(type(value))) if isinstance(value, FeatureRecord) else value


def _hashable(value: Any) -> Any:
    return repr(value) if isinstance(value, list | dict) else value


# The classes


@dataclass(frozen=True)
class Feature:
    """A feature of the rows of a table.

    Attributes:
        target_table: The table whose rows have values.
        feature_name: Its name, a term of Feature_Name.
        definition: The table that holds the values.
        terms: Its columns that hold terms → the vocabulary of each.
        assets: Its columns that refer to assets → the table of each.
        references: Its columns that refer to other rows → the table of each.

    Example:
        >>> ml.create_vocabulary("Grade")
        <Grade: vocabulary with ID, URI, Name, Description, Synonyms>
        >>> _ = ml.create_feature("Image", "Sharpness", terms=["Grade"])
        >>> feature = ml.lookup_feature("Image", "Sharpness")
        >>> feature.feature_table, [column.name for column in feature.term_columns]
        ('Execution_Image_Sharpness', ['Grade'])
    """

    target_table: str
    feature_name: str
    definition: TableDefinition
    terms: Mapping[str, str] = field(repr=False)
    assets: Mapping[str, str] = field(repr=False)
    references: Mapping[str, str] = field(repr=False)

    def __repr__(self) -> str:
        columns = ", ".join(column.name for column in self.feature_columns)
        return f"<Feature {self.feature_name} of {self.target_table}: {columns or 'no columns'}>"

    @property
    def feature_table(self) -> str:
        """Name of the table that holds the values."""
        return self.definition.name

    @property
    def feature_columns(self) -> tuple[ColumnDefinition, ...]:
        """The columns that make up a value."""
        others = {EXECUTION, NAME, self.target_table, *SYSTEM_COLUMNS}
        return tuple(column for column in self.definition.column_defs if column.name not in others)

    @property
    def record_columns(self) -> list[str]:
        """The columns of its table that a record has, in order."""
        own = (column.name for column in self.feature_columns)
        return ["RID", "RCT", EXECUTION, NAME, self.target_table, *own]

    @cached_property
    def qualifiers(self) -> tuple[str, ...]:
        """Its columns that say which of several values of a row one is, as which eye, or which finding."""
        others = {EXECUTION, NAME, self.target_table}
        keys = (key.colnames for key in self.definition.key_defs if others <= set(key.colnames))
        return tuple(column for column in next(keys, ()) if column not in others)

    @property
    def term_columns(self) -> tuple[ColumnDefinition, ...]:
        """The columns that hold terms."""
        return tuple(column for column in self.feature_columns if column.name in self.terms)

    @property
    def asset_columns(self) -> tuple[ColumnDefinition, ...]:
        """The columns that refer to assets."""
        return tuple(column for column in self.feature_columns if column.name in self.assets)

    @property
    def value_columns(self) -> tuple[ColumnDefinition, ...]:
        """The columns that hold neither terms nor assets."""
        others = self.terms.keys() | self.assets.keys()
        return tuple(column for column in self.feature_columns if column.name not in others)

    @cached_property
    def _record_class(self) -> type[FeatureRecord]:
        return record_class(self)

    def feature_record_class(self) -> type[FeatureRecord]:
        """Give the class of its records."""
        return self._record_class


def record_class(feature: "Feature") -> type[FeatureRecord]:
    """Make the class of the records of a feature."""
    target = feature.target_table
    fields: dict[str, Any] = {
        "Feature_Name": (str, feature.feature_name),
        target: (_RID, Field(description=f"RID of the row of {target}")),
    }
    for column in feature.feature_columns:
        kind = _FILE if column in feature.asset_columns else _python_type(column, feature)
        described = Field(default=None if column.nullok else ..., description=column.comment)
        fields[column.name] = (Optional[kind] if column.nullok else kind, described)  # noqa: UP045
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of columns with the name of a method of pydantic
        made = create_model(
            feature.feature_table,
            __base__=FeatureRecord,
            __module__=__name__,
            __doc__=feature.definition.comment or f"A value of {feature.feature_name} of {target}.",
            **fields,
        )
    made.feature = feature
    return made


def _rid_of(value: Any) -> Any:
    """Take an asset, or anything else that has a RID, for its RID."""
    return value if isinstance(value, str | PathLike) else getattr(value, "rid", value)


def _file_of(value: Any) -> Any:
    """Take the path of a file as it is, and an asset for its RID."""
    found = _rid_of(value)
    if isinstance(found, str | PathLike):
        return found
    raise ValueError("a path, an asset, or the RID of one is wanted")


_RID = Annotated[str, BeforeValidator(_rid_of)]
_FILE = Annotated[Any, BeforeValidator(_file_of)]


def _python_type(column: ColumnDefinition, feature: "Feature") -> Any:
    if column.name in feature.references:
        return _RID
    if column.type in {BuiltinTypes.json, BuiltinTypes.jsonb}:
        return Any
    return _TYPES.get(TRAITS[column.type].dtype, _OTHERS.get(column.type, str))


_TYPES: dict[str, type] = {
    **dict.fromkeys(("Int16", "Int32", "Int64"), int),
    **dict.fromkeys(("float32", "float64"), float),
    "boolean": bool,
}
_OTHERS: dict[BuiltinTypes, Any] = {
    BuiltinTypes.date: date,
    BuiltinTypes.timestamp: datetime,
    BuiltinTypes.timestamptz: datetime,
    BuiltinTypes.text_array: list[str],
}
