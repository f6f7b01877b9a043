"""An application that costs little: `origin.py CORE` prints its port and answers until it is
killed, `/large` with more than anybody reads at once."""

from __future__ import annotations

import asyncio
import os
import sys

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
LARGE_BYTES = 256 * 1024
LARGE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % LARGE_BYTES + bytes(LARGE_BYTES)


class Answering(asyncio.Protocol):
    """Answers each request when it has come whole."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.came = b""

    def data_received(self, data: bytes) -> None:
        self.came += data
        while b"\r\n\r\n" in self.came:
            head, body = self.came.split(b"\r\n\r\n", 1)
            _, named, length = head.lower().partition(b"content-length:")
            wanted = int(length.split(b"\r\n")[0]) if named else 0
            if len(body) < wanted:
                return
            self.came = body[wanted:]
            self.transport.write(LARGE if head.startswith(b"GET /large") else PAGE)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1:]:
        os.sched_setaffinity(0, {int(sys.argv[1])})
    asyncio.run(serve())
