"""The decisions that are known from outside: where they are, and how a case is skipped."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

CASES = Path(
    os.environ.get("BARTIZAN_CASES", Path(__file__).resolve().parents[3] / "shared" / "cases")
)

Case = dict[str, Any]


def decisions() -> list[Case]:
    """Every known decision; where they are absent the test is printed as skipped, and CI fails."""
    path = CASES / "iam" / "evaluation.jsonl"
    if path.exists():
        return [json.loads(line) for line in path.read_text().splitlines()]
    message = f"SKIPPED {os.environ['PYTEST_CURRENT_TEST']}: cases not found at {CASES}"
    print(message)
    assert "CI" not in os.environ, "CI needs the cases: set BARTIZAN_CASES"
    pytest.skip(message)


def context_entries(case: Case) -> list[dict[str, Any]]:
    """The case's context, as the simulator takes it."""
    return [
        {
            "ContextKeyName": key,
            "ContextKeyValues": values,
            "ContextKeyType": "stringList" if is_list(case, key, values) else "string",
        }
        for key, values in case["context"].items()
    ]


def is_list(case: Case, key: str, values: list[str]) -> bool:
    """Whether a condition key of the case is multivalued."""
    return key in case["multivalued"] or len(values) != 1
