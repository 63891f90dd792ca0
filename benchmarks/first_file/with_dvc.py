"""Make a DVC repository and add a first file: two of its commands, in one process."""

from pathlib import Path

from dvc.cli import main

Path("model.bin").write_bytes(b"weights")
assert main(["init", "--quiet", "--no-scm"]) == 0
assert main(["add", "--quiet", "model.bin"]) == 0
