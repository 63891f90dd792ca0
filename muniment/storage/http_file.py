"""A file on a web server, read where it is."""

import os
import re
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache, partial
from io import BufferedReader
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from muniment.errors import ChecksumMismatch, ObjectNotFound, StorageError
from muniment.storage.resuming import read_on
from muniment.storage.s3_reader import ObjectReader

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_BLOCK = 1 << 18
_READ_AHEAD = 1 << 20
_IN_MEMORY = 16 << 20
_CONNECT, _READ = 10, 60  # seconds
_TOTAL = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+)")


def shown(url: str) -> str:
    """Give an address for messages: without a password or a signature.

    Example:
        >>> shown("https://ada:s3cr3t@example.org/scan.png?X-Amz-Signature=ab12")
        'https://example.org/scan.png'
    """
    scheme, slashes, rest = url.partition("?")[0].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{slash}{path}"


class HTTPFile:
    """A file behind ``http://`` or ``https://``.

    Redirects are followed, and servers that are busy or do not answer are asked again. A connection that
    breaks is made again and goes on where it broke, if the file is still the same by its ETag or its time.

    Args:
        url: Where it is.
        timeout: After how many seconds of silence the server is given up; None is a minute.

    Source: RFC 9110, sections 8.8 (validators), 13.1.5 (If-Range) and 14 (ranges).
    """

    def __init__(self, url: str, timeout: float | None = None) -> None:
        self.url, self._shown = url, shown(url)
        self._patience = _READ if timeout is None else timeout
        self._state: tuple[str, str] | None = None
        self._has_ranges = True

    def measure(self) -> int | None:
        """Ask for the length in bytes; None if the server does not tell it.

        The first byte is asked for, as some servers answer nothing but ``GET``.

        Raises:
            ObjectNotFound: There is no such file.
            StorageError: The server is out of reach, or refuses access.
        """
        with _translated(self._shown):
            answer = self._request({"Range": "bytes=0-0"})
            try:
                if answer.status != 416:  # of an empty file there is no first byte
                    self._check(answer)
                self._has_ranges = answer.status != 200
                return _length_of(answer)
            finally:
                answer.close()

    def blocks(self, start: int = 0, end: int | None = None) -> Generator[bytes]:
        """Give the bytes from one position up to, and without, another, or to the end.

        Raises:
            ObjectNotFound: There is no such file.
            ChecksumMismatch: It has changed since the first of its bytes were read.
            StorageError: The server is out of reach, or refuses access.
        """
        from urllib3.exceptions import ProtocolError, ReadTimeoutError, SSLError

        breaks = (ProtocolError, ReadTimeoutError, SSLError)  # a server out of reach was tried often enough
        with _translated(self._shown):
            yield from read_on(partial(self._open_at, end), breaks, start=start)

    def open(self) -> BinaryIO:
        """Open the file for reading; it can seek, and only what is read is fetched, a MiB or more at a time.

        Where the server cannot give parts of it, all of it is fetched at once.
        """
        length = self.measure()
        if length is None or not self._has_ranges:
            return self._copy()
        reader = ObjectReader(lambda start, end: b"".join(self.blocks(start, end)), length)
        return BufferedReader(reader, buffer_size=_READ_AHEAD)

    def _copy(self) -> BinaryIO:
        copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 (the caller closes it)
        try:
            for block in self.blocks():
                copy.write(block)
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return cast("BinaryIO", copy)

    def _open_at(self, end: int | None, start: int) -> Generator[bytes]:
        if end is not None and end <= start:
            return
        headers = {}
        if start or end is not None:
            headers["Range"] = f"bytes={start}-{'' if end is None else end - 1}"
            if self._state is not None and not self._state[1].startswith("W/"):
                headers["If-Range"] = self._state[1]
        answer = self._request(headers)
        try:
            self._check(answer)
            self._check_same(answer)
            yield from self._read(answer, start, end)
        finally:
            # What was not read to its end cannot be used for another request.
            answer.close()

    def _read(self, answer: "BaseHTTPResponse", start: int, end: int | None) -> Iterator[bytes]:
        is_part = answer.status == 206
        told = _TOTAL.match(answer.headers.get("Content-Range", ""))
        if is_part and told is not None and int(told[1] or -1) != start:
            raise StorageError(f"{self._shown} gave another range than it was asked for. Try again.")
        position = start if is_part else 0  # a server without ranges gives all of the file again
        for block in answer.stream(_BLOCK, decode_content=False):
            wanted = block[max(start - position, 0) : None if end is None else max(end - position, 0)]
            position += len(block)
            if wanted:
                yield wanted
            if end is not None and position >= end:
                return

    def _request(self, headers: dict[str, str]) -> "BaseHTTPResponse":
        from urllib3 import Timeout

        # Compressed on the way, the bytes would not be those of the file.
        asked = {"Accept-Encoding": "identity", "User-Agent": "muniment", **headers}
        pool, patience = _pool(self.url), self._patience
        timeout = Timeout(connect=min(_CONNECT, patience), read=patience)
        return pool.request("GET", self.url, headers=asked, preload_content=False, timeout=timeout)

    def _check(self, answer: "BaseHTTPResponse") -> None:
        status = answer.status
        if status in {404, 410}:
            raise ObjectNotFound(f"There is nothing at {self._shown} ({status}). It was moved or removed.")
        if status in {401, 403, 407}:
            raise StorageError(
                f"{self._shown} refuses access ({status}). Only files that anybody may read can be "
                f"references; store a copy of others with ml.add_files."
            )
        if status == 416:
            raise _changed(self._shown)
        if status not in {200, 206}:
            raise StorageError(
                f"{self._shown} cannot be read: the server answered {status}. Try again later."
            )

    def _check_same(self, answer: "BaseHTTPResponse") -> None:
        """Remember what names the state of the file, and insist on it from then on."""
        names = ("ETag", "Last-Modified")
        found = next(((name, answer.headers[name]) for name in names if name in answer.headers), None)
        if self._state is None:
            self._state = found
        elif found is not None and found != self._state:
            raise _changed(self._shown)


def _length_of(answer: "BaseHTTPResponse") -> int | None:
    if answer.status != 200:
        total = _TOTAL.match(answer.headers.get("Content-Range", ""))
        return int(total[2]) if total else None
    length = answer.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() and "Content-Encoding" not in answer.headers else None


def _changed(url: str) -> ChecksumMismatch:
    return ChecksumMismatch(f"{url} changed while it was read. Nothing was kept of it; try again.")


def _pool(url: str) -> "PoolManager":
    parts = urlsplit(url)
    proxy = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
    return _make_pool(proxy, os.getpid())  # a forked process must not share connections with its parent


@cache
def _make_pool(proxy: str | None, _process: int) -> "PoolManager":
    import urllib3

    retries = urllib3.Retry(
        total=8,
        connect=4,
        read=3,
        redirect=6,
        status=4,
        backoff_factor=0.3,
        status_forcelist=(429, 500, 502, 503, 504),
        raise_on_status=False,
    )
    if proxy is not None:
        return urllib3.ProxyManager(proxy, retries=retries, maxsize=16)
    return urllib3.PoolManager(retries=retries, maxsize=16)


@contextmanager
def _translated(url: str) -> Iterator[None]:
    from urllib3.exceptions import HTTPError

    try:
        yield
    except HTTPError as error:
        reason = type(getattr(error, "reason", None) or error).__name__
        raise StorageError(
            f"{url} is out of reach ({reason}). Check the address, the network and HTTPS_PROXY, or try again "
            f"later."
        ) from error
