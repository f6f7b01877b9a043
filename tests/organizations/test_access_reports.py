"""Which services policies let the accounts of an organization reach, and which account last did."""

from __future__ import annotations

import json
from typing import Any

from harness.aws import Credentials, error_of
from harness.organization import Organization


class Reports:
    """The reports of an organization."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self.iam = organization.client("iam")

    def path(self, *ids: str) -> str:
        return "/".join((self.organization.id, self.organization.root, *ids))

    def ask(self, *ids: str, **options: Any) -> str:
        path = self.path(*ids)
        asked = self.iam.generate_organizations_access_report(EntityPath=path, **options)
        return asked["JobId"]

    def told(self, job: str, **options: Any) -> dict[str, Any]:
        return self.iam.get_organizations_access_report(JobId=job, MaxItems=1000, **options)

    def services(self, *ids: str, **options: Any) -> dict[str, dict[str, Any]]:
        details = self.told(self.ask(*ids, **options))["AccessDetails"]
        return {one["ServiceNamespace"]: one for one in details}


def policy(organization: Organization, name: str, statement: dict[str, Any]) -> str:
    content = json.dumps({"Version": "2012-10-17", "Statement": {"Resource": "*", **statement}})
    made = organization.api.create_policy(
        Name=name, Description="", Type="SERVICE_CONTROL_POLICY", Content=content
    )
    return made["Policy"]["PolicySummary"]["Id"]


def test_a_report_tells_what_is_in_reach_and_who_reached_it(organization) -> None:
    one = organization()
    reports = Reports(one)
    unit = one.unit("prod")
    shop, bank = one.account("shop"), one.account("bank")
    one.move(shop, unit)
    root, role = Credentials(shop, "any"), one.administrator(bank)
    one.client("s3", root).list_buckets()
    one.client("iam", role).list_users()
    deny = policy(one, "no-kms", {"Effect": "Deny", "Action": "kms:*"})
    one.api.attach_policy(PolicyId=deny, TargetId=unit)

    everywhere = reports.services()
    assert everywhere["kms"]["TotalAuthenticatedEntities"] == 0
    assert everywhere["s3"]["EntityPath"] == reports.path(unit, shop)
    assert everywhere["s3"]["Region"] == "us-east-1"
    assert everywhere["iam"]["EntityPath"] == reports.path(bank)
    in_unit = reports.services(unit)
    assert "kms" not in in_unit and "EntityPath" not in in_unit["iam"]
    assert in_unit["s3"]["TotalAuthenticatedEntities"] == 1
    assert "kms" not in reports.services(unit, shop)
    assert "kms" in reports.services(bank)
    one.client("s3", role).list_buckets()
    assert reports.services()["s3"]["TotalAuthenticatedEntities"] == 2
    management = reports.services(one.management)
    assert "kms" in management and management["iam"]["EntityPath"] == reports.path(one.management)


def test_a_report_on_a_policy_tells_of_the_accounts_it_binds(organization) -> None:
    one = organization()
    reports = Reports(one)
    unit = one.unit("prod")
    shop, bank = one.account("shop"), one.account("bank")
    one.move(shop, unit)
    only = policy(one, "only-s3", {"Effect": "Allow", "Action": "s3:*"})
    for account in (shop, bank):
        one.client("s3", Credentials(account, "any")).list_buckets()
    found = reports.services(OrganizationsPolicyId=only)
    assert set(found) == {"s3", "s3-object-lambda"} or set(found) == {"s3"}
    assert "EntityPath" not in found["s3"]
    one.api.attach_policy(PolicyId=only, TargetId=unit)
    found = reports.services(OrganizationsPolicyId=only)
    assert found["s3"]["EntityPath"] == reports.path(unit, shop)
    assert found["s3"]["TotalAuthenticatedEntities"] == 1


def test_reports_come_in_pages_in_the_order_asked_for(organization) -> None:
    one = organization()
    reports = Reports(one)
    shop = one.account("shop")
    one.client("s3", Credentials(shop, "any")).list_buckets()
    job = reports.ask(shop)
    told = reports.told(job)
    names = [service["ServiceNamespace"] for service in told["AccessDetails"]]
    assert names == sorted(names) and len(names) == told["NumberOfServicesAccessible"]
    assert told["NumberOfServicesNotAccessed"] == len(names) - 1
    latest = reports.told(job, SortKey="LAST_AUTHENTICATED_TIME_DESCENDING")["AccessDetails"]
    assert latest[0]["ServiceNamespace"] == "s3"
    marker: dict[str, str] = {}
    seen: list[str] = []
    while True:
        page = reports.iam.get_organizations_access_report(JobId=job, MaxItems=200, **marker)
        seen += [service["ServiceNamespace"] for service in page["AccessDetails"]]
        if not page["IsTruncated"]:
            break
        marker = {"Marker": page["Marker"]}
    assert seen == names


def test_who_may_ask_for_a_report_and_of_what(organization) -> None:
    one = organization()
    reports = Reports(one)
    shop = one.account("shop")
    member = one.client("iam", Credentials(shop, "any")).generate_organizations_access_report
    assert error_of(member, EntityPath=reports.path())[0] == "AccessDenied"
    generate = reports.iam.generate_organizations_access_report
    for path in (
        f"{one.id}/r-abcd1234",
        reports.path("ou-abcd-12345678"),
        reports.path("123456789012"),
        f"o-aaaaaaaaaa/{one.root}",
    ):
        assert error_of(generate, EntityPath=path)[0] == "InvalidInput"
    wrong = {"EntityPath": reports.path(), "OrganizationsPolicyId": "p-12345678"}
    assert error_of(generate, **wrong)[0] == "InvalidInput"
    missing = {"JobId": "01a21568-1138-7008-ba17-93f0cc50af13"}
    assert error_of(reports.iam.get_organizations_access_report, **missing)[0] == "NoSuchEntity"
    one.api.disable_policy_type(RootId=one.root, PolicyType="SERVICE_CONTROL_POLICY")
    assert error_of(generate, EntityPath=reports.path())[0] == "InvalidInput"
