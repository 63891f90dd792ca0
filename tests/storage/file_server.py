"""A web server with a few files, with ranges and validators, and with the manners of bad servers."""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


@dataclass
class FileServer:
    """A web server.

    Attributes:
        url: Its URL.
        files: Path → bytes.
        moved: Path → where it has gone.
        cuts: After how many bytes the next answers break off.
        busy: How many of the next requests are answered with 503.
        has_ranges: Whether it gives parts of files.
        tells_length: Whether it tells the length of a file.
        status: What it answers to everything, if it is not 200.
        asked: Path and headers of the requests.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)
    busy: int = 0
    has_ranges: bool = True
    tells_length: bool = True
    status: int = 200
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, data: bytes) -> str:
        """Give out a file, and tell its URL."""
        self.files[path] = data
        return self.url + path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_GET(self) -> None:
        about = self.server.about
        headers = {name.lower(): value for name, value in self.headers.items()}
        about.asked.append((self.path, headers))
        if about.busy:
            about.busy -= 1
            self.answer(503)
        elif self.path in about.moved:
            self.answer(302, {"Location": about.moved[self.path]})
        elif about.status != 200 or self.path not in about.files:
            self.answer(about.status if about.status != 200 else 404)
        else:
            self.give(about.files[self.path], headers)

    def give(self, data: bytes, headers: dict[str, str]) -> None:
        about = self.server.about
        told = {"ETag": f'"{hashlib.md5(data).hexdigest()}"'}
        asked = _RANGE.fullmatch(headers.get("range", "")) if about.has_ranges else None
        if asked is None or headers.get("if-range", told["ETag"]) != told["ETag"]:
            self.answer(200, told, data)
            return
        start, end = int(asked[1]), int(asked[2] or len(data) - 1)
        if start >= len(data):
            self.answer(416, {**told, "Content-Range": f"bytes */{len(data)}"})
            return
        part = data[start : end + 1]
        told["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
        self.answer(206, told, part)

    def answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        about = self.server.about
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if about.tells_length or status != 200:
            self.send_header("Content-Length", str(len(body)))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        cut = about.cuts.pop(0) if about.cuts else None
        self.wfile.write(body[:cut])
        if cut is not None and cut < len(body):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    about: FileServer

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def file_server() -> Iterator[FileServer]:
    """Run a server for the time of a block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.about = FileServer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.about
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
