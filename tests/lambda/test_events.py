"""Events that nobody waits for: tried again, sent to dead letters, and not lost by a kill."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from harness.functions import Function, RunningFactory, make_role, zipped
from harness.server import Server

SECONDS_MAX = 60


def received(sqs: Any, url: str, count: int) -> list[dict[str, Any]]:
    """The first messages that come, and no fewer."""
    found: list[dict[str, Any]] = []
    deadline = time.monotonic() + SECONDS_MAX
    while len(found) < count:
        assert time.monotonic() < deadline, f"{len(found)} of {count} messages came"
        told = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            WaitTimeSeconds=5,
            MessageAttributeNames=["All"],
        )
        for message in told.get("Messages", []):
            found.append(message)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def queue(server: Server, name: str) -> tuple[str, str]:
    """The URL and the ARN of a new queue."""
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return url, told["Attributes"]["QueueArn"]


SENDS = """
import boto3, json, os
sqs = boto3.client('sqs')
def handler(event, context):
    sqs.send_message(QueueUrl=os.environ['QUEUE'], MessageBody=json.dumps(event))
"""


def test_an_event_that_fails_goes_to_the_dead_letters(
    functions: Server, function: Callable[..., Function], unique: Callable[[str], str]
) -> None:
    url, arn = queue(functions, unique("dead"))
    failing = function(
        "def handler(event, context):\n    raise ValueError('no good')\n",
        may=("sqs:SendMessage",),
        DeadLetterConfig={"TargetArn": arn},
    )
    answer = failing.invoke({"n": 1}, InvocationType="Event")
    assert answer["StatusCode"] == 202
    [message] = received(functions.client("sqs", read_timeout=60), url, 1)
    assert json.loads(message["Body"]) == {"n": 1}
    attributes = message["MessageAttributes"]
    assert attributes["ErrorMessage"]["StringValue"] == "no good"
    assert attributes["RequestID"]["StringValue"] == answer["ResponseMetadata"]["RequestId"]


def test_a_destination_is_told(
    functions: Server, function: Callable[..., Function], unique: Callable[[str], str]
) -> None:
    url, arn = queue(functions, unique("told"))
    echo = function(
        "def handler(event, context):\n    return {'echo': event}\n", may=("sqs:SendMessage",)
    )
    echo.client.put_function_event_invoke_config(
        FunctionName=echo.name, DestinationConfig={"OnSuccess": {"Destination": arn}}
    )
    echo.invoke([1], InvocationType="Event")
    [message] = received(functions.client("sqs", read_timeout=60), url, 1)
    told = json.loads(message["Body"])
    assert told["requestContext"]["condition"] == "Success"
    assert told["responsePayload"] == {"echo": [1]}


def test_messages_of_a_queue_are_handled_and_deleted(
    functions: Server, function: Callable[..., Function], unique: Callable[[str], str]
) -> None:
    source, source_arn = queue(functions, unique("source"))
    target, _ = queue(functions, unique("target"))
    text = """
import boto3, os
sqs = boto3.client('sqs')
def handler(event, context):
    failed = []
    for record in event['Records']:
        if record['body'] == 'bad':
            failed.append({'itemIdentifier': record['messageId']})
        else:
            sqs.send_message(QueueUrl=os.environ['QUEUE'], MessageBody=record['body'])
    return {'batchItemFailures': failed}
"""
    handler = function(
        text,
        may=("sqs:*",),
        MemorySize=512,
        Environment={"Variables": {"QUEUE": "/".join(["", *target.split("/")[-2:]])}},
    )
    sqs = functions.client("sqs", read_timeout=60)
    made = handler.client.create_event_source_mapping(
        FunctionName=handler.name,
        EventSourceArn=source_arn,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    for body in ("a", "bad", "b"):
        sqs.send_message(QueueUrl=source, MessageBody=body)
    assert {message["Body"] for message in received(sqs, target, 2)} == {"a", "b"}
    handler.client.delete_event_source_mapping(UUID=made["UUID"])
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def left() -> int:
        told = sqs.get_queue_attributes(QueueUrl=source, AttributeNames=names)
        return sum(int(count) for count in told["Attributes"].values())

    deadline = time.monotonic() + SECONDS_MAX
    while left() != 1:
        assert time.monotonic() < deadline, left()


def test_a_kill_loses_no_event(
    running: RunningFactory, unique: Callable[[str], str], kills: int
) -> None:
    server = running()
    url, _ = queue(server, "seen")
    client = server.client("lambda", read_timeout=60)
    client.create_function(
        FunctionName="sender",
        Runtime="python3.11",
        Handler="index.handler",
        MemorySize=512,
        Timeout=20,
        Role=make_role(server, "sender", "sqs:SendMessage"),
        Code={"ZipFile": zipped(SENDS)},
        Environment={"Variables": {"QUEUE": "/".join(["", *url.split("/")[-2:]])}},
    )
    rounds = max(2, kills // 5)
    sent = 0
    for _ in range(rounds):
        client = server.client("lambda", read_timeout=60)
        for _ in range(5):
            payload = json.dumps({"n": sent}).encode()
            client.invoke(FunctionName="sender", InvocationType="Event", Payload=payload)
            sent += 1
        server.kill()
        server.start()
    seen: set[int] = set()
    sqs = server.client("sqs", read_timeout=60)
    while len(seen) < sent:
        seen |= {json.loads(message["Body"])["n"] for message in received(sqs, url, 1)}
    assert seen == set(range(sent))
