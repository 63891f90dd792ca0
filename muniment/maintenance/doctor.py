"""A check of a catalog from end to end: its tables, its rows, its objects, and what is staged here."""

import time
from collections.abc import Callable
from functools import partial

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from muniment.catalog import removals
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import Database
from muniment.catalog.schema import registry
from muniment.catalog.schema.reflection import actual_shapes, dropped_definitions, expected_shapes
from muniment.errors import MunimentError
from muniment.executions.journal import Journal
from muniment.maintenance import object_checks, row_checks, schema_checks
from muniment.maintenance.findings import Checkup, Findings
from muniment.maintenance.inventory import Inventory
from muniment.maintenance.object_checks import Progress


def examine(
    catalog: Catalog,
    journal: Journal | None,
    *,
    deep: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Checkup:
    """Check a catalog, and say what to do about each thing that is not as it should be. Nothing is changed.

    What cannot be read is a finding as well, and the other checks go on. The store is listed once, after the
    rows were read: what rows refer to is stored before they are written, so that nothing is missed that an
    upload brings in meanwhile.

    Args:
        catalog: The catalog.
        journal: What is staged on this machine; None if nothing ever was.
        deep: Whether all objects that rows refer to are read again, to find those that were altered.
        progress: Called with the bytes that are read by now, and those of all objects.
    """
    started = time.monotonic()
    findings = Findings()
    with Inventory() as inventory:
        with catalog.read() as connection:
            _attempt(findings, "database", partial(schema_checks.check_integrity, findings, connection))
            _attempt(
                findings, "tables", partial(_check_rows, findings, catalog.database, connection, inventory)
            )
        _attempt(
            findings, "objects", partial(object_checks.check_presence, findings, inventory, catalog.store)
        )
        if deep:
            check = partial(object_checks.check_bytes, findings, inventory, catalog.store, progress)
            _attempt(findings, "bytes of the objects", check)
    if journal is not None:
        _attempt(findings, "staged files", partial(_check_staged, findings, journal))
    return findings.close(time.monotonic() - started)


def _attempt(findings: Findings, what: str, check: Callable[[], None]) -> None:
    try:
        check()
    except (MunimentError, sa.exc.DBAPIError, ValueError) as error:
        reason = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        findings.error(
            "unreadable",
            f"The {what} could not be checked: {reason}",
            "Mend this first, then check again: there may be more to find.",
            key=what,
        )


def _check_rows(findings: Findings, database: Database, connection: Connection, inventory: Inventory) -> None:
    model = registry.load_model(connection)  # of the moment that is looked at
    expected = expected_shapes(connection, model)
    sound = schema_checks.check_tables(findings, actual_shapes(connection), expected)
    dropped = [d.model_copy(update={"name": name}) for name, d in dropped_definitions(connection)]
    definitions = [d for d in (*model.definitions.values(), *dropped) if d.name in sound]
    check = partial(schema_checks.check_histories, findings, connection, [d.name for d in definitions])
    _attempt(findings, "histories", check)
    check = partial(row_checks.check_references, findings, connection, definitions, sound)
    _attempt(findings, "foreign keys", check)
    _attempt(
        findings, "assets", partial(row_checks.check_assets, findings, connection, definitions, inventory)
    )
    if "Muniment_Change" in sound:
        _check_removals(findings, connection)
    counted = partial(row_checks.check_counters, findings, connection, database, definitions)
    _attempt(findings, "counters", counted)


def _check_removals(findings: Findings, connection: Connection) -> None:
    if removals.latest(connection).is_under_way:
        findings.info(
            "gc-under-way",
            "A clean-up of the store is under way, or was killed.",
            "If none is, muniment gc --delete ends it. Until then, uploads take a little longer.",
        )


def _check_staged(findings: Findings, journal: Journal) -> None:
    for execution, waiting in journal.unfinished().items():
        findings.info(
            "not-uploaded",
            f"Execution {execution} has {waiting} on this machine that nobody has uploaded.",
            f"muniment execution upload {execution}, or ml.resume_execution({execution!r}), takes it up.",
            table="Execution",
            rid=execution,
        )
