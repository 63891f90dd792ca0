"""Where a catalog is: a folder with ``catalog.db`` and ``objects/``, or a database of PostgreSQL."""

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from muniment.catalog import postgresql
from muniment.catalog.database import Database, sqlite_url
from muniment.errors import CatalogNotFound, ConfigurationError, MunimentError, StorageNotWritable

DATABASE = "catalog.db"
OBJECTS = "objects"


@dataclass(frozen=True)
class Folder:
    """A folder of this machine: one catalog, whatever its domain schema is called."""

    root: Path

    def __str__(self) -> str:
        return str(self.root)

    @property
    def file(self) -> Path:
        """The database."""
        return self.root / DATABASE

    def make(self) -> None:
        """Make the folder; git passes over a new one, so that runs do not count as changes."""
        if self.root.exists() and not self.root.is_dir():
            raise StorageNotWritable(f"No catalog can be made in {self.root}: it is a file. Name a folder.")
        try:
            if not self.root.exists():
                self.root.mkdir(parents=True, exist_ok=True)  # another process may have been first
                (self.root / ".gitignore").write_text("*\n")
        except OSError as error:
            raise StorageNotWritable(f"The folder {self.root} cannot be made: {error.strerror}.") from error

    def connect(self, actor: str, domain_schema: str | None, default: str | None = None) -> Database:  # noqa: ARG002
        """Prepare the connection; there is no other catalog in the folder to choose.

        Raises:
            CatalogNotFound: There is no catalog, and it is not to be made, for which there is a default.
        """
        if default is None and not self.file.is_file():
            raise CatalogNotFound(
                f"There is no catalog in {self}: {self.file} does not exist. "
                f"Muniment({str(self)!r}, create=True) would make one."
            )
        return Database(sqlite_url(self.file), actor)

    @property
    def objects(self) -> Path | None:
        """The store of a catalog that names none."""
        return self.root / OBJECTS


@dataclass(frozen=True)
class Server:
    """A database of PostgreSQL: any number of catalogs, each known by its domain schema."""

    url: URL

    root = None
    objects = None

    def __str__(self) -> str:
        return postgresql.shown(self.url)

    def make(self) -> None:
        """Do nothing: databases are made by who runs the server."""

    def connect(self, actor: str, domain_schema: str | None, default: str | None = None) -> Database:
        """Connect to the catalog of a domain schema, or the only one, or one to be made with the default.

        Raises:
            CatalogNotFound: There is no such catalog, and it is not to be made, for which there is a default.
            ConfigurationError: There are several, and none was asked for; the message names them.
        """
        database = Database(self.url, actor)
        try:
            with database.read() as connection:
                known = postgresql.list_domains(connection)
            database.choose_schema(self._choose(known, domain_schema, default))
        except MunimentError:
            database.close()
            raise
        return database

    def _choose(self, known: list[str], asked: str | None, default: str | None) -> str:
        if asked is None and len(known) > 1:
            raise ConfigurationError(
                f"{self} holds several catalogs, of the domain schemas {', '.join(known)}. "
                f"Say which: Muniment({str(self)!r}, domain_schema={known[0]!r})."
            )
        chosen = next(iter(known), default) if asked is None else asked
        if chosen is None or (default is None and chosen not in known):
            wanted = "" if chosen is None else f" of the domain schema {chosen!r}"
            there = f" There are those of {', '.join(known)}." if known else ""
            raise CatalogNotFound(
                f"There is no catalog{wanted} in {self}.{there} "
                f"Muniment({str(self)!r}, create=True, store=...) would make one."
            )
        return chosen


Place = Folder | Server


def find_place(address: str | PathLike[str]) -> Place:
    """Say what an address means.

    Raises:
        ConfigurationError: It is neither a path nor an address of PostgreSQL.

    Example:
        >>> str(find_place("postgresql://ada:secret@db.example.org/lab"))
        'postgresql://ada@db.example.org/lab'
    """
    scheme, sign, rest = str(address).partition(":")
    if sign and scheme in postgresql.SCHEMES and not rest.startswith("//"):
        raise ConfigurationError(
            f"An address of PostgreSQL begins with {scheme}://, and this one with {scheme}: only."
        )
    if "://" not in str(address):
        return Folder(Path(address).expanduser().resolve())
    try:
        url = make_url(str(address))
    except (ArgumentError, ValueError):
        raise ConfigurationError(
            f"An address that begins with {scheme}:// cannot be read. "
            "It has the form postgresql://user:password@host:port/database."
        ) from None
    if scheme not in postgresql.SCHEMES:
        raise ConfigurationError(
            f"{postgresql.shown(url, scheme)} cannot be opened: a catalog is a folder, like ./lab, or a "
            "database of PostgreSQL, like postgresql://user@host/database."
        )
    return Server(url)
