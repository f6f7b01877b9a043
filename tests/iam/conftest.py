"""What IAM's tests share: users with keys, and documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client
from harness.server import Server


@pytest.fixture
def iam(server: Server) -> Any:
    """IAM as root."""
    return server.client("iam")


@pytest.fixture
def allow() -> Callable[..., str]:
    """A document that allows actions."""

    def document(*actions: str, resource: str = "*", **more: Any) -> str:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource, **more}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    return document


@pytest.fixture
def user(iam: Any, unique: Callable[[str], str]) -> str:
    """A user's name."""
    name = unique("user")
    iam.create_user(UserName=name)
    return name


@pytest.fixture
def group(iam: Any, unique: Callable[[str], str]) -> str:
    """A group's name."""
    name = unique("group")
    iam.create_group(GroupName=name)
    return name


@pytest.fixture
def as_user(server: Server, iam: Any) -> Callable[[str, str], Any]:
    """A client that calls a service as a user, by a fresh key."""

    def call(name: str, service: str) -> Any:
        key = Credentials.from_key(iam.create_access_key(UserName=name))
        return client(service, server.endpoint, key)

    return call
