"""Who may do what: identity policies by prefix and tag, bucket policies, public access."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import error_of
from harness.server import Server


def allow(actions: list[str], *resources: str, **more: Any) -> dict[str, Any]:
    """A statement that allows."""
    arns = [f"arn:aws:s3:::{resource}" for resource in resources]
    return {"Effect": "Allow", "Action": actions, "Resource": arns, **more}


def policy(*statements: dict[str, Any]) -> str:
    """A policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def test_a_prefix_is_a_border(s3: Any, bucket: str, user: Callable[..., Any]) -> None:
    for key in ["red/1", "blue/1"]:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    limited, _ = user(
        allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], f"{bucket}/red/*"),
        allow(["s3:ListBucket"], bucket, Condition={"StringLike": {"s3:prefix": "red/*"}}),
    )
    limited.put_object(Bucket=bucket, Key="red/2", Body=b"y")
    assert limited.get_object(Bucket=bucket, Key="red/1")["Body"].read() == b"x"
    listed = limited.list_objects_v2(Bucket=bucket, Prefix="red/")["Contents"]
    assert [entry["Key"] for entry in listed] == ["red/1", "red/2"]
    code, message, status = error_of(limited.get_object, Bucket=bucket, Key="blue/1")
    assert (code, status) == ("AccessDenied", 403)
    assert "s3:GetObject" in message
    assert error_of(limited.list_objects_v2, Bucket=bucket)[0] == "AccessDenied"
    source = {"Bucket": bucket, "Key": "blue/1"}
    copied = error_of(limited.copy_object, Bucket=bucket, Key="red/3", CopySource=source)
    assert copied[0] == "AccessDenied"
    done = limited.delete_objects(
        Bucket=bucket, Delete={"Objects": [{"Key": "red/2"}, {"Key": "blue/1"}]}
    )
    assert [entry["Key"] for entry in done["Deleted"]] == ["red/2"]
    assert [(entry["Key"], entry["Code"]) for entry in done["Errors"]] == [
        ("blue/1", "AccessDenied")
    ]


def test_a_missing_key_is_told_only_to_those_who_may_list(
    bucket: str, user: Callable[..., Any]
) -> None:
    reader, _ = user(allow(["s3:GetObject"], f"{bucket}/*"))
    assert error_of(reader.get_object, Bucket=bucket, Key="none")[0] == "AccessDenied"
    lister, _ = user(allow(["s3:GetObject"], f"{bucket}/*"), allow(["s3:ListBucket"], bucket))
    assert error_of(lister.get_object, Bucket=bucket, Key="none")[0] == "NoSuchKey"


def test_tags_decide(s3: Any, bucket: str, user: Callable[..., Any]) -> None:
    s3.put_object(Bucket=bucket, Key="open", Body=b"x", Tagging="class=open")
    s3.put_object(Bucket=bucket, Key="shut", Body=b"x", Tagging="class=shut")
    is_open = {"StringEquals": {"s3:ExistingObjectTag/class": "open"}}
    sends_open = {"StringEquals": {"s3:RequestObjectTag/class": "open"}}
    limited, _ = user(
        allow(["s3:GetObject"], f"{bucket}/*", Condition=is_open),
        allow(["s3:PutObject", "s3:PutObjectTagging"], f"{bucket}/*", Condition=sends_open),
    )
    limited.get_object(Bucket=bucket, Key="open")
    assert error_of(limited.get_object, Bucket=bucket, Key="shut")[0] == "AccessDenied"
    limited.put_object(Bucket=bucket, Key="new", Tagging="class=open")
    assert error_of(limited.put_object, Bucket=bucket, Key="new")[0] == "AccessDenied"


def test_a_bucket_policy_admits_and_denies(s3: Any, bucket: str, user: Callable[..., Any]) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    guest, arn = user()
    assert error_of(s3.get_bucket_policy, Bucket=bucket)[0] == "NoSuchBucketPolicy"
    assert error_of(guest.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    admit = allow(["s3:GetObject"], f"{bucket}/*", Principal={"AWS": arn})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(admit))
    assert guest.get_object(Bucket=bucket, Key="k")["Body"].read() == b"x"
    assert arn in s3.get_bucket_policy(Bucket=bucket)["Policy"]
    assert not s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"]
    deny = {**allow(["s3:*"], bucket, f"{bucket}/*", Principal="*"), "Effect": "Deny"}
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(admit, deny))
    assert error_of(guest.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    assert error_of(s3.get_object, Bucket=bucket, Key="k")[0] == "AccessDenied"
    # The root user keeps the way back in.
    s3.delete_bucket_policy(Bucket=bucket)
    s3.get_object(Bucket=bucket, Key="k")


def test_policies_that_are_refused(s3: Any, bucket: str) -> None:
    nobody = "arn:aws:iam::000000000000:user/nobody-at-all"
    for text in [
        "no JSON",
        policy(allow(["s3:GetObject"], "another-bucket/*", Principal="*")),
        policy(allow(["s3:Fly"], f"{bucket}/*", Principal="*")),
        policy(allow(["s3:GetObject"], f"{bucket}/*", Principal={"AWS": nobody})),
        policy(allow(["s3:GetObject"], f"{bucket}/*")),
    ]:
        assert error_of(s3.put_bucket_policy, Bucket=bucket, Policy=text)[0] == "MalformedPolicy"


def test_public_access_is_blocked_until_it_is_not(server: Server, s3: Any, bucket: str) -> None:
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    public = policy(allow(["s3:GetObject"], f"{bucket}/*", Principal="*"))
    blocked = error_of(s3.put_bucket_policy, Bucket=bucket, Policy=public)
    assert blocked[0] == "AccessDenied"
    restricted = {"RestrictPublicBuckets": True}
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=restricted)
    s3.put_bucket_policy(Bucket=bucket, Policy=public)
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"]
    address = f"{server.endpoint}/{bucket}/k"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)
    assert refused.value.code == 403
    s3.delete_public_access_block(Bucket=bucket)
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"x"
