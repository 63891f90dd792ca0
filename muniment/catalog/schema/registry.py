"""The registry: what the catalog knows of the tables that users made.

One row a table, with its definition as JSON, so that opening a catalog is one query however many tables it
has. Comments, which SQLite does not keep, live here as well.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.definitions import TableDefinition
from muniment.catalog.schema.tables import Model

_TABLE = METADATA.tables["Muniment_Table"]


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


def latest_change(connection: Connection) -> int:
    """Give the number of the transaction that last made, changed or dropped a table."""
    return int(connection.execute(_LATEST).scalar_one())


_LATEST = sa.select(sa.func.coalesce(sa.func.max(_TABLE.c.RVS), 0))


def record(connection: Connection, definition: TableDefinition, number: int) -> None:
    """Write down a table that has just been made."""
    connection.execute(sa.insert(_TABLE).values(Name=definition.name, **_values(definition, number)))


def replace(connection: Connection, definition: TableDefinition, number: int) -> None:
    """Write down that a table has changed."""
    change = sa.update(_TABLE).where(_TABLE.c.Name == definition.name)
    connection.execute(change.values(**_values(definition, number)))


def rename(connection: Connection, name: str, definition: TableDefinition, number: int) -> None:
    """Write down that a table has another name now."""
    change = sa.update(_TABLE).where(_TABLE.c.Name == name)
    connection.execute(change.values(Name=definition.name, **_values(definition, number)))


def hide(connection: Connection, name: str, hidden_name: str, number: int) -> None:
    """Write down that a table was dropped, and the name under which its rows are kept."""
    change = sa.update(_TABLE).where(_TABLE.c.Name == name)
    connection.execute(change.values(Name=hidden_name, Dropped=name, RVS=number))


def _values(definition: TableDefinition, number: int) -> dict[str, Any]:
    kept = definition.model_dump(mode="json", exclude_defaults=True)
    return {"Kind": definition.kind.value, "Definition": kept, "RVS": number}
