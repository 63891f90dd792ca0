"""A small catalog for the examples in docstrings."""

from pathlib import Path
from typing import Any

import pytest

import muniment
from muniment import BuiltinTypes, ColumnDefinition, Muniment, TableDefinition


def make_example_catalog(folder: Path) -> Muniment:
    """Make a catalog with a table Subject and an asset table Image with two assets."""
    ml = Muniment(folder, create=True)
    age = ColumnDefinition("Age", BuiltinTypes.int2)
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name", nullok=False), age]))
    ml.create_asset(
        "Image",
        [ColumnDefinition("Width", BuiltinTypes.int4), ColumnDefinition("Height", BuiltinTypes.int4)],
        referenced_tables=["Subject"],
        comment="Scans",
    )
    ingest = ml.create_execution(workflow=ml.create_workflow("Ingest", "Ingest"))
    with ingest:
        for number, word in ((1, b"first"), (2, b"second")):
            path = ingest.asset_file_path("Image", f"scan-{number}.png", Width=120 // number)
            path.write_bytes(word + b" scan")
    ingest.upload_execution_outputs()
    return ml


@pytest.fixture(autouse=True)
def _example(
    request: pytest.FixtureRequest,
    doctest_namespace: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give the examples of the layers that a user holds a catalog of their own and a folder to write in."""
    if isinstance(request.node, pytest.DoctestItem):
        monkeypatch.chdir(tmp_path)
        doctest_namespace.update({name: getattr(muniment, name) for name in muniment.__all__})
        doctest_namespace["ml"] = make_example_catalog(tmp_path / "example")
