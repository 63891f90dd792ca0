"""Names of files in bags and archives from elsewhere: which are safe on every disk."""

import re
import unicodedata
from urllib.parse import unquote

from muniment.errors import BagInvalid

_DRIVE = re.compile(r"[A-Za-z]:")
_PLAIN = re.compile(r"(?:[\w-][\w. -]*/)*[\w-][\w. -]*")  # most are


class Names:
    """The names of a bag's files, each checked by itself and against those before it.

    Args:
        where: What they stand in, for messages.

    Example:
        >>> names = Names("the bag")
        >>> names.add("data/scan.png")
        >>> names.add("data/SCAN.png")
        Traceback (most recent call last):
        ...
        muniment.errors.BagInvalid: 'data/scan.png' and 'data/SCAN.png' in the bag are one file on ...
    """

    def __init__(self, where: str) -> None:
        self._where = where
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def add(self, path: str) -> None:
        """Check a name, its parts divided by ``/``.

        Raises:
            BagInvalid: It leads elsewhere, is there already, or is the same as another on some disk.
        """
        check_path(path, self._where)
        folder, _, _ = path.rpartition("/")
        self._add_folder(folder)
        key = _folded(path)
        if key in self._files or key in self._folders:
            raise self._collision(self._files.get(key) or self._folders[key], path)
        self._files[key] = path

    def _add_folder(self, path: str) -> None:
        key = _folded(path)
        known = self._folders.get(key)
        if known == path or not path:
            return
        if known is not None or key in self._files:
            raise self._collision(known or self._files[key], path)
        self._folders[key] = path
        self._add_folder(path.rpartition("/")[0])

    def _collision(self, first: str, second: str) -> BagInvalid:
        if first == second:
            return BagInvalid(f"{second!r} is twice in {self._where}. Nobody can tell which one counts.")
        return BagInvalid(
            f"{first!r} and {second!r} in {self._where} are one file on some disks, which do not tell "
            "capital and small letters apart. Whoever made it has to rename one."
        )


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def check_path(path: str, where: str) -> None:
    """Make sure that a path stays in its folder, in whatever way it is read.

    Raises:
        BagInvalid: It is absolute, climbs out, or does so once its percent signs are decoded.
    """
    if not is_safe(path):
        raise BagInvalid(
            f"The path {path!r} in {where} leads out of the bag, or would on some system. Nothing was "
            "written."
        )


def is_safe(path: str) -> bool:
    """Say whether a path stays in its folder, in whatever way it is read.

    Example:
        >>> is_safe("data/100%.png"), is_safe("data/%2e%2e/scan.png"), is_safe("C:/scan.png")
        (True, False, False)
    """
    if _PLAIN.fullmatch(path):
        return True
    for read in {path, unquote(path)}:
        parts = read.replace("\\", "/").split("/")
        if not {"", ".", ".."}.isdisjoint(parts) or _DRIVE.match(read) or read.startswith("~"):
            return False
    return "\x00" not in path
