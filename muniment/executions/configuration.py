"""What an execution is to do: its workflow, inputs and parameters."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from muniment import ids, redaction
from muniment.catalog.versions import DatasetVersion
from muniment.errors import ConfigurationError


class _Specification(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, frozen=True)

    if not TYPE_CHECKING:  # type checkers see pydantic's own, which knows the fields

        def __init__(self, *args: Any, **data: Any) -> None:
            given = dict(zip(type(self).model_fields, args, strict=False))
            try:
                super().__init__(**given, **data)
            except ValidationError as error:
                raise ConfigurationError(_describe(type(self).__name__, error)) from error


def _describe(what: str, error: ValidationError) -> str:
    faults = [f"{'.'.join(map(str, fault['loc'])) or 'it'}: {fault['msg']}" for fault in error.errors()]
    return f"This {what} cannot be used: " + "; ".join(faults)


_DOWNLOAD = {"asset_types", "timeout", "fetch_concurrency"}


class DatasetSpec(_Specification):
    """Which dataset, and which version of it.

    Attributes:
        rid: RID of the dataset.
        version: The version to read; the current one if it is left out.
        materialize: Whether the bag holds the files, or leaves them to ``fetch.txt``.
        description: What it is read for; it is kept with the execution.
        exclude_tables: Tables to leave out of the bag.
        asset_types: Bring in only files that have one of these types.
        timeout: After how many seconds of silence a web server is given up; None is a minute. Of a pair, as
            DerivaML takes it, the second counts.
        fetch_concurrency: How many files are fetched from web servers at a time.
        reachability_concurrency: Kept for scripts written for DerivaML; here the database finds all rows.

    Example:
        >>> DatasetSpec(rid="1-4k7q", version="1.2.0").rid
        '1-4K7Q'
        >>> str(DatasetSpec.from_shorthand("1-4K7Q@1.2.0").version)
        '1.2.0'
    """

    rid: str
    version: DatasetVersion | None = None
    materialize: bool = True
    description: str = ""
    exclude_tables: frozenset[str] | None = None
    asset_types: tuple[str, ...] | None = None
    timeout: float | None = None
    fetch_concurrency: int = Field(default=8, ge=1)
    reachability_concurrency: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _is_specification(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError(f"{data!r:.80} is no dataset: give a RID, RID@version or a DatasetSpec")
        return data

    @field_validator("timeout", mode="before")
    @classmethod
    def _timeout(cls, timeout: Any) -> Any:
        return timeout[-1] if isinstance(timeout, (tuple, list)) and timeout else timeout

    @field_validator("exclude_tables", "asset_types", mode="before")
    @classmethod
    def _names(cls, names: Any) -> Any:
        return (names,) if isinstance(names, str) else names

    @field_validator("rid", mode="before")
    @classmethod
    def _normal_rid(cls, rid: Any) -> str:
        return _rid_of(rid, "dataset_rid")

    @field_validator("version", mode="before")
    @classmethod
    def _version(cls, version: Any) -> Any:
        if isinstance(version, (tuple, list)):
            version = ".".join(map(str, version))
        return DatasetVersion(version) if isinstance(version, str) else version

    @classmethod
    def from_shorthand(cls, text: str) -> "DatasetSpec":
        """Read ``RID`` or ``RID@version``."""
        rid, _, version = text.partition("@")
        return cls(rid=rid, version=DatasetVersion(version) if version else None)


class AssetSpec(_Specification):
    """Which asset.

    Attributes:
        rid: RID of the asset.
        cache: Whether to keep the file on this machine for later executions.
    """

    rid: str
    cache: bool = False

    @field_validator("rid", mode="before")
    @classmethod
    def _normal_rid(cls, rid: Any) -> str:
        return _rid_of(rid, "asset_rid")


class LocalFile(_Specification):
    """Which file of this machine: it is catalogued where it is, with its checksums, and not copied.

    Attributes:
        path: The file.
        cache: Whether to keep a copy on this machine, read only, and read that one.

    Example:
        >>> LocalFile("notes.txt").path
        'notes.txt'
    """

    path: str | os.PathLike[str]
    cache: bool = False

    @field_validator("path", mode="before")
    @classmethod
    def _as_text(cls, path: Any) -> Any:
        return os.fspath(path) if isinstance(path, os.PathLike) else path


def _asset_spec(item: Any) -> AssetSpec | LocalFile:
    """Give the spec that is meant: a text is always a RID."""
    if isinstance(item, AssetSpec | LocalFile):
        return item
    if isinstance(item, dict):
        return LocalFile(**item) if "path" in item else AssetSpec(**item)
    return LocalFile(path=item) if isinstance(item, os.PathLike) else AssetSpec(rid=item)


class ExecutionConfiguration(_Specification):
    """What an execution is to do.

    Attributes:
        workflow: What `ml.create_workflow` gave, or the RID of a workflow.
        datasets: The datasets it reads: specs, or ``RID@version`` texts.
        assets: The assets it reads: specs, or RIDs; and files of this machine: `LocalFile`, or `Path`.
        parameters: Settings of the run; whatever can be written as JSON. Keys and passwords are hidden in the
            catalog.
        description: What the run is for.
        argv: The command line; that of the process if it is left out.
    """

    workflow: Any = None
    datasets: Sequence[DatasetSpec] = ()
    assets: Sequence[AssetSpec | LocalFile] = ()
    parameters: dict[str, Any] = Field(default_factory=dict)
    description: str = ""
    argv: Sequence[str] = Field(default_factory=lambda: list(sys.argv))

    @model_validator(mode="before")
    @classmethod
    def _specs(cls, data: dict[str, Any]) -> dict[str, Any]:
        data = dict(data)
        data["datasets"] = [read_dataset_spec(item) for item in _listed(data, "datasets")]
        data["assets"] = [_asset_spec(item) for item in _listed(data, "assets")]
        return data

    def record(self, versions: Sequence[str], assets: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Give what the catalog keeps of it, as JSON: without keys and passwords.

        Args:
            versions: The version of each dataset, found out where it was left open.
            assets: What is kept of each asset.
        """
        secrets = redaction.secret_values()
        return {
            "datasets": [
                {
                    "rid": spec.rid,
                    "version": version,
                    "materialize": spec.materialize,
                    "exclude_tables": sorted(spec.exclude_tables or ()),
                    "description": spec.description,
                    **spec.model_dump(include=_DOWNLOAD, exclude_defaults=True, mode="json"),
                }
                for spec, version in zip(self.datasets, versions, strict=True)
            ],
            "assets": list(assets),
            "parameters": redaction.hide_in(self.parameters, secrets),
            "argv": redaction.hide_in_arguments(self.argv, secrets),
        }


def _listed(data: dict[str, Any], name: str) -> Iterable[Any]:
    given = data.get(name) or ()
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise ValueError(f"{given!r:.80} is no list of {name}")
    return given


def _rid_of(item: Any, attribute: str) -> str:
    rid = getattr(item, attribute, item)
    if not isinstance(rid, str):
        raise ValueError(f"{rid!r:.80} is no RID")
    return ids.normalize(rid)


def read_dataset_spec(item: Any) -> Any:
    """Give the spec that is meant by a spec, a ``RID@version`` text, or a dataset."""
    if isinstance(item, str):
        return DatasetSpec.from_shorthand(item)
    return DatasetSpec(rid=item) if hasattr(item, "dataset_rid") else item
