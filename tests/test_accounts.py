"""Several accounts: what one may do with another's, and what each learns of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.http import send, signed
from harness.server import Server

EXTERNAL_ID = "only-the-owner-knows-this"


def document(action: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@dataclass
class Account:
    """An account under `--dev`, where its twelve digits are its root user's key."""

    server: Server
    id: str

    def client(self, service: str, credentials: Credentials | None = None) -> Any:
        return client(service, self.server.endpoint, credentials or Credentials(self.id, "any"))

    def user(self, name: str, permissions: str | None = None) -> Credentials:
        iam = self.client("iam")
        iam.create_user(UserName=name)
        if permissions:
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=permissions)
        return Credentials.from_key(iam.create_access_key(UserName=name))

    def events(self, name: str, request: str) -> list[dict[str, Any]]:
        """The account's events of this name and request, when they have arrived."""
        trail = self.client("cloudtrail")
        attribute = [{"AttributeKey": "EventName", "AttributeValue": name}]
        for _ in range(20):
            pages = trail.get_paginator("lookup_events").paginate(LookupAttributes=attribute)
            records = [json.loads(e["CloudTrailEvent"]) for page in pages for e in page["Events"]]
            found = [record for record in records if record["requestID"] == request]
            if found:
                return found
            time.sleep(0.1)
        return []

    def explain(self, request: str, credentials: Credentials | None = None) -> dict[str, Any]:
        headers = {
            "X-Amz-Target": "Bartizan_20261124.ExplainRequest",
            "Content-Type": "application/x-amz-json-1.1",
        }
        who = credentials or Credentials(self.id, "any")
        body = json.dumps({"RequestId": request}).encode()
        sent = signed(self.server, "bartizan", headers=headers, body=body, credentials=who)
        return json.loads(send(self.server, sent).body)


@pytest.fixture
def accounts(dev_server: Server, unique: Callable[[str], str]) -> tuple[Account, Account]:
    """Two accounts that no other test uses."""
    number = int(unique("x").split("-")[1], 16) % 10**11
    return Account(dev_server, f"1{number:011}"), Account(dev_server, f"2{number:011}")


def denied(call: Callable[..., Any], **arguments: Any) -> tuple[str, str]:
    """The request id and the message of a refusal."""
    with pytest.raises(Exception, match="AccessDenied") as caught:
        call(**arguments)
    answer = caught.value.response
    return answer["ResponseMetadata"]["RequestId"], answer["Error"]["Message"]


def test_a_key_of_any_account_is_sealed_and_outlives_a_kill(server_factory) -> None:
    server = server_factory(dev=True)
    other = Account(server, "333333333333")
    key = other.user("ada")
    server.kill()
    server.start()
    who = client("sts", server.endpoint, key).get_caller_identity()
    assert who["Arn"] == "arn:aws:iam::333333333333:user/ada"
    server.stop()


def test_each_account_sees_its_own_and_no_other(accounts) -> None:
    one, other = accounts
    made = one.client("iam").create_user(UserName="ada")["ResponseMetadata"]["RequestId"]
    assert [event["recipientAccountId"] for event in one.events("CreateUser", made)] == [one.id]
    assert other.events("CreateUser", made) == []
    assert error_of(other.client("iam").get_user, UserName="ada")[0] == "NoSuchEntity"
    assert "Event" in one.explain(made)
    answer = other.explain(made)
    assert answer["__type"].endswith("RequestNotFoundException")


def test_a_role_of_another_account_takes_both_sides(accounts) -> None:
    one, other = accounts
    bob = other.user("bob")
    bob_arn = f"arn:aws:iam::{other.id}:user/bob"
    condition = {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}
    trust = document("sts:AssumeRole", Principal={"AWS": bob_arn}, Condition=condition)
    one.client("iam").create_role(
        RoleName="guest",
        AssumeRolePolicyDocument=trust,
        Tags=[{"Key": "secret-tag", "Value": "secret-value"}],
    )
    wanted = {
        "RoleArn": f"arn:aws:iam::{one.id}:role/guest",
        "RoleSessionName": "night",
        "ExternalId": EXTERNAL_ID,
    }
    assume = other.client("sts", bob).assume_role
    # The role's side alone does not do, nor the caller's.
    denied(assume, **wanted)
    other.client("iam").put_user_policy(
        UserName="bob", PolicyName="p", PolicyDocument=document("sts:AssumeRole", Resource="*")
    )
    request, _ = denied(assume, **{**wanted, "ExternalId": "guessed"})
    told = json.dumps(other.explain(request))
    assert "sts:AssumeRole" in told
    for secret in (EXTERNAL_ID, "secret-tag", "secret-value"):
        assert secret not in told, "an account learns another's trust policy or tags"
    answer = assume(**wanted)
    assert answer["AssumedRoleUser"]["Arn"] == f"arn:aws:sts::{one.id}:assumed-role/guest/night"
    request = answer["ResponseMetadata"]["RequestId"]
    [callers], [owners] = (each.events("AssumeRole", request) for each in (other, one))
    assert callers["userIdentity"]["arn"] == bob_arn
    assert owners["userIdentity"]["type"] == "AWSAccount"
    assert owners["userIdentity"]["accountId"] == other.id
    assert owners["recipientAccountId"] == one.id
    assert callers["sharedEventID"] == owners["sharedEventID"]
    assert callers["eventID"] != owners["eventID"]


def test_a_role_that_is_not_there_is_refused_as_one_that_does_not_trust(accounts) -> None:
    one, other = accounts
    bob = other.user("bob", document("sts:AssumeRole", Resource="*"))
    own = f"arn:aws:iam::{one.id}:root"
    trust = document("sts:AssumeRole", Principal={"AWS": own})
    one.client("iam").create_role(RoleName="there", AssumeRolePolicyDocument=trust)
    assume = other.client("sts", bob).assume_role
    messages = set()
    explained = set()
    for name in ("there", "nowhere"):
        arn = f"arn:aws:iam::{one.id}:role/{name}"
        request, message = denied(assume, RoleArn=arn, RoleSessionName="night")
        messages.add(message.replace(name, "…"))
        [decision] = [json.loads(text) for text in other.explain(request)["Decisions"]]
        decision["context"] = sorted(decision["context"])
        explained.add(json.dumps(decision, sort_keys=True).replace(name, "…"))
    assert len(messages) == 1, messages
    assert len(explained) == 1, explained


def test_a_bucket_of_another_account_takes_both_sides(accounts, unique) -> None:
    one, other = accounts
    bucket = unique("shared")
    owner = one.client("s3")
    owner.create_bucket(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="k", Body=b"text")
    resource = f"arn:aws:s3:::{bucket}/*"
    with_permission = other.client("s3", other.user("bob", document("s3:*", Resource="*")))
    without = other.client("s3", other.user("eve"))
    for who in (with_permission, without):
        assert error_of(who.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    root = f"arn:aws:iam::{other.id}:root"
    owner.put_bucket_policy(
        Bucket=bucket,
        Policy=document("s3:GetObject", Resource=resource, Principal={"AWS": root}),
    )
    assert with_permission.get_object(Bucket=bucket, Key="k")["Body"].read() == b"text"
    assert error_of(without.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    code = error_of(with_permission.put_object, Bucket=bucket, Key="k", Body=b"x")[0]
    assert code == "AccessDenied"
    assert error_of(with_permission.delete_bucket, Bucket=bucket)[0] == "AccessDenied"


def test_what_iam_holds_of_an_account_is_closed_to_others(accounts) -> None:
    one, other = accounts
    iam = one.client("iam")
    iam.create_user(UserName="ada")
    mine = iam.create_policy(
        PolicyName="mine", PolicyDocument=document("s3:GetObject", Resource="arn:aws:s3:::x/y")
    )["Policy"]["Arn"]
    user = f"arn:aws:iam::{one.id}:user/ada"
    # The other account's root user, and a user there who may do everything.
    everything = other.user("bob", document("*", Resource="*"))
    other.client("iam").create_user(UserName="eve")
    change = {
        "PolicyArn": mine,
        "PolicyDocument": document("*", Resource="*"),
        "SetAsDefault": True,
    }
    for who in (other.client("iam"), other.client("iam", everything)):
        for call, arguments in [
            (who.get_policy, {"PolicyArn": mine}),
            (who.get_policy_version, {"PolicyArn": mine, "VersionId": "v1"}),
            (who.list_policy_versions, {"PolicyArn": mine}),
            (who.list_entities_for_policy, {"PolicyArn": mine}),
            (who.create_policy_version, change),
            (who.tag_policy, {"PolicyArn": mine, "Tags": [{"Key": "a", "Value": "b"}]}),
            (who.delete_policy, {"PolicyArn": mine}),
            (who.attach_user_policy, {"UserName": "eve", "PolicyArn": mine}),
            (who.create_user, {"UserName": "mallory", "PermissionsBoundary": mine}),
            (
                who.simulate_principal_policy,
                {"PolicySourceArn": user, "ActionNames": ["s3:GetObject"]},
            ),
            (who.get_context_keys_for_principal_policy, {"PolicySourceArn": user}),
        ]:
            code, message, status = error_of(call, **arguments)
            assert 400 <= status < 500, (call, code)
            assert "s3:GetObject" not in message.replace("on resource", "")
    assert iam.get_policy(PolicyArn=mine)["Policy"]["DefaultVersionId"] == "v1"
    assert iam.list_entities_for_policy(PolicyArn=mine)["PolicyUsers"] == []


def test_what_s3_holds_of_an_account_is_closed_to_others(accounts, unique) -> None:
    one, other = accounts
    owner, bucket = one.client("s3"), unique("own")
    owner.create_bucket(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="k", Body=b"text")
    upload = owner.create_multipart_upload(Bucket=bucket, Key="big")["UploadId"]
    everything = other.client("s3", other.user("bob", document("*", Resource="*")))
    theirs = unique("theirs")
    everything.create_bucket(Bucket=theirs)
    part = {"Key": "big", "UploadId": upload}
    for call, arguments in [
        (everything.get_object, {"Bucket": bucket, "Key": "k"}),
        (everything.list_objects_v2, {"Bucket": bucket}),
        (everything.put_object, {"Bucket": bucket, "Key": "k", "Body": b"x"}),
        (everything.delete_object, {"Bucket": bucket, "Key": "k"}),
        (everything.put_bucket_policy, {"Bucket": bucket, "Policy": "{}"}),
        (everything.get_bucket_policy, {"Bucket": bucket}),
        (everything.delete_bucket, {"Bucket": bucket}),
        (everything.create_bucket, {"Bucket": bucket}),
        (everything.upload_part, {"Bucket": bucket, "PartNumber": 1, "Body": b"x", **part}),
        (everything.upload_part, {"Bucket": theirs, "PartNumber": 1, "Body": b"x", **part}),
        (everything.abort_multipart_upload, {"Bucket": theirs, **part}),
        (
            everything.copy_object,
            {"Bucket": theirs, "Key": "c", "CopySource": {"Bucket": bucket, "Key": "k"}},
        ),
    ]:
        code, _, status = error_of(call, **arguments)
        assert status in {403, 404, 409}, (call, code)
    answer = everything.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "k"}]})
    assert [refusal["Code"] for refusal in answer["Errors"]] == ["AccessDenied"]
    assert owner.get_object(Bucket=bucket, Key="k")["Body"].read() == b"text"
    assert owner.list_parts(Bucket=bucket, **part).get("Parts", []) == []
    assert bucket not in [b["Name"] for b in everything.list_buckets()["Buckets"]]


def test_a_session_is_not_narrowed_or_widened_by_another_accounts_policy(accounts) -> None:
    one, other = accounts
    policies = one.client("iam").create_policy(
        PolicyName="wide", PolicyDocument=document("*", Resource="*")
    )
    wide = policies["Policy"]["Arn"]
    bob = other.user("bob", document("sts:GetFederationToken", Resource="*"))
    call = other.client("sts", bob).get_federation_token
    code = error_of(call, Name="guest", PolicyArns=[{"arn": wide}])[0]
    assert code == "MalformedPolicyDocument"


def test_a_denied_key_hides_no_deletion_from_the_owner(accounts, unique) -> None:
    one, other = accounts
    owner, bucket = one.client("s3"), unique("shared")
    owner.create_bucket(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="open", Body=b"text")
    owner.put_object(Bucket=bucket, Key="closed", Body=b"text")
    root = f"arn:aws:iam::{other.id}:root"
    open_alone = document(
        "s3:DeleteObject", Resource=f"arn:aws:s3:::{bucket}/open", Principal={"AWS": root}
    )
    owner.put_bucket_policy(Bucket=bucket, Policy=open_alone)
    everything = other.client("s3", other.user("bob", document("s3:*", Resource="*")))
    objects = {"Objects": [{"Key": "open"}, {"Key": "closed"}]}
    answer = everything.delete_objects(Bucket=bucket, Delete=objects)
    assert [one["Key"] for one in answer["Deleted"]] == ["open"]
    request = answer["ResponseMetadata"]["RequestId"]
    for account in accounts:
        assert json.loads(account.explain(request)["Event"])["eventName"] == "DeleteObjects"
