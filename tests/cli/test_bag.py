"""Commands about bags."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from muniment import Muniment

pytestmark = pytest.mark.of_folders("what is printed is the same, whatever the catalog is in")


def test_a_bag_is_loaded_by_a_command(ml, tmp_path):
    """`muniment bag load` prints how many rows of each table are new, as JSON on request."""
    (tmp_path / "notes.txt").write_text("first")
    ml.add_files(tmp_path / "notes.txt")
    ml.add_dataset_element_type("File")
    dataset = ml.create_dataset(description="Notes")
    dataset.add_dataset_members([file.rid for file in ml.list_assets("File")])
    bag = dataset.download_dataset_bag()
    Muniment(tmp_path / "theirs", create=True).close()

    def load(*arguments: str) -> "subprocess.CompletedProcess[str]":
        program = "from muniment.cli import main; main()"
        line = ["bag", "load", str(bag.path), "--catalog", str(tmp_path / "theirs"), *arguments]
        root = Path(__file__).parent.parent.parent
        return subprocess.run(
            [sys.executable, "-c", program, *line], cwd=root, capture_output=True, text=True, check=True
        )

    first = load()
    assert ["File", "1"] in [line.split() for line in first.stdout.splitlines()]
    assert "1 file of 5 bytes stored" in first.stderr
    assert json.loads(load("--json").stdout)["present"]["File"] == 1
