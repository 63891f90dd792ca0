"""The names of what keeps the past."""

from muniment.catalog.schema.definitions import short_name

SUFFIX = "__history"
UNTIL = "Muniment_Until"
"""The number of the transaction that ended a version of a row: the first column of a history."""


def history_name(table: str) -> str:
    """Name the table that keeps the past of another.

    Example:
        >>> history_name("Image")
        'Image__history'
    """
    return short_name(f"{table}{SUFFIX}")
