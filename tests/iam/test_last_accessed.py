"""Last accessed information: what a principal can reach, and when it last did."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server


def services(iam: Any, arn: str) -> dict[str, dict[str, Any]]:
    """A report's services by namespace."""
    job = iam.generate_service_last_accessed_details(Arn=arn, Granularity="ACTION_LEVEL")["JobId"]
    found, marker = {}, {}
    while True:
        page = iam.get_service_last_accessed_details(JobId=job, MaxItems=50, **marker)
        assert page["JobStatus"] == "COMPLETED"
        found |= {one["ServiceNamespace"]: one for one in page["ServicesLastAccessed"]}
        if not page["IsTruncated"]:
            return found
        marker = {"Marker": page["Marker"]}


def test_what_was_used_is_told_from_what_was_not(
    iam: Any, user: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    document = allow("s3:*", "sts:*", "kms:Decrypt")
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=document)
    arn = iam.get_user(UserName=user)["User"]["Arn"]
    assert "LastAuthenticated" not in services(iam, arn)["s3"]
    as_user(user, "s3").list_buckets()
    found = services(iam, arn)
    assert sorted(found) == ["kms", "s3", "sts"]
    assert found["s3"]["LastAuthenticatedEntity"] == arn
    used = {
        action["ActionName"]
        for action in found["s3"]["TrackedActionsLastAccessed"]
        if "LastAccessedTime" in action
    }
    assert used == {"ListAllMyBuckets"}
    assert "LastAuthenticated" not in found["kms"]


def test_sessions_count_for_their_role(
    server: Server, iam: Any, unique: Callable[[str], str], allow: Callable[..., str]
) -> None:
    role = unique("role")
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    made = iam.create_role(
        RoleName=role,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )["Role"]
    iam.put_role_policy(RoleName=role, PolicyName="own", PolicyDocument=allow("sts:*"))
    name = unique("user")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=allow("sts:AssumeRole"))
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    sts = client("sts", server.endpoint, key)
    session = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="work")
    session = Credentials.from_session(session)
    client("sts", server.endpoint, session).get_caller_identity()
    found = services(iam, made["Arn"])["sts"]
    assert found["LastAuthenticatedEntity"] == made["Arn"]
    used = [one for one in found["TrackedActionsLastAccessed"] if "LastAccessedTime" in one]
    assert [one["ActionName"] for one in used] == ["GetCallerIdentity"]


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_a_kill_loses_nothing_that_was_recorded(
    server_factory: Callable[..., Server], store: str | None, allow: Callable[..., str]
) -> None:
    server = server_factory(store=store)
    iam = server.client("iam")
    arn = iam.create_user(UserName="ada")["User"]["Arn"]
    iam.put_user_policy(UserName="ada", PolicyName="own", PolicyDocument=allow("s3:*", "iam:*"))
    key = Credentials.from_key(iam.create_access_key(UserName="ada"))
    for _ in range(2):
        client("s3", server.endpoint, key).create_bucket(Bucket="last-accessed-kept")
        client("iam", server.endpoint, key).list_users()
        # What is recorded is durable with the next change at the latest.
        iam.tag_user(UserName="ada", Tags=[{"Key": "seen", "Value": "yes"}])
        recorded(server, "ListUsers")
        server.kill()
        server.start()
        iam = server.client("iam")
        found = services(iam, arn)
        for service, name in [("s3", "CreateBucket"), ("iam", "ListUsers")]:
            actions = found[service]["TrackedActionsLastAccessed"]
            action = next(one for one in actions if one["ActionName"] == name)
            assert action["LastAccessedEntity"] == arn
        last = iam.get_access_key_last_used(AccessKeyId=key.access_key)["AccessKeyLastUsed"]
        assert last["ServiceName"] == "iam"
    iam.delete_access_key(UserName="ada", AccessKeyId=key.access_key)
    iam.delete_user_policy(UserName="ada", PolicyName="own")
    iam.delete_user(UserName="ada")
    assert error_of(iam.generate_service_last_accessed_details, Arn=arn)[0] == "NoSuchEntity"
    server.stop()


def recorded(server: Server, event: str) -> None:
    """Waits until an event of this name can be looked up."""
    trail = server.client("cloudtrail")
    attribute = {"AttributeKey": "EventName", "AttributeValue": event}
    for _ in range(1000):
        if trail.lookup_events(LookupAttributes=[attribute])["Events"]:
            return
    raise AssertionError(f"{event} is not recorded")


def test_the_cli_asks_too(cli: Cli, iam: Any, group: str, user: str) -> None:
    iam.add_user_to_group(GroupName=group, UserName=user)
    arn = iam.get_group(GroupName=group)["Group"]["Arn"]
    policy = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
    iam.attach_group_policy(GroupName=group, PolicyArn=policy)
    made = cli("iam", "generate-service-last-accessed-details", "--arn", arn)
    get = "get-service-last-accessed-details-with-entities"
    job = json.loads(made.stdout)["JobId"]
    told = cli("iam", get, "--job-id", job, "--service-namespace", "iam")
    entities = json.loads(told.stdout)["EntityDetailsList"]
    assert [one["EntityInfo"]["Name"] for one in entities] == [user]
    iam.detach_group_policy(GroupName=group, PolicyArn=policy)
