"""Kill clients and servers at random moments of uploads, copies and upgrades, and look what is lost.

After each kill the work is taken up again as a user would do it; then `doctor --deep` has to find nothing,
and all that the killed process had been told is there must be there. PostgreSQL and S3 are those of the tests
(extra `test`), each killed as in a crash and started again.

    .venv/bin/python benchmarks/kills.py --times 100
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import muniment
from muniment import Muniment
from tests import servers

FROZEN = Path(__file__).parent.parent / "tests" / "catalog" / "frozen" / "0001"

UPLOAD = """
import os, sys
from muniment import Muniment
ml = Muniment(sys.argv[1], working_dir=sys.argv[2])
workflow = ml.create_workflow("Kills", "Ingest")
print("ready", flush=True)
while True:
    with ml.create_execution(workflow=workflow) as exe:
        for number in range(20):
            exe.asset_file_path("Image", f"{number}.bin").write_bytes(os.urandom(5000))
        exe.asset_file_path("Image", "large.bin").write_bytes(os.urandom(9 << 20))
    exe.upload_execution_outputs()
    print(exe.execution_rid, flush=True)
"""
FILES = 21

COPY = """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1], working_dir=sys.argv[2])
print("ready", flush=True)
ml.copy(sys.argv[3], sys.argv[4])
print("done", flush=True)
"""

UPGRADE = """
import sys
import alembic.command
from muniment import Muniment
print("ready", flush=True)
Muniment.upgrade(sys.argv[1], backup="://" not in sys.argv[1])
print("done", flush=True)
"""


@dataclass
class Lab:
    """Where all of it happens.

    Attributes:
        scratch: A folder for this run.
        postgresql: The database server.
        s3: The server of objects.
        count: The number of kills by now.
        ends: How those ended whom nobody killed, by kind.
    """

    scratch: Path
    postgresql: servers.PostgreSQL
    s3: servers.S3
    count: int = 0
    ends: Counter[str] = field(default_factory=Counter)

    def place(self) -> Path:
        """Name a folder that is not there yet."""
        return self.scratch / f"place-{self.count}"

    def database(self) -> str:
        """Make a database, and give its address."""
        name = f"kills_{self.count}_{random.randrange(1 << 30)}"
        servers.query(f"{self.postgresql.url}/postgres", f'CREATE DATABASE "{name}"')
        return f"{self.postgresql.url}/{name}"

    def bucket(self) -> str:
        """Name a prefix of the bucket that is not used yet."""
        return f"s3://{servers.BUCKET}/{self.count}-{random.randrange(1 << 30)}"


def start(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start a client, and wait until it is about to begin."""
    root = str(Path(__file__).parent.parent)
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        sys.exit(process.communicate()[1])
    return process


def kill_later(process: "subprocess.Popen[str]", longest: float) -> list[str]:
    """Kill a client at a random moment, and give the lines that it had printed."""
    time.sleep(random.uniform(0, longest))
    process.kill()
    return process.communicate()[0].split()


def upload(lab: Lab, address: str, work: Path, kill: str) -> None:
    """Upload until something is killed, finish what was begun, and look."""
    process = start(UPLOAD, address, work)
    if kill == "client":
        told = kill_later(process, 2.5)
    else:
        time.sleep(random.uniform(0, 2))
        server = lab.postgresql if kill == "database" else lab.s3
        server.close()
        time.sleep(random.uniform(0, 0.5))
        server.start()
        time.sleep(2)
        lab.ends[f"upload, {kill} killed: client {'went on' if process.poll() is None else 'gave up'}"] += 1
        process.kill()
        told = process.communicate()[0].split()
    with closing(Muniment(address, working_dir=work)) as ml:
        for rid in ml.find_incomplete_executions():
            finish(ml.resume_execution(rid))
        for rid in told:
            made = ml.lookup_execution(rid).outputs["Image"]
            assert len(made) == FILES, f"{rid} has {len(made)} files"
        check(ml)


def finish(exe: muniment.Execution) -> None:
    """Upload what was staged; of a file that was never written, the name is given up first."""
    try:
        exe.upload_execution_outputs()
    except muniment.StagingError as error:
        for line in str(error).splitlines()[1:]:
            exe.unstage("Image", line.partition(" was never")[0].removeprefix("Image/"))
        exe.upload_execution_outputs()


def check(ml: Muniment) -> None:
    """Let the doctor look at everything."""
    checkup = ml.doctor(deep=True)
    assert checkup.ok, list(checkup)


def copy(lab: Lab, source: str, work: Path, target: str, store: str) -> None:
    """Copy until the client is killed, copy again, and look."""
    kill_later(start(COPY, source, work, target, store), 3)
    if not exists(target):
        with closing(Muniment(source, working_dir=work)) as ml:
            ml.copy(target, store)
    with closing(Muniment(target, working_dir=lab.place())) as ml, closing(Muniment(source)) as theirs:
        check(ml)
        for table in theirs.list_tables():
            assert len(ml.list_rows(table.name)) == len(theirs.list_rows(table.name)), table.name


def exists(address: str) -> bool:
    """Say whether a catalog is there and whole."""
    try:
        Muniment(address).close()
    except muniment.MunimentError:
        return False
    return True


def upgrade(lab: Lab, address: str, kill: str) -> None:
    """Upgrade until something is killed, upgrade again, and look."""
    process = start(UPGRADE, address)
    if kill == "client":
        kill_later(process, 0.4)
    else:
        time.sleep(random.uniform(0, 0.3))
        lab.postgresql.close()
        lab.postgresql.start()
        process.communicate()
        lab.ends[f"upgrade, database killed: client ended with {process.returncode}"] += 1
    Muniment.upgrade(address, backup=False)
    with closing(Muniment(address, working_dir=lab.place())) as ml:
        assert len(ml.list_assets("Image")) == 3
        check(ml)


def thaw(lab: Lab) -> str:
    """Make an old catalog in a folder."""
    folder = lab.place()
    shutil.copytree(FROZEN / "objects", folder / "objects")
    with closing(sqlite3.connect(folder / "catalog.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript((FROZEN / "catalog.sql").read_text())
    return str(folder)


def thaw_database(lab: Lab) -> str:
    """Make an old catalog in PostgreSQL."""
    address = lab.database()
    servers.query(address, (FROZEN / "postgresql" / "catalog.sql").read_text())
    store = (FROZEN / "postgresql" / "objects").as_uri()
    servers.query(address, 'UPDATE domain_ml."Muniment_Catalog" SET "Store" = %s', store)
    return address


def make(address: str, store: str | None, work: Path) -> str:
    """Make a catalog that takes images."""
    with closing(Muniment(address, create=True, store=store, working_dir=work)) as ml:
        ml.create_asset("Image")
    return address


def kinds(lab: Lab) -> dict[str, Callable[[], None]]:
    """Make two new catalogs, and give what is done with them."""
    place = lab.place()
    work = {name: place / f"work-{name}" for name in ("folder", "server")}
    folder = make(str(place / "lab"), None, work["folder"])
    server = make(lab.database(), lab.bucket(), work["server"])
    return {
        "upload to SQLite and a folder, client killed": lambda: upload(lab, folder, work["folder"], "client"),
        "upload to PostgreSQL and S3, client killed": lambda: upload(lab, server, work["server"], "client"),
        "upload to PostgreSQL and S3, database killed": lambda: upload(
            lab, server, work["server"], "database"
        ),
        "upload to PostgreSQL and S3, S3 killed": lambda: upload(lab, server, work["server"], "store"),
        "copy from SQLite to PostgreSQL, client killed": lambda: copy(
            lab, folder, work["folder"], lab.database(), lab.bucket()
        ),
        "copy from PostgreSQL to SQLite, client killed": lambda: copy(
            lab, server, work["server"], str(lab.place()), str(lab.place() / "objects")
        ),
        "upgrade of SQLite, client killed": lambda: upgrade(lab, thaw(lab), "client"),
        "upgrade of PostgreSQL, client killed": lambda: upgrade(lab, thaw_database(lab), "client"),
        "upgrade of PostgreSQL, database killed": lambda: upgrade(lab, thaw_database(lab), "database"),
    }


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=100, help="how many kills in all")
    parser.add_argument("--seed", type=int, default=None, help="of the random moments")
    asked = parser.parse_args()
    random.seed(asked.seed)
    os.environ.setdefault("MUNIMENT_WORKFLOW_FILE", muniment.__file__)
    scratch = Path(tempfile.mkdtemp(prefix="kills-"))
    scratch.chmod(0o755)  # the database server is no user of this folder's owner
    homes = {name: scratch / name for name in ("postgresql", "s3")}
    for home in homes.values():
        home.mkdir()
    with closing(servers.PostgreSQL(homes["postgresql"])) as database, closing(servers.S3(homes["s3"])) as s3:
        database.start()
        s3.start()
        os.environ.update(servers.s3_environment(s3.endpoint), PGPASSWORD=servers.PASSWORD)
        run(Lab(scratch, database, s3), asked.times)
    shutil.rmtree(scratch)


def run(lab: Lab, times: int) -> None:
    """Kill as often as asked, and print what came of it."""
    done: Counter[str] = Counter()
    while lab.count < times:
        for name, act in kinds(lab).items():
            if lab.count == times:
                break
            lab.count += 1
            act()
            done[name] += 1
            print(f"{lab.count:4} {name}: nothing lost", flush=True)
        for place in lab.scratch.glob("place-*"):
            shutil.rmtree(place)
    print(json.dumps({"kills": done, "ends": lab.ends}, indent=2))


if __name__ == "__main__":
    main()
