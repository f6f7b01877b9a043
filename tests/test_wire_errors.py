"""Malformed requests: AWS's error, or a closed connection, and a server that goes on serving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from harness.aws import Credentials, client, error_of
from harness.http import CLOSED, Answer, request, send, signed
from harness.server import Server

IAM = "2010-05-08"
MIB = 1024 * 1024


def query(action: str, **parameters: str) -> bytes:
    return urlencode({"Action": action, "Version": IAM, **parameters}).encode()


@pytest.fixture(autouse=True)
def goes_on_serving(server: Server) -> Iterator[None]:
    """Whatever a test sent, the next caller is served by the same process."""
    yield
    assert server.alive(), server.output()
    assert server.client("sts").get_caller_identity()["Arn"].endswith(":root")


def refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.code) == (status, code), answer


# Authentication


def test_a_request_without_credentials_is_refused(server: Server) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = send(server, request(server, headers=form, body=query("ListUsers")))
    refused(answer, 403, "MissingAuthenticationToken")


@pytest.mark.parametrize(
    "authorization",
    [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=",
        "AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/iam/aws4_request",
        "AWS4-HMAC-SHA256 " + "Credential=x," * 1000,
    ],
)
def test_an_incomplete_signature_is_refused(server: Server, authorization: str) -> None:
    headers = {
        "Authorization": authorization,
        "X-Amz-Date": "20260101T000000Z",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = send(server, request(server, headers=headers, body=query("ListUsers")))
    refused(answer, 400, "IncompleteSignature")


def test_an_unknown_access_key_is_refused(server: Server) -> None:
    stranger = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    iam = client("iam", server.endpoint, stranger)
    code, message, status = error_of(iam.list_users)
    assert (code, status) == ("InvalidClientTokenId", 403)
    assert message == "The security token included in the request is invalid."
    s3 = client("s3", server.endpoint, stranger)
    assert error_of(s3.list_buckets)[::2] == ("InvalidAccessKeyId", 403)


def test_a_wrong_secret_is_refused(server: Server, root: Credentials) -> None:
    forger = Credentials(root.access_key, "x" * 40)
    for service, call in (("iam", "list_users"), ("s3", "list_buckets")):
        code, _, status = error_of(getattr(client(service, server.endpoint, forger), call))
        assert (code, status) == ("SignatureDoesNotMatch", 403)


@pytest.mark.parametrize("minutes", [-16, 16, -60 * 24 * 365])
def test_a_signature_of_another_time_is_refused(server: Server, minutes: int) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    answer = send(server, signed(server, "iam", body=query("ListUsers"), at=moment))
    refused(answer, 403, "SignatureDoesNotMatch")
    assert "Signature" in answer.text
    s3 = send(server, signed(server, "s3", method="GET", at=moment))
    refused(s3, 403, "RequestTimeTooSkewed")


def test_a_body_that_was_changed_after_signing_is_refused(server: Server) -> None:
    sent = signed(server, "iam", body=query("GetUser", UserName="ada"))
    answer = send(server, sent.replace(b"UserName=ada", b"UserName=bob"))
    refused(answer, 403, "SignatureDoesNotMatch")


def test_a_session_token_that_bartizan_never_made_is_refused(
    server: Server, root: Credentials
) -> None:
    guest = Credentials("ASIAIOSFODNN7EXAMPLE", root.secret_key, "bm90IGEgdG9rZW4=")
    code, _, status = error_of(client("sts", server.endpoint, guest).get_caller_identity)
    assert (code, status) == ("InvalidClientTokenId", 403)


# Operations


@pytest.mark.parametrize(
    "body", [query("NoSuchThing"), query("ListUsers").replace(b"2010", b"1999")]
)
def test_an_unknown_operation_is_named(server: Server, body: bytes) -> None:
    answer = send(server, signed(server, "iam", body=body))
    refused(answer, 400, "InvalidAction")


@pytest.mark.parametrize("body", [b"", b"Action", b"Action=&Version=", b"%%%=%zz", b"&&&&&=&&&="])
def test_a_query_without_an_operation_is_refused(server: Server, body: bytes) -> None:
    answer = send(server, signed(server, "iam", body=body))
    assert 400 <= answer.status < 500, answer
    assert answer.code in {"MissingAction", "InvalidAction", "MalformedQueryString"}


def test_an_unknown_json_operation_is_refused(server: Server) -> None:
    target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.NoSuchThing"
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    answer = send(server, signed(server, "cloudtrail", headers=headers, body=b"{}"))
    refused(answer, 400, "UnknownOperationException")


def test_constraints_are_worded_as_in_aws(server: Server) -> None:
    iam = server.client("iam", parameter_validation=False)
    code, message, status = error_of(iam.create_user, UserName="a" * 65)
    assert (code, status) == ("ValidationError", 400)
    assert message == (
        "1 validation error detected: Value at 'userName' failed to satisfy "
        "constraint: Member must have length less than or equal to 64"
    )
    code, message, status = error_of(iam.create_user, UserName="a/b")
    assert (code, status) == ("ValidationError", 400)
    assert message == (
        "The specified value for userName is invalid. It must contain only alphanumeric characters "
        "and/or the following: +=,.@_-"
    )


# Bodies


def trail(server: Server, body: bytes) -> Answer:
    target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.1"}
    return send(server, signed(server, "cloudtrail", headers=headers, body=body))


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'{"MaxResults": "many"}',
        b'{"MaxResults": 1e999}',
        b'{"MaxResults": 99999999999999999999999999}',
        b'{"NextToken": "\xff\xfe"}',
        b'{"NextToken": "\\ud800"}',
        b'{"LookupAttributes":' + b"[" * 100_000,
        b'{"LookupAttributes":' * 50_000,
        b"\x00" * 1000,
    ],
)
def test_malformed_json_is_refused(server: Server, body: bytes) -> None:
    answer = trail(server, body)
    assert answer.status == 400, answer
    assert answer.code in {
        "SerializationException",
        "ValidationException",
        "InvalidParameterException",
    }


@pytest.mark.parametrize(
    "body",
    [
        b"<",
        b"not xml",
        b"<Tagging><TagSet></Tagging></TagSet>",
        b"<a>" * 100_000,
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><Tagging>&c;</Tagging>',
        b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><Tagging>&f;</Tagging>',
        b"<Tagging>\xff\xfe</Tagging>",
        b"<Tagging " + b'a="b" ' * 20_000 + b"/>",
    ],
)
def test_malformed_xml_is_refused(server: Server, unique, body: bytes) -> None:
    bucket = unique("xml")
    server.client("s3").create_bucket(Bucket=bucket)
    sent = signed(server, "s3", method="PUT", target=f"/{bucket}?tagging=", body=body)
    answer = send(server, sent)
    refused(answer, 400, "MalformedXML")


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        '{"Statement": ' * 10_000,
        "[" * 50_000,
        '{"Version":"2012-10-17","Statement":{"Effect":"Perhaps","Action":"*","Resource":"*"}}',
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":7,"Resource":"*"}}',
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*"}]}',
        "\x00",
        "\ud7ff\ue000",
    ],
)
def test_a_malformed_policy_is_refused(server: Server, unique, document: str) -> None:
    body = query("CreatePolicy", PolicyName=unique("bad"), PolicyDocument=document)
    answer = send(server, signed(server, "iam", body=body))
    assert answer.status in {400, 409}, answer
    assert answer.code in {"MalformedPolicyDocument", "ValidationError", "LimitExceeded"}, answer


def test_invalid_utf8_in_a_query_is_refused(server: Server) -> None:
    body = b"Action=GetUser&Version=2010-05-08&UserName=%ff%fe"
    answer = send(server, signed(server, "iam", body=body))
    assert answer.status == 400, answer


def test_a_list_with_a_huge_index_costs_nothing(server: Server) -> None:
    body = query("ListUsers") + b"&Tags.member.4294967295.Key=a&Tags.member.1.Key=b"
    answer = send(server, signed(server, "iam", body=body))
    assert answer.status in {200, 400}, answer


# HTTP


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * (2 * MIB) + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * (2 * MIB) + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 20_000 + b"\r\n",
        b"GET /%zz%00%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 1000,
    ],
    ids=range(14),
)
def test_malformed_http_is_refused(server: Server, sent: bytes) -> None:
    answer = send(server, sent, finish=True)
    assert answer == CLOSED or 400 <= answer.status < 500 or sent.startswith(b"PRI"), answer


def test_a_body_that_is_announced_too_long_is_refused_unread(server: Server) -> None:
    head = signed(server, "iam", body=query("ListUsers"))
    length = len(query("ListUsers"))
    endless = head.replace(
        f"Content-Length: {length}".encode(), f"Content-Length: {64 * 1024 * MIB}".encode()
    )
    answer = send(server, endless)
    assert answer == CLOSED or 400 <= answer.status < 500, answer


def test_an_endless_body_is_cut_off(server: Server) -> None:
    headers = {"Transfer-Encoding": "chunked", "Content-Type": "application/x-www-form-urlencoded"}
    head = request(server, headers=headers).replace(b"Content-Length: 0\r\n", b"")
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    answer = send(server, head + chunk * 512)
    assert answer == CLOSED or 400 <= answer.status < 500, answer


def test_a_malformed_chunk_signature_is_refused(server: Server, unique) -> None:
    bucket = unique("chunks")
    server.client("s3").create_bucket(Bucket=bucket)
    headers = {
        "X-Amz-Content-SHA256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "Content-Encoding": "aws-chunked",
        "X-Amz-Decoded-Content-Length": "4",
    }
    body = b"4;chunk-signature=" + b"0" * 64 + b"\r\nabcd\r\n0;chunk-signature=" + b"0" * 64
    sent = signed(
        server,
        "s3",
        method="PUT",
        target=f"/{bucket}/key",
        headers=headers,
        body=body + b"\r\n\r\n",
    )
    refused(send(server, sent), 403, "SignatureDoesNotMatch")
    assert "Contents" not in server.client("s3").list_objects_v2(Bucket=bucket)


def test_errors_carry_a_request_id(server: Server) -> None:
    answer = send(server, signed(server, "iam", body=query("GetUser", UserName="nobody")))
    refused(answer, 404, "NoSuchEntity")
    assert "<RequestId>" in answer.text
    assert "x-amzn-requestid:" in answer.head.lower()
