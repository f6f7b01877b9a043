"""The event history: every call, allowed or denied, without secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.aws import Cli, Credentials, error_of
from harness.server import Server


def events(server: Server, key: str, value: str) -> list[dict[str, Any]]:
    attributes = [{"AttributeKey": key, "AttributeValue": value}]
    pages = server.client("cloudtrail").get_paginator("lookup_events")
    found = [
        event for page in pages.paginate(LookupAttributes=attributes) for event in page["Events"]
    ]
    return [{**event, "Record": json.loads(event["CloudTrailEvent"])} for event in found]


@pytest.fixture
def user(server: Server, unique) -> tuple[str, Credentials]:
    name = unique("ada")
    iam = server.client("iam")
    iam.create_user(UserName=name)
    return name, Credentials.from_key(iam.create_access_key(UserName=name))


def test_a_change_is_in_the_record_when_its_call_returns(server: Server, user) -> None:
    name, key = user
    found = events(server, "ResourceName", name)
    assert {event["EventName"] for event in found} >= {"CreateUser"}
    record = next(e["Record"] for e in found if e["EventName"] == "CreateUser")
    assert record["eventSource"] == "iam.amazonaws.com"
    assert record["userIdentity"]["type"] == "Root"
    assert record["requestParameters"]["userName"] == name
    assert record["responseElements"]["user"]["userName"] == name
    assert record["readOnly"] is False
    assert record["sourceIPAddress"] == "127.0.0.1"
    assert key.secret_key not in json.dumps([event["CloudTrailEvent"] for event in found])


def test_a_secret_is_hidden_where_it_was_handed_out(server: Server, user) -> None:
    _, key = user
    made = events(server, "EventName", "CreateAccessKey")
    texts = json.dumps([event["CloudTrailEvent"] for event in made])
    assert key.access_key in texts
    assert key.secret_key not in texts


def test_a_denied_call_is_recorded_with_its_error(server: Server, user) -> None:
    name, key = user
    code, message, _ = error_of(server.client("iam", key).list_users)
    assert code == "AccessDenied"
    found = [e for e in events(server, "Username", name) if e["EventName"] == "ListUsers"]
    record = found[0]["Record"]
    assert (record["errorCode"], record["errorMessage"]) == ("AccessDenied", message)
    assert record["userIdentity"]["userName"] == name
    assert found[0]["AccessKeyId"] == key.access_key


def test_a_request_is_found_by_its_id(server: Server) -> None:
    answer = server.client("sts").get_caller_identity()
    request = answer["ResponseMetadata"]["RequestId"]
    found = events(server, "EventName", "GetCallerIdentity")
    record = next(e["Record"] for e in found if e["Record"]["requestID"] == request)
    again = events(server, "EventId", record["eventID"])
    assert [e["Record"]["requestID"] for e in again] == [request]


def test_the_newest_come_first_a_page_at_a_time(server: Server) -> None:
    for _ in range(5):
        server.client("sts").get_caller_identity()
    cloudtrail = server.client("cloudtrail")
    attributes = [{"AttributeKey": "EventName", "AttributeValue": "GetCallerIdentity"}]
    first = cloudtrail.lookup_events(LookupAttributes=attributes, MaxResults=2)
    second = cloudtrail.lookup_events(
        LookupAttributes=attributes, MaxResults=2, NextToken=first["NextToken"]
    )
    times = [event["EventTime"] for event in first["Events"] + second["Events"]]
    assert len(times) == 4
    assert times == sorted(times, reverse=True)
    ids = {event["EventId"] for event in first["Events"] + second["Events"]}
    assert len(ids) == 4


def test_data_events_are_not_in_the_history(server: Server, unique) -> None:
    s3 = server.client("s3")
    bucket = unique("b")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    names = {event["EventName"] for event in events(server, "EventSource", "s3.amazonaws.com")}
    assert "CreateBucket" in names
    assert "PutObject" not in names


def test_no_insights_are_made_up(server: Server) -> None:
    assert server.client("cloudtrail").lookup_events(EventCategory="insight")["Events"] == []


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"NextToken": "bm90aGluZw"}, "InvalidNextTokenException"),
        ({"StartTime": 2_000_000_000, "EndTime": 1_000_000_000}, "InvalidTimeRangeException"),
        (
            {"LookupAttributes": [{"AttributeKey": "ReadOnly", "AttributeValue": "maybe"}]},
            "InvalidLookupAttributesException",
        ),
    ],
)
def test_what_is_refused(server: Server, parameters, code) -> None:
    assert error_of(server.client("cloudtrail").lookup_events, **parameters)[0] == code


def test_a_user_needs_permission_to_look(server: Server, user) -> None:
    code, message, status = error_of(server.client("cloudtrail", user[1]).lookup_events)
    assert (code, status) == ("AccessDeniedException", 400)
    assert "cloudtrail:LookupEvents" in message


def test_by_the_cli(cli: Cli) -> None:
    done = cli("cloudtrail", "lookup-events", "--max-results", "1", "--output", "json")
    assert done.returncode == 0, done.stderr
    assert "Events" in json.loads(done.stdout)
