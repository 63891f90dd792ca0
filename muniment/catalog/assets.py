"""Assets: rows that describe files, with their types and the executions that made or read them."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import frames, rows
from muniment.catalog.bulk import without_collector
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.frames import Field, Rows
from muniment.catalog.schema.definitions import (
    ASSET_COLUMNS,
    ColumnDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import SERIAL
from muniment.catalog.vocabularies import resolve_terms
from muniment.errors import (
    AssetNotFound,
    ColumnNotFound,
    ConstraintViolation,
    InvalidValue,
    RIDNotFound,
    TableNotFound,
    WrongTableKind,
    nearest,
)

INPUT, OUTPUT = "Input", "Output"


class NewAsset(NamedTuple):
    """A file whose bytes are in the store or at a URL, about to become a row; its types are terms, each once.

    Checksums of bytes at a URL that nobody has read are empty.
    """

    rid: str
    filename: str
    length: int
    md5: str
    sha256: str
    description: str | None = None
    types: Sequence[str] = ()
    metadata: Mapping[str, Any] = MappingProxyType({})
    url: str | None = None


def object_url(sha256: str) -> str:
    """Give the URL of an object, relative to the store.

    Example:
        >>> object_url("ab" + "0" * 62)[:12]
        '/objects/ab/'
    """
    return f"/objects/{sha256[:2]}/{sha256}"


def insert_assets(
    tx: Transaction,
    model: Model,
    definition: TableDefinition,
    assets: Sequence[NewAsset],
    execution: str,
    role: str = OUTPUT,
) -> None:
    """Insert assets of one table with their types and their link to the execution: three statements.

    Raises:
        ColumnNotFound: The table has no column that a file has a value for.
        InvalidValue: A metadata value does not fit its column.
        TermNotFound: A type or a metadata value is no term any more; the message names files that have it.
        ConstraintViolation: A required column has no value, or a rule of the table refuses a row.
    """
    rids = [asset.rid for asset in assets]
    _insert_rows(tx, model, definition, assets, rids)
    _insert_types(tx, model, definition.name, assets)
    _insert_links(tx, model, definition.name, rids, execution, role)


def _insert_rows(
    tx: Transaction,
    model: Model,
    definition: TableDefinition,
    assets: Sequence[NewAsset],
    rids: Sequence[str],
) -> None:
    own = _own_columns(definition, assets)
    names = ("URL", "Filename", "Description", "Length", "MD5", "SHA256", *(column.name for column in own))

    checked = _own_values(definition.name, own, assets)
    rows.number_serials(tx, model.table(definition.name), own, checked)
    filenames = [asset.filename for asset in assets]
    rows.name_terms(tx.connection, model, definition.name, own, checked, filenames)

    def values() -> Iterator[tuple[Any, ...]]:
        known = (
            (
                asset.url or object_url(asset.sha256),
                asset.filename,
                asset.description,
                asset.length,
                asset.md5,
                asset.sha256 or None,
            )
            for asset in assets
        )
        given = zip(*checked, strict=True) if checked else itertools.repeat((), len(assets))
        return (mine + others for mine, others in zip(known, given, strict=True))

    try:
        with tx.attempt():
            rows.insert_checked(tx, model.table(definition.name), names, values(), rids)
    except ConstraintViolation:
        rows.explain(tx.connection, model, definition, names, values())
        raise


def _own_columns(definition: TableDefinition, assets: Sequence[NewAsset]) -> list[ColumnDefinition]:
    """Give the user's own columns to write: those that a file has a value for, or that fill themselves."""
    asked = {name for asset in assets for name in asset.metadata}
    columns = metadata_columns(definition)
    check_metadata(definition.name, columns, dict.fromkeys(asked))
    return [
        c
        for c in columns.values()
        if c.name in asked or c.default is not None or c.type in SERIAL or not c.nullok
    ]


def _own_values(
    table: str, columns: Sequence[ColumnDefinition], assets: Sequence[NewAsset]
) -> list[Sequence[Any]]:
    """Give the values of each of the user's own columns as they will be stored."""
    given = ([asset.metadata.get(c.name, c.default) for asset in assets] for c in columns)
    return [rows.check_column(table, c, values) for c, values in zip(columns, given, strict=True)]


def _insert_types(tx: Transaction, model: Model, table: str, assets: Sequence[NewAsset]) -> None:
    link = model.definition(f"{table}_Asset_Type")
    given = [(asset, name) for asset in assets for name in asset.types]
    names: list[Sequence[Any]] = [[name for _, name in given]]
    filenames = [asset.filename for asset, _ in given]
    rows.name_terms(tx.connection, model, link.name, [link.column("Asset_Type")], names, filenames)
    types = zip((asset.rid for asset, _ in given), names[0], strict=True)
    rows.insert_checked(tx, model.table(link.name), (table, "Asset_Type"), types, tx.rids(len(given)))


def table_of_files(catalog: Catalog, table: str, filenames: Iterable[str]) -> TableDefinition:
    """Give the definition of the asset table that staged files are to go to.

    Raises:
        TableNotFound: It was dropped meanwhile; the message names the files.
        WrongTableKind: It was dropped meanwhile, and another table has its name.
    """
    try:
        return catalog.definition(table, TableKind.asset)
    except (TableNotFound, WrongTableKind) as error:
        raise type(error)(
            f"{rows.some(filenames)} cannot go to {table}: the table was dropped after they were staged, and "
            f"nothing was uploaded. Make it again, or exe.unstage({table!r}, ...) them. {error}"
        ) from error


def required_columns(definition: TableDefinition) -> list[str]:
    """Name the user's own columns that a file must have a value for."""
    columns = metadata_columns(definition).values()
    return [c.name for c in columns if not c.nullok and c.default is None and c.type not in SERIAL]


def link_assets(
    tx: Transaction, model: Model, table: str, rids: Sequence[str], execution: str, role: str
) -> None:
    """Record that an execution made or read assets; a link that is there already stays as it is."""
    tx.claim("links", execution)
    link = model.table(f"{table}_Execution")
    asked = link.c[table].in_(listed(tx.connection, rids))
    there = sa.select(link.c[table]).where(asked, link.c.Execution == execution, link.c.Asset_Role == role)
    known = set(tx.connection.execute(there).scalars())
    new = [rid for rid in dict.fromkeys(rids) if rid not in known]
    _insert_links(tx, model, table, new, execution, role)


def _insert_links(
    tx: Transaction, model: Model, table: str, rids: Sequence[str], execution: str, role: str
) -> None:
    link = model.table(f"{table}_Execution")
    links = ((rid, execution, role) for rid in rids)
    rows.insert_checked(tx, link, (table, "Execution", "Asset_Role"), links, tx.rids(len(rids)))


def metadata_columns(definition: TableDefinition) -> dict[str, ColumnDefinition]:
    """Give the columns of an asset table that a user fills, by name."""
    return {c.name: c for c in definition.column_defs if c.name not in ASSET_COLUMNS}


def require_mapping(metadata: Any) -> None:
    """Make sure that the values of a file's own columns come with the names of the columns.

    Raises:
        InvalidValue: They do not.
    """
    if not isinstance(metadata, Mapping):
        raise InvalidValue(f"metadata is a dict of column → value, and {metadata!r:.80} is none.")


def check_metadata(
    table: str, columns: Mapping[str, ColumnDefinition], metadata: Mapping[str, Any]
) -> dict[str, Any]:
    """Check the values of a file's own columns, and give them as they will be stored.

    Args:
        table: Name of the asset table.
        columns: What `metadata_columns` gives for it.
        metadata: Column → value.

    Raises:
        ColumnNotFound: The table has no such column, or it is one that the catalog fills.
        InvalidValue: A value does not fit its column, or the metadata is no mapping.
    """
    require_mapping(metadata)
    for name in metadata:
        if name not in columns:
            raise ColumnNotFound(
                f"Files of {table} cannot have a value for {name!r}.{nearest(name, columns)} "
                f"Columns of its own: {', '.join(columns) or 'none'}."
            )
    return {name: rows.check_value(table, columns[name], value) for name, value in metadata.items()}


def tables_with(catalog: Catalog, columns: Iterable[str]) -> list[str]:
    """Name the asset tables that have all these columns.

    Raises:
        ColumnNotFound: No asset table has them.
    """
    wanted, known = set(columns), catalog.refresh().of_kind(TableKind.asset)
    found = [definition.name for definition in known if wanted <= set(definition.columns)]
    if not found:
        names = {name for definition in known for name in definition.columns}
        unknown = sorted(wanted - names) or sorted(wanted)
        raise ColumnNotFound(f"No asset table has {' and '.join(unknown)}.{nearest(unknown[0], names)}")
    return found


def list_assets(
    catalog: Catalog,
    table: str,
    *,
    where: Mapping[str, Any] | None = None,
    asset_type: str | None = None,
    execution: str | None = None,
    role: str | None = None,
    rids: Iterable[str] | None = None,
) -> Rows:
    """Read the assets of a table, each with its types, by RID.

    Args:
        catalog: Where to read.
        table: Name of an asset table.
        where: Column → value; only assets that have them all.
        asset_type: Only assets of this type, by name or synonym.
        execution: Only assets that this execution made or read.
        role: Only assets that an execution made (``Output``) or read (``Input``).
        rids: Only these assets.

    Raises:
        TableNotFound: There is no such table.
        WrongTableKind: The table is no asset table.
        ColumnNotFound: The table has no such column.
        TermNotFound: There is no such asset type or role, or no such term in the vocabulary of a column.
    """
    definition = catalog.definition(table, TableKind.asset)
    wanted = resolve_terms(catalog, "Asset_Type", [asset_type]) if asset_type else []
    roles = resolve_terms(catalog, "Asset_Role", [role]) if role else []
    with catalog.read() as connection:
        source = catalog.model.table(definition.name)
        conditions = [
            *_matching(source, definition, _by_names(catalog, definition.name, where or {})),
            *_typed(catalog.model, definition.name, wanted),
            *_used(catalog.model, definition.name, execution, roles),
        ]
        if rids is not None:
            conditions.append(source.c.RID.in_(listed(connection, map(ids.normalize, rids))))
        return _read_assets(connection, catalog.model, definition, conditions)


def _by_names(catalog: Catalog, table: str, where: Mapping[str, Any]) -> dict[str, Any]:
    """Give conditions in which terms are called by their names."""
    vocabularies = catalog.model.term_columns(table)
    return {
        column: resolve_terms(catalog, vocabularies[column], [value])[0]
        if column in vocabularies and isinstance(value, str)
        else value
        for column, value in where.items()
    }


def _matching(source: sa.Table, definition: TableDefinition, where: Mapping[str, Any]) -> list[Any]:
    conditions = []
    for name, value in where.items():
        wanted = rows.check_value(definition.name, definition.column(name), value)
        conditions.append(source.c[name].is_(None) if wanted is None else source.c[name] == wanted)
    return conditions


def _typed(model: Model, table: str, types: Sequence[str]) -> list[Any]:
    if not types:
        return []
    link = _link(model, f"{table}_Asset_Type")
    if link is None:
        return [sa.false()]
    return [
        model.table(table).c.RID.in_(sa.select(link.c[table]).where(link.c.Asset_Type == name))
        for name in types
    ]


def _link(model: Model, name: str) -> sa.Table | None:
    """Give a table that says more of assets; None if a bag was made without it."""
    return model.table(name) if name in model.definitions else None


def _used(model: Model, table: str, execution: str | None, roles: Sequence[str]) -> list[Any]:
    if not execution and not roles:
        return []
    link = _link(model, f"{table}_Execution")
    if link is None:
        return [sa.false()]
    conditions = [link.c.Execution == execution] if execution else []
    conditions += [link.c.Asset_Role == role for role in roles]
    return [model.table(table).c.RID.in_(sa.select(link.c[table]).where(*conditions))]


def _read_assets(
    connection: Connection, model: Model, definition: TableDefinition, conditions: Sequence[Any]
) -> Rows:
    source = model.table(definition.name)
    columns = [source.c[name] for name in definition.columns if name != "RVS"]
    query = sa.select(*columns).where(*conditions).order_by(*frames.rid_order(source.c.RID))
    with without_collector():
        found = frames.fetch(connection, query, model.term_columns(definition.name))
        types = _types_of(connection, model, definition.name, source, conditions)
        return Rows(
            (*found.fields, Field("Asset_Type", None)),
            [(*values, types.get(values[0], [])) for values in found.tuples],
        )


def _types_of(
    connection: Connection, model: Model, table: str, source: sa.Table, conditions: Sequence[Any]
) -> dict[str, list[str]]:
    link = _link(model, f"{table}_Asset_Type")
    if link is None:
        return {}
    query = sa.select(link.c[table], link.c.Asset_Type).order_by(*frames.rid_order(link.c.RID))
    if conditions:
        query = query.where(link.c[table].in_(sa.select(source.c.RID).where(*conditions)))
    types: dict[str, list[str]] = {}
    for rid, name in frames.fetch_tuples(connection, query):
        types.setdefault(rid, []).append(name)
    return types


def locate_asset(catalog: Catalog, rid: str) -> str:
    """Find the table of an asset.

    Raises:
        AssetNotFound: No row has this RID.
        WrongTableKind: The row is no asset; the message says what it is.
    """
    [table] = locate_assets(catalog, [rid]).values()
    return table


def locate_assets(catalog: Catalog, rids: Sequence[str]) -> dict[str, str]:
    """Find the table of each of some assets, in the order of the RIDs.

    Raises:
        AssetNotFound: No row has one of the RIDs.
        WrongTableKind: A row is no asset; the message says what it is.
    """
    if not rids:
        return {}
    model = catalog.refresh()
    try:
        with catalog.read() as connection:
            found = rows.resolve(connection, model, rids)
    except RIDNotFound as error:
        raise AssetNotFound(f"There is no asset {rows.some(set(rids))}: {error}") from error
    for rid, table in found.items():
        if model.definition(table).kind is not TableKind.asset:
            raise WrongTableKind(f"{rid} is a row of {table}, which is no asset table.")
    return found


def present(catalog: Catalog, table: str, rids: Iterable[str]) -> list[str]:
    """Give those of some RIDs that assets of a table have."""
    known = catalog.model.table(table).c.RID
    with catalog.read() as connection:
        return list(connection.execute(sa.select(known).where(known.in_(listed(connection, rids)))).scalars())


def add_type(catalog: Catalog, table: str, rid: str, name: str) -> None:
    """Give an asset a type; one that it has already stays as it is.

    Raises:
        TermNotFound: There is no such asset type.
    """
    [term] = resolve_terms(catalog, "Asset_Type", [name])
    link = catalog.model.table(f"{table}_Asset_Type")

    def write(tx: Transaction) -> None:
        tx.claim("types", rid)
        there = sa.select(link.c.RID).where(link.c[table] == rid, link.c.Asset_Type == term)
        if tx.connection.execute(there).first() is None:
            rows.insert_checked(tx, link, (table, "Asset_Type"), [(rid, term)])

    catalog.transact(write)


def remove_type(catalog: Catalog, table: str, rid: str, name: str) -> None:
    """Take a type from an asset; one that it has not is no error.

    Raises:
        TermNotFound: There is no such asset type.
    """
    [term] = resolve_terms(catalog, "Asset_Type", [name])
    link = catalog.model.table(f"{table}_Asset_Type")
    gone = sa.delete(link).where(link.c[table] == rid, link.c.Asset_Type == term)
    catalog.transact(lambda tx: tx.connection.execute(gone))


def describe(catalog: Catalog, table: str, rid: str, description: str | None) -> None:
    """Change the description of an asset."""
    change = {"RID": rid, "Description": description}
    catalog.transact(lambda tx: rows.update(tx, catalog.model, table, [change]))


def makers(catalog: Catalog, table: str, rids: Iterable[str]) -> dict[str, str]:
    """Give the execution that made each of some assets; one that has none is left out."""
    link = catalog.model.table(f"{table}_Execution")
    query = sa.select(link.c[table], link.c.Execution).where(link.c.Asset_Role == OUTPUT)
    made: dict[str, str] = {}
    with catalog.read() as connection:
        query = query.where(link.c[table].in_(listed(connection, rids)))
        for rid, execution in connection.execute(query.order_by(link.c.RCT, *frames.rid_order(link.c.RID))):
            made.setdefault(rid, execution)
    return made


def used_by(catalog: Catalog, executions: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """Give the assets that some executions made or read: execution, role, table, RID; by RID."""
    links = [catalog.model.table(f"{d.name}_Execution") for d in catalog.refresh().of_kind(TableKind.asset)]
    found: list[tuple[str, str, str, str]] = []
    with catalog.read() as connection:
        wanted = listed(connection, executions)
        for start in range(0, len(links), _TABLES_AT_ONCE):
            parts = [_uses(link, wanted) for link in links[start : start + _TABLES_AT_ONCE]]
            found += [tuple(row) for row in connection.execute(sa.union_all(*parts))]
    return sorted(found, key=lambda use: (use[2], len(use[3]), use[3]))


_TABLES_AT_ONCE = 100  # SQLite joins at most 500 queries in one


def _uses(link: sa.Table, executions: sa.Select[Any]) -> sa.Select[Any]:
    table = link.name.removesuffix("_Execution")
    columns = (
        link.c.Execution,
        link.c.Asset_Role,
        sa.literal(table).label("table_name"),
        link.c[table].label("rid"),
    )
    return sa.select(*columns).where(link.c.Execution.in_(executions))


def made_of_type(
    catalog: Catalog, table: str, kind: str, executions: Iterable[str] | None = None
) -> list[tuple[str, str, str]]:
    """Give the assets of a type that executions made: execution, file name and SHA-256, in order of RIDs.

    Args:
        catalog: Where to read.
        table: The asset table.
        kind: The type.
        executions: Only those that these made.
    """
    source, link = catalog.model.table(table), catalog.model.table(f"{table}_Execution")
    query = (
        sa.select(link.c.Execution, source.c.Filename, source.c.SHA256)
        .join(source, link.c[table] == source.c.RID)
        .where(link.c.Asset_Role == OUTPUT, *_typed(catalog.model, table, [kind]))
        .order_by(*frames.rid_order(link.c.Execution), *frames.rid_order(source.c.RID))
    )
    with catalog.read() as connection:
        if executions is not None:
            query = query.where(link.c.Execution.in_(listed(connection, executions)))
        return [tuple(row) for row in connection.execute(query)]


def executions_of(catalog: Catalog, table: str, rid: str, role: str | None = None) -> list[str]:
    """Give the RIDs of the executions that made or read an asset, in order."""
    link = catalog.model.table(f"{table}_Execution")
    query = sa.select(link.c.Execution).where(link.c[table] == rid).group_by(link.c.Execution)
    for wanted in resolve_terms(catalog, "Asset_Role", [role]) if role else []:
        query = query.where(link.c.Asset_Role == wanted)
    with catalog.read() as connection:
        return list(connection.execute(query.order_by(*frames.rid_order(link.c.Execution))).scalars())
