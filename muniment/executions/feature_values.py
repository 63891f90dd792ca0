"""Values of features on their way into the catalog: checked, written down, and uploaded with their run."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from pydantic_core import from_json

from muniment import ids
from muniment.catalog import features, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.feature_records import EXECUTION, NAME, Feature, FeatureRecord
from muniment.catalog.rows import Row
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import is_missing
from muniment.errors import InvalidValue, StagingError, nearest
from muniment.executions.journal import Journal, StagedValue, write_json

_FILE = "muniment:staged-file"
_FILLED = (EXECUTION, NAME, "RID", "RCT")
_PLAIN = frozenset({str, int, bool})
_SHOWN = 3
_NOTHING = "There are no values to add."


def read_records(
    catalog: Catalog, records: Any, table: str | None, name: str | None
) -> tuple[Feature, list[dict[str, Any]]]:
    """Find out which feature records are of, and give them as dicts.

    Args:
        catalog: Where the feature is.
        records: Records of one feature; or dicts or a DataFrame of column → value, if table and name are
            given.
        table: The table whose rows have values.
        name: Name of the feature.

    Raises:
        InvalidValue: There are none, or they are of several features or of none.
        FeatureNotFound: The table has no such feature.
    """
    given = [records] if isinstance(records, FeatureRecord) else records
    if not hasattr(given, "to_dict") and not isinstance(given, Mapping):
        given = list(given)
    own = [record for record in given if isinstance(record, FeatureRecord)] if isinstance(given, list) else []
    if own and len(own) < len(given):
        raise InvalidValue(
            "Some of these are records of a feature, and some are not. Add them by themselves."
        )
    if own:
        kinds = {type(record).__name__: type(record).feature for record in own}
        feature = kinds[type(own[0]).__name__]
        if len(kinds) > 1 or feature is None:
            raise InvalidValue(
                f"These are records of {' and '.join(sorted(kinds))}: add those of one feature at a time. "
                "Nothing was staged."
            )
        table, name = feature.target_table, feature.feature_name
        dicts = [{key: getattr(record, key) for key in type(record).model_fields} for record in own]
    else:
        dicts = rows.records(cast(Any, given))
    if not dicts:
        raise InvalidValue(_NOTHING)
    if table is None or name is None:
        raise InvalidValue(
            "These are no records of a feature: make them with the class that ml.feature_record_class(table, "
            "name) gives, or say which feature is meant with table=... and name=..."
        )
    return features.lookup(catalog, table, name), dicts


def read_labels(feature: Feature, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give labels as rows: RID → the value of the only column, or a dict of column → value.

    Of a feature with qualifiers, it can be a list of them.

    Raises:
        InvalidValue: There are none, they are no mapping, or which of several columns is meant is not said.
    """
    if not isinstance(values, Mapping):
        raise InvalidValue(f"{values!r:.80} is no mapping of RID → value.")
    if not values:
        raise InvalidValue(_NOTHING)
    names = [column.name for column in feature.feature_columns]
    lines: list[dict[str, Any]] = []
    given = (
        (rid, value)
        for rid, several in values.items()
        for value in (
            several if feature.qualifiers and isinstance(several, list | tuple | set) else [several]
        )
    )
    for rid, value in given:
        if not isinstance(value, Mapping) and len(names) != 1:
            raise InvalidValue(
                f"{feature.feature_name} of {feature.target_table} has {len(names)} columns: say which "
                f"{value!r:.80} is for, with a dict of column → value. It has {', '.join(names) or 'none'}."
            )
        own = dict(value) if isinstance(value, Mapping) else {names[0]: value}
        lines.append({feature.target_table: rid, **own})
    if not lines:
        raise InvalidValue(_NOTHING)
    return lines


def stage(
    catalog: Catalog, journal: Journal, execution: str, feature: Feature, records: Sequence[Row]
) -> int:
    """Check values of a feature and write them down; tell how many they are.

    A path in a column of assets stands for the file that the execution has staged there.

    Raises:
        InvalidValue: A value does not fit its column, is missing, or a row would get two values at once.
        ColumnNotFound: The feature has no such column.
        TermNotFound: A value is no term of its vocabulary; synonyms are taken.
        RIDNotFound: There is no such row, or no such asset.
        StagingError: A path is none that the execution has staged, or it has given the row a value already.
    """
    values = _check(catalog, feature, records, execution, journal)
    told = ((_place(feature, value), write_json(value)) for value in values)
    journal.add_values(execution, feature.feature_table, told)
    return len(records)


def check_values(catalog: Catalog, feature: Feature, records: Sequence[Row]) -> None:
    """Check values of a feature that a new execution is to stage, before there is one.

    Raises what `stage` raises.
    """
    _check(catalog, feature, records, None, None)


def _check(
    catalog: Catalog,
    feature: Feature,
    records: Sequence[Row],
    execution: str | None,
    journal: Journal | None,
) -> list[dict[str, Any]]:
    """Check values, and give them as the journal keeps them."""
    target = feature.target_table
    columns = [feature.definition.column(target), *feature.feature_columns]
    names = [column.name for column in columns]
    _check_names(feature, names, execution, records)
    defaults = [(column.name, column.default) for column in columns]
    lines = [[_taken(record.get(name, default)) for name, default in defaults] for record in records]
    _require_values(feature, names, lines)
    given = [list(values) for values in zip(*lines, strict=True)]
    has_paths = _has_paths(feature, names, given)
    staged = list(journal.places(execution)) if journal and execution and has_paths else []
    files = _take_files(staged, feature, names, given)
    checked: list[Sequence[Any]] = [
        rows.check_column(feature.feature_table, column, values)
        for column, values in zip(columns, given, strict=True)
    ]
    with catalog.read() as connection:
        model = catalog.model_in(connection)
        rows.name_terms(connection, model, feature.feature_table, columns, checked)
        tables = {target: target, **feature.assets, **feature.references}
        for position, name in enumerate(names):
            if name in tables:
                checked[position] = [value and ids.normalize(value) for value in checked[position]]
                found = {value for value in checked[position] if value is not None}
                rows.require(connection, model, tables[name], sorted(found))
        for position, values in files.items():
            checked[position] = [file or value for file, value in zip(values, checked[position], strict=True)]
        found_values = [dict(zip(names, line, strict=True)) for line in zip(*checked, strict=True)]
        places = [_place(feature, value) for value in found_values]
        _check_once(feature, places)
        if execution is not None:
            _check_new(connection, model, feature, execution, checked[0], places)
    return found_values


def _place(feature: Feature, value: Mapping[str, Any]) -> str:
    """Say what an execution can give one value only: a row, and of a feature with qualifiers, those too."""
    rid = str(value[feature.target_table])
    return " ".join([rid, *(write_json(value[name]) for name in feature.qualifiers)])


def _has_paths(feature: Feature, names: Sequence[str], given: Sequence[Sequence[Any]]) -> bool:
    columns = (values for name, values in zip(names, given, strict=True) if name in feature.assets)
    return any(_is_path(value) for values in columns for value in values)


def _is_path(value: Any) -> bool:
    """Say whether a value is a path, or the text of one, as a DataFrame may have it."""
    return isinstance(value, os.PathLike) or (isinstance(value, str) and os.sep in value)


def _taken(value: Any) -> Any:
    """Take what has a RID for its RID, and what pandas calls missing for None."""
    if type(value) in _PLAIN or isinstance(value, os.PathLike):  # which is slow to find out of what is none
        return value
    return getattr(value, "rid", None if is_missing(value) else value)


def _check_names(
    feature: Feature, names: Sequence[str], execution: str | None, records: Sequence[Row]
) -> None:
    for name in {name for record in records for name in record} - {*names, *_FILLED}:
        feature.definition.column(name)
        raise InvalidValue(
            f"{feature.feature_name} of {feature.target_table} takes no value for {name!r}."
            f"{nearest(name, names)} It takes {', '.join(names)}."
        )
    for record in records:
        if str(record.get(NAME) or feature.feature_name) != feature.feature_name:
            raise InvalidValue(
                f"A record is of the feature {record[NAME]!r}, and not {feature.feature_name!r}."
            )
        if record.get(EXECUTION) not in {None, execution}:
            raise InvalidValue(
                f"A record says that execution {record[EXECUTION]} made it, and another was to add it. "
                "Leave Execution out."
            )


def _require_values(feature: Feature, names: Sequence[str], lines: Sequence[Sequence[Any]]) -> None:
    needed = [position for position, name in enumerate(names) if not feature.definition.columns[name].nullok]
    for number, line in enumerate(lines):
        for position in needed:
            if line[position] is None:
                raise InvalidValue(
                    f"{feature.feature_name} of {feature.target_table} needs {names[position]}, and record "
                    f"{number} has no value for it. Nothing was staged."
                )


def _take_files(
    places: Iterable[tuple[str, str | None, str, str, str | None]],
    feature: Feature,
    names: Sequence[str],
    given: Sequence[list[Any]],
) -> dict[int, list[dict[str, Any] | None]]:
    """Put aside the files that are named by their paths: position of the column → what is kept of each."""
    staged: dict[str, tuple[str, str]] = {}
    for path, source, table, filename, _ in places:
        staged[path] = table, filename
        staged.setdefault(source or path, (table, filename))
    files: dict[int, list[dict[str, Any] | None]] = {}
    for position, name in enumerate(names):
        if name in feature.assets:
            files[position] = [None] * len(given[position])
            for number, value in enumerate(given[position]):
                if _is_path(value):
                    files[position][number] = _find_file(value, feature.assets[name], staged)
                    given[position][number] = None
    return files


def _find_file(
    path: "os.PathLike[str] | str", table: str, staged: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    place = staged.get(os.fspath(path)) or staged.get(os.path.abspath(path))  # noqa: PTH100 (follows no links)
    if place is None:
        raise StagingError(
            f"{os.fspath(path)} is not staged by this execution, so that no value can refer to it. Take the "
            f"path that exe.asset_file_path({table!r}, ...) gives; of a file that is uploaded, take its RID."
        )
    if place[0] != table:
        raise InvalidValue(f"{os.fspath(path)} is staged for {place[0]}, and the column is for {table}.")
    return {_FILE: list(place)}


def _check_once(feature: Feature, places: Sequence[str]) -> None:
    if len(set(places)) < len(places):
        twice, _ = Counter(places).most_common(1)[0]
        raise InvalidValue(
            f"{feature.target_table} {twice} would get two values of {feature.feature_name} at once: one "
            f"execution gives a row one value{_for_each(feature)}. Nothing was staged."
        )


def _for_each(feature: Feature) -> str:
    return f" for each {' and '.join(feature.qualifiers)}" if feature.qualifiers else ""


def _check_new(
    connection: sa.Connection,
    model: Model,
    feature: Feature,
    execution: str,
    targets: Sequence[str],
    places: Sequence[str],
) -> None:
    table = model.table(feature.feature_table)
    own = [table.c[name] for name in (feature.target_table, *feature.qualifiers)]
    query = sa.select(*own).where(table.c.Execution == execution, own[0].in_(listed(connection, targets)))
    there = (_place(feature, dict(row)) for row in connection.execute(query).mappings())
    if known := sorted(set(places).intersection(there)):
        raise StagingError(
            f"Execution {execution} has given {feature.target_table} {rows.some(known, _SHOWN)} a value of "
            f"{feature.feature_name} already, and that is in the catalog. Another execution can give another."
        )


def discard(
    catalog: Catalog,
    journal: Journal,
    execution: str,
    table: str,
    name: str,
    rids: Sequence[str] | None,
) -> int:
    """Take staged values back, those of rows or all of a feature, and tell how many; it may be deleted since.

    Raises:
        FeatureNotFound: There is no such feature, and there are no staged values of one.
    """
    feature = features.find_in(catalog.refresh(), table, name)
    staged = f"{EXECUTION}_{table}_{name}" if feature is None else feature.feature_table
    if feature is None and staged not in journal.tables_of_values(execution):
        features.lookup(catalog, table, name)
    return journal.discard_values(execution, staged, rids)


def check(catalog: Catalog, journal: Journal, execution: str) -> None:
    """Make sure that the features are there that values are of, and the files staged that they refer to.

    Raises:
        StagingError: Some are not; the message names one.
    """
    known = catalog.refresh().definitions
    for table in journal.tables_of_values(execution):
        if table not in known:
            raise StagingError(
                f"Execution {execution} cannot be uploaded: values are staged for {table}, a feature that "
                "was deleted or renamed since. exe.discard_features(table, name), with its old names, "
                "takes them back. Nothing was uploaded."
            )
    places: set[tuple[str, str]] | None = None
    for value in _with_files(journal, execution):
        for entry in value.values():
            if isinstance(entry, dict) and _FILE in entry:
                if places is None:
                    places = {(table, name) for _, _, table, name, _ in journal.places(execution)}
                if tuple(entry[_FILE]) not in places:
                    table, name = entry[_FILE]
                    raise StagingError(
                        f"Execution {execution} cannot be uploaded: a value refers to the file {name!r} of "
                        f"{table}, which is not staged any more. Stage it again, or take the value back "
                        "with exe.discard_features(...)."
                    )


def _with_files(journal: Journal, execution: str) -> Iterator[dict[str, Any]]:
    for portion in journal.values(execution, containing=f'"{_FILE}"'):
        yield from _columns_of(portion)


def _columns_of(portion: Sequence[StagedValue]) -> list[dict[str, Any]]:
    """Give the columns of many values, by one call."""
    return cast("list[dict[str, Any]]", from_json(f"[{','.join([v.value_json for v in portion])}]"))


def insert(tx: Transaction, model: Model, journal: Journal, execution: str) -> dict[str, int]:
    """Insert the values that have RIDs, and tell how many there were of each feature's table.

    Raises:
        RIDNotFound: A row or an asset is gone meanwhile.
        ConstraintViolation: The catalog refuses a value.
    """
    files: dict[tuple[str, str], str | None] | None = None
    counts: dict[str, int] = {}
    for portion in journal.values(execution):
        known = [value for value in portion if value.rid is not None]
        if not known:
            continue
        feature_table = known[0].feature_table
        if files is None and any(f'"{_FILE}"' in value.value_json for value in known):
            files = {(table, name): rid for _, _, table, name, rid in journal.places(execution)}
        lines = [
            {EXECUTION: execution, **{name: _rid_of(entry, files or {}) for name, entry in value.items()}}
            for value in _columns_of(known)
        ]
        rows.insert(tx, model, feature_table, lines, [value.rid or "" for value in known])
        counts[feature_table] = counts.get(feature_table, 0) + len(known)
    return counts


def _rid_of(value: Any, files: Mapping[tuple[str, str], str | None]) -> Any:
    if isinstance(value, dict) and _FILE in value:
        table, name = value[_FILE]
        return files.get((table, name))
    return value
