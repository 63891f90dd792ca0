"""Which process runs an execution: known from a lock that the system takes back when the process dies."""

import fcntl
import os
import time
import weakref

from muniment.errors import StagingError

_TRIES, _PAUSE = 4, 0.01
"""Others have it for a moment who only ask whether it is free."""


class RunLock:
    """A lock file of an execution: held by the one process that runs it, or shared by those that upload it.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     mine, other, third = (RunLock(f"{folder}/run.lock") for _ in range(3))
        ...     mine.acquire(), other.acquire(), mine.release(), third.acquire(), third.release()
        (True, False, None, True, None)
    """

    def __init__(self, file: str | os.PathLike[str]) -> None:
        """Open the file, whose folder is made if need be.

        Raises:
            StagingError: It cannot be made.
        """
        try:
            os.makedirs(os.path.dirname(file), exist_ok=True)
            self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise StagingError(
                f"The lock {file} of a run cannot be made: {error.strerror}. Make its folder writable, or "
                "give another with Muniment(..., working_dir=...)."
            ) from error
        self._close = weakref.finalize(self, os.close, self._descriptor)

    def acquire(self, *, shared: bool = False) -> bool:
        """Take the lock, alone or with others that share it; if others have it, close it and say False."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        for _ in range(_TRIES):
            if self._take(kind):
                return True
            time.sleep(_PAUSE)
        self._close()
        return False

    def is_free(self) -> bool:
        """Say whether no process has the lock, and close it."""
        found = self._take(fcntl.LOCK_EX)
        if found:
            self.release()
        else:
            self._close()
        return found

    def _take(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Give the lock back, and close it."""
        if self._close.alive:
            # Closing is not enough while a forked child has the file open too.
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self._close()
