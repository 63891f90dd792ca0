import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from muniment import (
    AssetSpec,
    Attribution,
    BuiltinTypes,
    ColumnDefinition,
    Dataset,
    DatasetBag,
    DatasetSpec,
    ExecutionConfiguration,
    ForeignKeyDefinition,
    InvalidValue,
    KeyDefinition,
    Muniment,
    TableDefinition,
)
from muniment.bags import layout
from muniment.bags.descriptions.facts import Spool, Use
from tests.judges import HERE, judge
from tests.stacks import Address, Stack

pytestmark = pytest.mark.of_folders(
    "a bag is the same to the byte, whatever its catalog is in: test_packing.py"
)

FORMS = (
    "croissant.json",
    "datapackage.json",
    "metadata/datacite.json",
    "metadata/prov.json",
    "ro-crate-metadata.json",
)

ANN = {
    "Name": 'Ann, "A"\nB',
    "Nick": "",
    "Age": 3,
    "Height": 1.5e-7,
    "Alive": True,
    "Born": date(2020, 1, 2),
    "Seen": datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    "Woke": "2026-01-02T06:00:00",
    "Info": {"a": [1, None]},
    "Tags": ["one", "two words"],
}


@dataclass
class Study:
    """A catalog with values of every type, odd names, and runs that made and read files."""

    ml: Muniment
    dataset: Dataset
    images: list[str]

    def bag(self, **options: Any) -> DatasetBag:
        """Download the dataset."""
        return self.dataset.download_dataset_bag(**options)


def _columns(**types: str) -> list[ColumnDefinition]:
    return [ColumnDefinition(name, BuiltinTypes(kind)) for name, kind in types.items()]


def make_study(address: Address, store: str | None) -> None:
    ml = Muniment(address, create=True, store=store, actor="ada")
    types = {"Nick": "text", "Age": "int4", "Height": "float8", "Alive": "boolean", "Born": "date"}
    types |= {"Seen": "timestamptz", "Woke": "timestamp", "Info": "jsonb", "Tags": "text[]", "Mother": "text"}
    ml.create_table(
        TableDefinition(
            "Subject",
            [ColumnDefinition("Name", nullok=False), *_columns(**types)],
            fkey_defs=[ForeignKeyDefinition("Mother", "Subject")],
            comment="People",
        )
    )
    ml.create_table(
        TableDefinition(
            "Visit No",
            [
                *_columns(Doctor="text", Subject="text"),
                *_columns(**{"Which one": "int2", "Was it paid": "boolean"}),
            ],
            [KeyDefinition(["Subject", "Which one"])],
            [ForeignKeyDefinition("Subject", "Subject"), ForeignKeyDefinition("Doctor", "Subject")],
        )
    )
    ml.create_vocabulary("Image_Class", "What an image shows")
    ml.add_term("Image_Class", "Cat", description="A cat")
    ml.create_vocabulary("Digit", "What is written in an image")
    for digit in "01":
        ml.add_term("Digit", digit, description=f"The digit {digit}")
    ml.create_asset("Image", referenced_tables=["Digit", "Subject", "Image_Class"])
    for element in ("Image", "Subject"):
        ml.add_dataset_element_type(element)
    ml.close()


def fill_study(ml: Muniment) -> tuple[str, list[str]]:
    [ann] = ml.insert_rows("Subject", ANN)
    [bob] = ml.insert_rows("Subject", {"Name": "", "Alive": False, "Info": [1], "Tags": [], "Mother": ann})
    visits = [{"Subject": ann, "Which one": 1, "Was it paid": True}, {"Subject": bob, "Was it paid": False}]
    ml.insert_rows("Visit No", visits)
    scan = ExecutionConfiguration(workflow=ml.create_workflow("Scan", "Ingest"), description="Scanned")
    with ml.create_execution(scan, upload_on_exit=True) as run:
        for name in ("a b.png", "c#1%.txt", 'é"q.csv'):
            path = run.asset_file_path("Image", name, Subject=ann, Image_Class="Cat", Digit="1")
            path.write_bytes(name.encode())
    images = [image.rid for image in ml.list_assets("Image")]
    inner = run.create_dataset(["Testing"], description="Some of them")
    inner.add_dataset_members(images[:1])
    inner.release("minor", "Chosen")
    dataset = run.create_dataset(["Complete"], description="Scans of the first week\n\nOf all subjects.")
    dataset.add_dataset_members([*images, ann, bob, inner.rid])
    dataset.release("minor", "First")
    mask = ExecutionConfiguration(
        workflow=ml.create_workflow("Mask", "Training"),
        assets=[AssetSpec(rid=images[0])],
        datasets=[DatasetSpec(rid=dataset.rid, version="0.2.0")],
    )
    with ml.create_execution(mask, upload_on_exit=True) as run:
        run.asset_file_path("Image", "mask.png", Subject=bob).write_bytes(b"mask")
    failing = ExecutionConfiguration(workflow=mask.workflow, assets=[AssetSpec(rid=images[1])])
    with pytest.raises(RuntimeError, match="out of paint"), ml.create_execution(failing):
        raise RuntimeError("out of paint")
    masks = [image.rid for image in ml.list_assets("Image") if image.rid not in images]
    dataset.add_dataset_members(masks)
    dataset.release("minor", "With masks")
    return dataset.rid, images + masks


@pytest.fixture
def study(stack: Stack, provenance: Path) -> Iterator[Study]:
    """The catalog of a study, and its dataset."""
    ml = Muniment(stack.copy("study", make_study), actor="ada")
    rid, images = fill_study(ml)
    yield Study(ml, ml.lookup_dataset(rid), images)
    ml.close()


Verdicts = dict[str, dict[str, Any]]


def verdicts(bag: Path, *names: str) -> Verdicts:
    """Have judges judge a bag, in their own environment."""
    command = [judge("descriptions"), HERE / "descriptions.py", bag, *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


JUDGES = ("ro-crate", "process-run-crate", "croissant", "frictionless", "prov", "datacite")


def described(bag: DatasetBag) -> dict[str, Any]:
    """Read all descriptions."""
    return {name: json.loads((bag.path / name).read_text()) for name in FORMS}


def entities(bag: DatasetBag) -> dict[str, dict[str, Any]]:
    """Read what the RO-Crate describes, by identifier."""
    return {one["@id"]: one for one in described(bag)["ro-crate-metadata.json"]["@graph"]}


def ids(found: Any) -> list[str]:
    """Give what a property of an RO-Crate refers to."""
    return [one["@id"] for one in (found if isinstance(found, list) else [found])]


def test_the_tools_of_the_world_accept_a_bag_and_read_its_rows(study):
    """The judge of each standard finds nothing wrong, and reads the rows and relations that the bag holds."""
    bag = study.bag(attribution=Attribution("Ada Lovelace", "https://example.org/licence", "Lab"))
    found = verdicts(bag.path, *JUDGES, "ro-crate-library")
    assert [fault for told in found.values() for fault in told["faults"]] == []
    assert min(found["ro-crate"]["checks"], found["process-run-crate"]["checks"]) > 30
    assert found["ro-crate-library"]["version"] == "1.3"
    rows = {table: list(bag.get_table_as_dict(table)) for table in bag.list_tables()}
    held = {table: len(of_table) for table, of_table in rows.items() if of_table}
    assert {name: len(read) for name, read in found["frictionless"]["rows"].items()} == held
    assert {name.replace("+", " "): len(read) for name, read in found["croissant"]["rows"].items()} == held

    ann, bob = found["frictionless"]["rows"]["Subject"]
    assert (ann["RID"], ann["Name"], ann["Age"], ann["Alive"]) == (
        rows["Subject"][0]["RID"],
        ANN["Name"],
        3,
        True,
    )
    assert (ann["Born"], ann["Seen"]) == ("2020-01-02", "2026-01-02 03:04:05.000006+00:00")
    assert (json.loads(ann["Info"]), ann["Tags"]) == (ANN["Info"], '{one,"two words"}')
    assert (bob["Name"], bob["Age"], bob["Alive"], bob["Mother"]) == ("", None, False, ann["RID"])
    ann, bob = found["croissant"]["rows"]["Subject"]
    assert (ann["Subject/Name"], ann["Subject/Age"], ann["Subject/Height"]) == (ANN["Name"], 3, 1.5e-7)
    assert (ann["Subject/Alive"], bob["Subject/Alive"], bob["Subject/Mother"]) == (
        True,
        False,
        ann["Subject/RID"],
    )

    said = "\n".join(found["prov"]["records"])
    scan, mask, failed = (run["RID"] for run in rows["Execution"])
    first, *_, last = study.images
    version = next(
        row["RID"]
        for row in rows["Dataset_Version"]
        if row["Version"] == "0.2.0" and row["Dataset"] == study.dataset.rid
    )
    for statement in (
        f"wasGeneratedBy(row:{first}, row:{scan}, -)",
        f"wasGeneratedBy(row:{last}, row:{mask}, -)",
        f"used(row:{mask}, row:{first}, -)",
        f"used(row:{mask}, row:{version}, -)",
        f"used(row:{failed}, row:{study.images[1]}, -)",
        f"wasAssociatedWith(row:{scan}, person:ada, -)",
        f"hadMember(row:{_current(rows, study.dataset.rid)}, row:{last})",
    ):
        assert statement in said


def _current(rows: dict[str, list[dict[str, Any]]], dataset: str) -> str:
    return next(row["Version"] for row in rows["Dataset"] if row["RID"] == dataset)


Spoil = Callable[[Path], None]


def _edit(name: str, before: str, after: str) -> Spoil:
    def spoil(bag: Path) -> None:
        text = (bag / name).read_text()
        assert before in text
        (bag / name).write_text(text.replace(before, after))

    return spoil


SPOILS = {
    "ro-crate": _edit("ro-crate-metadata.json", '"datePublished"', '"dateModified"'),
    "process-run-crate": _edit("ro-crate-metadata.json", '"instrument"', '"tool"'),
    "croissant": _edit("croissant.json", '"sc:Integer"', '"sc:Nothing"'),
    "frictionless": _edit("data/domain/Subject.csv", ",t,", ",maybe,"),
    "prov": _edit("metadata/prov.json", '"row"', '"line"'),
    "datacite": _edit("metadata/datacite.json", '"creators"', '"painters"'),
}


@pytest.mark.of_folders("about files of a bag, spoiled by hand")
def test_each_judge_refuses_what_was_spoiled(study, tmp_path):
    """A judge that accepts every file would show nothing: each finds the fault that was put before it."""
    spoiled = tmp_path / "spoiled"
    shutil.copytree(study.bag().path, spoiled)
    for spoil in SPOILS.values():
        spoil(spoiled)
    found = verdicts(spoiled, *JUDGES)
    faults = {name: " ".join(told["faults"]) for name, told in found.items()}
    assert "datePublished" in faults["ro-crate"]
    assert "instrument" in faults["process-run-crate"]
    assert "Nothing" in faults["croissant"]
    assert "maybe" in faults["frictionless"]
    assert "identifier is missing" in faults["prov"]
    assert "creators" in faults["datacite"]


def test_descriptions_are_tag_files(clinic):
    """They stand outside of the payload, and the manifests of tag files have their checksums."""
    bag = clinic.export(clinic.dataset([clinic.image()])).path
    for algorithm in layout.ALGORITHMS:
        noted = {path for _, path in layout.read_manifest(bag / f"tagmanifest-{algorithm}.txt")}
        assert noted >= {*FORMS, "bagit.txt", "bag-info.txt"}
        held = {path for _, path in layout.read_manifest(bag / f"manifest-{algorithm}.txt")}
        assert all(path.startswith("data/") for path in held)
    (bag / "metadata/prov.json").write_text("{}")
    with pytest.raises(Exception, match=r"metadata/prov.json"):
        DatasetBag.open(bag).validate()


def test_a_bag_without_its_files_has_the_same_descriptions(study):
    """Whether the files are in the bag yet makes no difference to what it says of itself."""
    assert described(study.bag()) == described(study.dataset.download_dataset_bag(materialize=False))
    whole = study.bag()
    light = study.bag(materialize=False, exclude_tables=["Visit No"])
    assert "Visit No" not in json.dumps(described(light))
    assert "Visit No" in json.dumps(described(whole))


def test_only_runs_and_people_of_the_bag_are_told(clinic):
    """What others did with other rows of the catalog is in no description."""
    mine, other = clinic.execution(), clinic.execution()
    image, far = clinic.image(execution=mine), clinic.image("far.png", execution=other)
    clinic.catalog.database.actor = "grace"
    clinic.dataset([far], description="Not to be told")
    clinic.catalog.database.actor = "ada"
    bag = clinic.bag(clinic.dataset([image]))
    told = json.dumps(described(bag))
    assert all(secret not in told for secret in (other, far, "far.png", "grace", "Not to be told"))
    assert all(known in told for known in (mine, image, "scan.png", "ada"))


def test_a_run_is_an_action_with_what_it_read_and_made(study):
    """The crate says which run made and read which file and dataset, by which code, when, and how it ended."""
    bag = study.bag()
    crate = entities(bag)
    scan, mask, failed = (row["RID"] for row in bag.get_table_as_dict("Execution"))
    actions = {key.rpartition("/")[2]: one for key, one in crate.items() if one["@type"] == "CreateAction"}
    assert list(actions) == [scan, mask, failed]
    paths = {rid: ids(actions[rid].get("result", [])) for rid in actions}
    assert len([path for path in paths[scan] if path.startswith("data/asset/")]) == 3
    assert f"data/asset/{study.images[0]}/Image/a%20b.png" in paths[scan]
    assert f"data/asset/{study.images[2]}/Image/é%22q.csv" in paths[scan]
    assert f"data/asset/{study.images[3]}/Image/mask.png" in paths[mask]
    [read_dataset, read_file] = ids(actions[mask]["object"])
    assert crate[read_dataset]["name"] == f"Version 0.2.0 of dataset {study.dataset.rid}"
    assert crate[read_file]["sha256"] == next(iter(bag.get_table_as_dict("Image")))["SHA256"]
    assert crate[ids(actions[mask]["instrument"])[0]]["name"] == "Mask"
    assert crate[ids(actions[mask]["agent"])[0]]["name"] == "ada"
    assert actions[mask]["startTime"] <= actions[mask]["endTime"]
    assert actions[mask]["actionStatus"].endswith("CompletedActionStatus")
    assert actions[failed]["actionStatus"].endswith("FailedActionStatus")
    assert "out of paint" in actions[failed]["error"]
    assert ids(crate["./"]["mentions"]) == [one["@id"] for one in actions.values()]
    assert len(crate["data/asset/"]["hasPart"]) == len(study.images)


def test_references_are_told_where_readers_can_follow_them(study):
    """Foreign keys are in the Data Package, and in Croissant unless they make a circle or read as numbers."""
    told = described(study.bag())
    fields = {
        field["@id"]: field.get("references", {}).get("field", {}).get("@id")
        for records in told["croissant.json"]["recordSet"]
        for field in records["field"]
    }
    assert (fields["Image/Subject"], fields["Image/Image_Class"]) == ("Subject/RID", "Image_Class/Name")
    assert (fields["Dataset_Version/Dataset"], fields["Dataset/Version"]) == ("Dataset/RID", None)
    assert fields["Subject/Mother"] is None  # it leads to itself
    assert (fields["Image/Digit"], fields["Visit+No/Doctor"]) == (None, None)
    keys = {
        (resource["title"], *key["fields"]): (key["reference"]["resource"], *key["reference"]["fields"])
        for resource in told["datapackage.json"]["resources"]
        for key in resource["schema"].get("foreignKeys", ())
    }
    assert keys["Image", "Digit"] == ("digit", "Name")
    assert keys["Visit No", "Doctor"] == keys["Subject", "Mother"] == ("subject", "RID")
    assert keys["Dataset", "Version"] == ("dataset_version", "RID")


def test_whom_it_is_owed_to_is_told_everywhere(study):
    """Creators, licence and publisher are in every form that knows them, and make another bag."""
    owed = Attribution(["Ada Lovelace", "Lab of Numbers"], "CC-BY-4.0", "Analytical Society")
    signed = study.bag(attribution=owed)
    told = described(signed)
    assert signed.info["Creator"] == "Ada Lovelace; Lab of Numbers"
    assert (signed.info["License"], signed.info["Source-Organization"]) == (owed.licence, owed.publisher)
    assert told["metadata/datacite.json"]["creators"] == [
        {"name": "Ada Lovelace"},
        {"name": "Lab of Numbers"},
    ]
    assert told["metadata/datacite.json"]["publisher"] == {"name": "Analytical Society"}
    assert told["metadata/datacite.json"]["rightsList"] == [{"rights": "CC-BY-4.0"}]
    assert told["datapackage.json"]["licenses"] == [{"name": "CC-BY-4.0", "title": "CC-BY-4.0"}]
    assert told["croissant.json"]["license"] == "CC-BY-4.0"
    crate = entities(signed)
    assert crate[ids(crate["./"]["license"])[0]]["name"] == "CC-BY-4.0"
    assert [crate[key]["name"] for key in ids(crate["./"]["author"])] == list(owed.creators)
    assert crate[ids(crate["./"]["publisher"])[0]]["name"] == "Analytical Society"

    plain = described(study.bag())
    assert plain["metadata/datacite.json"]["creators"] == [{"name": "ada"}]
    assert plain["metadata/datacite.json"]["publisher"] == {"name": ":unav"}
    assert "license" not in plain["croissant.json"]


def test_an_attribution_that_says_nothing_is_refused():
    """An empty name or licence is an error, not a gap in what the world reads."""
    assert Attribution("Ada").creators == ("Ada",)
    for wrong in ({"creators": [""]}, {"licence": " "}, {"publisher": ""}, {"creators": [None]}):
        with pytest.raises(InvalidValue, match="says nothing"):
            Attribution(**wrong)


def test_a_dataset_of_nothing_is_described_too(clinic):
    """A dataset without files and runs makes no claim about either."""
    bag = clinic.bag(clinic.dataset([clinic.insert("Subject", Name="Ann")]))
    crate = entities(bag)
    assert "data/asset/" not in crate
    assert "conformsTo" not in crate["./"]
    assert not any(one["@type"] == "CreateAction" for one in crate.values())
    assert "hadMember" not in described(bag)["metadata/prov.json"]
    assert all("FileSet" not in one["@type"] for one in described(bag)["croissant.json"]["distribution"])


def test_the_facts_of_many_files_are_read_again_from_a_file():
    """Many rows are the same in each reading, and are not held in memory."""
    rows = [
        (f"1-{number:04}", number % 2 == 0, f"2-{number}", f"data/{number}" * 9) for number in range(20_000)
    ]
    spool = Spool(Use, iter(rows))
    assert [tuple(use) for use in spool] == rows == [tuple(use) for use in spool]
    assert spool._file._rolled
    spool.close()
    nothing = Spool(Use, ())
    assert not nothing
    nothing.close()
