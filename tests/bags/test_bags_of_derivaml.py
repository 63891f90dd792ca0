"""Bags laid out as DerivaML writes them, in either of its layouts, are opened and read."""

from datetime import UTC, date, datetime

import pytest

from muniment import DatasetBag, Muniment
from tests.derivaml_bags import FILES, INNER, LAYOUTS, OUTER, write_bag


@pytest.fixture(params=LAYOUTS)
def bag(request, tmp_path):
    """The bag in one of the layouts."""
    return DatasetBag.open(write_bag(tmp_path, request.param))


def test_datasets_are_found(bag):
    """The dataset, the one inside it, their versions, types and members are those of the bag."""
    assert (bag.rid, bag.description, bag.dataset_types) == (OUTER, 'Eyes, "all"\nof them', ["Training"])
    assert [str(version.dataset_version) for version in bag.dataset_history()] == ["0.1.0", "1.2.0"]
    assert (str(bag.current_version), bag.current_version.is_draft) == ("1.2.0", False)
    [inner] = bag.list_dataset_children()
    assert (inner.rid, str(inner.current_version), inner.dataset_types) == (INNER, "0.3.0", ["Testing"])
    assert (bag.list_members("Image"), bag.list_members("Subject")) == (["4-411J"], ["5-0001"])
    assert inner.list_members("Image") == ["4-411G"]
    everything = bag.list_dataset_members(recurse=True)
    assert [image["RID"] for image in everything["Image"]] == ["4-411G", "4-411J"]
    assert set(bag.list_dataset_element_types()) == {"Dataset", "Image", "Subject"}


def test_each_row_is_there_once_with_its_values(bag):
    """Parts of a table make one table; values have the types that the description gives them."""
    ann, nobody = bag.get_table_as_dict("Subject")
    assert (ann["RID"], ann["Name"], ann["Age"], ann["Pressure"]) == ("5-0001", "Ann", 41, 1.5e-7)
    assert (ann["Born"], ann["Seen"]) == (
        date(1983, 5, 6),
        datetime(2025, 1, 1, 7, 0, 0, 500_000, tzinfo=UTC),
    )
    assert (ann["Scores"], ann["Codes"]) == ({"iop": [14, None]}, ["H40.1", "a, b"])
    assert (ann["Glasses"], nobody["Glasses"]) == (True, False)
    assert {name for name in nobody if nobody[name] is None} == {
        "Name",
        "Age",
        "Seen",
        "Born",
        "Scores",
        "Codes",
        "Pressure",
    }
    assert ann["RCT"] == datetime(2025, 1, 2, 11, 4, 5, 678_901, tzinfo=UTC)
    assert bag.get_table_as_dataframe("Subject")["RID"].tolist() == ["5-0001", "5-0002"]
    assert bag.lookup_term("Image_Side", "OS").name == "Left"
    assert bag.lookup_term("Dataset_Type", "to learn").description == "For training"
    [inner] = bag.list_dataset_children()
    assert [row["RID"] for row in inner.get_table_as_dict("Subject")] == ["5-0001"]


def test_files_are_found(bag):
    """Assets have Hatrac's URLs and no SHA-256, and their files are where DerivaML puts them."""
    assert bag.list_asset_tables() == ["Image"]
    assert [asset["Asset_Type"] for asset in bag.list_assets("Image")] == [[], ["Image"]]
    for asset in bag.list_assets("Image"):
        name, content = FILES[asset["RID"]]
        assert bag.asset_path(asset).name == asset["Filename"] == name
        assert bag.asset_path(asset).read_bytes() == content
        assert asset["URL"].startswith("/hatrac/eye-ai/Image/")
    assert bag.is_materialized
    bag.validate()


def test_tables_about_ermrest_itself_are_left_out(bag, tmp_path):
    """Who used the server is no part of the bag, so that it can be loaded where nobody knows them."""
    assert not {"ERMrest_Client", "Page"} & set(bag.list_tables())
    ml = Muniment(tmp_path / "lab", create=True, actor="ada")
    ml.load_bag(bag.path)
    assert [row["RID"] for row in ml.get_table_as_dict("Subject")] == ["5-0001", "5-0002"]
    assert ml.lookup_dataset(OUTER).list_members("Image") == ["4-411J"]
    ml.close()
