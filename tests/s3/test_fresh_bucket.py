"""What auditors ask of a bucket: a new one answers as in AWS, and nothing can be pretended."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import error_of

NOTHING = {
    "get_bucket_accelerate_configuration": {},
    "get_bucket_logging": {},
    "get_bucket_notification_configuration": {},
    "get_bucket_request_payment": {"Payer": "BucketOwner"},
    "list_bucket_analytics_configurations": {"IsTruncated": False},
    "list_bucket_intelligent_tiering_configurations": {"IsTruncated": False},
    "list_bucket_inventory_configurations": {"IsTruncated": False},
    "list_bucket_metrics_configurations": {"IsTruncated": False},
}

ABSENT = {
    "get_bucket_cors": "NoSuchCORSConfiguration",
    "get_bucket_lifecycle_configuration": "NoSuchLifecycleConfiguration",
    "get_bucket_replication": "ReplicationConfigurationNotFoundError",
    "get_bucket_website": "NoSuchWebsiteConfiguration",
    "get_object_lock_configuration": "ObjectLockConfigurationNotFoundError",
}

QUEUE = {"QueueArn": "arn:aws:sqs:us-east-1:123456789012:q", "Events": ["s3:ObjectCreated:*"]}

REFUSED = {
    "put_bucket_logging": {
        "BucketLoggingStatus": {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": ""}}
    },
    "put_bucket_notification_configuration": {
        "NotificationConfiguration": {"QueueConfigurations": [QUEUE]}
    },
    "put_bucket_request_payment": {"RequestPaymentConfiguration": {"Payer": "Requester"}},
    "put_bucket_accelerate_configuration": {"AccelerateConfiguration": {"Status": "Enabled"}},
}

EMPTY = {
    "put_bucket_logging": {"BucketLoggingStatus": {}},
    "put_bucket_notification_configuration": {"NotificationConfiguration": {}},
    "put_bucket_request_payment": {"RequestPaymentConfiguration": {"Payer": "BucketOwner"}},
    "delete_bucket_cors": {},
    "delete_bucket_lifecycle": {},
    "delete_bucket_replication": {},
    "delete_bucket_website": {},
}


@pytest.mark.parametrize("operation", NOTHING)
def test_nothing_is_configured(s3: Any, bucket: str, operation: str) -> None:
    answer = getattr(s3, operation)(Bucket=bucket)
    answer.pop("ResponseMetadata")
    assert answer == NOTHING[operation]


@pytest.mark.parametrize("operation", ABSENT)
def test_what_is_not_there_has_its_error(s3: Any, bucket: str, operation: str) -> None:
    code, _, status = error_of(getattr(s3, operation), Bucket=bucket)
    assert (code, status) == (ABSENT[operation], 404)


@pytest.mark.parametrize("operation", REFUSED)
def test_what_would_not_be_done_is_refused(s3: Any, bucket: str, operation: str) -> None:
    code, _, status = error_of(getattr(s3, operation), Bucket=bucket, **REFUSED[operation])
    assert (code, status) == ("NotImplemented", 501)


@pytest.mark.parametrize("operation", EMPTY)
def test_turning_off_what_is_off_succeeds(s3: Any, bucket: str, operation: str) -> None:
    getattr(s3, operation)(Bucket=bucket, **EMPTY[operation])
