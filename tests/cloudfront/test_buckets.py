"""Distributions serve what is in buckets, as far as the buckets' policies admit them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.bucket import Bucket
from harness.cdn import ALL_VIEWER, CACHING_DISABLED
from harness.server import Server

SERVICE = {"Service": "cloudfront.amazonaws.com"}
SEVEN = ["HEAD", "DELETE", "POST", "GET", "OPTIONS", "PUT", "PATCH"]


@pytest.fixture
def bucket(dev_server: Server, unused_account: Callable[[], str]) -> Bucket:
    """A bucket, and an account that has distributions."""
    return Bucket(dev_server, unused_account(), unused_account())


def test_a_bucket_admits_one_distribution(bucket: Bucket) -> None:
    bucket.put("a/index.html", "hello", ContentType="text/html")
    one, other = (bucket.served(bucket.control()) for _ in range(2))
    assert one.ask("/a/index.html").status == 403
    bucket.admit(SERVICE, StringEquals={"AWS:SourceArn": one.arn})
    one.invalidate("/*")
    first, again = one.ask("/a/index.html"), one.ask("/a/index.html")
    assert (first.status, first.body, first.cache) == (200, "hello", "Miss")
    assert (again.status, again.body, again.cache) == (200, "hello", "Hit")
    assert first.headers["content-type"] == "text/html"
    refused = other.ask("/a/index.html")
    assert (refused.status, refused.cache) == (403, "Error")
    assert "<Code>AccessDenied</Code>" in refused.body
    bucket.admit(SERVICE, StringEquals={"AWS:SourceAccount": bucket.account})
    other.invalidate("/*")
    assert other.ask("/a/index.html").body == "hello"


def test_whether_an_object_is_there_is_for_those_who_may_list(bucket: Bucket) -> None:
    one = bucket.served(bucket.control())
    bucket.admit(SERVICE)
    assert one.ask("/missing").status == 403
    bucket.admit(SERVICE, "s3:GetObject", "s3:ListBucket")
    one.invalidate("/*")
    missing = one.ask("/missing")
    assert (missing.status, missing.cache) == (404, "Error")
    assert "<Code>NoSuchKey</Code>" in missing.body


def test_root_objects_paths_and_error_pages_are_of_the_bucket(bucket: Bucket) -> None:
    bucket.put("web/index.html", "home")
    bucket.put("web/sorry.html", "sorry")
    bucket.admit(SERVICE)
    page = {
        "ErrorCode": 403,
        "ResponsePagePath": "/sorry.html",
        "ResponseCode": "404",
        "ErrorCachingMinTTL": 0,
    }
    one = bucket.served(
        bucket.control(),
        path="/web",
        DefaultRootObject="index.html",
        CustomErrorResponses={"Quantity": 1, "Items": [page]},
    )
    assert one.ask("/").body == "home"
    answer = one.ask("/missing")
    assert (answer.status, answer.body) == (404, "sorry")


def test_ranges_conditions_and_heads_are_answered(bucket: Bucket) -> None:
    bucket.put("a", "0123456789")
    bucket.admit(SERVICE)
    one = bucket.served(bucket.control(), behaviour={"CachePolicyId": CACHING_DISABLED})
    whole = one.ask("/a")
    part = one.ask("/a", Range="bytes=2-4")
    assert (part.status, part.body, part.headers["content-range"]) == (206, "234", "bytes 2-4/10")
    assert one.ask("/a", Range="bytes=20-").status == 416
    assert one.ask("/a", If_None_Match=whole.headers["etag"]).status == 304
    head = one.ask("/a", "HEAD")
    assert (head.status, head.headers["content-length"], head.body) == (200, "10", "")


def test_large_objects_are_streamed(bucket: Bucket) -> None:
    body = "0123456789abcdef" * 200_000
    bucket.put("large", body)
    bucket.admit(SERVICE)
    assert bucket.served(bucket.control()).ask("/large").body == body


def test_objects_are_put_where_the_policy_says_so(bucket: Bucket) -> None:
    every = {"Quantity": 7, "Items": SEVEN}
    one = bucket.served(
        bucket.control(),
        behaviour={"CachePolicyId": CACHING_DISABLED, "AllowedMethods": every},
    )
    bucket.admit(SERVICE)
    assert one.ask("/new", "PUT", b"x").status == 403
    bucket.admit(SERVICE, "s3:GetObject", "s3:PutObject", "s3:DeleteObject")
    assert one.ask("/new", "PUT", b"new").status == 200
    assert one.ask("/new").body == "new"
    assert one.ask("/new", "DELETE").status == 204
    assert bucket.s3.list_objects_v2(Bucket=bucket.name)["KeyCount"] == 0


def test_an_identity_is_known_by_both_of_its_names(bucket: Bucket) -> None:
    bucket.put("a", "hello")
    identity = bucket.identity()
    one = bucket.served(identity=identity["Id"])
    assert one.ask("/a").status == 403
    arn = f"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {identity['Id']}"
    for principal in ({"AWS": arn}, {"CanonicalUser": identity["S3CanonicalUserId"]}):
        bucket.admit(principal)
        one.invalidate("/*")
        assert one.ask("/a").body == "hello", principal
    bucket.admit({"AWS": arn.replace(identity["Id"], "E0")})
    one.invalidate("/*")
    assert one.ask("/a").status == 403


def test_without_either_a_bucket_must_be_public(bucket: Bucket) -> None:
    bucket.put("a", "hello")
    one = bucket.served(behaviour={"CachePolicyId": CACHING_DISABLED})
    signed = bucket.served(bucket.control("never"), behaviour={"CachePolicyId": CACHING_DISABLED})
    bucket.admit(SERVICE)
    assert (one.ask("/a").status, signed.ask("/a").status) == (403, 403)
    bucket.s3.delete_public_access_block(Bucket=bucket.name)
    bucket.admit("*")
    assert (one.ask("/a").body, signed.ask("/a").body) == ("hello", "hello")


def test_what_viewers_send_makes_them_nobody_else(bucket: Bucket) -> None:
    bucket.put("a", "hello")
    bucket.admit(SERVICE)
    other = Bucket(bucket.server, bucket.owner, bucket.account)
    other.put("a", "other")
    every = {"CachePolicyId": CACHING_DISABLED, "OriginRequestPolicyId": ALL_VIEWER}
    one = bucket.served(bucket.control(), behaviour=every)
    for headers in (
        {"Authorization": "AWS4-HMAC-SHA256 Credential=nobody"},
        {"X_Amz_Target": "TrentService.ListKeys"},
        {"X_Amz_Account_Id": bucket.owner},
        {"X_Amz_Security_Token": "none"},
    ):
        assert one.ask("/a", **headers).body == "hello", headers
    assert one.ask("/a?Action=ListUsers&Version=2010-05-08").body == "hello"
    for path in (f"/../{other.name}/a", f"//{other.name}/a", "/_bartizan/health"):
        assert one.ask(path).status == 403, path
    assert one.ask("/a", host=one.name, X_Forwarded_Host=f"{other.name}.s3").body == "hello"


def test_a_viewer_may_speak_for_itself_where_that_is_wanted(bucket: Bucket) -> None:
    bucket.put("a", "hello")
    bucket.admit(SERVICE)
    every = {"CachePolicyId": CACHING_DISABLED, "OriginRequestPolicyId": ALL_VIEWER}
    one = bucket.served(bucket.control("no-override"), behaviour=every)
    assert one.ask("/a").body == "hello"
    assert one.ask("/a", Authorization="AWS4-HMAC-SHA256 nonsense").status in (400, 403)


def test_a_bucket_in_another_region_is_named_with_it(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    bucket = Bucket(dev_server, unused_account(), unused_account())
    name = f"{bucket.name}-eu"
    s3 = client("s3", dev_server.endpoint, Credentials(bucket.owner, "any"), region="eu-west-1")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=name, Key="a", Body=b"hello")
    bucket.s3, bucket.name = s3, name
    bucket.admit(SERVICE)
    control = bucket.control()
    assert bucket.served(control, host=f"{name}.s3.eu-west-1.amazonaws.com").ask("/a").status == 200
    assert bucket.served(control, host=f"{name}.s3.amazonaws.com").ask("/a").status == 400


def test_encrypted_objects_need_the_keys_policy(bucket: Bucket) -> None:
    kms = client("kms", bucket.server.endpoint, Credentials(bucket.owner, "any"))
    key = kms.create_key()["KeyMetadata"]
    encrypted: dict[str, Any] = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key["Arn"]}
    bucket.put("a", "secret", **encrypted)
    bucket.admit(SERVICE)
    one = bucket.served(bucket.control())
    assert one.ask("/a").status == 403
    policy = json.loads(kms.get_key_policy(KeyId=key["KeyId"])["Policy"])
    policy["Statement"].append(
        {
            "Effect": "Allow",
            "Principal": SERVICE,
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"StringEquals": {"AWS:SourceArn": one.arn}},
        }
    )
    kms.put_key_policy(KeyId=key["KeyId"], Policy=json.dumps(policy))
    one.invalidate("/*")
    assert one.ask("/a").body == "secret"


def test_what_is_in_use_stays_and_what_is_changed_counts_at_once(bucket: Bucket) -> None:
    bucket.put("a", "hello")
    bucket.admit(SERVICE)
    control = bucket.control()
    one = bucket.served(control, behaviour={"CachePolicyId": CACHING_DISABLED})
    assert one.ask("/a").status == 200
    got = bucket.cdn.get_origin_access_control(Id=control)
    used = error_of(bucket.cdn.delete_origin_access_control, Id=control, IfMatch=got["ETag"])
    assert used[0] == "OriginAccessControlInUse"
    config = got["OriginAccessControl"]["OriginAccessControlConfig"] | {"SigningBehavior": "never"}
    bucket.cdn.update_origin_access_control(
        Id=control, IfMatch=got["ETag"], OriginAccessControlConfig=config
    )
    assert one.ask("/a").status == 403
