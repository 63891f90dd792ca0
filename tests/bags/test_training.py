"""Bags handed to programs that train and analyse."""

import datetime as dt
import pickle
from pathlib import Path

import pytest

from muniment.catalog import datasets, tables, vocabularies
from muniment.catalog.schema.definitions import ColumnDefinition, TableDefinition
from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import BagError, ColumnNotFound, InvalidValue, TableNotFound

pytestmark = pytest.mark.of_folders("a bag is the same, whatever its catalog is in")


@pytest.fixture
def split(clinic):
    """A split of five images into two parts: of cats and dogs, of subjects of two ages, one of them without a class."""
    old, young = clinic.insert("Subject", Age=70), clinic.insert("Subject", Age=7)
    cats = clinic.images([("a.png", b"1"), ("b.png", b"2")], Image_Class="Cat", Subject=old)
    dogs = clinic.images([("c.png", b"3"), ("a.png", b"4")], Image_Class="Dog", Subject=young)
    [odd] = clinic.images([("odd.png", b"5")], Subject=young)
    training = clinic.dataset([cats[0], cats[1], dogs[0]], ["Training"])
    testing = clinic.dataset([dogs[1], odd], ["Testing"])
    return clinic.dataset([training, testing], ["Split"])


def placed(bag, folder, **options):
    found = bag.restructure_assets(folder, **options)
    assert all(source.read_bytes() == target.read_bytes() for source, target in found.items())
    return sorted(target.relative_to(folder).as_posix() for target in found.values())


# Folders


def test_files_come_into_folders_by_type_and_class(clinic, split, tmp_path):
    """The parts of a split come apart, each with a folder for each class, and files without one into Unknown."""
    bag = clinic.bag(split)
    assert placed(bag, tmp_path / "classes", targets=["Image_Class"]) == [
        "testing/Dog/a.png",
        "testing/Unknown/odd.png",
        "training/Cat/a.png",
        "training/Cat/b.png",
        "training/Dog/c.png",
    ]
    assert all(path.is_symlink() for path in (tmp_path / "classes").rglob("*.png"))


def test_folders_can_be_named_for_columns_of_other_tables(clinic, split, tmp_path):
    """A target is a column of the table of the files, or of one that it refers to; several nest."""
    found = placed(
        clinic.bag(split), tmp_path / "ages", targets=["Subject.Age", "Image_Class"], missing="skip"
    )
    assert found == [
        "testing/7/Dog/a.png",
        "training/7/Dog/c.png",
        "training/70/Cat/a.png",
        "training/70/Cat/b.png",
    ]


def test_a_target_can_be_transformed(clinic, split, tmp_path):
    """What names the folder can be made of the value of the target, or of all of them."""
    bag = clinic.bag(split)
    ages = placed(
        bag, tmp_path / "a", targets="Subject.Age", target_transform=lambda a: "old" if a > 18 else "young"
    )
    assert {path.split("/")[1] for path in ages} == {"old", "young"}
    both = placed(
        bag,
        tmp_path / "b",
        targets=["Image_Class", "Subject.Age"],
        target_transform=lambda v: f"{v['Image_Class']}-{v['Subject.Age']}",
    )
    assert "training/Cat-70/a.png" in both


def test_without_targets_and_types_files_are_for_testing(clinic, tmp_path):
    """A dataset without a type is for testing, and files of one name in a folder are told apart by their RIDs."""
    first, second = clinic.images([("a.png", b"1"), ("A.png", b"2")])
    bag = clinic.bag(clinic.dataset([first, second]))
    assert placed(bag, tmp_path / "made") == [f"testing/{second}_A.png", "testing/a.png"]


def test_types_can_be_chosen_and_named(clinic, tmp_path):
    """Of several types one is chosen, and its folder is named as is asked for."""
    bag = clinic.bag(clinic.dataset([clinic.image("a.png")], ["Training", "Labeled"]))
    assert placed(bag, tmp_path / "a", type_to_dir_map={"Training": "train"}) == ["train/a.png"]
    assert placed(bag, tmp_path / "b", type_selector=lambda types: "Labeled") == ["labeled/a.png"]


@pytest.mark.parametrize("name", ["../../elsewhere", "/elsewhere", "..", "a/b"])
def test_no_type_leads_out_of_the_folder(clinic, tmp_path, name):
    """Whatever a bag calls its types, files come into folders of these names inside the one that was asked for."""
    vocabularies.add_term(clinic.catalog, "Dataset_Type", name, "A type")
    bag = clinic.bag(clinic.dataset([clinic.image("a.png")], [name]))
    [found] = placed(bag, tmp_path / "out" / "files")
    assert len(Path(found).parts) == 2
    assert ".." not in Path(found).parts
    assert [path.name for path in tmp_path.rglob("*.png") if path.is_symlink()] == ["a.png"]


def test_two_classes_never_share_a_folder(clinic, tmp_path):
    """Classes whose names make the same name of a folder are refused; a transformation tells them apart."""
    for name in ("cat/dog", "cat_dog"):
        vocabularies.add_term(clinic.catalog, "Image_Class", name, "Both")
    first, second = clinic.image("a.png", Image_Class="cat/dog"), clinic.image("b.png", Image_Class="cat_dog")
    bag = clinic.bag(clinic.dataset([first, second], ["Training"]))
    with pytest.raises(InvalidValue, match="'cat/dog' and 'cat_dog' would both be"):
        bag.restructure_assets(tmp_path / "one", targets=["Image_Class"])
    assert not (tmp_path / "one").exists()
    found = placed(
        bag,
        tmp_path / "two",
        targets=["Image_Class"],
        target_transform=lambda name: name.replace("/", " or "),
    )
    assert found == ["training/cat or dog/a.png", "training/cat_dog/b.png"]
    assert placed(bag, tmp_path / "same", targets=["Image_Class"], target_transform=lambda _: "both/all") == [
        "training/both_all/a.png",
        "training/both_all/b.png",
    ]


def test_a_missing_value_can_be_an_error(clinic, split, tmp_path):
    """On request a file without a class refuses all, and nothing is written."""
    with pytest.raises(InvalidValue, match="has no value for Image_Class"):
        clinic.bag(split).restructure_assets(tmp_path / "made", targets=["Image_Class"], missing="error")
    assert not (tmp_path / "made").exists()
    with pytest.raises(InvalidValue, match="missing='drop' is not known"):
        clinic.bag(split, "again").restructure_assets(tmp_path / "made", missing="drop")


def test_an_unknown_target_is_named(clinic, split, tmp_path):
    """A target that is no column, or of a table that is not referred to, is refused with the nearest."""
    bag = clinic.bag(split)
    with pytest.raises(ColumnNotFound, match="Did you mean 'Image_Class'"):
        bag.restructure_assets(tmp_path / "made", targets=["Image_Clas"])
    with pytest.raises(ColumnNotFound, match="Image does not refer to Device"):
        bag.restructure_assets(tmp_path / "made", targets=["Device.Maker"])


def test_a_file_on_both_sides_of_a_split_is_refused(clinic, tmp_path):
    """A file that belongs to a training and a testing dataset is a leak, and is named."""
    image = clinic.image()
    parts = [clinic.dataset([image], [kind]) for kind in ("Training", "Testing")]
    with pytest.raises(InvalidValue, match=f"Image {image} belongs to 'training' and to 'testing'"):
        clinic.bag(clinic.dataset(parts)).restructure_assets(tmp_path / "made")


def test_files_can_be_copied_or_made_anew(clinic, split, tmp_path):
    """Copies stand on their own, doing it again changes nothing, and a function can write another kind of file."""
    bag = clinic.bag(split)
    copies = bag.restructure_assets(tmp_path / "copies", use_symlinks=False)
    assert not any(path.is_symlink() for path in copies.values())
    assert bag.restructure_assets(tmp_path / "copies", use_symlinks=False) == copies

    def shout(source: Path, target: Path) -> Path:
        made = target.with_suffix(".txt")
        made.write_bytes(source.read_bytes() * 2)
        return made

    made = bag.restructure_assets(tmp_path / "made", file_transformer=shout)
    assert all(target.read_bytes() == source.read_bytes() * 2 for source, target in made.items())


def test_nothing_is_overwritten(clinic, tmp_path):
    """Another file at the place of one is left alone, and the message names it."""
    bag = clinic.bag(clinic.dataset([clinic.image("a.png")]))
    (tmp_path / "testing").mkdir()
    (tmp_path / "testing" / "a.png").write_bytes(b"mine")
    with pytest.raises(BagError, match=r"another file at .*testing/a\.png"):
        bag.restructure_assets(tmp_path)
    assert (tmp_path / "testing" / "a.png").read_bytes() == b"mine"


def test_a_bag_without_files_says_what_to_do(clinic, split, tmp_path):
    """A file that is not in the bag is told of before anything is written."""
    with pytest.raises(BagError, match=r"bag.materialize\(\)"):
        clinic.bag(split, materialize=False).restructure_assets(tmp_path / "made")
    assert not (tmp_path / "made").exists()


# PyTorch


def test_elements_come_one_by_one(clinic, split):
    """An element is a sample, its target and its RID; files are read when it is asked for, with the loader given."""
    pytest.importorskip("torch")
    bag = clinic.bag(split)
    found = bag.as_torch_dataset(
        "Image",
        targets=["Image_Class"],
        missing="unknown",
        sample_loader=lambda path, row: (path.read_bytes(), row["Filename"]),
        transform=lambda sample: sample[1],
        target_transform=str.upper,
    )
    assert len(found) == 5
    assert [found[i][:2] for i in range(5)] == [
        ("a.png", "CAT"), ("b.png", "CAT"), ("c.png", "DOG"), ("a.png", "DOG"), ("odd.png", "UNKNOWN"),
    ]  # fmt: skip
    assert found.classes == {"Image_Class": ["Cat", "Dog", "Unknown"]}
    assert found[0][2] == found.rids[0] == bag.list_assets("Image")[0]["RID"]
    plain = bag.as_torch_dataset("Subject", targets=["Age"])
    assert [(row["RID"] == rid, age) for row, age, rid in (plain[0], plain[1])] == [(True, 70), (True, 7)]
    assert bag.as_torch_dataset("Image")[0] == (b"1", found.rids[0])
    assert len(bag.as_torch_dataset("Image", reachable=False)) == 0


def test_a_missing_target_is_told_of_when_the_dataset_is_made(clinic, split):
    """Not in the middle of training: a row without a value, or an unknown target, is an error at once."""
    pytest.importorskip("torch")
    bag = clinic.bag(split)
    with pytest.raises(InvalidValue, match="has no value for Image_Class"):
        bag.as_torch_dataset("Image", targets=["Image_Class"])
    with pytest.raises(ColumnNotFound):
        bag.as_torch_dataset("Image", targets=["Class"])
    assert len(bag.as_torch_dataset("Image", targets=["Image_Class"], missing="skip")) == 4


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_data_loader_reads_with_several_workers(clinic, split, method):
    """PyTorch's DataLoader takes it, with workers that are forked or started afresh."""
    data = pytest.importorskip("torch.utils.data")
    found = clinic.bag(split).as_torch_dataset(
        "Image", targets=["Image_Class", "Subject.Age"], missing="skip"
    )
    assert isinstance(found, data.Dataset)
    loader = data.DataLoader(found, batch_size=2, num_workers=2, multiprocessing_context=method)
    batches = list(loader)
    assert [sample for samples, _, _ in batches for sample in samples] == [b"1", b"2", b"3", b"4"]
    assert [age for _, targets, _ in batches for age in targets["Subject.Age"].tolist()] == [70, 70, 7, 7]
    assert pickle.loads(pickle.dumps(found)).rids == found.rids


def test_without_pytorch_the_message_says_how_to_get_it(clinic, split, run):
    """PyTorch is no dependency; who asks for its dataset without it is told."""
    said = run(
        "import sys\n"
        "sys.modules['torch'] = sys.modules['datasets'] = sys.modules['pyarrow'] = None\n"
        "from muniment import DatasetBag\n"
        "bag = DatasetBag.open(sys.argv[1])\n"
        "for call in (bag.as_torch_dataset, bag.as_hf_dataset, bag.to_arrow, bag.to_parquet, bag.to_duckdb):\n"
        "    try: call('Image')\n"
        "    except ImportError as error: print(error)\n",
        clinic.bag(split).path,
    )
    assert said.count("pip install") == 5


# Columns


@pytest.fixture
def typed(clinic):
    """A bag with a row of all types and one without any value."""
    kinds = [kind for kind in BuiltinTypes if not kind.startswith(("ermrest", "serial"))]
    columns = tuple(ColumnDefinition(name=kind.replace("[]", "s"), type=kind) for kind in kinds)
    tables.create_table(clinic.catalog, TableDefinition(name="Typed", column_defs=columns))
    datasets.add_element_type(clinic.catalog, "Typed")
    values = {
        "text": "ü\n", "int2": 1, "int4": 2, "int8": 2**60, "float4": 0.5, "float8": 0.1, "boolean": True,
        "date": dt.date(2026, 1, 2), "timestamp": dt.datetime(2026, 1, 2, 3, 4, 5, 6, dt.UTC).replace(tzinfo=None),
        "timestamptz": dt.datetime(2026, 1, 2, 3, 4, 5, 6, dt.UTC),
        "json": {"a": [1, None]}, "jsonb": [True], "texts": ["a", "b c"],
    }  # fmt: skip
    rows = [clinic.insert("Typed", **values), clinic.insert("Typed")]
    return clinic.bag(clinic.dataset(rows)), values


def test_parquet_keeps_types_and_values(typed, tmp_path):
    """Each table is a Parquet file whose columns have the types of the catalog, and no value is none."""
    pq = pytest.importorskip("pyarrow.parquet")
    bag, values = typed
    written = bag.to_parquet(tmp_path / "made")
    assert sorted(written) == bag.list_tables()
    found = pq.read_table(written["Typed"])
    types = {field.name: str(field.type) for field in found.schema}
    assert types | {
        "int2": "int16", "int4": "int32", "int8": "int64", "float4": "float", "float8": "double",
        "boolean": "bool", "date": "date32[day]", "timestamp": "timestamp[us]", "text": "string",
        "timestamptz": "timestamp[us, tz=UTC]", "json": "string", "texts": "list<element: string>",
    } == types  # fmt: skip
    first, second = found.to_pylist()
    assert {name: first[name] for name in values} == values | {"json": '{"a": [1, null]}', "jsonb": "[true]"}
    assert all(second[name] is None for name in values)
    assert pq.read_table(written["Workflow"]).num_rows == 0


def test_an_inner_dataset_has_its_own_rows_only(clinic, split, tmp_path):
    """What is written of a dataset inside another are its rows, not all of the bag."""
    pytest.importorskip("pyarrow")
    training = clinic.bag(split).list_dataset_children()[0]
    assert training.to_arrow("Image").num_rows == 3
    assert list(training.to_parquet(tmp_path / "made", ["Image"])) == ["Image"]
    with pytest.raises(TableNotFound):
        training.to_parquet(tmp_path / "made", ["Imag"])


def test_duckdb_answers_in_sql(clinic, split, tmp_path):
    """The tables of a bag can be asked in DuckDB's SQL, in memory or in a file."""
    pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    bag = clinic.bag(split)
    query = (
        'SELECT "Age", count(*) FROM "Image" JOIN "Subject" s ON "Subject" = s."RID" GROUP BY 1 ORDER BY 1'
    )
    with bag.to_duckdb() as connection:
        assert connection.execute(query).fetchall() == [(7, 3), (70, 2)]
    bag.to_duckdb(tmp_path / "bag.duckdb", ["Image", "Subject"]).close()
    with pytest.raises(BagError, match="cannot take the tables"):
        bag.to_duckdb(tmp_path / "bag.duckdb", ["Image"])


def test_hugging_face_has_rows_paths_and_targets(clinic, split):
    """Hugging Face's dataset has a column with the path of each file, and columns of tables referred to."""
    pytest.importorskip("datasets")
    found = clinic.bag(split).as_hf_dataset("Image", targets=["Subject.Age"])
    assert found.num_rows == 5
    assert Path(found[0]["path"]).read_bytes() == b"1"
    assert found["Subject.Age"][:] == [70, 70, 7, 7, 7]
