"""The keys of objects: the SHA-256 of their bytes, in lower-case hexadecimal."""

import re

from muniment.errors import ObjectNotFound

_KEY = re.compile(r"[0-9a-f]{64}")


def is_key(text: str) -> bool:
    """Say whether a text can be the key of an object.

    Example:
        >>> is_key("ab" * 32), is_key("../secret")
        (True, False)
    """
    return _KEY.fullmatch(text) is not None


def object_name(sha256: str) -> str:
    """Give the name of an object below the root of its store: ``ab/abcd...``.

    Raises:
        ObjectNotFound: The text is no key, so no store has such an object.

    Example:
        >>> object_name("ab" * 32)[:8]
        'ab/ababa'
    """
    if not is_key(sha256):
        raise ObjectNotFound(f"No object has the key {sha256!r}: a key is a SHA-256, 64 digits 0-9 and a-f.")
    return f"{sha256[:2]}/{sha256}"


def missing(url: str, sha256: str) -> ObjectNotFound:
    """Give the error that says that a store lacks an object."""
    return ObjectNotFound(
        f"There is no object {sha256} in {url}. It was removed, or never stored here: check that this is the "
        f"store of the catalog that names it."
    )
