"""An external key store's proxy on loopback: HTTPS, signatures, and AES keys of its own."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import ipaddress
import itertools
import json
import os
import secrets
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from harness.issuer import Authority

PORT = 443
HEALTH = {
    "xksProxyFleetSize": 1,
    "xksProxyVendor": "Tests",
    "xksProxyModel": "Tests 1.0",
    "ekmVendor": "Tests",
    "ekmFleetDetails": [{"id": "one", "model": "Tests 1.0", "healthStatus": "ACTIVE"}],
}
METADATA = b"version=1"


class XksProxy:
    """One path and credential. `refusals` answers an operation with an error's name."""

    _places = itertools.count(os.getpid() * 16)

    def __init__(self, authority: Authority, path: str = "/kms/xks/v1") -> None:
        # KMS knows proxies by name and the port of HTTPS alone, so each has an address of its own.
        place = next(self._places)
        self.address = f"127.{place >> 16 & 127}.{place >> 8 & 255}.{place % 250 + 2}"
        self.path = path
        self.access_key = "ABCDEFGHIJKLMNOPQRST"
        self.secret_key = base64.b64encode(secrets.token_bytes(32)).decode()
        self.keys = {"bank-1": AESGCM.generate_key(256), "bank-2": AESGCM.generate_key(256)}
        self.refusals: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = proxy.answer(self.path, dict(self.headers), body)
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        try:
            self._server = ThreadingHTTPServer((self.address, PORT), Handler)
        except (PermissionError, OSError) as error:
            pytest.skip(f"port {PORT} of {self.address} cannot be listened on: {error}")
        file = authority.server(self.address, [ipaddress.ip_address(self.address)])
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def endpoint(self) -> str:
        return f"https://{self.address}"

    def configuration(self) -> dict[str, Any]:
        """What `CreateCustomKeyStore` is told of the proxy."""
        return {
            "CustomKeyStoreType": "EXTERNAL_KEY_STORE",
            "XksProxyConnectivity": "PUBLIC_ENDPOINT",
            "XksProxyUriEndpoint": self.endpoint,
            "XksProxyUriPath": self.path,
            "XksProxyAuthenticationCredential": {
                "AccessKeyId": self.access_key,
                "RawSecretAccessKey": self.secret_key,
            },
        }

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict]:
        if not self._is_signed(path, headers, body):
            return 401, {"errorName": "AuthenticationFailedException"}
        if not path.startswith(self.path + "/"):
            return 404, {"errorName": "InvalidUriPathException"}
        request = json.loads(body)
        operation = path.rsplit("/", 1)[1]
        self.asked.append((operation, request))
        if operation in self.refusals:
            return 400, {"errorName": self.refusals[operation]}
        if operation == "health":
            return 200, HEALTH
        key = self.keys.get(path.split("/")[-2])
        if key is None:
            return 404, {"errorName": "KeyNotFoundException"}
        return getattr(self, f"_{operation}")(AESGCM(key), request)

    def _metadata(self, _key: AESGCM, _request: dict) -> tuple[int, dict]:
        usage = ["ENCRYPT", "DECRYPT", "WRAP"]
        return 200, {"keySpec": "AES_256", "keyUsage": usage, "keyStatus": "ENABLED"}

    def _encrypt(self, key: AESGCM, request: dict) -> tuple[int, dict]:
        given = base64.b64decode(request["additionalAuthenticatedData"])
        nonce = secrets.token_bytes(12)
        plaintext = base64.b64decode(request["plaintext"])
        sealed = key.encrypt(nonce, plaintext, _bound(given))
        ciphertext, tag = sealed[:-16], sealed[-16:]
        digest = hashlib.sha256(given + METADATA + nonce + ciphertext + tag).digest()
        return 200, {
            "ciphertext": _text(ciphertext),
            "ciphertextMetadata": _text(METADATA),
            "initializationVector": _text(nonce),
            "authenticationTag": _text(tag),
            "ciphertextDataIntegrityValue": _text(digest),
        }

    def _decrypt(self, key: AESGCM, request: dict) -> tuple[int, dict]:
        if base64.b64decode(request["ciphertextMetadata"]) != METADATA:
            return 400, {"errorName": "InvalidCiphertextException"}
        sealed = base64.b64decode(request["ciphertext"])
        sealed += base64.b64decode(request["authenticationTag"])
        bound = _bound(base64.b64decode(request["additionalAuthenticatedData"]))
        try:
            nonce = base64.b64decode(request["initializationVector"])
            return 200, {"plaintext": _text(key.decrypt(nonce, sealed, bound))}
        except InvalidTag:
            return 400, {"errorName": "InvalidCiphertextException"}

    def _is_signed(self, path: str, headers: dict[str, str], body: bytes) -> bool:
        """Whether the signature is one that the proxy makes itself."""
        headers = {name.lower(): value for name, value in headers.items()}
        _, rest = headers.get("authorization", " ").split(" ", 1)
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        key, date, region, service, _ = parts.get("Credential", "////").split("/")
        if (key, service) != (self.access_key, "kms-xks-proxy"):
            return False
        names = parts["SignedHeaders"].split(";")
        if not {"host", "x-amz-date"} <= set(names):
            return False
        sent = datetime.datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        if abs(now - sent) > datetime.timedelta(minutes=5):
            return False
        lines = [f"{name}:{headers[name].strip()}" for name in names]
        digest = hashlib.sha256(body).hexdigest()
        canonical = "\n".join(["POST", path, "", *lines, "", parts["SignedHeaders"], digest])
        scope = f"{date}/{region}/{service}/aws4_request"
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashed])
        signing = f"AWS4{self.secret_key}".encode()
        for part in (date, region, service, "aws4_request", text):
            signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
        return hmac.compare_digest(signing.hex(), parts["Signature"])


def _bound(given: bytes) -> bytes:
    """What the key's keeper binds: both parts with their lengths, as the specification advises."""
    return len(given).to_bytes(2, "big") + given + len(METADATA).to_bytes(1, "big") + METADATA


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
