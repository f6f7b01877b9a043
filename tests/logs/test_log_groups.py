"""Log groups by boto3 and the AWS CLI: what is put is read in order, and nothing of it is lost."""

from __future__ import annotations

import contextlib
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, error_of
from harness.crash import Acknowledged, killed
from harness.server import Server

HOUR = 3_600_000
DAY = 24 * HOUR
HOSTILE = [
    "häuser \U0001f600",
    "\x00\x01\x1b[31m\x7f",
    '"}],"logEvents":[{"message":"x',
    "'; DROP TABLE record; --",
    "${jndi:ldap://127.0.0.1/x}",
    "\r\nHTTP/1.1 200 OK\r\n\r\n",
    "%s%n" * 50,
]


@pytest.fixture
def logs(server: Server) -> Any:
    return server.client("logs")


@pytest.fixture
def group(logs: Any, unique: Callable[[str], str]) -> str:
    name = f"/app/{unique('web')}"
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    return name


def now() -> int:
    return int(time.time() * 1000)


def put(logs: Any, group: str, messages: list[tuple[int, str]], stream: str = "s") -> Any:
    events = [{"timestamp": at, "message": message} for at, message in messages]
    return logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=events)


def said(answer: Any) -> list[str]:
    return [event["message"] for event in answer["events"]]


def test_what_is_put_is_read_as_it_was(logs: Any, group: str) -> None:
    start = now()
    put(logs, group, [(start + index, text) for index, text in enumerate(HOSTILE)])
    told = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True)
    assert said(told) == HOSTILE
    assert [event["timestamp"] - start for event in told["events"]] == list(range(len(HOSTILE)))
    [stream] = logs.describe_log_streams(logGroupName=group)["logStreams"]
    assert stream["firstEventTimestamp"] == start
    assert stream["lastEventTimestamp"] == start + len(HOSTILE) - 1
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, PaginationConfig={"PageSize": 2}
    )
    assert [message for page in pages for message in said(page)] == HOSTILE


def test_batches_that_are_none_are_refused(logs: Any, group: str) -> None:
    start = now()
    for messages in [
        [(start + 1, "a"), (start, "b")],
        [(start - DAY - 1, "a"), (start, "b")],
        [(start, "x" * 600_000), (start, "y" * 600_000)],
        [(start, "x")] * 10_001,
    ]:
        code, _, _ = error_of(lambda messages=messages: put(logs, group, messages))
        assert code == "InvalidParameterException"
    told = put(logs, group, [(start - 15 * DAY, "old")])
    assert told["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 1}
    told = put(logs, group, [(start, "now"), (start + 3 * HOUR, "new")])
    assert told["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    assert said(logs.filter_log_events(logGroupName=group)) == ["now"]


def test_patterns_find_events(logs: Any, group: str) -> None:
    start = now()
    lines = [
        "ERROR 500 of a disk",
        "WARN 80 percent",
        '{"level": "error", "code": 503, "user": {"name": "ana"}}',
        '10.0.0.1 - frank [10/Oct/2026:13:25:15 -0700] "GET / HTTP/1.0" 404 1534',
    ]
    put(logs, group, [(start + index, line) for index, line in enumerate(lines)])
    for pattern, found in [
        ("", [0, 1, 2, 3]),
        ("?ERROR ?WARN", [0, 1]),
        ('ERROR -"of a network"', [0]),
        ("%[A-Z]+ [0-9]{2} %", None),
        ("%WARN\\s[0-9]{2}%", [1]),
        ('{ $.code >= 500 && $.user.name = "an*" }', [2]),
        ("{ $.missing NOT EXISTS }", [2]),
        ("[ip, id, user, at, request, status=4*, bytes>1000]", [3]),
        ("[..., bytes]", [0, 1, 2, 3]),
        ("a-b", None),
        ("{ $.code", None),
    ]:
        asked = {"logGroupName": group, "filterPattern": pattern}
        if found is None:
            code, _, _ = error_of(logs.filter_log_events, **asked)
            assert code == "InvalidParameterException", pattern
        else:
            assert said(logs.filter_log_events(**asked)) == [lines[at] for at in found], pattern


def test_the_cli_makes_a_group_and_searches_it(
    server: Server, tmp_path: Path, unique: Callable[[str], str]
) -> None:
    cli = Cli(server, tmp_path)
    group = f"/cli/{unique('web')}"

    def run(*words: str) -> str:
        done = cli("logs", *words, "--endpoint-url", server.endpoint, "--region", "us-east-1")
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("create-log-group", "--log-group-name", group, "--tags", "stage=test")
    run("create-log-stream", "--log-group-name", group, "--log-stream-name", "s")
    run("put-retention-policy", "--log-group-name", group, "--retention-in-days", "7")
    event = f"timestamp={now()},message=hello"
    run(
        "put-log-events",
        *["--log-group-name", group, "--log-stream-name", "s", "--log-events", event],
    )
    since = ["--log-group-name", group, "--start-time", str(now() - 300_000)]
    [found] = json.loads(run("filter-log-events", *since))["events"]
    assert found["message"] == "hello"
    other = run("filter-log-events", *since, "--filter-pattern", "other")
    assert json.loads(other)["events"] == []
    read = run("get-log-events", "--log-group-name", group, "--log-stream-name", "s")
    assert [event["message"] for event in json.loads(read)["events"]] == ["hello"]
    [told] = json.loads(run("describe-log-groups", "--log-group-name-prefix", group))["logGroups"]
    assert told["retentionInDays"] == 7
    tags = run("list-tags-for-resource", "--resource-arn", told["logGroupArn"])
    assert json.loads(tags) == {"tags": {"stage": "test"}}
    run("delete-log-group", "--log-group-name", group)
    assert json.loads(run("describe-log-groups", "--log-group-name-prefix", group)) == {
        "logGroups": []
    }


class Kept:
    """What was acknowledged of a group of its own."""

    numbers = itertools.count()

    def __init__(self) -> None:
        self.group = f"group-{next(self.numbers)}"
        self.put: set[str] = set()


def test_kills_lose_no_event(server_factory: Any, kills: int) -> None:
    server = server_factory()

    def writes(done: Acknowledged[Kept]) -> Callable[[str], None]:
        logs = server.client("logs")
        # Of the writers of a group one makes it.
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=done.kept.group)
        with contextlib.suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_stream(logGroupName=done.kept.group, logStreamName="s")

        def write(name: str) -> None:
            messages = [f"{name}-{number}" for number in range(3)]
            put(logs, done.kept.group, [(now(), message) for message in messages])
            done.add(lambda kept: kept.put.update(messages))

        return write

    def check(kept: Kept) -> None:
        logs = server.client("logs")
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=kept.group)
        found = [message for page in pages for message in said(page)]
        assert len(found) == len(set(found))
        assert kept.put <= set(found)

    killed(server, kills, Kept, writes, check)
