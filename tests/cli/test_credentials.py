"""`bartizan credentials`: real clients get a role's credentials by each of AWS's three ways."""

from __future__ import annotations

import json
import os
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest

from harness.aws import REGION, Cli
from harness.server import Server, clean_environment

TTL = "x-aws-ec2-metadata-token-ttl-seconds"
TOKEN = "x-aws-ec2-metadata-token"


@pytest.fixture
def role(server: Server, unique: Callable[[str], str]) -> str:
    """A role that a user of its account may assume."""
    iam, name = server.client("iam"), unique("host")
    account = server.client("sts").get_caller_identity()["Account"]
    trust = {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
            "Action": "sts:AssumeRole",
        },
    }
    return iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]


@pytest.fixture
def own(server: Server, unique: Callable[[str], str]) -> dict[str, str]:
    """The environment of one who may assume roles."""
    iam, name = server.client("iam"), unique("host-user")
    iam.create_user(UserName=name)
    allow = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": allow})
    iam.put_user_policy(UserName=name, PolicyName="assume", PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {
        **clean_environment(),
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
        "AWS_REGION": REGION,
    }


Start = Callable[..., dict[str, str]]


@pytest.fixture
def start(binary: Path, own: dict[str, str], role: str) -> Iterator[Start]:
    """Starts a server of credentials and answers the variables that it prints."""
    running = []

    def run(way: str, lines: int, *words: str) -> dict[str, str]:
        command = [str(binary), "credentials", way, "--role", role, *words]
        process = subprocess.Popen(command, env=own, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout
        return dict(process.stdout.readline().strip().split("=", 1) for _ in range(lines))

    yield run
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def container(start: Start, tmp_path: Path) -> dict[str, str]:
    return start("serve", 2, "--token-file", str(tmp_path / "token"))


@pytest.fixture
def metadata(start: Start) -> str:
    return start("metadata", 1)["AWS_EC2_METADATA_SERVICE_ENDPOINT"]


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        request = urllib.request.Request(url, method=method, headers=named)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def identity(server: Server, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> str:
    """Who boto3 is in an environment that has these variables and no other configuration."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    nowhere = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    for name, value in {**nowhere, **variables}.items():
        monkeypatch.setenv(name, value)
    sts = boto3.session.Session().client("sts", region_name=REGION, endpoint_url=server.endpoint)
    return sts.get_caller_identity()["Arn"]


def cli_identity(cli: Cli, variables: dict[str, str], config: str = "") -> str:
    (cli.home / "config").write_text(config)
    (cli.home / "credentials").write_text("")
    del cli.environment["AWS_PROFILE"], cli.environment["AWS_EC2_METADATA_DISABLED"]
    cli.environment.update(variables)
    done = cli("sts", "get-caller-identity")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["Arn"]


def session_of(role: str) -> str:
    return role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/bartizan"


def test_a_process_is_asked(cli: Cli, binary: Path, own, role) -> None:
    process = f"{binary} credentials process --role {role}"
    done = subprocess.run(process.split(), env=own, capture_output=True, text=True, check=True)
    printed = json.loads(done.stdout)
    assert printed["Version"] == 1
    assert set(printed) >= {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}
    keys = " ".join(f"{name}={value}" for name, value in own.items() if name.startswith("AWS_"))
    config = f"[default]\ncredential_process = env {keys} {process}\n"
    assert cli_identity(cli, {}, config) == session_of(role)


def test_clients_use_the_container_protocol(server, cli, container, role, monkeypatch) -> None:
    assert cli_identity(cli, container) == session_of(role)
    assert identity(server, monkeypatch, container) == session_of(role)


def test_clients_use_the_metadata_service(server, cli, metadata, role, monkeypatch) -> None:
    variables = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": metadata}
    assert cli_identity(cli, variables) == session_of(role)
    assert identity(server, monkeypatch, variables) == session_of(role)


def test_the_token_of_the_container_protocol(container) -> None:
    url = container["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    file = Path(container["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"])
    token = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert ask(url, Authorization=token)[0] == 200
    for wrong in ["", "x", token[:-1], f"{token}0", f"Bearer {token}"]:
        assert ask(url, Authorization=wrong)[0] == 401
    assert ask(url)[0] == 401
    assert ask(url, "POST", Authorization=token)[0] == 405
    assert ask(url + "/other", Authorization=token)[0] == 404


def test_a_session_is_kept_until_it_is_due(start: Start, container, tmp_path: Path) -> None:
    def key(variables: dict[str, str]) -> str:
        token = Path(variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]).read_text()
        url = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
        return json.loads(ask(url, Authorization=token)[1])["AccessKeyId"]

    assert key(container) == key(container)
    words = ("--duration-seconds", "900", "--refresh-seconds", "900")
    always_due = start("serve", 2, "--token-file", str(tmp_path / "token"), *words)
    assert key(always_due) != key(always_due)


def test_metadata_needs_a_token(metadata: str) -> None:
    roles = f"{metadata}/latest/meta-data/iam/security-credentials/"
    assert ask(roles)[0] == 401
    assert ask(roles, **{TOKEN: "x" * 64})[0] == 401
    for ttl in ["0", "21601", "x", "-1", ""]:
        assert ask(f"{metadata}/latest/api/token", "PUT", **{TTL: ttl})[0] == 400
    assert ask(f"{metadata}/latest/api/token", "PUT")[0] == 400
    assert ask(f"{metadata}/latest/api/token", **{TTL: "60"})[0] == 405
    status, token = ask(f"{metadata}/latest/api/token", "PUT", **{TTL: "21600"})
    assert status == 200
    name = ask(roles, **{TOKEN: token})[1]
    given = json.loads(ask(roles + name, **{TOKEN: token})[1])
    assert (given["Code"], given["Type"]) == ("Success", "AWS-HMAC")
    document = f"{metadata}/latest/dynamic/instance-identity/document"
    assert json.loads(ask(document, **{TOKEN: token})[1])["region"] == REGION
    assert ask(f"{roles}other", **{TOKEN: token})[0] == 404


@pytest.mark.parametrize(
    "header",
    [
        {"X-Forwarded-For": "10.0.0.1"},
        {"Forwarded": "for=10.0.0.1"},
        {"Host": "rebound.example"},
        {"Host": "169.254.169.254"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_what_others_made_a_program_ask_is_refused(metadata, container, header) -> None:
    assert ask(f"{metadata}/latest/api/token", "PUT", **{TTL: "60"}, **header)[0] == 403
    token = Path(container["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"]).read_text()
    url = container["AWS_CONTAINER_CREDENTIALS_FULL_URI"]
    assert ask(url, **{"Authorization": token, **header})[0] == 403


def test_only_loopback_is_served(binary: Path, own, role) -> None:
    words = ["credentials", "metadata", "--role", role, "--listen", "0.0.0.0:0"]
    done = subprocess.run([binary, *words], env=own, capture_output=True, text=True, check=False)
    assert (done.returncode, "loopback only" in done.stderr) == (2, True)


def test_a_role_that_may_not_be_assumed(binary: Path, own, role) -> None:
    words = ["credentials", "process", "--role", f"{role}-other"]
    done = subprocess.run([binary, *words], env=own, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert re.search("AccessDenied: .*sts:AssumeRole", done.stderr)
