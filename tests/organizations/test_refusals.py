"""Each refusal with its reason. (Organizations API Reference, each exception's `Reason`.)"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness.aws import Credentials
from harness.organization import Organization

SCP = "SERVICE_CONTROL_POLICY"
CONSTRAINT = "ConstraintViolationException"
INPUT = "InvalidInputException"
HANDSHAKE = "HandshakeConstraintViolationException"
SERVICE = {"ServicePrincipal": "guardduty.amazonaws.com"}


def refused(call: Callable[..., Any], **more: Any) -> tuple[str, str | None]:
    """The code of a call's refusal, and its reason."""
    with pytest.raises(ClientError) as caught:
        call(**more)
    return caught.value.response["Error"]["Code"], caught.value.response.get("Reason")


def deny(action: str) -> str:
    statement = {"Effect": "Deny", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def policy(one: Organization, name: str) -> str:
    made = one.api.create_policy(Name=name, Description="", Type=SCP, Content=deny(f"s3:{name}"))
    return made["Policy"]["PolicySummary"]["Id"]


def test_policies(organization) -> None:
    one = organization()
    api, unit = one.api, one.unit("prod")
    for number in range(9):
        api.attach_policy(PolicyId=policy(one, f"p{number}"), TargetId=unit)
    full, last = {"PolicyId": "p-FullAWSAccess"}, policy(one, "p9")
    api.enable_policy_type(RootId=one.root, PolicyType="RESOURCE_CONTROL_POLICY")
    resource = {"PolicyId": "p-RCPFullAWSAccess", "TargetId": unit}
    many = {"PolicyId": last, "TargetId": unit}
    long = {"PolicyId": last, "Content": deny("s3:" + "x" * 10_240)}
    for call, more, code, reason in [
        (api.attach_policy, many, CONSTRAINT, "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"),
        (
            api.detach_policy,
            full | {"TargetId": one.root},
            CONSTRAINT,
            "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        ),
        (api.detach_policy, resource, INPUT, "NON_DETACHABLE_POLICY"),
        (api.update_policy, long, CONSTRAINT, "POLICY_CONTENT_LIMIT_EXCEEDED"),
        (api.update_policy, full | {"Name": "mine"}, INPUT, "IMMUTABLE_POLICY"),
        (api.delete_policy, full, INPUT, "IMMUTABLE_POLICY"),
    ]:
        assert refused(call, **more) == (code, reason), call
    assert refused(api.update_policy, PolicyId=last, Content="{")[0] == (
        "MalformedPolicyDocumentException"
    )
    free = policy(one, "free")
    api.delete_policy(PolicyId=free)
    assert refused(api.delete_policy, PolicyId=free)[0] == "PolicyNotFoundException"


def test_accounts_and_units(organization) -> None:
    one = organization()
    api, account = one.api, one.account("ada")
    new = {"AccountName": "bob", "Email": "bob@example.com"}
    api.enable_aws_service_access(**SERVICE)
    api.register_delegated_administrator(AccountId=account, **SERVICE)
    tags = [{"Key": str(number), "Value": ""} for number in range(51)]
    deep = one.root
    for depth in range(5):
        deep = one.unit(f"unit{depth}", deep)
    delegated = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"
    for call, more, code, reason in [
        (
            api.create_organizational_unit,
            {"ParentId": deep, "Name": "deeper"},
            CONSTRAINT,
            "OU_DEPTH_LIMIT_EXCEEDED",
        ),
        (
            api.tag_resource,
            {"ResourceId": account, "Tags": tags},
            CONSTRAINT,
            "MAX_TAG_LIMIT_EXCEEDED",
        ),
        (
            api.create_account,
            new | {"RoleName": "AWSServiceRoleForMe"},
            INPUT,
            "INVALID_ROLE_NAME",
        ),
        (api.close_account, {"AccountId": account}, CONSTRAINT, delegated),
        (api.remove_account_from_organization, {"AccountId": account}, CONSTRAINT, delegated),
        (api.list_accounts, {"NextToken": "!"}, INPUT, "INVALID_NEXT_TOKEN"),
    ]:
        assert refused(call, **more) == (code, reason), call


def test_services(organization) -> None:
    one = organization()
    api, account = one.api, one.account("ada")
    unknown = {"ServicePrincipal": "pets.amazonaws.com"}
    for call, more, code, reason in [
        (api.enable_aws_service_access, unknown, INPUT, "UNRECOGNIZED_SERVICE_PRINCIPAL"),
        (
            api.register_delegated_administrator,
            SERVICE | {"AccountId": account},
            CONSTRAINT,
            "SERVICE_ACCESS_NOT_ENABLED",
        ),
        (
            api.register_delegated_administrator,
            SERVICE | {"AccountId": one.management},
            CONSTRAINT,
            "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
        ),
    ]:
        assert refused(call, **more) == (code, reason), call
    api.enable_aws_service_access(**SERVICE)
    api.close_account(AccountId=account)
    told = refused(api.register_delegated_administrator, AccountId=account, **SERVICE)
    assert told == (CONSTRAINT, "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR")
    bills = organization(feature_set="CONSOLIDATED_BILLING")
    told = refused(bills.api.enable_aws_service_access, **SERVICE)
    assert told == (CONSTRAINT, "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE")


def test_handshakes(organization, unused_account) -> None:
    one, bills = organization(), organization(feature_set="CONSOLIDATED_BILLING")
    account = one.account("ada")
    stranger = {"Id": unused_account(), "Type": "ACCOUNT"}
    guest = unused_account()
    invited = bills.api.invite_account_to_organization(Target={"Id": guest, "Type": "ACCOUNT"})
    accept = {"HandshakeId": invited["Handshake"]["Id"]}
    bills.client("organizations", Credentials(guest, "any")).accept_handshake(**accept)
    bills.api.enable_all_features()
    invite = one.api.invite_account_to_organization
    pending = "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"
    for call, target, code, reason in [
        (invite, {"Id": account, "Type": "ACCOUNT"}, HANDSHAKE, "ALREADY_IN_AN_ORGANIZATION"),
        (invite, {"Id": one.id, "Type": "ORGANIZATION"}, INPUT, "INVALID_PARTY_TYPE_TARGET"),
        (invite, {"Id": "ada", "Type": "ACCOUNT"}, INPUT, "INVALID_PATTERN"),
        (
            invite,
            {"Id": "nobody@example.com", "Type": "EMAIL"},
            INPUT,
            "INVALID_EMAIL_ADDRESS_TARGET",
        ),
        (
            bills.api.invite_account_to_organization,
            stranger,
            HANDSHAKE,
            "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
        ),
    ]:
        assert refused(call, Target=target) == (code, reason), target
    assert refused(one.api.enable_all_features) == (
        HANDSHAKE,
        "ORGANIZATION_ALREADY_HAS_ALL_FEATURES",
    )
    assert refused(bills.api.enable_all_features) == (HANDSHAKE, pending)
