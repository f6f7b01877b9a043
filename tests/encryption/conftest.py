"""What tests of client-side encryption are given."""

from __future__ import annotations

import os

import pytest


@pytest.fixture
def newest_python() -> str:
    """A Python with clients that cannot be beside those of `aws-encryption-cli`."""
    python = os.environ.get("BARTIZAN_ENCRYPTION_CLIENTS")
    if not python:
        pytest.skip("BARTIZAN_ENCRYPTION_CLIENTS names no Python: `cargo xtask test` makes one")
    return python
