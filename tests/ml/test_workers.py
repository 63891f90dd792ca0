"""Executions that are handed to other processes."""

import copy
import pickle
from pathlib import Path

import pytest

from muniment import ConfigurationError, Muniment, ReadOnlySnapshot
from tests import servers


@pytest.fixture
def ml(ml):
    """A catalog with an asset table, opened without a password in its address."""
    ml.create_asset("Image")
    with Muniment(ml.address) as opened:
        yield opened


SCRIPT = """
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from muniment import ExecutionError, Muniment

def work(exe, number):
    path = exe.asset_file_path("Image", f"{number}.png", description=str(number))
    path.write_text(str(number))
    try:
        exe.upload_execution_outputs()
    except ExecutionError:
        return path, exe.execution_rid

def count(ml):
    return len(ml.find_executions())

if __name__ == "__main__":
    ml = Muniment(sys.argv[1])
    with ml.create_execution(workflow=ml.create_workflow("Train", "Training")) as exe:
        exe.asset_file_path("Image", "parent.png").write_text("parent")
        POOL
    assert {rid for _, rid in found} == {exe.execution_rid}
    assert sorted(path.name for path, _ in found) == sorted(f"{n}.png" for n in range(8))
    assert exe.upload_execution_outputs().total_uploaded == 9
    ml.close()
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_workers_stage_files_of_their_parents_run(ml, run, tmp_path, method):
    """However workers of a pool are started, an execution that is handed to them stages their files; the parent uploads all."""
    pool = f"""
        with ProcessPoolExecutor(2, multiprocessing.get_context({method!r})) as pool:
            found = list(pool.map(work, [exe] * 8, range(8)))
            assert len(set(pool.map(count, [ml] * 2))) == 1
"""
    script = tmp_path / "work.py"
    script.write_text(
        "import warnings; warnings.simplefilter('ignore', DeprecationWarning)\n"
        + SCRIPT.replace("        POOL\n", pool)
    )
    run(script, ml.address)
    assert {asset.filename for asset in ml.list_assets("Image")} == {
        "parent.png",
        *(f"{n}.png" for n in range(8)),
    }
    assert ml.find_unfinished_executions() == {}


@pytest.mark.parametrize("backend", ["loky", "multiprocessing", "threading"])
def test_workers_of_joblib_stage_files_of_their_parents_run(ml, run, tmp_path, backend):
    """Workers of joblib, whatever its backend, stage files of an execution that is handed to them."""
    pytest.importorskip("joblib")
    pool = f"""
        from joblib import Parallel, delayed
        found = Parallel(n_jobs=2, backend={backend!r})(delayed(work)(exe, number) for number in range(8))
"""
    script = tmp_path / "work.py"
    quiet = "import os, warnings; warnings.simplefilter('ignore'); os.environ['PYTHONWARNINGS'] = 'ignore'\n"
    source = (
        SCRIPT
        if backend != "threading"
        else SCRIPT.replace("exe.upload_execution_outputs()\n    except", "raise ExecutionError\n    except")
    )
    script.write_text(quiet + source.replace("        POOL\n", pool))
    run(script, ml.address)
    assert len(ml.list_assets("Image")) == 9


def test_a_dry_run_can_be_handed_over(ml, workflow, run):
    """A dry run that is handed to another process stages files in its own folder, and the catalog stays as it is."""
    with ml.create_execution(workflow=workflow, dry_run=True, parameters={"rate": 0.1}) as exe:
        handed = pickle.dumps(exe).hex()
        run(
            f"""
import pickle
exe = pickle.loads(bytes.fromhex({handed!r}))
assert exe.is_dry_run and exe.parameters == {{"rate": 0.1}}
exe.asset_file_path("Image", "mask.png").write_text("mask")
"""
        )
        assert (exe.working_dir / "assets" / "Image" / "mask.png").read_text() == "mask"
        assert exe.pending == 1
    assert list(ml.list_assets("Image")) == []


def test_what_is_handed_over_opens_the_catalog_when_it_is_used(ml, workflow, tmp_path):
    """An execution is unpacked without the catalog, so that what is wrong is told by the call that needs it."""
    exe = ml.create_execution(workflow=workflow)
    again = pickle.loads(pickle.dumps(exe))
    assert again.execution_rid == exe.execution_rid
    assert "_catalog" not in vars(again)
    assert again.status == "Created"
    assert copy.copy(exe).execution_rid == exe.execution_rid


def test_a_staged_path_is_handed_over_as_a_path(ml, workflow):
    """What asset_file_path gave comes out of another process as a plain path."""
    exe = ml.create_execution(workflow=workflow)
    path = exe.asset_file_path("Image", "mask.png")
    again = pickle.loads(pickle.dumps(path))
    assert (type(again), again) == (type(Path()), Path(path))


@pytest.mark.of_servers("a folder has no password")
def test_a_password_is_not_handed_over(lab, ml, workflow):
    """A catalog whose address has a password is refused to be handed over, as pickles are written to disks."""
    with Muniment(lab) as other:
        exe = other.create_execution(workflow=workflow.rid)
        for each in (exe, other):
            with pytest.raises(ConfigurationError, match="PGPASSWORD") as told:
                pickle.dumps(each)
            assert servers.PASSWORD not in str(told.value)


def test_a_snapshot_is_not_handed_over(ml):
    """A snapshot belongs to the process that took it, and says so."""
    then = ml.snapshot(ml.mark("then").name)
    with pytest.raises(ReadOnlySnapshot, match="another process"):
        pickle.dumps(then)
