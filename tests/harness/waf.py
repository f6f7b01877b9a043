"""Rules of AWS WAF, as tests write them."""

from __future__ import annotations

import json
from typing import Any


def visible(name: str) -> dict[str, Any]:
    """A metric of this name."""
    return {
        "SampledRequestsEnabled": True,
        "CloudWatchMetricsEnabled": True,
        "MetricName": name,
    }


def rule(name: str, statement: dict[str, Any], priority: int = 1) -> dict[str, Any]:
    """A rule that blocks."""
    return {
        "Name": name,
        "Priority": priority,
        "Statement": statement,
        "Action": {"Block": {}},
        "VisibilityConfig": visible(name),
    }


def path(text: bytes) -> dict[str, Any]:
    """Requests whose path begins so."""
    return {
        "ByteMatchStatement": {
            "SearchString": text,
            "FieldToMatch": {"UriPath": {}},
            "TextTransformations": [{"Priority": 0, "Type": "URL_DECODE"}],
            "PositionalConstraint": "STARTS_WITH",
        }
    }


def log_bucket(s3: Any, account: str) -> str:
    """A new bucket that lets logs of the account's web ACLs in; its name."""
    bucket = f"aws-waf-logs-{account}"
    s3.create_bucket(Bucket=bucket)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/AWSLogs/{account}/*",
        "Condition": {
            "StringEquals": {
                "s3:x-amz-acl": "bucket-owner-full-control",
                "aws:SourceAccount": account,
            },
            "ArnLike": {"aws:SourceArn": f"arn:aws:logs:us-east-1:{account}:*"},
        },
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    return bucket
