"""Results of threads in the order in which the work was given out."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def in_order(results: Iterable[T | Future[T]], ahead: int) -> Iterator[T]:
    """Give results in their order, those of futures once they are done.

    Args:
        results: Values and futures. An iterator that starts the work as it goes is kept from running ahead.
        ahead: How many results may wait for one before them.

    Example:
        >>> from concurrent.futures import ThreadPoolExecutor
        >>> with ThreadPoolExecutor(2) as pool:
        ...     list(in_order([pool.submit(abs, -1), 2, pool.submit(abs, -3)], ahead=2))
        [1, 2, 3]
    """
    waiting: deque[T | Future[T]] = deque()
    for result in results:
        if not waiting and not isinstance(result, Future):
            yield result
            continue
        waiting.append(result)
        while waiting and (len(waiting) > ahead or _is_done(waiting[0])):
            yield _value(waiting.popleft())
    while waiting:
        yield _value(waiting.popleft())


def _is_done(result: T | Future[T]) -> bool:
    return not isinstance(result, Future) or result.done()


def _value(result: T | Future[T]) -> T:
    return result.result() if isinstance(result, Future) else result
