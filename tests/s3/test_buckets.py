"""Buckets: names, places, configuration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.server import Server


def test_a_bucket_lives_from_create_to_delete(s3: Any, unique: Callable[[str], str]) -> None:
    name = unique("life")
    assert s3.create_bucket(Bucket=name)["Location"] == f"/{name}"
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == "us-east-1"
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] is None
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    s3.put_object(Bucket=name, Key="k", Body=b"v")
    assert error_of(s3.delete_bucket, Bucket=name)[0] == "BucketNotEmpty"
    s3.delete_object(Bucket=name, Key="k")
    s3.delete_bucket(Bucket=name)
    assert error_of(s3.list_objects_v2, Bucket=name)[0] == "NoSuchBucket"
    assert error_of(s3.head_bucket, Bucket=name)[2] == 404


def test_the_list_of_buckets_has_pages(s3: Any, unique: Callable[[str], str]) -> None:
    prefix = unique("page")
    names = [f"{prefix}-{number}" for number in range(3)]
    for name in names:
        s3.create_bucket(Bucket=name)
    first = s3.list_buckets(Prefix=prefix, MaxBuckets=2)
    assert [bucket["Name"] for bucket in first["Buckets"]] == names[:2]
    token = first["ContinuationToken"]
    rest = s3.list_buckets(Prefix=prefix, MaxBuckets=2, ContinuationToken=token)
    assert [bucket["Name"] for bucket in rest["Buckets"]] == names[2:]
    assert "ContinuationToken" not in rest


def test_a_bucket_lives_in_one_region(
    server: Server, root: Credentials, unique: Callable[[str], str]
) -> None:
    europe = client("s3", server.endpoint, root, region="eu-west-1")
    america = client("s3", server.endpoint, root)
    name = unique("region")
    unconstrained = error_of(europe.create_bucket, Bucket=name)
    assert unconstrained[0] == "IllegalLocationConstraintException"
    europe.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    again = error_of(
        europe.create_bucket,
        Bucket=name,
        CreateBucketConfiguration={"LocationConstraint": "eu-west-1"},
    )
    assert again[0] == "BucketAlreadyOwnedByYou"
    assert america.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    europe.put_object(Bucket=name, Key="k", Body=b"v")
    # The client is told the region, and signs again for it.
    assert america.get_object(Bucket=name, Key="k")["Body"].read() == b"v"
    other = unique("region")
    america.create_bucket(Bucket=other)
    america.copy_object(Bucket=other, Key="k", CopySource={"Bucket": name, "Key": "k"})
    assert america.get_object(Bucket=other, Key="k")["Body"].read() == b"v"


def test_names_that_are_refused(server: Server, root: Credentials) -> None:
    s3 = client("s3", server.endpoint, root)
    for name in ["ab", "192.168.5.4", "xn--abc", "abc-s3alias"]:
        assert error_of(s3.create_bucket, Bucket=name)[0] == "InvalidBucketName", name


def test_configuration_of_a_bucket(s3: Any, bucket: str) -> None:
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert all(block.values())
    s3.delete_public_access_block(Bucket=bucket)
    assert (
        error_of(s3.get_public_access_block, Bucket=bucket)[0]
        == "NoSuchPublicAccessBlockConfiguration"
    )
    s3.put_public_access_block(
        Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicPolicy": True}
    )
    block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert block["BlockPublicPolicy"]
    assert not block["RestrictPublicBuckets"]

    assert error_of(s3.get_bucket_tagging, Bucket=bucket)[0] == "NoSuchTagSet"
    tags = [{"Key": "team", "Value": "red"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags
    s3.delete_bucket_tagging(Bucket=bucket)
    assert error_of(s3.get_bucket_tagging, Bucket=bucket)[0] == "NoSuchTagSet"

    rules = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert rules == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    s3.delete_bucket_ownership_controls(Bucket=bucket)
    missing = error_of(s3.get_bucket_ownership_controls, Bucket=bucket)[0]
    assert missing == "OwnershipControlsNotFoundError"
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": rules})


def test_acls_are_disabled(s3: Any, bucket: str) -> None:
    grants = s3.get_bucket_acl(Bucket=bucket)["Grants"]
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
    code = "AccessControlListNotSupported"
    assert error_of(s3.put_bucket_acl, Bucket=bucket, ACL="public-read")[0] == code
    assert error_of(s3.put_object, Bucket=bucket, Key="k", ACL="public-read")[0] == code
    s3.put_object(Bucket=bucket, Key="k", ACL="bucket-owner-full-control")
    assert len(s3.get_object_acl(Bucket=bucket, Key="k")["Grants"]) == 1
    assert error_of(s3.put_object_acl, Bucket=bucket, Key="k", ACL="public-read")[0] == code


@pytest.mark.parametrize("owner", ["000000000001"])
def test_the_expected_owner_must_be_the_owner(s3: Any, bucket: str, owner: str) -> None:
    for call in [s3.head_bucket, s3.list_objects_v2, s3.get_bucket_versioning]:
        assert error_of(call, Bucket=bucket, ExpectedBucketOwner=owner)[2] == 403
