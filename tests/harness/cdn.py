"""Origins behind distributions, and requests to them as viewers send them."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import CERT_NONE, create_default_context
from typing import Any

from harness.aws import Credentials, client
from harness.command import run_bartizan
from harness.server import Server

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ORIGIN_SAYS = "83da9c7e-98b4-4e11-a168-04f0df8e2c65"
ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3"


@dataclass
class Origin:
    """An application that answers by path, and remembers what it was asked."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def answer(self, path: str, body: str = "", status: int = 200, **headers: str) -> None:
        """Says what a path is answered; underscores in names stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body.encode())

    def count(self, path: str) -> int:
        """How often it was asked for a path."""
        return sum(one.split("?")[0] == path for _, one, _ in self.asked)


@contextmanager
def origin() -> Iterator[Origin]:
    """An origin on loopback."""
    told = Origin()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told.asked.append((self.command, self.path, headers))
            status, more, body = told.answers.get(
                self.path.split("?")[0], (200, {}, self.path.encode())
            )
            if headers.get("if-none-match") == more.get("ETag", "none"):
                status, body = 304, b""
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.port = server.server_address[1]
        yield told
        server.shutdown()


@dataclass
class Answer:
    """What a viewer got."""

    status: int
    headers: dict[str, str]
    body: str

    @property
    def cache(self) -> str:
        """Where it came from: `Hit`, `Miss`, `RefreshHit` or `Error`."""
        return self.headers["x-cache"].split()[0]


def config(port: int, **more: Any) -> dict[str, Any]:
    """The configuration of a distribution in front of an origin on loopback."""
    behaviour = {
        "TargetOriginId": "app",
        "ViewerProtocolPolicy": "allow-all",
        "CachePolicyId": CACHING_OPTIMIZED,
        **more.pop("behaviour", {}),
    }
    served = {
        "Id": "app",
        "DomainName": "localhost",
        "CustomOriginConfig": {
            "HTTPPort": port,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "http-only",
        },
        **more.pop("origin", {}),
    }
    return {
        "CallerReference": str(uuid.uuid4()),
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [served]},
        "DefaultCacheBehavior": behaviour,
        **more,
    }


class Distribution:
    """A distribution of an account of its own."""

    def __init__(self, server: Server, account: str, config: dict[str, Any]) -> None:
        self.server = server
        self.credentials = Credentials(account, "any")
        self.cdn = client("cloudfront", server.endpoint, self.credentials)
        made = self.cdn.create_distribution(DistributionConfig=config)
        self.id = made["Distribution"]["Id"]
        self.arn = made["Distribution"]["ARN"]
        self.name = made["Distribution"]["DomainName"]

    def update(self, change: Callable[[dict[str, Any]], None]) -> None:
        """Changes the configuration."""
        got = self.cdn.get_distribution_config(Id=self.id)
        config = got["DistributionConfig"]
        change(config)
        self.cdn.update_distribution(Id=self.id, IfMatch=got["ETag"], DistributionConfig=config)

    def invalidate(self, *paths: str) -> dict[str, Any]:
        """Forgets what is cached of paths."""
        batch = {
            "CallerReference": str(uuid.uuid4()),
            "Paths": {"Quantity": len(paths), "Items": list(paths)},
        }
        made = self.cdn.create_invalidation(DistributionId=self.id, InvalidationBatch=batch)
        return made["Invalidation"]

    def fronts(self) -> list[dict[str, Any]]:
        """What `bartizan edge ls` tells."""
        environment = {
            "AWS_ACCESS_KEY_ID": self.credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": self.credentials.secret_key,
            "AWS_ENDPOINT_URL": self.server.endpoint,
            "AWS_REGION": "us-east-1",
        }
        words = ("edge", "ls", "--format", "json")
        done = run_bartizan(self.server.binary, *words, environment=environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)["fronts"]

    def address(self, port: int = 80) -> tuple[str, int]:
        """Where a port is reached."""
        front = next(one for one in self.fronts() if one["arn"] == self.arn)
        found = next(one["address"] for one in front["listeners"] if one["port"] == port)
        host, port_text = found.rsplit(":", 1)
        return host, int(port_text)

    def ask(
        self,
        path: str = "/",
        method: str = "GET",
        body: bytes | None = None,
        host: str | None = None,
        tls: bool = False,
        **headers: str,
    ) -> Answer:
        """Asks as a viewer; underscores in names of headers stand for hyphens."""
        if tls:
            context = create_default_context()
            context.check_hostname, context.verify_mode = False, CERT_NONE
            connection = HTTPSConnection(host or self.name, timeout=30, context=context)
            raw = socket.create_connection(self.address(443), timeout=30)
            connection.sock = context.wrap_socket(raw, server_hostname=host or self.name)
        else:
            connection = HTTPConnection(*self.address(), timeout=30)
        sent = {"Host": host or self.name, "User-Agent": "test", "Connection": "close"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=sent)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, named, answer.read().decode("latin-1"))
        finally:
            connection.close()
