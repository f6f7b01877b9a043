"""AssumeRoleWithSAML: what a response that the provider signed gives, and what it must say."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from harness.aws import Cli, Credentials, error_of
from harness.federation import federate
from harness.saml import EXCLUSIVE, Idp, encoded


def test_a_session_and_what_the_answer_says_of_it(federation) -> None:
    """Given a signed assertion, when it is presented, then there is a session of the role."""
    answer = federation.assume(federation.idp.sign(federation.unsigned()))
    name = federation.role.rsplit("/", 1)[-1]
    text = f"{federation.idp.entity}{federation.account}/{name}"
    assert answer["Subject"] == "ada@example.com"
    assert answer["SubjectType"] == "persistent"
    assert answer["Issuer"] == federation.idp.entity
    assert answer["Audience"] == "https://signin.aws.amazon.com/saml"
    assert (
        answer["NameQualifier"] == base64.b64encode(hashlib.sha1(text.encode()).digest()).decode()
    )
    session = federation.server.client("sts", Credentials.from_session(answer))
    arn = f"arn:aws:sts::{federation.account}:assumed-role/{name}/ada@example.com"
    assert session.get_caller_identity()["Arn"] == arn == answer["AssumedRoleUser"]["Arn"]
    end = datetime.now(UTC) + timedelta(minutes=41)
    assert answer["Credentials"]["Expiration"] < end, "the assertion's session ends before the hour"


@pytest.mark.parametrize("what", ["assertion", "response", "both"])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"digest": "sha512"},
        {"method": "rsa-sha384", "digest": "sha384"},
        {"method": "rsa-sha512"},
        {"c14n": EXCLUSIVE + "WithComments"},
        {"inclusive": ["xs", "p", "#default"]},
    ],
    ids=str,
)
def test_ways_to_sign(federation, what, how) -> None:
    assert federation.assume(federation.idp.sign(federation.unsigned(), what, **how))["Credentials"]


@pytest.mark.parametrize("kind", ["p256", "p384"])
def test_elliptic_curves(server, unique, kind) -> None:
    federation = federate(server, unique("saml"), Idp(kind))
    digest = {"p256": "sha256", "p384": "sha384"}[kind]
    response = federation.idp.sign(federation.unsigned(), digest=digest)
    assert federation.assume(response)["Credentials"]


def test_tags_source_identity_and_length(federation) -> None:
    """Given a trust for all of it, when the assertion brings it, then the session has it."""
    more = {
        "PrincipalTag:Team": ["red-blue"],
        "TransitiveTagKeys": ["Team"],
        "SourceIdentity": ["ada"],
        "SessionDuration": ["900"],
    }
    response = federation.idp.sign(federation.unsigned(federation.attributes(**more)))
    code, message, status = error_of(federation.assume, response=response)
    assert (code, message, status) == (
        "AccessDenied",
        "Not authorized to perform sts:TagSession",
        403,
    )
    actions = ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
    condition = {"StringEquals": {"aws:RequestTag/Team": "red-blue", "sts:SourceIdentity": "ada"}}
    federation.trust(condition, actions)
    answer = federation.assume(response, DurationSeconds=3600)
    assert answer["SourceIdentity"] == "ada"
    assert answer["PackedPolicySize"] >= 0
    assert answer["Credentials"]["Expiration"] < datetime.now(UTC) + timedelta(seconds=901)


def test_what_a_trust_policy_can_say(federation) -> None:
    """Each condition admits; with another value it does not."""
    name = federation.role.rsplit("/", 1)[-1]
    attributes = federation.attributes(
        **{
            "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": ["staff", "member"],
            "urn:oid:1.3.6.1.4.1.5923.1.1.1.3": ["o=example"],
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname": ["Lovelace"],
        }
    )
    response = federation.idp.sign(federation.unsigned(attributes))
    for operator, key, value in [
        ("StringEquals", "saml:iss", federation.idp.entity),
        ("StringEquals", "saml:sub", "ada@example.com"),
        ("StringEquals", "saml:sub_type", "persistent"),
        ("StringEquals", "saml:doc", f"{federation.account}/{name}"),
        ("StringLike", "saml:namequalifier", "*="),
        ("ForAnyValue:StringEquals", "saml:edupersonaffiliation", "member"),
        ("StringEquals", "saml:edupersonorgdn", "o=example"),
        ("StringEquals", "saml:surname", "Lovelace"),
        ("StringEquals", "sts:RoleSessionName", "ada@example.com"),
        ("ArnEquals", "aws:FederatedProvider", federation.provider),
    ]:
        federation.trust({operator: {key: value}})
        assert federation.assume(response)["Credentials"], key
        federation.trust({operator: {key: value + "x"}})
        code, message, _ = error_of(federation.assume, response=response)
        assert (code, message) == (
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithSAML",
        ), key


def test_what_the_attributes_must_be(federation) -> None:
    token, session = "InvalidIdentityToken", "RoleSessionName in AuthnResponse must match"
    provider = federation.provider
    for more, code, message in [
        ({"Role": []}, token, "requested Role and Metadata"),
        ({"Role": [f"{federation.role}x,{provider}"]}, token, "requested Role and Metadata"),
        ({"Role": [f"{federation.role},{provider}x"]}, token, "requested Role and Metadata"),
        ({"RoleSessionName": []}, token, "RoleSessionName is required in AuthnResponse"),
        ({"RoleSessionName": ["a b"]}, token, session + " [a-zA-Z_0-9+=,.@-]{2,64}"),
        ({"RoleSessionName": ["ab", "cd"]}, token, session),
        ({"SourceIdentity": ["aws:x"]}, token, "Source Identity must match"),
        ({"SessionDuration": ["1"]}, token, "SessionDuration"),
        ({"PrincipalTag:a": ["b" * 257]}, token, "tags"),
        ({"PrincipalTag:a": ["b"], "PrincipalTag:A": ["b"]}, "InvalidParameterValue", "Duplicate"),
        ({"TransitiveTagKeys": ["a"]}, "InvalidParameterValue", "transitive tag key"),
    ]:
        response = federation.idp.sign(federation.unsigned(federation.attributes(**more)))
        found = error_of(federation.assume, response=response)
        assert found[0] == code and message in found[1] and found[2] == 400, (more, found)
    turned = {"Role": [f" {provider} , {federation.role} "]}
    response = federation.idp.sign(federation.unsigned(federation.attributes(**turned)))
    assert federation.assume(response)["Credentials"], "the pair may be turned round"


def test_endpoints_of_regions_and_of_the_provider(federation) -> None:
    iam = federation.iam
    uuid = iam.get_saml_provider(SAMLProviderArn=federation.provider)["SAMLProviderUUID"]
    for recipient, audience in [
        ("https://eu-west-1.signin.aws.amazon.com/saml", "urn:amazon:webservices"),
        (f"https://signin.aws.amazon.com/saml/acs/{uuid}", "https://signin.aws.amazon.com/saml"),
    ]:
        federation.trust({"StringEquals": {"saml:aud": recipient}})
        unsigned = federation.unsigned(recipient=recipient, audience=audience)
        assert federation.assume(federation.idp.sign(unsigned))["Audience"] == recipient


def test_new_keys_and_the_end_of_a_provider(federation) -> None:
    """Given a change of the provider's key, when it is published, then the old one is worth
    nothing; and nothing is when the provider is gone."""
    old = federation.idp.sign(federation.unsigned())
    fresh = Idp(entity=federation.idp.entity)
    arn = federation.provider
    federation.iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=fresh.metadata())
    assert error_of(federation.assume, response=old)[1] == "Response signature invalid"
    good = fresh.sign(federation.unsigned())
    assert federation.assume(good)["Credentials"]
    federation.iam.delete_saml_provider(SAMLProviderArn=arn)
    code, message, status = error_of(federation.assume, response=good)
    assert (code, status) == ("InvalidIdentityToken", 400)
    assert message == "Specified provider doesn't exist"


def test_the_record_names_the_subject_and_not_the_assertion(federation) -> None:
    """Given a session by an assertion, then the event names its subject, and holds nothing that
    could be presented again."""
    response = federation.idp.sign(federation.unsigned())
    answer = federation.assume(response)
    name = federation.role.rsplit("/", 1)[-1]
    trail = federation.server.client("cloudtrail")
    attributes = [{"AttributeKey": "ResourceName", "AttributeValue": name}]
    found = trail.lookup_events(LookupAttributes=attributes)["Events"]
    text = next(e["CloudTrailEvent"] for e in found if e["EventName"] == "AssumeRoleWithSAML")
    event = json.loads(text)
    assert event["userIdentity"] == {
        "type": "SAMLUser",
        "principalId": f"{answer['NameQualifier']}:ada@example.com",
        "userName": "ada@example.com",
        "identityProvider": answer["NameQualifier"],
    }
    assert event["requestParameters"]["principalArn"] == federation.provider
    assert encoded(response)[:40] not in text
    assert answer["Credentials"]["SecretAccessKey"] not in text


def test_the_aws_cli(federation, cli: Cli) -> None:
    path = cli.home / "assertion"
    path.write_text(encoded(federation.idp.sign(federation.unsigned())))
    words = ["--role-arn", federation.role, "--principal-arn", federation.provider]
    done = cli("sts", "assume-role-with-saml", *words, "--saml-assertion", f"file://{path}")
    assert done.returncode == 0, done.stderr
    assert '"SubjectType": "persistent"' in done.stdout
    path.write_text("AAAA")
    done = cli("sts", "assume-role-with-saml", *words, "--saml-assertion", f"file://{path}")
    assert "(InvalidIdentityToken)" in done.stderr
