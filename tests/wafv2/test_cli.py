"""AWS WAF by the real AWS CLI."""

from __future__ import annotations

import json

from harness.aws import Cli
from harness.waf import rule


def test_capacity_is_weighed(cli: Cli) -> None:
    rules = json.dumps(
        [
            rule("limit", {"RateBasedStatement": {"Limit": 1000, "AggregateKeyType": "IP"}}, 2),
            rule("country", {"GeoMatchStatement": {"CountryCodes": ["US", "IN"]}}),
        ]
    )
    done = cli("wafv2", "check-capacity", "--scope", "REGIONAL", "--rules", rules)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"Capacity": 3}
