"""Routes: the tables that a path goes through, how they are linked, and which rows are let through.

A route is data and never changes; `filtered` and `linked` give new ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.catalog import Catalog
from muniment.catalog.queries.conditions import Comparison, Condition, Junction, Operand, no_condition
from muniment.catalog.queries.instances import Instance, LinkScope, Scope
from muniment.errors import InvalidValue, NotFound

JOIN_TYPES = ("", "inner", "left", "right", "full")


@dataclass(frozen=True)
class Link:
    """A table that was linked, and how."""

    instance: Instance
    on: Condition
    join_type: str

    def join(self, left: sa.FromClause, connection: Connection) -> sa.FromClause:
        """Join the table to those before it; a right join is a left one the other way round."""
        on, right = self.on.clause(connection), self.instance.source
        if self.join_type == "right":
            return sa.join(right, left, on, isouter=True)
        return sa.join(left, right, on, isouter=self.join_type == "left", full=self.join_type == "full")


@dataclass(frozen=True)
class Route:
    """The tables of a path, the one that it is about (its context), and the rows that are let through."""

    catalog: Catalog
    instances: Mapping[str, Instance]
    context: Instance
    links: tuple[Link, ...] = ()
    filters: tuple[Condition, ...] = ()

    @property
    def scope(self) -> Scope:
        """The tables that can be meant."""
        return Scope(self.instances, self.context)

    @property
    def others(self) -> list[Instance]:
        """All tables but the context."""
        return [instance for instance in self.instances.values() if instance is not self.context]

    def narrow(self, statement: sa.Select[Any], connection: Connection) -> sa.Select[Any]:
        """Let a statement read the joined tables, and only the rows that all filters let through."""
        joined: sa.FromClause = next(iter(self.instances.values())).source
        for link in self.links:
            joined = link.join(joined, connection)
        return statement.select_from(joined).where(*(each.clause(connection) for each in self.filters))

    def __str__(self) -> str:
        tables = " → ".join(map(str, self.instances.values()))
        filters = " & ".join(f"({each!r})" for each in self.filters)
        return f"{tables} where {filters}" if filters else tables


def filtered(route: Route, condition: object) -> Route:
    """Let only those rows through for which a condition is true.

    Raises:
        ColumnNotFound: The condition is about a table that is not in the path, or there more than once.
    """
    if not isinstance(condition, Condition):
        raise no_condition(condition)
    return replace(route, filters=(*route.filters, condition.bind(route.scope)))


def linked(route: Route, right: Instance, on: Condition | None = None, join_type: str = "") -> Route:
    """Go on to another table, which becomes the context.

    Raises:
        InvalidValue: There is more than one way to link the tables; the message names them.
        NotFound: There is none.
    """
    if join_type not in JOIN_TYPES:
        raise InvalidValue(f"There is no join_type {join_type!r}. There are 'left', 'right', 'full' and ''.")
    new = replace(right, name=_free_name(right.name, route.instances), named=True)
    scope = LinkScope(route.instances, route.context, new=new, asked=right)
    condition = _along_foreign_key(route, new) if on is None else _bound(on, scope)
    return replace(
        route,
        instances={**route.instances, new.name: new},
        context=new,
        links=(*route.links, Link(new, condition, join_type)),
    )


def _free_name(name: str, taken: Mapping[str, Instance]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}{number}"
    return free


def _bound(on: object, scope: LinkScope) -> Condition:
    if not isinstance(on, Condition):
        raise no_condition(on)
    bound = on.bind(scope)
    if not any(column.instance is scope.new for column in bound.columns()):
        raise InvalidValue(
            f"on=({on!r}) does not say how {scope.new} is linked: compare a column of it with one here."
        )
    return bound


def _along_foreign_key(route: Route, new: Instance) -> Condition:
    """Find the one foreign key, first between the new table and the context, then the path's other tables."""
    for instances in ([route.context], route.others):
        found = [each for instance in instances for each in _references(instance, new)]
        if len(found) > 1:
            choices = " or ".join(f"on=({each!r})" for each in found)
            raise InvalidValue(
                f"{new} can be linked with the path in {len(found)} ways. Say which: {choices}."
            )
        if found:
            return found[0]
    raise NotFound(_no_link(route, new))


def _references(left: Instance, right: Instance) -> Iterator[Condition]:
    for one, other in ((left, right), (right, left)):
        for fkey in one.definition.references(other.definition.name):
            pairs = zip(fkey.colnames, fkey.pk_colnames, strict=True)
            same = tuple(Comparison(_column(one, name), "==", _column(other, key)) for name, key in pairs)
            yield same[0] if len(same) == 1 else Junction("&", same)


def _column(instance: Instance, name: str) -> Operand:
    return Operand(instance, instance.definition.column(name), name)


def _no_link(route: Route, new: Instance) -> str:
    table = new.definition.name
    referred = {fkey.pk_tname for fkey in new.definition.fkey_defs}
    near = sorted(referred | {other.name for other, _ in route.catalog.model.referrers(table)})
    tables = ", ".join(instance.definition.name for instance in route.instances.values())
    known = f"Foreign keys link {table} with {', '.join(near)}." if near else f"{table} has no foreign keys."
    return f"No foreign key links {table} with {tables}. {known} Link one of these first, or give on=(...)."
