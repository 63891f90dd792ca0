"""What a run of the benchmarks is asked to do."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What to measure, and where.

    Attributes:
        rounds: How often each contender runs.
        files: Number of small files.
        size: Bytes of each of them.
        gib: Size of the big file.
        rows: Number of rows that are listed.
        objects: Number of small objects sent to S3.
        many: Number of files of the larger upload whose memory is measured.
        scratch: Folder to work in.
        peers: The interpreters of the peers that were made.
    """

    rounds: int
    files: int
    size: int
    gib: float
    rows: int
    objects: int
    many: int
    scratch: Path
    peers: Mapping[str, Path]

    @property
    def python(self) -> str:
        """The interpreter that has Muniment."""
        return sys.executable
