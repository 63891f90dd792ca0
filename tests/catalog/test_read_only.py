"""Catalogs that can be read and not written, as on a shared drive or a medium."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from muniment import ColumnDefinition, Muniment, TableDefinition

pytestmark = pytest.mark.preloaded

READER = """
import os, sys
import bagit, pandas, sqlite_utils  # where another user may find no Python
from muniment import Muniment, StorageNotWritable
ml = Muniment(sys.argv[1], working_dir=sys.argv[2])
ml.list_rows("Subject").to_dataframe()
ml.close()
if os.geteuid() == 0:  # whom no permissions hold back
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
lab = sys.argv[3]
"""


@pytest.fixture
def public():
    """A folder that every user can reach."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def lab(public, empty_catalog, provenance):
    """The folder of a catalog with a row and an asset, and of another one that can be written."""
    shutil.copytree(empty_catalog, public / "lab")
    with Muniment(public / "lab") as ml:
        ml.create_table(TableDefinition("Subject", [ColumnDefinition("Name")]))
        ml.insert_rows("Subject", {"Name": "Ada"})
        (public / "note.txt").write_text("a note")
        ml.add_files(public / "note.txt")
    shutil.copytree(public / "lab", public / "own")
    return public / "lab"


def protect(folder):
    """Let nobody write in a folder."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & 0o555 | 0o444)


@pytest.fixture
def read(run, lab, public):
    """Run code in a process whose user may read the catalog and not write it."""

    def read(code):
        protect(lab)
        return run(READER + code, public / "own", public / "work", lab)

    return read


def test_a_read_only_catalog_can_be_read(read, lab):
    """Rows, assets and their bytes can be read from a folder in which nothing can be written, and nothing is made there."""
    before = sorted(lab.rglob("*"))
    said = read(
        """
with Muniment(lab) as ml:
    print(ml.list_rows("Subject")[0]["Name"], ml.list_assets("File")[0].open().read())
    print(ml.pathBuilder().schemas[ml.domain_schema].Subject.entities().fetch().to_dataframe()["Name"].tolist())
    print(ml.find_executions()[0].status, ml.find_datasets(), ml.find_unfinished_executions())
"""
    )
    assert said.splitlines() == ["Ada b'a note'", "['Ada']", "Aborted [] {}"]
    assert sorted(lab.rglob("*")) == before


def test_writing_to_a_read_only_catalog_is_refused(read):
    """What would write to a read-only catalog says that it is read-only, and what to do."""
    said = read(
        """
ml = Muniment(lab)
for work in (
    lambda: ml.insert_rows("Subject", {"Name": "Eve"}),
    lambda: ml.create_asset("Image"),
    lambda: ml.add_term("Asset_Type", "Thumbnail", "Small"),
    lambda: ml.add_files(lab + "/../note.txt"),
    lambda: ml.create_dataset(),
):
    try:
        work()
    except StorageNotWritable as error:
        print("was opened for reading only" in str(error), "Make both writable" in str(error))
"""
    )
    assert said.splitlines() == ["True True"] * 5


def test_a_catalog_that_another_user_writes_can_be_read(read, lab):
    """A reader without permission to write sees what another user has just written, and what comes after it."""
    with Muniment(lab) as ml:
        ml.insert_rows("Subject", {"Name": "Eve"})
        said = read('print([row["Name"] for row in Muniment(lab).list_rows("Subject")])')
    assert said == "['Ada', 'Eve']\n"


def test_a_reader_follows_what_is_written(start, lab, public):
    """A read-only catalog that stays open shows what its owner has written since, whether the owner is there or gone."""
    code = """
ml = Muniment(lab)
while sys.stdin.readline():
    print(len(ml.list_rows("Subject")), flush=True)
"""
    with Muniment(public / "lab"):
        (public / "lab" / "catalog.db").chmod(0o444)
        (public / "lab").chmod(0o555)
        if os.geteuid() != 0:
            pytest.skip("the owner of a catalog who is not root cannot write in it while it is read-only")
    reader = start(READER + code, public / "own", public / "work", lab)

    def ask():
        reader.stdin.write("\n")
        reader.stdin.flush()
        return int(reader.stdout.readline())

    assert ask() == 1
    with Muniment(lab) as ml:
        for number in range(3):
            ml.insert_rows("Subject", {"Name": str(number)})
            assert ask() == 2 + number
    assert ask() == 4


def test_changes_that_cannot_be_read_are_not_passed_over(read, lab, start):
    """A read-only copy with changes of a process that was killed is refused, rather than read without them."""
    writer = start(
        """
import sys
from muniment import Muniment
ml = Muniment(sys.argv[1])
ml.insert_rows("Subject", {"Name": "Eve"})
print("written", flush=True)
sys.stdin.readline()
""",
        lab,
    )
    assert writer.stdout.readline() == "written\n"
    writer.kill()
    writer.wait()
    (lab / "catalog.db-shm").unlink()
    said = read(
        """
try:
    Muniment(lab)
except StorageNotWritable as error:
    print(error)
"""
    )
    assert "has changes that stand in" in said
    assert "Open it once where it can be written" in said


def test_a_read_only_catalog_lends_itself_to_work_elsewhere(read, public, lab):
    """With a working directory of its own, a reader can download a bag of a read-only catalog."""
    with Muniment(lab) as ml:
        dataset = ml.create_dataset(description="Notes")
        ml.add_dataset_element_type("File")
        dataset.add_dataset_members([ml.list_assets("File")[0].rid])
        dataset.release("minor")
    (public / "work").mkdir()
    (public / "work").chmod(0o777)
    said = read(
        """
ml = Muniment(lab, working_dir=sys.argv[2])
bag = ml.find_datasets()[0].download_dataset_bag()
print(bag.list_tables())
"""
    )
    assert "File" in said


def test_asking_for_unfinished_runs_makes_no_folder(ml):
    """To ask which runs hold staged files makes no working directory."""
    assert ml.find_unfinished_executions() == {}
    assert not ml.working_dir.exists()
