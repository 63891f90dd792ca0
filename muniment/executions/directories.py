"""Files that are there already, added as datasets that are nested as their directories are."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import sqlalchemy as sa

from muniment.catalog import assets, dataset_trees, datasets, files, removals, vocabularies
from muniment.catalog.assets import NewAsset
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.dataset_trees import NewDataset
from muniment.catalog.removals import Removals
from muniment.catalog.schema.definitions import TableDefinition, TableKind
from muniment.checksums import Digests
from muniment.errors import (
    ChecksumMismatch,
    ConfigurationError,
    ExecutionError,
    NotAnElementType,
    StagingError,
)
from muniment.executions import records
from muniment.executions.derivation import Begin

_TYPES = ("Directory", "File")
_NAMELESS = "files"


@dataclass(frozen=True)
class FileSpec:
    """A file that is to be added, and what is known of it.

    Attributes:
        url: Its path, or a ``file://`` URL.
        description: What it is; its path inside the directory if empty.
        file_types: Terms of Asset_Type, beside the name of its table.
        md5: Its MD5 in hexadecimal, to be compared.
        length: Its bytes, to be compared.

    Example:
        >>> Path("scans").mkdir()
        >>> _ = Path("scans/1.png").write_bytes(b"scan")
        >>> [spec.url for spec in FileSpec.create_filespecs("scans", "A scan")]
        ['scans/1.png']
    """

    url: str
    description: str = ""
    file_types: Sequence[str] = ()
    md5: str | None = None
    length: int | None = None

    @property
    def path(self) -> str:
        """Where it is on this machine.

        Raises:
            StagingError: Its URL is no path.
        """
        for start in ("file:///", "file://localhost/"):
            if self.url.startswith(start):
                return unquote(f"/{self.url.removeprefix(start)}")
        if "://" in self.url or self.url.startswith("tag:"):
            raise StagingError(
                f"{self.url} is no file of this machine, whose bytes could be kept. For what stays elsewhere "
                "there is ml.add_reference(...)."
            )
        return self.url

    @classmethod
    def create_filespecs(
        cls,
        path: str | os.PathLike[str],
        description: str = "",
        file_types: Sequence[str] | Callable[[Path], Sequence[str]] | None = None,
    ) -> "Iterator[FileSpec]":
        """Yield a specification of a file, or of each file in a directory.

        Args:
            path: The file or directory.
            description: What they are.
            file_types: Their types, or a function of a path that gives them.

        Raises:
            StagingError: There is no file.
        """
        for found, _ in files.list_files(path):
            types = file_types(Path(found)) if callable(file_types) else file_types or ()
            yield cls(found, description, tuple(types))

    @classmethod
    def read_filespec(cls, path: str | os.PathLike[str]) -> "Iterator[FileSpec]":
        """Yield the specifications in a file of JSON lines.

        Raises:
            ConfigurationError: A line is no specification.
        """
        for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                try:
                    yield cls(**json.loads(line))
                except (TypeError, ValueError) as error:
                    raise ConfigurationError(
                        f"Line {number} of {path} is no specification of a file: {error}."
                    ) from error


Given = str | os.PathLike[str] | FileSpec | Iterable[str | os.PathLike[str] | FileSpec]


def add_files(
    catalog: Catalog,
    begin: Begin,
    given: Given,
    *,
    table: str = "File",
    types: Iterable[str] | str | None = None,
    dataset_types: Iterable[str] = (),
    description: str = "",
    root_name: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Store files with a dataset for each directory, all in one transaction, and give the outermost.

    The outermost is the directory that all of them are in. The execution has read the files; who made them is
    not known.

    Args:
        catalog: Where to add them.
        begin: Begins the execution that brings them in.
        given: Files, directories whose files are added, or specifications of files.
        table: The asset table that their rows go to.
        types: Their asset types; the name of the table if left out.
        dataset_types: More types of the datasets, beside Directory and File.
        description: What the outermost dataset is.
        root_name: What the outermost directory is called, if not as on this machine.
        progress: Called with the number of files stored by now, and of all files.

    Raises:
        StagingError: A path does not exist, there is no file at all, or names are not UTF-8.
        ChecksumMismatch: A file is not what its specification says.
        UploadError: The store refused files; nothing was added.
        NotAnElementType: Rows of the table cannot be members of datasets yet.
        TermNotFound: There is no such type.
        ExecutionError: The execution was aborted.
    """
    definition = catalog.definition(table, TableKind.asset)
    links = datasets.element_types(catalog)
    if definition.name not in links:
        raise NotAnElementType(
            f"Rows of {definition.name} cannot be members of datasets yet. "
            f"ml.add_dataset_element_type({definition.name!r}) allows it."
        )
    terms = vocabularies.resolve_terms(catalog, "Dataset_Type", [*_TYPES, *dataset_types])
    tree = _Tree.of(given, root_name)
    asset_types = _resolve_types(catalog, definition, types, tree.specs)
    added = _Added(catalog, definition, tree, asset_types, terms, links, description)
    with begin() as execution:
        if records.is_aborted(catalog, execution):
            raise ExecutionError(f"Execution {execution} was aborted: nothing is added for it any more.")
        return removals.outlast(catalog, lambda before: added.bring_in(execution, before, progress))


@dataclass(frozen=True)
class _Added:
    """What is to be added, once it is known that it can be."""

    catalog: Catalog
    definition: TableDefinition
    tree: "_Tree"
    asset_types: Sequence[Sequence[str]]
    terms: Sequence[str]
    links: Mapping[str, str]
    description: str

    def bring_in(self, execution: str, before: Removals, progress: Callable[[int, int], None] | None) -> str:
        """Store the files, and write all rows in one transaction."""
        catalog, definition, tree = self.catalog, self.definition, self.tree
        digests = files.store_files(catalog, list(tree.places), progress)
        for spec, found in zip(tree.specs, digests, strict=True):
            _compare(spec, found)
        rids = catalog.database.lease_rids(len(digests) + len(tree.directories))
        new = list(map(_asset, rids, tree.specs, tree.places.values(), self.asset_types, digests))
        made = [asset.rid for asset in new]
        root = tree.datasets(rids[len(new) :], made, definition.name, self.terms, self.description)
        owner = files.unknown_provenance(catalog)

        def write(tx: Transaction) -> str:
            assets.insert_assets(tx, catalog.model, definition, new, owner)
            assets.link_assets(tx, catalog.model, definition.name, made, execution, assets.INPUT)
            dataset_trees.insert(tx, catalog.model, root, self.links, execution)
            removals.require_present(tx, catalog, (found.sha256 for found in digests), before)
            return root.rid

        return catalog.transact(write, execution, mark=True)


def _asset(rid: str, spec: FileSpec, inside: str, types: Sequence[str], found: Digests) -> NewAsset:
    name = inside.rpartition("/")[2]
    return NewAsset(rid, name, found.length, found.md5, found.sha256, spec.description or inside, types)


def directory_of(catalog: Catalog, dataset: str) -> str | None:
    """Give the directory that a dataset stands for, as a path from the outermost one; None if it is none."""
    table = catalog.model.table("Directory_Dataset")
    with catalog.read() as connection:
        return connection.execute(sa.select(table.c.Path).where(table.c.Dataset == dataset)).scalar()


def is_outermost(catalog: Catalog, dataset: str) -> bool:
    """Say whether a dataset stands for a directory, and none that it is in does."""
    table, link = catalog.model.table("Directory_Dataset"), catalog.model.table("Dataset_Dataset")
    around = sa.select(link.c.Dataset).where(link.c.Nested_Dataset == dataset)
    mine = sa.exists().where(table.c.Dataset == dataset)
    theirs = sa.exists().where(table.c.Dataset.in_(around))
    with catalog.read() as connection:
        return bool(connection.execute(sa.select(mine & ~theirs)).scalar())


def _resolve_types(
    catalog: Catalog,
    definition: TableDefinition,
    types: Iterable[str] | str | None,
    specs: Iterable[FileSpec],
) -> list[list[str]]:
    """Give the asset types of each file: those of all, or the table's name, and those of its own."""
    common = tuple([definition.name] if types is None else [types] if isinstance(types, str) else types)
    known: dict[tuple[str, ...], list[str]] = {}
    resolved = []
    for spec in specs:
        asked = (*common, *spec.file_types)
        if asked not in known:
            known[asked] = vocabularies.resolve_terms(catalog, "Asset_Type", asked)
        resolved.append(known[asked])
    return resolved


def _compare(spec: FileSpec, found: Digests) -> None:
    for what, said, read in (("MD5", spec.md5, found.md5), ("length", spec.length, found.length)):
        if said is not None and said != read:
            raise ChecksumMismatch(
                f"{spec.url} has the {what} {read}, and {said} was said. Nothing was added."
            )


@dataclass(frozen=True)
class _Tree:
    """Files and the directories they are in.

    Attributes:
        name: What the outermost directory is called.
        places: The path of each file → its path inside the outermost directory.
        specs: What is known of each file.
        directories: All directories that have files, or that lead to some, the outer before the inner.
    """

    name: str
    places: Mapping[str, str]
    specs: Sequence[FileSpec]
    directories: Sequence[str]

    @classmethod
    def of(cls, given: Given, root_name: str | None) -> "_Tree":
        """Find all files, and the directory that they all are in."""
        specs, tops = _find(given)
        top = os.path.commonpath(tops)
        places = {path: os.path.relpath(path, top).replace(os.sep, "/") for path in specs}
        name = root_name or Path(top).name or _NAMELESS
        files.require_text([*places.items(), (name, name)])
        directories = {"."}
        for inside in places.values():
            directories.update(str(parent) for parent in PurePosixPath(inside).parents)
        ordered = sorted(directories, key=lambda path: () if path == "." else PurePosixPath(path).parts)
        return cls(name, places, list(specs.values()), ordered)

    def datasets(
        self,
        rids: Sequence[str],
        members: Iterable[str],
        table: str,
        types: Sequence[str],
        description: str,
    ) -> NewDataset:
        """Make the datasets of the directories, whose members are the files, and give the outermost."""
        files_in: dict[str, list[str]] = {}
        for member, inside in zip(members, self.places.values(), strict=True):
            files_in.setdefault(str(PurePosixPath(inside).parent), []).append(member)
        children: dict[str, list[NewDataset]] = {path: [] for path in self.directories}
        made: dict[str, NewDataset] = {}
        for path, rid in reversed(list(zip(self.directories, rids, strict=True))):
            own = files_in.get(path, ())
            full = self.name if path == "." else f"{self.name}/{path}"
            made[path] = NewDataset(
                rid,
                types,
                (path == "." and description) or f"Files of the directory {full}",
                {table: partial(iter, own)} if own else {},
                children[path][::-1],
                full,
            )
            if path != ".":
                children[str(PurePosixPath(path).parent)].append(made[path])
        return made["."]


def _find(given: Given) -> tuple[dict[str, FileSpec], list[str]]:
    """Give all files by their absolute paths, and the directories they were found in."""
    listed = [given] if isinstance(given, str | os.PathLike | FileSpec) else list(given)
    specs: dict[str, FileSpec] = {}
    tops: list[str] = []
    for each in listed:
        path = each.path if isinstance(each, FileSpec) else os.fspath(each)
        for found, inside in files.list_files(path):
            absolute = os.path.abspath(found)
            told = each if isinstance(each, FileSpec) and inside is None else FileSpec(absolute)
            specs.setdefault(absolute, told)
            if inside is None:
                tops.append(os.path.dirname(absolute))
        if Path(path).is_dir():
            tops.append(os.path.abspath(path))
    if not specs:
        raise StagingError("There are no files in an empty list.")
    return specs, tops
