import os
import pickle
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from muniment import (
    BuiltinTypes,
    ColumnDefinition,
    ColumnNotFound,
    ExecutionError,
    InvalidValue,
    MLAsset,
    Muniment,
    StagingError,
    TableNotFound,
    TermNotFound,
    WrongTableKind,
)
from muniment.ml.workspace import find_folder

pytestmark = pytest.mark.of_folders("files are staged on this machine, whatever the catalog is in")


def fill(ml):
    ml.create_asset("Image", [ColumnDefinition("Width", BuiltinTypes.int4), ColumnDefinition("Format")])
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])


@pytest.fixture
def lab(stack):
    """The address of a catalog with an asset table Image."""
    return stack.filled(fill)


@pytest.fixture
def exe(ml, workflow):
    """A running execution."""
    exe = ml.create_execution(workflow=workflow)
    exe.execution_start()
    return exe


@pytest.fixture
def scan(tmp_path):
    """A file of the user."""
    path = tmp_path / "mine" / "scan.png"
    path.parent.mkdir()
    path.write_bytes(b"scan")
    return path


def uploaded(ml, exe):
    """Upload, and give what became of the files: name → bytes."""
    exe.upload_execution_outputs()
    found = {}
    for asset in ml.list_assets("Image"):
        with asset.open() as file:
            found[asset.filename] = file.read()
    return found


# --- the five ways -------------------------------------------------------------------------------------


def test_a_new_file_is_written_to_the_path_that_is_given_back(ml, exe):
    """A name of no file gives a path in the working directory, to be written to in any way."""
    path = exe.asset_file_path("Image", "new.png")
    assert isinstance(path, Path)
    assert path.name == path.file_name == "new.png"
    assert path.is_relative_to(exe.working_dir)
    assert not path.exists()
    with open(path, "wb") as file:
        file.write(b"new")
    assert uploaded(ml, exe) == {"new.png": b"new"}


def test_what_is_said_of_a_file_after_its_upload_is_refused(ml, exe):
    """Columns, types and description are those that were uploaded, and nobody is left to think otherwise."""
    path = exe.asset_file_path("Image", "late.png")
    path.write_bytes(b"late")
    exe.upload_execution_outputs(clean_folder=False)
    exe.upload_execution_outputs()
    for change in (
        lambda: setattr(path, "metadata", {"Width": 7}),
        lambda: setattr(path, "description", "Late"),
        lambda: path.set_asset_types([]),
    ):
        with pytest.raises(StagingError, match=r"Image late.png waits for no upload any more"):
            change()
    assert path.metadata == {}


def test_a_new_file_may_be_renamed(ml, exe):
    """With rename_file, a new file has that name from the beginning."""
    path = exe.asset_file_path("Image", "new.png", rename_file="renamed.png")
    assert path.name == "renamed.png"
    path.write_bytes(b"new")
    assert uploaded(ml, exe) == {"renamed.png": b"new"}


def test_a_file_that_exists_is_linked(ml, exe, scan):
    """A file that exists is linked into the working directory and stays where it is."""
    path = exe.asset_file_path("Image", scan)
    assert path.is_symlink()
    assert path.read_bytes() == b"scan"
    assert uploaded(ml, exe) == {"scan.png": b"scan"}
    assert scan.read_bytes() == b"scan"
    scan.write_bytes(b"and can be written to")


def test_a_file_that_exists_is_copied_if_asked_for(ml, exe, scan):
    """With copy_file, the file may be changed or deleted right after it was staged."""
    path = exe.asset_file_path("Image", scan, copy_file=True)
    assert not path.is_symlink()
    scan.unlink()
    assert uploaded(ml, exe) == {"scan.png": b"scan"}


@pytest.mark.parametrize("copy", [False, True])
def test_a_file_that_exists_may_be_renamed(ml, exe, scan, copy):
    """With rename_file, a file of the user gets another name in the catalog and keeps its own at home."""
    exe.asset_file_path("Image", str(scan), copy_file=copy, rename_file="renamed.png")
    assert uploaded(ml, exe) == {"renamed.png": b"scan"}
    assert scan.exists()


def test_a_name_of_a_file_in_the_current_folder_means_that_file(ml, exe, scan, monkeypatch):
    """A bare name of a file that is in the current folder means that file."""
    monkeypatch.chdir(scan.parent)
    exe.asset_file_path("Image", "scan.png")
    monkeypatch.chdir("/")
    assert uploaded(ml, exe) == {"scan.png": b"scan"}


def test_a_relative_path_is_that_of_the_moment(ml, exe, scan, monkeypatch):
    """A relative path means the file it meant when it was staged, wherever the program goes afterwards."""
    monkeypatch.chdir(scan.parent.parent)
    exe.asset_file_path("Image", "mine/scan.png")
    monkeypatch.chdir("/")
    assert uploaded(ml, exe) == {"scan.png": b"scan"}


def test_a_link_to_a_file_is_followed(ml, exe, scan):
    """A symbolic link of the user stands for the file that it leads to."""
    link = scan.parent / "latest.png"
    link.symlink_to(scan.name)
    exe.asset_file_path("Image", link)
    assert uploaded(ml, exe) == {"latest.png": b"scan"}


def test_an_empty_file_is_a_file(ml, exe):
    """A file without a byte is uploaded like any other."""
    exe.asset_file_path("Image", "empty.png").touch()
    assert uploaded(ml, exe) == {"empty.png": b""}


def test_the_path_is_a_path(exe):
    """What is given back is an ordinary path: it can be joined, compared, given as text, and pickled as a path."""
    path = exe.asset_file_path("Image", "new.png")
    plain = Path(str(path))
    assert path == plain
    assert path.parent == plain.parent
    assert path.with_suffix(".json") == plain.with_suffix(".json")
    assert path / "a" == plain / "a"
    assert os.fspath(path) == str(path)
    assert pickle.loads(pickle.dumps(path)) == plain
    assert {path: 1}[plain] == 1


# --- types, metadata, description ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_", "types"),
    [
        (None, ["Image"]),
        ([], []),
        ((), []),
        ("Mask", ["Mask"]),
        (["Mask", "Image"], ["Mask", "Image"]),
        (["Mask", "Mask"], ["Mask"]),
        (["Overlay"], ["Mask"]),
    ],
)
def test_types_are_the_tables_name_unless_said_otherwise(ml, exe, given_, types):
    """Without types a file has that of its table; with an empty list it has none; synonyms and repeats are put right."""
    path = exe.asset_file_path("Image", "a.png", asset_types=given_)
    path.write_bytes(b"a")
    assert path.asset_types == types
    exe.upload_execution_outputs()
    assert ml.list_assets("Image")[0].asset_types == types


def test_metadata_can_be_given_in_three_ways(ml, exe):
    """The table's own columns are given as a mapping, as arguments, or as a pydantic model."""

    class Scan(BaseModel):
        Width: int
        Format: str | None = None

    exe.asset_file_path("Image", "a", metadata={"Width": 1, "Format": "PNG"}).touch()
    exe.asset_file_path("Image", "b", Width=2).touch()
    exe.asset_file_path("Image", "c", metadata={"Width": 0}, Width=3, Format="JPEG").touch()
    exe.asset_file_path("Image", "d", metadata=Scan(Width=4)).touch()
    exe.upload_execution_outputs()
    values = {asset.filename: (asset["Width"], asset["Format"]) for asset in ml.list_assets("Image")}
    assert values == {"a": (1, "PNG"), "b": (2, None), "c": (3, "JPEG"), "d": (4, None)}


def test_metadata_can_be_given_later(ml, exe):
    """Types, metadata and description can be set on the path, until the upload."""
    path = exe.asset_file_path("Image", "a.png")
    path.write_bytes(b"a")
    path.metadata = {"Width": 1}
    path.metadata = {"Width": np.int64(2), "Format": None}
    path.set_asset_types(["Overlay"])
    path.description = "Where the tissue is"
    assert (path.metadata, path.asset_types) == ({"Width": 2, "Format": None}, ["Mask"])
    exe.upload_execution_outputs()
    [asset] = ml.list_assets("Image")
    assert (asset["Width"], asset["Format"], asset["Description"]) == (2, None, "Where the tissue is")
    assert asset.asset_types == ["Mask"]


def test_what_was_said_of_a_file_survives_the_process(ml, exe):
    """What was said of a file is written down at once, and is there when the execution is resumed."""
    path = exe.asset_file_path("Image", "a.png", description="First")
    path.write_bytes(b"a")
    path.metadata = {"Width": 7}
    resumed = Muniment(ml.address).resume_execution(exe.execution_rid)
    resumed.upload_execution_outputs()
    [asset] = ml.list_assets("Image")
    assert (asset["Width"], asset["Description"]) == (7, "First")


VALUES = {
    "text": 'it\'s "1"\n数 🙂',
    "int8": 2**63 - 1,
    "float8": 0.1,
    "boolean": True,
    "date": date(2026, 1, 31),
    "timestamp": datetime(2026, 1, 31, 12, 0, 0, 5),  # noqa: DTZ001 (a wall clock has no zone)
    "timestamptz": datetime(2026, 1, 31, 12, 0, 0, 5, tzinfo=UTC),
    "jsonb": {"a": [1, None, {"b": "c"}]},
    "text_array": ["a", "b"],
}


@pytest.mark.parametrize("kind", VALUES)
def test_metadata_of_every_type_arrives(ml, workflow, kind):
    """A value of any type that is staged is the value that is uploaded, and so is None."""
    ml.create_asset("Scan", [ColumnDefinition("Value", BuiltinTypes[kind])])
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Scan", "a", Value=VALUES[kind]).touch()
        exe.asset_file_path("Scan", "b", Value=None).touch()
        exe.asset_file_path("Scan", "c").touch()
    assert [asset["Value"] for asset in ml.list_assets("Scan")] == [VALUES[kind], None, None]


@pytest.mark.parametrize("value", [float("inf"), -float("inf"), 5e-324, 1.7976931348623157e308, 0.1 + 0.2])
def test_metadata_numbers_arrive_to_the_last_bit(ml, workflow, value):
    """A number that is staged is uploaded exactly, however large or small."""
    ml.create_asset("Scan", [ColumnDefinition("Value", BuiltinTypes.float8)])
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Scan", "a", Value=value).touch()
    assert ml.list_assets("Scan")[0]["Value"] == value


@pytest.mark.parametrize(
    ("asset_name", "arguments", "error", "message"),
    [
        ("Imag", {}, TableNotFound, "Did you mean 'Image'"),
        ("Dataset", {}, WrongTableKind, "Image"),
        ("Asset_Type", {}, WrongTableKind, "Image"),
        ("Image", {"asset_types": ["Msak"]}, TermNotFound, "Did you mean 'Mask'"),
        ("Image", {"asset_types": "Msak"}, TermNotFound, "ml.add_term"),
        ("Image", {"Widht": 3}, ColumnNotFound, "Did you mean 'Width'"),
        ("Image", {"metadata": {"URL": "x"}}, ColumnNotFound, "URL"),
        ("Image", {"metadata": {"RID": "1-0000"}}, ColumnNotFound, "RID"),
        ("Image", {"metadata": {"SHA256": "x"}}, ColumnNotFound, "SHA256"),
        ("Image", {"Width": "3"}, InvalidValue, r"Image\.Width holds int4"),
        ("Image", {"Width": 2**31}, InvalidValue, "out of range"),
    ],
)
def test_a_slip_is_told_when_the_file_is_staged(ml, exe, asset_name, arguments, error, message):
    """An unknown table, type or column, or a value that does not fit, is told at once; nothing is staged."""
    with pytest.raises(error, match=message):
        exe.asset_file_path(asset_name, "a.png", **arguments)
    assert exe.pending == 0


def test_a_slip_is_told_when_something_is_set(exe):
    """What is set on a path is checked as when the file was staged, and what was there stays."""
    path = exe.asset_file_path("Image", "a.png", Width=3)
    with pytest.raises(ColumnNotFound, match="Widht"):
        path.metadata = {"Widht": 4}
    with pytest.raises(InvalidValue):
        path.metadata = {"Width": "4"}
    with pytest.raises(TermNotFound):
        path.set_asset_types("Msak")
    assert (path.metadata, path.asset_types) == ({"Width": 3}, ["Image"])


@pytest.mark.parametrize("table", MLAsset)
def test_files_can_go_to_the_tables_that_every_catalog_has(ml, exe, table):
    """Files can be staged for the catalog's own asset tables."""
    exe.asset_file_path(table, "a.json").write_text("{}")
    exe.upload_execution_outputs()
    assert [asset.filename for asset in ml.list_assets(table)] == ["a.json"]


def test_a_column_that_another_process_adds_is_seen(ml, exe, run):
    """A column that another process adds to a table can be staged to at once, also where files were staged before."""
    exe.asset_file_path("Image", "a.png", Width=1).touch()
    run(
        """
import sys
from muniment import BuiltinTypes, ColumnDefinition, Muniment
Muniment(sys.argv[1]).add_column("Image", ColumnDefinition("Height", BuiltinTypes.int4))
""",
        ml.address,
    )
    path = exe.asset_file_path("Image", "b.png", Width=1, Height=2)
    path.touch()
    path.metadata = {"Height": 3}
    exe.upload_execution_outputs()
    assert [asset["Height"] for asset in ml.list_assets("Image")] == [None, 3]


def test_a_table_that_another_process_drops_is_seen(ml, exe, run):
    """A second after another process has dropped a table, nothing can be staged to it any more."""
    ml.create_asset("Scan")
    exe.asset_file_path("Scan", "a.png")
    exe.unstage("Scan", "a.png")
    run("import sys, muniment; muniment.Muniment(sys.argv[1]).drop_table('Scan')", ml.address)
    time.sleep(1.1)
    with pytest.raises(TableNotFound, match="Scan"):
        exe.asset_file_path("Scan", "b.png")


def test_a_run_that_another_process_aborts_is_seen(ml, exe, run):
    """A second after another process has given a run up, nothing can be staged for it any more."""
    exe.asset_file_path("Image", "a.png")
    run(
        "import sys, muniment; muniment.Muniment(sys.argv[1]).resume_execution(sys.argv[2]).abort()",
        ml.address,
        exe.execution_rid,
    )
    time.sleep(1.1)
    with pytest.raises(ExecutionError, match="was aborted"):
        exe.asset_file_path("Image", "b.png")


def test_a_table_and_a_type_of_another_process_can_be_used(ml, exe, run):
    """A table, column or type that another process made after the run began can be staged to."""
    exe.asset_file_path("Image", "a.png").touch()
    run(
        """
import sys
from muniment import ColumnDefinition, Muniment
ml = Muniment(sys.argv[1])
ml.create_asset("Mask")
ml.add_term("Asset_Type", "Final", "Done")
""",
        ml.address,
    )
    exe.asset_file_path("Mask", "b.png", asset_types="Final").touch()
    exe.upload_execution_outputs()
    assert ml.list_assets("Mask")[0].asset_types == ["Final"]


# --- names ---------------------------------------------------------------------------------------------

ODD = [
    "with space.png",
    " leading and trailing ",
    ".hidden",
    "-rf",
    "--",
    "~",
    "$HOME",
    "a\\b.png",
    "new\nline",
    "tab\t",
    "quo\"te's",
    "%s%20?#&;:*|<>",
    "数据.png",
    "cafe\u0301.png",
    "caf\u00e9.png",
    "🙂",
    "\u202egnp.exe",
    "CON",
    "...",
    "x" * 255,
    "é" * 127,
    "journal.db",
]


@pytest.mark.parametrize("name", ODD, ids=ascii)
def test_a_file_may_have_any_name(ml, exe, tmp_path, name):
    """A file may have any name that a file can have, new or linked, and is downloaded under that name."""
    exe.asset_file_path("Image", name, asset_types=["Mask"]).write_bytes(b"new")
    (tmp_path / name).write_bytes(b"linked")
    exe.asset_file_path(MLAsset.file, tmp_path / name)
    exe.upload_execution_outputs()
    [image], [file] = ml.list_assets("Image"), ml.list_assets("File")
    assert (image.filename, file.filename) == (name, name)
    assert image.download(tmp_path / "out").read_bytes() == b"new"
    assert (tmp_path / "out" / name).is_file()


@pytest.mark.parametrize("name", ["", ".", "..", "a\x00b", "x" * 256, "é" * 128])
def test_a_name_that_no_file_can_have_is_refused(exe, scan, name):
    """A name that no file can have is refused, for new files and for other names of files."""
    with pytest.raises(StagingError):
        exe.asset_file_path("Image", name)
    if name:
        with pytest.raises(StagingError, match="cannot be the name of a file"):
            exe.asset_file_path("Image", scan, rename_file=name)
    assert exe.pending == 0


@pytest.mark.parametrize("name", ["a/b", "../a", "/tmp/a", "/"])
def test_a_new_name_never_leaves_the_folder(exe, scan, name):
    """rename_file is a name and no path."""
    with pytest.raises(StagingError, match="give a name without folders"):
        exe.asset_file_path("Image", scan, rename_file=name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="/\x00"), min_size=1, max_size=60
    )
    .filter(lambda name: name not in (".", ".."))
    .filter(lambda name: len(name.encode()) < 256)
)
def test_names_are_kept_letter_by_letter(ml, exe, name):
    """The name that a file is staged under is the name in the journal and on the disk, whatever its letters."""
    path = exe.asset_file_path("Image", name)
    path.write_bytes(name.encode())
    assert path.file_name in os.listdir(path.parent)
    staged = ml._workspace.journal.find(exe.execution_rid, "Image", name)
    assert Path(staged.path).read_bytes() == name.encode()


def test_a_name_that_is_no_text_is_refused(exe, tmp_path):
    """A file whose name or folder is not valid UTF-8, which no catalog could keep, is refused with an error of ours."""
    raw = os.fsencode(tmp_path) + b"/\xff.png"
    try:
        with open(raw, "wb") as file:
            file.write(b"scan")
    except OSError:
        return  # this file system has no such names
    with pytest.raises(StagingError, match="UTF-8"):
        exe.asset_file_path("Image", os.fsdecode(raw))
    assert exe.pending == 0


# --- what cannot be staged -----------------------------------------------------------------------------


@pytest.mark.parametrize("given_", ["nowhere/a.png", "/nowhere/a.png", "./a.png"])
def test_a_path_of_no_file_is_refused(exe, given_):
    """A path with folders that leads to no file is a slip, and not the name of a new file."""
    with pytest.raises(StagingError, match="does not exist"):
        exe.asset_file_path("Image", given_)


def test_a_copy_of_nothing_is_refused(exe):
    """copy_file of a file that is not there is an error."""
    with pytest.raises(StagingError, match="does not exist"):
        exe.asset_file_path("Image", "nowhere.png", copy_file=True)


@pytest.mark.parametrize("copy", [False, True])
def test_a_directory_is_refused(exe, tmp_path, copy):
    """A directory is refused, with what to do instead."""
    (tmp_path / "run").mkdir()
    with pytest.raises(StagingError, match=r"is a directory\. Stage its files one by one"):
        exe.asset_file_path("Image", tmp_path / "run", copy_file=copy)


def test_what_is_no_regular_file_is_refused(exe, tmp_path):
    """A pipe or device is refused, for its bytes would never end or never come."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        for copy in (False, True):
            with pytest.raises(StagingError, match="no regular file"):
                exe.asset_file_path("Image", path, copy_file=copy)
    assert exe.pending == 0


def test_a_link_to_nothing_is_refused(exe, tmp_path):
    """A symbolic link that leads nowhere is a file that does not exist."""
    (tmp_path / "link.png").symlink_to("nowhere")
    with pytest.raises(StagingError, match="does not exist"):
        exe.asset_file_path("Image", tmp_path / "link.png")


# --- the same name twice -------------------------------------------------------------------------------


def test_asking_for_a_new_file_again_is_the_same_file(ml, exe):
    """The same new name twice is one file, with what was said of it last."""
    exe.asset_file_path("Image", "a.png", Width=1).write_bytes(b"first")
    exe.asset_file_path("Image", "a.png", Width=2).write_bytes(b"second")
    assert exe.pending == 1
    assert uploaded(ml, exe) == {"a.png": b"second"}
    assert ml.list_assets("Image")[0]["Width"] == 2


def test_staging_a_file_again_takes_it_as_it_is_now(ml, exe, scan):
    """A file that was staged and then changed is staged again as it is now, linked or copied."""
    exe.asset_file_path("Image", scan)
    scan.write_bytes(b"changed")
    exe.asset_file_path("Image", scan, copy_file=True)
    scan.write_bytes(b"changed again")
    assert uploaded(ml, exe) == {"scan.png": b"changed"}


@pytest.mark.parametrize("copy", [False, True])
def test_another_file_of_the_same_name_is_refused(ml, exe, scan, tmp_path, copy):
    """Two files of the same name in one table and run are told apart, and the second is refused with a way out."""
    other = tmp_path / "other" / "scan.png"
    other.parent.mkdir()
    other.write_bytes(b"other")
    exe.asset_file_path("Image", scan)
    with pytest.raises(StagingError, match="rename_file"):
        exe.asset_file_path("Image", other, copy_file=copy)
    exe.asset_file_path("Image", other, copy_file=copy, rename_file="other.png")
    assert uploaded(ml, exe) == {"scan.png": b"scan", "other.png": b"other"}


@pytest.mark.parametrize("copy", [False, True])
def test_a_new_file_does_not_push_a_staged_one_aside(ml, exe, scan, monkeypatch, copy):
    """A new file of the name of a staged one is refused, whichever was first: neither is lost without a word."""
    exe.asset_file_path("Image", scan, copy_file=copy)
    monkeypatch.chdir("/")
    with pytest.raises(StagingError, match="rename_file"):
        exe.asset_file_path("Image", "scan.png")
    assert uploaded(ml, exe) == {"scan.png": b"scan"}


def test_a_staged_file_does_not_push_a_new_one_aside(ml, exe, scan):
    """A file of the user is refused where a new file of its name was asked for."""
    exe.asset_file_path("Image", "scan.png").write_bytes(b"new")
    with pytest.raises(StagingError, match="rename_file"):
        exe.asset_file_path("Image", scan)
    assert uploaded(ml, exe) == {"scan.png": b"new"}


def test_names_are_free_in_other_tables_and_runs(ml, workflow):
    """The same name can be used in another table, and in another execution at the same time."""
    ml.create_asset("Mask")
    runs = [ml.create_execution(workflow=workflow) for _ in range(2)]
    for number, exe in enumerate(runs):
        for table in ("Image", "Mask"):
            exe.asset_file_path(table, "a.png").write_text(f"{table} {number}")
    for exe in runs:
        exe.upload_execution_outputs()
    contents = []
    for table in ("Image", "Mask"):
        for asset in ml.list_assets(table):
            with asset.open() as file:
                contents.append(file.read().decode())
    assert contents == ["Image 0", "Image 1", "Mask 0", "Mask 1"]


# --- the working directory -----------------------------------------------------------------------------


def test_every_execution_has_a_working_directory(ml, workflow):
    """Each execution has a folder of its own, which is there as soon as it is asked for."""
    first, second = (ml.create_execution(workflow=workflow).working_dir for _ in range(2))
    assert first != second
    assert first.is_dir()
    assert first.is_relative_to(ml.working_dir)


def test_the_working_directory_can_be_elsewhere(lab, provenance, tmp_path):
    """With working_dir, files are staged in another folder, on another disk if need be."""
    ml = Muniment(lab, working_dir=tmp_path / "scratch")
    with ml.create_execution(workflow=ml.create_workflow("Train", "Training"), upload_on_exit=True) as exe:
        path = exe.asset_file_path("File", "a.txt")
        assert path.is_relative_to(tmp_path / "scratch")
        path.write_text("a")
    assert len(ml.list_assets("File")) == 1
    assert not find_folder(None, ml._catalog).exists()
    ml.close()


def test_files_can_be_staged_by_threads(ml, exe):
    """Several threads can stage files of one execution at once."""
    failures = []

    def stage(letter):
        try:
            for number in range(20):
                exe.asset_file_path("Image", f"{letter}{number}", Width=number).write_text(letter)
        except Exception as error:  # noqa: BLE001 (a thread's error is seen only if it is kept)
            failures.append(error)

    threads = [threading.Thread(target=stage, args=(letter,)) for letter in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(uploaded(ml, exe)) == 80


def test_a_new_column_is_seen_after_files_without_values(ml, workflow):
    """A column that is added between two files of a run can be filled at once, whatever the first file gave."""
    ml.create_asset("Report")
    exe = ml.create_execution(workflow=workflow)
    exe.asset_file_path("Report", "a").touch()
    ml.add_column("Report", ColumnDefinition("Width", BuiltinTypes.int4))
    exe.asset_file_path("Report", "b", metadata={"Width": 3}).touch()
    exe.upload_execution_outputs()
    assert [asset["Width"] for asset in ml.list_assets("Report")] == [None, 3]
