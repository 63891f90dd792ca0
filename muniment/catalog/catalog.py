"""A catalog: its database, its store of bytes, and the tables it has now.

`Catalog` is what every function of the layers above is given. It has no behaviour beyond opening transactions
and knowing its tables; each topic has a module of its own.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import Connection

from muniment.catalog.database import Database, Transaction
from muniment.catalog.schema import history, registry
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.tables import Model
from muniment.storage import Storage

Result = TypeVar("Result")


@dataclass
class Catalog:
    """An open catalog.

    Attributes:
        root: The folder that it is in; None if it is in a database of PostgreSQL.
        address: What opens it again: the folder, or the database without its password.
    """

    database: Database
    store: Storage
    root: Path | None
    id: str
    domain_schema: str
    address: str = ""
    _known: tuple[int, Model] | None = field(default=None, repr=False)

    @property
    def model(self) -> Model:
        """The tables, as they were when they were last looked at."""
        return self.refresh() if self._known is None else self._known[1]

    def refresh(self) -> Model:
        """Look whether any process has changed tables since, and give them as they are now."""
        with self.read() as connection:
            return self.refresh_in(connection)

    def refresh_in(self, connection: Connection) -> Model:
        """Do so in a reading transaction that is open."""
        known, number = self._known, registry.latest_change(connection)
        if known is None or number != known[0]:
            self._known = known = (number, self._load(connection))
        return known[1]

    def _load(self, connection: Connection) -> Model:
        return registry.load_model(connection)

    def read(self) -> AbstractContextManager[Connection]:
        """Open a reading transaction."""
        return self.database.read()

    def model_in(self, connection: Connection) -> Model:
        """Give the tables as they are in an open transaction."""
        return registry.load_model(connection)

    def number_in(self, connection: Connection) -> int:
        """Give the number of the transaction that began last before an open one."""
        return history.last_number(connection)

    def write(
        self, execution: str | None = None, *, mark: bool = False
    ) -> AbstractContextManager[Transaction]:
        """Open a writing transaction; the rows it writes are credited to the execution.

        When a `mark` gets its number, all transactions with lower ones have ended: a release is one.
        """
        return self.database.write(execution, mark=mark)

    def transact(
        self,
        act: Callable[[Transaction], Result],
        execution: str | None = None,
        *,
        mark: bool = False,
        defining: bool = False,
        rebuilding: bool = False,
    ) -> Result:
        """Run a function in a writing transaction, again if the database ended it before its end.

        So it must do nothing that a roll-back does not undo, and not use up an iterator. The other arguments
        are those of `Database.write`.
        """
        if self._known is None:
            self.refresh()  # inside the transaction it would need a second connection
        return self.database.transact(act, execution, mark=mark, defining=defining, rebuilding=rebuilding)

    def definition(self, table: str, kind: TableKind | None = None) -> TableDefinition:
        """Give the definition of a table as it is now, whichever process changed it last.

        Raises:
            TableNotFound: There is none of this name.
            WrongTableKind: It is of another kind than the one asked for.
        """
        model = self.refresh()
        return model.definition(table) if kind is None else model.require(table, kind)

    def define(self, act: Callable[[Transaction, Model], Result], *, rebuilding: bool = False) -> Result:
        """Run a function that changes tables in a writing transaction, with the tables there are in it.

        Args:
            act: What changes them.
            rebuilding: Whether a table may be made anew in it; see `Database.write`.
        """

        def write(tx: Transaction) -> Result:
            tx.claim("definitions")
            tx.renumber()  # by the highest number of a definition, others see that there is a new one
            return act(tx, registry.load_model(tx.connection))

        try:
            return self.transact(write, defining=True, rebuilding=rebuilding)
        finally:
            self._known = None
