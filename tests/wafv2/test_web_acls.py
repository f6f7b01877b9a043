"""Web ACLs and what they are made of, by boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness.aws import Credentials, client, error_of
from harness.server import Server
from harness.waf import log_bucket, path, rule, visible


def make(waf: Any, name: str, *rules: dict[str, Any]) -> dict[str, Any]:
    """A web ACL; its summary."""
    return waf.create_web_acl(
        Name=name,
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Rules=list(rules),
        VisibilityConfig=visible(name),
    )["Summary"]


def of(summary: dict[str, Any]) -> dict[str, str]:
    """What names a thing in requests."""
    return {"Name": summary["Name"], "Id": summary["Id"], "Scope": "REGIONAL"}


def test_a_web_acl_is_made_shown_changed_and_deleted(
    waf: Any, unique: Callable[[str], str]
) -> None:
    name = unique("acl")
    made = make(waf, name, rule("admin", path(b"/admin")))
    shown = waf.get_web_acl(**of(made))
    statement = shown["WebACL"]["Rules"][0]["Statement"]["ByteMatchStatement"]
    assert statement["SearchString"] == b"/admin"
    assert shown["WebACL"]["Capacity"] == 12
    assert made["ARN"].endswith(f":regional/webacl/{name}/{made['Id']}")
    changed = waf.update_web_acl(
        **of(made),
        DefaultAction={"Block": {}},
        VisibilityConfig=visible(name),
        LockToken=shown["LockToken"],
    )
    with pytest.raises(waf.exceptions.WAFOptimisticLockException):
        waf.delete_web_acl(**of(made), LockToken=shown["LockToken"])
    assert waf.get_web_acl(ARN=made["ARN"])["WebACL"]["DefaultAction"] == {"Block": {}}
    waf.delete_web_acl(**of(made), LockToken=changed["NextLockToken"])
    with pytest.raises(waf.exceptions.WAFNonexistentItemException):
        waf.get_web_acl(**of(made))


def test_an_invalid_rule_is_refused_with_field_and_reason(
    waf: Any, unique: Callable[[str], str]
) -> None:
    with pytest.raises(ClientError) as refused:
        make(waf, unique("acl"), rule("r", {"OrStatement": {"Statements": [path(b"/a")]}}))
    answer = refused.value.response
    assert answer["Error"]["Code"] == "WAFInvalidParameterException"
    assert (answer["Field"], answer["Parameter"]) == ("OR_STATEMENT", "OrStatement")
    assert answer["Error"]["Message"] == (
        f"Error reason: {answer['Reason']}, field: OR_STATEMENT, parameter: OrStatement"
    )


def test_sets_and_groups_are_kept_while_they_are_used(
    waf: Any, unique: Callable[[str], str]
) -> None:
    ip_set = waf.create_ip_set(
        Name=unique("set"),
        Scope="REGIONAL",
        IPAddressVersion="IPV4",
        Addresses=["192.0.2.0/24"],
    )["Summary"]
    patterns = waf.create_regex_pattern_set(
        Name=unique("set"),
        Scope="REGIONAL",
        RegularExpressionList=[{"RegexString": "^/wp-"}],
    )["Summary"]
    by_regex = {
        "RegexPatternSetReferenceStatement": {
            "ARN": patterns["ARN"],
            "FieldToMatch": {"UriPath": {}},
            "TextTransformations": [{"Priority": 0, "Type": "LOWERCASE"}],
        }
    }
    group = waf.create_rule_group(
        Name=unique("group"),
        Scope="REGIONAL",
        Capacity=50,
        Rules=[
            rule("office", {"IPSetReferenceStatement": {"ARN": ip_set["ARN"]}}),
            rule("wordpress", by_regex, 2),
        ],
        VisibilityConfig=visible("group"),
    )["Summary"]
    uses = rule("own", {"RuleGroupReferenceStatement": {"ARN": group["ARN"]}})
    del uses["Action"]
    uses["OverrideAction"] = {"None": {}}
    acl = make(waf, unique("acl"), uses)
    assert waf.get_web_acl(**of(acl))["WebACL"]["Capacity"] == 50
    with pytest.raises(waf.exceptions.WAFAssociatedItemException):
        waf.delete_rule_group(**of(group), LockToken=group["LockToken"])
    with pytest.raises(waf.exceptions.WAFAssociatedItemException):
        waf.delete_ip_set(**of(ip_set), LockToken=ip_set["LockToken"])
    waf.delete_web_acl(**of(acl), LockToken=acl["LockToken"])
    waf.delete_rule_group(**of(group), LockToken=group["LockToken"])
    waf.delete_ip_set(**of(ip_set), LockToken=ip_set["LockToken"])
    waf.delete_regex_pattern_set(**of(patterns), LockToken=patterns["LockToken"])


def test_lists_come_in_pages(waf: Any, unique: Callable[[str], str]) -> None:
    names = {unique("page") for _ in range(3)}
    for name in names:
        waf.create_ip_set(Name=name, Scope="REGIONAL", IPAddressVersion="IPV6", Addresses=[])
    found, marker = set(), {}
    while True:
        page = waf.list_ip_sets(Scope="REGIONAL", Limit=1, **marker)
        found |= {held["Name"] for held in page["IPSets"]}
        if "NextMarker" not in page:
            break
        marker = {"NextMarker": page["NextMarker"]}
    assert names <= found


def test_tags_logs_and_policies(
    waf: Any, server: Server, root: Credentials, unique: Callable[[str], str]
) -> None:
    acl = make(waf, unique("acl"))
    arn = acl["ARN"]
    waf.tag_resource(ResourceARN=arn, Tags=[{"Key": "team", "Value": "blue"}])
    tags = waf.list_tags_for_resource(ResourceARN=arn)["TagInfoForResource"]["TagList"]
    assert tags == [{"Key": "team", "Value": "blue"}]
    waf.untag_resource(ResourceARN=arn, TagKeys=["team"])
    to = {"ResourceArn": arn, "LogDestinationConfigs": ["arn:aws:s3:::aws-waf-logs-none"]}
    refused = error_of(waf.put_logging_configuration, LoggingConfiguration=to)
    assert refused[0] == "WAFLogDestinationPermissionIssueException"
    bucket = log_bucket(client("s3", server.endpoint, root), arn.split(":")[4])
    to["LogDestinationConfigs"] = [f"arn:aws:s3:::{bucket}"]
    waf.put_logging_configuration(LoggingConfiguration=to)
    held = waf.get_logging_configuration(ResourceArn=arn)["LoggingConfiguration"]
    assert held["LogDestinationConfigs"] == to["LogDestinationConfigs"]
    logs = waf.list_logging_configurations(Scope="REGIONAL")["LoggingConfigurations"]
    assert arn in {held["ResourceArn"] for held in logs}
    waf.delete_logging_configuration(ResourceArn=arn)
    with pytest.raises(waf.exceptions.WAFNonexistentItemException):
        waf.get_logging_configuration(ResourceArn=arn)
    with pytest.raises(waf.exceptions.WAFInvalidParameterException):
        waf.put_permission_policy(ResourceArn=arn, Policy="{}")


def test_nothing_is_protected_that_is_not_there(waf: Any, unique: Callable[[str], str]) -> None:
    acl = make(waf, unique("acl"))
    account = acl["ARN"].split(":")[4]
    region = waf.meta.region_name
    balancer = f"arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/none/1"
    with pytest.raises(waf.exceptions.WAFNonexistentItemException):
        waf.associate_web_acl(WebACLArn=acl["ARN"], ResourceArn=balancer)
    for operation in [waf.get_web_acl_for_resource, waf.disassociate_web_acl]:
        with pytest.raises(waf.exceptions.WAFNonexistentItemException):
            operation(ResourceArn=balancer)
    assert waf.list_resources_for_web_acl(WebACLArn=acl["ARN"])["ResourceArns"] == []
