"""Bags with bagit and bdbag: made of a copy of the files or of links to them, validated and completed."""

import logging
import os
import shutil

from stopwatch import Stopwatch, run_job

CHECKSUMS = ["md5", "sha256"]


def make_bag(watch: Stopwatch, folder: str, source: str, processes: int = 1, link: bool = False) -> None:
    """Copy or link files into a folder and make a bag of it, with bagit."""
    import bagit

    logging.disable()
    with watch.part("place"):
        shutil.copytree(source, f"{folder}/bag", copy_function=os.link if link else shutil.copy)
    with watch.part("make_bag"):
        bagit.make_bag(f"{folder}/bag", checksums=CHECKSUMS, processes=processes)


def make_bdbag(watch: Stopwatch, folder: str, source: str) -> None:
    """Copy files into a folder and make a bag of it, with bdbag."""
    from bdbag import bdbag_api

    logging.disable()
    with watch.part("place"):
        shutil.copytree(source, f"{folder}/bag")
    with watch.part("make_bag"):
        bdbag_api.make_bag(f"{folder}/bag", algs=CHECKSUMS)


def validate(watch: Stopwatch, folder: str, bag: str, processes: int = 1) -> None:
    """Validate a bag in full, with bagit."""
    import bagit

    del folder
    logging.disable()
    with watch.part("validation"):
        bagit.Bag(bag).validate(processes=processes)


def validate_bdbag(watch: Stopwatch, folder: str, bag: str) -> None:
    """Validate a bag in full, with bdbag."""
    from bdbag import bdbag_api

    del folder
    logging.disable()
    with watch.part("validation"):
        bdbag_api.validate_bag(bag, fast=False)


def materialize(watch: Stopwatch, folder: str, bag: str) -> None:
    """Complete a bag by the addresses in its fetch.txt, with bdbag."""
    from bdbag import bdbag_api

    logging.disable()
    copy = shutil.copytree(bag, f"{folder}/bag")
    with watch.part("materialization"):
        assert bdbag_api.resolve_fetch(str(copy))


if __name__ == "__main__":
    run_job(make_bag, make_bdbag, validate, validate_bdbag, materialize)
