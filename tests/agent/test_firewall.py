"""Security groups that an agent applies to its host."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.agent import Agent, Namespace, debian, host_role
from harness.aws import Cli
from harness.command import run_bartizan
from harness.server import Server
from harness.trails import eventually

SERVE = """
import selectors, socket, sys
ports = [socket.create_server(("0.0.0.0", int(port))) for port in sys.argv[1:]]
chosen = selectors.DefaultSelector()
for port in ports:
    chosen.register(port, selectors.EVENT_READ)
print("serving", flush=True)
while True:
    for key, _ in chosen.select():
        if key.fileobj in ports:
            chosen.register(key.fileobj.accept()[0], selectors.EVENT_READ)
        elif told := key.fileobj.recv(64):
            key.fileobj.send(told)
        else:
            chosen.unregister(key.fileobj)
            key.fileobj.close()
"""
OPEN, OTHER = 2222, 2223


@pytest.fixture
def network() -> Iterator[Namespace]:
    if not shutil.which("nft"):
        pytest.skip("the Debian package `nftables` is not installed")
    with Namespace() as made:
        yield made


@pytest.fixture
def services(network: Namespace) -> Iterator[None]:
    """Two ports of the host that answer what they are told."""
    process = subprocess.Popen(
        [*network.exec, sys.executable, "-c", SERVE, str(OPEN), str(OTHER)],
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"serving\n"
    yield
    process.kill()
    process.wait()


def nft(network: Namespace, *words: str) -> str:
    done = subprocess.run(
        [*network.exec, "nft", *words], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def reached(network: Namespace, port: int) -> bool:
    try:
        with socket.create_connection((network.address, port), timeout=1):
            return True
    except OSError:
        return False


def test_what_the_groups_say_is_so(
    binary: Path,
    network: Namespace,
    services: None,
    server_factory: Callable[..., Server],
    tmp_path: Path,
) -> None:
    server = server_factory(listen=f"{network.outside}:0", extra=("--insecure-http",))
    cli = Cli(server, tmp_path)
    group = cli("ec2", "create-security-group", "--group-name", "web", "--description", "web")
    number = json.loads(group.stdout)["GroupId"]
    role = host_role(server, "host")
    words = ("agent", "activate", "--role", role, "--security-group-ids", number)
    code = run_bartizan(binary, *words, environment=cli.environment).stdout.strip()
    nft(network, "add", "table", "inet", "other")
    assert reached(network, OPEN)
    assert reached(network, OTHER)

    source = f"{network.outside}/32"
    rule = ("--group-id", number, "--protocol", "tcp", "--port", str(OPEN), "--cidr", source)
    assert cli("ec2", "authorize-security-group-ingress", *rule).returncode == 0
    agent = Agent(binary, server.endpoint, tmp_path / "state", debian(tmp_path / "root"))
    agent.inside, agent.more = network.exec, ["--apply-security-groups"]
    agent.start(code)
    try:
        eventually(lambda: not reached(network, OTHER))
        assert reached(network, OPEN)
        with socket.create_connection((network.address, OPEN), timeout=30) as held:
            assert cli("ec2", "revoke-security-group-ingress", *rule).returncode == 0
            everything = json.dumps([{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
            out = ("--group-id", number, "--ip-permissions", everything)
            assert cli("ec2", "revoke-security-group-egress", *out).returncode == 0
            eventually(lambda: not reached(network, OPEN))
            held.sendall(b"still")
            assert held.recv(64) == b"still"
        isolated(cli, network, agent)
    finally:
        agent.kill()


def isolated(cli: Cli, network: Namespace, agent: Agent) -> None:
    """Nothing passes, but the agent is heard of, and what is not its own is as it was."""
    tables = nft(network, "list", "tables")
    assert "table inet other" in tables
    assert "table inet bartizan" in tables
    rules = nft(network, "list", "table", "inet", "bartizan")
    assert rules.count("policy drop") == 2
    agent.kill()
    done = agent.once()
    assert done.returncode == 0, done.stderr
    shown = cli("ec2", "describe-instances", "--instance-ids", agent.instance())
    (reservation,) = json.loads(shown.stdout)["Reservations"]
    assert reservation["Instances"][0]["State"]["Name"] == "running"
