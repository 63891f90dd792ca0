"""Upgrades that are killed after steps all over them, in processes forked from this one.

Argument: a folder that holds an old catalog in `before`. Prints JSON: the revision and the rows of the catalog
before and after an upgrade, and what was there after each kill.
"""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import alembic.command  # noqa: F401 (imported before the fork, so that the forked processes need not)
import sqlalchemy as sa

from muniment import Muniment
from muniment.catalog import sqlite
from tests.catalog.killed_definition import apart, choose


def upgrade(folder, steps):
    """Upgrade, and die after so many steps: statements, pages of the backup, renaming it; give how many there were."""
    count = 0

    def step(*_):
        nonlocal count
        count += 1
        if count == steps:
            os.kill(os.getpid(), signal.SIGKILL)

    for event in ("after_cursor_execute", "commit"):
        sa.event.listen(sa.engine.Engine, event, step)
    synchronize = sqlite._sync_folder
    sqlite._PAGES = 20
    sqlite._sync_folder = lambda folder: (step(), synchronize(folder), step())
    copy = sqlite._copy
    sqlite._copy = lambda source, target, _: copy(source, target, step)
    Muniment.upgrade(folder)
    step()
    return count


def content(file):
    """Tell the revision of a database, and a digest of all that is in it."""
    connection = sqlite3.connect(file)
    whole = connection.execute("PRAGMA integrity_check").fetchall()
    [revision] = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    digest = hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()
    connection.close()
    return [revision, whole == [("ok",)], digest]


def look(folder):
    """Tell what the catalog holds, and its backups."""
    backups = sorted(folder.glob("catalog-*.db"))
    parts = len(list(folder.glob("*.part")))
    return {
        "catalog": content(folder / "catalog.db"),
        "backups": [content(b) for b in backups],
        "parts": parts,
    }


def main(folder):
    """Do what the docstring of this module says."""
    whole = shutil.copytree(folder / "before", folder / "whole")
    steps = apart(upgrade, whole, 0)
    kills = []
    for number in choose(steps, 12):
        place = shutil.copytree(folder / "before", folder / str(number))
        killed = apart(upgrade, place, number) is None
        seen = apart(look, place)
        apart(upgrade, place, 0)
        kills.append({"killed": killed, "seen": seen, "end": apart(look, place)})
        shutil.rmtree(place)
    print(json.dumps({"before": apart(look, folder / "before"), "after": apart(look, whole), "kills": kills}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
