"""Catalogs that are made as copies of others: marked as such until all is there, and compared before.

Rows are written in one transaction, with their identifiers, times, authors and transaction numbers as they
are in the source. Before it ends, what was written is read again and compared with what was read there.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import changes, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Database
from muniment.catalog.schema import history, registry, upgrade
from muniment.catalog.schema.core import COUNTERS, METADATA, core_tables
from muniment.catalog.schema.ddl import create_table
from muniment.catalog.schema.reflection import dropped_tables
from muniment.catalog.schema.tables import build_table, history_table
from muniment.catalog.schema.types import canonical
from muniment.errors import CatalogExists, ConfigurationError, DataError

_MARK = sa.Table(
    "Muniment_Copy",
    sa.MetaData(),
    sa.Column("Source", sa.Text, primary_key=True),
    sa.Column("Address", sa.Text, nullable=False),
    sa.Column("Store", sa.Text),
    sa.Column("User", sa.Text, nullable=False),
)
"""Stands in a catalog until it is a whole copy."""

ACTION = "copy"

_OWN = {"Muniment_Catalog", *COUNTERS}
"""Tables with one row that is written anew."""

_PORTION = 1000


@dataclass(frozen=True)
class CopiedTable:
    """A table that is the same in both catalogs.

    Attributes:
        table: Its name in the database.
        rows: How many rows it has.
        checksum: A checksum of all its values, in whatever order and on whatever database the rows are.
    """

    table: str
    rows: int
    checksum: str


def check_whole(connection: Connection, place: object) -> None:
    """Make sure that a catalog is no copy that has not come to its end.

    Raises:
        ConfigurationError: It is; the message says how to go on.
    """
    if _is_marked(connection):
        mark = connection.execute(sa.select(_MARK)).one()
        option = f" --store {mark.Store}" if mark.Store else ""
        raise ConfigurationError(
            f"The catalog in {place} is a copy of {mark.Address} that has not come to its end. "
            f"`muniment copy {mark.Address} {place}{option}` goes on with it."
        )


def _is_marked(connection: Connection) -> bool:
    return connection.dialect.has_table(connection, _MARK.name)


def begin(database: Database, source: Catalog, place: object, store: str | None) -> None:
    """Make the tables of a copy and mark it as one that is under way; one that is under way already stays.

    Raises:
        CatalogExists: There is a whole catalog, or a copy of another catalog or with another store.
        ConfigurationError: The database is that of another program.
    """
    with database.define() as connection:
        database.backend.prepare(connection)
        if upgrade.current_revision(connection) is None:
            names = database.backend.find_others(connection)
            if names:
                raise ConfigurationError(
                    f"{place} has the database of another program, with the table {names[0]!r}. "
                    "Name another place; nothing was changed."
                )
            upgrade.upgrade(connection)
            _MARK.create(connection)
            user = f"{source.id}-{uuid.uuid4()}"  # another copy in the same store has another
            mark = {"Source": source.id, "Address": source.address, "Store": store, "User": user}
            connection.execute(sa.insert(_MARK).values(**mark))
        elif not _is_marked(connection):
            raise CatalogExists(f"There is a catalog in {place} already. Name a place where there is none.")
        else:
            found = connection.execute(sa.select(_MARK)).one()
            if (found.Source, found.Store) != (source.id, store):
                raise CatalogExists(
                    f"In {place} is a copy of {found.Address} under way, with its objects in "
                    f"{found.Store or 'its own folder'}. Go on with that one, or name another place."
                )


def user_name(database: Database) -> str:
    """Say as whom a copy that is under way is known in its store."""
    with database.read() as connection:
        return str(connection.execute(sa.select(_MARK.c.User)).scalar_one())


def own_name(connection: Connection, catalog: Catalog) -> str:
    """Say as whom a catalog is known in its store: by its identifier, or a name of its own as a copy."""
    copied = changes.latest(connection, ACTION)
    return str(catalog.id if copied is None else copied.details.get("user", catalog.id))


def write(
    theirs: Connection,
    ours: Connection,
    database: Database,
    source: Catalog,
    store: str | None,
    progress: Callable[[int, int], None],
) -> list[CopiedTable]:
    """Write all rows of a catalog into its copy, compare them, and take the mark away.

    Args:
        theirs: A reading transaction of the source.
        ours: A writing transaction of the copy.
        database: The database of the copy.
        source: The catalog that is copied.
        store: Where the objects of the copy are; None if they are in its own folder.
        progress: Called with the number of rows written by now, and of all rows.

    Raises:
        DataError: What was written differs from what was read.
    """
    database.backend.claim(ours, "copy")
    if not _is_marked(ours):
        raise CatalogExists("Another process has ended this copy meanwhile. There is nothing left to do.")
    users = _user_tables(theirs)
    for table in users:
        create_table(ours, table)
    names = [table.name for table in (*core_tables(), *users)]
    history.keep(ours, names)
    history.pause(ours, names)
    tables = [table for name, table in METADATA.tables.items() if name not in _OWN] + users
    tables += [history_table(table) for table in (*core_tables(), *users)]
    total, done, copied = sum(_count(theirs, table) for table in tables), 0, []
    with database.backend.without_references(ours):
        for table in tables:
            read = _Checksum()
            found = read.passing(_rows(theirs, table))
            rows.copy_in(ours, table, _told(found, done, total, progress))
            done += read.rows
            copied.append(_compare(ours, table, read))
    history.keep(ours, names)
    _finish(theirs, ours, database, source, store)
    return copied


def _user_tables(connection: Connection) -> list[sa.Table]:
    """Give the tables of users, those too that were dropped, each after those that it refers to."""
    model = registry.load_model(connection)
    users = [build_table(d) for name, d in model.definitions.items() if name not in METADATA.tables]
    tables = {table.name: table for table in users + dropped_tables(connection)}
    before = {
        name: {fkey.target_fullname.rpartition(".")[0] for fkey in table.foreign_keys}
        & tables.keys() - {name}
        for name, table in tables.items()
    }
    return [tables[name] for name in TopologicalSorter(before).static_order()]


def _count(connection: Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _rows(connection: Connection, table: sa.Table) -> Iterator[tuple[Any, ...]]:
    query = sa.select(*table.columns)
    with connection.execute(query, execution_options={"yield_per": _PORTION}) as found:
        for portion in found.partitions():
            yield from map(tuple, portion)


def _told(
    found: Iterable[tuple[Any, ...]], done: int, total: int, progress: Callable[[int, int], None]
) -> Iterator[tuple[Any, ...]]:
    """Tell how many rows have passed by now."""
    for number, row in enumerate(found, start=done + 1):
        yield row
        if number % _PORTION == 0 or number == total:
            progress(number, total)


class _Checksum:
    """A count and a checksum of rows that does not depend on their order: the sum of their SHA-256."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def passing(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        """Add rows as they pass."""
        for row in rows:
            same = list(map(canonical, row))
            text = json.dumps(same, default=_plain, sort_keys=True, separators=(",", ":"), allow_nan=True)
            self._sum += int.from_bytes(hashlib.sha256(text.encode()).digest())
            self.rows += 1
            yield row

    def hexdigest(self) -> str:
        """Give the checksum."""
        return f"{self._sum % (1 << 256):064x}"


def _plain(value: Any) -> str:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    raise TypeError(f"a column holds a {type(value).__name__}")


def _compare(ours: Connection, table: sa.Table, read: _Checksum) -> CopiedTable:
    written = _Checksum()
    for _ in written.passing(_rows(ours, table)):
        pass
    if (written.rows, written.hexdigest()) != (read.rows, read.hexdigest()):
        raise DataError(
            f"{table.name} differs: {read.rows} rows with the checksum {read.hexdigest()} were read, and "
            f"{written.rows} with {written.hexdigest()} written. Nothing was kept."
        )
    return CopiedTable(table.name, read.rows, read.hexdigest())


def _finish(
    theirs: Connection, ours: Connection, database: Database, source: Catalog, store: str | None
) -> None:
    """Go on counting where the source is, say which catalog this is, and take the mark away."""
    table = METADATA.tables["Muniment_Catalog"]
    row = dict(theirs.execute(sa.select(table)).mappings().one())
    ours.execute(sa.insert(table).values(**{**row, "Store": store}))
    number, rids = source.database.backend.counted(theirs)
    database.backend.begin_counting(ours)
    database.backend.count_on(ours, number, rids)
    with database.within(ours) as tx:
        user = ours.execute(sa.select(_MARK.c.User)).scalar_one()
        changes.record(tx, ACTION, None, source=source.address, user=user)
    _MARK.drop(ours)
