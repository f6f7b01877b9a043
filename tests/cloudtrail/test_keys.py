"""Trails whose files are encrypted with a key of KMS."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.aws import error_of
from harness.server import Server
from harness.trails import TrailMaker, eventually


@pytest.fixture
def kms(trail_server: Server) -> Any:
    return trail_server.client("kms")


def policy(account: str, *more: dict[str, Any]) -> str:
    """A key policy that leaves the key to its account."""
    owner = {"AWS": f"arn:aws:iam::{account}:root"}
    own = {"Effect": "Allow", "Principal": owner, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [own, *more]})


def lets_in(account: str) -> dict[str, Any]:
    """What the CloudTrail User Guide says a key's policy needs."""
    trails = f"arn:aws:cloudtrail:*:{account}:trail/*"
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudtrail.amazonaws.com"},
        "Action": "kms:GenerateDataKey*",
        "Resource": "*",
        "Condition": {
            "StringLike": {
                "kms:EncryptionContext:aws:cloudtrail:arn": trails,
                "aws:SourceArn": trails,
            }
        },
    }


def test_files_are_encrypted_with_the_key_of_the_trail(
    trail_server: Server, kms: Any, make_trail: TrailMaker, log_bucket: Any, unique: Any
) -> None:
    account = trail_server.client("sts").get_caller_identity()["Account"]
    key = kms.create_key(Policy=policy(account))["KeyMetadata"]["Arn"]
    cloudtrail = trail_server.client("cloudtrail")
    bucket = log_bucket()
    refused = error_of(
        cloudtrail.create_trail, Name=unique("trail"), S3BucketName=bucket, KmsKeyId=key
    )
    assert refused[0] == "InsufficientEncryptionPolicyException"
    assert key in refused[1]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(account, lets_in(account)))
    trail = make_trail(S3BucketName=bucket, KmsKeyId=key.rsplit("/", 1)[1])
    assert cloudtrail.get_trail(Name=trail.arn)["Trail"]["KmsKeyId"] == key
    trail.delivered(trail.client("sts").get_caller_identity())
    (file, *_) = trail.files()
    head = trail.client("s3").head_object(Bucket=bucket, Key=file)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key)
    kms.disable_key(KeyId=key)
    trail.client("sts").get_caller_identity()
    eventually(lambda: "KMS" in (trail.status().get("LatestDeliveryError") or ""))
    cloudtrail.update_trail(Name=trail.arn, KmsKeyId="")
    assert "KmsKeyId" not in cloudtrail.get_trail(Name=trail.arn)["Trail"]
    trail.delivered(trail.client("sts").get_caller_identity())
