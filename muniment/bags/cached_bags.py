"""The bags that were downloaded: listed, measured and removed. What stands on the disk is what counts."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from muniment import caches
from muniment.bags import layout
from muniment.bags.payload import missing_files
from muniment.errors import MunimentError

Status = Literal["not_cached", "cached_holey", "cached_materialized"]


@dataclass(frozen=True)
class CachedBag:
    """A bag that was downloaded.

    Attributes:
        dataset_rid: Its dataset.
        version: The version of that.
        path: Its folder.
        status: ``cached_materialized`` if all its files are there, else ``cached_holey``.
        files: How many files it takes on the disk, with the tables that were loaded from it.
        bytes: How many bytes these have.
        used: When it was last downloaded or asked for.
    """

    dataset_rid: str
    version: str
    path: Path
    status: Status
    files: int
    bytes: int
    used: datetime


def note_use(bag: Path) -> None:
    """Remember that a bag has just been used."""
    caches.note_use(bag.parent)


def status_of(bag: Path) -> Status:
    """Find out what there is of a bag.

    Raises:
        BagInvalid: Its ``fetch.txt`` cannot be read.
    """
    if not (bag / "bagit.txt").is_file():
        return "not_cached"
    return "cached_materialized" if next(missing_files(bag), None) is None else "cached_holey"


def find_cached(folder: Path, dataset_rid: str | None = None, version: str | None = None) -> list[CachedBag]:
    """Find downloaded bags, the one used last first.

    Args:
        folder: Where they are.
        dataset_rid: Only those of this dataset.
        version: Only those of this version.
    """
    pattern = f"*/{layout.bag_name(dataset_rid or '*')}/bagit.txt"
    found = [bag for file in folder.glob(pattern) if (bag := _describe(file.parent)) is not None]
    wanted = (bag for bag in found if version in (None, bag.version))
    return sorted(wanted, key=lambda bag: (bag.used, bag.dataset_rid, bag.version), reverse=True)


def _describe(bag: Path) -> CachedBag | None:
    """Describe a bag; None if it cannot be read or is just being removed."""
    if bag.parent.name.startswith(caches.GOING):
        return None
    try:
        said, status = layout.read_info(bag), status_of(bag)
        files, size = _measure([bag.parent])
        used = datetime.fromtimestamp(bag.parent.stat().st_mtime, UTC)
    except (MunimentError, OSError):
        return None
    rid = said.get("Dataset-RID", bag.name.removeprefix("Dataset_"))
    return CachedBag(rid, said.get("Dataset-Version", ""), bag, status, files, size, used)


def _measure(folders: Iterable[Path]) -> tuple[int, int]:
    """Count the files in folders, and their bytes."""
    files, size = 0, 0
    for entry in _walk(folders):
        with suppress(FileNotFoundError):
            size += entry.stat(follow_symlinks=False).st_size
            files += 1
    return files, size


def _walk(folders: Iterable[Path]) -> Iterator["os.DirEntry[str]"]:
    waiting = [os.fspath(folder) for folder in folders]
    while waiting:
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    yield entry


def measure_cache(folders: Iterable[Path]) -> dict[str, float]:
    """Tell how much was downloaded: bytes, MB, files and folders of bags."""
    each = list(folders)
    files, size = _measure(each)
    bags = sum(1 for folder in each for _ in folder.glob("*/*/bagit.txt"))
    return {"total_bytes": size, "total_mb": size / 1e6, "file_count": files, "bag_count": bags}


def remove_cached(bags: Iterable[CachedBag]) -> int:
    """Remove downloaded bags, and give how many there were.

    Each gets another name first, so that nobody finds half a bag. Who has one open may miss its files.

    Raises:
        StorageNotWritable: A bag cannot be removed.
    """
    count = 0
    for bag in bags:
        count += caches.remove(bag.path.parent, f"The bag {bag.path}")
    return count


def clear(bags_folder: Path, older_than_days: float | None = None) -> dict[str, int]:
    """Remove the bags that were downloaded and not used for some days; all of it without a number of days.

    Raises:
        StorageNotWritable: Something cannot be removed.
    """
    before = caches.days_ago(older_than_days)
    old = [bag for bag in find_cached(bags_folder) if bag.used.timestamp() < before]
    removed = {"bags_removed": 0, "files_removed": 0, "bytes_freed": 0}
    for bag in old:
        if remove_cached([bag]):
            removed["bags_removed"] += 1
            removed["files_removed"] += bag.files
            removed["bytes_freed"] += bag.bytes
    caches.remove_leftovers(bags_folder)
    return removed
