"""The two stacks that a catalog can stand on: SQLite and a folder, PostgreSQL and S3.

A test gets a copy of a catalog that was made once, because making one takes longer than most tests run.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from muniment import Muniment
from tests import servers

Address = Path | str
Make = Callable[[Address, str | None], None]
"""Makes the catalog to be copied, given its address and its store."""

Fill = Callable[[Muniment], object]
"""Makes what a catalog that is to be copied has beside the core tables."""


def make_empty(address: Address, store: str | None) -> None:
    Muniment(address, create=True, store=store, actor="ada").close()


def _fill(address: Address, fill: Fill) -> None:
    with Muniment(address, actor="ada") as ml:
        fill(ml)


def open_engine(address: Address) -> sa.Engine:
    """Open the database of a catalog as another tool does."""
    if "://" not in str(address):
        engine = sa.create_engine(f"sqlite:///{address}/catalog.db", poolclass=sa.NullPool)
        sa.event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA foreign_keys=ON").close())
        return engine
    url = sa.make_url(str(address)).set(drivername="postgresql+psycopg")
    path = {"options": "-csearch_path=domain,domain_ml"}
    return sa.create_engine(url, connect_args=path, poolclass=sa.NullPool)


class Stack(Protocol):
    """What a test needs of a stack."""

    environment: dict[str, str]

    def copy(self, name: str, make: Make) -> Address:
        """Give the address of a catalog of this test, like the one of a name, which is made if need be."""

    def filled(self, fill: Fill) -> Address:
        """Give the address of a catalog of this test, like the one that a function of its module has filled."""

    def engine(self, address: Address) -> sa.Engine:
        """Open the database as another tool does."""

    def objects(self, address: Address) -> "Objects":
        """Open the store as its owner can."""

    def remove(self) -> None:
        """Remove what was copied."""


class FolderStack:
    """SQLite and a folder."""

    def __init__(self, tmp_path: Path, templates: Path) -> None:
        self.environment: dict[str, str] = {}
        self._folder, self._templates = tmp_path, templates

    def template(self, name: str, make: Make) -> Path:
        folder = self._templates / name
        if not folder.exists():
            make(folder, None)
        return folder

    def copy(self, name: str, make: Make) -> Path:
        return Path(shutil.copytree(self.template(name, make), self._folder / "lab"))

    def filled(self, fill: Fill) -> Path:
        def make(address: Address, _: str | None) -> None:
            unfinished = shutil.copytree(self.template("empty", make_empty), f"{address}-unfinished")
            _fill(Path(unfinished), fill)
            Path(unfinished).rename(address)

        return self.copy(_name(fill), make)

    def engine(self, address: Address) -> sa.Engine:
        return open_engine(address)

    def objects(self, address: Address) -> "FolderObjects":
        return FolderObjects(Path(address) / "objects")

    def remove(self) -> None:
        shutil.rmtree(self._folder / "lab", ignore_errors=True)


class ServerStack:
    """PostgreSQL and S3, with a database and a prefix for each test."""

    def __init__(self, tmp_path: Path, _: Path) -> None:
        self._url = servers.shared("postgresql", servers.start_postgresql)["url"]
        endpoint = servers.shared("s3", servers.start_s3)["endpoint"]
        self._endpoint = endpoint
        self.environment = servers.s3_environment(endpoint) | {
            "PGPASSWORD": servers.PASSWORD,
            "XDG_DATA_HOME": str(tmp_path / "data"),
        }
        self._databases: list[str] = []

    def copy(self, name: str, make: Make, of: str = "template1") -> str:
        address = self.create_database(self._template(name, make, of))
        _move_objects(address, _prefix(address))
        return address

    def filled(self, fill: Fill) -> str:
        empty, name = self._template("empty", make_empty), _name(fill)

        def make(address: Address, _: str | None) -> None:
            _move_objects(str(address), name)
            _fill(address, fill)

        return self.copy(name, make, of=empty)

    def _template(self, name: str, make: Make, of: str = "template1") -> str:
        return servers.shared(f"template-{name}", lambda _: self._make_template(name, make, of))["database"]

    def _make_template(self, name: str, make: Make, of: str) -> dict[str, Any]:
        database = f"template_{name}"
        servers.query(f"{self._url}/postgres", f'CREATE DATABASE "{database}" TEMPLATE "{of}"')
        make(f"{self._url}/{database}", f"s3://{servers.BUCKET}/{name}")
        return {"database": database}

    def create_database(self, template: str = "template1") -> str:
        """Make a database for this test and give its address."""
        database = f"test_{uuid.uuid4().hex}"
        servers.administer(
            self._url, f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY file_copy'
        )
        self._databases.append(database)
        return f"{self._url}/{database}"

    def engine(self, address: Address) -> sa.Engine:
        return open_engine(address)

    def objects(self, address: Address) -> "BucketObjects":
        return BucketObjects(servers.make_s3_client(self._endpoint), _prefix(str(address)))

    def remove(self) -> None:
        for database in self._databases:
            servers.administer(self._url, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def _name(fill: Fill) -> str:
    """Name the catalog that a function has filled: as its module is called."""
    return fill.__module__.rpartition(".")[2]


def _move_objects(address: str, prefix: str) -> None:
    """Let a copy of a catalog have objects of its own."""
    store = f"s3://{servers.BUCKET}/{prefix}"
    servers.query(address, 'UPDATE domain_ml."Muniment_Catalog" SET "Store" = %s', store)


def _prefix(address: str) -> str:
    """Name the part of the bucket that belongs to a catalog: as its database is named."""
    return address.rpartition("/")[2]


Objects = MutableMapping[str, bytes]
"""What a store holds: SHA-256 → bytes. Other bytes can be put in their place, which no store does itself."""


class FolderObjects(Objects):
    """The objects in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _files(self) -> dict[str, Path]:
        return {path.name: path for path in self._folder.rglob("*") if len(path.name) == 64}

    def __getitem__(self, digest: str) -> bytes:
        return self._files()[digest].read_bytes()

    def __setitem__(self, digest: str, content: bytes) -> None:
        self._files()[digest].chmod(0o600)
        self._files()[digest].write_bytes(content)

    def __delitem__(self, digest: str) -> None:
        self._files()[digest].unlink()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files())

    def __len__(self) -> int:
        return len(self._files())


class BucketObjects(Objects):
    """The objects below a prefix of the bucket."""

    def __init__(self, client: Any, prefix: str) -> None:
        self._client, self._prefix = client, prefix

    def _keys(self) -> dict[str, str]:
        pages = self._client.get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=servers.BUCKET, Prefix=f"{self._prefix}/")
        keys = [each["Key"] for page in found for each in page.get("Contents", ())]
        return {key.rpartition("/")[2]: key for key in keys if len(key.rpartition("/")[2]) == 64}

    def __getitem__(self, digest: str) -> bytes:
        found = self._client.get_object(Bucket=servers.BUCKET, Key=self._keys()[digest])
        return found["Body"].read()

    def __setitem__(self, digest: str, content: bytes) -> None:
        self._client.put_object(Bucket=servers.BUCKET, Key=self._keys()[digest], Body=content)

    def __delitem__(self, digest: str) -> None:
        self._client.delete_object(Bucket=servers.BUCKET, Key=self._keys()[digest])

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys())

    def __len__(self) -> int:
        return len(self._keys())
