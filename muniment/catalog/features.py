"""Features: typed values that executions give to rows, such as labels, scores and segmentations.

A feature is a table, ``Execution_<Table>_<Feature>``, each row of which is the value that one execution has
given to one row of the target table: terms of vocabularies, assets, and columns of its own. Many executions
can give a row a value; a selector chooses.
"""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import changes, column_sources, frames, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.feature_records import EXECUTION, NAME, Feature, FeatureRecord, Selector
from muniment.catalog.schema import ddl, shapes
from muniment.catalog.schema.definitions import (
    ColumnDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.tables import Model
from muniment.catalog.vocabularies import add_missing_term
from muniment.errors import (
    DefinitionError,
    FeatureNotFound,
    InvalidValue,
    MaterializeLimitExceeded,
    WorkflowNotFound,
    WrongTableKind,
    nearest,
)

_KEY = {EXECUTION, NAME}
_AT_ONCE = 2000

Scope = Callable[[Connection, Model, sa.Table], sa.ColumnElement[bool]]
"""Gives the condition for the values to read."""


def _read_feature(model: Model, definition: TableDefinition) -> Feature | None:
    """Take the table of a feature for what it is; None if it does not say of which table and name."""
    ends = {fkey.colnames[0]: fkey.pk_tname for fkey in definition.fkey_defs if len(fkey.colnames) == 1}
    target = target_column(definition)
    name = definition.columns[NAME].default if NAME in definition.columns else None
    if target is None or ends[target] != target or not name:
        return None
    own = {column: table for column, table in ends.items() if column not in {EXECUTION, NAME, target}}
    kinds = {column: model.definition(table).kind for column, table in own.items()}

    def of_kind(kind: TableKind) -> dict[str, str]:
        return {column: own[column] for column in own if kinds[column] is kind}

    terms, assets = of_kind(TableKind.vocabulary), of_kind(TableKind.asset)
    others = {column: table for column, table in own.items() if column not in {*terms, *assets}}
    return Feature(target, str(name), definition, terms, assets, others)


def target_column(definition: TableDefinition) -> str | None:
    """Name the column of a feature's table that says which row a value is about; None if no key does.

    Of several columns that its key has, it is that in the name of the table; the others are qualifiers.
    """
    ends = {column for fkey in definition.fkey_defs for column in fkey.colnames if len(fkey.colnames) == 1}
    keys = (key.colnames for key in definition.key_defs if _KEY < set(key.colnames))
    targets = [column for column in next(keys, ()) if column in ends - {EXECUTION, NAME}]
    name = definition.columns[NAME].default if NAME in definition.columns else None
    named = (column for column in targets if definition.name == f"{EXECUTION}_{column}_{name}")
    return next(named, next(iter(targets), None))


def create(
    catalog: Catalog,
    target: str,
    name: str,
    *,
    terms: Iterable[str] = (),
    assets: Iterable[str] = (),
    metadata: Iterable[ColumnDefinition | str] = (),
    optional: Iterable[str] = (),
    comment: str = "",
    qualifiers: Iterable[str] = (),
    sources: Mapping[str, str | Iterable[str]] | None = None,
) -> Feature:
    """Make a feature: its table, and a term of Feature_Name.

    Args:
        catalog: Where to.
        target: The table whose rows will have values.
        name: Name of the feature.
        terms: Vocabularies, each of which gets a column of its name.
        assets: Asset tables, each of which gets a column of its name.
        metadata: Further columns; by the name of a table, one that refers to it.
        optional: The columns that a value may lack; the others are required.
        comment: What a value says.
        qualifiers: The columns that say which of several values of a row one is.
        sources: By column, the columns ``Table.Column`` from which its values are computed or copied.

    Raises:
        TableNotFound: There is no such table, or not that of a source.
        ColumnNotFound: There is no such source, or no such column of the feature to have sources.
        WrongTableKind: A table of `terms` is no vocabulary, or one of `assets` no asset table.
        TableExists: The table has such a feature already.
        DefinitionError: A name or column cannot be taken, or there is no column to be optional.
    """
    vocabularies, files, columns, lacking = list(terms), list(assets), list(metadata), list(optional)
    several = list(qualifiers)
    told = {column: column_sources.listed(each) for column, each in (sources or {}).items()}

    def make(tx: Transaction, model: Model) -> Feature:
        execution, owner, names = (model.definition(table) for table in (EXECUTION, target, NAME))
        if owner.kind in {TableKind.association, TableKind.feature} or owner in {execution, names}:
            raise WrongTableKind(f"Rows of {target} cannot have features, which are themselves made of them.")
        values: list[ColumnDefinition | TableDefinition] = [
            *(model.require(table, TableKind.asset) for table in files),
            *(model.require(table, TableKind.vocabulary) for table in vocabularies),
            *(model.definition(c) if isinstance(c, str) else c for c in columns),
        ]
        definition = shapes.feature_table(name, execution, owner, names, values, lacking, comment, several)
        _check_columns(definition)
        for column, named in told.items():
            if column in {EXECUTION, NAME, target}:
                raise DefinitionError(
                    f"{column} says which value of {name} a row is, and comes of no column."
                )
            definition = column_sources.stated(definition, column, named)
        column_sources.check(model, definition)
        add_missing_term(tx, model, NAME, name, comment or f"A feature of {target}")
        ddl.create_tables(tx.connection, model, [definition], tx.number)
        changes.record(tx, "create_feature", definition.name)
        return _as_feature(model, definition)

    return catalog.define(make)


def _as_feature(model: Model, definition: TableDefinition) -> Feature:
    feature = _read_feature(model, definition)
    if feature is None:
        raise DefinitionError(f"{definition.name} does not say of which table and name it is a feature.")
    return feature


def _check_columns(definition: TableDefinition) -> None:
    for column in definition.column_defs:
        if column.name.startswith("_") or hasattr(FeatureRecord, column.name):
            raise DefinitionError(
                f"A feature cannot have a column {column.name!r}: records have something else of that name."
            )


def find(catalog: Catalog, table: str | None = None) -> list[Feature]:
    """Give the features of a table, or all there are, by table and name.

    Raises:
        TableNotFound: There is no such table.
    """
    model = catalog.refresh()
    wanted = None if table is None else model.definition(table).name
    return sorted(of_table(model, wanted), key=lambda feature: (feature.target_table, feature.feature_name))


def of_table(model: Model, table: str | None) -> Iterator[Feature]:
    """Give the features of a table, or all there are."""
    for definition in model.of_kind(TableKind.feature):
        feature = _read_feature(model, definition)
        if feature is not None and table in {None, feature.target_table}:
            yield feature


def find_in(model: Model, table: str, name: str) -> Feature | None:
    """Give a feature of a table by its name, None if there is none."""
    return next((feature for feature in of_table(model, table) if feature.feature_name == name), None)


def newest(model: Model, feature: Feature) -> sa.Subquery:
    """Ask for the newest value of each row that has one, for each of its qualifiers."""
    table = model.table(feature.feature_table)
    names = [feature.target_table, *(column.name for column in feature.feature_columns)]
    return first_of_each(table, feature, names, newest_first(table)).subquery()


def newest_first(table: Any) -> list[sa.ColumnElement[Any]]:
    """Give the order of values of a feature in which the newest is the first."""
    return [table.c.RCT.desc().nulls_last(), *(part.desc() for part in frames.rid_order(table.c.RID))]


def first_of_each(
    table: Any,
    feature: Feature,
    names: Sequence[str],
    order: Sequence[sa.ColumnElement[Any]],
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> sa.Select[Any]:
    """Ask for the first value, in some order, of each row that has one, for each of its qualifiers.

    Args:
        table: The table of the feature.
        feature: The feature.
        names: The columns that are wanted.
        order: The order.
        where: Which values there are to choose from.
    """
    parts = [table.c[name] for name in (feature.target_table, *feature.qualifiers)]
    rank = sa.func.row_number().over(partition_by=parts, order_by=order).label("Muniment_rank")
    ranked = sa.select(*(table.c[name] for name in names), rank).where(*where).subquery()
    return sa.select(*(ranked.c[name] for name in names)).where(ranked.c.Muniment_rank == 1)


def lookup(catalog: Catalog, table: str, name: str) -> Feature:
    """Give a feature.

    Raises:
        TableNotFound: There is no such table.
        FeatureNotFound: The table has no such feature; the message names the nearest.
    """
    known = {feature.feature_name: feature for feature in find(catalog, table)}
    if name not in known:
        raise FeatureNotFound(
            f"{table} has no feature {name!r}.{nearest(name, known)} It has {', '.join(known) or 'none'}. "
            f"ml.create_feature({table!r}, {name!r}, terms=[...]) would create it."
        )
    return known[name]


def delete(catalog: Catalog, table: str, name: str) -> bool:
    """Put a feature away; its values stay in the database, hidden. False if there is none.

    Raises:
        TableNotFound: There is no such table.
    """

    def change(tx: Transaction, model: Model) -> bool:
        feature = find_in(model, table, name)
        if feature is not None:
            ddl.drop_table(tx.connection, model, feature.feature_table, tx.number)
            changes.record(tx, "delete_feature", feature.feature_table)
        return feature is not None

    catalog.definition(table)
    return catalog.define(change)


# Values


def values(
    catalog: Catalog,
    table: str,
    name: str,
    *,
    selector: Selector | None = None,
    materialize_limit: int | None = None,
    execution_rids: Collection[str] | None = None,
    scope: Scope | None = None,
) -> Iterator[FeatureRecord]:
    """Give the values of a feature, by the RID of their row and then by time.

    Args:
        catalog: Where to read.
        table: The table whose rows have values.
        name: Name of the feature.
        selector: Given all records of a row, chooses one of them, or None to leave the row out; of a feature
            with qualifiers, one for each of them.
        materialize_limit: How many values may be read at most.
        execution_rids: Of which executions; all if left out.
        scope: Gives the condition for the values to read.

    Raises:
        TableNotFound: There is no such table.
        FeatureNotFound: The table has no such feature.
        MaterializeLimitExceeded: There are more values than the limit.
        InvalidValue: The selector is no function.
    """
    feature = lookup(catalog, table, name)
    if selector is not None and not callable(selector):
        raise InvalidValue(
            f"selector={selector!r:.80} is no function, as FeatureRecord.select_newest is one."
        )
    of = None if execution_rids is None else [ids.normalize(str(rid)) for rid in execution_rids]
    if materialize_limit is not None:
        with catalog.read() as connection:
            query = _select(connection, catalog.model_in(connection), feature, of, scope)
            counting = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
            if (count := int(connection.execute(counting).scalar_one())) > materialize_limit:
                raise MaterializeLimitExceeded(
                    f"{name} of {table} has {count} values, and materialize_limit is {materialize_limit}. "
                    "Raise it, or read those of some executions with execution_rids.",
                    materialize_limit,
                    count,
                )
    records = _read(catalog, feature, of, scope)
    return records if selector is None else choose(records, feature, selector)


def _read(
    catalog: Catalog, feature: Feature, executions: Sequence[str] | None, scope: Scope | None
) -> Generator[FeatureRecord]:
    with catalog.read() as connection:
        query = _select(connection, catalog.model_in(connection), feature, executions, scope)
        with closing(read_records(connection, feature, query)) as records:
            yield from records


def read_records(connection: Connection, feature: Feature, query: sa.Select[Any]) -> Generator[FeatureRecord]:
    """Read the records of a feature that a query asks for, which `select_records` has begun."""
    make = feature.feature_record_class().model_construct
    with connection.execute(query, execution_options={"yield_per": _AT_ONCE}) as found:
        for row in found:
            yield make(**dict(zip(feature.record_columns, row, strict=True)))


def select_records(table: Any, feature: Feature) -> sa.Select[Any]:
    """Ask for the records of a feature by the RID of their row, and then by time."""
    target = frames.rid_order(table.c[feature.target_table])
    query = sa.select(*(table.c[name] for name in feature.record_columns))
    return query.order_by(*target, table.c.RCT, *frames.rid_order(table.c.RID))


def _select(
    connection: Connection,
    model: Model,
    feature: Feature,
    executions: Sequence[str] | None,
    scope: Scope | None,
) -> sa.Select[Any]:
    table = model.table(feature.feature_table)
    query = select_records(table, feature)
    if executions is not None:
        query = query.where(table.c.Execution.in_(listed(connection, executions)))
    if scope is not None:
        query = query.where(scope(connection, model, table))
    return query


def choose(
    records: Generator[FeatureRecord], feature: Feature, selector: Selector
) -> Iterator[FeatureRecord]:
    """Have a selector choose one of the records of each row, or none.

    Raises:
        InvalidValue: It gave what is no record of the row.
        Exception: What it raises itself, with a note that tells of which row and feature.
    """
    with closing(records):  # or whoever keeps an error would keep a transaction open, too
        for rid, group in _group(records, feature):
            chosen = _ask(selector, group, rid, feature)
            if chosen is not None:
                yield chosen


def _ask(selector: Selector, group: list[FeatureRecord], rid: str, feature: Feature) -> FeatureRecord | None:
    try:
        chosen = selector(list(group))
    except Exception as error:
        error.add_note(f"while {selector!r} chose among the values that {rid} has of {feature!r}")
        raise
    if chosen is not None and not any(chosen is record for record in group):
        _check_chosen(chosen, rid, feature)
    return chosen


def _check_chosen(record: Any, rid: str, feature: Feature) -> None:
    """Refuse what is no value of the row, and make sure that another's values can be written."""
    if not isinstance(record, FeatureRecord) or getattr(record, feature.target_table, None) != rid:
        raise InvalidValue(
            f"A selector of {feature.feature_name} gave {record!r:.80} for {feature.target_table} {rid}. It "
            "gives one of the records that it is given, a changed one of the same row, or None."
        )
    for column in feature.feature_columns:
        value = getattr(record, column.name)
        if value is not None:
            rows.check_value(feature.feature_table, column, value)


def _group(records: Iterator[FeatureRecord], feature: Feature) -> Iterator[tuple[str, list[FeatureRecord]]]:
    """Give the records of each row, and of each of its qualifiers, with the RID of the row."""
    for rid, of_row in groupby(records, attrgetter(feature.target_table)):
        groups: dict[Any, list[FeatureRecord]] = {}
        for record in of_row:
            groups.setdefault(tuple(getattr(record, name) for name in feature.qualifiers), []).append(record)
        yield from ((rid, group) for group in groups.values())


def executions_of_workflow(catalog: Catalog, workflow: str) -> list[str]:
    """Give the RIDs of the executions of a workflow, or of all workflows of a type, the oldest first.

    Raises:
        WorkflowNotFound: There is no such workflow, and no such type.
    """
    with catalog.read() as connection:
        model = catalog.model_in(connection)
        executions, workflows, types, kinds = (
            model.table(name) for name in (EXECUTION, "Workflow", "Workflow_Workflow_Type", "Workflow_Type")
        )
        rid = ids.normalize(workflow) if ids.is_rid(workflow) else workflow
        chosen = sa.select(workflows.c.RID).where(workflows.c.RID == rid)
        if connection.execute(chosen).first() is None:
            if connection.execute(sa.select(kinds.c.RID).where(kinds.c.Name == workflow)).first() is None:
                raise WorkflowNotFound(
                    f"{workflow!r} is no RID of a workflow here, and no type of any; bags hold no types of "
                    "workflows."
                )
            chosen = sa.select(types.c.Workflow).where(types.c.Workflow_Type == workflow)
        query = sa.select(executions.c.RID).where(executions.c.Workflow.in_(chosen))
        ordered = query.order_by(executions.c.RCT, *frames.rid_order(executions.c.RID))
        return list(connection.execute(ordered).scalars())
