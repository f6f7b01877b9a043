"""Access logs of load balancers, as they come to a bucket."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import client, error_of
from harness.edge import Site, application
from harness.server import Server
from harness.trails import FAST, eventually

SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"


@pytest.fixture(scope="module")
def fast(server_factory: Callable[..., Server]) -> Server:
    """A server that delivers logs every second."""
    return server_factory(dev=True, extra=FAST)


class Logged:
    """A site with a bucket beside it."""

    def __init__(self, server: Server, account: str, port: int) -> None:
        self.site = Site(server, account, port)
        self.account, self.bucket = account, f"logs-{account}"
        self.s3 = client("s3", server.endpoint, self.site.credentials)
        self.s3.create_bucket(Bucket=self.bucket)

    def admit(self, **condition: str) -> None:
        """Lets logs into the bucket by the policy of the user guide."""
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"Service": SERVICE},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{self.bucket}/alb/AWSLogs/{self.account}/*",
            "Condition": {"ArnLike": {"aws:SourceArn": self.site.arn}},
        }
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        self.s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(policy))

    def enable(self, **more: str) -> None:
        wanted = {"enabled": "true", "bucket": self.bucket, "prefix": "alb", **more}
        attributes = [{"Key": f"access_logs.s3.{key}", "Value": v} for key, v in wanted.items()]
        self.site.elb.modify_load_balancer_attributes(
            LoadBalancerArn=self.site.arn, Attributes=attributes
        )

    def keys(self) -> list[str]:
        found = self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return [item["Key"] for item in found]

    def lines(self) -> list[str]:
        files = [key for key in self.keys() if key.endswith(".log.gz")]
        bodies = [self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read() for key in files]
        return [line for body in bodies for line in gzip.decompress(body).decode().splitlines()]


@pytest.fixture
def logged(fast: Server, unused_account: Callable[[], str]) -> Any:
    with application() as port:
        yield Logged(fast, unused_account(), port)


def test_each_request_is_a_line_in_a_file_named_as_aws_does(logged: Logged) -> None:
    logged.admit()
    logged.enable()
    assert logged.site.status("/seen?a=b") == 200
    (line,) = eventually(logged.lines)
    balancer = logged.site.arn.split("loadbalancer/")[1]
    assert line.startswith("http ")
    assert f" {balancer} 127.0.0.1:" in line
    assert f'"GET http://{logged.site.name}:80/seen?a=b HTTP/1.1"' in line
    folder = f"alb/AWSLogs/{logged.account}/"
    name = rf"{logged.account}_elasticloadbalancing_us-east-1_{balancer.replace('/', '.')}"
    pattern = (
        rf"{folder}elasticloadbalancing/us-east-1/\d{{4}}/\d\d/\d\d/"
        rf"{name}_\d{{8}}T\d{{4}}Z_127\.0\.0\.1_[0-9a-z]{{8}}\.log\.gz"
    )
    test_file, file = sorted(logged.keys(), key=len)
    assert test_file == f"{folder}ELBAccessLogTestFile"
    assert re.fullmatch(pattern, file), file


def test_a_bucket_must_let_logs_in(logged: Logged) -> None:
    denied = f"Access Denied for bucket: {logged.bucket}. Please check S3bucket permission"
    assert error_of(logged.enable) == ("InvalidConfigurationRequest", denied, 400)
    logged.admit()
    logged.enable()
    for wrong in ({"bucket": "nobody-has-it"}, {"prefix": "elsewhere"}, {"bucket": ""}):
        assert error_of(logged.enable, **wrong)[0] == "InvalidConfigurationRequest"
    held = logged.site.elb.describe_load_balancer_attributes(LoadBalancerArn=logged.site.arn)
    attributes = {one["Key"]: one["Value"] for one in held["Attributes"]}
    assert attributes["access_logs.s3.bucket"] == logged.bucket


def test_what_waits_is_delivered_when_logs_are_turned_off(logged: Logged) -> None:
    logged.admit()
    logged.enable()
    assert logged.site.status("/kept") == 200
    logged.enable(enabled="false")
    assert logged.site.status("/not-kept") == 200
    (line,) = eventually(logged.lines)
    assert ":80/kept " in line


def test_what_waits_is_delivered_at_the_end(
    server_factory: Callable[..., Server], unused_account: Callable[[], str]
) -> None:
    server = server_factory(dev=True)
    with application() as port:
        logged = Logged(server, unused_account(), port)
        logged.admit()
        logged.enable()
        assert logged.site.status("/last") == 200
    assert server.stop() == 0
    server.start()
    logged.s3 = client("s3", server.endpoint, logged.site.credentials)
    (line,) = logged.lines()
    assert ":80/last " in line
