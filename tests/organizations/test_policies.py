"""Service and resource control policies: made, attached, and in force."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.aws import Cli, Credentials, error_of
from harness.organization import Organization

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
FULL, RCP_FULL = "p-FullAWSAccess", "p-RCPFullAWSAccess"


def document(effect: str = "Deny", **statement: Any) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {"Effect": effect, "Resource": "*", **statement},
        }
    )


def made(one: Organization, name: str, content: str, policy_type: str = SCP) -> str:
    """Makes a policy, and answers its id."""
    answer = one.api.create_policy(
        Name=name, Description="of a test", Type=policy_type, Content=content
    )
    return answer["Policy"]["PolicySummary"]["Id"]


def reason_of(one: Organization, call: Any, **arguments: Any) -> tuple[str, str]:
    """The code and the reason of a refusal."""
    with pytest.raises(one.api.exceptions.ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response.get("Reason", "")


def attached(one: Organization, target: str, policy_type: str = SCP) -> list[str]:
    listed = one.api.list_policies_for_target(TargetId=target, Filter=policy_type)
    return [policy["Id"] for policy in listed["Policies"]]


def test_a_policy_denies_what_its_accounts_principals_may(organization) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    one.move(account, unit)
    administrator = one.administrator(account)
    iam = one.client("iam", administrator)
    iam.list_users()
    policy = made(one, "no-listing", document(Action="iam:ListUsers"))
    arn = f"arn:aws:organizations::{one.management}:policy/{one.id}/service_control_policy/{policy}"
    for target in (account, unit, one.root):
        one.api.attach_policy(PolicyId=policy, TargetId=target)
        code, message, _ = error_of(iam.list_users)
        assert code == "AccessDenied"
        assert message.endswith(f"with an explicit deny in a service control policy: {arn}")
        iam.list_roles()
        # The management account is not bound.
        one.client("iam").list_users()
        one.api.detach_policy(PolicyId=policy, TargetId=target)
        iam.list_users()


def test_a_policy_binds_the_root_user_of_a_member(organization) -> None:
    one = organization()
    account = one.account("ada")
    policy = made(one, "no-listing", document(Action="iam:ListUsers"))
    root = one.client("iam", Credentials(account, "any"))
    root.list_users()
    one.api.attach_policy(PolicyId=policy, TargetId=account)
    assert error_of(root.list_users)[0] == "AccessDenied"


def test_what_no_policy_of_a_level_allows_is_denied(organization) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    one.move(account, unit)
    iam = one.client("iam", one.administrator(account))
    policy = made(one, "roles", document("Allow", Action="iam:*Role*"))
    one.api.attach_policy(PolicyId=policy, TargetId=unit)
    iam.list_users()
    one.api.detach_policy(PolicyId=FULL, TargetId=unit)
    iam.list_roles()
    code, message, _ = error_of(iam.list_users)
    assert code == "AccessDenied"
    assert "because no service control policy allows the iam:ListUsers action" in message
    one.api.update_policy(PolicyId=policy, Content=document("Allow", Action="iam:*"))
    iam.list_users()
    one.move(account, one.root)
    one.api.update_policy(PolicyId=policy, Content=document("Allow", Action="s3:*"))
    iam.list_users()


def test_a_type_that_is_turned_off_binds_nobody(organization) -> None:
    one = organization()
    account = one.account("ada")
    iam = one.client("iam", one.administrator(account))
    policy = made(one, "nothing", document(Action="*"))
    one.api.attach_policy(PolicyId=policy, TargetId=account)
    assert error_of(iam.list_users)[0] == "AccessDenied"
    one.api.disable_policy_type(RootId=one.root, PolicyType=SCP)
    iam.list_users()
    assert attached(one, account) == []
    again = {"PolicyId": policy, "TargetId": account}
    assert error_of(one.api.attach_policy, **again) == (
        "PolicyTypeNotEnabledException",
        "This operation can be performed only for enabled policy types.",
        400,
    )
    one.api.enable_policy_type(RootId=one.root, PolicyType=SCP)
    assert attached(one, account) == attached(one, one.root) == [FULL]
    iam.list_users()


def test_a_condition_on_the_region_binds(organization) -> None:
    one = organization()
    account = one.account("ada")
    administrator = one.administrator(account)
    outside = {"StringNotEquals": {"aws:RequestedRegion": "eu-central-1"}}
    policy = made(one, "here", document(Action="cloudtrail:*", Condition=outside))
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    one.client("cloudtrail", administrator, region="eu-central-1").describe_trails()
    elsewhere = one.client("cloudtrail", administrator, region="us-east-1")
    assert error_of(elsewhere.describe_trails)[0] == "AccessDeniedException"


def test_a_resource_control_policy_binds_whoever_uses_a_resource(organization, unique) -> None:
    one = organization()
    account = one.account("ada")
    administrator = one.administrator(account)
    owner, bucket = one.client("s3", administrator), unique("guarded")
    owner.create_bucket(Bucket=bucket)
    owner.put_object(Bucket=bucket, Key="k", Body=b"text")
    everyone = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{one.management}:root"},
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{bucket}/*",
        },
    }
    owner.put_bucket_policy(Bucket=bucket, Policy=json.dumps(everyone))
    one.api.enable_policy_type(RootId=one.root, PolicyType=RCP)
    assert attached(one, account, RCP) == [RCP_FULL]
    policy = made(one, "sealed", document(Principal="*", Action="s3:GetObject"), RCP)
    management = one.client("s3")
    for client in (owner, management):
        client.get_object(Bucket=bucket, Key="k")
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    for client in (owner, management):
        code, message, _ = error_of(client.get_object, Bucket=bucket, Key="k")
        assert code == "AccessDenied"
        assert "with an explicit deny in a resource control policy" in message
    # Resources of the management account are not protected.
    own = unique("own")
    management.create_bucket(Bucket=own)
    management.put_object(Bucket=own, Key="k", Body=b"text")
    management.get_object(Bucket=own, Key="k")
    one.api.detach_policy(PolicyId=policy, TargetId=one.root)
    owner.get_object(Bucket=bucket, Key="k")


def test_the_default_policies_are_everywhere(organization) -> None:
    one = organization()
    account, unit = one.account("ada"), one.unit("prod")
    for target in (one.root, unit, account, one.management):
        assert attached(one, target) == [FULL]
    targets = one.api.list_targets_for_policy(PolicyId=FULL)["Targets"]
    assert {(target["TargetId"], target["Type"], target["Name"]) for target in targets} == {
        (one.root, "ROOT", "Root"),
        (unit, "ORGANIZATIONAL_UNIT", "prod"),
        (account, "ACCOUNT", "ada"),
        (one.management, "ACCOUNT", one.management),
    }
    full = one.api.describe_policy(PolicyId=FULL)["Policy"]["PolicySummary"]
    assert full["AwsManaged"] is True
    assert full["Arn"] == f"arn:aws:organizations::aws:policy/service_control_policy/{FULL}"


def test_a_policy_is_made_changed_and_deleted(organization) -> None:
    one = organization()
    api = one.api
    policy = made(one, "nothing", document(Action="*"))
    described = api.describe_policy(PolicyId=policy)["Policy"]
    assert described["Content"] == document(Action="*")
    assert described["PolicySummary"]["AwsManaged"] is False
    changed = api.update_policy(PolicyId=policy, Name="none", Description="more")["Policy"]
    summary = changed["PolicySummary"]
    assert (summary["Name"], summary["Description"]) == ("none", "more")
    assert changed["Content"] == document(Action="*")
    listed = [found["Name"] for found in api.list_policies(Filter=SCP)["Policies"]]
    assert listed == ["FullAWSAccess", "none"]
    unit = one.unit("prod")
    api.attach_policy(PolicyId=policy, TargetId=unit)
    assert error_of(api.delete_policy, PolicyId=policy)[0] == "PolicyInUseException"
    api.detach_policy(PolicyId=policy, TargetId=unit)
    api.delete_policy(PolicyId=policy)
    told = error_of(api.describe_policy, PolicyId=policy)
    assert told[:2] == (
        "PolicyNotFoundException",
        "You specified a policy that doesn't exist.",
    )


def test_what_may_not_be_made(organization) -> None:
    one = organization()
    create = {"Name": "x", "Description": "", "Type": SCP}
    for content, code, reason in [
        ("{", "MalformedPolicyDocumentException", ""),
        (document(Action="s3:*", Principal="*"), "MalformedPolicyDocumentException", ""),
        (
            document(Action="s3:*", Sid="x" * 10_241),
            "ConstraintViolationException",
            "POLICY_CONTENT_LIMIT_EXCEEDED",
        ),
    ]:
        assert reason_of(one, one.api.create_policy, Content=content, **create) == (code, reason)
    rcp = {**create, "Type": RCP}
    for content in (document(Action="s3:*"), document("Allow", Principal="*", Action="s3:*")):
        told = reason_of(one, one.api.create_policy, Content=content, **rcp)
        assert told[0] == "MalformedPolicyDocumentException"
    made(one, "x", document(Action="s3:*"))
    again = reason_of(one, one.api.create_policy, Content=document(Action="iam:*"), **create)
    assert again[0] == "DuplicatePolicyException"
    for change in (one.api.update_policy, one.api.delete_policy):
        told = reason_of(one, change, PolicyId=FULL)
        assert told == ("InvalidInputException", "IMMUTABLE_POLICY")


def test_the_bounds_of_attachment(organization) -> None:
    one = organization()
    api, unit = one.api, one.unit("prod")
    api.enable_policy_type(RootId=one.root, PolicyType=RCP)
    last = reason_of(one, api.detach_policy, PolicyId=FULL, TargetId=unit)
    assert last == ("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED")
    default = reason_of(one, api.detach_policy, PolicyId=RCP_FULL, TargetId=unit)
    assert default == ("InvalidInputException", "NON_DETACHABLE_POLICY")
    denied = {
        SCP: document(Action="s3:*"),
        RCP: document(Action="s3:*", Principal="*"),
    }
    for policy_type, most in ((SCP, 10), (RCP, 5)):
        policies = [
            made(one, f"p{number}", denied[policy_type], policy_type) for number in range(most)
        ]
        for policy in policies[1:]:
            api.attach_policy(PolicyId=policy, TargetId=unit)
        assert len(attached(one, unit, policy_type)) == most
        more = {"PolicyId": policies[0], "TargetId": unit}
        assert reason_of(one, api.attach_policy, **more) == (
            "ConstraintViolationException",
            "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
        )
        assert error_of(api.detach_policy, **more)[0] == "PolicyNotAttachedException"
        again = {"PolicyId": policies[1], "TargetId": unit}
        assert error_of(api.attach_policy, **again)[0] == "DuplicatePolicyAttachmentException"
    missing = {"PolicyId": FULL, "TargetId": f"ou-{one.root[2:]}-00000000"}
    assert error_of(api.attach_policy, **missing)[0] == "TargetNotFoundException"


def test_types_are_turned_on_once(organization) -> None:
    one = organization(policy_types=())
    root = {"RootId": one.root, "PolicyType": SCP}
    assert one.api.list_roots()["Roots"][0]["PolicyTypes"] == []
    attach = {"PolicyId": FULL, "TargetId": one.root}
    assert error_of(one.api.attach_policy, **attach)[0] == "PolicyTypeNotEnabledException"
    one.api.enable_policy_type(**root)
    assert one.api.list_roots()["Roots"][0]["PolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    told = error_of(one.api.enable_policy_type, **root)
    assert told[:2] == (
        "PolicyTypeAlreadyEnabledException",
        "The specified policy type is already enabled.",
    )
    one.api.disable_policy_type(**root)
    assert one.api.list_roots()["Roots"][0]["PolicyTypes"] == []
    assert error_of(one.api.disable_policy_type, **root)[0] == "PolicyTypeNotEnabledException"
    other = error_of(one.api.enable_policy_type, **{**root, "RootId": "r-0000"})
    assert other[0] == "RootNotFoundException"


def test_an_organization_for_billing_has_no_policies(organization) -> None:
    one = organization(feature_set="CONSOLIDATED_BILLING")
    assert one.description["AvailablePolicyTypes"] == []
    assert one.api.list_policies(Filter=SCP)["Policies"] == []
    code = "PolicyTypeNotAvailableForOrganizationException"
    create = {"Name": "x", "Description": "", "Type": SCP, "Content": document(Action="*")}
    assert error_of(one.api.create_policy, **create)[0] == code
    enable = {"RootId": one.root, "PolicyType": SCP}
    assert error_of(one.api.enable_policy_type, **enable)[0] == code


def test_policies_of_organizations_outlive_a_kill(server_factory) -> None:
    server = server_factory(dev=True)
    one = Organization(server, "511111111111")
    account = one.account("ada")
    session = one.administrator(account)
    policy = made(one, "no-listing", document(Action="iam:ListUsers"))
    one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    server.kill()
    server.start()
    assert error_of(server.client("iam", session).list_users)[0] == "AccessDenied"
    server.client("iam", session).list_roles()
    server.stop()


def test_the_cli_is_denied_by_a_service_control_policy(organization, tmp_path) -> None:
    one = organization()
    account = one.account("ada")
    cli = Cli(one.server, tmp_path, one.administrator(account))
    policy = made(one, "no-listing", document(Action="iam:ListUsers"))
    one.api.attach_policy(PolicyId=policy, TargetId=account)
    denied = cli("iam", "list-users")
    assert denied.returncode != 0
    assert "with an explicit deny in a service control policy" in denied.stderr
    one.api.detach_policy(PolicyId=policy, TargetId=account)
    assert cli("iam", "list-users").returncode == 0
