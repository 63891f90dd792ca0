"""Directories that are added as datasets."""

import os

import pytest

from muniment import (
    ChecksumMismatch,
    ConfigurationError,
    ExecutionError,
    FileSpec,
    NotAnElementType,
    StagingError,
    TermNotFound,
)


@pytest.fixture
def forest(tmp_path):
    """A folder with files in folders, one of which has folders only, and one nothing at all."""
    root = tmp_path / "forest"
    for name in ("b.txt", "a/x.txt", "a/z.txt", "c/deep/deeper/y.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "empty").mkdir()
    return root


@pytest.fixture
def exe(ml, workflow):
    """An execution that is running."""
    with ml.create_execution(workflow=workflow) as exe:
        yield exe


def tree(dataset):
    """Give the directory of a dataset → names of its files, for it and all inside it."""
    every = [dataset, *dataset.list_dataset_children(recurse=True)]
    return {
        each.source_directory: [file["Filename"] for file in each.list_dataset_members()["File"]]
        for each in every
    }


def test_a_directory_becomes_nested_datasets(ml, forest, exe):
    """Each directory with files, or that leads to some, becomes a dataset inside that of the directory it is in."""
    root = exe.add_files(forest, description="The forest")
    assert tree(root) == {
        "forest": ["b.txt"],
        "forest/a": ["x.txt", "z.txt"],
        "forest/c": [],
        "forest/c/deep": [],
        "forest/c/deep/deeper": ["y.txt"],
    }
    assert [child.source_directory for child in root.list_dataset_children()] == ["forest/a", "forest/c"]
    assert root.description == "The forest"
    for dataset in (root, *root.list_dataset_children(recurse=True)):
        assert dataset.dataset_types == ["Directory", "File"]
        assert (str(dataset.current_version), dataset.is_directory) == ("0.1.0", True)
        assert dataset.dataset_history()[0].execution_rid == exe.execution_rid
        assert dataset.is_source_root == (dataset == root)
    files = root.list_dataset_members(recurse=True)["File"]
    assert {file["Description"] for file in files} == {"b.txt", "a/x.txt", "a/z.txt", "c/deep/deeper/y.txt"}


def test_files_of_directories_are_inputs(ml, forest, exe):
    """The files are read by the execution that adds them, made by nobody known, and kept in the store."""
    exe.add_files(forest)
    found = exe.list_assets("Input")
    assert sorted(file.filename for file in found) == ["b.txt", "x.txt", "y.txt", "z.txt"]
    assert not exe.list_assets("Output")
    (forest / "a/x.txt").unlink()
    [copy] = ml.find_assets("File", Filename="x.txt")
    with copy.open() as file:
        assert file.read() == b"a/x.txt"


def test_there_is_one_outermost_directory(ml, forest, exe):
    """Files and directories that are given together are in the datasets of the directory that they all are in."""
    given = [forest / "c/deep", str(forest / "a/x.txt"), forest / "a/x.txt"]
    root = exe.add_files(given, root_name="Selection")
    assert tree(root) == {
        "Selection": [],
        "Selection/a": ["x.txt"],
        "Selection/c": [],
        "Selection/c/deep": [],
        "Selection/c/deep/deeper": ["y.txt"],
    }
    flat = exe.add_files(forest / "b.txt")
    assert tree(flat) == {"forest": ["b.txt"]}


def test_directories_are_found_from_anywhere(ml, forest, exe, monkeypatch):
    """A relative path, or one with dots in it, means the directory that it leads to."""
    monkeypatch.chdir(forest / "a")
    assert list(tree(exe.add_files("."))) == ["a"]
    assert list(tree(exe.add_files("../c/deep/../../a"))) == ["a"]


def test_files_may_be_specified(ml, forest, exe):
    """Specifications of files, as DerivaML has them, give each its description and types."""
    ml.add_term("Asset_Type", "Text", "Text file")
    specs = list(FileSpec.create_filespecs(forest / "a", "A leaf", lambda path: ["Text"]))
    specs.append(FileSpec((forest / "b.txt").as_uri(), length=5))
    root = exe.add_files(specs)
    told = {file.filename: (file.description, file.asset_types) for file in ml.list_assets("File")}
    assert told == {
        "x.txt": ("A leaf", ["File", "Text"]),
        "z.txt": ("A leaf", ["File", "Text"]),
        "b.txt": ("b.txt", ["File"]),
    }
    assert list(tree(root)) == ["forest", "forest/a"]


def test_specifications_are_read_from_lines(ml, forest, exe, tmp_path):
    """Specifications are read from JSON lines; a line that is none is named."""
    lines = tmp_path / "files.jsonl"
    lines.write_text(f'{{"url": "{forest}/b.txt", "description": "B"}}\n\n')
    [spec] = FileSpec.read_filespec(lines)
    assert (spec.path, spec.description) == (f"{forest}/b.txt", "B")
    lines.write_text('{"url": "b.txt"}\n{"path": "b.txt"}\n')
    with pytest.raises(ConfigurationError, match="Line 2 of"):
        list(FileSpec.read_filespec(lines))


def test_types_and_table_may_be_chosen(ml, forest, exe):
    """Datasets can have more types, and files go to a table and get types as asked."""
    ml.create_asset("Leaf")
    with pytest.raises(NotAnElementType, match=r"ml\.add_dataset_element_type\('Leaf'\)"):
        exe.add_files(forest, asset_table="Leaf")
    ml.add_dataset_element_type("Leaf")
    root = exe.add_files(forest, "Complete", asset_table="Leaf", asset_types="Input_File")
    assert root.dataset_types == ["Directory", "File", "Complete"]
    assert len(root.list_dataset_members(recurse=True)["Leaf"]) == 4
    assert {type_ for leaf in ml.list_assets("Leaf") for type_ in leaf.asset_types} == {"Input_File"}


def test_a_directory_may_be_added_without_an_execution(ml, forest):
    """Called on the catalog, an execution of the calling script is made, and has ended afterwards."""
    root = ml.add_directory(forest, ["Complete"], "The forest", root_name="wood")
    [made] = ml.find_executions()[-1:]
    assert (made.status, made.description) == ("Uploaded", "Add files")
    assert len(made.inputs["File"]) == 4
    assert (root.source_directory, root.description) == ("wood", "The forest")
    assert root.dataset_history()[0].execution_rid == made.execution_rid


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        (["nowhere"], StagingError, "nowhere"),
        ([], StagingError, "no files"),
        (["forest/empty"], StagingError, "no files"),
        ([FileSpec("forest/b.txt", md5="0" * 32)], ChecksumMismatch, "has the MD5"),
        ([FileSpec("forest/b.txt", length=4)], ChecksumMismatch, "has the length 5, and 4 was said"),
        ([FileSpec("tag:old,2020:b.txt")], StagingError, "no file of this machine"),
        ([FileSpec("https://example.org/b.txt")], StagingError, r"ml\.add_reference"),
        ([FileSpec("forest/b.txt", file_types=["Nothing"])], TermNotFound, "Nothing"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(ml, forest, exe, monkeypatch, given, error, told):
    """A path of nothing, a file that is not what was said, or an unknown type is refused, and no row is there."""
    monkeypatch.chdir(forest.parent)
    with pytest.raises(error, match=told):
        exe.add_files([*given, "forest/a"] if given and given != ["forest/empty"] else given)
    assert (ml.find_datasets(), len(ml.list_assets("File")), len(exe.list_assets())) == ([], 0, 0)


def test_a_refusal_makes_no_execution(ml, forest):
    """If nothing can be added, no execution is made for it."""
    before = ml.find_executions()
    with pytest.raises(TermNotFound):
        ml.add_directory(forest, "Forrest")
    assert ml.find_executions() == before


def test_names_of_directories_are_text(ml, tmp_path, exe):
    """A directory inside whose name is not UTF-8 is refused; the outermost can be given another name."""
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    try:
        os.makedirs(folder + b"/t\xe9a")
    except OSError:
        pytest.skip("this file system has no such names")
    with open(folder + b"/menu.txt", "wb") as file:
        file.write(b"tea")
    with pytest.raises(StagingError, match="not UTF-8"):
        exe.add_files(os.fsdecode(folder))
    assert list(tree(exe.add_files(os.fsdecode(folder), root_name="cafe"))) == ["cafe"]
    with open(folder + b"/t\xe9a/green.txt", "wb") as file:
        file.write(b"green")
    with pytest.raises(StagingError, match="not UTF-8"):
        exe.add_files(os.fsdecode(folder), root_name="cafe")


def test_a_dry_run_or_an_aborted_run_adds_nothing(ml, forest, workflow):
    """An execution that writes nothing, or that was given up, adds no files."""
    with (
        ml.create_execution(workflow=workflow, dry_run=True) as trial,
        pytest.raises(ExecutionError, match="dry run"),
    ):
        trial.add_files(forest)
    aborted = ml.create_execution(workflow=workflow)
    aborted.abort()
    with pytest.raises(ExecutionError, match="aborted"):
        aborted.add_files(forest)
    assert len(ml.list_assets("File")) == 0


def test_other_datasets_are_no_directories(ml):
    """A dataset that was made otherwise stands for no directory."""
    dataset = ml.create_dataset()
    assert (dataset.source_directory, dataset.is_directory, dataset.is_source_root) == (None, False, False)
