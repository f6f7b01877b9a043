"""What the tests of SAML federation share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.federation import Federation, federate
from harness.saml import Idp
from harness.server import Server


@pytest.fixture
def federation(server: Server, unique: Callable[[str], str]) -> Federation:
    """A provider and a role that trusts it."""
    return federate(server, unique("saml"), Idp())
