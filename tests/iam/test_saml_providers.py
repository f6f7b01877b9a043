"""SAML providers through boto3."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from harness.aws import error_of
from harness.saml import Idp, new_key, pem


@pytest.fixture(scope="module")
def idp() -> Idp:
    return Idp()


def test_a_provider_from_its_making_to_its_end(iam, unique, idp) -> None:
    """Given a provider, when all of it is changed, then it is shown so, and is gone in the end."""
    name = unique("idp")
    arn = iam.create_saml_provider(
        Name=name, SAMLMetadataDocument=idp.metadata(), Tags=[{"Key": "team", "Value": "red"}]
    )["SAMLProviderArn"]
    assert arn.endswith(f":saml-provider/{name}")
    named = {"SAMLProviderArn": arn}
    shown = iam.get_saml_provider(**named)
    assert shown["SAMLMetadataDocument"] == idp.metadata()
    assert shown["SAMLProviderUUID"].startswith("SAMLSP")
    assert (shown["AssertionEncryptionMode"], shown["PrivateKeyList"]) == ("Allowed", [])
    assert shown["ValidUntil"].year - shown["CreateDate"].year == 100
    metadata = idp.metadata(' validUntil="2040-01-02T03:04:05Z"')
    updated = iam.update_saml_provider(**named, SAMLMetadataDocument=metadata)
    assert updated["SAMLProviderArn"] == arn
    iam.tag_saml_provider(**named, Tags=[{"Key": "cost", "Value": "7"}])
    iam.untag_saml_provider(**named, TagKeys=["team"])
    changed = iam.get_saml_provider(**named)
    assert changed["ValidUntil"] == datetime(2040, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert changed["Tags"] == [{"Key": "cost", "Value": "7"}]
    assert changed["SAMLProviderUUID"] == shown["SAMLProviderUUID"]
    assert iam.list_saml_provider_tags(**named)["Tags"] == changed["Tags"]
    listed = {one["Arn"]: one for one in iam.list_saml_providers()["SAMLProviderList"]}
    assert listed[arn]["ValidUntil"] == changed["ValidUntil"]
    iam.delete_saml_provider(**named)
    for call in (iam.get_saml_provider, iam.delete_saml_provider):
        assert error_of(call, **named) == ("NoSuchEntity", f"Manifest not found for arn {arn}", 404)


def test_what_is_no_provider(iam, unique, idp) -> None:
    name, metadata = unique("idp"), idp.metadata()
    iam.create_saml_provider(Name=name, SAMLMetadataDocument=metadata)
    doctype = '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
    parse = ("InvalidInput", "Could not parse metadata")
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    for document, parameters, expected in [
        (metadata, {"Name": name}, ("EntityAlreadyExists", f"Provider with name {name} already")),
        (metadata, {"Name": "a b"}, ("ValidationError", "")),
        (metadata, {"AddPrivateKey": "key"}, ("InvalidInput", "Invalid private key.")),
        (metadata, {"AssertionEncryptionMode": "Required"}, ("InvalidInput", "no private key")),
        ("x" * 1000, {}, parse),
        ("\ufeff" + metadata, {}, parse),
        (metadata.replace(declaration, declaration + doctype), {}, parse),
        (metadata.replace("entityID", "entity"), {}, parse),
        (metadata.replace("SAML:2.0:protocol", "SAML:1.1:protocol"), {}, parse),
        (metadata.replace('use="signing"', 'use="encryption"'), {}, parse),
        (metadata.replace("MII", "AII"), {}, parse),
    ]:
        parameters = {"Name": unique("idp"), "SAMLMetadataDocument": document, **parameters}
        code, message, status = error_of(iam.create_saml_provider, **parameters)
        assert code == expected[0] and expected[1] in message, (expected, code, message)
        assert status != 500


def test_updates_that_are_none(iam, unique, idp) -> None:
    made = iam.create_saml_provider(Name=unique("idp"), SAMLMetadataDocument=idp.metadata())
    named = {"SAMLProviderArn": made["SAMLProviderArn"]}
    key = {"RemovePrivateKey": "K" * 22}
    for parameters, message in [
        ({}, "Unable to update identity provider."),
        (key, "Failed to remove private key because the Key ID does not match a private key."),
        ({**key, "AddPrivateKey": "key"}, "Unable to add and remove private keys"),
        ({"AssertionEncryptionMode": "Required"}, "because no private key is provided."),
    ]:
        code, text, status = error_of(iam.update_saml_provider, **named, **parameters)
        assert (code, status) == ("InvalidInput", 400) and message in text


def test_private_keys(iam, unique, idp) -> None:
    """Given a provider, when keys are added and removed, then there are two at most, unseen."""
    made = iam.create_saml_provider(
        Name=unique("idp"), SAMLMetadataDocument=idp.metadata(), AddPrivateKey=pem(new_key())
    )
    named = {"SAMLProviderArn": made["SAMLProviderArn"]}

    def keys() -> list[str]:
        shown = iam.get_saml_provider(**named)
        assert "PRIVATE KEY" not in str(shown)
        return [key["KeyId"] for key in shown["PrivateKeyList"]]

    def refused(code: str, message: str, **parameters: str) -> None:
        found = error_of(iam.update_saml_provider, **named, **parameters)
        assert found[:2] == (code, message)

    (first,) = keys()
    iam.update_saml_provider(**named, AddPrivateKey=pem(new_key(), "TraditionalOpenSSL"))
    assert keys()[0] == first and len(keys()) == 2
    third = pem(new_key())
    refused("LimitExceeded", "Private key limit of 2 is reached.", AddPrivateKey=third)
    iam.update_saml_provider(**named, AssertionEncryptionMode="Required", RemovePrivateKey=first)
    assert iam.get_saml_provider(**named)["AssertionEncryptionMode"] == "Required"
    (last,) = keys()
    refused("InvalidInput", "Failed to remove private key.", RemovePrivateKey=last)
    missing = "Failed to remove private key because the Key ID does not match a private key."
    refused("InvalidInput", missing, RemovePrivateKey=first)
    iam.update_saml_provider(**named, AssertionEncryptionMode="Allowed", RemovePrivateKey=last)
    assert keys() == []


def test_private_keys_that_are_none(iam, unique, idp) -> None:
    made = iam.create_saml_provider(Name=unique("idp"), SAMLMetadataDocument=idp.metadata())
    unrecognised, size = (
        "Key format is not recognized.",
        "Key is not an RSA key of 2048 to 4096 bits.",
    )
    for key, detail in [
        ("key", unrecognised),
        (pem(new_key())[:-40], unrecognised),
        (pem(new_key(), passphrase=b"secret"), "Key is encrypted."),
        (pem(new_key(), "TraditionalOpenSSL", b"secret"), "Key is encrypted."),
        (pem(new_key(1024)), size),
        (pem(Idp("p256").key), size),
    ]:
        found = error_of(
            iam.update_saml_provider, SAMLProviderArn=made["SAMLProviderArn"], AddPrivateKey=key
        )
        assert found == ("InvalidInput", f"Invalid private key. {detail}", 400)


def test_providers_are_counted(fresh_server, idp) -> None:
    """A hundred and no more; the account's summary counts them."""
    iam = fresh_server.client("iam")
    for number in range(100):
        iam.create_saml_provider(Name=f"idp{number}", SAMLMetadataDocument=idp.metadata())
    one_more = {"Name": "idp", "SAMLMetadataDocument": idp.metadata()}
    code, message, status = error_of(iam.create_saml_provider, **one_more)
    assert (code, status) == ("LimitExceeded", 409)
    assert message == "Cannot exceed quota for SAMLProvidersPerAccount: 100"
    assert iam.get_account_summary()["SummaryMap"]["Providers"] == 100
