"""Hosts that register themselves, and report what is on them."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

from harness.agent import TRUST, Agent, advise, debian, host_role, reports
from harness.aws import Cli, Credentials, environment
from harness.command import run_bartizan
from harness.held import Held, data_limit
from harness.own import call
from harness.server import Server
from harness.trails import eventually

MakeAgent = Callable[..., Agent]
Activate = Callable[..., str]


def instance(server: Server, name: str) -> dict[str, Any]:
    """An instance as EC2 shows it."""
    found = server.client("ec2").describe_instances(InstanceIds=[name])["Reservations"]
    return found[0]["Instances"][0]


def state(server: Server, name: str) -> str:
    return instance(server, name)["State"]["Name"]


def test_a_host_becomes_an_instance(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent, tmp_path: Path
) -> None:
    cli = Cli(fresh_server, tmp_path)
    group = fresh_server.client("ec2").create_security_group(GroupName="web", Description="web")
    code = activate("--name", "web-1", "--security-group-ids", group["GroupId"])
    agent = agent_of()
    done = agent.once(code)
    assert done.returncode == 0, done.stderr

    shown = cli("ec2", "describe-instances", "--filters", "Name=tag:Name,Values=web-1")
    (reservation,) = json.loads(shown.stdout)["Reservations"]
    (told,) = reservation["Instances"]
    assert told["InstanceId"] == agent.instance()
    assert told["State"]["Name"] == "running"
    assert told["SecurityGroups"] == [{"GroupId": group["GroupId"], "GroupName": "web"}]
    status = cli("ec2", "describe-instance-status", "--instance-ids", agent.instance())
    (known,) = json.loads(status.stdout)["InstanceStatuses"]
    assert known["InstanceStatus"]["Status"] == "ok"

    key = agent.state / "agent.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(agent.state.stat().st_mode) == 0o700
    # A second look needs no code, and makes no second instance.
    done = agent.once()
    assert done.returncode == 0, done.stderr
    assert len(json.loads(cli("ec2", "describe-instances").stdout)["Reservations"]) == 1


def test_a_code_is_good_for_one_host(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent
) -> None:
    code = activate()
    assert agent_of().once(code).returncode == 0
    done = agent_of().once(code)
    assert (done.returncode, "ActivationUsedException" in done.stderr) == (1, True)

    number, secret = activate().split(":")
    wrong = agent_of().once(f"{number}:{secret[::-1]}")
    unknown = agent_of().once(f"00000000-0000-4000-8000-000000000000:{secret}")
    assert wrong.returncode == unknown.returncode == 1
    assert wrong.stderr == unknown.stderr
    assert "InvalidActivationException" in wrong.stderr
    assert agent_of().once(f"{number}:{secret}").returncode == 0
    done = agent_of().once()
    assert (done.returncode, "--activation" in done.stderr) == (2, True)


def test_a_code_can_be_taken_back(
    binary: Path,
    fresh_server: Server,
    activate: Activate,
    agent_of: MakeAgent,
    tmp_path: Path,
) -> None:
    code = activate()
    own = Cli(fresh_server, tmp_path).environment
    words = ("agent", "deactivate", code.split(":")[0])
    assert run_bartizan(binary, *words, environment=own).returncode == 0
    assert "InvalidActivationException" in agent_of().once(code).stderr
    again = run_bartizan(binary, *words, environment=own)
    assert "ActivationNotFoundException" in again.stderr


def test_what_happens_is_recorded_without_the_code(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent
) -> None:
    code = activate()
    number, secret = code.split(":")
    agent = agent_of()
    assert agent.once(code).returncode == 0
    trail = fresh_server.client("cloudtrail")
    for name in ["CreateAgentActivation", "RegisterAgent", "GetAgentCredentials", "AssumeRole"]:
        attribute = {"AttributeKey": "EventName", "AttributeValue": name}
        events = trail.lookup_events(LookupAttributes=[attribute])["Events"]
        assert events, name
        text = json.dumps([event["CloudTrailEvent"] for event in events])
        assert secret not in text, name
        whom = number if name in {"CreateAgentActivation", "RegisterAgent"} else agent.instance()
        assert whom in text, name
    assert secret not in fresh_server.output()
    kept = [path for path in fresh_server.data.rglob("*") if path.is_file()]
    assert not any(secret.encode() in path.read_bytes() for path in kept)


def test_who_may_not_run_an_instance_there_makes_no_code(
    binary: Path, fresh_server: Server, role: str, tmp_path: Path
) -> None:
    iam, ec2 = fresh_server.client("iam"), fresh_server.client("ec2")
    groups = [
        ec2.create_security_group(GroupName=name, Description=name)["GroupId"]
        for name in ["narrow", "wide"]
    ]
    iam.create_user(UserName="helper")
    key = Credentials.from_key(iam.create_access_key(UserName="helper"))
    own = environment(fresh_server.endpoint, tmp_path) | {
        "AWS_ACCESS_KEY_ID": key.access_key,
        "AWS_SECRET_ACCESS_KEY": key.secret_key,
    }
    allowed: list[dict[str, Any]] = []

    def asked(group: str, *words: str) -> tuple[int, str]:
        policy = {"Version": "2012-10-17", "Statement": allowed}
        iam.put_user_policy(UserName="helper", PolicyName="own", PolicyDocument=json.dumps(policy))
        own_words = ("agent", "activate", "--role", role, "--security-group-ids", group, *words)
        done = run_bartizan(binary, *own_words, environment=own)
        return done.returncode, done.stderr

    narrow, wide = groups
    places = [f"arn:aws:ec2:*:*:{kind}/*" for kind in ["instance", "network-interface", "subnet"]]
    for action, resources, lacking in [
        ("bartizan:CreateAgentActivation", ["*"], "iam:PassRole"),
        ("iam:PassRole", [role], "ec2:RunInstances"),
        ("ec2:RunInstances", places, f"security-group/{narrow}"),
        ("ec2:RunInstances", [f"arn:aws:ec2:*:*:security-group/{narrow}"], None),
    ]:
        allowed.append({"Effect": "Allow", "Action": action, "Resource": resources})
        code, said = asked(narrow)
        assert (code, lacking is None or lacking in said) == (3 if lacking else 0, True), said
    code, said = asked(wide)
    assert (code, f"security-group/{wide}" in said) == (3, True), said
    code, said = asked(narrow, "--name", "web")
    assert (code, "ec2:CreateTags" in said) == (3, True), said


def test_another_session_of_the_name_reports_nothing(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent, role: str
) -> None:
    iam = fresh_server.client("iam")
    agent = agent_of()
    assert agent.once(activate()).returncode == 0
    user = iam.create_user(UserName="thief")["User"]["Arn"]
    key = Credentials.from_key(iam.create_access_key(UserName="thief"))
    helper = fresh_server.client("sts", key)
    trust = json.loads(json.dumps(TRUST))
    trust["Statement"][0]["Principal"]["AWS"] = user
    iam.update_assume_role_policy(RoleName="host", PolicyDocument=json.dumps(trust))
    try:
        given = helper.assume_role(RoleArn=role, RoleSessionName=agent.instance())["Credentials"]
    finally:
        iam.update_assume_role_policy(RoleName="host", PolicyDocument=json.dumps(TRUST))
    stolen = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    report = {"InstanceId": agent.instance(), "IntervalSeconds": 60, "InventoryVersion": "ab"}
    answer = call(fresh_server, "SendAgentReport", report, stolen)
    assert answer["__type"].endswith("AccessDeniedException"), answer
    assert "GetAgentCredentials gave it" in answer["message"]
    assert agent.once().returncode == 0


def test_a_host_is_heard_of_while_its_disk_is_looked_through(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent
) -> None:
    agent = agent_of()
    with Held(agent.root / "var/lib/dpkg/status") as status:
        agent.start(activate())
        looking = status.opened()
        assert looking != agent.pid
        assert data_limit(looking) and not data_limit(agent.pid)
        before = reports(fresh_server)
        eventually(lambda: reports(fresh_server) >= before + 3)
        assert state(fresh_server, agent.instance()) == "running"
        assert "known to the server" not in agent.said()
        status.let()
        eventually(lambda: "known to the server" in agent.said())
    assert "packages=1 " in agent.said(), agent.said()


def test_what_takes_too_much_memory_is_left_out(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent
) -> None:
    fresh_server.client("inspector2").enable(resourceTypes=["EC2"])
    agent = agent_of()
    lock = agent.root / "srv/app/poetry.lock"
    lock.parent.mkdir(parents=True)
    with lock.open("w") as file:
        for _ in range(256):
            file.write('[[package]]\nname="a"\nversion="1"\n' * 4000)
    (agent.root / "srv/requirements.txt").write_text("flask==2.0.0\n")
    try:
        agent.start(activate())
        eventually(lambda: "known to the server" in agent.said())
    finally:
        # Whoever looks through this machine next need not read it.
        lock.unlink()
    assert "packages=2 " in agent.said(), agent.said()
    assert 'file="srv/app/poetry.lock"' in agent.said()


def test_a_terminated_instance_ends_its_agent(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent, tmp_path: Path
) -> None:
    agent = agent_of().start(activate())
    eventually((agent.state / "registration.json").exists)
    eventually(lambda: state(fresh_server, agent.instance()) == "running")
    cli = Cli(fresh_server, tmp_path)
    done = cli("ec2", "stop-instances", "--instance-ids", agent.instance())
    assert "UnsupportedOperation" in done.stderr
    done = cli("ec2", "terminate-instances", "--instance-ids", agent.instance())
    assert done.returncode == 0, done.stderr
    assert agent.ended() == 1
    assert "was terminated" in agent.said()
    assert agent.once().returncode == 1
    assert state(fresh_server, agent.instance()) == "terminated"


def test_a_kill_while_it_registers_loses_nothing(
    fresh_server: Server, activate: Activate, agent_of: MakeAgent, kills: int
) -> None:
    agent = agent_of()
    code = activate("--name", "killed")
    # Wherever it is killed, its key is there first, and the code is good for that again.
    for _ in range(kills):
        agent.start(code)
        eventually((agent.state / "agent.key").exists)
        agent.kill()
    assert agent.once(code).returncode == 0
    named = [{"Name": "tag:Name", "Values": ["killed"]}]
    found = fresh_server.client("ec2").describe_instances(Filters=named)["Reservations"]
    assert [one["Instances"][0]["InstanceId"] for one in found] == [agent.instance()]


def test_what_changes_while_the_server_is_away_is_told_later(
    binary: Path, server_factory: Callable[..., Server], tmp_path: Path
) -> None:
    folder = tmp_path / "advisories"
    advise(binary, folder, fixed="2.0-1")
    extra = ("--advisories", str(folder / "advisories.db"))
    server = server_factory(extra=extra)
    server.client("inspector2").enable(resourceTypes=["EC2"])
    own = Cli(server, tmp_path).environment
    words = ("agent", "activate", "--role", host_role(server, "host"))
    code = run_bartizan(binary, *words, environment=own).stdout.strip()
    root = debian(tmp_path / "root", editor="2.0-1")
    agent = Agent(binary, server.endpoint, tmp_path / "state", root).start(code)
    try:
        eventually(lambda: "known to the server" in agent.said())
        server.kill()
        for version in ["1.0-1", "1.1-1"]:
            debian(root, editor=version)
        eventually(lambda: "is sent again in" in agent.said())
        agent.kill()
        agent.start()
        address = server.endpoint.removeprefix("http://")
        again = server_factory(data=server.data, listen=address, extra=extra)
        inspector = again.client("inspector2")
        (finding,) = eventually(lambda: inspector.list_findings()["findings"])
        (package,) = finding["packageVulnerabilityDetails"]["vulnerablePackages"]
        assert (package["name"], package["version"]) == ("editor", "1.1")
        assert finding["resources"][0]["id"] == agent.instance()
    finally:
        agent.kill()
