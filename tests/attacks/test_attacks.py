"""The edge under attack: legitimate clients keep being served, and memory stays bounded. The full
set, with times, is `cargo xtask verify attacks`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.aws import client
from harness.dns import address
from harness.siege import (
    ACCOUNT,
    REPORT_SECONDS_MAX,
    Application,
    Outcome,
    Scale,
    Seen,
    Siege,
    cores,
    origin,
)

SUCCESS_MIN = 0.99
GROWN_MB_MAX = 300.0

# What the attack is, its kind, how much of it there is, and by what Shield knows it.
ATTACKS: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "slow headers",
        "slow-headers",
        {"addresses": 4, "connections": 1500},
        "SLOW_REQUEST_HEADERS",
    ),
    ("slow body", "slow-body", {"addresses": 4, "connections": 1500}, "SLOW_REQUEST_BODY"),
    ("slow read", "slow-read", {"addresses": 4, "connections": 500}, "SLOW_READ"),
    (
        "request flood from one address",
        "flood",
        {"addresses": 1, "connections": 100},
        "REQUEST_FLOOD",
    ),
    (
        "request flood from 200 addresses",
        "flood",
        {"addresses": 200, "connections": 400},
        "REQUEST_FLOOD",
    ),
    ("rapid reset", "rapid-reset", {"port": 443}, "HTTP2_RAPID_RESET"),
    ("CONTINUATION flood", "continuation", {"port": 443}, "HTTP2_CONTINUATION_FLOOD"),
    ("PING flood", "ping", {"port": 443}, "HTTP2_FRAME_FLOOD"),
    ("SETTINGS flood", "settings", {"port": 443}, "HTTP2_FRAME_FLOOD"),
]
# Those that show in less than the time that a slow client has.
SOON = {"HTTP2_RAPID_RESET"}


@pytest.fixture(scope="module")
def application() -> Iterator[Application]:
    with origin(cores()[0]) as application:
        yield application


@pytest.fixture
def siege(
    server_factory: Callable[..., Any], application: Application, attacks: Scale
) -> Iterator[Siege]:
    server = server_factory(dev=True, extra=attacks.options)
    yield Siege(server, application, attacks)
    server.stop()


def check(name: str, outcome: Outcome, scale: Scale, figures: list[list[str]]) -> None:
    figures.append(outcome.row(name))
    attacked, calm = outcome.attacked, outcome.calm
    assert calm.success == 1.0, calm.failures[:3]
    assert attacked.success >= SUCCESS_MIN, attacked.failures[:3]
    assert outcome.grown_mb <= GROWN_MB_MAX
    assert sum(outcome.done.values()) > 0
    if scale.is_timed:
        assert attacked.p99_ms <= max(2 * calm.p99_ms, calm.p99_ms + 10.0)


@pytest.mark.parametrize(
    ("name", "kind", "how", "vector"), ATTACKS, ids=[name for name, *_ in ATTACKS]
)
def test_clients_are_served_through(
    siege: Siege,
    name: str,
    kind: str,
    how: dict[str, Any],
    vector: str,
    figures: list[list[str]],
) -> None:
    outcome = siege.run(kind, **how)
    check(name, outcome, siege.scale, figures)
    if vector in SOON or siege.scale.is_timed:
        assert attackers_told(siege, vector, siege.site.arn)


def attackers_told(siege: Siege, vector: str, resource: str) -> list[str]:
    """The addresses of attackers that Shield tells of an attack on a resource."""
    attack = siege.report(vector)
    assert attack["ResourceArn"] == resource
    (sources,) = (
        one["TopContributors"]
        for one in attack["AttackProperties"]
        if one["AttackPropertyIdentifier"] == "SOURCE_IP_ADDRESS"
    )
    return [one["Name"] for one in sources if one["Name"].startswith("127.9.0.")]


def test_clients_are_served_beside_idle_connections(siege: Siege, figures: list[list[str]]) -> None:
    many = siege.scale.idle_connections
    outcome = siege.run("idle", addresses=200, connections=many)
    assert outcome.done["held"] == many
    check(f"{many:,} idle connections", outcome, siege.scale, figures)
    if siege.scale.is_timed:
        assert attackers_told(siege, "CONNECTION_FLOOD", siege.site.arn)


def test_resolvers_are_answered_through_a_flood_of_queries(
    siege: Siege, figures: list[list[str]]
) -> None:
    route53 = client("route53", siege.server.endpoint, siege.site.credentials)
    made = route53.create_hosted_zone(Name="flooded.test", CallerReference="one")["HostedZone"]
    record = {
        "Name": "www.flooded.test",
        "Type": "A",
        "TTL": 60,
        "ResourceRecords": [{"Value": "192.0.2.1"}],
    }
    changes = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=made["Id"], ChangeBatch=changes)
    arn = f"arn:aws:route53:::{made['Id'].lstrip('/')}"
    siege.shield.create_protection(Name="zone", ResourceArn=arn)
    served = "{}:{}".format(*address(siege.server))
    asks = ("resolver.py", served, "www.flooded.test")
    how = {"addresses": 200, "a_second": 20_000, "zone": "flooded.test"}
    check("DNS query flood", siege.attack("dns", served, asks, **how), siege.scale, figures)
    if siege.scale.is_timed:
        assert attackers_told(siege, "DNS_QUERY_FLOOD", arn)


@pytest.mark.full_set
def test_the_automatic_rule_stops_a_flood_and_goes_away(
    siege: Siege, figures: list[list[str]]
) -> None:
    named, site = siege.site.protect(), siege.site
    siege.shield.enable_application_layer_automatic_response(
        ResourceArn=site.arn, Action={"Block": {}}
    )
    (rule,) = site.waf.get_web_acl(**named)["WebACL"]["Rules"]
    assert rule["Name"].startswith(f"ShieldMitigationRuleGroup_{ACCOUNT}_{named['Id']}_")
    group = rule["Statement"]["RuleGroupReferenceStatement"]["ARN"]

    def rules() -> list[dict[str, Any]]:
        return site.waf.get_rule_group(ARN=group)["RuleGroup"]["Rules"]

    assert rules() == []
    outcome = siege.run("flood", addresses=200, connections=400)
    # The client counts as answered what its application answers: no rule refused it anything.
    check("the same, answered by Shield", outcome, siege.scale, figures)
    assert outcome.done["refused"] > outcome.done["answers"] / 2
    attack = siege.report("REQUEST_FLOOD")
    assert {"MitigationName": f"{rule['Name']}: BLOCK"} in attack["Mitigations"]
    deadline = time.monotonic() + REPORT_SECONDS_MAX
    while rules():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert site.get("/flood", **{"User-Agent": "flood"})[0] == 200


def may_unshare() -> bool:
    """Whether this process may make network namespaces, with interfaces in them."""
    made = "ip link add probe0 type veth peer name probe1"
    try:
        words = ["unshare", "--net", *made.split()]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not may_unshare(), reason="needs root, to make a network namespace")
def test_clients_are_served_through_a_syn_flood(
    binary: Path, tmp_path: Path, attacks: Scale, figures: list[list[str]]
) -> None:
    program = Path(__file__).parent / "programs/alone.py"
    scale = "full" if attacks.is_timed else "short"
    words = ["unshare", "--net", sys.executable, str(program), str(binary), str(tmp_path), scale]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=170, check=True)
    told = json.loads(done.stdout)
    properties = json.dumps(told.pop("properties"))
    seen = {when: Seen(**told.pop(when)) for when in ("calm", "attacked")}
    outcome = Outcome(**seen, **told)
    assert outcome.done["cookies"] > 0
    assert '"10.77.' in properties
    check("SYN flood", outcome, attacks, figures)
