"""Web pages of other origins: a bucket's CORS configuration, and what browsers are told by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness.http import Answer, request, send, signed
from harness.server import Server

APP = "https://app.example.org"
RULE = {
    "ID": "app",
    "AllowedOrigins": [APP],
    "AllowedMethods": ["GET", "PUT"],
    "AllowedHeaders": ["content-type", "x-amz-*"],
    "ExposeHeaders": ["ETag"],
    "MaxAgeSeconds": 600,
}
ANYONE = {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}


@pytest.fixture
def bucket(server: Server, unique: Callable[[str], str]) -> str:
    name = unique("pages")
    server.client("s3").create_bucket(Bucket=name)
    return name


def configure(server: Server, bucket: str, *rules: dict[str, Any]) -> None:
    configuration = {"CORSRules": list(rules)}
    server.client("s3").put_bucket_cors(Bucket=bucket, CORSConfiguration=configuration)


def preflight(
    server: Server, bucket: str, method: str, headers: str = "", origin: str = APP
) -> Answer:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    asked |= {"Access-Control-Request-Headers": headers} if headers else {}
    return send(server, request(server, "OPTIONS", f"/{bucket}/page", asked))


def test_a_configuration_is_kept_shown_and_deleted(server: Server, bucket: str) -> None:
    s3 = server.client("s3")
    configure(server, bucket, RULE, ANYONE)
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == [RULE, ANYONE]
    s3.delete_bucket_cors(Bucket=bucket)
    with pytest.raises(ClientError, match="NoSuchCORSConfiguration"):
        s3.get_bucket_cors(Bucket=bucket)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([], "MalformedXML"),
        ([ANYONE] * 101, "MalformedXML"),
        ([{**ANYONE, "AllowedMethods": ["PATCH"]}], "InvalidRequest"),
        ([{**ANYONE, "AllowedOrigins": ["http://*.*.example.org"]}], "InvalidRequest"),
        ([{**ANYONE, "AllowedHeaders": ["x-*-*"]}], "InvalidRequest"),
        ([{**ANYONE, "ExposeHeaders": ["*"]}], "InvalidRequest"),
    ],
)
def test_what_is_no_configuration_is_refused(
    server: Server, bucket: str, rules: list[Any], code: str
) -> None:
    with pytest.raises(ClientError) as refused:
        configure(server, bucket, *rules)
    assert refused.value.response["Error"]["Code"] == code


def test_a_browser_is_told_what_a_page_may_send(server: Server, bucket: str) -> None:
    configure(server, bucket, RULE)
    answer = preflight(server, bucket, "PUT", "X-Amz-Date, content-type")
    head = answer.head.lower()
    assert answer.status == 200
    for line in [
        f"access-control-allow-origin: {APP}",
        "access-control-allow-credentials: true",
        "access-control-allow-methods: get, put",
        "access-control-allow-headers: x-amz-date, content-type",
        "access-control-expose-headers: etag",
        "access-control-max-age: 600",
        "vary: origin, access-control-request-headers, access-control-request-method",
    ]:
        assert line in head


def test_a_page_that_no_rule_is_for_is_refused(server: Server, bucket: str) -> None:
    unset = preflight(server, bucket, "GET")
    assert (unset.status, unset.code) == (403, "AccessForbidden")
    assert "CORS is not enabled for this bucket" in unset.text
    configure(server, bucket, RULE)
    for answer in [
        preflight(server, bucket, "DELETE"),
        preflight(server, bucket, "PUT", "authorization"),
        preflight(server, bucket, "GET", origin="https://evil.example"),
    ]:
        assert (answer.status, answer.code) == (403, "AccessForbidden")
        assert "access-control-allow-origin" not in answer.head.lower()


def test_a_preflight_says_what_it_asks_for(server: Server, bucket: str) -> None:
    configure(server, bucket, RULE)
    bare = send(server, request(server, "OPTIONS", f"/{bucket}/page"))
    assert (bare.status, bare.code) == (400, "BadRequest")
    wrong = preflight(server, bucket, "BREW")
    assert (wrong.status, wrong.code) == (400, "BadRequest")


def test_an_answer_may_be_read_by_the_pages_of_a_rule(server: Server, bucket: str) -> None:
    configure(server, bucket, RULE)
    server.client("s3").put_object(Bucket=bucket, Key="page", Body=b"text")

    def get(origin: str) -> Answer:
        headers = {"Origin": origin}
        target = f"/{bucket}/page"
        return send(server, signed(server, "s3", method="GET", target=target, headers=headers))

    assert f"access-control-allow-origin: {APP}" in get(APP).head.lower()
    other = get("https://evil.example")
    assert (other.status, "access-control" in other.head.lower()) == (200, False)
    configure(server, bucket, ANYONE)
    anyone = get("https://evil.example").head.lower()
    assert "access-control-allow-origin: *" in anyone
    assert "access-control-allow-credentials" not in anyone


def test_a_page_reads_why_it_is_denied(server: Server, bucket: str) -> None:
    configure(server, bucket, RULE)
    answer = send(server, request(server, "GET", f"/{bucket}/page", {"Origin": APP}))
    assert (answer.status, answer.code) == (403, "AccessDenied")
    assert f"access-control-allow-origin: {APP}" in answer.head.lower()
