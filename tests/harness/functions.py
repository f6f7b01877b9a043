"""Functions of Lambda for tests: their code, their roles, and what is asked of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from harness.server import Server

RunningFactory = Callable[..., Server]

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def zipped(text: str, name: str = "index.py") -> bytes:
    """A zip file with this one file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, text)
    return held.getvalue()


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(*actions: str) -> str:
    return policy({"Effect": "Allow", "Action": list(actions), "Resource": "*"})


def make_role(server: Server, name: str, *actions: str) -> str:
    iam = server.client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
    if actions:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow(*actions))
    return made["Role"]["Arn"]


class Function:
    """A function, and what is asked of it."""

    def __init__(self, client: Any, name: str) -> None:
        self.client = client
        self.name = name

    def invoke(self, payload: Any = None, **options: Any) -> dict[str, Any]:
        answer = self.client.invoke(
            FunctionName=self.name, Payload=json.dumps(payload).encode(), **options
        )
        answer["Payload"] = answer["Payload"].read().decode()
        return answer

    def ask(self, payload: Any = None) -> Any:
        """What it answers, which is no error."""
        answer = self.invoke(payload, LogType="Tail")
        assert "FunctionError" not in answer, answer["Payload"]
        return json.loads(answer["Payload"])

    def fault(self, payload: Any = None) -> dict[str, Any]:
        answer = self.invoke(payload)
        assert answer["FunctionError"] == "Unhandled", answer
        return json.loads(answer["Payload"])
