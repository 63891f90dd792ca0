"""Statements in SQL, compiled once for all databases of a kind that this process opens.

SQLAlchemy keeps what it has compiled for each engine by itself, and compiling a statement takes longer than
most of them run. Every catalog of a process asks the same of the same core tables.

Source: https://docs.sqlalchemy.org/en/21/core/connections.html#sql-compilation-caching
"""

from collections.abc import Hashable
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

_SIZE = 1000
"""How many statements are kept; those that were not asked for since go first."""


class _Statements(LRUCache[Any, Any]):
    """What was compiled, by the statement and the kind of database. Threads may share it.

    Of a catalog it keeps the tables and the values that a statement was first run with, and no connection.
    When the process forks, no thread is inside; see `muniment.forks`.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """Give what was compiled of a statement."""
        return super().get(_shared(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        """Keep what was compiled of a statement, unless that would keep a long list of values too."""
        if not any(_is_long(each.value) for each in value.binds.values()):
            super().__setitem__(_shared(key), value)


_LONG = 1000
"""With how many values compiling a statement is little beside running it."""


def _is_long(value: Any) -> bool:
    return isinstance(value, list | tuple | bytes | str) and len(value) > _LONG


def _shared(key: tuple[Any, ...]) -> tuple[Hashable, ...]:
    """Give the key of a statement for all dialects that are like the one of its engine, which comes first."""
    dialect: Dialect = key[0]
    escapes = getattr(dialect, "_backslash_escapes", None)
    return (type(dialect), dialect.server_version_info, escapes, *key[1:])


SHARED = {"compiled_cache": _Statements(_SIZE)}
"""The options of an engine whose statements are compiled for all that have them."""
