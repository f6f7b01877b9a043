"""The organization's resource policy: what it lets member accounts do."""

from __future__ import annotations

import json

import pytest

from harness.aws import error_of

SCP = "SERVICE_CONTROL_POLICY"
DENY = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}'


def document(member: str, *actions: str, **more: object) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{member}:root"},
        "Action": list(actions),
        "Resource": "*",
        **more,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_member_manages_policies_as_far_as_it_is_let(organization) -> None:
    one = organization()
    account, other = one.account("security"), one.account("other")
    member = one.client("organizations", one.administrator(account))
    stranger = one.client("organizations", one.administrator(other))
    create = {"Name": "x", "Description": "", "Type": SCP, "Content": DENY}
    assert error_of(member.create_policy, **create)[0] == "AccessDeniedException"
    actions = ("CreatePolicy", "AttachPolicy", "DetachPolicy", "List*", "Describe*")
    content = document(account, *(f"organizations:{action}" for action in actions))
    put = one.api.put_resource_policy(Content=content)["ResourcePolicy"]
    assert json.loads(put["Content"]) == json.loads(content)
    named = {"ResourceId": put["ResourcePolicySummary"]["Id"]}
    one.api.tag_resource(**named, Tags=[{"Key": "team", "Value": "red"}])
    assert one.api.list_tags_for_resource(**named)["Tags"] == [{"Key": "team", "Value": "red"}]
    assert member.describe_resource_policy()["ResourcePolicy"] == put
    policy = member.create_policy(**create)["Policy"]["PolicySummary"]["Id"]
    member.attach_policy(PolicyId=policy, TargetId=other)
    assert error_of(one.client("s3", one.administrator(other)).list_buckets)[0] == "AccessDenied"
    assert len(member.list_accounts()["Accounts"]) == 3
    for call, arguments in [
        (member.delete_policy, {"PolicyId": policy}),
        (member.update_policy, {"PolicyId": policy, "Name": "y"}),
        (member.create_organizational_unit, {"ParentId": one.root, "Name": "mine"}),
        (stranger.create_policy, {**create, "Name": "z"}),
        (stranger.list_accounts, {}),
    ]:
        assert error_of(call, **arguments)[0] == "AccessDeniedException", arguments
    one.api.delete_resource_policy()
    assert error_of(member.list_accounts)[0] == "AccessDeniedException"
    told = error_of(one.api.describe_resource_policy)
    assert told[0] == "ResourcePolicyNotFoundException"


def test_a_condition_limits_what_is_delegated(organization) -> None:
    one = organization()
    account = one.account("security")
    member = one.client("organizations", one.administrator(account))
    only = {"StringEquals": {"organizations:PolicyType": "RESOURCE_CONTROL_POLICY"}}
    content = document(account, "organizations:CreatePolicy", Condition=only)
    one.api.put_resource_policy(Content=content)
    create = {"Name": "x", "Description": ""}
    told = error_of(member.create_policy, **create, Type=SCP, Content=DENY)
    assert told[0] == "AccessDeniedException"
    rcp = DENY.replace('"Action"', '"Principal":"*","Action"')
    member.create_policy(**create, Type="RESOURCE_CONTROL_POLICY", Content=rcp)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "INVALID_RESOURCE_POLICY_JSON"),
        (document("1" * 12, "organizations:*"), "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"),
        (document("1" * 12, "s3:ListBucket"), "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"),
        (
            document("1" * 12, "organizations:List*", Principal={"Service": "s3.amazonaws.com"}),
            "INVALID_PRINCIPAL",
        ),
    ],
)
def test_what_cannot_be_delegated(organization, content: str, reason: str) -> None:
    one = organization()
    with pytest.raises(one.api.exceptions.InvalidInputException) as caught:
        one.api.put_resource_policy(Content=content)
    assert caught.value.response["Reason"] == reason
