"""The AWS SDK for JavaScript; what it does is in `js/tour.mjs`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from conftest import ServerFactory
from harness.sdk import tour


def test_a_tour(server_factory: ServerFactory, tmp_path: Path) -> None:
    packages, node = os.environ.get("BARTIZAN_SDK_JS"), shutil.which("node")
    if not packages or not node:
        pytest.skip("the SDK for JavaScript needs node and npm, with which xtask installs it")
    shutil.copy(Path(__file__).parent / "js/tour.mjs", tmp_path)
    (tmp_path / "node_modules").symlink_to(Path(packages) / "node_modules")
    tour(server_factory(), tmp_path, node, "tour.mjs")
