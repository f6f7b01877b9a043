"""Isolates the instance of a finding: it gets a security group without rules, alone."""

import boto3
from botocore.exceptions import ClientError

NAME = "isolated"


def handler(event, context):
    resource = event["detail"]["resource"]
    if resource["resourceType"] != "Instance":
        return {"isolated": None}
    identifier = resource["instanceDetails"]["instanceId"]
    ec2 = boto3.client("ec2")
    [reservation] = ec2.describe_instances(InstanceIds=[identifier])["Reservations"]
    [instance] = reservation["Instances"]
    group = isolation_group(ec2, instance["VpcId"])
    before = [one["GroupId"] for one in instance["SecurityGroups"]]
    if before != [group]:
        ec2.modify_instance_attribute(InstanceId=identifier, Groups=[group])
    # What it had stands in the function's log, for who lets it go again.
    print("isolated", identifier, "by", group, "instead of", *before)
    return {"isolated": identifier, "before": before}


def isolation_group(ec2, vpc):
    """The group of this name in the VPC, made where there is none. It must be without rules."""
    named = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": [NAME]}]
    found = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    if not found:
        try:
            ec2.create_security_group(GroupName=NAME, Description="nothing passes", VpcId=vpc)
        except ClientError as error:
            # Another finding's response was faster.
            if error.response["Error"]["Code"] != "InvalidGroup.Duplicate":
                raise
        found = ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    [group] = found
    for kind, revoke in (
        ("IpPermissions", ec2.revoke_security_group_ingress),
        ("IpPermissionsEgress", ec2.revoke_security_group_egress),
    ):
        if group[kind]:
            revoke(GroupId=group["GroupId"], IpPermissions=group[kind])
    return group["GroupId"]
