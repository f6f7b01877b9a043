"""Managed policies, versions, the library of AWS, and what is told of an account."""

from __future__ import annotations

import json

from harness.aws import error_of


def allow(action: str) -> str:
    """A policy that allows one action."""
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_policy_has_five_versions_and_one_in_force(server, unique) -> None:
    """Given a policy, when versions come and go, then AWS's limits hold."""
    iam = server.client("iam")
    made = iam.create_policy(
        PolicyName=unique("policy"),
        PolicyDocument=allow("s3:GetObject"),
        Tags=[{"Key": "a", "Value": "1"}],
    )["Policy"]
    arn = made["Arn"]
    assert made["PolicyId"].startswith("ANPA")
    assert made["DefaultVersionId"] == "v1"
    for number in range(2, 6):
        version = iam.create_policy_version(
            PolicyArn=arn, PolicyDocument=allow("s3:PutObject"), SetAsDefault=number == 3
        )["PolicyVersion"]
        assert version["VersionId"] == f"v{number}"
    sixth = {"PolicyArn": arn, "PolicyDocument": allow("s3:*")}
    assert error_of(iam.create_policy_version, **sixth)[0] == "LimitExceeded"
    versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [one["VersionId"] for one in versions] == ["v5", "v4", "v3", "v2", "v1"]
    assert iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == "v3"
    in_force = {"PolicyArn": arn, "VersionId": "v3"}
    code, message, _ = error_of(iam.delete_policy_version, **in_force)
    assert (code, message) == ("DeleteConflict", "Cannot delete the default version of a policy.")
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"]
    assert document == json.loads(allow("s3:GetObject"))
    assert error_of(iam.delete_policy, PolicyArn=arn)[0] == "DeleteConflict"
    for number in range(2, 6):
        iam.delete_policy_version(PolicyArn=arn, VersionId=f"v{number}")
    iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "b", "Value": "2"}])
    iam.untag_policy(PolicyArn=arn, TagKeys=["a"])
    assert iam.list_policy_tags(PolicyArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    iam.delete_policy(PolicyArn=arn)
    assert error_of(iam.get_policy, PolicyArn=arn)[0] == "NoSuchEntity"


def test_what_is_no_arn_of_a_policy_is_refused(server, unique) -> None:
    """Given a role, when something else is named as its policy or boundary, then AWS's words."""
    iam, name = server.client("iam"), unique("role")
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}}
    document = {"Version": "2012-10-17", "Statement": [trust | {"Action": "sts:AssumeRole"}]}
    role = {"RoleName": name}
    iam.create_role(AssumeRolePolicyDocument=json.dumps(document), **role)
    wrong = "longpolicynamebutnoarn"
    refused = error_of(iam.attach_role_policy, PolicyArn=wrong, **role)
    assert refused == ("ValidationError", f"ARN {wrong} is not valid.", 400)
    wrong = "arn:aws:iam::123456789012:not_a_policy/invalid"
    refused = error_of(iam.put_role_permissions_boundary, PermissionsBoundary=wrong, **role)
    assert refused == ("InvalidInput", f"ARN {wrong} is not valid.", 400)


def test_uses_are_counted_and_named(server, unique) -> None:
    """Given a policy attached and a boundary, then it is told who has it, and it cannot go."""
    iam, name = server.client("iam"), unique("shared")
    arn = iam.create_policy(PolicyName=name, PolicyDocument=allow("s3:GetObject"))["Policy"]["Arn"]
    user = iam.create_user(UserName=name, PermissionsBoundary=arn)["User"]
    iam.attach_user_policy(UserName=name, PolicyArn=arn)
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    assert (policy["AttachmentCount"], policy["PermissionsBoundaryUsageCount"]) == (1, 1)
    entities = iam.list_entities_for_policy(PolicyArn=arn)
    assert entities["PolicyUsers"] == [{"UserName": name, "UserId": user["UserId"]}]
    assert error_of(iam.delete_policy, PolicyArn=arn)[0] == "DeleteConflict"
    pages = iam.get_paginator("list_policies").paginate(Scope="Local", OnlyAttached=True)
    assert arn in [one["Arn"] for one in pages.build_full_result()["Policies"]]
    granting = iam.list_policies_granting_service_access(
        Arn=user["Arn"], ServiceNamespaces=["s3", "ec2"]
    )["PoliciesGrantingServiceAccess"]
    named = {one["ServiceNamespace"]: one["Policies"] for one in granting}
    assert [one["PolicyArn"] for one in named["s3"]] == [arn]
    assert named["ec2"] == []
    details = iam.get_paginator("get_account_authorization_details").paginate(Filter=["User"])
    details = details.build_full_result()["UserDetailList"]
    detail = next(one for one in details if one["UserName"] == name)
    assert detail["AttachedManagedPolicies"] == [{"PolicyName": name, "PolicyArn": arn}]


def test_the_library_of_aws_is_there_and_stays_as_it_is(server) -> None:
    """Given AWS's own policies, then they are listed and read, and nobody changes them."""
    iam = server.client("iam")
    pages = iam.get_paginator("list_policies").paginate(Scope="AWS", PathPrefix="/job-function/")
    names = [one["PolicyName"] for one in pages.build_full_result()["Policies"]]
    assert {"ViewOnlyAccess", "Billing", "SupportUser"} <= set(names)
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    policy = iam.get_policy(PolicyArn=arn)["Policy"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])
    statement = {"Action": "*", "Effect": "Allow", "Resource": "*"}
    assert version["PolicyVersion"]["Document"]["Statement"] == [statement]
    assert error_of(iam.delete_policy, PolicyArn=arn)[::2] == ("AccessDenied", 403)


def test_the_simulator_tells_what_a_user_may(server, unique) -> None:
    """Given a user's policies, when they are simulated, then keys and decisions are told."""
    iam, name = server.client("iam"), unique("subject")
    user = iam.create_user(UserName=name)["User"]["Arn"]
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    document = json.loads(allow("sqs:SendMessage"))
    document["Statement"][0]["Condition"] = condition
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(document))
    keys = iam.get_context_keys_for_principal_policy(PolicySourceArn=user)["ContextKeyNames"]
    assert keys == ["aws:SecureTransport"]
    custom = iam.get_context_keys_for_custom_policy(PolicyInputList=[json.dumps(document)])
    assert custom["ContextKeyNames"] == keys
    answer = iam.simulate_principal_policy(PolicySourceArn=user, ActionNames=["sqs:SendMessage"])
    result = answer["EvaluationResults"][0]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("implicitDeny", keys)
    entry = {
        "ContextKeyName": keys[0],
        "ContextKeyValues": ["true"],
        "ContextKeyType": "boolean",
    }
    answer = iam.simulate_principal_policy(
        PolicySourceArn=user, ActionNames=["sqs:SendMessage"], ContextEntries=[entry]
    )
    assert answer["EvaluationResults"][0]["EvalDecision"] == "allowed"
