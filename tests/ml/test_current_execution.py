"""The running execution, as code finds it that was not handed it."""

import asyncio
import contextvars
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from muniment import ExecutionError, current_execution


@pytest.fixture
def ml(ml):
    """A catalog with an asset table."""
    ml.create_asset("Image")
    return ml


def test_code_inside_a_block_finds_its_execution(ml, workflow):
    """Inside a block the running execution is given, the innermost of nested ones; outside there is none."""
    assert current_execution() is None
    with ml.create_execution(workflow=workflow) as outer:
        assert current_execution() is outer
        with outer.create_execution() as inner:
            assert current_execution() is inner
        assert current_execution() is outer
    assert current_execution() is None


def test_an_error_ends_it_too(ml, workflow):
    """After a block that was left by an error there is no running execution, of a dry run neither."""
    for dry_run in (False, True):
        with pytest.raises(ZeroDivisionError), ml.create_execution(workflow=workflow, dry_run=dry_run):
            raise ZeroDivisionError
        assert current_execution() is None


def test_threads_that_a_block_begins_find_it(ml, workflow):
    """Threads of a pool inside a block stage files of its execution, though no library tells them of it."""

    def work(number):
        current_execution().asset_file_path("Image", f"{number}.png").write_text(str(number))

    outer = ml.create_execution(workflow=workflow)
    with outer, outer.create_execution() as exe, ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(8)))
    assert (exe.pending, outer.pending) == (8, 0)


def test_threads_with_runs_of_their_own_find_those(ml, workflow):
    """Threads that each run an execution find their own; a thread that could belong to several is told so."""
    ready, done, found = threading.Barrier(3), threading.Event(), {}

    def work(name):
        with ml.create_execution(workflow=workflow) as exe:
            ready.wait()
            found[name] = current_execution() is exe
            done.wait()

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    ready.wait()
    with pytest.raises(ExecutionError, match="Hand the execution over"):
        current_execution()
    done.set()
    for thread in threads:
        thread.join()
    assert (found, current_execution()) == ({"a": True, "b": True}, None)


def test_a_context_that_outlives_a_block_gives_no_execution_that_ended(ml, workflow):
    """A context that was copied inside a block gives the execution as long as the block goes on, and no longer."""
    with ml.create_execution(workflow=workflow) as exe:
        context = contextvars.copy_context()
        assert context.run(current_execution) is exe
    assert context.run(current_execution) is None


def test_tasks_of_one_thread_find_their_own(ml, workflow):
    """Asynchronous tasks that run executions side by side each find their own, and a task beside them finds none."""

    async def work(ready):
        with ml.create_execution(workflow=workflow) as exe:
            ready.set()
            await asyncio.sleep(0.01)
            return current_execution() is exe

    async def beside(ready):
        await ready.wait()
        return current_execution()

    async def main():
        ready = asyncio.Event()
        return await asyncio.gather(beside(ready), work(ready), work(ready))

    assert asyncio.run(main()) == [None, True, True]


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_forked_children_find_the_execution_of_their_parent(ml, workflow):
    """Children that are forked in a block find its execution, and stage files of it."""

    def work(number):
        current_execution().asset_file_path("Image", f"{number}.png").write_text(str(number))

    with ml.create_execution(workflow=workflow) as exe:
        children = [multiprocessing.get_context("fork").Process(target=work, args=[n]) for n in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join()
    assert exe.upload_execution_outputs().total_uploaded == 3
