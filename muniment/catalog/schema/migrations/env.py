"""Where Alembic starts: with the connection that `upgrade` hands over, or from its own command line."""

import os
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from muniment.catalog.database import Database, sqlite_url
from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.types import Builtin


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    return f"Builtin({item.builtin.value!r})" if kind == "type" and isinstance(item, Builtin) else False


def _is_ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
    return kind != "table" or name in METADATA.tables


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
        include_object=_is_ours,
        compare_type=_has_changed,
        render_as_batch=False,
        on_version_apply=tell,
    )
    context.run_migrations()


def _print() -> None:
    """Print the SQL of migrations for the database of the address, which is not opened."""
    options = {"paramstyle": "named"}
    context.configure(url=_url(), literal_binds=True, dialect_opts=options, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


def _url() -> str:
    given = context.get_x_argument(as_dictionary=True).get("url") or os.environ.get("MUNIMENT_URL", "lab")
    return given if "://" in given else str(sqlite_url(Path(given) / "catalog.db"))


if context.is_offline_mode():
    _print()
elif (connection := context.config.attributes.get("connection")) is not None:
    _run(connection)
else:
    with Database(_url(), "alembic").engine.begin() as own:
        _run(own)
