"""Where Alembic starts: with the connection that `upgrade` hands over, or from its own command line."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from muniment.catalog.database import Database, sqlite_url
from muniment.catalog.schema import history, registry
from muniment.catalog.schema.core import COUNTERS, METADATA
from muniment.catalog.schema.types import Builtin


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    return f"Builtin({item.builtin.value!r})" if kind == "type" and isinstance(item, Builtin) else False


def _is_ours(connection: Any) -> Callable[..., bool]:
    """Leave users' tables alone, and on PostgreSQL those that it has sequences for."""
    ours = set(METADATA.tables)
    if connection.dialect.name == "postgresql":
        ours -= COUNTERS
    return lambda _, name, kind, *__: kind != "table" or name in ours


def _has_changed(_: Any, __: Any, ___: Any, found: Any, wanted: Any) -> Literal[False] | None:
    """Leave times alone: SQLite's reflection takes the names of their types for those of numbers."""
    return False if isinstance(wanted, Builtin) and isinstance(found, sa.NUMERIC) else None


def _run(connection: Any) -> None:
    """Run migrations, all in the transaction that is open on the connection."""
    progress = context.config.attributes.get("progress") or (lambda _: None)
    made: list[Any] = []

    def tell(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001 (given by name)
        made.append(step)
        progress(len(made))

    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_item=_render,
        include_object=_is_ours(connection),
        compare_type=_has_changed,
        render_as_batch=False,
        on_version_apply=tell,
    )
    context.run_migrations()
    if connection.dialect.has_table(connection, "Muniment_Transaction"):
        history.install(connection, registry.stored_tables(connection))


def _print() -> None:
    """Print the SQL of migrations for the database of the address, which is not opened."""
    url, _ = _address()
    options = {"paramstyle": "named"}
    context.configure(url=str(url), literal_binds=True, dialect_opts=options, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def _address() -> tuple[str | sa.URL, str]:
    options = context.get_x_argument(as_dictionary=True)
    given = options.get("url") or os.environ.get("MUNIMENT_URL", "lab")
    url = given if "://" in given else sqlite_url(Path(given) / "catalog.db")
    return url, options.get("domain_schema", "domain")


def _database() -> Database:
    url, schema = _address()
    return Database(url, "alembic", schema)


if context.is_offline_mode():
    _print()
elif (connection := context.config.attributes.get("connection")) is not None:
    _run(connection)
else:
    with closing(_database()) as database, database.define() as own:
        _run(own)
