"""What is to be learnt of each row: columns of its table, or of the tables it refers to, or features."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from muniment.catalog import features
from muniment.catalog.catalog import Catalog
from muniment.catalog.feature_records import Feature, FeatureRecord, Selector, require_one_value
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition
from muniment.errors import ColumnNotFound, InvalidValue, nearest

MISSING = ("unknown", "skip", "error")
UNKNOWN = "Unknown"

Targets = Sequence[str] | Mapping[str, Callable[[Any], Any] | None] | str | None
"""Names of targets; in a mapping, each with what chooses one of several values of a feature."""


@dataclass(frozen=True)
class _Source:
    """Where the values of a target are."""

    column: str
    through: ForeignKeyDefinition | None = None


@dataclass(frozen=True)
class _OfFeature:
    """The feature that a target is, or is a column of."""

    feature: Feature
    column: str | None = None

    def __post_init__(self) -> None:
        require_one_value(self.feature)


def target_names(targets: Targets) -> list[str]:
    """Name the targets that are asked for."""
    return [targets] if isinstance(targets, str) else list(targets or ())


def read_targets(catalog: Catalog, table: str, targets: Targets) -> dict[str, dict[str, Any]]:
    """Read the values of targets: the RID of each row of a table → target → value.

    Args:
        catalog: Where to read.
        table: The table of the rows.
        targets: ``Column`` of the table, or ``Table.Column`` of one it refers to; or ``Feature``, whose
            values are records, and ``Feature.Column``. Of several values of a feature the newest is taken,
            or the one that a selector chooses, which a mapping gives.

    Raises:
        ColumnNotFound: There is no such column; the message names the nearest.
        InvalidValue: The table refers to the other in several ways, or a row has several values at once.
    """
    definition = catalog.definition(table)
    sources = {name: _find(catalog, definition, name) for name in target_names(targets)}
    if not sources:
        return {}
    columns = {name: source for name, source in sources.items() if isinstance(source, _Source)}
    found = _read_columns(catalog, definition.name, columns)
    selectors = targets if isinstance(targets, Mapping) else {}
    for name, source in sources.items():
        if isinstance(source, _OfFeature):
            values = _read_feature(catalog, source, selectors.get(name))
            for rid, known in found.items():
                known[name] = values.get(rid)
    return {rid: {name: known[name] for name in sources} for rid, known in found.items()}


def _read_columns(catalog: Catalog, table: str, sources: Mapping[str, _Source]) -> dict[str, dict[str, Any]]:
    mine = catalog.model.table(table)
    origin: sa.FromClause = mine
    columns: list[sa.ColumnElement[Any]] = [mine.c.RID.label("_rid")]
    for number, source in enumerate(sources.values()):
        if source.through is None:
            columns.append(mine.c[source.column].label(f"_{number}"))
            continue
        other = catalog.model.table(source.through.pk_tname).alias(f"target_{number}")
        pairs = zip(source.through.colnames, source.through.pk_colnames, strict=True)
        on = sa.and_(*(mine.c[own] == other.c[its] for own, its in pairs))
        origin = sa.outerjoin(origin, other, on)
        columns.append(other.c[source.column].label(f"_{number}"))
    with catalog.read() as connection:
        found = connection.execute(sa.select(*columns).select_from(origin)).all()
    return {row[0]: dict(zip(sources, row[1:], strict=True)) for row in found}


def _read_feature(catalog: Catalog, source: _OfFeature, selector: Selector | None) -> dict[str, Any]:
    """Give the RID of each row with a value → the value of a column, or the record."""
    target, name = source.feature.target_table, source.feature.feature_name
    chosen = features.values(catalog, target, name, selector=selector or FeatureRecord.select_newest)
    return {
        getattr(record, target): record if source.column is None else getattr(record, source.column)
        for record in chosen
    }


def _find(catalog: Catalog, definition: TableDefinition, name: str) -> _Source | _OfFeature:
    table, dot, column = name.rpartition(".")
    referred = sorted({fkey.pk_tname for fkey in definition.fkey_defs})
    if not dot or table == definition.name:
        if column in definition.columns:
            return _Source(column)
        if feature := features.find_in(catalog.model, definition.name, name):
            return _OfFeature(feature)
        raise ColumnNotFound(
            f"There is no target {name!r}: {definition.name} has no column and no feature {column!r}."
            f"{nearest(column, definition.columns)} A column of a table that it refers to is named "
            f"'Table.Column'; it refers to {', '.join(referred) or 'none'}."
        )
    ways = [fkey for fkey in definition.fkey_defs if fkey.pk_tname == table]
    if not ways and (feature := features.find_in(catalog.model, definition.name, table)):
        return _OfFeature(feature, feature.definition.column(column).name)
    if not ways:
        raise ColumnNotFound(
            f"There is no target {name!r}: {definition.name} does not refer to {table}, and has no such "
            f"feature.{nearest(table, referred)}"
        )
    if len(ways) > 1:
        columns = ", ".join("+".join(fkey.colnames) for fkey in ways)
        raise InvalidValue(f"{name!r} could be meant in several ways: {definition.name} refers by {columns}.")
    return _Source(catalog.definition(table).column(column).name, ways[0])


def check_missing(missing: str) -> None:
    """Refuse what is no answer to a missing value.

    Raises:
        InvalidValue: It is none.
    """
    if missing not in MISSING:
        raise InvalidValue(f"missing={missing!r} is not known: take {', '.join(map(repr, MISSING))}.")


def complete(rid: str, values: Mapping[str, Any], missing: str) -> dict[str, Any] | None:
    """Give the values of a row's targets, with what stands for those it has not; None to leave the row out.

    Raises:
        InvalidValue: There are none for a target, and that is to be an error.
    """
    lacking = [name for name, value in values.items() if value is None]
    if lacking and missing == "error":
        raise InvalidValue(
            f"{rid} has no value for {', '.join(lacking)}. Take missing='skip' to leave such rows out, or "
            f"missing='unknown' to call it {UNKNOWN}."
        )
    if lacking and missing == "skip":
        return None
    return {name: UNKNOWN if value is None else value for name, value in values.items()}
