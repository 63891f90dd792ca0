"""A small clinic: subjects, images of them, observations, and datasets of all these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from muniment.bags.cache import download_bag
from muniment.bags.dataset_bag import DatasetBag
from muniment.bags.export import ExportedBag, export_bag
from muniment.catalog import creation, datasets, rows, tables, versions, vocabularies
from muniment.catalog.assets import NewAsset, insert_assets
from muniment.catalog.catalog import Catalog
from muniment.catalog.files import unknown_provenance
from muniment.catalog.schema.definitions import ColumnDefinition, ForeignKeyDefinition, TableDefinition
from tests.stacks import Address, Stack


@dataclass
class Clinic:
    """A catalog, and short ways to fill it."""

    catalog: Catalog
    folder: Path

    def insert(self, table: str, **values: Any) -> str:
        """Insert a row and give its RID."""
        with self.catalog.write() as tx:
            return rows.insert(tx, self.catalog.model, table, [values])[0]

    def image(self, filename: str | None = "scan.png", content: bytes | None = None, **values: Any) -> str:
        """Store bytes as an image and give its RID."""
        return self.images([(filename, content)], **values)[0]

    def images(self, files: Sequence[tuple[str | None, bytes | None]], **values: Any) -> list[str]:
        """Store many images that have the same values."""
        owner = values.pop("execution", None) or unknown_provenance(self.catalog)
        rids = self.catalog.database.lease_rids(len(files))
        new = [
            NewAsset(rid, name, found.length, found.md5, found.sha256, None, ["Image"], values)
            for rid, (name, content) in zip(rids, files, strict=True)
            for found in [self.catalog.store.put_bytes(content or rid.encode())]
        ]
        with self.catalog.write(owner) as tx:
            model = self.catalog.model
            insert_assets(tx, model, model.definition("Image"), new, owner)
        return rids

    def dataset(
        self,
        members: Sequence[str] | Mapping[str, Sequence[str]] = (),
        types: Sequence[str] = (),
        description: str = "",
        release: bool = True,
    ) -> str:
        """Make a dataset with members, release it, and give its RID."""
        rid = datasets.create(self.catalog, types, description)
        if members:
            datasets.add_members(self.catalog, rid, members)
            if release:
                self.release(rid)
        return rid

    def release(self, dataset: str) -> str:
        """Release what has changed."""
        with self.catalog.write() as tx:
            return str(versions.release(tx, self.catalog.model, dataset, "minor", ""))

    def execution(self) -> str:
        """Make an execution of a workflow and give its RID."""
        workflow = self.insert("Workflow", Name="Ingest", URL=f"https://example.org/{id(self)}")
        return self.insert("Execution", Workflow=workflow, Status="Running")

    def export(self, dataset: str, name: str = "out", **options: Any) -> ExportedBag:
        """Write a bag into a folder of its own."""
        return export_bag(self.catalog, dataset, self.folder / name, **options)

    def bag(self, dataset: str, name: str = "out", **options: Any) -> DatasetBag:
        """Write a bag and open it."""
        return DatasetBag.open(self.export(dataset, name, **options).path)

    def download(self, dataset: str, version: str | None = None, **options: Any) -> DatasetBag:
        """Download a bag into the cache."""
        return download_bag(self.catalog, dataset, version, self.folder / "cache", **options)


def make_clinic(address: Address, store: str | None) -> None:
    catalog = creation.create(address, store=store, actor="ada")
    _define(catalog)
    catalog.database.close()


def _define(catalog: Catalog) -> None:
    to_subject = ForeignKeyDefinition(colnames="Subject", pk_tname="Subject")
    subject = TableDefinition(
        name="Subject",
        column_defs=(
            ColumnDefinition(name="Name"),
            ColumnDefinition(name="Age", type="int4"),
            ColumnDefinition(name="Mother"),
        ),
        fkey_defs=(ForeignKeyDefinition(colnames="Mother", pk_tname="Subject"),),
    )
    observation = TableDefinition(
        name="Observation",
        column_defs=(ColumnDefinition(name="Subject"), ColumnDefinition(name="Note")),
        fkey_defs=(to_subject,),
    )
    device = TableDefinition(name="Device", column_defs=(ColumnDefinition(name="Maker"),))
    for definition in (subject, observation, device):
        tables.create_table(catalog, definition)
    tables.create_vocabulary(catalog, "Image_Class", "What an image shows")
    tables.create_vocabulary(catalog, "Unused_Class")
    vocabularies.add_term(catalog, "Image_Class", "Cat", "A cat", ["Kitty"])
    vocabularies.add_term(catalog, "Image_Class", "Dog", "A dog")
    tables.create_asset_table(catalog, "Image", referenced_tables=["Subject", "Image_Class"])
    for element in ("Image", "Subject", "Device"):
        datasets.add_element_type(catalog, element)


@pytest.fixture
def lab(stack: Stack) -> Address:
    """The address of the clinic's catalog."""
    return stack.copy("clinic", make_clinic)


@pytest.fixture
def clinic(lab: Address, tmp_path: Path) -> Iterator[Clinic]:
    """A catalog of subjects, images and observations, without rows."""
    catalog = creation.open_catalog(lab, actor="ada")
    clinic = Clinic(catalog, tmp_path)
    yield clinic
    clinic.catalog.database.close()
