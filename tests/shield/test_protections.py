"""Each operation of AWS Shield does what it says, and refuses what AWS refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from harness.aws import error_of

POLICY = "arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy"
CONTACT = {"EmailAddress": "ops@example.com", "PhoneNumber": "+15555550100"}

Clients = Callable[[str], Any]


def protection(shield: Any, resource: str) -> str:
    return shield.create_protection(Name="it", ResourceArn=resource)["ProtectionId"]


def test_a_subscription_lasts_a_year_and_is_renewed(clients: Clients) -> None:
    shield = clients("shield")
    assert shield.get_subscription_state()["SubscriptionState"] == "INACTIVE"
    assert error_of(shield.describe_subscription)[0] == "ResourceNotFoundException"
    shield.create_subscription()
    assert shield.get_subscription_state()["SubscriptionState"] == "ACTIVE"
    held = shield.describe_subscription()["Subscription"]
    assert held["EndTime"] - held["StartTime"] == timedelta(days=365)
    assert held["AutoRenew"] == "ENABLED"
    groups = held["SubscriptionLimits"]["ProtectionGroupLimits"]
    assert groups["PatternTypeLimits"]["ArbitraryPatternLimits"]["MaxMembers"] == 1000
    shield.update_subscription(AutoRenew="ENABLED")
    locked = error_of(shield.update_subscription, AutoRenew="DISABLED")
    assert locked[0] == "LockedSubscriptionException"
    assert error_of(shield.delete_subscription)[0] == "LockedSubscriptionException"
    assert error_of(shield.create_subscription)[0] == "ResourceAlreadyExistsException"


def test_protections_are_made_found_and_deleted(shield: Any, address: str) -> None:
    missing = f"{address[:-8]}00000000"
    refused = error_of(shield.create_protection, Name="it", ResourceArn=missing)
    assert refused[0] == "InvalidResourceException"
    made = protection(shield, address)
    held = shield.describe_protection(ResourceArn=address)["Protection"]
    assert held == shield.describe_protection(ProtectionId=made)["Protection"]
    assert held["ProtectionArn"].endswith(f":protection/{made}")
    listed = shield.list_protections(InclusionFilters={"ProtectionNames": ["it"]})
    assert [one["Id"] for one in listed["Protections"]] == [made]
    shield.delete_protection(ProtectionId=made)
    assert shield.list_protections()["Protections"] == []


def test_groups_take_in_what_is_protected(shield: Any, address: str) -> None:
    protection(shield, address)
    named = {"ProtectionGroupId": "edge"}
    shield.create_protection_group(**named, Aggregation="SUM", Pattern="ALL")
    assert shield.list_resources_in_protection_group(**named)["ResourceArns"] == [address]
    shield.update_protection_group(
        **named, Aggregation="MAX", Pattern="ARBITRARY", Members=[address]
    )
    held = shield.describe_protection_group(**named)["ProtectionGroup"]
    assert (held["Aggregation"], held["Members"]) == ("MAX", [address])
    listed = shield.list_protection_groups(InclusionFilters={"Aggregations": ["MEAN"]})
    assert listed["ProtectionGroups"] == []
    shield.delete_protection_group(**named)
    assert error_of(shield.describe_protection_group, **named)[0] == "ResourceNotFoundException"


def test_tags_are_kept(shield: Any, address: str) -> None:
    made = shield.create_protection(
        Name="it", ResourceArn=address, Tags=[{"Key": "team", "Value": "blue"}]
    )["ProtectionId"]
    arn = shield.describe_protection(ProtectionId=made)["Protection"]["ProtectionArn"]
    shield.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "live"}])
    shield.untag_resource(ResourceARN=arn, TagKeys=["team"])
    tags = shield.list_tags_for_resource(ResourceARN=arn)["Tags"]
    assert tags == [{"Key": "stage", "Value": "live"}]


def test_contacts_are_told_once_something_has_a_health_check(
    shield: Any, address: str, clients: Clients
) -> None:
    contacts = {"EmergencyContactList": [CONTACT]}
    shield.update_emergency_contact_settings(**contacts)
    assert shield.describe_emergency_contact_settings()["EmergencyContactList"] == [CONTACT]
    engage = shield.associate_proactive_engagement_details
    assert error_of(engage, **contacts)[0] == "InvalidOperationException"
    route53 = clients("route53")
    config = {"Type": "CALCULATED", "HealthThreshold": 0}
    made = route53.create_health_check(CallerReference="it", HealthCheckConfig=config)
    check = made["HealthCheck"]["Id"]
    health = {
        "ProtectionId": protection(shield, address),
        "HealthCheckArn": f"arn:aws:route53:::healthcheck/{check}",
    }
    unknown = {**health, "HealthCheckArn": f"arn:aws:route53:::healthcheck/{'0' * 36}"}
    refused = error_of(shield.associate_health_check, **unknown)
    assert refused[0] == "InvalidResourceException"
    shield.associate_health_check(**health)
    again = error_of(shield.associate_health_check, **health)
    assert again[0] == "LimitsExceededException"
    engage(**contacts)
    assert status(shield) == "ENABLED"
    shield.disable_proactive_engagement()
    assert status(shield) == "DISABLED"
    shield.enable_proactive_engagement()
    # A check that is used can be deleted, and is disassociated all the same.
    route53.delete_health_check(HealthCheckId=check)
    shield.disassociate_health_check(**health)
    gone = error_of(shield.disassociate_health_check, **health)
    assert gone[0] == "ResourceNotFoundException"


def status(shield: Any) -> str:
    return shield.describe_subscription()["Subscription"]["ProactiveEngagementStatus"]


def test_the_response_team_gets_a_role_and_logs(
    shield: Any, clients: Clients, account: str
) -> None:
    iam, bucket = clients("iam"), {"LogBucket": f"logs-{account}"}
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "drt.shield.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName="drt", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    bare = error_of(shield.associate_drt_role, RoleArn=role)
    assert bare[0] == "InvalidParameterException"
    iam.attach_role_policy(RoleName="drt", PolicyArn=POLICY)
    shield.associate_drt_role(RoleArn=role)
    missing = error_of(shield.associate_drt_log_bucket, **bucket)
    assert missing[0] == "ResourceNotFoundException"
    clients("s3").create_bucket(Bucket=bucket["LogBucket"])
    shield.associate_drt_log_bucket(**bucket)
    held = shield.describe_drt_access()
    assert (held["RoleArn"], held["LogBucketList"]) == (role, [bucket["LogBucket"]])
    shield.disassociate_drt_log_bucket(**bucket)
    shield.disassociate_drt_role()
    assert "RoleArn" not in shield.describe_drt_access()


def test_where_nothing_was_attacked_there_is_nothing_to_tell(shield: Any) -> None:
    now = datetime.now(UTC)
    period = {"FromInclusive": now - timedelta(days=1), "ToExclusive": now}
    assert shield.list_attacks(StartTime=period)["AttackSummaries"] == []
    assert shield.describe_attack_statistics()["DataItems"] == [{"AttackCount": 0}]
    assert error_of(shield.describe_attack, AttackId="none")[0] == "AccessDeniedException"
