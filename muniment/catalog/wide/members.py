"""What a dataset holds: its members, and the rows that belong to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog.datasets import memberships
from muniment.catalog.schema.tables import Model

DATASET = "Dataset"

Rids = Callable[[str], sa.Select[Any]]
"""Asks for the RIDs of the rows of a table that belong to a dataset."""

Find = Callable[[Connection, Model], Rids]
"""Finds out, in an open transaction, which rows belong to a dataset."""


@dataclass(frozen=True)
class Scope:
    """The dataset that a wide table is of.

    Attributes:
        dataset: Its RID.
        find: Finds the rows that belong to it; None if all there are do.
    """

    dataset: str
    find: Find | None = None


def member_tables(model: Model) -> dict[str, str]:
    """Give the tables, besides datasets, that members can be of, each with the one of the memberships."""
    return {table: link for table, link in memberships(model).items() if table != DATASET}


def members_of(model: Model, dataset: str, table: str) -> sa.Select[Any]:
    """Ask for the RIDs of the members of a table, those of the datasets inside a dataset too."""
    link = model.table(member_tables(model)[table])
    return sa.select(link.c[table]).where(link.c.Dataset.in_(sa.select(_owners(model, dataset).c.rid)))


def _owners(model: Model, dataset: str) -> sa.CTE:
    """Ask for a dataset and those inside it, however deep."""
    link, all_ = model.table("Dataset_Dataset"), model.table(DATASET)
    owners = sa.select(all_.c.RID.label("rid")).where(all_.c.RID == dataset).cte(recursive=True)
    inside = sa.select(link.c.Nested_Dataset).join(owners, link.c.Dataset == owners.c.rid)
    return owners.union(inside)


def count_members(connection: Connection, model: Model, dataset: str) -> dict[str, int]:
    """Count the members of each table that has any."""
    counted: dict[str, int] = {}
    for table in member_tables(model):
        rids = members_of(model, dataset, table).distinct().subquery()
        count = int(connection.execute(sa.select(sa.func.count()).select_from(rids)).scalar_one())
        if count:
            counted[table] = count
    return counted
