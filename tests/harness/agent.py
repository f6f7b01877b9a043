"""Agents of hosts: what they need of an account, trees that they look through, the program."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from harness.command import PATIENCE_SECONDS, run_bartizan
from harness.osv import record
from harness.server import Server, clean_environment

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
REPORTS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "bartizan:SendAgentReport", "Resource": "*"}],
}
FLOWS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "bartizan:SendAgentFlows", "Resource": "*"}],
}
STOP_SECONDS_MAX = 30


def host_role(server: Server, name: str) -> str:
    """The ARN of a new role that agents may have."""
    iam = server.client("iam")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    iam.put_role_policy(RoleName=name, PolicyName="reports", PolicyDocument=json.dumps(REPORTS))
    return role["Arn"]


def let_send_flows(server: Server, name: str) -> None:
    """Lets agents of a role tell what passes their hosts."""
    document = json.dumps(FLOWS)
    server.client("iam").put_role_policy(RoleName=name, PolicyName="flows", PolicyDocument=document)


def debian(root: Path, **packages: str) -> Path:
    """A small tree of Debian 12 with these packages, each with its version."""
    (root / "etc").mkdir(parents=True, exist_ok=True)
    (root / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    status = root / "var/lib/dpkg/status"
    status.parent.mkdir(parents=True, exist_ok=True)
    status.write_text("".join(stanza(*each) for each in packages.items()))
    return root


def stanza(name: str, version: str) -> str:
    return (
        f"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\n"
        f"Version: {version}\n\n"
    )


def reports(server: Server) -> int:
    """How many reports of agents a server took."""
    [address] = re.findall(r"are on (http://\S+/metrics)", server.output())
    with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
        text = answer.read().decode()
    taken = r'bartizan_requests_total{.*operation="SendAgentReport",status="200"} (\d+)'
    return sum(int(count) for count in re.findall(taken, text))


def advise(binary: Path, folder: Path, *, fixed: str, package: str = "editor") -> None:
    """Compiles advisories that know of one fault of a package of Debian 12."""
    (folder / "osv").mkdir(parents=True)
    fault = record("DSA-1", "Debian:12", package, fixed, aliases=["CVE-2026-1111"])
    (folder / "osv/DSA-1.json").write_text(json.dumps(fault))
    words = ("advisories", "build", "osv", "-o", "advisories.db")
    assert run_bartizan(binary, *words, folder=folder).returncode == 0


class Agent:
    """The agent of one host, with a folder of its own."""

    def __init__(self, binary: Path, endpoint: str, state: Path, root: Path) -> None:
        self.binary = binary
        self.endpoint = endpoint
        self.state = state
        self.root = root
        self.log = state.parent / f"{state.name}.log"
        # What it runs inside of, and words beyond those that all have.
        self.inside: list[str] = []
        self.more: list[str] = []
        self.every = 1
        self._process: subprocess.Popen[bytes] | None = None

    def words(self) -> list[str]:
        state, root = str(self.state), str(self.root)
        own = ["--endpoint", self.endpoint, "--state", state, "--root", root]
        return ["agent", *own, *self.more]

    def once(self, activation: str | None = None) -> subprocess.CompletedProcess[str]:
        """Looks and reports once."""
        return subprocess.run(
            [*self.inside, str(self.binary), *self.words(), "--once"],
            env=self.environment(activation),
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    def environment(self, activation: str | None) -> dict[str, str]:
        own = {"BARTIZAN_ACTIVATION": activation} if activation else {}
        return {**clean_environment(), **own}

    def start(self, activation: str | None = None) -> Agent:
        """Begins to report."""
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [*self.inside, str(self.binary), *self.words(), "--every", str(self.every)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment(activation),
            )
        return self

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def kill(self) -> None:
        """Kills the agent where it stands."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def ended(self) -> int:
        """The exit code of an agent that ends."""
        assert self._process
        return self._process.wait(STOP_SECONDS_MAX)

    def said(self) -> str:
        return self.log.read_text() if self.log.exists() else ""

    def instance(self) -> str:
        """The id of the instance that the host is."""
        return json.loads((self.state / "registration.json").read_text())["instanceId"]


class Namespace:
    """A network of its own, with one link to the machine's."""

    _numbers = itertools.count()

    def __init__(self) -> None:
        # Each process has its own, and there are at most 2²² of them: so many blocks of four
        # addresses are in 10.0.0.0/8.
        process, number = os.getpid(), next(self._numbers)
        self.name = f"bartizan-{process}-{number}"
        first = process << 2
        block = f"10.{first >> 16 & 255}.{first >> 8 & 255}"
        self.outside = f"{block}.{first + 1 & 255}"
        self.address = f"{block}.{first + 2 & 255}"
        self.link = f"bz{process}"
        self.exec = ["ip", "netns", "exec", self.name]

    def __enter__(self) -> Namespace:
        try:
            done = ip("netns", "add", self.name)
        except FileNotFoundError:
            pytest.skip("the Debian package `iproute2` is not installed")
        if done.returncode:
            pytest.skip(f"network namespaces cannot be made: {done.stderr.strip()}")
        peer = f"{self.link}p"
        for words in [
            ("link", "add", self.link, "type", "veth", "peer", "name", peer, "netns", self.name),
            ("addr", "add", f"{self.outside}/30", "dev", self.link),
            ("link", "set", self.link, "up"),
            ("-n", self.name, "addr", "add", f"{self.address}/30", "dev", peer),
            ("-n", self.name, "link", "set", peer, "up"),
            ("-n", self.name, "link", "set", "lo", "up"),
        ]:
            done = ip(*words)
            assert done.returncode == 0, (words, done.stderr)
        return self

    def __exit__(self, *_: Any) -> None:
        ip("link", "del", self.link)
        ip("netns", "del", self.name)


def ip(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["ip", *words], capture_output=True, text=True, timeout=60, check=False)
