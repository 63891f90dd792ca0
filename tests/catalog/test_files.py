"""Files that are added as they are, whatever they are called."""

import os
from pathlib import Path

import pytest

from muniment import InvalidValue, StagingError

ODD = [
    "new\nline.txt",
    "carriage\rreturn.txt",
    "-rf",
    "~",
    "#",
    " lead and trail ",
    "100%.txt",
    "%0A%25.txt",
    "back\\slash",
    "tab\t.txt",
    "*?.txt",
    "quote\"',.txt",
    "e\u0301.txt",  # decomposed, as macOS writes it
    "\u2028.txt",
    "\x7f\x01.txt",
    "x" * 255,
    "é" * 127,
]


@pytest.fixture
def odd(tmp_path):
    """A folder of files with odd names; some file systems refuse some of them."""
    folder = tmp_path / "odd"
    folder.mkdir()
    for name in ODD:
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.fixture
def not_text(tmp_path):
    """A folder with a file, and in a folder of it another, whose names are not UTF-8."""
    folder = tmp_path / "old"
    for raw in (b"caf\xe9.txt", b"caf\xe9/notes.txt"):
        path = os.fsencode(folder) + b"/" + raw
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(path, "wb") as file:
                file.write(b"notes")
        except OSError:
            pytest.skip("this file system has no such names")
    return folder


def test_odd_names_are_kept(ml, odd):
    """A file keeps its name in the catalog, and gets it back when it is downloaded."""
    found = ml.add_files(odd)
    assert sorted(asset.filename for asset in found) == sorted(ODD)
    for asset in found:
        copy = asset.download(odd.parent / "out" / asset.asset_rid)
        assert (copy.name, copy.read_bytes()) == (asset.filename, asset.filename.encode())


def test_odd_names_pass_through_a_run(ml, workflow, odd):
    """A run stages, uploads and reads files with odd names, its own and those that were there."""
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        for name in ODD:
            exe.asset_file_path("File", odd / name)
            exe.asset_file_path("Execution_Asset", name).write_bytes(b"new")
    made = exe.list_assets("Output")
    assert sorted(asset.filename for asset in made) == sorted([*ODD, *ODD])
    assert {exe.download_asset(asset.asset_rid).name for asset in made} == set(ODD)


def test_odd_names_come_back_from_a_bag(ml, odd):
    """A bag of odd names is valid, and its tables have the names as they are."""
    dataset = ml.create_dataset()
    ml.add_dataset_element_type("File")
    dataset.add_dataset_members([asset.asset_rid for asset in ml.add_files(odd)])
    bag = dataset.download_dataset_bag()
    bag.validate()
    assert sorted(row["Filename"] for row in bag.get_table_as_dict("File")) == sorted(ODD)


def test_names_that_are_not_text_are_refused(ml, not_text):
    """Files whose names are not UTF-8 are named in an error that can be printed; nothing is added or stored."""
    with pytest.raises(
        StagingError, match=r"caf\\udce9.txt.*Rename them first. Nothing was added."
    ) as refused:
        ml.add_files(not_text)
    assert "notes.txt" in str(refused.value)
    assert str(refused.value).isascii()
    assert not ml.list_assets("File")
    assert list(ml._catalog.store.keys()) == []


def test_the_folder_that_is_given_may_be_called_anything(ml, not_text):
    """The name of the folder that is given is not kept, so that it need not be UTF-8."""
    [asset] = ml.add_files(os.fsdecode(os.fsencode(not_text) + b"/caf\xe9"))
    assert (asset.filename, asset.description) == ("notes.txt", "notes.txt")


@pytest.mark.parametrize(
    "path", ["", "nowhere", "null\0character", "x" * 300, "x/" * 3000, "\ud800", "caf\udce9"]
)
def test_a_path_of_nothing_is_refused(ml, path):
    """A path that does not exist, or cannot exist, is refused with an error of ours that can be printed."""
    with pytest.raises(StagingError, match="Nothing was added") as refused:
        ml.add_files(path)
    assert str(refused.value).isprintable()


def test_nothing_is_added_when_one_path_is_wrong(ml, odd):
    """All paths are looked at before the first file is stored."""
    with pytest.raises(StagingError, match="nowhere"):
        ml.add_files([odd, "nowhere"])
    assert not ml.list_assets("File")


@pytest.mark.parametrize(
    "name", ["null\0character", "x" * 256, "é" * 128, "\ud800", "caf\udce9", "", ".", ".."]
)
def test_a_name_that_no_file_can_have_is_not_staged(ml, workflow, name):
    """A name that is no name is refused when it is staged, also as a new name; nothing is in the working directory."""
    there = Path("there.txt").resolve()
    exe = ml.create_execution(workflow=workflow)
    for arguments in ({"file_name": name}, {"file_name": f"{there.parent}/{name or '.'}", "copy_file": True}):
        with pytest.raises(StagingError) as refused:
            exe.asset_file_path("File", **arguments)
        assert str(refused.value).isprintable()
    assert exe.pending == 0
    assert [path for path in exe.working_dir.rglob("*") if not path.is_dir()] == []


def test_a_description_that_is_no_text_is_refused(ml, workflow, odd):
    """A description with half characters, as names that are not UTF-8 have, is refused before anything is done."""
    exe = ml.create_execution(workflow=workflow)
    with pytest.raises(InvalidValue, match="no character"):
        ml.add_files(odd, description="caf\udce9")
    with pytest.raises(InvalidValue, match="no character"):
        exe.asset_file_path("File", "a.txt", description="caf\udce9")
    path = exe.asset_file_path("File", "b.txt", description="café")
    with pytest.raises(InvalidValue, match="no character"):
        path.description = "caf\udce9"
    assert (path.description, exe.pending) == ("café", 1)
    assert list(ml._catalog.store.keys()) == []
