"""Secrets that two parties share: ours and those of another library are the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, mlkem

from harness.aws import error_of

SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("spec", "curve"),
    [
        ("ECC_NIST_P256", ec.SECP256R1),
        ("ECC_NIST_P384", ec.SECP384R1),
        ("ECC_NIST_P521", ec.SECP521R1),
    ],
)
def test_key_agreement(kms: Any, key: Callable[..., str], spec: str, curve: type) -> None:
    one = key(KeySpec=spec, KeyUsage="KEY_AGREEMENT")
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=one)["PublicKey"])
    peer = ec.generate_private_key(curve())
    what = {"KeyId": one, "KeyAgreementAlgorithm": "ECDH"}
    derived = kms.derive_shared_secret(PublicKey=peer.public_key().public_bytes(*SPKI), **what)
    assert derived["SharedSecret"] == peer.exchange(ec.ECDH(), public)
    stranger = ec.generate_private_key(ec.SECP256K1()).public_key().public_bytes(*SPKI)
    assert error_of(kms.derive_shared_secret, PublicKey=stranger, **what)[0] == (
        "ValidationException"
    )


@pytest.mark.parametrize("size", ["768", "1024"])
def test_encapsulation(kms: Any, key: Callable[..., str], size: str) -> None:
    one = key(KeySpec=f"ML_KEM_{size}", KeyUsage="ENCAPSULATE_DECAPSULATE")
    public = serialization.load_der_public_key(kms.get_public_key(KeyId=one)["PublicKey"])
    assert isinstance(public, getattr(mlkem, f"MLKEM{size}PublicKey"))
    what = {"KeyId": one, "EncapsulationAlgorithm": "ML_KEM"}
    secret, ciphertext = public.encapsulate()
    opened = kms.decapsulate(SharedSecretCiphertextBlob=ciphertext, **what)
    assert opened["SharedSecret"] == secret
    changed = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
    other = kms.decapsulate(SharedSecretCiphertextBlob=changed, **what)
    assert other["SharedSecret"] != secret
    assert error_of(kms.decapsulate, SharedSecretCiphertextBlob=b"short", **what)[:2] == (
        "InvalidCiphertextException",
        "",
    )


@pytest.mark.parametrize("size", ["512", "768", "1024"])
def test_encapsulation_to_oneself(kms: Any, key: Callable[..., str], size: str) -> None:
    """The one of 512 has no other library here; Wycheproof's vectors are its witness."""
    one = key(KeySpec=f"ML_KEM_{size}", KeyUsage="ENCAPSULATE_DECAPSULATE")
    what = {"KeyId": one, "EncapsulationAlgorithm": "ML_KEM"}
    made = kms.encapsulate(**what)
    blob = made["SharedSecretCiphertextBlob"]
    assert len(blob) == {"512": 768, "768": 1088, "1024": 1568}[size]
    opened = kms.decapsulate(SharedSecretCiphertextBlob=blob, **what)
    assert opened["SharedSecret"] == made["SharedSecret"]


def test_data_key_pairs_of_ml_kem_are_seeds(kms: Any, key: Callable[..., str]) -> None:
    pair = kms.generate_data_key_pair(KeyId=key(), KeyPairSpec="ML_KEM_768")
    private = serialization.load_der_private_key(pair["PrivateKeyPlaintext"], None)
    secret, ciphertext = serialization.load_der_public_key(pair["PublicKey"]).encapsulate()
    assert private.decapsulate(ciphertext) == secret
