"""Rule groups, IP sets and regex pattern sets as they are changed, listed and shared."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from harness.aws import Cli, Credentials, client, error_of
from harness.server import Server
from harness.waf import path, rule, visible


def of(summary: dict[str, Any]) -> dict[str, str]:
    """What names a thing in requests."""
    return {"Name": summary["Name"], "Id": summary["Id"], "Scope": "REGIONAL"}


def test_sets_are_changed_by_their_lock_tokens(waf: Any, unique: Callable[[str], str]) -> None:
    addresses = waf.create_ip_set(
        Name=unique("set"), Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=[]
    )["Summary"]
    token = waf.get_ip_set(**of(addresses))["LockToken"]
    office = ["192.0.2.0/24"]
    waf.update_ip_set(**of(addresses), Addresses=office, LockToken=token)
    assert waf.get_ip_set(**of(addresses))["IPSet"]["Addresses"] == office
    late = error_of(waf.update_ip_set, **of(addresses), Addresses=[], LockToken=token)
    assert late[0] == "WAFOptimisticLockException"

    patterns = waf.create_regex_pattern_set(
        Name=unique("set"), Scope="REGIONAL", RegularExpressionList=[{"RegexString": "^/a"}]
    )["Summary"]
    token = waf.get_regex_pattern_set(**of(patterns))["LockToken"]
    other = [{"RegexString": "^/b"}]
    waf.update_regex_pattern_set(**of(patterns), RegularExpressionList=other, LockToken=token)
    held = waf.get_regex_pattern_set(**of(patterns))["RegexPatternSet"]
    assert held["RegularExpressionList"] == other


def test_a_rule_group_is_changed_within_its_capacity_and_shared(
    dev_server: Server, unused_account: Callable[[], str]
) -> None:
    owner, other = unused_account(), unused_account()
    waf, theirs = (
        client("wafv2", dev_server.endpoint, Credentials(account, "any"))
        for account in (owner, other)
    )
    group = waf.create_rule_group(
        Name="own", Scope="REGIONAL", Capacity=20, Rules=[], VisibilityConfig=visible("own")
    )["Summary"]
    changed = {**of(group), "VisibilityConfig": visible("own")}
    waf.update_rule_group(**changed, Rules=[rule("a", path(b"/a"))], LockToken=group["LockToken"])
    held = waf.get_rule_group(ARN=group["ARN"])
    assert [one["Name"] for one in held["RuleGroup"]["Rules"]] == ["a"]
    many = [rule(name, path(b"/a"), place) for place, name in enumerate("abc")]
    full = error_of(waf.update_rule_group, **changed, Rules=many, LockToken=held["LockToken"])
    assert full[0] == "WAFLimitsExceededException"

    uses = {
        **rule("use", {"RuleGroupReferenceStatement": {"ARN": group["ARN"]}}),
        "OverrideAction": {"None": {}},
    }
    del uses["Action"]
    acl = {
        "Name": "theirs",
        "Scope": "REGIONAL",
        "DefaultAction": {"Allow": {}},
        "Rules": [uses],
        "VisibilityConfig": visible("theirs"),
    }
    assert error_of(theirs.create_web_acl, **acl)[0] == "AccessDeniedException"
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": other},
        "Action": ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
    waf.put_permission_policy(ResourceArn=group["ARN"], Policy=policy)
    assert json.loads(waf.get_permission_policy(ResourceArn=group["ARN"])["Policy"]) == json.loads(
        policy
    )
    made = theirs.create_web_acl(**acl)["Summary"]
    kept = error_of(waf.delete_permission_policy, ResourceArn=group["ARN"])
    assert kept[0] == "WAFAssociatedItemException"
    theirs.delete_web_acl(**of(made), LockToken=made["LockToken"])
    waf.delete_permission_policy(ResourceArn=group["ARN"])
    gone = error_of(waf.get_permission_policy, ResourceArn=group["ARN"])
    assert gone[0] == "WAFNonexistentItemException"


def test_all_kinds_are_listed(cli: Cli, waf: Any, unique: Callable[[str], str]) -> None:
    name = unique("listed")
    common = {"Name": name, "Scope": "REGIONAL"}
    shown = {"VisibilityConfig": visible(name)}
    waf.create_web_acl(**common, **shown, DefaultAction={"Allow": {}}, Rules=[])
    waf.create_rule_group(**common, **shown, Capacity=10, Rules=[])
    waf.create_ip_set(**common, IPAddressVersion="IPV4", Addresses=[])
    waf.create_regex_pattern_set(**common, RegularExpressionList=[])
    for command, member in (
        ("list-web-acls", "WebACLs"),
        ("list-rule-groups", "RuleGroups"),
        ("list-ip-sets", "IPSets"),
        ("list-regex-pattern-sets", "RegexPatternSets"),
    ):
        done = cli("wafv2", command, "--scope", "REGIONAL")
        assert done.returncode == 0, done.stderr
        listed = json.loads(done.stdout)[member]
        assert name in {held["Name"] for held in listed}, command


def test_managed_rule_groups_are_offered(cli: Cli) -> None:
    def asked(command: str, member: str, *more: str) -> list[dict[str, Any]]:
        done = cli("wafv2", command, "--scope", "REGIONAL", *more)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)[member]

    groups = asked("list-available-managed-rule-groups", "ManagedRuleGroups")
    products = asked("describe-all-managed-products", "ManagedProducts")
    names = {(held["VendorName"], held["Name"]) for held in groups}
    assert ("AWS", "AWSManagedRulesCommonRuleSet") in names
    assert names == {(held["VendorName"], held["ManagedRuleSetName"]) for held in products}
