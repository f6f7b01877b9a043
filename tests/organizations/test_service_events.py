"""What Organizations tells of by itself, in the record of the management account."""

from __future__ import annotations

import json
from typing import Any

from harness.aws import Credentials
from harness.organization import Organization


def told(one: Organization, name: str, account: str | None = None) -> list[dict[str, Any]]:
    """The events of this name in an account's record, newest first."""
    trail = one.client("cloudtrail", Credentials(account or one.management, "any"))
    found = trail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": name}]
    )
    return [json.loads(event["CloudTrailEvent"]) for event in found["Events"]]


def details(one: Organization, name: str) -> list[dict[str, Any]]:
    return [event["serviceEventDetails"] for event in told(one, name)]


def test_accounts_that_are_made_or_not(organization) -> None:
    one = organization()
    account = one.account("ada")
    one.api.create_account(AccountName="ada", Email=f"ada@{one.management}.example.com")
    failed, made = (event["createAccountStatus"] for event in details(one, "CreateAccountResult"))
    assert (made["state"], made["accountId"]) == ("SUCCEEDED", account)
    assert (failed["state"], failed["failureReason"]) == ("FAILED", "EMAIL_ALREADY_EXISTS")
    assert "ada" not in json.dumps([failed, made])
    [event, _] = told(one, "CreateAccountResult")
    assert event["eventType"] == "AwsServiceEvent"
    assert event["userIdentity"]["invokedBy"] == "organizations.amazonaws.com"
    assert event["recipientAccountId"] == one.management
    joined = details(one, "AccountJoinedOrganization")
    assert [(event["accountId"], event["joinedMethod"]) for event in joined] == [
        (account, "CREATED"),
        (one.management, "INVITED"),
    ]
    assert told(one, "CreateAccountResult", account) == []


def test_accounts_that_come_and_go(organization) -> None:
    one, other = organization(), organization()
    moved, left, removed = one.account("moved"), one.account("left"), one.account("removed")
    target = {"Id": moved, "Type": "ACCOUNT"}
    sent = other.api.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    root_of_moved = one.client("organizations", Credentials(moved, "any"))
    root_of_moved.accept_handshake(HandshakeId=sent)
    one.client("organizations", Credentials(left, "any")).leave_organization()
    one.api.remove_account_from_organization(AccountId=removed)
    departed = details(one, "AccountDepartedOrganization")
    assert [(event["accountId"], event["departureMethod"]) for event in departed] == [
        (removed, "REMOVED"),
        (left, "LEFT"),
        (moved, "LEFT"),
    ]
    assert details(other, "AccountJoinedOrganization")[0]["accountId"] == moved


def test_an_account_that_is_closed(organization) -> None:
    one = organization()
    account = one.account("ada")
    one.api.close_account(AccountId=account)
    [event] = details(one, "CloseAccountResult")
    status = event["closeAccountStatus"]
    assert (status["accountId"], status["state"]) == (account, "SUCCEEDED")
