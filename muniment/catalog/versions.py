"""Versions of datasets, numbered as DerivaML numbers them.

A release is ``MAJOR.MINOR.PATCH`` and has a Snapshot, the number of the transaction that released it. A
change after it makes a draft, ``<release>.post1.devN``, of which a dataset has one at most; the next release
promotes it.

Source: PEP 440, https://peps.python.org/pep-0440/
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from packaging.version import InvalidVersion, Version
from sqlalchemy.engine import Connection

from muniment.catalog import rows
from muniment.catalog.database import Transaction
from muniment.catalog.schema.tables import Model
from muniment.errors import InvalidValue, VersionNotFound

FIRST_VERSION = "0.1.0"


class VersionPart(StrEnum):
    """The part of a version that a release counts up."""

    major = "major"
    minor = "minor"
    patch = "patch"


class DatasetVersion(Version):
    """A version of a dataset; versions compare as PEP 440 says.

    Example:
        >>> DatasetVersion("0.4.0") < DatasetVersion("0.4.0.post1.dev1") < DatasetVersion("0.4.1")
        True
        >>> DatasetVersion("0.4.0").next_release("minor")
        <DatasetVersion('0.5.0')>
    """

    def __init__(self, version: "str | int | Version", *numbers: int) -> None:
        try:
            super().__init__(".".join(map(str, (version, *numbers))))
        except InvalidVersion as error:
            raise InvalidValue(f"{version!r} is no version. A version looks like 1.2.0.") from error

    @property
    def patch(self) -> int:
        """The third number of the release."""
        return self.micro

    @property
    def is_draft(self) -> bool:
        """Whether the version is still open to changes."""
        return self.is_devrelease

    def next_release(self, part: str) -> "DatasetVersion":
        """Give the release that follows when this part is counted up.

        Raises:
            InvalidValue: There is no such part.
        """
        if part not in set(VersionPart):
            raise InvalidValue(f"{part!r} is no part of a version: take 'major', 'minor' or 'patch'.")
        numbers = {
            VersionPart.major: (self.major + 1, 0, 0),
            VersionPart.minor: (self.major, self.minor + 1, 0),
            VersionPart.patch: (self.major, self.minor, self.micro + 1),
        }[VersionPart(part)]
        return DatasetVersion(".".join(map(str, numbers)))

    def next_draft(self) -> "DatasetVersion":
        """Give the draft that follows a change."""
        number = (self.dev or 0) + 1
        return DatasetVersion(f"{self.major}.{self.minor}.{self.micro}.post1.dev{number}")


@dataclass(frozen=True)
class DatasetHistory:
    """One version in the history of a dataset."""

    dataset_version: DatasetVersion
    dataset_rid: str
    version_rid: str
    description: str | None
    execution_rid: str | None
    snapshot: str | None
    created: datetime


def history(connection: Connection, model: Model, dataset: str) -> list[DatasetHistory]:
    """Give all versions of a dataset, the oldest first."""
    table = model.table("Dataset_Version")
    found = connection.execute(sa.select(table).where(table.c.Dataset == dataset)).mappings()
    return sorted(map(_entry, found), key=lambda entry: entry.dataset_version)


def _entry(row: Any) -> DatasetHistory:
    return DatasetHistory(
        dataset_version=DatasetVersion(row["Version"]),
        dataset_rid=row["Dataset"],
        version_rid=row["RID"],
        description=row["Description"],
        execution_rid=row["Execution"],
        snapshot=row["Snapshot"],
        created=row["RCT"],
    )


def current(connection: Connection, model: Model, dataset: str) -> DatasetHistory:
    """Give the version that a dataset has now."""
    table, owner = model.table("Dataset_Version"), model.table("Dataset")
    query = sa.select(table).join(owner, owner.c.Version == table.c.RID).where(owner.c.RID == dataset)
    return _entry(connection.execute(query).mappings().one())


def claim(tx: Transaction, dataset: str) -> None:
    """Let no other transaction change a dataset or its versions until this one ends."""
    tx.claim("dataset", dataset)


def add_first(
    tx: Transaction, model: Model, dataset: str, version: str, description: str, execution: str | None
) -> None:
    """Release the first version of a new dataset, in a transaction that is a mark.

    Raises:
        InvalidValue: It is more than the three numbers of a release, which the next would not follow.
    """
    given = DatasetVersion(version)
    released = DatasetVersion(given.major, given.minor, given.patch)
    if given != released:
        raise InvalidValue(f"{version} is no release; the first version of a dataset is one, like 0.1.0.")
    row = _version_row(released, dataset, description, execution) | {"Snapshot": str(tx.number)}
    _make_current(tx, model, dataset, row)


def _version_row(
    version: DatasetVersion, dataset: str, description: str, execution: str | None
) -> dict[str, Any]:
    return {
        "Version": str(version),
        "Dataset": dataset,
        "Description": description,
        "Execution": execution,
    }


def _make_current(tx: Transaction, model: Model, dataset: str, row: dict[str, Any]) -> None:
    [rid] = rows.insert(tx, model, "Dataset_Version", [row])
    rows.update(tx, model, "Dataset", [{"RID": dataset, "Version": rid}])


def mark_draft(
    tx: Transaction, model: Model, dataset: str, description: str = "", execution: str | None = None
) -> DatasetVersion:
    """Note that a dataset has changed: a draft is made, or the one there is counted up."""
    claim(tx, dataset)
    now = current(tx.connection, model, dataset)
    draft = now.dataset_version.next_draft()
    if now.snapshot is None:
        change = {"RID": now.version_rid, "Version": str(draft)}
        change |= {"Description": description} if description else {}
        rows.update(tx, model, "Dataset_Version", [change])
    else:
        _make_current(tx, model, dataset, _version_row(draft, dataset, description, execution))
    return draft


def release(
    tx: Transaction, model: Model, dataset: str, part: str, description: str, execution: str | None = None
) -> DatasetVersion:
    """Release the draft of a dataset, in a transaction that is a mark.

    Raises:
        VersionNotFound: There is no draft: nothing has changed since the last release.
        InvalidValue: There is no such part of a version.
    """
    claim(tx, dataset)
    now = current(tx.connection, model, dataset)
    released = now.dataset_version.next_release(part)
    if now.snapshot is not None:
        raise VersionNotFound(
            f"Dataset {dataset} has no draft to release: it has the members and types of "
            f"{now.dataset_version}. If rows that belong to it have changed, which dataset.is_dirty() tells, "
            "dataset.mark_dev(description) makes one."
        )
    change = {
        "RID": now.version_rid,
        "Version": str(released),
        "Description": description or now.description,
        "Snapshot": str(tx.number),
    }
    change |= {"Execution": execution} if execution else {}
    rows.update(tx, model, "Dataset_Version", [change])
    return released
