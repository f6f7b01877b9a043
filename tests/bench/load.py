"""A load generator: the same signed request again and again over kept-alive connections, from
several processes, with as little work of its own as a client can have."""

from __future__ import annotations

import multiprocessing
import re
import socket
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

LENGTH = re.compile(rb"(?i)\r\ncontent-length:\s*(\d+)")
CLOSES = re.compile(rb"(?i)\r\nconnection:\s*close")
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Load:
    """How a server is loaded."""

    processes: int = 2
    connections: int = 8
    seconds: float = 5.0
    warm_up_seconds: float = 1.0


def run(port: int, request: bytes, load: Load) -> float:
    """Answers a second, with every answer a success."""
    workers = []
    for _ in range(load.processes):
        ours, theirs = multiprocessing.Pipe()
        worker = multiprocessing.Process(target=work, args=(theirs, port, request, load))
        worker.start()
        workers.append((worker, ours))
    total = 0.0
    for worker, pipe in workers:
        outcome = pipe.recv()
        worker.join()
        if isinstance(outcome, str):
            raise RuntimeError(outcome)
        total += outcome
    return total


def work(pipe: Pipe, port: int, request: bytes, load: Load) -> None:
    """One process: all its connections have a request under way at any time."""
    try:
        connections = [Connection(port, request) for _ in range(load.connections)]
        rounds(connections, load.warm_up_seconds)
        pipe.send(rounds(connections, load.seconds))
    except (OSError, ValueError) as error:
        pipe.send(f"{type(error).__name__}: {error}")


def rounds(connections: list[Connection], seconds: float) -> float:
    """Answers a second over at least `seconds`."""
    start = time.perf_counter()
    count = 0
    for connection in connections:
        connection.ask()
    while time.perf_counter() - start < seconds:
        for connection in connections:
            connection.take()
            connection.ask()
        count += len(connections)
    for connection in connections:
        connection.take()
    return (count + len(connections)) / (time.perf_counter() - start)


class Connection:
    """A kept-alive connection; made again where the server says that it closes it."""

    def __init__(self, port: int, request: bytes) -> None:
        self._address = ("127.0.0.1", port)
        self._request = request
        self._connect()

    def _connect(self) -> None:
        self._socket = socket.create_connection(self._address, TIMEOUT_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> None:
        self._socket.sendall(self._request)

    def take(self) -> bytes:
        """Reads one answer and fails unless it is a success."""
        received = b""
        while (head := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        length = LENGTH.search(received, 0, head + 2)
        if length is None:
            raise ValueError(f"an answer without a length: {received[:200]!r}")
        while len(received) < head + 4 + int(length[1]):
            received += self._more()
        if received[9:12] != b"200":
            raise ValueError(f"not a success: {received[:600]!r}")
        if CLOSES.search(received, 0, head + 2):
            self._socket.close()
            self._connect()
        return received

    def _more(self) -> bytes:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ValueError("the connection was closed in an answer")
        return chunk
