"""Attacks are found by more than the traffic of one resource: by health, and by its groups."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from harness.aws import client, error_of
from harness.edge import Site, application
from harness.floods import QUICK, ended, traffic, until
from harness.issuer import Authority
from harness.server import Server

CONTACT = {"EmailAddress": "ops@example.com", "PhoneNumber": "+15555550100"}


class Webhook:
    """Who is told in an emergency, over TLS."""

    def __init__(self, authority: Authority) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.statuses = [503]
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                webhook.told.append((self.headers["X-Bartizan-Attack-Id"], json.loads(body)))
                self.send_response(webhook.statuses.pop() if webhook.statuses else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.server("webhook"))
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"https://127.0.0.1:{self._server.server_address[1]}/page"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def webhook(authority: Authority) -> Iterator[Webhook]:
    one = Webhook(authority)
    yield one
    one.close()


@pytest.fixture
def site(
    server_factory: Callable[..., Server],
    webhook: Webhook,
    authority: Authority,
    unused_account: Callable[[], str],
) -> Iterator[Site]:
    """A balancer behind a server that finds attacks quickly, and knows the webhook."""
    way_out = ("--egress-ca", str(authority.file), "--engagement-webhook", webhook.url)
    server = server_factory(dev=True, extra=(*QUICK, *way_out))
    with application() as port:
        yield Site(server, unused_account(), port)
    server.kill()


@pytest.fixture
def shield(site: Site) -> Any:
    made = client("shield", site.server.endpoint, site.credentials)
    made.create_subscription()
    return made


def metrics_of(site: Site, name: str, **dimensions: str) -> list[float]:
    """The points of a metric of the balancer in the last hour."""
    named = {"ResourceArn": site.arn, **dimensions}
    metric = {
        "Namespace": "AWS/DDoSProtection",
        "MetricName": name,
        "Dimensions": [{"Name": key, "Value": value} for key, value in named.items()],
    }
    query = {"Id": "q", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}
    now = datetime.now(UTC)
    cloudwatch = client("cloudwatch", site.server.endpoint, site.credentials)
    (found,) = cloudwatch.get_metric_data(
        MetricDataQueries=[query],
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(minutes=1),
    )["MetricDataResults"]
    return found["Values"]


def test_contacts_are_told_of_an_attack_on_what_is_unhealthy(
    site: Site, shield: Any, webhook: Webhook
) -> None:
    route53 = client("route53", site.server.endpoint, site.credentials)
    check = {"Type": "CALCULATED", "HealthThreshold": 0}
    made = route53.create_health_check(CallerReference="it", HealthCheckConfig=check)["HealthCheck"]
    protection = shield.create_protection(Name="web", ResourceArn=site.arn)["ProtectionId"]
    health = f"arn:aws:route53:::healthcheck/{made['Id']}"
    both = {"ProtectionId": protection, "HealthCheckArn": health}
    route53.update_health_check(HealthCheckId=made["Id"], Inverted=True)
    assert error_of(shield.associate_health_check, **both)[0] == "InvalidResourceException"
    route53.update_health_check(HealthCheckId=made["Id"], Inverted=False)
    shield.associate_health_check(**both)
    shield.associate_proactive_engagement_details(EmergencyContactList=[CONTACT])

    address = site.address
    with traffic(address, site.name, "browser", 0.05) as normal:
        until(lambda: len(normal) > 80)
        with traffic(address, site.name, "flood/1", 0):
            (attack,) = until(lambda: shield.list_attacks()["AttackSummaries"])
            assert webhook.told == []
            route53.update_health_check(HealthCheckId=made["Id"], Inverted=True)
            # The first message is refused.
            until(lambda: len(webhook.told) == 2)
        assert until(lambda: ended(shield))["AttackId"] == attack["AttackId"]
    assert set(normal) == {200}
    (_, first), (named, message) = webhook.told
    assert named == attack["AttackId"]
    assert (message["type"], message["version"]) == ("ProactiveEngagement", 1)
    assert message["attack"]["attackId"] == first["attack"]["attackId"] == attack["AttackId"]
    assert message["attack"]["resourceArn"] == site.arn
    assert message["protection"] == {"id": protection, "name": "web"}
    (checked,) = message["healthChecks"]
    assert (checked["healthCheckArn"], checked["isHealthy"]) == (health, False)
    (told,) = message["emergencyContacts"]
    assert told["phoneNumber"] == CONTACT["PhoneNumber"]

    assert max(metrics_of(site, "DDoSDetected")) == 1
    rates = metrics_of(site, "DDoSAttackRequestsPerSecond", AttackVector="RequestFlood")
    assert max(rates) > 20
    cloudwatch = client("cloudwatch", site.server.endpoint, site.credentials)
    listed = cloudwatch.list_metrics(Namespace="AWS/DDoSProtection")["Metrics"]
    assert {one["MetricName"] for one in listed} == {"DDoSDetected", "DDoSAttackRequestsPerSecond"}


def another(site: Site, name: str) -> tuple[str, str]:
    """Another balancer of the account; its ARN and its name."""
    ec2 = client("ec2", site.server.endpoint, site.credentials)
    subnets = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"][:2]]
    (made,) = site.elb.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"]
    answer = {"StatusCode": "200", "ContentType": "text/plain", "MessageBody": "here"}
    site.elb.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": answer}],
    )
    return made["LoadBalancerArn"], made["DNSName"]


def test_a_flood_over_the_members_of_a_group_is_an_attack_on_each(site: Site, shield: Any) -> None:
    # Each has fewer requests a second than are ever an attack on one.
    address = site.address
    members = [(site.arn, site.name), another(site, "two"), another(site, "three")]
    calm = another(site, "calm")
    for arn, _ in [*members, calm]:
        shield.create_protection(Name="web", ResourceArn=arn)
    shield.create_protection_group(ProtectionGroupId="web", Aggregation="SUM", Pattern="ALL")
    with ExitStack() as stack:

        def clients(user_agent: str, pause: float) -> list[list[int]]:
            asking = [traffic(address, name, user_agent, pause) for _, name in members]
            return [stack.enter_context(one) for one in asking]

        quiet = clients("browser", 0.3)
        until(lambda: all(len(statuses) > 25 for statuses in quiet))
        assert shield.list_attacks()["AttackSummaries"] == []
        clients("flood/1", 0.075)
        found = until(lambda: attacks_on(shield, len(members)))
        assert {one["ResourceArn"] for one in found} == {arn for arn, _ in members}
        for one in found:
            assert one["AttackVectors"] == [{"VectorType": "REQUEST_FLOOD"}]
            told = shield.describe_attack(AttackId=one["AttackId"])["Attack"]
            (counter,) = told["AttackCounters"]
            assert 0 < counter["Max"] < 20
            assert told["Mitigations"] == []


def attacks_on(shield: Any, many: int) -> list[dict[str, Any]] | None:
    """The attacks, once there are so many."""
    found = shield.list_attacks()["AttackSummaries"]
    return found if len(found) == many else None
