"""The working directory of a catalog on this machine: its journal, staged files and downloaded bags."""

import tempfile
from functools import cached_property
from os import PathLike
from pathlib import Path

from muniment.catalog.catalog import Catalog
from muniment.catalog.sqlite import is_writable
from muniment.errors import StorageNotWritable
from muniment.executions.journal import Journal


def find_folder(asked: str | PathLike[str] | None, catalog: Catalog) -> Path:
    """Name the working directory: the one asked for, or ``work/`` in the catalog's folder.

    A catalog in a database has one for each user of this machine.
    """
    if asked:
        return Path(asked).expanduser().resolve()
    if catalog.root is not None:
        return catalog.root / "work"
    import platformdirs

    return platformdirs.user_data_path("muniment", appauthor=False) / catalog.id


class Workspace:
    """A working directory; it is made when something is first put into it.

    Attributes:
        folder: Where runs stage their files.
        downloads: Where what was downloaded is kept: there, or in another's folder.
    """

    def __init__(self, folder: Path, catalog_id: str, downloads: Path | None = None) -> None:
        """Take the folder, the catalog that it belongs to, and the folder of downloads if it is another's."""
        self.folder, self._catalog_id = folder, catalog_id
        self.downloads = downloads or folder
        self._inside: list[Workspace] = []

    def for_dry_run(self) -> "Workspace":
        """Make a working directory of its own for a dry run, which shares what was downloaded.

        Raises:
            StorageNotWritable: It cannot be made.
        """
        folder = self.folder / "dry-runs"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            made = Workspace(Path(tempfile.mkdtemp(dir=folder, prefix="")), self._catalog_id, self.downloads)
        except OSError as error:
            raise StorageNotWritable(
                f"{folder} cannot be made for a dry run: {error.strerror}. Give another working directory "
                "with Muniment(..., working_dir=...)."
            ) from error
        self._inside.append(made)
        return made

    @property
    def has_journal(self) -> bool:
        """Whether there is a journal that can be written, without which nothing can be uploaded from here."""
        return is_writable(self.folder / "journal.db")

    @property
    def journal_if_any(self) -> Journal | None:
        """The journal; None if there is none that can be written."""
        return self.journal if self.has_journal else None

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
        for workspace in self._inside:
            workspace.close()

    @property
    def bags(self) -> Path:
        """Where downloaded bags are kept."""
        return self.downloads / "bags"

    @property
    def cached_assets(self) -> Path:
        """Where downloaded files are kept that several executions read."""
        return self.downloads / "cached-assets"
