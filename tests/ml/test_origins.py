"""Whether every asset says what made it."""

import pytest

from muniment import ReadOnlySnapshot
from muniment.catalog import rows


@pytest.fixture
def ml(ml, workflow, tmp_path):
    """A catalog with an asset of a run, one that was added, and a dataset."""
    ml.create_asset("Image")
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.asset_file_path("Image", "made.png").write_bytes(b"made")
        exe.create_dataset()
    (tmp_path / "added.png").write_bytes(b"added")
    ml.add_files(tmp_path / "added.png", asset_table="Image")
    return ml


@pytest.fixture
def orphans(ml):
    """Rows of an asset table that another tool wrote, without saying what made them."""
    [made] = ml.find_assets("Image", Filename="made.png")
    columns = ("URL", "Filename", "Length", "MD5", "SHA256")
    with ml._catalog.write() as tx:
        values = [tuple(made[name] for name in columns)] * 2
        rids = tx.rids(2)
        rows.insert_checked(tx, ml._catalog.model.table("Image"), columns, values, rids)
    return rids


def test_what_comes_from_nowhere_is_counted(ml):
    """Assets that were added without an execution belong to that of unknown provenance, which is no fault."""
    ml.create_dataset()
    found = ml.audit_provenance()
    assert found.ok
    assert [(each.code, each.table) for each in found] == [
        ("unknown-provenance", "Image"),
        ("made-by-hand", "Dataset_Version"),
    ]
    assert "1 asset is of unknown provenance" in found[0].message
    assert found.checked["assets"] == 2


def test_what_nothing_has_made_is_found(ml, orphans):
    """Rows that another tool wrote are found one by one, and the audit changes nothing."""
    for _ in range(2):
        found = ml.audit_provenance()
        assert not found.ok
        assert [each.rid for each in found if each.code == "no-maker"] == orphans
    assert all(ml.lookup_asset(rid).execution_rid is None for rid in orphans)


def test_what_nothing_has_made_is_given_to_the_unknown(ml, orphans):
    """A backfill gives them to the execution of unknown provenance, once; a dry run only counts them."""
    assert ml.backfill_provenance() == {"Image": 2}
    assert not ml.audit_provenance().ok
    assert ml.backfill_provenance(dry_run=False) == {"Image": 2}
    assert ml.backfill_provenance(dry_run=False) == {}
    found = ml.audit_provenance()
    assert (found.ok, found[0].message) == (True, "Image: 3 assets are of unknown provenance.")
    [added] = ml.find_assets("Image", Filename="added.png")
    assert {ml.lookup_asset(rid).execution_rid for rid in orphans} == {added.execution_rid}


def test_a_snapshot_is_audited_and_not_changed(ml, orphans):
    """The audit of a snapshot tells of its time; it takes no backfill."""
    ml.mark("then")
    ml.backfill_provenance(dry_run=False)
    then = ml.snapshot("then")
    assert (then.audit_provenance().counts["no-maker"], ml.audit_provenance().ok) == (2, True)
    with pytest.raises(ReadOnlySnapshot):
        then.backfill_provenance(dry_run=False)
