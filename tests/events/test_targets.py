"""Targets: roles that they are passed, and log groups."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, error_of
from harness.server import Server
from harness.trails import eventually

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


@pytest.fixture(scope="module")
def server(server_factory: Callable[..., Server]) -> Server:
    return server_factory()


def document(*actions: str, **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_role_is_passed_by_who_may_pass_it(server: Server) -> None:
    iam, sqs, root = server.client("iam"), server.client("sqs"), server.client("events")
    role = iam.create_role(RoleName="sender", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    iam.put_role_policy(
        RoleName="sender", PolicyName="p", PolicyDocument=document("sqs:SendMessage")
    )
    iam.create_user(UserName="ruler")
    iam.put_user_policy(UserName="ruler", PolicyName="p", PolicyDocument=document("events:*"))
    key = Credentials.from_key(iam.create_access_key(UserName="ruler"))
    events = server.client("events", key)
    url = sqs.create_queue(QueueName="roled")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    target = {"Id": "t", "Arn": arn["Attributes"]["QueueArn"], "RoleArn": role["Arn"]}
    events.put_rule(Name="roled", EventPattern='{"source":["shop"]}')
    code, message, _ = error_of(events.put_targets, Rule="roled", Targets=[target])
    assert code == "AccessDeniedException" and "iam:PassRole" in message
    passes = {"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}}
    iam.put_user_policy(
        UserName="ruler",
        PolicyName="pass",
        PolicyDocument=document("iam:PassRole", Condition=passes),
    )
    assert events.put_targets(Rule="roled", Targets=[target])["FailedEntryCount"] == 0
    root.put_events(Entries=[{"Source": "shop", "DetailType": "Order", "Detail": "{}"}])
    received = eventually(lambda: sqs.receive_message(QueueUrl=url).get("Messages"))
    assert json.loads(received[0]["Body"])["source"] == "shop"


def test_a_log_group_is_written_to_by_its_resource_policy(server: Server) -> None:
    events, logs = server.client("events"), server.client("logs")
    account = server.client("sts").get_caller_identity()["Account"]
    group = "/aws/events/orders"
    logs.create_log_group(logGroupName=group)
    arn = f"arn:aws:logs:us-east-1:{account}:log-group:{group}"
    events.put_rule(Name="logged", EventPattern='{"source":["till"]}')
    events.put_targets(Rule="logged", Targets=[{"Id": "t", "Arn": arn}])
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"{arn}:*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    logs.put_resource_policy(policyName="events", policyDocument=policy)
    details = [{"n": n} for n in range(20)]
    entry = {"Source": "till", "DetailType": "Order"}
    for at in (0, 10):
        entries = [{**entry, "Detail": json.dumps(one)} for one in details[at : at + 10]]
        assert events.put_events(Entries=entries)["FailedEntryCount"] == 0

    def written() -> list[dict[str, Any]]:
        found = logs.filter_log_events(logGroupName=group)["events"]
        return sorted((json.loads(one["message"])["detail"] for one in found), key=str)

    eventually(lambda: len(written()) >= 20)
    assert written() == sorted(details, key=str), "each once, though the stream was new to all"
