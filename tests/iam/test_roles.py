"""Roles and instance profiles through boto3: what a client makes, it reads back as AWS shows it."""

from __future__ import annotations

import json

from harness.aws import Credentials, client, error_of

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
READ = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}],
}


def test_a_role_from_its_making_to_its_end(server, unique) -> None:
    """Given a role, when all of it is changed, then it is shown so, and deleted when it is bare."""
    iam, name = server.client("iam"), unique("role")
    made = iam.create_role(
        RoleName=name,
        Path="/ci/",
        AssumeRolePolicyDocument=json.dumps(TRUST),
        Description="builds",
        MaxSessionDuration=7200,
        Tags=[{"Key": "team", "Value": "red"}],
    )["Role"]
    assert made["RoleId"].startswith("AROA")
    assert made["Arn"].endswith(f":role/ci/{name}")
    role = iam.get_role(RoleName=name.upper())["Role"]
    assert role["AssumeRolePolicyDocument"] == TRUST
    assert (role["Description"], role["MaxSessionDuration"]) == ("builds", 7200)
    assert role["RoleLastUsed"] == {}
    iam.update_role(RoleName=name, Description="tests", MaxSessionDuration=3600)
    described = iam.update_role_description(RoleName=name, Description="both")["Role"]
    assert described["Description"] == "both" and "MaxSessionDuration" not in described
    assert iam.get_role(RoleName=name)["Role"]["MaxSessionDuration"] == 3600
    iam.tag_role(RoleName=name, Tags=[{"Key": "TEAM", "Value": "blue"}])
    assert iam.list_role_tags(RoleName=name)["Tags"] == [{"Key": "TEAM", "Value": "blue"}]
    iam.untag_role(RoleName=name, TagKeys=["team"])
    assert iam.list_role_tags(RoleName=name)["Tags"] == []
    listed = iam.get_paginator("list_roles").paginate(PathPrefix="/ci/").build_full_result()
    assert name in [one["RoleName"] for one in listed["Roles"]]
    iam.put_role_policy(RoleName=name, PolicyName="read", PolicyDocument=json.dumps(READ))
    assert iam.get_role_policy(RoleName=name, PolicyName="read")["PolicyDocument"] == READ
    assert iam.list_role_policies(RoleName=name)["PolicyNames"] == ["read"]
    code, message, status = error_of(iam.delete_role, RoleName=name)
    assert (code, status) == ("DeleteConflict", 409)
    assert message == "Cannot delete entity, must delete policies first."
    iam.delete_role_policy(RoleName=name, PolicyName="read")
    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert attached == [{"PolicyName": "ReadOnlyAccess", "PolicyArn": arn}]
    assert error_of(iam.delete_role, RoleName=name)[0] == "DeleteConflict"
    iam.detach_role_policy(RoleName=name, PolicyArn=arn)
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=arn)
    boundary = iam.get_role(RoleName=name)["Role"]["PermissionsBoundary"]
    assert boundary == {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}
    iam.delete_role_permissions_boundary(RoleName=name)
    iam.delete_role(RoleName=name)
    assert error_of(iam.get_role, RoleName=name)[::2] == ("NoSuchEntity", 404)


def test_a_session_of_a_role_may_do_what_the_role_may(server, unique) -> None:
    """Given a role that a user may assume, when its policy goes, then its session may no more."""
    iam, name = server.client("iam"), unique("worker")
    user = iam.create_user(UserName=name)["User"]
    key = Credentials.from_key(iam.create_access_key(UserName=name))
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": user["Arn"]}, "Action": "sts:AssumeRole"}
        ],
    }
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
    assert iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"] == trust
    iam.put_role_policy(RoleName=name, PolicyName="read", PolicyDocument=json.dumps(READ))
    sts = client("sts", server.endpoint, key)
    session = Credentials.from_session(
        sts.assume_role(RoleArn=role["Arn"], RoleSessionName="night")
    )
    s3 = client("s3", server.endpoint, session)
    assert "Buckets" in s3.list_buckets()
    assert iam.get_role(RoleName=name)["Role"]["RoleLastUsed"]["Region"] == "us-east-1"
    iam.delete_role_policy(RoleName=name, PolicyName="read")
    assert error_of(s3.list_buckets)[0] == "AccessDenied"
    iam.delete_access_key(UserName=name, AccessKeyId=key.access_key)
    iam.delete_user(UserName=name)
    iam.create_user(UserName=name)
    kept = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    assert kept["Statement"][0]["Principal"]["AWS"] == user["UserId"]
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(TRUST))
    assert iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"] == TRUST


def test_trust_policies_are_refused_in_aws_words(server, unique) -> None:
    """Given trust policies that AWS refuses, then the code and the message are AWS's."""
    iam, name = server.client("iam"), unique("role")
    gone = {"AWS": "arn:aws:iam::000000000000:user/nobody-of-this-name"}
    trust = json.loads(json.dumps(TRUST))
    trust["Statement"][0]["Principal"] = gone
    code, message, status = error_of(
        iam.create_role, RoleName=name, AssumeRolePolicyDocument=json.dumps(trust)
    )
    assert (code, status) == ("MalformedPolicyDocument", 400)
    assert message == f'Invalid principal in policy: "AWS":"{gone["AWS"]}"'
    code, _, _ = error_of(iam.create_role, RoleName=name, AssumeRolePolicyDocument="{")
    assert code == "MalformedPolicyDocument"


def test_a_service_linked_role_belongs_to_its_service(server) -> None:
    """Given a service-linked role, then only its own operations change it."""
    iam = server.client("iam")
    role = iam.create_service_linked_role(AWSServiceName="inspector2.amazonaws.com")["Role"]
    name = role["RoleName"]
    assert name == "AWSServiceRoleForAmazonInspector2"
    assert role["Path"] == "/aws-service-role/inspector2.amazonaws.com/"
    assert error_of(iam.delete_role, RoleName=name)[0] == "UnmodifiableEntity"
    assert error_of(iam.tag_role, RoleName=name, Tags=[])[0] == "UnmodifiableEntity"
    task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
    status = iam.get_service_linked_role_deletion_status(DeletionTaskId=task)
    assert status["Status"] == "SUCCEEDED"
    assert error_of(iam.get_role, RoleName=name)[0] == "NoSuchEntity"


def test_an_instance_profile_holds_one_role(server, unique) -> None:
    """Given an instance profile, when a role is put in, then it is the only one till taken out."""
    iam, name = server.client("iam"), unique("machine")
    profile = iam.create_instance_profile(
        InstanceProfileName=name, Path="/web/", Tags=[{"Key": "a", "Value": "1"}]
    )["InstanceProfile"]
    assert profile["InstanceProfileId"].startswith("AIPA")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
    held = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    assert [one["RoleName"] for one in held["Roles"]] == [name]
    again = {"InstanceProfileName": name, "RoleName": name}
    assert error_of(iam.add_role_to_instance_profile, **again)[0] == "LimitExceeded"
    assert error_of(iam.delete_role, RoleName=name)[0] == "DeleteConflict"
    assert error_of(iam.delete_instance_profile, InstanceProfileName=name)[0] == "DeleteConflict"
    of_role = iam.list_instance_profiles_for_role(RoleName=name)["InstanceProfiles"]
    assert [one["InstanceProfileName"] for one in of_role] == [name]
    listed = iam.list_instance_profiles(PathPrefix="/web/")["InstanceProfiles"]
    assert name in [one["InstanceProfileName"] for one in listed]
    iam.tag_instance_profile(InstanceProfileName=name, Tags=[{"Key": "b", "Value": "2"}])
    iam.untag_instance_profile(InstanceProfileName=name, TagKeys=["a"])
    tags = iam.list_instance_profile_tags(InstanceProfileName=name)["Tags"]
    assert tags == [{"Key": "b", "Value": "2"}]
    iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=name)
    iam.delete_instance_profile(InstanceProfileName=name)
    iam.delete_role(RoleName=name)
