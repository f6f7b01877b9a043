"""The edge under attack: legitimate clients keep being served, and memory stays bounded. The full
set, with times, is `cargo xtask verify attacks`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.siege import FLOODS, Outcome, Scale, Seen, Siege, cores, origin

SUCCESS_MIN = 0.99
GROWN_MB_MAX = 300.0

# What the attack is, its kind, how much of it there is, and by what Shield knows it.
ATTACKS: list[tuple[str, str, dict[str, Any], str]] = [
    (
        "slow headers",
        "slow-headers",
        {"addresses": 4, "connections": 1500},
        "SLOW_REQUEST_HEADERS",
    ),
    ("slow body", "slow-body", {"addresses": 4, "connections": 1500}, "SLOW_REQUEST_BODY"),
    ("slow read", "slow-read", {"addresses": 4, "connections": 500}, "SLOW_READ"),
    (
        "request flood from one address",
        "flood",
        {"addresses": 1, "connections": 100},
        "REQUEST_FLOOD",
    ),
    (
        "request flood from 200 addresses",
        "flood",
        {"addresses": 200, "connections": 400},
        "REQUEST_FLOOD",
    ),
    ("rapid reset", "rapid-reset", {"port": 443}, "HTTP2_RAPID_RESET"),
    ("CONTINUATION flood", "continuation", {"port": 443}, "HTTP2_CONTINUATION_FLOOD"),
    ("PING flood", "ping", {"port": 443}, ""),
    ("SETTINGS flood", "settings", {"port": 443}, ""),
]
# Those that show in less than the time that a slow client has.
SOON = {"HTTP2_RAPID_RESET"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with origin(cores()[0]) as port:
        yield port


@pytest.fixture
def siege(server_factory: Callable[..., Any], port: int, attacks: Scale) -> Iterator[Siege]:
    server = server_factory(dev=True, extra=FLOODS)
    yield Siege(server, port, attacks)
    server.stop()


def check(name: str, outcome: Outcome, scale: Scale, figures: list[list[str]]) -> None:
    figures.append(outcome.row(name))
    attacked, calm = outcome.attacked, outcome.calm
    assert calm.success == 1.0, calm.failures[:3]
    assert attacked.success >= SUCCESS_MIN, attacked.failures[:3]
    assert outcome.grown_mb <= GROWN_MB_MAX
    assert sum(outcome.done.values()) > 0
    if scale.is_timed:
        assert attacked.p99_ms <= max(2 * calm.p99_ms, calm.p99_ms + 10.0)


@pytest.mark.parametrize(
    ("name", "kind", "how", "vector"), ATTACKS, ids=[name for name, *_ in ATTACKS]
)
def test_clients_are_served_through(
    siege: Siege,
    name: str,
    kind: str,
    how: dict[str, Any],
    vector: str,
    figures: list[list[str]],
) -> None:
    outcome = siege.run(kind, **how)
    check(name, outcome, siege.scale, figures)
    if vector in SOON or vector and siege.scale.is_timed:
        attack = siege.report(vector)
        assert attack["ResourceArn"] == siege.site.arn
        told = json.dumps(attack["AttackProperties"])
        assert "127.9.0." in told


def test_clients_are_served_beside_idle_connections(siege: Siege, figures: list[list[str]]) -> None:
    many = siege.scale.idle_connections
    outcome = siege.run("idle", addresses=200, connections=many)
    assert outcome.done["held"] == many
    check(f"{many:,} idle connections", outcome, siege.scale, figures)


def may_unshare() -> bool:
    """Whether this process may make network namespaces, with interfaces in them."""
    made = "ip link add probe0 type veth peer name probe1"
    try:
        words = ["unshare", "--net", *made.split()]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not may_unshare(), reason="needs root, to make a network namespace")
def test_clients_are_served_through_a_syn_flood(
    binary: Path, tmp_path: Path, attacks: Scale, figures: list[list[str]]
) -> None:
    program = Path(__file__).parent / "programs/alone.py"
    scale = "full" if attacks.is_timed else "short"
    words = ["unshare", "--net", sys.executable, str(program), str(binary), str(tmp_path), scale]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, timeout=150, check=True)
    told = json.loads(done.stdout)
    seen = {when: Seen(**told.pop(when)) for when in ("calm", "attacked")}
    outcome = Outcome(**seen, **told)
    assert outcome.done["cookies"] > 0
    check("SYN flood", outcome, attacks, figures)
