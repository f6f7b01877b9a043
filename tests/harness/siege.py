"""A site under attack, and what a legitimate client sees of it meanwhile.

The attackers and the application have one core, the edge and the client the other, where there are
two. What is calm is measured with the attackers' core as busy as they make it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.aws import client
from harness.edge import Site
from harness.server import Server

TESTS = Path(__file__).parents[1]
PROGRAMS = TESTS / "attacks/programs"
CERTIFICATES = TESTS.parent / "crates/edge/tests/data"
ACCOUNT = "555566667777"
MEGABYTE = 1024.0
REPORT_SECONDS_MAX = 20
# It learns for less than calm is measured in the full set.
FLOODS = (
    *("--flood-learning-seconds", "10"),
    *("--flood-window-seconds", "2"),
    *("--flood-cool-down-seconds", "10"),
)


@dataclass(frozen=True)
class Scale:
    """How long, and how hard, a site is attacked."""

    seconds: float
    calm_seconds: float
    idle_connections: int
    is_timed: bool


SHORT = Scale(seconds=3, calm_seconds=0.5, idle_connections=2000, is_timed=False)
FULL = Scale(seconds=30, calm_seconds=15, idle_connections=10_000, is_timed=True)


@dataclass(frozen=True)
class Seen:
    """What the legitimate client saw."""

    seconds: list[float]
    failures: list[str]

    @property
    def success(self) -> float:
        """The share of its requests that were answered."""
        asked = len(self.seconds) + len(self.failures)
        return len(self.seconds) / asked if asked else 0.0

    @property
    def p99_ms(self) -> float:
        ordered = sorted(self.seconds)
        return ordered[int(len(ordered) * 0.99)] * 1000 if ordered else float("inf")


@dataclass(frozen=True)
class Outcome:
    """One attack."""

    calm: Seen
    attacked: Seen
    grown_mb: float
    done: dict[str, int]

    def row(self, name: str) -> list[str]:
        did = ", ".join(f"{many:,} {what}" for what, many in self.done.items())
        return [
            name,
            did,
            f"{self.attacked.success:.2%}",
            f"{self.calm.p99_ms:.1f} ms",
            f"{self.attacked.p99_ms:.1f} ms",
            f"{self.grown_mb:.0f} MB",
        ]


def cores() -> tuple[int | None, int | None]:
    """The attackers' core, and the edge's; none where they cannot be kept apart."""
    own = sorted(os.sched_getaffinity(0))
    return (own[0], own[1]) if len(own) > 1 else (None, None)


def pin(process: int, core: int | None) -> None:
    """Keeps a process, with the threads that it has, on a core."""
    if core is not None:
        for thread in Path(f"/proc/{process}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {core})


@contextmanager
def origin(core: int | None) -> Iterator[int]:
    """An application on loopback; its port."""
    words = [sys.executable, str(PROGRAMS / "origin.py"), *([] if core is None else [str(core)])]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


class Siege:
    """A site that can be attacked."""

    def __init__(self, server: Server, port: int, scale: Scale) -> None:
        self.server, self.scale = server, scale
        self.attackers_core, self.own_core = cores()
        self.site = Site(server, ACCOUNT, port)
        self.site.add_https(CERTIFICATES, "app")
        # Who does not read is waited for as long as a connection may be idle.
        self.site.elb.modify_load_balancer_attributes(
            LoadBalancerArn=self.site.arn,
            Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "10"}],
        )
        self.shield = client("shield", server.endpoint, self.site.credentials)
        self.shield.create_subscription()
        self.shield.create_protection(Name="site", ResourceArn=self.site.arn)
        pin(server.pid, self.own_core)

    def memory_mb(self) -> float:
        """The most that the server has ever had."""
        status = Path(f"/proc/{self.server.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / MEGABYTE

    def run(self, kind: str, port: int = 80, **how: Any) -> Outcome:
        """Attacks it, and measures before and meanwhile."""
        address = self.site.address_of(port)
        calm = self._measured("busy", address, self.scale.calm_seconds, {})[0]
        before = self.memory_mb()
        attacked, done = self._measured(kind, address, self.scale.seconds, how)
        return Outcome(calm, attacked, self.memory_mb() - before, done)

    def _measured(
        self, kind: str, address: str, seconds: float, how: dict[str, Any]
    ) -> tuple[Seen, dict[str, int]]:
        words = [kind, address, str(seconds), *options(self.attackers_core, **how)]
        attackers = started("attackers.py", *words, nice=10)
        # The client comes when the attack has begun, and goes before it ends.
        time.sleep(min(2.0, seconds / 4))
        asks = (self.site.address_of(80), self.site.name, str(seconds * 0.7))
        client = started("legitimate.py", *asks, *options(self.own_core))
        told = json.loads(ended(client))
        return Seen(told["seconds"], told["failures"]), json.loads(ended(attackers))

    def report(self, vector: str) -> dict[str, Any]:
        """What Shield tells of the attack that has this vector, once it knows of it."""
        deadline = time.monotonic() + REPORT_SECONDS_MAX
        while time.monotonic() < deadline:
            for summary in self.shield.list_attacks()["AttackSummaries"]:
                if {"VectorType": vector} in summary["AttackVectors"]:
                    named = {"AttackId": summary["AttackId"]}
                    return self.shield.describe_attack(**named)["Attack"]
            time.sleep(0.2)
        raise AssertionError(f"no attack has the vector {vector}: {self.shield.list_attacks()}")


def options(core: int | None, **how: Any) -> list[str]:
    """What is told on the command line."""
    named = {name.replace("_", "-"): value for name, value in how.items()}
    if core is not None:
        named["core"] = core
    return [word for name, value in named.items() for word in (f"--{name}", str(value))]


def started(file: str, *words: str, nice: int = 0) -> subprocess.Popen[str]:
    command = ["nice", "-n", str(nice), sys.executable, str(PROGRAMS / file), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    """What a process printed, once it has ended well."""
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 0, process.args
    return printed
