"""Groups and the policies of users and groups; what is granted and revoked is in force at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import error_of

LISTS = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"


def test_a_group_is_made_shown_renamed_and_removed(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    name, other = unique("group"), unique("group")
    made = iam.create_group(GroupName=name, Path="/team/")["Group"]
    assert made["GroupId"].startswith("AGPA") and made["Arn"].endswith(f":group/team/{name}")
    assert error_of(iam.create_group, GroupName=name.upper())[0] == "EntityAlreadyExists"
    iam.add_user_to_group(GroupName=name, UserName=user)
    iam.add_user_to_group(GroupName=name, UserName=user)
    iam.update_group(GroupName=name, NewGroupName=other, NewPath="/")
    shown = iam.get_group(GroupName=other)
    assert shown["Group"]["GroupId"] == made["GroupId"]
    assert [member["UserName"] for member in shown["Users"]] == [user]
    groups = iam.list_groups_for_user(UserName=user)["Groups"]
    assert [group["GroupName"] for group in groups] == [other]
    assert error_of(iam.delete_group, GroupName=other) == (
        "DeleteConflict",
        "Cannot delete entity, must remove users from group first.",
        409,
    )
    iam.remove_user_from_group(GroupName=other, UserName=user)
    code = error_of(iam.remove_user_from_group, GroupName=other, UserName=user)[0]
    assert code == "NoSuchEntity"
    iam.delete_group(GroupName=other)
    assert error_of(iam.get_group, GroupName=other) == (
        "NoSuchEntity",
        f"The group with name {other} cannot be found.",
        404,
    )
    assert other not in [group["GroupName"] for group in iam.list_groups()["Groups"]]


def test_a_user_is_in_ten_groups_at_most(iam: Any, user: str, unique: Callable[[str], str]) -> None:
    for _ in range(10):
        name = unique("group")
        iam.create_group(GroupName=name)
        iam.add_user_to_group(GroupName=name, UserName=user)
    name = unique("group")
    iam.create_group(GroupName=name)
    assert error_of(iam.add_user_to_group, GroupName=name, UserName=user) == (
        "LimitExceeded",
        "Cannot exceed quota for GroupsPerUser: 10",
        409,
    )


@pytest.mark.parametrize("kind", ["user", "group"])
def test_inline_policies_are_kept_as_written(
    kind: str, iam: Any, user: str, group: str, allow: Callable[..., str]
) -> None:
    noun = kind.capitalize()
    holder = {f"{noun}Name": user if kind == "user" else group}
    put, get = getattr(iam, f"put_{kind}_policy"), getattr(iam, f"get_{kind}_policy")
    delete, names = getattr(iam, f"delete_{kind}_policy"), getattr(iam, f"list_{kind}_policies")
    put(**holder, PolicyName="b", PolicyDocument=allow("s3:GetObject"))
    put(**holder, PolicyName="a", PolicyDocument=allow("s3:PutObject"))
    put(**holder, PolicyName="b", PolicyDocument=allow("s3:ListBucket"))
    assert names(**holder)["PolicyNames"] == ["a", "b"]
    shown = get(**holder, PolicyName="b")
    assert shown["PolicyDocument"]["Statement"][0]["Action"] == ["s3:ListBucket"]
    code, _, status = error_of(put, **holder, PolicyName="c", PolicyDocument="{}")
    assert (code, status) == ("MalformedPolicyDocument", 400)
    limit = 2048 if kind == "user" else 5120
    large = allow(*(f"s3:{'x' * 60}{number}" for number in range(100)))
    code, message, status = error_of(put, **holder, PolicyName="c", PolicyDocument=large)
    assert (code, status) == ("LimitExceeded", 409)
    assert message.startswith(f"Maximum policy size of {limit} bytes exceeded for {kind} ")
    delete(**holder, PolicyName="a")
    assert error_of(get, **holder, PolicyName="a") == (
        "NoSuchEntity",
        f"The {kind} policy with name a cannot be found.",
        404,
    )


@pytest.mark.parametrize("kind", ["user", "group"])
def test_managed_policies_are_attached_and_detached(
    kind: str,
    iam: Any,
    user: str,
    group: str,
    unique: Callable[[str], str],
    allow: Callable[..., str],
) -> None:
    noun = kind.capitalize()
    holder = {f"{noun}Name": user if kind == "user" else group}
    attach = getattr(iam, f"attach_{kind}_policy")
    detach = getattr(iam, f"detach_{kind}_policy")
    attached = getattr(iam, f"list_attached_{kind}_policies")
    name = unique("policy")
    own = iam.create_policy(PolicyName=name, Path="/own/", PolicyDocument=allow("s3:*"))
    arn = own["Policy"]["Arn"]
    for one in (arn, LISTS, arn):
        attach(**holder, PolicyArn=one)
    shown = [one["PolicyArn"] for one in attached(**holder)["AttachedPolicies"]]
    assert sorted(shown) == sorted([arn, LISTS])
    shown = attached(**holder, PathPrefix="/own/")["AttachedPolicies"]
    assert shown == [{"PolicyName": name, "PolicyArn": arn}]
    missing = "arn:aws:iam::aws:policy/NoSuchPolicy"
    assert error_of(attach, **holder, PolicyArn=missing) == (
        "NoSuchEntity",
        f"Policy {missing} does not exist or is not attachable.",
        404,
    )
    assert error_of(iam.delete_policy, PolicyArn=arn)[0] == "DeleteConflict"
    detach(**holder, PolicyArn=arn)
    code, message, _ = error_of(detach, **holder, PolicyArn=arn)
    assert (code, message) == ("NoSuchEntity", f"Policy {arn} was not found.")
    iam.delete_policy(PolicyArn=arn)


def test_what_is_granted_and_revoked_is_in_force_at_once(
    iam: Any, user: str, group: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    theirs = as_user(user, "iam")
    iam.add_user_to_group(GroupName=group, UserName=user)
    document = allow("iam:ListUsers")
    inline = {"PolicyName": "p"}
    ways = [
        (iam.put_user_policy, iam.delete_user_policy, {"UserName": user, **inline}, document),
        (iam.put_group_policy, iam.delete_group_policy, {"GroupName": group, **inline}, document),
        (
            iam.attach_user_policy,
            iam.detach_user_policy,
            {"UserName": user, "PolicyArn": LISTS},
            None,
        ),
        (
            iam.attach_group_policy,
            iam.detach_group_policy,
            {"GroupName": group, "PolicyArn": LISTS},
            None,
        ),
    ]
    for grant, revoke, parameters, text in ways:
        code, message, _ = error_of(theirs.list_users)
        assert code == "AccessDenied" and "iam:ListUsers" in message
        grant(**parameters, **({"PolicyDocument": text} if text else {}))
        theirs.list_users()
        revoke(**parameters)
    assert error_of(theirs.list_users)[0] == "AccessDenied"


def test_leaving_a_group_ends_what_it_gave(
    iam: Any, user: str, group: str, as_user: Callable[..., Any]
) -> None:
    theirs = as_user(user, "iam")
    iam.attach_group_policy(GroupName=group, PolicyArn=LISTS)
    assert error_of(theirs.list_users)[0] == "AccessDenied"
    iam.add_user_to_group(GroupName=group, UserName=user)
    theirs.list_users()
    iam.remove_user_from_group(GroupName=group, UserName=user)
    assert error_of(theirs.list_users)[0] == "AccessDenied"


def test_only_the_policies_named_may_be_attached(
    iam: Any, user: str, group: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    only = {"ArnEquals": {"iam:PolicyARN": LISTS}}
    iam.put_user_policy(
        UserName=user,
        PolicyName="p",
        PolicyDocument=allow("iam:AttachGroupPolicy", Condition=only),
    )
    theirs = as_user(user, "iam")
    everything = "arn:aws:iam::aws:policy/AdministratorAccess"
    code = error_of(theirs.attach_group_policy, GroupName=group, PolicyArn=everything)[0]
    assert code == "AccessDenied"
    theirs.attach_group_policy(GroupName=group, PolicyArn=LISTS)
