"""What management policies amount to for each account, valid or not, and who is told."""

from __future__ import annotations

import json
from typing import Any

from harness.aws import Cli, Credentials, error_of
from harness.management_policies import (
    BACKUP,
    DOCUMENTS,
    PLAN,
    TAGS,
    assign,
    effective,
    enable,
    made,
    reason_of,
)
from harness.organization import Organization

NOT_FOUND = "EffectivePolicyNotFoundException"


def test_policies_are_inherited_by_their_operators(organization) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    enable(one, TAGS)

    def tags(**team: Any) -> dict[str, Any]:
        return {"tags": {"team": team}}

    for number, (node, document) in enumerate(
        [
            (one.root, tags(tag_key=assign("Team"), tag_value=assign(["red"]))),
            (unit, tags(tag_value={"@@append": ["green"]})),
            (account, tags(tag_value={"@@remove": ["red"]})),
        ]
    ):
        policy = made(one, TAGS, document, f"p{number}")
        one.api.attach_policy(PolicyId=policy, TargetId=node)
    assert effective(one, one.management)["tags"]["team"]["tag_value"] == ["red"]
    assert effective(one, account)["tags"]["team"]["tag_value"] == []
    one.move(account, unit)
    assert effective(one, account)["tags"]["team"]["tag_value"] == ["green"]


def test_who_may_ask_for_which_effective_policy(organization) -> None:
    one = organization()
    ada, bob = one.account("ada"), one.account("bob")
    enable(one, TAGS)
    policy = made(one, TAGS, DOCUMENTS[TAGS][0])
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    as_ada = one.client("organizations", one.administrator(ada))
    for arguments in ({}, {"TargetId": ada}):
        found = as_ada.describe_effective_policy(PolicyType=TAGS, **arguments)["EffectivePolicy"]
        assert (found["TargetId"], found["PolicyType"]) == (ada, TAGS)
        assert json.loads(found["PolicyContent"]) == DOCUMENTS[TAGS][1]
    others = [
        (as_ada.describe_effective_policy, {"PolicyType": TAGS, "TargetId": bob}),
        (as_ada.list_effective_policy_validation_errors, {"PolicyType": TAGS, "AccountId": bob}),
        (as_ada.list_accounts_with_invalid_effective_policy, {"PolicyType": TAGS}),
    ]
    for call, arguments in others:
        assert error_of(call, **arguments)[0] == "AccessDeniedException"
    service = {"ServicePrincipal": "backup.amazonaws.com"}
    one.api.enable_aws_service_access(**service)
    one.api.register_delegated_administrator(AccountId=ada, **service)
    for call, arguments in others:
        call(**arguments)
    stranger = one.client("organizations", Credentials("599999999999", "any"))
    told = error_of(stranger.describe_effective_policy, PolicyType=TAGS)
    assert told[0] == "AWSOrganizationsNotInUseException"


def test_only_accounts_have_effective_policies(organization) -> None:
    one = organization()
    enable(one, TAGS)
    ask = {"PolicyType": TAGS}
    for target in (one.root, one.unit("prod")):
        told = reason_of(one, one.api.describe_effective_policy, TargetId=target, **ask)
        assert told == ("InvalidInputException", "TARGET_NOT_SUPPORTED")
    told = error_of(one.api.describe_effective_policy, TargetId="599999999998", **ask)
    assert told[0] == "TargetNotFoundException"
    told = error_of(
        one.api.list_effective_policy_validation_errors, AccountId="599999999998", **ask
    )
    assert told[0] == "AccountNotFoundException"


def test_an_account_keeps_its_last_valid_effective_policy(organization) -> None:
    one = organization()
    account = one.account("ada")
    enable(one, BACKUP)
    ask = {"PolicyType": BACKUP, "AccountId": account}
    told = error_of(one.api.list_effective_policy_validation_errors, **ask)
    assert told[0] == NOT_FOUND
    plan = made(one, BACKUP, PLAN)
    one.api.attach_policy(PolicyId=plan, TargetId=one.root)
    assert effective(one, account, BACKUP) == DOCUMENTS[BACKUP][1]
    found = one.api.list_effective_policy_validation_errors(**ask)
    assert found["EffectivePolicyValidationErrors"] == []
    rule = {
        "plans": {"nightly": {"rules": {"weekly": {"start_backup_window_minutes": assign("60")}}}}
    }
    weekly = made(one, BACKUP, rule, "weekly")
    one.api.attach_policy(PolicyId=weekly, TargetId=account)
    assert effective(one, account, BACKUP) == DOCUMENTS[BACKUP][1]
    found = one.api.list_effective_policy_validation_errors(**ask)
    assert found["EffectivePolicyValidationErrors"] == [
        {
            "ErrorCode": "KEY_REQUIRED",
            "ErrorMessage": "'target_backup_vault_name' is missing",
            "PathToError": "plans/nightly/rules/weekly",
            "ContributingPolicies": [weekly],
        }
    ]
    assert found["Path"] == f"{one.id}/{one.root}/{account}/"
    assert found["EvaluationTimestamp"]
    invalid = one.api.list_accounts_with_invalid_effective_policy(PolicyType=BACKUP)
    assert [each["Id"] for each in invalid["Accounts"]] == [account]
    # What changes above does not reach it until all is valid.
    shorter = json.loads(json.dumps(PLAN))
    shorter["plans"]["nightly"]["regions"] = {"@@append": ["eu-west-1"]}
    one.api.update_policy(PolicyId=plan, Content=json.dumps(shorter))
    assert effective(one, one.management, BACKUP)["plans"]["nightly"]["regions"] == ["eu-west-1"]
    assert effective(one, account, BACKUP)["plans"]["nightly"]["regions"] == ["us-east-1"]
    rule["plans"]["nightly"]["rules"]["weekly"]["target_backup_vault_name"] = assign("vault")
    one.api.update_policy(PolicyId=weekly, Content=json.dumps(rule))
    assert effective(one, account, BACKUP)["plans"]["nightly"]["regions"] == ["eu-west-1"]
    invalid = one.api.list_accounts_with_invalid_effective_policy(PolicyType=BACKUP)
    assert invalid["Accounts"] == []


def test_what_is_held_outlives_a_kill(server_factory) -> None:
    server = server_factory(dev=True)
    one = Organization(server, "511111111111")
    enable(one, BACKUP)
    plan = made(one, BACKUP, PLAN)
    one.api.attach_policy(PolicyId=plan, TargetId=one.root)
    without = {"plans": {"nightly": {"regions": {"@@remove": ["us-east-1"]}}}}
    removed = made(one, BACKUP, without, "without")
    one.api.attach_policy(PolicyId=removed, TargetId=one.root)
    server.kill()
    server.start()
    one.api = one.client("organizations")
    assert effective(one, one.management, BACKUP) == DOCUMENTS[BACKUP][1]
    server.stop()


def test_the_cli_tells_an_account_its_effective_policy(organization, tmp_path) -> None:
    one = organization()
    account = one.account("ada")
    enable(one, TAGS)
    policy = made(one, TAGS, DOCUMENTS[TAGS][0])
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    cli = Cli(one.server, tmp_path, one.administrator(account))
    told = cli("organizations", "describe-effective-policy", "--policy-type", TAGS)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)["EffectivePolicy"]
    assert json.loads(found["PolicyContent"]) == DOCUMENTS[TAGS][1]
    told = cli(
        "organizations", "list-accounts-with-invalid-effective-policy", "--policy-type", TAGS
    )
    assert "AccessDeniedException" in told.stderr
