"""What pytest needs to run moto's tests against Bartizan: its reset, and a list of the outcomes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import requests
import setups
from moto.core.models import ServerModeMockAWS

OUTCOMES: dict[str, str] = {}
REASONS: dict[str, str] = {}


def reset(mock: ServerModeMockAWS) -> None:
    """Empties Bartizan's store, as moto empties its own between tests."""
    requests.post(f"{mock._test_server_mode_endpoint}/_bartizan/reset").raise_for_status()


ServerModeMockAWS.reset = reset


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Mends what AWS refuses of the test's set-up."""
    setups.begin(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keeps each test's outcome; a failed phase outweighs the others."""
    if report.failed or report.nodeid not in OUTCOMES or report.skipped:
        OUTCOMES[report.nodeid] = report.outcome
    if report.failed and report.nodeid not in REASONS:
        crash = getattr(report.longrepr, "reprcrash", None)
        text = crash.message if crash else str(report.longrepr)
        REASONS[report.nodeid] = " ".join(text.split())[:300]


def pytest_sessionfinish() -> None:
    """Writes the outcomes where the runner reads them."""
    found = {"outcomes": OUTCOMES, "reasons": REASONS}
    Path(os.environ["BARTIZAN_OUTCOMES"]).write_text(json.dumps(found))
