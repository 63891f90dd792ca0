"""The SQL of a wide table: one statement for the rows, and one for each table whose members have none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import frames
from muniment.catalog.wide.chosen import choose_values
from muniment.catalog.wide.members import Rids, Scope, members_of
from muniment.catalog.wide.paths import Path
from muniment.catalog.wide.plan import Plan


@dataclass(frozen=True)
class Statements:
    """What asks for the rows of a wide table, in one open transaction.

    Attributes:
        plan: How it is made.
        scope: The dataset that it is of; None for the whole catalog.
        rids: Asks for the rows that belong to the dataset; None if all do.
        chosen: What stands for the tables of features of which one value is chosen.
    """

    plan: Plan
    scope: Scope | None = None
    rids: Rids | None = None
    chosen: Mapping[str, sa.FromClause] = field(default_factory=dict)

    @classmethod
    def prepare(cls, connection: Connection, plan: Plan, scope: Scope | None) -> "Statements":
        """Find the rows that belong to the dataset, and choose among the values of features."""
        rids = None if scope is None or scope.find is None else scope.find(connection, plan.model)
        chosen = {
            table: choose_values(
                connection,
                plan.model,
                feature,
                selector,
                rids,
                also=plan.request.system_columns,
                number=number,
            )
            for number, (table, (feature, selector)) in enumerate(plan.request.chosen.items())
        }
        return cls(plan, scope, rids, chosen)

    @cached_property
    def _sources(self) -> dict[Path, sa.FromClause]:
        """The joined tables by the way that leads to them: a table can be joined by two ways."""
        first: dict[Path, sa.FromClause] = {(): self._source(self.plan.row_per)}
        return first | {path: self._source(path[-1].far) for path in self.plan.joins}

    def _source(self, table: str) -> sa.FromClause:
        return (self.chosen[table] if table in self.chosen else self.plan.model.table(table)).alias()

    def _way(self, table: str) -> Path:
        return self.plan.paths.get(table, ())

    def rows(self) -> sa.Select[Any]:
        """Ask for the rows, in the order of their RIDs."""
        sources = self._sources
        columns = (sources[self._way(out.table)].c[out.column.name] for out in self.plan.outputs)
        many = [sources[path] for path in self.plan.joins if path[-1].is_inward]
        order = (part for source in (sources[()], *many) for part in frames.rid_order(source.c.RID))
        return self._from(sa.select(*map(_driven, columns)), self.plan.joins).order_by(*order)

    def count(self) -> sa.Select[Any]:
        """Ask how many rows there are."""
        last = max((n for n, path in enumerate(self.plan.joins) if path[-1].is_inward), default=-1)
        return self._from(sa.select(sa.func.count()), self.plan.joins[: last + 1])

    def count_each(self) -> sa.Select[Any]:
        """Ask how many rows of the table that gives them there are."""
        return self._from(sa.select(sa.func.count()), [])

    def _from(self, query: sa.Select[Any], joins: list[Path], *, inner: bool = False) -> sa.Select[Any]:
        first = self._sources[()]
        joined = first
        for path in joins:
            joined = sa.join(joined, self._sources[path], self._on(path), isouter=not inner)
        query = query.select_from(joined)
        return query if self.rids is None else query.where(first.c.RID.in_(self.rids(self.plan.row_per)))

    def _on(self, path: Path) -> sa.ColumnElement[bool]:
        step, near, far = path[-1], self._sources[path[:-1]], self._sources[path]
        pairs = zip(step.near_columns, step.far_columns, strict=True)
        on = [near.c[one] == far.c[other] for one, other in pairs]
        if step.is_inward and self.rids is not None:
            on.append(far.c.RID.in_(self.rids(step.far)))
        return sa.and_(*on)

    # Members without a row

    @property
    def member_tables(self) -> Iterator[str]:
        """Name the tables whose members are to be in the result, whether a row has them or not."""
        yield from (table for table in self.plan.paths if table not in self.plan.request.chosen)

    def lonely(self, table: str, dataset: str) -> sa.Select[Any]:
        """Ask for the members of a table that no row has, each with what it refers to."""
        sources, way = self._sources, self._way(table)
        own = sources[way]
        behind = [path for path in self.plan.joins if path[: len(way)] == way and path != way]
        behind = [path for path in behind if not any(step.is_inward for step in path[len(way) :])]
        joined: sa.FromClause = own
        for path in behind:
            joined = sa.outerjoin(joined, sources[path], self._on(path))
        shown = {way, *behind}
        columns = (
            sources[self._way(out.table)].c[out.column.name] if self._way(out.table) in shown else sa.null()
            for out in self.plan.outputs
        )
        lonely = members_of(self.plan.model, dataset, table).except_(self._reached(way))
        query = sa.select(*map(_driven, columns)).select_from(joined).where(own.c.RID.in_(lonely))
        return query.order_by(*frames.rid_order(own.c.RID))

    def count_lonely(self, table: str, dataset: str) -> sa.Select[Any]:
        """Ask how many members of a table no row has."""
        lonely = members_of(self.plan.model, dataset, table).except_(self._reached(self._way(table)))
        return sa.select(sa.func.count()).select_from(lonely.subquery())

    def _reached(self, way: Path) -> sa.Select[Any]:
        """Ask for the RIDs of the rows of a table that are in the rows of the result."""
        joins = [way[: n + 1] for n in range(len(way))]
        return self._from(sa.select(self._sources[way].c.RID), joins, inner=True)


def _driven(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Ask for a value as the driver gives it, under a name that is short enough for any database."""
    return frames.as_driven(column).label(None)
