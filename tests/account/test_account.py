"""Account Management: contacts, regions and names, of one's own account and of members."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.organization import Organization
from harness.server import Server

SERVICE = "account.amazonaws.com"
SECURITY = {
    "Name": "Ada",
    "Title": "Officer",
    "EmailAddress": "ada@example.com",
    "PhoneNumber": "+44 20 7946 0000",
    "AlternateContactType": "SECURITY",
}
OWNER = {
    "FullName": "Ada Lovelace",
    "AddressLine1": "12 St James's Square",
    "City": "London",
    "StateOrRegion": "London",
    "PostalCode": "SW1Y 4JH",
    "CountryCode": "GB",
    "PhoneNumber": "+44 20 7946 0000",
}


@pytest.fixture
def account(dev_server: Server, unused_account) -> Any:
    """A client of an account that no other test uses."""
    return client("account", dev_server.endpoint, Credentials(unused_account(), "any"))


@pytest.fixture
def central(organization) -> Organization:
    """An organization that lets Account Management in."""
    one = organization()
    one.api.enable_aws_service_access(ServicePrincipal=SERVICE)
    return one


def test_contacts_are_set_told_and_taken_out(account) -> None:
    missing = error_of(account.get_alternate_contact, AlternateContactType="SECURITY")
    assert missing == (
        "ResourceNotFoundException",
        "No contact of the inputted alternate contact type found.",
        404,
    )
    account.put_alternate_contact(**SECURITY)
    told = account.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    assert told == SECURITY
    account.put_alternate_contact(**{**SECURITY, "Name": "Grace"})
    told = account.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    assert told["Name"] == "Grace"
    account.delete_alternate_contact(AlternateContactType="SECURITY")
    gone = error_of(account.delete_alternate_contact, AlternateContactType="SECURITY")
    assert gone[0] == "ResourceNotFoundException"
    wrong = error_of(account.put_alternate_contact, **{**SECURITY, "EmailAddress": "nobody"})
    assert wrong[0] == "ValidationException"


def test_the_owner_is_set_and_told(account) -> None:
    assert error_of(account.get_contact_information)[0] == "ResourceNotFoundException"
    account.put_contact_information(ContactInformation=OWNER)
    assert account.get_contact_information()["ContactInformation"] == OWNER
    for wrong in ({**OWNER, "CountryCode": "gb"}, {**OWNER, "PhoneNumber": "none"}):
        told = error_of(account.put_contact_information, ContactInformation=wrong)
        assert told[0] == "ValidationException"


def test_an_account_has_a_region_once_it_opts_in(dev_server: Server, unused_account) -> None:
    key = Credentials(unused_account(), "any")
    account = client("account", dev_server.endpoint, key)

    def there(credentials: Credentials) -> Any:
        sts = client("sts", dev_server.endpoint, credentials, region="af-south-1")
        return sts.get_caller_identity

    def names(**options: Any) -> dict[str, str]:
        ec2 = client("ec2", dev_server.endpoint, key)
        regions = ec2.describe_regions(**options)["Regions"]
        return {region["RegionName"]: region["OptInStatus"] for region in regions}

    def status(region: str) -> str:
        return account.get_region_opt_status(RegionName=region)["RegionOptStatus"]

    iam = client("iam", dev_server.endpoint, key)
    iam.create_user(UserName="ada")
    ada = Credentials.from_key(iam.create_access_key(UserName="ada"))
    session = Credentials.from_session(client("sts", dev_server.endpoint, ada).get_session_token())
    assert (status("us-east-1"), status("af-south-1")) == ("ENABLED_BY_DEFAULT", "DISABLED")
    assert "af-south-1" not in names()
    assert names(AllRegions=True)["af-south-1"] == "not-opted-in"
    for who in (key, ada, session):
        assert error_of(there(who))[0] == "InvalidClientTokenId"
    account.enable_region(RegionName="af-south-1")
    account.enable_region(RegionName="af-south-1")
    assert (status("af-south-1"), names()["af-south-1"]) == ("ENABLED", "opted-in")
    for who in (key, ada, session):
        assert there(who)()["Account"] == key.access_key
    account.disable_region(RegionName="af-south-1")
    for who in (key, ada, session):
        assert error_of(there(who))[0] == "InvalidClientTokenId"
    for call in (account.enable_region, account.disable_region):
        told = error_of(call, RegionName="us-east-1")
        assert told[0] == "ValidationException"


def test_regions_come_in_pages(account) -> None:
    account.enable_region(RegionName="me-south-1")
    pages = account.get_paginator("list_regions").paginate(PaginationConfig={"PageSize": 5})
    regions = [region for page in pages for region in page["Regions"]]
    assert len(regions) == len({region["RegionName"] for region in regions}) == 34
    wanted = account.list_regions(RegionOptStatusContains=["ENABLED"])["Regions"]
    assert wanted == [{"RegionName": "me-south-1", "RegionOptStatus": "ENABLED"}]


def test_the_management_account_sees_to_its_members(central) -> None:
    member = central.account("member")
    account = central.client("account")
    own = {"AccountId": central.management}
    assert "standalone context" in error_of(account.get_account_information, **own)[1]
    account.put_alternate_contact(**SECURITY, AccountId=member)
    account.put_account_name(AccountName="ledger", AccountId=member)
    account.enable_region(RegionName="af-south-1", AccountId=member)
    root = central.client("account", Credentials(member, "any"))
    assert root.get_alternate_contact(AlternateContactType="SECURITY")["AlternateContact"]
    assert root.get_region_opt_status(RegionName="af-south-1")["RegionOptStatus"] == "ENABLED"
    told = account.get_account_information(AccountId=member)
    assert (told["AccountName"], told["AccountState"]) == ("ledger", "ACTIVE")
    assert central.api.describe_account(AccountId=member)["Account"]["Name"] == "ledger"
    email = account.get_primary_email(AccountId=member)["PrimaryEmail"]
    assert email == f"member@{central.management}.example.com"
    told = error_of(account.get_gov_cloud_account_information, StandardAccountId=member)
    assert told[0] == "ResourceNotFoundException"
    for named in (member, central.management):
        assert error_of(root.get_account_information, AccountId=named)[0] == "AccessDeniedException"
    central.api.disable_aws_service_access(ServicePrincipal=SERVICE)
    told = error_of(account.get_account_information, AccountId=member)
    assert told[0] == "AccessDeniedException" and "trusted access" in told[1]


def test_an_administrator_sees_to_the_members(central) -> None:
    administrator, member = central.account("administrator"), central.account("member")
    account = central.client("account", central.administrator(administrator))
    contact = {"AlternateContactType": "SECURITY", "AccountId": member}
    assert error_of(account.get_alternate_contact, **contact)[0] == "AccessDeniedException"
    central.api.register_delegated_administrator(AccountId=administrator, ServicePrincipal=SERVICE)
    account.put_alternate_contact(**SECURITY, AccountId=member)
    assert account.get_alternate_contact(**contact)["AlternateContact"] == SECURITY
    own = {"AccountId": central.management}
    assert error_of(account.get_account_information, **own)[0] == "AccessDeniedException"


@pytest.mark.parametrize(
    ("statement", "is_allowed"),
    [
        ({"Resource": "arn:aws:account::{management}:account/{organization}/{member}"}, True),
        ({"Resource": "arn:aws:account::{member}:account"}, False),
        (
            {
                "Resource": "*",
                "Condition": {
                    "ForAnyValue:StringLike": {
                        "account:AccountResourceOrgPaths": "{organization}/{root}/*"
                    }
                },
            },
            True,
        ),
        (
            {
                "Resource": "*",
                "Condition": {"StringEquals": {"account:AccountResourceOrgTags/team": "red"}},
            },
            True,
        ),
        (
            {
                "Resource": "*",
                "Condition": {
                    "ForAnyValue:StringEquals": {"account:AlternateContactTypes": "BILLING"}
                },
            },
            False,
        ),
    ],
    ids=["member", "standalone", "path", "tag", "kind"],
)
def test_policies_tell_members_apart(central, statement, is_allowed) -> None:
    member = central.account("member", Tags=[{"Key": "team", "Value": "red"}])
    allow = {"Effect": "Allow", "Action": "account:*", **statement}
    text = json.dumps({"Version": "2012-10-17", "Statement": allow})
    for name, value in [
        ("{management}", central.management),
        ("{organization}", central.id),
        ("{root}", central.root),
        ("{member}", member),
    ]:
        text = text.replace(name, value)
    iam = central.client("iam")
    iam.create_user(UserName="ada")
    iam.put_user_policy(UserName="ada", PolicyName="p", PolicyDocument=text)
    ada = Credentials.from_key(iam.create_access_key(UserName="ada"))
    account = central.client("account", ada)
    arguments = {**SECURITY, "AccountId": member}
    if is_allowed:
        account.put_alternate_contact(**arguments)
    else:
        refused = error_of(account.put_alternate_contact, **arguments)
        assert refused[0] == "AccessDeniedException"


def test_what_needs_mail_or_a_telephone_is_not_there(central) -> None:
    account = central.client("account")
    member = central.account("member")
    start = {"AccountId": member, "PrimaryEmail": "other@example.com"}
    assert error_of(account.start_primary_email_update, **start)[0] == "NotImplemented"
