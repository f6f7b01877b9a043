"""Encryption, decryption, data keys."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server
from harness.trails import eventually

SECRET = b"a secret that nobody shall see"
CONTEXT = {"department": "finance", "stage": "prod"}
INVALID = ("InvalidCiphertextException", "")


def test_a_ciphertext_tells_its_key(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    sealed = kms.encrypt(KeyId=one, Plaintext=SECRET, EncryptionContext=CONTEXT)
    blob = sealed["CiphertextBlob"]
    assert SECRET not in blob and len(blob) <= 6144
    backwards = dict(reversed(CONTEXT.items()))
    opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext=backwards)
    assert opened["Plaintext"] == SECRET
    assert opened["KeyId"] == sealed["KeyId"]
    assert error_of(kms.decrypt, CiphertextBlob=blob)[:2] == INVALID
    other = {"CiphertextBlob": blob, "KeyId": key(), "EncryptionContext": CONTEXT}
    assert error_of(kms.decrypt, **other)[0] == "IncorrectKeyException"
    changed = blob[:-1] + bytes([blob[-1] ^ 1])
    for wrong in changed, blob[:-1], b"not a ciphertext":
        refused = error_of(kms.decrypt, CiphertextBlob=wrong, EncryptionContext=CONTEXT)
        assert refused[:2] == INVALID


def test_the_largest_plaintext(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    blob = kms.encrypt(KeyId=one, Plaintext=b"p" * 4096)["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"p" * 4096
    code, message, _ = error_of(kms.encrypt, KeyId=one, Plaintext=b"p" * 4097)
    assert code == "ValidationException"
    assert "'plaintext' failed to satisfy constraint" in message


def test_earlier_material_decrypts_after_a_rotation(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    blob = kms.encrypt(KeyId=one, Plaintext=SECRET)["CiphertextBlob"]
    before = kms.decrypt(CiphertextBlob=blob)["KeyMaterialId"]
    kms.rotate_key_on_demand(KeyId=one)
    opened = kms.decrypt(CiphertextBlob=blob)
    assert (opened["Plaintext"], opened["KeyMaterialId"]) == (SECRET, before)
    made = kms.generate_data_key(KeyId=one, KeySpec="AES_256")
    assert made["KeyMaterialId"] != before


def test_a_multi_region_key_decrypts_in_each_of_its_regions(
    kms: Any, key: Callable[..., str], server: Server, root: Credentials
) -> None:
    one, single = key(MultiRegion=True), key()
    there = client("kms", server.endpoint, root, region="eu-west-1")
    kms.replicate_key(KeyId=one, ReplicaRegion="eu-west-1")
    blob = kms.encrypt(KeyId=one, Plaintext=SECRET)["CiphertextBlob"]
    assert there.decrypt(CiphertextBlob=blob)["Plaintext"] == SECRET
    blob = kms.encrypt(KeyId=single, Plaintext=SECRET)["CiphertextBlob"]
    code, message, _ = error_of(there.decrypt, CiphertextBlob=blob)
    assert code == "AccessDeniedException"
    assert "the resource does not exist in this Region" in message


@pytest.mark.parametrize("spec", ["RSA_2048", "RSA_3072", "RSA_4096"])
def test_rsa_ciphertexts_are_of_any_library(kms: Any, key: Callable[..., str], spec: str) -> None:
    one = key(KeySpec=spec, KeyUsage="ENCRYPT_DECRYPT")
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=one)["PublicKey"])
    for algorithm in hashes.SHA1(), hashes.SHA256():
        name = f"RSAES_OAEP_SHA_{algorithm.name.removeprefix('sha')}"
        what = {"KeyId": one, "EncryptionAlgorithm": name}
        theirs = public.encrypt(SECRET, padding.OAEP(padding.MGF1(algorithm), algorithm, None))
        ours = kms.encrypt(Plaintext=SECRET, **what)["CiphertextBlob"]
        assert len(ours) == len(theirs) == public.key_size // 8
        for blob in theirs, ours:
            assert kms.decrypt(CiphertextBlob=blob, **what)["Plaintext"] == SECRET
        changed = ours[:-1] + bytes([ours[-1] ^ 1])
        assert error_of(kms.decrypt, CiphertextBlob=changed, **what)[:2] == INVALID


def test_re_encryption(kms: Any, key: Callable[..., str]) -> None:
    one, other = key(), key()
    blob = kms.encrypt(KeyId=one, Plaintext=SECRET)["CiphertextBlob"]
    again = kms.re_encrypt(
        CiphertextBlob=blob, DestinationKeyId=other, DestinationEncryptionContext=CONTEXT
    )
    assert again["SourceKeyId"].endswith(one) and again["KeyId"].endswith(other)
    opened = kms.decrypt(CiphertextBlob=again["CiphertextBlob"], EncryptionContext=CONTEXT)
    assert opened["Plaintext"] == SECRET


def test_data_keys(kms: Any, key: Callable[..., str]) -> None:
    one = key()
    made = kms.generate_data_key(KeyId=one, KeySpec="AES_256", EncryptionContext=CONTEXT)
    assert len(made["Plaintext"]) == 32
    opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=CONTEXT)
    assert opened["Plaintext"] == made["Plaintext"]
    sealed = kms.generate_data_key_without_plaintext(KeyId=one, NumberOfBytes=64)
    assert len(kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"])["Plaintext"]) == 64
    assert error_of(kms.generate_data_key, KeyId=one)[:2] == (
        "ValidationException",
        "Please specify either number of bytes or key spec.",
    )
    assert len(kms.generate_random(NumberOfBytes=1024)["Plaintext"]) == 1024


@pytest.mark.parametrize("spec", ["RSA_2048", "ECC_NIST_P384", "ECC_NIST_EDWARDS25519"])
def test_data_key_pairs(kms: Any, key: Callable[..., str], spec: str) -> None:
    one = key()
    pair = kms.generate_data_key_pair(KeyId=one, KeyPairSpec=spec)
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    public = serialization.load_der_public_key(pair["PublicKey"])
    assert private.public_key() == public
    opened = kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])
    assert opened["Plaintext"] == pair["PrivateKeyPlaintext"]
    sealed = kms.generate_data_key_pair_without_plaintext(KeyId=one, KeyPairSpec=spec)
    blob = sealed["PrivateKeyCiphertextBlob"]
    private = serialization.load_der_private_key(
        kms.decrypt(CiphertextBlob=blob)["Plaintext"], None
    )
    assert private.public_key() == serialization.load_der_public_key(sealed["PublicKey"])


def test_a_key_that_is_off_does_nothing_from_the_next_request_on(
    kms: Any, key: Callable[..., str]
) -> None:
    one = key()
    blob = kms.encrypt(KeyId=one, Plaintext=SECRET)["CiphertextBlob"]
    kms.disable_key(KeyId=one)
    assert error_of(kms.encrypt, KeyId=one, Plaintext=SECRET)[0] == "DisabledException"
    assert error_of(kms.decrypt, CiphertextBlob=blob)[0] == "DisabledException"
    kms.enable_key(KeyId=one)
    kms.schedule_key_deletion(KeyId=one, PendingWindowInDays=7)
    code, message, _ = error_of(kms.decrypt, CiphertextBlob=blob)
    assert code == "KMSInvalidStateException" and message.endswith(" is pending deletion.")


def test_a_dry_run_does_nothing(kms: Any, key: Callable[..., str]) -> None:
    code, message, _ = error_of(kms.encrypt, KeyId=key(), Plaintext=SECRET, DryRun=True)
    assert code == "DryRunOperationException"
    assert message == "The request would have succeeded, but the DryRun option is set."


def test_a_key_policy_binds_the_encryption_context(
    kms: Any, key: Callable[..., str], user: Callable[[], tuple[str, Any]]
) -> None:
    one = key()
    arn, theirs = user()
    policy = json.loads(kms.get_key_policy(KeyId=one)["Policy"])
    policy["Statement"].append(
        {
            "Effect": "Allow",
            "Principal": {"AWS": arn},
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"StringEquals": {"kms:EncryptionContext:stage": "prod"}},
        }
    )
    kms.put_key_policy(KeyId=one, Policy=json.dumps(policy))
    blob = kms.encrypt(KeyId=one, Plaintext=SECRET, EncryptionContext=CONTEXT)["CiphertextBlob"]
    assert theirs.decrypt(CiphertextBlob=blob, EncryptionContext=CONTEXT)["Plaintext"] == SECRET
    refused = error_of(theirs.decrypt, CiphertextBlob=blob, EncryptionContext={"stage": "test"})
    assert refused[0] == "AccessDeniedException"


def test_the_record_shows_key_and_context_and_no_secret(
    kms: Any, key: Callable[..., str], server: Server, root: Credentials
) -> None:
    one = key()
    sealed = kms.encrypt(KeyId=one, Plaintext=SECRET, EncryptionContext=CONTEXT)
    kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=CONTEXT)
    trail = client("cloudtrail", server.endpoint, root)
    attribute = {"AttributeKey": "ResourceName", "AttributeValue": one}

    def look() -> dict[str, Any]:
        events = trail.lookup_events(LookupAttributes=[attribute])["Events"]
        told = {event["EventName"]: json.loads(event["CloudTrailEvent"]) for event in events}
        return told if {"Encrypt", "Decrypt"} <= told.keys() else {}

    told = eventually(look)
    for name in "Encrypt", "Decrypt":
        event = told[name]
        assert event["requestParameters"]["encryptionContext"] == CONTEXT
        assert event["responseElements"] is None
        [resource] = event["resources"]
        assert (resource["ARN"], resource["type"]) == (sealed["KeyId"], "AWS::KMS::Key")
        assert SECRET.decode() not in json.dumps(event)


def test_the_command_line(kms: Any, key: Callable[..., str], cli: Cli, tmp_path: Path) -> None:
    plain, blob = tmp_path / "plain", tmp_path / "blob"
    plain.write_bytes(SECRET)
    one = key()
    sealed = json.loads(
        cli("kms", "encrypt", "--key-id", one, "--plaintext", f"fileb://{plain}").stdout
    )
    blob.write_bytes(b64decode(sealed["CiphertextBlob"]))
    opened = json.loads(cli("kms", "decrypt", "--ciphertext-blob", f"fileb://{blob}").stdout)
    assert b64decode(opened["Plaintext"]) == SECRET
