"""Questions to a server's DNS, as `dig` asks them."""

from __future__ import annotations

import re
import socket
import subprocess
from dataclasses import dataclass

from harness.server import Server

SERVED = re.compile(r"Hosted zones are answered on (\S+):(\d+),")


@dataclass(frozen=True)
class Answer:
    """What `dig` read: the code, the flags, and the records of each section."""

    status: str
    flags: list[str]
    answers: list[list[str]]
    authorities: list[list[str]]
    additional: list[list[str]]

    @property
    def values(self) -> list[str]:
        """The data of the answers."""
        return [" ".join(answer[4:]) for answer in self.answers]


def address(server: Server) -> tuple[str, int]:
    """Where the server answers."""
    found = next(filter(None, map(SERVED.search, server.lines)))
    return found[1], int(found[2])


def dig(server: Server, name: str, kind: str = "A", *more: str) -> Answer:
    host, port = address(server)
    words = ["dig", f"@{host}", "-p", str(port), "+tries=1", "+time=10", name, kind, *more]
    done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=True)
    sections: dict[str, list[list[str]]] = {"ANSWER": [], "AUTHORITY": [], "ADDITIONAL": []}
    section = ""
    for line in done.stdout.splitlines():
        if heading := re.match(r";; (\w+) SECTION:", line):
            section = heading[1]
        elif line and not line.startswith(";"):
            sections.setdefault(section, []).append(line.split())
    status = re.search(r"status: (\w+)", done.stdout)
    flags = re.search(r"flags: ([\w ]*);", done.stdout)
    assert status and flags, done.stdout
    return Answer(
        status[1],
        flags[1].split(),
        sections["ANSWER"],
        sections["AUTHORITY"],
        sections["ADDITIONAL"],
    )


def send(server: Server, message: bytes) -> bytes | None:
    """Sends a datagram; what is answered before a second one that is surely answered."""
    probe = b"\xff\xfe" + b"\x01\x00" + b"\x00" * 8
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.connect(address(server))
        client.send(message)
        client.send(probe)
        answer = client.recv(4096)
        return None if answer[:2] == probe[:2] else answer
