"""`bartizan org plan`: what a policy would change, told from what was done before."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness import own
from harness.aws import Credentials, error_of
from harness.command import run_bartizan
from harness.organization import Organization

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
FULL = "p-FullAWSAccess"


def document(effect: str = "Deny", **statement: Any) -> str:
    one = {"Sid": "Rule", "Effect": effect, "Resource": "*", **statement}
    return json.dumps({"Version": "2012-10-17", "Statement": [one]}, indent=2)


class Planner:
    """The command, as somebody of one organization runs it."""

    def __init__(self, one: Organization, binary: Path, folder: Path) -> None:
        self.one, self.binary, self.file = one, binary, folder / "policy.json"

    def run(self, policy: str, *words: str, who: str | None = None) -> subprocess.CompletedProcess:
        self.file.write_text(policy)
        environment = {
            "AWS_ENDPOINT_URL": self.one.server.endpoint,
            "AWS_ACCESS_KEY_ID": who or self.one.management,
            "AWS_SECRET_ACCESS_KEY": "any",
        }
        file = str(self.file)
        return run_bartizan(self.binary, "org", "plan", file, *words, environment=environment)

    def plan(self, policy: str, *words: str) -> tuple[int, list[dict[str, Any]], dict[str, int]]:
        """The exit code, the changes and the totals."""
        done = self.run(policy, *words, "--output", "json")
        assert done.returncode in (0, 1, 4), done.stderr
        answer = json.loads(done.stdout)
        return done.returncode, answer["changes"], answer["totals"]


@pytest.fixture
def planner(organization, binary: Path, tmp_path: Path) -> Planner:
    return Planner(organization(), binary, tmp_path)


def root_of(one: Organization, account: str, service: str, **options: Any) -> Any:
    return one.client(service, Credentials(account, "any"), **options)


def changed(changes: list[dict[str, Any]]) -> set[tuple[str, str, str, int]]:
    return {(one["effect"], one["accountId"], one["action"], one["count"]) for one in changes}


def enable(one: Organization, policy_type: str) -> None:
    one.api.enable_policy_type(RootId=one.root, PolicyType=policy_type)


def made(one: Organization, content: str, policy_type: str = SCP) -> str:
    answer = one.api.create_policy(
        Name=f"policy-{policy_type}", Description="", Type=policy_type, Content=content
    )
    return answer["Policy"]["PolicySummary"]["Id"]


def test_it_tells_exactly_what_a_deny_would_have_denied(planner: Planner) -> None:
    one = planner.one
    inside, outside, unit = one.account("in"), one.account("out"), one.unit("prod")
    one.move(inside, unit)
    for account in (inside, outside):
        root_of(one, account, "iam").list_users()
        root_of(one, account, "iam").list_users()
        root_of(one, account, "iam").list_roles()
    deny = document(Action="iam:ListUsers")
    code, changes, totals = planner.plan(deny, "--target", unit)
    assert code == 1
    [change] = changes
    assert change["principal"] == f"arn:aws:iam::{inside}:root"
    assert (change["resource"], change["count"]) == (f"arn:aws:iam::{inside}:user/", 2)
    assert change["decidedBy"] == {
        "layer": "ServiceControl",
        "nodeId": unit,
        "policy": "candidate",
        "sid": "Rule",
        "line": 4,
        "column": 5,
    }
    assert totals["deniedRequests"] == 2 and totals["notReplayable"] == 0
    # The example is an event of the account's own record.
    trail = root_of(one, inside, "cloudtrail")
    events = trail.lookup_events(
        LookupAttributes=[{"AttributeKey": "EventId", "AttributeValue": change["exampleEventId"]}]
    )["Events"]
    assert [event["EventName"] for event in events] == ["ListUsers"]
    # It is what happens.
    one.api.attach_policy(PolicyId=made(one, deny), TargetId=unit)
    assert error_of(root_of(one, inside, "iam").list_users)[0] == "AccessDenied"
    root_of(one, inside, "iam").list_roles()
    root_of(one, outside, "iam").list_users()


def test_the_condition_keys_are_those_that_the_requests_had(planner: Planner) -> None:
    one = planner.one
    account = one.account("ada")
    for region in ("eu-central-1", "us-west-2"):
        root_of(one, account, "ec2", region=region).describe_regions()
    deny = document(
        Action="ec2:*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}
    )
    _, changes, _ = planner.plan(deny, "--target", one.root)
    assert changed(changes) == {("DENIED", account, "ec2:DescribeRegions", 1)}


def test_a_list_of_what_is_allowed_denies_the_rest(planner: Planner) -> None:
    one = planner.one
    account = one.account("ada")
    root_of(one, account, "iam").list_users()
    root_of(one, account, "s3").list_buckets()
    allow = document("Allow", Action="iam:*")
    assert planner.plan(allow, "--target", account)[0] == 0
    code, changes, _ = planner.plan(allow, "--target", account, "--replace", FULL)
    assert code == 1
    assert changed(changes) == {("DENIED", account, "s3:ListAllMyBuckets", 1)}
    [change] = changes
    assert change["decidedBy"]["nodeId"] == account
    assert change["decidedBy"]["policy"] is None


def test_what_was_denied_would_be_allowed_where_the_cause_goes(planner: Planner) -> None:
    one = planner.one
    account, unit = one.account("ada"), one.unit("prod")
    one.move(account, unit)
    old = made(one, document(Action="iam:List*"))
    one.api.attach_policy(PolicyId=old, TargetId=unit)
    root = root_of(one, account, "iam")
    error_of(root.list_users)
    # Of this user no other policy would have allowed it.
    operator = one.administrator(account)
    error_of(one.client("iam", operator).list_roles)
    narrower = document(Action="iam:ListRoles")
    code, changes, totals = planner.plan(narrower, "--target", unit, "--replace", old)
    assert code == 4
    assert changed(changes) == {("ALLOWED", account, "iam:ListUsers", 1)}
    assert changes[0]["decidedBy"]["policy"].endswith(f"/{old}")
    assert totals["deniedRequests"] == 0
    assert planner.plan(narrower, "--target", unit)[:2] == (0, [])


def test_resource_control_policies_are_about_what_accounts_own(planner: Planner, unique) -> None:
    one = planner.one
    enable(one, RCP)
    owner, other, bucket = one.account("owner"), one.account("other"), unique("bucket")
    s3 = root_of(one, owner, "s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="letter", Body=b"dear")
    everyone = {"Effect": "Allow", "Principal": {"AWS": other}, "Action": "s3:GetObject"}
    statement = {**everyone, "Resource": f"arn:aws:s3:::{bucket}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": statement})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    stranger = Credentials(one.management, "any")
    for who in (Credentials(other, "any"), Credentials(owner, "any")):
        one.client("s3", who).get_object(Bucket=bucket, Key="letter")
    error_of(one.client("s3", stranger).get_object, Bucket=bucket, Key="letter")
    deny = document(
        Action="s3:GetObject",
        Principal="*",
        Condition={"StringNotEquals": {"aws:PrincipalAccount": owner}},
    )
    _, changes, _ = planner.plan(deny, "--target", owner, "--type", "rcp")
    assert changed(changes) == {("DENIED", other, "s3:GetObject", 1)}
    assert changes[0]["principal"] == f"arn:aws:iam::{other}:root"
    assert planner.plan(deny, "--target", other, "--type", "rcp")[:2] == (0, [])


def test_who_is_outside_of_the_organization_is_told_as_the_owner_sees_them(
    planner: Planner, unique, unused_account
) -> None:
    one = planner.one
    enable(one, RCP)
    owner, stranger, bucket = one.account("owner"), unused_account(), unique("bucket")
    s3 = root_of(one, owner, "s3")
    s3.create_bucket(Bucket=bucket)
    allow = {"Effect": "Allow", "Principal": {"AWS": stranger}, "Action": "s3:ListBucket"}
    policy = {"Version": "2012-10-17", "Statement": {**allow, "Resource": f"arn:aws:s3:::{bucket}"}}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    root_of(one, stranger, "s3").list_objects_v2(Bucket=bucket)
    deny = document(
        Action="s3:ListBucket",
        Principal="*",
        Condition={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": one.id}},
    )
    _, changes, _ = planner.plan(deny, "--target", one.root, "--type", "rcp")
    assert changed(changes) == {("DENIED", stranger, "s3:ListBucket", 1)}
    assert changes[0]["principal"] == stranger


def test_the_management_account_and_linked_roles_are_exempt(planner: Planner) -> None:
    one = planner.one
    one.client("iam").list_users()
    assert planner.plan(document(Action="*"), "--target", one.management)[:2] == (0, [])


def test_an_identity_policy_is_planned_for_a_principal(planner: Planner) -> None:
    one = planner.one
    account = one.account("ada")
    iam = root_of(one, account, "iam")
    iam.create_user(UserName="ada")
    old = document("Allow", Action=["iam:ListUsers", "iam:ListRoles"])
    iam.put_user_policy(UserName="ada", PolicyName="old", PolicyDocument=old)
    ada = Credentials.from_key(iam.create_access_key(UserName="ada"))
    own_iam = one.client("iam", ada)
    own_iam.list_users()
    own_iam.list_roles()
    error_of(own_iam.list_groups)
    whose = ("--type", "identity", "--principal", "user/ada", "--account", account)
    narrow = document("Allow", Action=["iam:ListUsers", "iam:ListGroups"])
    code, changes, _ = planner.plan(narrow, *whose)
    assert (code, changed(changes)) == (4, {("ALLOWED", account, "iam:ListGroups", 1)})
    # A least policy may list many resources.
    assert planner.plan(narrow + " " * 100_000, *whose) == planner.plan(narrow, *whose)
    code, changes, _ = planner.plan(narrow, *whose, "--replace", "old")
    assert code == 1
    assert changed(changes) == {
        ("DENIED", account, "iam:ListRoles", 1),
        ("ALLOWED", account, "iam:ListGroups", 1),
    }
    refused = planner.run(narrow, *whose, "--replace", "none")
    assert refused.returncode == 3 and "NoSuchEntityException" in refused.stderr


def test_what_was_done_before_an_account_joined_is_its_own_affair(
    planner: Planner, unused_account
) -> None:
    one, guest = planner.one, unused_account()
    iam = root_of(one, guest, "iam")
    iam.list_users()
    one.api.invite_account_to_organization(Target={"Id": guest, "Type": "ACCOUNT"})
    own_api = root_of(one, guest, "organizations")
    [invitation] = own_api.list_handshakes_for_account()["Handshakes"]
    own_api.accept_handshake(HandshakeId=invitation["Id"])
    deny = document(Action="iam:List*")
    assert planner.plan(deny, "--target", guest)[:2] == (0, [])
    iam.list_roles()
    _, changes, _ = planner.plan(deny, "--target", guest)
    assert changed(changes) == {("DENIED", guest, "iam:ListRoles", 1)}


def test_it_is_told_in_a_table(planner: Planner) -> None:
    one = planner.one
    account = one.account("ada")
    root_of(one, account, "iam").list_users()
    done = planner.run(document(Action="iam:ListUsers"), "--target", account, "--since", "1h")
    assert done.returncode == 1
    assert "Would be denied: 1 request\n" in done.stdout
    assert f'candidate:4:5 "Rule" at {account}' in done.stdout
    done = planner.run(document(Action="iam:ListGroups"), "--target", account)
    assert done.returncode == 0
    assert done.stdout.startswith("Nothing that was recorded would change.\n")


def test_members_may_not_look_unless_they_oversee(planner: Planner) -> None:
    one = planner.one
    account, deny = one.account("ada"), document(Action="iam:*")
    refused = planner.run(deny, "--target", one.root, who=account)
    assert refused.returncode == 3 and "AccessDeniedException" in refused.stderr
    for service in ("guardduty", "access-analyzer"):
        principal = f"{service}.amazonaws.com"
        one.api.enable_aws_service_access(ServicePrincipal=principal)
        one.api.register_delegated_administrator(AccountId=account, ServicePrincipal=principal)
        done = planner.run(deny, "--target", one.root, who=account)
        assert (done.returncode == 3) == (service == "guardduty"), done.stderr


def test_what_cannot_be_attached_is_refused_as_it_would_be(planner: Planner) -> None:
    one = planner.one
    deny = document(Action="iam:*")
    for words, code in (
        (("--target", "ou-none-none1234"), "TargetNotFoundException"),
        (("--target", one.root, "--replace", "p-none12345"), "PolicyNotFoundException"),
        (("--target", one.root, "--replace", made(one, deny)), "PolicyNotAttachedException"),
    ):
        refused = planner.run(deny, *words)
        assert (refused.returncode, code in refused.stderr) == (3, True), refused.stderr
    refused = planner.run('{"Version": "2012-10-17"}', "--target", one.root)
    assert refused.returncode == 2 and "policy.json:1:" in refused.stderr
    broad = document(Action="iam:*", Principal="*")
    refused = planner.run(broad, "--target", one.root, "--type", "rcp")
    assert "PolicyTypeNotEnabledException" in refused.stderr


def test_pages_are_of_one_run(planner: Planner) -> None:
    one = planner.one
    parameters = {
        "PolicyDocument": document(Action="iam:*"),
        "PolicyType": SCP,
        "TargetId": one.root,
        "NextToken": "0.not-an-event",
    }
    who = Credentials(one.management, "any")
    assert "InvalidNextToken" in str(own.call(one.server, "PlanPolicy", parameters, who))
