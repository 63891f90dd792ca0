"""SQL that is written by hand: names are quoted, and statements run as they stand."""

from sqlalchemy.engine import Connection


def quote(name: str) -> str:
    """Write a name as SQL has it, whatever it holds.

    Example:
        >>> print(quote('The "left" eye'))
        "The ""left"" eye"
    """
    return '"' + name.replace('"', '""') + '"'


def run(connection: Connection, *statements: str) -> None:
    """Run statements one after the other, on PostgreSQL in one round trip."""
    if connection.dialect.name == "sqlite":
        for statement in statements:
            connection.exec_driver_sql(statement)
    elif statements:
        # The driver takes a percent sign for the mark of a parameter.
        connection.exec_driver_sql(";\n".join(statements).replace("%", "%%"))
