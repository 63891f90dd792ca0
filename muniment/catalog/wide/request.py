"""What is asked of a wide table, with the names that it may be asked by."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from muniment.catalog import features
from muniment.catalog.feature_records import Feature, FeatureRecord, Selector
from muniment.catalog.schema.definitions import SYSTEM_COLUMNS
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue, TableNotFound, nearest

PROVENANCE = tuple(name for name in SYSTEM_COLUMNS if name != "RID")
"""The system columns that are left out unless they are asked for."""

Features = Mapping[str, Selector | None] | Iterable[str] | str | None
"""Features by name; in a mapping, each with what chooses one of several values of a row."""


class WideOptions(TypedDict, total=False):
    """How a wide table is made.

    Attributes:
        row_per: The table whose rows become rows; found out if left out: the one that refers to all others.
        via: Tables, or references such as ``Image.Subject``, that the ways between tables go over; they say
            which is meant where there are several, and have no columns in the result.
        features: Features whose values become columns, one of each row: names, or a mapping from names to
            selectors. Without a selector of its own a feature has `selector`, or else the newest value.
        selector: Chooses one of the values that a row has, for all features that are asked for.
        ignore_unrelated_anchors: Leave members out that have nothing to do with the tables, instead of
            refusing.
        system_columns: System columns to have as well: ``RCT``, ``RMT``, ``RCB``, ``RMB``, ``RVS``.
    """

    row_per: str | None
    via: Sequence[str] | str | None
    features: Features
    selector: Selector | None
    ignore_unrelated_anchors: bool
    system_columns: Sequence[str] | None


@dataclass(frozen=True)
class Request:
    """What is asked for, by the names of tables.

    Attributes:
        tables: The tables with columns in the result, in their order.
        row_per: The table whose rows become rows, if that was said.
        via: What the ways between tables go over.
        chosen: The features of which each row has one value, by their tables, each with its selector.
        system_columns: System columns to have as well.
        ignore_unrelated: Whether members that have nothing to do with the tables are left out.
    """

    tables: tuple[str, ...]
    row_per: str | None = None
    via: tuple[str, ...] = ()
    chosen: Mapping[str, tuple[Feature, Selector]] = field(default_factory=dict)
    system_columns: frozenset[str] = frozenset()
    ignore_unrelated: bool = False


def read_request(model: Model, tables: Any, options: WideOptions) -> Request:
    """Read what was asked for.

    Raises:
        TableNotFound: There is no table and no feature of a name; the message names the nearest.
        InvalidValue: Nothing was asked for, a selector has nothing to choose from, or an option is none.
    """
    _check(options)
    asked = [_table(model, name) for name in _listed(tables, "tables")]
    columns = _read_features(model, options.get("features"))
    wanted = tuple(dict.fromkeys([*asked, *columns]))
    if not wanted:
        raise InvalidValue("No tables were named: a wide table has the columns of some.")
    row_per = options.get("row_per")
    if row_per is not None and (row_per := _table(model, row_per)) not in wanted:
        raise InvalidValue(f"row_per={row_per!r} is not among the tables, which are {', '.join(wanted)}.")
    return Request(
        wanted,
        row_per,
        tuple(_route(model, said) for said in _listed(options.get("via") or (), "via")),
        _read_selectors(model, wanted, columns, options.get("selector")),
        _read_system(options.get("system_columns")),
        bool(options.get("ignore_unrelated_anchors", False)),
    )


def _check(options: Mapping[str, Any]) -> None:
    for name in options:
        if name not in WideOptions.__annotations__:
            known = ", ".join(WideOptions.__annotations__)
            raise InvalidValue(
                f"A wide table takes no {name}=.{nearest(name, known.split(', '))} It takes {known}."
            )
    for name in ("selector",):
        if options.get(name) is not None and not callable(options[name]):
            raise InvalidValue(
                f"{name}= takes a function of a list of records, and {options[name]!r:.80} is none."
            )


def _listed(given: Any, name: str) -> list[str]:
    """Give names that were given as one, or many."""
    if isinstance(given, str) or _name(given) is not given:
        given = [given]
    if not isinstance(given, Iterable):
        raise InvalidValue(f"{name} takes names of tables, and {given!r:.80} is none.")
    return [str(_name(each)) for each in given]


def _name(thing: Any) -> Any:
    """Give the name of a table, or of the table of a feature or the class of its records."""
    feature = getattr(thing, "feature", thing)
    return getattr(feature, "feature_table", getattr(thing, "name", thing))


def _table(model: Model, name: Any) -> str:
    """Give the table of a name: a table's own, or a feature's."""
    [asked] = _listed(name, "row_per")
    if asked in model.definitions:
        return asked
    found = [feature for feature in features.of_table(model, None) if feature.feature_name == asked]
    if len(found) == 1:
        return found[0].feature_table
    if found:
        tables = ", ".join(sorted(feature.feature_table for feature in found))
        raise InvalidValue(
            f"Several tables have a feature {asked!r}. Name the one meant by its table: {tables}."
        )
    known = [*model.definitions, *(feature.feature_name for feature in features.of_table(model, None))]
    raise TableNotFound(f"There is no table and no feature {asked!r}.{nearest(asked, known)}")


def _route(model: Model, said: str) -> str:
    """Give an entry of `via` by the name of its table; it may end in columns."""
    table, dot, columns = said.partition(".")
    name = _table(model, table)
    ends = [fkey.colnames for fkey in model.definition(name).fkey_defs]
    if dot and not any(columns == "+".join(names) or columns in names for names in ends):
        known = ", ".join(f"{name}.{'+'.join(names)}" for names in ends) or "none"
        raise InvalidValue(f"via={said!r} is no reference. {name} has {known}.")
    return f"{name}{dot}{columns}"


def _read_features(model: Model, given: Features) -> dict[str, Selector | None]:
    """Give the tables of the features that are to be columns, each with its own selector."""
    if given is None:
        return {}
    own: Mapping[Any, Selector | None] = (
        given if isinstance(given, Mapping) else dict.fromkeys(_listed(given, "features"))
    )
    return {_table(model, name): selector for name, selector in own.items()}


def _read_selectors(
    model: Model,
    tables: Iterable[str],
    columns: Mapping[str, Selector | None],
    selector: Selector | None,
) -> dict[str, tuple[Feature, Selector]]:
    known = {feature.feature_table: feature for feature in features.of_table(model, None)}
    if strange := [name for name in columns if name not in known]:
        raise InvalidValue(f"{strange[0]} is no feature. Name it among the tables instead of in features=.")
    found: dict[str, tuple[Feature, Selector]] = {}
    for name in tables:
        chosen: Callable[[list[Any]], Any] | None = columns.get(name) or selector
        if name in columns and chosen is None:
            chosen = FeatureRecord.select_newest
        if name in known and chosen is not None:
            if not callable(chosen):
                raise InvalidValue(
                    f"{chosen!r:.80} cannot choose values of {name}: a selector is a function."
                )
            found[name] = known[name], chosen
    if selector is not None and not found:
        raise InvalidValue(
            "selector= chooses among the values of features, and no feature is among the tables. Name one "
            "there, or in features=."
        )
    return found


def _read_system(given: Sequence[str] | None) -> frozenset[str]:
    wanted = _listed(given or (), "system_columns")
    if strange := [name for name in wanted if name not in {*PROVENANCE, "RID"}]:
        raise InvalidValue(f"{strange[0]!r} is no system column. There are {', '.join(PROVENANCE)}.")
    return frozenset(wanted)
