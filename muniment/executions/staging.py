"""Output files on their way into the catalog: given a place in the working directory, and written down.

A file is staged in one of these ways: as a path to write a new file to, under its own or another name; as a
link to a file of the user; or as a copy of it; the latter two under its own or another name as well.
"""

import fcntl
import os
import shutil
import stat
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from muniment.catalog import assets, rows
from muniment.catalog.catalog import Catalog
from muniment.catalog.filenames import fault_of_name, is_text, shortened
from muniment.catalog.schema.definitions import ColumnDefinition, TableDefinition, TableKind
from muniment.catalog.vocabularies import resolve_terms
from muniment.errors import ExecutionError, MunimentError, StagingError
from muniment.executions import records
from muniment.executions.journal import Journal, Staged, write_json

_COPY_BLOCK = 1 << 20
_FRESH = 1.0
"""Seconds for which tables and terms are taken for what they were, unless something does not fit them."""


class AssetFilePath(type(Path())):  # type: ignore[misc]
    """The path of a staged file. What is set on it is written down at once.

    Attributes:
        asset_name: The asset table that the file goes to.
        asset_types: The types it will have.
        metadata: The values of the table's own columns it will have.
        description: Its description.
    """

    _staging: "Staging"
    _staged: Staged

    @classmethod
    def of(cls, staging: "Staging", staged: Staged) -> "AssetFilePath":
        """Make the path of a staged file."""
        path = cls(staged.path)
        path._staging, path._staged = staging, staged
        return path

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a plain path."""
        return Path, (str(self),)

    def with_segments(self, *segments: Any) -> Path:
        """Make paths that are derived from this one plain paths."""
        return Path(*segments)

    @property
    def asset_name(self) -> str:
        """The asset table that the file goes to."""
        return self._staged.asset_table

    @property
    def file_name(self) -> str:
        """The name that the file will have in the catalog."""
        return self._staged.filename

    @property
    def asset_types(self) -> list[str]:
        """The types that the file will have."""
        return list(self._staged.types)

    def set_asset_types(self, types: Iterable[str] | str) -> None:
        """Give the file other types.

        Raises:
            TermNotFound: There is no such asset type.
        """
        self._change(types_json=self._staging.check_types(types))

    @property
    def metadata(self) -> dict[str, Any]:
        """The values of the table's own columns."""
        return self._staged.metadata

    @metadata.setter
    def metadata(self, values: Mapping[str, Any]) -> None:
        self._change(metadata_json=self._staging.check_metadata(self.asset_name, values))

    @property
    def description(self) -> str | None:
        """The description of the file."""
        return self._staged.description

    @description.setter
    def description(self, text: str | None) -> None:
        self._change(description=self._staging.check_description(self.asset_name, text))

    def _change(self, **values: Any) -> None:
        changed = replace(self._staged, **values)
        if not self._staging.journal.change(changed):
            raise StagingError(
                f"{self.asset_name} {self._staged.filename} waits for no upload any more: change its row, "
                "and its types by asset.add_asset_type. Nothing was changed."
            )
        self._staged = changed


class Staging:
    """The staging of one execution: checks what is staged and writes it down.

    Attributes:
        folder: Where staged files are, one folder for each asset table.
    """

    def __init__(self, catalog: Catalog, journal: Journal, execution: str, folder: Path) -> None:
        """Take what staging needs; nothing is made yet."""
        self.catalog, self.journal, self.execution = catalog, journal, execution
        self.folder = str(folder)
        self._definitions: dict[str, TableDefinition] = {}
        self._columns: dict[str, dict[str, ColumnDefinition]] = {}
        self._term_columns: dict[str, dict[str, str]] = {}
        self._types: dict[tuple[str, ...], str] = {}
        self._terms: dict[tuple[str, str], str] = {}
        self._folders: set[str] = set()
        self._looked = time.monotonic()

    def stage(
        self,
        asset_name: str,
        file_name: str | os.PathLike[str],
        *,
        types: Iterable[str] | str | None = None,
        copy: bool = False,
        rename: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        description: str | None = None,
        new: bool = False,
    ) -> AssetFilePath:
        """Stage a file and write it down; a new one is written here, whatever is where the program runs.

        Raises:
            TableNotFound: There is no such table.
            WrongTableKind: It is no asset table.
            TermNotFound: There is no such asset type.
            ColumnNotFound: The table has no such column.
            InvalidValue: A metadata value does not fit its column.
            StagingError: The file is a directory, its folder is there but the file is not, or another
                file of this name is staged already.
            ExecutionError: The execution was aborted.
        """
        if time.monotonic() - self._looked > _FRESH:
            self.forget_tables()
        definition = self._definition(asset_name)
        source = check_source(file_name if isinstance(file_name, str) else path_text(file_name))
        name = check_filename(rename or os.path.basename(source))
        staged = Staged(
            execution=self.execution,
            asset_table=definition.name,
            filename=name,
            path=f"{self._table_folder(definition.name)}/{name}",
            types_json=self.check_types((definition.name,) if types is None else types),
            metadata_json=self.check_metadata(definition.name, metadata) if metadata else "{}",
            description=self.check_description(definition.name, description),
        )
        if new:
            self._place_new(staged, source, copy)
        else:
            self._place(staged, source, copy)
        self.journal.add(staged)
        return AssetFilePath.of(self, staged)

    def _place(self, staged: Staged, source: str, copy: bool) -> None:
        try:
            found = os.stat(source)
        except OSError:
            self._place_new(staged, source, copy)
            return
        if stat.S_ISDIR(found.st_mode):
            raise StagingError(
                f"{source} is a directory. Stage its files one by one, or pack it into one file."
            )
        if not stat.S_ISREG(found.st_mode):
            raise StagingError(f"{source} is no regular file, so its bytes cannot be kept.")
        staged.source = source if os.path.isabs(source) else os.path.abspath(source)
        staged.size, staged.mtime_ns = found.st_size, found.st_mtime_ns
        staged.mode = "copy" if copy else "link"
        place = stage_copy if copy else stage_link
        try:
            place(staged, staged.source)
        except FileExistsError:
            self._make_room(staged)
            place(staged, staged.source)

    def _place_new(self, staged: Staged, source: str, copy: bool) -> None:
        if os.path.dirname(source) or copy:
            raise StagingError(
                f"{source} does not exist, so it cannot be staged for {staged.asset_table}. Check the path; "
                "to write a new file, give its name without a folder."
            )
        if os.path.lexists(staged.path):
            self._make_room(staged)

    def _make_room(self, staged: Staged) -> None:
        """Remove what is at a file's place, unless that is nowhere else.

        Another file that is staged, and one that was written to after its upload, stay, and so does the same
        new file: its path is only given out again.
        """
        prior = self.journal.find(staged.execution, staged.asset_table, staged.filename)
        if prior is not None and prior.uploaded and _is_other(staged.path, prior):
            if staged.mode == "new":
                self._detach(staged.path)
                return
            raise StagingError(
                f"{staged.path} is in the way of {staged.source}: it was uploaded, and written to since. "
                "Move it away, or give the other another name with rename_file=..."
            )
        if prior is not None and not prior.uploaded:
            if prior.source != staged.source:
                raise StagingError(
                    f"A file named {staged.filename!r} is staged for {staged.asset_table} already, and "
                    f"{staged.source or 'a new file'} is another. Give one of them another name with "
                    "rename_file=..."
                )
            if staged.mode == "new":
                self._detach(staged.path)
                return
        try:
            os.unlink(staged.path)
        except OSError as error:
            raise StagingError(f"{staged.path} is in the way of a staged file: {error.strerror}.") from error

    def unstage(self, asset_name: str, file_name: str) -> None:
        """Take a file out of what will be uploaded; a file of the user stays where it is.

        Raises:
            StagingError: No such file is waiting to be uploaded.
        """
        staged = self.journal.find(self.execution, asset_name, file_name)
        if staged is None or staged.uploaded:
            raise StagingError(
                f"No file {file_name!r} of {asset_name} is staged by execution {self.execution}."
            )
        self.journal.remove(staged)
        with suppress(FileNotFoundError):
            os.unlink(staged.path)

    def detach(self, files: Iterable[Staged]) -> None:
        """Let files be written to again whose upload failed after the store had taken them."""
        for staged in files:
            if staged.mode != "link":
                with suppress(OSError):
                    self._detach(staged.path)

    def _detach(self, path: str) -> None:
        """Put a copy in the place of a file that is an object of the store too."""
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
            copy = f"{self.folder}/.detached-{os.getpid()}-{threading.get_ident()}"
            shutil.copyfile(path, copy)
            os.utime(copy, ns=(found.st_atime_ns, found.st_mtime_ns))
            os.replace(copy, path)

    def _definition(self, name: str) -> TableDefinition:
        if name not in self._definitions:
            self.check_open()
            self._definitions[name] = self.catalog.definition(name, TableKind.asset)
        return self._definitions[name]

    def check_open(self) -> None:
        """Make sure that the execution takes outputs.

        Raises:
            ExecutionError: It was aborted.
        """
        if records.is_aborted(self.catalog, self.execution):
            raise ExecutionError(
                f"Execution {self.execution} was aborted: nothing can be staged for it. Make another with "
                "ml.create_execution(...)."
            )

    def forget_tables(self) -> None:
        """Look at the execution, the tables and the terms again when the next file is staged."""
        self._looked = time.monotonic()
        for known in (self._definitions, self._columns, self._term_columns, self._types, self._terms):
            known.clear()

    def _table_folder(self, table: str) -> str:
        folder = f"{self.folder}/{table}"
        if folder not in self._folders:
            _make_folder(folder)
            self._folders.add(folder)
        return folder

    @contextmanager
    def uploading(self) -> Iterator[None]:
        """Let one upload of the execution run at a time, in any process of this machine.

        What goes on to write to its own staged files does so in here too, as a file that was just hashed is
        an object of the store.
        """
        _make_folder(os.path.dirname(self.folder))
        with open(f"{self.folder}.lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # given back by the system if the process dies
            try:
                yield
            finally:
                fcntl.flock(lock, fcntl.LOCK_UN)  # a child that was forked meanwhile has the file open, too

    def clean(self) -> None:
        """Remove the files that are uploaded, and what the journal says of them."""
        self.journal.forget(self.execution, _remove_all)

    def unnoticed(self) -> list[str]:
        """Name files that were written here and will never be uploaded.

        Their path was given out, and they were written, or written again, after the upload; or it was never
        given out. Hidden files are none.
        """
        uploaded = self.journal.uploaded(self.execution)
        return [
            found.path
            for found in _files_below(self.folder)
            if uploaded.get(found.path) != _size_and_change(found.stat())
        ]

    def check_types(self, types: Iterable[str] | str) -> str:
        """Give asset types as JSON, each once, by the names of their terms.

        Raises:
            TermNotFound: There is no such asset type.
        """
        asked = (types,) if isinstance(types, str) else tuple(types)
        if asked not in self._types:
            self._types[asked] = write_json(resolve_terms(self.catalog, "Asset_Type", asked))
        return self._types[asked]

    def check_description(self, table: str, text: str | None) -> str | None:
        """Give a description back if it can be kept.

        Raises:
            InvalidValue: It is no text.
        """
        return (
            text
            if text is None
            else rows.check_value(table, self._definition(table).columns["Description"], text)
        )

    def check_metadata(self, table: str, values: Any) -> str:
        """Give the values of a table's own columns as JSON; a pydantic model is taken as well as a mapping.

        Raises:
            ColumnNotFound: The table has no such column, or the catalog fills it.
            InvalidValue: A value does not fit its column.
            TermNotFound: A value is no term of the column's vocabulary; synonyms are taken.
        """
        given = values.model_dump(exclude_unset=True) if hasattr(values, "model_dump") else values
        try:
            return self._check_metadata(table, given)
        except MunimentError:
            self.forget_tables()  # somebody may have changed the table since it was looked at
        return self._check_metadata(table, given)

    def _check_metadata(self, table: str, given: Mapping[str, Any]) -> str:
        if table not in self._columns:
            self._columns[table] = assets.metadata_columns(self._definition(table))
            self._term_columns[table] = self.catalog.model.term_columns(table)
        checked = assets.check_metadata(table, self._columns[table], given)
        for column, vocabulary in self._term_columns[table].items():
            if checked.get(column) is not None:
                checked[column] = self._find_term(vocabulary, checked[column])
        return write_json(checked)

    def _find_term(self, vocabulary: str, name: str) -> str:
        if (vocabulary, name) not in self._terms:
            [self._terms[vocabulary, name]] = resolve_terms(self.catalog, vocabulary, [name])
        return self._terms[vocabulary, name]


def _remove_all(paths: Iterable[str]) -> None:
    for path in paths:
        try:
            os.unlink(path)
        except OSError:  # it is gone, or its folder is
            continue


def _is_other(path: str, prior: Staged) -> bool:
    """Say whether a file was written to since it was uploaded."""
    found = os.lstat(path)
    return stat.S_ISREG(found.st_mode) and _size_and_change(found) != (prior.size, prior.mtime_ns)


def _size_and_change(found: os.stat_result) -> tuple[int, int]:
    return found.st_size, found.st_mtime_ns


def _files_below(folder: str) -> Iterator[os.DirEntry[str]]:
    """Give the regular files in the folders of a folder, without hidden ones."""
    with suppress(FileNotFoundError), os.scandir(folder) as tables:
        for table in tables:
            if table.is_dir(follow_symlinks=False):
                with os.scandir(table) as files:
                    yield from (
                        each
                        for each in files
                        if each.is_file(follow_symlinks=False) and not each.name.startswith(".")
                    )


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise StagingError(
            f"The staging folder {folder} cannot be made: {error.strerror}. Make its parent writable, or "
            "give another with Muniment(..., working_dir=...)."
        ) from error


def path_text(path: Any) -> str:
    """Give a path as text.

    Raises:
        StagingError: It is no path.
    """
    if isinstance(path, os.PathLike) and isinstance(text := os.fspath(path), str):
        return text
    raise StagingError(f"{path!r:.80} is no file: give a name or a path, as text or pathlib.Path.")


def check_source(path: str) -> str:
    """Give a path back if it can be one, and be written down.

    Raises:
        StagingError: It has a null character, or bytes that are not UTF-8.
    """
    if "\0" in path:
        raise StagingError(f"{path!r} cannot be the name of a file: it has a null character.")
    if not path.isascii() and not is_text(path):
        raise StagingError(
            f"{path!r} cannot be staged: its name or folder is not UTF-8, which no catalog can keep. "
            "Rename it first."
        )
    return path


def check_filename(name: str) -> str:
    """Give a file name back if it can be one.

    Raises:
        StagingError: It is empty, too long, not UTF-8, or would leave its folder.
    """
    check_source(name)
    if fault := fault_of_name(name):
        raise StagingError(f"{shortened(name)} cannot be the name of a file: {fault}.")
    return name


def stage_link(staged: Staged, source: str) -> None:
    """Link to a file of the user, whose bytes are read at the upload.

    Raises:
        FileExistsError: Something is at its place.
        StagingError: The link cannot be made.
    """
    try:
        os.symlink(source, staged.path)
    except FileExistsError:
        raise
    except OSError as error:
        raise _unwritable(staged, error) from error


def stage_copy(staged: Staged, source: str) -> None:
    """Copy a file of the user, who may change or delete it from then on.

    Raises:
        FileExistsError: Something is at its place.
        StagingError: The copy cannot be made; nothing is left of it.
    """
    try:
        with open(staged.path, "xb") as target, open(source, "rb", 0) as original:
            # A buffer of the full length costs more than copying a small file does.
            shutil.copyfileobj(original, target, min((staged.size or 0) + 1, _COPY_BLOCK))
            target.flush()
            found = os.fstat(original.fileno())
            os.utime(target.fileno(), ns=(found.st_atime_ns, found.st_mtime_ns))
    except FileExistsError:
        raise
    except OSError as error:
        with suppress(OSError):
            os.unlink(staged.path)
        raise _unwritable(staged, error) from error


def _unwritable(staged: Staged, error: OSError) -> StagingError:
    return StagingError(
        f"{staged.source} cannot be staged at {staged.path}: {error.strerror}. Nothing was staged."
    )
