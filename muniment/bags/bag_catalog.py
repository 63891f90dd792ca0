"""A bag as a catalog that can only be read.

What is read of a live catalog is read of a bag by the same functions: members, assets, terms and DataFrames
come out alike because it is the same code.
"""

import shutil
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from muniment.bags.tables import connect, load_tables
from muniment.catalog import compiled
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Database, Transaction, sqlite_url
from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import TableDefinition
from muniment.catalog.schema.tables import Model, table_of
from muniment.errors import BagError
from muniment.storage import Storage


class BagDatabase(Database):
    """The SQLite file with a bag's tables. Each reading has a connection of its own."""

    def __init__(self, file: Path) -> None:
        """Prepare the connection; nothing is opened yet."""
        super().__init__(sqlite_url(file), actor="")
        self.engine = sa.create_engine(
            "sqlite://",
            creator=lambda: connect(file),
            poolclass=NullPool,
            execution_options=compiled.SHARED,
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open the file for reading."""
        with self.gate.inside(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self, execution: str | None = None, **__: object) -> Iterator[Transaction]:
        """Refuse to write.

        Raises:
            BagError: Always.
        """
        by = f" by execution {execution}" if execution else ""
        raise BagError(f"A bag cannot be changed{by}. Change the catalog, and download the dataset again.")
        yield


class BagCatalog(Catalog):
    """The tables of a bag, for the functions that read a catalog."""

    def refresh(self) -> Model:
        """Give the tables there are: those of a bag do not change."""
        return cast("tuple[int, Model]", self._known)[1]

    def model_in(self, connection: Connection) -> Model:  # noqa: ARG002
        """Give the tables there are."""
        return self.refresh()


def open_bag_catalog(bag: Path) -> BagCatalog:
    """Open the tables of a bag; they are loaded if they were not before.

    Raises:
        BagInvalid: The description of the tables, or a table, cannot be read.
        StorageNotWritable: There is no room for the tables.
    """
    tables = load_tables(bag)
    schemas = {definition.schema_name or "" for definition in tables.definitions.values()}
    catalog = BagCatalog(
        database=BagDatabase(tables.file),
        store=cast("Storage", None),  # files of a bag are found by their path, not by their checksum
        root=bag,
        id="",
        domain_schema=min(schemas - {ML_SCHEMA}, default=""),
        _known=(0, _build_model(tables.definitions)),
    )
    if tables.is_temporary:
        weakref.finalize(catalog, shutil.rmtree, tables.file.parent, ignore_errors=True)
    return catalog


def _build_model(definitions: Mapping[str, TableDefinition]) -> Model:
    """Make the model of tables whose core tables may be other than those of this version."""
    return Model(definitions, {name: table_of(definition) for name, definition in definitions.items()})
