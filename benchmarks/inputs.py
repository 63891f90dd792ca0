"""The files that are brought in."""

import os
from pathlib import Path


def make_small_files(folder: Path, count: int, size: int) -> Path:
    """Write files of one size, no two with the same content."""
    folder.mkdir(exist_ok=True)
    content = os.urandom(size - 8)
    for number in range(count):
        Path(folder, f"{number:06}.bin").write_bytes(number.to_bytes(8) + content)
    return folder


def make_big_file(path: Path, gib: float) -> Path:
    """Write one file of random bytes."""
    with path.open("wb") as file:
        for _ in range(round(gib * 1024)):
            file.write(os.urandom(1 << 20))
    return path
