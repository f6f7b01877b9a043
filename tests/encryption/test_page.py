"""What docs/client-side-encryption.md shows works: its commands in one shell, and its programs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.aws import Cli
from harness.server import Server

PAGE = Path(__file__).parents[2] / "docs/client-side-encryption.md"
BLOCK = re.compile(r"```(console|python)\n(.*?)```", re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [text for found, text in BLOCK.findall(PAGE.read_text()) if found == kind]


@pytest.fixture
def variables(cli: Cli, binary: Path) -> dict[str, str]:
    path = f"{binary.parent}{os.pathsep}{cli.environment['PATH']}"
    return {**cli.environment, "PATH": path}


def run(words: list[str], variables: dict[str, str], folder: Path, program: str) -> None:
    done = subprocess.run(
        words,
        env=variables,
        cwd=folder,
        input=program,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_commands(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(os.urandom(50_000))
    script = "".join(line[2:] + "\n" for block in blocks("console") for line in block.splitlines())
    assert script.count("bartizan ") == 7
    run(["bash", "-euo", "pipefail"], variables, tmp_path, script)


def test_the_program_with_the_sdk(
    server: Server, variables: dict[str, str], tmp_path: Path
) -> None:
    key = server.client("kms").create_key()["KeyMetadata"]["Arn"]
    program = f"KEY_ARN = {key!r}\n" + blocks("python")[0]
    program += (
        "found, header = client.decrypt(source=message, key_provider=provider)\n"
        "assert found == b'ledger'\n"
    )
    run([sys.executable, "-"], variables, tmp_path, program)


def test_the_program_with_the_s3_encryption_client(
    server: Server,
    variables: dict[str, str],
    newest_python: str,
    tmp_path: Path,
    unique: Callable[[str], str],
) -> None:
    key = server.client("kms").create_key()["KeyMetadata"]["Arn"]
    bucket = unique("ledger")
    server.client("s3").create_bucket(Bucket=bucket)
    program = f"KEY_ARN, BUCKET = {key!r}, {bucket!r}\n" + blocks("python")[1]
    *lines, last = program.splitlines()
    program = "\n".join([*lines, f"assert {last} == b'ledger'\n"])
    run([newest_python, "-"], variables, tmp_path, program)
    stored = server.client("s3").get_object(Bucket=bucket, Key="ledger")
    assert stored["Body"].read() != b"ledger"
    assert "x-amz-c" in str(stored["Metadata"])
