"""Small files from web servers through `obstore`, which needs a fraction of the processor time for each.

It is a shortcut: whatever it does not manage is done again by `HTTPFile`, whose errors say why.
"""

import os
import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from muniment.storage.s3_fast import started_in

if TYPE_CHECKING:
    from obstore.store import HTTPStore

_PLAIN = re.compile(r"(https?://[\w.:-]+)/([\w!.*'()-]+(?:/[\w!.*'()-]+)*)", re.ASCII)
_PATIENCE = 60.0


def get_small(url: str, limit: int, timeout: float | None = None) -> bytes | None:
    """Give the bytes at an address; None if they have to be had the other way.

    Args:
        url: The address.
        limit: More bytes than these are not read.
        timeout: After how many seconds the server is given up; None is a minute.
    """
    found = _PLAIN.fullmatch(url)
    if found is None or os.getpid() != started_in():
        return None
    import obstore
    from obstore.exceptions import BaseError

    try:
        answer = obstore.get(_open(found[1], timeout or _PATIENCE), found[2])
        return bytes(answer.bytes()) if answer.meta["size"] <= limit else None
    except (BaseError, OSError, ValueError):
        return None


@lru_cache(maxsize=16)
def _open(origin: str, timeout: float) -> "HTTPStore":
    from obstore.store import HTTPStore

    return HTTPStore.from_url(
        f"{origin}/",
        client_options={
            "allow_http": True,
            "connect_timeout": timedelta(seconds=min(timeout, 10.0)),
            "timeout": timedelta(seconds=timeout),
        },
        retry_config={"max_retries": 0, "retry_timeout": timedelta(seconds=timeout)},
    )
