"""Histories on SQLite: triggers for each row.

Who writes is in the one row of ``Muniment_Clock``: the library says so at the beginning of a transaction and
takes it back at the end. If nobody is there, somebody writes with other tools: each row gets a number then.

SQLite tells no trigger of rows that ``REPLACE`` deletes, unless recursive triggers are on. They are for the
library; for others, a replacement that would leave no trace is refused.

Source: https://www.sqlite.org/lang_createtrigger.html and https://www.sqlite.org/lang_conflict.html
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from muniment.catalog.schema.history.names import (
    INDEXES,
    UNTIL,
    completing,
    history_name,
    index_name,
    indexing,
)
from muniment.catalog.schema.raw_sql import quote, run

_CLOCK = '"Muniment_Clock"'
_NOW = "strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00'"
_NOBODY = f'(SELECT "Actor" IS NULL FROM {_CLOCK})'
_NUMBER = f'(SELECT "Seq" FROM {_CLOCK})'
_COUNT = (
    f'UPDATE {_CLOCK} SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; '
    'INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") '
    f"""SELECT "Seq", {_NOW}, 'raw SQL' FROM {_CLOCK} WHERE "Actor" IS NULL;"""
)
"""Number what somebody writes who has not said who he is."""

_UNSEEN = "(SELECT recursive_triggers FROM pragma_recursive_triggers) = 0"
_KINDS = ("guard", "insert", "replace", "update", "fixed", "delete")


@dataclass
class _Table:
    """What SQLite says of a table."""

    columns: dict[str, str] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    indexed: set[str] = field(default_factory=set)


def prepare(connection: Connection) -> None:
    """Do nothing: triggers share the clock, which is a table."""


def keep(connection: Connection, tables: Sequence[str]) -> None:
    """Make histories and triggers, or bring them to what the tables are."""
    found = _look(connection, tables)
    for name in (name for name in tables if name in found):
        past = found.get(history_name(name))
        run(
            connection,
            *completing(name, found[name].columns, past.columns if past else None),
            *indexing(name, found[name].references, past.indexed if past else ()),
            *_drop(name),
            *_triggers(name, found[name]),
        )


def last_number(connection: Connection) -> int:
    """Give the number of the transaction that began last; 0 if there was none."""
    return int(connection.exec_driver_sql(f'SELECT coalesce(max("Seq"), 0) FROM {_CLOCK}').scalar_one())


def find_unkept(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Name tables whose triggers are missing, or are others than they should be."""
    there = set(connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").scalars())
    found = _look(connection, tables)
    return [name for name in tables if name in found and not there.issuperset(_triggers(name, found[name]))]


def pause(connection: Connection, tables: Sequence[str]) -> None:
    """Take the triggers away."""
    run(connection, *(statement for name in tables for statement in _drop(name)))


def rename(connection: Connection, old: str, new: str) -> None:
    """Let a history follow its table."""
    run(
        connection,
        *_drop(old),
        *(f"DROP INDEX {quote(index_name(old, part))}" for part in INDEXES),
        f"ALTER TABLE {quote(history_name(old))} RENAME TO {quote(history_name(new))}",
    )


def remove(connection: Connection, tables: Sequence[str]) -> None:
    """Take histories and triggers away."""
    pause(connection, tables)
    run(connection, *(f"DROP TABLE IF EXISTS {quote(history_name(name))}" for name in tables))


def _look(connection: Connection, tables: Iterable[str]) -> dict[str, _Table]:
    wanted = json.dumps([name for table in tables for name in (table, history_name(table))])
    found: dict[str, _Table] = {}
    columns = (
        f"SELECT m.name, c.name, c.type FROM {_WANTED} m JOIN pragma_table_info(m.name) c ORDER BY c.cid"
    )
    for table, column, kind in connection.exec_driver_sql(columns, (wanted,)):
        found.setdefault(table, _Table()).columns[column] = kind
    keys = (
        f"SELECT m.name, i.name, c.name FROM {_WANTED} m JOIN pragma_index_list(m.name) i "
        """JOIN pragma_index_info(i.name) c WHERE i."unique" AND NOT i.partial """
        "AND c.name IS NOT NULL ORDER BY i.name, c.seqno"
    )
    for table, key, column in connection.exec_driver_sql(keys, (wanted,)):
        found[table].keys.setdefault(key, []).append(column)
    references = (
        f'SELECT DISTINCT m.name, f."from" FROM {_WANTED} m JOIN pragma_foreign_key_list(m.name) f '
        """WHERE f."to" = 'RID' ORDER BY 1, 2"""
    )
    for table, column in connection.exec_driver_sql(references, (wanted,)):
        found[table].references.append(column)
    indexed = (
        f"SELECT m.name, c.name FROM {_WANTED} m JOIN pragma_index_list(m.name) i "
        "JOIN pragma_index_info(i.name) c WHERE c.seqno = 0"
    )
    for table, column in connection.exec_driver_sql(indexed, (wanted,)):
        found[table].indexed.add(column)
    return found


_WANTED = "(SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (SELECT value FROM json_each(?)))"


def _drop(name: str) -> Iterable[str]:
    return (f"DROP TRIGGER IF EXISTS {_trigger(kind, name)}" for kind in _KINDS)


def _trigger(kind: str, table: str) -> str:
    return quote(f"muniment_{kind}_{table}")


def _triggers(name: str, table: _Table) -> Iterable[str]:
    own, kept = quote(name), quote(history_name(name))
    columns = ", ".join(map(quote, table.columns))
    old = ", ".join(f"OLD.{quote(column)}" for column in table.columns)
    watched = ", ".join(quote(column) for column in table.columns if column not in _STAMPS)
    copy = (
        f'{_COUNT} INSERT INTO {kept} ("{UNTIL}", {columns}) '
        f'SELECT "Seq", {old} FROM {_CLOCK} WHERE OLD."RVS" < "Seq";'
    )
    same = " OR ".join(
        "(" + " AND ".join(f"{quote(column)} = NEW.{quote(column)}" for column in key) + ")"
        for key in sorted(table.keys.values())
    )
    refuse = (
        "SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: "
        f"PRAGMA recursive_triggers=ON') WHERE {_UNSEEN} AND EXISTS (SELECT 1 FROM {own} WHERE "
    )
    yield (
        f"CREATE TRIGGER {_trigger('guard', name)} BEFORE INSERT ON {own} WHEN {_NOBODY} "
        f"BEGIN {refuse}{same}); END"
    )
    yield (
        f"CREATE TRIGGER {_trigger('insert', name)} AFTER INSERT ON {own} "
        f'WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM {_CLOCK}) '
        f'BEGIN {_COUNT} UPDATE {own} SET "RVS" = {_NUMBER} WHERE "RID" = NEW."RID"; END'
    )
    yield (
        f"CREATE TRIGGER {_trigger('replace', name)} BEFORE UPDATE OF {watched} ON {own} WHEN {_NOBODY} "
        f'BEGIN {refuse}"RID" IS NOT OLD."RID" AND ({same})); END'
    )
    # After, for a row that is left out because of a conflict would have left a past all the same.
    yield (
        f"CREATE TRIGGER {_trigger('update', name)} AFTER UPDATE OF {watched} ON {own} BEGIN {copy} "
        f'UPDATE {own} SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" '
        f'FROM "Muniment_Transaction" t WHERE t."RVS" = {_NUMBER} AND {own}."RID" = NEW."RID" '
        f'AND NEW."RVS" IS NOT {_NUMBER}; END'
    )
    yield (
        f'CREATE TRIGGER {_trigger("fixed", name)} BEFORE UPDATE OF "RID", "RVS" ON {own} '
        f'WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT {_NUMBER}) '
        "BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END"
    )
    yield f"CREATE TRIGGER {_trigger('delete', name)} AFTER DELETE ON {own} BEGIN {copy} END"


_STAMPS = frozenset({"RMT", "RMB", "RVS"})
