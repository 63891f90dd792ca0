"""The jobs with Muniment, written as its users write them."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frames import fingerprint
from stopwatch import Stopwatch, run_job

from muniment import BuiltinTypes, ColumnDefinition, Execution, Muniment
from muniment.catalog import assets, creation
from muniment.catalog.assets import NewAsset
from muniment.checksums import hash_bytes

TABLE = "Image"
OWN_COLUMNS = [ColumnDefinition("Width", BuiltinTypes.int4), ColumnDefinition("Height", BuiltinTypes.int4)]


def small_files(watch: Stopwatch, folder: str, source: str, count: int, copy_file: bool = False) -> None:
    """Stage files that exist, as links or as copies, each with two columns, and upload them."""
    exe = _begin(folder)
    with watch.part("staging"), exe:
        for number in range(count):
            known = {"Width": number, "Height": number}
            exe.asset_file_path(TABLE, f"{source}/{number:06}.bin", copy_file=copy_file, metadata=known)
    _upload(watch, exe, count)


def written_files(watch: Stopwatch, folder: str, count: int, size: int) -> None:
    """Write files to the paths that staging gives, each with two columns, and upload them."""
    exe = _begin(folder)
    content = os.urandom(size - 8)
    with watch.part("staging"), exe:
        for number in range(count):
            known = {"Width": number, "Height": number}
            path = exe.asset_file_path(TABLE, f"{number:06}.bin", metadata=known)
            path.write_bytes(number.to_bytes(8) + content)
    _upload(watch, exe, count)


def big_file(watch: Stopwatch, folder: str, source: str) -> None:
    """Stage one file as a link, and upload it."""
    exe = _begin(folder)
    with watch.part("staging"), exe:
        exe.asset_file_path(TABLE, source)
    _upload(watch, exe, 1)


def _begin(folder: str) -> Execution:
    """Make a catalog with one asset table, and an execution to stage files in."""
    ml = Muniment(f"{folder}/lab", create=True)
    ml.create_asset(TABLE, OWN_COLUMNS)
    with warnings.catch_warnings(action="ignore"):  # that these scripts may have changes is no news here
        workflow = ml.create_workflow("Benchmark", "Ingest")
    return ml.create_execution(workflow=workflow)


def _upload(watch: Stopwatch, exe: Execution, count: int) -> None:
    with watch.part("upload"):
        report = exe.upload_execution_outputs()
    assert report.total_uploaded == count


def fill_catalog(watch: Stopwatch, folder: str, rows: int) -> None:
    """Make a catalog of many assets with a type each, whose bytes nobody has."""
    exe = _begin(folder)
    catalog = creation.open_catalog(Path(folder, "lab"))
    rids = catalog.database.lease_rids(rows)
    with watch.part("filling"), catalog.write(exe.execution_rid) as tx:
        definition = catalog.definition(TABLE)
        assets.insert_assets(tx, catalog.model, definition, list(_made_up(rids)), exe.execution_rid)


def _made_up(rids: list[str]) -> Iterator[NewAsset]:
    for number, rid in enumerate(rids):
        name = f"{number:06}.bin"
        digests = hash_bytes(name.encode())._replace(length=4096)
        yield NewAsset(rid, name, *digests, None, [TABLE], {"Width": number, "Height": number})


def list_assets(watch: Stopwatch, folder: str, catalog: str) -> dict[str, Any]:
    """Give all assets of a table with their types as a DataFrame."""
    import pandas as pd  # noqa: F401 (loaded before the clock starts, as in the plain job)

    del folder
    ml = Muniment(catalog)
    with watch.part("listing"):
        frame = ml.list_assets(TABLE).to_dataframe()
    return fingerprint(frame)


if __name__ == "__main__":
    run_job(small_files, written_files, big_file, fill_catalog, list_assets)
