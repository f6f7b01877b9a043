"""MFA by boto3: sessions that carry it, roles that want it, and sessions that are revoked."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.aws import Credentials, error_of
from harness.server import Server
from harness.totp import Authenticator

WITH_MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
FAILED = "MultiFactorAuthentication failed"


def statement(effect: str, action: str | list[str], **more: Any) -> str:
    only = {"Effect": effect, "Action": action, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [only]})


@dataclass
class World:
    """A user with a key and an MFA device."""

    server: Server
    iam: Any
    user: str
    arn: str
    key: Credentials
    device: Authenticator

    def grant(self, document: str) -> None:
        self.iam.put_user_policy(UserName=self.user, PolicyName="p", PolicyDocument=document)

    def client(self, service: str, credentials: Credentials | None = None) -> Any:
        return self.server.client(service, credentials or self.key)

    def session(self, **mfa: str) -> Credentials:
        return Credentials.from_session(self.client("sts").get_session_token(**mfa))

    def role(self, name: str, **more: Any) -> str:
        document = statement("Allow", "sts:AssumeRole", Principal={"AWS": self.arn}, **more)
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]
        return role["Arn"]


@pytest.fixture
def world(server: Server, unique: Callable[[str], str]) -> World:
    iam = server.client("iam")
    name = unique("ada")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    device = Authenticator.make(iam, name).enable(iam, name)
    return World(server, iam, name, arn, key, device)


def test_a_session_with_mfa_may_what_one_without_may_not(world: World) -> None:
    world.grant(statement("Allow", "iam:ListUsers", Resource="*", Condition=WITH_MFA))
    assert error_of(world.client("iam").list_users)[0] == "AccessDenied"
    plain = world.client("iam", world.session())
    assert error_of(plain.list_users)[0] == "InvalidClientTokenId"
    world.client("iam", world.session(**world.device.mfa())).list_users()


def test_a_code_is_good_once(world: World) -> None:
    sts, mfa = world.client("sts"), world.device.mfa()
    assert error_of(sts.get_session_token, SerialNumber=mfa["SerialNumber"]) == (
        "AccessDenied",
        f"{FAILED}, must provide both MFA serial number and one time pass code.",
        403,
    )
    other = {**mfa, "SerialNumber": mfa["SerialNumber"] + "x"}
    assert error_of(sts.get_session_token, **other) == (
        "AccessDenied",
        f"{FAILED}, unable to validate MFA code.  Please verify your MFA serial number is valid "
        "and associated with this user.",
        403,
    )
    sts.get_session_token(**mfa)
    used = f"{FAILED} with invalid MFA one time pass code."
    assert error_of(sts.get_session_token, **mfa) == ("AccessDenied", used, 403)


def test_a_code_stays_used_after_a_kill(server_factory, unique: Callable[[str], str]) -> None:
    server = server_factory()
    iam = server.client("iam")
    iam.create_user(UserName="ada")
    key = Credentials.from_key(iam.create_access_key(UserName="ada"))
    mfa = Authenticator.make(iam, "ada").enable(iam, "ada").mfa()
    server.client("sts", key).get_session_token(**mfa)
    server.kill()
    server.start()
    refused = error_of(server.client("sts", key).get_session_token, **mfa)
    assert refused[1] == f"{FAILED} with invalid MFA one time pass code."


def test_guesses_are_bounded(world: World) -> None:
    sts = world.client("sts")
    serial = world.device.serial
    guesses = [
        error_of(sts.get_session_token, SerialNumber=serial, TokenCode="000000")[1]
        for _ in range(6)
    ]
    assert ["unable to validate" in guess for guess in guesses] == [False] * 5 + [True]
    assert "unable to validate" in error_of(sts.get_session_token, **world.device.mfa())[1]


def test_another_users_device_proves_nothing(world: World, unique: Callable[[str], str]) -> None:
    other = unique("eve")
    world.iam.create_user(UserName=other)
    key = Credentials.from_key(world.iam.create_access_key(UserName=other))
    sts = world.client("sts", key)
    assert "unable to validate" in error_of(sts.get_session_token, **world.device.mfa())[1]


def test_a_role_wants_mfa_of_those_who_assume_it(
    world: World, unique: Callable[[str], str]
) -> None:
    arn = world.role(unique("r"), Condition=WITH_MFA)
    want = {"RoleArn": arn, "RoleSessionName": "night"}
    assert error_of(world.client("sts").assume_role, **want)[0] == "AccessDenied"
    wrong = {"SerialNumber": world.device.serial, "TokenCode": "000000"}
    refused = error_of(world.client("sts").assume_role, **want, **wrong)
    assert refused[1] == f"{FAILED} with invalid MFA one time pass code."
    second = Authenticator.make(world.iam, unique("second")).enable(world.iam, world.user)
    world.client("sts").assume_role(**want, **second.mfa())
    session = world.session(**world.device.mfa())
    world.client("sts", session).assume_role(**want)


def test_the_record_tells_of_mfa(world: World, record_of: Callable[..., Any]) -> None:
    world.grant(statement("Allow", "iam:GetUser", Resource="*"))
    session = world.session(**world.device.mfa())
    world.client("iam", session).get_user()
    identity = record_of(session)["userIdentity"]
    assert identity["type"] == "IAMUser" and identity["userName"] == world.user
    assert identity["sessionContext"]["attributes"]["mfaAuthenticated"] == "true"


@pytest.fixture
def record_of(server: Server) -> Callable[[Credentials], Any]:
    """The event of what these credentials called."""

    def find(credentials: Credentials) -> Any:
        attribute = {"AttributeKey": "AccessKeyId", "AttributeValue": credentials.access_key}
        events = server.client("cloudtrail").lookup_events(LookupAttributes=[attribute])
        return json.loads(events["Events"][0]["CloudTrailEvent"])

    return find


def test_a_roles_sessions_are_revoked_on_their_next_request(
    world: World, unique: Callable[[str], str]
) -> None:
    """The policy that the console's "Revoke active sessions" puts on a role."""
    name = unique("r")
    want = {"RoleArn": world.role(name), "RoleSessionName": "night"}
    allow = statement("Allow", "iam:ListUsers", Resource="*")
    world.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow)
    session = Credentials.from_session(world.client("sts").assume_role(**want))
    iam = world.client("iam", session)
    iam.list_users()

    def revoke(until: datetime) -> None:
        older = {"DateLessThan": {"aws:TokenIssueTime": until.isoformat(timespec="milliseconds")}}
        document = statement("Deny", ["*"], Resource=["*"], Condition=older)
        world.iam.put_role_policy(
            RoleName=name, PolicyName="AWSRevokeOlderSessions", PolicyDocument=document
        )

    revoke(datetime.now(UTC) + timedelta(seconds=2))
    code, message, _ = error_of(iam.list_users)
    assert code == "AccessDenied" and "explicit deny" in message
    # Sessions that are made later are not concerned.
    revoke(datetime.now(UTC) - timedelta(minutes=1))
    later = Credentials.from_session(world.client("sts").assume_role(**want))
    world.client("iam", later).list_users()
