"""Loads a server by the gateway's example `load`: the same signed request again and again over
kept-alive connections."""

from __future__ import annotations

import socket
import subprocess
import tempfile
from dataclasses import dataclass

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Load:
    """How a server is loaded."""

    generator: str
    threads: int = 2
    connections: int = 8
    seconds: float = 5.0
    warm_up_seconds: float = 1.0


def run(port: int, request: bytes, load: Load) -> float:
    """Answers a second, with every answer a success."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(request)
        file.flush()
        command = [load.generator, f"127.0.0.1:{port}", file.name]
        counts = [load.threads, load.connections, load.warm_up_seconds, load.seconds]
        words = [*command, *map(str, counts)]
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def first_answer(port: int, request: bytes) -> None:
    """Sends one request and waits for the beginning of an answer, which must be a success."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_SECONDS) as connection:
        connection.sendall(request)
        received = connection.recv(65536)
    if received[9:12] != b"200":
        raise ValueError(f"not a success: {received[:600]!r}")
