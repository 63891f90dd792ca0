"""The machine that the figures are of."""

import hashlib
import os
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

RAM_DISK = Path("/dev/shm")


def scratch_parent() -> Path:
    """Give the folder to work in: a RAM disk if one can be written, else the temporary folder."""
    return RAM_DISK if os.access(RAM_DISK, os.W_OK) else Path(tempfile.gettempdir())


def describe(folder: Path) -> dict[str, str]:
    """Say what ran, where, and what else was going on."""
    return {
        "processor": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "files on": _file_system(folder),
        "hashing": f"MD5 {hash_speed('md5'):,.0f} MB/s, SHA-256 {hash_speed('sha256'):,.0f} MB/s on one core",
        "load": f"{os.getloadavg()[0]:.1f} when it began",
        "date": time.strftime("%Y-%m-%d"),
    }


def hash_speed(algorithm: str, megabytes: int = 128) -> float:
    """Give how many MB a second one core hashes."""
    block = bytes(1_000_000)
    digest = hashlib.new(algorithm)
    started = time.perf_counter()
    for _ in range(megabytes):
        digest.update(block)
    return megabytes / (time.perf_counter() - started)


def _processor() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(": ")[2]
    return platform.processor() or platform.machine()


def _file_system(folder: Path) -> str:
    """Name the file system of a folder, by the longest mount point that holds it."""
    if sys.platform != "linux":
        return "the temporary folder"
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    holding = [(mount, kind) for _, mount, kind, *_ in mounts if folder.is_relative_to(mount)]
    kind = max(holding, key=lambda found: len(found[0]))[1]
    return f"a RAM disk ({kind})" if kind in {"tmpfs", "ramfs"} else f"a disk ({kind})"
