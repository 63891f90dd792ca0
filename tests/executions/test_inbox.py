import os
import signal
from pathlib import Path

import pytest

from muniment import Muniment
from muniment.executions import journal
from muniment.executions.inbox import Inbox

WRITE = """
import sys
from pathlib import Path
from muniment.executions.inbox import Inbox
inbox = Inbox(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    inbox.append([sys.argv[2], number])
"""


def test_what_many_processes_append_is_whole_and_in_order(start, tmp_path):
    """Records of several processes are never mixed, and those of one are in its order, while others take them."""
    inbox = Inbox(tmp_path / "inbox")
    writers = [start(WRITE, inbox.file, name, 500) for name in "abc"]
    found = []
    while any(writer.poll() is None for writer in writers):
        with inbox.emptied() as records:
            found += records
    with inbox.emptied() as records:
        found += records
    for name in "abc":
        assert [record for record in found if record[0] == name] == [[name, n] for n in range(500)]
    assert [writer.communicate()[1] for writer in writers] == ["", "", ""]
    inbox.close()


def test_records_are_kept_until_they_are_taken_in(tmp_path):
    """If taking in fails halfway, the records are there for the next, and so are later ones."""
    inbox = Inbox(tmp_path / "inbox")
    inbox.append(["a"])
    with pytest.raises(ZeroDivisionError), inbox.emptied() as records:
        assert records == [["a"]]
        raise ZeroDivisionError
    inbox.append(["b"])
    with inbox.emptied() as records:
        assert records == [["a"], ["b"]]
    assert inbox.is_empty()
    inbox.close()


@pytest.mark.parametrize("torn", [b'\n["c', b'\n["c"', b"\n", b"\n\0\0\0", b'\n["\xc3'])
def test_a_record_that_was_cut_short_is_none(tmp_path, torn):
    """What a killed writer left of a record is passed over; the records before and after it are whole."""
    inbox = Inbox(tmp_path / "inbox")
    inbox.append(["a\nb", None])
    with inbox.file.open("ab") as file:
        file.write(torn)
    inbox.append(["d", 1])
    with inbox.emptied() as records:
        assert records == [["a\nb", None], ["d", 1]]
    inbox.close()


def test_many_staged_files_do_not_wait_for_long(ml, workflow, monkeypatch):
    """An inbox that has grown is taken into the journal while the run goes on staging."""
    monkeypatch.setattr(journal, "_LARGEST_INBOX", 10_000)
    exe = ml.create_execution(workflow=workflow)
    for number in range(100):
        exe.asset_file_path("File", str(number), description="x" * 500).touch()
        assert (ml.working_dir / "journal.db-inbox").stat().st_size < 11_000
    assert exe.pending == 100
    exe.upload_execution_outputs()
    assert len(ml.list_assets("File")) == 100


def test_taking_in_twice_changes_nothing(lab, start):
    """A process that is killed after it took records in, and before it dropped them, loses and doubles nothing."""
    process = start(
        """
import os, signal, sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
for name in "ab":
    exe.asset_file_path("File", name).write_text(name)
os.ftruncate = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
exe.asset_file_path("File", "a").write_text("again")
""",
        lab,
    )
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    ml = Muniment(lab)
    assert os.stat(Path(ml.working_dir, "journal.db-inbox")).st_size > 0
    [(rid, count)] = ml.find_unfinished_executions().items()
    assert count == 2
    ml.resume_execution(rid).upload_execution_outputs()
    assert sorted(asset.filename for asset in ml.list_assets("File")) == ["a", "b"]
    ml.close()
