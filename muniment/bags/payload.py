"""The assets of a bag: brought in from the catalog's store, or from where ``fetch.txt`` says they are."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import islice, tee
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import unquote

from muniment.bags.layout import FetchLine, decode_path, read_fetch, read_manifest
from muniment.bags.selection import Choice
from muniment.errors import (
    BagInvalid,
    ChecksumMismatch,
    MunimentError,
    ObjectNotFound,
    StorageError,
    StorageNotWritable,
)
from muniment.storage import Storage, open_storage
from muniment.storage.arrivals import TEMPORARY
from muniment.storage.remote import is_remote, open_remote

_WORKERS = 8
_AT_ONCE = 1000
_BLOCK = 1 << 20

Progress = Callable[[int, int], None]
T = TypeVar("T")
R = TypeVar("R")


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
    yield from bag.glob(".*.part")
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
) -> None:
    """Bring in the assets that a bag lacks, from the store of the catalog that it was made from.

    Their SHA-256 is checked on the way, and the other checksums stand in the manifests already.
    References, which the store has not, come from where they are. What is there already is not touched.

    Raises:
        ObjectNotFound: The store has lost the bytes of an asset, or there is nothing at a reference.
        ChecksumMismatch: There are other bytes than the catalog recorded.
    """
    total = sum(1 for _ in missing_files(bag, choice)) if progress is not None else 0
    lines, asked = tee(with_keys(bag, missing_files(bag, choice)))
    wanted = ((key, Path(_inside(bag, line))) for line, key in asked)
    with closing(store.download_many(wanted)) as outcomes:
        for done, ((line, _), outcome) in enumerate(zip(lines, outcomes, strict=True), start=1):
            if not (isinstance(outcome, ObjectNotFound) and is_remote(line.url)):
                _check_brought(line, outcome)
            if progress is not None and (done % _AT_ONCE == 0 or done == total):
                progress(done, total)
    _fill_references(bag, choice, workers, timeout)


def _fill_references(bag: Path, choice: Choice | None, workers: int, timeout: float | None) -> None:
    """Bring in the files that the store has not, from their addresses."""
    waiting = list(missing_files(bag, choice))
    expected = _checksums(bag, {decode_path(line.path) for line in waiting}) if waiting else {}

    def bring(line: FetchLine) -> None:
        path = decode_path(line.path)
        try:
            _fetch(bag, line, path, expected.get(path, {}), timeout)
        except StorageError as error:
            raise not_brought(line, error) from error

    for _ in _in_portions(bring, waiting, workers):
        pass


def with_keys(bag: Path, lines: Iterable[FetchLine]) -> Iterator[tuple[FetchLine, str]]:
    """Give each line with the SHA-256 of its file: both files list assets in the same order."""
    manifest = read_manifest(bag / "manifest-sha256.txt")
    for line in lines:
        yield line, next(key for key, path in manifest if path == line.path)


def _check_brought(line: FetchLine, outcome: StorageError | None) -> None:
    if isinstance(outcome, ObjectNotFound | ChecksumMismatch):
        raise not_brought(line, outcome) from outcome
    if outcome is not None:
        raise outcome


def not_brought(line: FetchLine, error: StorageError) -> StorageError:
    """Give an error of the store with the file of the bag that it is about."""
    return type(error)(f"{line.path} cannot be brought into the bag: {error}")


def _in_portions(work: Callable[[T], R], entries: Iterable[T], workers: int) -> Iterator[list[R]]:
    """Do work in threads, a portion at a time so that memory stays flat, and give what came of it."""
    remaining = iter(entries)
    with ThreadPoolExecutor(workers, "bag") as threads:
        while portion := list(islice(remaining, _AT_ONCE)):
            yield list(threads.map(work, portion))


# From the addresses in fetch.txt


def materialize(
    bag: Path,
    progress: Progress | None = None,
    choice: Choice | None = None,
    *,
    workers: int = _WORKERS,
    timeout: float | None = None,
) -> Materialized:
    """Bring in the files that a bag lacks, from the addresses in its ``fetch.txt``.

    Each file is written under a temporary name and moved into place once its checksums agree. Files that
    cannot be brought in are told of in the result; the others are brought in all the same.

    Args:
        bag: Its folder.
        progress: Called with the number of files that are there by now, and of all files.
        choice: Which files are meant; None is all.
        workers: How many files are fetched at a time.
        timeout: After how many seconds of silence a web server is given up; None is a minute.

    Raises:
        BagInvalid: ``fetch.txt`` cannot be read, or a path leads out of the bag. Nothing was written.
        StorageNotWritable: The disk is full or read-only.
    """
    total = sum(1 for line in read_fetch(bag) if choice is None or choice(decode_path(line.path)))
    outcomes: dict[str, int | str] = {}
    with completing(bag):
        waiting = list(missing_files(bag, choice))
        expected = _checksums(bag, {decode_path(line.path) for line in waiting})
        reused = total - len(waiting)

        def bring(line: FetchLine) -> tuple[str, int | str]:
            path = decode_path(line.path)
            return path, _try_fetch(bag, line, path, expected.get(path, {}), timeout)

        for portion in _in_portions(bring, waiting, workers):
            outcomes.update(portion)
            if progress is not None:
                progress(reused + len(outcomes), total)
    lengths = [outcome for outcome in outcomes.values() if isinstance(outcome, int)]
    failed = {path: outcome for path, outcome in outcomes.items() if isinstance(outcome, str)}
    return Materialized(len(lengths), reused, sum(lengths), failed)


def _checksums(bag: Path, paths: Collection[str]) -> dict[str, dict[str, str]]:
    """Find the checksums of some files in all manifests: path → algorithm → checksum."""
    found: dict[str, dict[str, str]] = {}
    for manifest in sorted(bag.glob("manifest-*.txt")):
        algorithm = manifest.stem.removeprefix("manifest-")
        for checksum, path in read_manifest(manifest) if algorithm in hashlib.algorithms_guaranteed else ():
            if path in paths:
                found.setdefault(path, {})[algorithm] = checksum
    return found


def _try_fetch(
    bag: Path, line: FetchLine, path: str, expected: Mapping[str, str], timeout: float | None
) -> int | str:
    """Fetch a file and give its length, or the reason why it cannot be had."""
    try:
        return _fetch(bag, line, path, expected, timeout)
    except StorageNotWritable:
        raise
    except MunimentError as error:
        return str(error)


def _fetch(bag: Path, line: FetchLine, path: str, expected: Mapping[str, str], timeout: float | None) -> int:
    url = line.url
    if not expected:
        raise BagInvalid("no manifest has a checksum for it")
    target = _checked_place(os.path.realpath(bag), path)
    temporary = bag / f".{secrets.token_hex(8)}.part"
    try:
        with closing(_read(url, expected, timeout)) as blocks, temporary.open("wb") as copy:
            length = _copy(checked_blocks(blocks, url, line.length, expected), copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)
    except OSError as error:
        raise StorageNotWritable(f"The bag {bag} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            temporary.unlink()
    return length


def _checked_place(bag: str, path: str) -> Path:
    """Give the place of a file, if no link on the way leads out of the bag."""
    target = Path(bag, path)
    if not os.path.realpath(target.parent).startswith(bag + os.sep):
        raise BagInvalid("a link on its path leads out of the bag")
    return target


def _copy(blocks: Iterable[bytes], copy: BinaryIO) -> int:
    return sum(copy.write(block) for block in blocks)


def checked_blocks(
    blocks: Iterable[bytes], url: str, length: int | None, expected: Mapping[str, str]
) -> Generator[bytes]:
    """Pass blocks on, and fail at their end if they are not what the manifests record.

    Args:
        blocks: The bytes.
        url: Where they come from, for messages.
        length: How many there must be, None if that is not known.
        expected: Algorithm → checksum.

    Raises:
        ChecksumMismatch: There are other bytes. Of a file that is too long, no more is read than that shows.
    """
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in expected}
    passed = 0
    for block in blocks:
        passed += len(block)
        if length is not None and passed > length:
            break
        for digest in hashes.values():
            digest.update(block)
        yield block
    if length is not None and passed != length:
        more = "more" if passed > length else str(passed)
        raise ChecksumMismatch(f"{url} has {more} bytes where {length} are recorded")
    if {name: digest.hexdigest() for name, digest in hashes.items()} != dict(expected):
        raise ChecksumMismatch(f"{url} has other bytes than the manifests record")


def _read(url: str, expected: Mapping[str, str], timeout: float | None) -> Generator[bytes]:
    """Give the bytes at an address of a file.

    Raises:
        ObjectNotFound: There is nothing, or it is an address of a kind that cannot be fetched.
    """
    if url.startswith("muniment://"):
        raise ObjectNotFound(f"{url} is in the store of its catalog: download the bag from there again")
    key = expected.get("sha256", "")
    store, found, _ = url.partition(f"/{key[:2]}/{key}")
    if key and found and not is_remote(url):
        with _open_store(unquote(store)).open(key) as source:
            yield from iter(partial(source.read, _BLOCK), b"")
    else:
        yield from open_remote(url, timeout).blocks()


@lru_cache(maxsize=8)
def _open_store(address: str) -> Storage:
    return open_storage(address)
