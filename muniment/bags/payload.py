"""The assets of a bag: brought in from the catalog's store, or from where ``fetch.txt`` says they are."""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import tee
from pathlib import Path
from typing import TypeVar

from muniment.bags.fetching import PART, Fetcher
from muniment.bags.layout import ASSETS, FetchLine, count_fetch, decode_path, read_fetch, read_manifest
from muniment.bags.selection import Choice
from muniment.errors import (
    ChecksumMismatch,
    MunimentError,
    ObjectNotFound,
    StorageError,
    StorageNotWritable,
)
from muniment.storage import Storage
from muniment.storage.arrivals import TEMPORARY
from muniment.storage.remote import is_remote

_WORKERS = 8
_FEW = 3
_AT_ONCE = 1000
_TELLING = 0.1  # seconds
_BLOCK = 1 << 20

Progress = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Materialized:
    """What came of bringing in the files that a bag lacked.

    Attributes:
        fetched: How many files were brought in.
        reused: How many were there already.
        bytes: How many bytes were brought in.
        failed: Path in the bag → reason, for files that could not be brought in.
    """

    fetched: int = 0
    reused: int = 0
    bytes: int = 0
    failed: dict[str, str] = field(default_factory=dict)


def missing_files(bag: Path, choice: Choice | None = None) -> Iterator[FetchLine]:
    """Give the lines of ``fetch.txt`` whose files are not in the bag, of all files or of some."""
    for line in read_fetch(bag):
        path = decode_path(line.path)
        # A Path would cost more than the system call that it is made for.
        if (choice is None or choice(path)) and not os.path.exists(f"{bag}/{path}"):  # noqa: PTH110
            yield line


def _inside(bag: Path, line: FetchLine) -> str:
    return f"{bag}/{decode_path(line.path)}"


@contextmanager
def completing(bag: Path) -> Iterator[None]:
    """Let no other process complete a bag meanwhile, and remove what one that was killed left half done."""
    with ExitStack() as stack:
        with suppress(OSError):  # where no lock can be made, nobody else can complete the bag either
            lock = stack.enter_context(bag.with_name(f".{bag.name}.lock").open("wb"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in _leftovers(bag):
            leftover.unlink(missing_ok=True)
        yield


def _leftovers(bag: Path) -> Iterator[Path]:
    yield from bag.glob(f".*{PART}")
    for line in missing_files(bag):
        folder, _, _ = _inside(bag, line).rpartition("/")
        if os.path.isdir(folder):  # noqa: PTH112 (as above)
            yield from Path(folder).glob(f"{TEMPORARY}*")


# From the catalog's store


def fill(
    bag: Path,
    store: Storage,
    progress: Progress | None = None,
    choice: Choice | None = None,
    *,
    workers: int = _WORKERS,
    timeout: float | None = None,
    is_new: bool = False,
    link: bool = False,
) -> None:
    """Bring in the assets that a bag lacks, from the store of the catalog that it was made from.

    Their SHA-256 is checked on the way, and the other checksums stand in the manifests already.
    References, which the store has not, come from where they are. What is there already is not touched.

    Args:
        bag: Its folder.
        store: The store of the catalog.
        progress: Called with the number of assets that are there by now, and of all assets.
        choice: Which files are meant; None is all.
        workers: How many references are fetched at a time.
        timeout: After how many seconds of silence the web server of a reference is given up.
        is_new: The bag has no assets yet, and nobody knows of it.
        link: Have the assets of a new bag be hard links to the store's objects, whose bytes are not read.

    Raises:
        ObjectNotFound: The store has lost the bytes of an asset, or there is nothing at a reference.
        ChecksumMismatch: There are other bytes than the catalog recorded.
    """
    total = 0
    if progress is not None:
        total = count_fetch(bag) if is_new else sum(1 for _ in missing_files(bag, choice))
    lines, asked = tee(with_keys(bag, _lines(bag, choice, is_new)))
    bring = store.download_many
    wanted: Iterator[tuple[str, str]] = ((key, _inside(bag, line)) for line, key in asked)
    if is_new:
        bring = store.link_many if link else store.download_new
        wanted = _with_folders(bag, wanted)
    references: list[FetchLine] = []
    with closing(bring(wanted)) as outcomes:
        for done, ((line, _), outcome) in enumerate(zip(lines, outcomes, strict=True), start=1):
            if isinstance(outcome, ObjectNotFound) and is_remote(line.url):
                references.append(line)
            elif outcome is not None:
                raise _translated(line, outcome)
            if progress is not None and (done % _AT_ONCE == 0 or done == total):
                progress(done, total)
    if references:
        _fill_references(bag, references, workers, timeout)


def _lines(bag: Path, choice: Choice | None, is_new: bool) -> Iterator[FetchLine]:
    return read_fetch(bag) if is_new else missing_files(bag, choice)


def _with_folders(bag: Path, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Make the folders of the files of a new bag, as each is asked for: those of its RID and its table."""
    (bag / ASSETS).mkdir(parents=True, exist_ok=True)
    for key, target in wanted:
        folder = target.rpartition("/")[0]
        os.mkdir(folder.rpartition("/")[0])  # noqa: PTH102 (as above)
        os.mkdir(folder)  # noqa: PTH102
        yield key, target


def _fill_references(bag: Path, waiting: Sequence[FetchLine], workers: int, timeout: float | None) -> None:
    """Bring in the files that the store has not, from their addresses."""
    expected = _checksums(bag, {decode_path(line.path) for line in waiting})
    fetcher = Fetcher(bag, expected, timeout)

    def bring(line: FetchLine) -> None:
        try:
            fetcher.fetch(line)
        except StorageError as error:
            raise not_brought(line, error) from error

    _in_threads(bring, waiting, workers)


def with_keys(bag: Path, lines: Iterable[FetchLine]) -> Iterator[tuple[FetchLine, str]]:
    """Give each line with the SHA-256 of its file: both files list assets in the same order."""
    manifest = read_manifest(bag / "manifest-sha256.txt")
    for line in lines:
        yield line, next(key for key, path in manifest if path == line.path)


def _translated(line: FetchLine, error: StorageError) -> StorageError:
    if not isinstance(error, ObjectNotFound | ChecksumMismatch):
        return error
    translated = not_brought(line, error)
    translated.__cause__ = error
    return translated


def not_brought(line: FetchLine, error: StorageError) -> StorageError:
    """Give an error of the store with the file of the bag that it is about."""
    return type(error)(f"{line.path} cannot be brought into the bag: {error}")


def _in_threads(
    work: Callable[[T], object], entries: Sequence[T], workers: int, tell: Callable[[], None] | None = None
) -> None:
    """Do work in threads, which take one entry after the other; the first error ends it.

    A few begin, and more join them while the processor is idle: files that come fast are hindered by threads
    that wait for one another, those that come slowly need many.
    """
    remaining = iter(entries)
    stopped = threading.Event()

    def take() -> None:
        for entry in remaining:
            if stopped.is_set():
                return
            work(entry)

    most = min(workers, len(entries))
    with ThreadPoolExecutor(max(most, 1), "bag") as threads:
        running = {threads.submit(take) for _ in range(min(most, _FEW))}
        started = len(running)
        used = time.process_time()
        try:
            while running:
                ended, running = wait(running, timeout=_TELLING, return_when=FIRST_EXCEPTION)
                if tell is not None:
                    tell()
                for future in ended:
                    future.result()
                before, used = used, time.process_time()
                if running and started < most and used - before < _TELLING:
                    running.add(threads.submit(take))
                    started += 1
        finally:
            stopped.set()


# From the addresses in fetch.txt


def materialize(
    bag: Path,
    progress: Progress | None = None,
    choice: Choice | None = None,
    *,
    workers: int = _WORKERS,
    timeout: float | None = None,
    store: Storage | None = None,
) -> Materialized:
    """Bring in the files that a bag lacks, from the addresses in its ``fetch.txt``.

    Each file is written under a temporary name and moved into place once its checksums agree. Files that
    cannot be brought in are told of in the result; the others are brought in all the same.

    Args:
        bag: Its folder.
        progress: Called with the number of files that are there by now, and of all files.
        choice: Which files are meant; None is all.
        workers: How many files are fetched at a time, at most.
        timeout: After how many seconds of silence a web server is given up; None is a minute.
        store: Where files come from whose addresses mean the store of their catalog.

    Raises:
        BagInvalid: ``fetch.txt`` cannot be read, or a path leads out of the bag. Nothing was written.
        StorageNotWritable: The disk is full or read-only.
    """
    outcomes: dict[str, int | str] = {}
    with completing(bag):
        total, waiting = _wanted(bag, choice)
        expected = _checksums(bag, {decode_path(line.path) for line in waiting})
        reused = total - len(waiting)

        fetcher = Fetcher(bag, expected, timeout)

        def bring(line: FetchLine) -> None:
            outcomes[decode_path(line.path)] = _try_fetch(fetcher, line)

        def tell() -> None:
            if progress is not None:
                progress(reused + len(outcomes), total)

        stored = [line for line in waiting if store is not None and line.url.startswith(_OF_CATALOG)]
        if store is not None and stored:
            _take_stored(bag, store, stored, outcomes)
        others = [line for line in waiting if decode_path(line.path) not in outcomes]
        _in_threads(bring, others, workers, tell)
    lengths = [outcome for outcome in outcomes.values() if isinstance(outcome, int)]
    paths = (decode_path(line.path) for line in waiting)
    failed = {path: outcome for path in paths if isinstance(outcome := outcomes[path], str)}
    return Materialized(len(lengths), reused, sum(lengths), failed)


def _wanted(bag: Path, choice: Choice | None) -> tuple[int, list[FetchLine]]:
    """Count the files of ``fetch.txt`` that are meant, and give the lines of those that are missing."""
    total = 0

    def counted(path: str) -> bool:
        nonlocal total
        is_meant = choice is None or choice(path)
        total += is_meant
        return is_meant

    waiting = list(missing_files(bag, counted))
    return total, waiting


_OF_CATALOG = "muniment:"


def _take_stored(
    bag: Path, store: Storage, waiting: Sequence[FetchLine], outcomes: dict[str, int | str]
) -> None:
    """Bring in files from the store of their catalog, each checked on the way, and tell what became of it."""
    lines = list(with_keys(bag, waiting))
    with closing(store.download_many((key, _inside(bag, line)) for line, key in lines)) as found:
        for (line, _), outcome in zip(lines, found, strict=True):
            outcomes[decode_path(line.path)] = line.length or 0 if outcome is None else str(outcome)


def _checksums(bag: Path, paths: Collection[str]) -> dict[str, dict[str, str]]:
    """Find the checksums of some files in all manifests: path → algorithm → checksum."""
    found: dict[str, dict[str, str]] = {}
    for manifest in sorted(bag.glob("manifest-*.txt")):
        algorithm = manifest.stem.removeprefix("manifest-")
        for checksum, path in read_manifest(manifest) if algorithm in hashlib.algorithms_guaranteed else ():
            if path in paths:
                found.setdefault(path, {})[algorithm] = checksum
    return found


def _try_fetch(fetcher: Fetcher, line: FetchLine) -> int | str:
    """Fetch a file and give its length, or the reason why it cannot be had."""
    try:
        return fetcher.fetch(line)
    except StorageNotWritable:
        raise
    except MunimentError as error:
        return str(error)
