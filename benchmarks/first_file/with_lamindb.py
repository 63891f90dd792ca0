"""Make a LaminDB instance and save a first file in it."""

from pathlib import Path

import lamindb_setup

Path("model.bin").write_bytes(b"weights")
lamindb_setup.init(storage="./lab")
# A file on an instance that nobody registered asks LaminHub first, and fails without a network.
lamindb_setup.settings.instance._is_on_hub = False  # noqa: SLF001 (there is no public way)

import lamindb as ln  # noqa: E402 (it wants an instance)

ln.Artifact("model.bin", key="model.bin").save()
