"""Files that are there already, added to the catalog as they are."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa

from muniment.catalog import assets, removals, rows
from muniment.catalog.assets import NewAsset
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.filenames import is_text
from muniment.catalog.removals import Removals
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.seeds import UNKNOWN_PROVENANCE
from muniment.catalog.vocabularies import resolve_terms
from muniment.checksums import Digests
from muniment.errors import StagingError, StorageError, UploadError, plural

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

_PORTION = 5000
_SHOWN = 5


def list_files(paths: Paths) -> list[tuple[str, str | None]]:
    """Give the files of paths and, for those found in a directory, their path inside of it.

    Raises:
        StagingError: A path does not exist, there is no file at all, or names are not UTF-8.
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = [entry for path in given for entry in _expand(os.fspath(path))]
    if not found:
        raise StagingError(f"There are no files in {', '.join(map(repr, given)) or 'an empty list'}.")
    require_text(found)
    return found


def _expand(given: str) -> list[tuple[str, str | None]]:
    path = Path(given)
    try:
        if given and path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.is_file())
            return [(str(p), p.relative_to(path).as_posix()) for p in files]
        if given and path.is_file():
            return [(str(path), None)]
    except OSError as error:
        raise StagingError(f"{given!r:.200} cannot be read: {error.strerror}. Nothing was added.") from error
    raise StagingError(f"{given!r} is no file and no directory. Nothing was added.")


def require_text(files: Iterable[tuple[str, str | None]]) -> None:
    """Refuse names with bytes that are not UTF-8, which Python gives as half characters.

    The folders above a directory that was given are not kept, so their names may be as they are.
    """
    odd = [path for path, inside in files if not is_text(inside or os.path.basename(path))]  # noqa: PTH119
    if odd:
        more = f" and {len(odd) - _SHOWN} more" if len(odd) > _SHOWN else ""
        raise StagingError(
            f"Names of files are not UTF-8, so that no catalog can keep them: "
            f"{', '.join(map(repr, odd[:_SHOWN]))}{more}. Rename them first. Nothing was added."
        )


def add_files(
    catalog: Catalog,
    paths: Paths,
    *,
    table: str = "File",
    types: Iterable[str] | str | None = None,
    description: str | None = None,
    execution: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[str]:
    """Store files and add a row for each, all in one transaction, and give their RIDs.

    Args:
        catalog: Where to add them.
        paths: Files, or directories whose files are added, those in subdirectories too.
        table: The asset table that the rows go to.
        types: Their asset types; the name of the table if left out.
        description: Their description; the path inside the directory if left out.
        execution: The execution that made them; the one of unknown provenance if left out.
        progress: Called with the number of files stored by now, and of all files.

    Raises:
        StagingError: A path does not exist, there is no file at all, or names are not UTF-8.
        InvalidValue: The description is no text.
        UploadError: The store refused files; no row was added.
        ConstraintViolation: The table requires columns, so that its files need to be staged one by one.
    """
    definition = catalog.definition(table, TableKind.asset)
    terms = resolve_terms(catalog, "Asset_Type", [definition.name] if types is None else types)
    if description is not None:
        rows.check_value(definition.name, definition.columns["Description"], description)
    files = list_files(paths)
    owner = execution or unknown_provenance(catalog)

    def bring_in(before: Removals) -> list[str]:
        digests = store_files(catalog, [path for path, _ in files], progress)
        rids = catalog.database.lease_rids(len(files))
        new = [
            NewAsset(
                rid, Path(path).name, found.length, found.md5, found.sha256, description or inside, terms
            )
            for rid, (path, inside), found in zip(rids, files, digests, strict=True)
        ]

        def write(tx: Transaction) -> list[str]:
            assets.insert_assets(tx, catalog.model, definition, new, owner)
            removals.require_present(tx, catalog, (found.sha256 for found in digests), before)
            return rids

        return catalog.transact(write, owner)

    return removals.outlast(catalog, bring_in)


def store_files(
    catalog: Catalog, paths: Sequence[str], progress: Callable[[int, int], None] | None
) -> list[Digests]:
    """Store files, and give the checksums of each.

    Raises:
        UploadError: The store refused files; the message names some.
    """
    stored: list[Digests] = []
    faults: list[StorageError] = []
    for start in range(0, len(paths), _PORTION):
        portion = [(path, False) for path in paths[start : start + _PORTION]]
        for outcome in catalog.store.ingest_many(portion):
            if isinstance(outcome, StorageError):
                faults.append(outcome)
            else:
                stored.append(outcome)
        if progress is not None:
            progress(len(stored), len(paths))
    if faults:
        shown = "\n".join(str(fault) for fault in faults[:_SHOWN])
        refused = plural(len(faults), "1 file", "{} files")
        raise UploadError(f"{refused} could not be stored. No row was added.\n{shown}") from faults[0]
    return stored


def unknown_provenance(catalog: Catalog) -> str:
    """Give the execution that owns the assets that come from no known execution."""
    execution, workflow = catalog.model.table("Execution"), catalog.model.table("Workflow")
    query = (
        sa.select(execution.c.RID)
        .join(workflow, execution.c.Workflow == workflow.c.RID)
        .where(workflow.c.URL == UNKNOWN_PROVENANCE)
    )
    with catalog.read() as connection:
        return str(connection.execute(query).scalar_one())
