"""`bartizan mfa import`: hardware tokens by the file of their seeds."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.aws import Credentials, error_of
from harness.command import run_bartizan
from harness.server import Server
from harness.totp import Authenticator


@pytest.fixture
def load(server: Server, binary: Path, tmp_path: Path):
    def run(text: str, *words: str) -> subprocess.CompletedProcess[str]:
        file = tmp_path / "tokens.csv"
        file.write_text(text)
        environment = {
            "AWS_ENDPOINT_URL": server.endpoint,
            "AWS_SHARED_CREDENTIALS_FILE": str(server.data / "credentials"),
            "AWS_PROFILE": "root",
        }
        return run_bartizan(binary, "mfa", "import", str(file), *words, environment=environment)

    return run


def test_a_token_is_given_to_a_user(server: Server, load, unique: Callable[[str], str]) -> None:
    iam, seed, serial, user = server.client("iam"), os.urandom(20), unique("GAHT"), unique("ada")
    text = base64.b32encode(seed).decode()
    done = load(f"# the order of May\n{serial}, {text}, 60\n")
    assert (done.returncode, done.stdout) == (0, "1 tokens imported\n"), done.stderr
    iam.create_user(UserName=user)
    key = Credentials.from_key(iam.create_access_key(UserName=user))
    token = Authenticator.of(serial, seed, period=60).enable(iam, user)
    assert iam.list_mfa_devices(UserName=user)["MFADevices"][0]["SerialNumber"] == serial
    server.client("sts", key).get_session_token(**token.mfa())
    assert error_of(iam.delete_virtual_mfa_device, SerialNumber=serial)[0] == "NoSuchEntity"
    iam.deactivate_mfa_device(UserName=user, SerialNumber=serial)
    again = load(f"{unique('GAHT')},{text}\n{serial},{text}\n")
    assert again.returncode == 3 and f"The token {serial} was imported before." in again.stderr


def test_a_file_that_is_wrong_brings_nothing(load, unique: Callable[[str], str]) -> None:
    short = load(f"{unique('GAHT')},00112233\n", "--seeds", "hex")
    assert short.returncode == 2 and "line 1: the seed is not of this form" in short.stderr
    period = load(f"{unique('GAHT')},{'00' * 20},45\n", "--seeds", "hex")
    assert period.returncode == 3 and "its period is not 30 or 60 seconds" in period.stderr
