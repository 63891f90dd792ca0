"""Moments of a catalog, and the catalog as it was then.

A moment is the number of a transaction. Those with lower numbers may end after it, so what was there "at" a
number is certain only if all of them had ended when it was given: so it is with a mark, and each release of a
dataset is one. A time is none: what was there at three o'clock means what was there at the last mark before.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog import changes, datasets, versions
from muniment.catalog.catalog import Catalog, Result
from muniment.catalog.database import Transaction, listed
from muniment.catalog.schema import registry
from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.history.model import load_past_model
from muniment.catalog.schema.tables import Model
from muniment.catalog.schema.types import to_text
from muniment.catalog.versions import DatasetHistory, DatasetVersion
from muniment.errors import (
    DataError,
    InvalidValue,
    MomentNotFound,
    ReadOnlySnapshot,
    VersionNotFound,
    nearest,
)

_MARKS = METADATA.tables["Muniment_Mark"]
_WRITES = METADATA.tables["Muniment_Transaction"]
_VERSIONS = METADATA.tables["Dataset_Version"]

PRUNED = "prune_history"
"""The action under which the log says what of the past is not kept any more."""


@dataclass(frozen=True)
class Mark:
    """A moment of a catalog to which one can come back.

    Attributes:
        name: Its name; of a release, the dataset's RID and the version, as ``1-001A@1.2.0``.
        number: The transaction with whose end it is.
        time: When it was set, in UTC.
        actor: By whom.
        description: What for.
    """

    name: str
    number: int
    time: datetime
    actor: str | None = None
    description: str | None = None


At = str | Mark | datetime | None
"""How a moment is named: a mark, ``RID@version``, the last mark at or before a time, or now."""


class SnapshotCatalog(Catalog):
    """A catalog as it was at a moment, for the functions that read a catalog."""

    mark: Mark

    @property
    def number(self) -> int:
        """The transaction with whose end the moment is."""
        return self.mark.number

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction, and make sure that what was then is still kept.

        Raises:
            MomentNotFound: It was forgotten meanwhile.
        """
        with super().read() as connection:
            require_kept(connection, self.mark)
            yield connection

    def _load(self, connection: Connection) -> Model:
        """Give the tables there were; under what names the database has them may have changed since."""
        return load_past_model(connection, self.number)

    def model_in(self, connection: Connection) -> Model:
        """Give the tables there were."""
        return self.refresh_in(connection)

    def number_in(self, connection: Connection) -> int:  # noqa: ARG002
        """Give the transaction with whose end the moment is."""
        return self.number

    def write(self, execution: str | None = None, *, mark: bool = False) -> NoReturn:  # noqa: ARG002
        """Refuse to write.

        Raises:
            ReadOnlySnapshot: Always.
        """
        raise ReadOnlySnapshot(
            f"The catalog as it was at {self.mark.name} cannot be changed. Change the catalog itself: "
            f"Muniment({self.address!r})."
        )

    def transact(self, act: Callable[[Transaction], Result], *_: object, **__: object) -> Result:  # noqa: ARG002
        """Refuse to write.

        Raises:
            ReadOnlySnapshot: Always.
        """
        self.write()

    def define(self, act: Callable[[Transaction, Model], Result], **_: object) -> Result:  # noqa: ARG002
        """Refuse to change tables.

        Raises:
            ReadOnlySnapshot: Always.
        """
        self.write()


def open_snapshot(catalog: Catalog, mark: Mark) -> SnapshotCatalog:
    """Give a catalog as it was at a moment.

    Raises:
        MomentNotFound: What was then is not kept.
    """
    with catalog.read() as connection:
        require_kept(connection, mark)
        known = registry.latest_change(connection), load_past_model(connection, mark.number)
    snapshot = SnapshotCatalog(
        catalog.database, catalog.store, catalog.root, catalog.id, catalog.domain_schema, catalog.address
    )
    snapshot.mark, snapshot._known = mark, known  # noqa: SLF001 (its own)
    return snapshot


def find_version(catalog: Catalog, dataset: str, version: object = None) -> DatasetHistory:
    """Find a version of a dataset; None is the one that it has now.

    Raises:
        VersionNotFound: It has no such version.
        InvalidValue: It is no version.
    """
    with catalog.read() as connection:
        model = catalog.model_in(connection)
        if version is None:
            return versions.current(connection, model, dataset)
        known = versions.history(connection, model, dataset)
    for entry in known:
        if entry.dataset_version == DatasetVersion(str(version)):
            return entry
    raise VersionNotFound(
        f"Dataset {dataset} has no version {version}. It has "
        f"{', '.join(str(entry.dataset_version) for entry in known)}."
    )


def open_version(catalog: Catalog, version: DatasetHistory) -> Catalog:
    """Give a catalog as it was when a version of a dataset was released; for a draft, as it is.

    A release that is older than the history of an upgraded catalog is given as it was when that began, if it
    was the current one then.

    Raises:
        VersionNotFound: What it held is not kept.
    """
    if version.snapshot is None:
        return catalog
    with catalog.read() as connection:
        since = find_kept(connection).since
        number = _number_of(connection, version)
    name = f"{version.dataset_rid}@{version.dataset_version}"
    snapshot = open_snapshot(catalog, Mark(name, max(number, since), version.created))
    if number < since:
        _require_unchanged(snapshot, version, number)
    return snapshot


def _number_of(connection: Connection, version: DatasetHistory) -> int:
    """Give the transaction with whose end a release is, or with whose end it was loaded from elsewhere."""
    if version.snapshot is not None and version.snapshot.isdecimal():
        return int(version.snapshot)
    pin = find_pin(connection, version.dataset_rid, version.dataset_version)
    if pin is None:
        raise VersionNotFound(
            f"Version {version.dataset_version} of dataset {version.dataset_rid} was released in another "
            f"catalog, at {version.snapshot}, and what it held has not been loaded here. ml.load_bag loads a "
            "bag of it."
        )
    return pin


def find_pin(connection: Connection, dataset: str, version: DatasetVersion) -> int | None:
    """Give the transaction that loaded a release of another catalog; None if none did."""
    name = f"{dataset}@{version}"
    number = connection.execute(sa.select(_MARKS.c.RVS).where(_MARKS.c.Name == name)).scalar()
    return None if number is None else int(number)


def pin_version(tx: Transaction, dataset: str, version: DatasetVersion, description: str) -> None:
    """Let a release of another catalog, which this transaction has loaded, be read as it is now."""
    _write_mark(tx, f"{dataset}@{version}", description)


def _require_unchanged(snapshot: SnapshotCatalog, release: DatasetHistory, number: int) -> None:
    dataset = release.dataset_rid
    table = snapshot.model.table("Dataset_Version")
    inside = datasets.related(snapshot, dataset, "children", recurse=True)
    with snapshot.read() as connection:
        later = sa.and_(table.c.Dataset.in_(listed(connection, [dataset, *inside])), table.c.RVS > number)
        changed = connection.execute(sa.select(table.c.Dataset).where(later).distinct()).scalars().all()
    if changed:
        raise VersionNotFound(
            f"Version {release.dataset_version} of dataset {dataset} is older than the history of this "
            f"catalog, which began when it was upgraded, and {', '.join(sorted(changed))} had changed by "
            "then: what it held is not known. A bag of it that was downloaded in time is still good."
        )
    if tables := _tables_changed_since(snapshot, number):
        warnings.warn(
            f"Version {release.dataset_version} of dataset {dataset} is older than the history of this "
            f"catalog, which began when it was upgraded. Rows of {', '.join(tables)} were changed in "
            "between: those that belong to the dataset are given as they were at the upgrade.",
            stacklevel=2,
        )


def _tables_changed_since(snapshot: SnapshotCatalog, number: int) -> list[str]:
    """Name tables of members, and those they refer to, with rows that were changed after a transaction."""
    found: list[str] = []
    with snapshot.read() as connection:
        for name in sorted(_tables_of_members(snapshot)):
            table = snapshot.model.table(name)
            later = sa.type_coerce(table.c.RVS, sa.BigInteger()) > number
            changed = sa.select(table.c.RID).where(later, table.c.RCT != table.c.RMT).limit(1)
            found += [name] if connection.execute(changed).first() else []
    return found


def _tables_of_members(catalog: Catalog) -> set[str]:
    waiting, found = list(datasets.element_types(catalog)), set()
    while waiting:
        name = waiting.pop()
        if name not in found and name not in METADATA.tables:
            found.add(name)
            waiting += [fkey.pk_tname for fkey in catalog.model.definition(name).fkey_defs]
    return found


def set_mark(catalog: Catalog, name: str, description: str = "") -> Mark:
    """Give this moment a name.

    Raises:
        InvalidValue: It is no name for a mark.
        DataError: There is a mark of this name.
    """
    _check_name(name)

    def write(tx: Transaction) -> Mark:
        if tx.connection.execute(sa.select(_MARKS.c.RVS).where(_MARKS.c.Name == name)).first():
            raise DataError(f"There is a mark {name!r} already, and it never moves. Take another name.")
        return _write_mark(tx, name, description or None)

    return catalog.transact(write, mark=True)


def _write_mark(tx: Transaction, name: str, description: str | None) -> Mark:
    values = {"Name": name, "RVS": tx.number, "Time": tx.time, "Actor": tx.actor}
    tx.connection.execute(sa.insert(_MARKS).values(**values, Description=description))
    return Mark(name, tx.number, tx.time, tx.actor, description)


def _check_name(name: str) -> None:
    try:
        given = to_text(name)
    except ValueError as error:
        raise InvalidValue(f"{name!r:.80} is no name for a mark: it {error}.") from error
    if not given.strip() or "@" in given:
        raise InvalidValue(f"{name!r:.80} is no name for a mark: it needs a text without '@'.")


def list_marks(catalog: Catalog) -> list[Mark]:
    """Give all marks in order, releases of datasets among them."""
    with catalog.read() as connection:
        return load_marks(connection)


def load_marks(connection: Connection) -> list[Mark]:
    """Read all marks in order, releases of datasets among them."""
    named = [
        Mark(row.Name, row.RVS, row.Time, row.Actor, row.Description)
        for row in connection.execute(sa.select(_MARKS))
    ]
    wanted = (_VERSIONS.c.Dataset, _VERSIONS.c.Version, _VERSIONS.c.Snapshot, _VERSIONS.c.RMT)
    query = sa.select(*wanted, _VERSIONS.c.RMB, _VERSIONS.c.Description)
    for row in connection.execute(query.where(_VERSIONS.c.Snapshot.is_not(None))):
        if row.Snapshot.isdecimal():  # not of a bag that another system made
            name = f"{row.Dataset}@{row.Version}"
            named.append(Mark(name, int(row.Snapshot), row.RMT, row.RMB, row.Description))
    return sorted(named, key=lambda mark: (mark.number, mark.name))


def find_mark(catalog: Catalog, at: At) -> Mark:
    """Find the moment that is meant; None is now.

    Raises:
        MomentNotFound: There is no such mark.
        VersionNotFound: There is no such release of a dataset.
        InvalidValue: It names no moment.
    """
    if isinstance(at, Mark):
        return at
    if at is None:
        number = catalog.database.settled()
        return Mark("now", number, datetime.now(UTC))
    marks = list_marks(catalog)
    if isinstance(at, datetime):
        return _last_before(marks, at)
    if not isinstance(at, str):
        raise InvalidValue(f"{at!r:.80} names no moment: give the name of a mark, RID@version or a datetime.")
    return _named(marks, at)


def in_utc(time: datetime) -> datetime:
    """Give a time in UTC; one without a zone is of this machine's.

    Raises:
        InvalidValue: It would be before the year 1, or after 9999.
    """
    try:
        return time.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise InvalidValue(f"{time} is no time in UTC, which goes from the year 1 to 9999.") from error


def _last_before(marks: list[Mark], time: datetime) -> Mark:
    moment = in_utc(time)
    known = [mark for mark in marks if mark.time <= moment]
    if not known:
        first = f" The first is {marks[0].name}, of {marks[0].time.isoformat()}." if marks else ""
        raise MomentNotFound(
            f"There is no mark at or before {moment.isoformat()}, and what is between "
            f"two marks cannot be told apart.{first}"
        )
    return known[-1]


def _named(marks: list[Mark], name: str) -> Mark:
    known = {mark.name: mark for mark in marks}
    rid, is_release, version = name.partition("@")
    wanted = f"{ids.normalize(rid)}@{DatasetVersion(version)}" if is_release else name
    if wanted in known:
        return known[wanted]
    names = [each for each in known if ("@" in each) == bool(is_release)]
    if is_release:
        raise VersionNotFound(
            f"There is no release {wanted}.{nearest(wanted, names)} A draft has no moment of its own."
        )
    raise MomentNotFound(
        f"There is no mark {name!r}.{nearest(name, names)} ml.mark({name!r}) would set one now, and "
        "ml.list_marks() gives those there are."
    )


# What is kept


@dataclass(frozen=True)
class Kept:
    """Which moments of the past are kept.

    Attributes:
        since: The first transaction whose end is kept.
        horizon: The transaction from which on all is kept; before it, only what marks pin.
    """

    since: int
    horizon: int


def find_kept(connection: Connection) -> Kept:
    """Find out which moments are kept."""
    since = connection.execute(sa.select(sa.func.min(_WRITES.c.RVS))).scalar_one() or 0
    pruned = (change.details["before"] for change in changes.load_all(connection, PRUNED))
    return Kept(since, max(since, *pruned, 0))


def require_kept(connection: Connection, mark: Mark) -> None:
    """Make sure that what was at a moment is kept.

    Raises:
        MomentNotFound: It is not; the message says why.
    """
    kept = find_kept(connection)
    if mark.number < kept.since:
        raise MomentNotFound(
            f"{mark.name} is older than the history of this catalog, which began when it was upgraded, with "
            f"transaction {kept.since}. What was there before is not known."
        )
    if mark.number < kept.horizon and mark.number not in {m.number for m in load_marks(connection)}:
        raise MomentNotFound(
            f"{mark.name} is of transaction {mark.number}, and of what was before {kept.horizon} only what "
            "marks and releases pin was kept. ml.list_marks() gives these."
        )
