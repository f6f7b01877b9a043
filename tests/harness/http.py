"""Requests as no client library would send them, and signatures for those that should get past
authentication."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from datetime import UTC, datetime

import botocore.auth
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from harness.aws import REGION, Credentials
from harness.server import Server

TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """A response, or nothing at all where the server closed the connection."""

    status: int
    head: str
    body: bytes

    @property
    def code(self) -> str:
        """The AWS error code, from XML or JSON."""
        text = self.body.decode(errors="replace")
        match = re.search(r"<Code>([^<]+)</Code>|\"__type\"\s*:\s*\"(?:[^\"#]*#)?([^\"]+)\"", text)
        return (match[1] or match[2]) if match else ""

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


CLOSED = Answer(0, "", b"")


def send(server: Server, request: bytes, *, finish: bool = False) -> Answer:
    """Sends raw bytes and reads one answer; with `finish` the client then sends no more."""
    with socket.create_connection(("127.0.0.1", server.port), TIMEOUT_SECONDS) as connection:
        try:
            connection.sendall(request)
            if finish:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # The server refused before it read everything; its answer may be there.
        return read(connection)


def read(connection: socket.socket) -> Answer:
    """Reads one response with a `Content-Length`, or up to the end of the connection."""
    received = b""
    try:
        while b"\r\n\r\n" not in received:
            chunk = connection.recv(65536)
            if not chunk:
                return CLOSED
            received += chunk
        head, _, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length:\s*(\d+)", head)
        while length is None or len(body) < int(length[1]):
            chunk = connection.recv(65536)
            if not chunk:
                break
            body += chunk
    except ConnectionResetError:
        return CLOSED
    return Answer(int(head.split(b" ", 2)[1]), head.decode("latin-1"), body)


def request(
    server: Server,
    method: str = "POST",
    target: str = "/",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> bytes:
    """The bytes of a well-framed request."""
    lines = {"Host": f"127.0.0.1:{server.port}", "Content-Length": str(len(body))}
    lines |= headers or {}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body


def signed(
    server: Server,
    service: str,
    *,
    method: str = "POST",
    target: str = "/",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    credentials: Credentials | None = None,
    at: datetime | None = None,
) -> bytes:
    """The bytes of a request that the root user, or another, signed, now or at another time."""
    who = credentials or server.root()
    content_type = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    aws = AWSRequest(
        method, f"{server.endpoint}{target}", headers={**content_type, **(headers or {})}, data=body
    )
    keys = BotoCredentials(who.access_key, who.secret_key, who.token)
    signer = (S3SigV4Auth if service == "s3" else SigV4Auth)(keys, service, REGION)
    if declared := (headers or {}).get("X-Amz-Content-SHA256"):
        signer.payload = lambda _request: declared
    moment = at or datetime.now(UTC)
    original = botocore.auth.get_current_datetime
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment.replace(tzinfo=None)
    try:
        signer.add_auth(aws)
    finally:
        botocore.auth.get_current_datetime = original
    return request(server, method, target, dict(aws.headers.items()), body)
