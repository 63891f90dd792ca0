"""The two stacks that a catalog can stand on: SQLite and a folder, PostgreSQL and S3.

A test gets a copy of a catalog that was made once, because making one takes longer than most tests run.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from tests import servers

Address = Path | str
Make = Callable[[Address, str | None], None]
"""Makes the catalog to be copied, given its address and its store."""


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

    def copy(self, name: str, make: Make) -> str:
        template = servers.shared(f"template-{name}", lambda _: self._make_template(name, make))["database"]
        address = self.create_database(template)
        store = f"s3://{servers.BUCKET}/{_prefix(address)}"
        servers.query(address, 'UPDATE domain_ml."Muniment_Catalog" SET "Store" = %s', store)
        return address

    def _make_template(self, name: str, make: Make) -> dict[str, Any]:
        servers.query(f"{self._url}/postgres", f'CREATE DATABASE "template_{name}"')
        make(f"{self._url}/template_{name}", f"s3://{servers.BUCKET}/{name}")
        return {"database": f"template_{name}"}

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
