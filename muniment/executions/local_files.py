"""Files of this machine as inputs: catalogued where they are, with the checksums of what was there.

Nothing is copied, however large they are: a row of File refers to them, as `ml.add_reference` makes it. The
same file with the same bytes is one row, whoever declares it; who made it is not known.
"""

import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from muniment import checksums
from muniment.catalog import assets, frames
from muniment.catalog.assets import NewAsset
from muniment.catalog.database import Transaction
from muniment.catalog.filenames import is_text
from muniment.catalog.schema.tables import Model
from muniment.checksums import Digests
from muniment.errors import ChecksumMismatch, StagingError
from muniment.executions.configuration import LocalFile

TABLE = "File"


@dataclass(frozen=True)
class LocalInput:
    """A file of this machine that was read to know its checksums.

    Attributes:
        path: Where it is, from the root.
        digests: What its bytes are.
        mtime_ns: When they were last changed, in nanoseconds.
    """

    path: str
    digests: Digests
    mtime_ns: int

    @property
    def url(self) -> str:
        """The URL that its row has."""
        return Path(self.path).as_uri()


def read(spec: LocalFile) -> LocalInput:
    """Read a declared file for its checksums.

    Raises:
        StagingError: There is no such file, it cannot be read, or changed meanwhile.
    """
    path = os.path.abspath(Path(spec.path).expanduser())  # noqa: PTH100 (links are kept as they are named)
    if not is_text(path):
        raise StagingError(f"{path!r} cannot be an input: its name or folder is not UTF-8. Rename it first.")
    try:
        before = _look(path)
        known = _known.get(path)
        if known is not None and known[0] == _signature(before):
            return known[1]
        digests = checksums.hash_file(path)
        after = _look(path)
    except OSError as error:
        raise StagingError(
            f"{spec.path} cannot be an input: {error.strerror}. Check the path; an asset of the catalog is "
            "declared by its RID."
        ) from error
    if _signature(before) != _signature(after):
        raise StagingError(f"{spec.path} changed while it was read. Declare it when nobody writes to it.")
    found = LocalInput(path, digests, after.st_mtime_ns)
    _known[path] = _signature(after), found
    return found


_Signature = tuple[int, int, int, int]
_known: dict[str, tuple[_Signature, LocalInput]] = {}
"""Files that this process has read: the runs of a sweep declare the same ones time and again."""


def _signature(found: os.stat_result) -> _Signature:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _look(path: str) -> os.stat_result:
    found = Path(path).stat()
    if not stat.S_ISREG(found.st_mode):
        raise StagingError(f"{path} is no file. Declare files one by one, or a directory with exe.add_files.")
    return found


def add(tx: Transaction, model: Model, files: Sequence[LocalInput], owner: str) -> dict[str, str]:
    """Give the RID of each file's row by its path; those that have none get one.

    Args:
        tx: The transaction to write in.
        model: The tables there are.
        files: The files.
        owner: The execution that stands for unknown provenance.
    """
    rids: dict[str, str] = {}
    for file in sorted(files, key=lambda each: each.path):  # in one order, as each is claimed
        if file.path not in rids:
            tx.claim("local file", file.url)
            rids[file.path] = _find(tx, model, file) or _insert(tx, model, file, owner)
    return rids


def _find(tx: Transaction, model: Model, file: LocalInput) -> str | None:
    table = model.table(TABLE)
    same = sa.select(table.c.RID).where(table.c.URL == file.url, table.c.SHA256 == file.digests.sha256)
    return tx.connection.execute(same.order_by(*frames.rid_order(table.c.RID))).scalars().first()


def _insert(tx: Transaction, model: Model, file: LocalInput, owner: str) -> str:
    [rid] = tx.rids(1)
    found = file.digests
    new = NewAsset(
        rid,
        Path(file.path).name,
        found.length,
        found.md5,
        found.sha256,
        types=[TABLE],
        url=file.url,
    )
    assets.insert_assets(tx, model, model.definition(TABLE), [new], owner)
    return rid


def declared(file: LocalInput, spec: LocalFile) -> dict[str, Any]:
    """Give what the configuration of an execution keeps of a file, before its row is known."""
    return {"path": file.path, "cache": spec.cache, "sha256": file.digests.sha256, "mtime_ns": file.mtime_ns}


def with_rids(configuration: Mapping[str, Any], rids: Mapping[str, str]) -> dict[str, Any]:
    """Give a configuration in which declared files have the RIDs of their rows."""
    named = [
        {"rid": rids[each["path"]], **each} if "path" in each else each for each in configuration["assets"]
    ]
    return {**configuration, "assets": named}


def require_same(kept: Mapping[str, Any]) -> Path:
    """Give the path of a declared file; it is read again only if it was changed since.

    Raises:
        StagingError: It is gone.
        ChecksumMismatch: It has other bytes than when it was declared.
    """
    path = Path(kept["path"])
    try:
        if path.stat().st_mtime_ns == kept["mtime_ns"]:
            return path
        found = checksums.hash_file(path).sha256
    except OSError as error:
        raise StagingError(f"The input {path} is not here any more: {error.strerror}.") from error
    if found != kept["sha256"]:
        raise ChecksumMismatch(
            f"{path} has other bytes than when it was declared as an input: their SHA-256 is {found} and was "
            f"{kept['sha256']}. Make another execution to read what is there now."
        )
    return path
