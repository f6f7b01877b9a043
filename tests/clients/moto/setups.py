"""Mends set-ups of moto's tests that AWS refuses and moto takes, so that what they test is tested.

Its load balancers stand in two networks at once: their security group is in the default VPC, their
subnets are in another, which has no way to the internet. (Elastic Load Balancing API Reference,
CreateLoadBalancer; ELB User Guide, "Create an Application Load Balancer".)

Its target groups are of instances, where they say nothing. Here are none, so they are made of
addresses. And it protects resources without a subscription. (AWS Shield Advanced API Reference,
CreateProtection.)

Its distributions name an origin access identity that nobody made. (Amazon CloudFront API Reference,
CreateDistribution, InvalidOriginAccessIdentity.)

The roles of its functions and rules trust nobody: their policy document is none (IAM API Reference,
CreateRole); and its functions are of the newest Python, which the machine need not have.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Any

from botocore.client import BaseClient

CALL = BaseClient._make_api_call
# What most of these tests make their own VPC of, after the security group that is to be in it.
BLOCK = "172.28.7.0/24"
# The origin access identity that distributions name.
NOBODY = "00000000000001"
# What functions, rules and log groups act by.
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {
                "Service": [f"{name}.amazonaws.com" for name in ("events", "lambda", "logs")]
            },
            "Action": "sts:AssumeRole",
        }
    ],
}
# The Python of this machine, as Lambda names runtimes.
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
# The VPC with that block, of each region.
MADE: dict[str, str] = {}


def mended(client: BaseClient, operation: str, parameters: dict) -> dict:
    """Makes the VPC before the group that should be in it, with a way to the internet."""
    region = client.meta.region_name
    if operation == "CreateSecurityGroup" and "VpcId" not in parameters:
        if region not in MADE:
            MADE[region] = open_vpc(client)
        parameters = parameters | {"VpcId": MADE[region]}
    if operation == "CreateVpc" and parameters["CidrBlock"] == BLOCK and region in MADE:
        return {"Vpc": CALL(client, "DescribeVpcs", {"VpcIds": [MADE[region]]})["Vpcs"][0]}
    if operation == "CreateTargetGroup":
        parameters = {"TargetType": "ip"} | parameters
    return CALL(client, operation, parameters)


def open_vpc(client: BaseClient) -> str:
    """A VPC with an internet gateway."""
    vpc = CALL(client, "CreateVpc", {"CidrBlock": BLOCK})["Vpc"]["VpcId"]
    gateway = CALL(client, "CreateInternetGateway", {})["InternetGateway"]["InternetGatewayId"]
    CALL(client, "AttachInternetGateway", {"InternetGatewayId": gateway, "VpcId": vpc})
    return vpc


def subscribed(client: BaseClient, operation: str, parameters: dict) -> dict:
    """Subscribes before a protection is asked for."""
    if operation in ("CreateProtection", "DescribeProtection"):
        with suppress(client.exceptions.ResourceAlreadyExistsException):
            CALL(client, "CreateSubscription", {})
    return CALL(client, operation, parameters)


def identified(client: BaseClient, operation: str, parameters: dict) -> dict:
    """Makes the origin access identity that a distribution names, and calls it as the test does."""
    text = json.dumps(parameters, default=str)
    if NOBODY not in text or operation == "CreateCloudFrontOriginAccessIdentity":
        return CALL(client, operation, parameters)
    config = {"CallerReference": NOBODY, "Comment": ""}
    made = CALL(
        client,
        "CreateCloudFrontOriginAccessIdentity",
        {"CloudFrontOriginAccessIdentityConfig": config},
    )
    own = made["CloudFrontOriginAccessIdentity"]["Id"]
    return CALL(client, operation, replaced(parameters, own))


def replaced(value: Any, own: str) -> Any:
    """The same with the identity that is there."""
    match value:
        case dict():
            return {name: replaced(one, own) for name, one in value.items()}
        case list():
            return [replaced(one, own) for one in value]
        case str():
            return value.replace(NOBODY, own)
    return value


def trusted(client: BaseClient, operation: str, parameters: dict) -> dict:
    """Makes roles that services may assume, and functions of the Python that there is."""
    if operation == "CreateRole" and '"Action"' not in parameters["AssumeRolePolicyDocument"]:
        parameters = parameters | {"AssumeRolePolicyDocument": json.dumps(TRUST)}
    if operation == "CreateFunction" and parameters.get("Runtime", "").startswith("python"):
        parameters = parameters | {"Runtime": PYTHON}
    return CALL(client, operation, parameters)


def begin(test: str) -> None:
    """Mends the calls of tests whose set-up needs it, and of no other."""
    MADE.clear()
    mends = {"test_cloudfront": identified, "test_elbv2": mended, "test_shield": subscribed}
    mends |= dict.fromkeys(("test_awslambda", "test_events", "test_logs", "test_sqs"), trusted)
    suite = next((part for part in test.split("/") if part in mends), "")
    BaseClient._make_api_call = mends.get(suite, CALL)
