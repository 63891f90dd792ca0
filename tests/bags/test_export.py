import hashlib
import json
import logging
import os
import shutil
import signal
import time
from pathlib import Path

import bagit
import pytest
import sqlalchemy as sa
from bdbag import bdbag_api

from muniment.bags.dataset_bag import DatasetBag
from muniment.catalog import assets, creation, datasets, frames, rows, tables
from muniment.catalog.schema.definitions import ColumnDefinition, TableDefinition
from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import (
    BagError,
    ChecksumMismatch,
    DatasetNotFound,
    InvalidValue,
    ObjectNotFound,
    StorageError,
    StorageNotWritable,
    VersionNotFound,
)
from muniment.storage.memory import MemoryStorage

ODD_NAMES = [
    "../../climb.png",
    "/etc/passwd",
    "back\\slash.png",
    "..",
    "",
    None,
    "100%.png",
    "%0A.png",
    "two\nlines.png",
    "a\r\nb.png",
    "tab\there.png",
    "trailing blank ",
    " leading blank",
    "*star.png",
    "~home.png",
    "#hash.png",
    "quote\"'.png",
    "cafe\u0301.png",
    "caf\u00e9.png",
    "line\u2028separator.png",
    "next\x85line.png",
    "\u65e5\u672c\u8a9e.png",
    "\U0001f4a9.png",
    "x" * 300 + ".png",
    "-rf",
    "con",
]


def files_of(bag: Path) -> dict[str, bytes]:
    return {str(p.relative_to(bag)): p.read_bytes() for p in sorted(bag.rglob("*")) if p.is_file()}


def judge(bag: Path) -> None:
    """Ask both judges whether a bag is valid."""
    assert bagit.Bag(str(bag)).validate()
    bdbag_api.validate_bag(str(bag), fast=False)
    bdbag_api.validate_bag(str(bag), fast=True)
    bdbag_api.validate_bag_structure(str(bag))


def test_others_find_a_bag_valid(clinic):
    """Both judges find a bag complete and unchanged, by both kinds of checksums."""
    image = clinic.image(Subject=clinic.insert("Subject", Name="Ann"))
    bag = clinic.export(clinic.dataset([image], types=["Training"], description='Scans,\n"odd" ones'))
    judge(bag.path)
    assert set(bagit.Bag(str(bag.path)).algorithms) == {"md5", "sha256"}
    assert bag.files == sum(1 for path in (bag.path / "data").rglob("*") if path.is_file())


def test_a_bag_is_laid_out_as_derivaml_lays_it_out(clinic):
    """Tables, their description and the files stand where DerivaML's readers look for them."""
    image = clinic.image("scan.png", b"bytes")
    bag = clinic.export(clinic.dataset([image])).path
    assert (bag / f"data/asset/{image}/Image/scan.png").read_bytes() == b"bytes"
    header, row, _ = (bag / "data/domain/Image.csv").read_bytes().decode().split("\r\n")
    assert header.startswith("RID,RCT,RMT,RCB,RMB,URL,Filename,Description,Length,MD5,SHA256,")
    [url, _length, path] = (bag / "fetch.txt").read_text().rstrip("\n").split("\t")
    assert path == f"data/asset/{image}/Image/scan.png"
    assert url.endswith(row.split(",")[5])
    document = json.loads((bag / "data/schema.json").read_text())
    assert list(document["schemas"]) == ["deriva-ml", "domain", "WWW"]
    assert "RVS" not in header


def test_the_description_of_tables_meets_the_rules_of_all_readers(clinic):
    """Every table has a key on RID alone; every foreign key leads to a column that is described."""
    document = json.loads(
        (clinic.export(clinic.dataset([clinic.image()])).path / "data/schema.json").read_text()
    )
    described = {
        (schema, table["table_name"]): table
        for schema, content in document["schemas"].items()
        for table in content["tables"].values()
    }
    for table in described.values():
        assert table["kind"] == "table"
        assert ["RID"] in [key["unique_columns"] for key in table["keys"]]
        names = [constraint["names"][0][1] for constraint in table["keys"] + table["foreign_keys"]]
        assert len(names) == len(set(names))
        for fkey in table["foreign_keys"]:
            for column in fkey["referenced_columns"]:
                target = described[column["schema_name"], column["table_name"]]
                assert column["column_name"] in [c["name"] for c in target["column_definitions"]]
    url = next(c for c in described["domain", "Image"]["column_definitions"] if c["name"] == "URL")
    assert (list(url["annotations"]), url["nullok"]) == (["tag:isrd.isi.edu,2017:asset"], False)


@pytest.mark.of_folders("moves the folder of a catalog")
def test_the_same_version_is_the_same_bag(clinic):
    """Written twice, and again after the catalog has moved, a version is the same to the byte."""
    images = clinic.images([("a.png", b"a"), ("b.png", b"b")], Subject=clinic.insert("Subject"))
    dataset = clinic.dataset(images, types=["Training"])
    first = files_of(clinic.export(dataset, "first").path)
    clinic.insert("Dataset_Execution", Dataset=dataset, Execution=clinic.execution())
    clinic.insert("Device", Maker="Acme")
    assert files_of(clinic.export(dataset, "second").path) == first
    clinic.catalog.database.close()
    moved = creation.open_catalog(Path(shutil.move(clinic.catalog.root, clinic.folder / "moved")))
    clinic.catalog = moved
    assert files_of(clinic.export(dataset, "third").path) == first
    assert "Bagging-Date" in first["bag-info.txt"].decode()


def test_a_bag_says_what_has_changed_since_its_release(clinic):
    """Rows that were changed after the release are counted in the result and in bag-info.txt."""
    ann = clinic.insert("Subject", Name="Ann")
    dataset = clinic.dataset([clinic.image(Subject=ann)])
    assert clinic.export(dataset, "before").changed == {}
    with clinic.catalog.write() as tx:
        rows.update(tx, clinic.catalog.model, "Subject", [{"RID": ann, "Name": "Anna"}])
    bag = clinic.export(dataset, "after")
    assert bag.changed == {"Subject": 1}
    assert DatasetBag.open(bag.path).info["Changed-Since-Release"] == "1 of Subject"


def test_odd_file_names_make_valid_bags(clinic):
    """Names that cannot be file names, or climb out, are made safe; the row keeps the name it had."""
    images = clinic.images([(name, None) for name in ODD_NAMES])
    bag = clinic.bag(clinic.dataset(images))
    judge(bag.path)
    for image in images:
        path = bag.asset_path(image)
        assert path.parent == bag.path / "data/asset" / image / "Image"
        assert path.read_bytes() == image.encode()
    assert [row["Filename"] for row in bag.list_assets("Image")] == ODD_NAMES
    assert not list(clinic.folder.glob("climb*"))


def test_files_of_a_bag_are_its_own(clinic, objects):
    """Who writes to a file of a bag does not change the object in the store, even with the right to."""
    image = clinic.image("scan.png", b"bytes")
    file = clinic.export(clinic.dataset([image])).path / f"data/asset/{image}/Image/scan.png"
    file.write_bytes(b"other")
    [asset] = assets.list_assets(clinic.catalog, "Image")
    assert objects[asset["SHA256"]] == b"bytes"


@pytest.mark.of_folders("links to files")
def test_a_bag_can_have_links_for_files(clinic):
    """With links, the bag is the same to the byte and takes no room: its files are the store's objects."""
    dataset = clinic.dataset(clinic.images([("a.png", None), ("b.png", b"same"), ("c.png", b"same")]))
    copied, linked = (clinic.export(dataset, name, link=name == "links").path for name in ("copies", "links"))
    assert files_of(copied) == files_of(linked)
    judge(linked)
    listed = assets.list_assets(clinic.catalog, "Image")
    files = [path for path in linked.glob("data/asset/*/Image/*") if path.is_file()]
    kept = {clinic.catalog.store.local_path(each["SHA256"]).stat().st_ino for each in listed}
    assert {path.stat().st_ino for path in files} == kept
    assert all(path.stat().st_mode & 0o222 == 0 for path in files)
    assert kept.isdisjoint(path.stat().st_ino for path in copied.glob("data/asset/*/Image/*"))


def test_links_are_refused_where_there_can_be_none(clinic):
    """An archive, a bag without files and a store elsewhere have no links, which is said before all else."""
    dataset = clinic.dataset([clinic.image()])
    (clinic.folder / "out").mkdir()
    for options in ({"form": "zip"}, {"materialize": False}):
        with pytest.raises(InvalidValue, match="Only a folder with its assets"):
            clinic.export(dataset, link=True, **options)
    clinic.catalog.store = MemoryStorage()
    with pytest.raises(StorageError, match="only a store in a folder"):
        clinic.export(dataset, link=True)
    assert not any((clinic.folder / "out").iterdir())


@pytest.mark.of_folders("links to files")
def test_an_object_that_is_lost_cannot_be_linked(clinic):
    """A bag with links says which object the store has lost, and leaves nothing behind."""
    dataset = clinic.dataset([clinic.image(content=b"lost")])
    clinic.catalog.store.delete(hashlib.sha256(b"lost").hexdigest())
    with pytest.raises(ObjectNotFound, match=r"Image/scan\.png"):
        clinic.export(dataset, link=True)
    assert not any((clinic.folder / "out").iterdir())


def test_values_in_a_bag_are_those_of_the_catalog(clinic):
    """Rows and DataFrames read from a bag are equal to those read from the catalog, whatever the values."""
    names = [name for name in BuiltinTypes if not name.startswith(("ermrest", "serial"))]
    columns = tuple(ColumnDefinition(name=f"c_{name.replace('[]', 's')}", type=name) for name in names)
    tables.create_table(clinic.catalog, TableDefinition(name="Odd Values", column_defs=columns))
    datasets.add_element_type(clinic.catalog, "Odd Values")
    values = {
        "c_text": 'quote " comma , line\r\nend \u2028 é 💩',
        "c_texts": ["", 'a "b"', "{c,d}", "NULL", "\\"],
        "c_markdown": "",
        "c_longtext": " ",
        "c_gene_sequence": "NULL",
        "c_color_rgb_hex": "\\N",
        "c_int2": -1,
        "c_int4": 0,
        "c_int8": 2**63 - 1,
        "c_float4": 0.5,
        "c_float8": 1e-300,
        "c_boolean": False,
        "c_date": "1066-10-14",
        "c_timestamp": "2026-01-02T03:04:05.000006",
        "c_timestamptz": "2026-01-02T03:04:05+02:00",
        "c_json": {"é": [None, 1.5, "x"]},
        "c_jsonb": 'a "text"',
    }
    rids = [
        clinic.insert("Odd Values", **values),
        clinic.insert("Odd Values", c_boolean=True, c_json=[], c_float8=float("-inf"), c_texts=[]),
        clinic.insert("Odd Values"),
        clinic.insert("Odd Values", c_text="", c_json={}, c_jsonb=0),
    ]
    bag = clinic.bag(clinic.dataset(rids))
    with clinic.catalog.read() as connection:
        live = frames.fetch_table(connection, clinic.catalog.model, "Odd Values")
    assert list(bag.get_table_as_dict("Odd Values")) == list(live)
    frame = bag.get_table_as_dataframe("Odd Values")
    assert frame.equals(live.to_dataframe())
    assert list(frame.dtypes) == list(live.to_dataframe().dtypes)
    judge(bag.path)


def test_every_reference_in_a_bag_finds_its_row(clinic):
    """Foreign keys of the loaded tables hold, as SQLite checks them."""
    ann = clinic.insert("Subject", Mother=clinic.insert("Subject"))
    bag = clinic.bag(clinic.dataset([clinic.image(Subject=ann, Image_Class="Cat")], types=["Training"]))
    with bag._catalog.read() as connection:
        assert connection.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def test_an_empty_dataset_makes_a_bag(clinic):
    """A dataset without members can be exported too."""
    bag = clinic.bag(clinic.dataset())
    judge(bag.path)
    assert not (bag.path / "fetch.txt").exists()
    assert bag.is_materialized


def test_rows_without_bytes_are_exported_without_a_file(clinic):
    """An asset whose bytes the catalog never had is a row in the bag, and no file."""
    digest = "0" * 32
    file = clinic.insert(
        "File", URL="tag:example.org,2026:far-away", Filename="far.txt", Length=7, MD5=digest
    )
    bag = clinic.bag(clinic.dataset([file]))
    judge(bag.path)
    with pytest.raises(BagError, match=f"The file of File {file} is not in the bag"):
        bag.asset_path(file)


def test_nothing_comes_after_the_end_when_bytes_are_lost(clinic):
    """Copies that other threads are at are over before the half bag is removed, so that none comes after it."""
    images = clinic.images([("scan.png", bytes([number]) * 1_000_000) for number in range(100)])
    clinic.catalog.store.delete(assets.list_assets(clinic.catalog, "Image")[20]["SHA256"])
    with pytest.raises(ObjectNotFound):
        clinic.export(clinic.dataset(images))
    time.sleep(0.3)
    assert list((clinic.folder / "out").iterdir()) == []


def test_nothing_is_left_behind_when_bytes_are_lost(clinic):
    """A lost object ends the export with its path in the bag, and leaves no half bag."""
    image = clinic.image("scan.png", b"bytes")
    dataset = clinic.dataset([image])
    clinic.catalog.store.delete(assets.list_assets(clinic.catalog, "Image")[0]["SHA256"])
    with pytest.raises(
        ObjectNotFound, match=f"data/asset/{image}/Image/scan.png cannot be brought into the bag"
    ):
        clinic.export(dataset)
    assert list((clinic.folder / "out").iterdir()) == []


@pytest.mark.parametrize("damage", [b"byt", b"other"])
def test_nothing_is_left_behind_when_bytes_are_wrong(clinic, objects, damage):
    """An object that was cut or changed ends the export, and no bag is left."""
    image = clinic.image("scan.png", b"bytes")
    dataset = clinic.dataset([image])
    objects[assets.list_assets(clinic.catalog, "Image")[0]["SHA256"]] = damage
    with pytest.raises(
        ChecksumMismatch, match="scan.png cannot be brought into the bag: .* gave other bytes"
    ):
        clinic.export(dataset)
    assert list((clinic.folder / "out").iterdir()) == []


def test_a_bag_is_not_written_over_anything(clinic):
    """A second export to the same place is refused, and the first stays as it was."""
    dataset = clinic.dataset([clinic.image()])
    before = files_of(clinic.export(dataset).path)
    with pytest.raises(BagError, match="There is something at"):
        clinic.export(dataset)
    assert files_of(clinic.folder / "out" / f"Dataset_{dataset}") == before


def test_a_folder_that_cannot_be_written_is_named(clinic):
    """Exporting to where a file stands says so."""
    (clinic.folder / "file").write_text("")
    with pytest.raises(StorageNotWritable, match="No bag can be written in"):
        clinic.export(clinic.dataset(), "file")


def test_a_dataset_that_is_not_there_is_named(clinic):
    """A RID that is no dataset is refused with what it is."""
    with pytest.raises(DatasetNotFound, match="it is a row of Subject"):
        clinic.export(clinic.insert("Subject"))


def test_a_version_that_has_passed_is_refused(clinic):
    """A version that is not the current one any more is not exported under its name."""
    dataset = clinic.dataset([clinic.image()])
    with pytest.raises(VersionNotFound, match=r"has changed while its version 0.1.0 was to be written"):
        clinic.export(dataset, version="0.1.0")
    assert clinic.export(dataset, version="0.2.0").version == "0.2.0"


def test_progress_is_told(clinic):
    """The number of files copied is told, up to all of them."""
    told: list[tuple[int, int]] = []
    dataset = clinic.dataset(clinic.images([("scan.png", None)] * 3))
    clinic.export(dataset, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)


KILLED = """
import sys, time
from pathlib import Path
from muniment.bags.export import export_bag
from muniment.catalog import creation
catalog = creation.open_catalog(sys.argv[1])
def wait(*_, **__):
    print("copying", flush=True)
    time.sleep(60)
catalog.store.download_new = wait
export_bag(catalog, sys.argv[2], Path(sys.argv[3]))
"""


def test_a_kill_leaves_no_half_bag(clinic, start):
    """A process killed while it copies leaves nothing under the bag's name, and the next export succeeds."""
    dataset = clinic.dataset([clinic.image()])
    out = clinic.folder / "out"
    process = start(KILLED, clinic.catalog.address, dataset, out)
    assert process.stdout.readline() == "copying\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    [leftover] = out.iterdir()
    assert leftover.name.startswith(".")
    long_ago = leftover.stat().st_mtime - 100_000
    os.utime(leftover, (long_ago, long_ago))
    bag = clinic.export(dataset)
    assert list(out.iterdir()) == [bag.path]
    judge(bag.path)


@pytest.fixture(autouse=True)
def _quiet_judges():
    """The judges log what they find; the tests ask for it."""
    logging.getLogger("bdbag").setLevel(logging.CRITICAL)
