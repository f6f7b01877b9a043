"""A small registry of containers (OCI distribution specification), and faults of such ones."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = "a-token"
ENDLESS_BYTES = 1 << 30


@dataclass
class Registry:
    """What it serves, from the files of an OCI layout, and what it was asked."""

    files: dict[str, bytes]
    # A user and a password, as `user:password`; None for everybody, and nothing for everybody who
    # has a token.
    login: str | None = None
    # How it asks who comes: `basic` or `bearer`.
    scheme: str = "bearer"
    # Where blobs are: at this address, which the registry sends on to.
    elsewhere: str | None = None
    # The digest of the blob that `fault` is about.
    faulty: str = ""
    fault: str = ""
    address: str = ""
    # The path of each request, and what it told of who comes.
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def is_known(self, told: str | None) -> bool:
        if self.login is None:
            return True
        basic = f"Basic {base64.b64encode(self.login.encode()).decode()}"
        return told == (basic if self.scheme == "basic" else f"Bearer {TOKEN}")

    def manifest(self, version: str) -> bytes | None:
        """What the layout's index tells by a tag: the index itself, or the one that it names."""
        if version.startswith("sha256:"):
            return self.files.get(f"blobs/sha256/{version[7:]}")
        index = self.files["index.json"]
        manifests = json.loads(index)["manifests"]
        if version != "1":
            return None
        return index if len(manifests) > 1 else self.manifest(manifests[0]["digest"])


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    registry: Registry
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        registry, told = self.registry, self.headers.get("Authorization")
        registry.asked.append((self.path, told))
        parts = urlsplit(self.path)
        match parts.path.split("/"):
            case ["", "token"]:
                self.token(parse_qs(parts.query), told)
            case ["", "v2", *_] if not registry.is_known(told):
                scope = 'scope="repository:app:pull"'
                realm = f'realm="http://{registry.address}/token",service="test",{scope}'
                challenge = f"Bearer {realm}" if registry.scheme == "bearer" else 'Basic realm="x"'
                self.refuse(401, "UNAUTHORIZED", {"WWW-Authenticate": challenge})
            case ["", "v2", "app", "manifests", version]:
                self.answer(registry.manifest(version))
            case ["", "v2", "app", "blobs", version] if registry.elsewhere:
                place = f"http://{registry.elsewhere}/v2/app/blobs/{version}"
                self.refuse(307, "", {"Location": place})
            case ["", "v2", "app", "blobs", version]:
                self.blob(version)
            case _:
                self.answer(None)

    def token(self, query: dict[str, list[str]], told: str | None) -> None:
        login = self.registry.login
        wanted = f"Basic {base64.b64encode(login.encode()).decode()}" if login else None
        is_right = query == {"service": ["test"], "scope": ["repository:app:pull"]}
        if told != wanted or not is_right:
            return self.refuse(401, "DENIED")
        self.answer(json.dumps({"token": TOKEN}).encode())
        return None

    def blob(self, version: str) -> None:
        content = self.registry.files.get(f"blobs/sha256/{version.removeprefix('sha256:')}")
        fault = self.registry.fault if version == self.registry.faulty else ""
        if content is None or not fault:
            return self.answer(content)
        if fault == "other":
            return self.answer(content[:-1] + bytes([content[-1] ^ 1]))
        self.close_connection = True
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        with contextlib.suppress(OSError):
            if fault == "short":
                self.wfile.write(content[: len(content) // 2])
            elif fault == "endless":
                self.wfile.write(content)
                for _ in range(ENDLESS_BYTES >> 16):
                    self.wfile.write(bytes(1 << 16))
        return None

    def answer(self, content: bytes | None) -> None:
        if content is None:
            return self.refuse(404, "NOT_FOUND")
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def refuse(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        body = json.dumps({"errors": [{"code": code, "message": "so it is"}]}).encode()
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Tells nothing."""


@contextlib.contextmanager
def serving(registry: Registry, host: str = "127.0.0.1") -> Iterator[Registry]:
    """Serves it at a port of its own."""
    handler = type("Bound", (Handler,), {"registry": registry})
    with ThreadingHTTPServer((host, 0), handler) as server:
        registry.address = f"{host}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield registry
        finally:
            server.shutdown()
            thread.join()


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
