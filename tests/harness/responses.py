"""Responses to findings, installed as their page says, with the AWS CLI."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from harness.functions import TRUST
from harness.guard import Guard

RESPONSES = Path(__file__).resolve().parents[2] / "packaging/responses"


class Responder:
    """What installs responses in a server's account."""

    def __init__(self, guard: Guard, folder: Path) -> None:
        self.guard, self.folder = guard, folder

    def told(self, *words: str) -> Any:
        done = self.guard.cli(*words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def install(self, name: str, **variables: str) -> None:
        source = RESPONSES / name
        trust = json.dumps(TRUST)
        role = self.told(
            *("iam", "create-role", "--role-name", name, "--assume-role-policy-document", trust)
        )["Role"]["Arn"]
        self.told(
            *("iam", "put-role-policy", "--role-name", name, "--policy-name", name),
            *("--policy-document", f"file://{source / 'policy.json'}"),
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(source / "index.py", "index.py")
        code = self.folder / f"{name}.zip"
        code.write_bytes(packed.getvalue())
        function = self.told(
            *("lambda", "create-function", "--function-name", name, "--role", role),
            *("--runtime", "python3.11", "--handler", "index.handler", "--timeout", "30"),
            *("--memory-size", "256", "--zip-file", f"fileb://{code}"),
            *("--environment", json.dumps({"Variables": variables})),
        )["FunctionArn"]
        rule = self.told(
            *("events", "put-rule", "--name", name),
            *("--event-pattern", (source / "pattern.json").read_text()),
        )["RuleArn"]
        self.told(
            *("lambda", "add-permission", "--function-name", name, "--statement-id", "events"),
            *("--action", "lambda:InvokeFunction", "--principal", "events.amazonaws.com"),
            *("--source-arn", rule),
        )
        target = json.dumps([{"Id": "1", "Arn": function}])
        put = self.told("events", "put-targets", "--rule", name, "--targets", target)
        assert put["FailedEntryCount"] == 0
