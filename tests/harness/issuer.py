"""An OpenID Connect issuer on loopback: HTTPS by an authority of its own, tokens by PyJWT."""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import json
import ssl
import threading
import time
import uuid
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

DISCOVERY = "/.well-known/openid-configuration"


class Authority:
    """A certificate authority that nobody knows but its test."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("authority")
        builder = _certificate(self._name, self._name, self._key.public_key())
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        self.certificate = builder.sign(self._key, hashes.SHA256())
        self.file = folder / "authority.pem"
        self.file.write_bytes(_pem(self.certificate))

    @property
    def thumbprint(self) -> str:
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return hashlib.sha1(der, usedforsecurity=False).hexdigest()

    def server(
        self,
        name: str = "issuer",
        addresses: Sequence[ipaddress.IPv4Address] = (ipaddress.IPv4Address("127.0.0.1"),),
    ) -> Path:
        """A file with a key and a chain for loopback."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.DNSName("localhost"), *map(x509.IPAddress, addresses)]
        builder = _certificate(_name(name), self._name, key.public_key())
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
        leaf = builder.sign(self._key, hashes.SHA256())
        file = self._folder / f"{name}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(secret + _pem(leaf) + _pem(self.certificate))
        return file


class Issuer:
    """Serves discovery and keys, and signs tokens. `answers` overrides what a path serves."""

    def __init__(self, authority: Authority) -> None:
        self.keys: dict[str, Any] = {}
        self.add_key("first")
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.removeprefix(issuer.path)
                issuer.asked.append(path)
                status, headers, body = issuer.answer(path)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.server())
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        # A port may be another issuer's, later: the path never is.
        self.path = f"/{uuid.uuid4().hex}"
        self.host = f"127.0.0.1:{self._server.server_address[1]}{self.path}"
        self.url = f"https://{self.host}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def add_key(self, key_id: str, key: Any = None) -> None:
        self.keys[key_id] = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def key_set(self) -> bytes:
        return json.dumps(
            {"keys": [_jwk(key_id, key) for key_id, key in self.keys.items()]}
        ).encode()

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path in self.answers:
            return self.answers[path]
        documents = {
            DISCOVERY: json.dumps({"issuer": self.url, "jwks_uri": f"{self.url}/keys"}).encode(),
            "/keys": self.key_set(),
        }
        return (200, {}, documents[path]) if path in documents else (404, {}, b"")

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Claims that hold, with others in their place; `None` takes one out."""
        now = int(time.time())
        claims = {"iss": self.url, "sub": "repo:tower/wall", "aud": "bartizan"}
        claims |= {"iat": now, "exp": now + 300, **changes}
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, key_id: str = "first", algorithm: str = "RS256", **changes: Any) -> str:
        claims = self.claims(**changes)
        return jwt.encode(claims, self.keys[key_id], algorithm, headers={"kid": key_id})


def _jwk(key_id: str, key: Any) -> dict[str, Any]:
    kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else None
    kind = kind or jwt.algorithms.ECAlgorithm
    return {**kind.to_jwk(key.public_key(), as_dict=True), "kid": key_id, "use": "sig"}


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(subject: x509.Name, by: x509.Name, key: Any) -> x509.CertificateBuilder:
    now = datetime.datetime.now(datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
