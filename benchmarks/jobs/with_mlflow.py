"""The jobs with MLflow: a run on a SQLite database and a folder, both made beforehand."""

from pathlib import Path

import mlflow
from stopwatch import Stopwatch, run_job


def small_files(watch: Stopwatch, folder: str, source: str) -> None:
    """Log a folder of files as artifacts of a run."""
    _make_experiment(folder)
    with watch.part("log"), mlflow.start_run() as run:
        mlflow.log_artifacts(source)
    kept = Path(folder, "artifacts", run.info.run_id, "artifacts")
    assert len(list(kept.iterdir())) == len(list(Path(source).iterdir()))


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
    run_job(small_files, big_file)
