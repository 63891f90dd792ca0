"""The bucket that the jobs with S3 share; whoever starts the server makes it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

BUCKET = "lab-objects"
THREADS = 8
PUT, GET = "to S3", "from S3"


def open_client() -> Any:
    """Give a boto3 client of the server."""
    return boto3.client("s3", config=Config(max_pool_connections=THREADS, s3={"addressing_style": "path"}))


def require_same(paths: Sequence[Path], back: Path, count: int) -> None:
    """Compare what came back with what went."""
    assert len(paths) == count
    assert all(Path(back, path.name).read_bytes() == path.read_bytes() for path in paths)
