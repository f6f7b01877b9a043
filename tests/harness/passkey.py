"""A security key in software: what an authenticator makes of a browser's request. (W3C Web
Authentication, Level 3, sections 5.1 and 6.1.)"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec


def encode(data: bytes) -> str:
    """Bytes as WebAuthn's JSON has them."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SecurityKey:
    """One credential on P-256, with a counter that goes on."""

    origin: str
    id: bytes = field(default_factory=lambda: os.urandom(16))
    counter: int = 0
    user: bytes = b""
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: dict[str, Any]) -> str:
        """The response to the options of a registration."""
        self.user = decode(options["user"]["id"])
        numbers = self.private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y
        credential = bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        data = self.data(options["rp"]["id"], 0x45) + credential
        head = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"
        return self.response(
            clientDataJSON=self.client("webauthn.create", options["challenge"]),
            attestationObject=head + bytes([len(data)]) + data,
        )

    def get(self, options: dict[str, Any]) -> str:
        """The response to the options of an authentication."""
        assert encode(self.id) in [one["id"] for one in options["allowCredentials"]]
        client = self.client("webauthn.get", options["challenge"])
        data = self.data(options["rpId"], 0x05)
        signed = data + hashlib.sha256(client).digest()
        return self.response(
            clientDataJSON=client,
            authenticatorData=data,
            signature=self.private.sign(signed, ec.ECDSA(hashes.SHA256())),
            userHandle=self.user,
        )

    def data(self, party: str, flags: int) -> bytes:
        self.counter += 1
        return hashlib.sha256(party.encode()).digest() + struct.pack(">BI", flags, self.counter)

    def client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def response(self, **members: bytes) -> str:
        id = encode(self.id)
        answer = {name: encode(value) for name, value in members.items()}
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": answer})
