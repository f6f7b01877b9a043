"""Passwords: set by administrators, changed by users, as the account's policy says."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Credentials, client, error_of
from harness.server import Server

FIRST, SECOND, THIRD = "Correct-Horse-7", "Battery-Staple-8", "Purple-Monkey-9"


@pytest.fixture
def alone(fresh_server: Server) -> Any:
    """IAM as root of an account whose password policy these tests may change."""
    iam = fresh_server.client("iam")
    yield iam
    with contextlib.suppress(iam.exceptions.NoSuchEntityException):
        iam.delete_account_password_policy()


def test_a_login_profile_is_made_shown_changed_and_removed(iam: Any, user: str) -> None:
    missing = ("NoSuchEntity", f"Login Profile for User {user} cannot be found.", 404)
    assert error_of(iam.get_login_profile, UserName=user) == missing
    made = iam.create_login_profile(UserName=user, Password=FIRST)["LoginProfile"]
    assert made["UserName"] == user and made["PasswordResetRequired"] is False
    assert error_of(iam.create_login_profile, UserName=user, Password=FIRST) == (
        "EntityAlreadyExists",
        f"Login Profile for user {user} already exists.",
        409,
    )
    iam.update_login_profile(UserName=user, PasswordResetRequired=True)
    shown = iam.get_login_profile(UserName=user)["LoginProfile"]
    assert shown["PasswordResetRequired"] and shown["CreateDate"] == made["CreateDate"]
    assert error_of(iam.delete_user, UserName=user) == (
        "DeleteConflict",
        "Cannot delete entity, must delete login profile first.",
        409,
    )
    iam.delete_login_profile(UserName=user)
    assert error_of(iam.delete_login_profile, UserName=user) == missing
    iam.delete_user(UserName=user)


def test_the_default_policy_refuses_weak_passwords(iam: Any, user: str) -> None:
    for weak in ("Short-1", "alllowercase1"):
        code, _, status = error_of(iam.create_login_profile, UserName=user, Password=weak)
        assert (code, status) == ("PasswordPolicyViolation", 400)
    refused = error_of(iam.create_login_profile, UserName=user, Password="漢字漢字-Aa1")
    assert refused[0] == "ValidationError" and "漢字" not in refused[1]


def test_the_accounts_policy_is_enforced(alone: Any) -> None:
    alone.create_user(UserName="strict")
    alone.update_account_password_policy(
        MinimumPasswordLength=10, RequireSymbols=True, PasswordReusePrevention=2
    )
    profile = {"UserName": "strict"}
    for weak, said in (
        ("short-1", "Password should have a minimum length of 10"),
        ("longenoughbutplain", "Password should have at least one symbol"),
    ):
        refused = error_of(alone.create_login_profile, Password=weak, **profile)
        assert refused == ("PasswordPolicyViolation", said, 400)
    alone.create_login_profile(Password=FIRST, **profile)
    alone.update_login_profile(Password=SECOND, **profile)
    for used in (FIRST, SECOND):
        refused = error_of(alone.update_login_profile, Password=used, **profile)
        assert refused[0] == "PasswordPolicyViolation" and "reuse" in refused[1]
    alone.update_login_profile(Password=THIRD, **profile)
    alone.update_login_profile(Password=FIRST, **profile)


def test_a_user_changes_its_own_password(
    iam: Any, user: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    theirs = as_user(user, "iam")
    change = {"OldPassword": FIRST, "NewPassword": SECOND}
    assert error_of(theirs.change_password, **change)[0] == "AccessDenied"
    own = allow("iam:ChangePassword", resource="arn:aws:iam::*:user/${aws:username}")
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=own)
    assert error_of(theirs.change_password, **change)[0] == "NoSuchEntity"
    iam.create_login_profile(UserName=user, Password=FIRST, PasswordResetRequired=True)
    wrong = error_of(theirs.change_password, OldPassword="wrong", NewPassword=SECOND)
    assert wrong == ("AccessDenied", "The old password was incorrect.", 403)
    theirs.change_password(**change)
    assert not iam.get_login_profile(UserName=user)["LoginProfile"]["PasswordResetRequired"]
    assert error_of(theirs.change_password, **change)[0] == "AccessDenied"
    assert error_of(iam.change_password, **change) == (
        "InvalidUserType",
        "Only IAM Users can change their own password",
        400,
    )


def test_a_password_cannot_be_guessed_by_trying(
    iam: Any, user: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=allow("iam:*"))
    iam.create_login_profile(UserName=user, Password=FIRST)
    theirs = as_user(user, "iam")
    change = {"OldPassword": FIRST, "NewPassword": SECOND}
    for _ in range(4):
        refused = error_of(theirs.change_password, OldPassword="wrong", NewPassword=SECOND)
        assert refused[0] == "AccessDenied"
    weak = error_of(theirs.change_password, OldPassword=FIRST, NewPassword="weak")
    assert weak[0] == "PasswordPolicyViolation", "a right one is never too much"
    with ThreadPoolExecutor(8) as many:
        guess = {"OldPassword": "wrong", "NewPassword": SECOND}
        codes = list(many.map(lambda _: error_of(theirs.change_password, **guess)[0], range(8)))
    assert codes.count("AccessDenied") == 5, "together they are no more than one by one"
    assert error_of(theirs.change_password, **change) == (
        "EntityTemporarilyUnmodifiable",
        "The old password was incorrect too often. Try again later.",
        409,
    )
    iam.update_login_profile(UserName=user, PasswordResetRequired=True)
    assert error_of(theirs.change_password, **change)[0] == "EntityTemporarilyUnmodifiable"
    iam.update_login_profile(UserName=user, Password=THIRD)
    theirs.change_password(OldPassword=THIRD, NewPassword=SECOND)


def test_the_policy_may_let_every_user_change_its_password(
    alone: Any, fresh_server: Server
) -> None:
    alone.create_user(UserName="free")
    alone.create_login_profile(UserName="free", Password=FIRST)
    key = Credentials.from_key(alone.create_access_key(UserName="free"))
    theirs = client("iam", fresh_server.endpoint, key)
    change = {"OldPassword": FIRST, "NewPassword": SECOND}
    assert error_of(theirs.change_password, **change)[0] == "AccessDenied"
    alone.update_account_password_policy(AllowUsersToChangePassword=True)
    assert theirs.get_account_password_policy()["PasswordPolicy"]["MinimumPasswordLength"] == 6
    theirs.change_password(**change)
    assert error_of(theirs.get_login_profile, UserName="free")[0] == "AccessDenied"
    deny = {"Effect": "Deny", "Action": "iam:ChangePassword", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": deny})
    alone.put_user_policy(UserName="free", PolicyName="no", PolicyDocument=document)
    again = {"OldPassword": SECOND, "NewPassword": THIRD}
    assert error_of(theirs.change_password, **again)[0] == "AccessDenied"


def test_no_password_is_kept_in_clear(
    server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    running = server_factory(data=tmp_path / "data")
    iam = running.client("iam")
    iam.create_user(UserName="ada")
    iam.create_login_profile(UserName="ada", Password=FIRST)
    error_of(iam.update_login_profile, UserName="nobody", Password=SECOND)
    running.stop()
    for file in (tmp_path / "data").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert FIRST.encode() not in content and SECOND.encode() not in content, file
