"""Messages go both ways between `bartizan` and AWS's Encryption SDK for Python."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from aws_encryption_sdk.identifiers import Algorithm

from harness.encryption import ALGORITHMS, PADDINGS, PLUGIN, Command, Wrapping, policy, sdk

FRAME = 4096
CONTEXT = {"purpose": "test", "größe": "🐎"}
DEFAULT = "AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384"
WRAPPING = ["aes-128", "aes-192", "aes-256", *(f"rsa-{padding}" for padding in PADDINGS)]


@pytest.fixture(scope="module")
def wrapping(tmp_path_factory: pytest.TempPathFactory) -> Wrapping:
    return Wrapping(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def bartizan(binary: Path, tmp_path: Path) -> Command:
    return Command(binary, tmp_path)


def shown(context: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in context.items() if not key.startswith("aws-crypto-")}


def words(context: dict[str, str]) -> tuple[str, ...]:
    return ("--context", *(f"{key}={value}" for key, value in context.items()))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("length", [0, 1, FRAME, 3 * FRAME + 7])
def test_the_sdk_reads_what_bartizan_writes(
    bartizan: Command, wrapping: Wrapping, algorithm: str, length: int
) -> None:
    plaintext = os.urandom(length)
    options = (*wrapping.options("aes-256"), *words(CONTEXT), *policy(algorithm))
    message = bartizan("encrypt", *options, stdin=plaintext).stdout
    found, header = sdk(algorithm).decrypt(
        source=message, key_provider=wrapping.provider("aes-256")
    )
    assert found == plaintext
    assert shown(header.encryption_context) == CONTEXT
    assert header.algorithm.name == algorithm


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("length", [0, 1, FRAME, 3 * FRAME + 7])
@pytest.mark.parametrize("frame", [0, FRAME])
def test_bartizan_reads_what_the_sdk_writes(
    bartizan: Command, wrapping: Wrapping, algorithm: str, length: int, frame: int
) -> None:
    plaintext = os.urandom(length)
    message, _ = sdk(algorithm).encrypt(
        source=plaintext,
        key_provider=wrapping.provider("aes-256"),
        algorithm=Algorithm[algorithm],
        frame_length=frame,
        encryption_context=CONTEXT,
    )
    options = (*wrapping.options("aes-256"), "--commitment-policy", "require-encrypt-allow-decrypt")
    assert bartizan("decrypt", *options, stdin=message).stdout == plaintext


@pytest.mark.parametrize("name", WRAPPING)
def test_wrapping_keys_are_the_sdks(bartizan: Command, wrapping: Wrapping, name: str) -> None:
    provider = wrapping.provider(name)
    public = wrapping.options(name, private=False)
    message = bartizan("encrypt", *public, *words(CONTEXT), stdin=b"text").stdout
    assert sdk(DEFAULT).decrypt(source=message, key_provider=provider)[0] == b"text"
    message, _ = sdk(DEFAULT).encrypt(
        source=b"text", key_provider=provider, encryption_context=CONTEXT
    )
    assert bartizan("decrypt", *wrapping.options(name), stdin=message).stdout == b"text"


def test_each_of_several_keys_decrypts(bartizan: Command, wrapping: Wrapping) -> None:
    names = ("aes-128", "aes-256", "rsa-oaep-sha256")
    keys = [
        *("--raw-aes", str(wrapping.folder / "aes-128")),
        *("--raw-aes", str(wrapping.folder / "aes-256")),
        *("--raw-rsa", str(wrapping.folder / "public.pem")),
        *("--namespace", "vault"),
        *(word for name in names for word in ("--name", name)),
    ]
    message = bartizan("encrypt", *keys, stdin=b"text").stdout
    for name in names:
        provider = wrapping.provider(name)
        assert sdk(DEFAULT).decrypt(source=message, key_provider=provider)[0] == b"text"
        assert bartizan("decrypt", *wrapping.options(name), stdin=message).stdout == b"text"
    limit = ("--max-encrypted-data-keys", "2")
    told = bartizan.refused("decrypt", *wrapping.options("aes-128"), *limit, stdin=message)
    assert "3 encrypted data keys, and at most 2 are allowed" in told
    assert "at most 2 are allowed" in bartizan.refused("encrypt", *keys, *limit, code=2)


@pytest.mark.parametrize("frame", [1, 128, 1 << 20])
def test_frames_of_any_length_are_read(bartizan: Command, wrapping: Wrapping, frame: int) -> None:
    plaintext = os.urandom(3000)
    options = (*wrapping.options("aes-256"), "--frame-length", str(frame))
    message = bartizan("encrypt", *options, stdin=plaintext).stdout
    provider = wrapping.provider("aes-256")
    assert sdk(DEFAULT).decrypt(source=message, key_provider=provider)[0] == plaintext
    assert bartizan("decrypt", *wrapping.options("aes-256"), stdin=message).stdout == plaintext


def test_the_newest_sdk_reads_and_writes(
    bartizan: Command, wrapping: Wrapping, newest_python: str, tmp_path: Path
) -> None:
    plaintext = os.urandom(3 * FRAME)
    bartizan("encrypt", *wrapping.options("aes-256"), "-o", "ours", stdin=plaintext)
    program = f"""{PLUGIN}
import aws_encryption_sdk

assert aws_encryption_sdk.identifiers.__version__.startswith("4.")
provider = Provider()
provider.add_master_key("aes-256")
client = aws_encryption_sdk.EncryptionSDKClient()
plaintext, _ = client.decrypt(source=open("ours", "rb"), key_provider=provider)
message, _ = client.encrypt(source=plaintext, key_provider=provider)
open("theirs", "wb").write(message)
"""
    (tmp_path / "aes-256").write_bytes(wrapping.aes[256])
    subprocess.run([newest_python, "-"], cwd=tmp_path, input=program, text=True, check=True)
    done = bartizan("decrypt", *wrapping.options("aes-256"), "-i", "theirs")
    assert done.stdout == plaintext
