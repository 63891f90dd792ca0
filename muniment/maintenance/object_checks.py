"""Checks of objects: those that rows refer to are there, with the right length and the right bytes."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from muniment.checksums import Digests, hash_file
from muniment.errors import MunimentError, StorageError, plural
from muniment.maintenance.findings import Findings
from muniment.maintenance.inventory import Inventory, Reference
from muniment.storage import Storage
from muniment.storage.ordered import in_order

Progress = Callable[[int, int], None]
"""Called with how many bytes are done, and how many there are."""

_RESTORE = (
    "Put the object back into the store from a backup or another copy; if you have the original file, "
    "ml.add_files(...) stores it again. Else delete the row."
)
_REPLACE = (
    "These are not the bytes that were recorded. Take the object out of the store, and put it back from a "
    "backup or another copy; if you have the original file, ml.add_files(...) then stores it again."
)
_THREADS = 8
_AHEAD = 64
_BLOCK = 1 << 22


def check_presence(findings: Findings, inventory: Inventory, store: Storage) -> None:
    """Compare rows with one listing of the store."""
    findings.checked["objects"] += inventory.add_objects(store.objects())
    for reference in inventory.mismatched():
        if reference.stored is None:
            message = f"{_name(reference)} refers to the object {reference.key}, which is not in {store.url}."
            _note(findings, "object-missing", message, _RESTORE, reference)
        else:
            message = (
                f"{_name(reference)} has {reference.length} bytes, but its object {reference.key} has "
                f"{reference.stored} in {store.url}."
            )
            _note(findings, "object-length", message, _REPLACE, reference)
    spare, size = inventory.spare(float("inf"))
    if spare:
        findings.info(
            "object-unreferenced",
            f"No row refers to {plural(spare, '1 object', '{} objects')} of {size} bytes.",
            "muniment gc, or ml.gc(), tells which of them can be freed.",
        )


def check_bytes(findings: Findings, inventory: Inventory, store: Storage, progress: Progress) -> None:
    """Read the objects again in threads, and compare their checksums with those that rows have."""
    total, done = inventory.sound_bytes(), 0
    for key, length, outcome in _read_all(inventory, store):
        done += length
        progress(done, total)
        findings.checked["objects read"] += 1
        findings.checked["bytes read"] += length
        if isinstance(outcome, MunimentError):
            _note_all(findings, inventory, key, "object-unreadable", f"could not be read: {outcome}")
        elif outcome.sha256 != key:
            fault = f"has other bytes now: their SHA-256 is {outcome.sha256}."
            _note_all(findings, inventory, key, "object-altered", fault)
        else:
            _check_md5(findings, inventory, key, outcome)


def _check_md5(findings: Findings, inventory: Inventory, key: str, found: Digests) -> None:
    for reference in inventory.references_to(key):
        if reference.md5 != found.md5:
            message = f"{_name(reference)} has the MD5 {reference.md5}, but that of its bytes is {found.md5}."
            remedy = "The bytes are those of its SHA256: correct MD5 with a SQL tool."
            _note(findings, "md5-wrong", message, remedy, reference)


def _note_all(findings: Findings, inventory: Inventory, key: str, code: str, fault: str) -> None:
    for reference in inventory.references_to(key):
        _note(findings, code, f"The object {key} of {_name(reference)} {fault}", _REPLACE, reference)


def _note(findings: Findings, code: str, message: str, remedy: str, reference: Reference) -> None:
    findings.error(code, message, remedy, table=reference.table, rid=reference.rid, key=reference.key)


def _name(reference: Reference) -> str:
    return f"{reference.table} {reference.rid} ({reference.filename or 'without a name'})"


_Outcome = tuple[str, int, Digests | StorageError]


def _read_all(inventory: Inventory, store: Storage) -> Iterator[_Outcome]:
    stop = Event()
    pool = ThreadPoolExecutor(_THREADS, "doctor")
    try:
        started: Iterator[Future[_Outcome]] = (
            pool.submit(_read, store, key, length, stop) for key, length in inventory.sound()
        )
        outcomes: Iterator[_Outcome] = in_order(started, ahead=_AHEAD)
        yield from outcomes
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)


def _read(store: Storage, key: str, length: int, stop: Event) -> _Outcome:
    try:
        return key, length, _hash(store, key, stop)
    except StorageError as error:
        return key, length, error


def _hash(store: Storage, key: str, stop: Event) -> Digests:
    local = store.local_path(key)
    if local is not None:
        try:
            return hash_file(local)
        except OSError as error:
            raise StorageError(f"{local} cannot be read: {error.strerror}.") from error
    md5, sha256, length = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    with store.open(key) as file:
        while (block := file.read(_BLOCK)) and not stop.is_set():
            md5.update(block)
            sha256.update(block)
            length += len(block)
    return Digests(length, md5.hexdigest(), sha256.hexdigest())
