"""Secrets that are asked for at a terminal."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import termios
import time

import pytest

from harness.server import clean_environment


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_prompt_that_is_left_leaves_a_terminal_that_shows(server_factory, binary, number) -> None:
    server = server_factory()
    server.stop()
    own, other = pty.openpty()
    process = subprocess.Popen(
        [str(binary), "operator", "reseal", "passphrase", "--data", str(server.data)],
        stdin=other,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=clean_environment(),
    )
    assert process.stderr.read(len("New passphrase: ")) == b"New passphrase: "
    for _ in range(100):
        if not shows(other):
            break
        time.sleep(0.05)
    assert not shows(other)
    process.send_signal(number)
    assert process.wait(30) == 128 + number
    assert shows(other)
    os.close(own)
    os.close(other)


def shows(terminal: int) -> bool:
    """Whether a terminal shows what is typed."""
    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
