"""AssumeRoleWithSAML with encrypted assertions: which open; all others are refused alike."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from harness.aws import error_of
from harness.federation import Federation, federate
from harness.saml import XENC, Idp, encrypt, find, new_key, pem

INVALID = ("InvalidIdentityToken", "Encrypted assertion invalid", 400)


@dataclass
class Encrypting:
    """A provider that encrypts to one of our keys."""

    federation: Federation
    key: Any

    def response(self, sign: str | None = "assertion", **how: str) -> Any:
        """A response for the role, encrypted: an assertion is signed before, a response after."""
        idp, response = self.federation.idp, self.federation.unsigned()
        if sign == "assertion":
            response = idp.sign(response)
        response = encrypt(response, self.key.public_key(), **how)
        return idp.sign(response, "response") if sign == "response" else response

    def update(self, **parameters: str) -> None:
        iam, provider = self.federation.iam, self.federation.provider
        iam.update_saml_provider(SAMLProviderArn=provider, **parameters)


@pytest.fixture
def encrypting(server, unique) -> Encrypting:
    key = new_key()
    made = Encrypting(federate(server, unique("saml"), Idp()), key)
    made.update(AddPrivateKey=pem(key))
    return made


@pytest.mark.parametrize("sign", ["assertion", "response"])
@pytest.mark.parametrize("cipher", ["aes128-gcm", "aes256-gcm", "aes128-cbc", "aes256-cbc"])
@pytest.mark.parametrize("digest", ["sha1", "sha256", "sha512"])
def test_ways_to_encrypt(encrypting, sign, cipher, digest) -> None:
    response = encrypting.response(sign, cipher=cipher, digest=digest)
    answer = encrypting.federation.assume(response)
    assert answer["Subject"] == "ada@example.com" and answer["Credentials"]


def test_a_key_that_takes_the_place_of_another(encrypting) -> None:
    """Given two keys, what is encrypted to either opens; without one, to the other alone."""
    federation, old = encrypting.federation, encrypting.response()
    encrypting.key = new_key()
    encrypting.update(AddPrivateKey=pem(encrypting.key))
    for response in (old, encrypting.response()):
        assert federation.assume(response)["Credentials"]
    shown = federation.iam.get_saml_provider(SAMLProviderArn=federation.provider)
    encrypting.update(RemovePrivateKey=shown["PrivateKeyList"][0]["KeyId"])
    assert error_of(federation.assume, response=old) == INVALID
    assert federation.assume(encrypting.response())["Credentials"]


def test_what_must_be_encrypted(encrypting) -> None:
    federation = encrypting.federation
    plain = federation.idp.sign(federation.unsigned())
    assert federation.assume(plain)["Credentials"]
    encrypting.update(AssertionEncryptionMode="Required")
    assert error_of(federation.assume, response=plain) == (
        "InvalidIdentityToken",
        "Encrypted assertions are required by the specified provider",
        400,
    )
    assert federation.assume(encrypting.response())["Credentials"]


def cipher_values(response: Any) -> list[Any]:
    """The encrypted key, and the encrypted content."""
    return list(response.iter(f"{{{XENC}}}CipherValue"))


def change(number: int, edit: Callable[[bytes], bytes]) -> Callable[[Any], None]:
    """Edits the bytes of a value."""

    def apply(response: Any) -> None:
        value = cipher_values(response)[number]
        value.text = base64.b64encode(edit(base64.b64decode(value.text))).decode()

    return apply


def name(number: int, algorithm: str) -> Callable[[Any], None]:
    """Names another algorithm: of the content, or of the key."""

    def apply(response: Any) -> None:
        methods = list(response.iter(f"{{{XENC}}}EncryptionMethod"))
        methods[number].set("Algorithm", XENC + algorithm)

    return apply


ATTACKS = {
    "a wrong tag": change(1, lambda data: data[:-1] + bytes([data[-1] ^ 1])),
    "a changed text": change(1, lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:]),
    "a cut content": change(1, lambda data: data[:-20]),
    "no content": change(1, lambda data: b""),
    "a changed key": change(0, lambda data: data[:-1] + bytes([data[-1] ^ 1])),
    "a cut key": change(0, lambda data: data[:-1]),
    "the content by another cipher": name(0, "aes256-cbc"),
    "a cipher that is not taken": name(0, "tripledes-cbc"),
    "a transport that is not taken": name(1, "rsa-1_5"),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_what_does_not_open(encrypting, attack) -> None:
    response = encrypting.response()
    attack(response)
    assert error_of(encrypting.federation.assume, response=response) == INVALID


def test_what_opens_and_is_not_the_providers(encrypting) -> None:
    """Anybody can encrypt to a public key: only a signature says who did."""
    federation, public = encrypting.federation, encrypting.key.public_key()
    stranger = Idp(entity=federation.idp.entity)
    signed = stranger.sign(federation.unsigned())
    for cipher in ("aes256-gcm", "aes256-cbc"):
        assert (
            error_of(federation.assume, response=encrypting.response(None, cipher=cipher))
            == INVALID
        )
        response = encrypt(signed, public, cipher)
        assert error_of(federation.assume, response=response) == INVALID
    wrapped = encrypting.response()
    wrapped.append(find(signed, "s:Assertion"))
    assert error_of(federation.assume, response=wrapped)[0] == "InvalidIdentityToken"


def test_a_provider_without_a_key(encrypting, server, unique) -> None:
    federation = federate(server, unique("saml"), Idp())
    response = Encrypting(federation, encrypting.key).response()
    assert error_of(federation.assume, response=response) == (
        "InvalidIdentityToken",
        "Encrypted assertions are not supported by the specified provider",
        400,
    )


def test_keys_outlive_a_restart(server_factory) -> None:
    server, key = server_factory(), new_key()
    encrypting = Encrypting(federate(server, "saml", Idp()), key)
    encrypting.update(AddPrivateKey=pem(key), AssertionEncryptionMode="Required")
    server.stop()
    server.start()
    assert encrypting.federation.assume(encrypting.response())["Credentials"]
