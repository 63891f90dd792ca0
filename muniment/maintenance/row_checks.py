"""Checks of rows: what they refer to is there, and what they say of their files can be."""

import re
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment import ids
from muniment.catalog.assets import object_url
from muniment.catalog.database import Database
from muniment.catalog.objects import AssetRow, asset_rows
from muniment.catalog.schema.definitions import ForeignKeyDefinition, TableDefinition, TableKind
from muniment.catalog.schema.history import history_name
from muniment.maintenance.findings import Findings
from muniment.maintenance.inventory import Inventory
from muniment.storage import is_key

_MD5 = re.compile(r"[0-9a-f]{32}")
_CORRECT = "Somebody wrote it by hand: correct it with a SQL tool, from a backup or from the file itself."


def check_references(
    findings: Findings, connection: Connection, definitions: Iterable[TableDefinition], sound: frozenset[str]
) -> None:
    """Look for rows that refer to rows that are not there: one query for each foreign key."""
    for definition in definitions:
        for fkey in definition.fkey_defs:
            if fkey.pk_tname in sound:
                findings.checked["foreign keys"] += 1
                _check_reference(findings, connection, definition.name, fkey)


def _check_reference(
    findings: Findings, connection: Connection, table: str, fkey: ForeignKeyDefinition
) -> None:
    source = sa.table(table, *map(sa.column, {"RID", *fkey.colnames})).alias("source")
    target = sa.table(fkey.pk_tname, *map(sa.column, fkey.pk_colnames)).alias("target")
    values = [source.c[name] for name in fkey.colnames]
    pairs = zip(values, (target.c[name] for name in fkey.pk_colnames), strict=True)
    there = sa.select(sa.literal(1)).select_from(target).where(*(value == key for value, key in pairs))
    query = sa.select(source.c.RID, *values).where(*(v.is_not(None) for v in values), ~there.exists())
    with connection.execute(query, execution_options={"yield_per": 1000}) as found:
        for rid, *value in found:
            findings.error(
                "reference-broken",
                f"{table} {rid} refers by {', '.join(fkey.colnames)} to {', '.join(map(str, value))}, which "
                f"{fkey.pk_tname} has not.",
                f"Restore the row of {fkey.pk_tname} from a backup, or delete the row that refers to it.",
                table=table,
                rid=rid,
                key=", ".join(fkey.colnames),
            )


def check_counters(
    findings: Findings, connection: Connection, database: Database, definitions: Iterable[TableDefinition]
) -> None:
    """Look for rows with numbers or RIDs that the catalog has yet to give out: it would give them again."""
    number, rids = database.backend.counted(connection)
    last = ids.encode(rids)
    for definition in definitions:
        table = sa.table(definition.name, sa.column("RID", sa.Text()), sa.column("RVS", sa.BigInteger()))
        newest = connection.execute(sa.select(sa.func.max(table.c.RVS))).scalar()
        ordered = sa.select(table.c.RID).order_by(sa.func.length(table.c.RID).desc(), table.c.RID.desc())
        rid = connection.execute(ordered.limit(1)).scalar()
        if (newest or 0) > number or (rid is not None and (len(rid), rid) > (len(last), last)):
            findings.error(
                "counter-behind",
                f"{definition.name} has rows up to the RID {rid} and the transaction {newest}, and the "
                f"catalog has counted to {last} and {number} only: it would give numbers out again.",
                "Let nobody write before the counters are above these: Muniment_Number and "
                "Muniment_RID_Block on PostgreSQL, Muniment_Clock and Muniment_RID on SQLite.",
                table=definition.name,
                rid=rid,
            )


def check_assets(
    findings: Findings, connection: Connection, definitions: Iterable[TableDefinition], inventory: Inventory
) -> None:
    """Check what rows say of their files, and write down which objects they refer to."""
    for definition in definitions:
        if definition.kind is TableKind.asset:
            inventory.add_references(_sound_rows(findings, asset_rows(connection, definition.name)))
            inventory.add_references(
                row for row in asset_rows(connection, history_name(definition.name)) if row.key
            )


def _sound_rows(findings: Findings, rows: Iterable[AssetRow]) -> Iterator[AssetRow]:
    for row in rows:
        if row.is_elsewhere:
            findings.checked["files elsewhere"] += 1
            continue
        findings.checked["assets"] += 1
        faults = list(_faults(row))
        for column, value in faults:
            findings.error(
                "asset-malformed",
                f"{row.table} {row.rid} has {value!r} for {column}.",
                _CORRECT,
                table=row.table,
                rid=row.rid,
                key=column,
            )
        if row.key is not None and not {"Length", "SHA256"} & {column for column, _ in faults}:
            yield row


def _faults(row: AssetRow) -> Iterator[tuple[str, object]]:
    """Give the columns of a row that cannot be, with what they hold."""
    if not isinstance(row.length, int) or row.length < 0:
        yield "Length", row.length
    if not isinstance(row.md5, str) or not _MD5.fullmatch(row.md5):
        yield "MD5", row.md5
    if row.sha256 is not None and not is_key(row.sha256):
        yield "SHA256", row.sha256
    elif row.key is None or row.url != object_url(row.key):
        yield "URL", row.url
