"""How a lineage is drawn, and what the tools of the world read of it."""

import hashlib
import json
import re
import subprocess
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from muniment import AssetSpec, DatasetSpec, ExecutionConfiguration, InvalidValue
from muniment.catalog.lineage.graph import Relation
from tests.judges import HERE, judge

pytestmark = pytest.mark.of_folders("what is drawn is the same whatever the catalog is in")


def fill(ml):
    for name in ("Scan", "Model"):
        ml.create_asset(name)
    ml.add_dataset_element_type("Scan")


@pytest.fixture
def lab(stack):
    """The address of a catalog with scans and models."""
    return stack.filled(fill)


@pytest.fixture
def scans(ml, workflow):
    """Five scans of a run each, in a dataset."""
    for number in range(5):
        with ml.create_execution(workflow=workflow) as exe:
            exe.asset_file_path("Scan", f'{number} "<x>".png').write_bytes(b"%d" % number)
        exe.upload_execution_outputs()
    return [asset.asset_rid for asset in ml.list_assets("Scan")]


@pytest.fixture
def model(ml, scans):
    """A model of a run that read four scans and a dataset of the fifth."""
    dataset = ml.create_dataset(description="One scan")
    dataset.add_dataset_members(scans[4:])
    dataset.release("minor")
    train = ml.create_workflow("Fit", "Training")
    inputs = {
        "assets": list(map(AssetSpec, scans[:4])),
        "datasets": [DatasetSpec(dataset.dataset_rid, "0.2.0")],
    }
    with ml.create_execution(ExecutionConfiguration(workflow=train, **inputs)) as exe:
        exe.asset_file_path("Model", "model.pt").write_bytes(b"model")
    exe.upload_execution_outputs()
    return ml.list_assets("Model")[0].asset_rid


def test_a_tree_collapses_what_stands_in_the_same_place(ml, model):
    """Four scans that one run read, and the four runs of one workflow that made them, are a line each."""
    text = re.sub(r"\b\w{1,4}-\w{4}\b", "RID", str(ml.lookup_lineage(model)))
    assert sorted(text.splitlines()) == sorted(
        [
            "Model model.pt (RID)",
            "└─ made by Fit RID",
            "   ├─ read Dataset RID 0.2.0 (RID)",
            "   │  └─ holds 1 made by Train RID",
            "   └─ read 4 × Scan",
            "      └─ made by 4 runs of Train",
        ]
    )


def test_a_lineage_can_be_shown(ml, model, capsys):
    """Shown on a terminal it is the tree; in a list it says in one line what it is."""
    lineage = ml.lookup_lineage(model)
    lineage.show()
    assert capsys.readouterr().out == f"{lineage}\n"
    assert repr(lineage) == f"<Lineage of {model}, backward: 5 assets, 6 executions, 1 dataset>"


def test_a_notebook_draws_a_lineage(ml, model, scans):
    """A lineage is a drawing in well-formed SVG with a box for each group and a line for each way, in both directions."""
    for lineage, boxes, lines in ((ml.lookup_lineage(model), 6, 5), (ml.impact(scans[0]), 3, 2)):
        drawing = ET.fromstring(lineage.to_svg())
        space = "{http://www.w3.org/2000/svg}"
        assert len(drawing.findall(f".//{space}rect")) == boxes
        assert len([p for p in drawing.findall(f".//{space}path") if p.get("marker-end")]) == lines
        assert lineage.to_svg() in lineage._repr_html_()
    assert "&quot;&lt;x&gt;" in ml.impact(scans[0]).to_svg()


def test_a_wide_lineage_is_drawn_in_part(ml, workflow):
    """Of a lineage with more groups than anyone can look at, the nearest are drawn, and that is said."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Scan", "scan.png").write_bytes(b"scan")
    exe.upload_execution_outputs()
    [scan] = ml.list_assets("Scan")
    for number in range(301):
        dataset = ml.create_dataset(description=str(number))
        dataset.add_dataset_members([scan.asset_rid])
    page = ml.impact(scan.asset_rid)._repr_html_()
    assert "the nearest 300 drawn" in page
    assert page.count("<rect") == 300


def test_a_flowchart_says_the_same(ml, model):
    """The flowchart in Mermaid has the groups as nodes, and no character that would end a text early."""
    lines = ml.lookup_lineage(model).to_mermaid().splitlines()
    assert lines[0] == "flowchart LR"
    assert len([line for line in lines if "-->" in line]) == 5
    assert any('["4 × Scan"]' in line for line in lines)
    chart = ml.lookup_lineage(ml.list_assets("Scan")[0].asset_rid).to_mermaid()
    assert "#34;#60;x#62;#34;" in chart


def test_what_was_deleted_is_drawn_so(ml, scans):
    """What is not there any more has a broken outline."""
    ml.delete_rows("Scan", [scans[0]])
    lineage = ml.lookup_lineage(scans[0])
    assert 'stroke-dasharray="4"' in lineage.to_svg()
    assert "class n0 deleted" in lineage.to_mermaid()
    assert "deleted" in str(lineage).splitlines()[0]


def test_a_lineage_is_a_table(ml, model):
    """Nodes and edges are DataFrames that fit together."""
    lineage = ml.lookup_lineage(model)
    nodes, edges = lineage.to_dataframe(), lineage.to_dataframe(of="edges")
    assert set(nodes["RID"]) == set(edges["Source"]) | set(edges["Target"])
    assert edges["Relation"].value_counts().to_dict() == {"input": 5, "output": 5, "member": 1}
    assert json.loads(json.dumps(lineage.to_dict()))["root"] == model
    with pytest.raises(InvalidValue, match="'nodes', 'edges' and 'columns'"):
        lineage.to_dataframe(of="runs")


def test_prov_reads_the_same_graph(ml, model, tmp_path):
    """The library for PROV reads the document, and the relations it holds are the edges of the lineage."""
    lineage = ml.lookup_lineage(model)
    (tmp_path / "metadata").mkdir()
    (tmp_path / "metadata" / "prov.json").write_text(json.dumps(lineage.to_prov()))
    command = [judge("descriptions"), HERE / "descriptions.py", tmp_path, "prov"]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["prov"]
    assert told["faults"] == []
    said = {"input": "used(row:{1}, row:{0}, -)", "output": "wasGeneratedBy(row:{1}, row:{0}, -)"}
    said["member"] = "wasInfluencedBy(row:{1}, row:{0}"
    expected = [said[e.relation].format(e.source, e.target) for e in lineage.edges]
    relations = [re.sub(r"_:\w+; ", "", record) for record in told["records"]]
    for each in expected:
        assert len([record for record in relations if record.startswith(each)]) == 1, each
    kinds = ("used(", "wasGeneratedBy(", "wasInfluencedBy(")
    assert len([record for record in relations if record.startswith(kinds)]) == len(expected)


@pytest.fixture
def outline(ml, scans, workflow):
    """A feature value about a scan, with a file of its own."""
    ml.create_asset("Mask")
    ml.create_feature("Scan", "Outline", assets=["Mask"])
    with ml.create_execution(workflow=workflow) as exe:
        path = exe.asset_file_path("Mask", "mask.png")
        path.write_bytes(b"mask")
        exe.add_features([{"Scan": scans[0], "Mask": path}], "Scan", "Outline")
    exe.upload_execution_outputs()
    return ml.list_rows("Execution_Scan_Outline")[0]["RID"]


CRATE_JUDGES = ("ro-crate", "process-run-crate", "detached-ro-crate", "ro-crate-library")


def judged_crate(folder, crate):
    """Have the judges of RO-Crates judge a crate, in a folder and as a file that stands alone."""
    folder.mkdir()
    for name in ("ro-crate-metadata.json", "lineage-ro-crate-metadata.json"):
        (folder / name).write_text(json.dumps(crate))
    command = [judge("descriptions"), HERE / "descriptions.py", folder, *CRATE_JUDGES]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def edges_of_crate(references, lineage):
    """Give the edges that references of a crate mean: those by way of members that are not listed are one.

    The library ends the identifiers of all datasets with a slash.
    """
    catalog = f"muniment://{lineage.catalog_id}/id/"

    def read(identifier):
        return identifier.removeprefix(catalog).rstrip("/")

    ends = [(read(one), name, read(other)) for one, name, other in references]
    made = {other: one for one, name, other in ends if name == "result" and other.startswith("#")}
    for one, name, other in ends:
        if one in lineage and other in lineage:
            yield (one, other) if name == "result" else (other, one)
        elif name == "hasPart" and other in made:
            yield made[other], one


def test_the_tools_of_ro_crates_read_the_same_graph(ml, scans, model, outline, workflow, tmp_path):
    """The validator takes the crate, in a folder or not, and what the library reads are the edges of the lineage."""
    dataset = ml.list_rows("Dataset")[0]["RID"]
    handle = ml.lookup_dataset(dataset)
    handle.add_dataset_members([scans[0]])
    handle.release("minor")
    with ml.create_execution(workflow=workflow, datasets=[DatasetSpec(dataset, "0.3.0")]):
        pass
    lineages = [ml.lookup_lineage(model), ml.impact(scans[4]), ml.impact(dataset), ml.lookup_lineage(outline)]
    lineages += [ml.lookup_lineage(dataset), ml.impact(outline)]
    for number, lineage in enumerate(lineages):
        told = judged_crate(tmp_path / str(number), lineage.to_ro_crate())
        assert [fault for found in told.values() for fault in found["faults"]] == []
        assert min(found["checks"] for name, found in told.items() if name != "ro-crate-library") > 30
        assert told["ro-crate-library"]["version"] == "1.3"
        found = sorted(edges_of_crate(told["ro-crate-library"]["references"], lineage))
        assert found == sorted((edge.source, edge.target) for edge in lineage.edges)
    relations = {edge.relation for lineage in lineages for edge in lineage.edges}
    assert relations == set(Relation)


def test_the_judges_of_ro_crates_refuse_what_was_spoiled(ml, model, tmp_path):
    """Judges that accept every crate would show nothing: each finds the fault that was put before it."""
    lineage = ml.lookup_lineage(model)
    text = json.dumps(lineage.to_ro_crate())
    text = text.replace("datePublished", "dateModified").replace('"instrument"', '"tool"')
    relative = text.replace(f"muniment://{lineage.catalog_id}/id/{model}", f"files/{model}")
    faults = {
        name: " ".join(found["faults"])
        for name, found in judged_crate(tmp_path / "spoiled", json.loads(relative)).items()
    }
    for name in ("ro-crate", "detached-ro-crate"):
        assert "datePublished" in faults[name]
    assert "instrument" in faults["process-run-crate"]
    assert "not web-based" in faults["detached-ro-crate"]


def test_a_crate_tells_who_did_what_when(ml, workflow):
    """The crate says of a file what it is, and of its run by which code it was, who ran it, when and how it ended."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Scan", "scan.png").write_bytes(b"scan")
    exe.upload_execution_outputs()
    [scan] = ml.list_assets("Scan")
    lineage = ml.lookup_lineage(scan.asset_rid)
    crate = {one["@id"]: one for one in lineage.to_ro_crate()["@graph"]}
    file, run = (crate[f"muniment://{ml.catalog_id}/id/{rid}"] for rid in (scan.asset_rid, exe.execution_rid))
    assert (file["@type"], file["name"], file["encodingFormat"]) == ("File", "Scan scan.png", "image/png")
    assert (file["contentSize"], file["sha256"]) == ("4", hashlib.sha256(b"scan").hexdigest())
    for person, node in ((file["creator"], scan.asset_rid), (run["agent"], exe.execution_rid)):
        assert crate[person["@id"]]["name"] == lineage.nodes[node].details["RCB"]
    assert crate[run["instrument"]["@id"]]["name"] == workflow.name
    assert run["actionStatus"] == "http://schema.org/CompletedActionStatus"
    assert datetime.fromisoformat(run["startTime"]) <= datetime.fromisoformat(run["endTime"])
    assert (crate["./"]["about"], crate["./"]["hasPart"]) == ({"@id": file["@id"]}, {"@id": file["@id"]})


def test_openlineage_reads_the_same_graph(ml, scans, model, tmp_path):
    """The classes of OpenLineage take the events, and what they hold are the edges of the lineage."""
    for lineage in (ml.lookup_lineage(model), ml.impact(scans[4])):
        file = tmp_path / "events.json"
        file.write_text(json.dumps(lineage.to_openlineage()))
        command = [judge("events"), HERE / "events.py", file]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = set()
        for event in json.loads(done.stdout):
            if "run" not in event:
                found |= {(i["name"], o["name"]) for i in event["inputs"] for o in event["outputs"]}
                continue
            run = event["run"]["facets"]["muniment_execution"]["rid"]
            found |= {(i["name"], run) for i in event["inputs"]} | {
                (run, o["name"]) for o in event["outputs"]
            }
        assert found == {(edge.source, edge.target) for edge in lineage.edges}


def test_what_was_deleted_is_told_to_others(ml, scans):
    """PROV, OpenLineage and RO-Crate say of what was deleted that it was."""
    ml.delete_rows("Scan", [scans[0]])
    lineage = ml.lookup_lineage(scans[0])
    assert lineage.to_prov()["entity"][f"row:{scans[0]}"]["muniment:deleted"] is True
    [dropped] = [each for event in lineage.to_openlineage() for each in event["outputs"]]
    assert dropped["facets"]["lifecycleStateChange"]["lifecycleStateChange"] == "DROP"
    works = lineage.to_ro_crate()["@graph"]
    [gone] = [one["@id"] for one in works if one.get("creativeWorkStatus") == "Deleted"]
    assert gone == f"muniment://{lineage.catalog_id}/id/{scans[0]}"


def test_who_started_a_run_is_told_to_others(ml, model):
    """That one run started another is in the document of PROV and the events of OpenLineage, though no data went that way."""
    outer, inner = (node.rid for node in ml.lookup_lineage(model).executions[:2])
    ml.resume_execution(outer).add_nested_execution(inner)
    lineage = ml.lookup_lineage(model)
    [started] = lineage.to_prov()["wasStartedBy"].values()
    assert started == {"prov:activity": f"row:{inner}", "prov:starter": f"row:{outer}"}
    events = {
        event["run"]["facets"]["muniment_execution"]["rid"]: event
        for event in lineage.to_openlineage()
        if "run" in event
    }
    parents = {rid: event["run"]["facets"].get("parent") for rid, event in events.items()}
    assert parents.pop(inner)["run"]["runId"] == events[outer]["run"]["runId"]
    assert set(parents.values()) == {None}
