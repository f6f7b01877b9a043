"""`aws cloudtrail validate-logs` of the real AWS CLI: passes, and sees every kind of tampering."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from harness.aws import Cli, error_of
from harness.trails import Trail, TrailMaker, eventually


@pytest.fixture
def trail(make_trail: TrailMaker) -> Trail:
    """A trail with digests that name at least two log files, and no more to come."""
    trail = make_trail(EnableLogFileValidation=True)
    trail.delivered(trail.client("sts").get_caller_identity())
    trail.delivered(trail.client("sts").get_caller_identity())
    trail.delivered(trail.client("cloudtrail").stop_logging(Name=trail.name))

    def named() -> list[str]:
        return [
            log["s3Object"]
            for key in trail.files("CloudTrail-Digest")
            for log in trail.read(key)["logFiles"]
        ]

    eventually(lambda: len(named()) >= 2 and set(named()) == set(trail.files()))
    return trail


def validate(trail: Trail, home: Path) -> CompletedProcess[str]:
    since = datetime.now(UTC) - timedelta(hours=1)
    return Cli(trail.server, home)(
        "cloudtrail",
        "validate-logs",
        "--trail-arn",
        trail.arn,
        "--start-time",
        since.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "--verbose",
    )


def test_what_was_delivered_is_valid(trail: Trail, tmp_path: Path) -> None:
    done = validate(trail, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    logs = len(trail.files())
    assert f"{logs}/{logs} log files valid" in done.stdout
    assert "digest files valid" in done.stdout
    assert "INVALID" not in done.stdout + done.stderr


def test_a_changed_log_file_is_seen(trail: Trail, tmp_path: Path) -> None:
    key = trail.files()[0]
    content = trail.read(key)
    content["Records"][0]["eventName"] = "Nothing"
    body = gzip.compress(json.dumps(content).encode())
    trail.client("s3").put_object(Bucket=trail.bucket, Key=key, Body=body)
    done = validate(trail, tmp_path)
    assert done.returncode == 1
    assert f"Log file\ts3://{trail.bucket}/{key}\tINVALID: hash value doesn't match" in done.stderr


def test_a_deleted_log_file_is_seen(trail: Trail, tmp_path: Path) -> None:
    key = trail.files()[0]
    trail.client("s3").delete_object(Bucket=trail.bucket, Key=key)
    done = validate(trail, tmp_path)
    assert done.returncode == 1
    assert f"Log file\ts3://{trail.bucket}/{key}\tINVALID: not found" in done.stderr


def test_a_deleted_digest_is_seen(trail: Trail, tmp_path: Path) -> None:
    key = trail.files("CloudTrail-Digest")[0]
    eventually(lambda: len(trail.files("CloudTrail-Digest")) > 1)
    trail.client("s3").delete_object(Bucket=trail.bucket, Key=key)
    done = validate(trail, tmp_path)
    assert done.returncode == 1
    assert f"Digest file\ts3://{trail.bucket}/{key}\tINVALID: not found" in done.stderr


def test_a_changed_digest_is_seen(trail: Trail, tmp_path: Path) -> None:
    s3, key = trail.client("s3"), trail.files("CloudTrail-Digest")[0]
    found = s3.get_object(Bucket=trail.bucket, Key=key)
    content = json.loads(gzip.decompress(found["Body"].read()))
    content["logFiles"] = []
    body = gzip.compress(json.dumps(content).encode())
    s3.put_object(Bucket=trail.bucket, Key=key, Body=body, Metadata=found["Metadata"])
    done = validate(trail, tmp_path)
    assert done.returncode == 1
    assert "INVALID: signature verification failed" in done.stderr


def test_the_keys_are_there_to_verify_with(trail: Trail) -> None:
    cloudtrail = trail.client("cloudtrail")
    keys = cloudtrail.list_public_keys()["PublicKeyList"]
    digest = trail.read(trail.files("CloudTrail-Digest")[0])
    assert digest["digestPublicKeyFingerprint"] in {key["Fingerprint"] for key in keys}
    assert all(key["ValidityEndTime"] - key["ValidityStartTime"] == timedelta(30) for key in keys)
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    past = cloudtrail.list_public_keys(StartTime=long_ago, EndTime=long_ago)
    assert past["PublicKeyList"] == []
    wrong = {"StartTime": datetime.now(UTC), "EndTime": long_ago}
    assert error_of(cloudtrail.list_public_keys, **wrong)[0] == "InvalidTimeRangeException"
