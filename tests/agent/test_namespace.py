"""A host in a network of its own: what is wrong with it becomes findings of Inspector."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.agent import Agent, Namespace, advise, debian, host_role
from harness.aws import Cli
from harness.command import run_bartizan
from harness.server import Server
from harness.trails import eventually

PORT = 2222
LISTEN = (
    "import socket, sys; s = socket.create_server(('0.0.0.0', int(sys.argv[1]))); "
    "print('listening', flush=True); s.accept()"
)
OLD, FIXED = "3.0.11-1~deb12u1", "3.0.11-1~deb12u2"


@pytest.fixture(scope="module")
def network() -> Iterator[Namespace]:
    with Namespace() as made:
        yield made


@pytest.fixture(scope="module")
def assessing(
    binary: Path,
    network: Namespace,
    server_factory: Callable[..., Server],
    tmp_path_factory: pytest.TempPathFactory,
) -> Server:
    """A server that the network reaches, and that knows of one fault."""
    folder = tmp_path_factory.mktemp("advisories")
    advise(binary, folder, fixed=FIXED, package="openssl")
    extra = ("--insecure-http", "--advisories", str(folder / "advisories.db"))
    return server_factory(listen=f"{network.outside}:0", extra=extra)


class Listener:
    """A program of the host's, in its network, that listens at a port."""

    def __init__(self, network: Namespace, root: Path) -> None:
        self.program = root / "usr/sbin/listener"
        if not self.program.exists():
            self.program.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(sys.executable).resolve(), self.program)
        self.process = subprocess.Popen(
            [*network.exec, str(self.program), "-c", LISTEN, str(PORT)],
            env={**os.environ, "PYTHONHOME": sys.base_prefix},
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout
        assert self.process.stdout.readline() == b"listening\n"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def findings(cli: Cli, kind: str) -> list[dict[str, Any]]:
    """The active findings of a kind, by the AWS CLI."""
    criteria = {
        "findingType": [{"comparison": "EQUALS", "value": kind}],
        "findingStatus": [{"comparison": "EQUALS", "value": "ACTIVE"}],
    }
    told = cli("inspector2", "list-findings", "--filter-criteria", json.dumps(criteria))
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)["findings"]


def test_an_old_package_and_an_open_port_become_findings(
    binary: Path, assessing: Server, network: Namespace, tmp_path: Path
) -> None:
    cli = Cli(assessing, tmp_path)
    assert cli("inspector2", "enable", "--resource-types", "EC2").returncode == 0
    group = cli("ec2", "create-security-group", "--group-name", "web", "--description", "web")
    number = json.loads(group.stdout)["GroupId"]
    role = host_role(assessing, "host")
    words = ("agent", "activate", "--role", role, "--security-group-ids", number)
    code = run_bartizan(binary, *words, environment=cli.environment).stdout.strip()
    root = debian(tmp_path / "root", openssl=OLD, listener="1.0-1")
    lists = root / "var/lib/dpkg/info"
    lists.mkdir()
    (lists / "listener.list").write_text("/.\n/usr/sbin/listener\n")
    agent = Agent(binary, assessing.endpoint, tmp_path / "state", root)
    agent.inside = network.exec
    agent.start(code)
    try:
        (old,) = eventually(lambda: findings(cli, "PACKAGE_VULNERABILITY"))
        assert old["resources"][0]["id"] == agent.instance()
        (package,) = old["packageVulnerabilityDetails"]["vulnerablePackages"]
        assert (package["name"], package["fixedInVersion"]) == ("openssl", FIXED)
        opened_and_closed(cli, network, root, number)
        debian(root, openssl=FIXED, listener="1.0-1")
        eventually(lambda: not findings(cli, "PACKAGE_VULNERABILITY"))
    finally:
        agent.kill()


def opened_and_closed(cli: Cli, network: Namespace, root: Path, group: str) -> None:
    """A port that the group opens is a finding, and tells which package listens there."""
    assert findings(cli, "NETWORK_REACHABILITY") == []
    rule = ("--group-id", group, "--protocol", "tcp", "--port", str(PORT), "--cidr", "0.0.0.0/0")
    listener = Listener(network, root)
    try:
        done = cli("ec2", "authorize-security-group-ingress", *rule)
        assert done.returncode == 0, done.stderr
        (port,) = eventually(lambda: findings(cli, "NETWORK_REACHABILITY"))
        told = port["networkReachabilityDetails"]
        assert told["openPortRange"] == {"begin": PORT, "end": PORT}
        eventually(lambda: "listener" in json.dumps(findings(cli, "NETWORK_REACHABILITY")))
    finally:
        listener.stop()
    done = cli("ec2", "revoke-security-group-ingress", *rule)
    assert done.returncode == 0, done.stderr
    eventually(lambda: not findings(cli, "NETWORK_REACHABILITY"))
