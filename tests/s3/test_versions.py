"""Versions: nothing is lost that was kept, and the null version is the only one replaced."""

from __future__ import annotations

from typing import Any

from harness.aws import error_of


def versioning(s3: Any, bucket: str, status: str) -> None:
    """Switches versioning."""
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})


def test_versions_and_delete_markers(s3: Any, bucket: str) -> None:
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"null")
    versioning(s3, bucket, "Enabled")
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    second = s3.put_object(Bucket=bucket, Key="k", Body=b"2")["VersionId"]
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"2"
    for version, body in [("null", b"null"), (first, b"1"), (second, b"2")]:
        got = s3.get_object(Bucket=bucket, Key="k", VersionId=version)
        assert (got["Body"].read(), got["VersionId"]) == (body, version)

    marker = s3.delete_object(Bucket=bucket, Key="k")
    assert marker["DeleteMarker"]
    assert error_of(s3.get_object, Bucket=bucket, Key="k")[0] == "NoSuchKey"
    at_marker = error_of(s3.get_object, Bucket=bucket, Key="k", VersionId=marker["VersionId"])
    assert (at_marker[0], at_marker[2]) == ("MethodNotAllowed", 405)
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0

    page = s3.list_object_versions(Bucket=bucket)
    shown = [(entry["VersionId"], entry["IsLatest"]) for entry in page["Versions"]]
    assert shown == [(second, False), (first, False), ("null", False)]
    assert [entry["IsLatest"] for entry in page["DeleteMarkers"]] == [True]

    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"2"
    s3.delete_object(Bucket=bucket, Key="k", VersionId=second)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"1"
    unknown = "0" * 32
    gone = error_of(s3.get_object, Bucket=bucket, Key="k", VersionId=unknown)
    assert gone[0] == "NoSuchVersion"


def test_a_suspended_bucket_replaces_the_null_version_only(s3: Any, bucket: str) -> None:
    versioning(s3, bucket, "Enabled")
    kept = s3.put_object(Bucket=bucket, Key="k", Body=b"kept")["VersionId"]
    versioning(s3, bucket, "Suspended")
    for body in [b"1", b"2"]:
        assert s3.put_object(Bucket=bucket, Key="k", Body=body)["VersionId"] == "null"
    shown = [entry["VersionId"] for entry in s3.list_object_versions(Bucket=bucket)["Versions"]]
    assert shown == ["null", kept]
    assert s3.delete_object(Bucket=bucket, Key="k")["VersionId"] == "null"
    page = s3.list_object_versions(Bucket=bucket)
    assert [entry["VersionId"] for entry in page["Versions"]] == [kept]
    assert [entry["VersionId"] for entry in page["DeleteMarkers"]] == ["null"]


def test_pages_of_versions_together_are_the_whole(s3: Any, bucket: str) -> None:
    versioning(s3, bucket, "Enabled")
    for key in ["a", "b/1", "b/2"]:
        for _ in range(3):
            s3.put_object(Bucket=bucket, Key=key)
    paginator = s3.get_paginator("list_object_versions")
    for size in [1, 2, 4]:
        pages = paginator.paginate(Bucket=bucket, PaginationConfig={"PageSize": size})
        found = [(entry["Key"], entry["VersionId"]) for page in pages for entry in page["Versions"]]
        assert len(found) == len(set(found)) == 9
