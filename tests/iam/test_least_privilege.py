"""`bartizan least-privilege`: the smallest policy that what a principal did needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Credentials, error_of
from harness.command import run_bartizan
from harness.server import Server


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


@pytest.fixture
def command(server: Server, binary: Path):
    """Runs the command as root."""

    def run(*words: str, code: int = 0) -> str:
        environment = {
            "AWS_ENDPOINT_URL": server.endpoint,
            "AWS_SHARED_CREDENTIALS_FILE": str(server.data / "credentials"),
            "AWS_PROFILE": "root",
        }
        done = run_bartizan(binary, "least-privilege", *words, environment=environment)
        assert done.returncode == code, done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


@pytest.fixture
def bucket(server: Server, unique) -> str:
    name, s3 = unique("ledger"), server.client("s3")
    s3.create_bucket(Bucket=name)
    for key in ("a/1", "a/2", "a/3", "what?"):
        s3.put_object(Bucket=name, Key=key, Body=b"dear")
    return name


class Role:
    """A role with one policy, and a session of it."""

    def __init__(self, server: Server, name: str, policy: str) -> None:
        self.server, self.name, self.iam = server, name, server.client("iam")
        account = server.client("sts").get_caller_identity()["Account"]
        self.user = f"{name}-user"
        arn = self.iam.create_user(UserName=self.user)["User"]["Arn"]
        trust = {"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}
        self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))
        self.give(policy)
        key = self.iam.create_access_key(UserName=self.user)
        sts = server.client("sts", Credentials.from_key(key))
        made = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{name}", RoleSessionName="session"
        )
        self.session = Credentials.from_session(made)

    def give(self, policy: str) -> None:
        self.iam.put_role_policy(RoleName=self.name, PolicyName="p", PolicyDocument=policy)

    def client(self, service: str) -> Any:
        return self.server.client(service, self.session)


def test_the_policy_allows_what_was_used_and_no_more(
    server: Server, command, bucket: str, unique, tmp_path: Path
) -> None:
    role = Role(server, unique("app"), document(allow("s3:*"), allow("iam:List*")))
    s3, file = role.client("s3"), tmp_path / "least.json"
    s3.get_object(Bucket=bucket, Key="a/1")
    s3.get_object(Bucket=bucket, Key="what?")
    s3.put_object(Bucket=bucket, Key="a/1", Body=b"sir")
    role.client("iam").list_users()
    error_of(role.client("iam").get_account_summary)
    name = f"role/{role.name}"
    answer = json.loads(command(name, "--output", "json", "--write", str(file)))
    one, odd = f"arn:aws:s3:::{bucket}/a/1", f"arn:aws:s3:::{bucket}/what${{?}}"
    users = server.client("sts").get_caller_identity()["Account"]
    assert answer["policy"]["Statement"] == [
        allow("iam:ListUsers", f"arn:aws:iam::{users}:user/"),
        allow("s3:GetObject", [one, odd]),
        allow("s3:PutObject", one),
    ]
    assert json.loads(file.read_text()) == answer["policy"]
    assert command(name, "--output", "json") == json.dumps(answer, indent=2) + "\n"
    gone = {one["service"]: one for one in answer["goesAway"]}
    assert gone["s3"]["used"] == 2 and "DeleteBucket" in gone["s3"]["actions"]
    assert "GetObject" not in gone["s3"]["actions"]
    assert "ListRoles" in gone["iam"]["actions"] and "CreateUser" not in gone["iam"]["actions"]
    assert answer["notReplayable"] == 0
    # It is enough, and no more than that.
    role.give(file.read_text())
    s3.get_object(Bucket=bucket, Key="what?")
    s3.put_object(Bucket=bucket, Key="a/1", Body=b"sir")
    role.client("iam").list_users()
    for key in ("a/2", "whatX"):
        assert error_of(s3.get_object, Bucket=bucket, Key=key)[0] == "AccessDenied"


def test_many_resources_are_folded_by_their_prefixes(
    server: Server, command, bucket: str, unique
) -> None:
    role = Role(server, unique("app"), document(allow("s3:Get*")))
    for key in ("a/1", "a/2", "a/3"):
        role.client("s3").get_object(Bucket=bucket, Key=key)
    words = (f"role/{role.name}", "--output", "json", "--resources-max")
    exact = json.loads(command(*words, "3"))
    [statement] = exact["policy"]["Statement"]
    assert len(statement["Resource"]) == 3 and exact["foldedActions"] == 0
    folded = json.loads(command(*words, "2"))
    assert folded["policy"]["Statement"] == [allow("s3:GetObject", f"arn:aws:s3:::{bucket}/a/*")]
    assert folded["foldedActions"] == 1


def test_conditions_and_denials_in_force_stay(server: Server, command, unique) -> None:
    near = {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}
    deny = {"Effect": "Deny", "Resource": "*"}
    elsewhere = {**deny, "NotAction": "s3:*", "Condition": {"Bool": {"aws:ViaAWSService": "true"}}}
    policy = document(
        allow("iam:*", Condition=near), elsewhere, {**deny, "Action": "iam:DeleteUser"}
    )
    role = Role(server, unique("app"), policy)
    role.client("iam").list_roles()
    answer = json.loads(command(f"role/{role.name}", "--output", "json"))
    kept, other = answer["policy"]["Statement"]
    assert (kept["Action"], kept["Condition"]) == ("iam:ListRoles", near)
    assert other == elsewhere


def test_what_a_resources_policy_allows_alone_is_named(
    server: Server, command, bucket: str, unique
) -> None:
    iam, name = server.client("iam"), unique("ada")
    arn = iam.create_user(UserName=name)["User"]["Arn"]
    ada = server.client("s3", Credentials.from_key(iam.create_access_key(UserName=name)))
    statement = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*", Principal={"AWS": arn})
    server.client("s3").put_bucket_policy(Bucket=bucket, Policy=document(statement))
    ada.get_object(Bucket=bucket, Key="a/1")
    answer = json.loads(command(f"user/{name}", "--output", "json"))
    assert answer["policy"] is None
    [alone] = answer["allowedByResourcesAlone"]
    assert (alone["action"], alone["resource"]) == ("s3:GetObject", f"arn:aws:s3:::{bucket}/a/1")
    told = command(arn)
    assert "Nothing was used that needs a permission" in told
    assert "Allowed by the resource's policy alone" in told


def test_what_was_taken_away_is_not_given_back(server: Server, command, unique) -> None:
    role = Role(server, unique("app"), document(allow(["iam:ListUsers", "iam:ListRoles"])))
    role.client("iam").list_users()
    role.client("iam").list_roles()
    role.give(document(allow("iam:ListRoles")))
    answer = json.loads(command(f"role/{role.name}", "--output", "json", "--since", "1h"))
    [statement] = answer["policy"]["Statement"]
    assert statement["Action"] == "iam:ListRoles"
    assert [one["action"] for one in answer["allowedNoLonger"]] == ["iam:ListUsers"]


def test_another_role_of_the_same_name_did_nothing(server: Server, command, unique) -> None:
    name = unique("app")
    role = Role(server, name, document(allow("iam:*")))
    role.client("iam").list_users()
    iam = server.client("iam")
    iam.delete_role_policy(RoleName=name, PolicyName="p")
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    iam.delete_role(RoleName=name)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    assert json.loads(command(f"role/{name}", "--output", "json"))["requests"] == 0
    assert "NoSuchEntityException" in command("role/none", code=3)
    assert "ValidationException" in command("none", code=3)
