import hashlib

import pandas as pd
import pytest

from muniment import (
    AssetNotFound,
    BuiltinTypes,
    ChecksumMismatch,
    ColumnDefinition,
    ColumnNotFound,
    ConstraintViolation,
    DataError,
    ExecutionNotFound,
    ForeignKeyDefinition,
    InvalidValue,
    MLAsset,
    Muniment,
    ObjectNotFound,
    RIDNotFound,
    StagingError,
    TableDefinition,
    TermNotFound,
    WrongTableKind,
)
from muniment.catalog import rows


def fill(ml):
    ml.create_asset("Image", [ColumnDefinition("Width", BuiltinTypes.int4), ColumnDefinition("Format")])
    ml.add_term("Asset_Type", "Mask", "Where the tissue is", synonyms=["Overlay"])
    ml.add_term("Asset_Type", "Derived", "Computed from others")


@pytest.fixture
def lab(stack):
    """The address of a catalog with an asset table Image and two types."""
    return stack.filled(fill)


@pytest.fixture
def upload(ml, workflow):
    """Upload files of one execution: name → content, or name → what is to be said of it."""

    def upload(table="Image", **files):
        with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
            for name, more in files.items():
                content = more if isinstance(more, bytes) else more.pop("content", name.encode())
                path = exe.asset_file_path(table, name, **({} if isinstance(more, bytes) else more))
                path.write_bytes(content)
        return exe

    return upload


def filenames(assets):
    return [asset["Filename"] for asset in assets]


# --- listing -------------------------------------------------------------------------------------------


def test_an_asset_has_all_that_is_known_of_its_file(ml, upload, md5):
    """An asset is a mapping of its table's columns, with its types as a list."""
    exe = upload(
        a={"content": b"scan", "Width": 7, "asset_types": ["Mask", "Derived"], "description": "First"}
    )
    [asset] = ml.list_assets("Image")
    sha256 = hashlib.sha256(b"scan").hexdigest()
    expected = {
        "Filename": "a",
        "Length": 4,
        "MD5": md5(b"scan"),
        "SHA256": sha256,
        "URL": f"/objects/{sha256[:2]}/{sha256}",
        "Description": "First",
        "Width": 7,
        "Format": None,
        "Asset_Type": ["Mask", "Derived"],
    }
    assert {name: asset[name] for name in expected} == expected
    assert set(asset) == {*expected, "RID", "RCT", "RMT", "RCB", "RMB"}
    assert asset.get("Nothing") is None
    assert asset.execution_rid == exe.execution_rid


def test_an_asset_has_its_columns_as_attributes_too(ml, upload, md5):
    """The common columns of an asset are attributes, by the names that DerivaML gives them."""
    exe = upload(a={"content": b"scan", "Width": 7, "description": "First"})
    asset = ml.list_assets("Image")[0]
    assert (asset.asset_rid, asset.rid, asset.asset_table) == (asset["RID"], asset["RID"], "Image")
    assert (asset.filename, asset.length, asset.md5) == ("a", 4, md5(b"scan"))
    assert (asset.sha256, asset.url) == (asset["SHA256"], asset["URL"])
    assert (asset.asset_types, asset.description) == (["Image"], "First")
    assert asset.get_metadata() == {"Width": 7, "Format": None}
    assert asset.list_executions() == [exe.execution_rid]


def test_assets_come_in_the_order_of_creation(ml, upload):
    """Assets are listed upload after upload, and those of one upload by name."""
    upload(b=b"2", a=b"1")
    upload(c=b"3")
    assert filenames(ml.list_assets("Image")) == ["a", "b", "c"]


def test_a_list_of_assets_is_a_sequence(ml, upload):
    """A list of assets can be counted, indexed from both ends, sliced and gone through more than once."""
    upload(a=b"1", b=b"2", c=b"3")
    assets = ml.list_assets("Image")
    assert (len(assets), assets[0].filename, assets[-1].filename) == (3, "a", "c")
    assert filenames(assets[1:]) == ["b", "c"]
    assert filenames(assets) == filenames(assets)
    for outside in (3, -4):
        with pytest.raises(IndexError, match="There are 3 assets"):
            assets[outside]


def test_no_assets_are_an_empty_list(ml):
    """A table without assets gives an empty list and an empty DataFrame with all its columns."""
    assets = ml.list_assets("Image")
    assert (len(assets), list(assets)) == (0, [])
    frame = assets.to_dataframe()
    assert len(frame) == 0
    assert {"RID", "Filename", "Width", "Asset_Type"} <= set(frame.columns)


def test_assets_are_a_dataframe(ml, upload):
    """Assets come as a DataFrame with right types, and with the types of each as a list."""
    upload(a={"Width": 7, "asset_types": ["Mask", "Derived"]}, b={"asset_types": []})
    frame = ml.list_assets("Image").to_dataframe()
    assert frame["Asset_Type"].tolist() == [["Mask", "Derived"], []]
    assert frame["Width"].tolist() == [7, pd.NA]
    assert {name: str(frame[name].dtype) for name in ("Width", "Length", "RCT", "Filename")} == {
        "Width": "Int32",
        "Length": "Int64",
        "RCT": "datetime64[us, UTC]",
        "Filename": "str",
    }
    assert "RVS" not in frame


def test_assets_show_themselves(ml, upload):
    """Assets and lists of them show what they are; in a notebook as harmless HTML."""
    upload(**{"<b>.png": b"1"})
    assets = ml.list_assets("Image")
    assert repr(assets) == "<AssetList: 1 of Image>"
    assert repr(assets[0]) == f"<Asset {assets[0].rid}: Image <b>.png, 1 bytes>"
    for shown in (assets._repr_html_(), assets[0]._repr_html_()):
        assert "&lt;b&gt;.png" in shown
        assert "<b>.png" not in shown


@pytest.mark.parametrize("table", [*MLAsset, "Image"])
def test_every_asset_table_is_listed(ml, table):
    """The asset tables that every catalog has are listed like those of users."""
    assert len(ml.list_assets(table)) == 0


def test_only_asset_tables_have_assets(ml):
    """Listing the assets of a plain table or vocabulary is an error that names the asset tables."""
    for table in ("Dataset", "Asset_Type", "Image_Execution"):
        with pytest.raises(WrongTableKind, match="File, Image"):
            ml.list_assets(table)


# --- finding -------------------------------------------------------------------------------------------


def test_assets_are_found_by_type(ml, upload):
    """Assets are found by a type, also by a synonym of it."""
    upload(
        a={"asset_types": ["Mask"]}, b={"asset_types": ["Derived", "Mask"]}, c={"asset_types": ["Derived"]}
    )
    assert filenames(ml.find_assets("Image", "Mask")) == ["a", "b"]
    assert filenames(ml.find_assets("Image", "Overlay")) == ["a", "b"]
    assert filenames(ml.find_assets(asset_type="Derived")) == ["b", "c"]


def test_assets_are_found_by_the_values_of_columns(ml, upload):
    """Assets are found by values of any columns, and by having none."""
    upload(a={"Width": 7, "Format": "PNG"}, b={"Width": 7}, c={"Width": 8, "Format": "PNG"})
    assert filenames(ml.find_assets("Image", Width=7)) == ["a", "b"]
    assert filenames(ml.find_assets("Image", Width=7, Format="PNG")) == ["a"]
    assert filenames(ml.find_assets("Image", Format=None)) == ["b"]
    assert filenames(ml.find_assets("Image", Filename="c")) == ["c"]
    assert filenames(ml.find_assets("Image", Width=9)) == []


def test_assets_are_found_by_execution_and_role(ml, upload, workflow):
    """Assets are found by the execution that made or read them, given as it is or by its RID."""
    maker = upload(a=b"1", b=b"2")
    reader = ml.create_execution(workflow=workflow)
    reader.download_asset(ml.list_assets("Image")[0].rid)
    assert filenames(ml.find_assets("Image", execution=maker)) == ["a", "b"]
    assert filenames(ml.find_assets("Image", execution=reader.execution_rid.lower())) == ["a"]
    assert filenames(ml.find_assets(execution=maker, role="Input")) == []
    assert filenames(ml.find_assets("Image", role="Input")) == ["a"]
    assert filenames(ml.find_assets("Image", role="Output")) == ["a", "b"]
    assert filenames(reader.list_assets("Input")) == ["a"]


def test_conditions_are_joined_by_and(ml, upload):
    """Assets that are found match all that was asked for."""
    first = upload(a={"Width": 7, "asset_types": ["Mask"]}, b={"Width": 7})
    upload(c={"Width": 7, "asset_types": ["Mask"]})
    assert filenames(ml.find_assets("Image", "Mask", execution=first, Width=7)) == ["a"]


def test_assets_are_found_in_all_tables(ml, upload, tmp_path):
    """Without a table, assets of all tables are found, and the DataFrame tells of which each is."""
    upload(a=b"1")
    (tmp_path / "notes.txt").write_text("notes")
    ml.add_files(tmp_path / "notes.txt")
    found = ml.find_assets()
    assert {(asset.asset_table, asset.filename) for asset in found} == {("Image", "a"), ("File", "notes.txt")}
    frame = found.to_dataframe()
    assert set(zip(frame["Asset_Table"], frame["Filename"], strict=True)) == {
        ("Image", "a"),
        ("File", "notes.txt"),
    }
    assert str(frame["Length"].dtype) == "Int64"


def test_a_column_is_looked_for_where_it_is(ml, upload):
    """Without a table, a column of one asset table finds the assets of that table; one of none is an error."""
    upload(a={"Width": 7})
    assert filenames(ml.find_assets(Width=7)) == ["a"]
    with pytest.raises(ColumnNotFound, match="Widht"):
        ml.find_assets(Widht=7)


@pytest.mark.parametrize(
    ("conditions", "error"),
    [
        ({"asset_type": "Msak"}, TermNotFound),
        ({"Widht": 7}, ColumnNotFound),
        ({"Width": "seven"}, InvalidValue),
        ({"execution": "1-ZZZZ"}, ExecutionNotFound),
        ({"role": "Ouput"}, TermNotFound),
    ],
)
def test_a_slip_in_a_search_is_an_error(ml, upload, conditions, error):
    """A type, column, value, execution or role that cannot be is an error, and not an empty result."""
    upload(a=b"1")
    with pytest.raises(error):
        ml.find_assets("Image", **conditions)


def test_one_asset_is_looked_up(ml, upload):
    """An asset is found by its RID, however that was typed."""
    upload(a=b"1")
    rid = ml.list_assets("Image")[0].rid
    assert ml.lookup_asset(rid).filename == "a"
    assert ml.lookup_asset(f" {rid.lower().replace('0', 'o').replace('1', 'l')}\n").rid == rid


def test_an_unknown_asset_is_an_error(ml):
    """A RID of no row is an error that names it."""
    with pytest.raises(AssetNotFound, match="no asset 1-ZZZZ"):
        ml.lookup_asset("1-ZZZZ")


def test_a_row_that_is_no_asset_is_an_error(ml):
    """A RID of a row of another kind of table is an error that says what it is."""
    dataset = ml.create_dataset("Training").rid
    with pytest.raises(WrongTableKind, match=f"{dataset} is a row of Dataset"):
        ml.lookup_asset(dataset)


# --- changing ------------------------------------------------------------------------------------------


def test_types_are_added_and_removed(ml, upload):
    """A type can be given to an asset and taken away, which others see at once."""
    upload(a=b"1")
    asset, other = ml.list_assets("Image")[0], Muniment(ml.address)
    asset.add_asset_type("Overlay")
    assert (
        asset.asset_types
        == asset["Asset_Type"]
        == other.lookup_asset(asset.rid).asset_types
        == ["Image", "Mask"]
    )
    asset.remove_asset_type("Image")
    assert asset.asset_types == other.lookup_asset(asset.rid).asset_types == ["Mask"]
    other.close()


def test_a_type_is_added_and_removed_once(ml, upload):
    """Adding a type that is there, or removing one that is not, is no error and changes nothing."""
    upload(a=b"1")
    asset = ml.list_assets("Image")[0]
    asset.add_asset_type("Image")
    asset.remove_asset_type("Mask")
    assert asset.asset_types == ["Image"]


def test_an_unknown_type_is_refused(ml, upload):
    """A type that is no term is refused with the nearest."""
    upload(a=b"1")
    asset = ml.list_assets("Image")[0]
    for act in (asset.add_asset_type, asset.remove_asset_type):
        with pytest.raises(TermNotFound, match="Did you mean 'Mask'"):
            act("Msak")


def test_an_asset_that_was_read_is_not_deleted(ml, upload, workflow):
    """An asset that an execution has read stays, and with it the answer to what that execution saw."""
    upload(a=b"1", b=b"2")
    read, unread = ml.list_assets("Image")
    reader = ml.create_execution(workflow=workflow, assets=[read.rid])
    image = ml.pathBuilder().domain.Image
    message = f"Image {read.rid} cannot be deleted: execution {reader.execution_rid} read it"
    for act in (lambda: ml.delete_rows("Image", [read.rid, unread.rid]), image.delete):
        with pytest.raises(ConstraintViolation, match=message):
            act()
    assert len(ml.list_assets("Image")) == 2
    assert read.list_executions("Input") == [reader.execution_rid]


def test_an_asset_in_a_dataset_is_not_deleted(ml, upload):
    """An asset that is a member of a dataset stays; the error names the memberships, and not what would go too."""
    upload(a=b"1")
    rid = ml.list_assets("Image")[0].rid
    ml.add_dataset_element_type("Image")
    dataset = ml.create_dataset()
    dataset.add_dataset_members([rid])
    with pytest.raises(ConstraintViolation, match="deleted: rows of Dataset_Image refer to them"):
        ml.delete_rows("Image", rid)
    dataset.delete_dataset_members([rid])
    assert ml.delete_rows("Image", rid) == 1


def test_an_asset_that_nobody_read_can_be_deleted(ml, upload):
    """An asset that nothing refers to goes with its types and the link to the execution that made it."""
    exe = upload(a=b"1", b=b"2")
    first, second = ml.list_assets("Image")
    ml.delete_rows("Image", first.rid)
    assert [asset.rid for asset in exe.list_assets("Output")] == [second.rid]
    for table in ("Image_Execution", "Image_Asset_Type"):
        assert {row["Image"] for row in ml.list_rows(table)} == {second.rid}


def test_the_types_of_an_asset_are_those_of_the_catalog(ml, upload):
    """The types of an asset are read anew, so a change by another is seen."""
    upload(a=b"1")
    mine, theirs = ml.list_assets("Image")[0], ml.list_assets("Image")[0]
    theirs.add_asset_type("Mask")
    assert mine.asset_types == ["Image", "Mask"]


def test_a_description_can_be_set(ml, upload):
    """Setting the description of an asset writes it to the catalog."""
    upload(a=b"1")
    asset = ml.list_assets("Image")[0]
    asset.description = "Seen again"
    assert asset["Description"] == ml.lookup_asset(asset.rid).description == "Seen again"


def test_metadata_of_an_asset_can_be_updated(ml, upload):
    """The columns of an asset are updated like those of any row."""
    upload(a={"Width": 7})
    rid = ml.list_assets("Image")[0].rid
    ml.update_rows("Image", {"RID": rid, "Width": 8})
    assert ml.lookup_asset(rid)["Width"] == 8


def test_assets_are_not_inserted_by_hand(ml, upload):
    """Rows of an asset table come with the bytes they tell of; the error says how to add files."""
    upload(a=b"1")
    [row] = ml.list_rows("Image", ["URL", "Filename", "Length", "MD5", "SHA256"])
    for insert in (lambda: ml.insert_rows("Image", row), lambda: ml.pathBuilder().domain.Image.insert([row])):
        with pytest.raises(DataError, match=r"asset_file_path\('Image'.*ml\.add_files"):
            insert()
    assert len(ml.list_assets("Image")) == 1


@pytest.mark.parametrize("name", ["", "..", "a/b", "/etc/passwd", "a\0b", "x" * 300, "a\udcff", None, 7])
def test_a_file_is_renamed_only_to_what_a_file_can_be_named(ml, upload, name):
    """A file gets another name by an update, and keeps the one it has if no file can be named so."""
    upload(a=b"1")
    rid = ml.list_assets("Image")[0].rid
    image = ml.pathBuilder().domain.Image
    for update in (lambda row: ml.update_rows("Image", row), image.update):
        with pytest.raises(InvalidValue, match=r"Image\.Filename cannot be"):
            update({"RID": rid, "Filename": name})
    assert ml.lookup_asset(rid).filename == "a"
    ml.update_rows("Image", {"RID": rid, "Filename": "scan 1.png"})
    assert ml.lookup_asset(rid).filename == "scan 1.png"


# --- downloading ---------------------------------------------------------------------------------------


def test_an_asset_is_downloaded(ml, upload, tmp_path):
    """A file is written under its name into a folder, which is made if need be, and given as text or path."""
    upload(a=b"scan")
    asset = ml.list_assets("Image")[0]
    for folder in (tmp_path / "new" / "deeper", str(tmp_path / "other")):
        path = asset.download(folder)
        assert (path.name, path.read_bytes()) == ("a", b"scan")
    with asset.open() as file:
        assert file.read() == b"scan"


def test_what_was_downloaded_is_ones_own(ml, upload, tmp_path):
    """A downloaded file can be changed without changing the one in the catalog."""
    upload(a=b"scan")
    asset = ml.list_assets("Image")[0]
    path = asset.download(tmp_path / "one")
    path.chmod(0o600)
    path.write_bytes(b"other")
    assert asset.download(tmp_path / "two").read_bytes() == b"scan"


def test_downloading_again_is_silent(ml, upload, tmp_path):
    """A destination that holds the same bytes already is left alone, without a warning."""
    upload(a=b"scan")
    asset = ml.list_assets("Image")[0]
    first = asset.download(tmp_path)
    written = first.stat().st_mtime_ns
    assert asset.download(tmp_path) == first
    assert first.stat().st_mtime_ns == written


def test_downloading_over_other_bytes_warns(ml, upload, tmp_path):
    """A file that holds other bytes is replaced, with a warning that names it and the asset."""
    upload(a=b"scan")
    (tmp_path / "a").write_bytes(b"mine")
    asset = ml.list_assets("Image")[0]
    with pytest.warns(UserWarning, match=f"held other bytes and was replaced by asset {asset.rid}"):
        assert asset.download(tmp_path).read_bytes() == b"scan"


def test_bytes_that_the_store_has_lost_are_told(ml, upload, objects, tmp_path):
    """If the store has lost the bytes of an asset, that is said, and nothing is written."""
    upload(a=b"scan")
    asset = ml.list_assets("Image")[0]
    del objects[asset.sha256]
    with pytest.raises(ObjectNotFound):
        asset.download(tmp_path / "out")
    assert not (tmp_path / "out" / "a").exists()
    with pytest.raises(ObjectNotFound):
        asset.open()


def test_bytes_that_changed_in_the_store_are_not_given_out(ml, upload, objects, tmp_path):
    """If the store has other bytes than were recorded, that is said, and nothing is left behind."""
    upload(a=b"scan")
    asset = ml.list_assets("Image")[0]
    objects[asset.sha256] = b"scam"
    with pytest.raises(ChecksumMismatch):
        asset.download(tmp_path / "out")
    assert not (tmp_path / "out" / "a").exists()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "a/b", ".."])
def test_a_file_never_leaves_the_folder_it_is_downloaded_to(ml, tmp_path, name):
    """A name that leads out of the folder, as a row written with another tool may have, is not followed."""
    stored = ml._catalog.store.put_bytes(b"scan")
    row = {
        "URL": "x",
        "Length": 4,
        "MD5": stored.md5,
        "SHA256": stored.sha256,
        "Filename": name.replace("/tmp", str(tmp_path)),
    }
    with ml._catalog.write() as tx:
        [rid] = rows.insert(tx, ml._catalog.model, "Image", [row])
    folder = tmp_path / "out" / "here"
    folder.mkdir(parents=True)
    with pytest.raises(InvalidValue, match="cannot be the name of a file"):
        ml.lookup_asset(rid).download(folder)
    assert [path for path in tmp_path.rglob("*") if path.name in ("outside", "b")] == []


# --- who made it, who read it --------------------------------------------------------------------------


def test_an_asset_knows_who_made_and_who_read_it(ml, upload, workflow):
    """The executions that made an asset and those that read it are told apart by their role."""
    maker = upload(a=b"1")
    asset = ml.list_assets("Image")[0]
    readers = [ml.create_execution(workflow=workflow, assets=[asset.rid]) for _ in range(2)]
    assert asset.list_executions("Output") == [maker.execution_rid]
    assert asset.list_executions("Input") == [exe.execution_rid for exe in readers]
    assert asset.list_executions() == [maker.execution_rid, *(exe.execution_rid for exe in readers)]
    assert asset.execution_rid == maker.execution_rid


def test_reading_twice_is_one_input(ml, upload, workflow):
    """An execution that downloads an asset again has it as an input once; with update_catalog=False not at all."""
    upload(a=b"1")
    rid = ml.list_assets("Image")[0].rid
    exe = ml.create_execution(workflow=workflow)
    exe.download_asset(rid, update_catalog=False)
    assert len(exe.list_assets("Input")) == 0
    for _ in range(2):
        assert exe.download_asset(rid.lower()).read_bytes() == b"1"
    assert filenames(exe.list_assets("Input")) == ["a"]


def test_inputs_of_one_name_do_not_collide(ml, upload, workflow):
    """Two inputs with the same file name are two files with their own bytes."""
    upload(a=b"first")
    upload(a=b"second")
    rids = [asset.rid for asset in ml.list_assets("Image")]
    exe = ml.create_execution(workflow=workflow, assets=rids)
    assert [path.read_bytes() for path in exe.asset_paths["Image"]] == [b"first", b"second"]
    assert [exe.download_asset(rid).read_bytes() for rid in rids] == [b"first", b"second"]


# --- files as they are ---------------------------------------------------------------------------------


@pytest.fixture
def forest(tmp_path):
    """A folder with files in folders."""
    root = tmp_path / "forest"
    for name in ("b.txt", "a/x.txt", "a/deep/y.txt", ".hidden"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    return root


def test_files_are_added_as_they_are(ml, forest):
    """Files are added with their checksums, and stay where they are."""
    [asset] = ml.add_files(forest / "b.txt")
    assert (asset.asset_table, asset.filename, asset.length) == ("File", "b.txt", 5)
    assert asset.asset_types == ["File"]
    with asset.open() as file:
        assert file.read() == b"b.txt"
    assert (forest / "b.txt").read_text() == "b.txt"


def test_a_folder_is_added_with_all_below_it(ml, forest):
    """All files of a folder are added, with their paths inside it as descriptions."""
    added = ml.add_files(forest)
    assert {asset.description: asset.filename for asset in added} == {
        ".hidden": ".hidden",
        "a/deep/y.txt": "y.txt",
        "a/x.txt": "x.txt",
        "b.txt": "b.txt",
    }


def test_several_paths_are_added_at_once(ml, forest):
    """Files and folders can be given together, as paths or text."""
    added = ml.add_files([str(forest / "b.txt"), forest / "a"], asset_table="Image", asset_types="Mask")
    assert filenames(added) == ["b.txt", "y.txt", "x.txt"]
    assert {type_ for asset in added for type_ in asset.asset_types} == {"Mask"}


def test_added_files_may_have_no_types_and_one_description(ml, forest):
    """Types can be left empty, and a description can be given to all files."""
    added = ml.add_files(forest / "a", asset_types=[], description="From the old disk")
    assert [(asset.asset_types, asset.description) for asset in added] == [([], "From the old disk")] * 2


def test_files_of_no_known_run_belong_to_one(ml, forest):
    """Files that no execution made belong to the execution of unknown provenance, which every catalog has."""
    [asset] = ml.add_files(forest / "b.txt")
    [rid] = asset.list_executions("Output")
    owner = ml.lookup_execution(rid)
    assert (owner.status, ml.lookup_workflow(owner.workflow_rid).name) == ("Aborted", "Unknown provenance")


def test_files_can_be_credited_to_an_execution(ml, forest, workflow):
    """Files can be added as the outputs of an execution."""
    exe = ml.create_execution(workflow=workflow)
    [one] = ml.add_files(forest / "b.txt", execution=exe)
    [two] = ml.add_files(forest / "a/x.txt", execution=exe.execution_rid.lower())
    assert {asset.rid for asset in exe.list_assets("Output")} == {one.rid, two.rid}
    with pytest.raises(ExecutionNotFound, match="1-ZZZZ"):
        ml.add_files(forest, execution="1-ZZZZ")


@pytest.mark.parametrize("nothing", [[], "empty", ["empty"]])
def test_nothing_to_add_is_an_error(ml, tmp_path, nothing, monkeypatch):
    """An empty list or folder is an error, for it is hardly what was meant."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(StagingError, match="There are no files"):
        ml.add_files(nothing)


def test_a_missing_file_is_named_and_nothing_is_added(ml, forest):
    """A path that is not there is named, and no file of the call is added."""
    with pytest.raises(StagingError, match="nowhere"):
        ml.add_files([forest, forest / "nowhere"])
    assert len(ml.list_assets("File")) == 0


def test_files_need_a_table_without_required_columns(ml, forest):
    """A table that requires values has its files staged one by one; added at once they are refused, and none is there."""
    ml.create_asset("Scan", [ColumnDefinition("Patient", nullok=False)])
    with pytest.raises(ConstraintViolation, match=r"Scan\.Patient is required"):
        ml.add_files(forest, asset_table="Scan")
    assert len(ml.list_assets("Scan")) == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [({"asset_table": "Dataset"}, WrongTableKind), ({"asset_types": ["Msak"]}, TermNotFound)],
)
def test_adding_checks_table_and_types_first(ml, forest, objects, arguments, error):
    """A table that holds no files, or a type that is no term, is refused before any byte is stored."""
    with pytest.raises(error):
        ml.add_files(forest, **arguments)
    assert len(objects) == 0


def test_files_can_be_added_again(ml, forest):
    """Adding a file again makes another row of the same bytes, which are stored once."""
    first, second = ml.add_files(forest / "b.txt")[0], ml.add_files(forest / "b.txt")[0]
    assert first.rid != second.rid
    assert first.url == second.url


def test_assets_can_be_rows_of_other_tables_references(ml, upload):
    """Other tables can refer to an asset, and an asset that is referred to is not deleted."""
    upload(a=b"1")
    rid = ml.list_assets("Image")[0].rid
    fkeys = [ForeignKeyDefinition("Image", "Image")]
    ml.create_table(TableDefinition("Finding", [ColumnDefinition("Image")], fkey_defs=fkeys))
    ml.insert_rows("Finding", {"Image": rid})
    with pytest.raises(RIDNotFound):
        ml.insert_rows("Finding", {"Image": "1-ZZZZ"})
    with pytest.raises(ConstraintViolation, match="Finding"):
        ml.delete_rows("Image", rid)
