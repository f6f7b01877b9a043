"""Health checks: what they see, and what DNS answers by it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.dns import dig
from harness.edge import Site, application
from harness.server import Server
from harness.trails import eventually

AGENT = "Amazon-Route53-Health-Check-Service"


class Origin:
    """An endpoint on loopback that can die and come back."""

    def __init__(self) -> None:
        self.status, self.agents = 200, list[str]()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                origin.agents.append(self.headers["User-Agent"])
                self.send_response(origin.status)
                self.end_headers()
                self.wfile.write(b"all is well")

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@contextmanager
def served(origin: Origin, port: int = 0) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", port), origin.handler()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class Zone:
    """A hosted zone of an account of its own, and its health checks."""

    def __init__(self, server: Server, account: str, name: str) -> None:
        self.server, self.name = server, name
        self.credentials = Credentials(account, "any")
        self.route53 = client("route53", server.endpoint, self.credentials)
        made = self.route53.create_hosted_zone(Name=name, CallerReference=name)
        self.id = made["HostedZone"]["Id"]
        self.made = 0

    def check(self, kind: str, port: int = 0, **more: Any) -> str:
        """A new health check; its id."""
        self.made += 1
        endpoint = {"IPAddress": "127.0.0.1", "Port": port, "FailureThreshold": 1} if port else {}
        made = self.route53.create_health_check(
            CallerReference=f"{self.name}-{self.made}",
            HealthCheckConfig={"Type": kind, **endpoint, **more},
        )
        return made["HealthCheck"]["Id"]

    def put(self, label: str, identifier: str, **more: Any) -> None:
        """A record set of addresses among others of its name."""
        name = f"{label}.{self.name}"
        made = {"Name": name, "Type": "A", "SetIdentifier": identifier, **more}
        if value := made.pop("value", None):
            made |= {"TTL": 5, "ResourceRecords": [{"Value": value}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": made}]}
        self.route53.change_resource_record_sets(HostedZoneId=self.id, ChangeBatch=batch)

    def answers(self, label: str) -> list[str]:
        return sorted(dig(self.server, f"{label}.{self.name}").values)

    def becomes(self, label: str, *values: str) -> None:
        """Waits until these are answered."""
        eventually(lambda: self.answers(label) == sorted(values))

    def sees(self, check: str, part: str, operation: str = "status") -> None:
        """Waits until a health check has seen this."""
        ask = {
            "status": self.route53.get_health_check_status,
            "failure": self.route53.get_health_check_last_failure_reason,
        }[operation]

        def seen() -> bool:
            found = ask(HealthCheckId=check)["HealthCheckObservations"]
            return any(part in one["StatusReport"]["Status"] for one in found)

        eventually(seen)


@pytest.fixture(scope="module")
def quick(server_factory: Callable[..., Server]) -> Server:
    """A server whose health checks look each second."""
    return server_factory(dev=True, extra=("--health-check-seconds", "1"))


@pytest.fixture
def zone(quick: Server, unused_account: Callable[[], str], unique: Callable[[str], str]) -> Zone:
    return Zone(quick, unused_account(), f"{unique('zone')}.test")


def test_answers_change_when_an_origin_dies_and_when_it_comes_back(zone: Zone) -> None:
    origin = Origin()
    with served(origin) as port:
        check = zone.check("HTTP", port, ResourcePath="/up")
        zone.put("app", "1", Failover="PRIMARY", value="192.0.2.1", HealthCheckId=check)
        zone.put("app", "2", Failover="SECONDARY", value="192.0.2.2")
        zone.sees(check, "Success: HTTP Status Code 200, OK")
        assert zone.answers("app") == ["192.0.2.1"]
        assert origin.agents[0].startswith(f"{AGENT} (ref {check};")
        origin.status = 503
        zone.becomes("app", "192.0.2.2")
        zone.sees(check, "Failure: HTTP Status Code 503, Service Unavailable")
        origin.status = 200
        zone.becomes("app", "192.0.2.1")
    zone.becomes("app", "192.0.2.2")
    zone.sees(check, "Failure: Connection refused")
    with served(origin, port):
        zone.becomes("app", "192.0.2.1")
        zone.sees(check, "Failure: Connection refused", "failure")


def test_where_nothing_is_well_all_is_answered(zone: Zone) -> None:
    with ExitStack() as stack:
        origins = [Origin() for _ in range(3)]
        ports = [stack.enter_context(served(origin)) for origin in origins]
        for place, port in enumerate(ports):
            check = zone.check("HTTP", port)
            value = f"192.0.2.{place}"
            zone.put("many", str(place), MultiValueAnswer=True, value=value, HealthCheckId=check)
            zone.put("fail", str(place), Weight=1, value=value, HealthCheckId=check)
        every = [f"192.0.2.{place}" for place in range(3)]
        assert zone.answers("many") == every
        origins[0].status = origins[1].status = 500
        zone.becomes("many", "192.0.2.2")
        assert {tuple(zone.answers("fail")) for _ in range(10)} == {("192.0.2.2",)}
        origins[2].status = 500
        zone.becomes("many", *every)
        origins[0].status = 200
        zone.becomes("many", "192.0.2.0")


def test_each_type_sees_what_it_looks_for(zone: Zone) -> None:
    origin = Origin()
    with served(origin) as port:
        zone.sees(zone.check("TCP", port), "Success: Connection established")
        zone.sees(
            zone.check("HTTP_STR_MATCH", port, SearchString="is well"), "Success: HTTP Status"
        )
        zone.sees(zone.check("HTTP_STR_MATCH", port, SearchString="is ill"), "was not found in")
        zone.sees(zone.check("HTTPS", port), "Failure: SSL handshake failed")
        named = {"FullyQualifiedDomainName": "localhost", "Port": port, "FailureThreshold": 1}
        zone.sees(zone.check("HTTP", **named), "200. Resolved IP: 127.0.0.1. OK")
    unknown = zone.check("HTTP", FullyQualifiedDomainName="unknown.invalid")
    zone.sees(unknown, "Failure: DNS resolution failed")


def test_bartizan_itself_is_never_looked_at(zone: Zone) -> None:
    api = int(zone.server.endpoint.rsplit(":", 1)[1])
    zone.sees(zone.check("HTTP", api), "may not be reached: it is Bartizan's own")
    metadata = zone.check("HTTP", IPAddress="169.254.169.254")
    zone.sees(metadata, "may not be reached: it is link-local")


def test_checks_of_checks_and_inverted_ones_decide(zone: Zone) -> None:
    origin = Origin()
    with served(origin) as port:
        one = zone.check("HTTP", port)
        inverted = zone.check("HTTP", port, Inverted=True)
        both = zone.check("CALCULATED", HealthThreshold=2, ChildHealthChecks=[one, inverted])
        either = zone.check("CALCULATED", HealthThreshold=1, ChildHealthChecks=[one, inverted])
        for label, check in [("both", both), ("either", either), ("not", inverted)]:
            zone.put(label, "1", Failover="PRIMARY", value="192.0.2.1", HealthCheckId=check)
            zone.put(label, "2", Failover="SECONDARY", value="192.0.2.2")
        assert [zone.answers(label) for label in ("both", "either", "not")] == [
            ["192.0.2.2"],
            ["192.0.2.1"],
            ["192.0.2.2"],
        ]
        origin.status = 500
        zone.becomes("not", "192.0.2.1")
        zone.route53.update_health_check(HealthCheckId=inverted, Disabled=True)
        zone.becomes("not", "192.0.2.2")
        zone.becomes("either", "192.0.2.2")
        zone.route53.delete_health_check(HealthCheckId=inverted)
        zone.becomes("not", "192.0.2.1")


def test_an_alias_follows_the_health_of_a_balancer(
    zone: Zone, unused_account: Callable[[], str]
) -> None:
    with application() as port:
        site = Site(zone.server, unused_account(), port)
        target = {"HostedZoneId": "Z35SXDOTRQ7X7K", "DNSName": site.name}
        follows = {"AliasTarget": {**target, "EvaluateTargetHealth": True}}
        blind = {"AliasTarget": {**target, "EvaluateTargetHealth": False}}
        for label, alias in [("app", follows), ("blind", blind)]:
            zone.put(label, "1", Failover="PRIMARY", **alias)
            zone.put(label, "2", Failover="SECONDARY", value="192.0.2.2")
        zone.becomes("app", "127.0.0.1")
        gone = {"TargetGroupArn": site.group, "Targets": [{"Id": "127.0.0.1", "Port": port}]}
        site.elb.deregister_targets(**gone)
        zone.becomes("app", "192.0.2.2")
        assert zone.answers("blind") == ["127.0.0.1"]


def test_health_is_a_metric(zone: Zone) -> None:
    metrics = client("cloudwatch", zone.server.endpoint, zone.credentials)
    origin = Origin()
    with served(origin) as port:
        check = zone.check("HTTP", port, MeasureLatency=True)

        def value(name: str) -> list[float]:
            now = datetime.now(UTC)
            points = metrics.get_metric_statistics(
                Namespace="AWS/Route53",
                MetricName=name,
                Dimensions=[{"Name": "HealthCheckId", "Value": check}],
                StartTime=now - timedelta(hours=1),
                EndTime=now + timedelta(minutes=1),
                Period=3600,
                Statistics=["Minimum"],
            )["Datapoints"]
            return [point["Minimum"] for point in points]

        eventually(lambda: 1.0 in value("HealthCheckStatus"))
        eventually(lambda: value("TimeToFirstByte"))
        origin.status = 500
        eventually(lambda: 0.0 in value("HealthCheckStatus"))


def test_what_is_known_of_an_origin_outlives_a_restart(
    server_factory: Callable[..., Server],
) -> None:
    server = server_factory(dev=True, extra=("--health-check-seconds", "1"))
    zone = Zone(server, "000000000000", "again.test")
    origin = Origin()
    origin.status = 500
    with served(origin) as port:
        more = {"FailureThreshold": 10}
        check = zone.check("HTTP", port, **more)
        zone.put("app", "1", Failover="PRIMARY", value="192.0.2.1", HealthCheckId=check)
        zone.put("app", "2", Failover="SECONDARY", value="192.0.2.2")
        zone.sees(check, "Failure")
        assert zone.answers("app") == ["192.0.2.1"], "a new one is well until it failed often"
        server.stop()
        server.start()
        zone.becomes("app", "192.0.2.2")


def test_health_checks_are_kept_listed_changed_and_tagged(zone: Zone) -> None:
    route53 = zone.route53
    check = zone.check("TCP", 9)
    (listed,) = route53.list_health_checks()["HealthChecks"]
    assert listed == route53.get_health_check(HealthCheckId=check)["HealthCheck"]
    assert route53.get_health_check_count()["HealthCheckCount"] == 1
    changed = route53.update_health_check(HealthCheckId=check, HealthCheckVersion=1, Port=10)
    assert changed["HealthCheck"]["HealthCheckConfig"]["Port"] == 10
    stale = error_of(route53.update_health_check, HealthCheckId=check, HealthCheckVersion=1)
    assert (stale[0], stale[2]) == ("HealthCheckVersionMismatch", 409)
    resource = {"ResourceType": "healthcheck", "ResourceId": check}
    route53.change_tags_for_resource(**resource, AddTags=[{"Key": "Name", "Value": "app"}])
    tags = route53.list_tags_for_resource(**resource)["ResourceTagSet"]["Tags"]
    assert tags == [{"Key": "Name", "Value": "app"}]
    config = listed["HealthCheckConfig"]
    route53.delete_health_check(HealthCheckId=check)
    again = {"CallerReference": listed["CallerReference"], "HealthCheckConfig": config}
    assert error_of(route53.create_health_check, **again)[0] == "HealthCheckAlreadyExists"
    assert error_of(route53.get_health_check, HealthCheckId=check)[0] == "NoSuchHealthCheck"
