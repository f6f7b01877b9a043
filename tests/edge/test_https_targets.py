"""Targets that speak TLS: whatever certificate they show, as a balancer verifies none."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.edge import Application, Site
from harness.server import Server
from harness.trails import eventually

DATA = Path(__file__).parents[2] / "crates/edge/tests/data"


@pytest.fixture
def secure_port() -> Iterator[int]:
    """An application on loopback that speaks TLS; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "other.pem", DATA / "other.key")
    with ThreadingHTTPServer(("127.0.0.1", 0), Application) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def test_a_target_is_asked_over_tls(
    dev_server: Server, unused_account: Callable[[], str], secure_port: int
) -> None:
    site = Site(dev_server, unused_account(), secure_port)
    assert site.status() == 502
    vpc = site.elb.describe_target_groups()["TargetGroups"][0]["VpcId"]
    group = site.elb.create_target_group(
        Name="secure",
        Protocol="HTTPS",
        Port=secure_port,
        VpcId=vpc,
        TargetType="ip",
        HealthCheckProtocol="HTTPS",
        HealthCheckIntervalSeconds=5,
        HealthCheckTimeoutSeconds=2,
    )["TargetGroups"][0]
    target = {"Id": "127.0.0.1", "AvailabilityZone": "all"}
    site.elb.register_targets(TargetGroupArn=group["TargetGroupArn"], Targets=[target])
    site.elb.modify_listener(
        ListenerArn=site.listener,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}],
    )
    status, body = site.get("/over-tls")
    assert (status, json.loads(body)["path"]) == (200, "/over-tls")

    def is_healthy() -> bool:
        told = site.elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])
        (one,) = told["TargetHealthDescriptions"]
        return one["TargetHealth"]["State"] == "healthy"

    assert eventually(is_healthy)
