"""Servers that find floods quickly, clients that make them, and what AWS Shield tells of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

PATIENCE_SECONDS = 60
QUICK = (
    *("--flood-learning-seconds", "4"),
    *("--flood-window-seconds", "1"),
    *("--flood-cool-down-seconds", "3"),
)


@contextmanager
def traffic(address: str, name: str, user_agent: str, pause: float) -> Iterator[list[int]]:
    """A client that asks again and again for a name at an address; the statuses that it got."""
    host, port = address.rsplit(":", 1)
    statuses: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        connection = HTTPConnection(host, int(port), timeout=30)
        while not stop.wait(pause):
            headers = {"Host": name, "User-Agent": user_agent}
            connection.request("GET", f"/page/{len(statuses) % 7}", headers=headers)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        thread.join()


def until(found: Callable[[], Any]) -> Any:
    """What is found, once it is."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        if seen := found():
            return seen
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ended(shield: Any) -> dict[str, Any] | None:
    """The one attack, once it is over."""
    (attack,) = shield.list_attacks()["AttackSummaries"]
    return attack if "EndTime" in attack else None
