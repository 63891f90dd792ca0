"""Make an MLflow database and log a first file in a run."""

from pathlib import Path

import mlflow

Path("model.bin").write_bytes(b"weights")
mlflow.set_tracking_uri("sqlite:///mlflow.db")
with mlflow.start_run():
    mlflow.log_artifact("model.bin")
