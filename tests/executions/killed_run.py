"""A run that is killed at one line after another of a part of the library, and resumed each time.

All runs are processes of their own, forked from this one, which has imported what they need. Arguments: a folder
that holds the catalog in `lab`, the RID of the execution, how many times to kill, and the files of the library in
which to kill. Prints JSON: what an undisturbed run came to, and for each kill what others saw right after it and
what the resumed run came to.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import muniment
from muniment import Muniment, ml  # noqa: F401 (the public names are lazy, and are to be imported before the fork)

LIBRARY = os.path.dirname(muniment.__file__) + "/"


# --- the run -------------------------------------------------------------------------------------------


def work(folder, rid):
    """Stage files in all ways and upload them; what the program itself has done is marked in its folder."""
    catalog = Muniment(folder / "lab")
    exe = catalog.resume_execution(rid)
    if not (folder / "staged").exists():
        stage(folder, exe)
        (folder / "staged").touch()
    exe.upload_execution_outputs()
    return "through"


def stage(folder, exe):
    if exe.status == "Created":
        exe.execution_start()
    mine = folder / "mine"
    new = hand_out(folder, exe.asset_file_path("Image", "new.png", Width=1, asset_types=["Mask", "Image"]))
    new.write_bytes(b"new")
    hand_out(folder, exe.asset_file_path("Image", "x", rename_file="renamed.png")).write_bytes(b"renamed")
    hand_out(folder, exe.asset_file_path("Image", mine / "link.png", Width=2, description="Linked"))
    hand_out(folder, exe.asset_file_path("Image", mine / "copy.png", copy_file=True, asset_types=[]))
    same = hand_out(folder, exe.asset_file_path("Image", mine / "copy.png", rename_file="same.png"))
    same.metadata = {"Width": 3}
    hand_out(folder, exe.asset_file_path("File", "notes.txt")).write_bytes(b"notes")
    first, second = (folder / "subjects").read_text().split()
    values = [{"Subject": first, "Image": same, "Score": 1}, {"Subject": second, "Score": 2}]
    exe.add_features(values, "Subject", "Look")
    if exe.status == "Running":
        exe.execution_stop()


def hand_out(folder, path):
    """Remember each path as soon as the program has it."""
    with open(folder / "paths", "a") as file:
        file.write(f"{path.asset_name}/{path.file_name}\n")
    return path


# --- what there is -------------------------------------------------------------------------------------


def look(folder, rid):
    """Tell what another process sees."""
    catalog = Muniment(folder / "lab")
    objects = {path.name: path for path in (folder / "lab" / "objects").rglob("*") if len(path.name) == 64}
    staged = folder / "lab" / "work" / "executions" / rid / "assets"
    handed_out = (folder / "paths").read_text().split() if (folder / "paths").exists() else []
    journal = catalog._workspace.journal
    return {
        "assets": [describe(asset) for table in ("Image", "File") for asset in catalog.list_assets(table)],
        "links": [
            (row[table], row["Execution"] == rid, row["Asset_Role"])
            for table in ("Image", "File")
            for row in catalog.list_rows(f"{table}_Execution")
        ],
        "values": [
            (value.Subject, value.Score, value.Image and catalog.lookup_asset(value.Image).filename)
            for value in catalog.feature_values("Subject", "Look")
        ],
        "executions": len(catalog.find_executions()),
        "status": catalog.lookup_execution(rid).status,
        "damaged": [
            name for name, path in objects.items() if hashlib.sha256(path.read_bytes()).hexdigest() != name
        ],
        "faults": faults(folder / "lab" / "catalog.db") + faults(folder / "lab" / "work" / "journal.db"),
        "pending": sum(journal.waiting(rid)),
        "forgotten": sorted({name for name in handed_out if journal.find(rid, *name.split("/")) is None}),
        "staged": sorted(path.name for path in staged.rglob("*") if not path.is_dir()),
        "mine": sorted((path.name, path.read_text()) for path in (folder / "mine").iterdir()),
    }


def describe(asset):
    with asset.open() as file:
        content = file.read().decode()
    names = ("RID", "Filename", "Description", "Length", "MD5", "SHA256", "URL", "Width")
    return {**{name: asset.get(name) for name in names}, "types": asset.asset_types, "content": content}


def faults(file):
    connection = sqlite3.connect(file)
    found = [*connection.execute("PRAGMA integrity_check"), *connection.execute("PRAGMA foreign_key_check")]
    connection.close()
    return [] if found == [("ok",)] else [str(row) for row in found]


# --- processes -----------------------------------------------------------------------------------------


def apart(function, *arguments):
    """Call a function in a forked process; give its result, or None if the process was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writer, json.dumps(function(*arguments)).encode() + b"\n")
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with open(reader, "rb") as said:
        result = said.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), f"a process ended with {status}"
    return json.loads(result) if status == 0 else None


def trace(files, seen):
    """Call a function with each line of some files of the library that this process comes to."""

    def local(frame, event, _):
        if event == "line":
            seen((frame.f_code.co_filename.removeprefix(LIBRARY), frame.f_lineno))
        return local

    def enter(frame, _, __):
        return local if frame.f_code.co_filename.removeprefix(LIBRARY) in files else None

    sys.settrace(enter)


def record(folder, rid, files):
    """Give the lines that an undisturbed run comes to, in order."""
    lines = []
    trace(files, lines.append)
    work(folder, rid)
    sys.settrace(None)
    return lines


def work_until(folder, rid, files, line, times):
    """Run, and die when a line is come to for the n-th time; say so if it is not."""
    left = times

    def seen(found):
        nonlocal left
        left -= found == line
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    trace(files, seen)
    return work(folder, rid)


def work_for(folder, rid, files, lines):
    """Run, and die after so many lines; say so if there are fewer."""
    left = lines

    def seen(_):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    trace(files, seen)
    return work(folder, rid)


def choose(lines, count):
    """Choose among all lines that were come to, each for the first or the last time, evenly in time."""
    first = {line: position for position, line in reversed(list(enumerate(lines)))}
    last = {line: position for position, line in enumerate(lines)}
    positions = sorted({*first.values(), *last.values()})
    chosen = (
        positions
        if len(positions) <= count
        else [positions[i * len(positions) // count] for i in range(count)]
    )
    return [(lines[position], lines[: position + 1].count(lines[position])) for position in chosen]


def fresh(folder, name):
    """Copy the folder as it was before the run."""
    return Path(shutil.copytree(folder / "before", folder / name, symlinks=True))


def main(folder, rid, count, files):
    """Do what the docstring of this module says."""
    whole = fresh(folder, "whole")
    lines = list(map(tuple, apart(record, whole, rid, files)))
    kills = []
    for number, (line, times) in enumerate(choose(lines, count)):
        place = fresh(folder, str(number))
        killed = apart(work_until, place, rid, files, line, times) is None
        seen = apart(look, place, rid)
        apart(work, place, rid)
        kills.append(
            {"line": f"{line[0]}:{line[1]}", "killed": killed, "seen": seen, "end": apart(look, place, rid)}
        )
        shutil.rmtree(place)
    chance, place, attempts = random.Random(rid), fresh(folder, "often"), 0
    while apart(work_for, place, rid, files, chance.randint(1, 40 + 10 * attempts)) is None:
        attempts += 1
    often = {"attempts": attempts, "end": apart(look, place, rid)}
    print(json.dumps({"whole": apart(look, whole, rid), "kills": kills, "often": often}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), frozenset(sys.argv[4:]))
