"""What runs record by themselves: environment, code that no commit holds, output, progress and how they ended."""

import logging
import os
import platform
import subprocess
import sys

import pytest
import sqlalchemy as sa

from muniment import ConfigurationError, InvalidValue, Muniment, redaction
from muniment.executions import uncommitted
from muniment.executions.source import describe_file

SECRET = "correct-horse-battery-staple"
KEY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
PIN = 83017264


def attached(ml, exe, kind):
    return [
        asset
        for asset in ml.find_assets("Execution_Metadata", asset_type=kind)
        if asset.execution_rid == exe.execution_rid
    ]


def read(asset, tmp_path):
    return asset.download(tmp_path / "read" / asset.asset_rid).read_text()


def test_a_run_tells_what_it_ran_in(ml, workflow, monkeypatch):
    """The record of a run has its Python, packages, system, machine, process, variables, times and what it took."""
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    with ml.create_execution(workflow=workflow) as exe:
        [running] = exe.execution_record.sessions
        assert (running.ended, running.exit) == (None, None)
    record = ml.lookup_execution(exe.execution_rid)
    assert record.environment["python"]["version"] == platform.python_version()
    assert record.environment["packages"]["pytest"] == pytest.__version__
    assert record.environment["machine"]["memory"] > 1 << 28
    [session] = record.sessions
    assert (session.host, session.process, session.exit) == (platform.node(), os.getpid(), "ended")
    assert session.details["variables"]["OMP_NUM_THREADS"] == "3"
    assert session.begun <= session.ended
    assert session.usage["processor_seconds"] > 0
    assert session.usage["memory"] > 1 << 20


def test_runs_in_one_environment_share_what_is_known_of_it(ml, workflow, sql):
    """A thousand runs on one machine keep its packages once."""
    for _ in range(3):
        with ml.create_execution(workflow=workflow):
            pass
    with sql.connect() as connection:
        count = sa.text('SELECT count(*), count(DISTINCT "Environment") FROM "Muniment_Session"')
        assert tuple(connection.execute(count).one()) == (3, 1)
        assert connection.execute(sa.text('SELECT count(*) FROM "Muniment_Environment"')).scalar() == 1
    assert len({str(record.environment) for record in ml.find_executions() if record.sessions}) == 1


SPILLING = f"""
import logging, sys, warnings
warnings.simplefilter("ignore")
from muniment import Muniment
ml = Muniment(sys.argv[1])
workflow = ml.create_workflow("Spill", "Training")
options = {{"login": {{"api_key": "{SECRET}", "password": {PIN}}}, "data": "postgresql://ada:{SECRET}@db/lab"}}
try:
    with ml.create_execution(workflow=workflow, parameters=options) as exe:
        assert exe.parameters == options
        print("the key is {SECRET}")
        print("-----BEGIN RSA PRIVATE KEY-----\\n{KEY}\\n{KEY}\\n-----END RSA PRIVATE KEY-----\\nafter the key")
        logging.error("https://example.org/?X-Amz-Signature={SECRET}")
        raise RuntimeError("no connection to postgresql://ada:{SECRET}@db/lab")
except RuntimeError:
    pass
"""


def test_no_secret_lands_in_the_catalog(run, lab, sql, objects, tmp_path):
    """Keys and passwords in variables, arguments, addresses, parameters, output, errors and code are in no row and no object."""
    folder = tmp_path / "code"
    folder.mkdir()
    script = folder / "spill.py"
    script.write_text(SPILLING)
    variables = {
        "WANDB_API_KEY": SECRET,
        "DATABASE_URL": f"postgresql://ada:{SECRET}@db/lab",
        "MUNIMENT_WORKFLOW_FILE": "",
    }
    arguments = (
        f"--api-key={SECRET}",
        "--token",
        SECRET,
        f"s3://key:{SECRET}@bucket/",
        f"logger.password={SECRET}",
    )
    run(script, lab, *arguments, **variables)
    said = []
    with sql.connect() as connection:
        inspector = sa.inspect(connection)
        schemas = [None] if connection.dialect.name == "sqlite" else inspector.get_schema_names()
        for schema in schemas:
            if schema in {"information_schema", "public"}:
                continue
            for name in inspector.get_table_names(schema):
                quoted = f'"{schema}"."{name}"' if schema else f'"{name}"'
                said += [str(row) for row in connection.execute(sa.text(f"SELECT * FROM {quoted}"))]
    kept = b"".join(objects.values())
    assert any("spill.py" in line for line in said)
    assert b"the key is ***" in kept
    assert b"import logging" in kept
    assert b"after the key" in kept
    for secret in (SECRET, KEY, str(PIN)):
        assert not [line for line in said if secret in line]
        assert secret.encode() not in kept


def test_a_patch_of_secrets_still_applies(tmp_path):
    """Hiding keys and numbers takes no line away, and leaves alone what only looks like them."""
    before = f"-password = {PIN}\n password_length = 8000\n+password = {PIN}\n"
    before += f'+KEY = """-----BEGIN PGP PRIVATE KEY BLOCK-----\n+\n+{KEY}\n+abc=\n+-----END PGP PRIVATE KEY BLOCK-----"""\n'
    before += '+assert text.startswith("-----BEGIN PRIVATE KEY-----")\n+loss = 1\n'
    assert redaction.hide(before) == before.replace(str(PIN), "***").replace(KEY, "***").replace(
        "abc=", "***"
    )


def test_the_folder_of_a_shell_is_no_secret(monkeypatch):
    """PWD, which all shells have, names a folder and no password."""
    monkeypatch.setenv("PWD", "/home/ada/project")
    monkeypatch.setenv("OLDPWD", "/home/ada/another")
    assert not {"/home/ada/project", "/home/ada/another"} & set(redaction.secret_values())


def test_what_a_run_says_of_itself_has_no_secret(ml, workflow, monkeypatch):
    """Messages and reasons lose the passwords of addresses, and values of secret variables, as errors do."""
    monkeypatch.setenv("PGPASSWORD", SECRET)
    with ml.create_execution(workflow=workflow) as exe:
        exe.update_status(message=f"reads postgresql://ada:p@55word@db/lab with {SECRET}")
    failed = ml.create_execution(workflow=workflow)
    failed.execution_start()
    failed.update_status("Failed", error=f"no answer of postgresql://ada:{SECRET}@db/lab")
    assert ml.lookup_execution(exe.execution_rid).message == "reads postgresql://ada:***@db/lab with ***"
    assert failed.error == "no answer of postgresql://ada:***@db/lab"


def test_passwords_in_code_are_hidden_and_no_other_code(tmp_path):
    """Texts that code sets to a secret name are not in its patch; what only speaks of secrets is."""
    script = tmp_path / "login.py"
    innocent = (
        'ask("Password: ")\nconnect(password=given)\nmax_tokens = "9"\npassword_file = "pw.txt"\n'
        'url = "password=" + given\n'
    )
    script.write_text(f'{innocent}PASSWORD = "{SECRET}"\nx = {{"api_key": "{SECRET}"}}\n')
    patch = uncommitted.read_patch(str(tmp_path), "login.py", None, ())
    assert SECRET.encode() not in patch
    for line in [*innocent.splitlines(), 'PASSWORD = "***"', 'x = {"api_key": "***"}']:
        assert f"+{line}\n".encode() in patch


@pytest.fixture
def repository(tmp_path):
    """A repository with a committed script and a module, and a way to ask git."""
    folder = tmp_path / "repository"
    folder.mkdir()

    def git(*arguments, cwd=folder):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        user = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
        done = subprocess.run(
            ["git", *user, *arguments], cwd=cwd, env=environment, capture_output=True, check=True
        )
        return done.stdout

    git("init", "--quiet")
    (folder / "train.py").write_text(TRAINING)
    (folder / "model.py").write_text("LAYERS = 2\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Train")
    return folder, git


TRAINING = """
import sys, warnings
warnings.simplefilter("ignore")
import model
sys.path.insert(0, sys.argv[2])
import extra
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.create_execution(workflow=ml.create_workflow("Train", "Training")) as exe:
    pass
print(exe.execution_rid)
"""


def test_the_code_that_no_commit_holds_is_kept(run, lab, repository, tmp_path):
    """What differs from the commit, and new modules that the run has loaded, are kept as a patch that git applies."""
    folder, git = repository
    (folder / "model.py").write_text("LAYERS = 3  # gr\u00f6\u00dfer")
    (folder / "new").mkdir()
    (folder / "new" / "extra.py").write_text("RATE = 0.1\n")
    (folder / "new" / "data.csv").write_text("private\n")
    rid = run(folder / "train.py", lab, folder / "new", MUNIMENT_WORKFLOW_FILE="").strip()
    with Muniment(lab) as ml:
        [patch] = attached(ml, ml.resume_execution(rid), "Uncommitted_Code")
        text = read(patch, tmp_path)
    assert patch.filename == "uncommitted.patch"
    assert "private" not in text
    copy = tmp_path / "copy"
    git("clone", "--quiet", str(folder), str(copy), cwd=tmp_path)
    (tmp_path / "changes.patch").write_text(text)
    git("apply", str(tmp_path / "changes.patch"), cwd=copy)
    for name in ("model.py", "new/extra.py", "train.py"):
        assert (copy / name).read_bytes() == (folder / name).read_bytes()


def test_a_script_outside_of_any_repository_is_kept_whole(run, lab, tmp_path):
    """Where there is no repository, the patch makes the script and its modules from an empty folder."""
    folder = tmp_path / "plain"
    (folder / "new").mkdir(parents=True)
    (folder / "train.py").write_text(TRAINING)
    (folder / "model.py").write_text("LAYERS = 2\n")
    (folder / "new" / "extra.py").touch()
    rid = run(folder / "train.py", lab, folder / "new", MUNIMENT_WORKFLOW_FILE="").strip()
    with Muniment(lab) as ml:
        [patch] = attached(ml, ml.resume_execution(rid), "Uncommitted_Code")
        text = read(patch, tmp_path)
    copy = tmp_path / "copy"
    copy.mkdir()
    subprocess.run(["git", "apply", "-"], input=text.encode(), cwd=copy, check=True)
    assert {file.relative_to(copy).as_posix() for file in copy.rglob("*.py")} == {
        "train.py",
        "model.py",
        "new/extra.py",
    }
    assert (copy / "train.py").read_text() == TRAINING


def test_committed_code_needs_no_patch(ml, workflow):
    """A run of code that is committed as it is has no patch."""
    exe = ml.create_execution(workflow=workflow)
    assert attached(ml, exe, "Uncommitted_Code") == []


def test_what_a_run_prints_is_kept(ml, workflow, tmp_path):
    """What is printed and logged in a block is an asset afterwards, as a terminal shows it."""
    handler = logging.StreamHandler()  # made before the block, with the stream of that time
    logger = logging.getLogger("training")
    logger.addHandler(handler)
    print("before")
    with ml.create_execution(workflow=workflow) as exe:
        print("epoch", 1)
        print("\r10 %\r100 %", file=sys.stderr)
        logger.warning("loss is nan")
    logger.removeHandler(handler)
    print("after")
    [log] = attached(ml, exe, "Execution_Log")
    text = read(log, tmp_path)
    assert log.filename == "output.log"
    assert text == "epoch 1\n100 %\nloss is nan\n"


def test_a_run_that_prints_nothing_has_no_log(ml, workflow):
    """Nothing printed, nothing kept; and the streams are as they were."""
    before = sys.stdout.write
    with ml.create_execution(workflow=workflow) as exe:
        assert sys.stdout.write != before
    assert sys.stdout.write == before
    assert len(exe.list_assets("Output")) == 0


def test_runs_inside_one_another_keep_what_they_print(ml, workflow, tmp_path):
    """The log of an outer run has all, that of an inner one what was printed in it."""
    with ml.create_execution(workflow=workflow) as outer:
        print("one")
        with ml.create_execution(workflow=workflow) as inner:
            print("two")
        print("three")
    logs = [read(*attached(ml, exe, "Execution_Log"), tmp_path) for exe in (outer, inner)]
    assert logs == ["one\ntwo\nthree\n", "two\n"]


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded, use of fork:DeprecationWarning")
def test_a_forked_child_that_leaves_the_block_ends_nothing(ml, workflow, tmp_path):
    """A run goes on in the process that entered it, though a child of that has left the block by an error."""
    parent = os.getpid()
    try:
        with ml.create_execution(workflow=workflow) as exe:
            if (child := os.fork()) == 0:
                raise RuntimeError
            os.waitpid(child, 0)
            assert exe.status.value == "Running"
            print("after")
    finally:
        if os.getpid() != parent:
            os._exit(0)
    assert exe.status.value == "Stopped"
    [session] = exe.execution_record.sessions
    assert session.exit == "ended"
    [log] = attached(ml, exe, "Execution_Log")
    assert read(log, tmp_path) == "after\n"


FORKING = """
import os, sys, threading
from pathlib import Path
from muniment.executions.output_log import OutputLog

log, going = OutputLog(Path(sys.argv[1])), threading.Event()
log.start()

def chatter():
    while not going.is_set():
        log.write("x" * 500 + "\\n")

threads = [threading.Thread(target=chatter) for _ in range(3)]
for thread in threads:
    thread.start()
for number in range(30):
    if os.fork() == 0:
        log.write(f"child {number}\\n")  # and not to a stream, whose own lock Python does not renew in a child
        os._exit(0)
    os.wait()
going.set()
for thread in threads:
    thread.join()
"""


def test_a_child_that_is_forked_while_others_print_can_print(tmp_path):
    """A thread that printed at that moment is not in the child, which does not wait for it."""
    command = [sys.executable, "-W", "ignore", "-c", FORKING, tmp_path / "output.log"]
    subprocess.run(command, stdout=subprocess.DEVNULL, timeout=60, check=True)
    lines = set((tmp_path / "output.log").read_text().splitlines())
    assert [number for number in range(30) if f"child {number}" not in lines] == []


WORKERS = """
import os, sys
from pathlib import Path
from muniment.executions.output_log import OutputLog

log = OutputLog(Path(sys.argv[1]))
log.start()
print("begun", end="")
for number in range(4):
    if os.fork() == 0:
        for line in range(500):
            print("worker", number, "line", line)
        os._exit(0)
for _ in range(4):
    os.wait()
print(", done")
print("the end", end="")
log.stop()
"""


def test_lines_of_forked_workers_stay_whole(tmp_path):
    """Workers that print at once each add whole lines, and what their parent had begun is written once."""
    command = [sys.executable, "-W", "ignore", "-c", WORKERS, tmp_path / "output.log"]
    subprocess.run(command, stdout=subprocess.DEVNULL, timeout=60, check=True)
    lines = (tmp_path / "output.log").read_text().splitlines()
    told = [f"worker {number} line {line}" for number in range(4) for line in range(500)]
    assert sorted(lines) == sorted([*told, "begun, done", "the end"])


RESUMED = """
import os, signal, sys, warnings
warnings.simplefilter("ignore")
from muniment import Muniment
RATE = {rate}
ml = Muniment(sys.argv[1])
code = ml.create_workflow("Fit", "Training")
exe = ml.resume_execution(sys.argv[2]) if sys.argv[2:] else ml.create_execution(workflow=code)
with exe:
    print(exe.execution_rid, flush=True)
    if RATE == 0.1:
        os.kill(os.getpid(), signal.SIGKILL)
    with exe.create_execution():
        pass
"""


def patches(ml, rid, tmp_path):
    return [read(asset, tmp_path) for asset in attached(ml, ml.lookup_execution(rid), "Uncommitted_Code")]


def test_a_run_that_is_resumed_by_other_code_tells_both(ml, start, run, tmp_path):
    """Who mends the code before resuming a run has the code that began it, and that which ended it, in the record."""
    script = tmp_path / "code" / "fit.py"
    script.parent.mkdir()
    script.write_text(RESUMED.format(rate=0.1))
    before = describe_file(script).checksum
    rid, _ = start(script, ml.address, MUNIMENT_WORKFLOW_FILE="").communicate(timeout=60)
    rid = rid.strip()
    script.write_text(RESUMED.format(rate=0.9))
    run(script, ml.address, rid, MUNIMENT_WORKFLOW_FILE="")
    record = ml.lookup_execution(rid)
    first, second = record.sessions
    after = describe_file(script).checksum
    assert (record.configuration["source"]["checksum"], "source" in first.details) == (before, False)
    assert second.details["source"]["checksum"] == after
    assert ["RATE = 0.1" in patch for patch in patches(ml, rid, tmp_path)] == [True, False]
    [inner] = [each for each in ml.find_executions() if each.execution_rid != rid and each.configuration]
    assert inner.configuration["source"]["checksum"] == after


def test_a_run_that_is_resumed_by_the_same_code_has_it_once(ml, run, tmp_path):
    """Nothing is told twice, and code that a kill kept from being stored is stored then."""
    script = tmp_path / "code" / "fit.py"
    script.parent.mkdir()
    script.write_text(RESUMED.format(rate=0.5))
    (tmp_path / "begun.py").write_text("")
    rid = run(script, ml.address, MUNIMENT_WORKFLOW_FILE="").strip()
    assert len(patches(ml, rid, tmp_path)) == 1
    begun = (
        "import sys, warnings; warnings.simplefilter('ignore'); from muniment import Muniment; from muniment.ml import execution\n"
        "execution.recording.attach_code = lambda *_, **__: None\n"
        "ml = Muniment(sys.argv[1]); print(ml.create_execution(workflow=ml.create_workflow('Fit', 'Training')).execution_rid)"
    )
    rid = run(begun, ml.address, MUNIMENT_WORKFLOW_FILE=str(script)).strip()
    assert patches(ml, rid, tmp_path) == []
    run(script, ml.address, rid, MUNIMENT_WORKFLOW_FILE=str(script))
    [patch] = patches(ml, rid, tmp_path)
    assert "RATE = 0.5" in patch
    assert "source" not in ml.lookup_execution(rid).sessions[0].details


LOOKED_UP = """
import sys, warnings
warnings.simplefilter("ignore")
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.create_execution(workflow=sys.argv[2]) as exe:
    print(exe.execution_rid)
"""


def test_a_run_of_a_workflow_that_was_looked_up_tells_its_code(ml, workflow, run, tmp_path):
    """The workflow is what it was said to be; the code that ran is recorded as it is, with its patch."""
    script = tmp_path / "code" / "again.py"
    script.parent.mkdir()
    script.write_text(LOOKED_UP)
    rid = run(script, ml.address, workflow.rid, MUNIMENT_WORKFLOW_FILE="").strip()
    record = ml.lookup_execution(rid)
    assert record.workflow_rid == workflow.rid
    assert record.configuration["source"]["checksum"] == describe_file(script).checksum
    assert any("ml.create_execution(workflow=sys.argv[2])" in patch for patch in patches(ml, rid, tmp_path))


def test_a_run_that_fails_keeps_its_traceback(ml, workflow, tmp_path):
    """The reason is one line; the traceback is in the record and at the end of the log."""
    with pytest.raises(ZeroDivisionError), ml.create_execution(workflow=workflow) as exe:
        print("dividing")
        1 / 0  # noqa: B018
    record = ml.lookup_execution(exe.execution_rid)
    assert record.error == "ZeroDivisionError: division by zero"
    assert record.traceback.startswith("Traceback")
    assert "1 / 0" in record.traceback
    assert read(*attached(ml, exe, "Execution_Log"), tmp_path) == f"dividing\n{record.traceback}"


KILLED = """
import os, signal, sys
from pathlib import Path
from muniment import Muniment
ml = Muniment(sys.argv[1])
with ml.create_execution(workflow=sys.argv[2]) as exe:
    print("epoch 1")
    exe.update_status(message="epoch 1 of 10")
    Path("rid").write_text(exe.execution_rid)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_run_that_was_killed_keeps_what_it_printed(start, ml, workflow, tmp_path):
    """What a killed process printed is stored when its run is taken up; each process that ran it is told."""
    start(KILLED, ml.address, workflow.rid).communicate(timeout=100)
    rid = (tmp_path / "rid").read_text()
    died = ml.lookup_execution(rid)
    assert (died.status, died.message, died.sessions[0].exit) == ("Running", "epoch 1 of 10", None)
    with ml.resume_execution(rid) as exe:
        print("again")
    first, second = sorted(attached(ml, exe, "Execution_Log"), key=lambda log: log.filename, reverse=True)
    assert (read(first, tmp_path), read(second, tmp_path)) == ("epoch 1\n", "again\n")
    assert [session.exit for session in exe.execution_record.sessions] == ["died", "ended"]


def test_a_run_that_was_killed_may_be_uploaded_as_it_is(start, ml, workflow, tmp_path):
    """Uploading what a killed process left stores what it printed, and notes that it died."""
    start(KILLED, ml.address, workflow.rid).communicate(timeout=100)
    exe = ml.resume_execution((tmp_path / "rid").read_text())
    exe.upload_execution_outputs()
    [log] = attached(ml, exe, "Execution_Log")
    [session] = exe.execution_record.sessions
    assert (read(log, tmp_path), session.exit, session.ended) == ("epoch 1\n", "died", None)


def test_others_see_how_far_a_run_is(ml, workflow, run, lab, sql):
    """A message is seen by other processes while the run goes on, and leaves nothing behind but the last."""
    with ml.create_execution(workflow=workflow) as exe:
        for epoch in range(1, 4):
            exe.update_status("Running", f"epoch {epoch} of 3")
        code = "import sys; from muniment import Muniment; print(Muniment(sys.argv[1]).lookup_execution(sys.argv[2]).message)"
        assert run(code, lab, exe.execution_rid) == "epoch 3 of 3\n"
    with sql.connect() as connection:
        query = 'SELECT count(*) FROM "Execution__history" WHERE "RID" = :rid'
        assert (
            connection.execute(sa.text(query), {"rid": exe.execution_rid}).scalar() == 2
        )  # created, running


def test_a_seed_is_set_and_kept(ml, workflow):
    """`set_seed` makes random numbers repeatable, and the record has the seed; what is no seed is refused."""
    import random

    import numpy as np

    drawn = []
    for _ in range(2):
        with ml.create_execution(workflow=workflow) as exe:
            exe.set_seed(7)
            drawn.append((random.random(), np.random.rand()))
    assert drawn[0] == drawn[1]
    assert exe.execution_record.sessions[-1].details["seed"] == 7
    for wrong in (-1, 1.5, "7", True):
        with pytest.raises(InvalidValue, match="is none"):
            exe.set_seed(wrong)


@pytest.mark.parametrize("record", ["nothing", "environment", ["code", "output"]])
def test_what_is_recorded_can_be_chosen(lab, provenance, record):
    """Muniment(record=...) names what runs record by themselves; all else is not."""
    with Muniment(lab, record=record) as ml:
        with ml.create_execution(workflow=ml.create_workflow("Train", "Training")) as exe:
            print("printed")
        [session] = exe.execution_record.sessions
        assert bool(session.environment) == bool(session.host) == (record == "environment")
        assert bool(attached(ml, exe, "Execution_Log")) == ("output" in record)


def test_what_is_recorded_can_be_set(lab, monkeypatch):
    """MUNIMENT_RECORD says it for all; what cannot be recorded is named."""
    monkeypatch.setenv("MUNIMENT_RECORD", "enviroment")
    with pytest.raises(ConfigurationError, match="Did you mean 'environment'"):
        Muniment(lab)


def test_a_copy_of_a_catalog_knows_what_runs_ran_in(ml, workflow, tmp_path):
    """A catalog that was copied has the environments and messages of its runs."""
    with ml.create_execution(workflow=workflow) as exe:
        exe.update_status(message="half way")
    ml.copy(tmp_path / "copied")
    with Muniment(tmp_path / "copied") as copied:
        assert copied.lookup_execution(exe.execution_rid).sessions == exe.execution_record.sessions


def test_what_a_run_tells_of_itself_is_no_data_that_it_made(ml, workflow):
    """A lineage leads from a run to its outputs, and not to its log; from the log, it leads to the run."""
    ml.create_asset("Image")
    with ml.create_execution(workflow=workflow, upload_on_exit=True) as exe:
        print("printed")
        exe.asset_file_path("Image", "mask.png").write_bytes(b"mask")
    [log] = attached(ml, exe, "Execution_Log")
    assert [node.label for node in ml.impact(exe.execution_rid).assets] == ["Image mask.png"]
    assert exe.execution_rid in ml.lookup_lineage(log.asset_rid)
