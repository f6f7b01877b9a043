"""A legitimate client that measures: `legitimate.py ADDRESS HOST SECONDS` asks at a steady pace,
each second request over a new connection and the others over one that stays, and prints how many
were answered as they should be, and how late."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time

FROM = "127.8.0.1"
TIMEOUT_SECONDS = 5.0


class Client:
    """Asks one application."""

    def __init__(self, address: str, host: str) -> None:
        self.host, port = address.rsplit(":", 1)
        self.port = int(port)
        # As no flood asks: a rule that is made against one must spare this.
        self.request = (
            f"GET /page HTTP/1.1\r\nHost: {host}\r\nUser-Agent: legitimate\r\nAccept: */*\r\n\r\n"
        ).encode()
        self.kept: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
        self.kept = asyncio.Queue()
        self.seconds: list[float] = []
        self.failures: list[str] = []

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self.host, self.port, local_addr=(self.local, 0))

    @property
    def local(self) -> str:
        return FROM if self.host.startswith("127.") else "0.0.0.0"

    async def ask(self, is_new: bool) -> None:
        """Asks once, and counts what came of it."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                usable = not is_new and not self.kept.empty()
                reader, writer = self.kept.get_nowait() if usable else await self.open()
                writer.write(self.request)
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().split(b"content-length:")[1].split(b"\r\n")[0]
                await reader.readexactly(int(length))
            if not head.startswith(b"HTTP/1.1 200 "):
                raise ConnectionError(head[:32].decode(errors="replace"))
            self.seconds.append(time.perf_counter() - began)
            if is_new:
                writer.close()
            else:
                self.kept.put_nowait((reader, writer))
        except (OSError, EOFError, TimeoutError, IndexError) as error:
            self.failures.append(repr(error))

    async def run(self, seconds: float, a_second: float) -> None:
        """Asks when it is time to, whether or not what was asked before is answered."""
        began = time.monotonic()
        asked = []
        for number in range(int(seconds * a_second)):
            await asyncio.sleep(max(0.0, began + number / a_second - time.monotonic()))
            asked.append(asyncio.create_task(self.ask(number % 2 == 0)))
        await asyncio.gather(*asked)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("address")
    arguments.add_argument("host")
    arguments.add_argument("seconds", type=float)
    arguments.add_argument("--a-second", type=float, default=100)
    arguments.add_argument("--core", type=int)
    chosen = arguments.parse_args()
    if chosen.core is not None:
        os.sched_setaffinity(0, {chosen.core})
    client = Client(chosen.address, chosen.host)
    asyncio.run(client.run(chosen.seconds, chosen.a_second))
    told = {"seconds": client.seconds, "failures": client.failures}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
