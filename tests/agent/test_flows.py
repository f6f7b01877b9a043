"""What an agent sees pass its host, and what is found in it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.agent import Agent, Namespace, debian, host_role, let_send_flows
from harness.aws import Cli
from harness.command import run_bartizan
from harness.guard import Guard
from harness.server import Server
from harness.trails import eventually

# Greets, and hears who tries to log in.
GREET = """
import socket
door = socket.create_server(("0.0.0.0", 22))
print("serving", flush=True)
while True:
    guest, _ = door.accept()
    with guest:
        guest.sendall(b"SSH-2.0-x\\r\\n")
        while guest.recv(4096):
            pass
"""
TRIES = 30


@pytest.fixture
def door(network: Namespace) -> Iterator[None]:
    """Port 22 of the host."""
    process = subprocess.Popen([*network.exec, sys.executable, "-c", GREET], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"serving\n"
    yield
    process.kill()
    process.wait()


def knock(network: Namespace) -> None:
    """Tries once to log in, as far as a network sees."""
    with socket.create_connection((network.address, 22), timeout=30) as tried:
        tried.sendall(b"x" * 1_000)
        tried.shutdown(socket.SHUT_WR)
        while tried.recv(4096):
            pass


def test_passwords_that_are_tried_at_a_host_are_found(
    binary: Path,
    network: Namespace,
    door: None,
    server_factory: Callable[..., Server],
    tmp_path: Path,
) -> None:
    server = server_factory(listen=f"{network.outside}:0", extra=("--insecure-http",))
    cli = Cli(server, tmp_path)
    role = host_role(server, "host")
    code = run_bartizan(
        binary, "agent", "activate", "--role", role, environment=cli.environment
    ).stdout.strip()
    agent = Agent(binary, server.endpoint, tmp_path / "state", debian(tmp_path / "root"))
    agent.inside, agent.more = network.exec, ["--send-flows"]
    agent.start(code)
    try:
        eventually(lambda: "flows are sent again" in agent.said())
        assert "bartizan:SendAgentFlows" in agent.said(), "its role does not let it"
        agent.kill()
        let_send_flows(server, "host")
        guard = Guard(binary, server, tmp_path)
        agent.start()
        eventually(lambda: "bartizan-flows" in tables(network))
        for _ in range(TRIES):
            knock(network)
        brute = "UnauthorizedAccess:EC2/SSHBruteForce"
        (found,) = eventually(lambda: guard.findings(type={"Equals": [brute]}))
        assert found["Resource"]["InstanceDetails"]["InstanceId"] == agent.instance()
        action = found["Service"]["Action"]["NetworkConnectionAction"]
        assert action["ConnectionDirection"] == "INBOUND"
        assert action["LocalPortDetails"]["Port"] == 22
        assert action["RemoteIpDetails"]["IpAddressV4"] == network.outside
        assert found["Severity"] < 4, "who is tried at is the target"
    finally:
        agent.kill()


def tables(network: Namespace) -> str:
    done = subprocess.run(
        [*network.exec, "nft", "list", "tables"], capture_output=True, text=True, check=True
    )
    return done.stdout
