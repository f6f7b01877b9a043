"""A site under attack, and what a legitimate client sees of it meanwhile.

The attackers and the application have one core, the edge and the client the other, where there are
two. What is calm is measured behind the attack, with the attackers' core as busy as they and the
application made it, and no busier.
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


@dataclass(frozen=True)
class Scale:
    """How long, and how hard, a site is attacked."""

    seconds: float
    # For how long it learns what is normal, and how long calm is measured.
    learning_seconds: float
    calm_seconds: float
    idle_connections: int
    is_timed: bool
    # For how long it learns what is usual, how long a window is, and how long it cools down.
    floods: tuple[int, int, int]

    @property
    def options(self) -> tuple[str, ...]:
        """What a server is told of floods."""
        learning, window, cool_down = (str(seconds) for seconds in self.floods)
        return (
            *("--flood-learning-seconds", learning),
            *("--flood-window-seconds", window),
            *("--flood-cool-down-seconds", cool_down),
        )


SHORT = Scale(3, 0.5, 0.5, idle_connections=2000, is_timed=False, floods=(10, 2, 10))
FULL = Scale(30, 25, 15, idle_connections=10_000, is_timed=True, floods=(20, 5, 10))


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
    # How busy the attackers' core was.
    share: float
    done: dict[str, int]

    def row(self, name: str) -> list[str]:
        did = ", ".join(f"{many:,} {what}" for what, many in self.done.items())
        return [
            name,
            did,
            f"{self.share:.0%}",
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


@dataclass(frozen=True)
class Application:
    """What stands behind the edge."""

    port: int
    pid: int

    def busy_seconds(self) -> float:
        """For how long it has had a core."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def origin(core: int | None) -> Iterator[Application]:
    """An application on loopback."""
    words = [sys.executable, str(PROGRAMS / "origin.py"), *([] if core is None else [str(core)])]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield Application(int(process.stdout.readline()), process.pid)
    finally:
        process.kill()
        process.wait()


class Siege:
    """A site that can be attacked."""

    def __init__(self, server: Server, application: Application, scale: Scale) -> None:
        self.server, self.application, self.scale = server, application, scale
        self.attackers_core, self.own_core = cores()
        self.site = Site(server, ACCOUNT, application.port)
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
        """Attacks the site, and measures meanwhile and when it is calm."""
        client = ("legitimate.py", self.site.address_of(80), self.site.name)
        return self.attack(kind, self.site.address_of(port), client, **how)

    def attack(self, kind: str, address: str, client: tuple[str, str, str], **how: Any) -> Outcome:
        """Attacks an address, where this client measures."""
        usual = self._client(client, self.scale.learning_seconds)
        failures = json.loads(ended(usual))["failures"]
        assert failures == []
        before, worked = self.memory_mb(), self.application.busy_seconds()
        attacked, told = self._measured(kind, address, client, self.scale.seconds, how)
        grown = self.memory_mb() - before
        worked = self.application.busy_seconds() - worked
        share = min(1.0, (told["busy_seconds"] + worked) / self.scale.seconds)
        calm, _ = self._measured("busy", address, client, self.scale.calm_seconds, {"share": share})
        return Outcome(calm, attacked, grown, share, told["done"])

    def _client(self, client: tuple[str, str, str], seconds: float) -> subprocess.Popen[str]:
        return started(*client, str(seconds), *options(self.own_core))

    def _measured(
        self,
        kind: str,
        address: str,
        client: tuple[str, str, str],
        seconds: float,
        how: dict[str, Any],
    ) -> tuple[Seen, dict[str, Any]]:
        words = [kind, address, str(seconds), *options(self.attackers_core, **how)]
        attackers = started("attackers.py", *words, nice=10)
        # The client comes when the attack has begun, and goes before it ends.
        time.sleep(min(2.0, seconds / 4))
        told = json.loads(ended(self._client(client, seconds * 0.7)))
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
