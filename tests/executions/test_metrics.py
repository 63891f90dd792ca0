"""Metrics and figures of runs."""

import math
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from muniment import DataError, InvalidValue


def test_metrics_of_many_runs_are_one_table(ml, workflow):
    """What runs have logged comes back by run, step and time, with a column for each metric, uploaded or not."""
    runs = []
    for rate in (0.1, 0.2):
        with ml.create_execution(workflow=workflow) as exe:
            exe.log_metrics({"loss": 1 - rate})
            exe.log_metrics({"loss": 1 - 2 * rate, "accuracy": np.float32(rate)}, step=5)
            exe.log_metrics({"loss": 0})
        runs.append(exe)
    runs[0].upload_execution_outputs()
    frame = ml.get_metrics_as_dataframe()
    assert list(frame.columns) == ["Execution", "step", "time", "loss", "accuracy"]
    assert frame["Execution"].tolist() == [exe.execution_rid for exe in runs for _ in range(3)]
    assert frame["step"].tolist() == [0, 5, 6] * 2
    assert frame["loss"].tolist() == [0.9, 0.8, 0, 0.8, 0.6, 0]
    assert frame["accuracy"].round(3).tolist()[1::3] == [0.1, 0.2]
    assert str(frame["time"].dtype).endswith("UTC]")
    assert frame["time"].is_monotonic_increasing
    assert len(ml.get_metrics_as_dataframe([runs[1]])) == 3
    assert len(ml.get_metrics_as_dataframe(workflow=workflow)) == 6
    assert ml.get_metrics_as_dataframe([]).empty


def test_metrics_go_on_after_an_upload(ml, workflow):
    """A run that logs after an upload, with or without its files removed, has each of its metrics once."""
    for clean in (True, False):
        with ml.create_execution(workflow=workflow) as exe:
            exe.log_metrics({"loss": 0.5})
            exe.upload_execution_outputs(clean_folder=clean)
            exe.log_metrics({"loss": 0.25})
        exe.upload_execution_outputs()
        frame = ml.get_metrics_as_dataframe([exe])
        assert frame["loss"].tolist() == [0.5, 0.25]


def test_metrics_that_are_logged_during_an_upload_spoil_no_object(ml, workflow):
    """A thread that logs while another uploads waits for it: each metric is there once, and objects are whole."""
    with ml.create_execution(workflow=workflow) as exe:
        logged = threading.Thread(target=lambda: [exe.log_metrics({"loss": n}) for n in range(300)])
        logged.start()
        for clean in (False, True, False):
            exe.upload_execution_outputs(clean_folder=clean)
        logged.join()
    exe.upload_execution_outputs()
    assert ml.get_metrics_as_dataframe([exe])["loss"].tolist() == list(range(300))
    assert list(ml.doctor(deep=True)) == []


def test_numbers_that_json_does_not_know_come_back(ml, workflow):
    """NaN and infinities are what they were; bools and whole numbers too."""
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.log_metrics({"a": math.nan, "b": math.inf, "c": -math.inf, "d": True, "e": np.int64(3)})
    [row] = ml.get_metrics_as_dataframe([exe]).to_dict("records")
    assert math.isnan(row["a"])
    assert (row["b"], row["c"], row["d"], row["e"]) == (math.inf, -math.inf, True, 3)


KILLED = """
import os, signal, sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.resume_execution(sys.argv[2]) as exe:
    exe.log_metrics({"loss": 0.5})
    exe.log_metrics({"loss": 0.4})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_metrics_outlive_their_process(start, ml, workflow):
    """What was logged before a kill is there, and the run that is taken up goes on with the next step."""
    rid = ml.create_execution(workflow=workflow).execution_rid
    start(KILLED, ml.address, rid).communicate(timeout=100)
    assert ml.get_metrics_as_dataframe()["loss"].tolist() == [0.5, 0.4]
    with ml.resume_execution(rid) as exe:
        exe.log_metrics({"loss": 0.3})
    exe.upload_execution_outputs()
    frame = ml.get_metrics_as_dataframe()
    assert frame[["step", "loss"]].values.tolist() == [[0, 0.5], [1, 0.4], [2, 0.3]]


def test_threads_log_to_one_run(ml, workflow):
    """Metrics of several threads get a step each."""
    with ml.create_execution(workflow=workflow) as exe:
        threads = [
            threading.Thread(target=lambda: [exe.log_metrics({"loss": n}) for n in range(50)])
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(ml.get_metrics_as_dataframe([exe])["step"]) == list(range(200))


def test_metrics_that_are_logged_during_an_upload_are_kept(ml, workflow, tmp_path):
    """A thread that logs while others upload loses nothing, and changes nothing that is uploaded."""
    logged, done = [], threading.Event()

    def log() -> None:
        while not done.is_set():
            exe.log_metrics({"loss": len(logged)})
            logged.append(len(logged))

    with ml.create_execution(workflow=workflow) as exe:
        thread = threading.Thread(target=log)
        thread.start()
        for _ in range(5):
            exe.upload_execution_outputs()
            time.sleep(0.02)
        done.set()
        thread.join()
    exe.upload_execution_outputs()
    assert sorted(ml.get_metrics_as_dataframe([exe])["loss"]) == logged
    for number, asset in enumerate(ml.find_assets("Execution_Metadata", asset_type="Metrics_File")):
        asset.download(tmp_path / str(number))  # which compares checksums


@pytest.mark.parametrize(
    "wrong", [{}, {"loss": "low"}, {"loss": [1, 2]}, {"step": 1}, {3: 1}, None, {"a": np.zeros(2)}]
)
def test_what_is_no_metric_is_refused(ml, workflow, wrong):
    """Metrics are names with one number each; what is not says so, and nothing is written."""
    with ml.create_execution(workflow=workflow) as exe, pytest.raises(InvalidValue, match=r"metric|Metrics"):
        exe.log_metrics(wrong)
    assert exe.pending == 0
    assert ml.get_metrics_as_dataframe([exe]).empty


def test_a_file_that_holds_no_metrics_is_named(ml, workflow):
    """A file of metrics that is no JSON, one record to a line, is an error that names file and line."""
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.metrics_file("own.jsonl").write_text('{"loss": 1}\nloss = 2\n')
    with pytest.raises(DataError, match=f"own.jsonl of {exe.execution_rid}, line 2"):
        ml.get_metrics_as_dataframe()


def test_a_figure_is_an_asset(ml, workflow, tmp_path):
    """A figure of Matplotlib, its axes, or an image of Pillow is saved under its name, and uploaded."""
    plt = pytest.importorskip("matplotlib.figure")
    image = pytest.importorskip("PIL.Image")
    figure = plt.Figure()
    axes = figure.subplots()
    axes.plot([1, 2])
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        exe.log_figure(figure, "loss", description="Loss by epoch")
        exe.log_figure(axes, "axes.svg")
        exe.log_figure(image.new("RGB", (4, 4)), "image.png")
        with pytest.raises(InvalidValue, match="no figure that can be saved"):
            exe.log_figure("loss", "text")
    found = {asset.filename: asset for asset in ml.find_assets("Execution_Asset", asset_type="Figure")}
    assert set(found) == {"loss.png", "axes.svg", "image.png"}
    assert found["loss.png"].download(tmp_path).read_bytes().startswith(b"\x89PNG")
    assert found["loss.png"].description == "Loss by epoch"


def test_files_where_a_run_is_started_stay_as_they_are(ml, workflow, tmp_path, monkeypatch):
    """Metrics and figures go to files of the run, though the folder it is started in has some of their names."""
    image = pytest.importorskip("PIL.Image")
    monkeypatch.chdir(tmp_path)
    mine = [Path("metrics.jsonl"), Path("loss.png")]
    for file in mine:
        file.write_text("of another run")
    with ml.create_execution(workflow=workflow) as exe:
        exe.log_metrics({"loss": 0.5})
        exe.log_figure(image.new("RGB", (4, 4)), "loss")
    assert exe.upload_execution_outputs().per_table == {"Execution_Metadata": 1, "Execution_Asset": 1}
    assert [file.read_text() for file in mine] == ["of another run"] * 2
    assert ml.get_metrics_as_dataframe([exe])["loss"].tolist() == [0.5]
