"""The authorisation service by plain HTTP: other software asks what its users may do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials
from harness.http import Answer, send, signed
from harness.server import Server

INVOICE = "arn:aws:myapp:::invoice/7"


def statement(action: str, **more: Any) -> str:
    rule = {"Effect": "Allow", "Action": action, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": rule})


@pytest.fixture
def user(server: Server, unique: Callable[[str], str]) -> tuple[str, Credentials]:
    """A user who may read the invoices of her own department."""
    iam, name = server.client("iam"), unique("ada")
    tags = [{"Key": "department", "Value": "sales"}]
    arn = iam.create_user(UserName=name, Tags=tags)["User"]["Arn"]
    own = {"StringEquals": {"myapp:Department": "${aws:PrincipalTag/department}"}}
    document = statement("myapp:ReadInvoice", Condition=own)
    iam.put_user_policy(UserName=name, PolicyName="invoices", PolicyDocument=document)
    return arn, Credentials.from_key(iam.create_access_key(UserName=name))


def post(server: Server, batch: Any, who: Credentials | None = None) -> Answer:
    body = batch if isinstance(batch, bytes) else json.dumps(batch).encode()
    request = signed(server, "authorize", target="/authorize", body=body, credentials=who)
    return send(server, request)


def ask(server: Server, *requests: dict[str, Any], **batch: Any) -> list[dict[str, Any]]:
    answer = post(server, {"Requests": requests, **batch})
    assert answer.status == 200, answer.text
    return json.loads(answer.text)["Results"]


def reading(principal: Any, department: str = "sales") -> dict[str, Any]:
    return {
        "Principal": principal,
        "Action": "myapp:ReadInvoice",
        "Resource": INVOICE,
        "Context": {"myapp:Department": department},
    }


def test_actions_of_other_software_are_decided(server: Server, user) -> None:
    arn, key = user
    by_key = {"AccessKeyId": key.access_key}
    answers = ask(server, reading(arn), reading(arn, "law"), reading(by_key))
    assert [answer["Allowed"] for answer in answers] == [True, False, True]
    assert "not authorized to perform: myapp:ReadInvoice" in answers[1]["Message"]


def test_a_policy_is_in_force_when_its_change_has_returned(server: Server, user) -> None:
    arn, _ = user
    name = arn.rsplit("/", 1)[1]
    server.client("iam").delete_user_policy(UserName=name, PolicyName="invoices")
    assert ask(server, reading(arn))[0]["Decision"] == "ImplicitlyDenied"


def test_a_presented_session_is_decided_with_its_policy(server: Server, user) -> None:
    _, key = user
    sts = server.client("sts", key)
    role_less = sts.get_session_token()["Credentials"]
    who = {"AccessKeyId": role_less["AccessKeyId"], "SessionToken": role_less["SessionToken"]}
    assert ask(server, reading(who))[0]["Allowed"]
    wrong = {**who, "SessionToken": "x" + who["SessionToken"]}
    assert ask(server, reading(wrong))[0]["Error"]["Code"] == "InvalidCredentials"


def test_the_asker_needs_the_permission(server: Server, user) -> None:
    arn, key = user
    refused = post(server, {"Requests": [reading(arn)]}, key)
    assert (refused.status, "bartizan:Authorize" in refused.text) == (403, True)
    policy = statement("bartizan:Authorize")
    name = arn.rsplit("/", 1)[1]
    server.client("iam").put_user_policy(UserName=name, PolicyName="ask", PolicyDocument=policy)
    answer = post(server, {"Requests": [reading("caller")]}, key)
    assert json.loads(answer.text)["Results"][0]["Allowed"]


def test_an_answer_counts(server: Server, user) -> None:
    arn, _ = user
    batch = {"Requests": [reading(arn)] * 998 + [reading(arn, "law"), reading("nobody")]}
    head = post(server, batch).head.lower()
    for line in ["x-bartizan-allowed: 998", "x-bartizan-denied: 1", "x-bartizan-failed: 1"]:
        assert line in head


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"Requests":[]}',
        b'{"Requests":[{"Action":"a:B"}]}',
        b'{"Requests":[{"Action":"a:B","Resource":"*"}],"Explan":true}',
        b"[" * 100_000,
        b" " * (1024 * 1024 + 1),
    ],
)
def test_what_is_no_batch_is_refused(server: Server, body: bytes) -> None:
    answer = post(server, body)
    assert answer.status == 400
    assert "x-amzn-errortype: validationexception" in answer.head.lower()


def test_without_a_signature_nothing_is_told(server: Server) -> None:
    body = json.dumps({"Requests": [reading("caller")]}).encode()
    head = f"Host: 127.0.0.1:{server.port}\r\nContent-Length: {len(body)}\r\n"
    answer = send(server, f"POST /authorize HTTP/1.1\r\n{head}\r\n".encode() + body)
    assert answer.status >= 400
    assert b"Results" not in answer.body


def test_nobody_invents_tags_of_what_bartizan_keeps(
    server: Server, user, unique: Callable[[str], str]
) -> None:
    arn, bucket = user[0], unique("ledger")
    server.client("s3").create_bucket(Bucket=bucket)
    question = {"Principal": arn, "Action": "s3:ListBucket", "Resource": f"arn:aws:s3:::{bucket}"}
    tag = {"aws:ResourceTag/public": "yes"}
    [of_request] = ask(server, {**question, "Context": tag})
    [of_batch] = ask(server, question, Context=tag)
    for answer in (of_request, of_batch):
        assert (answer["Allowed"], answer["Error"]["Code"]) == (False, "ReservedContextKey")


def test_a_question_has_so_many_condition_keys_and_no_more(server: Server, user) -> None:
    many = {f"myapp:k{number}": "v" for number in range(257)}
    [answer] = ask(server, {**reading(user[0]), "Context": many})
    assert answer["Error"]["Code"] == "InvalidRequest"
