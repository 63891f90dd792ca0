"""What of the facts a lineage has as well as a bag, so that both are told by the same code."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from muniment.bags.descriptions.facts import AssetFile, Member, Run, Software, Use, Version


class Told(Protocol):
    """What is told: the `Facts` of a bag, or as much of them as a lineage has."""

    @property
    def catalog_id(self) -> str:
        """Which catalog it is of."""

    @property
    def identifier(self) -> str:
        """The identifier of what it is told of."""

    @property
    def collection(self) -> str | None:
        """The RID of the version of a dataset that all files are in, if there is one."""

    @property
    def datasets(self) -> Mapping[str, Member]:
        """The datasets by RID."""

    @property
    def versions(self) -> Sequence[Version]:
        """The versions of these."""

    @property
    def nested(self) -> Sequence[tuple[str, str]]:
        """Dataset and the dataset inside it."""

    @property
    def files(self) -> Iterable[AssetFile]:
        """The files that asset tables describe."""

    @property
    def software(self) -> Mapping[str, Software]:
        """The workflows of runs, by RID."""

    @property
    def runs(self) -> Mapping[str, Run]:
        """The executions, by RID."""

    @property
    def nested_runs(self) -> Sequence[tuple[str, str]]:
        """Execution, and the execution that it started."""

    @property
    def uses(self) -> Iterable[Use]:
        """Which files runs made and read."""

    @property
    def reads(self) -> Sequence[tuple[str, str, str | None]]:
        """Execution, the dataset that it read, and the RID of the version."""

    @property
    def people(self) -> Sequence[str]:
        """Those who made datasets, versions and runs."""

    def uri(self, rid: str) -> str:
        """Give the identifier of a row, wherever its catalog is."""
