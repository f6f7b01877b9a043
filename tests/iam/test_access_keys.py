"""Access keys: made, used, switched off, removed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from harness.aws import Credentials, client, error_of
from harness.server import Server


def test_a_key_signs_while_it_is_active(server: Server, iam: Any, user: str) -> None:
    answer = iam.create_access_key(UserName=user)
    key = answer["AccessKey"]
    assert key["AccessKeyId"].startswith("AKIA") and len(key["AccessKeyId"]) == 20
    assert len(key["SecretAccessKey"]) == 40 and key["Status"] == "Active"
    sts = client("sts", server.endpoint, Credentials.from_key(answer))
    assert sts.get_caller_identity()["Arn"].endswith(f":user/{user}")
    iam.update_access_key(UserName=user, AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert error_of(sts.get_caller_identity)[0] == "InvalidClientTokenId"
    iam.update_access_key(UserName=user, AccessKeyId=key["AccessKeyId"], Status="Active")
    sts.get_caller_identity()
    iam.delete_access_key(UserName=user, AccessKeyId=key["AccessKeyId"])
    assert error_of(sts.get_caller_identity)[0] == "InvalidClientTokenId"
    message = f"The Access Key with id {key['AccessKeyId']} cannot be found."
    assert error_of(iam.delete_access_key, UserName=user, AccessKeyId=key["AccessKeyId"]) == (
        "NoSuchEntity",
        message,
        404,
    )


def test_a_user_has_two_keys_at_most(iam: Any, user: str) -> None:
    made = [iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"] for _ in range(2)]
    assert error_of(iam.create_access_key, UserName=user) == (
        "LimitExceeded",
        "Cannot exceed quota for AccessKeysPerUser: 2",
        409,
    )
    listed = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    assert sorted(key["AccessKeyId"] for key in listed) == sorted(made)
    assert all(key["UserName"] == user and "SecretAccessKey" not in key for key in listed)


def test_a_user_manages_its_own_keys(
    iam: Any, user: str, allow: Callable[..., str], as_user: Callable[..., Any]
) -> None:
    own = allow("iam:*AccessKey*", resource="arn:aws:iam::*:user/${aws:username}")
    iam.put_user_policy(UserName=user, PolicyName="own", PolicyDocument=own)
    theirs = as_user(user, "iam")
    second = theirs.create_access_key()["AccessKey"]
    assert second["UserName"] == user
    assert len(theirs.list_access_keys()["AccessKeyMetadata"]) == 2
    theirs.update_access_key(AccessKeyId=second["AccessKeyId"], Status="Inactive")
    theirs.delete_access_key(AccessKeyId=second["AccessKeyId"])
    assert error_of(theirs.list_access_keys, UserName="somebody")[0] == "AccessDenied"


def test_a_key_of_another_user_is_not_found(
    iam: Any, user: str, unique: Callable[[str], str]
) -> None:
    other = unique("other")
    iam.create_user(UserName=other)
    key = iam.create_access_key(UserName=other)["AccessKey"]["AccessKeyId"]
    code = error_of(iam.delete_access_key, UserName=user, AccessKeyId=key)[0]
    assert code == "NoSuchEntity"


def test_the_last_use_is_known(server: Server, iam: Any, user: str) -> None:
    answer = iam.create_access_key(UserName=user)
    key = answer["AccessKey"]["AccessKeyId"]
    never = iam.get_access_key_last_used(AccessKeyId=key)
    assert never["UserName"] == user
    assert never["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    client("sts", server.endpoint, Credentials.from_key(answer)).get_caller_identity()
    last = iam.get_access_key_last_used(AccessKeyId=key)["AccessKeyLastUsed"]
    assert (last["ServiceName"], last["Region"]) == ("sts", "us-east-1")
    age = datetime.datetime.now(datetime.UTC) - last["LastUsedDate"]
    assert age < datetime.timedelta(minutes=1)
    code, message, _ = error_of(iam.get_access_key_last_used, AccessKeyId="AKIAIOSFODNN7EXAMPLE")
    assert code == "AccessDenied"
    assert message.endswith("on resource: access key AKIAIOSFODNN7EXAMPLE")


def test_keys_survive_a_restart(server_factory: Callable[..., Server], tmp_path: Any) -> None:
    first = server_factory(data=tmp_path / "data")
    iam = first.client("iam")
    iam.create_user(UserName="ada")
    key = Credentials.from_key(iam.create_access_key(UserName="ada"))
    client("sts", first.endpoint, key).get_caller_identity()
    first.stop()
    second = server_factory(data=tmp_path / "data")
    last = second.client("iam").get_access_key_last_used(AccessKeyId=key.access_key)
    assert last["AccessKeyLastUsed"]["ServiceName"] == "sts"
    identity = client("sts", second.endpoint, key).get_caller_identity()
    assert identity["Arn"].endswith(":user/ada")
    second.stop()
