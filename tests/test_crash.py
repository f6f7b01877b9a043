"""kill -9 at random moments under write load loses no acknowledged change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from harness.aws import Credentials
from harness.crash import Acknowledged, killed
from harness.server import Server

BUCKET = "crash-test"


@dataclass
class Kept:
    """What was acknowledged."""

    users: set[str] = field(default_factory=set)
    inline: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Credentials] = field(default_factory=dict)
    policies: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    objects: dict[str, bytes] = field(default_factory=dict)


def writes(server: Server, done: Acknowledged[Kept]) -> Callable[[str], None]:
    """What a writer does with each name."""
    iam, s3 = server.client("iam"), server.client("s3")

    def write(name: str) -> None:
        iam.create_user(UserName=name)
        done.add(lambda kept: kept.users.add(name))
        document = policy(name)
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document)
        done.add(lambda kept: kept.inline.__setitem__(name, name))
        key = Credentials.from_key(iam.create_access_key(UserName=name))
        done.add(lambda kept: kept.keys.__setitem__(name, key))
        body = name.encode() * 100
        s3.put_object(Bucket=BUCKET, Key=name, Body=body)
        done.add(lambda kept: kept.objects.__setitem__(name, body))
        arn = iam.create_policy(PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
        done.add(lambda kept: kept.policies.add(arn))
        done.before(lambda kept: kept.policies.discard(arn))
        iam.delete_policy(PolicyArn=arn)
        done.add(lambda kept: kept.deleted.add(arn))

    return write


def policy(name: str) -> str:
    return (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",'
        f'"Resource":"arn:aws:s3:::{BUCKET}/{name}"}}]}}'
    )


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_no_acknowledged_change_is_lost(server_factory, store: str | None, kills: int) -> None:
    server = server_factory(store=store)
    server.client("s3").create_bucket(Bucket=BUCKET)
    rounds = killed(
        server,
        kills,
        Kept,
        lambda done: writes(server, done),
        lambda done: check(server, done),
    )
    listed = {
        user["UserName"]
        for page in server.client("iam").get_paginator("list_users").paginate()
        for user in page["Users"]
    }
    assert {user for done in rounds for user in done.users} <= listed


def check(server: Server, done: Kept) -> None:
    """Everything acknowledged in a round is there, and usable."""
    iam, s3 = server.client("iam"), server.client("s3")
    for name in done.users:
        assert iam.get_user(UserName=name)["User"]["UserName"] == name
    for name in done.inline:
        found = iam.get_user_policy(UserName=name, PolicyName="own")["PolicyDocument"]
        assert found["Statement"][0]["Resource"].endswith(f"/{name}")
    for name, key in done.keys.items():
        identity = server.client("sts", key).get_caller_identity()
        assert identity["Arn"].endswith(f":user/{name}")
    for arn in done.policies:
        assert iam.get_policy(PolicyArn=arn)["Policy"]["Arn"] == arn
    for arn in done.deleted:
        with pytest.raises(iam.exceptions.NoSuchEntityException):
            iam.get_policy(PolicyArn=arn)
    for name, body in done.objects.items():
        assert s3.get_object(Bucket=BUCKET, Key=name)["Body"].read() == body
    if done.users:
        recorded(server, min(done.users))


def recorded(server: Server, user: str) -> None:
    """The change's record is as durable as the change."""
    events = server.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": user}]
    )["Events"]
    assert "CreateUser" in {event["EventName"] for event in events}


def test_a_stopped_server_ends_well_and_keeps_everything(server_factory) -> None:
    server = server_factory()
    server.client("iam").create_user(UserName="kept")
    before = server.root()
    assert server.stop() == 0
    server.start()
    assert server.root() == before
    assert server.client("iam").get_user(UserName="kept")["User"]["UserName"] == "kept"
