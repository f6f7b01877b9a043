"""Decisions that are known from outside and that policies of an organization have a part in, asked
for in a real one: real accounts, real attachments, and a real request, or a simulation of one where
no request can be made that is like it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from botocore import UNSIGNED
from botocore.exceptions import ClientError

from harness import known
from harness.aws import Credentials
from harness.known import Case
from harness.organization import Organization
from harness.totp import Authenticator

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
# Attached beside the case's own policies, so that the simulation itself may be asked for. It is
# also all of a level without policies in a case: the last one of a node cannot be detached.
ASKING = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": "iam:SimulatePrincipalPolicy", "Resource": "*"},
}
FULL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
}
SIMULATED = {
    "allowed": "Allowed",
    "implicitDeny": "ImplicitlyDenied",
    "explicitDeny": "ExplicitlyDenied",
}
# The requests that are made, of services that are served.
REQUESTS: dict[str, Callable[[Any, str, str], Any]] = {
    "s3:DeleteBucket": lambda s3, bucket, _key: s3.delete_bucket(Bucket=bucket),
    "s3:DeleteObject": lambda s3, bucket, key: s3.delete_object(Bucket=bucket, Key=key),
    "s3:GetObject": lambda s3, bucket, key: s3.get_object(Bucket=bucket, Key=key),
    "s3:ListBucket": lambda s3, bucket, _key: s3.list_objects_v2(Bucket=bucket),
    "s3:PutObject": lambda s3, bucket, key: s3.put_object(Bucket=bucket, Key=key, Body=b"text"),
}


def test_requests_are_decided_as_is_known(
    organization: Callable[..., Organization], unique: Callable[[str], str]
) -> None:
    """Given each case in an organization of its own, when what it is about is asked for, then it
    is decided as known."""
    found = [case for case in known.decisions() if case["scps"] or case["rcps"]]
    wrong, asked = [], {"request": 0, "simulation": 0}
    for case in found:
        scene = Scene(organization, unique, case)
        way = scene.simulated if is_simulated(case) else scene.requested
        asked["simulation" if is_simulated(case) else "request"] += 1
        decision = way()
        if decision != case["expected"]:
            wrong.append(f"{case['id']}: {decision}, not {case['expected']}")
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong)
    assert asked == {"request": 31, "simulation": 11}


def is_simulated(case: Case) -> bool:
    """Of services that are not served, on resources that are patterns, and from addresses which a
    test has not, no request can be made."""
    policies = json.dumps([case["identity_policies"], case["scps"], case["rcps"]])
    return (
        case["action"] not in REQUESTS
        or "request_resource_wildcard" in case["flags"]
        or ("aws:SourceIp" in case["context"] and "aws:SourceIp" in policies)
    )


class Scene:
    """What a case speaks of, made: an organization, accounts, a principal, a bucket."""

    def __init__(
        self, organization: Callable[..., Organization], unique: Callable[[str], str], case: Case
    ) -> None:
        self.one = organization()
        self.one.api.enable_policy_type(RootId=self.one.root, PolicyType=RCP)
        names = self.accounts(organization, case)
        bucket = case["resource"].removeprefix("arn:aws:s3:::").split("/")[0]
        self.bucket = unique(bucket)
        text = json.dumps(case)
        for name, meant in names.items():
            text = text.replace(name, meant)
        text = re.sub(
            f'arn:aws:s3:::{re.escape(bucket)}(?=["/])', rf"arn:aws:s3:::{self.bucket}", text
        )
        self.case: Case = json.loads(text)
        self.key = self.case["resource"].partition("/")[2]

    def accounts(self, organization: Callable[..., Organization], case: Case) -> dict[str, str]:
        """The accounts that stand for the case's, and the ids of the organizations it names."""
        parts = case["principal"].split(":")
        caller = parts[4] if len(parts) > 4 else case["resource_account"]
        owner, names = case["resource_account"], {"o-abc": self.one.id}
        is_management = any(flag.startswith("management_account") for flag in case["flags"])
        self.owner = self.one.management if is_management else self.one.account("owner")
        if caller == owner:
            self.account = self.owner
        elif case["context"].get("aws:PrincipalOrgID") == ["o-zzz"]:
            other = organization()
            self.account, names["o-zzz"] = other.management, other.id
        else:
            self.account = self.one.account("caller")
        return {**names, owner: self.owner, caller: self.account}

    def requested(self) -> str:
        """How the request is decided."""
        self.make_bucket()
        caller = self.caller()
        self.attach()
        decision = self.ask(caller)
        if self.case["principal"] == "anonymous":
            # S3 tells strangers no reason: it is the policies' where it ends with them.
            assert decision == "ImplicitlyDenied"
            self.detach_denials()
            return "ExplicitlyDenied" if self.ask(caller) == "Allowed" else decision
        return decision

    def ask(self, s3: Any) -> str:
        """Asks for what the case is about."""
        try:
            REQUESTS[self.case["action"]](s3, self.bucket, self.key)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDenied"
            is_explicit = "explicit deny" in error.response["Error"]["Message"]
            return "ExplicitlyDenied" if is_explicit else "ImplicitlyDenied"
        return "Allowed"

    def simulated(self) -> str:
        """How the principal's request is simulated, by the policies that it really has."""
        self.caller()
        self.attach()
        iam = self.one.client("iam", Credentials(self.account, "any"))
        answer = iam.simulate_principal_policy(
            PolicySourceArn=self.case["principal"],
            ActionNames=[self.case["action"]],
            ResourceArns=[self.case["resource"]],
            ContextEntries=known.context_entries(self.case),
        )
        [result] = answer["EvaluationResults"]
        decision = SIMULATED[result["EvalDecision"]]
        # No identity policy of these cases denies: what is denied is denied by the organization.
        detail = result["OrganizationsDecisionDetail"]
        assert detail == {"AllowedByOrganizations": decision == "Allowed"}
        return decision

    def make_bucket(self) -> None:
        """Makes the bucket with its policy, and the object unless it is written or in the way."""
        s3 = self.one.client("s3", Credentials(self.owner, "any"))
        s3.create_bucket(Bucket=self.bucket)
        if self.case["action"] in ("s3:GetObject", "s3:DeleteObject"):
            s3.put_object(Bucket=self.bucket, Key=self.key, Body=b"text")
        if self.case["resource_policy"]:
            s3.delete_public_access_block(Bucket=self.bucket)
            if self.case["principal"] != "anonymous":
                self.principal()  # A policy names those who are there.
            policy = json.dumps(self.case["resource_policy"])
            s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)

    def caller(self) -> Any:
        """S3 as the case's principal, in the region of its context."""
        [region] = self.case["context"].get("aws:RequestedRegion", ["us-east-1"])
        if self.case["principal"] == "anonymous":
            return self.one.client("s3", signature_version=UNSIGNED)
        return self.one.client("s3", self.principal(), region=region)

    def principal(self) -> Credentials:
        """Makes the principal with its policies, once, and answers its credentials."""
        root = Credentials(self.account, "any")
        kind, _, name = self.case["principal"].rsplit(":", 1)[-1].partition("/")
        if kind == "root":
            return root
        if not hasattr(self, "credentials"):
            iam = self.one.client("iam", root)
            make = {"user": self.make_user, "role": self.make_role}[kind]
            self.credentials = make(iam, name)
        return self.credentials

    def make_user(self, iam: Any, name: str) -> Credentials:
        """A user's key, or a session by a code where the case has one."""
        iam.create_user(UserName=name)
        for number, policy in enumerate(self.case["identity_policies"]):
            text = json.dumps(policy)
            iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=text)
        key = Credentials.from_key(iam.create_access_key(UserName=name))
        if self.case["context"].get("aws:MultiFactorAuthPresent") != ["true"]:
            return key
        device = Authenticator.make(iam, name).enable(iam, name)
        sts = self.one.client("sts", key)
        return Credentials.from_session(sts.get_session_token(**device.mfa()))

    def make_role(self, iam: Any, name: str) -> None:
        """A role, which is simulated."""
        trust = {"Effect": "Allow", "Principal": {"AWS": self.account}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": trust})
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
        for number, policy in enumerate(self.case["identity_policies"]):
            text = json.dumps(policy)
            iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=text)

    def attach(self) -> None:
        """Makes the case's policies the only ones of the levels: root, unit, account."""
        for policy_type, account in ((SCP, self.account), (RCP, self.owner)):
            levels = self.case["scps" if policy_type == SCP else "rcps"]
            if not levels:
                continue
            nodes = [self.one.root, self.one.unit("prod"), account]
            assert len(levels) <= len(nodes)
            if account != self.one.management:
                self.one.move(account, nodes[1])
            for node, policies in zip(nodes, levels, strict=False):
                self.attach_to(node, policy_type, policies)

    def attach_to(self, node: str, policy_type: str, policies: list[dict[str, Any]]) -> None:
        # RCPFullAWSAccess stays attached, and is the only one that allows.
        wanted = (
            [*policies, ASKING] if policy_type == SCP else [it for it in policies if it != FULL]
        )
        for number, policy in enumerate(wanted):
            made = self.one.api.create_policy(
                Name=f"{node}-{policy_type}-{number}",
                Description="",
                Type=policy_type,
                Content=json.dumps(policy),
            )
            made_id = made["Policy"]["PolicySummary"]["Id"]
            self.one.api.attach_policy(PolicyId=made_id, TargetId=node)
        if policy_type == SCP:
            self.one.api.detach_policy(PolicyId="p-FullAWSAccess", TargetId=node)

    def detach_denials(self) -> None:
        """Takes the resource control policies of the root away."""
        listed = self.one.api.list_policies_for_target(TargetId=self.one.root, Filter=RCP)
        for policy in listed["Policies"]:
            if not policy["AwsManaged"]:
                self.one.api.detach_policy(PolicyId=policy["Id"], TargetId=self.one.root)


def test_a_simulation_heeds_the_policies_of_the_accounts_organization(
    organization: Callable[..., Organization],
) -> None:
    """Given a user who may do everything and a policy on the root that allows IAM alone, when it is
    simulated, then the organization is told to have denied; without its policies it has no say."""
    one = organization()
    account = one.account("ada")
    iam = one.client("iam", Credentials(account, "any"))
    user = iam.create_user(UserName="alice")["User"]["Arn"]
    iam.put_user_policy(UserName="alice", PolicyName="all", PolicyDocument=json.dumps(FULL))
    only = {**FULL, "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}
    made = one.api.create_policy(Name="iam", Description="", Type=SCP, Content=json.dumps(only))
    policy = made["Policy"]["PolicySummary"]["Id"]
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    one.api.detach_policy(PolicyId="p-FullAWSAccess", TargetId=one.root)
    actions = ["iam:ListUsers", "dynamodb:ListTables"]

    def decisions(**options: Any) -> list[tuple[str, Any]]:
        simulate = iam.simulate_principal_policy
        answer = simulate(PolicySourceArn=user, ActionNames=actions, **options)
        detail = "OrganizationsDecisionDetail"
        return [(it["EvalDecision"], it.get(detail)) for it in answer["EvaluationResults"]]

    denied = ("implicitDeny", {"AllowedByOrganizations": False})
    assert decisions() == [("allowed", {"AllowedByOrganizations": True}), denied]
    excluded = decisions(PolicyExclusionList=[{"PolicyType": "scp"}])
    assert excluded == [("allowed", None), ("allowed", None)]
