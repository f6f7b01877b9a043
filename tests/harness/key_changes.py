"""Changes of keys, one after another, and the check that all that was acknowledged is there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import pytest

from harness.crash import Acknowledged
from harness.imported import wrapped
from harness.server import Server

CONTEXT = {"purpose": "crash"}
NEVER = {"ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}


@dataclass
class Keys:
    """What the server said it keeps, by key id where nothing else is said."""

    # By alias.
    aliases: dict[str, str] = field(default_factory=dict)
    no_aliases: set[str] = field(default_factory=set)
    # What was encrypted under each of the key's materials.
    blobs: dict[str, list[bytes]] = field(default_factory=dict)
    signatures: dict[str, bytes] = field(default_factory=dict)
    grants: dict[str, str] = field(default_factory=dict)
    revoked: dict[str, str] = field(default_factory=dict)
    rotations: dict[str, int] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def becomes(self, key: str, state: str) -> None:
        self.states[key] = state


class Change:
    """What a writer does with each name."""

    def __init__(self, server: Server, done: Acknowledged[Keys]) -> None:
        self.kms = server.client("kms")
        self.done = done
        self.account = server.client("sts").get_caller_identity()["Account"]

    def __call__(self, name: str) -> None:
        key = self.generated(name)
        self.granted(key)
        self.kms.rotate_key_on_demand(KeyId=key)
        self.done.add(lambda keys: keys.rotations.__setitem__(key, 1))
        self.encrypt(key)
        self.disabled()
        self.renamed(name, key, self.imported())

    def create(self, **options: str) -> str:
        key = self.kms.create_key(**options)["KeyMetadata"]["KeyId"]
        self.done.add(lambda keys: keys.blobs.__setitem__(key, []))
        return key

    def encrypt(self, key: str) -> None:
        blob = self.kms.encrypt(KeyId=key, Plaintext=key.encode(), EncryptionContext=CONTEXT)
        self.done.add(lambda keys: keys.blobs[key].append(blob["CiphertextBlob"]))

    def generated(self, name: str) -> str:
        key = self.create(Description=name)
        self.kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key)
        self.done.add(lambda keys: keys.aliases.__setitem__(f"alias/{name}", key))
        self.encrypt(key)
        return key

    def granted(self, key: str) -> None:
        kept, revoked = self.grant(key), self.grant(key)
        self.done.add(lambda keys: keys.grants.__setitem__(key, kept))
        self.kms.revoke_grant(KeyId=key, GrantId=revoked)
        self.done.add(lambda keys: keys.revoked.__setitem__(key, revoked))

    def grant(self, key: str) -> str:
        grantee = f"arn:aws:iam::{self.account}:root"
        made = self.kms.create_grant(KeyId=key, GranteePrincipal=grantee, Operations=["Decrypt"])
        return made["GrantId"]

    def disabled(self) -> None:
        """A key that signed and is disabled."""
        key = self.create(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
        signed = self.kms.sign(KeyId=key, Message=b"m", SigningAlgorithm="ECDSA_SHA_256")
        self.done.add(lambda keys: keys.signatures.__setitem__(key, signed["Signature"]))
        self.kms.disable_key(KeyId=key)
        self.done.add(lambda keys: keys.becomes(key, "Disabled"))

    def renamed(self, name: str, before: str, after: str) -> None:
        """An alias that is moved to another key, and one that is deleted."""
        moved, gone = f"alias/{name}-moved", f"alias/{name}-gone"
        for alias in (moved, gone):
            self.kms.create_alias(AliasName=alias, TargetKeyId=before)
        self.kms.delete_alias(AliasName=gone)
        self.done.add(lambda keys: keys.no_aliases.add(gone))
        self.kms.update_alias(AliasName=moved, TargetKeyId=after)
        self.done.add(lambda keys: keys.aliases.__setitem__(moved, after))

    def imported(self) -> str:
        """A key with imported material; and one whose material is deleted, and then itself."""
        kept, gone = self.create(Origin="EXTERNAL"), self.create(Origin="EXTERNAL")
        for key in (kept, gone):
            material = os.urandom(32)
            self.kms.import_key_material(**wrapped(self.kms, key, material), **NEVER)
            self.done.add(lambda keys, key=key: keys.becomes(key, "Enabled"))
        self.encrypt(kept)
        self.done.from_now(lambda keys: keys.states.pop(gone))
        self.kms.delete_imported_key_material(KeyId=gone)
        self.done.add(lambda keys: keys.becomes(gone, "PendingImport"))
        self.done.from_now(lambda keys: keys.states.pop(gone))
        self.kms.schedule_key_deletion(KeyId=gone, PendingWindowInDays=7)
        self.done.add(lambda keys: keys.becomes(gone, "PendingDeletion"))
        return kept


def check(server: Server, done: Keys) -> None:
    """Everything acknowledged is there, and usable."""
    kms = server.client("kms")
    for alias, key in done.aliases.items():
        assert kms.describe_key(KeyId=alias)["KeyMetadata"]["KeyId"] == key
    for alias in done.no_aliases:
        with pytest.raises(kms.exceptions.NotFoundException):
            kms.describe_key(KeyId=alias)
    for key, blobs in done.blobs.items():
        for blob in blobs:
            opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)
            assert opened["Plaintext"] == key.encode()
    for key, grant in done.grants.items():
        kept = {one["GrantId"] for one in kms.list_grants(KeyId=key)["Grants"]}
        assert grant in kept
        assert done.revoked.get(key) not in kept
    for key, count in done.rotations.items():
        assert len(kms.list_key_rotations(KeyId=key)["Rotations"]) >= count
    for key, state in done.states.items():
        assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == state
    for key, signature in done.signatures.items():
        kms.enable_key(KeyId=key)
        verified = kms.verify(
            KeyId=key, Message=b"m", Signature=signature, SigningAlgorithm="ECDSA_SHA_256"
        )
        assert verified["SignatureValid"]


def check_whole(kms: Any) -> set[str]:
    """No key is half-written, acknowledged or not; all their ids."""
    pages = kms.get_paginator("list_keys").paginate()
    listed = [key["KeyId"] for page in pages for key in page["Keys"]]
    for key in listed:
        described = kms.describe_key(KeyId=key)["KeyMetadata"]
        if described["Enabled"] and described["KeyUsage"] == "ENCRYPT_DECRYPT":
            kms.encrypt(KeyId=key, Plaintext=b"whole")
    return set(listed)
