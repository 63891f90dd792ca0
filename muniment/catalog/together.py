"""What is known of the rows of a listing, read for all of them when it is asked of one after the other."""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from muniment.catalog.catalog import Catalog

T = TypeVar("T")


class ReadTogether(Generic[T]):
    """What is known of the rows of a listing: read for all at once, and given out once.

    Who asks for one row after the other costs one reading. Who asks for the same again, or has written
    meanwhile, gets what is there then.
    """

    def __init__(
        self,
        catalog: Catalog,
        rids: Callable[[], Sequence[str]],
        read: Callable[[Sequence[str]], Mapping[str, T]],
    ) -> None:
        """Take how to name the rows of the listing, and how to read some of them; nothing is read yet."""
        self._database, self._name, self._read = catalog.database, rids, read
        self._rids: Sequence[str] | None = None
        self._left: dict[str, dict[str, tuple[int, T]]] = {}
        self._lock = threading.Lock()

    def take(self, rid: str, purpose: str = "") -> T | None:
        """Give what is known of a row, or None if it is not there any more.

        Args:
            rid: The row.
            purpose: What it is asked for: what was given for one purpose is still there for another.
        """
        with self._lock:
            left = self._left.setdefault(purpose, {})
            known = left.pop(rid, None)
            if known is None or known[0] != self._database.writes:
                now = self._database.writes
                left.update(
                    (each, (now, found)) for each, found in self._read(self._to_read(rid, left)).items()
                )
                known = left.pop(rid, None)
            return None if known is None else known[1]

    def _to_read(self, rid: str, left: Mapping[str, object]) -> Sequence[str]:
        if self._rids is None:
            self._rids = self._name()
        # If most are left, the same few are asked for again and again.
        return self._rids if len(left) * 2 < len(self._rids) else [rid]
