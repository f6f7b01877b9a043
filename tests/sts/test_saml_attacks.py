"""Responses that are forged, changed, misdirected or malformed: each is refused, in AWS's words."""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from lxml import etree

from harness.aws import error_of
from harness.federation import Federation
from harness.saml import ASSERTION, DSIG, Idp, encoded, find

SIGNATURE = "Response signature invalid"
UNREADABLE = "Invalid base64 SAMLResponse"


def text(tree: Any) -> bytes:
    return etree.tostring(tree)


def evil(assertion: Any, identity: str = "_evil") -> Any:
    """A copy of an assertion without its signature, of somebody else."""
    forged = copy.deepcopy(assertion)
    forged.remove(find(forged, "d:Signature"))
    forged.set("ID", identity)
    find(forged, "s:Subject/s:NameID").text = "root@example.com"
    return forged


def detached(assertion: Any) -> tuple[Any, Any]:
    """The assertion without its signature, and the signature."""
    bare = copy.deepcopy(assertion)
    signature = find(bare, "d:Signature")
    bare.remove(signature)
    signature.tail = None
    return bare, signature


def with_object(signature: Any, content: Any) -> Any:
    holder = etree.SubElement(signature, f"{{{DSIG}}}Object")
    holder.append(content)
    return signature


def wrap_1(signed: Any) -> Any:
    """The signed response within the signature of a forged one."""
    forged = copy.deepcopy(signed)
    signature = find(forged, "d:Signature")
    original = copy.deepcopy(signed)
    original.remove(find(original, "d:Signature"))
    forged.set("ID", "_evil")
    find(forged, "s:Assertion/s:Subject/s:NameID").text = "root@example.com"
    with_object(signature, original)
    return forged


def wrap_2(signed: Any) -> Any:
    """The signed response before the signature of a forged one."""
    forged = copy.deepcopy(signed)
    original = copy.deepcopy(signed)
    original.remove(find(original, "d:Signature"))
    forged.set("ID", "_evil")
    find(forged, "s:Assertion/s:Subject/s:NameID").text = "root@example.com"
    find(forged, "d:Signature").addprevious(original)
    return forged


def wrap_3(signed: Any) -> Any:
    """A forged assertion before the signed one."""
    assertion = find(signed, "s:Assertion")
    assertion.addprevious(evil(assertion))
    return signed


def wrap_4(signed: Any) -> Any:
    """The signed assertion within a forged one."""
    assertion = find(signed, "s:Assertion")
    forged = evil(assertion)
    signed.replace(assertion, forged)
    forged.append(assertion)
    return signed


def wrap_5(signed: Any) -> Any:
    """A forged assertion with the signature, and the signed one beside it."""
    assertion = find(signed, "s:Assertion")
    bare, signature = detached(assertion)
    forged = evil(assertion)
    find(forged, "s:Issuer").addnext(signature)
    signed.replace(assertion, forged)
    signed.append(bare)
    return signed


def wrap_6(signed: Any) -> Any:
    """The signed assertion within the signature of a forged one."""
    assertion = find(signed, "s:Assertion")
    bare, signature = detached(assertion)
    forged = evil(assertion)
    find(forged, "s:Issuer").addnext(signature)
    etree.SubElement(signature, "keep").append(bare)
    signed.replace(assertion, forged)
    return signed


def wrap_7(signed: Any) -> Any:
    """The signed assertion within the response's extensions."""
    assertion = find(signed, "s:Assertion")
    forged = evil(assertion)
    signed.replace(assertion, forged)
    extensions = etree.Element("{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
    extensions.append(assertion)
    signed.insert(1, extensions)
    return signed


def wrap_8(signed: Any) -> Any:
    """The signed assertion within an object of the signature of a forged one."""
    assertion = find(signed, "s:Assertion")
    bare, signature = detached(assertion)
    forged = evil(assertion)
    find(forged, "s:Issuer").addnext(with_object(signature, bare))
    signed.replace(assertion, forged)
    return signed


def wrap_same_id(signed: Any) -> Any:
    """A forged assertion of the same id before the signed one."""
    assertion = find(signed, "s:Assertion")
    assertion.addprevious(evil(assertion, assertion.get("ID")))
    return signed


@pytest.mark.parametrize("wrap", [wrap_1, wrap_2], ids=lambda wrap: wrap.__name__)
def test_wrapped_responses(federation: Federation, wrap: Callable[[Any], Any]) -> None:
    signed = federation.idp.sign(federation.unsigned(), "response")
    refuse(federation, wrap(signed), UNREADABLE)


@pytest.mark.parametrize(
    "wrap",
    [wrap_3, wrap_4, wrap_5, wrap_6, wrap_7, wrap_8, wrap_same_id],
    ids=lambda wrap: wrap.__name__,
)
def test_wrapped_assertions(federation: Federation, wrap: Callable[[Any], Any]) -> None:
    signed = federation.idp.sign(federation.unsigned())
    assert federation.assume(signed)["Subject"] == "ada@example.com"
    refuse(federation, wrap(copy.deepcopy(signed)), UNREADABLE)


def refuse(federation: Federation, response: Any, message: str, **more: Any) -> None:
    code, found, status = error_of(federation.assume, response=response, **more)
    assert (code, status) == ("InvalidIdentityToken", 400), found
    assert found == message


def test_signatures_that_are_not_the_providers(federation: Federation) -> None:
    idp, other = federation.idp, Idp(entity=federation.idp.entity)
    unsigned = federation.unsigned()
    public = idp.certificate.public_bytes(serialization.Encoding.PEM)
    inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    for what, response in {
        "none": unsigned,
        "another key": other.sign(unsigned),
        "another key, the provider's certificate": idp.sign(unsigned, key=other.key),
        "the good assertion in a response of another": other.sign(idp.sign(unsigned), "response"),
        "a MAC by the public key": idp.sign(unsigned, key=public, method="hmac-sha256"),
        "SHA-1": idp.sign(unsigned, method="rsa-sha1"),
        "a digest of SHA-1": idp.sign(unsigned, digest="sha1"),
        "inclusive canonicalisation": idp.sign(unsigned, c14n=inclusive),
    }.items():
        assert error_of(federation.assume, response=response)[:2] == (
            "InvalidIdentityToken",
            SIGNATURE,
        ), what


def test_texts_that_were_changed(federation: Federation) -> None:
    signed = text(federation.idp.sign(federation.unsigned()))
    enveloped = b'Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"'
    refused_xml = [
        ("a comment in a name", b">ada@example.com<", b">ada@<!---->example.com<"),
        ("a comment in a role", b":role/", b":role<!-- -->/"),
        ("a repeated id", b"<p:Status>", b'<p:Status ID="_x"><p:StatusMessage ID="_x"/>'),
        ("an encrypted assertion", b"s:Assertion", b"s:EncryptedAssertion"),
        ("no assertion", b"s:Assertion", b"s:Assertio"),
        ("a processing instruction", b"<p:Status>", b"<?x y?><p:Status>"),
    ]
    for what, old, new in refused_xml:
        assert old in signed, what
        message = error_of(federation.assume, response=signed.replace(old, new))[1]
        encrypted = "Encrypted assertions are not supported by the specified provider"
        assert message == (encrypted if "encrypted" in what else UNREADABLE), what
    for what, old, new in [
        ("a name", b">ada@example.com<", b">root@example.com<"),
        ("a digest", b"<ds:DigestValue>", b"<ds:DigestValue>AAAA"),
        (
            "the transform XPath",
            enveloped,
            b'Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"',
        ),
        (
            "the transform XSLT",
            enveloped,
            b'Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"',
        ),
        ("no transform", b"<ds:Transform " + enveloped + b"/>", b""),
        ("the whole document", b'URI="#_a', b'URI="" x="#_a'),
        ("a remote reference", b'URI="#_a', b'URI="http://127.0.0.1/#_a'),
        ("a method without a name", b"xmldsig-more#rsa-sha256", b"xmldsig-more#none"),
        ("no value", b"ds:SignatureValue", b"ds:SignatureValu"),
    ]:
        assert old in signed, what
        message = error_of(federation.assume, response=signed.replace(old, new))[1]
        assert message == SIGNATURE, what


def test_documents_that_are_not_read(federation: Federation) -> None:
    signed = text(federation.idp.sign(federation.unsigned()))
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(8))
    for what, response in {
        "nothing": b"    ",
        "no XML": b"\x00\x01\x02\x03",
        "a document type": b"<!DOCTYPE x>" + signed,
        "an entity outside": b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
        + signed.replace(b">ada@", b">&y;@"),
        "entities of entities": f'<!DOCTYPE x [<!ENTITY e0 "x">{entities}]>'.encode()
        + signed.replace(b">ada@", b">&e8;@"),
        "an unknown entity": signed.replace(b">ada@", b">&y;@"),
        "a byte order mark": b"\xef\xbb\xbf" + signed,
        "UTF-16": signed.decode().encode("utf-16"),
        "no UTF-8": signed.replace(b">ada@", b">\xff@"),
        "a NUL": signed.replace(b">ada@", b">\x00@"),
        "deep": b"<a>" * 9000 + b"</a>" * 9000,
        "wide": b"<a " + b" ".join(b'a%d="1"' % n for n in range(5000)) + b"/>",
        "many": b"<a>" + b"<b/>" * 15000 + b"</a>",
        "cut": signed[:-20],
        "twice": signed + signed,
    }.items():
        code, message, status = error_of(federation.assume, response=response)
        assert (code, message, status) == ("InvalidIdentityToken", UNREADABLE, 400), what


def test_parameters_that_are_none(federation: Federation) -> None:
    sts = federation.server.client("sts")
    good = encoded(federation.idp.sign(federation.unsigned()))
    base = {"RoleArn": federation.role, "PrincipalArn": federation.provider}
    for more, code, message in [
        ({"SAMLAssertion": "!!!!"}, "InvalidIdentityToken", UNREADABLE),
        ({"SAMLAssertion": "A" * 100_001}, "ValidationError", "less than or equal to 100000"),
        ({"SAMLAssertion": good, "PrincipalArn": "x" * 20}, "ValidationError", "Request ARN is"),
        ({"SAMLAssertion": good, "RoleArn": "x" * 20}, "ValidationError", "Request ARN is"),
        (
            {"SAMLAssertion": good, "PrincipalArn": federation.provider + "x"},
            "InvalidIdentityToken",
            "Specified provider doesn't exist",
        ),
        (
            {"SAMLAssertion": good, "PrincipalArn": federation.role},
            "InvalidIdentityToken",
            "Specified provider doesn't exist",
        ),
        (
            {"SAMLAssertion": good, "RoleArn": federation.role + "x"},
            "InvalidIdentityToken",
            "SAML Assertion doesn't contain the requested Role and Metadata in the attributes",
        ),
        ({"SAMLAssertion": good, "DurationSeconds": 3601}, "ValidationError", "MaxSessionDuration"),
    ]:
        found = error_of(sts.assume_role_with_saml, **{**base, **more})
        assert found[0] == code and message in found[1] and found[2] == 400, (more, found)


def test_times_and_audiences(federation: Federation) -> None:
    late, soon = timedelta(minutes=-6), timedelta(minutes=3)
    audience = "Response does not contain the required audience."
    for what, code, message in [
        (
            {"issued": late},
            "ExpiredTokenException",
            "Token must be redeemed within 5 minutes of issuance",
        ),
        ({"issued": soon}, "InvalidIdentityToken", "SAML Assertion is not yet valid"),
        ({"audience": "https://sp.example"}, "InvalidIdentityToken", audience),
        ({"recipient": "https://sp.example/acs"}, "InvalidIdentityToken", audience),
        (
            {"recipient": "https://signin.aws.amazon.com/saml/acs/SAMLSPOTHER"},
            "InvalidIdentityToken",
            audience,
        ),
    ]:
        response = federation.idp.sign(federation.unsigned(**what))
        found = error_of(federation.assume, response=response)
        assert found == (code, message, 400), what
    ended = federation.unsigned(issued=timedelta(minutes=-2))
    conditions = find(ended, "s:Assertion/s:Conditions")
    conditions.set("NotOnOrAfter", conditions.get("NotBefore"))
    code = error_of(federation.assume, response=federation.idp.sign(ended))[0]
    assert code == "ExpiredTokenException"


def test_what_the_provider_leaves_out(federation: Federation) -> None:
    data = "s:Assertion/s:Subject/s:SubjectConfirmation/s:SubjectConfirmationData"
    confirmation = "Responses must contain SubjectConfirmatonData with a Recipient and NotOnOrAfter"
    for attribute in ("Recipient", "NotOnOrAfter"):
        unsigned = federation.unsigned()
        del find(unsigned, data).attrib[attribute]
        refuse(federation, federation.idp.sign(unsigned), confirmation)
    twice = federation.unsigned()
    subject = find(twice, "s:Assertion/s:Subject")
    subject.append(copy.deepcopy(find(subject, "s:SubjectConfirmation")))
    refuse(federation, federation.idp.sign(twice), confirmation)
    failed = federation.unsigned()
    find(failed, "p:Status/p:StatusCode").set(
        "Value", "urn:oasis:names:tc:SAML:2.0:status:Responder"
    )
    code, _, status = error_of(federation.assume, response=federation.idp.sign(failed))
    assert (code, status) == ("IDPRejectedClaim", 403)
    stranger = federation.unsigned()
    for issuer in stranger.iter(f"{{{ASSERTION}}}Issuer"):
        issuer.text = "https://other.example"
    refuse(federation, federation.idp.sign(stranger), "Issuer not present in specified provider")


def test_a_provider_of_another_account(federation: Federation) -> None:
    """A provider of another account is none for this role."""
    elsewhere = federation.provider.replace(federation.account, "999999999999")
    attributes = {"Role": [f"{federation.role},{elsewhere}"], "RoleSessionName": ["ada"]}
    response = federation.idp.sign(federation.unsigned(attributes))
    refuse(federation, response, "Specified provider doesn't exist", PrincipalArn=elsewhere)


def test_base64_may_be_broken_into_lines(federation: Federation) -> None:
    signed = text(federation.idp.sign(federation.unsigned()))
    sts = federation.server.client("sts")
    answer = sts.assume_role_with_saml(
        RoleArn=federation.role,
        PrincipalArn=federation.provider,
        SAMLAssertion=base64.encodebytes(signed).decode(),
    )
    assert answer["Subject"] == "ada@example.com"
