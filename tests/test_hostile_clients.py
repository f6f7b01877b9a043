"""Clients that are up to something: signatures used for another request, requests that two
readers would read differently, and clients that take all and give nothing."""

from __future__ import annotations

import json
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config

from harness.aws import Credentials, client
from harness.http import CLOSED, Answer, request, send, signed
from harness.server import Server

IAM = "2010-05-08"
MIB = 1024 * 1024


@pytest.fixture(autouse=True)
def goes_on_serving(server: Server) -> Iterator[None]:
    """Whatever a test did, the next caller is served by the same process."""
    yield
    assert server.alive(), server.output()
    assert server.client("sts").get_caller_identity()["Arn"].endswith(":root")


@pytest.fixture
def bucket(server: Server, unique) -> str:
    name = unique("hostile")
    s3 = server.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="key", Body=b"text")
    return name


def events(server: Server, name: str) -> list[dict[str, Any]]:
    trail = server.client("cloudtrail")
    attribute = [{"AttributeKey": "EventName", "AttributeValue": name}]
    pages = trail.get_paginator("lookup_events").paginate(LookupAttributes=attribute)
    return [json.loads(event["CloudTrailEvent"]) for page in pages for event in page["Events"]]


def user_of(event: dict[str, Any]) -> str:
    """The user an event is about; a request that was refused as malformed tells of none."""
    return (event["requestParameters"] or {}).get("userName", "")


# Signatures


def open_url(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> int:
    asked = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_presigned_url_is_good_for_one_request(server: Server, bucket: str) -> None:
    s3 = server.client("s3", signature_version="s3v4")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "key"})
    assert open_url(url) == 200
    for changed, method, body, headers in [
        (url, "PUT", b"x", {}),
        (url, "DELETE", None, {}),
        (url, "GET", None, {"x-amz-meta-a": "b"}),
        (url.replace("/key?", "/other?"), "GET", None, {}),
        (url + "&versionId=null", "GET", None, {}),
        (url + "&response-content-type=text/html", "GET", None, {}),
        (url.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200"), "GET", None, {}),
        (url + "&X-Amz-Expires=7200", "GET", None, {}),
    ]:
        assert open_url(changed, method, body, **headers) in {400, 403}, (method, changed)
    assert s3.get_object(Bucket=bucket, Key="key")["Body"].read() == b"text"


def test_an_encoded_slash_reaches_no_other_bucket(server: Server, bucket: str) -> None:
    """S3's signature covers `%2F` and `/` alike; the routes differ."""
    sent = signed(server, "s3", method="DELETE", target=f"/{bucket}/key")
    answer = send(server, sent.replace(f"/{bucket}/key ".encode(), f"/{bucket}%2Fkey ".encode()))
    assert 400 <= answer.status < 500, answer
    assert server.client("s3").head_bucket(Bucket=bucket)


def test_dot_segments_are_part_of_a_key(server: Server, bucket: str, unique) -> None:
    other = unique("other")
    s3 = server.client("s3")
    s3.create_bucket(Bucket=other)
    sent = signed(server, "s3", method="PUT", target=f"/{bucket}/../{other}/key", body=b"x")
    answer = send(server, sent)
    assert answer.status in {200, 400, 403}, answer
    assert "Contents" not in s3.list_objects_v2(Bucket=other)


def test_a_signature_for_one_service_opens_no_other(server: Server, bucket: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f"Action=ListUsers&Version={IAM}".encode()
    iam = signed(server, "iam", headers=form, body=body)
    as_sts = iam.replace(b"/iam/aws4_request", b"/sts/aws4_request")
    assert send(server, as_sts).status == 403
    # The scope says what the service is, whatever host and target say.
    target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"
    mixed = signed(server, "iam", headers={**form, "X-Amz-Target": target}, body=body)
    answer = send(server, mixed)
    assert (answer.status, "ListUsersResponse" in answer.text) == (200, True)


def test_a_region_with_a_meaning_in_arns_is_refused(server: Server) -> None:
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    for region in (b"*", b"us-east-1:999999999999:x", b"US-EAST-1", b""):
        sent = signed(server, "sts", body=body)
        answer = send(server, sent.replace(b"/us-east-1/sts/", b"/" + region + b"/sts/"))
        assert answer.status in {400, 403}, (region, answer)


def test_a_global_service_is_in_no_region_of_the_callers_choice(server: Server, unique) -> None:
    name = unique("far")
    iam = client("iam", server.endpoint, server.root(), region="eu-central-1")
    iam.create_user(UserName=name)
    made = [e for e in events(server, "CreateUser") if user_of(e) == name]
    assert [event["awsRegion"] for event in made] == ["us-east-1"]


def test_a_session_token_that_is_no_text_is_no_missing_one(dev_server: Server) -> None:
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    sent = signed(dev_server, "sts", credentials=Credentials("test", "test"), body=body)
    assert send(dev_server, sent).status == 200
    answer = send(dev_server, sent.replace(b"\r\n\r\n", b"\r\nX-Amz-Security-Token: \xff\r\n\r\n"))
    assert (answer.status, answer.code) == (403, "InvalidClientTokenId"), answer


# Bodies


def test_an_unsigned_chunked_body_is_unpacked(server: Server, bucket: str) -> None:
    server.client("s3").delete_public_access_block(Bucket=bucket)
    server.client("s3").put_bucket_policy(
        Bucket=bucket,
        Policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:PutObject",
                    "Resource": f"arn:aws:s3:::{bucket}/*",
                },
            }
        ),
    )
    headers = {
        "X-Amz-Content-SHA256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "X-Amz-Decoded-Content-Length": "5",
        "Content-Encoding": "aws-chunked",
    }
    body = b"5\r\nhello\r\n0\r\n\r\n"
    answer = send(server, request(server, "PUT", f"/{bucket}/open", headers, body))
    assert answer.status == 200, answer
    stored = server.client("s3").get_object(Bucket=bucket, Key="open")
    assert stored["Body"].read() == b"hello"
    headers["X-Amz-Content-SHA256"] = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
    answer = send(server, request(server, "PUT", f"/{bucket}/forged", headers, body))
    assert answer.status == 403, answer


def test_an_anonymous_client_puts_what_it_sends(server: Server, bucket: str) -> None:
    anonymous = boto3.session.Session().client(
        "s3",
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        config=Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}),
    )
    with pytest.raises(Exception, match="Access Denied|AccessDenied"):
        anonymous.put_object(Bucket=bucket, Key="key", Body=b"forged")
    assert server.client("s3").get_object(Bucket=bucket, Key="key")["Body"].read() == b"text"


def resident_mib(server: Server) -> int:
    status = Path(f"/proc/{server.pid}/status").read_text()
    found = re.search(r"VmHWM:\s*(\d+) kB", status)
    assert found
    return int(found[1]) // 1024


def test_deep_parameters_cost_no_more_than_they_are_long(server: Server) -> None:
    before = resident_mib(server)
    deep = b"".join(b"&%d" % number + b".a" * 63 + b"=" for number in range(9_999))
    body = f"Action=ListUsers&Version={IAM}".encode() + deep
    answer = send(server, signed(server, "iam", body=body))
    assert answer.status == 400, answer
    assert resident_mib(server) - before < 200


# The record


def test_who_hangs_up_leaves_nothing_unrecorded(server: Server, unique) -> None:
    """What was done for a client that did not wait is in the record, and nothing else is."""
    prefix = unique("hasty")
    for number in range(30):
        body = f"Action=CreateUser&Version={IAM}&UserName={prefix}-{number}".encode()
        with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
            connection.sendall(signed(server, "iam", body=body))
            time.sleep(number % 10 / 1000)
    time.sleep(0.5)
    pages = server.client("iam").get_paginator("list_users").paginate()
    users = {u["UserName"] for page in pages for u in page["Users"]}
    made = {name for name in users if name.startswith(prefix)}
    recorded = {user_of(e) for e in events(server, "CreateUser")}
    assert made == {name for name in recorded if name.startswith(prefix)}


@pytest.mark.parametrize("agent", [b"caf\xe9", b"\xff\xfe" * 10, b"a" * 5000, b'a","eventName":"x'])
def test_no_user_agent_hides_from_the_record(server: Server, unique, agent: bytes) -> None:
    name = unique("agent")
    body = f"Action=CreateUser&Version={IAM}&UserName={name}".encode()
    sent = signed(server, "iam", body=body)
    sent = sent.replace(b"\r\n\r\n", b"\r\nUser-Agent: " + agent + b"\r\n\r\n", 1)
    assert send(server, sent).status == 200
    [made] = [e for e in events(server, "CreateUser") if name in json.dumps(e["requestParameters"])]
    shown = made["userAgent"]
    expected = agent.decode(errors="replace")
    assert shown == expected or (shown.endswith("…") and expected.startswith(shown[:-1]))
    assert len(shown) <= 1025


# Connections


def test_two_hosts_are_refused(server: Server) -> None:
    body = f"Action=ListUsers&Version={IAM}".encode()
    sent = signed(server, "iam", body=body)
    answer = send(server, sent.replace(b"\r\n\r\n", b"\r\nHost: other\r\n\r\n", 1))
    assert answer.status == 400, answer


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        b"Transfer-Encoding: xchunked",
        b"Transfer-Encoding: chunked, identity",
        b"Content-Length: 4\r\nContent-Length: 40",
        b"Content-Length: 4, 40",
        b"Content-Length: +4",
        b"Content-Length: 0x4",
        b"Transfer-Encoding : chunked",
    ],
)
def test_no_second_request_is_smuggled(server: Server, framing: bytes) -> None:
    """Whatever the framing means, what follows the first request is never answered as another's."""
    hidden = b"GET /_bartizan/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\n" + framing + b"\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
        connection.sendall(head + b"0\r\n\r\n" + hidden)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    answered = received.count(b"HTTP/1.1 ")
    ambiguous = framing not in {b"Content-Length: 4\r\nTransfer-Encoding: chunked"}
    assert answered <= 1 or not ambiguous, received


def test_an_own_address_hides_no_object(server: Server, bucket: str) -> None:
    host = {"Host": f"{bucket}.s3.localhost:{server.port}"}
    s3 = server.client("s3")
    s3.put_object(Bucket=bucket, Key="_bartizan/health", Body=b"mine")
    sent = signed(server, "s3", method="GET", target="/_bartizan/health", headers=host)
    answer = send(server, sent)
    assert (answer.status, answer.body) == (200, b"mine"), answer


def test_many_who_say_nothing_keep_nobody_out(server: Server) -> None:
    silent = []
    try:
        for number in range(300):
            connection = socket.create_connection(("127.0.0.1", server.port), 30)
            connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\n"[: number % 36])
            silent.append(connection)
        assert server.client("sts").get_caller_identity()["Arn"].endswith(":root")
    finally:
        for connection in silent:
            connection.close()


def test_bodies_that_nobody_signed_are_not_kept(server: Server) -> None:
    """Who claims a key that is none is answered before the body is read."""
    stranger = Credentials("AKIAIOSFODNN7EXAMPLE", "x" * 40)
    body = f"Action=ListUsers&Version={IAM}".encode()
    sent = signed(server, "iam", body=body, credentials=stranger)
    length = f"Content-Length: {len(body)}".encode()
    head = sent.replace(length, f"Content-Length: {2 * MIB}".encode())
    answer: Answer = send(server, head)
    assert answer != CLOSED
    assert (answer.status, answer.code) == (403, "InvalidClientTokenId"), answer


@pytest.mark.parametrize("sent", [b"", b"x" * 1000])
def test_who_is_refused_unheard_is_told_that_the_connection_ends(
    server: Server, bucket: str, sent: bytes
) -> None:
    # A client that was not told would send its next request into a connection that is closing.
    stranger = Credentials("AKIAIOSFODNN7EXAMPLE", "secret")
    put = signed(
        server,
        "s3",
        method="PUT",
        target=f"/{bucket}/k",
        headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD", "Expect": "100-continue"},
        credentials=stranger,
    ).replace(b"Content-Length: 0", b"Content-Length: 1000000")
    refused = send(server, put + sent)
    assert (refused.status, refused.code) == (403, "InvalidAccessKeyId")
    assert "\r\nconnection: close" in refused.head.lower()


def test_who_is_heard_keeps_the_connection(server: Server, bucket: str) -> None:
    put = signed(
        server,
        "s3",
        method="PUT",
        target=f"/{bucket}/k",
        headers={"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"},
        body=b"x" * 100_000,
    )
    for request_bytes in (put, signed(server, "sts", body=b"Action=GetCallerIdentity")):
        assert "connection: close" not in send(server, request_bytes).head.lower()
