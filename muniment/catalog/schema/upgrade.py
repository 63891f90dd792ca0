"""The catalog's revision, and the migrations that bring a database to it."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

HEAD = "0001"
"""The revision that this code works with; a test holds that it is the newest migration."""


def upgrade(connection: Connection) -> None:
    """Bring a database to the revision of this code, in the caller's transaction."""
    from alembic import command

    command.upgrade(_config(connection), "head")


def current_revision(connection: Connection) -> str | None:
    """Give the revision of a database, or None if it has none."""
    has_table = connection.dialect.has_table(connection, "alembic_version")
    if not has_table:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
