"""The tables of a path, and which of them is meant when a column is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from muniment.catalog.schema.definitions import TableDefinition
from muniment.errors import ColumnNotFound


@dataclass(frozen=True, eq=False)
class Instance:
    """A table under a name. One that is `named` means that very table of a path, another any of its kind."""

    name: str
    definition: TableDefinition
    table: sa.Table
    named: bool = False

    @cached_property
    def source(self) -> sa.FromClause:
        """The table in SQL, under an alias of its own, so that a path can have it more than once."""
        return self.table.alias()

    def may_mean(self, found: "Instance") -> bool:
        """Say whether a table of a path can be meant by this one."""
        same = self.definition.name == found.definition.name
        return same and (not self.named or self.name == found.name)

    def __str__(self) -> str:
        table = self.definition.name
        return table if self.name == table else f"{table} as {self.name}"


@dataclass(frozen=True)
class Scope:
    """The tables of a path, and which of them it is about."""

    instances: Mapping[str, Instance]
    context: Instance

    def find(self, wanted: Instance) -> Instance:
        """Find the table of the path that is meant: the one of that name, or the context if it may be.

        Raises:
            ColumnNotFound: It is not in the path, or more than once.
        """
        found = [instance for instance in self.instances.values() if wanted.may_mean(instance)]
        if self.context in found:
            return self.context
        if len(found) != 1:
            raise ColumnNotFound(self._why_not(wanted, found))
        return found[0]

    def find_right(self, wanted: Instance, left: Instance) -> Instance:  # noqa: ARG002
        """Find the table of the right side of a comparison, whose left side is of a table that is known."""
        return self.find(wanted)

    def _why_not(self, wanted: Instance, found: Sequence[Instance]) -> str:
        if found:
            names = " or ".join(f"path.{instance.name}" for instance in found)
            return f"{wanted.name} is in this path more than once. Say which is meant: {names}."
        tables = ", ".join(map(str, self.instances.values()))
        return f"{wanted} is not in this path, which has {tables}. path.link(...) would add it."


@dataclass(frozen=True)
class LinkScope(Scope):
    """The tables of a path, and a new one that `asked` stands for while it is being linked."""

    new: Instance
    asked: Instance

    def find(self, wanted: Instance) -> Instance:
        """Find the table that is meant, first in the path, then in the new one."""
        try:
            return super().find(wanted)
        except ColumnNotFound:
            if self._means_new(wanted):
                return self.new
            raise

    def find_right(self, wanted: Instance, left: Instance) -> Instance:
        """Find the table of the right side: where a table is linked with itself, this is the new one."""
        if left is not self.new and self._means_new(wanted):
            return self.new
        return self.find(wanted)

    def _means_new(self, wanted: Instance) -> bool:
        return wanted is self.asked or wanted.may_mean(self.new)
