"""RIDs: short identifiers that are unique in a whole catalog.

A RID is a number in Crockford's base 32 (digits and letters without I, L, O and U), in groups of four
counted from the right and joined by hyphens: ``1-4K7Q``. It has the form that DerivaML's readers accept
(``[A-Z0-9]{1,4}(-[A-Z0-9]{4})*``), is short enough to type, and survives being read aloud.

Source: https://www.crockford.com/base32.html
"""

import re
import secrets

from muniment.errors import InvalidValue

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FIRST = 32**4
"""The number of the RID ``1-0000``: all RIDs of a catalog have at least two groups."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
_RID = re.compile(r"[0-9A-Z]{1,4}(-[0-9A-Z]{4})*")
_SLIPS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def encode(number: int) -> str:
    """Write a number as a RID.

    Example:
        >>> encode(32**4), encode(1)
        ('1-0000', '1')
    """
    groups: list[str] = []
    while number >= FIRST:
        number, low = divmod(number, FIRST)
        groups.append(_PAIRS[low >> 10] + _PAIRS[low & 1023])
    head = (_PAIRS[number >> 10] + _PAIRS[number & 1023]).lstrip("0") or "0"
    return "-".join([head, *reversed(groups)])


def encode_range(start: int, count: int) -> list[str]:
    """Write numbers in a row as RIDs, which is faster than one by one.

    Example:
        >>> encode_range(32**4 - 1, 3)
        ['ZZZZ', '1-0000', '1-0001']
    """
    rids: list[str] = []
    number, end = start, start + count
    while number < end:
        block = number >> 10
        stem = encode(block << 10)[:-2]
        stop = min(end, (block + 1) << 10)
        rids += [stem + pair for pair in _PAIRS[number & 1023 : ((stop - 1) & 1023) + 1]]
        number = stop
    return rids if start >= FIRST else [encode(number) for number in range(start, end)]


def decode(rid: str) -> int:
    """Read a RID as a number.

    Raises:
        InvalidValue: The text is no RID.

    Example:
        >>> decode("1-0000") == 32**4
        True
    """
    number = 0
    for character in normalize(rid).replace("-", ""):
        if character not in _VALUES:
            raise InvalidValue(f"{rid!r} is no RID: {character!r} is not one of {ALPHABET}.")
        number = number * 32 + _VALUES[character]
    return number


def choose_start(after: int = FIRST) -> int:
    """Choose where a catalog goes on with its RIDs: at a random first group, behind the one of a number.

    So the rows of one catalog can be brought into another: of a million rows in each, one pair of catalogs in
    thirty thousand would have RIDs in common.

    Example:
        >>> encode(choose_start())
        '...-0001'
    """
    while True:
        head = after // FIRST + 1 + secrets.randbelow(32**3 - 2)
        if not _FLOAT.fullmatch(encode(head)):
            return head * FIRST + 1


_FLOAT = re.compile(r"[0-9-]+E")
"""What makes a number of a RID in the eyes of programs that read CSV, as ``12E-0001``."""


def normalize(rid: str) -> str:
    """Give a RID as the catalog writes it: upper case, with the slips of reading put right.

    Raises:
        InvalidValue: The text does not have the form of a RID.

    Example:
        >>> normalize("1-4k7q"), normalize("1-OOlI")
        ('1-4K7Q', '1-0011')
    """
    text = str(rid).strip().upper().translate(_SLIPS)
    if not _RID.fullmatch(text):
        raise InvalidValue(f"{rid!r} is no RID. A RID looks like 1-4K7Q.")
    return text


def is_rid(text: object) -> bool:
    """Say whether a text has the form of a RID.

    Example:
        >>> is_rid("1-4K7Q"), is_rid("Image")
        (True, False)
    """
    return isinstance(text, str) and _RID.fullmatch(text.strip().upper()) is not None
