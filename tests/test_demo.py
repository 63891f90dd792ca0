"""The demo and the training script do what they say, seen from outside: as programs that a newcomer runs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import joblib
import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from muniment import Muniment
from muniment.executions.source import describe_file

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
DIGITS = 200


def run_script(script, *arguments, cwd, path=None):
    """Run a script as a user would; there is no git for it if `path` is an empty folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MUNIMENT_")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "MUNIMENT_ACTOR": "ada"}
    if path is not None:
        environment["PATH"] = str(path)
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a copy of the examples and with no git anywhere."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(EXAMPLES, folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "no-programs").mkdir()
    return folder


@pytest.fixture(scope="module")
def told(place):
    """What the demo printed."""
    done = run_script("examples/demo.py", "--digits", DIGITS, cwd=place, path=place / "no-programs")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.fixture(scope="module")
def lab(told, place):
    """The catalog that the demo left."""
    ml = Muniment(place / "demo-lab")
    yield ml
    ml.close()


@pytest.fixture
def whole(lab):
    """The dataset of all digits."""
    [found] = [dataset for dataset in lab.find_datasets() if "Complete" in dataset.dataset_types]
    return found


@pytest.fixture
def training(lab):
    """The execution that made the model."""
    [model] = lab.list_assets("Model")
    [rid] = model.list_executions("Output")
    return lab.lookup_execution(rid)


def read_pixels(file):
    return np.asarray(Image.open(file))


def test_the_demo_tells_its_steps_and_ends_with_where_the_catalog_is(told):
    """Each step has its number, and the last line says that all went well and how to open the catalog."""
    steps = [line.split(".")[0] for line in told.splitlines() if line[:1].isdigit()]
    assert steps == [str(number) for number in range(1, 11)]
    last = told.splitlines()[-1]
    assert last.startswith("Done.")
    assert 'Muniment("demo-lab")' in last


def test_the_demo_says_without_noise_what_the_record_of_the_code_lacks(told):
    """Without git the demo runs all the same, and tells it as a sentence and not as a warning of Python."""
    assert "git is not installed" in told
    assert "UserWarning" not in told
    assert "Traceback" not in told


def test_the_demo_shows_the_error_of_a_changed_byte(told):
    """Both bagit and Muniment name the file of which one bit was changed."""
    assert "BagValidationError: " in told
    assert "BagInvalid: " in told


def test_every_digit_is_an_asset_with_its_columns_and_its_very_pixels(lab):
    """The images in the catalog are the digits of scikit-learn, row for row."""
    digits = load_digits()
    images = lab.list_assets("Image")
    assert len(images) == DIGITS
    for image in images:
        row = image["Source_Row"]
        assert (image["Width"], image["Height"], image["Digit"]) == (8, 8, str(digits.target[row]))
        with image.open() as file:
            assert np.array_equal(read_pixels(file), digits.images[row] * 15)


def test_the_dataset_has_two_released_parts_without_a_digit_in_common(lab, whole):
    """Each image is in the training or in the testing part, and all three datasets are released."""
    parts = {part.dataset_types[0]: part for part in whole.list_dataset_children()}
    training, testing = (set(parts[name].list_members("Image")) for name in ("Training", "Testing"))
    assert (len(training), len(testing), training & testing) == (160, 40, set())
    assert training | testing == {image.rid for image in lab.list_assets("Image")}
    assert {str(each.current_version) for each in (whole, *parts.values())} == {"1.0.0"}


def test_the_model_leads_back_to_its_data_code_and_settings(lab, whole, training, place):
    """The execution that made the model has read version 1.0.0, and ran the script that can be copied."""
    assert (training.status, training.error) == ("Uploaded", None)
    assert dict(training.configuration["parameters"]) == {"C": 10.0, "gamma": "scale"}
    links = [row for row in lab.list_rows("Dataset_Execution") if row["Execution"] == training.execution_rid]
    assert [link["Dataset"] for link in links] == [whole.rid]
    version = lab.lookup_row("Dataset_Version", links[0]["Dataset_Version"])
    assert version["Version"] == "1.0.0"
    workflow = lab.lookup_workflow(training.workflow_rid)
    script = place / "examples" / "train_digits.py"
    assert workflow.checksum == describe_file(script).checksum
    assert workflow.url == describe_file(script).url


def test_the_training_has_three_outputs_with_their_types(lab, training):
    """Model, metrics, picture and the script that no commit holds are assets, each with the execution as its maker."""
    made = lab.find_assets(execution=training.execution_rid, role="Output")
    assert {asset.filename: asset.asset_types for asset in made} == {
        "digits.joblib": ["Model_File"],
        "metrics.json": ["Metrics_File"],
        "confusion-matrix.png": ["Confusion_Matrix"],
        "uncommitted.patch": ["Uncommitted_Code"],
    }


def test_the_accuracy_in_the_catalog_is_that_of_the_model_in_the_catalog(lab, whole, tmp_path):
    """The stored model reads the stored test images as well as its row and the metrics say."""
    [record], [metrics] = lab.list_assets("Model"), lab.list_assets("Metrics")
    model = joblib.load(record.download(tmp_path))
    [testing] = [part for part in whole.list_dataset_children() if "Testing" in part.dataset_types]
    images = [lab.lookup_asset(rid) for rid in testing.list_members("Image")]
    pixels = np.stack([read_pixels(image.download(tmp_path)).ravel() / 255 for image in images])
    accuracy = model.score(pixels, [image["Digit"] for image in images])
    told = json.loads(metrics.download(tmp_path).read_text())
    assert accuracy > 0.9
    assert (record["Accuracy"], told["accuracy"]) == pytest.approx((accuracy, accuracy))
    assert (told["training_images"], told["test_images"]) == (160, 40)


def test_the_picture_can_be_looked_at(lab):
    """The confusion matrix is a picture with something on it."""
    [figure] = lab.list_assets("Figure")
    with figure.open() as file, Image.open(file) as picture:
        assert picture.format == "PNG"
        assert min(picture.size) >= 400
        assert len(set(picture.convert("L").tobytes())) > 10


def test_the_bag_of_the_training_is_valid_to_the_judge_of_bags(whole):
    """The bag that the training has read is found valid by bagit, and holds all images."""
    bag = whole.download_dataset_bag("1.0.0")
    bagit.Bag(str(bag.path)).validate()
    assert len(list(bag.path.rglob("*.png"))) == DIGITS


def test_the_training_script_can_be_run_again_with_other_settings(lab, whole, place):
    """A second training is a second execution of the same workflow, with its own parameters and model."""
    before = lab.find_executions()
    done = run_script("examples/train_digits.py", lab.path, whole.rid, "--c", "0.5", cwd=place)
    assert done.returncode == 0, done.stderr
    [again] = lab.find_executions()[len(before) :]
    assert again.configuration["parameters"]["C"] == 0.5
    assert len({each.workflow_rid for each in (before[-1], again)}) == 1
    [model] = lab.find_assets("Model", execution=again.execution_rid, role="Output")
    assert f"Execution {again.execution_rid} has uploaded 3 files." in done.stdout
    lab.delete_rows("Model", [model.rid])


def test_the_demo_leaves_a_folder_alone_that_it_has_not_made(place, tmp_path):
    """A folder of somebody else is not replaced by the demo's."""
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter-1.txt").write_text("years of work")
    done = run_script(place / "examples" / "demo.py", "--folder", "thesis", cwd=tmp_path)
    assert done.returncode == 1
    assert "was not made by this demo" in done.stderr
    assert (tmp_path / "thesis" / "chapter-1.txt").read_text() == "years of work"


def test_a_sweep_is_wholly_traced(lab, whole, place):
    """Each run of a sweep has its metrics, checkpoints, predictions, figure, seed and output, back to the first file."""
    done = run_script("examples/sweep_digits.py", lab.path, whole.rid, "--experiment", "quick", cwd=place)
    assert done.returncode == 0, done.stderr
    *_, sweep, run = lab.find_executions()
    assert [child.execution_rid for child in sweep.list_execution_children()] == [run.execution_rid]
    assert (sweep.status, run.status, run.message) == ("Uploaded", "Uploaded", "epoch 2 of 2")
    assert run.input_datasets == ((whole.rid, "1.0.0"),)
    assert run.environment["packages"]["scikit-learn"]
    assert run.sessions[-1].details["seed"] == run.configuration["parameters"]["seed"] == 0
    metrics = lab.get_metrics_as_dataframe([run])
    assert metrics["step"].tolist() == [0, 1]
    assert metrics["accuracy"].iloc[-1] > 0.3
    made = lab.resume_execution(run.execution_rid).uploaded_assets
    assert [asset.filename for asset in made["Model"]] == ["epoch-1.joblib", "epoch-2.joblib"]
    assert [asset.filename for asset in made["Execution_Asset"]] == ["loss.png"]
    assert {asset.filename for asset in made["Execution_Metadata"]} >= {"metrics.jsonl", "output.log"}
    values = lab.feature_values("Image", "Prediction", execution_rids=[run.execution_rid])
    predictions = list(values)
    assert len(predictions) == 40
    [ingest] = [each for each in lab.find_executions() if each.outputs.get("Image")]
    lineage = lab.lookup_lineage(made["Model"][0].asset_rid)
    assert {run.execution_rid, ingest.execution_rid} <= {node.rid for node in lineage.executions}
    tainted = lab.impact(predictions[0].Image)
    assert made["Model"][-1].asset_rid in tainted
    assert predictions[0].RID in tainted
