"""The one guarded way out: what a principal names is reached only where it may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from harness.aws import REGION, error_of
from harness.issuer import DISCOVERY, Authority, Issuer
from harness.server import Server

UNREACHABLE = "IDPCommunicationError"
INVALID = "InvalidIdentityToken"


Enter = Callable[..., str]


@pytest.fixture
def enter(unique: Callable[[str], str]) -> Enter:
    """Has a server take an issuer's token, and answers the error's code, or nothing."""

    def call(server: Server, issuer: Issuer, **provider: Any) -> str:
        iam = server.client("iam")
        arn = iam.create_open_id_connect_provider(
            Url=issuer.url, ClientIDList=["bartizan"], **provider
        )["OpenIDConnectProviderArn"]
        statement = {
            "Effect": "Allow",
            "Principal": {"Federated": arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        role = iam.create_role(RoleName=unique("r"), AssumeRolePolicyDocument=document)["Role"]
        sts = boto3.session.Session().client(
            "sts",
            region_name=REGION,
            endpoint_url=server.endpoint,
            config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
        )
        token = issuer.token()
        parameters = {"RoleArn": role["Arn"], "RoleSessionName": "it", "WebIdentityToken": token}
        try:
            sts.assume_role_with_web_identity(**parameters)
        except sts.exceptions.ClientError:
            code, message, _ = error_of(sts.assume_role_with_web_identity, **parameters)
            assert "127.0.0.1" not in message
            return code
        return ""

    return call


def test_loopback_is_reached_under_dev_alone(server, near, issuer, enter: Enter) -> None:
    assert enter(near, issuer) == ""
    assert enter(server, issuer) == UNREACHABLE
    assert "it is of loopback" in server.output()


def test_redirects_are_followed_and_judged(near: Server, issuer: Issuer, enter: Enter) -> None:
    moved = issuer.answer(DISCOVERY)
    issuer.answers["/elsewhere"] = moved
    issuer.answers[DISCOVERY] = (302, {"Location": "/elsewhere"}, b"")
    assert enter(near, issuer) == ""


@pytest.mark.parametrize("place", ["own", "metadata", "plain", "endless"])
def test_no_redirect_leads_where_it_may_not(near, issuer, enter: Enter, place: str) -> None:
    locations = {
        "own": f"https://127.0.0.1:{near.port}/_bartizan/health",
        "metadata": "https://169.254.169.254/latest/meta-data/",
        "plain": f"http://{issuer.host}/keys",
        "endless": DISCOVERY,
    }
    issuer.answers[DISCOVERY] = (302, {"Location": locations[place]}, b"")
    assert enter(near, issuer) == UNREACHABLE


def test_bartizan_does_not_ask_itself(near: Server, enter: Enter, issuer: Issuer) -> None:
    issuer.answers[DISCOVERY] = (
        200,
        {},
        json.dumps({"issuer": issuer.url, "jwks_uri": f"https://127.0.0.1:{near.port}/"}).encode(),
    )
    assert enter(near, issuer) == UNREACHABLE
    assert "it is Bartizan's own" in near.output()


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        (DISCOVERY, (200, {}, b"[" * 70_000), INVALID),
        (DISCOVERY, (200, {}, b"{}"), INVALID),
        (DISCOVERY, (200, {}, b'{"issuer":"https://other.example","jwks_uri":"x"}'), INVALID),
        (DISCOVERY, (404, {}, b""), INVALID),
        (DISCOVERY, (503, {}, b""), UNREACHABLE),
        ("/keys", (200, {}, b"x" * 600_000), INVALID),
        ("/keys", (200, {}, b'{"keys":[]}'), INVALID),
    ],
)
def test_answers_that_are_none(near, issuer, enter: Enter, path, answer, code) -> None:
    issuer.answers[path] = answer
    assert enter(near, issuer) == code


def test_a_thumbprint_vouches_where_no_authority_does(
    near: Server, tmp_path: Path, enter: Enter
) -> None:
    unknown, stranger = Authority(tmp_path / "unknown"), Authority(tmp_path / "stranger")
    for thumbprints, code in [
        ([], INVALID),
        ([stranger.thumbprint], INVALID),
        ([stranger.thumbprint, unknown.thumbprint.upper()], ""),
    ]:
        issuer = Issuer(unknown)
        assert enter(near, issuer, ThumbprintList=thumbprints) == code, thumbprints
        issuer.close()


def test_keys_in_a_file_need_no_way_out(server_factory, authority, enter: Enter, tmp_path) -> None:
    """Given a file with an issuer's keys, then nothing is fetched."""
    issuer = Issuer(authority)
    keys = tmp_path / "keys.json"
    keys.write_bytes(issuer.key_set())
    server = server_factory(extra=("--oidc-keys", f"{issuer.url}={keys}"))
    assert enter(server, issuer) == ""
    assert issuer.asked == []
    issuer.close()
