"""Histories on PostgreSQL: triggers for each statement, by functions that all tables share.

A statement first takes the lock that writers share and a number, once a transaction: rows that it writes get
that number, whatever they were given. The functions run with the rights of their owner, so whoever may write
a table need not be allowed to write its past; nobody else may make triggers of those that write where they
are told to.

The lock has to be taken before the first row is: who locked a row already, and then waited behind a mark,
would make the mark wait for who waits for that row.

Source: https://www.postgresql.org/docs/current/sql-createtrigger.html
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.schema.history.names import INDEXES, completing, history_name, index_name, indexing
from muniment.catalog.schema.raw_sql import quote, run

_KINDS = {"0_lock": 30, "1_insert": 7, "1_update": 19, "2_updated": 16, "2_deleted": 8, "2_truncate": 34}
"""The triggers of a table, and on what each fires, in the bits of pg_trigger.tgtype."""


def lock_key(*names: str) -> int:
    """Give the key of the lock that stands for something with these names."""
    return int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:8], signed=True)


def writers_key(core_schema: str) -> int:
    """Give the key of the lock that all who write a catalog share."""
    return lock_key(core_schema, "writers")


@dataclass
class _Table:
    """What PostgreSQL says of a table: its schema, and the type of each column."""

    schema: str
    columns: dict[str, str] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    indexed: set[str] = field(default_factory=set)


def keep(connection: Connection, tables: Sequence[str]) -> None:
    """Make histories and triggers, or bring them to what the tables are."""
    core = _core_schema(connection)
    found = _look(connection, tables)
    statements: list[str] = []
    for name in (name for name in tables if name in found):
        table, past = found[name], found.get(history_name(name))
        known = past.columns if past is not None and past.schema == table.schema else None
        statements += completing(name, table.columns, known, f"{quote(table.schema)}.")
        indexed = past.indexed if past is not None else ()
        statements += indexing(name, table.references, indexed, f"{quote(table.schema)}.")
        statements += _drop(name)
        statements += _triggers(name, table, core)
    run(connection, *statements)


def last_number(connection: Connection) -> int:
    """Give the number of the transaction that began last; 0 if there was none."""
    query = 'SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM "Muniment_Number"'
    return int(connection.exec_driver_sql(query).scalar_one())


def find_unkept(connection: Connection, tables: Sequence[str]) -> list[str]:
    """Name tables whose triggers are missing, turned off or others; if a function is another, all tables."""
    core = _core_schema(connection)
    bodies = {row.proname: (row.prosrc, row.prosecdef) for row in connection.execute(_BODIES, {"core": core})}
    if not bodies.items() >= _bodies(core).items():
        return list(tables)
    found = _look(connection, tables)
    there: dict[tuple[str, str], set[tuple[Any, ...]]] = {}
    for schema, name, *trigger, arguments, condition in connection.execute(_KEPT, {"core": core}):
        is_known = not condition or (trigger[0] in _CONDITIONAL and _setting(core) in condition)
        if is_known:
            there.setdefault((schema, name), set()).add((*trigger, bytes(arguments)))
    return [
        name
        for name in tables
        if name in found
        and not there.get((found[name].schema, name), set()).issuperset(_expected(found[name].schema, name))
    ]


_CONDITIONAL = ("1_insert", "1_update")


def _expected(schema: str, name: str) -> Iterable[tuple[str, str, int, str | None, str | None, bytes]]:
    """Give name, function, bits, names of the old and new rows, and arguments of each trigger of a table."""
    kept = f"{quote(schema)}.{quote(history_name(name))}".encode() + b"\0"
    for kind, bits in _KINDS.items():
        old, new = _TRANSITIONS.get(kind, (None, None))
        yield kind, kind[2:], bits, old, new, kept if kind[0] == "2" else b""


_TRANSITIONS = {"2_updated": ("o", "n"), "2_deleted": ("o", None)}


def _bodies(core: str) -> dict[str, tuple[str, bool]]:
    """Give the functions of a catalog: the text of each, and whether it has the rights of its owner."""
    pattern = rf"FUNCTION {re.escape(quote(core))}\.(muniment_\w+)\((.*?)\$\$(.*?)\$\$"
    found = re.findall(pattern, _functions(core), flags=re.DOTALL)
    return {name: (body, "SECURITY DEFINER" in head) for name, head, body in found}


def pause(connection: Connection, tables: Sequence[str]) -> None:
    """Take the triggers away."""
    run(connection, *(statement for name in tables for statement in _drop(name)))


def rename(connection: Connection, old: str, new: str) -> None:
    """Let a history follow its table."""
    names = [(index_name(old, part), index_name(new, part)) for part in INDEXES]
    run(
        connection,
        *_drop(old),
        f"ALTER TABLE {quote(history_name(old))} RENAME TO {quote(history_name(new))}",
        *(f"ALTER INDEX {quote(before)} RENAME TO {quote(after)}" for before, after in names),
    )


def remove(connection: Connection, tables: Sequence[str]) -> None:
    """Take histories, triggers and functions away."""
    core = quote(_core_schema(connection))
    run(
        connection,
        *(f"DROP FUNCTION IF EXISTS {core}.muniment_{name} CASCADE" for name in _NAMES),
        *(f"DROP TABLE IF EXISTS {quote(history_name(name))}" for name in tables),
    )


_NAMES = (
    "lock", "insert", "update", "updated", "deleted", "truncate", "enter", "stamp", "time", "actor",
)  # fmt: skip


def _core_schema(connection: Connection) -> str:
    return str(connection.execute(_CORE).scalar_one())


_CORE = sa.text(
    "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    """WHERE c.oid = to_regclass('"Muniment_Number"')"""
)


def _look(connection: Connection, tables: Iterable[str]) -> dict[str, _Table]:
    """Look at tables and histories; of two with the same name, that counts which comes first in the path."""
    wanted = [name for table in tables for name in (table, history_name(table))]
    found: dict[str, _Table] = {}
    for name, schema, column, kind in connection.execute(_COLUMNS, {"names": wanted}):
        table = found.setdefault(name, _Table(schema))
        if table.schema == schema:
            table.columns[column] = kind
    for name, schema, column, is_reference in connection.execute(_REFERENCES, {"names": wanted}):
        table = found[name]
        if table.schema == schema:
            table.references += [column] if is_reference else []
            table.indexed |= set() if is_reference else {column}
    return found


_COLUMNS = sa.text(
    "SELECT c.relname, n.nspname, a.attname, format_type(a.atttypid, a.atttypmod) || "
    "CASE WHEN o.collname IS NULL OR o.collname = 'default' THEN '' "
    "ELSE ' COLLATE pg_catalog.' || quote_ident(o.collname) END "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "LEFT JOIN pg_collation o ON o.oid = a.attcollation "
    "WHERE n.nspname = ANY(current_schemas(false)) AND c.relkind IN ('r', 'p') AND c.relname = ANY(:names) "
    "ORDER BY array_position(current_schemas(false), n.nspname), a.attnum"
)

_REFERENCES = sa.text(
    "SELECT DISTINCT c.relname, n.nspname, a.attname, true FROM pg_constraint k "
    "JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] "
    "JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[1] "
    "WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND f.attname = 'RID' "
    "AND n.nspname = ANY(current_schemas(false)) AND c.relname = ANY(:names) "
    "UNION ALL "
    "SELECT DISTINCT c.relname, n.nspname, a.attname, false FROM pg_index i "
    "JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
    "WHERE n.nspname = ANY(current_schemas(false)) AND c.relname = ANY(:names) ORDER BY 1, 2, 3"
)

_KEPT = sa.text(
    "SELECT n.nspname, c.relname, substr(t.tgname, 10), substr(p.proname, 10), t.tgtype, t.tgoldtable, "
    "t.tgnewtable, t.tgargs, CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace f ON f.oid = p.pronamespace "
    "WHERE n.nspname = ANY(current_schemas(false)) AND f.nspname = :core AND t.tgattr = ''::int2vector "
    "AND t.tgname LIKE 'muniment\\_%' AND t.tgenabled IN ('O', 'A')"
)
_BODIES = sa.text(
    "SELECT p.proname, p.prosrc, p.prosecdef FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname = :core AND p.proname LIKE 'muniment\\_%' "
    "AND pg_get_function_identity_arguments(p.oid) IN ("
    "'', 'newer_than bigint', 'actor text, execution text, moment text')"
)


def _drop(name: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS muniment_{kind} ON {quote(name)}" for kind in _KINDS]


def _triggers(name: str, table: _Table, core: str) -> Iterable[str]:
    own, functions = f"{quote(table.schema)}.{quote(name)}", quote(core)
    kept = f"{quote(table.schema)}.{quote(history_name(name))}".replace("'", "''")
    stamp = f"split_part(current_setting('{_setting(core)}', true), '|', 2)::bigint"
    # Those of a kind fire in the order of their names.
    yield (
        f"CREATE TRIGGER muniment_0_lock BEFORE INSERT OR UPDATE OR DELETE ON {own} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {functions}.muniment_lock()"
    )
    yield (
        f"CREATE TRIGGER muniment_1_insert BEFORE INSERT ON {own} FOR EACH ROW "
        f'WHEN (NEW."RVS" IS DISTINCT FROM {stamp}) EXECUTE FUNCTION {functions}.muniment_insert()'
    )
    yield (
        f"CREATE TRIGGER muniment_1_update BEFORE UPDATE ON {own} FOR EACH ROW "
        f'WHEN (NEW."RVS" IS DISTINCT FROM {stamp} OR OLD."RVS" > {stamp} OR NEW."RID" <> OLD."RID") '
        f"EXECUTE FUNCTION {functions}.muniment_update()"
    )
    yield (
        f"CREATE TRIGGER muniment_2_updated AFTER UPDATE ON {own} REFERENCING OLD TABLE AS o NEW TABLE AS n "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {functions}.muniment_updated('{kept}')"
    )
    yield (
        f"CREATE TRIGGER muniment_2_deleted AFTER DELETE ON {own} REFERENCING OLD TABLE AS o "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {functions}.muniment_deleted('{kept}')"
    )
    yield (
        f"CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON {own} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {functions}.muniment_truncate('{kept}')"
    )


def _setting(core: str) -> str:
    """Name the setting in which a transaction has its number in a catalog: several may be in one database."""
    return f"muniment.stamp_{writers_key(core) & 0xFFFFFFFF:08x}"


def prepare(connection: Connection) -> None:
    """Make the functions of a catalog, or make them anew."""
    run(connection, _functions(_core_schema(connection)))


def _functions(core: str) -> str:
    return _FUNCTIONS % {"core": quote(core), "key": writers_key(core), "stamp": _setting(core)}


_FUNCTIONS = """
CREATE OR REPLACE FUNCTION %(core)s.muniment_actor() RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('muniment.actor', true), ''), 'db:' || session_user)
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_time() RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(nullif(current_setting('muniment.time', true), '')::timestamptz, clock_timestamp())
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_stamp(newer_than bigint DEFAULT 0) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  mine text := pg_current_xact_id()::text;
  known text := current_setting('%(stamp)s', true);
  number bigint;
BEGIN
  IF split_part(known, '|', 1) = mine THEN
    number := split_part(known, '|', 2)::bigint;
    -- Anybody can set a setting; what this transaction has written nobody else could.
    PERFORM 1 FROM %(core)s."Muniment_Transaction" w
      WHERE w."RVS" = number AND w.xmin = pg_current_xact_id()::xid;
    IF FOUND AND number >= newer_than THEN RETURN number; END IF;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(%(key)s);
  number := nextval('%(core)s."Muniment_Number"');
  INSERT INTO %(core)s."Muniment_Transaction" ("RVS", "Time", "Actor", "Execution") VALUES (
    number, %(core)s.muniment_time(), %(core)s.muniment_actor(),
    nullif(current_setting('muniment.execution', true), '')
  );
  PERFORM set_config('%(stamp)s', mine || '|' || number, true);
  RETURN number;
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_enter(actor text, execution text, moment text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM set_config('muniment.actor', actor, true), set_config('muniment.execution', execution, true),
    set_config('muniment.time', moment, true);
  RETURN %(core)s.muniment_stamp();
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_lock() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM %(core)s.muniment_stamp();
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_insert() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW."RVS" := %(core)s.muniment_stamp();
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."RID" IS DISTINCT FROM OLD."RID" THEN
    RAISE EXCEPTION 'muniment: the RID of a row never changes';
  END IF;
  NEW."RVS" := %(core)s.muniment_stamp(coalesce(OLD."RVS", 0));
  NEW."RMT" := %(core)s.muniment_time();
  NEW."RMB" := %(core)s.muniment_actor();
  NEW."RCT" := OLD."RCT";
  NEW."RCB" := OLD."RCB";
  RETURN NEW;
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  EXECUTE 'INSERT INTO ' || TG_ARGV[0]
    || ' SELECT n."RVS", o.* FROM o JOIN n ON n."RID" = o."RID" WHERE o."RVS" < n."RVS"';
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE latest bigint;
BEGIN
  EXECUTE 'SELECT max("RVS") FROM o' INTO latest;
  IF latest IS NOT NULL THEN
    EXECUTE 'INSERT INTO ' || TG_ARGV[0] || ' SELECT $1, o.* FROM o WHERE o."RVS" < $1'
      USING %(core)s.muniment_stamp(latest);
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION %(core)s.muniment_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE latest bigint;
BEGIN
  EXECUTE 'SELECT max("RVS") FROM ' || TG_RELID::regclass INTO latest;
  IF latest IS NOT NULL THEN
    EXECUTE 'INSERT INTO ' || TG_ARGV[0] || ' SELECT $1, o.* FROM ' || TG_RELID::regclass
      || ' o WHERE o."RVS" < $1' USING %(core)s.muniment_stamp(latest);
  END IF;
  RETURN NULL;
END
$$;

REVOKE EXECUTE ON FUNCTION %(core)s.muniment_updated(), %(core)s.muniment_deleted(),
  %(core)s.muniment_truncate() FROM PUBLIC;
"""
