"""AWS clients: boto3 with explicit credentials, and the real AWS CLI with a home of its own."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from harness.server import Server

REGION = "us-east-1"

# It holds the models that it read; it makes clients for one thread at a time.
_SESSION = boto3.session.Session()
_SESSION_LOCK = threading.Lock()


@dataclass(frozen=True)
class Credentials:
    """An access key, long-term or temporary."""

    access_key: str
    secret_key: str
    token: str | None = None

    @classmethod
    def from_file(cls, path: Path, profile: str) -> Credentials:
        """A profile of a credentials file as AWS tools read it."""
        parser = configparser.ConfigParser()
        parser.read(path)
        section = parser[profile]
        return cls(
            section["aws_access_key_id"],
            section["aws_secret_access_key"],
            section.get("aws_session_token"),
        )

    @classmethod
    def from_key(cls, answer: dict[str, Any]) -> Credentials:
        """The key in the answer of `CreateAccessKey`."""
        key = answer["AccessKey"]
        return cls(key["AccessKeyId"], key["SecretAccessKey"])

    @classmethod
    def from_session(cls, answer: dict[str, Any]) -> Credentials:
        """The session in the answer of `AssumeRole` and its kin."""
        session = answer["Credentials"]
        return cls(session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])


def client(
    service: str,
    endpoint: str,
    credentials: Credentials,
    *,
    region: str = REGION,
    authority: Path | None = None,
    **config: Any,
) -> Any:
    """A boto3 client that does not retry, so that a test sees the first answer. `authority` vouches
    for a server of TLS."""
    settings: dict[str, Any] = {
        "retries": {"total_max_attempts": 1},
        "s3": {"addressing_style": "path"},
        "read_timeout": 30,
    }
    with _SESSION_LOCK:
        return _SESSION.client(
            service,
            region_name=region,
            endpoint_url=endpoint,
            verify=str(authority) if authority else None,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
            aws_session_token=credentials.token,
            config=Config(**{**settings, **config}),
        )


def speaking(
    service: str, protocol: str, folder: Path, endpoint: str, credentials: Credentials
) -> Any:
    """A client of boto3 whose model knows one protocol only; the model is put into a folder."""
    loader = boto3.session.Session()._loader
    model = loader.load_service_model(service, "service-2")
    metadata = {**model["metadata"], "protocol": protocol, "protocols": [protocol]}
    place = folder / service / loader.determine_latest_version(service, "service-2")
    place.mkdir(parents=True)
    (place / "service-2.json").write_text(json.dumps({**model, "metadata": metadata}))
    fresh = boto3.session.Session()
    fresh._loader.search_paths.insert(0, str(folder))
    return fresh.client(
        service,
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
    )


def error_of(call: Callable[..., Any], **parameters: Any) -> tuple[str, str, int]:
    """The code, message and HTTP status that a call is refused with."""
    try:
        answer = call(**parameters)
    except ClientError as error:
        answer = error.response
        status = answer["ResponseMetadata"]["HTTPStatusCode"]
        return answer["Error"]["Code"], answer["Error"].get("Message", ""), status
    raise AssertionError(f"the call was not refused: {answer}")


class Cli:
    """The AWS CLI of this test environment."""

    def __init__(self, server: Server, home: Path, credentials: Credentials | None = None) -> None:
        self.home = home
        self.environment = environment(server.endpoint, home)
        (home / "config").touch()
        self.add_profile("root", server.root())
        if credentials:
            self.add_profile("user", credentials)
        self.environment["AWS_PROFILE"] = "user" if credentials else "root"

    def add_profile(self, name: str, credentials: Credentials) -> None:
        """Writes credentials under a profile name."""
        with (self.home / "credentials").open("a") as file:
            file.write(f"[{name}]\naws_access_key_id = {credentials.access_key}\n")
            file.write(f"aws_secret_access_key = {credentials.secret_key}\n")
            if credentials.token:
                file.write(f"aws_session_token = {credentials.token}\n")

    def __call__(self, *words: str, profile: str | None = None) -> subprocess.CompletedProcess[str]:
        """Runs `aws` with these words; the caller looks at the exit code and the output."""
        environment = {**self.environment, **({"AWS_PROFILE": profile} if profile else {})}
        return subprocess.run(
            ["aws", *words],
            env=environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


def environment(endpoint: str, home: Path) -> dict[str, str]:
    """The environment of a shell that has the test's AWS CLI and nothing of the machine's own
    configuration."""
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
    }
