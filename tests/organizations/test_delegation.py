"""Trusted access of services, and the accounts that administer them."""

from __future__ import annotations

from harness.aws import error_of

SERVICE = "guardduty.amazonaws.com"


def test_services_are_let_in_and_shut_out(organization) -> None:
    one = organization()
    api = one.api
    api.enable_aws_service_access(ServicePrincipal=SERVICE)
    api.enable_aws_service_access(ServicePrincipal=SERVICE)
    listed = api.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [service["ServicePrincipal"] for service in listed] == [SERVICE]
    api.disable_aws_service_access(ServicePrincipal=SERVICE)
    listed = api.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert listed == []
    told = error_of(api.enable_aws_service_access, ServicePrincipal="pets.amazonaws.com")
    assert told[:2] == (
        "InvalidInputException",
        "You specified an unrecognized service principal.",
    )


def test_an_administrator_of_a_service_reads_the_organization(organization) -> None:
    one = organization()
    account = one.account("security")
    administrator = one.client("organizations", one.administrator(account))
    register = {"AccountId": account, "ServicePrincipal": SERVICE}
    told = error_of(one.api.register_delegated_administrator, **register)
    assert told[0] == "ConstraintViolationException"
    one.api.enable_aws_service_access(ServicePrincipal=SERVICE)
    assert error_of(administrator.list_accounts)[0] == "AccessDeniedException"
    one.api.register_delegated_administrator(**register)
    again = error_of(one.api.register_delegated_administrator, **register)
    assert again[0] == "AccountAlreadyRegisteredException"
    assert len(administrator.list_accounts()["Accounts"]) == 2
    changed = error_of(administrator.create_organizational_unit, ParentId=one.root, Name="mine")
    assert changed[0] == "AccessDeniedException"
    one.api.disable_aws_service_access(ServicePrincipal=SERVICE)
    assert error_of(administrator.list_accounts)[0] == "AccessDeniedException"
    kept = error_of(one.api.remove_account_from_organization, AccountId=account)
    assert kept[0] == "ConstraintViolationException"
    one.api.enable_aws_service_access(ServicePrincipal=SERVICE)
    assert len(administrator.list_accounts()["Accounts"]) == 2
    [listed] = one.api.list_delegated_administrators(ServicePrincipal=SERVICE)[
        "DelegatedAdministrators"
    ]
    assert (listed["Id"], listed["Name"]) == (account, "security")
    [service] = one.api.list_delegated_services_for_account(AccountId=account)["DelegatedServices"]
    assert service["ServicePrincipal"] == SERVICE
    kept = error_of(one.api.remove_account_from_organization, AccountId=account)
    assert kept[0] == "ConstraintViolationException"
    kept = error_of(one.api.close_account, AccountId=account)
    assert kept[0] == "ConstraintViolationException"
    one.api.deregister_delegated_administrator(**register)
    assert error_of(administrator.list_accounts)[0] == "AccessDeniedException"
    for call, arguments in [
        (one.api.deregister_delegated_administrator, register),
        (one.api.list_delegated_services_for_account, {"AccountId": account}),
    ]:
        assert error_of(call, **arguments)[0] == "AccountNotRegisteredException"
    own = {"AccountId": one.management, "ServicePrincipal": SERVICE}
    told = error_of(one.api.register_delegated_administrator, **own)
    assert told[:2] == (
        "ConstraintViolationException",
        "You cannot register master account/yourself as delegated administrator for your "
        "organization.",
    )


def test_trails_of_organizations_are_not_there_yet(organization) -> None:
    one = organization()
    account = one.account("security")
    register = one.client("cloudtrail").register_organization_delegated_admin
    assert error_of(register, MemberAccountId=account)[0] == "NotImplemented"
