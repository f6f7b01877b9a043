"""A legitimate resolver that measures: `resolver.py ADDRESS NAME SECONDS` asks at a steady pace,
over UDP and, where an answer is cut off, TCP; and prints how many were answered, and how late."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import struct
import sys
import time

from question import question

FROM = "127.8.0.1"
TIMEOUT_SECONDS = 5.0
CUT_OFF, NO_ERROR = 0x0200, 0


class Resolver(asyncio.DatagramProtocol):
    """Asks one server."""

    def __init__(self, address: str, name: str) -> None:
        host, port = address.rsplit(":", 1)
        self.address, self.name = (host, int(port)), name
        self.asked: dict[int, asyncio.Future[bytes]] = {}
        self.numbers = itertools.count()
        self.seconds: list[float] = []
        self.failures: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, _: object) -> None:
        waiting = self.asked.get(int.from_bytes(data[:2], "big"))
        if waiting and not waiting.done():
            waiting.set_result(data)

    async def over_tcp(self, message: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self.address, local_addr=(FROM, 0))
        writer.write(struct.pack(">H", len(message)) + message)
        answer = await reader.readexactly(int.from_bytes(await reader.readexactly(2), "big"))
        writer.close()
        return answer

    async def ask(self) -> None:
        """Asks once, and counts what came of it."""
        began, number = time.perf_counter(), next(self.numbers) % 0x10000
        message = question(number, self.name)
        self.asked[number] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                self.transport.sendto(message)
                answer = await self.asked[number]
                if int.from_bytes(answer[2:4], "big") & CUT_OFF:
                    answer = await self.over_tcp(message)
            flags, _, answers = struct.unpack(">HHH", answer[2:8])
            if flags & 0xF != NO_ERROR or not answers:
                raise ConnectionError(f"flags {flags:x}, {answers} answers")
            self.seconds.append(time.perf_counter() - began)
        except (OSError, EOFError, TimeoutError) as error:
            self.failures.append(repr(error))
        finally:
            del self.asked[number]

    async def run(self, seconds: float, a_second: float) -> None:
        """Asks when it is time to, whether or not what was asked before is answered."""
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(
            lambda: self, local_addr=(FROM, 0), remote_addr=self.address
        )
        began = time.monotonic()
        asked = []
        for number in range(int(seconds * a_second)):
            await asyncio.sleep(max(0.0, began + number / a_second - time.monotonic()))
            asked.append(asyncio.create_task(self.ask()))
        await asyncio.gather(*asked)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("address")
    arguments.add_argument("name")
    arguments.add_argument("seconds", type=float)
    arguments.add_argument("--a-second", type=float, default=100)
    arguments.add_argument("--core", type=int)
    chosen = arguments.parse_args()
    if chosen.core is not None:
        os.sched_setaffinity(0, {chosen.core})
    resolver = Resolver(chosen.address, chosen.name)
    asyncio.run(resolver.run(chosen.seconds, chosen.a_second))
    told = {"seconds": resolver.seconds, "failures": resolver.failures}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
