"""DerivaML opens our bags, with the right rows and files, and without a network.

It is the last release of PyPI that runs with what else is there (`tests/judges`). Some of what it cannot read
are its own bugs; `test_what_derivaml_cannot_read` has one bag for each, and tells when one of them is mended.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    Dataset,
    DatasetBag,
    ExecutionConfiguration,
    ForeignKeyDefinition,
    KeyDefinition,
    Muniment,
    TableDefinition,
)
from muniment.bags import reach
from muniment.bags.csv_tables import write_array
from muniment.catalog.schema.definitions import TableKind
from tests.derivaml_bags import LAYOUTS, write_bag
from tests.judges import HERE, judge
from tests.stacks import Address, Stack

pytestmark = pytest.mark.of_folders(
    "a bag is the same to the byte, whatever its catalog is in: test_packing.py"
)

ANN = {
    "Name": 'Ann, "A"\r\nB\n日本語 \u00a0é\t',
    "Nick": "",
    "Age": -3,
    "Cells": 2**63 - 1,
    "Height": 1.5e-7,
    "Alive": True,
    "Born": date(2020, 1, 2),
    "Seen": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    "Woke": "2026-01-02T06:00:00",
    "Info": {"a": [1, None], "b": 'é"\n'},
    "Tags": ["one", "two words", "", 'q"\\', "null"],
    "Told": "*x*",
}
BOB = {"Name": "NULL", "Cells": -(2**63), "Alive": False, "Tags": []}
FILES = ("a b.png", "c#1%.txt", "日本語;x=1?y&z.png", "'é'.TXT")
"""Names of files; DerivaML takes those that end in .csv for tables."""


@dataclass
class Hospital:
    """A catalog with values of every type, odd names, and datasets inside others."""

    ml: Muniment
    folder: Path
    outer: Dataset
    inner: Dataset

    def export(self, name: str, dataset: Dataset | None = None, **options: Any) -> DatasetBag:
        """Write a bag into a folder of its own and open it."""
        return DatasetBag.open((dataset or self.outer).export_bag(self.folder / name, **options).path)


def _columns(**types: str) -> list[ColumnDefinition]:
    return [ColumnDefinition(name, BuiltinTypes(kind)) for name, kind in types.items()]


def make_hospital(address: Address, store: str | None) -> None:
    ml = Muniment(address, create=True, store=store, actor="ada")
    types = {"Nick": "text", "Age": "int4", "Cells": "int8", "Height": "float8", "Born": "date"}
    types |= {
        "Seen": "timestamptz",
        "Woke": "timestamp",
        "Info": "jsonb",
        "Tags": "text[]",
        "Told": "markdown",
    }
    alive = ColumnDefinition("Alive", BuiltinTypes.boolean, nullok=False)
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name"), *_columns(**types), alive]))
    odd = {"Which one": "int2", "Size - cm": "float4", "class": "text", "_order": "text", "Straße": "text"}
    paid = ColumnDefinition("Was it paid", BuiltinTypes.boolean, nullok=False)
    to_subject = ForeignKeyDefinition("Subject", "Subject")
    ml.create_table(
        TableDefinition(
            "Visit No",
            [*_columns(Subject="text", **odd), paid],
            [KeyDefinition(["Subject", "Which one"])],
            [to_subject],
        )
    )
    ml.create_vocabulary("Image_Class", "What an image shows")
    ml.add_term("Image_Class", "Cat", description="A cat", synonyms=["Kitty", 'say "miau"'])
    ml.add_term("Image_Class", "Dog", description="A dog")
    ml.create_asset("Image", referenced_tables=["Subject", "Image_Class"])
    ml.create_asset("X-ray image")
    sure = [ColumnDefinition("How sure", BuiltinTypes.float8, sources="Subject.Seen")]
    ml.create_feature("Image", "Class", ["Image_Class"], ["X-ray image"], sure, ["X-ray image", "How sure"])
    for element in ("Image", "Subject", "X-ray image"):
        ml.add_dataset_element_type(element)
    ml.close()


@pytest.fixture
def hospital(stack: Stack, provenance: Path, tmp_path: Path) -> Iterator[Hospital]:
    """The catalog of a hospital, with a flat dataset, and one that holds one that holds it."""
    ml = Muniment(stack.copy("hospital", make_hospital), actor="ada")
    ann, bob = ml.insert_rows("Subject", [ANN, BOB])
    ml.insert_rows(
        "Visit No",
        [
            {
                "Subject": ann,
                "Which one": 1,
                "Size - cm": 1.5,
                "class": "\\N",
                "_order": "",
                "Was it paid": True,
            },
            {"Subject": bob, "Straße": "'--%s :x {y}", "Was it paid": False},
        ],
    )
    with ml.create_execution(ExecutionConfiguration(workflow=ml.create_workflow("Scan", "Ingest"))) as run:
        for name in FILES:
            path = run.asset_file_path("Image", name, Subject=ann, Image_Class="Cat")
            path.write_bytes(name.encode())
        run.asset_file_path("X-ray image", "hand", description="A\nhand").write_bytes(b"\x00\xff")
    run.upload_execution_outputs()
    images = [image.rid for image in ml.list_assets("Image")]
    seen_on = ml.list_assets("X-ray image")[0]
    ml.label("Image", "Class", {rid: {"Image_Class": "Cat", "How sure": 0.5} for rid in images[:3]})
    ml.label("Image", "Class", {images[1]: {"Image_Class": "Dog", "X-ray image": seen_on}})
    inner = run.create_dataset(["Testing"], description="Some of them")
    inner.add_dataset_members(images[:2])
    inner.release("minor", "Chosen")
    middle = run.create_dataset(description="What holds some of them")
    middle.add_dataset_members([images[2], inner.rid])
    middle.release("minor", "Held")
    outer = run.create_dataset(["Complete", "Training"], description='All,\n\nsaid "Ann"')
    hand = [image.rid for image in ml.list_assets("X-ray image")]
    outer.add_dataset_members([*images[1:], *hand, ann, bob, middle.rid])
    outer.release("minor", "First")
    yield Hospital(ml, tmp_path, outer, inner)
    ml.close()


Told = dict[str, Any]


def ask(folder: Path, bags: Iterable[DatasetBag]) -> list[Told]:
    """Have DerivaML open bags, all in one process, because its start takes longer than most bags do."""
    work = folder / "derivaml"
    work.mkdir()
    command = [judge("derivaml"), HERE / "derivaml.py", work, *(bag.path for bag in bags)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["network"] == {"error": "PermissionError: there is no network here"}
    return list(told["bags"])


# What is compared

Row = dict[str, Any]


def as_derivaml_reads(bag: DatasetBag, table: str, rows: Iterable[Row]) -> list[Row]:
    """Give rows as DerivaML has to read them, in the order of their RIDs.

    No text is an empty one to it, arrays and JSON are texts, times are in UTC and do not say so, and the
    `Filename` of an asset is its path.
    """
    definition = bag._catalog.definition(table)
    is_asset = definition.kind is TableKind.asset
    read = [
        {name: _read(definition.columns[name].type, value) for name, value in row.items() if name != "RVS"}
        | ({"Filename": str(bag.asset_path(row["RID"]))} if is_asset else {})
        for row in rows
    ]
    return sorted(read, key=lambda row: row["RID"])


def _read(kind: BuiltinTypes, value: Any) -> Any:
    if kind in {BuiltinTypes.json, BuiltinTypes.jsonb} and value is not None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if kind is BuiltinTypes.text_array and value is not None:
        return write_array(value)
    if isinstance(value, date):
        return value.isoformat().removesuffix("+00:00" if kind is BuiltinTypes.timestamptz else " ")
    return "" if value is None and kind not in EMPTY else value


EMPTY = {
    *(BuiltinTypes(name) for name in ("int2", "int4", "int8", "float4", "float8", "boolean", "date")),
    *(BuiltinTypes(name) for name in ("timestamp", "timestamptz")),
}
"""Types that DerivaML knows to be empty; all others are texts to it."""


def in_order(told: Told) -> Any:
    """Give rows that DerivaML answered in the order of their RIDs, each once, or its error.

    It gives a row of `get_table_as_dict` as often as there are ways to it, if all go through the same tables.
    """
    if "error" in told:
        return told["error"]
    rows = sorted(told["answer"], key=lambda row: row["RID"])
    return [row for row, before in zip(rows, [None, *rows], strict=False) if row != before]


def compare(bag: DatasetBag, told: Told) -> Iterator[tuple[str, Any, Any]]:
    """Give what was asked of a bag, what has to be answered, and what DerivaML answered."""
    answers = told["answer"]
    definitions = bag._catalog.model.definitions
    everyone = [bag, *bag.list_dataset_children(recurse=True)]
    yield "bag_rids", {one.rid: str(one.current_version) for one in everyone}, answers["bag_rids"]
    names = sorted(f"{one.schema_name}.{name}" for name, one in definitions.items())
    yield "list_tables", names, answers["list_tables"]
    for call, kind in (("is_asset", TableKind.asset), ("is_vocabulary", TableKind.vocabulary)):
        of_kind = sorted(name for name, definition in definitions.items() if definition.kind is kind)
        yield call, of_kind, sorted(answers[call])
    for name in definitions:
        rows = as_derivaml_reads(bag, name, bag.get_table_as_dict(name))
        yield f"_get_table_contents {name}", rows, in_order(answers["contents"][name])
    types = {one.rid: sorted(one.dataset_types) for one in everyone}
    found = {row["RID"]: sorted(row["Dataset_Type"]) for row in answers["find_datasets"]["answer"]}
    yield "find_datasets", types, found
    for one in everyone:
        for asked, wanted, answered in compare_dataset(one, answers["datasets"][one.rid]):
            yield f"{asked} of {one.rid}", wanted, answered


def compare_dataset(bag: DatasetBag, answers: Told) -> Iterator[tuple[str, Any, Any]]:
    """Give the same for one dataset of a bag."""
    members = {
        name: rows for name, rows in bag.list_dataset_members().items() if name != "Dataset" and len(rows)
    }
    answered = {
        name: rows for name, rows in answers["members"]["answer"].items() if name != "Dataset" and rows
    }
    yield "tables of list_dataset_members", sorted(members), sorted(answered)
    for name, rows in members.items():
        wanted = as_derivaml_reads(bag, name, rows)
        yield f"list_dataset_members {name}", wanted, in_order({"answer": answered.get(name, [])})
    for call, recurse in (("children", False), ("children of children", True)):
        children = sorted(child.rid for child in bag.list_dataset_children(recurse=recurse))
        yield call, children, sorted(answers[call]["answer"])
    elements = sorted(set(bag.list_dataset_element_types()) - {"File"})  # which DerivaML leaves out
    yield "list_dataset_element_types", elements, sorted(answers["element types"]["answer"])
    for name in OWN & bag._catalog.model.definitions.keys():
        rows = as_derivaml_reads(bag, name, bag.get_table_as_dict(name))
        yield f"get_table_as_dict {name}", rows, in_order(answers["rows"][name])
        yield f"get_table_as_dataframe {name}", rows, in_order(answers["frame"][name])

    for name in OWN & bag._catalog.model.definitions.keys():
        features = [
            {
                "feature_name": feature.feature_name,
                "feature_table": feature.feature_table,
                "terms": sorted(column.name for column in feature.term_columns),
                "assets": sorted(column.name for column in feature.asset_columns),
                "values": sorted(column.name for column in feature.value_columns),
            }
            for feature in bag.find_features(name)
        ]
        found = answers["features"][name]["answer"]
        yield f"find_features {name}", features, [dict(list(one.items())[:-1]) for one in found]
        for one in found:  # of all datasets in the bag
            table = one["feature_table"]
            rows = as_derivaml_reads(bag, table, reach.read_table(bag._catalog, None, table))
            hidden = {"Execution", "Feature_Name"}  # by what they refer to, which has the same names
            wanted = [{key: row[key] for key in row.keys() - hidden} for row in rows]
            answered = [{key: row[key] for key in row.keys() - hidden} for row in one["rows"]]
            yield f"list_feature_values {one['feature_name']}", wanted, in_order({"answer": answered})


OWN = {"Subject", "Visit No", "Image", "X-ray image"}
"""Tables whose rows DerivaML counts among those of a dataset as we do: of vocabularies it takes the used terms."""


def differences(bag: DatasetBag, told: Told) -> dict[str, tuple[Any, Any]]:
    """Give what DerivaML answered otherwise than it has to."""
    return {asked: (wanted, answered) for asked, wanted, answered in compare(bag, told) if wanted != answered}


def test_derivaml_opens_our_bags(hospital):
    """Datasets flat and nested, of a former version, and out of an archive: each value and file is as we read it."""
    hospital.ml.update_rows(
        "Subject", [{"RID": hospital.outer.list_members("Subject")[0], "Name": "Ann Again"}]
    )
    hospital.outer.delete_dataset_members(hospital.outer.list_members("X-ray image"))
    hospital.outer.release("major", "Without the hand")
    bags = {
        "nested": hospital.export("nested"),
        "flat": hospital.export("flat", hospital.inner),
        "former": hospital.export("former", version="0.2.0"),
        "first": hospital.export("first", version="0.1.0"),
        "zip": hospital.export("zip", format="zip"),
        "downloaded": hospital.outer.download_dataset_bag(),
    }
    told = dict(zip(bags, ask(hospital.folder, bags.values()), strict=True))
    assert {name: found for name, bag in bags.items() if (found := differences(bag, told[name]))} == {}
    flat = told["flat"]["answer"]["datasets"][hospital.inner.rid]
    assert flat["term"]["error"].startswith("TypeError")  # it changes a row that it has just read


def test_derivaml_finds_features_with_qualifiers(hospital):
    """It takes what else is in the key of a feature's table for qualifiers, and all values are there."""
    ml = hospital.ml
    ml.create_feature("Image", "Shown", terms=["Image_Class"], qualifiers=["Image_Class"])
    image = hospital.inner.list_members("Image")[0]
    ml.label("Image", "Shown", {image: ["Cat", "Dog"]})
    hospital.inner.mark_dev("Shown")
    hospital.inner.release("minor", "Shown")
    [told] = ask(hospital.folder, [hospital.export("shown", hospital.inner)])
    answers = told["answer"]
    assert answers["qualified features"]["answer"] == [
        {"target": "Image", "table": "Execution_Image_Shown", "qualifiers": ["Image_Class"]}
    ]
    values = answers["contents"]["Execution_Image_Shown"]["answer"]
    assert sorted((row["Image"], row["Image_Class"]) for row in values) == [(image, "Cat"), (image, "Dog")]


def test_derivaml_and_we_read_its_bags_alike(tmp_path):
    """Bags laid out as DerivaML writes them give the same rows and files to DerivaML as to us."""
    bags = [DatasetBag.open(write_bag(tmp_path / layout, layout)) for layout in LAYOUTS]
    for bag, told in zip(bags, ask(tmp_path, bags), strict=True):
        assert differences(bag, told) == {}


WRONG = {
    "data/domain/Subject.csv": (",-3,", ",-4,"),
    "data/domain/Image.csv": ("a b.png", "a c.png"),
    "data/deriva-ml/Dataset_Version.csv": (",0.2.0,", ",0.3.0,"),
    "fetch.txt": ("data/asset/", "data/assets/"),
}


@pytest.mark.of_folders("about files of a bag, spoiled by hand")
def test_a_spoiled_bag_is_answered_otherwise(hospital):
    """What is compared would show a wrong value, version or path: it does so in a bag where these were changed."""
    bag = hospital.export("right", hospital.inner)
    spoiled = hospital.folder / "wrong" / bag.path.name
    shutil.copytree(bag.path, spoiled)
    for name, (right, wrong) in WRONG.items():
        text = (spoiled / name).read_bytes().decode()
        assert right in text
        (spoiled / name).write_bytes(text.replace(right, wrong).encode())
    [told] = ask(hospital.folder, [DatasetBag.open(spoiled)])
    own = {
        f"{call} {table} of {hospital.inner.rid}"
        for table in ("Image", "Subject", "X-ray image")
        for call in ("get_table_as_dict", "get_table_as_dataframe")
    }
    contents = {
        f"_get_table_contents {table}" for table in ("Image", "Subject", "X-ray image", "Dataset_Version")
    }
    members = {f"list_dataset_members Image of {hospital.inner.rid}"}
    assert differences(bag, told).keys() == {"bag_rids", *contents, *own, *members}


# What DerivaML cannot read


def make_ward(address: Address, store: str | None) -> None:
    ml = Muniment(address, create=True, store=store, actor="ada")
    to_itself = ForeignKeyDefinition("Mother", "Person")
    columns = _columns(Name="text", Mother="text", Alive="boolean")
    ml.create_table(TableDefinition("Person", columns, fkey_defs=[to_itself]))
    ml.create_asset("Scan")
    for element in ("Person", "Scan"):
        ml.add_dataset_element_type(element)
    ml.close()


@dataclass
class Ward:
    """A catalog whose tables and rows DerivaML has its difficulties with."""

    ml: Muniment
    folder: Path

    def of_person(self, **values: Any) -> Dataset:
        """Make a dataset of one person."""
        return self._dataset(self.ml.insert_rows("Person", [values]))

    def of_dataset(self, dataset: Dataset) -> Dataset:
        """Make a dataset of a dataset."""
        return self._dataset([dataset.rid])

    def of_scans(self, **contents: bytes) -> Dataset:
        """Make a dataset of files."""
        scan = self.ml.create_workflow("Scan", "Ingest")
        with self.ml.create_execution(workflow=scan, upload_on_exit=True) as run:
            for name, content in contents.items():
                run.asset_file_path("Scan", name).write_bytes(content)
        return self._dataset([asset.rid for asset in run.uploaded_assets["Scan"]])

    def of_reference(self) -> Dataset:
        """Make a dataset of a file that is left where it is."""
        file = self.folder / "elsewhere.png"
        file.write_bytes(b"elsewhere")
        asset = self.ml.add_reference("Scan", file.as_uri())
        self.ml.verify_references("Scan")
        return self._dataset([asset.rid])

    def _dataset(self, members: list[str]) -> Dataset:
        dataset = self.ml.create_dataset(["Testing"], description="One of its kind")
        dataset.add_dataset_members(members)
        dataset.release("minor", "All of it")
        return dataset

    def export(self, dataset: Dataset, **options: Any) -> DatasetBag:
        """Write a bag into a folder of its own and open it."""
        return DatasetBag.open(dataset.export_bag(self.folder / dataset.rid, **options).path)


@pytest.fixture
def ward(stack: Stack, provenance: Path, tmp_path: Path) -> Iterator[Ward]:
    """The catalog of a ward, without rows."""
    ml = Muniment(stack.copy("ward", make_ward), actor="ada")
    yield Ward(ml, tmp_path)
    ml.close()


@pytest.mark.of_folders("about what DerivaML makes of bags, which are the same from either")
def test_what_derivaml_cannot_read(ward):
    """Bags that DerivaML fails on, by its own mistakes: if one is mended, this fails, and the manual can say so."""
    fine = ward.of_person(Name="Ann", Alive=True)
    draft = ward.of_person(Name="Bob", Alive=True)
    draft.mark_dev("Not yet")
    later = ward.export(ward.of_scans(one=b"came later"), materialize=False)
    assert later.materialize().fetched == 1
    bags = {
        "fine": ward.export(fine),
        "nothing for a boolean": ward.export(ward.of_person(Name="Cid")),
        "a long text": ward.export(ward.of_person(Name="x" * 140_000, Alive=True)),
        "a draft": ward.export(draft),
        "a draft inside": ward.export(ward.of_dataset(draft)),
        "a file that ends in .csv": ward.export(ward.of_scans(**{"notes.csv": b"a,b"})),
        "the same bytes twice": ward.export(ward.of_scans(one=b"same", other=b"same")),
        "files left to fetch.txt": ward.export(ward.of_scans(one=b"left out"), materialize=False),
        "files that came later": later,
        "a reference": ward.export(ward.of_reference()),
    }
    told = dict(zip(bags, ask(ward.folder, bags.values()), strict=True))
    errors = {name: answer["error"] for name, answer in told.items() if "error" in answer}
    assert {name: error.partition(":")[0] for name, error in errors.items()} == {
        "nothing for a boolean": "StatementError",
        "a long text": "Error",
        "a draft": "ValueError",
        "a draft inside": "ValueError",
        "a file that ends in .csv": "KeyError",
        "files left to fetch.txt": "KeyError",
        "files that came later": "KeyError",
        "a reference": "KeyError",
    }
    assert "Invalid boolean value: ''" in errors["nothing for a boolean"]
    assert "field larger than field limit" in errors["a long text"]
    assert all("is not valid SemVer" in errors[name] for name in ("a draft", "a draft inside"))
    assert "deriva-ml.notes" in errors["a file that ends in .csv"]
    assert all("/objects/" in errors[f"files {how}"] for how in ("left to fetch.txt", "that came later"))
    assert "file:///" in errors["a reference"]

    ann = told["fine"]["answer"]["datasets"][fine.rid]
    assert [row["Name"] for row in ann["members"]["answer"]["Person"]] == ["Ann"]
    assert "Ambiguous relationship in Person" in ann["rows"]["Person"]["error"]  # it refers to itself
    assert "Ambiguous relationship in Person" in ann["term"]["error"]
    twins = bags["the same bytes twice"]
    paths = {row["Filename"] for row in told["the same bytes twice"]["answer"]["contents"]["Scan"]["answer"]}
    assert len(twins.list_assets("Scan")) == 2
    assert paths == {str(twins.asset_path(twins.list_assets("Scan")[-1]))}  # of the last, for both


# Wide tables


def make_practice(address: Address, store: str | None) -> None:
    ml = Muniment(address, create=True, store=store, actor="ada")
    ml.create_table(TableDefinition("Hospital", _columns(Town="text", Beds="int4")))
    to_hospital = ForeignKeyDefinition("Hospital", "Hospital")
    ml.create_table(
        TableDefinition("Subject", _columns(Name="text", Hospital="text"), fkey_defs=[to_hospital])
    )
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "Good", description="Can be read")
    ml.create_asset("Image", referenced_tables=["Subject"])
    ml.create_feature("Image", "Quality", ["Grade"])
    ml.add_dataset_element_type("Image")
    ml.close()


@pytest.mark.of_folders("about what DerivaML makes of bags, which are the same from either")
def test_derivaml_makes_the_same_wide_tables(stack, provenance, tmp_path):
    """The rows of a table with all that they refer to; those that lack a reference DerivaML 1.17 leaves out."""
    ml = Muniment(stack.copy("practice", make_practice), actor="ada")
    [hospital] = ml.insert_rows("Hospital", [{"Town": "Ulm", "Beds": 7}])
    ann, bob = ml.insert_rows("Subject", [{"Name": name, "Hospital": hospital} for name in ("Ann", "Bob")])
    with ml.create_execution(workflow=ml.create_workflow("Scan", "Ingest"), upload_on_exit=True) as run:
        for name, values in {
            "a": {"Subject": ann},
            "b": {"Subject": ann},
            "c": {"Subject": bob},
            "d": {},
        }.items():
            run.asset_file_path("Image", name, **values).write_bytes(name.encode())
    images = [image.rid for image in ml.list_assets("Image")]
    for labelled in (images[:2], images[1:]):
        ml.label("Image", "Quality", dict.fromkeys(labelled, "Good"))
    dataset = ml.create_dataset(["Training"])
    dataset.add_dataset_members([images[0], images[1], images[3]])
    dataset.release("minor", "First")
    bag = DatasetBag.open(dataset.export_bag(tmp_path).path)
    [told] = ask(tmp_path, [bag])
    wide = told["answer"]["datasets"][bag.rid]["wide"]
    assert wide.keys() == {*("Hospital", "Subject", "Image"), "Image_Execution", "Execution_Image_Quality"}
    for table, found in wide.items():
        asked = found["answer"]["tables"]
        rows = [row for row in bag.wide_table(asked, row_per=table) if all(row[f"{t}.RID"] for t in asked)]
        wanted = [_as_derivaml_joins(bag, row) for row in rows]
        assert sorted(map(str, map(sorted, map(dict.items, wanted)))) == sorted(
            str(sorted(row.items())) for row in found["answer"]["rows"]
        )
    assert [len(wide[table]["answer"]["rows"]) for table in ("Subject", "Image")] == [1, 2]
    assert len(list(bag.wide_table(["Image", "Subject"]))) == 3
    ml.close()


def _as_derivaml_joins(bag: DatasetBag, row: Row) -> Row:
    """Give a row of a wide table as DerivaML has to read it."""
    joined: Row = {}
    for table in dict.fromkeys(name.partition(".")[0] for name in row):
        own = {name.partition(".")[2]: value for name, value in row.items() if name.startswith(f"{table}.")}
        [read] = as_derivaml_reads(bag, table, [own])
        joined |= {f"{table}.{name}": value for name, value in read.items()}
    return joined
