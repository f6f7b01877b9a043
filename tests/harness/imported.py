"""Key material wrapped for its import, as AWS documents it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives import hashes, keywrap, serialization
from cryptography.hazmat.primitives.asymmetric import padding


def wrapped(
    kms: Any, one: str, material: bytes, algorithm: str = "RSAES_OAEP_SHA_256"
) -> dict[str, Any]:
    """An import of the material, wrapped for the key."""
    parameters = kms.get_parameters_for_import(
        KeyId=one, WrappingAlgorithm=algorithm, WrappingKeySpec="RSA_2048"
    )
    left = parameters["ParametersValidTo"] - datetime.now(UTC)
    assert timedelta(hours=23.9) < left <= timedelta(hours=24)
    public = serialization.load_der_public_key(parameters["PublicKey"])
    hash_ = hashes.SHA1() if algorithm.endswith("SHA_1") else hashes.SHA256()
    oaep = padding.OAEP(padding.MGF1(hash_), hash_, None)
    if algorithm.startswith("RSAES"):
        encrypted = public.encrypt(material, oaep)
    else:
        by = os.urandom(32)
        encrypted = public.encrypt(by, oaep) + keywrap.aes_key_wrap_with_padding(by, material)
    token = parameters["ImportToken"]
    return {"KeyId": one, "ImportToken": token, "EncryptedKeyMaterial": encrypted}
