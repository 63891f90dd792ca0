"""The registry: what the catalog knows of the tables that users made.

One row a table, with its definition as JSON, so that opening a catalog is one query however many tables it
has. Comments, which SQLite does not keep, live here as well.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.schema.core import METADATA, core_tables
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.catalog.schema.history.names import UNTIL, history_name
from muniment.catalog.schema.tables import Model

_TABLE = METADATA.tables["Muniment_Table"]
_HISTORY = METADATA.tables[history_name("Muniment_Table")]


def load_model(connection: Connection) -> Model:
    """Read all definitions and make the tables of them."""
    query = (
        sa.select(_TABLE.c.Definition).where(_TABLE.c.Dropped.is_(None)).order_by(_TABLE.c.RVS, _TABLE.c.Name)
    )
    return Model.of(TableDefinition.model_validate(found) for found in connection.execute(query).scalars())


def load_dropped(connection: Connection) -> dict[str, TableDefinition]:
    """Read the definitions of the tables that were dropped, by the names under which they are kept."""
    query = sa.select(_TABLE.c.Name, _TABLE.c.Definition).where(_TABLE.c.Dropped.is_not(None))
    found = connection.execute(query.order_by(_TABLE.c.RVS, _TABLE.c.Name))
    return {name: TableDefinition.model_validate(definition) for name, definition in found}


def dropped_tables(connection: Connection, kinds: Iterable[TableKind]) -> list[str]:
    """Name the tables of some kinds that were dropped, as they are kept."""
    query = sa.select(_TABLE.c.Name).where(_TABLE.c.Dropped.is_not(None), _TABLE.c.Kind.in_(list(kinds)))
    return list(connection.execute(query).scalars())


def stored_tables(connection: Connection) -> list[str]:
    """Name all tables whose rows have a past: the core tables, and those of users, dropped ones too."""
    users = connection.execute(sa.select(_TABLE.c.Name).order_by(_TABLE.c.RVS, _TABLE.c.Name)).scalars()
    return [*(table.name for table in core_tables()), *users]


def latest_change(connection: Connection) -> int:
    """Give the number of the transaction that last made, changed or dropped a table."""
    return int(connection.execute(_LATEST).scalar_one())


_LATEST = sa.select(sa.func.coalesce(sa.func.max(_TABLE.c.RVS), 0))


def record(connection: Connection, definition: TableDefinition, number: int) -> None:
    """Write down a table that has just been made."""
    highest = connection.execute(sa.select(sa.func.max(_TABLE.c.ID))).scalar_one()
    values = {"Name": definition.name, "ID": (highest or 0) + 1, **_values(definition, number)}
    connection.execute(sa.insert(_TABLE).values(**values))


def replace(connection: Connection, definition: TableDefinition, number: int) -> None:
    """Write down that a table has changed."""
    _change(connection, definition.name, **_values(definition, number))


def replace_all(
    connection: Connection,
    definitions: Iterable[TableDefinition],
    change: Callable[[TableDefinition], TableDefinition],
    number: int,
) -> None:
    """Write down those of some tables that a change makes others of."""
    for definition in definitions:
        if (after := change(definition)) != definition:
            replace(connection, after, number)


def rename(connection: Connection, name: str, definition: TableDefinition, number: int) -> None:
    """Write down that a table has another name now."""
    _change(connection, name, Name=definition.name, **_values(definition, number))


def hide(connection: Connection, name: str, hidden_name: str, number: int) -> None:
    """Write down that a table was dropped, and the name under which its rows are kept."""
    _change(connection, name, Name=hidden_name, Dropped=name, RVS=number)


def _change(connection: Connection, name: str, **values: Any) -> None:
    """Change the row of a table, of which what it said before is kept."""
    mine = _TABLE.c.Name == name
    columns = [column.name for column in _TABLE.columns]
    past = sa.select(*_TABLE.columns, sa.literal(values["RVS"])).where(mine, _TABLE.c.RVS < values["RVS"])
    connection.execute(sa.insert(_HISTORY).from_select([*columns, UNTIL], past))
    connection.execute(sa.update(_TABLE).where(mine).values(**values))


def _values(definition: TableDefinition, number: int) -> dict[str, Any]:
    kept = definition.model_dump(mode="json", exclude_defaults=True)
    return {"Kind": definition.kind.value, "Definition": kept, "RVS": number}
