"""What goes through a load balancer is counted, and told as CloudWatch's metrics."""

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


class Metrics:
    """The metrics of a site's balancer."""

    def __init__(self, site: Site) -> None:
        self.cloudwatch = client("cloudwatch", site.server.endpoint, site.credentials)
        name = site.arn.split(":loadbalancer/")[1]
        self.balancer = {"Name": "LoadBalancer", "Value": name}
        self.group = {"Name": "TargetGroup", "Value": site.group.split(":")[-1]}

    def total(self, name: str, stat: str = "Sum", *, of_group: bool = False) -> float:
        """A statistic of the last ten minutes, all of its values added."""
        dimensions = [self.balancer, *([self.group] if of_group else [])]
        namespace = "AWS/ApplicationELB"
        metric = {"Namespace": namespace, "MetricName": name, "Dimensions": dimensions}
        now = datetime.now(UTC)
        answer = self.cloudwatch.get_metric_data(
            MetricDataQueries=[
                {"Id": "q", "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat}}
            ],
            StartTime=now - timedelta(minutes=10),
            EndTime=now + timedelta(minutes=1),
        )
        return sum(answer["MetricDataResults"][0]["Values"])

    def once(self, name: str, wanted: float, **more: Any) -> None:
        """Waits until a metric has come to this: a request is counted when it has ended, which may
        be after its answer has come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (told := self.total(name, **more)) != wanted:
            assert time.monotonic() < deadline, (name, told)


def test_requests_are_counted(site: Site) -> None:
    assert [site.status(), site.status()] == [200, 200]
    metrics = Metrics(site)
    for of_group in (False, True):
        metrics.once("RequestCount", 2, of_group=of_group)
        metrics.once("HTTPCode_Target_2XX_Count", 2, of_group=of_group)
        metrics.once("TargetResponseTime", 2, stat="SampleCount", of_group=of_group)
        assert 0 < metrics.total("TargetResponseTime", "p50", of_group=of_group) < 60
    metrics.once("NewConnectionCount", 2)
    assert metrics.total("ProcessedBytes") > 100
    assert metrics.total("HTTPCode_ELB_4XX_Count") == 0


def test_what_is_blocked_is_no_request_for_a_target(site: Site) -> None:
    site.protect(rule("no-admin", path(b"/admin")))
    assert [site.status("/admin"), site.status("/")] == [403, 200]
    metrics = Metrics(site)
    metrics.once("HTTPCode_ELB_4XX_Count", 1)
    metrics.once("RequestCount", 1)


def test_a_target_that_is_gone_is_an_error_of_the_balancer(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    with application() as port:
        pass
    site = Site(dev_server, unused_account(), port)
    assert site.status() == 502
    metrics = Metrics(site)
    metrics.once("HTTPCode_ELB_502_Count", 1)
    metrics.once("HTTPCode_ELB_5XX_Count", 1)
    metrics.once("TargetConnectionErrorCount", 1)


def test_well_targets_are_counted(site: Site) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    metrics = Metrics(site)
    while metrics.total("HealthyHostCount", "Maximum", of_group=True) < 1:
        assert time.monotonic() < deadline
    assert metrics.total("UnHealthyHostCount", "Maximum", of_group=True) == 0
