"""How many decisions a second the authorisation service makes for other software, over loopback:
signed calls of one question, and of a hundred.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import boto3
import load
import page
import peers
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

USERS = 10
# How many policies a user may have attached by default (IAM User Guide, "IAM quotas").
ATTACHED = 10
ASKER = "service"
# Of four invoices a user may read three.
READING = {
    "Effect": "Allow",
    "Action": "myapp:ReadInvoice",
    "Resource": [f"arn:aws:myapp:::invoice/${{aws:username}}/{digit}*" for digit in (1, 2, 3)],
    "Condition": {"StringEquals": {"myapp:Department": "${aws:PrincipalTag/department}"}},
}
ASKING = {"Effect": "Allow", "Action": "bartizan:Authorize", "Resource": "*"}


class Server(peers.Bartizan):
    """Bartizan with the users that are asked about, and one who asks."""

    def prepare(self) -> None:
        self.start()
        peers.wait_for_port(self.port)
        root = self.root()
        iam = boto3.client(
            "iam",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name=peers.REGION,
            aws_access_key_id=root.access_key,
            aws_secret_access_key=root.secret_key,
        )
        policies = [
            iam.create_policy(PolicyName=f"p{number}", PolicyDocument=document(number))["Policy"]
            for number in range(ATTACHED)
        ]
        for number in range(USERS):
            tags = [{"Key": "department", "Value": "sales"}]
            iam.create_user(UserName=name(number), Tags=tags)
            for policy in policies:
                iam.attach_user_policy(UserName=name(number), PolicyArn=policy["Arn"])
        self.users: list[str] = [
            iam.get_user(UserName=name(number))["User"]["Arn"] for number in range(USERS)
        ]
        iam.create_user(UserName=ASKER)
        iam.put_user_policy(UserName=ASKER, PolicyName="ask", PolicyDocument=policy_of(ASKING))
        made: dict[str, Any] = iam.create_access_key(UserName=ASKER)["AccessKey"]
        self.key = peers.Credentials(made["AccessKeyId"], made["SecretAccessKey"])

    def ask(self, batch: dict[str, Any]) -> bytes:
        """The bytes of a signed call."""
        body = json.dumps(batch).encode()
        host = f"127.0.0.1:{self.port}"
        headers = {"Content-Type": "application/json"}
        aws = AWSRequest("POST", f"http://{host}/authorize", headers=headers, data=body)
        SigV4Auth(self.key, "authorize", peers.REGION).add_auth(aws)
        lines = {"Host": host, "Content-Length": str(len(body)), **dict(aws.headers.items())}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        return f"POST /authorize HTTP/1.1\r\n{head}\r\n".encode() + body


def policy_of(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def document(number: int) -> str:
    """The policies that a user has: the last is the one that decides."""
    if number == ATTACHED - 1:
        return policy_of(READING)
    allowed = {"Effect": "Allow", "Action": f"s3:Get{number}*", "Resource": "arn:aws:s3:::own/*"}
    return policy_of(allowed)


def name(number: int) -> str:
    return f"user-{number}"


def questions(user: int, count: int) -> list[dict[str, Any]]:
    return [
        {
            "Action": "myapp:ReadInvoice",
            "Resource": f"arn:aws:myapp:::invoice/{name(user)}/{number % 4 + 1}{number}",
            "Context": {"myapp:Department": "sales", "aws:SourceIp": "192.0.2.7"},
        }
        for number in range(count)
    ]


def batches(server: Server) -> dict[str, tuple[int, dict[str, Any]]]:
    """What is asked: how many questions, and the call."""
    of_one = {"Principal": server.users[0], "Requests": questions(0, 1)}
    of_hundred = {"Principal": server.users[0], "Requests": questions(0, 100)}
    mixed = [
        {"Principal": arn, **question}
        for user, arn in enumerate(server.users)
        for question in questions(user, 100 // USERS)
    ]
    return {
        "one question a call": (1, of_one),
        "100 questions a call, about one user": (100, of_hundred),
        "100 questions a call, about ten users": (100, {"Requests": mixed}),
    }


def table(server: Server, settings: load.Load) -> str:
    rows = []
    for what, (count, batch) in batches(server).items():
        before = server.processor_seconds()
        calls = load.run(server.port, server.ask(batch), settings)
        spent = server.processor_seconds() - before
        a_core = calls * (settings.seconds + settings.warm_up_seconds) / spent
        rows.append([what, f"{calls * count:,.0f}", f"{a_core * count:,.0f}"])
    heads = ["", "decisions a second", "a second of the server's processor time"]
    return (
        f"{page.table(heads, rows)}\n\n"
        f"The cores are shared by server and load generator: {settings.threads} threads with "
        f"{settings.connections} connections each, {settings.seconds:.0f} s for each row. "
        f"{page.provenance()}"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--page", type=Path, help="the page to write the table into")
    arguments.add_argument("--seconds", type=float, default=load.Load.seconds)
    arguments.add_argument("--load", required=True, help="the example `load` of the gateway")
    chosen = arguments.parse_args()
    settings = load.Load(chosen.load, seconds=chosen.seconds)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(os.environ["BARTIZAN_BIN"], Path(folder))
        try:
            server.prepare()
            rows = table(server, settings)
        finally:
            server.stop()
    print(rows)
    if chosen.page:
        page.write(chosen.page, "authorize", rows)


if __name__ == "__main__":
    main()
