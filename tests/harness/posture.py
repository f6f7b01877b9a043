"""`bartizan posture`, and doing as it says."""

from __future__ import annotations

import json
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.aws import REGION, Cli, Credentials
from harness.command import run_bartizan
from harness.server import Server


@dataclass
class Posture:
    """`bartizan posture` of a server's account."""

    binary: Path
    server: Server
    folder: Path
    auditor: Credentials
    cli: Cli

    def run(
        self, *words: str, credentials: Credentials | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs the command, as the auditor or as somebody else."""
        caller = credentials or self.auditor
        environment = {
            "AWS_ENDPOINT_URL": self.server.endpoint,
            "AWS_ACCESS_KEY_ID": caller.access_key,
            "AWS_SECRET_ACCESS_KEY": caller.secret_key,
        }
        return run_bartizan(
            self.binary, "posture", *words, environment=environment, folder=self.folder
        )

    def check(self, number: str, region: str = REGION) -> dict[str, Any]:
        """What one check says."""
        words = ("--check", number, "--region", region, "--format", "json")
        done = self.run(*words)
        assert done.returncode in (0, 1), done.stderr
        [check] = json.loads(done.stdout)["checks"]
        assert (check["outcome"] == "FAILED") == (done.returncode == 1)
        return check

    def wrong(self, number: str, resource: str = "") -> list[dict[str, Any]]:
        """What a check holds against the resources of this name."""
        evidence = self.check(number)["evidence"]
        failed = [one for one in evidence if one["result"] == "FAILED"]
        return [one for one in failed if resource in one["resource"]]

    def mend(self, number: str, resource: str = "") -> None:
        """Runs the commands that the check tells, as they are, until it holds nothing against the
        resource."""
        wrong = self.wrong(number, resource)
        assert wrong, f"{number} holds nothing against {resource}"
        for one in wrong:
            self.obey(one["command"])
        assert not self.wrong(number, resource)

    def obey(self, command: str) -> None:
        """Runs a command of the AWS CLI that was told, as the root user."""
        program, *words = shlex.split(command)
        assert program == "aws"
        done = self.cli(*words)
        assert done.returncode == 0, f"{command}: {done.stderr}"
