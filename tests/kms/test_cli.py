"""The key service by the real AWS CLI, as its own pages use it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli

Kms = Callable[..., Any]


@pytest.fixture
def kms(cli: Cli) -> Kms:
    """Runs a command of the key service that must succeed; what it answers."""

    def run(*words: str) -> Any:
        done = cli("kms", *words, "--output", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    return run


@pytest.fixture
def key(kms: Kms) -> Callable[..., str]:
    """Makes keys; tells their ids."""
    return lambda *words: kms("create-key", *words)["KeyMetadata"]["KeyId"]


def test_files_are_encrypted_and_decrypted(
    kms: Kms, key: Callable[..., str], unique: Callable[[str], str], tmp_path: Path
) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(b"to be or not to be")
    alias = f"alias/{unique('cli')}"
    kms("create-alias", "--alias-name", alias, "--target-key-id", key())
    context = ["--encryption-context", "purpose=test"]
    answer = kms("encrypt", "--key-id", alias, "--plaintext", f"fileb://{plain}", *context)
    sealed.write_bytes(base64.b64decode(answer["CiphertextBlob"]))
    opened = kms("decrypt", "--ciphertext-blob", f"fileb://{sealed}", *context)
    assert base64.b64decode(opened["Plaintext"]) == plain.read_bytes()
    assert opened["KeyId"] == answer["KeyId"]
    again = ["--destination-key-id", key(), "--source-encryption-context", "purpose=test"]
    moved = kms("re-encrypt", "--ciphertext-blob", f"fileb://{sealed}", *again)
    assert moved["SourceKeyId"] == answer["KeyId"] != moved["KeyId"]


def test_files_are_signed(kms: Kms, key: Callable[..., str], tmp_path: Path) -> None:
    signer = key("--key-spec", "ML_DSA_65", "--key-usage", "SIGN_VERIFY")
    message, signature = tmp_path / "message", tmp_path / "signature"
    message.write_bytes(b"signed")
    how = ["--key-id", signer, "--message", f"fileb://{message}"]
    how += ["--signing-algorithm", "ML_DSA_SHAKE_256"]
    signature.write_bytes(base64.b64decode(kms("sign", *how)["Signature"]))
    assert kms("verify", *how, "--signature", f"fileb://{signature}")["SignatureValid"]
    assert kms("get-public-key", "--key-id", signer)["KeySpec"] == "ML_DSA_65"


def test_keys_are_governed(cli: Cli, kms: Kms, key: Callable[..., str]) -> None:
    own = key("--tags", "TagKey=stage,TagValue=prod", "--description", "by the command line")
    where = ["--key-id", own]
    assert kms("list-resource-tags", *where)["Tags"][0]["TagValue"] == "prod"
    policy = kms("get-key-policy", *where, "--policy-name", "default")["Policy"]
    kms("put-key-policy", *where, "--policy-name", "default", "--policy", policy)
    kms("enable-key-rotation", *where, "--rotation-period-in-days", "180")
    assert kms("get-key-rotation-status", *where)["RotationPeriodInDays"] == 180
    kms("rotate-key-on-demand", *where)
    rotations = kms("list-key-rotations", *where)["Rotations"]
    assert [one["RotationType"] for one in rotations] == ["ON_DEMAND"]
    kms("disable-key", *where)
    refused = cli("kms", "encrypt", *where, "--plaintext", "cGxhaW4=")
    assert "DisabledException" in refused.stderr
    assert kms("schedule-key-deletion", *where)["KeyState"] == "PendingDeletion"
    kms("cancel-key-deletion", *where)
    assert kms("describe-key", *where)["KeyMetadata"]["KeyState"] == "Disabled"


def test_grants_hold_until_they_are_revoked(kms: Kms, key: Callable[..., str]) -> None:
    own = key()
    account = kms("describe-key", "--key-id", own)["KeyMetadata"]["AWSAccountId"]
    grantee = f"arn:aws:iam::{account}:root"
    how = ["--grantee-principal", grantee, "--operations", "Decrypt", "GenerateDataKey"]
    made = kms("create-grant", "--key-id", own, *how)
    listed = kms("list-grants", "--key-id", own)["Grants"]
    assert [one["GrantId"] for one in listed] == [made["GrantId"]]
    kms("revoke-grant", "--key-id", own, "--grant-id", made["GrantId"])
    assert kms("list-grants", "--key-id", own)["Grants"] == []
