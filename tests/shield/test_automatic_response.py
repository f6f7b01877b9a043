"""An attack on a protected balancer is described, answered in its web ACL, and over."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest

from harness.aws import client, error_of
from harness.edge import VISIBLE, Site, application
from harness.floods import QUICK, ended, traffic, until
from harness.server import Server

# What is usual is stored every twelve windows.
STORED_SECONDS = 15
# Longer than it takes to learn, and until an attack that nothing is heard of is over.
SILENT_SECONDS = 10
SHIELD_PRIORITY = 10_000_000


@pytest.fixture
def quick(server_factory: Callable[..., Server]) -> Iterator[Server]:
    """A server that learns, finds and forgets quickly."""
    server = server_factory(dev=True, extra=QUICK)
    yield server
    server.kill()


@pytest.fixture
def site(quick: Server, unused_account: Callable[[], str]) -> Iterator[Site]:
    with application() as port:
        yield Site(quick, unused_account(), port)


def shield_of(site: Site) -> Any:
    return client("shield", site.server.endpoint, site.credentials)


def browsing(site: Site, user_agent: str, pause: float) -> AbstractContextManager[list[int]]:
    """A client that asks the site again and again; the statuses that it got."""
    return traffic(site.address, site.name, user_agent, pause)


def is_settled(statuses: list[int]) -> bool:
    """Whether a client has been heard for longer than the edge learns."""
    return len(statuses) > 80


def group_of(site: Site, named: dict[str, str]) -> dict[str, Any]:
    """The rule of the web ACL that uses Shield's rule group."""
    (rule,) = site.waf.get_web_acl(**named)["WebACL"]["Rules"]
    assert (rule["Priority"], rule["OverrideAction"]) == (SHIELD_PRIORITY, {"None": {}})
    return rule


def rules_of(site: Site, rule: dict[str, Any]) -> list[dict[str, Any]]:
    arn = rule["Statement"]["RuleGroupReferenceStatement"]["ARN"]
    return site.waf.get_rule_group(ARN=arn)["RuleGroup"]["Rules"]


def test_a_flood_is_described_and_blocked_until_it_is_over(site: Site) -> None:
    shield, named = shield_of(site), site.protect()
    shield.create_subscription()
    shield.create_protection(Name="web", ResourceArn=site.arn)
    shield.enable_application_layer_automatic_response(ResourceArn=site.arn, Action={"Block": {}})
    rule = group_of(site, named)
    account, web_acl = site.credentials.access_key, named["Id"]
    assert rule["Name"].startswith(f"ShieldMitigationRuleGroup_{account}_{web_acl}_")
    assert site.waf.get_web_acl(**named)["WebACL"]["Capacity"] == 150
    assert rules_of(site, rule) == []

    with browsing(site, "browser", 0.05) as normal:
        until(lambda: is_settled(normal))
        with browsing(site, "flood/1", 0) as flood:
            until(lambda: rules_of(site, rule))
            assert until(lambda: 403 in flood)
            (attack,) = shield.list_attacks()["AttackSummaries"]
            assert attack["AttackVectors"] == [{"VectorType": "REQUEST_FLOOD"}]
            assert "EndTime" not in attack
        over = until(lambda: ended(shield))
    assert set(normal) == {200}
    assert rules_of(site, rule) == []
    assert site.get("/page/1", **{"User-Agent": "flood/1"})[0] == 200

    told = shield.describe_attack(AttackId=over["AttackId"])["Attack"]
    (counter,) = told["AttackCounters"]
    assert counter["Name"] == "REQUEST_FLOOD_RPS"
    assert counter["Max"] > 20
    top = {
        one["AttackPropertyIdentifier"]: one["TopContributors"][0]["Name"]
        for one in told["AttackProperties"]
    }
    assert top["SOURCE_USER_AGENT"] == "flood/1"
    assert top["SOURCE_IP_ADDRESS"] == "127.0.0.1"
    assert told["Mitigations"] == [{"MitigationName": f"{rule['Name']}: BLOCK"}]


def test_connections_that_say_nothing_are_told_while_they_are_held(site: Site) -> None:
    shield = shield_of(site)
    shield.create_subscription()
    shield.create_protection(Name="web", ResourceArn=site.arn)
    host, port = site.address.rsplit(":", 1)
    held = []
    with browsing(site, "browser", 0.05) as normal, ExitStack() as stack:
        for number in range(300):
            source = (f"127.9.0.{number % 30 + 1}", 0)
            connection = socket.create_connection((host, int(port)), source_address=source)
            held.append(stack.enter_context(connection))
        (attack,) = until(lambda: shield.list_attacks()["AttackSummaries"])
        assert attack["AttackVectors"] == [{"VectorType": "CONNECTION_FLOOD"}]
        assert "EndTime" not in attack
        for connection in held:
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):
                connection.recv(1)
    assert set(normal) == {200}
    told = shield.describe_attack(AttackId=attack["AttackId"])["Attack"]
    assert told["ResourceArn"] == site.arn
    (sources,) = told["AttackProperties"]
    assert sources["AttackPropertyIdentifier"] == "SOURCE_IP_ADDRESS"
    names = [one["Name"] for one in sources["TopContributors"]]
    assert names
    assert all(name.startswith("127.9.0.") for name in names), names
    assert until(lambda: ended(shield))


def test_an_attack_is_known_after_a_restart(site: Site) -> None:
    shield = shield_of(site)
    shield.create_subscription()
    shield.create_protection(Name="web", ResourceArn=site.arn)
    with browsing(site, "browser", 0.05) as normal:
        until(lambda: is_settled(normal))
        with browsing(site, "flood/1", 0):
            until(lambda: shield.list_attacks()["AttackSummaries"])
    site.server.kill()
    site.server.start()
    again = shield_of(site)
    over = until(lambda: ended(again))
    told = again.describe_attack(AttackId=over["AttackId"])["Attack"]
    assert told["ResourceArn"] == site.arn


def test_a_flood_that_a_restart_interrupts_goes_on_and_is_answered_until_it_is_over(
    site: Site,
) -> None:
    shield, named = shield_of(site), site.protect()
    shield.create_subscription()
    shield.create_protection(Name="web", ResourceArn=site.arn)
    shield.enable_application_layer_automatic_response(ResourceArn=site.arn, Action={"Block": {}})
    rule = group_of(site, named)
    with browsing(site, "browser", 0.05) as normal:
        until(lambda: is_settled(normal))
        time.sleep(STORED_SECONDS)
        with browsing(site, "flood/1", 0):
            until(lambda: rules_of(site, rule))
    site.server.kill()
    site.server.start()
    again = shield_of(site)
    site.waf = client("wafv2", site.server.endpoint, site.credentials)
    with browsing(site, "flood/1", 0) as flood:
        until(lambda: 403 in flood)
        time.sleep(SILENT_SECONDS)
        (attack,) = again.list_attacks()["AttackSummaries"]
        assert "EndTime" not in attack
        assert rules_of(site, rule)
    assert until(lambda: ended(again))["AttackId"] == attack["AttackId"]
    assert rules_of(site, rule) == []


def test_nobody_but_shield_changes_its_rule(site: Site) -> None:
    shield, named = shield_of(site), site.protect()
    enable = shield.enable_application_layer_automatic_response
    response = {"ResourceArn": site.arn, "Action": {"Count": {}}}
    assert error_of(enable, **response)[0] == "ResourceNotFoundException"
    shield.create_subscription()
    shield.create_protection(Name="web", ResourceArn=site.arn)
    enable(**response)
    held = site.waf.get_web_acl(**named)
    (rule,) = held["WebACL"]["Rules"]
    settings = {**named, "DefaultAction": {"Allow": {}}, "VisibilityConfig": VISIBLE}
    changed = error_of(
        site.waf.update_web_acl,
        **settings,
        LockToken=held["LockToken"],
        Rules=[{**rule, "OverrideAction": {"Count": {}}}],
    )
    assert changed[0] == "WAFInvalidParameterException"
    token = held["LockToken"]
    for rules in ([rule], []):
        token = site.waf.update_web_acl(**settings, LockToken=token, Rules=rules)["NextLockToken"]
        assert group_of(site, named) == rule
    group = site.waf.get_rule_group(ARN=rule["Statement"]["RuleGroupReferenceStatement"]["ARN"])
    deleted = error_of(
        site.waf.delete_rule_group,
        Name=group["RuleGroup"]["Name"],
        Scope="REGIONAL",
        Id=group["RuleGroup"]["Id"],
        LockToken=group["LockToken"],
    )
    assert deleted[0] == "WAFNonexistentItemException"
    update = shield.update_application_layer_automatic_response
    update(ResourceArn=site.arn, Action={"Block": {}})
    shield.disable_application_layer_automatic_response(ResourceArn=site.arn)
    assert site.waf.get_web_acl(**named)["WebACL"]["Rules"] == []
    held = shield.describe_protection(ResourceArn=site.arn)["Protection"]
    configured = held["ApplicationLayerAutomaticResponseConfiguration"]
    assert configured == {"Status": "DISABLED", "Action": {"Block": {}}}
