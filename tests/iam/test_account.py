"""The account: alias, password policy, summary, token version."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import Credentials, error_of
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


def test_tokens_of_version_1_are_good_in_default_regions_alone(
    iam: Any, fresh_server: Server
) -> None:
    def session(region: str) -> Credentials:
        sts = fresh_server.client("sts", region=region)
        return Credentials.from_session(sts.get_session_token())

    def caller(credentials: Credentials, region: str) -> Any:
        return fresh_server.client("sts", credentials, region=region).get_caller_identity

    def version() -> int:
        return iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"]

    assert version() == 2
    fresh_server.client("account").enable_region(RegionName="ap-east-1")
    caller(session("us-east-1"), "ap-east-1")()
    iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v1Token")
    assert version() == 1
    short = session("us-east-1")
    caller(short, "eu-west-1")()
    assert error_of(caller(short, "ap-east-1"))[0] == "InvalidClientTokenId"
    caller(session("eu-west-1"), "ap-east-1")()
    iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v2Token")
    caller(session("us-east-1"), "ap-east-1")()
    assert error_of(caller(short, "ap-east-1"))[0] == "InvalidClientTokenId"
    refused = error_of(
        iam.set_security_token_service_preferences, GlobalEndpointTokenVersion="v3Token"
    )
    assert refused[0] == "ValidationError"
