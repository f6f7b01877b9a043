"""What the tests of accounts are given: organizations and accounts of their own."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from harness.organization import Organization
from harness.server import Server

_numbers = itertools.count(1)


@pytest.fixture
def organization(dev_server: Server) -> Callable[..., Organization]:
    """Makes organizations, each managed by an account that no other test uses."""
    return lambda **options: Organization(dev_server, unused(), **options)


@pytest.fixture
def unused_account() -> Callable[[], str]:
    """Tells accounts that are in no organization, and that no other test uses."""
    return unused


def unused() -> str:
    """An account that no other test uses."""
    return f"6{next(_numbers):011}"
