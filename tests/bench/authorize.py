"""How many decisions a second the authorisation service makes for other software, over loopback:
signed calls of one question, and of a hundred.

Prints a table and, with `--page`, writes it between the markers of that page.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import load
import page
import peers

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
        iam = self.begin()
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
        self.asks_as(iam, ASKER, policy_of(ASKING))

    def ask(self, batch: dict[str, Any]) -> bytes:
        """The bytes of a signed call."""
        body = json.dumps(batch).encode()
        return self.signed("authorize", "/authorize", "application/json", body)


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
        calls, a_core = server.rates(server.ask(batch), settings)
        rows.append([what, f"{calls * count:,.0f}", f"{a_core * count:,.0f}"])
    heads = ["", "decisions a second", "a second of the server's processor time"]
    return f"{page.table(heads, rows)}\n\n{peers.conditions(settings, 'row')}"


def main() -> None:
    settings, file = peers.asked(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(os.environ["BARTIZAN_BIN"], Path(folder))
        try:
            server.prepare()
            rows = table(server, settings)
        finally:
            server.stop()
    print(rows)
    if file:
        page.write(file, "authorize", rows)


if __name__ == "__main__":
    main()
