"""Whether every asset says what made it; what nobody knows belongs to the execution of unknown provenance."""

import time
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import assets, frames
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Transaction
from muniment.catalog.files import unknown_provenance
from muniment.catalog.schema.definitions import TableKind
from muniment.catalog.schema.tables import Model
from muniment.errors import plural
from muniment.maintenance.findings import Checkup, Findings

_ADOPT = "ml.backfill_provenance(dry_run=False) gives it to the execution of unknown provenance."


def audit(catalog: Catalog) -> Checkup:
    """Find the assets that say nothing of what made them, and count what is known to come from nowhere."""
    started = time.monotonic()
    findings = Findings()
    owner = unknown_provenance(catalog)
    model = catalog.refresh()
    with catalog.read() as connection:
        for table in _asset_tables(model):
            for rid in _without_maker(connection, model, table):
                told = f"{table} {rid} has no execution that made it."
                findings.warning("no-maker", told, _ADOPT, table=table, rid=rid)
            _tell_unknown(findings, connection, model, table, owner)
            source = model.table(table)
            findings.checked["assets"] += connection.execute(
                sa.select(sa.func.count()).select_from(source)
            ).scalar_one()
        _tell_versions(findings, connection, model)
    return findings.close(time.monotonic() - started)


def _asset_tables(model: Model) -> list[str]:
    return [definition.name for definition in model.of_kind(TableKind.asset)]


def _without_maker(connection: Connection, model: Model, table: str) -> Iterator[str]:
    source, link = model.table(table), model.table(f"{table}_Execution")
    made = sa.select(link.c[table]).where(link.c[table] == source.c.RID, link.c.Asset_Role == assets.OUTPUT)
    query = sa.select(source.c.RID).where(~made.exists()).order_by(*frames.rid_order(source.c.RID))
    yield from connection.execute(query).scalars()


def _tell_unknown(findings: Findings, connection: Connection, model: Model, table: str, owner: str) -> None:
    link = model.table(f"{table}_Execution")
    owned = link.c.Execution == owner, link.c.Asset_Role == assets.OUTPUT
    count = connection.execute(sa.select(sa.func.count()).where(*owned)).scalar_one()
    if count:
        are = plural(count, "1 asset is", f"{count:,} assets are")
        findings.info(
            "unknown-provenance",
            f"{table}: {are} of unknown provenance.",
            "Nothing, if they came from outside. What a script makes is staged in its execution.",
            table=table,
        )


def _tell_versions(findings: Findings, connection: Connection, model: Model) -> None:
    versions = model.table("Dataset_Version")
    by_hand = sa.select(sa.func.count()).where(versions.c.Execution.is_(None))
    count = connection.execute(by_hand.select_from(versions)).scalar_one()
    if count:
        were = plural(count, "1 version of datasets was", f"{count:,} versions of datasets were")
        findings.info(
            "made-by-hand",
            f"{were} made by hand, in no execution.",
            "Nothing, if a person chose the members. A script makes datasets with exe.create_dataset(...).",
            table="Dataset_Version",
        )


def backfill(catalog: Catalog, *, dry_run: bool = True) -> dict[str, int]:
    """Give the assets that nothing has made to the execution of unknown provenance; tell how many, by table.

    Args:
        catalog: Where they are.
        dry_run: Whether to tell only how many there are.
    """
    owner = unknown_provenance(catalog)
    model = catalog.refresh()

    def find(connection: Connection) -> dict[str, list[str]]:
        found = {table: list(_without_maker(connection, model, table)) for table in _asset_tables(model)}
        return {table: rids for table, rids in found.items() if rids}

    def write(tx: Transaction) -> dict[str, list[str]]:
        tx.claim("unknown provenance")
        found = find(tx.connection)
        for table, rids in found.items():
            assets.link_assets(tx, model, table, rids, owner, assets.OUTPUT)
        return found

    if dry_run:
        with catalog.read() as connection:
            orphans = find(connection)
    else:
        orphans = catalog.transact(write)
    return {table: len(rids) for table, rids in orphans.items()}
