"""Splits, samples and combinations of datasets as a user calls them.

Each is a method of `Muniment`, which makes an execution for it, and of `Execution`; the first two are
functions too, as in DerivaML.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from muniment.catalog.catalog import Catalog
from muniment.errors import ExecutionError, InvalidValue, nearest
from muniment.executions import combining, splits
from muniment.executions.choosing import Choice
from muniment.executions.configuration import DatasetSpec, read_dataset_spec
from muniment.executions.derivation import Begin
from muniment.executions.splits import FoldsResult, Labels, Sizes, SplitResult, SubsampleResult
from muniment.ml.dataset import Dataset
from muniment.ml.table_name import TableLike, table_name

if TYPE_CHECKING:
    from muniment.executions.choosing import SelectionFunction
    from muniment.ml.execution import Execution
    from muniment.ml.muniment import Muniment

DatasetLike = str | Dataset | DatasetSpec
"""What names a dataset: its RID, ``RID@version``, a handle or a spec."""


class SampleOptions(TypedDict, total=False):
    """How members are chosen.

    Attributes:
        shuffle: Whether they are chosen at random, as by default; else in the order of their RIDs.
        seed: What the choice depends on; 42 by default.
        stratify_by_column: The column whose values have the same shares in all parts: one of the members'
            table, like ``Subject.Sex`` one of a table that it refers to, or like ``Quality.Grade`` one of
            the members' newest values of a feature.
        stratify_missing: Members without such a value: ``error``, the default; ``drop`` leaves them out;
            ``include`` makes them a class of their own.
        element_table: The table whose rows are meant; needed if members are of several.
        dry_run: Whether to tell only what would be made.
    """

    shuffle: bool
    seed: int
    stratify_by_column: str | None
    stratify_missing: str
    element_table: TableLike | None
    dry_run: bool


class SubsampleOptions(SampleOptions, total=False):
    """How a sample is taken, and what it is called.

    Attributes:
        dataset_types: More types of the sample.
        description: What it is.
    """

    dataset_types: Sequence[str] | str | None
    description: str


class FoldOptions(SampleOptions, total=False):
    """How members are parted, and what the parts are called.

    Attributes:
        group_by_column: The column whose values tell which members stay together, such as ``Subject``. Sizes
            are then met as closely as the groups allow.
        group_missing: Members without such a value: ``error``, the default; ``drop``; ``include`` makes each
            a group of its own.
        same_content: Files with the same bytes: ``together`` in one part, the default; ``refuse`` to part
            them; ``ignore`` that they are the same.
        split_description: Description of the dataset that has the parts.
        training_types: More types of training parts.
        testing_types: More types of testing parts.
    """

    group_by_column: str | None
    group_missing: str
    same_content: str
    split_description: str
    training_types: Sequence[str] | None
    testing_types: Sequence[str] | None


class SplitOptions(FoldOptions, total=False):
    """How members are split, and what the parts are called.

    Attributes:
        test_size: A fraction below 1, or a number of members; 0.2 by default.
        train_size: The same; all other members if left out.
        val_size: The same; no validation part if left out.
        validation_types: More types of the validation part.
        selection_fn: A function that chooses instead. It gets a DataFrame of the members with columns called
            ``Table.Column``, the size of each part by name, and the seed, and gives the positions of the rows
            of each part.
        include_tables: Tables that the members refer to and `selection_fn` needs columns of.
        row_per: Kept for scripts written for DerivaML: the members' own table.
        partition_by: Kept for scripts written for DerivaML: ``element``.
    """

    test_size: float | None
    train_size: float | None
    val_size: float | None
    validation_types: Sequence[str] | None
    selection_fn: "SelectionFunction | None"
    include_tables: Sequence[TableLike] | None
    row_per: TableLike | None
    partition_by: str


class CombineOptions(TypedDict, total=False):
    """What a combination of datasets has in it, and what it is called.

    Attributes:
        dataset_types: Its types; none of the datasets it is made of are passed on.
        description: What it is.
        recurse: Whether the members of datasets inside count, in place of these datasets.
    """

    dataset_types: Sequence[str] | str | None
    description: str
    recurse: bool


def split_dataset(
    ml: "Muniment",
    source_rid: DatasetLike,
    execution: "Execution | None" = None,
    **options: Unpack[SplitOptions],
) -> SplitResult:
    """Split the members of a dataset into training, testing and maybe validation.

    A dataset of the type Split is made that has the parts as members: datasets of the types Training, Testing
    and Validation. They are released as they are made. The source is recorded as an input of the execution,
    at its version, and ``split_config.json`` tells how the parts were chosen. Members of datasets inside the
    source count as its own.

    The same seed gives the same parts of the same members, on any machine and database. Files with the same
    bytes go to the same part, so that nothing is tested that was trained on.

    Args:
        ml: The catalog.
        source_rid: The dataset.
        execution: The execution that splits it; one is made for it if left out.
        **options: What `SplitOptions` lists.

    Raises:
        DatasetNotFound: There is no such dataset.
        InvalidValue: Sizes, columns or members do not allow it; the message says why.
        ColumnNotFound: There is no such column.
        DataLeak: What belongs together would be in different parts.
        ExecutionError: The execution was aborted.

    Example:
        >>> dataset = ml.create_dataset("Complete")
        >>> element = ml.add_dataset_element_type("Image")
        >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
        >>> result = split_dataset(ml, dataset.rid, test_size=0.5)
        >>> result.training.count, result.testing.count, ml.lookup_dataset(result.split.rid).dataset_types
        (1, 1, ['Split'])
    """
    maker = ml if execution is None else execution
    return maker.split_dataset(source_rid, **options)


def subsample(
    ml: "Muniment",
    source_rid: DatasetLike,
    execution: "Execution | None" = None,
    *,
    size: float,
    **options: Unpack[SubsampleOptions],
) -> SubsampleResult:
    """Make a dataset of some members of another.

    It has the type Subsample, and none of the source. The source is recorded as an input of the execution, at
    its version, and ``subsample_config.json`` tells how members were chosen.

    Args:
        ml: The catalog.
        source_rid: The dataset.
        execution: The execution that takes the sample; one is made for it if left out.
        size: A fraction below 1, or a number of members.
        **options: What `SubsampleOptions` lists.

    Raises:
        DatasetNotFound: There is no such dataset.
        InvalidValue: There are not as many members, or columns do not allow it.
        ColumnNotFound: There is no such column.
        ExecutionError: The execution was aborted.

    Example:
        >>> dataset = ml.create_dataset("Complete")
        >>> element = ml.add_dataset_element_type("Image")
        >>> added = dataset.add_dataset_members([image.rid for image in ml.list_assets("Image")])
        >>> ml.lookup_dataset(subsample(ml, dataset.rid, size=1).subsample.rid).dataset_types
        ['Subsample']
    """
    maker = ml if execution is None else execution
    return maker.subsample(source_rid, size=size, **options)


# What the methods of `Muniment` and `Execution` call


def split(catalog: Catalog, begin: Begin | None, source: DatasetLike, options: SplitOptions) -> SplitResult:
    """Split a dataset in an execution, or in none if it is a dry run."""
    given: dict[str, Any] = dict(options)
    sizes = Sizes(**{name: given.pop(name) for name in vars(Sizes()) if name in given})
    if given.pop("partition_by", "element") != "element":
        raise InvalidValue("Members are split, each one once: leave partition_by out.")
    if given.pop("row_per", None) not in {None, given.get("element_table")}:
        raise InvalidValue("There is one row for each member: leave row_per out.")
    labels = _take_labels(given)
    begin = None if given.pop("dry_run", False) else begin
    return splits.split(catalog, read_dataset_spec(source), sizes, _choice(given), labels, begin)


def split_folds(
    catalog: Catalog, begin: Begin | None, source: DatasetLike, count: int, options: FoldOptions
) -> FoldsResult:
    """Split a dataset into folds in an execution, or in none if it is a dry run."""
    given: dict[str, Any] = dict(options)
    labels = _take_labels(given)
    begin = None if given.pop("dry_run", False) else begin
    return splits.split_folds(catalog, read_dataset_spec(source), count, _choice(given), labels, begin)


def take_sample(
    catalog: Catalog, begin: Begin | None, source: DatasetLike, size: float, options: SubsampleOptions
) -> SubsampleResult:
    """Take a sample in an execution, or in none if it is a dry run."""
    given: dict[str, Any] = dict(options)
    types, text = listed(given.pop("dataset_types", None)), str(given.pop("description", ""))
    begin = None if given.pop("dry_run", False) else begin
    choice = _choice({**given, "same_content": "ignore"})
    return splits.subsample(catalog, read_dataset_spec(source), size, choice, types, text, begin)


def combine(
    catalog: Catalog,
    begin: Begin | None,
    operation: str,
    sources: Sequence[DatasetLike],
    options: CombineOptions,
) -> str:
    """Combine datasets in an execution, and give the RID of the new one.

    Raises:
        ExecutionError: The execution is a dry run.
    """
    if isinstance(sources, str | Dataset | DatasetSpec):
        raise InvalidValue(f"A combination is of a list of datasets, and {sources!r:.80} is none.")
    if begin is None:
        raise dry_run_refusal()
    return combining.combine(
        catalog,
        operation,
        [read_dataset_spec(source) for source in sources],
        begin,
        types=listed(options.get("dataset_types")),
        description=options.get("description", ""),
        recurse=options.get("recurse", False),
    )


def dry_run_refusal() -> ExecutionError:
    """Give the error that a dry run cannot make datasets."""
    return ExecutionError(
        "A dry run makes no dataset, because it writes nothing in the catalog. Skip that part of the code if "
        "exe.is_dry_run, or run it without dry_run."
    )


def parameters(**options: Any) -> dict[str, Any]:
    """Give options as an execution keeps them: what is no number or text by its name."""
    return {name: _plain(value) for name, value in options.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    for attribute in ("dataset_rid", "rid", "name", "__qualname__"):
        if isinstance(found := getattr(value, attribute, None), str):
            return found
    return str(value)


def listed(types: Sequence[str] | str | None) -> list[str]:
    """Give types as a list, be they one, several or none."""
    return [types] if isinstance(types, str) else list(types or ())


def _take_labels(options: dict[str, Any]) -> Labels:
    names = {"Training": "training_types", "Testing": "testing_types", "Validation": "validation_types"}
    types = {part: listed(options.pop(name, None)) for part, name in names.items()}
    return Labels(options.pop("split_description", ""), types)


def _choice(options: dict[str, Any]) -> Choice:
    """Make a choice of the options that are left.

    Raises:
        TypeError: There is no such option.
    """
    known = {each.name for each in fields(Choice)}
    for name in options:
        if name not in known:
            raise TypeError(f"There is no option {name!r} for this.{nearest(name, known)}")
    given = dict(options)
    if given.get("element_table") is not None:
        given["element_table"] = table_name(given["element_table"])
    given["include_tables"] = [table_name(table) for table in given.get("include_tables") or ()]
    return Choice(**given)
