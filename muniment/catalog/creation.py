"""Catalogs made and opened."""

import getpass
import os
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager, closing
from os import PathLike
from typing import Any

import sqlalchemy as sa

from muniment.catalog import copies, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Database, Transaction
from muniment.catalog.places import DATABASE, Place, find_place
from muniment.catalog.postgresql import CORE_SUFFIX
from muniment.catalog.schema import history, upgrade
from muniment.catalog.schema.core import METADATA, ML_SCHEMA
from muniment.catalog.schema.definitions import LONGEST_NAME, check_name
from muniment.catalog.schema.seeds import TERMS, UNKNOWN_PROVENANCE
from muniment.catalog.schema.tables import Model
from muniment.catalog.vocabularies import term_rows
from muniment.errors import (
    CatalogExists,
    CatalogNotFound,
    CatalogVersionMismatch,
    ConfigurationError,
    DefinitionError,
    MunimentError,
)
from muniment.storage import Storage, open_storage, reopen_storage

DEFAULT_DOMAIN = "domain"


def create(
    address: str | PathLike[str],
    *,
    domain_schema: str | None = None,
    store: str | None = None,
    actor: str | None = None,
) -> Catalog:
    """Make a catalog in a folder, which is made too, or in a database; one that is there already is opened.

    Raises:
        CatalogExists: The folder holds a catalog of another domain schema.
        ConfigurationError: The folder holds the database of another program, or the database holds several
            catalogs and none was chosen.
        StorageNotWritable: The folder cannot be made or written.
    """
    place = find_place(address)
    if domain_schema is not None:
        check_name(domain_schema, "schema")
    place.make()
    schema = DEFAULT_DOMAIN if domain_schema is None else domain_schema
    with closing(place.connect(actor or current_user(), domain_schema, DEFAULT_DOMAIN)) as database:
        with database.read() as connection:
            is_there = upgrade.current_revision(connection) is not None
        if not is_there:
            _make(database, place, schema, store)
    return _reopen(place, domain_schema if is_there else schema, store, actor)


def _make(database: Database, place: Place, domain_schema: str, store: str | None) -> None:
    domain_schema = _check_domain(domain_schema)
    _require_store(place, store)
    where = None if store is None else open_storage(store).url  # absolute, wherever one is later
    with database.define() as connection:
        database.backend.prepare(connection)
        if upgrade.current_revision(connection) is None:  # another process may have been first
            _check_empty(database, connection, place)
            upgrade.upgrade(connection)
            identity = _fill(connection, database, domain_schema, where)
            open_storage(where or place.objects or "").add_user(identity)


def _require_store(place: Place, store: str | None) -> None:
    if store is None and place.objects is None:
        raise ConfigurationError(
            f"A catalog in {place} needs a place for its bytes. Say where: store='s3://bucket/prefix', or a "
            "folder that all who use the catalog can reach."
        )


def _check_domain(schema: str) -> str:
    if schema.lower().endswith(CORE_SUFFIX):
        raise DefinitionError(
            f"{schema!r} ends as the schemas of core tables do, with {CORE_SUFFIX!r}. Take another name."
        )
    if schema.lower() == ML_SCHEMA:
        raise DefinitionError(f"{schema!r} is the schema of the core tables. Take another name for your own.")
    return check_name(schema, "schema", longest=LONGEST_NAME - len(CORE_SUFFIX))


def _reopen(place: Place, domain_schema: str | None, store: str | None, actor: str | None) -> Catalog:
    catalog = open_place(place, domain_schema, store, actor)
    if domain_schema not in {None, catalog.domain_schema}:
        catalog.database.close()
        raise CatalogExists(
            f"{place} holds a catalog already, whose domain schema is {catalog.domain_schema!r} and not "
            f"{domain_schema!r}. Leave domain_schema out to open it, or take another folder."
        )
    return catalog


def _check_empty(database: Database, connection: sa.Connection, place: Place) -> None:
    """Leave the database of another program alone."""
    names = database.backend.find_others(connection)
    if names:
        raise ConfigurationError(
            f"{getattr(place, 'file', place)} is the database of another program, with the table "
            f"{names[0]!r}. Take another folder; nothing was changed."
        )


def open_catalog(
    address: str | PathLike[str],
    *,
    domain_schema: str | None = None,
    store: str | None = None,
    actor: str | None = None,
) -> Catalog:
    """Open the catalog of a folder or of a database.

    Raises:
        CatalogNotFound: There is none; the message says how to make one.
        CatalogUnavailable: The database cannot be reached.
        CatalogVersionMismatch: It has an older revision, and can be upgraded, or a newer one.
        ConfigurationError: The database holds several catalogs and none was chosen.
    """
    return open_place(find_place(address), domain_schema, store, actor)


def open_place(place: Place, domain_schema: str | None, store: str | None, actor: str | None) -> Catalog:
    """Open the catalog of a place."""
    database = place.connect(actor or current_user(), domain_schema)
    try:
        identity = _identify(database, place)
        bytes_in = _open_store(place, identity["Store"], store)
    except MunimentError:
        database.close()
        raise
    return Catalog(database, bytes_in, place.root, identity["ID"], identity["Domain_Schema"], str(place))


def open_database(
    place: Place, domain_schema: str | None = None, actor: str | None = None
) -> AbstractContextManager[Database]:
    """Open the database of a catalog of any revision, until the end of the block.

    Raises:
        CatalogNotFound: There is none; the message says how to make one.
    """
    return closing(place.connect(actor or current_user(), domain_schema))


def begin_copy(
    source: Catalog, place: Place, store: str | None, actor: str | None = None
) -> tuple[Database, Storage, str | None]:
    """Make a catalog that is about to become a copy, or go on with it: its database, store, and store's URL.

    Raises:
        CatalogExists: There is a whole catalog, or a copy of another catalog or with another store.
        ConfigurationError: The place holds the database of another program, or says nothing of a store.
        StorageNotWritable: The folder cannot be made or written.
    """
    _require_store(place, store)
    place.make()
    objects = open_storage(store or place.objects or "")
    url = None if store is None else objects.url
    objects.users()  # whether it can be reached, before the copy is bound to it
    database = place.connect(actor or current_user(), source.domain_schema, source.domain_schema)
    try:
        copies.begin(database, source, place, url)
    except MunimentError:
        database.close()
        raise
    return database, objects, url


def _open_store(place: Place, recorded: str | None, asked: str | None) -> Storage:
    store = open_storage(recorded or place.objects or "")
    if asked is None:
        return store
    found = reopen_storage(store, asked)
    if found is None:
        raise ConfigurationError(
            f"The catalog in {place} keeps its bytes in {store.url} and not in "
            f"{open_storage(asked).url}. Leave store out: the catalog knows where they are."
        )
    return found


def _identify(database: Database, place: Place) -> Mapping[str, Any]:
    with database.read() as connection:
        revision = upgrade.current_revision(connection)
        if revision is None:
            raise CatalogNotFound(
                f"There is no catalog in {place}: its {DATABASE} has none of the tables. "
                f"Muniment({str(place)!r}, create=True) would make them."
            )
        upgrade.check_revision(revision, place)
        copies.check_whole(connection, place)
        _check_history(connection, place)
        return dict(connection.execute(sa.select(METADATA.tables["Muniment_Catalog"])).mappings().one())


def _check_history(connection: sa.Connection, place: Place) -> None:
    """Make sure that an upgrade by SQL that was printed is brought to its end."""
    if not history.has_begun(connection):
        raise CatalogVersionMismatch(
            f"The catalog in {place} has the tables of this version, but keeps no history yet. "
            f"`muniment upgrade {place}` or Muniment.upgrade({str(place)!r}) makes what keeps it."
        )


def current_user() -> str:
    """Name the person who writes: MUNIMENT_ACTOR, or the login name."""
    try:
        return os.environ.get("MUNIMENT_ACTOR") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _fill(connection: sa.Connection, database: Database, domain_schema: str, store: str | None) -> str:
    """Write the first rows of a catalog, in the transaction that made its tables, and give its identifier."""
    model = Model.of([])
    tables = METADATA.tables
    database.backend.begin_counting(connection)
    with database.within(connection) as tx:
        identity = {"ID": str(uuid.uuid4()), "Domain_Schema": domain_schema, "Created": tx.time}
        connection.execute(sa.insert(tables["Muniment_Catalog"]).values(**identity, Store=store))
        for vocabulary, terms in TERMS.items():
            rids = tx.rids(len(terms))
            rows.insert(tx, model, vocabulary, term_rows(terms, rids), rids)
        _add_unknown_provenance(tx, model)
    return str(identity["ID"])


def _add_unknown_provenance(tx: Transaction, model: Model) -> None:
    description = "Where an asset comes from that no known execution made"
    workflow = {"Name": "Unknown provenance", "URL": UNKNOWN_PROVENANCE, "Description": description}
    [rid] = rows.insert(tx, model, "Workflow", [workflow])
    execution = {"Workflow": rid, "Description": description, "Status": "Aborted"}
    rows.insert(tx, model, "Execution", [execution])
