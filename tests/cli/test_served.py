"""The commands about a data folder: init, explain, backup, restore; and the configuration."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from harness.aws import Credentials, client, environment
from harness.command import run_bartizan
from harness.server import Server, StartFailed


def run(binary: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run_bartizan(binary, *words, environment=variables)


def denied_request(server: Server, who: Credentials) -> str:
    with pytest.raises(ClientError) as denied:
        server.client("iam", who).list_users()
    return denied.value.response["ResponseMetadata"]["RequestId"]


@pytest.fixture
def ada(server: Server, unique) -> Credentials:
    iam, name = server.client("iam"), unique("ada")
    iam.create_user(UserName=name)
    return Credentials.from_key(iam.create_access_key(UserName=name))


def credentials_file(path: Path, credentials: Credentials) -> Path:
    path.write_text(
        f"[ada]\naws_access_key_id = {credentials.access_key}\n"
        f"aws_secret_access_key = {credentials.secret_key}\n"
    )
    return path


def explain(server: Server, binary: Path, request: str, *words: str, **variables: str):
    variables = {
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_SHARED_CREDENTIALS_FILE": str(server.data / "credentials"),
        "AWS_PROFILE": "root",
        **variables,
    }
    return run(binary, "explain", request, *words, **variables)


def test_explain_tells_a_denial(server: Server, binary: Path, ada: Credentials) -> None:
    request = denied_request(server, ada)
    told = explain(server, binary, request)
    assert told.returncode == 0, told.stderr
    for part in [
        f"Request   {request}",
        "Call      iam:ListUsers",
        "Action    iam:ListUsers",
        "denied implicitly",
        "no identity-based policy allows",
        "To be allowed, change:",
    ]:
        assert part in told.stdout


def test_explain_answers_programs(server: Server, binary: Path, ada: Credentials) -> None:
    told = json.loads(
        explain(server, binary, denied_request(server, ada), "--format", "json").stdout
    )
    assert told["event"]["errorCode"] == "AccessDenied"
    assert told["decisions"][0]["decision"]["outcome"] == "ImplicitlyDenied"
    decoded = server.client("sts").decode_authorization_message(
        EncodedMessage=told["encodedAuthorizationMessage"]
    )
    assert json.loads(decoded["DecodedMessage"])["context"]["action"] == "iam:ListUsers"


def test_explain_tells_what_was_allowed(server: Server, binary: Path) -> None:
    answer = server.client("iam").list_users()
    told = explain(server, binary, answer["ResponseMetadata"]["RequestId"])
    assert "allowed, since the root user needs no policy" in told.stdout


def test_explain_needs_its_permission(
    server: Server, binary: Path, ada: Credentials, tmp_path: Path
) -> None:
    request = denied_request(server, ada)
    own = {
        "AWS_SHARED_CREDENTIALS_FILE": str(credentials_file(tmp_path / "credentials", ada)),
        "AWS_PROFILE": "ada",
    }
    refused = explain(server, binary, request, **own)
    assert refused.returncode == 3
    assert "bartizan:ExplainRequest" in refused.stderr
    name = client("sts", server.endpoint, ada).get_caller_identity()["Arn"].rsplit("/", 1)[1]
    policy = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "bartizan:ExplainRequest", "Resource": "*"},
    }
    server.client("iam").put_user_policy(
        UserName=name, PolicyName="explain", PolicyDocument=json.dumps(policy)
    )
    assert explain(server, binary, request, **own).returncode == 0


def test_explain_survives_a_restart(server_factory, binary: Path) -> None:
    server = server_factory()
    iam = server.client("iam")
    iam.create_user(UserName="ada")
    ada = Credentials.from_key(iam.create_access_key(UserName="ada"))
    request = denied_request(server, ada)
    assert server.stop() == 0
    server.start()
    told = explain(server, binary, request)
    assert "denied implicitly" in told.stdout, told.stderr
    assert "To be allowed, change:" in told.stdout


def test_explain_knows_no_other_request(server: Server, binary: Path) -> None:
    done = explain(server, binary, "no-such-request")
    assert (done.returncode, "RequestNotFoundException" in done.stderr) == (3, True)
    unreachable = explain(server, binary, "x", "--endpoint-url", "http://127.0.0.1:1")
    assert (unreachable.returncode, "cannot be reached" in unreachable.stderr) == (3, True)


def test_init_makes_what_serve_finds(binary: Path, tmp_path: Path, server_factory) -> None:
    data = tmp_path / "data"
    words = ("init", "--data", str(data), "--account", "123456789012")
    first = run(binary, *words)
    assert (first.returncode, "Made account 123456789012" in first.stdout) == (0, True)
    secrets = [data / "credentials", data / "seal.key"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in secrets] == [0o600, 0o600]
    before = secrets[0].read_text()
    assert "is there already" in run(binary, *words).stdout
    assert secrets[0].read_text() == before
    server = server_factory(data=data)
    arn = server.client("sts").get_caller_identity()["Arn"]
    assert arn == "arn:aws:iam::123456789012:root"
    other = run(binary, "init", "--data", str(tmp_path / "x"), "--account", "1")
    assert other.returncode == 2


def test_a_start_without_the_key_is_refused(server_factory) -> None:
    server = server_factory()
    server.stop()
    (server.data / "seal.key").rename(server.data / "elsewhere")
    with pytest.raises(StartFailed, match="seal.key is missing"):
        server.start()
    (server.data / "elsewhere").rename(server.data / "seal.key")
    server.start()


def test_a_backup_is_restored_elsewhere(server_factory, binary: Path, tmp_path: Path) -> None:
    server = server_factory()
    iam, s3 = server.client("iam"), server.client("s3")
    iam.create_user(UserName="ada")
    key = Credentials.from_key(iam.create_access_key(UserName="ada"))
    s3.create_bucket(Bucket="ledger")
    s3.put_object(Bucket="ledger", Key="report", Body=b"balance: 42")
    backup, data = tmp_path / "b.tar", str(server.data)

    served = run(binary, "backup", str(backup), "--data", data)
    assert served.returncode == 3
    assert "stopped" in served.stderr
    assert server.stop() == 0
    done = run(binary, "backup", str(backup), "--data", data)
    assert (done.returncode, "seal.key" in done.stdout) == (0, True), done.stderr
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    seal = (server.data / "seal.key").read_text()
    content = backup.read_bytes()
    secrets = [seal.splitlines()[-1], key.secret_key, server.root().secret_key]
    assert not any(secret.encode() in content for secret in secrets)
    assert run(binary, "backup", str(backup), "--data", data).returncode == 2

    restored = tmp_path / "restored"
    assert run(binary, "restore", str(backup), "--data", str(restored)).returncode == 0
    assert run(binary, "restore", str(backup), "--data", str(restored)).returncode == 2
    with pytest.raises(StartFailed, match="seal.key is missing"):
        server_factory(data=restored)
    for name in ("seal.key", "credentials"):
        shutil.copy(server.data / name, restored / name)
    again = server_factory(data=restored)
    body = again.client("s3").get_object(Bucket="ledger", Key="report")["Body"].read()
    assert body == b"balance: 42"
    assert client("sts", again.endpoint, key).get_caller_identity()["Arn"].endswith("user/ada")
    events = again.client("cloudtrail").lookup_events()["Events"]
    assert "CreateUser" in {event["EventName"] for event in events}


def test_configuration_comes_from_flags_then_environment_then_file(
    binary: Path, tmp_path: Path
) -> None:
    config = tmp_path / "bartizan.toml"
    config.write_text(f"data = '{tmp_path}/file'\naccount = '111111111111'\n")
    environment = {"BARTIZAN_CONFIG": str(config), "BARTIZAN_ACCOUNT": "222222222222"}
    assert "111111111111" in run(binary, "init", BARTIZAN_CONFIG=str(config)).stdout
    done = run(binary, "init", "--data", str(tmp_path / "a"), **environment)
    assert "222222222222" in done.stdout, done.stderr
    done = run(
        binary, "init", "--data", str(tmp_path / "b"), "--account", "333333333333", **environment
    )
    assert "333333333333" in done.stdout, done.stderr
    config.write_text("lissten = '127.0.0.1:1'\n")
    assert run(binary, "init", BARTIZAN_CONFIG=str(config)).returncode == 2


def metrics_address(server: Server) -> str:
    (line,) = (line for line in server.lines if line.startswith("Metrics"))
    return line.split("http://", 1)[1].split("/", 1)[0]


def test_metrics_and_health_have_their_own_address(server: Server) -> None:
    server.client("sts").get_caller_identity()
    address = metrics_address(server)
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
        assert 'service="sts"' in answer.read().decode()
    with urllib.request.urlopen(f"http://{address}/health", timeout=10) as answer:
        assert answer.read() == b"ok\n"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"http://{address}/", timeout=10)


def test_logs_are_json_where_asked(server_factory) -> None:
    server = server_factory(extra=("--log-format", "json"))
    assert server.stop() == 0
    lines = server.log.read_text().splitlines()
    assert any("stopping" in json.loads(line)["fields"]["message"] for line in lines)


def test_it_serves_tls(server_factory, binary: Path, tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
        + ["-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "2"]
        + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        + ["-addext", "basicConstraints=critical,CA:FALSE"],
        check=True,
        capture_output=True,
    )
    server = server_factory(extra=("--tls-cert", str(certificate), "--tls-key", str(key)))
    assert server.endpoint.startswith("https://")
    (tmp_path / "home").mkdir()
    variables = {
        **environment(server.endpoint, tmp_path / "home"),
        "AWS_CA_BUNDLE": str(certificate),
    }
    shutil.copy(server.data / "credentials", tmp_path / "home" / "credentials")
    done = subprocess.run(
        ["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"],
        env={**variables, "AWS_PROFILE": "root"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.endswith(":root\n"), done.stderr
    told = explain(server, binary, "none", AWS_CA_BUNDLE=str(certificate))
    assert "RequestNotFoundException" in told.stderr


def test_the_dev_reset_gives_the_root_user_a_new_key(server_factory) -> None:
    server = server_factory(dev=True)
    before = server.root()
    url = f"{server.endpoint}/_bartizan/reset"
    with urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=30) as answer:
        assert answer.status == 200
    assert server.root() != before
    assert server.client("sts").get_caller_identity()["Arn"].endswith(":root")
    with pytest.raises(ClientError, match="InvalidClientTokenId"):
        server.client("sts", before).get_caller_identity()
    assert os.listdir(server.data).count("credentials.next") == 0
