"""Metrics, put and asked for by boto3 and the AWS CLI, in each of the service's protocols."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of, speaking
from harness.server import Server


@pytest.fixture
def credentials(unused_account: Callable[[], str]) -> Credentials:
    return Credentials(unused_account(), "any")


@pytest.fixture
def metrics(dev_server: Server, credentials: Credentials) -> Any:
    """A client of an account that no other test uses."""
    return client("cloudwatch", dev_server.endpoint, credentials)


def last_hour() -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {"StartTime": now - timedelta(hours=1), "EndTime": now + timedelta(minutes=1)}


def values(metrics: Any, name: str, stat: str, period: int = 3600) -> list[float]:
    metric = {"Namespace": "Shop", "MetricName": name}
    stat = {"Metric": metric, "Period": period, "Stat": stat}
    query = {"Id": "q", "MetricStat": stat}
    answer = metrics.get_metric_data(MetricDataQueries=[query], **last_hour())
    (result,) = answer["MetricDataResults"]
    assert result["Label"] == name and result["StatusCode"] == "Complete"
    return result["Values"]


def test_what_is_put_is_told(metrics: Any) -> None:
    data = [
        {"MetricName": "Took", "Values": [1.0, 2.0, 3.0], "Counts": [2.0, 1.0, 1.0]},
        {
            "MetricName": "Took",
            "StatisticValues": {"SampleCount": 2, "Sum": 20, "Minimum": 10, "Maximum": 10},
        },
    ]
    metrics.put_metric_data(Namespace="Shop", MetricData=data)
    assert sum(values(metrics, "Took", "Sum")) == 27
    assert sum(values(metrics, "Took", "SampleCount")) == 6
    assert max(values(metrics, "Took", "p90")) == 10
    point = metrics.get_metric_statistics(
        Namespace="Shop",
        MetricName="Took",
        Period=7200,
        Statistics=["Sum", "Minimum"],
        ExtendedStatistics=["p50"],
        **last_hour(),
    )["Datapoints"][0]
    assert (point["Minimum"], point["Unit"]) == (1, "None")
    (listed,) = metrics.list_metrics(Namespace="Shop", RecentlyActive="PT3H")["Metrics"]
    assert listed == {"Namespace": "Shop", "MetricName": "Took", "Dimensions": []}


def test_a_large_call_comes_compressed(metrics: Any) -> None:
    data = [{"MetricName": f"Shelf-{number}", "Value": number} for number in range(600)]
    sent: list[Any] = []
    metrics.meta.events.register("before-send.*", lambda request, **_: sent.append(request))
    metrics.put_metric_data(Namespace="Shop", MetricData=data)
    assert sent[0].headers["Content-Encoding"] in ("gzip", b"gzip")
    pages = list(metrics.get_paginator("list_metrics").paginate(Namespace="Shop"))
    assert [len(page["Metrics"]) for page in pages] == [500, 100]
    assert sum(values(metrics, "Shelf-599", "Maximum")) == 599


@pytest.mark.parametrize("protocol", ["smithy-rpc-v2-cbor", "json", "query"])
def test_each_protocol_is_spoken(
    dev_server: Server, credentials: Credentials, protocol: str, tmp_path: Path
) -> None:
    spoken = speaking("cloudwatch", protocol, tmp_path, dev_server.endpoint, credentials)
    assert spoken.meta.service_model.resolved_protocol == protocol
    datum = {"MetricName": "Orders", "Value": 2.5, "Unit": "Count"}
    spoken.put_metric_data(Namespace="Shop", MetricData=[datum])
    assert values(spoken, "Orders", "Sum") == [2.5]
    refused = error_of(spoken.put_metric_data, Namespace="AWS/EC2", MetricData=[datum])
    message = "The value AWS/ for parameter Namespace is invalid."
    assert refused == ("InvalidParameterValue", message, 400)
    code, message, _ = error_of(spoken.put_metric_data, Namespace=":", MetricData=[datum])
    assert (code, "1 validation error detected" in message) == ("ValidationError", True)


def test_what_is_not_there_is_said(metrics: Any) -> None:
    assert error_of(metrics.describe_alarms)[0] == "NotImplemented"
    query = {"Id": "all", "Expression": "SEARCH('{Shop} Orders', 'Sum')"}
    refused = error_of(metrics.get_metric_data, MetricDataQueries=[query], **last_hour())
    assert refused[0] == "NotImplemented"


def test_expressions_are_computed(metrics: Any, unique: Callable[[str], str]) -> None:
    space = unique("Shop")
    for name, value in (("Orders", 20), ("Errors", 5)):
        metrics.put_metric_data(Namespace=space, MetricData=[{"MetricName": name, "Value": value}])
    read = [
        {
            "Id": name.lower(),
            "MetricStat": {
                "Metric": {"Namespace": space, "MetricName": name},
                "Period": 3600,
                "Stat": "Sum",
            },
            "ReturnData": False,
        }
        for name in ("Orders", "Errors")
    ]
    share = {"Id": "share", "Expression": "100 * errors / orders", "Label": "in a hundred"}
    total = {"Id": "total", "Expression": "SUM(METRICS())"}
    asked = [*read, share, total]
    told = metrics.get_metric_data(MetricDataQueries=asked, **last_hour())["MetricDataResults"]
    assert [(one["Label"], one["Values"]) for one in told] == [
        ("in a hundred", [25.0]),
        ("total", [25.0]),
    ]
    wrong = [*read, {"Id": "none", "Expression": "SUM(orders"}]
    refused = error_of(metrics.get_metric_data, MetricDataQueries=wrong, **last_hour())
    assert refused[0] == "ValidationError" and "Error in expression 'none'" in refused[1]


def test_the_command_line_puts_and_lists(cli: Cli) -> None:
    put = ["--namespace", "Tills", "--metric-name", "Orders", "--value", "3", "--unit", "Count"]
    done = cli("cloudwatch", "put-metric-data", *put, "--dimensions", "Till=1,Shift=night")
    assert done.returncode == 0, done.stderr
    done = cli("cloudwatch", "list-metrics", "--namespace", "Tills", "--output", "json")
    (metric,) = json.loads(done.stdout)["Metrics"]
    names = [dimension["Name"] for dimension in metric["Dimensions"]]
    assert (metric["MetricName"], names) == ("Orders", ["Shift", "Till"])
