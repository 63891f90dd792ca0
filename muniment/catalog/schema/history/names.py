"""What histories are called, and what they are made of on both databases."""

from collections.abc import Collection, Iterable, Mapping

from muniment.catalog.schema.definitions import short_name
from muniment.catalog.schema.raw_sql import quote
from muniment.errors import DefinitionError

SUFFIX = "__history"
UNTIL = "Muniment_Until"
"""The number of the transaction that ended a version of a row: the first column of a history."""

INDEXES = {"rid": ("UNIQUE ", '"RID", "RVS"'), "until": ("", f'"{UNTIL}", "RID"')}


def history_name(table: str) -> str:
    """Name the table that keeps the past of another.

    Example:
        >>> history_name("Image")
        'Image__history'
    """
    return short_name(f"{table}{SUFFIX}")


def index_name(table: str, part: str) -> str:
    """Name one of the indexes of the history of a table."""
    return short_name(f"{table}{SUFFIX}_{part}")


def indexing(
    name: str, references: Iterable[str], indexed: Collection[str], schema: str = ""
) -> Iterable[str]:
    """Give the SQL of the indexes by which what was deleted is found from what it referred to.

    Args:
        name: The table.
        references: Its columns that refer to the RID of other tables.
        indexed: The columns of its history with which an index begins.
        schema: What comes before names of tables.
    """
    kept = f"{schema}{quote(history_name(name))}"
    for column in references:
        if column not in indexed:
            index = short_name(f"{name}{SUFFIX}_{column}_idx")
            yield f"CREATE INDEX IF NOT EXISTS {quote(index)} ON {kept} ({quote(column)})"


def completing(
    name: str, columns: Mapping[str, str], past: Mapping[str, str] | None, schema: str = ""
) -> Iterable[str]:
    """Give the SQL that makes the history of a table, or gives it the columns that it lacks.

    Args:
        name: The table.
        columns: Its columns, with their types.
        past: Those of its history; None if there is none.
        schema: What comes before both names.

    Raises:
        DefinitionError: A table of the name of the history is there, and is none.
    """
    own, kept = f"{schema}{quote(name)}", f"{schema}{quote(history_name(name))}"
    if past is None:
        yield f'UPDATE {own} SET "RVS" = 0 WHERE "RVS" IS NULL'  # noqa: S608 (of rows that other tools wrote)
        listed = ", ".join(f"{quote(column)} {kind}" for column, kind in columns.items())
        yield f'CREATE TABLE {kept} ("{UNTIL}" BIGINT NOT NULL, {listed})'
    elif UNTIL not in past:
        raise DefinitionError(
            f"The table {history_name(name)} is there, and does not keep the past of {name}: its name is "
            "reserved for the table that does. Rename it with a SQL tool."
        )
    else:
        for column, kind in columns.items():
            if column not in past:
                yield f"ALTER TABLE {kept} ADD COLUMN {quote(column)} {kind}"
    for part, (unique, indexed) in INDEXES.items():
        yield f"CREATE {unique}INDEX IF NOT EXISTS {quote(index_name(name, part))} ON {kept} ({indexed})"
