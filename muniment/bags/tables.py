"""The tables of a bag, loaded once into an SQLite file.

The file stands beside the bag, so that opening the bag again costs nothing; where that folder cannot be
written it is a temporary one. It is made anew when the bag's tables or manifests are others than before.
Any SQL tool can open it: real columns, indexes, and the foreign keys of the catalog.
"""

import hashlib
import itertools
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from muniment.bags import csv_tables, layout
from muniment.bags.csv_tables import Converter
from muniment.bags.schema_document import read_schema
from muniment.catalog.schema.definitions import TableDefinition
from muniment.catalog.schema.raw_sql import quote
from muniment.catalog.schema.types import TRAITS
from muniment.errors import BagInvalid, StorageNotWritable

if TYPE_CHECKING:
    from sqlite_utils import Database

_FORM = 1  # of the SQLite file: counted up when it is built in another way
_STATE = "Muniment_Bag"
_NUMBERS: dict[str, type] = {
    **dict.fromkeys(("Int16", "Int32", "Int64", "boolean"), int),
    **dict.fromkeys(("float32", "float64"), float),
}


@dataclass(frozen=True)
class LoadedTables:
    """The tables of a bag in an SQLite file."""

    file: Path
    is_temporary: bool
    definitions: Mapping[str, TableDefinition]


def load_tables(bag: Path) -> LoadedTables:
    """Give the SQLite file with a bag's tables; it is made if it is not there or not of this bag.

    Raises:
        BagInvalid: The description of the tables, or a table, cannot be read.
        StorageNotWritable: There is no room for the file.
    """
    definitions = read_schema(_read_text(bag / layout.SCHEMA))
    files = find_csv_files(bag)
    state = _fingerprint(bag, files)
    file = bag.with_name(f".{bag.name}.tables.db")
    if _state_of(file) == state:
        return LoadedTables(file, False, definitions)
    if os.access(file.parent, os.W_OK):
        _build_in_place(file, definitions, files, state)
        return LoadedTables(file, False, definitions)
    aside = Path(tempfile.mkdtemp(prefix="muniment-bag-")) / file.name
    _build_in_place(aside, definitions, files, state)
    return LoadedTables(aside, True, definitions)


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BagInvalid(f"{file} cannot be read: {error}.") from error


def find_csv_files(bag: Path) -> list[Path]:
    """Find the tables of a bag: one file each, or several parts of a table under the same name.

    What stands in the folders of assets is no table, whatever its name.
    """
    assets = bag / layout.ASSETS
    folders = sorted(path for path in (bag / "data").iterdir() if path.is_dir() and path != assets)
    nested = [file for folder in folders for file in sorted(folder.rglob("*.csv"))]
    return nested + (sorted(assets.glob("*.csv")) if assets.is_dir() else [])


def _fingerprint(bag: Path, files: Sequence[Path]) -> str:
    """Sum up what the tables are made from: the manifests, and the size and time of each file."""
    found = hashlib.sha256(f"{_FORM}".encode())
    for file in (bag / layout.SCHEMA, *files):
        stat = file.stat()
        found.update(f"{file.relative_to(bag)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for manifest in sorted(bag.glob("tagmanifest-*.txt")) or sorted(bag.glob("manifest-*.txt")):
        found.update(manifest.read_bytes())
    return found.hexdigest()


def _state_of(file: Path) -> str | None:
    """Give the fingerprint that a file was made with, or None if it is not there or none of ours."""
    try:
        with closing(connect(file)) as connection:
            return str(connection.execute(f'SELECT State FROM "{_STATE}"').fetchone()[0])  # noqa: S608
    except (sqlite3.Error, TypeError):
        return None


def connect(file: Path) -> sqlite3.Connection:
    """Open an SQLite file for reading only."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _build_in_place(
    file: Path, definitions: Mapping[str, TableDefinition], files: Sequence[Path], state: str
) -> None:
    """Make the file under a temporary name and move it into place, so that readers never see half of it."""
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        _build(temporary, definitions, files, state)
        temporary.replace(file)
    except sqlite3.IntegrityError as error:
        raise BagInvalid(f"The tables of the bag contradict each other: {error}.") from error
    except (sqlite3.OperationalError, OSError) as error:
        raise StorageNotWritable(f"The tables of the bag cannot be loaded into {file}: {error}.") from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _build(file: Path, definitions: Mapping[str, TableDefinition], files: Sequence[Path], state: str) -> None:
    import sqlite_utils

    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA cache_size=-64000")
        connection.execute("PRAGMA synchronous=OFF")  # a file that a crash spoils has not got its name yet
        database = sqlite_utils.Database(connection)
        with database.atomic():
            _create_tables(database, definitions)
            for path in files:
                if path.stem in definitions:
                    _load(database, definitions[path.stem], path)
            _create_indexes(database, definitions)
            database.table(_STATE).insert({"State": state})


def _create_tables(database: "Database", definitions: Mapping[str, TableDefinition]) -> None:
    """Create tables with their foreign keys, those first that others refer to.

    A foreign key that is added afterwards, as those of tables that refer to one another have to be, has the
    table made once more.
    """
    later: list[tuple[str, tuple[str, ...], str, tuple[str, ...]]] = []
    made: set[str] = set()
    for definition in _targets_first(definitions):
        columns = {name: _NUMBERS.get(TRAITS[c.type].dtype, str) for name, c in definition.columns.items()}
        name, fkeys = definition.name, definition.fkey_defs
        at_once = [(k.colnames, k.pk_tname, k.pk_colnames) for k in fkeys if k.pk_tname in made]
        database.table(name).create(columns, pk="RID", foreign_keys=at_once)
        later += [(name, k.colnames, k.pk_tname, k.pk_colnames) for k in fkeys if k.pk_tname not in made]
        made.add(name)
    database.add_foreign_keys(later)


def _targets_first(definitions: Mapping[str, TableDefinition]) -> Iterator[TableDefinition]:
    """Give tables behind those that they refer to, as far as there is such an order."""
    waiting = {name: {fkey.pk_tname for fkey in d.fkey_defs} - {name} for name, d in definitions.items()}
    while waiting:
        ready = [name for name, targets in waiting.items() if targets.isdisjoint(waiting)]
        for name in ready or list(waiting)[:1]:
            del waiting[name]
            yield definitions[name]


def _load(database: "Database", definition: TableDefinition, file: Path) -> None:
    """Load a file; a row that another part of the table has brought already is left out.

    The values are as SQLite keeps them, and go there as they are: `insert_all` would look at each once more,
    which takes most of the time.
    """
    with _opened(definition, file) as (names, rows):
        if not names:
            return
        places, columns = ", ".join("?" for _ in names), ", ".join(map(quote, names))
        statement = f"INSERT OR IGNORE INTO {quote(definition.name)} ({columns}) VALUES ({places})"  # noqa: S608
        before, read = database.conn.total_changes, itertools.count()
        database.conn.executemany(statement, (row for row, _ in zip(rows, read, strict=False)))
        is_whole = database.conn.total_changes - before == next(read)
    if not is_whole:
        _require_same(database, definition, file)


def _require_same(database: "Database", definition: TableDefinition, file: Path) -> None:
    """Make sure that the rows of a file are in the table as the file has them.

    Raises:
        BagInvalid: One is there with other values.
    """
    with _opened(definition, file) as (names, rows):
        places, columns = ", ".join("?" for _ in names), ", ".join(map(quote, names))
        query = f"SELECT 1 FROM {quote(definition.name)} WHERE RID = ? AND ({columns}) IS ({places})"  # noqa: S608
        rid = names.index("RID")
        for row in rows:
            if database.conn.execute(query, [row[rid], *row]).fetchone() is None:
                raise BagInvalid(
                    f"The tables of the bag contradict each other: {definition.name} has {row[rid]} twice, "
                    f"and one of them is not as {file} has it."
                )


@contextmanager
def _opened(definition: TableDefinition, file: Path) -> Iterator[tuple[list[str], Iterator[list[Any]]]]:
    """Read a file: the names of its columns that are known, and the values of these in each row."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv_tables.read_rows(lines)
        header = _header(file, rows)
        wanted = [index for index, name in enumerate(header) if name in definition.columns]
        names = [str(header[index]) for index in wanted]
        decoders = [csv_tables.DECODERS.get(definition.columns[name].type) for name in names]
        yield names, _read(file, rows, len(header), wanted, decoders)


def _header(file: Path, rows: Iterator[list[str | None]]) -> list[str | None]:
    try:
        return next(rows, [])
    except (ValueError, BagInvalid) as error:
        raise BagInvalid(f"{file} cannot be read: {error}") from error


def _read(
    file: Path,
    rows: Iterator[list[str | None]],
    width: int,
    wanted: Sequence[int],
    decoders: Sequence[Converter | None],
) -> Iterator[list[Any]]:
    """Give the values of each row as SQLite keeps them."""
    busy = [(place, decode) for place, decode in enumerate(decoders) if decode is not None]
    is_whole = len(wanted) == width
    done = 0
    try:
        for row in rows:
            if len(row) != width:
                raise BagInvalid(f"a row has {len(row)} fields, and the header {width}.")  # noqa: TRY301
            values: list[Any] = row if is_whole else [row[index] for index in wanted]
            for place, decode in busy:
                if values[place] is not None:
                    values[place] = decode(values[place])
            yield values
            done += 1
    except (ValueError, BagInvalid) as error:
        raise BagInvalid(f"{file} cannot be read after row {done}: {error}") from error


def _create_indexes(database: "Database", definitions: Mapping[str, TableDefinition]) -> None:
    """Index what refers to other rows, and what is referred to other than by RID."""
    fkeys = [(definition.name, fkey) for definition in definitions.values() for fkey in definition.fkey_defs]
    keys = dict.fromkeys((fkey.pk_tname, fkey.pk_colnames) for _, fkey in fkeys)
    for table, columns in keys:
        if columns != ("RID",):
            database.table(table).create_index(columns, unique=True)
    for table, columns in dict.fromkeys((table, fkey.colnames) for table, fkey in fkeys):
        if (table, columns) not in keys:
            database.table(table).create_index(columns)
