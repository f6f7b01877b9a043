"""What the S3 tests are given: clients, buckets, and users of limited permissions."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client
from harness.issuer import Authority
from harness.server import Server


@pytest.fixture(scope="session")
def s3(server: Server, root: Credentials) -> Any:
    """S3 as the root user."""
    return client("s3", server.endpoint, root)


@pytest.fixture(scope="session")
def secure(server_factory: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """S3 over TLS, as the root user."""
    authority = Authority(tmp_path_factory.mktemp("authority"))
    file = str(authority.server())
    server = server_factory(extra=("--tls-cert", file, "--tls-key", file))
    return server.client("s3", authority=authority.file)


@pytest.fixture
def bucket(s3: Any, unique: Callable[[str], str]) -> str:
    """A new bucket."""
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def user(
    server: Server, root: Credentials, unique: Callable[[str], str]
) -> Callable[..., tuple[Any, str]]:
    """Makes a user with these statements: an S3 client, and the ARN."""

    def make(*statements: dict[str, Any]) -> tuple[Any, str]:
        iam = client("iam", server.endpoint, root)
        name = unique("user")
        arn = iam.create_user(UserName=name)["User"]["Arn"]
        if statements:
            document = {"Version": "2012-10-17", "Statement": list(statements)}
            iam.put_user_policy(
                UserName=name, PolicyName="own", PolicyDocument=json.dumps(document)
            )
        key = iam.create_access_key(UserName=name)
        return client("s3", server.endpoint, Credentials.from_key(key)), arn

    return make
