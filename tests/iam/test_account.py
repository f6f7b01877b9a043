"""The account: alias, password policy, summary, token version."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import error_of
from harness.server import Server


@pytest.fixture(scope="module")
def iam(fresh_server: Server) -> Any:
    """IAM as root of an account of its own: these settings are of the account."""
    return fresh_server.client("iam")


def test_the_alias_is_one_and_may_be_replaced(iam: Any) -> None:
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="first-name")
    iam.create_account_alias(AccountAlias="second-name")
    assert iam.list_account_aliases()["AccountAliases"] == ["second-name"]
    assert error_of(iam.delete_account_alias, AccountAlias="first-name") == (
        "NoSuchEntity",
        "The account alias first-name cannot be found.",
        404,
    )
    iam.delete_account_alias(AccountAlias="second-name")
    assert iam.list_account_aliases()["AccountAliases"] == []
    assert error_of(iam.create_account_alias, AccountAlias="-No-")[0] == "ValidationError"


def test_the_password_policy_is_set_as_a_whole(iam: Any) -> None:
    code, message, status = error_of(iam.get_account_password_policy)
    assert (code, status) == ("NoSuchEntity", 404)
    assert message.startswith("The Password Policy with domain name ")
    iam.update_account_password_policy(
        MinimumPasswordLength=14, MaxPasswordAge=90, RequireNumbers=True
    )
    policy = iam.get_account_password_policy()["PasswordPolicy"]
    assert (policy["MinimumPasswordLength"], policy["MaxPasswordAge"]) == (14, 90)
    assert policy["ExpirePasswords"] and policy["RequireNumbers"] and not policy["RequireSymbols"]
    iam.update_account_password_policy(RequireSymbols=True)
    policy = iam.get_account_password_policy()["PasswordPolicy"]
    assert policy["MinimumPasswordLength"] == 6 and not policy["ExpirePasswords"]
    assert not policy["RequireNumbers"] and "MaxPasswordAge" not in policy
    iam.delete_account_password_policy()
    assert error_of(iam.delete_account_password_policy)[0] == "NoSuchEntity"
    refused = error_of(iam.update_account_password_policy, MinimumPasswordLength=129)
    assert refused[0] == "ValidationError"


def test_the_summary_counts(iam: Any) -> None:
    before = iam.get_account_summary()["SummaryMap"]
    assert before["AccountAccessKeysPresent"] == 1 and before["UsersQuota"] == 5000
    iam.create_user(UserName="counted")
    iam.create_group(GroupName="counted")
    after = iam.get_account_summary()["SummaryMap"]
    changed = {name: after[name] for name in after if after[name] != before[name]}
    assert changed == {
        "Users": before["Users"] + 1,
        "Groups": before["Groups"] + 1,
    }
