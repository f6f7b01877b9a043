"""The key service as root, and keys of a test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client
from harness.server import Server


@pytest.fixture(scope="session")
def kms(server: Server, root: Credentials) -> Any:
    """The key service as the root user."""
    return client("kms", server.endpoint, root)


@pytest.fixture
def key(kms: Any) -> Callable[..., str]:
    """Makes keys; tells their ids."""
    return lambda **options: kms.create_key(**options)["KeyMetadata"]["KeyId"]


@pytest.fixture
def user(
    server: Server, root: Credentials, unique: Callable[[str], str]
) -> Callable[[], tuple[str, Any]]:
    """Makes users who may do nothing; tells their ARN, and the key service as they call it."""
    iam = client("iam", server.endpoint, root)

    def make() -> tuple[str, Any]:
        name = unique("user")
        arn = iam.create_user(UserName=name)["User"]["Arn"]
        keys = Credentials.from_key(iam.create_access_key(UserName=name))
        return arn, client("kms", server.endpoint, keys)

    return make
