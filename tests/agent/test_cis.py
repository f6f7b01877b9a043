"""A host in a network of its own: its agent runs the checks that CIS scans ask for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.agent import Agent, Namespace, debian, host_role, reports
from harness.aws import Cli
from harness.command import run_bartizan
from harness.held import Held, data_limit
from harness.server import Server
from harness.trails import eventually

ROOT_LOGIN = "5.1.20"
SESSIONS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "inspector2:StartCisSession",
                "inspector2:SendCisSessionTelemetry",
                "inspector2:SendCisSessionHealth",
                "inspector2:StopCisSession",
            ],
            "Resource": "*",
        }
    ],
}


@pytest.fixture(scope="module")
def network() -> Iterator[Namespace]:
    with Namespace() as made:
        yield made


@pytest.fixture(scope="module")
def scanning(network: Namespace, server_factory: Callable[..., Server]) -> Server:
    """A server that the network reaches."""
    return server_factory(listen=f"{network.outside}:0", extra=("--insecure-http",))


def host(root: Path, login: str) -> Path:
    """The tree of a host whose SSH server lets root log in, or does not."""
    debian(root, **{"openssh-server": "1:9.2p1-2"})
    (root / "etc/ssh").mkdir(exist_ok=True)
    (root / "etc/ssh/sshd_config").write_text(f"PermitRootLogin {login}\n")
    return root


class Scans:
    """CIS scans of the team red, by the AWS CLI."""

    def __init__(self, cli: Cli) -> None:
        self.cli = cli

    def run(self, operation: str, *words: str) -> dict[str, Any]:
        done = self.cli("inspector2", operation, *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def scan(self, name: str) -> str:
        """Scans once; the ARN of the scan, when it is over."""
        self.begin(name)
        return self.ended(name)

    def begin(self, name: str) -> None:
        """Has what is to be scanned once."""
        targets = {"accountIds": ["SELF"], "targetResourceTags": {"team": ["red"]}}
        self.run(
            "create-cis-scan-configuration",
            *("--scan-name", name, "--security-level", "LEVEL_1"),
            *("--schedule", '{"oneTime": {}}', "--targets", json.dumps(targets)),
        )

    def ended(self, name: str) -> str:
        """The ARN of a scan, when it is over."""
        names = [{"comparison": "EQUALS", "value": name}]
        done = [{"comparison": "EQUALS", "value": "COMPLETED"}]
        criteria = json.dumps({"scanNameFilters": names, "scanStatusFilters": done})
        (scan,) = eventually(
            lambda: self.run("list-cis-scans", "--filter-criteria", criteria)["scans"]
        )
        return scan["scanArn"]

    def counts(self, scan: str) -> dict[str, int]:
        """How many hosts let root log in."""
        criteria = {"checkIdFilters": [{"comparison": "EQUALS", "value": ROOT_LOGIN}]}
        words = ("--scan-arn", scan, "--filter-criteria", json.dumps(criteria))
        told = self.run("list-cis-scan-results-aggregated-by-checks", *words)
        (check,) = told["checkAggregations"]
        return check["statusCounts"]


@pytest.fixture
def cli(scanning: Server, tmp_path: Path) -> Cli:
    return Cli(scanning, tmp_path)


@pytest.fixture
def agent(
    binary: Path,
    scanning: Server,
    network: Namespace,
    cli: Cli,
    tmp_path: Path,
    unique: Callable[[str], str],
) -> Iterator[Agent]:
    """The agent of a host in the network, of the team red, whose SSH server lets root log in."""
    name = unique("host")
    role = host_role(scanning, name)
    scanning.client("iam").put_role_policy(
        RoleName=name, PolicyName="checks", PolicyDocument=json.dumps(SESSIONS)
    )
    words = ("agent", "activate", "--role", role, "--name", name)
    code = run_bartizan(binary, *words, environment=cli.environment).stdout.strip()
    root = host(tmp_path / "root", "yes")
    agent = Agent(binary, scanning.endpoint, tmp_path / "state", root)
    agent.inside = network.exec
    agent.start(code)
    try:
        eventually((agent.state / "registration.json").exists)
        instance = ("--resources", agent.instance())
        tag = ("ec2", "create-tags", *instance, "--tags", "Key=team,Value=red")
        assert cli(*tag).returncode == 0
        yield agent
        # Later scans are of others.
        gone = ("ec2", "terminate-instances", "--instance-ids", agent.instance())
        assert cli(*gone).returncode == 0
    finally:
        agent.kill()


def test_a_deviation_is_found_and_passes_once_it_is_mended(agent: Agent, cli: Cli) -> None:
    scans = Scans(cli)
    assert scans.counts(first := scans.scan("before"))["failed"] == 1, agent.said()
    resources = scans.run(
        "list-cis-scan-results-aggregated-by-target-resource", "--scan-arn", first
    )
    (resource,) = resources["targetResourceAggregations"]
    assert resource["targetResourceId"] == agent.instance()
    assert (resource["targetStatus"], resource["platform"]) == ("COMPLETED", "DEBIAN_12")
    host(agent.root, "no")
    assert scans.counts(scans.scan("after"))["passed"] == 1


def test_checks_run_apart_within_limits_while_the_host_is_heard_of(
    scanning: Server, agent: Agent, cli: Cli
) -> None:
    scans = Scans(cli)
    with Held(agent.root / "etc/ssh/sshd_config") as configuration:
        scans.begin("held")
        judging = configuration.opened()
        assert b"judge" in Path(f"/proc/{judging}/cmdline").read_bytes()
        assert data_limit(judging)
        before = reports(scanning)
        eventually(lambda: reports(scanning) >= before + 3)
    assert scans.counts(scans.ended("held"))["failed"] == 1, agent.said()


def test_an_agent_whose_role_may_not_tells_why(
    binary: Path, scanning: Server, cli: Cli, tmp_path: Path
) -> None:
    role = host_role(scanning, "silent")
    words = ("agent", "activate", "--role", role, "--name", "web-2")
    code = run_bartizan(binary, *words, environment=cli.environment).stdout.strip()
    agent = Agent(binary, scanning.endpoint, tmp_path / "state", host(tmp_path / "root", "yes"))
    agent.start(code)
    try:
        eventually((agent.state / "registration.json").exists)
        tag = ("ec2", "create-tags", "--resources", agent.instance(), "--tags")
        assert cli(*tag, "Key=team,Value=blue").returncode == 0
        targets = {"accountIds": ["SELF"], "targetResourceTags": {"team": ["blue"]}}
        Scans(cli).run(
            "create-cis-scan-configuration",
            *("--scan-name", "refused", "--security-level", "LEVEL_1"),
            *("--schedule", '{"oneTime": {}}', "--targets", json.dumps(targets)),
        )
        eventually(lambda: "inspector2:StartCisSession" in agent.said())
    finally:
        agent.kill()
