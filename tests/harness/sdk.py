"""Tours of other SDKs than Python's, each a program of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from harness.aws import environment
from harness.server import Server

TOUR_SECONDS_MAX = 120


def tour(server: Server, home: Path, *command: str) -> None:
    """Runs a tour as the root user; it says `toured` at its end, and nothing else."""
    root = server.root()
    keys = {"AWS_ACCESS_KEY_ID": root.access_key, "AWS_SECRET_ACCESS_KEY": root.secret_key}
    done = subprocess.run(
        command,
        cwd=home,
        env=environment(server.endpoint, home) | keys,
        capture_output=True,
        text=True,
        timeout=TOUR_SECONDS_MAX,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "toured\n"), done.stderr
