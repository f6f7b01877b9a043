"""Bartizan's own operations, for which no client library has a model."""

from __future__ import annotations

import json
from typing import Any

from harness.aws import Credentials
from harness.http import send, signed
from harness.server import Server


def call(
    server: Server, operation: str, parameters: dict[str, Any], who: Credentials
) -> dict[str, Any]:
    """The answer, or what it says of why there is none."""
    headers = {
        "X-Amz-Target": f"Bartizan_20261124.{operation}",
        "Content-Type": "application/x-amz-json-1.1",
    }
    body = json.dumps(parameters).encode()
    sent = signed(server, "bartizan", headers=headers, body=body, credentials=who)
    answer = send(server, sent).body
    return json.loads(answer) if answer else {}
