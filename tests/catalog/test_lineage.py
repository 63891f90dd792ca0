"""What something was made from, and what was made from it."""

import pytest
import sqlalchemy as sa

from muniment import (
    AssetSpec,
    DatasetSpec,
    ExecutionConfiguration,
    InvalidValue,
    RIDNotFound,
    VersionNotFound,
)
from muniment.catalog import rows


def fill(ml):
    for name in ("Scan", "Mask", "Model"):
        ml.create_asset(name)
        ml.add_dataset_element_type(name)


@pytest.fixture
def lab(stack):
    """The address of a catalog with scans, masks of them and models."""
    return stack.filled(fill)


@pytest.fixture
def run(ml, workflow):
    """Run an execution that reads assets and datasets and makes files; give its RID and those of the files."""

    def run(*made, reads=(), datasets=(), workflow=workflow):
        specs = [DatasetSpec(rid, version) for rid, version in datasets]
        config = ExecutionConfiguration(workflow=workflow, assets=list(map(AssetSpec, reads)), datasets=specs)
        with ml.create_execution(config) as exe:
            for table, name in made:
                exe.asset_file_path(table, name).write_bytes(name.encode())
        exe.upload_execution_outputs()
        found = {a.filename: a.asset_rid for table in {t for t, _ in made} for a in ml.find_assets(table)}
        return exe.execution_rid, *(found[name] for _, name in made)

    return run


def rids(nodes):
    return {node.rid for node in nodes}


def told(lineage):
    """The edges in short."""
    return {(edge.source, edge.relation.value, edge.target) for edge in lineage.edges}


def test_a_lineage_goes_back_to_the_first_run(ml, run):
    """Of an asset all runs and files are found that it was made from, and how; nothing else."""
    ingest, scan, other = run(("Scan", "scan.png"), ("Scan", "other.png"))
    segment, mask = run(("Mask", "mask.png"), reads=[scan])
    train, model = run(("Model", "model.pt"), reads=[mask, scan])
    lineage = ml.lookup_lineage(model)
    assert rids(lineage.executions) == {ingest, segment, train}
    assert rids(lineage.assets) == {scan, mask, model}
    assert told(lineage) == {
        (train, "output", model),
        (mask, "input", train),
        (scan, "input", train),
        (segment, "output", mask),
        (scan, "input", segment),
        (ingest, "output", scan),
    }
    assert [lineage.nodes[rid].generation for rid in (model, train, scan, ingest)] == [0, 1, 1, 2]
    assert (lineage.is_complete, lineage.has_cycle, other in lineage) == (True, False, False)


def test_an_impact_is_all_that_would_be_tainted(ml, run):
    """Forward from an asset stands what was made from it, and not what was made beside it."""
    _, scan, other = run(("Scan", "scan.png"), ("Scan", "other.png"))
    segment, mask = run(("Mask", "mask.png"), reads=[scan])
    train, model = run(("Model", "model.pt"), reads=[mask])
    run(("Mask", "apart.png"), reads=[other])
    impact = ml.impact(scan)
    assert rids(impact) == {scan, segment, mask, train, model}
    assert rids(ml.impact(model)) == {model}
    assert rids(ml.lookup_lineage(scan, direction="forward", depth=0)) == {scan, segment, mask}


def test_backward_and_forward_are_the_same_edges(ml, run):
    """What stands between two assets is the same from either end."""
    ingest, scan = run(("Scan", "scan.png"))
    _, mask = run(("Mask", "mask.png"), reads=[scan])
    _, model = run(("Model", "model.pt"), reads=[mask, scan])
    assert told(ml.lookup_lineage(model)) == told(ml.impact(ingest))


@pytest.fixture
def label(ml, workflow):
    """Give scans a grade each, by a run; give its RID and those of the values."""
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "Good", description="Can be read")
    ml.create_feature("Scan", "Quality", terms=["Grade"])

    def label(*scans):
        with ml.create_execution(workflow=workflow) as exe:
            exe.add_features([{"Scan": scan, "Grade": "Good"} for scan in scans], "Scan", "Quality")
        exe.upload_execution_outputs()
        found = {
            r.Scan: r.RID for r in ml.feature_values("Scan", "Quality", execution_rids=[exe.execution_rid])
        }
        return exe.execution_rid, *(found[scan] for scan in scans)

    return label


@pytest.fixture
def labelled(ml, run, label):
    """Two scans in a dataset, labelled, released, read by a run, and labelled again; a third scan is in none."""
    ingest, one, two, other = run(*(("Scan", f"{name}.png") for name in ("one", "two", "other")))
    before, first, second, apart = label(one, two, other)
    dataset = ml.create_dataset(description="Scans")
    dataset.add_dataset_members([one, two])
    dataset.release("minor")
    train, model = run(("Model", "model.pt"), datasets=[(dataset.dataset_rid, "0.2.0")])
    after, late = label(one)
    return locals()


def test_a_label_leads_to_the_models_that_were_trained_with_it(ml, run, labelled):
    """By the versions that hold it with the row that it is about: not by those that were released before it."""
    version = ml.lookup_lineage(labelled["dataset"].dataset_rid).root
    first, model, late = labelled["first"], labelled["model"], labelled["late"]
    assert told(ml.impact(first)) == {
        (first, "feature", version),
        (version, "input", labelled["train"]),
        (labelled["train"], "output", model),
    }
    assert len(ml.impact(labelled["apart"])) == len(ml.impact(late)) == 1
    assert model in ml.impact(labelled["before"])
    assert model not in ml.impact(labelled["after"])
    labelled["dataset"].mark_dev("labels have changed")
    labelled["dataset"].release("minor")
    _, newer = run(("Model", "newer.pt"), datasets=[(labelled["dataset"].dataset_rid, "0.3.0")])
    assert (model in ml.impact(late), newer in ml.impact(late)) == (False, True)
    assert {model, newer} <= ml.impact(first).nodes.keys()


def test_a_model_leads_to_those_who_labelled_what_it_was_trained_with(ml, run, labelled):
    """Each run stands for the values that it gave, with how many; nothing that came later is told."""
    lineage = ml.lookup_lineage(labelled["model"])
    assert rids(lineage.executions) == {labelled[name] for name in ("train", "ingest", "before")}
    counts = {(e.source, e.relation.value): e.count for e in lineage.edges if e.count > 1}
    assert counts == {(labelled["ingest"], "member"): 2, (labelled["before"], "feature"): 2}
    assert "holds 2 values made by" in str(lineage)
    labelled["dataset"].mark_dev("labels have changed")
    labelled["dataset"].release("minor")
    _, newer = run(("Model", "newer.pt"), datasets=[(labelled["dataset"].dataset_rid, "0.3.0")])
    assert labelled["after"] in ml.lookup_lineage(newer)


def test_an_outer_dataset_holds_the_labels_of_its_own_time(ml, run, label, labelled):
    """Labels that came between the release of a dataset and that of one around it are in the bag of the latter."""
    outer = ml.create_dataset(description="Datasets")
    outer.add_dataset_members([labelled["dataset"].dataset_rid])
    outer.release("minor")
    _, model = run(("Model", "outer.pt"), datasets=[(outer.dataset_rid, "0.2.0")])
    afterwards, latest = label(labelled["two"])
    assert model in ml.impact(labelled["late"])
    assert (model in ml.impact(latest), labelled["model"] in ml.impact(labelled["late"])) == (False, False)
    lineage = ml.lookup_lineage(model)
    assert {labelled["before"], labelled["after"]} <= lineage.nodes.keys()
    assert afterwards not in lineage
    [version] = [node.rid for node in lineage.datasets if node.details["Dataset"] == outer.dataset_rid]
    counts = {
        e.source: e.count for e in lineage.edges if e.relation.value == "feature" and e.target == version
    }
    assert counts == {labelled["before"]: 2, labelled["after"]: 1}
    assert labelled["after"] not in ml.lookup_lineage(labelled["model"])


def test_labels_of_datasets_are_held_by_those_around_them(ml, run, workflow):
    """A feature of datasets describes a member of the outer one, not the outer one itself."""
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "Good", description="Whole")
    ml.create_feature("Dataset", "Quality", terms=["Grade"])
    _, scan = run(("Scan", "scan.png"))
    inner, outer = (ml.create_dataset(description=name) for name in ("inner", "outer"))
    inner.add_dataset_members([scan])
    outer.add_dataset_members([inner.dataset_rid])
    graders = []
    for dataset in (inner, outer):
        with ml.create_execution(workflow=workflow) as exe:
            exe.add_features([{"Dataset": dataset.dataset_rid, "Grade": "Good"}], "Dataset", "Quality")
        exe.upload_execution_outputs()
        graders.append(exe.execution_rid)
    outer.release("minor")
    _, model = run(("Model", "model.pt"), datasets=[(outer.dataset_rid, "0.2.0")])
    lineage = ml.lookup_lineage(model)
    found = {e.source: e.count for e in lineage.edges if e.relation.value == "feature"}
    assert found == {graders[0]: 1}
    values = {row["Dataset"]: row["RID"] for row in ml.list_rows("Execution_Dataset_Quality")}
    assert model in ml.impact(values[inner.dataset_rid])
    assert model not in ml.impact(values[outer.dataset_rid])


def test_a_label_that_was_taken_back_is_still_told(ml, labelled):
    """A version that was released holds it as it was, and so do the models that were trained with it."""
    with ml._catalog.write() as tx:
        table = ml._catalog.model.table("Execution_Scan_Quality")
        tx.connection.execute(sa.delete(table).where(table.c.RID == labelled["first"]))
    assert labelled["model"] in ml.impact(labelled["first"])
    lineage = ml.lookup_lineage(labelled["model"])
    [edge] = [edge for edge in lineage.edges if edge.relation.value == "feature"]
    assert (edge.source, edge.count) == (labelled["before"], 2)
    labelled["dataset"].mark_dev("labels have changed")
    labelled["dataset"].release("minor")
    now = ml.lookup_lineage(labelled["dataset"].dataset_rid, version="0.3.0")
    counts = {e.source: e.count for e in now.edges if e.relation.value == "feature"}
    assert counts == {labelled["before"]: 1, labelled["after"]: 1}


def test_a_dataset_stands_for_the_version_that_was_read(ml, run):
    """A run leads to the version it read, and that to who made its members: those of then, not of now."""
    first, scan = run(("Scan", "scan.png"))
    dataset = ml.create_dataset(description="Scans")
    dataset.add_dataset_members([scan])
    dataset.release("minor")
    train, model = run(("Model", "model.pt"), datasets=[(dataset.dataset_rid, "0.2.0")])
    second, later = run(("Scan", "later.png"))
    dataset.add_dataset_members([later])
    dataset.delete_dataset_members([scan])
    dataset.release("minor")
    lineage = ml.lookup_lineage(model)
    assert rids(lineage.executions) == {train, first}
    assert [node.label for node in lineage.datasets] == [f"Dataset {dataset.dataset_rid} 0.2.0"]
    assert rids(ml.lookup_lineage(dataset.dataset_rid).executions) == {second}
    assert rids(ml.lookup_lineage(dataset.dataset_rid, version="0.2.0").executions) == {first}
    assert rids(ml.lookup_lineage(f"{dataset.dataset_rid}@0.2.0").executions) == {first}
    assert model in ml.impact(scan)
    assert model not in ml.impact(later)
    assert model in ml.impact(dataset.dataset_rid)
    assert model not in ml.impact(dataset.dataset_rid, version="0.3.0")
    with pytest.raises(VersionNotFound, match="0.9.0"):
        ml.lookup_lineage(dataset.dataset_rid, version="0.9.0")


def test_datasets_inside_a_dataset_count(ml, run, workflow):
    """What a run read of a dataset was made by those who made the datasets inside it, too."""
    ingest, scan = run(("Scan", "scan.png"))
    with ml.create_execution(workflow=workflow) as curate:
        inner = curate.create_dataset(description="inner")
        inner.add_dataset_members([scan])
    inner.release("minor")
    outer = ml.create_dataset(description="outer")
    outer.add_dataset_members({"Dataset": [inner.dataset_rid]})
    outer.release("minor")
    train, model = run(("Model", "model.pt"), datasets=[(outer.dataset_rid, "0.2.0")])
    assert ingest in ml.lookup_lineage(model)
    impact = ml.impact(scan)
    assert {train, model} <= rids(impact)
    assert len(impact.datasets) == 2


def test_a_depth_cuts_generations(ml, run):
    """A depth of 0 is the run that made it with what that read; more is told to be there."""
    _, scan = run(("Scan", "scan.png"))
    segment, mask = run(("Mask", "mask.png"), reads=[scan])
    train, model = run(("Model", "model.pt"), reads=[mask])
    nearest = ml.lookup_lineage(model, depth=0)
    assert (rids(nearest), nearest.is_depth_capped, nearest.is_complete) == (
        {model, train, mask},
        True,
        False,
    )
    assert "There is more beyond depth 0." in str(nearest)
    assert rids(ml.lookup_lineage(model, depth=1).executions) == {train, segment}
    whole = ml.lookup_lineage(model, depth=2)
    assert (told(whole), whole.is_complete) == (told(ml.lookup_lineage(model)), True)
    assert rids(ml.lookup_lineage(train, depth=0)) == {train, mask}


def test_a_cycle_ends(ml, run, sql):
    """Runs that read what was made from their own output are all told, once, and that they go round."""
    first, scan = run(("Scan", "scan.png"))
    second, mask = run(("Mask", "mask.png"), reads=[scan])
    with ml._catalog.write() as tx:
        model = ml._catalog.model
        rows.insert(tx, model, "Mask_Execution", [{"Mask": mask, "Execution": first, "Asset_Role": "Input"}])
    for lineage in (ml.lookup_lineage(mask), ml.lookup_lineage(mask, depth=9), ml.impact(mask)):
        assert (rids(lineage), lineage.has_cycle) == ({scan, mask, first, second}, True)
        assert str(lineage)
        assert lineage.to_svg()


def test_what_was_deleted_is_still_told(ml, run):
    """An output that was deleted shows among what its run made, as it was, and leads to its makers itself."""
    ingest, scan = run(("Scan", "scan.png"))
    segment, mask = run(("Mask", "mask.png"), reads=[scan])
    ml.delete_rows("Mask", [mask])
    impact = ml.impact(scan)
    assert (impact.nodes[mask].is_deleted, impact.nodes[mask].label) == (True, "Mask mask.png")
    assert "deleted" in str(impact)
    lineage = ml.lookup_lineage(mask)
    assert (rids(lineage), lineage.is_complete) == ({mask, segment, scan, ingest}, True)
    assert [edge.is_deleted for edge in lineage.edges if edge.target == mask] == [True]
    assert rids(ml.lookup_lineage(mask, depth=0)) == {mask, segment, scan}
    ml.undelete(mask)
    assert not ml.impact(scan).nodes[mask].is_deleted


def test_a_chain_goes_on_through_what_was_deleted(ml, run, sql):
    """Rows that another tool deleted in the middle of a chain do not break it."""
    ingest, scan = run(("Scan", "scan.png"))
    segment, mask = run(("Mask", "mask.png"), reads=[scan])
    train, model = run(("Model", "model.pt"), reads=[mask])
    with ml._catalog.write() as tx:
        for table, column in (("Mask_Execution", "Mask"), ("Mask_Asset_Type", "Mask"), ("Mask", "RID")):
            source = ml._catalog.model.table(table)
            tx.connection.execute(sa.delete(source).where(source.c[column] == mask))
    assert rids(ml.lookup_lineage(model)) == {model, train, mask, segment, scan, ingest}
    assert rids(ml.impact(scan)) == {scan, segment, mask, train, model}


def test_a_forgotten_past_is_told(ml, run):
    """Once a part of the past was forgotten, a lineage says that it may lack what was deleted before."""
    _, scan = run(("Scan", "scan.png"))
    _, mask = run(("Mask", "mask.png"), reads=[scan])
    ml.delete_rows("Mask", [mask])
    ml.mark("now")
    ml.prune_history("now")
    impact = ml.impact(scan)
    assert (mask in impact, impact.is_complete, impact.is_past_forgotten) == (False, False, True)


def test_a_dropped_table_is_told(ml, run, labelled):
    """Of rows of a feature or table that was dropped nothing is told, and so a lineage says that it is not whole."""
    assert ml.impact(labelled["one"]).is_complete
    ml.delete_feature("Scan", "Quality")
    lineage = ml.impact(labelled["one"])
    assert (lineage.is_complete, lineage.is_table_dropped) == (False, True)
    assert "was dropped" in str(lineage)
    assert lineage.to_dict()["is_table_dropped"]
    with pytest.raises(RIDNotFound, match="that is there"):
        ml.impact(labelled["first"])
    ml.drop_table("Mask")
    assert ml.impact(labelled["one"]).is_table_dropped


def test_an_empty_table_that_was_dropped_hides_nothing(ml, run):
    """Only rows can lead anywhere."""
    _, scan = run(("Scan", "scan.png"))
    ml.drop_table("Mask")
    assert ml.lookup_lineage(scan).is_complete


def test_nesting_of_runs_is_told_and_not_followed(ml, run):
    """That one run started another is no flow of data, but the answer tells it."""
    sweep, _ = run(("Model", "report.txt"))
    train, model = run(("Model", "model.pt"))
    with ml._catalog.write() as tx:
        row = {"Execution": sweep, "Nested_Execution": train}
        rows.insert(tx, ml._catalog.model, "Execution_Execution", [row])
    lineage = ml.lookup_lineage(model)
    assert (rids(lineage), lineage.nested) == ({model, train}, ((sweep, train),))


def test_a_feature_value_comes_from_its_run_and_what_it_is_about(ml, run, workflow):
    """A value of a feature leads to the run that gave it, to its row and to its files; and they to it."""
    ml.create_vocabulary("Organ")
    ml.add_term("Organ", "Heart", description="A heart")
    ml.create_feature("Scan", "Outline", terms=["Organ"], assets=["Mask"])
    ingest, scan = run(("Scan", "scan.png"))
    config = ExecutionConfiguration(workflow=workflow, assets=[AssetSpec(scan)])
    with ml.create_execution(config) as exe:
        path = exe.asset_file_path("Mask", "mask.png")
        path.write_bytes(b"mask")
        row = {"Scan": scan, "Organ": "Heart", "Mask": path}
        exe.add_features([row], "Scan", "Outline")
    exe.upload_execution_outputs()
    outline, [mask] = exe.execution_rid, ml.list_assets("Mask")
    mask = mask.asset_rid
    [value] = [row["RID"] for row in ml.list_rows("Execution_Scan_Outline")]
    lineage = ml.lookup_lineage(value)
    assert [node.label for node in lineage.features] == [f"Outline {value}"]
    assert {
        (outline, "made", value),
        (scan, "about", value),
        (mask, "value", value),
        (ingest, "output", scan),
    } <= told(lineage)
    assert value in ml.impact(scan)
    assert value in ml.impact(outline)


def test_what_data_does_not_go_through_is_refused(ml, workflow):
    """A workflow, a term, a link and what is no row are errors that say what to ask about instead."""
    [role, _] = ml.list_rows("Asset_Role")
    [link, *_] = ml.list_rows("Workflow_Workflow_Type")
    with pytest.raises(InvalidValue, match=f"find_executions\\(workflow='{workflow.rid}'\\)"):
        ml.lookup_lineage(workflow.rid)
    with pytest.raises(InvalidValue, match="a term of Asset_Role"):
        ml.lookup_lineage(role["RID"])
    with pytest.raises(InvalidValue, match="links others"):
        ml.lookup_lineage(link["RID"])
    with pytest.raises(RIDNotFound, match="or had, the RID 9-9999"):
        ml.lookup_lineage("9-9999")
    with pytest.raises(InvalidValue, match="'backward' or 'forward'"):
        ml.lookup_lineage(workflow.rid, direction="sideways")
    with pytest.raises(InvalidValue, match="0 or more"):
        ml.lookup_lineage(workflow.rid, depth=-1)


def test_a_snapshot_has_the_lineage_of_then(ml, run):
    """The lineage of a catalog as it was knows nothing of what came later, and shows nothing as deleted that was there."""
    _, scan = run(("Scan", "scan.png"))
    _, gone = run(("Mask", "gone.png"), reads=[scan])
    ml.delete_rows("Mask", [gone])
    _, mask = run(("Mask", "mask.png"), reads=[scan])
    dataset = ml.create_dataset(description="Masks")
    dataset.add_dataset_members([mask])
    dataset.release("minor")
    dataset.delete_dataset_members([mask])
    ml.mark("then")
    ml.delete_rows("Mask", [mask])
    run(("Model", "model.pt"), reads=[scan])
    then = ml.snapshot("then").impact(scan)
    assert {node.label for node in then.assets} == {"Scan scan.png", "Mask gone.png", "Mask mask.png"}
    assert (then.nodes[mask].is_deleted, then.nodes[gone].is_deleted) == (False, True)
    assert [node.label for node in then.datasets] == [f"Dataset {dataset.dataset_rid} 0.2.0"]


def test_a_lineage_costs_as_many_statements_however_long_it_is(ml, run, stack):
    """A chain of twelve runs takes as many statements as one of two."""
    _, scan = run(("Scan", "0.png"))
    chain = [scan]
    for number in range(1, 12):
        chain.append(run(("Scan", f"{number}.png"), reads=[chain[-1]])[1])
    counts = []
    seen = []
    sa.event.listen(ml._catalog.database.engine, "before_cursor_execute", lambda *a: seen.append(a[2]))
    for rid in (chain[1], chain[-1]):
        seen.clear()
        ml.lookup_lineage(rid)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14
