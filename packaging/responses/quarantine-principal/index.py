"""Attaches a policy to the user or role that a finding is about: AWSCompromisedKeyQuarantineV3, or the one that the
variable POLICY_ARN names."""

import os

import boto3

DEFAULT = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"


def handler(event, context):
    resource = event["detail"]["resource"]
    if resource["resourceType"] != "AccessKey":
        return {"quarantined": None}
    key = resource["accessKeyDetails"]
    iam, name = boto3.client("iam"), key["userName"]
    policy = os.environ.get("POLICY_ARN", DEFAULT)
    match key["userType"]:
        case "IAMUser":
            iam.attach_user_policy(UserName=name, PolicyArn=policy)
        case "AssumedRole" | "Role":
            iam.attach_role_policy(RoleName=name, PolicyArn=policy)
        case other:
            raise ValueError(f"nothing here can be attached to {other}")
    print("quarantined", name, "by", policy)
    return {"quarantined": name}
