"""Reading on where a connection broke."""

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

_ATTEMPTS = 6
_PAUSE = 0.2


def read_on(
    open_at: Callable[[int], Generator[bytes]],
    breaks: tuple[type[Exception], ...],
    *,
    start: int = 0,
    pause: float = _PAUSE,
) -> Iterator[bytes]:
    """Give blocks of bytes; when the connection breaks, open it again at the byte that did not come.

    Breaks without a byte between them are counted: the sixth is raised.

    Args:
        open_at: Gives the bytes from a position to the end.
        breaks: The errors of a connection that broke.
        start: The first position.
        pause: Seconds to wait after the first break; twice as many after each that follows.

    Example:
        >>> def open_at(position):
        ...     yield b"evidence"[position : position + 5]
        ...     if position == 0:
        ...         raise ConnectionResetError
        >>> list(read_on(open_at, (ConnectionError,), pause=0))
        [b'evide', b'nce']
    """
    position, failures = start, 0
    while True:
        try:
            with closing(open_at(position)) as blocks:
                for block in blocks:
                    position += len(block)
                    failures = 0
                    yield block
        except breaks:
            failures += 1
            if failures == _ATTEMPTS:
                raise
            time.sleep(pause * 2 ** (failures - 1))
        else:
            return
