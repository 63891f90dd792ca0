"""Bags checked: complete, unchanged, and with nothing in them that would be read differently elsewhere.

Each file is read once, for the checksums of all manifests. Refused here, and not by RFC 8493, are links,
checksums that cannot be computed, and names that lead out of the bag or that some disk cannot tell apart.

Source: RFC 8493, sections 2 (structure), 3 (complete and valid bags) and 5.1 (security)
"""

import codecs
import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from muniment.bags.layout import FETCH, decode_path, read_fetch, read_tags
from muniment.bags.names import Names, check_path
from muniment.checksums import ALGORITHMS, SMALL, hash_bytes_by, hash_file_by
from muniment.errors import BagInvalid
from muniment.storage.http_file import shown
from muniment.storage.ordered import in_order

_SHOWN = 10
_AT_ONCE = 1000
_WAITING = 256
_OLDEST, _NEWEST = (0, 93), (1, 0)
_PACKAGES = (0, 95)  # up to this version the file has another name
_SAME_FILES = (1, 0)  # from this version on, all manifests list the same files

Progress = Callable[[int, int], None]


def validate(bag: Path, *, fast: bool = False, progress: Progress | None = None) -> None:
    """Make sure that a bag is complete and unchanged.

    Args:
        bag: Its folder.
        fast: Only count files and bytes, and do not read them.
        progress: Called with the number of files that are checked by now, and of all files.

    Raises:
        BagInvalid: It is not; the message names the changed, missing and extra files.
    """
    try:
        manifests = _read_manifests(bag)
    except (OSError, UnicodeError) as error:
        raise BagInvalid(f"{bag} is no bag: {error}.") from error
    there = _list_files(bag)
    if fast:
        _count(bag, manifests, there)
    else:
        _check(bag, manifests, there, progress)


# What the bag says of its files


@dataclass
class _Manifests:
    """The files that manifests list, each with its checksums by algorithm."""

    payload: dict[str, dict[str, str]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    incomplete: set[str] = field(default_factory=set)
    fetched: set[str] = field(default_factory=set)
    oxum: tuple[int, int] | None = None


def _read_manifests(bag: Path) -> _Manifests:
    version, encoding = _read_declaration(bag)
    found = _Manifests()
    files = sorted(
        path for path in bag.iterdir() if path.name.partition("-")[0] in {"manifest", "tagmanifest"}
    )
    counts: dict[str, int] = {}
    for file in files:
        is_tags = file.name.startswith("tag")
        counts[file.name] = _read_manifest(file, encoding, found.tags if is_tags else found.payload, is_tags)
    names = [name for name in counts if name.startswith("manifest")]
    if not names:
        raise BagInvalid(f"{bag} is no bag: there is no manifest in it.")
    if version >= _SAME_FILES:
        found.incomplete = {path for path, known in found.payload.items() if len(known) < len(names)}
    checked = Names(f"the manifests of {bag}")
    for path in (*found.payload, *found.tags):
        checked.add(path)
    found.fetched = _read_fetched(bag, found.payload)
    found.oxum = _read_oxum(bag, version, encoding)
    return found


def _read_declaration(bag: Path) -> tuple[tuple[int, ...], str]:
    content = (bag / "bagit.txt").read_bytes()
    if content.startswith(codecs.BOM_UTF8):
        raise BagInvalid(f"{bag} is no bag: its bagit.txt begins with a byte-order mark.")
    said = dict(read_tags(bag / "bagit.txt"))
    try:
        version = tuple(int(part) for part in said["BagIt-Version"].split("."))
        encoding = codecs.lookup(said["Tag-File-Character-Encoding"]).name
    except (KeyError, ValueError, LookupError) as error:
        raise BagInvalid(f"{bag} is no bag: its bagit.txt does not say what it is ({error}).") from error
    if not _OLDEST <= version <= _NEWEST:
        raise BagInvalid(f"{bag} is a bag of BagIt {said['BagIt-Version']}; 0.93 to 1.0 can be checked.")
    return version, encoding


def _read_manifest(file: Path, encoding: str, found: dict[str, dict[str, str]], is_tags: bool) -> int:
    """Read the lines of a manifest, and tell how many there are."""
    algorithm = file.stem.partition("-")[2].lower()
    if algorithm not in ALGORITHMS or file.suffix != ".txt":
        raise BagInvalid(
            f"{file} has checksums that cannot be computed here. Ask for a bag with manifests of sha256, or "
            "of another algorithm that Python knows."
        )
    count = 0
    with file.open(encoding=encoding, newline="\n") as lines:
        for count, line in enumerate(lines, start=1):  # noqa: B007
            _read_line(file, line.rstrip("\r\n").removeprefix("\ufeff"), algorithm, found, is_tags)
    return count


def _read_line(
    file: Path, line: str, algorithm: str, found: dict[str, dict[str, str]], is_tags: bool
) -> None:
    if not line.strip() or line.startswith("#"):
        return
    checksum, *rest = line.split(None, 1)
    path = decode_path(rest[0].removeprefix("*")) if rest else ""
    if path:
        check_path(path, str(file))
    if not path or path.startswith("data/") is is_tags:
        raise BagInvalid(f"{file} cannot be read: {line!r:.120} is no line of it.")
    known = found.setdefault(path, {})
    if algorithm in known:
        raise BagInvalid(f"{file} lists {path!r} twice. Nobody can tell which checksum counts.")
    known[algorithm] = checksum.lower()


def _read_fetched(bag: Path, payload: Mapping[str, object]) -> set[str]:
    found: set[str] = set()
    for line in read_fetch(bag):
        path = decode_path(line.path)
        if path in found:
            raise BagInvalid(f"{FETCH} of {bag} lists {path!r} twice. Nobody can tell which address counts.")
        if path not in payload:
            raise BagInvalid(f"{FETCH} of {bag} lists {path!r}, which no manifest has a checksum for.")
        if not _is_address(line.url):
            raise BagInvalid(
                f"{FETCH} of {bag} has {shown(line.url)!r:.120} for {path!r}, which is no address."
            )
        found.add(path)
    return found


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.scheme == "file"))


def _read_oxum(bag: Path, version: tuple[int, ...], encoding: str) -> tuple[int, int] | None:
    file = bag / ("bag-info.txt" if version > _PACKAGES else "package-info.txt")
    found = (
        {value for name, value in read_tags(file, encoding) if name == "Payload-Oxum"}
        if file.exists()
        else ()
    )
    if not found:
        return None
    said = ", ".join(found)
    length, _, count = said.partition(".")
    if not (length.isdecimal() and count.isdecimal()):
        raise BagInvalid(f"The Payload-Oxum of {bag} is {said!r:.60}, and should be like 2048.3.")
    return int(length), int(count)


# What there is


def _list_files(bag: Path) -> set[str]:
    """Give the paths of all files in a bag.

    Raises:
        BagInvalid: There is a link, or something else that is no file.
    """
    found: set[str] = set()
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(f"{bag}/{inside}") as entries:
            for entry in entries:
                path = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    found.add(path)
                else:
                    raise BagInvalid(
                        f"{path} in {bag} is a link or no regular file: what it holds may be another thing "
                        "elsewhere. Put the file itself in its place."
                    )
    return found


def _match(listed: Iterable[str], there: set[str]) -> dict[str, str]:
    """Find the files that manifests list, also where a disk has written letters in another way.

    Returns:
        Path in a manifest → path on the disk.
    """
    places = {path: path for path in listed if path in there}
    unknown = [path for path in listed if path not in places and not path.isascii()]
    if unknown:
        written = {unicodedata.normalize("NFC", path): path for path in there.difference(places)}
        for path in unknown:
            with suppress(KeyError):
                places[path] = written[unicodedata.normalize("NFC", path)]
    return places


# The comparison


def _count(bag: Path, manifests: _Manifests, there: set[str]) -> None:
    """Compare names, number and length of files with what the bag says."""
    if manifests.oxum is None:
        raise BagInvalid(
            f"{bag} does not say how many bytes it has, so that only validate(fast=False) can check."
        )
    payload = [path for path in there if path.startswith("data/")]
    counted = sum((bag / path).stat().st_size for path in payload), len(payload)
    if counted != manifests.oxum or manifests.payload.keys() - _match(manifests.payload, there).keys():
        _check(bag, manifests, there, None)


def _check(bag: Path, manifests: _Manifests, there: set[str], progress: Progress | None) -> None:
    """Read all files, and compare them with what the bag says."""
    listed = {**manifests.payload, **manifests.tags}
    places = _match(listed, there)
    payload = {path for path in there if path.startswith("data/")}
    changed: list[str] = []
    length = 0
    for done, (path, (size, found)) in enumerate(_hash_all(bag, listed, places), start=1):
        if found != listed[path]:
            changed.append(path)
        if path in manifests.payload:
            length += size
        if progress is not None and (done % _AT_ONCE == 0 or done == len(places)):
            progress(done, len(places))
    missing = listed.keys() - places.keys()
    problems = [
        *_sentence("changed", changed),
        *_sentence("missing", missing),
        *_sentence("not in the manifests", payload - set(places.values())),
        *_sentence("not in all manifests", manifests.incomplete),
    ]
    if not problems and manifests.oxum not in (None, (length, len(manifests.payload))):
        problems = [
            f"Its Payload-Oxum says {manifests.oxum}, and there are {length} bytes in {len(payload)} files."
        ]
    if problems:
        advice = _advise(missing & manifests.fetched)
        raise BagInvalid(f"The bag {bag} is not valid. {' '.join(problems)}{advice}")


_Hashed = tuple[int, dict[str, str]]


def _hash_all(
    bag: Path, listed: Mapping[str, Mapping[str, str]], places: Mapping[str, str]
) -> Iterator[tuple[str, _Hashed]]:
    """Compute the checksums of files: large ones in threads, of which small ones would not gain."""

    def start() -> Iterator["tuple[str, _Hashed] | Future[tuple[str, _Hashed]]"]:
        for path, place in places.items():
            file = f"{bag}/{place}"
            data = _read_small(file)
            if data is None:
                yield threads.submit(_hash_large, path, file, listed[path])
            else:
                yield path, (len(data), hash_bytes_by(data, listed[path]))

    with ThreadPoolExecutor(os.cpu_count() or 1, "validate") as threads:
        try:
            hashed: Iterator[tuple[str, _Hashed]] = in_order(start(), ahead=_WAITING)
            yield from hashed
        finally:
            threads.shutdown(cancel_futures=True)


def _read_small(file: str) -> bytes | None:
    """Read a file; None if it is large or cannot be read."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        size = os.fstat(descriptor).st_size
        return os.read(descriptor, size + 1) if size <= SMALL else None
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _hash_large(path: str, file: str, algorithms: Iterable[str]) -> tuple[str, _Hashed]:
    try:
        return path, hash_file_by(file, algorithms)
    except OSError:
        return path, (0, {})


def _sentence(what: str, paths: Iterable[str]) -> list[str]:
    found = sorted(paths)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return [f"Files {what}: {', '.join(found[:_SHOWN])}{more}."] if found else []


def _advise(fetchable: set[str]) -> str:
    if not fetchable:
        return ""
    return f" {FETCH} says where {len(fetchable)} of the missing files are: bag.materialize() brings them in."
