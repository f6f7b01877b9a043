"""Key material of one's own, imported as AWS documents it."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from harness.aws import error_of
from harness.imported import wrapped

NEVER = {"ExpirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}
PKCS8 = (
    serialization.Encoding.DER,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


def state(kms: Any, one: str) -> str:
    return kms.describe_key(KeyId=one)["KeyMetadata"]["KeyState"]


@pytest.mark.parametrize("algorithm", ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"])
def test_symmetric_material(kms: Any, key: Callable[..., str], algorithm: str) -> None:
    one, material = key(Origin="EXTERNAL"), os.urandom(32)
    assert state(kms, one) == "PendingImport"
    code, message, _ = error_of(kms.encrypt, KeyId=one, Plaintext=b"p")
    assert code == "KMSInvalidStateException" and message.endswith(" is pending import.")
    imported = kms.import_key_material(**wrapped(kms, one, material, algorithm), **NEVER)
    blob = kms.encrypt(KeyId=one, Plaintext=b"p")["CiphertextBlob"]
    kms.delete_imported_key_material(KeyId=one)
    assert state(kms, one) == "PendingImport"
    assert error_of(kms.decrypt, CiphertextBlob=blob)[0] == "KMSInvalidStateException"
    other = wrapped(kms, one, os.urandom(32), algorithm)
    refused = error_of(kms.import_key_material, **other, **NEVER)
    assert refused[0] == "IncorrectKeyMaterialException"
    again = kms.import_key_material(**wrapped(kms, one, material, algorithm), **NEVER)
    assert again["KeyMaterialId"] == imported["KeyMaterialId"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"p"


@pytest.mark.parametrize("algorithm", ["RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"])
def test_private_keys(kms: Any, key: Callable[..., str], algorithm: str) -> None:
    for spec, private in [
        ("RSA_2048", rsa.generate_private_key(65537, 2048)),
        ("ECC_NIST_P256", ec.generate_private_key(ec.SECP256R1())),
        ("ECC_SECG_P256K1", ec.generate_private_key(ec.SECP256K1())),
    ]:
        one = key(Origin="EXTERNAL", KeySpec=spec, KeyUsage="SIGN_VERIFY")
        kms.import_key_material(
            **wrapped(kms, one, private.private_bytes(*PKCS8), algorithm), **NEVER
        )
        shown = kms.get_public_key(KeyId=one)["PublicKey"]
        assert serialization.load_der_public_key(shown) == private.public_key()


def test_hmac_material(kms: Any, key: Callable[..., str]) -> None:
    one = key(Origin="EXTERNAL", KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    short = wrapped(kms, one, os.urandom(31), "RSAES_OAEP_SHA_256")
    refused = error_of(kms.import_key_material, **short, **NEVER)
    assert refused[0] == "IncorrectKeyMaterialException"
    kms.import_key_material(**wrapped(kms, one, bytes(32), "RSAES_OAEP_SHA_256"), **NEVER)
    mac = kms.generate_mac(KeyId=one, Message=b"m", MacAlgorithm="HMAC_SHA_256")["Mac"]
    expected = hmac.digest(bytes(32), b"m", "sha256")
    assert mac == expected


def test_what_does_not_fit_is_refused(kms: Any, key: Callable[..., str]) -> None:
    one, other = key(Origin="EXTERNAL"), key(Origin="EXTERNAL")
    good = wrapped(kms, one, os.urandom(32), "RSAES_OAEP_SHA_256")
    foreign = wrapped(kms, other, os.urandom(32), "RSAES_OAEP_SHA_256")
    mixed = {**good, "ImportToken": foreign["ImportToken"]}
    assert error_of(kms.import_key_material, **mixed, **NEVER)[0] == "InvalidImportTokenException"
    mixed = {**good, "EncryptedKeyMaterial": foreign["EncryptedKeyMaterial"]}
    assert error_of(kms.import_key_material, **mixed, **NEVER)[0] == "InvalidCiphertextException"
    assert error_of(kms.import_key_material, **good)[:2] == (
        "ValidationException",
        "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES",
    )
    soon = datetime.now(UTC) + timedelta(days=30)
    kms.import_key_material(ValidTo=soon, **good)
    assert kms.describe_key(KeyId=one)["KeyMetadata"]["ExpirationModel"] == "KEY_MATERIAL_EXPIRES"


def test_material_is_rotated_to_on_demand(kms: Any, key: Callable[..., str]) -> None:
    one = key(Origin="EXTERNAL")
    first = wrapped(kms, one, os.urandom(32), "RSAES_OAEP_SHA_256")
    kms.import_key_material(**first, **NEVER)
    blob = kms.encrypt(KeyId=one, Plaintext=b"p")["CiphertextBlob"]
    second = wrapped(kms, one, os.urandom(32), "RSAES_OAEP_SHA_256")
    new = kms.import_key_material(ImportType="NEW_KEY_MATERIAL", **second, **NEVER)
    kms.rotate_key_on_demand(KeyId=one)
    shown = kms.describe_key(KeyId=one)["KeyMetadata"]
    assert shown["CurrentKeyMaterialId"] == new["KeyMaterialId"]
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"p"
