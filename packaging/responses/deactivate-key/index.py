"""Takes a key that a finding is about out of use: a user's key is deactivated, and of a role the sessions that
were given until now are denied everything."""

import json
from datetime import datetime, timezone

import boto3

POLICY = "RevokeOlderSessions"


def handler(event, context):
    resource = event["detail"]["resource"]
    if resource["resourceType"] != "AccessKey":
        return {"deactivated": None}
    key = resource["accessKeyDetails"]
    iam, name = boto3.client("iam"), key["userName"]
    match key["userType"]:
        case "IAMUser":
            iam.update_access_key(
                UserName=name, AccessKeyId=key["accessKeyId"], Status="Inactive"
            )
            done = key["accessKeyId"]
        case "AssumedRole" | "Role":
            # Who holds the role by right gets a new session.
            iam.put_role_policy(RoleName=name, PolicyName=POLICY, PolicyDocument=older_sessions())
            done = f"sessions of {name}"
        case other:
            # A root user's key cannot be taken by anybody but the root user.
            raise ValueError(f"nothing here takes a key of {other} out of use")
    print("deactivated", done)
    return {"deactivated": done}


def older_sessions():
    """Denies everything to sessions that began before now."""
    now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    statement = {
        "Effect": "Deny",
        "Action": "*",
        "Resource": "*",
        "Condition": {"DateLessThan": {"aws:TokenIssueTime": now}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
