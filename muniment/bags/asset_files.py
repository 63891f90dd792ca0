"""The files of a bag's assets, on their way into the store of a catalog."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from muniment.bags import layout
from muniment.bags.arrival import Arrival, portions
from muniment.catalog.catalog import Catalog
from muniment.catalog.schema.definitions import TableKind
from muniment.checksums import Digests
from muniment.errors import BagInvalid, StorageError, plural
from muniment.storage.remote import is_remote

_SHOWN = 10

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Stored:
    """What came of storing files: how many there were, and how many bytes they have."""

    files: int = 0
    bytes: int = 0


def store_files(
    catalog: Catalog,
    bag: Path,
    arrival: Arrival,
    present: Mapping[str, Collection[str]],
    progress: Progress | None = None,
) -> Stored:
    """Store the files of all assets that the catalog has not, each compared with what its row says.

    Raises:
        BagInvalid: A file is missing, or is another than its row says.
        StorageError: The store refuses a file.
    """
    faults: list[str] = []
    files = size = 0
    total = sum(1 for _ in _new_assets(arrival, present)) if progress is not None else 0
    for portion in portions(_new_assets(arrival, present)):
        found = [(table, row, find_file(bag, table, row["RID"], row["Filename"])) for table, row in portion]
        lacking = [(table, row) for table, row, file in found if file is None]
        faults += _without_file(catalog, lacking)
        there = [(table, row, file) for table, row, file in found if file is not None]
        outcomes = catalog.store.ingest_many((file, False) for _, _, file in there)
        for (table, row, _), outcome in zip(there, outcomes, strict=True):
            if isinstance(outcome, StorageError):
                raise outcome
            faults += _differences(table, row, outcome)
            if row.get("SHA256") is None:
                arrival.digests[row["RID"]] = outcome.sha256
            size += outcome.length
        files += len(there)
        if progress is not None:
            progress(files, total)
    if faults:
        counted = plural(len(faults), "1 asset", "{} assets")
        raise BagInvalid(
            f"The bag has not the files of {counted}. No row was written; bag.materialize() brings in those "
            "that fetch.txt lists.\n" + "\n".join(faults[:_SHOWN])
        )
    return Stored(files, size)


def _new_assets(
    arrival: Arrival, present: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for definition in arrival.bag.model.of_kind(TableKind.asset):
        table, known = arrival.bag.model.table(definition.name), present.get(definition.name, ())
        wanted = [table.c[n] for n in ("RID", "Filename", "URL", "Length", "MD5", "SHA256") if n in table.c]
        with arrival.bag.read() as connection:
            query = sa.select(*wanted).order_by(table.c.RID)
            for row in connection.execute(query, execution_options={"yield_per": 1000}).mappings():
                if row["RID"] not in known:
                    yield definition.name, dict(row)


def find_file(bag: Path, table: str, rid: str, filename: str | None) -> Path | None:
    """Find the file of an asset in a bag, in any of the places where DerivaML's versions put it."""
    usual = bag / layout.asset_path(rid, table, filename)
    if usual.is_file():
        return usual
    for folder in (
        f"asset/{rid}/{table}",
        f"asset/{table}/{rid}",
        f"assets/{rid}/{table}",
        f"assets/{table}/{rid}",
    ):
        place = bag / "data" / folder
        files = [path for path in place.iterdir() if path.is_file()] if place.is_dir() else []
        if len(files) == 1:
            return files[0]
    return None


def _without_file(catalog: Catalog, lacking: Collection[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Name assets that have no file in the bag and need one: not those whose bytes are kept elsewhere."""
    needed = [(table, row) for table, row in lacking if not _is_elsewhere(row["URL"])]
    stored = (
        catalog.store.find({row["SHA256"] for _, row in needed if row.get("SHA256")}) if needed else set()
    )
    return [
        f"{table} {row['RID']}: {row['Filename']!r} is missing"
        for table, row in needed
        if row.get("SHA256") not in stored
    ]


def _is_elsewhere(url: Any) -> bool:
    """Say whether a catalog could do without the bytes: it has never had them."""
    return is_remote(str(url)) or str(url).startswith("tag:")


def _differences(table: str, row: Mapping[str, Any], found: Digests) -> Iterator[str]:
    known = {"Length": found.length, "MD5": found.md5, "SHA256": found.sha256}
    for name, value in known.items():
        said = row.get(name)
        if said is not None and str(said).lower() != str(value):
            yield f"{table} {row['RID']}: the {name} of its file is {value}, and its row says {said}"


def stored_keys(arrival: Arrival, present: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Give the objects that new assets refer to."""
    for _, row in _new_assets(arrival, present):
        key = row.get("SHA256") or arrival.digests.get(row["RID"])
        if key is not None and not (is_remote(row["URL"])):
            yield key
