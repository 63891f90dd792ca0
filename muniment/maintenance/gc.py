"""Bytes that nothing refers to any more, found and freed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice

from muniment.catalog import copies, removals
from muniment.catalog.catalog import Catalog
from muniment.catalog.objects import asset_rows, asset_tables
from muniment.errors import InvalidValue, StorageError
from muniment.executions.journal import Journal
from muniment.maintenance.inventory import Inventory

GRACE = timedelta(days=1)
"""How long objects are spared after they were last stored."""

_PORTION = 500
"""Objects that are removed in one transaction, during which nobody else can write."""

Progress = Callable[[int, int], None]
"""Called with how many objects are done, and how many there are."""


@dataclass(frozen=True)
class Cleanup:
    """What a clean-up has freed, or would free.

    Attributes:
        objects: How many objects nothing refers to.
        bytes: How many bytes they have.
        leftovers: How many uploads were begun and never ended.
        dry_run: Whether all of this is still there.
        seconds: How long it took.

    Example:
        >>> ml.gc()
        <Cleanup: 0 objects of 0 bytes and 0 leftovers would be removed>
    """

    objects: int
    bytes: int
    leftovers: int
    dry_run: bool
    seconds: float

    def __repr__(self) -> str:
        done = "would be removed" if self.dry_run else "removed"
        return (
            f"<Cleanup: {self.objects} objects of {self.bytes} bytes and {self.leftovers} leftovers {done}>"
        )


def collect(
    catalog: Catalog,
    journal: Journal | None,
    *,
    dry_run: bool = True,
    grace: timedelta = GRACE,
    progress: Progress = lambda _done, _total: None,
    now: datetime | None = None,
) -> Cleanup:
    """Remove the objects that nothing refers to, and what uploads that died have left in the store.

    Rows refer to objects, those of tables that were dropped too, and so do runs whose upload was broken off
    on this machine. What is found is asked for once more at the moment of removal; `removals` says why no
    upload loses anything that goes on at the same time.

    Args:
        catalog: The catalog.
        journal: What is staged on this machine; None if nothing ever was.
        dry_run: Whether to count only.
        grace: How long objects are spared after they were last stored; leftovers for a day at least.
        progress: Called with the number of objects that are removed by now, and of all that are to be.
        now: The time by which objects are young or old; that of this machine if left out.

    Raises:
        StorageError: Another catalog keeps its objects in the same store, or another clean-up has begun.
        StorageNotWritable: The store is read-only or out of reach. Run it again.
    """
    if grace < timedelta(0):
        raise InvalidValue(f"Objects cannot be spared for {grace}: that is in the future.")
    started = time.monotonic()
    now = now or datetime.now(UTC)
    before = now - grace
    _check_alone(catalog)
    with Inventory() as inventory:
        inventory.add_objects(catalog.store.objects())
        with catalog.read() as connection:
            was_broken_off = removals.latest(connection).is_under_way
            for table in asset_tables(connection):
                inventory.add_references(row for row in asset_rows(connection, table) if row.key)
        if journal is not None:
            inventory.add_keys(_stored_keys(journal), "staged")
        objects, size = inventory.spare(before.timestamp())
        if not dry_run and (objects or was_broken_off):
            spare = inventory.spare_objects(before.timestamp())
            objects, size = _remove(catalog, spare, partial(_told, progress, objects))
    # What is being written at this moment looks like a leftover, and nobody would write it again.
    leftovers = catalog.store.sweep(now - max(grace, GRACE), dry_run=dry_run)
    return Cleanup(objects, size, leftovers, dry_run, time.monotonic() - started)


def _told(progress: Progress, total: int, done: int) -> None:
    progress(done, total)


def _check_alone(catalog: Catalog) -> None:
    with catalog.read() as connection:
        own = copies.own_name(connection, catalog)
    others = {name: place for name, place in catalog.store.users().items() if name != own}
    if others:
        name, place = min(others.items())
        raise StorageError(
            f"{catalog.store.url} has the objects of another catalog as well ({name}), whose rows are not "
            f"known here, so nothing was removed. If that catalog is gone for good, remove {place} and try "
            "again."
        )


def _stored_keys(journal: Journal) -> Iterator[str]:
    for execution in journal.unfinished():
        for portion in journal.portions(execution):
            yield from (staged.sha256 for staged in portion if staged.sha256 is not None)


def _remove(
    catalog: Catalog, spare: Iterator[tuple[str, int]], progress: Callable[[int], None]
) -> tuple[int, int]:
    seen = objects = size = 0
    begun = removals.begin(catalog)
    try:
        while portion := dict(islice(spare, _PORTION)):
            _check_alone(catalog)
            removed = removals.remove(catalog, begun, portion)
            seen += len(portion)
            objects += len(removed)
            size += sum(portion[key] for key in removed)
            progress(seen)
    finally:
        removals.end(catalog, begun, objects, size)
    return objects, size
