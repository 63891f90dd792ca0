from datetime import UTC, datetime, timedelta

import pytest

from muniment import (
    DefinitionError,
    ExecutionError,
    ExecutionStatus,
    InvalidTransition,
    InvalidValue,
    Muniment,
)

pytestmark = pytest.mark.preloaded

MOVES = {
    ("Created", "Running"),
    ("Created", "Aborted"),
    ("Running", "Stopped"),
    ("Running", "Failed"),
    ("Running", "Pending_Upload"),
    ("Running", "Aborted"),
    ("Stopped", "Pending_Upload"),
    ("Stopped", "Aborted"),
    ("Failed", "Pending_Upload"),
    ("Failed", "Aborted"),
    ("Pending_Upload", "Uploaded"),
    ("Pending_Upload", "Failed"),
    ("Uploaded", "Pending_Upload"),
}
WAYS = {
    "Created": [],
    "Running": ["Running"],
    "Stopped": ["Running", "Stopped"],
    "Failed": ["Running", "Failed"],
    "Pending_Upload": ["Running", "Pending_Upload"],
    "Uploaded": ["Running", "Pending_Upload", "Uploaded"],
    "Aborted": ["Aborted"],
}


@pytest.fixture
def bring(ml, workflow):
    """Make an execution and bring it to a state."""

    def bring(state):
        exe = ml.create_execution(workflow=workflow)
        for step in WAYS[state]:
            exe.update_status(step)
        return exe

    return bring


@pytest.mark.parametrize("now", ExecutionStatus)
def test_an_execution_moves_only_as_the_table_says(bring, now):
    """From each state an execution can go to those of DerivaML's table; any other move is refused and changes nothing."""
    for target in ExecutionStatus:
        exe = bring(now)
        if (now, target) in MOVES:
            exe.update_status(target)
            assert exe.status is target
        elif now == target == "Pending_Upload":
            exe.update_status(target)  # an upload that was killed goes on
        else:
            with pytest.raises(InvalidTransition, match=f"is {now} and cannot become {target}"):
                exe.update_status(target)
            assert exe.status is now


def test_a_refused_move_names_those_there_are(bring):
    """The error of a move that cannot be names the states that can be reached."""
    with pytest.raises(InvalidTransition, match=r"it can become Pending_Upload\."):
        bring("Uploaded").update_status("Running")
    with pytest.raises(InvalidTransition, match="no other state"):
        bring("Aborted").update_status("Running")


@pytest.mark.parametrize("state", ["Runing", "", None])
def test_an_unknown_state_is_refused(ml, bring, state):
    """A state that there is not is an error of ours that names those there are."""
    exe = bring("Created")
    with pytest.raises(InvalidValue, match="Pending_Upload"):
        exe.update_status(state)
    assert exe.status == "Created"
    if state:
        with pytest.raises(InvalidValue, match="Pending_Upload"):
            ml.find_executions(status=state)


def test_every_state_is_a_term(ml):
    """The states of executions are the terms of Execution_Status."""
    assert {term.name for term in ml.list_vocabulary_terms("Execution_Status")} == set(ExecutionStatus)


def test_a_block_runs_and_stops(ml, workflow):
    """In the block an execution is running, and after it stopped; both times are kept in UTC."""
    before = datetime.now(UTC)
    exe = ml.create_execution(workflow=workflow)
    assert exe.status == "Created"
    with exe as inside:
        assert inside is exe
        assert (exe.status, exe.stop_time) == ("Running", None)
    assert exe.status == "Stopped"
    assert before - timedelta(seconds=1) < exe.start_time <= exe.stop_time <= datetime.now(UTC)
    assert exe.start_time.tzinfo is UTC


def test_the_older_spelling_of_the_block_works(ml, workflow):
    """`with exe.execute() as exe` is the same block."""
    with ml.create_execution(workflow=workflow).execute() as exe:
        assert exe.status == "Running"
    assert exe.status == "Stopped"


@pytest.mark.parametrize("error", [ValueError("too dark"), KeyboardInterrupt(), SystemExit(3)])
def test_a_block_that_raises_fails_with_its_reason(ml, workflow, error):
    """An error in the block marks the execution as failed, keeps the reason, and goes on to the caller as it is."""
    with pytest.raises(type(error)) as caught, ml.create_execution(workflow=workflow) as exe:
        raise error
    assert caught.value is error
    assert (exe.status, exe.error) == ("Failed", repr_of(error))
    assert exe.stop_time >= exe.start_time


def repr_of(error):
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


@pytest.mark.parametrize("code", [None, 0])
def test_leaving_the_program_well_is_no_failure(ml, workflow, code):
    """A script that ends with sys.exit() or sys.exit(0) inside the block has not failed."""
    with pytest.raises(SystemExit), ml.create_execution(workflow=workflow) as exe:
        raise SystemExit(code)
    assert (exe.status, exe.error) == ("Stopped", None)


def test_an_error_that_is_no_text_is_kept_too(ml, workflow):
    """A reason with any letters, lone surrogates among them, does not hide the error itself."""
    with pytest.raises(ValueError, match="zero"), ml.create_execution(workflow=workflow) as exe:
        raise ValueError("zero \x00 and \udcff")
    assert exe.status == "Failed"
    assert "zero" in exe.error


def test_the_error_of_the_block_is_not_hidden_by_ours(ml, workflow):
    """If the failure cannot be recorded, the error of the block still goes on, with a note that says so."""
    with pytest.raises(ValueError, match="too dark") as caught, ml.create_execution(workflow=workflow) as exe:
        exe.abort()
        raise ValueError("too dark")
    assert "could not be marked as failed" in caught.value.__notes__[0]
    assert exe.status == "Aborted"


def test_the_reason_of_a_failure_is_kept(ml, workflow):
    """Why the code failed is still told after what it had staged was uploaded all the same."""
    exe = ml.create_execution(workflow=workflow)
    exe.execution_start()
    exe.update_status("Failed", error="too dark")
    assert exe.error == "too dark"
    exe.upload_execution_outputs()
    assert (exe.status, exe.error) == ("Uploaded", "too dark")


def test_a_block_cannot_be_entered_twice(ml, workflow):
    """An execution that has run cannot run again."""
    exe = ml.create_execution(workflow=workflow)
    with exe:
        pass
    with pytest.raises(InvalidTransition), exe:
        raise DefinitionError("never reached")
    assert exe.status == "Stopped"


def test_the_state_is_that_of_the_catalog(ml, workflow, run):
    """What another process does to an execution is seen at once, and moves are checked against it."""
    exe = ml.create_execution(workflow=workflow)
    exe.execution_start()
    code = "import sys, muniment; muniment.Muniment(sys.argv[1]).resume_execution(sys.argv[2]).abort()"
    run(code, ml.address, exe.execution_rid)
    assert exe.status == "Aborted"
    with pytest.raises(InvalidTransition):
        exe.execution_stop()


def test_a_run_that_is_aborted_meanwhile_hears_of_it(ml, workflow, run):
    """A loop that tells how far it is ends there, and not hours later at its upload."""
    code = "import sys, muniment; muniment.Muniment(sys.argv[1]).resume_execution(sys.argv[2]).abort()"
    with (
        pytest.raises(ExecutionError, match="was aborted meanwhile"),
        ml.create_execution(workflow=workflow) as exe,
    ):
        exe.update_status(message="epoch 1")
        run(code, ml.address, exe.execution_rid)
        exe.update_status(message="epoch 2")
    assert exe.status == "Aborted"


def test_starting_and_stopping_can_be_done_by_hand(ml, workflow):
    """In a notebook a run is started and stopped by calls, and resumed by its RID."""
    rid = ml.create_execution(workflow=workflow).execution_rid
    Muniment(ml.address).resume_execution(rid).execution_start()
    exe = ml.resume_execution(rid.lower())
    exe.execution_stop()
    assert (exe.execution_rid, exe.status) == (rid, "Stopped")


def test_durations_are_kept_as_derivaml_writes_them(ml, workflow):
    """How long a run and its upload took stands in its row, in DerivaML's form."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("File", "a").touch()
    exe.upload_execution_outputs()
    row = ml.lookup_row("Execution", exe.execution_rid)
    for column in ("Execution_Duration", "Upload_Duration"):
        assert row[column].startswith("0H 0min ")
        assert row[column].endswith("sec")
