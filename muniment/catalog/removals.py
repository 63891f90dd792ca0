"""What a clean-up of the store and an upload agree on, so that no row ever refers to an object that is gone.

An upload stores its objects first and writes their rows last, and of bytes that are stored already it only
makes sure that they are there. In between, a clean-up finds no row for them. Three rules hold them apart:

- Objects are removed inside a writing transaction, portion by portion. While it lasts no row can be written,
  so "no row refers to it" is as true when an object is removed as when it was asked.
- A clean-up writes down in the log that it begins, before it removes anything, and that it has ended. An
  upload looks there before it stores its first object, and again in the transaction that writes its rows. If
  the log says the same both times, and no clean-up is under way, nothing was removed since. Else the upload
  asks the store for its objects, still in its transaction, so that none is removed meanwhile. If one has
  gone, it is rolled back, stores again what is missing, and comes back.
- Only the clean-up that began last may remove anything. One that was killed so counts as under way until
  the next has ended: uploads ask once more than they need to, and nothing else happens.

That objects are spared for a day after they were last stored is not what this rests on: it saves uploads
from storing again what was removed before their eyes.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.engine import Connection

from muniment.catalog import changes
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.objects import referenced
from muniment.errors import StorageError

Result = TypeVar("Result")

ACTION = "gc"


@dataclass(frozen=True)
class Removals:
    """The latest that the log says of clean-ups.

    Attributes:
        number: The transaction that wrote it; 0 if there was never a clean-up.
        is_under_way: Whether a clean-up has begun and not ended.
    """

    number: int = 0
    is_under_way: bool = False


class _ObjectsRemovedError(Exception):
    """Objects of an upload were removed before its rows were written."""


def outlast(catalog: Catalog, bring_in: Callable[[Removals], Result]) -> Result:
    """Run an upload, and again if a clean-up has removed objects of it.

    Args:
        catalog: Where it uploads to.
        bring_in: Stores what is not in the store, and then, in one transaction, writes the rows and calls
            `require_present` with what it is given.
    """
    while True:
        with catalog.read() as connection:
            before = latest(connection)
        try:
            return bring_in(before)
        except _ObjectsRemovedError:
            continue


def latest(connection: Connection) -> Removals:
    """Look what the log says of clean-ups."""
    found = changes.latest(connection, ACTION)
    return Removals() if found is None else Removals(found.number, found.details["state"] == "begun")


def require_present(tx: Transaction, catalog: Catalog, keys: Iterable[str], before: Removals) -> None:
    """Make sure that objects are there whose rows this transaction has just written.

    Args:
        tx: The transaction.
        catalog: Where their rows are.
        keys: The objects; gone through only if a clean-up may have removed some.
        before: What the log said before they were stored.

    Raises:
        _ObjectsRemovedError: Some have gone; `outlast` takes care of that.
    """
    now = latest(tx.connection)
    if now == before and not now.is_under_way:
        return
    wanted = set(keys)
    if wanted - catalog.store.find(wanted):
        raise _ObjectsRemovedError


def begin(catalog: Catalog) -> Removals:
    """Write down that a clean-up begins; from now on, no other that is under way removes anything."""

    def write(tx: Transaction) -> Removals:
        changes.record(tx, ACTION, None, state="begun")
        return Removals(tx.number, is_under_way=True)

    return catalog.transact(write)


def remove(catalog: Catalog, begun: Removals, keys: Collection[str]) -> list[str]:
    """Remove those of some objects that no row refers to, and give them.

    Raises:
        StorageError: Another clean-up has begun meanwhile. Nothing was removed.
        StorageNotWritable: The store is read-only or out of reach; some may be gone.
    """

    def write(tx: Transaction) -> list[str]:
        if latest(tx.connection) != begun:
            raise StorageError(
                "Another clean-up of this catalog has begun meanwhile, and goes on in place of this one."
            )
        used = referenced(tx.connection, keys)
        removed = [key for key in keys if key not in used]
        catalog.store.delete_many(removed)
        return removed

    return catalog.transact(write, mark=True)  # on PostgreSQL, a mark keeps other writers out


def end(catalog: Catalog, begun: Removals, objects: int, size: int) -> None:
    """Write down that a clean-up has ended, and what it has removed, unless another has begun meanwhile."""

    def write(tx: Transaction) -> None:
        if latest(tx.connection) == begun:
            changes.record(tx, ACTION, None, state="ended", objects=objects, bytes=size)

    catalog.transact(write)
