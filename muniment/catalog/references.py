"""Assets whose bytes stay where they are: their URL points there, and nothing is copied."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from muniment.catalog import assets, frames, rows
from muniment.catalog.assets import NewAsset
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.files import unknown_provenance
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.vocabularies import resolve_terms
from muniment.checksums import Digests
from muniment.errors import InvalidValue, StorageError
from muniment.storage import remote
from muniment.storage.remote import Expected, is_remote
from muniment.storage.sources import without_traceback

_DIGITS = {"MD5": 32, "SHA-256": 64}
_HEXADECIMAL = frozenset("0123456789abcdef")
_READERS = 8
_PORTION = 500


@dataclass(frozen=True)
class Verified:
    """What came of reading references.

    Attributes:
        verified: How many have the bytes that were recorded.
        completed: RIDs of those whose checksums were not known, and are recorded now.
        failed: RID → reason, for those that cannot be read, or have other bytes.
    """

    verified: int = 0
    completed: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)


def add_reference(
    catalog: Catalog,
    table: str,
    url: str,
    *,
    length: int | None = None,
    md5: str | None = None,
    sha256: str | None = None,
    filename: str | None = None,
    types: Iterable[str] | str | None = None,
    description: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    execution: str | None = None,
) -> str:
    """Add an asset whose bytes stay at a URL, and give its RID.

    Args:
        catalog: Where to add it.
        table: An asset table.
        url: ``http(s)://`` or ``file://``.
        length: Its bytes; asked of whoever keeps the file if left out.
        md5: Its MD5 in hexadecimal, if it is known.
        sha256: Its SHA-256 in hexadecimal, if it is known.
        filename: Its name; the last part of the URL if left out.
        types: Its asset types; the name of the table if left out.
        description: What it is.
        metadata: Column → value.
        execution: The execution that made it; the one of unknown provenance if left out.

    Raises:
        InvalidValue: The URL, a checksum or a value cannot be, or the server does not tell the length.
        ObjectNotFound: There is nothing at the URL.
        StorageError: The URL is out of reach.
    """
    definition = catalog.definition(table, TableKind.asset)
    terms = resolve_terms(catalog, "Asset_Type", [definition.name] if types is None else types)
    remote.check_url(url)
    name = filename or _name_of(url)
    known = {"MD5": _checked_digest("MD5", md5), "SHA-256": _checked_digest("SHA-256", sha256)}
    for column, value in {"URL": url, "Filename": name, "Description": description, "Length": length}.items():
        rows.check_value(definition.name, definition.columns[column], value)
    size = _measure(url) if length is None else length
    if size < 0:
        raise InvalidValue(f"A file cannot have {size} bytes.")
    owner = execution or unknown_provenance(catalog)
    [rid] = catalog.database.lease_rids(1)
    new = NewAsset(rid, name, size, known["MD5"], known["SHA-256"], description, terms, metadata or {}, url)
    catalog.transact(lambda tx: assets.insert_assets(tx, catalog.model, definition, [new], owner), owner)
    return rid


def _name_of(url: str) -> str:
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    if not name:
        raise InvalidValue(f"{url} has no file name. Give one: filename=...")
    return name


def _checked_digest(kind: str, value: str | None) -> str:
    text = (value or "").lower()
    if text and (len(text) != _DIGITS[kind] or not _HEXADECIMAL.issuperset(text)):
        raise InvalidValue(f"{value!r:.80} is no {kind}: that has {_DIGITS[kind]} digits 0-9 and a-f.")
    return text


def _measure(url: str) -> int:
    found = remote.open_remote(url).measure()
    if found is None:
        raise InvalidValue(f"The server does not tell the length of {url}. Give it: length=...")
    return found


def is_reference(row: Mapping[str, Any]) -> bool:
    """Say whether the bytes of an asset are kept elsewhere."""
    return is_remote(row["URL"])


def download(catalog: Catalog, table: str, row: Mapping[str, Any], target: Path) -> None:
    """Write the bytes of a reference to a file, and record their checksums if they were not known.

    Raises:
        ObjectNotFound: There is nothing at the URL.
        ChecksumMismatch: There are other bytes at the URL. Nothing is written.
        StorageError: The URL is out of reach, or the target cannot be written.
    """
    found = remote.download(row["URL"], target, _expected(row))
    _complete(catalog, table, {row["RID"]: found} if _is_unread(row) else {})


def open_file(row: Mapping[str, Any]) -> BinaryIO:
    """Open the bytes of a reference for reading; only what is read is fetched, and it is not verified."""
    return remote.open_remote(row["URL"]).open()


def public_url(row: Mapping[str, Any]) -> str:
    """Give the URL of a reference for anybody else.

    Raises:
        StorageError: It is a file of this machine.
    """
    if row["URL"].startswith("file:"):
        raise StorageError(f"{row['URL']} is a file of this machine, which no server gives out. Download it.")
    return str(row["URL"])


def verify(
    catalog: Catalog, table: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Verified:
    """Read all references of a table, compare their checksums, and record those that were not known.

    Args:
        catalog: Where they are.
        table: An asset table.
        progress: Called with the number of references read by now, and of all of them.
    """
    found = _references(catalog, table)
    outcomes: dict[str, Digests | StorageError] = {}
    completed: list[str] = []
    for start in range(0, len(found), _PORTION):
        portion = found[start : start + _PORTION]
        read = {}
        for row, outcome in zip(portion, _read_all(portion), strict=True):
            read[row["RID"]] = outcome
            progress(len(outcomes) + len(read), len(found))
        outcomes |= read
        unread = {row["RID"] for row in portion if _is_unread(row)}
        completed += _complete(
            catalog, table, {r: d for r, d in read.items() if r in unread and isinstance(d, Digests)}
        )
    failed = {rid: str(outcome) for rid, outcome in outcomes.items() if isinstance(outcome, StorageError)}
    return Verified(len(outcomes) - len(failed), tuple(completed), failed)


def _references(catalog: Catalog, table: str) -> list[dict[str, Any]]:
    source = catalog.model.table(catalog.definition(table, TableKind.asset).name)
    columns = (source.c[name] for name in ("RID", "URL", "Length", "MD5", "SHA256"))
    elsewhere = sa.select(*columns).where(~source.c.URL.startswith("/"))  # what is in the store is relative
    with catalog.read() as connection:
        found = connection.execute(elsewhere.order_by(*frames.rid_order(source.c.RID))).mappings()
        return [dict(row) for row in found if is_remote(row["URL"])]


def _read_all(portion: Sequence[Mapping[str, Any]]) -> Iterator[Digests | StorageError]:
    def read(row: Mapping[str, Any]) -> Digests | StorageError:
        try:
            return remote.read(row["URL"], _expected(row))
        except StorageError as error:
            return without_traceback(error)

    with ThreadPoolExecutor(_READERS, "reference") as pool:
        yield from pool.map(read, portion)


def _expected(row: Mapping[str, Any]) -> Expected:
    return Expected(row["Length"], row["MD5"] or "", row["SHA256"] or "")


def _is_unread(row: Mapping[str, Any]) -> bool:
    return not (row["MD5"] and row["SHA256"])


def _complete(catalog: Catalog, table: str, found: Mapping[str, Digests]) -> list[str]:
    """Record checksums that are not known yet, and give the RIDs of those that were not."""
    if not found:
        return []
    source = catalog.model.table(table)

    def write(tx: Transaction) -> list[str]:
        # Another process may have read them at the same time: what was recorded first stays.
        unread = sa.select(source.c.RID).where(
            source.c.RID.in_(listed(tx.connection, found)), source.c.SHA256.is_(None) | (source.c.MD5 == "")
        )
        rids = list(tx.connection.execute(unread).scalars())
        new = [{"RID": rid, "MD5": found[rid].md5, "SHA256": found[rid].sha256} for rid in rids]
        rows.update(tx, catalog.model, table, new)
        return rids

    return catalog.transact(write)
