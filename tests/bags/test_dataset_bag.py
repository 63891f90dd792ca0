import json
import pickle
from pathlib import Path

import pytest
import sqlite_utils
from pandas.testing import assert_frame_equal

from muniment.bags import tables
from muniment.bags.dataset_bag import DatasetBag
from muniment.catalog import assets, datasets, frames, versions
from muniment.errors import (
    AssetNotFound,
    BagError,
    BagInvalid,
    BagNotFound,
    DatasetNotFound,
    TableNotFound,
    TermNotFound,
    WrongTableKind,
)

pytestmark = pytest.mark.of_folders(
    "a bag is the same to the byte, whatever its catalog is in: test_packing.py"
)


def test_a_bag_answers_as_the_live_dataset_does(clinic):
    """Members, types, versions, terms, assets and tables are the same in a bag and in the catalog."""
    ann = clinic.insert("Subject", Name="Ann", Age=41)
    images = clinic.images([("a.png", None), ("b.png", None)], Subject=ann, Image_Class="Cat")
    rid = clinic.dataset(
        {"Image": images, "Subject": [ann]}, types=["Training", "Labeled"], description="Scans"
    )
    bag, catalog = clinic.bag(rid), clinic.catalog
    live = datasets.list_members(catalog, rid)
    found = bag.list_dataset_members()
    assert {name: list(found[name]) for name in ("Image", "Subject")} == {
        name: list(live[name]) for name in ("Image", "Subject")
    }
    assert (bag.dataset_rid, bag.description, bag.dataset_types) == (rid, "Scans", ["Training", "Labeled"])
    with catalog.read() as connection:
        assert bag.dataset_history() == versions.history(connection, catalog.model, rid)
        subjects = frames.fetch_table(connection, catalog.model, "Subject")
    assert list(bag.get_table_as_dict("Subject")) == list(subjects)
    assert_frame_equal(bag.get_table_as_dataframe("Subject"), subjects.to_dataframe())
    listed = assets.list_assets(catalog, "Image")
    assert list(bag.list_assets("Image")) == list(listed)
    assert_frame_equal(bag.list_assets("Image").to_dataframe(), listed.to_dataframe())
    assert bag.lookup_term("Image_Class", "Kitty").description == "A cat"
    assert [term.name for term in bag.list_vocabulary_terms("Image_Class")] == ["Cat", "Dog"]
    assert bag.list_dataset_element_types() == ["Dataset", "File", "Image", "Subject"]
    assert bag.list_members("Image") == images


def test_a_bag_is_read_without_its_catalog(clinic, stack):
    """When the catalog and its store are gone, everything in the bag is there still."""
    image = clinic.image("scan.png", b"bytes")
    path = clinic.export(clinic.dataset([image])).path
    clinic.catalog.database.close()
    stack.remove()
    bag = DatasetBag.open(path)
    assert bag.asset_path(bag.list_assets("Image")[0]).read_bytes() == b"bytes"
    bag.validate()


def test_a_dataset_inside_has_its_own_rows_only(clinic):
    """The parts of a split read as bags of their own: their tables hold nothing of each other."""
    ann, bob = clinic.insert("Subject", Name="Ann"), clinic.insert("Subject", Name="Bob")
    for_training, for_testing = clinic.image(Subject=ann), clinic.image(Subject=bob)
    parts = [clinic.dataset([for_training], ["Training"]), clinic.dataset([for_testing], ["Testing"])]
    bag = clinic.bag(clinic.dataset(parts, ["Split"]))
    train, test = bag.list_dataset_children()
    assert (train.dataset_types, test.dataset_types) == (["Training"], ["Testing"])
    assert [row["Name"] for row in train.get_table_as_dict("Subject")] == ["Ann"]
    assert list(test.get_table_as_dataframe("Image")["RID"]) == [for_testing]
    assert [row["RID"] for row in train.list_assets("Image")] == [for_training]
    assert len(bag.get_table_as_dataframe("Image")) == 2
    assert list(bag.list_dataset_members()["Image"]) == []
    assert [row["RID"] for row in bag.list_dataset_members(recurse=True)["Image"]] == [
        for_training,
        for_testing,
    ]
    assert len(bag.list_dataset_members(recurse=True, limit=1)["Image"]) == 1
    assert train.list_dataset_parents() == [bag]
    assert DatasetBag.open(bag.path, parts[1]) == test


def test_children_are_listed_however_deep(clinic):
    """Datasets inside datasets are listed once each."""
    inner = clinic.dataset([clinic.image()])
    middle = clinic.dataset([inner])
    bag = clinic.bag(clinic.dataset([middle]))
    assert [child.rid for child in bag.list_dataset_children()] == [middle]
    assert [child.rid for child in bag.list_dataset_children(recurse=True)] == [inner, middle]


def test_a_bag_travels_to_other_processes(clinic):
    """A bag can be pickled, as data loaders with several workers need it."""
    bag = clinic.bag(clinic.dataset([clinic.image()]))
    assert pickle.loads(pickle.dumps(bag)) == bag
    assert len({bag, DatasetBag.open(bag.path)}) == 1


def test_a_bag_shows_what_it_is(clinic):
    """In a notebook a bag shows its version, types, members and place, with odd letters escaped."""
    bag = clinic.bag(clinic.dataset([clinic.image()], ["Training"], description="<b>"))
    shown = bag._repr_html_()
    for part in (f"Bag of dataset {bag.rid}", "0.2.0", "Training", "1 × Image", "&lt;b&gt;", str(bag.path)):
        assert part in shown
    assert repr(bag) == f"<DatasetBag {bag.rid} 0.2.0: {bag.path}>"


def test_wrong_questions_are_answered_with_what_there_is(clinic):
    """Unknown tables, terms, assets and kinds are named as in the catalog."""
    bag = clinic.bag(clinic.dataset([clinic.image()]))
    with pytest.raises(TableNotFound, match="Did you mean 'Image'"):
        bag.get_table_as_dict("Imgae")
    with pytest.raises(TermNotFound, match="Did you mean 'Cat'"):
        bag.lookup_term("Image_Class", "Cap")
    with pytest.raises(WrongTableKind):
        bag.list_assets("Subject")
    with pytest.raises(WrongTableKind):
        bag.asset_path(bag.rid)
    with pytest.raises(AssetNotFound):
        bag.asset_path("9-9999")
    with pytest.raises(BagError, match="A bag cannot be changed"):
        datasets.create(bag._catalog)


def test_folders_that_are_no_bags_are_refused(clinic, tmp_path):
    """What is not there, or lacks the files of a bag is told apart."""
    bag = clinic.bag(clinic.dataset([clinic.image()]))
    with pytest.raises(BagNotFound, match="There is no bag at"):
        DatasetBag.open(tmp_path / "nowhere")
    with pytest.raises(BagInvalid, match=r"there is no bagit\.txt in it"):
        DatasetBag.open(tmp_path)
    with pytest.raises(DatasetNotFound):
        DatasetBag.open(bag.path, "9-9999")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("data/schema.json", "{}", "cannot be read as a description of tables"),
        ("data/schema.json", '{"schemas": {}}', "does not describe Dataset, Dataset_Dataset"),
        ("data/domain/Image.csv", "RID,Length\r\n1-1,many\r\n", "Image.csv cannot be read after row 0"),
        ("data/domain/Image.csv", 'RID,URL\r\n1-1,x\r\n1-2,"cut', "after row 1: The last quoted field"),
        ("data/domain/Image.csv", "RID,URL\r\n1-1\r\n", "a row has 1 fields, and the header 2"),
        ("data/domain/Image.csv", "RID,URL\r\n1-1,caf\udce9\r\n", "Image.csv cannot be read: 'utf-8' codec"),
        ("data/domain/Image.csv", "RID,URL\r\n1-1,x\r\n1-1,y\r\n", "Image has 1-1 twice, and one of them"),
    ],
)
def test_tables_that_cannot_be_read_are_named(clinic, file, content, message):
    """A damaged table or description is named with the place of the fault."""
    bag = clinic.export(clinic.dataset([clinic.image()])).path
    (bag / file).write_text(content, errors="surrogateescape")
    with pytest.raises(BagInvalid, match=message):
        DatasetBag.open(bag)


def test_tables_are_loaded_once(clinic, monkeypatch):
    """A bag that was opened before opens without loading its tables, until they are others."""
    path = clinic.export(clinic.dataset([clinic.image()])).path
    DatasetBag.open(path)
    build = tables._build
    monkeypatch.setattr(tables, "_build", None)
    DatasetBag.open(path)
    monkeypatch.setattr(tables, "_build", build)
    file = path / "data/domain/Image_Class.csv"
    file.write_text(file.read_text().replace("A cat", "A lion"))
    assert DatasetBag.open(path).lookup_term("Image_Class", "Cat").description == "A lion"


def test_the_loaded_tables_are_an_ordinary_database(clinic):
    """The SQLite file has real columns, indexes and foreign keys."""
    bag = clinic.bag(clinic.dataset([clinic.image(Subject=clinic.insert("Subject", Age=41))]))
    database = sqlite_utils.Database(bag.path.with_name(f".{bag.path.name}.tables.db"))
    assert [row["Age"] for row in database["Subject"].rows] == [41]
    assert {(key.column, key.other_table) for key in database["Image"].foreign_keys} == {
        ("Subject", "Subject"),
        ("Image_Class", "Image_Class"),
    }
    assert ["Subject"] in [index.columns for index in database["Image"].indexes]
    database.close()


def test_a_bag_in_a_folder_that_cannot_be_written_is_read(clinic, monkeypatch):
    """Where nothing can be written beside the bag, its tables are loaded into a temporary file."""
    path = clinic.export(clinic.dataset([clinic.image()])).path
    monkeypatch.setattr(tables.os, "access", lambda *_, **__: False)
    bag = DatasetBag.open(path)
    aside = Path(bag._catalog.database.url.database).parent
    assert len(bag.list_members("Image")) == 1
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    del bag
    assert not aside.exists()


def test_a_renamed_bag_knows_its_dataset(clinic):
    """The folder of a bag may have any name."""
    inner = clinic.dataset([clinic.image()])
    outer = clinic.dataset([inner])
    path = clinic.export(outer).path
    renamed = path.rename(path.with_name("my data"))
    assert DatasetBag.open(renamed).rid == outer
    (renamed / "bag-info.txt").write_text("")
    assert DatasetBag.open(renamed).rid == outer


def test_tables_in_several_parts_are_united(clinic):
    """A bag as older DerivaML wrote it, with a table in several files, reads as one table."""
    images = clinic.images([("a.png", None), ("b.png", None)])
    path = clinic.export(clinic.dataset(images)).path
    file = path / "data/domain/Image.csv"
    header, first, second, _ = file.read_bytes().decode().split("\r\n")
    file.unlink()
    for folder, lines in {"Dataset_Image": [first, second], "Dataset_Image/Other": [second]}.items():
        part = path / "data/domain" / folder / "Image.csv"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_text("\n".join([header, *lines]) + "\n")
    assert list(DatasetBag.open(path).get_table_as_dataframe("Image")["RID"]) == images


@pytest.mark.parametrize(
    "left_out",
    ["Execution", "Asset_Type", "Asset_Role", "Image_Execution", "Image_Asset_Type", "Dataset_Execution"],
)
def test_a_bag_that_lacks_tables_gives_what_it_has(clinic, left_out, tmp_path):
    """A bag that was made without runs or types gives its files all the same, with the types that it knows."""
    image = clinic.image("a.png")
    options = {"exclude_tables": [left_out], "materialize": False}
    bag = clinic.bag(clinic.dataset([image], ["Training"]), **options)
    assert bag.materialize(rids=[image]).fetched == 1
    [asset] = bag.list_assets("Image")
    assert asset["RID"] == image
    assert asset["Asset_Type"] == ([] if left_out.endswith("Asset_Type") else ["Image"])
    assert bag.list_executions() == []
    assert [path.name for path in bag.restructure_assets(tmp_path / "files").values()] == ["a.png"]


def test_an_asset_named_like_a_table_is_no_table(clinic):
    """A file of the payload whose name is that of a table is not read as one."""
    image = clinic.image("Subject.csv", b"RID,Name\r\n1-1,Nobody\r\n")
    assert list(clinic.bag(clinic.dataset([image])).get_table_as_dict("Subject")) == []


def test_types_and_tables_that_are_not_known_here_are_read(clinic):
    """Columns of types that this version does not know are texts, and foreign tables may stay away."""
    path = clinic.export(clinic.dataset([clinic.image()])).path
    file = path / "data/schema.json"
    document = json.loads(file.read_text())
    table = document["schemas"]["domain"]["tables"]["Image"]
    for column in table["column_definitions"]:
        if column["name"] == "Length":
            column["type"] = {"typename": "interval"}
    fkey = table["foreign_keys"][0]
    table["foreign_keys"].append(
        {
            **fkey,
            "referenced_columns": [{"schema_name": "public", "table_name": "Client", "column_name": "ID"}],
        }
    )
    file.write_text(json.dumps(document))
    [image] = DatasetBag.open(path).get_table_as_dict("Image")
    assert image["Length"] == str(len(image["RID"]))
