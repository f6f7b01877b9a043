"""An account of its own, and an auditor who may read what the checks need."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.aws import Cli, Credentials
from harness.command import run_bartizan
from harness.posture import Posture
from harness.server import Server


@pytest.fixture(scope="module")
def posture(
    binary: Path, fresh_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Posture:
    """The account of a fresh server, read by a user who has the printed policy and no more."""
    folder = tmp_path_factory.mktemp("posture")
    printed = run_bartizan(binary, "posture", "--level", "2", "--print-policy", folder=folder)
    iam = fresh_server.client("iam")
    iam.create_group(GroupName="auditors")
    iam.put_group_policy(GroupName="auditors", PolicyName="posture", PolicyDocument=printed.stdout)
    iam.create_user(UserName="auditor")
    iam.add_user_to_group(GroupName="auditors", UserName="auditor")
    key = Credentials.from_key(iam.create_access_key(UserName="auditor"))
    return Posture(binary, fresh_server, folder, key, Cli(fresh_server, folder))
