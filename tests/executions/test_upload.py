import hashlib
import os
import shutil
import stat
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from muniment import (
    AssetNotFound,
    BuiltinTypes,
    ColumnDefinition,
    ConfigurationError,
    ConstraintViolation,
    ExecutionConfiguration,
    ExecutionError,
    ExecutionNotFound,
    ExecutionStatus,
    ForeignKeyDefinition,
    InvalidValue,
    KeyDefinition,
    Muniment,
    NotFound,
    RIDNotFound,
    StagingError,
    StorageError,
    StorageNotWritable,
    TableDefinition,
    TableNotFound,
    TermNotFound,
    UploadError,
    WorkflowNotFound,
    WrongTableKind,
)
from muniment.executions import commit


def fill(ml):
    ml.create_asset("Image", [ColumnDefinition("Width", BuiltinTypes.int4)])
    ml.create_asset("Mask")


@pytest.fixture
def lab(stack):
    """The address of a catalog with the asset tables Image and Mask."""
    return stack.filled(fill)


@pytest.fixture
def exe(ml, workflow):
    """A running execution."""
    exe = ml.create_execution(workflow=workflow)
    exe.execution_start()
    return exe


def content(asset):
    with asset.open() as file:
        return file.read()


def names(ml, table="Image"):
    return [asset.filename for asset in ml.list_assets(table)]


def contents(ml, table="Image"):
    found = {}
    for asset in ml.list_assets(table):
        with asset.open() as file:
            found[asset.filename] = file.read()
    return found


# --- what an upload does -------------------------------------------------------------------------------


def test_an_output_is_catalogued_when_the_upload_ends(ml, workflow, md5):
    """A file written at asset_file_path becomes a row, with its checksum and an Output link to its execution."""
    with ml.create_execution(ExecutionConfiguration(workflow=workflow)) as exe:
        exe.asset_file_path("Mask", "scan-01.png").write_bytes(b"mask")
    exe.upload_execution_outputs()
    [mask] = ml.list_assets("Mask")
    assert (mask["Filename"], mask["Length"], mask["MD5"]) == ("scan-01.png", 4, md5(b"mask"))
    assert mask.list_executions("Output") == [exe.execution_rid]


def test_an_upload_says_what_it_did(ml, exe):
    """The report of an upload counts files and bytes by table, and gives the RIDs of the new assets."""
    for table, name in (("Image", "a"), ("Image", "b"), ("Mask", "c")):
        exe.asset_file_path(table, name).write_bytes(b"12345")
    report = exe.upload_execution_outputs()
    assert (report.total_uploaded, report.total_bytes) == (3, 15)
    assert report.per_table == {"Image": 2, "Mask": 1}
    assert report.execution_rids == (exe.execution_rid,)
    assert report.seconds > 0
    assert {
        table: {name: ml.lookup_asset(rid).filename for name, rid in rids.items()}
        for table, rids in report.rids.items()
    } == {"Image": {"a": "a", "b": "b"}, "Mask": {"c": "c"}}


def test_nothing_is_in_the_catalog_before_the_upload(ml, workflow):
    """Leaving the block uploads nothing, as in DerivaML; the files wait for the upload."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", "a").write_bytes(b"a")
    assert (names(ml), exe.pending, exe.status) == ([], 1, "Stopped")
    exe.upload_execution_outputs()
    assert (names(ml), exe.pending, exe.status) == (["a"], 0, "Uploaded")


def test_an_upload_at_the_end_of_the_block_can_be_asked_for(ml, workflow):
    """With upload_on_exit, leaving the block uploads what is staged."""
    with ml.create_execution(ExecutionConfiguration(workflow=workflow), upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "a").write_bytes(b"a")
    assert (names(ml), exe.status) == (["a"], "Uploaded")


def test_a_block_that_fails_uploads_nothing(ml, workflow):
    """With upload_on_exit too, a block that fails uploads nothing; what it staged can be uploaded on request."""
    with pytest.raises(ZeroDivisionError), ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "a").write_bytes(b"a")
        raise ZeroDivisionError
    assert (names(ml), exe.status, exe.pending) == ([], "Failed", 1)
    exe.upload_execution_outputs()
    assert (names(ml), exe.status) == (["a"], "Uploaded")


@pytest.mark.parametrize("name", ["upload_execution_outputs", "commit_output_assets", "upload_outputs"])
def test_an_upload_has_the_names_that_derivaml_gave_it(ml, exe, name):
    """All names by which DerivaML's versions call the upload work."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    getattr(exe, name)()
    assert names(ml) == ["a"]


def test_a_run_without_outputs_can_be_uploaded(ml, exe):
    """An execution that staged nothing is brought to its end by an upload as well."""
    assert exe.upload_execution_outputs().total_uploaded == 0
    assert exe.status == "Uploaded"


def test_a_run_without_a_block_can_be_uploaded(ml, workflow):
    """In a notebook, files can be staged and uploaded without a block; the upload starts and ends the run."""
    exe = ml.create_execution(workflow=workflow)
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs()
    assert (names(ml), exe.status) == (["a"], "Uploaded")
    assert exe.start_time <= exe.stop_time


def test_a_run_that_goes_on_can_be_uploaded(ml, exe):
    """A running execution is stopped by its upload."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs()
    assert exe.status == "Uploaded"
    assert exe.start_time <= exe.stop_time <= datetime.now(UTC)


def test_an_upload_inside_the_block_is_an_upload(ml, workflow):
    """Uploading before the block ends works, and what is staged afterwards can be uploaded after it."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", "a").write_bytes(b"a")
        exe.upload_execution_outputs()
        exe.asset_file_path("Image", "b").write_bytes(b"b")
    exe.upload_execution_outputs()
    assert (names(ml), exe.status) == (["a", "b"], "Uploaded")


# --- again ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clean", [True, False])
def test_uploading_again_does_nothing_twice(ml, exe, clean):
    """Calling the upload again uploads nothing again, whether or not the folder was cleaned."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs(clean_folder=clean)
    for again in (exe, ml.resume_execution(exe.execution_rid)):
        report = again.upload_execution_outputs(clean_folder=clean)
        assert (report.total_uploaded, report.per_table, again.status) == (0, {}, "Uploaded")
    assert names(ml) == ["a"]
    assert len(ml.list_rows("Image_Execution")) == len(ml.list_rows("Image_Asset_Type")) == 1


@pytest.mark.parametrize("clean", [True, False])
def test_what_is_staged_later_is_added(ml, exe, clean):
    """Files that are staged after an upload are added by the next, and only these."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs(clean_folder=clean)
    exe.asset_file_path("Image", "b").write_bytes(b"b")
    assert exe.pending == 1
    assert exe.upload_execution_outputs(clean_folder=clean).per_table == {"Image": 1}
    assert (contents(ml), exe.status) == ({"a": b"a", "b": b"b"}, "Uploaded")


@pytest.mark.parametrize("clean", [True, False])
def test_a_name_can_be_used_again_after_an_upload(ml, exe, clean):
    """A name that was uploaded can be staged anew: it becomes another asset, and the first stays as it was."""
    exe.asset_file_path("Image", "a").write_bytes(b"first")
    exe.upload_execution_outputs(clean_folder=clean)
    path = exe.asset_file_path("Image", "a")
    assert not path.exists()
    path.write_bytes(b"second")
    exe.upload_execution_outputs(clean_folder=clean)
    bytes_ = []
    for asset in ml.list_assets("Image"):
        with asset.open() as file:
            bytes_.append(file.read())
    assert bytes_ == [b"first", b"second"]


def test_a_name_that_was_uploaded_has_to_be_written_again(ml, exe):
    """A name that is staged anew after an upload and not written does not upload the old bytes again."""
    exe.asset_file_path("Image", "a").write_bytes(b"first")
    exe.upload_execution_outputs(clean_folder=False)
    exe.asset_file_path("Image", "a")
    with pytest.raises(StagingError, match="Image/a was never written"):
        exe.upload_execution_outputs()
    assert names(ml) == ["a"]


def test_the_same_bytes_are_stored_once(ml, exe, objects):
    """Files of the same bytes are rows of their own, and one object."""
    for name in ("a", "b", "c"):
        exe.asset_file_path("Image", name).write_bytes(b"same")
    exe.upload_execution_outputs()
    assert names(ml) == ["a", "b", "c"]
    assert list(dict(objects).values()) == [b"same"]


# --- the folder ----------------------------------------------------------------------------------------


def test_the_folder_is_cleaned_after_the_upload(ml, exe, tmp_path):
    """After the upload the staged files are gone from the working directory; those of the user are not."""
    mine = tmp_path / "mine.png"
    mine.write_bytes(b"mine")
    paths = [exe.asset_file_path("Image", "a"), exe.asset_file_path("Image", mine)]
    paths[0].write_bytes(b"a")
    (exe.working_dir / "notes.txt").write_text("not staged")
    exe.upload_execution_outputs()
    assert [path.is_symlink() or path.exists() for path in paths] == [False, False]
    assert mine.read_bytes() == b"mine"
    assert (exe.working_dir / "notes.txt").exists()


def test_the_folder_can_be_kept(ml, exe, tmp_path):
    """With clean_folder=False the staged files stay, and can be written to without changing what is catalogued."""
    path = exe.asset_file_path("Image", "a")
    path.write_bytes(b"a")
    exe.upload_execution_outputs(clean_folder=False)
    assert path.read_bytes() == b"a"
    path.write_bytes(b"changed")
    assert contents(ml) == {"a": b"a"}


def test_nothing_is_cleaned_if_the_upload_fails(ml, exe):
    """After an upload that failed all staged files are still there."""
    path = exe.asset_file_path("Image", "a")
    path.write_bytes(b"a")
    exe.asset_file_path("Image", "b")
    with pytest.raises(StagingError):
        exe.upload_execution_outputs()
    assert (path.read_bytes(), exe.pending) == (b"a", 2)


def test_one_run_does_not_clean_up_after_another(ml, workflow):
    """Cleaning up after one execution leaves the staged files of others."""
    first, second = (ml.create_execution(workflow=workflow) for _ in range(2))
    first.asset_file_path("Image", "a").write_bytes(b"a")
    kept = second.asset_file_path("Image", "b")
    kept.write_bytes(b"b")
    first.upload_execution_outputs()
    assert (kept.read_bytes(), second.pending) == (b"b", 1)


def test_what_was_handed_over_to_the_store_cannot_be_changed(ml, exe):
    """A staged file that became an object of the store is not reachable by its old path any more."""
    path = exe.asset_file_path("Image", "a")
    path.write_bytes(b"a")
    with open(path, "rb") as held:
        exe.upload_execution_outputs()
        assert held.read() == b"a"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"other")
    assert contents(ml) == {"a": b"a"}


# --- what is not right ---------------------------------------------------------------------------------


def test_all_that_is_wrong_is_told_at_once(ml, exe, tmp_path, objects):
    """Files that were never written, vanished, changed or lack required values are all told in one error, in order."""
    ml.create_asset(
        "Scan", [ColumnDefinition("Patient", nullok=False), ColumnDefinition("Day", nullok=False)]
    )
    for name in ("gone", "changed"):
        (tmp_path / name).write_bytes(b"here")
        exe.asset_file_path("Image", tmp_path / name)
    (tmp_path / "gone").unlink()
    (tmp_path / "changed").write_bytes(b"other")
    exe.asset_file_path("Image", "never")
    exe.asset_file_path("Scan", "one", Day="Monday").touch()
    exe.asset_file_path("Scan", "two", Day="Monday", Patient="Ada").touch()
    exe.asset_file_path("Image", "fine").touch()
    messages = set()
    for _ in range(2):
        with pytest.raises(StagingError) as error:
            exe.upload_execution_outputs()
        messages.add(str(error.value))
    [message] = messages
    assert "4 of its staged files are not right" in message
    assert f"Image/changed: {tmp_path / 'changed'} has changed since it was staged" in message
    assert f"Image/gone: {tmp_path / 'gone'} has vanished since it was staged" in message
    assert "Image/never was never written to" in message
    assert "Scan/one has no value for Patient, which is required" in message
    assert "Scan/two" not in message
    assert (names(ml), names(ml, "Scan"), dict(objects)) == ([], [], {})


def test_what_was_wrong_can_be_mended(ml, exe, tmp_path):
    """After the cause is gone, by writing, staging again or giving a value, the upload goes through."""
    ml.create_asset("Scan", [ColumnDefinition("Patient", nullok=False)])
    source = tmp_path / "mine"
    source.write_bytes(b"first")
    exe.asset_file_path("Image", source)
    source.write_bytes(b"second")
    never, scan = exe.asset_file_path("Image", "never"), exe.asset_file_path("Scan", "scan")
    scan.touch()
    with pytest.raises(StagingError):
        exe.upload_execution_outputs()
    exe.asset_file_path("Image", source)
    never.write_bytes(b"now")
    scan.metadata = {"Patient": "Ada"}
    exe.upload_execution_outputs()
    assert (contents(ml), contents(ml, "Scan")) == ({"mine": b"second", "never": b"now"}, {"scan": b""})


def test_many_files_that_are_wrong_are_counted(ml, exe):
    """Of many files that are wrong the first are named, and the others counted."""
    for number in range(30):
        exe.asset_file_path("Image", f"{number:02}")
    with pytest.raises(StagingError) as error:
        exe.upload_execution_outputs()
    assert "30 of its staged files are not right" in str(error.value)
    assert "… and 25 more" in str(error.value)
    assert len(str(error.value).splitlines()) == 7


def test_a_required_column_with_a_default_needs_no_value(ml, exe):
    """A required column that has a default is filled by it."""
    column = ColumnDefinition("Eye", nullok=False, default="left")
    ml.create_asset("Scan", [column])
    exe.asset_file_path("Scan", "a").touch()
    exe.asset_file_path("Scan", "b", Eye="right").touch()
    exe.upload_execution_outputs()
    assert [asset["Eye"] for asset in ml.list_assets("Scan")] == ["left", "right"]


def test_a_copy_does_not_change_with_its_original(ml, exe, tmp_path):
    """A copied file is uploaded as it was, whatever became of the original; a copy that changed is told."""
    (tmp_path / "a").write_bytes(b"first")
    path = exe.asset_file_path("Image", tmp_path / "a", copy_file=True)
    (tmp_path / "a").write_bytes(b"second, and longer")
    path.write_bytes(b"not by us")
    with pytest.raises(StagingError, match="Image/a: .* changed since it was staged"):
        exe.upload_execution_outputs()


def test_a_new_file_that_became_a_directory_is_told(ml, exe):
    """A directory in the place of a staged file is an error of ours, and nothing is uploaded."""
    exe.asset_file_path("Image", "a").mkdir()
    exe.asset_file_path("Image", "b").touch()
    with pytest.raises((StagingError, UploadError), match="Image/a"):
        exe.upload_execution_outputs()
    assert names(ml) == []


def test_a_reference_to_nothing_keeps_everything_out(ml, exe):
    """A row that is not there keeps the whole upload out of the catalog; after mending it goes through."""
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
    ml.create_asset("Scan", referenced_tables=["Subject"])
    exe.asset_file_path("Scan", "a").write_bytes(b"a")
    path = exe.asset_file_path("Scan", "b", metadata={"Subject": "1-ZZZZ"})
    path.write_bytes(b"b")
    with pytest.raises(RIDNotFound, match=r"Scan\.Subject: .*1-ZZZZ"):
        exe.upload_execution_outputs()
    assert (names(ml, "Scan"), exe.status, exe.pending) == ([], "Failed", 2)
    assert "1-ZZZZ" in exe.error
    path.metadata = {}
    exe.upload_execution_outputs()
    assert (names(ml, "Scan"), exe.status, exe.error) == (["a", "b"], "Uploaded", None)


def test_a_term_of_a_file_is_checked_when_it_is_staged(ml, exe):
    """A value that is no term of its vocabulary is refused before the training, and a synonym is its term."""
    ml.create_vocabulary("Stain")
    ml.add_term("Stain", "H&E", "Haematoxylin and eosin", synonyms=["HE"])
    ml.create_asset("Scan", referenced_tables=["Stain"])
    with pytest.raises(TermNotFound, match="No term 'PAS' in Stain"):
        exe.asset_file_path("Scan", "a", Stain="PAS")
    exe.asset_file_path("Scan", "b", Stain="HE").write_bytes(b"b")
    exe.upload_execution_outputs()
    assert [scan["Stain"] for scan in ml.list_assets("Scan")] == ["H&E"]


def test_what_failed_stays_known_when_its_outputs_are_uploaded(ml, workflow):
    """A run whose code failed can be uploaded, and says for ever why it failed."""
    with pytest.raises(ValueError, match="NaN"), ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", "a").write_bytes(b"a")
        raise ValueError("NaN loss")
    exe.upload_execution_outputs()
    assert (exe.status, exe.error) == ("Uploaded", "ValueError: NaN loss")


def test_a_run_that_fails_after_its_upload_is_failed(ml, workflow):
    """An upload inside the block does not hide that the code failed afterwards."""
    with pytest.raises(ValueError, match="NaN"), ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", "a").write_bytes(b"a")
        exe.upload_execution_outputs()
        uploaded = exe.stop_time
        raise ValueError("NaN loss")
    assert (exe.status, exe.error, names(ml)) == ("Failed", "ValueError: NaN loss", ["a"])
    assert exe.stop_time > uploaded


def test_files_that_changed_between_two_attempts_are_uploaded_as_they_are(ml, exe, monkeypatch):
    """However many files there are, a second attempt uploads what they hold then."""
    monkeypatch.setattr(type(exe._journal).portions, "__defaults__", (2,))
    ml.create_asset("Scan", referenced_tables=["Image"])
    paths = [exe.asset_file_path("Scan", f"{n}") for n in range(5)]
    broken = exe.asset_file_path("Scan", "broken", Image="1-ZZZZ")
    for path in (*paths, broken):
        path.write_bytes(b"old")
    with pytest.raises(RIDNotFound):
        exe.upload_execution_outputs()
    for path in paths:
        path.write_bytes(b"newer")
    broken.metadata = {}
    exe.upload_execution_outputs()
    assert sorted(map(content, ml.list_assets("Scan"))) == [b"newer"] * 5 + [b"old"]


def test_a_file_that_is_still_open_is_kept_as_it_is(ml, exe):
    """What is written to a file after its upload does not change what the store has kept of it."""
    with open(exe.asset_file_path("Image", "log.csv"), "w") as log:
        log.write("a,b\n")
        log.flush()
        exe.upload_execution_outputs()
        log.write("more\n")
    assert [content(kept) for kept in ml.list_assets("Image")] == [b"a,b\n"]


def test_a_staged_file_can_be_taken_back(ml, exe):
    """A file that was staged and never written can be taken back, and the others are uploaded."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.asset_file_path("Image", "b")
    exe.unstage("Image", "b")
    with pytest.raises(StagingError, match="No file 'b' of Image is staged"):
        exe.unstage("Image", "b")
    exe.upload_execution_outputs()
    assert names(ml) == ["a"]


def test_a_key_of_the_table_keeps_everything_out(ml, exe, sql):
    """A file whose values a key of its table forbids keeps the whole upload out, links and types included."""
    ml.create_asset("Scan", [ColumnDefinition("Code")])
    with sql.begin() as connection:
        connection.exec_driver_sql('CREATE UNIQUE INDEX "Scan_Code_once" ON "Scan" ("Code")')
    exe.asset_file_path("Scan", "a", Code="x").write_bytes(b"a")
    path = exe.asset_file_path("Scan", "b", Code="x")
    path.write_bytes(b"b")
    with pytest.raises(ConstraintViolation, match=r"Scan\.Code"):
        exe.upload_execution_outputs()
    assert [len(ml.list_rows(table)) for table in ("Scan", "Scan_Asset_Type", "Scan_Execution")] == [0, 0, 0]
    path.metadata = {"Code": "y"}
    exe.upload_execution_outputs()
    assert names(ml, "Scan") == ["a", "b"]


def test_a_file_can_be_written_again_after_an_upload_that_failed(ml, exe, objects):
    """After an upload that was refused, staged files can be written again, and what the store holds stays as it is."""
    ml.create_asset("Scan", referenced_tables=["Image"])
    path = exe.asset_file_path("Scan", "a", Image="1-ZZZZ")
    path.write_bytes(b"first")
    with pytest.raises(RIDNotFound):
        exe.upload_execution_outputs()
    before = dict(objects)
    path.write_bytes(b"second")
    path.metadata = {}
    assert dict(objects) == before
    exe.upload_execution_outputs()
    assert contents(ml, "Scan") == {"a": b"second"}
    assert sorted(dict(objects).values()) == [b"first", b"second"]


def test_a_type_that_was_deleted_meanwhile_keeps_everything_out(ml, exe):
    """A type that was deleted after staging is told at the upload, and nothing is uploaded."""
    ml.add_term("Asset_Type", "Fleeting", "Soon gone")
    exe.asset_file_path("Image", "a", asset_types="Fleeting").touch()
    ml.delete_term("Asset_Type", "Fleeting")
    with pytest.raises(TermNotFound, match=r"Image_Asset_Type.Asset_Type of a: no term 'Fleeting'"):
        exe.upload_execution_outputs()
    assert names(ml) == []
    ml.add_term("Asset_Type", "Fleeting", "Back again")
    exe.upload_execution_outputs()
    assert names(ml) == ["a"]


def test_a_term_that_was_deleted_meanwhile_is_told_with_its_files(ml, exe):
    """A term that was deleted after staging is told at the upload, with the table and the files that name it."""
    ml.create_vocabulary("Stain")
    ml.add_term("Stain", "PAS", "Periodic acid")
    ml.create_asset("Slide", referenced_tables=["Stain"])
    for number in range(8):
        exe.asset_file_path("Slide", f"{number}.png", Stain="PAS" if number else None).touch()
    ml.delete_term("Stain", "PAS")
    files = r"1\.png, 2\.png, 3\.png, 4\.png, 5\.png and 2 more"
    with pytest.raises(TermNotFound, match=f"Slide.Stain of {files}: no term 'PAS' in Stain"):
        exe.upload_execution_outputs()
    assert len(ml.list_assets("Slide")) == 0
    ml.add_term("Stain", "Periodic acid-Schiff", "Its full name", synonyms=["PAS"])
    exe.upload_execution_outputs()
    assert len(ml.find_assets("Slide", Stain="Periodic acid-Schiff")) == 7


@pytest.mark.parametrize("again", [False, True])
def test_files_of_a_table_that_was_dropped_are_named(ml, exe, again):
    """Files whose table was dropped, or is another by now, are named at the upload."""
    ml.create_asset("Scan")
    exe.asset_file_path("Image", "a").touch()
    for name in ("s.png", "r.png"):
        exe.asset_file_path("Scan", name).touch()
    ml.drop_table("Scan")
    if again:
        ml.create_table(TableDefinition("Scan", [ColumnDefinition("Name")]))
    with pytest.raises((TableNotFound, WrongTableKind), match=r"r\.png, s\.png cannot go to Scan"):
        exe.upload_execution_outputs()
    assert names(ml) == []


def test_what_a_run_has_uploaded_is_known_by_table(ml, exe):
    """A run gives the assets that it has made by table; before the upload there are none."""
    for table, name in (("Image", "a"), ("Image", "b"), ("Mask", "c")):
        exe.asset_file_path(table, name).touch()
    assert exe.uploaded_assets == {}
    exe.upload_execution_outputs()
    made = {table: [asset.filename for asset in found] for table, found in exe.uploaded_assets.items()}
    assert made == {"Image": ["a", "b"], "Mask": ["c"]}


def test_unfinished_runs_are_found_by_their_older_name(ml, exe):
    """Runs that hold staged files are found by the name that DerivaML gives the call, too."""
    exe.asset_file_path("Image", "a").touch()
    assert ml.find_incomplete_executions() == {exe.execution_rid: 1}


def test_a_table_that_was_dropped_meanwhile_is_told(ml, exe):
    """A table that was dropped after staging is told at the upload; the files stay."""
    path = exe.asset_file_path("Image", "a")
    path.write_bytes(b"a")
    ml.drop_table("Image")
    with pytest.raises(NotFound, match="Image"):
        exe.upload_execution_outputs()
    assert path.read_bytes() == b"a"


def test_an_object_that_the_store_lost_is_stored_again(ml, exe, objects):
    """If the store lost an object between two attempts, the second stores it again."""
    ml.create_asset("Scan", referenced_tables=["Image"])
    path = exe.asset_file_path("Scan", "a", Image="1-ZZZZ")
    path.write_bytes(b"a")
    with pytest.raises(RIDNotFound):
        exe.upload_execution_outputs()
    objects.clear()
    path.metadata = {}
    exe.upload_execution_outputs()
    assert contents(ml, "Scan") == {"a": b"a"}


@pytest.mark.of_folders("puts a file in the way of a folder")
def test_a_store_that_cannot_be_written_is_told(ml, workflow):
    """A store that takes no bytes is an error that says what to do; nothing is catalogued, and the files stay."""
    shutil.rmtree(ml.path / "objects")
    (ml.path / "objects").write_text("in the way")
    with ml.create_execution(workflow=workflow) as exe:
        paths = [exe.asset_file_path("Image", name) for name in "abcdefgh"]
        for path in paths:
            path.write_bytes(b"x")
    with pytest.raises(
        UploadError, match=r"8 files could not be stored\. Nothing is in the catalog yet"
    ) as error:
        exe.upload_execution_outputs()
    assert "… and 3 more" in str(error.value)
    assert (names(ml), exe.status, exe.pending) == ([], "Failed", 8)
    assert all(path.exists() for path in paths)
    (ml.path / "objects").unlink()
    exe.upload_execution_outputs()
    assert len(names(ml)) == 8


@pytest.mark.of_folders("puts a file in the way of a folder")
def test_files_that_went_through_are_not_sent_again(ml, exe, tmp_path):
    """If some files were refused, the others are not stored a second time when the upload is repeated."""
    for name in "abc":
        exe.asset_file_path("Image", name).write_bytes(name.encode())
    blocked = ml.path / "objects"
    digest = hashlib.sha256(b"b").hexdigest()
    (blocked / digest[:2]).parent.mkdir(exist_ok=True)
    (blocked / digest[:2]).write_text("in the way")
    with pytest.raises(UploadError, match="1 files? could not be stored"):
        exe.upload_execution_outputs()
    written = {path.name: path.stat().st_mtime_ns for path in blocked.rglob("*") if len(path.name) == 64}
    assert len(written) == 2
    (blocked / digest[:2]).unlink()
    exe.upload_execution_outputs()
    after = {path.name: path.stat().st_mtime_ns for path in blocked.rglob("*") if len(path.name) == 64}
    assert (written.items() < after.items(), contents(ml)) == (True, {"a": b"a", "b": b"b", "c": b"c"})


# --- while others are at work --------------------------------------------------------------------------


def test_what_is_staged_during_an_upload_waits_for_the_next(ml, exe):
    """A file that another thread stages while an upload runs is either in it or waits for the next, and is never lost."""
    for number in range(300):
        exe.asset_file_path("Image", f"first-{number:03}").write_bytes(b"x%d" % number)
    stop, staged, failures = threading.Event(), [], []

    def stage():
        try:
            number = 0
            while not stop.is_set() and number < 1000:
                path = exe.asset_file_path("Image", f"later-{number:05}")
                path.write_bytes(b"y%d" % number)
                staged.append(path.name)
                number += 1
                time.sleep(0.001)
        except Exception as error:  # noqa: BLE001 (a thread's error is seen only if it is kept)
            failures.append(error)

    thread = threading.Thread(target=stage)
    thread.start()
    outcome = []
    try:
        exe.upload_execution_outputs()
    except StagingError as error:  # one that was just asked for and not yet written
        outcome.append(error)
    finally:
        stop.set()
        thread.join()
    assert failures == []
    exe.upload_execution_outputs()
    found = contents(ml)
    assert set(found) == {*(f"first-{number:03}" for number in range(300)), *staged}
    assert all(found[name] == b"y%d" % int(name[6:]) for name in staged)


def test_two_processes_that_upload_one_run_do_it_once(ml, exe, start):
    """Two processes that upload the same execution at once bring each file into the catalog once."""
    for number in range(200):
        exe.asset_file_path("Image", f"{number:03}").write_bytes(b"%d" % number)
    code = """
import sys
from muniment import Muniment, MunimentError
exe = Muniment(sys.argv[1]).resume_execution(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    print(exe.upload_execution_outputs().total_uploaded)
except MunimentError as error:
    print(type(error).__name__, error)
"""
    both = [start(code, ml.address, exe.execution_rid) for _ in range(2)]
    for process in both:
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=100) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted(text for text, _ in said) == ["0\n", "200\n"]
    assert contents(ml) == {f"{number:03}": b"%d" % number for number in range(200)}
    assert len(ml.list_assets("Image")) == len(ml.list_rows("Image_Execution")) == 200
    assert exe.status == "Uploaded"


# --- executions ----------------------------------------------------------------------------------------


def test_an_execution_needs_a_workflow(ml):
    """Without a workflow no execution is made, and the error says how to make one."""
    before = ml.find_executions()
    for make in (ml.create_execution, lambda: ml.create_execution(ExecutionConfiguration())):
        with pytest.raises(ConfigurationError, match="ml.create_workflow"):
            make()
    with pytest.raises(WorkflowNotFound):
        ml.create_execution(workflow="1-ZZZZ")
    assert ml.find_executions() == before


def test_a_configuration_and_its_parts_are_not_mixed(ml, workflow):
    """An execution takes a configuration or the parts of one."""
    with pytest.raises(TypeError, match="cannot mix"):
        ml.create_execution(ExecutionConfiguration(workflow=workflow), description="Both")


def test_an_execution_keeps_its_configuration(ml, workflow):
    """The parameters, description, inputs, command line and code of an execution are in the catalog."""
    config = ExecutionConfiguration(
        workflow=workflow,
        parameters={"rate": 0.1, "layers": [1, 2]},
        description="First try",
        argv=["train", "-v"],
    )
    rid = ml.create_execution(config).execution_rid
    exe = Muniment(ml.address).resume_execution(rid)
    assert exe.parameters == {"rate": 0.1, "layers": [1, 2]}
    assert exe.execution_record.description == "First try"
    assert exe.workflow_rid == workflow.rid
    assert exe.configuration["argv"] == ["train", "-v"]
    assert exe.configuration["source"]["checksum"] == workflow.checksum
    assert (exe.status, exe.error, exe.start_time, exe.stop_time) == ("Created", None, None, None)


@pytest.mark.parametrize("parameters", [{"a": object()}, {"a": float("nan")}, {"a": {1, 2}}])
def test_parameters_have_to_be_json(ml, workflow, parameters):
    """Parameters that cannot be written as JSON are refused, and no execution is made."""
    before = ml.find_executions()
    with pytest.raises(InvalidValue, match="JSON"):
        ml.create_execution(workflow=workflow, parameters=parameters)
    assert ml.find_executions() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"datasets": ["what?"]},
        {"assets": ["what?"]},
        {"parameters": 3},
        {"bla": 1},
        {"datasets": ["1-0001@x"]},
    ],
)
def test_a_configuration_with_a_slip_is_refused(wrong):
    """A configuration with a RID, version or word that cannot be is refused with an error of ours."""
    with pytest.raises((ConfigurationError, InvalidValue)):
        ExecutionConfiguration(**wrong)


def test_executions_are_found(ml, workflow):
    """Executions are found all, by workflow and by state, and looked up by RID."""
    other = ml.create_workflow("Other", "Testing")
    a, b = ml.create_execution(workflow=workflow), ml.create_execution(workflow=other)
    b.execution_start()
    assert [e.execution_rid for e in ml.find_executions(workflow)] == [a.execution_rid]
    assert [e.execution_rid for e in ml.find_executions(other.rid)] == [b.execution_rid]
    assert [e.execution_rid for e in ml.find_executions(status="Running")] == [b.execution_rid]
    assert [e.execution_rid for e in ml.find_executions()][-2:] == [a.execution_rid, b.execution_rid]
    assert ml.lookup_execution(a.execution_rid.lower()).status is ExecutionStatus.Created


def test_an_unknown_execution_is_an_error(ml):
    """An execution that is not there cannot be looked up or resumed, and is named."""
    for act in (ml.lookup_execution, ml.resume_execution):
        with pytest.raises(ExecutionNotFound, match="1-ZZZZ"):
            act("1-ZZZZ")


def test_unfinished_executions_are_listed(ml, workflow):
    """The executions of this machine that hold staged files are listed, with how many."""
    runs = [ml.create_execution(workflow=workflow) for _ in range(3)]
    for number, exe in enumerate(runs):
        for name in range(number):
            exe.asset_file_path("Image", str(name)).touch()
    runs[2].upload_execution_outputs()
    assert ml.find_unfinished_executions() == {runs[1].execution_rid: 1}


def test_the_outputs_of_an_execution_are_listed(ml, exe):
    """An execution lists what it made, by role, from all asset tables."""
    exe.asset_file_path("Image", "a").touch()
    exe.asset_file_path("Mask", "b").touch()
    exe.upload_execution_outputs()
    assert {asset.filename for asset in exe.list_assets("Output")} == {"a", "b"}
    assert {asset.filename for asset in exe.list_assets()} == {"a", "b"}
    assert len(exe.list_assets("Input")) == 0


def test_a_declared_asset_is_an_input(ml, workflow, exe):
    """A declared asset is an input from the beginning, and its file is there when it is asked for."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs()
    rid = ml.list_assets("Image")[0].rid
    reader = ml.create_execution(workflow=workflow, assets=[rid.lower()])
    assert [asset.rid for asset in reader.list_assets("Input")] == [rid]
    assert reader.asset_paths["Image"][0].read_bytes() == b"a"


def test_a_declared_asset_that_is_not_there_stops_the_execution(ml, workflow):
    """A declared asset that is not there, or is none, is an error, and no execution is made."""
    before = ml.find_executions()
    for rid, error in (("1-ZZZZ", AssetNotFound), (workflow.rid, WrongTableKind)):
        with pytest.raises(error, match=rid):
            ml.create_execution(workflow=workflow, assets=[rid])
    assert ml.find_executions() == before


def test_what_a_run_downloads_can_be_put_anywhere(ml, exe, workflow, tmp_path):
    """An input is downloaded into the working directory, or where it is asked for."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs()
    rid = ml.list_assets("Image")[0].rid
    reader = ml.create_execution(workflow=workflow)
    assert reader.download_asset(rid).is_relative_to(reader.working_dir)
    assert reader.download_asset(rid, tmp_path / "here") == tmp_path / "here" / "a"
    for wrong, error in (("1-ZZZZ", AssetNotFound), (workflow.rid, WrongTableKind)):
        with pytest.raises(error, match=wrong):
            reader.download_asset(wrong)


def test_a_lost_input_is_told(ml, exe, workflow, objects):
    """An input whose bytes the store has lost is an error, and is not recorded as read."""
    exe.asset_file_path("Image", "a").write_bytes(b"a")
    exe.upload_execution_outputs()
    asset = ml.list_assets("Image")[0]
    del objects[asset.sha256]
    reader = ml.create_execution(workflow=workflow)
    with pytest.raises(StorageError):
        reader.download_asset(asset.rid)
    assert len(reader.list_assets("Input")) == 0


def test_an_aborted_run_is_not_uploaded(ml, exe):
    """An execution that was given up uploads nothing; its files stay in its working directory."""
    path = exe.asset_file_path("Image", "a")
    path.touch()
    exe.abort()
    with pytest.raises(ExecutionError, match="was aborted"):
        exe.upload_execution_outputs()
    assert (names(ml), path.exists()) == ([], True)


def test_an_execution_shows_itself(ml, exe):
    """An execution says its state and what it holds; a notebook shows it as harmless HTML."""
    exe.asset_file_path("Image", "a").touch()
    assert repr(exe) == f"<Execution {exe.execution_rid}: Running, 1 staged>"
    assert f"Execution {exe.execution_rid}" in exe._repr_html_()


def test_a_unique_key_can_be_asked_for_in_a_table_that_assets_refer_to(ml, exe):
    """Assets can refer to a row by another key than its RID."""
    subject = TableDefinition("Subject", [ColumnDefinition("Code")], [KeyDefinition("Code")])
    ml.create_table(subject)
    fkeys = [ForeignKeyDefinition("Patient", "Subject", "Code")]
    ml.create_asset("Scan", [ColumnDefinition("Patient")], fkey_defs=fkeys)
    ml.insert_rows("Subject", {"Code": "S-1"})
    exe.asset_file_path("Scan", "a", Patient="S-1").touch()
    exe.upload_execution_outputs()
    assert ml.list_assets("Scan")[0]["Patient"] == "S-1"


@pytest.mark.parametrize("nullok", [True, False])
@pytest.mark.parametrize("kind", [BuiltinTypes.serial2, BuiltinTypes.serial4, BuiltinTypes.serial8])
def test_serial_columns_of_assets_are_numbered(ml, workflow, tmp_path, kind, nullok):
    """A serial column of an asset table counts on by itself, as it does for rows, and over several uploads."""
    ml.create_asset("Scan", [ColumnDefinition("Number", kind, nullok=nullok)])
    for name in ("a", "c"):
        exe = ml.create_execution(workflow=workflow)
        exe.asset_file_path("Scan", f"{name}1").touch()
        exe.asset_file_path("Scan", f"{name}2").touch()
        exe.upload_execution_outputs()
    exe = ml.create_execution(workflow=workflow)
    exe.asset_file_path("Scan", "d1", Number=9).touch()
    exe.upload_execution_outputs()
    (tmp_path / "e1").touch()
    ml.add_files(tmp_path / "e1", asset_table="Scan")
    assert {asset.filename: asset["Number"] for asset in ml.list_assets("Scan")} == {
        "a1": 1,
        "a2": 2,
        "c1": 3,
        "c2": 4,
        "d1": 9,
        "e1": 10,
    }


@pytest.mark.parametrize("clean", [True, False])
def test_a_file_written_after_its_upload_is_told(ml, workflow, clean):
    """Who writes to a path after the upload is told that this is not uploaded, and can ask for the path again."""
    exe = ml.create_execution(workflow=workflow)
    exe.__enter__()
    path = exe.asset_file_path("File", "a")
    path.write_text("first")
    exe.upload_execution_outputs(clean_folder=clean)
    path.write_text("second")
    with pytest.warns(UserWarning, match=r"1 file is not uploaded.*File/a\. Ask for the path"):
        exe.__exit__(None, None, None)
    with pytest.warns(UserWarning, match="1 file is not uploaded"):
        assert exe.upload_execution_outputs(clean_folder=clean).total_uploaded == 0
    assert path.read_text() == "second"
    exe.asset_file_path("File", "a").write_text("second")
    assert exe.upload_execution_outputs().total_uploaded == 1
    assert sorted(map(content, ml.list_assets("File"))) == [b"first", b"second"]


def test_files_that_stay_after_their_upload_are_no_news(ml, workflow):
    """Uploaded files that are kept, and hidden files of other programs, are not told of."""
    with ml.create_execution(workflow=workflow, upload_on_exit=False) as exe:
        exe.asset_file_path("File", "a").write_text("first")
        (exe.working_dir / "assets" / "File" / ".b.swp").touch()
        exe.upload_execution_outputs(clean_folder=False)
    assert exe.pending == 0


def test_a_file_with_another_name_of_the_user_is_copied(ml, workflow, tmp_path):
    """A file that the user hard-linked into the run stays the user's, to be changed without harm to the asset."""
    mine = tmp_path / "mine.bin"
    mine.write_bytes(b"A" * 1000)
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        os.link(mine, exe.asset_file_path("File", "a"))
    assert stat.S_IMODE(mine.stat().st_mode) & 0o200
    mine.write_bytes(b"B" * 1000)
    [asset] = ml.list_assets("File")
    assert content(asset) == b"A" * 1000


def test_an_upload_whose_failure_cannot_be_noted_leaves_files_that_can_be_written(ml, workflow, monkeypatch):
    """If neither the rows nor the failure can be written, the first error is told, and no object changes later."""

    def full(*_, **__):
        raise StorageNotWritable("the disk is full")

    exe = ml.create_execution(workflow=workflow)
    path = exe.asset_file_path("File", "a")
    path.write_bytes(b"A" * 1000)
    with monkeypatch.context() as patch:
        patch.setattr(commit.assets, "insert_assets", full)
        patch.setattr(commit.records, "note_failed_upload", full)
        with pytest.raises(StorageNotWritable, match="disk is full"):
            exe.upload_execution_outputs()
    path.write_bytes(b"B" * 1000)
    exe.upload_execution_outputs()
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as again:
        again.asset_file_path("File", "b").write_bytes(b"A" * 1000)
    contents = {asset.filename: content(asset) for asset in ml.list_assets("File")}
    assert contents == {"a": b"B" * 1000, "b": b"A" * 1000}


def test_results_rewritten_after_a_kill_spoil_no_object(lab, start):
    """A run killed between storing and cataloguing, whose file is then rewritten in place, harms no other asset."""
    process = start(
        """
import os, signal, sys
from muniment import Muniment
from muniment.executions import commit
ml = Muniment(sys.argv[1])
exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
path = exe.asset_file_path("File", "a")
path.write_bytes(b"A" * 1000)
print(exe.execution_rid, path, flush=True)
commit._insert = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
exe.upload_execution_outputs()
""",
        lab,
    )
    rid, path = process.communicate(timeout=60)[0].split()
    Path(path).chmod(0o644)
    Path(path).write_bytes(b"B" * 1000)
    ml = Muniment(lab)
    ml.resume_execution(rid).upload_execution_outputs()
    exe = ml.create_execution(workflow=ml.find_workflows()[0])
    exe.asset_file_path("File", "b").write_bytes(b"A" * 1000)
    exe.upload_execution_outputs()
    contents = {asset.filename: content(asset) for asset in ml.list_assets("File")}
    assert contents == {"a": b"B" * 1000, "b": b"A" * 1000}
    ml.close()


def test_outputs_are_listed_in_tables_as_they_are_now(ml, workflow, lab):
    """Tables that others made or dropped meanwhile are seen when a run lists its files."""
    exe = ml.create_execution(workflow=workflow)
    other = Muniment(lab)
    other.create_asset("Report")
    other.resume_execution(exe.execution_rid).asset_file_path("Report", "a").touch()
    other.resume_execution(exe.execution_rid).upload_execution_outputs()
    assert [asset.filename for asset in exe.list_assets("Output")] == ["a"]
    other.create_asset("Passing")
    assert len(exe.list_assets()) == 1
    other.drop_table("Passing")
    assert len(exe.list_assets()) == 1
    other.close()
