"""Programs that others wrote and that judge what Muniment writes, each in an environment of its own.

What they need does not fit together with what Muniment needs, nor with each other. An environment is made when
a test first wants it, at the versions of the file of requirements beside this module, and kept for the next
time in the user's cache folder, or in ``MUNIMENT_TEST_JUDGES``. Any test may be the first, in any process.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs

FOLDER = "MUNIMENT_TEST_JUDGES"
HERE = Path(__file__).parent


def judge(name: str) -> Path:
    """Give the Python of a judge's environment; its programs stand beside it.

    Args:
        name: That of the file of requirements.
    """
    wanted = HERE / f"{name}.txt"
    state = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()[:16]
    environments = Path(os.environ.get(FOLDER) or platformdirs.user_cache_path("muniment-test-judges"))
    environments.mkdir(parents=True, exist_ok=True)
    home = environments / f"{name}-{state}"
    with (environments / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (home / "complete").exists():
            _make(home, wanted)
    return home / "bin" / "python"


def _make(home: Path, wanted: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)  # of one who was killed on the way
    for old in home.parent.glob(f"{home.name.rpartition('-')[0]}-*"):
        shutil.rmtree(old, ignore_errors=True)
    python = home / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([sys.executable, "-m", "venv", home])
    _run([*pip, "--requirement", wanted])
    (home / "complete").touch()


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
