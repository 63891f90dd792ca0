"""The jobs with DVC: its own calls, in one process, on a repository made beforehand."""

import shutil
from pathlib import Path

from dvc.repo import Repo
from stopwatch import Stopwatch, run_job


def small_files(watch: Stopwatch, folder: str, source: str) -> None:
    """Add a folder of files."""
    repo = _make_repo(folder)
    data = shutil.copytree(source, Path(folder, "repo", "data"))
    with watch.part("add"):
        repo.add(str(data))
    assert data.with_suffix(".dvc").exists()


def big_file(watch: Stopwatch, folder: str, source: str) -> None:
    """Add one file."""
    repo = _make_repo(folder)
    data = shutil.copyfile(source, Path(folder, "repo", "big.bin"))
    with watch.part("add"):
        repo.add(str(data))
    assert data.with_suffix(".bin.dvc").exists()


def _make_repo(folder: str) -> Repo:
    """Make a repository without git, whose cache holds copies as a store does."""
    root = Path(folder, "repo")
    root.mkdir()
    repo = Repo.init(str(root), no_scm=True)
    with repo.config.edit() as config:
        config["cache"]["type"] = ["copy"]
    return Repo(str(root))


if __name__ == "__main__":
    run_job(small_files, big_file)
