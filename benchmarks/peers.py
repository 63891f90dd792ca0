"""The peers, each in a virtual environment of its own, because no two of them fit into one."""

import subprocess
import venv
from collections.abc import Iterable
from pathlib import Path

ENVIRONMENTS = Path(__file__).parent / ".envs"

PEERS = {"dvc": "dvc==3.67.1", "lamindb": "lamindb==2.12.1", "mlflow": "mlflow==3.17.2"}
"""What is installed for each, at the version that the figures in README.md are of."""


def python_of(peer: str) -> Path | None:
    """Give the interpreter of a peer, or None if its environment was not made."""
    return ENVIRONMENTS / peer / "bin" / "python" if _mark(peer).exists() else None


def install(peers: Iterable[str]) -> None:
    """Make the environments that are not there yet; each takes minutes and up to a gigabyte."""
    for peer in peers:
        if python_of(peer) is None:
            print(f"Installing {PEERS[peer]} into benchmarks/.envs/{peer}", flush=True)
            folder = ENVIRONMENTS / peer
            venv.create(folder, with_pip=True)
            pip = [folder / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "-qq"]
            subprocess.run([*pip, PEERS[peer]], check=True)
            _mark(peer).write_text(PEERS[peer])


def _mark(peer: str) -> Path:
    return ENVIRONMENTS / peer / ("installed-" + PEERS[peer].replace("==", "-"))
