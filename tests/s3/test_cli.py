"""The real AWS CLI: cp, sync, ls, rm, presign."""

from __future__ import annotations

import random
import urllib.request
from collections.abc import Callable
from pathlib import Path

from harness.aws import Cli


def run(cli: Cli, *words: str) -> str:
    """Runs a command that must succeed; its output."""
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_files_go_up_and_come_down(cli: Cli, tmp_path: Path, unique: Callable[[str], str]) -> None:
    bucket = f"s3://{unique('cli')}"
    run(cli, "s3", "mb", bucket)
    up = tmp_path / "up"
    (up / "deep").mkdir(parents=True)
    (up / "a.txt").write_text("hello")
    (up / "deep" / "big").write_bytes(random.Random(2).randbytes(20 * 1024 * 1024))
    run(cli, "s3", "sync", str(up), f"{bucket}/dir", "--quiet")
    assert "a.txt" in run(cli, "s3", "ls", f"{bucket}/dir/")
    assert "PRE deep/" in run(cli, "s3", "ls", f"{bucket}/dir/")
    run(cli, "s3", "cp", f"{bucket}/dir/", f"{bucket}/copy/", "--recursive", "--quiet")
    down = tmp_path / "down"
    run(cli, "s3", "sync", f"{bucket}/copy", str(down), "--quiet")
    for name in ["a.txt", "deep/big"]:
        assert (down / name).read_bytes() == (up / name).read_bytes()
    run(cli, "configure", "set", "s3.signature_version", "s3v4")
    address = run(cli, "s3", "presign", f"{bucket}/dir/a.txt").strip()
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"hello"
    run(cli, "s3", "rm", bucket, "--recursive", "--quiet")
    run(cli, "s3", "rb", bucket)
