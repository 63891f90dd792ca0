"""Tables of users: made, extended and dropped, each in one transaction with all that belongs to it."""

from collections.abc import Iterable

from muniment.catalog import changes, column_sources
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.schema import ddl, shapes
from muniment.catalog.schema.definitions import (
    ColumnDefinition,
    ForeignKeyDefinition,
    TableDefinition,
    TableKind,
)
from muniment.catalog.schema.tables import Model
from muniment.catalog.vocabularies import add_missing_term
from muniment.errors import DefinitionError


def create_table(catalog: Catalog, definition: TableDefinition) -> TableDefinition:
    """Make a plain table.

    Raises:
        DefinitionError: A name, column, key or foreign key cannot be made, or it is no plain table.
        TableExists: A table of this name is there already.
        TableNotFound: A foreign key, or a source of a column, refers to a table that is not there.
        ColumnNotFound: A source of a column is not there.
    """
    if definition.kind is not TableKind.table:
        raise DefinitionError(
            f"{definition.name} cannot be made as {definition.kind.value}. ml.create_asset and "
            "ml.create_vocabulary make tables with all that belongs to them; a table of your own that links "
            "others is a plain table."
        )
    return _make(catalog, definition)


def _make(catalog: Catalog, definition: TableDefinition) -> TableDefinition:
    def make(tx: Transaction, model: Model) -> None:
        column_sources.check(model, definition)
        ddl.create_tables(tx.connection, model, [definition], tx.number)
        changes.record(tx, "create_table", definition.name)

    catalog.define(make)
    return definition


def create_asset_table(
    catalog: Catalog,
    name: str,
    column_defs: Iterable[ColumnDefinition] = (),
    fkey_defs: Iterable[ForeignKeyDefinition] = (),
    referenced_tables: Iterable[str] = (),
    comment: str | None = "",
) -> TableDefinition:
    """Make an asset table, the table of its types, the table of its executions, and a term for it.

    Raises:
        DefinitionError: A name, column, key or foreign key cannot be made.
        TableExists: A table of one of the three names is there already.
        TableNotFound: A referenced table, or the table of a source of a column, is not there.
        ColumnNotFound: A source of a column is not there.
    """
    columns, fkeys, others = list(column_defs), list(fkey_defs), list(referenced_tables)

    def make(tx: Transaction, model: Model) -> TableDefinition:
        referenced = [model.definition(table) for table in others]
        asset = column_sources.check(model, shapes.asset_table(name, columns, fkeys, referenced, comment))
        core = (model.definition(table) for table in ("Asset_Type", "Execution", "Asset_Role"))
        companions = shapes.asset_companions(asset, *core)
        ddl.create_tables(tx.connection, model, [asset, *companions], tx.number)
        add_type_term(tx, model, asset)
        changes.record(tx, "create_asset", asset.name)
        return asset

    return catalog.define(make)


def add_type_term(tx: Transaction, model: Model, asset: TableDefinition) -> None:
    """Add the type that files of an asset table have if nothing else is said; one that is there stays."""
    description = asset.comment or f"A file of the table {asset.name}"
    add_missing_term(tx, model, "Asset_Type", asset.name, description)


def create_vocabulary(catalog: Catalog, name: str, comment: str | None = "") -> TableDefinition:
    """Make a vocabulary without terms.

    Raises:
        DefinitionError: The name cannot be taken.
        TableExists: A table of this name is there already.
    """
    return _make(catalog, shapes.vocabulary_table(name, comment))


def create_membership_table(catalog: Catalog, element: str) -> TableDefinition:
    """Make the table that holds which rows of a table are members of datasets; one that is there is given.

    Raises:
        TableExists: A table of its name is there that holds something else.
    """

    def make(tx: Transaction, model: Model) -> TableDefinition:
        definition = shapes.membership_table(model.definition("Dataset"), model.definition(element))
        if model.definitions.get(definition.name) != definition:
            ddl.create_tables(tx.connection, model, [definition], tx.number)
            changes.record(tx, "add_dataset_element_type", element)
        return definition

    return catalog.define(make)


def add_column(catalog: Catalog, table: str, column: ColumnDefinition) -> TableDefinition:
    """Add a column to a table of a user; the rows there are take its default.

    Raises:
        DefinitionError: The name is taken or not possible, or a required column has no default.
        TableNotFound: There is no such table, or not that of a source.
        ColumnNotFound: A source is not there.
    """

    def change(tx: Transaction, model: Model) -> TableDefinition:
        changed = ddl.add_column(tx.connection, model, table, column, tx.number)
        column_sources.check(model, changed, [column.name])
        changes.record(tx, "add_column", table, column=column.name)
        return changed

    return catalog.define(change)


def drop_table(catalog: Catalog, table: str) -> None:
    """Put a table away with the tables that belong to it; its rows stay in the database, hidden.

    Raises:
        TableInUse: Other tables refer to it, or rows of it are members of datasets.
        DefinitionError: It is a core table, or one that goes with another.
        TableNotFound: There is no such table.
    """

    def change(tx: Transaction, model: Model) -> None:
        ddl.drop_table(tx.connection, model, table, tx.number)
        changes.record(tx, "drop_table", table)

    catalog.define(change)


def list_tables(catalog: Catalog, kind: TableKind | None = None) -> list[TableDefinition]:
    """Give the definitions of all tables, or of those of a kind, by name."""
    model = catalog.refresh()
    kinds = [kind] if kind else list(TableKind)
    return sorted((d for k in kinds for d in model.of_kind(k)), key=lambda definition: definition.name)
