"""Make the frozen catalogs of the revision that this code works with.

Run once for each released revision, from the root of the checkout: ``python -m tests.catalog.freeze``. It leaves
`frozen/<revision>/catalog.sql`, all that a small catalog in SQLite holds as SQL, and the catalog's `objects/`;
and the same of a catalog in PostgreSQL in `frozen/<revision>/postgresql/`. Frozen catalogs are never made anew:
what an upgrade must keep is what that version really wrote.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ExecutionConfiguration,
    ForeignKeyDefinition,
    KeyDefinition,
    Muniment,
    TableDefinition,
)
from muniment.catalog.schema import upgrade
from tests import servers

FROZEN = Path(__file__).with_name("frozen")
KINDS = [kind for kind in BuiltinTypes if not kind.startswith(("ermrest", "serial"))]
VALUES = {
    "text[]": ["a", "b, c"],
    "json": {"a": [1, None]},
    "jsonb": [{"b": 0.1}],
    "boolean": True,
    "date": "2026-01-02",
    "timestamp": "2026-01-02T03:04:05.678901",
    "timestamptz": "2026-01-02T03:04:05.678901+02:00",
    "float4": 0.5,
    "float8": 0.1,
    "int2": 7,
    "int4": -70_000,
    "int8": 2**60,
}


def fill(ml: Muniment) -> None:
    """Make something of everything that a catalog can hold."""
    ml.create_vocabulary("Stain", "How a slide was coloured")
    ml.add_term("Stain", "H&E", "Haematoxylin and eosin", synonyms=["HE", "hematoxylin"])
    ml.add_term("Asset_Type", "Thumbnail", "Small picture")
    ml.create_table(
        TableDefinition(
            "Subject",
            [ColumnDefinition("Name", nullok=False), ColumnDefinition("Age", BuiltinTypes.int2, default=1)],
            [KeyDefinition("Name")],
            comment="Whom a scan shows",
        )
    )
    subjects = ml.insert_rows(
        "Subject", [{"Name": "Ada", "Age": 36}, {"Name": "Größe 数"}, {"Name": "O'Hara"}]
    )
    ml.delete_rows("Subject", ml.insert_rows("Subject", {"Name": "gone"}))
    ml.create_table(
        TableDefinition(
            "Visit",
            [ColumnDefinition("Subject", nullok=False), ColumnDefinition("Note", default="it's")],
            fkey_defs=[ForeignKeyDefinition("Subject", "Subject", on_delete="CASCADE")],
        )
    )
    visits = ml.insert_rows("Visit", [{"Subject": rid} for rid in subjects])
    ml.create_table(TableDefinition("Every Type", [ColumnDefinition("A " + k.name, k) for k in KINDS]))
    ml.insert_rows("Every Type", [{"A " + k.name: VALUES.get(k.value, "x\n'y'") for k in KINDS}, {}])
    ml.create_table(TableDefinition("Old", [ColumnDefinition("Value")]))
    ml.insert_rows("Old", {"Value": "kept"})
    ml.drop_table("Old")
    ml.create_asset(
        "Image", [ColumnDefinition("Width", BuiltinTypes.int4)], referenced_tables=["Subject", "Stain"]
    )
    ml.add_column("Image", ColumnDefinition("Site", default="Basel", comment="Where"))
    workflow = ml.create_workflow("Scan", "Ingest")
    with ml.create_execution(
        ExecutionConfiguration(workflow=workflow, description="first"), upload_on_exit=True
    ) as run:
        for number, subject in enumerate(subjects):
            values = {"Width": number, "Subject": subject, "Stain": "HE"}
            path = run.asset_file_path("Image", f"scan-{number}.png", ["Image", "Thumbnail"], metadata=values)
            path.write_bytes(b"scan %d" % (number // 2))
    images = ml.list_assets("Image")
    for table in ("Subject", "Image", "Visit"):
        ml.add_dataset_element_type(table)
    inner = ml.create_dataset(["Training"], "inner")
    inner.add_dataset_members([image.rid for image in images])
    inner.increment_dataset_version("minor", "with images")
    outer = ml.create_dataset([], "outer")
    outer.add_dataset_members([inner.dataset_rid, *visits, subjects[0]])
    ml.delete_dataset(ml.create_dataset([], "deleted"))
    with ml.create_execution(
        workflow=workflow, assets=[images[0].rid], datasets=[f"{inner.dataset_rid}@{inner.current_version}"]
    ) as run:
        run.asset_file_path("Execution_Asset", "table.csv", description="measured").write_text("a,b\n1,2\n")
        run.update_status(message="half way")
    run.upload_execution_outputs()
    ml.add_files(os.environ["MUNIMENT_WORKFLOW_FILE"], description="The script")
    change_table(ml)
    make_history(ml)
    with suppress(ZeroDivisionError), ml.create_execution(workflow=workflow, description="fails"):
        1 / 0  # noqa: B018 (a run that fails)


def change_table(ml: Muniment) -> None:
    """Make a table, and change it in every way."""
    columns = [ColumnDefinition("Count"), ColumnDefinition("Note", nullok=False, default="-")]
    ml.create_table(TableDefinition("Draft", [*columns, ColumnDefinition("Gone")], [KeyDefinition("Gone")]))
    ml.insert_rows("Draft", [{"Count": "7", "Gone": "was here"}, {"Note": "second"}])
    ml.rename_table("Draft", "Sample")
    ml.rename_column("Sample", "Note", "Remark")
    ml.retype_column("Sample", "Count", BuiltinTypes.int4)
    ml.require_column("Sample", "Count", default=0)
    ml.drop_column("Sample", "Gone")


def make_history(ml: Muniment) -> None:
    """Change and delete rows, and columns that had been there, after a mark."""
    [ada, *_] = ml.list_rows("Subject")
    ml.insert_rows("Sample", {"Count": 1, "Remark": "short-lived"})
    ml.create_table(TableDefinition("Moved", [ColumnDefinition("A")]))
    ml.insert_rows("Moved", {"A": "a"})
    ml.mark("before", "What was there first")
    ml.update_rows("Subject", {"RID": ada["RID"], "Age": 37})
    ml.delete_rows("Sample", [row["RID"] for row in ml.list_rows("Sample") if row["Count"] == 1])
    ml.rename_column("Moved", "A", "B")
    ml.rename_table("Moved", "Settled")


def commit_script(folder: Path) -> Path:
    """Make the script of the catalog's workflow, in a repository of its own that names no real machine."""
    folder.mkdir()
    script = folder / "scan.py"
    script.write_text("print('scan')\n")
    for command in (
        "init --quiet",
        "remote add origin https://github.com/lab/scans.git",
        "add --all",
        "-c user.name=Ada -c user.email=ada@example.org commit --quiet --message Scan",
    ):
        subprocess.run(["git", "-C", folder, *command.split()], check=True)
    return script


def main() -> None:
    """Do what the docstring of this module says."""
    place = FROZEN / upgrade.HEAD
    sys.argv = ["tests/catalog/freeze.py"]  # each run records its command line
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["MUNIMENT_WORKFLOW_FILE"] = str(commit_script(Path(scratch) / "code"))
        freeze_sqlite(Path(scratch), place)
        freeze_postgresql(Path(scratch), place / "postgresql")


def freeze_sqlite(scratch: Path, place: Path) -> None:
    """Freeze a catalog in a folder."""
    if (place / "catalog.sql").exists():
        print(f"{place} is there, and a frozen catalog is not made anew.")
        return
    with Muniment(scratch / "lab", create=True, actor="ada", record="nothing") as ml:
        fill(ml)
    connection = sqlite3.connect(scratch / "lab" / "catalog.db")
    keep(place, scratch / "lab" / "objects", "\n".join(connection.iterdump()) + "\n")
    connection.close()


def freeze_postgresql(scratch: Path, place: Path) -> None:
    """Freeze a catalog in a database, whose store is a folder."""
    if place.exists():
        print(f"{place} is there, and a frozen catalog is not made anew.")
        return
    servers.open_folder()
    try:
        told = servers.shared("postgresql", servers.start_postgresql)
        url = f"{told['url']}/postgres"
        work = scratch / "work"
        store = scratch / "bytes"
        with Muniment(url, create=True, store=store, working_dir=work, actor="ada", record="nothing") as ml:
            fill(ml)
        dump = [Path(told["programs"]) / "pg_dump", "--inserts", "--no-owner", "--no-privileges", url]
        environment = {**os.environ, "PGTZ": "UTC"}
        said = subprocess.run(dump, check=True, capture_output=True, text=True, env=environment).stdout
        statements = [line for line in said.splitlines() if not line.startswith((BACKSLASH, "--"))]
        keep(place, scratch / "bytes", "\n".join(filter(None, statements)) + "\n")
    finally:
        servers.close_folder()


BACKSLASH = "\\"
"""What commands of psql, which are no SQL, begin with."""


def keep(place: Path, objects: Path, statements: str) -> None:
    place.mkdir(parents=True, exist_ok=True)
    (place / "catalog.sql").write_text(statements.replace(str(Path.cwd()), "/home/ada/muniment"))
    shutil.copytree(objects, place / "objects")


if __name__ == "__main__":
    main()
