"""Queues by boto3 and the AWS CLI: what is sent is received in order, and nothing of it is lost."""

from __future__ import annotations

import itertools
import json
import threading
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Signer

from harness.aws import Cli, Credentials, client, error_of
from harness.crash import WRITERS, Acknowledged, killed
from harness.server import Server

REGION = "us-east-1"
SPACE = "{http://queue.amazonaws.com/doc/2012-11-05/}"


@pytest.fixture
def sqs(server: Server) -> Any:
    return server.client("sqs")


@pytest.fixture
def queue(sqs: Any, unique: Callable[[str], str]) -> str:
    return sqs.create_queue(QueueName=unique("jobs"))["QueueUrl"]


def arn(sqs: Any, url: str) -> str:
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return told["Attributes"]["QueueArn"]


def test_a_message_is_sent_received_and_deleted(sqs: Any, queue: str) -> None:
    attributes = {
        "kind": {"DataType": "String", "StringValue": "grün"},
        "count": {"DataType": "Number.int", "StringValue": "1"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    # boto3 compares the digests itself, and raises where one differs.
    sent = sqs.send_message(QueueUrl=queue, MessageBody="häuser", MessageAttributes=attributes)
    found = sqs.receive_message(
        QueueUrl=queue, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
    )
    [message] = found["Messages"]
    assert message["MessageId"] == sent["MessageId"]
    assert message["Attributes"]["SentTimestamp"]
    assert message["Body"] == "häuser"
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=queue, VisibilityTimeout=0)


def test_messages_are_up_to_a_mebibyte(sqs: Any, queue: str) -> None:
    body = "x" * 1_048_576
    sqs.send_message(QueueUrl=queue, MessageBody=body)
    [message] = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert message["Body"] == body
    code, message, _ = error_of(sqs.send_message, QueueUrl=queue, MessageBody=body + "x")
    assert code == "InvalidParameterValue"
    assert message.endswith("Message must be shorter than 1048576 bytes.")


def test_a_receive_waits_for_a_message(sqs: Any, server: Server, queue: str) -> None:
    found: list[Any] = []
    waiter = server.client("sqs")
    thread = threading.Thread(
        target=lambda: found.append(waiter.receive_message(QueueUrl=queue, WaitTimeSeconds=20))
    )
    thread.start()
    sqs.send_message(QueueUrl=queue, MessageBody="at last")
    thread.join(60)
    assert [message["Body"] for message in found[0]["Messages"]] == ["at last"]


def test_errors_have_the_codes_that_clients_know(sqs: Any, queue: str) -> None:
    absent = queue + "-absent"
    assert error_of(sqs.send_message, QueueUrl=absent, MessageBody="x") == (
        "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.",
        400,
    )
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.purge_queue(QueueUrl=absent)
    with pytest.raises(sqs.exceptions.EmptyBatchRequest):
        sqs.send_message_batch(QueueUrl=queue, Entries=[])
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=queue, ReceiptHandle="none")
    sqs.purge_queue(QueueUrl=queue)
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress):
        sqs.purge_queue(QueueUrl=queue)


def test_older_clients_name_attributes_of_messages_as_those_of_queues(sqs: Any, queue: str) -> None:
    sqs.send_message(QueueUrl=queue, MessageBody="x")
    [message] = sqs.receive_message(QueueUrl=queue, AttributeNames=["SentTimestamp"])["Messages"]
    assert list(message["Attributes"]) == ["SentTimestamp"]


def test_the_cli_makes_a_fifo_queue(cli: Cli, unique: Callable[[str], str]) -> None:
    def sqs(*words: str) -> Any:
        # This command takes AWS's own address, whatever the environment says.
        done = cli("--endpoint-url", cli.environment["AWS_ENDPOINT_URL"], "sqs", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    settings = "FifoQueue=true,ContentBasedDeduplication=true"
    made = sqs("create-queue", "--queue-name", unique("jobs") + ".fifo", "--attributes", settings)
    url = ["--queue-url", made["QueueUrl"]]
    for body in ["one", "two", "two", "three"]:
        sqs("send-message", *url, "--message-body", body, "--message-group-id", "g")
    found = sqs("receive-message", *url, "--max-number-of-messages", "10")
    assert [message["Body"] for message in found["Messages"]] == ["one", "two", "three"]
    told = sqs("get-queue-attributes", *url, "--attribute-names", "All")["Attributes"]
    assert told["ApproximateNumberOfMessagesNotVisible"] == "3"
    sqs("delete-queue", *url)


def test_a_queues_policy_lets_another_account_send(
    dev_server: Server, unused_account: Callable[[], str], unique: Callable[[str], str]
) -> None:
    owner, other = unused_account(), unused_account()
    own = client("sqs", dev_server.endpoint, Credentials(owner, "any"))
    theirs = client("sqs", dev_server.endpoint, Credentials(other, "any"))
    url = own.create_queue(QueueName=unique("jobs"))["QueueUrl"]
    code, _, status = error_of(theirs.send_message, QueueUrl=url, MessageBody="x")
    assert (code, status) == ("AccessDenied", 403)
    own.add_permission(QueueUrl=url, Label="l", AWSAccountIds=[other], Actions=["SendMessage"])
    theirs.send_message(QueueUrl=url, MessageBody="x")
    assert error_of(theirs.receive_message, QueueUrl=url)[0] == "AccessDenied"
    [message] = own.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == "x"


def test_messages_are_sealed_by_a_key_of_kms(
    server: Server, sqs: Any, unique: Callable[[str], str]
) -> None:
    kms = server.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    settings = {"KmsMasterKeyId": key}
    url = sqs.create_queue(QueueName=unique("jobs"), Attributes=settings)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="sealed")
    [message] = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    assert message["Body"] == "sealed"
    kms.disable_key(KeyId=key)
    with pytest.raises(sqs.exceptions.KmsDisabled):
        sqs.send_message(QueueUrl=url, MessageBody="x")
    with pytest.raises(sqs.exceptions.KmsDisabled):
        sqs.receive_message(QueueUrl=url)


def test_what_is_received_too_often_is_moved_and_moved_back(
    sqs: Any, unique: Callable[[str], str]
) -> None:
    dead = sqs.create_queue(QueueName=unique("dead"))["QueueUrl"]
    redrive = json.dumps({"deadLetterTargetArn": arn(sqs, dead), "maxReceiveCount": 1})
    settings = {"RedrivePolicy": redrive, "VisibilityTimeout": "0"}
    url = sqs.create_queue(QueueName=unique("jobs"), Attributes=settings)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sqs.start_message_move_task(SourceArn=arn(sqs, dead))
    moved = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)
    assert [message["Body"] for message in moved["Messages"]] == ["poison"]


def query(server: Server, path: str, form: str) -> ElementTree.Element:
    """What a query answers."""
    url = server.endpoint + path
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    request = AWSRequest("POST", url, data=form, headers=headers)
    key = server.root()
    SigV4Auth(Signer(key.access_key, key.secret_key), "sqs", REGION).add_auth(request)
    sent = urllib.request.Request(url, form.encode(), dict(request.headers))
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            return ElementTree.fromstring(answer.read())
    except urllib.error.HTTPError as refused:
        return ElementTree.fromstring(refused.read())


def test_the_query_protocol_is_spoken(server: Server, unique: Callable[[str], str]) -> None:
    version = "&Version=2012-11-05"
    name = unique("jobs")
    form = f"Action=CreateQueue&QueueName={name}&Attribute.1.Name=DelaySeconds&Attribute.1.Value=0"
    made = query(server, "/", form + "&Tag.1.Key=a&Tag.1.Value=b" + version)
    url = made.findtext(f"{SPACE}CreateQueueResult/{SPACE}QueueUrl")
    assert url is not None
    path = "/" + "/".join(url.split("/")[-2:])
    sent = query(
        server,
        path,
        "Action=SendMessage&MessageBody=hello&MessageAttribute.1.Name=kind"
        "&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x"
        + version,
    )
    result = f"{SPACE}SendMessageResult/{SPACE}"
    assert sent.findtext(f"{result}MD5OfMessageBody") == "5d41402abc4b2a76b9719d911017c592"
    form = "Action=ReceiveMessage&AttributeName.1=All&MessageAttributeName.1=All"
    message = query(server, path, form + version).find(
        f"{SPACE}ReceiveMessageResult/{SPACE}Message"
    )
    assert message is not None
    assert message.findtext(f"{SPACE}Body") == "hello"
    names = {one.text for one in message.findall(f"{SPACE}Attribute/{SPACE}Name")}
    assert "ApproximateReceiveCount" in names
    assert message.findtext(f"{SPACE}MessageAttribute/{SPACE}Name") == "kind"
    tags = query(server, path, "Action=ListQueueTags" + version)
    assert tags.findtext(f"{SPACE}ListQueueTagsResult/{SPACE}Tag/{SPACE}Key") == "a"
    refused = query(server, path + "x", "Action=PurgeQueue" + version)
    code = refused.findtext(f"{SPACE}Error/{SPACE}Code")
    assert code == "AWS.SimpleQueueService.NonExistentQueue"


class Kept:
    """What was acknowledged of a queue of its own: messages sent, and those of them deleted."""

    numbers = itertools.count()

    def __init__(self) -> None:
        self.queue = f"jobs-{next(self.numbers)}"
        self.sent: set[str] = set()
        self.deleting: set[str] = set()
        self.deleted: set[str] = set()


def test_kills_lose_no_message_and_bring_none_back(server_factory: Any, kills: int) -> None:
    server = server_factory()

    def writes(done: Acknowledged[Kept]) -> Callable[[str], None]:
        sqs = server.client("sqs")
        settings = {"VisibilityTimeout": "3600"}
        url = sqs.create_queue(QueueName=done.kept.queue, Attributes=settings)["QueueUrl"]

        def write(name: str) -> None:
            sqs.send_message(QueueUrl=url, MessageBody=name)
            done.add(lambda kept: kept.sent.add(name))
            for message in sqs.receive_message(QueueUrl=url).get("Messages", []):
                delete(message["Body"], message["ReceiptHandle"])

        def delete(body: str, handle: str) -> None:
            done.from_now(lambda kept: kept.deleting.add(body))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=handle)
            done.add(lambda kept: kept.deleted.add(body))

        return write

    def check(kept: Kept) -> None:
        sqs = server.client("sqs")
        url = sqs.get_queue_url(QueueName=kept.queue)["QueueUrl"]
        told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        in_flight = int(told["ApproximateNumberOfMessagesNotVisible"])
        found: set[str] = set()
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found |= {message["Body"] for message in messages}
        assert not found & kept.deleted
        # What a writer was about to be given when the server was killed stays in flight.
        assert len(kept.sent - kept.deleting - found) <= in_flight <= WRITERS

    killed(server, kills, Kept, writes, check)
