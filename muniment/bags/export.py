"""A dataset version written as a bag.

All that is read of the catalog is read in one transaction, so that a bag is of one moment; the transaction
has ended before the first asset is copied. Checksums of assets are those that the catalog recorded when it
took the bytes in: writing a bag reads none of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.bags import csv_tables, layout, reach
from muniment.bags.attribution import Attribution
from muniment.bags.descriptions import write_descriptions
from muniment.bags.descriptions.facts import gather
from muniment.bags.graph import TERMINAL
from muniment.bags.layout import FetchLine
from muniment.bags.payload import fill
from muniment.bags.reach import Reach
from muniment.bags.schema_document import UNSEEN, schema_of, write_schema
from muniment.bags.writer import BagWriter, new_folder
from muniment.catalog import datasets, frames, versions
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import BuiltinTypes
from muniment.catalog.versions import DatasetHistory
from muniment.errors import BagError, VersionNotFound
from muniment.storage.remote import is_remote

PROFILE = "https://raw.githubusercontent.com/fair-research/bdbag/master/profiles/bdbag-profile.json"
"""The BagIt profile of BDBags, by the name that `bdbag` gives it."""

AGENT = "Muniment (layout 2 of its bags)"
"""Without a version of the software: the same dataset version is the same bag in five years."""

_AT_ONCE = 2000
_SINCE = frozenset({"Dataset", "Dataset_Version", *TERMINAL})

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ExportedBag:
    """A bag that was written.

    Attributes:
        path: Its folder.
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
    materialize: bool = True,
    exclude_tables: Collection[str] = (),
    attribution: Attribution | None = None,
    progress: Progress | None = None,
) -> ExportedBag:
    """Write the current version of a dataset as a BagIt bag, ``Dataset_<RID>``, into a folder.

    Args:
        catalog: Where the dataset is.
        dataset_rid: RID of the dataset.
        target: The folder to write the bag into; it is made if need be.
        version: The version that must be the current one.
        materialize: Whether the bag holds the assets, or leaves them to ``fetch.txt``.
        exclude_tables: Tables to leave out, with the associations and foreign keys that refer to them.
        attribution: Who made the dataset, who publishes it, and under which licence.
        progress: Called with the number of assets copied by now, and of all assets.

    Raises:
        DatasetNotFound: There is no such dataset.
        VersionNotFound: It is not the version that was asked for any more.
        TableNotFound: There is no table of one of these names.
        BagError: There is something at the place already, or the checksums of a reference are not known.
        ObjectNotFound: The store has lost the bytes of an asset. Nothing is left behind.
        ChecksumMismatch: The store has other bytes than the catalog recorded. Nothing is left behind.
        StorageNotWritable: The disk is full or read-only. Nothing is left behind.

    Source: RFC 8493, sections 2.1.3 (manifests), 2.2.2 (bag-info.txt) and 2.2.3 (fetch.txt).
    """
    rid = datasets.lookup(catalog, dataset_rid, deleted=True).rid
    place = target / layout.bag_name(rid)
    with new_folder(place) as folder:
        with catalog.read() as connection, BagWriter(folder) as writer:
            source = _open_source(connection, catalog, rid, version, exclude_tables)
            address = _address_of(catalog, materialize)
            _write_content(source, writer, address)
            owed = attribution or Attribution()
            _write_descriptions(catalog, source, writer, owed)
            changed = _count_changed(source)
            writer.finish({**_describe(catalog, source, changed), **owed.info})
        if materialize:
            fill(folder, catalog.store, progress)
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


def _address_of(catalog: Catalog, materialize: bool) -> Callable[[str, str], str]:
    """Give what makes the address of an asset from its URL and SHA-256.

    DerivaML 1.17 finds the file of an asset by the path of its address, even when the bytes are there.
    """
    if materialize:
        return lambda url, _: f"muniment://{catalog.id}{url}"
    return lambda _, sha256: catalog.store.address(sha256)


# Content


def _write_content(source: _Source, writer: BagWriter, address: Callable[[str, str], str]) -> None:
    with writer.payload_file(layout.SCHEMA) as stream:
        snaptime = _snaptime(source.moment)
        stream.write(write_schema(source.model, source.reach.tables, source.domain_schema, snaptime))
    for name in sorted(source.reach.counts):
        definition = source.model.definition(name)
        rows: Iterable[Sequence[Any]] = _read_raw(source, definition)
        if definition.kind is TableKind.asset:
            rows = _note_assets(rows, definition, writer, address)
        path = layout.csv_path(schema_of(definition, source.domain_schema), name)
        with writer.payload_file(path) as stream:
            csv_tables.write_rows(stream, _column_names(definition), _encoders(source, definition), rows)


def _column_names(definition: TableDefinition) -> list[str]:
    return [name for name in definition.columns if name != UNSEEN]


def _read_raw(source: _Source, definition: TableDefinition) -> Iterator[Sequence[Any]]:
    """Read rows in the order of their RIDs, as the driver gives them, a portion at a time."""
    table = source.model.table(definition.name)
    columns = (
        sa.type_coerce(table.c[name], sa.types.NullType()).label(name) for name in _column_names(definition)
    )
    query = sa.select(*columns).where(source.reach.condition(table)).order_by(*frames.rid_order(table.c.RID))
    return iter(source.connection.execute(query, execution_options={"yield_per": _AT_ONCE}))


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
    rows: Iterable[Sequence[Any]],
    definition: TableDefinition,
    writer: BagWriter,
    address: Callable[[str, str], str],
) -> Iterator[Sequence[Any]]:
    """Pass rows of an asset table on, and note the file of each in the manifests and in fetch.txt."""
    names = _column_names(definition)
    wanted = [names.index(name) for name in ("RID", "Filename", "URL", "Length", "MD5", "SHA256")]
    for row in rows:
        rid, filename, url, length, md5, sha256 = (row[index] for index in wanted)
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
        yield row


# What the bag says of itself


def _write_descriptions(catalog: Catalog, source: _Source, writer: BagWriter, owed: Attribution) -> None:
    with gather(
        source.connection,
        source.model,
        source.reach,
        source.version,
        writer.written,
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


def _describe(catalog: Catalog, source: _Source, changed: Mapping[str, int]) -> dict[str, str]:
    """Say what the bag holds, for ``bag-info.txt``."""
    version, rid = source.version, source.version.dataset_rid
    described = {
        "Bag-Software-Agent": AGENT,
        "BagIt-Profile-Identifier": PROFILE,
        "Bagging-Date": version.created.date().isoformat(),
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
