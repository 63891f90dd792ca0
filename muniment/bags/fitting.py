"""The tables of a bag beside those of a catalog: which are to be made, and which cannot take the rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

import sqlalchemy as sa

from muniment.catalog.catalog import Catalog
from muniment.catalog.schema import shapes
from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import (
    SYSTEM_COLUMNS,
    ColumnDefinition,
    ForeignKeyDefinition,
    TableDefinition,
    TableKind,
    check_name,
)
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import TRAITS
from muniment.errors import BagConflict, BagInvalid


@dataclass(frozen=True)
class Fit:
    """How the tables of a bag and of a catalog fit together.

    Attributes:
        model: The tables that the catalog will have.
        new: Those to be made, each after those that it refers to.
        left_out: Core table → columns of the bag that no catalog of ours has, and that hold something.
    """

    model: Model
    new: list[TableDefinition]
    left_out: dict[str, list[str]] = field(default_factory=dict)


def fit(bag: Catalog, model: Model) -> Fit:
    """Compare the tables of a bag with those of a catalog.

    Raises:
        BagConflict: A table of the catalog cannot take the rows; the message names its columns.
        BagInvalid: Tables that are to be made refer to each other in a circle.
    """
    theirs = bag.model.definitions
    missing = [
        _ours(definition, theirs) for name, definition in theirs.items() if name not in model.definitions
    ]
    known = {**model.definitions, **{definition.name: definition for definition in missing}}
    missing += [each for d in missing for each in _companions(d, known) if each.name not in known]
    faults: list[str] = []
    left_out: dict[str, list[str]] = {}
    for name, definition in theirs.items():
        ours = model.definitions.get(name)
        if ours is not None and ours.schema_name == ML_SCHEMA:
            extra = [c for c in definition.columns if c not in ours.columns and _holds(bag, name, c)]
            left_out.update({name: extra} if extra else {})
        elif ours is not None:
            faults += _faults(definition, ours)
    if faults:
        raise BagConflict(
            "Tables of the catalog are others than those of the bag. Nothing was written.\n"
            + "\n".join(faults),
            tuple(faults),
        )
    new = _in_order(missing)
    return Fit(Model({**model.definitions, **{d.name: d for d in new}}), new, left_out)


def _holds(bag: Catalog, table: str, column: str) -> bool:
    source = bag.model.table(table)
    with bag.read() as connection:
        query = sa.select(source.c.RID).where(source.c[column].is_not(None)).limit(1)
        return connection.execute(query).first() is not None


def _faults(theirs: TableDefinition, ours: TableDefinition) -> Iterator[str]:
    """Say why a table cannot take the rows of another of its name."""
    special = {TableKind.asset, TableKind.vocabulary}
    if theirs.kind is not ours.kind and not special.isdisjoint({theirs.kind, ours.kind}):
        yield f"{ours.name} is a plain {ours.kind.value} here, and a {theirs.kind.value} in the bag"
    for name, column in theirs.columns.items():
        mine = ours.columns.get(name)
        if mine is None:
            yield f"{ours.name}.{name} ({column.type.value}) is in the bag, and not here"
        elif TRAITS[mine.type] is not TRAITS[column.type]:
            yield f"{ours.name}.{name} is {mine.type.value} here, and {column.type.value} in the bag"
    for name, mine in ours.columns.items():
        if name not in theirs.columns and not mine.nullok and mine.default is None:
            yield f"{ours.name}.{name} is required here, and not in the bag"


# Tables to be made


def _ours(definition: TableDefinition, theirs: Mapping[str, TableDefinition]) -> TableDefinition:
    """Give a table as a catalog of ours has it, in the user's schema.

    Raises:
        DefinitionError: No table can have its name, which names folders of files too.
    """
    check_name(definition.name)
    made = definition.model_copy(
        update={
            "schema_name": None,
            "comment": definition.comment or "",
            "fkey_defs": tuple(f.model_copy(update={"pk_sname": None}) for f in definition.fkey_defs),
        }
    )
    if made.kind is TableKind.asset:
        return _with_file_columns(made)
    return _usual(made, theirs) or made


def _with_file_columns(definition: TableDefinition) -> TableDefinition:
    """Give an asset table the columns that describe a file as ours describe it."""
    files = shapes.asset_table(definition.name).column_defs
    names = {column.name for column in files}
    own: tuple[ColumnDefinition, ...] = tuple(c for c in definition.column_defs if c.name not in names)
    keys = tuple(key for key in definition.key_defs if key.colnames != ("URL",))  # ours may share bytes
    return definition.model_copy(update={"column_defs": (*files, *own), "key_defs": keys})


def _usual(definition: TableDefinition, theirs: Mapping[str, TableDefinition]) -> TableDefinition | None:
    """Give the table that the catalog itself would make under this name, if it has the same columns."""
    element = theirs.get(definition.name.removeprefix("Dataset_"))
    owner = theirs.get(definition.name.removesuffix("_Asset_Type").removesuffix("_Execution"))
    made: list[TableDefinition] = []
    if element is not None and element.name != definition.name and "Dataset" in theirs:
        made.append(shapes.membership_table(theirs["Dataset"], element))
    if owner is not None and owner.kind is TableKind.asset:
        made += _companions(owner, theirs)
    for each in made:
        if each.name == definition.name and set(each.columns) == set(definition.columns):
            return each
    return None


def _companions(asset: TableDefinition, known: Mapping[str, TableDefinition]) -> list[TableDefinition]:
    """Give the tables that come with an asset table."""
    core = [known.get(name) for name in ("Asset_Type", "Execution", "Asset_Role")]
    ends = [each for each in core if each is not None]
    return (
        list(shapes.asset_companions(asset, *ends))
        if asset.kind is TableKind.asset and len(ends) == 3
        else []
    )


def _in_order(definitions: list[TableDefinition]) -> list[TableDefinition]:
    """Give tables each after those that it refers to.

    Raises:
        BagInvalid: They refer to each other in a circle.
    """
    by_name = {definition.name: definition for definition in definitions}
    before = {
        name: {fkey.pk_tname for fkey in definition.fkey_defs} & by_name.keys() - {name}
        for name, definition in sorted(by_name.items())
    }
    try:
        return [by_name[name] for name in TopologicalSorter(before).static_order()]
    except CycleError as error:
        raise BagInvalid(
            f"The tables {', '.join(sorted(set(error.args[1])))} of the bag refer to each other in a circle, "
            "so none of them can be made first. Make them in the catalog, then load the bag again."
        ) from error


# Rows in an order in which each comes after those that it refers to


def order_rows(tables: list[str], model: Model) -> tuple[list[str], dict[str, list[str]]]:
    """Give an order of tables to write rows in, and the columns that have to wait until all are written."""
    waiting: dict[str, list[str]] = {}
    while True:
        before = {
            name: {f.pk_tname for f in _needed(model.definition(name), waiting.get(name, []))} & set(tables)
            for name in sorted(tables)
        }
        try:
            return list(TopologicalSorter(before).static_order()), waiting
        except CycleError as error:
            _break(error.args[1], model, waiting)


def _needed(definition: TableDefinition, waiting: list[str]) -> list[ForeignKeyDefinition]:
    return [
        fkey
        for fkey in definition.fkey_defs
        if fkey.pk_tname != definition.name and not set(fkey.colnames).intersection(waiting)
    ]


def _break(circle: list[str], model: Model, waiting: dict[str, list[str]]) -> None:
    """Let a column that may be empty wait.

    Raises:
        BagInvalid: All columns on the way are required.
    """
    for name in sorted(set(circle)):
        definition = model.definition(name)
        for fkey in _needed(definition, waiting.get(name, [])):
            if fkey.pk_tname in circle and all(definition.columns[c].nullok for c in fkey.colnames):
                waiting.setdefault(name, []).extend(set(fkey.colnames) - set(SYSTEM_COLUMNS))
                return
    raise BagInvalid(
        f"Rows of {', '.join(sorted(set(circle)))} need each other, so none can be written first."
    )
