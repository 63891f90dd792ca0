"""The bucket that the jobs with S3 share."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

BUCKET = "lab-objects"
THREADS = 8
PUT, GET = "to S3", "from S3"


def make_bucket() -> Any:
    """Make the bucket as soon as the server answers, and give a boto3 client of it."""
    client = boto3.client("s3", config=Config(max_pool_connections=THREADS, s3={"addressing_style": "path"}))
    for _ in range(300):
        try:
            client.create_bucket(Bucket=BUCKET)
        except (BotoCoreError, ClientError):
            time.sleep(0.1)
        else:
            return client
    raise SystemExit("The S3 server does not answer.")


def require_same(paths: Sequence[Path], back: Path, count: int) -> None:
    """Compare what came back with what went."""
    assert len(paths) == count
    assert all(Path(back, path.name).read_bytes() == path.read_bytes() for path in paths)
