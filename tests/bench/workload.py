"""The decisions that the engines are compared by: an account with more and more policies, users
with ten of them each, a boundary and three levels of service control policies, and requests of
which some are allowed, some denied and some not allowed."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

ACCOUNT = "123456789012"
SIZES = (10, 1_000, 10_000)
# How many policies a user may have attached by default (IAM User Guide, "IAM quotas").
ATTACHED = 10
REQUESTS = 1_000

Json = dict[str, Any]
# An action, a resource, and the condition keys that the request has beside the usual ones.
Asked = tuple[str, str, dict[str, str]]


def workload(seed: int = 1) -> Json:
    """The whole comparison, the same for the same seed."""
    return {
        "account": ACCOUNT,
        "boundary": BOUNDARY,
        "service_control_policies": [[GUARDRAIL], [GUARDRAIL], [GUARDRAIL]],
        "sets": [account(size, random.Random(seed)) for size in SIZES],
    }


def account(size: int, chance: random.Random) -> Json:
    """An account with `size` policies, each attached to one user."""
    policies = [TEMPLATES[number % len(TEMPLATES)][0](number) for number in range(size)]
    users = [
        {
            "name": f"user-{user}",
            "arn": f"arn:aws:iam::{ACCOUNT}:user/user-{user}",
            "id": f"AIDA{user:017}",
            "policies": list(range(user * ATTACHED, (user + 1) * ATTACHED)),
        }
        for user in range(size // ATTACHED)
    ]
    return {
        "size": size,
        "policies": policies,
        "users": users,
        "requests": [request(users, chance) for _ in range(REQUESTS)],
    }


def request(users: list[Json], chance: random.Random) -> Json:
    """One user asks for something that one of its policies speaks of, or nearly so."""
    index = chance.randrange(len(users))
    user = users[index]
    number = chance.choice(user["policies"])
    asks: Callable[[int, str, random.Random], Asked] = TEMPLATES[number % len(TEMPLATES)][1]
    action, resource, keys = asks(number, user["name"], chance)
    context = {
        "aws:CurrentTime": "2026-11-24T09:00:00Z",
        "aws:EpochTime": "1795510800",
        "aws:PrincipalAccount": ACCOUNT,
        "aws:PrincipalArn": user["arn"],
        "aws:PrincipalType": "User",
        "aws:RequestedRegion": "eu-west-1",
        "aws:ResourceAccount": ACCOUNT,
        "aws:SecureTransport": "true",
        "aws:SourceIp": "203.0.113.7",
        "aws:UserAgent": "aws-cli/2",
        "aws:userid": user["id"],
        "aws:username": user["name"],
        "aws:ViaAWSService": "false",
        "aws:PrincipalTag/team": "red",
    }
    return {
        "user": index,
        "action": action,
        "resource": resource,
        "context": context | keys,
    }


def objects(number: int) -> Json:
    return policy(
        {
            "Sid": "Objects",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject*"],
            "Resource": f"arn:aws:s3:::team-{number}/home/${{aws:username}}/*",
            "Condition": {
                "Bool": {"aws:SecureTransport": "true"},
                "IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.0/24"]},
            },
        },
        {
            "Sid": "Never",
            "Effect": "Deny",
            "Action": "s3:*",
            "Resource": f"arn:aws:s3:::team-{number}/*/secret-*",
        },
    )


def asks_objects(number: int, user: str, chance: random.Random) -> Asked:
    home = f"arn:aws:s3:::team-{number}/home"
    return chance.choice(
        [
            ("s3:GetObject", f"{home}/{user}/report.csv", {}),
            ("s3:PutObject", f"{home}/{user}/2026/11/notes.txt", {}),
            ("s3:GetObject", f"{home}/{user}/secret-plan", {}),
            ("s3:GetObject", f"{home}/somebody/report.csv", {}),
            ("s3:GetObject", f"{home}/{user}/report.csv", {"aws:SourceIp": "198.51.100.9"}),
        ]
    )


def queues(number: int) -> Json:
    return policy(
        {
            "Sid": "Queue",
            "Effect": "Allow",
            "Action": ["sqs:SendMessage", "sqs:Receive*", "sqs:DeleteMessage"],
            "Resource": f"arn:aws:sqs:*:{ACCOUNT}:team-{number}-*",
        }
    )


def asks_queues(number: int, _user: str, chance: random.Random) -> Asked:
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:team-{number}"
    return chance.choice(
        [
            ("sqs:SendMessage", f"{queue}-orders", {}),
            ("sqs:ReceiveMessage", f"{queue}-orders", {}),
            ("sqs:PurgeQueue", f"{queue}-orders", {}),
            ("sqs:SendMessage", f"{queue}-orders", {"aws:RequestedRegion": "us-east-1"}),
        ]
    )


def machines(number: int) -> Json:
    return policy(
        {
            "Sid": "OwnMachines",
            "Effect": "Allow",
            "Action": ["ec2:StartInstances", "ec2:StopInstances", "ec2:RebootInstances"],
            "Resource": f"arn:aws:ec2:*:{ACCOUNT}:instance/i-{number:08}*",
            "Condition": {
                "StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"},
            },
        }
    )


def asks_machines(number: int, _user: str, chance: random.Random) -> Asked:
    machine = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-{number:08}beef"
    team = chance.choice(["red", "red", "blue"])
    return (
        chance.choice(["ec2:StartInstances", "ec2:StopInstances"]),
        machine,
        {"aws:ResourceTag/team": team},
    )


def tables(number: int) -> Json:
    return policy(
        {
            "Sid": "Tables",
            "Effect": "Allow",
            "Action": ["dynamodb:*Item", "dynamodb:Query", "dynamodb:Scan"],
            "Resource": [
                f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/team-{number}-*",
                f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/team-{number}-*",
            ],
            "Condition": {"DateLessThan": {"aws:CurrentTime": "2027-06-30T00:00:00Z"}},
        }
    )


def asks_tables(number: int, _user: str, chance: random.Random) -> Asked:
    name = f"arn:aws:dynamodb:eu-central-1:{ACCOUNT}:table/team-{number}-ledger"
    action = chance.choice(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:DeleteTable"])
    return action, name, {"aws:RequestedRegion": "eu-central-1"}


def logs(number: int) -> Json:
    group = f"arn:aws:logs:*:{ACCOUNT}:log-group:team-{number}:*"
    return policy(
        {"Sid": "Logs", "Effect": "Allow", "Action": "logs:*", "Resource": group},
        {
            "Sid": "DeleteOnlyByMfa",
            "Effect": "Deny",
            "Action": "logs:Delete*",
            "Resource": group,
            "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
        },
    )


def asks_logs(number: int, _user: str, chance: random.Random) -> Asked:
    group = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:team-{number}:log-stream:web"
    return chance.choice(
        [
            ("logs:PutLogEvents", group, {}),
            ("logs:DeleteLogStream", group, {"aws:MultiFactorAuthPresent": "false"}),
            ("logs:DeleteLogStream", group, {"aws:MultiFactorAuthPresent": "true"}),
        ]
    )


def policy(*statements: Json) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


BOUNDARY = policy(
    {
        "Effect": "Allow",
        "Action": ["s3:*", "sqs:*", "ec2:*", "dynamodb:*", "logs:*"],
        "Resource": "*",
    }
)
GUARDRAIL = policy(
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {
        "Effect": "Deny",
        "NotAction": ["iam:*", "sts:*", "s3:*"],
        "Resource": "*",
        "Condition": {
            "StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]},
        },
    },
    {
        "Effect": "Deny",
        "Action": ["organizations:LeaveOrganization", "s3:DeleteBucket"],
        "Resource": "*",
    },
)
TEMPLATES = (
    (objects, asks_objects),
    (queues, asks_queues),
    (machines, asks_machines),
    (tables, asks_tables),
    (logs, asks_logs),
)
