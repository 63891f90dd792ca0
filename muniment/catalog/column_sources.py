"""Sources of columns: of which others their values are computed or copied, as users say."""

from collections.abc import Iterable

from muniment.catalog import changes
from muniment.catalog.alteration import refuse_system
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.schema import registry
from muniment.catalog.schema.core import ML_SCHEMA
from muniment.catalog.schema.definitions import ColumnDefinition, TableDefinition, TableKind, split_source
from muniment.catalog.schema.tables import Model
from muniment.errors import DefinitionError


def check(model: Model, definition: TableDefinition, columns: Iterable[str] | None = None) -> TableDefinition:
    """Give a table back if all sources of its columns are columns that are there, its own among them.

    Args:
        model: The tables there are.
        definition: The table.
        columns: Those of its columns whose sources have just been said; all if left out.

    Raises:
        TableNotFound: There is no such table.
        ColumnNotFound: The table has no such column.
        DefinitionError: A column is named as a source of itself.
    """
    known = {**model.definitions, definition.name: definition}
    for column in definition.column_defs if columns is None else map(definition.column, columns):
        for source in column.sources:
            table, name = split_source(source)
            found = known.get(table) or model.definition(table)
            if name not in {hidden.hidden_name for hidden in found.hidden}:
                found.column(name)
            if (table, name) == (definition.name, column.name):
                raise DefinitionError(f"{source} cannot be a source of itself.")
    return definition


def stated(definition: TableDefinition, column: str, sources: tuple[str, ...]) -> TableDefinition:
    """Give a table with other sources, as `listed` gives them, of one of its columns.

    Raises:
        ColumnNotFound: The table has no such column.
        DefinitionError: One is not written ``Table.Column``, or it is a system column.
    """
    before = definition.column(column)
    refuse_system(definition.name, column)
    after = ColumnDefinition(**{**dict(before), "sources": sources})
    columns = tuple(after if each.name == column else each for each in definition.column_defs)
    return definition.model_copy(update={"column_defs": columns})


def listed(sources: str | Iterable[str]) -> tuple[str, ...]:
    """Give sources as they are kept, before anything is done with them.

    Raises:
        DefinitionError: They are neither a text nor several.
    """
    if isinstance(sources, str):
        return (sources,)
    try:
        return tuple(sources)
    except TypeError:
        raise DefinitionError(f"Sources are columns, each 'Table.Column', and not {sources!r:.80}.") from None


def set_sources(catalog: Catalog, table: str, column: str, sources: str | Iterable[str]) -> TableDefinition:
    """Say from which columns the values of a column are computed or copied, instead of what was said before.

    Raises:
        TableNotFound: There is no such table.
        ColumnNotFound: There is no such column.
        DefinitionError: A source is not written ``Table.Column``, or is the column itself; or the table is a
            core table, or links others.
    """
    told = listed(sources)

    def change(tx: Transaction, model: Model) -> TableDefinition:
        before = model.definition(table)
        if before.schema_name == ML_SCHEMA or before.kind is TableKind.association:
            raise DefinitionError(f"{table} is kept by the catalog itself: its columns have no sources.")
        after = check(model, stated(before, column, told), [column])
        registry.replace(tx.connection, after, tx.number)
        changes.record(tx, "set_column_sources", table, column=column, sources=after.column(column).sources)
        return after

    return catalog.define(change)
