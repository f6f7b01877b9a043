"""Tokens by which an account vouches for its principals: read by others, and by Bartizan itself."""

from __future__ import annotations

import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import boto3
import jwt
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from harness.aws import REGION, Credentials, client, error_of
from harness.issuer import Authority
from harness.server import Server

NAMESPACE = "https://sts.amazonaws.com/"
AUDIENCE = "https://api.example.com"


class Tls:
    """A server that speaks TLS, by an authority that the test gives its clients."""

    def __init__(self, server: Server, authority: Authority) -> None:
        self.server, self.ca = server, str(authority.file)
        self.context = ssl.create_default_context(cafile=self.ca)

    def client(self, service: str, credentials: Credentials | None = None) -> Any:
        return boto3.session.Session().client(
            service,
            region_name=REGION,
            endpoint_url=self.server.endpoint,
            verify=self.ca,
            aws_access_key_id=(credentials or self.server.root()).access_key,
            aws_secret_access_key=(credentials or self.server.root()).secret_key,
            aws_session_token=credentials.token if credentials else None,
            config=Config(retries={"total_max_attempts": 1}),
        )

    def get(self, url: str) -> Any:
        with urllib.request.urlopen(url, context=self.context, timeout=30) as answer:
            assert answer.headers["Content-Type"] == "application/json"
            return json.load(answer)

    def verified(self, token: str, audience: str = AUDIENCE) -> dict[str, Any]:
        """What a token says, checked as a relying party checks it: by discovery, with PyJWT."""
        issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
        discovered = self.get(f"{issuer}/.well-known/openid-configuration")
        assert discovered["issuer"] == issuer
        keys = jwt.PyJWKSet.from_dict(self.get(discovered["jwks_uri"]))
        key = keys[jwt.get_unverified_header(token)["kid"]]
        algorithms = discovered["id_token_signing_alg_values_supported"]
        return jwt.decode(token, key, algorithms=algorithms, audience=audience, issuer=issuer)


@pytest.fixture(scope="module")
def tls(server_factory: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Tls:
    """A server over TLS whose account issues tokens."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    pem = str(authority.server())
    one = Tls(server_factory(extra=("--tls-cert", pem, "--tls-key", pem)), authority)
    one.client("iam").enable_outbound_web_identity_federation()
    return one


@pytest.mark.parametrize("algorithm", ["RS256", "ES384"])
def test_others_verify_a_token_by_discovery(tls: Tls, unique, algorithm: str) -> None:
    """Given a role's session with tags, when it asks for a token, then a relying party that knows
    the issuer's URL alone reads who it is."""
    iam, name = tls.client("iam"), unique("role")
    account = tls.client("sts").get_caller_identity()["Account"]
    user = iam.create_user(UserName=name)["User"]["Arn"]
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    statement: dict[str, Any] = {"Effect": "Allow", "Action": "*"}
    trust = {**statement, "Principal": {"AWS": user}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    tags = [{"Key": "team", "Value": "red"}]
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, Tags=tags)["Role"][
        "Arn"
    ]
    allow = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]})
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow)
    session = tls.client("sts", key).assume_role(RoleArn=role, RoleSessionName="night")
    sts = tls.client("sts", Credentials.from_session(session))
    answer = sts.get_web_identity_token(
        Audience=[AUDIENCE],
        SigningAlgorithm=algorithm,
        DurationSeconds=60,
        Tags=[{"Key": "job", "Value": "1"}],
    )
    claims = tls.verified(answer["WebIdentityToken"])
    assert claims["sub"] == role
    assert claims["exp"] - claims["iat"] == 60
    assert answer["Expiration"].timestamp() == claims["exp"]
    assert claims[NAMESPACE] == {
        "aws_account": account,
        "source_region": REGION,
        "principal_tags": {"team": "red"},
        "request_tags": {"job": "1"},
    }
    assert jwt.get_unverified_header(answer["WebIdentityToken"])["alg"] == algorithm


def test_an_account_takes_the_tokens_of_an_issuer_of_this_installation(tls: Tls, unique) -> None:
    """Given a provider for the account's own issuer, then its token opens the role that trusts it,
    though Bartizan is never asked over its own network."""
    iam = tls.client("iam")
    issuer = iam.get_outbound_web_identity_federation_info()["IssuerIdentifier"]
    provider = iam.create_open_id_connect_provider(Url=issuer, ClientIDList=["sts.amazonaws.com"])
    arn = provider["OpenIDConnectProviderArn"]
    user, name = iam.create_user(UserName=unique("user"))["User"], unique("role")
    subject = f"{issuer.removeprefix('https://')}:sub"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {subject: user["Arn"]}},
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    statement = {"Effect": "Allow", "Action": "sts:GetWebIdentityToken", "Resource": "*"}
    allow = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=user["UserName"], PolicyName="p", PolicyDocument=allow)
    key = Credentials.from_key(iam.create_access_key(UserName=user["UserName"]))
    anyone = boto3.session.Session().client(
        "sts",
        region_name=REGION,
        endpoint_url=tls.server.endpoint,
        verify=tls.ca,
        config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    asked = {"Audience": ["sts.amazonaws.com"], "SigningAlgorithm": "ES384"}
    for credentials, is_taken in [(key, True), (None, False)]:
        token = tls.client("sts", credentials).get_web_identity_token(**asked)["WebIdentityToken"]
        more = {"RoleArn": role, "RoleSessionName": "it", "WebIdentityToken": token}
        if is_taken:
            answer = anyone.assume_role_with_web_identity(**more)
            assert answer["SubjectFromWebIdentityToken"] == user["Arn"]
        else:
            assert error_of(anyone.assume_role_with_web_identity, **more)[0] == "AccessDenied"


def test_only_who_may_gets_a_token_and_of_an_account_that_issues_them(
    tls: Tls, server: Server, unique
) -> None:
    asked: dict[str, Any] = {"Audience": [AUDIENCE], "SigningAlgorithm": "ES384"}
    iam, name = tls.client("iam"), unique("user")
    iam.create_user(UserName=name)
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    call = tls.client("sts", key).get_web_identity_token
    code, message, _ = error_of(call, **asked)
    assert code == "AccessDenied"
    assert "sts:GetWebIdentityToken" in message
    condition = {
        "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": AUDIENCE},
        "NumericLessThanEquals": {"sts:DurationSeconds": "300"},
    }
    statement = {"Effect": "Allow", "Action": "sts:GetWebIdentityToken", "Resource": "*"}
    statement["Condition"] = condition
    allow = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allow)
    assert call(**asked)["WebIdentityToken"]
    for more in [
        {"DurationSeconds": 301},
        {"Audience": ["https://other.example"]},
        {"Tags": [{"Key": "job", "Value": "1"}]},
    ]:
        assert error_of(call, **{**asked, **more})[0] == "AccessDenied", more
    root = tls.client("sts").get_web_identity_token
    assert error_of(root, **{**asked, "SigningAlgorithm": "HS256"})[0] == "ValidationError"
    long = [{"Key": f"{number}", "Value": "x" * 256} for number in range(50)]
    code, _, status = error_of(root, **{**asked, "Tags": long})
    assert (code, status) == ("JWTPayloadSizeExceededException", 400)
    elsewhere = client("sts", server.endpoint, server.root()).get_web_identity_token
    code, _, status = error_of(elsewhere, **asked)
    assert (code, status) == ("OutboundWebIdentityFederationDisabledException", 403)


def test_a_token_does_not_outlive_its_session(tls: Tls, unique) -> None:
    iam, name = tls.client("iam"), unique("user")
    user = iam.create_user(UserName=name)["User"]["Arn"]
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    statement: dict[str, Any] = {"Effect": "Allow", "Action": "*"}
    trust = {**statement, "Principal": {"AWS": user}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    allow = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]})
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow)
    assume = tls.client("sts", key).assume_role
    session = assume(RoleArn=role, RoleSessionName="it", DurationSeconds=900)
    call = tls.client("sts", Credentials.from_session(session)).get_web_identity_token
    asked: dict[str, Any] = {"Audience": [AUDIENCE], "SigningAlgorithm": "ES384"}
    code, _, status = error_of(call, **asked, DurationSeconds=3600)
    assert (code, status) == ("SessionDurationEscalationException", 403)


def test_issuing_is_switched_on_and_off(server: Server) -> None:
    """Switched off and on again, an account is the same issuer, and its documents stay."""
    iam = server.client("iam")
    info = iam.get_outbound_web_identity_federation_info
    assert error_of(info)[::2] == ("FeatureDisabled", 404)
    assert error_of(iam.disable_outbound_web_identity_federation)[::2] == ("FeatureDisabled", 404)
    issuer = iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    assert issuer.startswith(f"{server.endpoint}/_bartizan/issuer/")
    assert error_of(iam.enable_outbound_web_identity_federation)[::2] == ("FeatureEnabled", 409)
    shown = info()
    assert (shown["IssuerIdentifier"], shown["JwtVendingEnabled"]) == (issuer, True)
    iam.disable_outbound_web_identity_federation()
    with urllib.request.urlopen(f"{issuer}/.well-known/jwks.json", timeout=30) as answer:
        assert json.load(answer) == {"keys": []}
    assert iam.enable_outbound_web_identity_federation()["IssuerIdentifier"] == issuer
    iam.disable_outbound_web_identity_federation()
    for path in ["/.well-known/x", "", "x/.well-known/jwks.json"]:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{issuer}{path}", timeout=30)
        assert refused.value.code == 404
