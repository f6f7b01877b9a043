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

from harness.agent import Agent, Namespace, debian, host_role, ip
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
PUBLISHED, HIDDEN = 8080, 8081


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
        # Somebody else takes them away.
        nft(network, "delete", "table", "inet", "bartizan")
        eventually(lambda: not reached(network, OTHER))
        assert "somebody else changed" in agent.said()
        eventually(lambda: "set it again" in server.output())
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
    assert rules.count("policy drop") == 3
    agent.kill()
    # The host starts anew, and nothing is heard of the server yet.
    nft(network, "flush", "ruleset")
    assert reached(network, OTHER)
    words = ["agent", "restore", "--state", str(agent.state)]
    subprocess.run([*network.exec, str(agent.binary), *words], check=True, timeout=60)
    assert not reached(network, OTHER)
    assert nft(network, "list", "table", "inet", "bartizan") == rules
    done = agent.once()
    assert done.returncode == 0, done.stderr
    shown = cli("ec2", "describe-instances", "--instance-ids", agent.instance())
    (reservation,) = json.loads(shown.stdout)["Reservations"]
    assert reservation["Instances"][0]["State"]["Name"] == "running"


def test_a_name_that_is_not_resolved_any_more_is_still_the_server(
    binary: Path,
    network: Namespace,
    server_factory: Callable[..., Server],
    tmp_path: Path,
) -> None:
    folder = Path("/etc/netns") / network.name
    folder.mkdir(parents=True)
    names = folder / "hosts"
    try:
        names.write_text(f"{network.outside} bartizan.test\n")
        (folder / "resolv.conf").write_text("nameserver 127.0.0.53\n")
        server = server_factory(listen=f"{network.outside}:0", extra=("--insecure-http",))
        cli = Cli(server, tmp_path)
        group = cli("ec2", "create-security-group", "--group-name", "shut", "--description", "shut")
        number = json.loads(group.stdout)["GroupId"]
        everything = json.dumps([{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
        out = ("--group-id", number, "--ip-permissions", everything)
        assert cli("ec2", "revoke-security-group-egress", *out).returncode == 0
        role = host_role(server, "host")
        words = ("agent", "activate", "--role", role, "--security-group-ids", number)
        code = run_bartizan(binary, *words, environment=cli.environment).stdout.strip()
        endpoint = server.endpoint.replace(network.outside, "bartizan.test")
        agent = Agent(binary, endpoint, tmp_path / "state", debian(tmp_path / "root"))
        agent.inside, agent.more = network.exec, ["--apply-security-groups"]
        first = agent.once(code)
        assert first.returncode == 0, first.stderr
        assert "the security groups are applied" in first.stderr + first.stdout
        names.write_text("")
        done = agent.once()
        assert done.returncode == 0, done.stderr
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def container(network: Namespace) -> Iterator[list[str]]:
    """A network behind a bridge of the host's, two of whose ports the host publishes: what runs a
    program there.
    """
    name, outside, address = f"{network.name}-inner", "172.31.255.1", "172.31.255.2"
    host = ("-n", network.name)
    try:
        for words in [
            ("netns", "add", name),
            (*host, "link", "add", "br0", "type", "bridge"),
            (*host, "link", "add", "inner", "type", "veth", "peer", "name", "eth0", "netns", name),
            (*host, "link", "set", "inner", "master", "br0", "up"),
            (*host, "addr", "add", f"{outside}/30", "dev", "br0"),
            (*host, "link", "set", "br0", "up"),
            ("-n", name, "addr", "add", f"{address}/30", "dev", "eth0"),
            ("-n", name, "link", "set", "eth0", "up"),
            ("-n", name, "route", "add", "default", "via", outside),
        ]:
            done = ip(*words)
            assert done.returncode == 0, (words, done.stderr)
        forwards = ["sysctl", "-qw", "net.ipv4.ip_forward=1"]
        subprocess.run([*network.exec, *forwards], check=True, timeout=60)
        to = f"ip daddr {network.address} tcp dport"
        published = f"""table ip published {{
            chain prerouting {{ type nat hook prerouting priority -100
                {to} {PUBLISHED} dnat to {address}:{OPEN}
                {to} {HIDDEN} dnat to {address}:{OTHER}
            }}
            chain postrouting {{ type nat hook postrouting priority 100
                ip saddr {address} masquerade
            }}
            }}"""
        nft(network, published)
        yield ["ip", "netns", "exec", name]
    finally:
        ip("netns", "del", name)


def test_published_ports_of_containers_are_filtered(
    binary: Path,
    network: Namespace,
    container: list[str],
    server_factory: Callable[..., Server],
    tmp_path: Path,
) -> None:
    process = subprocess.Popen(
        [*container, sys.executable, "-c", SERVE, str(OPEN), str(OTHER)],
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline() == b"serving\n"
    server = server_factory(listen=f"{network.outside}:0", extra=("--insecure-http",))
    cli = Cli(server, tmp_path)
    group = cli("ec2", "create-security-group", "--group-name", "web", "--description", "web")
    number = json.loads(group.stdout)["GroupId"]
    source = f"{network.outside}/32"
    rule = ("--group-id", number, "--protocol", "tcp", "--port", str(PUBLISHED), "--cidr", source)
    assert cli("ec2", "authorize-security-group-ingress", *rule).returncode == 0
    role = host_role(server, "host")
    words = ("agent", "activate", "--role", role, "--security-group-ids", number)
    code = run_bartizan(binary, *words, environment=cli.environment).stdout.strip()
    agent = Agent(binary, server.endpoint, tmp_path / "state", debian(tmp_path / "root"))
    agent.inside, agent.more = network.exec, ["--apply-security-groups"]
    assert reached(network, PUBLISHED)
    assert reached(network, HIDDEN)
    agent.start(code)
    try:
        eventually(lambda: not reached(network, HIDDEN))
        assert reached(network, PUBLISHED)
        # What the container asks of others passes while the groups let it out, and no longer.
        assert asks(container, server)
        everything = json.dumps([{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
        out = ("--group-id", number, "--ip-permissions", everything)
        assert cli("ec2", "revoke-security-group-egress", *out).returncode == 0
        eventually(lambda: not asks(container, server))
        assert reached(network, PUBLISHED)
    finally:
        agent.kill()
        process.kill()
        process.wait()


def asks(container: list[str], server: Server) -> bool:
    """Whether a program of the container reaches the server."""
    host, port = server.endpoint.removeprefix("http://").split(":")
    connect = f"import socket; socket.create_connection(({host!r}, {port}), timeout=1)"
    words = [*container, sys.executable, "-c", connect]
    return subprocess.run(words, capture_output=True, timeout=60, check=False).returncode == 0
