"""What the rows of a catalog refer to in the store."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.assets import object_url
from muniment.catalog.database import listed
from muniment.catalog.schema import registry
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.history import history_name
from muniment.storage import is_key
from muniment.storage.remote import is_remote

_PORTION = 5000
_COLUMNS = ("RID", "Filename", "URL", "Length", "MD5", "SHA256")


class AssetRow(NamedTuple):
    """What a row says of its file; somebody may have written anything there by hand."""

    table: str
    rid: str
    filename: str | None
    url: str
    length: Any
    md5: Any
    sha256: str | None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the bytes are kept at a URL and not in the store."""
        return is_remote(self.url)

    @property
    def key(self) -> str | None:
        """The key of its object; None if it has none in the store.

        Example:
            >>> AssetRow("Image", "1-0001", "a.png", object_url("ab" * 32), 3, "", None).key == "ab" * 32
            True
        """
        if self.is_elsewhere:
            return None
        named = self.url.rpartition("/")[2]
        key = self.sha256 or named
        return key if is_key(key) else None


def asset_tables(connection: Connection) -> list[str]:
    """Name all tables in the database whose rows have files: those too that were dropped, and histories."""
    names = [definition.name for definition in registry.load_model(connection).of_kind(TableKind.asset)]
    dropped = registry.load_dropped(connection).items()
    names += [name for name, definition in dropped if definition.kind is TableKind.asset]
    return [each for name in names for each in (name, history_name(name))]


def asset_rows(connection: Connection, table: str) -> Iterator[AssetRow]:
    """Give the rows of an asset table, without holding them all."""
    query: sa.Select[*tuple[Any, ...]] = sa.select(*map(sa.column, _COLUMNS)).select_from(sa.table(table))
    with connection.execute(query, execution_options={"yield_per": _PORTION}) as found:
        for portion in found.partitions():
            for row in portion:
                yield AssetRow._make((table, *row))


def referenced(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Give those of some keys that any row refers to: one query for each table."""
    asked = set(keys)
    sha256, url = sa.column("SHA256", sa.Text()), sa.column("URL", sa.Text())
    by_url = {object_url(key): key for key in asked}
    found: set[str] = set()
    for table in asset_tables(connection):
        source = sa.select(sha256, url).select_from(sa.table(table))
        known = source.where(sha256.in_(listed(connection, asked)))
        unknown = source.where(sha256.is_(None), url.in_(listed(connection, by_url)))
        for query in (known, unknown):
            found |= {key or by_url[address] for key, address in connection.execute(query)}
    return found
