"""The web ACL by which the firewall's figures are measured."""

from __future__ import annotations

from typing import Any

from harness.waf import visible

GROUPS = [
    ("AWS", "AWSManagedRulesCommonRuleSet"),
    ("AWS", "AWSManagedRulesKnownBadInputsRuleSet"),
    ("AWS", "AWSManagedRulesSQLiRuleSet"),
    ("AWS", "AWSManagedRulesLinuxRuleSet"),
    ("AWS", "AWSManagedRulesUnixRuleSet"),
    ("AWS", "AWSManagedRulesWindowsRuleSet"),
    ("AWS", "AWSManagedRulesPHPRuleSet"),
    ("Bartizan", "BartizanInjectionRuleSet"),
]
# Rules of sizes say nothing of attacks: they count.
SIZES = ["QUERYSTRING", "Cookie_HEADER", "BODY", "URIPATH"]


def rules() -> list[dict[str, Any]]:
    """The groups, each as a rule."""
    return [use(priority, vendor, name) for priority, (vendor, name) in enumerate(GROUPS)]


def use(priority: int, vendor: str, name: str) -> dict[str, Any]:
    statement: dict[str, Any] = {"VendorName": vendor, "Name": name}
    if name == "AWSManagedRulesCommonRuleSet":
        statement["RuleActionOverrides"] = [
            {"Name": f"SizeRestrictions_{size}", "ActionToUse": {"Count": {}}} for size in SIZES
        ]
    return {
        "Name": name,
        "Priority": priority,
        "Statement": {"ManagedRuleGroupStatement": statement},
        "OverrideAction": {"None": {}},
        "VisibilityConfig": visible(name),
    }
