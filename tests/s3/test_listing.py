"""Listings: prefixes, delimiters, pages."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import error_of

KEYS = ["a", "b/1", "b/2", "c/x/1", "c/y", "d e", "z"]


@pytest.fixture
def filled(s3: Any, bucket: str) -> str:
    """A bucket with a few keys."""
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def keys(page: dict[str, Any]) -> list[str]:
    """The keys, then the common prefixes of a page."""
    own = [entry["Key"] for entry in page.get("Contents", [])]
    return own + [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]


def test_prefixes_and_delimiters(s3: Any, filled: str) -> None:
    for prefix, delimiter, found in [
        ("", "", KEYS),
        ("b", "", ["b/1", "b/2"]),
        ("", "/", ["a", "d e", "z", "b/", "c/"]),
        ("c/", "/", ["c/y", "c/x/"]),
        ("none", "/", []),
    ]:
        for call in [s3.list_objects_v2, s3.list_objects]:
            assert keys(call(Bucket=filled, Prefix=prefix, Delimiter=delimiter)) == found


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("operation", ["list_objects_v2", "list_objects"])
def test_pages_together_are_the_whole(s3: Any, filled: str, operation: str, size: int) -> None:
    for delimiter in ["", "/"]:
        pages = s3.get_paginator(operation).paginate(
            Bucket=filled, Delimiter=delimiter, PaginationConfig={"PageSize": size}
        )
        found = [key for page in pages for key in keys(page)]
        whole = keys(s3.list_objects_v2(Bucket=filled, Delimiter=delimiter))
        assert sorted(found) == sorted(whole)


def test_start_after_and_owner(s3: Any, filled: str) -> None:
    page = s3.list_objects_v2(Bucket=filled, StartAfter="c/x/1", FetchOwner=True)
    assert keys(page) == ["c/y", "d e", "z"]
    assert page["Contents"][0]["Owner"]["ID"]
    token = error_of(s3.list_objects_v2, Bucket=filled, ContinuationToken="!")
    assert token[0] == "InvalidArgument"
