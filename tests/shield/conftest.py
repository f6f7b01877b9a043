"""Accounts that are subscribed to AWS Shield Advanced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from harness.aws import Credentials, client
from harness.server import Server


@pytest.fixture
def account(unused_account: Callable[[], str]) -> str:
    return unused_account()


@pytest.fixture
def clients(dev_server: Server, account: str) -> Callable[[str], Any]:
    """Clients of an account of its own."""
    return lambda service: client(service, dev_server.endpoint, Credentials(account, "any"))


@pytest.fixture
def shield(clients: Callable[[str], Any]) -> Any:
    """AWS Shield, with a subscription."""
    shield = clients("shield")
    shield.create_subscription()
    return shield


@pytest.fixture
def address(clients: Callable[[str], Any], account: str) -> str:
    """The ARN of an elastic address."""
    allocation = clients("ec2").allocate_address(Domain="vpc")["AllocationId"]
    return f"arn:aws:ec2:us-east-1:{account}:eip-allocation/{allocation}"
