"""Users: made, shown, renamed, tagged, bounded, removed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from harness.aws import Cli, error_of
from harness.server import Server

READ_ONLY = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"


def test_a_user_is_made_and_shown(server: Server, iam: Any, unique: Callable[[str], str]) -> None:
    name = unique("Ada")
    account = server.client("sts").get_caller_identity()["Account"]
    tags = [{"Key": "team", "Value": "red"}]
    made = iam.create_user(UserName=name, Path="/staff/", Tags=tags, PermissionsBoundary=READ_ONLY)[
        "User"
    ]
    assert made["Arn"] == f"arn:aws:iam::{account}:user/staff/{name}"
    assert made["UserId"].startswith("AIDA") and len(made["UserId"]) == 21
    age = datetime.datetime.now(datetime.UTC) - made["CreateDate"]
    assert age < datetime.timedelta(minutes=1)
    assert iam.get_user(UserName=name)["User"] == made
    assert iam.get_user(UserName=name.lower())["User"] == made
    assert made["Tags"] == tags
    assert made["PermissionsBoundary"]["PermissionsBoundaryArn"] == READ_ONLY
    listed = [
        one for one in iam.list_users(PathPrefix="/staff/")["Users"] if one["UserName"] == name
    ]
    assert "Tags" not in listed[0] and "PermissionsBoundary" not in listed[0]


def test_names_are_unique_whatever_their_case(iam: Any, unique: Callable[[str], str]) -> None:
    name = unique("ada")
    iam.create_user(UserName=name)
    assert error_of(iam.create_user, UserName=name.upper()) == (
        "EntityAlreadyExists",
        f"User with name {name.upper()} already exists.",
        409,
    )


def test_who_is_missing_is_named(iam: Any) -> None:
    calls = [iam.get_user, iam.delete_user, iam.list_access_keys, iam.list_user_policies]
    for call in calls:
        assert error_of(call, UserName="no-such-user") == (
            "NoSuchEntity",
            "The user with name no-such-user cannot be found.",
            404,
        )


def test_a_list_comes_in_pages(iam: Any, unique: Callable[[str], str]) -> None:
    path = f"/{unique('page')}/"
    names = sorted(unique("user") for _ in range(5))
    for name in names:
        iam.create_user(UserName=name, Path=path)
    first = iam.list_users(PathPrefix=path, MaxItems=2)
    assert first["IsTruncated"] and len(first["Users"]) == 2
    pages = iam.get_paginator("list_users").paginate(
        PathPrefix=path, PaginationConfig={"PageSize": 2}
    )
    assert [user["UserName"] for page in pages for user in page["Users"]] == names
    assert error_of(iam.list_users, Marker="!")[0] == "ValidationError"


def test_a_rename_keeps_id_policies_and_keys(
    server: Server, iam: Any, user: str, unique: Callable[[str], str], allow: Callable[..., str]
) -> None:
    before = iam.get_user(UserName=user)["User"]
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("iam:GetUser"))
    iam.create_access_key(UserName=user)
    name = unique("renamed")
    iam.update_user(UserName=user, NewUserName=name, NewPath="/moved/")
    after = iam.get_user(UserName=name)["User"]
    assert after["UserId"] == before["UserId"] and after["Path"] == "/moved/"
    assert iam.list_user_policies(UserName=name)["PolicyNames"] == ["p"]
    assert len(iam.list_access_keys(UserName=name)["AccessKeyMetadata"]) == 1
    assert error_of(iam.get_user, UserName=user)[0] == "NoSuchEntity"
    other = unique("other")
    iam.create_user(UserName=other)
    assert error_of(iam.update_user, UserName=other, NewUserName=name)[0] == "EntityAlreadyExists"


def test_the_caller_is_shown_without_a_name(
    server: Server, iam: Any, user: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    own = allow("iam:GetUser", resource="arn:aws:iam::*:user/${aws:username}")
    iam.put_user_policy(UserName=user, PolicyName="self", PolicyDocument=own)
    theirs = as_user(user, "iam")
    assert theirs.get_user()["User"]["UserName"] == user
    assert error_of(theirs.get_user, UserName="somebody")[0] == "AccessDenied"
    root = iam.get_user()["User"]
    assert root["Arn"].endswith(":root") and root["UserId"] in root["Arn"]


def test_a_user_with_anything_left_stays(
    iam: Any, user: str, group: str, allow: Callable[..., str]
) -> None:
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=allow("s3:*"))
    key = iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"]
    steps = [
        (
            "remove users from group",
            lambda: iam.remove_user_from_group(GroupName=group, UserName=user),
        ),
        ("detach all policies", lambda: iam.detach_user_policy(UserName=user, PolicyArn=READ_ONLY)),
        ("delete policies", lambda: iam.delete_user_policy(UserName=user, PolicyName="p")),
        ("delete access keys", lambda: iam.delete_access_key(UserName=user, AccessKeyId=key)),
    ]
    for what, step in steps:
        message = f"Cannot delete entity, must {what} first."
        assert error_of(iam.delete_user, UserName=user) == ("DeleteConflict", message, 409)
        step()
    iam.delete_user(UserName=user)


def test_tags_are_kept_by_key_whatever_its_case(iam: Any, user: str) -> None:
    iam.tag_user(
        UserName=user, Tags=[{"Key": "Team", "Value": "red"}, {"Key": "cost", "Value": ""}]
    )
    iam.tag_user(UserName=user, Tags=[{"Key": "team", "Value": "blue"}])
    tags = {tag["Key"]: tag["Value"] for tag in iam.list_user_tags(UserName=user)["Tags"]}
    assert tags == {"team": "blue", "cost": ""}
    iam.untag_user(UserName=user, TagKeys=["TEAM"])
    assert [tag["Key"] for tag in iam.list_user_tags(UserName=user)["Tags"]] == ["cost"]
    twice = [{"Key": "a", "Value": ""}, {"Key": "A", "Value": ""}]
    assert error_of(iam.tag_user, UserName=user, Tags=twice)[0] == "InvalidInput"
    reserved = [{"Key": "aws:x", "Value": ""}]
    assert error_of(iam.tag_user, UserName=user, Tags=reserved)[0] in {
        "InvalidInput",
        "ValidationError",
    }


def test_conditions_see_tags_and_boundaries(
    iam: Any,
    user: str,
    unique: Callable[[str], str],
    allow: Callable[..., str],
    as_user: Callable[..., Any],
) -> None:
    """A delegated administrator makes users of her own team, within a boundary, and no others."""
    condition = {
        "StringEquals": {"aws:RequestTag/team": "red", "iam:PermissionsBoundary": READ_ONLY}
    }
    iam.put_user_policy(
        UserName=user,
        PolicyName="make",
        PolicyDocument=allow("iam:CreateUser", Condition=condition),
    )
    iam.put_user_policy(
        UserName=user,
        PolicyName="tag",
        PolicyDocument=allow(
            "iam:TagUser", Condition={"StringEquals": {"aws:RequestTag/team": "red"}}
        ),
    )
    iam.put_user_policy(
        UserName=user,
        PolicyName="remove",
        PolicyDocument=allow(
            "iam:DeleteUser", Condition={"StringEquals": {"iam:ResourceTag/team": "red"}}
        ),
    )
    admin = as_user(user, "iam")
    red, blue = [{"Key": "team", "Value": "red"}], [{"Key": "team", "Value": "blue"}]
    name = unique("made")
    refused = [{"Tags": red}, {"Tags": blue, "PermissionsBoundary": READ_ONLY}, {}]
    for more in refused:
        assert error_of(admin.create_user, UserName=name, **more)[0] == "AccessDenied"
    admin.create_user(UserName=name, Tags=red, PermissionsBoundary=READ_ONLY)
    admin.delete_user(UserName=name)
    iam.create_user(UserName=name, Tags=blue)
    assert error_of(admin.delete_user, UserName=name)[0] == "AccessDenied"


def test_boundaries_are_set_and_taken_away(iam: Any, user: str) -> None:
    missing = "arn:aws:iam::aws:policy/NoSuchPolicy"
    code = error_of(iam.put_user_permissions_boundary, UserName=user, PermissionsBoundary=missing)[
        0
    ]
    assert code == "NoSuchEntity"
    iam.put_user_permissions_boundary(UserName=user, PermissionsBoundary=READ_ONLY)
    shown = iam.get_user(UserName=user)["User"]["PermissionsBoundary"]
    assert shown == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": READ_ONLY}
    iam.delete_user_permissions_boundary(UserName=user)
    assert "PermissionsBoundary" not in iam.get_user(UserName=user)["User"]
    assert error_of(iam.delete_user_permissions_boundary, UserName=user)[0] == "NoSuchEntity"


def test_the_cli_makes_users(cli: Cli, unique: Callable[[str], str]) -> None:
    name = unique("cli")
    made = cli(
        "iam", "create-user", "--user-name", name, "--query", "User.UserName", "--output", "text"
    )
    assert (made.returncode, made.stdout.strip()) == (0, name), made.stderr
    again = cli("iam", "create-user", "--user-name", name)
    assert again.returncode != 0 and "EntityAlreadyExists" in again.stderr
    assert cli("iam", "delete-user", "--user-name", name).returncode == 0
