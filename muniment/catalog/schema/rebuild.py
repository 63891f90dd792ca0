"""A table made anew with other rules, as SQLite cannot change them: the way that its manual gives.

The new table is filled from the old one, which is dropped, and takes its name. Rows of other tables refer to
it as before, for foreign keys are off in the transaction (see `Database.write`). Indexes and triggers are
made again.

Source: https://www.sqlite.org/lang_altertable.html, section 7
"""

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateIndex, CreateTable

from muniment.catalog.schema import history
from muniment.catalog.schema.definitions import TableDefinition
from muniment.catalog.schema.tables import build_table
from muniment.errors import ConstraintViolation

_NEW = "muniment_rebuilt"


def rebuild(connection: Connection, before: TableDefinition, after: TableDefinition) -> None:
    """Make a table anew by its definition; it has all columns already.

    Raises:
        ConstraintViolation: Its rows do not keep to the rules.
    """
    table = build_table(after)
    history.pause(connection, [table.name])
    others = _made_by_others(connection, before)
    count = sa.select(sa.func.count()).select_from(table)
    rows = connection.execute(count).scalar_one()
    _replace(connection, table)
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        connection.execute(CreateIndex(index))
    for statement in others:
        connection.exec_driver_sql(statement)
    history.keep(connection, [table.name])
    if connection.execute(count).scalar_one() != rows:
        raise ConstraintViolation(f"{after.name} would have lost rows. Nothing was changed.")


def _made_by_others(connection: Connection, before: TableDefinition) -> list[str]:
    """Give the SQL of triggers and indexes that the definition does not know of."""
    known = {str(index.name) for index in build_table(before).indexes}
    query = sa.text(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = :table AND type IN ('index', 'trigger') "
        "AND sql IS NOT NULL ORDER BY rowid"
    )
    found = connection.execute(query, {"table": before.name}).all()
    return [sql for name, sql in found if name not in known]


def _replace(connection: Connection, table: sa.Table) -> None:
    from alembic.operations.ops import CreateTableOp

    quote = connection.dialect.identifier_preparer.quote_identifier
    name, new = quote(table.name), quote(_NEW)
    columns = ", ".join(quote(column.name) for column in table.columns)
    whole = CreateTableOp.from_table(table).to_table()  # with what its foreign keys refer to
    create = str(CreateTable(whole).compile(dialect=connection.dialect)).strip()
    head = f"CREATE TABLE {connection.dialect.identifier_preparer.format_table(table)}"
    connection.exec_driver_sql(f"CREATE TABLE {new}{create.removeprefix(head)}")
    try:
        connection.exec_driver_sql(
            f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {name} ORDER BY rowid"  # noqa: S608 (quoted)
        )
    except sa.exc.IntegrityError as error:
        raise ConstraintViolation(
            f"The rows of {table.name} do not keep to the rule: {error.orig}. Nothing was changed."
        ) from error
    connection.exec_driver_sql(f"DROP TABLE {name}")
    # Otherwise renaming fails over a trigger or view that speaks of the table, which is not there now.
    connection.exec_driver_sql("PRAGMA legacy_alter_table=ON")
    connection.exec_driver_sql(f"ALTER TABLE {new} RENAME TO {name}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table=OFF")
