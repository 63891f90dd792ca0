"""The log of what was changed about tables: what, when, by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.schema.core import METADATA

_TABLE = METADATA.tables["Muniment_Change"]


@dataclass(frozen=True)
class Change:
    """A change of a table.

    Attributes:
        number: The number of the transaction that made it.
        time: When, in UTC.
        actor: By whom.
        action: The name of the call that made it, such as ``rename_column``.
        table: The table, by the name it had then; None if it is of no table.
        details: What the call was given.
    """

    number: int
    time: datetime
    actor: str | None
    action: str
    table: str | None
    details: Mapping[str, Any]


def record(tx: Transaction, action: str, table: str | None, **details: Any) -> None:
    """Write down a change, in the transaction that makes it. Each such transaction makes one."""
    values = {"RVS": tx.number, "Time": tx.time, "Actor": tx.actor, "Action": action}
    tx.connection.execute(sa.insert(_TABLE).values(**values, Table_Name=table, Details=details))


def latest(connection: Connection, action: str) -> Change | None:
    """Give what was last written down of an action; None if it was never done."""
    query = sa.select(_TABLE).where(_TABLE.c.Action == action).order_by(_TABLE.c.RVS.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _change(row)


def load_all(connection: Connection, action: str) -> list[Change]:
    """Give all that was written down of an action, in order."""
    query = sa.select(_TABLE).where(_TABLE.c.Action == action).order_by(_TABLE.c.RVS)
    return list(map(_change, connection.execute(query)))


def _change(row: Any) -> Change:
    return Change(row.RVS, row.Time, row.Actor, row.Action, row.Table_Name, row.Details)


def list_changes(catalog: Catalog, table: str | None = None) -> list[Change]:
    """Give all changes, or those of a table under all names it has had, in the order they were made."""
    with catalog.read() as connection:
        rows = connection.execute(sa.select(_TABLE).order_by(_TABLE.c.RVS)).all()
    changes = list(map(_change, rows))
    return changes if table is None else _of_table(changes, table)


def _of_table(changes: Iterable[Change], table: str) -> list[Change]:
    name, found = table, []
    for change in reversed(list(changes)):
        if change.action == "rename_table" and change.details["new_name"] == name:
            name = str(change.table)
        if change.table == name:
            found.append(change)
    return found[::-1]
