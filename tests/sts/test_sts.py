"""STS by boto3: who may assume what, what a session may do, and when it ends to be valid."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from harness.aws import Credentials, error_of
from harness.server import Server


def policy(action: str | list[str], resource: str = "*", **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def trust(principal: str, action: Any = "sts:AssumeRole", **more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@dataclass
class World:
    """A user with a key, and roles that she may want."""

    server: Server
    iam: Any
    account: str
    user: str
    user_arn: str
    key: Credentials

    def role(self, name: str, document: str, permissions: str | None = None) -> str:
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        if permissions:
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=permissions)
        return arn

    def grant(self, document: str) -> None:
        self.iam.put_user_policy(UserName=self.user, PolicyName="p", PolicyDocument=document)

    def sts(self, credentials: Credentials | None = None) -> Any:
        return self.server.client("sts", credentials or self.key)

    def assume(self, arn: str, credentials: Credentials | None = None, **more: Any) -> Credentials:
        answer = self.sts(credentials).assume_role(RoleArn=arn, RoleSessionName="night", **more)
        return Credentials.from_session(answer)

    def refusal(self, arn: str, credentials: Credentials | None = None, **more: Any) -> tuple:
        call = self.sts(credentials).assume_role
        return error_of(call, RoleArn=arn, RoleSessionName="night", **more)


@pytest.fixture
def world(server: Server, unique: Callable[[str], str]) -> World:
    iam = server.client("iam")
    name = unique("ada")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    return World(server, iam, arn.split(":")[4], name, arn, key)


def test_a_caller_learns_who_it_is(world: World) -> None:
    who = world.sts().get_caller_identity()
    assert who["Arn"] == world.user_arn
    assert who["Account"] == world.account
    assert who["UserId"].startswith("AIDA")


def test_a_role_that_trusts_the_account_needs_the_callers_own_permission(world, unique) -> None:
    arn = world.role(unique("r"), trust(f"arn:aws:iam::{world.account}:root"))
    code, message, status = world.refusal(arn)
    assert (code, status) == ("AccessDenied", 403)
    assert f"User: {world.user_arn} is not authorized to perform: sts:AssumeRole" in message
    world.grant(policy("sts:AssumeRole", arn))
    session = world.assume(arn)
    who = world.sts(session).get_caller_identity()
    role = arn.rsplit("/", 1)[1]
    assert who["Arn"] == f"arn:aws:sts::{world.account}:assumed-role/{role}/night"


def test_a_role_that_names_the_user_needs_no_more(world, unique) -> None:
    world.assume(world.role(unique("r"), trust(world.user_arn)))


def test_a_role_that_names_somebody_else_refuses(world, unique) -> None:
    other = world.iam.create_user(UserName=unique("eve"))["User"]["Arn"]
    arn = world.role(unique("r"), trust(other))
    world.grant(policy("sts:AssumeRole"))
    assert world.refusal(arn)[0] == "AccessDenied"


def test_the_session_has_the_roles_permissions_and_none_of_the_callers(world, unique) -> None:
    world.grant(policy(["iam:ListUsers", "sts:AssumeRole"]))
    arn = world.role(unique("r"), trust(world.user_arn), policy("iam:ListGroups"))
    session = world.assume(arn)
    iam = world.server.client("iam", session)
    iam.list_groups()
    assert error_of(iam.list_users)[0] == "AccessDenied"
    world.server.client("iam", world.key).list_users()


def test_a_session_policy_narrows(world, unique) -> None:
    arn = world.role(
        unique("r"), trust(world.user_arn), policy(["iam:ListGroups", "iam:ListUsers"])
    )
    session = world.assume(arn, Policy=policy("iam:ListGroups"))
    iam = world.server.client("iam", session)
    iam.list_groups()
    code, message, _ = error_of(iam.list_users)
    assert code == "AccessDenied"
    assert "no session policy allows the iam:ListUsers action" in message
    managed = [{"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}]
    iam = world.server.client("iam", world.assume(arn, PolicyArns=managed))
    iam.list_users()


def test_the_external_id_must_be_the_one_the_trust_policy_wants(world, unique) -> None:
    wanted = {"StringEquals": {"sts:ExternalId": "x-10"}}
    arn = world.role(unique("r"), trust(world.user_arn, Condition=wanted))
    assert world.refusal(arn)[0] == "AccessDenied"
    assert world.refusal(arn, ExternalId="x-20")[0] == "AccessDenied"
    world.assume(arn, ExternalId="x-10")


def test_session_tags_need_their_own_permission_and_are_principal_tags(world, unique) -> None:
    name = unique("r")
    plain = world.role(name, trust(world.user_arn))
    tags = [{"Key": "Team", "Value": "red"}]
    assert "sts:TagSession" in world.refusal(plain, Tags=tags)[1]
    tagged = {"StringEquals": {"aws:PrincipalTag/Team": "red"}}
    arn = world.role(
        unique("r"),
        trust(world.user_arn, ["sts:AssumeRole", "sts:TagSession"]),
        policy("iam:ListUsers", Condition=tagged),
    )
    assert error_of(world.server.client("iam", world.assume(arn)).list_users)[0] == "AccessDenied"
    world.server.client("iam", world.assume(arn, Tags=tags)).list_users()


def test_chaining_is_bounded_to_an_hour(world, unique) -> None:
    first = world.role(unique("r"), trust(world.user_arn))
    second = world.role(unique("r"), trust(first))
    session = world.assume(first)
    world.assume(second, session, DurationSeconds=3600)
    code, message, status = world.refusal(second, session, DurationSeconds=3601)
    assert (code, status) == ("ValidationError", 400)
    assert "1 hour" in message


def test_a_role_made_again_under_its_name_is_another_role(world, unique) -> None:
    name = unique("r")
    document = trust(world.user_arn)
    arn = world.role(name, document)
    session = world.assume(arn)
    world.iam.delete_role(RoleName=name)
    gone = error_of(world.sts(session).get_caller_identity)
    assert gone[0] == "InvalidClientTokenId"
    world.role(name, document)
    assert error_of(world.sts(session).get_caller_identity)[0] == "InvalidClientTokenId"


def test_a_user_made_again_under_its_name_is_not_trusted(world, unique) -> None:
    arn = world.role(unique("r"), trust(world.user_arn))
    world.iam.delete_access_key(UserName=world.user, AccessKeyId=world.key.access_key)
    world.iam.delete_user(UserName=world.user)
    world.iam.create_user(UserName=world.user)
    again = Credentials.from_key(world.iam.create_access_key(UserName=world.user))
    assert world.refusal(arn, again)[0] == "AccessDenied"


def test_root_cannot_assume_roles(world, unique) -> None:
    arn = world.role(unique("r"), trust(f"arn:aws:iam::{world.account}:root"))
    code, message, _ = world.refusal(arn, world.server.root())
    assert (code, message) == ("AccessDenied", "Roles may not be assumed by root accounts.")


def test_session_token_credentials_are_the_user_with_limits(world) -> None:
    world.grant(policy(["iam:*", "sts:*", "s3:ListAllMyBuckets"]))
    session = Credentials.from_session(world.sts().get_session_token())
    assert world.sts(session).get_caller_identity()["Arn"] == world.user_arn
    world.server.client("s3", session).list_buckets()
    assert error_of(world.server.client("iam", session).list_users)[0] == "InvalidClientTokenId"
    assert error_of(world.sts(session).get_session_token)[0] == "AccessDenied"


def test_a_federated_session_is_within_its_user_and_its_policy(world) -> None:
    world.grant(policy(["s3:ListAllMyBuckets", "sts:GetFederationToken", "iam:ListUsers"]))
    answer = world.sts().get_federation_token(Name="bob", Policy=policy("s3:*"))
    expected = f"arn:aws:sts::{world.account}:federated-user/bob"
    assert answer["FederatedUser"]["Arn"] == expected
    session = Credentials.from_session(answer)
    assert world.sts(session).get_caller_identity()["Arn"] == expected
    world.server.client("s3", session).list_buckets()
    assert error_of(world.server.client("iam", session).list_users)[0] == "AccessDenied"
    bare = Credentials.from_session(world.sts().get_federation_token(Name="bob"))
    assert error_of(world.server.client("s3", bare).list_buckets)[0] == "AccessDenied"


def test_an_access_key_tells_its_account(world) -> None:
    world.grant(policy("sts:GetAccessKeyInfo"))
    answer = world.sts().get_access_key_info(AccessKeyId=world.key.access_key)
    assert answer["Account"] == world.account


def test_what_is_no_authorization_message_is_refused(world) -> None:
    call = world.server.client("sts").decode_authorization_message
    assert error_of(call, EncodedMessage="bm90aGluZw")[0] == "InvalidAuthorizationMessageException"


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"DurationSeconds": 43201}, "ValidationError"),
        ({"DurationSeconds": 3601}, "ValidationError"),
        ({"Policy": "{}"}, "MalformedPolicyDocument"),
        ({"Policy": policy("s3:" + "x" * 3000)}, "PackedPolicyTooLarge"),
        ({"SerialNumber": "arn:aws:iam::1:mfa/m", "TokenCode": "123456"}, "AccessDenied"),
        ({"TransitiveTagKeys": ["none"]}, "InvalidParameterValue"),
    ],
)
def test_what_assume_role_refuses(world, unique, parameters, code) -> None:
    document = trust(world.user_arn, ["sts:AssumeRole", "sts:TagSession"])
    arn = world.role(unique("r"), document)
    assert world.refusal(arn, **parameters)[0] == code


def test_a_tampered_token_is_refused(world, unique) -> None:
    session = world.assume(world.role(unique("r"), trust(world.user_arn)))
    other = "A" if session.token[40] != "A" else "B"
    token = session.token[:40] + other + session.token[41:]
    forged = Credentials(session.access_key, session.secret_key, token)
    assert error_of(world.sts(forged).get_caller_identity)[0] == "InvalidClientTokenId"
