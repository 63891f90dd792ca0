"""A catalog: its database, its store of bytes, and the tables it has now.

`Catalog` is what every function of the layers above is given. It has no behaviour beyond opening transactions
and knowing its tables; each topic has a module of its own.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import Connection

from muniment.catalog.database import Database, Transaction
from muniment.catalog.schema import registry
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.storage import Storage


@dataclass
class Catalog:
    """An open catalog."""

    database: Database
    store: Storage
    root: Path
    id: str
    domain_schema: str
    _known: tuple[int, Model] | None = field(default=None, repr=False)

    @property
    def model(self) -> Model:
        """The tables, as they were when they were last looked at."""
        return self.refresh() if self._known is None else self._known[1]

    def refresh(self) -> Model:
        """Look whether any process has changed tables since, and give them as they are now."""
        known = self._known
        with self.read() as connection:
            number = registry.latest_change(connection)
            if known is None or number != known[0]:
                self._known = known = (number, registry.load_model(connection))
        return known[1]

    def read(self) -> AbstractContextManager[Connection]:
        """Open a reading transaction."""
        return self.database.read()

    def write(self, execution: str | None = None) -> AbstractContextManager[Transaction]:
        """Open a writing transaction; the rows it writes are credited to the execution."""
        return self.database.write(execution)

    def definition(self, table: str, kind: TableKind | None = None) -> TableDefinition:
        """Give the definition of a table as it is now, whichever process changed it last.

        Raises:
            TableNotFound: There is none of this name.
            WrongTableKind: It is of another kind than the one asked for.
        """
        model = self.refresh()
        return model.definition(table) if kind is None else model.require(table, kind)

    @contextmanager
    def defining(self, *, rebuilding: bool = False) -> Iterator[tuple[Transaction, Model]]:
        """Open a writing transaction that changes tables, and give the tables there are in it.

        Args:
            rebuilding: Whether a table may be made anew in it; see `Database.define`.
        """
        with self.database.write(rebuilding=rebuilding) as tx:
            yield tx, registry.load_model(tx.connection)
