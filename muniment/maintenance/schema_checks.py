"""Checks of the tables: the registry and the database say the same, and the database itself is whole."""

from collections.abc import Iterable, Mapping

from sqlalchemy.engine import Connection

from muniment.catalog.schema import history
from muniment.catalog.schema.core import METADATA
from muniment.catalog.schema.reflection import REVISION_TABLE, Shape
from muniment.maintenance.findings import Findings

_BACKUP = "Restore the catalog from a backup, or ask for help before anything else is written to it."
_BY_HAND = "Somebody changed the database by hand. Put it back with a SQL tool: "


def check_integrity(findings: Findings, connection: Connection) -> None:
    """Let the database look through its own pages."""
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL checks its pages while it reads them
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            findings.error("database-damaged", f"The database file is damaged: {line}.", _BACKUP)


def check_tables(
    findings: Findings, actual: Mapping[str, Shape], expected: Mapping[str, Shape]
) -> frozenset[str]:
    """Compare the tables that there are with those that should be, and name those that can be relied on."""
    sound = set()
    for name, shape in expected.items():
        findings.checked["tables"] += 1
        if name not in actual:
            findings.error(
                "table-missing",
                f"The table {name} is not in the database, but {_origin(name)} says that it should be.",
                _BACKUP,
                table=name,
            )
            continue
        if _check_columns(findings, name, actual[name], shape):
            sound.add(name)
        _check_constraints(findings, name, actual[name], shape)
    for name in sorted(set(actual) - set(expected) - {REVISION_TABLE}):
        findings.warning(
            "table-unknown",
            f"The database has a table {name} that the catalog knows nothing of.",
            "If nobody needs it, drop it with a SQL tool; copies and bags of the catalog leave it out.",
            table=name,
        )
    return frozenset(sound)


def check_histories(findings: Findings, connection: Connection, tables: Iterable[str]) -> None:
    """Look whether the past of all tables is kept."""
    for name in history.find_unkept(connection, tables):
        findings.error(
            "history-not-kept",
            f"What is updated and deleted in {name} leaves no trace, or not all of it: triggers are missing, "
            "turned off or others than they should be.",
            "Let nobody write before `muniment upgrade` has made them anew; releases of before stay exact "
            "only if nothing was changed without them.",
            table=name,
        )


def _origin(table: str) -> str:
    return "this revision" if table in METADATA.tables else "the registry"


def _check_columns(findings: Findings, table: str, actual: Shape, expected: Shape) -> bool:
    """Compare columns; False if some are missing, so that no query can name them."""
    for name, (kind, required) in expected.columns.items():
        where = {"table": table, "key": name}
        if name not in actual.columns:
            message = f"The column {table}.{name} is not in the database, but {_origin(table)} has it."
            findings.error("column-missing", message, _BACKUP, **where)
            continue
        found, found_required = actual.columns[name]
        if found.upper() != kind.upper():
            findings.error(
                "column-type",
                f"{table}.{name} is {found} in the database and should be {kind}.",
                f"{_BY_HAND}its values may not be what the column promises.",
                **where,
            )
        if found_required != required:
            findings.warning(
                "column-required",
                f"{table}.{name} is {'' if found_required else 'not '}required in the database and should "
                f"{'' if required else 'not '}be.",
                f"{_BY_HAND}NOT NULL is {'missing' if required else 'too much'} there.",
                **where,
            )
    for name in actual.columns:
        if name not in expected.columns:
            findings.warning(
                "column-unknown",
                f"The database has a column {table}.{name} that the catalog knows nothing of.",
                "If nobody needs it, drop it with a SQL tool; copies and bags of the catalog leave it out.",
                table=table,
                key=name,
            )
    return expected.columns.keys() <= actual.columns.keys()


def _check_constraints(findings: Findings, table: str, actual: Shape, expected: Shape) -> None:
    if actual.primary_key != expected.primary_key:
        findings.error(
            "primary-key",
            f"The primary key of {table} is {_list(actual.primary_key) or 'missing'} and should be "
            f"{_list(expected.primary_key)}.",
            f"{_BY_HAND}without it a RID may stand there twice.",
            table=table,
        )
    for columns in sorted(expected.keys - actual.keys):
        findings.error(
            "key-missing",
            f"Nothing in the database keeps {table} ({_list(columns)}) unique.",
            f"{_BY_HAND}CREATE UNIQUE INDEX on these columns.",
            table=table,
            key=_list(columns),
        )
    for columns, target, keys in sorted(expected.references - actual.references):
        findings.error(
            "foreign-key-missing",
            f"Nothing in the database holds that {table} ({_list(columns)}) refers to {target} "
            f"({_list(keys)}).",
            f"{_BY_HAND}the foreign key is missing.",
            table=table,
            key=_list(columns),
        )
    for columns in sorted(expected.indexes - actual.indexes - actual.keys):
        findings.warning(
            "index-missing",
            f"The index of {table} ({_list(columns)}) is missing, so that queries are slow.",
            f'CREATE INDEX "{table}_{"_".join(columns)}_idx" ON "{table}" ({_quoted(columns)});',
            table=table,
            key=_list(columns),
        )
    for columns in sorted((actual.indexes | actual.keys) - expected.indexes - expected.keys):
        findings.info(
            "index-unknown",
            f"The database has an index or key of {table} ({_list(columns)}) of its own.",
            "Nothing needs to be done; copies of the catalog leave it out.",
            table=table,
            key=_list(columns),
        )


def _quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _list(columns: tuple[str, ...]) -> str:
    return ", ".join(columns)
