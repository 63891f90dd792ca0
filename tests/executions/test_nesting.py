"""Executions that are nested in others: sweeps."""

import pytest
import sqlalchemy as sa

from muniment import (
    ConfigurationError,
    ExecutionConfiguration,
    ExecutionCycle,
    ExecutionError,
    ExecutionNotFound,
    InvalidValue,
    Muniment,
)
from muniment.catalog import rows


def rids(found):
    return [record.execution_rid for record in found]


@pytest.fixture
def sweep(ml, workflow):
    """An execution that others are nested in."""
    return ml.create_execution(workflow=workflow, description="Sweep")


def test_a_sweep_has_its_runs_in_order(ml, sweep):
    """Executions made by another one are nested in it, run the same code, and are numbered as they were made."""
    with sweep:
        for rate in (0.1, 0.01, 0.001):
            with sweep.create_execution(parameters={"rate": rate}, description=f"Rate {rate}") as exe:
                pass
    children = sweep.list_execution_children()
    assert [child.configuration["parameters"]["rate"] for child in children] == [0.1, 0.01, 0.001]
    assert {child.status.value for child in (*children, sweep.execution_record)} == {"Stopped"}
    assert {child.workflow_rid for child in children} == {sweep.workflow_rid}
    assert all(child.configuration["source"] == sweep.configuration["source"] for child in children)
    assert [row["Sequence"] for row in ml.list_rows("Execution_Execution")] == [0, 1, 2]
    assert (sweep.is_parent(), sweep.is_nested(), exe.is_parent(), exe.is_nested()) == (
        True,
        False,
        False,
        True,
    )
    assert rids(exe.list_execution_parents()) == [sweep.execution_rid]


def test_another_process_nests_its_run_by_the_parent_s_rid(ml, sweep, run):
    """A process that knows only the RID of a sweep makes executions that are nested in it."""
    for number in (1, 0):
        run(
            f"""
import sys
from muniment import Muniment
with Muniment(sys.argv[1]) as ml:
    with ml.create_execution(parent=sys.argv[2], sequence={number}, parameters={{"fold": {number}}}) as exe:
        pass
""",
            ml.address,
            sweep.execution_rid,
        )
    assert [child.configuration["parameters"]["fold"] for child in sweep.list_execution_children()] == [0, 1]


def test_processes_that_nest_at_once_number_each_run_once(ml, sweep, start):
    """Runs that many processes nest in one sweep at once all get numbers of their own."""
    code = """
import sys
from muniment import Muniment
with Muniment(sys.argv[1]) as ml:
    for _ in range(5):
        ml.create_execution(parent=sys.argv[2])
"""
    processes = [start(code, ml.address, sweep.execution_rid) for _ in range(4)]
    for process in processes:
        assert process.communicate(timeout=100)[1] == ""
    assert sorted(row["Sequence"] for row in ml.list_rows("Execution_Execution")) == list(range(20))


def test_runs_that_are_there_can_be_nested(ml, workflow, sweep):
    """Executions that were made alone are nested by their object, record or RID, and come in their sequence."""
    last, first, second = (ml.create_execution(workflow=workflow) for _ in range(3))
    sweep.add_nested_execution(last)
    sweep.add_nested_execution(second.execution_record, sequence=2)
    sweep.add_nested_execution(first.execution_rid.lower(), sequence=1)
    assert rids(sweep.list_execution_children()) == [each.execution_rid for each in (first, second, last)]


def test_nesting_again_changes_the_number_only(ml, workflow, sweep):
    """An execution is nested in another once, however often that is said."""
    first, second = (ml.create_execution(workflow=workflow) for _ in range(2))
    for exe, sequence in ((first, 0), (second, 1), (first, 2), (first, None)):
        sweep.add_nested_execution(exe, sequence)
    assert rids(sweep.list_execution_children()) == [second.execution_rid, first.execution_rid]


def test_nesting_goes_any_number_of_levels(ml, sweep):
    """Asked for all levels, each execution is followed by those nested in it; the parents are found from below."""
    trials = [sweep.create_execution() for _ in range(2)]
    folds = [trial.create_execution() for trial in trials for _ in range(2)]
    by_tree = [trials[0], *folds[:2], trials[1], *folds[2:]]
    record = ml.lookup_execution(sweep.execution_rid)
    assert rids(record.list_execution_children()) == [each.execution_rid for each in trials]
    assert rids(record.list_execution_children(recurse=True)) == [each.execution_rid for each in by_tree]
    above = ml.lookup_execution(folds[3].execution_rid).list_execution_parents(recurse=True)
    assert rids(above) == [trials[1].execution_rid, sweep.execution_rid]
    assert rids(folds[3].list_execution_parents()) == [trials[1].execution_rid]
    assert (record.is_parent(), record.is_nested()) == (True, False)


def test_an_execution_is_not_nested_in_itself(sweep):
    """An execution cannot be nested in itself, nor in one that is nested in it, however deep."""
    trial = sweep.create_execution()
    fold = trial.create_execution()
    for outer, inner in ((sweep, sweep), (trial, sweep), (fold, sweep)):
        with pytest.raises(ExecutionCycle, match=inner.execution_rid):
            outer.add_nested_execution(inner)
    assert rids(sweep.list_execution_children(recurse=True)) == [trial.execution_rid, fold.execution_rid]


def test_a_cycle_that_another_tool_made_does_not_hang(ml, sweep):
    """Where rows of another tool make a cycle, each execution is listed once."""
    trial = sweep.create_execution()
    with ml._catalog.write() as tx:
        row = {"Execution": trial.execution_rid, "Nested_Execution": sweep.execution_rid}
        rows.insert(tx, ml._catalog.model, "Execution_Execution", [row])
    assert rids(sweep.list_execution_children(recurse=True)) == [trial.execution_rid]


def test_what_cannot_be_nested_is_refused(ml, workflow, sweep):
    """An execution that is not there, and a number that is none, are refused, and no execution is made."""
    count = len(ml.find_executions())
    with pytest.raises(ExecutionNotFound, match="1-ZZZZ"):
        ml.create_execution(parent="1-ZZZZ")
    with pytest.raises(ExecutionNotFound, match="1-ZZZZ"):
        sweep.add_nested_execution("1-ZZZZ")
    with pytest.raises(InvalidValue, match="first"):
        sweep.create_execution(sequence="first")
    with pytest.raises(ConfigurationError, match="sequence"):
        ml.create_execution(workflow=workflow, sequence=1)
    with pytest.raises(TypeError, match="mix"):
        sweep.create_execution(ExecutionConfiguration(workflow=workflow), description="Both")
    assert len(ml.find_executions()) == count


def test_a_nested_run_ends_for_itself(sweep):
    """A nested execution that fails leaves the outer one running, if its error is caught there."""
    with sweep:
        with pytest.raises(ZeroDivisionError), sweep.create_execution() as exe:
            raise ZeroDivisionError
        assert (exe.status, sweep.status) == ("Failed", "Running")
    assert sweep.status == "Stopped"


def test_a_dry_run_of_a_sweep_writes_nothing(ml, workflow):
    """What is nested in a dry run is a dry run, and nothing of either is in the catalog."""
    count = len(ml.find_executions())
    with ml.create_execution(workflow=workflow, dry_run=True) as sweep:
        with sweep.create_execution(parameters={"rate": 0.1}) as exe:
            assert exe.parameters == {"rate": 0.1}
            assert exe.is_dry_run
        sweep.add_nested_execution(exe)
    assert len(ml.find_executions()) == count
    assert (sweep.list_execution_children(), sweep.is_parent(), exe.is_nested()) == ([], False, False)
    assert list(ml.list_rows("Execution_Execution")) == []


def test_a_dry_run_cannot_be_nested_in_a_run(ml, workflow, sweep):
    """A dry run, of which the catalog knows nothing, is refused as a part of a sweep that is real."""
    with pytest.raises(ExecutionError, match="dry run"):
        sweep.add_nested_execution(ml.create_execution(workflow=workflow, dry_run=True))
    tried = ml.create_execution(parent=sweep, dry_run=True)
    assert (tried.is_dry_run, tried.workflow_rid) == (True, sweep.workflow_rid)
    assert not sweep.is_parent()


def test_a_snapshot_knows_who_was_nested_then(ml, sweep):
    """A snapshot of the catalog has the executions that were nested at its time."""
    first = sweep.create_execution()
    ml.mark("then")
    sweep.create_execution()
    then = ml.snapshot("then").lookup_execution(sweep.execution_rid)
    assert rids(then.list_execution_children()) == [first.execution_rid]


def test_a_thousand_nested_runs_are_listed_by_few_statements(ml, sweep, sql):
    """The runs of a sweep are listed with as many statements as there are of a few, and their inputs with one more."""
    for _ in range(3):
        sweep.create_execution()
    statements = []
    sa.event.listen(ml._catalog.database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    few = len(sweep.list_execution_children(recurse=True)), len(statements)
    for _ in range(30):
        sweep.create_execution()
    statements.clear()
    many = len(sweep.list_execution_children(recurse=True)), len(statements)
    assert (few[0], many[0]) == (3, 33)
    assert few[1] == many[1]


def test_the_catalog_can_be_opened_anew_to_see_them(ml, sweep, lab):
    """Who is nested in whom is in the catalog, for whoever opens it."""
    child = sweep.create_execution()
    with Muniment(lab) as other:
        assert rids(other.lookup_execution(sweep.execution_rid).list_execution_children()) == [
            child.execution_rid
        ]
