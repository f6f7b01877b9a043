"""The AWS SDK for Rust; what it does is in `src/main.rs`. Only `cargo xtask verify` builds it."""

from __future__ import annotations

import os
from pathlib import Path

from conftest import ServerFactory
from harness.sdk import tour


def test_a_tour(server_factory: ServerFactory, tmp_path: Path) -> None:
    tour(server_factory(), tmp_path, os.environ["BARTIZAN_SDK_RUST"])
