"""The jobs with MLflow: a run on a SQLite database and a folder, both made beforehand."""

from pathlib import Path

import mlflow
from mlflow.entities import Metric, Param
from stopwatch import Stopwatch, run_job

METRICS, PARAMS = 1000, 100
"""The most that one request of it may hold."""


def small_files(watch: Stopwatch, folder: str, source: str) -> None:
    """Log a folder of files as artifacts of a run."""
    _make_experiment(folder)
    with watch.part("log"), mlflow.start_run() as run:
        mlflow.log_artifacts(source)
    kept = Path(folder, "artifacts", run.info.run_id, "artifacts")
    assert len(list(kept.iterdir())) == len(list(Path(source).iterdir()))


def features(watch: Stopwatch, folder: str, source: str, count: int) -> None:
    """Log a folder of files, and for each of them a number and a word, in the largest batches it takes."""
    _make_experiment(folder)
    client = mlflow.MlflowClient()
    with mlflow.start_run() as run:
        with watch.part("files"):
            mlflow.log_artifacts(source)
        with watch.part("upload"):
            for first in range(0, count, METRICS):
                numbers = range(first, min(first + METRICS, count))
                metrics = [Metric(f"score-{number:06}", number / count, 0, 0) for number in numbers]
                client.log_batch(run.info.run_id, metrics=metrics)
            for first in range(0, count, PARAMS):
                numbers = range(first, min(first + PARAMS, count))
                params = [Param(f"grade-{number:06}", "Good" if number % 3 else "Bad") for number in numbers]
                client.log_batch(run.info.run_id, params=params)
    data = client.get_run(run.info.run_id).data
    assert len(data.metrics) == len(data.params) == count


def big_file(watch: Stopwatch, folder: str, source: str) -> None:
    """Log one file as an artifact of a run."""
    _make_experiment(folder)
    with watch.part("log"), mlflow.start_run():
        mlflow.log_artifact(source)


def _make_experiment(folder: str) -> None:
    mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    location = Path(folder, "artifacts").as_uri()
    mlflow.set_experiment(experiment_id=mlflow.create_experiment("benchmark", artifact_location=location))


if __name__ == "__main__":
    run_job(small_files, features, big_file)
