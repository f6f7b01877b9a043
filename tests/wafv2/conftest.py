"""AWS WAF as root."""

from __future__ import annotations

from typing import Any

import pytest

from harness.aws import Credentials, client
from harness.server import Server


@pytest.fixture(scope="session")
def waf(server: Server, root: Credentials) -> Any:
    """AWS WAF as the root user."""
    return client("wafv2", server.endpoint, root)
