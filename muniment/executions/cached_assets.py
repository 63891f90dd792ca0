"""Files that several executions read, kept on this machine: each once, for all processes, and read only.

Each has a folder, ``<RID>_<MD5>/<Filename>``, and beside it a note of what the file looked like when its
bytes were verified. Who asks for it again compares the two, which takes a stat in place of reading it: no
program can set the time at which the system says that a file was last changed. A file without a note, or
unlike it, is hashed, and fetched again if its bytes are others.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from muniment import caches, checksums
from muniment.catalog import contents
from muniment.catalog.catalog import Catalog
from muniment.catalog.contents import Wanted
from muniment.errors import StorageNotWritable
from muniment.storage.arrivals import TEMPORARY, unique_name

_NOTE = ".verified"


@dataclass(frozen=True)
class CachedAsset:
    """A file that is kept on this machine.

    Attributes:
        asset_rid: Its asset.
        md5: MD5 of its bytes, hexadecimal.
        path: The file, which is read only.
        bytes: How many bytes it has.
        used: When an execution last asked for it.
    """

    asset_rid: str
    md5: str
    path: Path
    bytes: int
    used: datetime


def fetch_many(catalog: Catalog, cache: Path, wanted: Sequence[Wanted]) -> list[Path]:
    """Give files of the cache as links in the folders where they are wanted, many at a time.

    Raises:
        StorageError: The bytes of one cannot be had.
    """
    with ThreadPoolExecutor(contents.READERS, "cache") as pool:
        return list(pool.map(lambda each: fetch(catalog, cache, each), wanted))


def fetch(catalog: Catalog, cache: Path, wanted: Wanted) -> Path:
    """Give a file of the cache as a link in the folder where it is wanted; it is fetched if it is not there.

    A file of the user that is in the way is replaced by a copy, with a warning.

    Raises:
        InvalidValue: Its name leads out of the folder, as a row written with another tool may.
        ObjectNotFound: The store has lost the bytes, or there is nothing at the URL of a reference.
        ChecksumMismatch: There are other bytes than the catalog recorded. Nothing is written.
    """
    link = wanted.target
    if link.exists() and not link.is_symlink():
        return contents.download(catalog, wanted)
    kept = keep(catalog, cache, wanted)
    link.parent.mkdir(parents=True, exist_ok=True)
    new = link.with_name(f"{TEMPORARY}{unique_name()}")
    new.symlink_to(kept.resolve())
    new.replace(link)
    return link


def keep(catalog: Catalog, cache: Path, wanted: Wanted) -> Path:
    """Give the file of the cache itself; of processes that ask for it at once, one fetches it.

    Raises:
        StorageError: Its bytes cannot be had, or not be kept.
    """
    row = wanted.row
    folder = cache / f"{row['RID']}_{row['MD5']}"
    mine = Wanted(wanted.table, row, folder)
    if _is_verified(mine.target):
        caches.note_use(folder)
        return mine.target
    try:
        with _alone(folder):
            if not _is_verified(mine.target):
                _fetch(catalog, mine)
        caches.note_use(folder)
        return mine.target if row["MD5"] else _name(cache, mine)
    except OSError as error:
        raise StorageNotWritable(
            f"{mine.target} cannot be kept on this machine: {error.strerror}."
        ) from error


def _fetch(catalog: Catalog, mine: Wanted) -> None:
    """Bring the file in, unless it is there and only its note is missing."""
    for leftover in mine.folder.glob(f"{TEMPORARY}*"):  # of a process that was killed
        leftover.unlink(missing_ok=True)
    target = contents.download(catalog, mine, stacklevel=5)
    target.chmod(0o444)
    _verify(target)


def _name(cache: Path, mine: Wanted) -> Path:
    """Name the folder of a reference that was never read before by the MD5 that it turned out to have."""
    found = checksums.hash_file(mine.target)
    named = cache / f"{mine.row['RID']}_{found.md5}"
    with suppress(OSError):  # another process may have been first
        mine.folder.rename(named)
        _note_of(mine.target).unlink(missing_ok=True)
    shutil.rmtree(mine.folder, ignore_errors=True)
    _verify(named / mine.target.name)
    return named / mine.target.name


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process or thread of this machine at a time fetch a file.

    Where a folder cannot be locked, as on some network drives, a file may be fetched twice; it is whole
    anyway.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # given back by the system if the process dies
        yield
    finally:
        os.close(descriptor)


def _note_of(target: Path) -> Path:
    return target.parent.with_name(f"{target.parent.name}{_NOTE}")


def _look(target: Path) -> list[int]:
    found = target.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _is_verified(target: Path) -> bool:
    try:
        return bool(json.loads(_note_of(target).read_bytes()) == _look(target))
    except (OSError, ValueError):
        return False


def _verify(target: Path) -> None:
    note = _note_of(target)
    new = note.with_name(f"{TEMPORARY}{unique_name()}")
    new.write_text(json.dumps(_look(target)))
    new.replace(note)


def find_cached(cache: Path, asset_rid: str | None = None, md5: str | None = None) -> list[CachedAsset]:
    """Find the files of the cache, the one used last first.

    Args:
        cache: Where they are.
        asset_rid: Only those of this asset.
        md5: Only one of these bytes.
    """
    found = [each for folder in cache.glob(f"{asset_rid or '*'}_{md5 or '*'}") for each in _describe(folder)]
    return sorted(found, key=lambda each: (each.used, each.asset_rid), reverse=True)


def _describe(folder: Path) -> Iterator[CachedAsset]:
    """Describe the file of a folder; nothing if it is not there yet, or is just being removed."""
    rid, _, md5 = folder.name.partition("_")
    with suppress(OSError):
        if not folder.is_dir() or folder.name.startswith("."):
            return
        used = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        for file in folder.iterdir():
            if not file.name.startswith(TEMPORARY):
                yield CachedAsset(rid, md5, file, file.stat().st_size, used)


def remove_cached(found: Iterable[CachedAsset]) -> int:
    """Remove files of the cache, and give how many there were; links of executions to them lead nowhere then.

    Raises:
        StorageNotWritable: One cannot be removed.
    """
    count = 0
    for each in found:
        with suppress(OSError):  # a note of no file is none
            _note_of(each.path).unlink(missing_ok=True)
        count += caches.remove(each.path.parent, f"The file {each.path}")
    return count


def clear(cache: Path, older_than_days: float | None = None) -> dict[str, int]:
    """Remove the files that were not used for some days, all of them without a number; tell how many.

    Raises:
        StorageNotWritable: One cannot be removed.
    """
    before = caches.days_ago(older_than_days)
    old = [each for each in find_cached(cache) if each.used.timestamp() < before]
    removed = {"files_removed": 0, "bytes_freed": 0}
    for each in old:
        if remove_cached([each]):
            removed["files_removed"] += 1
            removed["bytes_freed"] += each.bytes
    caches.remove_leftovers(cache)
    return removed
