"""What tests of stores share: a real S3 server, and what a user would have set to reach it."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import servers
from tests.servers import BUCKET


@dataclass(frozen=True)
class S3Server:
    """A server that speaks S3, with one bucket."""

    endpoint: str
    client: Any


@pytest.fixture(scope="session")
def s3_server():
    """SeaweedFS, which runs until the tests end."""
    endpoint = servers.shared("s3", servers.start_s3)["endpoint"]
    client = servers.make_s3_client(endpoint)
    yield S3Server(endpoint, client)
    client.close()


@pytest.fixture
def mortal_server() -> Iterator[servers.S3]:
    """SeaweedFS for one test, which may kill it and start it again."""
    # Its socket is in there, whose path must have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="s3-", dir=os.environ[servers.FOLDER]))
    with closing(servers.S3(folder)) as server:
        server.start()
        yield server


@pytest.fixture
def s3_url(s3_server: S3Server) -> str:
    """The URL of a store that nobody has used yet."""
    return f"s3://{BUCKET}/{uuid.uuid4().hex[:12]}"


@pytest.fixture
def s3_environment(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a user would have set to reach the server."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    environment = servers.s3_environment(s3_server.endpoint)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment
