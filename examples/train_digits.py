"""Train a classifier on a dataset of handwritten digits, and keep what it makes as evidence.

For example, with the catalog that `make demo` has made and the dataset that it has told of::

    python examples/train_digits.py demo-lab 1-05AE --version 1.0.0 --c 1
"""

import argparse
import json
from pathlib import Path

import joblib
import numpy as np
import sklearn
from matplotlib.figure import Figure
from PIL import Image
from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score, f1_score
from sklearn.svm import SVC

from muniment import DatasetBag, DatasetSpec, ExecutionConfiguration, Muniment


def read_part(bag: DatasetBag, part: str) -> tuple[np.ndarray, list[str]]:
    """Read one part of the dataset: its pixels, (images, height * width) in 0 to 1, and its digits."""
    [child] = [child for child in bag.list_dataset_children() if part in child.dataset_types]
    images = child.list_dataset_members()["Image"]
    pixels = [np.asarray(Image.open(bag.asset_path(image))).ravel() / 255 for image in images]
    return np.stack(pixels), [image["Digit"] for image in images]


def draw_confusion(truth: list[str], predicted: list[str], path: Path) -> None:
    """Draw how often each digit was taken for which."""
    figure = Figure(figsize=(5, 5), layout="constrained")  # without pyplot, so that no screen is needed
    axes = figure.subplots()
    matrix = ConfusionMatrixDisplay.from_predictions(truth, predicted, cmap="Blues", colorbar=False, ax=axes)
    for count in matrix.text_.ravel():
        count.set_visible(count.get_text() != "0")
    right = sum(matrix.confusion_matrix.diagonal())
    axes.set(title=f"{right} of {len(truth)} digits are read rightly", xlabel="read as", ylabel="written")
    figure.savefig(path, dpi=120)


def main() -> None:
    """Run one training as one execution."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lab", help="folder of the catalog")
    parser.add_argument("dataset", help="RID of a dataset with a training and a testing part")
    parser.add_argument("--version", help="version of the dataset (default: the current one)")
    parser.add_argument("--c", type=float, default=10.0, help="penalty for errors (default: 10)")
    args = parser.parse_args()

    ml = Muniment(args.lab)
    config = ExecutionConfiguration(
        workflow=ml.create_workflow("Train a digit classifier", "Training"),
        datasets=[DatasetSpec(rid=args.dataset, version=args.version)],
        parameters={"C": args.c, "gamma": "scale"},
        description="Support vector machine on pixels",
    )
    with ml.create_execution(config) as exe:
        bag = exe.download_dataset_bag(config.datasets[0])
        train_pixels, train_digits = read_part(bag, "Training")
        test_pixels, test_digits = read_part(bag, "Testing")
        model = SVC(**exe.parameters).fit(train_pixels, train_digits)
        predicted = model.predict(test_pixels)
        metrics = {
            "accuracy": accuracy_score(test_digits, predicted),
            "macro_f1": f1_score(test_digits, predicted, average="macro"),
            "training_images": len(train_digits),
            "test_images": len(test_digits),
        }

        known = {"Framework": f"scikit-learn {sklearn.__version__}", "Accuracy": metrics["accuracy"]}
        joblib.dump(model, exe.asset_file_path("Model", "digits.joblib", "Model_File", metadata=known))
        metrics_path = exe.asset_file_path("Metrics", "metrics.json", "Metrics_File")
        metrics_path.write_text(json.dumps(metrics, indent=2))
        figure_path = exe.asset_file_path("Figure", "confusion-matrix.png", "Confusion_Matrix")
        draw_confusion(test_digits, predicted, figure_path)

    report = exe.upload_execution_outputs()
    print(f"{metrics['accuracy']:.2%} of {len(test_digits)} test digits are read rightly.")
    print(f"Execution {exe.execution_rid} has uploaded {report.total_uploaded} files.")


if __name__ == "__main__":
    main()
