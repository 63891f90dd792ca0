"""A dataset version written as a bag.

All that is read of the catalog is read in one transaction, so that a bag is of one moment; the transaction
has ended before the first asset is copied. Checksums of assets are those that the catalog recorded when it
took the bytes in: writing a bag reads none of them.
"""

import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.bags import csv_tables, layout, reach
from muniment.bags.attribution import Attribution
from muniment.bags.descriptions import write_descriptions
from muniment.bags.descriptions.facts import AssetFile, Noted, Spool, gather
from muniment.bags.descriptions.media_types import media_type
from muniment.bags.graph import TERMINAL
from muniment.bags.layout import FetchLine
from muniment.bags.packing import check_form, pack
from muniment.bags.payload import fill
from muniment.bags.reach import Reach
from muniment.bags.schema_document import UNSEEN, schema_of, write_schema
from muniment.bags.writer import BagWriter, new_file, new_folder, readable_size
from muniment.catalog import datasets, frames, versions
from muniment.catalog.bulk import without_collector
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import BuiltinTypes
from muniment.catalog.versions import DatasetHistory
from muniment.errors import BagError, InvalidValue, VersionNotFound
from muniment.storage.remote import is_remote

PROFILE = "https://raw.githubusercontent.com/fair-research/bdbag/master/profiles/bdbag-profile.json"
"""The BagIt profile of BDBags, by the name that `bdbag` gives it."""

AGENT = f"Muniment (layout {layout.NUMBER} of its bags)"
"""Without a version of the software: the same dataset version is the same bag in five years."""

_AT_ONCE = 2000
_SAMPLE = 200
_SINCE = frozenset({"Dataset", "Dataset_Version", *TERMINAL})

Progress = Callable[[int, int], None]
_Portion = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class ExportedBag:
    """A bag that was written.

    Attributes:
        path: Its folder, or its file.
        dataset_rid: The dataset.
        version: The version of the dataset.
        rows: How many rows of each table are in it.
        files: How many files its payload has.
        bytes: How many bytes its payload has, those of assets left to ``fetch.txt`` included.
        changed: How many rows of each table have been changed since the version was released.
    """

    path: Path
    dataset_rid: str
    version: str
    rows: Mapping[str, int]
    files: int
    bytes: int
    changed: Mapping[str, int]


def export_bag(
    catalog: Catalog,
    dataset_rid: str,
    target: Path,
    *,
    version: str | None = None,
    form: str = "folder",
    materialize: bool = True,
    exclude_tables: Collection[str] = (),
    attribution: Attribution | None = None,
    info: Mapping[str, str] | None = None,
    presigned: int | None = None,
    link: bool = False,
    progress: Progress | None = None,
) -> ExportedBag:
    """Write the current version of a dataset as a BagIt bag, ``Dataset_<RID>``, into a folder.

    Whenever and wherever it is written, the same version is the same to the byte; only the addresses in the
    ``fetch.txt`` of a bag without its assets say where these are now.

    Args:
        catalog: Where the dataset is.
        dataset_rid: RID of the dataset.
        target: The folder to write the bag into; it is made if need be.
        version: The version that must be the current one.
        form: ``folder``, or ``zip``, ``tar`` or ``tgz`` for one file, into which the assets pass from the
            store without a copy beside it.
        materialize: Whether the bag holds the assets, or leaves them to ``fetch.txt``.
        exclude_tables: Tables to leave out, with the associations and foreign keys that refer to them.
        attribution: Who made the dataset, who publishes it, and under which licence.
        info: What else ``bag-info.txt`` is to say, as ``{"License": "CC-BY-4.0", "Contact-Email": ...}``.
        presigned: Have ``fetch.txt`` give addresses by which anybody can read the assets, for so many
            seconds.
        link: Have the assets of a folder be hard links to the store's objects: no copies, and no bytes are
            read, so they are as right as the store is. Whoever changes such a file, which is read-only,
            changes the object.
        progress: Called with the number of assets copied by now, and of all assets.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It is not the version that was asked for any more.
        TableNotFound: There is no table of one of these names.
        InvalidValue: There is no such form, or a name in ``info`` is none or one that Muniment gives, or what
            is to be linked is to be no folder with its assets.
        StorageError: The store can have no links in this folder.
        BagError: There is something at the place already, or the checksums of a reference are not known.
        ObjectNotFound: The store has lost the bytes of an asset. Nothing is left behind.
        ChecksumMismatch: The store has other bytes than the catalog recorded. Nothing is left behind.
        StorageNotWritable: The disk is full or read-only. Nothing is left behind.

    Source: RFC 8493, sections 2.1.3 (manifests), 2.2.2 (bag-info.txt) and 2.2.3 (fetch.txt).
    """
    checked, said = check_form(form), check_info(info or {})
    if link and (checked != "folder" or not materialize):
        raise InvalidValue("Only a folder with its assets can have links to objects. Leave link out.")
    address = _address_of(catalog, materialize, presigned)
    owed = (attribution or Attribution()).completed(said)
    plan = _Plan(version, frozenset(exclude_tables), owed, {**owed.info, **said}, address)
    rid = datasets.lookup(catalog, dataset_rid, deleted=True).rid
    name = layout.bag_name(rid)
    if checked == "folder":
        with new_folder(target / name) as folder:
            if link:
                catalog.store.check_links(folder)
            exported = _write(catalog, rid, folder, target / name, plan)
            if materialize:
                fill(folder, catalog.store, progress, is_new=True, link=link)
        return exported
    place = target / f"{name}.{checked}"
    with new_file(place) as file:
        folder = file.with_name(name)
        folder.mkdir()
        exported = _write(catalog, rid, folder, place, plan)
        pack(folder, file, checked, catalog.store if materialize else None, progress)
    return exported


def export_without_assets(
    catalog: Catalog,
    dataset_rid: str,
    target: Path,
    *,
    version: str | None = None,
    exclude_tables: Collection[str] = (),
    attribution: Attribution | None = None,
    fetchable: bool = True,
) -> ExportedBag:
    """Write the current version of a dataset as a bag into a folder, as `export_bag`, without its assets.

    If it is to be `fetchable`, ``fetch.txt`` says where they are; otherwise the bag is to be completed from
    the catalog, and is then the same as one that was written with them.
    """
    rid = datasets.lookup(catalog, dataset_rid, deleted=True).rid
    owed = attribution or Attribution()
    address = _address_of(catalog, not fetchable, None)
    plan = _Plan(version, frozenset(exclude_tables), owed, owed.info, address)
    place = target / layout.bag_name(rid)
    with new_folder(place) as folder:
        return _write(catalog, rid, folder, place, plan)


def estimate_bag(
    catalog: Catalog, dataset_rid: str, *, version: str | None = None, exclude_tables: Collection[str] = ()
) -> dict[str, Any]:
    """Tell how large the bag of a dataset's current version would be, without writing it.

    Rows and bytes of assets are counted; the length of the tables is reckoned from their first rows.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It is not the version that was asked for any more.
        TableNotFound: There is no table of one of these names.
    """
    rid = datasets.lookup(catalog, dataset_rid, deleted=True).rid
    with catalog.read() as connection:
        source = _open_source(connection, catalog, rid, version, exclude_tables)
        tables = {name: _estimate_table(source, name) for name in sorted(source.reach.counts)}
    assets, rows = (sum(table[key] for table in tables.values()) for key in ("asset_bytes", "csv_bytes"))
    return {
        "dataset_rid": rid,
        "version": str(source.version.dataset_version),
        "tables": tables,
        "total_rows": sum(table["row_count"] for table in tables.values()),
        "total_asset_bytes": assets,
        "total_csv_bytes": rows,
        "total_estimated_bytes": assets + rows,
        "total_asset_size": readable_size(assets),
        "total_estimated_size": readable_size(assets + rows),
    }


def _estimate_table(source: "_Source", name: str) -> dict[str, Any]:
    definition, count = source.model.definition(name), source.reach.counts[name]
    is_asset = definition.kind is TableKind.asset
    sample = io.StringIO()
    rows = chain.from_iterable(_read_raw(source, definition, limit=_SAMPLE))
    taken = csv_tables.write_rows(sample, _column_names(definition), _encoders(source, definition), rows)
    length = len(sample.getvalue().encode())
    return {
        "row_count": count,
        "is_asset": is_asset,
        "asset_bytes": _count_bytes(source, name) if is_asset else 0,
        "csv_bytes": length if taken == count else round(length * count / max(taken, 1)),
    }


def _count_bytes(source: "_Source", name: str) -> int:
    table = source.model.table(name)
    wanted = source.reach.condition(table), table.c.SHA256.is_not(None)
    return int(source.connection.execute(sa.select(sa.func.sum(table.c.Length)).where(*wanted)).scalar() or 0)


@dataclass(frozen=True)
class _Plan:
    """How a bag is to be written, whatever its form is."""

    version: str | None
    exclude_tables: frozenset[str]
    attribution: Attribution
    info: Mapping[str, str]
    address: Callable[[str, str], str]


def _write(catalog: Catalog, rid: str, folder: Path, place: Path, plan: _Plan) -> ExportedBag:
    """Write all of a bag but its assets."""
    with catalog.read() as connection, BagWriter(folder) as writer, without_collector():
        source = _open_source(connection, catalog, rid, plan.version, plan.exclude_tables)
        with closing(Spool(AssetFile)) as files:
            noted = Noted(files, {})
            _write_content(source, writer, plan.address, noted)
            _write_descriptions(catalog, source, writer, noted, plan.attribution)
        changed = _count_changed(source)
        writer.finish({**_describe(catalog, source, changed), **plan.info})
    found = str(source.version.dataset_version)
    return ExportedBag(place, rid, found, source.reach.counts, writer.files, writer.length, changed)


@dataclass(frozen=True)
class _Source:
    """A dataset version in an open transaction."""

    connection: Connection
    model: Model
    domain_schema: str
    version: DatasetHistory
    moment: str
    reach: Reach
    dataset: Mapping[str, Any]


def _open_source(
    connection: Connection, catalog: Catalog, rid: str, version: str | None, exclude: Collection[str]
) -> _Source:
    model = catalog.model_in(connection)
    current = versions.current(connection, model, rid)
    if version is not None and versions.DatasetVersion(version) != current.dataset_version:
        raise VersionNotFound(
            f"Dataset {rid} has changed while its version {version} was to be written: it is at "
            f"{current.dataset_version} now. Nothing was kept."
        )
    found = reach.find_rows(connection, model, rid, moment=_released_at(current), exclude=exclude)
    table = model.table("Dataset")
    dataset = connection.execute(sa.select(table).where(table.c.RID == rid)).mappings().one()
    moment = current.snapshot or str(catalog.number_in(connection))
    return _Source(connection, model, catalog.domain_schema, current, moment, found, dict(dataset))


def _released_at(version: DatasetHistory) -> int | None:
    snapshot = version.snapshot or ""
    return int(snapshot) if snapshot.isdecimal() else None


def _snaptime(moment: str) -> str:
    """Write the number of a transaction in the form that ERMrest gives to moments."""
    return ids.encode(int(moment)) if moment.isdecimal() else moment


def _address_of(catalog: Catalog, materialize: bool, presigned: int | None) -> Callable[[str, str], str]:
    """Give what makes the address of an asset from its URL and SHA-256.

    DerivaML 1.17 finds the file of an asset by the path of its address, even when the bytes are there.
    """
    if materialize:
        return lambda url, _: f"muniment://{catalog.id}{url}"
    if presigned is not None:
        return lambda _, sha256: catalog.store.presigned_url(sha256, presigned)
    return lambda _, sha256: catalog.store.address(sha256)


# Content


def _write_content(
    source: _Source, writer: BagWriter, address: Callable[[str, str], str], noted: Noted
) -> None:
    with writer.payload_file(layout.SCHEMA) as stream:
        snaptime = _snaptime(source.moment)
        stream.write(write_schema(source.model, source.reach.tables, source.domain_schema, snaptime))
    for name in sorted(source.reach.counts):
        definition = source.model.definition(name)
        portions = noted.note_greatest(definition, _read_raw(source, definition))
        if definition.kind is TableKind.asset:
            portions = _note_assets(portions, definition, writer, address, noted.files)
        rows = chain.from_iterable(portions)
        path = layout.csv_path(schema_of(definition, source.domain_schema), name)
        with writer.payload_file(path) as stream:
            csv_tables.write_rows(stream, _column_names(definition), _encoders(source, definition), rows)


def _column_names(definition: TableDefinition) -> list[str]:
    return [name for name in definition.columns if name != UNSEEN]


def _read_raw(source: _Source, definition: TableDefinition, limit: int | None = None) -> Iterator[_Portion]:
    """Read rows in the order of their RIDs, as the driver gives them, a portion at a time."""
    table = source.model.table(definition.name)
    columns = (
        sa.type_coerce(table.c[name], sa.types.NullType()).label(name) for name in _column_names(definition)
    )
    query = sa.select(*columns).where(source.reach.condition(table)).order_by(*frames.rid_order(table.c.RID))
    if limit is not None:
        query = query.limit(limit)
    return source.connection.execute(query, execution_options={"yield_per": _AT_ONCE}).partitions(_AT_ONCE)


def _encoders(source: _Source, definition: TableDefinition) -> list[csv_tables.Converter | None]:
    table = source.model.table(definition.name)
    return [_encoder(source.connection, table.c[name]) for name in _column_names(definition)]


def _encoder(connection: Connection, column: sa.Column[Any]) -> csv_tables.Converter | None:
    builtin: BuiltinTypes = column.type.builtin  # type: ignore[attr-defined]
    encode = csv_tables.ENCODERS.get(builtin)
    read = column.type.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
    if encode is None or read is None or builtin not in _PARSED:
        return encode
    return lambda value: encode(read(value))


_PARSED = frozenset({BuiltinTypes.json, BuiltinTypes.jsonb, BuiltinTypes.text_array})


def _note_assets(
    portions: Iterable[_Portion],
    definition: TableDefinition,
    writer: BagWriter,
    address: Callable[[str, str], str],
    files: Spool[AssetFile],
) -> Iterator[_Portion]:
    """Pass rows of an asset table on, and note the file of each in the manifests and in fetch.txt."""
    for portion in portions:
        files.add(_add_assets(portion, definition, writer, address))
        yield portion


def _add_assets(
    portion: _Portion, definition: TableDefinition, writer: BagWriter, address: Callable[[str, str], str]
) -> Iterator[AssetFile]:
    names = _column_names(definition)
    wanted = itemgetter(
        *(names.index(name) for name in ("RID", "Filename", "URL", "Length", "MD5", "SHA256"))
    )
    for rid, filename, url, length, md5, sha256 in map(wanted, portion):
        if is_remote(url) and not (md5 and sha256):
            raise BagError(
                f"{definition.name} {rid} is a reference to {url} that nobody has read yet. A bag needs the "
                f"checksums of its files: find them out with ml.verify_references({definition.name!r}), or "
                f"take it out of the dataset."
            )
        if sha256 is not None:  # bytes that the catalog has never had cannot be in a bag
            path = layout.asset_path(rid, definition.name, filename)
            writer.add(path, length, md5, sha256)
            writer.add_fetch(FetchLine(url if is_remote(url) else address(url, sha256), length, path))
            yield AssetFile(rid, definition.name, path, length, sha256, media_type(path))


# What the bag says of itself


def _write_descriptions(
    catalog: Catalog, source: _Source, writer: BagWriter, noted: Noted, owed: Attribution
) -> None:
    with gather(
        source.connection,
        source.model,
        source.reach,
        source.version,
        writer.written,
        noted,
        catalog_id=catalog.id,
        domain_schema=source.domain_schema,
        moment=_snaptime(source.moment),
        attribution=owed,
    ) as facts:
        write_descriptions(writer, facts)


def _count_changed(source: _Source) -> dict[str, int]:
    """Count rows that were written after the release; provenance goes on by itself and does not count."""
    moment = _released_at(source.version)
    counts = {
        name: _count_after(source, name, moment)
        for name in sorted(source.reach.counts.keys() - _SINCE)
        if moment is not None
    }
    return {name: count for name, count in counts.items() if count}


def _count_after(source: _Source, name: str, moment: int) -> int:
    table = source.model.table(name)
    query = sa.select(sa.func.count()).where(source.reach.condition(table), table.c.RVS > moment)
    return int(source.connection.execute(query).scalar_one())


_OURS = re.compile(
    "(?i:bag-(size|software-agent)|bagging-date|bagit-.*|changed-since-release|dataset-.*|external-identifier|"
    "internal-sender-identifier|left-out-tables|payload-oxum)"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def check_info(info: Mapping[str, str]) -> dict[str, str]:
    """Give names and values for ``bag-info.txt`` back if a user may set them.

    Raises:
        InvalidValue: A name is none, or one that Muniment gives a value itself.

    Example:
        >>> check_info({"License": "CC-BY-4.0"})
        {'License': 'CC-BY-4.0'}
    """
    for name, value in info.items():
        if not _NAME.fullmatch(name):
            raise InvalidValue(
                f"bag-info.txt cannot say {name!r:.60}: {value!r:.60}. A name has letters and hyphens."
            )
        if _OURS.fullmatch(name):
            raise InvalidValue(
                f"What bag-info.txt says as {name!r} follows from the dataset. Leave it out of info."
            )
    return dict(info)


def _creator(source: _Source) -> str:
    """Name who made the version."""
    table = source.model.table("Dataset_Version")
    query = sa.select(table.c.RCB).where(table.c.RID == source.version.version_rid)
    return str(source.connection.execute(query).scalar_one() or "")


def _describe(catalog: Catalog, source: _Source, changed: Mapping[str, int]) -> dict[str, str]:
    """Say what the bag holds, for ``bag-info.txt``."""
    version, rid = source.version, source.version.dataset_rid
    described = {
        "Bag-Software-Agent": AGENT,
        "BagIt-Profile-Identifier": PROFILE,
        "Bagging-Date": version.created.date().isoformat(),
        "Contact-Name": _creator(source),
        "External-Description": source.dataset["Description"] or version.description or "",
        "External-Identifier": f"{rid}@{_snaptime(source.moment)}",
        "Internal-Sender-Identifier": f"muniment://{catalog.id}/id/{rid}",
        "Dataset-RID": rid,
        "Dataset-Version": str(version.dataset_version),
        "Dataset-Snapshot": source.moment if version.snapshot else f"{source.moment} (a draft)",
        "Changed-Since-Release": ", ".join(f"{count} of {name}" for name, count in changed.items()),
        "Left-Out-Tables": ", ".join(sorted(source.reach.excluded)),
    }
    return {name: value for name, value in described.items() if value}
