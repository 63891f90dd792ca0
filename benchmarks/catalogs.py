"""Catalogs for the programs that measure one database after the other."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parent.parent))

from muniment import Muniment
from tests import servers

DATABASES = ("sqlite", "postgresql")


def parser(description: str | None) -> argparse.ArgumentParser:
    """Give what reads a command line that can choose one of the databases."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--only", choices=DATABASES)
    return made


def each_catalog(only: str | None) -> Iterator[tuple[str, Muniment]]:
    """Give a new catalog in each database, or in one only, and remove it afterwards."""
    for database in DATABASES:
        if only in {None, database}:
            with _scratch() as folder, open_catalog(database, folder) as ml:
                yield database, ml


@contextmanager
def _scratch() -> Iterator[Path]:
    servers.open_folder()
    try:
        with tempfile.TemporaryDirectory(prefix="measured-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    finally:
        servers.close_folder()


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
