"""A web server for small files that takes little time of its own: the clients are what is measured."""

import asyncio
import sys
from pathlib import Path


class Answers(asyncio.Protocol):
    """A connection; it stays open, as that of a good server does."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer the requests that are complete."""
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            try:
                found = Path(sys.argv[1] + path).read_bytes()
                status = "200 OK"
            except OSError:
                found, status = b"", "404 Not Found"
            answer = f"HTTP/1.1 {status}\r\nContent-Length: {len(found)}\r\n\r\n"
            self.transport.write(answer.encode() + found)


async def main() -> None:
    """Serve the files of a folder, and print the port."""
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
