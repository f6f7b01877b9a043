"""Management policies of each type: made, attached, in effect, refused."""

from __future__ import annotations

import json

import pytest

from harness.aws import error_of
from harness.management_policies import (
    BACKUP,
    DOCUMENTS,
    SERVICES,
    TAGS,
    effective,
    enable,
    made,
    reason_of,
)

NOT_FOUND = "EffectivePolicyNotFoundException"


@pytest.mark.parametrize("policy_type", DOCUMENTS)
def test_a_policy_of_each_type_is_made_attached_and_in_effect(organization, policy_type) -> None:
    one = organization()
    api, account = one.api, one.account("ada")
    document, answered = DOCUMENTS[policy_type]
    policy = made(one, policy_type, document)
    tag = {"Key": "team", "Value": "red"}
    api.tag_resource(ResourceId=policy, Tags=[tag])
    assert api.list_tags_for_resource(ResourceId=policy)["Tags"] == [tag]
    summary = api.describe_policy(PolicyId=policy)["Policy"]["PolicySummary"]
    kind = policy_type.lower()
    arn = f"arn:aws:organizations::{one.management}:policy/{one.id}/{kind}/{policy}"
    assert (summary["Type"], summary["AwsManaged"], summary["Arn"]) == (policy_type, False, arn)
    attach = {"PolicyId": policy, "TargetId": one.root}
    assert error_of(api.attach_policy, **attach)[0] == "PolicyTypeNotEnabledException"
    enable(one, policy_type)
    types = [each["Type"] for each in api.list_roots()["Roots"][0]["PolicyTypes"]]
    assert policy_type in types
    again = error_of(api.enable_policy_type, RootId=one.root, PolicyType=policy_type)
    assert again[0] == "PolicyTypeAlreadyEnabledException"
    ask = {"PolicyType": policy_type, "TargetId": account}
    assert error_of(api.describe_effective_policy, **ask)[0] == NOT_FOUND
    api.attach_policy(**attach)
    assert error_of(api.attach_policy, **attach)[0] == "DuplicatePolicyAttachmentException"
    assert error_of(api.delete_policy, PolicyId=policy)[0] == "PolicyInUseException"
    assert effective(one, account, policy_type) == answered
    [listed] = api.list_policies(Filter=policy_type)["Policies"]
    [of_root] = api.list_policies_for_target(TargetId=one.root, Filter=policy_type)["Policies"]
    assert listed == of_root == summary
    [target] = api.list_targets_for_policy(PolicyId=policy)["Targets"]
    assert (target["TargetId"], target["Type"]) == (one.root, "ROOT")
    api.update_policy(PolicyId=policy, Name="other", Content=json.dumps(document, indent=1))
    api.detach_policy(**attach)
    assert error_of(api.detach_policy, **attach)[0] == "PolicyNotAttachedException"
    assert error_of(api.describe_effective_policy, **ask)[0] == NOT_FOUND
    api.attach_policy(**attach)
    api.disable_policy_type(RootId=one.root, PolicyType=policy_type)
    assert api.list_targets_for_policy(PolicyId=policy)["Targets"] == []
    api.delete_policy(PolicyId=policy)
    assert api.list_policies(Filter=policy_type)["Policies"] == []


@pytest.mark.parametrize("policy_type", DOCUMENTS)
def test_a_document_must_be_of_its_type(organization, policy_type) -> None:
    one = organization()
    create = {"Name": "p", "Description": "", "Type": policy_type}
    most = 2_500 if policy_type == "AISERVICES_OPT_OUT_POLICY" else 10_000
    document = json.dumps(DOCUMENTS[policy_type][0])
    for content, code, reason in [
        ("{", "MalformedPolicyDocumentException", ""),
        ("{}", "MalformedPolicyDocumentException", ""),
        ('{"pets": {"@@assign": "cat"}}', "MalformedPolicyDocumentException", ""),
        (
            '{"Version": "2012-10-17", "Statement": []}',
            "MalformedPolicyDocumentException",
            "",
        ),
        (
            document.ljust(most + 1),
            "ConstraintViolationException",
            "POLICY_CONTENT_LIMIT_EXCEEDED",
        ),
    ]:
        assert reason_of(one, one.api.create_policy, Content=content, **create) == (code, reason)
    policy = made(one, policy_type, document.ljust(most))
    told = error_of(one.api.update_policy, PolicyId=policy, Content="{}")
    assert told[:2] == (
        "MalformedPolicyDocumentException",
        "The provided policy document does not meet the requirements of the specified policy type.",
    )


@pytest.mark.parametrize(
    ("policy_type", "most"),
    [(TAGS, 10), (BACKUP, 10), ("AISERVICES_OPT_OUT_POLICY", 5), ("CHATBOT_POLICY", 5)],
)
def test_a_node_has_so_many_policies_of_a_type(organization, policy_type, most) -> None:
    one = organization()
    enable(one, policy_type)
    document = DOCUMENTS[policy_type][0]
    policies = [made(one, policy_type, document, f"p{number}") for number in range(most + 1)]
    for policy in policies[1:]:
        one.api.attach_policy(PolicyId=policy, TargetId=one.root)
    more = {"PolicyId": policies[0], "TargetId": one.root}
    assert reason_of(one, one.api.attach_policy, **more) == (
        "ConstraintViolationException",
        "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
    )


@pytest.mark.parametrize("policy_type", SERVICES)
def test_some_types_need_trusted_access_of_their_service(organization, policy_type) -> None:
    one = organization()
    service = {"ServicePrincipal": SERVICES[policy_type]}
    turn_on = {"RootId": one.root, "PolicyType": policy_type}
    assert reason_of(one, one.api.enable_policy_type, **turn_on) == (
        "ConstraintViolationException",
        "SERVICE_ACCESS_NOT_ENABLED",
    )
    one.api.enable_aws_service_access(**service)
    one.api.enable_policy_type(**turn_on)
    assert reason_of(one, one.api.disable_aws_service_access, **service) == (
        "ConstraintViolationException",
        "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE",
    )
    one.api.disable_policy_type(**turn_on)
    one.api.disable_aws_service_access(**service)


def test_a_type_whose_syntax_is_unknown_is_refused(organization) -> None:
    one = organization()
    unknown = "SECURITYHUB_CSPM_POLICY"
    create = {"Name": "p", "Description": "", "Type": unknown, "Content": "{}"}
    for call, arguments in [
        (one.api.create_policy, create),
        (one.api.enable_policy_type, {"RootId": one.root, "PolicyType": unknown}),
    ]:
        told = error_of(call, **arguments)
        assert (told[0], told[2]) == ("NotImplemented", 501)
        assert unknown in told[1]
    assert one.api.list_policies(Filter=unknown)["Policies"] == []
    told = error_of(one.api.describe_effective_policy, PolicyType=unknown)
    assert told[0] == NOT_FOUND
