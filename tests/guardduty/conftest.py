"""An account with a detector, on a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.guard import Guard
from harness.server import Server


@pytest.fixture
def guard(binary: Path, server_factory: Callable[..., Server], tmp_path: Path) -> Iterator[Guard]:
    """A detector that is enabled, and what hands records to it."""
    server = server_factory()
    yield Guard(binary, server, tmp_path)
    server.stop()
