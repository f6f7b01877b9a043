"""What the operator does on the machine itself."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from harness.aws import Credentials, error_of
from harness.command import run_bartizan
from harness.server import Server


@pytest.fixture
def operator(binary: Path):
    def run(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
        return run_bartizan(binary, "operator", *words, "--data", str(server.data))

    return run


def events(server: Server, account: Credentials, name: str) -> list[dict]:
    trail = server.client("cloudtrail", account)
    attribute = [{"AttributeKey": "EventName", "AttributeValue": name}]
    for _ in range(50):
        found = trail.lookup_events(LookupAttributes=attribute)["Events"]
        if found:
            return [json.loads(event["CloudTrailEvent"]) for event in found]
        time.sleep(0.1)
    return []


def test_the_root_user_of_a_member_gets_a_key(server_factory, operator) -> None:
    server = server_factory()
    organizations = server.client("organizations")
    organizations.create_organization()
    organizations.create_account(AccountName="member", Email="member@example.com")
    [made] = organizations.list_create_account_status()["CreateAccountStatuses"]
    member = made["AccountId"]
    while_served = operator(server, "recover-root", member)
    assert while_served.returncode == 3
    assert "while Bartizan is stopped" in while_served.stderr
    server.stop()
    done = operator(server, "recover-root", member)
    assert done.returncode == 0, done.stderr
    file = server.data / f"root-{member}.credentials"
    assert file.stat().st_mode & 0o777 == 0o600
    root = Credentials.from_file(file, "root")
    assert root.access_key in done.stdout and root.secret_key not in done.stdout
    server.start()
    identity = server.client("sts", root).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{member}:root"
    [event] = events(server, root, "RecoverRootUser")
    assert event["userIdentity"] == {"accountId": member, "invokedBy": "operator"}
    assert event["serviceEventDetails"]["createdAccessKeyId"] == root.access_key
    assert root.secret_key not in json.dumps(event)


def test_where_root_users_are_managed_centrally_the_organization_lets_them_recover(
    server_factory, operator
) -> None:
    server = server_factory()
    organizations, iam = server.client("organizations"), server.client("iam")
    organizations.create_organization()
    organizations.create_account(AccountName="member", Email="member@example.com")
    [made] = organizations.list_create_account_status()["CreateAccountStatuses"]
    member = made["AccountId"]
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    iam.enable_organizations_root_credentials_management()
    iam.create_user(UserName="ada")
    allow = {"Effect": "Allow", "Action": "sts:AssumeRoot", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": allow})
    iam.put_user_policy(UserName="ada", PolicyName="p", PolicyDocument=document)
    ada = Credentials.from_key(iam.create_access_key(UserName="ada"))
    server.stop()
    refused = operator(server, "recover-root", member)
    assert refused.returncode == 2
    assert "manages root credentials" in refused.stderr
    assert not (server.data / f"root-{member}.credentials").exists()
    server.start()
    session = server.client("sts", ada).assume_root(
        TargetPrincipal=member,
        TaskPolicyArn={"arn": "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"},
    )
    server.client("iam", Credentials.from_session(session)).create_login_profile()
    server.stop()
    assert operator(server, "recover-root", member).returncode == 0
    server.start()
    root = Credentials.from_file(server.data / f"root-{member}.credentials", "root")
    assert server.client("sts", root).get_caller_identity()["Account"] == member


def test_a_closed_account_gets_none(server_factory, operator) -> None:
    server = server_factory()
    organizations = server.client("organizations")
    organizations.create_organization()
    organizations.create_account(AccountName="member", Email="member@example.com")
    [made] = organizations.list_create_account_status()["CreateAccountStatuses"]
    organizations.close_account(AccountId=made["AccountId"])
    server.stop()
    refused = operator(server, "recover-root", made["AccountId"])
    assert (refused.returncode, "is closed" in refused.stderr) == (2, True)


def test_keys_that_are_replaced_are_good_no_more(server_factory, operator) -> None:
    server = server_factory()
    lost = server.root()
    account = server.client("sts").get_caller_identity()["Account"]
    server.stop()
    assert operator(server, "recover-root", account, "--replace").returncode == 0
    server.start()
    assert error_of(server.client("sts", lost).get_caller_identity)[0] == "InvalidClientTokenId"
    found = Credentials.from_file(server.data / f"root-{account}.credentials", "root")
    assert server.client("sts", found).get_caller_identity()["Account"] == account
