"""What web ACLs have seen, as CloudWatch's metrics and as statistics of robots' paths."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.aws import client
from harness.edge import Site, application
from harness.server import Server
from harness.waf import path, rule

PATIENCE_SECONDS = 60


@pytest.fixture
def site(dev_server: Server, unused_account: Callable[[], str]) -> Iterator[Site]:
    with application() as port:
        yield Site(dev_server, unused_account(), port)


def window() -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {"StartTime": now - timedelta(minutes=10), "EndTime": now + timedelta(minutes=1)}


def test_requests_are_metrics_by_rule_and_action(site: Site) -> None:
    counted = {**rule("seen", path(b"/admin"), 1), "Action": {"Count": {}}}
    site.protect(counted, rule("admin", path(b"/admin"), 2))
    assert [site.status("/admin"), site.status("/"), site.status("/")] == [403, 200, 200]
    cloudwatch = client("cloudwatch", site.server.endpoint, site.credentials)

    def metric(name: str, of: str) -> dict[str, Any]:
        dimensions = {"WebACL": "all", "Region": "us-east-1", "Rule": of}
        pairs = [{"Name": key, "Value": value} for key, value in dimensions.items()]
        metric = {"Namespace": "AWS/WAFV2", "MetricName": name, "Dimensions": pairs}
        return {"Metric": metric, "Period": 60, "Stat": "Sum"}

    wanted = {
        "blocked": (metric("BlockedRequests", "admin"), 1),
        "seen": (metric("CountedRequests", "seen"), 1),
        "allowed": (metric("AllowedRequests", "Default_Action"), 2),
        "refused": (metric("BlockedRequests", "ALL"), 1),
    }
    queries = [{"Id": name, "MetricStat": stat} for name, (stat, _) in wanted.items()]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        told = cloudwatch.get_metric_data(MetricDataQueries=queries, **window())
        sums = {one["Id"]: sum(one["Values"]) for one in told["MetricDataResults"]}
        if sums == {name: count for name, (_, count) in wanted.items()}:
            break
        assert time.monotonic() < deadline, sums


def test_paths_are_told_by_the_robots_that_ask_for_them(site: Site) -> None:
    group = {"VendorName": "AWS", "Name": "AWSManagedRulesBotControlRuleSet"}
    control = rule("bots", {"ManagedRuleGroupStatement": group})
    del control["Action"]
    named = site.protect({**control, "OverrideAction": {"Count": {}}})
    for agent, place in (
        ("Mozilla/5.0 (compatible; GPTBot/1.1)", "/api/v1/users"),
        ("Mozilla/5.0 (compatible; GPTBot/1.1)", "/api/v1/users"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", "/robots.txt"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0", "/api/v1/users"),
    ):
        assert site.get(place, **{"User-Agent": agent})[0] == 200
    asked = {
        "WebAclArn": site.waf.get_web_acl(**named)["WebACL"]["ARN"],
        "Scope": "REGIONAL",
        "TimeWindow": window(),
        "Limit": 10,
        "NumberOfTopTrafficBotsPerPath": 1,
    }
    told = site.waf.get_top_path_statistics_by_traffic(**asked)
    paths = [(one["Path"], one["RequestCount"]) for one in told["PathStatistics"]]
    assert (told["TotalRequestCount"], paths) == (3, [("/api/", 2), ("/robots.txt", 1)])
    (robot,) = told["PathStatistics"][0]["TopBots"]
    assert (robot["BotName"], robot["Percentage"]) == ("gptbot", 100)
    below = site.waf.get_top_path_statistics_by_traffic(**asked, UriPathPrefix="/api")
    assert [one["Path"] for one in below["PathStatistics"]] == ["/api/v1/users"]
