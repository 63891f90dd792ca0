"""Train several classifiers of handwritten digits as one sweep, with metrics, checkpoints and predictions.

A model is a function of its settings and the execution that it runs in; an experiment is a list of settings.
For example, with the catalog that `make demo` has made and the dataset that it has told of::

    python examples/sweep_digits.py demo-lab 1-05AE --version 1.0.0 --experiment rates
"""

import argparse
from dataclasses import asdict, dataclass

import joblib
import numpy as np
from matplotlib.figure import Figure
from sklearn.neural_network import MLPClassifier
from train_digits import read_part

from muniment import BuiltinTypes, ColumnDefinition, DatasetBag, DatasetSpec, Execution, Muniment


@dataclass(frozen=True)
class Settings:
    """What can be tried.

    Attributes:
        hidden: Number of neurons of the hidden layer.
        rate: How far each step goes.
        epochs: How often the training images are seen.
        batch: How many images are seen between two steps.
        seed: Where the random numbers begin.
    """

    hidden: int = 32
    rate: float = 0.01
    epochs: int = 5
    batch: int = 32
    seed: int = 0


EXPERIMENTS = {
    "quick": [Settings(epochs=2)],
    "rates": [Settings(rate=rate) for rate in (0.1, 0.01, 0.001)],
    "sizes": [Settings(hidden=hidden) for hidden in (4, 16, 64)],
}


def train(settings: Settings, bag: DatasetBag, exe: Execution) -> float:
    """Train one classifier on the training part, and give its accuracy on the testing part."""
    exe.set_seed(settings.seed)
    pixels, digits = read_part(bag, "Training")
    test_pixels, test_digits = read_part(bag, "Testing")
    classes = sorted(set(digits))
    model = MLPClassifier((settings.hidden,), learning_rate_init=settings.rate, random_state=settings.seed)
    losses, accuracy = [], 0.0
    for epoch in range(settings.epochs):
        order = np.random.permutation(len(digits))
        for start in range(0, len(order), settings.batch):
            some = order[start : start + settings.batch]
            model.partial_fit(pixels[some], [digits[number] for number in some], classes=classes)
        losses.append(model.loss_)
        accuracy = model.score(test_pixels, test_digits)
        exe.log_metrics({"loss": model.loss_, "accuracy": accuracy}, step=epoch)
        exe.update_status(message=f"epoch {epoch + 1} of {settings.epochs}")
        known = {"Framework": "scikit-learn", "Accuracy": accuracy}
        checkpoint = exe.asset_file_path("Model", f"epoch-{epoch + 1}.joblib", "Model_File", metadata=known)
        joblib.dump(model, checkpoint)
    predict(model, bag, exe)
    draw_losses(losses, exe)
    return accuracy


def predict(model: MLPClassifier, bag: DatasetBag, exe: Execution) -> None:
    """Give each test image the digit that it is taken for, with how sure the model is."""
    [testing] = [child for child in bag.list_dataset_children() if "Testing" in child.dataset_types]
    images = testing.list_dataset_members()["Image"]
    chances = model.predict_proba(read_part(bag, "Testing")[0])
    values = [
        {"Image": image["RID"], "Digit": model.classes_[chance.argmax()], "Confidence": float(chance.max())}
        for image, chance in zip(images, chances, strict=True)
    ]
    exe.add_features(values, "Image", "Prediction")


def draw_losses(losses: list[float], exe: Execution) -> None:
    """Draw the loss by epoch."""
    figure = Figure(figsize=(5, 3), layout="constrained")
    axes = figure.subplots()
    axes.plot(range(1, len(losses) + 1), losses, marker="o")
    axes.set(title="Loss on the training images", xlabel="epoch", ylabel="loss")
    exe.log_figure(figure, "loss")


def define_prediction(ml: Muniment) -> None:
    """Say what a prediction is, once."""
    if "Prediction" not in {feature.feature_name for feature in ml.find_features("Image")}:
        confidence = ColumnDefinition("Confidence", BuiltinTypes.float8, comment="From 0 to 1")
        ml.create_feature("Image", "Prediction", terms=["Digit"], metadata=[confidence])


def main() -> None:
    """Run an experiment as one execution, with one more for each of its settings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lab", help="folder of the catalog")
    parser.add_argument("dataset", help="RID of a dataset with a training and a testing part")
    parser.add_argument("--version", help="version of the dataset (default: the current one)")
    parser.add_argument("--experiment", choices=EXPERIMENTS, default="rates", help="what to try")
    args = parser.parse_args()

    ml = Muniment(args.lab)
    define_prediction(ml)
    workflow = ml.create_workflow("Sweep over digit classifiers", "Training")
    dataset = DatasetSpec(rid=args.dataset, version=args.version)
    with ml.create_execution(workflow=workflow, description=f"Experiment {args.experiment}") as sweep:
        for settings in EXPERIMENTS[args.experiment]:
            options = {"datasets": [dataset], "parameters": asdict(settings), "upload_on_exit": True}
            with sweep.create_execution(**options) as exe:
                [bag] = exe.datasets.values()
                accuracy = train(settings, bag, exe)
                print(f"{exe.execution_rid} {settings}: {accuracy:.2%}")
    sweep.upload_execution_outputs()

    metrics = ml.get_metrics_as_dataframe(sweep.list_execution_children())
    best = metrics.loc[metrics["accuracy"].idxmax()]
    print(
        f"Execution {best['Execution']} is best, with {best['accuracy']:.2%} after epoch {best['step'] + 1}."
    )


if __name__ == "__main__":
    main()
