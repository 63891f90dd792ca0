"""Files that several executions read, kept on this machine."""

import os
import signal
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from muniment import AssetNotFound, AssetSpec, ConfigurationError, DatasetSpec, Muniment, ObjectNotFound


@pytest.fixture
def notes(ml, tmp_path):
    """A file in the catalog."""
    (tmp_path / "notes.txt").write_text("notes")
    return ml.add_files(tmp_path / "notes.txt")[0]


def test_a_cached_file_is_downloaded_once(ml, workflow, notes):
    """With cache=True later executions, dry runs too, get a link to the same file, and each records that it read it."""
    runs = [
        ml.create_execution(workflow=workflow, assets=[AssetSpec(rid=notes.rid, cache=True)], dry_run=dry_run)
        for dry_run in (False, False, True)
    ]
    paths = [path for exe in runs for path in exe.asset_paths["File"]]
    assert len(set(paths)) == 3
    assert len({path.resolve() for path in paths}) == 1
    assert [path.read_text() for path in paths] == ["notes"] * 3
    assert all([asset.rid for asset in exe.list_assets("Input")] == [notes.rid] for exe in runs)


def test_a_file_that_is_not_cached_is_its_run_s_own(ml, workflow, notes):
    """Without cache each execution has a copy of its own, which it may change."""
    runs = [ml.create_execution(workflow=workflow, assets=[notes.rid]) for _ in range(2)]
    first, second = (exe.asset_paths["File"][0] for exe in runs)
    first.write_text("changed")
    assert second.read_text() == "notes"


def test_a_cached_file_that_was_changed_is_downloaded_again(ml, workflow, notes):
    """A cached file is compared with the catalog's checksum before it is given out again."""
    exe = ml.create_execution(workflow=workflow)
    path = exe.download_asset(notes.rid, use_cache=True)
    path.chmod(0o644)
    path.write_text("changed")
    with pytest.warns(UserWarning, match="held other bytes"):
        again = exe.download_asset(notes.rid, use_cache=True)
    assert again.read_text() == "notes"


def test_a_cached_file_does_not_take_the_place_of_another(ml, workflow, notes, tmp_path):
    """A file of the user that is in the way is replaced with a warning, as without a cache."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    exe = ml.create_execution(workflow=workflow)
    with pytest.warns(UserWarning, match="held other bytes"):
        path = exe.download_asset(notes.rid, tmp_path / "out", use_cache=True)
    assert path.read_text() == "notes"


def test_a_cached_file_is_read_only(ml, workflow, notes):
    """A run cannot spoil a cached file for others by mistake: nobody may write to it, and it stays when the run's link goes."""
    exe = ml.create_execution(workflow=workflow)
    path = exe.download_asset(notes.rid, use_cache=True)
    assert path.resolve().stat().st_mode & 0o222 == 0
    path.unlink()
    [kept] = ml.list_cached_assets()
    assert kept.path.read_text() == "notes"


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="Linux tells what a process has read")
def test_a_cached_file_is_not_read_again_to_be_verified(ml, workflow, tmp_path):
    """A cached file that nobody has changed is given out without reading it: only how it looks is compared."""
    (tmp_path / "large.bin").write_bytes(os.urandom(20_000_000))
    [large] = ml.add_files(tmp_path / "large.bin")
    exe = ml.create_execution(workflow=workflow)
    path = exe.download_asset(large.rid, use_cache=True)
    [kept] = ml.list_cached_assets()
    assert (kept.asset_rid, kept.md5, kept.bytes) == (large.rid, large.md5, 20_000_000)

    def read_by(act):
        before = int(Path("/proc/self/io").read_text().split()[1])
        assert act() == path
        return int(Path("/proc/self/io").read_text().split()[1]) - before

    assert read_by(lambda: exe.download_asset(large.rid, use_cache=True)) < 10_000_000
    path.resolve().touch()
    assert read_by(lambda: exe.download_asset(large.rid, use_cache=True)) > 20_000_000
    assert read_by(lambda: exe.download_asset(large.rid, use_cache=True)) < 10_000_000


def test_a_change_that_keeps_size_and_time_is_noticed(ml, workflow, notes):
    """A cached file that was changed, and given its old size and time, is not given out."""
    exe = ml.create_execution(workflow=workflow)
    path = exe.download_asset(notes.rid, use_cache=True)
    before = path.stat()
    path.chmod(0o644)
    path.write_text("NOTES")
    path.chmod(0o444)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.warns(UserWarning, match="held other bytes"):
        assert exe.download_asset(notes.rid, use_cache=True).read_text() == "notes"


def test_processes_that_want_a_file_at_once_fetch_it_once(ml, start, notes, slow_server):
    """Of processes that ask for the same cached file at once, one downloads it, and all read the whole of it."""
    atlas = ml.add_reference("File", slow_server.url, length=len(slow_server.content))
    slow_server.go_on.set()
    code = """
import sys
from muniment import Muniment
with Muniment(sys.argv[1]) as ml:
    exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
    print("ready", flush=True)
    sys.stdin.readline()
    print(len(exe.download_asset(sys.argv[2], use_cache=True).read_bytes()))
"""
    ml.verify_references("File")
    asked = slow_server.count
    processes = [start(code, ml.address, atlas.rid) for _ in range(6)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=100) for process in processes]
    assert told == [(f"{len(slow_server.content)}\n", "")] * 6
    assert slow_server.count == asked + 1
    assert len(ml.list_cached_assets()) == 1


def test_a_process_killed_while_it_fetches_leaves_nothing_behind(ml, workflow, start, slow_server, tmp_path):
    """After a kill in the middle of a download no half file is seen, and the next process downloads the whole."""
    atlas = ml.add_reference("File", slow_server.url, length=len(slow_server.content))
    code = """
import sys
from muniment import Muniment
with Muniment(sys.argv[1]) as ml:
    exe = ml.create_execution(workflow=ml.create_workflow("Train", "Training"))
    exe.download_asset(sys.argv[2], use_cache=True)
"""
    process = start(code, ml.address, atlas.rid)
    cache = ml._workspace.cached_assets
    while not list(cache.glob("*/.muniment-*")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert ml.list_cached_assets() == []
    slow_server.go_on.set()
    exe = ml.create_execution(workflow=workflow, assets=[AssetSpec(atlas.rid, cache=True)])
    assert exe.asset_paths["File"][0].read_bytes() == slow_server.content
    [kept] = ml.list_cached_assets()
    assert kept.md5 == ml.lookup_asset(atlas.rid).md5
    assert [path.name for path in cache.rglob("*") if path.name.startswith(".")] == []


@pytest.fixture
def slow_server():
    """A web server that gives the first half of a file, and the rest when it is told to go on."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.count += 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(server.content)))
            self.end_headers()
            half = len(server.content) // 2
            self.wfile.write(server.content[:half])
            self.wfile.flush()
            server.go_on.wait(100)
            self.wfile.write(server.content[half:])

        def log_message(self, *_):
            pass

        def handle(self):
            with suppress(OSError):  # a client was killed
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.count, server.content, server.go_on = 0, os.urandom(4_000_000), threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}/atlas.bin"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_kept_files_are_listed_measured_and_removed(ml, workflow, tmp_path):
    """What the cache holds is listed, the file used last first, counted in its size, and removed by asset, bytes or age."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(name)
    a, b, c = ml.add_files([tmp_path / name for name in ("a.txt", "b.txt", "c.txt")])
    exe = ml.create_execution(workflow=workflow)
    for asset in (a, b, c, a):
        exe.download_asset(asset.rid, use_cache=True)
    assert [kept.path.name for kept in ml.list_cached_assets()] == ["a.txt", "c.txt", "b.txt"]
    assert [kept.path.name for kept in ml.list_cached_assets(b.rid)] == ["b.txt"]
    size = ml.get_cache_size()
    assert (size["asset_count"], size["bag_count"], size["total_bytes"] >= 15) == (3, 0, True)
    assert (ml.delete_cached_asset(a.rid, md5="0" * 32), ml.delete_cached_asset(a.rid, a.md5)) == (0, 1)
    [old] = ml.list_cached_assets(b.rid)
    os.utime(old.path.parent, (0, 0))
    assert ml.clear_cache(older_than_days=1) == {"bags_removed": 0, "files_removed": 1, "bytes_freed": 5}
    assert [kept.asset_rid for kept in ml.list_cached_assets()] == [c.rid]
    ml.clear_cache()
    assert ml.get_cache_size()["total_bytes"] == 0
    assert exe.download_asset(a.rid, use_cache=True).read_text() == "a.txt"


def test_many_declared_files_come_together(ml, workflow, tmp_path):
    """A run brings its declared files, kept for others or not, with as many statements as it would bring a few."""
    for number in range(24):
        (tmp_path / f"{number}.txt").write_text(str(number))
    rids = [asset.rid for asset in ml.add_files([tmp_path / f"{n}.txt" for n in range(24)])]
    statements = []
    sa.event.listen(ml._catalog.database.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

    def count(chosen):
        specs = [AssetSpec(rid, cache=number % 2 == 0) for number, rid in enumerate(chosen)]
        exe = ml.create_execution(workflow=workflow, assets=specs)
        statements.clear()
        assert [path.read_text() for path in exe.asset_paths["File"]] == [str(rids.index(r)) for r in chosen]
        return len(statements)

    assert count(rids[:4]) == count(rids[::-1])


def test_a_declared_reference_is_read_like_any_asset(ml, workflow, tmp_path):
    """A reference can be declared as an input, and its checksums are recorded when it is first read."""
    (tmp_path / "atlas.nii").write_bytes(b"atlas")
    atlas = ml.add_reference("File", (tmp_path / "atlas.nii").as_uri())
    for cache in (False, True):
        exe = ml.create_execution(workflow=workflow, assets=[AssetSpec(atlas.rid, cache=cache)])
        assert exe.asset_paths["File"][0].read_bytes() == b"atlas"
        assert [asset.rid for asset in exe.list_assets("Input")] == [atlas.rid]
    assert len(ml.lookup_asset(atlas.rid).sha256) == 64


def test_a_declared_file_that_is_lost_is_told(ml, workflow, notes, objects):
    """If the store has lost the bytes of a declared file, the error says so, and what is gone from the catalog is named."""
    runs = [
        ml.create_execution(workflow=workflow, assets=[AssetSpec(notes.rid, cache=cache)])
        for cache in (False, True)
    ]
    del objects[notes.sha256]
    for exe in runs:
        with pytest.raises(ObjectNotFound):
            exe.asset_paths  # noqa: B018 (it downloads)
    with pytest.raises(AssetNotFound, match="1-ZZZZ"):
        ml.create_execution(workflow=workflow, assets=["1-ZZZZ"])


def test_how_a_dataset_is_downloaded_can_be_said_as_in_derivaml(ml):
    """Settings of downloads are taken in DerivaML's forms; what cannot be is refused."""
    spec = DatasetSpec(rid="1-4K7Q", timeout=(10, 600), fetch_concurrency=4, reachability_concurrency=4)
    assert (spec.timeout, spec.fetch_concurrency) == (600.0, 4)
    assert DatasetSpec(rid="1-4K7Q", asset_types="Image").asset_types == ("Image",)
    with pytest.raises(ConfigurationError, match="fetch_concurrency"):
        DatasetSpec(rid="1-4K7Q", fetch_concurrency=0)


def test_an_execution_reads_only_the_files_it_asked_for(ml, workflow, tmp_path):
    """A run that declares types of assets gets a bag with the files of these, and fetches the others on demand."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    ml.add_term("Asset_Type", "Mask", "Where something is")
    [mask] = ml.add_files(tmp_path / "a.txt", asset_types=["Mask"])
    [other] = ml.add_files(tmp_path / "b.txt")
    dataset = ml.create_dataset()
    dataset.add_dataset_members([mask.rid, other.rid])
    spec = DatasetSpec(rid=dataset.rid, version=dataset.release("minor"), asset_types=["Mask"])
    with ml.create_execution(workflow=workflow, datasets=[spec]) as exe:
        bag = exe.datasets[dataset.rid]
        assert bag.asset_path(mask.rid).read_text() == "a.txt"
        assert not bag.is_materialized
        bag.materialize()
        assert bag.asset_path(other.rid).read_text() == "b.txt"


def test_what_a_dataset_is_read_for_is_kept(ml, workflow, lab):
    """The description of a DatasetSpec stands in the configuration of the execution."""
    dataset = ml.create_dataset()
    made = ml.create_execution(
        workflow=workflow, datasets=[DatasetSpec(rid=dataset.rid, description="To train")]
    )
    with Muniment(lab) as other:
        [spec] = other.lookup_execution(made.execution_rid).configuration["datasets"]
    assert spec["description"] == "To train"
