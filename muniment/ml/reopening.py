"""What travels to another process in place of an open catalog, and opens it there, once for each process.

A password does not travel, as pickles are written to disks: processes find theirs as PostgreSQL does, in
PGPASSWORD or the file ~/.pgpass.
"""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from muniment.catalog import creation
from muniment.catalog.catalog import Catalog
from muniment.catalog.snapshots import SnapshotCatalog
from muniment.errors import ConfigurationError, ReadOnlySnapshot
from muniment.ml.workspace import Workspace

_opened: dict["Handle", tuple[Catalog, Workspace]] = {}


class _Opening:
    """Lets one thread at a time open something; a forked child does not wait for threads of its parent."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


_opening = _Opening()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_opening.__init__)  # type: ignore[misc]


@dataclass(frozen=True)
class Handle:
    """What opens a catalog and its working directory again.

    Attributes:
        address: The folder or the database of the catalog.
        domain_schema: Which catalog of the database.
        store: The store, if it was opened by options of its own.
        actor: Who writes.
        folder: The working directory.
        downloads: Where it keeps what was downloaded.
    """

    address: str
    domain_schema: str
    store: str | None
    actor: str
    folder: Path
    downloads: Path

    @classmethod
    def of(cls, catalog: Catalog, workspace: Workspace) -> "Handle":
        """Give what opens an open catalog again.

        Raises:
            ConfigurationError: Its address has a password in it.
            ReadOnlySnapshot: It is a snapshot.
        """
        if isinstance(catalog, SnapshotCatalog):
            raise ReadOnlySnapshot(
                "A snapshot cannot be handed to another process. Hand over the catalog, and take the "
                "snapshot there."
            )
        url = catalog.database.url
        if url.password or "password" in url.query:
            raise ConfigurationError(
                f"{catalog.address} was opened with a password in its address, which is not handed to other "
                "processes. Leave it out of the address, and give it by PGPASSWORD or in the file ~/.pgpass."
            )
        address = catalog.address if catalog.root is not None else url.render_as_string()
        store = catalog.store.url if "?" in catalog.store.url else None
        actor = catalog.database.actor
        return cls(address, catalog.domain_schema, store, actor, workspace.folder, workspace.downloads)

    def open(self) -> tuple[Catalog, Workspace]:
        """Open the catalog and the working directory; what this process has opened so is given again."""
        with _opening.lock:
            if self not in _opened:
                catalog = creation.open_catalog(
                    self.address, domain_schema=self.domain_schema, store=self.store, actor=self.actor
                )
                _opened[self] = catalog, Workspace(self.folder, catalog.id, self.downloads)
            return _opened[self]
