"""Tables as users name them."""

from collections.abc import Iterable
from typing import Any

from muniment.catalog.schema.definitions import TableDefinition
from muniment.errors import TableNotFound

TableLike = str | TableDefinition
"""The name of a table, or what `ml.table` and `ml.create_asset` gave."""


def table_name(table: Any) -> str:
    """Give the name of a table that was given by its name or its definition.

    Raises:
        TableNotFound: It is neither.
    """
    if isinstance(table, TableDefinition):
        return table.name
    if isinstance(table, str):
        return str(table)
    raise TableNotFound(f"{table!r:.80} is no table: give the name of one, or what ml.table(name) gave.")


def table_names(tables: Iterable[TableLike] | TableLike | None) -> list[str]:
    """Give the names of tables, be they one, several or none.

    Raises:
        TableNotFound: One of them is no table.
    """
    given = tables or ()
    return [table_name(table) for table in ([given] if isinstance(given, TableLike) else given)]
