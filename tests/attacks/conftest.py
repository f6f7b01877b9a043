"""How hard sites are attacked, and the table that the full set writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.siege import FULL, SHORT, Scale

HEADS = [
    "attack",
    "what the attackers did",
    "their core was busy",
    "legitimate requests answered",
    "their p99 in calm",
    "their p99 under attack",
    "memory of the server, at most, more than in calm",
]


def is_full(config: pytest.Config) -> bool:
    """Whether all attacks are made, and for their whole time."""
    return config.getoption("--full-count") == "attacks"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is only in the full set: the short one has its like among Shield's tests."""
    if not is_full(config):
        left_out = [item for item in items if item.get_closest_marker("full_set")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def attacks(request: pytest.FixtureRequest) -> Scale:
    """How hard sites are attacked."""
    return FULL if is_full(request.config) else SHORT


@pytest.fixture(scope="session")
def figures(attacks: Scale) -> Iterator[list[list[str]]]:
    """The rows of the table; the full set writes it into the page that is named."""
    rows: list[list[str]] = []
    yield rows
    page = os.environ.get("BARTIZAN_ATTACKS_PAGE")
    if attacks.is_timed and page and rows:
        sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))
        from page import provenance, table, write

        write(Path(page), "attacks", f"{table(HEADS, rows)}\n\n{provenance()}")
