"""The bytes of assets, written to files of this machine."""

import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from muniment import checksums
from muniment.catalog import references
from muniment.catalog.catalog import Catalog
from muniment.errors import InvalidValue, StorageError

READERS = 8
"""How many files are fetched at a time that are fetched one by one."""


class Wanted(NamedTuple):
    """An asset whose bytes are wanted: its table, its row, and the folder that they go to."""

    table: str
    row: Mapping[str, Any]
    folder: Path

    @property
    def target(self) -> Path:
        """The file that is to be written.

        Raises:
            InvalidValue: Its name leads out of the folder, as a row written with another tool may.
        """
        name = str(self.row["Filename"])
        if Path(name).name != name or name == "..":
            raise InvalidValue(f"{name!r} cannot be the name of a file in {self.folder}.")
        return self.folder / name


def write(catalog: Catalog, wanted: Wanted) -> Path:
    """Write the bytes of an asset to its file, whatever is there; the checksums of a reference are recorded.

    Raises:
        InvalidValue: Its name leads out of the folder.
        ObjectNotFound: The store has lost the bytes, or there is nothing at the URL of a reference.
        ChecksumMismatch: There are other bytes than the catalog recorded. Nothing is written.
    """
    target = wanted.target
    if references.is_reference(wanted.row):
        references.download(catalog, wanted.table, wanted.row, target)
    else:
        catalog.store.download(wanted.row["SHA256"], target)
    return target


def download(catalog: Catalog, wanted: Wanted, *, stacklevel: int = 2) -> Path:
    """Write the bytes of an asset to its file, unless they are there; a file of other bytes is replaced.

    Raises:
        InvalidValue: Its name leads out of the folder.
        ObjectNotFound: The store has lost the bytes, or there is nothing at the URL of a reference.
        ChecksumMismatch: There are other bytes than the catalog recorded. Nothing is written.
    """
    held = _held(wanted.target)
    if held is None or held != wanted.row["SHA256"]:
        write(catalog, wanted)
        if held is not None and held != wanted.row["SHA256"]:
            _tell_replaced(wanted, stacklevel + 1)
    return wanted.target


def download_many(catalog: Catalog, wanted: Sequence[Wanted], *, stacklevel: int = 2) -> list[Path]:
    """Write the bytes of many assets to their files, as `download` does for one, many at a time.

    Raises:
        InvalidValue: The name of one leads out of its folder. Nothing is written.
        StorageError: Some could not be had; those that could are there.
    """
    targets = [each.target for each in wanted]
    with ThreadPoolExecutor(READERS, "download") as pool:
        held = list(pool.map(_held, targets))
        todo = [
            each for each, found in zip(wanted, held, strict=True) if not found or found != each.row["SHA256"]
        ]
        stored = [each for each in todo if not references.is_reference(each.row)]
        elsewhere = [each for each in todo if references.is_reference(each.row)]
        fetched = pool.map(lambda each: write(catalog, each), elsewhere)
        pairs = [(each.row["SHA256"], each.target) for each in stored]
        faults = [fault for fault in catalog.store.download_many(pairs) if isinstance(fault, StorageError)]
        list(fetched)
    if faults:
        raise faults[0]
    for each, found in zip(wanted, held, strict=True):
        if found is not None and found != each.row["SHA256"]:
            _tell_replaced(each, stacklevel + 1)
    return targets


def _held(target: Path) -> str | None:
    return checksums.hash_file(target).sha256 if target.exists() else None


def _tell_replaced(wanted: Wanted, stacklevel: int) -> None:
    warnings.warn(
        f"{wanted.target} held other bytes and was replaced by asset {wanted.row['RID']}.",
        stacklevel=stacklevel + 1,
    )
