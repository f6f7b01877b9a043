"""Roles for whom an OpenID Connect issuer proves: a real issuer over HTTPS, and its impostors."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness.aws import REGION, Credentials, error_of
from harness.aws import environment as shell
from harness.http import send, signed
from harness.issuer import DISCOVERY, Issuer
from harness.server import Server

FEDERATED = "sts:AssumeRoleWithWebIdentity"
INVALID = "InvalidIdentityToken"
NO_KEY = "Couldn't retrieve verification key from your identity provider"


def unsigned(server: Server) -> Any:
    """An STS client without credentials, which sends whatever it is given."""
    config = Config(
        signature_version=UNSIGNED, parameter_validation=False, retries={"total_max_attempts": 1}
    )
    return boto3.session.Session().client(
        "sts", region_name=REGION, endpoint_url=server.endpoint, config=config
    )


class Trust:
    """A role that trusts an issuer."""

    def __init__(self, server: Server, issuer: Issuer, name: str, **provider: Any) -> None:
        self.iam, self.sts = server.client("iam"), unsigned(server)
        self.name, self.host = name, issuer.host
        self.provider = self.iam.create_open_id_connect_provider(
            Url=issuer.url, ClientIDList=["bartizan", "party"], **provider
        )["OpenIDConnectProviderArn"]
        self.arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=self.document({}))[
            "Role"
        ]["Arn"]

    def document(self, condition: dict[str, Any], *actions: str) -> str:
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"Federated": self.provider},
            "Action": [FEDERATED, *actions],
        }
        if condition:
            statement["Condition"] = condition
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def set(self, condition: dict[str, Any], *actions: str) -> None:
        document = self.document(condition, *actions)
        self.iam.update_assume_role_policy(RoleName=self.name, PolicyDocument=document)

    def assume(self, token: str, **more: Any) -> dict[str, Any]:
        return self.sts.assume_role_with_web_identity(
            RoleArn=self.arn, RoleSessionName="build", WebIdentityToken=token, **more
        )

    def refusal(self, token: str, **more: Any) -> tuple[str, str, int]:
        call = self.sts.assume_role_with_web_identity
        more = {"RoleArn": self.arn, "RoleSessionName": "build", "WebIdentityToken": token, **more}
        return error_of(call, **more)


@pytest.fixture
def trust(near: Server, issuer: Issuer, unique: Callable[[str], str]) -> Trust:
    return Trust(near, issuer, unique("pipeline"))


def test_a_token_becomes_a_session(near: Server, issuer: Issuer, trust: Trust) -> None:
    """Given a role that trusts the issuer, when its token comes unsigned, then there is a session
    that is the role's, and the record names whom the issuer proved and holds no token."""
    token = issuer.token()
    answer = trust.assume(token)
    assert answer["SubjectFromWebIdentityToken"] == "repo:tower/wall"
    assert (answer["Provider"], answer["Audience"]) == (trust.provider, "bartizan")
    assert "PackedPolicySize" not in answer
    who = near.client("sts", Credentials.from_session(answer)).get_caller_identity()
    assert who["Arn"].endswith(f":assumed-role/{trust.name}/build")
    events = near.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "Username", "AttributeValue": "repo:tower/wall"}]
    )["Events"]
    event = next(
        json.loads(one["CloudTrailEvent"]) for one in events if trust.arn in one["CloudTrailEvent"]
    )
    assert event["userIdentity"] == {
        "type": "WebIdentityUser",
        "principalId": f"{trust.provider}:bartizan:repo:tower/wall",
        "userName": "repo:tower/wall",
        "identityProvider": trust.provider,
    }
    assert token not in json.dumps(events, default=str)
    assert issuer.asked == [DISCOVERY, "/keys"]


@pytest.mark.parametrize(
    ("algorithm", "curve"),
    [
        ("RS256", None),
        ("RS384", None),
        ("RS512", None),
        ("ES256", ec.SECP256R1),
        ("ES384", ec.SECP384R1),
        ("ES512", ec.SECP521R1),
    ],
)
def test_six_algorithms_are_taken(issuer, trust, algorithm, curve) -> None:
    if curve:
        issuer.add_key("first", ec.generate_private_key(curve()))
    assert trust.assume(issuer.token(algorithm=algorithm))["Credentials"]


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(issuer: Issuer, **header: Any) -> str:
    """A good token under another header."""
    return ".".join([part(header), *issuer.token().split(".")[1:]])


def confused(issuer: Issuer) -> str:
    """A token "signed" by HMAC with the public key, which is no secret."""
    public = issuer.keys["first"].public_key()
    secret = public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    signed = f"{part({'alg': 'HS256', 'kid': 'first'})}.{part(issuer.claims())}"
    tag = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(tag).rstrip(b'=').decode()}"


ATTACKS: dict[str, tuple[Callable[[Issuer], str], str, str]] = {
    "no algorithm": (
        lambda it: f"{part({'alg': 'none'})}.{part(it.claims())}.",
        INVALID,
        "cannot be verified",
    ),
    "key confusion": (confused, INVALID, "cannot be verified"),
    "a critical extension": (
        lambda it: forged(it, alg="RS256", kid="first", crit=["b64"], b64=False),
        INVALID,
        "cannot be verified",
    ),
    "a key of its own": (
        lambda it: forged(it, alg="RS256", kid="first", jwk={"kty": "RSA"}),
        INVALID,
        "signature is invalid",
    ),
    "another key's id": (lambda it: forged(it, alg="RS256", kid="second"), INVALID, NO_KEY),
    "a later end": (
        lambda it: ".".join(
            [it.token().split(".")[0], part(it.claims(exp=2**40)), it.token().split(".")[2]]
        ),
        INVALID,
        "signature is invalid",
    ),
    "expired": (lambda it: it.token(exp=1), "ExpiredTokenException", "Token expired"),
    "not yet": (lambda it: it.token(nbf=2**40), INVALID, "not valid yet"),
    "another audience": (lambda it: it.token(aud="other"), INVALID, "Incorrect token audience"),
    "another party": (lambda it: it.token(azp="other"), INVALID, "Incorrect token audience"),
    "another issuer": (
        lambda it: it.token(iss="https://evil.example"),
        INVALID,
        "No OpenIDConnect provider found in your account for https://evil.example",
    ),
    "no subject": (lambda it: it.token(sub=None), INVALID, "Missing a required claim: sub"),
    "no token": (lambda _: "abcd", INVALID, "not a valid JWT"),
    "deep JSON": (
        lambda _: f"{part({'alg': 'RS256'})}.{'W1tb' * 4000}.AAAA",
        INVALID,
        "not a valid JWT",
    ),
    "too long": (lambda _: "a" * 20_001, "ValidationError", "less than or equal to 20000"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_forgeries_are_refused(issuer: Issuer, trust: Trust, attack: str) -> None:
    forge, code, message = ATTACKS[attack]
    found = trust.refusal(forge(issuer))
    assert found[0] == code, found
    assert message in found[1]


def test_the_trust_policy_reads_the_token(issuer: Issuer, trust: Trust) -> None:
    token = issuer.token(aud=["bartizan", "x"], azp="party", amr=["mfa", "pwd"], email="a@b.c")
    host = trust.host
    for condition, is_met in [
        ({"StringEquals": {f"{host}:sub": "repo:tower/wall"}}, True),
        ({"StringLike": {f"{host}:sub": "repo:tower/*"}}, True),
        ({"StringEquals": {f"{host}:sub": "repo:moat/wall"}}, False),
        ({"StringEquals": {f"{host}:aud": "party"}}, True),
        ({"StringEquals": {f"{host}:aud": "bartizan"}}, False),
        ({"StringEquals": {f"{host}:azp": "party"}}, True),
        ({"ForAnyValue:StringEquals": {f"{host}:oaud": "bartizan"}}, True),
        ({"ForAnyValue:StringEquals": {f"{host}:amr": "mfa"}}, True),
        ({"StringEquals": {f"{host}:email": "a@b.c"}}, True),
        ({"StringEquals": {"sts:RoleSessionName": "build"}}, True),
        ({"StringEquals": {"aws:FederatedProvider": trust.provider}}, True),
        ({"Null": {"aws:PrincipalArn": "false"}}, False),
    ]:
        trust.set(condition)
        if is_met:
            assert trust.assume(token)["Credentials"], condition
        else:
            code, message, status = trust.refusal(token)
            assert (code, status) == ("AccessDenied", 403), condition
            assert message == f"Not authorized to perform {FEDERATED}"


def test_tags_and_source_identity_need_their_own_permission(near, issuer, trust) -> None:
    tags = {"principal_tags": {"Team": ["red"]}, "transitive_tag_keys": ["Team"]}
    tagged = issuer.token(**{"https://aws.amazon.com/tags": tags})
    named = issuer.token(**{"https://aws.amazon.com/source_identity": "ada"})
    for token, action in [(tagged, "sts:TagSession"), (named, "sts:SetSourceIdentity")]:
        trust.set({})
        assert trust.refusal(token)[:2] == ("AccessDenied", f"Not authorized to perform {action}")
        trust.set({}, action)
        assert trust.assume(token)["Credentials"]
    trust.set({"StringEquals": {"aws:RequestTag/Team": "red"}}, "sts:TagSession")
    assert trust.assume(tagged)["PackedPolicySize"] > 0


def test_a_session_policy_limits_the_session(near, issuer, trust) -> None:
    def allow(*actions: str) -> str:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    document = allow("iam:ListRoles", "iam:ListUsers")
    trust.iam.put_role_policy(RoleName=trust.name, PolicyName="p", PolicyDocument=document)
    answer = trust.assume(issuer.token(), Policy=allow("iam:ListRoles"), DurationSeconds=900)
    iam = near.client("iam", Credentials.from_session(answer))
    assert iam.list_roles()["Roles"]
    assert error_of(iam.list_users)[0] == "AccessDenied"


def test_a_removed_provider_proves_nobody(issuer: Issuer, trust: Trust) -> None:
    token = issuer.token()
    assert trust.assume(token)["Credentials"]
    trust.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=trust.provider)
    code, message, _ = trust.refusal(token)
    assert (code, message) == (
        INVALID,
        f"No OpenIDConnect provider found in your account for {issuer.url}",
    )


def test_the_cli_takes_a_token_from_a_file(near, issuer, trust, tmp_path: Path) -> None:
    """`AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`, as in a pod or a pipeline."""
    (tmp_path / "token").write_text(issuer.token())

    def aws(*words: str, **more: str) -> dict[str, Any]:
        environment = {**shell(near.endpoint, tmp_path), **more}
        done = subprocess.run(
            ["aws", *words], env=environment, cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    who = aws(
        "sts",
        "get-caller-identity",
        AWS_ROLE_ARN=trust.arn,
        AWS_WEB_IDENTITY_TOKEN_FILE=str(tmp_path / "token"),
        AWS_ROLE_SESSION_NAME="pod",
    )
    assert who["Arn"].endswith(f":assumed-role/{trust.name}/pod")
    words = ["--role-arn", trust.arn, "--role-session-name", "direct"]
    answer = aws(
        "sts", "assume-role-with-web-identity", *words, "--web-identity-token", issuer.token()
    )
    assert answer["AssumedRoleUser"]["Arn"].endswith("/direct")


def test_who_signs_a_token_s_call_learns_nothing_of_the_role(
    near: Server, issuer: Issuer, trust: Trust
) -> None:
    trust.iam.tag_role(RoleName=trust.name, Tags=[{"Key": "cost", "Value": "secret-value"}])
    trust.set({"StringEquals": {f"{trust.host}:sub": "secret-subject"}})
    stranger = Credentials("222222222222", "any")
    form = {
        "Action": "AssumeRoleWithWebIdentity",
        "Version": "2011-06-15",
        "RoleArn": trust.arn,
        "RoleSessionName": "build",
        "WebIdentityToken": issuer.token(),
    }
    body = urlencode(form).encode()
    refused = send(near, signed(near, "sts", body=body, credentials=stranger))
    assert (refused.status, refused.code) == (403, "AccessDenied")
    request = re.search("<RequestId>(.*)</RequestId>", refused.text)[1]
    headers = {
        "X-Amz-Target": "Bartizan_20261124.ExplainRequest",
        "Content-Type": "application/x-amz-json-1.1",
    }
    asked = json.dumps({"RequestId": request}).encode()
    told = send(near, signed(near, "bartizan", headers=headers, body=asked, credentials=stranger))
    assert told.code == "RequestNotFoundException"
    assert "secret" not in told.text
