"""An endpoint that answers some actions as AWS's references show it, and has Bartizan answer all
others."""

from __future__ import annotations

import threading
import urllib.parse
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from harness.server import Server

EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
IAM = "https://iam.amazonaws.com/doc/2010-05-08/"
REQUEST = "59dbff89-35bd-4eac-99ed-be587EXAMPLE"
PATIENCE_SECONDS = 60
# What a connection has for itself.
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}

# The parameters of a request, and the XML of its answer.
Answer = Callable[[dict[str, str]], str]


def of_ec2(action: str, members: str) -> str:
    """An answer of EC2. (Amazon EC2 API Reference.)"""
    return (
        f'<{action}Response xmlns="{EC2}"><requestId>{REQUEST}</requestId>'
        f"{members}</{action}Response>"
    )


def of_iam(action: str, members: str) -> str:
    """An answer of IAM. (IAM API Reference.)"""
    return (
        f'<{action}Response xmlns="{IAM}"><{action}Result>{members}</{action}Result>'
        f"<ResponseMetadata><RequestId>{REQUEST}</RequestId></ResponseMetadata></{action}Response>"
    )


def elements(**members: str) -> str:
    """Elements that hold texts."""
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in members.items())


class Elsewhere:
    """The endpoint, with what it answers by the names of actions."""

    def __init__(self, server: Server, answers: dict[str, Answer]) -> None:
        self.server = server
        self.answers = answers
        elsewhere = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

            def handle_request(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, headers, answer = elsewhere.answer(self, body)
                self.send_response(status)
                for name, value in headers:
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_request

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Elsewhere:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._http.shutdown()
        self._http.server_close()

    def root(self) -> Any:
        """The root user of the account, as of the server."""
        return self.server.root()

    def answer(
        self, request: BaseHTTPRequestHandler, body: bytes
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Answers a request itself, or by Bartizan."""
        form = {}
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            form = dict(urllib.parse.parse_qsl(body.decode()))
        own = self.answers.get(form.get("Action", ""))
        if own:
            return 200, [("content-type", "text/xml")], own(form).encode()
        address = self.server.endpoint.removeprefix("http://")
        connection = HTTPConnection(address, timeout=PATIENCE_SECONDS)
        try:
            # The host is a part of what was signed.
            headers = dict(request.headers.items())
            connection.request(request.command, request.path, body, headers)
            answer = connection.getresponse()
            kept = [one for one in answer.getheaders() if one[0].lower() not in HOP]
            return answer.status, kept, answer.read()
        finally:
            connection.close()
