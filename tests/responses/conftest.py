"""A server with a detector that runs functions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.functions import RunningFactory
from harness.guard import Guard


@pytest.fixture
def guard(binary: Path, running: RunningFactory, tmp_path: Path) -> Iterator[Guard]:
    """A detector that is enabled, and what hands records to it."""
    server = running()
    yield Guard(binary, server, tmp_path)
    server.stop()
