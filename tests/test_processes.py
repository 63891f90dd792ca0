"""Many at work on one catalog: processes, threads, and children that were forked."""

import itertools
import threading

import pytest

from muniment import ColumnDefinition, KeyDefinition, Muniment, TableDefinition

pytestmark = pytest.mark.preloaded

BEGIN = """
import sys
from muniment import ColumnDefinition, Muniment, TableDefinition
ml = Muniment(sys.argv[1])
me = sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
"""


def fill(ml):
    ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")], [KeyDefinition("Name")]))
    ml.create_asset("Image")


@pytest.fixture
def lab(stack):
    """The address of a catalog with a table and an asset table."""
    return stack.filled(fill)


@pytest.fixture
def together(start, ml):
    """Run code in several processes on the catalog, all from the same moment, and give what each printed."""

    def together(code, count=3):
        processes = [start(BEGIN + code, ml.address, number) for number in range(count)]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("\n")
            process.stdin.flush()
        ended = [process.communicate(timeout=100) for process in processes]
        assert [process.returncode for process in processes] == [0] * count, ended
        return [said.split() for said, _ in ended]

    return together


def in_threads(work, count=4):
    """Call a function in several threads at once, with the number of each; raise the first error of any."""
    failures, barrier = [], threading.Barrier(count)

    def begin(number):
        barrier.wait()
        try:
            work(number)
        except BaseException as error:  # noqa: BLE001 (it is raised below)
            failures.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def all_rids(ml):
    return [row["RID"] for table in ml.list_tables() for row in ml.list_rows(table.name)]


# --- processes -----------------------------------------------------------------------------------------


def test_processes_write_rows_at_once(ml, together):
    """Processes that insert and change rows at once all succeed, lose nothing, and give no RID twice."""
    together(
        """
for number in range(30):
    rids = ml.insert_rows("Subject", [{"Name": f"{me}-{number}-{i}"} for i in range(3)])
    ml.update_rows("Subject", {"RID": rids[0], "Name": f"{me}-{number}-changed"})
    ml.delete_rows("Subject", rids[2])
"""
    )
    names = {row["Name"] for row in ml.list_rows("Subject")}
    assert names == {f"{me}-{n}-{what}" for me in range(3) for n in range(30) for what in ("changed", "1")}
    rids = all_rids(ml)
    assert len(rids) == len(set(rids))


def test_processes_number_their_transactions_in_one_row(ml, together):
    """Transactions of all processes are numbered by one count, and each has its own number."""
    together('for number in range(20): ml.insert_rows("Subject", {"Name": f"{me}-{number}"})')
    numbers = [row["RVS"] for row in ml.list_rows("Subject", columns=["RVS"])]
    assert len(numbers) == len(set(numbers)) == 60


def test_processes_upload_at_once(ml, together):
    """Processes that run and upload at once in one working directory each get their own files into the catalog."""
    together(
        """
workflow = ml.create_workflow("Train", "Training")
for number in range(4):
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        for i in range(10):
            exe.asset_file_path("Image", f"{me}-{number}-{i}").write_text(f"{me}{number}{i}")
        exe.asset_file_path("Image", f"{me}-{number}-same").write_text("same")
"""
    )
    found = {}
    for asset in ml.list_assets("Image"):
        with asset.open() as file:
            found[asset.filename] = file.read().decode()
        assert len(asset.list_executions("Output")) == 1
    expected = {f"{me}-{n}-{i}": f"{me}{n}{i}" for me in range(3) for n in range(4) for i in range(10)}
    assert found == expected | {f"{me}-{n}-same": "same" for me in range(3) for n in range(4)}
    assert ml.find_unfinished_executions() == {}


def test_processes_define_tables_at_once(ml, together):
    """Processes that make tables at once get them all, and of those with one name one process gets it."""
    said = together(
        """
from muniment import TableExists
for number in range(3):
    ml.create_asset(f"Image_{me}_{number}")
    ml.create_table(TableDefinition(f"Table_{me}_{number}", [ColumnDefinition("A")]))
    ml.insert_rows(f"Table_{me}_{number}", {"A": "a"})
    try:
        ml.create_asset(f"Same_{number}")
        print(number)
    except TableExists:
        pass
"""
    )
    assert sorted(itertools.chain.from_iterable(said)) == ["0", "1", "2"]
    names = {table.name for table in ml.list_tables()}
    assert {f"{kind}_{me}_{n}" for kind in ("Image", "Table") for me in range(3) for n in range(3)} < names
    assert {f"Same_{n}" for n in range(3)} < names


def test_processes_add_terms_at_once(ml, together):
    """Of processes that add the same term at once, all get the one term."""
    said = together('for n in range(10): print(ml.add_term("Asset_Type", f"Term {n}", me).rid)')
    assert said[0] == said[1] == said[2]
    assert (
        len([term for term in ml.list_vocabulary_terms("Asset_Type") if term.name.startswith("Term")]) == 10
    )


def test_processes_add_members_at_once(ml, together):
    """Processes that add members to one dataset at once add each once, and the dataset has one draft."""
    dataset = ml.create_dataset("Training")
    ml.add_dataset_element_type("Subject")
    rids = ml.insert_rows("Subject", [{"Name": str(number)} for number in range(40)])
    code = f"""
dataset = ml.lookup_dataset({dataset.rid!r})
print(sum(dataset.add_dataset_members([rid]) for rid in {rids!r}))
"""
    said = together(code)
    assert sum(int(count) for [count] in said) == 40
    assert dataset.list_members("Subject") == rids
    assert [str(entry.dataset_version) for entry in dataset.dataset_history()] == [
        "0.1.0",
        "0.1.0.post1.dev40",
    ]


def test_readers_see_whole_transactions(ml, start):
    """While another process writes, a reader sees all rows of a transaction or none."""
    writer = start(
        BEGIN
        + """
for number in range(60):
    rids = ml.insert_rows("Subject", [{"Name": f"{number}-{i}"} for i in range(50)])
    ml.delete_rows("Subject", rids)
print("done")
""",
        ml.address,
        "w",
    )
    assert writer.stdout.readline() == "ready\n"
    writer.stdin.write("\n")
    writer.stdin.flush()
    seen = set()
    while writer.poll() is None:
        seen.add(len(ml.list_rows("Subject")))
    assert writer.wait() == 0
    assert seen <= {0, 50}


# --- threads -------------------------------------------------------------------------------------------


def test_threads_share_one_catalog(ml):
    """Threads can read and write through one object at once."""

    def work(me):
        for number in range(25):
            [rid] = ml.insert_rows("Subject", {"Name": f"{me}-{number}"})
            assert ml.lookup_row("Subject", rid)["Name"] == f"{me}-{number}"
            ml.list_rows("Subject").to_dataframe()
            ml.add_term("Asset_Type", f"Term {number}", "Same")

    in_threads(work)
    assert len(ml.list_rows("Subject")) == 100
    rids = all_rids(ml)
    assert len(rids) == len(set(rids))


def test_threads_use_tables_while_others_make_them(ml):
    """Making, changing and dropping tables in one thread does not disturb the work of others on theirs."""

    def work(me):
        for number in range(8):
            if me == 0:
                ml.create_asset(f"Made {number}")
                ml.add_column(f"Made {number}", ColumnDefinition("Extra"))
                ml.drop_table(f"Made {number}")
            for i in range(5):
                ml.insert_rows("Subject", {"Name": f"{me}-{number}-{i}"})
                ml.list_assets("Image")
                ml.list_dataset_element_types()

    in_threads(work)
    assert len(ml.list_rows("Subject")) == 160


def test_threads_run_executions_at_once(ml, workflow):
    """Threads can each run and upload an execution of their own through one object."""

    def work(me):
        for number in range(3):
            with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
                exe.asset_file_path("Image", f"{me}-{number}").write_text(f"{me}-{number}")

    in_threads(work)
    assert {asset.filename for asset in ml.list_assets("Image")} == {
        f"{a}-{b}" for a in range(4) for b in range(3)
    }


def test_threads_upload_one_execution_once(ml, workflow):
    """Threads that upload the same execution at once bring each file into the catalog once."""
    exe = ml.create_execution(workflow=workflow)
    for number in range(100):
        exe.asset_file_path("Image", str(number)).write_text(str(number))
    in_threads(lambda _: exe.upload_execution_outputs())
    assert len(ml.list_assets("Image")) == len(ml.list_rows("Image_Execution")) == 100


# --- forked children -----------------------------------------------------------------------------------

FORKED = """
import multiprocessing, sys, warnings
from muniment import Muniment
warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons advise against forking at all
ml = Muniment(sys.argv[1])
ml.insert_rows("Subject", {"Name": "parent"})
exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
exe.execution_start()
exe.asset_file_path("Image", "parent").write_text("parent")
"""


def test_forked_children_use_the_catalog_of_their_parent(ml, run):
    """Children of multiprocessing can read and write through the object that their parent opened before the fork."""
    run(
        FORKED
        + """
def work(me):
    rids = [ml.insert_rows("Subject", {"Name": f"{me}-{n}"})[0] for n in range(10)]
    assert len(ml.list_rows("Subject")) >= 11
    return rids

with multiprocessing.get_context("fork").Pool(4) as pool:
    rids = sum(pool.map(work, range(8)), [])
rids += ml.insert_rows("Subject", [{"Name": f"after {n}"} for n in range(40)])
assert len(rids) == len(set(rids)) == 120
""",
        ml.address,
    )
    assert len(ml.list_rows("Subject")) == 121
    rids = all_rids(ml)
    assert len(rids) == len(set(rids))


def test_forked_children_stage_files_of_their_parents_run(ml, run):
    """Children of multiprocessing can stage files of the execution that their parent began, who uploads them all."""
    run(
        FORKED
        + """
def work(me):
    for n in range(10):
        exe.asset_file_path("Image", f"{me}-{n}", description=str(me)).write_text(f"{me}-{n}")

with multiprocessing.get_context("fork").Pool(3) as pool:
    pool.map(work, range(6))
exe.asset_file_path("Image", "after").write_text("after")
assert exe.upload_execution_outputs().total_uploaded == 62
""",
        ml.address,
    )
    names = {asset.filename for asset in ml.list_assets("Image")}
    assert names == {"parent", "after", *(f"{me}-{n}" for me in range(6) for n in range(10))}


def test_forked_children_run_executions_of_their_own(ml, run):
    """Children of concurrent.futures can each run and upload an execution through their parent's object."""
    run(
        FORKED
        + """
from concurrent.futures import ProcessPoolExecutor

def work(me):
    with ml.create_execution(workflow=exe.workflow_rid, upload_on_exit=True) as own:
        own.asset_file_path("Image", f"child {me}").write_text(str(me))
    return own.execution_rid

with ProcessPoolExecutor(3, multiprocessing.get_context("fork")) as pool:
    assert len(set(pool.map(work, range(6)))) == 6
exe.upload_execution_outputs()
""",
        ml.address,
    )
    assert len(ml.list_assets("Image")) == 7


def test_a_fork_in_the_middle_of_the_parents_work_harms_neither(ml, run):
    """Children that are forked while threads of the parent write and stage can work, and the parent goes on."""
    run(
        FORKED
        + """
import os, threading
stop = threading.Event()

def busy(me):
    number = 0
    while not stop.is_set():
        ml.insert_rows("Subject", {"Name": f"busy {me} {number}"})
        exe.asset_file_path("Image", f"busy {me} {number}").write_text("busy")
        number += 1

threads = [threading.Thread(target=busy, args=(me,)) for me in range(2)]
for thread in threads:
    thread.start()
children = []
for me in range(12):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            ml.insert_rows("Subject", {"Name": f"child {me}"})
            exe.asset_file_path("Image", f"child {me}").write_text("child")
            status = 0
        finally:
            os._exit(status)
    children.append(child)
assert [os.waitpid(child, 0)[1] for child in children] == [0] * 12
stop.set()
for thread in threads:
    thread.join()
exe.upload_execution_outputs()
""",
        ml.address,
    )
    for table, column in (("Subject", "Name"), ("Image", "Filename")):
        names = [row[column] for row in ml.list_rows(table)]
        assert {f"child {me}" for me in range(12)} < set(names)
        assert len(names) == len(set(names))


def test_a_parent_that_closes_leaves_its_children_what_they_write(ml, run):
    """What a forked child writes after its parent has closed the catalog is kept."""
    run(
        FORKED
        + """
import os
theirs, mine = os.pipe()
child = os.fork()
if child == 0:
    ml.insert_rows("Subject", {"Name": "before"})
    os.close(mine)
    os.read(theirs, 1)
    ml.insert_rows("Subject", {"Name": "after"})
    ml.close()
    os._exit(0)
while len(ml.list_rows("Subject")) < 2:
    pass
ml.close()
os.close(mine)
assert os.waitpid(child, 0)[1] == 0
assert len(ml.list_rows("Subject")) == 3
""",
        ml.address,
    )
    assert {row["Name"] for row in ml.list_rows("Subject")} == {"parent", "before", "after"}


def test_children_of_children_use_the_catalog(ml, run):
    """A forked child can fork children of its own, and all of them can write."""
    run(
        FORKED
        + """
import os
depth = 0
while depth < 3 and not (child := os.fork()):
    depth += 1
    ml.insert_rows("Subject", {"Name": f"generation {depth}"})
status = 0 if depth == 3 else os.waitpid(child, 0)[1]
assert status == 0
if depth:
    os._exit(status)
""",
        ml.address,
    )
    assert len(ml.list_rows("Subject")) == 4


@pytest.mark.of_folders("a connection to a server is left to the parent")
def test_a_child_forked_in_a_transaction_is_told_so(ml, run):
    """A child that is forked inside a transaction of its parent is refused the catalog, and its parent goes on."""
    said = run(
        FORKED
        + """
import os
from muniment import MunimentError
with ml._catalog.write():
    child = os.fork()
    if child == 0:
        for use in (lambda: ml.list_rows("Subject"), lambda: Muniment(sys.argv[1])):
            try:
                use()
            except MunimentError as error:
                print(type(error).__name__, error, flush=True)
        os._exit(0)
    os.waitpid(child, 0)
ml.insert_rows("Subject", {"Name": "after"})
""",
        ml.address,
    )
    assert [line[:50] for line in said.splitlines()] == [
        "ConfigurationError This process was forked in the "
    ] * 2
    assert 'get_context("spawn")' in said
    assert len(ml.list_rows("Subject")) == 2


MIXED = """
workflow = ml.create_workflow("Train", "Training")
[dataset] = ml.find_datasets()
for number in range(6):
    name = f"{me}-{number}"
    [rid] = ml.insert_rows("Subject", {"Name": name})
    term = ml.add_term("Asset_Type", f"Kind {number}", "Added by whoever came first")
    dataset.add_dataset_members([rid])
    with ml.create_execution(workflow=workflow) as exe:
        exe.asset_file_path("Image", name).write_bytes(name.encode())
    exe.upload_execution_outputs()
    made = "found"
    try:
        ml.create_table(TableDefinition(f"Table {number}", [ColumnDefinition("Name")]))
        made = "made"
    except TableExists:
        ml.table(f"Table {number}")
    print(rid, exe.execution_rid, term.rid, workflow.rid, made, flush=True)
"""


def test_writers_of_all_kinds_lose_nothing(ml, together):
    """Processes that add rows, terms, members, executions, files and tables at once lose nothing, and no RID is given twice."""
    ml.add_dataset_element_type("Subject")
    dataset = ml.create_dataset(description="All")
    told = [
        words[at : at + 5]
        for words in together("from muniment import TableExists\n" + MIXED, 5)
        for at in range(0, 30, 5)
    ]
    subjects, executions, terms, workflows, made = zip(*told, strict=True)
    assert len({*subjects, *executions}) == 60
    assert {row["RID"] for row in ml.list_rows("Subject")} == {*subjects}
    assert {row["RID"] for row in dataset.list_dataset_members()["Subject"]} == {*subjects}
    assert (len(set(terms)), len(set(workflows)), made.count("made")) == (6, 1, 6)
    assert len(ml.list_assets("Image")) == len(ml.find_executions(status="Uploaded")) == 30
    assert str(dataset.current_version) == "0.1.0.post1.dev30"


def test_more_threads_than_connections_wait_for_each_other(ml):
    """More threads than there are connections for wait their turn, and all that they write is there."""
    in_threads(lambda number: [ml.insert_rows("Subject", {"Name": f"{number}-{n}"}) for n in range(3)], 60)
    assert len(ml.list_rows("Subject")) == 180


def test_rows_may_come_from_processes_that_are_forked_for_them(ml, run):
    """Rows given by a generator that forks processes for them are inserted: no transaction is open meanwhile."""
    run(
        FORKED
        + """
def work(me):
    return {"Name": f"{me} beside {len(ml.list_rows('Subject'))}"}

def rows():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        yield from pool.imap(work, range(4))

assert len(ml.insert_rows("Subject", rows())) == 4
""",
        ml.address,
    )


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_a_started_child_opens_the_catalog_itself(ml, tmp_path, run, method):
    """With the methods spawn and forkserver, children open the catalog by its path."""
    script = tmp_path / "spawn.py"
    script.write_text(
        f"""
import multiprocessing, sys
from concurrent.futures import ProcessPoolExecutor
from muniment import Muniment

def work(me):
    with Muniment(sys.argv[1]) as ml:
        return ml.insert_rows("Subject", {{"Name": str(me)}})[0]

if __name__ == "__main__":
    ml = Muniment(sys.argv[1])
    ml.insert_rows("Subject", {{"Name": "parent"}})
    with ProcessPoolExecutor(2, multiprocessing.get_context({method!r})) as pool:
        assert len(set(pool.map(work, range(4)))) == 4
"""
    )
    run(script, ml.address)
    assert {row["Name"] for row in ml.list_rows("Subject")} == {"parent", "0", "1", "2", "3"}


def test_a_closed_catalog_can_be_used_again(ml):
    """Closing gives the connections back; the next call opens them again."""
    ml.close()
    ml.insert_rows("Subject", {"Name": "Ada"})
    other = Muniment(ml.address)
    assert len(other.list_rows("Subject")) == 1
    other.close()
    other.close()
