"""Bags checked: `bagit` is the judge, and what it finds is said file by file."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.bags.layout import FETCH, decode_path, read_fetch
from muniment.errors import BagInvalid

if TYPE_CHECKING:
    import bagit

_SHOWN = 10
_BLOCK = 1 << 20


def validate(bag: Path, *, fast: bool = False) -> None:
    """Make sure that a bag is complete and unchanged.

    Args:
        bag: Its folder.
        fast: Only count files and bytes, and do not read them.

    Raises:
        BagInvalid: It is not; the message names the changed, missing and extra files.
    """
    import bagit

    logging.getLogger("bagit").addHandler(logging.NullHandler())  # what it finds is in our errors
    try:
        opened = bagit.Bag(str(bag))
    except (bagit.BagError, OSError, UnicodeDecodeError) as error:
        raise BagInvalid(f"{bag} is no bag: {error}.") from error
    try:
        opened.validate(fast=fast)
    except bagit.BagError as error:
        raise BagInvalid(f"The bag {bag} is not valid. {_explain(bag, opened, error)}") from error


def _explain(bag: Path, opened: "bagit.Bag", error: Exception) -> str:
    """Name the files that differ: the judge stops at the first kind of fault that it finds."""
    missing, extra = opened.compare_manifests_with_fs()
    changed = list(_changed_files(bag, opened, set(missing)))
    listed = [
        *_sentence("changed", changed),
        *_sentence("missing", missing),
        *_sentence("not in the manifests", extra),
    ]
    return " ".join(listed or [f"{error}."]) + _advise(bag, set(missing))


def _changed_files(bag: Path, opened: "bagit.Bag", missing: set[str]) -> Iterator[str]:
    for path, expected in opened.entries.items():
        if path not in missing and _checksums(bag / path, expected) != _lowered(expected):
            yield path


def _lowered(expected: dict[str, str]) -> dict[str, str]:
    return {algorithm: checksum.lower() for algorithm, checksum in expected.items()}


def _checksums(file: Path, algorithms: Iterable[str]) -> dict[str, str]:
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                for digest in hashes.values():
                    digest.update(block)
    except OSError:
        return {}
    return {name: digest.hexdigest() for name, digest in hashes.items()}


def _sentence(what: str, paths: Iterable[str]) -> list[str]:
    found = sorted(paths)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return [f"Files {what}: {', '.join(found[:_SHOWN])}{more}."] if found else []


def _advise(bag: Path, missing: set[str]) -> str:
    fetchable = missing & {decode_path(line.path) for line in read_fetch(bag)}
    if not fetchable:
        return ""
    return f" {FETCH} says where {len(fetchable)} of the missing files are: bag.materialize() brings them in."
