"""What guards the root key: seals, the sealed server, and a root key that is replaced."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.aws import Credentials, error_of
from harness.command import run_bartizan
from harness.server import Server, StartFailed, clean_environment
from harness.token import Token

PASSPHRASE = "correct horse battery staple"
Operator = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def operator(binary: Path) -> Operator:
    def run(
        server: Server, *words: str, typed: str = "", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        data = ["--data", str(server.data)]
        return run_bartizan(binary, "operator", *words, *data, environment=environment, typed=typed)

    return run


@pytest.fixture
def server(server_factory) -> Iterator[Server]:
    """A stopped server, whose root user has a session."""
    server = server_factory()
    server.session = Credentials.from_session(server.client("sts").get_session_token())
    server.stop()
    yield server
    server.kill()


@pytest.fixture
def token(tmp_path) -> Token:
    return Token(tmp_path)


def is_right(server: Server) -> bool:
    """Whether access keys and session tokens of before are good: both are sealed."""
    identities = [
        server.client("sts", who).get_caller_identity()["Arn"]
        for who in (server.root(), server.session)
    ]
    return all(arn.endswith(":root") for arn in identities)


def health(server: Server) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"{server.endpoint}/_bartizan/health") as answer:
            return answer.status, answer.read().decode().strip()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode().strip()


def metrics_health(server: Server) -> int:
    [line] = [line for line in server.lines if line.startswith("Metrics and health")]
    address = line.split()[5].removesuffix("/metrics")
    try:
        return urllib.request.urlopen(f"{address}/health").status
    except urllib.error.HTTPError as error:
        return error.code


def test_shares_open_the_server_one_by_one(server, operator, tmp_path) -> None:
    shares = tmp_path / "shares"
    words = ("--shares", "4", "--threshold", "2", "--output", str(shares))
    made = operator(server, "reseal", "shares", *words)
    assert made.returncode == 0, made.stderr
    assert sorted(file.name for file in shares.iterdir()) == [f"share-{n}" for n in range(1, 5)]
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in shares.iterdir())
    assert not (server.data / "seal.key").exists()
    server.start()
    assert health(server) == (503, "sealed")
    assert metrics_health(server) == 503
    first = operator(server, "unseal", "--file", str(shares / "share-3"))
    assert (first.returncode, first.stdout.split(":")[0]) == (0, "Taken"), first.stderr
    again = operator(server, "unseal", "--file", str(shares / "share-3"))
    assert (again.returncode, "given already" in again.stderr) == (3, True)
    line = (shares / "share-1").read_text().splitlines()[-1]
    wrong_digit = line[:-12] + ("1" if line[-12] == "0" else "0") + line[-11:]
    mistyped = operator(server, "unseal", typed=wrong_digit)
    assert (mistyped.returncode, "mistyped" in mistyped.stderr) == (3, True)
    assert health(server) == (503, "sealed")
    assert operator(server, "unseal", typed=line).stdout == "Unsealed\n"
    wait_until_open(server)
    assert is_right(server)
    late = operator(server, "unseal", typed=line)
    assert (late.returncode, "no sealed server waits" in late.stderr) == (3, True)


def wait_until_open(server: Server) -> None:
    """The client's own retries wait for the server."""
    patient = {"total_max_attempts": 10, "mode": "standard"}
    server.client("sts", retries=patient).get_caller_identity()


@pytest.mark.parametrize(
    ("service", "operation", "code", "status"),
    [
        ("sts", "get_caller_identity", "ServiceUnavailable", 503),
        ("iam", "list_users", "ServiceUnavailable", 503),
        ("s3", "list_buckets", "ServiceUnavailable", 503),
        ("cloudtrail", "lookup_events", "ServiceUnavailable", 503),
        # KMS's own error for it has this status.
        ("kms", "list_keys", "KMSInternalException", 500),
    ],
)
def test_a_sealed_server_says_what_to_do(sealed_server, service, operation, code, status) -> None:
    call = getattr(sealed_server.client(service), operation)
    found, message, found_status = error_of(call)
    assert (found, found_status) == (code, status)
    assert "bartizan operator unseal" in message


@pytest.fixture(scope="module")
def sealed_server(server_factory, binary, tmp_path_factory) -> Server:
    server = server_factory()
    server.stop()
    file = tmp_path_factory.mktemp("secret") / "passphrase"
    file.write_text(PASSPHRASE)
    words = ["reseal", "passphrase", "--passphrase-file", str(file), "--data", str(server.data)]
    subprocess.run([str(binary), "operator", *words], check=True, env=clean_environment())
    return server.start()


def test_a_sealed_server_stops_when_asked(server, operator) -> None:
    operator(server, "reseal", "passphrase", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    server.start()
    assert server.stop() == 0
    assert not (server.data / "operator.sock").exists()


def test_a_passphrase_is_asked_for_or_read_from_a_file(server, operator, tmp_path) -> None:
    short = operator(server, "reseal", "passphrase", typed="short\nshort\n")
    assert (short.returncode, "at least 12 characters" in short.stderr) == (2, True)
    differ = operator(server, "reseal", "passphrase", typed=f"{PASSPHRASE}\n{PASSPHRASE}.\n")
    assert (differ.returncode, "nothing was changed" in differ.stderr) == (2, True)
    typed = operator(server, "reseal", "passphrase", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    assert typed.returncode == 0, typed.stderr
    server.start()
    wrong = operator(server, "unseal", typed="correct horse battery stable\n")
    assert (wrong.returncode, wrong.stderr) == (3, "bartizan: the passphrase is wrong\n")
    assert operator(server, "unseal", typed=f"{PASSPHRASE}\n").returncode == 0
    wait_until_open(server)
    assert is_right(server)
    server.stop()
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    server.command += ["--seal-passphrase-file", str(file)]
    server.start()
    assert is_right(server)
    assert PASSPHRASE not in server.output()


def test_a_credential_of_systemd_takes_the_place_of_the_key_file(
    server, operator, tmp_path
) -> None:
    credential = tmp_path / "bartizan.seal-key"
    made = operator(server, "reseal", "key-file", "--key", str(credential))
    assert made.returncode == 0, made.stderr
    assert credential.stat().st_mode & 0o777 == 0o600
    assert not (server.data / "seal.key").exists()
    with pytest.raises(StartFailed, match="seal.key is missing"):
        server.start()
    server.command += ["--credentials-directory", str(tmp_path)]
    server.start()
    assert is_right(server)
    server.stop()
    back = operator(server, "reseal", "key-file", CREDENTIALS_DIRECTORY=str(tmp_path))
    assert back.returncode == 0, back.stderr
    credential.unlink()
    server.start()
    assert is_right(server)


def test_a_first_start_seals_by_the_credential_that_is_there(
    server_factory, operator, tmp_path
) -> None:
    credential = tmp_path / "credentials" / "bartizan.seal-key"
    credential.parent.mkdir()
    made = server_factory()
    made.stop()
    (made.data / "seal.key").rename(credential)
    server = server_factory(extra=("--credentials-directory", str(credential.parent)))
    assert not (server.data / "seal.key").exists()
    assert server.client("sts").get_caller_identity()


def test_a_seal_is_changed_only_by_who_can_open_it_and_while_stopped(
    server, operator, tmp_path
) -> None:
    server.start()
    for command in (("reseal", "passphrase"), ("rotate-root-key",)):
        refused = operator(server, *command, typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
        assert (refused.returncode, "while Bartizan is stopped" in refused.stderr) == (3, True)
    server.stop()
    operator(server, "reseal", "passphrase", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    shares = tmp_path / "shares"
    words = ("reseal", "shares", "--output", str(shares))
    assert operator(server, *words, typed="who knows what it is\n").returncode == 3
    assert operator(server, *words).returncode == 2
    assert not shares.exists()
    assert operator(server, *words, typed=f"{PASSPHRASE}\n").returncode == 0
    files = [(shares / f"share-{n}").read_text() for n in (5, 2, 4)]
    assert all(file.startswith("#") for file in files)
    rotated = operator(server, "rotate-root-key", typed="".join(files))
    assert rotated.returncode == 0, rotated.stderr
    server.start()
    for text in (files[0], files[1].splitlines()[-1], f"\n{files[2]}"):
        handed_in = operator(server, "unseal", typed=text)
        assert handed_in.returncode == 0, handed_in.stderr
    wait_until_open(server)
    assert is_right(server)


def test_a_token_unwraps_by_its_pin(server, operator, token, tmp_path) -> None:
    words = ("reseal", "token", "--library", str(token.library), "--token", token.label)
    wrong = operator(server, *words, typed="4321\n", SOFTHSM2_CONF=token.configuration)
    assert (wrong.returncode, "refused the PIN" in wrong.stderr) == (3, True)
    made = operator(server, *words, typed=f"{token.pin}\n", SOFTHSM2_CONF=token.configuration)
    assert made.returncode == 0, made.stderr
    assert not (server.data / "seal.key").exists()
    server.environment["SOFTHSM2_CONF"] = token.configuration
    server.start()
    assert health(server) == (503, "sealed")
    wrong = operator(server, "unseal", typed="4321\n")
    assert (wrong.returncode, "refused the PIN" in wrong.stderr) == (3, True)
    assert operator(server, "unseal", typed=f"{token.pin}\n").returncode == 0
    wait_until_open(server)
    assert is_right(server)
    server.stop()
    pin = tmp_path / "bartizan.seal-pin"
    server.command += ["--credentials-directory", str(tmp_path)]
    # A server that ended would be restarted, and use up the PIN's tries.
    pin.write_text("4321\n")
    server.start()
    assert health(server) == (503, "sealed")
    assert operator(server, "unseal", typed=f"{token.pin}\n").returncode == 0
    wait_until_open(server)
    server.stop()
    pin.write_text(f"{token.pin}\n")
    server.start()
    assert is_right(server)
    assert token.pin not in server.output()


def test_a_new_root_key_wraps_what_the_old_one_did(server, operator) -> None:
    said = []
    for _ in range(2):
        rotated = operator(server, "rotate-root-key")
        assert rotated.returncode == 0, rotated.stderr
        said.append(rotated.stdout.split())
    # "Replaced root key A by B"
    assert said[0][5] == said[1][3], said
    server.start()
    assert is_right(server)
    told = [event["serviceEventDetails"] for event in operators_events(server, "RotateRootKey", 2)]
    assert {(one["previousRootKeyId"], one["rootKeyId"]) for one in told} == {
        (words[3], words[5]) for words in said
    }


def operators_events(server: Server, name: str, count: int) -> list[dict]:
    """What the record tells of what the operator did."""
    trail = server.client("cloudtrail")
    attribute = [{"AttributeKey": "EventName", "AttributeValue": name}]
    for _ in range(50):
        found = trail.lookup_events(LookupAttributes=attribute)["Events"]
        if len(found) >= count:
            break
        time.sleep(0.1)
    return [json.loads(event["CloudTrailEvent"]) for event in found]


def test_the_record_tells_of_another_seal(server, operator) -> None:
    assert operator(server, "reseal", "key-file").returncode == 0
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    assert operator(server, "reseal", "passphrase", typed=typed).returncode == 0
    server.start()
    assert operator(server, "unseal", typed=f"{PASSPHRASE}\n").returncode == 0
    wait_until_open(server)
    told = operators_events(server, "ChangeSeal", 2)
    assert {one["serviceEventDetails"]["seal"] for one in told} == {"key-file", "passphrase"}
    assert {one["eventSource"] for one in told} == {"bartizan.amazonaws.com"}
    assert PASSPHRASE not in json.dumps(told)


def test_what_the_operator_is_warned_of_is_seen(server, operator) -> None:
    key = server.data / "seal.key"
    kept = key.read_text()
    twice = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    quiet = operator(server, "reseal", "passphrase", typed=twice)
    assert (quiet.returncode, "WARN" in quiet.stderr) == (0, False)
    key.write_text(kept)
    warned = operator(server, "reseal", "passphrase", typed=f"{PASSPHRASE}\n{twice}")
    assert (warned.returncode, "not the seal's key" in warned.stderr) == (0, True), warned.stderr


def test_a_token_seals_by_a_key_that_is_nowhere_else(server, operator, token) -> None:
    token.bring_key("brought")
    words = ("--library", str(token.library), "--token", token.label, "--key", "brought")
    refused = operator(
        server,
        *("reseal", "token", *words),
        typed=f"{token.pin}\n",
        SOFTHSM2_CONF=token.configuration,
    )
    assert (refused.returncode, "is not kept by the token alone" in refused.stderr) == (3, True)
    server.start()
    assert is_right(server)


def test_a_kill_leaves_one_root_key_or_the_other(server, binary, kills) -> None:
    kill_at_instants(server, binary, kills, "rotate-root-key")
    server.start()
    assert is_right(server)


def test_a_kill_leaves_one_seal_or_the_other(server, binary, kills) -> None:
    first = (server.data / "seal.key").read_text()
    kill_at_instants(server, binary, kills, "reseal", "key-file")
    server.start()
    assert is_right(server)
    old = [file.read_text() for file in server.data.glob("seal.key.*.old")]
    assert first in old


def kill_at_instants(server: Server, binary: Path, kills: int, *words: str) -> None:
    """Runs the command again and again, kills it at instants that spread over its whole run, and
    has the installation opened after every third."""
    command = [str(binary), "operator", *words, "--data", str(server.data)]
    check = [str(binary), "init", "--data", str(server.data)]
    began = time.monotonic()
    subprocess.run(command, env=clean_environment(), check=True, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - began
    killed = ended = 0
    for attempt in range(kills):
        process = subprocess.Popen(command, env=clean_environment(), stdout=subprocess.DEVNULL)
        try:
            # The last instant lies so late that the command has ended.
            last = attempt % 10 == 9
            assert process.wait(timeout=60 if last else whole * (attempt % 10) / 8) == 0
            ended += 1
        except subprocess.TimeoutExpired:
            process.kill()
            killed += process.wait() == -signal.SIGKILL
        if attempt % 3 == 0:
            opened = subprocess.run(check, env=clean_environment(), capture_output=True, text=True)
            found = (opened.returncode, "there already" in opened.stdout)
            assert found == (0, True), opened.stderr
    assert killed > 0
    assert ended > 0


def test_recovering_a_root_user_asks_for_what_unseals(server, operator) -> None:
    server.start()
    account = server.client("sts").get_caller_identity()["Account"]
    server.stop()
    operator(server, "reseal", "passphrase", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    done = operator(server, "recover-root", account, typed=f"{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    assert PASSPHRASE not in json.dumps([done.stdout, done.stderr])
