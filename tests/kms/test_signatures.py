"""Signatures, public keys and MACs; each verified offline, by another library."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from hashlib import sha256, sha384, sha512
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, mldsa, padding, utils

from harness import ed25519ph
from harness.aws import error_of

MESSAGE = b"a message"
HASHES = {"256": (hashes.SHA256(), sha256), "384": (hashes.SHA384(), sha384)}
HASHES["512"] = (hashes.SHA512(), sha512)


def public_key(kms: Any, one: str) -> Any:
    return serialization.load_der_public_key(kms.get_public_key(KeyId=one)["PublicKey"])


def sign(kms: Any, one: str, algorithm: str, message: bytes, kind: str = "RAW") -> bytes:
    what = {"KeyId": one, "SigningAlgorithm": algorithm, "MessageType": kind, "Message": message}
    signature = kms.sign(**what)["Signature"]
    assert kms.verify(Signature=signature, **what)["SignatureValid"]
    changed = bytes([signature[0]]) + signature[1:-1] + bytes([signature[-1] ^ 1])
    assert error_of(kms.verify, Signature=changed, **what)[:2] == (
        "KMSInvalidSignatureException",
        "",
    )
    return signature


@pytest.mark.parametrize("spec", ["RSA_2048", "RSA_3072", "RSA_4096"])
def test_rsa(kms: Any, key: Callable[..., str], spec: str) -> None:
    one = key(KeySpec=spec, KeyUsage="SIGN_VERIFY")
    public = public_key(kms, one)
    assert public.key_size == int(spec.removeprefix("RSA_"))
    for bits, (algorithm, digest) in HASHES.items():
        pss = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
        for scheme, pad in ("RSASSA_PSS", pss), ("RSASSA_PKCS1_V1_5", padding.PKCS1v15()):
            name = f"{scheme}_SHA_{bits}"
            raw = sign(kms, one, name, MESSAGE)
            prehashed = sign(kms, one, name, digest(MESSAGE).digest(), "DIGEST")
            assert len(raw) == len(prehashed) == public.key_size // 8
            for signature in raw, prehashed:
                public.verify(signature, MESSAGE, pad, algorithm)
            with pytest.raises(InvalidSignature):
                public.verify(raw, b"another message", pad, algorithm)


@pytest.mark.parametrize(
    ("spec", "bits", "curve"),
    [
        ("ECC_NIST_P256", "256", ec.SECP256R1),
        ("ECC_NIST_P384", "384", ec.SECP384R1),
        ("ECC_NIST_P521", "512", ec.SECP521R1),
        ("ECC_SECG_P256K1", "256", ec.SECP256K1),
    ],
)
def test_ecdsa(kms: Any, key: Callable[..., str], spec: str, bits: str, curve: type) -> None:
    one = key(KeySpec=spec, KeyUsage="SIGN_VERIFY")
    public = public_key(kms, one)
    assert isinstance(public.curve, curve)
    algorithm, digest = HASHES[bits]
    name = f"ECDSA_SHA_{bits}"
    hashed = digest(MESSAGE).digest()
    public.verify(sign(kms, one, name, MESSAGE), MESSAGE, ec.ECDSA(algorithm))
    signature = sign(kms, one, name, hashed, "DIGEST")
    public.verify(signature, hashed, ec.ECDSA(utils.Prehashed(algorithm)))


def test_ed25519(kms: Any, key: Callable[..., str]) -> None:
    one = key(KeySpec="ECC_NIST_EDWARDS25519", KeyUsage="SIGN_VERIFY")
    public = public_key(kms, one)
    public.verify(sign(kms, one, "ED25519_SHA_512", MESSAGE), MESSAGE)
    # What comes as a digest is hashed once more, as AWS documents it.
    digest = sha512(MESSAGE).digest()
    signature = sign(kms, one, "ED25519_PH_SHA_512", digest, "DIGEST")
    raw = public.public_bytes_raw()
    assert ed25519ph.verify(raw, digest, signature)
    assert not ed25519ph.verify(raw, MESSAGE, signature)


@pytest.mark.parametrize("size", ["44", "65", "87"])
def test_ml_dsa(kms: Any, key: Callable[..., str], size: str) -> None:
    one = key(KeySpec=f"ML_DSA_{size}", KeyUsage="SIGN_VERIFY")
    public = public_key(kms, one)
    assert isinstance(public, getattr(mldsa, f"MLDSA{size}PublicKey"))
    public.verify(sign(kms, one, "ML_DSA_SHAKE_256", MESSAGE), MESSAGE)
    hasher = mldsa.MLDSAMuHasher(public)
    hasher.update(MESSAGE)
    signature = sign(kms, one, "ML_DSA_SHAKE_256", hasher.finalize(), "EXTERNAL_MU")
    public.verify(signature, MESSAGE)


def test_what_a_key_does_not_sign_is_refused(kms: Any, key: Callable[..., str]) -> None:
    one = key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")
    what = {"KeyId": one, "Message": MESSAGE}
    assert error_of(kms.sign, SigningAlgorithm="ECDSA_SHA_512", **what)[:2] == (
        "InvalidKeyUsageException",
        "Algorithm ECDSA_SHA_512 is incompatible with key spec ECC_NIST_P256.",
    )
    digest = {"SigningAlgorithm": "ECDSA_SHA_256", "MessageType": "DIGEST"}
    assert error_of(kms.sign, **what, **digest)[:2] == (
        "ValidationException",
        "Digest is invalid length for algorithm ECDSA_SHA_256.",
    )


@pytest.mark.parametrize("bits", ["224", "256", "384", "512"])
def test_macs(kms: Any, key: Callable[..., str], bits: str) -> None:
    one = key(KeySpec=f"HMAC_{bits}", KeyUsage="GENERATE_VERIFY_MAC")
    what = {"KeyId": one, "Message": MESSAGE, "MacAlgorithm": f"HMAC_SHA_{bits}"}
    mac = kms.generate_mac(**what)["Mac"]
    assert len(mac) == int(bits) // 8
    assert kms.verify_mac(Mac=mac, **what)["MacValid"]
    other = {**what, "Message": b"another message"}
    assert error_of(kms.verify_mac, Mac=mac, **other)[:2] == ("KMSInvalidMacException", "")
    assert hmac.compare_digest(mac, kms.generate_mac(**what)["Mac"])
