"""A catalog copied to another place, with its rows and its objects."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Connection

from muniment.catalog import copies, creation
from muniment.catalog.catalog import Catalog
from muniment.catalog.copies import CopiedTable
from muniment.catalog.objects import asset_rows, asset_tables
from muniment.catalog.places import Place
from muniment.catalog.schema import registry
from muniment.checksums import Digests
from muniment.errors import ConstraintViolation, DataError, MunimentError, StorageError, plural
from muniment.maintenance.inventory import Inventory
from muniment.storage import Storage

_PORTION = 1000
_PORTION_BYTES = 1 << 28
"""What is on its way from one store to the other at a time, and needs room on this machine."""
_SHOWN = 5

Progress = Callable[[int, int], None]
"""Called with how many are done, and how many there are."""


@dataclass(frozen=True)
class CopyReport:
    """What a copy has, after it was compared with its source.

    Attributes:
        target: The folder or the database of the copy, without a password.
        tables: Each table, with the number of its rows and the checksum of their values in both catalogs.
        objects: How many objects rows refer to; all of them are in the store of the copy.
        bytes: How many bytes these have.
        seconds: How long it took.
    """

    target: str
    tables: tuple[CopiedTable, ...]
    objects: int
    bytes: int
    seconds: float

    def __repr__(self) -> str:
        return (
            f"<CopyReport: {len(self.tables)} tables with {self.rows} rows, {self.objects} objects of "
            f"{self.bytes} bytes>"
        )

    @property
    def rows(self) -> int:
        """How many rows were copied."""
        return sum(table.rows for table in self.tables)


def copy(
    source: Catalog,
    target: Place,
    store: str | None,
    *,
    copying: Progress = lambda _done, _total: None,
    writing: Progress = lambda _done, _total: None,
) -> CopyReport:
    """Copy a catalog: first its objects, then all its rows in one transaction.

    What is written in the source meanwhile is copied as far as it was there when the rows were begun. An
    object that is in the store of the copy, with its length, is not copied again; so a copy that was killed
    goes on where it stopped.

    Args:
        source: The catalog.
        target: The folder or the database of the copy.
        store: Where its objects go; in its own folder if left out, which a database has not.
        copying: Told the objects that are copied by now, and all that are to be.
        writing: Told the rows that are written by now, and all that are to be.

    Raises:
        CatalogExists: There is a catalog already.
        StorageError: Objects are missing or damaged; the message names some. The rest is copied.
        ConstraintViolation: Rows of the source break a rule of their tables.
        DataError: What was written differs from what was read. Nothing is kept of it.
        StorageNotWritable: The target cannot be written.
    """
    started = time.monotonic()
    database, objects, url = creation.begin_copy(source, target, store)
    with closing(database):
        objects.add_user(copies.user_name(database))  # before anything is relied on to stay there
        # A reading transaction that takes hours would keep the database from forgetting what was changed.
        with source.read() as connection:
            missing = _take_stock(connection, objects)
        with missing:
            _copy_objects(missing, source.store, objects, copying)
        with source.read() as theirs:
            number = registry.latest_change(theirs)
            with _take_stock(theirs, objects) as stock:
                _copy_objects(stock, source.store, objects, copying)
                count, size = stock.counted()
            try:
                with database.define(core=False) as ours:
                    tables = copies.write(theirs, ours, database, source, url, writing)
                    _check_unchanged(source, number)
            except ConstraintViolation as error:
                _check_unchanged(source, number)
                raise ConstraintViolation(
                    f"Rows of the source break a rule of their tables, so the copy is not whole: {error} "
                    "`muniment doctor` of the source names them; mend that, and copy again."
                ) from error
            except MunimentError:
                _check_unchanged(source, number)
                raise
    return CopyReport(str(target), tuple(tables), count, size, time.monotonic() - started)


def _check_unchanged(source: Catalog, number: int) -> None:
    """Make sure that tables are as they were when reading began: PostgreSQL reads old rows in new columns."""
    with source.read() as connection:
        if registry.latest_change(connection) != number:
            raise DataError(
                "Tables of the source were changed while it was copied, so the copy is not whole. Copy "
                "again: objects that are there already stay."
            )


def _take_stock(connection: Connection, objects: Storage) -> Inventory:
    """Find out which objects rows refer to, and which of them are there."""
    inventory = Inventory()
    for table in asset_tables(connection):
        inventory.add_references(row for row in asset_rows(connection, table) if row.key)
    inventory.add_objects(objects.objects())
    return inventory


def _copy_objects(stock: Inventory, source: Storage, target: Storage, progress: Progress) -> None:
    done, total, faults = 0, stock.missing_count(), []
    for keys in _portions(stock.missing()):
        faults += _copy_portion(keys, source, target)
        done += len(keys)
        progress(done, total)
    if faults:
        shown = "\n".join(faults[:_SHOWN])
        lost = plural(len(faults), "1 object", "{} objects")
        raise StorageError(
            f"{lost} could not be copied, so the copy is not whole. `muniment doctor --deep` of the source "
            f"says which rows refer to them; mend that, and copy again.\n{shown}"
        )


def _portions(missing: Iterator[tuple[str, int]]) -> Iterator[list[str]]:
    """Split objects into portions of not too many objects and not too many bytes."""
    keys: list[str] = []
    size = 0
    for key, length in missing:
        if keys and (len(keys) == _PORTION or size + length > _PORTION_BYTES):
            yield keys
            keys, size = [], 0
        keys.append(key)
        size += length
    if keys:
        yield keys


def _copy_portion(keys: Sequence[str], source: Storage, target: Storage) -> list[str]:
    """Copy objects, each verified by its SHA-256, and give what went wrong."""
    with tempfile.TemporaryDirectory(prefix="muniment-copy-") as folder:
        files, faults = _fetch(keys, source, Path(folder))
        stored = target.ingest_many((path, path.parent == Path(folder)) for path in files.values())
        for key, outcome in zip(files, stored, strict=True):
            if not isinstance(outcome, Digests):
                faults.append(str(outcome))
            elif outcome.sha256 != key:
                faults.append(f"The object {key} has other bytes: their SHA-256 is {outcome.sha256}.")
    return faults


def _fetch(keys: Sequence[str], source: Storage, folder: Path) -> tuple[dict[str, Path], list[str]]:
    """Give objects as files: where they are, if that is on this machine, or in a folder."""
    files: dict[str, Path] = {}
    faults, wanted = [], []
    for key in keys:
        try:
            local = source.local_path(key)
        except StorageError as error:
            faults.append(str(error))
            continue
        files[key] = local or folder / key
        if local is None:
            wanted.append((key, folder / key))
    for (key, _), outcome in zip(wanted, source.download_many(wanted), strict=True):
        if outcome is not None:
            faults.append(str(outcome))
            del files[key]
    return files, faults
