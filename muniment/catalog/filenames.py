"""Names of files: which of them a catalog can keep, and a folder can have."""

import os

_LONGEST = 255
"""In bytes: what the file systems in use allow."""

_NOT_IN_NAMES = frozenset({"/", "\0", os.sep, os.altsep or os.sep})


def is_text(name: str) -> bool:
    r"""Say whether a text can be kept: Python gives bytes of a name that are not UTF-8 as half characters.

    Example:
        >>> is_text("café.txt"), is_text(os.fsdecode(b"caf\xe9.txt"))
        (True, False)
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def fault_of_name(name: str) -> str | None:
    """Say why a text cannot be the name of a file; give None if it can.

    Example:
        >>> fault_of_name("scan-1.png")
        >>> fault_of_name("../scan-1.png")
        'give a name without folders'
    """
    if not name.isascii() and not is_text(name):
        return "it is not UTF-8, which no catalog can keep"
    if name in {"", ".", ".."} or not _NOT_IN_NAMES.isdisjoint(name):
        return "give a name without folders"
    if len(name) * 4 > _LONGEST and len(os.fsencode(name)) > _LONGEST:
        return f"{_LONGEST} bytes are the limit"
    return None


def shortened(name: object) -> str:
    """Give a name as an error message shows it."""
    return f"{name[:40]!r}…" if isinstance(name, str) and len(name) > _LONGEST else f"{name!r:.300}"
