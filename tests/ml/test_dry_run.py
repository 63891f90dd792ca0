"""Executions that write nothing in the catalog."""

import pytest
import sqlalchemy as sa

from muniment import (
    AssetSpec,
    ColumnDefinition,
    DatasetNotFound,
    DatasetSpec,
    ExecutionConfiguration,
    ExecutionError,
    ExecutionNotFound,
    ExecutionStatus,
    InvalidTransition,
    InvalidValue,
    StagingError,
    TermNotFound,
    WorkflowNotFound,
)


@pytest.fixture
def content(sql, objects):
    """Give all that is in the database, and the objects in the store."""

    def content():
        schemas = ["main"] if sql.dialect.name == "sqlite" else ["domain", "domain_ml"]
        names = [
            f'{schema}."{name}"' for schema in schemas for name in sa.inspect(sql).get_table_names(schema)
        ]
        with sql.connect() as connection:
            rows = {name: connection.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names}
        return [(name, sorted(map(repr, found))) for name, found in sorted(rows.items())], sorted(objects)

    return content


@pytest.fixture
def inputs(ml, tmp_path):
    """A dataset with one scan in it."""
    ml.create_asset("Scan", [ColumnDefinition("Site", nullok=False)])
    (tmp_path / "notes.txt").write_text("notes")
    ml.add_dataset_element_type("File")
    dataset = ml.create_dataset()
    dataset.add_dataset_members([ml.add_files(tmp_path / "notes.txt")[0].rid])
    dataset.release("minor")
    return dataset


@pytest.fixture
def config(inputs, workflow, ml):
    """A configuration that reads the dataset and the scan."""
    [notes] = ml.list_assets("File")
    return ExecutionConfiguration(
        workflow=workflow,
        datasets=[DatasetSpec(rid=inputs.rid)],
        assets=[AssetSpec(rid=notes.rid)],
        parameters={"rate": (0.1, 0.2)},
        description="Trial",
    )


def test_a_dry_run_writes_nothing(ml, config, inputs, tmp_path, content):
    """A dry run reads, stages, ends and uploads, and not a byte of the catalog is another."""
    before = content()
    with ml.create_execution(config, dry_run=True) as exe:
        assert exe.datasets[inputs.rid].path.is_dir()
        assert [path.read_text() for path in exe.asset_paths["File"]] == ["notes"]
        exe.add_input_dataset(inputs.rid, "0.2.0")
        exe.asset_file_path("Scan", "new.png", Site="Bern").write_bytes(b"new")
        exe.asset_file_path("File", tmp_path / "notes.txt", rename_file="again.txt")
    assert exe.upload_execution_outputs().total_uploaded == 0
    assert exe.commit_output_assets().per_table == {}
    exe.abort()
    assert content() == before


def test_a_dry_run_tells_what_a_run_would(ml, config, inputs):
    """A dry run has the parameters, inputs, states and times of a run, and the RID that no row has."""
    exe = ml.create_execution(config, dry_run=True)
    assert (exe.is_dry_run, exe.execution_rid, exe.status) == (True, "0000", ExecutionStatus.Created)
    real = ml.create_execution(config)
    assert not real.is_dry_run
    assert exe.parameters == {"rate": [0.1, 0.2]} == real.parameters
    assert exe.configuration == real.configuration
    assert exe.execution_record.description == real.execution_record.description
    assert exe.workflow_rid == real.workflow_rid
    assert exe.list_input_datasets() == real.list_input_datasets() == [inputs]
    for role in (None, "Input", "Output"):
        assert [a.rid for a in exe.list_assets(role)] == [a.rid for a in real.list_assets(role)]
    with pytest.raises(TermNotFound):
        exe.list_assets("Inpt")
    with exe:
        assert exe.status is ExecutionStatus.Running
        assert exe.stop_time is None
    assert exe.status is ExecutionStatus.Stopped
    assert exe.start_time <= exe.stop_time
    with pytest.raises(InvalidTransition):
        exe.execution_start()


def test_a_dry_run_that_fails_says_so(ml, config, content):
    """An error in the block comes out of it, and the dry run is failed, with the reason."""
    before = content()
    exe = ml.create_execution(config, dry_run=True)
    with pytest.raises(ZeroDivisionError), exe:
        _ = 1 / 0
    assert (exe.status, exe.error) == (ExecutionStatus.Failed, "ZeroDivisionError: division by zero")
    assert content() == before


@pytest.mark.parametrize("on_exit", [True, False])
def test_a_dry_run_finds_what_an_upload_would_refuse(ml, config, on_exit):
    """What could not be uploaded is told of by the upload of a dry run: missing metadata, files never written."""
    exe = ml.create_execution(config, dry_run=True, upload_on_exit=on_exit)
    with pytest.raises(StagingError, match=r"(?s)2 of its staged files.*never written.*no value for Site"):
        with exe:
            exe.asset_file_path("File", "never.txt")
            exe.asset_file_path("Scan", "new.png").touch()
        exe.upload_execution_outputs()


def test_a_dry_run_is_checked_like_a_run(ml, config, workflow):
    """Wrong inputs, workflows and parameters are refused by a dry run too."""
    with pytest.raises(DatasetNotFound):
        ml.create_execution(workflow=workflow, datasets=["1-ZZZZ"], dry_run=True)
    with pytest.raises(WorkflowNotFound):
        ml.create_execution(workflow="1-ZZZZ", dry_run=True)
    with pytest.raises(InvalidValue):
        ml.create_execution(workflow=workflow, parameters={"rate": object()}, dry_run=True)
    with pytest.raises(TypeError, match="cannot mix"):
        ml.create_execution(config, workflow=workflow, dry_run=True)


def test_dry_runs_do_not_meet(ml, config):
    """Each dry run has a folder of its own, where its files stay; nothing of them waits to be uploaded."""
    folders = []
    for word in ("first", "second"):
        with ml.create_execution(config, dry_run=True) as exe:
            exe.asset_file_path("File", "new.txt").write_text(word)
        exe.upload_execution_outputs()
        folders.append(exe.working_dir)
    kept = [path.read_text() for folder in folders for path in folder.rglob("new.txt")]
    assert kept == ["first", "second"]
    assert ml.find_unfinished_executions() == {}


def test_nothing_is_said_of_a_dry_run_at_the_exit(start, ml):
    """A program that ends after a dry run is not told to upload what it staged."""
    process = start(
        """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.create_execution(workflow=ml.create_workflow("Try", "Analysis"), dry_run=True) as exe:
    exe.asset_file_path("File", "new.txt").touch()
""",
        ml.address,
    )
    assert (process.communicate(timeout=100)[1], process.returncode) == ("", 0)


def test_what_needs_a_row_is_refused(ml, config, tmp_path, content):
    """A dataset, and files that are added for a dry run, would refer to its row: both are refused, and say why."""
    before = content()
    exe = ml.create_execution(config, dry_run=True)
    with pytest.raises(ExecutionError, match="dry run makes no dataset"):
        exe.create_dataset([])
    with pytest.raises(ExecutionNotFound, match="0000"):
        ml.add_files(tmp_path / "notes.txt", execution=exe)
    with pytest.raises(ExecutionNotFound, match="0000"):
        ml.resume_execution(exe.execution_rid)
    assert content() == before
