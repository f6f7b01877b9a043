"""A host that attacks another: found by what passes it, and cut off by a function."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from harness.agent import Agent, Namespace, debian, host_role, let_send_flows
from harness.command import run_bartizan
from harness.functions import RunningFactory
from harness.guard import Guard
from harness.responses import Responder
from harness.trails import eventually

# Tries one password after the other, until it cannot.
ATTACK = """
import socket, sys, time
while True:
    try:
        with socket.create_connection((sys.argv[1], 22), timeout=1) as tried:
            tried.sendall(b"x" * 1000)
            tried.shutdown(socket.SHUT_WR)
            while tried.recv(4096):
                pass
    except OSError:
        pass
    time.sleep(0.02)
"""


class Victim:
    """Port 22 of another host, which counts who comes."""

    def __init__(self, address: str) -> None:
        self.door = socket.create_server((address, 22))
        self.door.settimeout(3)

    def is_tried(self) -> bool:
        try:
            guest, _ = self.door.accept()
        except TimeoutError:
            return False
        with guest:
            guest.settimeout(3)
            guest.sendall(b"SSH-2.0-x\r\n")
            while guest.recv(4096):
                pass
        return True


def test_a_host_that_attacks_is_cut_off(
    binary: Path, running: RunningFactory, network: Namespace, tmp_path: Path
) -> None:
    server = running("--insecure-http", listen=f"{network.outside}:0")
    guard = Guard(binary, server, tmp_path)
    Responder(guard, tmp_path).install("isolate-instance")
    role = host_role(server, "host")
    let_send_flows(server, "host")
    words = ("agent", "activate", "--role", role)
    code = run_bartizan(binary, *words, environment=guard.cli.environment).stdout.strip()
    agent = Agent(binary, server.endpoint, tmp_path / "state", debian(tmp_path / "root"))
    agent.inside = network.exec
    agent.more = ["--apply-security-groups", "--send-flows"]
    victim = Victim(network.outside)
    agent.start(code)
    attack = subprocess.Popen([*network.exec, sys.executable, "-c", ATTACK, network.outside])
    try:
        tried = 0
        while victim.is_tried():
            tried += 1
            assert tried < 5_000, agent.said()
        assert tried >= 20, "it was cut off before it was found"
        brute = {"Equals": ["UnauthorizedAccess:EC2/SSHBruteForce"]}
        [found] = eventually(lambda: guard.findings(type=brute))
        assert found["Resource"]["InstanceDetails"]["InstanceId"] == agent.instance()
        assert found["Severity"] >= 7, "the host is the actor"
        [shown] = guard.server.client("ec2").describe_instances()["Reservations"]
        [group] = shown["Instances"][0]["SecurityGroups"]
        assert group["GroupName"] == "isolated"
    finally:
        attack.kill()
        attack.wait()
        agent.kill()
        victim.door.close()
