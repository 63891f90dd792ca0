"""Definitions that are killed after statements all over them, in processes forked from this one.

Arguments: a folder that holds a catalog in `before`, and the name of a definition below. Prints JSON: what the
catalog holds before and after it, and what it holds after each kill.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import alembic.operations.ops  # noqa: F401 (imported before the fork, so that the forked processes need not)
import sqlalchemy as sa

from muniment import BuiltinTypes, ColumnDefinition, Muniment

DEFINITIONS = {
    "create_asset": lambda ml: ml.create_asset(
        "Image",
        [ColumnDefinition("Width", BuiltinTypes.int4)],
        referenced_tables=["Subject"],
        comment="Scans",
    ),
    "create_vocabulary": lambda ml: ml.create_vocabulary("Stain"),
    "add_column": lambda ml: ml.add_column("Subject", ColumnDefinition("Age", BuiltinTypes.int2, default=1)),
    "add_dataset_element_type": lambda ml: ml.add_dataset_element_type("Subject"),
    "drop_table": lambda ml: ml.drop_table("Scan"),
    "rename_table": lambda ml: ml.rename_table("Scan", "Picture"),
    "rename_column": lambda ml: ml.rename_column("Subject", "Name", "Full Name"),
    "drop_column": lambda ml: ml.drop_column("Subject", "Name"),
    "restore_column": lambda ml: ml.restore_column("Subject", "Old"),
    "retype_column": lambda ml: ml.retype_column("Subject", "Number", "int4"),
    "require_column": lambda ml: ml.require_column("Subject", "Number", default="0"),
}


def define(folder, name, statements):
    """Make a definition, and die after so many statements; give how many there were."""
    ml, count = Muniment(folder), 0

    def step(*_):
        nonlocal count
        count += 1
        if count == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    for event in ("after_cursor_execute", "commit"):
        sa.event.listen(sa.engine.Engine, event, step)
    DEFINITIONS[name](ml)
    return count


def look(folder):
    """Tell what the database holds, and what the catalog that is opened on it knows."""
    ml = Muniment(folder)
    tables = {table.name: list(table.columns) for table in ml.list_tables()}
    terms = [term.name for term in ml.list_vocabulary_terms("Asset_Type")]
    ml.close()
    connection = sqlite3.connect(folder / "catalog.db")
    made = [
        (kind, name, sorted((sql or "").removesuffix("\n)").split(", \n")))  # constraints come in any order
        for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
    ]
    registry = connection.execute("SELECT Name, Kind, Dropped FROM Muniment_Table ORDER BY Name").fetchall()
    changes = connection.execute("SELECT Action, Table_Name FROM Muniment_Change ORDER BY RVS").fetchall()
    subjects = connection.execute('SELECT * FROM "Subject" ORDER BY RID').fetchall()
    subjects = [row[:2] + row[6:] for row in subjects]  # without when, by whom and in which transaction
    visits = connection.execute('SELECT * FROM "Visit" ORDER BY RID').fetchall()
    writer = connection.execute("SELECT Actor, Execution FROM Muniment_Clock").fetchall()
    whole = connection.execute("PRAGMA integrity_check").fetchall()
    connection.close()
    return {
        "tables": tables,
        "terms": terms,
        "made": made,
        "registry": registry,
        "changes": changes,
        "rows": [subjects, visits],
        "writer": writer,
        "whole": whole,
    }


def apart(function, *arguments):
    """Call a function in a forked process; give its result, or None if the process was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writer, json.dumps(function(*arguments)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with open(reader, "rb") as said:
        result = said.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), f"a process ended with {status}"
    return json.loads(result) if status == 0 else None


def choose(steps, between=6):
    """Give the steps to be killed at: the first and the last ones, and some of those between, which are alike."""
    return sorted({1, 2, *range(3, steps, max(1, steps // between)), *range(steps - 4, steps + 1)})


def main(folder, name):
    """Do what the docstring of this module says."""
    whole = shutil.copytree(folder / "before", folder / "whole")
    statements = apart(define, whole, name, 0)
    before, after = apart(look, folder / "before"), apart(look, whole)
    kills = []
    for number in choose(statements):
        place = shutil.copytree(folder / "before", folder / str(number))
        killed = apart(define, place, name, number) is None
        seen = apart(look, place)
        again = None if seen == after else apart(define, place, name, 0)
        kills.append({"killed": killed, "seen": seen, "again": again, "end": apart(look, place)})
        shutil.rmtree(place)
    print(json.dumps({"before": before, "after": after, "kills": kills}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
