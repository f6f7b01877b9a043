"""kill -9 at random moments under write load loses no key, alias, grant or rotation, and leaves no
half-written key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from harness.crash import Acknowledged, killed
from harness.server import Server

CONTEXT = {"purpose": "crash"}


@dataclass
class Changes(Acknowledged):
    """What was acknowledged, by key id."""

    aliases: dict[str, str] = field(default_factory=dict)
    # What was encrypted under each of the key's materials.
    blobs: dict[str, list[bytes]] = field(default_factory=dict)
    signatures: dict[str, bytes] = field(default_factory=dict)
    grants: dict[str, str] = field(default_factory=dict)
    revoked: dict[str, str] = field(default_factory=dict)
    rotations: dict[str, int] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)


def writes(server: Server, done: Changes) -> Callable[[str], None]:
    """What a writer does with each name."""
    kms = server.client("kms")
    account = server.client("sts").get_caller_identity()["Account"]

    def write(name: str) -> None:
        key = kms.create_key(Description=name)["KeyMetadata"]["KeyId"]
        done.add(lambda: done.blobs.__setitem__(key, []))
        kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key)
        done.add(lambda: done.aliases.__setitem__(key, f"alias/{name}"))
        encrypt(kms, key)
        grants = [grant(kms, key, account) for _ in range(2)]
        done.add(lambda: done.grants.__setitem__(key, grants[0]))
        kms.revoke_grant(KeyId=key, GrantId=grants[1])
        done.add(lambda: done.revoked.__setitem__(key, grants[1]))
        kms.rotate_key_on_demand(KeyId=key)
        done.add(lambda: done.rotations.__setitem__(key, 1))
        encrypt(kms, key)
        signer = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        signer = signer["KeyMetadata"]["KeyId"]
        signed = kms.sign(KeyId=signer, Message=b"m", SigningAlgorithm="ECDSA_SHA_256")
        done.add(lambda: done.signatures.__setitem__(signer, signed["Signature"]))
        kms.disable_key(KeyId=signer)
        done.add(lambda: done.disabled.add(signer))

    def encrypt(kms, key: str) -> None:
        blob = kms.encrypt(KeyId=key, Plaintext=key.encode(), EncryptionContext=CONTEXT)
        done.add(lambda: done.blobs[key].append(blob["CiphertextBlob"]))

    return write


def grant(kms, key: str, account: str) -> str:
    made = kms.create_grant(
        KeyId=key, GranteePrincipal=f"arn:aws:iam::{account}:root", Operations=["Decrypt"]
    )
    return made["GrantId"]


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_no_acknowledged_key_is_lost(server_factory, store: str | None, kills: int) -> None:
    server = server_factory(store=store)
    rounds = killed(
        server,
        kills,
        Changes,
        lambda done: writes(server, done),
        lambda done: check(server, done),
    )
    kms = server.client("kms")
    listed = [
        key["KeyId"] for page in kms.get_paginator("list_keys").paginate() for key in page["Keys"]
    ]
    assert {key for done in rounds for key in done.blobs} <= set(listed)
    for key in listed:
        described = kms.describe_key(KeyId=key)["KeyMetadata"]
        if described["Enabled"] and described["KeyUsage"] == "ENCRYPT_DECRYPT":
            kms.encrypt(KeyId=key, Plaintext=b"whole")


def check(server: Server, done: Changes) -> None:
    """Everything acknowledged in a round is there, and usable."""
    kms = server.client("kms")
    for key, alias in done.aliases.items():
        assert kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"] == key
    for key, blobs in done.blobs.items():
        for blob in blobs:
            opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)
            assert opened["Plaintext"] == key.encode()
    for key, grant_id in done.grants.items():
        kept = {one["GrantId"] for one in kms.list_grants(KeyId=key)["Grants"]}
        assert grant_id in kept
        assert done.revoked.get(key) not in kept
    for key, count in done.rotations.items():
        assert len(kms.list_key_rotations(KeyId=key)["Rotations"]) >= count
    for key in done.disabled:
        assert not kms.describe_key(KeyId=key)["KeyMetadata"]["Enabled"]
    for key, signature in done.signatures.items():
        kms.enable_key(KeyId=key)
        verified = kms.verify(
            KeyId=key, Message=b"m", Signature=signature, SigningAlgorithm="ECDSA_SHA_256"
        )
        assert verified["SignatureValid"]
