"""Catalogs for the programs that measure one database after the other."""

import sys
from pathlib import Path

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parent.parent))

from muniment import Muniment
from tests import servers


def open_catalog(database: str, scratch: Path) -> Muniment:
    """Make a catalog on ``sqlite`` or ``postgresql``, in a folder."""
    if database == "sqlite":
        return Muniment(scratch / "lab", create=True)
    url = servers.shared("postgresql", servers.start_postgresql)["url"] + "/postgres"
    return Muniment(url, create=True, store=str(scratch / "objects"), working_dir=scratch / "work")


def analyze(ml: Muniment) -> None:
    """Have PostgreSQL look at new rows now, as it does by itself within a minute."""
    engine = ml._catalog.database.engine  # noqa: SLF001
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("ANALYZE"))
