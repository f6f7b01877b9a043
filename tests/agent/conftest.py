"""What tests of agents are given."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.agent import Agent, debian, host_role
from harness.aws import environment
from harness.command import run_bartizan
from harness.server import Server


@pytest.fixture(scope="module")
def role(fresh_server: Server) -> str:
    """The ARN of a role that agents may have."""
    return host_role(fresh_server, "host")


@pytest.fixture
def activate(binary: Path, fresh_server: Server, role: str, tmp_path: Path) -> Callable[..., str]:
    """Prints a code by which one host can register itself."""

    def run(*words: str) -> str:
        names = {"AWS_SHARED_CREDENTIALS_FILE": str(fresh_server.data / "credentials")}
        own = environment(fresh_server.endpoint, tmp_path) | names | {"AWS_PROFILE": "root"}
        done = run_bartizan(binary, "agent", "activate", "--role", role, *words, environment=own)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def agent_of(binary: Path, fresh_server: Server, tmp_path: Path) -> Iterator[Callable[..., Agent]]:
    """Makes agents, each of a host of its own that has a tree with an old package."""
    numbers, made = itertools.count(), []

    def make(**packages: str) -> Agent:
        number = next(numbers)
        root = debian(tmp_path / f"root-{number}", **(packages or {"openssl": "3.0.11-1~deb12u1"}))
        state = tmp_path / f"state-{number}"
        made.append(Agent(binary, fresh_server.endpoint, state, root))
        return made[-1]

    yield make
    for agent in made:
        agent.kill()
