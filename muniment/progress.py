"""Progress bars: on a terminal, and nowhere else."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_hidden: ContextVar[bool] = ContextVar("muniment.progress.hidden", default=False)


@contextmanager
def progress_bar(
    what: str, unit: str = "file", *, scale: bool = False
) -> Iterator[Callable[[int, int], None]]:
    """Give a function to be told how many of how many are done; it draws a bar if stderr is a terminal.

    The environment variable TQDM_DISABLE turns the bar off, as it does those of every program with tqdm.

    Args:
        what: What is being done.
        unit: What is counted.
        scale: Whether large numbers are shortened, as 12M.
    """
    if _hidden.get() or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from tqdm import tqdm

    with tqdm(desc=what, unit=f" {unit}", unit_scale=scale, leave=False) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell


def is_quiet() -> bool:
    """Say whether nothing is to be drawn or told, as in a command with ``--quiet``."""
    return _hidden.get()


@contextmanager
def without_progress_bars() -> Iterator[None]:
    """Draw no progress bars in a block."""
    before = _hidden.set(True)
    try:
        yield
    finally:
        _hidden.reset(before)
