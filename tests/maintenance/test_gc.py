"""The clean-up of a store."""

import json
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from muniment import InvalidValue, Muniment, RIDNotFound, StorageError
from muniment.catalog import files, removals
from muniment.cli import main
from muniment.executions import commit
from muniment.maintenance import gc
from muniment.storage import Storage
from tests.storage.conftest import S3Server

pytestmark = pytest.mark.preloaded

NOW = timedelta(0)


def tomorrow() -> datetime:
    return datetime.now(UTC) + timedelta(days=1, seconds=5)


SPARE = [b"spare %d" % number for number in range(300)]


def spare_files(folder: Path) -> Path:
    """Write the files whose bytes are in the store without a row."""
    folder.mkdir()
    for number, data in enumerate(SPARE):
        (folder / f"{number}.txt").write_bytes(data)
    return folder


@pytest.fixture
def spare(store: Storage) -> set[str]:
    """Objects that no row refers to, as uploads leave them that were killed and given up."""
    return {store.put_bytes(data).sha256 for data in SPARE}


def test_a_dry_run_counts_and_removes_nothing(ml: Muniment, store: Storage, spare: set[str]) -> None:
    """Without being told to, a clean-up only counts, and writes nothing in the catalog."""
    before = ml.list_changes()
    cleanup = ml.gc(grace=NOW)
    assert (cleanup.objects, cleanup.bytes, cleanup.leftovers) == (300, sum(map(len, SPARE)), 0)
    assert repr(cleanup) == "<Cleanup: 300 objects of 2590 bytes and 0 leftovers would be removed>"
    assert spare < set(store.keys())
    assert ml.list_changes() == before


def test_what_nothing_refers_to_is_removed(ml: Muniment, store: Storage, spare: set[str]) -> None:
    """What was counted is removed and nothing else; the log says what was removed, and by whom."""
    used = set(store.keys()) - spare
    cleanup = ml.gc(dry_run=False, grace=NOW)
    assert (cleanup.objects, cleanup.bytes, cleanup.dry_run) == (300, sum(map(len, SPARE)), False)
    assert set(store.keys()) == used
    assert ml.doctor(deep=True).ok
    change = ml.list_changes()[-1]
    assert (change.action, change.actor) == ("gc", "ada")
    assert change.details == {"state": "ended", "objects": 300, "bytes": sum(map(len, SPARE))}
    assert ml.gc(dry_run=False, grace=NOW).objects == 0


def test_young_objects_are_spared(ml: Muniment, store: Storage, spare: set[str]) -> None:
    """Objects that were stored in the last day are left alone, unless told otherwise."""
    assert ml.gc(dry_run=False).objects == 0
    assert spare < set(store.keys())
    assert gc.collect(ml._catalog, None, now=tomorrow()).objects == 300
    with pytest.raises(InvalidValue, match="in the future"):
        ml.gc(grace=timedelta(hours=-1))


def test_leftovers_of_writers_that_died_are_removed(ml: Muniment, lab: Path) -> None:
    """Temporary files are spared for a day, whatever the grace; then they are counted, and removed if asked to."""
    left = lab / "objects" / "tmp" / "left"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"left")
    assert ml.gc(dry_run=False, grace=NOW).leftovers == 0
    assert gc.collect(ml._catalog, None, now=tomorrow()).leftovers == 1
    assert left.exists()
    assert gc.collect(ml._catalog, None, now=tomorrow(), dry_run=False).leftovers == 1
    assert not left.exists()


def test_objects_of_dropped_tables_are_kept(ml: Muniment, object_file: Callable[[bytes], Path]) -> None:
    """The rows of a dropped table are kept, and so is what they refer to."""
    assert [table.name for table in ml.list_asset_tables() if table.name == "Gone"] == []
    assert ml.gc(dry_run=False, grace=NOW).objects == 0
    assert object_file(b"gone").exists()


@pytest.fixture
def broken_off(ml: Muniment) -> Callable[[], object]:
    """A run whose bytes were stored and whose rows were refused; what is given mends that and uploads it."""
    ada, bob = (row["RID"] for row in ml.list_rows("Subject"))
    with ml.create_execution(workflow=ml.create_workflow("Train", "Training")) as exe:
        path = exe.asset_file_path("Image", "new.png", Subject=bob)
        path.write_bytes(b"new")
    ml.delete_rows("Subject", bob)
    with pytest.raises(RIDNotFound):
        exe.upload_execution_outputs()

    def go_on() -> object:
        path.metadata = {"Subject": ada}
        return exe.upload_execution_outputs()

    return go_on


def test_runs_that_can_be_resumed_keep_their_objects(
    ml: Muniment, broken_off: Callable[[], object], object_file: Callable[[bytes], Path]
) -> None:
    """What an upload has stored that was broken off on this machine is not removed."""
    assert ml.gc(dry_run=False, grace=NOW).objects == 0
    assert object_file(b"new").exists()


def test_a_run_stores_again_what_was_removed_from_elsewhere(
    ml: Muniment, lab: Path, tmp_path: Path, broken_off: Callable[[], object]
) -> None:
    """Who cleans up on another machine knows nothing of a run that was broken off, and it loses nothing."""
    with Muniment(lab, working_dir=tmp_path / "elsewhere") as other:
        assert other.gc(dry_run=False, grace=NOW).objects == 1
    broken_off()
    assert ml.doctor(deep=True).ok
    [new] = [image for image in ml.list_assets("Image") if image.filename == "new.png"]
    with new.open() as file:
        assert file.read() == b"new"


def test_files_that_were_removed_before_their_rows_are_stored_again(
    ml: Muniment, lab: Path, spare: set[str], tmp_path: Path
) -> None:
    """A clean-up between the storing of files that were there already and their rows costs time, and no file."""
    folder, removed = spare_files(tmp_path / "spare"), []

    def clean_up(_done: int, _total: int) -> None:
        if not removed:
            with Muniment(lab) as other:
                removed.append(other.gc(dry_run=False, grace=NOW).objects)

    rids = files.add_files(ml._catalog, folder, progress=clean_up)
    assert removed == [300]
    assert len(rids) == len({asset.rid for asset in ml.list_assets("File")}) == 300
    assert ml.doctor(deep=True).ok


def test_a_run_whose_objects_were_removed_before_its_rows_stores_them_again(
    ml: Muniment, lab: Path, spare: set[str], tmp_path: Path
) -> None:
    """The upload of a run goes over what it has stored once more if a clean-up came between."""
    with ml.create_execution(workflow=ml.create_workflow("Train", "Training")) as exe:
        for path in spare_files(tmp_path / "spare").iterdir():
            exe.asset_file_path("Image", path)
    removed: list[int] = []

    def clean_up(done: int, total: int) -> None:
        if done == total and not removed:
            with Muniment(lab, working_dir=tmp_path / "elsewhere") as other:
                removed.append(other.gc(dry_run=False, grace=NOW).objects)

    report = commit.upload(ml._catalog, exe._staging, progress=clean_up)
    assert removed == [300]
    assert report.total_uploaded == 300
    assert ml.doctor(deep=True).ok


UPLOADS = """
import sys
import time
from pathlib import Path
from muniment import Muniment

ml = Muniment(sys.argv[1])
paths = sorted(Path(sys.argv[2]).iterdir())[int(sys.argv[3])::2]
for start in range(0, len(paths), 10):
    some = paths[start:start + 10]
    for path in some:
        ml._catalog.store.put_bytes(path.read_bytes())  # an upload that dies
    time.sleep(0.03)
    ml.add_files(some)
"""
CLEANS_UP = """
import sys
from datetime import timedelta
from muniment import Muniment

ml = Muniment(sys.argv[1])
print("ready", flush=True)
while True:
    print(ml.gc(dry_run=False, grace=timedelta(0)).objects, flush=True)
"""


def test_uploads_lose_nothing_while_objects_are_removed(
    ml: Muniment, lab: Path, start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    """Processes upload files whose bytes are in the store, while another removes and removes: nothing is lost."""
    folder = spare_files(tmp_path / "spare")
    cleaner = start(CLEANS_UP, lab)
    assert cleaner.stdout is not None
    cleaner.stdout.readline()
    uploads = [start(UPLOADS, lab, folder, number) for number in range(2)]
    for upload in uploads:
        _, complaints = upload.communicate()
        assert upload.returncode == 0, complaints
    cleaner.kill()
    assert sum(map(int, cleaner.stdout.read().split())) > 0
    assert len(ml.list_assets("File")) == 300
    assert ml.doctor(deep=True).ok


def test_an_upload_checks_its_objects_while_a_clean_up_has_not_ended(
    ml: Muniment, spare: set[str], tmp_path: Path
) -> None:
    """What a clean-up removes that began before the upload and is killed later is stored again."""
    begun = removals.begin(ml._catalog)
    removed = []

    def remove(_done: int, _total: int) -> None:
        if not removed:
            removed.extend(removals.remove(ml._catalog, begun, spare))

    files.add_files(ml._catalog, spare_files(tmp_path / "spare"), progress=remove)
    assert set(removed) == spare
    assert {finding.code for finding in ml.doctor(deep=True)} == {"gc-under-way"}


def test_a_clean_up_that_was_killed_does_no_harm(
    ml: Muniment,
    store: Storage,
    lab: Path,
    start: Callable[..., "subprocess.Popen[str]"],
    tmp_path: Path,
) -> None:
    """After a clean-up was killed, uploads lose nothing, and the next one ends what it began."""
    folder = spare_files(tmp_path / "spare")
    for _ in range(3):
        spare = [store.put_bytes(data).sha256 for data in SPARE]
        cleaner = start(CLEANS_UP, lab)
        while all(map(store.exists, spare)):
            time.sleep(0.001)
        cleaner.kill()
        cleaner.wait()
    with ml._catalog.read() as connection:
        was_killed_within = removals.latest(connection).is_under_way
    assert {finding.code for finding in ml.doctor()} <= {"gc-under-way", "object-unreferenced"}
    assert ("gc-under-way" in ml.doctor().codes) == was_killed_within
    ml.add_files(folder)
    ml.gc(dry_run=False, grace=NOW)
    assert list(ml.doctor(deep=True)) == []


def test_of_two_clean_ups_the_later_goes_on(ml: Muniment, store: Storage, spare: set[str]) -> None:
    """A clean-up stops when another begins, so that the log tells uploads whether any is under way."""
    begun = removals.begin(ml._catalog)
    assert ml.gc(dry_run=False, grace=NOW).objects == 300
    key = store.put_bytes(b"spare").sha256
    with pytest.raises(StorageError, match="Another clean-up"):
        removals.remove(ml._catalog, begun, [key])
    assert store.exists(key)


def test_a_store_of_two_catalogs_is_left_alone(ml: Muniment, lab: Path, tmp_path: Path) -> None:
    """Objects that a row of another catalog may refer to are not removed; the message says which catalog."""
    with Muniment(tmp_path / "other", create=True, store=str(lab / "objects")) as other:
        for catalog in (ml, other):
            with pytest.raises(StorageError, match="another catalog") as refusal:
                catalog.gc(dry_run=False, grace=NOW)
        (lab / "objects" / "users" / other.catalog_id).unlink()
        assert ml.catalog_id in str(refusal.value)
    assert ml.gc(dry_run=False, grace=NOW).objects == 0


def test_the_command_removes_only_if_told_to(
    ml: Muniment, lab: Path, store: Storage, spare: set[str]
) -> None:
    """`muniment gc` counts, and `muniment gc --delete` removes."""
    run = CliRunner().invoke
    counted = run(main, ["gc", "--grace", "0", "-c", str(lab)])
    assert counted.stdout == "300 objects of 2590 bytes and 0 leftovers would be removed\n"
    assert "--delete" in counted.stderr
    assert spare < set(store.keys())
    told = json.loads(run(main, ["gc", "--delete", "--grace", "0", "--json", "-c", str(lab)]).stdout)
    assert (told["objects"], told["bytes"], told["dry_run"]) == (300, 2590, False)
    assert not spare & set(store.keys())


def test_a_bucket_is_cleaned_up(
    tmp_path: Path, s3_environment: dict[str, str], s3_url: str, s3_server: S3Server
) -> None:
    """In S3, unused objects go a thousand at a time, and uploads in parts that were broken off with them."""
    with Muniment(tmp_path / "lab", create=True, store=s3_url) as ml:
        used = ml.add_files(spare_files(tmp_path / "spare"))[:1]
        store = ml._catalog.store
        spare = store.put_bytes(b"really spare").sha256
        bucket, _, prefix = s3_url.removeprefix("s3://").partition("/")
        key = f"{prefix}/{spare[:2]}/{spare}"
        s3_server.client.create_multipart_upload(Bucket=bucket, Key=key)
        cleanup = gc.collect(ml._catalog, None, now=tomorrow())
        assert (cleanup.objects, cleanup.bytes, cleanup.leftovers) == (1, len(b"really spare"), 1)
        assert gc.collect(ml._catalog, None, now=tomorrow(), dry_run=False).leftovers == 1
        assert not store.exists(spare)
        assert store.exists(used[0].sha256)
        assert list(ml.doctor(deep=True)) == []
        assert gc.collect(ml._catalog, None, now=tomorrow()).leftovers == 0
