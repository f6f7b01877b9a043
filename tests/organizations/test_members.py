"""How accounts come and go: invitations, removal, and the end of an organization; tags."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from harness.aws import Credentials, error_of
from harness.organization import Organization


def party(account: str) -> dict[str, str]:
    return {"Id": account, "Type": "ACCOUNT"}


@pytest.fixture
def stranger(unused_account: Callable[[], str]) -> str:
    """An account that is in no organization."""
    return unused_account()


def as_root(one: Organization, account: str):
    return one.client("organizations", Credentials(account, "any"))


def test_an_invited_account_joins(organization, stranger) -> None:
    one = organization()
    guest = as_root(one, stranger)
    sent = one.api.invite_account_to_organization(
        Target=party(stranger), Notes="welcome", Tags=[{"Key": "team", "Value": "red"}]
    )["Handshake"]
    assert (sent["State"], sent["Action"]) == ("OPEN", "INVITE")
    assert sent["Arn"].endswith(f":handshake/{one.id}/invite/{sent['Id']}")
    assert sent["Parties"] == [{"Id": one.id, "Type": "ORGANIZATION"}, party(stranger)]
    [received] = guest.list_handshakes_for_account()["Handshakes"]
    assert received == sent
    notes = [r["Value"] for r in received["Resources"] if r["Type"] == "NOTES"]
    assert notes == ["welcome"]
    accepted = guest.accept_handshake(HandshakeId=sent["Id"])["Handshake"]
    assert accepted["State"] == "ACCEPTED"
    member = one.api.describe_account(AccountId=stranger)["Account"]
    assert member["JoinedMethod"] == "INVITED"
    assert one.api.list_tags_for_resource(ResourceId=stranger)["Tags"] == [
        {"Key": "team", "Value": "red"}
    ]
    assert guest.describe_organization()["Organization"]["Id"] == one.id
    again = error_of(guest.accept_handshake, HandshakeId=sent["Id"])
    assert again[0] == "HandshakeAlreadyInStateException"
    declined = error_of(guest.decline_handshake, HandshakeId=sent["Id"])
    assert declined[0] == "InvalidHandshakeTransitionException"


def test_an_invitation_is_declined_or_canceled(organization, stranger) -> None:
    one = organization()
    guest = as_root(one, stranger)
    invite = one.api.invite_account_to_organization
    first = invite(Target=party(stranger))["Handshake"]["Id"]
    pending = error_of(invite, Target=party(stranger))
    assert pending[0] == "DuplicateHandshakeException"
    for call in (one.api.accept_handshake, one.api.decline_handshake, guest.cancel_handshake):
        assert error_of(call, HandshakeId=first)[0] == "AccessDeniedException"
    assert guest.decline_handshake(HandshakeId=first)["Handshake"]["State"] == "DECLINED"
    second = invite(Target=party(stranger))["Handshake"]["Id"]
    assert one.api.cancel_handshake(HandshakeId=second)["Handshake"]["State"] == "CANCELED"
    listed = one.api.list_handshakes_for_organization()["Handshakes"]
    assert {sent["State"] for sent in listed} == {"DECLINED", "CANCELED"}
    assert error_of(guest.describe_organization)[0] == "AWSOrganizationsNotInUseException"


def test_an_invitation_is_seen_by_both_sides_alone(organization, stranger) -> None:
    one, other = organization(), organization()
    sent = one.api.invite_account_to_organization(Target=party(stranger))["Handshake"]["Id"]
    told = error_of(other.api.describe_handshake, HandshakeId=sent)
    assert told[0] == "HandshakeNotFoundException"
    assert one.api.describe_handshake(HandshakeId=sent)["Handshake"]["Id"] == sent
    assert as_root(one, stranger).describe_handshake(HandshakeId=sent)["Handshake"]["Id"] == sent


def test_who_cannot_be_invited(organization) -> None:
    one, other = organization(), organization()
    account = one.account("ada")
    member = error_of(one.api.invite_account_to_organization, Target=party(account))
    assert member[0] == "HandshakeConstraintViolationException"
    nobody = {"Id": "nobody@example.com", "Type": "EMAIL"}
    told = error_of(one.api.invite_account_to_organization, Target=nobody)
    assert told[0] == "InvalidInputException"
    one.api.close_account(AccountId=account)
    with pytest.raises(other.api.exceptions.HandshakeConstraintViolationException) as caught:
        other.api.invite_account_to_organization(Target=party(account))
    assert caught.value.response["Reason"] == "TARGET_ACCOUNT_VALIDATION_FAILURE"
    # A management account cannot change over.
    sent = one.api.invite_account_to_organization(Target=party(other.management))["Handshake"]
    told = error_of(other.api.accept_handshake, HandshakeId=sent["Id"])
    assert told[0] == "MasterCannotLeaveOrganizationException"
    assert other.api.describe_handshake(HandshakeId=sent["Id"])["Handshake"]["State"] == "OPEN"


def test_a_member_changes_over_to_another_organization(organization) -> None:
    one, other = organization(), organization()
    account = one.account("ada")
    email = {"Id": f"ada@{one.management}.example.com", "Type": "EMAIL"}
    sent = other.api.invite_account_to_organization(Target=email)["Handshake"]["Id"]
    as_root(one, account).accept_handshake(HandshakeId=sent)
    assert [a["Id"] for a in one.api.list_accounts()["Accounts"]] == [one.management]
    assert account in [a["Id"] for a in other.api.list_accounts()["Accounts"]]


def test_a_member_that_may_not_leave_does_not_change_over(organization) -> None:
    one, other = organization(), organization()
    account = one.account("ada")
    deny = {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"}
    content = json.dumps({"Version": "2012-10-17", "Statement": deny})
    policy = one.api.create_policy(
        Name="stay", Description="", Type="SERVICE_CONTROL_POLICY", Content=content
    )["Policy"]["PolicySummary"]["Id"]
    one.api.attach_policy(PolicyId=policy, TargetId=account)
    sent = other.api.invite_account_to_organization(Target=party(account))["Handshake"]["Id"]
    guest = as_root(one, account)
    code, message, _ = error_of(guest.accept_handshake, HandshakeId=sent)
    assert code == "AccessDeniedException"
    assert "organizations:LeaveOrganization" in message
    assert guest.describe_handshake(HandshakeId=sent)["Handshake"]["State"] == "OPEN"
    assert account in [a["Id"] for a in one.api.list_accounts()["Accounts"]]


def test_a_removed_account_is_bound_by_nothing(organization) -> None:
    one = organization()
    for leave in ("removed", "left"):
        account = one.account(leave)
        administrator = one.administrator(account)
        iam = one.client("iam", administrator)
        deny = {"Effect": "Deny", "Action": "iam:ListUsers", "Resource": "*"}
        content = json.dumps({"Version": "2012-10-17", "Statement": deny})
        policy = one.api.create_policy(
            Name=leave, Description="", Type="SERVICE_CONTROL_POLICY", Content=content
        )["Policy"]["PolicySummary"]["Id"]
        one.api.attach_policy(PolicyId=policy, TargetId=account)
        assert error_of(iam.list_users)[0] == "AccessDenied"
        if leave == "removed":
            one.api.remove_account_from_organization(AccountId=account)
        else:
            one.client("organizations", administrator).leave_organization()
        iam.list_users()
        assert one.api.list_targets_for_policy(PolicyId=policy)["Targets"] == []
        told = error_of(one.api.describe_account, AccountId=account)
        assert told[0] == "AccountNotFoundException"


def test_the_management_account_stays(organization) -> None:
    one = organization()
    code = "MasterCannotLeaveOrganizationException"
    remove = one.api.remove_account_from_organization
    assert error_of(remove, AccountId=one.management)[0] == code
    assert error_of(one.api.leave_organization)[0] == code


def test_an_empty_organization_ends(organization) -> None:
    one = organization()
    account = one.account("ada")
    told = error_of(one.api.delete_organization)
    assert told[:2] == (
        "OrganizationNotEmptyException",
        "To delete an organization you must first remove all member accounts (except the master).",
    )
    one.unit("prod")
    one.api.remove_account_from_organization(AccountId=account)
    one.api.delete_organization()
    told = error_of(one.api.describe_organization)
    assert told[0] == "AWSOrganizationsNotInUseException"
    fresh = one.api.create_organization()["Organization"]
    assert fresh["Id"] != one.id
    [root] = one.api.list_roots()["Roots"]
    assert (
        one.api.list_organizational_units_for_parent(ParentId=root["Id"])["OrganizationalUnits"]
        == []
    )


def test_nodes_and_policies_have_tags(organization) -> None:
    one = organization()
    api = one.api
    policy = api.create_policy(
        Name="p",
        Description="",
        Type="SERVICE_CONTROL_POLICY",
        Content='{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}',
        Tags=[{"Key": "team", "Value": "red"}],
    )["Policy"]["PolicySummary"]["Id"]
    team = [{"Key": "team", "Value": "red"}]
    unit = one.unit("prod", Tags=team)
    account = one.account("ada", Tags=team)
    for resource in (one.root, unit, account, policy):
        api.tag_resource(
            ResourceId=resource,
            Tags=[{"Key": "team", "Value": "blue"}, {"Key": "cost", "Value": "1"}],
        )
        tags = api.list_tags_for_resource(ResourceId=resource)["Tags"]
        assert tags == [{"Key": "cost", "Value": "1"}, {"Key": "team", "Value": "blue"}]
        api.untag_resource(ResourceId=resource, TagKeys=["cost"])
        tags = api.list_tags_for_resource(ResourceId=resource)["Tags"]
        assert tags == [{"Key": "team", "Value": "blue"}]
    for tags, reason in [
        ([{"Key": "aws:x", "Value": ""}], "INVALID_SYSTEM_TAGS_PARAMETER"),
        ([{"Key": "a", "Value": ""}, {"Key": "a", "Value": ""}], "DUPLICATE_TAG_KEY"),
    ]:
        with pytest.raises(api.exceptions.InvalidInputException) as caught:
            api.tag_resource(ResourceId=unit, Tags=tags)
        assert caught.value.response["Reason"] == reason
    many = [{"Key": str(number), "Value": ""} for number in range(51)]
    told = error_of(api.tag_resource, ResourceId=unit, Tags=many)
    assert told[0] == "ConstraintViolationException"
    told = error_of(api.list_tags_for_resource, ResourceId="p-00000000")
    assert told[0] == "TargetNotFoundException"


def test_a_tag_of_a_unit_decides(organization) -> None:
    one = organization()
    red = one.unit("red", Tags=[{"Key": "team", "Value": "red"}])
    blue = one.unit("blue")
    iam = one.client("iam")
    iam.create_user(UserName="ada")
    statement = {
        "Effect": "Allow",
        "Action": "organizations:*",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}},
    }
    iam.put_user_policy(
        UserName="ada",
        PolicyName="p",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}),
    )
    key = Credentials.from_key(iam.create_access_key(UserName="ada"))
    ada = one.client("organizations", key)
    ada.describe_organizational_unit(OrganizationalUnitId=red)
    told = error_of(ada.describe_organizational_unit, OrganizationalUnitId=blue)
    assert told[0] == "AccessDeniedException"
    arn = f"arn:aws:organizations::{one.management}:ou/{one.id}/{blue}"
    assert f"organizations:DescribeOrganizationalUnit on resource: {arn}" in told[1]
