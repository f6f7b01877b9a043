"""Queries on event data stores: SQL over what was recorded."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, error_of
from harness.server import Server
from harness.trails import FAST

WAITED_SECONDS_MAX = 60


class Lake:
    """An event data store, and questions to it."""

    def __init__(self, server: Server, arn: str) -> None:
        self.cloudtrail = server.client("cloudtrail")
        self.arn = arn
        self.id = arn.rsplit("/")[-1]

    def start(self, statement: str) -> str:
        """Starts a query; `EDS` stands for the store."""
        text = statement.replace("EDS", self.id)
        return self.cloudtrail.start_query(QueryStatement=text)["QueryId"]

    def wait(self, query: str, *meanwhile: str) -> dict[str, Any]:
        """What is known of a query when it has ended, or is in none of these states any more."""
        for _ in range(WAITED_SECONDS_MAX * 10):
            told = self.cloudtrail.describe_query(QueryId=query)
            if told["QueryStatus"] not in (meanwhile or ("QUEUED", "RUNNING")):
                return told
            time.sleep(0.1)
        raise AssertionError(f"the query has not ended: {told}")

    def ask(self, statement: str) -> list[dict[str, str]]:
        """The rows that a query finds."""
        query = self.start(statement)
        told = self.wait(query)
        assert told["QueryStatus"] == "FINISHED", told
        pages = self.cloudtrail.get_query_results(QueryId=query)
        return [{k: v for cell in row for k, v in cell.items()} for row in pages["QueryResultRows"]]


@pytest.fixture
def lake(trail_server: Server, unique: Callable[[str], str]) -> Iterator[Lake]:
    """A new event data store."""
    cloudtrail = trail_server.client("cloudtrail")
    made = cloudtrail.create_event_data_store(
        Name=unique("lake"), TerminationProtectionEnabled=False
    )
    yield Lake(trail_server, made["EventDataStoreArn"])
    cloudtrail.delete_event_data_store(EventDataStore=made["EventDataStoreArn"])


def test_a_query_tells_who_did_what(
    trail_server: Server, lake: Lake, unique: Callable[[str], str]
) -> None:
    iam = trail_server.client("iam")
    names = sorted(unique("user") for _ in range(2))
    for name in names:
        iam.create_user(UserName=name)
    error_of(iam.get_user, UserName="nobody-of-this-name")
    created = lake.ask(
        "SELECT element_at(requestParameters, 'userName') AS created, userIdentity.type, eventTime "
        "FROM EDS WHERE eventSource = 'iam.amazonaws.com' AND eventName LIKE 'Create%' "
        "AND errorCode IS NULL ORDER BY created"
    )
    assert [row["created"] for row in created] == names
    assert {row["type"] for row in created} == {"Root"}
    failed = lake.ask(
        "SELECT eventName, count(*) AS n FROM EDS WHERE errorCode LIKE 'NoSuchEntity%' GROUP BY 1"
    )
    assert failed == [{"eventName": "GetUser", "n": "1"}]
    for name in names:
        iam.delete_user(UserName=name)


def test_what_a_query_read_is_counted(lake: Lake) -> None:
    query = lake.start("SELECT eventName FROM EDS WHERE eventName = 'CreateEventDataStore'")
    statistics = lake.wait(query)["QueryStatistics"]
    assert statistics["EventsMatched"] == 1
    assert statistics["EventsScanned"] >= 2
    assert statistics["BytesScanned"] > 1000
    assert statistics["ExecutionTimeInMillis"] >= 0
    listed = lake.cloudtrail.list_queries(EventDataStore=lake.arn)["Queries"]
    assert [one["QueryId"] for one in listed] == [query]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT name FROM sqlite_master", "not the id of an event data store"),
        ("SELECT load_extension('x') FROM EDS", "not known here"),
        ("ATTACH DATABASE '/tmp/x' AS y", "SELECT"),
        ("SELECT eventID FROM EDS; DELETE FROM EDS", "one SELECT"),
        ("SELECT colour FROM EDS", "cannot be resolved"),
    ],
)
def test_hostile_and_wrong_statements_are_refused(lake: Lake, statement: str, said: str) -> None:
    code, message, _ = error_of(lake.start, statement=statement)
    assert code == "InvalidQueryStatementException"
    assert said in message


def test_a_query_that_never_ends_is_cancelled(lake: Lake) -> None:
    sources = ", ".join(f"EDS AS t{number}" for number in range(40))
    lake.ask("SELECT count(*) FROM EDS")
    query = lake.start(f"SELECT count(*) FROM {sources}")
    told = lake.wait(query, "QUEUED")
    assert told["QueryStatus"] == "RUNNING", told
    lake.cloudtrail.cancel_query(QueryId=query)
    assert lake.wait(query)["QueryStatus"] == "CANCELLED"
    assert lake.ask("SELECT count(*) AS n FROM EDS")[0]["n"] != "0", "the next one is run"


def test_the_command_line_asks_too(trail_server: Server, lake: Lake, tmp_path: Path) -> None:
    cli = Cli(trail_server, tmp_path)
    text = f"SELECT eventName FROM {lake.id} LIMIT 1"
    started = cli("cloudtrail", "start-query", "--query-statement", text)
    query = json.loads(started.stdout)["QueryId"]
    lake.wait(query)
    found = json.loads(cli("cloudtrail", "get-query-results", "--query-id", query).stdout)
    assert list(found["QueryResultRows"][0][0]) == ["eventName"]


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_each_event_is_kept_once_across_kills(
    server_factory: Callable[..., Server], store: str | None
) -> None:
    server = server_factory(store=store, extra=FAST)
    made = server.client("cloudtrail").create_event_data_store(Name="lake")
    created: list[str] = []
    for turn in range(3):
        for number in range(20):
            name = f"user-{turn}-{number}"
            server.client("iam").create_user(UserName=name)
            created.append(name)
        if turn == 1:
            Lake(server, made["EventDataStoreArn"]).ask("SELECT count(*) FROM EDS")
        server.kill()
        server.start()
    kept = Lake(server, made["EventDataStoreArn"]).ask(
        "SELECT element_at(requestParameters, 'userName') AS name, count(*) AS n FROM EDS "
        "WHERE eventName = 'CreateUser' GROUP BY 1 ORDER BY 1"
    )
    assert kept == [{"name": name, "n": "1"} for name in sorted(created)]
    assert server.stop() == 0


def test_a_query_that_wants_too_much_memory_fails_alone(trail_server: Server, lake: Lake) -> None:
    for _ in range(120):
        lake.cloudtrail.list_trails()
    columns = ", ".join(f"{one}.userIdentity AS {one}" for one in "abc")
    joined = f"SELECT {columns} FROM EDS AS a, EDS AS b, EDS AS c ORDER BY a.eventID, c.eventTime"
    greedy = lake.start(joined)
    told = lake.wait(greedy)
    assert told["QueryStatus"] == "FAILED", told
    assert told["ErrorMessage"].startswith("the query needs too much memory")
    assert lake.ask("SELECT count(*) AS n FROM EDS WHERE eventName = 'ListTrails'")[0]["n"] == "120"
