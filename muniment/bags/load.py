"""Bags brought into a catalog: their tables, rows and files, as they were where they come from.

Files are stored first, then all rows are written in one transaction. So a load that is killed leaves objects
that no row refers to, which the next one finds in their place, and nothing else.

The transaction is a mark. What a release held is not known of other versions than the bag's own, so only that
one can be read at its version; `Dataset_Version.Snapshot` keeps saying of which catalog it is a moment.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.bags import arrival as arriving
from muniment.bags import asset_files, payload, reach, terms
from muniment.bags.arrival import ARRIVING, LOADED, Arrival, Meeting
from muniment.bags.asset_files import Stored
from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.fitting import Fit, fit, order_rows
from muniment.bags.schema_document import UNSEEN
from muniment.bags.terms import Merge
from muniment.catalog import changes, datasets, removals, rows, snapshots, tables, versions
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction, listed
from muniment.catalog.removals import Removals
from muniment.catalog.schema import ddl
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.versions import DatasetHistory
from muniment.errors import BagConflict, BagInvalid

_SPARE = 256
"""More than a process ever keeps of the RIDs that it has leased and not used."""
_SHOWN = 10

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LoadedBag:
    """What came of loading a bag.

    Attributes:
        dataset_rid: The dataset that the bag was made for.
        version: Its version in the bag.
        rows: How many rows of each table are new.
        present: How many rows of each table were there already.
        updated: How many of these were changed since where they come from, and are now as they are there.
        removed: How many memberships the dataset, or one inside it, has no more in this later version.
        tables: The tables that were made.
        files: How many files were stored.
        bytes: How many bytes these have.
        readable: Whether the dataset can be read, and its bag be made, at this version from now on.
        left_out: Core table → columns of the bag that no catalog of ours has.
        emptied: ``Table.Column`` → how many different values of it referred to rows that neither the bag nor
            the catalog has, and are empty now.
    """

    dataset_rid: str
    version: str
    rows: Mapping[str, int] = field(default_factory=dict)
    present: Mapping[str, int] = field(default_factory=dict)
    updated: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    files: int = 0
    bytes: int = 0
    readable: bool = False
    left_out: Mapping[str, list[str]] = field(default_factory=dict)
    emptied: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        return (
            f"<LoadedBag {self.dataset_rid} {self.version}: {sum(self.rows.values())} rows and {self.files} "
            f"files are new, {sum(self.present.values())} rows were there>"
        )


def load_bag(catalog: Catalog, path: str | os.PathLike[str], progress: Progress | None = None) -> LoadedBag:
    """Bring a bag into a catalog, all of it or nothing; what is there already stays as it is.

    Files that the bag lacks are brought into it first, from where its ``fetch.txt`` says they are.

    Args:
        catalog: Where to load it.
        path: The folder of the bag, one that DerivaML made as well.
        progress: Called with the number of files stored by now, and of all that are new.

    Raises:
        BagNotFound: There is no such folder.
        BagInvalid: It is no whole and unchanged bag of a dataset.
        BagConflict: A row of the catalog has the RID of another, or other values, or a table other columns.
            Nothing was written; the message says which.
        ConstraintViolation: A row breaks another rule of its table. Nothing was written.
        ReadOnlySnapshot: The catalog is one of the past.
        StorageError: The store refuses a file. No row was written.
    """
    bag = DatasetBag.open(path)
    _complete(bag)
    bag.validate()
    load = _Load(catalog, bag, _source_of(bag), progress)
    return removals.outlast(catalog, load.bring_in)


def _complete(bag: DatasetBag) -> None:
    """Bring in the files that a bag lacks.

    Raises:
        BagInvalid: Some cannot be had.
    """
    if bag.is_materialized:
        return
    failed = payload.materialize(bag.path).failed
    if failed:
        listed = [f"{path}: {reason}" for path, reason in sorted(failed.items())[:_SHOWN]]
        raise BagInvalid(
            f"The bag {bag.path} lacks {len(failed)} files that cannot be brought in. Nothing was loaded.\n"
            + "\n".join(listed)
        )


def _source_of(bag: DatasetBag) -> str:
    """Give the catalog that a bag was made from; nothing if it was none of ours."""
    address = bag.info.get("Internal-Sender-Identifier", "")
    return address.removeprefix("muniment://").partition("/")[0] if address.startswith("muniment://") else ""


@dataclass(frozen=True)
class _Look:
    """What a transaction finds out of a bag and a catalog."""

    fit: Fit
    arrival: Arrival
    merged: Mapping[str, Merge]
    meeting: Meeting
    existing: Collection[str]

    @property
    def present(self) -> Mapping[str, set[str]]:
        """The rows that are in both."""
        return self.meeting.present


@dataclass(frozen=True)
class _Load:
    """A bag that is being loaded."""

    catalog: Catalog
    bag: DatasetBag
    source: str
    progress: Progress | None

    def bring_in(self, before: Removals) -> LoadedBag:
        """Store the files, then write all rows."""
        with self.catalog.read() as connection:
            look = self._look(connection)
            known = snapshots.find_pin(connection, self.bag.dataset_rid, self.bag.current_version)
        if _brings_nothing(look) and (known is not None or self._release() is None):
            return self._report(look, {}, {}, Stored(), known is not None)
        stored = asset_files.store_files(
            self.catalog, self.bag.path, look.arrival, look.present, self.progress
        )
        digests = look.arrival.digests

        def write(tx: Transaction) -> LoadedBag:
            tx.claim("definitions")
            tx.renumber()
            now = self._look(tx.connection)
            now.arrival.digests.update(digests)
            written, removed = self._write(tx, now)
            removals.require_present(
                tx, self.catalog, asset_files.stored_keys(now.arrival, now.present), before
            )
            pinned = self._pin(tx, now)
            ARRIVING.drop(tx.connection)
            made = [definition.name for definition in now.fit.new]
            changes.record(tx, LOADED, None, dataset=self.bag.dataset_rid, source=self.source, tables=made)
            return self._report(now, written, removed, stored, pinned)

        report = self.catalog.transact(write, mark=True, defining=True)
        self.catalog.refresh()
        return report

    def _look(self, connection: Connection) -> _Look:
        """Compare the bag with the catalog.

        Raises:
            BagConflict: They contradict each other.
        """
        model = self.catalog.model_in(connection)
        found = fit(self.bag.catalog, model)
        existing = list(model.definitions)
        arrival = Arrival(self.bag.catalog, found.model, self.catalog.id, self.source)
        arriving.skip_unknown_provenance(connection, arrival)
        arriving.announce(connection, arrival)
        merged = {name: terms.merge(connection, arrival, name, existing) for name in arrival.vocabularies}
        arrival.terms.update({name: merge.changed for name, merge in merged.items()})
        arriving.find_dangling(connection, arrival, existing)
        meeting = arriving.meet(connection, arrival, existing)
        if meeting.later and "Left-Out-Tables" in self.bag.info:
            meeting.add(
                "The bag was made without some tables, so a dataset here cannot become its later version"
            )
        meeting.require_peace()
        return _Look(found, arrival, merged, meeting, existing)

    def _write(self, tx: Transaction, look: _Look) -> tuple[dict[str, int], dict[str, int]]:
        """Write tables, terms and rows, and give how many rows of each table are new, and how many left."""
        arrival = look.arrival
        ddl.create_tables(tx.connection, self.catalog.model_in(tx.connection), look.fit.new, tx.number)
        _count_past(tx, arrival.last)
        written = {
            name: terms.write(tx, arrival, name, merge, look.meeting.taken)
            for name, merge in look.merged.items()
        }
        for definition in look.fit.new:
            if definition.kind is TableKind.asset:
                tables.add_type_term(tx, arrival.model, definition)
        order, waiting = order_rows(arrival.tables, arrival.model)
        for name in order:
            written[name] = _write_rows(tx, look, name, waiting.get(name, []))
        for name, columns in waiting.items():
            _write_columns(tx, look, name, columns)
        for name in look.meeting.newer:
            _renew_rows(tx, look, name)
        removed = _move_on(tx, look)
        return {name: count for name, count in written.items() if count}, removed

    def _release(self) -> DatasetHistory | None:
        """Give the version of the bag, if it is a release of which all is in the bag."""
        with self.bag.catalog.read() as connection:
            version = versions.current(connection, self.bag.catalog.model, self.bag.dataset_rid)
        is_whole = version.snapshot is not None and "Left-Out-Tables" not in self.bag.info
        return version if is_whole else None

    def _pin(self, tx: Transaction, look: _Look) -> bool:
        """Let the version of the bag be read at this moment, if the dataset is what the bag says it is."""
        release, rid = self._release(), self.bag.dataset_rid
        if release is None or self.source == self.catalog.id:
            return release is not None
        if snapshots.find_pin(tx.connection, rid, release.dataset_version) is not None:
            return True
        if not _is_the_same(tx.connection, look.arrival, rid):
            return False
        snapshots.pin_version(tx, rid, release.dataset_version, f"Loaded from {self.bag.path.name}")
        return True

    def _report(
        self,
        look: _Look,
        written: Mapping[str, int],
        removed: Mapping[str, int],
        stored: Stored,
        readable: bool,
    ) -> LoadedBag:
        return LoadedBag(
            dataset_rid=self.bag.dataset_rid,
            version=str(self.bag.current_version),
            rows=written,
            present={name: len(rids) for name, rids in sorted(look.present.items())},
            updated={name: len(rids) for name, rids in sorted(look.meeting.newer.items())},
            removed=removed,
            tables=tuple(definition.name for definition in look.fit.new),
            files=stored.files,
            bytes=stored.bytes,
            readable=readable,
            left_out=look.fit.left_out,
            emptied={name: len(values) for name, values in sorted(look.arrival.emptied.items())},
        )


def _brings_nothing(look: _Look) -> bool:
    """Say whether the catalog has all of a bag already."""
    arrival = look.arrival
    new_terms = any(merge.new or merge.synonyms for merge in look.merged.values())
    if look.fit.new or new_terms or look.meeting.newer:
        return False
    with arrival.bag.read() as connection:
        counts = {
            name: connection.execute(
                sa.select(sa.func.count()).select_from(arrival.bag.model.table(name))
            ).scalar_one()
            - len(arrival.skipped.get(name, ()))
            for name in arrival.tables
        }
    return all(len(look.present.get(name, ())) == count for name, count in counts.items())


def _count_past(tx: Transaction, last: int) -> None:
    """Never give out a RID up to this one any more, nor the next ones, which the catalog of the bag will."""
    number, rids = tx.database.backend.counted(tx.connection)
    if rids < last < _HIGHEST:
        tx.database.backend.count_on(tx.connection, number, ids.choose_start(last))
    tx.rids(_SPARE)  # those that were leased before may be in the bag


_HIGHEST = 1 << 60
"""No catalog counts that far."""


def _write_rows(tx: Transaction, look: _Look, name: str, empty: Collection[str]) -> int:
    table, present = look.arrival.model.table(name), look.present.get(name, set())
    count = 0

    def new() -> Iterator[tuple[object, ...]]:
        nonlocal count
        for row in arriving.new_rows(look.arrival, name, present, tx.number, empty):
            count += 1
            yield row

    if tx.connection.dialect.name == "sqlite":
        tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # a row may refer to a later one
    rows.copy_in(tx.connection, table, new())
    return count


def _write_columns(tx: Transaction, look: _Look, name: str, columns: Collection[str]) -> None:
    """Write what had to wait until the rows were there that it refers to."""
    present, names = look.present.get(name, set()), look.arrival.columns(name)
    wanted = [column for column in columns if column in names]
    _change_rows(tx, look, name, wanted, lambda rid: rid not in present)


def _renew_rows(tx: Transaction, look: _Look, name: str) -> None:
    """Write what was changed where rows come from, and when and by whom, as it was done there."""
    newer, names = look.meeting.newer[name], look.arrival.columns(name)
    kept = {"RID", "Version" if name == "Dataset" else "RID"}
    if look.arrival.model.definition(name).kind is TableKind.asset:
        kept |= arriving.OF_BYTES
    _change_rows(tx, look, name, [column for column in names if column not in kept], newer.__contains__)


def _change_rows(
    tx: Transaction, look: _Look, name: str, columns: Collection[str], is_meant: Callable[[str], bool]
) -> None:
    """Write some columns of rows that are there, as the bag has them."""
    table, names = look.arrival.model.table(name), look.arrival.columns(name)
    place, places = names.index("RID"), {column: names.index(column) for column in columns}
    values: dict[str, Any] = {column: sa.bindparam(f"_{column}") for column in columns}
    change = sa.update(table).where(table.c.RID == sa.bindparam("_rid")).values({**values, UNSEEN: tx.number})
    meant = (row for row in look.arrival.rows(name) if is_meant(row[place]))
    for portion in arriving.portions(meant) if columns else ():
        tx.connection.execute(
            change,
            [
                {"_rid": row[place], **{f"_{column}": row[at] for column, at in places.items()}}
                for row in portion
            ],
        )


def _move_on(tx: Transaction, look: _Look) -> dict[str, int]:
    """Let datasets that were there become the later version of the bag, and give how many members left.

    Raises:
        BagConflict: The bag is of an earlier version, and has members that the later one here has not.
    """
    moved, later, model = look.meeting.moved, look.meeting.later, look.arrival.model
    left: dict[str, int] = {}
    for name in datasets.memberships(model).values() if moved else ():
        link = model.table(name)
        arrived = sa.exists().where(ARRIVING.c.RID == link.c.RID)
        gone = sa.delete(link).where(link.c.Dataset.in_(listed(tx.connection, later)), ~arrived)
        left[name] = tx.connection.execute(gone).rowcount
        ahead = link.c.Dataset.in_(listed(tx.connection, moved.keys() - later))
        back = sa.select(link.c.Dataset).where(ahead, link.c.RVS == tx.number).limit(1)
        if dataset := tx.connection.execute(back).scalar():
            line = f"Dataset {dataset} is of a later version here, without some of the members in the bag"
            raise BagConflict(f"{line}. Nothing was written. Load earlier versions first.", (line,))
    if later:
        names = look.arrival.columns("Dataset")
        changed = [column for column in ("Version", "RMT", "RMB") if column in names]
        _change_rows(tx, look, "Dataset", changed, later.__contains__)
    return {name: count for name, count in left.items() if count}


def _is_the_same(connection: Connection, arrival: Arrival, dataset: str) -> bool:
    """Say whether the rows that belong to a dataset here are those of the bag, terms aside."""
    with connection.begin_nested() as point:
        found = reach.find_rows(connection, arrival.model, dataset)
        names = [n for n in found.counts if arrival.model.definition(n).kind is not TableKind.vocabulary]
        announced = sa.select(ARRIVING.c.Name, sa.func.count()).group_by(ARRIVING.c.Name)
        theirs = {name: count for name, count in connection.execute(announced) if name in arrival.tables}
        for name, rids in arrival.skipped.items():
            theirs[name] = theirs.get(name, 0) + len(rids)
        same = theirs == {name: found.counts[name] for name in names} and not any(
            _has_others(connection, arrival, found, name) for name in names
        )
        point.rollback()
    return same


def _has_others(connection: Connection, arrival: Arrival, found: reach.Reach, name: str) -> bool:
    table = arrival.model.table(name)
    here = sa.select(ARRIVING.c.RID).where(ARRIVING.c.Name == name)
    query = sa.select(table.c.RID).where(found.condition(table), table.c.RID.not_in(here))
    own = arrival.terms[name]["RID"].values() if name in arrival.skipped else ()
    return connection.execute(query.where(table.c.RID.not_in(own)).limit(1)).first() is not None
