"""What this machine has of runs: which it has begun, what waits to be uploaded, and which have died."""

import threading

import pytest

from muniment import InvalidValue, Muniment

KILLED = """
import os, signal, sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.resume_execution(sys.argv[2]) as exe:
    exe.asset_file_path("Image", "a").write_text("before")
    exe.update_status(message="half way")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def exe(ml, workflow):
    """An execution that was made and not begun, with a table for its outputs."""
    ml.create_asset("Image")
    return ml.create_execution(workflow=workflow)


def stage(ml, workflow, *names):
    with ml.create_execution(workflow=workflow) as exe:
        for name in names:
            exe.asset_file_path("Image", name).write_text(name)
    return exe


def test_opening_a_catalog_tells_of_a_run_that_died(start, ml, exe, lab, capsys):
    """Who opens the catalog next, in the same working directory, is told which run lost its process, and what to do."""
    start(KILLED, ml.address, exe.execution_rid).communicate(timeout=100)
    capsys.readouterr()
    with Muniment(lab) as again:
        told = capsys.readouterr().err
        assert f"Execution {exe.execution_rid} is Running, but its process is gone" in told
        assert "half way" in told
        assert f"ml.resume_execution('{exe.execution_rid}')" in told
        [found] = again.list_executions("Running")
        assert found.has_died
        assert found.waiting.files == 1
        assert repr(found) == f"<{exe.execution_rid}: Running, its process died, 1 staged file not uploaded>"
        again.resume_execution(exe.execution_rid).abort()
    capsys.readouterr()
    Muniment(lab).close()
    assert capsys.readouterr().err == ""


def test_a_run_that_goes_on_is_not_told_as_dead(ml, exe, lab, capsys):
    """While a process runs it, a run is no dead one; nor is it in another working directory, which cannot know."""
    with exe:
        capsys.readouterr()
        with Muniment(lab) as other:
            [found] = other.list_executions()
            assert (found.status, found.has_died) == ("Running", False)
        assert capsys.readouterr().err == ""


def test_a_run_of_another_machine_is_not_told_as_dead(start, ml, exe, lab, tmp_path, capsys):
    """A working directory tells only of runs that were begun in it."""
    start(KILLED, ml.address, exe.execution_rid).communicate(timeout=100)
    capsys.readouterr()
    with Muniment(lab, working_dir=tmp_path / "elsewhere") as other:
        assert other.list_executions() == []
    assert capsys.readouterr().err == ""


def test_the_runs_of_a_working_directory_are_listed(ml, workflow):
    """Each run that was begun here is listed with its state and what it has staged."""
    ml.create_asset("Image")
    first, second = stage(ml, workflow, "a", "b"), stage(ml, workflow)
    found = ml.list_executions()
    assert [each.execution_rid for each in found] == [first.execution_rid, second.execution_rid]
    assert [sum(each.waiting) for each in found] == [2, 0]
    assert ml.list_executions("Failed") == []
    with pytest.raises(InvalidValue, match="no state"):
        ml.list_executions("Dead")


def test_what_waits_is_counted_by_table(ml, workflow):
    """The summary counts files and feature values by run and table, and is empty when all is uploaded."""
    ml.create_asset("Image")
    ml.create_vocabulary("Grade")
    ml.add_term("Grade", "good", description="Good")
    first = stage(ml, workflow, "a", "b")
    ml.create_feature("Image", "Quality", terms=["Grade"])
    first.upload_execution_outputs()
    second = stage(ml, workflow, "c")
    with ml.create_execution(workflow=workflow) as third:
        rows = [{"Image": asset.asset_rid, "Grade": "good"} for asset in ml.list_assets("Image")]
        third.add_features(rows, "Image", "Quality")
    summary = ml.pending_summary()
    assert summary.tables == {
        second.execution_rid: {"Image": 1},
        third.execution_rid: {"Execution_Image_Quality": 2},
    }
    assert (summary.has_pending, summary.total, third.pending_summary().total) == (True, 3, 2)
    assert str(summary).splitlines()[0] == f"{second.execution_rid}: 1 of Image"
    ml.commit_pending_executions()
    assert not ml.pending_summary().has_pending
    assert repr(ml.pending_summary()) == "Nothing waits to be uploaded."


def test_one_run_that_cannot_be_uploaded_does_not_stop_the_others(ml, workflow):
    """All that can be uploaded is; the report has what came of each, and a second call takes up what is mended."""
    ml.create_asset("Image")
    good, bad, last = stage(ml, workflow, "a"), stage(ml, workflow, "b"), stage(ml, workflow, "c", "d")
    path = bad.asset_file_path("Image", "never-written")
    report = ml.commit_pending_executions()
    assert report.execution_rids == (good.execution_rid, last.execution_rid)
    assert (report.total_uploaded, report.total_failed) == (3, 1)
    assert "never-written was never written" in report.errors[bad.execution_rid]
    assert report.per_table == {"Image": 3}
    path.write_text("written")
    assert report.reports[last.execution_rid].per_table == {"Image": 2}
    assert ml.commit_pending_executions([bad.execution_rid]).total_uploaded == 2
    assert ml.commit_pending_executions().execution_rids == ()


def test_files_of_one_name_are_counted_of_each_run(ml, workflow):
    """Runs of a sweep name their files alike; the report has each of them."""
    ml.create_asset("Image")
    runs = [stage(ml, workflow, "model.pt", f"{number}.txt").execution_rid for number in range(3)]
    report = ml.commit_pending_executions()
    assert (report.total_uploaded, report.per_table) == (6, {"Image": 6})
    found = {rid: report.reports[rid].rids["Image"]["model.pt"] for rid in runs}
    assert found == {a.execution_rid: a.asset_rid for a in ml.find_assets("Image", Filename="model.pt")}


def test_the_report_names_runs_that_had_died(start, ml, exe, workflow):
    """What was staged before a process died is uploaded, and who reads the report knows that it may be a part."""
    start(KILLED, ml.address, exe.execution_rid).communicate(timeout=100)
    well = stage(ml, workflow, "whole")
    report = ml.commit_pending_executions()
    assert set(report.execution_rids) == {exe.execution_rid, well.execution_rid}
    assert report.died == (exe.execution_rid,)
    assert ml.lookup_execution(exe.execution_rid).sessions[0].exit == "died"


def test_a_run_that_goes_on_elsewhere_is_left_alone(ml, workflow, lab):
    """Committing all that waits does not upload the files of a run that is still in its block elsewhere."""
    ml.create_asset("Image")
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", "a").write_text("half")
        with Muniment(lab) as other:
            report = other.commit_pending_executions()
        assert "still in its block" in report.errors[exe.execution_rid]
    assert ml.commit_pending_executions().total_uploaded == 1


def test_a_run_that_ends_just_now_has_not_died(ml, workflow):
    """Runs that begin and end while others look at them are never told to be dead."""

    def work() -> None:
        for _ in range(10):
            with ml.create_execution(workflow=workflow):
                pass

    thread = threading.Thread(target=work)
    thread.start()
    looked = []
    while thread.is_alive():
        looked += [each.has_died for each in ml.list_executions()]
    thread.join()
    assert looked
    assert not any(looked)
