"""Rules of AWS WAF, as tests write them."""

from __future__ import annotations

from typing import Any


def visible(name: str) -> dict[str, Any]:
    """A metric of this name."""
    return {
        "SampledRequestsEnabled": True,
        "CloudWatchMetricsEnabled": True,
        "MetricName": name,
    }


def rule(name: str, statement: dict[str, Any], priority: int = 1) -> dict[str, Any]:
    """A rule that blocks."""
    return {
        "Name": name,
        "Priority": priority,
        "Statement": statement,
        "Action": {"Block": {}},
        "VisibilityConfig": visible(name),
    }


def path(text: bytes) -> dict[str, Any]:
    """Requests whose path begins so."""
    return {
        "ByteMatchStatement": {
            "SearchString": text,
            "FieldToMatch": {"UriPath": {}},
            "TextTransformations": [{"Priority": 0, "Type": "URL_DECODE"}],
            "PositionalConstraint": "STARTS_WITH",
        }
    }
