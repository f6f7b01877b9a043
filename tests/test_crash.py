"""kill -9 at random moments under write load loses no acknowledged change."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from harness.aws import Credentials
from harness.server import Server

WRITERS = 3
CHANGES_MAX = 40
BUCKET = "crash-test"


@dataclass
class Acknowledged:
    """What the server said it keeps, as the writers record it."""

    users: set[str] = field(default_factory=set)
    inline: dict[str, str] = field(default_factory=dict)
    keys: dict[str, Credentials] = field(default_factory=dict)
    policies: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    objects: dict[str, bytes] = field(default_factory=dict)
    count: int = 0
    changed: threading.Condition = field(default_factory=threading.Condition)

    def add(self, record: Callable[[], Any]) -> None:
        with self.changed:
            record()
            self.count += 1
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.count >= count, 60), self.count


class Writer(threading.Thread):
    """Changes one thing after another until the server is gone."""

    def __init__(self, server: Server, done: Acknowledged, prefix: str) -> None:
        super().__init__(daemon=True)
        self.iam = server.client("iam")
        self.s3 = server.client("s3")
        self.done = done
        self.prefix = prefix
        self.refused: ClientError | None = None

    def run(self) -> None:
        try:
            for number in range(10_000):
                self.write(f"{self.prefix}-{number}")
        except BotoCoreError:
            pass  # The server was killed: what it did not acknowledge does not count.
        except ClientError as error:
            self.refused = error

    def write(self, name: str) -> None:
        done = self.done
        self.iam.create_user(UserName=name)
        done.add(lambda: done.users.add(name))
        document = policy(name)
        self.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=document)
        done.add(lambda: done.inline.__setitem__(name, name))
        key = Credentials.from_key(self.iam.create_access_key(UserName=name))
        done.add(lambda: done.keys.__setitem__(name, key))
        body = name.encode() * 100
        self.s3.put_object(Bucket=BUCKET, Key=name, Body=body)
        done.add(lambda: done.objects.__setitem__(name, body))
        answer = self.iam.create_policy(PolicyName=name, PolicyDocument=document)
        arn = answer["Policy"]["Arn"]
        done.add(lambda: done.policies.add(arn))
        # From here on it may be gone, acknowledged or not.
        with done.changed:
            done.policies.discard(arn)
        self.iam.delete_policy(PolicyArn=arn)
        done.add(lambda: done.deleted.add(arn))


def policy(name: str) -> str:
    return (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",'
        f'"Resource":"arn:aws:s3:::{BUCKET}/{name}"}}]}}'
    )


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_no_acknowledged_change_is_lost(server_factory, store: str | None, kills: int) -> None:
    # Printed on failure; the moments of the kills follow from it and from the machine's timing.
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    server = server_factory(store=store)
    server.client("s3").create_bucket(Bucket=BUCKET)
    users: set[str] = set()
    for round_number in range(kills):
        done = Acknowledged()
        writers = [Writer(server, done, f"r{round_number}w{n}") for n in range(WRITERS)]
        for writer in writers:
            writer.start()
        done.wait_for(chance.randint(1, CHANGES_MAX))
        server.kill()
        for writer in writers:
            writer.join(60)
            assert writer.refused is None, writer.refused
        server.start()
        check(server, done)
        users |= done.users
    listed = {
        user["UserName"]
        for page in server.client("iam").get_paginator("list_users").paginate()
        for user in page["Users"]
    }
    assert users <= listed


def check(server: Server, done: Acknowledged) -> None:
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
