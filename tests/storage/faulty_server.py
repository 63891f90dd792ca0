"""A server between a client and a real one, that does what servers and networks do on bad days."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Answer:
    """What the real server answers, before it is passed on."""

    method: str
    path: str
    status: int
    body: bytes
    cut: int | None = None


@dataclass
class FaultyServer:
    """The server between, and what it was asked.

    Attributes:
        endpoint: Its URL.
        refuse: Given method, path and headers, gives a status and a body to answer without asking the real
            server, or None.
        spoil: Changes an answer before it is passed on; ``cut`` breaks the connection after so many bytes.
    """

    endpoint: str
    refuse: Callable[[str, str, dict[str, str]], tuple[int, bytes] | None] = lambda *_: None
    spoil: Callable[[Answer], None] = lambda _: None
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


def error(code: str) -> bytes:
    """Give the body by which S3 refuses."""
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def handle_any(self) -> None:
        between = self.server.between
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        between.asked.append((self.command, self.path, headers))
        refused = between.refuse(self.command, self.path, headers)
        if refused is not None:
            status, data = refused
            self.reply({"content-type": "application/xml"}, status, data, None, len(data))
            return
        connection = http.client.HTTPConnection(self.server.real, timeout=30)
        try:
            passed, answer = self.ask(connection, body)
        except OSError:
            self.close_connection = True
            return
        finally:
            connection.close()
        length = int(passed.get("content-length", len(answer.body)))
        between.spoil(answer)
        self.reply(passed, answer.status, answer.body, answer.cut, length)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815

    def ask(self, connection: http.client.HTTPConnection, body: bytes) -> tuple[dict[str, str], Answer]:
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        found = connection.getresponse()
        passed = {name.lower(): value for name, value in found.getheaders()}
        return passed, Answer(self.command, self.path, found.status, found.read())

    def reply(self, headers: dict[str, str], status: int, body: bytes, cut: int | None, length: int) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(length if self.command == "HEAD" else len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:cut])
        if cut is not None:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    real: str
    between: FaultyServer

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def faulty_server(real: str) -> Iterator[FaultyServer]:
    """Run a server between, for the time of a block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.real = urlsplit(real).netloc
    server.between = FaultyServer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.between
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
