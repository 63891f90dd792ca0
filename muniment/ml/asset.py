"""Assets as a user holds them."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast, overload

from muniment.catalog import assets, contents, references
from muniment.catalog.catalog import Catalog
from muniment.catalog.contents import Wanted
from muniment.catalog.frames import Rows, html_table
from muniment.catalog.together import ReadTogether
from muniment.errors import AssetNotFound

if TYPE_CHECKING:
    import pandas as pd


class Listing:
    """The assets of one table that were found together, whose types and makers are read together too.

    Attributes:
        rows: The rows as they are now.
        makers: The executions that made them, or None.
    """

    def __init__(self, catalog: Catalog, table: str, rids: Callable[[], Sequence[str]]) -> None:
        """Take how to name the assets; nothing is read yet."""
        self._catalog, self._table = catalog, table
        self.rows = ReadTogether(catalog, rids, self._read_rows)
        self.makers = ReadTogether(catalog, rids, self._read_makers)

    def _read_rows(self, rids: Sequence[str]) -> dict[str, dict[str, Any]]:
        return {row["RID"]: row for row in assets.list_assets(self._catalog, self._table, rids=rids)}

    def _read_makers(self, rids: Sequence[str]) -> dict[str, str | None]:
        return {**dict.fromkeys(rids), **assets.makers(self._catalog, self._table, rids)}


class Asset(Mapping[str, Any]):
    """A file in the catalog: a mapping of its columns, with `Asset_Type` as the list of its types.

    Example:
        >>> image = ml.list_assets("Image")[0]
        >>> image["Filename"], image.asset_types
        ('scan-1.png', ['Image'])
        >>> image.download("out").read_bytes()
        b'first scan'
    """

    def __init__(
        self, catalog: Catalog, table: str, row: Mapping[str, Any], listing: Listing | None = None
    ) -> None:
        """Hold a row of an asset table, and the listing it was found in."""
        self._catalog, self.asset_table, self._row = catalog, table, dict(row)
        self._listing = listing or Listing(catalog, table, lambda: [self.asset_rid])

    def __getitem__(self, column: str) -> Any:
        return self._row[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)

    def __repr__(self) -> str:
        return f"<Asset {self.asset_rid}: {self.asset_table} {self.filename}, {self.length:,} bytes>"

    def _repr_html_(self) -> str:
        return f"<b>{html.escape(self.asset_table)}</b>" + html_table(list(self._row), [self._row])

    @property
    def asset_rid(self) -> str:
        """Its RID."""
        return str(self._row["RID"])

    rid = asset_rid

    @property
    def filename(self) -> str:
        """Its name when it was uploaded."""
        return str(self._row["Filename"])

    @property
    def url(self) -> str:
        """Where its bytes are: relative to the store, or the URL of a reference."""
        return str(self._row["URL"])

    @property
    def length(self) -> int:
        """Its size in bytes."""
        return int(self._row["Length"])

    @property
    def md5(self) -> str:
        """MD5 of its bytes, hexadecimal; empty for a reference that was never read."""
        return str(self._row["MD5"])

    @property
    def sha256(self) -> str:
        """SHA-256 of its bytes, hexadecimal; empty for a reference that was never read."""
        return self._row["SHA256"] or ""

    @property
    def asset_types(self) -> list[str]:
        """Its types, as they are in the catalog now; ``asset["Asset_Type"]`` has them as they were read.

        Those of a listing are read together, when the first is asked for.
        """
        return list(self._reread()["Asset_Type"])

    @property
    def description(self) -> str | None:
        """Its description; setting it writes to the catalog."""
        return cast("str | None", self._row["Description"])

    @description.setter
    def description(self, text: str | None) -> None:
        assets.describe(self._catalog, self.asset_table, self.asset_rid, text)
        self._row["Description"] = text

    @property
    def execution_rid(self) -> str | None:
        """RID of the execution that made it, or None; those of a listing are read together."""
        return self._listing.makers.take(self.asset_rid)

    def list_executions(self, asset_role: str | None = None) -> list[str]:
        """Give the RIDs of the executions that made it (``Output``), read it (``Input``), or either."""
        return assets.executions_of(self._catalog, self.asset_table, self.asset_rid, asset_role)

    def get_metadata(self) -> dict[str, Any]:
        """Give the values of the table's own columns."""
        names = assets.metadata_columns(self._catalog.definition(self.asset_table))
        return {name: self._row[name] for name in names}

    def add_asset_type(self, type_name: str) -> None:
        """Give it a type; one that it has already is no error.

        Raises:
            TermNotFound: There is no such asset type.
        """
        assets.add_type(self._catalog, self.asset_table, self.asset_rid, type_name)
        self._reread()

    def remove_asset_type(self, type_name: str) -> None:
        """Take a type from it; one that it has not is no error.

        Raises:
            TermNotFound: There is no such asset type.
        """
        assets.remove_type(self._catalog, self.asset_table, self.asset_rid, type_name)
        self._reread()

    def _reread(self) -> dict[str, Any]:
        found = self._listing.rows.take(self.asset_rid)
        if found is None:
            raise AssetNotFound(f"Asset {self.asset_rid} is no more in {self.asset_table}.")
        self._row = found
        return self._row

    def download(self, dest_dir: str | Path = ".") -> Path:
        """Write the file into a folder, which is made if need be, and give its path.

        The bytes are checked against the catalog's checksum on the way; that of a reference which was never
        read is recorded now. A file of this name that holds other bytes is replaced, with a warning.

        Raises:
            ObjectNotFound: The store has lost the bytes, or there is nothing at the URL of a reference.
            ChecksumMismatch: There are other bytes than the catalog recorded. Nothing is written.
            InvalidValue: Its name leads out of the folder, as a row written with another tool may.
        """
        path = contents.download(self._catalog, Wanted(self.asset_table, self._row, Path(dest_dir)))
        if not self.sha256:
            self._reread()  # it is a reference, which was read for the first time
        return path

    def open(self) -> BinaryIO:
        """Open the file for reading without a copy of it; what is read is not verified."""
        if references.is_reference(self._row):
            return references.open_file(self._row)
        return self._catalog.store.open(self.sha256)

    def presigned_url(self, expires: int = 3600) -> str:
        """Give a URL by which anybody can download the file for some time, without credentials.

        That of a reference on a web server is its own, and does not expire.

        Args:
            expires: After how many seconds it stops working: a week at most.

        Raises:
            StorageError: No server gives its bytes out by a URL: they are in a folder.
        """
        if references.is_reference(self._row):
            return references.public_url(self._row)
        return self._catalog.store.presigned_url(self.sha256, expires, self.filename)


class AssetList(Sequence[Asset]):
    """Assets that were found: a sequence, and a DataFrame when asked for."""

    def __init__(self, catalog: Catalog, found: Sequence[tuple[str, Rows]]) -> None:
        """Hold the rows of one or more asset tables."""
        self._catalog = catalog
        self._found = [(table, rows) for table, rows in found if len(rows) or len(found) == 1]
        self._listings = [
            Listing(catalog, table, partial(_rids, found_rows)) for table, found_rows in self._found
        ]

    def __len__(self) -> int:
        return sum(len(rows) for _, rows in self._found)

    @overload
    def __getitem__(self, index: int) -> Asset: ...
    @overload
    def __getitem__(self, index: slice) -> "list[Asset]": ...
    def __getitem__(self, index: int | slice) -> "Asset | list[Asset]":
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        position = index + len(self) if index < 0 else index
        for (table, rows_), listing in zip(self._found, self._listings, strict=True):
            if 0 <= position < len(rows_):
                return Asset(self._catalog, table, rows_[position], listing)
            position -= len(rows_)
        raise IndexError(f"There are {len(self)} assets, and {index} was asked for.")

    def __iter__(self) -> Iterator[Asset]:
        return (
            Asset(self._catalog, table, row, listing)
            for (table, rows_), listing in zip(self._found, self._listings, strict=True)
            for row in rows_
        )

    def __repr__(self) -> str:
        return f"<AssetList: {len(self)} of {', '.join(table for table, _ in self._found) or 'no table'}>"

    def to_dataframe(self) -> "pd.DataFrame":
        """Give the assets as a DataFrame; those of several tables with their table in `Asset_Table`."""
        import pandas as pd

        if len(self._found) == 1:
            return self._found[0][1].to_dataframe()
        parts = [rows_.to_dataframe().assign(Asset_Table=table) for table, rows_ in self._found]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    def _repr_html_(self) -> str:
        return "".join(f"<b>{html.escape(table)}</b>{rows_._repr_html_()}" for table, rows_ in self._found)


def _rids(rows: Rows) -> list[str]:
    return [row["RID"] for row in rows]
