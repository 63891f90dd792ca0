"""Catalogs made and opened: a folder with ``catalog.db`` and ``objects/``."""

import getpass
import os
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from muniment import ids
from muniment.catalog import rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Database, Transaction, sqlite_url
from muniment.catalog.schema import upgrade
from muniment.catalog.schema.core import METADATA, ML_SCHEMA
from muniment.catalog.schema.definitions import check_name
from muniment.catalog.schema.seeds import TERMS, UNKNOWN_PROVENANCE
from muniment.catalog.schema.tables import Model
from muniment.catalog.vocabularies import term_rows
from muniment.errors import (
    CatalogExists,
    CatalogNotFound,
    ConfigurationError,
    DefinitionError,
    MunimentError,
    StorageNotWritable,
)
from muniment.storage import Storage, open_storage, reopen_storage

DATABASE = "catalog.db"
OBJECTS = "objects"
DEFAULT_DOMAIN = "domain"


def create(
    folder: Path, *, domain_schema: str | None = None, store: str | None = None, actor: str | None = None
) -> Catalog:
    """Make a catalog in a folder, which is made too; one that is there already is opened.

    Raises:
        CatalogExists: The folder holds a catalog of another domain schema.
        ConfigurationError: The folder holds the database of another program.
        StorageNotWritable: The folder cannot be made or written.
    """
    _make_folder(folder)
    with closing(Database(sqlite_url(folder / DATABASE), actor or current_user())) as database:
        with database.read() as connection:
            is_there = upgrade.current_revision(connection) is not None
        if not is_there:
            schema = DEFAULT_DOMAIN if domain_schema is None else domain_schema
            _make(database, folder, schema, store)
    return _reopen(folder, domain_schema if is_there else None, store, actor)


def _make(database: Database, folder: Path, domain_schema: str, store: str | None) -> None:
    with database.define() as connection:
        if upgrade.current_revision(connection) is None:  # another process may have been first
            _check_empty(connection, folder)
            upgrade.upgrade(connection)
            where = None if store is None else open_storage(store).url  # absolute, wherever one is later
            _fill(connection, database, _check_domain(domain_schema), where)


def _check_domain(schema: str) -> str:
    if schema.lower() == ML_SCHEMA:
        raise DefinitionError(f"{schema!r} is the schema of the core tables. Take another name for your own.")
    return check_name(schema, "schema")


def _reopen(folder: Path, domain_schema: str | None, store: str | None, actor: str | None) -> Catalog:
    catalog = open_catalog(folder, store=store, actor=actor)
    if domain_schema not in {None, catalog.domain_schema}:
        catalog.database.close()
        raise CatalogExists(
            f"{folder} holds a catalog already, whose domain schema is {catalog.domain_schema!r} and not "
            f"{domain_schema!r}. Leave domain_schema out to open it, or take another folder."
        )
    return catalog


def _check_empty(connection: sa.Connection, folder: Path) -> None:
    """Leave the database of another program alone."""
    names = sa.inspect(connection).get_table_names()
    if names:
        raise ConfigurationError(
            f"{folder / DATABASE} is the database of another program, with the table {names[0]!r}. "
            "Take another folder; nothing was changed."
        )


def _make_folder(folder: Path) -> None:
    """Make the folder of a catalog; git passes over a new one, so that runs do not count as changes."""
    if folder.exists() and not folder.is_dir():
        raise StorageNotWritable(f"No catalog can be made in {folder}: it is a file. Name a folder.")
    try:
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)  # another process may have been first
            (folder / ".gitignore").write_text("*\n")
    except OSError as error:
        raise StorageNotWritable(f"The folder {folder} cannot be made: {error.strerror}.") from error


def open_catalog(folder: Path, *, store: str | None = None, actor: str | None = None) -> Catalog:
    """Open the catalog of a folder.

    Raises:
        CatalogNotFound: There is none; the message says how to make one.
        CatalogVersionMismatch: It has an older revision, and can be upgraded, or a newer one.
    """
    database = _database(folder, actor)
    try:
        identity = _identify(database, folder)
        bytes_in = _open_store(folder, identity["Store"], store)
    except MunimentError:
        database.close()
        raise
    return Catalog(database, bytes_in, folder, identity["ID"], identity["Domain_Schema"])


def _database(folder: Path, actor: str | None) -> Database:
    file = folder / DATABASE
    if not file.is_file():
        raise CatalogNotFound(
            f"There is no catalog in {folder}: {file} does not exist. "
            f"Muniment({str(folder)!r}, create=True) would make one."
        )
    return Database(sqlite_url(file), actor or current_user())


def open_database(folder: Path, actor: str | None = None) -> AbstractContextManager[Database]:
    """Open the database of a catalog of any revision, until the end of the block.

    Raises:
        CatalogNotFound: There is none; the message says how to make one.
    """
    return closing(_database(folder, actor))


def _open_store(folder: Path, recorded: str | None, asked: str | None) -> Storage:
    store = open_storage(recorded or folder / OBJECTS)
    if asked is None:
        return store
    found = reopen_storage(store, asked)
    if found is None:
        raise ConfigurationError(
            f"The catalog in {folder} keeps its bytes in {store.url} and not in "
            f"{open_storage(asked).url}. Leave store out: the catalog knows where they are."
        )
    return found


def _identify(database: Database, folder: Path) -> Mapping[str, Any]:
    with database.read() as connection:
        revision = upgrade.current_revision(connection)
        if revision is None:
            raise CatalogNotFound(
                f"There is no catalog in {folder}: its {DATABASE} has none of the tables. "
                f"Muniment({str(folder)!r}, create=True) would make them."
            )
        upgrade.check_revision(revision, folder)
        return dict(connection.execute(sa.select(METADATA.tables["Muniment_Catalog"])).mappings().one())


def current_user() -> str:
    """Name the person who writes: MUNIMENT_ACTOR, or the login name."""
    try:
        return os.environ.get("MUNIMENT_ACTOR") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _fill(connection: sa.Connection, database: Database, domain_schema: str, store: str | None) -> None:
    """Write the first rows of a catalog, in the transaction that made its tables."""
    model = Model.of([])
    tables = METADATA.tables
    connection.execute(sa.insert(tables["Muniment_Clock"]).values(ID=1, Seq=0))
    connection.execute(sa.insert(tables["Muniment_RID"]).values(ID=1, Next=ids.FIRST + 1))
    with database.within(connection) as tx:
        identity = {"ID": str(uuid.uuid4()), "Domain_Schema": domain_schema, "Created": tx.time}
        connection.execute(sa.insert(tables["Muniment_Catalog"]).values(**identity, Store=store))
        for vocabulary, terms in TERMS.items():
            rids = tx.rids(len(terms))
            rows.insert(tx, model, vocabulary, term_rows(terms, rids), rids)
        _add_unknown_provenance(tx, model)


def _add_unknown_provenance(tx: Transaction, model: Model) -> None:
    description = "Where an asset comes from that no known execution made"
    workflow = {"Name": "Unknown provenance", "URL": UNKNOWN_PROVENANCE, "Description": description}
    [rid] = rows.insert(tx, model, "Workflow", [workflow])
    execution = {"Workflow": rid, "Description": description, "Status": "Aborted"}
    rows.insert(tx, model, "Execution", [execution])
