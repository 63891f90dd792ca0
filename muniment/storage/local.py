"""A store in a folder: the object ``abcd...`` is the file ``ab/abcd...``."""

import errno
import os
import stat
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote

from muniment.checksums import SMALL, Digests, hash_and_copy, hash_bytes, hash_file, write_all
from muniment.errors import StorageError, StorageNotWritable
from muniment.storage import arrivals, reflinks
from muniment.storage.arrivals import Arrival, unique_name
from muniment.storage.keys import is_key, missing, object_name
from muniment.storage.ordered import in_order
from muniment.storage.protocol import FRESH, Storage, StoredObject
from muniment.storage.sources import (
    changed,
    check_unchanged,
    hash_source,
    read_source,
    unchanged,
    unreadable,
    without_traceback,
    without_writers,
)

_READ_ONLY = 0o444
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_STALE = 24 * 3600
_BLOCK = 1 << 18
_TRIALS = 16
_SLOW = 0.0005
"""In seconds: small files that take longer each wait for the disk."""
_WAITING_THREADS = 16
_COPIES = 4
_Outcome = Digests | StorageError
_T = TypeVar("_T")
_Place = Callable[[bytes, str, str | Path, str], None]


class LocalStorage(Storage):
    """A store in a folder, which is made when the first object is stored.

    Objects are read-only files. New ones are written in the folder ``tmp`` and moved in place, so a process
    that dies leaves no object, only a file there, which a store that is opened a day later removes.

    Args:
        root: The folder.
        threads: How many large files `ingest_many` stores at a time.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     store = LocalStorage(folder)
        ...     digests = store.put_bytes(b"abc")
        ...     with store.open(digests.sha256) as file:
        ...         file.read()
        b'abc'
    """

    def __init__(self, root: str | Path, *, threads: int | None = None) -> None:
        self.root = Path(os.path.abspath(Path(root).expanduser()))
        self.url = self.root.as_uri()
        self.threads = threads or min(4, os.cpu_count() or 1)
        self._root = os.fspath(self.root)
        self._tmp = os.path.join(self._root, "tmp")
        self._is_made = False
        self._without_reflinks: set[int] = set()
        with suppress(OSError):
            _sweep(self._tmp, time.time() - _STALE)

    def ingest(self, source: str | Path, *, link: bool = False) -> Digests:
        """Store a file, by a hard link if asked to and possible, else by a copy."""
        digests = self._ingest(os.fspath(source), link)
        self._sync_names({digests.sha256[:2]})
        return digests

    def ingest_many(self, sources: Iterable[tuple[str | Path, bool]]) -> Iterator[Digests | StorageError]:
        """Store many files: large ones in threads, and small ones too where each has to wait for the disk.

        Where it has not, threads would slow small files down.
        """
        touched: set[str] = set()
        large = ThreadPoolExecutor(self.threads, "ingest")
        small = ThreadPoolExecutor(_WAITING_THREADS, "ingest-small")
        try:
            started = self._start_all(sources, large, small)
            outcomes: Iterator[_Outcome] = in_order(started, ahead=256)
            for outcome in outcomes:
                if isinstance(outcome, Digests):
                    touched.add(outcome.sha256[:2])
                yield outcome
        finally:
            large.shutdown(cancel_futures=True)
            small.shutdown(cancel_futures=True)
            self._sync_names(touched)

    def put_bytes(self, data: bytes) -> Digests:
        """Store bytes."""
        digests = hash_bytes(data)
        if not self._holds(digests):
            self._write(data, digests)
            self._sync_names({digests.sha256[:2]})
        return digests

    def exists(self, sha256: str) -> bool:
        """Say whether there is such an object."""
        return is_key(sha256) and os.path.exists(self._path(sha256))

    def size(self, sha256: str) -> int:
        """Tell the length of an object in bytes."""
        path = os.path.join(self._root, object_name(sha256))
        try:
            return os.stat(path).st_size
        except OSError as error:
            raise self._unreadable(sha256, error) from error

    def open(self, sha256: str) -> BinaryIO:
        """Open an object for reading."""
        path = os.path.join(self._root, object_name(sha256))
        try:
            return open(path, "rb")
        except OSError as error:
            raise self._unreadable(sha256, error) from error

    def download(self, sha256: str, target: str | Path) -> None:
        """Write an object to a file: never a link, as who may write to that would change the object."""
        path = os.path.join(self._root, object_name(sha256))
        try:
            source = FileIO(path)
        except OSError as error:
            raise self._unreadable(sha256, error) from error
        with source:
            if os.fstat(source.fileno()).st_size > SMALL and arrivals.clone(path, sha256, target, self.url):
                return
            arrivals.receive(self._blocks(source, sha256), sha256, target, self.url)

    def download_many(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Write many objects to files: large ones in threads, and small ones where they wait for the disk."""
        return self._download_many(wanted, _receive)

    def download_new(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Write many objects into a new folder: small ones under their names at once."""
        return self._download_many(wanted, arrivals.place)

    def link_many(self, wanted: Iterable[tuple[str, str | Path]]) -> Generator[StorageError | None]:
        """Give many objects another name each."""
        for sha256, target in wanted:
            yield _outcome(self._link_to, sha256, target)

    def check_links(self, folder: Path) -> None:
        """Make sure that a folder is on the file system of the objects."""
        with suppress(FileNotFoundError):  # no object has been stored yet
            if os.stat(self._root).st_dev != os.stat(folder).st_dev:
                raise StorageError(
                    f"No file in {folder} can be a link to an object of {self.url}, which is on another file "
                    f"system. Take a folder on that, or leave link out."
                )

    def _link_to(self, sha256: str, target: str | Path) -> None:
        path = os.path.join(self._root, object_name(sha256))
        if not os.path.exists(path):
            raise missing(self.url, sha256)
        arrivals.link(path, target)

    def _download_many(
        self, wanted: Iterable[tuple[str, str | Path]], place: _Place
    ) -> Generator[StorageError | None]:
        pool = ThreadPoolExecutor(_COPIES, "download")
        try:
            started = self._start_downloads(wanted, pool, place)
            outcomes: Iterator[StorageError | None] = in_order(started, ahead=256)
            yield from outcomes
        finally:
            pool.shutdown(cancel_futures=True)

    def _start_downloads(
        self, wanted: Iterable[tuple[str, str | Path]], pool: Executor, place: _Place
    ) -> Iterator[Future[StorageError | None] | StorageError | None]:
        trials, spent = 0, 0.0
        for sha256, target in wanted:
            begun = time.perf_counter()
            data = self._read_small(sha256) if spent <= _TRIALS * _SLOW else None
            if data is None:
                yield pool.submit(_outcome, self.download, sha256, target)
                continue
            yield _outcome(place, data, sha256, target, self.url)
            if trials < _TRIALS:
                trials, spent = trials + 1, spent + time.perf_counter() - begun

    def _read_small(self, sha256: str) -> bytes | None:
        """Give the bytes of a small object; None if it is large, or cannot be read."""
        try:
            descriptor = os.open(os.path.join(self._root, object_name(sha256)), os.O_RDONLY)
            try:
                length = os.fstat(descriptor).st_size
                return os.read(descriptor, length + 1) if length <= SMALL else None
            finally:
                os.close(descriptor)
        except (OSError, StorageError):
            return None

    def local_path(self, sha256: str) -> Path | None:
        """Give the path of an object."""
        self.size(sha256)
        return Path(self._path(sha256))

    def delete(self, sha256: str) -> None:
        """Remove an object, if it is there."""
        path = os.path.join(self._root, object_name(sha256))
        try:
            os.unlink(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            raise self._not_writable(error) from error

    def objects(self) -> Iterator[StoredObject]:
        """Give every object, with the time at which its file got its name or a link, or was stored again."""
        for sha256 in self.keys():
            with suppress(FileNotFoundError):  # it may be removed meanwhile
                # A file that was linked has an old time of modification, but not of change.
                state = os.stat(self._path(sha256))
                yield StoredObject(sha256, state.st_size, datetime.fromtimestamp(state.st_ctime, UTC))

    def keys(self) -> Iterator[str]:
        """Give the SHA-256 of every object."""
        for prefix in (f"{number:02x}" for number in range(256)):
            with suppress(FileNotFoundError, NotADirectoryError):
                yield from filter(is_key, os.listdir(os.path.join(self._root, prefix)))

    def sweep(self, before: datetime, *, dry_run: bool = False) -> int:
        """Remove files that were begun before a time and never became objects."""
        try:
            return _sweep(self._tmp, before.timestamp(), dry_run=dry_run)
        except OSError as error:
            raise self._not_writable(error) from error

    def add_user(self, name: str) -> None:
        """Write down that somebody relies on its objects, as an empty file in ``users``."""
        try:
            os.makedirs(f"{self._root}/users", exist_ok=True)
            Path(self._root, "users", name).touch()
        except OSError as error:
            raise self._not_writable(error) from error

    def users(self) -> dict[str, str]:
        """Give who relies on its objects."""
        folder = f"{self._root}/users"
        try:
            return {name: f"{folder}/{name}" for name in os.listdir(folder)}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise StorageError(f"{folder} cannot be read: {error.strerror}.") from error

    def address(self, sha256: str) -> str:
        """Give the URL of an object; its host is ``localhost``, as readers of bags insist on one."""
        return f"file://localhost{quote(self._root)}/{object_name(sha256)}"

    def _ingest(self, path: str, link: bool) -> Digests:
        state, data = read_source(path)
        if data is None:
            return self._ingest_large(path, link, state)
        return self._ingest_small(path, link, state, data)

    def _start_all(
        self, sources: Iterable[tuple[str | Path, bool]], large: Executor, small: Executor
    ) -> Iterator[_Outcome | Future[_Outcome]]:
        trials, spent = 0, 0.0
        for source, link in sources:
            path = os.fspath(source)
            try:
                state, data = read_source(path)
            except StorageError as error:
                yield without_traceback(error)
                continue
            if data is None:
                yield large.submit(_outcome, self._ingest_large, path, link, state)
            elif trials < _TRIALS:
                begun = time.perf_counter()
                outcome = _outcome(self._ingest_small, path, link, state, data)
                trials, spent = trials + 1, spent + time.perf_counter() - begun
                yield outcome
            elif spent > _TRIALS * _SLOW:
                yield small.submit(_outcome, self._ingest_small, path, link, state, data)
            else:
                yield _outcome(self._ingest_small, path, link, state, data)

    def _ingest_small(self, path: str, link: bool, state: os.stat_result, data: bytes) -> Digests:
        digests = hash_bytes(data)
        if not self._holds(digests) and not (link and self._link(path, state, digests)):
            self._write(data, digests)
        return digests

    def _ingest_large(self, path: str, link: bool, state: os.stat_result) -> Digests:
        if link:
            digests = hash_source(path)
            if self._holds(digests) or self._link(path, state, digests):
                return digests
        return self._copy(path, state)

    def _write(self, data: bytes, digests: Digests) -> None:
        """Write a small object: an `Arrival` without the cost of its calls."""
        temporary = None
        try:
            temporary = self._temporary()
            descriptor = os.open(temporary, _NEW, _READ_ONLY)
            try:
                write_all(descriptor, data)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            self._move(temporary, digests.sha256)
        except BaseException as error:
            if temporary:
                _remove(temporary)
            if isinstance(error, OSError):
                raise self._not_writable(error) from error
            raise

    def _copy(self, path: str, state: os.stat_result) -> Digests:
        try:
            with Arrival(self._temporary(), _READ_ONLY) as arrival:
                digests = self._fill(arrival, path, state)
                check_unchanged(path, state)
                if not self._holds(digests):
                    self._name(arrival, digests)
        except OSError as error:
            if error.filename == path:
                raise unreadable(path, error) from error
            raise self._not_writable(error) from error
        return digests

    def _fill(self, arrival: Arrival, path: str, state: os.stat_result) -> Digests:
        """Copy a file, and hash what the copy holds; no byte is written if it can share blocks."""
        if state.st_dev not in self._without_reflinks:
            if reflinks.clone(path, arrival.descriptor):
                return hash_file(arrival.path)
            self._without_reflinks.add(state.st_dev)
        return hash_and_copy(path, arrival.descriptor)

    def _link(self, path: str, state: os.stat_result, digests: Digests) -> bool:
        """Store the file itself; False if that is not possible: a copy will, or tell why not."""
        try:
            if state.st_nlink > 1:
                return False  # whoever has its other name could change the object
            with without_writers(path) as descriptor:
                if not unchanged(state, os.fstat(descriptor)):
                    raise changed(path)
                os.fchmod(descriptor, _READ_ONLY)
                try:
                    os.fsync(descriptor)
                    self._name_file(descriptor, digests.sha256)
                except OSError:
                    os.fchmod(descriptor, stat.S_IMODE(state.st_mode))
                    raise
        except OSError:
            return False
        return True

    def _name_file(self, descriptor: int, sha256: str) -> None:
        """Give an open file an object's name; not by its path, which may be that of another file by now.

        Source: open(2), on ``O_TMPFILE``.
        """
        opened, name = f"/proc/self/fd/{descriptor}", self._path(sha256)
        try:
            # Python follows the link to the file only if it is given a folder, which no absolute path needs.
            os.link(opened, name, src_dir_fd=descriptor)
        except FileNotFoundError:
            self._make_folder(sha256)
            os.link(opened, name, src_dir_fd=descriptor)

    def _name(self, arrival: Arrival, digests: Digests) -> None:
        """Name a new object once its bytes are sure to survive a power failure."""
        os.fsync(arrival.descriptor)
        self._move(arrival.path, digests.sha256)
        arrival.is_named = True

    def _move(self, temporary: str, sha256: str) -> None:
        try:
            os.rename(temporary, self._path(sha256))
        except FileNotFoundError:
            self._make_folder(sha256)
            os.rename(temporary, self._path(sha256))

    def _make_folder(self, sha256: str) -> None:
        os.makedirs(f"{self._root}/{sha256[:2]}", exist_ok=True)
        self._sync_names({""})

    def _temporary(self) -> str:
        if not self._is_made:
            os.makedirs(self._tmp, exist_ok=True)
            self._is_made = True
        return f"{self._tmp}/{unique_name()}"

    def _holds(self, digests: Digests) -> bool:
        """Say whether an object is there and whole; one that is damaged is stored anew."""
        path = self._path(digests.sha256)
        try:
            # Asking for access first is faster where there is no object, as an error of stat is slow.
            if not os.access(path, os.F_OK):
                return False
            state = os.stat(path)
            if state.st_size != digests.length or hash_file(path) != digests:
                return False
            if time.time() - state.st_ctime > FRESH.total_seconds():
                os.chmod(path, _READ_ONLY)  # makes it as young as a new one
        except PermissionError:
            return False  # it belongs to somebody else: one of our own takes its place
        except OSError as error:
            return error.errno == errno.EROFS
        return True

    def _sync_names(self, folders: set[str]) -> None:
        """See to it that new names in these folders survive a power failure, where the file system can."""
        for folder in folders:
            with suppress(OSError):
                _sync(f"{self._root}/{folder}")

    def _blocks(self, source: FileIO, sha256: str) -> Iterator[bytes]:
        try:
            # A buffer of the full length costs more than a small object takes to read.
            length = min(os.fstat(source.fileno()).st_size + 1, _BLOCK)
            while block := source.read(length):
                yield block
        except OSError as error:
            raise self._unreadable(sha256, error) from error

    def _path(self, sha256: str) -> str:
        return f"{self._root}/{sha256[:2]}/{sha256}"

    def _unreadable(self, sha256: str, error: OSError) -> StorageError:
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            return missing(self.url, sha256)
        return StorageError(f"The object {sha256} in {self._root} cannot be read: {error.strerror}.")

    def _not_writable(self, error: OSError) -> StorageNotWritable:
        return StorageNotWritable(
            f"Nothing can be stored in the folder {self._root}: {error.strerror}. "
            f"Free space there, or check that it is a folder that you may write to."
        )


def _outcome(work: Callable[..., _T], *arguments: Any) -> _T | StorageError:
    try:
        return work(*arguments)
    except StorageError as error:
        return without_traceback(error)


def _receive(data: bytes, sha256: str, target: str | Path, url: str) -> None:
    arrivals.receive((data,), sha256, target, url)


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _sync(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: str, before: float, *, dry_run: bool = False) -> int:
    """Remove what processes that died left behind, and count it."""
    removed = 0
    # A staged file that is being linked has an old time of modification, but not of change.
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # its writer may just have named it
                if entry.stat(follow_symlinks=False).st_ctime < before:
                    if not dry_run:
                        os.unlink(entry.path)
                    removed += 1
    return removed
