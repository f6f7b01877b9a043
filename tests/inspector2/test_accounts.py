"""Which accounts Inspector scans, by boto3 and the AWS CLI: alone, and in an organization."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, client, error_of
from harness.organization import Organization
from harness.server import Server
from harness.trails import eventually

PRINCIPAL = "inspector2.amazonaws.com"


@pytest.fixture
def inspector_of(dev_server: Server) -> Callable[[str], Any]:
    return lambda account: client("inspector2", dev_server.endpoint, Credentials(account, "any"))


def scans(inspector: Any, *accounts: str) -> dict[str, str]:
    (told,) = inspector.batch_get_account_status(accountIds=list(accounts))["accounts"]
    return {kind: state["status"] for kind, state in told["resourceState"].items()}


def test_an_account_turns_its_scans_on_and_off(
    inspector_of: Callable[[str], Any], unused_account: Callable[[], str]
) -> None:
    account = unused_account()
    inspector = inspector_of(account)
    (done,) = inspector.enable(resourceTypes=["EC2", "LAMBDA"])["accounts"]
    assert (done["accountId"], done["status"]) == (account, "ENABLED")
    told = scans(inspector)
    assert (told["ec2"], told["ecr"], told["lambda"]) == ("ENABLED", "DISABLED", "ENABLED")
    (failed,) = inspector.disable(accountIds=["999999999999"])["failedAccounts"]
    assert failed["errorCode"] == "ACCESS_DENIED"
    (done,) = inspector.disable()["accounts"]
    assert done["status"] == "DISABLED"
    code, message, status = error_of(inspector.enable, resourceTypes=["CODE_REPOSITORY"])
    assert (code, status) == ("NotImplemented", 501)
    assert "CODE_REPOSITORY" in message


def test_the_cli_turns_scans_on(dev_server: Server, tmp_path: Path) -> None:
    cli = Cli(dev_server, tmp_path)
    done = cli("inspector2", "enable", "--resource-types", "ECR")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["accounts"][0]["resourceStatus"]["ecr"] == "ENABLED"
    told = json.loads(cli("inspector2", "batch-get-account-status").stdout)
    assert told["accounts"][0]["state"]["status"] == "ENABLED"


def test_what_the_model_forbids_is_told_with_its_reason_and_fields(
    inspector_of: Callable[[str], Any], unused_account: Callable[[], str]
) -> None:
    inspector = inspector_of(unused_account())
    with pytest.raises(inspector.exceptions.ValidationException) as refused:
        inspector.enable(resourceTypes=["PRINTER"])
    response = refused.value.response
    assert response["reason"] == "FIELD_VALIDATION_FAILED"
    assert [field["name"] for field in response["fields"]] == ["resourceTypes"]


def test_an_organization_has_an_administrator_of_inspector(
    organization: Callable[..., Organization], inspector_of: Callable[[str], Any]
) -> None:
    company = organization()
    admin, other = company.account("security"), company.account("shop")
    manager = inspector_of(company.management)
    manager.enable_delegated_admin_account(delegatedAdminAccountId=admin)
    trusted = company.api.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert PRINCIPAL in [each["ServicePrincipal"] for each in trusted]
    (registered,) = company.api.list_delegated_administrators(ServicePrincipal=PRINCIPAL)[
        "DelegatedAdministrators"
    ]
    assert registered["Id"] == admin
    second = error_of(manager.enable_delegated_admin_account, delegatedAdminAccountId=other)
    assert second[0] == "ConflictException"
    found = inspector_of(other).get_delegated_admin_account()["delegatedAdmin"]
    assert found == {"accountId": admin, "relationshipStatus": "ENABLED"}

    inspector = inspector_of(admin)
    inspector.associate_member(accountId=other)
    inspector.enable(accountIds=[other], resourceTypes=["EC2"])
    assert scans(inspector, other)["ec2"] == "ENABLED"
    (member,) = inspector.list_members()["members"]
    assert (member["accountId"], member["delegatedAdminAccountId"]) == (other, admin)
    (failed,) = inspector_of(other).disable()["failedAccounts"]
    assert failed["errorCode"] == "ACCESS_DENIED"
    inspector.disassociate_member(accountId=other)
    assert inspector.get_member(accountId=other)["member"]["relationshipStatus"] == "REMOVED"

    manager.disable_delegated_admin_account(delegatedAdminAccountId=admin)
    registered = company.api.list_delegated_administrators(ServicePrincipal=PRINCIPAL)
    assert registered["DelegatedAdministrators"] == []
    assert error_of(manager.get_delegated_admin_account)[0] == "ResourceNotFoundException"
    assert error_of(inspector.list_members)[0] == "AccessDeniedException"


def test_accounts_that_join_are_scanned(
    organization: Callable[..., Organization], inspector_of: Callable[[str], Any]
) -> None:
    company = organization()
    admin, _ = company.account("security"), company.account("shop")
    manager = inspector_of(company.management)
    manager.enable_delegated_admin_account(delegatedAdminAccountId=admin)
    inspector = inspector_of(admin)
    wanted = {"ec2": True, "ecr": False, "lambda": True}
    answered = inspector.update_organization_configuration(autoEnable=wanted)["autoEnable"]
    assert wanted.items() <= answered.items()
    new = company.account("new")

    def has_joined() -> bool:
        return [each["accountId"] for each in inspector.list_members()["members"]] == [new]

    eventually(has_joined)
    told = scans(inspector, new)
    assert (told["ec2"], told["ecr"], told["lambda"]) == ("ENABLED", "DISABLED", "ENABLED")
