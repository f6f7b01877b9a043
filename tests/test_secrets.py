"""No recoverable secret lies in clear in the data folder, in the database or in a backup."""

from __future__ import annotations

import base64
import gzip
import json
import stat
import subprocess
from pathlib import Path

import pytest

from harness.aws import Credentials
from harness.saml import Idp, der, new_key, pem
from harness.server import Server, clean_environment

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
    }
)


def make_secrets(server: Server) -> list[str]:
    """Lets the server issue one secret of each kind and answers them all."""
    iam = server.client("iam")
    secrets = [server.root().secret_key]
    iam.create_user(UserName="ada")
    ada = Credentials.from_key(iam.create_access_key(UserName="ada"))
    secrets.append(ada.secret_key)
    made = iam.create_virtual_mfa_device(VirtualMFADeviceName="ada")["VirtualMFADevice"]
    seed = made["Base32StringSeed"].decode()
    secrets += [seed, base64.b32decode(seed).decode("latin-1")]
    key = new_key()
    provider = {"Name": "idp", "SAMLMetadataDocument": Idp().metadata()}
    iam.create_saml_provider(**provider, AddPrivateKey=pem(key))
    secrets.append(der(key).decode("latin-1"))
    role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    iam.put_user_policy(
        UserName="ada",
        PolicyName="assume",
        PolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
            }
        ),
    )
    sts = server.client("sts", ada)
    for answer in (
        sts.assume_role(RoleArn=role, RoleSessionName="reading", ExternalId="external"),
        sts.get_session_token(),
        sts.get_federation_token(Name="guest"),
    ):
        session = Credentials.from_session(answer)
        server.client("sts", session).get_caller_identity()
        # The token is sealed, signs nothing alone, and stands in CloudTrail's records as in AWS's.
        secrets.append(session.secret_key)
    return secrets


def forms(secret: str) -> list[bytes]:
    """A secret as it could be written down."""
    raw = secret.encode("latin-1")
    encoded = base64.b64encode(raw).rstrip(b"=")
    return [raw, raw.hex().encode(), encoded[:-1], raw[::-1]]


def leaks(text: bytes, secrets: list[str]) -> list[str]:
    return [secret[:4] for secret in secrets for form in forms(secret) if form in text]


def contents(path: Path) -> bytes:
    data = path.read_bytes()
    return data + gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def search(folder: Path, secrets: list[str]) -> dict[str, list[str]]:
    """The files that hold a secret, but for the root's credentials, which are there to be read."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "credentials"]
    assert files
    found = {str(path): leaks(contents(path), secrets) for path in files}
    return {path: secrets for path, secrets in found.items() if secrets}


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_no_secret_lies_in_clear(
    server_factory, binary: Path, store: str | None, request: pytest.FixtureRequest
) -> None:
    server = server_factory(store=store)
    secrets = make_secrets(server)
    assert search(server.data, secrets) == {}
    if store:
        dump = request.getfixturevalue("postgres").dump(store)
        assert leaks(dump.encode(), secrets) == []
    assert leaks(server.output().encode(), secrets) == []
    server.stop()
    assert search(server.data, secrets) == {}


def test_a_backup_holds_no_secret_and_no_unsealed_key(server_factory, binary: Path) -> None:
    server = server_factory()
    secrets = make_secrets(server)
    assert server.stop() == 0
    backup = server.data.parent / "backup"
    done = subprocess.run(
        [binary, "backup", "--data", str(server.data), str(backup)],
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if backup.is_file():
        assert leaks(contents(backup), secrets) == []
        return
    assert search(backup, secrets) == {}
    assert not list(backup.rglob("credentials"))


def test_key_files_are_the_owners_alone(server_factory) -> None:
    server = server_factory()
    make_secrets(server)
    credentials = server.data / "credentials"
    assert stat.S_IMODE(credentials.stat().st_mode) == 0o600
    open_to_others = [
        str(path)
        for path in server.data.rglob("*")
        if path.is_file() and "key" in path.name and path.stat().st_mode & 0o077
    ]
    assert open_to_others == []


def test_the_activity_record_has_no_secret(server_factory) -> None:
    server = server_factory()
    secrets = make_secrets(server)
    events = server.client("cloudtrail").get_paginator("lookup_events").paginate()
    text = json.dumps([page["Events"] for page in events], default=str)
    assert "CreateAccessKey" in text
    assert leaks(text.encode(), secrets) == []
