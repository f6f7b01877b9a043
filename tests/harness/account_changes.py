"""Changes of users, keys, policies and objects, and the check that they are there."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from harness.aws import Credentials
from harness.crash import Acknowledged
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
    no_objects: set[str] = field(default_factory=set)


class Change:
    """What a writer does with each name."""

    def __init__(self, server: Server, done: Acknowledged[Kept]) -> None:
        self.iam, self.s3 = server.client("iam"), server.client("s3")
        self.done = done

    def __call__(self, name: str) -> None:
        iam, done = self.iam, self.done
        iam.create_user(UserName=name)
        done.add(lambda kept: kept.users.add(name))
        document = policy(name)
        iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document)
        done.add(lambda kept: kept.inline.__setitem__(name, name))
        key = Credentials.from_key(iam.create_access_key(UserName=name))
        done.add(lambda kept: kept.keys.__setitem__(name, key))
        body = name.encode() * 100
        self.s3.put_object(Bucket=BUCKET, Key=name, Body=body)
        done.add(lambda kept: kept.objects.__setitem__(name, body))
        self.replaced(name)
        arn = iam.create_policy(PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
        done.add(lambda kept: kept.policies.add(arn))
        done.from_now(lambda kept: kept.policies.discard(arn))
        iam.delete_policy(PolicyArn=arn)
        done.add(lambda kept: kept.deleted.add(arn))

    def replaced(self, name: str) -> None:
        """An object with other bytes than at first, and one that is gone."""
        s3, done = self.s3, self.done
        other, gone, body = f"{name}-other", f"{name}-gone", name.encode() * 1000
        for key in (other, gone):
            s3.put_object(Bucket=BUCKET, Key=key, Body=name.encode())
        s3.put_object(Bucket=BUCKET, Key=other, Body=body)
        done.add(lambda kept: kept.objects.__setitem__(other, body))
        s3.delete_object(Bucket=BUCKET, Key=gone)
        done.add(lambda kept: kept.no_objects.add(gone))


def policy(name: str) -> str:
    return (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",'
        f'"Resource":"arn:aws:s3:::{BUCKET}/{name}"}}]}}'
    )


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
    for name in done.no_objects:
        with pytest.raises(s3.exceptions.NoSuchKey):
            s3.get_object(Bucket=BUCKET, Key=name)
    if done.users:
        recorded(server, min(done.users))


def recorded(server: Server, user: str) -> None:
    """The change's record is as durable as the change."""
    events = server.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": user}]
    )["Events"]
    assert "CreateUser" in {event["EventName"] for event in events}
