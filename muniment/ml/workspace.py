"""The working directory of a catalog on this machine: its journal, staged files and downloaded bags."""

from functools import cached_property
from pathlib import Path

from muniment.catalog.database import is_writable
from muniment.executions.journal import Journal


class Workspace:
    """A working directory; it is made when something is first put into it."""

    def __init__(self, folder: Path, catalog_id: str) -> None:
        """Take the folder and the catalog that it belongs to."""
        self.folder, self._catalog_id = folder, catalog_id

    @property
    def has_journal(self) -> bool:
        """Whether there is a journal that can be written, without which nothing can be uploaded from here."""
        return is_writable(self.folder / "journal.db")

    @cached_property
    def journal(self) -> Journal:
        """The journal of what was staged here.

        Raises:
            WorkspaceMismatch: The folder belongs to another catalog.
            StorageNotWritable: It cannot be written.
        """
        return Journal(self.folder / "journal.db", self._catalog_id)

    def close(self) -> None:
        """Close the journal, if it is open."""
        if "journal" in self.__dict__:
            self.journal.close()

    @property
    def bags(self) -> Path:
        """Where downloaded bags are kept."""
        return self.folder / "bags"
