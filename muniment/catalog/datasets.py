"""Datasets: named, typed sets of rows of any tables, other datasets among them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import frames, rows, tables, versions
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.frames import Rows
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.catalog.versions import DatasetHistory, DatasetVersion
from muniment.catalog.vocabularies import resolve_terms
from muniment.errors import (
    DataError,
    DatasetCycle,
    DatasetNotFound,
    InvalidValue,
    NotAnElementType,
    RIDNotFound,
    WrongTableKind,
)

Members = Sequence[str] | Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class DatasetRecord:
    """What the catalog says of a dataset."""

    rid: str
    description: str | None
    types: tuple[str, ...]
    deleted: bool
    version: DatasetVersion


def create(
    catalog: Catalog,
    types: Iterable[str] = (),
    description: str = "",
    version: str = versions.FIRST_VERSION,
    execution: str | None = None,
) -> str:
    """Make a dataset without members, release its first version, and give its RID.

    Raises:
        TermNotFound: There is no such dataset type.
        InvalidValue: The version is no release.
    """
    terms = resolve_terms(catalog, "Dataset_Type", types)

    def write(tx: Transaction) -> str:
        [rid] = rows.insert(tx, catalog.model, "Dataset", [{"Description": description, "Deleted": False}])
        versions.add_first(tx, catalog.model, rid, str(version), description, execution)
        _link_types(tx, catalog.model, rid, terms)
        return rid

    return catalog.transact(write, execution, mark=True)


def _link_types(tx: Transaction, model: Model, dataset: str, terms: Sequence[str]) -> None:
    link = model.table("Dataset_Dataset_Type")
    rows.insert_checked(tx, link, ("Dataset", "Dataset_Type"), [(dataset, term) for term in terms])


def find(catalog: Catalog, deleted: bool = False, rids: Iterable[str] | None = None) -> list[DatasetRecord]:
    """Give all datasets by RID, or these; deleted ones only if asked for."""
    with catalog.read() as connection:
        table = catalog.model.table("Dataset")
        conditions = [] if deleted else [table.c.Deleted.is_not(sa.true())]
        conditions += [] if rids is None else [table.c.RID.in_(listed(connection, rids))]
        return _records(connection, catalog.model, conditions)


def lookup(catalog: Catalog, rid: str, deleted: bool = False) -> DatasetRecord:
    """Give one dataset.

    Raises:
        DatasetNotFound: There is none of this RID; the message says what the RID is, if anything.
    """
    wanted = ids.normalize(rid)
    with catalog.read() as connection:
        table = catalog.model.table("Dataset")
        found = _records(connection, catalog.model, [table.c.RID == wanted])
        if found and (deleted or not found[0].deleted):
            return found[0]
        raise DatasetNotFound(
            f"There is no dataset {wanted}{_what_else(connection, catalog, wanted, found)}."
        )


def _what_else(connection: Connection, catalog: Catalog, rid: str, found: Sequence[DatasetRecord]) -> str:
    if found:
        return ": it was deleted, and lookup_dataset(..., deleted=True) still finds it"
    try:
        return f": it is a row of {rows.resolve(connection, catalog.model, [rid])[rid]}"
    except RIDNotFound:
        return "; ml.find_datasets() gives those there are"


def _records(
    connection: Connection, model: Model, conditions: Sequence[sa.ColumnElement[bool]]
) -> list[DatasetRecord]:
    table, version = model.table("Dataset"), model.table("Dataset_Version")
    query = (
        sa.select(table.c.RID, table.c.Description, table.c.Deleted, version.c.Version)
        .join(version, table.c.Version == version.c.RID)
        .where(*conditions)
        .order_by(*frames.rid_order(table.c.RID))
    )
    found = connection.execute(query).all()
    link = model.table("Dataset_Dataset_Type")
    asked = sa.select(link.c.Dataset, link.c.Dataset_Type).order_by(*frames.rid_order(link.c.RID))
    types: dict[str, list[str]] = {}
    for dataset, name in connection.execute(
        asked.where(link.c.Dataset.in_(listed(connection, [row.RID for row in found])))
    ):
        types.setdefault(dataset, []).append(name)
    return [
        DatasetRecord(
            rid=row.RID,
            description=row.Description,
            types=tuple(types.get(row.RID, ())),
            deleted=bool(row.Deleted),
            version=DatasetVersion(row.Version),
        )
        for row in found
    ]


def delete(catalog: Catalog, rid: str, recurse: bool = False) -> None:
    """Mark a dataset as deleted, and with `recurse` the datasets inside it too. Nothing is removed.

    Raises:
        DataError: It, or one inside it, is a member of another dataset, which would lose it.
    """
    dataset = lookup(catalog, rid).rid

    def write(tx: Transaction) -> None:
        tx.claim("nesting")
        inside = _walk(tx.connection, catalog.model, [dataset], "children", True) if recurse else []
        doomed = [dataset, *inside]
        _check_unused(tx.connection, catalog.model, doomed)
        rows.update(tx, catalog.model, "Dataset", [{"RID": each, "Deleted": True} for each in doomed])

    catalog.transact(write)


def _check_unused(connection: Connection, model: Model, doomed: Sequence[str]) -> None:
    """Refuse to delete datasets that others contain which are there and stay."""
    link, owner = model.table("Dataset_Dataset"), model.table("Dataset")
    query = (
        sa.select(link.c.Nested_Dataset, link.c.Dataset)
        .join(owner, owner.c.RID == link.c.Dataset)
        .where(link.c.Nested_Dataset.in_(listed(connection, doomed)), owner.c.Deleted.is_not(sa.true()))
        .where(link.c.Dataset.not_in(listed(connection, doomed)))
    )
    found = connection.execute(query).first()
    if found:
        raise DataError(
            f"Dataset {found.Nested_Dataset} cannot be deleted: it is a member of {found.Dataset}. "
            "Take it out there first with delete_dataset_members."
        )


def change_types(
    catalog: Catalog, dataset: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> None:
    """Give a dataset types and take others from it; only a real change makes a draft.

    Raises:
        TermNotFound: There is no such dataset type.
    """
    added = resolve_terms(catalog, "Dataset_Type", add)
    removed = resolve_terms(catalog, "Dataset_Type", remove)
    link = catalog.model.table("Dataset_Dataset_Type")
    mine = link.c.Dataset == dataset

    def write(tx: Transaction) -> None:
        versions.claim(tx, dataset)
        there = set(tx.connection.execute(sa.select(link.c.Dataset_Type).where(mine)).scalars())
        new = [term for term in added if term not in there]
        gone = [term for term in removed if term in there]
        _link_types(tx, catalog.model, dataset, new)
        tx.connection.execute(sa.delete(link).where(mine, link.c.Dataset_Type.in_(gone)))
        if new or gone:
            versions.mark_draft(tx, catalog.model, dataset)

    catalog.transact(write)


def _require_kept(connection: Connection, model: Model, dataset: str) -> None:
    """Make sure that a dataset was not deleted, in the transaction that would change it."""
    table = model.table("Dataset")
    if connection.execute(sa.select(table.c.Deleted).where(table.c.RID == dataset)).scalar():
        raise DatasetNotFound(
            f"Dataset {dataset} was deleted: it takes no members and releases no version. "
            "ml.create_dataset(...) makes another."
        )


def readers(catalog: Catalog, dataset: str) -> list[str]:
    """Give the RIDs of the executions that read a dataset, in order; a bag may be without them."""
    if "Dataset_Execution" not in catalog.model.definitions:
        return []
    link = catalog.model.table("Dataset_Execution")
    query = sa.select(link.c.Execution).where(link.c.Dataset == dataset).group_by(link.c.Execution)
    with catalog.read() as connection:
        return list(connection.execute(query.order_by(*frames.rid_order(link.c.Execution))).scalars())


def history(catalog: Catalog, dataset: str) -> list[DatasetHistory]:
    """Give all versions of a dataset, the oldest first."""
    with catalog.read() as connection:
        return versions.history(connection, catalog.model, dataset)


def release(
    catalog: Catalog, dataset: str, part: str, description: str = "", execution: str | None = None
) -> DatasetVersion:
    """Release what has changed in a dataset since its last release.

    Raises:
        DatasetNotFound: It was deleted.
        VersionNotFound: Nothing has changed since.
        InvalidValue: There is no such part of a version.
    """

    def write(tx: Transaction) -> DatasetVersion:
        _require_kept(tx.connection, catalog.model, dataset)
        return versions.release(tx, catalog.model, dataset, part, description, execution)

    return catalog.transact(write, execution, mark=True)


def mark_draft(
    catalog: Catalog, dataset: str, description: str = "", execution: str | None = None
) -> DatasetVersion:
    """Note that what a dataset refers to has changed.

    Raises:
        DatasetNotFound: It was deleted.
    """

    def write(tx: Transaction) -> DatasetVersion:
        _require_kept(tx.connection, catalog.model, dataset)
        return versions.mark_draft(tx, catalog.model, dataset, description, execution)

    return catalog.transact(write, execution)


def release_as_is(catalog: Catalog, dataset: str, part: str, description: str = "") -> DatasetVersion:
    """Release a dataset whether it has changed or not.

    Raises:
        DatasetNotFound: It was deleted.
        InvalidValue: There is no such part of a version.
    """

    def write(tx: Transaction) -> DatasetVersion:
        _require_kept(tx.connection, catalog.model, dataset)
        versions.mark_draft(tx, catalog.model, dataset, description)
        return versions.release(tx, catalog.model, dataset, part, description)

    return catalog.transact(write, mark=True)


def describe(catalog: Catalog, dataset: str, description: str) -> None:
    """Change the description of a dataset."""
    change = {"RID": dataset, "Description": description}
    catalog.transact(lambda tx: rows.update(tx, catalog.model, "Dataset", [change]))


# Element types and members


def add_element_type(catalog: Catalog, table: str) -> TableDefinition:
    """Let rows of a table be members of datasets; a table that may already is no error.

    Raises:
        TableNotFound: There is no such table.
        WrongTableKind: It is a vocabulary: rows refer to its terms by name, and not by RID.
        TableExists: The table that would hold the memberships is there and holds something else.
    """
    element = catalog.definition(table)
    if element.name in element_types(catalog):
        return element
    if element.kind is TableKind.vocabulary:
        raise WrongTableKind(f"{element.name} is a vocabulary, whose terms cannot be members of datasets.")
    tables.create_membership_table(catalog, element.name)
    return element


def element_types(catalog: Catalog) -> dict[str, str]:
    """Give the tables whose rows can be members, each with the table that holds the memberships."""
    return memberships(catalog.refresh())


def memberships(model: Model) -> dict[str, str]:
    """Give the tables whose rows can be members, each with the table that holds the memberships."""
    found = {"Dataset": "Dataset_Dataset"}
    for definition in model.of_kind(TableKind.association):
        element = definition.name.removeprefix("Dataset_")
        columns = [column.name for column in definition.column_defs]
        if columns == ["Dataset", element] and f"Dataset_{element}" == definition.name:
            found[element] = definition.name
    return {element: found[element] for element in sorted(found.keys() - _NO_ELEMENTS)}


_NO_ELEMENTS = {"Dataset_Type", "Execution"}
"""What datasets are associated with besides members; in older bags executions look like these."""


def _element_column(element: str) -> str:
    return "Nested_Dataset" if element == "Dataset" else element


def _membership(catalog: Catalog, element: str) -> sa.Table:
    known = element_types(catalog)
    if element not in known:
        raise NotAnElementType(
            f"Rows of {element} cannot be members of datasets yet. "
            f"ml.add_dataset_element_type({element!r}) allows it. Tables that may: {', '.join(known)}."
        )
    return catalog.model.table(known[element])


def group_members(catalog: Catalog, members: Members) -> dict[str, list[str]]:
    """Sort members by table, whether they were given as RIDs or by table.

    Raises:
        RIDNotFound: Some are in no table, or not in the table they were given for.
    """
    if isinstance(members, str) or hasattr(members, "rid"):
        members = [cast(str, members)]
    with catalog.read() as connection:
        if not isinstance(members, Mapping):
            found = rows.resolve(connection, catalog.refresh(), map(_rid_of, members))
            grouped: dict[str, list[str]] = {}
            for rid, table in found.items():
                grouped.setdefault(table, []).append(rid)
            return grouped
        given = {table: _normal(rids) for table, rids in members.items()}
        for table, rids in given.items():
            rows.require(connection, catalog.model, catalog.definition(table).name, rids)
        return given


def _normal(rids: str | Sequence[str]) -> list[str]:
    given = [cast(str, rids)] if isinstance(rids, str) or hasattr(rids, "rid") else rids
    return list(dict.fromkeys(ids.normalize(_rid_of(each)) for each in given))


def _rid_of(member: Any) -> str:
    """Give the RID of a member, which a handle may stand for."""
    return cast(str, getattr(member, "rid", member))


def add_members(
    catalog: Catalog, dataset: str, members: Members, description: str = "", execution: str | None = None
) -> int:
    """Add members, all or none, and give how many are new; members that are there already stay.

    Raises:
        RIDNotFound: Some are in no table.
        DatasetNotFound: The dataset, or one among the members, was deleted.
        NotAnElementType: Rows of their table cannot be members yet.
        DatasetCycle: A dataset would contain itself.
    """
    grouped = {table: rids for table, rids in group_members(catalog, members).items() if rids}
    links = {table: _membership(catalog, table) for table in grouped}
    children = grouped.get("Dataset", ())

    def write(tx: Transaction) -> int:
        if children:
            tx.claim("nesting")
        versions.claim(tx, dataset)
        _require_kept(tx.connection, catalog.model, dataset)
        _check_children(tx.connection, catalog.model, dataset, children)
        new = sum(_add_to(tx, links[table], dataset, table, rids) for table, rids in grouped.items())
        if new:
            versions.mark_draft(tx, catalog.model, dataset, description, execution)
        return new

    return catalog.transact(write, execution)


def _add_to(tx: Transaction, link: sa.Table, dataset: str, element: str, rids: Sequence[str]) -> int:
    column = _element_column(element)
    asked = link.c[column].in_(listed(tx.connection, rids))
    query = sa.select(link.c[column]).where(link.c.Dataset == dataset, asked)
    there = set(tx.connection.execute(query).scalars())
    new = [(dataset, rid) for rid in rids if rid not in there]
    rows.insert_checked(tx, link, ("Dataset", column), new)
    return len(new)


def _check_children(connection: Connection, model: Model, dataset: str, children: Sequence[str]) -> None:
    """Refuse children that contain the dataset, however deep, in the transaction that would add them."""
    if not children:
        return
    table = model.table("Dataset")
    doomed = table.c.RID.in_(listed(connection, children)) & table.c.Deleted.is_(sa.true())
    for gone in connection.execute(sa.select(table.c.RID).where(doomed)).scalars():
        raise DatasetNotFound(
            f"There is no dataset {gone}: it was deleted. ml.undelete({gone!r}) would take it back."
        )
    above = {dataset, *_walk(connection, model, [dataset], "parents", recurse=True)}
    for child in children:
        if child in above:
            raise DatasetCycle(
                f"Dataset {child} cannot be a member of {dataset}: "
                + ("it is the same dataset." if child == dataset else f"{child} contains {dataset} already.")
            )


def delete_members(catalog: Catalog, dataset: str, members: Members, description: str = "") -> int:
    """Take members out of a dataset, and give how many there were; the rows themselves stay.

    Raises:
        RIDNotFound: Some are in no table.
        NotAnElementType: Rows of their table cannot be members.
    """
    grouped = group_members(catalog, members)
    links = {table: _membership(catalog, table) for table in grouped}

    def write(tx: Transaction) -> int:
        versions.claim(tx, dataset)
        gone = sum(_take_from(tx, links[table], dataset, table, rids) for table, rids in grouped.items())
        if gone:
            versions.mark_draft(tx, catalog.model, dataset, description)
        return gone

    return catalog.transact(write)


def _take_from(tx: Transaction, link: sa.Table, dataset: str, element: str, rids: Sequence[str]) -> int:
    column = _element_column(element)
    chosen = link.c[column].in_(listed(tx.connection, rids))
    return tx.connection.execute(sa.delete(link).where(link.c.Dataset == dataset, chosen)).rowcount


def list_members(
    catalog: Catalog, dataset: str, recurse: bool = False, limit: int | None = None
) -> dict[str, Rows]:
    """Read the members of a dataset by table, and with `recurse` those of the datasets inside it too.

    Args:
        catalog: Where to read.
        dataset: RID of the dataset.
        recurse: Whether members of members count.
        limit: How many rows to give of each table at most.

    Raises:
        InvalidValue: The limit is below 0.
    """
    if limit is not None and limit < 0:
        raise InvalidValue(f"There are no {limit} rows to give: limit is a number from 0 on.")
    elements = element_types(catalog)
    with catalog.read() as connection:
        model = catalog.model
        owners = [dataset, *(_walk(connection, model, [dataset], "children", True) if recurse else ())]
        return {
            element: _read_members(connection, model, owners, element, link, limit)
            for element, link in elements.items()
        }


def _read_members(
    connection: Connection, model: Model, owners: Sequence[str], element: str, link: str, limit: int | None
) -> Rows:
    source, members = model.table(element), model.table(link)
    chosen = sa.select(members.c[_element_column(element)]).where(
        members.c.Dataset.in_(listed(connection, owners))
    )
    columns = [source.c[name] for name in model.definition(element).columns if name != "RVS"]
    query = sa.select(*columns).where(source.c.RID.in_(chosen)).order_by(*frames.rid_order(source.c.RID))
    return frames.fetch(connection, query.limit(limit), model.term_columns(element))


def related(catalog: Catalog, dataset: str, direction: str, recurse: bool = False) -> list[str]:
    """Give the RIDs of the datasets inside (``children``) or around (``parents``) a dataset, each once."""
    with catalog.read() as connection:
        return _walk(connection, catalog.model, [dataset], direction, recurse)


def _walk(
    connection: Connection, model: Model, start: Sequence[str], direction: str, recurse: bool
) -> list[str]:
    """Follow nesting by one recursive query, which ends on any graph because each dataset counts once."""
    link = model.table("Dataset_Dataset")
    near, far = link.c.Dataset, link.c.Nested_Dataset
    near, far = (near, far) if direction == "children" else (far, near)
    reached = sa.select(far.label("rid")).where(near.in_(listed(connection, start))).cte(recursive=recurse)
    if recurse:
        reached = reached.union(sa.select(far).join(reached, near == reached.c.rid))
    query = sa.select(reached.c.rid).group_by(reached.c.rid).order_by(*frames.rid_order(reached.c.rid))
    return list(connection.execute(query).scalars())
