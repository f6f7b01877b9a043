"""Client-side encryption: the command under test, and AWS's own SDK and command line beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import aws_encryption_sdk
from aws_encryption_sdk import CommitmentPolicy, EncryptionSDKClient
from aws_encryption_sdk.identifiers import Algorithm, EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider, WrappingKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from harness.server import clean_environment

ALGORITHMS = [algorithm.name for algorithm in Algorithm]
NAMESPACE = "vault"
PADDINGS = {
    "pkcs1": WrappingAlgorithm.RSA_PKCS1,
    "oaep-sha1": WrappingAlgorithm.RSA_OAEP_SHA1_MGF1,
    "oaep-sha256": WrappingAlgorithm.RSA_OAEP_SHA256_MGF1,
    "oaep-sha384": WrappingAlgorithm.RSA_OAEP_SHA384_MGF1,
    "oaep-sha512": WrappingAlgorithm.RSA_OAEP_SHA512_MGF1,
}


def commits(algorithm: str) -> bool:
    return "COMMIT" in algorithm


def policy(algorithm: str) -> tuple[str, ...]:
    """What the command must be told to use an algorithm."""
    if commits(algorithm):
        return ("--algorithm", algorithm)
    return ("--algorithm", algorithm, "--commitment-policy", "forbid-encrypt-allow-decrypt")


class Wrapping:
    """The same wrapping keys for the command, the SDK and the SDK's command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.aes = {bits: bytes([bits % 251] * (bits // 8)) for bits in (128, 192, 256)}
        private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.private = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self.public = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        for bits, key in self.aes.items():
            (folder / f"aes-{bits}").write_bytes(key)
        (folder / "private.pem").write_bytes(self.private)
        (folder / "public.pem").write_bytes(self.public)

    def options(self, name: str, *, private: bool = True) -> tuple[str, ...]:
        """What the command is told to use a key."""
        named = ("--namespace", NAMESPACE, "--name", name)
        if name.startswith("aes-"):
            return ("--raw-aes", str(self.folder / name), *named)
        file = self.folder / ("private.pem" if private else "public.pem")
        return ("--raw-rsa", str(file), "--rsa-padding", name.removeprefix("rsa-"), *named)

    def provider(self, *names: str) -> RawMasterKeyProvider:
        """The same for the SDK."""
        wrapping = self

        class Provider(RawMasterKeyProvider):
            provider_id = NAMESPACE

            def _get_raw_key(self, key_id: bytes) -> WrappingKey:
                return wrapping.wrapping_key(key_id.decode())

        provider = Provider()
        for name in names:
            provider.add_master_key(name)
        return provider

    def wrapping_key(self, name: str) -> WrappingKey:
        if name.startswith("aes-"):
            bits = int(name.removeprefix("aes-"))
            algorithm = WrappingAlgorithm[f"AES_{bits}_GCM_IV12_TAG16_NO_PADDING"]
            return WrappingKey(algorithm, self.aes[bits], EncryptionKeyType.SYMMETRIC)
        algorithm = PADDINGS[name.removeprefix("rsa-")]
        return WrappingKey(algorithm, self.private, EncryptionKeyType.PRIVATE)


def sdk(algorithm: str) -> EncryptionSDKClient:
    """The SDK, with the policy that an algorithm needs."""
    if commits(algorithm):
        return aws_encryption_sdk.EncryptionSDKClient()
    policy = CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT
    return aws_encryption_sdk.EncryptionSDKClient(commitment_policy=policy)


class Command:
    """`bartizan`, run with bytes."""

    def __init__(self, binary: Path, folder: Path, **environment: str) -> None:
        self.binary = binary
        self.folder = folder
        self.environment = environment

    def __call__(
        self, *words: str, stdin: bytes = b"", code: int = 0
    ) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run(
            [str(self.binary), *words],
            env={**clean_environment(), **self.environment},
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, done.stderr.decode()
        return done

    def refused(self, *words: str, stdin: bytes = b"", code: int = 1) -> str:
        """What it says when it refuses, and that it writes nothing."""
        done = self(*words, stdin=stdin, code=code)
        assert done.stdout == b""
        return done.stderr.decode()


PLUGIN = """
from aws_encryption_sdk.identifiers import EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.key_providers.raw import RawMasterKeyProvider, WrappingKey


class Provider(RawMasterKeyProvider):
    provider_id = "vault"

    def __new__(cls, **_):
        return super().__new__(cls)

    def __init__(self, **_):
        super().__init__()

    def _get_raw_key(self, key_id):
        key = open(key_id.decode(), "rb").read()
        algorithm = WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING
        return WrappingKey(algorithm, key, EncryptionKeyType.SYMMETRIC)
"""


class AwsEncryptionCli:
    """The real `aws-encryption-cli`, with a plugin for an AES key whose name is its file's."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = environment
        about = folder / "raw_keys-1.dist-info"
        about.mkdir()
        (folder / "raw_keys.py").write_text(PLUGIN)
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: raw-keys\nVersion: 1\n")
        (about / "entry_points.txt").write_text(
            "[aws_encryption_sdk_cli.master_key_providers]\nvault = raw_keys:Provider\n"
        )

    def __call__(self, *words: str) -> None:
        done = subprocess.run(
            [str(Path(sys.executable).parent / "aws-encryption-cli"), *words],
            env={**clean_environment(), **self.environment, "PYTHONPATH": str(self.folder)},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
