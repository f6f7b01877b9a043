"""What AWS's pages on service control policies say of requests, asked for by real requests: real
accounts, real attachments, a real object."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from harness.aws import Credentials
from harness.organization import Organization

CASES = Path(
    os.environ.get("BARTIZAN_CASES", Path(__file__).resolve().parents[3] / "shared" / "cases")
)
ACCOUNT = "123456789012"
OBJECT = "arn:aws:s3:::b/k"


def cases() -> list[dict[str, Any]]:
    """The cases in which somebody of the object's account reads it. No level is without policies:
    the last one of a node cannot be detached."""
    path = CASES / "iam" / "evaluation.jsonl"
    if not path.exists():
        return []
    found = map(json.loads, path.read_text().splitlines())
    return [
        case
        for case in found
        if case["scps"]
        and all(case["scps"])
        and not case["rcps"]
        and (case["action"], case["resource"]) == ("s3:GetObject", OBJECT)
        and case["principal"].startswith(f"arn:aws:iam::{ACCOUNT}:")
    ]


def test_requests_are_decided_as_the_pages_say(
    organization: Callable[..., Organization], unique: Callable[[str], str]
) -> None:
    """Given each case in an organization of its own, when the object is read, then it is decided
    as known."""
    known = cases()
    if not known:
        message = f"SKIPPED test_known_decisions: cases not found at {CASES}"
        print(message)
        assert "CI" not in os.environ, "CI needs the cases: set BARTIZAN_CASES"
        pytest.skip(message)
    wrong = []
    for case in known:
        decision = decided(organization(), unique("b"), case)
        if decision != case["expected"]:
            wrong.append(f"{case['id']}: {decision}, not {case['expected']}")
    assert not wrong, f"{len(wrong)} of {len(known)}:\n" + "\n".join(wrong)
    assert len(known) > 15


def decided(one: Organization, bucket: str, case: dict[str, Any]) -> str:
    """How it is decided that the case's principal reads an object."""
    is_management = "management_account_principal" in case["flags"]
    account = one.management if is_management else one.account("ada")
    text = json.dumps(case).replace(ACCOUNT, account)
    case = json.loads(text.replace("arn:aws:s3:::b/", f"arn:aws:s3:::{bucket}/"))
    root = Credentials(account, "any")
    s3 = one.client("s3", root)
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"text")
    reader = one.client("s3", user(one, root, case) if ":user/" in case["principal"] else root)
    unit = one.unit("prod")
    one.move(account, unit)
    for node, policies in zip((one.root, unit, account), case["scps"], strict=False):
        attach(one, node, policies)
    try:
        reader.get_object(Bucket=bucket, Key="k")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "AccessDenied"
        is_explicit = "explicit deny" in error.response["Error"]["Message"]
        return "ExplicitlyDenied" if is_explicit else "ImplicitlyDenied"
    return "Allowed"


def user(one: Organization, root: Credentials, case: dict[str, Any]) -> Credentials:
    """Makes the case's user with its policies, and answers a key."""
    iam, name = one.client("iam", root), case["principal"].rsplit("/", 1)[-1]
    iam.create_user(UserName=name)
    for number, policy in enumerate(case["identity_policies"]):
        text = json.dumps(policy)
        iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=text)
    return Credentials.from_key(iam.create_access_key(UserName=name))


def attach(one: Organization, node: str, policies: list[dict[str, Any]]) -> None:
    """Makes these policies the only ones of a node."""
    for number, policy in enumerate(policies):
        made = one.api.create_policy(
            Name=f"{node}-{number}",
            Description="",
            Type="SERVICE_CONTROL_POLICY",
            Content=json.dumps(policy),
        )
        one.api.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=node)
    one.api.detach_policy(PolicyId="p-FullAWSAccess", TargetId=node)
