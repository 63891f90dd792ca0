"""A run with fifty outputs, values of a feature and a nested run, killed at many points and resumed each time.

All runs are processes of their own, forked from this one, which has imported what they need and opened nothing.
Each is a run of its own in one catalog. Arguments: the address of the catalog, a folder for working directories,
and how many times to kill. Prints JSON: what an undisturbed run came to, and for each kill what others saw right
after it, and what the resumed run came to.
"""

import json
import os
import signal
import sys
from pathlib import Path

import boto3  # noqa: F401 (what a forked process needs is imported before)
import psycopg  # noqa: F401

import muniment
from muniment import Muniment, ml  # noqa: F401 (the public names are lazy, and are to be imported before the fork)
from tests.executions.killed_run import apart

LIBRARY = os.path.dirname(muniment.__file__) + os.sep
OUTPUTS = 50
OPEN = ("Created", "Running")


def begin(address, place):
    """Make the execution that is to be run, as a program that was killed before had done."""
    with Muniment(address, working_dir=place) as catalog:
        [workflow] = [each.rid for each in catalog.find_workflows() if each.name == "Sweep"]
        return catalog.create_execution(workflow=workflow, description="sweep").execution_rid


def work(address, place, rid):
    """Do the whole job, or what is left of it."""
    with Muniment(address, working_dir=place) as catalog:
        exe = catalog.resume_execution(rid)
        if exe.status in OPEN:
            with exe:
                subjects = [row["RID"] for row in catalog.list_rows("Subject")]
                paths = [stage(exe, number) for number in range(OUTPUTS)]
                print("staged")
                exe.add_features(
                    [
                        {"Subject": subject, "Grade": "good", "Score": number, "Image": paths[number]}
                        for number, subject in enumerate(subjects)
                    ],
                    "Subject",
                    "Look",
                )
                nest(catalog, exe, subjects)
        exe.upload_execution_outputs()
    return "through"


def stage(exe, number):
    path = exe.asset_file_path("Image", f"{number}.png", metadata={"Width": number}, asset_types=["Mask"])
    path.write_bytes(b"output %d" % number)
    return path


def nest(catalog, exe, subjects):
    known = exe.list_execution_children()
    child = (
        catalog.resume_execution(known[0].execution_rid)
        if known
        else exe.create_execution(workflow=exe.workflow_rid, description="nested")
    )
    if child.status in OPEN:
        with child:
            path = child.asset_file_path("Image", "nested.png", description="Of the nested run")
            path.write_bytes(b"nested")
            values = [{"Subject": subject, "Grade": "bad", "Score": -1} for subject in subjects]
            child.add_features(values, "Subject", "Look")
    child.upload_execution_outputs()


def look(address, place, rid):
    """Tell what another process sees of a run: its rows and those of the run that is nested in it."""
    with Muniment(address, working_dir=place) as catalog:
        children = [each.execution_rid for each in catalog.lookup_execution(rid).list_execution_children()]
        return {
            "nested": len(children),
            "runs": [describe(catalog, each) for each in (rid, *children)],
            "waiting": catalog.pending_summary().total,
        }


def describe(catalog, rid):
    """Give all rows of a run, without the numbers that rows happened to get."""
    record = catalog.lookup_execution(rid)
    assets = catalog.find_assets("Image", execution=rid)
    names = {asset.asset_rid: asset.filename for asset in assets}
    columns = ("Filename", "Description", "Length", "MD5", "SHA256", "URL", "Width")
    values = catalog.feature_values("Subject", "Look", execution_rids=[rid])
    return {
        "status": record.status,
        "description": record.description,
        "assets": sorted(
            [[asset.get(name) for name in columns] + [asset.asset_types, read(asset)] for asset in assets],
            key=lambda row: row[0],
        ),
        "roles": sorted((names[each], "Output") for each in record.outputs.get("Image", ())),
        "values": sorted(
            (value.Subject, value.Grade, value.Score, value.Image and names[value.Image]) for value in values
        ),
    }


def read(asset):
    with asset.open() as file:
        return file.read().decode()


def count_events(address, place, rid):
    """Count the calls that the library makes and gets in an undisturbed run."""
    seen = 0

    def count(frame, event, _):
        nonlocal seen
        seen += event != "return" and frame.f_code.co_filename.startswith(LIBRARY)

    sys.setprofile(count)
    work(address, place, rid)
    sys.setprofile(None)
    return seen


def work_until(address, place, rid, event):
    """Run, and die at one of these calls."""
    left = event

    def count(frame, kind, _):
        nonlocal left
        left -= kind != "return" and frame.f_code.co_filename.startswith(LIBRARY)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    return work(address, place, rid)


def main(address, folder, kills):
    """Do what the docstring of this module says."""
    place = folder / "whole"
    rid = apart(begin, address, place)
    events = apart(count_events, address, place, rid)
    told = {"whole": apart(look, address, place, rid), "events": events, "kills": []}
    for number in range(kills):
        place = folder / str(number)
        rid = apart(begin, address, place)
        event = 1 + events * number // kills
        killed = apart(work_until, address, place, rid, event) is None
        seen = apart(look, address, place, rid)
        apart(work, address, place, rid)
        told["kills"].append(
            {"event": event, "killed": killed, "seen": seen, "end": apart(look, address, place, rid)}
        )
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
