"""Object Lock: what is locked stays, whoever asks, until its date has come or its hold is off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.aws import error_of

LATER = datetime.now(UTC).replace(microsecond=0) + timedelta(days=400)


@pytest.fixture
def locking(s3: Any, unique: Callable[[str], str]) -> str:
    """A new bucket whose objects can be locked."""
    name = unique("locking")
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def test_a_legal_hold_has_no_bypass(s3: Any, locking: str) -> None:
    put = s3.put_object(Bucket=locking, Key="k", Body=b"x", ObjectLockLegalHoldStatus="ON")
    one = {"Bucket": locking, "Key": "k", "VersionId": put["VersionId"]}
    assert s3.head_object(**one)["ObjectLockLegalHoldStatus"] == "ON"
    code, message, status = error_of(s3.delete_object, **one, BypassGovernanceRetention=True)
    assert (code, status) == ("AccessDenied", 403)
    assert message == "Access Denied because object protected by object lock."
    # A delete marker removes nothing.
    assert s3.delete_object(Bucket=locking, Key="k")["DeleteMarker"]
    s3.put_object_legal_hold(**one, LegalHold={"Status": "OFF"})
    assert s3.get_object_legal_hold(**one)["LegalHold"] == {"Status": "OFF"}
    s3.delete_object(**one)


def test_governance_gives_way_to_those_who_may_bypass(
    s3: Any, locking: str, user: Callable[..., Any]
) -> None:
    retention = {"Mode": "GOVERNANCE", "RetainUntilDate": LATER}
    put = s3.put_object(Bucket=locking, Key="k", Body=b"x")
    one = {"Bucket": locking, "Key": "k", "VersionId": put["VersionId"]}
    assert error_of(s3.get_object_retention, **one)[0] == "NoSuchObjectLockConfiguration"
    s3.put_object_retention(**one, Retention=retention)
    assert s3.get_object_retention(**one)["Retention"] == retention
    everything = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    no_bypass = {"Effect": "Deny", "Action": "s3:BypassGovernanceRetention", "Resource": "*"}
    limited, _ = user(everything, no_bypass)
    sooner = retention | {"RetainUntilDate": LATER - timedelta(days=1)}
    bypass = one | {"BypassGovernanceRetention": True}
    assert error_of(limited.delete_object, **bypass)[0] == "AccessDenied"
    shorten = error_of(limited.put_object_retention, **bypass, Retention=sooner)
    assert shorten[0] == "AccessDenied"
    errors = limited.delete_objects(
        Bucket=locking,
        Delete={"Objects": [{"Key": "k", "VersionId": put["VersionId"]}]},
        BypassGovernanceRetention=True,
    )["Errors"]
    assert [error["Code"] for error in errors] == ["AccessDenied"]
    assert error_of(s3.delete_object, **one)[0] == "AccessDenied"
    s3.put_object_retention(**one, Retention=sooner, BypassGovernanceRetention=True)
    s3.delete_object(**bypass)


def test_compliance_binds_even_the_root_user(s3: Any, locking: str) -> None:
    put = s3.put_object(
        Bucket=locking,
        Key="k",
        Body=b"x",
        ObjectLockMode="COMPLIANCE",
        ObjectLockRetainUntilDate=LATER,
    )
    one = {"Bucket": locking, "Key": "k", "VersionId": put["VersionId"]}
    for mode, until in [("GOVERNANCE", LATER), ("COMPLIANCE", LATER - timedelta(days=1))]:
        retention = {"Mode": mode, "RetainUntilDate": until}
        refused = error_of(
            s3.put_object_retention, **one, Retention=retention, BypassGovernanceRetention=True
        )
        assert refused[0] == "AccessDenied"
    longer = {"Mode": "COMPLIANCE", "RetainUntilDate": LATER + timedelta(days=1)}
    s3.put_object_retention(**one, Retention=longer)
    assert error_of(s3.delete_object, **one, BypassGovernanceRetention=True)[0] == "AccessDenied"
    assert error_of(s3.delete_bucket, Bucket=locking)[0] == "BucketNotEmpty"


def test_the_bucket_locks_by_default(s3: Any, bucket: str) -> None:
    none = error_of(s3.get_object_lock_configuration, Bucket=bucket)
    assert none[0] == "ObjectLockConfigurationNotFoundError"
    configuration = {
        "ObjectLockEnabled": "Enabled",
        "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 2}},
    }
    lock = {"Bucket": bucket, "ObjectLockConfiguration": configuration}
    assert error_of(s3.put_object_lock_configuration, **lock)[0] == "InvalidBucketState"
    held = {"Bucket": bucket, "Key": "k", "Body": b"x", "ObjectLockLegalHoldStatus": "ON"}
    assert error_of(s3.put_object, **held)[0] == "InvalidRequest"
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object_lock_configuration(**lock)
    shown = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    assert shown == configuration
    suspend = {"Bucket": bucket, "VersioningConfiguration": {"Status": "Suspended"}}
    assert error_of(s3.put_bucket_versioning, **suspend)[0] == "InvalidBucketState"

    s3.put_object(Bucket=bucket, Key="put", Body=b"x")
    s3.copy_object(Bucket=bucket, Key="copy", CopySource=f"{bucket}/put")
    upload = {"Bucket": bucket, "Key": "parts"}
    upload["UploadId"] = s3.create_multipart_upload(**upload)["UploadId"]
    part = s3.upload_part(**upload, PartNumber=1, Body=b"x")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    s3.complete_multipart_upload(**upload, MultipartUpload=parts)
    for key in ["put", "copy", "parts"]:
        head = s3.head_object(Bucket=bucket, Key=key)
        left = head["ObjectLockRetainUntilDate"] - head["LastModified"]
        assert (head["ObjectLockMode"], round(left / timedelta(days=1))) == ("GOVERNANCE", 2)
