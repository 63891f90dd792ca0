"""Where things stand in a bag: names of folders and files, and the lines of its manifests.

The layout is that of DerivaML's bags, which its readers find their way in::

    Dataset_1-4K7Q/
    ├── bagit.txt  bag-info.txt  manifest-*.txt  tagmanifest-*.txt  fetch.txt
    ├── ro-crate-metadata.json  croissant.json  datapackage.json  metadata/*.json
    └── data/
        ├── schema.json
        ├── <schema>/<Table>.csv
        └── asset/<RID>/<Table>/<Filename>
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from muniment.bags.names import is_safe
from muniment.errors import BagInvalid

NUMBER = 3
"""Of the layout: counted up when the same version would make another bag."""

FETCH = "fetch.txt"
SCHEMA = "data/schema.json"
ASSETS = "data/asset"
ALGORITHMS = ("md5", "sha256")

_LONGEST = 255
_LONGEST_SUFFIX = 32
_UNSAFE = re.compile(r"[/\\%\x00-\x1f\x7f-\x9f\u2028\u2029]")


def bag_name(dataset_rid: str) -> str:
    """Name the folder of a dataset's bag."""
    return f"Dataset_{dataset_rid}"


def csv_path(schema: str, table: str) -> str:
    """Give the path of a table in a bag."""
    return f"data/{schema}/{table}.csv"


def asset_path(rid: str, table: str, filename: str | None) -> str:
    """Give the path of an asset in a bag. Each has a folder of its own, so equal names do not collide.

    Example:
        >>> asset_path("1-4K7Q", "Image", "../scan.png")
        'data/asset/1-4K7Q/Image/.._scan.png'
    """
    return f"{ASSETS}/{rid}/{table}/{safe_name(filename) or rid}"


def safe_name(filename: str | None) -> str:
    """Make a file name of a text: one that stays in its folder and that all readers of bags agree on.

    RFC 8493 would allow percent signs and line ends, but `bagit` reads back neither.

    Example:
        >>> safe_name("scan.png"), safe_name("a/b 100%.png"), safe_name(".."), safe_name(None)
        ('scan.png', 'a_b 100_.png', '__', '')
    """
    name = _UNSAFE.sub("_", filename or "").rstrip()
    if not name.strip("."):
        return "_" * len(name)
    return name if len(name.encode()) <= _LONGEST else _shorten(name)


def _shorten(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    kept = suffix.encode() if len(suffix.encode()) <= _LONGEST_SUFFIX else b""
    stem = name.encode()[: _LONGEST - len(kept)].decode(errors="ignore")
    return (stem + kept.decode()).rstrip()


class FetchLine(NamedTuple):
    """A line of ``fetch.txt``: where the bytes of a file are, how many, and where it stands in the bag."""

    url: str
    length: int | None
    path: str

    def __str__(self) -> str:
        return f"{self.url}\t{'-' if self.length is None else self.length}\t{self.path}\n"


def read_fetch(bag: Path) -> Iterator[FetchLine]:
    """Read ``fetch.txt``, if there is one.

    Raises:
        BagInvalid: A line cannot be read, or its file would stand outside of the bag's payload.
    """
    file = bag / FETCH
    if not file.exists():
        return
    with file.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _parse_fetch(line.rstrip("\r\n"), number)


def count_fetch(bag: Path) -> int:
    """Count the lines of ``fetch.txt``, none of which is looked at."""
    file = bag / FETCH
    if not file.exists():
        return 0
    with file.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


def _parse_fetch(line: str, number: int) -> FetchLine:
    try:
        url, length, path = line.split(None, 2)
        found = FetchLine(url, None if length == "-" else int(length), check_payload_path(path))
    except ValueError as error:
        raise BagInvalid(f"Line {number} of fetch.txt is none: {line!r:.120}.") from error
    return found


def check_payload_path(path: str) -> str:
    """Give a path back if it stays in the payload of a bag.

    Raises:
        BagInvalid: It does not.
    """
    if not path.startswith("data/") or not is_safe(path):
        raise BagInvalid(f"The path {path!r} leads out of the bag's payload. Nothing was written.")
    return path


def read_manifest(file: Path) -> Iterator[tuple[str, str]]:
    """Read a manifest: the checksum and path of each file."""
    with file.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            checksum, _, path = line.rstrip("\r\n").partition(" ")
            if path:
                yield checksum.lower(), decode_path(path.lstrip(" *"))


def decode_path(path: str) -> str:
    """Read a path as manifests write it: only percent signs and line ends are encoded (RFC 8493, 2.1.3)."""
    if "%" not in path:
        return path
    return re.sub("%(0D|0A|25)", lambda found: chr(int(found[1], 16)), path, flags=re.IGNORECASE)


def read_info(bag: Path) -> dict[str, str]:
    """Read ``bag-info.txt``: what a bag says of itself. Of several values of one name the last is given.

    Raises:
        BagInvalid: It cannot be read.
    """
    file = bag / "bag-info.txt"
    return dict(read_tags(file)) if file.is_file() else {}


def read_tags(file: Path, encoding: str = "utf-8") -> list[tuple[str, str]]:
    """Read a file of names and values; a line that begins with a blank goes on with the value before.

    Raises:
        BagInvalid: A line is neither.
    """
    found: list[tuple[str, str]] = []
    try:
        lines = file.read_text(encoding=encoding).split("\n")
    except (OSError, UnicodeError) as error:
        raise BagInvalid(f"{file} cannot be read: {error}.") from error
    for number, line in enumerate(lines, start=1):
        name, colon, value = line.partition(":")
        if line[:1].isspace() and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}".strip())
        elif colon:
            found.append((name.strip(), value.strip()))
        elif line.strip():
            raise BagInvalid(f"Line {number} of {file} is no name with a value: {line!r:.120}.")
    return found
