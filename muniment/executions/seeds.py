"""The random numbers of a run."""

import random
import sys
from typing import Any

from muniment.errors import InvalidValue

LARGEST = 2**32 - 1
"""NumPy takes no larger seed."""


def set_all(seed: Any) -> None:
    """Seed the random numbers of Python, and of NumPy and PyTorch if they are loaded.

    Raises:
        InvalidValue: It is no whole number from 0 to 4,294,967,295.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST:
        raise InvalidValue(f"A seed is a whole number from 0 to {LARGEST:,}, and {seed!r} is none.")
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)
