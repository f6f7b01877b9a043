"""Events by boto3 and the AWS CLI: rules match them, targets are given them, and none is lost."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, error_of
from harness.crash import Acknowledged, killed
from harness.guard import Guard, scan
from harness.server import Server
from harness.trails import eventually

REGION = "us-east-1"


class Scene:
    """Rules and queues of a server's account."""

    def __init__(self, server: Server, credentials: Credentials | None = None) -> None:
        self.events = server.client("events", credentials)
        self.sqs = server.client("sqs", credentials)
        sts = server.client("sts", credentials)
        self.account = sts.get_caller_identity()["Account"]

    def arn(self, service: str, name: str) -> str:
        return f"arn:aws:{service}:{REGION}:{self.account}:{name}"

    def queue(self, name: str, *, admits: bool = True, **attributes: str) -> tuple[str, str]:
        """The URL and the ARN of a queue that EventBridge may send to."""
        arn = self.arn("sqs", name)
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": self.account}},
        }
        if admits:
            policy = {"Version": "2012-10-17", "Statement": [statement]}
            attributes["Policy"] = json.dumps(policy)
        return self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"], arn

    def rule(self, name: str, pattern: dict[str, Any], target: dict[str, Any], **more: Any) -> str:
        arn = self.events.put_rule(Name=name, EventPattern=json.dumps(pattern), **more)["RuleArn"]
        bus = {key: value for key, value in more.items() if key == "EventBusName"}
        done = self.events.put_targets(Rule=name, Targets=[{"Id": "t", **target}], **bus)
        assert done["FailedEntryCount"] == 0
        return arn

    def put(self, source: str, bus: str = "default", **detail: Any) -> str:
        entry = {"Source": source, "DetailType": "Order", "Detail": json.dumps(detail)}
        done = self.events.put_events(Entries=[{**entry, "EventBusName": bus}])
        assert done["FailedEntryCount"] == 0, done
        return done["Entries"][0]["EventId"]

    def receive(self, url: str, **more: Any) -> dict[str, Any]:
        """The next message."""
        told = self.sqs.receive_message(
            QueueUrl=url, WaitTimeSeconds=20, MessageAttributeNames=["All"], **more
        )
        [message] = told["Messages"]
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return message

    def reasons(self, url: str) -> dict[str, str]:
        """What a dead letter says of why it is one."""
        told = self.receive(url)["MessageAttributes"]
        return {name: value["StringValue"] for name, value in told.items()}


@pytest.fixture
def scene(server: Server) -> Scene:
    return Scene(server)


def test_an_event_reaches_a_queue_as_it_is(scene: Scene, unique: Callable[[str], str]) -> None:
    source = unique("shop")
    url, arn = scene.queue(unique("q"))
    scene.rule(source, {"source": [source], "detail": {"n": [{"numeric": [">", 1]}]}}, {"Arn": arn})
    scene.put(source, n=1)
    id = scene.put(source, n=2)
    event = json.loads(scene.receive(url)["Body"])
    assert event["id"] == id and event["version"] == "0" and event["resources"] == []
    assert (event["source"], event["detail-type"]) == (source, "Order")
    assert (event["account"], event["region"]) == (scene.account, REGION)
    assert event["detail"] == {"n": 2}


def test_a_transformer_makes_what_a_queue_is_given(
    scene: Scene, unique: Callable[[str], str]
) -> None:
    source = unique("shop")
    url, arn = scene.queue(unique("q"))
    transformer = {
        "InputPathsMap": {"n": "$.detail.n"},
        "InputTemplate": '{"number": <n>, "rule": <aws.events.rule-name>}',
    }
    target = {"Arn": arn, "InputTransformer": transformer}
    scene.rule(source, {"source": [source]}, target)
    scene.put(source, n=7)
    assert json.loads(scene.receive(url)["Body"]) == {"number": 7, "rule": source}
    [told] = scene.events.list_targets_by_rule(Rule=source)["Targets"]
    assert told == {"Id": "t", **target}
    assert scene.events.list_rule_names_by_target(TargetArn=arn)["RuleNames"] == [source]


def test_a_fifo_queue_takes_events_of_a_group_in_order(
    scene: Scene, unique: Callable[[str], str]
) -> None:
    source = unique("shop")
    url, arn = scene.queue(unique("q") + ".fifo", FifoQueue="true")
    target = {"Arn": arn, "InputPath": "$.detail.n", "SqsParameters": {"MessageGroupId": "g"}}
    scene.rule(source, {"source": [source]}, target)
    for number in range(10):
        scene.put(source, n=number)
    assert [scene.receive(url)["Body"] for _ in range(10)] == [str(n) for n in range(10)]


def test_what_a_queue_refuses_is_a_dead_letter(scene: Scene, unique: Callable[[str], str]) -> None:
    source = unique("shop")
    dead, dead_arn = scene.queue(unique("dead"))
    _, denied = scene.queue(unique("q"), admits=False)
    letters = {"DeadLetterConfig": {"Arn": dead_arn}}
    rule = scene.rule(source, {"source": [source]}, {"Arn": denied, **letters})
    scene.put(source, n=1)
    reasons = scene.reasons(dead)
    assert reasons.pop("ERROR_MESSAGE")
    assert reasons == {
        "RULE_ARN": rule,
        "TARGET_ARN": denied,
        "TARGET_ID": "t",
        "ERROR_CODE": "NO_PERMISSIONS",
        "RETRY_ATTEMPTS": "0",
    }


@pytest.mark.parametrize("target", ["sqs:absent", "lambda:function:absent"])
def test_what_is_for_nobody_is_a_dead_letter(
    scene: Scene, unique: Callable[[str], str], target: str
) -> None:
    source = unique("shop")
    dead, dead_arn = scene.queue(unique("dead"))
    service, name = target.split(":", 1)
    arn = scene.arn(service, name)
    letters = {"DeadLetterConfig": {"Arn": dead_arn}}
    scene.rule(source, {"source": [source]}, {"Arn": arn, **letters})
    scene.put(source, n=1)
    reasons = scene.reasons(dead)
    assert reasons["TARGET_ARN"] == arn
    # Whether there is such a function is not for those to know whom it does not admit.
    assert reasons["ERROR_CODE"] in ("NO_RESOURCE", "NO_PERMISSIONS")


def test_another_accounts_bus_takes_what_its_policy_admits(
    dev_server: Server, unused_account: Callable[[], str], unique: Callable[[str], str]
) -> None:
    near, far = (Scene(dev_server, Credentials(unused_account(), "any")) for _ in range(2))
    source, bus = unique("shop"), unique("bus")
    bus_arn = far.events.create_event_bus(Name=bus)["EventBusArn"]
    url, arn = far.queue(unique("q"))
    far.rule(source, {"source": [source]}, {"Arn": arn}, EventBusName=bus)
    dead, dead_arn = near.queue(unique("dead"))
    letters = {"DeadLetterConfig": {"Arn": dead_arn}}
    near.rule(source, {"source": [source]}, {"Arn": bus_arn, **letters})
    entry = {"Source": source, "DetailType": "Order", "Detail": "{}", "EventBusName": bus_arn}
    code, message, _ = error_of(near.events.put_events, Entries=[entry])
    assert code.startswith("AccessDenied") and "events:PutEvents" in message
    near.put(source, n=1)
    assert near.reasons(dead)["ERROR_CODE"] == "NO_PERMISSIONS"
    far.events.put_permission(
        EventBusName=bus, Action="events:PutEvents", Principal=near.account, StatementId="near"
    )
    id = near.put(source, n=2)
    event = json.loads(far.receive(url)["Body"])
    assert (event["id"], event["account"], event["detail"]) == (id, near.account, {"n": 2})


def test_an_event_is_passed_on_once(scene: Scene, unique: Callable[[str], str]) -> None:
    source = unique("shop")
    dead, dead_arn = scene.queue(unique("dead"))
    second, third = (
        scene.events.create_event_bus(Name=unique("bus"))["EventBusArn"] for _ in range(2)
    )
    scene.rule(source, {"source": [source]}, {"Arn": second})
    target = {"Arn": third, "DeadLetterConfig": {"Arn": dead_arn}}
    scene.rule(source, {"source": [source]}, target, EventBusName=second.split("/")[1])
    scene.put(source)
    assert scene.reasons(dead)["ERROR_CODE"] == "THIRD_ACCOUNT_HOP_DETECTED"


def test_the_cli_makes_tries_and_deletes_a_rule(cli: Cli, unique: Callable[[str], str]) -> None:
    def events(*words: str) -> Any:
        done = cli("--endpoint-url", cli.environment["AWS_ENDPOINT_URL"], "events", *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    name, pattern = unique("rule"), '{"source":["shop"]}'
    made = events("put-rule", "--name", name, "--event-pattern", pattern, "--tags", "Key=a,Value=b")
    told = events("list-tags-for-resource", "--resource-arn", made["RuleArn"])
    assert told["Tags"] == [{"Key": "a", "Value": "b"}]
    events("disable-rule", "--name", name)
    assert events("describe-rule", "--name", name)["State"] == "DISABLED"
    event = {
        "id": "1",
        "account": "123456789012",
        "source": "shop",
        "time": "2026-11-27T00:00:00Z",
        "region": REGION,
        "resources": [],
        "detail-type": "Order",
        "detail": {},
    }
    tried = events("test-event-pattern", "--event-pattern", pattern, "--event", json.dumps(event))
    assert tried["Result"] is True
    events("delete-rule", "--name", name)
    found = events("list-rules", "--name-prefix", name)
    assert found["Rules"] == []


def test_calls_that_change_something_are_events(scene: Scene, unique: Callable[[str], str]) -> None:
    name = unique("watched")
    url, arn = scene.queue(unique("q"))
    detail = {"eventName": ["CreateEventBus", "DescribeEventBus"]}
    detail |= {"requestParameters": {"name": [name]}}
    kind = ["AWS API Call via CloudTrail"]
    scene.rule(
        name, {"source": ["aws.events"], "detail-type": kind, "detail": detail}, {"Arn": arn}
    )
    scene.events.create_event_bus(Name=name)
    scene.events.describe_event_bus(Name=name)
    scene.events.delete_event_bus(Name=name)
    event = json.loads(scene.receive(url)["Body"])
    assert event["detail"]["eventName"] == "CreateEventBus"
    assert event["detail"]["eventSource"] == "events.amazonaws.com"
    assert "Messages" not in scene.sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2)


class Kept:
    """The events that were acknowledged, of a rule and a queue of their own."""

    numbers = itertools.count()

    def __init__(self) -> None:
        self.name = f"kept-{next(self.numbers)}"
        self.put: set[str] = set()


def test_kills_lose_no_event(server_factory: Callable[..., Server], kills: int) -> None:
    server = server_factory()

    def writes(done: Acknowledged[Kept]) -> Callable[[str], None]:
        scene, name = Scene(server), done.kept.name
        _, arn = scene.queue(name)
        target = {"Arn": arn, "InputPath": "$.detail.name"}
        scene.rule(name, {"source": [name]}, target)

        def write(event: str) -> None:
            scene.put(name, name=event)
            done.add(lambda kept: kept.put.add(event))

        return write

    def check(kept: Kept) -> None:
        scene = Scene(server)
        url = scene.sqs.get_queue_url(QueueName=kept.name)["QueueUrl"]
        found: set[str] = set()

        def all_there() -> bool:
            told = scene.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
            found.update(json.loads(message["Body"]) for message in told.get("Messages", []))
            return kept.put <= found

        eventually(all_there)

    killed(server, kills, Kept, writes, check)


def test_a_finding_of_guardduty_reaches_a_queue(
    binary: Path, server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    server = server_factory()
    guard, scene = Guard(binary, server, tmp_path), Scene(server)
    url, arn = scene.queue("findings")
    pattern = {"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">=", 4]}]}}
    scene.rule("findings", pattern, {"Arn": arn})
    log = tmp_path / "flows.log"
    log.write_text(scan(1, 200))
    assert guard.ingest("--flows", str(log))["FLOWS"]["newFindings"] > 0
    event = json.loads(scene.receive(url)["Body"])
    assert event["detail-type"] == "GuardDuty Finding"
    [finding] = [one for one in guard.findings() if one["Id"] == event["detail"]["id"]]
    assert event["detail"]["type"] == finding["Type"]
    assert event["detail"]["severity"] == finding["Severity"] >= 4
    assert event["detail"]["service"]["detectorId"] == guard.detector
