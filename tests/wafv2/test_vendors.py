"""Managed rule sets: what an account publishes, and others use as managed rule groups."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server
from harness.waf import path, rule, visible


@pytest.fixture
def accounts(dev_server: Server, unused_account: Callable[[], str]) -> tuple[Any, Any, str]:
    """AWS WAF of a vendor and of a customer, and the vendor's id."""
    vendor, customer = unused_account(), unused_account()
    waf = [
        client("wafv2", dev_server.endpoint, Credentials(account, "any"))
        for account in (vendor, customer)
    ]
    return waf[0], waf[1], vendor


def group(waf: Any, name: str, start: bytes) -> str:
    """A rule group that blocks a path; its ARN."""
    return waf.create_rule_group(
        Name=name,
        Scope="REGIONAL",
        Capacity=20,
        Rules=[rule("start", path(start))],
        VisibilityConfig=visible(name),
    )["Summary"]["ARN"]


def test_a_customer_uses_what_a_vendor_publishes(accounts: tuple[Any, Any, str]) -> None:
    vendor, customer, account = accounts
    named = {"Name": "wall", "Scope": "REGIONAL", "Id": str(uuid.uuid4())}
    versions = {
        version: {"AssociatedRuleGroupArn": group(vendor, f"wall-{version}", start)}
        for version, start in (("1", b"/one"), ("2", b"/two"))
    }
    vendor.put_managed_rule_set_versions(
        **named,
        LockToken=str(uuid.uuid4()),
        RecommendedVersion="2",
        VersionsToPublish=versions,
    )
    token = vendor.get_managed_rule_set(**named)["LockToken"]
    (listed,) = vendor.list_managed_rule_sets(Scope="REGIONAL")["ManagedRuleSets"]
    assert listed["LabelNamespace"] == f"awswaf:managed:{account}:wall:"

    offer = {"VendorName": account, "Name": "wall", "Scope": "REGIONAL"}
    products = customer.describe_managed_products_by_vendor(VendorName=account, Scope="REGIONAL")
    assert [held["ManagedRuleSetName"] for held in products["ManagedProducts"]] == ["wall"]
    shown = customer.describe_managed_rule_group(**offer)
    assert (shown["VersionName"], shown["Capacity"]) == ("2", 20)
    assert shown["Rules"] == [{"Name": "start", "Action": {"Block": {}}}]
    uses = {
        **rule("bought", {"ManagedRuleGroupStatement": {"VendorName": account, "Name": "wall"}}),
        "OverrideAction": {"None": {}},
    }
    del uses["Action"]
    weighed = customer.check_capacity(Scope="REGIONAL", Rules=[uses])
    assert weighed["Capacity"] == 20
    acl = customer.create_web_acl(
        Name="shop",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=[uses],
        VisibilityConfig=visible("shop"),
    )["Summary"]
    again = customer.delete_firewall_manager_rule_groups(
        WebACLArn=acl["ARN"], WebACLLockToken=acl["LockToken"]
    )
    assert again["NextWebACLLockToken"] != acl["LockToken"]

    ended = vendor.update_managed_rule_set_version_expiry_date(
        **named,
        LockToken=token,
        VersionToExpire="1",
        ExpiryTimestamp=datetime.now(UTC) + timedelta(days=1),
    )
    assert ended["ExpiringVersion"] == "1"
    offered = customer.list_available_managed_rule_group_versions(**offer)
    assert [held["Name"] for held in offered["Versions"]] == ["2"]
    assert offered["CurrentDefaultVersion"] == "2"
    uses["Statement"]["ManagedRuleGroupStatement"]["Version"] = "1"
    refused = error_of(
        customer.create_web_acl,
        Name="late",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=[uses],
        VisibilityConfig=visible("late"),
    )
    assert refused[0] == "WAFExpiredManagedRuleGroupVersionException"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["list-mobile-sdk-releases", "--platform", "IOS"], "built and signed by AWS"),
        (
            ["list-settlement-records", "--scope", "REGIONAL", "--currency", "USDC"]
            + ["--time-window", "StartTime=2026-01-01T00:00:00Z,EndTime=2026-01-02T00:00:00Z"],
            "needs a payment network",
        ),
    ],
)
def test_what_needs_a_third_party_says_so(cli: Cli, words: list[str], why: str) -> None:
    done = cli("wafv2", *words)
    assert done.returncode != 0
    assert "NotImplemented" in done.stderr and why in done.stderr, done.stderr
