"""The catalog's revision, and the migrations that bring a database to it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from muniment.errors import CatalogVersionMismatch

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

HEAD = "0004"
"""The revision that this code works with; a test holds that it is the newest migration."""


@dataclass(frozen=True)
class Migration:
    """A change of the core tables.

    Attributes:
        revision: The revision that it brings a catalog to.
        title: What it does.
    """

    revision: str
    title: str


def upgrade(connection: Connection, progress: Callable[[int], None] | None = None) -> None:
    """Bring a database to the revision of this code, in the caller's transaction.

    Args:
        connection: Where a transaction is open.
        progress: Called with the number of migrations made by now.
    """
    from alembic import command

    config = _config(connection)
    config.attributes["progress"] = progress
    command.upgrade(config, "head")


def current_revision(connection: Connection) -> str | None:
    """Give the revision of a database, or None if it has none."""
    has_table = connection.dialect.has_table(connection, "alembic_version")
    if not has_table:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def missing_migrations(revision: str) -> list[Migration] | None:
    """Give the migrations that a catalog of this revision lacks, in order; None if it is not known."""
    from alembic.script import ScriptDirectory

    scripts = list(ScriptDirectory(str(MIGRATIONS)).walk_revisions())  # the newest first
    if revision not in {script.revision for script in scripts}:
        return None
    newer = scripts[: [script.revision for script in scripts].index(revision)]
    return [Migration(script.revision, script.doc) for script in reversed(newer)]


def check_revision(revision: str, place: object) -> None:
    """Make sure that this code works with a catalog of this revision.

    Raises:
        CatalogVersionMismatch: It is older or newer; the message says what to do.
    """
    if revision == HEAD:
        return
    found = f"The catalog in {place} has revision {revision}, and this Muniment works with {HEAD}."
    missing = missing_migrations(revision)
    if missing is None:
        raise CatalogVersionMismatch(
            f"{found} A newer Muniment made or upgraded it: install that version or a later one. "
            "Nothing was changed."
        )
    raise CatalogVersionMismatch(
        f"{found} `muniment upgrade {place}` or Muniment.upgrade({str(place)!r}) makes a backup, and then "
        f"these changes, all or none:\n{describe(missing)}\nNothing was changed yet."
    )


def describe(migrations: list[Migration]) -> str:
    """Say what migrations do, one a line.

    Example:
        >>> describe([Migration("0002", "Keep a log.")])
        '  0002  Keep a log.'
    """
    return "\n".join(f"  {migration.revision}  {migration.title}" for migration in migrations)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
