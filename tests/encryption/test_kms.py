"""Messages under KMS keys of Bartizan, written and read by `bartizan` and by AWS's own clients."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import aws_encryption_sdk
import botocore.session
import pytest
from aws_encryption_sdk.key_providers.kms import DiscoveryFilter

from harness.aws import Credentials, environment
from harness.encryption import AwsEncryptionCli, Command
from harness.server import Server

PLAINTEXT = bytes(range(256)) * 64
CONTEXT = {"tenant": "blue"}


def variables(server: Server, who: Credentials, home: Path) -> dict[str, str]:
    """The environment in which every client finds the server and its credentials."""
    found = environment(server.endpoint, home)
    del found["AWS_CONFIG_FILE"], found["AWS_SHARED_CREDENTIALS_FILE"]
    return {
        **found,
        "AWS_ACCESS_KEY_ID": who.access_key,
        "AWS_SECRET_ACCESS_KEY": who.secret_key,
    }


@pytest.fixture
def bartizan(
    server: Server, root: Credentials, binary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Command:
    for name, value in variables(server, root, tmp_path).items():
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, value)
    (tmp_path / "plain").write_bytes(PLAINTEXT)
    return Command(binary, tmp_path, **variables(server, root, tmp_path))


@pytest.fixture
def key(server: Server) -> str:
    return server.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def other(server: Server) -> str:
    return server.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def alias(server: Server, key: str, unique: Callable[[str], str]) -> str:
    name = f"alias/{unique('ledger')}"
    server.client("kms").create_alias(AliasName=name, TargetKeyId=key)
    return name


def provider(*keys: str) -> aws_encryption_sdk.StrictAwsKmsMasterKeyProvider:
    session = botocore.session.Session()
    return aws_encryption_sdk.StrictAwsKmsMasterKeyProvider(key_ids=keys, botocore_session=session)


SDK = aws_encryption_sdk.EncryptionSDKClient()


def test_the_sdk_reads_what_bartizan_writes(bartizan: Command, key: str, other: str) -> None:
    keys = ("--key", key, "--key", other)
    message = bartizan("encrypt", *keys, "--context", "tenant=blue", stdin=PLAINTEXT).stdout
    for one in (key, other):
        plaintext, header = SDK.decrypt(source=message, key_provider=provider(one))
        assert plaintext == PLAINTEXT
        assert header.encryption_context["tenant"] == "blue"
    account = key.split(":")[4]
    discovery = aws_encryption_sdk.DiscoveryAwsKmsMasterKeyProvider(
        botocore_session=botocore.session.Session(),
        discovery_filter=DiscoveryFilter(account_ids=(account,), partition="aws"),
    )
    assert SDK.decrypt(source=message, key_provider=discovery)[0] == PLAINTEXT


def test_bartizan_reads_what_the_sdk_writes(
    bartizan: Command, key: str, other: str, alias: str
) -> None:
    message, _ = SDK.encrypt(
        source=PLAINTEXT, key_provider=provider(key, other), encryption_context=CONTEXT
    )
    account = key.split(":")[4]
    for words in [
        ("--key", key),
        ("--key", other),
        ("--key", key.rsplit("/", 1)[1]),
        ("--key", alias),
        ("--key", key.replace(f"key/{key.rsplit('/', 1)[1]}", alias)),
        ("--discovery",),
        ("--discovery", "--account", account),
    ]:
        required = ("--require-context", "tenant=blue")
        assert bartizan("decrypt", *words, *required, stdin=message).stdout == PLAINTEXT


def test_files_go_both_ways_to_aws_encryption_cli(
    bartizan: Command, server: Server, root: Credentials, key: str, alias: str, tmp_path: Path
) -> None:
    theirs = AwsEncryptionCli(tmp_path, **variables(server, root, tmp_path))
    theirs_key = ("--wrapping-keys", f"key={key}", "--suppress-metadata")
    bartizan("encrypt", "--key", alias, "-i", "plain", "-o", "ours.enc")
    theirs("--decrypt", *theirs_key, "-i", "ours.enc", "-o", "ours.dec")
    theirs("--encrypt", *theirs_key, "-i", "plain", "-o", "theirs.enc")
    bartizan("decrypt", "--key", alias, "-i", "theirs.enc", "-o", "theirs.dec")
    for file in ("ours.dec", "theirs.dec"):
        assert (tmp_path / file).read_bytes() == PLAINTEXT


def test_a_raw_key_beside_a_kms_key_needs_no_server(
    bartizan: Command, key: str, tmp_path: Path
) -> None:
    (tmp_path / "key").write_bytes(b"k" * 32)
    raw = ("--raw-aes", "key", "--namespace", "vault", "--name", "escrow")
    message = bartizan("encrypt", "--key", key, *raw, stdin=PLAINTEXT).stdout
    assert bartizan("decrypt", "--key", key, stdin=message).stdout == PLAINTEXT
    bartizan.environment["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    assert bartizan("decrypt", *raw, stdin=message).stdout == PLAINTEXT
    told = bartizan.refused("decrypt", "--key", key, stdin=message, code=3)
    assert "http://127.0.0.1:9 cannot be reached" in told


def test_keys_that_are_not_given_are_not_asked(bartizan: Command, key: str, other: str) -> None:
    message = bartizan("encrypt", "--key", key, stdin=PLAINTEXT).stdout
    for words in [("--key", other), ("--discovery", "--account", "210987654321")]:
        told = bartizan.refused("decrypt", *words, stdin=message)
        assert told.endswith(f"it was encrypted for\n  aws-kms {key}\n")


def test_an_alias_of_another_key_does_not_open(
    bartizan: Command, server: Server, other: str, alias: str
) -> None:
    message = bartizan("encrypt", "--key", other, stdin=PLAINTEXT).stdout
    told = bartizan.refused("decrypt", "--key", alias, stdin=message)
    assert f"{alias}: IncorrectKeyException: " in told


def test_an_answer_for_another_key_is_not_believed(bartizan: Command, key: str, other: str) -> None:
    message = bartizan("encrypt", "--key", key, stdin=PLAINTEXT).stdout
    answer = {"KeyId": other, "Plaintext": base64.b64encode(bytes(32)).decode()}
    with answering(answer) as bartizan.environment["AWS_ENDPOINT_URL"]:
        told = bartizan.refused("decrypt", "--discovery", stdin=message)
    assert f"{key}: KMS decrypted what should be {key}'s with another" in told


@contextmanager
def answering(answer: dict[str, str]) -> Iterator[str]:
    """A server that answers all requests alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_the_message_is_bound_to_its_context(bartizan: Command, key: str) -> None:
    hidden = ("--hidden-context", "tenant=blue")
    message = bartizan("encrypt", "--key", key, *hidden, stdin=PLAINTEXT).stdout
    told = bartizan.refused("decrypt", "--key", key, stdin=message)
    assert "InvalidCiphertextException" in told
    required = ("--require-context", "tenant=blue")
    assert bartizan("decrypt", "--key", key, *required, stdin=message).stdout == PLAINTEXT


def test_who_may_not_decrypt_does_not(
    bartizan: Command,
    server: Server,
    binary: Path,
    key: str,
    tmp_path: Path,
    unique: Callable[[str], str],
) -> None:
    iam, name = server.client("iam"), unique("ada")
    iam.create_user(UserName=name)
    ada = Credentials.from_key(iam.create_access_key(UserName=name))
    message = bartizan("encrypt", "--key", key, "--context", "tenant=blue", stdin=PLAINTEXT).stdout
    hers = Command(binary, tmp_path, **variables(server, ada, tmp_path))
    told = hers.refused("decrypt", "--key", key, stdin=message)
    assert f"{key}: AccessDeniedException: " in told
    assert "kms:Decrypt" in told
    statement = {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": key,
        "Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "blue"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=name, PolicyName="blue", PolicyDocument=policy)
    assert hers("decrypt", "--key", key, stdin=message).stdout == PLAINTEXT
    unbound = bartizan("encrypt", "--key", key, stdin=PLAINTEXT).stdout
    assert "AccessDeniedException" in hers.refused("decrypt", "--key", key, stdin=unbound)
    server.client("kms").disable_key(KeyId=key)
    assert "DisabledException" in bartizan.refused("decrypt", "--key", key, stdin=message)


def test_a_replica_opens_what_its_primary_sealed(bartizan: Command, server: Server) -> None:
    kms = server.client("kms")
    primary = kms.create_key(MultiRegion=True)["KeyMetadata"]["Arn"]
    kms.replicate_key(KeyId=primary, ReplicaRegion="eu-west-1")
    replica = primary.replace("us-east-1", "eu-west-1")
    message = bartizan("encrypt", "--key", primary, stdin=PLAINTEXT).stdout
    assert bartizan("decrypt", "--key", replica, stdin=message).stdout == PLAINTEXT
    message = bartizan("encrypt", "--key", replica, stdin=PLAINTEXT).stdout
    assert bartizan("decrypt", "--key", primary, stdin=message).stdout == PLAINTEXT
