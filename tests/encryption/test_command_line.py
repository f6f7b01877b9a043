"""Files go both ways between `bartizan` and `aws-encryption-cli`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.encryption import AwsEncryptionCli, Command

DEFAULT = "AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384"
UNSIGNED = "AES_256_GCM_HKDF_SHA512_COMMIT_KEY"
OLDER = "AES_256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384"


@pytest.fixture
def theirs(tmp_path: Path) -> AwsEncryptionCli:
    (tmp_path / "key").write_bytes(os.urandom(32))
    (tmp_path / "plain").write_bytes(os.urandom(100_000))
    return AwsEncryptionCli(tmp_path)


@pytest.fixture
def ours(binary: Path, tmp_path: Path) -> Command:
    return Command(binary, tmp_path)


OUR_KEY = ("--raw-aes", "key", "--namespace", "vault", "--name", "key")
THEIR_KEY = ("--wrapping-keys", "provider=vault", "key=key", "--suppress-metadata")


@pytest.mark.parametrize("algorithm", [DEFAULT, UNSIGNED, OLDER])
def test_both_read_what_the_other_writes(
    ours: Command, theirs: AwsEncryptionCli, tmp_path: Path, algorithm: str
) -> None:
    words = ("--algorithm", algorithm)
    if algorithm == OLDER:
        words += ("--commitment-policy", "forbid-encrypt-allow-decrypt")
    policy = words[2:]
    ours("encrypt", *OUR_KEY, *words, "--context", "a=b", "-i", "plain", "-o", "ours.enc")
    theirs("--decrypt", *THEIR_KEY, *policy, "-c", "a=b", "-i", "ours.enc", "-o", "ours.dec")
    theirs("--encrypt", *THEIR_KEY, *words, "-c", "a=b", "-i", "plain", "-o", "theirs.enc")
    required = ("--require-context", "a=b")
    ours("decrypt", *OUR_KEY, *policy, *required, "-i", "theirs.enc", "-o", "theirs.dec")
    plaintext = (tmp_path / "plain").read_bytes()
    for file in ("ours.dec", "theirs.dec"):
        assert (tmp_path / file).read_bytes() == plaintext
